//! Why a sentence is read as it is: every cue in it, with the frame that it may carry and what became of it.
//! `(&Document, &[Sentence], &Entities, &Frames) -> Vec<Considered>`
//!
//! Walks the same steps as [`super::read`] and keeps what that drops, for people who write frames.

use super::frames::Frame;
use super::repair::repaired;
use super::scene::Scene;
use super::{Candidate, MEMORY, Sight, can_be_cue, claims_of, fill, heads, match_words};
use super::{Frames, Quotations};
use crate::model::{Claim, ClaimKey, Document, Entities, Sentence, Span, TokenId};

/// A cue in a sentence, with one frame of it.
#[derive(Debug, Clone)]
pub struct Considered {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// Bytes of the cue.
    pub span: Span,
    /// The cue's words in the text.
    pub cue: String,
    /// The frame.
    pub frame: Frame,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a cue and its frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It gave these claims.
    Read(Vec<ClaimKey>),
    /// A surer cue of the sentence says the same.
    Same,
    /// The word is an auxiliary or part of a name.
    NoCue,
    /// The further words of the cue are in the sentence, but do not depend on its head.
    Apart,
    /// A longer cue at the same word goes first.
    Longer(String),
    /// Another frame of the same kind finds its actors more surely.
    Surer(String),
    /// No actor stands where the source should.
    NoSource,
    /// Its actors are found, but too unsurely: the confidence that is missing to [`super::MIN_CONFIDENCE`] was not reached.
    Unsure,
}

/// Reads a document and tells of every cue in it what became of it, with the claims.
pub fn read(
    document: &Document,
    sentences: &[Sentence],
    entities: &Entities,
    frames: &Frames,
) -> (Vec<Claim>, Vec<Considered>) {
    let Some(lang) = &document.meta.language else { return (Vec::new(), Vec::new()) };
    let claims = super::read(document, sentences, entities, frames);
    let cues = frames.cue_words(lang);
    let repaired: Vec<Sentence> =
        sentences.iter().map(|sentence| repaired(sentence, cues).unwrap_or_else(|| sentence.clone())).collect();
    let mut scenes = Scene::all(document, &repaired.iter().collect::<Vec<_>>(), entities, cues, frames, lang);
    let quotations = Quotations::read(document, &scenes);
    for scene in &mut scenes {
        scene.voices = quotations.voices(scene.sentence.span);
    }
    let mut considered = Vec::new();
    for scene in &scenes {
        let is_before = |claim: &&Claim| claim.sentence < scene.number && claim.sentence + MEMORY >= scene.number;
        let before: Vec<Claim> = claims.iter().filter(is_before).cloned().collect();
        let sight = Sight { scene, quotations: &quotations, before: &before };
        for cue in 0..scene.sentence.tokens.len() {
            considered.extend(at(&sight, cue, &claims));
        }
    }
    (claims, considered)
}

