//! Reads what the formats write into one shape.

use demarche::export::{self, Options};
use demarche::graph::StateGraph;
use quick_xml::events::Event;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a file held.
#[derive(Debug, Default)]
pub struct Table {
    pub nodes: BTreeMap<String, Row>,
    pub edges: BTreeMap<String, Row>,
    pub statements: BTreeMap<String, Row>,
}

/// The cells of a node or edge as text, lists as JSON.
#[derive(Debug, Default)]
pub struct Row {
    pub cells: BTreeMap<String, String>,
    pub spells: Vec<(String, String)>,
}

impl Row {
    /// A cell; empty where there is none.
    pub fn cell(&self, name: &str) -> String {
        self.cells.get(name).cloned().unwrap_or_default()
    }
}

type Reader = fn(&StateGraph, &Options) -> Table;

pub const READERS: [(&str, Reader); 6] =
    [("d3", d3), ("jgf", jgf), ("cytoscape", cytoscape), ("graphml", graphml), ("gexf", gexf), ("csv", spreadsheet)];

pub fn read(format: &str, graph: &StateGraph, options: &Options) -> Table {
    let (_, reader) = READERS.iter().find(|(name, _)| *name == format).expect("a reader");
    reader(graph, options)
}

/// A file, or a table of a format of several.
pub fn written(format: &str, table: &str, graph: &StateGraph, options: &Options) -> Vec<u8> {
    let mut bytes = Vec::new();
    let format = export::by_name(format).expect("a format");
    format.write_table(table, graph, options, &mut bytes).expect("memory takes all");
    bytes
}

fn insert(rows: &mut BTreeMap<String, Row>, id: String, row: Row) {
    assert!(rows.insert(id.clone(), row).is_none(), "{id:?} stands twice");
}

// --- JSON

fn parsed(format: &str, graph: &StateGraph, options: &Options) -> Value {
    serde_json::from_slice(&written(format, "", graph, options)).expect("JSON")
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn row(object: &Map<String, Value>) -> Row {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let number = |value: &Value| value.as_f64().filter(|_| value.is_f64()).map(|number| number.to_string());
    let cells = object.iter().map(|(name, value)| (name.clone(), number(value).unwrap_or_else(|| text(value))));
    Row { cells: cells.collect(), spells: Vec::new() }
}

fn keyed(rows: impl Iterator<Item = Row>, id: &str) -> BTreeMap<String, Row> {
    let mut keyed = BTreeMap::new();
    for mut row in rows {
        let id = row.cells.remove(id).expect("an id");
        insert(&mut keyed, id, row);
    }
    keyed
}

fn d3(graph: &StateGraph, options: &Options) -> Table {
    let file = parsed("d3", graph, options);
    let nodes = keyed(list(&file["nodes"]).iter().map(|node| row(object(node))), "id");
    let edges = keyed(list(&file["links"]).iter().map(|edge| row(object(edge))), "key");
    Table { nodes, edges, ..Table::default() }
}

fn jgf(graph: &StateGraph, options: &Options) -> Table {
    let file = parsed("jgf", graph, options);
    let mut table = Table::default();
    for (id, node) in object(&file["graph"]["nodes"]) {
        let mut row = row(object(&node["metadata"]));
        row.cells.insert("name".to_owned(), node["label"].as_str().expect("a label").to_owned());
        insert(&mut table.nodes, id.clone(), row);
    }
    let edges = list(&file["graph"]["edges"]).iter().map(|edge| {
        let mut cells = row(object(&edge["metadata"]));
        let mut others = object(edge).clone();
        others.remove("metadata");
        cells.cells.extend(row(&others).cells);
        let relation = cells.cells.remove("relation").expect("a relation");
        if let Some(relation) = edge["metadata"].get("relation") {
            cells.cells.insert("relation".to_owned(), relation.as_str().expect("text").to_owned());
        }
        cells.cells.insert("kind".to_owned(), relation);
        cells
    });
    table.edges = keyed(edges, "id");
    table
}

fn cytoscape(graph: &StateGraph, options: &Options) -> Table {
    let file = parsed("cytoscape", graph, options);
    let rows = |of: &str| keyed(list(&file["elements"][of]).iter().map(|part| row(object(&part["data"]))), "id");
    Table { nodes: rows("nodes"), edges: rows("edges"), ..Table::default() }
}

// --- XML

pub fn is_xml(format: &str) -> bool {
    matches!(format, "graphml" | "gexf")
}

/// A text without what XML 1.0 cannot hold.
pub fn as_xml_holds(text: &str) -> String {
    let is_held = |c: &char| match c {
        '\t' | '\n' | '\r' => true,
        c => *c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'),
    };
    text.chars().filter(is_held).collect()
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A start tag, and the text up to the next tag; an end tag has a name that begins with `/`.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

pub fn elements(text: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut elements: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().expect("well formed") {
            Event::Eof => return elements,
            Event::Start(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let value = quick_xml::escape::unescape(&attribute.value).expect("known entities").into_owned();
                    (attribute.key.0.to_owned(), value)
                });
                let mut element = Element { name: tag.name().0.to_owned(), ..Element::default() };
                for (name, value) in attributes {
                    assert!(element.attributes.insert(name, value).is_none(), "an attribute stands twice");
                }
                elements.push(element);
            }
            Event::End(tag) => elements.push(Element { name: format!("/{}", tag.name().0), ..Element::default() }),
            // Before the first element stands a line end.
            Event::Text(text) => elements.last_mut().into_iter().for_each(|last| last.text.push_str(&text)),
            Event::GeneralRef(name) => {
                let text = quick_xml::escape::unescape(&format!("&{};", &*name)).expect("a known entity").into_owned();
                elements.last_mut().expect("an element").text.push_str(&text);
            }
            _ => {}
        }
    }
}

