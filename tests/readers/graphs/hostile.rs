//! A graph whose every text is a trap for some writer or reader: nothing of it may be lost or become code.
#![allow(clippy::manual_is_multiple_of, reason = "remainders pick what a number gets")]

use super::{key, lay_out};
use demarche::graph::{AffiliationEdge, CitedClaim, CitedMark, DocumentRecord, Node, Parts, StateGraph};
use demarche::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Texts that break writers who join strings.
const NASTY: &[&str] = &[
    "plain",
    "",
    " leading and trailing blanks ",
    "\ttab\tbetween\t",
    "two\nlines",
    "carriage\rreturn\r\nand both",
    "say \"hello\" and 'hello' and `hello`",
    "back\\slash \\n \\\" \\u0041 ends with \\",
    "<b>bold</b> & &amp; &lt; &#60; &nbsp;",
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script><!--",
    "--> <!-- - -- --- -->",
    "]]> <![CDATA[ x ]]>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e \"e\">]>&e;",
    "<img src=x onerror=alert(3)>",
    "\" onmouseover=\"alert(4)",
    "'); DROP TABLE claims; --",
    "'}) MATCH (n) DETACH DELETE n //",
    "`) DETACH DELETE x //",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "\t=1+1",
    "\r=1+1",
    "|pipe|",
    "semi;colon",
    "comma,comma",
    "colon:colon",
    "tilde~ hash# percent% dollar$ {brace} [bracket] (paren)",
    "right-to-left \u{202e}gnp.exe\u{202c} \u{200f}mark\u{200e} \u{2067}isolate\u{2069}",
    "עברית and العربية",
    "line\u{2028}separator\u{2029}paragraph",
    "next\u{85}line and no\u{a0}break",
    "noncharacters \u{fffe}\u{ffff}\u{1fffe}",
    "controls \u{1}\u{2}\u{8}\u{b}\u{c}\u{1b}\u{7f}\u{9f}",
    "nul\u{0}inside",
    "\u{301}\u{327} lone combining marks",
    "Zalgo e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    "é as one, e\u{301} as two",
    "👩‍👩‍👧‍👦 👍🏿 🏳️‍🌈 🇻🇪",
    "\u{feff}byte order mark",
    "zero\u{200b}width\u{2060}joiner",
    "𝕬 beyond the first plane",
    "node",
    "edge",
    "graph",
    "digraph",
    "subgraph",
    "strict",
    "end",
    "class",
    "click",
    "style",
    "null",
    "NULL",
    "true",
    "false",
    "NaN",
    "inf",
    "1e5",
    "0123",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "${x}",
    "{{x}}",
    "%s %d %n",
    "../../etc/passwd",
    "C:\\windows\\system32",
    "_:blank",
    "<http://example.org/iri>",
    "\"@en",
    "x^^xsd:int",
    "ends in a dot.",
    "#comment",
    "/* comment */ // comment",
    "**bold** _it_ [link](javascript:alert(5)) ![i](x)",
    "| table | cell |",
    "%% mermaid",
];

/// Ids of which some would become one where case is folded, blanks or odd characters replaced or dropped.
const ALIKE: &[&str] = &[
    "Q1",
    "q1",
    "a b",
    "a_b",
    "a-b",
    "a+b",
    "a%20b",
    "a\u{1}b",
    "ab",
    "a\"b",
    "a&quot;b",
    "a&b",
    "a&amp;b",
    "é",
    "e\u{301}",
    "n0",
    "n1",
    "e0",
    "c-000000000001",
];

const URLS: &[&str] = &[
    "javascript:alert(document.domain)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://news.example/?q=\"><script>alert(1)</script>",
    "https://news.example/a b'c\"d`e<f>g|h\\i^j{k}",
    "https://news.example/%zz?%",
    "//no-scheme.example",
    "http://[::1",
    "https://ñandú.example/ä?ö=ü#ß",
    "not a url at all",
    "vbscript:x",
    "",
    "https://news.example/fine",
];

