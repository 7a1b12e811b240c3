//! Large parts: ForceAtlas2 (Jacomy, Venturini, Heymann, Bastian: ForceAtlas2, a continuous graph layout algorithm, PLOS
//! ONE 9, 2014) from the places of PivotMDS (Brandes, Pich: Eigensolver methods for progressive multidimensional scaling
//! of large data, GD 2006). Repulsion grows with the degrees, so that hubs keep their neighbours at arm's length.

use super::tree::Tree;
use super::{Body, Link, chance};
use rayon::prelude::*;
use std::collections::VecDeque;

type Place = (f64, f64);

/// The bodies' places, in no particular unit.
pub(super) fn place(bodies: &[Body], links: &[Link]) -> Vec<Place> {
    let near = Near::new(bodies.len(), links);
    let mut places = start(&near);
    let groups = bodies.iter().filter_map(|body| body.group).max().map_or(0, |most| most + 1);
    let masses: Vec<f64> = (0..bodies.len()).map(|at| 1.0 + near.of(at).len() as f64).collect();
    let mut motion = Motion { speed: 1.0, before: vec![(0.0, 0.0); bodies.len()] };
    for _ in 0..rounds(bodies.len()) {
        let middles = middles(bodies, groups, &places);
        let tree = Tree::new(&places, &masses);
        // Each body's force is summed by itself, in a fixed order: threads change nothing.
        let forces: Vec<Place> = (0..bodies.len())
            .into_par_iter()
            .with_min_len(256)
            .map(|at| {
                let place = places[at];
                let (x, y) = tree.repulsion(place);
                let mut force = (x * masses[at], y * masses[at]);
                for (other, weight) in near.of(at) {
                    add(&mut force, toward(place, places[*other as usize], *weight));
                }
                if let Some(group) = bodies[at].group {
                    add(&mut force, toward(place, middles[group], TOGETHER * masses[at]));
                }
                force
            })
            .collect();
        motion.step(&mut places, &masses, forces);
    }
    places
}

/// How strongly a group pulls its members together, beside a link of weight 1 for each neighbour.
const TOGETHER: f64 = 0.25;

/// Fewer for larger parts: each costs more.
fn rounds(count: usize) -> usize {
    (900_000 / count.max(1)).clamp(60, 400)
}

fn add(sum: &mut Place, more: Place) {
    sum.0 += more.0;
    sum.1 += more.1;
}

fn toward(from: Place, to: Place, weight: f64) -> Place {
    ((to.0 - from.0) * weight, (to.1 - from.1) * weight)
}

fn middles(bodies: &[Body], groups: usize, places: &[Place]) -> Vec<Place> {
    let mut sums = vec![(0.0, 0.0, 0.0); groups];
    for (body, place) in bodies.iter().zip(places) {
        if let Some(group) = body.group {
            let sum = &mut sums[group];
            *sum = (sum.0 + place.0, sum.1 + place.1, sum.2 + 1.0);
        }
    }
    sums.into_iter().map(|(x, y, count)| (x / f64::max(count, 1.0), y / f64::max(count, 1.0))).collect()
}

/// Who is linked with whom.
struct Near {
    starts: Vec<usize>,
    ends: Vec<(u32, f64)>,
}

impl Near {
    fn new(count: usize, links: &[Link]) -> Near {
        let mut all: Vec<(usize, u32, f64)> =
            links.iter().flat_map(|(a, b, weight)| [(*a, *b as u32, *weight), (*b, *a as u32, *weight)]).collect();
        all.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let starts = (0..=count).map(|at| all.partition_point(|(from, _, _)| *from < at)).collect();
        Near { starts, ends: all.into_iter().map(|(_, to, weight)| (to, weight)).collect() }
    }
    fn of(&self, at: usize) -> &[(u32, f64)] {
        &self.ends[self.starts[at]..self.starts[at + 1]]
    }
}

/// The paper's speeds: bodies that swing are slowed, and all of them where many do.
struct Motion {
    speed: f64,
    before: Vec<Place>,
}

impl Motion {
    fn step(&mut self, places: &mut [Place], masses: &[f64], forces: Vec<Place>) {
        let (mut swinging, mut pulling) = (0.0, 0.0);
        let swing = |now: Place, before: Place| super::distance(now, before);
        for ((now, before), mass) in forces.iter().zip(&self.before).zip(masses) {
            swinging += mass * swing(*now, *before);
            pulling += mass * super::distance(*now, (-before.0, -before.1)) / 2.0;
        }
        let wanted = pulling / f64::max(swinging, 1e-9);
        self.speed += (wanted - self.speed).min(0.5 * self.speed);
        for (at, force) in forces.iter().enumerate() {
            let share = self.speed / (1.0 + self.speed * (masses[at] * swing(*force, self.before[at])).sqrt());
            add(&mut places[at], (force.0 * share, force.1 * share));
        }
        self.before = forces;
    }
}

