//! Turtle, and TriG with a nanopublication for each claim.

use super::blocks::{Block, blocks};
use super::terms::{self, PREFIXES, Property};
use crate::export::{Error, Format, Options};
use crate::graph::StateGraph;
use oxrdf::{GraphNameRef, NamedNode, NamedNodeRef, TripleRef};
use oxttl::TriGSerializer;
use oxttl::trig::WriterTriGSerializer;
use std::io::{self, BufWriter, Write};

/// Turtle: every claim a resource, and a triple between its ends where it is said to be so.
pub struct Turtle;

/// TriG: every claim a nanopublication.
pub struct TriG;

impl Format for Turtle {
    fn name(&self) -> &'static str {
        "turtle"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["ttl"]
    }
    fn describe(&self) -> &'static str {
        "RDF in Turtle, for SPARQL stores: each claim a resource of PROV-O, Web Annotation and schema.org, with its quote, \
         article and speakers; every claim by itself"
    }
    fn losses(&self) -> &'static [&'static str] {
        super::LOSSES
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = serializer(BufWriter::new(out));
        for block in blocks(graph) {
            let relation = block.relation.as_ref().filter(|_| block.is_actual);
            for triple in relation.into_iter().chain(&block.said).chain(&block.provenance) {
                out.serialize_quad(triple.as_ref().in_graph(GraphNameRef::DefaultGraph))?;
            }
        }
        out.finish()?.flush()?;
        Ok(())
    }
}

impl Format for TriG {
    fn name(&self) -> &'static str {
        "trig"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["trig"]
    }
    fn describe(&self) -> &'static str {
        "RDF in TriG: each claim a nanopublication, with what it says in a named graph and who says so, where and in which \
         words in another; every claim by itself"
    }
    fn losses(&self) -> &'static [&'static str] {
        super::LOSSES
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = serializer(BufWriter::new(out));
        for block in blocks(graph) {
            if block.provenance.is_empty() {
                for triple in &block.said {
                    out.serialize_quad(triple.as_ref().in_graph(GraphNameRef::DefaultGraph))?;
                }
            } else {
                publish(&block, &mut out)?;
            }
        }
        out.finish()?.flush()?;
        Ok(())
    }
}

fn serializer<W: Write>(out: W) -> WriterTriGSerializer<W> {
    let serializer = PREFIXES.iter().fold(TriGSerializer::new(), |serializer, (prefix, iri)| {
        // The prefixes are our own, and a test writes them all.
        serializer.clone().with_prefix(*prefix, *iri).unwrap_or(serializer)
    });
    serializer.for_writer(out)
}

/// The four graphs of a nanopublication (nanopub.net guidelines): head, assertion, provenance, publication info.
fn publish<W: Write>(block: &Block, out: &mut WriterTriGSerializer<W>) -> io::Result<()> {
    let [itself, head, assertion, provenance, publication] =
        ["nanopublication", "head", "assertion", "provenance", "publication"]
            .map(|name| terms::part(block.about.as_ref(), name));
    let mut say = |graph: &NamedNode, subject: &NamedNode, property: &str, object: &NamedNode| {
        let triple = TripleRef::new(subject, NamedNodeRef::new_unchecked(property), object);
        out.serialize_quad(triple.in_graph(graph))
    };
    say(&head, &itself, terms::TYPE, &NamedNode::new_unchecked(terms::NANOPUBLICATION))?;
    let parts: [(Property, &NamedNode); 3] = [
        (terms::HAS_ASSERTION, &assertion),
        (terms::HAS_PROVENANCE, &provenance),
        (terms::HAS_PUBLICATION_INFO, &publication),
    ];
    for (property, graph) in parts {
        say(&head, &itself, property.iri, graph)?;
    }
    for triple in block.relation.iter().chain(&block.said) {
        out.serialize_quad(triple.as_ref().in_graph(&assertion))?;
    }
    let from_claim = TripleRef::new(&assertion, NamedNodeRef::new_unchecked(terms::DERIVED_FROM.iri), &block.about);
    out.serialize_quad(from_claim.in_graph(&provenance))?;
    for triple in &block.provenance {
        out.serialize_quad(triple.as_ref().in_graph(&provenance))?;
    }
    let made = block.provenance.iter().find(|triple| triple.predicate.as_str() == terms::GENERATED_BY.iri);
    let made = made.map(|made| TripleRef::new(&itself, &made.predicate, &made.object));
    made.map_or(Ok(()), |made| out.serialize_quad(made.in_graph(&publication)))
}
