//! Why a sentence is read as it is: every cue in it, with the frame that it may carry and what became of it.
//! `(&Document, &[Sentence], &Entities, &Frames) -> Vec<Considered>`
//!
//! Walks the same steps as [`super::read`] and keeps what that drops, for people who write frames.

use super::Frames;
use super::assemble::claims_of;
use super::candidates::{Candidate, can_be_cue, candidates, heads, match_words};
use super::filling::fill;
use super::frames::{Frame, NO_EVENT};
use super::repair;
use super::scene::Scene;
use super::{MEMORY, Sight};
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
    /// The word is part of a name, or its words tell of no act here.
    NoCue,
    /// The further words of the cue are in the sentence, but do not depend on its head.
    Apart,
    /// A longer cue at the same word goes first.
    Longer(String),
    /// Another frame of the same kind finds its actors more surely.
    Surer(String),
    /// A cue of no event has its words: «poner en marcha» is no march.
    Silenced(String),
    /// The actors that it needs are not where they should stand: its source and, of a closed frame, its target.
    NoActors,
    /// Its actors are found, but less surely than [`super::MIN_CONFIDENCE`].
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
    let straight = repair::straight(sentences, cues);
    let (scenes, quotations) = super::scenes(document, &straight, entities, cues, frames, lang);
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

/// The frames that the word at `cue` may carry, beside those that [`candidates`] chose.
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
    if found.is_empty() {
        return considered;
    }
    let chosen = candidates(sight, cue, scene.frames, scene.lang);
    let silencer = found.iter().find(|(_, frame)| frame.event == NO_EVENT);
    for (words, frame) in &found {
        let winner = chosen.iter().find(|winner| winner.frame.rule == frame.rule && winner.words == *words);
        let outcome = match winner {
            Some(winner) => outcome(sight, cue, winner, claims),
            None => loser(sight, cue, (words, frame), &chosen, silencer.map(|(_, frame)| *frame)),
        };
        tell(words, frame, outcome);
    }
    considered
}

/// What became of the frame that was chosen.
fn outcome(sight: &Sight, cue: TokenId, candidate: &Candidate, claims: &[Claim]) -> Outcome {
    let read = claims_of(sight.scene, cue, candidate, sight.quotations);
    let is_kept = |claim: &&Claim| claims.iter().any(|kept| kept.key == claim.key && kept.rule == claim.rule);
    let kept: Vec<ClaimKey> = read.iter().map(|(claim, ..)| claim).filter(is_kept).map(|c| c.key.clone()).collect();
    match (kept.is_empty(), read.is_empty()) {
        (false, _) => Outcome::Read(kept),
        (true, true) => Outcome::Unsure,
        (true, false) => Outcome::Same,
    }
}

/// Why a frame was not chosen.
fn loser(
    sight: &Sight,
    cue: TokenId,
    (words, frame): (&[TokenId], &Frame),
    chosen: &[Candidate],
    silencer: Option<&Frame>,
) -> Outcome {
    let rule = |winner: &Candidate| winner.frame.rule.to_string();
    if let Some(longer) = chosen.iter().find(|winner| winner.words.len() > words.len()) {
        return Outcome::Longer(rule(longer));
    }
    if fill(sight, cue, frame, words.to_vec()).strength <= 0.0 {
        return Outcome::NoActors;
    }
    let same_kind = chosen.iter().find(|winner| winner.frame.kind == frame.kind);
    match (silencer, same_kind) {
        (Some(silencer), None) => Outcome::Silenced(silencer.rule.to_string()),
        (_, Some(surer)) => Outcome::Surer(rule(surer)),
        (None, None) => Outcome::NoCue,
    }
}

/// Whether a word stands anywhere in the sentence.
fn stands(scene: &Scene, lemma: &str) -> bool {
    let is_it = |id: TokenId| scene.lemma(id) == lemma || scene.form(id) == lemma;
    (0..scene.sentence.tokens.len()).any(is_it)
}

impl Outcome {
    /// In a few words, for people.
    pub fn describe(&self) -> String {
        match self {
            Outcome::Read(keys) if keys.len() == 1 => "read".into(),
            Outcome::Read(keys) => format!("read, {} claims", keys.len()),
            Outcome::Same => "another cue of the sentence says the same more surely".into(),
            Outcome::NoCue => "not read: part of a name, or no act here".into(),
            Outcome::Silenced(rule) => format!("not read: its words mean something else ({rule})"),
            Outcome::Apart => "not read: the further words of the cue do not depend on its first".into(),
            Outcome::Longer(rule) => format!("not read: a longer cue goes first ({rule})"),
            Outcome::Surer(rule) => format!("not read: another frame fits better ({rule})"),
            Outcome::NoActors => "not read: the actors that it needs do not stand where they should".into(),
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
            Outcome::Silenced(_) => "silenced",
            Outcome::NoActors => "no_actors",
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
