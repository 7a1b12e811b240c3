//! Scores a graph against articles with labelled claims.
//! `(graph.json, gold articles) -> Scores`
//!
//! A claim is found where kind, polarity, source and target agree with a label and its words overlap the
//! label's sentence. A label may offer alternatives, and some labels are optional: finding them is no error,
//! missing them is none. At the *actor* level both ends must carry an accepted name, at the *state* level the
//! label's state code; apart from claims, [`score_actors`] says whether the actors are there. Acts without direction (a meeting, an agreement) match in either order.
//!
//! Works on `graph.json` as written, not on the graph in memory, so that any program's graph can be scored.

mod actors;
mod calibration;
mod causes;
pub mod coreference;
mod events;
mod fold;
mod gold;
mod matching;

pub use actors::{ActorFigures, ActorScores, score_actors};
pub use calibration::Decile;
pub use causes::{Cause, Miss, Misses};
pub use events::{EventFigures, EventScores, NONE, Record, SentenceScore, read_records, score_events};
pub use gold::{Gold, GoldError, Label, read_gold};

use crate::claims::trace::Traced;
use matching::{Level, SystemClaim, system_claims};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Figures of both levels, and what each article missed.
#[derive(Debug, Clone, Serialize)]
pub struct Scores {
    /// Both ends carry an accepted name.
    pub actor: Figures,
    /// Both ends carry the label's state code (its name, where the label has no code).
    pub state: Figures,
    /// Whether the actors are found at all.
    pub actors: ActorScores,
    /// Share of claims that match a label at the actor level, by confidence.
    pub calibration: Vec<Decile>,
    /// Why required labels are missed at the actor level, where the articles were read anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misses: Option<Misses>,
    /// Per article, at the actor level.
    #[serde(skip)]
    pub articles: Vec<ArticleScore>,
}

/// Micro-averaged figures; ratios in [0, 1].
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// Matched claims of all claims.
    #[serde(serialize_with = "four_digits")]
    pub precision: f64,
    /// Required labels found, of all required labels.
    #[serde(serialize_with = "four_digits")]
    pub recall: f64,
    /// Harmonic mean of the two.
    #[serde(serialize_with = "four_digits")]
    pub f1: f64,
    /// Number of required labels.
    pub required: usize,
    /// Number of required labels found.
    pub found: usize,
    /// Number of optional labels found.
    #[serde(skip)]
    pub optional: usize,
    /// Number of claims that match no label.
    pub spurious: usize,
    /// Share of matched claims whose speakers are right.
    #[serde(serialize_with = "four_digits")]
    pub speakers_right: f64,
    /// Counts by kind of claim.
    #[serde(skip)]
    pub by_kind: BTreeMap<String, KindFigures>,
}

/// Counts for one kind of claim.
#[derive(Debug, Clone, Default, Serialize)]
pub struct KindFigures {
    /// Required labels found.
    pub found: usize,
    /// Required labels missed.
    pub missed: usize,
    /// Claims that match no label.
    pub spurious: usize,
}

/// What one article gave, at the actor level.
#[derive(Debug, Clone)]
pub struct ArticleScore {
    /// The article's name.
    pub name: String,
    /// Number of required labels found.
    pub found: usize,
    /// Required labels that no claim matches, one line each.
    pub missed: Vec<String>,
    /// Claims that match no label, one line each.
    pub spurious: Vec<String>,
}

/// Scores `graph` (the value of a `graph.json`) against `gold`. With `traced`, the same articles read anew, it says why
/// labels are missed.
///
/// # Errors
/// [`GoldError::Graph`] where `graph` lacks a part that claims need.
pub fn score(graph: &Value, gold: &[Gold], traced: Option<&[Traced]>) -> Result<Scores, GoldError> {
    let system = system_claims(graph, gold)?;
    let mut details = Details { traced, misses: Misses::default(), articles: Vec::new(), judged: Vec::new() };
    let actor = figures(gold, &system, Level::Actor, Some(&mut details));
    let state = figures(gold, &system, Level::State, None);
    let Details { mut misses, articles, judged, .. } = details;
    misses.sort();
    Ok(Scores {
        actor,
        state,
        actors: actors::score_actors(graph, gold)?,
        calibration: calibration::deciles(judged),
        misses: traced.map(|_| misses),
        articles,
    })
}

/// What is told of each article beside the figures.
struct Details<'t> {
    traced: Option<&'t [Traced]>,
    misses: Misses,
    articles: Vec<ArticleScore>,
    /// Confidence of each claim, and whether it matches a label.
    judged: Vec<(f64, bool)>,
}

impl Details<'_> {
    fn add(&mut self, article: &Gold, claims: &[SystemClaim], outcome: &matching::Outcome, found: usize) {
        let is_spurious = |claim: &SystemClaim| outcome.spurious.iter().any(|other| std::ptr::eq(*other, claim));
        self.judged.extend(claims.iter().map(|claim| (claim.confidence, !is_spurious(claim))));
        let mut missed = Vec::new();
        for label in &outcome.missed {
            if let Some(traced) = self.traced {
                let traced = traced.iter().find(|one| one.document.meta.name == article.name);
                self.misses.count(causes::of_label(label, traced), label.main_kind(), &label.quote);
            }
            missed.push(label.to_string());
        }
        let spurious = outcome.spurious.iter().map(|claim| claim.to_string()).collect();
        self.articles.push(ArticleScore { name: article.name.clone(), found, missed, spurious });
    }
}

fn figures(
    gold: &[Gold],
    system: &BTreeMap<&str, Vec<SystemClaim>>,
    level: Level,
    mut details: Option<&mut Details>,
) -> Figures {
    let (mut found, mut matched, mut required, mut spurious, mut speakers) = (0, 0, 0, 0, 0);
    let mut by_kind = BTreeMap::<String, KindFigures>::new();
    for article in gold {
        let claims = &system[article.name.as_str()];
        let outcome = matching::of_article(claims, article, level);
        let hits = outcome.pairs.iter().filter(|(label, _)| label.required).map(|(label, _)| *label);
        let hits: Vec<&Label> = hits.collect();
        found += hits.len();
        matched += outcome.pairs.len();
        required += hits.len() + outcome.missed.len();
        spurious += outcome.spurious.len();
        speakers += outcome.pairs.iter().filter(|(label, claim)| matching::speakers_right(claim, label)).count();
        for label in &hits {
            by_kind.entry(label.main_kind().to_owned()).or_default().found += 1;
        }
        for label in &outcome.missed {
            by_kind.entry(label.main_kind().to_owned()).or_default().missed += 1;
        }
        for claim in &outcome.spurious {
            by_kind.entry(claim.kind.clone()).or_default().spurious += 1;
        }
        if let Some(details) = details.as_deref_mut() {
            details.add(article, claims, &outcome, hits.len());
        }
    }
    let (precision, recall) = (rate(matched, matched + spurious), rate(found, required));
    Figures {
        precision,
        recall,
        f1: harmonic(precision, recall),
        required,
        found,
        optional: matched - found,
        spurious,
        speakers_right: rate(speakers, matched),
        by_kind,
    }
}

fn rate(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// Files hold four digits; the printed figures are rounded once, from the whole number.
fn four_digits<S: serde::Serializer>(ratio: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((ratio * 1e4).round_ties_even() / 1e4)
}
