//! Known names to actors: which sense a name has in this article, or none.
//! Surnames that several people bear are decided by the rest of the article, never by a guess.

use super::Scene;
use super::detect::{Pieces, is_adjectival};
use super::knowledge::{NameClass, Office, Sense};
use super::roles::Use;
use super::text::{fold, lower};
use super::words::{Gender, Role, given_name};
use crate::model::{Actor, ActorId, ActorKind, StateCode, TokenId, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// What a known name stands for here.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub actor: ActorId,
    pub class: NameClass,
    pub score: f32,
}

/// The link of every piece of every sentence; `None` for role nouns, unknown names, and names that stay open.
pub(super) type Links = Vec<Vec<Option<Link>>>;

/// What the title beside a name says of its bearer.
#[derive(Debug, Clone, Default)]
pub(super) struct Title {
    pub roles: Vec<&'static Role>,
    pub states: Vec<StateCode>,
    /// "former president".
    pub past: bool,
    /// "Mrs.", «señora».
    pub gender: Option<Gender>,
}

/// Links the known names of a document.
pub(super) fn links(scene: &Scene, pieces: &[Pieces], uses: &[Vec<Use>]) -> Links {
    let mut linker =
        Linker { scene, pieces, full: BTreeSet::new(), states: BTreeMap::new(), surnames: surnames(scene, pieces) };
    let mut links: Links =
        pieces.iter().map(|of| (0..of.list.len()).map(|piece| linker.plain(of, piece)).collect()).collect();
    linker.collect(&links);
    for (index, of) in pieces.iter().enumerate() {
        for piece in 0..of.list.len() {
            if links[index][piece].is_none() && !of.senses(piece).is_empty() {
                let title = title_of(scene, index, of, &uses[index], &links[index], piece);
                links[index][piece] = linker.decide(index, piece, &title);
            }
        }
    }
    for (index, of) in links.iter_mut().enumerate() {
        drop_organs_of_others(scene, &pieces[index], of);
        for (piece, link) in of.iter_mut().enumerate() {
            if let Some(link) = link {
                link.score *= place_factor(scene, &pieces[index], index, piece, link);
            }
        }
    }
    links
}

/// "the Turkish National Security Council" is not America's: an organ of one state beside the adjective of another stays open.
fn drop_organs_of_others(scene: &Scene, pieces: &Pieces, links: &mut [Option<Link>]) {
    let actor = |link: &Option<Link>| link.as_ref().and_then(|link| scene.knowledge.actor(&link.actor));
    for piece in 0..links.len() {
        let Some(organ) = actor(&links[piece]) else { continue };
        let is_organ = matches!(organ.kind, ActorKind::Government | ActorKind::Military);
        let tokens = &pieces.list[piece].tokens;
        let beside =
            if scene.words.has("noun_owner") { pieces.ending(tokens.start) } else { pieces.starting(tokens.end) };
        let owner = beside
            .filter(|&beside| is_organ && pieces.is_adjective(beside))
            .and_then(|beside| actor(&links[beside]).filter(|owner| owner.kind == ActorKind::State));
        if owner.is_some_and(|owner| owner.state != organ.state) {
            links[piece] = None;
        }
    }
}

/// The last words of unknown names of several words, each with its first place: "Hafez al-Assad" makes "Assad" open.
fn surnames(scene: &Scene, pieces: &[Pieces]) -> BTreeMap<String, (usize, TokenId)> {
    let mut found = BTreeMap::new();
    for (index, of) in pieces.iter().enumerate() {
        for piece in of.list.iter().filter(|piece| matches!(piece.part, super::detect::Part::Run)) {
            if piece.tokens.len() > 1 {
                let last = piece.tokens.end - 1;
                found.entry(fold(&scene.sentences[index].tokens[last].form)).or_insert((index, last));
            }
        }
    }
    found
}

