//! What is known of actors before any article is read: names, kinds, states, offices with dates.
//!
//! The facts are tables beside this file (`SOURCES.md` says where each comes from), which the build compiles ([`image`]).
//! `docs/knowledge.md` describes the tables' format, which users write too (`--actors FILE`), and how
//! names are compared with the words of a text.

mod check;
mod image;

pub use check::Finding;
pub(crate) use image::table::lines as table_lines;
pub use image::{Changes, Error, NameClass, Role};

use crate::model::{Actor, ActorId, ActorKind, Affiliation, Date, Lang, Relation, StateCode};
use compact_str::CompactString;
use image::names::{self, StoredSense};
use image::{Compiler, Image, Record, table};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// The tables beside this file, compiled.
const BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));

/// Least Jaro-Winkler similarity of a name that is not what was typed, in thousandths.
const LIKE_ENOUGH: u32 = 880;

/// The knowledge base. [`Knowledge::builtin`] is the one to use; the default one is empty.
///
/// Nothing is decoded before it is asked for; what was asked for stays decoded.
#[derive(Debug)]
pub struct Knowledge {
    image: Image,
    /// By number.
    entries: Box<[OnceLock<Box<Entry>>]>,
}

/// An actor with what the model's [`Actor`] does not hold.
#[derive(Debug)]
struct Entry {
    actor: Actor,
    rank: u8,
    leader: Option<CompactString>,
    affiliations: Vec<Affiliation>,
    /// The latest first.
    offices: Vec<Office>,
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
    /// First day on which the actor had the name, where the tables say so: Burma until 1989.
    pub since: Option<Date>,
    /// Last day on which it had the name.
    pub until: Option<Date>,
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

impl Office {
    /// Whether the term had begun by a day; true where one of the two is not known.
    pub fn has_begun_by(&self, day: Option<Date>) -> bool {
        self.since.zip(day).is_none_or(|(since, day)| since <= day)
    }

    /// Whether the term includes a day; an end that is not known is open, and without a day every term counts.
    pub fn is_held_on(&self, day: Option<Date>) -> bool {
        self.has_begun_by(day) && self.until.zip(day).is_none_or(|(until, day)| day <= until)
    }
}

/// A name as the tables give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// As it is written.
    pub text: String,
    /// How it stands for the actor; `None` for the first half of compounds: "Sino-".
    pub class: Option<NameClass>,
    /// `None` for every language.
    pub lang: Option<Lang>,
    /// Whether the word is also something else.
    pub ambiguous: bool,
    /// First day on which the actor had it.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// Why a user's table is refused: all its mistakes, by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Vec<Error>);

impl std::fmt::Display for Refusal {
    /// The first mistake, and how many more there are.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("nothing is wrong"),
            [first] => write!(f, "{first}"),
            [first, rest @ ..] => write!(f, "{first} (and {} more)", rest.len()),
        }
    }
}

impl std::error::Error for Refusal {}

