//! Claims and actors as people read them, and as JSON.

use super::terminal::{ACTOR, CUE, FAINT, safe, wrapped_with};
use anstyle::Style;
use demarche::graph::{CitedClaim, StateGraph};
use demarche::model::{ActorId, Factuality, Polarity};
use serde::Serialize;
use std::ops::Range;

/// A claim with the names that its ids stand for.
#[derive(Serialize)]
pub struct NamedClaim<'g> {
    #[serde(flatten)]
    claim: &'g CitedClaim,
    source_name: Option<&'g str>,
    target_name: Option<&'g str>,
    speaker_names: Vec<&'g str>,
    document_name: Option<&'g str>,
    publisher: Option<&'g str>,
}

impl<'g> NamedClaim<'g> {
    /// Looks the names up.
    pub fn new(graph: &'g StateGraph, claim: &'g CitedClaim) -> Self {
        NamedClaim {
            claim,
            source_name: claim.source.as_ref().map(|id| graph.name(id)),
            target_name: claim.target.as_ref().map(|id| graph.name(id)),
            speaker_names: claim.speakers.iter().map(|id| graph.name(id)).collect(),
            document_name: graph.document(&claim.document).map(|document| document.meta.name.as_str()),
            publisher: graph.outlet(claim),
        }
    }
}

/// The name of one end of a claim; `(nobody named)` without one.
pub fn end<'g>(graph: &'g StateGraph, id: Option<&'g ActorId>) -> std::borrow::Cow<'g, str> {
    id.map_or("(nobody named)".into(), |id| safe(graph.name(id)))
}

/// `Russia —support→ Syria`, with `not` where it is negated.
pub fn headline(graph: &StateGraph, claim: &CitedClaim) -> String {
    let (source, target) = (end(graph, claim.source.as_ref()), end(graph, claim.target.as_ref()));
    let not = if claim.polarity == Polarity::Negated { "not " } else { "" };
    let (left, right) = if claim.is_symmetric() { ("←", "→") } else { ("—", "→") };
    format!("{ACTOR}{source}{ACTOR:#} {left}{not}{}{right} {ACTOR}{target}{ACTOR:#}", safe(&claim.kind))
}

/// What qualifies a claim: `negated, possible`; empty for what is said to happen.
pub fn manner(claim: &CitedClaim) -> String {
    let negated = (claim.polarity == Polarity::Negated).then_some("negated");
    Vec::from_iter(negated.into_iter().chain(doubt(claim))).join(", ")
}

/// The factuality, where the claim is not presented as a fact.
pub fn doubt(claim: &CitedClaim) -> Option<&'static str> {
    (claim.factuality != Factuality::Actual).then(|| claim.factuality.name())
}

/// The speakers, the nearest first: `diplomatic source, through Al-Watan`. `None` where nobody is named.
pub fn speakers(graph: &StateGraph, claim: &CitedClaim) -> Option<String> {
    let names: Vec<_> = claim.speakers.iter().map(|id| safe(graph.name(id))).collect();
    (!names.is_empty()).then(|| names.join(", through "))
}

/// Where a claim comes from: `seed-en, Al-Watan, 2020-05-11`.
pub fn origin(graph: &StateGraph, claim: &CitedClaim) -> String {
    let document = graph.document(&claim.document).map(|document| document.meta.name.clone());
    let date = claim.date.map(|date| date.to_string());
    let parts = [document, graph.outlet(claim).map(str::to_owned), date].into_iter().flatten();
    safe(&Vec::from_iter(parts).join(", ")).into_owned()
}

/// A claim as evidence: what it says, who says so, its key; below, the sentence with its cue.
pub fn evidence(graph: &StateGraph, claim: &CitedClaim, indent: &str) -> String {
    let mut facts = vec![headline(graph, claim), safe(&claim.event).into_owned()];
    facts.extend(doubt(claim).map(str::to_owned));
    facts.extend(speakers(graph, claim).map(|names| format!("said by {names}")));
    let line = format!("{indent}{} {FAINT}{}{FAINT:#}", facts.join(", "), safe(&claim.key.0));
    let deeper = format!("{indent}  ");
    let origin = origin(graph, claim);
    format!("{line}\n{}\n{deeper}{FAINT}{origin}{FAINT:#}\n", sentence(claim, &deeper))
}

/// The sentence of a claim, wrapped, its cue highlighted.
pub fn sentence(claim: &CitedClaim, indent: &str) -> String {
    wrapped_with(&claim.context, indent, &cue_mark(claim).map(|range| (range, CUE)).into_iter().collect::<Vec<_>>())
}

/// The cue in the sentence, in bytes of [`CitedClaim::context`].
pub fn cue_mark(claim: &CitedClaim) -> Option<Range<usize>> {
    context_bytes(claim, claim.cue_start..claim.cue_end)
}

/// Bytes of the context, of characters of the document. `None` where they do not lie in it.
pub fn context_bytes(claim: &CitedClaim, chars: Range<usize>) -> Option<Range<usize>> {
    let byte = |at: usize| {
        let nth = at.checked_sub(claim.context_start)?;
        let starts = claim.context.char_indices().map(|(byte, _)| byte).chain([claim.context.len()]);
        starts.into_iter().nth(nth)
    };
    let (start, end) = (byte(chars.start)?, byte(chars.end)?);
    (start < end).then_some(start..end)
}

/// Where the words of an end stand in the sentence, in bytes: in the quote if they can be found there, else anywhere
/// in the sentence, as whole words. `None` for a subject that the text leaves out.
pub fn words_mark(claim: &CitedClaim, words: &str) -> Option<Range<usize>> {
    if words.is_empty() {
        return None;
    }
    let quote = context_bytes(claim, claim.start..claim.end).unwrap_or(0..claim.context.len());
    let within = |range: Range<usize>| {
        let text = &claim.context[range.clone()];
        let whole = |at: &usize| {
            let before = text[..*at].chars().next_back();
            let after = text[at + words.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        };
        let at = text.match_indices(words).map(|(at, _)| at).find(whole)?;
        Some(range.start + at..range.start + at + words.len())
    };
    within(quote).or_else(|| within(0..claim.context.len()))
}

/// `text` in `style`.
pub fn styled(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}
