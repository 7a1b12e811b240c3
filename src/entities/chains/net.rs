//! A small network over sparse features: each feature is a row, its hidden part summed with the others' and rectified, its
//! direct part added to the output.
//!
//! `output = b + Σ direct[f] + W · relu(h + Σ hidden[f])`, in f32; rows are stored in eight bits with a scale of their own.

use rustc_hash::FxHashMap;

/// The features of one input: hashes of a template and its values.
pub(super) type Features = Vec<u32>;

/// The hash of a template's name, for the compiler to work out.
pub(super) const fn template(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash = 0x811C_9DC5u32;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// One value more in a feature's hash.
#[inline]
pub(super) fn mixed(hash: u32, value: u32) -> u32 {
    let wide = (u64::from(hash) << 32 | u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (wide >> 29) as u32 ^ (wide >> 40) as u32
}

/// The hash of a word.
pub(super) fn word(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The weights of a network; `O` outputs.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    pub hidden: usize,
    pub outputs: usize,
    /// The place of each feature's row.
    pub rows: FxHashMap<u32, u32>,
    /// Rows of `hidden + outputs` numbers.
    pub table: Vec<f32>,
    /// `hidden` numbers.
    pub hidden_bias: Vec<f32>,
    /// `outputs × hidden` numbers.
    pub top: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Net {
    pub fn width(&self) -> usize {
        self.hidden + self.outputs
    }

    pub fn row(&self, feature: u32) -> Option<&[f32]> {
        let at = *self.rows.get(&feature)? as usize * self.width();
        Some(&self.table[at..at + self.width()])
    }

    /// Adds the rows of features to `sums`, `hidden + outputs` numbers.
    pub fn add(&self, features: &[u32], sums: &mut [f32]) {
        for row in features.iter().filter_map(|&feature| self.row(feature)) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
    }

    /// The sums that an input without features has.
    pub fn start(&self) -> Vec<f32> {
        [self.hidden_bias.as_slice(), &self.bias].concat()
    }

    /// The outputs of summed rows.
    pub fn outputs(&self, sums: &[f32]) -> Vec<f32> {
        let (hidden, direct) = sums.split_at(self.hidden);
        let rows = self.top.chunks(self.hidden.max(1));
        let product =
            |row: &[f32]| -> f32 { row.iter().zip(hidden).map(|(weight, value)| weight * value.max(0.0)).sum() };
        direct.iter().enumerate().map(|(at, direct)| direct + rows.clone().nth(at).map_or(0.0, product)).collect()
    }

    /// The outputs of an input.
    pub fn run(&self, features: &[u32]) -> Vec<f32> {
        let mut sums = self.start();
        self.add(features, &mut sums);
        self.outputs(&sums)
    }
}

/// Scores to probabilities, in place.
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}
