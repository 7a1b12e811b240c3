//! A graph as RDF, thing by thing: kinds, actors, articles, affiliations, claims. No blank nodes: what has no name of its
//! own is a part of what has one.

use super::terms::{self, *};
use crate::export::GENERATOR;
use crate::export::network::period;
use crate::graph::{AffiliationEdge, CitedClaim, DocumentRecord, Node, StateGraph};
use crate::model::{ActorKind, Factuality, Lang, Polarity};
use oxrdf::{Literal, NamedNode, NamedNodeRef, Term, Triple};
use std::collections::BTreeSet;

/// What is said of one thing, and of its parts.
pub struct Block {
    /// The thing.
    pub about: NamedNode,
    /// Of a claim: what it says; else all.
    pub said: Vec<Triple>,
    /// Of a claim: who says so, where, in which words.
    pub provenance: Vec<Triple>,
    /// Of a claim with both ends: the relation itself.
    pub relation: Option<Triple>,
    /// Whether the relation is said to hold.
    pub is_actual: bool,
}

impl Block {
    fn new(about: NamedNode) -> Block {
        Block { about, said: Vec::new(), provenance: Vec::new(), relation: None, is_actual: false }
    }
    fn said(&mut self) -> About<'_> {
        About { subject: self.about.clone(), into: &mut self.said }
    }
}

/// All blocks, in a fixed order; one is made at a time.
pub fn blocks(graph: &StateGraph) -> impl Iterator<Item = Block> {
    let kinds: BTreeSet<&str> = graph.all_claims().map(|claim| claim.kind.as_str()).collect();
    std::iter::once(program())
        .chain(std::iter::once(reading()))
        .chain(kinds.into_iter().flat_map(kind))
        .chain(graph.actors().map(actor))
        .chain(graph.documents().map(article))
        .chain(graph.affiliations().map(affiliation))
        .chain(graph.all_claims().map(|claim| self::claim(graph, claim)))
}

/// Says things of one subject.
struct About<'b> {
    subject: NamedNode,
    into: &'b mut Vec<Triple>,
}

impl About<'_> {
    fn say(&mut self, property: &str, object: impl Into<Term>) {
        self.into.push(Triple::new(self.subject.clone(), NamedNode::new_unchecked(property), object));
    }
    fn is(&mut self, class: &'static str) {
        self.say(TYPE, NamedNodeRef::new_unchecked(class).into_owned());
    }
    fn thing(&mut self, property: Property, thing: NamedNode) {
        self.say(property.iri, thing);
    }
    fn text(&mut self, property: Property, text: &str) {
        self.say(property.iri, Literal::new_simple_literal(text));
    }
    /// Text of a language where that is known and well named.
    fn tagged(&mut self, property: Property, text: &str, language: Option<&Lang>) {
        let tagged = language.and_then(|lang| Literal::new_language_tagged_literal(text, lang.code()).ok());
        self.say(property.iri, tagged.unwrap_or_else(|| Literal::new_simple_literal(text)));
    }
    fn typed(&mut self, property: Property, value: impl ToString) {
        let value = value.to_string();
        self.say(
            property.iri,
            match property.holds {
                Holds::Typed(datatype) => Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)),
                Holds::Thing | Holds::Text => Literal::new_simple_literal(value),
            },
        );
    }
    /// A part of the subject, linked from it.
    fn part(&mut self, property: Property, name: &str) -> About<'_> {
        let whole = self.subject.as_str().split('#').next().unwrap_or_default();
        let part = terms::part(NamedNodeRef::new_unchecked(whole), name);
        self.thing(property, part.clone());
        About { subject: part, into: self.into }
    }
}

fn program_iri() -> NamedNode {
    own("program", &GENERATOR.replace(' ', "-"))
}

fn reading_iri() -> NamedNode {
    part(program_iri().as_ref(), "reading")
}

fn program() -> Block {
    let mut block = Block::new(program_iri());
    let mut about = block.said();
    about.is(SOFTWARE);
    about.text(LABEL, GENERATOR);
    about.text(VERSION, env!("CARGO_PKG_VERSION"));
    block
}

/// What made the claims. Without a time: the same graph gives the same bytes.
fn reading() -> Block {
    let mut block = Block::new(reading_iri());
    let mut about = block.said();
    about.is(ACTIVITY);
    about.thing(ASSOCIATED_WITH, program_iri());
    block
}

/// A kind of claims, and the two properties that join the ends of claims of that kind.
fn kind(name: &str) -> [Block; 3] {
    let mut kind = Block::new(own("kind", name));
    kind.said().is(CLAIM_KIND);
    kind.said().text(LABEL, name);
    let property = |polarity: Polarity, label: String| {
        let mut block = Block::new(relation(polarity, name));
        let mut about = block.said();
        about.is(RDF_PROPERTY);
        about.text(LABEL, &label);
        about.thing(KIND, own("kind", name));
        about.text(POLARITY, polarity.name());
        block
    };
    [kind, property(Polarity::Affirmed, name.to_owned()), property(Polarity::Negated, format!("not: {name}"))]
}

