//! Products of matrices in single precision.

use crate::language::neural::matrix::Matrix;

/// How a factor of [`multiply`] is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// As it lies.
    Straight,
    /// Rows as columns.
    Turned,
}

/// `out = keep × out + a · b`, with `a` of `shape.0` × `shape.1` and `b` of `shape.1` × `shape.2` after turning.
///
/// # Panics
/// Where a slice is shorter than its shape asks for.
#[allow(unsafe_code, reason = "the matrix product's interface takes pointers")]
pub(crate) fn multiply(
    shape: (usize, usize, usize),
    (a, turn_a): (&[f32], Turn),
    (b, turn_b): (&[f32], Turn),
    keep: f32,
    out: &mut [f32],
) {
    let (rows, inner, columns) = shape;
    assert!(a.len() >= rows * inner && b.len() >= inner * columns && out.len() >= rows * columns, "matrix shapes");
    let strides = |turn: Turn, rows: usize, columns: usize| match turn {
        Turn::Straight => (columns as isize, 1),
        Turn::Turned => (1, rows as isize),
    };
    let (a_row, a_column) = strides(turn_a, rows, inner);
    let (b_row, b_column) = strides(turn_b, inner, columns);
    // SAFETY: the lengths were checked above, the strides stay inside them, and `out` is borrowed alone.
    unsafe {
        matrixmultiply::sgemm(
            rows,
            inner,
            columns,
            1.0,
            a.as_ptr(),
            a_row,
            a_column,
            b.as_ptr(),
            b_row,
            b_column,
            keep,
            out.as_mut_ptr(),
            columns as isize,
            1,
        );
    }
}

/// Adds `bias` to every row.
pub(crate) fn add_bias(matrix: &mut Matrix, bias: &[f32]) {
    for row in matrix.data.chunks_exact_mut(bias.len()) {
        row.iter_mut().zip(bias).for_each(|(value, bias)| *value += bias);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_factors_give_the_same_product() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; // 2 × 3
        let b = [1.0, 0.0, 2.0, 1.0, 0.0, 1.0]; // 3 × 2
        let (a_turned, b_turned) = ([1.0, 4.0, 2.0, 5.0, 3.0, 6.0], [1.0, 2.0, 0.0, 0.0, 1.0, 1.0]);
        let mut out = [0.0; 4];
        multiply((2, 3, 2), (&a, Turn::Straight), (&b, Turn::Straight), 0.0, &mut out);
        assert_eq!(out, [5.0, 5.0, 14.0, 11.0]);
        multiply((2, 3, 2), (&a_turned, Turn::Turned), (&b_turned, Turn::Turned), 1.0, &mut out);
        assert_eq!(out, [10.0, 10.0, 28.0, 22.0]);
    }
}
