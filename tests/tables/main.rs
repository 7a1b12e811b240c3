//! What the network formats promise, each read back: no actor, edge or text is lost but what `losses` names.

#[path = "../readers/graphs/mod.rs"]
mod graphs;
#[path = "../handmade/mod.rs"]
mod handmade;
mod neo4j;
mod read;

use demarche::export::network::{Network, Value};
use demarche::export::{self, Options, Parallel};
use demarche::graph::{CitedClaim, Node, Parts, StateGraph};
use demarche::model::*;
use handmade::*;
use read::{READERS, Table, read};
use std::collections::BTreeSet;

fn small() -> StateGraph {
    graphs::generated(graphs::Shape { actors: 120, claims: 900, seed: 7 })
}

/// The rows of a table as text, to compare with what was read.
fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(is_so) => is_so.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Texts(texts) => serde_json::to_string(texts).expect("texts are JSON"),
    }
}

/// Every actor and edge of the graph is there once under its id, with its ends and every cell.
fn assert_whole(graph: &StateGraph, options: Options, format: &str) {
    let network = Network::of(graph, &options, Parallel::Each);
    let Table { nodes, edges, .. } = read(format, graph, &options);
    assert_eq!(nodes.len(), network.nodes.len(), "{format}: nodes");
    assert_eq!(edges.len(), network.edges.len(), "{format}: edges");
    let same = |text: &str| if read::is_xml(format) { read::as_xml_holds(text) } else { text.to_owned() };
    for row in &network.nodes {
        let id = row.node.id.as_str();
        let found = nodes.get(id).unwrap_or_else(|| panic!("{format}: no node {id:?}"));
        for (name, value) in row.cells(&network) {
            assert_eq!(found.cell(name), same(&text_of(&value)), "{format}: {name} of {id:?}");
        }
    }
    for row in &network.edges {
        let found = edges.get(&*row.id).unwrap_or_else(|| panic!("{format}: no edge {}", row.id));
        assert_eq!((found.cell("source"), found.cell("target")), (row.source_id().into(), row.target_id().into()));
        assert!(nodes.contains_key(row.source_id()) && nodes.contains_key(row.target_id()), "{format}: ends");
        for (name, value) in row.cells(&network) {
            let expected = same(&text_of(&value));
            let is_blank = format == "gexf" && matches!(name, "label");
            let expected = if is_blank { read::one_line(&expected) } else { expected };
            assert_eq!(found.cell(name), expected, "{format}: {name} of {}", row.id);
        }
        let empty: Vec<&String> =
            found.cells.keys().filter(|name| !row.cells(&network).any(|(known, _)| known == **name)).collect();
        let is_extra = |name: &str| {
            let extra = ["source", "target", "type", "directed", "interaction", "source_name", "target_name"];
            extra.contains(&name) || name.starts_with("shared_") || found.cell(name).is_empty()
        };
        assert!(empty.iter().all(|name| is_extra(name)), "{format}: {empty:?} should be empty on {}", row.id);
    }
}

fn all_edges() -> Options {
    Options { affiliations: true, attributions: true, ..Options::default() }
}

#[test]
fn every_actor_and_edge_is_read_back_with_every_cell() {
    for (format, _) in READERS {
        assert_whole(&small(), Options::default(), format);
        assert_whole(&small(), all_edges(), format);
    }
}

#[test]
fn hostile_texts_are_read_back_as_they_are() {
    for (format, _) in READERS {
        assert_whole(&graphs::hostile(), all_edges(), format);
    }
}

#[test]
fn folded_claims_are_one_edge_with_their_number_as_weight() {
    let folded = Options { parallel: Some(Parallel::Folded), ..Options::default() };
    let graph = small();
    let between = graph.all_claims().filter(|claim| claim.ends().is_some()).count();
    for (format, _) in READERS {
        assert_whole(&graph, folded, format);
        assert_whole(&graphs::hostile(), folded, format);
        let edges = read(format, &graph, &folded).edges;
        assert!(edges.len() < between, "{format}");
        let weights: usize = edges.values().map(|edge| edge.cell("weight").parse::<usize>().expect("a number")).sum();
        assert_eq!(weights, between, "{format}");
        assert_eq!(read(format, &graph, &Options::default()).edges.len(), between, "{format}");
    }
}

