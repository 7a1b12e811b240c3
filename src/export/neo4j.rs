//! CSV tables with the headers of `neo4j-admin database import`: see [`property_graph`](super::property_graph).

use super::csv::{of_csv, plain, without_nul};
use super::network::{NODE_COLUMNS, Type, Value};
use super::property_graph::{
    DENIES, DOCUMENT_COLUMNS, PRINTED_IN, PropertyGraph, claim_columns, document_cells, relation_columns,
};
use super::{Error, Format, Options};
use crate::graph::StateGraph;
use csv::Writer;
use std::io::{self, BufWriter, Write};

/// The graph for Neo4j's bulk import.
pub struct Neo4j;

impl Format for Neo4j {
    fn name(&self) -> &'static str {
        "neo4j"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["neo4j.csv"]
    }
    fn describe(&self) -> &'static str {
        "CSV tables for neo4j-admin database import: actors, claims and documents as nodes"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "affiliations and attributions, unless asked for",
            "the documents of an affiliation, and how often a document mentions an actor",
            "paragraphs around the evidence, and marks in it",
            "in the types of relationships, what is no letter, digit or _ in a kind; the property `kind` has it",
            "a ; within a list, which is written as a comma",
            "whether a text is empty or missing; NUL characters are \u{2400}",
        ]
    }
    fn tables(&self) -> &'static [&'static str] {
        &["actors", "documents", "claims", "roles", "places", "denials", "relations"]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        self.write_table("relations", graph, options, out)
    }
    fn write_table(
        &self,
        table: &str,
        graph: &StateGraph,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let rows = PropertyGraph::of(graph, options);
        let mut out = Table { writer: Writer::from_writer(BufWriter::new(out)), number: String::new() };
        match table {
            "actors" => actors(&rows, &mut out)?,
            "documents" => documents(&rows, &mut out)?,
            "claims" => claims(&rows, &mut out)?,
            "roles" => roles(&rows, &mut out)?,
            "places" => pairs(rows.places(), "Document", PRINTED_IN, &mut out)?,
            "denials" => pairs(rows.denials(), "Claim", DENIES, &mut out)?,
            _ => relations(&rows, &mut out)?,
        }
        out.writer.flush()?;
        Ok(())
    }
}

fn actors(rows: &PropertyGraph, table: &mut Table<impl Write>) -> io::Result<()> {
    table.header(&["id:ID(Actor)"], NODE_COLUMNS.iter().map(|column| (column.name, column.holds)), ":LABEL")?;
    rows.network.nodes.iter().try_for_each(|row| table.row(&[row.node.id.as_str()], row.values(&rows.network), "Actor"))
}

fn documents(rows: &PropertyGraph, table: &mut Table<impl Write>) -> io::Result<()> {
    table.header(&["id:ID(Document)"], DOCUMENT_COLUMNS.into_iter(), ":LABEL")?;
    let mut documents = rows.network.graph.documents();
    documents
        .try_for_each(|document| table.row(&[&document.meta.id.0], document_cells(document).into_iter(), "Document"))
}

fn claims(rows: &PropertyGraph, table: &mut Table<impl Write>) -> io::Result<()> {
    table.header(&["id:ID(Claim)"], claim_columns().map(|column| (column.name, column.holds)), ":LABEL")?;
    rows.claims().try_for_each(|row| {
        let cells = claim_columns().map(|column| (column.cell)(&rows.claims, row));
        table.row(&[&row.id], cells, "Claim")
    })
}

fn roles(rows: &PropertyGraph, table: &mut Table<impl Write>) -> io::Result<()> {
    table.header(&[":START_ID(Claim)", ":END_ID(Actor)"], [("rank", Type::Int)].into_iter(), ":TYPE")?;
    rows.roles().try_for_each(|(claim, actor, rank, role)| {
        let rank = rank.and_then(|rank| rank.try_into().ok()).map(Value::Int);
        table.row(&[claim, actor], [rank].into_iter(), role)
    })
}

fn pairs<'g>(
    pairs: impl Iterator<Item = (&'g str, &'g str)>,
    end: &str,
    kind: &str,
    table: &mut Table<impl Write>,
) -> io::Result<()> {
    table.header(&[":START_ID(Claim)", &format!(":END_ID({end})")], [].into_iter(), ":TYPE")?;
    let mut pairs = pairs;
    pairs.try_for_each(|(from, to)| table.row(&[from, to], [].into_iter(), kind))
}

fn relations(rows: &PropertyGraph, table: &mut Table<impl Write>) -> io::Result<()> {
    let columns = relation_columns().map(|column| (column.name, column.holds));
    table.header(&[":START_ID(Actor)", ":END_ID(Actor)", "id"], columns, ":TYPE")?;
    rows.network.edges.iter().try_for_each(|row| {
        let cells = relation_columns().map(|column| (column.cell)(&rows.network, row));
        table.row(&[row.source_id(), row.target_id(), &row.id], cells, &rows.types[row.kind()])
    })
}

/// Writes rows as Neo4j reads them.
struct Table<W: Write> {
    writer: Writer<W>,
    number: String,
}

impl<W: Write> Table<W> {
    fn header<'n>(
        &mut self,
        ids: &[&str],
        columns: impl Iterator<Item = (&'n str, Type)>,
        last: &str,
    ) -> io::Result<()> {
        ids.iter().try_for_each(|name| self.field(name))?;
        for (name, holds) in columns {
            let kind = match holds {
                Type::Text => "string",
                Type::Int => "long",
                Type::Float => "double",
                Type::Bool => "boolean",
                Type::Date => "date",
                Type::Texts => "string[]",
            };
            self.field(format!("{name}:{kind}"))?;
        }
        self.end(last)
    }
    fn row<'g>(&mut self, ids: &[&str], cells: impl Iterator<Item = Option<Value<'g>>>, last: &str) -> io::Result<()> {
        ids.iter().try_for_each(|id| self.field(&*without_nul(id)))?;
        for cell in cells {
            match cell {
                None => self.field("")?,
                Some(Value::Text(text)) => self.field(&*without_nul(&text))?,
                Some(Value::Texts(texts)) => {
                    let texts: Vec<String> = texts.iter().map(|text| text.replace(';', ",")).collect();
                    self.field(&*without_nul(&texts.join(";")))?;
                }
                Some(value) => {
                    let number = plain(&value, &mut self.number);
                    self.writer.write_field(number).map_err(of_csv)?
                }
            }
        }
        self.end(last)
    }
    fn field(&mut self, text: impl AsRef<[u8]>) -> io::Result<()> {
        self.writer.write_field(text).map_err(of_csv)
    }
    fn end(&mut self, last: &str) -> io::Result<()> {
        self.field(last)?;
        self.writer.write_record(None::<&[u8]>).map_err(of_csv)
    }
}
