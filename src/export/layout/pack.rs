//! Parts that nothing joins, set side by side: the largest first, in rows.

use super::{Body, Frame, bounds};

/// A part with its places.
pub(super) struct Part {
    /// Its bodies, by their numbers in the whole.
    pub members: Vec<usize>,
    /// Of each member.
    pub places: Vec<(f64, f64)>,
    /// Of its groups.
    pub frames: Vec<Frame>,
    width: f64,
    height: f64,
}

/// Between parts.
const GAP: f64 = 70.0;
/// Width to height of the whole.
const ASPECT: f64 = 1.5;

impl Part {
    /// A part whose boxes begin at (0, 0).
    pub fn new(members: Vec<usize>, places: Vec<(f64, f64)>, frames: Vec<Frame>, bodies: &[Body]) -> Part {
        let of_bodies = places.iter().zip(bodies).flat_map(|(place, body)| {
            let (x, y) = (body.width / 2.0, body.height / 2.0);
            [(place.0 - x, place.1 - y), (place.0 + x, place.1 + y)]
        });
        let of_frames = frames.iter().flat_map(|it| [(it.x, it.y), (it.x + it.width, it.y + it.height)]);
        let (low, high) = bounds(of_bodies.chain(of_frames));
        let mut part = Part { members, places, frames, width: high.0 - low.0, height: high.1 - low.1 };
        part.shift(-low.0, -low.1);
        part
    }

    fn shift(&mut self, x: f64, y: f64) {
        self.places.iter_mut().for_each(|place| *place = (place.0 + x, place.1 + y));
        self.frames.iter_mut().for_each(|frame| (frame.x, frame.y) = (frame.x + x, frame.y + y));
    }
}

/// Moves the parts so that none overlap.
pub(super) fn side_by_side(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by(|a, b| b.height.total_cmp(&a.height).then(a.members.cmp(&b.members)));
    let area: f64 = parts.iter().map(|part| (part.width + GAP) * (part.height + GAP)).sum();
    let widest = parts.iter().map(|part| part.width).fold(0.0, f64::max);
    let limit = (area * ASPECT).sqrt().max(widest) + GAP;
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0);
    for part in &mut parts {
        if x > 0.0 && x + part.width > limit {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        // The first of a row is the highest; the others stand at its middle.
        row = f64::max(row, part.height);
        part.shift(x, y + (row - part.height) / 2.0);
        x += part.width + GAP;
    }
    parts
}
