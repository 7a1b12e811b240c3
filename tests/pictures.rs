//! What pictures and charts promise: nothing lies on anything else, the same bytes whatever the threads, well-formed for any
//! text, and numbers that are those of the claims.

mod handmade;

use demarche::export::chart::matrix::Matrix;
use demarche::export::chart::timeline::{Direction, Timeline, Unit};
use demarche::export::{self, Engine, Options, layout};
use demarche::graph::{CitedClaim, Filter, StateGraph};
use demarche::model::*;
use handmade::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Actors of every kind, a third of them without a state, and claims that a few of them have most of.
fn crowd(actors: usize, claims: usize) -> StateGraph {
    let words = ["Ministry of Foreign Affairs", "Party", "Spokesperson", "Armed Forces", "Council", "Agency"];
    let states = ["RUS", "SYR", "TUR", "FRA", "DEU", "IRN", "ISR", "CHN"];
    let names: Vec<&str> = (0..actors).map(|at| leaked(format!("{} of Place {at}", words[at % words.len()]))).collect();
    let events = ["SUPPORT", "ACCUSE", "CONSULT", "REJECT", "AID", "THREATEN"];
    let said = (0..claims).map(|at| {
        let source = names[at * at * 7 % actors * (at % 3) / 3 % actors];
        let target = names[(at * 13 + 5) % actors];
        let claim =
            said(source, events[at % events.len()], target).cue(["backs", "accused", "held talks with"][at % 3]);
        if at % 5 == 0 { claim.negated() } else { claim }
    });
    let mut article = article("d1", said.filter(|it| it.source != it.target).collect());
    article.actors = names
        .iter()
        .enumerate()
        .map(|(at, name)| Actor {
            kind: ActorKind::ALL[at % ActorKind::ALL.len()].0,
            state: (at % 3 > 0).then(|| states[at % states.len()].into()),
            ..actor(name)
        })
        .collect();
    article.graph()
}

fn svg(graph: &StateGraph, engine: Engine) -> String {
    let mut bytes = Vec::new();
    let options = Options { engine, ..Options::default() };
    export::by_name("svg").expect("a format").write(graph, &options, &mut bytes).expect("is drawn");
    String::from_utf8(bytes).expect("UTF-8")
}

fn has_graphviz() -> bool {
    let is_there = export::graphviz::is_installed();
    if !is_there {
        eprintln!("passed over: Graphviz is not installed");
    }
    is_there
}

/// A piece of text with its box: each letter taken as `em` of its height wide.
#[derive(Debug, Clone)]
struct Text {
    words: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// All texts of a picture; fails where it is no well-formed XML.
fn texts(svg: &str, em: f64) -> Vec<Text> {
    let mut reader = Reader::from_str(svg);
    let (mut found, mut open, mut depth) = (Vec::new(), None, 0);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                depth += 1;
                let attributes: BTreeMap<String, String> = start
                    .attributes()
                    .map(|it| it.expect("an attribute"))
                    .map(|it| (it.key.as_ref().to_owned(), it.value.into_owned()))
                    .collect();
                open = (start.name().as_ref() == "text").then_some((attributes, String::new()));
            }
            Event::Text(text) => {
                if let Some((_, words)) = &mut open {
                    *words += &text;
                }
            }
            Event::GeneralRef(_) => {
                if let Some((_, words)) = &mut open {
                    words.push('&');
                }
            }
            Event::End(_) => {
                depth -= 1;
                if let Some((attributes, words)) = open.take() {
                    found.extend(boxed(&attributes, words, em));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

fn boxed(attributes: &BTreeMap<String, String>, words: String, em: f64) -> Option<Text> {
    let number = |name: &str| attributes.get(name).and_then(|text| text.parse::<f64>().ok());
    let (x, y, size) = (number("x")?, number("y")?, number("font-size")?);
    let width = words.trim().chars().count() as f64 * em * size;
    let left = match attributes.get("text-anchor").map(String::as_str) {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    Some(Text { words, left, right: left + width, top: y - 0.7 * size, bottom: y + 0.2 * size })
}

fn overlapping(texts: &[Text]) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, a) in texts.iter().enumerate() {
        for b in &texts[..at] {
            if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
                found.push((a.words.as_str(), b.words.as_str()));
            }
        }
    }
    found
}

#[test]
fn no_two_labels_overlap_at_forty_actors() {
    let graph = crowd(40, 80);
    let drawn = texts(&svg(&graph, Engine::Builtin), 0.6);
    assert!(drawn.len() > 80, "{}", drawn.len());
    assert_eq!(overlapping(&drawn), []);
    if has_graphviz() {
        // Graphviz measures the letters themselves; half of their height is what Helvetica's are wide.
        let drawn = texts(&svg(&graph, Engine::Graphviz), 0.5);
        assert_eq!(overlapping(&drawn), []);
    }
}

#[test]
fn few_labels_are_left_out_and_the_caption_says_how_many() {
    let picture = svg(&crowd(40, 80), Engine::Builtin);
    let labels = picture.matches("class=\"label\"").count();
    let arrows = picture.matches("class=\"edge\"").count();
    assert!(labels * 10 >= arrows * 9, "{labels} of {arrows}");
    let told = format!("{} labels left out", arrows - labels);
    assert!(labels == arrows || picture.contains(&told), "{told}");
}

#[test]
fn pictures_and_places_do_not_depend_on_the_number_of_threads() {
    for (actors, claims) in [(40, 80), (700, 1500)] {
        let graph = crowd(actors, claims);
        let in_pool = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| (svg(&graph, Engine::Builtin), layout::of_graph(&graph)))
        };
        assert!(in_pool(1) == in_pool(4), "{actors} actors");
    }
}

