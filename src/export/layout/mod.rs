//! Where actors stand in a picture: one set of places for every format that shows some.
//!
//! Actors that a claim or a state joins make one part, drawn by itself: up to some 300 actors by [`stress`], beyond that by
//! [`force`]. Then boxes that would overlap are moved apart ([`overlap`]), states get a box of their own where the part is
//! small ([`groups`]), and the parts are set side by side ([`pack`]). The same graph has the same places, whatever the
//! number of threads.

mod force;
mod groups;
mod overlap;
mod pack;
mod stress;
mod tree;

use super::picture;
use crate::graph::{Node, StateGraph};
use crate::model::{ActorId, StateCode};
use std::collections::{BTreeMap, BTreeSet};

pub use groups::Frame;

/// The places of a graph's actors, by their middles; x runs right, y runs down, neighbours lie some 100 apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    places: BTreeMap<ActorId, (f64, f64)>,
}

impl Layout {
    /// Where an actor stands. `None` only for those that the graph does not have.
    pub fn place(&self, id: &ActorId) -> Option<(f64, f64)> {
        self.places.get(id).copied()
    }
    /// All places, by id.
    pub fn places(&self) -> impl Iterator<Item = (&ActorId, (f64, f64))> {
        self.places.iter().map(|(id, place)| (id, *place))
    }
}

/// A thing to place: the room that it takes, and the group whose members it stands with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Body {
    /// Of its box.
    pub width: f64,
    /// Of its box.
    pub height: f64,
    /// The number of its group.
    pub group: Option<usize>,
}

/// A link between two bodies, with its weight: the more claims, the nearer.
pub type Link = (usize, usize, f64);

/// Up to this many actors have boxes with their names; of more, only dots are kept apart.
pub(super) const NAMED: usize = 300;

/// Places every actor of a graph: those at an end of a claim by who deals with whom, the others in rows below.
pub fn of_graph(graph: &StateGraph) -> Layout {
    let ties: Vec<(&ActorId, &ActorId)> = graph.all_claims().filter_map(|claim| claim.ends()).collect();
    let ends: BTreeSet<&ActorId> = ties.iter().flat_map(|(source, target)| [*source, *target]).collect();
    let (linked, others): (Vec<&Node>, Vec<&Node>) = graph.actors().partition(|node| ends.contains(&node.id));
    let (mut places, _) = of_actors(&linked, ties.into_iter().map(|(source, target)| (source, target, 1)));
    let below = places.iter().map(|(_, y)| *y).fold(0.0, f64::max) + 2.0 * DOT_GAP;
    places.extend(rows(others.len(), below));
    let ids = linked.iter().chain(&others).map(|node| node.id.clone());
    Layout { places: ids.zip(places).collect() }
}

/// Frames with the states that they belong to.
pub(super) type StateFrames<'g> = Vec<(&'g StateCode, Frame)>;

/// Places actors by how many claims tie each two of them, in their order, with the frames of their states.
pub(super) fn of_actors<'g>(
    actors: &[&'g Node],
    ties: impl IntoIterator<Item = (&'g ActorId, &'g ActorId, usize)>,
) -> (Vec<(f64, f64)>, StateFrames<'g>) {
    let index: BTreeMap<&ActorId, usize> = actors.iter().enumerate().map(|(at, node)| (&node.id, at)).collect();
    let mut states = BTreeMap::<&StateCode, usize>::new();
    let most = actors.iter().map(|node| node.mentions).max().unwrap_or_default();
    let bodies: Vec<Body> = actors
        .iter()
        .map(|node| {
            let next = states.len();
            let group = node.state.as_ref().map(|state| *states.entry(state).or_insert(next));
            let (width, height) = match actors.len() {
                0..=NAMED => picture::Label::of(node, most).boxed(),
                _ => (DOT_GAP, DOT_GAP),
            };
            Body { width, height, group }
        })
        .collect();
    let mut pairs = BTreeMap::<(usize, usize), usize>::new();
    for (source, target, count) in ties {
        if let (Some(source), Some(target)) = (index.get(source), index.get(target)) {
            *pairs.entry((*source.min(target), *source.max(target))).or_default() += count;
        }
    }
    let links: Vec<Link> = pairs.into_iter().map(|((a, b), count)| (a, b, 1.0 + (count as f64).ln())).collect();
    let (places, frames) = place_framed(&bodies, &links);
    let codes: BTreeMap<usize, &StateCode> = states.into_iter().map(|(code, number)| (number, code)).collect();
    (places, frames.into_iter().map(|frame| (codes[&frame.group], frame)).collect())
}

/// How far apart dots stand at least.
const DOT_GAP: f64 = 26.0;

/// Rows of dots, some 60 in each.
fn rows(count: usize, top: f64) -> impl Iterator<Item = (f64, f64)> {
    (0..count).map(move |at| ((at % 60) as f64 * DOT_GAP, top + (at / 60) as f64 * DOT_GAP))
}

