//! Which claims count.

use crate::graph::{CitedClaim, StateGraph, fold};
use crate::model::{ActorId, Date, Factuality, Lang, Polarity};
use compact_str::CompactString;

/// Conditions on claims; a claim must meet all. An empty list or `None` is no condition; of a list, one is enough.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Kinds: `support`. Case does not matter.
    pub kinds: Vec<CompactString>,
    /// PLOVER roots: `CONSULT`. Case does not matter.
    pub events: Vec<CompactString>,
    /// Who acts.
    pub sources: Vec<ActorId>,
    /// Who is acted on.
    pub targets: Vec<ActorId>,
    /// Who acts or is acted on.
    pub actors: Vec<ActorId>,
    /// Does it happen?
    pub polarity: Option<Polarity>,
    /// How surely?
    pub factuality: Vec<Factuality>,
    /// Who is reported as saying so, nearest or through whom.
    pub speakers: Vec<ActorId>,
    /// Part of the name of the outlet that prints the document; case and accents do not matter.
    pub publisher: Option<String>,
    /// Language of the document.
    pub language: Option<Lang>,
    /// First day. A claim without a date is left out.
    pub since: Option<Date>,
    /// Last day. A claim without a date is left out.
    pub until: Option<Date>,
    /// Least confidence, in [0, 1].
    pub min_confidence: f64,
    /// A document's name, path, or the start of its id.
    pub document: Option<String>,
    /// Words that the sentence must hold; case and accents do not matter.
    pub text: Option<String>,
}

/// A condition: its name, as the command line calls it, and whether a claim meets it.
type Condition = (&'static str, fn(&Filter, &StateGraph, &CitedClaim) -> bool);

/// All conditions, in the order in which they are named to the user.
const CONDITIONS: [Condition; 15] = [
    ("kind", |filter, _, claim| any_word(&filter.kinds, &claim.kind)),
    ("event", |filter, _, claim| any_word(&filter.events, &claim.event)),
    ("source", |filter, _, claim| any(&filter.sources, claim.source.iter())),
    ("target", |filter, _, claim| any(&filter.targets, claim.target.iter())),
    ("actor", |filter, _, claim| any(&filter.actors, claim.source.iter().chain(&claim.target))),
    ("polarity", |filter, _, claim| filter.polarity.is_none_or(|polarity| polarity == claim.polarity)),
    ("factuality", |filter, _, claim| any(&filter.factuality, [&claim.factuality].into_iter())),
    ("speaker", |filter, _, claim| any(&filter.speakers, claim.speakers.iter())),
    ("publisher", |filter, graph, claim| {
        filter
            .publisher
            .as_deref()
            .is_none_or(|name| fold(graph.outlet(claim).unwrap_or_default()).contains(&fold(name)))
    }),
    ("language", |filter, graph, claim| {
        let language = graph.document(&claim.document).and_then(|document| document.meta.language.as_ref());
        filter.language.as_ref().is_none_or(|wanted| language == Some(wanted))
    }),
    ("since", |filter, _, claim| filter.since.is_none_or(|day| claim.date.is_some_and(|date| date >= day))),
    ("until", |filter, _, claim| filter.until.is_none_or(|day| claim.date.is_some_and(|date| date <= day))),
    ("min-confidence", |filter, _, claim| claim.confidence >= filter.min_confidence),
    ("document", |filter, graph, claim| {
        filter.document.as_deref().is_none_or(|wanted| is_document(graph, claim, wanted))
    }),
    ("text", |filter, _, claim| filter.text.as_deref().is_none_or(|text| fold(&claim.context).contains(&fold(text)))),
];

impl Filter {
    /// Whether a claim of `graph` meets every condition.
    pub fn accepts(&self, graph: &StateGraph, claim: &CitedClaim) -> bool {
        CONDITIONS.iter().all(|(_, is_met)| is_met(self, graph, claim))
    }
    /// The names of the conditions that a claim does not meet, as the command line calls them.
    pub fn refusals(&self, graph: &StateGraph, claim: &CitedClaim) -> Vec<&'static str> {
        let refused = CONDITIONS.iter().filter(|(_, is_met)| !is_met(self, graph, claim));
        refused.map(|(name, _)| *name).collect()
    }
}

fn any<'v, T: PartialEq + 'v>(wanted: &[T], mut values: impl Iterator<Item = &'v T>) -> bool {
    wanted.is_empty() || values.any(|value| wanted.contains(value))
}

fn any_word(wanted: &[CompactString], value: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|word| word.eq_ignore_ascii_case(value))
}

fn is_document(graph: &StateGraph, claim: &CitedClaim, wanted: &str) -> bool {
    let meta = graph.document(&claim.document).map(|document| &document.meta);
    let is_named = meta.is_some_and(|meta| meta.name == wanted || meta.path.as_deref() == Some(wanted));
    is_named || (!wanted.is_empty() && claim.document.0.starts_with(wanted))
}
