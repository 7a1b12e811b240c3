//! Words on arrows: each where it lies on no actor, no other words and as few lines as can be; else left out.

use super::lines::Line;
use super::{Rect, Scene, WORDS, shapes};
use crate::export::pen::{Attributes, Pen};
use crate::export::picture::{clean, shorten, wrap};
use crate::export::style;
use std::io;
use unicode_width::UnicodeWidthStr;

/// The words that found a place.
#[derive(Default)]
pub(super) struct Labels {
    /// The number of the line, its words, their room.
    placed: Vec<(usize, Vec<String>, Rect)>,
    /// How many did not.
    pub left_out: usize,
}

/// Along the line.
const SHARES: [f64; 11] = [0.5, 0.44, 0.56, 0.38, 0.62, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85];
/// Beside it.
const ASIDE: [f64; 9] = [0.0, 7.0, -7.0, 14.0, -14.0, 24.0, -24.0, 36.0, -36.0];

/// Places the words of the strongest arrows first.
pub(super) fn place(scene: &Scene) -> Labels {
    let mut order: Vec<usize> = (0..scene.lines.len()).collect();
    order.sort_by_key(|at| (scene.lines[*at].arrow.is_background(), std::cmp::Reverse(scene.lines[*at].arrow.count)));
    let points: Vec<Vec<(f64, f64)>> = scene.lines.iter().map(|line| line.samples().collect()).collect();
    let actors = scene.boxes.iter().map(|rect| rect.grown(4.0));
    let mut taken: Vec<Rect> = actors.chain(scene.frames.iter().map(|frame| frame.title)).collect();
    let mut labels = Labels::default();
    for at in order {
        let line = &scene.lines[at];
        let words = wrap(&shorten(&clean(&line.arrow.label), 48), 22);
        let words: Vec<String> = words.lines().map(str::to_owned).collect();
        let widest = words.iter().map(|line| line.width()).max().unwrap_or_default();
        let room = (widest as f64 * 0.6 * WORDS, words.len() as f64 * 1.2 * WORDS);
        let crossed = |rect: Rect| {
            let others = points.iter().enumerate().filter(|(other, _)| *other != at);
            others.filter(|(_, points)| points.iter().any(|point| rect.holds(*point))).count()
        };
        match best(line, room, &taken, crossed) {
            Some(rect) => {
                taken.push(rect.grown(1.5));
                labels.placed.push((at, words, rect));
            }
            None => labels.left_out += 1,
        }
    }
    labels
}

fn best(line: &Line, room: (f64, f64), taken: &[Rect], crossed: impl Fn(Rect) -> usize) -> Option<Rect> {
    let places = SHARES.iter().flat_map(|share| ASIDE.iter().map(move |aside| (*share, *aside)));
    let mut found: Option<(f64, Rect)> = None;
    for (share, aside) in places {
        let (middle, across) = (line.at(share), line.across(share));
        let (x, y) = (middle.0 + across.0 * aside, middle.1 + across.1 * aside);
        let rect = Rect { x, y, width: room.0, height: room.1 };
        let base = 24.0 * (share - 0.5).abs() + 0.6 * aside.abs();
        if found.is_some_and(|(cost, _)| cost <= base) || taken.iter().any(|other| other.meets(rect)) {
            continue;
        }
        let cost = base + 14.0 * crossed(rect) as f64;
        if found.is_none_or(|(least, _)| cost < least) {
            found = Some((cost, rect));
        }
    }
    found.map(|(_, rect)| rect)
}

impl Labels {
    /// The room of all words.
    pub fn boxes(&self) -> impl Iterator<Item = Rect> {
        self.placed.iter().map(|(_, _, rect)| *rect)
    }

    /// The same, elsewhere.
    pub fn shifted(mut self, x: f64, y: f64) -> Labels {
        self.placed.iter_mut().for_each(|(_, _, rect)| (rect.x, rect.y) = (rect.x + x, rect.y + y));
        self
    }

    /// Writes them, with a halo that keeps lines off.
    pub fn draw(&self, scene: &Scene, pen: &mut Pen) -> io::Result<()> {
        for (at, words, rect) in &self.placed {
            let arrow = scene.lines[*at].arrow;
            let style = style::of_edge(arrow.kind, arrow.polarity);
            pen.open("g", &[("class", &"label")])?;
            pen.text("title", &[], &shorten(&arrow.tooltip, 1000))?;
            let halo: Attributes = &[
                ("fill", &style.colour),
                ("stroke", &style::GROUND),
                ("stroke-width", &3),
                ("stroke-linejoin", &"round"),
                ("paint-order", &"stroke"),
            ];
            shapes::lines_of_text(pen, words, (rect.x, rect.y), WORDS, halo)?;
            pen.close("g")?;
        }
        Ok(())
    }
}
