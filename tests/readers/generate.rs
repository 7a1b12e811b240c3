//! Writes a made-up graph: `cargo run --example generate -- --actors 5000 --claims 20000 -o graph.json`, or
//! `-- --hostile -o graph.json` for the one whose every text is a trap.

mod graphs;

use demarche::export::{Options, by_name};
use std::io::Write;

const USAGE: &str = "usage: generate [--actors N] [--claims N] [--seed N] [--hostile] [-o graph.json]";

fn main() {
    if let Err(problem) = run(std::env::args().skip(1)) {
        eprintln!("{problem}\n{USAGE}");
        std::process::exit(2);
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let mut shape = graphs::Shape::default();
    let mut is_hostile = false;
    let mut output = None;
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{flag} needs a value"));
        let number = |text: String| text.parse::<usize>().map_err(|problem| format!("{text}: {problem}"));
        match flag.as_str() {
            "--actors" => shape.actors = number(value()?)?,
            "--claims" => shape.claims = number(value()?)?,
            "--seed" => shape.seed = number(value()?)? as u64,
            "--hostile" => is_hostile = true,
            "-o" | "--output" => output = Some(value()?),
            _ => return Err(format!("{flag} is not known")),
        }
    }
    let graph = if is_hostile { graphs::hostile() } else { graphs::generated(shape) };
    let mut bytes = Vec::new();
    let json = by_name("json").ok_or("JSON is no format")?;
    json.write(&graph, &Options::default(), &mut bytes).map_err(|problem| problem.to_string())?;
    match output {
        Some(path) => std::fs::write(&path, bytes).map_err(|problem| format!("{path}: {problem}")),
        None => std::io::stdout().write_all(&bytes).map_err(|problem| problem.to_string()),
    }
}
