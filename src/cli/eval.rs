//! `demarche eval`: claims against labelled articles or event records, or the analysis against a treebank.

use super::args::{Eval, EvalPart};
use super::languages::Known;
use super::output::Output;
use super::{End, Failure, Talk, build, coreference, figures, graph_file, treebank, trees};
use demarche::claims::frames::Pos;
use demarche::claims::trace::Traced;
use demarche::evaluate::{self, GoldError};
use demarche::export::{self, Format};
use demarche::graph::StateGraph;
use demarche::pipeline;
use serde::Serialize;
use serde_json::Value;

pub fn run(args: &Eval, talk: Talk) -> Result<End, Failure> {
    if args.coreference {
        return coreference::run(args);
    }
    if args.trees {
        return trees::run(args);
    }
    if args.gold.extension().is_some_and(|ending| ending == "conllu") {
        return treebank::run(args);
    }
    let text = match evaluate::read_records(&args.gold).map_err(explain)? {
        Some(records) => {
            let (graph, traced) = read(args, &[args.gold.display().to_string()], talk)?;
            let scores = evaluate::score_events(&graph, &records, traced.as_deref()).map_err(explain)?;
            if args.json { json(&scores)? } else { figures::of_events(&scores, talk == Talk::Verbose) }
        }
        None => {
            let gold = evaluate::read_gold(&args.gold).map_err(explain)?;
            let paths: Vec<String> = gold.iter().map(|article| article.path.display().to_string()).collect();
            let (graph, traced) = read(args, &paths, talk)?;
            let scores = evaluate::score(&graph, &gold, traced.as_deref()).map_err(explain)?;
            if args.json { json(&scores)? } else { figures::of_articles(&scores, talk == Talk::Verbose) }
        }
    };
    Output::Standard.write(|out| out.write_all(text.as_bytes()))?;
    Ok(End::Found)
}

/// The graph to score as `graph.json` has it, and where it is built now, how each document was read.
fn read(args: &Eval, paths: &[String], talk: Talk) -> Result<(Value, Option<Vec<Traced>>), Failure> {
    if let Some(path) = &args.graph {
        return Ok((as_json(&graph_file::read(path)?)?, None));
    }
    let resources = resources(args)?;
    let languages = Known::new(&args.languages)?;
    let mut options = resources.options(args.threads);
    (options.languages, options.language) = (languages.all(), languages.asked.clone());
    options.names_only = args.without.contains(&EvalPart::Coreference);
    let (graph, report) = build::build(paths, &options, talk)?;
    build::complain(&report);
    Ok((as_json(&graph)?, Some(pipeline::trace(paths, &options))))
}

/// What the flags add to the built-in resources, and what they leave out.
pub fn resources(args: &Eval) -> Result<build::Loaded, Failure> {
    let resources = build::Loaded::new(&args.resources)?;
    Ok(if args.without.contains(&EvalPart::Nouns) { resources.without(Pos::Noun) } else { resources })
}

fn explain(error: GoldError) -> Failure {
    let hint = match &error {
        GoldError::Read { .. } | GoldError::Empty(_) => {
            "a labelled article is <name>.txt, its text, beside <name>.json, its claims"
        }
        GoldError::Labels { .. } => "labels are {\"claims\": [{\"quote\", \"source\", \"target\", \"kind\", …}]}",
        GoldError::Record { .. } => "a record is {\"id\", \"text\", \"events\": [{\"event\", \"source\", \"target\"}]}",
        _ => "score a graph of demarche build",
    };
    Failure::new(error.to_string()).hint(hint)
}

fn as_json(graph: &StateGraph) -> Result<Value, Failure> {
    let mut bytes = Vec::new();
    let written = export::json::Json.write(graph, &export::Options::default(), &mut bytes);
    written.map_err(|error| Failure::new(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| Failure::new(format!("the graph is not valid JSON: {error}")))
}

fn json(scores: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(scores).map_err(|error| Failure::new(error.to_string()))?;
    Ok(text + "\n")
}
