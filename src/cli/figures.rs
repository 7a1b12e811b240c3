//! The figures of `demarche eval` as text.

use super::terminal::safe;
use demarche::evaluate::{ActorFigures, ActorScores, Decile, EventFigures, EventScores, Figures, Misses, NONE, Scores};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The figures of labelled articles; with `verbose`, first what each article missed.
pub fn of_articles(scores: &Scores, verbose: bool) -> String {
    let mut text = String::new();
    for article in scores.articles.iter().filter(|_| verbose) {
        let (found, missed, spurious) = (article.found, &article.missed, &article.spurious);
        let required = found + missed.len();
        let _ = writeln!(text, "== {}: {found}/{required} required, {} spurious", article.name, spurious.len());
        lines(&mut text, missed, spurious);
    }
    for (name, figures) in [("actor", &scores.actor), ("state", &scores.state)] {
        level(&mut text, name, figures);
    }
    actors(&mut text, &scores.actors, verbose);
    calibration(&mut text, &scores.calibration);
    misses(&mut text, scores.misses.as_ref());
    text
}

/// The figures of event records; with `verbose`, first what each sentence missed.
pub fn of_events(scores: &EventScores, verbose: bool) -> String {
    let mut text = String::new();
    for sentence in scores.sentences.iter().filter(|_| verbose) {
        let _ = writeln!(text, "== {}: {}", safe(&sentence.id), safe(&sentence.text));
        lines(&mut text, &sentence.missed, &sentence.spurious);
    }
    for (name, figures) in [("root", &scores.root), ("pair", &scores.pair), ("triple", &scores.triple)] {
        let EventFigures { precision, recall, f1, counts: (right, predicted, gold) } = figures;
        let _ = writeln!(
            text,
            "{name:7} precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}   ({right} right, {predicted} predicted, {gold} gold)"
        );
    }
    let _ = writeln!(text, "predicted events per sentence {:?}", scores.events_per_sentence);
    let (quiet, silent) = scores.quiet;
    if silent > 0 {
        let _ = writeln!(text, "sentences without an event left silent: {quiet}/{silent}");
    }
    confusion(&mut text, scores);
    calibration(&mut text, &scores.calibration);
    misses(&mut text, scores.misses.as_ref());
    text
}

fn lines(text: &mut String, missed: &[String], spurious: &[String]) {
    for line in missed {
        let _ = writeln!(text, "   missed   {}", safe(line));
    }
    for line in spurious {
        let _ = writeln!(text, "   spurious {}", safe(line));
    }
}

/// The table of roots: a row for each gold root, a column for each predicted one.
fn confusion(text: &mut String, scores: &EventScores) {
    let rows = &scores.confusion;
    if rows.is_empty() {
        return;
    }
    let all: BTreeSet<&str> = rows.values().flat_map(|row| row.keys()).map(String::as_str).collect();
    let columns: Vec<&str> = all.into_iter().filter(|name| *name != NONE).chain([NONE]).collect();
    let short = |name: &str| name.chars().take(5).collect::<String>();
    let _ = writeln!(text, "roots, gold by predicted:");
    let header: String = columns.iter().map(|name| format!(" {:>5}", short(name))).collect();
    let _ = writeln!(text, "   {:10}{header}", "");
    let last = rows.keys().filter(|name| *name == NONE);
    for name in rows.keys().filter(|name| *name != NONE).chain(last) {
        let count = |column: &&str| rows[name].get(*column).map_or("·".to_owned(), usize::to_string);
        let cells: String = columns.iter().map(|column| format!(" {:>5}", count(column))).collect();
        let _ = writeln!(text, "   {name:10}{cells}");
    }
}

/// How often claims are right at each tenth of confidence.
fn calibration(text: &mut String, deciles: &[Decile]) {
    if deciles.is_empty() {
        return;
    }
    let _ = writeln!(text, "right by confidence:");
    for Decile { from, to, claims, precision } in deciles {
        let _ = writeln!(text, "   {from:.1} to {to:.1}     {precision:.3}  ({claims} claims)");
    }
}

/// Why labels are missed.
fn misses(text: &mut String, misses: Option<&Misses>) {
    let Some(misses) = misses.filter(|misses| misses.total > 0) else { return };
    let _ = writeln!(text, "missed, by cause ({}):", misses.total);
    for (cause, count) in &misses.by_cause {
        let share = 100.0 * *count as f64 / misses.total as f64;
        let _ = writeln!(text, "   {count:5} {share:5.1} %  {}", cause.describe());
    }
    let _ = writeln!(text, "commonest misses:");
    for miss in &misses.commonest {
        let example: String = miss.example.chars().take(70).collect();
        let cause = miss.cause.describe();
        let _ = writeln!(text, "   {:5}  {:14} {cause}: \"{}\"", miss.count, safe(&miss.root), safe(&example));
    }
}

/// The block on actors; with `verbose`, each that is missing.
fn actors(text: &mut String, scores: &ActorScores, verbose: bool) {
    let _ = writeln!(text, "actors of required claims:");
    let languages = scores.languages.iter().map(|(code, figures)| (code.as_str(), figures));
    for (name, figures) in languages.chain([("all", &scores.all)]) {
        let ActorFigures { actors, found, found_share, with_state, state_right, state_share } = figures;
        let _ = writeln!(
            text,
            "   {name:14} {found}/{actors} are nodes of their article ({found_share:.3})  state right {state_right}/{with_state} \
             ({state_share:.3})"
        );
    }
    for line in scores.missed.iter().filter(|_| verbose) {
        let _ = writeln!(text, "   missed   {}", safe(line));
    }
}

fn level(text: &mut String, name: &str, figures: &Figures) {
    let Figures { precision, recall, f1, required, found, optional, spurious, speakers_right, by_kind } = figures;
    let _ = writeln!(
        text,
        "{name} level: precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}  ({found}/{required} required found, \
         {optional} optional, {spurious} spurious; speakers right in {speakers_right:.3} of matches)"
    );
    for (kind, counts) in by_kind {
        let all = counts.found + counts.missed;
        let _ = writeln!(text, "   {kind:14} found {}/{all}  spurious {}", counts.found, counts.spurious);
    }
}
