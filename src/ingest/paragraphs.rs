//! Lines to paragraphs: some texts have a paragraph per line, others break lines in mid-sentence at some column.

use crate::model::Span;

/// Longest line, in characters, of a text whose lines are broken at a column.
const WIDEST_WRAP: usize = 160;

/// The paragraphs of some regions of `text`, trimmed, none empty, in the order of the regions. Paragraphs do not cross
/// regions; whether lines are broken in mid-sentence is decided once, over all.
pub(super) fn paragraphs(text: &str, regions: &[Span]) -> Vec<Span> {
    let lines: Vec<Line> = regions.iter().flat_map(|region| lines(text, *region)).collect();
    let wrap = wrap_column(&lines);
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in &lines {
        let joins = match (wrap, last) {
            (Some(column), Some(last)) => continues(last, line, column),
            _ => false,
        };
        match paragraphs.last_mut() {
            Some(paragraph) if joins => paragraph.end = line.span.end,
            _ => paragraphs.push(line.span),
        }
        last = Some(line);
    }
    paragraphs
}

/// The part of `text[span]` without the white space around it.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, (start + words.trim().len()).max(start))
}

/// A line that is not blank.
struct Line<'t> {
    /// Its bytes, trimmed.
    span: Span,
    words: &'t str,
    /// In characters, without white space at its ends.
    width: usize,
    indent: usize,
    after_blank: bool,
}

impl Line<'_> {
    fn ends_sentence(&self) -> bool {
        let bare = self.words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_']);
        bare.ends_with(['.', '!', '?', '…', ':'])
    }
    /// An item of a list: "- one", "* two", "3. three".
    fn is_item(&self) -> bool {
        let mark = self.words.split_whitespace().next().unwrap_or_default();
        let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
        let numbered = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        self.words.len() > mark.len() && (numbered || matches!(mark, "-" | "–" | "—" | "*" | "•" | "·"))
    }
    fn starts_low(&self) -> bool {
        let first = self.words.chars().find(|letter| letter.is_alphanumeric());
        first.is_some_and(|letter| letter.is_lowercase() || letter.is_numeric())
    }
}

fn lines(text: &str, region: Span) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut at, mut after_blank) = (region.start, true);
    for line in region.of(text).split_inclusive('\n') {
        let span = trimmed(text, Span::new(at, at + line.len()));
        at += line.len();
        if span.is_empty() {
            after_blank = true;
            continue;
        }
        let words = span.of(text);
        let indent = line.len() - line.trim_start().len();
        lines.push(Line { span, words, width: words.chars().count(), indent, after_blank });
        after_blank = false;
    }
    lines
}

/// The column at which the lines are broken, in characters; `None` where each line is a paragraph.
///
/// Lines are broken where at least two in five of those that another line follows stop in mid-sentence and go on
/// without a capital letter. (Where each line is a paragraph, or a sentence, hardly one does.)
fn wrap_column(lines: &[Line]) -> Option<usize> {
    let followed = || lines.windows(2).filter(|pair| !pair[1].after_blank);
    let count = followed().count();
    let broken = followed().filter(|pair| !pair[0].ends_sentence() && pair[1].starts_low()).count();
    let mut widths: Vec<usize> = followed().map(|pair| pair[0].width).collect();
    widths.sort_unstable();
    let wide = *widths.get(widths.len() * 9 / 10)?;
    (broken * 5 >= count * 2 && wide <= WIDEST_WRAP).then_some(wide)
}

/// Whether `line` goes on with the paragraph of `last`, in a text broken at `column`.
fn continues(last: &Line, line: &Line, column: usize) -> bool {
    let indented = line.indent > last.indent + 1 && !line.starts_low() && !last.is_item();
    if line.after_blank || indented || line.is_item() {
        return false;
    }
    let first_word = line.words.split_whitespace().next().map_or(0, |word| word.chars().count());
    let room_left = last.width + 1 + first_word + column / 8 < column;
    !room_left || line.starts_low()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text, &[Span::new(0, text.len())]).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_where_lines_hold_whole_sentences() {
        let text = "Moscow backed Damascus.\nAnkara did not: it \"deplored\" the move.\n\n  Tehran was silent \n";
        assert_eq!(
            cut(text),
            ["Moscow backed Damascus.", "Ankara did not: it \"deplored\" the move.", "Tehran was silent"]
        );
    }

    #[test]
    fn lines_broken_in_mid_sentence_are_joined_up_to_the_blank_line() {
        let text = "The foreign minister said on Monday that his\ncountry would support the accord, and that\n\
                    talks with its neighbours would go on.\n\nThe opposition rejected it the same day\nin the capital.\n";
        let cut = cut(text);
        assert_eq!(cut.len(), 2);
        assert!(cut[0].ends_with("would go on.") && cut[1].ends_with("in the capital."));
    }

    #[test]
    fn a_short_line_ends_a_paragraph_of_broken_lines() {
        let text = "By Ana Ruiz\nThe foreign minister said on Monday that his\ncountry would support the accord, and that\n\
                    it would go on.\nThe opposition rejected all of it the same\nday in the capital.\n";
        let cut = cut(text);
        assert_eq!(cut.len(), 3, "{cut:#?}");
        assert_eq!(cut[0], "By Ana Ruiz");
        assert!(cut[2].starts_with("The opposition"));
    }

    #[test]
    fn items_of_a_list_stay_apart_and_whole() {
        let text = "The foreign minister said on Monday that her\ncountry had two wishes:\n\n  - that Norlandia support the accord of\n    \
                    Estovia;\n  - that the talks go on.\n";
        let cut = cut(text);
        assert_eq!(cut.len(), 3, "{cut:#?}");
        assert!(cut[1].ends_with("Estovia;"));
    }

    #[test]
    fn no_text_gives_no_paragraph() {
        assert!(cut("").is_empty() && cut(" \n\t\n").is_empty());
    }
}
