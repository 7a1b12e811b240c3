//! Comparing words as a reader does: without case, accents or width of space.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in lower case, without accents, each run of white space as one blank, each run of digits as `#`.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        let (written, repeats) = match letter {
            letter if letter.is_whitespace() => (' ', folded.ends_with(' ')),
            letter if letter.is_ascii_digit() => ('#', folded.ends_with('#')),
            '’' => ('\'', false),
            letter => (letter, false),
        };
        if !repeats {
            folded.push(written);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded.trim_start().to_owned()
}

/// Whether two texts are the same words for a reader.
pub(super) fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(folded).collect::<Vec<_>>();
    words(one) == words(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_spaces_and_numbers_do_not_count() {
        assert_eq!(folded("  12  Comentários\n"), "# comentarios");
        assert!(same("Rusia  apoya a Irán", "RUSIA APOYA A IRAN"));
        assert!(!same("Rusia apoya a Irán", "Rusia apoya a Irak"));
    }
}
