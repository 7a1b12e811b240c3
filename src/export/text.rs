//! Text as formats can hold it.

use std::borrow::Cow;
use std::fmt::Write;

/// Drops what XML 1.0 cannot hold, not even as a reference: most control characters, U+FFFE and U+FFFF.
pub fn xml(text: &str) -> Cow<'_, str> {
    without(text, |c| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'))
}

fn without(text: &str, is_dropped: impl Fn(char) -> bool) -> Cow<'_, str> {
    match text.chars().any(&is_dropped) {
        false => Cow::Borrowed(text),
        true => text.chars().filter(|c| !is_dropped(*c)).collect(),
    }
}

/// Text on one line: each run of blanks, tabs and line ends becomes one space.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let is_so = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    match is_so && text.chars().all(|c| c == ' ' || !c.is_whitespace()) {
        true => Cow::Borrowed(text),
        false => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
    }
}

/// An id as an XML `NMTOKEN`, two ids never as one: letters of ASCII and Latin-1, digits and `.-_:` stay, any other
/// character is `_x` and its hexadecimal number and `_`, and so is a `_` that stands before an `x`. An empty id is `_x_`.
pub fn xml_id(id: &str) -> Cow<'_, str> {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ');
    if id.is_empty() {
        return Cow::Borrowed("_x_");
    }
    if id.chars().all(is_plain) && !id.contains("_x") {
        return Cow::Borrowed(id);
    }
    let mut token = String::with_capacity(id.len() + 16);
    for (at, c) in id.char_indices() {
        match is_plain(c) && !id[at..].starts_with("_x") {
            true => token.push(c),
            // Writing to a string cannot fail.
            false => drop(write!(token, "_x{:X}_", c as u32)),
        }
    }
    token.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn xml_loses_only_what_it_cannot_hold() {
        assert_eq!(xml("a\u{1}b\0c\u{FFFE}"), "abc");
        assert_eq!(xml("\ttab\r\n\u{7f}\u{85}\u{202e}🙂\u{1fffe}"), "\ttab\r\n\u{7f}\u{85}\u{202e}🙂\u{1fffe}");
    }

    #[test]
    fn ids_of_xml_are_tokens_and_no_two_are_one() {
        let ids =
            ["Q1", "q1", "a b", "a_b", "a_x20_b", "a\u{1}b", "ab", "a_xb", "é", "e\u{301}", "", "_x_", "класс", "\""];
        let tokens: BTreeSet<Cow<str>> = ids.into_iter().map(xml_id).collect();
        assert_eq!(tokens.len(), ids.len(), "{tokens:?}");
        assert!(tokens.iter().all(|token| !token.is_empty() && !token.contains([' ', '\u{1}', '"', 'к'])));
        assert_eq!(xml_id("media-the-daily-dove"), "media-the-daily-dove");
        assert_eq!(xml_id("a b"), "a_x20_b");
    }

    #[test]
    fn one_line_has_single_spaces() {
        assert_eq!(one_line(" two\n\tlines  \r"), "two lines");
        assert_eq!(one_line("one line"), "one line");
        assert_eq!(one_line("no\u{a0}break"), "no break");
    }
}
