//! The vocabularies: namespaces, properties with what they hold, and the IRIs of the graph's own things.

use crate::export::web::is_web;
use crate::model::{ActorId, ClaimKey, Date, DocId};
use oxrdf::{NamedNode, NamedNodeRef};
use std::fmt::Write;

/// Namespaces. What the graph itself names is under a host that no one can have (RFC 6761).
macro_rules! ns {
    (own) => {
        "https://demarche.invalid/ns#"
    };
    (base) => {
        "https://demarche.invalid/"
    };
    (prov) => {
        "http://www.w3.org/ns/prov#"
    };
    (oa) => {
        "http://www.w3.org/ns/oa#"
    };
    (np) => {
        "http://www.nanopub.org/nschema#"
    };
    (org) => {
        "http://www.w3.org/ns/org#"
    };
    (rdf) => {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    };
    (rdfs) => {
        "http://www.w3.org/2000/01/rdf-schema#"
    };
    (schema) => {
        "https://schema.org/"
    };
    (skos) => {
        "http://www.w3.org/2004/02/skos/core#"
    };
    (wikidata) => {
        "http://www.wikidata.org/entity/"
    };
    (xsd) => {
        "http://www.w3.org/2001/XMLSchema#"
    };
}

/// Prefixes for files. None is the name of a property in JSON-LD.
pub const PREFIXES: &[(&str, &str)] = &[
    ("actor", concat!(ns!(base), "actor/")),
    ("affiliation", concat!(ns!(base), "affiliation/")),
    ("affirmed", concat!(ns!(base), "affirmed/")),
    ("article", concat!(ns!(base), "article/")),
    ("claim", concat!(ns!(base), "claim/")),
    ("demarche", ns!(own)),
    ("kinds", concat!(ns!(base), "kind/")),
    ("negated", concat!(ns!(base), "negated/")),
    ("np", ns!(np)),
    ("oa", ns!(oa)),
    ("org", ns!(org)),
    ("program", concat!(ns!(base), "program/")),
    ("prov", ns!(prov)),
    ("rdf", ns!(rdf)),
    ("rdfs", ns!(rdfs)),
    ("schema", ns!(schema)),
    ("skos", ns!(skos)),
    ("wd", ns!(wikidata)),
    ("xsd", ns!(xsd)),
];

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Another thing.
    Thing,
    /// Text without a language, or with one.
    Text,
    /// A literal of this datatype.
    Typed(&'static str),
}

/// A property, and how JSON-LD names it.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// Its IRI.
    pub iri: &'static str,
    /// Its key in JSON-LD.
    pub term: &'static str,
    /// What it holds, save for odd values.
    pub holds: Holds,
}

pub const DATE: &str = concat!(ns!(xsd), "date");
pub const DECIMAL: &str = concat!(ns!(xsd), "decimal");
pub const COUNT: &str = concat!(ns!(xsd), "nonNegativeInteger");

macro_rules! properties {
    ($($name:ident = $ns:ident $local:literal as $term:literal: $holds:expr;)*) => {
        $(pub const $name: Property =
            Property { iri: concat!(ns!($ns), $local), term: $term, holds: $holds };)*
        /// All properties of a fixed name.
        pub const PROPERTIES: &[Property] = &[$($name),*];
    };
}

use Holds::{Text, Thing, Typed};

