//! Sources without a name: "a diplomatic source", «fuentes diplomáticas», "people familiar with the talks".
//! Each is an actor of the article; "the source" later on means the one that was last introduced.

use super::describe::{Bare, in_article, range_of};
use super::draft::Draft;
use super::text::{lower, slug};
use super::words::RoleClass;
use crate::model::{Actor, ActorId, ActorKind, MentionKind, TokenId, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// An unnamed source of the article.
struct Known {
    id: ActorId,
    code: &'static str,
    plural: bool,
}

/// Emits the unnamed sources among `bare`; returns the rest.
pub(super) fn mentions(draft: &mut Draft, bare: Vec<Bare>) -> Vec<Bare> {
    let mut rest = Vec::new();
    let mut known: Vec<Known> = Vec::new();
    for bare in bare {
        if bare.found.noun.role.class != RoleClass::Source && !is_person_with_modifier(draft, &bare) {
            rest.push(bare);
        } else if !take(draft, &mut known, &bare) && bare.found.noun.role.class != RoleClass::Source {
            rest.push(bare);
        }
    }
    familiar(draft);
    rest
}

/// "officials" and "diplomats" that no state owns: "senior officials".
fn is_person_with_modifier(draft: &Draft, bare: &Bare) -> bool {
    bare.states.is_empty() && bare.found.noun.role.code == "officials" && !modifiers(draft, bare).is_empty()
}

/// Ties one description to a source; false where it is none.
fn take(draft: &mut Draft, known: &mut Vec<Known>, bare: &Bare) -> bool {
    let role = bare.found.noun.role;
    let tokens = range_of(bare);
    let sentence = draft.sentence(bare.sentence);
    // «un telegrama diplomático»: right behind a noun it is an adjective, whatever the tagger says.
    let behind_noun = tokens.start.checked_sub(1).is_some_and(|before| sentence.tokens[before].upos == Upos::Noun);
    if behind_noun && !draft.scene.words.has("noun_owner") {
        return false;
    }
    let range = with_modifiers(draft, bare);
    let words = modifiers(draft, bare);
    let definite = is_definite(draft, bare.sentence, range.start);
    let plural = bare.found.noun.plural == Some(true);
    if definite && words.is_empty() && bare.states.is_empty() {
        if let Some(source) = known.iter().rev().find(|source| role.may_mean(source.code) && source.plural == plural) {
            let id = source.id.clone();
            draft.mention(bare.sentence, tokens, MentionKind::Description, vec![id], 0.9);
            return true;
        }
    }
    if role.code == "spokesperson"
        && let Some(person) = bare.states.first().and_then(|state| in_article(draft, role, state))
    {
        draft.mention(bare.sentence, range, MentionKind::Description, vec![person], 0.8);
        return true;
    }
    let head = super::text::head_of(sentence, &tokens);
    let human = role.code != "source" || !words.is_empty() || !bare.states.is_empty();
    if !human && !speaks(draft, bare.sentence, head) || followed_by_of(draft, bare) && role.code == "source" {
        return false;
    }
    if definite
        && words.is_empty()
        && bare.states.is_empty()
        && role.code != "source"
        && !speaks(draft, bare.sentence, head)
    {
        return false;
    }
    let actor = made(draft, bare, &words);
    let id = draft.add(actor);
    if let (Some(relation), Some(state)) = (role.relation, bare.states.first().cloned())
        && let Some(state) = draft.add_state(&state)
    {
        draft.relate(&id, &state, relation, None);
    }
    known.retain(|source| source.id != id);
    known.push(Known { id: id.clone(), code: role.code, plural });
    draft.mention(bare.sentence, range, MentionKind::Description, vec![id], 0.9);
    true
}

/// The source as an actor of the article: `diplomatic-source-9f86d0`, "diplomatic source".
fn made(draft: &Draft, bare: &Bare, words: &[TokenId]) -> Actor {
    let sentence = draft.sentence(bare.sentence);
    let mut tokens: Vec<TokenId> = words.to_vec();
    // Whose it is and the adjectives tell one source from another: «portavoz de la Cancillería», "Pakistani official".
    tokens.extend(bare.found.tokens.clone());
    tokens.sort_unstable();
    tokens.dedup();
    let name: Vec<_> = tokens.iter().map(|&id| lower(&sentence.tokens[id].form)).collect();
    let state = bare.states.first().cloned();
    let key = name.join(" ");
    let id = format!("{}-{}", slug(&key), draft.scene.document_suffix());
    Actor {
        id: ActorId::from(id.as_str()),
        kind: ActorKind::UnnamedSource,
        state,
        name: name.join(" "),
        aliases: BTreeSet::new(),
    }
}

fn draft_role_tokens(bare: &Bare) -> Range<TokenId> {
    let length = bare.found.noun.words.len();
    let end = bare.found.tokens.end;
    let start = bare.found.tokens.start;
    // The role noun's own words lie somewhere in the phrase; the phrase of a bare role is short.
    let at = bare.found.role_start.clamp(start, end.saturating_sub(length).max(start));
    at..(at + length).min(end)
}

/// The adjectives and nouns that qualify the role noun: "diplomatic", "senior government".
fn modifiers(draft: &Draft, bare: &Bare) -> Vec<TokenId> {
    let sentence = draft.sentence(bare.sentence);
    let role = draft_role_tokens(bare);
    let qualifies = |token: &crate::model::Token| {
        let listed = draft.scene.words.is_source_modifier(&lower(&token.form))
            || draft.scene.words.is_source_modifier(&lower(&token.lemma));
        listed && matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adv)
    };
    let mut found: Vec<TokenId> = Vec::new();
    for id in (0..role.start).rev() {
        let token = &sentence.tokens[id];
        if qualifies(token) {
            found.insert(0, id);
        } else if !(token.upos == Upos::Punct && token.form == "-" || bare.found.tokens.contains(&id)) {
            break;
        }
    }
    let mut of = false;
    for (id, token) in sentence.tokens.iter().enumerate().skip(role.end) {
        let word = lower(&token.form);
        if qualifies(token) && (token.upos != Upos::Noun || of) {
            found.push(id);
        } else if draft.scene.words.is("of", &word) && !draft.scene.words.has("noun_owner") && !of {
            of = true;
        } else if !(of && token.upos == Upos::Det || bare.found.tokens.contains(&id)) {
            break;
        }
    }
    found
}

