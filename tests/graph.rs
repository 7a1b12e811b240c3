//! What the graph promises: merging, what becomes a node or an edge, and the answers to questions.

mod handmade;

use demarche::graph::{Filter, NoPath, Node, PathQuery, StateGraph, UnknownClaim};
use demarche::model::*;
use handmade::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn node(graph: &StateGraph, name: &str) -> Node {
    graph.actor(&id(name)).unwrap_or_else(|| panic!("{name} is a node")).clone()
}

fn attributions(graph: &StateGraph) -> BTreeSet<(String, String)> {
    graph.attributions().map(|edge| (edge.source.to_string(), edge.target.to_string())).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    wanted.iter().map(|(source, target)| (source.to_string(), target.to_string())).collect()
}

// --- Building

#[test]
fn places_count_characters_and_slice_the_text() {
    let graph = article("d1", vec![said("Perú", "SUPPORT", "España").cue("apoyó")]).graph();
    let claim = graph.all_claims().next().expect("a claim");
    // "Título «con» acentos." and two line ends are 23 characters, 26 bytes.
    assert_eq!(claim.context_start, 23);
    assert_eq!(claim.context, "Así, Perú apoyó España.");
    assert_eq!((claim.start, claim.end), (28, 45));
    assert_eq!(claim.quote, "Perú apoyó España");
    assert_eq!((claim.cue_start, claim.cue_end), (33, 38));
}

#[test]
fn a_crowd_is_a_node_only_where_a_claim_names_it() {
    let graph = |text: &str| {
        let lang = Lang::new("es");
        let language = demarche::language::Language::builtin(&lang).expect("a built-in language");
        let knowledge = demarche::entities::knowledge::Knowledge::builtin();
        let frames = demarche::claims::Frames::builtin();
        let read = demarche::claims::examples::read(language, text, None, frames, knowledge);
        StateGraph::of_document(&read.document, &read.sentences, read.entities, read.claims)
    };
    let is_node = |text: &str| graph(text).actors().any(|node| node.id.as_str() == "PER-residents");
    assert!(!is_node("Los vecinos peruanos compran pan."));
    assert!(is_node("Los vecinos peruanos protestaron contra Chile."));
}

#[test]
fn confidence_is_rounded_and_kept_in_its_range() {
    for (given, kept) in [(0.834999, 0.83), (1.7, 1.0), (-3.0, 0.0), (f64::NAN, 0.0), (0.005, 0.01)] {
        let graph = article("d1", vec![said("A", "SUPPORT", "B").sure(given)]).graph();
        assert_eq!(graph.all_claims().next().map(|claim| claim.confidence), Some(kept), "{given}");
    }
}

#[test]
fn actors_that_nothing_names_are_no_nodes_and_speakers_are() {
    let mut made = article("d1", vec![said("Russia", "SUPPORT", "Syria").by(&["SANA"])]);
    made.actors.push(actor("Bystander"));
    made.affiliations.push(("SANA", Relation::StateMediaOf, "Damascus"));
    let graph = made.graph();
    let ids: Vec<&str> = graph.actors().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["Q159", "Q858", "damascus", "sana"]);
    assert_eq!(node(&graph, "Russia").mentions, 1);
    assert_eq!(node(&graph, "SANA").mentions, 0);
}

#[test]
fn a_claim_without_target_is_kept_as_a_statement() {
    let graph = article("d1", vec![said("Russia", "PROTEST", ""), said("", "ACCUSE", "Syria")]).graph();
    assert_eq!(graph.all_claims().filter(|claim| claim.ends().is_none()).count(), 2);
    assert!(json(&graph).contains("\"edges\":[]"));
}

// --- Attribution

