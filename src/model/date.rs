//! Calendar dates, without time or zone: news dates its claims by the day.

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

/// Reads the date at the start of an ISO 8601 date or time stamp: `2020-05-11`, `2020-05-11T08:00:00Z`.
/// Anything else is `None`.
pub fn parse_iso_date(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    day.parse().ok()
}
