//! What the words of a date mean on the calendar, seen from the day of publication.

use super::lexicon::{Unit, Values};
use crate::model::{Date, Precision};
use jiff::ToSpan;

/// On which side of publication a day without a year lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The latest such day, publication included.
    Past,
    /// The next such day, publication included.
    Future,
    /// Whichever is nearer, the next where they are as near: the present tense tells both.
    Nearest,
}

/// The first day of the period that `values` name, and its length. `None` for a day that no calendar has, for words
/// that need a day of publication where there is none, and for those that name no period.
pub(super) fn resolve(values: &Values, published: Option<Date>, direction: Direction) -> Option<(Date, Precision)> {
    if let Some(date) = values.date {
        return Some((date, Precision::Day));
    }
    if let Some(year) = values.year {
        return in_year(values, year);
    }
    if let Some(year) = values.decade {
        return Some((Date::new(year, 1, 1).ok()?, Precision::Decade));
    }
    from_publication(values, published?, direction)
}

/// What needs no day of publication: "11 May 2020", "May 2020", "the second quarter of 2020", "spring 2020", "2020".
fn in_year(values: &Values, year: i16) -> Option<(Date, Precision)> {
    let quarter = values.day.filter(|number| (1..=4).contains(number)).map(|number| number * 3 - 2);
    let (month, day, precision) = match (values.month, values.day, values.season) {
        (Some(month), Some(day), _) => (month, day, Precision::Day),
        (Some(month), None, _) => (month, 1, Precision::Month),
        (None, _, Some(month)) => (month, 1, Precision::Quarter),
        (None, Some(_), None) => (quarter?, 1, Precision::Quarter),
        (None, None, None) => (1, 1, Precision::Year),
    };
    Some((Date::new(year, month, day).ok()?, precision))
}

fn from_publication(values: &Values, today: Date, direction: Direction) -> Option<(Date, Precision)> {
    if let Some(days) = values.relative {
        return Some((today.checked_add(days.days()).ok()?, Precision::Day));
    }
    if let (Some(count), Some(unit), None) = (values.count, values.unit, values.shift) {
        let count = if direction == Direction::Future { count } else { -count };
        return period(moved(today, unit, count)?, unit);
    }
    if let (Some(unit), Some(shift)) = (values.unit, values.shift) {
        return inside(values, today, unit, shift);
    }
    let (date, precision) = match *values {
        Values { month: Some(month), day: Some(of_month), .. } => {
            let in_year = |year: i16| Date::new(year, month, of_month).ok();
            (pick_year(in_year, today, values.shift, direction)?, Precision::Day)
        }
        Values { month: Some(month), .. } => {
            let in_year = |year: i16| Date::new(year, month, 1).ok();
            (pick_year(in_year, today.first_of_month(), values.shift, direction)?, Precision::Month)
        }
        Values { weekday: Some(weekday), .. } => (by_weekday(weekday, today, values.shift, direction)?, Precision::Day),
        Values { season: Some(month), shift, .. } => {
            let direction = if shift == Some(1) { Direction::Future } else { direction };
            let in_year = |year: i16| Date::new(year, month, 1).ok();
            (pick_year(in_year, today, None, direction)?, Precision::Quarter)
        }
        // "at the weekend", "earlier in the week"
        Values { unit: Some(Unit::Weekend), .. } => {
            return weekend(today, i32::from(direction == Direction::Future));
        }
        Values { unit: Some(unit), .. } => return period(today, unit),
        Values { day: Some(of_month), shift, .. } => {
            (by_day_of_month(of_month, today, shift, direction)?, Precision::Day)
        }
        _ => return None,
    };
    Some((date, precision))
}

