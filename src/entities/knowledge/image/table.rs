//! The actor tables: tab-separated text whose header names the columns. `&str -> Vec<Record>`
//!
//! The format is the same for the built-in files and for a user's; `docs/knowledge.md` describes it.

use super::{Error, NameClass, packed};
use crate::model::{ActorKind, Date, Relation};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// What the tables say of one actor: a line, or several that were joined.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Record<'a> {
    /// A Wikidata id or a slug.
    pub id: &'a str,
    /// `None` in a line that adds to a known actor.
    pub kind: Option<ActorKind>,
    /// ISO 3166-1 alpha-3, or an organisation's acronym.
    #[serde(borrow)]
    pub state: Option<&'a str>,
    /// 1 known world-wide to 5 hardly known.
    pub rank: Option<u8>,
    /// The role of who leads it (states only).
    #[serde(borrow)]
    pub leader: Option<&'a str>,
    /// A second code: ISO 3166-1 alpha-2 (states only).
    #[serde(borrow)]
    pub code: Option<&'a str>,
    /// In the order of the line.
    #[serde(borrow)]
    pub names: Vec<Name<'a>>,
    /// Standing relations.
    #[serde(borrow)]
    pub relations: Vec<Link<'a>>,
    /// Terms of office; stored apart from the rest.
    #[serde(skip)]
    pub terms: Vec<Term<'a>>,
    /// The line, from 1; 0 for one that is built in.
    #[serde(skip)]
    pub line: usize,
}

/// A name as a table gives it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Name<'a> {
    /// As it is written.
    pub text: &'a str,
    /// How it stands for the actor.
    pub class: Class,
    /// ISO 639-1; `None` for every language.
    #[serde(borrow)]
    pub lang: Option<&'a str>,
    /// Marked `?`: the word is also something else.
    pub ambiguous: bool,
    /// First day on which the actor had the name.
    #[serde(with = "packed")]
    pub since: Option<Date>,
    /// Last day.
    #[serde(with = "packed")]
    pub until: Option<Date>,
}

impl Name<'_> {
    /// Whether the table says when the name held.
    pub fn is_dated(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }
}

/// The class of a name column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// An ordinary one.
    Plain(NameClass),
    /// The first half of a compound adjective: "Sino-".
    Combining,
}

/// A standing relation as a table gives it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link<'a> {
    /// How.
    pub relation: Relation,
    /// An actor's id or a state's code.
    pub target: &'a str,
    /// First day.
    #[serde(with = "packed")]
    pub since: Option<Date>,
    /// Last day.
    #[serde(with = "packed")]
    pub until: Option<Date>,
}

/// A term of office as a table gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'a> {
    /// A code of `roles.tsv`.
    pub role: &'a str,
    /// Of which state, or the acronym of an organisation.
    pub state: &'a str,
    /// The office as it is called; empty where only the role is known.
    pub title: &'a str,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
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
pub fn relation(name: &str) -> Option<Relation> {
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

/// The lines of a table that carry something, with their numbers from 1. `#` starts a comment line; a byte order mark is
/// passed over.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.strip_suffix('\r').unwrap_or(line)))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// Reads an actor table.
///
/// # Errors
/// Every unknown column, kind or date, every line with more cells than the header, every line without an id or with
/// an id that stands above.
pub fn read<'a>(text: &'a str, path: &str) -> Result<Vec<Record<'a>>, Vec<Error>> {
    let (records, errors) = read_all(text, path);
    if errors.is_empty() { Ok(records) } else { Err(errors) }
}

/// The same, with the lines that can be read beside what is wrong with the others.
pub fn read_all<'a>(text: &'a str, path: &str) -> (Vec<Record<'a>>, Vec<Error>) {
    let mut lines = lines(text);
    let Some((line, header)) = lines.next() else { return Default::default() };
    let columns = match columns(header) {
        Ok(columns) => columns,
        Err(what) => return (Vec::new(), vec![Error::at(path, line, what)]),
    };
    let (mut records, mut errors) = (Vec::new(), Vec::new());
    let mut seen = FxHashMap::default();
    for (line, row) in lines {
        match record(row, &columns) {
            Ok(record) => {
                let bare = record.id.trim_start_matches(['-', '=']);
                if let Some(first) = seen.insert(bare, line) {
                    errors.push(Error::at(path, line, format!("{bare} stands on line {first} already")));
                    continue;
                }
                records.push(Record { line, ..record });
            }
            Err(what) => errors.push(Error::at(path, line, what)),
        }
    }
    (records, errors)
}

fn columns(header: &str) -> Result<Vec<Column<'_>>, String> {
    let mut columns = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for title in header.split('\t').map(str::trim) {
        if seen.contains(&title) {
            return Err(format!("the column {title:?} stands twice"));
        }
        seen.push(title);
        let known = column(title);
        columns.push(known.ok_or_else(|| format!("unknown column {title:?}: known are {}", known_columns()))?);
    }
    if !columns.iter().any(|column| matches!(column, Column::Id)) {
        return Err("the header names no column `id`".into());
    }
    Ok(columns)
}

fn known_columns() -> String {
    let classes = CLASSES.iter().map(|(name, _)| *name);
    let relations = RELATIONS.iter().map(|(name, _)| *name);
    let fixed = ["id", "kind", "state", "rank", "leader", "code", "office", "note"];
    let all: Vec<&str> = fixed.into_iter().chain(relations).chain(classes).collect();
    format!("{} (names with a language: name.en, name.es, …)", all.join(", "))
}

