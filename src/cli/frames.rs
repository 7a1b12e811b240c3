//! `demarche frames`: the words that carry claims, checked, tested and looked up.

use super::args::{FramesCheck, FramesCommand, FramesShow, FramesTest};
use super::build::{Loaded, counted};
use super::graph_file::eprintln_safely;
use super::output::{Output, json_text, plain};
use super::terminal::{ACTOR, CUE, ERROR, FAINT, HINT, print, safe, wrapped_with};
use super::{End, Failure, Talk, is_watched};
use demarche::claims::check::{self, Finding, Surroundings};
use demarche::claims::examples::{self, Reading};
use demarche::claims::frames::{Example, Frame, KINDS, NO_EVENT, Slot};
use demarche::claims::trace::{self, Considered, Outcome};
use demarche::claims::{Frames, Kind};
use demarche::language::{Languages, identify};
use demarche::model::{Claim, Factuality, Lang, Polarity};
use indicatif::{ProgressBar, ProgressDrawTarget};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

pub fn run(command: &FramesCommand, talk: Talk) -> Result<End, Failure> {
    match command {
        FramesCommand::Check(args) => check(args, talk),
        FramesCommand::Test(args) => test(args, talk),
        FramesCommand::Show(args) => show(args),
    }
}

// ---------------------------------------------------------------- check

fn check(args: &FramesCheck, talk: Talk) -> Result<End, Failure> {
    let folder = args.folder.as_deref().or(args.resources.kinds.as_deref());
    let files = files(folder)?;
    let knowledge = super::build::knowledge(&args.resources.actors)?;
    let around = Surroundings {
        knowledge: knowledge.as_ref().unwrap_or_else(|| demarche::entities::knowledge::Knowledge::builtin()),
        languages: Languages::builtin(),
    };
    let findings = check::check(&files, &around);
    let mistakes = findings.iter().filter(|finding| finding.is_mistake).count();
    if args.json {
        let answer = json!({"files": files.len(), "findings": findings});
        Output::Standard.write(|out| out.write_all(json_text(&answer).as_bytes()))?;
    } else {
        print(&findings.iter().map(finding).collect::<String>())?;
        if talk > Talk::Quiet {
            let (all, doubts) = (counted(files.len(), "file"), counted(findings.len() - mistakes, "doubt"));
            eprintln_safely(&format!("{all} checked: {}, {doubts}", counted(mistakes, "mistake")));
        }
    }
    Ok(match (mistakes, findings.len()) {
        (0, 0) => End::Found,
        (0, _) => End::Nothing,
        _ => End::NoInput,
    })
}

fn finding(finding: &Finding) -> String {
    let (style, word) = if finding.is_mistake { (ERROR, "mistake") } else { (HINT, "doubt") };
    let hint = finding.hint.as_ref().map(|hint| format!(" {FAINT}({}){FAINT:#}", safe(hint))).unwrap_or_default();
    let (file, what) = (safe(&finding.file), safe(&finding.what));
    format!("{file}:{}: {style}{word}{style:#}: {what}{hint}\n", finding.line)
}

/// The files that are read: the built-in ones, those of the folder in place of them or behind them.
fn files(folder: Option<&Path>) -> Result<Vec<(String, String)>, Failure> {
    let mut own = Vec::new();
    if let Some(folder) = folder {
        let failed =
            |path: &Path, error: &std::io::Error| Failure::new(format!("{}: {}", path.display(), plain(error)));
        let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
            own.push((path, text));
        }
        if own.is_empty() {
            let failure = Failure::new(format!("{}: no frames (*.toml)", folder.display()));
            return Err(failure.hint("docs/adding.md says how a kind is written"));
        }
    }
    let replaced = |file: &str| own.iter().any(|(path, _)| path.file_name().is_some_and(|name| name == file));
    let builtin = KINDS.iter().filter(|(file, _)| !replaced(file));
    let builtin = builtin.map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    let own = own.iter().map(|(path, text)| (path.display().to_string(), text.clone()));
    Ok(builtin.chain(own).collect())
}

// ---------------------------------------------------------------- test

/// An example that is not kept.
struct Broken<'f> {
    kind: &'f Kind,
    example: &'f Example,
    is_counter: bool,
    why: String,
}

