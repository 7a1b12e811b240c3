//! Unknown names: persons, organisations, media that the knowledge base does not have, kept as actors of the article.
//! Months, places, events and things are no actors.

use super::Scene;
use super::detect::Pieces;
use super::knowledge::{NameClass, Office};
use super::link::{Links, Title, title_of};
use super::roles::Use;
use super::text::{fold, head_of, is_all_capitals, lower, slug};
use super::words::{Cue, Gender, given_name};
use crate::model::{Actor, ActorId, ActorKind, Relation, Sentence, StateCode, TokenId, Upos};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Whom a piece names.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    pub actor: Actor,
    pub class: NameClass,
    pub score: f32,
}

/// The meaning of every piece of every sentence, and what is known of the persons among them.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    pub of: Vec<Vec<Option<Meaning>>>,
    pub genders: BTreeMap<ActorId, Gender>,
}

/// One place where an unknown name stands.
struct Place {
    sentence: usize,
    piece: usize,
    /// Not a name of the knowledge base that stayed open.
    is_run: bool,
    words: Vec<String>,
    text: String,
    title: Title,
    cue: Option<Cue>,
    gender: Option<Option<Gender>>,
    /// Subject of a verb of speech.
    speaks: bool,
    /// Subject, object, agent.
    argues: bool,
    locative: bool,
}

/// Ties every known name to its actor and makes actors of unknown ones.
pub(super) fn actors(scene: &Scene, pieces: &[Pieces], uses: &[Vec<Use>], links: &Links) -> Meanings {
    let mut meanings = Meanings { of: known(scene, links), genders: BTreeMap::new() };
    let mut places = Vec::new();
    for (index, of) in pieces.iter().enumerate() {
        let open = |&piece: &usize| of.is_run(piece) || links[index][piece].is_none() && !of.senses(piece).is_empty();
        for piece in (0..of.list.len()).filter(open) {
            let title = title_of(scene, index, of, &uses[index], &links[index], piece);
            places.push(place(scene, of, index, piece, title, &links[index]));
        }
    }
    let groups = groups(&places);
    let given = given_names(&meanings);
    let acronyms = acronyms(scene, pieces, &places, &meanings);
    for (key, members) in &groups {
        let members: Vec<&Place> = members.iter().map(|&at| &places[at]).collect();
        let found = acronyms.get(key).or_else(|| given.get(key)).cloned().or_else(|| decide(scene, &members));
        let is_name = members.iter().any(|place| place.is_run || place.words.len() > 1);
        let Some((actor, score)) = found.filter(|_| is_name) else { continue };
        if let Some(gender) = members.iter().find_map(|place| place.gender.flatten()) {
            meanings.genders.insert(actor.id.clone(), gender);
        }
        for place in members {
            let meaning = Meaning { actor: actor.clone(), class: NameClass::Name, score };
            meanings.of[place.sentence][place.piece] = Some(meaning);
        }
    }
    note_genders(scene, &mut meanings);
    speak_for_organisations(scene, uses, &mut meanings);
    meanings
}

/// Whoever leads or speaks for an organisation without a state belongs to it in this article: NATO of "NATO Secretary General
/// Javier Solana", whatever his passport says.
fn speak_for_organisations(scene: &Scene, uses: &[Vec<Use>], meanings: &mut Meanings) {
    let mut codes: BTreeMap<ActorId, StateCode> = BTreeMap::new();
    for (index, of) in uses.iter().enumerate() {
        let meaning = |piece: usize| meanings.of[index][piece].as_ref();
        for found in of.iter().filter(|found| !found.past && found.noun.role.stands_for_owner()) {
            let Some(person) = found.name.and_then(meaning).filter(|m| m.actor.kind == ActorKind::Person) else {
                continue;
            };
            let owner = found.owners.iter().find_map(|&owner| meaning(owner)?.actor.state.as_ref());
            if let Some(code) = owner.or(found.noun.state.as_ref()).filter(|code| is_organisation(scene, code)) {
                codes.entry(person.actor.id.clone()).or_insert_with(|| code.clone());
            }
        }
    }
    for meaning in meanings.of.iter_mut().flatten().flatten() {
        if let Some(code) = codes.get(&meaning.actor.id) {
            meaning.actor.state = Some(code.clone());
        }
    }
}

