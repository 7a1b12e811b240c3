//! The actor tables: tab-separated text whose header names the columns. `&str -> Vec<Record>`
//!
//! The format is the same for the built-in files and for a user's; `docs/knowledge.md` describes it.

use super::{Error, NameClass};
use crate::model::{ActorKind, Date, Relation};

/// One line of an actor table.
#[derive(Debug, Clone)]
pub(super) struct Record<'a> {
    pub id: &'a str,
    pub kind: Option<ActorKind>,
    pub state: Option<&'a str>,
    /// 1 known world-wide to 5 hardly known.
    pub rank: Option<u8>,
    /// The role of who leads it (states only).
    pub leader: Option<&'a str>,
    /// A second code: ISO 3166-1 alpha-2 (states only).
    pub code: Option<&'a str>,
    pub names: Vec<Name<'a>>,
    pub relations: Vec<Link<'a>>,
    pub offices: Vec<Term<'a>>,
    /// The line, from 1.
    pub line: usize,
}

/// A name as a table gives it.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    pub text: &'a str,
    pub class: Class,
    /// ISO 639-1; `None` for every language.
    pub lang: Option<&'a str>,
    pub ambiguous: bool,
}

/// The class of a name column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// An ordinary one.
    Plain(NameClass),
    /// The first half of a compound adjective: "Sino-".
    Combining,
}

/// A standing relation as a table gives it.
#[derive(Debug, Clone)]
pub(super) struct Link<'a> {
    pub relation: Relation,
    /// An actor's id or a state's code.
    pub target: &'a str,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// A term of office as a table gives it.
#[derive(Debug, Clone)]
pub(super) struct Term<'a> {
    pub role: &'a str,
    pub state: &'a str,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy)]
enum Column<'a> {
    Id,
    Kind,
    State,
    Rank,
    Leader,
    Code,
    Name(Class, Option<&'a str>),
    Relation(Relation),
    Office,
    /// For people who read the file.
    Note,
}

/// The columns of names, by the first half of the column's title (`acronym.es`).
const CLASSES: [(&str, Class); 7] = [
    ("name", Class::Plain(NameClass::Name)),
    ("short", Class::Plain(NameClass::Short)),
    ("acronym", Class::Plain(NameClass::Acronym)),
    ("metonym", Class::Plain(NameClass::Metonym)),
    ("demonym", Class::Plain(NameClass::Demonym)),
    ("adjective", Class::Plain(NameClass::Adjective)),
    ("combining", Class::Combining),
];

/// The columns of relations.
const RELATIONS: [(&str, Relation); 6] = [
    ("leads", Relation::Leads),
    ("part_of", Relation::PartOf),
    ("speaks_for", Relation::SpeaksFor),
    ("state_media_of", Relation::StateMediaOf),
    ("member_of", Relation::MemberOf),
    ("belongs_to", Relation::BelongsTo),
];

/// The relation that a file means by a word.
pub(super) fn relation(name: &str) -> Option<Relation> {
    RELATIONS.iter().find(|(known, _)| *known == name).map(|(_, relation)| *relation)
}

fn column(title: &str) -> Option<Column<'_>> {
    Some(match title {
        "id" => Column::Id,
        "kind" => Column::Kind,
        "state" => Column::State,
        "rank" => Column::Rank,
        "leader" => Column::Leader,
        "code" => Column::Code,
        "office" => Column::Office,
        "note" => Column::Note,
        _ => {
            if let Some(relation) = relation(title) {
                return Some(Column::Relation(relation));
            }
            let (class, lang) = match title.split_once('.') {
                Some((class, lang)) => (class, Some(lang)),
                None => (title, None),
            };
            let class = CLASSES.iter().find(|(known, _)| *known == class)?.1;
            Column::Name(class, lang)
        }
    })
}

/// The lines of a table that carry something, with their numbers from 1. `#` starts a comment line.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.strip_suffix('\r').unwrap_or(line)))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// Reads an actor table.
///
/// # Errors
/// An unknown column, kind or date, a line with more cells than the header, a line without an id.
pub(super) fn read<'a>(text: &'a str, path: &str) -> Result<Vec<Record<'a>>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = lines(text);
    let Some((line, header)) = lines.next() else { return Ok(Vec::new()) };
    let columns: Vec<Column> = header
        .split('\t')
        .map(|title| {
            column(title.trim()).ok_or_else(|| {
                Error::at(path, line, format!("unknown column {:?}: known are {}", title.trim(), known_columns()))
            })
        })
        .collect::<Result<_, _>>()?;
    if !columns.iter().any(|column| matches!(column, Column::Id)) {
        return Err(Error::at(path, line, "the header names no column `id`".into()));
    }
    lines
        .map(|(line, row)| {
            record(row, &columns).map_err(|what| Error::at(path, line, what)).map(|r| Record { line, ..r })
        })
        .collect()
}

fn known_columns() -> String {
    let classes = CLASSES.iter().map(|(name, _)| *name);
    let relations = RELATIONS.iter().map(|(name, _)| *name);
    let fixed = ["id", "kind", "state", "rank", "leader", "code", "office", "note"];
    let all: Vec<&str> = fixed.into_iter().chain(relations).chain(classes).collect();
    format!("{} (names with a language: name.en, name.es, …)", all.join(", "))
}

