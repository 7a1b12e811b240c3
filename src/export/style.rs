//! How pictures show actors by kind and claims by kind and polarity: one table each.

use crate::model::{ActorKind, Polarity};

/// How an actor is drawn. Shapes are Graphviz's.
pub struct ActorStyle {
    /// `box`, `ellipse`, …
    pub shape: &'static str,
    /// Further line style: `filled` and more.
    pub style: &'static str,
    /// Fill colour.
    pub fill: &'static str,
    /// Line colour.
    pub line: &'static str,
    /// By how much the shape is wider and higher than the letters in it.
    pub room: (f64, f64),
}

/// In the order of [`ActorKind::ALL`].
const ACTORS: [ActorStyle; 11] = [
    actor("box", "filled", "#cfe2f3", "#2f5f8f"),            // state
    actor("box", "filled,rounded", "#dfe9f5", "#5b7fa5"),    // government
    actor("ellipse", "filled", "#fff2cc", "#b08d2e"),        // person
    actor("hexagon", "filled", "#d9ead3", "#5a8a4a"),        // organisation
    actor("tab", "filled", "#ead9f0", "#86609a"),            // party
    actor("octagon", "filled", "#f4cccc", "#a85454"),        // armed group
    actor("box3d", "filled", "#e2e0c8", "#7c7848"),          // military
    actor("note", "filled", "#fce5cd", "#b57a3c"),           // media
    actor("egg", "filled", "#eeeeee", "#777777"),            // people
    actor("ellipse", "filled,dashed", "#ffffff", "#777777"), // unnamed source
    actor("ellipse", "filled", "#f7f7f7", "#999999"),        // other
];

const fn actor(shape: &'static str, style: &'static str, fill: &'static str, line: &'static str) -> ActorStyle {
    let room = match shape.as_bytes() {
        b"ellipse" | b"egg" => (1.25, 1.35),
        b"hexagon" | b"octagon" => (1.2, 1.1),
        _ => (1.0, 1.0),
    };
    ActorStyle { shape, style, fill, line, room }
}

/// The style of a kind of actor.
pub fn of_actor(kind: ActorKind) -> &'static ActorStyle {
    &ACTORS[kind as usize]
}

/// How an edge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeStyle {
    /// Colour of line and label.
    pub colour: &'static str,
    /// `solid`, `dashed`, `dotted`.
    pub line: &'static str,
    /// Head: `normal`, `tee`, …
    pub head: &'static str,
}

const KINDS: [(&str, EdgeStyle); 6] = [
    ("support", edge("#2e7d32", "solid", "normal")),
    ("opposition", edge("#c62828", "solid", "normal")),
    ("communication", edge("#1565c0", "solid", "normal")),
    ("denial", edge("#7b1fa2", "dashed", "normal")),
    ("affiliation", edge("#8d8d8d", "solid", "odiamond")),
    ("attribution", edge("#b0904a", "dotted", "vee")),
];

/// Kinds that users add.
const OTHER: EdgeStyle = edge("#37474f", "solid", "normal");

const fn edge(colour: &'static str, line: &'static str, head: &'static str) -> EdgeStyle {
    EdgeStyle { colour, line, head }
}

/// The style of a kind of claim, or of `affiliation` and `attribution`. What is negated is dotted and ends in a bar.
pub fn of_edge(kind: &str, polarity: Polarity) -> EdgeStyle {
    let style = KINDS.iter().find(|(known, _)| *known == kind).map_or(OTHER, |(_, style)| *style);
    match polarity {
        Polarity::Affirmed => style,
        Polarity::Negated => EdgeStyle { line: "dotted", head: "tee", ..style },
    }
}
