//! Node-link JSON of the network tables, one node or edge a line: D3's with `links`, and folded graphs with `edges`.

use super::network::{Column, Network, Value};
use super::{Error, Format, Options, Parallel};
use crate::graph::StateGraph;
use serde_json::{Map, Value as Json, json};
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
    let generator = super::GENERATOR;
    write!(out, "{{\"directed\":true,\"multigraph\":true,\n\"graph\":{{\"generator\":\"{generator}\"}},\n\"nodes\":")?;
    let nodes = network.nodes.iter().map(|row| {
        let mut line = Map::from_iter([("id".to_owned(), json!(row.node.id.as_str()))]);
        line.extend(cells(super::network::NODE_COLUMNS, |column| (column.cell)(&network, row)));
        line
    });
    super::json::write_lines(out, nodes)?;
    write!(out, ",\n\"{edges}\":")?;
    let edges = network.edges.iter().map(|row| {
        let ends = [("source", row.source), ("target", row.target)];
        let mut line = Map::new();
        line.extend(ends.map(|(name, id)| (name.to_owned(), json!(id.map(|id| id.as_str())))));
        line.insert("key".to_owned(), json!(row.id));
        line.extend(cells(super::network::EDGE_COLUMNS, |column| (column.cell)(&network, row)));
        line
    });
    super::json::write_lines(out, edges)?;
    out.write_all(b"}\n")
}

/// The cells of a row that are not empty, by name.
pub(super) fn cells<'n, C>(
    columns: &'static [Column<C>],
    cell: impl Fn(&'static Column<C>) -> Option<Value<'n>>,
) -> impl Iterator<Item = (String, Json)> {
    columns.iter().filter_map(move |column| Some((column.name.to_owned(), to_json(cell(column)?))))
}

/// A cell as JSON.
pub(super) fn to_json(value: Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Int(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Bool(is_so) => json!(is_so),
        Value::Date(day) => json!(day),
        Value::Texts(texts) => json!(texts),
    }
}
