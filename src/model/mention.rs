//! A mention: where an actor is named, described or meant by a pronoun.

use super::{Actor, ActorId, Affiliation, Span, TokenId};
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of one sentence that stands for actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// Its words; empty for a [`MentionKind::Dropped`] subject.
    pub tokens: Range<TokenId>,
    /// The word that the rest depends on; for a dropped subject, the verb that lacks it.
    pub head: TokenId,
    /// Bytes of the document's text; empty for a dropped subject.
    pub span: Span,
    /// How the actor is meant.
    pub kind: MentionKind,
    /// Whom it stands for: one actor, several ("both countries"), or none that is known. Never a guess.
    pub actors: Vec<ActorId>,
    /// How sure the link is, in [0, 1].
    pub score: f32,
}

/// How a [`Mention`] means its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A proper name: "Bashar al-Assad", "Moscow".
    Name,
    /// An adjective or demonym inside a noun phrase: "Russian" of "the Russian attack".
    Adjective,
    /// A description: "the president", "both countries", "Russian troops", "a diplomatic source".
    Description,
    /// A pronoun or possessive: "they", "its", «su».
    Pronoun,
    /// A subject that Spanish leaves out.
    Dropped,
    /// A group of civil society: "students", «campesinos de Quito». A node only where a claim names it.
    Crowd,
}

/// All that the entity stage finds in one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entities {
    /// Mentions in text order (sentence, first token, longest first); they may nest ("the [Syrian] president").
    pub mentions: Vec<Mention>,
    /// Every actor that a mention or an affiliation names, by id.
    pub actors: BTreeMap<ActorId, Actor>,
    /// What the text says of standing relations: "Syrian President Bashar al-Assad".
    pub affiliations: Vec<Affiliation>,
}
