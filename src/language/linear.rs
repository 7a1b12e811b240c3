//! A linear classifier over hashed features, as the trained models hold it.
//!
//! A feature is a 28-bit hash. For each feature that training kept there are a few (class, weight) cells;
//! scores are sums of integers, so they are the same on every machine.

use super::bytes::Reader;
#[cfg(feature = "train")]
use super::bytes::Writer;
use super::model_file::ModelError;

/// Bits of a feature's hash. One in five hundred features that training never saw meets one that it kept.
pub(crate) const KEY_BITS: u32 = 28;
const BUCKET_BITS: u32 = 17;

/// Mixes `value` into a running hash.
#[inline]
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The feature of a running hash.
#[inline]
pub(crate) fn key(hash: u64) -> u32 {
    let folded = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (folded >> (64 - KEY_BITS)) as u32
}

/// The hash of a string (FNV-1a, then mixed), never 0: 0 stands for "nothing here".
pub(crate) fn hash_str(text: &str) -> u32 {
    let fnv = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    ((mix(fnv, 0x51) >> 32) as u32).max(1)
}

/// One weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub class: u16,
    pub weight: i16,
}

/// Features and their weights, sorted by feature, with an index over the features' upper bits.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub classes: usize,
    buckets: Vec<u32>,
    keys: Vec<u32>,
    starts: Vec<u32>,
    cells: Vec<Cell>,
}

impl Table {
    #[cfg(any(test, feature = "train"))]
    /// A table of `classes` classes from features in ascending order.
    pub fn new(classes: usize, rows: impl IntoIterator<Item = (u32, Vec<Cell>)>) -> Self {
        let mut table = Table { classes, ..Table::default() };
        for (key, cells) in rows {
            table.keys.push(key);
            table.starts.push(table.cells.len() as u32);
            table.cells.extend(cells);
        }
        table.index();
        table
    }

    fn index(&mut self) {
        self.starts.push(self.cells.len() as u32);
        let mut at = 0;
        self.buckets = (0..=1u32 << BUCKET_BITS)
            .map(|bucket| {
                while at < self.keys.len() && self.keys[at] >> (KEY_BITS - BUCKET_BITS) < bucket {
                    at += 1;
                }
                at as u32
            })
            .collect();
    }

    /// Adds the weights of `features` to `scores`, one score per class. Features that are not known add nothing.
    pub fn add(&self, features: &[u32], scores: &mut [i32]) {
        // All rows are looked up before any is read: memory answers many questions at a time.
        let mut rows = [0u32; 256];
        for features in features.chunks(rows.len()) {
            let mut found = 0;
            for &key in features {
                let bucket = (key >> (KEY_BITS - BUCKET_BITS)) as usize;
                let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
                if let Some(at) = self.keys[from..to].iter().position(|&known| known == key) {
                    rows[found] = (from + at) as u32;
                    found += 1;
                }
            }
            for &row in &rows[..found] {
                let cells = self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize;
                for cell in &self.cells[cells] {
                    scores[usize::from(cell.class)] += i32::from(cell.weight);
                }
            }
        }
    }

    /// How many weights the table holds.
    #[cfg(feature = "train")]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Writes the table as separate streams, which compress better than rows do.
    #[cfg(feature = "train")]
    pub fn write(&self, out: &mut Writer) {
        out.number(self.classes as u64);
        out.number(self.keys.len() as u64);
        let mut last = 0;
        for &key in &self.keys {
            out.number(u64::from(key - last));
            last = key;
        }
        for pair in self.starts.windows(2) {
            out.number(u64::from(pair[1] - pair[0]));
        }
        for cell in &self.cells {
            out.number(u64::from(cell.class));
        }
        for cell in &self.cells {
            out.number(zigzag(cell.weight));
        }
    }

    /// Reads what [`Table::write`] wrote.
    pub fn read(input: &mut Reader<'_>) -> Result<Self, ModelError> {
        let classes = input.count()?;
        let rows = input.count()?;
        let mut keys = Vec::with_capacity(rows);
        let mut last = 0u64;
        for _ in 0..rows {
            last += input.number()?;
            if last >> KEY_BITS != 0 {
                return Err(ModelError::Damaged);
            }
            keys.push(last as u32);
        }
        let mut starts = Vec::with_capacity(rows + 1);
        let mut total = 0u64;
        for _ in 0..rows {
            starts.push(total as u32);
            total += input.number()?;
        }
        let mut cells = Vec::with_capacity(total.min(input.left() as u64) as usize);
        for _ in 0..total {
            let class = input.number()?;
            if class as usize >= classes {
                return Err(ModelError::Damaged);
            }
            cells.push(Cell { class: class as u16, weight: 0 });
        }
        for cell in &mut cells {
            cell.weight = unzigzag(input.number()?);
        }
        let mut table = Table { classes, buckets: Vec::new(), keys, starts, cells };
        table.index();
        Ok(table)
    }
}

/// Small numbers of either sign as small numbers.
#[cfg_attr(not(feature = "train"), allow(dead_code))]
fn zigzag(weight: i16) -> u64 {
    let doubled = i32::from(weight) * 2;
    (if weight < 0 { -doubled - 1 } else { doubled }) as u64
}

fn unzigzag(number: u64) -> i16 {
    let half = (number >> 1) as i16;
    if number & 1 == 1 { -half - 1 } else { half }
}

/// The best of the classes that `allowed` lets through; the first of equals.
pub(crate) fn best(scores: &[i32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let candidates = (0..scores.len()).filter(|&class| allowed(class));
    candidates.fold(None, |best, class| match best {
        Some(known) if scores[known] >= scores[class] => best,
        _ => Some(class),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_adds_the_weights_of_known_features_only() {
        let rows = [(7, vec![Cell { class: 1, weight: 5 }]), (1 << 27, vec![Cell { class: 0, weight: -3 }])];
        let table = Table::new(2, rows);
        let mut scores = [0, 0];
        table.add(&[7, 8, 1 << 27, 7, (1 << KEY_BITS) - 1], &mut scores);
        assert_eq!(scores, [-3, 10]);
        assert_eq!(best(&scores, |_| true), Some(1));
        assert_eq!(best(&scores, |class| class != 1), Some(0));
        assert_eq!(best(&[], |_| true), None);
    }
}
