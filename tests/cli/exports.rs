use super::support::{arg, folder, graph, json, parsed, run, run_in};
use demarche::export::FORMATS;
use std::collections::BTreeSet;

fn keys(graph: &str) -> BTreeSet<String> {
    let file = json(graph);
    let claims =
        ["edges", "statements"].into_iter().flat_map(|part| file[part].as_array().cloned().unwrap_or_default());
    let keys = claims.filter_map(|claim| claim["key"].as_str().map(str::to_owned));
    keys.filter(|key| key.starts_with("c-")).collect()
}

fn listed(args: &[&str]) -> BTreeSet<String> {
    let answer = run(&[&["claims", graph(), "--json"], args].concat());
    let claims = parsed(&answer.stdout)["claims"].as_array().cloned().unwrap_or_default();
    claims.iter().filter_map(|claim| claim["key"].as_str().map(str::to_owned)).collect()
}

#[test]
fn the_list_of_formats_names_each_with_what_it_leaves_out() {
    let list = run(&["export", "--format", "list"]);
    assert_eq!(list.code, 0, "{}", list.stderr);
    for format in FORMATS {
        assert!(list.stdout.lines().any(|line| line.starts_with(format.name())), "{}", format.name());
        assert!(!format.losses().is_empty(), "{} says nothing of what it leaves out", format.name());
    }
    let words = list.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for loss in FORMATS.iter().flat_map(|format| format.losses()) {
        assert!(words.contains(loss), "{loss}");
    }
}

#[test]
fn a_filter_leaves_the_claims_that_the_list_has() {
    let folder = folder(&[]);
    let out = arg(&folder, "part.json");
    for filter in [
        &["--kind", "denial"][..],
        &["--actor", "Turkey"],
        &["--source", "Russia", "--target", "Syria"],
        &["--polarity", "negated"],
        &["--factuality", "actual", "--min-confidence", "0.5"],
        &["--speaker", "diplomatic source"],
        &["--language", "es"],
    ] {
        let exported = run(&[&["export", graph(), "-o", &out], filter].concat());
        assert_eq!(exported.code, 0, "{filter:?}: {}", exported.stderr);
        let kept = keys(&out);
        assert!(!kept.is_empty(), "{filter:?}");
        assert_eq!(kept, listed(filter), "{filter:?}");
        let again = run(&["export", &out, "--format", "json"]);
        assert_eq!(again.stdout, std::fs::read_to_string(&out).expect("a file"), "a part is a graph: {filter:?}");
    }
}

#[test]
fn a_part_without_claims_is_written_and_answers_1() {
    let folder = folder(&[]);
    let out = arg(&folder, "none.json");
    let none = run(&["export", graph(), "--since", "2999-01-01", "-o", &out]);
    assert_eq!(none.code, 1, "{}", none.stderr);
    assert!(keys(&out).is_empty());
    assert_eq!(run(&["claims", &out]).code, 1);
}

#[test]
fn around_an_actor_grows_with_the_hops() {
    let folder = folder(&[]);
    let out = arg(&folder, "near.json");
    let near = |hops: &str| {
        assert_eq!(run(&["export", graph(), "--around", "Germany", "--hops", hops, "-o", &out]).code, 0);
        keys(&out)
    };
    assert_eq!(near("1"), listed(&["--actor", "Germany"]), "nobody but Iran deals with Germany");
    assert_eq!(run(&["export", graph(), "--around", "Germany", "--hops", "0", "-o", &out]).code, 1);
    assert_eq!(keys(&out).len(), 0);
    let turkey = |hops: &str| {
        assert_eq!(run(&["export", graph(), "--around", "Turquía", "--hops", hops, "-o", &out]).code, 0);
        keys(&out)
    };
    assert!(turkey("1").is_superset(&listed(&["--actor", "Turkey"])));
    assert!(turkey("2").is_superset(&turkey("1")));
    let wrong = run(&["export", graph(), "--hops", "2", "-o", &out]);
    assert_eq!(wrong.code, 2, "--hops alone means nothing");
}

