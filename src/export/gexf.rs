//! GEXF 1.3 (<https://gexf.net>), the format of Gephi: dynamic, with places and colours.

use super::network::{Cell, Column, EDGE_COLUMNS, EdgeRow, NODE_COLUMNS, Network, NodeRow, Type};
use super::style::{self, EdgeStyle};
use super::text::{one_line, xml_id};
use super::xml::{Xml, as_text};
use super::{Error, Format, GENERATOR, Options, Parallel, layout};
use crate::graph::StateGraph;
use crate::model::{ActorId, Date};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// The graph as GEXF.
pub struct Gexf;

impl Format for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["gexf"]
    }
    fn describe(&self) -> &'static str {
        "GEXF 1.3 for Gephi: a time line by the days of the events, places and colours"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "claims without a source or a target",
            "affiliations and attributions, unless asked for",
            "paragraphs around the evidence, and marks in it",
            "control characters; in ids they and all but letters, digits and .-_: are written as _x20_",
            "line ends in labels",
            "that meetings and agreements have no direction, but for the attribute `symmetric`",
        ]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut xml = Xml::new(BufWriter::new(out))?;
        write(&Network::of(graph, options, Parallel::Each), &mut xml)?;
        xml.finish()?;
        Ok(())
    }
}

fn write(network: &Network, xml: &mut Xml<impl Write>) -> io::Result<()> {
    let namespaces = [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz")];
    let [namespace, viz] = namespaces;
    xml.open("gexf", &[namespace, viz, ("version", "1.3")])?;
    xml.open("meta", &[])?;
    xml.leaf("creator", &[], GENERATOR)?;
    xml.leaf("description", &[], "Who supports, denies, speaks to and opposes whom")?;
    xml.close("meta")?;
    let dynamic = [("mode", "dynamic"), ("timeformat", "date"), ("timerepresentation", "interval")];
    let [mode, format, representation] = dynamic;
    xml.open("graph", &[mode, format, representation, ("defaultedgetype", "directed"), ("idtype", "string")])?;
    declare(xml, "node", NODE_COLUMNS)?;
    declare(xml, "edge", EDGE_COLUMNS)?;
    nodes(network, xml)?;
    xml.open("edges", &[("count", &network.edges.len().to_string())])?;
    network.edges.iter().try_for_each(|row| edge(network, row, xml))?;
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")
}

fn declare<Reader>(xml: &mut Xml<impl Write>, class: &str, columns: &[Column<Reader>]) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", "static")])?;
    for Column { name, holds, .. } in columns.iter().filter(|column| !is_given(column.name)) {
        let kind = match holds {
            Type::Text | Type::Date => "string",
            Type::Int => "long",
            Type::Float => "double",
            Type::Bool => "boolean",
            Type::Texts => "liststring",
        };
        xml.empty("attribute", &[("id", name), ("title", name), ("type", kind)])?;
    }
    xml.close("attributes")
}

/// Whether GEXF has an attribute of its own for a column, which Gephi would hold twice.
fn is_given(column: &str) -> bool {
    matches!(column, "label" | "weight")
}

fn values<'g>(xml: &mut Xml<impl Write>, cells: impl Iterator<Item = Cell<'g>>) -> io::Result<()> {
    xml.open("attvalues", &[])?;
    for (name, value) in cells.filter(|(name, _)| !is_given(name)) {
        xml.empty("attvalue", &[("for", name), ("value", &as_text(&value))])?;
    }
    xml.close("attvalues")
}

fn nodes(network: &Network, xml: &mut Xml<impl Write>) -> io::Result<()> {
    let places = layout::of_graph(network.graph);
    let times = times_of_actors(network);
    let most = network.nodes.iter().map(|row| row.node.mentions).max().unwrap_or_default();
    xml.open("nodes", &[("count", &network.nodes.len().to_string())])?;
    for row in &network.nodes {
        let id = &row.node.id;
        xml.open("node", &[("id", &xml_id(id.as_str())), ("label", &one_line(&row.node.name))])?;
        values(xml, row.cells(network))?;
        spells(xml, times.get(id).map_or(&[], |periods| periods.as_slice()))?;
        look(xml, row, most)?;
        if let Some((x, y)) = places.place(id) {
            // Gephi's y runs up.
            let (x, y) = (format!("{x:.1}"), format!("{:.1}", 0.0 - y));
            xml.empty("viz:position", &[("x", &x), ("y", &y), ("z", "0.0")])?;
        }
        xml.close("node")?;
    }
    xml.close("nodes")
}

/// Colour, shape and size of an actor: its kind, and how often it is mentioned.
fn look(xml: &mut Xml<impl Write>, row: &NodeRow, most: u64) -> io::Result<()> {
    let style = style::of_actor(row.node.kind);
    colour(xml, style.line)?;
    let shape = match style.shape {
        "ellipse" | "egg" => "disc",
        "hexagon" => "diamond",
        "octagon" => "triangle",
        _ => "square",
    };
    let share = ((1 + row.node.mentions) as f64).ln() / ((2 + most) as f64).ln();
    xml.empty("viz:size", &[("value", &format!("{:.1}", 8.0 + 24.0 * share))])?;
    xml.empty("viz:shape", &[("value", shape)])
}