/// A known actor as this article has it: whoever leads or speaks for an organisation on the day, and for no state, belongs to it.
pub(super) fn known_actor(scene: &Scene, id: &ActorId) -> Option<Actor> {
    let mut actor = scene.knowledge.actor(id)?.clone();
    let Some(day) = scene.document.meta.published.filter(|_| actor.kind == ActorKind::Person) else {
        return Some(actor);
    };
    let holds = |office: &&Office| {
        office.since.is_some_and(|since| since <= day) && office.until.is_none_or(|until| day <= until)
    };
    let stands_for = |office: &&&Office| {
        let relation = scene.knowledge.role(&office.role).map(|role| role.relation);
        matches!(relation, Some(Relation::Leads | Relation::SpeaksFor))
    };
    let held: Vec<&Office> = scene.knowledge.offices_of(id).iter().filter(holds).collect();
    if held.iter().all(|office| is_organisation(scene, &office.state)) {
        let code = held.iter().find(stands_for).map(|office| office.state.clone());
        actor.state = code.or(actor.state);
    }
    Some(actor)
}

/// Whether a state code is the acronym of an organisation.
fn is_organisation(scene: &Scene, code: &StateCode) -> bool {
    scene.knowledge.state(code).is_some_and(|actor| actor.kind == ActorKind::Organisation)
}

/// The given names of the persons whom the article names in full: "Saddam" is Saddam Hussein. Those of two are left out.
fn given_names(meanings: &Meanings) -> BTreeMap<String, (Actor, f32)> {
    let mut found: BTreeMap<String, Option<(Actor, f32)>> = BTreeMap::new();
    for meaning in meanings.of.iter().flatten().flatten() {
        if meaning.actor.kind != ActorKind::Person || meaning.class != NameClass::Name {
            continue;
        }
        let Some((first, _)) = meaning.actor.name.split_once(' ') else { continue };
        let slot = found.entry(fold(first)).or_insert_with(|| Some((meaning.actor.clone(), 0.7)));
        if slot.as_ref().is_some_and(|(actor, _)| actor.id != meaning.actor.id) {
            *slot = None;
        }
    }
    found.into_iter().filter_map(|(name, found)| Some((name, found?))).collect()
}

fn known(scene: &Scene, links: &Links) -> Vec<Vec<Option<Meaning>>> {
    let meaning = |link: &super::link::Link| {
        let actor = known_actor(scene, &link.actor)?;
        Some(Meaning { actor, class: link.class, score: link.score })
    };
    links.iter().map(|of| of.iter().map(|link| link.as_ref().and_then(meaning)).collect()).collect()
}

/// Gender of known persons by the first word of their name.
fn note_genders(scene: &Scene, meanings: &mut Meanings) {
    for meaning in meanings.of.iter().flatten().flatten() {
        let _ = scene;
        let first = meaning.actor.name.split(' ').next().unwrap_or("");
        if meaning.actor.kind == ActorKind::Person
            && let Some(Some(gender)) = given_name(first)
        {
            meanings.genders.entry(meaning.actor.id.clone()).or_insert(gender);
        }
    }
}

fn place(
    scene: &Scene,
    pieces: &Pieces,
    index: usize,
    piece: usize,
    mut title: Title,
    links: &[Option<super::link::Link>],
) -> Place {
    let sentence = &scene.sentences[index];
    let tokens = &pieces.list[piece].tokens;
    let forms: Vec<&str> = tokens.clone().map(|id| sentence.tokens[id].form.as_str()).collect();
    let is_word = |form: &&&str| form.chars().any(char::is_alphanumeric);
    let words: Vec<String> = forms.iter().filter(is_word).map(|form| fold(form)).collect();
    let after = pieces.starting(tokens.end).filter(|_| !scene.words.has("noun_owner"));
    // "the Peruvian daily El Faro"
    let noun = tokens.start.checked_sub(1).filter(|&id| scene.words.cue(&lower(&sentence.tokens[id].form)).is_some());
    let before_noun = noun.and_then(|noun| pieces.ending(noun));
    let beside = [pieces.ending(tokens.start), after, before_noun];
    if let Some(beside) = beside.into_iter().flatten().find(|&beside| pieces.is_adjective(beside)) {
        let actor = links[beside].as_ref().and_then(|link| scene.knowledge.actor(&link.actor));
        title.states.extend(actor.and_then(|actor| actor.state.clone()));
    }
    let head = head_of(sentence, tokens);
    let (speaks, argues) = argument(scene, sentence, head);
    Place {
        sentence: index,
        piece,
        is_run: pieces.is_run(piece),
        gender: (words.len() > 1).then(|| given_name(forms[0])).flatten(),
        text: tokens_text(scene, sentence, tokens),
        words,
        title,
        cue: cue(scene, sentence, tokens),
        speaks,
        argues,
        locative: is_locative(scene, sentence, tokens.start),
    }
}

