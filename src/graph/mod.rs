//! Claims in, a graph out that merges and answers questions.

use crate::model::{Claim, Document, Entities, Sentence};

/// Actors as nodes; claims, affiliations and attributions as edges. petgraph inside.
#[derive(Debug, Clone, Default)]
pub struct StateGraph {}

impl StateGraph {
    /// The graph of one document.
    pub fn of_document(
        _document: &Document,
        _sentences: &[Sentence],
        _entities: Entities,
        _claims: Vec<Claim>,
    ) -> Self {
        StateGraph {}
    }
    /// Joins two graphs. Associative and commutative; merging a graph with itself changes nothing.
    pub fn merge(self, _other: StateGraph) -> StateGraph {
        self
    }
}
