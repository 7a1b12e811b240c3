//! Chains while they grow.

use super::features::pronoun_key;
use super::traits::{Form, Number, Sex, Text};
use rustc_hash::FxHashSet;

/// What a pronoun without gender counts for in the kind of its chain.
const PRONOUN: f32 = 1.0;

/// A chain so far, with what its mentions share.
#[derive(Debug, Clone, Default)]
pub(super) struct Cluster {
    /// In text order; never empty once it is made.
    pub members: Vec<usize>,
    pub words: FxHashSet<u32>,
    pub heads: FxHashSet<u32>,
    pub lemmas: FxHashSet<u32>,
    pub texts: FxHashSet<u32>,
    pub known: FxHashSet<u32>,
    pub initials: FxHashSet<u32>,
    pub acronyms: FxHashSet<u32>,
    pub pronouns: FxHashSet<u32>,
    /// One bit a value of [`Sex`], without the unknown.
    pub sex: u32,
    /// One bit a value of [`Number`], without the unknown.
    pub number: u32,
    /// One bit a grammatical person of its pronouns.
    pub persons: u32,
    /// Sums of the logarithms of the members' kinds.
    kinds: Vec<f32>,
    best: Option<(usize, u32)>,
}

impl Cluster {
    pub fn add(&mut self, text: &Text, at: usize, kinds: &[f32]) {
        let it = &text.traits[at];
        self.members.push(at);
        if matches!(it.form, Form::Pronoun | Form::Adverb) {
            self.pronouns.insert(pronoun_key(it));
            self.persons |= 1 << it.person;
        } else {
            self.words.extend(it.core.iter().chain(&it.rest).copied());
            self.heads.insert(it.head);
            self.lemmas.insert(it.lemma);
            self.texts.insert(it.text);
            self.known.extend(it.known.iter().copied());
            if it.acronym != 0 {
                let set = if it.is_acronym { &mut self.acronyms } else { &mut self.initials };
                set.insert(it.acronym);
            }
        }
        if it.sex != Sex::Unknown {
            self.sex |= 1 << it.sex as u32;
        }
        if it.number != Number::Unknown {
            self.number |= 1 << it.number as u32;
        }
        self.kinds.resize(kinds.len(), 0.0);
        let rank = match it.form {
            Form::Name => 3,
            Form::Pronoun | Form::Adverb => 1,
            _ => 2,
        };
        let weight = if rank == 1 && !matches!(it.sex, Sex::Masculine | Sex::Feminine) { PRONOUN } else { 1.0 };
        self.kinds.iter_mut().zip(kinds).for_each(|(sum, kind)| *sum += weight * (kind + 0.01).ln());
        if self.best.is_none_or(|(_, known)| rank > known) {
            self.best = Some((at, rank));
        }
    }

    pub fn last(&self) -> usize {
        self.members.last().copied().unwrap_or(0)
    }

    pub fn first(&self) -> usize {
        self.members.first().copied().unwrap_or(0)
    }

    /// 3 for a chain with a name, 2 with a noun, 1 of pronouns alone.
    pub fn best_form(&self) -> u32 {
        self.best.map_or(0, |(_, rank)| rank)
    }

    pub fn best_lemma(&self, text: &Text) -> u32 {
        self.best.map_or(0, |(at, _)| text.traits[at].lemma)
    }

    /// The likeliest kind, from 1; "no mention" aside.
    pub fn kind(&self) -> u32 {
        (1..self.kinds.len()).max_by(|&a, &b| self.kinds[a].total_cmp(&self.kinds[b])).unwrap_or(0) as u32
    }

    /// How many of its mentions stand in the four sentences up to this one.
    pub fn recent(&self, text: &Text, sentence: usize) -> usize {
        let near = |&&at: &&usize| text.traits[at].phrase.sentence + 4 > sentence;
        self.members.iter().rev().take(12).filter(near).count()
    }
}
