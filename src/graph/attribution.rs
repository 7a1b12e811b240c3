//! Who reports whom. Never stored by document: drawn anew from the claims, so that merging cannot double it.

use super::record::hash_key;
use super::{AttributionEdge, CitedClaim, DocumentRecord, Node, StateGraph, fold};
use crate::entities::knowledge::Knowledge;
use crate::model::{Actor, ActorId, ActorKind, DocId};
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};

/// What follows from the documents, claims and affiliations.
#[derive(Debug, Clone, Default)]
pub(super) struct Derived {
    /// The actors that appear: mentioned, at an end of an edge or statement, or an outlet.
    pub actors: BTreeSet<ActorId>,
    /// Outlets that appear only as publishers.
    pub outlets: BTreeMap<ActorId, Node>,
    /// By key.
    pub attributions: BTreeMap<CompactString, AttributionEdge>,
}

impl Derived {
    /// Time O((documents + claims) × log).
    pub fn of(graph: &StateGraph) -> Derived {
        let mut derived = Derived { actors: appearing(graph), ..Derived::default() };
        let publishers = derived.find_outlets(graph);
        for held in graph.claims.values() {
            derived.attribute(&held.claim, publishers.get(&held.claim.document));
        }
        derived
    }

    /// The outlet of each document that names a publisher and holds a claim; those that are no actors yet become some.
    fn find_outlets<'g>(&mut self, graph: &'g StateGraph) -> BTreeMap<&'g DocId, ActorId> {
        let known = media_names(graph, &self.actors);
        let citing: BTreeSet<&DocId> = graph.claims.values().map(|held| &held.claim.document).collect();
        let mut outlets = BTreeMap::new();
        for document in graph.documents.values().filter(|document| citing.contains(&document.meta.id)) {
            let Some(node) = outlet(document) else { continue };
            let id = known.get(&fold(publisher(document))).cloned().unwrap_or_else(|| node.id.clone());
            if !self.actors.contains(&id) {
                match self.outlets.get_mut(&id) {
                    Some(held) => super::merge::join_actor(held, node),
                    None => drop(self.outlets.insert(id.clone(), node)),
                }
            }
            outlets.insert(&document.meta.id, id);
        }
        self.actors.extend(self.outlets.keys().cloned());
        outlets
    }

    /// The chain of one claim: outlet, last speaker, …, nearest speaker, source.
    fn attribute(&mut self, claim: &CitedClaim, outlet: Option<&ActorId>) {
        let mut chain: Vec<&ActorId> = outlet.into_iter().chain(claim.speakers.iter().rev()).collect();
        chain.extend(&claim.source);
        chain.dedup();
        for pair in chain.windows(2) {
            let (source, target) = (pair[0], pair[1]);
            let key = hash_key("r-", &[source.as_str(), target.as_str()]);
            let edge = self.attributions.entry(key.clone()).or_insert_with(|| AttributionEdge {
                source: source.clone(),
                target: target.clone(),
                key,
                claims: BTreeSet::new(),
            });
            edge.claims.insert(claim.key.clone());
        }
    }
}

/// The actors that a document mentions or that a claim or affiliation names.
pub(super) fn appearing(graph: &StateGraph) -> BTreeSet<ActorId> {
    let mentioned = graph.documents.values().flat_map(|document| document.actors.keys());
    let claimed = graph.claims.values().flat_map(|held| held.claim.actors());
    let affiliated = graph.affiliations.values().flat_map(|edge| [&edge.source, &edge.target]);
    let all = mentioned.chain(claimed).chain(affiliated);
    all.filter(|id| graph.places.contains_key(*id)).cloned().collect()
}

/// The folded names of the media that appear; the smallest id where two share a name.
fn media_names(graph: &StateGraph, actors: &BTreeSet<ActorId>) -> BTreeMap<String, ActorId> {
    let mut names = BTreeMap::new();
    let nodes = actors.iter().filter_map(|id| Some(&graph.links[*graph.places.get(id)?]));
    for node in nodes.filter(|node| node.kind == ActorKind::Media) {
        for name in node.names() {
            names.entry(fold(name)).or_insert_with(|| node.id.clone());
        }
    }
    names
}

fn publisher(document: &DocumentRecord) -> &str {
    document.meta.publisher.as_deref().unwrap_or_default().trim()
}

/// The publisher of a document as an actor: the knowledge base's where it knows a medium of that name, else a slug.
fn outlet(document: &DocumentRecord) -> Option<Node> {
    let name = publisher(document);
    if name.is_empty() {
        return None;
    }
    let known = Knowledge::builtin().find(name).into_iter().find(|actor| actor.kind == ActorKind::Media);
    let actor = known.cloned().unwrap_or_else(|| Actor {
        id: slug(name),
        kind: ActorKind::Media,
        state: None,
        name: name.to_owned(),
        aliases: BTreeSet::new(),
    });
    Some(Node::of_actor(actor))
}

/// `media-` and the folded words of a name: `media-el-pais`; a hash where no word is left.
fn slug(name: &str) -> ActorId {
    let words = super::fold::fold_words(name).join("-");
    match words.as_str() {
        "" => ActorId(hash_key("media-", &[name])),
        words => ActorId(format!("media-{words}").into()),
    }
}
