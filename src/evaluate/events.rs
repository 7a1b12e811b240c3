//! Scores a graph against event records: sentences with their events, by PLOVER root, source and target.
//! `(graph.json, records) -> EventScores`
//!
//! Per sentence the gold and the predicted items are compared, and summed up over all sentences: roots as sets; pairs (both
//! ends right) and triples (root too) as the largest one-to-one matching. An end is right when it has the state code or
//! shares a content word with the labelled text; an empty end matches an empty end. Claims that are affirmed count as
//! events, with or without a target. Acts without direction match in either order.

use super::calibration::{Decile, deciles};
use super::causes::{self, Misses};
use super::gold::GoldError;
use super::matching::{Head, Node};
use super::{four_digits, harmonic, rate};
use crate::claims::trace::Traced;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Words that say nothing of who is meant.
const STOP: [&str; 39] = [
    "de", "la", "el", "los", "las", "del", "un", "una", "unos", "unas", "y", "en", "a", "al", "por", "con", "para",
    "que", "se", "su", "sus", "lo", "le", "the", "of", "and", "in", "to", "for", "an", "by", "from", "its", "his",
    "her", "their", "at", "on", "with",
];
const SYMMETRIC: [&str; 3] = ["CONSULT", "AGREE", "COOPERATE"];
/// The row and the column of events without a counterpart.
pub const NONE: &str = "none";

/// A sentence with its events.
#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    /// What its document is called.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// What happens in it.
    pub events: Vec<GoldEvent>,
}

/// A labelled event.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldEvent {
    /// PLOVER root.
    pub event: String,
    /// The words that tell it.
    #[serde(default)]
    pub event_text: Option<String>,
    /// Who acts; of a mutual event, all parties.
    #[serde(default)]
    pub source: Vec<GoldActor>,
    /// Who is acted on.
    #[serde(default)]
    pub target: Vec<GoldActor>,
}

/// An actor of a labelled event.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldActor {
    /// As the sentence writes it.
    #[serde(default)]
    pub text: Option<String>,
    /// A code that begins with that of its state, where it has one.
    #[serde(default)]
    pub code: Option<String>,
}

/// Figures of all sentences.
#[derive(Debug, Clone, Serialize)]
pub struct EventScores {
    /// By root.
    pub root: EventFigures,
    /// By source and target.
    pub pair: EventFigures,
    /// By all three.
    pub triple: EventFigures,
    /// Predicted events per sentence.
    pub events_per_sentence: f64,
    /// Share of the sentences without an event that are left silent; `None` where each has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<f64>,
    /// Sentences left silent, and those without an event.
    #[serde(skip)]
    pub quiet: (usize, usize),
    /// Gold root, then the root of the predicted event that is most like it, with counts.
    pub confusion: BTreeMap<String, BTreeMap<String, usize>>,
    /// Share of right triples by confidence.
    pub calibration: Vec<Decile>,
    /// Why events are missed, where the sentences were read anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misses: Option<Misses>,
    /// The sentences with something missed or spurious.
    #[serde(skip)]
    pub sentences: Vec<SentenceScore>,
}

/// Precision, recall and F1; ratios in [0, 1].
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct EventFigures {
    /// Right of predicted.
    #[serde(serialize_with = "four_digits")]
    pub precision: f64,
    /// Right of gold.
    #[serde(serialize_with = "four_digits")]
    pub recall: f64,
    /// Harmonic mean of the two.
    #[serde(serialize_with = "four_digits")]
    pub f1: f64,
    /// Right, predicted and gold items.
    #[serde(skip)]
    pub counts: (usize, usize, usize),
}

impl EventFigures {
    fn new((right, predicted, gold): (usize, usize, usize)) -> Self {
        let (precision, recall) = (rate(right, predicted), rate(right, gold));
        EventFigures { precision, recall, f1: harmonic(precision, recall), counts: (right, predicted, gold) }
    }
}

