//! `demarche eval`: claims against labelled articles, or the analysis against a treebank.

use super::args::Eval;
use super::languages::Known;
use super::output::Output;
use super::{End, Failure, Talk, build, coreference, graph_file, treebank};
use demarche::evaluate::{self, ActorFigures, ActorScores, Figures, GoldError, Scores};
use demarche::export::{self, Format};
use demarche::graph::StateGraph;
use std::fmt::Write;

pub fn run(args: &Eval, talk: Talk) -> Result<End, Failure> {
    if args.coreference {
        return coreference::run(args);
    }
    if args.gold.extension().is_some_and(|ending| ending == "conllu") {
        return treebank::run(args);
    }
    let gold = evaluate::read_gold(&args.gold).map_err(explain)?;
    let graph = match &args.graph {
        Some(path) => graph_file::read(path)?,
        None => {
            let paths: Vec<String> = gold.iter().map(|article| article.path.display().to_string()).collect();
            let resources = build::Loaded::new(&args.resources)?;
            let languages = Known::new(&args.languages)?;
            let mut options = resources.options(args.threads);
            (options.languages, options.language) = (languages.all(), languages.asked.clone());
            let (graph, report) = build::build(&paths, &options, talk)?;
            build::complain(&report);
            graph
        }
    };
    let scores = evaluate::score(&as_json(&graph)?, &gold).map_err(explain)?;
    let text = if args.json { json(&scores)? } else { table(&scores, talk == Talk::Verbose) };
    Output::Standard.write(|out| out.write_all(text.as_bytes()))?;
    Ok(End::Found)
}

fn explain(error: GoldError) -> Failure {
    let hint = match &error {
        GoldError::Read { .. } | GoldError::Empty(_) => {
            "a labelled article is <name>.txt, its text, beside <name>.json, its claims"
        }
        GoldError::Labels { .. } => "labels are {\"claims\": [{\"quote\", \"source\", \"target\", \"kind\", …}]}",
        _ => "score a graph of demarche build",
    };
    Failure::new(error.to_string()).hint(hint)
}

fn as_json(graph: &StateGraph) -> Result<serde_json::Value, Failure> {
    let mut bytes = Vec::new();
    let written = export::json::Json.write(graph, &export::Options::default(), &mut bytes);
    written.map_err(|error| Failure::new(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| Failure::new(format!("the graph is not valid JSON: {error}")))
}

fn json(scores: &Scores) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(scores).map_err(|error| Failure::new(error.to_string()))?;
    Ok(text + "\n")
}

/// The figures as text; with `verbose`, first what each article missed.
fn table(scores: &Scores, verbose: bool) -> String {
    let mut text = String::new();
    for article in scores.articles.iter().filter(|_| verbose) {
        let (found, missed, spurious) = (article.found, &article.missed, &article.spurious);
        let required = found + missed.len();
        let _ = writeln!(text, "== {}: {found}/{required} required, {} spurious", article.name, spurious.len());
        for line in missed {
            let _ = writeln!(text, "   missed   {}", super::terminal::safe(line));
        }
        for line in spurious {
            let _ = writeln!(text, "   spurious {}", super::terminal::safe(line));
        }
    }
    for (name, figures) in [("actor", &scores.actor), ("state", &scores.state)] {
        level(&mut text, name, figures);
    }
    actors(&mut text, &scores.actors, verbose);
    text
}

/// The block on actors, last of all; with `verbose`, each that is missing.
fn actors(text: &mut String, scores: &ActorScores, verbose: bool) {
    let _ = writeln!(text, "actors of required claims:");
    let languages = scores.languages.iter().map(|(code, figures)| (code.as_str(), figures));
    for (name, figures) in languages.chain([("all", &scores.all)]) {
        let ActorFigures { actors, found, found_share, with_state, state_right, state_share } = figures;
        let _ = writeln!(
            text,
            "   {name:14} {found}/{actors} are nodes of their article ({found_share:.3})  state right {state_right}/{with_state} \
             ({state_share:.3})"
        );
    }
    for line in scores.missed.iter().filter(|_| verbose) {
        let _ = writeln!(text, "   missed   {}", super::terminal::safe(line));
    }
}

fn level(text: &mut String, name: &str, figures: &Figures) {
    let Figures { precision, recall, f1, required, found, optional, spurious, speakers_right, by_kind } = figures;
    let _ = writeln!(
        text,
        "{name} level: precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}  ({found}/{required} required found, \
         {optional} optional, {spurious} spurious; speakers right in {speakers_right:.3} of matches)"
    );
    for (kind, counts) in by_kind {
        let all = counts.found + counts.missed;
        let _ = writeln!(text, "   {kind:14} found {}/{all}  spurious {}", counts.found, counts.spurious);
    }
}
