//! Cues: which words of a sentence carry a frame, alone or with the further words of a longer cue.
//! `(&Sight, word) -> Vec<Candidate>`

use super::Sight;
use super::factuality;
use super::filling::fill;
use super::frames::{Frame, Frames, NO_EVENT, Pos, Slot};
use super::scene::{Filler, Scene};
use crate::model::{ActorId, Lang, TokenId, Upos};
use compact_str::{CompactString, format_compact};
use std::collections::BTreeMap;

/// A cue in a sentence, with one frame that it may carry and the actors that fill it.
pub(super) struct Candidate<'f> {
    pub(super) frame: &'f Frame,
    pub(super) words: Vec<TokenId>,
    pub(super) pairs: Vec<(Option<Filler>, Option<Filler>)>,
    pub(super) strength: f64,
}

/// The frames that the word at `cue` carries: the longest cue whose arguments are there wins, and of each kind the
/// surest frame.
pub(super) fn candidates<'f>(sight: &Sight, cue: TokenId, frames: &'f Frames, lang: &Lang) -> Vec<Candidate<'f>> {
    let scene = sight.scene;
    if !can_be_cue(scene, cue) {
        return Vec::new();
    }
    let mut found: Vec<(Vec<TokenId>, &Frame)> = Vec::new();
    for (pos, lemma) in heads(scene, cue) {
        for entry in frames.cues(lang, pos, &lemma) {
            let frame = frames.frame(entry);
            // "it is a lie" denies; "spread lies" does not
            let is_talk = frame.pos == Pos::Noun && frame.source.contains(&Slot::Speaker) && !scene.is_said_of(cue);
            if let Some(words) = match_words(scene, cue, &entry.rest)
                && !is_talk
                && !(frame.event == "REJECT" && factuality::is_silence(scene, cue))
            {
                found.push((words, frame));
            }
        }
    }
    found.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let mut best: BTreeMap<&str, Candidate> = BTreeMap::new();
    for of_length in found.chunk_by(|(one, _), (other, _)| one.len() == other.len()) {
        if of_length.iter().any(|(_, frame)| frame.event == NO_EVENT) {
            return Vec::new();
        }
        for (words, frame) in of_length {
            let candidate = fill(sight, cue, frame, words.clone());
            let known = best.get(frame.kind.as_str()).map_or(0.0, |candidate| candidate.strength);
            if candidate.strength > known {
                best.insert(frame.kind.as_str(), candidate);
            }
        }
        if !best.is_empty() {
            break;
        }
    }
    best.into_values().collect()
}

/// Whether the word may be a cue: no part of a longer name.
pub(super) fn can_be_cue(scene: &Scene, word: TokenId) -> bool {
    // "the Venezuelan opposition" that acts is an actor, not an attitude
    let is_actor = |mention: &crate::model::Mention| {
        let is_group = |id: &ActorId| id.as_str().ends_with("-opposition");
        mention.head == word
            && mention.kind == crate::model::MentionKind::Description
            && mention.actors.iter().any(is_group)
    };
    Pos::of(scene.token(word).upos).is_some()
        && !scene.mentions.iter().any(is_actor)
        && !scene.mentions.iter().any(|mention| is_name_part(mention, word))
}

/// What the word at `cue` may be as the head of a cue: its own part of speech and lemma first. Taggers waver between
/// participle and adjective.
pub(super) fn heads(scene: &Scene, cue: TokenId) -> Vec<(Pos, CompactString)> {
    let token = scene.token(cue);
    let Some(pos) = Pos::of(token.upos) else { return Vec::new() };
    if scene.rel(cue) == "aux" {
        return vec![(Pos::Modal, scene.lemma(cue).clone())];
    }
    let is_participle = token.feat("VerbForm") == Some("Part");
    let also = match pos {
        Pos::Adj if is_participle => Some((Pos::Verb, scene.lemma(cue).clone())),
        Pos::Verb if is_participle => Some((Pos::Adj, scene.form(cue).clone())),
        // "Protests in Lima": taken for a name at the start of a headline
        Pos::Noun if token.upos == Upos::Propn && cue == 0 => {
            let form = scene.form(cue);
            let singular = form.strip_suffix('s').unwrap_or(form);
            let plain = singular.strip_suffix("one").map(|stem| format_compact!("{stem}ón"));
            Some((Pos::Noun, plain.unwrap_or_else(|| singular.into())))
        }
        _ => None,
    };
    std::iter::once((pos, scene.lemma(cue).clone())).chain(also).collect()
}

