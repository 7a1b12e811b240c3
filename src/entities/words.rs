//! The entity stage's word lists, one folder a language: role nouns, cues of names, pronouns, function words.
//!
//! Every list is a TSV file under `words/`, whose head names its columns; this file only reads them.

use super::text::{fold, lower};
use crate::model::{ActorKind, Lang, Relation, Sentence, StateCode, TokenId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What a role noun does: the second column of `words/roles.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RoleClass {
    /// The owner itself: "the Syrian state".
    Itself,
    /// An organ or group of a state: "the Syrian army".
    Organ,
    /// A person, known by office and date: "the Syrian president".
    Office,
    /// A person by work: "the Syrian ambassador".
    Person,
    /// A form of address: "Mr".
    Honorific,
    /// Possibly an unnamed source: "a Syrian official".
    Source,
}

/// A row of `words/roles.tsv`.
#[derive(Debug)]
pub(super) struct Role {
    pub code: &'static str,
    pub class: RoleClass,
    pub kind: ActorKind,
    /// English name with `{}` for the owner.
    pub name: &'static str,
    pub offices: Vec<&'static str>,
    pub relation: Option<Relation>,
    pub covers: Vec<&'static str>,
    /// The field of work of whoever has it: two articles' unknown persons are one only within a field.
    pub field: Option<&'static str>,
}

impl Role {
    /// Whether its holder leads or speaks for its owner.
    pub fn stands_for_owner(&self) -> bool {
        self.is_personal() && matches!(self.relation, Some(Relation::Leads | Relation::SpeaksFor))
    }
    /// Whether it is a person's role: it may stand before a name.
    pub fn is_personal(&self) -> bool {
        !matches!(self.class, RoleClass::Itself | RoleClass::Organ) && self.code != "source"
    }
    /// Whether a bare "the minister" may mean a holder of `other`.
    pub fn may_mean(&self, other: &str) -> bool {
        self.code == other || self.covers.contains(&other)
    }
}

/// A role noun of one language.
#[derive(Debug)]
pub(super) struct RoleNoun {
    pub words: Vec<&'static str>,
    pub role: &'static Role,
    /// `Some(true)` for plural words.
    pub plural: Option<bool>,
    /// The state that the words themselves name.
    pub state: Option<StateCode>,
    /// What it is where the owner is one of these states: a «canciller» of Germany.
    pub of_states: Vec<(&'static str, RoleNoun)>,
}

/// What a cue says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Actor(ActorKind),
    Place,
    Event,
    Calendar,
    Thing,
}

/// Grammatical gender of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gender {
    Masc,
    Fem,
}

/// How a pronoun is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Pronoun,
    Possessive,
    /// "her": either.
    Either,
    Relative,
}

/// A row of `pronouns.tsv`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pronoun {
    pub first: bool,
    pub plural: Option<bool>,
    pub gender: Option<Gender>,
    /// `Some(true)`: a person; `Some(false)`: no person.
    pub person: Option<bool>,
    pub used: Use,
}

/// A row of `anaphora.tsv`.
#[derive(Debug)]
pub(super) struct BackNoun {
    pub plural: bool,
    pub kinds: Vec<ActorKind>,
    /// The role that the state meant has: a kingdom has a monarch.
    pub role: Option<&'static str>,
}

/// Words of `groups.tsv`: what makes "Western powers" a group.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Nouns, with their English word.
    pub heads: FxHashMap<&'static str, &'static str>,
    /// Adjectives and nouns that qualify them. Two words are joined by a space.
    pub modifiers: FxHashMap<&'static str, Modifier>,
}

/// A word that says which group.
#[derive(Debug, Clone)]
pub(super) struct Modifier {
    /// The English word.
    pub code: &'static str,
    /// The organisation or state that it means as well: `EU` of "European".
    pub state: Option<StateCode>,
    /// Which group it is depends on the article: "neighbouring countries".
    pub relative: bool,
    /// Qualifies, but makes no group by itself: "radical".
    pub weak: bool,
}

impl Groups {
    fn read(file: &'static str) -> Groups {
        let mut groups = Groups::default();
        for row in rows(file) {
            let (word, code) = (row[0], column(&row, 2));
            if column(&row, 1) == "head" {
                groups.heads.insert(word, code);
                continue;
            }
            let state = Some(column(&row, 3)).filter(|state| *state != "-").map(StateCode::from);
            let (relative, weak) = (column(&row, 1) == "relative", column(&row, 1) == "weak");
            groups.modifiers.insert(word, Modifier { code, state, relative, weak });
        }
        groups
    }
}

/// A row of `crowds.tsv`: a group of civil society.
#[derive(Debug)]
pub(super) struct Crowd {
    /// English plural as part of an id.
    pub code: &'static str,
    pub kind: ActorKind,
    /// English name.
    pub name: &'static str,
}

/// The words for a crowd in one language.
#[derive(Debug)]
struct CrowdNoun {
    words: Vec<String>,
    crowd: &'static Crowd,
    /// Whether the singular means a group as well: "the union".
    collective: bool,
    /// Whether the word says whose an event is: «estudiantil».
    adjective: bool,
}

/// The lists of one language.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// By first word.
    roles: FxHashMap<&'static str, Vec<RoleNoun>>,
    cues: FxHashMap<&'static str, Cue>,
    pub pronouns: FxHashMap<&'static str, Pronoun>,
    pub back_nouns: FxHashMap<&'static str, BackNoun>,
    speech: FxHashSet<&'static str>,
    modifiers: FxHashSet<&'static str>,
    pub combining: FxHashMap<&'static str, StateCode>,
    grammar: FxHashMap<&'static str, Vec<&'static str>>,
    /// Fixed phrases by their first word.
    fixed: FxHashMap<&'static str, Vec<Vec<&'static str>>>,
    pub groups: Groups,
    /// Nouns of crowds by their first word, folded.
    crowds: FxHashMap<String, Vec<CrowdNoun>>,
}

struct Files {
    code: &'static str,
    roles: &'static str,
    cues: &'static str,
    grammar: &'static str,
    pronouns: &'static str,
    anaphora: &'static str,
    speech: &'static str,
    modifiers: &'static str,
    combining: &'static str,
    fixed: &'static str,
    groups: &'static str,
    crowds: &'static str,
}

macro_rules! language {
    ($code:literal) => {
        Files {
            code: $code,
            roles: include_str!(concat!("words/", $code, "/roles.tsv")),
            cues: include_str!(concat!("words/", $code, "/cues.tsv")),
            grammar: include_str!(concat!("words/", $code, "/grammar.tsv")),
            pronouns: include_str!(concat!("words/", $code, "/pronouns.tsv")),
            anaphora: include_str!(concat!("words/", $code, "/anaphora.tsv")),
            speech: include_str!(concat!("words/", $code, "/speech.tsv")),
            modifiers: include_str!(concat!("words/", $code, "/modifiers.tsv")),
            combining: include_str!(concat!("words/", $code, "/combining.tsv")),
            fixed: include_str!(concat!("words/", $code, "/fixed.tsv")),
            groups: include_str!(concat!("words/", $code, "/groups.tsv")),
            crowds: include_str!(concat!("words/", $code, "/crowds.tsv")),
        }
    };
}

/// The languages with word lists.
static LANGUAGES: &[Files] = &[language!("en"), language!("es")];

/// The rows of a TSV file: no comments, no empty lines; columns without surrounding space.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').map(str::trim).collect())
}

fn list(column: &'static str) -> Vec<&'static str> {
    column.split(',').filter(|item| *item != "-" && !item.is_empty()).collect()
}

/// A row's column, `-` where it has none.
fn column(row: &[&'static str], at: usize) -> &'static str {
    row.get(at).copied().unwrap_or("-")
}

fn number(column: &str) -> Option<bool> {
    match column {
        "plur" => Some(true),
        "sing" => Some(false),
        _ => None,
    }
}

fn gender(column: &str) -> Option<Gender> {
    match column {
        "masc" => Some(Gender::Masc),
        "fem" => Some(Gender::Fem),
        _ => None,
    }
}

fn relation(column: &str) -> Option<Relation> {
    serde_json::from_value(serde_json::Value::String(column.to_owned())).ok()
}

/// The roles of all languages, by code.
pub(super) fn roles() -> &'static BTreeMap<&'static str, Role> {
    static ROLES: OnceLock<BTreeMap<&'static str, Role>> = OnceLock::new();
    ROLES.get_or_init(|| rows(include_str!("words/roles.tsv")).map(|row| (row[0], read_role(&row))).collect())
}

fn read_role(row: &[&'static str]) -> Role {
    let class = match column(row, 1) {
        "self" => RoleClass::Itself,
        "office" => RoleClass::Office,
        "person" => RoleClass::Person,
        "honorific" => RoleClass::Honorific,
        "source" => RoleClass::Source,
        _ => RoleClass::Organ,
    };
    Role {
        code: row[0],
        class,
        kind: ActorKind::parse(column(row, 2)).unwrap_or(ActorKind::Other),
        name: column(row, 3),
        offices: list(column(row, 4)),
        relation: relation(column(row, 5)),
        covers: list(column(row, 6)),
        field: Some(column(row, 7)).filter(|field| *field != "-"),
    }
}

/// The groups of civil society of all languages, by code.
fn crowds() -> &'static BTreeMap<&'static str, Crowd> {
    static CROWDS: OnceLock<BTreeMap<&'static str, Crowd>> = OnceLock::new();
    let read = |row: Vec<&'static str>| {
        let kind = ActorKind::parse(column(&row, 1)).unwrap_or(ActorKind::People);
        (row[0], Crowd { code: row[0], kind, name: column(&row, 2) })
    };
    CROWDS.get_or_init(|| rows(include_str!("words/crowds.tsv")).map(read).collect())
}

/// The gender of a given name: `None` where it is no given name, `Some(None)` where it is either's.
pub(super) fn given_name(word: &str) -> Option<Option<Gender>> {
    static NAMES: OnceLock<FxHashMap<&'static str, Option<Gender>>> = OnceLock::new();
    let read = || rows(include_str!("words/first_names.tsv")).map(|row| (row[0], gender(column(&row, 1)))).collect();
    NAMES.get_or_init(read).get(word).copied()
}

/// Whether `word` (lower case) beside an ambiguous name speaks against the state `code`.
pub(super) fn speaks_against(code: &StateCode, word: &str) -> bool {
    static AGAINST: OnceLock<FxHashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let against = AGAINST.get_or_init(|| {
        let mut against: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for row in rows(include_str!("words/against.tsv")) {
            against.entry(column(&row, 1)).or_default().push(row[0]);
        }
        against
    });
    against.get(word).is_some_and(|states| states.contains(&code.as_str()))
}

impl Words {
    /// The lists of a language; empty lists for one without.
    pub fn of(lang: &Lang) -> &'static Words {
        static ALL: OnceLock<(FxHashMap<&'static str, Words>, Words)> = OnceLock::new();
        let read = || (LANGUAGES.iter().map(|files| (files.code, Words::read(files))).collect(), Words::default());
        let (all, none) = ALL.get_or_init(read);
        all.get(lang.code()).unwrap_or(none)
    }

    fn read(files: &'static Files) -> Words {
        let mut words = Words::default();
        for row in rows(files.roles) {
            let Some(role) = roles().get(column(&row, 1)) else { continue };
            let phrase: Vec<_> = row[0].split(' ').collect();
            let state = row.get(3).filter(|code| **code != "-").map(|code| StateCode::from(*code));
            let others = list(column(&row, 4)).into_iter().filter_map(|pair| pair.split_once('='));
            let plural = number(column(&row, 2));
            let noun =
                |role, of_states| RoleNoun { words: phrase.clone(), role, plural, state: state.clone(), of_states };
            let of_states = others.filter_map(|(code, role)| Some((code, noun(roles().get(role)?, Vec::new()))));
            let noun = noun(role, of_states.collect());
            words.roles.entry(noun.words[0]).or_default().push(noun);
        }
        words.cues = rows(files.cues).filter_map(|row| Some((row[0], cue(column(&row, 1))?))).collect();
        for row in rows(files.grammar) {
            words.grammar.entry(row[0]).or_default().push(column(&row, 1));
        }
        words.pronouns = rows(files.pronouns).map(|row| (row[0], pronoun(&row))).collect();
        for row in rows(files.anaphora) {
            let kinds = list(column(&row, 2)).into_iter().filter_map(ActorKind::parse).collect();
            let role = Some(column(&row, 3)).filter(|role| !role.is_empty() && *role != "-");
            words.back_nouns.insert(row[0], BackNoun { plural: column(&row, 1) == "plur", kinds, role });
        }
        words.speech = rows(files.speech).map(|row| row[0]).collect();
        words.modifiers = rows(files.modifiers).map(|row| row[0]).collect();
        for row in rows(files.fixed) {
            let phrase: Vec<_> = row[0].split(' ').collect();
            words.fixed.entry(phrase[0]).or_default().push(phrase);
        }
        words.groups = Groups::read(files.groups);
        for row in rows(files.crowds) {
            let Some(crowd) = crowds().get(column(&row, 1)) else { continue };
            let phrase: Vec<String> = row[0].split(' ').map(fold).collect();
            let (collective, adjective) = (column(&row, 2) == "any", column(&row, 2) == "adj");
            let noun = CrowdNoun { crowd, collective, adjective, words: phrase };
            words.crowds.entry(noun.words[0].clone()).or_default().push(noun);
        }
        words.combining = rows(files.combining).map(|row| (row[0], column(&row, 1).into())).collect();
        words
    }

    /// The role nouns whose first word is `word` (lower case).
    pub fn role_nouns(&self, word: &str) -> &[RoleNoun] {
        self.roles.get(word).map_or(&[], Vec::as_slice)
    }
    /// What a word (lower case) says of the name that it is in or before.
    pub fn cue(&self, word: &str) -> Option<Cue> {
        self.cues.get(word).copied()
    }
    /// Whether a lemma is a verb that reports speech.
    pub fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }
    /// Whether a word makes "source" a person.
    pub fn is_source_modifier(&self, word: &str) -> bool {
        self.modifiers.contains(word)
    }
    /// Where the sentence has a phrase of `fixed.tsv`, by forms or lemmas.
    pub fn fixed_phrases(&self, sentence: &Sentence) -> Vec<Range<TokenId>> {
        let is = |id: TokenId, word: &str| {
            sentence.tokens.get(id).is_some_and(|t| lower(&t.form) == word || lower(&t.lemma) == word)
        };
        let starts = |id: &TokenId| {
            let (form, lemma) = (lower(&sentence.tokens[*id].form), lower(&sentence.tokens[*id].lemma));
            self.fixed.contains_key(form.as_ref()) || self.fixed.contains_key(lemma.as_ref())
        };
        let at = |start: TokenId| {
            let (form, lemma) = (lower(&sentence.tokens[start].form), lower(&sentence.tokens[start].lemma));
            let phrases = [form.as_ref(), lemma.as_ref()].into_iter().filter_map(|word| self.fixed.get(word)).flatten();
            let fits = |phrase: &&Vec<&str>| phrase.iter().enumerate().all(|(at, word)| is(start + at, word));
            let longest = phrases.filter(fits).map(Vec::len).max()?;
            Some(start..start + longest)
        };
        (0..sentence.tokens.len()).filter(starts).filter_map(at).collect()
    }
    /// The noun of a crowd that starts at a token: where it ends, and which; the longest. In the plural, or where the
    /// singular is a group already.
    pub fn crowd_at(&self, sentence: &Sentence, start: TokenId) -> Option<(TokenId, &'static Crowd)> {
        let is = |id: TokenId, word: &str| {
            let token = sentence.tokens.get(id);
            token.is_some_and(|token| fold(&token.lemma) == word || fold(&token.form) == word)
                || singular_of_name(sentence, id).is_some_and(|one| one == word)
        };
        let many = |id: TokenId| {
            sentence.tokens[id].feat("Number") == Some("Plur") || singular_of_name(sentence, id).is_some()
        };
        let plural = |range: Range<TokenId>| range.into_iter().any(many);
        let token = &sentence.tokens[start];
        if !token.form.chars().next().is_some_and(char::is_alphabetic) {
            return None;
        }
        let (lemma, form) = (fold(&token.lemma), fold(&token.form));
        let singular = singular_of_name(sentence, start);
        let known = [&form, &lemma].into_iter().chain(&singular);
        let nouns = known.filter_map(|word| self.crowds.get(word)).flatten();
        let fits = |noun: &&CrowdNoun| {
            let end = start + noun.words.len();
            noun.words.iter().enumerate().all(|(at, word)| is(start + at, word))
                && (noun.collective || noun.adjective || plural(start..end.min(sentence.tokens.len())))
                && (!noun.adjective || matches!(token.rel(), "amod" | "compound"))
        };
        nouns.filter(fits).max_by_key(|noun| noun.words.len()).map(|noun| (start + noun.words.len(), noun.crowd))
    }
    /// Whether `word` is listed under `key` of `grammar.tsv`.
    pub fn is(&self, key: &str, word: &str) -> bool {
        self.grammar.get(key).is_some_and(|values| values.contains(&word))
    }
    /// The entries of `key` of `grammar.tsv`.
    pub fn grammar(&self, key: &str) -> &[&'static str] {
        self.grammar.get(key).map_or(&[], Vec::as_slice)
    }
    /// Whether the language has the habit `key`.
    pub fn has(&self, key: &str) -> bool {
        self.is(key, "yes")
    }
}

/// The singular of a plural that the tagger takes for a name at the start of a headline: «Transportistas hondureños …».
fn singular_of_name(sentence: &Sentence, id: TokenId) -> Option<String> {
    let token = sentence.tokens.get(id).filter(|token| id == 0 && token.upos == crate::model::Upos::Propn)?;
    let form = fold(&token.form);
    let singular = form.strip_suffix('s')?;
    let stem = singular.strip_suffix('e').filter(|stem| stem.ends_with(['r', 'l', 'n', 'd']));
    Some(stem.unwrap_or(singular).to_owned())
}

fn cue(kind: &str) -> Option<Cue> {
    match kind {
        "place" => Some(Cue::Place),
        "event" => Some(Cue::Event),
        "calendar" => Some(Cue::Calendar),
        "thing" => Some(Cue::Thing),
        kind => ActorKind::parse(kind).map(Cue::Actor),
    }
}

fn pronoun(row: &[&'static str]) -> Pronoun {
    let person = match column(row, 4) {
        "person" => Some(true),
        "thing" => Some(false),
        _ => None,
    };
    let used = match column(row, 5) {
        "possessive" => Use::Possessive,
        "either" => Use::Either,
        "relative" => Use::Relative,
        _ => Use::Pronoun,
    };
    let first = column(row, 1) == "1";
    Pronoun { first, plural: number(column(row, 2)), gender: gender(column(row, 3)), person, used }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_noun_names_a_role_and_every_role_reads() {
        for files in LANGUAGES {
            for row in rows(files.roles) {
                assert!(roles().contains_key(column(&row, 1)), "{}/roles.tsv: {row:?}", files.code);
            }
            for row in rows(files.cues) {
                assert!(cue(column(&row, 1)).is_some(), "{}/cues.tsv: {row:?}", files.code);
            }
            for row in rows(files.anaphora) {
                assert!(list(column(&row, 2)).iter().all(|kind| ActorKind::parse(kind).is_some()), "{row:?}");
            }
        }
        for row in rows(include_str!("words/roles.tsv")) {
            assert_eq!(row.len(), 8, "roles.tsv: {row:?}");
            assert!(ActorKind::parse(row[2]).is_some(), "roles.tsv: {row:?}");
            assert!(row[5] == "-" || relation(row[5]).is_some(), "roles.tsv: {row:?}");
        }
    }
}
