//! Chains: every noun phrase and pronoun of a document that means the same person, organisation or place.
//! `[Sentence] -> [Chain]`
//!
//! Phrases come from the trees ([`mentions`]), with what shows on them ([`traits`]). A network tells their kinds; then, in
//! text order, each joins the chain so far that another network likes best, or starts one ([`resolve`]). Both look at sparse
//! features ([`features`]) and were trained on GUM ([`train`]); `docs/models.md` has the card. (The ranking of chains follows
//! Rahman & Ng 2009, the networks Wiseman et al. 2015.)

mod clusters;
mod features;
mod file;
mod lists;
mod mentions;
mod net;
mod resolve;
#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train;
mod traits;

pub use file::BadModel;
pub use resolve::{Chain, ChainKind, ChainMention, Chains};
