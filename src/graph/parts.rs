//! A graph from what a file holds.

use super::attribution::appearing;
use super::build::round;
use super::{AffiliationEdge, CitedClaim, DocumentRecord, Node, StateGraph};
use crate::model::ActorId;
use std::collections::BTreeSet;

/// What a graph is made of, without what can be drawn from it. Any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// Actors. Their counts of mentions are drawn from the documents; those that nothing names are passed over.
    pub nodes: Vec<Node>,
    /// Documents.
    pub documents: Vec<DocumentRecord>,
    /// Claims, with both ends or without.
    pub claims: Vec<CitedClaim>,
    /// Affiliations.
    pub affiliations: Vec<AffiliationEdge>,
}

/// A part that contradicts another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Contradiction {
    /// Which: `edge c-…`, `document …`, `node …`.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl StateGraph {
    /// The graph of its parts.
    ///
    /// # Errors
    /// Where an id or key stands twice, or a part names an actor or a document that is not there.
    pub fn of_parts(parts: Parts) -> Result<StateGraph, Contradiction> {
        let mut graph = StateGraph::default();
        for mut node in parts.nodes {
            once(graph.places.contains_key(&node.id), || format!("node {}", node.id))?;
            node.aliases.remove(&node.name);
            graph.join_node(Node { mentions: 0, ..node });
        }
        for document in parts.documents {
            let place = || format!("document {}", document.meta.id);
            once(graph.documents.contains_key(&document.meta.id), place)?;
            graph.need_actors(document.actors.keys(), place)?;
            graph.join_document(document);
        }
        for edge in parts.affiliations {
            let place = || format!("edge {}", edge.key);
            once(graph.affiliations.contains_key(&edge.key), place)?;
            graph.need_actors([&edge.source, &edge.target], place)?;
            graph.join_affiliation(edge);
        }
        for mut claim in parts.claims {
            let place = || format!("claim {}", claim.key.0);
            once(graph.claims.contains_key(&claim.key), place)?;
            graph.need_actors(claim.actors(), place)?;
            if !graph.documents.contains_key(&claim.document) {
                return Err(Contradiction { place: place(), problem: format!("no document {}", claim.document) });
            }
            claim.confidence = round(claim.confidence);
            graph.join_claim(claim);
        }
        graph.drop_unnamed();
        Ok(graph)
    }

    fn need_actors<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a ActorId>,
        place: impl Fn() -> String,
    ) -> Result<(), Contradiction> {
        match ids.into_iter().find(|id| !self.places.contains_key(*id)) {
            Some(id) => Err(Contradiction { place: place(), problem: format!("no node {id}") }),
            None => Ok(()),
        }
    }

    /// Drops the actors that nothing names: outlets of publishers, which are drawn anew.
    fn drop_unnamed(&mut self) {
        let named: BTreeSet<ActorId> = appearing(self);
        let links = &mut self.links;
        self.places.retain(|id, place| named.contains(id) || links.remove_node(*place).is_none());
    }
}

fn once(is_there: bool, place: impl Fn() -> String) -> Result<(), Contradiction> {
    match is_there {
        true => Err(Contradiction { place: place(), problem: "stands twice".to_owned() }),
        false => Ok(()),
    }
}
