//! DOT, the language of Graphviz: the tree and printer of `graphviz-rust`, the quoting our own.

use super::picture::{Arrow, Picture};
use super::{Error, Format, Options, style};
use crate::graph::{Node, StateGraph};
use crate::model::{ActorKind, Polarity};
use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use std::collections::BTreeSet;
use std::io::Write;

/// The graph as DOT.
pub struct Dot;

impl Format for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["dot", "gv"]
    }
    fn describe(&self) -> &'static str {
        "Graphviz DOT: a picture of the claims, parallel ones folded"
    }
    fn losses(&self) -> &'static [&'static str] {
        super::picture::LOSSES
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        out.write_all(print(&Picture::of(graph, options)).as_bytes())?;
        Ok(())
    }
}

/// A picture as DOT, with a line end at its end.
pub(super) fn print(picture: &Picture) -> String {
    let mut stmts = settings(picture);
    stmts.extend(picture.actors.iter().map(|node| Stmt::Node(actor(node, picture))));
    stmts.extend(picture.arrows.iter().map(|arrow| Stmt::Edge(edge(arrow))));
    if !picture.arrows.is_empty() {
        stmts.push(Stmt::Subgraph(legend(picture)));
    }
    let graph = Graph::DiGraph { id: quoted("demarche"), strict: false, stmts };
    graph.print(&mut PrinterContext::default()) + "\n"
}

const FONT: &str = "Helvetica,Arial,sans-serif";

fn settings(picture: &Picture) -> Vec<Stmt> {
    let graph = [
        ("rankdir", "LR"),
        ("charset", "UTF-8"),
        ("fontname", FONT),
        ("fontsize", "11"),
        ("fontcolor", "#666666"),
        ("labelloc", "b"),
        ("label", &label(&picture.caption())),
        ("bgcolor", "white"),
        ("pad", "0.3"),
        ("nodesep", "0.35"),
        ("ranksep", "0.9"),
        ("splines", "true"),
        // Only the engines for large graphs look at these.
        ("overlap", "prism"),
        ("start", "1"),
    ];
    let node = [("fontname", FONT), ("fontsize", "12"), ("margin", "0.14,0.07"), ("penwidth", "1.2")];
    let edge = [("fontname", FONT), ("fontsize", "11"), ("arrowsize", "0.8")];
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(attributes(&graph))),
        Stmt::GAttribute(GraphAttributes::Node(attributes(&node))),
        Stmt::GAttribute(GraphAttributes::Edge(attributes(&edge))),
    ]
}

fn actor(node: &Node, picture: &Picture) -> DotNode {
    let style = style::of_actor(node.kind);
    let size = picture.font_size(node).to_string();
    let list = [
        ("label", label(&wrap(&shorten(&node.name, 60), 18))),
        ("tooltip", label(&describe(node))),
        ("shape", style.shape.to_owned()),
        ("style", style.style.to_owned()),
        ("fillcolor", style.fill.to_owned()),
        ("color", style.line.to_owned()),
        ("fontsize", size),
    ];
    DotNode::new(NodeId(quoted(node.id.as_str()), None), attributes(&list))
}

fn describe(node: &Node) -> String {
    let state = node.state.as_ref().map(|state| format!(", {}", state.as_str())).unwrap_or_default();
    let others: Vec<&str> = node.aliases.iter().take(6).map(String::as_str).collect();
    let others = if others.is_empty() { String::new() } else { format!("\nalso: {}", others.join(", ")) };
    let text = format!("{} ({}{state})\nmentions: {}{others}", node.name, spaced(node.kind), node.mentions);
    shorten(&text, 400)
}

fn spaced(kind: ActorKind) -> String {
    kind.name().replace('_', " ")
}

fn edge(arrow: &Arrow) -> Edge {
    let style = style::of_edge(arrow.kind, arrow.polarity);
    let tooltip = label(&shorten(&arrow.tooltip, 1000));
    let mut list = vec![
        ("label", label(&wrap(&shorten(&arrow.label, 48), 22))),
        ("tooltip", tooltip.clone()),
        ("labeltooltip", tooltip),
        ("color", style.colour.to_owned()),
        ("fontcolor", style.colour.to_owned()),
        ("style", style.line.to_owned()),
        ("arrowhead", style.head.to_owned()),
        ("penwidth", format!("{:.1}", arrow.width())),
    ];
    if arrow.is_symmetric {
        list.push(("dir", "both".to_owned()));
        list.push(("arrowtail", style.head.to_owned()));
    }
    if arrow.is_background() {
        list.push(("constraint", "false".to_owned()));
    }
    let ends = [arrow.source, arrow.target].map(|id| Vertex::N(NodeId(quoted(id.as_str()), None)));
    let [source, target] = ends;
    Edge { ty: EdgeTy::Pair(source, target), attributes: attributes(&list) }
}

