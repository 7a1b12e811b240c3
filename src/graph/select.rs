//! A part of a graph: the claims that count, those around an actor, the strongest actors.

use super::{CitedClaim, DocumentRecord, Filter, Parts, Passage, StateGraph};
use crate::model::{ActorId, DocId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl StateGraph {
    /// The graph of the claims that a filter accepts: with their documents, the actors that they name and the
    /// affiliations between those. Time O(claims × log).
    pub fn selected(&self, filter: &Filter) -> StateGraph {
        self.part(|claim| filter.accepts(self, claim))
    }

    /// The graph of the actors that are at most `hops` claims away from one of `centres`, whichever way the claims
    /// point, and of all claims among them. A claim that lacks an end counts with the end that it has.
    pub fn around(&self, centres: &[ActorId], hops: usize) -> StateGraph {
        let mut neighbours = BTreeMap::<&ActorId, BTreeSet<&ActorId>>::new();
        for (source, target) in self.all_claims().filter_map(CitedClaim::ends) {
            neighbours.entry(source).or_default().insert(target);
            neighbours.entry(target).or_default().insert(source);
        }
        let mut near: BTreeSet<&ActorId> = centres.iter().collect();
        let mut edge = near.clone();
        for _ in 0..hops {
            let next = edge.iter().filter_map(|id| neighbours.get(id)).flatten().copied();
            edge = next.filter(|id| !near.contains(id)).collect();
            near.extend(&edge);
            if edge.is_empty() {
                break;
            }
        }
        self.part(|claim| is_among(claim, &near))
    }

    /// The graph of the `count` actors with most claims, the smaller id first where equal, and the claims among them.
    pub fn strongest(&self, count: usize) -> StateGraph {
        let ranked = self.by_strength();
        let kept: BTreeSet<&ActorId> = ranked.into_iter().take(count).map(|(id, _)| id).collect();
        self.part(|claim| is_among(claim, &kept))
    }

    /// The actors at an end of a claim with the number of those claims, most first, then by id.
    pub fn by_strength(&self) -> Vec<(&ActorId, usize)> {
        let mut counts = BTreeMap::<&ActorId, usize>::new();
        for (source, target) in self.all_claims().filter_map(CitedClaim::ends) {
            *counts.entry(source).or_default() += 1;
            if target != source {
                *counts.entry(target).or_default() += 1;
            }
        }
        let mut ranked: Vec<_> = counts.into_iter().collect();
        ranked.sort_by_key(|(id, count)| (Reverse(*count), *id));
        ranked
    }

    /// The graph of the claims that `is_kept` takes, with what belongs to them, as [`StateGraph::selected`] has it.
    pub fn part(&self, is_kept: impl Fn(&CitedClaim) -> bool) -> StateGraph {
        let claims: Vec<CitedClaim> = self.all_claims().filter(|claim| is_kept(claim)).cloned().collect();
        let named: BTreeSet<ActorId> = claims.iter().flat_map(|claim| claim.actors().cloned()).collect();
        let mut by_document = BTreeMap::<&DocId, Vec<&CitedClaim>>::new();
        for claim in &claims {
            by_document.entry(&claim.document).or_default().push(claim);
        }
        let documents = self.documents().filter(|document| by_document.contains_key(&document.meta.id));
        let documents = documents.map(|document| {
            let actors = document.actors.iter().filter(|(id, _)| named.contains(*id));
            let own = by_document.get(&document.meta.id).map(Vec::as_slice).unwrap_or_default();
            let cited = |passage: &&Passage| own.iter().any(|claim| passage.holds(claim));
            DocumentRecord {
                meta: document.meta.clone(),
                actors: actors.map(|(id, count)| (id.clone(), *count)).collect(),
                passages: document.passages.iter().filter(cited).cloned().collect(),
            }
        });
        let affiliations = self.affiliations();
        let affiliations = affiliations.filter(|edge| named.contains(&edge.source) && named.contains(&edge.target));
        // One that only documents state is gone with them.
        let affiliations = affiliations.filter_map(|edge| {
            let documents: BTreeSet<DocId> =
                edge.documents.iter().filter(|id| by_document.contains_key(id)).cloned().collect();
            let is_stated = edge.documents.is_empty() || !documents.is_empty();
            is_stated.then(|| super::AffiliationEdge { documents, ..edge.clone() })
        });
        let nodes = named.iter().filter_map(|id| self.actor(id).cloned()).collect();
        let (documents, affiliations) = (documents.collect(), affiliations.collect());
        let parts = Parts { nodes, documents, affiliations, claims };
        // What is made of a graph's own parts contradicts nothing.
        StateGraph::of_parts(parts).unwrap_or_default()
    }
}

/// Whether a claim has an end, and all that it has are in `actors`.
fn is_among(claim: &CitedClaim, actors: &BTreeSet<&ActorId>) -> bool {
    let mut ends = claim.source.iter().chain(&claim.target).peekable();
    ends.peek().is_some() && ends.all(|id| actors.contains(id))
}
