//! A random sample of the people of the knowledge base against the fact files that they come from.
//!
//! It reads the tables by itself, without a line of what made them, so that it can find a mistake of that. The facts are not part of
//! the project: `src/entities/knowledge/SOURCES.md` lists them. Without them there is nothing to compare with, and a line says so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many people are drawn, and from which seed.
const SAMPLE: usize = 200;
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

type Row = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of a table of the project by column; `#` starts a comment.
fn table(name: &str) -> Vec<Row> {
    let path = root().join("src/entities/knowledge").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let row = |line: &str| {
        let cells = line.split('\t').map(str::to_owned).chain(std::iter::repeat(String::new()));
        header.iter().map(|title| (*title).to_owned()).zip(cells).collect()
    };
    lines.map(row).collect()
}

/// The cells of a line of a comma-separated file; quotes may hold commas.
fn csv(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("a cell").push(c),
        }
    }
    cells
}

/// Letters and digits without accents and case, words separated by one space.
fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = |c: char| match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ı' => 'i',
        c => c,
    };
    let letters: String = text
        .to_lowercase()
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(plain)
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the facts tell of one Wikidata id.
#[derive(Default)]
struct Known {
    names: BTreeSet<String>,
    /// Places as the files write them, folded: "united states", "q30".
    places: BTreeSet<String>,
    /// Of each row: the place, its first day, its last day or the days on which it was seen.
    terms: Vec<(String, String, Vec<String>)>,
}

struct Facts {
    people: BTreeMap<String, Known>,
    /// Days on which somebody's term began, by place: where no end is told, the next one's start is the end.
    starts: BTreeMap<String, BTreeSet<String>>,
}

fn read_facts(folder: &Path) -> Option<Facts> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let mut facts = Facts { people: BTreeMap::new(), starts: BTreeMap::new() };
    let mut add = |place: &str, id: &str, name: &str, since: &str, ends: Vec<&str>| {
        let known = facts.people.entry(id.into()).or_default();
        known.names.insert(fold(name));
        known.places.insert(fold(place));
        let ends = ends.into_iter().map(str::to_owned).collect();
        known.terms.push((fold(place), since.into(), ends));
        facts.starts.entry(fold(place)).or_default().insert(since.into());
    };
    for line in read("offices_since_2000.tsv")?.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [place, _, name, id, since, until] = cells[..] else { continue };
        add(place, id, name, since, vec![until]);
        if until < since {
            add(place, id, name, until, vec![since]);
        }
    }
    for line in read("peppercat_offices.tsv")?.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [place, _, name, id, since, first_seen, last_seen] = cells[..] else { continue };
        add(place, id, name, since, vec![last_seen]);
        add(place, id, name, first_seen, vec![last_seen]);
    }
    for line in read("world_leaders_2021.csv")?.lines().skip(1) {
        let cells = csv(line);
        let [country, _, _, _, id, name, since, until] = &cells[..] else { continue };
        add(country, id, name, since, vec![until]);
    }
    for line in read("foreign_ministers_2022.csv")?.lines().skip(1) {
        let cells = csv(line);
        let [id, name, country, _, _, _, since, ..] = &cells[..] else { continue };
        add(country, id, name, since.get(..10).unwrap_or(since), vec![]);
    }
    Some(facts)
}

/// The names of each state by its code: its Wikidata id, its names, and the places of the facts that belong to it.
fn names_of_states() -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table("states.tsv") {
        let of = names.entry(row["state"].clone()).or_default();
        of.insert(fold(&row["id"]));
        of.extend(row["name.en"].split('|').map(fold));
    }
    for row in table("source/places.tsv") {
        names.entry(row["state"].clone()).or_default().insert(fold(&row["place"]));
    }
    for organisation in ["EU", "UN", "NATO", "ICJ", "WHO", "WTO"] {
        names.entry(organisation.into()).or_default().extend([fold("world"), fold("european-union")]);
    }
    names
}

