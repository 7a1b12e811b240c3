//! Groups of civil society: "students", «campesinos de Quito», "the union". They act, but are neither named nor anybody's organ.
//!
//! A crowd of a state is one actor in all articles (`ECU-students`), one without a state an actor of its article alone
//! (`group-students-1a2b3c`): the miners of two articles are not the same miners. The state is the one that the phrase
//! names, by a demonym or by "of" with a place. Crowds come last, after coreference, so that no pronoun points at one, and the
//! graph leaves out those that take part in no claim.

use super::draft::Draft;
use super::text::{head_of, is_all_capitals, is_capital, lower, starts_sentence};
use super::words::Crowd;
use crate::model::{Actor, ActorId, ActorKind, Mention, MentionKind, Sentence, StateCode, TokenId, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// How sure it is that the words stand for an actor: less than a description of a state's organ.
const SCORE: f32 = 0.65;
/// How many words may stand between a group and the place that it is of.
const REACH: usize = 6;

/// Adds the groups that nothing else has named.
pub(super) fn mentions(draft: &mut Draft) {
    for index in 0..draft.scene.sentences.len() {
        let sentence = draft.sentence(index);
        for (words, crowd) in found_in(draft, sentence) {
            let head = head_of(sentence, &words);
            // «Transportistas hondureños …»: at the start of a headline, no name
            if words.start == 0 {
                let unknown = |id: &ActorId| id.as_str().starts_with("name-");
                draft.mentions.retain(|mention| {
                    mention.sentence != index || mention.tokens != words || !mention.actors.iter().all(unknown)
                });
            }
            if !is_argument(sentence, head) || is_taken(draft, index, &words) {
                continue;
            }
            if is_of_armed_group(draft, index, head) {
                continue;
            }
            let owner = owner(draft, index, head);
            if is_somebodys(draft, index, head, owner.is_some()) {
                continue;
            }
            let tokens = owner
                .as_ref()
                .map_or(words.clone(), |(_, range)| words.start.min(range.start)..words.end.max(range.end));
            let id = add(draft, crowd, owner.map(|(state, _)| state));
            draft.mention(index, tokens, MentionKind::Crowd, vec![id], SCORE);
        }
    }
}

/// The words of each group in a sentence, longest first match, from left to right.
fn found_in(draft: &Draft, sentence: &Sentence) -> Vec<(Range<TokenId>, &'static Crowd)> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < sentence.tokens.len() {
        match draft.scene.words.crowd_at(sentence, start) {
            Some((end, crowd)) => {
                found.push((start..end, crowd));
                start = end;
            }
            None => start += 1,
        }
    }
    found
}

/// "Houthi fighters": the armed group that is named, and no crowd.
fn is_of_armed_group(draft: &Draft, index: usize, head: TokenId) -> bool {
    let is_group = |mention: &&Mention| {
        mention.sentence == index
            && mention.tokens.end == head
            && !mention.actors.is_empty()
            && mention.actors.iter().all(|id| draft.kind(id) == ActorKind::ArmedGroup)
    };
    draft.mentions.iter().any(|mention| is_group(&mention))
}

