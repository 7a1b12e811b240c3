use super::support::{ARTICLE, ARTICLE_ES, arg, beside, folder, json, run, texts};
use serde_json::Value;
use std::path::PathBuf;

/// The articles to try on: the samples where they are, and two of our own.
fn articles() -> (tempfile::TempDir, Vec<String>) {
    let own = folder(&[("en.txt", ARTICLE.as_bytes()), ("es.txt", ARTICLE_ES.as_bytes())]);
    let mut paths = vec![arg(&own, "en.txt"), arg(&own, "es.txt")];
    let samples = beside("samples").map(|folder| texts(&folder)).unwrap_or_default();
    paths.extend(samples.iter().map(|path| path.display().to_string()));
    (own, paths)
}

fn build(paths: &[String], more: &[&str]) -> String {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let built = run(&[&["build"], &paths[..], more].concat());
    assert_eq!(built.code, 0, "{}", built.stderr);
    built.stdout
}

#[test]
fn one_thread_and_eight_give_the_same_bytes() {
    let (_own, paths) = articles();
    assert_eq!(build(&paths, &["--threads", "1"]), build(&paths, &["--threads", "8"]));
}

#[test]
fn the_order_of_inputs_does_not_matter() {
    let (_own, mut paths) = articles();
    let forward = build(&paths, &[]);
    paths.reverse();
    assert_eq!(forward, build(&paths, &[]));
}

#[test]
fn two_halves_merged_in_either_order_give_the_bytes_of_the_whole() {
    let (own, paths) = articles();
    let whole = build(&paths, &[]);
    let (left, right) = paths.split_at(paths.len() / 2);
    let (a, b) = (arg(&own, "a.json"), arg(&own, "b.json"));
    std::fs::write(&a, build(left, &[])).unwrap();
    std::fs::write(&b, build(right, &[])).unwrap();
    assert_eq!(run(&["merge", &a, &b]).stdout, whole);
    assert_eq!(run(&["merge", &b, &a, &b]).stdout, whole);
}

#[test]
fn a_graph_that_is_read_and_written_again_is_the_same() {
    let (own, paths) = articles();
    let graph = arg(&own, "graph.json");
    std::fs::write(&graph, build(&paths, &[])).unwrap();
    assert_eq!(run(&["export", &graph, "--format", "json"]).stdout, std::fs::read_to_string(&graph).unwrap());
}

#[test]
fn the_same_article_twice_counts_once() {
    let own = folder(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", ARTICLE.as_bytes())]);
    let both = run(&["build", &arg(&own, "a.txt"), &arg(&own, "b.txt")]);
    assert!(both.stderr.contains("1 document") && both.stderr.contains("twice"), "{}", both.stderr);
    assert_eq!(both.stdout, build(&[arg(&own, "a.txt")], &[]));
}

/// Articles whose text the graph's offsets point into: those of gold and the samples.
fn quoted_articles() -> Vec<PathBuf> {
    let folders = ["../shared/gold/articles", "../shared/seeds", "samples"];
    folders.iter().filter_map(|path| beside(path)).flat_map(|folder| texts(&folder)).collect()
}

#[test]
fn every_quote_is_the_exact_slice_of_its_document() {
    let mut checked = 0;
    let own = folder(&[]);
    for path in quoted_articles() {
        let out = arg(&own, "graph.json");
        let built = run(&["build", &path.display().to_string(), "-o", &out]);
        assert_eq!(built.code, 0, "{}: {}", path.display(), built.stderr);
        let bytes = std::fs::read(&path).expect("an article");
        let text: Vec<char> = String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n").chars().collect();
        let graph = json(&out);
        let all = ["edges", "statements"].into_iter().filter_map(|part| graph[part].as_array()).flatten();
        for claim in all.filter(|edge| edge["quote"].is_string()) {
            let place = |name: &str| claim[name].as_u64().expect("a number") as usize;
            let slice: String = text[place("start")..place("end")].iter().collect();
            assert_eq!(Some(slice.as_str()), claim["quote"].as_str(), "{}: {}", path.display(), claim["key"]);
            let cue: String = text[place("cue_start")..place("cue_end")].iter().collect();
            assert_eq!(Some(cue.as_str()), claim["cue"].as_str(), "{}: {}", path.display(), claim["key"]);
            checked += 1;
        }
    }
    println!("{checked} quotes, 0 mismatches");
    assert!(checked > 0 || quoted_articles().is_empty());
}

#[test]
fn nothing_in_a_graph_depends_on_when_or_where_it_was_built() {
    let (_own, paths) = articles();
    let graph: Value = serde_json::from_str(&build(&paths, &[])).expect("JSON");
    let head = graph["graph"].as_object().expect("a head");
    let keys: Vec<&str> = head.keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 3, "schema, generator, documents: {keys:?}");
}
