//! Attribution: who is reported as saying a claim, the nearest first, then through whom.
//! `(&Scene, event, &Quotations) -> Vec<Filler>`
//!
//! Source, cue and content are PARC's three parts (Pareti 2012); the content is found through the tree
//! (complement clauses, parentheticals), through "according to", a colon, or quotation marks.

use super::scene::{Filler, Scene};
use crate::model::{ActorId, ActorKind, BlockKind, Document, MentionKind, Span, TokenId, Upos};

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

/// Content relations: what stands in them under a reporting verb is what is said.
const CONTENT: &[&str] = &["ccomp", "xcomp", "parataxis", "csubj", "obj", "dep"];

impl Quotations {
    /// Finds the quotations of a document and who is quoted in each.
    pub fn read(document: &Document, scenes: &[Scene]) -> Quotations {
        let mut quotations = Quotations::default();
        for scene in scenes {
            for verb in reporting_verbs(scene) {
                let Some(speaker) = scene.surface_subject(verb, 0).into_iter().next() else { continue };
                for medium in mediators(scene, verb) {
                    quotations.media.push((speaker.actor.clone(), medium, scene.number));
                }
            }
        }
        let mut previous: Option<(Span, Vec<Filler>)> = None;
        for span in spans(document) {
            let mut speakers = quoted_speaker(span, scenes);
            if speakers.is_empty()
                && let Some((before, last)) = &previous
                && span.start.saturating_sub(before.end) < 4
            {
                speakers.clone_from(last);
            }
            previous = Some((span, speakers.clone()));
            quotations.all.push(Quotation { span, speakers });
        }
        quotations
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
    let mut chain = Chain::default();
    let mut below = event;
    chain.satellites(scene, event, cue);
    for above in scene.sentence.ancestors(event) {
        let is_charge = matches!(scene.rel(below), "advcl" | "obl" | "nmod")
            && scene.cues.accusing_verbs.contains(scene.lemma(above).as_str());
        if above != cue && (is_charge || CONTENT.contains(&scene.rel(below))) {
            chain.reporter(scene, above, below);
        } else if matches!(scene.rel(below), "acl" | "nmod" | "ccomp") {
            chain.reporting_noun(scene, above);
        }
        chain.satellites(scene, above, cue);
        below = above;
    }
    chain.extend(according_to(scene, event));
    if chain.speakers.is_empty() {
        chain.extend(before_colon(scene, event));
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

    /// A verb above the event whose content the event is.
    fn reporter(&mut self, scene: &Scene, verb: TokenId, content: TokenId) {
        let lemma = scene.lemma(verb);
        let lemma = lemma.as_str();
        let cues = scene.cues;
        let reports = cues.reporting_verbs.contains(lemma) || cues.denying_verbs.contains(lemma);
        let frames = cues.asking_verbs.contains(lemma) || cues.accusing_verbs.contains(lemma);
        let clause = !matches!(scene.rel(content), "obj" | "dep");
        if reports || (frames && clause) {
            let said_by = if scene.is_passive(verb) {
                scene.slot(verb, &super::frames::Slot::Subject)
            } else {
                scene.surface_subject(verb, 0)
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
        for verb in scene.children(clause, &["parataxis", "advcl", "ccomp", "dep", "discourse"]) {
            let lemma = scene.lemma(verb);
            let has_content = scene.child(verb, &["ccomp", "xcomp", "obj", "csubj"]);
            let empty =
                has_content.is_none_or(|content| scene.is_relative_pronoun(content) || scene.rel(content) == "obj");
            let marked = scene.rel(verb) == "advcl" || scene.rel(verb) != "ccomp";
            if verb != cue && marked && empty && scene.cues.reporting_verbs.contains(lemma.as_str()) {
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
        let talking = verbs[1..].iter().flat_map(|&talking| next_mention(scene, talking + 1));
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
    scene.surface_subject(verb, 0)
}

/// "according to X", «según X», «según informó X»: anywhere in the sentence, outside other clauses' quotations.
fn according_to(scene: &Scene, event: TokenId) -> Vec<Filler> {
    let tokens = &scene.sentence.tokens;
    let lowered: Vec<String> = tokens.iter().map(|token| token.form.to_lowercase().into()).collect();
    let mut found = Vec::new();
    for phrase in &scene.cues.according_to {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        let places = lowered.windows(words.len().max(1)).enumerate();
        for (at, _) in places.filter(|(_, window)| window.iter().map(String::as_str).eq(words.iter().copied())) {
            let after = at + words.len();
            let verb = (after..tokens.len().min(after + 3)).find(|&id| {
                scene.cues.reporting_verbs.contains(scene.lemma(id).as_str()) && tokens[id].upos == Upos::Verb
            });
            let named = verb.map(|verb| scene.surface_subject(verb, 0)).unwrap_or_default();
            let said_by = if named.is_empty() { next_mention(scene, after) } else { named };
            if !(after..after + 8).contains(&event) {
                found.extend(said_by);
            }
        }
    }
    found
}

fn next_mention(scene: &Scene, after: TokenId) -> Vec<Filler> {
    let near = scene.mentions.iter().filter(|mention| {
        (after..after + 7).contains(&mention.tokens.start)
            && mention.kind != MentionKind::Adjective
            && !mention.actors.is_empty()
    });
    let first = near.min_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.len())));
    first.map(|mention| scene.fillers(mention, 1.0)).unwrap_or_default()
}

/// "Diplomatic source: Russia not abandoning Assad": whoever stands alone before the first colon.
fn before_colon(scene: &Scene, event: TokenId) -> Vec<Filler> {
    let Some(colon) = scene.colon.filter(|&colon| colon < event) else { return Vec::new() };
    let alone = scene.mentions.iter().filter(|mention| mention.tokens.end == colon);
    let longest = alone.filter(|mention| !mention.actors.is_empty()).max_by_key(|mention| mention.tokens.len());
    longest.map(|mention| scene.fillers(mention, 1.0)).unwrap_or_default()
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
            let said_by = scene.surface_subject(verb, 0);
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

/// The stretches between quotation marks of four words and more, block by block; one that is left open runs
/// to the end of its block.
fn spans(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::FrontMatter) {
        let text = block.span.of(&document.text);
        let mut open: Option<(usize, char)> = None;
        let mut marks = text.char_indices().peekable();
        while let Some((at, mark)) = marks.next() {
            let next_is_word = marks.peek().is_some_and(|(_, next)| next.is_alphanumeric() || "¿¡([".contains(*next));
            match (open, mark) {
                (None, '“' | '«' | '„') => open = Some((at, mark)),
                (None, '"' | '”') if next_is_word => open = Some((at, mark)),
                (Some((start, opening)), _) if closes(opening, mark, next_is_word) => {
                    found.push(Span::new(block.span.start + start, block.span.start + at + mark.len_utf8()));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some((start, _)) = open {
            found.push(Span::new(block.span.start + start, block.span.end));
        }
    }
    found.retain(|span| span.of(&document.text).split_whitespace().count() >= 4);
    found
}

fn closes(opening: char, mark: char, next_is_word: bool) -> bool {
    match opening {
        '«' => mark == '»',
        '"' => mark == '"',
        // A typing error that news makes: the same mark at both ends.
        _ => mark == '”' || mark == '“' && !next_is_word || mark == '"' && !next_is_word,
    }
}
