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

/// An object without some of its fields.
fn without<'v>(value: &'v mut Value, fields: &[&str]) -> &'v Value {
    let object = value.as_object_mut().expect("an object");
    fields.iter().for_each(|field| drop(object.remove(*field)));
    value
}

fn same_figures(graph: &str, gold: &Path) {
    let Some((theirs, their_text)) = reference(graph, gold) else { return };
    let folder = gold.display().to_string();
    let ours = run(&["eval", &folder, "--graph", graph, "--json"]);
    assert_eq!(ours.code, 0, "{}", ours.stderr);
    let mut ours: Value = serde_json::from_str(&ours.stdout).expect("JSON");
    // The reference scores claims alone.
    let actors = ours["actors"].clone();
    assert_eq!(without(&mut ours, &["actors", "calibration"]), &theirs);
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
    let figures = |args: &[&str]| -> Value { serde_json::from_str(&run(args).stdout).expect("JSON") };
    let folder = gold.display().to_string();
    let mut direct = figures(&["eval", &folder, "--json"]);
    let missed =
        direct["actor"]["required"].as_u64().expect("a number") - direct["actor"]["found"].as_u64().expect("one");
    assert_eq!(direct["misses"]["total"].as_u64(), Some(missed), "each miss has a cause");
    let tenths = direct["calibration"].as_array().expect("tenths of confidence").clone();
    assert!(tenths.iter().all(|tenth| tenth["claims"].as_u64() > Some(0)), "{tenths:?}");
    assert_eq!(without(&mut direct, &["misses"]), &figures(&["eval", &folder, "--graph", &graph, "--json"]));
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
    let ours = demarche::evaluate::score(&graph, &gold, None).expect("scores");
    let mut ours = serde_json::to_value(ours).expect("JSON");
    assert_eq!(without(&mut ours, &["actors", "calibration"]), &theirs);
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

/// The reference scorer's figures and text for event records.
fn event_reference(graph: &str, gold: &Path) -> Option<(Value, String)> {
    let script = beside("../shared/tools/score_events.py")?;
    let figures = tempfile::NamedTempFile::new().expect("a file");
    let run = Command::new("python3")
        .arg(script)
        .args([graph, &gold.display().to_string(), "--json"])
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

#[test]
fn eval_of_event_records_gives_the_reference_scorers_figures() {
    for name in ["en_plover_gsr", "es_protest", "es_noevent"] {
        let Some(gold) = beside(&format!("../shared/gold/events/{name}.jsonl")) else { return };
        let file = gold.display().to_string();
        let own = folder(&[]);
        let graph = arg(&own, "graph.json");
        assert_eq!(run(&["build", &file, "-q", "-o", &graph]).code, 0);
        let Some((theirs, their_text)) = event_reference(&graph, &gold) else { return };
        let mut ours: Value = serde_json::from_str(&run(&["eval", &file, "--json"]).stdout).expect("JSON");
        let missed = ours["misses"]["by_cause"].as_array().expect("causes").iter().filter_map(|row| row[1].as_u64());
        assert_eq!(ours["misses"]["total"].as_u64(), Some(missed.sum()));
        assert_eq!(without(&mut ours, &["confusion", "calibration", "misses"]), &theirs, "{name}");
        let text = run(&["eval", &file]).stdout;
        assert!(text.starts_with(&their_text), "{name}: {text}\n{their_text}");
        let own_figures: Value =
            serde_json::from_str(&run(&["eval", &file, "--graph", &graph, "--json"]).stdout).expect("JSON");
        assert_eq!(own_figures["triple"], theirs["triple"], "{name}");
    }
}

/// Two records: an event that is read, one that is not.
const RECORDS: &str = r#"{"id": "a", "text": "Russia attacked Ukraine on Monday.", "events": [{"event": "ASSAULT", "event_text": "attacked", "source": [{"text": "Russia", "code": "RUS"}], "target": [{"text": "Ukraine", "code": "UKR"}]}]}
{"id": "b", "text": "France bewildered Germany on Monday.", "events": [{"event": "THREATEN", "event_text": "bewildered", "source": [{"text": "France", "code": "FRA"}], "target": [{"text": "Germany", "code": "DEU"}]}]}
"#;

#[test]
fn a_missed_event_is_named_with_its_cause_and_the_roots_are_tabulated() {
    let own = folder(&[("events.jsonl", RECORDS.as_bytes())]);
    let text = run(&["eval", &arg(&own, "events.jsonl"), "--verbose"]).stdout;
    assert!(text.contains("== b: France bewildered Germany"), "{text}");
    assert!(text.contains("missed   France -THREATEN-> Germany: \"bewildered\" [no cue]"), "{text}");
    assert!(text.contains("triple  precision 1.000  recall 0.500"), "{text}");
    let figures: Value =
        serde_json::from_str(&run(&["eval", &arg(&own, "events.jsonl"), "--json"]).stdout).expect("JSON");
    assert_eq!(figures["confusion"]["ASSAULT"]["ASSAULT"], 1);
    assert_eq!(figures["confusion"]["THREATEN"]["none"], 1);
}

#[test]
fn a_broken_record_is_named_with_its_line() {
    let own = folder(&[("events.jsonl", format!("{RECORDS}{{\"id\": 3}}\n").as_bytes())]);
    let broken = run(&["eval", &arg(&own, "events.jsonl")]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("events.jsonl:3: ") && broken.stderr.contains("a record is"), "{}", broken.stderr);
}

#[test]
fn leaving_pronouns_or_noun_frames_out_loses_their_claims() {
    let text = "Russia is at war. It attacked Ukraine. The support of France for Japan grew.";
    let label = |quote: &str, source: &str, target: &str, kind: &str| object!({"quote": quote, "source": [source], "target": [target], "kind": [kind], "event": ["X"]});
    let labels = object!({"lang": "en", "claims": [
        label("It attacked Ukraine", "Russia", "Ukraine", "opposition"),
        label("support of France", "France", "Japan", "support"),
    ]});
    let own = folder(&[("a.txt", text.as_bytes()), ("a.json", labels.to_string().as_bytes())]);
    let found = |more: &[&str]| {
        let path = own.path().display().to_string();
        let figures = run(&[&["eval", &path, "--json"], more].concat()).stdout;
        let figures: Value = serde_json::from_str(&figures).expect("JSON");
        figures["actor"]["found"].as_u64()
    };
    assert_eq!(found(&[]), Some(2));
    assert_eq!(found(&["--without", "coreference"]), Some(1));
    assert_eq!(found(&["--without", "nouns"]), Some(1));
    assert_eq!(found(&["--without", "nouns,coreference"]), Some(0));
}

const TREEBANK: &str = "\
# sent_id = 1
1\tRussia\tRussia\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tattacked\tattack\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\t_
3\tUkraine\tUkraine\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

";

#[test]
fn claims_on_a_treebanks_trees_are_compared_with_those_on_predicted_trees() {
    let own = folder(&[("a.conllu", TREEBANK.as_bytes())]);
    let figures = run(&["eval", &arg(&own, "a.conllu"), "--trees", "--language", "en", "--json"]);
    assert_eq!(figures.code, 0, "{}", figures.stderr);
    let figures: Value = serde_json::from_str(&figures.stdout).expect("JSON");
    assert_eq!(figures["gold_trees"]["claims"], 1, "{figures}");
    assert_eq!(figures["agreement"]["f1"], 1.0, "{figures}");
}
