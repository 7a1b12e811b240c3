//! `graph.json`, schema `demarche/graph/1`: node-link JSON, one node or edge a line.

use super::{Format, Options, Parallel};
use crate::graph::{
    AffiliationEdge, AttributionEdge, CitedClaim, CitedMark, Contradiction, DocumentRecord, Node, Parts, StateGraph,
};
use crate::model::{ActorId, ClaimKey, Date, DateFrom, DocId, Factuality, Mode, Polarity, Precision, Relation};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Read, Write};

/// The graph as node-link JSON.
pub struct Json;

/// The schema that this version writes and reads.
pub const SCHEMA: &str = "demarche/graph/1";

/// Why a file could not be read as a graph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input gave no more bytes.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Not JSON, or cut off.
    #[error("{problem} at line {line}, column {column}{}", if *is_cut { "; the file is cut off" } else { "" })]
    Syntax {
        /// What is wrong.
        problem: String,
        /// From 1.
        line: usize,
        /// In bytes, from 1.
        column: usize,
        /// Whether the file ends too early.
        is_cut: bool,
    },
    /// JSON of another kind.
    #[error("not a demarche graph: `graph.schema` is missing; `demarche build` writes graphs")]
    NotAGraph,
    /// A graph of another version.
    #[error("the graph has the schema `{found}`, this program reads `{SCHEMA}`; build it anew")]
    OtherSchema {
        /// What the file says.
        found: String,
    },
    /// A part that contradicts another.
    #[error("{place}: {problem}")]
    Invalid {
        /// Which node, edge or document: `edge c-…`.
        place: String,
        /// What is wrong.
        problem: String,
    },
}

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }
    fn describe(&self) -> &'static str {
        "node-link JSON with everything the graph holds (schema demarche/graph/1)"
    }
    fn losses(&self) -> &'static [&'static str] {
        &["nothing; with --fold, what tells folded claims apart, and the file is no graph to read back"]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), super::Error> {
        let mut out = BufWriter::new(out);
        match options.folds(Parallel::Each) {
            true => super::node_link::write(graph, options, "edges", &mut out)?,
            false => write(graph, &mut out)?,
        }
        out.flush()?;
        Ok(())
    }
}

fn write(graph: &StateGraph, out: &mut impl Write) -> io::Result<()> {
    let generator = super::GENERATOR;
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\n\"graph\":{\"schema\":\"")?;
    write!(out, "{SCHEMA}\",\"generator\":\"{generator}\",\"documents\":")?;
    write_lines(out, graph.documents())?;
    out.write_all(b"},\n\"nodes\":")?;
    write_lines(out, graph.actors())?;
    out.write_all(b",\n\"edges\":")?;
    write_lines(out, edges(graph))?;
    out.write_all(b",\n\"statements\":")?;
    write_lines(out, graph.all_claims().filter(|claim| claim.ends().is_none()))?;
    out.write_all(b"}\n")
}

/// A list, one item a line.
pub(super) fn write_lines<T: Serialize>(out: &mut impl Write, items: impl Iterator<Item = T>) -> io::Result<()> {
    let mut between: &[u8] = b"[\n";
    for item in items {
        out.write_all(between)?;
        serde_json::to_writer(&mut *out, &item)?;
        between = b",\n";
    }
    out.write_all(if between == b"[\n" { b"[]" } else { b"\n]" })
}

/// JSON lines: one item each, without anything between.
pub(super) fn write_records<T: Serialize>(out: &mut impl Write, items: impl Iterator<Item = T>) -> io::Result<()> {
    for item in items {
        serde_json::to_writer(&mut *out, &item)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// An edge as the file has it. Affiliations and attributions are marked by their kind, as claims are.
#[derive(Serialize)]
#[serde(untagged)]
enum EdgeLine<'g> {
    Affiliation {
        source: &'g ActorId,
        target: &'g ActorId,
        key: &'g str,
        kind: &'static str,
        relation: Relation,
        role: Option<&'g str>,
        since: Option<Date>,
        until: Option<Date>,
        documents: &'g BTreeSet<DocId>,
    },
    Attribution {
        source: &'g ActorId,
        target: &'g ActorId,
        key: &'g str,
        kind: &'static str,
        claims: &'g BTreeSet<ClaimKey>,
    },
    Claim(&'g CitedClaim),
}

impl<'g> EdgeLine<'g> {
    fn of_affiliation(edge: &'g AffiliationEdge) -> Self {
        let AffiliationEdge { source, target, key, relation, role, since, until, documents } = edge;
        let (relation, role, since, until) = (*relation, role.as_deref(), *since, *until);
        EdgeLine::Affiliation { source, target, key, kind: AFFILIATION, relation, role, since, until, documents }
    }
    fn of_attribution(edge: &'g AttributionEdge) -> Self {
        let AttributionEdge { source, target, key, claims } = edge;
        EdgeLine::Attribution { source, target, key, kind: ATTRIBUTION, claims }
    }
}

/// All edges by key: the prefixes `a-`, `c-` and `r-` order the three sorts.
fn edges(graph: &StateGraph) -> impl Iterator<Item = EdgeLine<'_>> {
    let affiliations = graph.affiliations().map(EdgeLine::of_affiliation);
    let claims = graph.all_claims().filter(|claim| claim.ends().is_some()).map(EdgeLine::Claim);
    affiliations.chain(claims).chain(graph.attributions().map(EdgeLine::of_attribution))
}

const AFFILIATION: &str = "affiliation";
const ATTRIBUTION: &str = "attribution";

impl StateGraph {
    /// Reads a graph that [`Json`] has written. Writing it again gives the same bytes. Fields that are not of the
    /// schema are passed over.
    ///
    /// # Errors
    /// Where the input is no demarche graph, of another version, cut off, or contradicts itself.
    pub fn from_json(mut input: impl Read) -> Result<StateGraph, Error> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let file: Result<GraphFile, _> = serde_json::from_slice(bytes);
        match &file {
            Ok(file) if file.graph.schema == SCHEMA => {}
            _ => check_schema(bytes)?,
        }
        assemble(file.map_err(Error::of_json)?)
    }
}

