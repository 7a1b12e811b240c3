//! Small parts: places whose distances are like the lengths of the shortest ways. Zheng, Pawar, Goodman: Graph drawing by
//! stochastic gradient descent, IEEE TVCG 2019.

use super::{Body, Link, chance, distance};

/// Rounds over all pairs.
const ROUNDS: usize = 40;

/// The bodies' places, in units of about one link.
pub(super) fn place(bodies: &[Body], links: &[Link]) -> Vec<(f64, f64)> {
    let wanted = ways(bodies, links);
    let count = bodies.len();
    let mut places: Vec<(f64, f64)> = (0..count as u64).map(|at| (chance(1, at) * 1.6, chance(2, at))).collect();
    let mut pairs: Vec<(usize, usize)> = (0..count).flat_map(|a| (0..a).map(move |b| (b, a))).collect();
    let longest = wanted.iter().flatten().copied().fold(1.0, f64::max);
    // The steps shrink from the longest way's to a tenth of the shortest's.
    let (start, end) = (longest * longest, 0.1 * NEAR * NEAR);
    for round in 0..ROUNDS {
        let step = start * (end / start).powf(round as f64 / (ROUNDS - 1) as f64);
        shuffle(&mut pairs, round as u64);
        for &(a, b) in &pairs {
            let length = wanted[a][b];
            let share = (step / (length * length)).min(1.0);
            let between = distance(places[a], places[b]).max(1e-9);
            let pull = share * (between - length) / 2.0 / between;
            let (x, y) = ((places[b].0 - places[a].0) * pull, (places[b].1 - places[a].1) * pull);
            places[a] = (places[a].0 + x, places[a].1 + y);
            places[b] = (places[b].0 - x, places[b].1 - y);
        }
    }
    places
}

/// Between linked members of one group.
const NEAR: f64 = 0.8;

/// The lengths of the shortest ways between all (Floyd and Warshall). Members of one group are near each other, linked or
/// not; much-used links are a little shorter.
fn ways(bodies: &[Body], links: &[Link]) -> Vec<Vec<f64>> {
    let count = bodies.len();
    let is_joint = |a: usize, b: usize| bodies[a].group.is_some() && bodies[a].group == bodies[b].group;
    let direct = |a: usize, b: usize| {
        if a == b {
            0.0
        } else if is_joint(a, b) {
            1.0
        } else {
            f64::INFINITY
        }
    };
    let mut ways: Vec<Vec<f64>> = (0..count).map(|a| (0..count).map(|b| direct(a, b)).collect()).collect();
    for &(a, b, weight) in links {
        let length = if is_joint(a, b) { NEAR } else { 1.3 - 0.2 * (1.0 - 1.0 / weight.max(1.0)) };
        for (a, b) in [(a, b), (b, a)] {
            ways[a][b] = ways[a][b].min(length);
        }
    }
    for middle in 0..count {
        let onward = ways[middle].clone();
        for row in &mut ways {
            let first = row[middle];
            if first.is_finite() {
                for (way, rest) in row.iter_mut().zip(&onward) {
                    *way = way.min(first + rest);
                }
            }
        }
    }
    ways
}

/// Fisher and Yates.
fn shuffle(pairs: &mut [(usize, usize)], seed: u64) {
    for last in (1..pairs.len()).rev() {
        let other = (chance(3 + seed, last as u64) * (last + 1) as f64) as usize;
        pairs.swap(last, other.min(last));
    }
}
