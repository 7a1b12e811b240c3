//! The compiled knowledge base: one run of bytes that is opened, not built. `tables → records → bytes`.
//!
//! Made from the tables when the program is built (`build.rs`), and anew where a user adds a table. Everything in it
//! stays encoded until it is asked for: names lie in an [`fst`] whose values lead to their senses, actors as
//! [postcard](https://docs.rs/postcard) records. After [`MAGIC`] and the header follow the sections of [`Section`].

// The build script compiles this folder too, and uses less of it than the program does.
#![allow(dead_code, unused_imports)]

mod compile;
pub mod names;
pub mod normal;
pub mod packed;
pub mod table;

pub use compile::{Changes, Compiler, main_name, read_roles};
pub use table::Record;

use crate::model::Relation;
use fst::raw::{Fst, Output};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The actor tables, in the order in which they are read: what is named first wins where names are equal.
pub const TABLES: [&str; 8] = [
    "states.tsv",
    "regions.tsv",
    "organisations.tsv",
    "organs.tsv",
    "organs_by_rule.tsv",
    "groups.tsv",
    "media.tsv",
    "people.tsv",
];

/// What a compiled knowledge base starts with; the number is that of the format.
const MAGIC: &[u8] = b"demarche-knowledge-1";

/// The parts of the bytes after the header, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// fst: an actor's id to its number.
    Ids,
    /// fst: a state's alpha-3 code or an organisation's acronym in capitals, and an alpha-2 code in small letters, to the
    /// number of its actor.
    Codes,
    /// fst: a name, its pieces parted by spaces, to the place of its groups in `Groups`.
    Names,
    /// [`names::Group`]s.
    Groups,
    /// fst: `RUS head_of_state` to the place of its holders in `Holders`.
    Offices,
    /// Lists of `(actor, which of its offices)`.
    Holders,
    /// Where each actor's record starts in `Records`: 4 bytes each, little-endian.
    Places,
    /// Records.
    Records,
    /// Strings that many records share: titles, states, roles.
    Strings,
}

const SECTIONS: usize = Section::Strings as usize + 1;

/// How a name stands for its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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

/// What is known of a role of an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its code, as tables write it.
    pub code: String,
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
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
    /// A mistake at a line.
    pub fn at(path: &str, line: usize, what: String) -> Self {
        Error { path: path.into(), line, what }
    }
}

/// What is decoded on opening.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Header {
    /// ISO 639-1 codes; a name's `lang` is an index here. The first, empty, is every language.
    langs: Vec<String>,
    roles: Vec<Role>,
    /// Bytes of each section.
    lengths: [u32; SECTIONS],
    actors: u32,
}

/// A term of office as the records hold it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct StoredTerm {
    /// Places in `Strings`.
    role: u32,
    state: u32,
    title: u32,
    #[serde(with = "packed")]
    since: packed::Day,
    #[serde(with = "packed")]
    until: packed::Day,
}

/// An opened knowledge base.
pub struct Image {
    bytes: Bytes,
    sections: [Range<usize>; SECTIONS],
    langs: Vec<String>,
    roles: Vec<Role>,
    actors: u32,
    ids: Fst<Bytes>,
    codes: Fst<Bytes>,
    names: Fst<Bytes>,
    offices: Fst<Bytes>,
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({} actors, {} bytes)", self.actors, self.bytes.range.len())
    }
}

/// A shared slice, so that the parts of one image can be held beside each other.
#[derive(Debug, Clone)]
struct Bytes {
    all: Arc<Cow<'static, [u8]>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.all[self.range.clone()]
    }
}

/// Why bytes cannot be opened: they are no knowledge base of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no knowledge base of this version of the program")]
pub struct Damaged;

impl Image {
    /// Opens compiled bytes; reads the header alone.
    ///
    /// # Errors
    /// Where the bytes are not what [`Compiler::finish`] makes.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Image, Damaged> {
        let all = Arc::new(bytes.into());
        let after_magic = all.strip_prefix(MAGIC).ok_or(Damaged)?;
        let (header, rest) = postcard::take_from_bytes::<Header>(after_magic).map_err(|_| Damaged)?;
        let mut start = all.len() - rest.len();
        let mut sections: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
        for (section, length) in sections.iter_mut().zip(header.lengths) {
            *section = start..start + length as usize;
            start = section.end;
        }
        if start != all.len() {
            return Err(Damaged);
        }
        let fst = |section: Section| {
            let range = sections[section as usize].clone();
            Fst::new(Bytes { all: all.clone(), range }).map_err(|_| Damaged)
        };
        let (ids, codes) = (fst(Section::Ids)?, fst(Section::Codes)?);
        let (names, offices) = (fst(Section::Names)?, fst(Section::Offices)?);
        let bytes = Bytes { range: 0..all.len(), all };
        let Header { langs, roles, lengths: _, actors } = header;
        Ok(Image { bytes, sections, langs, roles, actors, ids, codes, names, offices })
    }

    /// How many actors there are; they are numbered from 0, in the order of the tables.
    pub fn len(&self) -> usize {
        self.actors as usize
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> usize {
        self.bytes.range.len()
    }

    /// All roles, by code.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The role of a code.
    pub fn role(&self, code: &str) -> Option<&Role> {
        let at = self.roles.binary_search_by(|role| role.code.as_str().cmp(code)).ok()?;
        Some(&self.roles[at])
    }

    /// The number of the actor of an id.
    pub fn by_id(&self, id: &str) -> Option<u32> {
        self.ids.get(id).map(number)
    }

    /// The number of the actor of a state's alpha-3 code, or of an organisation's acronym, in capitals; of an alpha-2 code in
    /// small letters.
    pub fn by_code(&self, code: &str) -> Option<u32> {
        self.codes.get(code).map(number)
    }

    /// Who held an office of a state at any time, as `(actor, which of its offices)`.
    pub fn holders(&self, state: &str, role: &str) -> Vec<(u32, u32)> {
        let place = self.offices.get(office_key(state, role)).map(number);
        let list = place.and_then(|place| self.section(Section::Holders).get(place as usize..));
        list.and_then(|list| postcard::take_from_bytes(list).ok()).map_or_else(Vec::new, |(list, _)| list)
    }

    /// The record of a number, its terms with the latest first.
    pub fn record(&self, at: u32) -> Option<Record<'_>> {
        let places = self.section(Section::Places);
        let place = places.get(at as usize * 4..)?.first_chunk::<4>()?;
        let bytes = self.section(Section::Records).get(u32::from_le_bytes(*place) as usize..)?;
        let ((mut record, terms), _) = postcard::take_from_bytes::<(Record, Vec<StoredTerm>)>(bytes).ok()?;
        record.terms = terms.into_iter().filter_map(|term| self.term(term)).collect();
        Some(record)
    }

    /// All records, in order.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.actors).filter_map(|at| self.record(at))
    }

    fn term(&self, stored: StoredTerm) -> Option<table::Term<'_>> {
        let StoredTerm { role, state, title, since, until } = stored;
        let string = |place: u32| {
            let bytes = self.section(Section::Strings).get(place as usize..)?;
            postcard::take_from_bytes::<&str>(bytes).ok().map(|(string, _)| string)
        };
        Some(table::Term { role: string(role)?, state: string(state)?, title: string(title)?, since, until })
    }

    fn section(&self, section: Section) -> &[u8] {
        &self.bytes.all[self.sections[section as usize].clone()]
    }
}

fn number(value: Output) -> u32 {
    value.value() as u32
}

fn office_key(state: &str, role: &str) -> String {
    format!("{state} {role}")
}
