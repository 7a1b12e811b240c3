//! `demarche parse`: the linguistic analysis of an article.

use super::args::Parse;
use super::build::{counted, ingest_options};
use super::graph_file::eprintln_safely;
use super::languages::Known;
use super::output::{Output, plain};
use super::{End, Failure, Talk, terminal, tree};
use demarche::ingest::{self, Problem, Source};
use demarche::language::conllu;
use demarche::model::{Document, Sentence};
use demarche::pipeline;
use std::io::{self, IsTerminal, Read};

pub fn run(args: &Parse, talk: Talk) -> Result<End, Failure> {
    let languages = Known::new(&args.reading.languages)?;
    let texts = match args.from {
        Some(_) => vec![given_tokens(args, &languages)?],
        None => articles(args, &languages)?,
    };
    if args.tree || (io::stdout().is_terminal() && !args.conllu) {
        let trees: String = texts.iter().map(|text| tree::draw_all(&text.text, &text.sentences)).collect();
        terminal::print(&trees)?;
    } else {
        Output::Standard.write(|out| texts.iter().try_for_each(|text| out.write_all(text.as_conllu().as_bytes())))?;
    }
    if talk == Talk::Verbose {
        let sentences: usize = texts.iter().map(|text| text.sentences.len()).sum();
        eprintln_safely(&counted(sentences, "sentence"));
    }
    Ok(if texts.is_empty() { End::NoInput } else { End::Found })
}

/// A text with its analysis.
struct Parsed {
    text: String,
    sentences: Vec<Sentence>,
    /// The document; `None` for given tokens, whose sentences have ids of their own.
    document: Option<Document>,
    ids: Vec<String>,
}

impl Parsed {
    fn as_conllu(&self) -> String {
        if let Some(document) = &self.document {
            return conllu::write(document, &self.sentences);
        }
        let mut out = String::new();
        for (sentence, id) in self.sentences.iter().zip(&self.ids) {
            conllu::write_sentence(&mut out, &self.text, sentence, id);
        }
        out
    }
}

/// The documents of the file, each in its language. Those that cannot be read are named on standard error.
fn articles(args: &Parse, languages: &Known) -> Result<Vec<Parsed>, Failure> {
    let options = pipeline::Options {
        ingest: ingest_options(&args.reading),
        language: languages.asked.clone(),
        languages: languages.all(),
        ..pipeline::Options::default()
    };
    let (sources, mut problems) = ingest::sources(std::slice::from_ref(&args.file), &options.ingest);
    let mut texts = Vec::new();
    for document in sources.iter().flat_map(|source: &Source| ingest::read(source, &options.ingest)) {
        let parsed = document.and_then(|document| {
            let language = pipeline::language_of(&document, &options)?;
            let mut sentences = language.analyse(&document);
            if args.harmonised {
                language.harmonise(&mut sentences);
            }
            Ok(Parsed { text: document.text.clone(), sentences, document: Some(document), ids: Vec::new() })
        });
        match parsed {
            Ok(parsed) => texts.push(parsed),
            Err(problem) => problems.push(problem),
        }
    }
    if let ([], [only]) = (texts.as_slice(), problems.as_slice()) {
        return Err(Failure::new(only.to_string()));
    }
    let complain = |problem: &Problem| {
        let kind = if problem.is_warning() { "warning" } else { "passed over" };
        eprintln_safely(&format!("{kind}: {problem}"));
    };
    problems.iter().for_each(complain);
    Ok(texts)
}

/// The sentences and tokens of a CoNLL-U file, analysed anew.
fn given_tokens(args: &Parse, languages: &Known) -> Result<Parsed, Failure> {
    let lang = languages.asked.as_ref().ok_or_else(|| Failure::new("--language is missing"))?;
    let language = languages.get(lang)?;
    let trees = conllu::parse(&read_text(&args.file)?)
        .map_err(|error| Failure::new(format!("{}: {error}", args.file)).hint("CoNLL-U has ten columns and tabs"))?;
    let (text, mut sentences) = conllu::lay_out(&trees);
    language.parse(&mut sentences);
    if args.harmonised {
        language.harmonise(&mut sentences);
    }
    let ids = trees
        .iter()
        .enumerate()
        .map(|(at, tree)| tree.comment("sent_id").map_or_else(|| (at + 1).to_string(), str::to_owned));
    Ok(Parsed { text, sentences, document: None, ids: ids.collect() })
}

/// A file, or standard input for `-`, as UTF-8.
pub fn read_text(file: &str) -> Result<String, Failure> {
    let text = if file == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::new(format!("{file}: no UTF-8 text")).hint("save it as UTF-8"),
        _ => Failure::new(format!("{file}: {}", plain(&error))),
    })
}
