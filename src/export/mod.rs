//! A graph in, a file out. A format is one file of this folder and one line of [`FORMATS`].

mod dot;
mod graphviz;
pub mod json;
pub mod layout;
mod picture;
mod style;

use crate::graph::StateGraph;
use std::io::{self, Write};
use std::path::Path;

/// What to put in, for formats that leave something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// One edge for each claim, where a picture would fold parallel ones.
    pub every_claim: bool,
    /// Affiliations, in pictures. JSON always has them.
    pub affiliations: bool,
    /// Attributions, in pictures. JSON always has them.
    pub attributions: bool,
}

/// Why a graph could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The output takes no more.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The format is drawn by Graphviz, which is not installed.
    #[error(
        "Graphviz draws this format, and its program `{program}` was not found; install it (Debian, Ubuntu: apt-get \
         install graphviz; macOS: brew install graphviz; Windows: winget install graphviz), or write .dot instead"
    )]
    NoGraphviz {
        /// `dot` or `sfdp`.
        program: &'static str,
    },
    /// Graphviz took too long.
    #[error("Graphviz had not drawn the graph after {seconds} s; filter the graph first, or write .dot instead")]
    Slow {
        /// The limit.
        seconds: u64,
    },
    /// Graphviz did not draw the graph.
    #[error("Graphviz could not draw the graph: {message}")]
    Graphviz {
        /// What it wrote to its standard error.
        message: String,
    },
}

/// A format to write.
pub trait Format: Sync {
    /// As `--format` takes it.
    fn name(&self) -> &'static str;
    /// The endings of its files, in lower case, without the dot.
    fn endings(&self) -> &'static [&'static str];
    /// One line for the help.
    fn describe(&self) -> &'static str;
    /// Whether its files are not text.
    fn is_binary(&self) -> bool {
        false
    }
    /// Writes the graph; the same bytes for the same graph and options.
    ///
    /// # Errors
    /// Where `out` takes no more, and where the format needs a program that is missing or fails.
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error>;
}

/// All formats.
pub static FORMATS: &[&dyn Format] = &[&json::Json, &dot::Dot, &graphviz::SVG, &graphviz::PNG, &graphviz::PDF];

/// The format of a name, in any case.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name().eq_ignore_ascii_case(name))
}

/// The format of a file's ending, in any case.
pub fn by_path(path: &Path) -> Option<&'static dyn Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS.iter().copied().find(|format| format.endings().contains(&ending.as_str()))
}
