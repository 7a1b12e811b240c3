//! What the graph promises: merging, what becomes a node or an edge, and the answers to questions.

mod handmade;

use demarche::graph::{Node, StateGraph};
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
