//! `--models`: languages dropped in as files.

use super::support::{arg, folder, run};
use std::path::Path;

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/language/en/model.bin");
const LANGUAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/languages");
const TEXT: &str = "O presidente da Rússia apoiou o governo da Síria.\n";

#[test]
fn a_language_in_a_folder_is_read_like_a_built_in_one() {
    let texts = folder(&[("texto.txt", TEXT.as_bytes())]);
    let text = arg(&texts, "texto.txt");
    let without = run(&["parse", &text, "--conllu"]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("pt is not supported"), "{}", without.stderr);
    let with = run(&["parse", &text, "--conllu", "--models", LANGUAGES]);
    assert_eq!(with.code, 0, "{}", with.stderr);
    assert!(with.stdout.contains("3-4\tda\t"), "da is two words:\n{}", with.stdout);
    let words: Vec<Vec<&str>> = with.stdout.lines().map(|line| line.split('\t').collect()).collect();
    let relation_of = |form: &str| {
        let mut found = words.iter().filter(|fields| fields.len() == 10 && fields[1] == form && fields[3] != "_");
        found.next().map(|fields| (fields[2].to_owned(), fields[7].to_owned()))
    };
    assert_eq!(relation_of("apoiou"), Some(("apoiar".into(), "root".into())));
    assert_eq!(relation_of("presidente"), Some(("presidente".into(), "nsubj".into())));
    let english = run(&["parse", "--language", "en", "--models", LANGUAGES, "--conllu", &text]);
    assert_eq!(english.code, 0, "the built-in languages are still there: {}", english.stderr);
}

#[test]
fn a_model_that_cannot_be_used_is_refused_by_name() {
    let whole = std::fs::read(MODEL).expect("the built-in model");
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    let cases: [(&str, &[u8], &str); 4] = [
        ("short", &whole[..whole.len() / 3], "damaged"),
        ("changed", &changed, "damaged"),
        ("foreign", b"PK\x03\x04 something else", "not a model file"),
        ("empty", b"", "not a model file"),
    ];
    for (name, model, reason) in cases {
        let models = folder(&[("xx/model.bin", model), ("text.txt", TEXT.as_bytes())]);
        let answer = run(&["parse", &arg(&models, "text.txt"), "--models", &arg(&models, "")]);
        assert_eq!(answer.code, 2, "{name}: {}", answer.stderr);
        assert!(answer.stderr.contains(reason) && answer.stderr.contains("model.bin"), "{name}: {}", answer.stderr);
    }
}

#[test]
fn a_folder_without_a_language_is_an_error() {
    let models = folder(&[("readme.txt", b"nothing here")]);
    let text = arg(&models, "readme.txt");
    let empty = run(&["parse", &text, "--models", &arg(&models, "")]);
    assert_eq!(empty.code, 2);
    assert!(empty.stderr.contains("no language in it"), "{}", empty.stderr);
    let missing = run(&["parse", &text, "--models", "/nonexistent/models"]);
    assert!(missing.code == 2 && missing.stderr.contains("/nonexistent/models"), "{}", missing.stderr);
    assert!(Path::new(LANGUAGES).join("pt/treebanks.tsv").is_file());
}