properties! {
    // What is claimed.
    SOURCE = own "source" as "source": Thing;
    TARGET = own "target" as "target": Thing;
    KIND = own "kind" as "kind": Thing;
    EVENT = own "event" as "event": Text;
    CAMEO = own "cameo" as "cameo": Text;
    POLARITY = own "polarity" as "polarity": Text;
    FACTUALITY = own "factuality" as "factuality": Text;
    MODE = own "mode" as "mode": Text;
    FIRST_DAY = own "firstDay" as "firstDay": Typed(DATE);
    LAST_DAY = own "lastDay" as "lastDay": Typed(DATE);
    DATE_PRECISION = own "datePrecision" as "datePrecision": Text;
    DATE_FROM = own "dateFrom" as "dateFrom": Text;
    // Where it comes from.
    QUOTED_FROM = prov "wasQuotedFrom" as "quotedFrom": Thing;
    ATTRIBUTED_TO = prov "wasAttributedTo" as "attributedTo": Thing;
    QUALIFIED_ATTRIBUTION = prov "qualifiedAttribution" as "attribution": Thing;
    AGENT = prov "agent" as "agent": Thing;
    ORDER = own "order" as "order": Typed(COUNT);
    GENERATED_BY = prov "wasGeneratedBy" as "generatedBy": Thing;
    DERIVED_FROM = prov "wasDerivedFrom" as "derivedFrom": Thing;
    ASSOCIATED_WITH = prov "wasAssociatedWith" as "associatedWith": Thing;
    APPEARANCE = schema "appearance" as "appearance": Thing;
    AUTHOR = schema "author" as "author": Thing;
    CONFIDENCE = own "confidence" as "confidence": Typed(DECIMAL);
    RULE = own "rule" as "rule": Text;
    DENIES = own "denies" as "denies": Thing;
    // The evidence.
    EVIDENCE = own "evidence" as "evidence": Thing;
    HAS_BODY = oa "hasBody" as "body": Thing;
    HAS_TARGET = oa "hasTarget" as "on": Thing;
    HAS_SOURCE = oa "hasSource" as "in": Thing;
    HAS_SELECTOR = oa "hasSelector" as "selector": Thing;
    MOTIVATED_BY = oa "motivatedBy" as "motivation": Thing;
    EXACT = oa "exact" as "exact": Text;
    BEFORE = oa "prefix" as "prefix": Text;
    AFTER = oa "suffix" as "suffix": Text;
    START = oa "start" as "start": Typed(COUNT);
    END = oa "end" as "end": Typed(COUNT);
    CUE = own "cue" as "cue": Text;
    CUE_START = own "cueStart" as "cueStart": Typed(COUNT);
    CUE_END = own "cueEnd" as "cueEnd": Typed(COUNT);
    SENTENCE = own "sentence" as "sentence": Typed(COUNT);
    CONTEXT = own "context" as "context": Text;
    SOURCE_TEXT = own "sourceText" as "sourceText": Text;
    TARGET_TEXT = own "targetText" as "targetText": Text;
    // Articles, actors, affiliations, programs.
    HEADLINE = schema "headline" as "headline": Text;
    PUBLISHER = schema "publisher" as "publisher": Text;
    PUBLISHED = schema "datePublished" as "datePublished": Typed(DATE);
    LANGUAGE = schema "inLanguage" as "inLanguage": Text;
    URL = schema "url" as "url": Thing;
    IDENTIFIER = schema "identifier" as "identifier": Text;
    VERSION = schema "softwareVersion" as "softwareVersion": Text;
    PATH = own "path" as "path": Text;
    MENTIONS = schema "mentions" as "mentions": Thing;
    MENTION_COUNT = own "mentionCount" as "mentionCount": Typed(COUNT);
    LABEL = rdfs "label" as "label": Text;
    ALT_LABEL = skos "altLabel" as "altLabel": Text;
    ACTOR_KIND = own "actorKind" as "actorKind": Text;
    STATE = own "state" as "state": Text;
    MEMBER = org "member" as "member": Thing;
    ORGANIZATION = org "organization" as "organization": Thing;
    RELATION = own "relation" as "relation": Text;
    ROLE = own "role" as "role": Text;
    SINCE = own "since" as "since": Typed(DATE);
    UNTIL = own "until" as "until": Typed(DATE);
    // Nanopublications.
    HAS_ASSERTION = np "hasAssertion" as "hasAssertion": Thing;
    HAS_PROVENANCE = np "hasProvenance" as "hasProvenance": Thing;
    HAS_PUBLICATION_INFO = np "hasPublicationInfo" as "hasPublicationInfo": Thing;
}

macro_rules! classes {
    ($($name:ident = $ns:ident $local:literal;)*) => {
        $(pub const $name: &str = concat!(ns!($ns), $local);)*
    };
}

