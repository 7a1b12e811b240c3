//! When events happen: sentences of our own in `tests/dates/`, read by the real analysis.
//!
//! `cargo test --test dates -- --nocapture` prints the share that is read right in each language, and what is not.
//! A language passes with 95 %.

use demarche::claims::scene::Scene;
use demarche::claims::{Frames, dates, factuality};
use demarche::entities::{self, knowledge::Knowledge};
use demarche::language::Language;
use demarche::model::{Block, BlockKind, DocId, Document, DocumentMeta, Lang, Span, parse_iso_date};
use std::path::Path;

/// The least share that must be right.
const ENOUGH: f64 = 0.95;

/// A row of a suite.
struct Case {
    line: usize,
    published: String,
    text: String,
    /// The event's cue, in bytes of `text`.
    cue: Span,
    /// `2020-05-11 day`, or `-`.
    wanted: String,
}

fn cases(lang: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/dates/{lang}.tsv"));
    let table = std::fs::read_to_string(&path).expect("the suite");
    let rows = table.lines().enumerate().filter(|(_, row)| !row.starts_with('#') && !row.is_empty()).skip(1);
    rows.map(|(at, row)| case(at + 1, row)).collect()
}

fn case(line: usize, row: &str) -> Case {
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let (start, end) = (cells[1].find('[').expect("an opening bracket"), cells[1].find(']').expect("a closing one"));
    Case {
        line,
        published: cells[0].to_owned(),
        text: cells[1].replace(['[', ']'], ""),
        cue: Span::new(start, end - 1),
        wanted: cells[2..].join(" ").trim().to_owned(),
    }
}

/// The date of the case's event, as a suite writes it.
fn read(lang: &Lang, case: &Case) -> String {
    let meta = DocumentMeta {
        id: DocId("0123456789abcdef".into()),
        name: "case".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: parse_iso_date(&case.published),
        language: Some(lang.clone()),
    };
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, case.text.len()) }];
    let document = Document { meta, text: case.text.clone(), blocks };
    let language = Language::builtin(lang).expect("a built-in language");
    let mut sentences = language.analyse(&document);
    language.harmonise(&mut sentences);
    let entities = entities::read(&document, &sentences, Knowledge::builtin());
    let frames = Frames::builtin();
    let scenes =
        Scene::all(&document, &sentences.iter().collect::<Vec<_>>(), &entities, frames.cue_words(lang), frames, lang);
    let scene = scenes.iter().find(|scene| scene.sentence.span.contains(case.cue)).expect("the cue's sentence");
    // The last word of the cue: «se reunió» is headed by its verb.
    let words = 0..scene.sentence.tokens.len();
    let cue = words.rev().find(|&id| case.cue.contains(scene.token(id).span)).expect("the cue");
    let when = dates::when(scene, cue, factuality::read(scene, cue).factuality);
    when.map_or("-".to_owned(), |when| format!("{} {}", when.date, format!("{:?}", when.precision).to_lowercase()))
}

/// The share of a language's sentences that are read right; prints the others.
fn share_right(code: &str) -> f64 {
    let lang = Lang::new(code);
    let cases = cases(code);
    let mut right = 0;
    for case in &cases {
        let found = read(&lang, case);
        if found == case.wanted {
            right += 1;
            continue;
        }
        let Case { line, text, cue, wanted, .. } = case;
        println!("{code}.tsv:{line}: [{}] is {found}, not {wanted}: {text}", cue.of(text));
    }
    let share = right as f64 / cases.len() as f64;
    println!("{code}: {right} of {} right ({:.1} %)", cases.len(), share * 100.0);
    share
}

#[test]
fn english_events_are_dated() {
    let share = share_right("en");
    assert!(share >= ENOUGH, "{share:.3}");
}

#[test]
fn spanish_events_are_dated() {
    let share = share_right("es");
    assert!(share >= ENOUGH, "{share:.3}");
}