#[test]
fn attribution_runs_from_outlet_over_speakers_to_the_source() {
    let made = article("d1", vec![said("Russia", "SUPPORT", "Syria").by(&["Envoy", "SANA"])]).from("The Daily Dove");
    let chain = [("media-the-daily-dove", "sana"), ("sana", "envoy"), ("envoy", "Q159")];
    assert_eq!(attributions(&made.graph()), pairs(&chain));
    assert_eq!(made.graph().actor(&"media-the-daily-dove".into()).map(|node| node.kind), Some(ActorKind::Media));
}

#[test]
fn who_speaks_of_itself_is_not_attributed_to_itself() {
    let made = article("d1", vec![said("Russia", "SUPPORT", "Syria").by(&["Russia", "SANA"])]);
    assert_eq!(attributions(&made.graph()), pairs(&[("sana", "Q159")]));
}

#[test]
fn a_publisher_that_is_a_known_medium_is_that_medium_even_when_it_is_met_later() {
    let printed = article("d1", vec![said("Russia", "SUPPORT", "Syria")]).from("al-watan");
    let cited = article("d2", vec![said("Turkey", "ACCUSE", "Syria").by(&["Al-Watan"])]);
    let both = printed.graph().merge(cited.graph());
    assert_eq!(attributions(&both), pairs(&[("al-watan", "Q159"), ("al-watan", "Q43")]));
    assert!(both.actor(&"media-al-watan".into()).is_none());
    // Also where the first graph has gone through a file, with its own node for the publisher.
    let read = StateGraph::from_json(json(&printed.graph()).as_bytes()).expect("reads");
    assert_eq!(json(&read.merge(cited.graph())), json(&both));
}

// --- Merging

#[test]
fn the_same_document_counts_once_and_keeps_its_smallest_path() {
    let mut made = article("d1", vec![said("Russia", "SUPPORT", "Syria")]);
    made.path = Some("b/x.txt".into());
    let mut copy = made.clone();
    copy.path = Some("a/x.txt".into());
    let both = made.graph().merge(copy.graph());
    assert_eq!(node(&both, "Russia").mentions, 1);
    assert_eq!(json(&both), json(&copy.graph()));
}

#[test]
fn mentions_of_different_documents_add_up() {
    let one = article("d1", vec![said("Russia", "SUPPORT", "Syria"), said("Russia", "AID", "Syria")]);
    let two = article("d2", vec![said("Turkey", "ACCUSE", "Russia")]);
    assert_eq!(node(&merged(&[one, two]), "Russia").mentions, 3);
}

#[test]
fn the_longest_name_is_shown_and_the_others_are_aliases() {
    let named = |document: &str, name: &str| {
        let mut made = article(document, vec![said("X", "SUPPORT", "Syria")]);
        made.actors.push(Actor { name: name.to_owned(), ..actor("X") });
        made
    };
    let names = ["Lavrov", "Sergei Lavrov", "Serguéi Lavrov"];
    let made: Vec<Article> = names.iter().enumerate().map(|(at, name)| named(&format!("d{at}"), name)).collect();
    let node = node(&merged(&made), "X");
    assert_eq!(node.name, "Serguéi Lavrov");
    assert_eq!(node.aliases.iter().map(String::as_str).collect::<Vec<_>>(), ["Lavrov", "Sergei Lavrov"]);
}

#[test]
fn an_affiliation_that_several_documents_state_is_one_edge() {
    let made = |document: &str| Article {
        affiliations: vec![("Vladimir Putin", Relation::Leads, "Russia")],
        ..article(document, vec![])
    };
    let graph = merged(&[made("d2"), made("d1")]);
    let edges: Vec<_> = graph.affiliations().collect();
    assert_eq!(edges.len(), 1);
    assert_eq!(edges[0].documents.iter().map(|id| id.0.as_str()).collect::<Vec<_>>(), ["d1", "d2"]);
}

// --- Whom a name stands for

