//! Whose a date is: the event in whose clause it stands, through the tree; and on which side of publication it lies.

use super::super::frames::Pos;
use super::super::scene::Scene;
use super::calendar::Direction;
use super::expression::{Expression, Relation};
use super::lexicon::{self as classes, Classes, Lexicon};
use crate::model::{Factuality, MentionKind, TokenId, Upos};
use compact_str::CompactString;

/// How a date belongs to an event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    /// The word that the date modifies: the event, or the verb that carries it.
    pub host: TokenId,
    /// Edges of the tree between the two.
    pub distance: usize,
}

/// How far a date reaches up and down the tree.
const FAR: usize = 6;

/// Whether a date belongs to an event, and how.
pub(super) fn tie(
    scene: &Scene,
    lexicon: &Lexicon,
    expression: &Expression,
    event: TokenId,
    factuality: Factuality,
) -> Option<Tie> {
    if !expression.is_named && expression.tokens.contains(&event) {
        return None;
    }
    let sight = Sight { scene, lexicon, expression, event, factuality };
    let (host, climbed) = sight.host()?;
    let between = sight.path(host)?;
    Some(Tie { host, distance: climbed + between })
}

struct Sight<'s, 'a> {
    scene: &'s Scene<'a>,
    lexicon: &'s Lexicon,
    expression: &'s Expression,
    event: TokenId,
    factuality: Factuality,
}

impl Sight<'_, '_> {
    /// The event or predicate that the date modifies, with the edges up to it.
    fn host(&self) -> Option<(TokenId, usize)> {
        if let Some(verb) = self.reporter_before() {
            return Some((verb, 1));
        }
        let Expression { top, ref tokens, is_of_noun, is_named, .. } = *self.expression;
        if is_named && (self.is_host(top) || tokens.contains(&self.event)) {
            return Some((if tokens.contains(&self.event) { self.event } else { top }, 0));
        }
        // "in Gaza on Sunday, officials said": parsers take the day across the comma; it belongs to what stands before it.
        let strayed = self.strayed();
        let from = strayed.unwrap_or(top);
        let above =
            strayed.into_iter().chain(self.scene.sentence.ancestors(from)).filter(|id| !tokens.contains(id)).take(FAR);
        let mut nouns = 0;
        for (climbed, at) in above.enumerate() {
            if self.is_host(at) {
                // "Mali's junta, in power since 2020, rejected": what commas set off keeps its dates.
                let is_set_off = nouns > 0 && self.comma_between(at);
                return (!is_set_off).then(|| (self.said_before(at), climbed + 1));
            }
            nouns += usize::from(!self.is(at, classes::PART));
            // "after a meeting in March": the meeting's day, not that of what came after.
            if (is_of_noun && self.is_holder(at)) || self.is_elsewhen(at) {
                return None;
            }
        }
        None
    }

    /// The word before a date that a comma ends, where the tree hangs the date on something behind the comma.
    fn strayed(&self) -> Option<TokenId> {
        let date = &self.expression.tokens;
        let ends = self.scene.sentence.tokens.get(date.end).is_some_and(|token| token.form == ",");
        let strays = ends
            && self
                .scene
                .head(self.expression.top)
                .is_some_and(|head| head > date.end && !self.scene.is_predicate(head));
        let is_small =
            |&id: &TokenId| matches!(self.scene.token(id).upos, Upos::Adp | Upos::Adv | Upos::Adj | Upos::Det);
        let before = (0..date.start).rev().find(|id| !is_small(id)).filter(|_| strays)?;
        (self.scene.token(before).upos != Upos::Punct).then_some(before)
    }

    /// Whether a comma stands between the date and a word, other than right behind a date that opens the sentence.
    fn comma_between(&self, id: TokenId) -> bool {
        let date = &self.expression.tokens;
        let between = if id < date.start { id..date.start } else { date.end..id };
        let opens = date.start <= 1;
        between.into_iter().any(|at| self.scene.token(at).form == "," && !(opens && at == date.end))
    }

