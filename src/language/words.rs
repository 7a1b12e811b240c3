//! What the classifiers see of a word: its form without the accidents of typing, affixes and shape.

use super::linear::{hash_str, mix};
use rustc_hash::FxHashMap;

/// The form as features know it: lower case, digits as `0`, one kind of quotation mark, apostrophe and dash.
pub(crate) fn normalise(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' | '‟' => out.push('"'),
            '‘' | '’' | '‚' | '´' | '`' | 'ʼ' => out.push('\''),
            '–' | '—' | '―' | '‐' | '‑' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            _ if c.is_numeric() => out.push('0'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    match out.as_str() {
        "''" | "``" => "\"".to_owned(),
        "--" | "---" => "-".to_owned(),
        _ => out,
    }
}

/// Which parts of speech a word had in training, for words that were seen often enough to trust.
#[derive(Debug, Default, Clone)]
pub(crate) struct Lexicon {
    /// Hash of the normalised form to a set of parts of speech (bit = `Upos as u8`).
    pub tags: FxHashMap<u32, u32>,
}

/// A word's features that do not depend on its neighbours. Fields are hashes; 0 is "none".
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    pub norm: u32,
    pub prefix: [u32; 3],
    pub suffix: [u32; 5],
    pub shape: u32,
    pub tags: u32,
    pub is_capital: bool,
}

impl Shape {
    pub fn new(form: &str, lexicon: &Lexicon) -> Self {
        let normal = normalise(form);
        let norm = hash_str(&normal);
        let mut shape = Shape { norm, shape: outline(form), ..Shape::default() };
        shape.tags = lexicon.tags.get(&norm).copied().unwrap_or(0);
        shape.is_capital = form.starts_with(char::is_uppercase);
        let mut ends = normal.char_indices().skip(1).map(|(at, _)| at).take(3);
        for slot in &mut shape.prefix {
            *slot = ends.next().map_or(norm, |end| hash_str(&normal[..end]));
        }
        let mut starts = normal.char_indices().rev().map(|(at, _)| at).take(5);
        for slot in &mut shape.suffix {
            *slot = starts.next().map_or(norm, |start| hash_str(&normal[start..]));
        }
        shape
    }
}

/// The outline of a word: runs of capitals, small letters and digits as one sign each, other signs as they are.
fn outline(form: &str) -> u32 {
    let mut hash = 1u64;
    let mut last = '\0';
    let mut signs = 0;
    for c in form.chars() {
        let sign = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            '–' | '—' => '-',
            '’' | '‘' => '\'',
            '“' | '”' | '«' | '»' => '"',
            _ => c,
        };
        if sign != last && signs < 6 {
            hash = mix(hash, sign as u64);
            signs += 1;
        }
        last = sign;
    }
    let length = form.chars().take(4).count() as u64;
    (mix(hash, length) >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_and_dashes_look_alike() {
        for pair in [("“", "\""), ("don’t", "don't"), ("—", "-"), ("1998", "2024"), ("``", "''"), ("ÁRBOL", "árbol")]
        {
            assert_eq!(normalise(pair.0), normalise(pair.1));
        }
    }
}
