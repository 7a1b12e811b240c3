//! Attribution: who is reported as saying a claim, the nearest first, then through whom.
//! `(&Scene, event, &Quotations) -> Vec<Filler>`
//!
//! Source, cue and content are PARC's three parts (Pareti 2012); the content is found through the tree
//! (complement clauses, parentheticals), through "according to", a colon, or quotation marks.

use super::quotations::{is_quotation, marked};
use super::scene::{Filler, Scene};
use crate::model::{ActorId, ActorKind, Document, MentionKind, Span, TokenId, Upos};

/// A stretch between quotation marks, with whoever is quoted.
#[derive(Debug, Clone)]
struct Quotation {
    span: Span,
    speakers: Vec<Filler>,
}

/// The quotations of one document.
#[derive(Debug, Default)]
pub struct Quotations {
    all: Vec<Quotation>,
    /// Which medium a speaker spoke to, as the article told before: "speaking to Al-Watan, the source said".
    media: Vec<(ActorId, Filler, usize)>,
}

/// Bytes that may part two pieces of one quotation.
const INTERRUPTION: usize = 120;

/// Content relations: what stands in them under a reporting verb is what is said.
const CONTENT: &[&str] = &["ccomp", "xcomp", "parataxis", "csubj", "obj", "dep"];

impl Quotations {
    /// Finds the quotations of a document and who is quoted in each.
    pub fn read(document: &Document, scenes: &[Scene]) -> Quotations {
        let mut quotations = Quotations::default();
        for scene in scenes {
            for verb in reporting_verbs(scene) {
                let Some(speaker) = sayer(scene, verb).into_iter().next() else { continue };
                for medium in mediators(scene, verb) {
                    quotations.media.push((speaker.actor.clone(), medium, scene.number));
                }
            }
        }
        let mut previous: Option<(Span, Vec<Filler>)> = None;
        for span in marked(document).into_iter().filter(|&span| is_quotation(span, document)) {
            let mut speakers = quoted_speaker(span, scenes);
            if speakers.is_empty()
                && let Some((before, last)) = &previous
                && goes_on(document, *before, span)
            {
                speakers.clone_from(last);
            }
            previous = Some((span, speakers.clone()));
            quotations.all.push(Quotation { span, speakers });
        }
        quotations
    }

    /// Who is quoted in the quotations that touch a sentence: their words, the nearest speaker.
    pub fn voices(&self, sentence: Span) -> Vec<(Span, Filler)> {
        let here = self.all.iter().filter(|quotation| quotation.span.overlaps(sentence));
        here.filter_map(|quotation| Some((quotation.span, quotation.speakers.first()?.clone()))).collect()
    }

    fn around(&self, place: Span) -> Option<&Quotation> {
        self.all.iter().filter(|quotation| quotation.span.overlaps(place)).max_by_key(|quotation| quotation.span.len())
    }

    /// The medium that `speaker` was last said to have spoken to, up to a sentence.
    fn medium_of(&self, speaker: &ActorId, sentence: usize) -> Option<&Filler> {
        let before = self.media.iter().filter(|(actor, _, at)| actor == speaker && *at <= sentence);
        before.map(|(_, medium, _)| medium).next_back()
    }
}

/// Who is reported as saying the event at `event`, nearest first; `cue` itself never reports its own claim.
pub fn speakers(scene: &Scene, event: TokenId, cue: TokenId, quotations: &Quotations) -> Vec<Filler> {
    let credits = according_to(scene, event);
    let mut chain = Chain { speakers: cited(scene, event) };
    let mut below = event;
    chain.satellites(scene, event, cue);
    chain.credited(&credits, event);
    for above in scene.sentence.ancestors(event) {
        let is_charge = matches!(scene.rel(below), "advcl" | "obl" | "nmod")
            && scene.cues.accusing_verbs.contains(scene.lemma(above).as_str());
        if above != cue && (is_charge || CONTENT.contains(&scene.rel(below)) || is_as_saying(scene, below)) {
            chain.reporter(scene, above, below);
        } else if matches!(scene.rel(below), "acl" | "nmod" | "ccomp") {
            chain.reporting_noun(scene, above);
        }
        chain.satellites(scene, above, cue);
        chain.credited(&credits, above);
        below = above;
    }
    if chain.speakers.is_empty() {
        chain.extend(beside_colon(scene, event));
    }
    if chain.speakers.is_empty()
        && let Some(quotation) = quotations.around(scene.token(event).span)
    {
        chain.extend(quotation.speakers.clone());
    }
    let media: Vec<Filler> =
        chain.speakers.iter().filter_map(|said| quotations.medium_of(&said.actor, scene.number)).cloned().collect();
    chain.extend(media);
    chain.speakers
}

