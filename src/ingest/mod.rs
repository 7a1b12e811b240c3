//! Bytes in, [`Document`]s out.

use crate::model::Document;
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

/// Lists the inputs that `arguments` (files, folders, globs, `-`) stand for, sorted, each once.
pub fn sources(arguments: &[String], _options: &Options) -> (Vec<Source>, Vec<Problem>) {
    let paths = arguments.iter().map(|path| Source { path: Some(path.into()) });
    (paths.collect(), Vec::new())
}

/// Reads the documents of one input, one after the other.
pub fn read<'o>(
    _source: &Source,
    _options: &'o Options,
) -> Box<dyn Iterator<Item = Result<Document, Problem>> + Send + 'o> {
    Box::new(std::iter::empty())
}
