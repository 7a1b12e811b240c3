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

/// Reads polarity and factuality of the event headed by `event`: its own modifiers, and those of every predicate
/// above it up to the clause that reports it. Time O(depth × tokens).
///
/// Under a verb that reports, the event stands as its speaker puts it ("said that it may": possible); a verb that
/// asks, plans, refuses or denies colours what stands under it.
pub fn read(scene: &Scene, event: TokenId) -> Reading {
    let mut reading = Reading { polarity: Polarity::Affirmed, factuality: Factuality::Actual, denied_by: None };
    reading.modify(scene, event);
    let mut below = event;
    for above in scene.sentence.ancestors(event) {
        if scene.rel(below) != "conj" && !reading.embed(scene, above, below) {
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

/// Whether a negator modifies the word at `id`; "not only" is none.
pub fn is_negated(scene: &Scene, id: TokenId) -> bool {
    let word_at = |at: TokenId| scene.sentence.tokens.get(at).map(|token| token.form.to_lowercase());
    scene.children(id, MODIFIERS).into_iter().any(|child| {
        let negates = scene.cues.negators.contains(scene.lemma(child).as_str())
            || word_at(child).is_some_and(|word| scene.cues.negators.contains(word.as_str()));
        negates && !word_at(child + 1).is_some_and(|next| scene.cues.only_words.contains(next.as_str()))
    })
}

/// "did nothing to help", "made no effort to help", "never did anything to help": the noun above the infinitive.
fn is_nothing(scene: &Scene, noun: TokenId) -> bool {
    let verb = scene.head(noun).filter(|_| scene.rel(noun) == "obj");
    scene.cues.negators.contains(scene.lemma(noun).as_str())
        || is_negated(scene, noun)
        || verb.is_some_and(|verb| is_negated(scene, verb))
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

    /// Folds in the predicate `above`, under which the event stands through `below`; says whether to go on upwards.
    fn embed(&mut self, scene: &Scene, above: TokenId, below: TokenId) -> bool {
        let cues = scene.cues;
        let lemma = scene.lemma(above);
        let lemma = lemma.as_str();
        let rel = scene.rel(below);
        if !is_content(scene, above, below) {
            if rel == "acl" && cues.future_verbs.contains(lemma) {
                self.weaken(Factuality::Future);
            }
            if rel == "acl" && scene.token(below).feat("VerbForm") == Some("Inf") && is_nothing(scene, above) {
                self.polarity = self.polarity.flipped();
            }
            return false;
        }
        let governs = matches!(rel, "xcomp" | "ccomp" | "csubj");
        if cues.denying_verbs.contains(lemma) {
            if !is_negated(scene, above) {
                self.polarity = self.polarity.flipped();
            }
            self.denied_by = Some(above);
            return false;
        }
        if cues.reporting_verbs.contains(lemma) && rel == "ccomp" {
            return false;
        }
        if cues.asking_verbs.contains(lemma) && governs {
            self.weaken(Factuality::Possible);
            return false;
        }
        if cues.negative_verbs.contains(lemma) {
            self.polarity = self.polarity.flipped();
            self.modify(scene, above);
        } else if cues.future_verbs.contains(lemma) && (governs || rel == "obl") {
            self.weaken(Factuality::Future);
            self.modify(scene, above);
        } else if cues.possible_words.contains(lemma) && governs {
            self.weaken(Factuality::Possible);
            self.modify(scene, above);
        } else if carries(scene, above, lemma) || rel == "xcomp" {
            self.modify(scene, above);
        } else {
            return false;
        }
        true
    }

    fn weaken(&mut self, to: Factuality) {
        self.factuality = self.factuality.max(to);
    }
}
