//! FollowTheMoney 4 as JSON lines, one entity each, for OpenAleph and its kin.
//!
//! States and their organs are `PublicBody`, the only schema for them that may stand at both ends of claims and
//! memberships. A claim is an `UnknownLink` between two actors, an `Event` where it lacks one; its article is its `proof`.

use super::json::write_records;
use super::network::period;
use super::web::is_web;
use super::{Error, Format, GENERATOR, Options};
use crate::graph::{AffiliationEdge, CitedClaim, DocumentRecord, Node, StateGraph};
use crate::model::{ActorId, ActorKind, Date, DocId, Polarity, Precision, Relation};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use unicode_normalization::UnicodeNormalization;

/// FollowTheMoney entities.
pub struct Ftm;

impl Format for Ftm {
    fn name(&self) -> &'static str {
        "ftm"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["ftm.json", "ftm.jsonl"]
    }
    fn describe(&self) -> &'static str {
        "FollowTheMoney entities as JSON lines, for OpenAleph: actors, articles with whom they mention, claims as links with \
         their article as proof; every claim by itself"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "kinds of actors and claims beyond FollowTheMoney's own, other than as text",
            "speakers, polarity and factuality, other than as text",
            "places of quotes in their articles, marks, and paragraphs around them",
            "dates before 1001 and after 9998; names beyond 384 characters and quotes beyond 60,000",
            "how often each article mentions an actor; attributions as edges",
        ]
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        let entities = (graph.actors().map(actor))
            .chain(graph.documents().map(article))
            .chain(graph.documents().flat_map(|document| mentions(graph, document)))
            .chain(graph.affiliations().map(|edge| affiliation(graph, edge)))
            .chain(graph.all_claims().map(|claim| self::claim(graph, claim)));
        write_records(&mut out, entities)?;
        out.flush()?;
        Ok(())
    }
}

/// An entity; its values are clean as FollowTheMoney wants them.
#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

/// The longest name that FollowTheMoney takes, in characters.
const NAME: usize = 384;
/// The longest label.
const LABEL: usize = 1024;
/// The longest text that is sent, below FollowTheMoney's 65,000.
const TEXT: usize = 60_000;

impl Entity {
    fn new(sort: &str, id: &str, schema: &'static str) -> Entity {
        Entity { id: entity_id(sort, id), schema, properties: BTreeMap::new() }
    }
    fn put(&mut self, property: &'static str, value: String) {
        let values = self.properties.entry(property).or_default();
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
        if values.is_empty() {
            self.properties.remove(property);
        }
    }
    /// One line of at most `longest` characters.
    fn line(&mut self, property: &'static str, text: &str, longest: usize) {
        self.put(property, line(text, longest));
    }
    fn text(&mut self, property: &'static str, text: &str) {
        let clean: String = text.nfc().filter(|c| *c == '\n' || !c.is_control()).take(TEXT).collect();
        self.put(property, clean.trim().to_owned());
    }
    fn date(&mut self, property: &'static str, date: Option<Date>) {
        if let Some(date) = date.filter(is_datable) {
            self.put(property, date.to_string());
        }
    }
    fn refer(&mut self, property: &'static str, sort: &str, id: &str) {
        self.put(property, entity_id(sort, id));
    }
}

fn line(text: &str, longest: usize) -> String {
    let clean: String = text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let joined = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.chars().take(longest).collect::<String>().trim().to_owned()
}

/// Other days are none to FollowTheMoney.
fn is_datable(date: &Date) -> bool {
    (1001..=9998).contains(&date.year())
}

/// An id of letters, digits and hyphens that differs wherever ids differ.
fn entity_id(sort: &str, id: &str) -> String {
    let mut hashed = format!("demarche-{sort}-");
    for byte in &Sha256::digest(id.as_bytes())[..10] {
        let _ = write!(hashed, "{byte:02x}");
    }
    hashed
}

const ACTOR: &str = "actor";
const ARTICLE: &str = "article";

fn schema_of(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "Person",
        ActorKind::State | ActorKind::Government | ActorKind::Military => "PublicBody",
        ActorKind::Organisation | ActorKind::Party | ActorKind::ArmedGroup | ActorKind::Media => "Organization",
        ActorKind::People | ActorKind::UnnamedSource | ActorKind::Other => "LegalEntity",
    }
}

