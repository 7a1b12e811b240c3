//! The network that tags, lemmatises and parses: small enough to live in the binary, fast on one core.
//!
//! # Layers
//! - [`input`]: a word's form, endings, beginnings, letter groups and outline, and the treebank to follow;
//! - [`scan`]: four gated scans over the sentence in both directions;
//! - heads for part of speech, features and lemma script after the second layer;
//! - biaffine scores of heads (Dozat & Manning 2017) after the last, the best [`tree`], and relations of its arcs.
//!
//! All products are of whole numbers ([`kernel`], [`dense`]), and the rest is done element by element without fused
//! operations, so that the same text gives the same trees on every machine.
//!
//! [`layout`] fixes the tensors' order and shapes; `train` learns them.

pub(crate) mod dense;
pub(crate) mod input;
pub(crate) mod kernel;
pub(crate) mod layout;
pub(crate) mod matrix;
pub(crate) mod network;
pub(crate) mod scan;
pub(crate) mod tree;
