//! The words of a sentence that may be part of a date, and what each may be in it.

use super::super::scene::Scene;
use super::lexicon::{self as classes, Classes, Entry, Lexicon, NumericOrder, Values};
use crate::model::{Date, TokenId, Upos};
use compact_str::CompactString;
use std::ops::Range;

/// The years that four digits may stand for.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2199;

/// A word or several of the sentence that may be part of a date; of one place there may be several.
pub(super) struct Word {
    pub tokens: Range<TokenId>,
    pub classes: Classes,
    pub literals: u64,
    pub values: Values,
}

/// What may be part of a date, by first token.
pub(super) fn words(scene: &Scene, lexicon: &Lexicon) -> Vec<Word> {
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

/// Those that begin at a token.
pub(super) fn starting(words: &[Word], at: TokenId) -> &[Word] {
    let first = words.partition_point(|word| word.tokens.start < at);
    let count = words[first..].partition_point(|word| word.tokens.start == at);
    &words[first..first + count]
}
