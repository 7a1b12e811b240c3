//! Plain text and Markdown: the file is the text, every byte of it but a byte order mark.

use super::decode::Decoded;
use super::front_matter::{self, FrontMatter};
use super::layout::{Part, lay_out};
use super::paragraphs::{paragraphs, trimmed};
use super::{Documents, Given, Input, Options, Problem, Reader, decode, identity};
use crate::model::{BlockKind, Document, Span};

/// Plain text, a file each article.
pub struct Plain;

/// Markdown, a file each article. Marks of headings, lists and quotations are blocks of their own, so that the text of
/// a block is what a reader reads; marks within a line stay.
pub struct Markdown;

impl Reader for Plain {
    fn name(&self) -> &'static str {
        "text"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }
    fn recognises(&self, _head: &str) -> bool {
        true
    }
    fn read<'o>(&self, input: Input, options: &'o Options) -> Documents<'o> {
        article(input, options, |text, region| paragraphs(text, &[region]).into_iter().map(Part::unknown).collect())
    }
}

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }
    fn recognises(&self, _head: &str) -> bool {
        false
    }
    fn read<'o>(&self, input: Input, options: &'o Options) -> Documents<'o> {
        article(input, options, markdown_parts)
    }
}

/// Reads a file that is one article; `cut` gives the parts of the text after the front matter.
fn article<'o>(input: Input, options: &Options, cut: fn(&str, Span) -> Vec<Part>) -> Documents<'o> {
    let mut input = input;
    let decoded = input
        .take_article(options.max_bytes)
        .and_then(|bytes| decode::decode(&bytes, None).map_err(|reason| Problem::new(input.place(), reason)));
    match decoded {
        Ok(decoded) if decoded.text.trim().is_empty() => {
            super::only_problem(Problem::new(input.place(), "holds nothing but white space"))
        }
        Ok(decoded) => {
            let (document, warnings) = document(&input, decoded, cut);
            let warnings = warnings.into_iter().map(move |reason| Err(Problem::warning(input.place(), reason)));
            Box::new(warnings.collect::<Vec<_>>().into_iter().chain(std::iter::once(document)))
        }
        Err(problem) => super::only_problem(problem),
    }
}

fn document(
    input: &Input,
    decoded: Decoded,
    cut: fn(&str, Span) -> Vec<Part>,
) -> (Result<Document, Problem>, Vec<String>) {
    let mut warnings: Vec<String> = decoded.warning().into_iter().collect();
    let text = decoded.text;
    let mut front = front_matter::read(&text).unwrap_or_default();
    warnings.append(&mut front.warnings);
    let body = cut(&text, Span::new(front.span.end, text.len()));
    if body.is_empty() && !front.span.is_empty() {
        return (Err(Problem::new(input.place(), "has front matter and no text")), warnings);
    }
    let parts = front_parts(&text, &front, &body).into_iter().chain(body).collect();
    let given = Given { name: Some(input.stem().to_owned()), ..front.given };
    let layout = lay_out(&text, parts, &given);
    (Ok(identity::document(input.path(), given, text, layout)), warnings)
}

/// The front matter as parts. Where the text does not repeat its title, the title in the front matter is the headline:
/// what it claims needs a place to point to.
fn front_parts(text: &str, front: &FrontMatter, body: &[Part]) -> Vec<Part> {
    let repeats = |title: Span| {
        let first = body.iter().find(|part| part.kind != Some(BlockKind::Boilerplate));
        first.is_some_and(|first| super::fold::same(title.of(text), first.span.of(text)))
    };
    let title = front.title.filter(|title| !repeats(*title));
    let around = match title {
        Some(title) => vec![
            Part::of(BlockKind::FrontMatter, Span::new(front.span.start, title.start)),
            Part::of(BlockKind::Title, title),
            Part::of(BlockKind::FrontMatter, Span::new(title.end, front.span.end)),
        ],
        None => vec![Part::of(BlockKind::FrontMatter, front.span)],
    };
    let trim = |part: Part| Part { span: trimmed(text, part.span), ..part };
    around.into_iter().map(trim).filter(|part| !part.span.is_empty()).collect()
}

