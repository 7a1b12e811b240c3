//! Names that may mean several things: what each means, by sentences of our own in `tests/homonyms/`.
//!
//! `cargo test --test homonyms -- --nocapture` prints the share that is read right in each language, and what is not.
//! A language passes with 95 %.

use demarche::entities::{self, knowledge::Knowledge};
use demarche::language::Language;
use demarche::model::{
    Actor, Block, BlockKind, DocId, Document, DocumentMeta, Entities, Lang, Mention, Span, parse_iso_date,
};
use std::path::Path;

/// The least share that must be right.
const ENOUGH: f64 = 0.95;
/// Below it a mention names nobody, as for the stages that follow.
const NOBODY: f32 = 0.4;

/// A row of a suite.
struct Case {
    line: usize,
    date: String,
    text: String,
    /// The words in question, in bytes of `text`.
    marked: Span,
    actor: String,
    state: Option<String>,
    kind: Option<String>,
}

fn cases(lang: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/homonyms/{lang}.tsv"));
    let table = std::fs::read_to_string(&path).expect("the suite");
    let rows = table.lines().enumerate().filter(|(_, row)| !row.starts_with('#') && !row.is_empty()).skip(1);
    rows.map(|(at, row)| case(at + 1, row)).collect()
}

fn case(line: usize, row: &str) -> Case {
    let cells: Vec<&str> = row.split('\t').collect();
    let cell = |at: usize| cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).map(str::to_owned);
    let sentence = cells[1];
    let (start, end) = (sentence.find('[').expect("an opening bracket"), sentence.find(']').expect("a closing one"));
    let text = sentence.replace(['[', ']'], "");
    Case {
        line,
        date: cell(0).unwrap_or_default(),
        text,
        marked: Span::new(start, end - 1),
        actor: cell(2).expect("an actor, or `-`"),
        state: cell(3),
        kind: cell(4),
    }
}

fn read(lang: &Lang, case: &Case) -> Entities {
    let meta = DocumentMeta {
        id: DocId("0123456789abcdef".into()),
        name: "case".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: parse_iso_date(&case.date),
        language: Some(lang.clone()),
    };
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, case.text.len()) }];
    let document = Document { meta, text: case.text.clone(), blocks };
    let language = Language::builtin(lang).expect("a built-in language");
    let mut sentences = language.analyse(&document);
    language.harmonise(&mut sentences);
    entities::read(&document, &sentences, Knowledge::builtin())
}

impl Case {
    /// Whom the marked words mean: by the mention of just these words, else by the narrowest that holds them and adds a
    /// title or article, else by those inside them. For `-`, whoever is named by the words or a part of them.
    fn meant<'e>(&self, entities: &'e Entities) -> Vec<&'e Actor> {
        let sure = |mention: &&Mention| mention.score >= NOBODY && !mention.span.is_empty();
        let actors = |mention: &'e Mention| mention.actors.iter().map(|id| &entities.actors[id]);
        let within = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
        let mentions = || entities.mentions.iter().filter(sure);
        let exact: Vec<_> = mentions().filter(|m| m.span == self.marked).flat_map(actors).collect();
        if !exact.is_empty() {
            return exact;
        }
        let around = mentions().filter(|m| within(m.span, self.marked)).min_by_key(|m| m.span.end - m.span.start);
        let inside: Vec<_> = mentions().filter(|m| within(self.marked, m.span)).flat_map(actors).collect();
        match around {
            Some(mention) if self.actor != "-" => actors(mention).collect(),
            _ => inside,
        }
    }

    fn is_right(&self, meant: &[&Actor]) -> bool {
        let named = |actor: &Actor, name: &str| actor.id.as_str() == name || actor.name == name;
        let fits = |actor: &&Actor| {
            let state =
                self.state.as_deref().is_none_or(|state| actor.state.as_ref().is_some_and(|s| s.as_str() == state));
            state && self.kind.as_deref().is_none_or(|kind| actor.kind.name() == kind)
        };
        match self.actor.as_str() {
            "-" => meant.is_empty(),
            "*" => meant.iter().any(fits),
            name => match name.strip_prefix('!') {
                Some(other) => !meant.iter().any(|actor| named(actor, other)),
                None => meant.iter().any(|actor| named(actor, name) && fits(actor)),
            },
        }
    }
}

/// The share of a language's sentences that are read right; prints the others.
fn share_right(code: &str) -> f64 {
    let lang = Lang::new(code);
    let cases = cases(code);
    let mut right = 0;
    for case in &cases {
        let entities = read(&lang, case);
        let meant = case.meant(&entities);
        if case.is_right(&meant) {
            right += 1;
            continue;
        }
        let ids: Vec<String> = meant.iter().map(|actor| format!("{} ({})", actor.id, actor.name)).collect();
        let Case { line, marked, text, actor, state, kind, .. } = case;
        let wanted = [Some(actor), state.as_ref(), kind.as_ref()].into_iter().flatten();
        let wanted: Vec<&str> = wanted.map(String::as_str).collect();
        println!("{code}.tsv:{line}: [{}] is {}, not {}: {text}", marked.of(text), ids.join(" + "), wanted.join(" "));
    }
    let share = right as f64 / cases.len() as f64;
    println!("{code}: {right} of {} right ({:.1} %)", cases.len(), share * 100.0);
    share
}

#[test]
fn english_homonyms_are_told_apart() {
    let share = share_right("en");
    assert!(share >= ENOUGH, "{share:.3}");
}

#[test]
fn spanish_homonyms_are_told_apart() {
    let share = share_right("es");
    assert!(share >= ENOUGH, "{share:.3}");
}
