//! `demarche view`: the page of a graph, in the browser.

use super::args::ViewPage;
use super::export::Sliced;
use super::graph_file::write_graph;
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
    sliced.announce(talk);
    let shown = path.canonicalize().unwrap_or(path);
    print(&format!("{}\n", safe(&shown.display().to_string())))?;
    if !args.no_open {
        let failed = |why: String| {
            let failure = Failure::new(format!("no browser could be started: {why}"));
            failure.hint("the page is written: copy it to where a browser is, and open it there")
        };
        if !has_screen() {
            return Err(failed("there is no screen here".to_owned()));
        }
        opener::open(&shown).map_err(|error| failed(error.to_string()))?;
    }
    Ok(sliced.end())
}

/// Whether a window could be shown: on a server, and over SSH, the opener would start and nothing would come of it.
fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set)
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