/// "last week", "the 11th of this month", "Monday of last week", "March last year".
fn inside(values: &Values, today: Date, unit: Unit, shift: i32) -> Option<(Date, Precision)> {
    if unit == Unit::Weekend {
        return weekend(today, shift);
    }
    let base = moved(today, unit, shift)?;
    match (unit, values.weekday, values.day) {
        (Unit::Week, Some(weekday), _) => Some((monday(base)?.checked_add((weekday - 1).days()).ok()?, Precision::Day)),
        (Unit::Month, _, Some(day)) => Some((Date::new(base.year(), base.month(), day).ok()?, Precision::Day)),
        (Unit::Year, ..) => in_year(values, base.year()),
        (Unit::Week | Unit::Month | Unit::Decade, ..) => period(base, unit),
        // "the next day", "this hour": seen from another day than that of publication.
        (Unit::Hour | Unit::Day | Unit::Fortnight | Unit::Weekend, ..) => None,
    }
}

/// More units than that are no date that news counts.
const MANY: i32 = 1000;

fn moved(from: Date, unit: Unit, count: i32) -> Option<Date> {
    if count.abs() > MANY {
        return None;
    }
    let (from, span) = match unit {
        Unit::Hour => return Some(from),
        Unit::Day => (from, count.days()),
        Unit::Week | Unit::Weekend => (from, count.weeks()),
        Unit::Fortnight => (from, (2 * count).weeks()),
        Unit::Month => (from.first_of_month(), count.months()),
        Unit::Year => (from.first_of_month(), count.years()),
        Unit::Decade => (from.first_of_month(), (10 * count).years()),
    };
    from.checked_add(span).ok()
}

/// The period of a unit that holds a day.
fn period(day: Date, unit: Unit) -> Option<(Date, Precision)> {
    let first_of = |year: i16| Date::new(year, 1, 1).ok();
    Some(match unit {
        Unit::Hour | Unit::Day => (day, Precision::Day),
        Unit::Week | Unit::Fortnight => (monday(day)?, Precision::Week),
        Unit::Weekend => return weekend(day, 0),
        Unit::Month => (day.first_of_month(), Precision::Month),
        Unit::Year => (first_of(day.year())?, Precision::Year),
        Unit::Decade => (first_of(day.year() - day.year().rem_euclid(10))?, Precision::Decade),
    })
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(day.weekday().to_monday_zero_offset().days()).ok()
}

/// The Saturday of a weekend: 0 the latest that has begun, −1 the latest that is over, 1 the next to begin.
fn weekend(today: Date, shift: i32) -> Option<(Date, Precision)> {
    let since = (today.weekday().to_monday_zero_offset() + 2) % 7;
    let latest = today.checked_sub(since.days()).ok()?;
    let is_on = since < 2;
    let weeks = if shift < 0 && !is_on { shift + 1 } else { shift };
    Some((latest.checked_add(weeks.weeks()).ok()?, Precision::Week))
}

fn by_weekday(weekday: i8, today: Date, shift: Option<i32>, direction: Direction) -> Option<Date> {
    let since = (today.weekday().to_monday_zero_offset() + 8 - weekday) % 7;
    let strictly = |days: i8| if days == 0 { 7 } else { days };
    let days = match (shift, direction) {
        (Some(-1), _) => -strictly(since),
        (Some(1), _) => strictly((7 - since) % 7),
        (_, Direction::Past) => -since,
        (_, Direction::Future | Direction::Nearest) => (7 - since) % 7,
    };
    today.checked_add(days.days()).ok()
}

/// The year in which a day or month falls; `today` is a day of the same kind.
fn pick_year(
    in_year: impl Fn(i16) -> Option<Date>,
    today: Date,
    shift: Option<i32>,
    direction: Direction,
) -> Option<Date> {
    let here = today.year();
    // Eight years hold a 29 February, but for 1900 and its like.
    let before = || (0..=8).filter_map(|years| in_year(here - years));
    let after = || (0..=8).filter_map(|years| in_year(here + years));
    let latest = || before().find(|&date| date <= today);
    let next = || after().find(|&date| date >= today);
    match (shift, direction) {
        (Some(-1), _) => before().find(|&date| date < today),
        (Some(1), _) => after().find(|&date| date > today),
        (Some(0), _) => in_year(here),
        (_, Direction::Past) => latest(),
        (_, Direction::Future) => next(),
        (_, Direction::Nearest) => {
            let (latest, next) = (latest()?, next()?);
            let days = |from: Date, to: Date| (to - from).get_days();
            Some(if days(latest, today) < days(today, next) { latest } else { next })
        }
    }
}

