//! Polarity and factuality: whether the text says that the event happens, and how surely.
//! `(&Scene, event) -> Reading`
//!
//! The composition follows FactBank (Saurí & Pustejovsky 2009, doi:10.1007/s10579-009-9089-9): each predicate
//! above the event, and each modifier beside it, contributes; the words are data in `cues.toml`.

use super::scene::Scene;
use crate::model::{Factuality, Polarity, TokenId, Upos};

/// What the words around an event say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Does it happen?
    pub polarity: Polarity,
    /// How surely?
    pub factuality: Factuality,
    /// The denying verb above it, if there is one: the claim is what that verb denies.
    pub denied_by: Option<TokenId>,
}

const MODIFIERS: &[&str] = &["advmod", "aux", "det", "case", "mark", "cc", "amod", "dep", "discourse"];

/// Reads polarity and factuality of the event headed by `event`: its own modifiers, the light verb that carries
/// it, and every predicate above it up to the clause that reports it. Time O(depth × tokens).
pub fn read(scene: &Scene, event: TokenId) -> Reading {
    let mut reading = Reading { polarity: Polarity::Affirmed, factuality: Factuality::Actual, denied_by: None };
    reading.modify(scene, event);
    let mut below = event;
    for above in scene.sentence.ancestors(event) {
        let rel = scene.rel(below);
        let lemma = scene.lemma(above);
        let cues = scene.cues;
        let lemma = lemma.as_str();
        let inside_clause =
            matches!(rel, "xcomp" | "obj" | "ccomp" | "csubj" | "acl" | "advcl" | "obl" | "nsubj" | "nmod");
        if rel == "conj" {
            below = above;
            continue;
        }
        if !inside_clause {
            break;
        }
        let is_verbal = matches!(scene.token(above).upos, Upos::Verb | Upos::Aux | Upos::Adj);
        let is_content = matches!(rel, "xcomp" | "ccomp" | "obj" | "csubj")
            || (rel == "obl" && is_verbal)
            || (rel == "nsubj" && scene.is_passive(above));
        if is_content && cues.denying_verbs.contains(lemma) {
            if !is_negated(scene, above) {
                reading.polarity = reading.polarity.flipped();
            }
            reading.denied_by = Some(above);
            break;
        }
        if rel == "ccomp" && cues.reporting_verbs.contains(lemma) {
            break;
        }
        if is_content && cues.negative_verbs.contains(lemma) && matches!(rel, "xcomp" | "ccomp" | "obl" | "obj") {
            reading.polarity = reading.polarity.flipped();
            reading.modify(scene, above);
        } else if is_content && (cues.asking_verbs.contains(lemma) || cues.possible_words.contains(lemma)) {
            reading.weaken(Factuality::Possible);
            if cues.asking_verbs.contains(lemma) && rel != "obj" {
                break;
            }
        } else if is_content && cues.future_verbs.contains(lemma) {
            reading.weaken(Factuality::Future);
            reading.modify(scene, above);
        } else if is_content && carries(scene, above, lemma) {
            reading.modify(scene, above);
        } else if rel == "acl" && cues.future_verbs.contains(lemma) {
            reading.weaken(Factuality::Future);
        } else if rel == "ccomp" || (rel == "advcl" && !is_conditional(scene, below)) {
            break;
        }
        if matches!(rel, "acl" | "nmod" | "nsubj") {
            break;
        }
        below = above;
    }
    if scene.sentence.tokens.last().is_some_and(|token| token.form == "?") {
        reading.weaken(Factuality::Possible);
    }
    reading
}

fn carries(scene: &Scene, verb: TokenId, lemma: &str) -> bool {
    scene.cues.light_verbs.contains(lemma)
        || scene.cues.aspect_verbs.contains(lemma)
        || scene.cues.receiving_verbs.contains(lemma)
        || scene.token(verb).upos == Upos::Aux
}

fn is_conditional(scene: &Scene, clause: TokenId) -> bool {
    scene.has_child(clause, &["mark"], |word| scene.cues.possible_words.contains(word))
}

/// Whether a negator modifies the word at `id`.
pub fn is_negated(scene: &Scene, id: TokenId) -> bool {
    scene.has_child(id, MODIFIERS, |word| scene.cues.negators.contains(word))
}

impl Reading {
    /// Folds in the modifiers of one word: negators, auxiliaries, adverbs, conditionals, tense and mood.
    fn modify(&mut self, scene: &Scene, id: TokenId) {
        let cues = scene.cues;
        if is_negated(scene, id) {
            self.polarity = self.polarity.flipped();
        }
        let has = |accept: &dyn Fn(&str) -> bool| scene.has_child(id, MODIFIERS, accept);
        if has(&|word| cues.possible_words.contains(word) || cues.doubt_adjectives.contains(word)) {
            self.weaken(Factuality::Possible);
        } else if has(&|word| cues.future_words.contains(word)) {
            self.weaken(Factuality::Future);
        }
        let finite = std::iter::once(id).chain(scene.children(id, &["aux", "cop"]));
        for verb in finite {
            let token = scene.token(verb);
            if token.feat("Mood") == Some("Cnd") {
                self.weaken(Factuality::Possible);
            } else if token.feat("Tense") == Some("Fut") {
                self.weaken(Factuality::Future);
            }
        }
    }

    fn weaken(&mut self, to: Factuality) {
        self.factuality = self.factuality.max(to);
    }
}
