//! Actors: the nodes of the graph.

use super::{Date, DocId};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A stable id: a Wikidata QID where a source confirms one, else a slug (`person-…`, `diplomatic-source-…`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorId(pub CompactString);

impl ActorId {
    /// The id as it is written in files.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ActorId {
    fn from(id: &str) -> Self {
        ActorId(id.into())
    }
}

impl std::fmt::Display for ActorId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// ISO 3166-1 alpha-3 (`XKX` for Kosovo), or the acronym of an organisation that belongs to no state.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StateCode(pub CompactString);

impl StateCode {
    /// The code as it is written in files.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for StateCode {
    fn from(code: &str) -> Self {
        StateCode(code.into())
    }
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A state or territory.
    State,
    /// A government or one of its organs.
    Government,
    /// A person.
    Person,
    /// An organisation, intergovernmental or other.
    Organisation,
    /// A political party.
    Party,
    /// An armed group that is no state's.
    ArmedGroup,
    /// A state's armed forces or police.
    Military,
    /// A news agency, paper, broadcaster, "the Russian press".
    Media,
    /// A people or population.
    People,
    /// A source without a name: "a diplomatic source".
    UnnamedSource,
    /// A named or described actor whose kind is not known.
    Other,
}

impl ActorKind {
    /// All kinds with the names that files use.
    pub const ALL: [(ActorKind, &'static str); 11] = [
        (ActorKind::State, "state"),
        (ActorKind::Government, "government"),
        (ActorKind::Person, "person"),
        (ActorKind::Organisation, "organisation"),
        (ActorKind::Party, "party"),
        (ActorKind::ArmedGroup, "armed_group"),
        (ActorKind::Military, "military"),
        (ActorKind::Media, "media"),
        (ActorKind::People, "people"),
        (ActorKind::UnnamedSource, "unnamed_source"),
        (ActorKind::Other, "other"),
    ];
    /// The name that files use.
    pub fn name(self) -> &'static str {
        ActorKind::ALL[self as usize].1
    }
    /// The kind of a file's name for it.
    pub fn parse(name: &str) -> Option<ActorKind> {
        ActorKind::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// An actor as one document, or the knowledge base, knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Stable id.
    pub id: ActorId,
    /// What it is.
    pub kind: ActorKind,
    /// The state it belongs to or speaks for.
    pub state: Option<StateCode>,
    /// The name to show.
    pub name: String,
    /// Other names: those that the texts use, and the knowledge base's own main names.
    pub aliases: BTreeSet<String>,
}

/// A standing relation between two actors, from the knowledge base or from a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Affiliation {
    /// Who leads, is part, speaks, …
    pub source: ActorId,
    /// What it leads, is part of, speaks for, …
    pub target: ActorId,
    /// How.
    pub relation: Relation,
    /// The office or role where there is one: "President".
    pub role: Option<String>,
    /// First day, where known.
    pub since: Option<Date>,
    /// Last day, where known.
    pub until: Option<Date>,
    /// The document that says so; `None` for the knowledge base.
    pub document: Option<DocId>,
}

/// The kind of an [`Affiliation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// A person leads a state, government or organisation.
    Leads,
    /// An organ, member or unit is part of something.
    PartOf,
    /// A spokesperson, envoy, ministry speaks for something.
    SpeaksFor,
    /// A media outlet that a state owns or directs.
    StateMediaOf,
    /// A member of an organisation, party or government that does not lead it.
    MemberOf,
    /// Belongs to a state without more being known: its people, its press.
    BelongsTo,
}
