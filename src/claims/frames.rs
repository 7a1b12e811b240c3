//! Frames: which words carry which claim, and where their actors stand. All of it is data.
//!
//! One TOML file per claim kind in `src/claims/kinds/`; a user's folder (`--kinds`) is read the same way. The
//! fields are explained in `docs/adding.md`. Roots are PLOVER's, codes CAMEO's.

use super::cues::Cues;
use crate::model::{Factuality, Lang, Polarity, Upos};
use compact_str::{CompactString, format_compact};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// The built-in kinds: file name and content. One line per file of `src/claims/kinds/`.
pub static KINDS: &[(&str, &str)] = &[
    ("support.toml", include_str!("kinds/support.toml")),
    ("denial.toml", include_str!("kinds/denial.toml")),
    ("communication.toml", include_str!("kinds/communication.toml")),
    ("opposition.toml", include_str!("kinds/opposition.toml")),
];

/// The event of cues that only look like one («poner en marcha»): they silence the shorter cue in them.
pub const NO_EVENT: &str = "NONE";

/// What is wrong in a file of frames or cues.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct DataError {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub reason: String,
}

/// The frames of all kinds, ready to match.
#[derive(Debug, Default, Clone)]
pub struct Frames {
    frames: Vec<Frame>,
    /// (language, part of speech, head lemma) to (frame, further lemmas of the cue).
    index: FxHashMap<(CompactString, Pos, CompactString), Vec<Cue>>,
    kinds: Vec<Kind>,
    /// Cue words that replace the built-in ones of a language.
    cue_words: BTreeMap<String, Cues>,
}

/// One way in which words carry a claim.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of its cues, by its ISO 639-1 code.
    pub lang: CompactString,
    /// What its cues are.
    pub pos: Pos,
    /// Its cues, as the file writes them: "stand by".
    pub words: Vec<CompactString>,
    /// The claim kind.
    pub kind: CompactString,
    /// PLOVER root.
    pub event: CompactString,
    /// CAMEO code.
    pub cameo: Option<CompactString>,
    /// Where the source stands, in order of preference.
    pub source: Vec<Slot>,
    /// Where the target stands.
    pub target: Vec<Slot>,
    /// One claim, either order.
    pub symmetric: bool,
    /// A claim each way: "exchanged fire".
    pub mutual: bool,
    /// How sure the reading is before its arguments are known, in (0, 1].
    pub confidence: f64,
    /// What the cue itself says of the event.
    pub polarity: Polarity,
    /// What the cue itself says of the event: a pledge is future.
    pub factuality: Factuality,
    /// The root, and its code, of such an act that still lies ahead: a promise of aid is AGREE.
    pub planned: Option<(CompactString, Option<CompactString>)>,
    /// Counts although nobody is named who does it: a general strike, "was attacked".
    pub alone: bool,
    /// No claim without a target: who "met" or "blocked" nobody in particular tells nothing.
    pub closed: bool,
    /// The target may be told by its place alone: a withdrawal from a capital is one from its state.
    pub placed: bool,
    /// `support.toml:12`.
    pub rule: CompactString,
}

/// A claim kind: its name, how an edge reads, and its examples.
#[derive(Debug, Clone)]
pub struct Kind {
    /// `support`
    pub name: CompactString,
    /// "supports"
    pub label: String,
    /// Sentences with the claims that they must give.
    pub examples: Vec<Example>,
    /// Sentences that must give no claim of this kind.
    pub counterexamples: Vec<Example>,
}

/// A sentence that tests the frames of its file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// ISO 639-1 code.
    pub lang: String,
    /// The sentence.
    pub text: String,
    /// `SOURCE EVENT TARGET`, with `not ` in front where it is negated; state codes or names.
    #[serde(default)]
    pub claims: Vec<String>,
    /// `support.toml:248`.
    #[serde(skip)]
    pub place: CompactString,
}

/// Where an argument stands, seen from the cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Logical subject.
    Subject,
    /// Logical subject, where it is a group of civil society, a people, a party or a domestic organisation.
    CivilSubject,
    /// Logical object.
    Object,
    /// Indirect object.
    Indirect,
    /// Possessor: 's, its, «su».
    Possessor,
    /// Demonym adjective or compound: "Russian support".
    Adjective,
    /// Both ends of "between A and B".
    Between,
    /// Subject of the clausal complement.
    ComplementSubject,
    /// Any actor inside the complement, object or subject.
    Within,
    /// The first actor behind the cue that depends on it, however deep, in the same clause or its complements.
    Scope,
    /// Whoever is reported as saying the sentence.
    Speaker,
    /// Whoever made the claim that is denied, as the sentences before tell.
    Accuser,
    /// Object of a preposition, by its lemma.
    Preposition(CompactString),
}