fn test(args: &FramesTest, talk: Talk) -> Result<End, Failure> {
    let resources = Loaded::new(&args.resources)?;
    let options = resources.options(1);
    let kinds: Vec<&Kind> = options.frames.kinds().iter().collect();
    if let Some(kind) = &args.kind
        && !kinds.iter().any(|known| known.name == kind.as_str())
    {
        let names = kinds.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Failure::new(format!("no kind is called {kind}")).hint(format!("the kinds are {names}")));
    }
    let all = kinds.into_iter().flat_map(|kind| {
        let examples = kind.examples.iter().map(move |example| (kind, example, false));
        examples.chain(kind.counterexamples.iter().map(move |example| (kind, example, true)))
    });
    let wanted = |(kind, example, _): &(&Kind, &Example, bool)| {
        args.lang.as_ref().is_none_or(|lang| *lang == example.lang)
            && args.kind.as_ref().is_none_or(|name| kind.name == name.as_str())
    };
    let examples: Vec<_> = all.filter(wanted).collect();
    let bar = ProgressBar::with_draw_target(Some(examples.len() as u64), ProgressDrawTarget::hidden());
    if is_watched(talk) {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
    }
    let mut broken = Vec::new();
    for &(kind, example, is_counter) in &examples {
        bar.inc(1);
        let why = match options.languages.get(&Lang::new(&example.lang)) {
            None => Some(format!("language {} cannot be read", example.lang)),
            Some(language) => {
                let reading = examples::read(language, &example.text, None, options.frames, options.knowledge);
                examples::broken(kind, example, is_counter, &reading)
            }
        };
        broken.extend(why.map(|why| Broken { kind, example, is_counter, why }));
    }
    bar.finish_and_clear();
    if args.json {
        let failures: Vec<Value> = broken.iter().map(Broken::json).collect();
        let answer = json!({"examples": examples.len(), "failures": failures});
        Output::Standard.write(|out| out.write_all(json_text(&answer).as_bytes()))?;
    } else {
        print(&broken.iter().map(Broken::text).collect::<String>())?;
        if talk > Talk::Quiet {
            let failures = counted(broken.len(), "failure");
            eprintln_safely(&format!("{}, {failures}", counted(examples.len(), "example")));
        }
    }
    Ok(if broken.is_empty() && !examples.is_empty() { End::Found } else { End::Nothing })
}

impl Broken<'_> {
    fn text(&self) -> String {
        let what = if self.is_counter { "counter-example" } else { "example" };
        let (place, kind) = (safe(&self.example.place), safe(&self.kind.name));
        let (text, why) = (safe(&self.example.text), safe(&self.why));
        format!("{place}: {kind} {what} fails: {ACTOR}{text}{ACTOR:#}\n    {why}\n")
    }
    fn json(&self) -> Value {
        json!({"place": self.example.place, "kind": self.kind.name, "lang": self.example.lang, "text": self.example.text,
            "is_counterexample": self.is_counter, "wanted": self.example.claims, "why": self.why})
    }
}

// ---------------------------------------------------------------- show

fn show(args: &FramesShow) -> Result<End, Failure> {
    let resources = Loaded::new(&args.resources)?;
    let options = resources.options(1);
    let given = args.lang.as_deref().map(Lang::new);
    if let Some(lang) = given.as_ref().filter(|lang| options.languages.get(lang).is_none()) {
        let known = options.languages.codes().join(", ");
        return Err(Failure::new(format!("language {lang} is not supported; these are: {known}")));
    }
    let words = args.text.to_lowercase();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let frames = frames_of(options.frames, options.languages, &words, given.as_ref());
    if !frames.is_empty() || !words.contains(' ') {
        return show_word(args, &words, &frames, options.frames);
    }
    let lang = given.or_else(|| identify(&args.text));
    let unknown = || Failure::new("the sentence's language cannot be told").hint("name it with --lang");
    let language = lang.as_ref().and_then(|lang| options.languages.get(lang)).ok_or_else(unknown)?;
    let reading = examples::read(language, &args.text, args.on, options.frames, options.knowledge);
    let (_, considered) = trace::read(&reading.document, &reading.sentences, &reading.entities, options.frames);
    if args.json {
        let answer = json!({
            "language": language.lang,
            "claims": reading.claims.iter().map(|claim| claim_json(&reading, claim)).collect::<Vec<_>>(),
            "cues": considered.iter().map(considered_json).collect::<Vec<_>>(),
        });
        Output::Standard.write(|out| out.write_all(json_text(&answer).as_bytes()))?;
    } else {
        print(&sentence_text(&reading, &considered))?;
    }
    Ok(if reading.claims.is_empty() { End::Nothing } else { End::Found })
}

