//! Quotation marks: which stretches of a document stand between them.
//! `(&Document) -> Vec<Span>`

use crate::model::{BlockKind, Document, Span};

/// Fewer words than these between marks are a word that is held off ("so-called"), not a quotation.
const WORDS: usize = 4;

/// Whether a stretch between marks is long enough to be somebody's words.
pub fn is_quotation(span: Span, document: &Document) -> bool {
    span.of(&document.text).split_whitespace().count() >= WORDS
}

/// The stretches between quotation marks, block by block; one that is left open runs to the end of its block.
pub fn marked(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::FrontMatter) {
        let text = block.span.of(&document.text);
        let mut open: Option<(usize, char)> = None;
        let mut marks = text.char_indices().peekable();
        while let Some((at, mark)) = marks.next() {
            let next_is_word = marks.peek().is_some_and(|(_, next)| next.is_alphanumeric() || "¿¡([".contains(*next));
            match (open, mark) {
                (None, '“' | '«' | '„') => open = Some((at, mark)),
                (None, '"' | '”') if next_is_word => open = Some((at, mark)),
                (Some((start, opening)), _) if closes(opening, mark, next_is_word) => {
                    found.push(Span::new(block.span.start + start, block.span.start + at + mark.len_utf8()));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some((start, _)) = open {
            found.push(Span::new(block.span.start + start, block.span.end));
        }
    }
    found
}

fn closes(opening: char, mark: char, next_is_word: bool) -> bool {
    match opening {
        '«' => mark == '»',
        '"' => mark == '"',
        // A typing error that news makes: the same mark at both ends.
        _ => mark == '”' || mark == '“' && !next_is_word || mark == '"' && !next_is_word,
    }
}