/// What one sentence missed and had too much, by triples.
#[derive(Debug, Clone)]
pub struct SentenceScore {
    /// The record's id.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// One line each, with the cause where it is known.
    pub missed: Vec<String>,
    /// One line each.
    pub spurious: Vec<String>,
}

/// One end of an event: the words and codes that it may be recognised by.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    words: BTreeSet<String>,
    codes: BTreeSet<String>,
    pub is_empty: bool,
    shown: String,
}

impl Side {
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>, codes: impl IntoIterator<Item = &'t str>) -> Self {
        let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        let codes: Vec<&str> = codes.into_iter().filter(|code| !code.is_empty()).collect();
        let start = |code: &str| code.chars().take(3).collect::<String>();
        Side {
            words: texts.iter().flat_map(|text| content_words(text)).collect(),
            is_empty: texts.is_empty() && codes.is_empty(),
            shown: texts.first().or(codes.first()).map_or("nobody", |text| text).to_owned(),
            codes: codes.into_iter().map(start).filter(|code| code.chars().all(char::is_alphabetic)).collect(),
        }
    }
    pub fn same(&self, other: &Side) -> bool {
        if self.is_empty || other.is_empty {
            return self.is_empty && other.is_empty;
        }
        !self.words.is_disjoint(&other.words) || !self.codes.is_disjoint(&other.codes)
    }
}

/// An event, gold or predicted.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub root: String,
    pub source: Side,
    pub target: Side,
    /// The words that tell it, folded.
    pub trigger: BTreeSet<String>,
    /// Those words as they stand.
    pub told: String,
    confidence: f64,
    rule: String,
}

impl Event {
    fn of_gold(gold: &GoldEvent) -> Event {
        let (mut source, mut target) = (&gold.source[..], &gold.target[..]);
        if target.is_empty() && source.len() > 1 {
            // A mutual event: the parties are all listed as sources.
            (source, target) = source.split_at(1);
        }
        let side = |actors: &[GoldActor]| {
            let texts = actors.iter().filter_map(|actor| actor.text.as_deref());
            Side::new(texts, actors.iter().filter_map(|actor| actor.code.as_deref()))
        };
        let told = gold.event_text.clone().unwrap_or_default();
        Event {
            root: gold.event.clone(),
            source: side(source),
            target: side(target),
            trigger: content_words(&told).collect(),
            told,
            confidence: 1.0,
            rule: String::new(),
        }
    }
    fn is_pair(&self, other: &Event) -> bool {
        let straight = self.source.same(&other.source) && self.target.same(&other.target);
        let either = SYMMETRIC.iter().any(|root| self.root == *root || other.root == *root);
        straight || either && self.source.same(&other.target) && self.target.same(&other.source)
    }
    fn is_triple(&self, other: &Event) -> bool {
        self.root == other.root && self.is_pair(other)
    }
    /// How much a predicted event is like this one; 0 where nothing is.
    fn likeness(&self, other: &Event) -> usize {
        let told_alike = !self.trigger.is_disjoint(&other.trigger);
        let ends = [(&self.source, &other.source), (&self.target, &other.target)];
        let ends = ends.into_iter().filter(|(a, b)| !a.is_empty && a.same(b)).count();
        usize::from(self.root == other.root) * 4
            + usize::from(self.is_pair(other)) * 2
            + ends
            + usize::from(told_alike) * 3
    }
    fn shown(&self) -> String {
        format!("{} -{}-> {}", self.source.shown, self.root, self.target.shown)
    }
}

/// Words of three letters and more that tell something: without accents, in lower case.
pub(super) fn content_words(text: &str) -> impl Iterator<Item = String> {
    let bare: String = text.nfkd().filter(|&c| canonical_combining_class(c) == 0).collect();
    let lower = bare.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect::<Vec<_>>();
    words.into_iter().filter(|word| word.chars().count() > 2 && !STOP.contains(&word.as_str()))
}