const KINDS: &[&str] = &[
    "support",
    "opposition",
    "denial",
    "communication",
    "a kind with blanks",
    "kind\"quote'`",
    "kind<&>]]>",
    "KIND",
    "kind",
    "`) //",
    "kind\nline",
    "kind;|,:",
    "=kind",
    "класс",
    "node",
    "kind\\",
    "kind\u{1}",
];

/// The graph: each text as a name, alias, quote, title and the rest, and each pair of neighbours joined thrice.
pub fn hostile() -> StateGraph {
    let nodes = nodes();
    let mut documents: Vec<DocumentRecord> = (0..NASTY.len()).map(document).collect();
    let mut claims = Vec::new();
    for number in 0..nodes.len() {
        for turn in 0..3 {
            claims.push(claim(&nodes, &documents, number, turn));
        }
    }
    claims.extend(odd_claims(&nodes, &documents, claims.len()));
    lay_out(&mut claims, &mut documents);
    let affiliations = affiliations(&nodes, &documents);
    let count = documents.len();
    for (number, node) in nodes.iter().enumerate() {
        documents[number % count].actors.insert(node.id.clone(), 1 + number as u64);
    }
    StateGraph::of_parts(Parts { nodes, documents, claims, affiliations }).expect("the parts fit")
}

/// The text of a number; every one comes, round and round.
fn nasty(number: usize) -> &'static str {
    NASTY[number % NASTY.len()]
}

/// 10,000 characters without an end in sight.
fn long() -> String {
    "“Long” <& \"quote\" \u{1f30d} ".chars().cycle().take(10_000).collect()
}

fn nodes() -> Vec<Node> {
    let texts: BTreeSet<&str> = NASTY.iter().chain(ALIKE).copied().filter(|id| !id.is_empty()).collect();
    let mut ids: Vec<String> = texts.into_iter().map(str::to_owned).collect();
    ids.push("no-name".to_owned());
    ids.push(long());
    let node = |(number, id): (usize, String)| Node {
        name: match id.as_str() {
            "no-name" => String::new(),
            name => name.to_owned(),
        },
        aliases: (1..4).map(|step| nasty(number + step).to_owned()).collect(),
        id: ActorId(id.into()),
        kind: ActorKind::ALL[number % ActorKind::ALL.len()].0,
        state: match number % 4 {
            0 => Some(StateCode("RUS".into())),
            1 => Some(StateCode("SYR".into())),
            2 => Some(StateCode(nasty(number).into())),
            _ => None,
        },
        mentions: 0,
    };
    ids.into_iter().enumerate().map(node).collect()
}

fn document(number: usize) -> DocumentRecord {
    let text = nasty(number);
    DocumentRecord {
        meta: DocumentMeta {
            id: DocId(format!("{number} {text}").into()),
            name: text.to_owned(),
            path: (number % 3 > 0).then(|| format!("{text}.txt")),
            url: (number % 5 > 0).then(|| URLS[number % URLS.len()].to_owned()),
            title: (number % 7 > 0).then(|| if number == 1 { long() } else { text.to_owned() }),
            publisher: (number % 4 > 0).then(|| text.to_owned()),
            published: (number % 6 > 0).then(|| Date::constant(2020, 2, 29)),
            language: (number % 9 > 0).then(|| Lang::new(if number % 2 == 0 { "es" } else { "en" })),
        },
        actors: BTreeMap::new(),
        passages: Vec::new(),
    }
}

