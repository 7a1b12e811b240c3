//! Two CSV tables (RFC 4180) for spreadsheets, data frames and the spreadsheet import of Gephi: actors, and claims.

use super::network::{EDGE_COLUMNS, EdgeRow, NODE_COLUMNS, Network, Value};
use super::{Error, Format, Options, Parallel};
use crate::graph::StateGraph;
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

/// The graph as CSV.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["csv"]
    }
    fn describe(&self) -> &'static str {
        "two tables, of actors and of claims, for spreadsheets, data frames and Gephi"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "affiliations and attributions, unless asked for",
            "paragraphs around the evidence, and marks in it",
            "lists as such: they are joined by |, with \\| for a | within",
            "plain beginnings of text that a spreadsheet would take for a formula: it has an apostrophe before it",
            "whether a text is empty or missing; NUL characters are \u{2400}",
        ]
    }
    fn tables(&self) -> &'static [&'static str] {
        &[ACTORS, "claims"]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let network = Network::of(graph, options, Parallel::Each);
        Ok(claims(&network, &mut Table::new(BufWriter::new(out))?)?)
    }
    fn write_table(
        &self,
        table: &str,
        graph: &StateGraph,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        match table {
            ACTORS => {
                let network = Network::of(graph, options, Parallel::Each);
                Ok(actors(&network, &mut Table::new(BufWriter::new(out))?)?)
            }
            _ => self.write(graph, options, out),
        }
    }
}

const ACTORS: &str = "actors";

/// `id` and `label` are the names that Gephi looks for.
fn actors(network: &Network, table: &mut Table<impl Write>) -> io::Result<()> {
    let names = NODE_COLUMNS.iter().map(|column| if column.name == "name" { "label" } else { column.name });
    table.header(["id"].into_iter().chain(names))?;
    for row in &network.nodes {
        table.text(row.node.id.as_str())?;
        row.values(network).try_for_each(|value| table.cell(value))?;
        table.end()?;
    }
    table.finish()
}

/// `id`, `source`, `target`, `type`, `label`, `kind` and `weight` are the names that Gephi looks for.
fn claims(network: &Network, table: &mut Table<impl Write>) -> io::Result<()> {
    let first = ["id", "source", "target", "type", "source_name", "target_name"];
    table.header(first.into_iter().chain(EDGE_COLUMNS.iter().map(|column| column.name)))?;
    for row in network.edges.iter().chain(&network.statements) {
        claim(network, row, table)?;
    }
    table.finish()
}

fn claim(network: &Network, row: &EdgeRow, table: &mut Table<impl Write>) -> io::Result<()> {
    for text in [&row.id, row.source_id(), row.target_id()] {
        table.text(text)?;
    }
    table.text(if row.is_symmetric() { "Undirected" } else { "Directed" })?;
    for id in [row.source, row.target] {
        table.text(id.map_or("", |id| network.graph.name(id)))?;
    }
    row.values(network).try_for_each(|value| table.cell(value))?;
    table.end()
}

/// Writes rows for spreadsheets.
struct Table<W: Write> {
    writer: Writer<W>,
    number: String,
}

impl<W: Write> Table<W> {
    /// Begins with a byte order mark: Excel takes a file without one for the letters of its own country, and Gephi,
    /// pandas, R and LibreOffice pass over it.
    fn new(mut out: W) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        Ok(Table { writer, number: String::new() })
    }
    fn header<'n>(&mut self, mut names: impl Iterator<Item = &'n str>) -> io::Result<()> {
        names.try_for_each(|name| self.writer.write_field(name)).map_err(of_csv)?;
        self.end()
    }
    fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_field(&*guarded(without_nul(text))).map_err(of_csv)
    }
    fn cell(&mut self, value: Option<Value>) -> io::Result<()> {
        match value {
            None => self.text(""),
            Some(Value::Text(text)) => self.text(&text),
            Some(Value::Texts(texts)) => self.text(&joined(&texts)),
            Some(value) => self.writer.write_field(plain(&value, &mut self.number)).map_err(of_csv),
        }
    }
    fn end(&mut self) -> io::Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(of_csv)
    }
    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What the output refused, as it said it: a reader that takes no more is no fault.
pub(super) fn of_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A number, day, yes or no as it is written in a table; the text lies in `buffer`.
pub(super) fn plain<'b>(value: &Value, buffer: &'b mut String) -> &'b str {
    use std::fmt::Write;
    buffer.clear();
    // Writing to a string cannot fail.
    let _ = match value {
        Value::Text(text) => write!(buffer, "{text}"),
        Value::Int(number) => write!(buffer, "{number}"),
        Value::Float(number) => write!(buffer, "{number}"),
        Value::Bool(is_so) => write!(buffer, "{is_so}"),
        Value::Date(day) => write!(buffer, "{day}"),
        Value::Texts(_) => Ok(()),
    };
    buffer
}

/// A NUL ends a line for many a reader.
pub(super) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{2400}").into() } else { Cow::Borrowed(text) }
}

/// Joins by `|`; a `|` or `\` within has a `\` before it.
fn joined(texts: &[Cow<str>]) -> String {
    let mut joined = String::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            joined.push('|');
        }
        for c in text.chars() {
            if matches!(c, '|' | '\\') {
                joined.push('\\');
            }
            joined.push(c);
        }
    }
    joined
}

/// Puts an apostrophe before what a spreadsheet would take for a formula, and before what looks as if it had one already,
/// so that taking one away gives the text back.
fn guarded(text: Cow<str>) -> Cow<str> {
    const BEGINS_A_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    match text.trim_start_matches('\'').starts_with(BEGINS_A_FORMULA) {
        true => format!("'{text}").into(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_nothing_else_is() {
        for (text, cell) in [
            ("=cmd()", "'=cmd()"),
            ("-1", "'-1"),
            ("@SUM", "'@SUM"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("''+1", "'''+1"),
            ("'quoted'", "'quoted'"),
            ("a=b", "a=b"),
            ("", ""),
            ("'", "'"),
        ] {
            assert_eq!(guarded(Cow::Borrowed(text)), cell);
        }
    }

    #[test]
    fn lists_can_be_parted_again() {
        assert_eq!(joined(&["a".into(), "b|c".into(), r"d\".into()]), r"a|b\|c|d\\");
        assert_eq!(joined(&[]), "");
    }
}
