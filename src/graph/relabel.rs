//! One graph from another by saying whom each actor stands for, place by place.

use super::{AffiliationEdge, DocumentRecord, Node, Parts, StateGraph};
use crate::model::{ActorId, Affiliation, Date, DocId};
use std::collections::{BTreeMap, BTreeSet};

/// Where an actor stands: in which document, and of which day what is said there is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct At<'a> {
    pub document: Option<&'a DocId>,
    pub day: Option<Date>,
}

/// Whom actors stand for.
pub(super) trait Relabel {
    /// Whom the actor stands for at this place; itself where nothing else is known.
    fn actor(&self, id: &ActorId, at: At) -> ActorId;
    /// The node of an actor that the graph did not hold.
    fn node(&self, id: &ActorId) -> Option<Node>;
    /// Whether the new actor is the old one under another id: it keeps its names and affiliations. Else it stands in for
    /// it, and the affiliations of actors that are gone are dropped.
    fn is_same(&self) -> bool;
}

impl StateGraph {
    /// The graph with every actor as `to` says. Claims keep their keys and words.
    pub(super) fn relabelled(&self, to: &dyn Relabel) -> StateGraph {
        let mut parts = Parts::default();
        // Which new actors the old ones became, for their names.
        let mut became = BTreeMap::<ActorId, BTreeSet<ActorId>>::new();
        let mut relabel = |id: &ActorId, at: At| {
            let new = to.actor(id, at);
            became.entry(id.clone()).or_default().insert(new.clone());
            new
        };
        for document in self.documents() {
            let at = At { document: Some(&document.meta.id), day: document.meta.published };
            let mut actors = BTreeMap::<ActorId, u64>::new();
            for (id, count) in &document.actors {
                *actors.entry(relabel(id, at)).or_default() += count;
            }
            parts.documents.push(DocumentRecord { actors, ..document.clone() });
        }
        for claim in self.all_claims() {
            let mut claim = claim.clone();
            let document = claim.document.clone();
            let at = At { document: Some(&document), day: claim.date };
            for end in [&mut claim.source, &mut claim.target] {
                *end = end.as_ref().map(|id| relabel(id, at));
            }
            for speaker in &mut claim.speakers {
                *speaker = relabel(speaker, at);
            }
            claim.speakers.dedup();
            parts.claims.push(claim);
        }
        parts.affiliations = self.relabelled_affiliations(to, &mut became);
        parts.nodes = self.relabelled_nodes(to, &became);
        // What is made of a graph's own parts contradicts nothing.
        StateGraph::of_parts(parts).unwrap_or_default()
    }

    fn relabelled_affiliations(
        &self,
        to: &dyn Relabel,
        became: &mut BTreeMap<ActorId, BTreeSet<ActorId>>,
    ) -> Vec<AffiliationEdge> {
        let present: BTreeSet<ActorId> = became.values().flatten().cloned().collect();
        let mut found = BTreeMap::new();
        for edge in self.affiliations() {
            if !to.is_same() {
                if present.contains(&edge.source) && present.contains(&edge.target) {
                    found.insert(edge.key.clone(), edge.clone());
                }
                continue;
            }
            // An affiliation that several documents state may be several ones now.
            let documents: Vec<Option<DocId>> = match edge.documents.len() {
                0 => vec![None],
                _ => edge.documents.iter().cloned().map(Some).collect(),
            };
            for document in documents {
                let at = At { document: document.as_ref(), day: None };
                let (source, target) = (to.actor(&edge.source, at), to.actor(&edge.target, at));
                if source == target {
                    continue;
                }
                for (old, new) in [(&edge.source, &source), (&edge.target, &target)] {
                    became.entry(old.clone()).or_default().insert(new.clone());
                }
                let (role, since, until) = (edge.role.clone(), edge.since, edge.until);
                let relation = edge.relation;
                let new = AffiliationEdge::of(Affiliation { source, target, relation, role, since, until, document });
                let held = found.entry(new.key.clone()).or_insert_with(|| new.clone());
                held.documents.extend(new.documents);
            }
        }
        found.into_values().collect()
    }

    /// The nodes of the new graph: those that stay, and those that others became.
    fn relabelled_nodes(&self, to: &dyn Relabel, became: &BTreeMap<ActorId, BTreeSet<ActorId>>) -> Vec<Node> {
        let mut nodes = StateGraph::default();
        for (old, new) in became {
            for id in new {
                let known = self.actor(id).cloned().or_else(|| to.node(id));
                let mut renamed = self.actor(old).map(|node| Node { id: id.clone(), ..node.clone() });
                if let (Some(known), Some(node)) = (&known, &mut renamed) {
                    // The name to show is that of whom it turned out to be.
                    node.aliases.insert(std::mem::replace(&mut node.name, known.name.clone()));
                }
                let renamed = renamed.filter(|_| to.is_same() || known.is_none());
                for node in known.into_iter().chain(renamed) {
                    nodes.join_node(node);
                }
            }
        }
        nodes.places.values().map(|place| nodes.links[*place].clone()).collect()
    }
}
