//! Word lists of a language: what nouns mean, and given names.

use super::traits::Sex;
use rustc_hash::{FxHashMap, FxHashSet};

/// The lists of one language.
#[derive(Debug, Default)]
pub(super) struct Lists {
    nouns: FxHashMap<&'static str, (u32, Option<Sex>)>,
    given: FxHashMap<&'static str, Sex>,
    speech: FxHashSet<&'static str>,
}

impl Lists {
    /// Reads `nouns.tsv`, `first_names.tsv` and `speech.tsv`.
    pub fn read(nouns: &'static str, given: &'static str, speech: &'static str) -> Lists {
        let rows = |file: &'static str| {
            let lines = file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            lines.map(|line| line.split('\t').map(str::trim).collect::<Vec<&'static str>>())
        };
        let kind = |name: &str| match name {
            "person" => 1,
            "organization" => 2,
            "place" => 4,
            _ => 8,
        };
        let mut lists = Lists::default();
        for row in rows(nouns).filter(|row| row.len() > 1) {
            let kinds = row[1].split('|').map(kind).sum();
            lists.nouns.insert(row[0], (kinds, row.get(2).and_then(|name| sex(name))));
        }
        for row in rows(given) {
            lists.given.insert(row[0], row.get(1).and_then(|name| sex(name)).unwrap_or(Sex::Unknown));
        }
        lists.speech = rows(speech).map(|row| row[0]).collect();
        lists
    }

    /// Whether a verb (lemma) reports speech.
    pub fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }

    /// The kinds that a noun (lower case) may mean, one bit each; 0 for a noun that is not listed.
    pub fn kinds(&self, noun: &str) -> u32 {
        self.nouns.get(noun).map_or(0, |(kinds, _)| *kinds)
    }

    /// The gender of whom a noun (lower case) means.
    pub fn sex(&self, noun: &str) -> Option<Sex> {
        self.nouns.get(noun)?.1
    }

    /// The gender of a given name, [`Sex::Unknown`] where it may be either's; `None` for other words.
    pub fn given(&self, name: &str) -> Option<Sex> {
        self.given.get(name).copied()
    }
}

fn sex(name: &str) -> Option<Sex> {
    match name {
        "masc" => Some(Sex::Masculine),
        "fem" => Some(Sex::Feminine),
        _ => None,
    }
}
