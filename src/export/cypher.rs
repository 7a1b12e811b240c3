//! A Cypher script that loads the graph into a Neo4j database, empty or not: see [`property_graph`](super::property_graph).

use super::network::{Cell, NODE_COLUMNS, Value};
use super::property_graph::{
    DENIES, DOCUMENT_COLUMNS, LOSSES, PRINTED_IN, PropertyGraph, SAID_BY, SOURCE, TARGET, claim_columns,
    document_cells, relation_columns,
};
use super::{Error, Format, GENERATOR, Options};
use crate::graph::StateGraph;
use std::io::{self, BufWriter, Write};

/// The graph as a Cypher script.
pub struct Cypher;

impl Format for Cypher {
    fn name(&self) -> &'static str {
        "cypher"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["cypher", "cql"]
    }
    fn describe(&self) -> &'static str {
        "a Cypher script that adds actors, claims and documents to a Neo4j database"
    }
    fn losses(&self) -> &'static [&'static str] {
        LOSSES
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        write(&PropertyGraph::of(graph, options), &mut out)?;
        out.flush()?;
        Ok(())
    }
}

fn write(rows: &PropertyGraph, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "// {GENERATOR}. Running it twice, or over another graph's, changes nothing that is there already but"
    )?;
    writeln!(out, "// what is known of an actor, claim or document of the same id.")?;
    for label in ["Actor", "Claim", "Document"] {
        let name = label.to_lowercase();
        writeln!(out, "CREATE CONSTRAINT demarche_{name}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;")?;
    }
    nodes(rows, out)?;
    links(rows, out)?;
    relations(rows, out)
}

fn nodes(rows: &PropertyGraph, out: &mut impl Write) -> io::Result<()> {
    let mut batch = Batch::new(out, node_query("Actor"));
    for row in &rows.network.nodes {
        let cells = NODE_COLUMNS.iter().map(|column| (column.name, (column.cell)(&rows.network, row)));
        batch.row(&[("id", row.node.id.as_str())], present(cells))?;
    }
    batch.end()?;
    let mut batch = Batch::new(out, node_query("Document"));
    for document in rows.network.graph.documents() {
        let names = DOCUMENT_COLUMNS.iter().map(|(name, _)| *name);
        batch.row(&[("id", &document.meta.id.0)], present(names.zip(document_cells(document))))?;
    }
    batch.end()?;
    let mut batch = Batch::new(out, node_query("Claim"));
    for row in rows.claims() {
        let cells = claim_columns().map(|column| (column.name, (column.cell)(&rows.claims, row)));
        batch.row(&[("id", &row.id)], present(cells))?;
    }
    batch.end()
}

fn node_query(label: &str) -> String {
    format!("MERGE (n:{label} {{id: row.id}}) SET n += row.p")
}

fn links(rows: &PropertyGraph, out: &mut impl Write) -> io::Result<()> {
    let link = |kind: &str, end: &str, more: &str| {
        let ends = format!("MATCH (a:Claim {{id: row.a}}), (b:{end} {{id: row.b}})");
        format!("{ends} MERGE (a)-[:{kind}{more}]->(b)")
    };
    for (role, more) in [(SOURCE, ""), (TARGET, ""), (SAID_BY, " {rank: row.p.rank}")] {
        let mut batch = Batch::new(out, link(role, "Actor", more));
        for (claim, actor, rank, _) in rows.roles().filter(|(.., its)| *its == role) {
            let rank = rank.and_then(|rank| rank.try_into().ok()).map(Value::Int);
            batch.row(&[("a", claim), ("b", actor)], present([("rank", rank)].into_iter()))?;
        }
        batch.end()?;
    }
    let mut batch = Batch::new(out, link(PRINTED_IN, "Document", ""));
    for (claim, document) in rows.places() {
        batch.row(&[("a", claim), ("b", document)], [].into_iter())?;
    }
    batch.end()?;
    let mut batch = Batch::new(out, link(DENIES, "Claim", ""));
    for (claim, denied) in rows.denials() {
        batch.row(&[("a", claim), ("b", denied)], [].into_iter())?;
    }
    batch.end()
}

/// One query for each type: a type cannot be a value.
fn relations(rows: &PropertyGraph, out: &mut impl Write) -> io::Result<()> {
    for (kind, name) in &rows.types {
        let ends = "MATCH (a:Actor {id: row.a}), (b:Actor {id: row.b})";
        let query = format!("{ends} MERGE (a)-[r:`{name}` {{id: row.id}}]->(b) SET r += row.p");
        let mut batch = Batch::new(out, query);
        for row in rows.network.edges.iter().filter(|row| row.kind() == *kind) {
            let cells = relation_columns().map(|column| (column.name, (column.cell)(&rows.network, row)));
            let ids = [("a", row.source_id()), ("b", row.target_id()), ("id", &*row.id)];
            batch.row(&ids, present(cells))?;
        }
        batch.end()?;
    }
    Ok(())
}