/// A colour that is written as `#rrggbb`.
fn colour(xml: &mut Xml<impl Write>, hex: &str) -> io::Result<()> {
    let part = |at: usize| {
        let digits = hex.get(at..at + 2).unwrap_or("80");
        u8::from_str_radix(digits, 16).unwrap_or(0x80).to_string()
    };
    xml.empty("viz:color", &[("r", &part(1)), ("g", &part(3)), ("b", &part(5))])
}

fn edge(network: &Network, row: &EdgeRow, xml: &mut Xml<impl Write>) -> io::Result<()> {
    let (id, source, target) = (xml_id(&row.id), xml_id(row.source_id()), xml_id(row.target_id()));
    let (label, weight) = (row.label(), row.weight());
    let (label, weight, kind) = (one_line(&label), weight.to_string(), one_line(row.kind()));
    let ends = [("id", &*id), ("source", &*source), ("target", &*target)];
    let [id, source, target] = ends;
    xml.open("edge", &[id, source, target, ("label", &label), ("weight", &weight), ("kind", &kind)])?;
    values(xml, row.cells(network))?;
    let periods: Vec<Period> = row.periods().into_iter().collect();
    spells(xml, &joined(periods))?;
    let EdgeStyle { colour: hex, line, .. } = style::of_edge(row.kind(), row.polarity());
    colour(xml, hex)?;
    xml.empty("viz:thickness", &[("value", &format!("{:.1}", 1.0 + (row.weight().max(1) as f64).ln()))])?;
    xml.empty("viz:shape", &[("value", line)])?;
    xml.close("edge")
}

/// First and last day; `None` where it has no beginning or no end.
type Period = (Option<Date>, Option<Date>);

/// The times at which actors have an edge. Those with an edge that has no date are always there, and left out.
fn times_of_actors<'g>(network: &Network<'g>) -> BTreeMap<&'g ActorId, Vec<Period>> {
    let mut times = BTreeMap::<&ActorId, Option<Vec<Period>>>::new();
    for row in &network.edges {
        let periods = row.periods();
        for id in row.source.into_iter().chain(row.target) {
            let known = times.entry(id).or_insert_with(|| Some(Vec::new()));
            match (known.as_mut(), periods.is_empty()) {
                (Some(_), true) => *known = None,
                (Some(known), false) => known.extend(periods.iter().copied()),
                (None, _) => {}
            }
        }
    }
    times.into_iter().filter_map(|(id, periods)| Some((id, joined(periods?)))).collect()
}

/// Periods that touch or overlap as one: Gephi refuses those of one element that overlap.
fn joined(mut periods: Vec<Period>) -> Vec<Period> {
    periods.sort();
    let mut joined: Vec<Period> = Vec::with_capacity(periods.len());
    for (first, last) in periods {
        match joined.last_mut() {
            Some((_, end)) if touches(*end, first) => *end = end.zip(last).map(|(end, last)| end.max(last)),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// Whether a period that begins at `first`, and not before the one that ends at `end`, goes on from it.
fn touches(end: Option<Date>, first: Option<Date>) -> bool {
    match (end, first) {
        (Some(end), Some(first)) => end.tomorrow().map_or(true, |next| first <= next),
        _ => true,
    }
}

/// Both bounds are within the time, as GEXF 1.3 has it.
fn spells(xml: &mut Xml<impl Write>, periods: &[Period]) -> io::Result<()> {
    if periods.is_empty() {
        return Ok(());
    }
    xml.open("spells", &[])?;
    for (first, last) in periods {
        let bounds = [("start", first), ("end", last)];
        let bounds: Vec<(&str, String)> =
            bounds.into_iter().filter_map(|(name, day)| Some((name, day.as_ref()?.to_string()))).collect();
        let bounds: Vec<(&str, &str)> = bounds.iter().map(|(name, day)| (*name, day.as_str())).collect();
        xml.empty("spell", &bounds)?;
    }
    xml.close("spells")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_that_touch_or_overlap_are_one() {
        let day = |day: i8| Some(Date::constant(2020, 5, day));
        let all = vec![(day(4), day(4)), (day(1), day(2)), (day(3), day(3)), (day(9), day(9)), (day(1), day(1))];
        assert_eq!(joined(all), [(day(1), day(4)), (day(9), day(9))]);
        assert_eq!(joined(vec![(day(3), None), (None, day(1)), (day(7), day(8))]), [(None, day(1)), (day(3), None)]);
        assert_eq!(joined(vec![(None, None), (day(3), day(4))]), [(None, None)]);
    }
}
