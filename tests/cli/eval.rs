use super::support::{arg, beside, folder, json, run};
use serde_json::{Value, json as object};
use std::path::Path;
use std::process::Command;

/// The reference scorer's figures and text for a graph; `None` where Python or the scorer is missing.
fn reference(graph: &str, gold: &Path) -> Option<(Value, String)> {
    let script = beside("../shared/tools/score_claims.py")?;
    let figures = tempfile::NamedTempFile::new().expect("a file");
    let run = Command::new("python3")
        .arg(script)
        .args([graph, &gold.display().to_string(), "--verbose", "--json"])
        .arg(figures.path())
        .env("PYTHONUTF8", "1")
        .output();
    let Ok(output) = run else {
        eprintln!("passed over: python3 is not there");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some((json(figures.path()), String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn same_figures(graph: &str, gold: &Path) {
    let Some((theirs, their_text)) = reference(graph, gold) else { return };
    let folder = gold.display().to_string();
    let ours = run(&["eval", &folder, "--graph", graph, "--json"]);
    assert_eq!(ours.code, 0, "{}", ours.stderr);
    let mut ours: Value = serde_json::from_str(&ours.stdout).expect("JSON");
    // The reference scores claims alone.
    let actors = ours.as_object_mut().and_then(|fields| fields.remove("actors")).expect("the actors' block");
    assert_eq!(ours, theirs);
    assert!(actors["found_share"].is_number() && actors["languages"]["es"]["state_share"].is_number(), "{actors}");
    let text = run(&["eval", &folder, "--graph", graph, "--verbose"]).stdout;
    let (claims, actors) = text.split_once("actors of required claims:").expect("the actors' block");
    assert_eq!(claims, their_text);
    assert!(actors.contains("   es ") && actors.contains("   all "), "{actors}");
}

#[test]
fn eval_of_what_is_built_gives_the_reference_scorers_figures() {
    let Some(gold) = beside("../shared/gold/articles") else { return };
    let own = folder(&[]);
    let graph = arg(&own, "graph.json");
    let built = run(&["build", &gold.join("*.txt").display().to_string(), "-o", &graph]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    same_figures(&graph, &gold);
    let direct = run(&["eval", &gold.display().to_string(), "--json"]);
    assert_eq!(direct.stdout, run(&["eval", &gold.display().to_string(), "--graph", &graph, "--json"]).stdout);
}

/// A graph made of the labels themselves, each bent in one of many ways, so that every rule of the scorer is used.
fn bent_labels(gold: &Path) -> Value {
    let (mut nodes, mut edges, mut documents) = (Vec::new(), Vec::new(), Vec::new());
    let mut files: Vec<_> = std::fs::read_dir(gold).expect("gold").flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    for path in files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        documents.push(object!({"id": name, "name": name, "path": format!("{name}.txt")}));
        let labels = json(&path);
        for (at, label) in labels["claims"].as_array().expect("claims").iter().enumerate() {
            let mut node = |end: &str, at: usize| {
                let names = label[end].as_array().cloned().unwrap_or_default();
                let id = format!("{name}-{end}-{at}");
                let shown =
                    if at % 7 == 3 { "Nobody".into() } else { names.last().cloned().unwrap_or("Nobody".into()) };
                let state = if at % 5 == 4 { Value::Null } else { label[format!("{end}_state")].clone() };
                nodes
                    .push(object!({"id": id, "name": shown, "state": state, "aliases": Vec::from_iter(names.first())}));
                id
            };
            let (mut source, mut target) = (node("source", at), node("target", at));
            if at % 4 == 1 {
                std::mem::swap(&mut source, &mut target);
            }
            let speakers: Vec<String> = label["speakers"]
                .as_array()
                .into_iter()
                .flatten()
                .enumerate()
                .map(|(nth, names)| {
                    let id = format!("{name}-speaker-{at}-{nth}");
                    nodes.push(object!({"id": id, "name": names[0], "state": null}));
                    id
                })
                .collect();
            let polarity = if at % 6 == 5 {
                object!("negated")
            } else {
                object!(label["polarity"].as_str().unwrap_or("affirmed"))
            };
            let edge = object!({
                "source": source, "target": target, "key": format!("c-{at}"), "document": name,
                "kind": label["kind"][at % label["kind"].as_array().map_or(1, Vec::len)],
                "event": label["event"][0], "polarity": polarity, "speakers": speakers,
                "quote": if at % 8 == 2 { object!("not in the text") } else { label["quote"].clone() },
                "start": at * 40, "end": at * 40 + 30, "source_text": "x", "target_text": null,
            });
            edges.push(edge.clone());
            if at % 3 == 0 {
                edges.push(edge);
            }
        }
    }
    edges.push(object!({"source": nodes[0]["id"], "target": nodes[1]["id"], "kind": "affiliation", "key": "a-1"}));
    object!({"graph": {"documents": documents}, "nodes": nodes, "edges": edges})
}

#[test]
fn the_scorer_agrees_with_the_reference_on_bent_labels() {
    let Some(gold_folder) = beside("../shared/gold/articles") else { return };
    let graph = bent_labels(&gold_folder);
    let own = folder(&[("graph.json", graph.to_string().as_bytes())]);
    let Some((theirs, _)) = reference(&arg(&own, "graph.json"), &gold_folder) else { return };
    let gold = demarche::evaluate::read_gold(&gold_folder).expect("gold");
    let ours = demarche::evaluate::score(&graph, &gold).expect("scores");
    let mut ours = serde_json::to_value(ours).expect("JSON");
    ours.as_object_mut().expect("an object").remove("actors");
    assert_eq!(ours, theirs);
    assert!(
        theirs["actor"]["found"].as_u64() > Some(20) && theirs["actor"]["spurious"].as_u64() > Some(20),
        "{theirs}"
    );
}

#[test]
fn a_folder_without_labels_and_broken_labels_are_named() {
    let own = folder(&[("a.txt", b"x"), ("b.json", b"{"), ("b.txt", b"x")]);
    let broken = run(&["eval", &own.path().display().to_string()]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("b.json"), "{}", broken.stderr);
    std::fs::remove_file(own.path().join("b.json")).unwrap();
    let none = run(&["eval", &own.path().display().to_string()]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("no labelled articles"), "{}", none.stderr);
}