#[test]
fn every_actor_of_a_graph_has_a_place_of_its_own() {
    let mut one = article("d1", vec![said("Russia", "SUPPORT", "Syria")]);
    one.mentioned = vec!["Bystander", "Onlooker"];
    let graph = one.graph();
    let layout = layout::of_graph(&graph);
    let places: BTreeSet<String> =
        graph.actors().map(|node| format!("{:?}", layout.place(&node.id).expect("a place"))).collect();
    assert_eq!(places.len(), graph.actors().count());
    assert!(graph.actors().count() >= 4);
}

#[test]
fn states_have_frames_with_their_names() {
    let mut one = article("d1", vec![said("Vladimir Putin", "SUPPORT", "SANA"), said("Russia", "SUPPORT", "Syria")]);
    one.mentioned = vec![];
    let graph = one.graph();
    let engines = if has_graphviz() { vec![Engine::Builtin, Engine::Graphviz] } else { vec![Engine::Builtin] };
    for engine in engines {
        let picture = svg(&graph, engine);
        assert_eq!(picture.matches("class=\"cluster\"").count(), if engine == Engine::Builtin { 2 } else { 3 });
        for state in ["Russia", "Syria"] {
            assert!(picture.matches(&format!(">{state}</text>")).count() >= 2, "{state} as an actor and as a frame");
        }
    }
}

#[test]
fn the_sign_of_a_claim_is_seen_in_colour_and_form() {
    let claims = vec![
        said("A", "SUPPORT", "B"),
        said("A", "ACCUSE", "C"),
        said("A", "CONSULT", "D"),
        said("A", "REJECT", "E"),
        said("A", "SUPPORT", "F").negated().cue("backs"),
    ];
    let mut bytes = Vec::new();
    let graph = article("d1", claims).graph();
    export::by_name("dot").expect("a format").write(&graph, &Options::default(), &mut bytes).expect("memory");
    let dot = String::from_utf8(bytes).expect("UTF-8");
    let edge = |target: &str| {
        let line =
            dot.lines().find(|line| line.contains(&format!("\"a\" -> \"{target}\""))).expect("an edge").to_owned();
        let value = |name: &str| {
            let after = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            after.unwrap_or_default().to_owned()
        };
        (value("color"), value("style"), value("arrowhead"))
    };
    let all: BTreeSet<_> = ["b", "c", "d", "e", "f"].map(edge).into();
    assert_eq!(all.len(), 5);
    assert_eq!(all.iter().map(|(_, style, head)| (style, head)).collect::<BTreeSet<_>>().len(), 5, "{all:?}");
    assert_eq!(edge("b").0, edge("f").0);
    assert!(dot.contains("not: backs"));
}