    /// Whether a noun stands behind "after", "before" and the like.
    fn is_elsewhen(&self, noun: TokenId) -> bool {
        self.scene.sentence.children_by(noun, &["case"]).any(|case| self.is(case, classes::ORDER))
    }

    /// Whether a date stops here: at the event, at any predicate, and at a noun that stands for an event.
    fn is_host(&self, id: TokenId) -> bool {
        id == self.event || self.scene.is_predicate(id) || (self.is_event_noun(id) && !self.is(id, classes::PART))
    }

    /// Whether a noun keeps a date that modifies it: names do not («la invasión de Irak de 2003»), nor do the parts of a
    /// period ("the night of 3 March").
    fn is_holder(&self, id: TokenId) -> bool {
        let is_name = self.scene.mention_at(id).is_some_and(|mention| mention.kind == MentionKind::Name);
        self.scene.token(id).upos == Upos::Noun && !is_name && !self.is(id, classes::PART)
    }

    fn is_event_noun(&self, id: TokenId) -> bool {
        let scene = self.scene;
        scene.token(id).upos == Upos::Noun && !scene.frames.cues(scene.lang, Pos::Noun, scene.lemma(id)).is_empty()
    }

    fn is(&self, id: TokenId, class: Classes) -> bool {
        self.lexicon.is(&CompactString::from_str_to_lowercase(&self.scene.token(id).form), class)
    }

    /// "said Monday Turkey attacked": parsers take the day into the clause; right behind the verb it is the verb's.
    fn reporter_before(&self) -> Option<TokenId> {
        let scene = self.scene;
        if self.expression.is_of_noun {
            return None;
        }
        let is_small = |&id: &TokenId| matches!(scene.token(id).upos, Upos::Adp | Upos::Adv | Upos::Adj | Upos::Det);
        let before = (0..self.expression.tokens.start).rev().take(3).find(|id| !is_small(id))?;
        let is_verb = scene.token(before).upos == Upos::Verb && scene.token(before).feat("VerbForm") != Some("Inf");
        (is_verb && scene.cues.takes_content(scene.lemma(before))).then_some(before)
    }

    /// "On Tuesday Turkey attacked, the ministry said": what stands in the report before its verb is the report's.
    fn said_before(&self, verb: TokenId) -> TokenId {
        let scene = self.scene;
        if verb == self.event || !scene.cues.takes_content(scene.lemma(verb)) {
            return verb;
        }
        let date = &self.expression.tokens;
        let is_report = |&content: &TokenId| content < verb && date.end <= verb;
        let comma_follows = (date.end..verb).any(|id| scene.token(id).form == ",");
        let report = scene.sentence.children_by(verb, &["ccomp", "parataxis"]).find(is_report);
        report.filter(|&content| date.end <= content || comma_follows).unwrap_or(verb)
    }

    /// The edges between host and event, where the time of the one is the time of the other.
    fn path(&self, host: TokenId) -> Option<usize> {
        if host == self.event {
            return Some(0);
        }
        self.down(host).or_else(|| self.up(host))
    }

    /// From the host down to an event below it.
    fn down(&self, host: TokenId) -> Option<usize> {
        let mut below = self.event;
        for (edges, above) in self.scene.sentence.ancestors(self.event).take(FAR).enumerate() {
            if !self.reaches_down(above, below) {
                return None;
            }
            if above == host {
                return Some(edges + 1);
            }
            below = above;
        }
        None
    }

