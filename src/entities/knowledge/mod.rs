//! What is known of actors before any article is read: names, kinds, states, offices with dates.
//!
//! The facts are tables beside this file (`SOURCES.md` says where each comes from), read once into an index.
//! `docs/knowledge.md` describes the tables' format, which users write too (`--actors FILE`), and how
//! names are compared with the words of a text.

mod index;
mod normal;
mod table;

use crate::model::{Actor, ActorId, ActorKind, Affiliation, Date, Lang, Relation, StateCode};
use compact_str::CompactString;
use index::{Index, Owner};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;
use table::Record;

/// The actor tables that are built in, in the order in which they are read.
const TABLES: [(&str, &str); 7] = [
    ("states.tsv", include_str!("states.tsv")),
    ("regions.tsv", include_str!("regions.tsv")),
    ("organisations.tsv", include_str!("organisations.tsv")),
    ("organs.tsv", include_str!("organs.tsv")),
    ("groups.tsv", include_str!("groups.tsv")),
    ("media.tsv", include_str!("media.tsv")),
    ("people.tsv", include_str!("people.tsv")),
];
const OFFICES: (&str, &str) = ("offices.tsv", include_str!("offices.tsv"));
const ROLES: (&str, &str) = ("roles.tsv", include_str!("roles.tsv"));

/// The knowledge base. [`Knowledge::builtin`] is the one to use; the default one is empty.
#[derive(Debug, Default)]
pub struct Knowledge {
    actors: Vec<Entry>,
    by_id: FxHashMap<ActorId, u32>,
    by_code: FxHashMap<CompactString, u32>,
    names: Index,
    roles: FxHashMap<CompactString, Role>,
    /// Sorted by holder, the latest first.
    offices: Vec<Office>,
    by_state: FxHashMap<StateCode, Vec<u32>>,
    /// The users' tables that were added, with their paths.
    extensions: Vec<(String, String)>,
}

/// An actor with what the model's [`Actor`] does not hold.
#[derive(Debug)]
struct Entry {
    actor: Actor,
    rank: u8,
    leader: Option<CompactString>,
    affiliations: Vec<Affiliation>,
    /// Its range in `Knowledge::offices`.
    offices: Range<u32>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// Whom.
    pub actor: ActorId,
    /// As what.
    pub class: NameClass,
    /// Whether the word is also an everyday word, a given name or another thing (Turkey, Jordan, Chad,
    /// Georgia), or a surname that several people bear: context must speak for this sense.
    pub ambiguous: bool,
}

/// How a name stands for its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// A full name: "Syrian Arab Republic", "Vladimir Putin".
    Name,
    /// A part that is enough once the full name is known: "Putin".
    Short,
    /// "EEUU", "UN".
    Acronym,
    /// A capital or seat that stands for the actor: "Moscow", "Downing Street".
    Metonym,
    /// The people, as a noun: "Russians", «los rusos».
    Demonym,
    /// The adjective: "Russian", «rusas».
    Adjective,
}

/// A term of office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Who holds it.
    pub holder: ActorId,
    /// Which: a code of `roles.tsv` (`head_of_state`, `head_of_government`, `foreign_minister`, …).
    pub role: String,
    /// The office as it is called: "President of Russia".
    pub title: String,
    /// Of which state, or the acronym of the organisation.
    pub state: StateCode,
    /// First day.
    pub since: Option<Date>,
    /// Last day; `None` while it lasts or where it is unknown.
    pub until: Option<Date>,
}

/// What is known of a role of [`Office::role`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// What its holder is to the state or organisation.
    pub relation: Relation,
    /// The role that stands in for it where a state has no such office: a monarch for a head of state.
    pub falls_back: Option<String>,
    /// 1 known world-wide to 5 hardly known.
    pub rank: u8,
    /// Its name by language, as `(code, name)`, in the order of the file.
    pub titles: Vec<(String, String)>,
}

/// A table that cannot be read: which, where, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {what}")]
pub struct Error {
    /// The file, as it was named.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Error {
    fn at(path: &str, line: usize, what: String) -> Self {
        Error { path: path.into(), line, what }
    }
}

