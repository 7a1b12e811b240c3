//! The gated scan of one layer (Lei et al. 2018, "Simple Recurrent Units"), forwards and its gradient.

use crate::language::neural::layout::{HALF, WIDTH};
use crate::language::neural::matrix::{Matrix, sigmoid};
use crate::language::neural::scan::HIGHWAY;
use std::ops::Range;

/// What the gradient needs of the way forwards: the states and both gates, `words` × [`WIDTH`] each.
pub(crate) struct Trace {
    states: Matrix,
    forget: Matrix,
    reset: Matrix,
}

fn order(sentence: &Range<usize>, backwards: bool) -> Box<dyn Iterator<Item = usize>> {
    if backwards { Box::new(sentence.clone().rev()) } else { Box::new(sentence.clone()) }
}

/// Both directions over all sentences: `mixed` is `words` × 6 [`HALF`], `input` `words` × [`WIDTH`].
pub(crate) fn forward(
    mixed: &Matrix,
    input: &Matrix,
    gates: (&[f32], &[f32]),
    sentences: &[Range<usize>],
) -> (Matrix, Trace) {
    let words = input.rows;
    let mut out = Matrix::zeros(words, WIDTH);
    let empty = || Matrix::zeros(words, WIDTH);
    let mut trace = Trace { states: empty(), forget: empty(), reset: empty() };
    for side in 0..2 {
        let (peep_forget, peep_reset) = gates.0[side * 2 * HALF..(side + 1) * 2 * HALF].split_at(HALF);
        let (bias_forget, bias_reset) = gates.1[side * 2 * HALF..(side + 1) * 2 * HALF].split_at(HALF);
        let at = side * HALF..(side + 1) * HALF;
        for sentence in sentences {
            let mut state = [0f32; HALF];
            for word in order(sentence, side == 1) {
                let mixed = &mixed.row(word)[side * 3 * HALF..(side + 1) * 3 * HALF];
                let (fresh, rest) = mixed.split_at(HALF);
                let (to_forget, to_reset) = rest.split_at(HALF);
                let input = &input.row(word)[at.clone()];
                let states = &mut trace.states.row_mut(word)[at.clone()];
                let forget = &mut trace.forget.row_mut(word)[at.clone()];
                let reset = &mut trace.reset.row_mut(word)[at.clone()];
                let out = &mut out.row_mut(word)[at.clone()];
                for k in 0..HALF {
                    let f = sigmoid(to_forget[k] + peep_forget[k] * state[k] + bias_forget[k]);
                    let r = sigmoid(to_reset[k] + peep_reset[k] * state[k] + bias_reset[k]);
                    let c = f * state[k] + (1.0 - f) * fresh[k];
                    state[k] = c;
                    out[k] = r * c + (1.0 - r) * HIGHWAY * input[k];
                    (states[k], forget[k], reset[k]) = (c, f, r);
                }
            }
        }
    }
    (out, trace)
}

/// Slopes of a layer: for `mixed`, and added to those for `input`, the peepholes and the biases.
pub(crate) fn backward(
    slopes: &Matrix,
    (mixed, input, trace): (&Matrix, &Matrix, &Trace),
    peeps: &[f32],
    sentences: &[Range<usize>],
    to_input: &mut Matrix,
    (to_peeps, to_biases): (&mut [f32], &mut [f32]),
) -> Matrix {
    let mut to_mixed = Matrix::zeros(mixed.rows, mixed.columns);
    for side in 0..2 {
        let gates = side * 2 * HALF..(side + 1) * 2 * HALF;
        let (peep_forget, peep_reset) = peeps[gates.clone()].split_at(HALF);
        let (to_peep_forget, to_peep_reset) = to_peeps[gates.clone()].split_at_mut(HALF);
        let (to_bias_forget, to_bias_reset) = to_biases[gates].split_at_mut(HALF);
        let at = side * HALF..(side + 1) * HALF;
        let none = [0f32; HALF];
        for sentence in sentences {
            let mut carry = [0f32; HALF];
            let words: Vec<usize> = order(sentence, side == 1).collect();
            for (place, &word) in words.iter().enumerate().rev() {
                let before = match place.checked_sub(1) {
                    Some(place) => &trace.states.row(words[place])[at.clone()],
                    None => &none[..],
                };
                let fresh = &mixed.row(word)[side * 3 * HALF..side * 3 * HALF + HALF];
                let input = &input.row(word)[at.clone()];
                let states = &trace.states.row(word)[at.clone()];
                let forget = &trace.forget.row(word)[at.clone()];
                let reset = &trace.reset.row(word)[at.clone()];
                let slopes = &slopes.row(word)[at.clone()];
                let to_input = &mut to_input.row_mut(word)[at.clone()];
                let (to_fresh, rest) =
                    to_mixed.row_mut(word)[side * 3 * HALF..(side + 1) * 3 * HALF].split_at_mut(HALF);
                let (to_forget, to_reset) = rest.split_at_mut(HALF);
                for k in 0..HALF {
                    let (f, r) = (forget[k], reset[k]);
                    let slope = slopes[k];
                    let to_state = slope * r + carry[k];
                    to_input[k] += slope * (1.0 - r) * HIGHWAY;
                    let at_reset = slope * (states[k] - HIGHWAY * input[k]) * r * (1.0 - r);
                    let at_forget = to_state * (before[k] - fresh[k]) * f * (1.0 - f);
                    to_fresh[k] = to_state * (1.0 - f);
                    (to_forget[k], to_reset[k]) = (at_forget, at_reset);
                    carry[k] = to_state * f + at_forget * peep_forget[k] + at_reset * peep_reset[k];
                    to_peep_forget[k] += at_forget * before[k];
                    to_peep_reset[k] += at_reset * before[k];
                    to_bias_forget[k] += at_forget;
                    to_bias_reset[k] += at_reset;
                }
            }
        }
    }
    to_mixed
}