fn tokens_text(scene: &Scene, sentence: &Sentence, tokens: &Range<TokenId>) -> String {
    let span = sentence.span_of(tokens.clone());
    let text = span.of(&scene.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let last = sentence.tokens[tokens.end - 1].form.as_str();
    // "Kindopp's" is one word of the text and two of the tree.
    match text.rfind(last) {
        Some(at) if at + last.len() < text.len() && text.len() - at - last.len() <= 4 => {
            text[..at + last.len()].to_owned()
        }
        _ => text,
    }
}

fn is_locative(scene: &Scene, sentence: &Sentence, start: TokenId) -> bool {
    let before = (0..start).rev().find(|&id| !matches!(sentence.tokens[id].upos, Upos::Det | Upos::Adj));
    before.is_some_and(|id| {
        let token = &sentence.tokens[id];
        token.upos == Upos::Adp && scene.words.is("locative", &lower(&token.form))
    })
}

/// Whether the word at `head` is the subject of a verb of speech, and whether it is a core argument at all.
fn argument(scene: &Scene, sentence: &Sentence, head: TokenId) -> (bool, bool) {
    let token = &sentence.tokens[head];
    let verb = token.head.map(|verb| &sentence.tokens[verb]);
    let subject = token.rel() == "nsubj";
    let speaks = subject && verb.is_some_and(|verb| scene.words.is_speech(&lower(&verb.lemma)));
    let agent = token.deprel == "obl:agent";
    (speaks, subject || agent || matches!(token.rel(), "obj" | "iobj"))
}

/// What the words of a name, or the noun before or after it, say of it.
fn cue(scene: &Scene, sentence: &Sentence, tokens: &Range<TokenId>) -> Option<Cue> {
    let of = |id: TokenId| scene.words.cue(&lower(&sentence.tokens[id].form));
    let first_wins = !scene.words.has("noun_owner")
        || tokens.clone().any(|id| scene.words.is("of", &lower(&sentence.tokens[id].form)));
    let inside: Vec<Cue> = tokens.clone().filter_map(of).collect();
    let inside = if first_wins { inside.first() } else { inside.last() };
    // "daily" may be tagged as an adjective.
    let noun = |id: &TokenId| matches!(sentence.tokens[*id].upos, Upos::Noun | Upos::Adj);
    let before = tokens.start.checked_sub(1).and_then(|id| {
        let token = &sentence.tokens[id];
        let skip = token.upos == Upos::Punct && !matches!(&*token.form, "." | ",")
            || token.upos == Upos::Adp && scene.words.is("of", &token.form);
        let id = if skip { id.checked_sub(1)? } else { id };
        // «la agencia oficial X»: an adjective may stand between.
        if sentence.tokens[id].upos == Upos::Adj && !scene.words.has("noun_owner") {
            id.checked_sub(1)
        } else {
            Some(id)
        }
    });
    let after = Some(tokens.end).filter(|&id| id < sentence.tokens.len());
    let outside = before.filter(noun).and_then(of).or_else(|| after.filter(noun).and_then(of));
    inside.copied().or(outside)
}

/// Places by the longest name that they belong to: "Asefi" belongs to "Hamid Reza Asefi".
fn groups(places: &[Place]) -> BTreeMap<String, Vec<usize>> {
    let mut by_end: FxHashMap<&str, BTreeSet<&[String]>> = FxHashMap::default();
    for words in places.iter().map(|place| place.words.as_slice()) {
        for word in [words.first(), words.last()].into_iter().flatten() {
            by_end.entry(word).or_default().insert(words);
        }
    }
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        let words = place.words.as_slice();
        let is_part = |longer: &&[String]| {
            longer.len() > words.len()
                && (longer.ends_with(words)
                    || longer.starts_with(words) && words.len() > 1
                    || longer.first() == words.first() && longer.last() == words.last()
                    || words.len() == 1 && longer.first() == words.first() && !place.title_is_personal())
        };
        let ends = [words.first(), words.last()].into_iter().flatten();
        let longer = ends.filter_map(|word| by_end.get(word.as_str())).flatten().copied().filter(is_part);
        let whole = longer.max_by_key(|longer| (longer.len(), *longer)).unwrap_or(words);
        groups.entry(whole.join(" ")).or_default().push(at);
    }
    groups
}