impl Knowledge {
    /// The built-in knowledge base, loaded once.
    pub fn builtin() -> &'static Knowledge {
        static BUILTIN: OnceLock<Knowledge> = OnceLock::new();
        // The tables are part of the program and a test reads them: an error here cannot reach a user.
        BUILTIN.get_or_init(|| Knowledge::load(Vec::new()).unwrap_or_default())
    }

    /// This knowledge base with the actors of a user's table added, changed or removed.
    ///
    /// `text` is a table in the format of `docs/knowledge.md`, `path` its name in messages. A line whose id is
    /// known adds to that actor, `-id` removes an actor, `=id` replaces it.
    ///
    /// # Errors
    /// The first line that cannot be read, with the file's name and its number.
    pub fn with_actors(&self, text: &str, path: &str) -> Result<Knowledge, Error> {
        let mut extensions = self.extensions.clone();
        extensions.push((path.into(), text.into()));
        Knowledge::load(extensions)
    }

    /// The longest name that starts at the first of `words` (surface forms, as in the text): how many
    /// words it takes and what it may stand for, the likeliest first. `lang` chooses the name lists.
    ///
    /// Accents, hyphens, apostrophes and dots make no difference, nor does the way in which they were cut into
    /// words; a possessive at the end is not counted where it is a word of its own. Capitals matter: a name
    /// needs them ("Turkey", never "turkey"), an acronym of up to three letters needs them all, an adjective
    /// written small in the tables (`ruso`) may be written either way.
    pub fn longest(&self, lang: &Lang, words: &[&str]) -> Option<(usize, &[Sense])> {
        self.names.longest(lang, words)
    }

    /// The known halves of a compound word, with their bytes in it: `ruso` and `sirios` of `ruso-sirios`,
    /// `US` of `US-led`, `Sino` of `Sino-Indian`. Empty where the word has no hyphen.
    pub fn compound(&self, lang: &Lang, word: &str) -> Vec<(Range<usize>, &[Sense])> {
        self.names.compound(lang, word)
    }

    /// The actor of an id.
    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        self.entry(id).map(|entry| &entry.actor)
    }

    /// The state of an ISO 3166-1 alpha-3 code, or the organisation whose acronym stands in for one (`EU`).
    pub fn state(&self, code: &StateCode) -> Option<&Actor> {
        self.by_code.get(code.as_str()).map(|at| &self.actors[*at as usize].actor)
    }

    /// The offices that an actor has held, the latest first.
    pub fn offices_of(&self, holder: &ActorId) -> &[Office] {
        let range = self.entry(holder).map_or(0..0, |entry| entry.offices.clone());
        &self.offices[range.start as usize..range.end as usize]
    }

    /// Who held an office of a state on a day (or holds it last, without a day), the latest first. Where nobody did,
    /// who held the office that stands in for it: the monarch for the head of state.
    pub fn holders(&self, state: &StateCode, role: &str, on: Option<Date>) -> Vec<&Office> {
        let all = self.by_state.get(state).map_or(&[][..], Vec::as_slice);
        let mut role = Some(role);
        let mut last = Vec::new();
        // A test of `roles.tsv` forbids that roles fall back in circles.
        while let Some(code) = role {
            let held = all.iter().map(|at| &self.offices[*at as usize]).filter(|office| office.role == code);
            let held = current(held.collect(), on);
            let ended = on.is_none() && held.iter().all(|office| office.until.is_some());
            if !held.is_empty() && !ended {
                return held;
            }
            if last.is_empty() {
                last = held;
            }
            role = self.roles.get(code).and_then(|known| known.falls_back.as_deref());
        }
        last
    }

    /// The role of whoever leads a state in its press' eyes ("the Russian leader"): `head_of_state`,
    /// `head_of_government`, `monarch` or `supreme_leader`; `None` where nobody alone does.
    pub fn leader_role(&self, state: &StateCode) -> Option<&str> {
        let at = *self.by_code.get(state.as_str())?;
        self.actors[at as usize].leader.as_deref()
    }

    /// What is known of a role.
    pub fn role(&self, code: &str) -> Option<&Role> {
        self.roles.get(code)
    }

    /// How well an actor is known: 1 world-wide to 5 hardly, and 5 for who is not in the tables.
    pub fn rank(&self, id: &ActorId) -> u8 {
        self.entry(id).map_or(5, |entry| entry.rank)
    }

    /// The standing relations of an actor: part of, state media of, leads (with dates).
    pub fn affiliations(&self, of: &ActorId) -> Vec<Affiliation> {
        let Some(entry) = self.entry(of) else { return Vec::new() };
        let from_offices = self.offices_of(of).iter().filter_map(|office| {
            Some(Affiliation {
                source: of.clone(),
                target: self.state(&office.state)?.id.clone(),
                relation: self.roles.get(office.role.as_str()).map_or(Relation::MemberOf, |role| role.relation),
                role: Some(office.title.clone()),
                since: office.since,
                until: office.until,
                document: None,
            })
        });
        let mut all: Vec<Affiliation> = entry.affiliations.iter().cloned().chain(from_offices).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Whose name, code or id this is, whatever its case, accents and language; the likeliest first.
    pub fn find(&self, name: &str) -> Vec<&Actor> {
        let code = self.by_code.get(name.to_uppercase().as_str()).map(|at| &self.actors[*at as usize].actor);
        let own = self.actor(&name.into());
        let named = self.names.find(name).into_iter().filter_map(|id| self.actor(id));
        let mut found: Vec<&Actor> = Vec::new();
        for actor in own.into_iter().chain(code).chain(named) {
            if !found.iter().any(|known| known.id == actor.id) {
                found.push(actor);
            }
        }
        found
    }

    /// All actors, in the order of the tables.
    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter().map(|entry| &entry.actor)
    }

    fn entry(&self, id: &ActorId) -> Option<&Entry> {
        self.by_id.get(id).map(|at| &self.actors[*at as usize])
    }
}

