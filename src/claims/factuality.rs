//! Polarity and factuality: whether the text says that the event happens, and how surely.
//! `(&Scene, event) -> Reading`
//!
//! The composition follows FactBank (Saurí & Pustejovsky 2009, doi:10.1007/s10579-009-9089-9): each predicate
//! above the event, and each modifier beside it, contributes; the words are data in `cues.toml`.

use super::cues::Words;
use super::frames::Slot;
use super::scene::Scene;
use crate::model::{Factuality, Polarity, Role, Span, TokenId, Upos};

/// What the words around an event say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Does it happen?
    pub polarity: Polarity,
    /// How surely?
    pub factuality: Factuality,
    /// The denying verb above it, if there is one: the claim is what that verb denies.
    pub denied_by: Option<TokenId>,
    /// The words that negate or hedge it.
    pub words: Vec<(TokenId, Role)>,
}

const MODIFIERS: &[&str] = &["advmod", "aux", "det", "case", "mark", "cc", "amod", "dep", "discourse"];

/// Reads polarity and factuality of the event headed by `event`: its own modifiers, and those of every predicate
/// above it up to the clause that reports it. Time O(depth × tokens).
///
/// Under a verb that reports, the event stands as its speaker puts it ("said that it may": possible); a verb that
/// asks, plans, refuses or denies colours what stands under it.
pub fn read(scene: &Scene, event: TokenId) -> Reading {
    let mut reading =
        Reading { polarity: Polarity::Affirmed, factuality: Factuality::Actual, denied_by: None, words: Vec::new() };
    reading.modify(scene, event);
    let mut below = event;
    for above in scene.sentence.ancestors(event) {
        if scene.rel(below) == "conj" {
            reading.share(scene, above, below);
        } else if !reading.embed(scene, above, below) {
            break;
        }
        below = above;
    }
    if let Some(mark) = question_mark(scene, event) {
        reading.weaken(Factuality::Possible, mark);
    }
    reading
}

fn carries(scene: &Scene, verb: TokenId, lemma: &str) -> bool {
    scene.cues.light_verbs.contains(lemma)
        || scene.cues.aspect_verbs.contains(lemma)
        || scene.cues.receiving_verbs.contains(lemma)
        || scene.token(verb).upos == Upos::Aux
}

/// Whether `below` is part of what the predicate `above` says, wants or does: its complement, or its object noun.
fn is_content(scene: &Scene, above: TokenId, below: TokenId) -> bool {
    let is_verbal = matches!(scene.token(above).upos, Upos::Verb | Upos::Aux | Upos::Adj);
    match scene.rel(below) {
        "xcomp" | "ccomp" | "csubj" | "obj" => true,
        "obl" | "advcl" => is_verbal && scene.token(below).feat("VerbForm") != Some("Fin"),
        "nsubj" => scene.is_passive(above),
        _ => false,
    }
}

/// The question mark that the event stands before; not that of a quoted question which it stands outside of.
fn question_mark(scene: &Scene, event: TokenId) -> Option<TokenId> {
    let tokens = &scene.sentence.tokens;
    let mark = tokens.iter().rposition(|token| token.upos != Upos::Punct || token.form == "?")?;
    if tokens[mark].form != "?" {
        return None;
    }
    let is_quoted = tokens.get(mark + 1).is_some_and(|token| is_quotation_mark(&token.form));
    let opens = |at: &usize| is_quotation_mark(&tokens[*at].form);
    (!is_quoted || (0..mark).rev().find(opens).is_none_or(|opening| opening < event)).then_some(mark)
}

fn is_quotation_mark(form: &str) -> bool {
    matches!(form, "\"" | "“" | "”" | "«" | "»" | "''" | "``" | "„")
}

/// Whether the word, or the verb with its particle ("rule out"), stands in a list.
pub fn is_in(scene: &Scene, id: TokenId, words: &Words) -> bool {
    let lemma = scene.lemma(id);
    words.contains(lemma.as_str())
        || scene
            .children(id, &["compound", "advmod", "case", "obl"])
            .into_iter()
            .any(|child| words.contains(format!("{lemma} {}", scene.lemma(child)).as_str()))
}