#[derive(Deserialize)]
struct GraphFile {
    graph: Head,
    nodes: Vec<Node>,
    edges: Vec<ClaimEntry>,
    #[serde(default)]
    statements: Vec<ClaimEntry>,
}

#[derive(Deserialize)]
struct ClaimEntry {
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    polarity: Option<String>,
    #[serde(default)]
    document: String,
    #[serde(default)]
    source_text: Option<String>,
    #[serde(default)]
    target_text: Option<String>,
    #[serde(default)]
    confidence: f64,
    #[serde(default)]
    cue: String,
    #[serde(default)]
    rule: String,
}

/// The records of a file with one JSON object a line; `None` where the first line is no record of events.
///
/// # Errors
/// [`GoldError::Read`], and [`GoldError::Record`] with the line of a broken record.
pub fn read_records(path: &Path) -> Result<Option<Vec<Record>>, GoldError> {
    if !path.is_file() {
        return Ok(None);
    }
    let failed = |error| GoldError::Read { path: path.to_owned(), error };
    let bytes = std::fs::read(path).map_err(failed)?;
    let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
    let lines = || text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let first: Option<Value> = lines().next().and_then(|(_, line)| serde_json::from_str(line).ok());
    if !first.is_some_and(|first| first["events"].is_array() && first["text"].is_string()) {
        return Ok(None);
    }
    let record = |(at, line): (usize, &str)| {
        let path = path.to_owned();
        serde_json::from_str(line).map_err(|error| GoldError::Record { path, line: at + 1, error })
    };
    lines().map(record).collect::<Result<_, _>>().map(Some)
}

/// Scores `graph` (the value of a `graph.json`) against `records`. With `traced`, the same documents read anew, it says why
/// events are missed.
///
/// # Errors
/// [`GoldError::Graph`] where `graph` lacks a part that is needed.
pub fn score_events(graph: &Value, records: &[Record], traced: Option<&[Traced]>) -> Result<EventScores, GoldError> {
    let mut predicted = predicted(graph)?;
    let traced: Option<BTreeMap<&str, &Traced>> =
        traced.map(|all| all.iter().map(|one| (one.document.meta.name.as_str(), one)).collect());
    let mut sums = [(0, 0, 0); 3];
    let (mut events, mut quiet) = (0, (0, 0));
    let (mut confusion, mut judged) = (BTreeMap::<String, BTreeMap<String, usize>>::new(), Vec::new());
    let (mut misses, mut sentences) = (Misses::default(), Vec::new());
    for record in records {
        let gold: Vec<Event> = record.events.iter().map(Event::of_gold).collect();
        let found = predicted.remove(&record.id).unwrap_or_default();
        events += found.len();
        if gold.is_empty() {
            quiet = (quiet.0 + usize::from(found.is_empty()), quiet.1 + 1);
        }
        let roots = |events: &[Event]| events.iter().map(|event| event.root.clone()).collect::<BTreeSet<_>>();
        let (roots_gold, roots_found) = (roots(&gold), roots(&found));
        let triples = matching(&gold, &found, Event::is_triple);
        let right = [
            (roots_gold.intersection(&roots_found).count(), roots_found.len(), roots_gold.len()),
            (matching(&gold, &found, Event::is_pair).iter().flatten().count(), found.len(), gold.len()),
            (triples.iter().flatten().count(), found.len(), gold.len()),
        ];
        for (sum, row) in sums.iter_mut().zip(right) {
            *sum = (sum.0 + row.0, sum.1 + row.1, sum.2 + row.2);
        }
        for (one, other) in aligned(&gold, &found) {
            *confusion.entry(one).or_default().entry(other).or_default() += 1;
        }
        judged.extend(found.iter().zip(&triples).map(|(event, owner)| (event.confidence, owner.is_some())));
        let is_missed = |at: &usize| !triples.contains(&Some(*at));
        let mut missed = Vec::new();
        for event in (0..gold.len()).filter(is_missed).map(|at| &gold[at]) {
            let cause = traced.as_ref().map(|traced| causes::of_event(event, traced.get(record.id.as_str()).copied()));
            if let Some(cause) = cause {
                misses.count(cause, &event.root, &event.told);
            }
            let why = cause.map(|cause| format!(" [{}]", cause.describe())).unwrap_or_default();
            missed.push(format!("{}: \"{}\"{why}", event.shown(), event.told));
        }
        let spurious = found.iter().zip(&triples).filter(|(_, owner)| owner.is_none());
        let spurious: Vec<String> =
            spurious.map(|(event, _)| format!("{}: \"{}\" ({})", event.shown(), event.told, event.rule)).collect();
        if !missed.is_empty() || !spurious.is_empty() {
            sentences.push(SentenceScore { id: record.id.clone(), text: record.text.clone(), missed, spurious });
        }
    }
    let [root, pair, triple] = sums.map(EventFigures::new);
    misses.sort();
    let per_sentence = events as f64 / records.len().max(1) as f64;
    Ok(EventScores {
        root,
        pair,
        triple,
        events_per_sentence: (per_sentence * 1e3).round_ties_even() / 1e3,
        silent: (quiet.1 > 0).then(|| (rate(quiet.0, quiet.1) * 1e4).round_ties_even() / 1e4),
        quiet,
        confusion,
        calibration: deciles(judged),
        misses: traced.map(|_| misses),
        sentences,
    })
}

