//! PLOVER events as JSON lines (manual 2.0, chapter "Data Fields"): `docs/plover.schema.json` describes every field. What
//! PLOVER has no field for is under `demarche`.

use super::json::write_records;
use super::network::period;
use super::web::is_web;
use super::{Error, Format, GENERATOR, Options};
use crate::entities::knowledge::Knowledge;
use crate::graph::{CitedClaim, StateGraph};
use crate::model::{ActorId, ActorKind, Date, Mode, Relation, StateCode};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{BufWriter, Write};

/// PLOVER events.
pub struct Plover;

impl Format for Plover {
    fn name(&self) -> &'static str {
        "plover"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["plover.jsonl"]
    }
    fn describe(&self) -> &'static str {
        "PLOVER events as JSON lines, for tools of event data; every claim by itself (docs/plover.schema.json)"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "claims without a date, without a source, or without a target where PLOVER requires a recipient",
            "claims of events that are no PLOVER roots, or that lie before year 1",
            "affiliations and attributions; actors that no event names, and other names of actors",
            "who speaks, denials, polarity and factuality, other than in our own field `demarche`",
            "paragraphs around the evidence, and marks in it",
        ]
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        let coder = Coder::new(graph);
        write_records(&mut out, graph.all_claims().filter_map(|claim| coder.event(claim)))?;
        out.flush()?;
        Ok(())
    }
}

/// PLOVER's roots, and whether each requires a recipient.
const ROOTS: [(&str, bool); 16] = [
    ("AGREE", false),
    ("CONSULT", false),
    ("SUPPORT", false),
    ("CONCEDE", false),
    ("COOPERATE", true),
    ("AID", true),
    ("RETREAT", false),
    ("REQUEST", false),
    ("ACCUSE", false),
    ("REJECT", false),
    ("THREATEN", false),
    ("PROTEST", false),
    ("SANCTION", true),
    ("MOBILIZE", false),
    ("COERCE", false),
    ("ASSAULT", false),
];

/// What PLOVER calls AGREE as long as it is only announced.
const AGREED_FIRST: [&str; 4] = ["CONSULT", "SUPPORT", "COOPERATE", "AID"];
/// Events whose parties are all actors, with no recipient. COOPERATE has no direction either, but requires one.
const RECIPROCAL: [&str; 2] = ["AGREE", "CONSULT"];

#[derive(Serialize)]
struct Event<'g> {
    id: &'g str,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    actor: Vec<Party<'g>>,
    recipient: Vec<Party<'g>>,
    event: [&'g str; 1],
    event_text: [&'g str; 1],
    mode: Vec<&'static str>,
    context: [&'static str; 0],
    text: &'g str,
    text_info: TextInfo,
    cite_info: CiteInfo<'g>,
    demarche: Own<'g>,
}

#[derive(Serialize)]
struct Party<'g> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'static str>,
    entity_text: &'g str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_id: Option<&'g str>,
    identifier_text: &'g str,
}

#[derive(Serialize)]
struct TextInfo {
    sequence: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct CiteInfo<'g> {
    citation: &'g str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'g str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<&'g str>,
    coder: &'static str,
    codebook: &'static str,
}

#[derive(Serialize)]
struct Own<'g> {
    source: &'g str,
    target: Option<&'g str>,
    kind: &'g str,
    event: &'g str,
    cameo: Option<&'g str>,
    polarity: &'static str,
    factuality: &'static str,
    speakers: Vec<Speaker<'g>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denies: Option<&'g str>,
    date_precision: Option<&'static str>,
    date_from: Option<&'static str>,
    sentence: &'g str,
    cue_start: usize,
    cue_end: usize,
    confidence: f64,
    rule: &'g str,
}

#[derive(Serialize)]
struct Speaker<'g> {
    id: &'g str,
    name: &'g str,
}

/// Writes claims as events.
struct Coder<'g> {
    graph: &'g StateGraph,
    /// People whom an affiliation ties to a state or its government, other than by birth.
    officials: BTreeSet<&'g ActorId>,
}

