//! How fast the knowledge base opens, and how fast actors are found in analysed text, on one core.
//!
//! `cargo bench --bench linking` reads the samples again and again, as documents of their own, `-- 500` says how many;
//! `-- 500 FOLDER` reads other texts. Prints the time to open the knowledge base, its size, the words per second of
//! looking names up alone and of the whole entity stage (names, titles, descriptions, coreference; parsing not
//! counted), and the most memory that the process held (Linux): before any text is parsed, and at the end.

#[path = "memory.rs"]
mod memory;
#[path = "samples.rs"]
mod samples;

use demarche::entities::{self, knowledge::Knowledge};
use demarche::language::Language;
use demarche::model::{Document, Lang, Sentence};
use samples::{document, samples};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: usize = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(300);
    let folder = arguments.get(1).map_or("samples", String::as_str);
    let begun = Instant::now();
    let knowledge = Knowledge::builtin();
    let found = knowledge.find("Russia").len();
    let open = begun.elapsed().as_secs_f64() * 1e3;
    println!(
        "knowledge base: opened in {open:.2} ms, {:.2} MB, first name found: {}",
        knowledge.bytes() as f64 / 1e6,
        found > 0
    );
    memory::print_peak();
    for code in Language::builtin_codes() {
        let lang = Lang::new(code);
        let language = Language::builtin(&lang).expect("a built-in language");
        let of_language = samples(folder).into_iter().filter(|(lang, _)| *lang == code);
        let analysed: Vec<(Document, Vec<Sentence>)> = of_language
            .map(|text| {
                let document = document(text);
                let mut sentences = language.analyse(&document);
                language.harmonise(&mut sentences);
                (document, sentences)
            })
            .collect();
        assert!(!analysed.is_empty(), "texts of language {code} in {folder}");
        let words = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
        let (mut names, mut read) = (0, 0);
        let begun = Instant::now();
        for (_, sentences) in analysed.iter().cycle().take(count) {
            names += sentences.iter().map(|sentence| look_up(knowledge, &lang, sentence)).sum::<usize>();
            read += words(sentences);
        }
        let alone = read as f64 / begun.elapsed().as_secs_f64();
        let (mut mentions, begun) = (0, Instant::now());
        for (document, sentences) in analysed.iter().cycle().take(count) {
            mentions += entities::read(document, sentences, knowledge).mentions.len();
        }
        let whole = read as f64 / begun.elapsed().as_secs_f64();
        println!(
            "{code}: {count} documents, {read} words; names alone ({names}): {alone:.0} words/s; \
             all of the stage ({mentions} mentions): {whole:.0} words/s"
        );
    }
    memory::print_peak();
}

/// How many names a sentence holds.
fn look_up(knowledge: &Knowledge, lang: &Lang, sentence: &Sentence) -> usize {
    let forms: Vec<&str> = sentence.tokens.iter().map(|token| token.form.as_str()).collect();
    let (mut at, mut found) = (0, 0);
    while at < forms.len() {
        let taken = knowledge.longest(lang, &forms[at..]).map(|(taken, _)| taken);
        found += usize::from(taken.is_some());
        at += taken.unwrap_or(1);
    }
    found
}