/// «el pasado 11», «el próximo día 5»: in this month or one beside it.
fn by_day_of_month(day: i8, today: Date, shift: Option<i32>, direction: Direction) -> Option<Date> {
    let is_past = match shift {
        Some(-1) => true,
        Some(1) => false,
        _ => direction == Direction::Past,
    };
    let this = today.first_of_month();
    let mut dates = (0..=2).filter_map(|count: i32| {
        let month = this.checked_add((if is_past { -count } else { count }).months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    });
    dates.find(|&date| match shift {
        Some(-1) => date < today,
        Some(1) => date > today,
        _ if is_past => date <= today,
        _ => date >= today,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_iso_date;

    fn date(text: &str) -> Date {
        parse_iso_date(text).expect("a date")
    }

    #[test]
    fn a_weekday_is_the_latest_for_the_past_and_the_next_for_the_future() {
        let thursday = date("2024-05-16");
        let values = Values { weekday: Some(4), ..Values::default() };
        let on = |shift, direction| {
            resolve(&Values { shift, ..values }, Some(thursday), direction).map(|(date, _)| date.to_string())
        };
        assert_eq!(on(None, Direction::Past).as_deref(), Some("2024-05-16"));
        assert_eq!(on(Some(-1), Direction::Past).as_deref(), Some("2024-05-09"));
        assert_eq!(on(Some(1), Direction::Past).as_deref(), Some("2024-05-23"));
        assert_eq!(on(None, Direction::Future).as_deref(), Some("2024-05-16"));
    }

    #[test]
    fn months_without_a_year_lie_on_the_side_that_the_tense_says() {
        let march = Values { month: Some(3), ..Values::default() };
        let in_march = |today: &str, direction| resolve(&march, Some(date(today)), direction).map(|(date, _)| date);
        assert_eq!(in_march("2024-05-10", Direction::Past), Some(date("2024-03-01")));
        assert_eq!(in_march("2024-01-10", Direction::Past), Some(date("2023-03-01")));
        assert_eq!(in_march("2024-05-10", Direction::Future), Some(date("2025-03-01")));
        assert_eq!(in_march("2024-03-31", Direction::Future), Some(date("2024-03-01")));
    }

    #[test]
    fn impossible_days_and_missing_publication_give_none() {
        let february = Values { month: Some(2), day: Some(31), ..Values::default() };
        for direction in [Direction::Past, Direction::Future, Direction::Nearest] {
            assert_eq!(resolve(&february, Some(date("2024-05-10")), direction), None);
        }
        assert_eq!(resolve(&Values { year: Some(2024), ..february }, None, Direction::Past), None);
        assert_eq!(resolve(&Values { relative: Some(-1), ..Values::default() }, None, Direction::Past), None);
        let leap = Values { month: Some(2), day: Some(29), ..Values::default() };
        let found = resolve(&leap, Some(date("2023-05-10")), Direction::Past);
        assert_eq!(found, Some((date("2020-02-29"), Precision::Day)));
    }

    #[test]
    fn weekends_begin_on_saturday() {
        let at = |today: &str, shift| weekend(date(today), shift).map(|(date, _)| date.to_string());
        assert_eq!(at("2024-05-13", 0).as_deref(), Some("2024-05-11"));
        assert_eq!(at("2024-05-13", -1).as_deref(), Some("2024-05-11"));
        assert_eq!(at("2024-05-12", -1).as_deref(), Some("2024-05-04"));
        assert_eq!(at("2024-05-12", 0).as_deref(), Some("2024-05-11"));
        assert_eq!(at("2024-05-16", 1).as_deref(), Some("2024-05-18"));
    }
}
