//! How pictures show actors by kind and claims by kind and polarity: one table each.
//!
//! The sign of a claim is seen in colour and in form: green with a full head supports, red with a bar opposes, blue with an
//! open head speaks, dashed purple with a diamond denies; what is negated is dotted. Green and red differ in lightness too.
//! Every colour has a twin for a dark ground ([`DARK_GROUND`]); lines have a contrast of at least 4.5 to their ground, so
//! that they serve as text colours as well.

use crate::model::{ActorKind, Polarity};
use serde::Serialize;

/// The ground of pictures.
pub const GROUND: &str = "#ffffff";
/// The dark ground of the page.
pub const DARK_GROUND: &str = "#14181d";
/// Names, captions.
pub const INK: &str = "#1c2128";
/// What matters less: captions, axes.
pub const FAINT_INK: &str = "#59636e";
/// The ground of a state's frame, and its line.
pub const FRAME: (&str, &str) = ("#f4f6f9", "#c9d1db");

/// How an actor is drawn. Shapes are Graphviz's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ActorStyle {
    /// `box`, `ellipse`, …
    pub shape: &'static str,
    /// Further line style: `filled` and more.
    pub style: &'static str,
    /// Fill colour.
    pub fill: &'static str,
    /// Line colour.
    pub line: &'static str,
    /// Fill colour on a dark ground.
    pub dark_fill: &'static str,
    /// Line colour on a dark ground.
    pub dark_line: &'static str,
    /// By how much the shape is wider and higher than the letters in it.
    #[serde(skip)]
    pub room: (f64, f64),
}

/// In the order of [`ActorKind::ALL`].
const ACTORS: [ActorStyle; 11] = [
    actor("box", "filled", ["#d6e6f7", "#2f5f8f", "#1d3650", "#7fb0e0"]), // state
    actor("box", "filled,rounded", ["#e6eef8", "#4f759e", "#22303f", "#8fb0d2"]), // government
    actor("ellipse", "filled", ["#fff3d1", "#8f6e1c", "#3d3417", "#d9b95c"]), // person
    actor("hexagon", "filled", ["#def0d8", "#4c7d3c", "#22391d", "#8cc67a"]), // organisation
    actor("tab", "filled", ["#eee0f4", "#80559c", "#35243f", "#c59be0"]), // party
    actor("octagon", "filled", ["#f8d9d7", "#a34c48", "#452321", "#eb938e"]), // armed group
    actor("box3d", "filled", ["#e8e6d0", "#6f6b3a", "#35331d", "#c6c07c"]), // military
    actor("note", "filled", ["#fde8d2", "#a5672c", "#40291a", "#e6a468"]), // media
    actor("egg", "filled", ["#eeeeee", "#6f6f6f", "#2b2f34", "#a9b0b8"]), // people
    actor("ellipse", "filled,dashed", ["#ffffff", "#6f6f6f", "#14181d", "#a9b0b8"]), // unnamed source
    actor("ellipse", "filled", ["#f5f5f5", "#757575", "#22262b", "#9aa1a9"]), // other
];

const fn actor(shape: &'static str, style: &'static str, colours: [&'static str; 4]) -> ActorStyle {
    let room = match shape.as_bytes() {
        b"ellipse" | b"egg" => (1.25, 1.35),
        b"hexagon" | b"octagon" => (1.2, 1.1),
        _ => (1.0, 1.0),
    };
    let [fill, line, dark_fill, dark_line] = colours;
    ActorStyle { shape, style, fill, line, dark_fill, dark_line, room }
}

/// The style of a kind of actor.
pub fn of_actor(kind: ActorKind) -> &'static ActorStyle {
    &ACTORS[kind as usize]
}

/// How an edge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EdgeStyle {
    /// Colour of line and label.
    pub colour: &'static str,
    /// The same on a dark ground.
    pub dark: &'static str,
    /// `solid`, `dashed`, `dotted`.
    pub line: &'static str,
    /// Head, in Graphviz's words: `normal` full, `empty` open, `tee` a bar, `diamond`, `odiamond` open, `vee`.
    pub head: &'static str,
}

const KINDS: [(&str, EdgeStyle); 6] = [
    ("support", edge("#0a7d4f", "#4cc38a", "solid", "normal")),
    ("opposition", edge("#c4281c", "#ff8177", "solid", "tee")),
    ("communication", edge("#1a5fb4", "#79b8ff", "solid", "empty")),
    ("denial", edge("#8127a8", "#d8a1f7", "dashed", "diamond")),
    ("affiliation", edge("#6b6f76", "#a3a9b2", "solid", "odiamond")),
    ("attribution", edge("#8a6414", "#d9b65c", "dotted", "vee")),
];

/// Kinds that users add.
const OTHER: EdgeStyle = edge("#37474f", "#a9bcc6", "solid", "normal");

const fn edge(colour: &'static str, dark: &'static str, line: &'static str, head: &'static str) -> EdgeStyle {
    EdgeStyle { colour, dark, line, head }
}

/// The kinds of edges that have a style of their own, in the order of a legend.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

/// The style of a kind of claim, or of `affiliation` and `attribution`. What is negated is dotted.
pub fn of_edge(kind: &str, polarity: Polarity) -> EdgeStyle {
    let style = KINDS.iter().find(|(known, _)| *known == kind).map_or(OTHER, |(_, style)| *style);
    match polarity {
        Polarity::Affirmed => style,
        Polarity::Negated => EdgeStyle { line: "dotted", ..style },
    }
}

/// Where a kind stands in a legend: in the order of [`kinds`], others behind.
pub fn rank(kind: &str) -> usize {
    KINDS.iter().position(|(known, _)| *known == kind).unwrap_or(KINDS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Relative luminance and contrast as the Web Content Accessibility Guidelines define them.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn colours_can_be_read_on_light_and_on_dark() {
        for (kind, style) in KINDS.iter().chain([&("other", OTHER)]) {
            assert!(contrast(style.colour, GROUND) >= 4.5, "{kind}");
            assert!(contrast(style.dark, DARK_GROUND) >= 4.5, "{kind}");
        }
        for style in ACTORS {
            assert!(contrast(style.line, GROUND) >= 3.0 && contrast(style.dark_line, DARK_GROUND) >= 3.0, "{style:?}");
            assert!(contrast(INK, style.fill) >= 4.5 && contrast("#e6edf3", style.dark_fill) >= 4.5, "{style:?}");
        }
        assert!(contrast(FAINT_INK, GROUND) >= 4.5 && contrast(FAINT_INK, FRAME.0) >= 4.5);
    }

    #[test]
    fn kinds_and_polarities_differ_in_form_too() {
        let kinds = kinds().flat_map(|kind| [(kind, Polarity::Affirmed), (kind, Polarity::Negated)]);
        let forms = kinds.filter(|(kind, polarity)| *kind != "attribution" || *polarity == Polarity::Affirmed);
        let forms: Vec<_> = forms.map(|(kind, polarity)| of_edge(kind, polarity)).collect();
        let seen: BTreeSet<_> = forms.iter().map(|style| (style.line, style.head)).collect();
        assert_eq!(seen.len(), forms.len());
    }
}