/// Whether the word stands where an actor may: a noun, or an adjective that the tree uses as one («campesinos cortan»).
fn is_argument(sentence: &Sentence, head: TokenId) -> bool {
    let token = &sentence.tokens[head];
    let nominal = matches!(token.rel(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "conj" | "appos" | "root" | "dep");
    match token.upos {
        Upos::Noun => token.rel() != "vocative",
        Upos::Adj if token.rel() == "amod" => true,
        Upos::Adj | Upos::Propn => {
            nominal && token.rel() != "nmod" && token.rel() != "conj" && sentence_case(sentence, head)
        }
        _ => false,
    }
}

/// Whether a capital of the word says nothing: no part of a name such as "Workers' Party".
fn sentence_case(sentence: &Sentence, token: TokenId) -> bool {
    let form = &sentence.tokens[token].form;
    !is_capital(form) || starts_sentence(sentence, token) || is_all_capitals(form) && form.chars().count() > 4
}

/// Whether another mention has the word already, or a name goes on beside it.
fn is_taken(draft: &Draft, index: usize, words: &Range<TokenId>) -> bool {
    let sentence = draft.sentence(index);
    let here = draft.mentions.iter().filter(|mention| mention.sentence == index);
    let mut covering = here.filter(|mention| mention.tokens.start < words.end && words.start < mention.tokens.end);
    let is_known = covering.any(|mention| !mention.actors.is_empty());
    is_known || words.clone().any(|token| !sentence_case(sentence, token))
}

/// "their supporters", "families of the Palestinian fighters": whose they are matters more than who. Workers of a firm and
/// residents of a place are a crowd of their own.
fn is_somebodys(draft: &Draft, index: usize, head: TokenId, has_state: bool) -> bool {
    let sentence = draft.sentence(index);
    let possessive = sentence.children(head).any(|child| {
        sentence.tokens[child].feat("Poss") == Some("Yes") || sentence.tokens[child].deprel.ends_with(":poss")
    });
    let phrases: Vec<TokenId> = sentence.children_by(head, &["nmod"]).collect();
    let is_owner = |mention: &&Mention| {
        let is_firm =
            |id: &ActorId| matches!(draft.kind(id), ActorKind::Organisation | ActorKind::Other | ActorKind::State);
        let firm = mention.kind == MentionKind::Name && mention.actors.iter().all(is_firm);
        mention.sentence == index && !mention.actors.is_empty() && !firm
    };
    let mut inside = draft.mentions.iter().filter(is_owner);
    let named = inside.any(|mention| phrases.iter().any(|&phrase| sentence.is_below(mention.head, phrase)));
    possessive || named && !has_state
}

/// The state of the phrase and the words that name it: "[Ecuadorian] farmers", «campesinos de [Quito]».
fn owner(draft: &Draft, index: usize, head: TokenId) -> Option<(StateCode, Range<TokenId>)> {
    let sentence = draft.sentence(index);
    let words = draft.scene.words;
    let is_of = |token: TokenId| {
        let cases = sentence.children_by(token, &["case"]);
        let of = cases
            .into_iter()
            .filter(|&case| case < token)
            .any(|case| words.is("of", &lower(&sentence.tokens[case].form)));
        of && token > head && token - head <= REACH
    };
    let mut best = None;
    for mention in draft.mentions.iter().filter(|mention| mention.sentence == index) {
        let above = sentence.tokens[mention.head].head;
        let beside = mention.tokens.end == head || mention.tokens.start == head + 1;
        let owns = match mention.kind {
            MentionKind::Adjective => above == Some(head) || beside,
            MentionKind::Name => {
                (above == Some(head)
                    || above.is_some_and(|above| sentence.tokens[above].head == Some(head) && is_of(above)))
                    && (is_of(mention.head) || mention.tokens.end == head)
            }
            _ => false,
        };
        let state = || mention.actors.first().filter(|_| mention.actors.len() == 1).and_then(|id| draft.state_of(id));
        if owns && best.is_none() {
            best = state().map(|state| (state, mention.tokens.clone()));
        }
    }
    best
}

/// The group as an actor.
fn add(draft: &mut Draft, crowd: &'static Crowd, state: Option<StateCode>) -> ActorId {
    let known = state.as_ref().and_then(|code| draft.scene.knowledge.state(code)).map(|state| state.name.clone());
    let (id, name) = match (&state, known) {
        (Some(code), Some(owner)) => {
            (format!("{}-{}", code.as_str(), crowd.code), format!("{} of {owner}", crowd.name))
        }
        _ => (format!("group-{}-{}", crowd.code, draft.scene.document_suffix()), crowd.name.to_owned()),
    };
    let kind: ActorKind = crowd.kind;
    draft.add(Actor { id: id.as_str().into(), kind, state, name, aliases: BTreeSet::new() })
}
