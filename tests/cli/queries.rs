use super::support::{arg, folder, graph, json, parsed, run};

fn first_key() -> String {
    let claims = run(&["claims", graph(), "--json"]);
    parsed(&claims.stdout)["claims"][0]["key"].as_str().expect("a claim").to_owned()
}

#[test]
fn claims_are_filtered_by_what_is_asked() {
    let support = run(&["claims", graph(), "--kind", "support", "--source", "Russia", "--json"]);
    assert_eq!(support.code, 0, "{}", support.stderr);
    let claims = parsed(&support.stdout);
    let claims = claims["claims"].as_array().expect("claims");
    assert!(!claims.is_empty());
    for claim in claims {
        assert_eq!((claim["kind"].as_str(), claim["source_name"].as_str()), (Some("support"), Some("Russia")));
    }
}

#[test]
fn names_are_matched_as_people_type_them() {
    let count = |name: &str| {
        let found = run(&["claims", graph(), "--actor", name, "--json", "-q"]);
        assert_eq!(found.code, 0, "{name}: {}", found.stderr);
        parsed(&found.stdout)["claims"].as_array().map(Vec::len)
    };
    let russia = count("Russia");
    for name in ["russia", "RUSSIA", "RUS", "Rusia", "Q159"] {
        assert_eq!(count(name), russia, "{name}");
    }
    assert_eq!(count("Turquía"), count("turkey"));
}

#[test]
fn an_unknown_name_gets_the_nearest_ones() {
    for args in [&["claims", graph(), "--source", "Rusia1"][..], &["paths", graph(), "Turky", "Syria"]] {
        let unknown = run(args);
        assert_eq!(unknown.code, 2);
        assert!(unknown.stderr.contains("hint: did you mean"), "{}", unknown.stderr);
    }
}

#[test]
fn nothing_found_is_exit_code_1() {
    assert_eq!(run(&["claims", graph(), "--since", "2200-01-01"]).code, 1);
    assert_eq!(run(&["claims", graph(), "--since", "2200-01-01", "--json"]).code, 1);
    let none = run(&["paths", graph(), "Germany", "Syria", "--kind", "denial"]);
    assert_eq!(none.code, 1);
    assert!(none.stdout.contains("no path") && none.stdout.contains("tried"), "{}", none.stdout);
}

#[test]
fn wrong_kinds_and_dates_are_named() {
    let kind = run(&["claims", graph(), "--kind", "suport"]);
    assert_eq!(kind.code, 2);
    assert!(kind.stderr.contains("suport") && kind.stderr.contains("opposition"), "{}", kind.stderr);
    assert_eq!(run(&["claims", graph(), "--since", "yesterday"]).code, 2);
    let order = run(&["claims", graph(), "--since", "2021-01-01", "--until", "2020-01-01"]);
    assert_eq!(order.code, 2);
}

#[test]
fn a_path_shows_each_hop_with_its_sentence_and_its_speakers() {
    let paths = run(&["paths", graph(), "putin", "Bashar al-Assad"]);
    assert_eq!(paths.code, 0, "{}{}", paths.stdout, paths.stderr);
    assert!(paths.stdout.contains("1 hop") && paths.stdout.contains("met"), "{}", paths.stdout);
    assert!(paths.stdout.lines().all(|line| line.chars().count() <= 120));
    let support = run(&["paths", graph(), "RUS", "SYR", "--kind", "support"]);
    assert!(support.stdout.contains("said by"), "{}", support.stdout);
}

#[test]
fn paths_answer_in_json_with_or_without_one() {
    let paths = parsed(&run(&["paths", graph(), "Russia", "Syria", "--json", "-k", "1"]).stdout);
    assert_eq!(paths["paths"].as_array().map(Vec::len), Some(1));
    assert!(paths["paths"][0]["hops"][0]["claims"][0]["context"].is_string());
    let none = run(&["paths", graph(), "Germany", "Syria", "--kind", "denial", "--json"]);
    assert_eq!((none.code, parsed(&none.stdout)["paths"].as_array().map(Vec::len)), (1, Some(0)));
}

