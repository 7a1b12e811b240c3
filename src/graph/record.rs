//! What the graph holds, in the shape of `graph.json`: places count Unicode scalar values, not bytes.

use crate::model::{
    Actor, ActorId, ActorKind, ClaimKey, Date, DateFrom, DocId, DocumentMeta, Factuality, Mode, Polarity, Precision,
    Relation, Role, StateCode,
};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An actor of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Stable id.
    pub id: ActorId,
    /// The name to show.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The state it belongs to or speaks for.
    #[serde(default)]
    pub state: Option<StateCode>,
    /// Other names; never holds `name`.
    #[serde(default)]
    pub aliases: BTreeSet<String>,
    /// How often all documents together mention it.
    #[serde(default)]
    pub mentions: u64,
}

impl Node {
    /// The node of an actor that no document has mentioned yet.
    pub fn of_actor(actor: Actor) -> Node {
        let Actor { id, kind, state, name, mut aliases } = actor;
        aliases.remove(&name);
        Node { id, name, kind, state, aliases, mentions: 0 }
    }
    /// The name and the other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// A document of the graph: what is known about it, and whom it mentions how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// What is known about it.
    #[serde(flatten)]
    pub meta: DocumentMeta,
    /// Mentions of each actor. Kept by document, so that a document that two graphs hold counts once.
    #[serde(default)]
    pub actors: BTreeMap<ActorId, u64>,
    /// The paragraphs that hold its claims, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
}

/// A paragraph of a document, or of a very long one the sentences around a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// Its first character, in Unicode scalar values of the document's text.
    pub start: usize,
    /// Its words.
    pub text: String,
}

impl Passage {
    /// The character after its last.
    pub fn end(&self) -> usize {
        self.start + self.text.chars().count()
    }
    /// Whether the words of a claim of the same document lie in it.
    pub fn holds(&self, claim: &CitedClaim) -> bool {
        self.start <= claim.start.min(claim.cue_start) && claim.end.max(claim.cue_end) <= self.end()
    }
}

impl DocumentRecord {
    /// The paragraph that holds a claim of this document; the shortest of several.
    pub fn passage(&self, claim: &CitedClaim) -> Option<&Passage> {
        self.passages.iter().filter(|passage| passage.holds(claim)).min_by_key(|passage| passage.text.len())
    }
}

/// A claim with its evidence, as `graph.json` writes it. An edge where it has a source and a target, a statement else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CitedClaim {
    /// Who acts.
    pub source: Option<ActorId>,
    /// Who is acted on.
    pub target: Option<ActorId>,
    /// Stable key.
    pub key: ClaimKey,
    /// `support`, `denial`, `communication`, `opposition`, or a kind that the user added.
    pub kind: CompactString,
    /// PLOVER root.
    pub event: CompactString,
    /// CAMEO code, where known.
    pub cameo: Option<CompactString>,
    /// Does it happen?
    pub polarity: Polarity,
    /// How surely?
    pub factuality: Factuality,
    /// Who is reported as saying so, the nearest first.
    pub speakers: Vec<ActorId>,
    /// The document that holds it.
    pub document: DocId,
    /// Index of the sentence in the document, from 0.
    pub sentence: usize,
    /// First character of the quote, in Unicode scalar values of the document's text.
    pub start: usize,
    /// Character after the last of the quote.
    pub end: usize,
    /// The words that carry the claim.
    pub quote: String,
    /// The words that triggered the reading.
    pub cue: String,
    /// The words that stand for the source.
    pub source_text: String,
    /// The words that stand for the target.
    pub target_text: String,
    /// PLOVER's auxiliary modes, sorted.
    #[serde(default)]
    pub modes: Vec<Mode>,
    /// The words of the sentence that it was read off, beside the cue, in text order.
    #[serde(default)]
    pub marks: Vec<CitedMark>,
    /// First day of the period in which it happened, else the day of publication.
    pub date: Option<Date>,
    /// How long that period is.
    #[serde(default)]
    pub date_precision: Option<Precision>,
    /// Whether the text says when.
    #[serde(default)]
    pub date_from: Option<DateFrom>,
    /// In [0, 1], rounded to two decimals.
    pub confidence: f64,
    /// File and line of the frame that fired.
    pub rule: CompactString,
    /// The claim that this one denies. The graph need not hold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denies: Option<ClaimKey>,
    /// The whole sentence.
    pub context: String,
    /// First character of the sentence in the document.
    pub context_start: usize,
    /// First character of the cue in the document.
    pub cue_start: usize,
    /// Character after the last of the cue.
    pub cue_end: usize,
}

