//! Parquet: the network tables with typed columns, for data frames. Statements are rows without one of the ends.

use super::network::{Column, EDGE_COLUMNS, EdgeRow, NODE_COLUMNS, Network, NodeRow, Type, Value};
use super::{Error, Format, GENERATOR, Options, Parallel};
use crate::graph::StateGraph;
use crate::model::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type as Schema, TypePtr};
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

/// Two tables, `actors` and `claims`.
pub struct Parquet;

const ACTORS: &str = "actors";
const CLAIMS: &str = "claims";

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["parquet"]
    }
    fn describe(&self) -> &'static str {
        "two Parquet tables for data frames, actors and claims (with statements as rows that lack an end), typed columns"
    }
    fn losses(&self) -> &'static [&'static str] {
        &["affiliations and attributions, unless asked for", "paragraphs around the evidence, and marks in it"]
    }
    fn is_binary(&self) -> bool {
        true
    }
    fn tables(&self) -> &'static [&'static str] {
        &[ACTORS, CLAIMS]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        self.write_table(CLAIMS, graph, options, out)
    }
    fn write_table(
        &self,
        table: &str,
        graph: &StateGraph,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let network = Network::of(graph, options, Parallel::Each);
        let written = match table {
            ACTORS => table_of(&network.nodes.iter().collect::<Vec<_>>(), &actor_fields(&network)),
            _ => {
                let rows: Vec<&EdgeRow> = network.edges.iter().chain(&network.statements).collect();
                table_of(&rows, &claim_fields(&network))
            }
        };
        let bytes = written.map_err(|problem| Error::Io(io::Error::other(problem)))?;
        Ok(out.write_all(&bytes)?)
    }
}

/// Reads the cell of a row.
type Cell<'n, 'g, Row> = Box<dyn Fn(&Row) -> Option<Value<'g>> + 'n>;

/// A column of a file.
struct Field<'n, 'g, Row> {
    name: &'static str,
    holds: Type,
    is_required: bool,
    cell: Cell<'n, 'g, Row>,
}

fn id_field<'n, 'g, Row>(
    name: &'static str,
    is_required: bool,
    of: impl Fn(&Row) -> Option<String> + 'n,
) -> Field<'n, 'g, Row> {
    let cell: Cell<Row> = Box::new(move |row| Some(Value::Text(Cow::Owned(of(row)?))));
    Field { name, holds: Type::Text, is_required, cell }
}

fn actor_fields<'n, 'g>(network: &'n Network<'g>) -> Vec<Field<'n, 'g, NodeRow<'g>>> {
    let of = |column: &'static Column<_>| -> Field<'n, 'g, NodeRow<'g>> {
        let read: super::network::NodeCell = column.cell;
        let cell: Cell<NodeRow> = Box::new(move |row| read(network, row));
        Field { name: column.name, holds: column.holds, is_required: false, cell }
    };
    let id = id_field("id", true, |row: &NodeRow| Some(row.node.id.as_str().to_owned()));
    std::iter::once(id).chain(NODE_COLUMNS.iter().map(of)).collect()
}

fn claim_fields<'n, 'g>(network: &'n Network<'g>) -> Vec<Field<'n, 'g, EdgeRow<'g>>> {
    let of = |column: &'static Column<_>| -> Field<'n, 'g, EdgeRow<'g>> {
        let read: super::network::EdgeCell = column.cell;
        let cell: Cell<EdgeRow> = Box::new(move |row| read(network, row));
        Field { name: column.name, holds: column.holds, is_required: false, cell }
    };
    let ids = [
        id_field("id", true, |row: &EdgeRow| Some(row.id.to_string())),
        id_field("source", false, |row: &EdgeRow| Some(row.source?.as_str().to_owned())),
        id_field("target", false, |row: &EdgeRow| Some(row.target?.as_str().to_owned())),
    ];
    ids.into_iter().chain(EDGE_COLUMNS.iter().map(of)).collect()
}

/// How many rows a row group has at most.
const GROUP: usize = 50_000;

