//! The index of names: a trie of pieces, each node with the senses of the name that ends there.

use super::normal::{self, Case, Piece};
use super::table::{Class, Name};
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
    /// ISO 639-1 codes; a group's `lang` is an index here. The first is every language.
    langs: Vec<CompactString>,
    groups: Vec<Group>,
    senses: Vec<Sense>,
}

/// The senses of one spelling in one language.
#[derive(Debug)]
struct Group {
    lang: u8,
    case: Case,
    senses: Range<u32>,
}

/// Names without a language serve all of them.
const EVERY: u8 = 0;

/// A name on its way into the index; small, since there are some 100,000 to sort at each start.
#[derive(Debug, Clone, Copy)]
struct Entry {
    node: u32,
    /// Index in `Builder::owners`.
    owner: u32,
    case: Case,
    lang: u8,
    rank: u8,
    ambiguous: bool,
    class: NameClass,
}

/// Collects names, then makes the index.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    index: Index,
    entries: Vec<Entry>,
    owners: &'a [Owner],
    nodes: u32,
}

impl<'a> Builder<'a> {
    /// For names of these owners.
    pub fn new(owners: &'a [Owner]) -> Self {
        let mut index = Index { langs: vec!["".into()], ..Index::default() };
        index.pieces.reserve(3 * owners.len());
        index.edges.reserve(8 * owners.len());
        Builder { index, entries: Vec::with_capacity(8 * owners.len()), owners, nodes: 0 }
    }

    /// Adds a name of an owner (an index) and the spellings that follow from it by rule (`docs/knowledge.md` lists
    /// them). Returns false where nothing is left of the name after normalisation.
    pub fn add(&mut self, name: &Name, owner: usize) -> bool {
        let pieces = cut(name.text);
        if pieces.is_empty() {
            return false;
        }
        let Owner { kind, rank, .. } = self.owners[owner];
        let combining = name.class == Class::Combining;
        let class = match name.class {
            Class::Plain(class) => class,
            Class::Combining => NameClass::Adjective,
        };
        let lang = self.lang(name.lang);
        for variant in variants(name.text, pieces, name.class, kind) {
            let node = self.walk(&variant, combining);
            let case = if combining { Case::default() } else { Case::of_name(&variant) };
            let owner = owner as u32;
            let entry = Entry { node, owner, case, lang, rank, ambiguous: name.ambiguous, class };
            self.entries.push(entry);
            // A long acronym may be written like a name, but means itself first where it has its capitals.
            self.entries.extend(case.in_capitals(&variant).map(|case| Entry { case, ..entry }));
        }
        true
    }

    fn lang(&mut self, code: Option<&str>) -> u8 {
        let code = code.unwrap_or_default();
        let langs = &mut self.index.langs;
        let at = langs.iter().position(|known| known == code).unwrap_or_else(|| {
            langs.push(code.into());
            langs.len() - 1
        });
        u8::try_from(at).unwrap_or(EVERY)
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
    pub fn finish(self) -> Index {
        let Builder { mut index, mut entries, owners, nodes } = self;
        // Owners are in the order of the tables, so this is the same order at each start.
        entries.sort_unstable_by_key(|e| (e.node, e.rank, e.ambiguous, e.class, e.owner, e.case));
        index.nodes = vec![(0, 0); nodes as usize + 1];
        index.groups.reserve(entries.len());
        index.senses.reserve(entries.len());
        for names in entries.chunk_by_mut(|a, b| a.node == b.node) {
            mark_shared(names, owners);
            let start = index.groups.len() as u32;
            index.add_groups(names, owners);
            index.nodes[names[0].node as usize] = (start, index.groups.len() as u32);
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
    let article = |at: &usize| at + 1 < pieces.len() && matches!(pieces[*at].text.as_str(), "al" | "el");
    let mut articles: Vec<usize> = (0..pieces.len()).filter(article).collect();
    if !articles.is_empty() && !["al-", "el-", "al ", "el ", "Al-", "El-"].iter().any(|form| text.contains(form)) {
        articles.clear();
    }
    let person = kind == ActorKind::Person;
    if !articles.is_empty() && kind != ActorKind::State {
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
fn mark_shared(entries: &mut [Entry], owners: &[Owner]) {
    let Some(best) = entries.first().map(|entry| entry.owner) else { return };
    let second = entries.iter().find(|entry| entry.owner != best).map(|entry| entry.rank);
    for entry in entries {
        let rivals = if entry.owner == best { second } else { Some(0) };
        let outdone = rivals.is_some_and(|rank| rank <= entry.rank);
        let person = owners[entry.owner as usize].kind == ActorKind::Person;
        entry.ambiguous |= match entry.class {
            NameClass::Short => outdone || (person && entry.rank > 1),
            NameClass::Name => person && outdone,
            _ => false,
        };
    }
}

impl Index {
    /// Adds the groups of one node: for each language and spelling all senses that fit it.
    fn add_groups(&mut self, entries: &[Entry], owners: &[Owner]) {
        let mut langs: Vec<u8> = entries.iter().map(|entry| entry.lang).chain([EVERY]).collect();
        langs.sort_unstable();
        langs.dedup();
        let start = self.groups.len();
        for lang in langs {
            let here = || entries.iter().filter(move |entry| entry.lang == EVERY || entry.lang == lang);
            let mut cases: Vec<Case> = here().map(|entry| entry.case).collect();
            cases.sort_unstable();
            cases.dedup();
            for case in cases {
                let first = self.senses.len();
                // Who is written just so comes before who may also be: "Macedonia" is the state before it is an
                // adjective that «macedonia» could be too.
                let exact = here().filter(|entry| entry.case == case);
                for entry in exact.chain(here().filter(|entry| entry.case != case && case.implies(entry.case))) {
                    let actor = &owners[entry.owner as usize].id;
                    let same = |s: &Sense| s.actor == *actor && s.class == entry.class;
                    if !self.senses[first..].iter().any(same) {
                        let (class, ambiguous) = (entry.class, entry.ambiguous);
                        self.senses.push(Sense { actor: actor.clone(), class, ambiguous });
                    }
                }
                let senses = first as u32..self.senses.len() as u32;
                self.groups.push(Group { lang, case, senses });
            }
        }
        // The strictest spelling first: "SANA" is the agency before it is somebody's surname in capitals.
        self.groups[start..].sort_by_key(|group| std::cmp::Reverse((group.case.strictness(), group.lang)));
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
        let code = self.langs.iter().position(|known| known == lang.code()).unwrap_or(0) as u8;
        let wanted = if groups.iter().any(|group| group.lang == code) { code } else { EVERY };
        let fits = |group: &&Group| group.lang == wanted && group.case.admits(text);
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
