//! DOT, the language of Graphviz: the tree and printer of `graphviz-rust`, the quoting our own.

use super::picture::{self, Arrow, Cluster, Picture, clean, shorten, wrap};
use super::style::{self, ActorStyle, EdgeStyle};
use super::text::xml_id;
use super::{Error, Format, Options};
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
    print_with(picture, &picture.clusters)
}

/// [`print`] without the frames of states.
pub(super) fn print_unframed(picture: &Picture) -> String {
    print_with(picture, &[])
}

fn print_with(picture: &Picture, clusters: &[Cluster]) -> String {
    let mut stmts = settings(picture);
    let framed: BTreeSet<usize> = clusters.iter().flat_map(|cluster| &cluster.members).copied().collect();
    let nodes = picture.actors.iter().enumerate().filter(|(at, _)| !framed.contains(at));
    stmts.extend(nodes.map(|(_, node)| Stmt::Node(actor(node, picture))));
    stmts.extend(clusters.iter().map(|cluster| Stmt::Subgraph(frame(cluster, picture))));
    stmts.extend(picture.arrows.iter().map(|arrow| Stmt::Edge(edge(arrow, picture.is_outline()))));
    if !picture.arrows.is_empty() {
        stmts.push(Stmt::Subgraph(legend(picture)));
    }
    let graph = Graph::DiGraph { id: quoted("demarche"), strict: false, stmts };
    graph.print(&mut PrinterContext::default()) + "\n"
}

const FONT: &str = "Helvetica,Arial,sans-serif";

fn settings(picture: &Picture) -> Vec<Stmt> {
    let is_outline = picture.is_outline();
    let graph = [
        ("rankdir", "LR"),
        ("charset", "UTF-8"),
        ("fontname", FONT),
        ("fontsize", "11"),
        ("fontcolor", style::FAINT_INK),
        ("labelloc", "b"),
        ("label", &label(&picture.caption())),
        ("bgcolor", style::GROUND),
        ("pad", "0.3"),
        ("nodesep", "0.32"),
        ("ranksep", "0.8"),
        ("splines", if is_outline { "line" } else { "true" }),
        // Only the engines for large graphs look at these.
        ("overlap", "prism"),
        ("outputorder", if is_outline { "edgesfirst" } else { "breadthfirst" }),
        ("start", "1"),
    ];
    let node = [
        ("fontname", FONT),
        ("fontsize", "12"),
        ("fontcolor", style::INK),
        ("margin", "0.14,0.07"),
        ("height", "0.35"),
        ("penwidth", "1.2"),
    ];
    let edge = [("fontname", FONT), ("fontsize", "10.5"), ("arrowsize", if is_outline { "0.5" } else { "0.8" })];
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(attributes(&graph))),
        Stmt::GAttribute(GraphAttributes::Node(attributes(&node))),
        Stmt::GAttribute(GraphAttributes::Edge(attributes(&edge))),
    ]
}

fn actor(node: &Node, picture: &Picture) -> DotNode {
    let text = picture.label(node);
    let mut list = shape(node.kind);
    list.extend([
        ("label", label(&text.lines.join("\n"))),
        ("tooltip", label(&picture::describe(node))),
        ("fontsize", text.size.to_string()),
    ]);
    DotNode::new(NodeId(quoted(node.id.as_str()), None), attributes(&list))
}

fn shape(kind: ActorKind) -> Vec<(&'static str, String)> {
    let ActorStyle { shape, style, fill, line, .. } = style::of_actor(kind);
    let list = [("shape", *shape), ("style", *style), ("fillcolor", *fill), ("color", *line)];
    list.map(|(name, value)| (name, value.to_owned())).to_vec()
}

/// A state's frame around its actors.
fn frame(cluster: &Cluster, picture: &Picture) -> Subgraph {
    let list = [
        ("label", label(&shorten(&cluster.name, 40))),
        ("labelloc", "t".to_owned()),
        ("labeljust", "l".to_owned()),
        ("style", "rounded,filled".to_owned()),
        ("fillcolor", style::FRAME.0.to_owned()),
        ("color", style::FRAME.1.to_owned()),
        ("fontcolor", style::FAINT_INK.to_owned()),
        ("fontsize", "11".to_owned()),
        ("margin", "10".to_owned()),
    ];
    let mut stmts: Vec<Stmt> = attributes(&list).into_iter().map(Stmt::Attribute).collect();
    stmts.extend(cluster.members.iter().map(|at| Stmt::Node(actor(picture.actors[*at], picture))));
    Subgraph { id: quoted(&format!("cluster state {}", cluster.code.as_str())), stmts }
}

/// Colour and form of a line.
fn form(style: &EdgeStyle, is_symmetric: bool) -> Vec<(&'static str, String)> {
    let mut list = vec![
        ("color", style.colour.to_owned()),
        ("fontcolor", style.colour.to_owned()),
        ("style", style.line.to_owned()),
        ("arrowhead", style.head.to_owned()),
    ];
    if is_symmetric {
        list.extend([("dir", "both".to_owned()), ("arrowtail", style.head.to_owned())]);
    }
    list
}

