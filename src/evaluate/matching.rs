//! Which claims of a graph match which labels.

use super::fold::fold;
use super::gold::{Gold, GoldError, Label, Reading};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// Acts without direction, by their PLOVER roots.
const SYMMETRIC: [&str; 3] = ["CONSULT", "AGREE", "COOPERATE"];

/// What an end of a claim must agree in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// An accepted name.
    Actor,
    /// The state code.
    State,
}

/// A claim of the graph, ready to compare. `span` counts Unicode scalar values of the article.
#[derive(Debug)]
pub struct SystemClaim {
    pub kind: String,
    event: Option<String>,
    polarity: String,
    source: Side,
    target: Side,
    speakers: Vec<BTreeSet<String>>,
    span: Range<usize>,
    quote: String,
    /// In [0, 1]; 0 where the graph does not say.
    pub confidence: f64,
}

/// One end of a claim: every name under which it may be recognised, folded.
#[derive(Debug)]
struct Side {
    shown: String,
    names: BTreeSet<String>,
    state: Option<String>,
}

/// How one article came out.
pub struct Outcome<'a> {
    pub pairs: Vec<(&'a Label, &'a SystemClaim)>,
    pub missed: Vec<&'a Label>,
    pub spurious: Vec<&'a SystemClaim>,
}

#[derive(Deserialize)]
pub(super) struct GraphFile {
    pub graph: Head,
    pub nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
pub(super) struct Head {
    pub documents: Vec<DocumentEntry>,
}

#[derive(Deserialize)]
pub(super) struct DocumentEntry {
    pub id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    path: Option<String>,
    /// How often it mentions each actor, by id.
    #[serde(default)]
    pub actors: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
pub(super) struct Node {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Edge {
    source: String,
    target: String,
    kind: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    event: Option<String>,
    #[serde(default = "affirmed")]
    polarity: String,
    #[serde(default)]
    speakers: Vec<String>,
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
    #[serde(default)]
    quote: Option<String>,
    #[serde(default)]
    source_text: Option<String>,
    #[serde(default)]
    target_text: Option<String>,
    #[serde(default)]
    confidence: f64,
}

fn affirmed() -> String {
    "affirmed".into()
}

/// The claims of `graph` by the name of their article; every article of `gold` has an entry.
pub fn system_claims<'g>(graph: &Value, gold: &'g [Gold]) -> Result<BTreeMap<&'g str, Vec<SystemClaim>>, GoldError> {
    let file = GraphFile::deserialize(graph).map_err(|error| GoldError::Graph(error.to_string()))?;
    let nodes: BTreeMap<&str, &Node> = file.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let documents: BTreeMap<&str, String> =
        file.graph.documents.iter().map(|entry| (entry.id.as_str(), entry.article())).collect();
    let mut claims: BTreeMap<&str, Vec<SystemClaim>> =
        gold.iter().map(|article| (article.name.as_str(), Vec::new())).collect();
    for edge in file.edges.iter().filter(|edge| !["affiliation", "attribution"].contains(&edge.kind.as_str())) {
        let article = documents.get(edge.document.as_str());
        let Some(article) = article.and_then(|name| gold.iter().find(|article| article.name == *name)) else {
            continue;
        };
        let claim = SystemClaim::new(edge, &nodes, &article.text)?;
        claims.entry(article.name.as_str()).or_default().push(claim);
    }
    Ok(claims)
}

impl DocumentEntry {
    /// Which gold article it is: its name, else the stem of its path.
    pub fn article(&self) -> String {
        let given = self.name.clone().filter(|name| !name.is_empty());
        given.unwrap_or_else(|| {
            let path = std::path::Path::new(self.path.as_deref().unwrap_or(&self.id));
            path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        })
    }
}

impl SystemClaim {
    fn new(edge: &Edge, nodes: &BTreeMap<&str, &Node>, text: &str) -> Result<Self, GoldError> {
        let node = |id: &str| {
            let found = nodes.get(id).copied();
            found.ok_or_else(|| GoldError::Graph(format!("an edge names the node {id}, which is not there")))
        };
        let quote = edge.quote.clone().unwrap_or_default();
        let at = if quote.is_empty() { None } else { find_chars(text, &quote) };
        Ok(SystemClaim {
            kind: edge.kind.clone(),
            event: edge.event.clone(),
            polarity: edge.polarity.clone(),
            source: Side::new(node(&edge.source)?, edge.source_text.as_deref()),
            target: Side::new(node(&edge.target)?, edge.target_text.as_deref()),
            speakers: edge.speakers.iter().filter_map(|id| node(id).ok()).map(|it| Side::new(it, None).names).collect(),
            span: at.unwrap_or(edge.start..edge.end),
            quote,
            confidence: edge.confidence,
        })
    }
}

impl fmt::Display for SystemClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = self.event.as_deref().unwrap_or("None");
        let quote: String = self.quote.chars().take(110).collect();
        let (source, target) = (&self.source.shown, &self.target.shown);
        write!(f, "{source} -{}/{event}({})-> {target}: \"{quote}\"", self.kind, self.polarity)
    }
}

