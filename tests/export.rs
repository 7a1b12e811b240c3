//! What the exports promise: JSON that the schema accepts and that reads back, DOT that Graphviz draws whatever the names.

mod handmade;

use demarche::export::{self, FORMATS, Options, Parallel, json::Error};
use demarche::graph::StateGraph;
use demarche::model::*;
use handmade::*;
use std::path::Path;
use std::process::{Command, Stdio};

fn write(graph: &StateGraph, format: &str, options: Options) -> String {
    let mut bytes = Vec::new();
    export::by_name(format).expect("a format").write(graph, &options, &mut bytes).expect("memory takes all");
    String::from_utf8(bytes).expect("text")
}

fn dot(graph: &StateGraph) -> String {
    write(graph, "dot", Options::default())
}

/// Draws DOT with the real program; `None`, and a line, where it is not installed.
fn draw(dot: &str) -> Option<String> {
    use std::io::Write;
    let mut command = Command::new("dot");
    let spawned = command.arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = spawned.spawn() else {
        eprintln!("passed over: Graphviz is not installed");
        return None;
    };
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = dot.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("dot ends");
    writer.join().expect("no panic").expect("dot reads all");
    assert!(output.status.success(), "{}\n{dot}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("SVG is UTF-8"))
}

/// About 25 actors of every kind, with claims of every kind.
fn wide() -> StateGraph {
    let one = article(
        "d1",
        vec![
            said("Russia", "SUPPORT", "Syria").cue("supports").by(&["Diplomatic source", "Al-Watan"]),
            said("Russia", "SUPPORT", "Syria").cue("backs").sure(0.7),
            said("Russia", "SUPPORT", "Syria").cue("supports").sure(0.9),
            said("Vladimir Putin", "CONSULT", "Turkey").cue("met"),
            said("Turkey", "CONSULT", "Vladimir Putin").cue("held talks with").on("2020-05-12"),
            said("Diplomatic source", "REJECT", "Al-Watan").cue("denied"),
            said("Kremlin", "REJECT", "Western press").cue("denied").negated(),
            said("Turkey", "ACCUSE", "Syria").cue("accused").by(&["SANA"]),
            said("United States", "SANCTION", "Syria").cue("sanctioned"),
            said("United States", "THREATEN", "Iran").cue("threatened"),
            said("Iran", "SUPPORT", "Hezbollah").cue("arms"),
            said("Hezbollah", "SUPPORT", "Syria").cue("fights for"),
            said("Israel", "ASSAULT", "Hezbollah").cue("bombed"),
            said("Israel", "ASSAULT", "Syrian army").cue("struck"),
            said("Syrian army", "ASSAULT", "Islamic State").cue("shelled"),
        ],
    );
    let two = article(
        "d2",
        vec![
            said("European Union", "AID", "Palestinians").cue("ayuda a"),
            said("European Union", "SANCTION", "Russia").cue("sancionó a"),
            said("France", "AGREE", "Germany").cue("acordó con"),
            said("Germany", "COOPERATE", "European Union").cue("coopera con"),
            said("United Nations", "REQUEST", "Israel").cue("pidió a"),
            said("United Nations", "REQUEST", "Turkey").cue("pidió a"),
            said("Sergei Lavrov", "CONSULT", "Antony Blinken").cue("se reunió con"),
            said("Antony Blinken", "ACCUSE", "Russia").cue("acusó a"),
            said("China", "SUPPORT", "Russia").cue("respalda a"),
            said("China", "SUPPORT", "Russia").cue("armará a").negated(),
            said("Venezuela", "SUPPORT", "Russia").cue("apoya a"),
            said("Foreign Ministry of Venezuela", "REJECT", "European Union").cue("rechazó"),
            said("Workers Party", "PROTEST", "Foreign Ministry of Venezuela").cue("protesta ante"),
        ],
    );
    let kinds = [
        ("Kremlin", ActorKind::Government),
        ("Foreign Ministry of Venezuela", ActorKind::Government),
        ("Diplomatic source", ActorKind::UnnamedSource),
        ("Western press", ActorKind::Media),
        ("United States", ActorKind::State),
        ("Iran", ActorKind::State),
        ("Israel", ActorKind::State),
        ("France", ActorKind::State),
        ("Germany", ActorKind::State),
        ("China", ActorKind::State),
        ("Venezuela", ActorKind::State),
        ("Hezbollah", ActorKind::ArmedGroup),
        ("Islamic State", ActorKind::ArmedGroup),
        ("Syrian army", ActorKind::Military),
        ("European Union", ActorKind::Organisation),
        ("United Nations", ActorKind::Organisation),
        ("Palestinians", ActorKind::People),
        ("Workers Party", ActorKind::Party),
    ];
    let actors: Vec<Actor> = kinds.iter().map(|(name, kind)| Actor { kind: *kind, ..actor(name) }).collect();
    let affiliations = vec![
        ("Vladimir Putin", Relation::Leads, "Russia"),
        ("Syrian army", Relation::PartOf, "Syria"),
        ("SANA", Relation::StateMediaOf, "Syria"),
    ];
    let one = Article { actors: actors.clone(), affiliations, ..one.from("The Daily Dove") };
    merged(&[one, Article { actors, ..two }])
}

// --- JSON

fn check_schema(graph: &StateGraph) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/graph.schema.json");
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    let schema = compiler.compile(path.to_str().expect("UTF-8"), &mut schemas).expect("a schema");
    let value = serde_json::from_str(&json(graph)).expect("JSON");
    schemas.validate(&value, schema).unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn the_schema_accepts_what_is_written() {
    check_schema(&StateGraph::default());
    check_schema(&wide());
    check_schema(&article("d1", vec![said("Russia", "PROTEST", ""), said("", "ACCUSE", "Syria")]).graph());
}

#[test]
fn the_schema_refuses_unknown_missing_and_wrong_fields() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/graph.schema.json");
    let mut schemas = boon::Schemas::new();
    let schema = boon::Compiler::new().compile(path.to_str().expect("UTF-8"), &mut schemas).expect("a schema");
    let good = json(&wide());
    for (from, to) in [
        ("\"cue\":\"supports\"", "\"cue\":\"supports\",\"colour\":\"red\""),
        ("\"polarity\":\"affirmed\",", ""),
        ("\"polarity\":\"affirmed\"", "\"polarity\":\"maybe\""),
        ("\"confidence\":0.7", "\"confidence\":1.7"),
        ("\"relation\":\"leads\"", "\"relation\":\"owns\""),
        ("\"kind\":\"party\"", "\"kind\":\"club\""),
        ("demarche/graph/1", "demarche/graph/2"),
        ("\"date\":\"2020-05-11\"", "\"date\":\"May 2020\""),
        ("\"mentions\":1", "\"mentions\":-1"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from} is there");
        let value = serde_json::from_str(&bad).expect("JSON");
        assert!(schemas.validate(&value, schema).is_err(), "accepted: {to}");
    }
}

