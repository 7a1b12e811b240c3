//! How fast text is cut, tagged, lemmatised and parsed, on one core.
//!
//! `cargo bench --bench analysis` reads the samples again and again, as documents of their own; `-- 500` says how many.
//! Prints the time that a model takes to load, words per second, and the most memory that the process held (Linux).

#[path = "memory.rs"]
mod memory;

use demarche::language::{Files, Language};
use demarche::model::{Block, BlockKind, DocId, Document, DocumentMeta, Lang, Span};
use std::path::Path;
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
        let documents: Vec<Document> = samples().into_iter().filter(|(lang, _)| *lang == code).map(document).collect();
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
    match memory::peak() {
        Some(kilobytes) => println!("peak memory: {:.0} MB", kilobytes as f64 / 1e3),
        None => println!("peak memory: not known on this system"),
    }
}

/// The samples with their languages.
fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("samples/").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("a sample"));
    texts.filter_map(|text| Some((demarche::language::identify(&text)?.code().to_owned(), text))).collect()
}

fn document((lang, text): (String, String)) -> Document {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        blocks.extend((!line.trim().is_empty()).then_some(Block { kind: BlockKind::Paragraph, span }));
        start += line.len();
    }
    let meta = DocumentMeta {
        id: DocId("sample".into()),
        name: "sample".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: Some(Lang::new(&lang)),
    };
    Document { meta, text, blocks }
}
