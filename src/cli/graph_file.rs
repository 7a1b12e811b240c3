//! Graphs as files: reading one, and writing one in the format that is asked for.

use super::args::{Engine, GraphOutput, LIST};
use super::output::{Output, plain};
use super::{Failure, Talk};
use demarche::export::{self, Format, Parallel};
use demarche::graph::StateGraph;
use std::fs::File;
use std::io::{self, BufReader, IsTerminal};
use std::path::{Path, PathBuf};

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
        other => Failure::new(format!("{}: {other}", path.display()))
            .hint("a graph is made by: demarche build PATH… -o graph.json"),
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
    outputs: Vec<Part>,
    format: &'static dyn Format,
    options: export::Options,
}

/// One file, and which table of the format it holds; `None` where a graph is one file.
struct Part {
    output: Output,
    /// Its path as the user knows it.
    path: Option<PathBuf>,
    table: Option<&'static str>,
}

impl Target {
    /// The target of the flags; the format is the one named, else the one of the file's ending, else JSON.
    pub fn new(args: &GraphOutput) -> Result<Target, Failure> {
        let format = format_of(args)?;
        let outputs = match format.tables() {
            [] => {
                let path = args.output.clone().filter(|path| path != Path::new("-"));
                vec![Part { output: Output::new(args.output.as_deref())?, path, table: None }]
            }
            tables => tables_of(args.output.as_deref(), format, tables)?,
        };
        let is_shown = outputs.iter().any(|part| matches!(part.output, Output::Standard));
        if format.is_binary() && is_shown && io::stdout().is_terminal() {
            let failure = Failure::new(format!("{} is no text for a terminal", format.name()));
            return Err(failure.hint(format!("write it to a file: -o graph.{}", format.endings()[0])));
        }
        let edges = &args.edges;
        let parallel = match (edges.every_claim, edges.fold) {
            (true, _) => Some(Parallel::Each),
            (_, true) => Some(Parallel::Folded),
            _ => None,
        };
        let (affiliations, attributions, engine) = (edges.affiliations, edges.attributions, edges.engine.into());
        Ok(Target { outputs, format, options: export::Options { parallel, affiliations, attributions, engine } })
    }

    /// Writes `graph`.
    pub fn write(&self, graph: &StateGraph) -> Result<(), Failure> {
        self.outputs.iter().try_for_each(|part| self.write_part(part, graph))
    }

    fn write_part(&self, part: &Part, graph: &StateGraph) -> Result<(), Failure> {
        write_graph(&part.output, |out| match part.table {
            Some(table) => self.format.write_table(table, graph, &self.options, out),
            None => self.format.write(graph, &self.options, out),
        })
    }

    /// Whether writing would replace this file by something that is not all of its graph.
    pub fn would_cut(&self, graph: &Path, is_part: bool) -> bool {
        let real = graph.canonicalize().ok();
        let is_whole = !is_part && self.format.name() == "json" && self.options.parallel != Some(Parallel::Folded);
        !is_whole && real.is_some() && self.outputs.iter().any(|part| part.output.path() == real.as_deref())
    }

    /// Says where the graph is, and who drew it where that may surprise.
    pub fn announce(&self, talk: Talk) {
        let is_drawn = self.format.name() == "svg" && self.options.engine == export::Engine::Auto;
        if talk > Talk::Quiet && is_drawn && !export::graphviz::is_installed() {
            eprintln_safely("note: Graphviz was not found, so demarche drew the picture itself");
        }
        let paths = self.outputs.iter().filter_map(|part| part.path.as_deref());
        let is_other = |path: &&Path| export::by_path(path).is_some_and(|of| of.name() != self.format.name());
        if let (Some(path), true) = (paths.clone().find(is_other), talk > Talk::Quiet) {
            eprintln_safely(&format!(
                "note: {} holds {}, whatever its ending says",
                path.display(),
                self.format.name()
            ));
        }
        let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
        if talk > Talk::Quiet && !paths.is_empty() {
            eprintln_safely(&format!("{} written", paths.join(", ")));
        }
    }
}

/// Writes what a format writes; what the format itself refuses is an error with its hint.
pub fn write_graph(
    output: &Output,
    write: impl FnOnce(&mut dyn io::Write) -> Result<(), export::Error>,
) -> Result<(), Failure> {
    let mut refusal = None;
    let written = output.write(|out| match write(out) {
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

/// The files of a format of several: in a folder, which is made where it is named with a slash at its end, or beside each
/// other. On standard output goes the main table alone.
fn tables_of(
    path: Option<&Path>,
    format: &'static dyn Format,
    tables: &'static [&'static str],
) -> Result<Vec<Part>, Failure> {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        return Ok(vec![Part { output: Output::Standard, path: None, table: tables.last().copied() }]);
    };
    let ending = format.endings().first().copied().unwrap_or("csv");
    let is_folder = path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    if is_folder && !path.is_dir() {
        std::fs::create_dir(path).map_err(|error| {
            let failure = Failure::new(format!("cannot make the folder {}: {}", path.display(), plain(&error)));
            failure.hint("name a folder in one that is there and that you may write in")
        })?;
    }
    let name_of = |table: &str| match is_folder {
        true => path.join(format!("{table}.{ending}")),
        false => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let known = export::ending_of(path, format.endings());
            let (stem, ending) = match known {
                0 => (name.as_ref(), ending),
                known => (&name[..name.len() - known - 1], &name[name.len() - known..]),
            };
            path.with_file_name(format!("{stem}-{table}.{ending}"))
        }
    };
    let part = |table: &&'static str| {
        let path = name_of(table);
        Ok(Part { output: Output::new(Some(&path))?, path: Some(path), table: Some(*table) })
    };
    tables.iter().map(part).collect()
}

impl From<Engine> for export::Engine {
    fn from(typed: Engine) -> Self {
        match typed {
            Engine::Auto => export::Engine::Auto,
            Engine::Graphviz => export::Engine::Graphviz,
            Engine::Builtin => export::Engine::Builtin,
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
    if args.format.as_deref() == Some(LIST) {
        let failure = Failure::new(format!("{LIST} is no format"));
        return Err(failure.hint("demarche export --format list prints the formats"));
    }
    if let Some(format) = args.format.as_deref().and_then(export::by_name) {
        return Ok(format);
    }
    let Some(path) = args.output.as_deref().filter(|path| path.extension().is_some()) else {
        return Ok(export::FORMATS[0]);
    };
    let is_device = path.starts_with("/dev") || path.starts_with("/proc");
    export::by_path(path).or_else(|| is_device.then_some(export::FORMATS[0])).ok_or_else(|| {
        let left_out = export::LEFT_OUT.iter().find(|(_, endings, _)| export::ending_of(path, endings) > 0);
        if let Some((name, _, feature)) = left_out {
            let failure = Failure::new(format!("this program was built without the format {name}"));
            return failure.hint(format!("build it with: cargo build --release --features {feature}"));
        }
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