impl Error {
    fn of_json(error: serde_json::Error) -> Error {
        let (line, column) = (error.line(), error.column());
        let place = format!(" at line {line} column {column}");
        let message = error.to_string();
        let problem = message.strip_suffix(&place).unwrap_or(&message).to_owned();
        Error::Syntax { problem, line, column, is_cut: error.is_eof() }
    }
}

/// Looks at nothing but the schema: the reason to give for a file of another kind or version.
fn check_schema(bytes: &[u8]) -> Result<(), Error> {
    let found: Value = serde_json::from_slice(bytes).map_err(Error::of_json)?;
    match found.pointer("/graph/schema") {
        Some(Value::String(schema)) if schema == SCHEMA => Ok(()),
        Some(Value::String(schema)) => Err(Error::OtherSchema { found: schema.clone() }),
        _ => Err(Error::NotAGraph),
    }
}

#[derive(Deserialize)]
struct GraphFile {
    graph: Header,
    nodes: Vec<Node>,
    edges: Vec<AnyEdge>,
    #[serde(default)]
    statements: Vec<CitedClaim>,
}

#[derive(Deserialize)]
struct Header {
    schema: String,
    documents: Vec<DocumentRecord>,
}

/// The fields of all three sorts of edges; `kind` says which must be there.
#[derive(Deserialize)]
struct AnyEdge {
    source: ActorId,
    target: ActorId,
    key: CompactString,
    kind: CompactString,
    // Of claims.
    event: Option<CompactString>,
    cameo: Option<CompactString>,
    polarity: Option<Polarity>,
    factuality: Option<Factuality>,
    speakers: Option<Vec<ActorId>>,
    document: Option<DocId>,
    sentence: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    quote: Option<String>,
    cue: Option<String>,
    source_text: Option<String>,
    target_text: Option<String>,
    #[serde(default)]
    modes: Vec<Mode>,
    #[serde(default)]
    marks: Vec<CitedMark>,
    date: Option<Date>,
    date_precision: Option<Precision>,
    date_from: Option<DateFrom>,
    confidence: Option<f64>,
    rule: Option<CompactString>,
    denies: Option<ClaimKey>,
    context: Option<String>,
    context_start: Option<usize>,
    cue_start: Option<usize>,
    cue_end: Option<usize>,
    // Of affiliations.
    relation: Option<Relation>,
    role: Option<String>,
    since: Option<Date>,
    until: Option<Date>,
    documents: Option<BTreeSet<DocId>>,
}

impl AnyEdge {
    fn into_affiliation(self) -> Result<AffiliationEdge, Error> {
        let AnyEdge { source, target, key, role, since, until, .. } = self;
        let relation = need(self.relation, &key, "relation")?;
        let documents = self.documents.unwrap_or_default();
        Ok(AffiliationEdge { source, target, key, relation, role, since, until, documents })
    }
    fn into_claim(self) -> Result<CitedClaim, Error> {
        let key = &self.key;
        Ok(CitedClaim {
            event: need(self.event, key, "event")?,
            polarity: need(self.polarity, key, "polarity")?,
            factuality: need(self.factuality, key, "factuality")?,
            speakers: need(self.speakers, key, "speakers")?,
            document: need(self.document, key, "document")?,
            sentence: need(self.sentence, key, "sentence")?,
            start: need(self.start, key, "start")?,
            end: need(self.end, key, "end")?,
            quote: need(self.quote, key, "quote")?,
            cue: need(self.cue, key, "cue")?,
            source_text: need(self.source_text, key, "source_text")?,
            target_text: need(self.target_text, key, "target_text")?,
            confidence: need(self.confidence, key, "confidence")?,
            rule: need(self.rule, key, "rule")?,
            context: need(self.context, key, "context")?,
            context_start: need(self.context_start, key, "context_start")?,
            cue_start: need(self.cue_start, key, "cue_start")?,
            cue_end: need(self.cue_end, key, "cue_end")?,
            source: Some(self.source),
            target: Some(self.target),
            key: ClaimKey(self.key),
            kind: self.kind,
            cameo: self.cameo,
            modes: self.modes,
            marks: self.marks,
            date: self.date,
            date_precision: self.date_precision,
            date_from: self.date_from,
            denies: self.denies,
        })
    }
}

fn need<T>(value: Option<T>, key: &str, field: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::Invalid { place: format!("edge {key}"), problem: format!("`{field}` is missing") })
}

/// Attributions are drawn anew, so that the graph can be merged with others.
fn assemble(file: GraphFile) -> Result<StateGraph, Error> {
    let mut parts = Parts { nodes: file.nodes, documents: file.graph.documents, ..Parts::default() };
    for edge in file.edges {
        match edge.kind.as_str() {
            AFFILIATION => parts.affiliations.push(edge.into_affiliation()?),
            ATTRIBUTION => {}
            _ => parts.claims.push(edge.into_claim()?),
        }
    }
    parts.claims.extend(file.statements);
    StateGraph::of_parts(parts).map_err(|Contradiction { place, problem }| Error::Invalid { place, problem })
}
