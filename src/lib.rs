//! `demarche` reads news articles and builds a cited, queryable graph of who supports, denies, speaks to
//! and opposes whom.
//!
//! # Steps
//! - [`ingest`]: bytes to [`model::Document`], whose text never changes again;
//! - [`language`]: a document to [`model::Sentence`]s, every token tagged, lemmatised and parsed;
//! - [`entities`]: sentences to [`model::Mention`]s, each tied to an [`model::Actor`] or to none;
//! - [`claims`]: sentences and mentions to [`model::Claim`]s, each with the words that carry it;
//! - [`graph`]: claims to a [`graph::StateGraph`], which merges and answers questions;
//! - [`export`]: the graph to a file.
//!
//! [`pipeline`] is the way through all of them.

pub mod claims;
pub mod entities;
pub mod evaluate;
pub mod export;
pub mod graph;
pub mod ingest;
pub mod language;
pub mod model;
pub mod pipeline;
