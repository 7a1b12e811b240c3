//! Graphs that no article gave: a large one of realistic shape, and one whose every text is a trap.
//!
//! Both are the same on every run. Tests and benchmarks include this folder with
//! `#[path = "readers/graphs/mod.rs"] mod graphs;`.
#![allow(dead_code, reason = "each program uses a part")]

use demarche::graph::{CitedClaim, DocumentRecord, Passage};
use demarche::model::DocId;
use std::collections::BTreeMap;

mod hostile;
mod large;
mod sentence;

#[allow(unused_imports, reason = "each program uses a part")]
pub use hostile::hostile;
pub use large::{Shape, generated};

/// Puts the sentences of claims, whose places begin at 0, one behind the other in their documents, four a paragraph.
fn lay_out(claims: &mut [CitedClaim], documents: &mut [DocumentRecord]) {
    let places: BTreeMap<DocId, usize> =
        documents.iter().enumerate().map(|(at, document)| (document.meta.id.clone(), at)).collect();
    let mut ends = vec![(0, 0); documents.len()];
    for claim in claims {
        let at = places[&claim.document];
        let (sentence, start) = ends[at];
        claim.sentence = sentence;
        for place in
            [&mut claim.context_start, &mut claim.start, &mut claim.end, &mut claim.cue_start, &mut claim.cue_end]
        {
            *place += start;
        }
        for mark in &mut claim.marks {
            mark.start += start;
            mark.end += start;
        }
        let passages = &mut documents[at].passages;
        match passages.last_mut().filter(|_| sentence % 4 > 0) {
            Some(passage) => passage.text += &format!(" {}", claim.context),
            None => passages.push(Passage { start, text: claim.context.clone() }),
        }
        ends[at] = (sentence + 1, start + claim.context.chars().count() + 1);
    }
}

/// `c-`, `a-` and twelve hexadecimal digits, a different key for each number.
fn key(prefix: &str, number: usize) -> String {
    // Multiplying by an odd number visits every value once, so that keys do not stand in the order of numbers.
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4b) & 0xffff_ffff_ffff;
    format!("{prefix}-{mixed:012x}")
}