fn relation(polarity: Polarity, kind: &str) -> NamedNode {
    own(polarity.name(), kind)
}

fn actor(node: &Node) -> Block {
    let mut block = Block::new(terms::actor(&node.id));
    let mut about = block.said();
    about.is(PROV_AGENT);
    if let Some(class) = class_of(node.kind) {
        about.is(class);
    }
    about.text(IDENTIFIER, node.id.as_str());
    about.text(LABEL, &node.name);
    node.aliases.iter().for_each(|alias| about.text(ALT_LABEL, alias));
    about.text(ACTOR_KIND, node.kind.name());
    if let Some(state) = &node.state {
        about.text(STATE, state.as_str());
    }
    about.typed(MENTION_COUNT, node.mentions);
    block
}

fn class_of(kind: ActorKind) -> Option<&'static str> {
    match kind {
        ActorKind::State => Some(COUNTRY),
        ActorKind::Government | ActorKind::Military => Some(GOVERNMENT),
        ActorKind::Person => Some(PERSON),
        ActorKind::Organisation | ActorKind::Party | ActorKind::ArmedGroup => Some(ORGANISATION),
        ActorKind::Media => Some(OUTLET),
        ActorKind::People | ActorKind::UnnamedSource | ActorKind::Other => None,
    }
}

fn article(document: &DocumentRecord) -> Block {
    let meta = &document.meta;
    let mut block = Block::new(terms::article(&meta.id));
    let mut about = block.said();
    about.is(ENTITY);
    about.is(ARTICLE);
    about.text(IDENTIFIER, &meta.id.0);
    about.text(LABEL, &meta.name);
    if let Some(title) = &meta.title {
        about.tagged(HEADLINE, title, meta.language.as_ref());
    }
    if let Some(publisher) = &meta.publisher {
        about.text(PUBLISHER, publisher);
    }
    if let Some(published) = meta.published {
        about.typed(PUBLISHED, day(published));
    }
    if let Some(language) = &meta.language {
        about.text(LANGUAGE, language.code());
    }
    if let Some(url) = &meta.url {
        match web(url) {
            Some(page) => about.thing(URL, page),
            None => about.text(URL, url),
        }
    }
    if let Some(path) = &meta.path {
        about.text(PATH, path);
    }
    document.actors.keys().for_each(|id| about.thing(MENTIONS, terms::actor(id)));
    block
}

fn affiliation(edge: &AffiliationEdge) -> Block {
    let mut block = Block::new(own("affiliation", &edge.key));
    let mut about = block.said();
    about.is(AFFILIATION);
    about.thing(MEMBER, terms::actor(&edge.source));
    about.thing(ORGANIZATION, terms::actor(&edge.target));
    about.text(RELATION, edge.relation_name());
    if let Some(role) = &edge.role {
        about.text(ROLE, role);
    }
    if let Some(since) = edge.since {
        about.typed(SINCE, day(since));
    }
    if let Some(until) = edge.until {
        about.typed(UNTIL, day(until));
    }
    edge.documents.iter().for_each(|id| about.thing(DERIVED_FROM, terms::article(id)));
    block
}

fn claim(graph: &StateGraph, claim: &CitedClaim) -> Block {
    let mut block = Block::new(terms::claim(&claim.key));
    block.is_actual = claim.factuality == Factuality::Actual;
    block.relation = claim.ends().map(|(source, target)| {
        let property = relation(claim.polarity, &claim.kind);
        Triple::new(terms::actor(source), property, terms::actor(target))
    });
    let document = graph.document(&claim.document);
    let subject = block.about.clone();
    say_what(&mut About { subject: subject.clone(), into: &mut block.said }, claim);
    let mut about = About { subject, into: &mut block.provenance };
    about.is(ENTITY);
    about.is(SCHEMA_CLAIM);
    about.is(CLAIM);
    about.text(LABEL, &label(graph, claim));
    say_who(&mut about, claim);
    if let Some(published) = document.and_then(|document| document.meta.published) {
        about.typed(PUBLISHED, day(published));
    }
    about.typed(CONFIDENCE, claim.confidence);
    about.text(RULE, &claim.rule);
    if let Some(denied) = &claim.denies {
        about.thing(DENIES, terms::claim(denied));
    }
    show(about, claim, document);
    gather(&mut block.provenance);
    block
}