/// Those who held an office on a day; without one, who holds it or held it last.
fn current(mut held: Vec<&Office>, on: Option<Date>) -> Vec<&Office> {
    match on {
        Some(day) => {
            held.retain(|office| {
                office.since.is_none_or(|since| since <= day) && office.until.is_none_or(|until| day <= until)
            });
        }
        None if held.iter().any(|office| office.until.is_none()) => held.retain(|office| office.until.is_none()),
        None => {
            let last = held.iter().filter_map(|office| office.until).max();
            held.retain(|office| office.until == last);
        }
    }
    held.sort_by(|a, b| b.since.cmp(&a.since).then_with(|| a.holder.cmp(&b.holder)));
    held
}

/// Loading: tables to records, records to actors, names, offices.
impl Knowledge {
    fn load(extensions: Vec<(String, String)>) -> Result<Knowledge, Error> {
        let mut drafts = Drafts::default();
        for (path, text) in TABLES {
            for record in table::read(text, path)? {
                drafts.add_new(record, path)?;
            }
        }
        for (path, text) in &extensions {
            for record in table::read(text, path)? {
                drafts.add_users(record, path)?;
            }
        }
        let mut knowledge = Knowledge { roles: read_roles()?, ..Knowledge::default() };
        knowledge.add_actors(&drafts)?;
        knowledge.add_names(&drafts)?;
        knowledge.add_relations(&drafts)?;
        knowledge.add_offices(&drafts)?;
        knowledge.extensions = extensions;
        Ok(knowledge)
    }

    fn add_actors(&mut self, drafts: &Drafts) -> Result<(), Error> {
        for draft in drafts.kept() {
            let record = &draft.record;
            let id = ActorId::from(record.id);
            let main = [NameClass::Name, NameClass::Acronym]
                .into_iter()
                .find_map(|class| record.names.iter().find(|name| name.class == table::Class::Plain(class)));
            let Some(name) = main else {
                return Err(draft.error(format!("{} has no name", record.id)));
            };
            let aliases = record.names.iter().filter(|other| is_alias(other) && other.text != name.text);
            let actor = Actor {
                id: id.clone(),
                kind: record.kind.unwrap_or(ActorKind::Other),
                state: record.state.map(StateCode::from),
                name: name.text.into(),
                aliases: aliases.map(|alias| alias.text.to_owned()).collect(),
            };
            let at = self.actors.len() as u32;
            for code in codes(record) {
                self.by_code.entry(code.into()).or_insert(at);
            }
            self.by_id.insert(id, at);
            let (rank, leader) = (record.rank.unwrap_or(3), record.leader.map(CompactString::from));
            self.actors.push(Entry { actor, rank, leader, affiliations: Vec::new(), offices: 0..0 });
        }
        let known = |state: &Option<StateCode>| state.as_ref().is_none_or(|s| self.by_code.contains_key(s.as_str()));
        for (draft, entry) in drafts.kept().zip(&self.actors) {
            if !known(&entry.actor.state) {
                let state = draft.record.state.unwrap_or_default();
                return Err(
                    draft.error(format!("unknown state {state:?}: ISO 3166-1 alpha-3, or an organisation's acronym"))
                );
            }
        }
        Ok(())
    }