/// The word that negates the predicate or noun at `id`: a modifier ("not", "no longer", "instead of"), or the quantity of its
/// subject or object ("no country backs", "gave no help"). "Not only" is none.
pub fn negator(scene: &Scene, id: TokenId) -> Option<TokenId> {
    let cues = scene.cues;
    let word = |at: TokenId| scene.sentence.tokens.get(at).map(|_| scene.form(at));
    let negates = |&child: &TokenId| {
        let is_one = cues.negators.contains(scene.lemma(child).as_str())
            || word(child).is_some_and(|form| cues.negators.contains(form.as_str()));
        is_one && !word(child + 1).is_some_and(|next| cues.only_words.contains(next.as_str()))
    };
    let below = |parent: TokenId, rels: &[&str]| scene.children(parent, rels).into_iter().find(negates);
    if let Some(found) = below(id, MODIFIERS) {
        return Some(found);
    }
    // «en ningún caso», "at no point", right before the predicate
    let right_before = |phrase: &String| {
        let words: Vec<&str> = phrase.split(' ').collect();
        scene.places_of(&words).find(|place| place.end <= id && id - place.end <= 2).map(|place| place.start)
    };
    if let Some(found) = cues.negating_phrases.iter().find_map(right_before) {
        return Some(found);
    }
    // "no longer", "not yet"; "instead of attacking"
    let adverbs = scene.children(id, &["advmod", "obl"]);
    if let Some(found) = adverbs.into_iter().find_map(|adverb| below(adverb, &["advmod", "det"]).filter(|no| *no < id))
    {
        return Some(found);
    }
    let replaces = |&child: &TokenId| cues.instead_words.contains(scene.lemma(child).as_str());
    if let Some(found) = scene.children(id, &["case", "mark", "cc"]).into_iter().find(replaces) {
        return Some(found);
    }
    if !scene.is_predicate(id) {
        return None;
    }
    let ends = scene.children(id, &["nsubj", "obj"]).into_iter();
    ends.filter(|&end| scene.token(end).upos != Upos::Propn)
        .find_map(|end| Some(end).filter(negates).or_else(|| below(end, &["det", "cc"])))
        .or_else(|| {
            // "neither Chad nor Niger backs"
            scene.child(id, &["nsubj"]).and_then(|subject| below(subject, &["cc", "advmod", "det"]))
        })
}

/// Whether a word negates the predicate or noun at `id`.
pub fn is_negated(scene: &Scene, id: TokenId) -> bool {
    negator(scene, id).is_some()
}

/// "did nothing to help", "made no effort to help", "no evidence that it helped": what denies the noun above a clause.
fn nothing(scene: &Scene, noun: TokenId) -> Option<TokenId> {
    let verb = scene.head(noun).filter(|_| matches!(scene.rel(noun), "obj" | "nsubj"));
    Some(noun)
        .filter(|&noun| scene.cues.negators.contains(scene.lemma(noun).as_str()))
        .or_else(|| negator(scene, noun))
        .or_else(|| verb.and_then(|verb| negator(scene, verb)))
}

/// Whether a verb above reports the clause of the event, or the clause has a reporting parenthesis.
fn is_reported(scene: &Scene, event: TokenId) -> bool {
    let cues = scene.cues;
    let says = |id: TokenId| is_in(scene, id, &cues.reporting_verbs) || is_in(scene, id, &cues.future_verbs);
    let mut below = event;
    for above in scene.sentence.ancestors(event) {
        if matches!(scene.rel(below), "ccomp" | "parataxis") && says(above) {
            return true;
        }
        below = above;
    }
    std::iter::once(event)
        .chain(scene.sentence.ancestors(event))
        .any(|clause| scene.children(clause, &["parataxis"]).into_iter().any(says))
}

/// "if", "unless" before a clause that hangs on the predicate: what follows from it is conditional.
fn condition(scene: &Scene, predicate: TokenId) -> Option<TokenId> {
    let clauses = scene.children(predicate, &["advcl"]).into_iter();
    clauses
        .flat_map(|clause| scene.children(clause, &["mark"]))
        .find(|&mark| scene.cues.conditional_words.contains(scene.form(mark)))
}

/// A phrase of several words that hangs on the predicate: «al parecer», "as it seems".
fn phrase(scene: &Scene, predicate: TokenId, phrases: &[String]) -> Option<TokenId> {
    phrases.iter().find_map(|phrase| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let hangs = |place: &std::ops::Range<TokenId>| place.clone().any(|id| scene.head(id) == Some(predicate));
        scene.places_of(&words).find(hangs).map(|place| place.start)
    })
}

