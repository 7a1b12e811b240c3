//! What the network sees of a word: its form, endings, beginnings, letter groups and outline, as table rows.

use crate::language::words::{hash_str, mix, normalise, outline};
use rustc_hash::FxHashMap;

/// Rows of the table of affixes.
pub(crate) const AFFIX_ROWS: usize = 12_288;
/// Rows of the table of letter groups.
pub(crate) const GRAM_ROWS: usize = 24_576;
/// Rows of the table of outlines.
pub(crate) const SHAPE_ROWS: usize = 256;
/// The row of words that are not in the vocabulary.
pub(crate) const UNKNOWN: u32 = 0;
/// The row of the root, which is put before every sentence.
pub(crate) const ROOT: u32 = 1;
const MOST_GRAMS: usize = 32;

/// The words that have a row of their own, by the hash of their normalised form.
pub(crate) type Vocabulary = FxHashMap<u32, u32>;

/// A word's rows in the tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Input {
    pub word: u32,
    pub affixes: Vec<u32>,
    pub grams: Vec<u32>,
    pub shape: u32,
}

impl Input {
    /// The root's.
    pub fn root() -> Self {
        Input { word: ROOT, ..Input::default() }
    }

    /// A word's.
    pub fn new(form: &str, vocabulary: &Vocabulary) -> Self {
        let normal = normalise(form);
        let word = vocabulary.get(&hash_str(&normal)).copied().unwrap_or(UNKNOWN);
        let ends: Vec<usize> = normal.char_indices().map(|(at, _)| at).chain([normal.len()]).take(48).collect();
        let letters = ends.len() - 1;
        let normal = &normal[..ends[letters]];
        let mut affixes = Vec::with_capacity(7);
        for length in 1..=3.min(letters) {
            affixes.push(row(length as u64, &normal[..ends[length]], AFFIX_ROWS));
        }
        for length in 1..=4.min(letters) {
            affixes.push(row(8 + length as u64, &normal[ends[letters - length]..], AFFIX_ROWS));
        }
        let edged = format!("<{normal}>");
        let ends: Vec<usize> = edged.char_indices().map(|(at, _)| at).chain([edged.len()]).collect();
        let groups = [3, 4].into_iter().flat_map(|length| ends.windows(length + 1).map(move |ends| (length, ends)));
        let grams = groups
            .take(MOST_GRAMS)
            .map(|(length, ends)| row(16 + length as u64, &edged[ends[0]..ends[length]], GRAM_ROWS));
        Input { word, affixes, grams: grams.collect(), shape: outline(form) % (SHAPE_ROWS as u32 - 1) + 1 }
    }
}

fn row(kind: u64, text: &str, rows: usize) -> u32 {
    let hash = mix(mix(0x6E, kind), u64::from(hash_str(text)));
    ((hash >> 20) % rows as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_rows_inside_the_tables() {
        let long = "ñ".repeat(1000);
        for form in ["a", "é", "", "“", "don't", "2,000", "\u{1F600}", &long] {
            let input = Input::new(form, &Vocabulary::default());
            assert!(input.affixes.iter().all(|&row| (row as usize) < AFFIX_ROWS));
            assert!(input.grams.len() <= MOST_GRAMS && input.grams.iter().all(|&row| (row as usize) < GRAM_ROWS));
            assert!((1..SHAPE_ROWS as u32).contains(&input.shape));
        }
        assert_ne!(Input::new("Damasco", &Vocabulary::default()), Input::new("damasco", &Vocabulary::default()));
    }
}
