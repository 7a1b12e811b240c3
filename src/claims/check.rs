//! What is wrong, or doubtful, in files of frames: everything at once, each with its line.
//! `(&[(file, text)], &Surroundings) -> Vec<Finding>`
//!
//! [`Frames::add`](super::Frames::add) refuses a file at its first mistake; this reads on, and looks across files.

use super::Frames;
use super::cues::Cues;
use super::examples::{ROOTS, Wanted};
use super::frames::{NO_EVENT, SLOTS};
use crate::entities::knowledge::Knowledge;
use crate::language::Languages;
use crate::model::{Lang, StateCode, Upos};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake, for which the file is refused, or a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Whether the file is refused for it.
    pub is_mistake: bool,
    /// What is wrong.
    pub what: String,
    /// What would be right, where that can be told.
    pub hint: Option<String>,
}

/// What frames are checked against.
pub struct Surroundings<'a> {
    /// Who is known.
    pub knowledge: &'a Knowledge,
    /// The languages that can be read.
    pub languages: &'a Languages,
}

const FRAME_KEYS: [&str; 15] = [
    "lang",
    "pos",
    "event",
    "cameo",
    "source",
    "target",
    "words",
    "symmetric",
    "mutual",
    "confidence",
    "polarity",
    "factuality",
    "alone",
    "closed",
    "placed",
];
const EXAMPLE_KEYS: [&str; 3] = ["lang", "text", "claims"];
const FILE_KEYS: [&str; 6] = ["kind", "label", "planned", "frame", "example", "counterexample"];
const PLANNED_KEYS: [&str; 2] = ["event", "cameo"];

/// CAMEO codes with the roots that take them in.
static CAMEO: &str = include_str!("cameo.tsv");

/// Checks files of frames together: (name, text), in the order in which they are read.
pub fn check(files: &[(String, String)], around: &Surroundings) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut cues: BTreeMap<CueKey, Vec<Place>> = BTreeMap::new();
    for (file, text) in files {
        let mut sheet = Sheet { file, text, around, findings: Vec::new(), cues: &mut cues };
        match file.rsplit(['/', '\\']).next().and_then(|name| name.strip_prefix("cues.")) {
            Some(_) => sheet.cue_words(),
            None => {
                sheet.kind_file();
                sheet.as_it_is_read();
            }
        }
        all.extend(sheet.findings);
    }
    all.extend(across(&cues));
    all.sort_by(|a, b| (&a.file, a.line, &a.what).cmp(&(&b.file, b.line, &b.what)));
    all.dedup();
    all
}

/// Language, part of speech and words of a cue.
type CueKey = (String, String, String);

/// Where a cue stands, and what it is there.
struct Place {
    file: String,
    line: usize,
    kind: String,
    event: String,
    slots: String,
}

impl Place {
    fn sources(&self) -> &str {
        self.slots.split("target=").next().unwrap_or_default()
    }
}

/// The same cue in two frames.
fn across(cues: &BTreeMap<CueKey, Vec<Place>>) -> Vec<Finding> {
    let mut found = Vec::new();
    for ((lang, pos, words), places) in cues {
        for (at, place) in places.iter().enumerate() {
            let doubt = |other: &Place, what: String, hint: &str| Finding {
                file: place.file.clone(),
                line: place.line,
                is_mistake: false,
                what: format!("{lang} {pos} \"{words}\" {what} ({}:{})", other.file, other.line),
                hint: Some(hint.to_owned()),
            };
            for other in &places[..at] {
                if other.event != place.event && other.kind == place.kind && other.sources() == place.sources() {
                    let what = format!("stands for {} here and for {} there", place.event, other.event);
                    found.push(doubt(
                        other,
                        what,
                        "one of the two wins by its actors; keep one, or make a longer cue of one",
                    ));
                } else if other.kind != place.kind && other.slots == place.slots {
                    let what = format!("is {} here and {} there, with the same slots", place.kind, other.kind);
                    found.push(doubt(other, what, "both claims are read wherever it stands; is that meant?"));
                } else if other.kind == place.kind && other.event == place.event && other.slots == place.slots {
                    found.push(doubt(other, "stands twice".into(), "take one away"));
                }
            }
        }
    }
    found
}

