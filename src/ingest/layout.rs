//! Text to blocks: which part is the headline, a dateline, running text, or not the article at all.

use super::boilerplate::{self, Verdict};
use super::{Given, dateline, fold, title};
use crate::model::{Block, BlockKind, Date, Span};

/// A part of a text, at most a paragraph; `kind` where the format itself says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Trimmed, not empty.
    pub span: Span,
    pub kind: Option<BlockKind>,
}

impl Part {
    pub fn of(kind: BlockKind, span: Span) -> Part {
        Part { span, kind: Some(kind) }
    }
    pub fn unknown(span: Span) -> Part {
        Part { span, kind: None }
    }
}

/// The blocks of a text, and what they say about it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Layout {
    pub blocks: Vec<Block>,
    pub title: Option<String>,
    pub published: Option<Date>,
}

/// How many parts at the start of a text may be by-lines, dates and agencies.
const OPENING: usize = 8;
/// How many parts may stand before the headline: date, agency, address.
const BEFORE_TITLE: usize = 3;

/// Says what each part of `text` is. `parts` are in order and do not overlap; `given` is what the input says of itself.
pub(super) fn lay_out(text: &str, parts: Vec<Part>, given: &Given) -> Layout {
    let mut layout = Layout::default();
    let mut parts = parts;
    mark_boilerplate(text, &mut parts);
    mark_lines(text, &mut parts, &mut layout);
    mark_title(text, &mut parts, given);
    mark_headings(text, &mut parts);
    split_datelines(text, &parts, &mut layout);
    let title = layout.blocks.iter().find(|block| block.kind == BlockKind::Title);
    layout.title = title.map(|block| block.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
    layout
}

fn mark_boilerplate(text: &str, parts: &mut [Part]) {
    let mut comments = None;
    let mut listing = false;
    for (index, part) in parts.iter_mut().enumerate().filter(|(_, part)| part.kind.is_none()) {
        let words = part.span.of(text);
        let verdict = boilerplate::verdict(words);
        let listed = verdict.is_none() && listing && title::is_headline(words);
        listing = listed || verdict == Some(Verdict::List);
        part.kind = (verdict.is_some() || listed).then_some(BlockKind::Boilerplate);
        if verdict == Some(Verdict::Comments) {
            comments = comments.or(Some(index));
        }
    }
    // Below "1 comment" nothing is the article, unless that line stands over the article ("0 comments" in a header).
    let Some(comments) = comments else { return };
    let size =
        |parts: &[Part]| parts.iter().filter(|part| part.kind.is_none()).map(|part| part.span.len()).sum::<usize>();
    if size(&parts[comments..]) <= size(&parts[..comments]) {
        parts[comments..].iter_mut().for_each(|part| part.kind = Some(BlockKind::Boilerplate));
    }
}

/// By-lines, dates and agencies on lines of their own; the first whole date among them dates the article.
fn mark_lines(text: &str, parts: &mut [Part], layout: &mut Layout) {
    let opening = parts.iter_mut().filter(|part| part.kind.is_none()).take(OPENING);
    for part in opening {
        if let Some(line) = dateline::whole(part.span.of(text)) {
            part.kind = Some(BlockKind::Dateline);
            layout.published = layout.published.or(line.date);
        }
    }
}

fn mark_title(text: &str, parts: &mut [Part], given: &Given) {
    if parts.iter().any(|part| part.kind == Some(BlockKind::Title)) {
        return;
    }
    let first = parts.iter().position(|part| matches!(part.kind, None | Some(BlockKind::Heading)));
    let Some(first) = first else { return };
    let before = parts[..first].iter().filter(|part| part.kind != Some(BlockKind::FrontMatter)).count();
    let words = parts[first].span.of(text);
    let rest: Vec<usize> = (first + 1..parts.len()).filter(|&at| parts[at].kind.is_none()).collect();
    let words_at = |at: &usize| parts[*at].span.of(text);
    let next = rest.first().map(words_at);
    let is_title = match &given.title {
        Some(title) => fold::same(title, words),
        None => {
            let heading = parts[first].kind == Some(BlockKind::Heading);
            before <= BEFORE_TITLE
                && (heading
                    || dateline::opening(words, dateline::Place::First).is_none() && title::is_title(words, next))
        }
    };
    if !is_title {
        return;
    }
    // "World", "Internacional": a label over the headline.
    let labelled = given.title.is_none() && title::is_label(words) && rest.len() > 1;
    match rest.first().filter(|at| labelled && title::is_headline(words_at(at))) {
        Some(&headline) if parts[first].kind.is_none() => {
            parts[first].kind = Some(BlockKind::Heading);
            parts[headline].kind = Some(BlockKind::Title);
        }
        _ => parts[first].kind = Some(BlockKind::Title),
    }
}

fn mark_headings(text: &str, parts: &mut [Part]) {
    for index in 0..parts.len() {
        let next = parts[index + 1..].iter().find(|part| part.kind.is_none()).map(|part| part.span.of(text));
        if parts[index].kind.is_none() && title::is_heading(parts[index].span.of(text), next) {
            parts[index].kind = Some(BlockKind::Heading);
        }
    }
}

/// Turns parts into blocks; the mark of a list item and a dateline that opens a paragraph become blocks of their own.
fn split_datelines(text: &str, parts: &[Part], layout: &mut Layout) {
    let mut place = if is_dialogue(text, parts) { dateline::Place::Later } else { dateline::Place::First };
    for part in parts {
        let kind = part.kind.unwrap_or(BlockKind::Paragraph);
        if kind != BlockKind::Paragraph {
            layout.blocks.push(Block { kind, span: part.span });
            continue;
        }
        let mut rest = part.span;
        let mut cut = |kind, len: usize| {
            let opening = Span::new(rest.start, rest.start + len);
            layout.blocks.push(Block { kind, span: opening });
            rest = super::paragraphs::trimmed(text, Span::new(opening.end, rest.end));
        };
        if let Some(len) = bullet(part.span.of(text)) {
            cut(BlockKind::Boilerplate, len);
        } else if let Some(found) = dateline::opening(part.span.of(text), place) {
            cut(BlockKind::Dateline, found.len);
            layout.published = layout.published.or(found.date);
        }
        place = dateline::Place::Later;
        layout.blocks.push(Block { kind, span: rest });
    }
}

/// Length of the mark of a list item. Dashes are not among them: in Spanish they open speech.
fn bullet(words: &str) -> Option<usize> {
    let mark = words.chars().next().filter(|mark| "*•·▪■●►‣◦".contains(*mark))?;
    let rest = &words[mark.len_utf8()..];
    (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty()).then_some(mark.len_utf8())
}

/// Whether several paragraphs open with a name and a colon: speakers, not places.
fn is_dialogue(text: &str, parts: &[Part]) -> bool {
    let speaks = |part: &&Part| {
        let head = part.span.of(text).split_once(':').map(|(head, _)| head);
        head.is_some_and(title::is_name)
    };
    parts
        .iter()
        .filter(|part| !matches!(part.kind, Some(BlockKind::Boilerplate | BlockKind::FrontMatter)))
        .filter(speaks)
        .count()
        > 1
}

#[cfg(test)]
mod tests {
    use super::BlockKind::*;
    use super::*;

    fn blocks<'t>(text: &'t str, given: &Given) -> Vec<(BlockKind, &'t str)> {
        let whole = Span::new(0, text.len());
        let parts = super::super::paragraphs::paragraphs(text, &[whole]).into_iter().map(Part::unknown).collect();
        lay_out(text, parts, given).blocks.iter().map(|block| (block.kind, block.span.of(text))).collect()
    }

    #[test]
    fn an_article_is_cut_as_a_reader_sees_it() {
        let text = "Quito respalda a Lima\n\nPor Ana Ruiz\n\nQUITO, 3 de octubre de 2024 (Agencias).- El canciller \
                    apoyó a Lima.\n\nBogotá lo rechazó.\n\n2 comentarios\n\nUn lector\n\nQué bien\n";
        let expected = [
            (Title, "Quito respalda a Lima"),
            (Dateline, "Por Ana Ruiz"),
            (Dateline, "QUITO, 3 de octubre de 2024 (Agencias).-"),
            (Paragraph, "El canciller apoyó a Lima."),
            (Paragraph, "Bogotá lo rechazó."),
            (Boilerplate, "2 comentarios"),
            (Boilerplate, "Un lector"),
            (Boilerplate, "Qué bien"),
        ];
        assert_eq!(blocks(text, &Given::default()), expected);
    }

    #[test]
    fn a_count_of_comments_over_the_article_does_not_hide_it() {
        let text = "Quito backs Lima\n\n0 comments\n\nThe foreign minister of Ecuador backed Peru on Monday.\n";
        assert_eq!(blocks(text, &Given::default())[2].0, Paragraph);
    }

    #[test]
    fn headlines_of_other_articles_are_not_the_article() {
        let text = "Quito backs Lima.\n\nRelated articles\n\nBogotá attacks Quito\n\nLima thanks Madrid\n\nThe talks went on.\n\n\
                    Read more: Quito at war\n\nA last quarrel\n\nIt is not over.\n";
        let kinds: Vec<BlockKind> = blocks(text, &Given::default()).iter().map(|(kind, _)| *kind).collect();
        let expected = [Paragraph, Boilerplate, Boilerplate, Boilerplate, Paragraph, Boilerplate, Heading, Paragraph];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn speakers_of_a_dialogue_are_not_places() {
        let text = "PESKO: We support them, as we always have.\n\nQ: And the others?\n\nPESKO: We talk to them.\n";
        assert!(blocks(text, &Given::default()).iter().all(|(kind, _)| *kind != Dateline));
    }

    #[test]
    fn marks_of_list_items_are_not_the_text() {
        let found = blocks("* Quito backs Lima in the dispute.", &Given::default());
        assert_eq!(found, [(Boilerplate, "*"), (Paragraph, "Quito backs Lima in the dispute.")]);
    }

    #[test]
    fn a_label_over_the_headline_is_not_the_headline() {
        let text = "Internacional\n\nQuito respalda a Lima en la disputa\n\nEl canciller apoyó a Lima.\n";
        let found = blocks(text, &Given::default());
        assert_eq!(found[..2], [(Heading, "Internacional"), (Title, "Quito respalda a Lima en la disputa")]);
    }

    #[test]
    fn a_text_may_have_no_title() {
        let text = "The minister backed Peru.\n\nLima thanked him.\n";
        assert!(blocks(text, &Given::default()).iter().all(|(kind, _)| *kind == Paragraph));
        let other = Given { title: Some("Another title".into()), ..Given::default() };
        assert!(blocks("Not that one\n\nThe minister backed Peru.", &other).iter().all(|(kind, _)| *kind != Title));
    }
}
