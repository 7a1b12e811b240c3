//! Actors: the shapes that Graphviz has for them.

use super::{Rect, WORDS};
use crate::export::pen::{Attributes, Pen, rounded};
use crate::export::picture::{self, Picture, shorten};
use crate::export::style::{self, ActorStyle};
use crate::graph::Node;
use crate::model::ActorKind;
use std::fmt::Write;
use std::io;

/// The radius of a dot, by the size that its name would have.
pub(super) fn radius(size: f64) -> f64 {
    4.0 + (size - 11.0)
}

/// One actor with its tooltip.
pub(super) fn actor(pen: &mut Pen, picture: &Picture, node: &Node, rect: Rect, is_dot: bool) -> io::Result<()> {
    pen.open("g", &[("class", &"node")])?;
    pen.text("title", &[], &picture::describe(node))?;
    if is_dot {
        let style = style::of_actor(node.kind);
        let (x, y, r) = (rounded(rect.x), rounded(rect.y), rounded(rect.width / 2.0));
        pen.empty("circle", &[("cx", &x), ("cy", &y), ("r", &r), ("fill", &style.fill), ("stroke", &style.line)])?;
    } else {
        shape(pen, node.kind, rect)?;
        let label = picture.label(node);
        lines_of_text(pen, &label.lines, (rect.x, rect.y), label.size, &[("fill", &style::INK)])?;
    }
    pen.close("g")
}

/// Lines of text around a middle.
pub(super) fn lines_of_text(
    pen: &mut Pen,
    lines: &[String],
    middle: (f64, f64),
    size: f64,
    more: Attributes,
) -> io::Result<()> {
    let top = middle.1 - 0.6 * size * lines.len() as f64;
    for (at, line) in lines.iter().enumerate() {
        let (x, y) = (rounded(middle.0), rounded(top + 1.2 * size * at as f64 + 0.95 * size));
        let size = rounded(size);
        let own: Attributes = &[("x", &x), ("y", &y), ("font-size", &size), ("text-anchor", &"middle")];
        pen.text("text", &[own, more].concat(), line)?;
    }
    Ok(())
}

/// The names of the most mentioned actors, as far as they have room.
pub(super) fn names_of_dots(pen: &mut Pen, picture: &Picture, boxes: &[Rect]) -> io::Result<()> {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(picture.actors[*at].mentions));
    let mut taken: Vec<Rect> = Vec::new();
    for at in order.into_iter().take(400) {
        let name = shorten(&picture::clean(&picture.actors[at].name), 28);
        let size = picture.label(picture.actors[at]).size;
        let (width, height) = (name.chars().count() as f64 * 0.6 * size, 1.2 * size);
        let dot = boxes[at];
        let rect = Rect { x: dot.right() + 3.0 + width / 2.0, y: dot.y, width, height };
        if taken.iter().any(|other| other.meets(rect)) {
            continue;
        }
        taken.push(rect);
        let halo: Attributes = &[("fill", &style::INK), ("stroke", &style::GROUND), ("stroke-width", &3)];
        lines_of_text(pen, &[name], (rect.x, rect.y), size, &[halo, &[("paint-order", &"stroke")]].concat())?;
    }
    Ok(())
}

/// The shape of a kind in a box.
pub(super) fn shape(pen: &mut Pen, kind: ActorKind, rect: Rect) -> io::Result<()> {
    let ActorStyle { shape, style, fill, line, .. } = style::of_actor(kind);
    let dashes = if style.contains("dashed") { "5 3" } else { "none" };
    let paint: Attributes = &[("fill", fill), ("stroke", line), ("stroke-width", &1.2), ("stroke-dasharray", &dashes)];
    let (x, y, width, height) = (rounded(rect.x), rounded(rect.y), rounded(rect.width), rounded(rect.height));
    match *shape {
        "ellipse" | "egg" => {
            let (rx, ry) = (rounded(rect.width / 2.0), rounded(rect.height / 2.0));
            let place: Attributes = &[("cx", &x), ("cy", &y), ("rx", &rx), ("ry", &ry)];
            pen.empty("ellipse", &[place, paint].concat())
        }
        "box" => {
            let radius = if style.contains("rounded") { 8 } else { 1 };
            let (left, top) = (rounded(rect.left()), rounded(rect.top()));
            let place: Attributes =
                &[("x", &left), ("y", &top), ("width", &width), ("height", &height), ("rx", &radius)];
            pen.empty("rect", &[place, paint].concat())
        }
        shape => pen.empty("path", &[&[("d", &outline(shape, rect) as &dyn std::fmt::Display)], paint].concat()),
    }
}

/// The path of a shape with corners; extra lines as parts of their own.
fn outline(shape: &str, rect: Rect) -> String {
    let (left, right, top, bottom) = (rect.left(), rect.right(), rect.top(), rect.bottom());
    let cut = rect.height.min(rect.width) * 0.28;
    let (x, y) = (rect.x, rect.y);
    match shape {
        "hexagon" => {
            let cut = (rect.height * 0.35).min(14.0);
            closed(&[
                (left + cut, top),
                (right - cut, top),
                (right, y),
                (right - cut, bottom),
                (left + cut, bottom),
                (left, y),
            ])
        }
        "octagon" => {
            let cut = cut.min(9.0);
            let upper = [(left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut)];
            let lower = [(right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut)];
            closed(&[upper, lower].concat())
        }
        "tab" => {
            let tab = (rect.width * 0.35).min(36.0);
            let upper = [(left, top - 5.0), (left + tab, top - 5.0), (left + tab, top), (right, top)];
            closed(&[&upper[..], &[(right, bottom), (left, bottom)]].concat())
                + &open(&[(left, top), (left + tab, top)])
        }
        "box3d" => {
            let deep = 5.0;
            let outer = [(left, top), (left + deep, top - deep), (right + deep, top - deep)];
            let outer = [&outer[..], &[(right + deep, bottom - deep), (right, bottom), (left, bottom)]].concat();
            closed(&outer)
                + &open(&[(left, top), (right, top), (right, bottom)])
                + &open(&[(right, top), (right + deep, top - deep)])
        }
        "note" => {
            let fold = 8.0;
            let outer = [(left, top), (right - fold, top), (right, top + fold), (right, bottom), (left, bottom)];
            closed(&outer) + &open(&[(right - fold, top), (right - fold, top + fold), (right, top + fold)])
        }
        _ => closed(&[(x, top), (right, y), (x, bottom), (left, y)]),
    }
}

/// A path through points that ends where it begins.
pub(super) fn closed(points: &[(f64, f64)]) -> String {
    open(points) + "Z"
}

/// A path through points.
pub(super) fn open(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if at == 0 { "M" } else { "L" }, rounded(*x), rounded(*y));
    }
    path
}

/// Words beside a legend's sample.
pub(super) fn words(pen: &mut Pen, (x, y): (f64, f64), text: &str, colour: &str) -> io::Result<()> {
    let (x, y) = (rounded(x), rounded(y + 0.35 * WORDS));
    pen.text("text", &[("x", &x), ("y", &y), ("font-size", &WORDS), ("fill", &colour)], text)
}
