//! How fast text is cut, tagged, lemmatised and parsed, on one core.
//!
//! `cargo bench --bench analysis` reads the samples again and again, as documents of their own; `-- 500` says how many.
//! Prints the time that a model takes to load, words per second, and the most memory that the process held (Linux).

#[path = "memory.rs"]
mod memory;
#[path = "samples.rs"]
mod samples;

use demarche::language::{Files, Language};
use demarche::model::{Document, Lang};
use samples::{document, samples};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: usize = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(300);
    for code in Language::builtin_codes() {
        let lang = Lang::new(code);
        let files = Files::builtin(&lang).expect("a built-in language");
        let begun = Instant::now();
        let language = Language::new(files).expect("a sound model");
        let load = begun.elapsed().as_secs_f64() * 1e3;
        let documents: Vec<Document> =
            samples("samples").into_iter().filter(|(lang, _)| *lang == code).map(document).collect();
        assert!(!documents.is_empty(), "samples of language {code}");
        let begun = Instant::now();
        let (mut words, mut sentences) = (0, 0);
        for document in documents.iter().cycle().take(count) {
            let read = language.analyse(document);
            sentences += read.len();
            words += read.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
        }
        let speed = words as f64 / begun.elapsed().as_secs_f64();
        println!(
            "{code}: model loaded in {load:.0} ms; {count} documents, {sentences} sentences, {words} words: {speed:.0} words/s"
        );
    }
    memory::print_peak();
}
