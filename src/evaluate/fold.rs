//! Names as the scorer compares them: without case, accents, punctuation, articles and possessives.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

const ARTICLES: [&str; 11] = ["the", "a", "an", "el", "la", "los", "las", "un", "una", "lo", ""];

/// Folds a name: "The Kremlin’s" is `kremlin`, «Unión Europea» is `union europea`.
pub fn fold(name: &str) -> String {
    let bare: String = name.nfkd().filter(|&c| canonical_combining_class(c) == 0).collect();
    let text = without_possessives(&bare.to_lowercase());
    let words = text.split(|c: char| !is_word(c)).filter(|word| !ARTICLES.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Drops every `'s` and `’s` that ends a word.
fn without_possessives(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '’']) {
        let mark = rest[at..].chars().next().map_or(1, char::len_utf8);
        let after = &rest[at + mark..];
        let ends_word = |tail: &str| !tail.starts_with(is_word);
        match after.strip_prefix('s').filter(|tail| ends_word(tail)) {
            Some(tail) => {
                kept.push_str(&rest[..at]);
                rest = tail;
            }
            None => {
                kept.push_str(&rest[..at + mark]);
                rest = after;
            }
        }
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_equal_without_case_accents_articles_and_possessives() {
        assert_eq!(fold("The Kremlin’s"), "kremlin");
        assert_eq!(fold("la Unión  Europea"), "union europea");
        assert_eq!(fold("Syria's Assad"), "syria assad");
        assert_eq!(fold("Al-Watan"), "al watan");
        assert_eq!(fold("d'summit"), "d summit");
        assert_eq!(fold("the"), "");
    }
}
