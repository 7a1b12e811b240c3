//! Front matter: lines of `key: value` between two lines of `---` at the top of a text file.

use super::paragraphs::trimmed;
use super::{Given, dates};
use crate::model::{Lang, Span, parse_iso_date};

/// Most lines that front matter may have; a text may well start with a rule.
const MOST_LINES: usize = 100;

/// What the front matter of a text says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct FrontMatter {
    /// Its bytes, from the first `---` to the second.
    pub span: Span,
    /// The bytes of the title, without quotes.
    pub title: Option<Span>,
    /// Its fields. Other keys than title, date, published, publisher, url, language and lang are passed over.
    pub given: Given,
    /// Values that could not be read.
    pub warnings: Vec<String>,
}

/// Reads the front matter of `text`, if it starts with one.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let mut front = FrontMatter::default();
    let mut at = 0;
    let mut keys = 0;
    for (number, line) in text.split_inclusive('\n').take(MOST_LINES).enumerate() {
        let span = trimmed(text, Span::new(at, at + line.len()));
        at += line.len();
        let words = span.of(text);
        match (number, words) {
            (0, "---") => {}
            (0, _) => return None,
            (_, "---" | "...") if keys > 0 => {
                front.span = Span::new(0, span.end);
                return Some(front);
            }
            _ => keys += usize::from(front.field(text, span)),
        }
    }
    None
}

impl FrontMatter {
    /// Reads one line; whether it is a `key: value`.
    fn field(&mut self, text: &str, line: Span) -> bool {
        let words = line.of(text);
        let Some(colon) = words.find(':') else { return false };
        let key = words[..colon].trim().to_ascii_lowercase();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)) {
            return false;
        }
        let value = unquoted(text, trimmed(text, Span::new(line.start + colon + 1, line.end)));
        let words = value.of(text);
        if words.is_empty() {
            return true;
        }
        match key.as_str() {
            "title" => {
                self.title = Some(value);
                self.given.title = Some(words.to_owned());
            }
            "date" | "published" => {
                self.given.published = self.given.published.or(parse_iso_date(words)).or_else(|| dates::find(words));
                if self.given.published.is_none() {
                    self.warnings.push(format!("{key} {words:?} is no date that can be read; write it as 2024-10-03"));
                }
            }
            "publisher" => self.given.publisher = Some(words.to_owned()),
            "url" => self.given.url = Some(words.to_owned()),
            "language" | "lang" => self.given.language = Some(Lang::new(words)),
            _ => {}
        }
        true
    }
}

fn unquoted(text: &str, value: Span) -> Span {
    let words = value.of(text);
    let quoted =
        ['"', '\''].iter().any(|quote| words.len() >= 2 && words.starts_with(*quote) && words.ends_with(*quote));
    if quoted { trimmed(text, Span::new(value.start + 1, value.end - 1)) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn known_keys_are_read_and_others_passed_over() {
        let text = "---\ntitle: \"Quito: a reply\"\nDate: 3 de octubre de 2024\nauthor: Ana\ntags:\n  - a\nlang: es-EC\n---\nText";
        let front = read(text).expect("front matter");
        assert_eq!(front.given.title.as_deref(), Some("Quito: a reply"));
        assert_eq!(front.title.map(|title| title.of(text)), Some("Quito: a reply"));
        assert_eq!(front.given.published, Some(Date::constant(2024, 10, 3)));
        assert_eq!(front.given.language, Some(Lang::new("es")));
        assert_eq!(&text[front.span.end..], "\nText");
        assert!(front.warnings.is_empty());
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        for text in ["---\nA text under a rule.\n---\n", "---\ntitle: never closed\n", "--- title: x ---", "", "---"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_date_that_cannot_be_read_is_said() {
        let front = read("---\ndate: soon\n---\n").expect("front matter");
        assert_eq!((front.given.published, front.warnings.len()), (None, 1));
    }
}
