//! Groups without a state of their own: "Western powers", «países productores», "Sunni Arab fundamentalists"; and the two halves
//! of compound demonyms, «ruso-sirios».
//!
//! A group's id is its English words (`group-western-powers`), so that both languages mean one; where the article decides
//! which group it is ("neighbouring countries"), the id holds for the article alone.

use super::describe::Bare;
use super::detect::{Pieces, is_adjectival};
use super::draft::Draft;
use super::names::Meanings;
use super::roles::Use;
use super::text::{lower, slug};
use super::words::Modifier;
use crate::model::{Actor, ActorId, ActorKind, MentionKind, Relation, Sentence, TokenId, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// A group phrase of a sentence.
struct Group {
    tokens: Range<TokenId>,
    head: TokenId,
    /// The English noun.
    noun: &'static str,
    /// In English order.
    modifiers: Vec<&'static Modifier>,
}

/// Emits groups and compound demonyms; returns the role nouns that belong to none.
pub(super) fn mentions(
    draft: &mut Draft,
    pieces: &[Pieces],
    uses: &[Vec<Use>],
    named: &Meanings,
    bare: Vec<Bare>,
) -> Vec<Bare> {
    let mut taken: BTreeSet<(usize, TokenId)> = BTreeSet::new();
    for (index, of) in pieces.iter().enumerate() {
        compounds(draft, of, index);
        let finder = Finder { draft, sentence: draft.sentence(index), pieces: of };
        let is_free = |group: &Group| {
            let name = of.at(group.head).filter(|&piece| of.role(piece).is_none());
            name.is_none_or(|piece| named.of[index][piece].is_none())
        };
        let groups: Vec<Group> = finder.groups().into_iter().filter(is_free).collect();
        for group in groups {
            let meant = |piece: &usize| named.of[index][*piece].is_some();
            let is_owned = |found: &Use| found.role_start == group.head && found.owners.iter().any(meant);
            if uses[index].iter().any(is_owned) {
                continue;
            }
            taken.insert((index, group.head));
            let id = add(draft, &group);
            draft.mention(index, group.tokens, MentionKind::Description, vec![id], 0.7);
        }
    }
    bare.into_iter().filter(|bare| !taken.contains(&(bare.sentence, bare.found.role_start))).collect()
}

/// The group as an actor.
fn add(draft: &mut Draft, group: &Group) -> ActorId {
    let words: Vec<&str> = group.modifiers.iter().map(|modifier| modifier.code).chain([group.noun]).collect();
    let name = words.join(" ");
    let mut id = format!("group-{}", slug(&name));
    if group.modifiers.iter().any(|modifier| modifier.relative) {
        id = format!("{id}-{}", draft.scene.document_suffix());
    }
    let state = group.modifiers.iter().find_map(|modifier| modifier.state.clone());
    let name = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
    let actor =
        Actor { id: id.as_str().into(), kind: ActorKind::Other, state: state.clone(), name, aliases: BTreeSet::new() };
    let id = draft.add(actor);
    if let Some(owner) = state.and_then(|state| draft.add_state(&state)) {
        draft.relate(&id, &owner, Relation::BelongsTo, None);
    }
    id
}

struct Finder<'d, 's> {
    draft: &'d Draft<'s>,
    sentence: &'s Sentence,
    pieces: &'d Pieces,
}

impl Finder<'_, '_> {
    fn groups(&self) -> Vec<Group> {
        (0..self.sentence.tokens.len()).filter_map(|head| self.group_at(head)).collect()
    }

    fn group_at(&self, head: TokenId) -> Option<Group> {
        let words = self.draft.scene.words;
        let token = &self.sentence.tokens[head];
        let is_plural = matches!(token.upos, Upos::Noun | Upos::Propn) && token.feat("Number") == Some("Plur");
        let known = || words.groups.heads.get(lower(&token.lemma).as_ref());
        let noun = is_plural.then(|| words.groups.heads.get(lower(&token.form).as_ref()).or_else(known))??;
        let (tokens, modifiers) =
            if words.has("noun_owner") { self.modifiers_before(head) } else { self.modifiers_after(head) };
        let strong = modifiers.iter().any(|modifier| !modifier.weak);
        if !strong || self.is_owned(&tokens) {
            return None;
        }
        Some(Group { tokens, head, noun, modifiers })
    }

    /// Whether a state's adjective stands beside the phrase: "Iranian nuclear officials" are Iran's.
    fn is_owned(&self, tokens: &Range<TokenId>) -> bool {
        let beside = [self.pieces.ending(tokens.start), self.pieces.starting(tokens.end)];
        let inside = tokens.clone().filter_map(|id| self.pieces.at(id));
        beside.into_iter().flatten().chain(inside).any(|piece| self.pieces.is_adjective(piece))
    }

    fn modifiers_before(&self, head: TokenId) -> (Range<TokenId>, Vec<&'static Modifier>) {
        let (mut start, mut found) = (head, Vec::new());
        while start > 0 {
            let known = [2, 1].into_iter().find_map(|width| {
                let from = start.checked_sub(width)?;
                Some((from, self.modifier(&(from..start))?))
            });
            match known {
                Some((from, modifier)) => {
                    found.insert(0, modifier);
                    start = from;
                }
                // "oil-producing"
                None if found.len() == 1 && start > 1 && self.sentence.tokens[start - 1].form == "-" => {
                    let Some(modifier) = self.modifier(&(start - 2..start - 1)) else { break };
                    if !modifier.weak {
                        found.insert(0, modifier);
                    }
                    start -= 2;
                }
                None => break,
            }
        }
        (start..head + 1, found)
    }

    fn modifiers_after(&self, head: TokenId) -> (Range<TokenId>, Vec<&'static Modifier>) {
        let (mut end, mut found) = (head + 1, Vec::new());
        while end < self.sentence.tokens.len() {
            let known = [3, 2, 1].into_iter().find_map(|width| {
                let to = end + width;
                Some((to, (to <= self.sentence.tokens.len()).then(|| self.modifier(&(end..to)))??))
            });
            let Some((to, modifier)) = known else { break };
            found.insert(0, modifier);
            end = to;
        }
        (head..end, found)
    }

    fn modifier(&self, tokens: &Range<TokenId>) -> Option<&'static Modifier> {
        let words = self.draft.scene.words;
        let tokens = &self.sentence.tokens[tokens.clone()];
        if let [one] = tokens {
            let known = words.groups.modifiers.get(lower(&one.form).as_ref());
            return known.or_else(|| words.groups.modifiers.get(lower(&one.lemma).as_ref()));
        }
        let forms: Vec<_> = tokens.iter().map(|token| lower(&token.form)).collect();
        words.groups.modifiers.get(forms.join(" ").as_str())
    }
}

/// «fuerzas ruso-sirias»: one word, two states.
fn compounds(draft: &mut Draft, pieces: &Pieces, index: usize) {
    let scene = draft.scene;
    for (id, token) in draft.sentence(index).tokens.iter().enumerate() {
        if !token.form.contains('-') || pieces.at(id).is_some_and(|piece| !pieces.senses(piece).is_empty()) {
            continue;
        }
        let mut states: Vec<ActorId> = Vec::new();
        for (_, senses) in scene.knowledge.compound(&scene.lang, &token.form) {
            let is_state = |id: &&ActorId| scene.knowledge.actor(id).is_some_and(|a| a.kind == ActorKind::State);
            let adjectival = senses.iter().filter(|sense| is_adjectival(sense.class)).map(|sense| &sense.actor);
            states.extend(adjectival.filter(is_state).take(1).cloned());
        }
        states.dedup();
        if states.len() == 2 {
            let states: Vec<ActorId> = states.iter().filter_map(|id| draft.add_known(id)).collect();
            draft.mention(index, id..id + 1, MentionKind::Adjective, states, 0.8);
        }
    }
}
