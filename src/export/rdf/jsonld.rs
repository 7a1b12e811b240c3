//! JSON-LD 1.1 with its context inside: one thing a line, its parts nested in it.

use super::blocks::{Block, blocks};
use super::terms::{Holds, PREFIXES, PROPERTIES, Property, TYPE};
use crate::export::json::write_lines;
use crate::export::{Error, Format, Options};
use crate::graph::StateGraph;
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// JSON-LD with the same triples as Turtle.
pub struct JsonLd;

impl Format for JsonLd {
    fn name(&self) -> &'static str {
        "jsonld"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["jsonld"]
    }
    fn describe(&self) -> &'static str {
        "RDF in JSON-LD, the triples of Turtle in short keys, with the context in the file; every claim by itself"
    }
    fn losses(&self) -> &'static [&'static str] {
        super::LOSSES
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        let by_iri = PROPERTIES.iter().map(|property| (property.iri, property)).collect();
        write!(out, "{{\"@context\":{},\n\"@graph\":", context())?;
        write_lines(&mut out, blocks(graph).flat_map(|block| things(&block, &by_iri)))?;
        out.write_all(b"}\n")?;
        out.flush()?;
        Ok(())
    }
}

type ByIri = BTreeMap<&'static str, &'static Property>;

fn context() -> Value {
    let prefixes = PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), json!(iri)));
    let properties = PROPERTIES.iter().map(|property| {
        let id = compact(property.iri);
        let definition = match property.holds {
            Holds::Thing => json!({"@id": id, "@type": "@id"}),
            Holds::Typed(datatype) => json!({"@id": id, "@type": compact(datatype)}),
            Holds::Text => json!(id),
        };
        (property.term.to_owned(), definition)
    });
    Value::Object(prefixes.chain(properties).collect())
}

/// An IRI behind its prefix, where it has one.
fn compact(iri: &str) -> String {
    // The longest namespace that fits: some lie within others.
    let fitting = PREFIXES.iter().filter_map(|(prefix, ns)| Some((ns.len(), prefix, iri.strip_prefix(ns)?)));
    fitting
        .max_by_key(|(length, ..)| *length)
        .map_or_else(|| iri.to_owned(), |(_, prefix, local)| format!("{prefix}:{local}"))
}

/// The relation that a claim states, if any, and the thing itself.
fn things(block: &Block, by_iri: &ByIri) -> Vec<Value> {
    let triples: Vec<&Triple> = block.said.iter().chain(&block.provenance).collect();
    let relation = block.relation.as_ref().filter(|_| block.is_actual);
    let relation = relation.map(|triple| {
        let alone = Nest { about: &block.about, triples: vec![triple], by_iri };
        match &triple.subject {
            NamedOrBlankNode::NamedNode(source) => alone.thing(source),
            NamedOrBlankNode::BlankNode(_) => Value::Null,
        }
    });
    let nest = Nest { about: &block.about, triples, by_iri };
    relation.into_iter().chain([nest.thing(&block.about)]).collect()
}

/// The triples of a block, whose parts are written where they are named.
struct Nest<'b> {
    about: &'b NamedNode,
    triples: Vec<&'b Triple>,
    by_iri: &'b ByIri,
}

impl Nest<'_> {
    fn thing(&self, subject: &NamedNode) -> Value {
        let mut thing = Map::from_iter([("@id".to_owned(), json!(compact(subject.as_str())))]);
        let of_it = |triple: &&&Triple| matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if node == subject);
        for triple in self.triples.iter().filter(of_it) {
            let (key, value) = self.pair(triple);
            match thing.get_mut(&key) {
                None => drop(thing.insert(key, value)),
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = json!([first.take(), value]),
            }
        }
        Value::Object(thing)
    }

    fn pair(&self, triple: &Triple) -> (String, Value) {
        let property = self.by_iri.get(triple.predicate.as_str());
        match &triple.object {
            Term::NamedNode(class) if triple.predicate.as_str() == TYPE => {
                ("@type".to_owned(), json!(compact(class.as_str())))
            }
            object => {
                let key = property.map_or_else(|| compact(triple.predicate.as_str()), |known| known.term.to_owned());
                (key, self.value(object, property.map(|known| known.holds)))
            }
        }
    }

    fn value(&self, object: &Term, expected: Option<Holds>) -> Value {
        match object {
            Term::NamedNode(node) if self.is_part(node) => self.thing(node),
            Term::NamedNode(node) if expected == Some(Holds::Thing) => json!(compact(node.as_str())),
            Term::NamedNode(node) => json!({"@id": compact(node.as_str())}),
            Term::BlankNode(node) => json!({"@id": node.to_string()}),
            Term::Literal(literal) => value_of(literal, expected),
        }
    }

    fn is_part(&self, node: &NamedNode) -> bool {
        let of_this = node.as_str().strip_prefix(self.about.as_str()).is_some_and(|rest| rest.starts_with('#'));
        of_this
            && self
                .triples
                .iter()
                .any(|triple| matches!(&triple.subject, NamedOrBlankNode::NamedNode(part) if part == node))
    }
}

fn value_of(literal: &Literal, expected: Option<Holds>) -> Value {
    let (value, datatype) = (literal.value(), literal.datatype());
    if let Some(language) = literal.language() {
        return json!({"@language": language, "@value": value});
    }
    match expected {
        Some(Holds::Typed(known)) if known == datatype.as_str() => {
            // Numbers without a fraction keep their form; others would turn into doubles.
            value.parse::<u32>().map_or_else(|_| json!(value), |number| json!(number))
        }
        Some(Holds::Text) if datatype == oxrdf::vocab::xsd::STRING => json!(value),
        _ if datatype == oxrdf::vocab::xsd::STRING => json!({"@value": value}),
        _ => json!({"@type": compact(datatype.as_str()), "@value": value}),
    }
}
