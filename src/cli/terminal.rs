//! What people see: width, colour, wrapping, and news text made safe to print.

use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use std::io::{IsTerminal, Write};

/// A word that made the claim.
pub const CUE: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
/// An actor.
pub const ACTOR: Style = Style::new().bold();
/// The acting end of a claim, in its sentence.
pub const SOURCE: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
/// The end that is acted on, in its sentence.
pub const TARGET: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Magenta)));
/// Who is reported as saying so, in the sentence of a claim.
pub const SPEAKER: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
/// What negates a claim, hedges it or dates it, in its sentence.
pub const MANNER: Style = Style::new().underline().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// The word "error".
pub const ERROR: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
/// The words "hint" and "warning".
pub const HINT: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// Opens and closes a styled part while text is wrapped: invisible characters that [`safe`] drops from news text.
const MARK_OPEN: char = '\u{2060}';
const MARK_CLOSE: char = '\u{2061}';

/// How wide to write: the terminal's width, at most 120 columns; 100 where there is none.
pub fn width() -> usize {
    if std::io::stdout().is_terminal() { textwrap::termwidth().clamp(30, 120) } else { 100 }
}

/// Prints to standard output, with colours where they are wanted.
pub fn print(text: &str) -> std::io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Whether standard output shows colours.
pub fn has_colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// `text` without what a terminal would obey: control characters, escapes, marks that turn the writing direction.
/// Line ends and tabs become spaces.
pub fn safe(text: &str) -> Cow<'_, str> {
    let is_hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}'..='\u{2029}' | MARK_OPEN | MARK_CLOSE)
    };
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let as_space = |c: char| if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') { Some(' ') } else { None };
    Cow::Owned(text.chars().filter_map(|c| if is_hostile(c) { as_space(c) } else { Some(c) }).collect())
}

/// Wraps `text` to the terminal, each line behind `indent`.
fn fill(text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(width()).initial_indent(indent).subsequent_indent(indent).break_words(false);
    textwrap::fill(text, options)
}

/// Wraps `text` (made safe, runs of spaces as one) to the terminal, each line behind `indent`, and styles parts of it: `marks` are byte ranges of `text`. Where two overlap, the one
/// that starts first is shown.
pub fn wrapped_with(text: &str, indent: &str, marks: &[(std::ops::Range<usize>, Style)]) -> String {
    let mut marks: Vec<_> = marks.iter().filter(|(range, _)| !range.is_empty()).collect();
    marks.sort_by_key(|(range, _)| (range.start, range.end));
    let mut marked = String::with_capacity(text.len() + marks.len() * 8);
    let mut styles = Vec::new();
    let mut done = 0;
    for (range, style) in marks {
        if range.start < done {
            continue;
        }
        marked.push_str(&safe(&text[done..range.start]));
        marked.push(MARK_OPEN);
        marked.push_str(&safe(&text[range.clone()]));
        marked.push(MARK_CLOSE);
        styles.push(*style);
        done = range.end;
    }
    marked.push_str(&safe(&text[done..]));
    let one_space = marked.split_whitespace().collect::<Vec<_>>().join(" ");
    styled(&fill(&one_space, indent), styles.into_iter(), indent)
}

/// Turns the n-th pair of marks into the n-th style, and stops a style at each line's end.
fn styled(text: &str, mut styles: impl Iterator<Item = Style>, indent: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut open: Option<Style> = None;
    let mut at_start = false;
    for (at, c) in text.char_indices() {
        if at_start && at_line_text(text, at, indent) {
            at_start = false;
            out.extend(open.map(|style| style.render().to_string()));
        }
        match c {
            MARK_OPEN => {
                open = styles.next();
                out.extend(open.map(|style| style.render().to_string()));
            }
            MARK_CLOSE => out.extend(open.take().map(|style| style.render_reset().to_string())),
            '\n' => {
                out.extend(open.map(|style| style.render_reset().to_string()));
                out.push(c);
                at_start = true;
            }
            _ => out.push(c),
        }
    }
    out
}

/// Whether byte `at` is where a line's text begins, behind its indent.
fn at_line_text(text: &str, at: usize, indent: &str) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    at - line == indent.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_controls_do_not_reach_the_terminal() {
        assert_eq!(safe("a\x1b[31mred\x07\u{9b}1m\u{202e}b"), "a[31mred1mb");
        assert_eq!(safe("two\r\nlines\tand a tab"), "two  lines and a tab");
        assert_eq!(safe("«así» 🙂"), "«así» 🙂");
    }

    #[test]
    fn marks_survive_wrapping() {
        let text = format!("{}marked words{}", "x ".repeat(45), " y".repeat(30));
        let at = text.find("marked").unwrap();
        let shown = wrapped_with(&text, "  ", &[(at..at + "marked words".len(), CUE)]);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, fill(&text, "  "));
        assert_eq!(wrapped_with("doubled  spaces", "", &[]), "doubled spaces");
        assert_eq!(shown.matches("\x1b[1m").count(), shown.lines().filter(|line| line.contains("\x1b[0m")).count());
        assert!(plain.lines().all(|line| line.len() <= 100 && line.starts_with("  ")));
    }
}
