//! RDF 1.1: claims as provenance (PROV-O), as annotations of articles (Web Annotation) and as schema.org claims. The graph is
//! made into triples once ([`blocks`]); Turtle, TriG and JSON-LD write them.

mod blocks;
mod jsonld;
mod terms;
mod turtle;

pub use jsonld::JsonLd;
pub use turtle::{TriG, Turtle};

/// What RDF does not hold of a graph.
const LOSSES: &[&str] = &[
    "paragraphs beyond 64 characters before and after a quote, and marks in the evidence",
    "how often each article mentions an actor",
    "attributions as edges: they follow from the speakers of each claim",
];
