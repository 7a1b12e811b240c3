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

/// So many of the largest parts look for a place of their own; the others stand in rows below.
const SOUGHT: usize = 40;

/// Moves the parts so that none overlap.
pub(super) fn side_by_side(mut parts: Vec<Part>) -> Vec<Part> {
    let area = |part: &Part| (part.width + GAP) * (part.height + GAP);
    parts.sort_by(|a, b| area(b).total_cmp(&area(a)).then(a.members.cmp(&b.members)));
    let mut taken: Vec<Room> = Vec::new();
    for part in parts.iter_mut().take(SOUGHT) {
        let place = best_place(&taken, part);
        part.shift(place.0, place.1);
        taken.push((place.0, place.1, part.width + GAP, part.height + GAP));
    }
    let (right, bottom) = extent(&taken);
    rows(parts.iter_mut().skip(SOUGHT), right, bottom);
    parts
}

/// Left, top, width, height.
type Room = (f64, f64, f64, f64);

fn extent(taken: &[Room]) -> (f64, f64) {
    taken.iter().fold((0.0, 0.0), |most, room| (most.0.max(room.0 + room.2), most.1.max(room.1 + room.3)))
}

/// At the corners of the parts before: where the whole grows least and keeps its proportions, of such the uppermost.
fn best_place(taken: &[Room], part: &Part) -> (f64, f64) {
    let (width, height) = (part.width + GAP, part.height + GAP);
    let (right, bottom) = extent(taken);
    let xs = || std::iter::once(0.0).chain(taken.iter().map(|room| room.0 + room.2));
    let ys = || std::iter::once(0.0).chain(taken.iter().map(|room| room.1 + room.3));
    let mut best = ((f64::INFINITY, 0.0, 0.0), (0.0, bottom));
    for (x, y) in xs().flat_map(|x| ys().map(move |y| (x, y))) {
        let is_free = |room: &Room| {
            x >= room.0 + room.2 - 1e-9
                || room.0 >= x + width - 1e-9
                || y >= room.1 + room.3 - 1e-9
                || room.1 >= y + height - 1e-9
        };
        if taken.iter().all(is_free) {
            let size = (right.max(x + width), bottom.max(y + height));
            let cost = (size.0 * size.1 * (1.0 + (size.0 / size.1 / ASPECT).ln().abs()), y, x);
            if cost < best.0 {
                best = (cost, (x, y));
            }
        }
    }
    best.1
}

/// Small parts in rows below the others.
fn rows<'p>(parts: impl Iterator<Item = &'p mut Part>, right: f64, bottom: f64) {
    let (mut x, mut y, mut row) = (0.0, bottom, 0.0);
    for part in parts {
        if x > 0.0 && x + part.width > right {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        row = f64::max(row, part.height);
        part.shift(x, y);
        x += part.width + GAP;
    }
}
