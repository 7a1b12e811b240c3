//! Graphs as files: reading one, and writing one in the format that is asked for.

use super::args::GraphOutput;
use super::output::{Output, plain};
use super::{Failure, Talk};
use demarche::export::{self, Format};
use demarche::graph::StateGraph;
use std::fs::File;
use std::io::{self, BufReader, IsTerminal};
use std::path::Path;

/// Reads a graph of `demarche build`; `-` is standard input.
pub fn read(path: &Path) -> Result<StateGraph, Failure> {
    let graph = if path == Path::new("-") {
        StateGraph::from_json(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| cannot_read(path, &error))?;
        StateGraph::from_json(BufReader::with_capacity(1 << 16, file))
    };
    graph.map_err(|error| match error {
        export::json::Error::Io(error) => cannot_read(path, &error),
        other => Failure::new(format!("{}: {other}", path.display())).hint(format!(
            "a graph is made by: demarche build PATH… -o {}",
            if path == Path::new("-") { Path::new("graph.json") } else { path }.display()
        )),
    })
}

fn cannot_read(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::new(format!("{}: {}", path.display(), plain(error)));
    match error.kind() {
        io::ErrorKind::NotFound => failure.hint("demarche build PATH… -o graph.json makes a graph"),
        io::ErrorKind::PermissionDenied => failure.hint("ask for the right to read it, or copy it"),
        io::ErrorKind::IsADirectory => failure.hint("name the graph file in it; for articles: demarche build"),
        _ => failure,
    }
}

/// Where a graph will be written, and how; made before the work begins, so that mistakes cost no time.
pub struct Target {
    output: Output,
    format: &'static dyn Format,
    options: export::Options,
}

impl Target {
    /// The target of the flags; the format is the one named, else the one of the file's ending, else JSON.
    pub fn new(args: &GraphOutput) -> Result<Target, Failure> {
        let output = Output::new(args.output.as_deref())?;
        let format = format_of(args)?;
        if format.is_binary() && matches!(output, Output::Standard) && io::stdout().is_terminal() {
            let failure = Failure::new(format!("{} is no text for a terminal", format.name()));
            return Err(failure.hint(format!("write it to a file: -o graph.{}", format.name())));
        }
        let options = export::Options { every_claim: args.every_claim, ..export::Options::default() };
        Ok(Target { output, format, options })
    }

    /// Writes `graph`.
    pub fn write(&self, graph: &StateGraph) -> Result<(), Failure> {
        let mut refusal = None;
        let written = self.output.write(|out| match self.format.write(graph, &self.options, out) {
            Ok(()) => Ok(()),
            Err(export::Error::Io(error)) => Err(error),
            Err(other) => {
                refusal = Some(other.to_string());
                Err(io::Error::other("not written"))
            }
        });
        match refusal {
            Some(message) => Err(with_hint(&message)),
            None => written,
        }
    }

    /// Says where the graph is.
    pub fn announce(&self, talk: Talk) {
        if let (Some(path), true) = (self.output.path(), talk > Talk::Quiet) {
            eprintln_safely(&format!("{} written", path.display()));
        }
    }
}

/// `what is wrong; what to do` as an error and its hint.
fn with_hint(message: &str) -> Failure {
    match message.split_once("; ") {
        Some((what, hint)) => Failure::new(what).hint(hint),
        None => Failure::new(message),
    }
}

fn format_of(args: &GraphOutput) -> Result<&'static dyn Format, Failure> {
    if let Some(format) = args.format.as_deref().and_then(export::by_name) {
        return Ok(format);
    }
    let Some(path) = args.output.as_deref().filter(|path| path.extension().is_some()) else {
        return Ok(export::FORMATS[0]);
    };
    let is_device = path.starts_with("/dev") || path.starts_with("/proc");
    export::by_path(path).or_else(|| is_device.then_some(export::FORMATS[0])).ok_or_else(|| {
        let failure = Failure::new(format!("the ending of {} names no format", path.display()));
        let names: Vec<&str> = export::FORMATS.iter().map(|format| format.name()).collect();
        failure.hint(format!("say which with --format: {}", names.join(", ")))
    })
}

/// Prints one line on standard error, made safe; a closed standard error is no error.
pub fn eprintln_safely(line: &str) {
    use io::Write;
    let _ = writeln!(anstream::stderr().lock(), "{}", super::terminal::safe(line));
}
