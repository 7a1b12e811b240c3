//! Names: which senses each has, written into the image and read from it.

use super::normal::{self, Case, Piece};
use super::table::{Class, Name};
use super::{Image, NameClass, Section, packed};
use crate::model::{ActorKind, Date, Lang};
use compact_str::CompactString;
use fst::Streamer;
use fst::raw::CompiledAddr;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Names without a language serve all of them.
const EVERY: u8 = 0;

/// The senses of one spelling in one language.
#[derive(Debug, Serialize, Deserialize)]
pub struct Group {
    lang: u8,
    case: Case,
    /// The likeliest first.
    pub senses: Vec<StoredSense>,
}

/// What a name stands for, by the actor's number.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct StoredSense {
    /// The actor's number.
    pub actor: u32,
    /// How the name stands for it.
    pub class: NameClass,
    /// Whether context must speak for it.
    pub ambiguous: bool,
    /// First day on which the actor had the name.
    #[serde(with = "packed")]
    pub since: Option<Date>,
    /// Last day.
    #[serde(with = "packed")]
    pub until: Option<Date>,
}

/// A name on its way into the image.
#[derive(Debug, Clone, Copy)]
struct Entry {
    case: Case,
    lang: u8,
    rank: u8,
    sense: StoredSense,
}

/// Whose name it is.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// What it is.
    pub kind: ActorKind,
    /// 1 known world-wide to 5 hardly known.
    pub rank: u8,
}

/// Collects names.
#[derive(Debug, Default)]
pub struct Builder {
    entries: FxHashMap<CompactString, Vec<Entry>>,
    langs: Vec<String>,
    owners: Vec<Owner>,
}

impl Builder {
    /// For names of these owners, who are numbered in their order.
    pub fn new(owners: Vec<Owner>) -> Self {
        Builder { langs: vec![String::new()], owners, ..Builder::default() }
    }

    /// Adds a name of an owner and the spellings that follow from it by rule (`docs/knowledge.md` lists them).
    /// Returns false where nothing is left of the name after normalisation.
    pub fn add(&mut self, name: &Name, owner: u32) -> bool {
        let pieces = cut(name.text);
        if pieces.is_empty() {
            return false;
        }
        let Owner { kind, rank } = self.owners[owner as usize];
        let combining = name.class == Class::Combining;
        let class = match name.class {
            Class::Plain(class) => class,
            Class::Combining => NameClass::Adjective,
        };
        let lang = self.lang(name.lang);
        let (ambiguous, since, until) = (name.ambiguous, name.since, name.until);
        let sense = StoredSense { actor: owner, class, ambiguous, since, until };
        for variant in variants(name.text, pieces, name.class, kind) {
            let case = if combining { Case::default() } else { Case::of_name(&variant) };
            let entry = Entry { case, lang, rank, sense };
            let entries = self.entries.entry(key(&variant, combining)).or_default();
            entries.push(entry);
            // A long acronym may be written like a name, but means itself first where it has its capitals.
            entries.extend(case.in_capitals(&variant).map(|case| Entry { case, ..entry }));
        }
        true
    }

    fn lang(&mut self, code: Option<&str>) -> u8 {
        let code = code.unwrap_or_default();
        let at = self.langs.iter().position(|known| known == code).unwrap_or_else(|| {
            self.langs.push(code.into());
            self.langs.len() - 1
        });
        u8::try_from(at).unwrap_or(EVERY)
    }

    /// The languages, and the groups of each name by its key, in the order of the keys.
    pub fn finish(self) -> (Vec<String>, BTreeMap<CompactString, Vec<Group>>) {
        let Builder { entries, langs, owners } = self;
        let sorted: BTreeMap<CompactString, Vec<Entry>> = entries.into_iter().collect();
        let groups = sorted.into_iter().map(|(key, mut entries)| {
            entries.sort_by_key(|e| (e.rank, e.sense.ambiguous, e.sense.class, e.sense.actor, e.case));
            mark_shared(&mut entries, &owners);
            (key, groups(&entries))
        });
        (langs, groups.collect())
    }
}

/// A name's key: its pieces, parted by spaces. The first half of a compound keeps its hyphen.
fn key(pieces: &[Piece], combining: bool) -> CompactString {
    let mut key = CompactString::default();
    for piece in pieces {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&piece.text);
    }
    if combining {
        key.push('-');
    }
    key
}

/// How a name is written in the image: without case, accents and signs, its pieces parted by spaces.
pub fn key_of(name: &str) -> String {
    key(&cut(name), false).into()
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
    let Some(best) = entries.first().map(|entry| entry.sense.actor) else { return };
    let second = entries.iter().find(|entry| entry.sense.actor != best).map(|entry| entry.rank);
    for entry in entries {
        let rivals = if entry.sense.actor == best { second } else { Some(0) };
        let outdone = rivals.is_some_and(|rank| rank <= entry.rank);
        let person = owners[entry.sense.actor as usize].kind == ActorKind::Person;
        entry.sense.ambiguous |= match entry.sense.class {
            NameClass::Short => outdone || (person && entry.rank > 1),
            NameClass::Name => person && outdone,
            _ => false,
        };
    }
}