#[test]
fn explain_names_the_rule_the_words_and_who_said_so() {
    let key = first_key();
    let shown = run(&["explain", graph(), &key]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for part in [".toml:", "(cue)", "said by", "polarity", "factuality", "document", &key] {
        assert!(shown.stdout.contains(part), "no `{part}` in\n{}", shown.stdout);
    }
    let start = run(&["explain", graph(), &key[..10]]);
    assert_eq!(start.stdout, shown.stdout);
    let json = parsed(&run(&["explain", graph(), &key, "--json"]).stdout);
    assert_eq!(json["claim"]["key"].as_str(), Some(key.as_str()));
}

#[test]
fn explain_marks_negation_and_speakers_names_the_frames_words_and_draws_the_tree() {
    let claims = parsed(&run(&["claims", graph(), "--polarity", "negated", "--source", "France", "--json"]).stdout);
    let key = claims["claims"][0]["key"].as_str().expect("a negated claim").to_owned();
    let shown = run(&["explain", graph(), &key, "--tree"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for part in
        ["[not](negation)", "(source)", "negation", "verb: support", "logical subject", "root ", "← cue", "← negation"]
    {
        assert!(shown.stdout.contains(part), "no `{part}` in\n{}", shown.stdout);
    }
    let json = parsed(&run(&["explain", graph(), &key, "--tree", "--json"]).stdout);
    assert!(json["conllu"].as_str().is_some_and(|tree| tree.contains("\tnsubj\t")), "{json}");
    assert!(json["frame"]["rule"].as_str().is_some_and(|rule| rule.starts_with("support.toml:")), "{json}");
    let said = parsed(&run(&["claims", graph(), "--speaker", "Al-Watan", "--kind", "support", "--json"]).stdout);
    let key = said["claims"][0]["key"].as_str().expect("a claim that is reported").to_owned();
    assert!(run(&["explain", graph(), &key]).stdout.contains("(speaker)"));
}

#[test]
fn an_unknown_or_unclear_key_is_named() {
    for key in ["c-zzzz", "c-"] {
        let unknown = run(&["explain", graph(), key]);
        assert_eq!(unknown.code, 2);
        assert!(unknown.stderr.contains("hint:"), "{}", unknown.stderr);
    }
}

#[test]
fn escapes_in_the_news_never_reach_the_terminal() {
    let text =
        "Russia \u{1b}[31msupports\u{1b}]0;owned\u{7} Syria.\n\nTurkey accused Syria\u{202e} of an \u{9b}2Jattack.\n";
    let record = serde_json::json!({"id": "bad\u{1b}[1mname", "title": "a\u{7}", "publisher": "\u{1b}c", "text": text});
    let inputs = folder(&[("news\u{1b}[1m.jsonl", format!("{record}\n{{\n").as_bytes())]);
    let (news, out) = (arg(&inputs, "news\u{1b}[1m.jsonl"), arg(&inputs, "graph.json"));
    let built = run(&["build", &news, "--language", "en", "-o", &out]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let graph = json(&out);
    let mut edges = graph["edges"].as_array().expect("edges").iter().filter(|edge| edge["quote"].is_string());
    let key = edges.next().and_then(|edge| edge["key"].as_str()).expect("a claim").to_owned();
    let mut shown = vec![built.stderr, run(&["claims", &out]).stdout, run(&["claims", &out, "--lines"]).stdout];
    shown.push(run(&["paths", &out, "Russia", "Syria"]).stdout);
    shown.push(run(&["explain", &out, &key]).stdout);
    shown.push(run(&["parse", &news, "--language", "en", "--tree"]).stdout);
    for text in shown {
        let is_hostile = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(is_hostile), "{text:?}");
    }
}