    fn add_names(&mut self, drafts: &Drafts) -> Result<(), Error> {
        let owner = |entry: &Entry| Owner { id: entry.actor.id.clone(), kind: entry.actor.kind, rank: entry.rank };
        let owners: Vec<Owner> = self.actors.iter().map(owner).collect();
        let mut builder = index::Builder::new(&owners);
        for (at, draft) in drafts.kept().enumerate() {
            for name in &draft.record.names {
                if !builder.add(name, at) {
                    return Err(draft.error(format!("the name {:?} has neither letters nor digits", name.text)));
                }
            }
        }
        self.names = builder.finish();
        Ok(())
    }

    fn add_relations(&mut self, drafts: &Drafts) -> Result<(), Error> {
        for (at, draft) in drafts.kept().enumerate() {
            let source = &self.actors[at].actor;
            let mut found = Vec::new();
            for link in &draft.record.relations {
                let Some(target) = self.resolve(link.target) else {
                    return Err(draft.error(format!("unknown actor or state {:?}", link.target)));
                };
                found.push(affiliation(source, target, link.relation, (link.since, link.until)));
            }
            // An organ belongs to its state without being told so on every line.
            let organ = matches!(source.kind, ActorKind::Government | ActorKind::Military);
            if let Some(state) = source.state.as_ref().filter(|_| organ && found.is_empty()) {
                let target = self.state(state).map(|state| state.id.clone());
                found.extend(target.map(|target| affiliation(source, target, Relation::PartOf, (None, None))));
            }
            self.actors[at].affiliations = found;
        }
        Ok(())
    }

    /// The actor of an id or of a state's code.
    fn resolve(&self, target: &str) -> Option<ActorId> {
        let id = ActorId::from(target);
        if self.by_id.contains_key(&id) { Some(id) } else { self.state(&target.into()).map(|state| state.id.clone()) }
    }

    fn add_offices(&mut self, drafts: &Drafts) -> Result<(), Error> {
        let mut offices = self.read_offices(drafts)?;
        for draft in drafts.kept() {
            for term in &draft.record.offices {
                offices.push(self.office(draft, term)?);
            }
        }
        offices.sort_by(|a, b| {
            let latest = |office: &Office| std::cmp::Reverse((office.since, office.until));
            let rest = |office: &Office| (office.state.clone(), office.role.clone());
            a.holder.cmp(&b.holder).then_with(|| latest(a).cmp(&latest(b))).then_with(|| rest(a).cmp(&rest(b)))
        });
        for (at, office) in offices.iter().enumerate() {
            let at = at as u32;
            self.by_state.entry(office.state.clone()).or_default().push(at);
            if let Some(holder) = self.by_id.get(&office.holder) {
                let range = &mut self.actors[*holder as usize].offices;
                *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
            }
        }
        self.offices = offices;
        Ok(())
    }

    fn office(&self, draft: &Draft, term: &table::Term) -> Result<Office, Error> {
        let Some(role) = self.roles.get(term.role) else {
            return Err(draft.error(format!("unknown role {:?}: roles.tsv lists them", term.role)));
        };
        let Some(state) = self.state(&term.state.into()) else {
            return Err(draft.error(format!("unknown state {:?}", term.state)));
        };
        let title = role.titles.first().map_or(term.role, |(_, title)| title.as_str());
        let title = if title.contains(" of the ") { title.to_owned() } else { format!("{title} of {}", state.name) };
        Ok(Office {
            holder: draft.record.id.into(),
            role: term.role.into(),
            title,
            state: term.state.into(),
            since: term.since,
            until: term.until,
        })
    }

    /// The offices of `offices.tsv`, but for those whose holder a user has removed.
    fn read_offices(&self, drafts: &Drafts) -> Result<Vec<Office>, Error> {
        let (path, text) = OFFICES;
        let mut offices = Vec::new();
        for (line, row) in table::lines(text).skip(1) {
            let wrong = |what: String| Error::at(path, line, what);
            let cells: Vec<&str> = row.split('\t').collect();
            let [state, role, since, until, holder, title] = cells[..] else {
                return Err(wrong(format!("{} cells, not 6", cells.len())));
            };
            if !self.by_id.contains_key(&ActorId::from(holder)) {
                if drafts.removed.contains_key(holder) {
                    continue;
                }
                return Err(wrong(format!("unknown holder {holder:?}")));
            }
            if !self.roles.contains_key(role) {
                return Err(wrong(format!("unknown role {role:?}")));
            }
            let (since, until) = (table::day(since, false).map_err(wrong)?, table::day(until, true).map_err(wrong)?);
            let (role, title) = (role.into(), title.into());
            offices.push(Office { holder: holder.into(), role, title, state: state.into(), since, until });
        }
        Ok(offices)
    }
}

