//! Names, titles and descriptions as mentions: "Syrian President Bashar al-Assad", "Russian troops", «el gobierno de Siria».

use super::detect::Pieces;
use super::draft::{Draft, Held};
use super::knowledge::{Knowledge, NameClass};
use super::names::{Meaning, Meanings};
use super::roles::Use;
use super::words::{Role, RoleClass};
use crate::model::{Actor, ActorId, ActorKind, MentionKind, Relation, StateCode, TokenId, Upos};
use std::collections::BTreeSet;

/// A role noun that neither name nor owner explains: "the president", "a diplomatic source".
#[derive(Debug, Clone)]
pub(super) struct Bare {
    pub sentence: usize,
    pub found: Use,
    /// The states of its owners: `PAK` of "a Pakistani official".
    pub states: Vec<StateCode>,
}

/// Emits what names and descriptions say; returns the role nouns that are left to sources and coreference.
pub(super) fn mentions(draft: &mut Draft, pieces: &[Pieces], uses: &[Vec<Use>], named: &Meanings) -> Vec<Bare> {
    draft.genders = named.genders.clone();
    note_titles(draft, uses, named);
    let mut bare = Vec::new();
    for (sentence, of) in pieces.iter().enumerate() {
        let mut writer = Writer { draft, sentence, pieces: of, meanings: &named.of[sentence] };
        let mut titled = BTreeSet::new();
        for found in &uses[sentence] {
            match found.name.filter(|&name| writer.is_person_or_unnamed(name)) {
                Some(name) => {
                    writer.title(found, name);
                    if !found.name_first {
                        titled.insert(name);
                    }
                }
                None => bare.extend(writer.description(found)),
            }
        }
        for piece in 0..of.list.len() {
            if !titled.contains(&piece) {
                writer.name(piece);
            }
        }
    }
    bare
}

/// Notes first who is what, so that "the minister" may stand before the sentence that names him.
fn note_titles(draft: &mut Draft, uses: &[Vec<Use>], named: &Meanings) {
    for (sentence, of) in uses.iter().enumerate() {
        for found in of {
            let meaning = |piece: usize| named.of[sentence][piece].as_ref();
            let Some(person) = found.name.and_then(meaning).filter(|m| m.actor.kind == ActorKind::Person) else {
                continue;
            };
            let owners: Vec<&Actor> = found.owners.iter().filter_map(|&owner| Some(&meaning(owner)?.actor)).collect();
            // The head of a group is no leader of the state that the group is from.
            let knowledge = draft.scene.knowledge;
            let of_state = |actor: &&&Actor| {
                let own = actor.state.as_ref().and_then(|code| knowledge.state(code));
                let organ = matches!(
                    actor.kind,
                    ActorKind::State | ActorKind::Government | ActorKind::Military | ActorKind::Person
                );
                organ || own.is_some_and(|own| own.kind == ActorKind::Organisation)
            };
            let state = match owners.iter().find(of_state) {
                Some(owner) => owner.state.clone(),
                None if owners.is_empty() => found.noun.state.clone().or_else(|| person.actor.state.clone()),
                None => None,
            };
            let held = Held { role: found.noun.role.code, state };
            let of_person = draft.held.entry(person.actor.id.clone()).or_default();
            if !of_person.contains(&held) {
                of_person.push(held);
            }
        }
        for meaning in named.of[sentence].iter().flatten() {
            if meaning.actor.kind == ActorKind::Person {
                draft.held.entry(meaning.actor.id.clone()).or_default();
            }
        }
    }
}

struct Writer<'d, 's> {
    draft: &'d mut Draft<'s>,
    sentence: usize,
    pieces: &'d Pieces,
    meanings: &'d [Option<Meaning>],
}

impl Writer<'_, '_> {
    fn is_person_or_unnamed(&self, piece: usize) -> bool {
        self.meanings[piece].as_ref().is_some_and(|meaning| meaning.actor.kind == ActorKind::Person)
    }