const PIVOTS: usize = 30;

/// PivotMDS: the two directions in which the ways to some far-apart bodies differ most.
fn start(near: &Near) -> Vec<Place> {
    let count = near.starts.len() - 1;
    let mut nearest = vec![u32::MAX; count];
    let mut ways: Vec<Vec<u32>> = Vec::new();
    for _ in 0..PIVOTS.min(count) {
        // The body that is farthest from all pivots so far.
        let reach = nearest.iter().map(|way| if *way == u32::MAX { 0 } else { *way });
        let pivot = reach.enumerate().max_by_key(|(at, way)| (*way, std::cmp::Reverse(*at))).map_or(0, |(at, _)| at);
        let from = steps(near, pivot);
        nearest.iter_mut().zip(&from).for_each(|(way, new)| *way = (*way).min(*new));
        ways.push(from);
    }
    let longest = ways.iter().flatten().filter(|way| **way != u32::MAX).max().copied().unwrap_or(1) as f64;
    let squares = |way: &u32| if *way == u32::MAX { longest + 1.0 } else { f64::from(*way) }.powi(2);
    let mut columns: Vec<Vec<f64>> = ways.iter().map(|from| from.iter().map(squares).collect()).collect();
    centre(&mut columns, count);
    let (x, y) = directions(&columns);
    let spread = (count as f64).sqrt() * 10.0;
    let along = |direction: &[f64]| -> Vec<f64> {
        let sums = (0..count).map(|at| columns.iter().zip(direction).map(|(column, share)| column[at] * share).sum());
        let sums: Vec<f64> = sums.collect();
        let most = sums.iter().map(|value: &f64| value.abs()).fold(1e-9, f64::max);
        sums.into_iter().map(|value| value / most * spread).collect()
    };
    // Bodies with the same ways would start on one spot.
    let nudge = |seed: u64, at: usize| (chance(seed, at as u64) - 0.5) * spread * 0.2;
    let both = along(&x).into_iter().zip(along(&y)).enumerate();
    both.map(|(at, (x, y))| (x + nudge(11, at), y + nudge(12, at))).collect()
}

/// Steps from one body to all; `u32::MAX` where no way leads.
fn steps(near: &Near, from: usize) -> Vec<u32> {
    let mut steps = vec![u32::MAX; near.starts.len() - 1];
    steps[from] = 0;
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        for (other, _) in near.of(at) {
            let other = *other as usize;
            if steps[other] == u32::MAX {
                steps[other] = steps[at] + 1;
                queue.push_back(other);
            }
        }
    }
    steps
}

/// Takes the means of rows and columns away.
fn centre(columns: &mut [Vec<f64>], count: usize) {
    let pivots = columns.len().max(1) as f64;
    let rows: Vec<f64> = (0..count).map(|at| columns.iter().map(|column| column[at]).sum::<f64>() / pivots).collect();
    let whole = rows.iter().sum::<f64>() / count.max(1) as f64;
    for column in columns {
        let mean = column.iter().sum::<f64>() / count.max(1) as f64;
        column.iter_mut().zip(&rows).for_each(|(value, row)| *value = -0.5 * (*value - mean - row + whole));
    }
}

/// The first two eigenvectors of the columns' products, by power iteration.
fn directions(columns: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let products: Vec<Vec<f64>> = columns.iter().map(|a| columns.iter().map(|b| dot(a, b)).collect()).collect();
    let find = |seed: u64, other: Option<&[f64]>| {
        let mut direction: Vec<f64> = (0..columns.len() as u64).map(|at| chance(seed, at) - 0.5).collect();
        for _ in 0..60 {
            if let Some(other) = other {
                let share = dot(&direction, other);
                direction.iter_mut().zip(other).for_each(|(value, other)| *value -= share * other);
            }
            let next: Vec<f64> = products.iter().map(|row| dot(row, &direction)).collect();
            let length = dot(&next, &next).sqrt().max(1e-12);
            direction = next.into_iter().map(|value| value / length).collect();
        }
        direction
    };
    let first = find(21, None);
    let second = find(22, Some(&first));
    (first, second)
}
