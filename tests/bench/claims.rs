//! How fast claims are read off analysed text whose actors are known, on one core.
//!
//! `cargo bench --bench claims` reads the samples again and again, as documents of their own, `-- 500` says how many;
//! `-- 500 FOLDER` reads other texts. Prints the time to load the frames, how many there are, the words per second of the
//! claims stage alone (frames, arguments, attribution, factuality, dates; parsing and linking not counted), and the most memory that the
//! process held (Linux).

#[path = "memory.rs"]
mod memory;
#[path = "samples.rs"]
mod samples;

use demarche::claims::{self, Frames};
use demarche::entities::{self, knowledge::Knowledge};
use demarche::language::Language;
use demarche::model::{Document, Entities, Lang, Sentence};
use samples::{document, samples};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: usize = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let folder = arguments.get(1).map_or("samples", String::as_str);
    let begun = Instant::now();
    let frames = Frames::builtin();
    let load = begun.elapsed().as_secs_f64() * 1e3;
    let (number, cues) = frames.count();
    println!("{number} frames with {cues} cues loaded in {load:.1} ms");
    for code in Language::builtin_codes() {
        let language = Language::builtin(&Lang::new(code)).expect("a built-in language");
        let of_language = samples(folder).into_iter().filter(|(lang, _)| *lang == code);
        let analysed: Vec<(Document, Vec<Sentence>, Entities)> = of_language
            .map(|text| {
                let document = document(text);
                let mut sentences = language.analyse(&document);
                language.harmonise(&mut sentences);
                let entities = entities::read(&document, &sentences, Knowledge::builtin());
                (document, sentences, entities)
            })
            .collect();
        assert!(!analysed.is_empty(), "texts of language {code} in {folder}");
        let words = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
        let (mut read, mut found) = (0, 0);
        let begun = Instant::now();
        for (document, sentences, entities) in analysed.iter().cycle().take(count) {
            found += claims::read(document, sentences, entities, frames).len();
            read += words(sentences);
        }
        let speed = read as f64 / begun.elapsed().as_secs_f64();
        println!("{code}: {count} documents, {read} words, {found} claims: {speed:.0} words/s");
    }
    memory::print_peak();
}