/// The frames that the word at `cue` may carry.
fn at(sight: &Sight, cue: TokenId, claims: &[Claim]) -> Vec<Considered> {
    let scene = sight.scene;
    let mut found: Vec<(Vec<TokenId>, &Frame)> = Vec::new();
    let mut considered = Vec::new();
    let mut tell = |words: &[TokenId], frame: &Frame, outcome: Outcome| {
        let span = scene.sentence.span_of(words.iter().copied());
        let cue = scene.text(span).to_owned();
        considered.push(Considered { sentence: scene.number, span, cue, frame: frame.clone(), outcome });
    };
    for (pos, lemma) in heads(scene, cue) {
        for entry in scene.frames.cues(scene.lang, pos, &lemma) {
            let frame = scene.frames.frame(entry);
            match match_words(scene, cue, &entry.rest) {
                Some(words) if can_be_cue(scene, cue) => found.push((words, frame)),
                Some(words) => tell(&words, frame, Outcome::NoCue),
                None if entry.rest.iter().all(|lemma| stands(scene, lemma)) => tell(&[cue], frame, Outcome::Apart),
                None => {}
            }
        }
    }
    let longest = found.iter().map(|(words, _)| words.len()).max().unwrap_or(0);
    let long: Vec<Candidate> = found
        .iter()
        .filter(|(words, _)| words.len() == longest)
        .map(|(words, frame)| fill(sight, cue, frame, words.clone()))
        .collect();
    for (words, frame) in found.iter().filter(|(words, _)| words.len() < longest) {
        let rule = long.first().map(|candidate| candidate.frame.rule.to_string()).unwrap_or_default();
        tell(words, frame, Outcome::Longer(rule));
    }
    for (nth, candidate) in long.iter().enumerate() {
        let same_kind = long.iter().enumerate().filter(|(_, other)| other.frame.kind == candidate.frame.kind);
        let surer = same_kind.filter(|(at, other)| {
            *at != nth && (other.strength > candidate.strength || other.strength == candidate.strength && *at < nth)
        });
        let surer = surer.map(|(_, other)| other.frame.rule.to_string()).next();
        tell(&candidate.words, candidate.frame, outcome(sight, cue, candidate, surer, claims));
    }
    considered
}

fn outcome(sight: &Sight, cue: TokenId, candidate: &Candidate, surer: Option<String>, claims: &[Claim]) -> Outcome {
    let read = claims_of(sight.scene, cue, candidate, sight.quotations);
    if candidate.strength <= 0.0 {
        return Outcome::NoSource;
    }
    if let Some(rule) = surer {
        return Outcome::Surer(rule);
    }
    let is_kept = |claim: &&Claim| claims.iter().any(|kept| kept.key == claim.key && kept.rule == claim.rule);
    let kept: Vec<ClaimKey> = read.iter().map(|(claim, ..)| claim).filter(is_kept).map(|c| c.key.clone()).collect();
    match (kept.is_empty(), read.is_empty()) {
        (false, _) => Outcome::Read(kept),
        (true, true) => Outcome::Unsure,
        (true, false) => Outcome::Same,
    }
}

/// Whether a word stands anywhere in the sentence.
fn stands(scene: &Scene, lemma: &str) -> bool {
    let is_it = |id: TokenId| scene.lemma(id) == lemma || scene.token(id).form.to_lowercase() == lemma;
    (0..scene.sentence.tokens.len()).any(is_it)
}

impl Outcome {
    /// In a few words, for people.
    pub fn describe(&self) -> String {
        match self {
            Outcome::Read(keys) if keys.len() == 1 => "read".into(),
            Outcome::Read(keys) => format!("read, {} claims", keys.len()),
            Outcome::Same => "another cue of the sentence says the same more surely".into(),
            Outcome::NoCue => "not read: an auxiliary, or part of a name".into(),
            Outcome::Apart => "not read: the further words of the cue do not depend on its first".into(),
            Outcome::Longer(rule) => format!("not read: a longer cue goes first ({rule})"),
            Outcome::Surer(rule) => format!("not read: another frame fits better ({rule})"),
            Outcome::NoSource => "not read: no actor stands where the source should".into(),
            Outcome::Unsure => "not read: its actors are too unsure".into(),
        }
    }
    /// The name of the outcome in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Outcome::Read(_) => "read",
            Outcome::Same => "same",
            Outcome::NoCue => "no_cue",
            Outcome::Apart => "apart",
            Outcome::Longer(_) => "longer",
            Outcome::Surer(_) => "surer",
            Outcome::NoSource => "no_source",
            Outcome::Unsure => "unsure",
        }
    }
}

/// A document with all that was read in it, and all that was not.
pub struct Traced {
    /// The document.
    pub document: Document,
    /// Its sentences, as claims are read from them.
    pub sentences: Vec<Sentence>,
    /// Who is named in it.
    pub entities: Entities,
    /// What is claimed in it.
    pub claims: Vec<Claim>,
    /// Every cue in it.
    pub considered: Vec<Considered>,
}
