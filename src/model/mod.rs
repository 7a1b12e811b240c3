//! The nouns: plain data with checked constructors. No files, no algorithms; every stage imports this
//! module and this module imports no stage.

mod actor;
mod claim;
mod date;
mod document;
mod mention;
mod sentence;
mod span;

pub use actor::{Actor, ActorId, ActorKind, Affiliation, Relation, StateCode};
pub use claim::{Claim, ClaimKey, Factuality, Mark, Mode, Polarity, Role};
pub use date::{Date, DateFrom, Precision, parse_iso_date};
pub use document::{Block, BlockKind, DocId, Document, DocumentMeta};
pub use mention::{Entities, Mention, MentionKind};
pub use sentence::{MultiWord, Sentence, Token, TokenId, Upos};
pub use span::{CharIndex, Span};

use serde::{Deserialize, Serialize};

/// A language that `demarche` can read, by its ISO 639-1 code.
///
/// A plain code, not an enum: which languages there are is decided by the resources in
/// [`crate::language`], and a language that is dropped in as files is as good as a built-in one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lang(pub compact_str::CompactString);

impl Lang {
    /// The language of an ISO 639-1 code or a BCP 47 tag, whose region is dropped: `es-419` is `es`.
    pub fn new(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Lang(primary.trim().to_ascii_lowercase().into())
    }
    /// The ISO 639-1 code, in lower case.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
