//! Labelled articles: `<name>.json` with the claims, `<name>.txt` with the text beside it.

use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// An article with its labels.
#[derive(Debug, Clone)]
pub struct Gold {
    /// The stem of its files.
    pub name: String,
    /// The article's file.
    pub path: PathBuf,
    /// The language that the labels name.
    pub language: Option<String>,
    /// The text, lines ended by `\n`.
    pub text: String,
    /// What a reader finds in it.
    pub claims: Vec<Label>,
}

/// Why gold, or the graph to score, cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GoldError {
    /// A file or folder cannot be read.
    #[error("{}: {error}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file of labels is not as it should be.
    #[error("{}: {error}", .path.display())]
    Labels {
        /// Which.
        path: PathBuf,
        /// Where and why.
        error: serde_json::Error,
    },
    /// A line of a file of event records is not as it should be.
    #[error("{}:{line}: {error}", .path.display())]
    Record {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Why.
        error: serde_json::Error,
    },
    /// There is no pair of `<name>.json` and `<name>.txt`.
    #[error("{}: no labelled articles (<name>.json beside <name>.txt)", .0.display())]
    Empty(PathBuf),
    /// The graph lacks something.
    #[error("not a graph of demarche: {0}")]
    Graph(String),
}

/// A labelled claim. Names are those that a reader would accept, the best first.
#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    /// Words of the article that state it.
    pub quote: String,
    /// Accepted readings; the first has the parts that the others leave out.
    #[serde(flatten)]
    pub reading: Reading,
    /// Whether missing it is an error.
    #[serde(default = "yes")]
    pub required: bool,
    /// Names of each speaker, the nearest first.
    #[serde(default)]
    pub speakers: Vec<Vec<String>>,
    /// Other readings, each with only what differs.
    #[serde(default)]
    pub alternatives: Vec<Reading>,
}

/// One reading of a labelled claim. What is `None` in an alternative is as in the main reading.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Reading {
    /// Names of who acts.
    #[serde(default)]
    pub source: Option<Vec<String>>,
    /// State code of who acts; `Some(None)` is an explicit null.
    #[serde(default, deserialize_with = "given")]
    pub source_state: Option<Option<String>>,
    /// Names of who is acted on; `Some(None)` is an explicit null.
    #[serde(default, deserialize_with = "given")]
    pub target: Option<Option<Vec<String>>>,
    /// State code of who is acted on.
    #[serde(default, deserialize_with = "given")]
    pub target_state: Option<Option<String>>,
    /// Accepted kinds.
    #[serde(default)]
    pub kind: Option<OneOrMany>,
    /// Accepted PLOVER roots.
    #[serde(default)]
    pub event: Option<OneOrMany>,
    /// `affirmed` or `negated`.
    #[serde(default)]
    pub polarity: Option<String>,
}

/// A word or a list of words.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several, the best first.
    Many(Vec<String>),
}

impl OneOrMany {
    /// All words.
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(word) => std::slice::from_ref(word),
            OneOrMany::Many(words) => words,
        }
    }
}

fn yes() -> bool {
    true
}

/// Tells a field that is null from one that is missing.
fn given<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(field).map(Some)
}

impl Label {
    /// The kind to count it under.
    pub fn main_kind(&self) -> &str {
        self.reading.kind.as_ref().and_then(|kinds| kinds.as_slice().first()).map_or("?", String::as_str)
    }
    /// The main reading, then the alternatives, each complete.
    pub(super) fn readings(&self) -> Vec<Reading> {
        let others = self.alternatives.iter().map(|other| other.over(&self.reading));
        std::iter::once(self.reading.clone()).chain(others).collect()
    }
}

impl Reading {
    fn over(&self, main: &Reading) -> Reading {
        let (own, main) = (self.clone(), main.clone());
        Reading {
            source: own.source.or(main.source),
            source_state: own.source_state.or(main.source_state),
            target: own.target.or(main.target),
            target_state: own.target_state.or(main.target_state),
            kind: own.kind.or(main.kind),
            event: own.event.or(main.event),
            polarity: own.polarity.or(main.polarity),
        }
    }
}

/// One line for a reader: `Russia -support-> Syria: "supports the Syrian state"`.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = |names: Option<&Vec<String>>| names.and_then(|names| names.first().cloned());
        let source = first(self.reading.source.as_ref()).unwrap_or_default();
        let target = first(self.reading.target.as_ref().and_then(Option::as_ref));
        let target = target.unwrap_or_else(|| "None".into());
        write!(f, "{source} -{}-> {target}: \"{}\"", self.main_kind(), self.quote)
    }
}

/// Reads the labelled articles of a folder, or one article by its `.json` or `.txt`, sorted by name.
///
/// # Errors
/// [`GoldError`] where a file cannot be read, labels are malformed, or there are none.
pub fn read_gold(path: &Path) -> Result<Vec<Gold>, GoldError> {
    let mut gold = Vec::new();
    for labels in label_files(path)? {
        let text_path = labels.with_extension("txt");
        if !text_path.is_file() {
            continue;
        }
        let text = read(&text_path)?.replace("\r\n", "\n").replace('\r', "\n");
        let file: GoldFile =
            serde_json::from_str(&read(&labels)?).map_err(|error| GoldError::Labels { path: labels.clone(), error })?;
        let name = labels.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        gold.push(Gold { name, path: text_path, language: file.lang, text, claims: file.claims });
    }
    if gold.is_empty() { Err(GoldError::Empty(path.to_owned())) } else { Ok(gold) }
}

#[derive(Deserialize)]
struct GoldFile {
    #[serde(default)]
    lang: Option<String>,
    claims: Vec<Label>,
}

fn label_files(path: &Path) -> Result<Vec<PathBuf>, GoldError> {
    if !path.is_dir() {
        return Ok(vec![path.with_extension("json")]);
    }
    let failed = |error| GoldError::Read { path: path.to_owned(), error };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.extension().is_some_and(|ending| ending == "json") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, GoldError> {
    std::fs::read_to_string(path).map_err(|error| GoldError::Read { path: path.to_owned(), error })
}