fn names() -> StateGraph {
    let mut made = article(
        "d1",
        vec![
            said("Bashar al-Assad", "CONSULT", "Vladimir Putin"),
            said("Bashar al-Assad", "CONSULT", "Turkey"),
            said("Rifaat al-Assad", "ACCUSE", "Syria"),
            said("Kremlin", "SUPPORT", "Russia"),
            said("José Díaz", "SUPPORT", "Union"),
            said("Sergei Lavrov", "CONSULT", "Russian Orthodox Church"),
        ],
    );
    made.actors.push(Actor { aliases: ["Moscow".to_owned(), "Federación Rusa".to_owned()].into(), ..actor("Russia") });
    made.actors.push(Actor { aliases: ["UE".to_owned(), "Europe".to_owned()].into(), ..actor("Union") });
    made.actors.push(Actor { kind: ActorKind::Government, state: Some("RUS".into()), ..actor("Kremlin") });
    made.graph()
}

#[test]
fn names_are_matched_as_a_person_types_them() {
    let graph = names();
    for (typed, meant) in [
        ("Russia", "Russia"),
        ("  russia ", "Russia"),
        ("RUS", "Russia"),
        ("q159", "Russia"),
        ("moscow", "Russia"),
        ("federacion rusa", "Russia"),
        ("the Kremlin", "Kremlin"),
        ("el kremlin", "Kremlin"),
        ("putin", "Vladimir Putin"),
        ("PUTIN", "Vladimir Putin"),
        ("jose diaz", "José Díaz"),
        ("diaz", "José Díaz"),
        ("Bashar al Assad", "Bashar al-Assad"),
        ("bashar", "Bashar al-Assad"),
        ("lavr", "Sergei Lavrov"),
        ("europe", "Union"),
        ("Rusia", "Russia"),
        ("RU", "Russia"),
        ("Turquía", "Turkey"),
        ("orthodox church", "Russian Orthodox Church"),
        ("sergei-lavrov", "Sergei Lavrov"),
    ] {
        assert_eq!(graph.resolve(typed).map(|found| found.id), Ok(id(meant)), "{typed:?}");
    }
}

#[test]
fn of_several_that_match_the_most_mentioned_is_meant_and_the_others_are_told() {
    let found = names().resolve("Assad").expect("known");
    assert_eq!((found.id, found.others), (id("Bashar al-Assad"), vec![id("Rifaat al-Assad")]));
}

#[test]
fn an_unknown_name_gets_the_nearest_ones() {
    let graph = names();
    for (typed, near) in [("Rusia Unida", "Russia"), ("Lavrof", "Sergei Lavrov"), ("Kremlim", "Kremlin")] {
        let unknown = graph.resolve(typed).expect_err("is no name");
        assert_eq!(unknown.suggestions.first().map(String::as_str), Some(near), "{typed}");
        assert!(unknown.to_string().contains("did you mean"), "{unknown}");
    }
    for nothing in ["", "  ", "«»", "zzzzzz"] {
        assert_eq!(graph.resolve(nothing).expect_err("means nobody").suggestions, Vec::<String>::new(), "{nothing:?}");
    }
}

// --- Lists of claims

fn listed(graph: &StateGraph, filter: Filter) -> Vec<String> {
    graph.claims(&filter).into_iter().map(|claim| claim.quote.clone()).collect()
}

fn mixed() -> StateGraph {
    let one = article(
        "d1",
        vec![
            said("Russia", "SUPPORT", "Syria").on("2020-05-12").by(&["SANA"]),
            said("Russia", "REJECT", "Turkey").on("2020-05-10").negated(),
            said("Turkey", "CONSULT", "Russia").on("").sure(0.3),
        ],
    );
    let two = Article { path: Some("news/d2.txt".into()), ..article("d2", vec![said("Syria", "ACCUSE", "Turkey")]) };
    merged(&[one.from("El País"), two])
}