/// Whether an actor may be what others lead and are members of.
fn is_organization(kind: ActorKind) -> bool {
    matches!(schema_of(kind), "PublicBody" | "Organization")
}

fn actor(node: &Node) -> Entity {
    let mut entity = Entity::new(ACTOR, node.id.as_str(), schema_of(node.kind));
    entity.line("name", name_of(node), NAME);
    if !entity.properties.contains_key("name") {
        entity.put("name", "(unnamed)".to_owned());
    }
    node.aliases.iter().for_each(|alias| entity.line("alias", alias, NAME));
    if let Some(country) = node.state.as_ref().and_then(|code| country(code.as_str())) {
        entity.put("country", country.to_owned());
    }
    if is_wikidata(&node.id) {
        entity.put("wikidataId", node.id.as_str().to_owned());
    }
    entity.line("keywords", node.kind.name(), LABEL);
    entity
}

fn name_of(node: &Node) -> &str {
    // Quotation marks alone are no name.
    if node.name.chars().any(char::is_alphanumeric) { &node.name } else { node.id.as_str() }
}

fn is_wikidata(id: &ActorId) -> bool {
    let digits = id.as_str().strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// FollowTheMoney's code for a state.
fn country(code: &str) -> Option<&'static str> {
    let rows = include_str!("ftm_countries.tsv").lines().filter_map(|row| row.split_once('\t'));
    rows.into_iter().find(|(ours, _)| *ours == code).map(|(_, theirs)| theirs)
}

fn article(document: &DocumentRecord) -> Entity {
    let meta = &document.meta;
    let mut entity = Entity::new(ARTICLE, &meta.id.0, "Article");
    for name in [meta.path.as_deref().unwrap_or_default(), &meta.name, &meta.id.0] {
        if !entity.properties.contains_key("fileName") {
            entity.line("fileName", name, LABEL);
        }
    }
    if let Some(title) = &meta.title {
        entity.line("title", title, LABEL);
    }
    cite(&mut entity, document);
    entity.date("publishedAt", meta.published);
    match meta.language.as_ref().map(|language| language.code()) {
        Some("en") => entity.put("language", "eng".to_owned()),
        Some("es") => entity.put("language", "spa".to_owned()),
        _ => {}
    }
    entity
}

/// Who prints an article, and where it is.
fn cite(entity: &mut Entity, document: &DocumentRecord) {
    if let Some(publisher) = &document.meta.publisher {
        entity.line("publisher", publisher, LABEL);
    }
    if let Some(url) = document.meta.url.as_deref().filter(|url| is_web(url)) {
        entity.put("sourceUrl", url.to_owned());
    }
}

fn mentions<'g>(graph: &'g StateGraph, document: &'g DocumentRecord) -> impl Iterator<Item = Entity> + 'g {
    let nodes = document.actors.keys().filter_map(|id| graph.actor(id));
    nodes.map(|node| {
        let both = format!("{}\n{}", document.meta.id.0, node.id.as_str());
        let mut entity = Entity::new("mention", &both, "Mention");
        entity.refer("document", ARTICLE, &document.meta.id.0);
        entity.refer("resolved", ACTOR, node.id.as_str());
        entity.line("name", name_of(node), NAME);
        if !entity.properties.contains_key("name") {
            entity.put("name", "(unnamed)".to_owned());
        }
        entity.put("detectedSchema", schema_of(node.kind).to_owned());
        entity
    })
}

fn affiliation(graph: &StateGraph, edge: &AffiliationEdge) -> Entity {
    let fits = graph.actor(&edge.target).is_some_and(|whole| is_organization(whole.kind));
    let (schema, part, whole) = match edge.relation {
        Relation::Leads if fits => ("Directorship", "director", "organization"),
        Relation::MemberOf | Relation::PartOf | Relation::BelongsTo if fits => ("Membership", "member", "organization"),
        Relation::SpeaksFor => ("Representation", "agent", "client"),
        _ => ("UnknownLink", "subject", "object"),
    };
    let mut entity = Entity::new("affiliation", &edge.key, schema);
    entity.refer(part, ACTOR, edge.source.as_str());
    entity.refer(whole, ACTOR, edge.target.as_str());
    if let Some(role) = &edge.role {
        entity.line("role", role, LABEL);
    }
    entity.put("role", edge.relation_name().replace('_', " "));
    entity.date("startDate", edge.since);
    entity.date("endDate", edge.until);
    entity.line("recordId", &edge.key, LABEL);
    prove(&mut entity, graph, edge.documents.iter());
    entity
}

