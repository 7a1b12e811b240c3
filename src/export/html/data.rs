//! What the page holds: schema `demarche/view/1`, as `page/src/types.ts` describes it. Indexes are places in its lists;
//! offsets count UTF-16 units of a passage, as JavaScript does.

use crate::entities::knowledge::Knowledge;
use crate::export::layout::{self, Layout};
use crate::export::style::{self, ActorStyle, EdgeStyle};
use crate::graph::{CitedClaim, DocumentRecord, Node, Rollup, StateGraph};
use crate::model::{ActorId, ActorKind, Date, DateFrom, DocId, Factuality, Mode, Polarity, Precision, Role};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most actors that a page holds.
const MOST_ACTORS: usize = 5_000;
/// The most claims that a page holds.
const MOST_CLAIMS: usize = 20_000;

/// Everything that the page shows.
#[derive(Serialize)]
pub struct Page {
    schema: &'static str,
    generator: &'static str,
    documents: Vec<PageDocument>,
    actors: Vec<PageActor>,
    claims: Vec<PageClaim>,
    affiliations: Vec<PageAffiliation>,
    states: BTreeMap<String, String>,
    partial: Option<Whole>,
    is_folded: bool,
    styles: Styles,
}

#[derive(Serialize)]
struct PageDocument {
    id: DocId,
    name: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<Date>,
    language: Option<String>,
    url: Option<String>,
    passages: Vec<PagePassage>,
}

#[derive(Serialize)]
struct PagePassage {
    text: String,
}

#[derive(Serialize)]
struct PageActor {
    id: ActorId,
    name: String,
    kind: &'static str,
    state: Option<String>,
    aliases: Vec<String>,
    mentions: u64,
    strength: usize,
    at: Option<Place>,
    folded_at: Option<Place>,
}

type Place = (f64, f64);

#[derive(Serialize)]
struct PageClaim {
    key: String,
    source: Option<usize>,
    target: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    folded: Option<Folded>,
    kind: String,
    event: String,
    cameo: Option<String>,
    symmetric: bool,
    polarity: Polarity,
    factuality: Factuality,
    modes: Vec<Mode>,
    speakers: Vec<usize>,
    document: usize,
    passage: usize,
    sentence: (usize, usize),
    quote: (usize, usize),
    cue: (usize, usize),
    marks: Vec<PageMark>,
    source_text: String,
    target_text: String,
    date: Option<Date>,
    date_precision: Option<Precision>,
    date_from: Option<DateFrom>,
    confidence: f64,
    rule: String,
    denies: Option<String>,
}

/// The ends and speakers of a claim in the graph of states.
#[derive(Serialize, PartialEq)]
struct Folded {
    source: Option<usize>,
    target: Option<usize>,
    speakers: Vec<usize>,
}

#[derive(Serialize)]
struct PageMark {
    role: Role,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct PageAffiliation {
    source: usize,
    target: usize,
    relation: &'static str,
    role: Option<String>,
    since: Option<Date>,
    until: Option<Date>,
}

/// How much the graph holds of which the page has a part.
#[derive(Serialize)]
struct Whole {
    actors: usize,
    claims: usize,
}

#[derive(Serialize)]
struct Styles {
    claims: BTreeMap<String, EdgeStyle>,
    other: EdgeStyle,
    actors: BTreeMap<&'static str, &'static ActorStyle>,
}

impl Page {
    /// The page of a graph; of a very large one the part among its strongest actors.
    pub fn of(graph: &StateGraph) -> Page {
        match strongest_part(graph) {
            None => whole(graph, None),
            Some(part) => {
                whole(&part, Some(Whole { actors: graph.actors().count(), claims: graph.all_claims().count() }))
            }
        }
    }

    /// The language that most documents are in, of those that the page speaks.
    pub fn language(&self) -> &'static str {
        let count = |code: &str| self.documents.iter().filter(|it| it.language.as_deref() == Some(code)).count();
        if count("es") > count("en") { "es" } else { "en" }
    }

    /// The title of the page; holds no text of the graph.
    pub fn title(&self) -> String {
        format!("demarche: {} actors, {} claims", self.actors.len(), self.claims.len())
    }
}

/// The claims among so many of the strongest actors as a page can hold; `None` where it holds them all.
fn strongest_part(graph: &StateGraph) -> Option<StateGraph> {
    let rank: BTreeMap<&ActorId, usize> =
        graph.by_strength().into_iter().enumerate().map(|(at, (id, _))| (id, at)).collect();
    if graph.actors().count() <= MOST_ACTORS && graph.all_claims().count() <= MOST_CLAIMS {
        return None;
    }
    // A claim is there once its weaker end is; who only stands in statements is weakest.
    let weaker = |claim: &CitedClaim| {
        let ends = claim.source.iter().chain(&claim.target);
        ends.map(|id| rank.get(id).copied().unwrap_or(usize::MAX)).max().unwrap_or(usize::MAX)
    };
    let mut ranked: Vec<(usize, Reverse<u64>, &CitedClaim)> = graph
        .all_claims()
        .map(|claim| (weaker(claim), Reverse((claim.confidence * 100.0).round() as u64), claim))
        .filter(|(weaker, ..)| *weaker < MOST_ACTORS)
        .collect();
    ranked.sort_by(|a, b| (a.0, a.1, &a.2.key).cmp(&(b.0, b.1, &b.2.key)));
    let kept: BTreeSet<_> = ranked.iter().take(MOST_CLAIMS).map(|(.., claim)| &claim.key).collect();
    Some(graph.part(|claim| kept.contains(&claim.key)))
}

