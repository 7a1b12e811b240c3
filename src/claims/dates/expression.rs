//! The dates that stand in a sentence, as its words give them, before anybody knows to what they belong.

use super::super::scene::Scene;
use super::lexicon::{self as classes, Classes, Item, Lexicon, Values};
use super::words::{Word, starting, words};
use crate::model::{MentionKind, TokenId, Upos};
use std::ops::Range;

/// How a date bears on what it stands with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// It happens then.
    At,
    /// It begins then.
    Since,
    /// It is to have happened by then.
    By,
    /// It is planned for then: "called a strike for Thursday".
    For,
    /// It is the noun before it that happens then: "of 2003".
    Of,
}

/// A date in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Expression {
    /// Its words.
    pub tokens: Range<TokenId>,
    /// The word through which it hangs in the tree.
    pub top: TokenId,
    pub(super) relation: Relation,
    /// Whether it belongs to a noun and to nothing above it: "Friday's attack", «la invasión de 2003».
    pub(super) is_of_noun: bool,
    /// "in two days".
    pub(super) is_ahead: bool,
    /// "the 9/11 attacks".
    pub(super) is_named: bool,
    pub(super) values: Values,
}

/// All dates of a sentence, in text order. Time O(tokens) where there is none, else O(tokens × patterns).
pub(super) fn all(scene: &Scene, lexicon: &Lexicon) -> Vec<Expression> {
    let words = words(scene, lexicon);
    if !words.iter().any(|word| word.classes & classes::ANCHORS != 0) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < scene.sentence.tokens.len() {
        match farthest(&words, lexicon, at) {
            Some(matched) => {
                at = matched.end;
                found.extend(Surroundings { scene, words: &words, matched: &matched }.expression());
            }
            None => at += 1,
        }
    }
    found
}

/// The longest date that a pattern finds at a token.
#[derive(Clone)]
struct Matched {
    start: TokenId,
    end: TokenId,
    /// Classes that its words were matched for.
    classes: Classes,
    values: Values,
}

fn longest(words: &[Word], lexicon: &Lexicon, at: TokenId) -> Option<Matched> {
    let here = starting(words, at);
    let (classes, literals) =
        here.iter().fold((0, 0), |(all, spelled), word| (all | word.classes, spelled | word.literals));
    if here.is_empty() {
        return None;
    }
    let mut best = None;
    for pattern in &lexicon.patterns {
        // The first item or, behind optional ones, a later one must fit: else the pattern cannot begin here.
        let begins = pattern.iter().scan(true, |open, item| {
            let tried = *open;
            *open &= item.optional;
            tried.then_some(item.classes & classes != 0 || item.literals & literals != 0)
        });
        if begins.into_iter().any(|fits| fits) {
            let start = Matched { start: at, end: at, classes: 0, values: Values::default() };
            extend(pattern, words, &start, &mut best);
        }
    }
    best
}

/// The date at a token, or one that begins inside it and reaches further: "in March" and "March 2018".
fn farthest(words: &[Word], lexicon: &Lexicon, at: TokenId) -> Option<Matched> {
    let first = longest(words, lexicon, at)?;
    let inside = (at + 1..first.end).filter_map(|later| longest(words, lexicon, later));
    let further =
        inside.filter(|later| later.end > first.end).min_by_key(|later| (std::cmp::Reverse(later.end), later.start));
    Some(further.unwrap_or(first))
}

fn extend(items: &[Item], words: &[Word], so_far: &Matched, best: &mut Option<Matched>) {
    let Some((item, rest)) = items.split_first() else {
        if so_far.end > best.as_ref().map_or(so_far.start, |known| known.end) {
            *best = Some(so_far.clone());
        }
        return;
    };
    for word in starting(words, so_far.end) {
        let fitting = word.classes & item.classes;
        if fitting != 0 || word.literals & item.literals != 0 {
            let mut longer = so_far.clone();
            longer.end = word.tokens.end;
            longer.classes |= fitting;
            longer.values.take(fitting, &word.values);
            extend(rest, words, &longer, best);
        }
    }
    if item.optional {
        extend(rest, words, so_far, best);
    }
}

impl Values {
    /// Takes what a word says as a member of these classes.
    fn take(&mut self, as_classes: Classes, said: &Values) {
        let is = |class: Classes| as_classes & class != 0;
        let mut take = |class: Classes, set: &dyn Fn(&mut Values)| {
            if is(class) {
                set(self);
            }
        };
        take(classes::WEEKDAY, &|own| own.weekday = own.weekday.or(said.weekday));
        take(classes::MONTH | classes::EPITHET, &|own| own.month = said.month.or(own.month));
        take(classes::SEASON, &|own| own.season = said.season);
        take(classes::UNIT | classes::WEEKEND, &|own| own.unit = said.unit);
        take(classes::COUNT, &|own| own.count = said.count);
        take(classes::DAY | classes::ORDINAL, &|own| own.day = said.day);
        take(classes::YEAR | classes::EPITHET, &|own| own.year = said.year.or(own.year));
        take(classes::SHIFT, &|own| own.shift = said.shift);
        take(classes::RELATIVE, &|own| own.relative = said.relative);
        take(classes::DECADE | classes::TENS, &|own| own.decade = said.decade);
        take(classes::DATE | classes::NAMED, &|own| own.date = said.date);
    }
}