#[test]
fn hostile_names_give_well_formed_pictures_and_charts() {
    let long = leaked("x".repeat(10_000));
    let names = [
        "<b>&amp;\"'</b>",
        "]]> <!-- -->",
        "nul\0 bell\u{7} \u{FFFE}\u{1b}[31m",
        "two\nlines\r\ttab",
        "\u{202e}abc \u{200f}שלום",
        "🙂 smile",
        "=cmd|' /C calc'!A0",
        long,
        "url(#x)",
        "\\N \\G",
    ];
    let mut made = article("d1", vec![]);
    for name in names {
        made.said.push(Said { kind: name, ..said(name, "SUPPORT", "Syria").cue(name) });
        made.said.push(said(name, "SUPPORT", "Russia").negated());
    }
    made.actors = names
        .iter()
        .map(|name| Actor { kind: ActorKind::State, aliases: [format!("{name}!")].into(), ..actor(name) })
        .collect();
    let graph = made.graph();
    let picture = svg(&graph, Engine::Builtin);
    texts(&picture, 0.6);
    lint(&picture);
    let claims: Vec<&CitedClaim> = graph.all_claims().collect();
    for name in names {
        let chart = Timeline::of(&graph, &claims, &id(name), &id("Russia"), None);
        let mut bytes = Vec::new();
        chart.write_svg(&mut bytes).expect("memory");
        let drawn = String::from_utf8(bytes).expect("UTF-8");
        texts(&drawn, 0.6);
        lint(&drawn);
    }
    let mut bytes = Vec::new();
    let matrix = Matrix::of(&graph, &claims, 20);
    assert!(!matrix.cells.is_empty());
    matrix.write_svg(&mut bytes).expect("memory");
    texts(&String::from_utf8(bytes).expect("UTF-8"), 0.6);
    let mut table = Vec::new();
    matrix.write_csv(&mut table).expect("memory");
    assert!(String::from_utf8_lossy(&table).contains("'=cmd"), "no formula");
}

/// Asks xmllint, where it is installed.
fn lint(svg: &str) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), svg).expect("is written");
    match Command::new("xmllint").args(["--noout", "--huge"]).arg(file.path()).stdout(Stdio::null()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => eprintln!("passed over: xmllint is not installed"),
    }
}

#[test]
fn large_graphs_are_drawn_in_outline_and_empty_ones_say_so() {
    let picture = svg(&crowd(420, 900), Engine::Builtin);
    assert_eq!(picture.matches("class=\"label\"").count(), 0);
    assert!(picture.contains("<circle") && picture.contains("too many for words"));
    let empty = svg(&StateGraph::default(), Engine::Builtin);
    assert!(empty.contains("No claims with a source and a target in 0 documents"));
    texts(&empty, 0.6);
}

// --- Charts

fn wanted(kinds: &[&str]) -> Filter {
    Filter { kinds: kinds.iter().map(|kind| (*kind).into()).collect(), ..Filter::default() }
}

/// Years of claims between two actors, both ways, some negated, some without a date, some of other kinds.
fn years() -> StateGraph {
    let days = ["2019-01-31", "2019-02-01", "2019-02-28", "2020-12-31", "2021-01-01", ""];
    let said = (0..60).map(|at| {
        let (source, target) = if at % 3 == 0 { ("Syria", "Russia") } else { ("Russia", "Syria") };
        let event = ["SUPPORT", "ACCUSE", "AGREE", "CONSULT"][at % 4];
        let claim = said(source, event, target).on(days[at % days.len()]);
        if at % 7 == 0 { claim.negated() } else { claim }
    });
    article("d1", said.chain([said2()]).collect()).graph()
}

fn said2() -> Said {
    said("Turkey", "SUPPORT", "Syria").on("1999-01-01")
}

#[test]
fn a_timeline_counts_the_claims_of_each_month_and_direction() {
    let graph = years();
    let (russia, syria) = (id("Russia"), id("Syria"));
    let claims = graph.claims(&wanted(&["support", "opposition"]));
    let chart = Timeline::of(&graph, &claims, &russia, &syria, None);
    assert_eq!(chart.unit, Unit::Month);
    let between: Vec<_> = claims
        .iter()
        .filter(|claim| matches!(claim.ends(), Some(ends) if ends == (&russia, &syria) || ends == (&syria, &russia)))
        .collect();
    assert_eq!(chart.claims() + chart.undated, between.len());
    assert!(chart.undated > 0 && !chart.counts.is_empty());
    for count in &chart.counts {
        let month = &count.start.to_string()[..7];
        let expected = between.iter().filter(|claim| {
            let direction = match claim.is_symmetric() {
                true => Direction::Both,
                false if claim.source.as_ref() == Some(&russia) => Direction::Forth,
                false => Direction::Back,
            };
            claim.date.is_some_and(|day| day.to_string().starts_with(month))
                && (direction, claim.kind.as_str(), claim.polarity)
                    == (count.direction, count.kind.as_str(), count.polarity)
        });
        assert_eq!(expected.count(), count.claims, "{count:?}");
    }
    assert_eq!(chart.directions().len(), 3);
    assert_eq!(chart.periods().len(), 25, "2019-01 to 2021-01");
    let by_year = Timeline::of(&graph, &claims, &russia, &syria, Some(Unit::Year));
    assert_eq!((by_year.periods().len(), by_year.claims()), (3, chart.claims()));
}

