//! Scores a language's model on the treebanks held out for it:
//! `cargo run --release --features train --example score -- en <corpora> [model.bin]`.

use demarche::language::{Language, train};
use demarche::model::Lang;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [lang, corpora, rest @ ..] = &arguments[..] else {
        eprintln!("usage: score <en|es> <folder of the treebanks> [model.bin]");
        std::process::exit(2);
    };
    let lang = Lang::new(lang);
    let loaded = rest.first().map(|path| std::fs::read(path).expect("the model file can be read"));
    let own = loaded.and_then(|bytes| Language::with_model(&lang, &bytes)?.ok());
    let Some(language) = own.as_ref().or_else(|| Language::builtin(&lang)) else {
        eprintln!("error: no model of language {lang}");
        std::process::exit(2);
    };
    match train::measure(language, Path::new(corpora)) {
        Ok(measured) => measured.iter().for_each(|measured| println!("{measured}")),
        Err(error) => eprintln!("error: {error}"),
    }
}
