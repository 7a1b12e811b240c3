//! One act, one claim: words that tell an act together ("imposed sanctions", "threatened to attack") are read once.
//! `(&Scene, claims of a sentence) -> the same, without the inner tellings`

use super::Denied;
use super::assemble::key_of;
use super::candidates::Candidate;
use super::scene::Scene;
use crate::model::{ActorId, Claim, Polarity, TokenId, Upos};
use compact_str::CompactString;
use std::collections::BTreeMap;

/// Drops the readings of a word that belongs to a longer cue: of "lifted the sanctions", those of "sanctions".
pub(super) fn without_parts(read_as: &mut Vec<(TokenId, Candidate)>) {
    let wholes: Vec<(TokenId, Vec<TokenId>)> = read_as
        .iter()
        .filter(|(_, candidate)| candidate.words.len() > 1 && !candidate.pairs.is_empty())
        .map(|(cue, candidate)| (*cue, candidate.words.clone()))
        .collect();
    let is_part = |cue: TokenId, length: usize| {
        wholes.iter().any(|(head, words)| *head != cue && words.contains(&cue) && words.len() > length)
    };
    read_as.retain(|(cue, candidate)| !is_part(*cue, candidate.words.len()));
}

/// Drops the readings of a verb that only says that something will not be ("ruled out a strike"), where that something is
/// read itself.
pub(super) fn without_exclusions(scene: &Scene, read_as: &mut Vec<(TokenId, Candidate)>) {
    let read: Vec<TokenId> =
        read_as.iter().filter(|(_, candidate)| !candidate.pairs.is_empty()).map(|(cue, _)| *cue).collect();
    let excludes = |cue: TokenId| {
        super::factuality::is_in(scene, cue, &scene.cues.excluding_verbs)
            && read.iter().any(|&below| below != cue && is_argument(scene, below, cue))
    };
    read_as.retain(|(cue, _)| !excludes(*cue));
}

/// Of an act and what is said to be done by it ("threatened to attack", "launched an attack"), the outer claim is kept
/// where both say the same: same kind, same source, no two targets. It takes over the targets that only the inner one
/// names. A noun below another cue that names nobody whom it is done to says nothing of its own.
pub(super) fn once_each(scene: &Scene, claims: &mut Vec<Denied>) {
    let mut told = vec![false; claims.len()];
    let mut lent: Vec<(usize, usize)> = Vec::new();
    for below in 0..claims.len() {
        for above in 0..claims.len() {
            let (outer, _, outer_cue) = &claims[above];
            let (claim, _, cue) = &claims[below];
            // "took to the streets to protest": one protest
            let same_act = outer.event == claim.event && scene.sentence.is_below(*cue, *outer_cue);
            if outer_cue == cue || !(same_act || is_argument(scene, *cue, *outer_cue)) {
                continue;
            }
            let same = outer.kind == claim.kind && outer.source == claim.source && outer.polarity == claim.polarity;
            let is_empty = claim.target.is_none() && scene.token(*cue).upos == Upos::Noun;
            if same && (claim.target == outer.target || claim.target.is_none()) || is_empty {
                told[below] = true;
            } else if same && outer.target.is_none() {
                told[above] = true;
                lent.push((above, below));
            }
        }
    }
    for (above, below) in lent.into_iter().filter(|&(_, below)| !told[below]) {
        let (outer, _, cue) = claims[above].clone();
        let (claim, _, own_cue) = &mut claims[below];
        let span = outer.span.cover(claim.span);
        let (target, target_text) = (claim.target.take(), std::mem::take(&mut claim.target_text));
        *claim = Claim { target, target_text, span, quote: scene.text(span).to_owned(), ..outer };
        claim.key = key_of(claim);
        *own_cue = cue;
    }
    let mut told = told.into_iter();
    claims.retain(|_| !told.next().unwrap_or(false));
}

