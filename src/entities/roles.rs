//! Role nouns with what belongs to them: whose they are ("Syrian", "of Russia") and whom they name.
//! `(&Scene, &[Pieces]) -> Vec<Vec<Use>>`, one list a sentence.

use super::Scene;
use super::detect::Pieces;
use super::text::lower;
use super::words::{RoleClass, RoleNoun};
use crate::model::{Sentence, TokenId, Upos};
use std::borrow::Cow;
use std::ops::Range;

/// How many free words may stand between a role noun and what owns it, on each side.
const REACH: usize = 5;

/// A role noun in its noun phrase. Pieces are indices into the sentence's [`Pieces::list`].
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub noun: &'static RoleNoun,
    /// The role noun's own piece.
    pub piece: usize,
    /// Its first token.
    pub role_start: TokenId,
    /// "former", "ex-".
    pub past: bool,
    /// The pieces that it belongs to: demonyms and names.
    pub owners: Vec<usize>,
    /// From the leftmost owner or adjective to the rightmost owner, the role noun between them; without a name.
    pub tokens: Range<TokenId>,
    /// The piece that names the person or organ: "President [Assad]".
    pub name: Option<usize>,
    /// The name stands before: "Putin, the president of Russia".
    pub name_first: bool,
    /// The role noun that this one is part of: the ministry of "a spokesman of the ministry".
    pub within: Option<usize>,
}

/// Reads the role nouns of every sentence.
pub(super) fn uses(scene: &Scene, pieces: &[Pieces]) -> Vec<Vec<Use>> {
    let of_sentence = |(index, pieces)| Reader { scene, sentence: &scene.sentences[index], pieces }.uses();
    pieces.iter().enumerate().map(of_sentence).collect()
}

struct Reader<'s> {
    scene: &'s Scene<'s>,
    sentence: &'s Sentence,
    pieces: &'s Pieces,
}