/// The frames with a cue of these words; else with one that holds them, or the lemma of the word.
fn frames_of<'f>(frames: &'f Frames, languages: &Languages, words: &str, lang: Option<&Lang>) -> Vec<&'f Frame> {
    let of_lang = |frame: &&Frame| lang.is_none_or(|lang| lang.code() == frame.lang);
    let having = |accept: &dyn Fn(&Frame, &str) -> bool| -> Vec<&'f Frame> {
        let all = frames.all().iter().filter(of_lang);
        all.filter(|frame| frame.words.iter().any(|cue| accept(frame, cue))).collect()
    };
    let exact = having(&|_, cue| cue == words || cue.split(' ').next() == Some(words));
    if !exact.is_empty() || words.contains(' ') {
        return exact;
    }
    let lemma_in = |code: &str| {
        let language = languages.get(&Lang::new(code))?;
        let sentences = language.analyse(&examples::document(&language.lang, words, None));
        Some(sentences.first()?.tokens.first()?.lemma.to_lowercase())
    };
    let lemmas: BTreeMap<String, String> =
        languages.codes().into_iter().filter_map(|code| Some((code.clone(), lemma_in(&code)?.into()))).collect();
    let is_lemma = |frame: &Frame, cue: &str| {
        lemmas.get(frame.lang.as_str()).is_some_and(|lemma| cue.split(' ').next() == Some(lemma))
    };
    let inside = having(&|_, cue| cue.split(' ').any(|word| word == words));
    if inside.is_empty() { having(&is_lemma) } else { inside }
}

fn show_word(args: &FramesShow, words: &str, found: &[&Frame], all: &Frames) -> Result<End, Failure> {
    if args.json {
        let frames: Vec<Value> = found.iter().map(|frame| frame_json(frame, words, all)).collect();
        Output::Standard.write(|out| out.write_all(json_text(&json!({"frames": frames})).as_bytes()))?;
    } else if found.is_empty() {
        eprintln_safely(&format!("no frame has the word \"{}\"", safe(words)));
        let near = near(words, all);
        if !near.is_empty() {
            eprintln_safely(&format!("most like it: {}", near.join(", ")));
        }
    } else {
        print(&found.iter().map(|frame| frame_text(frame, words, all)).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(if found.is_empty() { End::Nothing } else { End::Found })
}

/// Cues that are written much like these words.
fn near(words: &str, all: &Frames) -> Vec<String> {
    let cues = all.all().iter().flat_map(|frame| &frame.words);
    let mut near: Vec<(i64, &str)> = cues
        .map(|cue| ((strsim::jaro_winkler(words, cue) * 1000.0) as i64, cue.as_str()))
        .filter(|(likeness, _)| *likeness > 850)
        .collect();
    near.sort_by_key(|(likeness, cue)| (-likeness, *cue));
    near.dedup();
    near.into_iter().take(5).map(|(_, cue)| cue.to_owned()).collect()
}

/// A frame in words.
fn frame_text(frame: &Frame, words: &str, all: &Frames) -> String {
    let cameo = frame.cameo.as_ref().map(|code| format!(", CAMEO {code}")).unwrap_or_default();
    let (lang, pos) = (safe(&frame.lang), frame.pos.name());
    let mut text = format!(
        "{ACTOR}{}{ACTOR:#}  {FAINT}{}{FAINT:#}\n",
        safe(&format!("{} {}{cameo}", frame.kind, frame.event)),
        safe(&frame.rule)
    );
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "  {FAINT}{name:10}{FAINT:#} {}", safe(value));
    };
    field("cues", &format!("{lang} {pos}: {}", matching(frame, words)));
    field("source", &slots(&frame.source));
    field("target", &slots(&frame.target));
    field("reading", &reading_of(frame));
    for example in examples_of(frame, words, all) {
        field("example", &format!("{} ({})", example.text, example.place));
    }
    text
}

/// Slots in words.
pub fn slots(slots: &[Slot]) -> String {
    let named: Vec<String> = slots.iter().map(Slot::describe).collect();
    if named.is_empty() { "none".into() } else { named.join("; ") }
}

/// What a frame says of a claim beside its ends.
fn reading_of(frame: &Frame) -> String {
    let mut about = vec![format!("confidence {}", frame.confidence)];
    about.extend(frame.symmetric.then(|| "either order".to_owned()));
    about.extend(frame.mutual.then(|| "a claim each way".to_owned()));
    about.extend((frame.event == NO_EVENT).then(|| "no act: silences shorter cues in its words".to_owned()));
    about.extend(frame.closed.then(|| "not without a target".to_owned()));
    about.extend(frame.alone.then(|| "also without a named source".to_owned()));
    about.extend((frame.polarity == Polarity::Negated).then(|| "negated".to_owned()));
    about.extend((frame.factuality != Factuality::Actual).then(|| frame.factuality.name().to_owned()));
    about.join(", ")
}