fn prove<'g>(entity: &mut Entity, graph: &StateGraph, documents: impl Iterator<Item = &'g DocId>) {
    for document in documents.filter_map(|id| graph.document(id)) {
        entity.refer("proof", ARTICLE, &document.meta.id.0);
        cite(entity, document);
    }
}

fn claim(graph: &StateGraph, claim: &CitedClaim) -> Entity {
    let not = if claim.polarity == Polarity::Negated { "not: " } else { "" };
    let mut entity = match claim.ends() {
        Some((source, target)) => {
            let mut link = Entity::new("claim", &claim.key.0, "UnknownLink");
            link.refer("subject", ACTOR, source.as_str());
            link.refer("object", ACTOR, target.as_str());
            link.line("role", &format!("{not}{} ({})", claim.kind, claim.cue), LABEL);
            link.put("status", format!("{}, {}", claim.polarity.name(), claim.factuality.name()));
            link
        }
        None => {
            let mut event = Entity::new("claim", &claim.key.0, "Event");
            let name = |id: &Option<ActorId>| id.as_ref().map_or("…", |id| graph.name(id)).to_owned();
            let (source, target) = (name(&claim.source), name(&claim.target));
            event.line("name", &format!("{source} – {not}{} ({}) → {target}", claim.kind, claim.cue), NAME);
            let ends = claim.source.iter().chain(&claim.target);
            ends.for_each(|id| event.refer("involved", ACTOR, id.as_str()));
            event.put("keywords", format!("{}, {}", claim.polarity.name(), claim.factuality.name()));
            event
        }
    };
    when(&mut entity, claim);
    entity.text("summary", &claim.quote);
    entity.text("description", &claim.context);
    entity.text("description", &said_by(graph, claim));
    entity.line("recordId", &claim.key.0, LABEL);
    prove(&mut entity, graph, std::iter::once(&claim.document));
    entity
}

/// A day, month or year is one date; other periods are a first and a last day.
fn when(entity: &mut Entity, claim: &CitedClaim) {
    let Some((first, last)) = period(claim).filter(|(first, last)| is_datable(first) && is_datable(last)) else {
        return;
    };
    let digits = match claim.date_precision {
        None | Some(Precision::Day) => 10,
        Some(Precision::Month) => 7,
        Some(Precision::Year) => 4,
        Some(Precision::Week | Precision::Quarter | Precision::Decade) => 0,
    };
    let first = first.to_string();
    match first.get(..digits).filter(|date| !date.is_empty()) {
        Some(date) => entity.put("date", date.to_owned()),
        None => {
            entity.put("startDate", first);
            entity.put("endDate", last.to_string());
        }
    }
}

fn said_by(graph: &StateGraph, claim: &CitedClaim) -> String {
    let mut text = format!("PLOVER {}", claim.event);
    if let Some(cameo) = &claim.cameo {
        let _ = write!(text, ", CAMEO {cameo}");
    }
    for (at, speaker) in claim.speakers.iter().enumerate() {
        let _ = write!(text, "{} {}", if at == 0 { "; said by" } else { ", through" }, graph.name(speaker));
    }
    let _ = write!(text, "; confidence {}; read by {GENERATOR}", claim.confidence);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_states_are_followthemoneys() {
        assert_eq!(country("RUS"), Some("ru"));
        assert_eq!(country("XKX"), Some("xk"));
        assert_eq!(country("NATO"), None);
    }

    #[test]
    fn names_are_one_line_without_control_characters() {
        assert_eq!(line(" a\u{1}\n b\tc ", NAME), "a b c");
        assert_eq!(line(&"x".repeat(1000), NAME).len(), NAME);
    }

    #[test]
    fn ids_of_entities_hold_letters_digits_and_hyphens() {
        let id = entity_id(ACTOR, "a b/é");
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{id}");
        assert_ne!(id, entity_id(ACTOR, "a_b/é"));
    }
}