impl Reader<'_> {
    fn uses(&self) -> Vec<Use> {
        let mut uses: Vec<Use> = Vec::new();
        // From the right, so that a role noun finds the one that it belongs to already read.
        for piece in (0..self.pieces.list.len()).rev() {
            if let Some(noun) = self.pieces.role(piece) {
                let found = self.read(piece, noun, &uses);
                uses.push(found);
            }
        }
        uses.reverse();
        self.inherit(&mut uses);
        uses
    }

    fn read(&self, piece: usize, noun: &'static RoleNoun, later: &[Use]) -> Use {
        let past = matches!(self.pieces.list[piece].part, super::detect::Part::Role(_, true));
        let tokens = self.pieces.list[piece].tokens.clone();
        let mut found = Use {
            noun,
            piece,
            role_start: tokens.start,
            past,
            owners: Vec::new(),
            tokens,
            name: None,
            name_first: false,
            within: None,
        };
        self.look_left(&mut found);
        self.look_right(&mut found, later);
        found.noun = self.noun_of_state(noun, &found.owners);
        if noun.role.is_personal() || noun.role.class == RoleClass::Organ {
            self.find_name(&mut found);
        }
        found
    }

    /// Whether a state's name starts at a token.
    fn is_state(&self, token: TokenId) -> bool {
        let senses = self.pieces.starting(token).map_or(&[][..], |piece| self.pieces.senses(piece));
        senses.iter().any(|sense| {
            self.scene.knowledge.actor(&sense.actor).is_some_and(|actor| actor.kind == crate::model::ActorKind::State)
        })
    }

    /// What the noun is in the owner's state: the head of government where it is a German «canciller».
    fn noun_of_state(&self, noun: &'static RoleNoun, owners: &[usize]) -> &'static RoleNoun {
        let state = |&piece: &usize| {
            let sense = self.pieces.senses(piece).first()?;
            self.scene.knowledge.actor(&sense.actor)?.state.clone()
        };
        let is_of =
            |(code, _): &&(&str, RoleNoun)| owners.iter().filter_map(state).any(|owner| owner.as_str() == *code);
        noun.of_states.iter().find(is_of).map_or(noun, |(_, other)| other)
    }

    fn upos(&self, token: TokenId) -> Upos {
        self.sentence.tokens[token].upos
    }
    fn lower(&self, token: TokenId) -> Cow<'_, str> {
        lower(&self.sentence.tokens[token].form)
    }
    fn is_joint(&self, token: TokenId) -> bool {
        self.upos(token) == Upos::Cconj && self.scene.words.is("joint", &self.lower(token))
    }
    fn is_possessive(&self, token: TokenId) -> bool {
        self.upos(token) == Upos::Part || self.scene.words.is("possessive", &self.lower(token))
    }
    fn may_own(&self, piece: usize) -> bool {
        !self.pieces.senses(piece).is_empty() || self.pieces.is_run(piece)
    }

    /// Owners before the noun: "the [Russian] and [Syrian] leaders", "[Syria]'s state", "[US] officials".
    fn look_left(&self, found: &mut Use) {
        let mut here = found.tokens.start;
        let mut reach = 0;
        let mut owned = false;
        while here > 0 && reach < REACH {
            let before = here - 1;
            if let Some(owner) = self.pieces.ending(here) {
                let joins = self.pieces.is_adjective(owner) || self.scene.words.has("noun_owner");
                if self.pieces.role(owner).is_some() || !joins || !self.may_own(owner) {
                    break;
                }
                here = self.pieces.list[owner].tokens.start;
                found.owners.insert(0, owner);
                (found.tokens.start, owned) = (here, true);
                continue;
            }
            let continues = match self.upos(before) {
                Upos::Adj | Upos::Num => true,
                Upos::Verb => self.sentence.tokens[before].rel() == "amod",
                Upos::Noun => self.sentence.tokens[before].rel() == "compound" && !owned,
                Upos::Part => self.is_possessive(before) && !owned,
                Upos::Punct => matches!(&*self.sentence.tokens[before].form, "-" | "“" | "\"" | "'" | "’"),
                Upos::Cconj => owned && self.is_joint(before) && self.owner_ends(before, found.owners.first()),
                _ => false,
            } || (owned && self.lower(before) == "," && self.owner_ends(before, found.owners.first()));
            if !continues {
                break;
            }
            here = before;
            reach += 1;
        }
    }

    /// Whether a known owner like `first` ends before `token`, so that "Russian and Syrian leaders" has two. In "Merkel and
    /// French President Hollande" it does not.
    fn owner_ends(&self, token: TokenId, first: Option<&usize>) -> bool {
        self.pieces.ending(token).is_some_and(|piece| {
            let joined_by_comma = self.lower(token) == ",";
            let alike = first.is_none_or(|&first| {
                self.pieces.senses(first).is_empty()
                    || self.pieces.is_adjective(first) == self.pieces.is_adjective(piece)
            });
            // "met Abiy and TPLF leader X"
            let known = !self.pieces.senses(piece).is_empty() && !self.is_person(piece);
            known && alike && (self.pieces.is_adjective(piece) || !joined_by_comma)
        })
    }

    fn is_person(&self, piece: usize) -> bool {
        let first = self.pieces.senses(piece).first().and_then(|sense| self.scene.knowledge.actor(&sense.actor));
        first.is_some_and(|actor| actor.kind == crate::model::ActorKind::Person)
    }

    /// Owners after the noun: «tropas [rusas]», "leaders of [Russia] and [Syria]", «portavoz del Ministerio [iraní]».
    fn look_right(&self, found: &mut Use, later: &[Use]) {
        let mut here = found.tokens.end;
        let mut reach = 0;
        let mut after_of = false;
        while here < self.sentence.tokens.len() && reach < REACH {
            if let Some(piece) = self.pieces.starting(here) {
                if let Some(inner) = self.pieces.role(piece) {
                    let is_owner = after_of && inner.role.class != RoleClass::Honorific;
                    let inner = later.iter().find(|found| found.piece == piece).filter(|_| is_owner);
                    self.take_inner(found, inner);
                    return;
                }
                let adjective = self.pieces.is_adjective(piece);
                // "a spokeswoman for the [Bulgarian] foreign ministry": the adjective is the ministry's.
                if let Some(inner) = self.role_behind(piece).filter(|_| adjective && after_of) {
                    here = inner;
                    continue;
                }
                // «el régimen Assad», «la dinastía Al Assad»: the name of whose it is may follow at once.
                let beside =
                    reach == 0 && found.noun.role.class == RoleClass::Organ && !self.scene.words.has("noun_owner");
                let owns = (after_of || beside) && !adjective || adjective && (found.owners.is_empty() || after_of);
                if !owns || !self.may_own(piece) || adjective && self.scene.words.has("noun_owner") && !after_of {
                    return;
                }
                if found.owners.is_empty() || found.tokens.start == self.pieces.list[found.piece].tokens.start {
                    found.owners.push(piece);
                }
                here = self.pieces.list[piece].tokens.end;
                found.tokens.end = here;
                here = match self.next_joined(here) {
                    Some(next) => next,
                    None => return,
                };
                continue;
            }
            let word = self.lower(here);
            match self.upos(here) {
                Upos::Adp if !after_of && self.scene.words.is("of", &word) => after_of = true,
                // "the government in Kabul", "rebels in the Ivory Coast"; not "troops in Iraq", who are others' as a rule
                Upos::Adp if reach == 0 && found.owners.is_empty() && self.scene.words.is("seated", &word) => {
                    let is_det = self.sentence.tokens.get(here + 1).is_some_and(|token| token.upos == Upos::Det);
                    let at = if is_det { here + 2 } else { here + 1 };
                    let local = self.scene.words.is("seated_role", found.noun.role.code);
                    if !(local && self.is_state(at)) {
                        return;
                    }
                    after_of = true;
                }
                // "troops from Chad"
                Upos::Adp if reach == 0 && found.owners.is_empty() && self.scene.words.is("origin", &word) => {
                    let sent = matches!(found.noun.role.code, "military" | "police" | "officials" | "militants");
                    if !(sent && self.is_state(here + 1)) {
                        return;
                    }
                    after_of = true;
                }
                Upos::Adp if after_of && self.scene.words.is("of", &word) && reach > 1 => {}
                Upos::Det if after_of => {}
                Upos::Adj | Upos::Verb if !self.scene.words.has("noun_owner") || after_of => {}
                Upos::Noun if after_of && !self.scene.words.has("noun_owner") => {}
                Upos::Punct if matches!(&*word, "“" | "”" | "\"" | "«" | "»") => {}
                _ => return,
            }
            here += 1;
            reach += 1;
        }
    }

    /// Where the role noun starts that an adjective before it owns.
    fn role_behind(&self, adjective: usize) -> Option<TokenId> {
        let end = self.pieces.list[adjective].tokens.end;
        let last = self.sentence.tokens.len().min(end + 3);
        let next = (end..last).find(|&id| self.upos(id) != Upos::Adj || self.pieces.starting(id).is_some())?;
        let piece = self.pieces.starting(next).filter(|_| self.scene.words.has("noun_owner"))?;
        (self.pieces.role(piece)?.role.class == RoleClass::Organ).then_some(next)
    }

    /// After an owner: where the next one of a coordination starts.
    fn next_joined(&self, here: TokenId) -> Option<TokenId> {
        let tokens = self.sentence.tokens.len();
        if here >= tokens || !(self.is_joint(here) || self.lower(here) == ",") {
            return None;
        }
        let skipped = |token: &TokenId| {
            self.upos(*token) == Upos::Det || self.scene.words.is("of", &self.lower(*token)) || *token == here
        };
        let next = (here..tokens.min(here + 4)).find(|token| !skipped(token))?;
        let piece = self.pieces.starting(next)?;
        let same_kind = self.pieces.ending(here).is_some_and(|last| {
            self.pieces.is_adjective(last) == self.pieces.is_adjective(piece) && self.pieces.role(piece).is_none()
        });
        // "the president of Russia, Vladimir Putin": a comma joins demonyms only.
        (same_kind && (self.is_joint(here) || self.pieces.is_adjective(piece))).then_some(next)
    }

    fn take_inner(&self, found: &mut Use, inner: Option<&Use>) {
        let Some(inner) = inner else { return };
        if found.owners.is_empty() {
            found.owners.clone_from(&inner.owners);
        }
        found.within = Some(inner.piece);
        found.tokens.end = inner.tokens.end;
        if let (Some(name), false) = (inner.name, inner.name_first) {
            let is_owner = !inner.noun.role.is_personal() || inner.noun.role.class == RoleClass::Office;
            // «portavoz del presidente ruso Vladimir Putin»: the name is the inner one's.
            if is_owner {
                found.tokens.end = self.pieces.list[name].tokens.end;
            }
        }
    }

    /// The name of the person or organ: right after the noun phrase, after a comma, or before it with a comma.
    fn find_name(&self, found: &mut Use) {
        let end = found.tokens.end;
        let role_end = self.pieces.list[found.piece].tokens.end;
        let adjacent =
            [end, role_end].into_iter().find_map(|at| self.pieces.starting(at).filter(|&p| self.can_name(p)));
        let organ = found.noun.role.class == RoleClass::Organ;
        let inner_named = found.within.is_some();
        let after = match adjacent {
            Some(name) if !organ && !inner_named && !found.owners.contains(&name) => Some(name),
            _ if organ || inner_named && !self.comma_at(end) => None,
            _ => self.name_after_comma(end).or_else(|| self.apposition_of(found)),
        };
        if after.is_some() {
            found.name = after;
            return;
        }
        if !organ {
            found.name = self.name_before(found.tokens.start);
            found.name_first = found.name.is_some();
        }
    }

    fn comma_at(&self, token: TokenId) -> bool {
        token < self.sentence.tokens.len() && self.lower(token) == ","
    }

    /// Whether a piece can be a person's name: an unknown name or a known person.
    fn can_name(&self, piece: usize) -> bool {
        let is_person = |sense: &super::knowledge::Sense| {
            let actor = self.scene.knowledge.actor(&sense.actor);
            actor.is_some_and(|actor| actor.kind == crate::model::ActorKind::Person)
        };
        let tokens = self.pieces.list[piece].tokens.clone();
        let proper = || tokens.into_iter().any(|id| self.upos(id) == Upos::Propn);
        self.pieces.is_run(piece) && proper() || self.pieces.senses(piece).iter().any(is_person)
    }

    /// «el presidente ruso, Vladimir Putin, …»: the name must be closed again, or the tree must call it an apposition.
    fn name_after_comma(&self, end: TokenId) -> Option<usize> {
        if !self.comma_at(end) {
            return None;
        }
        let piece = self.pieces.starting(end + 1).filter(|&piece| self.can_name(piece))?;
        let tokens = &self.pieces.list[piece].tokens;
        let apposition = tokens.clone().any(|id| self.sentence.tokens[id].rel() == "appos");
        let closed = tokens.end >= self.sentence.tokens.len() || self.upos(tokens.end) == Upos::Punct;
        (apposition || closed).then_some(piece)
    }

    /// «la portavoz del grupo parlamentario, Ione Arregui»: whom the tree calls an apposition of the noun, some words later.
    fn apposition_of(&self, found: &Use) -> Option<usize> {
        let own = &self.pieces.list[found.piece].tokens;
        let names = |piece: &usize| {
            let tokens = &self.pieces.list[*piece].tokens;
            let head = super::text::head_of(self.sentence, tokens);
            let token = &self.sentence.tokens[head];
            let of_noun = token.rel() == "appos" && token.head.is_some_and(|head| own.contains(&head));
            of_noun && self.comma_at(tokens.start - 1) && self.can_name(*piece)
        };
        let near = own.end..self.sentence.tokens.len().min(own.end + 12);
        near.filter_map(|token| self.pieces.starting(token)).find(names)
    }

    /// "Javad Zarif, the Iranian foreign minister": the name that ends before the noun phrase and its comma.
    fn name_before(&self, start: TokenId) -> Option<usize> {
        let mut here = start;
        while here > 0 && matches!(self.upos(here - 1), Upos::Det | Upos::Adj | Upos::Adv) {
            here -= 1;
        }
        let has_article = here < start;
        let comma = here > 0 && matches!(&*self.lower(here - 1), "," | "(" | "—" | "–");
        let name_end = if comma { here - 1 } else { here };
        if !comma && !has_article {
            return None;
        }
        let piece = self.pieces.ending(name_end).filter(|&piece| self.can_name(piece))?;
        let apposition = (start..self.sentence.tokens.len().min(start + 6))
            .any(|id| self.sentence.tokens[id].rel() == "appos" && self.heads(piece, id));
        (apposition || comma && has_article && self.closes(start)).then_some(piece)
    }

    /// Whether the apposition that starts at `start` ends with a comma or the sentence before the next verb.
    fn closes(&self, start: TokenId) -> bool {
        let rest = &self.sentence.tokens[start..];
        rest.iter()
            .find_map(|token| match token.upos {
                Upos::Punct => Some(true),
                Upos::Verb | Upos::Aux | Upos::Cconj => Some(false),
                _ => None,
            })
            .unwrap_or(true)
    }

    fn heads(&self, piece: usize, token: TokenId) -> bool {
        self.sentence.tokens[token].head.is_some_and(|head| self.pieces.list[piece].tokens.contains(&head))
    }

    /// "Foreign Ministry spokesman": a role noun right before another is its owner and hands on its owners.
    fn inherit(&self, uses: &mut [Use]) {
        for at in 1..uses.len() {
            let (before, here) = uses.split_at_mut(at);
            let (left, right) = (before.last_mut().expect("at least one"), &mut here[0]);
            let left_end = self.pieces.list[left.piece].tokens.end;
            let start = right.tokens.start;
            let gap_is_possessive = left_end < start && (left_end..start).all(|id| self.is_possessive(id));
            let adjacent = self.scene.words.has("noun_owner") && (left_end == start || gap_is_possessive);
            if !adjacent || left.noun.role.is_personal() && !gap_is_possessive {
                continue;
            }
            if right.owners.is_empty() {
                right.owners.clone_from(&left.owners);
            }
            right.within = Some(left.piece);
            right.tokens.start = left.tokens.start;
        }
    }
}
