//! Dates as news writes them: "3 de octubre de 2024", "October 3, 2024", "3 Oct. 2024", "2024-10-03", "19/11/2004".
//!
//! Names of months and weekdays are data, `months.tsv`.

use super::fold::folded;
use crate::model::Date;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A date at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The day, where year, month and day are all given.
    pub date: Option<Date>,
    /// Length of its words, in bytes.
    pub len: usize,
}

/// Reads a date at the very start of `text`: a whole one, a day and month ("4 ene"), or a weekday alone.
pub(super) fn at_start(text: &str) -> Option<Found> {
    let weekday = weekday(text);
    let after = weekday.unwrap_or(0);
    let rest = &text[after..];
    let found = numeric(rest).or_else(|| day_first(rest)).or_else(|| month_first(rest));
    match found {
        Some(found) => Some(Found { len: after + found.len, ..found }),
        None => weekday.map(|len| Found { date: None, len: text[..len].trim_end_matches([' ', ',']).len() }),
    }
}

/// The first whole date in `text`, which is one line or less.
pub(super) fn find(text: &str) -> Option<Date> {
    let mut in_word = false;
    for (at, letter) in text.char_indices() {
        let starts_word = letter.is_alphanumeric() && !in_word;
        in_word = letter.is_alphanumeric();
        if let Some(Found { date: Some(date), .. }) = starts_word.then(|| at_start(&text[at..])).flatten() {
            return Some(date);
        }
    }
    None
}

static MONTHS: LazyLock<BTreeMap<String, i8>> = LazyLock::new(|| names("month"));
static WEEKDAYS: LazyLock<BTreeMap<String, i8>> = LazyLock::new(|| names("weekday"));

fn names(what: &str) -> BTreeMap<String, i8> {
    let lines = include_str!("months.tsv").lines().filter(|line| !line.starts_with('#'));
    let fields = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    let rows = fields.filter(|fields| fields.first() == Some(&what));
    rows.filter_map(|fields| Some((folded(fields.get(3)?), fields.get(2)?.parse().ok()?))).collect()
}

/// Reads what is left of a text, word by word.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Cursor { text, at: 0 }
    }
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }
    fn skip(&mut self, letters: &[char]) -> bool {
        let before = self.at;
        self.at += self.rest().len() - self.rest().trim_start_matches(letters).len();
        self.at > before
    }
    /// At most `most` digits that no other digit follows.
    fn number(&mut self, most: usize) -> Option<i16> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = (1..=most).contains(&digits).then(|| self.rest()[..digits].parse().ok())??;
        self.at += digits;
        Some(number)
    }
    fn word(&mut self) -> &'t str {
        let letters = self.rest().find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest().len());
        let word = &self.rest()[..letters];
        self.at += letters;
        word
    }
    /// Takes one of `words` (folded), if it comes next as a whole word.
    fn take(&mut self, words: &[&str]) -> bool {
        let mut ahead = *self;
        let found = words.contains(&folded(ahead.word()).as_str());
        if found {
            *self = ahead;
        }
        found
    }
    fn month(&mut self) -> Option<i8> {
        let mut ahead = *self;
        let month = *MONTHS.get(&folded(ahead.word()))?;
        *self = ahead;
        Some(month)
    }
    /// A year of four digits, if it comes next and the date does not end before it.
    fn year(&mut self) -> Option<i16> {
        let mut ahead = *self;
        let year = ahead.number(4).filter(|year| (1800..=2100).contains(year))?;
        *self = ahead;
        Some(year)
    }
    fn found(self, year: Option<i16>, month: i8, day: i16) -> Option<Found> {
        let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        let date = year.map(|year| Date::new(year, month, day));
        match date {
            Some(Err(_)) => None,
            date => Some(Found { date: date.and_then(Result::ok), len: self.at }),
        }
    }
}

const BLANK: &[char] = &[' ', '\u{A0}', '\t'];
const BLANK_OR_COMMA: &[char] = &[' ', '\u{A0}', '\t', ','];

/// "Friday, ", "el lunes ": the bytes up to what follows.
fn weekday(text: &str) -> Option<usize> {
    let mut cursor = Cursor::new(text);
    if cursor.take(&["el", "este", "on"]) {
        cursor.skip(BLANK);
    }
    WEEKDAYS.get(&folded(cursor.word()))?;
    cursor.skip(&['.']);
    cursor.skip(BLANK_OR_COMMA);
    if cursor.take(&["el", "dia", "the"]) {
        cursor.skip(BLANK);
    }
    Some(cursor.at)
}