/// The parts of Markdown: blocks of code, rules and marks are not the article.
fn markdown_parts(text: &str, region: Span) -> Vec<Part> {
    let mut marks: Vec<Part> = Vec::new();
    let mut running: Vec<Span> = Vec::new();
    let mut run = Span::new(region.start, region.start);
    let mut fence: Option<&str> = None;
    let mut at = region.start;
    for line in region.of(text).split_inclusive('\n') {
        let span = trimmed(text, Span::new(at, at + line.len()));
        let line_end = at + line.len();
        at = line_end;
        let words = span.of(text);
        let code = fence.is_some();
        let fence_mark = ["```", "~~~"].into_iter().find(|mark| words.starts_with(mark));
        fence = match (fence, fence_mark) {
            (None, mark) => mark,
            (open, mark) if open == mark => None,
            (open, _) => open,
        };
        let mark_len = mark_len(words);
        let is_mark = code || fence_mark.is_some() || mark_len > 0;
        if !is_mark {
            run.end = line_end;
            continue;
        }
        running.push(std::mem::replace(&mut run, Span::new(line_end, line_end)));
        if span.is_empty() {
            continue;
        }
        if code || fence_mark.is_some() || mark_len == words.len() {
            marks.push(Part::of(BlockKind::Boilerplate, span));
            continue;
        }
        marks.push(Part::of(BlockKind::Boilerplate, trimmed(text, Span::new(span.start, span.start + mark_len))));
        let rest = trimmed(text, Span::new(span.start + mark_len, span.end));
        if words.starts_with('#') {
            heading(text, rest, &mut marks);
        } else {
            running.push(rest);
        }
    }
    running.push(run);
    marks.extend(paragraphs(text, &running).into_iter().map(Part::unknown));
    marks.sort_by_key(|part| part.span);
    marks
}

/// "Words ##": the words are the heading, the closing marks are not.
fn heading(text: &str, rest: Span, parts: &mut Vec<Part>) {
    let words = rest.of(text).trim_end_matches('#').trim_end();
    let span = Span::new(rest.start, rest.start + words.len());
    let closing = trimmed(text, Span::new(span.end, rest.end));
    let found = [Part::of(BlockKind::Heading, span), Part::of(BlockKind::Boilerplate, closing)];
    parts.extend(found.into_iter().filter(|part| !part.span.is_empty()));
}

/// Length of the mark that a line starts with, with the blanks after it: `## `, `> `, `- `, `1. `; the whole line for a
/// rule, an underline or a picture.
fn mark_len(line: &str) -> usize {
    if line.is_empty() {
        return 0;
    }
    if line.bytes().all(|byte| b"-=*_ ".contains(&byte)) {
        return line.len();
    }
    if line.starts_with("![") && line.ends_with(')') {
        return line.len(); // a picture
    }
    let hashes = line.len() - line.trim_start_matches('#').len();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after_digits = &line[digits..];
    let mark = match line.as_bytes()[0] {
        b'#' if hashes <= 6 => hashes,
        b'>' => line.len() - line.trim_start_matches(['>', ' ']).len(),
        b'-' | b'*' | b'+' => 1,
        _ if (1..=3).contains(&digits) && after_digits.starts_with(['.', ')']) => digits + 1,
        _ => return 0,
    };
    let rest = &line[mark..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let stands_alone = blanks > 0 || rest.is_empty() || line.starts_with('>');
    if stands_alone { mark + blanks } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_marks_are_not_the_text() {
        let text = "# Quito backs Lima #\n\nFirst paragraph.\n\n## Reaction\n\n> A quotation.\n\n- one thing\n- another\n\n\
                    ```\ncode here\n```\n\nSetext\n======\nLast.\n";
        let parts = markdown_parts(text, Span::new(0, text.len()));
        let words = |kind| -> Vec<&str> {
            parts.iter().filter(|part| part.kind == kind).map(|part| part.span.of(text)).collect()
        };
        assert_eq!(words(Some(BlockKind::Heading)), ["Quito backs Lima", "Reaction"]);
        assert_eq!(words(None), ["First paragraph.", "A quotation.", "one thing", "another", "Setext", "Last."]);
        assert_eq!(
            words(Some(BlockKind::Boilerplate)),
            ["#", "#", "##", ">", "-", "-", "```", "code here", "```", "======"]
        );
    }
}
