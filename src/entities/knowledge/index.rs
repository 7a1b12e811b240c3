//! The index of names: a trie of pieces, each node with the senses of the name that ends there.

use super::normal::{self, Case, Piece};
use super::table::Class;
use super::{NameClass, Sense};
use crate::model::{ActorId, ActorKind, Lang};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// All names, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Index {
    pieces: FxHashMap<CompactString, u32>,
    /// (node, piece) to the next node; node 0 is the start.
    edges: FxHashMap<(u32, u32), u32>,
    /// Of each node, its groups: a range of `groups`.
    nodes: Vec<(u32, u32)>,
    groups: Vec<Group>,
    senses: Vec<Sense>,
}

/// The senses of one spelling in one language.
#[derive(Debug)]
struct Group {
    lang: Option<CompactString>,
    case: Case,
    senses: Range<u32>,
}

/// A name on its way into the index.
#[derive(Debug)]
struct Entry {
    node: u32,
    lang: Option<CompactString>,
    case: Case,
    rank: u8,
    kind: ActorKind,
    sense: Sense,
}

/// Collects names, then makes the index.
#[derive(Debug, Default)]
pub(super) struct Builder {
    index: Index,
    entries: Vec<Entry>,
    nodes: u32,
}

impl Builder {
    /// Adds a name and the spellings that follow from it by rule (`docs/knowledge.md` lists them).
    /// Returns false where nothing is left of the name after normalisation.
    pub fn add(&mut self, text: &str, lang: Option<&str>, class: Class, actor: &Owner, ambiguous: bool) -> bool {
        let pieces = cut(text);
        if pieces.is_empty() {
            return false;
        }
        let sense_class = match class {
            Class::Plain(class) => class,
            Class::Combining => NameClass::Adjective,
        };
        let sense = Sense { actor: actor.id.clone(), class: sense_class, ambiguous };
        for variant in variants(text, pieces, class, actor.kind) {
            let node = self.walk(&variant, class == Class::Combining);
            let lang = lang.map(CompactString::from);
            let case = if class == Class::Combining { Case::default() } else { Case::of_name(&variant) };
            // A long acronym may be written like a name, but means itself first where it has its capitals.
            for case in std::iter::once(case).chain(case.in_capitals(&variant)) {
                let (lang, sense) = (lang.clone(), sense.clone());
                self.entries.push(Entry { node, lang, case, rank: actor.rank, kind: actor.kind, sense });
            }
        }
        true
    }