impl Knowledge {
    /// The built-in knowledge base, opened once.
    pub fn builtin() -> &'static Knowledge {
        static BASE: OnceLock<Knowledge> = OnceLock::new();
        // The bytes are part of the program and a test opens them: an error here cannot reach a user.
        BASE.get_or_init(|| Knowledge::open(BUILTIN).unwrap_or_default())
    }

    fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Knowledge, image::Damaged> {
        let image = Image::open(bytes)?;
        let entries = (0..image.len()).map(|_| OnceLock::new()).collect();
        Ok(Knowledge { image, entries })
    }

    /// This knowledge base with the actors of a user's table added, changed or removed, and how many were.
    ///
    /// `text` is a table in the format of `docs/knowledge.md`, `path` its name in messages. A line whose id is
    /// known adds to that actor, `-id` removes an actor, `=id` replaces it. All of the table counts, or nothing.
    ///
    /// # Errors
    /// All that is wrong with the table, with its name and the lines.
    pub fn with_actors(&self, text: &str, path: &str) -> Result<(Knowledge, Changes), Refusal> {
        let mut compiler = Compiler::of_image(&self.image);
        let changes = compiler.add_users(path, text);
        let bytes = compiler.finish().map_err(Refusal)?;
        Ok((Knowledge::open(bytes).expect("what the compiler writes, it opens"), changes))
    }

    /// The longest name that starts at the first of `words` (surface forms, as in the text): how many
    /// words it takes and what it may stand for, the likeliest first. `lang` chooses the name lists.
    ///
    /// Accents, hyphens, apostrophes and dots make no difference, nor does the way in which they were cut into
    /// words; a possessive at the end is not counted where it is a word of its own. Capitals matter: a name
    /// needs them ("Turkey", never "turkey"), an acronym of up to three letters needs them all, an adjective
    /// written small in the tables (`ruso`) may be written either way.
    pub fn longest(&self, lang: &Lang, words: &[&str]) -> Option<(usize, Vec<Sense>)> {
        let (taken, senses) = self.image.longest(lang, words)?;
        Some((taken, self.senses(senses)))
    }

    /// The known halves of a compound word, with their bytes in it: `ruso` and `sirios` of `ruso-sirios`,
    /// `US` of `US-led`, `Sino` of `Sino-Indian`. Empty where the word has no hyphen.
    pub fn compound(&self, lang: &Lang, word: &str) -> Vec<(Range<usize>, Vec<Sense>)> {
        let found = self.image.compound(lang, word).into_iter();
        found.map(|(range, senses)| (range, self.senses(senses))).collect()
    }

    fn senses(&self, stored: Vec<StoredSense>) -> Vec<Sense> {
        let sense = |stored: StoredSense| {
            let StoredSense { actor, class, ambiguous, since, until } = stored;
            Some(Sense { actor: self.at(actor)?.actor.id.clone(), class, ambiguous, since, until })
        };
        stored.into_iter().filter_map(sense).collect()
    }

    /// The actor of an id.
    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        self.entry(id).map(|entry| &entry.actor)
    }

    /// The state of an ISO 3166-1 alpha-3 code, or the organisation whose acronym stands in for one (`EU`).
    pub fn state(&self, code: &StateCode) -> Option<&Actor> {
        self.image.by_code(code.as_str()).and_then(|at| self.at(at)).map(|entry| &entry.actor)
    }

    /// The offices that an actor has held, the latest first.
    pub fn offices_of(&self, holder: &ActorId) -> &[Office] {
        self.entry(holder).map_or(&[], |entry| &entry.offices)
    }

    /// Who held an office of a state on a day (or holds it last, without a day), the latest first. Where nobody did,
    /// who held the office that stands in for it: the monarch for the head of state.
    pub fn holders(&self, state: &StateCode, role: &str, on: Option<Date>) -> Vec<&Office> {
        let mut role = Some(role);
        let mut last = Vec::new();
        // A test of `roles.tsv` forbids that roles fall back in circles.
        while let Some(code) = role {
            let held = self.image.holders(state.as_str(), code).into_iter();
            let held = held.filter_map(|(actor, which)| self.at(actor)?.offices.get(which as usize));
            let held = current(held.collect(), on);
            let ended = on.is_none() && held.iter().all(|office| office.until.is_some());
            if !held.is_empty() && !ended {
                return held;
            }
            if last.is_empty() {
                last = held;
            }
            role = self.role(code).and_then(|known| known.falls_back.as_deref());
        }
        last
    }

    /// The role of whoever leads a state in its press' eyes ("the Russian leader"): `head_of_state`,
    /// `head_of_government`, `monarch` or `supreme_leader`; `None` where nobody alone does.
    pub fn leader_role(&self, state: &StateCode) -> Option<&str> {
        self.at(self.image.by_code(state.as_str())?)?.leader.as_deref()
    }

    /// What is known of a role.
    pub fn role(&self, code: &str) -> Option<&Role> {
        self.image.role(code)
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
                relation: self.role(&office.role).map_or(Relation::MemberOf, |role| role.relation),
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

    /// The names of an actor, in the order of its line.
    pub fn names_of(&self, id: &ActorId) -> Vec<KnownName> {
        let record = self.image.by_id(id.as_str()).and_then(|at| self.image.record(at)).unwrap_or_default();
        let known = |name: &table::Name| KnownName {
            text: name.text.to_owned(),
            class: match name.class {
                table::Class::Plain(class) => Some(class),
                table::Class::Combining => None,
            },
            lang: name.lang.map(Lang::new),
            ambiguous: name.ambiguous,
            since: name.since,
            until: name.until,
        };
        record.names.iter().map(known).collect()
    }

    /// The ids that a table's lines are about, with the numbers of the lines. Empty where it cannot be read.
    pub fn ids_in(table: &str) -> Vec<(ActorId, usize)> {
        let records = table::read(table, "").unwrap_or_default().into_iter();
        records.map(|record| (record.id.trim_start_matches(['-', '=']).into(), record.line)).collect()
    }

    /// Actors for what somebody types, the likeliest first: those with this very name, code or id, then those with a
    /// name that starts so, then those with these words inside a name. Each with the name that was found. Where there
    /// are none, those whose names are most like it. Reads all names.
    pub fn search(&self, typed: &str) -> Vec<(&Actor, String)> {
        let wanted = names::key_of(typed);
        let exact = self.find(typed).into_iter().map(|actor| actor.id.clone());
        let mut ids: Vec<ActorId> = exact.collect();
        if !wanted.is_empty() {
            let (starting, inside) = (wanted.clone(), format!(" {wanted}"));
            ids.extend(self.ids_of_names(|key| match () {
                () if key.starts_with(starting.as_str()) => Some(0),
                () if key.contains(inside.as_str()) => Some(1),
                () => None,
            }));
        }
        if ids.is_empty() && wanted.chars().count() > 2 {
            ids = self.ids_of_names(|key| {
                let likeness = (strsim::jaro_winkler(key, &wanted) * 1000.0).round() as u32;
                (likeness >= LIKE_ENOUGH).then(|| 1000 - likeness)
            });
        }
        let mut seen = FxHashSet::default();
        ids.retain(|id| seen.insert(id.clone()));
        ids.iter().filter_map(|id| Some((self.actor(id)?, self.best_name(id, &wanted)))).collect()
    }

    /// The actors whose names have an order, by it, by their ranks, by their places in the tables.
    fn ids_of_names(&self, order: impl Fn(&str) -> Option<u32>) -> Vec<ActorId> {
        let mut found: Vec<(u32, u8, u32)> = Vec::new();
        self.image.for_each_name(|key, actors| {
            if let Some(order) = order(key) {
                let rank = |at: u32| self.at(at).map_or(5, |entry| entry.rank);
                found.extend(actors.iter().map(|at| (order, rank(*at), *at)));
            }
        });
        found.sort_unstable();
        found.into_iter().filter_map(|(_, _, at)| self.at(at)).map(|entry| entry.actor.id.clone()).collect()
    }

    /// The name of an actor that is most like a key.
    fn best_name(&self, id: &ActorId, wanted: &str) -> String {
        let likeness = |name: &KnownName| {
            let key = names::key_of(&name.text);
            let part = key == wanted || key.starts_with(wanted) || key.contains(&format!(" {wanted}"));
            (u8::from(key == wanted) + u8::from(part), (strsim::jaro_winkler(&key, wanted) * 1000.0).round() as u32)
        };
        let names = self.names_of(id);
        let mut best = names.first();
        for name in &names {
            if best.is_none_or(|best| likeness(name) > likeness(best)) {
                best = Some(name);
            }
        }
        best.map(|name| name.text.clone()).unwrap_or_default()
    }

    /// Whose name, code or id this is, whatever its case, accents and language; the likeliest first.
    pub fn find(&self, name: &str) -> Vec<&Actor> {
        let code = self.image.by_code(name.to_uppercase().as_str());
        let alpha_2 = self.image.by_code(name.to_lowercase().as_str());
        let mut found: Vec<u32> = Vec::new();
        for at in self.image.by_id(name).into_iter().chain(code).chain(alpha_2).chain(self.image.find(name)) {
            if !found.contains(&at) {
                found.push(at);
            }
        }
        found.into_iter().filter_map(|at| self.at(at)).map(|entry| &entry.actor).collect()
    }

    /// How many bytes it is held in.
    pub fn bytes(&self) -> usize {
        self.image.bytes()
    }

    /// All actors, in the order of the tables. Decodes every one of them.
    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        (0..self.image.len() as u32).filter_map(|at| self.at(at)).map(|entry| &entry.actor)
    }

    fn entry(&self, id: &ActorId) -> Option<&Entry> {
        self.at(self.image.by_id(id.as_str())?)
    }

    /// The actor of a number, decoded on first use.
    fn at(&self, at: u32) -> Option<&Entry> {
        let place = self.entries.get(at as usize)?;
        if let Some(entry) = place.get() {
            return Some(entry);
        }
        let entry = self.decode(&self.image.record(at)?);
        Some(place.get_or_init(|| Box::new(entry)))
    }

    fn decode(&self, record: &Record) -> Entry {
        let id = ActorId::from(record.id);
        let name = image::main_name(record).unwrap_or(record.id);
        let aliases = record.names.iter().filter(|other| is_alias(other) && other.text != name);
        let kind = record.kind.unwrap_or(ActorKind::Other);
        let target = |target: &str| match self.image.by_id(target) {
            Some(_) => Some(target.into()),
            None => self.image.record(self.image.by_code(target)?).map(|record| record.id.into()),
        };
        let link =
            |link: &table::Link| Some(affiliation(&id, target(link.target)?, link.relation, (link.since, link.until)));
        let mut affiliations: Vec<Affiliation> = record.relations.iter().filter_map(link).collect();
        // An organ belongs to its state without being told so on every line.
        let organ = matches!(kind, ActorKind::Government | ActorKind::Military);
        if let Some(state) = record.state.filter(|_| organ && affiliations.is_empty()) {
            affiliations.extend(target(state).map(|state| affiliation(&id, state, Relation::PartOf, (None, None))));
        }
        let office = |term: &table::Term| Office {
            holder: id.clone(),
            role: term.role.to_owned(),
            title: term.title.to_owned(),
            state: term.state.into(),
            since: term.since,
            until: term.until,
        };
        Entry {
            rank: record.rank.unwrap_or(3),
            leader: record.leader.map(CompactString::from),
            affiliations,
            offices: record.terms.iter().map(office).collect(),
            actor: Actor {
                kind,
                state: record.state.map(StateCode::from),
                name: name.into(),
                aliases: aliases.map(|alias| alias.text.to_owned()).collect(),
                id,
            },
        }
    }
}

