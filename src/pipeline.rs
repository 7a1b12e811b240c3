//! The main path: inputs in, a graph out.
//!
//! Documents are read one at a time and analysed in parallel; what is in memory is one document per thread and
//! the graphs made so far. Graphs merge in any order to the same bytes, so nothing here keeps an order.

use crate::claims::trace::Traced;
use crate::claims::{self, Frames};
use crate::entities::{self, knowledge::Knowledge};
use crate::graph::StateGraph;
use crate::ingest::{self, Problem, Source};
use crate::language::{self, Language, Languages};
use crate::model::{DocId, Document, Entities, Lang, MentionKind, Sentence, Upos};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How a graph is built.
#[derive(Clone)]
pub struct Options<'k> {
    /// How inputs are read.
    pub ingest: ingest::Options,
    /// The language of every document; `None` to take each document's own, or to identify it.
    pub language: Option<Lang>,
    /// How many documents at once; 0 for as many as there are cores.
    pub threads: usize,
    /// Who is known beforehand.
    pub knowledge: &'k Knowledge,
    /// What makes a claim.
    pub frames: &'k Frames,
    /// The languages that can be read.
    pub languages: &'k Languages,
    /// Names alone stand for actors: pronouns, descriptions and subjects that the text leaves out stand for nobody. For
    /// measuring what those are worth.
    pub names_only: bool,
}

impl Default for Options<'static> {
    fn default() -> Self {
        Options {
            ingest: ingest::Options::default(),
            language: None,
            threads: 0,
            knowledge: Knowledge::builtin(),
            frames: Frames::builtin(),
            languages: Languages::builtin(),
            names_only: false,
        }
    }
}

/// What was read, what was passed over and why, and what came out.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Documents in the graph.
    pub documents: usize,
    /// Articles that had been read already, under another path.
    pub duplicates: usize,
    /// Inputs and records that gave no document, sorted by place.
    pub problems: Vec<Problem>,
    /// What to know about documents that were read, sorted by place.
    pub warnings: Vec<Problem>,
    /// Words analysed, punctuation left out.
    pub words: usize,
    /// Nodes of the graph.
    pub actors: usize,
    /// Claims with a source and a target, and statements, by kind.
    pub claims: BTreeMap<String, usize>,
    /// Time from the first input to the graph.
    pub elapsed: Duration,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many inputs were found.
    Found(usize),
    /// One input is read to its end.
    SourceDone,
    /// One more document is analysed.
    DocumentDone,
}

/// Why nothing can be built.
#[derive(Debug, thiserror::Error)]
#[error("cannot start {threads} threads: {reason}")]
pub struct NoThreads {
    threads: usize,
    reason: String,
}

/// A document's parse may nest as deep as its sentences are long.
const STACK_BYTES: usize = 16 << 20;

/// Builds one graph of all that `inputs` (files, folders, globs, `-`) hold. An input that cannot be read is a
/// [`Problem`] of the report, and the rest goes on.
///
/// # Errors
/// [`NoThreads`] where the system grants no threads.
pub fn build(
    inputs: &[String],
    options: &Options,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<(StateGraph, Report), NoThreads> {
    let begun = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).stack_size(STACK_BYTES).build();
    let pool = pool.map_err(|error| NoThreads { threads: options.threads, reason: error.to_string() })?;
    let (sources, problems) = ingest::sources(inputs, &options.ingest);
    watch(Progress::Found(sources.len()));
    let seen = Mutex::new(BTreeSet::new());
    let read = || {
        sources.par_iter().map(|source| read_source(source, options, &seen, watch)).reduce(Part::default, Part::join)
    };
    let mut whole = pool.install(read);
    whole.problems.extend(problems);
    Ok(whole.finish(begun))
}

/// All documents of one source. The records of a long file are handed out to the threads one by one.
fn read_source(
    source: &Source,
    options: &Options,
    seen: &Mutex<BTreeSet<DocId>>,
    watch: &(dyn Fn(Progress) + Sync),
) -> Part {
    let documents = ingest::read(source, &options.ingest).par_bridge();
    let add = |part: Part, document: Result<Document, Problem>| {
        let analysed = document.and_then(|document| analyse_safely(document, options));
        watch(Progress::DocumentDone);
        part.with(analysed, seen)
    };
    let part = documents.fold(Part::default, add).reduce(Part::default, Part::join);
    watch(Progress::SourceDone);
    part
}

/// One document, analysed.
struct Analysed {
    id: DocId,
    words: usize,
    graph: StateGraph,
}

/// Reads all documents of `inputs` and tells of every cue in them what became of it. Keeps all of them in memory, in the
/// order of their names; what cannot be read is left out.
pub fn trace(inputs: &[String], options: &Options) -> Vec<Traced> {
    let (sources, _) = ingest::sources(inputs, &options.ingest);
    let documents = |source: &Source| ingest::read(source, &options.ingest).collect::<Vec<_>>();
    let trace = |document: Document| {
        let place = place_of(&document);
        safely(place, || {
            let (document, sentences, entities) = upto_entities(document, options)?;
            let (claims, considered) = claims::trace::read(&document, &sentences, &entities, options.frames);
            Ok(Traced { document, sentences, entities, claims, considered })
        })
    };
    let documents: Vec<Document> = sources.iter().flat_map(documents).flatten().collect();
    let mut traced: Vec<Traced> = documents.into_par_iter().filter_map(|document| trace(document).ok()).collect();
    traced.sort_by(|a, b| a.document.meta.name.cmp(&b.document.meta.name));
    traced
}

