//! Who fills the slots of a cue's frame, and which of them act on which.
//! `(&Sight, cue, &Frame) -> Candidate`

use super::Sight;
use super::assemble::at_home;
use super::attribution;
use super::candidates::Candidate;
use super::frames::{Frame, Pos, Slot};
use super::scene::{Filler, Scene};
use crate::model::{ActorId, Claim, Span, TokenId, Upos};

/// How sure the target of a placed frame is at least, where the words name only a place: "from Managua".
const PLACED: f64 = 0.7;

/// What groups of civil society do, and what is done to them, as far as it is news of conflict: who told, met or helped
/// "supporters" or "families" tells nothing of states.
const CONTENTIOUS: [&str; 9] =
    ["PROTEST", "REQUEST", "REJECT", "ACCUSE", "THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"];

/// Events that a noun of attitude tells: support, opposition, rejection.
const STANCES: [&str; 3] = ["SUPPORT", "ACCUSE", "REJECT"];

/// How sure it is that a denial answers whoever spoke before.
const ANTECEDENT: f64 = 0.7;

/// Where the giver stands when the subject receives: "received support from Iran".
const GIVERS: [&str; 4] = ["from", "of", "de", "por"];

pub(super) fn fill<'f>(sight: &Sight, cue: TokenId, frame: &'f Frame, words: Vec<TokenId>) -> Candidate<'f> {
    let scene = sight.scene;
    // What somebody "must" do is asked of the subject of the verb behind it.
    let cue = scene.head(cue).filter(|_| scene.rel(cue) == "aux").unwrap_or(cue);
    let is_participle = frame.pos == Pos::Verb && scene.token(cue).upos == Upos::Adj;
    let first = |slots: &[Slot], other: &[Filler]| {
        for slot in slots {
            let mut found = match slot {
                Slot::Speaker => attribution::speakers(scene, cue, cue, sight.quotations).into_iter().take(1).collect(),
                Slot::Accuser => accuser(sight, cue, other).into_iter().collect(),
                _ if is_participle => scene.slot_of_participle(cue, slot),
                _ => scene.slot(cue, slot),
            };
            if matches!(slot, Slot::Subject | Slot::CivilSubject | Slot::Preposition(_)) && found.is_empty() {
                found = words.iter().filter(|&&word| word != cue).flat_map(|&word| scene.slot(word, slot)).collect();
            }
            let is_other = |filler: &Filler| !other.iter().any(|known| known.actor == filler.actor);
            found.retain(is_other);
            if let (true, Slot::Preposition(preposition)) = (found.is_empty() && !other.is_empty(), slot) {
                // «la retirada de los soldados franceses de Senegal»
                found = scene.all_behind(cue, preposition).into_iter().filter(is_other).take(1).collect();
            }
            if let (true, Slot::Object) = (found.is_empty() && !other.is_empty(), slot) {
                found = doer(sight, cue).into_iter().filter(is_other).collect();
            }
            if frame.event == "REJECT" {
                // Whoever denies what his own side is said to have done does not deny it to himself.
                found.retain(|filler| !other.iter().any(|known| at_home(scene, Some(known), Some(filler)) < 1.0));
            }
            if matches!(slot, Slot::Within | Slot::Scope) {
                found.truncate(1);
            }
            if !CONTENTIOUS.contains(&frame.event.as_str()) {
                found = found.into_iter().filter_map(|filler| scene.without_crowd(filler)).collect();
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    };
    let receiver = receiver(scene, cue);
    let mut sources;
    let mut targets;
    if receiver.is_empty() {
        sources = first(&frame.source, &[]);
        targets = if frame.target.contains(&Slot::Between) && frame.source.contains(&Slot::Between) {
            first(&frame.target, &[])
        } else {
            first(&frame.target, &sources)
        };
    } else {
        targets = receiver;
        sources = first(&[&frame.source[..], &GIVERS.map(|word| Slot::Preposition(word.into()))].concat(), &targets);
    }
    if targets.is_empty() && frame.pos == Pos::Noun && STANCES.contains(&frame.event.as_str()) && !sources.is_empty() {
        targets = scene.joined_party(cue);
        targets.retain(|target| !sources.iter().any(|source| source.actor == target.actor));
    }
    if frame.placed {
        targets.iter_mut().for_each(|target| target.score = target.score.max(PLACED));
    }
    dedup(&mut sources);
    dedup(&mut targets);
    // "accused each other": every one of them every other
    if sources.len() > 1 && targets.is_empty() && scene.is_reciprocal(cue) {
        targets = sources.clone();
    }
    let mutual = frame.symmetric
        && sources.len() > 1
        && (targets.is_empty() || targets.iter().map(|t| &t.actor).eq(sources.iter().map(|s| &s.actor)));
    let pairs = if frame.mutual {
        each_way(&sources, &targets)
    } else if mutual {
        unordered_pairs(&sources)
    } else if sources.is_empty() && frame.alone {
        // A government that blocks a road is somebody, only not the somebody of this frame.
        let is_others = frame.source == [Slot::CivilSubject] && !scene.slot(cue, &Slot::Subject).is_empty();
        let is_told = !targets.is_empty() || scene.takes_place(cue);
        if is_told && !is_others { by_nobody(&targets) } else { Vec::new() }
    } else {
        cross(&sources, &targets)
    };
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, target)| target.is_some() || !frame.closed).collect();
    let strength = pairs
        .iter()
        .map(|(source, target)| {
            let score = |filler: &Option<Filler>, missing: f64| filler.as_ref().map_or(missing, |f| f.score);
            frame.confidence * score(source, if frame.alone { 0.25 } else { 0.0 }) * score(target, 0.25)
        })
        .fold(0.0, f64::max);
    Candidate { frame, words, pairs, strength }
}

