//! Calendar dates, without time or zone: news dates its claims by the day.

use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// A civil date (proleptic Gregorian), written as ISO 8601 `YYYY-MM-DD`.
pub type Date = jiff::civil::Date;

/// How long the period is of which a date is the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The day itself.
    Day,
    /// A week, or a weekend.
    Week,
    /// A month.
    Month,
    /// A season or a quarter.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

impl Precision {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Quarter => "quarter",
            Precision::Year => "year",
            Precision::Decade => "decade",
        }
    }
    /// The last day of the period that begins on `first`; `first` where the calendar ends before.
    pub fn last_day(self, first: Date) -> Date {
        let length = match self {
            Precision::Day => return first,
            Precision::Week => 7.days(),
            Precision::Month => 1.month(),
            Precision::Quarter => 3.months(),
            Precision::Year => 1.year(),
            Precision::Decade => 10.years(),
        };
        first.checked_add(length).and_then(Date::yesterday).unwrap_or(first)
    }
    /// About how many days the period has.
    pub fn days(self) -> i32 {
        match self {
            Precision::Day => 1,
            Precision::Week => 7,
            Precision::Month => 30,
            Precision::Quarter => 91,
            Precision::Year => 365,
            Precision::Decade => 3652,
        }
    }
}

/// Where a claim's date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// The sentence says when it happened.
    Text,
    /// It does not: the day on which the document was published.
    Publication,
}

impl DateFrom {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            DateFrom::Text => "text",
            DateFrom::Publication => "publication",
        }
    }
}

/// Reads the date at the start of an ISO 8601 date or time stamp: `2020-05-11`, `2020-05-11T08:00:00Z`.
/// Anything else is `None`.
pub fn parse_iso_date(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    day.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_before_the_next_begins() {
        let last = |first: &str, precision: Precision| {
            parse_iso_date(first).map(|day| precision.last_day(day).to_string()).unwrap_or_default()
        };
        for (first, precision, expected) in [
            ("2020-05-11", Precision::Day, "2020-05-11"),
            ("2020-05-11", Precision::Week, "2020-05-17"),
            ("2020-02-01", Precision::Month, "2020-02-29"),
            ("2020-10-01", Precision::Quarter, "2020-12-31"),
            ("2020-01-01", Precision::Year, "2020-12-31"),
            ("2010-01-01", Precision::Decade, "2019-12-31"),
            ("9999-12-01", Precision::Year, "9999-12-01"),
        ] {
            assert_eq!(last(first, precision), expected, "{first} {precision:?}");
        }
    }

    #[test]
    fn names_are_those_that_files_have() {
        use Precision::*;
        for precision in [Day, Week, Month, Quarter, Year, Decade] {
            assert_eq!(serde_json::to_string(&precision).unwrap_or_default(), format!("\"{}\"", precision.name()));
        }
        for from in [DateFrom::Text, DateFrom::Publication] {
            assert_eq!(serde_json::to_string(&from).unwrap_or_default(), format!("\"{}\"", from.name()));
        }
    }
}