/// One document through the stages before claims.
fn upto_entities(mut document: Document, options: &Options) -> Result<(Document, Vec<Sentence>, Entities), Problem> {
    let language = language_of(&document, options)?;
    document.meta.language = Some(language.lang.clone());
    let mut sentences = language.analyse(&document);
    language.harmonise(&mut sentences);
    let mut entities = entities::read(&document, &sentences, options.knowledge);
    if options.names_only {
        entities.mentions.retain(|mention| matches!(mention.kind, MentionKind::Name | MentionKind::Adjective));
    }
    Ok((document, sentences, entities))
}

/// One document through all stages.
fn analyse(document: Document, options: &Options) -> Result<Analysed, Problem> {
    let (document, sentences, entities) = upto_entities(document, options)?;
    let claims = claims::read(&document, &sentences, &entities, options.frames);
    let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
    let words = tokens.filter(|token| token.upos != Upos::Punct).count();
    let graph = StateGraph::of_document(&document, &sentences, entities, claims);
    Ok(Analysed { id: document.meta.id.clone(), words, graph })
}

/// As [`analyse`]; a mistake of the program in one document becomes a problem of that document.
fn analyse_safely(document: Document, options: &Options) -> Result<Analysed, Problem> {
    let place = place_of(&document);
    safely(place, || analyse(document, options))
}

fn safely<T>(place: String, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        let reason = format!("the analysis broke off; please report this mistake of demarche ({text})");
        Err(Problem::new(place, reason))
    })
}

/// The language to read a document in: the one asked for, else its own where there are resources for it, else
/// the one that its words look like.
pub fn language_of<'k>(document: &Document, options: &Options<'k>) -> Result<&'k Language, Problem> {
    let given = options.language.as_ref().or(document.meta.language.as_ref());
    let get = |lang| options.languages.get(lang);
    if let Some(language) = given.and_then(get) {
        return Ok(language);
    }
    let identified = language::identify(&document.text);
    if let Some(language) = identified.as_ref().and_then(get) {
        return Ok(language);
    }
    let reason = match identified.as_ref().or(given) {
        Some(lang) => format!("language {lang} is not supported ({})", options.languages.codes().join(", ")),
        None => {
            format!("its language cannot be told; name it with --language ({})", options.languages.codes().join(", "))
        }
    };
    Err(Problem::new(place_of(document), reason))
}

/// How a message names a document: its path, and its name where one path holds many.
fn place_of(document: &Document) -> String {
    let meta = &document.meta;
    match &meta.path {
        Some(path) if path.contains(&meta.name) => path.clone(),
        Some(path) => format!("{path} ({})", meta.name),
        None => format!("standard input ({})", meta.name),
    }
}

/// What some of the documents gave.
#[derive(Default)]
struct Part {
    graph: StateGraph,
    read: usize,
    documents: usize,
    words: usize,
    problems: Vec<Problem>,
}

impl Part {
    fn with(mut self, outcome: Result<Analysed, Problem>, seen: &Mutex<BTreeSet<DocId>>) -> Part {
        match outcome {
            Ok(analysed) => {
                self.read += 1;
                let is_new = seen.lock().unwrap_or_else(|held| held.into_inner()).insert(analysed.id);
                if is_new {
                    self.documents += 1;
                    self.words += analysed.words;
                }
                self.graph = self.graph.merge(analysed.graph);
            }
            Err(problem) => self.problems.push(problem),
        }
        self
    }
    fn join(mut self, other: Part) -> Part {
        self.graph = self.graph.merge(other.graph);
        self.read += other.read;
        self.documents += other.documents;
        self.words += other.words;
        self.problems.extend(other.problems);
        self
    }
    fn finish(mut self, begun: Instant) -> (StateGraph, Report) {
        let order = |a: &Problem, b: &Problem| (by_line(&a.place), &a.reason).cmp(&(by_line(&b.place), &b.reason));
        self.problems.sort_by(order);
        let (warnings, problems) = self.problems.into_iter().partition(Problem::is_warning);
        let report = Report {
            documents: self.documents,
            duplicates: self.read - self.documents,
            problems,
            warnings,
            words: self.words,
            actors: self.graph.actors().count(),
            claims: self.graph.claims_by_kind().into_iter().map(|(kind, n)| (kind.to_owned(), n)).collect(),
            elapsed: begun.elapsed(),
        };
        (self.graph, report)
    }
}

/// Sorts `news.jsonl:9` before `news.jsonl:10`.
fn by_line(place: &str) -> (&str, usize) {
    let line = place.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?)));
    line.unwrap_or((place, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_of_its_document() {
        let broken: Result<(), Problem> = safely("news.jsonl (a)".into(), || panic!("index {} is out", 7));
        let problem = broken.unwrap_err();
        assert_eq!(problem.place, "news.jsonl (a)");
        assert!(problem.reason.contains("index 7 is out"));
        assert_eq!(safely("x".into(), || Ok(1)), Ok(1));
    }

    #[test]
    fn problems_of_one_file_are_in_the_order_of_its_lines() {
        let mut places = ["b.txt", "a.jsonl:10", "a.jsonl:9", "a.jsonl"];
        places.sort_by_key(|place| by_line(place));
        assert_eq!(places, ["a.jsonl", "a.jsonl:9", "a.jsonl:10", "b.txt"]);
    }
}
