//! Products of whole numbers, the same on every machine: 16-bit factors, 32-bit sums.
//!
//! The weights lie in panels of [`LANES`] columns; in a panel, for every two inner numbers, the pairs of all columns.
//! That is what the processors' "multiply pairs and add" instructions take; the widest set is chosen at run time.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// Columns of a panel.
pub(crate) const LANES: usize = 16;

/// Weights of `inner` × `columns`, in panels.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panels {
    inner: usize,
    columns: usize,
    cells: Vec<[i16; 2 * LANES]>,
}

impl Panels {
    /// Packs what `cell(row, column)` gives.
    pub fn new(inner: usize, columns: usize, cell: impl Fn(usize, usize) -> i16) -> Self {
        let pairs = inner.div_ceil(2);
        let mut cells = vec![[0; 2 * LANES]; columns.div_ceil(LANES) * pairs];
        for column in 0..columns {
            for row in 0..inner {
                let block = &mut cells[column / LANES * pairs + row / 2];
                block[column % LANES * 2 + row % 2] = cell(row, column);
            }
        }
        Panels { inner, columns, cells }
    }

    /// Columns of the product, with those that fill the last panel.
    pub fn width(&self) -> usize {
        self.columns.div_ceil(LANES) * LANES
    }

    /// Sets `out`, rows × [`Panels::width`], to the product of `left` and the weights. A row of `left` is `inner` numbers,
    /// two by two; an odd one has a zero beside it.
    ///
    /// Sums must fit 32 bits: the caller bounds the factors.
    ///
    /// # Panics
    /// Where the slices have other lengths.
    #[allow(unsafe_code, reason = "the instructions are chosen at run time")]
    pub fn multiply(&self, left: &[[i16; 2]], out: &mut [[i32; LANES]]) {
        let pairs = self.inner.div_ceil(2);
        let rows = left.len() / pairs.max(1);
        assert!(left.len() == rows * pairs && out.len() == rows * self.width() / LANES, "shapes of a product");
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                // SAFETY: the processor has the instructions.
                return unsafe { avx512::multiply(left, pairs, &self.cells, out) };
            }
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the processor has the instructions.
                return unsafe { avx2::multiply(left, pairs, &self.cells, out) };
            }
        }
        plain::multiply(left, pairs, &self.cells, out);
    }
}

