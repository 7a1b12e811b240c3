//! `demarche explain`: one claim, the sentence that carries it, and the rule that found it.

use super::args::Explain;
use super::output::{Output, json_text};
use super::show::{self, NamedClaim};
use super::terminal::{CUE, FAINT, MANNER, SOURCE, SPEAKER, TARGET, has_colour, print, safe, wrapped_with};
use super::{End, Failure, Talk, frames, graph_file, tree};
use anstyle::Style;
use demarche::claims::frames::{Frame, Slot};
use demarche::claims::{Frames, examples};
use demarche::graph::{CitedClaim, StateGraph};
use demarche::language::{Languages, conllu};
use demarche::model::{ActorId, DateFrom, Document, Polarity, Role, Sentence, Token};
use serde_json::{Value, json};
use std::borrow::Cow;
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
    let known = match &args.kinds {
        Some(folder) => Cow::Owned(
            Frames::with_folder(folder)
                .map_err(|error| Failure::new(error.to_string()).hint("demarche frames check names every mistake"))?,
        ),
        None => Cow::Borrowed(Frames::builtin()),
    };
    let frame = known.all().iter().find(|frame| frame.rule == claim.rule);
    let parsed = if args.tree { Some(parse(&graph, claim)?) } else { None };
    if args.json {
        let denies = claim.denies.as_ref().and_then(|key| graph.claim(&key.0).ok());
        let mut answer = json!({
            "claim": NamedClaim::new(&graph, claim),
            "denies": denies.map(|claim| NamedClaim::new(&graph, claim)),
            "denied_by": denied_by.iter().map(|claim| NamedClaim::new(&graph, claim)).collect::<Vec<_>>(),
            "document": graph.document(&claim.document).map(|document| &document.meta),
            "frame": frame.map(frame_json),
        });
        if let Some((document, sentences)) = &parsed {
            answer["conllu"] = Value::from(conllu::write(document, sentences));
        }
        Output::Standard.write(|out| out.write_all(json_text(&answer).as_bytes()))?;
    } else {
        let mut text = as_text(&graph, claim, &denied_by, frame);
        for sentence in parsed.iter().flat_map(|(_, sentences)| sentences) {
            text.push('\n');
            tree::draw(&mut text, sentence, &|token| note(claim, token));
        }
        print(&text)?;
    }
    Ok(End::Found)
}

/// The sentence of a claim, analysed anew, in its document's language.
fn parse(graph: &StateGraph, claim: &CitedClaim) -> Result<(Document, Vec<Sentence>), Failure> {
    let lang = graph.document(&claim.document).and_then(|document| document.meta.language.clone());
    let language = lang.as_ref().and_then(|lang| Languages::builtin().get(lang));
    let language = language.ok_or_else(|| {
        let lang = lang.map_or("unknown".into(), |lang| lang.to_string());
        Failure::new(format!("no tree: the document's language ({lang}) is not built in"))
    })?;
    let document = examples::document(&language.lang, &claim.context, None);
    let mut sentences = language.analyse(&document);
    language.harmonise(&mut sentences);
    Ok((document, sentences))
}

fn frame_json(frame: &Frame) -> Value {
    let slots = |slots: &[Slot]| slots.iter().map(Slot::describe).collect::<Vec<_>>();
    json!({"rule": frame.rule, "pos": frame.pos.name(), "words": frame.words, "source": slots(&frame.source),
        "target": slots(&frame.target), "confidence": frame.confidence})
}