fn record<'a>(row: &'a str, columns: &[Column<'a>]) -> Result<Record<'a>, String> {
    let mut record = Record {
        id: "",
        kind: None,
        state: None,
        rank: None,
        leader: None,
        code: None,
        names: Vec::new(),
        relations: Vec::new(),
        offices: Vec::new(),
        line: 0,
    };
    for (number, cell) in row.split('\t').enumerate() {
        let column = columns.get(number).ok_or("more cells than the header has columns")?;
        let cell = cell.trim();
        if !cell.is_empty() {
            fill(&mut record, *column, cell)?;
        }
    }
    if record.id.is_empty() {
        return Err("no id".into());
    }
    Ok(record)
}

fn fill<'a>(record: &mut Record<'a>, column: Column<'a>, cell: &'a str) -> Result<(), String> {
    match column {
        Column::Id => record.id = cell,
        Column::Kind => {
            record.kind = Some(ActorKind::parse(cell).ok_or_else(|| {
                let known: Vec<&str> = ActorKind::ALL.iter().map(|(_, name)| *name).collect();
                format!("unknown kind {cell:?}: known are {}", known.join(", "))
            })?);
        }
        Column::State => record.state = Some(cell),
        Column::Rank => {
            let rank = cell.parse().ok().filter(|rank| (1..=5).contains(rank));
            record.rank = Some(rank.ok_or_else(|| format!("rank {cell:?} is no number from 1 to 5"))?);
        }
        Column::Leader => record.leader = Some(cell),
        Column::Code => record.code = Some(cell),
        Column::Note => {}
        Column::Name(class, lang) => record.names.extend(list(cell).map(|name| {
            let (text, ambiguous) = match name.strip_suffix('?') {
                Some(text) => (text, true),
                None => (name, false),
            };
            Name { text, class, lang, ambiguous }
        })),
        Column::Relation(relation) => {
            for item in list(cell) {
                let (target, since, until) = dated(item)?;
                record.relations.push(Link { relation, target, since, until });
            }
        }
        Column::Office => {
            for item in list(cell) {
                let (office, since, until) = dated(item)?;
                let (role, state) =
                    office.split_once('@').ok_or_else(|| format!("office {office:?} is not written role@STATE"))?;
                record.offices.push(Term { role, state, since, until });
            }
        }
    }
    Ok(())
}

/// The items of a cell: separated by `|`, empty ones passed over.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty())
}

/// `what`, `what since..until`, `what since..`, `what ..until`.
fn dated(item: &str) -> Result<(&str, Option<Date>, Option<Date>), String> {
    let Some((what, dates)) = item.split_once(' ') else { return Ok((item, None, None)) };
    let (since, until) =
        dates.trim().split_once("..").ok_or_else(|| format!("dates {dates:?} are not written since..until"))?;
    let (since, until) = (day(since, false)?, day(until, true)?);
    if since.zip(until).is_some_and(|(since, until)| since > until) {
        return Err(format!("dates {dates:?} end before they start"));
    }
    Ok((what, since, until))
}

/// Reads `2020-05-11`, `2020-05` or `2020`; a month or year is its first day, or its last for an end.
/// Nothing is `None`.
pub(super) fn day(text: &str, end: bool) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("{text:?} is no date: write 2020-05-11, 2020-05 or 2020");
    let mut parts = text.splitn(3, '-').map(str::parse::<i16>);
    let mut next = || parts.next().transpose().map_err(|_| wrong());
    let year = next()?.ok_or_else(wrong)?;
    let month = next()?;
    let day = next()?;
    let small = |number: i16| i8::try_from(number).map_err(|_| wrong());
    let first = small(month.unwrap_or(if end { 12 } else { 1 }))?;
    let date = Date::new(year, first, small(day.unwrap_or(1))?).map_err(|_| wrong())?;
    Ok(Some(if end && day.is_none() { date.last_of_month() } else { date }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_or_year_is_its_first_or_last_day() {
        let date = |text: &str| text.parse::<Date>().ok();
        assert_eq!(day("2020", false).unwrap(), date("2020-01-01"));
        assert_eq!(day("2020-02", true).unwrap(), date("2020-02-29"));
        assert_eq!(day("", true).unwrap(), None);
        assert!(day("May 2020", false).is_err());
    }

    #[test]
    fn errors_name_file_line_and_what_is_known() {
        let error = read("id\tkind\nx\tplanet\n", "my.tsv").unwrap_err().to_string();
        assert!(error.starts_with("my.tsv:2: unknown kind \"planet\""), "{error}");
        let error = read("id\tcolour\n", "my.tsv").unwrap_err().to_string();
        assert!(error.starts_with("my.tsv:1: unknown column \"colour\""), "{error}");
        let error = read("id\toffice\nx\tking\n", "my.tsv").unwrap_err().to_string();
        assert!(error.contains("role@STATE"), "{error}");
        let error = read("id\n\n# note\nx\ty\n", "my.tsv").unwrap_err().to_string();
        assert!(error.starts_with("my.tsv:4: more cells"), "{error}");
    }
}
