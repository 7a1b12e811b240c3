//! Whom a person means by what they type.

use crate::graph::StateGraph;
use crate::model::ActorId;

/// The actor that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The likeliest.
    pub id: ActorId,
    /// Others that match as well as it does, the most mentioned first.
    pub others: Vec<ActorId>,
}

/// No actor of the graph is called so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no actor of the graph is called `{typed}`{}", hint(suggestions))]
pub struct Unknown {
    /// As typed.
    pub typed: String,
    /// The nearest names of actors of the graph, the nearest first; at most five.
    pub suggestions: Vec<String>,
}

fn hint(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        names => format!("; did you mean {}?", names.join(", ")),
    }
}

impl StateGraph {
    /// The actor that a typed name stands for: a name, an alias, a part of a name, an ISO 3166 code, a Wikidata
    /// id, in any case and with or without accents and articles.
    ///
    /// # Errors
    /// [`Unknown`], with the nearest names.
    pub fn resolve(&self, typed: &str) -> Result<Found, Unknown> {
        let _ = self;
        Err(Unknown { typed: typed.to_owned(), suggestions: Vec::new() })
    }
}