/// The cues of a frame that hold the words; all of them where none does.
pub fn matching(frame: &Frame, words: &str) -> String {
    let first = words.split(' ').next().unwrap_or(words);
    let with: Vec<&str> =
        frame.words.iter().map(|cue| cue.as_str()).filter(|cue| cue.split(' ').any(|word| word == first)).collect();
    let all: Vec<&str> = frame.words.iter().map(|cue| cue.as_str()).collect();
    match (with.is_empty(), all.len() - with.len()) {
        (true, _) => all.join(", "),
        (false, 0) => with.join(", "),
        (false, others) => format!("{} (and {} more)", with.join(", "), others),
    }
}

/// At most three examples of the frame's kind and language in which a word begins like the cue.
fn examples_of<'f>(frame: &Frame, words: &str, all: &'f Frames) -> Vec<&'f Example> {
    let first = words.split(' ').next().unwrap_or(words);
    let stem: String = first.chars().take(first.chars().count().saturating_sub(1).max(3)).collect();
    let holds =
        |text: &str| text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| word.starts_with(&stem));
    let kinds = all.kinds().iter().filter(|kind| kind.name == frame.kind);
    let examples = kinds.flat_map(|kind| &kind.examples).filter(|example| example.lang == frame.lang);
    let names_root = |example: &&Example| example.claims.iter().any(|claim| claim.contains(frame.event.as_str()));
    examples.filter(names_root).filter(|example| holds(&example.text)).take(3).collect()
}

fn frame_json(frame: &Frame, words: &str, all: &Frames) -> Value {
    let slots = |slots: &[Slot]| slots.iter().map(Slot::describe).collect::<Vec<_>>();
    let examples = examples_of(frame, words, all);
    let examples: Vec<Value> =
        examples.iter().map(|it| json!({"text": it.text, "claims": it.claims, "place": it.place})).collect();
    json!({
        "kind": frame.kind, "event": frame.event, "cameo": frame.cameo, "rule": frame.rule, "lang": frame.lang,
        "pos": frame.pos.name(), "words": frame.words, "source": slots(&frame.source), "target": slots(&frame.target),
        "confidence": frame.confidence, "symmetric": frame.symmetric, "mutual": frame.mutual, "alone": frame.alone, "closed": frame.closed, "polarity": frame.polarity,
        "factuality": frame.factuality, "examples": examples,
    })
}

/// The sentence with its cues, its claims with the lines that gave them, and what became of every cue.
fn sentence_text(reading: &Reading, considered: &[Considered]) -> String {
    let cues = reading.claims.iter().map(|claim| (claim.cue_span.start..claim.cue_span.end, CUE));
    let mut text = wrapped_with(&reading.document.text, "", &cues.collect::<Vec<_>>()) + "\n\n";
    if reading.claims.is_empty() {
        let _ = writeln!(text, "no claim");
    }
    for claim in &reading.claims {
        let shown = reading.shown(claim);
        let shown = shown.strip_suffix(&format!(" ({})", claim.rule)).unwrap_or(&shown);
        let (cue, rule) = (safe(&claim.cue), safe(&claim.rule));
        let about = format!("cue \"{cue}\", {rule}, confidence {:.2}", claim.confidence);
        let _ = writeln!(text, "{ACTOR}{}{ACTOR:#}  {FAINT}{about}{FAINT:#}", safe(shown));
    }
    let _ = writeln!(text, "\ncues:");
    if considered.is_empty() {
        let _ = writeln!(text, "  none: no word of it is in a frame");
    }
    for it in considered {
        let style = if matches!(it.outcome, Outcome::Read(_)) { CUE } else { FAINT };
        let what = format!("{} {} {}", it.frame.pos.name(), it.frame.kind, it.frame.event);
        let _ = writeln!(
            text,
            "  {style}{}{style:#}  {what}, {}: {}",
            safe(&it.cue),
            safe(&it.frame.rule),
            safe(&it.outcome.describe())
        );
    }
    text
}

fn claim_json(reading: &Reading, claim: &Claim) -> Value {
    let name = |id: &demarche::model::ActorId| reading.entities.actors.get(id).map(|actor| actor.name.clone());
    json!({
        "kind": claim.kind, "event": claim.event, "source": claim.source, "target": claim.target,
        "source_name": claim.source.as_ref().and_then(name), "target_name": claim.target.as_ref().and_then(name),
        "polarity": claim.polarity, "factuality": claim.factuality, "cue": claim.cue, "rule": claim.rule,
        "speakers": claim.speakers, "confidence": claim.confidence,
    })
}

fn considered_json(it: &Considered) -> Value {
    json!({
        "cue": it.cue, "kind": it.frame.kind, "event": it.frame.event, "rule": it.frame.rule,
        "outcome": it.outcome.name(), "why": it.outcome.describe(),
    })
}
