//! Sentences and mentions in, claims out, each with the words that carry it.
//! `(&Document, &[Sentence], &Entities, &Frames) -> Vec<Claim>`
//!
//! Every word that a frame names is a cue ([`frames`]); its arguments are read off the tree ([`scene`],
//! `arguments`); polarity and factuality off the words around it ([`factuality`]); the speakers off whatever
//! reports it ([`attribution`]). Which words these are is data, in `kinds/` and `src/language/<code>/cues.toml`.

mod arguments;
pub mod attribution;
pub mod check;
pub mod cues;
pub mod dates;
pub mod examples;
pub mod factuality;
pub mod frames;
mod games;
mod nested;
pub mod quotations;
mod repair;
pub mod scene;
#[cfg(test)]
mod tests;
pub mod trace;

pub use cues::Cues;
pub use frames::{DataError, Frames, Kind};

use crate::model::{
    Actor, ActorId, ActorKind, Claim, ClaimKey, Date, DateFrom, Document, Entities, Factuality, Mark, Mode, Polarity,
    Precision, Role, Sentence, Span, TokenId, Upos,
};
use attribution::Quotations;
use compact_str::{CompactString, format_compact};
use dates::When;
use factuality::Reading;
use frames::{Frame, NO_EVENT, Pos, Slot};
use scene::{Filler, Scene};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Readings less sure than this are not claims.
pub const MIN_CONFIDENCE: f64 = 0.25;
/// A quote shorter than this many bytes is widened to its sentence, where it can be understood.
const SHORT_QUOTE: usize = 25;

/// A denial answers a claim of at most so many sentences before.
const MEMORY: usize = 4;

/// All that a cue is read against: its sentence, the document's quotations, the claims of the sentences before.
struct Sight<'s, 'a> {
    scene: &'s Scene<'a>,
    quotations: &'s Quotations,
    before: &'s [Claim],
}

/// A cue in a sentence, with one frame that it may carry and the actors that fill it.
struct Candidate<'f> {
    frame: &'f Frame,
    words: Vec<TokenId>,
    pairs: Vec<(Option<Filler>, Option<Filler>)>,
    strength: f64,
}

/// Reads the claims of one document. `document.meta.language` is set; claims are sorted by place and each
/// has its own key.
pub fn read(document: &Document, sentences: &[Sentence], entities: &Entities, frames: &Frames) -> Vec<Claim> {
    match &document.meta.language {
        Some(lang) => read_with(document, sentences, entities, frames, frames.cue_words(lang)),
        None => Vec::new(),
    }
}

/// [`read`] with cue words of the caller's own.
pub fn read_with(
    document: &Document,
    sentences: &[Sentence],
    entities: &Entities,
    frames: &Frames,
    cues: &Cues,
) -> Vec<Claim> {
    let Some(lang) = &document.meta.language else { return Vec::new() };
    let games = games::games(document, sentences, cues);
    let repaired: Vec<Option<Sentence>> = sentences.iter().map(|sentence| repair::repaired(sentence, cues)).collect();
    let sentences: Vec<&Sentence> =
        sentences.iter().zip(&repaired).map(|(sentence, repaired)| repaired.as_ref().unwrap_or(sentence)).collect();
    let mut scenes = Scene::all(document, &sentences, entities, cues, frames, lang);
    let quotations = Quotations::read(document, &scenes);
    for scene in &mut scenes {
        scene.voices = quotations.voices(scene.sentence.span);
    }
    let mut claims: BTreeMap<ClaimKey, Claim> = BTreeMap::new();
    let mut before: Vec<Claim> = Vec::new();
    for scene in scenes.iter().filter(|scene| !games[scene.number]) {
        let sight = Sight { scene, quotations: &quotations, before: &before };
        let mut read_as: Vec<(TokenId, Candidate)> = Vec::new();
        for cue in 0..scene.sentence.tokens.len() {
            read_as.extend(candidates(&sight, cue, frames, lang).into_iter().map(|candidate| (cue, candidate)));
        }
        nested::without_parts(&mut read_as);
        nested::without_exclusions(scene, &mut read_as);
        let mut of_sentence: Vec<Denied> = Vec::new();
        for (cue, candidate) in &read_as {
            of_sentence.extend(claims_of(scene, *cue, candidate, &quotations));
        }
        nested::once_each(scene, &mut of_sentence);
        drop_aims_of_protests(scene, &mut of_sentence);
        link_denials(scene, &mut of_sentence, &before);
        before.retain(|claim| claim.sentence + MEMORY > scene.number);
        for claim in strongest(of_sentence) {
            before.push(claim.clone());
            claims.entry(claim.key.clone()).or_insert(claim);
        }
    }
    let mut claims: Vec<Claim> = claims.into_values().collect();
    claims.sort_by(|a, b| (a.sentence, a.cue_span, &a.key).cmp(&(b.sentence, b.cue_span, &b.key)));
    let kept: std::collections::BTreeSet<ClaimKey> = claims.iter().map(|claim| claim.key.clone()).collect();
    for claim in &mut claims {
        claim.denies = claim.denies.take().filter(|key| kept.contains(key));
    }
    claims
}

