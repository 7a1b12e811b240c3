//! Groups of small parts: members drawn together into a frame that nobody else stands in.

use super::{Body, bounds, overlap};
use std::collections::BTreeMap;

/// The frame of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The group's number.
    pub group: usize,
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
    /// To the right border.
    pub width: f64,
    /// To the lower border.
    pub height: f64,
}

/// Between members.
const INNER: (f64, f64) = (34.0, 30.0);
/// Around members, within the frame.
const PAD: f64 = 16.0;
/// For the group's name, above the members.
pub(crate) const TITLE: f64 = 20.0;
/// Between frames and those who stand in none.
const OUTER: (f64, f64) = (64.0, 52.0);

/// Moves bodies so that no two lie on each other and each group of two or more has a frame of its own.
pub(super) fn frame(bodies: &[Body], places: &mut [(f64, f64)]) -> Vec<Frame> {
    let mut blocks = blocks(bodies);
    let mut sizes = Vec::new();
    let mut middles = Vec::new();
    for block in &mut blocks {
        let (middle, size) = block.draw_together(bodies, places);
        middles.push(middle);
        sizes.push((size.0 + OUTER.0, size.1 + OUTER.1));
    }
    overlap::remove(&sizes, &mut middles);
    let mut frames = Vec::new();
    for ((block, middle), size) in blocks.iter().zip(middles).zip(sizes) {
        for (at, from) in block.members.iter().zip(&block.from_middle) {
            places[*at] = (middle.0 + from.0, middle.1 + from.1);
        }
        if let Some(group) = block.group {
            let (width, height) = (size.0 - OUTER.0, size.1 - OUTER.1);
            frames.push(Frame { group, x: middle.0 - width / 2.0, y: middle.1 - height / 2.0, width, height });
        }
    }
    frames
}

/// What moves as one: a group, or a body without one.
struct Block {
    /// Only where it has a frame.
    group: Option<usize>,
    members: Vec<usize>,
    from_middle: Vec<(f64, f64)>,
}

fn blocks(bodies: &[Body]) -> Vec<Block> {
    let mut groups = BTreeMap::<usize, Vec<usize>>::new();
    for (at, body) in bodies.iter().enumerate() {
        if let Some(group) = body.group {
            groups.entry(group).or_default().push(at);
        }
    }
    let (framed, alone): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, members)| members.len() > 1);
    let alone = alone.into_iter().flat_map(|(_, members)| members);
    let mut alone: Vec<usize> = alone.chain((0..bodies.len()).filter(|at| bodies[*at].group.is_none())).collect();
    alone.sort_unstable();
    let framed = framed.into_iter().map(|(group, members)| (Some(group), members));
    let all = framed.chain(alone.into_iter().map(|at| (None, vec![at])));
    all.map(|(group, members)| Block { group, members, from_middle: Vec::new() }).collect()
}

impl Block {
    /// Draws the members together. The middle of their mass before, and the size of the block.
    fn draw_together(&mut self, bodies: &[Body], places: &[(f64, f64)]) -> ((f64, f64), (f64, f64)) {
        let count = self.members.len() as f64;
        let sum = self.members.iter().fold((0.0, 0.0), |sum, at| (sum.0 + places[*at].0, sum.1 + places[*at].1));
        let middle = (sum.0 / count, sum.1 / count);
        let mut own: Vec<(f64, f64)> = self
            .members
            .iter()
            .map(|at| ((places[*at].0 - middle.0) * 0.6, (places[*at].1 - middle.1) * 0.6))
            .collect();
        let sizes: Vec<(f64, f64)> =
            self.members.iter().map(|at| (bodies[*at].width + INNER.0, bodies[*at].height + INNER.1)).collect();
        overlap::remove(&sizes, &mut own);
        let corners = self.members.iter().zip(&own).flat_map(|(at, place)| {
            let (x, y) = (bodies[*at].width / 2.0, bodies[*at].height / 2.0);
            [(place.0 - x, place.1 - y), (place.0 + x, place.1 + y)]
        });
        let (mut low, mut high) = bounds(corners);
        if self.group.is_some() {
            low = (low.0 - PAD, low.1 - PAD - TITLE);
            high = (high.0 + PAD, high.1 + PAD);
        }
        let centre = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        self.from_middle = own.iter().map(|place| (place.0 - centre.0, place.1 - centre.1)).collect();
        (middle, (high.0 - low.0, high.1 - low.1))
    }
}
