//! Arrows: curves from one actor to another that go round those between them.

use super::{Point, Rect, shapes};
use crate::export::pen::{Attributes, Pen, rounded};
use crate::export::picture::{Arrow, Picture, shorten};
use crate::export::style::{self, EdgeStyle};
use crate::model::ActorId;
use std::collections::BTreeMap;
use std::io;

/// An arrow's curve: a cubic Bézier, cut off at the borders of both ends.
pub(super) struct Line<'p> {
    pub arrow: &'p Arrow<'p>,
    curve: [Point; 4],
}

/// How far a head reaches.
const HEAD: f64 = 10.0;
/// Between parallel arrows, at their middles.
const APART: f64 = 20.0;

/// The curves of all arrows, in their order.
pub(super) fn route<'p>(picture: &'p Picture, boxes: &[Rect]) -> Vec<Line<'p>> {
    let index: BTreeMap<&ActorId, usize> = picture.actors.iter().enumerate().map(|(at, node)| (&node.id, at)).collect();
    let mut bundles = BTreeMap::<(usize, usize), Vec<usize>>::new();
    for (at, arrow) in picture.arrows.iter().enumerate() {
        if let (Some(&source), Some(&target)) = (index.get(arrow.source), index.get(arrow.target)) {
            bundles.entry((source.min(target), source.max(target))).or_default().push(at);
        }
    }
    let is_outline = picture.is_outline();
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for ((low, high), arrows) in bundles {
        let shift = if low == high || is_outline { 0.0 } else { best_shift(boxes, low, high, arrows.len()) };
        for (nth, at) in arrows.iter().enumerate() {
            let arrow = &picture.arrows[*at];
            let bend = shift + (nth as f64 - (arrows.len() - 1) as f64 / 2.0) * APART;
            let curve = if low == high { ring(boxes[low], nth) } else { bent(boxes[low], boxes[high], bend) };
            let is_turned = index[arrow.source] != low;
            let (curve, ends) = if is_turned { (turned(curve), (high, low)) } else { (curve, (low, high)) };
            let ellipse = |end: usize| style::of_actor(picture.actors[end].kind).room.1 > 1.2;
            let curve = cut(curve, boxes, ends, [ellipse(ends.0), ellipse(ends.1)]);
            lines.push((*at, Line { arrow, curve }));
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Tries bends for a bundle of arrows and takes the one that crosses fewest other actors.
fn best_shift(boxes: &[Rect], low: usize, high: usize, count: usize) -> f64 {
    let length = super::layout::distance((boxes[low].x, boxes[low].y), (boxes[high].x, boxes[high].y));
    let usual = (0.05 * length).min(18.0);
    let tries = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.5, -4.5, 6.0, -6.0];
    let cost = |shift: f64| {
        let half = (count as f64 - 1.0) / 2.0 * APART;
        let crossed: usize = [shift - half, shift + half]
            .iter()
            .map(|bend| {
                let curve = bent(boxes[low], boxes[high], *bend);
                let others = boxes.iter().enumerate().filter(|(at, _)| *at != low && *at != high);
                let others: Vec<Rect> = others.map(|(_, rect)| rect.grown(5.0)).collect();
                samples(curve, 24).filter(|point| others.iter().any(|rect| rect.holds(*point))).count()
            })
            .sum();
        40.0 * crossed as f64 + (shift - usual).abs()
    };
    let shifts = tries.iter().map(|by| usual + by * 26.0);
    shifts.map(|shift| (cost(shift), shift)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0.0, |(_, shift)| shift)
}

/// From middle to middle, `bend` aside at its own middle.
fn bent(from: Rect, to: Rect, bend: f64) -> [Point; 4] {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = x.hypot(y).max(1e-6);
    let aside = (-y / length * bend * 4.0 / 3.0, x / length * bend * 4.0 / 3.0);
    let at = |share: f64| (from.x + x * share + aside.0, from.y + y * share + aside.1);
    [(from.x, from.y), at(0.3), at(0.7), (to.x, to.y)]
}

/// From an actor to itself, over its right end; further ones are larger.
fn ring(rect: Rect, nth: usize) -> [Point; 4] {
    let reach = 46.0 + 24.0 * nth as f64;
    let (right, y) = (rect.right() - 6.0, rect.y);
    let half = rect.height / 2.0;
    [
        (right, y - half * 0.6),
        (right + reach, y - half - reach * 0.5),
        (right + reach, y + half + reach * 0.5),
        (right, y + half * 0.6),
    ]
}

fn turned([a, b, c, d]: [Point; 4]) -> [Point; 4] {
    [d, c, b, a]
}

fn point([a, b, c, d]: [Point; 4], t: f64) -> Point {
    let s = 1.0 - t;
    let [p, q, r, w] = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
    (p * a.0 + q * b.0 + r * c.0 + w * d.0, p * a.1 + q * b.1 + r * c.1 + w * d.1)
}

fn samples(curve: [Point; 4], count: usize) -> impl Iterator<Item = Point> {
    (0..=count).map(move |at| point(curve, at as f64 / count as f64))
}

/// The part between the borders of both ends.
fn cut(curve: [Point; 4], boxes: &[Rect], ends: (usize, usize), is_round: [bool; 2]) -> [Point; 4] {
    let inside = |rect: Rect, is_round: bool, place: Point| {
        let rect = rect.grown(1.5);
        let (x, y) = ((place.0 - rect.x) / rect.width * 2.0, (place.1 - rect.y) / rect.height * 2.0);
        if is_round { x * x + y * y < 1.0 } else { rect.holds(place) }
    };
    let steps = 200;
    let share = |at: usize| at as f64 / steps as f64;
    let is_in = |end: usize, is_round: bool, at: usize| inside(boxes[end], is_round, point(curve, share(at)));
    // A ring leaves in its first half and comes back in its second.
    let (until, from) = if ends.0 == ends.1 { (steps / 2, steps / 2) } else { (steps, 0) };
    let start = (0..until).rev().find(|at| is_in(ends.0, is_round[0], *at)).map_or(0.0, share);
    let end = (from..=steps).find(|at| is_in(ends.1, is_round[1], *at)).map_or(1.0, share);
    if start + 0.02 < end { section(curve, start, end) } else { curve }
}

/// De Casteljau: the part of a curve from one share of it to another.
fn section(curve: [Point; 4], from: f64, to: f64) -> [Point; 4] {
    let mix = |a: Point, b: Point, t: f64| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
    let first = |[a, b, c, d]: [Point; 4], t: f64| {
        let (ab, bc, cd) = (mix(a, b, t), mix(b, c, t), mix(c, d, t));
        let (abc, bcd) = (mix(ab, bc, t), mix(bc, cd, t));
        [a, ab, abc, mix(abc, bcd, t)]
    };
    let begun = first(curve, to);
    turned(first(turned(begun), 1.0 - from / to))
}

impl Line<'_> {
    /// Points along it.
    pub fn samples(&self) -> impl Iterator<Item = Point> {
        samples(self.curve, 32)
    }
    /// A share of the way.
    pub fn at(&self, share: f64) -> Point {
        point(self.curve, share)
    }
    /// The direction across it there, of length 1.
    pub fn across(&self, share: f64) -> Point {
        let (a, b) = (self.at(share - 0.02), self.at(share + 0.02));
        let length = (b.0 - a.0).hypot(b.1 - a.1).max(1e-9);
        (-(b.1 - a.1) / length, (b.0 - a.0) / length)
    }
    /// Moves it.
    pub fn shift(&mut self, x: f64, y: f64) {
        self.curve = self.curve.map(|place| (place.0 + x, place.1 + y));
    }

    /// The line with its heads and its tooltip.
    pub fn draw(&self, pen: &mut Pen, opacity: f64) -> io::Result<()> {
        let is_outline = opacity < 1.0;
        let style = style::of_edge(self.arrow.kind, self.arrow.polarity);
        let width = if is_outline { 0.6 } else { 1.0 } * self.arrow.width();
        let opacity = format!("{opacity:.2}");
        pen.open("g", &[("class", &"edge"), ("opacity", &opacity)])?;
        pen.text("title", &[], &shorten(&self.arrow.tooltip, 1000))?;
        stroke(pen, self.curve, &style, width, self.arrow.is_symmetric, if is_outline { 0.6 } else { 1.0 })?;
        pen.close("g")
    }
}

