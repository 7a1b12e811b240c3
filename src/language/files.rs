//! The data files of the built-in languages: a folder each, with the same file names.

use crate::model::Lang;

/// The files of one language. Formats: see `SOURCES.md` beside them.
pub(crate) struct Files {
    pub code: &'static str,
    pub abbreviations: &'static str,
    pub contractions: &'static str,
    pub clitics: &'static str,
    pub hyphens: &'static str,
    pub lemmas: &'static str,
    pub stopwords: &'static str,
    #[cfg_attr(not(feature = "train"), allow(dead_code))]
    pub treebanks: &'static str,
    pub model: &'static [u8],
}

macro_rules! files {
    ($code:literal) => {
        Files {
            code: $code,
            abbreviations: include_str!(concat!($code, "/abbreviations.tsv")),
            contractions: include_str!(concat!($code, "/contractions.tsv")),
            clitics: include_str!(concat!($code, "/clitics.tsv")),
            hyphens: include_str!(concat!($code, "/hyphens.tsv")),
            lemmas: include_str!(concat!($code, "/lemmas.tsv")),
            stopwords: include_str!(concat!($code, "/stopwords.txt")),
            treebanks: include_str!(concat!($code, "/treebanks.tsv")),
            model: include_bytes!(concat!($code, "/model.bin")),
        }
    };
}

/// All built-in languages.
pub(crate) const ALL: &[Files] = &[files!("en"), files!("es")];

/// The files of a language.
pub(crate) fn of(lang: &Lang) -> Option<&'static Files> {
    ALL.iter().find(|files| files.code == lang.code())
}
