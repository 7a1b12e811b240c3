//! Why a labelled event or claim is missed, as far as a program can tell.
//! `(label, &Traced) -> Cause`
//!
//! The questions are asked in an order: was an event of that root read, and which end is wrong? Was it read with the other
//! polarity? Was a cue for it dropped, and at what step? Was another root read at the words that tell it? Else no frame
//! has them.

use super::events::{Event, Side, content_words};
use super::fold::fold;
use super::gold::{Label, Reading};
use crate::claims::trace::{Considered, Outcome, Traced};
use crate::model::{ActorId, Claim, Polarity, Span};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Why something is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// No frame has the words that tell it.
    NoCue,
    /// The words that tell it were read as something else.
    OtherRoot,
    /// The words that tell it are cues of something else, which were not read either.
    OtherRootUnread,
    /// Read with the other polarity.
    OtherPolarity,
    /// Its cue is in the sentence, but the actors that it needs do not stand where they should.
    NoActors,
    /// Its cue is in the sentence, its actors are too unsure.
    Unsure,
    /// The words of its cue are in the sentence, but not together in the tree.
    Apart,
    /// Another cue or frame at the same words was preferred.
    Outdone,
    /// Source and target are swapped.
    Swapped,
    /// The source is in the text, but nobody is known under its name.
    SourceUnknown,
    /// The source is known, but the claim has none.
    SourceMissing,
    /// The claim has another source.
    SourceWrong,
    /// The claim has another source, of the right state.
    SourceOrgan,
    /// The target is in the text, but nobody is known under its name.
    TargetUnknown,
    /// The target is known, but the claim has none.
    TargetMissing,
    /// The claim has another target.
    TargetWrong,
    /// The claim has another target, of the right state.
    TargetOrgan,
    /// The claim has an end where the label has nobody.
    EndTooMuch,
    /// Both ends are wrong.
    BothEnds,
    /// Read as it should be, but another label took the claim.
    Taken,
    /// The document was not read.
    Unread,
}

impl Cause {
    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Cause::NoCue => "no cue",
            Cause::OtherRoot => "read as another root",
            Cause::OtherRootUnread => "cue of another root only, not read",
            Cause::OtherPolarity => "read with the other polarity",
            Cause::NoActors => "cue found, without the actors that it needs",
            Cause::Unsure => "cue found, actors too unsure",
            Cause::Apart => "words of the cue apart in the tree",
            Cause::Outdone => "another cue or frame preferred",
            Cause::Swapped => "ends swapped",
            Cause::SourceUnknown => "source not found by name",
            Cause::SourceMissing => "source not found by the frame",
            Cause::SourceWrong => "another source",
            Cause::SourceOrgan => "another source of the same state",
            Cause::TargetUnknown => "target not found by name",
            Cause::TargetMissing => "target not found by the frame",
            Cause::TargetWrong => "another target",
            Cause::TargetOrgan => "another target of the same state",
            Cause::EndTooMuch => "an end where the label has nobody",
            Cause::BothEnds => "both ends wrong",
            Cause::Taken => "counted for another label",
            Cause::Unread => "the text was not read",
        }
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.describe())
    }
}

/// How often each cause is the reason, for each root or kind.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Misses {
    /// All that is missed.
    pub total: usize,
    /// The commonest first.
    pub by_cause: Vec<(Cause, usize)>,
    /// The commonest first; at most [`ROWS`].
    pub commonest: Vec<Miss>,
    #[serde(skip)]
    counts: BTreeMap<(Cause, String), (usize, String)>,
}

/// How many rows [`Misses::commonest`] has.
pub const ROWS: usize = 20;

/// A cause and a root that are often missed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// Why.
    pub cause: Cause,
    /// The labelled root, or kind.
    pub root: String,
    /// How often.
    pub count: usize,
    /// The words of one such event.
    pub example: String,
}

