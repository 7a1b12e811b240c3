//! Where sentences end: between the tokens of one block.

use super::tokenise::{Abbreviation, Raw, Rules};
use std::ops::Range;

/// A text without full stops is cut here all the same, so that no sentence is longer, in tokens.
const LONGEST: usize = 300;

/// The sentences of a block, as ranges of its tokens.
pub(crate) fn split(rules: &Rules, text: &str, tokens: &[Raw]) -> Vec<Range<usize>> {
    let view = View { rules, text, tokens };
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let end = view.closed(at + 1);
        if (view.ends(start, at) && view.may_start(at, end)) || end == tokens.len() {
            cut_long(&view, start..end, &mut sentences);
            start = end;
            at = end;
        } else {
            at += 1;
        }
    }
    sentences
}

struct View<'v> {
    rules: &'v Rules,
    text: &'v str,
    tokens: &'v [Raw],
}

fn is_closing(token: &str) -> bool {
    matches!(token, "”" | "»" | "’" | ")" | "]" | "\"" | "'" | "''" | "›")
}

fn is_opening(token: &str) -> bool {
    matches!(token, "“" | "«" | "‘" | "(" | "[" | "\"" | "'" | "``" | "¿" | "¡" | "—" | "–" | "-" | "„" | "‹")
}

/// Marks that no sentence starts with.
fn is_continuing(token: &str) -> bool {
    let is_stop = token.chars().all(|c| matches!(c, '.' | '…' | '!' | '?'));
    is_stop || matches!(token, "," | ";" | ":" | "/" | "%" | ")" | "]" | "”" | "»" | "›")
}

impl<'v> View<'v> {
    fn token(&self, index: usize) -> &'v str {
        self.tokens.get(index).map_or("", |token| token.span.of(self.text))
    }

    /// Whether white space stands before a token.
    fn is_apart(&self, index: usize) -> bool {
        index == 0 || self.tokens[index - 1].span.end < self.tokens[index].span.start
    }

    /// The end of the marks from `index` on that close what stands before them.
    fn closed(&self, mut index: usize) -> usize {
        while index < self.tokens.len() && is_closing(self.token(index)) && !self.is_apart(index) {
            index += 1;
        }
        index
    }

    /// Whether the token can be the last of a sentence, but for closing marks.
    fn ends(&self, start: usize, at: usize) -> bool {
        let token = self.token(at);
        let stops = token.chars().all(|c| matches!(c, '.' | '…' | '!' | '?')) && !token.is_empty();
        if stops {
            // "1." at the start of a list item
            let marker = token == "." && at == start + 1 && is_marker(self.token(start));
            return !marker;
        }
        match self.rules.abbreviation(token) {
            Some(Abbreviation::Any) => self.rules.is_starter(self.token(self.first_word(at + 1))),
            _ => false,
        }
    }

    fn first_word(&self, mut index: usize) -> usize {
        while is_opening(self.token(index)) || is_closing(self.token(index)) {
            index += 1;
        }
        index
    }

    /// Whether a sentence can start at `next`, after the one that ends with the token `last`.
    fn may_start(&self, last: usize, next: usize) -> bool {
        let Some(_) = self.tokens.get(next) else { return true };
        let first = self.token(next);
        let word = self.token(self.first_word(next));
        let Some(letter) = word.chars().next() else { return is_opening(first) };
        if letter.is_lowercase() {
            return false; // «—¿Y ahora? —preguntó», “Why?” he asked
        }
        // "so...they": an ellipsis that touches both of its words ends nothing
        let soft = self.token(last).starts_with(['…', '.']) && self.token(last).chars().count() > 1;
        let goes_on = soft && !self.is_apart(next) && first.starts_with(char::is_alphanumeric);
        !is_continuing(first) && !goes_on
    }
}

fn is_marker(token: &str) -> bool {
    let count = token.chars().count();
    let digits = count <= 2 && token.chars().all(char::is_numeric);
    digits || (count == 1 && token.chars().all(char::is_alphabetic))
}

/// Cuts what is too long after the last comma or other mark that leaves a bearable length.
fn cut_long(view: &View<'_>, sentence: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut start = sentence.start;
    while sentence.end - start > LONGEST {
        let window = start + LONGEST / 2..start + LONGEST;
        let mark = window.rev().find(|&index| !view.token(index).chars().any(char::is_alphanumeric));
        let end = mark.map_or(start + LONGEST, |index| index + 1);
        out.push(start..end);
        start = end;
    }
    out.push(start..sentence.end);
}
