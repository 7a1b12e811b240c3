//! Who is who: roll-up into states, and what people decide about actors of several articles.

mod handmade;

use demarche::entities::knowledge::Knowledge;
use demarche::graph::{Decisions, Rollup, StateGraph};
use demarche::model::*;
use handmade::*;

fn ends(graph: &StateGraph) -> Vec<(String, String)> {
    let name = |id: &Option<ActorId>| id.as_ref().map_or(String::new(), ToString::to_string);
    graph.all_claims().map(|claim| (name(&claim.source), name(&claim.target))).collect()
}

/// Solana, as the tables know him: minister of Spain to 1995, NATO to 1999, the European Union to 2009.
const SOLANA: &str = "Javier Solana";

fn known(name: &str, text_name: &'static str) -> Actor {
    let found = Knowledge::builtin().find(name);
    let actor = found.first().unwrap_or_else(|| panic!("{name} is known"));
    Actor { name: text_name.to_owned(), ..(*actor).clone() }
}

/// The source's side of one claim on a day.
fn side(name: &str, day: &'static str) -> String {
    let mut made = article("d1", vec![said("X", "SUPPORT", "Syria").on(day)]);
    let actor = known(name, "X");
    let mut graph = made.graph();
    made.actors.push(actor.clone());
    let table = format!("actor\tsame_as\nx\t{}\n", actor.id);
    let decisions = Decisions::read(&table, "t").expect("a table");
    graph = graph.decided(&decisions, Knowledge::builtin()).0;
    let rolled = Rollup::of(&graph, Knowledge::builtin());
    let id = rolled.graph.all_claims().next().and_then(|claim| claim.source.clone()).expect("a source");
    Knowledge::builtin()
        .actor(&id)
        .and_then(|actor| actor.state.clone())
        .filter(|_| id != actor.id)
        .map_or_else(|| "self".to_owned(), |code| code.as_str().to_owned())
}

#[test]
fn a_person_stands_for_whom_they_serve_on_the_day_of_the_claim() {
    let days = ["1993-05-01", "1998-05-01", "2005-05-01", "2020-05-01"];
    assert_eq!(days.map(|day| side(SOLANA, day)), ["ESP", "NATO", "EU", "self"]);
    assert_eq!(side("Vladimir Putin", "2020-05-11"), "RUS");
    assert_eq!(side("Vladimir Putin", ""), "RUS");
    assert_eq!(side("Vladimir Putin", "1990-01-01"), "self");
}

#[test]
fn organs_become_their_state_and_groups_stay() {
    for (name, expected) in
        [("Kremlin", "RUS"), ("UN Security Council", "UN"), ("Hezbollah", "self"), ("SANA", "self"), ("Russia", "self")]
    {
        assert_eq!(side(name, "2020-05-11"), expected, "{name}");
    }
}

#[test]
fn an_unknown_person_stands_for_whom_the_article_says() {
    let mut made = article("d1", vec![said("Ana Ruiz", "SUPPORT", "Syria"), said("Eva Sol", "SUPPORT", "Syria")]);
    made.affiliations = vec![("Ana Ruiz", Relation::SpeaksFor, "Russia"), ("Eva Sol", Relation::BelongsTo, "Russia")];
    let rolled = Rollup::of(&made.graph(), Knowledge::builtin());
    let sources: Vec<String> = ends(&rolled.graph).into_iter().map(|(source, _)| source).collect();
    assert!(sources.contains(&"Q159".to_owned()) && sources.contains(&"eva-sol".to_owned()), "{sources:?}");
    assert_eq!(rolled.stands_for(&id("Ana Ruiz")), Some(&id("Russia")));
    assert_eq!(rolled.stands_for(&id("Eva Sol")), None);
}

#[test]
fn a_roll_up_keeps_every_claim_and_its_words() {
    let made = article(
        "d1",
        vec![
            said("Vladimir Putin", "SUPPORT", "Syria").by(&["Vladimir Putin", "Russia", "SANA"]),
            said("Vladimir Putin", "ACCUSE", "Russia"),
            said("Turkey", "ACCUSE", ""),
        ],
    );
    let graph = made.graph();
    let rolled = Rollup::of(&graph, Knowledge::builtin()).graph;
    assert_eq!(rolled.all_claims().count(), 3);
    for claim in graph.all_claims() {
        let after = rolled.claim(&claim.key.0).expect("the same key");
        assert_eq!((&after.quote, after.start), (&claim.quote, claim.start));
    }
    assert!(ends(&rolled).contains(&("Q159".to_owned(), "Q159".to_owned())));
    let support = rolled.all_claims().find(|claim| claim.event == "SUPPORT").expect("a claim");
    assert_eq!(support.speakers, [id("Russia"), id("SANA")]);
    let read = StateGraph::from_json(json(&rolled).as_bytes()).expect("a graph as any other");
    assert_eq!(json(&read), json(&rolled));
    assert!(rolled.actor(&id("Vladimir Putin")).is_none() && rolled.actor(&id("SANA")).is_some());
}

fn decided(graph: &StateGraph, table: &str) -> StateGraph {
    let decisions = Decisions::read(table, "same.tsv").expect("a table");
    graph.decided(&decisions, Knowledge::builtin()).0
}

