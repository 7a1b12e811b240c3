//! What the exports in other fields' vocabularies promise: RDF, PLOVER, FollowTheMoney, Mermaid, Markdown, Parquet. Foreign
//! programs read them in `tests/readers`.

#[path = "readers/graphs/mod.rs"]
mod graphs;
mod handmade;

use demarche::export::{self, Options, Parallel};
use demarche::graph::StateGraph;
use handmade::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn write(graph: &StateGraph, format: &str, options: Options) -> String {
    let mut bytes = Vec::new();
    export::by_name(format).expect("a format").write(graph, &options, &mut bytes).expect("memory takes all");
    String::from_utf8(bytes).expect("text")
}

fn usual(graph: &StateGraph, format: &str) -> String {
    write(graph, format, Options::default())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A support that two others pass on, its denial, a plan, a claim without a target.
fn small() -> StateGraph {
    let said = vec![
        said("Russia", "SUPPORT", "Syria").cue("supports").by(&["SANA", "Al-Watan"]),
        said("Russia", "SUPPORT", "Syria").cue("supports").negated(),
        said("Vladimir Putin", "CONSULT", "Turkey").cue("met"),
        said("Turkey", "COOPERATE", "Russia").cue("works with"),
        said("Turkey", "SANCTION", "").cue("sanctioned"),
        said("", "ACCUSE", "Syria").cue("accused").on(""),
    ];
    article("d1", said).from("The Daily Dove").graph()
}

const FORMATS: [&str; 7] = ["turtle", "trig", "jsonld", "plover", "ftm", "mermaid", "markdown"];

#[test]
fn the_same_graph_gives_the_same_bytes_and_no_graph_breaks_a_writer() {
    for format in FORMATS {
        for graph in [StateGraph::default(), small(), graphs::hostile()] {
            assert_eq!(usual(&graph, format), usual(&graph.clone(), format), "{format}");
        }
    }
}

#[cfg(feature = "rdf")]
mod rdf {
    use super::*;
    use oxrdf::{NamedNode, NamedOrBlankNode, Quad, Term};
    use oxttl::{TriGParser, TurtleParser};

    const NS: &str = "https://demarche.invalid/ns#";
    const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

    fn quads(graph: &StateGraph) -> Vec<Quad> {
        let text = usual(graph, "trig");
        TriGParser::new().for_slice(text.as_bytes()).map(|quad| quad.expect("TriG")).collect()
    }

    fn triples(graph: &StateGraph) -> Vec<oxrdf::Triple> {
        let text = usual(graph, "turtle");
        TurtleParser::new().for_slice(text.as_bytes()).map(|triple| triple.expect("Turtle")).collect()
    }

    fn count(triples: &[oxrdf::Triple], class: &str) -> usize {
        let is = |triple: &&oxrdf::Triple| {
            triple.predicate.as_str() == TYPE && triple.object == Term::from(NamedNode::new_unchecked(class))
        };
        triples.iter().filter(is).count()
    }

    #[test]
    fn every_claim_is_a_resource_with_its_annotation() {
        for graph in [StateGraph::default(), small(), graphs::hostile()] {
            let triples = triples(&graph);
            let claims = graph.all_claims().count();
            assert_eq!(count(&triples, &format!("{NS}Claim")), claims);
            assert_eq!(count(&triples, "https://schema.org/Claim"), claims);
            for class in ["Annotation", "TextQuoteSelector", "TextPositionSelector"] {
                assert_eq!(count(&triples, &format!("http://www.w3.org/ns/oa#{class}")), claims, "{class}");
            }
        }
    }

    #[test]
    fn relations_stand_as_triples_only_where_they_are_said_to_hold() {
        let turtle = usual(&small(), "turtle");
        assert!(turtle.contains("wd:Q159 affirmed:support wd:Q858"), "{turtle}");
        assert!(turtle.contains("wd:Q159 negated:support wd:Q858"), "{turtle}");
        let mut planned = said("Russia", "SUPPORT", "Syria").cue("will support");
        planned.factuality = demarche::model::Factuality::Future;
        let planned = article("d1", vec![planned]).graph();
        assert!(!usual(&planned, "turtle").contains("wd:Q159 affirmed:support"));
        assert!(usual(&planned, "trig").contains("wd:Q159 affirmed:support"), "in a named graph");
    }

    #[test]
    fn chains_of_speakers_keep_their_order() {
        let json: Value = serde_json::from_str(&usual(&small(), "jsonld")).expect("JSON");
        let things = json["@graph"].as_array().expect("a list");
        let claim = things.iter().find(|thing| thing.get("attribution").is_some()).expect("a claim with speakers");
        let chain = claim["attribution"].as_array().expect("two speakers");
        let said: Vec<_> = chain.iter().map(|step| (step["agent"].clone(), step["order"].clone())).collect();
        assert_eq!(said, [("actor:sana".into(), 1.into()), ("actor:al-watan".into(), 2.into())]);
        assert_eq!(claim["attributedTo"], "actor:sana");
    }

    #[test]
    fn nanopublications_have_four_graphs_and_turtle_has_their_triples() {
        let graph = small();
        let quads = quads(&graph);
        let graphs: BTreeSet<String> = quads.iter().map(|quad| quad.graph_name.to_string()).collect();
        assert_eq!(graphs.len(), 1 + 4 * graph.all_claims().count());
        let of_trig: BTreeSet<String> =
            quads.iter().map(|quad| oxrdf::Triple::from(quad.clone()).to_string()).collect();
        assert!(triples(&graph).iter().all(|triple| of_trig.contains(&triple.to_string())));
    }

    #[test]
    fn strange_ids_and_addresses_become_no_strange_iris() {
        let graph = graphs::hostile();
        let mut actors = BTreeSet::new();
        for quad in quads(&graph) {
            for node in [Some(Term::from(quad.subject.clone())), Some(quad.object.clone())].into_iter().flatten() {
                if let Term::NamedNode(node) = &node {
                    let iri = node.as_str();
                    assert!(iri.starts_with("http://") || iri.starts_with("https://"), "{iri}");
                    assert!(!iri.contains(['"', '<', '>', ' ', '\\', '`', '{', '}']), "{iri}");
                }
            }
            let is_actor = quad.predicate.as_str() == format!("{NS}actorKind");
            if let (NamedOrBlankNode::NamedNode(subject), true) = (quad.subject, is_actor) {
                actors.insert(subject.into_string());
            }
        }
        assert_eq!(actors.len(), graph.actors().count(), "no two ids share an IRI");
    }

    #[test]
    fn jsonld_needs_no_other_file() {
        let json: Value = serde_json::from_str(&usual(&small(), "jsonld")).expect("JSON");
        assert!(json["@context"].is_object());
        assert!(!usual(&small(), "jsonld").contains("_:"), "no blank nodes");
    }
}

fn plover_schema() -> (boon::Schemas, boon::SchemaIndex) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/plover.schema.json");
    let mut schemas = boon::Schemas::new();
    let schema = boon::Compiler::new().compile(path.to_str().expect("UTF-8"), &mut schemas).expect("a schema");
    (schemas, schema)
}