    /// A name by itself.
    fn name(&mut self, piece: usize) {
        let Some(meaning) = self.meanings[piece].clone() else { return };
        let tokens = self.pieces.list[piece].tokens.clone();
        let id = self.draft.add(meaning.actor.clone());
        let adjectival = super::detect::is_adjectival(meaning.class);
        if !adjectival {
            self.draft.mention(self.sentence, tokens, MentionKind::Name, vec![id], meaning.score);
        } else if self.is_people(piece, meaning.class) {
            let people = super::words::roles().get("people").and_then(|role| self.draft.add_described(role, &id));
            self.draft.mention(self.sentence, tokens, MentionKind::Name, people.into_iter().collect(), 0.9);
        } else {
            self.draft.mention(self.sentence, tokens, MentionKind::Adjective, vec![id], meaning.score);
        }
    }

    /// "the Russians", «los palestinos», "the French": a demonym that is a noun of its own and means many.
    fn is_people(&self, piece: usize, class: NameClass) -> bool {
        let tokens = &self.draft.sentence(self.sentence).tokens;
        let range = &self.pieces.list[piece].tokens;
        let (first, after) = (&tokens[range.start], tokens.get(range.end));
        let before = range.start.checked_sub(1).map(|id| &tokens[id]);
        let noun_follows = after.is_some_and(|token| {
            matches!(token.upos, Upos::Noun | Upos::Propn) || token.upos == Upos::Adj && class == NameClass::Adjective
        });
        let modifies = matches!(first.rel(), "amod" | "compound" | "flat" | "nmod:desc");
        let plural = first.feat("Number") == Some("Plur")
            || self.pieces.senses(piece).iter().all(|sense| sense.class == NameClass::Demonym);
        if class == NameClass::Demonym && plural {
            return !noun_follows && !(modifies && first.upos == Upos::Adj);
        }
        let article = before.is_some_and(|token| token.upos == Upos::Det);
        let nominal = matches!(first.upos, Upos::Noun | Upos::Propn) || article;
        let fixed = first.feat("Number").is_none() && article;
        nominal && (plural || fixed) && !noun_follows && !modifies
    }

    /// Title and name as one mention, or the description beside a name that stands first.
    fn title(&mut self, found: &Use, name: usize) {
        let Some(meaning) = self.meanings[name].clone() else { return };
        let person = self.draft.add(meaning.actor.clone());
        let range = &self.pieces.list[name].tokens;
        if found.name_first {
            self.draft.mention(
                self.sentence,
                found.tokens.clone(),
                MentionKind::Description,
                vec![person.clone()],
                0.8,
            );
        } else {
            let tokens = found.tokens.start..range.end.max(found.tokens.end);
            let score = if meaning.score < 0.5 { meaning.score } else { 0.9 };
            self.draft.mention(self.sentence, tokens, MentionKind::Name, vec![person.clone()], score);
        }
        if found.past {
            return;
        }
        if let Some(relation) = found.noun.role.relation {
            let role = self.role_text(found);
            let targets = self.owners(found);
            let known = self.draft.scene.knowledge.affiliations(&person);
            for target in targets.iter().filter(|target| !known.iter().any(|aff| aff.target == **target)) {
                self.draft.relate(&person, target, relation, Some(role.clone()));
            }
        }
    }

