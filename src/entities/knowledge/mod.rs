//! What is known of actors before any article is read: names, kinds, states, offices with dates.

use crate::model::{Actor, ActorId, Affiliation, Date, Lang, StateCode};

/// The knowledge base.
#[derive(Debug, Default)]
pub struct Knowledge {}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// Whom.
    pub actor: ActorId,
    /// As what.
    pub class: NameClass,
    /// Whether the word is also an everyday word, a given name or another thing (Turkey, Jordan, Chad,
    /// Georgia): context must speak for this sense.
    pub ambiguous: bool,
}

/// How a name stands for its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// A full name: "Syrian Arab Republic", "Vladimir Putin".
    Name,
    /// A part that is enough once the full name is known: "Putin".
    Short,
    /// "EEUU", "UN".
    Acronym,
    /// A capital or seat that stands for the actor: "Moscow", "Downing Street".
    Metonym,
    /// The people, as a noun: "Russians", «los rusos».
    Demonym,
    /// The adjective: "Russian", «rusas».
    Adjective,
}

/// A term of office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Who holds it.
    pub holder: ActorId,
    /// Which: a code of `offices` in the data (`head_of_state`, `head_of_government`, `foreign_minister`, …).
    pub role: String,
    /// The office as it is called: "President of Russia".
    pub title: String,
    /// Of which state.
    pub state: StateCode,
    /// First day.
    pub since: Option<Date>,
    /// Last day; `None` while it lasts or where it is unknown.
    pub until: Option<Date>,
}

impl Knowledge {
    /// The built-in knowledge base, loaded once.
    pub fn builtin() -> &'static Knowledge {
        static EMPTY: Knowledge = Knowledge {};
        &EMPTY
    }
    /// The longest name that starts at the first of `words` (surface forms, as in the text): how many
    /// words it takes and what it may stand for, the likeliest first. `lang` chooses the name lists.
    pub fn longest(&self, _lang: &Lang, _words: &[&str]) -> Option<(usize, &[Sense])> {
        None
    }
    /// The actor of an id.
    pub fn actor(&self, _id: &ActorId) -> Option<&Actor> {
        None
    }
    /// The state of an ISO 3166-1 alpha-3 code.
    pub fn state(&self, _code: &StateCode) -> Option<&Actor> {
        None
    }
    /// The offices that an actor has held, the latest first.
    pub fn offices_of(&self, _holder: &ActorId) -> &[Office] {
        &[]
    }
    /// Who held an office of a state on a day (or holds it last, without a day).
    pub fn holders(&self, _state: &StateCode, _role: &str, _on: Option<Date>) -> Vec<&Office> {
        Vec::new()
    }
    /// The standing relations of an actor: part of, state media of, leads (with dates).
    pub fn affiliations(&self, _of: &ActorId) -> Vec<Affiliation> {
        Vec::new()
    }
}
