//! Where sentences end: between the tokens of one block.

use super::tokenise::{Abbreviation, Raw, Rules};
use std::ops::Range;

/// A text without full stops is cut here all the same, so that no sentence is longer, in words.
pub(crate) const LONGEST: usize = 300;

/// The sentences of a block, as ranges of its tokens.
pub(crate) fn split(rules: &Rules, text: &str, tokens: &[Raw]) -> Vec<Range<usize>> {
    let view = View { rules, text, tokens };
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut quotes = 0;
    while at < tokens.len() {
        quotes += usize::from(view.token(at) == "\"");
        let stops = view.ends(start, at);
        let end = if stops { view.closed(at + 1, quotes % 2 == 1) } else { at + 1 };
        if end == tokens.len() || (stops && view.may_start(start, at, end)) {
            cut_long(&view, start..end, &mut sentences);
            start = end;
            at = end;
            quotes = 0;
        } else {
            quotes += (at + 1..end).filter(|&index| view.token(index) == "\"").count();
            at = end;
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
    matches!(token, "”" | "»" | "’" | "’’" | ")" | "]" | "\"" | "'" | "''" | "›" | "*")
}

fn is_opening(token: &str) -> bool {
    matches!(token, "“" | "‘’" | "«" | "‘" | "(" | "[" | "\"" | "'" | "``" | "¿" | "¡" | "—" | "–" | "-" | "„" | "‹")
}

fn is_stop(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| matches!(c, '.' | '…' | '!' | '?'))
}

/// "...": it may stand inside a sentence.
fn is_ellipsis(token: &str) -> bool {
    token.starts_with(['…', '.']) && token.ends_with(['…', '.']) && token != "."
}

/// Marks that no sentence starts with.
fn is_continuing(token: &str) -> bool {
    is_stop(token) || matches!(token, "," | ";" | ":" | "/" | "%" | ")" | "]" | "”" | "»" | "›")
}

impl<'v> View<'v> {
    fn token(&self, index: usize) -> &'v str {
        self.tokens.get(index).map_or("", |token| token.span.of(self.text))
    }

    /// Whether white space stands before a token.
    fn is_apart(&self, index: usize) -> bool {
        index == 0 || index >= self.tokens.len() || self.tokens[index - 1].span.end < self.tokens[index].span.start
    }

    /// The end of the marks from `index` on that close what stands before them; `quoted`: a straight quotation mark
    /// is open.
    fn closed(&self, mut index: usize, quoted: bool) -> usize {
        while index < self.tokens.len() && self.closes(index, quoted) {
            index += 1;
        }
        self.after_notes(index)
    }

    fn closes(&self, index: usize, quoted: bool) -> bool {
        let token = self.token(index);
        let ends_text = index + 1 == self.tokens.len();
        let touches = !self.is_apart(index);
        let last = self.is_apart(index + 1) || is_continuing(self.token(index + 1));
        let loose = ends_text || (quoted && token == "\"" && last);
        // «MADRID (EFE).- El ministro»
        let dash = matches!(token, "-" | "–" | "—") && self.is_apart(index + 1) && self.token(index - 1) == ".";
        is_emoticon(token) || (is_closing(token) && (touches || loose)) || (dash && touches)
    }

    /// The end of the numbers of notes from `index` on: "[3] [4]".
    fn after_notes(&self, mut index: usize) -> usize {
        let is_number = |token: &str| !token.is_empty() && token.chars().all(char::is_numeric);
        while self.token(index) == "[" && is_number(self.token(index + 1)) && self.token(index + 2) == "]" {
            index += 3;
        }
        index
    }

    /// Whether the token can be the last of a sentence, but for closing marks.
    fn ends(&self, start: usize, at: usize) -> bool {
        let token = self.token(at);
        if is_stop(token) {
            // "Tel:?" has lost a space of another kind
            let lost =
                token.starts_with('?') && at > start && matches!(self.token(at - 1), "," | ":") && !self.is_apart(at);
            return !lost && !(token == "." && self.is_marked(start, at));
        }
        if is_emoticon(token) {
            return true;
        }
        match self.rules.abbreviation(token) {
            Some(Abbreviation::Any | Abbreviation::Last) => {
                let word = self.token(self.first_word(at + 1));
                word.starts_with(char::is_uppercase) && self.rules.is_starter(word)
            }
            _ => false,
        }
    }

    /// Whether the full stop at `at` belongs to the number of a list item: "1. The first".
    fn is_marked(&self, start: usize, at: usize) -> bool {
        let Some(number) = at.checked_sub(1).filter(|&number| number >= start) else { return false };
        let before = number.checked_sub(1).map_or("", |index| self.token(index));
        let opens = number == start || (number == start + 1 && matches!(before, "*" | "(" | "\"" | "“" | "-" | "•"));
        is_marker(self.token(number)) && (opens || (before == ":" && self.is_apart(number)))
    }

    fn first_word(&self, mut index: usize) -> usize {
        while is_opening(self.token(index)) || is_closing(self.token(index)) {
            index += 1;
        }
        index
    }

    /// Whether a sentence can start at `next`, after the one from `start` whose stop is at `last`.
    fn may_start(&self, start: usize, last: usize, next: usize) -> bool {
        let Some(_) = self.tokens.get(next) else { return true };
        let first = self.token(next);
        let word = self.token(self.first_word(next));
        let Some(letter) = word.chars().next() else { return is_opening(first) };
        if letter.is_lowercase() {
            // not «—¿Y ahora? —preguntó», “Why?” he asked
            return next == last + 1 && word == first && self.is_apart(next) && self.stops_hard(start, last);
        }
        if is_emoticon(self.token(last)) && !self.rules.is_starter(word) {
            return false;
        }
        // "so...they": an ellipsis that touches both of its words ends nothing
        let soft = is_ellipsis(self.token(last));
        let goes_on = soft && !self.is_apart(next) && first.starts_with(char::is_alphanumeric);
        // «¿Por qué? -, se pregunta»
        let is_dash = |token: &str| matches!(token, "-" | "–" | "—");
        let aside = self.token(last).ends_with(['?', '!']) && is_dash(first);
        let aside = aside && (is_dash(self.token(next + 1)) || is_continuing(self.token(next + 1)));
        !is_continuing(first) && !goes_on && !aside
    }

    /// Whether the stop at `last` ends a sentence whatever follows: it is no ellipsis, and no part of a name or of an
    /// abbreviation that is not listed.
    fn stops_hard(&self, start: usize, last: usize) -> bool {
        let stop = self.token(last);
        if !is_stop(stop) || is_ellipsis(stop) || last == start || self.is_apart(last) {
            return false;
        }
        let before = self.token(last - 1);
        let named = before.starts_with(char::is_uppercase) && before.chars().any(char::is_lowercase);
        if stop == "." {
            // "the Natl. council", "Gov. aides", "lv. around noon"
            let short = before.chars().count() <= 4;
            let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'á' | 'é' | 'í' | 'ó' | 'ú');
            let letters = before.chars().all(char::is_lowercase) && !before.contains(vowel);
            return before.chars().count() > 1 && !(short && (named || letters));
        }
        // "Yahoo! bought it", «se preguntan ¿por qué? y siguen»
        let opened =
            (start.max(last.saturating_sub(LONGEST))..last).any(|index| matches!(self.token(index), "¿" | "¡"));
        !opened && !(named && stop == "!")
    }
}

fn is_emoticon(token: &str) -> bool {
    token.len() > 1 && token.starts_with([':', ';', '=', '^', '>']) && token.ends_with([')', '(', 'D', 'P', '^'])
}

fn is_marker(token: &str) -> bool {
    let count = token.chars().count();
    let digits = count <= 2 && token.chars().all(char::is_numeric);
    digits || (count == 1 && token.chars().all(char::is_alphabetic))
}

/// Cuts what is too long after the last comma or other mark that leaves a bearable length.
fn cut_long(view: &View<'_>, sentence: Range<usize>, out: &mut Vec<Range<usize>>) {
    let words = |index: usize| view.tokens[index].words.len();
    let mut start = sentence.start;
    let mut length = 0;
    for index in sentence.clone() {
        while length + words(index) > LONGEST && index > start {
            let window = start + (index - start) / 2..index;
            let mark = window.rev().find(|&index| !view.token(index).chars().any(char::is_alphanumeric));
            let end = mark.map_or(index, |mark| mark + 1);
            out.push(start..end);
            start = end;
            length = (start..index).map(words).sum();
        }
        length += words(index);
    }
    out.push(start..sentence.end);
}
