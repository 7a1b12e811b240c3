//! Tables to bytes: `&[(path, text)] → Vec<u8>`. Every mistake is found before a byte is written.

use super::names::{Builder, Owner};
use super::table::{self, Class, Link, Record, Term};
use super::{Error, Header, Image, MAGIC, NameClass, Role, SECTIONS, Section, StoredTerm, office_key};
use crate::model::{ActorKind, Relation};
use fst::raw::Builder as FstBuilder;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The records of all tables, merged by id.
#[derive(Debug, Default)]
pub struct Compiler<'a> {
    all: Vec<Option<Draft<'a>>>,
    by_id: FxHashMap<&'a str, usize>,
    removed: FxHashMap<&'a str, Removed<'a>>,
    replaced: Vec<Removed<'a>>,
    roles: Vec<Role>,
    errors: Vec<Error>,
    /// Lines are missing, which others may point to.
    is_partly_read: bool,
}

/// A record and the file that it is from.
#[derive(Debug)]
struct Draft<'a> {
    record: Record<'a>,
    path: &'a str,
}

/// The codes that stood for an actor before a user's table took it away or replaced it, and where it did.
#[derive(Debug)]
struct Removed<'a> {
    path: &'a str,
    line: usize,
    codes: Vec<&'a str>,
}

/// How a user's table changes what is known, counted in actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Not known before.
    pub added: usize,
    /// Known before: told more of, or replaced.
    pub changed: usize,
    /// Gone.
    pub removed: usize,
}

impl Draft<'_> {
    fn error(&self, what: String) -> Error {
        Error::at(self.path, self.record.line, what)
    }
}

/// What the records of an image are said to come from.
const BUILT_IN: &str = "the built-in tables";

impl<'a> Compiler<'a> {
    /// Without any actor.
    pub fn new(roles: Vec<Role>) -> Self {
        Compiler { roles, ..Compiler::default() }
    }

    /// With the actors of an image.
    pub fn of_image(image: &'a Image) -> Self {
        let mut compiler = Compiler::new(image.roles().to_vec());
        for record in image.records() {
            compiler.add_new(record, BUILT_IN);
        }
        compiler
    }

    /// Adds a built-in table: each of its ids is new.
    pub fn add_table(&mut self, path: &'a str, text: &'a str) {
        match table::read(text, path) {
            Ok(records) => records.into_iter().for_each(|record| self.add_new(record, path)),
            Err(errors) => self.errors.extend(errors),
        }
    }

    /// Adds the terms of `offices.tsv`.
    pub fn add_offices(&mut self, path: &'a str, text: &'a str) {
        for (line, row) in table::lines(text).skip(1) {
            let added = self.add_office(row).map_err(|what| Error::at(path, line, what));
            self.errors.extend(added.err());
        }
    }

    fn add_office(&mut self, row: &'a str) -> Result<(), String> {
        let cells: Vec<&str> = row.split('\t').collect();
        let [state, role, since, until, holder, title] = cells[..] else {
            return Err(format!("{} cells, not 6", cells.len()));
        };
        if !self.knows_role(role) {
            return Err(format!("unknown role {role:?}"));
        }
        let (since, until) = (table::day(since, false)?, table::day(until, true)?);
        let draft = self.by_id.get(holder).and_then(|at| self.all[*at].as_mut());
        let draft = draft.ok_or_else(|| format!("unknown holder {holder:?}"))?;
        draft.record.terms.push(Term { role, state, title, since, until });
        Ok(())
    }

    /// Adds a user's table: a known id adds to that actor, `-id` removes it, `=id` replaces it.
    pub fn add_users(&mut self, path: &'a str, text: &'a str) -> Changes {
        let mut changes = Changes::default();
        // What can be read is looked at too, so that every mistake is told at once.
        let (records, errors) = table::read_all(text, path);
        self.is_partly_read |= !errors.is_empty();
        self.errors.extend(errors);
        records.into_iter().for_each(|record| self.add_one_of_users(record, path, &mut changes));
        changes
    }

    fn add_new(&mut self, record: Record<'a>, path: &'a str) {
        if self.by_id.insert(record.id, self.all.len()).is_some() {
            self.errors.push(Error::at(path, record.line, format!("{} is here twice", record.id)));
        }
        self.all.push(Some(Draft { record, path }));
    }