/// Names and offices that `source/people.tsv` states by hand, by folded name.
fn stated_by_hand() -> BTreeMap<String, Vec<Row>> {
    let mut stated: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in table("source/people.tsv") {
        for name in row["name"].split('|') {
            stated.entry(fold(name)).or_default().push(row.clone());
        }
    }
    stated
}

/// A number that looks random and is the same each time (SplitMix64, Steele et al. 2014).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// `count` of the rows, each at most once.
fn draw(mut rows: Vec<Row>, count: usize) -> Vec<Row> {
    let mut state = SEED;
    let count = count.min(rows.len());
    for at in 0..count {
        let left = (rows.len() - at) as u64;
        rows.swap(at, at + (next(&mut state) % left) as usize);
    }
    rows.truncate(count);
    rows
}

/// Whether two dates may be the same day, one of them perhaps only a year or a month. `2024-17-17` is 2024.
fn may_be(date: &str, fact: &str) -> bool {
    let fact = if fact.len() == 10 && (&fact[5..7] > "12" || &fact[8..] > "31") { &fact[..4] } else { fact };
    !date.is_empty() && !fact.is_empty() && (fact.starts_with(date) || date.starts_with(fact))
}

struct Check<'a> {
    facts: &'a Facts,
    states: BTreeMap<String, BTreeSet<String>>,
    by_hand: BTreeMap<String, Vec<Row>>,
    offices: BTreeMap<String, Vec<Row>>,
}

impl Check<'_> {
    /// What is wrong with a person, one line each; and how many terms were looked at.
    fn person(&self, row: &Row) -> (Vec<String>, usize) {
        let id = &row["id"];
        let Some(known) = self.facts.people.get(id) else {
            return (vec![format!("{id}: no fact names this id")], 0);
        };
        let names: Vec<&str> = row["name"].split('|').collect();
        let mut wrong = Vec::new();
        let by_hand: Vec<&Row> = names.iter().filter_map(|name| self.by_hand.get(&fold(name))).flatten().collect();
        let same = |name: &str| {
            let name = fold(name);
            // "Des Browne" of "Des Browne, Baron Browne of Ladyton", "John Kerry" of "John F. Kerry".
            let words: Vec<&str> = name.split(' ').collect();
            known.names.iter().any(|fact| {
                let mut of_fact = fact.split(' ');
                words.iter().all(|word| of_fact.any(|of| of == *word))
            })
        };
        if !names.iter().any(|name| same(name)) && !by_hand.iter().any(|row| row["id"] == *id) {
            wrong.push(format!("{id}: {names:?} is {:?} in the facts", known.names));
        }
        let state = &row["state"];
        let is_of_state = known.places.iter().any(|place| self.is_of(state, place));
        if !is_of_state && !by_hand.iter().any(|row| row["state"] == *state) {
            wrong.push(format!("{id} {names:?}: {state}, in the facts {:?}", known.places));
        }
        let terms = self.offices.get(id).map_or(&[][..], Vec::as_slice);
        for term in terms {
            if !self.is_stated(term, &by_hand) {
                wrong.extend(self.term(term, known).map(|what| format!("{id} {names:?}: {what}")));
            }
        }
        (wrong, terms.len())
    }

    fn is_of(&self, state: &str, place: &str) -> bool {
        self.states.get(state).is_some_and(|names| names.contains(place))
    }

    fn is_stated(&self, term: &Row, by_hand: &[&Row]) -> bool {
        let starts = format!("{}@{} {}..", term["role"], term["state"], term["since"]);
        // The next one's first day may make a stated year or month finer.
        let ends = |until: &str| until.is_empty() || term["until"].starts_with(until);
        let mut stated = by_hand.iter().flat_map(|row| row["office"].split('|'));
        stated.any(|office| office.strip_prefix(&starts).is_some_and(ends))
    }

    /// The dates of a term must be those of one row of the person at that place; an end may also be the next one's start.
    fn term(&self, term: &Row, known: &Known) -> Option<String> {
        let (since, until) = (&term["since"], &term["until"]);
        let here: Vec<_> = known.terms.iter().filter(|(place, ..)| self.is_of(&term["state"], place)).collect();
        let begins = |fact: &str| may_be(since, fact) || since.is_empty() && fact.is_empty();
        let ends = || here.iter().flat_map(|(_, _, ends)| ends);
        let of_state = self.states.get(&term["state"]).into_iter().flatten();
        let mut starts = of_state.filter_map(|place| self.facts.starts.get(place)).flatten();
        let next_by_hand = format!("{}@{} {until}..", term["role"], term["state"]);
        let by_hand = || self.by_hand.values().flatten().any(|row| row["office"].contains(&next_by_hand));
        let since_is_known = here.iter().any(|(_, fact, _)| begins(fact));
        let until_is_known = until.is_empty()
            || ends().any(|end| may_be(until, end))
            || starts.any(|day| may_be(until, day))
            || by_hand();
        if since_is_known && until_is_known {
            return None;
        }
        let (title, state) = (&term["title"], &term["state"]);
        Some(format!("{title} ({state}) {since}..{until} is none of {:?}", known.terms))
    }
}