/// "3 de octubre de 2024", "3rd October 2024", "3 Oct. 2024", "3 oct", "1º de mayo del 2020", "3-oct-2024".
fn day_first(text: &str) -> Option<Found> {
    let mut cursor = Cursor::new(text);
    let day = cursor.number(2)?;
    if !cursor.skip(&['º', '°', 'ª']) {
        cursor.take(&["st", "nd", "rd", "th", "o"]);
    }
    cursor.skip(&[' ', '\u{A0}', '-', '.']);
    if cursor.take(&["de", "of"]) {
        cursor.skip(BLANK);
    }
    let month = cursor.month()?;
    let mut ahead = cursor;
    ahead.skip(&['.', ',', ' ', '\u{A0}', '-']);
    if ahead.take(&["de", "del"]) {
        ahead.skip(BLANK);
    }
    match ahead.year() {
        Some(year) => ahead.found(Some(year), month, day),
        None => cursor.found(None, month, day),
    }
}

/// "October 3, 2024", "Oct. 3", "June 3rd 2020", "octubre 3 de 2024".
fn month_first(text: &str) -> Option<Found> {
    let mut cursor = Cursor::new(text);
    let month = cursor.month()?;
    cursor.skip(&['.']);
    cursor.skip(BLANK);
    let day = cursor.number(2)?;
    cursor.take(&["st", "nd", "rd", "th"]);
    let mut ahead = cursor;
    ahead.skip(BLANK_OR_COMMA);
    if ahead.take(&["de", "del"]) {
        ahead.skip(BLANK);
    }
    match ahead.year() {
        Some(year) => ahead.found(Some(year), month, day),
        None => cursor.found(None, month, day),
    }
}

/// "2024-10-03", "2024/10/03", "19/11/2004", "3.10.2024". Where the day could be the month ("03/04/2004") the words
/// are a date and the day stays unknown.
fn numeric(text: &str) -> Option<Found> {
    let mut cursor = Cursor::new(text);
    let first = cursor.number(4)?;
    let mark = cursor.rest().chars().next().filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let mut next = |most| {
        cursor.at += cursor.rest().strip_prefix(mark).map(|_| 1)?;
        cursor.number(most)
    };
    let (second, third) = (next(2)?, next(4)?);
    let month = |number: i16| i8::try_from(number).ok().filter(|month| (1..=12).contains(month));
    if first >= 1800 {
        return cursor.found(Some(first).filter(|year| *year <= 2100), month(second)?, third);
    }
    let year = Some(third).filter(|year| (1800..=2100).contains(year))?;
    match (month(first), month(second)) {
        (Some(month), Some(day)) if i16::from(month) == i16::from(day) => cursor.found(Some(year), month, first),
        (Some(_), Some(_)) if mark == '.' => cursor.found(Some(year), month(second)?, first),
        (Some(_), Some(_)) => Some(Found { date: None, len: cursor.at }),
        (Some(month), None) => cursor.found(Some(year), month, second),
        (None, Some(month)) => cursor.found(Some(year), month, first),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Option<Date> {
        Some(Date::constant(year, month, day))
    }

    #[test]
    fn dates_of_both_languages_are_read_whole() {
        for text in [
            "3 de octubre de 2024",
            "3 de octubre del 2024",
            "jueves 3 de octubre de 2024",
            "Jueves, 3 de Octubre, 2024",
            "octubre 3 de 2024",
            "3 oct. 2024",
            "3 Oct 2024",
            "3-oct-2024",
            "3rd of October 2024",
            "October 3, 2024",
            "Oct. 3, 2024",
            "OCTOBER 3 2024",
            "Thursday, October 03, 2024",
            "2024-10-03",
            "2024/10/03",
            "3.10.2024",
        ] {
            assert_eq!(at_start(text), Some(Found { date: day(2024, 10, 3), len: text.len() }), "{text}");
        }
        assert_eq!(at_start("1º de mayo de 2020").and_then(|found| found.date), day(2020, 5, 1));
    }

    #[test]
    fn a_date_without_year_is_known_to_be_one() {
        for (text, len) in [("4 ene (EFE)", 5), ("June 3 -", 6), ("Oct. 3 (AP)", 6), ("Monday (Reuters)", 6)] {
            assert_eq!(at_start(text), Some(Found { date: None, len }), "{text}");
        }
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        assert_eq!(at_start("19/11/2004").and_then(|found| found.date), day(2004, 11, 19));
        assert_eq!(at_start("12/26/2004").and_then(|found| found.date), day(2004, 12, 26));
        assert_eq!(at_start("03/04/2004"), Some(Found { date: None, len: 10 }));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "3",
            "mayo",
            "May the fifth",
            "31 de abril de 2024",
            "2024-13-01",
            "99/99/2004",
            "3 cats",
            "15 marchers",
        ] {
            assert_eq!(at_start(text).and_then(|found| found.date), None, "{text}");
        }
        assert_eq!(at_start("May said"), None);
        assert_eq!(at_start("15 marchers"), None);
    }

    #[test]
    fn a_date_is_found_inside_a_line() {
        assert_eq!(find("(Filed: 19/11/2004)"), day(2004, 11, 19));
        assert_eq!(find("Publicado el 3 de octubre de 2024 a las 10:30"), day(2024, 10, 3));
        assert_eq!(find("no date, 12 of 2024 voters"), None);
    }
}
