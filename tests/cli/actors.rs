use super::support::{arg, demarche, folder, graph, json, parsed, run};

fn found(args: &[&str]) -> Vec<String> {
    let run = run(&[&["actors", "search", "--json"], args].concat());
    let actors = parsed(&run.stdout)["actors"].as_array().expect("a list").clone();
    actors.iter().map(|actor| actor["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn actors_are_found_by_name_part_and_code_in_any_spelling() {
    assert_eq!(found(&["RUS"])[0], "Q159");
    assert_eq!(found(&["moscú"])[0], "Q159");
    assert_eq!(found(&["vladimir put"])[0], "Q7747");
    assert_eq!(found(&["Vladimyr Putin"])[0], "Q7747");
    assert!(found(&["foreign ministry", "--state", "RUS"]).len() == 1 || !found(&["kremlin"]).is_empty());
    assert!(found(&["putin", "--kind", "state"]).is_empty());
    assert_eq!(found(&["minist", "-n", "3"]).len(), 3);
    let none = run(&["actors", "search", "xqzw"]);
    assert_eq!((none.code, none.stdout.as_str()), (1, ""));
}

#[test]
fn an_actor_is_shown_with_names_relations_and_offices() {
    let shown = run(&["actors", "show", "Putin"]);
    for part in ["Q7747", "person, RUS", "President of Russia", "2012-05-07.."] {
        assert!(shown.stdout.contains(part), "{part} in {}", shown.stdout);
    }
    let state = parsed(&run(&["actors", "show", "ESP", "--on", "2004-03-14", "--json"]).stdout);
    let holders = state["holders"].as_array().expect("holders");
    let of = |role: &str| holders.iter().find(|office| office["role"] == role).expect("an office")["holder"].clone();
    let aznar = parsed(&run(&["actors", "show", "José María Aznar", "--json"]).stdout);
    assert_eq!(of("head_of_government"), aznar["id"]);
    let unknown = run(&["actors", "show", "Vladimyr Putin"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean Vladimir Putin"), "{}", unknown.stderr);
}

const TABLE: &str = "id\tkind\tstate\tname\tname.es\toffice\n\
    org-harbour\torganisation\tESP\t\tUnión Portuaria\t\n\
    person-one\tperson\tESP\tUno Dos\t\tmonarch@ESP 1900..1950\n\
    person-two\tperson\tESP\tDos Uno\t\tmonarch@ESP 1940..1960\n\
    person-three\tperson\tESP\tUno Tres\t\tspokesperson@ESP\n\
    org-kremlin-bar\torganisation\tRUS\tKremlin\t\t\n";

#[test]
fn a_table_is_checked_for_what_is_doubtful() {
    let folder = folder(&[("my.tsv", TABLE.as_bytes()), ("good.tsv", b"id\tname\nx-only\tOnly One Such\n")]);
    let checked = run(&["actors", "check", &arg(&folder, "my.tsv")]);
    assert_eq!(checked.code, 1, "{}", checked.stderr);
    for part in [
        "missing_language: ",
        "my.tsv:2: org-harbour has no name in en",
        "monarch@ESP: person-one and person-two both from 1940-01-01 to 1950-12-31",
        "my.tsv:5: person-three: no dates",
        "\"Kremlin\" is the name of",
    ] {
        assert!(checked.stdout.contains(part), "{part} in {}", checked.stdout);
    }
    assert!(checked.stderr.contains("5 added, 0 changed, 0 removed"), "{}", checked.stderr);
    assert_eq!(checked.stdout.lines().count(), 4, "only what the table brings: {}", checked.stdout);
    assert_eq!(run(&["actors", "check", &arg(&folder, "good.tsv")]).code, 0);
}

#[test]
fn a_table_with_mistakes_is_refused_whole_with_every_line() {
    let table = "id\tkind\tstate\tname\tpart_of\n\
        a\torganisation\tZZZ\tAlpha\tb\n\
        b\torganisation\t\tBeta\ta\n\
        b\torganisation\t\tBeta\n";
    let folder = folder(&[
        ("bad.tsv", table.as_bytes()),
        ("column.tsv", b"id\tcolour\n"),
        ("later.tsv", b"id\tname\tpart_of\nc\tC\ta\n"),
        ("x.txt", b"Alpha met Beta."),
    ]);
    let bad = arg(&folder, "bad.tsv");
    let checked = run(&["actors", "check", &bad]);
    assert_eq!(checked.code, 2);
    for part in
        ["bad.tsv:4: b stands on line 3 already", "bad.tsv:2: unknown state \"ZZZ\"", "part of itself: a → b → a"]
    {
        assert!(checked.stdout.contains(part), "{part} in {}", checked.stdout);
    }
    let later = run(&["actors", "check", &bad, &arg(&folder, "later.tsv")]);
    assert!(later.stderr.contains("1 later table not checked"), "{}", later.stderr);
    let column = run(&["actors", "check", &arg(&folder, "column.tsv"), "--json"]);
    assert_eq!(parsed(&column.stdout)["errors"][0]["line"], 1);
    let built = run(&["build", &arg(&folder, "x.txt"), "--actors", &bad, "-o", &arg(&folder, "g.json")]);
    assert_eq!(built.code, 2);
    assert!(built.stderr.contains("bad.tsv:") && !folder.path().join("g.json").exists(), "{}", built.stderr);
}

#[test]
fn part_of_in_a_circle_is_refused() {
    let table = "id\tname\tpart_of\na\tAlpha\tb\nb\tBeta\ta\n";
    let folder = folder(&[("circle.tsv", table.as_bytes())]);
    let checked = run(&["actors", "check", &arg(&folder, "circle.tsv")]);
    assert_eq!(checked.code, 2);
    assert!(checked.stdout.contains("circle.tsv:2: part of itself: a → b → a"), "{}", checked.stdout);
}

#[test]
fn a_roll_up_shows_states_and_reads_peoples_names_as_theirs() {
    let folder = folder(&[]);
    let out = arg(&folder, "states.json");
    assert_eq!(run(&["export", graph(), "--rollup", "state", "-o", &out]).code, 0);
    let states = json(&out);
    let ids: Vec<&str> =
        states["edges"].as_array().expect("edges").iter().filter_map(|edge| edge["source"].as_str()).collect();
    assert!(!ids.contains(&"Q7747") && !ids.contains(&"organ-kremlin") && ids.contains(&"Q159"), "{ids:?}");
    let asked = run(&["claims", graph(), "--rollup", "state", "--source", "Putin", "--json"]);
    assert_eq!(asked.code, 0, "{}", asked.stderr);
    assert!(asked.stderr.contains("Putin is read as Russia"), "{}", asked.stderr);
    for claim in parsed(&asked.stdout)["claims"].as_array().expect("claims") {
        assert_eq!(claim["source_name"], "Russia");
    }
    let path = run(&["paths", graph(), "Putin", "Syria", "--rollup", "state", "--kind", "support"]);
    assert!(path.stdout.starts_with("1. Russia · Syria (1 hop)"), "{}", path.stdout);
}

#[test]
fn decisions_survive_a_rebuild() {
    let article =
        |name: &str| format!("Foreign minister {name} of Russia condemned Turkey. Zorro Quix supports Syria.");
    let folder =
        folder(&[("a.txt", article("Ivan Petrovsky").as_bytes()), ("b.txt", article("Petr Ivanovsky").as_bytes())]);
    let (a, b, out) = (arg(&folder, "a.txt"), arg(&folder, "b.txt"), arg(&folder, "g.json"));
    assert_eq!(run(&["build", &a, &b, "-o", &out, "-q"]).code, 0);
    let nodes = |path: &str| -> Vec<String> {
        let graph = json(path);
        graph["nodes"].as_array().expect("nodes").iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
    };
    let find = |part: &str| nodes(&out).into_iter().find(|id| id.contains(part)).unwrap_or_else(|| panic!("{part}"));
    let (ivan, petr) = (find("ivan-petrovsky"), find("petr-ivanovsky"));
    let table = arg(&folder, "same.tsv");
    std::fs::write(&table, format!("actor\tsame_as\n{petr}\t{ivan}\n")).expect("a file");
    for _ in 0..2 {
        let rebuilt = run(&["build", &a, &b, "--same-as", &table, "-o", &out]);
        assert_eq!(rebuilt.code, 0, "{}", rebuilt.stderr);
        assert!(nodes(&out).contains(&ivan) && !nodes(&out).contains(&petr));
    }
    let listed = run(&["actors", "same", &out]);
    assert!(listed.stdout.starts_with("actor\tdocument\tsame_as\tnote\n"), "{}", listed.stdout);
    std::fs::write(&table, "actor\tsame_as\nx\tx\tx\n").expect("a file");
    let refused = demarche().args(["build", &a, "--same-as", &table]).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(2));
}