    /// Whether what happens below happens when what stands above it does.
    fn reaches_down(&self, above: TokenId, below: TokenId) -> bool {
        let scene = self.scene;
        let lemma = scene.lemma(above);
        let takes_content = scene.cues.takes_content(lemma);
        let is_noun =
            matches!(scene.token(below).upos, Upos::Noun | Upos::Propn) && scene.child(below, &["cop"]).is_none();
        match scene.rel(below) {
            "conj" => self.same_tense(above, below),
            "xcomp" | "ccomp" if !is_noun => {
                let is_infinite = scene.token(below).feat("VerbForm") != Some("Fin");
                is_infinite && !takes_content && !scene.cues.future_verbs.contains(lemma.as_str())
            }
            "obj" | "nsubj" | "obl" | "iobj" | "xcomp" if is_noun => {
                if scene.carrier(below) == Some(above) && !self.is_circumstance(below) {
                    return true;
                }
                let is_verb = matches!(scene.token(above).upos, Upos::Verb | Upos::Aux);
                if self.expression.relation == Relation::For {
                    // "called a strike for Thursday", «está prevista para el viernes una manifestación»
                    return scene.is_predicate(above);
                }
                match scene.rel(below) {
                    _ if takes_content || !is_verb => false,
                    "obl" => self.is_meanwhile(below),
                    "nsubj" if !scene.is_passive(above) => true,
                    _ => !self.is_cue_verb(lemma),
                }
            }
            // «iniciaron una huelga para protestar»: where the purpose is read as done, it is done by doing so.
            "advcl" | "acl" if scene.token(below).feat("VerbForm") == Some("Inf") => {
                let is_act = scene.rel(below) == "advcl" || self.is_event_noun(above);
                self.factuality == Factuality::Actual && !takes_content && is_act
            }
            "nmod" if is_noun => self.holds(above, below),
            "advcl" => {
                let is_converb = matches!(scene.token(below).feat("VerbForm"), Some("Part" | "Ger"));
                is_converb && !takes_content && scene.child(below, &["mark", "case"]).is_none()
            }
            _ => false,
        }
    }

    /// "a wave of protests", «una jornada de protesta»: both happen at once.
    fn holds(&self, container: TokenId, event: TokenId) -> bool {
        let mut cases = self.scene.sentence.children_by(event, &["case"]);
        self.is(container, classes::CONTAINER) && cases.any(|case| self.is(case, classes::OF))
    }

    /// «a raíz del secuestro», "in view of the strike": what else there is, and when it was is not said.
    fn is_circumstance(&self, noun: TokenId) -> bool {
        let scene = self.scene;
        let mut cases = scene.sentence.children_by(noun, &["case"]);
        scene.rel(noun) == "obl" && cases.any(|case| scene.child(case, &["fixed"]).is_some())
    }

    fn is_definite(&self, noun: TokenId) -> bool {
        self.scene.sentence.children_by(noun, &["det", "nmod"]).any(|child| {
            let token = self.scene.token(child);
            token.feat("Definite") == Some("Def") || token.deprel == "nmod:poss" || token.feat("Poss").is_some()
        })
    }

    fn is_cue_verb(&self, lemma: &str) -> bool {
        !self.scene.frames.cues(self.scene.lang, Pos::Verb, lemma).is_empty()
    }

    /// "died in an attack", "won during the war".
    fn is_meanwhile(&self, noun: TokenId) -> bool {
        let mut cases = self.scene.sentence.children_by(noun, &["case"]);
        cases.any(|case| self.is(case, classes::MEANWHILE))
    }

    fn same_tense(&self, one: TokenId, other: TokenId) -> bool {
        let tense = |id| tense(self.scene, self.lexicon, id);
        let is_noun = |id| self.scene.token(id).upos == Upos::Noun;
        (is_noun(one) && is_noun(other)) || (!is_noun(one) && !is_noun(other) && tense(one) == tense(other))
    }

    /// From the host up to an event above it.
    fn up(&self, host: TokenId) -> Option<usize> {
        let mut below = host;
        for (edges, above) in self.scene.sentence.ancestors(host).take(2).enumerate() {
            if !self.reaches_up(above, below) {
                return None;
            }
            if above == self.event {
                return Some(edges + 1);
            }
            below = above;
        }
        None
    }