impl Side {
    fn new(node: &Node, surface: Option<&str>) -> Self {
        let own = [Some(node.name.as_str()), Some(node.id.as_str()), surface].into_iter().flatten();
        let names = own.chain(node.aliases.iter().map(String::as_str));
        let names = names.filter(|name| !name.is_empty()).map(fold).collect();
        Side { shown: node.name.clone(), names, state: node.state.clone() }
    }
    fn is_named(&self, accepted: &[String], state: Option<&String>, level: Level) -> bool {
        match state.filter(|code| level == Level::State && !code.is_empty()) {
            Some(code) => self.state.as_ref() == Some(code),
            None => accepted.iter().any(|name| self.names.contains(&fold(name))),
        }
    }
}

/// Pairs claims with labels, one to one, required labels first, each with the first claim that fits.
pub fn of_article<'a>(system: &'a [SystemClaim], article: &'a Gold, level: Level) -> Outcome<'a> {
    let mut labels: Vec<Wanted> = article.claims.iter().map(|label| Wanted::new(label, &article.text)).collect();
    labels.sort_by_key(|wanted| !wanted.label.required);
    let mut free: Vec<&SystemClaim> = system.iter().collect();
    let (mut pairs, mut missed) = (Vec::new(), Vec::new());
    for wanted in &labels {
        match free.iter().position(|claim| wanted.is_met(claim, level)) {
            Some(hit) => pairs.push((wanted.label, free.remove(hit))),
            None if wanted.label.required => missed.push(wanted.label),
            None => {}
        }
    }
    // A second claim for a label that is already found (another cue in the same sentence) is no error.
    free.retain(|claim| !labels.iter().any(|wanted| wanted.is_met(claim, level)));
    Outcome { pairs, missed, spurious: free }
}

/// A label, with the sentence that holds it and all its readings.
struct Wanted<'a> {
    label: &'a Label,
    sentence: Option<Range<usize>>,
    readings: Vec<Reading>,
}

impl<'a> Wanted<'a> {
    fn new(label: &'a Label, text: &str) -> Self {
        Wanted { label, sentence: sentence_around(text, &label.quote), readings: label.readings() }
    }
    fn is_met(&self, claim: &SystemClaim, level: Level) -> bool {
        let overlaps = |span: &Range<usize>| claim.span.start < span.end && span.start < claim.span.end;
        self.sentence.as_ref().is_some_and(overlaps) && self.readings.iter().any(|reading| fits(claim, reading, level))
    }
}

fn fits(claim: &SystemClaim, label: &Reading, level: Level) -> bool {
    let kinds = label.kind.as_ref().map_or(&[][..], |kinds| kinds.as_slice());
    let polarity = label.polarity.as_deref().unwrap_or("affirmed");
    if !kinds.contains(&claim.kind) || claim.polarity != polarity {
        return false;
    }
    let source = label.source.as_deref().unwrap_or_default();
    let source_state = label.source_state.as_ref().and_then(Option::as_ref);
    let target = label.target.as_ref().and_then(Option::as_deref).unwrap_or_default();
    let target_state = label.target_state.as_ref().and_then(Option::as_ref);
    let is_source = |side: &Side| side.is_named(source, source_state, level);
    let is_target = |side: &Side| side.is_named(target, target_state, level);
    if target.is_empty() {
        return is_source(&claim.source);
    }
    let events = label.event.as_ref().map_or(&[][..], |events| events.as_slice());
    let either_order = events.iter().any(|event| SYMMETRIC.contains(&event.as_str()));
    (is_source(&claim.source) && is_target(&claim.target))
        || (either_order && is_target(&claim.source) && is_source(&claim.target))
}

/// Whether the nearest speaker is one of the label's, or both have none.
pub fn speakers_right(claim: &SystemClaim, label: &Label) -> bool {
    match (claim.speakers.first(), label.speakers.is_empty()) {
        (None, no_label) => no_label,
        (Some(_), true) => false,
        (Some(nearest), false) => label.speakers.iter().flatten().any(|name| nearest.contains(&fold(name))),
    }
}

/// Where `quote` first stands in `text`, in Unicode scalar values.
fn find_chars(text: &str, quote: &str) -> Option<Range<usize>> {
    let start = text[..text.find(quote)?].chars().count();
    Some(start..start + quote.chars().count())
}

