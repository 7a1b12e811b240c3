//! Graphs that no article gave: a large one of realistic shape, and one whose every text is a trap.
//!
//! Both are the same on every run. Tests and benchmarks include this folder with
//! `#[path = "readers/graphs/mod.rs"] mod graphs;`.
#![allow(dead_code, reason = "each program uses a part")]

mod hostile;
mod large;
mod sentence;

pub use hostile::hostile;
pub use large::{Shape, generated};

/// `c-`, `a-` and twelve hexadecimal digits, a different key for each number.
fn key(prefix: &str, number: usize) -> String {
    // Multiplying by an odd number visits every value once, so that keys do not stand in the order of numbers.
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4b) & 0xffff_ffff_ffff;
    format!("{prefix}-{mixed:012x}")
}
