//! A graph of any size with the shape of real ones: few actors in most claims, many in few.

use super::sentence::Sentence;
use super::{key, lay_out};
use compact_str::{CompactString, format_compact};
use demarche::graph::{AffiliationEdge, CitedClaim, DocumentRecord, Node, Parts, StateGraph};
use demarche::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// How large, and which of the graphs of that size.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Nodes.
    pub actors: usize,
    /// Claims, with both ends or without.
    pub claims: usize,
    /// Another graph for each.
    pub seed: u64,
}

impl Default for Shape {
    fn default() -> Shape {
        Shape { actors: 5000, claims: 20_000, seed: 1 }
    }
}

const STATES: [(&str, &str); 40] = [
    ("USA", "United States"),
    ("RUS", "Russia"),
    ("CHN", "China"),
    ("VEN", "Venezuela"),
    ("SYR", "Syria"),
    ("TUR", "Turkey"),
    ("IRN", "Iran"),
    ("ISR", "Israel"),
    ("FRA", "France"),
    ("DEU", "Germany"),
    ("GBR", "United Kingdom"),
    ("UKR", "Ukraine"),
    ("COL", "Colombia"),
    ("ESP", "Spain"),
    ("MEX", "Mexico"),
    ("BRA", "Brazil"),
    ("ARG", "Argentina"),
    ("CUB", "Cuba"),
    ("EGY", "Egypt"),
    ("SAU", "Saudi Arabia"),
    ("IRQ", "Iraq"),
    ("LBN", "Lebanon"),
    ("JOR", "Jordan"),
    ("QAT", "Qatar"),
    ("YEM", "Yemen"),
    ("IND", "India"),
    ("PAK", "Pakistan"),
    ("JPN", "Japan"),
    ("KOR", "South Korea"),
    ("PRK", "North Korea"),
    ("POL", "Poland"),
    ("ITA", "Italy"),
    ("GRC", "Greece"),
    ("SRB", "Serbia"),
    ("XKX", "Kosovo"),
    ("NGA", "Nigeria"),
    ("ETH", "Ethiopia"),
    ("ZAF", "South Africa"),
    ("AUS", "Australia"),
    ("CAN", "Canada"),
];

/// Kind, event, CAMEO code, cue, rule.
const DEEDS: [(&str, &str, Option<&str>, &str, &str); 14] = [
    ("support", "SUPPORT", Some("051"), "praised", "support.toml:12"),
    ("support", "AID", Some("070"), "sent aid to", "support.toml:31"),
    ("support", "AGREE", Some("057"), "signed an agreement with", "support.toml:44"),
    ("support", "COOPERATE", Some("060"), "coopera con", "support.toml:58"),
    ("communication", "CONSULT", Some("042"), "met", "communication.toml:9"),
    ("communication", "REQUEST", Some("100"), "pidió a", "communication.toml:27"),
    ("communication", "SUPPORT", None, "congratulated", "communication.toml:41"),
    ("denial", "REJECT", Some("125"), "denied the charges of", "denial.toml:7"),
    ("denial", "REJECT", None, "desmintió a", "denial.toml:19"),
    ("opposition", "ACCUSE", Some("112"), "accused", "opposition.toml:5"),
    ("opposition", "THREATEN", Some("138"), "threatened", "opposition.toml:33"),
    ("opposition", "SANCTION", Some("163"), "imposed sanctions on", "opposition.toml:52"),
    ("opposition", "ASSAULT", Some("190"), "bombardeó a", "opposition.toml:70"),
    ("opposition", "PROTEST", None, "marched against", "opposition.toml:88"),
];

const TOPICS: [&str; 8] = [
    "over the border",
    "after talks in the capital",
    "por el gas y el petróleo",
    "ahead of the vote",
    "at the summit",
    "en la frontera",
    "for the third time this year",
    "amid a row about water",
];

/// Kinds of actors that are no states, as often as they stand here.
const KINDS: [ActorKind; 16] = [
    ActorKind::Person,
    ActorKind::Person,
    ActorKind::Person,
    ActorKind::Person,
    ActorKind::Person,
    ActorKind::Government,
    ActorKind::Government,
    ActorKind::Organisation,
    ActorKind::Organisation,
    ActorKind::Party,
    ActorKind::ArmedGroup,
    ActorKind::Military,
    ActorKind::Media,
    ActorKind::People,
    ActorKind::UnnamedSource,
    ActorKind::Other,
];

