//! The data files of a language: a folder each, with the same file names, built in or read at run time.

use crate::model::Lang;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The files of one language. Formats: see `SOURCES.md` beside them.
#[derive(Debug, Clone)]
pub struct Files {
    pub(crate) code: Cow<'static, str>,
    pub(crate) abbreviations: Cow<'static, str>,
    pub(crate) contractions: Cow<'static, str>,
    pub(crate) clitics: Cow<'static, str>,
    pub(crate) hyphens: Cow<'static, str>,
    pub(crate) lemmas: Cow<'static, str>,
    pub(crate) stopwords: Cow<'static, str>,
    #[cfg_attr(not(feature = "train"), allow(dead_code))]
    pub(crate) treebanks: Cow<'static, str>,
    pub(crate) model: Cow<'static, [u8]>,
}

macro_rules! files {
    ($code:literal) => {
        Files {
            code: Cow::Borrowed($code),
            abbreviations: Cow::Borrowed(include_str!(concat!($code, "/abbreviations.tsv"))),
            contractions: Cow::Borrowed(include_str!(concat!($code, "/contractions.tsv"))),
            clitics: Cow::Borrowed(include_str!(concat!($code, "/clitics.tsv"))),
            hyphens: Cow::Borrowed(include_str!(concat!($code, "/hyphens.tsv"))),
            lemmas: Cow::Borrowed(include_str!(concat!($code, "/lemmas.tsv"))),
            stopwords: Cow::Borrowed(include_str!(concat!($code, "/stopwords.txt"))),
            treebanks: Cow::Borrowed(include_str!(concat!($code, "/treebanks.tsv"))),
            model: Cow::Borrowed(include_bytes!(concat!($code, "/model.bin"))),
        }
    };
}

/// All built-in languages.
pub(crate) static ALL: &[Files] = &[files!("en"), files!("es")];

impl Files {
    /// The files of a built-in language.
    pub fn builtin(lang: &Lang) -> Option<&'static Files> {
        ALL.iter().find(|files| files.code == lang.code())
    }

    /// The files in a folder, which is called like the language's code. A file that is missing counts as empty.
    ///
    /// # Errors
    /// The path and the error of the first file that is there and cannot be read, or of the folder.
    pub fn read(folder: &Path) -> Result<Files, (PathBuf, std::io::Error)> {
        let path = folder.canonicalize().map_err(|error| (folder.to_owned(), error))?;
        let bytes = |name: &str| match std::fs::read(path.join(name)) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err((folder.join(name), error)),
        };
        let text = |name: &str| {
            let invalid = |error| (folder.join(name), std::io::Error::new(std::io::ErrorKind::InvalidData, error));
            String::from_utf8(bytes(name)?).map(Cow::Owned).map_err(invalid)
        };
        Ok(Files {
            code: path.file_name().unwrap_or_default().to_string_lossy().into_owned().into(),
            abbreviations: text("abbreviations.tsv")?,
            contractions: text("contractions.tsv")?,
            clitics: text("clitics.tsv")?,
            hyphens: text("hyphens.tsv")?,
            lemmas: text("lemmas.tsv")?,
            stopwords: text("stopwords.txt")?,
            treebanks: text("treebanks.tsv")?,
            model: bytes("model.bin")?.into(),
        })
    }

    /// The language's code.
    pub fn lang(&self) -> Lang {
        Lang::new(&self.code)
    }
}