/// Puts together what is said of one subject, in the order in which they come up.
fn gather(triples: &mut [Triple]) {
    let mut order = Vec::new();
    for triple in triples.iter() {
        if !order.contains(&triple.subject) {
            order.push(triple.subject.clone());
        }
    }
    triples.sort_by_key(|triple| order.iter().position(|subject| *subject == triple.subject));
}

fn say_what(about: &mut About, claim: &CitedClaim) {
    if let Some(source) = &claim.source {
        about.thing(SOURCE, terms::actor(source));
    }
    if let Some(target) = &claim.target {
        about.thing(TARGET, terms::actor(target));
    }
    about.thing(KIND, own("kind", &claim.kind));
    about.text(EVENT, &claim.event);
    if let Some(cameo) = &claim.cameo {
        about.text(CAMEO, cameo);
    }
    about.text(POLARITY, claim.polarity.name());
    about.text(FACTUALITY, claim.factuality.name());
    claim.modes.iter().for_each(|mode| about.text(MODE, mode.name()));
    if let Some((first, last)) = period(claim) {
        about.typed(FIRST_DAY, day(first));
        about.typed(LAST_DAY, day(last));
    }
    if let Some(precision) = claim.date_precision {
        about.text(DATE_PRECISION, precision.name());
    }
    if let Some(from) = claim.date_from {
        about.text(DATE_FROM, from.name());
    }
}

fn label(graph: &StateGraph, claim: &CitedClaim) -> String {
    let name = |id: &Option<crate::model::ActorId>| id.as_ref().map_or("…", |id| graph.name(id)).to_owned();
    let not = if claim.polarity == Polarity::Negated { "not: " } else { "" };
    format!("{} – {not}{} → {}", name(&claim.source), claim.kind, name(&claim.target))
}

/// The article, the chain of speakers from the nearest on, and the program.
fn say_who(about: &mut About, claim: &CitedClaim) {
    let article = terms::article(&claim.document);
    about.thing(QUOTED_FROM, article.clone());
    about.thing(APPEARANCE, article);
    about.thing(GENERATED_BY, reading_iri());
    if let Some(nearest) = claim.speakers.first() {
        about.thing(ATTRIBUTED_TO, terms::actor(nearest));
        about.thing(AUTHOR, terms::actor(nearest));
    }
    for (at, speaker) in claim.speakers.iter().enumerate() {
        let order = at + 1;
        let mut step = about.part(QUALIFIED_ATTRIBUTION, &format!("speaker-{order}"));
        step.is(ATTRIBUTION);
        step.thing(AGENT, terms::actor(speaker));
        step.typed(ORDER, order);
    }
}

/// The words, as a Web Annotation of the article whose body is the claim.
fn show(mut about: About, claim: &CitedClaim, document: Option<&DocumentRecord>) {
    let language = document.and_then(|document| document.meta.language.as_ref());
    about.text(CUE, &claim.cue);
    about.typed(CUE_START, claim.cue_start);
    about.typed(CUE_END, claim.cue_end);
    about.text(SOURCE_TEXT, &claim.source_text);
    about.text(TARGET_TEXT, &claim.target_text);
    about.typed(SENTENCE, claim.sentence);
    about.tagged(CONTEXT, &claim.context, language);
    let itself = about.subject.clone();
    let mut note = about.part(EVIDENCE, "evidence");
    note.is(ANNOTATION);
    note.thing(HAS_BODY, itself);
    note.thing(MOTIVATED_BY, NamedNode::new_unchecked(IDENTIFYING));
    let mut place = note.part(HAS_TARGET, "words");
    place.is(SPECIFIC);
    place.thing(HAS_SOURCE, terms::article(&claim.document));
    let (before, after) = around(claim, document);
    let mut words = place.part(HAS_SELECTOR, "quote");
    words.is(QUOTE_SELECTOR);
    words.text(EXACT, &claim.quote);
    words.text(BEFORE, &before);
    words.text(AFTER, &after);
    let mut position = place.part(HAS_SELECTOR, "position");
    position.is(POSITION_SELECTOR);
    position.typed(START, claim.start);
    position.typed(END, claim.end);
}

/// How many characters a selector gives before and after a quote.
const AROUND: usize = 64;

/// The characters before and after the quote, in its paragraph, else in its sentence.
fn around(claim: &CitedClaim, document: Option<&DocumentRecord>) -> (String, String) {
    let passage = document.and_then(|document| document.passage(claim));
    let (text, start) =
        passage.map_or((claim.context.as_str(), claim.context_start), |passage| (&passage.text, passage.start));
    let (Some(from), Some(to)) = (claim.start.checked_sub(start), claim.end.checked_sub(start)) else {
        return Default::default();
    };
    let before = text.chars().take(from).skip(from.saturating_sub(AROUND)).collect();
    let after = text.chars().skip(to).take(AROUND).collect();
    (before, after)
}
