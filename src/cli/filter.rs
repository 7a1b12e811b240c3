//! What was typed, made a filter of the graph: names resolved, kinds checked.

use super::args::{Factuality, Filters, Polarity, Selection};
use super::view::View;
use super::{Failure, Talk};
use demarche::claims::Frames;
use demarche::graph::{Filter, StateGraph};
use demarche::model::{self, Lang};

/// The filter of the shared flags, and of those for the ends.
pub fn selection(view: &View, args: &Selection, talk: Talk) -> Result<Filter, Failure> {
    Ok(Filter {
        sources: view.actors(&args.source, talk)?,
        targets: view.actors(&args.target, talk)?,
        actors: view.actors(&args.actor, talk)?,
        ..filter(view, &args.filters, talk)?
    })
}

/// The filter of the shared flags.
pub fn filter(view: &View, args: &Filters, talk: Talk) -> Result<Filter, Failure> {
    check_kinds(view.graph(), &args.kinds)?;
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
        speakers: view.actors(&args.speakers, talk)?,
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