    /// Whether the time of what stands below is that of the event above it: "the attack carried out on Tuesday", "signed
    /// an agreement on Tuesday".
    fn reaches_up(&self, above: TokenId, below: TokenId) -> bool {
        let scene = self.scene;
        let lemma = scene.lemma(below);
        match scene.rel(below) {
            "acl" => {
                let is_light = scene.cues.light_verbs.contains(lemma.as_str());
                let is_done = scene.token(below).feat("VerbForm") != Some("Inf");
                is_done && (is_light || !(scene.cues.takes_content(lemma) || self.is_cue_verb(lemma)))
            }
            "conj" => scene.token(above).upos == Upos::Noun && scene.token(below).upos == Upos::Noun,
            "nmod" => self.holds(above, below),
            "obj" | "obl" => {
                let is_free = scene.carrier(below) == Some(above) || !self.is_definite(below);
                let is_content = scene.rel(below) == "obj" || self.is_meanwhile(below);
                let is_planned = self.expression.relation == Relation::For;
                !self.expression.is_of_noun && !is_planned && is_free && is_content
            }
            _ => false,
        }
    }
}

/// When a predicate happens, by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Present,
    Future,
    /// Infinitives, subjunctives, nouns.
    Open,
}

fn tense(scene: &Scene, lexicon: &Lexicon, id: TokenId) -> Tense {
    let auxiliaries = || scene.sentence.children_by(id, &["aux", "cop"]);
    let is_finite = |verb: TokenId| scene.token(verb).feat("VerbForm") == Some("Fin");
    let is_participle = scene.token(id).feat("VerbForm") == Some("Part");
    let finite = if is_finite(id) { Some(id) } else { auxiliaries().find(|&aux| is_finite(aux)) };
    let is_perfect = is_participle && auxiliaries().any(|aux| lexicon.is(scene.lemma(aux), classes::PERFECT));
    let Some(finite) = finite else {
        let is_past = is_participle && scene.token(id).feat("Tense").is_none_or(|tense| tense == "Past");
        return if is_past { Tense::Past } else { Tense::Open };
    };
    let token = scene.token(finite);
    match (token.feat("Mood"), token.feat("Tense")) {
        (_, Some("Fut")) => Tense::Future,
        _ if is_perfect => Tense::Past,
        (Some("Sub" | "Cnd" | "Imp"), _) => Tense::Open,
        (_, Some("Past" | "Imp")) => Tense::Past,
        (_, Some("Pres")) => Tense::Present,
        _ => Tense::Open,
    }
}

/// On which side of publication a date lies that modifies `host`.
pub(super) fn direction(scene: &Scene, lexicon: &Lexicon, host: TokenId, factuality: Factuality) -> Direction {
    let is_noun = scene.token(host).upos == Upos::Noun && scene.child(host, &["cop"]).is_none();
    if is_noun {
        let governor = scene.sentence.ancestors(host).find(|&id| scene.is_predicate(id));
        let lies_ahead =
            governor.is_some_and(|verb| tense(scene, lexicon, verb) == Tense::Future || is_coming(scene, verb));
        return match factuality {
            Factuality::Future => Direction::Future,
            _ if lies_ahead && scene.head(host) == governor => Direction::Future,
            _ => Direction::Past,
        };
    }
    match (tense(scene, lexicon, host), factuality) {
        (Tense::Past, _) => Direction::Past,
        (Tense::Future, _) => Direction::Future,
        (Tense::Present, Factuality::Actual) => Direction::Nearest,
        (Tense::Present, _) => Direction::Future,
        (Tense::Open, Factuality::Actual) if !is_coming(scene, host) => Direction::Past,
        (Tense::Open, _) => Direction::Future,
    }
}

/// Whether an auxiliary of the future stands with a verb: "will".
fn is_coming(scene: &Scene, verb: TokenId) -> bool {
    let mut auxiliaries = scene.sentence.children_by(verb, &["aux"]);
    auxiliaries.any(|aux| scene.cues.future_words.contains(scene.lemma(aux).as_str()))
}
