//! A graph as it is asked about: as it is, or folded into states.

use super::args::{Folding, Identities};
use super::build::knowledge;
use super::graph_file::{self, eprintln_safely};
use super::parse::read_text;
use super::{Failure, Talk};
use demarche::entities::knowledge::Knowledge;
use demarche::graph::{Decisions, Rollup, StateGraph, Unknown};
use demarche::model::ActorId;
use std::path::Path;

/// A graph, and what it was before it was folded.
pub struct View {
    graph: StateGraph,
    rollup: Option<Rollup>,
}

impl View {
    /// Reads a graph and folds it as the flags say.
    pub fn read(path: &Path, args: &Folding) -> Result<View, Failure> {
        let graph = graph_file::read(path)?;
        let extended = knowledge(&args.actors)?;
        let known = extended.as_ref().unwrap_or_else(|| Knowledge::builtin());
        let rollup = args.rollup.map(|_| Rollup::of(&graph, known));
        Ok(View { graph, rollup })
    }

    /// The graph to ask.
    pub fn graph(&self) -> &StateGraph {
        self.rollup.as_ref().map_or(&self.graph, |rollup| &rollup.graph)
    }

    /// Whether the graph is folded into states.
    pub fn is_folded(&self) -> bool {
        self.rollup.is_some()
    }

    /// The actor of a typed name. One who was folded is whom it stands for in most of its claims.
    pub fn actor(&self, typed: &str, talk: Talk) -> Result<ActorId, Failure> {
        let Some(rollup) = &self.rollup else { return actor(&self.graph, typed, talk) };
        let before = self.graph.resolve(typed);
        match before.as_ref().ok().and_then(|found| rollup.stands_for(&found.id)) {
            Some(id) => {
                if talk > Talk::Quiet {
                    eprintln_safely(&format!("note: {typed} is read as {} ({id})", rollup.graph.name(id)));
                }
                Ok(id.clone())
            }
            None => actor(&rollup.graph, typed, talk),
        }
    }

    /// The actors of typed names.
    pub fn actors<'t>(&self, typed: impl IntoIterator<Item = &'t String>, talk: Talk) -> Result<Vec<ActorId>, Failure> {
        typed.into_iter().map(|name| self.actor(name, talk)).collect()
    }
}

/// The actor of a typed name. Where others match as well, says so on standard error.
fn actor(graph: &StateGraph, typed: &str, talk: Talk) -> Result<ActorId, Failure> {
    let found = graph.resolve(typed).map_err(nobody)?;
    if talk > Talk::Quiet && !found.others.is_empty() {
        let describe = |id: &ActorId| format!("{} ({id})", graph.name(id));
        let others: Vec<String> = found.others.iter().take(5).map(describe).collect();
        eprintln_safely(&format!("note: {typed} is read as {}, not {}", describe(&found.id), others.join(", ")));
    }
    Ok(found.id)
}

fn nobody(unknown: Unknown) -> Failure {
    let failure = Failure::new(format!("no actor of the graph is called {}", unknown.typed));
    match unknown.suggestions.as_slice() {
        [] => failure.hint("demarche claims GRAPH lists claims with the actors' names"),
        names => failure.hint(format!("did you mean {}?", names.join(", "))),
    }
}

/// What people have decided about who is who, read before the work begins.
pub struct Identified(Decisions);

impl Identified {
    /// Reads the table that the flag names.
    pub fn new(args: &Identities) -> Result<Identified, Failure> {
        let Some(path) = &args.same_as else { return Ok(Identified(Decisions::default())) };
        let path = path.display().to_string();
        let decisions = Decisions::read(&read_text(&path)?, &path)
            .map_err(|error| Failure::new(error.to_string()).hint("demarche actors same GRAPH writes such a table"))?;
        Ok(Identified(decisions))
    }

    /// The lines of the table.
    pub fn decisions(&self) -> &Decisions {
        &self.0
    }

    /// Carries the decisions out; names those that found nothing.
    pub fn apply(&self, graph: StateGraph, knowledge: &Knowledge, talk: Talk) -> StateGraph {
        if self.0.rows().is_empty() {
            return graph;
        }
        let (graph, idle) = graph.decided(&self.0, knowledge);
        if talk > Talk::Quiet && !idle.is_empty() {
            let lines: Vec<String> =
                idle.iter().take(5).map(|row| format!("{} (line {})", row.actor, row.line)).collect();
            let more = if idle.len() > lines.len() { ", …" } else { "" };
            eprintln_safely(&format!("note: decisions about actors who are not there: {}{more}", lines.join(", ")));
        }
        graph
    }
}
