//! A claim: the text states, or reports somebody as stating, that one actor does something to another.

use super::{ActorId, Date, DocId, Span};
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
    /// Day of the event, or of publication.
    pub date: Option<Date>,
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
    /// File and line of the frame that fired: `support.toml:12`.
    pub rule: CompactString,
    /// The claim that this one denies.
    pub denies: Option<ClaimKey>,
    /// In [0, 1]; rounded to two decimals in files.
    pub confidence: f64,
}