/// The frames that the word at `cue` carries: the longest cue whose arguments are there wins, and of each kind the
/// surest frame.
fn candidates<'f>(sight: &Sight, cue: TokenId, frames: &'f Frames, lang: &crate::model::Lang) -> Vec<Candidate<'f>> {
    let scene = sight.scene;
    if !can_be_cue(scene, cue) {
        return Vec::new();
    }
    let mut found: Vec<(Vec<TokenId>, &Frame)> = Vec::new();
    for (pos, lemma) in heads(scene, cue) {
        for entry in frames.cues(lang, pos, &lemma) {
            let frame = frames.frame(entry);
            // "it is a lie" denies; "spread lies" does not
            let is_talk = frame.pos == Pos::Noun && frame.source.contains(&Slot::Speaker) && !scene.is_said_of(cue);
            if let Some(words) = match_words(scene, cue, &entry.rest)
                && !is_talk
                && !(frame.event == "REJECT" && factuality::is_silence(scene, cue))
            {
                found.push((words, frame));
            }
        }
    }
    found.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let mut best: BTreeMap<&str, Candidate> = BTreeMap::new();
    for of_length in found.chunk_by(|(one, _), (other, _)| one.len() == other.len()) {
        if of_length.iter().any(|(_, frame)| frame.event == NO_EVENT) {
            return Vec::new();
        }
        for (words, frame) in of_length {
            let candidate = fill(sight, cue, frame, words.clone());
            let known = best.get(frame.kind.as_str()).map_or(0.0, |candidate| candidate.strength);
            if candidate.strength > known {
                best.insert(frame.kind.as_str(), candidate);
            }
        }
        if !best.is_empty() {
            break;
        }
    }
    best.into_values().collect()
}

/// Whether the word may be a cue: no part of a longer name.
fn can_be_cue(scene: &Scene, word: TokenId) -> bool {
    // "the Venezuelan opposition" that acts is an actor, not an attitude
    let is_actor = |mention: &crate::model::Mention| {
        let is_group = |id: &ActorId| id.as_str().ends_with("-opposition");
        mention.head == word
            && mention.kind == crate::model::MentionKind::Description
            && mention.actors.iter().any(is_group)
    };
    Pos::of(scene.token(word).upos).is_some()
        && !scene.mentions.iter().any(is_actor)
        && !scene.mentions.iter().any(|mention| is_name_part(mention, word))
}

/// What the word at `cue` may be as the head of a cue: its own part of speech and lemma first. Taggers waver between
/// participle and adjective.
fn heads(scene: &Scene, cue: TokenId) -> Vec<(Pos, CompactString)> {
    let token = scene.token(cue);
    let Some(pos) = Pos::of(token.upos) else { return Vec::new() };
    if scene.rel(cue) == "aux" {
        return vec![(Pos::Modal, scene.lemma(cue).clone())];
    }
    let is_participle = token.feat("VerbForm") == Some("Part");
    let also = match pos {
        Pos::Adj if is_participle => Some((Pos::Verb, scene.lemma(cue).clone())),
        Pos::Verb if is_participle => Some((Pos::Adj, scene.form(cue).clone())),
        // "Protests in Lima": taken for a name at the start of a headline
        Pos::Noun if token.upos == Upos::Propn && cue == 0 => {
            let form = scene.form(cue);
            let singular = form.strip_suffix('s').unwrap_or(form);
            let plain = singular.strip_suffix("one").map(|stem| format_compact!("{stem}ón"));
            Some((Pos::Noun, plain.unwrap_or_else(|| singular.into())))
        }
        _ => None,
    };
    std::iter::once((pos, scene.lemma(cue).clone())).chain(also).collect()
}

/// Whether the word is part of a proper name, and so no cue: "Support" of "Support Front".
fn is_name_part(mention: &crate::model::Mention, word: TokenId) -> bool {
    mention.kind == crate::model::MentionKind::Name && mention.tokens.contains(&word) && mention.tokens.len() > 1
}