/// A function that is compiled a second time for processors with wider registers, and called as fits. Both give the same
/// numbers: nothing is fused or put in another order.
macro_rules! wide {
    ($(#[$note:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$note])*
        #[allow(unsafe_code, reason = "the instructions are chosen at run time")]
        $vis fn $name($($argument: $type),*) {
            #[inline(always)]
            fn plain($($argument: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn avx2($($argument: $type),*) {
                    plain($($argument),*);
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has the instructions.
                    return unsafe { avx2($($argument),*) };
                }
            }
            plain($($argument),*);
        }
    };
}
pub(crate) use wide;

/// The loops over panels and rows, with a block of `$rows` rows by `$panels` panels at a time in registers.
macro_rules! kernel {
    ($name:ident, $feature:meta, $rows:literal, $panels:literal, $vector:ty, $lanes:literal, $zero:expr, $spread:expr, $dot:expr) => {
        mod $name {
            #[allow(unused_imports, reason = "the plain kernel needs none")]
            use super::*;
            const PARTS: usize = LANES / $lanes;

            #[$feature]
            pub(super) fn multiply(
                left: &[[i16; 2]],
                pairs: usize,
                cells: &[[i16; 2 * LANES]],
                out: &mut [[i32; LANES]],
            ) {
                let panels = cells.len() / pairs.max(1);
                let rows = left.len() / pairs.max(1);
                let mut panel = 0;
                while panel < panels {
                    let wide = panels - panel >= $panels;
                    let mut row = 0;
                    while row < rows {
                        let many = rows - row >= $rows;
                        match (wide, many) {
                            (true, true) => block::<$rows, $panels>(left, pairs, cells, out, row, panel, panels),
                            (true, false) => block::<1, $panels>(left, pairs, cells, out, row, panel, panels),
                            (false, true) => block::<$rows, 1>(left, pairs, cells, out, row, panel, panels),
                            (false, false) => block::<1, 1>(left, pairs, cells, out, row, panel, panels),
                        }
                        row += if many { $rows } else { 1 };
                    }
                    panel += if wide { $panels } else { 1 };
                }
            }

            #[$feature]
            #[inline]
            fn block<const ROWS: usize, const PANELS: usize>(
                left: &[[i16; 2]],
                pairs: usize,
                cells: &[[i16; 2 * LANES]],
                out: &mut [[i32; LANES]],
                row: usize,
                panel: usize,
                panels: usize,
            ) {
                let lefts: [&[[i16; 2]]; ROWS] = std::array::from_fn(|r| &left[(row + r) * pairs..][..pairs]);
                let rights: [&[[i16; 2 * LANES]]; PANELS] =
                    std::array::from_fn(|p| &cells[(panel + p) * pairs..][..pairs]);
                let mut sums = [[[$zero; PARTS]; PANELS]; ROWS];
                for k in 0..pairs {
                    let mut weights = [[$zero; PARTS]; PANELS];
                    for p in 0..PANELS {
                        weights[p] = bytemuck::cast::<[i16; 2 * LANES], [$vector; PARTS]>(rights[p][k]);
                    }
                    for r in 0..ROWS {
                        let pair = $spread(lefts[r][k]);
                        for p in 0..PANELS {
                            for part in 0..PARTS {
                                sums[r][p][part] = $dot(sums[r][p][part], pair, weights[p][part]);
                            }
                        }
                    }
                }
                for r in 0..ROWS {
                    for p in 0..PANELS {
                        out[(row + r) * panels + panel + p] =
                            bytemuck::cast::<[$vector; PARTS], [i32; LANES]>(sums[r][p]);
                    }
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
kernel!(
    avx512,
    target_feature(enable = "avx512f,avx512bw,avx512vnni"),
    8,
    2,
    __m512i,
    16,
    _mm512_setzero_si512(),
    |pair: [i16; 2]| _mm512_set1_epi32(bytemuck::cast(pair)),
    |sum, pair, weights| _mm512_dpwssd_epi32(sum, pair, weights)
);
#[cfg(target_arch = "x86_64")]
kernel!(
    avx2,
    target_feature(enable = "avx2"),
    4,
    1,
    __m256i,
    8,
    _mm256_setzero_si256(),
    |pair: [i16; 2]| _mm256_set1_epi32(bytemuck::cast(pair)),
    |sum, pair, weights| _mm256_add_epi32(sum, _mm256_madd_epi16(pair, weights))
);

/// What every processor can do; compilers put the lanes side by side.
mod plain {
    use super::LANES;
    pub(super) fn multiply(left: &[[i16; 2]], pairs: usize, cells: &[[i16; 2 * LANES]], out: &mut [[i32; LANES]]) {
        let panels = cells.len() / pairs.max(1);
        for (row, left) in left.chunks_exact(pairs.max(1)).enumerate() {
            for panel in 0..panels {
                let mut sums = [0i32; LANES];
                for (pair, weights) in left.iter().zip(&cells[panel * pairs..][..pairs]) {
                    for lane in 0..LANES {
                        sums[lane] += i32::from(pair[0]) * i32::from(weights[2 * lane])
                            + i32::from(pair[1]) * i32::from(weights[2 * lane + 1]);
                    }
                }
                out[row * panels + panel] = sums;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Kernel = fn(&[[i16; 2]], usize, &[[i16; 2 * LANES]], &mut [[i32; LANES]]);

    /// All kernels that this processor can run, by name.
    #[allow(unsafe_code, reason = "the kernels need their instructions, which are asked for")]
    fn kernels() -> Vec<(&'static str, Kernel)> {
        let mut kernels: Vec<(&'static str, Kernel)> = vec![("plain", plain::multiply)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the processor has the instructions.
                kernels.push(("avx2", |a, b, c, d| unsafe { avx2::multiply(a, b, c, d) }));
            }
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                // SAFETY: the processor has the instructions.
                kernels.push(("avx512", |a, b, c, d| unsafe { avx512::multiply(a, b, c, d) }));
            }
        }
        kernels
    }

    #[test]
    fn every_kernel_gives_the_exact_product() {
        for (rows, inner, columns) in [(1, 1, 1), (3, 5, 17), (9, 64, 48), (13, 33, 70)] {
            let left = |row: usize, k: usize| ((row * 31 + k * 17) % 4001) as i16 - 2000;
            let right = |k: usize, column: usize| ((k * 7 + column * 13) % 255) as i16 - 127;
            let panels = Panels::new(inner, columns, right);
            let pairs = inner.div_ceil(2);
            let at = |row: usize, k: usize| if k < inner { left(row, k) } else { 0 };
            let packed: Vec<[i16; 2]> =
                (0..rows * pairs).map(|i| [at(i / pairs, i % pairs * 2), at(i / pairs, i % pairs * 2 + 1)]).collect();
            for (name, kernel) in kernels() {
                let mut out = vec![[0; LANES]; rows * panels.width() / LANES];
                kernel(&packed, pairs, &panels.cells, &mut out);
                for row in 0..rows {
                    for column in 0..columns {
                        let sum: i32 = (0..inner).map(|k| i32::from(left(row, k)) * i32::from(right(k, column))).sum();
                        let got = out[row * panels.width() / LANES + column / LANES][column % LANES];
                        assert_eq!(got, sum, "{name}, {rows} × {inner} × {columns}, row {row}, column {column}");
                    }
                }
            }
        }
    }
}
