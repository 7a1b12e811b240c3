//! The graph of one document: byte spans become counts of characters, sentences become context.

use super::record::hash_key;
use super::{AffiliationEdge, CitedClaim, CitedMark, DocumentRecord, Node, Passage, StateGraph};
use crate::entities::knowledge::Knowledge;
use crate::model::{
    Actor, ActorId, ActorKind, Affiliation, CharIndex, Claim, DocId, Document, Entities, Mark, Mention, MentionKind,
    Sentence, Span,
};
use std::collections::{BTreeMap, BTreeSet};

impl StateGraph {
    /// The graph of one document. Its actors are those that the text mentions, and the ends and speakers of its claims
    /// and affiliations; the others of `entities` are left out, and so are crowds without a claim.
    pub fn of_document(document: &Document, sentences: &[Sentence], entities: Entities, claims: Vec<Claim>) -> Self {
        let mut graph = StateGraph::default();
        let mut actors = BTreeMap::<ActorId, u64>::new();
        let ends = |claim: &Claim| {
            claim.source.iter().chain(&claim.target).chain(&claim.speakers).cloned().collect::<Vec<_>>()
        };
        let claiming: BTreeSet<ActorId> = claims.iter().flat_map(ends).collect();
        let counts = |mention: &&Mention| {
            mention.kind != MentionKind::Crowd || mention.actors.iter().any(|id| claiming.contains(id))
        };
        for id in entities.mentions.iter().filter(counts).flat_map(|mention| &mention.actors) {
            *actors.entry(id.clone()).or_default() += 1;
        }
        let mut named: BTreeSet<&ActorId> = actors.keys().collect();
        named.extend(&claiming);
        named.extend(entities.affiliations.iter().flat_map(|relation| [&relation.source, &relation.target]));
        for id in named {
            let known = entities.actors.get(id).or_else(|| Knowledge::builtin().actor(id));
            graph.join_node(Node::of_actor(known.cloned().unwrap_or_else(|| nameless(id))));
        }
        let places = Places { document, chars: CharIndex::new(&document.text), sentences };
        let passages = places.passages(&claims);
        graph.join_document(DocumentRecord { meta: document.meta.clone(), actors, passages });
        for affiliation in entities.affiliations {
            graph.join_affiliation(AffiliationEdge::of(affiliation));
        }
        for claim in claims {
            graph.join_claim(places.cite(claim, &document.meta.id));
        }
        graph
    }
}

/// An actor of which nothing but the id is known.
fn nameless(id: &ActorId) -> Actor {
    let name = id.to_string();
    Actor { id: id.clone(), kind: ActorKind::Other, state: None, name, aliases: BTreeSet::new() }
}

impl AffiliationEdge {
    /// The edge of one affiliation, with the key that its fields give.
    pub(super) fn of(affiliation: Affiliation) -> AffiliationEdge {
        let Affiliation { source, target, relation, role, since, until, document } = affiliation;
        let documents = document.into_iter().collect();
        let mut edge = AffiliationEdge { source, target, key: "".into(), relation, role, since, until, documents };
        edge.key = edge.own_key();
        edge
    }
    fn own_key(&self) -> compact_str::CompactString {
        let day = |date: Option<crate::model::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let role = self.role.as_deref().unwrap_or_default();
        let (since, until) = (day(self.since), day(self.until));
        hash_key("a-", &[self.source.as_str(), self.target.as_str(), self.relation_name(), role, &since, &until])
    }
}

/// The places of one document.
struct Places<'d> {
    document: &'d Document,
    chars: CharIndex<'d>,
    sentences: &'d [Sentence],
}

/// A paragraph of more bytes is not kept whole.
const LONG: usize = 6000;

impl Places<'_> {
    /// The paragraphs that hold claims, in text order.
    fn passages(&self, claims: &[Claim]) -> Vec<Passage> {
        let spans: BTreeSet<Span> = claims.iter().map(|claim| self.around(claim)).collect();
        let passage = |span: &Span| {
            Some(Passage { start: self.chars(*span).0, text: self.document.text.get(span.start..span.end)?.to_owned() })
        };
        spans.iter().filter_map(passage).collect()
    }
    /// The paragraph of a claim; of a long one its sentence with the one before and the one after.
    fn around(&self, claim: &Claim) -> Span {
        let Some(sentence) = self.sentences.get(claim.sentence) else { return claim.span };
        match self.document.blocks.get(sentence.block) {
            Some(block) if block.span.len() <= LONG => block.span,
            _ => {
                let beside = [claim.sentence.checked_sub(1), Some(claim.sentence + 1)].into_iter().flatten();
                let beside = beside.filter_map(|at| self.sentences.get(at)).filter(|it| it.block == sentence.block);
                let joined = |span: Span, it: &Sentence| Span {
                    start: span.start.min(it.span.start),
                    end: span.end.max(it.span.end),
                };
                beside.filter(|it| it.span.len() <= LONG).fold(sentence.span, joined)
            }
        }
    }
    /// A claim with its places in characters and its sentence.
    fn cite(&self, claim: Claim, document: &DocId) -> CitedClaim {
        let sentence = self.sentences.get(claim.sentence).map_or(claim.span, |sentence| sentence.span);
        let (context_start, _) = self.chars(sentence);
        let (start, end) = self.chars(claim.span);
        let (cue_start, cue_end) = self.chars(claim.cue_span);
        let cited = |mark: &Mark| {
            let (start, end) = self.chars(mark.span);
            CitedMark { role: mark.role, start, end }
        };
        let marks = claim.marks.iter().map(cited).collect();
        CitedClaim {
            source: claim.source,
            target: claim.target,
            key: claim.key,
            kind: claim.kind,
            event: claim.event,
            cameo: claim.cameo,
            polarity: claim.polarity,
            factuality: claim.factuality,
            speakers: claim.speakers,
            document: document.clone(),
            sentence: claim.sentence,
            start,
            end,
            quote: claim.quote,
            cue: claim.cue,
            source_text: claim.source_text,
            target_text: claim.target_text,
            modes: claim.modes,
            marks,
            date: claim.date,
            date_precision: claim.date_precision,
            date_from: claim.date_from,
            confidence: round(claim.confidence),
            rule: claim.rule,
            denies: claim.denies,
            context: self.document.text.get(sentence.start..sentence.end).unwrap_or_default().to_owned(),
            context_start,
            cue_start,
            cue_end,
        }
    }
    fn chars(&self, span: Span) -> (usize, usize) {
        let count = |at: usize| self.chars.chars_before(at.min(self.document.text.len()));
        (count(span.start), count(span.end))
    }
}

/// Two decimals in [0, 1]; what is no number counts as 0.
pub(super) fn round(confidence: f64) -> f64 {
    let hundredths = (confidence.clamp(0.0, 1.0) * 100.0).round();
    if hundredths.is_nan() { 0.0 } else { hundredths / 100.0 }
}
