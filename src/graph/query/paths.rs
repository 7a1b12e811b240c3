//! Who is linked to whom, through whom.

use super::Filter;
use crate::graph::{AffiliationEdge, AttributionEdge, CitedClaim, StateGraph};
use crate::model::ActorId;
use serde::Serialize;

/// What to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct PathQuery {
    /// Where paths begin.
    pub from: ActorId,
    /// Where they end.
    pub to: ActorId,
    /// Which claims may be used.
    pub filter: Filter,
    /// How many paths at most.
    pub k: usize,
    /// How many hops a path may have.
    pub max_hops: usize,
    /// Whether affiliations may be used.
    pub affiliations: bool,
    /// Whether attributions may be used.
    pub attributions: bool,
    /// Whether hops must go from source to target (symmetric events go both ways).
    pub directed: bool,
}

impl PathQuery {
    /// Three paths of at most four hops over any claims, in either direction.
    pub fn new(from: ActorId, to: ActorId) -> PathQuery {
        let filter = Filter::default();
        PathQuery { from, to, filter, k: 3, max_hops: 4, affiliations: false, attributions: false, directed: false }
    }
}

/// A path: no actor twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path<'g> {
    /// From the first actor to the last; never empty.
    pub hops: Vec<Hop<'g>>,
}

/// Two actors with all that links them, under the query. A link runs forward where its source is `from`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop<'g> {
    /// Where the hop begins.
    pub from: &'g ActorId,
    /// Where it ends.
    pub to: &'g ActorId,
    /// The surest first.
    pub claims: Vec<&'g CitedClaim>,
    /// By key.
    pub affiliations: Vec<&'g AffiliationEdge>,
    /// By key.
    pub attributions: Vec<&'g AttributionEdge>,
}

/// Why there is no path, and what would give one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NoPath {
    /// Both ends are one actor.
    pub same: bool,
    /// How many other actors can be reached from the first under the query, with any number of hops.
    pub reached_from: usize,
    /// How many other actors can reach the second.
    pub reached_to: usize,
    /// Claims of the graph that have both ends.
    pub claims: usize,
    /// How many of them the filter leaves.
    pub claims_left: usize,
    /// By condition of the filter: how many claims do not meet it. Only those that refuse any.
    pub refused: Vec<(&'static str, usize)>,
    /// Fewest hops under the same query without the limit on hops.
    pub hops_without_limit: Option<usize>,
    /// Fewest hops if affiliations were allowed, where they were not.
    pub hops_with_affiliations: Option<usize>,
    /// Fewest hops if attributions were allowed, where they were not.
    pub hops_with_attributions: Option<usize>,
    /// Fewest hops without the filter.
    pub hops_without_filter: Option<usize>,
    /// Fewest hops against the direction, where the query is directed.
    pub hops_undirected: Option<usize>,
}

impl StateGraph {
    /// The best paths between two actors: fewest hops first, then surest evidence, then by id.
    ///
    /// # Errors
    /// [`NoPath`] says what was tried.
    pub fn paths(&self, query: &PathQuery) -> Result<Vec<Path<'_>>, Box<NoPath>> {
        let _ = query;
        Err(Box::default())
    }
}
