//! Best simple paths.
