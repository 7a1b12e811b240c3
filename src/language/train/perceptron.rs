//! The averaged perceptron, with weights kept only where a mistake has touched them.

use crate::language::linear::{Cell, Table};
use rustc_hash::FxHashMap;

/// A weight as it stands.
#[derive(Clone, Copy)]
struct Weight {
    class: u16,
    value: f32,
}

/// What averaging needs: the sum over the decisions so far, and the decision up to which it is counted.
#[derive(Clone, Copy)]
struct Past {
    total: f64,
    stamp: u32,
}

/// The weights of one feature. What scoring reads lies together.
#[derive(Default)]
struct Row {
    weights: Vec<Weight>,
    past: Vec<Past>,
}

/// Weights in training.
pub(crate) struct Perceptron {
    classes: usize,
    index: FxHashMap<u32, u32>,
    rows: Vec<Row>,
    /// The rows of the features that were scored last; [`NEW`] for those without one.
    found: Vec<u32>,
    clock: u32,
}

const NEW: u32 = u32::MAX;

impl Perceptron {
    pub fn new(classes: usize) -> Self {
        Perceptron { classes, index: FxHashMap::default(), rows: Vec::new(), found: Vec::new(), clock: 1 }
    }

    /// Sets `scores` to the sums of the features' weights.
    pub fn score(&mut self, features: &[u32], scores: &mut [f32]) {
        // All rows are looked up before any is read: memory answers many questions at a time.
        self.found.clear();
        self.found.extend(features.iter().map(|key| self.index.get(key).copied().unwrap_or(NEW)));
        scores.fill(0.0);
        for &row in self.found.iter().filter(|&&row| row != NEW) {
            for weight in &self.rows[row as usize].weights {
                scores[usize::from(weight.class)] += weight.value;
            }
        }
    }

    /// One decision has been made; weights are averaged over decisions.
    pub fn tick(&mut self) {
        self.clock += 1;
    }

    /// Moves the weights of the features that were scored last towards `right` and away from `wrong`.
    pub fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        for (&key, found) in features.iter().zip(&mut self.found) {
            if *found == NEW {
                let fresh = self.rows.len() as u32;
                *found = *self.index.entry(key).or_insert(fresh);
                if *found == fresh {
                    self.rows.push(Row::default());
                }
            }
            let row = &mut self.rows[*found as usize];
            row.change(right as u16, 1.0, self.clock);
            row.change(wrong as u16, -1.0, self.clock);
        }
    }

    /// The averaged weights as small integers: the `keep` heaviest at most, the lightest rounded away.
    pub fn finish(&self, keep: usize) -> Table {
        let averages = |row: &Row| -> Vec<(u16, f64)> {
            let pairs = row.weights.iter().zip(&row.past);
            let average = |(weight, past): (&Weight, &Past)| {
                let total = past.total + f64::from(weight.value) * f64::from(self.clock - past.stamp);
                (weight.class, total / f64::from(self.clock))
            };
            pairs.map(average).collect()
        };
        let mut sizes: Vec<f64> = self.rows.iter().flat_map(averages).map(|(_, weight)| weight.abs()).collect();
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let least = sizes.get(keep).copied().unwrap_or(0.0).max(sizes.first().copied().unwrap_or(1.0) / 8000.0);
        // The lightest weight that is kept becomes a 3, so that rounding costs little.
        let scale = 3.0 / least.max(1e-9);
        #[allow(clippy::iter_over_hash_type, reason = "sorted in the next line")]
        let mut keys: Vec<(u32, u32)> = self.index.iter().map(|(&key, &row)| (key, row)).collect();
        keys.sort_unstable();
        let rows = keys.into_iter().filter_map(|(key, row)| {
            let kept = averages(&self.rows[row as usize]).into_iter().filter(|(_, weight)| weight.abs() > least);
            let mut cells: Vec<Cell> = kept
                .map(|(class, weight)| Cell { class, weight: (weight * scale).round().clamp(-32000.0, 32000.0) as i16 })
                .collect();
            cells.sort_unstable_by_key(|cell| cell.class);
            (!cells.is_empty()).then_some((key, cells))
        });
        Table::new(self.classes, rows)
    }

    /// How many weights there are.
    pub fn len(&self) -> usize {
        self.rows.iter().map(|row| row.weights.len()).sum()
    }
}

impl Row {
    fn change(&mut self, class: u16, by: f32, clock: u32) {
        if let Some(at) = self.weights.iter().position(|weight| weight.class == class) {
            let (weight, past) = (&mut self.weights[at], &mut self.past[at]);
            past.total += f64::from(weight.value) * f64::from(clock - past.stamp);
            past.stamp = clock;
            weight.value += by;
        } else {
            self.weights.push(Weight { class, value: by });
            self.past.push(Past { total: 0.0, stamp: clock });
        }
    }
}

/// A small seeded generator (splitmix64): training is the same on every run.
pub(crate) struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}
