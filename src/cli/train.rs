//! `demarche train`: the models of a language, from treebanks.

use super::args::Train;
use super::output::plain;
use super::{End, Failure};
use demarche::language::Files;
use demarche::language::train::{self, Settings};
use demarche::model::Lang;
use std::path::Path;

pub fn run(args: &Train) -> Result<End, Failure> {
    let folder = Path::new(&args.language);
    let files = if folder.is_dir() {
        Files::read(folder).map_err(|(path, error)| Failure::new(format!("{}: {error}", path.display())))?
    } else {
        let builtin = Files::builtin(&Lang::new(&args.language)).cloned();
        builtin.ok_or_else(|| {
            let failure = Failure::new(format!("{} is no built-in language and no folder", args.language));
            failure.hint("docs/models.md says how a language is added")
        })?
    };
    let mut settings = Settings::default();
    (settings.epochs, settings.seed) = (args.passes, args.seed);
    if let Some(path) = &args.from {
        let failed = |error: String| Failure::new(format!("{}: {error}", path.display()));
        let model = std::fs::read(path).map_err(|error| failed(plain(&error)))?;
        settings.go_on_from(&model).map_err(|error| failed(error.to_string()))?;
    }
    train::run_with(&files, &args.corpora, &args.output, &settings).map_err(|error| Failure::new(error.to_string()))?;
    Ok(End::Found)
}
