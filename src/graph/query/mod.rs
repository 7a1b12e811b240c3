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