/// `_x20_` and the like as the characters that they stand for.
fn unescaped(id: &str) -> String {
    let mut text = String::new();
    let mut rest = id;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let end = escape[2..].find('_').expect("an escape ends") + 2;
        if end > 2 {
            let number = u32::from_str_radix(&escape[2..end], 16).expect("hexadecimal");
            text.push(char::from_u32(number).expect("a character"));
        }
        rest = &escape[end + 1..];
    }
    text + rest
}

fn ends(element: &Element) -> [(String, String); 2] {
    ["source", "target"].map(|end| (end.to_owned(), unescaped(element.get(end))))
}

fn graphml(graph: &StateGraph, options: &Options) -> Table {
    let text = String::from_utf8(written("graphml", "", graph, options)).expect("UTF-8");
    let mut table = Table::default();
    let mut names = BTreeMap::new();
    let mut open: Option<(bool, String, Row)> = None;
    for element in elements(&text) {
        match element.name.as_str() {
            "key" => {
                let name = element.get("attr.name").to_owned();
                assert!(names.insert(element.get("id").to_owned(), name).is_none(), "a key stands twice");
            }
            "node" => open = Some((true, unescaped(element.get("id")), Row::default())),
            "edge" => {
                let row = Row { cells: ends(&element).into(), ..Row::default() };
                open = Some((false, unescaped(element.get("id")), row));
            }
            "data" => {
                let name = names.get(element.get("key")).expect("a declared key").clone();
                if let Some((.., row)) = &mut open {
                    assert!(row.cells.insert(name, element.text).is_none(), "a cell stands twice");
                }
            }
            "/node" | "/edge" => {
                let (is_node, id, mut row) = open.take().expect("an open element");
                if is_node {
                    assert_eq!(row.cells.remove("label"), row.cells.get("name").cloned());
                }
                insert(if is_node { &mut table.nodes } else { &mut table.edges }, id, row);
            }
            _ => {}
        }
    }
    table
}

fn gexf(graph: &StateGraph, options: &Options) -> Table {
    let text = String::from_utf8(written("gexf", "", graph, options)).expect("UTF-8");
    let mut table = Table::default();
    let mut open: Option<(bool, String, Row)> = None;
    for element in elements(&text) {
        match element.name.as_str() {
            "graph" => assert_eq!((element.get("mode"), element.get("timeformat")), ("dynamic", "date")),
            "node" => open = Some((true, unescaped(element.get("id")), Row::default())),
            "edge" => {
                let mut row = Row { cells: ends(&element).into(), ..Row::default() };
                for name in ["label", "weight"] {
                    row.cells.insert(name.to_owned(), element.get(name).to_owned());
                }
                open = Some((false, unescaped(element.get("id")), row));
            }
            "attvalue" => {
                let (.., row) = open.as_mut().expect("an open element");
                let value = element.get("value").to_owned();
                assert!(row.cells.insert(element.get("for").to_owned(), value).is_none(), "a cell stands twice");
            }
            "spell" => {
                let (.., row) = open.as_mut().expect("an open element");
                row.spells.push((element.get("start").to_owned(), element.get("end").to_owned()));
            }
            "/node" | "/edge" => {
                let (is_node, id, row) = open.take().expect("an open element");
                insert(if is_node { &mut table.nodes } else { &mut table.edges }, id, row);
            }
            _ => {}
        }
    }
    table
}

// --- CSV

/// The cells of each record by header.
pub fn records(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(bytes);
    let headers = reader.headers().expect("headers").clone();
    let record = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.expect("a record of as many cells as there are headers");
        headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(record).collect()
}

fn spreadsheet(graph: &StateGraph, options: &Options) -> Table {
    let table = |name: &str| {
        let lists = ["aliases", "modes", "speakers", "speaker_ids"];
        let rows = records(&written("csv", name, graph, options)).into_iter().map(move |cells| {
            let mut row = Row::default();
            for (header, cell) in cells {
                let cell = unguarded(&cell).replace('\u{2400}', "\0");
                let is_list = lists.contains(&header.as_str()) || header == "claims" && name == "claims";
                let header = if header == "label" && name == "actors" { "name".to_owned() } else { header };
                if !cell.is_empty() || header == "name" {
                    row.cells.insert(header, if is_list { as_json(&cell) } else { cell });
                }
            }
            row
        });
        keyed(rows, "id")
    };
    let is_edge = |row: &Row| !row.cell("source").is_empty() && !row.cell("target").is_empty();
    let (edges, statements) = table("claims").into_iter().partition(|(_, row)| is_edge(row));
    Table { nodes: table("actors"), edges, statements }
}

/// Without the apostrophe that keeps a spreadsheet from reading a formula.
fn unguarded(cell: &str) -> &str {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n'];
    match cell.trim_start_matches('\'').starts_with(formula) {
        true => cell.strip_prefix('\'').unwrap_or(cell),
        false => cell,
    }
}

/// A list joined by `|`.
fn as_json(cell: &str) -> String {
    let mut texts = vec![String::new()];
    let mut characters = cell.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => texts.last_mut().expect("one at least").extend(characters.next()),
            '|' => texts.push(String::new()),
            c => texts.last_mut().expect("one at least").push(c),
        }
    }
    serde_json::to_string(&texts).expect("texts are JSON")
}