/// What stands around the name at `piece`: roles and states of its titles.
pub(super) fn title_of(
    scene: &Scene,
    index: usize,
    pieces: &Pieces,
    uses: &[Use],
    links: &[Option<Link>],
    piece: usize,
) -> Title {
    let mut title = Title::default();
    for found in uses.iter().filter(|found| found.name == Some(piece)) {
        title.roles.push(found.noun.role);
        let form = found.noun.words.first().copied().unwrap_or_default();
        let of_gender = [("man", Gender::Masc), ("woman", Gender::Fem)];
        let address = of_gender.into_iter().find(|(key, _)| scene.words.is(key, form)).map(|(_, gender)| gender);
        // «la presidenta», «la canciller»: the article tells it where the noun does not.
        let token = &scene.sentences[index].tokens[pieces.list[found.piece].tokens.start];
        let article = scene.sentences[index].tokens[..pieces.list[found.piece].tokens.start].last();
        let article = article.filter(|article| article.upos == Upos::Det).and_then(|article| article.feat("Gender"));
        let grammatical = match article.or_else(|| token.feat("Gender")) {
            Some("Fem") => Some(Gender::Fem),
            _ => None,
        };
        title.gender = address.or(grammatical).or(title.gender);
        title.past |= found.past;
        title.states.extend(found.noun.state.clone());
        for owner in &found.owners {
            let actor = links[*owner].as_ref().and_then(|link| scene.knowledge.actor(&link.actor));
            title.states.extend(actor.and_then(|actor| actor.state.clone()));
        }
    }
    title.states.extend(owner_before(scene, index, pieces, links, piece));
    let hint = pieces.list[piece].hint.as_ref().and_then(|id| scene.knowledge.actor(id));
    title.states.extend(hint.and_then(|actor| actor.state.clone()));
    title
}

/// "Syria's Assad": the state whose possessive stands right before a name.
fn owner_before(
    scene: &Scene,
    index: usize,
    pieces: &Pieces,
    links: &[Option<Link>],
    piece: usize,
) -> Option<StateCode> {
    let start = pieces.list[piece].tokens.start;
    let mark = &scene.sentences[index].tokens[start.checked_sub(1)?];
    if mark.upos != Upos::Part && !scene.words.is("possessive", &mark.form) {
        return None;
    }
    let owner = pieces.ending(start - 1)?;
    let link = links[owner].as_ref()?;
    let actor = scene.knowledge.actor(&link.actor)?;
    (actor.kind == ActorKind::State && !pieces.is_adjective(owner)).then(|| actor.state.clone()).flatten()
}

struct Linker<'s> {
    scene: &'s Scene<'s>,
    pieces: &'s [Pieces],
    /// Actors whose full name the article has.
    full: BTreeSet<ActorId>,
    /// How often the article names each state, by whatever name.
    states: BTreeMap<StateCode, usize>,
    surnames: BTreeMap<String, (usize, TokenId)>,
}

