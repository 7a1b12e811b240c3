//! Roll-up: people and organs folded into the states that they act for on the day of the claim.

use super::relabel::{At, Relabel};
use super::{Node, StateGraph};
use crate::entities::knowledge::Knowledge;
use crate::model::{ActorId, ActorKind, DocId, Relation, StateCode};
use std::collections::BTreeMap;

/// A graph of states and of those who act for none, with the way back.
#[derive(Debug)]
pub struct Rollup {
    /// Claims between states, said by states; they keep their keys and words.
    pub graph: StateGraph,
    /// Whom each folded actor stands for in most claims.
    folded: BTreeMap<ActorId, ActorId>,
}

impl Rollup {
    /// Folds a graph.
    ///
    /// - Governments, their organs and armed forces become their state; organs of an organisation with a code of its
    ///   own (the Security Council) become that organisation.
    /// - A person becomes the state or organisation whose office they hold on the day of the claim: by the knowledge
    ///   base's terms, else by what the article says ("the Iranian foreign minister, …"). Who holds none stays a
    ///   person; so do leaders of the opposition, of parties, regions and armed groups.
    /// - Parties, armed groups, media, peoples and unnamed sources stay.
    ///
    /// Without a date, the latest term counts. Claims within one state have that state at both ends.
    pub fn of(graph: &StateGraph, knowledge: &Knowledge) -> Rollup {
        let folder = Folder { graph, knowledge, stated: stated_sides(graph) };
        let mut counts = BTreeMap::<&ActorId, BTreeMap<ActorId, usize>>::new();
        for claim in graph.all_claims() {
            for id in claim.actors() {
                let at = At { document: Some(&claim.document), day: claim.date };
                *counts.entry(id).or_default().entry(folder.actor(id, at)).or_default() += 1;
            }
        }
        let most = |(id, counts): (&ActorId, BTreeMap<ActorId, usize>)| {
            let (to, _) = counts.into_iter().max_by_key(|(to, count)| (*count, std::cmp::Reverse(to.clone())))?;
            (to != *id).then(|| (id.clone(), to))
        };
        let folded = counts.into_iter().filter_map(most).collect();
        Rollup { graph: graph.relabelled(&folder), folded }
    }

    /// Whom an actor of the graph that was folded stands for in most of its claims; `None` where it stayed itself.
    pub fn stands_for(&self, id: &ActorId) -> Option<&ActorId> {
        self.folded.get(id)
    }
}

/// By actor and article: whom it leads, speaks for or belongs to.
type Stated<'g> = BTreeMap<(&'g ActorId, &'g DocId), Vec<(Relation, &'g ActorId)>>;

fn stated_sides(graph: &StateGraph) -> Stated<'_> {
    let mut sides = Stated::new();
    for edge in graph.affiliations() {
        for document in &edge.documents {
            sides.entry((&edge.source, document)).or_default().push((edge.relation, &edge.target));
        }
    }
    sides
}

struct Folder<'g> {
    graph: &'g StateGraph,
    knowledge: &'g Knowledge,
    stated: Stated<'g>,
}

impl Folder<'_> {
    /// The actor of a state's code, or of an organisation's that stands in for one.
    fn state(&self, code: &StateCode) -> Option<ActorId> {
        self.knowledge.state(code).map(|state| state.id.clone())
    }

    fn side_of_organ(&self, node: &Node) -> Option<ActorId> {
        self.state(node.state.as_ref()?)
    }

    /// Organs of an organisation become the organisation; what sits in a state does not become the state.
    fn side_of_organisation(&self, node: &Node) -> Option<ActorId> {
        let whole = self.knowledge.state(node.state.as_ref()?)?;
        (whole.kind == ActorKind::Organisation).then(|| whole.id.clone())
    }

    fn side_of_person(&self, node: &Node, at: At) -> Option<ActorId> {
        let offices = self.knowledge.offices_of(&node.id);
        let acts = |relation| !matches!(relation, Relation::BelongsTo | Relation::StateMediaOf);
        let mut held = offices.iter().filter(|office| {
            office.is_held_on(at.day) && self.knowledge.role(&office.role).is_some_and(|role| acts(role.relation))
        });
        let rank = |role: &str| self.knowledge.role(role).map_or(5, |role| role.rank);
        // Of several offices the highest counts, of equals the latest, which comes first.
        let office = if at.day.is_some() { held.min_by_key(|office| rank(&office.role)) } else { held.next() };
        if let Some(office) = office {
            return self.state(&office.state);
        }
        let stated = self.stated.get(&(&node.id, at.document?))?.iter();
        let sides = stated.filter(|(relation, _)| acts(*relation)).filter_map(|(_, target)| self.side_of_group(target));
        sides.min()
    }

    /// The state or organisation that a person acts for who leads, speaks for or belongs to this one.
    fn side_of_group(&self, id: &ActorId) -> Option<ActorId> {
        let node = self.graph.actor(id)?;
        match node.kind {
            ActorKind::State => Some(id.clone()),
            ActorKind::Government | ActorKind::Military => self.side_of_organ(node),
            ActorKind::Organisation => self.side_of_organisation(node),
            _ => None,
        }
    }
}

impl Relabel for Folder<'_> {
    fn actor(&self, id: &ActorId, at: At) -> ActorId {
        let side = self.graph.actor(id).and_then(|node| match node.kind {
            ActorKind::Person => self.side_of_person(node, at),
            ActorKind::Government | ActorKind::Military => self.side_of_organ(node),
            ActorKind::Organisation => self.side_of_organisation(node),
            _ => None,
        });
        side.unwrap_or_else(|| id.clone())
    }
    fn node(&self, id: &ActorId) -> Option<Node> {
        self.knowledge.actor(id).cloned().map(Node::of_actor)
    }
    fn is_same(&self) -> bool {
        false
    }
}