const PRECISIONS: [Precision; 10] = [
    Precision::Day,
    Precision::Day,
    Precision::Day,
    Precision::Day,
    Precision::Week,
    Precision::Month,
    Precision::Month,
    Precision::Quarter,
    Precision::Year,
    Precision::Decade,
];

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
    fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }
    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
    /// A rank below `limit`: with weights 1, 1/2, 1/4 … for each doubling, the heavy tail of real graphs.
    fn rank(&mut self, limit: usize) -> usize {
        let octaves = usize::BITS - limit.leading_zeros();
        let octave = self.below(octaves as usize);
        let (first, next) = ((1 << octave) - 1, (2 << octave) - 1);
        (first + self.below(next - first)).min(limit - 1)
    }
}

/// The graph of a shape: states, their people and bodies, outlets whose articles claim things over three years.
pub fn generated(shape: Shape) -> StateGraph {
    let mut chance = Chance(shape.seed);
    let nodes = actors(&mut chance, shape.actors);
    let mut documents = documents(&mut chance, &nodes, shape.claims.div_ceil(8).max(1));
    let mut claims = claims(&mut chance, &nodes, &documents, shape.claims);
    lay_out(&mut claims, &mut documents);
    let affiliations = affiliations(&mut chance, &nodes, &documents);
    mention(&nodes, &claims, &mut documents);
    StateGraph::of_parts(Parts { nodes, documents, claims, affiliations }).expect("the parts fit")
}

fn actors(chance: &mut Chance, count: usize) -> Vec<Node> {
    let names = STATES.len().min(count);
    (0..count)
        .map(|number| {
            let (code, state) = STATES[if number < names { number } else { chance.rank(names) }];
            let is_state = number < names;
            let kind = if is_state { ActorKind::State } else { KINDS[number % KINDS.len()] };
            let name = if is_state { state.to_owned() } else { name(chance, kind, state, number) };
            let id = if number % 3 == 0 { format!("Q{}", 1000 + number) } else { slug(&name) };
            let has_state = is_state || !chance.one_in(5);
            Node {
                aliases: aliases(chance, &name, number),
                id: ActorId(id.into()),
                name,
                kind,
                state: has_state.then(|| StateCode(code.into())),
                mentions: 0,
            }
        })
        .collect()
}

/// A name that no other number has.
fn name(chance: &mut Chance, kind: ActorKind, state: &str, number: usize) -> String {
    let word = invented(chance, number);
    match kind {
        ActorKind::Person => format!("{} {word}", invented_short(chance)),
        ActorKind::Government => format!("Ministry of {word} of {state}"),
        ActorKind::Organisation => format!("{word} Organisation"),
        ActorKind::Party => format!("Partido {word}"),
        ActorKind::ArmedGroup => format!("{word} Front"),
        ActorKind::Military => format!("{word} Brigade of {state}"),
        ActorKind::Media => format!("Diario {word}"),
        ActorKind::People => format!("people of {word}"),
        ActorKind::UnnamedSource => format!("a source in {word}"),
        ActorKind::State | ActorKind::Other => format!("El {word}"),
    }
}

const SYLLABLES: [&str; 16] =
    ["ba", "ri", "no", "sú", "ka", "le", "mi", "ña", "to", "ve", "zu", "gor", "dan", "él", "pas", "chi"];

/// A word that says its number in syllables, so that no two are one.
fn invented(chance: &mut Chance, number: usize) -> String {
    let mut word = String::new();
    let mut rest = number;
    loop {
        word += SYLLABLES[rest % SYLLABLES.len()];
        rest /= SYLLABLES.len();
        if rest == 0 {
            break;
        }
    }
    let ending = ["v", "x", "sk", "m"][chance.below(4)];
    capital(&(word + ending))
}

