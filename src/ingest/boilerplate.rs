//! Text that is not the article: calls to share, comments, credits, copyright lines.
//!
//! The words are data, `boilerplate.tsv`; this file says how they are matched.

use super::fold::folded;
use std::sync::LazyLock;

/// Longest paragraph, in words, that can be boilerplate.
const MOST_WORDS: usize = 60;

/// Most words of a line over a list of other articles. "Read more: a headline" is such a list by itself.
const MOST_LABEL_WORDS: usize = 5;

/// What a pattern says of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The paragraph is not part of the article.
    Boilerplate,
    /// Other articles are listed below it: the short lines that follow are not part of the article.
    List,
    /// Readers' comments start here: what follows at the end of a text is not part of the article either.
    Comments,
}

/// What a paragraph is, if it is not the article's.
pub(super) fn verdict(paragraph: &str) -> Option<Verdict> {
    let words = paragraph.split_whitespace().take(MOST_WORDS + 1).count();
    if words > MOST_WORDS {
        return None;
    }
    let folded = folded(paragraph);
    let bare = folded.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"#©(".contains(letter));
    let bare = bare.trim_end_matches(|letter: char| !letter.is_alphanumeric() && !"#:".contains(letter));
    if !bare.contains(char::is_alphanumeric) && !bare.contains('#') || is_address(&folded) {
        return Some(Verdict::Boilerplate);
    }
    let found = PATTERNS.iter().find(|pattern| pattern.matches(bare, words))?;
    let alone = words <= MOST_LABEL_WORDS && (bare.ends_with(':') || !bare.contains(": "));
    Some(if found.verdict == Verdict::List && !alone { Verdict::Boilerplate } else { found.verdict })
}

/// An address of the web alone on its line.
fn is_address(folded: &str) -> bool {
    let bare = folded.trim_matches(['[', ']', '(', ')', '<', '>', ' ']);
    let starts = ["http://", "https://", "www."].iter().any(|start| bare.starts_with(start));
    starts && !bare.contains(' ')
}

struct Pattern {
    verdict: Verdict,
    place: Place,
    most_words: usize,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    End,
    Anywhere,
}

impl Pattern {
    fn matches(&self, paragraph: &str, words: usize) -> bool {
        let text = self.text.as_str();
        words <= self.most_words
            && match self.place {
                Place::Whole => paragraph.trim_end_matches(':') == text,
                Place::Start => paragraph.strip_prefix(text).is_some_and(|rest| !continues_word(text, rest)),
                Place::End => paragraph.ends_with(text),
                Place::Anywhere => paragraph.contains(text),
            }
    }
}

fn continues_word(text: &str, rest: &str) -> bool {
    text.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let lines = include_str!("boilerplate.tsv").lines();
    lines.filter(|line| !line.starts_with('#') && !line.trim().is_empty()).filter_map(pattern).collect()
});

/// A line of the table: verdict, language, place, most words, text. `None` for one that is not well formed.
fn pattern(line: &str) -> Option<Pattern> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[verdict, _language, place, most_words, text] = fields.as_slice() else { return None };
    Some(Pattern {
        verdict: match verdict {
            "boilerplate" => Verdict::Boilerplate,
            "list" => Verdict::List,
            "comments" => Verdict::Comments,
            _ => return None,
        },
        place: match place {
            "whole" => Place::Whole,
            "start" => Place::Start,
            "end" => Place::End,
            "anywhere" => Place::Anywhere,
            _ => return None,
        },
        most_words: most_words.parse().ok()?,
        text: folded(text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_well_formed() {
        for line in include_str!("boilerplate.tsv").lines() {
            assert!(line.starts_with('#') || line.is_empty() || pattern(line).is_some(), "{line:?}");
        }
    }

    #[test]
    fn what_surrounds_an_article_is_told_from_it() {
        for line in ["1 comment", "23 Comentarios", "Comments (4)", "Leave a comment", "Comentarios:"] {
            assert_eq!(verdict(line), Some(Verdict::Comments), "{line}");
        }
        for line in [
            "Share this article",
            "Comparte esta noticia",
            "Read more: Ankara and Moscow at odds",
            "Lea también: Madrid responde a Rabat",
            "Síguenos en Facebook y Twitter",
            "© 2024 The Daily Example. All rights reserved.",
            "Tags: Russia, Syria",
            "Advertisement",
            "***",
            "https://example.org/news/1",
        ] {
            assert_eq!(verdict(line), Some(Verdict::Boilerplate), "{line}");
        }
    }

    #[test]
    fn a_label_alone_has_its_list_below() {
        for line in [
            "Related:",
            "Tags:",
            "Archivado en",
            "Read more",
            "Lo más leído",
            "You may also like:",
            "Te puede interesar",
        ] {
            assert_eq!(verdict(line), Some(Verdict::List), "{line}");
        }
    }

    #[test]
    fn sentences_of_an_article_are_kept() {
        for line in [
            "Comments by the minister angered Tehran.",
            "Share prices fell after Moscow denied the report.",
            "Los comentarios del presidente molestaron a Teherán.",
            "Read together, the two statements show that Ankara backs Baku.",
            "Russia and Syria share this view.",
            "Etiquetas como «terrorista» no ayudan, dijo el canciller.",
        ] {
            assert_eq!(verdict(line), None, "{line}");
        }
    }
}