#[test]
fn plovers_schema_accepts_what_is_written_and_refuses_the_rest() {
    let (schemas, schema) = plover_schema();
    for graph in [small(), graphs::hostile()] {
        for event in lines(&usual(&graph, "plover")) {
            schemas.validate(&event, schema).unwrap_or_else(|error| panic!("{error:#}\n{event}"));
        }
    }
    let good = usual(&small(), "plover").lines().next().expect("a line").to_owned();
    for (from, to) in [
        ("\"mode\":[", "\"mood\":["),
        ("\"2020-05-11\"", "\"May 2020\""),
        ("\"demarche\":{", "\"demarche\":{\"more\":1,"),
        ("\"event\":[\"", "\"event\":[\"X"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from} is there");
        assert!(schemas.validate(&serde_json::from_str(&bad).expect("JSON"), schema).is_err(), "accepted: {to}");
    }
}

#[test]
fn plover_lists_the_parties_of_meetings_as_actors_and_leaves_out_what_it_cannot_hold() {
    let events = lines(&usual(&small(), "plover"));
    let of = |root: &str| events.iter().filter(|event| event["event"][0] == root).collect::<Vec<_>>();
    let parties = |event: &Value, side: &str| event[side].as_array().map(Vec::len);
    assert_eq!(parties(of("CONSULT")[0], "actor"), Some(2));
    assert_eq!(parties(of("CONSULT")[0], "recipient"), Some(0));
    assert_eq!(parties(of("COOPERATE")[0], "recipient"), Some(1), "a recipient is required");
    assert!(of("SANCTION").is_empty(), "without the recipient that PLOVER requires");
    assert!(of("ACCUSE").is_empty(), "without an actor");
    assert_eq!(of("SUPPORT")[0]["actor"][0]["code"], "RUS");
}

#[test]
fn plover_calls_an_announced_support_an_agreement() {
    let graph = article("d1", vec![said("Russia", "SUPPORT", "Syria").cue("will support")]).graph();
    let json = usual(&graph, "json").replace("\"modes\":[]", "\"modes\":[\"future\"]");
    let planned = StateGraph::from_json(json.as_bytes()).expect("reads");
    let events = lines(&usual(&planned, "plover"));
    assert_eq!((&events[0]["event"][0], &events[0]["mode"]), (&"AGREE".into(), &Value::Array(Vec::new())));
    assert_eq!(events[0]["demarche"]["event"], "SUPPORT");
    let events = lines(&usual(&graph, "plover"));
    assert_eq!(events[0]["event"][0], "SUPPORT");
}