impl Misses {
    pub(super) fn count(&mut self, cause: Cause, root: &str, example: &str) {
        let entry = self.counts.entry((cause, root.to_owned())).or_insert_with(|| (0, example.to_owned()));
        entry.0 += 1;
    }
    /// Fills the lists from the counts.
    pub(super) fn sort(&mut self) {
        let mut causes = BTreeMap::<Cause, usize>::new();
        for ((cause, root), (count, example)) in &self.counts {
            *causes.entry(*cause).or_default() += count;
            self.total += count;
            let (root, example) = (root.clone(), example.clone());
            self.commonest.push(Miss { cause: *cause, root, count: *count, example });
        }
        self.by_cause = causes.into_iter().collect();
        self.by_cause.sort_by_key(|(cause, count)| (std::cmp::Reverse(*count), *cause));
        self.commonest.sort_by(|a, b| (b.count, a.cause, &a.root).cmp(&(a.count, b.cause, &b.root)));
        self.commonest.truncate(ROWS);
    }
}

/// How the end of a claim agrees with that of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Right,
    /// Right, or another organ of the same state.
    Organ,
    Missing,
    TooMuch,
    Wrong,
}

/// The cause that both ends of the claim most like a label give.
fn of_ends(source: End, target: End, is_swapped: bool, is_known: impl Fn(bool) -> bool) -> Cause {
    match (source, target) {
        (End::Right, End::Right) => Cause::Taken,
        _ if is_swapped => Cause::Swapped,
        (End::TooMuch, _) | (End::Right, End::TooMuch) => Cause::EndTooMuch,
        (End::Right, End::Missing | End::Wrong) if !is_known(false) => Cause::TargetUnknown,
        (End::Right, End::Missing) => Cause::TargetMissing,
        (End::Right, End::Organ) => Cause::TargetOrgan,
        (End::Right, End::Wrong) => Cause::TargetWrong,
        (End::Missing | End::Wrong, End::Right) if !is_known(true) => Cause::SourceUnknown,
        (End::Missing, End::Right) => Cause::SourceMissing,
        (End::Organ, End::Right) => Cause::SourceOrgan,
        (End::Wrong, End::Right) => Cause::SourceWrong,
        _ if !is_known(true) => Cause::SourceUnknown,
        _ if !is_known(false) => Cause::TargetUnknown,
        _ => Cause::BothEnds,
    }
}

/// The cause of a cue that was considered and not read.
fn of_outcome(outcome: &Outcome) -> Cause {
    match outcome {
        Outcome::NoActors => Cause::NoActors,
        Outcome::Unsure => Cause::Unsure,
        Outcome::Apart => Cause::Apart,
        Outcome::NoCue
        | Outcome::Silenced(_)
        | Outcome::Longer(_)
        | Outcome::Surer(_)
        | Outcome::Same
        | Outcome::Read(_) => Cause::Outdone,
    }
}

/// The cue that got furthest.
fn furthest<'c>(cues: impl Iterator<Item = &'c Considered>) -> Option<&'c Considered> {
    let rank = |cue: &&Considered| match cue.outcome {
        Outcome::Read(_) | Outcome::Same => 0,
        Outcome::Unsure => 1,
        Outcome::NoActors => 2,
        Outcome::Surer(_) | Outcome::Longer(_) | Outcome::Silenced(_) => 3,
        Outcome::Apart => 4,
        Outcome::NoCue => 5,
    };
    cues.min_by_key(rank)
}

// ---------------------------------------------------------------- event records

/// Why an event of a record is missed.
pub(super) fn of_event(gold: &Event, traced: Option<&Traced>) -> Cause {
    let Some(traced) = traced else { return Cause::Unread };
    let side = |id: &Option<ActorId>, words: &str| event_side(traced, id.as_ref(), words);
    let ends = |claim: &Claim| {
        let source = side(&claim.source, &claim.source_text);
        let target = side(&claim.target, &claim.target_text);
        let swapped = gold.source.same(&target) && gold.target.same(&source) && !gold.target.is_empty;
        (event_end(&gold.source, &source), event_end(&gold.target, &target), swapped)
    };
    let of_root = |polarity| {
        let is_it = move |claim: &&Claim| claim.event == gold.root.as_str() && claim.polarity == polarity;
        traced.claims.iter().filter(is_it)
    };
    let best = of_root(Polarity::Affirmed).map(ends).max_by_key(|(source, target, swapped)| {
        usize::from(*source == End::Right) + usize::from(*target == End::Right) + usize::from(*swapped)
    });
    if let Some((source, target, swapped)) = best {
        return of_ends(source, target, swapped, |is_source| {
            is_mentioned(traced, if is_source { &gold.source } else { &gold.target })
        });
    }
    if of_root(Polarity::Negated).next().is_some() {
        return Cause::OtherPolarity;
    }
    let tells = |words: &str| gold.trigger.is_empty() || content_words(words).any(|word| gold.trigger.contains(&word));
    let at_trigger = || traced.considered.iter().filter(|cue| tells(&cue.cue));
    if let Some(cue) = furthest(at_trigger().filter(|cue| cue.frame.event == gold.root.as_str())) {
        return of_outcome(&cue.outcome);
    }
    if traced.claims.iter().any(|claim| tells(&claim.cue)) {
        return Cause::OtherRoot;
    }
    if at_trigger().next().is_some() { Cause::OtherRootUnread } else { Cause::NoCue }
}