#[test]
fn a_timeline_is_drawn_with_a_bar_for_each_count_and_a_description() {
    let graph = years();
    let claims = graph.claims(&wanted(&["support", "opposition"]));
    let chart = Timeline::of(&graph, &claims, &id("Russia"), &id("Syria"), None);
    let mut bytes = Vec::new();
    chart.write_svg(&mut bytes).expect("memory");
    let drawn = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(drawn.matches("class=\"bar\"").count(), chart.counts.len());
    for part in ["role=\"img\"", "<title", "<desc", "Russia → Syria", "Syria → Russia", "url(#hatch-", "without one"]
    {
        assert!(drawn.contains(part), "{part}");
    }
    assert_eq!(overlapping(&texts(&drawn, 0.6)), []);
    let mut table = Vec::new();
    chart.write_csv(&mut table).expect("memory");
    let mut reader = csv::Reader::from_reader(&table[..]);
    let sum: usize = reader.records().map(|row| row.expect("a row")[7].parse::<usize>().expect("a number")).sum();
    assert_eq!(sum, chart.claims());
}

/// Two camps, and bystanders.
fn camps() -> StateGraph {
    let names = ["Russia", "Syria", "Turkey", "United States", "France", "Iran"];
    let camp = |name: &str| matches!(name, "Russia" | "Syria" | "Iran");
    let mut all = Vec::new();
    for (at, source) in names.into_iter().enumerate() {
        for (other, target) in names.into_iter().enumerate().filter(|(other, _)| *other != at) {
            let event = if camp(source) == camp(target) { "SUPPORT" } else { "ACCUSE" };
            all.push(said(source, event, target));
            if (at + other) % 2 == 0 {
                all.push(said(source, "CONSULT", target));
                all.push(said(source, "SUPPORT", target).negated());
            }
        }
    }
    all.push(said("Russia", "SUPPORT", "Russia"));
    let mut article = article("d1", all);
    article.actors = names.iter().map(|name| Actor { kind: ActorKind::State, ..actor(name) }).collect();
    article.graph()
}

#[test]
fn a_matrix_counts_the_claims_of_each_pair() {
    let graph = camps();
    let claims = graph.claims(&Filter::default());
    let matrix = Matrix::of(&graph, &claims, 20);
    assert_eq!(matrix.states.len(), 6);
    for cell in &matrix.cells {
        let (source, target) = (&matrix.states[cell.source].id, &matrix.states[cell.target].id);
        let one_way = |a: &ActorId, b: &ActorId| Filter {
            sources: vec![a.clone()],
            targets: vec![b.clone()],
            ..Filter::default()
        };
        let forth = graph.claims(&one_way(source, target));
        let back = graph.claims(&one_way(target, source));
        let both: Vec<_> = forth.into_iter().chain(back.into_iter().filter(|claim| claim.is_symmetric())).collect();
        let count = |kind: &str| both.iter().filter(|it| it.kind == kind && it.polarity == Polarity::Affirmed).count();
        assert_eq!((cell.claims, cell.support, cell.opposition), (both.len(), count("support"), count("opposition")));
    }
    assert!(matrix.cells.iter().all(|cell| cell.source != cell.target));
}

#[test]
fn states_of_one_camp_stand_side_by_side_and_what_is_left_out_is_told() {
    let graph = camps();
    let claims = graph.claims(&Filter::default());
    let matrix = Matrix::of(&graph, &claims, 20);
    let camp: Vec<bool> =
        matrix.states.iter().map(|it| matches!(it.name.as_str(), "Russia" | "Syria" | "Iran")).collect();
    assert_eq!(camp.windows(2).filter(|pair| pair[0] != pair[1]).count(), 1, "{:?}", matrix.states);
    let part = Matrix::of(&graph, &claims, 4);
    assert_eq!((part.states.len(), part.left_out), (4, 2));
    let whole: usize = matrix.cells.iter().map(|cell| cell.claims).sum();
    assert_eq!(part.cells.iter().map(|cell| cell.claims).sum::<usize>() + part.claims_left_out, whole);
    assert!(part.caption().contains("left out: 2 states with"), "{}", part.caption());
    let mut bytes = Vec::new();
    matrix.write_svg(&mut bytes).expect("memory");
    let drawn = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(drawn.matches("class=\"cell\"").count(), matrix.cells.len());
    assert!(
        drawn.contains("role=\"img\"") && drawn.contains("<desc") && drawn.contains(">−1<") && drawn.contains(">+1<")
    );
}