fn invented_short(chance: &mut Chance) -> String {
    capital(&format!("{}{}", chance.of(&SYLLABLES), chance.of(&SYLLABLES)))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn slug(name: &str) -> String {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

fn aliases(chance: &mut Chance, name: &str, number: usize) -> BTreeSet<String> {
    (0..chance.below(4)).map(|at| format!("{} {number}-{at}", name.split(' ').next_back().unwrap_or(name))).collect()
}

fn documents(chance: &mut Chance, nodes: &[Node], count: usize) -> Vec<DocumentRecord> {
    let outlets: Vec<&str> =
        nodes.iter().filter(|node| node.kind == ActorKind::Media).map(|node| &*node.name).collect();
    (0..count)
        .map(|number| {
            let language = if chance.one_in(3) { "es" } else { "en" };
            let outlet = if outlets.is_empty() { None } else { Some(outlets[chance.rank(outlets.len())]) };
            let published = (!chance.one_in(40)).then(|| day(chance.below(3 * 365)));
            let path = format!("articles/{language}/{number:05}.txt");
            DocumentRecord {
                meta: DocumentMeta {
                    id: DocId(format_compact!("{:016x}", chance.next())),
                    name: format!("{number:05}"),
                    path: Some(path),
                    url: (!chance.one_in(4)).then(|| format!("https://news.example/{language}/{number}?page=1&of=2")),
                    title: (!chance.one_in(10)).then(|| format!("{}: news no. {number}", chance.of(&STATES).1)),
                    publisher: outlet.filter(|_| !chance.one_in(12)).map(str::to_owned),
                    published,
                    language: Some(Lang::new(language)),
                },
                actors: BTreeMap::new(),
                passages: Vec::new(),
            }
        })
        .collect()
}

/// A day of three years.
fn day(after: usize) -> Date {
    let first = Date::constant(2022, 1, 1);
    first.checked_add(jiff::Span::new().days(after as i64)).expect("within a few years")
}

fn claims(chance: &mut Chance, nodes: &[Node], documents: &[DocumentRecord], count: usize) -> Vec<CitedClaim> {
    let mut latest: Vec<Option<ClaimKey>> = vec![None; documents.len()];
    (0..count)
        .map(|number| {
            // Neighbouring numbers share a document, as claims do.
            let document = (number / 8 + usize::from(chance.one_in(6))) % documents.len();
            let mut claim = claim(chance, nodes, &documents[document]);
            claim.key = ClaimKey(key("c", number).into());
            if claim.kind == "denial" && !chance.one_in(4) {
                claim.denies = latest[document].clone();
            }
            latest[document] = Some(claim.key.clone());
            claim
        })
        .collect()
}

fn claim(chance: &mut Chance, nodes: &[Node], document: &DocumentRecord) -> CitedClaim {
    let (kind, event, cameo, cue, rule) = chance.of(&DEEDS);
    let source = party(chance, nodes);
    let target = party(chance, nodes);
    let (has_source, has_target) = match chance.below(40) {
        0 => (true, false),
        1 => (false, true),
        _ => (true, true),
    };
    let polarity = if chance.one_in(8) { Polarity::Negated } else { Polarity::Affirmed };
    let factuality = chance.of(&[
        Factuality::Actual,
        Factuality::Actual,
        Factuality::Actual,
        Factuality::Future,
        Factuality::Possible,
    ]);
    let speakers: Vec<&Node> = (0..chance.of(&[0, 0, 0, 1, 1, 1, 2, 3])).map(|_| party(chance, nodes)).collect();

    let mut sentence = Sentence::default();
    if let Some(speaker) = speakers.first() {
        sentence.mark(Role::Speaker, &speaker.name);
        sentence.push(" said: “");
    }
    let quote_start = sentence.end();
    let source_text = if has_source { source.name.as_str() } else { "" };
    if sentence.mark(Role::Source, source_text).0 < sentence.end() {
        sentence.push(" ");
    }
    if polarity == Polarity::Negated {
        sentence.mark(Role::Negation, "never");
        sentence.push(" ");
    }
    if factuality != Factuality::Actual {
        sentence.mark(Role::Hedge, if factuality == Factuality::Future { "soon" } else { "reportedly" });
        sentence.push(" ");
    }
    let cue_start = sentence.end();
    let cue_end = sentence.push(cue).end();
    let target_text = if has_target { target.name.as_str() } else { "" };
    sentence.push(" ").mark(Role::Target, target_text);
    let quote_end = sentence.end();
    sentence.push(" ").push(chance.of(&TOPICS)).push(if speakers.is_empty() { "." } else { "”." });

    let (date, date_from) = match (document.meta.published, chance.below(20)) {
        (_, 0..=5) => (Some(day(chance.below(3 * 365))), Some(DateFrom::Text)),
        (Some(published), _) => (Some(published), Some(DateFrom::Publication)),
        (None, _) => (None, None),
    };
    let precision = if date_from == Some(DateFrom::Text) { chance.of(&PRECISIONS) } else { Precision::Day };
    CitedClaim {
        source: has_source.then(|| source.id.clone()),
        target: has_target.then(|| target.id.clone()),
        key: ClaimKey(CompactString::default()),
        kind: kind.into(),
        event: event.into(),
        cameo: cameo.map(CompactString::from),
        polarity,
        factuality,
        speakers: speakers.iter().map(|node| node.id.clone()).collect(),
        document: document.meta.id.clone(),
        sentence: 0,
        start: quote_start,
        end: quote_end,
        quote: sentence.between(quote_start, quote_end),
        cue: cue.to_owned(),
        source_text: source_text.to_owned(),
        target_text: target_text.to_owned(),
        modes: modes(chance, polarity, factuality),
        date,
        date_precision: date.map(|_| precision),
        date_from,
        confidence: (40 + chance.below(60)) as f64 / 100.0,
        rule: rule.into(),
        denies: None,
        context_start: 0,
        cue_start,
        cue_end,
        marks: sentence.marks,
        context: sentence.text,
    }
}

/// Two in three by rank: the states and a few more stand in most claims.
fn party<'n>(chance: &mut Chance, nodes: &'n [Node]) -> &'n Node {
    let number = if chance.one_in(3) { chance.below(nodes.len()) } else { chance.rank(nodes.len()) };
    &nodes[number]
}