fn event_side(traced: &Traced, id: Option<&ActorId>, words: &str) -> Side {
    let Some(actor) = id.and_then(|id| traced.entities.actors.get(id)) else { return Side::new([], []) };
    let texts = [actor.name.as_str(), words].into_iter().chain(actor.aliases.iter().map(String::as_str));
    Side::new(texts, actor.state.as_ref().map(|code| code.as_str()))
}

fn event_end(gold: &Side, found: &Side) -> End {
    match (gold.is_empty, found.is_empty) {
        _ if gold.same(found) => End::Right,
        (true, false) => End::TooMuch,
        (false, true) => End::Missing,
        _ => End::Wrong,
    }
}

/// Whether the actor of a label is a mention of the text.
fn is_mentioned(traced: &Traced, gold: &Side) -> bool {
    let mentions = traced.entities.mentions.iter();
    let mut actors = mentions.flat_map(|mention| {
        let words = mention.span.of(&traced.document.text);
        mention.actors.iter().map(move |id| event_side(traced, Some(id), words))
    });
    gold.is_empty || actors.any(|side| gold.same(&side))
}

// ---------------------------------------------------------------- labelled articles

/// Why a label of an article is missed.
pub(super) fn of_label(label: &Label, traced: Option<&Traced>) -> Cause {
    let Some(traced) = traced else { return Cause::Unread };
    let Some(place) = traced.document.text.find(&label.quote) else { return Cause::Unread };
    let quote = Span::new(place, place + label.quote.len());
    let sentences: Vec<usize> =
        (0..traced.sentences.len()).filter(|&at| traced.sentences[at].span.overlaps(quote)).collect();
    let readings = label.readings();
    let here = || traced.claims.iter().filter(|claim| sentences.contains(&claim.sentence));
    let fits = |claim: &Claim, reading: &Reading| {
        let source = label_end(
            traced,
            reading.source.as_ref(),
            state(&reading.source_state),
            claim.source.as_ref(),
            &claim.source_text,
        );
        let names = reading.target.as_ref().and_then(Option::as_ref);
        let target = match names {
            None => End::Right,
            names => label_end(traced, names, state(&reading.target_state), claim.target.as_ref(), &claim.target_text),
        };
        let backwards = [
            label_end(traced, reading.source.as_ref(), None, claim.target.as_ref(), &claim.target_text),
            label_end(traced, names, None, claim.source.as_ref(), &claim.source_text),
        ];
        (source, target, backwards == [End::Right; 2])
    };
    let of_kind = |reading: &Reading, claim: &Claim, is_same_polarity: bool| {
        let kinds = reading.kind.as_ref().map_or(&[][..], |kinds| kinds.as_slice());
        let polarity = if claim.polarity == Polarity::Negated { "negated" } else { "affirmed" };
        let is_same = reading.polarity.as_deref().unwrap_or("affirmed") == polarity;
        kinds.iter().any(|kind| claim.kind == kind.as_str()) && is_same == is_same_polarity
    };
    let read = |is_same_polarity: bool| {
        let all = here().flat_map(|claim| readings.iter().map(move |reading| (claim, reading)));
        let all = all.filter(move |(claim, reading)| of_kind(reading, claim, is_same_polarity));
        let all = all.map(|(claim, reading)| fits(claim, reading));
        all.max_by_key(|(source, target, swapped)| worth(*source) + worth(*target) + usize::from(*swapped))
    };
    let is_known = |is_source: bool| {
        let main = &label.reading;
        let names = if is_source { main.source.as_ref() } else { main.target.as_ref().and_then(Option::as_ref) };
        names.is_none_or(|names| is_called_so(traced, names))
    };
    if let Some((source, target, swapped)) = read(true).filter(|ends| worth(ends.0) + worth(ends.1) > 0 || ends.2) {
        return of_ends(source, target, swapped, is_known);
    }
    if read(false).is_some_and(|(source, target, _)| worth(source) + worth(target) > 2) {
        return Cause::OtherPolarity;
    }
    let in_quote = |cue: &&Considered| sentences.contains(&cue.sentence) && quote.overlaps(cue.span);
    let is_kind = |cue: &&Considered| {
        let kinds = readings.iter().filter_map(|reading| reading.kind.as_ref());
        kinds.flat_map(|kinds| kinds.as_slice()).any(|kind| cue.frame.kind == kind.as_str())
    };
    if let Some((source, target, swapped)) = read(true) {
        return of_ends(source, target, swapped, is_known);
    }
    if let Some(cue) = furthest(traced.considered.iter().filter(in_quote).filter(is_kind)) {
        return of_outcome(&cue.outcome);
    }
    if here().any(|claim| quote.overlaps(claim.cue_span)) {
        return Cause::OtherRoot;
    }
    if traced.considered.iter().any(|cue| in_quote(&cue)) { Cause::OtherRootUnread } else { Cause::NoCue }
}