/// Places bodies by their links: linked ones near each other, members of a group together, no two boxes on each other.
/// Links from a body to itself and to bodies that are not there are passed over.
pub fn place(bodies: &[Body], links: &[Link]) -> Vec<(f64, f64)> {
    place_framed(bodies, links).0
}

/// [`place`], with a frame for each group of two or more members of a small part.
pub fn place_framed(bodies: &[Body], links: &[Link]) -> (Vec<(f64, f64)>, Vec<Frame>) {
    let is_link = |link: &&Link| link.0 != link.1 && link.0 < bodies.len() && link.1 < bodies.len();
    let links: Vec<Link> = links.iter().filter(is_link).copied().collect();
    let mut places = vec![(0.0, 0.0); bodies.len()];
    let mut frames = Vec::new();
    let parts: Vec<pack::Part> = parts(bodies, &links).into_iter().map(|part| placed(bodies, &links, part)).collect();
    for part in pack::side_by_side(parts) {
        for (at, place) in part.members.iter().zip(part.places) {
            places[*at] = place;
        }
        frames.extend(part.frames);
    }
    frames.sort_by_key(|frame| frame.group);
    (places, frames)
}

/// The bodies that links or groups join, each part in order, the parts by their first body.
fn parts(bodies: &[Body], links: &[Link]) -> Vec<Vec<usize>> {
    let mut joined = petgraph::unionfind::UnionFind::<usize>::new(bodies.len());
    for (source, target, _) in links {
        joined.union(*source, *target);
    }
    let mut first = BTreeMap::new();
    for (at, body) in bodies.iter().enumerate() {
        if let Some(group) = body.group {
            joined.union(*first.entry(group).or_insert(at), at);
        }
    }
    let mut parts = BTreeMap::<usize, Vec<usize>>::new();
    let mut order = BTreeMap::<usize, usize>::new();
    for at in 0..bodies.len() {
        let root = joined.find(at);
        let first = *order.entry(root).or_insert(at);
        parts.entry(first).or_default().push(at);
    }
    parts.into_values().collect()
}

/// One part, placed by itself.
fn placed(bodies: &[Body], links: &[Link], members: Vec<usize>) -> pack::Part {
    let own: Vec<Body> = members.iter().map(|at| bodies[*at]).collect();
    let index = |at: &usize| members.binary_search(at).ok();
    let links: Vec<Link> =
        links.iter().filter_map(|(source, target, weight)| Some((index(source)?, index(target)?, *weight))).collect();
    let is_small = own.len() <= NAMED;
    let mut places = if is_small { stress::place(&own, &links) } else { force::place(&own, &links) };
    fit_scale(&own, &links, &mut places);
    let mut frames = Vec::new();
    if is_small {
        frames = groups::frame(&own, &mut places);
    } else {
        overlap::remove(&sizes(&own), &mut places);
    }
    pack::Part::new(members, places, frames, &own)
}

fn sizes(bodies: &[Body]) -> Vec<(f64, f64)> {
    bodies.iter().map(|body| (body.width, body.height)).collect()
}

/// Makes the links some 100 long between the boxes' borders, and longer where the boxes would not fit.
fn fit_scale(bodies: &[Body], links: &[Link], places: &mut [(f64, f64)]) {
    let mut lengths: Vec<f64> = links.iter().map(|(a, b, _)| distance(places[*a], places[*b])).collect();
    lengths.sort_by(f64::total_cmp);
    let Some(median) = lengths.get(lengths.len() / 2).filter(|length| **length > 1e-9) else { return };
    let extent = bodies.iter().map(|body| (body.width + body.height) / 2.0).sum::<f64>() / bodies.len() as f64;
    let (low, high) = bounds(places.iter().copied());
    let area = (high.0 - low.0).max(*median) * (high.1 - low.1).max(*median);
    let needed: f64 = bodies.iter().map(|body| (body.width + 8.0) * (body.height + 8.0)).sum();
    let scale = ((100.0 + 0.6 * extent) / median).max((2.4 * needed / area).sqrt());
    // Boxes are wider than high, and so is a page.
    let (wide, high) = bodies.iter().fold((0.0, 0.0), |sum, body| (sum.0 + body.width, sum.1 + body.height));
    let stretch = (wide / f64::max(high, 1e-9)).sqrt().sqrt().clamp(1.0, 1.3);
    for place in places {
        *place = (place.0 * scale * stretch, place.1 * scale / stretch);
    }
}

pub(super) fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
}

/// The least and the greatest coordinates; zeros without a place.
pub(super) fn bounds(places: impl Iterator<Item = (f64, f64)>) -> ((f64, f64), (f64, f64)) {
    let mut places = places.peekable();
    let Some(first) = places.peek().copied() else { return ((0.0, 0.0), (0.0, 0.0)) };
    places.fold((first, first), |(low, high), place| {
        ((low.0.min(place.0), low.1.min(place.1)), (high.0.max(place.0), high.1.max(place.1)))
    })
}

/// A number in [0, 1) that depends on two numbers alone: Steele, Lea, Flood: Fast splittable pseudorandom number
/// generators, 2014.
fn chance(seed: u64, number: u64) -> f64 {
    let mut bits = seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests;