#[test]
fn every_condition_of_a_filter_counts() {
    let graph = mixed();
    let day = |text: &str| Some(text.parse().expect("a date"));
    let all = Filter::default;
    let (support, reject, consult, accuse) =
        ("Russia faces Syria", "Russia faces Turkey", "Turkey faces Russia", "Syria faces Turkey");
    let cases: Vec<(Filter, Vec<&str>)> = vec![
        (all(), vec![reject, accuse, support, consult]),
        (Filter { kinds: vec!["Denial".into(), "opposition".into()], ..all() }, vec![reject, accuse]),
        (Filter { events: vec!["consult".into()], ..all() }, vec![consult]),
        (Filter { sources: vec![id("Russia")], ..all() }, vec![reject, support]),
        (Filter { targets: vec![id("Russia"), id("Syria")], ..all() }, vec![support, consult]),
        (Filter { actors: vec![id("Syria")], ..all() }, vec![accuse, support]),
        (Filter { polarity: Some(Polarity::Negated), ..all() }, vec![reject]),
        (Filter { factuality: vec![Factuality::Future], ..all() }, vec![]),
        (Filter { speakers: vec![id("SANA")], ..all() }, vec![support]),
        (Filter { publisher: Some("pais".into()), ..all() }, vec![reject, support, consult]),
        (Filter { language: Some(Lang::new("es")), ..all() }, vec![]),
        (Filter { since: day("2020-05-11"), ..all() }, vec![accuse, support]),
        (Filter { until: day("2020-05-11"), ..all() }, vec![reject, accuse]),
        (Filter { min_confidence: 0.8, ..all() }, vec![reject, accuse, support]),
        (Filter { document: Some("news/d2.txt".into()), ..all() }, vec![accuse]),
        (Filter { document: Some("d1".into()), ..all() }, vec![reject, support, consult]),
        (Filter { text: Some("FACES TURKEY".into()), ..all() }, vec![reject, accuse]),
    ];
    for (filter, wanted) in cases {
        assert_eq!(listed(&graph, filter.clone()), wanted, "{filter:?}");
    }
}

#[test]
fn a_part_holds_its_claims_and_nothing_that_only_others_name() {
    let graph = mixed();
    let part = graph.selected(&Filter { targets: vec![id("Turkey")], ..Filter::default() });
    assert_eq!(listed(&part, Filter::default()), ["Russia faces Turkey", "Syria faces Turkey"]);
    let actors: Vec<&str> = part.actors().map(|node| node.name.as_str()).collect();
    assert!(actors.contains(&"Syria") && !actors.contains(&"SANA"), "{actors:?}");
    let all = graph.selected(&Filter::default());
    assert_eq!(json(&all), json(&graph), "the part of all claims is the graph");
    let none = graph.selected(&Filter { kinds: vec!["nothing".into()], ..Filter::default() });
    assert_eq!((none.actors().count(), none.documents().count()), (0, 0));
}

#[test]
fn the_surroundings_of_an_actor_hold_the_claims_among_its_neighbours() {
    let line = ["A", "B", "C", "D", "E"];
    let mut claims: Vec<Said> = line.windows(2).map(|pair| said(pair[0], "CONSULT", pair[1])).collect();
    claims.push(said("A", "PROTEST", ""));
    claims.push(said("C", "ACCUSE", "A"));
    let graph = article("d1", claims).graph();
    let near = |hops| listed(&graph.around(&[id("A")], hops), Filter::default()).len();
    assert_eq!([0, 1, 2, 3, 9].map(near), [1, 4, 5, 6, 6]);
    assert_eq!(listed(&graph.strongest(3), Filter::default()).len(), 4, "A, B and C, with what A does to nobody");
    assert_eq!(graph.strongest(0).all_claims().count(), 0);
}

