//! The dates that stand in a sentence, as its words give them, before anybody knows to what they belong.

use super::super::scene::Scene;
use super::lexicon::{self as classes, Classes, Entry, Item, Lexicon, NumericOrder, Values};
use crate::model::{Date, MentionKind, TokenId, Upos};
use compact_str::CompactString;
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

/// The years that four digits may stand for.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2199;

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
                found.extend(expression(scene, &words, &matched));
            }
            None => at += 1,
        }
    }
    found
}

/// A word or several of the sentence that may be part of a date; of one place there may be several.
struct Word {
    tokens: Range<TokenId>,
    classes: Classes,
    literals: u64,
    values: Values,
}

/// What may be part of a date, by first token.
fn words(scene: &Scene, lexicon: &Lexicon) -> Vec<Word> {
    let mut words = Vec::new();
    for (id, token) in scene.sentence.tokens.iter().enumerate() {
        let lower = CompactString::from_str_to_lowercase(&token.form);
        for entry in lexicon.entries(&lower) {
            if !continues(scene, id + 1, &entry.rest) {
                continue;
            }
            let tokens = id..id + 1 + entry.rest.len();
            let classes = if entry.rest.is_empty() { fitting(scene, lexicon, id, entry) } else { entry.classes };
            words.push(Word { tokens, classes, literals: entry.literals, values: entry.values });
        }
        if lower.bytes().any(|byte| byte.is_ascii_digit()) {
            words.extend(number(scene, lexicon, id, &lower));
        } else if let Some((before, after)) = lower.split_once('-') {
            words.extend(hyphenated(scene, lexicon, id, before, after));
        }
    }
    words
}

fn continues(scene: &Scene, from: TokenId, rest: &[CompactString]) -> bool {
    let tokens = scene.sentence.tokens.get(from..).unwrap_or_default();
    tokens.len() >= rest.len()
        && rest.iter().zip(tokens).all(|(word, token)| {
            token.form.as_str() == word || CompactString::from_str_to_lowercase(&token.form) == *word
        })
}

/// The classes of a word that its place allows: "may" is no month, "the today" no day.
fn fitting(scene: &Scene, lexicon: &Lexicon, id: TokenId, entry: &Entry) -> Classes {
    let token = scene.token(id);
    let mut classes = entry.classes;
    if classes & (classes::MONTH | classes::WEEKDAY) != 0 {
        let is_capital = token.form.starts_with(char::is_uppercase);
        let fits = if lexicon.capitalised { is_capital } else { !is_capital || id == 0 };
        if !fits || token.upos == Upos::Aux {
            classes &= !(classes::MONTH | classes::WEEKDAY);
        } else if lexicon.capitalised && classes & classes::MONTH != 0 && modifies_noun(scene, lexicon, id) {
            classes |= classes::EPITHET;
        }
    }
    let has_article = id > 0 && scene.token(id - 1).upos == Upos::Det;
    if classes & classes::RELATIVE != 0 && has_article {
        classes &= !classes::RELATIVE;
    }
    classes
}

/// Whether a month or a number stands before the common noun that it modifies, which is no part of a date itself.
fn modifies_noun(scene: &Scene, lexicon: &Lexicon, id: TokenId) -> bool {
    let modifies = matches!(scene.rel(id), "nummod" | "compound" | "amod" | "nmod");
    let noun = scene.head(id).filter(|&head| modifies && head > id && scene.token(head).upos == Upos::Noun);
    noun.is_some_and(|noun| {
        let lower = CompactString::from_str_to_lowercase(&scene.token(noun).form);
        !lower.starts_with(|c: char| c.is_ascii_digit())
            && !lexicon.is(&lower, classes::MONTH | classes::UNIT | classes::PART)
    })
}

/// Whether a number stands behind a month and is no count: "the August 13 accord", but not "in May 11 soldiers died".
fn is_day_of(scene: &Scene, lexicon: &Lexicon, id: TokenId) -> bool {
    let is_month = |before: TokenId| {
        let lower = CompactString::from_str_to_lowercase(&scene.token(before).form);
        lexicon.capitalised && lexicon.is(&lower, classes::MONTH) && scene.token(before).form != lower
    };
    id > 0 && is_month(id - 1) && is_one(scene, id)
}