/// The words of a multiword cue: each further lemma must depend on the head or on another word of the cue.
fn match_words(scene: &Scene, head: TokenId, rest: &[CompactString]) -> Option<Vec<TokenId>> {
    let mut words = vec![head];
    for lemma in rest {
        let below = |&id: &TokenId| {
            let depends = hangs_on(scene, id, &words);
            let marks = marks_argument(scene, id, &words);
            // «armas entregadas»: what a participle is said of is its object
            let carries = matches!(scene.rel(head), "amod" | "acl")
                && scene.head(head) == Some(id)
                && scene.token(head).feat("VerbForm") == Some("Part");
            (depends || marks || carries) && !words.contains(&id)
        };
        let is_lemma = |&id: &TokenId| scene.lemma(id) == lemma || scene.form(id) == lemma;
        // «no obstante», "not only" negate nothing
        let is_void = |id: TokenId| {
            let next = scene.sentence.tokens.get(id + 1).map(|_| scene.form(id + 1));
            scene.cues.negators.contains(scene.form(id))
                && next.is_some_and(|next| scene.cues.only_words.contains(next))
        };
        words.push((0..scene.sentence.tokens.len()).filter(is_lemma).find(|id| below(id) && !is_void(*id))?);
    }
    words.sort_unstable();
    Some(words)
}

/// Whether a preposition or conjunction stands before an argument of the cue: "stand by Syria", "accused of arming". Parsers
/// hang what is done against somebody on whatever noun comes before.
fn marks_argument(scene: &Scene, id: TokenId, words: &[TokenId]) -> bool {
    let Some(argument) = scene.head(id) else { return false };
    let depth = match scene.rel(id) {
        "mark" => return scene.head(argument).is_some_and(|above| words.contains(&above)) || words.contains(&argument),
        "case" | "fixed" if scene.cues.adverse_prepositions.contains(scene.form(id)) => 3,
        "case" | "fixed" => 2,
        _ => return false,
    };
    let mut below = argument;
    for _ in 0..depth {
        if words.contains(&below) {
            return true;
        }
        let is_argument =
            matches!(scene.rel(below), "obl" | "obj" | "iobj" | "nmod" | "conj" | "case" | "xcomp" | "dep");
        match scene.head(below).filter(|_| is_argument) {
            Some(above) => below = above,
            None => return false,
        }
    }
    words.contains(&below)
}

/// Whether the word depends on one of `words`, or does so through what it is coordinated with or what counts it:
/// "launched a series of attacks".
fn hangs_on(scene: &Scene, id: TokenId, words: &[TokenId]) -> bool {
    let Some(above) = scene.head(id) else { return false };
    let counts = || scene.rel(id) == "nmod" && scene.cues.partitives.contains(scene.lemma(above).as_str());
    words.contains(&above)
        || ((scene.rel(id) == "conj" || counts()) && scene.head(above).is_some_and(|top| words.contains(&top)))
}

/// What groups of civil society do, and what is done to them, as far as it is news of conflict: who told, met or helped
/// "supporters" or "families" tells nothing of states.
const CONTENTIOUS: [&str; 9] =
    ["PROTEST", "REQUEST", "REJECT", "ACCUSE", "THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"];

/// How sure the target of a placed frame is at least, where the words name only a place: "from Managua".
const PLACED: f64 = 0.7;

/// Events that a noun of attitude tells: support, opposition, rejection.
const STANCES: [&str; 3] = ["SUPPORT", "ACCUSE", "REJECT"];

fn fill<'f>(sight: &Sight, cue: TokenId, frame: &'f Frame, words: Vec<TokenId>) -> Candidate<'f> {
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
            found.retain(|filler| !other.iter().any(|known| known.actor == filler.actor));
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

/// How sure it is that a denial answers whoever spoke before.
const ANTECEDENT: f64 = 0.7;

/// Where the giver stands when the subject receives: "received support from Iran".
const GIVERS: [&str; 4] = ["from", "of", "de", "por"];

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

/// A claim, with the token of the cue that denies it.
type Denied = (Claim, Option<TokenId>, TokenId);