/// A [`Mark`](crate::model::Mark) in characters of the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedMark {
    /// What the words are to the claim.
    pub role: Role,
    /// First character, in Unicode scalar values.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
}

impl CitedClaim {
    /// Both ends, where it has both.
    pub fn ends(&self) -> Option<(&ActorId, &ActorId)> {
        self.source.as_ref().zip(self.target.as_ref())
    }
    /// Whether the event has no direction: meetings, agreements, cooperation.
    pub fn is_symmetric(&self) -> bool {
        SYMMETRIC_EVENTS.contains(&self.event.as_str())
    }
    /// Every actor that it names: source, target, speakers.
    pub fn actors(&self) -> impl Iterator<Item = &ActorId> {
        self.source.iter().chain(&self.target).chain(&self.speakers)
    }
}

/// PLOVER roots without a direction.
pub const SYMMETRIC_EVENTS: [&str; 3] = ["AGREE", "CONSULT", "COOPERATE"];

/// A standing relation between two actors, with the documents that state it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffiliationEdge {
    /// Who leads, is part, speaks, …
    pub source: ActorId,
    /// What it leads, is part of, speaks for, …
    pub target: ActorId,
    /// `a-` and 12 hexadecimal digits: a hash of the fields but the documents.
    pub key: CompactString,
    /// How.
    pub relation: Relation,
    /// The office or role.
    pub role: Option<String>,
    /// First day, where known.
    pub since: Option<Date>,
    /// Last day, where known.
    pub until: Option<Date>,
    /// The documents that say so; empty where only the knowledge base does.
    pub documents: BTreeSet<DocId>,
}

impl AffiliationEdge {
    /// The relation as files name it: `part_of`.
    pub fn relation_name(&self) -> &'static str {
        RELATIONS[self.relation as usize].1
    }
}

/// The relations with the names that files use, in the order of the enum.
const RELATIONS: [(Relation, &str); 6] = [
    (Relation::Leads, "leads"),
    (Relation::PartOf, "part_of"),
    (Relation::SpeaksFor, "speaks_for"),
    (Relation::StateMediaOf, "state_media_of"),
    (Relation::MemberOf, "member_of"),
    (Relation::BelongsTo, "belongs_to"),
];

/// Who reports whom, drawn from the speakers of claims and the publishers of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributionEdge {
    /// Who reports.
    pub source: ActorId,
    /// Who is reported.
    pub target: ActorId,
    /// `r-` and 12 hexadecimal digits: a hash of both ends.
    pub key: CompactString,
    /// The claims that are reported so.
    pub claims: BTreeSet<ClaimKey>,
}

/// The first 12 hexadecimal digits of a SHA-256 over `parts`, after `prefix`.
pub(super) fn hash_key(prefix: &str, parts: &[&str]) -> CompactString {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut key = CompactString::from(prefix);
    for byte in &hasher.finalize()[..6] {
        let _ = write!(key, "{byte:02x}");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_have_the_names_of_the_file() {
        for (at, (relation, name)) in RELATIONS.iter().enumerate() {
            assert_eq!(*relation as usize, at);
            assert_eq!(serde_json::to_string(relation).unwrap_or_default(), format!("\"{name}\""));
        }
    }

    #[test]
    fn keys_depend_on_where_one_part_ends() {
        assert_ne!(hash_key("r-", &["ab", "c"]), hash_key("r-", &["a", "bc"]));
        assert_eq!(hash_key("r-", &["ab"]).len(), 14);
    }
}
