//! Ingest, from the outside: files in, documents out.

use demarche::ingest::{self, Options, Source};
use demarche::model::Document;
use std::path::Path;

fn read_all(path: &Path) -> Vec<Result<Document, ingest::Problem>> {
    let options = Options::default();
    ingest::read(&Source { path: Some(path.to_owned()) }, &options).collect()
}

/// Prints the blocks of the files named by `DEMARCHE_SHOW` (paths, separated by blanks), for a reader to judge.
#[test]
#[ignore = "a look for people: DEMARCHE_SHOW='samples' cargo test --test ingest -- --ignored --nocapture show"]
fn show_blocks() {
    let arguments: Vec<String> =
        std::env::var("DEMARCHE_SHOW").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let (sources, problems) = ingest::sources(&arguments, &Options::default());
    problems.iter().for_each(|problem| println!("! {problem}"));
    for source in sources {
        for result in read_all(source.path.as_deref().expect("a file")) {
            match result {
                Ok(document) => {
                    println!("\n=== {:?}", document.meta);
                    for block in &document.blocks {
                        let words = block.span.of(&document.text);
                        let start: String = words.chars().take(100).collect();
                        println!("{:12} {:5} {start:?}", format!("{:?}", block.kind), words.len());
                    }
                }
                Err(problem) => println!("! {problem}"),
            }
        }
    }
}