impl Place {
    fn title_is_personal(&self) -> bool {
        self.title.roles.iter().any(|role| role.is_personal())
    }
}

/// "International Criminal Tribunal (ICT)": the unknown acronym in brackets after a known name means that name.
fn acronyms(scene: &Scene, pieces: &[Pieces], places: &[Place], meanings: &Meanings) -> BTreeMap<String, (Actor, f32)> {
    let mut found = BTreeMap::new();
    for place in places.iter().filter(|place| place.words.len() == 1 && is_all_capitals(&place.text)) {
        let of = &pieces[place.sentence];
        let start = of.list[place.piece].tokens.start;
        let sentence = &scene.sentences[place.sentence];
        let in_brackets = start > 1 && sentence.tokens[start - 1].form == "(";
        let before = of.ending(start.saturating_sub(1)).filter(|_| in_brackets);
        let meaning = before.and_then(|piece| meanings.of[place.sentence][piece].as_ref());
        if let Some(meaning) = meaning.filter(|meaning| meaning.actor.kind != ActorKind::Person) {
            found.insert(place.words.join(" "), (meaning.actor.clone(), 0.9));
        }
    }
    found
}

/// What a group of places is, by its best evidence; `None` where it is no actor.
fn decide(scene: &Scene, places: &[&Place]) -> Option<(Actor, f32)> {
    let longest =
        places.iter().max_by_key(|place| (place.words.len(), std::cmp::Reverse((place.sentence, place.piece))))?;
    let any = |test: fn(&Place) -> bool| places.iter().any(|place| test(place));
    let titled = any(Place::title_is_personal);
    let given = any(|place| place.gender.is_some());
    let cue = places.iter().find_map(|place| place.cue);
    let only_places = places.iter().all(|place| place.locative);
    let several = longest.words.len() > 1;
    let acronym = is_all_capitals(&longest.text) && (2..=6).contains(&longest.text.chars().count());
    // «el Consejo», "the Council": a common noun with a capital, which names nobody by itself.
    let common = !several && scene.words.cue(&lower(&longest.text)).is_some();
    let (kind, score) = match cue {
        _ if common && !titled => return None,
        Some(Cue::Place | Cue::Event | Cue::Thing | Cue::Calendar) if !titled => return None,
        _ if titled => (ActorKind::Person, 0.9),
        Some(Cue::Actor(kind)) if !given => (kind, 0.8),
        _ if given => (ActorKind::Person, 0.8),
        _ if only_places => return None,
        _ if any(|place| place.speaks) && several && !acronym => (ActorKind::Person, 0.7),
        _ if acronym && any(|place| place.argues) => (ActorKind::Organisation, 0.6),
        _ if any(|place| place.speaks) => (ActorKind::Other, 0.5),
        _ if several && any(|place| place.argues && !place.locative) => (ActorKind::Other, 0.4),
        _ => return None,
    };
    let state = places.iter().flat_map(|place| place.title.states.iter()).next();
    let field = places.iter().flat_map(|place| place.title.roles.iter()).find_map(|role| role.field);
    Some((made(scene, kind, &longest.text, state.cloned(), field), score))
}

/// An actor that the knowledge base does not have. Its id says what two articles must agree in to mean the same: for a person name,
/// state and field of work (`person-ana-ruiz-esp-government`), for others name and state (`org-bank-of-china-chn`).
/// Where one of these is unknown, the id ends in the document's own digits and holds for this article alone.
fn made(scene: &Scene, kind: ActorKind, name: &str, state: Option<StateCode>, field: Option<&'static str>) -> Actor {
    let prefix = match kind {
        ActorKind::Person => "person",
        ActorKind::Other => "name",
        _ => "org",
    };
    let code = state.as_ref().map(|state| state.as_str().to_lowercase());
    let suffix = match (code, field) {
        (Some(code), Some(field)) if kind == ActorKind::Person => format!("{code}-{field}"),
        (Some(code), _) if prefix == "org" => code,
        _ => scene.document_suffix(),
    };
    let id = ActorId::from(format!("{prefix}-{}-{suffix}", slug(name)).as_str());
    Actor { id, kind, state, name: name.to_owned(), aliases: BTreeSet::new() }
}
