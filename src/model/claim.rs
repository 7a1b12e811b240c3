//! A claim: the text states, or reports somebody as stating, that one actor does something to another.

use super::{ActorId, Date, DateFrom, DocId, Precision, Span};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// `c-` and 12 hexadecimal digits: a hash of the document, the cue's place, the actors, kind, event and polarity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimKey(pub CompactString);

/// Whether the text says that it happens or that it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It happens.
    Affirmed,
    /// It does not, did not or will not happen.
    Negated,
}

impl Polarity {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
        }
    }
}

impl Polarity {
    /// The opposite.
    pub fn flipped(self) -> Self {
        match self {
            Polarity::Affirmed => Polarity::Negated,
            Polarity::Negated => Polarity::Affirmed,
        }
    }
}

/// How surely, as the nearest speaker presents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factuality {
    /// Happened, happens, or a standing state.
    Actual,
    /// Announced, intended, planned, offered.
    Future,
    /// Conditional, hypothetical, or asked for by somebody else.
    Possible,
}

impl Factuality {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Factuality::Actual => "actual",
            Factuality::Future => "future",
            Factuality::Possible => "possible",
        }
    }
}

/// PLOVER's auxiliary modes: what keeps a claim from being an event of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It lies so far back that it is told as background.
    Historical,
    /// It is announced, planned or promised.
    Future,
    /// It is conditional, asked for or alleged.
    Hypothetical,
    /// It does not happen.
    Negation,
}

impl Mode {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Historical => "historical",
            Mode::Future => "future",
            Mode::Hypothetical => "hypothetical",
            Mode::Negation => "negation",
        }
    }
}

/// What a stretch of the sentence is to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Stands for the source.
    Source,
    /// Stands for the target.
    Target,
    /// Stands for a speaker.
    Speaker,
    /// Negates it.
    Negation,
    /// Makes it future, possible or doubtful.
    Hedge,
    /// Says when.
    Date,
}

impl Role {
    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Target => "target",
            Role::Speaker => "speaker",
            Role::Negation => "negation",
            Role::Hedge => "hedge",
            Role::Date => "date",
        }
    }
}

/// Words of the sentence that a claim was read off, beside its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Where, in bytes of the document.
    pub span: Span,
    /// What they are to the claim.
    pub role: Role,
}

/// One claim, with its evidence. It becomes an edge where it has a source and a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Stable key.
    pub key: ClaimKey,
    /// `support`, `denial`, `communication`, `opposition`, or a kind that the user added.
    pub kind: CompactString,
    /// PLOVER root: `SUPPORT`, `CONSULT`, …
    pub event: CompactString,
    /// CAMEO code, where a rule knows one.
    pub cameo: Option<CompactString>,
    /// Who acts.
    pub source: Option<ActorId>,
    /// Who is acted on.
    pub target: Option<ActorId>,
    /// Does it happen?
    pub polarity: Polarity,
    /// How surely?
    pub factuality: Factuality,
    /// Who is reported as saying so, the nearest first, then through whom.
    pub speakers: Vec<ActorId>,
    /// PLOVER's auxiliary modes, sorted.
    pub modes: Vec<Mode>,
    /// First day of the period in which it happened, else the day of publication.
    pub date: Option<Date>,
    /// How long that period is.
    pub date_precision: Option<Precision>,
    /// Whether the text says when.
    pub date_from: Option<DateFrom>,
    /// The document that holds it.
    pub document: DocId,
    /// Index of the sentence in the document, from 0.
    pub sentence: usize,
    /// Bytes of the document's text that carry the claim.
    pub span: Span,
    /// Exactly `span` of the document's text.
    pub quote: String,
    /// Bytes of the word or words that triggered the reading.
    pub cue_span: Span,
    /// Exactly `cue_span` of the text.
    pub cue: String,
    /// The words that stand for the source; empty for a subject that the text leaves out.
    pub source_text: String,
    /// The words that stand for the target.
    pub target_text: String,
    /// The words of the sentence that it was read off, beside the cue, in text order.
    pub marks: Vec<Mark>,
    /// File and line of the frame that fired: `support.toml:12`.
    pub rule: CompactString,
    /// The claim that this one denies.
    pub denies: Option<ClaimKey>,
    /// In [0, 1]; rounded to two decimals in files.
    pub confidence: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_files_have() {
        fn check<T: Serialize>(value: T, name: &str) {
            assert_eq!(serde_json::to_string(&value).unwrap_or_default(), format!("\"{name}\""));
        }
        [Polarity::Affirmed, Polarity::Negated].into_iter().for_each(|it| check(it, it.name()));
        [Factuality::Actual, Factuality::Future, Factuality::Possible].into_iter().for_each(|it| check(it, it.name()));
        let modes = [Mode::Historical, Mode::Future, Mode::Hypothetical, Mode::Negation];
        modes.into_iter().for_each(|it| check(it, it.name()));
        let roles = [Role::Source, Role::Target, Role::Speaker, Role::Negation, Role::Hedge, Role::Date];
        roles.into_iter().for_each(|it| check(it, it.name()));
    }
}