fn record<'a>(row: &'a str, columns: &[Column<'a>]) -> Result<Record<'a>, String> {
    let mut record = Record::default();
    for (number, cell) in row.split('\t').enumerate() {
        let column = columns.get(number).ok_or("more cells than the header has columns")?;
        let cell = cell.trim();
        if cell.contains(char::is_control) {
            return Err("control characters in a cell".into());
        }
        if !cell.is_empty() {
            fill(&mut record, *column, cell)?;
        }
    }
    let bare = record.id.trim_start_matches(['-', '=']);
    if bare.is_empty() {
        return Err("no id".into());
    }
    let is_slug = bare.len() <= 200 && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !is_slug {
        let shown: String = bare.chars().take(40).collect();
        return Err(format!("the id {shown:?} is no slug: ASCII letters, digits, - and _, at most 200"));
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
        Column::Name(class, lang) => {
            for item in list(cell) {
                record.names.push(name(item, class, lang)?);
            }
        }
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
                record.terms.push(Term { role, state, title: "", since, until });
            }
        }
    }
    Ok(())
}

/// The items of a cell: separated by `|`, empty ones passed over.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty())
}

/// A name, with `?` after it where it is ambiguous, and its dates: `Burma? ..1989-06-18`.
fn name<'a>(item: &'a str, class: Class, lang: Option<&'a str>) -> Result<Name<'a>, String> {
    let has_dates = |(_, last): &(&str, &str)| last.contains("..") && !last.contains(char::is_alphabetic);
    let (text, since, until) = match item.rsplit_once(' ').filter(has_dates) {
        Some((text, dates)) => {
            let (since, until) = term(dates)?;
            (text.trim_end(), since, until)
        }
        None if looks_dated(item) => return Err(format!("dates of the name {item:?} are not written since..until")),
        None => (item, None, None),
    };
    let (text, ambiguous) = match text.strip_suffix('?') {
        Some(text) => (text, true),
        None => (text, false),
    };
    Ok(Name { text, class, lang, ambiguous, since, until })
}

/// Whether a name ends in what must be meant as dates: `1971 .. 1997`, `1971-10-27..May 1997`.
fn looks_dated(item: &str) -> bool {
    item.split_once("..").is_some_and(|(before, after)| {
        before.trim_end().ends_with(|c: char| c.is_ascii_digit())
            || after.trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}

/// `what`, `what since..until`, `what since..`, `what ..until`.
fn dated(item: &str) -> Result<(&str, Option<Date>, Option<Date>), String> {
    let Some((what, dates)) = item.split_once(' ') else { return Ok((item, None, None)) };
    let (since, until) = term(dates.trim())?;
    Ok((what, since, until))
}

/// `since..until`, either end of which may be missing.
fn term(dates: &str) -> Result<(Option<Date>, Option<Date>), String> {
    let (since, until) =
        dates.split_once("..").ok_or_else(|| format!("dates {dates:?} are not written since..until"))?;
    let (since, until) = (day(since, false)?, day(until, true)?);
    if since.zip(until).is_some_and(|(since, until)| since > until) {
        return Err(format!("dates {dates:?} end before they start"));
    }
    Ok((since, until))
}

/// Reads `2020-05-11`, `2020-05` or `2020`; a month or year is its first day, or its last for an end.
/// Nothing is `None`.
pub fn day(text: &str, end: bool) -> Result<Option<Date>, String> {
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
        let first = |text: &str| read(text, "my.tsv").unwrap_err()[0].to_string();
        let error = first("id\tkind\nx\tplanet\n");
        assert!(error.starts_with("my.tsv:2: unknown kind \"planet\""), "{error}");
        let error = first("id\tcolour\n");
        assert!(error.starts_with("my.tsv:1: unknown column \"colour\""), "{error}");
        let error = first("id\toffice\nx\tking\n");
        assert!(error.contains("role@STATE"), "{error}");
        let error = first("id\n\n# note\nx\ty\n");
        assert!(error.starts_with("my.tsv:4: more cells"), "{error}");
        let error = first("id\tname\nx\tX\n-x\t\n");
        assert!(error.starts_with("my.tsv:3: x stands on line 2"), "{error}");
        assert!(first("id\tname\nFoo Bar\tX\n").contains("is no slug"));
        assert!(first("id\tid\nx\ty\n").contains("stands twice"));
        assert!(first("id\tname\nx\tA\u{1b}[31m\n").contains("control characters"));
    }

    #[test]
    fn names_may_carry_dates_and_a_mark() {
        let table = "id\tname\nx\tRepublic of X? 1971-10..1997|X..Y|The X 20\n";
        let record = &read(table, "my.tsv").unwrap()[0];
        let names: Vec<&str> = record.names.iter().map(|name| name.text).collect();
        assert_eq!(names, ["Republic of X", "X..Y", "The X 20"]);
        assert!(record.names[0].ambiguous && !record.names[1].is_dated());
        assert_eq!(record.names[0].until, "1997-12-31".parse().ok());
        for wrong in ["Zed 1971-10-27..May 1997", "Zed 1971 .. 1997", "Zed 1997..1971"] {
            assert!(read(&format!("id\tname\nx\t{wrong}\n"), "my.tsv").is_err(), "{wrong}");
        }
    }
}