#[test]
fn an_empty_graph_is_a_file_that_reads_as_empty() {
    for (format, _) in READERS {
        let table = read(format, &StateGraph::default(), &all_edges());
        assert!(table.nodes.is_empty() && table.edges.is_empty() && table.statements.is_empty(), "{format}");
    }
}

#[test]
fn the_same_graph_gives_the_same_bytes_and_formats_name_their_losses() {
    let (graph, again) = (small(), small());
    for format in READERS.iter().map(|(format, _)| *format).chain(["neo4j", "cypher"]) {
        let found = export::by_name(format).expect("a format");
        assert!(!found.losses().is_empty(), "{format}");
        let tables = found.tables();
        for table in if tables.is_empty() { &["all"][..] } else { tables } {
            let first = read::written(format, table, &graph, &all_edges());
            assert_eq!(first, read::written(format, table, &again, &all_edges()), "{format} {table}");
            assert!(first.ends_with(b"\n"), "{format} {table}");
        }
    }
}

// --- JSON

#[test]
fn json_graph_format_is_allowed_by_its_schema() {
    let schema = serde_json::json!({
        "type": "object", "required": ["graph"], "additionalProperties": false, "properties": {"graph": {
            "type": "object", "required": ["nodes", "edges"], "additionalProperties": false, "properties": {
                "directed": {"type": "boolean"}, "type": {"type": "string"}, "metadata": {"type": "object"},
                "nodes": {"type": "object", "additionalProperties": {
                    "type": "object", "additionalProperties": false,
                    "properties": {"label": {"type": "string"}, "metadata": {"type": "object"}}}},
                "edges": {"type": "array", "items": {
                    "type": "object", "required": ["source", "target"], "additionalProperties": false, "properties": {
                        "id": {"type": "string"}, "source": {"type": "string"}, "target": {"type": "string"},
                        "relation": {"type": "string"}, "directed": {"type": "boolean"}, "label": {"type": "string"},
                        "metadata": {"type": "object"}}}}}}}
    });
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("file:///jgf.json", schema).expect("JSON");
    let at = compiler.compile("file:///jgf.json", &mut schemas).expect("a schema");
    for graph in [small(), graphs::hostile(), StateGraph::default()] {
        let file = serde_json::from_slice(&read::written("jgf", "", &graph, &all_edges())).expect("JSON");
        if let Err(problem) = schemas.validate(&file, at) {
            panic!("{problem}");
        }
    }
}

#[test]
fn ids_of_cytoscape_are_unique_over_actors_and_edges_and_every_actor_has_a_place() {
    let hostile = graphs::hostile();
    let mut claims: Vec<CitedClaim> = hostile.all_claims().cloned().collect();
    let key = ActorId(claims[0].key.0.clone());
    claims[0].source = Some(key.clone());
    let mut nodes: Vec<Node> = hostile.actors().cloned().collect();
    nodes.push(Node { id: key, ..nodes[0].clone() });
    let documents = hostile.documents().cloned().collect();
    let alike = StateGraph::of_parts(Parts { nodes, documents, claims, ..Parts::default() }).expect("the parts fit");
    for graph in [hostile, alike] {
        let file: serde_json::Value =
            serde_json::from_slice(&read::written("cytoscape", "", &graph, &all_edges())).expect("JSON");
        let nodes = file["elements"]["nodes"].as_array().expect("a list");
        let edges = file["elements"]["edges"].as_array().expect("a list");
        let ids: BTreeSet<&str> =
            nodes.iter().chain(edges).map(|part| part["data"]["id"].as_str().expect("text")).collect();
        assert_eq!(ids.len(), nodes.len() + edges.len());
        assert!(nodes.iter().all(|node| node["position"]["x"].is_f64() && node["position"]["y"].is_f64()));
    }
}

// --- Time

