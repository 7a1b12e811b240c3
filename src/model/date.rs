//! Calendar dates, without time or zone: news dates its claims by the day.

/// A civil date (proleptic Gregorian), written as ISO 8601 `YYYY-MM-DD`.
pub type Date = jiff::civil::Date;

/// Reads the date at the start of an ISO 8601 date or time stamp: `2020-05-11`, `2020-05-11T08:00:00Z`.
/// Anything else is `None`.
pub fn parse_iso_date(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    day.parse().ok()
}