/// The affirmed events of a graph by the name of their document.
fn predicted(graph: &Value) -> Result<BTreeMap<String, Vec<Event>>, GoldError> {
    let file = GraphFile::deserialize(graph).map_err(|error| GoldError::Graph(error.to_string()))?;
    let nodes: BTreeMap<&str, &Node> = file.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let names: BTreeMap<&str, String> =
        file.graph.documents.iter().map(|entry| (entry.id.as_str(), entry.article())).collect();
    let side = |id: &Option<String>, text: &Option<String>| {
        let Some(node) = id.as_deref().and_then(|id| nodes.get(id)) else { return Side::new([], []) };
        let texts = [node.name.as_str()].into_iter().chain(text.as_deref());
        Side::new(texts.chain(node.aliases.iter().map(String::as_str)), node.state.as_deref())
    };
    let mut found = BTreeMap::<String, Vec<Event>>::new();
    for claim in file.edges.iter().chain(&file.statements) {
        let is_claim = !["affiliation", "attribution"].contains(&claim.kind.as_str());
        let is_affirmed = claim.polarity.as_deref().is_none_or(|polarity| polarity == "affirmed");
        let (Some(root), Some(name)) = (&claim.event, names.get(claim.document.as_str())) else { continue };
        if is_claim && is_affirmed && !root.is_empty() {
            found.entry(name.clone()).or_default().push(Event {
                root: root.clone(),
                source: side(&claim.source, &claim.source_text),
                target: side(&claim.target, &claim.target_text),
                trigger: content_words(&claim.cue).collect(),
                told: claim.cue.clone(),
                confidence: claim.confidence,
                rule: claim.rule.clone(),
            });
        }
    }
    Ok(found)
}

/// A largest one-to-one matching: for each predicted event, the gold one that it stands for (Kuhn's augmenting paths).
fn matching(gold: &[Event], found: &[Event], same: impl Fn(&Event, &Event) -> bool) -> Vec<Option<usize>> {
    fn augment(
        one: usize,
        same: &dyn Fn(usize, usize) -> bool,
        seen: &mut [bool],
        owner: &mut [Option<usize>],
    ) -> bool {
        for other in 0..owner.len() {
            if !seen[other] && same(one, other) {
                seen[other] = true;
                if owner[other].is_none_or(|rival| augment(rival, same, seen, owner)) {
                    owner[other] = Some(one);
                    return true;
                }
            }
        }
        false
    }
    let mut owner = vec![None; found.len()];
    let same = |one: usize, other: usize| same(&gold[one], &found[other]);
    for one in 0..gold.len() {
        augment(one, &same, &mut vec![false; found.len()], &mut owner);
    }
    owner
}

