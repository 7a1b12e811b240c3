//! The languages that can be read: the built-in ones, and those of a folder of models.

use super::{Files, Language, ModelError};
use crate::model::Lang;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The built-in languages, and others beside or instead of them.
#[derive(Default)]
pub struct Languages {
    others: Vec<Language>,
}

/// Why a folder of models cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    /// A file or folder cannot be read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// A model file is no such file, of another version, or damaged.
    #[error("{0}: {1}")]
    Model(PathBuf, ModelError),
    /// There is no language in it.
    #[error("{0}: no language in it: a language is a folder that is called like its code and holds model.bin")]
    Empty(PathBuf),
}

impl Languages {
    /// The built-in languages alone.
    pub fn builtin() -> &'static Languages {
        static BUILTIN: OnceLock<Languages> = OnceLock::new();
        BUILTIN.get_or_init(Languages::default)
    }

    /// The built-in languages and those of `folder`: each is a folder in it, called like the language's code, with a
    /// `model.bin` and the tokeniser's files. A language with the code of a built-in one takes its place.
    ///
    /// # Errors
    /// [`ModelsError`], with the path, for the first file that cannot be used, or where there is none.
    pub fn with_folder(folder: &Path) -> Result<Self, ModelsError> {
        let failed = |error| ModelsError::Read(folder.to_owned(), error);
        let entries = std::fs::read_dir(folder).map_err(failed)?;
        let mut folders: Vec<PathBuf> =
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(failed)?;
        folders.retain(|path| path.join("model.bin").is_file());
        folders.sort();
        let others = folders.iter().map(|path| {
            let files = Files::read(path).map_err(|(path, error)| ModelsError::Read(path, error))?;
            Language::new(&files).map_err(|error| ModelsError::Model(path.join("model.bin"), error))
        });
        let others: Vec<Language> = others.collect::<Result<_, _>>()?;
        if others.is_empty() { Err(ModelsError::Empty(folder.to_owned())) } else { Ok(Languages { others }) }
    }

    /// The resources of a language; `None` where there are none.
    pub fn get(&self, lang: &Lang) -> Option<&Language> {
        let other = self.others.iter().find(|language| language.lang.code() == lang.code());
        other.or_else(|| Language::builtin(lang))
    }

    /// The codes of all languages, in order.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.others.iter().map(|language| language.lang.code().to_owned()).collect();
        codes.extend(Language::builtin_codes().map(str::to_owned));
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
