//! Linear layers in whole numbers: weights of eight bits, inputs of fifteen.

use super::kernel::{LANES, Panels, wide};
use super::matrix::Matrix;
use super::network::Table;

/// The largest absolute value that an input is scaled to; sums of up to 512 products with weights fit 32 bits.
const TOP: f32 = 16_000.0;
/// The same where both factors are scaled inputs, of up to 192 products.
const BOTH_TOP: f32 = 3_000.0;

/// `x · w + b`. Inputs are scaled column by column with the weights' scales, then row by row to whole numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dense {
    /// For every input, the scale of its weights.
    scales: Vec<f32>,
    panels: Panels,
    /// For every output, what its sum is multiplied with, and what is added then.
    factors: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    /// A layer whose weights are `inputs` × `outputs`, with one scale for each input.
    pub fn new(weights: &Table, bias: Vec<f32>) -> Self {
        let (inputs, outputs) = (weights.scales.len(), weights.columns);
        let cell = |input: usize, output: usize| i16::from(weights.cells[input * outputs + output]);
        let panels = Panels::new(inputs, outputs, cell);
        Dense { scales: weights.scales.clone(), panels, factors: vec![1.0; outputs], bias }
    }

    /// A layer without bias whose weights are `outputs` × `inputs`, with one scale for each output.
    pub fn turned(weights: &Table) -> Self {
        let (outputs, inputs) = (weights.scales.len(), weights.columns);
        let cell = |input: usize, output: usize| i16::from(weights.cells[output * inputs + input]);
        let panels = Panels::new(inputs, outputs, cell);
        Dense { scales: vec![1.0; inputs], panels, factors: weights.scales.clone(), bias: vec![0.0; outputs] }
    }

    /// The layer's output for every row of `x`.
    pub fn apply(&self, x: &Matrix) -> Matrix {
        let mut out = Matrix::zeros(x.rows, self.bias.len());
        self.apply_to(x, &mut out);
        out
    }

    /// [`Dense::apply`] into a matrix of the right shape.
    pub fn apply_to(&self, x: &Matrix, out: &mut Matrix) {
        const ROWS: usize = 64;
        let pairs = self.scales.len().div_ceil(2);
        let width = self.panels.width();
        let mut whole = vec![[0i16; 2]; ROWS * pairs];
        let mut units = [0f32; ROWS];
        let mut sums = vec![[0i32; LANES]; ROWS * width / LANES];
        for first in (0..x.rows).step_by(ROWS) {
            let rows = ROWS.min(x.rows - first);
            for (row, whole) in whole.chunks_exact_mut(pairs.max(1)).take(rows).enumerate() {
                scale(x.row(first + row), &self.scales, TOP, whole, &mut units[row]);
            }
            self.panels.multiply(&whole[..rows * pairs], &mut sums[..rows * width / LANES]);
            for (row, sums) in sums.chunks_exact(width / LANES).take(rows).enumerate() {
                let out = out.row_mut(first + row);
                unscale(sums.as_flattened(), units[row], &self.factors, &self.bias, out);
            }
        }
    }
}

/// `left · rightᵀ` for two matrices of few columns, in whole numbers; `out` is rows of `left` × rows of `right`.
pub(crate) fn similarity(left: &[f32], right: &[f32], columns: usize, out: &mut [f32]) {
    let ones = vec![1.0; columns];
    let pairs = columns.div_ceil(2);
    let rows = |values: &[f32]| {
        let count = values.len() / columns.max(1);
        let (mut whole, mut units) = (vec![[0i16; 2]; count * pairs], vec![0f32; count]);
        let targets = whole.chunks_exact_mut(pairs.max(1)).zip(&mut units);
        for (row, (whole, unit)) in values.chunks_exact(columns.max(1)).zip(targets) {
            scale(row, &ones, BOTH_TOP, whole, unit);
        }
        (whole, units)
    };
    let ((left, left_units), (right, right_units)) = (rows(left), rows(right));
    let panels = Panels::new(columns, right_units.len(), |k, row| right[row * pairs + k / 2][k % 2]);
    let width = panels.width();
    let mut sums = vec![[0i32; LANES]; left_units.len() * width / LANES];
    panels.multiply(&left, &mut sums);
    let zeros = vec![0.0; right_units.len()];
    let rows = sums.chunks_exact((width / LANES).max(1)).zip(out.chunks_exact_mut(right_units.len().max(1)));
    for ((sums, out), unit) in rows.zip(&left_units) {
        unscale(sums.as_flattened(), *unit, &right_units, &zeros, out);
    }
}