/// "quoted a source as saying that": the clause below hangs on the quoting verb.
fn is_as_saying(scene: &Scene, verb: TokenId) -> bool {
    scene.rel(verb) == "advcl"
        && scene.cues.reporting_verbs.contains(scene.lemma(verb).as_str())
        && scene.head(verb).is_some_and(|above| scene.cues.citing_verbs.contains(scene.lemma(above).as_str()))
}

/// Whom the sentence's reporters cite for it: "Reuters reported, citing a diplomat"; nearer than they are.
fn cited(scene: &Scene, event: TokenId) -> Vec<Filler> {
    let is_citing = |&id: &TokenId| {
        scene.token(id).upos == Upos::Verb && scene.cues.citing_verbs.contains(scene.lemma(id).as_str())
    };
    let verbs = (0..scene.sentence.tokens.len()).filter(is_citing);
    let satellites = verbs.filter(|&verb| {
        matches!(scene.rel(verb), "advcl" | "acl" | "conj" | "parataxis") && !scene.sentence.is_below(event, verb)
    });
    satellites
        .flat_map(|verb| {
            let object = scene.slot(verb, &super::frames::Slot::Object);
            if object.is_empty() { scene.fillers_behind(verb + 1) } else { object }
        })
        .collect()
}

/// Who says what the verb reports: its subject, unless that stands inside the quotation which the verb interrupts
/// ("Peru," said the minister, "has …"); then whoever follows the verb.
fn sayer(scene: &Scene, verb: TokenId) -> Vec<Filler> {
    let subject = scene.surface_subject(verb, 0);
    if !subject.is_empty() {
        return subject;
    }
    let follows = scene.sentence.tokens.get(verb + 1).is_some_and(|next| next.upos != Upos::Punct);
    if follows && scene.interrupts(verb) {
        return scene.fillers_behind(verb + 1);
    }
    // "…, Ana Ruiz, the minister, said": a subject that the parser has given to the phrase before.
    let ends = scene.sentence.tokens.iter().skip(verb + 1).all(|token| token.upos == Upos::Punct);
    let is_right_before = |mention: &&crate::model::Mention| {
        mention.tokens.end <= verb
            && scene.sentence.tokens[mention.tokens.end..verb].iter().all(|token| token.form == ",")
            && mention.kind != MentionKind::Adjective
            && !mention.actors.is_empty()
    };
    let before = scene.mentions.iter().filter(is_right_before).max_by_key(|mention| mention.tokens.len());
    before.filter(|_| ends).map(|mention| scene.fillers(mention, 1.0)).unwrap_or_default()
}

#[derive(Default)]
struct Chain {
    speakers: Vec<Filler>,
}

impl Chain {
    fn extend(&mut self, found: Vec<Filler>) {
        for filler in found {
            if !self.speakers.iter().any(|said| said.actor == filler.actor) {
                self.speakers.push(filler);
            }
        }
    }

    /// Whoever is credited for the clause at `clause` by "according to".
    fn credited(&mut self, credits: &[(TokenId, Vec<Filler>)], clause: TokenId) {
        for (_, said_by) in credits.iter().filter(|(at, _)| *at == clause) {
            self.extend(said_by.clone());
        }
    }

    /// A verb above the event whose content the event is.
    fn reporter(&mut self, scene: &Scene, verb: TokenId, content: TokenId) {
        let lemma = scene.lemma(verb);
        let lemma = lemma.as_str();
        let cues = scene.cues;
        // "rejected claims that"
        let rejects = cues.rejecting_verbs.contains(lemma) && cues.reporting_nouns.contains(scene.lemma(content));
        let reports = cues.reporting_verbs.contains(lemma) || cues.denying_verbs.contains(lemma) || rejects;
        let frames = cues.asking_verbs.contains(lemma) || cues.accusing_verbs.contains(lemma);
        let clause = !matches!(scene.rel(content), "obj" | "dep");
        let is_unsaid = reports
            && !cues.denying_verbs.contains(lemma)
            && !cues.neg_raising_verbs.contains(lemma)
            && super::factuality::unsaid(scene, verb).is_some();
        // «se niega a recibir»: who refuses reports nothing
        let refuses = scene.rel(content) == "xcomp" && cues.negative_verbs.contains(lemma);
        if (reports || (frames && clause)) && !is_unsaid && !refuses {
            let said_by = if scene.is_passive(verb) {
                scene.slot(verb, &super::frames::Slot::Subject)
            } else {
                sayer(scene, verb)
            };
            self.extend(said_by);
        }
    }

    /// "the claim that", "rumours of": whose they are.
    fn reporting_noun(&mut self, scene: &Scene, noun: TokenId) {
        if scene.token(noun).upos == Upos::Noun && scene.cues.reporting_nouns.contains(scene.lemma(noun).as_str()) {
            self.extend(scene.slot(noun, &super::frames::Slot::Possessor));
        }
    }