/// Gold and predicted roots side by side: each with the event that is most like it, once; [`NONE`] where nothing is.
fn aligned(gold: &[Event], found: &[Event]) -> Vec<(String, String)> {
    let all = (0..gold.len()).flat_map(|one| (0..found.len()).map(move |other| (one, other)));
    let mut likely: Vec<(usize, usize, usize)> = all
        .map(|(one, other)| (gold[one].likeness(&found[other]), one, other))
        .filter(|(like, ..)| *like > 0)
        .collect();
    likely.sort_by_key(|&(like, one, other)| (std::cmp::Reverse(like), one, other));
    let (mut gold_done, mut found_done) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, one, other) in likely {
        if !gold_done[one] && !found_done[other] {
            (gold_done[one], found_done[other]) = (true, true);
            pairs.push((gold[one].root.clone(), found[other].root.clone()));
        }
    }
    let left = gold.iter().zip(gold_done).filter(|(_, done)| !done);
    pairs.extend(left.map(|(event, _)| (event.root.clone(), NONE.to_owned())));
    let left = found.iter().zip(found_done).filter(|(_, done)| !done);
    pairs.extend(left.map(|(event, _)| (NONE.to_owned(), event.root.clone())));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn scores(claims: Value) -> EventScores {
        let graph = json!({
            "graph": {"documents": [{"id": "d", "name": "one"}, {"id": "e", "name": "two"}]},
            "nodes": [{"id": "Q159", "name": "Russia", "state": "RUS"}, {"id": "Q858", "name": "Syria", "state": "SYR"}],
            "edges": claims, "statements": [],
        });
        let records: Vec<Record> = serde_json::from_value(json!([
            {"id": "one", "text": "Moscow met Damascus.", "events": [{"event": "CONSULT", "event_text": "met",
                "source": [{"text": "Moscow", "code": "RUSGOV"}, {"text": "Damascus", "code": "SYR"}], "target": []}]},
            {"id": "two", "text": "It rained.", "events": []},
        ]))
        .unwrap();
        score_events(&graph, &records, None).unwrap()
    }

    #[test]
    fn a_meeting_is_right_in_either_order_and_with_codes_alone() {
        let claim = |source: &str, target: &str| json!([{"source": source, "target": target, "kind": "communication", "event": "CONSULT", "document": "d"}]);
        for (source, target) in [("Q159", "Q858"), ("Q858", "Q159")] {
            let scores = scores(claim(source, target));
            assert_eq!(scores.triple.counts, (1, 1, 1));
            assert_eq!(scores.confusion["CONSULT"]["CONSULT"], 1);
            assert_eq!((scores.silent, scores.events_per_sentence), (Some(1.0), 0.5));
        }
        assert_eq!(scores(claim("Q159", "Q159")).triple.counts, (0, 1, 1));
    }

    #[test]
    fn an_event_without_a_counterpart_stands_in_the_none_row_and_breaks_the_silence() {
        let claims = json!([
            {"source": "Q159", "target": null, "kind": "opposition", "event": "ASSAULT", "document": "e"},
            {"source": "Q159", "target": "Q858", "kind": "support", "event": "AID", "document": "e", "polarity": "negated"},
        ]);
        let scores = scores(claims);
        assert_eq!(scores.confusion[NONE]["ASSAULT"], 1);
        assert_eq!(scores.confusion["CONSULT"][NONE], 1);
        assert_eq!(scores.quiet, (0, 1));
        assert_eq!(scores.root.counts, (0, 1, 1));
    }
}
