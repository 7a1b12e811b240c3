//! A document: one article, as ingest leaves it.

use super::{Date, Lang, Span};
use serde::{Deserialize, Serialize};

/// The content hash of a document: the first 16 hexadecimal digits of a SHA-256 over what the analysis
/// depends on (text, title, publisher, date, language), so that one article under two paths is one document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocId(pub compact_str::CompactString);

impl std::fmt::Display for DocId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known about a document, without its text. The order of fields is their order in `graph.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentMeta {
    /// Content hash.
    pub id: DocId,
    /// The file's stem, or the record's own id for inputs of many records.
    pub name: String,
    /// Path as the user gave it, with `/` between its parts; `None` for standard input.
    #[serde(default)]
    pub path: Option<String>,
    /// Where the article was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Name of the outlet that prints the article.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Day of publication.
    #[serde(default)]
    pub published: Option<Date>,
    /// Language: given by the input, or identified. `None` until the language stage has decided.
    #[serde(default)]
    pub language: Option<Lang>,
}

/// One article. The text never changes after ingest; every [`Span`] points into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What is known about it.
    pub meta: DocumentMeta,
    /// The whole text: valid UTF-8, lines ended by `\n` (as Python's text mode reads a file).
    pub text: String,
    /// The parts of the text, in order, without overlap; what lies between them is white space.
    pub blocks: Vec<Block>,
}

/// A part of a document's text: at most one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is, in bytes of the document's text, without surrounding white space.
    pub span: Span,
}

/// What a [`Block`] is. Titles, headings and paragraphs are analysed, the others are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Front matter of a text file.
    FrontMatter,
    /// The headline.
    Title,
    /// A subheading.
    Heading,
    /// A dateline ("CARACAS, 3 de octubre de 2024 (Agencias).-"), by-line or line that holds a date alone.
    Dateline,
    /// Running text.
    Paragraph,
    /// Text that is not the article: "1 comment", "Share this article".
    Boilerplate,
}

impl BlockKind {
    /// Whether the language stage reads the block.
    pub fn is_analysed(self) -> bool {
        matches!(self, BlockKind::Title | BlockKind::Heading | BlockKind::Paragraph)
    }
}