    /// Parentheticals beside a clause: "Russia, the source said, supports", «como informa la agencia SANA».
    fn satellites(&mut self, scene: &Scene, clause: TokenId, cue: TokenId) {
        // "Peru, the OAS observed, has praised": parsers hang the parenthesis on the subject as well.
        let subjects = scene.children(clause, &["nsubj"]).into_iter();
        let aside = subjects.flat_map(|subject| scene.children(subject, &["parataxis"]));
        let beside = scene.children(clause, &["parataxis", "advcl", "ccomp", "dep", "discourse"]);
        for verb in beside.into_iter().chain(aside) {
            let lemma = scene.lemma(verb);
            let has_content = scene.child(verb, &["ccomp", "xcomp", "obj", "csubj"]);
            // Its subject may follow it and look like an object: "said the minister".
            let is_subject = |content: TokenId| scene.rel(content) == "obj" && scene.child(verb, &["nsubj"]).is_none();
            let empty = has_content.is_none_or(|content| scene.is_relative_pronoun(content) || is_subject(content));
            let marked = scene.rel(verb) == "advcl" || scene.rel(verb) != "ccomp";
            let cites = scene.cues.citing_verbs.contains(lemma.as_str()) && scene.child(verb, &["nsubj"]).is_none();
            if verb != cue && marked && empty && !cites && scene.cues.reporting_verbs.contains(lemma.as_str()) {
                self.extend(parenthetical_subject(scene, verb));
            }
        }
    }
}

fn reporting_verbs(scene: &Scene) -> Vec<TokenId> {
    let is_reporting = |&id: &TokenId| {
        scene.token(id).upos == Upos::Verb && scene.cues.reporting_verbs.contains(scene.lemma(id).as_str())
    };
    (0..scene.sentence.tokens.len()).filter(is_reporting).collect()
}

/// Media that the speaker of `verb` spoke to: "told Reuters", "speaking to Al-Watan, …said".
fn mediators(scene: &Scene, verb: TokenId) -> Vec<Filler> {
    let mut verbs = vec![verb];
    let talks = |&child: &TokenId| scene.cues.mediating_verbs.contains(scene.lemma(child).as_str());
    verbs.extend(scene.children(verb, &["advcl", "acl", "parataxis"]).into_iter().filter(talks));
    let mut found = Vec::new();
    for &verb in &verbs {
        for child in scene.children(verb, &["obj", "iobj", "obl"]) {
            found.extend(scene.phrase(child).into_iter().filter(|filler| is_medium(scene, filler)));
        }
    }
    if found.is_empty() {
        // Where the tree has lost the phrase: the medium right behind "speaking to".
        let talking = verbs[1..].iter().flat_map(|&talking| scene.fillers_behind(talking + 1));
        found = talking.filter(|filler| is_medium(scene, filler)).collect();
    }
    found
}

fn is_medium(scene: &Scene, filler: &Filler) -> bool {
    scene.entities.actors.get(&filler.actor).is_some_and(|actor| actor.kind == ActorKind::Media)
}

/// Who reports in a parenthetical: its subject; where it stands behind the verb («como informa la agencia SANA»),
/// parsers take it for the object.
fn parenthetical_subject(scene: &Scene, verb: TokenId) -> Vec<Filler> {
    if scene.child(verb, &["nsubj"]).is_none() && scene.rel(verb) != "advcl" {
        let said_by = scene.children(verb, &["obj"]).into_iter().filter(|&child| child > verb);
        let said_by: Vec<Filler> = said_by.flat_map(|child| scene.phrase(child)).collect();
        if !said_by.is_empty() {
            return said_by;
        }
    }
    if scene.child(verb, &["nsubj"]).is_none() && scene.rel(verb) == "advcl" {
        let behind = scene.children(verb, &["obj", "obl"]).into_iter().filter(|&child| child > verb);
        let mut mentions = behind.flat_map(|child| {
            let inside = scene.mentions.iter().filter(move |mention| scene.sentence.is_below(mention.head, child));
            inside.filter(|mention| mention.kind == MentionKind::Name).flat_map(|mention| scene.fillers(mention, 1.0))
        });
        if let Some(medium) = mentions.find(|filler| is_medium(scene, filler)) {
            return vec![medium];
        }
    }
    sayer(scene, verb)
}

