//! Minimal pairs: two sentences that differ in one thing, and what each must give (`tests/pairs/<language>.tsv`).
//!
//! A line is `pair, phenomenon, sentence, claims, date`; two lines of one number make a pair. Claims are written as
//! `demarche::claims::examples` says, separated by ` ; `; `-` asks for silence; every claim is a fact unless marked.
//! ` | ` separates readings of one claim that are equally right, `/` names of one actor; a claim in brackets may be found
//! or not. The texts are published on 2024-05-16, a Thursday; `date` is the day that the claims must have, where it
//! matters. A sentence is right where each claim is found as marked and no other claim has two ends; a pair where both
//! sentences are.
//!
//! `cargo test --test pairs -- --nocapture` prints the share that is right by language and phenomenon, and what is not.

use demarche::claims::Frames;
use demarche::claims::examples::{self, Reading, Wanted};
use demarche::entities::knowledge::Knowledge;
use demarche::language::Language;
use demarche::model::{Claim, Date, Lang, parse_iso_date};
use std::collections::BTreeMap;
use std::path::Path;

/// The least share of pairs that must be right, of both languages together.
const ENOUGH: f64 = 0.95;
/// The least share of each language.
const ENOUGH_OF_EACH: f64 = 0.94;
/// The least number of pairs, of both languages together.
const PAIRS: usize = 300;
/// A Thursday.
const PUBLISHED: &str = "2024-05-16";

/// A line of a suite.
struct Line {
    number: usize,
    pair: u32,
    phenomenon: String,
    sentence: String,
    wanted: Vec<Expected>,
    date: Option<Date>,
}

/// A claim that a sentence must give, or may where it is optional, in any of its readings.
struct Expected {
    readings: Vec<Wanted>,
    is_optional: bool,
}

impl Expected {
    /// Reads `A/B EVENT C | A EVENT D not`, in brackets where it is optional.
    fn parse(text: &str) -> Result<Expected, String> {
        let optional = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let mut readings = Vec::new();
        for reading in optional.unwrap_or(text).split(" | ") {
            let wanted = Wanted::parse(reading, true)?;
            let names = |end: &Option<String>| match end {
                Some(names) => names.split('/').map(|name| Some(name.to_owned())).collect(),
                None => vec![None],
            };
            let speakers = wanted.speakers.clone().map_or(vec![None], |names| {
                // Only the nearest speaker has several names.
                let Some((first, others)) = names.split_first() else { return vec![Some(names)] };
                first.split('/').map(|name| Some([&[name.to_owned()], others].concat())).collect()
            });
            for source in names(&wanted.source) {
                for target in names(&wanted.target) {
                    readings.extend(speakers.iter().map(|speakers| Wanted {
                        source: source.clone(),
                        target: target.clone(),
                        speakers: speakers.clone(),
                        ..wanted.clone()
                    }));
                }
            }
        }
        Ok(Expected { readings, is_optional: optional.is_some() })
    }

    /// Why none of the readings is given; `None` where one is, or where none has to be.
    fn failure(&self, reading: &Reading) -> Option<String> {
        let mut failures = self.readings.iter().map(|wanted| reading.failure(std::slice::from_ref(wanted)));
        match self.is_optional || failures.clone().any(|failure| failure.is_none()) {
            true => None,
            false => failures.next().flatten(),
        }
    }

    /// Whether the claim is one of the readings, whoever says it.
    fn allows(&self, claim: &Claim, reading: &Reading) -> bool {
        self.readings.iter().any(|wanted| wanted.is_between(claim, reading) && wanted.is_so(claim))
    }
}

/// What is wrong with a reading: a claim is missing or marked otherwise, or another one has two ends.
fn wrong(reading: &Reading, wanted: &[Expected]) -> Option<String> {
    let other = || {
        let mut others = reading.claims.iter().filter(|claim| claim.source.is_some() && claim.target.is_some());
        let other = others.find(|claim| !wanted.iter().any(|wanted| wanted.allows(claim, reading)))?;
        Some(format!("should not give {}", reading.shown(other)))
    };
    wanted.iter().find_map(|wanted| wanted.failure(reading)).or_else(other)
}