/// The groups of one name: for each language and spelling all senses that fit it.
fn groups(entries: &[Entry]) -> Vec<Group> {
    let mut langs: Vec<u8> = entries.iter().map(|entry| entry.lang).chain([EVERY]).collect();
    langs.sort_unstable();
    langs.dedup();
    let mut groups = Vec::new();
    for lang in langs {
        let here = || entries.iter().filter(move |entry| entry.lang == EVERY || entry.lang == lang);
        let mut cases: Vec<Case> = here().map(|entry| entry.case).collect();
        cases.sort_unstable();
        cases.dedup();
        for case in cases {
            // Who is written just so comes before who may also be: "Macedonia" is the state before it is an
            // adjective that «macedonia» could be too.
            let exact = here().filter(|entry| entry.case == case);
            let mut senses: Vec<StoredSense> = Vec::new();
            for entry in exact.chain(here().filter(|entry| entry.case != case && case.implies(entry.case))) {
                let days = |s: &StoredSense| (s.since, s.until);
                let same = |s: &StoredSense| {
                    (s.actor, s.class) == (entry.sense.actor, entry.sense.class) && days(s) == days(&entry.sense)
                };
                if !senses.iter().any(same) {
                    senses.push(entry.sense);
                }
            }
            groups.push(Group { lang, case, senses });
        }
    }
    // The strictest spelling first: "SANA" is the agency before it is somebody's surname in capitals.
    groups.sort_by_key(|group| std::cmp::Reverse((group.case.strictness(), group.lang)));
    groups
}

/// A place in the names: a state of the automaton and the sum of the values on the way there.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    node: CompiledAddr,
    sum: u64,
}

impl Image {
    fn start(&self) -> Cursor {
        Cursor { node: self.names.root().addr(), sum: 0 }
    }

    fn step(&self, cursor: Cursor, text: &str) -> Option<Cursor> {
        text.bytes().try_fold(cursor, |Cursor { node, sum }, byte| {
            let node = self.names.node(node);
            let transition = node.transition(node.find_input(byte)?);
            Some(Cursor { node: transition.addr, sum: sum + transition.out.value() })
        })
    }

    /// The groups of the name that ends at a cursor.
    fn groups(&self, cursor: Cursor) -> Option<Vec<Group>> {
        let node = self.names.node(cursor.node);
        let place = node.is_final().then(|| cursor.sum + node.final_output().value())?;
        let bytes = self.section(Section::Groups).get(usize::try_from(place).ok()?..)?;
        postcard::take_from_bytes(bytes).ok().map(|(groups, _)| groups)
    }

    /// The senses of the name that ends at a cursor, written as `text` says.
    fn read(&self, cursor: Cursor, lang: &Lang, text: (u16, u16)) -> Option<Vec<StoredSense>> {
        let groups = self.groups(cursor)?;
        let code = self.langs.iter().position(|known| known == lang.code()).unwrap_or(0) as u8;
        let wanted = if groups.iter().any(|group| group.lang == code) { code } else { EVERY };
        let fits = |group: &Group| group.lang == wanted && group.case.admits(text);
        groups.into_iter().find(fits).map(|group| group.senses)
    }

    /// See [`crate::entities::knowledge::Knowledge::longest`].
    pub fn longest(&self, lang: &Lang, words: &[&str]) -> Option<(usize, Vec<StoredSense>)> {
        let mut here = self.start();
        let mut seen: Vec<Piece> = Vec::new();
        // Where names end on the way: words, pieces, cursor.
        let mut ends: Vec<(usize, usize, Cursor)> = Vec::new();
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
                let next = if seen.is_empty() { Some(here) } else { self.step(here, " ") };
                match next.and_then(|next| self.step(next, &piece.text)) {
                    Some(next) => here = next,
                    None => break 'words,
                }
                seen.push(piece);
            }
            if self.names.node(here.node).is_final() {
                ends.push((at + 1, seen.len(), here));
            }
        }
        ends.into_iter().rev().find_map(|(words, pieces, end)| {
            let senses = self.read(end, lang, Case::of_text(&seen[..pieces]))?;
            Some((words, senses))
        })
    }

    /// See [`crate::entities::knowledge::Knowledge::compound`].
    pub fn compound(&self, lang: &Lang, word: &str) -> Vec<(Range<usize>, Vec<StoredSense>)> {
        let cut = normal::pieces(word);
        let last = cut.len().saturating_sub(1);
        let mut found = Vec::new();
        if last == 0 {
            return found;
        }
        for (at, piece) in cut.iter().enumerate() {
            let text = Case::of_text(std::slice::from_ref(piece));
            let whole = self.step(self.start(), &piece.text);
            let senses = whole.and_then(|end| self.read(end, lang, text)).or_else(|| {
                let half = whole.filter(|_| at < last).and_then(|end| self.step(end, "-"))?;
                self.read(half, lang, text)
            });
            found.extend(senses.map(|senses| (piece.range.clone(), senses)));
        }
        found
    }

    /// Whose name this is, whatever the case and the language; the likeliest first.
    pub fn find(&self, name: &str) -> Vec<u32> {
        let key = key(&cut(name), false);
        let groups = self.step(self.start(), &key).filter(|_| !key.is_empty()).and_then(|end| self.groups(end));
        let mut found = Vec::new();
        for sense in groups.iter().flatten().flat_map(|group| &group.senses) {
            if !found.contains(&sense.actor) {
                found.push(sense.actor);
            }
        }
        found
    }

    /// Calls `see` with every name's key and whose it is, in the order of the keys.
    pub fn for_each_name(&self, mut see: impl FnMut(&str, &[u32])) {
        let mut stream = self.names.stream();
        while let Some((key, place)) = stream.next() {
            let bytes = self.section(Section::Groups).get(place.value() as usize..);
            let groups = bytes.and_then(|bytes| postcard::take_from_bytes::<Vec<Group>>(bytes).ok());
            let senses = groups.iter().flat_map(|(groups, _)| groups).flat_map(|group| &group.senses);
            let mut actors: Vec<u32> = senses.map(|sense| sense.actor).collect();
            actors.sort_unstable();
            actors.dedup();
            see(&String::from_utf8_lossy(key), &actors);
        }
    }
}