impl<'g> Coder<'g> {
    fn new(graph: &'g StateGraph) -> Coder<'g> {
        let official = graph.affiliations().filter(|edge| {
            let is_office = matches!(edge.relation, Relation::Leads | Relation::MemberOf | Relation::SpeaksFor);
            let whole = graph.actor(&edge.target).map(|node| node.kind);
            is_office && matches!(whole, Some(ActorKind::State | ActorKind::Government))
        });
        Coder { graph, officials: official.map(|edge| &edge.source).collect() }
    }

    /// `None` for what PLOVER cannot hold.
    fn event(&self, claim: &'g CitedClaim) -> Option<Event<'g>> {
        let (root, needs_recipient) = *ROOTS.iter().find(|(root, _)| *root == claim.event)?;
        let source = claim.source.as_ref()?;
        if needs_recipient && claim.target.is_none() {
            return None;
        }
        let (first, last) = period(claim).filter(|(first, _)| first.year() > 0)?;
        let mut modes: Vec<&'static str> = claim.modes.iter().map(|mode| mode.name()).collect();
        let is_agreed_first = claim.modes.contains(&Mode::Future) && AGREED_FIRST.contains(&root);
        let event = if is_agreed_first { "AGREE" } else { root };
        if is_agreed_first {
            // A root that says it already makes the mode superfluous.
            modes.retain(|mode| *mode != Mode::Future.name());
        }
        let mut actor = vec![self.party(source, &claim.source_text)];
        let mut recipient: Vec<Party> =
            claim.target.iter().map(|target| self.party(target, &claim.target_text)).collect();
        if RECIPROCAL.contains(&event) && claim.is_symmetric() {
            actor.append(&mut recipient);
        }
        Some(Event {
            id: &claim.key.0,
            date: day(first),
            enddate: (last != first).then(|| day(last)),
            actor,
            recipient,
            event: [event],
            event_text: [&claim.cue],
            mode: modes,
            context: [],
            text: &claim.quote,
            text_info: TextInfo { sequence: claim.sentence, start: claim.start, end: claim.end },
            cite_info: self.cite(claim),
            demarche: self.own(claim, source),
        })
    }

    fn party(&self, id: &'g ActorId, text: &'g str) -> Party<'g> {
        let node = self.graph.actor(id);
        let kind = node.map_or(ActorKind::Other, |node| node.kind);
        let is_wikidata = id.as_str().strip_prefix('Q').is_some_and(|digits| digits.parse::<u64>().is_ok());
        Party {
            code: node.and_then(|node| code(node.state.as_ref(), kind)),
            sector: if self.officials.contains(id) { Some("GOV") } else { sector(kind) },
            entity_text: text,
            identifier_id: is_wikidata.then_some(id.as_str()),
            identifier_text: self.graph.name(id),
        }
    }

    fn cite(&self, claim: &'g CitedClaim) -> CiteInfo<'g> {
        let meta = self.graph.document(&claim.document).map(|document| &document.meta);
        let language = meta.and_then(|meta| meta.language.as_ref()).map(|language| language.code());
        CiteInfo {
            citation: &claim.document.0,
            url: meta.and_then(|meta| meta.url.as_deref()).filter(|url| is_web(url)),
            title: meta.and_then(|meta| meta.title.as_deref()),
            language: language.filter(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())),
            publication: meta.and_then(|meta| meta.publisher.as_deref()),
            coder: GENERATOR,
            codebook: "PLOVER 2.0",
        }
    }

    fn own(&self, claim: &'g CitedClaim, source: &'g ActorId) -> Own<'g> {
        let speaker = |id: &'g ActorId| Speaker { id: id.as_str(), name: self.graph.name(id) };
        Own {
            source: source.as_str(),
            target: claim.target.as_ref().map(ActorId::as_str),
            kind: &claim.kind,
            event: &claim.event,
            cameo: claim.cameo.as_deref(),
            polarity: claim.polarity.name(),
            factuality: claim.factuality.name(),
            speakers: claim.speakers.iter().map(speaker).collect(),
            denies: claim.denies.as_ref().map(|key| key.0.as_str()),
            date_precision: claim.date_precision.map(|precision| precision.name()),
            date_from: claim.date_from.map(|from| from.name()),
            sentence: &claim.context,
            cue_start: claim.cue_start,
            cue_end: claim.cue_end,
            confidence: claim.confidence,
            rule: &claim.rule,
        }
    }
}

fn day(date: Date) -> String {
    date.to_string()
}

/// ISO 3166-1 alpha-3, `KOS` for Kosovo; PLOVER's codes of international actors.
fn code(state: Option<&StateCode>, kind: ActorKind) -> Option<&str> {
    let state = state?;
    match state.as_str() {
        "XKX" => Some("KOS"),
        "UN" => Some("UNO"),
        "EU" => Some("EUR"),
        code => match Knowledge::builtin().state(state)?.kind {
            ActorKind::Organisation if kind == ActorKind::Organisation => Some("IGO"),
            ActorKind::Organisation => None,
            _ => Some(code),
        },
    }
}

/// The sector that a kind of actors implies.
fn sector(kind: ActorKind) -> Option<&'static str> {
    match kind {
        ActorKind::Government => Some("GOV"),
        ActorKind::Military => Some("MIL"),
        ActorKind::Party => Some("PTY"),
        ActorKind::ArmedGroup => Some("REB"),
        ActorKind::Media => Some("JRN"),
        ActorKind::People => Some("CVL"),
        ActorKind::UnnamedSource | ActorKind::Other => Some("UNK"),
        ActorKind::State | ActorKind::Person | ActorKind::Organisation => None,
    }
}