impl Reading {
    /// Folds in the modifiers of one word: negators, auxiliaries, adverbs, conditionals, tense and mood.
    fn modify(&mut self, scene: &Scene, id: TokenId) {
        let cues = scene.cues;
        if let Some(word) = negator(scene, id) {
            self.negate(word);
        }
        let modifier = |words: &[&Words]| {
            scene.children(id, MODIFIERS).into_iter().find(|&child| {
                let form = scene.form(child);
                words.iter().any(|words| words.contains(scene.lemma(child).as_str()) || words.contains(form.as_str()))
            })
        };
        if let Some(word) = phrase(scene, id, &cues.doubt_phrases) {
            self.weaken(Factuality::Possible, word);
        }
        if let Some(word) = condition(scene, id) {
            self.weaken(Factuality::Possible, word);
        }
        if let Some(word) = modifier(&[&cues.reported_future]).filter(|_| is_reported(scene, id)) {
            self.weaken(Factuality::Future, word);
        } else if let Some(word) = modifier(&[&cues.possible_words, &cues.doubt_adjectives]) {
            self.weaken(Factuality::Possible, word);
        } else if let Some(word) = modifier(&[&cues.future_words]) {
            self.weaken(Factuality::Future, word);
        }
        let finite = std::iter::once(id).chain(scene.children(id, &["aux", "cop"]));
        for verb in finite {
            let token = scene.token(verb);
            match (token.feat("Mood"), token.feat("Tense")) {
                // «dijo que enviaría» lies ahead, «habría enviado» is a rumour
                (Some("Cnd"), _) if verb == id && is_reported(scene, id) => self.weaken(Factuality::Future, verb),
                (Some("Cnd"), _) => self.weaken(Factuality::Possible, verb),
                (_, Some("Fut")) => self.weaken(Factuality::Future, verb),
                // «para que apoye», «cuando apoye», but not «se alegra de que haya apoyado»
                (Some("Sub"), _) if scene.rel(id) == "advcl" => self.weaken(Factuality::Possible, verb),
                _ => {}
            }
        }
    }

    /// What a later conjunct shares with the first: "will not attack or invade". A finite one stands for itself.
    fn share(&mut self, scene: &Scene, first: TokenId, later: TokenId) {
        let cues = scene.cues;
        let joined_by = |words: &Words| {
            scene.children(later, &["cc"]).into_iter().any(|cc| words.contains(scene.lemma(cc).as_str()))
        };
        if joined_by(&cues.adversative_words) {
            return;
        }
        let is_finite = scene.token(later).feat("VerbForm") == Some("Fin")
            || scene.child(later, &["aux", "cop", "nsubj"]).is_some();
        if !is_finite || joined_by(&cues.or_words) {
            let (polarity, marked) = (self.polarity, self.words.len());
            self.modify(scene, first);
            // A noun beside a negated one is negated with it only by "or": "no peace and more war".
            let is_noun = scene.token(later).upos == Upos::Noun && !joined_by(&cues.or_words);
            if is_noun || negator(scene, later).is_some() {
                self.polarity = polarity;
                self.words.truncate(marked);
            }
        }
    }