/// The sentence or sentences that hold the first occurrence of `quote`, in Unicode scalar values.
fn sentence_around(text: &str, quote: &str) -> Option<Range<usize>> {
    let at = text.find(quote)?;
    let before: Vec<char> = text[..at].chars().collect();
    let start = (0..before.len()).filter_map(|from| end_of_sentence(&before, from, false)).max().unwrap_or(0);
    let all: Vec<char> = text.chars().collect();
    let quote_end = before.len() + quote.chars().count();
    let end = (quote_end..all.len()).find_map(|from| end_of_sentence(&all, from, true)).unwrap_or(all.len());
    Some(start..end)
}

/// The end of a sentence's end that starts at `from`: a line's end, or a full stop with closing quotes and a space.
fn end_of_sentence(chars: &[char], from: usize, text_end_counts: bool) -> Option<usize> {
    let first = *chars.get(from)?;
    if first == '\n' {
        return Some(from + 1);
    }
    if !matches!(first, '.' | '!' | '?' | '…') {
        return None;
    }
    let closing = chars[from + 1..].iter().take_while(|c| matches!(c, '"' | '”' | '»' | '’' | ')')).count();
    let after = from + 1 + closing;
    match chars.get(after) {
        Some(c) if c.is_whitespace() || matches!(c, '\x1c'..='\x1f') => Some(after + 1),
        None if text_end_counts => Some(after),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str, quote: &str) -> String {
        let span = sentence_around(text, quote).unwrap();
        text.chars().skip(span.start).take(span.len()).collect()
    }

    #[test]
    fn the_sentence_of_a_quote_ends_at_stops_and_lines() {
        let text = "Título\nÉl habló. «No hubo contacto.» Ella calló.";
        assert_eq!(sentence(text, "hubo"), "«No hubo contacto.» ");
        assert_eq!(sentence(text, "Él"), "Él habló. ");
        assert_eq!(sentence(text, "calló"), "Ella calló.");
        assert_eq!(sentence(text, "habló. «No"), "Él habló. «No hubo contacto.» ");
        assert_eq!(sentence_around(text, "nothing"), None);
    }

    fn gold(json: &str, text: &str) -> Gold {
        Gold {
            name: "x".into(),
            path: "x.txt".into(),
            language: None,
            text: text.into(),
            claims: serde_json::from_str(json).expect("labels"),
        }
    }

    fn graph(edges: Value) -> Value {
        serde_json::json!({
            "graph": {"documents": [{"id": "d", "name": "x"}]},
            "nodes": [{"id": "Q159", "name": "Russia", "state": "RUS", "aliases": ["Moscow"]},
                      {"id": "Q858", "name": "Syria", "state": "SYR"},
                      {"id": "kremlin", "name": "Kremlin", "state": "RUS"}],
            "edges": edges,
        })
    }

    const TEXT: &str = "Moscow met Damascus. Russia backs Syria.";
    const MEETING: &str = r#"[{"quote": "met", "source": ["Syria"], "source_state": "SYR", "target": ["Moscow"],
        "target_state": "RUS", "kind": ["communication"], "event": ["CONSULT"]}]"#;

    fn edge(source: &str, target: &str, kind: &str, quote: &str) -> Value {
        serde_json::json!({"source": source, "target": target, "kind": kind, "document": "d", "quote": quote})
    }

    fn found(labels: &str, edges: Value) -> (usize, usize, usize) {
        let scores = super::super::score(&graph(edges), &[gold(labels, TEXT)], None).unwrap();
        (scores.actor.found, scores.state.found, scores.actor.spurious)
    }

    #[test]
    fn a_meeting_matches_in_either_order() {
        assert_eq!(found(MEETING, Value::from(vec![edge("Q159", "Q858", "communication", "Moscow met")])), (1, 1, 0));
        assert_eq!(found(MEETING, Value::from(vec![edge("Q858", "Q159", "communication", "Moscow met")])), (1, 1, 0));
    }

    #[test]
    fn another_organ_of_the_state_counts_at_the_state_level_alone() {
        let edges = vec![edge("kremlin", "Q858", "communication", "met")];
        assert_eq!(found(MEETING, Value::from(edges)), (0, 1, 1));
    }

    #[test]
    fn another_sentence_or_kind_is_spurious() {
        let edges = vec![
            edge("Q159", "Q858", "communication", "Russia backs"),
            edge("Q159", "Q858", "support", "Moscow met Damascus"),
        ];
        assert_eq!(found(MEETING, Value::from(edges)), (0, 0, 2));
    }

    #[test]
    fn a_second_cue_for_a_found_label_is_no_error() {
        let edges = vec![
            edge("Q159", "Q858", "communication", "Moscow met"),
            edge("Q159", "Q858", "communication", "met Damascus"),
        ];
        assert_eq!(found(MEETING, Value::from(edges)), (1, 1, 0));
    }

    #[test]
    fn an_edge_to_a_missing_node_is_an_error() {
        let edges = Value::from(vec![edge("Q1", "Q858", "support", "backs")]);
        assert!(super::super::score(&graph(edges), &[gold(MEETING, TEXT)], None).is_err());
    }
}