/// A date that was matched, and what stands around it.
struct Surroundings<'s, 'a> {
    scene: &'s Scene<'a>,
    words: &'s [Word],
    matched: &'s Matched,
}

impl Surroundings<'_, '_> {
    /// The date that was matched, where what stands around it allows one.
    fn expression(&self) -> Option<Expression> {
        if self.is_name() || self.is_vague() {
            return None;
        }
        let Matched { start, end, values, .. } = *self.matched;
        let top = top(self.scene, start..end)?;
        let is_of_noun = self.modifies_noun(top);
        let relation = self.relation(is_of_noun)?;
        Some(Expression {
            tokens: start..end,
            top,
            relation,
            is_of_noun: is_of_noun || relation == Relation::Of,
            is_ahead: self.was_matched(classes::AHEAD),
            is_named: self.was_matched(classes::NAMED),
            values,
        })
    }

    fn was_matched(&self, classes: Classes) -> bool {
        self.matched.classes & classes != 0
    }

    /// Whether a word of these classes ends right before a token.
    fn before(&self, at: TokenId, classes: Classes) -> bool {
        self.words.iter().any(|word| word.tokens.end == at && word.classes & classes != 0)
    }

    /// "Theresa May", "Plaza de Mayo".
    fn is_name(&self) -> bool {
        let Matched { start, end, .. } = *self.matched;
        !self.was_matched(classes::NAMED)
            && self.scene.mentions.iter().any(|mention| {
                mention.kind == MentionKind::Name && mention.tokens.start < end && start < mention.tokens.end
            })
    }

    /// "more than two years ago"; "the last week", which is the seven days before.
    fn is_vague(&self) -> bool {
        let start = self.matched.start;
        let has_article = start > 0 && self.scene.token(start - 1).upos == Upos::Det;
        let is_unit = self.was_matched(classes::UNIT) && self.was_matched(classes::SHIFT);
        (self.was_matched(classes::COUNT) && self.before(start, classes::INEXACT)) || (is_unit && has_article)
    }

    /// "Friday's attack", "the March summit".
    fn modifies_noun(&self, top: TokenId) -> bool {
        let scene = self.scene;
        let Matched { start, end, .. } = *self.matched;
        let is_possessor = starting(self.words, end).iter().any(|word| word.classes & classes::POSSESSIVE != 0);
        let modifies = matches!(scene.rel(top), "compound" | "nummod" | "amod" | "nmod" | "flat");
        let is_name = |id: TokenId| {
            let named = scene.mention_at(id).is_some_and(|mention| mention.kind == MentionKind::Name);
            named || scene.token(id).upos == Upos::Propn
        };
        // "On Sunday rebels attacked": parsers take the day for a part of the noun behind it.
        let is_adjunct = self.before(start, classes::WITHIN) && !self.was_matched(classes::EPITHET);
        let precedes = scene.head(top).is_some_and(|head| head >= end && !is_name(head));
        is_possessor || scene.token(top).deprel == "nmod:poss" || (modifies && precedes && !is_adjunct)
    }

    /// What stands before the date, behind articles and the like, says how the event bears on it; `None` where it takes
    /// the date away: "until Monday", "the first since 2011".
    fn relation(&self, is_of_noun: bool) -> Option<Relation> {
        let start = self.matched.start;
        let mut place = start;
        loop {
            if self.before(place, classes::COUNTED) || (!is_of_noun && self.is_elsewhen(place)) {
                return None;
            }
            if is_of_noun {
                // "since Friday's attack": what stands before it bears on the attack.
                return Some(Relation::At);
            }
            if let Some(relation) = self.introduced(place) {
                return Some(relation);
            }
            if place == 0 || start - place >= 3 || !self.before(place, classes::SMALL) {
                return Some(Relation::At);
            }
            place -= 1;
        }
    }

    /// Whether a word like "until" ends before a token, or goes on over it: «antes de» of «antes de marzo», where the
    /// date itself may begin with «de».
    fn is_elsewhen(&self, at: TokenId) -> bool {
        let governs = |word: &Word| word.tokens.start < at && (at..self.matched.end).contains(&word.tokens.end);
        self.words.iter().any(|word| word.classes & classes::ELSEWHEN != 0 && governs(word))
    }

    /// The relation that the date's own preposition gives it, or the word before `place`.
    fn introduced(&self, place: TokenId) -> Option<Relation> {
        let own = self.was_matched(classes::WITHIN | classes::START | classes::DEADLINE | classes::SCHEDULED);
        let own_of = || starting(self.words, self.matched.start).iter().any(|word| word.classes & classes::OF != 0);
        let is = |class: Classes| if own { self.was_matched(class) } else { self.before(place, class) };
        if is(classes::START) {
            Some(Relation::Since)
        } else if is(classes::DEADLINE) {
            Some(Relation::By)
        } else if is(classes::SCHEDULED) {
            Some(Relation::For)
        } else if if own { own_of() } else { self.before(place, classes::OF) } {
            Some(Relation::Of)
        } else {
            own.then_some(Relation::At)
        }
    }
}

/// The word of a date that stands highest in the tree.
fn top(scene: &Scene, tokens: Range<TokenId>) -> Option<TokenId> {
    let is_small = |&id: &TokenId| matches!(scene.rel(id), "case" | "det" | "punct" | "mark" | "cc" | "fixed");
    let depth = |&id: &TokenId| scene.sentence.ancestors(id).count();
    tokens.filter(|id| !is_small(id)).min_by_key(depth)
}
