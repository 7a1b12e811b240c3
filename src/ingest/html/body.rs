//! The main text of a page, paragraph by paragraph.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use std::sync::LazyLock;

/// A paragraph or heading of a page, on one line but for the line breaks that the page itself sets.
#[derive(Debug, PartialEq)]
pub(super) struct Piece {
    pub heading: bool,
    pub words: String,
}

/// The article of a page. `repeated` is its text as JSON-LD gives it, for pages whose own text cannot be found.
pub(super) fn main_text(page: Document, repeated: Option<&str>) -> Vec<Piece> {
    remove_noise(&page);
    let whole = pieces(&page.root());
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(page, None, Some(config)).and_then(|mut readability| readability.parse());
    let found = article.map(|article| pieces(&Document::fragment(article.content).root())).unwrap_or_default();
    let size = |pieces: &[Piece]| pieces.iter().map(|piece| piece.words.len()).sum::<usize>();
    match repeated.map(str::trim) {
        Some(repeated) if size(&found) * 2 < repeated.len() => super::pieces_of(repeated),
        _ if size(&found) > 0 => found,
        _ => whole,
    }
}

/// CSS selectors of what is never the article: `noise.txt`.
static NOISE: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("noise.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//")).collect::<Vec<_>>().join(", ")
});

/// Removes what is never the article; but nothing that holds more than half of the page's text: an oddly named frame.
fn remove_noise(page: &Document) {
    page.select("script, style, noscript, template, iframe, svg, object, select").remove();
    let most = page.root().normalized_char_count() / 2;
    for node in page.select(&NOISE).nodes() {
        if node.normalized_char_count() <= most {
            node.remove_from_parent();
        }
    }
}

/// Elements that stand inside a line; every other one ends the paragraph before it.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
];

/// Elements whose words are not part of any paragraph.
const SILENT: &[&str] = &["button", "datalist", "head", "input", "script", "style", "template", "textarea", "title"];

/// The paragraphs and headings under `root`, in order. No recursion: pages nest as deep as they like.
fn pieces(root: &NodeRef) -> Vec<Piece> {
    let mut writer = Writer::default();
    let mut open: Vec<(NodeRef, bool)> = vec![(*root, false)];
    while let Some((node, leaving)) = open.pop() {
        if node.is_text() {
            writer.text(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default().to_ascii_lowercase();
        if SILENT.contains(&name.as_str()) || node.is_comment() {
            continue;
        }
        if !INLINE.contains(&name.as_str()) {
            writer.element(&name, leaving);
        }
        if !leaving {
            open.push((node, true));
            open.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    writer.flush();
    writer.pieces
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    words: String,
    heading: bool,
    /// How many `<pre>` are open: their line ends count.
    preformatted: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' => {} // invisible, and in the middle of words
                '\n' if self.preformatted > 0 => self.line_break(),
                letter if letter.is_whitespace() => {
                    if !self.words.is_empty() && !self.words.ends_with([' ', '\n']) {
                        self.words.push(' ');
                    }
                }
                letter => self.words.push(letter),
            }
        }
    }

    fn element(&mut self, name: &str, leaving: bool) {
        match name {
            "br" => {
                if !leaving {
                    self.line_break();
                }
            }
            "pre" => {
                self.flush();
                self.preformatted = if leaving { self.preformatted.saturating_sub(1) } else { self.preformatted + 1 };
            }
            _ => {
                self.flush();
                self.heading = !leaving && matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            }
        }
    }

    /// A line end; two of them end the paragraph.
    fn line_break(&mut self) {
        self.words.truncate(self.words.trim_end_matches(' ').len());
        match self.words.ends_with('\n') {
            true => self.flush(),
            false if self.words.is_empty() => {}
            false => self.words.push('\n'),
        }
    }

    fn flush(&mut self) {
        let words = self.words.trim();
        if !words.is_empty() {
            self.pieces.push(Piece { heading: self.heading, words: words.to_owned() });
        }
        self.words.clear();
    }
}

/// `words` on one line, without invisible characters.
pub(super) fn one_line(words: &str) -> String {
    let mut writer = Writer::default();
    writer.text(words);
    writer.words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(html: &str) -> Vec<(bool, String)> {
        let tree = Document::fragment(html);
        pieces(&tree.root()).into_iter().map(|piece| (piece.heading, piece.words)).collect()
    }

    #[test]
    fn elements_end_paragraphs_and_inline_ones_do_not() {
        let html =
            "<div>One <b>bold</b>&nbsp;word.<p>Two\n lines</p><h2>Head<em>ing</em></h2>after<ul><li>a<li>b</ul></div>";
        let expected = [
            (false, "One bold word."),
            (false, "Two lines"),
            (true, "Heading"),
            (false, "after"),
            (false, "a"),
            (false, "b"),
        ];
        let expected: Vec<(bool, String)> =
            expected.iter().map(|(heading, words)| (*heading, words.to_string())).collect();
        assert_eq!(cut(html), expected);
    }

    #[test]
    fn two_line_breaks_end_a_paragraph() {
        assert_eq!(
            cut("A long<br>line.<br><br>An&shy;other."),
            [(false, "A long\nline.".to_owned()), (false, "Another.".to_owned())]
        );
    }
}
