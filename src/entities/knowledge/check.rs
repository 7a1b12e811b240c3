//! What is doubtful about actors that could be read: `Knowledge → Vec<Finding>`.
//!
//! Mistakes that keep a table from being read at all are [`Error`](super::Error)s of
//! [`Knowledge::with_actors`]; these here are for a person to look at.

use super::image::table::{self, Class};
use super::{Knowledge, NameClass, Office, Record};
use crate::model::{ActorId, ActorKind, Date, StateCode};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Offices that one person holds at a time.
const SEATS: &str = include_str!("seats.tsv");

/// Handing over takes a while, and sources differ by some days.
const DAYS_OF_HANDOVER: i32 = 45;

/// Something doubtful.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Several actors have one full name, and neither a `?`, nor dates, nor offices with dates tell them apart.
    SharedName {
        /// As the first of them writes it.
        name: String,
        /// Whose it is, the best known first.
        actors: Vec<ActorId>,
    },
    /// Two people hold an office for one at the same time.
    Overlap {
        /// Of which state.
        state: StateCode,
        /// A code of `roles.tsv`.
        role: String,
        /// Who holds it first.
        first: ActorId,
        /// Who holds it too.
        second: ActorId,
        /// From when to when both do; an end may be open.
        since: Date,
        /// The last common day.
        until: Option<Date>,
    },
    /// An actor has names of its own in one language and none in another.
    MissingLanguage {
        /// Whose.
        actor: ActorId,
        /// ISO 639-1.
        lang: String,
    },
    /// A term of office without any date.
    Undated {
        /// Whose.
        actor: ActorId,
        /// As it is called.
        title: String,
    },
}

impl Finding {
    /// What is found, in a word: `shared_name`, `overlap`, `missing_language`, `undated`.
    pub fn code(&self) -> &'static str {
        match self {
            Finding::SharedName { .. } => "shared_name",
            Finding::Overlap { .. } => "overlap",
            Finding::MissingLanguage { .. } => "missing_language",
            Finding::Undated { .. } => "undated",
        }
    }

    /// The actors that it is about.
    pub fn actors(&self) -> Vec<&ActorId> {
        match self {
            Finding::SharedName { actors, .. } => actors.iter().collect(),
            Finding::Overlap { first, second, .. } => vec![first, second],
            Finding::MissingLanguage { actor, .. } | Finding::Undated { actor, .. } => vec![actor],
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Finding::SharedName { name, actors } => {
                let ids: Vec<&str> = actors.iter().map(ActorId::as_str).collect();
                write!(f, "{name:?} is the name of {}: mark it with ? or give dates", ids.join(", "))
            }
            Finding::Overlap { state, role, first, second, since, until } => {
                write!(f, "{role}@{}: {first} and {second} both from {since} to ", state.as_str())?;
                match until {
                    Some(day) => write!(f, "{day}"),
                    None => f.write_str("today"),
                }
            }
            Finding::MissingLanguage { actor, lang } => write!(f, "{actor} has no name in {lang}"),
            Finding::Undated { actor, title } => write!(f, "{actor}: no dates for {title:?}"),
        }
    }
}

impl Knowledge {
    /// What is doubtful about all actors: sorted, each once.
    pub fn check(&self) -> Vec<Finding> {
        let records: Vec<Record> = self.image.records().collect();
        let mut found = shared_names(&records);
        found.extend(self.overlaps());
        found.extend(records.iter().flat_map(missing_languages));
        found.extend(records.iter().flat_map(undated));
        found.sort();
        found.dedup();
        found
    }

    fn overlaps(&self) -> Vec<Finding> {
        let mut held = BTreeMap::<(&StateCode, &str), Vec<&Office>>::new();
        let seats = seats();
        for office in self.actors().flat_map(|actor| self.offices_of(&actor.id)) {
            let is_one = seats.get(office.role.as_str()).is_some_and(|except| !except.contains(&office.state.as_str()));
            if is_one && office.since.is_some() {
                held.entry((&office.state, &office.role)).or_default().push(office);
            }
        }
        held.into_values().flat_map(overlaps_of).collect()
    }
}