#[test]
fn decisions_join_actors_and_part_them_by_document() {
    let one = article("d1", vec![said("Ana Ruiz", "SUPPORT", "Syria").by(&["Ana Ruiz"])]);
    let two = article("d2", vec![said("Ana Ruiz", "ACCUSE", "Syria"), said("Doctor Ruiz", "AID", "Syria")]);
    let graph = merged(&[one, two]);
    let joined = decided(&graph, "actor\tsame_as\ndoctor-ruiz\tana-ruiz\n");
    assert!(ends(&joined).iter().all(|(source, _)| source == "ana-ruiz"));
    assert!(joined.actor(&id("Ana Ruiz")).expect("there").aliases.contains("Doctor Ruiz"));
    assert_eq!(joined.actor(&id("Ana Ruiz")).map(|node| node.mentions), Some(3));

    let parted = decided(&graph, "actor\tdocument\tsame_as\nana-ruiz\td2\t\n");
    let sources: Vec<String> = ends(&parted).into_iter().map(|(source, _)| source).collect();
    assert_eq!(sources.iter().filter(|source| *source == "ana-ruiz").count(), 1);
    assert!(sources.contains(&"ana-ruiz-d2".to_owned()), "{sources:?}");
    let first = parted.all_claims().find(|claim| claim.document.0 == "d1").expect("a claim");
    assert_eq!(first.speakers, [id("Ana Ruiz")]);
}

#[test]
fn decisions_hold_for_pieces_as_for_the_whole_and_twice_as_once() {
    let one = article("d1", vec![said("Ana Ruiz", "SUPPORT", "Syria")]);
    let two = article("d2", vec![said("Doctor Ruiz", "AID", "Russia"), said("Ana Ruiz", "AID", "Russia")]);
    let table = "actor\tdocument\tsame_as\ndoctor-ruiz\t\tana-ruiz\nana-ruiz\t\tperson-ruiz\n";
    let whole = decided(&merged(&[one.clone(), two.clone()]), table);
    let pieces = decided(&one.graph(), table).merge(decided(&two.graph(), table));
    assert_eq!(json(&whole), json(&pieces));
    assert_eq!(json(&decided(&whole, table)), json(&whole));
    assert!(ends(&whole).iter().all(|(source, _)| source == "person-ruiz"));
}

#[test]
fn decisions_that_find_nobody_are_named() {
    let graph = article("d1", vec![said("Ana Ruiz", "SUPPORT", "Syria")]).graph();
    let decisions = Decisions::read("actor\tsame_as\nnobody\tana-ruiz\n", "t").expect("a table");
    let (same, idle) = graph.decided(&decisions, Knowledge::builtin());
    assert_eq!(json(&same), json(&graph));
    assert_eq!(idle.iter().map(|row| row.line).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_table_of_decisions_is_refused_with_its_line() {
    let error = |table: &str| Decisions::read(table, "same.tsv").expect_err("refused").to_string();
    assert!(error("actor\tis\n").starts_with("same.tsv:1: unknown column \"is\""));
    assert!(error("actor\n").starts_with("same.tsv:1: the header needs"));
    assert!(error("actor\tsame_as\n\tx\n").starts_with("same.tsv:2: no actor"));
    assert!(error("actor\tsame_as\nx\t\n").starts_with("same.tsv:2: x: say who it is"));
    assert!(error("actor\tsame_as\nx\ty\nx\tz\n").starts_with("same.tsv:3: x is decided on line 2"));
    assert!(error("actor\tsame_as\nx\ty\ny\tz\nz\tx\n").contains("in a circle"));
    assert!(error("actor\tsame_as\nx\ty\tz\n").starts_with("same.tsv:2: more cells"));
    assert_eq!(Decisions::read("", "t").map(|it| it.rows().len()), Ok(0));
}

#[test]
fn what_was_decided_by_itself_is_listed_as_a_table_that_can_be_read() {
    let mut one = article("d1", vec![said("Person Ana Ruiz", "SUPPORT", "Syria")]);
    let mut two = article("d2", vec![said("Person Ana Ruiz", "SUPPORT", "Syria"), said("Person Ruiz", "AID", "Syria")]);
    for made in [&mut one, &mut two] {
        made.actors = ["Person Ana Ruiz", "Person Ruiz"]
            .map(|name| Actor { name: name.replace("Person ", ""), kind: ActorKind::Person, ..actor(name) })
            .to_vec();
    }
    let graph = merged(&[one, two]);
    let table = graph.decisions(Knowledge::builtin(), &Decisions::default());
    assert!(table.contains("person-ana-ruiz\td1\tperson-ana-ruiz"), "{table}");
    assert!(table.contains("# person-ruiz\t\tperson-ana-ruiz\t"), "{table}");
    let decisions = Decisions::read(&table, "t").expect("it reads what it wrote");
    assert_eq!(decisions.rows().len(), 2);
    assert_eq!(json(&decided(&graph, &table)), json(&graph));
    let joined = decided(&graph, &table.replace("# ", ""));
    assert!(ends(&joined).iter().all(|(source, _)| source == "person-ana-ruiz"), "{:?}", ends(&joined));
    // A second listing, of the graph that the decisions made, keeps them.
    let earlier = Decisions::read(&table.replace("# ", ""), "t").expect("a table");
    let again = joined.decisions(Knowledge::builtin(), &earlier);
    assert_eq!(json(&decided(&graph, &again)), json(&joined), "{again}");
}

#[test]
fn leaders_of_parties_and_regions_lead_no_state() {
    for name in ["Gennady Zyuganov", "Carles Puigdemont"] {
        let known = Knowledge::builtin();
        let actor = known.find(name)[0];
        let state = known.state(actor.state.as_ref().expect("a state")).expect("a state");
        let leads = known.affiliations(&actor.id).into_iter();
        let leads: Vec<_> = leads.filter(|it| it.target == state.id && it.relation == Relation::Leads).collect();
        assert!(leads.is_empty(), "{leads:?}");
        assert_eq!(side(name, ""), "self", "{name}");
    }
}
