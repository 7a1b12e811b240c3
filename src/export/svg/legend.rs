//! What lines and shapes mean, below the drawing: only those that it has.

use super::{Rect, WORDS, lines, shapes};
use crate::export::dot::legend_text;
use crate::export::pen::Pen;
use crate::export::picture::{self, Picture, clean, shorten};
use crate::export::style;
use crate::model::{ActorKind, Polarity};
use std::io;

/// The legend, its parts in their places.
pub(super) struct Legend<'g> {
    parts: Vec<(Part<'g>, f64, f64)>,
    /// Of all parts.
    pub width: f64,
    /// Of all parts.
    pub height: f64,
}

enum Part<'g> {
    Line(&'g str, Polarity),
    Shape(ActorKind),
}

const ROW: f64 = 26.0;
/// Of a line's sample.
const SAMPLE: f64 = 44.0;
const GAP: f64 = 22.0;

impl<'g> Legend<'g> {
    /// The legend of a picture, in rows of about this width: lines, then shapes.
    pub fn of(picture: &Picture<'g>, limit: f64) -> Legend<'g> {
        let lines = picture.edge_kinds().into_iter().map(|(kind, polarity)| Part::Line(kind, polarity));
        let shapes = picture.actor_kinds().into_iter().map(Part::Shape);
        let mut legend = Legend { parts: Vec::new(), width: 0.0, height: 0.0 };
        legend.rows(lines, limit);
        legend.rows(shapes, limit);
        legend
    }

    fn rows(&mut self, parts: impl Iterator<Item = Part<'g>>, limit: f64) {
        let mut x = 0.0;
        for part in parts {
            if x == 0.0 || x + part.width() > limit {
                x = 0.0;
                self.height += ROW;
            }
            let width = part.width();
            self.width = self.width.max(x + width);
            self.parts.push((part, x, self.height - ROW / 2.0));
            x += width + GAP;
        }
    }

    /// Draws it, its upper left corner at a point.
    pub fn draw(&self, pen: &mut Pen, (left, top): (f64, f64)) -> io::Result<()> {
        pen.open("g", &[("class", &"legend")])?;
        for (part, x, y) in &self.parts {
            part.draw(pen, (left + x, top + y))?;
        }
        pen.close("g")
    }
}

impl Part<'_> {
    fn text(&self) -> String {
        match self {
            Part::Line(kind, polarity) => shorten(&clean(&legend_text(kind, *polarity)), 40),
            Part::Shape(kind) => picture::spaced(*kind),
        }
    }

    fn width(&self) -> f64 {
        let letters = self.text().chars().count() as f64 * 0.6 * WORDS;
        match self {
            Part::Line(..) => SAMPLE + 8.0 + letters,
            Part::Shape(kind) => letters * style::of_actor(*kind).room.0 + 18.0,
        }
    }

    fn draw(&self, pen: &mut Pen, (x, y): (f64, f64)) -> io::Result<()> {
        match self {
            Part::Line(kind, polarity) => {
                let style = style::of_edge(kind, *polarity);
                let at = |share: f64| (x + SAMPLE * share, y);
                lines::stroke(pen, [at(0.0), at(0.3), at(0.7), at(1.0)], &style, 1.6, false, 1.0)?;
                shapes::words(pen, (x + SAMPLE + 8.0, y), &self.text(), style.colour)
            }
            Part::Shape(kind) => {
                let width = self.width();
                shapes::shape(pen, *kind, Rect { x: x + width / 2.0, y, width, height: 20.0 })?;
                shapes::lines_of_text(pen, &[self.text()], (x + width / 2.0, y), WORDS, &[("fill", &style::INK)])
            }
        }
    }
}