fn affiliation(
    source: &Actor,
    target: ActorId,
    relation: Relation,
    dates: (Option<Date>, Option<Date>),
) -> Affiliation {
    let (since, until) = dates;
    Affiliation { source: source.id.clone(), target, relation, role: None, since, until, document: None }
}

/// Names worth showing beside the main one: other full names and acronyms, not demonyms and seats.
fn is_alias(name: &table::Name) -> bool {
    use NameClass::{Acronym, Name};
    matches!(name.class, table::Class::Plain(Name | Acronym)) && !name.ambiguous
}

/// The codes under which [`Knowledge::state`] knows a record: a state's own, an organisation's acronym where that is
/// its state too.
fn codes<'a>(record: &Record<'a>) -> Vec<&'a str> {
    let Some(state) = record.state else { return Vec::new() };
    match record.kind {
        Some(ActorKind::State) => match record.code {
            Some(code) => vec![state, code],
            None => Vec::new(),
        },
        Some(ActorKind::Organisation) => {
            let acronym = |name: &&table::Name| name.class == table::Class::Plain(NameClass::Acronym);
            let own = record.names.iter().filter(acronym).any(|name| name.text.eq_ignore_ascii_case(state));
            if own { vec![state] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

fn read_roles() -> Result<FxHashMap<CompactString, Role>, Error> {
    let (path, text) = ROLES;
    let mut lines = table::lines(text);
    let header: Vec<&str> = lines.next().map(|(_, header)| header.split('\t').collect()).unwrap_or_default();
    let langs: Vec<&str> = header.iter().skip(4).filter_map(|title| title.strip_prefix("title.")).collect();
    let mut roles = FxHashMap::default();
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
        roles.insert(CompactString::from(*code), Role { relation, falls_back, rank, titles });
    }
    Ok(roles)
}

/// The records of all tables, merged by id.
#[derive(Debug, Default)]
struct Drafts<'a> {
    all: Vec<Option<Draft<'a>>>,
    by_id: FxHashMap<&'a str, usize>,
    removed: FxHashMap<&'a str, ()>,
}

/// A record and the file that it is from.
#[derive(Debug)]
struct Draft<'a> {
    record: Record<'a>,
    path: &'a str,
}

impl Draft<'_> {
    fn error(&self, what: String) -> Error {
        Error::at(self.path, self.record.line, what)
    }
}

impl<'a> Drafts<'a> {
    fn kept(&self) -> impl Iterator<Item = &Draft<'a>> {
        self.all.iter().flatten()
    }

    fn add_new(&mut self, record: Record<'a>, path: &'a str) -> Result<(), Error> {
        let draft = Draft { record, path };
        if self.by_id.insert(draft.record.id, self.all.len()).is_some() {
            return Err(draft.error(format!("{} is here twice", draft.record.id)));
        }
        self.all.push(Some(draft));
        Ok(())
    }

    fn add_users(&mut self, mut record: Record<'a>, path: &'a str) -> Result<(), Error> {
        if let Some(id) = record.id.strip_prefix('-') {
            let Some(at) = self.by_id.remove(id) else {
                return Err(Error::at(path, record.line, format!("no actor {id} to remove")));
            };
            self.all[at] = None;
            self.removed.insert(id, ());
            return Ok(());
        }
        if let Some(id) = record.id.strip_prefix('=') {
            record.id = id;
            if let Some(at) = self.by_id.remove(id) {
                self.all[at] = None;
            }
        }
        let known = self.by_id.get(record.id).and_then(|at| self.all[*at].as_mut());
        let Some(draft) = known else {
            self.removed.remove(record.id);
            return self.add_new(record, path);
        };
        let old = &mut draft.record;
        old.kind = record.kind.or(old.kind);
        old.state = record.state.or(old.state);
        old.rank = record.rank.or(old.rank);
        old.leader = record.leader.or(old.leader);
        old.code = record.code.or(old.code);
        old.names.append(&mut record.names);
        old.relations.append(&mut record.relations);
        old.offices.append(&mut record.offices);
        // Messages about the merged record should lead to the user's line, not into the program.
        (old.line, draft.path) = (record.line, path);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