    /// Folds in the predicate `above`, under which the event stands through `below`; says whether to go on upwards.
    fn embed(&mut self, scene: &Scene, above: TokenId, below: TokenId) -> bool {
        let of_noun = scene.rel(below) == "ccomp"
            && scene.token(above).upos == Upos::Noun
            && scene.child(above, &["cop"]).is_none();
        if of_noun || !is_content(scene, above, below) {
            return self.embed_in_noun(scene, above, below);
        }
        let cues = scene.cues;
        let lemma = scene.lemma(above);
        let lemma = lemma.as_str();
        let rel = scene.rel(below);
        let governs = matches!(rel, "xcomp" | "ccomp" | "csubj");
        if is_in(scene, above, &cues.denying_verbs) {
            match unsaid(scene, above) {
                Some(word) => self.weaken(Factuality::Possible, word),
                None => self.negate(above),
            }
            self.denied_by = Some(above);
            return false;
        }
        if cues.reporting_verbs.contains(lemma) && rel == "ccomp" {
            // "rejects claims that", whatever "claims" is tagged
            let verb = scene.head(above).filter(|_| scene.rel(above) == "obj");
            if let Some(verb) =
                verb.filter(|&verb| is_in(scene, verb, &cues.rejecting_verbs) && !is_negated(scene, verb))
            {
                self.negate(verb);
                self.denied_by = Some(verb);
                return false;
            }
            match unsaid(scene, above) {
                Some(word) if cues.neg_raising_verbs.contains(lemma) => self.negate(word),
                Some(word) => self.weaken(Factuality::Possible, word),
                None => {}
            }
            return false;
        }
        if is_in(scene, above, &cues.excluding_verbs) {
            match negator(scene, above) {
                Some(word) => self.weaken(Factuality::Possible, word),
                None => self.negate(above),
            }
            return false;
        }
        let is_asked = governs || matches!(rel, "advcl" | "obl") && scene.token(below).feat("VerbForm") == Some("Inf");
        // «se propone atacar» is a plan of one's own
        let is_own =
            scene.children(above, &["expl"]).into_iter().any(|id| scene.token(id).feat("Reflex") == Some("Yes"))
                && is_in(scene, above, &cues.future_verbs);
        if is_in(scene, above, &cues.asking_verbs) && is_asked && !is_own {
            self.weaken(Factuality::Possible, above);
            return false;
        }
        // "it is not true that", "it is false that"
        if governs && cues.truth_words.contains(lemma) || governs && cues.falsehood_words.contains(lemma) {
            let negator = negator(scene, above);
            if negator.is_some() != cues.falsehood_words.contains(lemma) {
                self.negate(negator.unwrap_or(above));
            }
            return true;
        }
        // "are due to meet", where the parser takes the infinitive for an adjunct
        let is_readiness = rel == "advcl" && scene.token(above).upos == Upos::Adj;
        let is_hearsay = rel == "xcomp" && cues.reporting_verbs.contains(lemma) && scene.is_passive(above);
        if is_in(scene, above, &cues.negative_verbs) {
            self.negate(above);
            self.modify(scene, above);
        } else if is_hearsay {
            self.weaken(Factuality::Possible, above);
            self.modify(scene, above);
        } else if is_in(scene, above, &cues.future_verbs) && (governs || rel == "obl" || is_readiness)
            || is_in(scene, above, &cues.planning_verbs)
        {
            self.weaken(Factuality::Future, above);
            self.modify(scene, above);
        } else if cues.possible_words.contains(lemma) && governs {
            self.weaken(Factuality::Possible, above);
            self.modify(scene, above);
        } else if carries(scene, above, lemma) || rel == "xcomp" {
            self.modify(scene, above);
            // «tienen previsto reunirse»
            let beside = scene.children(above, &["obj", "iobj", "xcomp", "amod", "advmod"]).into_iter();
            let mut planned = beside.filter(|&id| id != below && scene.token(id).feat("VerbForm") == Some("Part"));
            if let Some(word) = planned.find(|&id| is_in(scene, id, &cues.future_verbs)).filter(|_| governs) {
                self.weaken(Factuality::Future, word);
            }
        } else if rel == "advcl" && scene.token(below).feat("VerbForm") == Some("Inf") && is_purpose(scene, below) {
            // "took to the streets to protest": the purpose happens, or not, with what serves it
            self.modify(scene, above);
        } else {
            // "did not leave without criticising"
            let without = scene
                .children(below, &["mark", "case"])
                .into_iter()
                .any(|mark| cues.negators.contains(scene.lemma(mark).as_str()));
            if let Some(word) = negator(scene, above).filter(|_| without && rel == "advcl") {
                self.negate(word);
            }
            return false;
        }
        true
    }

    /// Folds in a noun above the event: "lack of support", "plans to attack", "no evidence that it attacked".
    fn embed_in_noun(&mut self, scene: &Scene, above: TokenId, below: TokenId) -> bool {
        let cues = scene.cues;
        let rel = scene.rel(below);
        if !matches!(scene.token(above).upos, Upos::Noun | Upos::Pron | Upos::Adj)
            || !matches!(rel, "acl" | "nmod" | "ccomp")
        {
            return false;
        }
        // «pruebas de que» has no relative pronoun, whatever «que» is tagged; a bare participle is an adjective
        let is_relative = scene.is_relative(below) && !scene.preposition(below).contains(' ');
        let is_bare =
            scene.token(below).feat("VerbForm") == Some("Part") && scene.child(below, &["aux", "cop"]).is_none();
        let is_clause = rel != "nmod" && !is_relative && !is_bare;
        let is_of = rel == "nmod" && cues.content_prepositions.contains(scene.preposition(below).as_str());
        if !is_clause && !is_of {
            return false;
        }
        if let Some(word) = nothing(scene, above).filter(|_| is_clause) {
            // "there is no doubt that": there is none
            if !cues.doubt_nouns.contains(scene.lemma(above).as_str()) {
                self.negate(word);
            }
            return false;
        }
        let rejects = |verb: &TokenId| is_in(scene, *verb, &cues.rejecting_verbs) && negator(scene, *verb).is_none();
        let verb = scene.head(above).filter(|_| is_clause && scene.rel(above) == "obj");
        if let Some(verb) = verb.filter(rejects).filter(|_| is_in(scene, above, &cues.reporting_nouns)) {
            // "rejected claims that it attacked"
            self.negate(verb);
            self.denied_by = Some(verb);
            return false;
        }
        if is_in(scene, above, &cues.negative_nouns) {
            self.negate(above);
        } else if is_in(scene, above, &cues.future_nouns) {
            self.weaken(Factuality::Future, above);
        } else if is_in(scene, above, &cues.possible_nouns) || is_clause && is_in(scene, above, &cues.asking_verbs) {
            self.weaken(Factuality::Possible, above);
        } else {
            return false;
        }
        self.modify(scene, above);
        true
    }

