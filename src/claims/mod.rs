//! Sentences and mentions in, claims out, each with the words that carry it.
//! `(&Document, &[Sentence], &Entities, &Frames) -> Vec<Claim>`
//!
//! Every word that a frame names is a cue ([`frames`]); its arguments are read off the tree ([`scene`],
//! `arguments`); polarity and factuality off the words around it ([`factuality`]); the speakers off whatever
//! reports it ([`attribution`]). Which words these are is data, in `kinds/` and `src/language/<code>/cues.toml`.

mod arguments;
mod assemble;
pub mod attribution;
mod candidates;
pub mod check;
pub mod cues;
pub mod dates;
pub mod examples;
pub mod factuality;
mod filling;
pub mod frames;
mod games;
mod nested;
pub mod quotations;
mod repair;
pub mod scene;
#[cfg(test)]
mod tests;
pub mod trace;

pub use cues::Cues;
pub use frames::{DataError, Frames, Kind};

use crate::model::{Claim, ClaimKey, Document, Entities, Lang, Sentence, TokenId};
use attribution::Quotations;
use candidates::Candidate;
use scene::Scene;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Readings less sure than this are not claims.
pub const MIN_CONFIDENCE: f64 = 0.25;
/// More tokens than these are no sentence of news but a list or a broken text, and no tree of them can be trusted.
const LONGEST: usize = 500;
/// A denial answers a claim of at most so many sentences before.
const MEMORY: usize = 4;

/// All that a cue is read against: its sentence, the document's quotations, the claims of the sentences before.
struct Sight<'s, 'a> {
    scene: &'s Scene<'a>,
    quotations: &'s Quotations,
    before: &'s [Claim],
}

/// Reads the claims of one document. `document.meta.language` is set; claims are sorted by place and each
/// has its own key.
pub fn read(document: &Document, sentences: &[Sentence], entities: &Entities, frames: &Frames) -> Vec<Claim> {
    match &document.meta.language {
        Some(lang) => read_with(document, sentences, entities, frames, frames.cue_words(lang)),
        None => Vec::new(),
    }
}

/// [`read`] with cue words of the caller's own.
pub fn read_with(
    document: &Document,
    sentences: &[Sentence],
    entities: &Entities,
    frames: &Frames,
    cues: &Cues,
) -> Vec<Claim> {
    let Some(lang) = &document.meta.language else { return Vec::new() };
    let games = games::games(document, sentences, cues);
    let straight = repair::straight(sentences, cues);
    let (scenes, quotations) = scenes(document, &straight, entities, cues, frames, lang);
    let mut claims: BTreeMap<ClaimKey, Claim> = BTreeMap::new();
    let mut before: Vec<Claim> = Vec::new();
    let is_readable = |scene: &&Scene| !games[scene.number] && scene.sentence.tokens.len() <= LONGEST;
    for scene in scenes.iter().filter(is_readable) {
        let sight = Sight { scene, quotations: &quotations, before: &before };
        let mut read_as: Vec<(TokenId, Candidate)> = Vec::new();
        for cue in 0..scene.sentence.tokens.len() {
            read_as.extend(
                candidates::candidates(&sight, cue, frames, lang).into_iter().map(|candidate| (cue, candidate)),
            );
        }
        nested::without_parts(&mut read_as);
        nested::without_exclusions(scene, &mut read_as);
        let mut of_sentence: Vec<Denied> = Vec::new();
        for (cue, candidate) in &read_as {
            of_sentence.extend(assemble::claims_of(scene, *cue, candidate, &quotations));
        }
        nested::once_each(scene, &mut of_sentence);
        nested::drop_aims_of_protests(scene, &mut of_sentence);
        nested::link_denials(scene, &mut of_sentence, &before);
        before.retain(|claim| claim.sentence + MEMORY > scene.number);
        for claim in nested::strongest(of_sentence) {
            before.push(claim.clone());
            claims.entry(claim.key.clone()).or_insert(claim);
        }
    }
    let mut claims: Vec<Claim> = claims.into_values().collect();
    claims.sort_by(|a, b| (a.sentence, a.cue_span, &a.key).cmp(&(b.sentence, b.cue_span, &b.key)));
    let kept: BTreeSet<ClaimKey> = claims.iter().map(|claim| claim.key.clone()).collect();
    for claim in &mut claims {
        claim.denies = claim.denies.take().filter(|key| kept.contains(key));
    }
    claims
}

/// A claim, with the token of the cue that denies it.
type Denied = (Claim, Option<TokenId>, TokenId);

/// The sentences ready to be read, with who is quoted in them.
fn scenes<'a>(
    document: &'a Document,
    sentences: &'a [Cow<'a, Sentence>],
    entities: &'a Entities,
    cues: &'a Cues,
    frames: &'a Frames,
    lang: &'a Lang,
) -> (Vec<Scene<'a>>, Quotations) {
    let sentences: Vec<&Sentence> = sentences.iter().map(|sentence| &**sentence).collect();
    let mut scenes = Scene::all(document, &sentences, entities, cues, frames, lang);
    let quotations = Quotations::read(document, &scenes);
    for scene in &mut scenes {
        scene.voices = quotations.voices(scene.sentence.span);
    }
    (scenes, quotations)
}
