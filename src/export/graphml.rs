//! GraphML (<http://graphml.graphdrawing.org>), valid by its XSD.

use super::network::{Cell, Column, EDGE_COLUMNS, NODE_COLUMNS, Network, Type};
use super::text::xml_id;
use super::xml::{Xml, as_text};
use super::{Error, Format, GENERATOR, Options, Parallel, layout};
use crate::graph::StateGraph;
use std::io::{self, BufWriter, Write};

/// The graph as GraphML.
pub struct GraphMl;

impl Format for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["graphml"]
    }
    fn describe(&self) -> &'static str {
        "GraphML with typed attributes, for NetworkX, igraph, Gephi, yEd and Cytoscape"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "claims without a source or a target",
            "affiliations and attributions, unless asked for",
            "paragraphs around the evidence, and marks in it",
            "lists as such: they are JSON text",
            "control characters; in ids they and all but letters, digits and .-_: are written as _x20_",
            "that meetings and agreements have no direction, but for the attribute `symmetric`",
            "labels in yEd, until its Properties Mapper is told to show `label`: they have no yEd elements",
        ]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut xml = Xml::new(BufWriter::new(out))?;
        write(&Network::of(graph, options, Parallel::Each), &mut xml)?;
        xml.finish()?;
        Ok(())
    }
}

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";
const SCHEMA: &str = "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd";

/// What actors have beside their columns: the names that Gephi looks for.
const PLACES: [(&str, Type); 3] = [("label", Type::Text), ("x", Type::Float), ("y", Type::Float)];

fn write(network: &Network, xml: &mut Xml<impl Write>) -> io::Result<()> {
    let instance = "http://www.w3.org/2001/XMLSchema-instance";
    xml.open("graphml", &[("xmlns", NAMESPACE), ("xmlns:xsi", instance), ("xsi:schemaLocation", SCHEMA)])?;
    let columns = NODE_COLUMNS.iter().map(typed).chain(PLACES);
    columns.into_iter().try_for_each(|column| key(xml, "node", column))?;
    EDGE_COLUMNS.iter().map(typed).try_for_each(|column| key(xml, "edge", column))?;
    key(xml, "graph", ("generator", Type::Text))?;
    xml.open("graph", &[("id", "claims"), ("edgedefault", "directed")])?;
    xml.leaf("data", &[("key", "graph.generator")], GENERATOR)?;
    let places = layout::of_graph(network.graph);
    for row in &network.nodes {
        xml.open("node", &[("id", &xml_id(row.node.id.as_str()))])?;
        row.cells(network).try_for_each(|cell| data(xml, "node.", cell))?;
        xml.leaf("data", &[("key", "node.label")], &row.node.name)?;
        if let Some((x, y)) = places.place(&row.node.id) {
            xml.leaf("data", &[("key", "node.x")], &format!("{x:.1}"))?;
            xml.leaf("data", &[("key", "node.y")], &format!("{y:.1}"))?;
        }
        xml.close("node")?;
    }
    for row in &network.edges {
        let (id, source, target) = (xml_id(&row.id), xml_id(row.source_id()), xml_id(row.target_id()));
        xml.open("edge", &[("id", &id), ("source", &source), ("target", &target)])?;
        row.cells(network).try_for_each(|cell| data(xml, "edge.", cell))?;
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.close("graphml")
}

fn typed<Reader>(column: &Column<Reader>) -> (&'static str, Type) {
    (column.name, column.holds)
}

fn key(xml: &mut Xml<impl Write>, of: &str, (name, holds): (&str, Type)) -> io::Result<()> {
    let kind = match holds {
        Type::Text | Type::Date | Type::Texts => "string",
        Type::Int => "long",
        Type::Float => "double",
        Type::Bool => "boolean",
    };
    let id = format!("{of}.{name}");
    xml.empty("key", &[("id", &id), ("for", of), ("attr.name", name), ("attr.type", kind)])
}

fn data(xml: &mut Xml<impl Write>, of: &str, (name, value): Cell) -> io::Result<()> {
    let key = [of, name].concat();
    xml.leaf("data", &[("key", &key)], &as_text(&value))
}
