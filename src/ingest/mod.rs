//! Bytes in, [`Document`]s out.
//!
//! [`sources`] turns what a user typed (files, folders, globs, `-`) into a list of inputs, and [`read`] gives the
//! documents of one input, one after the other: an input may be one article or millions of records, and only the
//! record at hand is in memory. Whatever cannot be read is a [`Problem`], one line for a person, and reading goes on.
//!
//! The way of the bytes: decompress (`input`), find the format ([`FORMATS`]: by the name's ending, else by content),
//! decode to UTF-8 (`decode`), let the format's [`Reader`] find text and metadata, cut the text into
//! [`Block`](crate::model::Block)s (`layout`).
//!
//! One article read twice gives the same [`DocId`](crate::model::DocId) both times. Nothing here remembers what was
//! read before: whoever collects documents drops the second one.

mod boilerplate;
mod dateline;
mod dates;
mod decode;
mod fold;
mod front_matter;
mod html;
mod identity;
mod input;
mod json;
mod jsonl;
mod layout;
mod paragraphs;
mod plain;
mod records;
mod sources;
mod title;

use crate::model::Document;
pub use input::Input;
pub use records::FIELDS;
pub use sources::sources;
use std::path::PathBuf;

/// Largest article that is read unless [`Options::max_bytes`] says otherwise: 20 MB, after decompression.
pub const MAX_BYTES: usize = 20_000_000;

/// How inputs are read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Names of record fields, as `--field text=body` gives them: (ours, theirs).
    pub fields: Vec<(String, String)>,
    /// Largest size of one article, in bytes after decompression; for inputs of many records, of one record.
    pub max_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { fields: Vec::new(), max_bytes: MAX_BYTES }
    }
}

/// One input: a file or standard input; holds one document or many records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The file, or `None` for standard input.
    pub path: Option<PathBuf>,
}

impl Source {
    /// How messages call it: the path with `/` between its parts, or `standard input`.
    pub fn place(&self) -> String {
        self.path.as_deref().map_or_else(|| "standard input".into(), sources::shown)
    }
}

/// Whether something was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document was read, and something about it is worth knowing.
    Warning,
    /// The input, or the record, was passed over.
    Error,
}

/// Why an input, or one record of it, was passed over; or, as a warning, what to know about the next document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Problem {
    /// The file, and the line where one is known: `news.jsonl:17`.
    pub place: String,
    /// What is wrong, in one line, with a hint where there is one.
    pub reason: String,
    /// Whether the document was passed over.
    pub severity: Severity,
}

impl Problem {
    /// An input or record that was passed over.
    pub fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Problem { place: place.into(), reason: reason.into(), severity: Severity::Error }
    }
    /// Something to know about a document that was read all the same.
    pub fn warning(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Problem { severity: Severity::Warning, ..Problem::new(place, reason) }
    }
    /// Whether the document was read all the same.
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }
}

/// The documents of one input, in the input's order. A warning comes as an `Err` of its own before the document
/// that it is about; every other `Err` stands for a document that is not there.
pub type Documents<'o> = Box<dyn Iterator<Item = Result<Document, Problem>> + Send + 'o>;

/// One input format.
pub trait Reader: Sync {
    /// Its name, as help and messages give it.
    fn name(&self) -> &'static str;
    /// Endings of file names, in lower case, without the dot.
    fn endings(&self) -> &'static [&'static str];
    /// Whether an input that starts with `head` (a few kilobytes, decoded, without a byte order mark) is of this
    /// format. Asked in the order of [`FORMATS`], only where the name's ending says nothing.
    fn recognises(&self, head: &str) -> bool;
    /// Reads the documents of `input`.
    fn read<'o>(&self, input: Input, options: &'o Options) -> Documents<'o>;
}

/// All input formats, the most particular first; the last takes any text.
pub static FORMATS: &[&dyn Reader] = &[&html::Html, &jsonl::JsonLines, &json::Json, &plain::Markdown, &plain::Plain];

/// Reads the documents of one input, one after the other.
pub fn read<'o>(source: &Source, options: &'o Options) -> Documents<'o> {
    let documents = Input::open(source).and_then(|input| Ok(detect(&input)?.read(input, options)));
    documents.unwrap_or_else(only_problem)
}

/// The format of an input: by its name's ending, else by how it starts.
fn detect(input: &Input) -> Result<&'static dyn Reader, Problem> {
    if let Some(format) = format_of_ending(input.ending()) {
        return Ok(format);
    }
    if input.head().is_empty() {
        return Err(Problem::new(input.place(), "is empty"));
    }
    let head = decode::head(input.head()).map_err(|reason| Problem::new(input.place(), reason))?;
    let format = FORMATS.iter().find(|format| format.recognises(&head));
    format.copied().ok_or_else(|| Problem::new(input.place(), "is in no format that can be read"))
}

fn format_of_ending(ending: Option<&str>) -> Option<&'static dyn Reader> {
    let ending = ending?;
    FORMATS.iter().find(|format| format.endings().contains(&ending)).copied()
}

fn only_problem<'o>(problem: Problem) -> Documents<'o> {
    Box::new(std::iter::once(Err(problem)))
}

/// What an input says about an article besides its text.
#[derive(Debug, Clone, Default, PartialEq)]
struct Given {
    name: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<crate::model::Date>,
    url: Option<String>,
    language: Option<crate::model::Lang>,
}
