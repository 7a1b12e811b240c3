//! Lists of claims, and one claim by its key.

use super::Filter;
use crate::graph::{CitedClaim, StateGraph};
use crate::model::ClaimKey;

/// Why a typed key stands for no one claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownClaim {
    /// No key starts so.
    #[error("no claim has a key that starts with `{typed}`; `demarche claims` lists the keys")]
    None {
        /// As typed.
        typed: String,
    },
    /// Several keys start so.
    #[error("`{typed}` is the start of {} keys ({}); type more of it", keys.len(), listed(keys))]
    Several {
        /// As typed.
        typed: String,
        /// All of them, sorted.
        keys: Vec<ClaimKey>,
    },
}

fn listed(keys: &[ClaimKey]) -> String {
    let first: Vec<&str> = keys.iter().take(5).map(|key| key.0.as_str()).collect();
    first.join(", ") + if keys.len() > 5 { ", …" } else { "" }
}

impl StateGraph {
    /// The claims that a filter accepts, by date (those without one last), document and place.
    pub fn claims(&self, filter: &Filter) -> Vec<&CitedClaim> {
        let mut found: Vec<_> = self.all_claims().filter(|claim| filter.accepts(self, claim)).collect();
        found.sort_by(|a, b| self.reading_order(a).cmp(&self.reading_order(b)));
        found
    }
    /// The claim whose key is, or alone starts with, what was typed; `c-` may be left out.
    ///
    /// # Errors
    /// Where no key or more than one starts so.
    pub fn claim(&self, typed: &str) -> Result<&CitedClaim, UnknownClaim> {
        let bare = typed.trim().to_ascii_lowercase();
        let start = if bare.starts_with("c-") { bare } else { format!("c-{bare}") };
        if let Some(held) = self.claims.get(&ClaimKey(start.as_str().into())) {
            return Ok(&held.claim);
        }
        let after = self.claims.range(ClaimKey(start.as_str().into())..);
        let found: Vec<_> = after.take_while(|(key, _)| key.0.starts_with(&start)).collect();
        let typed = typed.trim().to_owned();
        match found.as_slice() {
            [] => Err(UnknownClaim::None { typed }),
            [(_, held)] => Ok(&held.claim),
            several => {
                let keys = several.iter().map(|(key, _)| (*key).clone()).collect();
                Err(UnknownClaim::Several { typed, keys })
            }
        }
    }

    /// Date, document (name, then id), place, key.
    fn reading_order<'c>(&'c self, claim: &'c CitedClaim) -> impl Ord + 'c {
        let name = self.document(&claim.document).map(|document| document.meta.name.as_str());
        (claim.date.is_none(), claim.date, name, &claim.document, claim.start, claim.cue_start, &claim.key)
    }
}