classes! {
    ENTITY = prov "Entity";
    PROV_AGENT = prov "Agent";
    ACTIVITY = prov "Activity";
    SOFTWARE = prov "SoftwareAgent";
    ATTRIBUTION = prov "Attribution";
    CLAIM = own "Claim";
    CLAIM_KIND = own "Kind";
    AFFILIATION = own "Affiliation";
    SCHEMA_CLAIM = schema "Claim";
    ARTICLE = schema "NewsArticle";
    PERSON = schema "Person";
    ORGANISATION = schema "Organization";
    GOVERNMENT = schema "GovernmentOrganization";
    OUTLET = schema "NewsMediaOrganization";
    COUNTRY = schema "Country";
    ANNOTATION = oa "Annotation";
    SPECIFIC = oa "SpecificResource";
    QUOTE_SELECTOR = oa "TextQuoteSelector";
    POSITION_SELECTOR = oa "TextPositionSelector";
    IDENTIFYING = oa "identifying";
    RDF_PROPERTY = rdf "Property";
    TYPE = rdf "type";
    NANOPUBLICATION = np "Nanopublication";
}

/// The IRI of an actor: Wikidata's for an id of theirs, else one of our own.
pub fn actor(id: &ActorId) -> NamedNode {
    match id.as_str().strip_prefix('Q') {
        Some(digits) if is_number(digits) => NamedNode::new_unchecked(format!("{}Q{digits}", ns!(wikidata))),
        _ => own("actor", id.as_str()),
    }
}

fn is_number(digits: &str) -> bool {
    !digits.starts_with('0') && !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The IRI of an article.
pub fn article(id: &DocId) -> NamedNode {
    own("article", &id.0)
}

/// The IRI of a claim.
pub fn claim(key: &ClaimKey) -> NamedNode {
    own("claim", &key.0)
}

/// An IRI of our own; two names never share one.
pub fn own(sort: &str, name: &str) -> NamedNode {
    let mut iri = format!("{}{sort}/", ns!(base));
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => iri.push(byte.into()),
            // Dots alone would be resolved away, and a last one ends a statement to some readers of Turtle.
            b'.' if at > 0 && at + 1 < name.len() => iri.push('.'),
            _ => drop(write!(iri, "%{byte:02X}")),
        }
    }
    NamedNode::new_unchecked(iri)
}

/// A part of a thing: its IRI and a fragment.
pub fn part(of: NamedNodeRef, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#{name}", of.as_str()))
}

/// The address of a web page; `None` for what is none, which stays text.
pub fn web(url: &str) -> Option<NamedNode> {
    NamedNode::new(url).ok().filter(|_| is_web(url))
}

/// A day as XML Schema writes it: years before 1 with four digits behind a minus.
pub fn day(date: Date) -> String {
    let sign = if date.year() < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", date.year().unsigned_abs(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_that_differ_have_iris_that_differ_and_parse() {
        let ids =
            ["Q1", "q1", "Q01", "Q", "Q1a", "a b", "a%20b", "a+b", "é", "e\u{301}", "a/b", "a#b", ".", "..", "%2E"];
        let iris: BTreeSet<String> = ids.iter().map(|id| actor(&ActorId::from(*id)).into_string()).collect();
        assert_eq!(iris.len(), ids.len());
        assert!(iris.iter().all(|iri| NamedNode::new(iri).is_ok()), "{iris:?}");
        assert!(iris.contains("http://www.wikidata.org/entity/Q1"));
    }

    #[test]
    fn only_addresses_of_pages_become_iris() {
        assert!(web("https://news.example/a?b=c#d").is_some());
        for text in ["javascript:alert(1)", "data:text/html,x", "https://a b", "http://[::1", "//x", "", "x"] {
            assert!(web(text).is_none(), "{text}");
        }
    }

    #[test]
    fn days_have_four_digits_of_year() {
        assert_eq!(day(Date::constant(-9, 1, 2)), "-0009-01-02");
        assert_eq!(day(Date::constant(14, 8, 19)), "0014-08-19");
    }

    #[test]
    fn no_two_properties_share_a_term_and_no_prefix_is_one() {
        let terms: BTreeSet<&str> = PROPERTIES.iter().map(|property| property.term).collect();
        assert_eq!(terms.len(), PROPERTIES.len());
        assert!(PREFIXES.iter().all(|(prefix, _)| !terms.contains(prefix)));
    }
}
