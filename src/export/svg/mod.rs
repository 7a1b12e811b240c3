//! The program's own drawing of a picture as SVG: the places of [`layout`], frames of states, curved arrows that go round
//! actors, words where there is room for them, a legend.

mod labels;
mod legend;
mod lines;
mod shapes;

use super::layout;
use super::pen::{Attributes, Pen, rounded};
use super::picture::{self, Picture, shorten};
use super::style;
use std::io;

/// A point.
type Point = (f64, f64);

/// A box, by its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rect {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Rect {
    fn grown(self, by: f64) -> Rect {
        Rect { width: self.width + 2.0 * by, height: self.height + 2.0 * by, ..self }
    }
    fn holds(self, point: Point) -> bool {
        (point.0 - self.x).abs() < self.width / 2.0 && (point.1 - self.y).abs() < self.height / 2.0
    }
    fn meets(self, other: Rect) -> bool {
        (self.x - other.x).abs() < (self.width + other.width) / 2.0
            && (self.y - other.y).abs() < (self.height + other.height) / 2.0
    }
    fn left(self) -> f64 {
        self.x - self.width / 2.0
    }
    fn right(self) -> f64 {
        self.x + self.width / 2.0
    }
    fn top(self) -> f64 {
        self.y - self.height / 2.0
    }
    fn bottom(self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// A state's frame, with the room of its name.
struct Frame {
    name: String,
    whole: Rect,
    title: Rect,
}

/// What is drawn, in its places.
struct Scene<'p, 'g> {
    picture: &'p Picture<'g>,
    /// Of each actor.
    boxes: Vec<Rect>,
    /// Whether actors are drawn as dots.
    has_dots: bool,
    frames: Vec<Frame>,
    lines: Vec<lines::Line<'p>>,
}

/// Around the drawing.
const MARGIN: f64 = 24.0;
/// Pictures are shown no wider than this.
const WIDEST: f64 = 2400.0;
/// Of words on arrows.
const WORDS: f64 = 10.5;

/// The picture as SVG.
///
/// # Errors
/// Never, as memory takes all; the writer's type allows it.
pub(super) fn draw(picture: &Picture) -> io::Result<Vec<u8>> {
    let mut scene = Scene::of(picture);
    let labels = if picture.is_outline() { labels::Labels::default() } else { labels::place(&scene) };
    let (low, high) = scene.bounds(&labels);
    scene.shift(MARGIN - low.0, MARGIN - low.1);
    let labels = labels.shifted(MARGIN - low.0, MARGIN - low.1);
    let legend = legend::Legend::of(picture, (high.0 - low.0).max(420.0));
    let caption = match labels.left_out {
        0 => picture.caption(),
        count => format!("{} · {count} labels left out for want of room", picture.caption()),
    };
    let width = (high.0 - low.0).max(legend.width).max(caption.chars().count() as f64 * 6.0) + 2.0 * MARGIN;
    let below = high.1 - low.1 + MARGIN + 28.0;
    let height = below + legend.height + 16.0 + MARGIN;
    let mut pen = Pen::new((width, height), WIDEST, "Who deals with whom", &describe(picture, &caption))?;
    scene.draw(&mut pen)?;
    labels.draw(&scene, &mut pen)?;
    legend.draw(&mut pen, (MARGIN, below))?;
    let (x, y) = (rounded(MARGIN), rounded(height - MARGIN + 4.0));
    let attributes: Attributes =
        &[("class", &"caption"), ("x", &x), ("y", &y), ("font-size", &11), ("fill", &style::FAINT_INK)];
    pen.text("text", attributes, &caption)?;
    pen.finish()
}

/// For those who cannot see it: the caption, and the strongest arrows as sentences.
fn describe(picture: &Picture, caption: &str) -> String {
    let mut arrows: Vec<_> = picture.arrows.iter().filter(|arrow| !arrow.is_background()).collect();
    arrows.sort_by_key(|arrow| std::cmp::Reverse(arrow.count));
    let name = |id: &crate::model::ActorId| {
        let node = picture.actors.iter().find(|node| node.id == *id);
        shorten(node.map_or(id.as_str(), |node| &node.name), 60)
    };
    let lines = arrows
        .iter()
        .take(12)
        .map(|arrow| format!("{} → {}: {} ({})", name(arrow.source), name(arrow.target), arrow.label, arrow.kind));
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { caption.to_owned() } else { format!("{caption}. {}.", lines.join("; ")) }
}

impl<'p, 'g> Scene<'p, 'g> {
    fn of(picture: &'p Picture<'g>) -> Scene<'p, 'g> {
        let ties = picture.arrows.iter().map(|arrow| (arrow.source, arrow.target, arrow.count));
        let (places, frames) = layout::of_actors(&picture.actors, ties);
        let has_dots = picture.actors.len() > layout::NAMED;
        let boxes = picture.actors.iter().zip(&places).map(|(node, (x, y))| {
            let (width, height) = match has_dots {
                true => [2.0 * shapes::radius(picture.label(node).size); 2].into(),
                false => picture.label(node).boxed(),
            };
            Rect { x: *x, y: *y, width, height }
        });
        let boxes: Vec<Rect> = boxes.collect();
        let frames = frames.into_iter().filter_map(|(code, frame)| {
            let cluster = picture.clusters.iter().find(|cluster| cluster.code == code)?;
            let name = shorten(&picture::clean(&cluster.name), (frame.width / 6.8) as usize);
            let (x, y) = (frame.x + frame.width / 2.0, frame.y + frame.height / 2.0);
            let whole = Rect { x, y, width: frame.width, height: frame.height };
            let letters = name.chars().count() as f64 * 6.8;
            let title = Rect { x: frame.x + 10.0 + letters / 2.0, y: frame.y + 13.0, width: letters, height: 15.0 };
            Some(Frame { name, whole, title })
        });
        let frames = frames.collect();
        let lines = lines::route(picture, &boxes);
        Scene { picture, boxes, has_dots, frames, lines }
    }

    fn bounds(&self, labels: &labels::Labels) -> (Point, Point) {
        let frames = self.frames.iter().map(|frame| frame.whole);
        let rects = self.boxes.iter().copied().chain(frames).chain(labels.boxes());
        let corners = rects.flat_map(|rect| [(rect.left(), rect.top()), (rect.right(), rect.bottom())]);
        let curves = self.lines.iter().flat_map(|line| line.samples().collect::<Vec<_>>());
        layout::bounds(corners.chain(curves))
    }

    fn shift(&mut self, x: f64, y: f64) {
        let move_by = |rect: &mut Rect| (rect.x, rect.y) = (rect.x + x, rect.y + y);
        self.boxes.iter_mut().for_each(move_by);
        for frame in &mut self.frames {
            move_by(&mut frame.whole);
            move_by(&mut frame.title);
        }
        self.lines.iter_mut().for_each(|line| line.shift(x, y));
    }

    fn draw(&self, pen: &mut Pen) -> io::Result<()> {
        for frame in &self.frames {
            frame.draw(pen)?;
        }
        let opacity = match self.picture.is_outline() {
            true => (0.6 * (600.0 / self.lines.len().max(1) as f64).sqrt()).clamp(0.12, 0.6),
            false => 1.0,
        };
        for line in &self.lines {
            line.draw(pen, opacity)?;
        }
        for frame in &self.frames {
            frame.draw_name(pen)?;
        }
        for (node, rect) in self.picture.actors.iter().zip(&self.boxes) {
            shapes::actor(pen, self.picture, node, *rect, self.has_dots)?;
        }
        if self.has_dots { shapes::names_of_dots(pen, self.picture, &self.boxes) } else { Ok(()) }
    }
}

impl Frame {
    fn draw(&self, pen: &mut Pen) -> io::Result<()> {
        let Rect { width, height, .. } = self.whole;
        let (fill, line) = style::FRAME;
        pen.open("g", &[("class", &"cluster")])?;
        pen.empty(
            "rect",
            &[
                ("x", &rounded(self.whole.left())),
                ("y", &rounded(self.whole.top())),
                ("width", &rounded(width)),
                ("height", &rounded(height)),
                ("rx", &10),
                ("fill", &fill),
                ("stroke", &line),
            ],
        )?;
        pen.close("g")
    }

    /// Its name, over the lines.
    fn draw_name(&self, pen: &mut Pen) -> io::Result<()> {
        let (x, y) = (rounded(self.title.left()), rounded(self.title.y + 4.0));
        let place: Attributes = &[("class", &"cluster-name"), ("x", &x), ("y", &y), ("font-size", &11)];
        let bold: Attributes = &[("font-weight", &"bold"), ("fill", &style::FAINT_INK), ("stroke", &style::FRAME.0)];
        let halo: Attributes = &[("stroke-width", &3), ("stroke-linejoin", &"round"), ("paint-order", &"stroke")];
        pen.text("text", &[place, bold, halo].concat(), &self.name)
    }
}
