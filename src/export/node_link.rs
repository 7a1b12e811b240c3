//! Node-link JSON of the network tables, one node or edge a line: D3's with `links`, and folded graphs with `edges`.

use super::json::write_lines;
use super::network::{Cell, Network};
use super::{Error, Format, Options, Parallel};
use crate::graph::StateGraph;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, BufWriter, Write};

/// `{"nodes": […], "links": […]}`, as `d3-force` takes it.
pub struct D3;

impl Format for D3 {
    fn name(&self) -> &'static str {
        "d3"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["d3.json"]
    }
    fn describe(&self) -> &'static str {
        "node-link JSON with `links`, for D3 and tools that follow it"
    }
    fn losses(&self) -> &'static [&'static str] {
        LOSSES
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        write(graph, options, "links", &mut out)?;
        out.flush()?;
        Ok(())
    }
}

/// What the network tables do not hold of a graph.
pub const LOSSES: &[&str] = &[
    "claims without a source or a target",
    "affiliations and attributions, unless asked for",
    "paragraphs around the evidence, and marks in it",
];

/// Writes the tables with the edges under `edges`.
pub(super) fn write(graph: &StateGraph, options: &Options, edges: &str, out: &mut impl Write) -> io::Result<()> {
    let network = Network::of(graph, options, Parallel::Each);
    let network = &network;
    let generator = super::GENERATOR;
    write!(out, "{{\"directed\":true,\"multigraph\":true,\n\"graph\":{{\"generator\":\"{generator}\"}},\n\"nodes\":")?;
    let nodes = network.nodes.iter();
    write_lines(out, nodes.map(|row| Object { ids: [("id", row.node.id.as_str())], cells: || row.cells(network) }))?;
    write!(out, ",\n\"{edges}\":")?;
    let edges = network.edges.iter().map(|row| {
        let ids = [("source", row.source_id()), ("target", row.target_id()), ("key", &*row.id)];
        Object { ids, cells: || row.cells(network) }
    });
    write_lines(out, edges)?;
    out.write_all(b"}\n")
}

/// A row as a JSON object: its ids, then its cells, which are read as they are written.
pub(super) struct Object<'r, const IDS: usize, Cells> {
    /// Names and values.
    pub ids: [(&'static str, &'r str); IDS],
    /// Gives the cells.
    pub cells: Cells,
}

impl<'g, const IDS: usize, Cells, Read> Serialize for Object<'_, IDS, Read>
where
    Read: Fn() -> Cells,
    Cells: Iterator<Item = Cell<'g>>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, id) in &self.ids {
            object.serialize_entry(name, id)?;
        }
        for (name, value) in (self.cells)() {
            object.serialize_entry(name, &value)?;
        }
        object.end()
    }
}