    fn negate(&mut self, word: TokenId) {
        self.polarity = self.polarity.flipped();
        self.words.push((word, Role::Negation));
    }

    fn weaken(&mut self, to: Factuality, word: TokenId) {
        if to > Factuality::Actual {
            self.words.push((word, Role::Hedge));
        }
        self.factuality = self.factuality.max(to);
    }
}

/// "to protest", «para protestar».
fn is_purpose(scene: &Scene, infinitive: TokenId) -> bool {
    let marks = scene.children(infinitive, &["mark", "case"]).into_iter();
    marks.map(|mark| scene.lemma(mark)).any(|mark| scene.cues.purpose_words.contains(mark.as_str()))
}

/// What keeps a verb of saying from being said: "did not say", "refused to confirm".
pub fn unsaid(scene: &Scene, verb: TokenId) -> Option<TokenId> {
    negator(scene, verb).or_else(|| {
        let above = scene.head(verb).filter(|_| matches!(scene.rel(verb), "xcomp" | "ccomp" | "advcl" | "obl"))?;
        is_in(scene, above, &scene.cues.negative_verbs)
            .then_some(above)
            .filter(|&above| negator(scene, above).is_none())
    })
}

/// "refused to comment", "declined to say": keeps silent, and denies nothing. «Se niega a reconocer a Israel» does.
pub fn is_silence(scene: &Scene, verb: TokenId) -> bool {
    let says = |&below: &TokenId| {
        let lemma = scene.lemma(below);
        scene.cues.reporting_verbs.contains(lemma.as_str())
            && !scene.cues.denying_verbs.contains(lemma.as_str())
            && scene.slot(below, &Slot::Object).is_empty()
    };
    let below = scene.children(verb, &["xcomp", "ccomp", "advcl", "obl"]);
    scene.token(verb).upos == Upos::Verb && below.iter().any(says)
}

/// Whether an end of the event stands in contrast to the rest: negated by itself in what is affirmed ("bombed not Oman but
/// Yemen"), or, in what is negated, behind a "but".
pub fn is_contrasted(scene: &Scene, end: Span, polarity: Polarity) -> bool {
    let inside = |&id: &TokenId| end.contains(scene.token(id).span);
    let top = |id: &TokenId| scene.head(*id).is_none_or(|head| !inside(&head));
    let Some(head) = (0..scene.sentence.tokens.len()).filter(inside).find(top) else { return false };
    let joins =
        |words: &Words| scene.children(head, &["cc"]).into_iter().any(|cc| words.contains(scene.lemma(cc).as_str()));
    if scene.rel(head) == "conj" && joins(&scene.cues.adversative_words) {
        let first = scene.head(head).unwrap_or(head);
        return polarity == Polarity::Negated && own_negator(scene, first).is_none();
    }
    polarity == Polarity::Affirmed && own_negator(scene, head).is_some()
}

/// The negator right before a noun phrase: "not Oman".
fn own_negator(scene: &Scene, noun: TokenId) -> Option<TokenId> {
    let is_name = scene.token(noun).upos == Upos::Propn;
    scene.children(noun, &["advmod", "cc"]).into_iter().find(|&child| {
        let negates = is_name && child < noun && scene.cues.negators.contains(scene.form(child));
        negates && !scene.cues.only_words.contains(scene.form(child + 1))
    })
}
