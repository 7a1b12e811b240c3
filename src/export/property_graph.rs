//! A graph as a graph database holds it: what the formats for Neo4j share.
//!
//! Nodes are actors, claims and documents. A claim has relationships to its source, its target, its speakers, its document
//! and the claim that it denies; beside them runs one relationship from actor to actor for each claim, or for all claims of
//! a kind where they are folded, so that paths are short to ask for. Its type is the claim's kind.

use super::network::{Column, EDGE_COLUMNS, EdgeCell, Network, Type, Value};
use super::{Options, Parallel};
use crate::graph::{CitedClaim, StateGraph};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What neither format for Neo4j has.
pub const LOSSES: &[&str] = &[
    "affiliations and attributions, unless asked for",
    "the documents of an affiliation, and how often a document mentions an actor",
    "paragraphs around the evidence, and marks in it",
    "letters of a kind that are no letters, digits or _ in the type of its relationships; `kind` has them",
];

/// The rows of a database.
pub struct PropertyGraph<'g> {
    /// Actors, and the relationships between them.
    pub network: Network<'g>,
    /// All claims, each for itself.
    pub claims: Network<'g>,
    /// The type of the relationships of each kind; no two kinds have the same.
    pub types: BTreeMap<&'g str, String>,
}

impl<'g> PropertyGraph<'g> {
    /// The rows of a graph.
    pub fn of(graph: &'g StateGraph, options: &Options) -> PropertyGraph<'g> {
        let network = Network::of(graph, options, Parallel::Each);
        let each = Options { parallel: Some(Parallel::Each), affiliations: false, attributions: false, ..*options };
        let claims = Network::of(graph, &each, Parallel::Each);
        let types = types(network.edges.iter().map(|row| row.kind()).collect());
        PropertyGraph { network, claims, types }
    }
    /// All claims with their rows, those with both ends first.
    pub fn claims(&self) -> impl Iterator<Item = &super::network::EdgeRow<'g>> {
        self.claims.edges.iter().chain(&self.claims.statements)
    }
    /// Who takes part in claims: claim, actor, rank among speakers from 1, `SOURCE`, `TARGET` or `SAID_BY`.
    pub fn roles(&self) -> impl Iterator<Item = (&'g str, &'g str, Option<usize>, &'static str)> {
        self.claims().filter_map(|row| row.claims().first().copied()).flat_map(|claim: &'g CitedClaim| {
            let key = claim.key.0.as_str();
            let source = claim.source.iter().map(move |id| (key, id.as_str(), None, SOURCE));
            let target = claim.target.iter().map(move |id| (key, id.as_str(), None, TARGET));
            let speakers = claim.speakers.iter().enumerate();
            let speakers = speakers.map(move |(at, id)| (key, id.as_str(), Some(at + 1), SAID_BY));
            source.chain(target).chain(speakers)
        })
    }
    /// Claims with the documents that print them.
    pub fn places(&self) -> impl Iterator<Item = (&'g str, &'g str)> {
        let claims = self.claims().filter_map(|row| row.claims().first().copied());
        claims.map(|claim| (claim.key.0.as_str(), claim.document.0.as_str()))
    }
    /// Claims with the claims that they deny, where the graph has them.
    pub fn denials(&self) -> impl Iterator<Item = (&'g str, &'g str)> {
        let graph = self.claims.graph;
        let claims = self.claims().filter_map(|row| row.claims().first().copied());
        let pairs = claims.filter_map(|claim| Some((claim.key.0.as_str(), claim.denies.as_ref()?.0.as_str())));
        pairs.filter(|(_, denied)| graph.claim(denied).is_ok_and(|claim| claim.key.0 == *denied))
    }
}

/// From a claim to who acts.
pub const SOURCE: &str = "SOURCE";
/// From a claim to who is acted on.
pub const TARGET: &str = "TARGET";
/// From a claim to who is reported as saying so.
pub const SAID_BY: &str = "SAID_BY";
/// From a claim to its document.
pub const PRINTED_IN: &str = "PRINTED_IN";
/// From a claim to the one that it denies.
pub const DENIES: &str = "DENIES";

/// The columns that claims have as nodes.
pub fn claim_columns() -> impl Iterator<Item = &'static Column<EdgeCell>> {
    EDGE_COLUMNS.iter().filter(|column| !matches!(column.name, "weight" | "relation" | "role" | "claims"))
}

/// The columns of relationships between actors: the evidence is with the claim, what is known of a document with that.
pub fn relation_columns() -> impl Iterator<Item = &'static Column<EdgeCell>> {
    const ELSEWHERE: [&str; 15] = [
        "document_name",
        "title",
        "published",
        "language",
        "url",
        "quote",
        "context",
        "source_text",
        "target_text",
        "sentence",
        "start",
        "end",
        "cue_start",
        "cue_end",
        "speaker_ids",
    ];
    EDGE_COLUMNS.iter().filter(|column| !ELSEWHERE.contains(&column.name))
}

/// The properties of documents.
pub const DOCUMENT_COLUMNS: [(&str, Type); 7] = [
    ("name", Type::Text),
    ("path", Type::Text),
    ("url", Type::Text),
    ("title", Type::Text),
    ("publisher", Type::Text),
    ("published", Type::Date),
    ("language", Type::Text),
];

/// The cells of [`DOCUMENT_COLUMNS`].
pub fn document_cells(document: &crate::graph::DocumentRecord) -> [Option<Value<'_>>; 7] {
    let meta = &document.meta;
    let text = |text: &'_ Option<String>| text.clone().map(|text| Value::Text(Cow::Owned(text)));
    [
        Some(Value::Text(Cow::Borrowed(&meta.name))),
        text(&meta.path),
        text(&meta.url),
        text(&meta.title),
        text(&meta.publisher),
        meta.published.map(Value::Date),
        meta.language.as_ref().map(|language| Value::Text(Cow::Borrowed(language.code()))),
    ]
}

/// A type for each kind: upper case, `_` for what is no letter or digit, a number where two kinds would have the same.
/// Kinds of small letters, digits and `_` come first, so that theirs never has one.
fn types(kinds: BTreeSet<&str>) -> BTreeMap<&str, String> {
    let is_plain = |kind: &&str| kind.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let (plain, others): (Vec<&str>, Vec<&str>) = kinds.into_iter().partition(is_plain);
    let mut taken = BTreeSet::new();
    let mut types = BTreeMap::new();
    for kind in plain.into_iter().chain(others) {
        let is_kept = |c: char| c.is_alphanumeric() || c == '_';
        let upper: String =
            kind.chars().map(|c| if is_kept(c) { c } else { '_' }).flat_map(char::to_uppercase).collect();
        let upper = if upper.is_empty() { "CLAIM".to_owned() } else { upper };
        let free = |number: usize| if number == 1 { upper.clone() } else { format!("{upper}_{number}") };
        let name = (1..).map(free).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        types.insert(kind, name);
    }
    types
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_type_of_its_own() {
        let kinds = ["support", "KIND", "kind", "kind!", "kind?", "kind_2", "класс", "`) //", ""];
        let types = types(kinds.into());
        assert_eq!(types["support"], "SUPPORT");
        assert_eq!(types["kind"], "KIND");
        assert_eq!(types["KIND"], "KIND_3");
        assert_eq!(types["kind_2"], "KIND_2");
        assert_eq!(types["класс"], "КЛАСС");
        assert_eq!(types.values().collect::<BTreeSet<_>>().len(), kinds.len());
        assert!(types.values().all(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')));
    }
}
