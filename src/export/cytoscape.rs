//! Cytoscape.js JSON (<https://js.cytoscape.org>), which the Cytoscape desktop program opens as well.

use super::json::write_lines;
use super::network::Network;
use super::node_link::Object;
use super::{Error, Format, GENERATOR, Options, Parallel, layout};
use crate::graph::StateGraph;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

/// The graph as Cytoscape.js JSON.
pub struct Cytoscape;

impl Format for Cytoscape {
    fn name(&self) -> &'static str {
        "cytoscape"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["cyjs", "cytoscape.json"]
    }
    fn describe(&self) -> &'static str {
        "Cytoscape.js JSON with a place for each actor, for Cytoscape on the web and on the desktop"
    }
    fn losses(&self) -> &'static [&'static str] {
        super::node_link::LOSSES
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        write(&Network::of(graph, options, Parallel::Each), &mut out)?;
        out.flush()?;
        Ok(())
    }
}

fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    // Cytoscape on the desktop reads the first two lines, Cytoscape.js the elements.
    writeln!(out, "{{\"format_version\":\"1.0\",\"generated_by\":\"{GENERATOR}\",")?;
    out.write_all(b"\"data\":{\"name\":\"claims\",\"shared_name\":\"claims\"},\n\"elements\":{\n\"nodes\":")?;
    let places = layout::of_graph(network.graph);
    let nodes = network.nodes.iter().map(|row| Element {
        data: Object {
            ids: [("id", row.node.id.as_str()), ("shared_name", &row.node.name)],
            cells: || row.cells(network),
        },
        position: places.place(&row.node.id).map(|(x, y)| Position { x: rounded(x), y: rounded(y) }),
    });
    write_lines(out, nodes)?;
    out.write_all(b",\n\"edges\":")?;
    let taken: BTreeSet<&str> = network.nodes.iter().map(|row| row.node.id.as_str()).collect();
    let ids: Vec<Cow<str>> = network.edges.iter().map(|row| unlike(&row.id, &taken)).collect();
    let edges = network.edges.iter().zip(&ids).map(|(row, id)| {
        let ends = [("source", row.source_id()), ("target", row.target_id())];
        let [source, target] = ends;
        let ids = [("id", &**id), source, target, ("interaction", row.kind()), ("shared_interaction", row.kind())];
        Element { data: Object { ids, cells: || row.cells(network) }, position: None }
    });
    write_lines(out, edges)?;
    out.write_all(b"}}\n")
}

#[derive(Serialize)]
struct Element<Data> {
    data: Data,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    x: f64,
    y: f64,
}

/// To one decimal, and never `-0`.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0 + 0.0
}

/// An edge's id that is no actor's: nodes and edges share one space of ids.
fn unlike<'r>(id: &'r str, taken: &BTreeSet<&str>) -> Cow<'r, str> {
    let mut id = Cow::Borrowed(id);
    while taken.contains(&*id) {
        id = format!("edge-{id}").into();
    }
    id
}
