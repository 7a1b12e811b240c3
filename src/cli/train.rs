//! `demarche train`: the models of a language, from treebanks.

use super::args::Train;
use super::{End, Failure};
use demarche::language::train;
use demarche::model::Lang;

pub fn run(args: &Train) -> Result<End, Failure> {
    let trained = train::run(&Lang::new(&args.language), &args.corpora, &args.output);
    trained.map_err(|error| Failure::new(error.to_string()))?;
    Ok(End::Found)
}
