//! Questions to a graph: who is meant, which claims, which paths. Every answer has a fixed order.

mod claims;
mod filter;
mod paths;
mod resolve;
mod yen;

pub use claims::UnknownClaim;
pub use filter::Filter;
pub use paths::{Hop, NoPath, Path, PathQuery};
pub use resolve::{Found, Unknown};

use crate::entities::knowledge::Knowledge;
use crate::model::{Actor, Lang};

/// Those whom the knowledge base knows by a name in one of its languages, the likeliest first.
pub(super) fn known_by_name<'k>(knowledge: &'k Knowledge, name: &str) -> Vec<&'k Actor> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut found: Vec<&Actor> = Vec::new();
    for lang in ["en", "es"] {
        if let Some((taken, senses)) = knowledge.longest(&Lang::new(lang), &words) {
            let senses = senses.iter().filter(|_| taken == words.len());
            found.extend(senses.filter_map(|sense| knowledge.actor(&sense.actor)));
        }
    }
    found
}