fn suite(lang: &str) -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/pairs/{lang}.tsv"));
    let Ok(text) = std::fs::read_to_string(&path) else { return Vec::new() };
    let rows = text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'));
    let rows = rows.filter(|(_, row)| !row.starts_with("pair\t"));
    rows.map(|(at, row)| line(at + 1, row).unwrap_or_else(|why| panic!("{lang}.tsv:{}: {why}", at + 1))).collect()
}

fn line(number: usize, row: &str) -> Result<Line, String> {
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let [pair, phenomenon, sentence, claims, rest @ ..] = cells.as_slice() else {
        return Err(format!("{} cells, not four or five", cells.len()));
    };
    let wanted = match *claims {
        "-" => Vec::new(),
        _ => claims.split(" ; ").map(|claim| Expected::parse(claim.trim())).collect::<Result<_, _>>()?,
    };
    let date = rest.first().filter(|cell| !cell.is_empty());
    let date = date.map(|cell| parse_iso_date(cell).ok_or(format!("{cell} is no date"))).transpose()?;
    Ok(Line {
        number,
        pair: pair.parse().map_err(|_| format!("{pair} is no number of a pair"))?,
        phenomenon: (*phenomenon).to_owned(),
        sentence: (*sentence).to_owned(),
        wanted,
        date,
    })
}

/// What is wrong with the reading of a line.
fn failure(lang: &str, line: &Line) -> Option<String> {
    let language = Language::builtin(&Lang::new(lang)).expect("a built-in language");
    let reading =
        examples::read(language, &line.sentence, parse_iso_date(PUBLISHED), Frames::builtin(), Knowledge::builtin());
    let wrong_day = || {
        let date = line.date?;
        let dated = reading.claims.iter().find(|claim| claim.date != Some(date))?;
        Some(format!("is dated {}, not {date}", dated.date.map_or("nowhen".into(), |date| date.to_string())))
    };
    let why = wrong(&reading, &line.wanted).or_else(wrong_day)?;
    Some(format!(
        "{lang}.tsv:{}: {}: {}\n    {why}; reads {}",
        line.number,
        line.phenomenon,
        line.sentence,
        reading.all_shown()
    ))
}

/// Right and all.
#[derive(Default, Clone, Copy)]
struct Share(usize, usize);

impl Share {
    fn count(&mut self, is_right: bool) {
        self.0 += usize::from(is_right);
        self.1 += 1;
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} ({:.1} %)", self.0, self.1, 100.0 * self.0 as f64 / self.1.max(1) as f64)
    }
}

/// The pairs of one language: right ones by phenomenon, and all. Prints what is wrong.
fn score(lang: &str) -> Share {
    let mut pairs = BTreeMap::<u32, Vec<Line>>::new();
    for line in suite(lang) {
        pairs.entry(line.pair).or_default().push(line);
    }
    let (mut all, mut sentences, mut phenomena) =
        (Share::default(), Share::default(), BTreeMap::<String, Share>::new());
    for (number, lines) in &pairs {
        assert_eq!(lines.len(), 2, "{lang}.tsv: pair {number} has {} lines", lines.len());
        let failures: Vec<String> = lines.iter().filter_map(|line| failure(lang, line)).collect();
        failures.iter().for_each(|failure| println!("{failure}"));
        lines.iter().enumerate().for_each(|(at, _)| sentences.count(at >= failures.len()));
        all.count(failures.is_empty());
        phenomena.entry(lines[0].phenomenon.clone()).or_default().count(failures.is_empty());
    }
    for (phenomenon, share) in &phenomena {
        println!("{lang} {phenomenon:32} {share}");
    }
    println!("{lang}: pairs right {all}, sentences right {sentences}");
    all
}

#[test]
fn minimal_pairs_are_told_apart() {
    let shares: Vec<Share> = ["en", "es"].into_iter().map(score).collect();
    let all = shares.iter().fold(Share(0, 0), |sum, share| Share(sum.0 + share.0, sum.1 + share.1));
    println!("all: pairs right {all}");
    assert!(all.1 >= PAIRS, "{} pairs are fewer than {PAIRS}", all.1);
    assert!(all.0 as f64 >= ENOUGH * all.1 as f64, "{all} of the pairs are right");
    for (share, lang) in shares.iter().zip(["en", "es"]) {
        assert!(share.0 as f64 >= ENOUGH_OF_EACH * share.1 as f64, "{lang}: {share} of the pairs are right");
    }
}
