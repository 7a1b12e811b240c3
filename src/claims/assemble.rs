//! From a cue with its actors to claims: polarity and factuality, speakers, date, evidence, confidence, key.
//! `(&Scene, cue, &Candidate, &Quotations) -> Vec<Denied>`

use super::attribution::{self, Quotations};
use super::candidates::Candidate;
use super::dates::{self, When};
use super::factuality::{self, Reading};
use super::frames::{Frame, Pos, Slot};
use super::scene::{Filler, Scene};
use super::{Denied, MIN_CONFIDENCE};
use crate::model::{
    Actor, ActorId, ActorKind, Claim, ClaimKey, Date, DateFrom, Factuality, Mark, Mode, Polarity, Precision, Role,
    Span, TokenId, Upos,
};
use compact_str::{CompactString, format_compact};
use sha2::{Digest, Sha256};

/// A quote shorter than this many bytes is widened to its sentence, where it can be understood.
const SHORT_QUOTE: usize = 25;

/// So many days before publication, what happened is told as background.
const HISTORICAL: i32 = 365;

pub(super) fn claims_of(scene: &Scene, cue: TokenId, candidate: &Candidate, quotations: &Quotations) -> Vec<Denied> {
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
        // A minister who speaks with his own capital is no news of states.
        if home < 1.0 && frame.event == "CONSULT" {
            continue;
        }
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
pub(super) fn at_home(scene: &Scene, source: Option<&Filler>, target: Option<&Filler>) -> f64 {
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

pub(super) fn key_of(claim: &Claim) -> ClaimKey {
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
