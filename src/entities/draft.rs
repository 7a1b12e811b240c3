//! The entities of a document while they are being collected.

use super::Scene;
use super::text::head_of;
use super::words::{Gender, Role};
use crate::model::{
    Actor, ActorId, ActorKind, Affiliation, Entities, Mention, MentionKind, Relation, Sentence, Span, StateCode,
    TokenId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A role that the article gives to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub role: &'static str,
    pub state: Option<StateCode>,
}

/// Mentions and actors found so far.
pub(super) struct Draft<'s> {
    pub scene: &'s Scene<'s>,
    pub mentions: Vec<Mention>,
    pub actors: BTreeMap<ActorId, Actor>,
    affiliations: BTreeSet<Affiliation>,
    /// What the article says that persons are.
    pub held: BTreeMap<ActorId, Vec<Held>>,
    pub genders: BTreeMap<ActorId, Gender>,
}

impl<'s> Draft<'s> {
    /// Nothing yet.
    pub fn new(scene: &'s Scene<'s>) -> Self {
        Draft {
            scene,
            mentions: Vec::new(),
            actors: BTreeMap::new(),
            affiliations: BTreeSet::new(),
            held: BTreeMap::new(),
            genders: BTreeMap::new(),
        }
    }

    /// The sentence of an index.
    pub fn sentence(&self, index: usize) -> &'s Sentence {
        &self.scene.sentences[index]
    }

    /// Adds an actor unless it is there.
    pub fn add(&mut self, actor: Actor) -> ActorId {
        let id = actor.id.clone();
        self.actors.entry(id.clone()).or_insert(actor);
        id
    }

    /// Adds a known actor; `None` where the knowledge base does not know it.
    pub fn add_known(&mut self, id: &ActorId) -> Option<ActorId> {
        if !self.actors.contains_key(id) {
            self.actors.insert(id.clone(), super::names::known_actor(self.scene, id)?);
        }
        Some(id.clone())
    }

    /// The state's own actor.
    pub fn add_state(&mut self, code: &StateCode) -> Option<ActorId> {
        let actor = self.scene.knowledge.state(code)?.clone();
        Some(self.add(actor))
    }

    /// The organ, group or office holder that a role noun describes: `SYR-government`, "Government of Syria".
    pub fn add_described(&mut self, role: &Role, owner: &ActorId) -> Option<ActorId> {
        let owner = self.actors.get(owner).cloned().or_else(|| self.scene.knowledge.actor(owner).cloned())?;
        self.add(owner.clone());
        // An organisation inside a state has heads and members of its own: only the state's actor lends its code.
        let of_state =
            owner.state.as_ref().and_then(|code| self.scene.knowledge.state(code)).filter(|state| state.id == owner.id);
        let code = match (&owner.state, of_state) {
            (Some(state), Some(_)) => state.as_str().to_owned(),
            _ => owner.id.as_str().to_owned(),
        };
        let id = ActorId::from(format!("{code}-{}", role.code).as_str());
        let made = Actor {
            id: id.clone(),
            kind: role.kind,
            state: owner.state.clone(),
            name: role.name.replace("{}", &owner.name),
            aliases: BTreeSet::new(),
        };
        self.add(made);
        if let Some(relation) = role.relation {
            let office = (role.kind == ActorKind::Person).then(|| role.code.replace('_', " "));
            self.relate(&id, &owner.id, relation, office);
        }
        Some(id)
    }

    /// Notes a relation that the text states.
    pub fn relate(&mut self, source: &ActorId, target: &ActorId, relation: Relation, role: Option<String>) {
        if source == target {
            return;
        }
        self.affiliations.insert(Affiliation {
            source: source.clone(),
            target: target.clone(),
            relation,
            role,
            since: None,
            until: None,
            document: Some(self.scene.document.meta.id.clone()),
        });
    }

    /// Adds a mention of words; its words become an alias of its actor unless they only point back.
    pub fn mention(
        &mut self,
        sentence: usize,
        tokens: Range<TokenId>,
        kind: MentionKind,
        actors: Vec<ActorId>,
        score: f32,
    ) {
        let of = self.sentence(sentence);
        let head = head_of(of, &tokens);
        let span = self.span(of, &tokens);
        let is_there = |mention: &Mention| {
            mention.sentence == sentence
                && mention.tokens == tokens
                && (mention.kind == kind || mention.actors == actors)
        };
        if self.mentions.iter().rev().take(200).any(is_there) {
            return;
        }
        let tells_a_name = matches!(kind, MentionKind::Name | MentionKind::Description);
        if let ([only], true) = (actors.as_slice(), tells_a_name) {
            let surface = span.of(&self.scene.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let keeps = kind == MentionKind::Name || self.keeps_alias(only, sentence, &tokens);
            if let Some(actor) = self.actors.get_mut(only).filter(|_| keeps) {
                if surface != actor.name {
                    actor.aliases.insert(surface);
                }
            }
        }
        self.mentions.push(Mention { sentence, tokens, head, span, kind, actors, score: score.clamp(0.0, 1.0) });
    }

    /// Whether a description is a name to search for: "Syrian government" is one, "the president" is not.
    fn keeps_alias(&self, actor: &ActorId, sentence: usize, tokens: &Range<TokenId>) -> bool {
        let is_of_article = |actor: &Actor| {
            actor.kind == ActorKind::UnnamedSource
                || actor.kind == ActorKind::Other && actor.id.as_str().starts_with("group-")
        };
        let forms: Vec<&str> =
            self.sentence(sentence).tokens[tokens.clone()].iter().map(|token| token.form.as_str()).collect();
        let named = |at: usize| self.scene.knowledge.longest(&self.scene.lang, &forms[at..]).is_some();
        self.actors.get(actor).is_some_and(is_of_article)
            || forms.iter().skip(1).any(|form| super::text::is_capital(form))
            || (0..forms.len()).any(named)
    }

    /// Adds a subject that the verb at `head` leaves out.
    pub fn dropped(&mut self, sentence: usize, head: TokenId, actors: Vec<ActorId>, score: f32) {
        let at = self.sentence(sentence).tokens[head].span.start;
        let span = Span::new(at, at);
        let kind = MentionKind::Dropped;
        self.mentions.push(Mention {
            sentence,
            tokens: head..head,
            head,
            span,
            kind,
            actors,
            score: score.clamp(0.0, 1.0),
        });
    }

    /// The bytes of `tokens`; of a word like "Syria's" that is two tokens only the part that is in the range.
    fn span(&self, sentence: &Sentence, tokens: &Range<TokenId>) -> Span {
        let mut span = sentence.span_of(tokens.clone());
        let last = &sentence.tokens[tokens.end - 1];
        let goes_on = sentence
            .multiwords
            .iter()
            .any(|multi| multi.words.contains(&(tokens.end - 1)) && multi.words.end > tokens.end);
        let word = last.span.of(&self.scene.document.text);
        if goes_on && word.starts_with(last.form.as_str()) {
            span = Span::new(span.start, last.span.start + last.form.len());
        }
        span
    }

    /// The actor's display kind, [`ActorKind::Other`] for one that is not here.
    pub fn kind(&self, id: &ActorId) -> ActorKind {
        self.actors.get(id).map_or(ActorKind::Other, |actor| actor.kind)
    }

    /// The state that an actor belongs to.
    pub fn state_of(&self, id: &ActorId) -> Option<StateCode> {
        self.actors.get(id).and_then(|actor| actor.state.clone())
    }

    /// Whose side a person is on: that of the office held on the article's day or last before it (Kofi Annan's is the UN's,
    /// not Ghana's), else the person's own state.
    pub fn side_of(&self, person: &Actor) -> Option<StateCode> {
        let day = self.scene.document.meta.published;
        let offices = self.scene.knowledge.offices_of(&person.id);
        let begun = || offices.iter().find(|office| office.has_begun_by(day));
        let held = offices.iter().find(|office| office.is_held_on(day)).or_else(begun);
        held.map(|office| office.state.clone()).or_else(|| person.state.clone())
    }

    /// Sorts, and adds what the knowledge base says of those present.
    pub fn finish(mut self) -> Entities {
        let present: Vec<ActorId> = self.actors.keys().cloned().collect();
        let day = self.scene.document.meta.published;
        for id in &present {
            for affiliation in self.scene.knowledge.affiliations(id) {
                let holds = day.is_none_or(|day| {
                    affiliation.since.is_none_or(|since| since <= day)
                        && affiliation.until.is_none_or(|until| day <= until)
                });
                if holds && affiliation.source == *id && self.add_known(&affiliation.target).is_some() {
                    self.affiliations.insert(affiliation);
                }
            }
        }
        let mut mentions = self.mentions;
        mentions.sort_by(|a, b| {
            let key = |m: &Mention| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end), m.kind as u8);
            key(a).cmp(&key(b)).then_with(|| a.actors.cmp(&b.actors))
        });
        Entities { mentions, actors: self.actors, affiliations: self.affiliations.into_iter().collect() }
    }
}