fn claims_of(scene: &Scene, cue: TokenId, candidate: &Candidate, quotations: &Quotations) -> Vec<Denied> {
    let frame = candidate.frame;
    let mut reading = factuality::read(scene, cue);
    if scene.rel(cue) == "aux" {
        // It is asked, whatever becomes of it.
        (reading.polarity, reading.factuality) = (Polarity::Affirmed, Factuality::Actual);
    }
    if frame.polarity == Polarity::Negated {
        reading.polarity = reading.polarity.flipped();
    }
    reading.factuality = reading.factuality.max(frame.factuality);
    let mut said_by = attribution::speakers(scene, cue, cue, quotations);
    if let Some(verb) = scene.carrier(cue)
        && scene.token(cue).upos == Upos::Noun
        && scene.cues.reporting_verbs.contains(scene.lemma(verb).as_str())
        && said_by.is_empty()
    {
        said_by = scene.slot(verb, &Slot::Subject);
    }
    if frame.source.contains(&Slot::Speaker) {
        // Who calls it unfounded performs the denial: he has no speaker but who reports him.
        said_by.retain(|said| {
            !candidate.pairs.iter().any(|(source, _)| source.as_ref().is_some_and(|s| s.actor == said.actor))
        });
    }
    let cue_span = scene.sentence.span_of(candidate.words.iter().copied());
    let published = scene.document.meta.published;
    let when = dates::when(scene, cue, reading.factuality);
    let mut claims = Vec::new();
    let score = |filler: &Option<Filler>| filler.as_ref().map_or(0.7, |filler| filler.score);
    for (source, target) in &candidate.pairs {
        let (mut source, mut target) = (source, target);
        // Of an act that counts alone, ends that are too unsure are left out.
        while frame.alone
            && (source.is_some() || target.is_some())
            && frame.confidence * score(source) * score(target) < MIN_CONFIDENCE
        {
            let drop_source = source.is_some() && (target.is_none() || score(source) <= score(target));
            if drop_source { source = &None } else { target = &None }
        }
        if is_press_talk(scene, frame, target.as_ref()) {
            continue;
        }
        if source.is_none() && !frame.alone {
            continue;
        }
        // Nobody, to nobody, and perhaps not at all
        if source.is_none() && target.is_none() && reading.factuality == Factuality::Possible {
            continue;
        }
        let home = at_home(scene, source.as_ref(), target.as_ref());
        let mut confidence = frame.confidence * score(source) * score(target) * home;
        if confidence < MIN_CONFIDENCE && target.is_some() && home >= 1.0 && !frame.closed {
            // Who does it may be sure although to whom is not.
            target = &None;
            confidence = frame.confidence * score(source) * score(target);
        }
        if confidence < MIN_CONFIDENCE {
            continue;
        }
        let span = evidence(scene, cue_span, source.as_ref(), target.as_ref());
        let actor = |filler: &Filler| filler.actor.clone();
        let ends = [source.as_ref(), target.as_ref()].into_iter().flatten();
        let contrasts = ends.filter(|filler| factuality::is_contrasted(scene, filler.span, reading.polarity)).count();
        let mut reading = reading.clone();
        if contrasts % 2 == 1 {
            reading.polarity = reading.polarity.flipped();
        }
        let (event, cameo) = match &frame.planned {
            Some(planned) if reading.factuality == Factuality::Future && reading.polarity == Polarity::Affirmed => {
                planned.clone()
            }
            _ => (frame.event.clone(), frame.cameo.clone()),
        };
        let mut claim = Claim {
            key: ClaimKey(CompactString::default()),
            kind: frame.kind.clone(),
            event,
            cameo,
            source: source.as_ref().map(actor),
            target: target.as_ref().map(actor),
            polarity: reading.polarity,
            factuality: reading.factuality,
            speakers: said_by.iter().map(actor).collect(),
            modes: modes(&reading, when.as_ref(), published),
            marks: marks(scene, source.as_ref(), target.as_ref(), &said_by, &reading, when.as_ref()),
            date: when.as_ref().map(|when| when.date).or(published),
            date_precision: when.as_ref().map(|when| when.precision).or(published.map(|_| Precision::Day)),
            date_from: match when {
                Some(_) => Some(DateFrom::Text),
                None => published.map(|_| DateFrom::Publication),
            },
            document: scene.document.meta.id.clone(),
            sentence: scene.number,
            span,
            quote: scene.text(span).to_owned(),
            cue_span,
            cue: scene.text(cue_span).to_owned(),
            source_text: source.as_ref().map(|filler| scene.text(filler.span).to_owned()).unwrap_or_default(),
            target_text: target.as_ref().map(|filler| scene.text(filler.span).to_owned()).unwrap_or_default(),
            rule: frame.rule.clone(),
            denies: None,
            confidence,
        };
        claim.key = key_of(&claim);
        claims.push((claim, reading.denied_by, cue));
    }
    claims
}

/// So many days before publication, what happened is told as background.
const HISTORICAL: i32 = 365;