wide! {
    /// A row in whole numbers of at most `top`, and in `unit` what one of them is worth.
    fn scale(row: &[f32], scales: &[f32], top: f32, whole: &mut [[i16; 2]], unit: &mut f32) {
        /// Adding it rounds to the nearest whole number, in the last bits.
        const ROUND: f32 = 12_582_912.0;
        let mut most = [0f32; 16];
        let (values, factors) = (row.chunks_exact(16), scales.chunks_exact(16));
        let rest = values.remainder().iter().zip(factors.remainder());
        most[0] = rest.fold(0.0, |most, (value, scale)| most.max((value * scale).abs()));
        for (values, factors) in values.zip(factors) {
            for lane in 0..16 {
                let size = (values[lane] * factors[lane]).abs();
                most[lane] = if size > most[lane] { size } else { most[lane] };
            }
        }
        let most = most.into_iter().fold(1e-30, f32::max);
        let share = top / most;
        *unit = most / top;
        let whole = whole.as_flattened_mut();
        for (cell, (value, scale)) in whole.iter_mut().zip(row.iter().zip(scales)) {
            let rounded = value * scale * share + ROUND;
            *cell = (rounded.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32) as i16;
        }
    }
}

wide! {
    /// Sums as the numbers that they stand for.
    fn unscale(sums: &[i32], unit: f32, factors: &[f32], bias: &[f32], out: &mut [f32]) {
        let terms = sums.iter().zip(factors).zip(bias);
        for (value, ((&sum, factor), bias)) in out.iter_mut().zip(terms) {
            *value = sum as f32 * (unit * factor) + bias;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(count: usize, seed: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 37 + seed * 11) % 101) as f32 / 25.0 - 2.0).collect()
    }

    #[test]
    fn a_layer_is_close_to_its_exact_value() {
        let (rows, inputs, outputs) = (70, 33, 19);
        let x = Matrix { rows, columns: inputs, data: values(rows * inputs, 1) };
        let cells = (0..inputs * outputs).map(|i| (i * 29 % 255) as i8).collect();
        let weights = Table { columns: outputs, scales: values(inputs, 2), cells };
        let exact = weights.matrix();
        let bias = values(outputs, 3);
        let out = Dense::new(&weights, bias.clone()).apply(&x);
        for row in 0..rows {
            for (output, bias) in bias.iter().enumerate() {
                let terms = (0..inputs).map(|k| f64::from(x.row(row)[k]) * f64::from(exact.row(k)[output]));
                let sum = terms.sum::<f64>() + f64::from(*bias);
                assert!((sum - f64::from(out.row(row)[output])).abs() < 0.5, "{sum} {}", out.row(row)[output]);
            }
        }
    }

    #[test]
    fn similarities_are_close_to_their_exact_values() {
        let (left, right) = (values(5 * 40, 4), values(7 * 40, 5));
        let mut out = vec![0.0; 35];
        similarity(&left, &right, 40, &mut out);
        for (at, value) in out.iter().enumerate() {
            let pairs = left[at / 7 * 40..][..40].iter().zip(&right[at % 7 * 40..][..40]);
            let sum: f64 = pairs.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
            assert!((sum - f64::from(*value)).abs() < 0.1, "{sum} {value}");
        }
    }
}
