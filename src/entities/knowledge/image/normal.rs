//! How words are made comparable: pieces without accents and case, and what case they were written in.
//!
//! `&str -> Vec<Piece>`
//!
//! 1. A word is cut into pieces of letters, digits and `+` (`OPEC+`) at hyphens, apostrophes and any other sign, so that
//!    `Al-Watan`, `Al Watan` and `Al` `-` `Watan` are the same two pieces.
//! 2. A dot inside or at the end of a word is dropped without a cut: `U.S.` is the piece `us`, `EE.UU.` is `eeuu`.
//! 3. A possessive at the end of a word is dropped: `Syria's`, `Syria’s` and `States'` are `syria`, `states`.
//! 4. Letters lose accents and case (`Moscú` is `moscu`, `Łódź` is `lodz`); the case is kept apart in [`Piece`].

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A run of letters and digits of one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Without accents, in lower case.
    pub text: CompactString,
    /// The first letter is a capital; true of digits too, which have no case.
    pub capital: bool,
    /// No letter is in lower case.
    pub caps: bool,
    /// Where it starts and ends in the word, in bytes.
    pub range: std::ops::Range<usize>,
}

/// Cuts a word into its pieces, as the module says.
pub fn pieces(word: &str) -> Vec<Piece> {
    let word = without_possessive(word);
    let mut found = Vec::with_capacity(1);
    let mut current: Option<Piece> = None;
    for (at, c) in word.char_indices() {
        if c.is_ascii_alphanumeric() || c == '+' || (!c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c))) {
            let piece = current.get_or_insert_with(|| Piece {
                text: CompactString::default(),
                capital: !c.is_lowercase(),
                caps: true,
                range: at..at,
            });
            piece.caps &= !c.is_lowercase();
            piece.range.end = at + c.len_utf8();
            fold(c, &mut piece.text);
        } else if c != '.' {
            found.extend(current.take());
        }
    }
    found.extend(current);
    found.retain(|piece| !piece.text.is_empty());
    found
}

/// The word without a possessive `'s` or a bare apostrophe at its end.
fn without_possessive(word: &str) -> &str {
    const APOSTROPHES: [char; 4] = ['\'', '’', 'ʼ', '`'];
    let bare = word.strip_suffix(['s', 'S']).filter(|bare| bare.ends_with(APOSTROPHES)).unwrap_or(word);
    bare.trim_end_matches(APOSTROPHES)
}

/// Appends a letter without its accents and in lower case.
fn fold(c: char, out: &mut CompactString) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        // Letters whose stroke or ligature is no combining mark in Unicode.
        match lower {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            _ => out.extend(std::iter::once(lower).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
}

/// Whether a word without letters may stand inside a name after a piece of `letters` letters: a hyphen or an
/// apostrophe always, a dot only after an abbreviation (`EE` `.` `UU`), a possessive never ends a name.
pub fn may_be_inside(word: &str, letters: usize) -> bool {
    match word {
        "-" | "‐" | "‑" | "'" | "’" | "ʼ" | "'s" | "’s" | "" => true,
        "." => letters <= 3,
        _ => false,
    }
}

/// Which pieces of a name need which case; bit `i` is piece `i`, pieces after the sixteenth are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Case {
    /// Acronyms of one to three letters: all capitals in the text too.
    pub strict: u16,
    /// Capitalised words, and acronyms of four letters or more, which many papers write like a name ("Otan").
    pub capital: u16,
    /// Only the first of `capital` is asked for: "Consejo de seguridad", "Unión europea", "Al assad".
    pub relaxed: bool,
}

/// Words that start many titles and every other sentence, so that the word after them has to have its capital:
/// «El país» is not the paper El País.
const ARTICLES: [&str; 10] = ["the", "el", "la", "los", "las", "le", "les", "il", "der", "die"];

