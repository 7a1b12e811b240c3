//! A document in, its sentences out: every token tagged, lemmatised and parsed.

use crate::model::{Document, Lang, Sentence};

/// The resources of one language.
pub struct Language {
    /// Its code.
    pub lang: Lang,
}

/// Which language a text is in; `None` where it is too short or mixed to tell.
pub fn identify(_text: &str) -> Option<Lang> {
    None
}

impl Language {
    /// The built-in resources of a language, loaded once.
    pub fn builtin(_lang: &Lang) -> Option<&'static Language> {
        None
    }
    /// Analyses the blocks of a document that hold language.
    pub fn analyse(&self, _document: &Document) -> Vec<Sentence> {
        Vec::new()
    }
}