/// "Poland praised the decision": whoever was said to have done something in the sentence before.
fn doer(sight: &Sight, cue: TokenId) -> Option<Filler> {
    let scene = sight.scene;
    let object = scene.child(cue, &["obj"]).filter(|&object| scene.cues.deed_nouns.contains(scene.lemma(object)))?;
    let is_bare = scene.children(object, &["nmod", "acl", "amod", "compound"]).is_empty();
    let is_definite =
        scene.children(object, &["det"]).into_iter().any(|det| scene.token(det).feat("Definite") == Some("Def"));
    let last = sight.before.iter().rev().find(|claim| claim.sentence + 1 == scene.number && claim.source.is_some());
    let actor = last.filter(|_| is_bare && is_definite)?.source.clone()?;
    Some(Filler { actor, span: scene.token(object).span, score: ANTECEDENT })
}

/// Whoever last claimed something of the denier, or of what the denier is said to have done; a government answers for its
/// state, and a minister for his government.
fn accuser(sight: &Sight, cue: TokenId, denier: &[Filler]) -> Option<Filler> {
    let state = |id: &ActorId| sight.scene.entities.actors.get(id).and_then(|actor| actor.state.as_ref());
    let is_denier = |id: &ActorId| {
        denier.iter().any(|filler| filler.actor == *id || state(id).is_some() && state(&filler.actor) == state(id))
    };
    let denies = |actor: &Option<ActorId>| actor.as_ref().is_some_and(is_denier);
    let who = |claim: &Claim| {
        let said_by = claim.speakers.iter().find(|speaker| !is_denier(speaker));
        if denies(&claim.source) { said_by.cloned() } else { None }
            .or_else(|| claim.source.clone().filter(|source| denies(&claim.target) && !is_denier(source)))
    };
    let actor = sight.before.iter().rev().find_map(who)?;
    let start = sight.scene.token(cue).span.start;
    Some(Filler { actor, span: Span::new(start, start), score: ANTECEDENT })
}

/// The subject of a verb that makes it the target of its object noun: "Syria received support".
fn receiver(scene: &Scene, cue: TokenId) -> Vec<Filler> {
    match scene.carrier(cue) {
        Some(verb) if scene.cues.receiving_verbs.contains(scene.lemma(verb).as_str()) && !scene.is_passive(verb) => {
            scene.slot(verb, &Slot::Subject)
        }
        _ => Vec::new(),
    }
}

fn dedup(fillers: &mut Vec<Filler>) {
    let mut seen: Vec<ActorId> = Vec::new();
    fillers.retain(|filler| {
        let is_new = !seen.contains(&filler.actor);
        seen.push(filler.actor.clone());
        is_new
    });
}

fn cross(sources: &[Filler], targets: &[Filler]) -> Vec<(Option<Filler>, Option<Filler>)> {
    let mut pairs = Vec::new();
    for source in sources {
        if targets.is_empty() {
            pairs.push((Some(source.clone()), None));
        }
        for target in targets.iter().filter(|target| target.actor != source.actor) {
            pairs.push((Some(source.clone()), Some(target.clone())));
        }
    }
    pairs
}

/// "Peru and Chile accused each other", "exchanged fire with Chile": everybody does it to everybody else.
fn each_way(sources: &[Filler], targets: &[Filler]) -> Vec<(Option<Filler>, Option<Filler>)> {
    if targets.is_empty() && sources.len() > 1 {
        return cross(sources, sources);
    }
    [cross(sources, targets), cross(targets, sources)]
        .concat()
        .into_iter()
        .filter(|(_, target)| target.is_some())
        .collect()
}

/// An act whose agent nobody names: "a general strike", "the convoy was attacked".
fn by_nobody(targets: &[Filler]) -> Vec<(Option<Filler>, Option<Filler>)> {
    let suffered = targets.iter().map(|target| (None, Some(target.clone())));
    if targets.is_empty() { vec![(None, None)] } else { suffered.collect() }
}

fn unordered_pairs(parties: &[Filler]) -> Vec<(Option<Filler>, Option<Filler>)> {
    let mut pairs = Vec::new();
    for (at, one) in parties.iter().enumerate() {
        pairs.extend(parties[at + 1..].iter().map(|other| (Some(one.clone()), Some(other.clone()))));
    }
    pairs
}
