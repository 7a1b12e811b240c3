//! What was typed, made a filter of the graph: names resolved, kinds checked.

use super::args::{Factuality, Filters, Polarity};
use super::graph_file::eprintln_safely;
use super::{Failure, Talk};
use demarche::claims::Frames;
use demarche::graph::{Filter, StateGraph};
use demarche::model::{self, ActorId, Lang};

/// The actor of a typed name. Where others match as well, says so on standard error.
pub fn actor(graph: &StateGraph, typed: &str, talk: Talk) -> Result<ActorId, Failure> {
    let found = graph.resolve(typed).map_err(|unknown| {
        let failure = Failure::new(format!("no actor of the graph is called {}", unknown.typed));
        match unknown.suggestions.as_slice() {
            [] => failure.hint("demarche claims GRAPH lists claims with the actors' names"),
            names => failure.hint(format!("did you mean {}?", names.join(", "))),
        }
    })?;
    if talk > Talk::Quiet && !found.others.is_empty() {
        let describe = |id: &ActorId| format!("{} ({id})", graph.name(id));
        let others: Vec<String> = found.others.iter().take(5).map(describe).collect();
        eprintln_safely(&format!("note: {typed} is read as {}, not {}", describe(&found.id), others.join(", ")));
    }
    Ok(found.id)
}

/// The actors of typed names.
pub fn actors<'t>(
    graph: &StateGraph,
    typed: impl IntoIterator<Item = &'t String>,
    talk: Talk,
) -> Result<Vec<ActorId>, Failure> {
    typed.into_iter().map(|name| actor(graph, name, talk)).collect()
}

/// The filter of the shared flags.
pub fn filter(graph: &StateGraph, args: &Filters, talk: Talk) -> Result<Filter, Failure> {
    check_kinds(graph, &args.kinds)?;
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err(Failure::new(format!("--since {since} is later than --until {until}")).hint("exchange the two"));
    }
    Ok(Filter {
        kinds: args.kinds.iter().map(|kind| kind.as_str().into()).collect(),
        events: args.events.iter().map(|event| event.as_str().into()).collect(),
        polarity: args.polarity.map(|polarity| match polarity {
            Polarity::Affirmed => model::Polarity::Affirmed,
            Polarity::Negated => model::Polarity::Negated,
        }),
        factuality: args.factualities.iter().map(|factuality| (*factuality).into()).collect(),
        speakers: actors(graph, &args.speakers, talk)?,
        publisher: args.publisher.clone(),
        language: args.language.as_deref().map(Lang::new),
        since: args.since,
        until: args.until,
        min_confidence: args.min_confidence,
        document: args.document.clone(),
        text: args.text.clone(),
        ..Filter::default()
    })
}

impl From<Factuality> for model::Factuality {
    fn from(typed: Factuality) -> Self {
        match typed {
            Factuality::Actual => model::Factuality::Actual,
            Factuality::Future => model::Factuality::Future,
            Factuality::Possible => model::Factuality::Possible,
        }
    }
}

/// A kind must be one that the program knows or that the graph holds.
fn check_kinds(graph: &StateGraph, typed: &[String]) -> Result<(), Failure> {
    let held = graph.claims_by_kind();
    let own = Frames::builtin().kinds().iter().map(|kind| kind.name.as_str());
    let known: std::collections::BTreeSet<&str> = own.chain(held.keys().copied()).collect();
    for kind in typed {
        if !known.iter().any(|name| name.eq_ignore_ascii_case(kind)) {
            let failure = Failure::new(format!("no kind of claim is called {kind}"));
            return Err(failure.hint(format!("there are: {}", Vec::from_iter(known).join(", "))));
        }
    }
    Ok(())
}