    fn add_one_of_users(&mut self, mut record: Record<'a>, path: &'a str, changes: &mut Changes) {
        if let Some(id) = record.id.strip_prefix('-') {
            match self.by_id.remove(id).and_then(|at| self.all[at].take()) {
                Some(old) => {
                    let codes = codes(&old.record);
                    self.removed.insert(id, Removed { path, line: record.line, codes });
                    changes.removed += 1;
                }
                None => self.errors.push(Error::at(path, record.line, format!("no actor {id} to remove"))),
            }
            return;
        }
        if let Some(id) = record.id.strip_prefix('=') {
            record.id = id;
            if let Some(old) = self.by_id.get(id).and_then(|at| self.all[*at].as_mut()) {
                let codes = codes(&old.record);
                self.replaced.push(Removed { path, line: record.line, codes });
                *old = Draft { record, path };
                changes.changed += 1;
                return;
            }
        }
        let known = self.by_id.get(record.id).and_then(|at| self.all[*at].as_mut());
        let Some(draft) = known else {
            self.removed.remove(record.id);
            changes.added += 1;
            return self.add_new(record, path);
        };
        changes.changed += 1;
        let old = &mut draft.record;
        old.kind = record.kind.or(old.kind);
        old.state = record.state.or(old.state);
        old.rank = record.rank.or(old.rank);
        old.leader = record.leader.or(old.leader);
        old.code = record.code.or(old.code);
        // What the user says first is what is shown.
        for name in old.names.drain(..) {
            let again = |new: &table::Name| new.text == name.text && new.class == name.class && new.lang == name.lang;
            if !record.names.iter().any(again) {
                record.names.push(name);
            }
        }
        old.names = record.names;
        old.relations.append(&mut record.relations);
        old.terms.append(&mut record.terms);
        // Messages about the merged record should lead to the user's line, not into the program.
        (old.line, draft.path) = (record.line, path);
    }

    fn knows_role(&self, code: &str) -> bool {
        self.roles.binary_search_by(|role| role.code.as_str().cmp(code)).is_ok()
    }