/// "according to X", «según X», «según informó X»: for each the clause of the event, or above it, that it belongs to,
/// with whoever is credited.
fn according_to(scene: &Scene, event: TokenId) -> Vec<(TokenId, Vec<Filler>)> {
    let tokens = &scene.sentence.tokens;
    let mut found: Vec<(TokenId, Vec<Filler>)> = Vec::new();
    let mut taken: Vec<std::ops::Range<TokenId>> = Vec::new();
    for phrase in &scene.cues.according_to {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        for place in scene.places_of(&words) {
            // The longest phrase counts: «según» of «según palabras de» is none.
            if taken.iter().any(|range| range.contains(&place.start)) {
                continue;
            }
            let (at, after) = (place.start, place.end);
            taken.push(place);
            let near = (after..tokens.len().min(after + 3)).take_while(|&id| tokens[id].upos != Upos::Punct);
            let verb = near.into_iter().find(|&id| {
                scene.cues.reporting_verbs.contains(scene.lemma(id).as_str()) && tokens[id].upos == Upos::Verb
            });
            let named = verb.map(|verb| sayer(scene, verb)).unwrap_or_default();
            let said_by = if named.is_empty() { scene.fillers_behind(after) } else { named };
            let Some(first) = said_by.first() else { continue };
            let end = (after..tokens.len()).take_while(|&id| tokens[id].span.start < first.span.end).last();
            let end = end.unwrap_or(after);
            let place = verb.unwrap_or(end);
            // The speaker's own attributes are not what he says: "according to the minister accused of fraud".
            if (at..=end).contains(&event) || scene.sentence.is_below(event, place) {
                continue;
            }
            let mut clauses = std::iter::once(event).chain(scene.sentence.ancestors(event));
            if let Some(clause) = clauses.find(|&clause| scene.sentence.is_below(place, clause)) {
                found.push((clause, said_by));
            }
        }
    }
    found
}

/// "Diplomatic source: Russia not abandoning Assad": whoever stands alone before the first colon; in a headline, behind
/// the last one: "Russia not abandoning Assad: source".
fn beside_colon(scene: &Scene, event: TokenId) -> Vec<Filler> {
    let Some(colon) = scene.colon.filter(|&colon| colon < event) else {
        let last = scene.sentence.tokens.iter().rposition(|token| token.form == ":");
        let Some(colon) = last.filter(|&colon| scene.sentence.is_headline && event < colon) else { return Vec::new() };
        let ends = scene.sentence.tokens.iter().rposition(|token| token.upos != Upos::Punct).map_or(0, |last| last + 1);
        let alone = |mention: &&crate::model::Mention| mention.tokens.start <= colon + 2 && mention.tokens.end == ends;
        let alone = scene.mentions.iter().filter(|mention| mention.tokens.start > colon).filter(alone);
        let longest = alone.filter(|mention| !mention.actors.is_empty()).max_by_key(|mention| mention.tokens.len());
        return longest.map(|mention| scene.fillers(mention, 1.0)).unwrap_or_default();
    };
    let alone = scene.mentions.iter().filter(|mention| mention.tokens.end == colon);
    let longest = alone.filter(|mention| !mention.actors.is_empty()).max_by_key(|mention| mention.tokens.len());
    longest.map(|mention| scene.fillers(mention, 1.0)).unwrap_or_default()
}

/// Whether a quotation goes on where the one before was interrupted: right behind it, or behind a few words of the same
/// paragraph ("…," the minister said. "…").
fn goes_on(document: &Document, before: Span, next: Span) -> bool {
    let gap = document.text.get(before.end..next.start).unwrap_or("\n");
    gap.len() < 4 || gap.len() < INTERRUPTION && !gap.contains('\n')
}

/// The speaker of a quotation: the subject of the nearest reporting verb outside it, in the sentence where it
/// begins, where it ends, or next to it.
fn quoted_speaker(span: Span, scenes: &[Scene]) -> Vec<Filler> {
    let mut best: Option<(usize, Vec<Filler>)> = None;
    for scene in scenes {
        let sentence = scene.sentence.span;
        let near = sentence.overlaps(span) || sentence.end + 3 >= span.start && sentence.start <= span.end + 3;
        if !near {
            continue;
        }
        for verb in reporting_verbs(scene) {
            let place = scene.token(verb).span;
            if span.contains(place) {
                continue;
            }
            let distance = if place.end <= span.start {
                span.start.saturating_sub(place.end)
            } else {
                place.start.saturating_sub(span.end)
            };
            let said_by = sayer(scene, verb);
            let introduces = place.end <= span.start && !sentence.overlaps(span) && !ends_with_colon(scene);
            if !said_by.is_empty() && !introduces && best.as_ref().is_none_or(|(least, _)| distance < *least) {
                best = Some((distance, said_by));
            }
        }
    }
    best.map(|(_, said_by)| said_by).unwrap_or_default()
}

fn ends_with_colon(scene: &Scene) -> bool {
    scene.sentence.tokens.last().is_some_and(|token| token.form == ":")
}
