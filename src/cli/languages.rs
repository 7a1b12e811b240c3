//! The languages of a command: the built-in ones and those of `--models`.

use super::Failure;
use super::args::Models;
use demarche::language::{Language, Languages};
use demarche::model::Lang;
use std::path::Path;

/// The languages of a command, and the one that was asked for.
pub struct Known {
    others: Option<Languages>,
    /// The language that `--language` names.
    pub asked: Option<Lang>,
}

impl Known {
    /// Reads what the flags name.
    pub fn new(args: &Models) -> Result<Known, Failure> {
        let others = args.models.as_deref().map(read).transpose()?;
        let known = Known { others, asked: args.language.as_deref().map(Lang::new) };
        if let Some(lang) = &known.asked {
            known.get(lang)?;
        }
        Ok(known)
    }

    /// All that can be read.
    pub fn all(&self) -> &Languages {
        self.others.as_ref().unwrap_or_else(|| Languages::builtin())
    }

    /// The resources of a language.
    pub fn get(&self, lang: &Lang) -> Result<&Language, Failure> {
        self.all().get(lang).ok_or_else(|| {
            let known = self.all().codes().join(", ");
            let failure = Failure::new(format!("language {lang} is not supported; these are: {known}"));
            failure.hint("--models reads further languages from a folder; docs/models.md says how one is made")
        })
    }
}

fn read(folder: &Path) -> Result<Languages, Failure> {
    let hint = "a folder of models holds a folder for each language, with a model.bin that this version made";
    Languages::with_folder(folder).map_err(|error| Failure::new(error.to_string()).hint(hint))
}