fn edge(arrow: &Arrow, is_outline: bool) -> Edge {
    let tooltip = label(&shorten(&arrow.tooltip, 1000));
    let mut list = form(&style::of_edge(arrow.kind, arrow.polarity), arrow.is_symmetric);
    list.push(("tooltip", tooltip.clone()));
    if is_outline {
        list.push(("penwidth", format!("{:.1}", 0.6 * arrow.width())));
    } else {
        list.push(("label", label(&wrap(&shorten(&arrow.label, 48), 22))));
        list.push(("labeltooltip", tooltip));
        list.push(("penwidth", format!("{:.1}", arrow.width())));
    }
    if arrow.is_background() {
        list.push(("constraint", "false".to_owned()));
    }
    let [source, target] = [arrow.source, arrow.target].map(|id| Vertex::N(NodeId(quoted(id.as_str()), None)));
    Edge { ty: EdgeTy::Pair(source, target), attributes: attributes(&list) }
}

fn legend_frame() -> Vec<Stmt> {
    let list = [
        ("label", "Legend"),
        ("labelloc", "t"),
        ("labeljust", "l"),
        ("color", style::FRAME.1),
        ("fontcolor", style::FAINT_INK),
        ("fontsize", "11"),
        ("style", "rounded"),
        ("margin", "10"),
    ];
    attributes(&list).into_iter().map(Stmt::Attribute).collect()
}

/// What lines and actors look like: only those that the picture has. One node, as lines of its own among the others make
/// versions of Graphviz before 3 lose some.
fn legend(picture: &Picture) -> Subgraph {
    let lines: Vec<String> =
        picture.edge_kinds().into_iter().map(|(kind, polarity)| legend_line(kind, polarity)).collect();
    let shapes: Vec<String> = picture.actor_kinds().into_iter().map(legend_shape).collect();
    let cell = |cells: &[String], at: usize| cells.get(at).cloned();
    let rows: String = (0..lines.len().max(shapes.len()))
        .map(|at| {
            let line = cell(&lines, at).unwrap_or_else(|| "<td></td><td></td>".to_owned());
            format!(
                "<tr>{line}<td width=\"12\"></td>{}</tr>",
                cell(&shapes, at).unwrap_or_else(|| "<td></td>".to_owned())
            )
        })
        .collect();
    let table = format!("<<table border=\"0\" cellborder=\"0\" cellspacing=\"3\" cellpadding=\"2\">{rows}</table>>");
    let mut list = attributes(&[("shape", "plain"), ("fontsize", "10"), ("tooltip", "legend"), ("class", "legend")]);
    list.push(Attribute(Id::Plain("label".to_owned()), Id::Html(table)));
    let mut stmts = legend_frame();
    stmts.push(Stmt::Node(DotNode::new(NodeId(quoted("demarche:legend"), None), list)));
    Subgraph { id: quoted("cluster_legend"), stmts }
}

fn legend_line(kind: &str, polarity: Polarity) -> String {
    let style = style::of_edge(kind, polarity);
    let (colour, sample, text) = (style.colour, sample(&style), html(&shorten(&legend_text(kind, polarity), 40)));
    let cell = |text: &str| format!("<td align=\"left\"><font color=\"{colour}\">{text}</font></td>");
    format!("{}{}", cell(&format!("<b>{sample}</b>")), cell(&text))
}

fn legend_shape(kind: ActorKind) -> String {
    let ActorStyle { style, fill, line, .. } = style::of_actor(kind);
    let dashed = if style.contains("dashed") { " style=\"dashed\"" } else { "" };
    format!("<td bgcolor=\"{fill}\" border=\"1\" color=\"{line}\"{dashed}>{}</td>", picture::spaced(kind))
}

/// What a line stands for.
pub(super) fn legend_text(kind: &str, polarity: Polarity) -> String {
    match polarity {
        Polarity::Affirmed => kind.to_owned(),
        Polarity::Negated => format!("not: {kind}"),
    }
}

/// A line drawn in letters.
fn sample(style: &EdgeStyle) -> String {
    let line = match style.line {
        "dotted" => "· · · ",
        "dashed" => "– – ",
        _ => "——",
    };
    let head = match style.head {
        "tee" => "|",
        "empty" => "▷",
        "diamond" => "◆",
        "odiamond" => "◇",
        "vee" => "→",
        _ => "▶",
    };
    format!("{line}{head}")
}

fn attributes<V: AsRef<str>>(list: &[(&str, V)]) -> Vec<Attribute> {
    list.iter().map(|(name, value)| Attribute(Id::Plain((*name).to_owned()), quoted_raw(value.as_ref()))).collect()
}

/// Quotes a string that is an identity, not text to show. `graphviz-rust` prints it as it is.
///
/// Two ids are never one: those that lose characters, and those with the `%` of Graphviz's own names, are written as
/// [`xml_id`] does, and so are those that look like it.
fn quoted(id: &str) -> Id {
    let needs_token = id.starts_with('%') || id.contains("_x") || clean(id) != id;
    let id = if needs_token { xml_id(id) } else { id.into() };
    let escaped = id.replace('\\', "\\\\").replace('"', "\\\"");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_ids_are_one() {
        let ids = ["ab", "a\u{1}b", "a_x1_b", "a\tb", "a b", "%s", "_x25_s", "\r=1", "=1"];
        let quoted: BTreeSet<String> = ids.into_iter().map(|id| format!("{:?}", quoted(id))).collect();
        assert_eq!(quoted.len(), ids.len(), "{quoted:?}");
    }

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
}
