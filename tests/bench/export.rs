//! How fast each format is written, and with how much memory: a made-up graph of 5,000 actors and 20,000 claims.
//!
//! `cargo bench --bench export`; `-- 500 2000` for other numbers of actors and claims, `-- --format gexf` for one format.
//! Each format is written by a process of its own, so that its memory is its own. Where `PYTHON` (or `python3`) has
//! networkx, it writes the same graph as GraphML and GEXF in the same run.

#[path = "memory.rs"]
mod memory;

#[path = "../readers/graphs/mod.rs"]
mod graphs;

use demarche::export::{self, Format, Options};
use demarche::graph::StateGraph;
use std::io::{self, Write};
use std::process::Command;
use std::time::{Duration, Instant};

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let only = take(&mut arguments, "--format");
    let child = take(&mut arguments, "--child");
    let number = |at: usize, usual: usize| arguments.get(at).and_then(|word| word.parse().ok()).unwrap_or(usual);
    let usual = graphs::Shape::default();
    let shape = graphs::Shape { actors: number(0, usual.actors), claims: number(1, usual.claims), ..usual };
    if let Some(name) = child {
        let format = export::by_name(&name).expect("a format");
        return println!("{}", measured(format, &graphs::generated(shape), shape));
    }
    println!("{} actors, {} claims; best of three", shape.actors, shape.claims);
    println!("{HEADER}");
    for format in export::FORMATS {
        if only.as_ref().is_none_or(|only| only == format.name()) {
            println!("{}", row_of_child(format.name(), shape));
        }
    }
    if only.is_none() {
        networkx(shape);
    }
}

const HEADER: &str = "format          seconds        MB     MB/s    claims/s   peak MB  of it the graph";

/// The value behind a flag, taken out.
fn take(arguments: &mut Vec<String>, flag: &str) -> Option<String> {
    let at = arguments.iter().position(|word| word == flag)?;
    arguments.remove(at);
    (at < arguments.len()).then(|| arguments.remove(at))
}

/// The line of a format, from a process of its own.
fn row_of_child(name: &str, shape: graphs::Shape) -> String {
    let program = std::env::current_exe().expect("this program has a path");
    let sizes = [shape.actors.to_string(), shape.claims.to_string()];
    let output = Command::new(program).args(sizes).args(["--child", name]).output().expect("this program runs");
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !said.is_empty() { said } else { format!("{name:12} failed: {}", output.status) }
}

/// Writes a graph three times; the line of the fastest.
fn measured(format: &dyn Format, graph: &StateGraph, shape: graphs::Shape) -> String {
    // What follows from the claims is drawn on first use: no part of a format's work.
    assert!(graph.attributions().count() + graph.actors().count() > 0);
    let held = memory::resident();
    memory::forget_peak();
    let mut best = Duration::MAX;
    let mut bytes = 0;
    for _ in 0..3 {
        let begun = Instant::now();
        let mut sink = Counted(0);
        if let Err(problem) = write(format, graph, &mut sink) {
            return format!("{:12} {problem}", format.name());
        }
        best = best.min(begun.elapsed());
        bytes = sink.0;
        if best > Duration::from_secs(5) {
            break;
        }
    }
    let (seconds, megabytes) = (best.as_secs_f64(), bytes as f64 / 1e6);
    let kilobytes = |amount: Option<u64>| amount.map_or("?".to_owned(), |amount| format!("{:.0}", amount as f64 / 1e3));
    format!(
        "{:12} {seconds:10.3} {megabytes:9.1} {:8.0} {:11.0} {:>9} {:>16}",
        format.name(),
        megabytes / seconds,
        shape.claims as f64 / seconds,
        kilobytes(memory::peak()),
        kilobytes(held)
    )
}

/// All files of a format.
fn write(format: &dyn Format, graph: &StateGraph, sink: &mut Counted) -> Result<(), export::Error> {
    let options = Options::default();
    match format.tables() {
        [] => format.write(graph, &options, sink),
        tables => tables.iter().try_for_each(|table| format.write_table(table, graph, &options, sink)),
    }
}

/// Counts bytes and forgets them.
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// NetworkX on the same graph, where there is one.
fn networkx(shape: graphs::Shape) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.json");
    let mut file = std::fs::File::create(&path).expect("room for the graph");
    let json = export::by_name("json").expect("JSON is a format");
    json.write(&graphs::generated(shape), &Options::default(), &mut file).expect("room for the graph");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/networkx_writes.py");
    match Command::new(&python).arg(script).arg(&path).output() {
        Ok(output) if output.status.success() => print!("{}", String::from_utf8_lossy(&output.stdout)),
        _ => println!("passed over: {python} has no networkx; PYTHON names another"),
    }
}