impl Linker<'_> {
    fn actor(&self, sense: &Sense) -> Option<&Actor> {
        self.scene.knowledge.actor(&sense.actor)
    }
    fn is_person(&self, sense: &Sense) -> bool {
        self.actor(sense).is_some_and(|actor| actor.kind == ActorKind::Person)
    }

    /// Names that need no context: one actor, no surname, nothing else that the word could mean.
    fn plain(&self, pieces: &Pieces, piece: usize) -> Option<Link> {
        let senses = pieces.senses(piece);
        let first = senses.first()?;
        let one = senses.iter().all(|sense| sense.actor == first.actor);
        let open = first.ambiguous && !is_adjectival(first.class);
        if !one || open || first.class == NameClass::Short && self.is_person(first) {
            return None;
        }
        Some(Link { actor: first.actor.clone(), class: first.class, score: 1.0 })
    }

    fn collect(&mut self, links: &Links) {
        for link in links.iter().flatten().flatten() {
            let Some(actor) = self.scene.knowledge.actor(&link.actor) else { continue };
            if actor.kind == ActorKind::Person {
                self.full.insert(link.actor.clone());
            }
            if let Some(state) = &actor.state {
                *self.states.entry(state.clone()).or_default() += 1;
            }
        }
    }

    /// Decides an open name by the article.
    fn decide(&self, index: usize, piece: usize, title: &Title) -> Option<Link> {
        let senses = self.pieces[index].senses(piece);
        let mut seen: BTreeMap<&ActorId, (f32, usize, &Sense)> = BTreeMap::new();
        for (order, sense) in senses.iter().enumerate() {
            let score = self.evidence(sense, title);
            seen.entry(&sense.actor).or_insert((score, order, sense));
        }
        let mut ranked: Vec<_> = seen.into_values().collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (best, _, sense) = *ranked.first()?;
        let second = ranked.get(1).map_or(f32::MIN, |other| other.0);
        if self.is_person(sense) {
            let taken = self.is_surname(index, piece) && !self.full.contains(&sense.actor);
            // «el general Petraeus»: the only bearer, well known, with a title.
            let titled = title.roles.iter().any(|role| role.is_personal());
            let only = ranked.len() == 1 && titled && self.scene.knowledge.rank(&sense.actor) <= 2;
            let needed = match (sense.ambiguous || ranked.len() > 1, only) {
                (true, false) => 2.0,
                (true, true) => 0.5,
                _ => -0.5,
            };
            if taken || best < needed || best - second < 0.9 {
                return None;
            }
        } else if sense.ambiguous && sense.class != NameClass::Acronym && self.follows_full_name(index, piece) {
            return None;
        } else if best - second < 0.3 && ranked.len() > 1 && ranked[1].1 < senses.len() && self.is_person(ranked[1].2) {
            return None;
        }
        let score = if sense.class == NameClass::Name { 0.9 } else { 0.8 };
        Some(Link { actor: sense.actor.clone(), class: sense.class, score })
    }

    /// Whether an unknown person of the article bears the name: "Jordan" after "Michael Jordan".
    fn is_surname(&self, index: usize, piece: usize) -> bool {
        let last = &self.scene.sentences[index].tokens[self.pieces[index].list[piece].tokens.end - 1].form;
        self.surnames.contains_key(&fold(last))
    }

    /// The same where the full name stands before: a state that was named first is not the person who comes later.
    fn follows_full_name(&self, index: usize, piece: usize) -> bool {
        let last = self.pieces[index].list[piece].tokens.end - 1;
        let first = self.surnames.get(&fold(&self.scene.sentences[index].tokens[last].form));
        first.is_some_and(|first| *first < (index, last))
    }

    /// What speaks for a sense; about 2 is convincing.
    fn evidence(&self, sense: &Sense, title: &Title) -> f32 {
        let Some(actor) = self.actor(sense) else { return -9.0 };
        let mut score = 0.0;
        let known_state = actor.state.as_ref().is_some_and(|state| self.states.contains_key(state));
        if actor.kind != ActorKind::Person {
            let titled = title.roles.iter().any(|role| role.is_personal());
            // "Brussels" is the Union's seat before it is Belgium's.
            let seat = sense.class == NameClass::Metonym && actor.kind == ActorKind::Organisation;
            let open = if sense.ambiguous { 0.5 } else { 0.0 };
            return if titled { -1.0 } else { 1.5 + f32::from(known_state) + f32::from(seat) * 0.4 - open };
        }
        score += if self.full.contains(&sense.actor) { 4.0 } else { 0.0 };
        if !title.states.is_empty() {
            let same = actor.state.as_ref().is_some_and(|state| title.states.contains(state));
            score += if same { 2.0 } else { -3.0 };
        }
        let first = actor.name.split(' ').next().unwrap_or_default();
        if let (Some(wanted), Some(Some(known))) = (title.gender, given_name(first)) {
            score += if wanted == known { 0.5 } else { -4.0 };
        }
        score += self.office_evidence(sense, title);
        // The knowledge base calls a surname open for all but the one whom everybody means.
        score += if sense.ambiguous { 0.0 } else { 1.0 };
        score += if known_state { 1.0 } else { 0.0 };
        score + f32::from(5 - self.scene.knowledge.rank(&sense.actor).min(5)) * 0.3
    }

    /// What offices say: the title's own on the article's day says most; one that begins later speaks against.
    fn office_evidence(&self, sense: &Sense, title: &Title) -> f32 {
        let day = self.scene.document.meta.published;
        let offices = self.scene.knowledge.offices_of(&sense.actor);
        let titles = title.roles.iter().any(|role| self.has_offices(role));
        let titled: Vec<&Office> =
            offices.iter().filter(|office| title.roles.iter().any(|role| self.is_office(role, office))).collect();
        let mut score = 0.0;
        if titled.iter().any(|office| office.is_held_on(day) || title.past && office.has_begun_by(day)) {
            score += if day.is_some() { 3.0 } else { 1.5 };
        } else if titled.iter().any(|office| office.has_begun_by(day)) {
            score += 0.5;
        } else if !titled.is_empty() {
            score -= 1.0;
        }
        if day.is_some() && offices.iter().any(|office| office.is_held_on(day)) {
            score += if titles { 0.3 } else { 1.5 };
        } else if !offices.is_empty()
            && !offices.iter().any(|office| office.has_begun_by(day))
            && !self.has_other_work(title)
        {
            score -= 1.0;
        }
        score
    }

    /// "General", "Professor": a title before, beside or after any office.
    fn has_other_work(&self, title: &Title) -> bool {
        title.roles.iter().any(|role| role.is_personal() && role.offices.is_empty())
    }

    fn has_offices(&self, role: &Role) -> bool {
        !role.offices.is_empty() || !role.covers.is_empty()
    }

    fn is_office(&self, role: &Role, office: &Office) -> bool {
        let leads = || role.code == "leader" && self.scene.knowledge.leader_role(&office.state) == Some(&office.role);
        role.offices.contains(&office.role.as_str()) || role.covers.contains(&office.role.as_str()) || leads()
    }
}