    fn role_text(&self, found: &Use) -> String {
        let sentence = self.draft.sentence(self.sentence);
        let span = sentence.span_of(self.pieces.list[found.piece].tokens.clone());
        span.of(&self.draft.scene.document.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The actors that own a role, each once: states, organisations, and for persons their states.
    fn owners(&mut self, found: &Use) -> Vec<ActorId> {
        let mut owners: Vec<ActorId> = Vec::new();
        for &piece in &found.owners {
            let Some(meaning) = &self.meanings[piece] else { continue };
            let actor = meaning.actor.clone();
            let id = match actor.kind {
                ActorKind::Person => self.draft.side_of(&actor).and_then(|state| self.draft.add_state(&state)),
                _ => Some(self.draft.add(actor)),
            };
            owners.extend(id.filter(|id| !owners.contains(id)));
        }
        if owners.is_empty()
            && let Some(state) = &found.noun.state
        {
            owners.extend(self.draft.add_state(state));
        }
        owners
    }

    /// A role noun without a name; back where it has no owner either, or may be an unnamed source.
    fn description(&mut self, found: &Use) -> Option<Bare> {
        let role = found.noun.role;
        let owners = self.owners(found);
        let states: Vec<StateCode> = owners.iter().filter_map(|owner| self.draft.state_of(owner)).collect();
        let bare = || Some(Bare { sentence: self.sentence, found: found.clone(), states: states.clone() });
        // «el gobierno del presidente X», of whom no state is known: somebody's, but nobody knows whose.
        let owned = !found.owners.is_empty() || found.within.is_some() && found.noun.role.class == RoleClass::Organ;
        if owners.is_empty() && owned && role.class != RoleClass::Source {
            return None;
        }
        let singular_source = role.class == RoleClass::Source;
        if owners.is_empty() || singular_source || self.modifies_a_noun(found) {
            return bare().filter(|_| role.class != RoleClass::Honorific);
        }
        let mut actors = Vec::new();
        let mut score: f32 = 0.8;
        for owner in &owners {
            let (actor, sure) = self.described(found, role, owner);
            actors.extend(actor.filter(|actor| !actors.contains(actor)));
            score = score.min(sure);
        }
        if !actors.is_empty() {
            self.name_each(found, &actors);
            self.draft.mention(self.sentence, found.tokens.clone(), MentionKind::Description, actors, score);
        }
        None
    }

    /// "the Russian and Syrian leaders" calls the ones "Russian leaders" and the others "Syrian leaders".
    fn name_each(&mut self, found: &Use, actors: &[ActorId]) {
        if actors.len() < 2 || actors.len() != found.owners.len() {
            return;
        }
        let role = self.role_text(found);
        let text = &self.draft.scene.document.text;
        for (&piece, actor) in found.owners.iter().zip(actors) {
            let owner = self.draft.sentence(self.sentence).span_of(self.pieces.list[piece].tokens.clone()).of(text);
            let is_before = self.pieces.list[piece].tokens.start < self.pieces.list[found.piece].tokens.start;
            let alias = if is_before { format!("{owner} {role}") } else { format!("{role} {owner}") };
            if let Some(actor) = self.draft.actors.get_mut(actor) {
                actor.aliases.insert(alias);
            }
        }
    }

    /// "the Russian state visit": the noun only qualifies the next one.
    fn modifies_a_noun(&self, found: &Use) -> bool {
        let tokens = &self.draft.sentence(self.sentence).tokens;
        let end = self.pieces.list[found.piece].tokens.end;
        let compound = tokens[end - 1].rel() == "compound";
        compound && found.noun.role.class == RoleClass::Itself && tokens.get(end).is_some_and(|t| t.upos == Upos::Noun)
    }

    fn described(&mut self, found: &Use, role: &'static Role, owner: &ActorId) -> (Option<ActorId>, f32) {
        let owner_kind = self.draft.kind(owner);
        match role.class {
            RoleClass::Itself => (Some(owner.clone()), if owner_kind == ActorKind::State { 0.9 } else { 0.6 }),
            RoleClass::Organ if owner_kind == ActorKind::State => (self.draft.add_described(role, owner), 0.8),
            RoleClass::Organ => {
                let same = matches!(
                    role.code,
                    "leadership" | "militants" | "members" | "government" | "officials" | "ministers"
                ) || role.kind == owner_kind;
                if same { (Some(owner.clone()), 0.7) } else { (self.draft.add_described(role, owner), 0.7) }
            }
            _ => match self.holder(found, role, owner) {
                Some(person) => (self.draft.add_known(&person), 0.8),
                None => (self.draft.add_described(role, owner), 0.7),
            },
        }
    }

    /// The one person of the article who, by the knowledge base, is to the organisation what the role says.
    fn head_of_organisation(&self, role: &Role, owner: &ActorId) -> Option<ActorId> {
        let knowledge = self.draft.scene.knowledge;
        let holds = |id: &&ActorId| {
            let relations = knowledge.affiliations(id);
            relations.iter().any(|relation| relation.target == *owner && Some(relation.relation) == role.relation)
        };
        let mut found = self.draft.held.keys().filter(holds);
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    /// Who, by the title of the office, heads an organ of an organisation on the day: the president of the European Commission.
    fn officer_of(&mut self, role: &Role, owner: &ActorId, state: &StateCode) -> Option<ActorId> {
        let day = self.draft.scene.document.meta.published?;
        let knowledge = self.draft.scene.knowledge;
        let name = format!(" of the {}", self.draft.actors.get(owner)?.name);
        let heads = super::words::roles().get("chair").map_or(&[][..], |chair| &chair.offices);
        let offices = role.offices.iter().chain(heads.iter().filter(|_| role.relation == Some(Relation::Leads)));
        let holders: BTreeSet<&ActorId> = offices
            .flat_map(|office| knowledge.holders(state, office, Some(day)))
            .filter(|office| office.title.ends_with(&name))
            .map(|office| &office.holder)
            .collect();
        let only = holders.first().filter(|_| holders.len() == 1)?;
        self.draft.add_known(only)
    }

    /// Who holds an office: a person of the article, else who held it on the day of publication.
    fn holder(&mut self, found: &Use, role: &'static Role, owner: &ActorId) -> Option<ActorId> {
        let state = self.draft.state_of(owner)?;
        let of_state = self.draft.scene.knowledge.state(&state).is_some_and(|state| state.id == *owner);
        if !of_state {
            let head = self.head_of_organisation(role, owner);
            return head.or_else(|| self.officer_of(role, owner, &state).filter(|_| !found.past));
        }
        if let Some(person) = in_article(self.draft, role, &state) {
            return Some(person);
        }
        if found.past {
            return None;
        }
        let day = self.draft.scene.document.meta.published?;
        let knowledge = self.draft.scene.knowledge;
        let holders = offices_of_role(knowledge, role, &state).into_iter().find_map(|office| {
            let held = knowledge.holders(&state, office, Some(day));
            (!held.is_empty()).then_some(held)
        })?;
        let ids: BTreeSet<&ActorId> = holders.iter().map(|office| &office.holder).collect();
        let only = ids.first().filter(|_| ids.len() == 1)?;
        self.draft.add_known(only)
    }
}

/// The offices that a role may mean in a state: not those of parties and regions in it, and for its leader whatever office
/// leads it.
fn offices_of_role<'k>(knowledge: &'k Knowledge, role: &'static Role, state: &StateCode) -> Vec<&'k str> {
    let leads = knowledge.leader_role(state).filter(|_| role.code == "leader");
    let of_state = |office: &&str| {
        leads.is_none() || knowledge.role(office).is_none_or(|known| known.relation != Relation::BelongsTo)
    };
    let mut offices: Vec<&'k str> = role.offices.iter().copied().filter(of_state).collect();
    offices.extend(leads);
    offices
}

/// The one person of the article who has this role for this state, by the article or by the knowledge base.
pub(super) fn in_article(draft: &mut Draft, role: &'static Role, state: &StateCode) -> Option<ActorId> {
    let by_text = |held: &Held| role.may_mean(held.role) && held.state.as_ref() == Some(state);
    let mut said: Vec<ActorId> =
        draft.held.iter().filter(|(_, held)| held.iter().any(by_text)).map(|(id, _)| id.clone()).collect();
    if said.is_empty() {
        let day = draft.scene.document.meta.published;
        let knowledge = draft.scene.knowledge;
        let right = offices_of_role(knowledge, role, state);
        let holds = |id: &ActorId| {
            knowledge
                .offices_of(id)
                .iter()
                .any(|office| office.is_held_on(day) && office.state == *state && right.contains(&office.role.as_str()))
        };
        said = draft.held.keys().filter(|id| holds(id)).cloned().collect();
    }
    match said.as_slice() {
        [only] => draft.add_known(only).or_else(|| Some(only.clone())),
        _ => None,
    }
}

/// The words of a bare role, from its first modifier; used by sources.
pub(super) fn range_of(bare: &Bare) -> std::ops::Range<TokenId> {
    bare.found.tokens.clone()
}
