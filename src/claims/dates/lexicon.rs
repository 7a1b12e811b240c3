//! The words and patterns of `src/language/<code>/dates.toml`, ready to be matched.

use super::super::frames::DataError;
use crate::model::{Date, Lang};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word can be in a date: a bit each.
pub(super) type Classes = u64;

pub(super) const WEEKDAY: Classes = 1;
pub(super) const MONTH: Classes = 1 << 1;
pub(super) const SEASON: Classes = 1 << 2;
pub(super) const UNIT: Classes = 1 << 3;
pub(super) const WEEKEND: Classes = 1 << 4;
pub(super) const COUNT: Classes = 1 << 5;
pub(super) const ORDINAL: Classes = 1 << 6;
pub(super) const DAY: Classes = 1 << 7;
pub(super) const YEAR: Classes = 1 << 8;
/// A year or month before the noun that it modifies: "the 2003 invasion".
pub(super) const EPITHET: Classes = 1 << 9;
pub(super) const DATE: Classes = 1 << 10;
pub(super) const NAMED: Classes = 1 << 11;
pub(super) const RELATIVE: Classes = 1 << 12;
pub(super) const SHIFT: Classes = 1 << 13;
pub(super) const DECADE: Classes = 1 << 14;
pub(super) const WITHIN: Classes = 1 << 15;
pub(super) const START: Classes = 1 << 16;
pub(super) const DEADLINE: Classes = 1 << 17;
pub(super) const ELSEWHEN: Classes = 1 << 18;
pub(super) const SMALL: Classes = 1 << 19;
pub(super) const EDGE: Classes = 1 << 20;
pub(super) const INEXACT: Classes = 1 << 21;
pub(super) const OF: Classes = 1 << 22;
pub(super) const COUNTED: Classes = 1 << 23;
pub(super) const AGO: Classes = 1 << 24;
pub(super) const AHEAD: Classes = 1 << 25;
pub(super) const POSSESSIVE: Classes = 1 << 26;
pub(super) const PART: Classes = 1 << 27;
pub(super) const MEANWHILE: Classes = 1 << 28;
pub(super) const PERFECT: Classes = 1 << 29;
/// The number of a decade: «los años 90».
pub(super) const TENS: Classes = 1 << 30;
/// Puts what happens before or after something else: "after".
pub(super) const ORDER: Classes = 1 << 31;
/// A noun that holds events of another's name: "a wave of protests".
pub(super) const CONTAINER: Classes = 1 << 32;
pub(super) const SCHEDULED: Classes = 1 << 33;

/// Without one of these there is no date in a sentence.
pub(super) const ANCHORS: Classes =
    WEEKDAY | MONTH | SEASON | UNIT | DAY | YEAR | EPITHET | DATE | NAMED | RELATIVE | DECADE | TENS;

/// The classes by their names in patterns.
const NAMES: [(&str, Classes); 21] = [
    ("weekday", WEEKDAY),
    ("month", MONTH),
    ("season", SEASON),
    ("unit", UNIT),
    ("weekend", WEEKEND),
    ("count", COUNT),
    ("ordinal", ORDINAL),
    ("day", DAY),
    ("year", YEAR),
    ("epithet", EPITHET),
    ("date", DATE),
    ("named", NAMED),
    ("relative", RELATIVE),
    ("shift", SHIFT),
    ("decade", DECADE),
    ("tens", TENS),
    ("prep", WITHIN | START | DEADLINE | SCHEDULED),
    ("small", SMALL),
    ("edge", EDGE),
    ("ago", AGO),
    ("ahead", AHEAD),
];

/// A stretch of time that dates are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Year,
    Decade,
}

/// What the words of a date say, each where it says it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Values {
    /// 1 is Monday.
    pub weekday: Option<i8>,
    pub month: Option<i8>,
    /// First month of a season.
    pub season: Option<i8>,
    pub unit: Option<Unit>,
    pub count: Option<i32>,
    /// Of a month; of a quarter, its number.
    pub day: Option<i8>,
    pub year: Option<i16>,
    /// −1 is the last one, 1 the next.
    pub shift: Option<i32>,
    /// Days from publication.
    pub relative: Option<i32>,
    /// First year of a decade.
    pub decade: Option<i16>,
    /// A whole date.
    pub date: Option<Date>,
}

/// A word or several, with what they can be.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// The words behind the first, in lower case.
    pub rest: Vec<CompactString>,
    pub classes: Classes,
    /// The words that patterns spell out: a bit each.
    pub literals: u64,
    pub values: Values,
}

