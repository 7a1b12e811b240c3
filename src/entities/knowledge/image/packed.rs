//! A day in three bytes or so, for `#[serde(with = "packed")]`: year × 512 + month × 32 + day, 0 for none.

use crate::model::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, or none.
pub type Day = Option<Date>;

/// Writes a day.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(day: &Day, to: S) -> Result<S::Ok, S::Error> {
    let packed = |day: &Date| i32::from(day.year()) * 512 + i32::from(day.month()) * 32 + i32::from(day.day());
    day.as_ref().map_or(0, packed).serialize(to)
}

/// Reads a day; a number that is no day is none.
///
/// # Errors
/// Those of the deserializer.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
    let packed = i32::deserialize(from)?;
    let year = i16::try_from(packed.div_euclid(512)).unwrap_or_default();
    let (month, day) = (packed.rem_euclid(512) / 32, packed.rem_euclid(32));
    Ok(Date::new(year, month as i8, day as i8).ok().filter(|_| packed != 0))
}