fn claim(nodes: &[Node], documents: &[DocumentRecord], number: usize, turn: usize) -> CitedClaim {
    let text = if number == 0 && turn == 0 { long() } else { nasty(number + turn).to_owned() };
    let at = |step: usize| nodes[(number + step) % nodes.len()].id.clone();
    let (quote, cue) = (format!("{text} cue {text}"), "cue");
    let start = 7;
    let cue_start = start + text.chars().count() + 1;
    let context = format!("before {quote} after");
    let event = ["SUPPORT", "CONSULT", "ACCUSE", "REJECT", "ASSAULT"][(number + turn) % 5];
    let (date, date_precision, date_from) = date(number * 3 + turn);
    CitedClaim {
        source: Some(at(0)),
        target: Some(at(if turn == 2 { 0 } else { 1 })),
        key: ClaimKey(key("c", number * 3 + turn).into()),
        kind: KINDS[(number * 3 + turn) % KINDS.len()].into(),
        event: event.into(),
        cameo: (number % 2 == 0).then(|| "051".into()),
        polarity: if number % 3 == 0 { Polarity::Negated } else { Polarity::Affirmed },
        factuality: [Factuality::Actual, Factuality::Future, Factuality::Possible][(number + turn) % 3],
        speakers: (0..number % 4).map(|step| at(step * 2 + 1)).collect(),
        document: documents[(number + turn) % documents.len()].meta.id.clone(),
        sentence: number,
        start,
        end: start + quote.chars().count(),
        source_text: text.clone(),
        target_text: text.clone(),
        modes: if number % 3 == 0 { vec![Mode::Historical, Mode::Negation] } else { Vec::new() },
        marks: vec![CitedMark { role: Role::Source, start, end: cue_start - 1 }],
        date,
        date_precision,
        date_from,
        confidence: [0.0, 0.5, 0.33, 1.0][(number + turn) % 4],
        rule: format!("{}:{number}", nasty(number + 5)).into(),
        denies: (number % 5 == 4).then(|| ClaimKey(key("c", (number - 1) * 3).into())),
        context_start: 0,
        cue_start,
        cue_end: cue_start + 3,
        cue: cue.to_owned(),
        quote,
        context,
    }
}

/// Days at the ends of what four digits hold, among others.
fn date(number: usize) -> (Option<Date>, Option<Precision>, Option<DateFrom>) {
    let (date, precision) = match number % 7 {
        0 => (Date::constant(1, 1, 1), Precision::Day),
        1 => (Date::constant(9999, 12, 31), Precision::Decade),
        2 => (Date::constant(2020, 2, 29), Precision::Year),
        3 => (Date::constant(2019, 12, 30), Precision::Week),
        4 => (Date::constant(2021, 10, 1), Precision::Quarter),
        5 => (Date::constant(2020, 2, 1), Precision::Month),
        _ => return (None, None, None),
    };
    (Some(date), Some(precision), Some(if number % 2 == 0 { DateFrom::Text } else { DateFrom::Publication }))
}

/// Claims without a target, without a source, without both; one that denies a claim which is not there.
fn odd_claims(nodes: &[Node], documents: &[DocumentRecord], first: usize) -> Vec<CitedClaim> {
    let lacking = [(true, false), (false, true), (false, false)];
    let mut claims: Vec<CitedClaim> = (0..NASTY.len())
        .map(|number| {
            let (has_source, has_target) = lacking[number % 3];
            let mut claim = claim(nodes, documents, number, 1);
            claim.key = ClaimKey(key("c", first + number).into());
            claim.source = claim.source.filter(|_| has_source);
            claim.target = claim.target.filter(|_| has_target);
            claim
        })
        .collect();
    claims[0].denies = Some(ClaimKey("c-ffffffffffff".into()));
    claims[3].quote.clear();
    claims[6].cue.clear();
    claims
}

fn affiliations(nodes: &[Node], documents: &[DocumentRecord]) -> Vec<AffiliationEdge> {
    let relations =
        [Relation::Leads, Relation::PartOf, Relation::SpeaksFor, Relation::StateMediaOf, Relation::MemberOf];
    let edge = |number: usize| AffiliationEdge {
        source: nodes[number].id.clone(),
        target: nodes[(number * 7 + 3) % nodes.len()].id.clone(),
        key: key("a", number).into(),
        relation: relations[number % relations.len()],
        role: (number % 2 == 0).then(|| nasty(number).to_owned()),
        since: (number % 3 > 0).then(|| Date::constant(1999, 12, 31)),
        until: (number % 3 > 1).then(|| Date::constant(2030, 1, 1)),
        documents: (0..number % 3).map(|step| documents[(number + step) % documents.len()].meta.id.clone()).collect(),
    };
    (0..nodes.len()).map(edge).collect()
}
