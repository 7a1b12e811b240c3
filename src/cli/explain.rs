//! `demarche explain`: one claim, the sentence that carries it, and the rule that found it.

use super::args::Explain;
use super::output::{Output, json_text};
use super::show::{self, NamedClaim};
use super::terminal::{CUE, FAINT, SOURCE, TARGET, has_colour, print, safe, wrapped_with};
use super::{End, Failure, Talk, graph_file};
use demarche::graph::{CitedClaim, StateGraph};
use demarche::model::{ActorId, Polarity};
use serde_json::json;
use std::fmt::Write;
use std::ops::Range;

pub fn run(args: &Explain, _talk: Talk) -> Result<End, Failure> {
    let graph = graph_file::read(&args.graph)?;
    let claim = graph.claim(&args.key).map_err(|error| {
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, hint)) => Failure::new(what).hint(hint),
            None => Failure::new(text),
        }
    })?;
    let denied_by: Vec<&CitedClaim> =
        graph.all_claims().filter(|other| other.denies.as_ref() == Some(&claim.key)).collect();
    if args.json {
        let denies = claim.denies.as_ref().and_then(|key| graph.claim(&key.0).ok());
        let answer = json!({
            "claim": NamedClaim::new(&graph, claim),
            "denies": denies.map(|claim| NamedClaim::new(&graph, claim)),
            "denied_by": denied_by.iter().map(|claim| NamedClaim::new(&graph, claim)).collect::<Vec<_>>(),
            "document": graph.document(&claim.document).map(|document| &document.meta),
        });
        Output::Standard.write(|out| out.write_all(json_text(&answer).as_bytes()))?;
    } else {
        print(&as_text(&graph, claim, &denied_by))?;
    }
    Ok(End::Found)
}

fn as_text(graph: &StateGraph, claim: &CitedClaim, denied_by: &[&CitedClaim]) -> String {
    let mut text = format!("{}\n\n{}\n\n", show::headline(graph, claim), marked_sentence(claim));
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "{FAINT}{name:12}{FAINT:#} {value}");
    };
    field("claim", &safe(&claim.key.0));
    field("source", &end(graph, claim.source.as_ref(), &claim.source_text));
    field("target", &end(graph, claim.target.as_ref(), &claim.target_text));
    let cameo = claim.cameo.as_ref().map(|code| format!(", CAMEO {code}")).unwrap_or_default();
    field("kind", &safe(&format!("{}, event {}{cameo}", claim.kind, claim.event)));
    field("polarity", if claim.polarity == Polarity::Negated { "negated" } else { "affirmed" });
    field("factuality", show::factuality(claim.factuality));
    field("said by", &show::speakers(graph, claim).unwrap_or_else(|| "the article itself".into()));
    field("date", &claim.date.map_or("unknown".into(), |date| date.to_string()));
    field("confidence", &format!("{:.2}", claim.confidence));
    let place = format!("characters {}..{}", claim.cue_start, claim.cue_end);
    field("cue", &format!("\"{}\", {place}", safe(&claim.cue)));
    field("rule", &safe(&claim.rule));
    field("document", &document(graph, claim));
    let sentence = claim.sentence + 1;
    field("place", &format!("sentence {sentence}, characters {}..{}", claim.start, claim.end));
    if let Some(key) = &claim.denies {
        let denied = graph.claim(&key.0).map(|denied| format!("  {}", show::headline(graph, denied)));
        field("denies", &format!("{key}{}", denied.unwrap_or_default(), key = safe(&key.0)));
    }
    for denial in denied_by {
        field("denied by", &format!("{}  {}", safe(&denial.key.0), show::headline(graph, denial)));
    }
    text
}

/// The sentence with source, cue and target in colours; in brackets that name them where there are none.
fn marked_sentence(claim: &CitedClaim) -> String {
    let source = show::words_mark(claim, &claim.source_text).map(|range| (range, SOURCE, "source"));
    let target = show::words_mark(claim, &claim.target_text).map(|range| (range, TARGET, "target"));
    let cue = show::cue_mark(claim).map(|range| (range, CUE, "cue"));
    let marks: Vec<_> = [cue, source, target].into_iter().flatten().collect();
    if has_colour() {
        let styles: Vec<_> = marks.into_iter().map(|(range, style, _)| (range, style)).collect();
        return wrapped_with(&claim.context, "  ", &styles);
    }
    wrapped_with(
        &bracketed(&claim.context, marks.into_iter().map(|(range, _, name)| (range, name)).collect()),
        "  ",
        &[],
    )
}

/// `[Moscow]source [supports]cue …`; of marks that overlap, the one that starts first is kept.
fn bracketed(text: &str, mut marks: Vec<(Range<usize>, &str)>) -> String {
    marks.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut done) = (String::new(), 0);
    for (range, name) in marks {
        if range.start < done {
            continue;
        }
        let _ = write!(out, "{}[{}]({name})", &text[done..range.start], &text[range.clone()]);
        done = range.end;
    }
    out + &text[done..]
}

fn end(graph: &StateGraph, id: Option<&ActorId>, words: &str) -> String {
    let Some(id) = id else { return "nobody named".into() };
    let mut about = vec![id.to_string()];
    if let Some(node) = graph.actor(id) {
        about.push(node.kind.name().replace('_', " "));
        about.extend(node.state.as_ref().map(|state| state.as_str().to_owned()));
    }
    let written = if words.is_empty() { ", left out by the text".into() } else { format!(", written \"{words}\"") };
    safe(&format!("{} ({}){written}", graph.name(id), about.join(", "))).into_owned()
}

fn document(graph: &StateGraph, claim: &CitedClaim) -> String {
    let Some(document) = graph.document(&claim.document) else { return safe(&claim.document.0).into_owned() };
    let meta = &document.meta;
    let mut about = vec![meta.path.clone().unwrap_or_else(|| "standard input".into())];
    about.extend(meta.publisher.clone());
    about.extend(meta.published.map(|date| date.to_string()));
    about.extend(meta.language.as_ref().map(|lang| lang.to_string()));
    about.extend(meta.url.clone());
    let title = meta.title.as_deref().map(|title| format!(" \"{title}\"")).unwrap_or_default();
    safe(&format!("{}{title} ({})", meta.name, about.join(", "))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_name_the_parts_and_never_nest() {
        let text = "Moscow denied it.";
        let marks = vec![(7..13, "cue"), (0..6, "source"), (3..9, "target")];
        assert_eq!(bracketed(text, marks), "[Moscow](source) [denied](cue) it.");
    }
}
