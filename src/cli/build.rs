//! `demarche build`: articles in, a graph out.

use super::args::{Build, Reading, Resources};
use super::graph_file::{Target, eprintln_safely};
use super::languages::Known;
use super::parse::read_text;
use super::view::Identified;
use super::{End, Failure, Talk, is_watched, show};
use demarche::claims::Frames;
use demarche::claims::frames::Pos;
use demarche::entities::knowledge::{Knowledge, Refusal};
use demarche::graph::{CitedClaim, StateGraph};
use demarche::ingest;
use demarche::model::{ActorId, Polarity};
use demarche::pipeline::{self, Progress, Report};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Work that takes no longer needs no progress bar.
const SHORT: Duration = Duration::from_secs(1);

pub fn run(args: &Build, talk: Talk) -> Result<End, Failure> {
    let target = Target::new(&args.output)?;
    let resources = Loaded::new(&args.resources)?;
    let identified = Identified::new(&args.identities)?;
    let languages = Known::new(&args.reading.languages)?;
    let mut options = resources.options(args.threads);
    options.languages = languages.all();
    options.ingest = ingest_options(&args.reading);
    options.language.clone_from(&languages.asked);
    let (graph, report) = build(&args.paths, &options, talk)?;
    complain(&report);
    if report.documents == 0 {
        let failure = Failure::new("nothing could be read, so nothing is written");
        super::report(&failure.hint("name text, Markdown, HTML, JSON or JSONL files, or folders of them"));
        return Ok(End::NoInput);
    }
    let graph = identified.apply(graph, options.knowledge, talk);
    target.write(&graph)?;
    if talk > Talk::Quiet {
        summarise(&report);
        overview(&graph);
    }
    target.announce(talk);
    Ok(End::Found)
}

/// What the user adds to the built-in resources, read.
pub struct Loaded {
    frames: Option<Frames>,
    knowledge: Option<Knowledge>,
}

impl Loaded {
    /// Reads the files that the flags name.
    pub fn new(args: &Resources) -> Result<Loaded, Failure> {
        let frames = args.kinds.as_deref().map(Frames::with_folder).transpose();
        let frames = frames
            .map_err(|error| Failure::new(error.to_string()).hint("docs/adding.md says how a kind is written"))?;
        let knowledge = knowledge(&args.actors)?;
        Ok(Loaded { frames, knowledge })
    }
    /// Leaves the frames of one part of speech out.
    pub fn without(mut self, pos: Pos) -> Loaded {
        let frames = self.frames.unwrap_or_else(|| Frames::builtin().clone());
        self.frames = Some(frames.without(pos));
        self
    }
    /// The pipeline's options with these resources.
    pub fn options(&self, threads: usize) -> pipeline::Options<'_> {
        let frames = self.frames.as_ref().unwrap_or_else(|| Frames::builtin());
        let knowledge = self.knowledge.as_ref().unwrap_or_else(|| Knowledge::builtin());
        pipeline::Options { threads, frames, knowledge, ..pipeline::Options::default() }
    }
}

/// The built-in knowledge base with the user's tables; `None` where there are none.
pub fn knowledge(tables: &[PathBuf]) -> Result<Option<Knowledge>, Failure> {
    let mut knowledge = None;
    for path in tables {
        let path = path.display().to_string();
        let table = read_text(&path)?;
        let known = knowledge.as_ref().unwrap_or_else(|| Knowledge::builtin());
        let refused = |refusal: Refusal| {
            let hint = match refusal.0.len() {
                1 => "docs/knowledge.md says how a table of actors is written".to_owned(),
                _ => format!("`demarche actors check {path}` lists them all"),
            };
            Failure::new(refusal.to_string()).hint(hint)
        };
        knowledge = Some(known.with_actors(&table, &path).map_err(refused)?.0);
    }
    Ok(knowledge)
}

/// How inputs are read under these flags.
pub fn ingest_options(reading: &Reading) -> ingest::Options {
    let mut options = ingest::Options { fields: reading.fields.clone(), ..ingest::Options::default() };
    if let Some(bytes) = reading.max_bytes {
        options.max_bytes = bytes;
    }
    options
}

/// Builds a graph under the eyes of a progress bar, where somebody watches.
pub fn build(paths: &[String], options: &pipeline::Options, talk: Talk) -> Result<(StateGraph, Report), Failure> {
    let (bar, begun) = (progress_bar(), Instant::now());
    let (documents, is_shown) = (AtomicU64::new(0), AtomicBool::new(!is_watched(talk)));
    let watch = |progress: Progress| {
        match progress {
            Progress::Found(inputs) => bar.set_length(inputs as u64),
            Progress::SourceDone => bar.inc(1),
            Progress::DocumentDone => {
                let count = documents.fetch_add(1, Ordering::Relaxed) + 1;
                if !bar.is_hidden() {
                    bar.set_message(counted(count as usize, "document"));
                }
            }
        }
        if begun.elapsed() > SHORT && !is_shown.swap(true, Ordering::Relaxed) {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
        }
    };
    let built = pipeline::build(paths, options, &watch);
    bar.finish_and_clear();
    built.map_err(|error| Failure::new(error.to_string()).hint("ask for fewer with --threads"))
}

/// A bar that is not drawn yet.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
    match ProgressStyle::with_template("{bar:30} {pos}/{len} inputs  {msg}  {elapsed} (about {eta} left)") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// One line for each input that was passed over, and for each thing worth knowing.
pub fn complain(report: &Report) {
    for problem in &report.problems {
        eprintln_safely(&format!("passed over: {problem}"));
    }
    for warning in &report.warnings {
        eprintln_safely(&format!("warning: {warning}"));
    }
}

/// What was read and what came out, on standard error.
fn summarise(report: &Report) {
    let seconds = report.elapsed.as_secs_f64();
    let mut read = format!("{} ({} words)", counted(report.documents, "document"), report.words);
    if report.duplicates > 0 {
        read += &format!(", {} read twice or more", counted(report.duplicates, "article"));
    }
    if !report.problems.is_empty() {
        read += &format!(", {} passed over", report.problems.len());
    }
    eprintln_safely(&format!("{read} in {seconds:.1} s"));
    let total: usize = report.claims.values().sum();
    let kinds: Vec<String> = report.claims.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    eprintln_safely(&format!("{}, {}{kinds}", counted(report.actors, "actor"), counted(total, "claim")));
}

/// How many of the pairs with most claims are shown.
const PAIRS: usize = 5;

/// Who is said to do what to whom most often, on standard error.
fn overview(graph: &StateGraph) {
    let mut pairs = BTreeMap::<(&ActorId, &str, &ActorId), Vec<&CitedClaim>>::new();
    for claim in graph.all_claims().filter(|claim| claim.polarity == Polarity::Affirmed) {
        let Some((source, target)) = claim.ends() else { continue };
        let (source, target) =
            if claim.is_symmetric() { (source.min(target), source.max(target)) } else { (source, target) };
        pairs.entry((source, &claim.kind, target)).or_default().push(claim);
    }
    let mut pairs: Vec<Vec<&CitedClaim>> = pairs.into_values().collect();
    pairs.sort_by_key(|claims| std::cmp::Reverse(claims.len()));
    if pairs.is_empty() {
        return;
    }
    eprintln_safely("most often:");
    for claims in pairs.iter().take(PAIRS) {
        let headline = anstream::adapter::strip_str(&show::headline(graph, claims[0])).to_string();
        eprintln_safely(&format!("  {headline}  ({})", counted(claims.len(), "claim")));
    }
}

/// `1 claim`, `2 claims`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