/// Whether the word is part of a proper name, and so no cue: "Support" of "Support Front".
fn is_name_part(mention: &crate::model::Mention, word: TokenId) -> bool {
    mention.kind == crate::model::MentionKind::Name && mention.tokens.contains(&word) && mention.tokens.len() > 1
}

/// The words of a multiword cue: each further lemma must depend on the head or on another word of the cue.
pub(super) fn match_words(scene: &Scene, head: TokenId, rest: &[CompactString]) -> Option<Vec<TokenId>> {
    let mut words = vec![head];
    for lemma in rest {
        let below = |&id: &TokenId| {
            let depends = hangs_on(scene, id, &words);
            let marks = marks_argument(scene, id, &words);
            // «armas entregadas»: what a participle is said of is its object
            let carries = matches!(scene.rel(head), "amod" | "acl")
                && scene.head(head) == Some(id)
                && scene.token(head).feat("VerbForm") == Some("Part");
            (depends || marks || carries) && !words.contains(&id)
        };
        let is_lemma = |&id: &TokenId| scene.lemma(id) == lemma || scene.form(id) == lemma;
        // «no obstante», "not only" negate nothing
        let is_void = |id: TokenId| {
            let next = scene.sentence.tokens.get(id + 1).map(|_| scene.form(id + 1));
            scene.cues.negators.contains(scene.form(id))
                && next.is_some_and(|next| scene.cues.only_words.contains(next))
        };
        words.push((0..scene.sentence.tokens.len()).filter(is_lemma).find(|id| below(id) && !is_void(*id))?);
    }
    words.sort_unstable();
    Some(words)
}

/// Whether a preposition or conjunction stands before an argument of the cue: "stand by Syria", "accused of arming". Parsers
/// hang what is done against somebody on whatever noun comes before.
fn marks_argument(scene: &Scene, id: TokenId, words: &[TokenId]) -> bool {
    let Some(argument) = scene.head(id) else { return false };
    let depth = match scene.rel(id) {
        "mark" => return scene.head(argument).is_some_and(|above| words.contains(&above)) || words.contains(&argument),
        "case" | "fixed" if scene.cues.adverse_prepositions.contains(scene.form(id)) => 3,
        "case" | "fixed" => 2,
        _ => return false,
    };
    let mut below = argument;
    for _ in 0..depth {
        if words.contains(&below) {
            return true;
        }
        let is_argument =
            matches!(scene.rel(below), "obl" | "obj" | "iobj" | "nmod" | "conj" | "case" | "xcomp" | "dep");
        match scene.head(below).filter(|_| is_argument) {
            Some(above) => below = above,
            None => return false,
        }
    }
    words.contains(&below)
}

/// Whether the word depends on one of `words`, or does so through what it is coordinated with or what counts it:
/// "launched a series of attacks".
fn hangs_on(scene: &Scene, id: TokenId, words: &[TokenId]) -> bool {
    let Some(above) = scene.head(id) else { return false };
    let counts = || scene.rel(id) == "nmod" && scene.cues.partitives.contains(scene.lemma(above).as_str());
    words.contains(&above)
        || ((scene.rel(id) == "conj" || counts()) && scene.head(above).is_some_and(|top| words.contains(&top)))
}
