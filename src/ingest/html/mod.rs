//! HTML pages: the main text by readability, headline and metadata by what the page says of itself.
//!
//! The text of such a document is made here: headline, empty line, the paragraphs of the article. `noise.txt` lists
//! what is removed from a page before its main text is looked for.

mod body;
mod metadata;

use super::layout::{Part, lay_out};
use super::{Documents, Given, Input, Options, Problem, Reader, decode, fold, identity, paragraphs, records};
use crate::model::{BlockKind, Document, Span};
use body::Piece;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// HTML (`.html`, `.htm`, `.xhtml`): a page each article.
pub struct Html;

/// How far into a page the name of its encoding may stand (the standard says 1024 bytes; pages are late).
const CHARSET_BYTES: usize = 4096;

/// Deepest nesting of elements. Browsers stop at 512; the time to read a page grows with the square of it.
const DEEPEST: usize = 1500;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml"]
    }
    fn recognises(&self, head: &str) -> bool {
        let start = head.trim_start().get(..1) == Some("<");
        let head = head.to_ascii_lowercase();
        let marks = ["<!doctype html", "<html", "<head", "<body", "<meta ", "<article", "<div", "<p>", "<h1"];
        start && marks.iter().any(|mark| head.contains(mark))
    }
    fn read<'o>(&self, input: Input, options: &'o Options) -> Documents<'o> {
        let mut input = input;
        let mut warnings = Vec::new();
        let document = input.take_article(options.max_bytes).and_then(|bytes| {
            document(&bytes, &input, &mut warnings).map_err(|reason| Problem::new(input.place(), reason))
        });
        let warnings = warnings.into_iter().map(|reason| Err(Problem::warning(input.place(), reason)));
        Box::new(warnings.chain(std::iter::once(document)).collect::<Vec<_>>().into_iter())
    }
}

/// A page as it was understood.
struct Page {
    given: Given,
    pieces: Vec<Piece>,
}

fn document(bytes: &[u8], input: &Input, warnings: &mut Vec<String>) -> Result<Document, String> {
    let decoded = decode::decode(bytes, charset(bytes).as_deref())?;
    warnings.extend(decoded.warning());
    let depth = nesting(&decoded.text);
    if depth > DEEPEST {
        return Err(format!("has {depth} elements one inside the other; no article has more than {DEEPEST}"));
    }
    // The parser has met pages that it did not expect before; one of them is no reason to stop.
    let page = catch_unwind(AssertUnwindSafe(|| page(&decoded.text)));
    let page = page.map_err(|_| "is HTML that cannot be understood (a mistake in the reader, please report it)")?;
    let given = Given { name: Some(input.stem().to_owned()), ..page.given };
    let (text, parts) = text_of(&given, page.pieces).ok_or("is HTML without a text")?;
    let layout = lay_out(&text, parts, &given);
    Ok(identity::document(input.path(), given, text, layout))
}

fn page(html: &str) -> Page {
    let tree = dom_query::Document::from(html);
    let about = metadata::read(&tree);
    let pieces = body::main_text(tree, about.body.as_deref());
    Page { given: about.given, pieces }
}

/// Headline, empty line, paragraphs, each after an empty line; and the parts. `None` where there is no text.
fn text_of(given: &Given, pieces: Vec<Piece>) -> Option<(String, Vec<Part>)> {
    let mut pieces = pieces;
    let title = given.title.as_deref();
    let has_text =
        |piece: &Piece| !piece.words.trim().is_empty() && title.is_none_or(|title| !fold::same(title, &piece.words));
    pieces.retain(|piece| !piece.words.trim().is_empty());
    if !pieces.iter().any(|piece| !piece.heading && has_text(piece)) {
        return None;
    }
    // The page repeats its headline above the article.
    if pieces.first().is_some_and(|first| !has_text(first)) {
        pieces.remove(0);
    }
    let mut text = String::new();
    let mut parts = Vec::new();
    let mut running = Vec::new();
    if let Some(title) = title {
        text.push_str(title);
        parts.push(Part::of(BlockKind::Title, Span::new(0, text.len())));
    }
    for piece in &pieces {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(piece.words.trim());
        let span = Span::new(start, text.len());
        match piece.heading {
            true => parts.push(Part::of(BlockKind::Heading, span)),
            false => running.push(span),
        }
    }
    parts.extend(paragraphs::paragraphs(&text, &running).into_iter().map(Part::unknown));
    parts.sort_by_key(|part| part.span);
    Some((text, parts))
}

/// The encoding that a page names: `<meta charset="…">`, `content="text/html; charset=…"`, `<?xml encoding="…"?>`.
fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_BYTES)]).to_ascii_lowercase();
    let after = |mark: &str| head.find(mark).map(|at| head[at + mark.len()..].trim_start());
    let value = after("charset=")
        .or_else(|| after("<?xml").and_then(|rest| rest.split("?>").next()?.split("encoding=").nth(1)))?;
    let value = value.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_:.".contains(letter)))?;
    (end > 0).then(|| value[..end].to_owned())
}

/// Elements that are never closed, or whose end may be left out, and that do not nest by themselves.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// The deepest nesting of elements, about, by their tags alone: a page must be judged before it is parsed.
fn nesting(html: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for tag in html.split('<').skip(1) {
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len()).min(16);
        let name = name[..end].to_ascii_lowercase();
        if name.is_empty() || UNCOUNTED.contains(&name.as_str()) {
            continue;
        }
        depth = if closing { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

/// `words` with entities (`&amp;`, `&#8217;`) read: metadata is often escaped twice.
fn unescaped(words: &str) -> String {
    let plain = match words.contains('&') && words.contains(';') {
        true => dom_query::Document::fragment(format!("<p>{}</p>", words.replace('<', "&lt;"))).text().to_string(),
        false => words.to_owned(),
    };
    body::one_line(&plain)
}

/// The text of a record that a page holds (`articleBody`), as pieces.
fn pieces_of(text: &str) -> Vec<Piece> {
    let (text, parts) = records::titled_text(None, text);
    parts.iter().map(|part| Piece { heading: false, words: part.span.of(&text).to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_that_a_page_names_is_found() {
        assert_eq!(charset(b"<html><meta charset='ISO-8859-1'>").as_deref(), Some("iso-8859-1"));
        let old = b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\">";
        assert_eq!(charset(old).as_deref(), Some("windows-1252"));
        assert_eq!(charset(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>").as_deref(), Some("utf-8"));
        assert_eq!(charset(b"<p>charset"), None);
    }

    #[test]
    fn nesting_counts_what_is_open_at_once() {
        assert_eq!(nesting("<div><div></div><div><p><p><br></div></div>"), 2);
        assert_eq!(nesting(&"<b>".repeat(5000)), 5000);
        assert_eq!(nesting("a < b and c > d"), 0);
    }

    #[test]
    fn entities_of_metadata_are_read() {
        assert_eq!(unescaped("Assad &amp; Putin&#8217;s  talks"), "Assad & Putin’s talks");
        assert_eq!(unescaped("a <b> & c; d"), "a <b> & c; d");
    }
}
