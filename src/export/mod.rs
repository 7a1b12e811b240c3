//! A graph in, a file out.