/// A curve in its style, with a head at its end or heads at both.
pub(super) fn stroke(
    pen: &mut Pen,
    curve: [Point; 4],
    style: &EdgeStyle,
    width: f64,
    is_symmetric: bool,
    size: f64,
) -> io::Result<()> {
    let size = size * (1.0 + 0.12 * (width - 1.2).max(0.0));
    let [a, b, c, d] = shortened(curve, if is_symmetric { HEAD * size } else { 0.0 }, HEAD * size);
    let xy = |place: Point| format!("{} {}", rounded(place.0), rounded(place.1));
    let path = format!("M{} C{}, {}, {}", xy(a), xy(b), xy(c), xy(d));
    let dashes = match style.line {
        "dashed" => "7 4",
        "dotted" => "1.5 4",
        _ => "none",
    };
    let cap = if style.line == "dotted" { "round" } else { "butt" };
    let width = rounded(width);
    let paint: Attributes = &[("fill", &"none"), ("stroke", &style.colour), ("stroke-width", &width)];
    let form: Attributes = &[("d", &path), ("stroke-dasharray", &dashes), ("stroke-linecap", &cap)];
    pen.empty("path", &[form, paint].concat())?;
    head(pen, d, curve[3], style)?;
    if is_symmetric { head(pen, a, curve[0], style) } else { Ok(()) }
}