/// The roles of `seats.tsv`, each with the states where several share it.
fn seats() -> FxHashMap<&'static str, Vec<&'static str>> {
    let rows = table::lines(SEATS).skip(1).map(|(_, row)| row.split_once('\t').unwrap_or((row, "")));
    rows.map(|(role, except)| (role, except.split('|').map(str::trim).collect())).collect()
}

fn overlaps_of(mut held: Vec<&Office>) -> Vec<Finding> {
    held.sort_by_key(|office| (office.since, office.until, office.holder.clone()));
    let mut found = Vec::new();
    for (at, first) in held.iter().enumerate() {
        for second in &held[at + 1..] {
            let Some(since) = second.since.filter(|since| first.until.is_none_or(|until| *since <= until)) else {
                break;
            };
            let until = match (first.until, second.until) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            let days = until.and_then(|until| since.until(until).ok()).map(|span| span.get_days());
            if first.holder != second.holder && days.is_none_or(|days| days > DAYS_OF_HANDOVER) {
                found.push(Finding::Overlap {
                    state: first.state.clone(),
                    role: first.role.clone(),
                    first: first.holder.clone(),
                    second: second.holder.clone(),
                    since,
                    until,
                });
            }
        }
    }
    found
}

/// One bearer of a full name.
struct Bearer<'r> {
    at: usize,
    record: &'r Record<'r>,
    name: table::Name<'r>,
}

impl Bearer<'_> {
    /// Whether dates say when this is meant: the name's own, or those of the person's offices.
    fn is_dated(&self) -> bool {
        let in_office = || self.record.terms.iter().any(|term| term.since.is_some() || term.until.is_some());
        self.name.is_dated() || self.record.kind == Some(ActorKind::Person) && in_office()
    }
}

fn shared_names(records: &[Record]) -> Vec<Finding> {
    let mut bearers = FxHashMap::<String, Vec<Bearer>>::default();
    for (at, record) in records.iter().enumerate() {
        let full = record.names.iter().filter(|name| name.class == Class::Plain(NameClass::Name) && !name.ambiguous);
        for name in full {
            bearers.entry(name.text.to_lowercase()).or_default().push(Bearer { at, record, name: *name });
        }
    }
    let finding = |bearers: Vec<Bearer>| {
        let told_apart = bearers.iter().all(Bearer::is_dated);
        let meets =
            |a: &Bearer, b: &Bearer| a.name.lang.is_none() || b.name.lang.is_none() || a.name.lang == b.name.lang;
        let shared = bearers.iter().any(|a| bearers.iter().any(|b| a.at != b.at && meets(a, b)));
        let mut actors: Vec<(u8, usize, ActorId)> =
            bearers.iter().map(|b| (b.record.rank.unwrap_or(3), b.at, b.record.id.into())).collect();
        actors.sort();
        actors.dedup();
        let actors = actors.into_iter().map(|(_, _, id)| id).collect();
        (shared && !told_apart).then(|| Finding::SharedName { name: bearers[0].name.text.to_owned(), actors })
    };
    bearers.into_values().filter_map(finding).collect()
}

/// The languages of the built-in tables.
const LANGUAGES: [&str; 2] = ["en", "es"];

fn missing_languages(record: &Record) -> Vec<Finding> {
    let full = |name: &&table::Name| matches!(name.class, Class::Plain(NameClass::Name | NameClass::Acronym));
    let has = |lang: Option<&str>| record.names.iter().filter(full).any(|name| name.lang == lang);
    if has(None) {
        return Vec::new();
    }
    let missing = LANGUAGES.into_iter().filter(|lang| !has(Some(lang)));
    missing.map(|lang| Finding::MissingLanguage { actor: record.id.into(), lang: lang.to_owned() }).collect()
}

fn undated(record: &Record) -> Vec<Finding> {
    let undated = record.terms.iter().filter(|term| term.since.is_none() && term.until.is_none());
    undated.map(|term| Finding::Undated { actor: record.id.into(), title: term.title.to_owned() }).collect()
}