fn as_text(graph: &StateGraph, claim: &CitedClaim, denied_by: &[&CitedClaim], frame: Option<&Frame>) -> String {
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
    field("factuality", claim.factuality.name());
    field("said by", &show::speakers(graph, claim).unwrap_or_else(|| "the article itself".into()));
    if !claim.modes.is_empty() {
        field("modes", &claim.modes.iter().map(named).collect::<Vec<_>>().join(", "));
    }
    field("date", &date(claim));
    field("confidence", &format!("{:.2}", claim.confidence));
    let place = format!("characters {}..{}", claim.cue_start, claim.cue_end);
    field("cue", &format!("\"{}\", {place}", safe(&claim.cue)));
    field("rule", &safe(&claim.rule));
    match frame {
        Some(frame) => {
            let (pos, cues) = (frame.pos.name(), frames::matching(frame, &cue_lemma(frame, &claim.cue)));
            field("  words", &safe(&format!("{pos}: {cues}")));
            field("  source", &safe(&frames::slots(&frame.source)));
            field("  target", &safe(&frames::slots(&frame.target)));
        }
        None => field("  words", "the frame is not built in; name its folder with --kinds"),
    }
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

/// The name that files use for a value of a closed list.
fn named(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// When, how exactly, and who says so: `2024-05-14 (day, from the text)`.
fn date(claim: &CitedClaim) -> String {
    let Some(date) = claim.date else { return "unknown".into() };
    let precision = claim.date_precision.as_ref().map(named);
    let from = claim.date_from.map(|from| match from {
        DateFrom::Text => "from the text",
        DateFrom::Publication => "day of publication",
    });
    let about = Vec::from_iter(precision.into_iter().chain(from.map(str::to_owned))).join(", ");
    if about.is_empty() { date.to_string() } else { format!("{date} ({about})") }
}

/// The cue of the frame that begins most like the words of the text.
fn cue_lemma(frame: &Frame, words: &str) -> String {
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    let shared = |cue: &str| cue.chars().zip(first.chars()).take_while(|(a, b)| a == b).count();
    let best = frame.words.iter().max_by_key(|cue| shared(cue)).filter(|cue| shared(cue) > 2);
    best.map_or(first.clone(), |cue| cue.to_string())
}

/// The parts of the sentence that the claim was read off, in bytes of it: cue, ends, speakers, and what negates, hedges or
/// dates it. Words that are several of these are named once.
fn marks(claim: &CitedClaim) -> Vec<(Range<usize>, Style, String)> {
    let mut marks: Vec<(Range<usize>, Style, String)> = Vec::new();
    let mut add = |range: Option<Range<usize>>, style: Style, name: &str| {
        let Some(range) = range else { return };
        match marks.iter_mut().find(|(known, ..)| *known == range) {
            Some((_, _, names)) if !names.split(", ").any(|known| known == name) => *names += &format!(", {name}"),
            Some(_) => {}
            None => marks.push((range, style, name.to_owned())),
        }
    };
    add(show::cue_mark(claim), CUE, "cue");
    for mark in &claim.marks {
        let (style, name) = match mark.role {
            Role::Source => (SOURCE, "source"),
            Role::Target => (TARGET, "target"),
            Role::Speaker => (SPEAKER, "speaker"),
            Role::Negation => (MANNER, "negation"),
            Role::Hedge => (MANNER, "hedge"),
            Role::Date => (MANNER, "date"),
        };
        add(show::context_bytes(claim, mark.start..mark.end), style, name);
    }
    // Graphs of earlier versions have no marks.
    if claim.marks.is_empty() {
        add(show::words_mark(claim, &claim.source_text), SOURCE, "source");
        add(show::words_mark(claim, &claim.target_text), TARGET, "target");
    }
    marks
}

/// What a word of the sentence, analysed as a text of its own, is to the claim.
fn note(claim: &CitedClaim, token: &Token) -> Option<(Style, String)> {
    let marks = marks(claim);
    let inside = |(range, ..): &&(Range<usize>, Style, String)| {
        range.start <= token.span.start && token.span.end <= range.end && !token.span.is_empty()
    };
    let narrowest = marks.iter().filter(inside).min_by_key(|(range, ..)| range.len())?;
    Some((narrowest.1, narrowest.2.clone()))
}

/// The sentence with its marks in colours; in brackets that name them where there are none.
fn marked_sentence(claim: &CitedClaim) -> String {
    let marks = marks(claim);
    if has_colour() {
        let styles: Vec<_> = marks.into_iter().map(|(range, style, _)| (range, style)).collect();
        return wrapped_with(&claim.context, "  ", &styles);
    }
    let named = marks.iter().map(|(range, _, name)| (range.clone(), name.as_str())).collect();
    wrapped_with(&bracketed(&claim.context, named), "  ", &[])
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