#[test]
fn a_paragraph_is_kept_once_for_all_its_claims_and_after_merging() {
    let one = article("d1", vec![said("Russia", "SUPPORT", "Syria"), said("Syria", "ACCUSE", "Turkey")]);
    let graph = one.graph();
    let record = graph.documents().next().expect("a document");
    for claim in graph.all_claims() {
        let passage = record.passage(claim).expect("a paragraph");
        let quote: String =
            passage.text.chars().skip(claim.start - passage.start).take(claim.end - claim.start).collect();
        assert_eq!(quote, claim.quote);
    }
    let twice = graph.clone().merge(one.graph());
    assert_eq!(json(&twice), json(&graph));
}

#[test]
fn a_claim_is_found_by_the_start_of_its_key() {
    let graph = mixed();
    let keys: Vec<String> = graph.all_claims().map(|claim| claim.key.0.to_string()).collect();
    for key in &keys {
        assert_eq!(graph.claim(key).map(|claim| claim.key.0.as_str()), Ok(key.as_str()));
        assert_eq!(graph.claim(&key[2..]).map(|claim| claim.key.0.as_str()), Ok(key.as_str()), "without c-");
        assert!(graph.claim(&key[..13].to_uppercase()).is_ok());
    }
    assert!(matches!(graph.claim("c-"), Err(UnknownClaim::Several { keys, .. }) if keys.len() == 4));
    assert!(matches!(graph.claim("c-zz"), Err(UnknownClaim::None { .. })));
}

// --- Paths

fn routes(graph: &StateGraph, query: &PathQuery) -> Result<Vec<String>, Box<NoPath>> {
    let found = graph.paths(query)?;
    let route = |path: &demarche::graph::Path| {
        let ends: Vec<&str> = path.hops.iter().map(|hop| graph.name(hop.to)).collect();
        format!("{}>{}", graph.name(path.hops[0].from), ends.join(">"))
    };
    Ok(found.iter().map(route).collect())
}

fn network() -> Article {
    Article {
        affiliations: vec![("Vladimir Putin", Relation::Leads, "Russia")],
        ..article(
            "d1",
            vec![
                said("A", "SUPPORT", "B"),
                said("A", "SUPPORT", "B").cue("backs"),
                said("B", "ACCUSE", "C"),
                said("A", "SUPPORT", "D").sure(0.2),
                said("D", "SUPPORT", "C").sure(0.2),
                said("D", "SUPPORT", "E"),
                said("C", "CONSULT", "E"),
                said("Vladimir Putin", "CONSULT", "A"),
                said("F", "SUPPORT", "G"),
                said("Russia", "ASSAULT", "G"),
            ],
        )
    }
}

#[test]
fn the_best_paths_come_first_and_parallel_claims_are_one_hop() {
    let graph = network().graph();
    let query = PathQuery::new(id("A"), id("C"));
    assert_eq!(routes(&graph, &query), Ok(vec!["A>B>C".into(), "A>D>C".into(), "A>D>E>C".into()]));
    let best = &graph.paths(&query).expect("found")[0];
    assert_eq!(best.hops[0].claims.len(), 2);
    let short = PathQuery { max_hops: 2, ..query.clone() };
    assert_eq!(routes(&graph, &short), Ok(vec!["A>B>C".into(), "A>D>C".into()]));
    let one = PathQuery { k: 1, ..query };
    assert_eq!(routes(&graph, &one), Ok(vec!["A>B>C".into()]));
}

#[test]
fn paths_keep_to_the_filter_and_to_the_direction() {
    let graph = network().graph();
    let support = Filter { kinds: vec!["support".into()], ..Filter::default() };
    let query = PathQuery { filter: support, ..PathQuery::new(id("A"), id("C")) };
    assert_eq!(routes(&graph, &query), Ok(vec!["A>D>C".into()]));
    let back = PathQuery { directed: true, ..PathQuery::new(id("C"), id("A")) };
    let tried = routes(&graph, &back).expect_err("all claims run the other way");
    assert_eq!(tried.hops_undirected, Some(2));
    // A meeting runs both ways.
    let meeting = PathQuery { directed: true, ..PathQuery::new(id("A"), id("Vladimir Putin")) };
    assert_eq!(routes(&graph, &meeting), Ok(vec!["A>Vladimir Putin".into()]));
}