/// The curve without what its heads cover.
fn shortened(curve: [Point; 4], start: f64, end: f64) -> [Point; 4] {
    let length: f64 = {
        let points: Vec<Point> = samples(curve, 32).collect();
        points.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum()
    };
    if length < 2.0 * (start + end) + 2.0 {
        return section(curve, 0.2 * f64::from(u8::from(start > 0.0)), 0.8);
    }
    section(curve, (start / length * 0.95).min(0.4), 1.0 - (end / length * 0.95).min(0.4))
}

/// A head from where the line ends to its tip.
fn head(pen: &mut Pen, from: Point, tip: Point, style: &EdgeStyle) -> io::Result<()> {
    let (x, y) = (tip.0 - from.0, tip.1 - from.1);
    let place = |along: f64, aside: f64| (from.0 + x * along - y * aside, from.1 + y * along + x * aside);
    let (path, fill) = match style.head {
        "tee" => (
            shapes::closed(&[place(0.62, -0.62), place(0.9, -0.62), place(0.9, 0.62), place(0.62, 0.62)]),
            style.colour,
        ),
        "empty" => (shapes::closed(&[place(0.0, -0.42), place(1.0, 0.0), place(0.0, 0.42)]), style::GROUND),
        "diamond" | "odiamond" => {
            let fill = if style.head == "diamond" { style.colour } else { style::GROUND };
            (shapes::closed(&[place(0.0, 0.0), place(0.5, -0.36), place(1.0, 0.0), place(0.5, 0.36)]), fill)
        }
        "vee" => {
            (shapes::closed(&[place(0.0, -0.42), place(1.0, 0.0), place(0.0, 0.42), place(0.35, 0.0)]), style.colour)
        }
        _ => (shapes::closed(&[place(0.0, -0.42), place(1.0, 0.0), place(0.0, 0.42)]), style.colour),
    };
    if style.head == "tee" {
        pen.empty(
            "path",
            &[("d", &shapes::open(&[from, place(0.7, 0.0)])), ("stroke", &style.colour), ("stroke-width", &1.4)],
        )?;
    }
    let joint: Attributes = &[("stroke-linejoin", &"round"), ("stroke-width", &1)];
    pen.empty(
        "path",
        &[&[("d", &path as &dyn std::fmt::Display), ("fill", &fill), ("stroke", &style.colour)], joint].concat(),
    )
}