fn present<'g>(cells: impl Iterator<Item = (&'static str, Option<Value<'g>>)>) -> impl Iterator<Item = Cell<'g>> {
    cells.filter_map(|(name, value)| Some((name, value?)))
}

/// Rows as literal maps, some hundreds a query: one query for all would need the memory of all.
struct Batch<'o, W: Write> {
    out: &'o mut W,
    query: String,
    rows: usize,
}

const ROWS: usize = 500;

impl<'o, W: Write> Batch<'o, W> {
    fn new(out: &'o mut W, query: String) -> Self {
        Batch { out, query, rows: 0 }
    }
    /// `{id: 'Q159', p: {name: 'Russia'}}`
    fn row<'g>(&mut self, ids: &[(&str, &str)], cells: impl Iterator<Item = Cell<'g>>) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"UNWIND [\n{" } else { b",\n{" })?;
        for (name, id) in ids {
            write!(self.out, "{name}: ")?;
            literal(self.out, id)?;
            self.out.write_all(b", ")?;
        }
        self.out.write_all(b"p: {")?;
        for (at, (name, value)) in cells.enumerate() {
            // Quoted, for `end` is a word of the language.
            write!(self.out, "{}`{name}`: ", if at > 0 { ", " } else { "" })?;
            write_value(self.out, &value)?;
        }
        self.out.write_all(b"}}")?;
        self.rows += 1;
        if self.rows == ROWS { self.end() } else { Ok(()) }
    }
    fn end(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            writeln!(self.out, "\n] AS row {};", self.query)?;
            self.rows = 0;
        }
        Ok(())
    }
}

fn write_value(out: &mut impl Write, value: &Value) -> io::Result<()> {
    match value {
        Value::Text(text) => literal(out, text),
        Value::Int(number) => write!(out, "{number}"),
        // With a point, for a number without one is an integer.
        Value::Float(number) => write!(out, "{number:?}"),
        Value::Bool(is_so) => write!(out, "{is_so}"),
        Value::Date(day) => write!(out, "date('{day}')"),
        Value::Texts(texts) => {
            for (at, text) in texts.iter().enumerate() {
                out.write_all(if at == 0 { b"[" } else { b", " })?;
                literal(out, text)?;
            }
            out.write_all(b"]")
        }
    }
}

/// A text as a Cypher literal on one line.
///
/// Some versions of Neo4j turn `\u0041` into a letter before they read the query, even where a backslash stands before
/// it: so a `u` behind a backslash is written as an escape itself.
fn literal(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(b"'")?;
    let mut written = 0;
    let mut is_after_backslash = false;
    for (at, c) in text.char_indices() {
        let is_plain = !matches!(c, '\\' | '\'' | '\u{2028}' | '\u{2029}') && !c.is_control();
        if !is_plain || is_after_backslash && matches!(c, 'u' | 'U') {
            out.write_all(&text.as_bytes()[written..at])?;
            written = at + c.len_utf8();
            match c {
                '\\' => out.write_all(b"\\\\")?,
                '\'' => out.write_all(b"\\'")?,
                '\n' => out.write_all(b"\\n")?,
                '\r' => out.write_all(b"\\r")?,
                '\t' => out.write_all(b"\\t")?,
                c => write!(out, "\\u{:04X}", c as u32)?,
            }
        }
        is_after_backslash = c == '\\';
    }
    out.write_all(&text.as_bytes()[written..])?;
    out.write_all(b"'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_leave_their_quotes() {
        for (text, written) in [
            ("plain", "'plain'"),
            ("'}) DETACH DELETE n //", r"'\'}) DETACH DELETE n //'"),
            (r"ends in \", r"'ends in \\'"),
            ("two\r\nlines\t", r"'two\r\nlines\t'"),
            ("nul\0 next\u{85} line\u{2028}", r"'nul\u0000 next\u0085 line\u2028'"),
            (r"\u0027", r"'\\\u00750027'"),
            (r"\\U0027", r"'\\\\\u00550027'"),
            ("\"`${x}🙂", "'\"`${x}🙂'"),
            ("", "''"),
        ] {
            let mut out = Vec::new();
            literal(&mut out, text).expect("memory takes all");
            assert_eq!(String::from_utf8(out).expect("text"), written);
        }
    }
}