/// One place of a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub classes: Classes,
    pub literals: u64,
    pub optional: bool,
}

/// Which of two small numbers is the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NumericOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// The words and patterns of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub order: NumericOrder,
    /// Whether weekdays and months are written with a capital.
    pub capitalised: bool,
    entries: FxHashMap<CompactString, Vec<Entry>>,
    pub patterns: Vec<Vec<Item>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    numeric_order: NumericOrder,
    capitalised: bool,
    weekdays: BTreeMap<CompactString, i8>,
    months: BTreeMap<CompactString, i8>,
    seasons: BTreeMap<CompactString, i8>,
    units: BTreeMap<CompactString, Unit>,
    counts: BTreeMap<CompactString, i32>,
    ordinals: BTreeMap<CompactString, i8>,
    decades: BTreeMap<CompactString, i16>,
    days: BTreeMap<CompactString, i32>,
    shifts: BTreeMap<CompactString, i32>,
    named: BTreeMap<CompactString, Date>,
    words: WordLists,
    patterns: Patterns,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WordLists {
    within: Vec<CompactString>,
    start: Vec<CompactString>,
    deadline: Vec<CompactString>,
    scheduled: Vec<CompactString>,
    order: Vec<CompactString>,
    elsewhen: Vec<CompactString>,
    small: Vec<CompactString>,
    edge: Vec<CompactString>,
    inexact: Vec<CompactString>,
    of: Vec<CompactString>,
    counted: Vec<CompactString>,
    ago: Vec<CompactString>,
    ahead: Vec<CompactString>,
    possessive: Vec<CompactString>,
    parts: Vec<CompactString>,
    containers: Vec<CompactString>,
    meanwhile: Vec<CompactString>,
    perfect: Vec<CompactString>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Patterns {
    list: Vec<String>,
}

static SOURCES: &[(&str, &str, &str)] = &[
    ("en", "en/dates.toml", include_str!("../../language/en/dates.toml")),
    ("es", "es/dates.toml", include_str!("../../language/es/dates.toml")),
];

impl Lexicon {
    /// The built-in words of a language; empty for a language without any.
    pub fn builtin(lang: &Lang) -> &'static Lexicon {
        static LOADED: OnceLock<(Vec<(&'static str, Lexicon)>, Lexicon)> = OnceLock::new();
        let (all, none) = LOADED.get_or_init(|| {
            let load = |&(code, file, text): &(&'static str, &str, &str)| {
                (code, Lexicon::parse(file, text).expect("built-in dates are checked by a test"))
            };
            (SOURCES.iter().map(load).collect(), Lexicon::default())
        });
        all.iter().find(|(code, _)| *code == lang.code()).map_or(none, |(_, lexicon)| lexicon)
    }

    /// Reads the words and patterns of one language.
    ///
    /// # Errors
    /// Names the line of a mistake, or the pattern.
    pub fn parse(name: &str, text: &str) -> Result<Lexicon, DataError> {
        let line_of = |at: usize| text[..at].matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| DataError {
            file: name.to_owned(),
            line: line_of(error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        })?;
        let mut lexicon = Lexicon { order: file.numeric_order, capitalised: file.capitalised, ..Lexicon::default() };
        lexicon.learn(&file);
        let mut literals: Vec<CompactString> = Vec::new();
        for pattern in &file.patterns.list {
            let failed = |reason: String| DataError {
                file: name.to_owned(),
                line: line_of(text.find(&format!("{pattern:?}")).unwrap_or(0)),
                reason,
            };
            let items: Result<Vec<Item>, String> =
                pattern.split_whitespace().map(|item| parse_item(item, &mut literals)).collect();
            lexicon.patterns.push(items.map_err(failed)?);
        }
        for (bit, word) in literals.iter().enumerate() {
            lexicon.add(word, |entry| entry.literals |= 1 << bit);
        }
        Ok(lexicon)
    }

    fn learn(&mut self, file: &File) {
        self.learn_values(&file.weekdays, WEEKDAY, |values, day| values.weekday = Some(day));
        self.learn_values(&file.months, MONTH, |values, month| values.month = Some(month));
        self.learn_values(&file.seasons, SEASON, |values, month| values.season = Some(month));
        self.learn_values(&file.counts, COUNT, |values, count| values.count = Some(count));
        self.learn_values(&file.ordinals, ORDINAL, |values, day| values.day = Some(day));
        self.learn_values(&file.decades, DECADE, |values, tens| values.decade = Some(1900 + tens));
        self.learn_values(&file.days, RELATIVE, |values, days| values.relative = Some(days));
        self.learn_values(&file.shifts, SHIFT, |values, shift| values.shift = Some(shift));
        self.learn_values(&file.named, NAMED, |values, date| values.date = Some(date));
        for (word, &unit) in &file.units {
            self.add(word, |entry| {
                entry.classes |= UNIT | if unit == Unit::Weekend { WEEKEND } else { 0 };
                entry.values.unit = Some(unit);
            });
        }
        let words = &file.words;
        let lists = [
            (&words.within, WITHIN),
            (&words.start, START),
            (&words.deadline, DEADLINE),
            (&words.scheduled, SCHEDULED),
            (&words.order, ORDER | ELSEWHEN),
            (&words.elsewhen, ELSEWHEN),
            (&words.small, SMALL),
            (&words.edge, EDGE),
            (&words.inexact, INEXACT),
            (&words.of, OF),
            (&words.counted, COUNTED),
            (&words.ago, AGO),
            (&words.ahead, AHEAD),
            (&words.possessive, POSSESSIVE),
            (&words.parts, PART),
            (&words.containers, CONTAINER),
            (&words.meanwhile, MEANWHILE),
            (&words.perfect, PERFECT),
        ];
        for (list, class) in lists {
            for word in list {
                self.add(word, |entry| entry.classes |= class);
            }
        }
    }

    fn learn_values<V: Copy>(
        &mut self,
        table: &BTreeMap<CompactString, V>,
        class: Classes,
        set: impl Fn(&mut Values, V),
    ) {
        for (words, &value) in table {
            self.add(words, |entry| {
                entry.classes |= class;
                set(&mut entry.values, value);
            });
        }
    }

    /// Changes the entry of one word or several, which is made where there is none.
    fn add(&mut self, phrase: &str, change: impl FnOnce(&mut Entry)) {
        let mut words = phrase.split_whitespace().map(CompactString::from);
        let Some(first) = words.next() else { return };
        let rest: Vec<CompactString> = words.collect();
        let entries = self.entries.entry(first).or_default();
        let at = entries.iter().position(|entry| entry.rest == rest).unwrap_or_else(|| {
            entries.push(Entry { rest, ..Entry::default() });
            entries.len() - 1
        });
        change(&mut entries[at]);
    }

    /// The entries that begin with a word in lower case.
    pub fn entries(&self, word: &str) -> &[Entry] {
        self.entries.get(word).map_or(&[], Vec::as_slice)
    }
    /// The entry of a single word.
    pub fn word(&self, word: &str) -> Option<&Entry> {
        self.entries(word).iter().find(|entry| entry.rest.is_empty())
    }
    /// Whether a single word is listed in one of these classes.
    pub fn is(&self, word: &str, classes: Classes) -> bool {
        self.word(word).is_some_and(|entry| entry.classes & classes != 0)
    }
}

fn parse_item(item: &str, literals: &mut Vec<CompactString>) -> Result<Item, String> {
    let (words, optional) = match item.strip_suffix('?') {
        Some(words) if !words.is_empty() => (words, true),
        _ => (item, false),
    };
    let mut parsed = Item { classes: 0, literals: 0, optional };
    if let Some(name) = words.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let class = NAMES.iter().find(|(known, _)| *known == name);
        parsed.classes =
            class.map(|(_, classes)| *classes).ok_or_else(|| format!("no class of words is called `{name}`"))?;
        return Ok(parsed);
    }
    for word in words.split('|') {
        let bit = literals.iter().position(|known| known == word).unwrap_or_else(|| {
            literals.push(word.into());
            literals.len() - 1
        });
        if bit >= 64 {
            return Err("more than 64 different words are spelled out in patterns".to_owned());
        }
        parsed.literals |= 1 << bit;
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_words_and_patterns_are_well_formed() {
        for (code, file, text) in SOURCES {
            let lexicon = Lexicon::parse(file, text).unwrap_or_else(|error| panic!("{code}: {error}"));
            assert!(lexicon.patterns.iter().all(|items| items.iter().any(|item| !item.optional)), "{code}");
        }
    }

    #[test]
    fn a_pattern_with_an_unknown_class_is_refused_with_its_line() {
        let text = "capitalised = true\n[patterns]\nlist = [\n  \"{nonsense}\",\n]\n";
        let error = Lexicon::parse("en/dates.toml", text).expect_err("an unknown class");
        assert_eq!(error.line, 4);
        assert!(error.reason.contains("nonsense"));
    }
}
