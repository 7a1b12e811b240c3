//! Matrices of single precision, row by row, and the few operations that the network is made of.

/// A matrix; `data` holds `rows` × `columns` numbers, row by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub data: Vec<f32>,
}

impl Matrix {
    /// All zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Matrix { rows, columns, data: vec![0.0; rows * columns] }
    }

    /// One row.
    #[inline]
    pub fn row(&self, row: usize) -> &[f32] {
        &self.data[row * self.columns..(row + 1) * self.columns]
    }

    /// One row, to change.
    #[inline]
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.data[row * self.columns..(row + 1) * self.columns]
    }

    /// Rows `from..to` as a slice.
    #[cfg(feature = "train")]
    pub fn rows_of(&self, rows: std::ops::Range<usize>) -> &[f32] {
        &self.data[rows.start * self.columns..rows.end * self.columns]
    }
}

/// `e^x`, good to six digits, in operations that compilers put in vectors (after Cephes' `expf`).
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let steps = x * std::f32::consts::LOG2_E + 12_582_912.0; // rounds to the nearest whole number
    let whole = steps - 12_582_912.0;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = ((((1.987_569_1e-4 * rest + 1.398_2e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2) * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    let value = series * rest * rest + rest + 1.0;
    let bits = (steps.to_bits() as i32).wrapping_sub(0x4B40_0000).wrapping_add(127) << 23;
    value * f32::from_bits(bits as u32)
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_close() {
        for step in -870..880 {
            let x = step as f32 / 10.0;
            let (ours, exact) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((ours / exact - 1.0).abs() < 3e-6, "{x}: {ours} {exact}");
        }
    }
}
