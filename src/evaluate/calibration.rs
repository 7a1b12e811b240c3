//! What a confidence is worth: the share of right claims at each tenth of confidence.

use super::four_digits;
use serde::Serialize;

/// The claims whose confidence lies in one tenth of [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Decile {
    /// Confidence from which on it counts.
    pub from: f64,
    /// Confidence below which it counts; the last takes in 1.
    pub to: f64,
    /// Number of claims.
    pub claims: usize,
    /// Share of them that match a label.
    #[serde(serialize_with = "four_digits")]
    pub precision: f64,
}

/// Counts claims by their confidence: (confidence, whether it is right). Tenths without a claim are left out.
pub fn deciles(claims: impl IntoIterator<Item = (f64, bool)>) -> Vec<Decile> {
    let mut counts = [(0usize, 0usize); 10];
    for (confidence, is_right) in claims {
        // Files round to two decimals: 0.30 must not fall below 0.3.
        let tenth = ((confidence * 100.0).round() / 10.0).floor() as usize;
        let (all, right) = &mut counts[tenth.min(9)];
        *all += 1;
        *right += usize::from(is_right);
    }
    let filled = counts.iter().enumerate().filter(|(_, (all, _))| *all > 0);
    let decile = |(tenth, &(claims, right)): (usize, &(usize, usize))| Decile {
        from: tenth as f64 / 10.0,
        to: (tenth + 1) as f64 / 10.0,
        claims,
        precision: right as f64 / claims as f64,
    };
    filled.map(decile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_counts_in_its_own_tenth() {
        let found = deciles([(0.3, true), (0.29, false), (0.999, true), (1.0, false), (0.39, true)]);
        let rows: Vec<_> = found.iter().map(|row| (row.from, row.claims, row.precision)).collect();
        assert_eq!(rows, [(0.2, 1, 0.0), (0.3, 2, 1.0), (0.9, 2, 0.5)]);
        assert!(deciles([]).is_empty());
    }
}