#[test]
fn followthemoney_entities_point_to_entities_that_are_there() {
    for graph in [small(), graphs::hostile()] {
        let entities = lines(&usual(&graph, "ftm"));
        let ids: BTreeSet<&str> = entities.iter().filter_map(|entity| entity["id"].as_str()).collect();
        assert_eq!(ids.len(), entities.len(), "ids are unique");
        for entity in &entities {
            let properties = entity["properties"].as_object().expect("an object");
            for (name, values) in properties {
                let values = values.as_array().expect("a list");
                assert!(!values.is_empty() && values.iter().all(Value::is_string), "{name}");
                let refers =
                    ["subject", "object", "proof", "document", "resolved", "involved", "member", "organization"];
                if refers.contains(&name.as_str()) {
                    assert!(
                        values.iter().all(|id| id.as_str().is_some_and(|id| ids.contains(id))),
                        "{name} {values:?}"
                    );
                }
            }
        }
        let claims = entities.iter().filter(|entity| entity["id"].as_str().is_some_and(|id| id.contains("-claim-")));
        assert_eq!(claims.count(), graph.all_claims().count());
    }
}

#[test]
fn mermaid_stays_within_its_limits_and_says_what_it_leaves_out() {
    let large = graphs::generated(graphs::Shape { actors: 2_000, claims: 6_000, ..graphs::Shape::default() });
    for graph in [large, graphs::hostile()] {
        for parallel in [Parallel::Folded, Parallel::Each] {
            let chart = write(&graph, "mermaid", Options { parallel: Some(parallel), ..Options::default() });
            assert!(chart.chars().count() <= 50_000, "{} characters", chart.chars().count());
            let edges = chart.lines().filter(|line| line.contains("|\"")).count();
            let is_cut = chart.contains("weaker relations are left out");
            assert!(edges <= 500 && (is_cut || edges < 500), "{edges}");
        }
    }
    assert!(usual(&StateGraph::default(), "mermaid").contains("No claims"), "an empty graph is drawn too");
}

#[test]
fn mermaid_draws_the_negated_dotted_and_folds_unless_asked_otherwise() {
    let graph = small();
    let chart = usual(&graph, "mermaid");
    assert!(chart.contains("-.-x|\"not"), "{chart}");
    assert!(chart.contains("<-->|\"met"), "{chart}");
    assert_eq!(chart.matches("linkStyle").count(), 3, "support, its negation, communication: {chart}");
}

#[test]
fn a_report_holds_every_quote_that_fits_and_no_markup_from_texts() {
    let report = usual(&small(), "markdown");
    assert_eq!(report.lines().filter(|line| line.starts_with("> ")).count(), 6);
    for part in
        ["said by SANA, through Al-Watan", "*(negated)*", "## Contested claims", "## Articles", "*The Daily Dove*"]
    {
        assert!(report.contains(part), "{part} in {report}");
    }
    let hostile = usual(&graphs::hostile(), "markdown");
    let bare = hostile.replace("\\<", "").replace("](<https://", "](");
    assert!(!bare.contains('<'), "{:?}", bare.find('<').map(|at| &bare[at..at + 40]));
    assert!(!hostile.contains("](<javascript"));
    let large = graphs::generated(graphs::Shape { actors: 2_000, claims: 6_000, ..graphs::Shape::default() });
    let report = usual(&large, "markdown");
    assert!(report.contains("pairs more, left out here") && report.contains("actors more, left out here"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_actors_and_claims_with_statements() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    for graph in [StateGraph::default(), small(), graphs::hostile()] {
        let wanted = [("actors", graph.actors().count()), ("claims", graph.all_claims().count())];
        for (table, rows) in wanted {
            let mut bytes = Vec::new();
            let format = export::by_name("parquet").expect("a format");
            format.write_table(table, &graph, &Options::default(), &mut bytes).expect("memory takes all");
            let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("vocabularies-{table}.parquet"));
            std::fs::write(&path, bytes).expect("writes");
            let file = std::fs::File::open(path).expect("opens");
            let reader = SerializedFileReader::new(file).expect("Parquet");
            assert_eq!(reader.metadata().file_metadata().num_rows(), rows as i64, "{table}");
            let read =
                reader.get_row_iter(None).expect("rows").collect::<Result<Vec<_>, _>>().expect("each row reads").len();
            assert_eq!(read, rows, "{table}");
        }
    }
}
