//! Tokens in, the same tokens tagged, lemmatised and parsed out.

use super::linear::hash_str;
use super::model_file::Model;
use super::parser::{self, Atom, Sight, SightTags};
use super::tagger;
use super::words::{Shape, normalise};
use crate::model::{Sentence, Upos};
use std::sync::Arc;

impl Model {
    /// Fills lemma, part of speech, features, head and relation of every token.
    pub fn annotate(&self, sentence: &mut Sentence) {
        let tokens = &mut sentence.tokens;
        let shapes: Vec<Shape> = tokens.iter().map(|token| Shape::new(&token.form, &self.lexicon)).collect();
        let tags = tagger::tag(&self.tagger, &shapes, self.bank);
        let morph = tagger::morph(&self.morph, &self.morph_classes, &shapes, &tags, self.bank);
        for ((token, &tag), class) in tokens.iter_mut().zip(&tags).zip(&morph) {
            token.upos = tag;
            token.feats = class.map_or_else(|| Arc::from("_"), |class| self.morph_classes.classes[class].1.clone());
            token.lemma = self.lemmas.lemma(&token.form, tag, &token.feats).into();
        }
        let atoms = tokens.iter().map(|token| atom(&token.form, &token.lemma, token.upos, &token.feats));
        let sight = sight(atoms.collect());
        let arcs = parser::parse(&self.parser, &self.actions, &sight, self.bank);
        let words = arcs.len();
        for (token, (head, relation)) in tokens.iter_mut().zip(arcs) {
            token.head = (head < words).then_some(head);
            token.deprel = self.relations[relation as usize].clone();
        }
    }
}

/// A word as the parser sees it.
pub(crate) fn atom(form: &str, lemma: &str, upos: Upos, feats: &str) -> Atom {
    let lemma = hash_str(&normalise(lemma));
    Atom { word: hash_str(&normalise(form)), lemma, tag: upos as u32 + 1, morph: hash_str(feats) }
}

/// A sentence as the parser sees it.
pub(crate) fn sight(atoms: Vec<Atom>) -> Sight {
    let comma = hash_str(",");
    let number = |upos: Upos| upos as u32 + 1;
    let case = [number(Upos::Adp), number(Upos::Sconj), number(Upos::Cconj)];
    let tags = SightTags { verb: number(Upos::Verb), punct: number(Upos::Punct), case };
    Sight::new(atoms, |word| word == comma, tags)
}
