//! JSON Graph Format, version 2 (<https://jsongraphformat.info>): one graph, its nodes in an object by id.

use super::json::write_lines;
use super::network::{Cell, EdgeRow, Network, NodeRow};
use super::node_link::Object;
use super::{Error, Format, GENERATOR, Options, Parallel};
use crate::graph::StateGraph;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// The graph as JSON Graph Format.
pub struct Jgf;

impl Format for Jgf {
    fn name(&self) -> &'static str {
        "jgf"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["jgf", "jgf.json"]
    }
    fn describe(&self) -> &'static str {
        "JSON Graph Format v2, which names its fields by a schema"
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
    writeln!(
        out,
        "{{\"graph\":{{\"directed\":true,\"type\":\"claims\",\"metadata\":{{\"generator\":\"{GENERATOR}\"}},"
    )?;
    out.write_all(b"\"nodes\":")?;
    let mut between: &[u8] = b"{\n";
    for row in &network.nodes {
        out.write_all(between)?;
        serde_json::to_writer(&mut *out, row.node.id.as_str())?;
        out.write_all(b":")?;
        let metadata = Object { ids: [], cells: || node_metadata(network, row) };
        serde_json::to_writer(&mut *out, &NodeLine { label: &row.node.name, metadata })?;
        between = b",\n";
    }
    out.write_all(if network.nodes.is_empty() { b"{},\n" } else { b"\n},\n" })?;
    out.write_all(b"\"edges\":")?;
    let lines = network.edges.iter().map(|row| EdgeLine {
        id: &row.id,
        source: row.source_id(),
        target: row.target_id(),
        relation: row.kind(),
        directed: !row.is_symmetric(),
        label: row.label(),
        metadata: Object { ids: [], cells: || edge_metadata(network, row) },
    });
    write_lines(out, lines)?;
    out.write_all(b"}}\n")
}

/// The schema allows no other fields than these.
#[derive(Serialize)]
struct NodeLine<'r, Metadata> {
    label: &'r str,
    metadata: Metadata,
}

/// The schema allows no other fields than these.
#[derive(Serialize)]
struct EdgeLine<'r, Label, Metadata> {
    id: &'r str,
    source: &'r str,
    target: &'r str,
    relation: &'r str,
    directed: bool,
    label: Label,
    metadata: Metadata,
}

/// The cells that have no field of their own.
fn node_metadata<'r, 'g>(network: &'r Network<'g>, row: &'r NodeRow<'g>) -> impl Iterator<Item = Cell<'g>> {
    row.cells(network).filter(|(name, _)| *name != "name")
}

/// The cells that have no field of their own.
fn edge_metadata<'r, 'g>(network: &'r Network<'g>, row: &'r EdgeRow<'g>) -> impl Iterator<Item = Cell<'g>> {
    row.cells(network).filter(|(name, _)| !matches!(*name, "label" | "kind"))
}