/// PLOVER's auxiliary modes of a reading.
fn modes(reading: &Reading, when: Option<&When>, published: Option<Date>) -> Vec<Mode> {
    let is_historical =
        |when: &When| published.is_some_and(|day| (day - when.date).get_days() - when.precision.days() > HISTORICAL);
    let historical = when.is_some_and(is_historical).then_some(Mode::Historical);
    let modal = match reading.factuality {
        Factuality::Actual => None,
        Factuality::Future => Some(Mode::Future),
        Factuality::Possible => Some(Mode::Hypothetical),
    };
    let negated = (reading.polarity == Polarity::Negated).then_some(Mode::Negation);
    historical.into_iter().chain(modal).chain(negated).collect()
}

/// Where the ends, the speakers, and what negates or hedges it stand in the sentence.
fn marks(
    scene: &Scene,
    source: Option<&Filler>,
    target: Option<&Filler>,
    speakers: &[Filler],
    reading: &Reading,
    when: Option<&When>,
) -> Vec<Mark> {
    let named = |filler: &Filler, role: Role| {
        let here = !filler.span.is_empty() && scene.sentence.span.contains(filler.span);
        here.then_some(Mark { span: filler.span, role })
    };
    let ends = source.and_then(|filler| named(filler, Role::Source)).into_iter();
    let ends = ends.chain(target.and_then(|filler| named(filler, Role::Target)));
    let date = when.map(|when| Mark { span: when.span, role: Role::Date });
    let words = reading.words.iter().map(|&(word, role)| Mark { span: scene.token(word).span, role });
    let speakers = speakers.iter().filter_map(|filler| named(filler, Role::Speaker));
    let mut marks: Vec<Mark> = ends.chain(speakers).chain(words).chain(date).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// "told Reuters", «informó a la AFP»: what is said to the press is attribution, no consultation.
fn is_press_talk(scene: &Scene, frame: &Frame, target: Option<&Filler>) -> bool {
    let listener = target.and_then(|target| scene.entities.actors.get(&target.actor));
    frame.event == "CONSULT" && frame.pos == Pos::Verb && listener.is_some_and(|actor| actor.kind == ActorKind::Media)
}

/// A state and its own organs seldom act on each other in news of states: then a pronoun has been misread.
fn at_home(scene: &Scene, source: Option<&Filler>, target: Option<&Filler>) -> f64 {
    let actor = |filler: &Filler| scene.entities.actors.get(&filler.actor);
    // Crowds mostly act on their own state.
    if source.is_some_and(|filler| scene.is_crowd(filler)) || target.is_some_and(|filler| scene.is_crowd(filler)) {
        return 1.0;
    }
    let (Some(source), Some(target)) = (source.and_then(actor), target.and_then(actor)) else { return 1.0 };
    let is_state = |actor: &Actor| actor.kind == ActorKind::State;
    let same = source.state.is_some() && source.state == target.state;
    if same && (is_state(source) || is_state(target)) { 0.5 } else { 1.0 }
}

/// The bytes that carry the claim: cue and arguments of this sentence; the whole sentence where that is too
/// short to be understood, or stands elsewhere in the text as well.
fn evidence(scene: &Scene, cue: Span, source: Option<&Filler>, target: Option<&Filler>) -> Span {
    let sentence = scene.sentence.span;
    let ends = [source, target].into_iter().flatten().map(|filler| filler.span);
    let narrow = ends.filter(|span| !span.is_empty() && sentence.contains(*span)).fold(cue, Span::cover);
    let text = &scene.document.text;
    let is_first = text.find(narrow.of(text)) == Some(narrow.start);
    if narrow.len() < SHORT_QUOTE || !is_first { sentence } else { narrow }
}

fn key_of(claim: &Claim) -> ClaimKey {
    let end = |actor: &Option<ActorId>| actor.as_ref().map_or(String::new(), ToString::to_string);
    let parts = [
        claim.document.to_string(),
        claim.cue_span.start.to_string(),
        claim.kind.to_string(),
        claim.event.to_string(),
        end(&claim.source),
        end(&claim.target),
        format!("{:?}", claim.polarity),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digits: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    ClaimKey(format_compact!("c-{digits}"))
}

/// What a protest is for or against is no act beside it: "marched to demand", «huelga en rechazo de», "protested denouncing".
fn drop_aims_of_protests(scene: &Scene, claims: &mut Vec<Denied>) {
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
fn link_denials(scene: &Scene, claims: &mut [Denied], before: &[Claim]) {
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
fn strongest(claims: Vec<Denied>) -> Vec<Claim> {
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