#[test]
fn edges_nodes_and_documents_are_sorted_and_stand_on_a_line_each() {
    let written = json(&wide());
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let mut lines = 5;
    for (list, field) in [("/graph/documents", "id"), ("/nodes", "id"), ("/edges", "key")] {
        let items = value.pointer(list).and_then(|list| list.as_array()).expect("a list");
        let keys: Vec<&str> = items.iter().filter_map(|item| item[field].as_str()).collect();
        assert!(keys.len() == items.len() && keys.is_sorted(), "{list}");
        lines += items.len();
    }
    assert_eq!(written.lines().count(), lines + 3, "{written}");
}

#[test]
fn reading_says_what_is_wrong() {
    let good = json(&wide());
    let read = |text: &str| StateGraph::from_json(text.as_bytes()).map(drop).expect_err("is refused");
    let cut = read(&good[..good.len() / 2]);
    assert!(matches!(cut, Error::Syntax { is_cut: true, line, .. } if line > 3), "{cut}");
    assert!(matches!(read(""), Error::Syntax { is_cut: true, .. }));
    assert!(matches!(read("hello"), Error::Syntax { line: 1, column: 1, is_cut: false, .. }));
    for other in ["{}", "[]", "3", "null", r#"{"graph":{"schema":7}}"#, r#"{"nodes":[],"links":[]}"#] {
        assert!(matches!(read(other), Error::NotAGraph), "{other}");
    }
    let newer = read(&good.replace("demarche/graph/1", "demarche/graph/2"));
    assert!(newer.to_string().contains("demarche/graph/2"), "{newer}");
    let newer = read(r#"{"graph":{"schema":"demarche/graph/2","documents":{}}}"#);
    assert!(matches!(newer, Error::OtherSchema { .. }), "{newer}");
    for (from, to, told) in [
        ("\"event\":\"SUPPORT\",", "", "`event` is missing"),
        ("{\"id\":\"Q159\"", "{\"id\":\"Q15900\"", "no node Q159"),
        ("{\"id\":\"d1\"", "{\"id\":\"d9\"", "no document d1"),
        ("\"polarity\":\"affirmed\"", "\"polarity\":\"maybe\"", "unknown variant `maybe`"),
    ] {
        let message = read(&good.replacen(from, to, 1)).to_string();
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn unknown_fields_and_a_byte_order_mark_are_read_over() {
    let good = json(&wide());
    let strange = format!("\u{FEFF}{}", good.replace("\"directed\":true", "\"directed\":true,\"note\":{\"by\":[1]}"));
    assert_eq!(json(&StateGraph::from_json(strange.as_bytes()).expect("reads")), good);
}

// --- Formats

#[test]
fn formats_are_found_by_name_and_by_ending_in_any_case() {
    for format in FORMATS {
        assert_eq!(export::by_name(&format.name().to_uppercase()).map(|found| found.name()), Some(format.name()));
        for ending in format.endings() {
            let path = format!("a.b/graph.{}", ending.to_uppercase());
            assert_eq!(export::by_path(Path::new(&path)).map(|found| found.name()), Some(format.name()));
        }
        assert!(!format.describe().is_empty());
    }
    assert!(export::by_path(Path::new("graph")).is_none());
    assert!(export::by_name("docx").is_none());
}

// --- DOT

#[test]
fn parallel_claims_are_folded_unless_every_claim_is_wanted() {
    let graph = article(
        "d1",
        vec![
            said("A", "SUPPORT", "B").cue("supports"),
            said("A", "SUPPORT", "B").cue("supports"),
            said("A", "SUPPORT", "B").cue("backs"),
            said("A", "SUPPORT", "B").cue("backs").negated(),
            said("A", "CONSULT", "B").cue("met"),
            said("B", "CONSULT", "A").cue("met"),
        ],
    )
    .graph();
    let folded = dot(&graph);
    assert_eq!(folded.matches(" -> ").count(), 3, "{folded}");
    for label in ["supports ×3", "not: backs", "met ×2"] {
        assert!(folded.contains(label), "{label} in {folded}");
    }
    assert_eq!(folded.matches("dir=\"both\"").count(), 1);
    let every = write(&graph, "dot", Options { parallel: Some(Parallel::Each), ..Options::default() });
    assert_eq!(every.matches(" -> ").count(), 6);
}

#[test]
fn affiliations_attributions_and_lonely_actors_are_left_out_unless_asked_for() {
    let graph = wide();
    let plain = dot(&graph);
    assert!(!plain.contains("\"sana\""), "{plain}");
    let all = write(&graph, "dot", Options { affiliations: true, attributions: true, ..Options::default() });
    for part in ["\"sana\"", "leads", "reports", "\"media-the-daily-dove\""] {
        assert!(all.contains(part), "{part}");
    }
    draw(&all);
}

#[test]
fn hostile_names_are_drawn_as_they_are() {
    let long = "x".repeat(10_000);
    let names: Vec<&'static str> = vec![
        r#"say "no""#,
        r"back\slash",
        r"ends in \",
        "two\nlines",
        "<b>bold</b>",
        "node",
        "Ñandú–Łódź",
        "-5a",
        "🙂 smile",
        "\u{200F}שלום\u{200E} \u{202E}abc",
        r"\N \G \E \T \l",
        "&eacute; &amp; &#233; & co",
        "]; a -> b [label=",
        "nul\0 bell\u{7} \u{FFFE}",
        "a:b:c",
        "// comment /* */ # x",
        Box::leak(long.into_boxed_str()),
        "",
    ];
    let hostile = |name: &'static str| Actor { id: ActorId(name.into()), name: name.to_owned(), ..actor("X") };
    for name in names.iter().copied().filter(|name| !name.is_empty()) {
        let mut made = article("d1", vec![said("Russia", "SUPPORT", "Syria").cue("supports")]);
        made.said.push(Said { kind: name, cue: name, ..said("Russia", "SUPPORT", "Turkey") });
        made.actors = vec![Actor { name: name.to_owned(), aliases: [name.to_owned() + "!"].into(), ..actor("Syria") }];
        let Some(svg) = draw(&dot(&made.graph())) else { return };
        if let "<b>bold</b>" | "node" | "-5a" | r"\N \G \E \T \l" | "🙂 smile" | "a:b:c" = name {
            let shown = name.replace('<', "&lt;").replace('>', "&gt;").replace('-', "&#45;");
            assert!(svg.contains(&format!(">{shown}</text>")), "{shown} in {svg}");
        }
    }
    // As ids, each its own node.
    let mut made = article("d1", vec![]);
    let ids: Vec<Actor> = names.iter().copied().map(hostile).collect();
    made.affiliations = vec![("Russia", Relation::PartOf, "Syria")];
    made.actors = ids.clone();
    let mut entities = Entities::default();
    for (at, actor) in ids.iter().enumerate() {
        entities.actors.insert(actor.id.clone(), actor.clone());
        let target = ids[(at + 1) % ids.len()].id.clone();
        let relation = Relation::PartOf;
        let (role, since, until, document) = (None, None, None, None);
        entities.affiliations.push(Affiliation {
            source: actor.id.clone(),
            target,
            relation,
            role,
            since,
            until,
            document,
        });
    }
    let meta = DocumentMeta {
        id: DocId("d1".into()),
        name: "d1".to_owned(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: None,
    };
    let document = Document { meta, text: String::new(), blocks: Vec::new() };
    let graph = StateGraph::of_document(&document, &[], entities, Vec::new());
    let printed = write(&graph, "dot", Options { affiliations: true, ..Options::default() });
    if let Some(svg) = draw(&printed) {
        assert_eq!(svg.matches("class=\"node\"").count(), names.len());
        assert_eq!(svg.matches("class=\"edge\"").count(), names.len());
    }
}

#[test]
fn a_graph_without_claims_is_drawn_with_a_line_that_says_so() {
    let printed = dot(&StateGraph::default());
    assert!(printed.contains("No claims with a source and a target in 0 documents"), "{printed}");
    draw(&printed);
}

#[test]
fn pictures_are_drawn_and_are_what_their_ending_says() {
    if draw(&dot(&wide())).is_none() {
        return;
    }
    for (format, start) in
        [("json", &b"{\"directed\":true"[..]), ("svg", &b"<?xml"[..]), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
    {
        let mut bytes = Vec::new();
        export::by_name(format).expect("known").write(&wide(), &Options::default(), &mut bytes).expect("draws");
        assert!(bytes.starts_with(start), "{format}");
        std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("wide.{format}")), bytes).expect("writes");
    }
}