/// A file while it is checked.
struct Sheet<'s> {
    file: &'s str,
    text: &'s str,
    around: &'s Surroundings<'s>,
    findings: Vec<Finding>,
    cues: &'s mut BTreeMap<CueKey, Vec<Place>>,
}

type Value<'v> = Spanned<DeValue<'v>>;

impl Sheet<'_> {
    fn line_at(&self, byte: usize) -> usize {
        self.text[..byte.min(self.text.len())].matches('\n').count() + 1
    }
    fn tell(&mut self, byte: usize, is_mistake: bool, what: String, hint: Option<String>) {
        let line = self.line_at(byte);
        self.findings.push(Finding { file: self.file.to_owned(), line, is_mistake, what, hint });
    }
    fn mistake(&mut self, byte: usize, what: impl Into<String>, hint: impl Into<String>) {
        self.tell(byte, true, what.into(), Some(hint.into()));
    }
    fn doubt(&mut self, byte: usize, what: impl Into<String>, hint: impl Into<String>) {
        self.tell(byte, false, what.into(), Some(hint.into()));
    }

    /// `cues.<code>.toml`: read as the program reads it.
    fn cue_words(&mut self) {
        if let Err(error) = Cues::parse(self.file, self.text) {
            let hint = Some("the lists are those of src/language/en/cues.toml".to_owned());
            let (line, what) = (error.line, error.reason);
            self.findings.push(Finding { file: self.file.to_owned(), line, is_mistake: true, what, hint });
        }
    }

    /// The mistake for which the program refuses the file, where nothing above has found it.
    fn as_it_is_read(&mut self) {
        let refused = Frames::default().add(self.file, self.text).err();
        if let Some(error) = refused.filter(|_| !self.findings.iter().any(|finding| finding.is_mistake)) {
            let hint = Some("docs/adding.md says how a kind is written".to_owned());
            let (line, what) = (error.line, error.reason);
            self.findings.push(Finding { file: self.file.to_owned(), line, is_mistake: true, what, hint });
        }
    }

    fn kind_file(&mut self) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.mistake(at, error.message().to_owned(), "the file is TOML: https://toml.io");
        }
        let table = table.get_ref();
        self.keys(table, &FILE_KEYS, "a file of frames");
        let kind = match table.get("kind").map(Spanned::get_ref).and_then(DeValue::as_str) {
            Some(kind) => kind.to_owned(),
            None => {
                self.mistake(0, "the kind is missing", "begin with kind = \"support\", or a kind of your own");
                String::new()
            }
        };
        if let Some(label) = table.get("label").filter(|label| label.get_ref().as_str().is_none()) {
            self.mistake(label.span().start, "label is no text", "label = \"supports\"");
        }
        self.planned(&kind, table);
        let mut languages = BTreeSet::new();
        for (at, frame) in self.entries(table, "frame") {
            languages.extend(self.frame(&kind, at, frame));
        }
        for name in ["example", "counterexample"] {
            for (at, example) in self.entries(table, name) {
                self.example(at, example, name == "counterexample");
            }
        }
        for code in self.around.languages.codes().iter().filter(|_| errors.is_empty()) {
            if !languages.contains(code) {
                self.doubt(0, format!("no frame for language {code}"), "its texts give no claims of this kind");
            }
        }
    }

    /// `[planned]`: by root, the root of what is only announced.
    fn planned(&mut self, kind: &str, table: &DeTable) {
        let Some(planned) = table.get("planned") else { return };
        let Some(planned) = planned.get_ref().as_table() else {
            let at = planned.span().start;
            return self.mistake(
                at,
                "planned is no table",
                "[planned] and AID = { event = \"AGREE\", cameo = \"033\" }",
            );
        };
        for (root, entry) in planned.iter() {
            let at = root.span().start;
            if !ROOTS.iter().any(|(known, _)| known == root.get_ref()) {
                self.doubt(at, format!("{} is no root of PLOVER", root.get_ref()), "a root of the file's frames");
            }
            let Some(entry) = entry.get_ref().as_table() else {
                self.mistake(
                    at,
                    format!("{} is no table", root.get_ref()),
                    "AID = { event = \"AGREE\", cameo = \"033\" }",
                );
                continue;
            };
            self.keys(entry, &PLANNED_KEYS, "an entry of [planned]");
            let event = self.word(at, entry, "event", "event = \"AGREE\"");
            self.event(kind, event, entry);
        }
    }

    /// The tables of `[[name]]` with the byte where each begins.
    fn entries<'v>(&mut self, table: &'v DeTable<'v>, name: &str) -> Vec<(usize, &'v DeTable<'v>)> {
        let Some(value) = table.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.mistake(value.span().start, format!("{name} is no list of tables"), format!("write [[{name}]]"));
            return Vec::new();
        };
        array.iter().filter_map(|entry| Some((entry.span().start, entry.get_ref().as_table()?))).collect()
    }

    fn keys(&mut self, table: &DeTable, known: &[&str], whose: &str) {
        for (key, _) in table.iter() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let hint = nearest(name, known).map_or_else(
                    || format!("{whose} has {}", known.join(", ")),
                    |nearest| format!("did you mean {nearest}?"),
                );
                self.mistake(key.span().start, format!("unknown key {name}"), hint);
            }
        }
    }

    /// The text under a key; a mistake where it is missing or no text.
    fn word<'v>(&mut self, at: usize, table: &'v DeTable<'v>, key: &str, hint: &str) -> Option<(usize, &'v str)> {
        let Some(value) = table.get(key) else {
            self.mistake(at, format!("{key} is missing"), hint);
            return None;
        };
        let word = value.get_ref().as_str();
        if word.is_none() {
            self.mistake(value.span().start, format!("{key} is no text"), hint);
        }
        word.map(|word| (value.span().start, word))
    }

    /// The texts under a key, each with its place; none where the key is missing.
    fn words<'v>(&mut self, table: &'v DeTable<'v>, key: &str) -> Vec<(usize, &'v str)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.mistake(value.span().start, format!("{key} is no list"), format!("write {key} = [\"…\"]"));
            return Vec::new();
        };
        let word = |value: &'v Value<'v>| (value.span().start, value.get_ref().as_str());
        let all: Vec<_> = array.iter().map(word).collect();
        for (at, _) in all.iter().filter(|(_, word)| word.is_none()) {
            self.mistake(*at, format!("{key} holds something that is no text"), "put it in quotation marks");
        }
        all.into_iter().filter_map(|(at, word)| Some((at, word?))).collect()
    }

    /// One frame; gives its language.
    fn frame(&mut self, kind: &str, at: usize, frame: &DeTable) -> Option<String> {
        self.keys(frame, &FRAME_KEYS, "a frame");
        let lang = self.word(at, frame, "lang", "lang = \"en\"");
        if let Some((at, code)) = lang.filter(|(_, code)| !self.around.languages.codes().iter().any(|c| c == code)) {
            let known = self.around.languages.codes().join(", ");
            self.doubt(at, format!("no text is read in language {code}"), format!("the languages are {known}"));
        }
        let pos = self.word(at, frame, "pos", "pos = \"verb\"");
        let upos = pos.and_then(|(_, pos)| match pos {
            "verb" => Some(Upos::Verb),
            "noun" => Some(Upos::Noun),
            "adj" => Some(Upos::Adj),
            "modal" => Some(Upos::Aux),
            _ => None,
        });
        if let Some((at, other)) = pos.filter(|_| upos.is_none()) {
            self.mistake(at, format!("unknown part of speech {other}"), "verb, noun, adj or modal");
        }
        let event = self.word(at, frame, "event", "event = \"SUPPORT\", a root of PLOVER");
        self.event(kind, event, frame);
        if !frame.contains_key("source") {
            self.mistake(at, "source is missing", "source = [\"subj\"]");
        }
        let mut slots = Vec::new();
        for key in ["source", "target"] {
            for (at, slot) in self.words(frame, key) {
                self.slot(at, slot, lang.map(|(_, code)| code));
                slots.push(format!("{key}={slot}"));
            }
        }
        self.choices(frame);
        let words = self.words(frame, "words");
        if words.is_empty() {
            self.mistake(at, "a frame without words is never read", "words = [\"back\", \"stand by\"]");
        }
        for (at, cue) in words {
            let Some(((_, lang), (_, pos))) = lang.zip(pos) else { continue };
            self.cue(at, cue, lang, upos);
            let place = Place {
                file: self.file.to_owned(),
                line: self.line_at(at),
                kind: kind.to_owned(),
                event: event.map(|(_, event)| event.to_owned()).unwrap_or_default(),
                slots: slots.join(" "),
            };
            let words = cue.split_whitespace().collect::<Vec<_>>().join(" ");
            self.cues.entry((lang.to_owned(), pos.to_owned(), words)).or_default().push(place);
        }
        lang.map(|(_, code)| code.to_owned())
    }

    /// Root and code of a frame.
    fn event(&mut self, kind: &str, event: Option<(usize, &str)>, frame: &DeTable) {
        let Some((at, event)) = event else { return };
        let names: Vec<&str> = ROOTS.iter().map(|(root, _)| *root).collect();
        match ROOTS.iter().find(|(root, _)| *root == event) {
            None if event == NO_EVENT => {}
            None => {
                let hint =
                    nearest(event, &names).map_or(names.join(", "), |nearest| format!("did you mean {nearest}?"));
                self.doubt(at, format!("{event} is no root of PLOVER"), hint);
            }
            Some((_, usual)) if *usual != kind && ROOTS.iter().any(|(_, known)| *known == kind) => {
                self.doubt(at, format!("{event} is a root of {usual}, not of {kind}"), "move the frame to that file");
            }
            Some(_) => {}
        }
        let Some(code) = frame.get("cameo") else { return };
        let at = code.span().start;
        let Some(code) = code.get_ref().as_str() else {
            return self.mistake(at, "cameo is no text", "codes begin with 0: cameo = \"051\"");
        };
        match cameo_roots(code) {
            None => self.doubt(at, format!("{code} is no code of CAMEO"), "leave it out where it is not sure"),
            Some(roots) if !roots.contains(&event) => {
                let hint = format!("it is one of {}", roots.join(" and "));
                self.doubt(at, format!("CAMEO {code} does not fit {event}"), hint);
            }
            Some(_) => {}
        }
    }

    fn slot(&mut self, at: usize, slot: &str, lang: Option<&str>) {
        let names: Vec<&str> = SLOTS.iter().map(|(name, _)| *name).collect();
        if names.contains(&slot) {
            return;
        }
        let language = lang.and_then(|code| self.around.languages.get(&Lang::new(code)));
        let is_preposition =
            |language: &crate::language::Language| slot.split_whitespace().any(|word| language.is_function_word(word));
        let is_written = !slot.is_empty() && slot.chars().all(|c| c.is_lowercase() || c == ' ' || c == '\'');
        if !is_written || language.is_some_and(|language| !is_preposition(language)) {
            let hint = nearest(slot, &names).map_or_else(
                || format!("a preposition in lower case, or {}", names.join(", ")),
                |nearest| format!("did you mean {nearest}?"),
            );
            let what = format!("unknown slot \"{slot}\": neither a slot's name nor a preposition");
            self.tell(at, !is_written, what, Some(hint));
        }
    }

    /// Keys with a choice of values.
    fn choices(&mut self, frame: &DeTable) {
        for (key, values) in
            [("polarity", &["affirmed", "negated"][..]), ("factuality", &["actual", "future", "possible"])]
        {
            let Some(value) = frame.get(key) else { continue };
            if !value.get_ref().as_str().is_some_and(|value| values.contains(&value)) {
                self.mistake(value.span().start, format!("unknown {key}"), values.join(", "));
            }
        }
        for key in ["symmetric", "mutual", "alone", "closed", "placed"] {
            if let Some(value) = frame.get(key).filter(|value| !value.get_ref().is_bool()) {
                self.mistake(value.span().start, format!("{key} is true or false"), format!("{key} = true"));
            }
        }
        if let Some(value) = frame.get("confidence") {
            let number = match value.get_ref() {
                DeValue::Float(number) => number.as_str().parse().ok(),
                DeValue::Integer(number) => number.as_str().parse().ok(),
                _ => None,
            };
            if !number.is_some_and(|number: f64| number > 0.0 && number <= 1.0) {
                self.mistake(value.span().start, "confidence is not in (0, 1]", "0.8 is what a frame has without it");
            }
        }
    }

    /// A cue: lemmas in lower case.
    fn cue(&mut self, at: usize, cue: &str, lang: &str, upos: Option<Upos>) {
        let Some(head) = cue.split_whitespace().next() else {
            return self.mistake(at, "an empty cue", "take it away");
        };
        if cue.chars().any(char::is_uppercase) {
            return self.doubt(
                at,
                format!("\"{cue}\" has capitals and is never found"),
                "cues are lemmas in lower case",
            );
        }
        let language = self.around.languages.get(&Lang::new(lang));
        let Some((language, upos)) = language.zip(upos) else { return };
        if let Some(lemma) = language.lemma_of_form(head, upos) {
            self.doubt(at, format!("\"{cue}\" begins with a form of \"{lemma}\""), "cues are lemmas");
        }
    }

    fn example(&mut self, at: usize, example: &DeTable, is_counter: bool) {
        self.keys(example, &EXAMPLE_KEYS, "an example");
        let lang = self.word(at, example, "lang", "lang = \"en\"");
        if let Some((at, code)) = lang.filter(|(_, code)| !self.around.languages.codes().iter().any(|c| c == code)) {
            let known = self.around.languages.codes().join(", ");
            self.doubt(at, format!("language {code} cannot be read"), format!("the languages are {known}"));
        }
        let text = self.word(at, example, "text", "text = \"Russia backs Syria.\"").map_or("", |(_, text)| text);
        let claims = self.words(example, "claims");
        if claims.is_empty() && !is_counter {
            self.doubt(at, "an example without claims promises nothing", "claims = [\"RUS SUPPORT SYR\"]");
        }
        if let Some((at, _)) = claims.first().filter(|_| is_counter) {
            self.doubt(*at, "a counter-example's claims are not looked at", "it promises no claim of this kind");
        }
        for (at, claim) in claims {
            match Wanted::parse(claim, false) {
                Err(reason) => self.mistake(at, reason, "claims = [\"RUS SUPPORT SYR\"]"),
                Ok(wanted) => {
                    let speakers = wanted.speakers.iter().flatten();
                    let ends = wanted.source.iter().chain(&wanted.target).chain(speakers);
                    let unknown: Vec<&String> = ends.filter(|name| !self.is_known(name, text)).collect();
                    for name in unknown {
                        let hint = "a name or state code, or the words of the example";
                        self.doubt(at, format!("nobody is known as \"{name}\""), hint);
                    }
                }
            }
        }
    }

    /// Whether an actor of an example is known, or stands in its text as it is written.
    fn is_known(&self, name: &str, text: &str) -> bool {
        let fold = |text: &str| text.replace('-', " ").to_lowercase();
        fold(text).contains(&fold(name))
            || self.around.knowledge.state(&StateCode::from(name)).is_some()
            || !self.around.knowledge.find(name).is_empty()
            || !self.around.knowledge.find(&name.replace('-', " ")).is_empty()
    }
}

/// The roots that take in a CAMEO code; `None` for what is no code.
pub fn cameo_roots(code: &str) -> Option<Vec<&'static str>> {
    let mut rows = CAMEO.lines().filter_map(|line| line.split_once('\t'));
    rows.find(|(known, _)| *known == code).map(|(_, roots)| roots.split(' ').collect())
}

/// The known word that is most like this one, where one is.
fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let near =
        known.iter().map(|known| (strsim::damerau_levenshtein(&word.to_lowercase(), &known.to_lowercase()), *known));
    let near = near.filter(|(distance, known)| *distance <= 2 && *distance < known.len() || known.starts_with(word));
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}
