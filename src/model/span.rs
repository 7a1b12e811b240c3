//! Places in a text: byte spans inside the program, Unicode scalar values outside it.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes `[start, end)` of a document's text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
pub struct Span {
    /// Byte offset of the first byte.
    pub start: usize,
    /// Byte offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    ///
    /// # Panics
    /// When `end < start`: such a span is a mistake of the program, never of the text.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span ends before it starts: {start}..{end}");
        Span { start, end }
    }
    /// The words of `text` that this span covers.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
    /// Whether `other` lies inside this span.
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }
    /// Whether the span covers nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// Turns byte offsets of one text into counts of Unicode scalar values, as `graph.json` wants them.
///
/// Keeps one entry per 256 bytes, so a look-up reads at most that many bytes.
pub struct CharIndex<'t> {
    text: &'t str,
    before: Vec<u32>,
}

const STEP: usize = 256;

impl<'t> CharIndex<'t> {
    /// Reads `text` once. Time and memory O(bytes).
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0u32;
        for (at, byte) in text.bytes().enumerate() {
            if at.is_multiple_of(STEP) {
                before.push(count);
            }
            count += u32::from(is_char_start(byte));
        }
        if text.len().is_multiple_of(STEP) {
            before.push(count);
        }
        CharIndex { text, before }
    }
    /// How many Unicode scalar values stand before byte `at` (which may be the text's length).
    pub fn chars_before(&self, at: usize) -> usize {
        let slot = at / STEP;
        let rest = self.text.as_bytes()[slot * STEP..at].iter();
        self.before[slot] as usize + rest.filter(|&&byte| is_char_start(byte)).count()
    }
}

fn is_char_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn char_index_counts_as_python_does() {
        let text = "Así «lo» dijo 🙂 ".repeat(60);
        let index = CharIndex::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.chars_before(byte), count);
        }
        assert_eq!(index.chars_before(text.len()), text.chars().count());
        let exact = "a".repeat(STEP * 2);
        assert_eq!(CharIndex::new(&exact).chars_before(STEP * 2), STEP * 2);
    }
}