fn table_of<Row>(rows: &[&Row], fields: &[Field<Row>]) -> Result<Vec<u8>, ParquetError> {
    let columns = fields.iter().map(column_type).collect::<Result<Vec<TypePtr>, _>>()?;
    let schema = Schema::group_type_builder("schema").with_fields(columns).build()?;
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(GENERATOR.to_owned()).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    for rows in rows.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for field in fields {
            let Some(mut column) = group.next_column()? else { break };
            let cells: Vec<Option<Value>> = rows.iter().map(|row| (field.cell)(row)).collect();
            write_cells(column.untyped(), &cells, field.holds, field.is_required)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

fn column_type<Row>(field: &Field<Row>) -> Result<TypePtr, ParquetError> {
    let repetition = if field.is_required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let (physical, logical) = match field.holds {
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Int => (Physical::INT64, None),
        Type::Float => (Physical::DOUBLE, None),
        Type::Bool => (Physical::BOOLEAN, None),
        Type::Date => (Physical::INT32, Some(LogicalType::Date)),
        Type::Texts => return list_type(field.name, repetition),
    };
    let column = Schema::primitive_type_builder(field.name, physical);
    Ok(Arc::new(column.with_repetition(repetition).with_logical_type(logical).build()?))
}

/// A list of texts in three levels, as the format's documentation names them.
fn list_type(name: &str, repetition: Repetition) -> Result<TypePtr, ParquetError> {
    let element = Schema::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String));
    let items = Schema::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element.build()?)]);
    let list = Schema::group_type_builder(name)
        .with_repetition(repetition)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(items.build()?)]);
    Ok(Arc::new(list.build()?))
}

/// Writes a column: its values, and levels that say which rows have none or several (Dremel's).
fn write_cells(
    column: &mut ColumnWriter,
    cells: &[Option<Value>],
    holds: Type,
    is_required: bool,
) -> Result<(), ParquetError> {
    let present: Vec<i16> = cells.iter().map(|cell| cell.is_some().into()).collect();
    let levels = (!is_required).then_some(present.as_slice());
    let values = cells.iter().flatten();
    match column {
        ColumnWriter::BoolColumnWriter(column) => {
            let values = values.map(|cell| matches!(cell, Value::Bool(true)));
            column.write_batch(&values.collect::<Vec<_>>(), levels, None)
        }
        ColumnWriter::Int32ColumnWriter(column) => {
            let values = values.map(|cell| if let Value::Date(date) = cell { day_number(*date) } else { 0 });
            column.write_batch(&values.collect::<Vec<_>>(), levels, None)
        }
        ColumnWriter::Int64ColumnWriter(column) => {
            let values = values.map(|cell| if let Value::Int(number) = cell { *number } else { 0 });
            column.write_batch(&values.collect::<Vec<_>>(), levels, None)
        }
        ColumnWriter::DoubleColumnWriter(column) => {
            let values = values.map(|cell| if let Value::Float(number) = cell { *number } else { f64::NAN });
            column.write_batch(&values.collect::<Vec<_>>(), levels, None)
        }
        ColumnWriter::ByteArrayColumnWriter(column) if holds == Type::Texts => {
            let (values, definition, repetition) = lists(cells);
            column.write_batch(&values, Some(&definition), Some(&repetition))
        }
        ColumnWriter::ByteArrayColumnWriter(column) => {
            let values = values.map(|cell| if let Value::Text(text) = cell { bytes(text) } else { ByteArray::new() });
            column.write_batch(&values.collect::<Vec<_>>(), levels, None)
        }
        _ => Err(ParquetError::General("no cell holds what this column does".to_owned())),
    }?;
    Ok(())
}

fn bytes(text: &str) -> ByteArray {
    ByteArray::from(text.as_bytes().to_vec())
}

/// The texts of all lists, how much of a list each row has (0: none, 1: no text, 2: a text), and whether a text goes on with
/// the list before it (1).
fn lists(cells: &[Option<Value>]) -> (Vec<ByteArray>, Vec<i16>, Vec<i16>) {
    let (mut values, mut definition, mut repetition) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        match cell {
            Some(Value::Texts(texts)) if !texts.is_empty() => {
                for (at, text) in texts.iter().enumerate() {
                    values.push(bytes(text));
                    definition.push(2);
                    repetition.push((at > 0).into());
                }
            }
            other => {
                definition.push(other.is_some().into());
                repetition.push(0);
            }
        }
    }
    (values, definition, repetition)
}

/// Days since 1970.
fn day_number(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}