/// The slots with a name of their own, and what stands in each. Any other name is a preposition.
pub const SLOTS: [(&str, &str); 12] = [
    ("subj", "logical subject"),
    ("obj", "logical object"),
    ("iobj", "indirect object"),
    ("poss", "possessor"),
    ("adj", "demonym adjective or compound"),
    ("between", "both ends of \"between A and B\""),
    ("comp.subj", "subject of the clausal complement"),
    ("within", "the first actor inside the complement, object or subject"),
    ("scope", "the first actor behind the cue that depends on it"),
    ("speaker", "whoever is reported as saying the sentence"),
    ("accuser", "whoever made the claim that is denied"),
    ("subj.civil", "logical subject, where it is civil society"),
];

impl Slot {
    /// The slot in words, for people.
    pub fn describe(&self) -> String {
        match self {
            Slot::Preposition(words) => format!("behind \"{words}\""),
            named => SLOTS[named.index()].1.to_owned(),
        }
    }
    fn index(&self) -> usize {
        match self {
            Slot::Subject => 0,
            Slot::Object => 1,
            Slot::Indirect => 2,
            Slot::Possessor => 3,
            Slot::Adjective => 4,
            Slot::Between => 5,
            Slot::ComplementSubject => 6,
            Slot::Within => 7,
            Slot::Scope => 8,
            Slot::Speaker => 9,
            Slot::Accuser | Slot::Preposition(_) => 10,
            Slot::CivilSubject => 11,
        }
    }
    fn parse(name: &str) -> Slot {
        match name {
            "subj" => Slot::Subject,
            "subj.civil" => Slot::CivilSubject,
            "obj" => Slot::Object,
            "iobj" => Slot::Indirect,
            "poss" => Slot::Possessor,
            "adj" => Slot::Adjective,
            "between" => Slot::Between,
            "comp.subj" => Slot::ComplementSubject,
            "within" => Slot::Within,
            "scope" => Slot::Scope,
            "speaker" => Slot::Speaker,
            "accuser" => Slot::Accuser,
            preposition => Slot::Preposition(preposition.into()),
        }
    }
}

/// The part of speech of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pos {
    /// Verb.
    Verb,
    /// Noun.
    Noun,
    /// Adjective.
    Adj,
    /// Modal auxiliary: "must". Its slots are those of the verb that it modifies.
    Modal,
}

impl Pos {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Pos::Verb => "verb",
            Pos::Noun => "noun",
            Pos::Adj => "adj",
            Pos::Modal => "modal",
        }
    }
    /// The cue class of a tag, where it can carry a claim. Modals are told by their relation.
    pub fn of(tag: Upos) -> Option<Pos> {
        match tag {
            Upos::Verb | Upos::Aux => Some(Pos::Verb),
            Upos::Noun | Upos::Propn => Some(Pos::Noun),
            Upos::Adj => Some(Pos::Adj),
            _ => None,
        }
    }
}

