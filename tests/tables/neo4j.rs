//! What the formats for Neo4j promise.

use crate::graphs;
use crate::read::{records, written};
use demarche::export::Options;
use std::collections::{BTreeMap, BTreeSet};

type Records = Vec<BTreeMap<String, String>>;

fn all() -> Options {
    Options { affiliations: true, attributions: true, ..Options::default() }
}

#[test]
fn ids_of_the_bulk_import_are_unique_and_every_relationship_has_its_ends() {
    for graph in [graphs::hostile(), crate::small()] {
        let table = |name: &str| -> Records { records(&written("neo4j", name, &graph, &all())) };
        let mut ids = BTreeMap::new();
        for (name, label) in [("actors", "Actor"), ("documents", "Document"), ("claims", "Claim")] {
            let rows = table(name);
            let found: BTreeSet<String> = rows.iter().map(|row| row[&format!("id:ID({label})")].clone()).collect();
            assert_eq!(found.len(), rows.len(), "{name}");
            assert!(rows.iter().all(|row| row[":LABEL"] == label));
            ids.insert(label, found);
        }
        assert_eq!(ids["Claim"].len(), graph.all_claims().count(), "statements are claims as well");
        for name in ["roles", "places", "denials", "relations"] {
            let rows = table(name);
            assert!(!rows.is_empty() || name == "denials", "{name}");
            for row in rows {
                for (header, value) in &row {
                    if let Some(space) = header.strip_prefix(":START_ID(").or(header.strip_prefix(":END_ID(")) {
                        let space = space.strip_suffix(')').expect("a space");
                        assert!(ids[space].contains(value), "{name}: {header} {value:?}");
                    }
                }
                let is_type = row[":TYPE"].chars().all(|c| c.is_alphanumeric() || c == '_') && !row[":TYPE"].is_empty();
                assert!(is_type, "{}", row[":TYPE"]);
            }
        }
        let relations = table("relations");
        let kinds: BTreeSet<&str> = relations.iter().map(|row| row["kind:string"].as_str()).collect();
        let types: BTreeSet<&str> = relations.iter().map(|row| row[":TYPE"].as_str()).collect();
        assert_eq!(kinds.len(), types.len(), "no two kinds have one type: {kinds:?} {types:?}");
    }
}

#[test]
fn texts_of_the_bulk_import_are_read_back() {
    let graph = graphs::hostile();
    let rows = records(&written("neo4j", "claims", &graph, &all()));
    let quotes: BTreeMap<&str, &str> =
        rows.iter().map(|row| (row["id:ID(Claim)"].as_str(), row["quote:string"].as_str())).collect();
    for claim in graph.all_claims() {
        assert_eq!(quotes[claim.key.0.as_str()].replace('\u{2400}', "\0"), claim.quote);
    }
    let first = rows.first().expect("a claim");
    for header in ["first_day:date", "symmetric:boolean", "confidence:double", "start:long", "speakers:string[]"] {
        assert!(first.contains_key(header), "{header} in {:?}", first.keys());
    }
}

/// The statements of a script, each with `'…'` for every text, and the texts.
fn parsed(script: &str) -> (Vec<String>, Vec<String>) {
    let (mut statements, mut texts) = (vec![String::new()], Vec::new());
    let script = script.lines().filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut characters = script.chars();
    while let Some(c) = characters.next() {
        match c {
            ';' => statements.push(String::new()),
            '\'' => {
                texts.push(literal(&mut characters));
                statements.last_mut().expect("one at least").push_str("'…'");
            }
            c => statements.last_mut().expect("one at least").push(c),
        }
    }
    assert_eq!(statements.pop().as_deref().map(str::trim), Some(""), "the last statement ends");
    (statements, texts)
}

fn literal(characters: &mut std::str::Chars) -> String {
    let mut text = String::new();
    loop {
        match characters.next().expect("a text ends") {
            '\'' => return text,
            '\\' => match characters.next().expect("an escape ends") {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                'u' => {
                    let digits: String = characters.take(4).collect();
                    let number = u32::from_str_radix(&digits, 16).expect("hexadecimal");
                    text.push(char::from_u32(number).expect("a character"));
                }
                c => text.push(c),
            },
            c => {
                assert!(!c.is_control(), "{c:?} in a text");
                text.push(c);
            }
        }
    }
}

#[test]
fn a_script_holds_every_text_and_no_text_becomes_a_statement() {
    let graph = graphs::hostile();
    let script = String::from_utf8(written("cypher", "", &graph, &all())).expect("UTF-8");
    let (statements, texts) = parsed(&script);
    let texts: BTreeSet<String> = texts.into_iter().collect();
    for node in graph.actors() {
        assert!(texts.contains(node.id.as_str()) && node.names().all(|name| texts.contains(name)), "{:?}", node.name);
    }
    for claim in graph.all_claims() {
        assert!(texts.contains(&claim.quote) && texts.contains(&claim.context), "{:?}", claim.quote);
    }
    for statement in &statements {
        let is_known = ["CREATE CONSTRAINT", "UNWIND ["].iter().any(|start| statement.trim().starts_with(start));
        assert!(is_known, "{statement}");
        assert!(!statement.contains("DELETE") && !statement.contains("DROP"), "{statement}");
        let even = |open: char, close: char| statement.matches(open).count() == statement.matches(close).count();
        assert!(even('{', '}') && even('[', ']') && even('(', ')'), "{statement}");
        assert_eq!(statement.matches('`').count() % 2, 0);
        assert!(statement.matches("p: {").count() <= 500, "batches");
    }
}

#[test]
fn a_script_for_an_empty_graph_makes_nothing_but_constraints() {
    let script = written("cypher", "", &demarche::graph::StateGraph::default(), &all());
    let (statements, texts) = parsed(&String::from_utf8(script).expect("UTF-8"));
    assert_eq!((statements.len(), texts.len()), (3, 0));
}