    fn kept(&self) -> impl Iterator<Item = &Draft<'a>> {
        self.all.iter().flatten()
    }

    /// The bytes that [`Image::open`] opens.
    ///
    /// # Errors
    /// Every mistake of every table: names that are missing, ids, states and roles that nothing knows, actors that are
    /// part of themselves. Sorted by file and line.
    pub fn finish(mut self) -> Result<Vec<u8>, Vec<Error>> {
        self.drop_links_to_removed();
        let codes = self.codes();
        let called: FxHashMap<&str, String> = codes.iter().map(|(code, at)| (*code, self.main_name(*at))).collect();
        let mut errors = std::mem::take(&mut self.errors);
        for draft in self.kept() {
            self.check(draft, &codes, &mut errors);
        }
        self.check_codes(&codes, &mut errors);
        self.find_cycles(&codes, &mut errors);
        let kept: Vec<Draft> = std::mem::take(&mut self.all).into_iter().flatten().collect();
        let owner = |draft: &Draft| Owner {
            kind: draft.record.kind.unwrap_or(ActorKind::Other),
            rank: draft.record.rank.unwrap_or(3),
        };
        let mut names = Builder::new(kept.iter().map(owner).collect());
        for (at, draft) in (0..).zip(&kept) {
            for name in &draft.record.names {
                if !names.add(name, at) {
                    errors.push(draft.error(format!("the name {:?} has neither letters nor digits", name.text)));
                }
            }
        }
        if !errors.is_empty() {
            errors.sort();
            errors.dedup();
            return Err(errors);
        }
        let records = kept.into_iter().map(|draft| draft.record).collect();
        Ok(Writer::default().write(records, &codes, &called, self.roles, names))
    }

    /// An actor that is gone is nobody's part any more.
    fn drop_links_to_removed(&mut self) {
        let Compiler { all, by_id, removed, .. } = self;
        let gone: BTreeSet<&str> =
            removed.iter().flat_map(|(id, removed)| removed.codes.iter().copied().chain([*id])).collect();
        let is_gone = |target: &str| gone.contains(target) && !by_id.contains_key(target);
        for draft in all.iter_mut().flatten().filter(|_| !gone.is_empty()) {
            draft.record.relations.retain(|link| !is_gone(link.target));
        }
    }

    /// The codes of all states, with the place of each among the kept actors.
    fn codes(&self) -> BTreeMap<&'a str, u32> {
        let mut found = BTreeMap::new();
        for (at, draft) in (0..).zip(self.kept()) {
            for code in codes(&draft.record) {
                found.entry(code).or_insert(at);
            }
        }
        found
    }

    fn main_name(&self, at: u32) -> String {
        let draft = self.kept().nth(at as usize);
        draft.and_then(|draft| main_name(&draft.record)).unwrap_or_default().to_owned()
    }

    fn check(&self, draft: &Draft, codes: &BTreeMap<&str, u32>, errors: &mut Vec<Error>) {
        let record = &draft.record;
        let mut wrong = |what: String| errors.push(draft.error(what));
        if main_name(record).is_none() {
            wrong(format!("{} has no name", record.id));
        }
        for state in states_of(record) {
            let is_known = codes.contains_key(state) || self.is_partly_read && state.len() != 3;
            if !is_known && self.remover_of(state).is_none() {
                wrong(format!("unknown state {state:?}: ISO 3166-1 alpha-3, or an organisation's acronym"));
            }
        }
        for Link { target, .. } in &record.relations {
            let is_known = self.by_id.contains_key(target) || codes.contains_key(target);
            if !is_known && !self.is_partly_read && self.remover_of(target).is_none() {
                wrong(format!("unknown actor or state {target:?}"));
            }
        }
        for role in record.terms.iter().map(|term| term.role).chain(record.leader) {
            if !self.knows_role(role) {
                wrong(format!("unknown role {role:?}: roles.tsv lists them"));
            }
        }
    }

    fn remover_of(&self, code: &str) -> Option<&Removed<'a>> {
        self.removed.values().chain(&self.replaced).find(|removed| removed.codes.contains(&code))
    }

    /// A state that others belong to keeps its code.
    fn check_codes(&self, codes: &BTreeMap<&str, u32>, errors: &mut Vec<Error>) {
        let mut orphans = BTreeMap::<&str, Vec<&str>>::new();
        for record in self.kept().map(|draft| &draft.record) {
            for state in states_of(record).filter(|state| !codes.contains_key(state)) {
                orphans.entry(state).or_default().push(record.id);
            }
        }
        for (code, orphans) in orphans {
            if let Some(Removed { path, line, .. }) = self.remover_of(code) {
                let (count, first) = (orphans.len(), orphans[0]);
                let what =
                    format!("no actor would have the code {code}, which is still the state of {count}, as of {first}");
                errors.push(Error::at(path, *line, what));
            }
        }
    }

    /// Nothing may be part of itself.
    fn find_cycles(&self, codes: &BTreeMap<&'a str, u32>, errors: &mut Vec<Error>) {
        let kept: Vec<&Draft> = self.kept().collect();
        let places: FxHashMap<&str, usize> = kept.iter().enumerate().map(|(at, draft)| (draft.record.id, at)).collect();
        let wholes = |at: usize| {
            let links = kept[at].record.relations.iter().filter(|link| link.relation == Relation::PartOf);
            let place = |target: &str| places.get(target).copied().or_else(|| codes.get(target).map(|at| *at as usize));
            links.filter_map(|link| place(link.target)).collect::<Vec<usize>>()
        };
        // 0 not seen, 1 on the way, 2 done.
        let mut colour = vec![0_u8; kept.len()];
        for start in 0..kept.len() {
            let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
            if colour[start] == 0 {
                colour[start] = 1;
                way.push((start, wholes(start)));
            }
            while let Some((at, open)) = way.last_mut() {
                let at = *at;
                match open.pop() {
                    Some(next) if colour[next] == 1 => {
                        let cycle = way.iter().map(|(at, _)| *at).skip_while(|at| *at != next);
                        let cycle: Vec<usize> = cycle.chain([next]).collect();
                        // The user's line is the one to mend.
                        let users = cycle.iter().find(|at| kept[**at].path != BUILT_IN).unwrap_or(&next);
                        let ids: Vec<&str> = cycle.iter().map(|at| kept[*at].record.id).collect();
                        errors.push(kept[*users].error(format!("part of itself: {}", ids.join(" → "))));
                    }
                    Some(next) if colour[next] == 0 => {
                        colour[next] = 1;
                        way.push((next, wholes(next)));
                    }
                    Some(_) => {}
                    None => {
                        colour[at] = 2;
                        way.pop();
                    }
                }
            }
        }
    }
}