/// A cue of the index: its frame, and the lemmas that must depend on its head.
#[derive(Debug, Clone)]
pub struct Cue {
    frame: usize,
    /// Lemmas beside the head, in order.
    pub rest: Vec<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    kind: String,
    #[serde(default)]
    label: String,
    /// By root: the root, and its CAMEO code, of what is only announced or promised.
    #[serde(default)]
    planned: BTreeMap<String, PlannedEntry>,
    #[serde(default, rename = "frame")]
    frames: Vec<toml::Spanned<FrameEntry>>,
    #[serde(default, rename = "example")]
    examples: Vec<toml::Spanned<Example>>,
    #[serde(default, rename = "counterexample")]
    counterexamples: Vec<toml::Spanned<Example>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlannedEntry {
    event: String,
    cameo: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameEntry {
    lang: String,
    pos: Pos,
    event: String,
    cameo: Option<String>,
    source: Vec<String>,
    #[serde(default)]
    target: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    mutual: bool,
    confidence: Option<f64>,
    polarity: Option<Polarity>,
    factuality: Option<Factuality>,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    closed: bool,
    #[serde(default)]
    placed: bool,
}

impl Frames {
    /// The built-in frames, loaded once.
    pub fn builtin() -> &'static Frames {
        static BUILTIN: OnceLock<Frames> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let mut frames = Frames::default();
            for (file, text) in KINDS {
                frames.add(file, text).expect("built-in frames are checked by a test");
            }
            frames
        })
    }

    /// The built-in frames and those of a user's folder: every `*.toml` in it, sorted by name. A file that
    /// is called like a built-in one replaces it; `cues.<code>.toml` replaces the cue words of a language.
    ///
    /// # Errors
    /// Names the file and line of the first mistake.
    pub fn with_folder(folder: &Path) -> Result<Frames, DataError> {
        let fail = |path: &Path, error: std::io::Error| DataError {
            file: path.display().to_string(),
            line: 1,
            reason: error.to_string(),
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|error| fail(folder, error))? {
            let path = entry.map_err(|error| fail(folder, error))?.path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        let name_of = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let own: Vec<String> = paths.iter().map(|path| name_of(path)).collect();
        let mut frames = Frames::default();
        for (file, text) in KINDS.iter().filter(|(file, _)| !own.iter().any(|name| name == file)) {
            frames.add(file, text)?;
        }
        for path in &paths {
            let text = std::fs::read_to_string(path).map_err(|error| fail(path, error))?;
            let file = path.display().to_string();
            match name_of(path).strip_prefix("cues.").and_then(|name| name.strip_suffix(".toml")) {
                Some(code) => {
                    frames.cue_words.insert(code.to_owned(), Cues::parse(&file, &text)?);
                }
                None => frames.add(&file, &text)?,
            }
        }
        Ok(frames)
    }

    /// The cue words of a language: those of the user's folder, else the built-in ones.
    pub fn cue_words(&self, lang: &Lang) -> &Cues {
        self.cue_words.get(lang.code()).unwrap_or_else(|| Cues::builtin(lang))
    }

    /// Adds one file of frames.
    ///
    /// # Errors
    /// Names the line of a mistake: unknown key, no words, confidence outside (0, 1], …
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let line_at = |byte: usize| text[..byte.min(text.len())].matches('\n').count() + 1;
        let fail = |byte: usize, reason: String| DataError { file: file.to_owned(), line: line_at(byte), reason };
        let parsed: KindFile = toml::from_str(text)
            .map_err(|error| fail(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let kind: CompactString = parsed.kind.as_str().into();
        for spanned in parsed.frames {
            let at = spanned.span().start;
            let entry = spanned.into_inner();
            let confidence = entry.confidence.unwrap_or(0.8);
            if !(confidence > 0.0 && confidence <= 1.0) {
                return Err(fail(at, format!("confidence {confidence} is not in (0, 1]")));
            }
            if entry.words.is_empty() || entry.source.is_empty() {
                return Err(fail(at, "a frame needs `words` and a `source`".to_owned()));
            }
            let rule = format_compact!("{file}:{}", line_at(at));
            let slots = |names: &[String]| names.iter().map(|name| Slot::parse(name)).collect();
            self.frames.push(Frame {
                lang: entry.lang.as_str().into(),
                pos: entry.pos,
                words: entry.words.iter().map(CompactString::from).collect(),
                kind: kind.clone(),
                event: entry.event.as_str().into(),
                cameo: entry.cameo.as_deref().map(CompactString::from),
                source: slots(&entry.source),
                target: slots(&entry.target),
                symmetric: entry.symmetric,
                mutual: entry.mutual,
                confidence,
                polarity: entry.polarity.unwrap_or(Polarity::Affirmed),
                factuality: entry.factuality.unwrap_or(Factuality::Actual),
                planned: parsed
                    .planned
                    .get(&entry.event)
                    .map(|planned| (planned.event.as_str().into(), planned.cameo.as_deref().map(CompactString::from))),
                alone: entry.alone,
                closed: entry.closed,
                placed: entry.placed,
                rule,
            });
            for word in &entry.words {
                self.index_cue(&entry.lang, entry.pos, word);
            }
        }
        let label = if parsed.label.is_empty() { parsed.kind.clone() } else { parsed.label };
        let placed = |spanned: toml::Spanned<Example>| {
            let place = format_compact!("{file}:{}", line_at(spanned.span().start));
            Example { place, ..spanned.into_inner() }
        };
        self.kinds.push(Kind {
            name: kind,
            label,
            examples: parsed.examples.into_iter().map(placed).collect(),
            counterexamples: parsed.counterexamples.into_iter().map(placed).collect(),
        });
        Ok(())
    }

    fn index_cue(&mut self, lang: &str, pos: Pos, word: &str) {
        let mut lemmas = word.split_whitespace().map(CompactString::from);
        if let Some(head) = lemmas.next() {
            let cue = Cue { frame: self.frames.len() - 1, rest: lemmas.collect() };
            self.index.entry((lang.into(), pos, head)).or_default().push(cue);
        }
    }

    /// The cues whose head is this lemma.
    pub fn cues(&self, lang: &Lang, pos: Pos, lemma: &str) -> &[Cue] {
        let key = (CompactString::from(lang.code()), pos, CompactString::from(lemma));
        self.index.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The frame of a cue.
    pub fn frame(&self, cue: &Cue) -> &Frame {
        &self.frames[cue.frame]
    }

    /// Without the cues of one part of speech, to see what they are worth.
    pub fn without(mut self, pos: Pos) -> Frames {
        self.index.retain(|(_, cue_pos, _), _| *cue_pos != pos);
        self
    }

    /// All frames, in the order of their files.
    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    /// The kinds, in the order of their files.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// How many cues there are for a language: (frames, words).
    pub fn count(&self) -> (usize, usize) {
        (self.frames.len(), self.index.values().map(Vec::len).sum())
    }
}
