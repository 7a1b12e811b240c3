//! A graph in, a file out. A format is one file of this folder and one line of [`FORMATS`].

pub mod chart;
mod csv;
mod cypher;
mod cytoscape;
mod dot;
mod ftm;
mod gexf;
mod graphml;
pub mod graphviz;
pub mod html;
mod jgf;
pub mod json;
pub mod layout;
mod markdown;
mod mermaid;
mod neo4j;
pub mod network;
mod node_link;
#[cfg(feature = "parquet")]
mod parquet;
mod pen;
mod picture;
mod plover;
mod property_graph;
#[cfg(feature = "rdf")]
mod rdf;
pub mod style;
mod svg;
mod text;
mod web;
mod xml;

use crate::graph::StateGraph;
use std::io::{self, Write};
use std::path::Path;

/// What to put in, and how, for formats that leave a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether parallel claims are one edge; `None` for what is usual in the format.
    pub parallel: Option<Parallel>,
    /// Affiliations as edges. `graph.json` always has them.
    pub affiliations: bool,
    /// Attributions as edges. `graph.json` always has them.
    pub attributions: bool,
    /// Who draws pictures.
    pub engine: Engine,
}

impl Options {
    /// Whether parallel claims are one edge, where `usual` is what the format does unasked.
    pub fn folds(&self, usual: Parallel) -> bool {
        self.parallel.unwrap_or(usual) == Parallel::Folded
    }
}

/// What becomes of several claims of one kind and polarity between two actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parallel {
    /// One edge with their number as its weight.
    Folded,
    /// One edge each.
    Each,
}

/// Who draws pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// Graphviz where it is installed, else the program itself.
    #[default]
    Auto,
    /// Graphviz; an error where it is not installed.
    Graphviz,
    /// The program itself.
    Builtin,
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
         install graphviz; macOS: brew install graphviz; Windows: winget install graphviz), or write .svg or .dot instead"
    )]
    NoGraphviz {
        /// `dot` or `sfdp`.
        program: &'static str,
    },
    /// The program itself draws no pictures of the format.
    #[error("only Graphviz draws {format}; leave --engine builtin away, or write .svg")]
    GraphvizOnly {
        /// Its name.
        format: &'static str,
    },
    /// Graphviz took too long.
    #[error(
        "Graphviz had not drawn the graph after {seconds} s; filter the graph first, or draw .svg with --engine builtin"
    )]
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
    /// What a graph holds and a file of this format does not, one line each; empty where nothing is lost.
    fn losses(&self) -> &'static [&'static str];
    /// Whether its files are not text.
    fn is_binary(&self) -> bool {
        false
    }
    /// The tables of a format of several files, the main one last; empty where a graph is one file.
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }
    /// Writes the graph, of a format of several files the main table; the same bytes for the same graph and options.
    ///
    /// # Errors
    /// Where `out` takes no more, and where the format needs a program that is missing or fails.
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error>;
    /// Writes one of [`tables`](Format::tables).
    ///
    /// # Errors
    /// As [`write`](Format::write).
    fn write_table(
        &self,
        table: &str,
        graph: &StateGraph,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let _ = table;
        self.write(graph, options, out)
    }
}

/// What wrote a file, as files say it.
pub const GENERATOR: &str = concat!("demarche ", env!("CARGO_PKG_VERSION"));

/// All formats.
pub static FORMATS: &[&dyn Format] = &[
    &json::Json,
    &node_link::D3,
    &jgf::Jgf,
    &cytoscape::Cytoscape,
    &graphml::GraphMl,
    &gexf::Gexf,
    &csv::Csv,
    &neo4j::Neo4j,
    &cypher::Cypher,
    #[cfg(feature = "rdf")]
    &rdf::Turtle,
    #[cfg(feature = "rdf")]
    &rdf::TriG,
    #[cfg(feature = "rdf")]
    &rdf::JsonLd,
    &ftm::Ftm,
    &plover::Plover,
    #[cfg(feature = "parquet")]
    &parquet::Parquet,
    &mermaid::Mermaid,
    &markdown::Markdown,
    &dot::Dot,
    &graphviz::SVG,
    &graphviz::PNG,
    &graphviz::PDF,
    &html::Html,
];

/// Formats that were left out when the program was built: name, endings and the feature of `Cargo.toml` that has them.
pub static LEFT_OUT: &[(&str, &[&str], &str)] = &[
    #[cfg(not(feature = "rdf"))]
    ("turtle", &["ttl"], "rdf"),
    #[cfg(not(feature = "rdf"))]
    ("trig", &["trig"], "rdf"),
    #[cfg(not(feature = "rdf"))]
    ("jsonld", &["jsonld"], "rdf"),
    #[cfg(not(feature = "parquet"))]
    ("parquet", &["parquet"], "parquet"),
];

/// The format of a name, in any case; the ending of its files will do.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    let is_ending = |format: &&dyn Format| format.endings().iter().any(|ending| ending.eq_ignore_ascii_case(name));
    let mut formats = FORMATS.iter().copied();
    formats.clone().find(|format| format.name().eq_ignore_ascii_case(name)).or_else(|| formats.find(|it| is_ending(it)))
}

/// The format of a file's ending, in any case; of several that fit the longest: `graph.d3.json` is no plain JSON.
pub fn by_path(path: &Path) -> Option<&'static dyn Format> {
    let fits = |format: &&'static dyn Format| ending_of(path, format.endings());
    FORMATS.iter().copied().filter(|format| fits(format) > 0).max_by_key(fits)
}

/// The length of the longest of `endings` that the name of a file has; 0 for none.
pub fn ending_of(path: &Path, endings: &[&str]) -> usize {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let fits = |ending: &&&str| name.strip_suffix(**ending).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'));
    endings.iter().filter(fits).map(|ending| ending.len()).max().unwrap_or_default()
}
