//! Which treebanks a language is trained and tested on.

use crate::language::Files;
use crate::language::conllu::{self, ConlluError, Tree};
use std::path::{Path, PathBuf};

/// What a treebank is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Training.
    Train,
    /// Training, and the conventions that the model follows at run time.
    Main,
    /// Training, and like [`Use::Main`] in its texts and conventions: it is learnt in the last passes too.
    Near,
    /// Another language, learnt along for what both share.
    Aid,
    /// Watching the training.
    Dev,
    /// Measuring at the end: never seen in training.
    Test,
}

/// A treebank, or a part of one.
#[derive(Debug, Clone)]
pub struct Treebank {
    /// File name in the corpora folder.
    pub file: String,
    /// Short name: `ewt`.
    pub name: String,
    /// What it is for.
    pub purpose: Use,
    /// The first and last tenth of its sentences to take, from 0.
    pub tenths: (usize, usize),
}

/// Why a treebank could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The file is not there or cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file is not CoNLL-U.
    #[error("{0}: {1}")]
    Format(PathBuf, ConlluError),
}

/// The treebanks of a language, as `treebanks.tsv` in its folder lists them.
pub fn treebanks(files: &Files) -> Vec<Treebank> {
    let lines = files.treebanks.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(read_line).collect()
}

fn read_line(line: &str) -> Option<Treebank> {
    let [file, name, purpose, tenths] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    let purpose = match purpose {
        "train" => Use::Train,
        "main" => Use::Main,
        "near" => Use::Near,
        "aid" => Use::Aid,
        "dev" => Use::Dev,
        _ => Use::Test,
    };
    let (first, last) = tenths.split_once('-')?;
    let tenths = (first.parse().ok()?, last.parse().ok()?);
    Some(Treebank { file: file.to_owned(), name: name.to_owned(), purpose, tenths })
}

impl Treebank {
    /// Reads its trees as they are published.
    ///
    /// # Errors
    /// [`CorpusError`] where the file cannot be read.
    pub fn trees(&self, corpora: &Path) -> Result<Vec<Tree>, CorpusError> {
        let path = corpora.join(&self.file);
        let text = std::fs::read_to_string(&path).map_err(|error| CorpusError::File(path.clone(), error))?;
        let trees = conllu::parse(&text).map_err(|error| CorpusError::Format(path, error))?;
        let bound = |tenth: usize| trees.len() * tenth / 10;
        Ok(trees[bound(self.tenths.0)..bound(self.tenths.1 + 1)].to_vec())
    }
}