impl Case {
    /// What a name asks of the text, by how the name itself is written.
    pub fn of_name(pieces: &[Piece]) -> Case {
        let mut case = Case::default();
        for (at, piece) in pieces.iter().take(16).enumerate() {
            let letters = piece.text.chars().count();
            if piece.caps && letters <= 3 && piece.capital && (letters > 1 || pieces.len() == 1) {
                case.strict |= 1 << at;
            } else if piece.capital {
                case.capital |= 1 << at;
            }
        }
        let article = pieces.first().is_some_and(|first| ARTICLES.contains(&first.text.as_str()));
        case.relaxed = case.strict == 0 && case.capital.count_ones() > 1 && !article;
        case
    }

    /// The same name with all capitals asked for, where it is one acronym of four letters or more.
    pub fn in_capitals(self, pieces: &[Piece]) -> Option<Case> {
        let [piece] = pieces else { return None };
        (piece.caps && self.capital == 1).then_some(Case { strict: 1, capital: 0, relaxed: false })
    }

    /// How a stretch of text is written, to be asked by [`Case::admits`].
    pub fn of_text(pieces: &[Piece]) -> (u16, u16) {
        let (mut capital, mut caps) = (0, 0);
        for (at, piece) in pieces.iter().take(16).enumerate() {
            capital |= u16::from(piece.capital) << at;
            caps |= u16::from(piece.caps) << at;
        }
        (capital, caps)
    }

    /// Whether a text written so may be the name.
    pub fn admits(self, (capital, caps): (u16, u16)) -> bool {
        let needed = if self.relaxed { self.capital & self.capital.wrapping_neg() } else { self.capital };
        self.strict & !caps == 0 && needed & !capital == 0
    }

    /// Whether every text that `self` admits is admitted by `other` too.
    pub fn implies(self, other: Case) -> bool {
        let needed = if self.relaxed { self.capital & self.capital.wrapping_neg() } else { self.capital };
        other.admits((needed | self.strict, self.strict))
    }

    /// How much is asked: the larger, the stricter.
    pub fn strictness(self) -> (u32, u32, bool) {
        (self.strict.count_ones(), self.capital.count_ones(), !self.relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(word: &str) -> Vec<String> {
        pieces(word).into_iter().map(|piece| piece.text.to_string()).collect()
    }

    #[test]
    fn hyphens_and_apostrophes_cut_and_dots_do_not() {
        assert_eq!(texts("Al-Watan"), ["al", "watan"]);
        assert_eq!(texts("U.S."), ["us"]);
        assert_eq!(texts("EE.UU."), ["eeuu"]);
        assert_eq!(texts("d’Orsay"), ["d", "orsay"]);
        assert!(texts("—").is_empty());
    }

    #[test]
    fn possessives_and_accents_are_dropped() {
        assert_eq!(texts("Syria’s"), ["syria"]);
        assert_eq!(texts("States'"), ["states"]);
        assert_eq!(texts("Moscú"), ["moscu"]);
        assert_eq!(texts("Łódź"), ["lodz"]);
        assert_eq!(texts("España"), ["espana"]);
    }

    #[test]
    fn an_acronym_asks_for_capitals_and_a_name_for_its_first_one() {
        let admits = |name: &str, text: &str| {
            let cut = |words: &str| words.split(' ').flat_map(pieces).collect::<Vec<_>>();
            Case::of_name(&cut(name)).admits(Case::of_text(&cut(text)))
        };
        assert!(admits("US", "US") && !admits("US", "us") && !admits("US", "Us"));
        assert!(admits("OTAN", "Otan") && !admits("OTAN", "otan"));
        assert!(admits("Turkey", "TURKEY") && !admits("Turkey", "turkey"));
        assert!(admits("Unión Europea", "Unión europea") && !admits("Unión Europea", "unión europea"));
        assert!(admits("El País", "El País") && !admits("El País", "El país"));
        assert!(admits("rusas", "Rusas") && admits("rusas", "RUSAS"));
    }
}