/// A capital or state after "in": it may be just the place.
fn place_factor(scene: &Scene, pieces: &Pieces, index: usize, piece: usize, link: &Link) -> f32 {
    let kind = scene.knowledge.actor(&link.actor).map(|actor| actor.kind);
    // A seat is a town for whomever it stands: Belgium or the Union.
    let is_seat = link.class == NameClass::Metonym && kind == Some(ActorKind::Organisation);
    if kind != Some(ActorKind::State) && !is_seat || is_adjectival(link.class) {
        // "the Camp David talks"
        let open = pieces.senses(piece).iter().all(|sense| sense.ambiguous);
        return if open && kind == Some(ActorKind::Government) && names_an_event(scene, pieces, index, piece) {
            0.3
        } else {
            1.0
        };
    }
    let tokens = &scene.sentences[index].tokens;
    let start = pieces.list[piece].tokens.start;
    let is_modifier = |token: &TokenId| matches!(tokens[*token].upos, Upos::Det | Upos::Adj);
    let before = (0..start).rev().find(|token| !is_modifier(token));
    let locative = before.is_some_and(|token| {
        tokens[token].upos == Upos::Adp && scene.words.is("locative", &lower(&tokens[token].form))
    });
    // «fue convocado por Lima»: the agent right behind a participle
    let is_agent = before.is_some_and(|token| {
        let form = |feature: &str| token > 0 && tokens[token - 1].feat("VerbForm") == Some(feature);
        scene.words.is("agentive", &lower(&tokens[token].form)) && form("Part")
    });
    let locative = locative && !is_agent;
    let is_town = link.class == NameClass::Metonym
        && (names_an_event(scene, pieces, index, piece) || lies_in_a_region(scene, pieces, index, piece));
    match (locative, link.class) {
        _ if is_town => 0.3,
        (true, NameClass::Metonym) => 0.3,
        (true, _) => 0.5,
        _ => 1.0,
    }
}

/// "the Minsk agreements", «los acuerdos de Oslo»: the town where it was held.
fn names_an_event(scene: &Scene, pieces: &Pieces, index: usize, piece: usize) -> bool {
    let tokens = &scene.sentences[index].tokens;
    let held = |id: TokenId| scene.words.is("held_at", &lower(&tokens[id].form));
    let range = &pieces.list[piece].tokens;
    let after = scene.words.has("noun_owner") && range.end < tokens.len() && held(range.end);
    let of = range.start.checked_sub(1).filter(|&id| scene.words.is("of", &lower(&tokens[id].form)));
    after || of.and_then(|id| id.checked_sub(1)).is_some_and(held)
}

/// "Paris, Texas": a town of that name in a part of some state.
fn lies_in_a_region(scene: &Scene, pieces: &Pieces, index: usize, piece: usize) -> bool {
    let tokens = &scene.sentences[index].tokens;
    let end = pieces.list[piece].tokens.end;
    let next = tokens.get(end).filter(|token| token.form == ",").and_then(|_| pieces.starting(end + 1));
    let closed = |next: usize| {
        let after = tokens.get(pieces.list[next].tokens.end);
        after.is_none_or(|token| token.upos == Upos::Punct)
    };
    let is_region = |next: &usize| {
        pieces.senses(*next).iter().any(|sense| {
            let actor = scene.knowledge.actor(&sense.actor);
            let own = actor.and_then(|actor| scene.knowledge.state(actor.state.as_ref()?));
            sense.class == NameClass::Name
                && actor.is_some_and(|actor| actor.id.as_str().starts_with("region-"))
                && own.is_some_and(|own| own.id != sense.actor)
        })
    };
    next.filter(|&next| closed(next)).as_ref().is_some_and(is_region)
}
