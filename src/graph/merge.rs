//! Joining graphs. Every part is a join of a semilattice (union, greatest, smallest), so that the whole is
//! associative, commutative and idempotent: any order and any split give the same bytes.

use super::{AffiliationEdge, CitedClaim, DocumentRecord, Held, Link, Node, StateGraph};
use crate::entities::knowledge::Knowledge;
use crate::model::{Actor, ActorId, DocumentMeta};
use petgraph::stable_graph::NodeIndex;
use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::sync::OnceLock;

impl StateGraph {
    /// Joins two graphs. Associative and commutative; merging a graph with itself changes nothing. A document that
    /// both hold counts once. Time O(smaller × log larger).
    pub fn merge(self, other: StateGraph) -> StateGraph {
        let (mut larger, smaller) = if self.size() >= other.size() { (self, other) } else { (other, self) };
        larger.absorb(smaller);
        larger
    }

    fn size(&self) -> usize {
        self.documents.len() + self.claims.len() + self.places.len()
    }

    fn absorb(&mut self, other: StateGraph) {
        let StateGraph { mut links, places, documents, claims, affiliations, derived: _ } = other;
        for place in places.into_values() {
            if let Some(node) = links.remove_node(place) {
                self.join_node(Node { mentions: 0, ..node });
            }
        }
        for document in documents.into_values() {
            self.join_document(document);
        }
        for affiliation in affiliations.into_values() {
            self.join_affiliation(affiliation);
        }
        for held in claims.into_values() {
            self.join_claim(held.claim);
        }
    }

    /// Joins what is known of an actor. Its count of mentions is left to [`StateGraph::join_document`].
    pub(super) fn join_node(&mut self, node: Node) {
        self.derived = OnceLock::new();
        match self.places.entry(node.id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(self.links.add_node(node));
            }
            Entry::Occupied(entry) => join_actor(&mut self.links[*entry.get()], node),
        }
    }

    /// Joins a document, whose actors must be in the graph.
    pub(super) fn join_document(&mut self, document: DocumentRecord) {
        self.derived = OnceLock::new();
        let id = document.meta.id.clone();
        let held = self.documents.entry(id).or_insert_with(|| DocumentRecord {
            meta: document.meta.clone(),
            actors: Default::default(),
            passages: Vec::new(),
        });
        if rank(&document.meta) < rank(&held.meta) {
            held.meta = document.meta;
        }
        if held.passages != document.passages {
            held.passages.extend(document.passages);
            held.passages.sort_unstable();
            held.passages.dedup();
        }
        for (actor, count) in document.actors {
            let before = held.actors.entry(actor.clone()).or_default();
            if count > *before {
                if let Some(place) = self.places.get(&actor) {
                    self.links[*place].mentions += count - *before;
                }
                *before = count;
            }
        }
    }

    /// Joins an affiliation, whose ends must be in the graph.
    pub(super) fn join_affiliation(&mut self, affiliation: AffiliationEdge) {
        self.derived = OnceLock::new();
        match self.affiliations.get_mut(&affiliation.key) {
            Some(held) => held.documents.extend(affiliation.documents),
            None => {
                if let Some((source, target)) = self.ends(&affiliation.source, &affiliation.target) {
                    self.links.add_edge(source, target, Link::Affiliation(affiliation.key.clone()));
                }
                self.affiliations.insert(affiliation.key.clone(), affiliation);
            }
        }
    }

    /// Joins a claim, whose actors must be in the graph. Where two versions of the program read one claim in two
    /// ways, the reading that is smaller as text stays.
    pub(super) fn join_claim(&mut self, claim: CitedClaim) {
        self.derived = OnceLock::new();
        if let Some(held) = self.claims.get(&claim.key) {
            if held.claim == claim || as_text(&held.claim) <= as_text(&claim) {
                return;
            }
            if let Some(edge) = held.edge {
                self.links.remove_edge(edge);
            }
        }
        let key = claim.key.clone();
        let ends = claim.ends().and_then(|(source, target)| self.ends(source, target));
        let edge = ends.map(|(source, target)| self.links.add_edge(source, target, Link::Claim(key.clone())));
        self.claims.insert(key, Held { claim, edge });
    }

    fn ends(&self, source: &ActorId, target: &ActorId) -> Option<(NodeIndex, NodeIndex)> {
        self.places.get(source).copied().zip(self.places.get(target).copied())
    }
}

/// The order of two descriptions of one document; the smallest stays.
fn rank(meta: &DocumentMeta) -> impl Ord + '_ {
    let DocumentMeta { id: _, name, path, url, title, publisher, published, language } = meta;
    (name, path, url, title, publisher, published, language.as_ref().map(|language| language.code()))
}

/// A claim as one line of text, to order two readings.
fn as_text(claim: &CitedClaim) -> String {
    serde_json::to_string(claim).unwrap_or_default()
}

/// Joins two descriptions of one actor: the knowledge base's name, kind and state win, else the longest name, then the
/// smallest; names that lose stay as aliases.
pub(super) fn join_actor(held: &mut Node, other: Node) {
    if held.name == other.name && held.kind == other.kind && held.state == other.state {
        held.aliases.extend(other.aliases);
        held.aliases.remove(&held.name);
        return;
    }
    let known = Knowledge::builtin().actor(&held.id);
    let by_name = |name: &str| {
        let is_known = known.is_some_and(|actor| actor.name == name);
        (is_known, name != held.id.as_str(), name.chars().count(), Reverse(name.to_owned()))
    };
    let loser = if by_name(&other.name) > by_name(&held.name) {
        std::mem::replace(&mut held.name, other.name)
    } else {
        other.name
    };
    held.kind = prefer(known, |actor| actor.kind, held.kind, other.kind);
    held.state = match (held.state.take(), other.state) {
        (Some(ours), Some(theirs)) => Some(prefer_state(known, ours, theirs)),
        (ours, theirs) => ours.or(theirs),
    };
    held.aliases.extend(other.aliases);
    if loser != held.id.as_str() {
        held.aliases.insert(loser);
    }
    held.aliases.remove(&held.name);
}

/// The knowledge base's value if it is one of the two, else the smaller.
fn prefer<T: Ord>(known: Option<&Actor>, of: impl Fn(&Actor) -> T, ours: T, theirs: T) -> T {
    match known.map(of) {
        Some(value) if value == ours || value == theirs => value,
        _ => ours.min(theirs),
    }
}

fn prefer_state(
    known: Option<&Actor>,
    ours: crate::model::StateCode,
    theirs: crate::model::StateCode,
) -> crate::model::StateCode {
    match known.and_then(|actor| actor.state.clone()) {
        Some(state) if state == ours || state == theirs => state,
        _ => ours.min(theirs),
    }
}