#[test]
fn affiliations_and_attributions_link_only_on_request() {
    let graph = network().graph();
    let query = PathQuery::new(id("A"), id("Russia"));
    let tried = routes(&graph, &query).expect_err("only an affiliation links them");
    assert_eq!(tried.hops_with_affiliations, Some(2));
    assert_eq!(tried.hops_with_attributions, None);
    let open = PathQuery { affiliations: true, ..query };
    assert_eq!(routes(&graph, &open), Ok(vec!["A>Vladimir Putin>Russia".into()]));
    let graph = article("d1", vec![said("A", "SUPPORT", "B").by(&["SANA"])]).graph();
    let carried = PathQuery { attributions: true, ..PathQuery::new(id("SANA"), id("B")) };
    assert_eq!(routes(&graph, &carried), Ok(vec!["SANA>A>B".into()]));
}

#[test]
fn no_path_says_what_was_tried() {
    let graph = network().graph();
    let filter = Filter { kinds: vec!["support".into()], min_confidence: 0.5, ..Filter::default() };
    let query = PathQuery { filter, ..PathQuery::new(id("A"), id("C")) };
    let tried = *routes(&graph, &query).expect_err("B opposes C");
    assert_eq!((tried.reached_from, tried.reached_to), (1, 0));
    assert_eq!((tried.claims, tried.claims_left), (10, 4));
    assert_eq!(tried.refused, [("kind", 4), ("min-confidence", 2)]);
    assert_eq!(tried.hops_without_filter, Some(2));
    let told = tried.explain(&query).join("\n");
    assert!(told.contains("kind 4") && told.contains("2 hops if the conditions were dropped"), "{told}");
    let short = PathQuery { max_hops: 1, ..PathQuery::new(id("A"), id("C")) };
    let tried = *routes(&graph, &short).expect_err("two hops");
    assert_eq!(tried.hops_without_limit, Some(2));
    assert!(tried.explain(&short).join("\n").contains("2 hops if more hops were allowed"));
    assert!(routes(&graph, &PathQuery::new(id("A"), id("A"))).expect_err("one actor").same);
    assert!(routes(&graph, &PathQuery::new(id("A"), id("Nobody"))).is_err());
}

// --- Merge laws

/// A small document; its id fixes all it holds, as a content hash does, but not its path.
fn any_article() -> impl Strategy<Value = Article> {
    (0u32..12, 0u32..3).prop_map(|(number, copy)| {
        const NAMES: [&str; 8] =
            ["Russia", "Syria", "Turkey", "Vladimir Putin", "SANA", "Al-Watan", "Envoy", "Working Group"];
        const EVENTS: [&str; 5] = ["SUPPORT", "REJECT", "CONSULT", "ACCUSE", "AGREE"];
        let mut seed = u64::from(number) + 1;
        let mut pick = move |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        let claims = (0..pick(5)).map(|_| {
            let target = if pick(4) == 0 { "" } else { NAMES[pick(8)] };
            let speakers: Vec<&'static str> = (0..pick(3)).map(|_| NAMES[pick(8)]).collect();
            said(NAMES[pick(8)], EVENTS[pick(5)], target).by(&speakers).sure(pick(100) as f64 / 100.0)
        });
        let mut made = article(&format!("doc{number}"), claims.collect());
        made.path = Some(format!("copy{copy}/doc{number}.txt"));
        made.publisher =
            [None, Some("SANA"), Some("El Faro"), Some("el faro"), Some("AL WATAN")][pick(5)].map(String::from);
        made.mentioned = (0..pick(3)).map(|_| NAMES[pick(8)]).collect();
        if pick(2) == 0 {
            made.affiliations.push((NAMES[pick(8)], Relation::PartOf, NAMES[pick(8)]));
        }
        let name = ["Envoy", "The Special Envoy", "Enviado"][pick(3)];
        let kind = [ActorKind::Person, ActorKind::Other, ActorKind::Media][pick(3)];
        let state = [None, Some("RUS".into()), Some("SYR".into())][pick(3)].clone();
        made.actors.push(Actor { name: name.to_owned(), kind, state, ..actor("Envoy") });
        made
    })
}