impl Default for Knowledge {
    /// Without any actor.
    fn default() -> Self {
        let empty = Compiler::new(Vec::new()).finish().unwrap_or_default();
        // What the compiler writes, it opens: a test says so.
        Knowledge::open(empty).expect("an empty knowledge base")
    }
}

/// Those who held an office on a day; without one, who holds it or held it last.
fn current(mut held: Vec<&Office>, on: Option<Date>) -> Vec<&Office> {
    match on {
        Some(_) => held.retain(|office| office.is_held_on(on)),
        None if held.iter().any(|office| office.until.is_none()) => held.retain(|office| office.until.is_none()),
        None => {
            let last = held.iter().filter_map(|office| office.until).max();
            held.retain(|office| office.until == last);
        }
    }
    held.sort_by(|a, b| b.since.cmp(&a.since).then_with(|| a.holder.cmp(&b.holder)));
    held
}

fn affiliation(
    source: &ActorId,
    target: ActorId,
    relation: Relation,
    dates: (Option<Date>, Option<Date>),
) -> Affiliation {
    let (since, until) = dates;
    Affiliation { source: source.clone(), target, relation, role: None, since, until, document: None }
}

/// Names worth showing beside the main one: other full names and acronyms, not demonyms and seats.
fn is_alias(name: &table::Name) -> bool {
    use NameClass::{Acronym, Name};
    matches!(name.class, table::Class::Plain(Name | Acronym)) && !name.ambiguous
}

#[cfg(test)]
mod tests;
