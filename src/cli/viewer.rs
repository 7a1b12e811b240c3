//! `demarche view`: the page of a graph, in the browser.

use super::args::ViewPage;
use super::export::Sliced;
use super::graph_file::{eprintln_safely, write_graph};
use super::output::{Output, plain};
use super::terminal::{print, safe};
use super::{End, Failure, Talk};
use demarche::export::{self, Format, Options};
use std::path::{Path, PathBuf};

pub fn run(args: &ViewPage, talk: Talk) -> Result<End, Failure> {
    let path = match &args.output {
        Some(path) => path.clone(),
        None => temporary(&args.graph)?,
    };
    let output = Output::new(Some(&path))?;
    let sliced = Sliced::read(&args.graph, &args.slice, talk)?;
    let format: &dyn Format = &export::html::Html;
    write_graph(&output, |out| format.write(sliced.graph(), &Options::default(), out))?;
    let shown = path.canonicalize().unwrap_or(path);
    if args.no_open {
        print(&format!("{}\n", safe(&shown.display().to_string())))?;
    } else {
        opener::open(&shown).map_err(|error| {
            let failure = Failure::new(format!("no browser could be started: {error}"));
            failure.hint(format!("open this file in one: {}", shown.display()))
        })?;
        if talk > Talk::Quiet {
            eprintln_safely(&format!("{} opened", shown.display()));
        }
    }
    Ok(sliced.end())
}

/// A file of the graph's name in a folder that only the user can read.
fn temporary(graph: &Path) -> Result<PathBuf, Failure> {
    let folder = tempfile::Builder::new().prefix("demarche-").tempdir().map_err(|error| {
        let failure = Failure::new(format!("no temporary folder can be made: {}", plain(&error)));
        failure.hint("name a file to write: -o graph.html")
    })?;
    let stem = graph.file_stem().filter(|_| graph != Path::new("-")).unwrap_or("graph".as_ref());
    Ok(folder.keep().join(stem).with_extension("html"))
}