#[test]
fn spells_of_gexf_are_the_periods_of_the_claims() {
    let said = vec![
        said("Russia", "SUPPORT", "Syria").on("2020-05-11").cue("supports"),
        said("Russia", "SUPPORT", "Syria").on("2020-02-01").cue("backs"),
        said("Russia", "SUPPORT", "Syria").on("2020-05-12").cue("helps"),
        said("Turkey", "ACCUSE", "Syria").on("").cue("accuses"),
        said("Turkey", "ACCUSE", "Russia").on("2020-05-11").cue("accuses"),
    ];
    let graph = article("d1", said).graph();
    let folded = Options { parallel: Some(Parallel::Folded), ..Options::default() };
    let table = read("gexf", &graph, &folded);
    let spells = |source: &str, target: &str| {
        let is_it = |edge: &&read::Row| edge.cell("source") == source && edge.cell("target") == target;
        table.edges.values().find(is_it).expect("an edge").spells.clone()
    };
    let day = |first: &str, last: &str| (first.to_owned(), last.to_owned());
    assert_eq!(spells("Q159", "Q858"), [day("2020-02-01", "2020-02-01"), day("2020-05-11", "2020-05-12")]);
    assert_eq!(spells("Q43", "Q858"), [], "always there");
    assert_eq!(table.nodes["Q159"].spells, [day("2020-02-01", "2020-02-01"), day("2020-05-11", "2020-05-12")]);
    assert_eq!(table.nodes["Q43"].spells, [], "an edge of it is always there");
    assert_eq!(table.nodes["Q858"].spells, []);
}

#[test]
fn spells_of_longer_times_end_on_their_last_day() {
    let graph = graphs::hostile();
    let network = Network::of(&graph, &all_edges(), Parallel::Each);
    let edges = read("gexf", &graph, &all_edges()).edges;
    for row in &network.edges {
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let periods: Vec<(String, String)> =
            row.periods().into_iter().map(|(first, last)| (text(first), text(last))).collect();
        assert_eq!(edges[&*row.id].spells, periods, "{}", row.id);
    }
    let lasts: BTreeSet<String> =
        edges.values().flat_map(|edge| edge.spells.iter().map(|(_, last)| last.clone())).collect();
    for (last, length) in
        [("2020-01-05", "week"), ("2020-02-29", "month"), ("2021-12-31", "quarter"), ("2021-02-27", "year")]
    {
        assert!(lasts.contains(last), "a {length}: {last} in {lasts:?}");
    }
}

// --- XML

#[test]
fn ids_of_xml_are_tokens_and_keys_are_declared_once_before_the_graph() {
    for format in ["graphml", "gexf"] {
        let text = String::from_utf8(read::written(format, "", &graphs::hostile(), &all_edges())).expect("UTF-8");
        let elements = read::elements(&text);
        let mut declared = BTreeSet::new();
        let mut has_begun = false;
        let mut class = String::new();
        for element in &elements {
            let is_declaration = matches!(element.name.as_str(), "key" | "attribute");
            if element.name == "attributes" {
                class = element.get("class").to_owned();
            }
            if is_declaration {
                let at = if format == "gexf" {
                    format!("{class} {}", element.get("id"))
                } else {
                    element.get("id").to_owned()
                };
                assert!(declared.insert(at), "twice: {}", element.get("id"));
                assert!(!has_begun, "{format}");
            }
            has_begun |= element.name == if format == "gexf" { "nodes" } else { "graph" };
            if matches!(element.name.as_str(), "node" | "edge") {
                let is_token =
                    |id: &str| !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || ".-_:".contains(c));
                assert!(is_token(element.get("id")), "{:?}", element.get("id"));
            }
        }
    }
}

// --- CSV

#[test]
fn statements_are_rows_of_the_claims_and_cells_are_no_formulas() {
    let graph = graphs::hostile();
    let table = read("csv", &graph, &Options::default());
    let lacking: BTreeSet<String> =
        graph.all_claims().filter(|claim| claim.ends().is_none()).map(|claim| claim.key.0.to_string()).collect();
    assert_eq!(table.statements.keys().cloned().collect::<BTreeSet<_>>(), lacking);
    for name in ["actors", "claims"] {
        let bytes = read::written("csv", name, &graph, &all_edges());
        assert!(bytes.starts_with("\u{FEFF}id,".as_bytes()), "{name}");
        let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(&bytes[3..]);
        let numbers =
            ["mentions", "claims", "weight", "confidence", "sentence", "start", "end", "cue_start", "cue_end"];
        let headers = reader.headers().expect("headers").clone();
        for record in reader.records() {
            for (cell, header) in record.expect("a record").iter().zip(&headers) {
                let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!is_formula || numbers.contains(&header), "{header}: {cell:?}");
            }
        }
    }
}

#[test]
fn the_other_table_of_csv_goes_with_the_claims() {
    let format = export::by_name("csv").expect("a format");
    assert_eq!(format.tables(), ["actors", "claims"]);
    let mut alone = Vec::new();
    format.write(&small(), &Options::default(), &mut alone).expect("memory takes all");
    assert_eq!(alone, read::written("csv", "claims", &small(), &Options::default()));
}