/// The phrase with its modifiers.
fn with_modifiers(draft: &Draft, bare: &Bare) -> Range<TokenId> {
    let words = modifiers(draft, bare);
    let start = words.first().map_or(bare.found.tokens.start, |first| bare.found.tokens.start.min(*first));
    let end = words.last().map_or(bare.found.tokens.end, |last| bare.found.tokens.end.max(last + 1));
    start..end
}

fn is_definite(draft: &Draft, sentence: usize, start: TokenId) -> bool {
    let before = start.checked_sub(1).map(|id| lower(&draft.sentence(sentence).tokens[id].form));
    before.is_some_and(|word| draft.scene.words.is("definite", &word))
}

/// Whether the word at `head` is the subject of a verb of speech, or follows "according to" at the clause's edge.
fn speaks(draft: &Draft, sentence: usize, head: TokenId) -> bool {
    let of = draft.sentence(sentence);
    let token = &of.tokens[head];
    let verb = token.head.map(|verb| lower(&of.tokens[verb].lemma));
    token.rel() == "nsubj" && verb.is_some_and(|verb| draft.scene.words.is_speech(&verb))
}

/// "a source of income".
fn followed_by_of(draft: &Draft, bare: &Bare) -> bool {
    let sentence = draft.sentence(bare.sentence);
    let end = with_modifiers(draft, bare).end;
    let of = sentence.tokens.get(end).is_some_and(|token| draft.scene.words.is("of", &lower(&token.form)));
    of && modifiers(draft, bare).is_empty() && bare.states.is_empty()
}

/// "people familiar with …": fixed phrases of `grammar.tsv`.
fn familiar(draft: &mut Draft) {
    let phrases: Vec<Vec<&str>> =
        draft.scene.words.grammar("familiar").iter().map(|p| p.split(' ').collect()).collect();
    for index in 0..draft.scene.sentences.len() {
        let tokens = &draft.sentence(index).tokens;
        let starts = |at: usize, phrase: &Vec<&str>| {
            phrase.iter().enumerate().all(|(word, text)| tokens.get(at + word).is_some_and(|t| lower(&t.form) == *text))
        };
        let may_start = |at: &usize| phrases.iter().any(|phrase| phrase[0].eq_ignore_ascii_case(&tokens[*at].form));
        for at in (0..tokens.len()).filter(may_start) {
            let Some(phrase) = phrases.iter().find(|phrase| starts(at, phrase)) else { continue };
            let id = format!("{}-{}", slug(&phrase.join(" ")), draft.scene.document_suffix());
            let actor = Actor {
                id: ActorId::from(id.as_str()),
                kind: ActorKind::UnnamedSource,
                state: None,
                name: phrase.join(" "),
                aliases: BTreeSet::new(),
            };
            let id = draft.add(actor);
            draft.mention(index, at..at + phrase.len() - 1, MentionKind::Description, vec![id], 0.8);
        }
    }
}
