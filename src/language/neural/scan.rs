//! The gated scan of one layer, in both directions (Lei et al. 2018, "Simple Recurrent Units for Highly
//! Parallelizable Recurrence").
//!
//! For every word, with `c'` the state before it: `f = σ(F + p·c' + b)`, `r = σ(R + q·c' + d)`,
//! `c = f·c' + (1 - f)·C`, and what comes out is `r·c + (1 - r)·HIGHWAY·x`. `C`, `F` and `R` are linear in the
//! layer's input `x`; everything is element by element.

use super::kernel::wide;
use super::layout::{HALF, WIDTH};
use super::matrix::{Matrix, sigmoid};
use std::ops::Range;

/// What the input is multiplied with where it passes a layer by; keeps the spread of values alike across layers.
pub(crate) const HIGHWAY: f32 = 1.732_050_8;

wide! {
    /// Runs a layer over sentences, which lie one after the other. `mixed`: words × 6 [`HALF`], `input`: words ×
    /// [`WIDTH`], which becomes the output; `gates`: the peepholes and the biases.
    pub(crate) fn scan(mixed: &Matrix, input: &mut Matrix, gates: (&[f32], &[f32]), sentences: &[Range<usize>]) {
        for side in 0..2 {
            let of_side = side * 2 * HALF..(side + 1) * 2 * HALF;
            let (peeps, biases) = (&gates.0[of_side.clone()], &gates.1[of_side]);
            for sentence in sentences {
                let mut state = [0f32; HALF];
                for place in 0..sentence.len() {
                    let word = if side == 0 { sentence.start + place } else { sentence.end - 1 - place };
                    let mixed = &mixed.row(word)[side * 3 * HALF..(side + 1) * 3 * HALF];
                    let out = &mut input.data[word * WIDTH + side * HALF..word * WIDTH + (side + 1) * HALF];
                    step(mixed, peeps, biases, &mut state, out);
                }
            }
        }
    }
}

#[inline(always)]
fn step(mixed: &[f32], peeps: &[f32], biases: &[f32], state: &mut [f32; HALF], out: &mut [f32]) {
    let mixed: &[f32; 3 * HALF] = mixed.try_into().unwrap_or(&[0.0; 3 * HALF]);
    let peeps: &[f32; 2 * HALF] = peeps.try_into().unwrap_or(&[0.0; 2 * HALF]);
    let biases: &[f32; 2 * HALF] = biases.try_into().unwrap_or(&[0.0; 2 * HALF]);
    let out = &mut out[..HALF];
    for k in 0..HALF {
        let forget = sigmoid(mixed[HALF + k] + peeps[k] * state[k] + biases[k]);
        let reset = sigmoid(mixed[2 * HALF + k] + peeps[HALF + k] * state[k] + biases[HALF + k]);
        let fresh = forget * state[k] + (1.0 - forget) * mixed[k];
        state[k] = fresh;
        out[k] = reset * fresh + (1.0 - reset) * HIGHWAY * out[k];
    }
}
