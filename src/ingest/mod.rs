//! Bytes in, [`Document`]s out.

use crate::model::Document;
use std::path::PathBuf;

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Names of record fields, as `--field text=body` gives them: (ours, theirs).
    pub fields: Vec<(String, String)>,
}

/// One input: a file or standard input; holds one document or many records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The file, or `None` for standard input.
    pub path: Option<PathBuf>,
}

/// Why an input, or one record of it, was passed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Problem {
    /// The file, and the line where one is known: `news.jsonl:17`.
    pub place: String,
    /// What is wrong, in one line, with a hint where there is one.
    pub reason: String,
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