    fn walk(&mut self, name: &[Piece], combining: bool) -> u32 {
        let mut node = 0;
        for piece in name {
            let known = self.index.pieces.len() as u32;
            let text = if combining { compact_str::format_compact!("{}-", piece.text) } else { piece.text.clone() };
            let piece = *self.index.pieces.entry(text).or_insert(known);
            let nodes = &mut self.nodes;
            node = *self.index.edges.entry((node, piece)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        node
    }

    /// Sorts the senses of every name and closes the index.
    pub fn finish(mut self) -> Index {
        let mut index = std::mem::take(&mut self.index);
        let mut entries = self.entries;
        entries.sort_by(|a, b| {
            let key = |e: &Entry| (e.node, e.rank, e.sense.ambiguous, e.sense.class);
            key(a).cmp(&key(b)).then_with(|| a.sense.actor.cmp(&b.sense.actor))
        });
        index.nodes = vec![(0, 0); self.nodes as usize + 1];
        let mut rest = entries.as_mut_slice();
        while let Some(first) = rest.first() {
            let node = first.node;
            let here = rest.partition_point(|entry| entry.node == node);
            let (group, after) = rest.split_at_mut(here);
            rest = after;
            mark_shared(group);
            let start = index.groups.len() as u32;
            index.add_groups(group);
            index.nodes[node as usize] = (start, index.groups.len() as u32);
        }
        index
    }
}

/// Whose name it is, as the index needs it.
#[derive(Debug)]
pub(super) struct Owner {
    pub id: ActorId,
    pub kind: ActorKind,
    pub rank: u8,
}

/// The pieces of a name of one or more words.
fn cut(text: &str) -> Vec<Piece> {
    text.split_whitespace().flat_map(normal::pieces).collect()
}

/// The name and the spellings that follow from it: `U.S.` as two words; the Arabic article as `al` or `el`,
/// and left out of people's names ("Bashar Assad", "Assad").
fn variants(text: &str, pieces: Vec<Piece>, class: Class, kind: ActorKind) -> Vec<Vec<Piece>> {
    let mut all = Vec::with_capacity(2);
    if class == Class::Plain(NameClass::Acronym) && text.trim_end_matches('.').contains('.') {
        all.push(text.split(['.', ' ']).flat_map(normal::pieces).collect());
    }
    // "Al Gore", "El Salvador" and "Al Franken" have no Arabic article; a hyphen or lower case shows it.
    let article = |at: usize| {
        let piece: &Piece = &pieces[at];
        let next = at + 1 < pieces.len();
        let lower = ["al-", "el-", "al ", "el ", "Al-", "El-"].iter().any(|form| text.contains(form));
        next && lower && matches!(piece.text.as_str(), "al" | "el")
    };
    let articles: Vec<usize> = (0..pieces.len()).filter(|at| article(*at)).collect();
    let person = kind == ActorKind::Person;
    if !articles.is_empty() && (person || kind != ActorKind::State) {
        // The capital may also be the article's alone: "Al assad".
        for (form, capital) in [("al", false), ("al", true), ("el", false), ("el", true)] {
            let mut spelt = pieces.clone();
            for at in &articles {
                spelt[*at].text = form.into();
                spelt[*at].capital = capital;
            }
            all.push(spelt);
        }
        if person {
            let kept = |(at, piece): (usize, &Piece)| (!articles.contains(&at)).then(|| piece.clone());
            all.push(pieces.iter().enumerate().filter_map(kept).collect());
        }
    }
    all.push(pieces);
    all
}

/// A surname is ambiguous unless its bearer is known world-wide and nobody as well known shares it; a full name is
/// where a person as well known or better has the same.
fn mark_shared(entries: &mut [Entry]) {
    let best = entries.first().map(|entry| entry.sense.actor.clone());
    let second = entries.iter().find(|entry| Some(&entry.sense.actor) != best.as_ref()).map(|entry| entry.rank);
    for entry in entries {
        let class = entry.sense.class;
        let rivals = if Some(&entry.sense.actor) == best.as_ref() { second } else { Some(0) };
        let outdone = rivals.is_some_and(|rank| rank <= entry.rank);
        let person = entry.kind == ActorKind::Person;
        entry.sense.ambiguous |= match class {
            NameClass::Short => outdone || (person && entry.rank > 1),
            NameClass::Name => person && outdone,
            _ => false,
        };
    }
}

impl Index {
    /// Adds the groups of one node: for each language and spelling all senses that fit it.
    fn add_groups(&mut self, entries: &[Entry]) {
        let mut langs: Vec<Option<&CompactString>> = entries.iter().map(|entry| entry.lang.as_ref()).collect();
        langs.push(None);
        langs.sort();
        langs.dedup();
        let start = self.groups.len();
        for lang in langs {
            let here = || entries.iter().filter(move |entry| entry.lang.is_none() || entry.lang.as_ref() == lang);
            let mut cases: Vec<Case> = here().map(|entry| entry.case).collect();
            cases.sort();
            cases.dedup();
            for case in cases {
                let first = self.senses.len();
                let exact = here().filter(|entry| case.strict != 0 && entry.case == case);
                for entry in exact.chain(here().filter(|entry| case.implies(entry.case))) {
                    let sense = &entry.sense;
                    let same = |s: &Sense| s.actor == sense.actor && s.class == sense.class;
                    if !self.senses[first..].iter().any(same) {
                        self.senses.push(sense.clone());
                    }
                }
                let senses = first as u32..self.senses.len() as u32;
                self.groups.push(Group { lang: lang.cloned(), case, senses });
            }
        }
        // The strictest spelling first: "SANA" is the agency before it is somebody's surname in capitals.
        self.groups[start..].sort_by_key(|group| std::cmp::Reverse((group.case.strictness(), group.lang.clone())));
    }

    fn step(&self, node: u32, piece: &str) -> Option<u32> {
        let piece = self.pieces.get(piece)?;
        self.edges.get(&(node, *piece)).copied()
    }

    fn groups(&self, node: u32) -> &[Group] {
        let (start, end) = self.nodes[node as usize];
        &self.groups[start as usize..end as usize]
    }

    fn senses(&self, group: &Group) -> &[Sense] {
        &self.senses[group.senses.start as usize..group.senses.end as usize]
    }

    /// The senses of the name that ends at a node, written as `text` says.
    fn read(&self, node: u32, lang: &Lang, text: (u16, u16)) -> Option<&[Sense]> {
        let groups = self.groups(node);
        let own = groups.iter().any(|group| group.lang.as_deref() == Some(lang.code()));
        let wanted = own.then(|| lang.code());
        let fits = |group: &&Group| group.lang.as_deref() == wanted && group.case.admits(text);
        groups.iter().find(fits).map(|group| self.senses(group))
    }

    /// See [`super::Knowledge::longest`].
    pub fn longest(&self, lang: &Lang, words: &[&str]) -> Option<(usize, &[Sense])> {
        let mut node = 0;
        let mut best = None;
        let mut seen: Vec<Piece> = Vec::new();
        'words: for (at, word) in words.iter().enumerate() {
            let cut = normal::pieces(word);
            if cut.is_empty() || matches!(*word, "'s" | "’s") {
                let letters = seen.last().map(|piece| piece.text.chars().count());
                if letters.is_some_and(|letters| normal::may_be_inside(word, letters)) {
                    continue;
                }
                break;
            }
            for piece in cut {
                match self.step(node, &piece.text) {
                    Some(next) => node = next,
                    None => break 'words,
                }
                seen.push(piece);
            }
            if let Some(senses) = self.read(node, lang, Case::of_text(&seen)) {
                best = Some((at + 1, senses));
            }
        }
        best
    }

    /// See [`super::Knowledge::compound`].
    pub fn compound(&self, lang: &Lang, word: &str) -> Vec<(Range<usize>, &[Sense])> {
        let cut = normal::pieces(word);
        let last = cut.len().saturating_sub(1);
        let mut found = Vec::new();
        if last == 0 {
            return found;
        }
        for (at, piece) in cut.iter().enumerate() {
            let text = Case::of_text(std::slice::from_ref(piece));
            let whole = self.step(0, &piece.text).and_then(|node| self.read(node, lang, text));
            let first_half = || {
                let node = self.step(0, &compact_str::format_compact!("{}-", piece.text))?;
                self.read(node, lang, text)
            };
            if let Some(senses) = whole.or_else(|| if at < last { first_half() } else { None }) {
                found.push((piece.range.clone(), senses));
            }
        }
        found
    }

    /// Whose name this is, whatever the case and the language; the likeliest first.
    pub fn find(&self, name: &str) -> Vec<&ActorId> {
        let pieces = cut(name);
        let end = pieces.iter().try_fold(0, |node, piece| self.step(node, &piece.text));
        let mut found: Vec<&ActorId> = Vec::new();
        for group in end.filter(|_| !pieces.is_empty()).map_or(&[][..], |node| self.groups(node)) {
            for sense in self.senses(group) {
                if !found.contains(&&sense.actor) {
                    found.push(&sense.actor);
                }
            }
        }
        found
    }
}
