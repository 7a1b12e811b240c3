//! The main path: documents in, a graph out.