/// What shapes and colours mean: only those that the picture has.
fn legend(picture: &Picture) -> Subgraph {
    let kinds: BTreeSet<ActorKind> = picture.actors.iter().map(|node| node.kind).collect();
    let edges: BTreeSet<(&str, Polarity)> = picture.arrows.iter().map(|arrow| (arrow.kind, arrow.polarity)).collect();
    let mut rows = String::new();
    for (kind, polarity) in edges {
        let style = style::of_edge(kind, polarity);
        let not = if polarity == Polarity::Negated { ", negated" } else { "" };
        rows += &format!(
            "<tr><td align=\"left\"><font color=\"{}\"><b>{}</b></font></td><td align=\"left\">{}{not}</td></tr>",
            style.colour,
            sample(&style),
            html(&shorten(kind, 40))
        );
    }
    for kind in kinds {
        let style = style::of_actor(kind);
        let (fill, line) = (style.fill, style.line);
        let dashed = if style.style.contains("dashed") { " style=\"dashed\"" } else { "" };
        rows += &format!(
            "<tr><td colspan=\"2\" bgcolor=\"{fill}\" border=\"1\" color=\"{line}\"{dashed}>{}</td></tr>",
            spaced(kind)
        );
    }
    let table = format!("<<table border=\"0\" cellborder=\"0\" cellspacing=\"3\" cellpadding=\"2\">{rows}</table>>");
    let mut list = attributes(&[("shape", "plain"), ("fontsize", "10"), ("tooltip", "legend")]);
    list.push(Attribute(Id::Plain("label".to_owned()), Id::Html(table)));
    let node = DotNode::new(NodeId(quoted("demarche:legend"), None), list);
    let frame =
        [("label", "Legend"), ("labelloc", "t"), ("color", "#cccccc"), ("fontsize", "11"), ("style", "rounded")];
    let mut stmts: Vec<Stmt> = attributes(&frame).into_iter().map(Stmt::Attribute).collect();
    stmts.push(Stmt::Node(node));
    Subgraph { id: quoted("cluster_legend"), stmts }
}

/// A line drawn in letters.
fn sample(style: &style::EdgeStyle) -> &'static str {
    match (style.line, style.head) {
        ("dotted", "tee") => "· · · |",
        ("dashed", _) => "– – ▶",
        ("dotted", _) => "· · · ▷",
        (_, "odiamond") => "——◇",
        _ => "——▶",
    }
}

fn attributes<V: AsRef<str>>(list: &[(&str, V)]) -> Vec<Attribute> {
    list.iter().map(|(name, value)| Attribute(Id::Plain((*name).to_owned()), quoted_raw(value.as_ref()))).collect()
}

/// Quotes a string that is an identity, not text to show. `graphviz-rust` prints it as it is.
fn quoted(id: &str) -> Id {
    let escaped = clean(id).replace('\\', "\\\\").replace('"', "\\\"");
    Id::Escaped(format!("\"{escaped}\""))
}

/// Quotes a value whose backslashes are escapes already.
fn quoted_raw(value: &str) -> Id {
    Id::Escaped(format!("\"{value}\""))
}

/// Text as a value that Graphviz shows as it is: `\N`, `\G` and `&eacute;` are no escapes in it.
fn label(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 8);
    let text = clean(text);
    for (at, c) in text.char_indices() {
        match c {
            '\\' => value.push_str("\\\\"),
            '"' => value.push_str("\\\""),
            '\n' => value.push_str("\\n"),
            '&' if is_entity(&text[at + 1..]) => value.push_str("&amp;"),
            c => value.push(c),
        }
    }
    value
}

/// Whether what follows an `&` makes it an entity to Graphviz: `eacute;`, `#233;`.
fn is_entity(after: &str) -> bool {
    after.find(';').is_some_and(|end| end > 0 && after[..end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
}

fn html(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', " ")
}

/// Drops what neither Graphviz nor XML can hold: control characters but line ends, and U+FFFE and U+FFFF.
fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| *c == '\n' || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    kept.collect()
}

/// At most `limit` characters, with an ellipsis where some are cut off.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit - 1).collect::<String>().trim_end().to_owned() + "…",
    }
}

/// Breaks text between words into lines of about `width` characters. A longer word has a line of its own.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_show_escapes_and_entities_as_they_are() {
        for (text, value) in [
            (r#"a "b" c"#, r#"a \"b\" c"#),
            (r"\N \G", r"\\N \\G"),
            (r"end\", r"end\\"),
            ("two\nlines", r"two\nlines"),
            ("Q&A; &eacute; &#233; & co", "Q&amp;A; &amp;eacute; &amp;#233; & co"),
            ("bell\u{7} nul\0", "bell nul"),
            ("", ""),
        ] {
            assert_eq!(label(text), value, "{text:?}");
        }
    }

    #[test]
    fn text_is_cut_by_characters_and_wrapped_by_words() {
        assert_eq!(shorten("ñandú", 5), "ñandú");
        assert_eq!(shorten("ñandúes", 5), "ñand…");
        assert_eq!(wrap("Ministry of Foreign Affairs", 12), "Ministry of\nForeign\nAffairs");
        assert_eq!(wrap("", 12), "");
    }
}