#[test]
fn the_strongest_actors_are_those_with_most_claims() {
    let folder = folder(&[]);
    let out = arg(&folder, "top.json");
    assert_eq!(run(&["export", graph(), "--top", "2", "-o", &out]).code, 0);
    let ends: BTreeSet<String> = json(&out)["edges"]
        .as_array()
        .expect("edges")
        .iter()
        .filter(|edge| edge["kind"] != "attribution")
        .flat_map(|edge| [&edge["source"], &edge["target"]].map(|end| end.as_str().unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(ends.len(), 2, "{ends:?}");
}

#[test]
fn claims_are_folded_on_request_with_their_number_as_weight() {
    let folder = folder(&[]);
    let out = arg(&folder, "graph.d3.json");
    let weights = |flag: &[&str]| {
        assert_eq!(run(&[&["export", graph(), "-o", &out], flag].concat()).code, 0);
        let links = json(&out)["links"].as_array().expect("links").clone();
        links.iter().map(|link| link["weight"].as_u64().expect("a weight")).collect::<Vec<_>>()
    };
    let (each, folded) = (weights(&[]), weights(&["--fold"]));
    assert!(each.iter().all(|weight| *weight == 1) && folded.len() < each.len());
    assert_eq!(folded.iter().sum::<u64>() as usize, each.len());
    assert_eq!(run(&["export", graph(), "--fold", "--every-claim", "-o", &out]).code, 2);
}

#[test]
fn the_longest_ending_says_the_format() {
    let folder = folder(&[]);
    let out = arg(&folder, "GRAPH.D3.JSON");
    assert_eq!(run(&["export", graph(), "-o", &out]).code, 0);
    assert!(json(&out)["links"].is_array());
}

#[test]
fn a_format_is_known_by_its_name_and_by_its_endings() {
    for format in FORMATS.iter().filter(|format| format.tables().is_empty() && !format.is_binary()) {
        let by_name = run(&["export", graph(), "-q", "--format", format.name()]);
        assert_eq!(by_name.code, 0, "{}: {}", format.name(), by_name.stderr);
        for ending in format.endings() {
            assert_eq!(run(&["export", graph(), "-q", "--format", ending]).stdout, by_name.stdout, "{ending}");
        }
    }
}

#[test]
fn several_tables_are_written_into_a_folder_or_beside_each_other() {
    let Some(format) = FORMATS.iter().find(|format| format.name() == "csv") else { panic!("csv is a format") };
    let folder = folder(&[]);
    let graph = graph();
    for (out, names) in
        [("tables/", ["tables/actors.csv", "tables/claims.csv"]), ("my.csv", ["my-actors.csv", "my-claims.csv"])]
    {
        let written = run_in(folder.path(), &["export", graph, "--format", "csv", "-o", out]);
        assert_eq!(written.code, 0, "{}", written.stderr);
        for name in names {
            assert!(folder.path().join(name).is_file(), "{name}");
            assert!(written.stderr.contains(name), "{name} is not named: {}", written.stderr);
        }
    }
    let main = format.tables().last().expect("tables");
    let shown = run(&["export", graph, "--format", "csv"]).stdout;
    let file = std::fs::read_to_string(folder.path().join(format!("tables/{main}.csv"))).expect("a file");
    assert_eq!(shown, file, "standard output takes the main table");
    let deep = run_in(folder.path(), &["export", graph, "--format", "csv", "-o", "a/b/"]);
    assert_eq!(deep.code, 2);
    assert!(deep.stderr.contains("a/b"), "{}", deep.stderr);
}

#[test]
fn the_page_is_written_where_it_is_asked_for() {
    let folder = folder(&[]);
    let out = arg(&folder, "my page.html");
    let viewed = run(&["view", graph(), "--no-open", "-o", &out]);
    assert_eq!(viewed.code, 0, "{}", viewed.stderr);
    assert!(viewed.stdout.contains("my page.html"), "{}", viewed.stdout);
    let page = std::fs::read_to_string(&out).expect("a page");
    let exported = run(&["export", graph(), "--format", "html"]);
    assert_eq!(page, exported.stdout, "view and export write the same page");
    assert!(page.contains("Content-Security-Policy") && page.contains("demarche/view/1"));
}

#[test]
fn without_a_graph_the_error_says_what_to_type() {
    let run = run(&["export", "-o", "x.svg"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no graph is named") && run.stderr.contains("--format list"), "{}", run.stderr);
    assert!(!std::path::Path::new("x.svg").exists());
}