/// The states that a record names: its own, and those of its offices.
fn states_of<'r>(record: &'r Record) -> impl Iterator<Item = &'r str> {
    record.state.into_iter().chain(record.terms.iter().map(|term| term.state))
}

/// The name to show: the first full name, else the first acronym.
pub fn main_name<'a>(record: &Record<'a>) -> Option<&'a str> {
    let of_class = |class| record.names.iter().find(|name| name.class == Class::Plain(class)).map(|name| name.text);
    of_class(NameClass::Name).or_else(|| of_class(NameClass::Acronym))
}

/// The codes that stand for a record: a state's own, an organisation's acronym where that is its state too.
fn codes<'a>(record: &Record<'a>) -> Vec<&'a str> {
    let Some(state) = record.state else { return Vec::new() };
    match record.kind {
        Some(ActorKind::State) => {
            if record.code.is_some() {
                vec![state]
            } else {
                Vec::new()
            }
        }
        Some(ActorKind::Organisation) => {
            let acronym = |name: &&table::Name| name.class == Class::Plain(NameClass::Acronym);
            let own = record.names.iter().filter(acronym).any(|name| name.text.eq_ignore_ascii_case(state));
            if own { vec![state] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// Writes the sections.
#[derive(Debug, Default)]
struct Writer {
    strings: Vec<u8>,
    interned: FxHashMap<String, u32>,
}

impl Writer {
    fn write(
        mut self,
        mut records: Vec<Record>,
        codes: &BTreeMap<&str, u32>,
        called: &FxHashMap<&str, String>,
        roles: Vec<Role>,
        names: Builder,
    ) -> Vec<u8> {
        let mut sections: [Vec<u8>; SECTIONS] = std::array::from_fn(|_| Vec::new());
        let ids = (0..).zip(&records).map(|(at, record)| (record.id.to_owned(), at)).collect();
        sections[Section::Ids as usize] = automaton(&ids);
        let mut codes_by_name: BTreeMap<String, u32> =
            codes.iter().map(|(code, at)| ((*code).to_owned(), *at)).collect();
        // Two letters are typed by people and written by no table: in lower case, beside the acronyms of organisations (AU).
        let state =
            |record: &Record| record.code.filter(|_| record.kind == Some(ActorKind::State)).map(str::to_lowercase);
        codes_by_name.extend((0..).zip(&records).filter_map(|(at, record)| Some((state(record)?, at))));
        sections[Section::Codes as usize] = automaton(&codes_by_name);
        let mut holders = BTreeMap::<String, Vec<(u32, u32)>>::new();
        for (at, record) in (0..).zip(&mut records) {
            let latest = |term: &Term| std::cmp::Reverse((term.since, term.until));
            record
                .terms
                .sort_by(|a, b| latest(a).cmp(&latest(b)).then_with(|| (a.state, a.role).cmp(&(b.state, b.role))));
            record.terms.dedup();
            for (which, term) in (0..).zip(&record.terms) {
                holders.entry(office_key(term.state, term.role)).or_default().push((at, which));
            }
        }
        let lists = |lists: BTreeMap<String, Vec<(u32, u32)>>| pooled(lists.into_iter());
        (sections[Section::Offices as usize], sections[Section::Holders as usize]) = lists(holders);
        let actors = records.len() as u32;
        for record in &records {
            let place = sections[Section::Records as usize].len() as u32;
            sections[Section::Places as usize].extend(place.to_le_bytes());
            let terms: Vec<StoredTerm> = record.terms.iter().map(|term| self.term(term, &roles, called)).collect();
            sections[Section::Records as usize].extend(encoded(&(record, terms)));
        }
        sections[Section::Strings as usize] = self.strings;
        let (langs, groups) = names.finish();
        let groups = groups.into_iter().map(|(key, groups)| (key.to_string(), groups));
        (sections[Section::Names as usize], sections[Section::Groups as usize]) = pooled(groups);

        let lengths = std::array::from_fn(|at| sections[at].len() as u32);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(encoded(&Header { langs, roles, lengths, actors }));
        bytes.extend(sections.into_iter().flatten());
        bytes
    }

    fn term(&mut self, term: &Term, roles: &[Role], called: &FxHashMap<&str, String>) -> StoredTerm {
        let title = match term.title {
            "" => title_of(term, roles, called),
            title => title.to_owned(),
        };
        StoredTerm {
            role: self.intern(term.role),
            state: self.intern(term.state),
            title: self.intern(&title),
            since: term.since,
            until: term.until,
        }
    }

    fn intern(&mut self, string: &str) -> u32 {
        if let Some(place) = self.interned.get(string) {
            return *place;
        }
        let place = self.strings.len() as u32;
        self.strings.extend(encoded(&string));
        self.interned.insert(string.to_owned(), place);
        place
    }
}

/// "Foreign Minister of Spain".
fn title_of(term: &Term, roles: &[Role], called: &FxHashMap<&str, String>) -> String {
    let role = roles.iter().find(|role| role.code == term.role);
    let title = role.and_then(|role| role.titles.first()).map_or(term.role, |(_, title)| title.as_str());
    match called.get(term.state) {
        Some(state) if !title.contains(" of the ") => format!("{title} of {state}"),
        _ => title.to_owned(),
    }
}

/// An automaton from keys in their order to numbers.
fn automaton(values: &BTreeMap<String, u32>) -> Vec<u8> {
    let mut builder = FstBuilder::memory();
    for (key, value) in values {
        // Keys of a map come in order and once, and memory has room: neither error of the crate can arise.
        let _ = builder.insert(key, u64::from(*value));
    }
    builder.into_inner().unwrap_or_default()
}

/// An automaton whose values are places in a pool, and the pool; equal values are there once. Keys in their order.
fn pooled<T: serde::Serialize>(values: impl Iterator<Item = (String, T)>) -> (Vec<u8>, Vec<u8>) {
    let (mut pool, mut known) = (Vec::new(), FxHashMap::<Vec<u8>, u32>::default());
    let mut places = BTreeMap::new();
    for (key, value) in values {
        let bytes = encoded(&value);
        let place = *known.entry(bytes).or_insert_with_key(|bytes| {
            let place = pool.len() as u32;
            pool.extend(bytes);
            place
        });
        places.insert(key, place);
    }
    (automaton(&places), pool)
}

/// Encoding into memory has no way to fail for our types, which all know their lengths.
fn encoded<T: serde::Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).unwrap_or_default()
}

/// Reads `roles.tsv`: `role relation falls_back rank title.<lang> …`.
///
/// # Errors
/// The first line with too few cells, or a relation, rank or role that nothing knows.
pub fn read_roles(path: &str, text: &str) -> Result<Vec<Role>, Error> {
    let mut lines = table::lines(text);
    let header: Vec<&str> = lines.next().map(|(_, header)| header.split('\t').collect()).unwrap_or_default();
    let langs: Vec<&str> = header.iter().skip(4).filter_map(|title| title.strip_prefix("title.")).collect();
    let mut roles = Vec::new();
    for (line, row) in lines {
        let cells: Vec<&str> = row.split('\t').collect();
        let [code, relation, falls_back, rank, titles @ ..] = &cells[..] else {
            return Err(Error::at(path, line, "fewer than 4 cells".into()));
        };
        let Some(relation) = table::relation(relation) else {
            return Err(Error::at(path, line, format!("unknown relation {relation:?}")));
        };
        let Ok(rank) = rank.parse() else {
            return Err(Error::at(path, line, format!("rank {rank:?} is no number")));
        };
        let falls_back = (!falls_back.is_empty()).then(|| (*falls_back).to_owned());
        let titles = langs.iter().zip(titles).map(|(lang, title)| ((*lang).into(), (*title).into())).collect();
        roles.push(Role { code: (*code).to_owned(), relation, falls_back, rank, titles });
    }
    roles.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(roles)
}