/// Whether the noun that a number modifies is one thing or a known one, so that the number does not count it: "the 2003
/// attacks", but not "2003 attacks".
fn is_one(scene: &Scene, number: TokenId) -> bool {
    scene.head(number).is_some_and(|noun| {
        let mut determiners = scene.sentence.children_by(noun, &["det", "nmod"]).filter(|&child| child < number);
        let is_known = |child: TokenId| scene.rel(child) == "det" || scene.token(child).deprel == "nmod:poss";
        scene.token(noun).feat("Number") == Some("Sing") || determiners.any(is_known)
    })
}

/// "mid-March": the month or year behind the hyphen; "pre-2003" is none.
fn hyphenated(scene: &Scene, lexicon: &Lexicon, id: TokenId, before: &str, after: &str) -> Option<Word> {
    if !lexicon.is(before, classes::EDGE) {
        return None;
    }
    let entry = lexicon.word(after)?;
    let is_capital = scene.token(id).form.split('-').nth(1)?.starts_with(char::is_uppercase);
    let is_month = entry.classes & classes::MONTH != 0 && (is_capital || !lexicon.capitalised);
    is_month.then_some(Word { tokens: id..id + 1, classes: classes::EPITHET, literals: 0, values: entry.values })
}

/// What a token with digits can be.
fn number(scene: &Scene, lexicon: &Lexicon, id: TokenId, text: &str) -> Option<Word> {
    let word = |classes, values| Some(Word { tokens: id..id + 1, classes, literals: 0, values });
    if let Some(date) = numeric_date(text, lexicon.order) {
        return word(classes::DATE, Values { date: Some(date), ..Values::default() });
    }
    if let Some((before, year)) = text.split_once('-')
        && lexicon.is(before, classes::EDGE)
    {
        let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
        return word(classes::EPITHET, Values { year: Some(year), ..Values::default() });
    }
    let digits = text.trim_start_matches(['\'', '’']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (digits, suffix) = digits.split_at(end);
    let value: i16 = digits.parse().ok()?;
    let tens = || match digits.len() {
        2 if (30..=90).contains(&value) && value % 10 == 0 => Some(1900 + value),
        4 if YEARS.contains(&value) && value % 10 == 0 => Some(value),
        _ => None,
    };
    match suffix {
        "s" => word(classes::DECADE, Values { decade: Some(tens()?), ..Values::default() }),
        "st" | "nd" | "rd" | "th" | "º" | ".º" | "°" | "er" | "o" | ".o" if (1..=31).contains(&value) => {
            word(classes::DAY, Values { day: i8::try_from(value).ok(), ..Values::default() })
        }
        "" => {
            let of_noun = modifies_noun(scene, lexicon, id) && !is_day_of(scene, lexicon, id);
            let mut classes = classes::COUNT;
            let mut values = Values { count: Some(value.into()), ..Values::default() };
            if digits.len() <= 2 && (1..=31).contains(&value) && !of_noun {
                classes |= classes::DAY;
                values.day = i8::try_from(value).ok();
            }
            if digits.len() == 4 && YEARS.contains(&value) {
                classes |= match of_noun {
                    false => classes::YEAR,
                    true if is_one(scene, id) => classes::EPITHET,
                    true => 0,
                };
                values.year = Some(value);
            }
            if let Some(first) = tens().filter(|_| !of_noun) {
                classes |= classes::TENS;
                values.decade = Some(first);
            }
            word(classes, values)
        }
        _ => None,
    }
}

/// 2020-05-11, 11/05/2020, 11.5.20; the month first or the day first, as the language has it and the numbers allow.
fn numeric_date(text: &str, order: NumericOrder) -> Option<Date> {
    let mut parts = text.split(['/', '.', '-']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let day_part = third.split('t').next()?;
    if first.len() == 4 {
        return Date::new(first.parse().ok()?, second.parse().ok()?, day_part.parse().ok()?).ok();
    }
    if parts.next().is_some() || third.len() != 4 {
        return None;
    }
    let (one, other, year): (i8, i8, i16) = (first.parse().ok()?, second.parse().ok()?, third.parse().ok()?);
    let (day, month) = if order == NumericOrder::DayFirst { (one, other) } else { (other, one) };
    YEARS.contains(&year).then_some(())?;
    Date::new(year, month, day).or_else(|_| Date::new(year, day, month)).ok()
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
            tried.then(|| item.classes & classes != 0 || item.literals & literals != 0)
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

fn starting(words: &[Word], at: TokenId) -> &[Word] {
    let first = words.partition_point(|word| word.tokens.start < at);
    let count = words[first..].partition_point(|word| word.tokens.start == at);
    &words[first..first + count]
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

/// The date that was matched, where what stands around it allows one.
fn expression(scene: &Scene, words: &[Word], matched: &Matched) -> Option<Expression> {
    let Matched { start, end, classes, values } = matched.clone();
    let tokens = start..end;
    let before =
        |at: TokenId, class: Classes| words.iter().any(|word| word.tokens.end == at && word.classes & class != 0);
    // «antes de marzo»: its last word may have been taken for the date's own.
    let is_elsewhen = |at: TokenId| {
        let governs = |word: &Word| word.tokens.start < at && (at..end).contains(&word.tokens.end);
        words.iter().any(|word| word.classes & classes::ELSEWHEN != 0 && governs(word))
    };
    let is_named = classes & classes::NAMED != 0;
    let is_named_otherwise = scene.mentions.iter().any(|mention| {
        let is_name = mention.kind == MentionKind::Name && !is_named;
        is_name && mention.tokens.start < end && start < mention.tokens.end
    });
    let is_inexact = classes & classes::COUNT != 0 && before(start, classes::INEXACT);
    let has_article = start > 0 && scene.token(start - 1).upos == Upos::Det;
    let is_stretch = classes & classes::UNIT != 0 && classes & classes::SHIFT != 0 && has_article;
    if is_named_otherwise || is_inexact || is_stretch {
        return None;
    }
    let top = top(scene, tokens.clone())?;
    let (mut place, mut relation) = (start, Relation::At);
    let own_preposition = classes & (classes::WITHIN | classes::START | classes::DEADLINE) != 0;
    // What governs it stands before it, behind articles and the like.
    let introduced = |place: TokenId| {
        let of = if own_preposition {
            starting(words, start).iter().any(|word| word.classes & classes::OF != 0)
        } else {
            before(place, classes::OF)
        };
        match () {
            () if classes & classes::START != 0 => Some(Relation::Since),
            () if classes & classes::DEADLINE != 0 => Some(Relation::By),
            () if of => Some(Relation::Of),
            () if own_preposition => Some(Relation::At),
            () if before(place, classes::START) => Some(Relation::Since),
            () if before(place, classes::DEADLINE) => Some(Relation::By),
            () => None,
        }
    };
    let follows_possessive =
        words.iter().any(|word| word.tokens.start == end && word.classes & classes::POSSESSIVE != 0);
    let modifies = matches!(scene.rel(top), "compound" | "nummod" | "amod" | "nmod" | "flat");
    let is_name = |id: TokenId| {
        let named = scene.mention_at(id).is_some_and(|mention| mention.kind == MentionKind::Name);
        named || scene.token(id).upos == Upos::Propn
    };
    let is_adjunct = before(start, classes::WITHIN) && classes & classes::EPITHET == 0;
    let before_noun = modifies && !is_adjunct && scene.head(top).is_some_and(|head| head >= end && !is_name(head));
    let mut is_of_noun = follows_possessive || before_noun || scene.token(top).deprel == "nmod:poss";
    loop {
        if before(place, classes::COUNTED) || (!is_of_noun && is_elsewhen(place)) {
            return None;
        }
        if let Some(found) = introduced(place) {
            if before(start, classes::COUNTED) {
                return None;
            }
            relation = found;
            break;
        }
        let skips = place > 0 && start - place < 3 && before(place, classes::SMALL);
        if !skips {
            break;
        }
        place -= 1;
    }
    is_of_noun |= relation == Relation::Of;
    let is_ahead = classes & classes::AHEAD != 0;
    Some(Expression { tokens, top, relation, is_of_noun, is_ahead, is_named, values })
}

/// The word of a date that stands highest in the tree.
fn top(scene: &Scene, tokens: Range<TokenId>) -> Option<TokenId> {
    let is_small = |&id: &TokenId| matches!(scene.rel(id), "case" | "det" | "punct" | "mark" | "cc" | "fixed");
    let depth = |&id: &TokenId| scene.sentence.ancestors(id).count();
    tokens.filter(|id| !is_small(id)).min_by_key(depth)
}