fn any_graph() -> impl Strategy<Value = StateGraph> {
    prop::collection::vec(any_article(), 0..5).prop_map(|articles| merged(&articles))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn merge_is_commutative(a in any_graph(), b in any_graph()) {
        prop_assert_eq!(json(&a.clone().merge(b.clone())), json(&b.merge(a)));
    }

    #[test]
    fn merge_is_associative(a in any_graph(), b in any_graph(), c in any_graph()) {
        let left = a.clone().merge(b.clone()).merge(c.clone());
        prop_assert_eq!(json(&left), json(&a.merge(b.merge(c))));
    }

    #[test]
    fn merge_with_itself_or_with_nothing_changes_nothing(a in any_graph()) {
        let before = json(&a);
        prop_assert_eq!(&json(&a.clone().merge(a.clone())), &before);
        prop_assert_eq!(&json(&a.clone().merge(StateGraph::default())), &before);
        prop_assert_eq!(&json(&StateGraph::default().merge(a)), &before);
    }

    #[test]
    fn reading_back_and_writing_gives_the_same_bytes(a in any_graph()) {
        let written = json(&a);
        prop_assert_eq!(json(&StateGraph::from_json(written.as_bytes()).expect("reads")), written);
    }

    #[test]
    fn merging_files_gives_what_one_build_gives(articles in prop::collection::vec(any_article(), 0..8), at in 0usize..8) {
        let (first, second) = articles.split_at(at.min(articles.len()));
        let read = |part: &[Article]| StateGraph::from_json(json(&merged(part)).as_bytes()).expect("reads");
        prop_assert_eq!(json(&read(first).merge(read(second))), json(&merged(&articles)));
    }
}

/// Figures for the documentation: `cargo test --test graph -- --ignored --nocapture`.
#[test]
#[ignore = "measures, and asserts little"]
fn graph_of_a_hundred_thousand_claims() {
    let time = |what: &str, start: std::time::Instant| eprintln!("{what}: {:?}", start.elapsed());
    let names: Vec<&'static str> = (0..2000).map(|at| &*Box::leak(format!("Actor{at}").into_boxed_str())).collect();
    let start = std::time::Instant::now();
    let graphs: Vec<StateGraph> = (0..10_000usize)
        .map(|document| {
            let pick = |at: usize| names[(document * 7919 + at * 104_729) % names.len()];
            let claims = (0..10).map(|at| said(pick(at), "SUPPORT", pick(at * at + 1)).by(&[pick(at + 3)]));
            article(&format!("doc{document}"), claims.collect()).from("SANA").graph()
        })
        .collect();
    time("10,000 graphs", start);
    let start = std::time::Instant::now();
    let graph = graphs.into_iter().fold(StateGraph::default(), StateGraph::merge);
    time("merged one by one", start);
    let start = std::time::Instant::now();
    let written = json(&graph);
    time(&format!("{} MB written", written.len() / 1_000_000), start);
    let start = std::time::Instant::now();
    let read = StateGraph::from_json(written.as_bytes()).expect("reads");
    time("read", start);
    let start = std::time::Instant::now();
    let found = read.paths(&PathQuery { k: 10, ..PathQuery::new(id(names[0]), id(names[1])) }).map(|paths| paths.len());
    time(&format!("{found:?} paths"), start);
    let start = std::time::Instant::now();
    let resolved = read.resolve("actor 77").map(|found| found.id);
    time(&format!("{resolved:?}"), start);
    assert_eq!(json(&read), written);
}