/// Whether `below` hangs on `above` as its argument or complement, through nothing but arguments and complements.
fn is_argument(scene: &Scene, below: TokenId, above: TokenId) -> bool {
    let path = std::iter::once(below).chain(scene.sentence.ancestors(below)).take_while(|&id| id != above);
    scene.sentence.is_below(below, above)
        && path.into_iter().all(|id| {
            let is_joint = scene.rel(id) == "conj"
                && scene.token(id).feat("VerbForm") != Some("Fin")
                && scene.head(id) != Some(above);
            is_joint
                || matches!(scene.rel(id), "xcomp" | "obj" | "obl" | "nmod" | "iobj" | "ccomp" | "csubj" | "compound")
                || (scene.rel(id) == "nsubj" && scene.head(id).is_some_and(|verb| scene.is_passive(verb)))
        })
}

/// What a protest is for or against is no act beside it: "marched to demand", «huelga en rechazo de», "protested denouncing".
pub(super) fn drop_aims_of_protests(scene: &Scene, claims: &mut Vec<Denied>) {
    let acts: Vec<(TokenId, TokenId)> = claims
        .iter()
        .filter(|(claim, ..)| claim.event == "PROTEST")
        .map(|(_, _, cue)| (*cue, scene.act_of(*cue)))
        .collect();
    claims.retain(|(claim, _, cue)| {
        let is_aim =
            matches!(claim.event.as_str(), "REQUEST" | "REJECT" | "ACCUSE" | "CONSULT") && scene.is_adjunct(*cue);
        let below =
            |&(protest, act): &(TokenId, TokenId)| *cue != protest && *cue != act && scene.sentence.is_below(*cue, act);
        !(is_aim && acts.iter().any(below))
    });
}

/// A denial points at the first claim that stands under its cue, else at what the denier was last said to have done,
/// or was accused of, in the sentences before.
pub(super) fn link_denials(scene: &Scene, claims: &mut [Denied], before: &[Claim]) {
    let state = |id: &ActorId| scene.entities.actors.get(id).and_then(|actor| actor.state.clone());
    let same_side = |one: &Option<ActorId>, other: &Option<ActorId>| {
        let states = (one.as_ref().and_then(state), other.as_ref().and_then(state));
        states.0.is_some() && states.0 == states.1
    };
    for at in 0..claims.len() {
        let cue = claims[at].2;
        let denied = claims.iter().find(|(_, by, own)| *by == Some(cue) && *own != cue);
        let denied = denied.map(|(claim, ..)| claim.key.clone());
        let denial = &claims[at].0;
        let is_answered = |claim: &&Claim| {
            let said_by = |actor: &Option<ActorId>| {
                actor.is_none() || claim.speakers.iter().any(|said| Some(said) == actor.as_ref())
            };
            let is_denier =
                |end: &Option<ActorId>| end.is_some() && (*end == denial.source || same_side(end, &denial.source));
            let of_denier = is_denier(&claim.source) && said_by(&denial.target);
            let against_denier = is_denier(&claim.target) && claim.source == denial.target;
            claim.event != "REJECT" && claim.source.is_some() && (of_denier || against_denier)
        };
        let answered = || before.iter().rev().find(is_answered).map(|claim| claim.key.clone());
        let denies = if denial.event == "REJECT" { denied.or_else(answered) } else { denied };
        claims[at].0.denies = denies;
    }
}

/// What makes two readings of a sentence the same claim.
type Sameness = (CompactString, CompactString, Option<ActorId>, Option<ActorId>, Polarity);

/// Of the readings of one sentence that say the same, the surest.
pub(super) fn strongest(claims: Vec<Denied>) -> Vec<Claim> {
    let mut best: BTreeMap<Sameness, Claim> = BTreeMap::new();
    for (claim, ..) in claims {
        let ends = (claim.source.clone(), claim.target.clone());
        let slot = (claim.kind.clone(), claim.event.clone(), ends.0, ends.1, claim.polarity);
        if best.get(&slot).is_none_or(|known| claim.confidence > known.confidence) {
            best.insert(slot, claim);
        }
    }
    best.into_values().collect()
}
