//! Trains the model of a language: `cargo run --release --features train --example train -- en <corpora> <out>`.

use demarche::language::train::{self, Settings};
use demarche::model::Lang;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [lang, corpora, out, rest @ ..] = &arguments[..] else {
        eprintln!("usage: train <en|es> <folder of the treebanks> <folder for model.bin> [parser epochs] [watch]");
        std::process::exit(2);
    };
    let mut settings = Settings::default();
    if let Some(epochs) = rest.first().and_then(|epochs| epochs.parse().ok()) {
        settings.parser_epochs = epochs;
    }
    settings.watch = rest.get(1).is_some_and(|word| word == "watch");
    if let Err(error) = train::run_with(&Lang::new(lang), Path::new(corpora), Path::new(out), &settings) {
        eprintln!("error: {error}");
        std::process::exit(2);
    }
}