fn whole(graph: &StateGraph, partial: Option<Whole>) -> Page {
    let rollup = Rollup::of(graph, Knowledge::builtin());
    let actors = Actors::of(graph, &rollup.graph);
    let mut documents = Documents::of(graph);
    let claims: Vec<PageClaim> =
        graph.all_claims().map(|claim| page_claim(claim, &actors, &rollup.graph, &mut documents)).collect();
    let affiliation = |edge: &crate::graph::AffiliationEdge| {
        Some(PageAffiliation {
            source: actors.index(&edge.source)?,
            target: actors.index(&edge.target)?,
            relation: edge.relation_name(),
            role: edge.role.clone(),
            since: edge.since,
            until: edge.until,
        })
    };
    let states: BTreeSet<_> = actors.nodes.iter().filter_map(|node| node.state.as_ref()).collect();
    let named = |code: &&crate::model::StateCode| {
        Some((code.as_str().to_owned(), Knowledge::builtin().state(code)?.name.clone()))
    };
    let kinds: BTreeSet<String> =
        claims.iter().map(|claim| claim.kind.clone()).chain(style::kinds().map(str::to_owned)).collect();
    Page {
        schema: "demarche/view/1",
        generator: crate::export::GENERATOR,
        is_folded: claims.iter().all(|claim| claim.folded.is_none()),
        affiliations: graph.affiliations().filter_map(affiliation).collect(),
        states: states.iter().filter_map(named).collect(),
        partial,
        styles: Styles {
            claims: kinds
                .into_iter()
                .map(|kind| {
                    let style = style::of_edge(&kind, Polarity::Affirmed);
                    (kind, style)
                })
                .collect(),
            other: style::of_edge("", Polarity::Affirmed),
            actors: ActorKind::ALL.iter().map(|(kind, name)| (*name, style::of_actor(*kind))).collect(),
        },
        actors: actors.into_page(),
        claims,
        documents: documents.rows,
    }
}

/// The actors of the graph and of the graph of states, the strongest first.
struct Actors<'g> {
    nodes: Vec<&'g Node>,
    strength: BTreeMap<&'g ActorId, usize>,
    index: BTreeMap<&'g ActorId, usize>,
    places: Layout,
    folded_places: Layout,
    /// Those at the ends of claims, of either graph: only they are drawn.
    ends: [BTreeSet<&'g ActorId>; 2],
}

impl<'g> Actors<'g> {
    fn of(graph: &'g StateGraph, folded: &'g StateGraph) -> Self {
        let own: BTreeMap<&ActorId, usize> = graph.by_strength().into_iter().collect();
        let states: BTreeMap<&ActorId, usize> = folded.by_strength().into_iter().collect();
        let ends = [own.keys().copied().collect(), states.keys().copied().collect()];
        let mut nodes: BTreeMap<&ActorId, &Node> = folded.actors().map(|node| (&node.id, node)).collect();
        nodes.extend(graph.actors().map(|node| (&node.id, node)));
        let mut nodes: Vec<&Node> = nodes.into_values().collect();
        let of_states = |node: &Node| states.get(&node.id).copied().unwrap_or_default();
        let strength = |node: &Node| own.get(&node.id).copied().unwrap_or_default();
        nodes.sort_by_key(|node| (Reverse(strength(node)), Reverse(of_states(node)), &node.id));
        let index = nodes.iter().enumerate().map(|(at, node)| (&node.id, at)).collect();
        let (places, folded_places) = (layout::of_graph(graph), layout::of_graph(folded));
        Actors { nodes, strength: own, index, places, folded_places, ends }
    }

    fn index(&self, id: &ActorId) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The ends and speakers of a claim.
    fn folded(&self, claim: &CitedClaim) -> Folded {
        let end = |id: &Option<ActorId>| id.as_ref().and_then(|id| self.index(id));
        let speakers = claim.speakers.iter().filter_map(|id| self.index(id)).collect();
        Folded { source: end(&claim.source), target: end(&claim.target), speakers }
    }

