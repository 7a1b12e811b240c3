//! How fast and how big: a graph of many articles, each a sample with other names in it.
//!
//! `cargo bench --bench throughput` builds 1,000 of them; `-- 5000 --threads 1` other numbers. Prints documents and
//! words per second, and the most memory that the process held (Linux).

#[path = "memory.rs"]
mod memory;

use demarche::pipeline::{self, Options};
use std::path::Path;

/// Names that trade places from copy to copy: a rotation of each row.
const NAMES: [&[&str]; 3] = [
    &["Russia", "Syria", "Turkey", "Iran", "France", "Germany", "China", "Egypt"],
    &["Rusia", "Siria", "Turquía", "Irán", "Francia", "Alemania", "China", "Egipto"],
    &["Moscow", "Damascus", "Ankara", "Tehran", "Paris", "Berlin", "Beijing", "Cairo"],
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let copies = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let threads = arguments.iter().position(|word| word == "--threads").and_then(|at| arguments.get(at + 1));
    let threads = threads.and_then(|count| count.parse().ok()).unwrap_or(0);
    let folder = tempfile::tempdir().expect("a folder");
    write_copies(folder.path(), copies);
    let options = Options { threads, ..Options::default() };
    let input = folder.path().display().to_string();
    let (_graph, report) = pipeline::build(&[input], &options, &|_| ()).expect("threads");
    assert_eq!(report.documents, copies, "{:?}", report.problems.first());
    let seconds = report.elapsed.as_secs_f64();
    let claims: usize = report.claims.values().sum();
    println!("{copies} documents, {} words, {} actors, {claims} claims", report.words, report.actors);
    println!(
        "{seconds:.2} s: {:.0} documents/s, {:.0} words/s",
        copies as f64 / seconds,
        report.words as f64 / seconds
    );
    match memory::peak() {
        Some(kilobytes) => println!("peak memory: {:.0} MB", kilobytes as f64 / 1e3),
        None => println!("peak memory: not known on this system"),
    }
}

fn write_copies(folder: &Path, copies: usize) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let entries = std::fs::read_dir(samples).expect("samples/").flatten().map(|entry| entry.path());
    let mut texts: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    texts.sort();
    let texts: Vec<String> = texts.iter().map(|path| std::fs::read_to_string(path).expect("a sample")).collect();
    for copy in 0..copies {
        let text = changed(&texts[copy % texts.len()], copy / texts.len());
        std::fs::write(folder.join(format!("{copy:06}.txt")), text).expect("room for the copies");
    }
}

/// The `round`-th version of a text: names rotated by `round`, and a line of its own at the end.
fn changed(text: &str, round: usize) -> String {
    let mut text = text.to_owned();
    for row in NAMES {
        // By way of marks, so that a name that was put in is not replaced again.
        for (at, name) in row.iter().enumerate() {
            text = text.replace(name, &format!("\u{1}{at}\u{2}"));
        }
        for at in 0..row.len() {
            text = text.replace(&format!("\u{1}{at}\u{2}"), row[(at + round) % row.len()]);
        }
    }
    format!("{}\n\n({round})\n", text.trim_end())
}