fn modes(chance: &mut Chance, polarity: Polarity, factuality: Factuality) -> Vec<Mode> {
    let mut modes = Vec::new();
    if chance.one_in(15) {
        modes.push(Mode::Historical);
    }
    match factuality {
        Factuality::Actual => {}
        Factuality::Future => modes.push(Mode::Future),
        Factuality::Possible => modes.push(Mode::Hypothetical),
    }
    if polarity == Polarity::Negated {
        modes.push(Mode::Negation);
    }
    modes
}

/// Two in five actors belong somewhere.
fn affiliations(chance: &mut Chance, nodes: &[Node], documents: &[DocumentRecord]) -> Vec<AffiliationEdge> {
    let mut edges = Vec::new();
    for (number, node) in nodes.iter().enumerate().skip(STATES.len()) {
        if chance.below(5) > 1 {
            continue;
        }
        let relation = match node.kind {
            ActorKind::Person if chance.one_in(3) => Relation::Leads,
            ActorKind::Person => Relation::MemberOf,
            ActorKind::UnnamedSource => Relation::SpeaksFor,
            ActorKind::Media => Relation::StateMediaOf,
            ActorKind::People | ActorKind::Other => Relation::BelongsTo,
            _ => Relation::PartOf,
        };
        let since = (!chance.one_in(3)).then(|| day(chance.below(500)));
        let until = since.filter(|_| chance.one_in(3)).map(|_| day(600 + chance.below(400)));
        let document = (!chance.one_in(3)).then(|| documents[chance.below(documents.len())].meta.id.clone());
        edges.push(AffiliationEdge {
            source: node.id.clone(),
            target: nodes[chance.rank(STATES.len())].id.clone(),
            key: key("a", number).into(),
            relation,
            role: (relation == Relation::Leads).then(|| "President".to_owned()),
            since,
            until,
            documents: document.into_iter().collect(),
        });
    }
    edges
}

/// Who stands in a document's claims is mentioned by it; who stands in none, by some document.
fn mention(nodes: &[Node], claims: &[CitedClaim], documents: &mut [DocumentRecord]) {
    let places: BTreeMap<DocId, usize> =
        documents.iter().enumerate().map(|(at, document)| (document.meta.id.clone(), at)).collect();
    for claim in claims {
        let document = &mut documents[places[&claim.document]];
        for actor in claim.actors() {
            *document.actors.entry(actor.clone()).or_default() += 1;
        }
    }
    for (number, node) in nodes.iter().enumerate() {
        let document = &mut documents[number % places.len()];
        *document.actors.entry(node.id.clone()).or_default() += 1;
    }
}