    fn into_page(self) -> Vec<PageActor> {
        let place = |of: usize, id: &ActorId| {
            let layout = if of == 0 { &self.places } else { &self.folded_places };
            let (x, y) = layout.place(id).filter(|_| self.ends[of].contains(id))?;
            Some(((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0))
        };
        let actor = |node: &&Node| PageActor {
            id: node.id.clone(),
            name: node.name.clone(),
            kind: node.kind.name(),
            state: node.state.as_ref().map(|state| state.as_str().to_owned()),
            aliases: node.aliases.iter().cloned().collect(),
            mentions: node.mentions,
            strength: self.strength.get(&node.id).copied().unwrap_or_default(),
            at: place(0, &node.id),
            folded_at: place(1, &node.id),
        };
        self.nodes.iter().map(actor).collect()
    }
}

/// The documents, and the paragraphs that are cited so far.
struct Documents<'g> {
    rows: Vec<PageDocument>,
    of: BTreeMap<&'g DocId, (usize, &'g DocumentRecord)>,
    /// By document and first character: the paragraph's place in the page's document and its scale.
    passages: BTreeMap<(usize, usize, usize), (usize, Scale)>,
}

impl<'g> Documents<'g> {
    fn of(graph: &'g StateGraph) -> Self {
        let row = |record: &DocumentRecord| PageDocument {
            id: record.meta.id.clone(),
            name: record.meta.name.clone(),
            title: record.meta.title.clone(),
            publisher: record.meta.publisher.clone(),
            published: record.meta.published,
            language: record.meta.language.as_ref().map(|language| language.code().to_owned()),
            url: record.meta.url.clone(),
            passages: Vec::new(),
        };
        let rows = graph.documents().map(row).collect();
        let of = graph.documents().enumerate().map(|(at, record)| (&record.meta.id, (at, record))).collect();
        Documents { rows, of, passages: BTreeMap::new() }
    }

    /// The document and the paragraph of a claim, and the paragraph's scale; its sentence where no paragraph is kept.
    fn cite(&mut self, claim: &CitedClaim) -> (usize, usize, &Scale) {
        let found = self.of.get(&claim.document).copied();
        let at = found.map_or(0, |(at, _)| at);
        let passage = found.and_then(|(_, record)| record.passage(claim));
        let (start, text) =
            passage.map_or((claim.context_start, claim.context.as_str()), |passage| (passage.start, &passage.text));
        let rows = &mut self.rows;
        let (passage, scale) = self.passages.entry((at, start, text.len())).or_insert_with(|| {
            let passages = rows.get_mut(at).map(|row| &mut row.passages);
            let number = passages.map(|passages| {
                passages.push(PagePassage { text: text.to_owned() });
                passages.len() - 1
            });
            (number.unwrap_or_default(), Scale::of(start, text))
        });
        (at, *passage, scale)
    }
}

/// From characters of a document to UTF-16 units of a passage.
struct Scale {
    start: usize,
    /// Units before each character, and their number at the end.
    units: Vec<u32>,
}

impl Scale {
    fn of(start: usize, text: &str) -> Scale {
        let mut units = vec![0];
        let mut sum = 0;
        for c in text.chars() {
            sum += c.len_utf16() as u32;
            units.push(sum);
        }
        Scale { start, units }
    }
    /// Where a character of the document lies; at the nearest end where it is not in the passage.
    fn at(&self, character: usize) -> usize {
        let number = character.saturating_sub(self.start).min(self.units.len() - 1);
        self.units[number] as usize
    }
    fn range(&self, start: usize, end: usize) -> (usize, usize) {
        let start = self.at(start);
        (start, self.at(end).max(start))
    }
}

fn page_claim(claim: &CitedClaim, actors: &Actors, states: &StateGraph, documents: &mut Documents) -> PageClaim {
    let own = actors.folded(claim);
    let folded = states.claim(&claim.key.0).ok().map(|claim| actors.folded(claim)).filter(|folded| *folded != own);
    let (document, passage, scale) = documents.cite(claim);
    let mark = |mark: &crate::graph::CitedMark| {
        let (start, end) = scale.range(mark.start, mark.end);
        PageMark { role: mark.role, start, end }
    };
    PageClaim {
        key: claim.key.0.to_string(),
        source: own.source,
        target: own.target,
        folded,
        kind: claim.kind.to_string(),
        event: claim.event.to_string(),
        cameo: claim.cameo.as_ref().map(|code| code.to_string()),
        symmetric: claim.is_symmetric(),
        polarity: claim.polarity,
        factuality: claim.factuality,
        modes: claim.modes.clone(),
        speakers: own.speakers,
        document,
        passage,
        sentence: scale.range(claim.context_start, claim.context_start + claim.context.chars().count()),
        quote: scale.range(claim.start, claim.end),
        cue: scale.range(claim.cue_start, claim.cue_end),
        marks: claim.marks.iter().map(mark).collect(),
        source_text: claim.source_text.clone(),
        target_text: claim.target_text.clone(),
        date: claim.date,
        date_precision: claim.date_precision,
        date_from: claim.date_from,
        confidence: claim.confidence,
        rule: claim.rule.to_string(),
        denies: claim.denies.as_ref().map(|key| key.0.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_javascript_does() {
        let scale = Scale::of(10, "a🙂ñb");
        assert_eq!([9, 10, 11, 12, 13, 14, 99].map(|at| scale.at(at)), [0, 0, 1, 3, 4, 5, 5]);
        assert_eq!(scale.range(12, 11), (3, 3));
    }
}