/// The facts, the people, and the terms of each.
type Checked = (Facts, Vec<Row>, BTreeMap<String, Vec<Row>>);

/// What the tests need, or `None` with a line that says why.
fn check() -> Option<Checked> {
    let folder: PathBuf = root().join("../shared/facts");
    let Some(facts) = read_facts(&folder) else {
        println!("passed over: no facts in {}", folder.display());
        return None;
    };
    let mut offices: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in table("offices.tsv") {
        offices.entry(row["holder"].clone()).or_default().push(row);
    }
    let is_wikidata = |row: &Row| {
        row["id"].strip_prefix('Q').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let people = table("people.tsv").into_iter().filter(is_wikidata).collect();
    Some((facts, people, offices))
}

#[test]
fn a_random_sample_of_people_has_the_ids_states_and_dates_of_the_facts() {
    let Some((facts, people, offices)) = check() else { return };
    assert!(people.len() >= 15_000, "{} people with a Wikidata id", people.len());
    let check = Check { facts: &facts, states: names_of_states(), by_hand: stated_by_hand(), offices };
    let size = std::env::var("DEMARCHE_FACTS_SAMPLE").ok().and_then(|size| size.parse().ok()).unwrap_or(SAMPLE);
    let sample = draw(people, size);
    let (mut wrong, mut terms) = (Vec::new(), 0);
    for row in &sample {
        let (found, looked_at) = check.person(row);
        wrong.extend(found);
        terms += looked_at;
    }
    println!("{} people and {terms} terms of office checked, {} wrong", sample.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_finds_a_wrong_id_name_state_and_date() {
    let Some((facts, people, mut offices)) = check() else { return };
    let plain =
        |row: &&Row| row["name"].split('|').count() == 1 && offices.get(&row["id"]).is_some_and(|of| of.len() == 1);
    let row = people.iter().filter(plain).nth(100).expect("a person").clone();
    let changed = |column: &str, value: &str| {
        let mut changed = row.clone();
        changed.insert(column.into(), value.into());
        changed
    };
    let term = offices.get_mut(&row["id"]).and_then(|of| of.first_mut()).expect("a term");
    let mut wrong_term = term.clone();
    wrong_term.insert("since".into(), "1871-01-18".into());
    let mut check = Check { facts: &facts, states: names_of_states(), by_hand: stated_by_hand(), offices };
    let found = |check: &Check, row: &Row| check.person(row).0.len();
    assert_eq!(found(&check, &row), 0);
    assert_eq!(found(&check, &changed("name", "Nobody Atall")), 1);
    assert_eq!(found(&check, &changed("state", "ZZZ")), 1);
    assert_eq!(found(&check, &changed("id", "Q0")), 1);
    check.offices.insert(row["id"].clone(), vec![wrong_term]);
    assert_eq!(found(&check, &row), 1);
}
