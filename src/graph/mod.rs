//! Claims in, a graph out that merges and answers questions.
//!
//! A graph is made of one document by [`StateGraph::of_document`] and of many by [`StateGraph::merge`]. What is
//! kept can be joined in any order; what follows from it (attributions, which actors still appear) is derived
//! on first use. Questions are in [`query`].

mod attribution;
mod build;
mod fold;
mod merge;
mod parts;
pub mod query;
mod record;
mod relabel;
mod rollup;
mod same;
mod select;

pub use fold::fold;
pub use parts::{Contradiction, Parts};
pub use query::{Filter, Found, Hop, NoPath, Path, PathQuery, Unknown, UnknownClaim};
pub use record::{
    AffiliationEdge, AttributionEdge, CitedClaim, CitedMark, DocumentRecord, Node, Passage, SYMMETRIC_EVENTS,
};
pub use rollup::Rollup;
pub use same::{Decision, Decisions};

use crate::model::{ActorId, ClaimKey, DocId};
use attribution::Derived;
use compact_str::CompactString;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Actors as nodes; claims, affiliations and attributions as edges. petgraph inside.
#[derive(Debug, Clone, Default)]
pub struct StateGraph {
    links: StableDiGraph<Node, Link>,
    places: BTreeMap<ActorId, NodeIndex>,
    documents: BTreeMap<DocId, DocumentRecord>,
    claims: BTreeMap<ClaimKey, Held>,
    affiliations: BTreeMap<CompactString, AffiliationEdge>,
    derived: OnceLock<Derived>,
}

/// The weight of an edge: where its data lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Claim(ClaimKey),
    Affiliation(CompactString),
}

/// A claim, and its edge where it has both ends.
#[derive(Debug, Clone)]
struct Held {
    claim: CitedClaim,
    edge: Option<EdgeIndex>,
}

impl StateGraph {
    /// All documents, by id.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentRecord> {
        self.documents.values()
    }
    /// The document of an id.
    pub fn document(&self, id: &DocId) -> Option<&DocumentRecord> {
        self.documents.get(id)
    }
    /// All actors, by id, with the outlets that print the documents.
    pub fn actors(&self) -> impl Iterator<Item = &Node> {
        let ids = self.derived().actors.iter();
        ids.filter_map(|id| self.actor(id))
    }
    /// The actor of an id.
    pub fn actor(&self, id: &ActorId) -> Option<&Node> {
        let derived = self.derived();
        if !derived.actors.contains(id) {
            return None;
        }
        derived.outlets.get(id).or_else(|| Some(&self.links[*self.places.get(id)?]))
    }
    /// The name to show for an actor; its id where the graph does not hold it.
    pub fn name<'g>(&'g self, id: &'g ActorId) -> &'g str {
        self.actor(id).map_or(id.as_str(), |node| &node.name)
    }
    /// All claims by key: those that are edges and those without one of the ends.
    pub fn all_claims(&self) -> impl Iterator<Item = &CitedClaim> {
        self.claims.values().map(|held| &held.claim)
    }
    /// All affiliations, by key.
    pub fn affiliations(&self) -> impl Iterator<Item = &AffiliationEdge> {
        self.affiliations.values()
    }
    /// All attributions, by key. Drawn from the claims on first use.
    pub fn attributions(&self) -> impl Iterator<Item = &AttributionEdge> {
        self.derived().attributions.values()
    }
    /// The name of the outlet that prints the document of a claim, where it is known.
    pub fn outlet(&self, claim: &CitedClaim) -> Option<&str> {
        self.document(&claim.document)?.meta.publisher.as_deref()
    }
    /// How many claims there are of each kind.
    pub fn claims_by_kind(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for claim in self.all_claims() {
            *counts.entry(claim.kind.as_str()).or_default() += 1;
        }
        counts
    }

    fn derived(&self) -> &Derived {
        self.derived.get_or_init(|| Derived::of(self))
    }
}