fn worth(end: End) -> usize {
    match end {
        End::Right => 2,
        End::Organ => 1,
        _ => 0,
    }
}

fn state(code: &Option<Option<String>>) -> Option<&str> {
    code.as_ref().and_then(Option::as_deref).filter(|code| !code.is_empty())
}

fn label_end(
    traced: &Traced,
    names: Option<&Vec<String>>,
    state: Option<&str>,
    id: Option<&ActorId>,
    words: &str,
) -> End {
    let Some(actor) = id.and_then(|id| traced.entities.actors.get(id)) else { return End::Missing };
    let own = [actor.name.as_str(), actor.id.as_str(), words];
    let own: Vec<String> = own.into_iter().chain(actor.aliases.iter().map(String::as_str)).map(fold).collect();
    if names.into_iter().flatten().any(|name| own.contains(&fold(name))) {
        End::Right
    } else if state.is_some() && actor.state.as_ref().map(|code| code.as_str()) == state {
        End::Organ
    } else {
        End::Wrong
    }
}

/// Whether the text mentions somebody under one of these names.
fn is_called_so(traced: &Traced, names: &[String]) -> bool {
    let wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let named = |id: &ActorId| {
        traced.entities.actors.get(id).is_some_and(|actor| {
            let own =
                [actor.name.as_str(), actor.id.as_str()].into_iter().chain(actor.aliases.iter().map(String::as_str));
            own.map(fold).any(|name| wanted.contains(&name))
        })
    };
    traced.entities.mentions.iter().any(|mention| {
        !mention.actors.is_empty()
            && (wanted.contains(&fold(mention.span.of(&traced.document.text))) || mention.actors.iter().any(named))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_end_is_named_and_an_unknown_actor_before_it() {
        let all = |_: bool| true;
        assert_eq!(of_ends(End::Right, End::Wrong, false, all), Cause::TargetWrong);
        assert_eq!(of_ends(End::Right, End::Missing, false, |is_source| is_source), Cause::TargetUnknown);
        assert_eq!(of_ends(End::Wrong, End::Wrong, true, all), Cause::Swapped);
        assert_eq!(of_ends(End::Wrong, End::Missing, false, all), Cause::BothEnds);
        assert_eq!(of_ends(End::Right, End::TooMuch, false, all), Cause::EndTooMuch);
        assert_eq!(of_ends(End::Organ, End::Right, false, all), Cause::SourceOrgan);
    }

    #[test]
    fn the_commonest_cause_comes_first_with_its_first_example() {
        let mut misses = Misses::default();
        misses.count(Cause::NoCue, "AID", "gave");
        misses.count(Cause::Swapped, "AID", "sent");
        misses.count(Cause::NoCue, "AID", "lent");
        misses.sort();
        assert_eq!((misses.total, misses.by_cause[0]), (3, (Cause::NoCue, 2)));
        assert_eq!((misses.commonest[0].count, misses.commonest[0].example.as_str()), (2, "gave"));
    }
}
