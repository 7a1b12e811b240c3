//! Whether the actors of labelled claims are found at all, whatever is claimed about them.
//! `(graph.json, gold articles) -> ActorScores`
//!
//! Every end of a required label counts once. It is found where the article mentions a node whose name, alias or id is an
//! accepted name, compared as claims are; its state is right where such a node has the label's code.

use super::fold::fold;
use super::gold::{Gold, GoldError};
use super::matching::{GraphFile, Node};
use super::{four_digits, rate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Figures of all articles, and of each language apart.
#[derive(Debug, Clone, Serialize)]
pub struct ActorScores {
    /// All articles.
    #[serde(flatten)]
    pub all: ActorFigures,
    /// By the language that the labels name, `und` where they name none.
    pub languages: BTreeMap<String, ActorFigures>,
    /// Ends that were not found or have another state, one line each.
    #[serde(skip)]
    pub missed: Vec<String>,
}

/// Shares of the ends of required claims; ratios in [0, 1].
#[derive(Debug, Clone, Default, Serialize)]
pub struct ActorFigures {
    /// Sources and targets of required claims.
    pub actors: usize,
    /// Those that are nodes of their article under an accepted name.
    pub found: usize,
    /// `found` of `actors`.
    #[serde(serialize_with = "four_digits")]
    pub found_share: f64,
    /// Those that the label gives a state.
    pub with_state: usize,
    /// Those of them whose node, found by name, has that state.
    pub state_right: usize,
    /// `state_right` of `with_state`.
    #[serde(serialize_with = "four_digits")]
    pub state_share: f64,
}

impl ActorFigures {
    fn count(&mut self, found: bool, state: Option<bool>) {
        self.actors += 1;
        self.found += usize::from(found);
        self.with_state += usize::from(state.is_some());
        self.state_right += usize::from(state == Some(true));
        self.found_share = rate(self.found, self.actors);
        self.state_share = rate(self.state_right, self.with_state);
    }
}

/// The nodes that one article mentions: their states by folded name.
type Named<'n> = BTreeMap<String, BTreeSet<Option<&'n str>>>;

/// Scores the actors of `graph` (the value of a `graph.json`) against the ends of required labels.
///
/// # Errors
/// [`GoldError::Graph`] where `graph` lacks a part that is needed.
pub fn score_actors(graph: &Value, gold: &[Gold]) -> Result<ActorScores, GoldError> {
    let file = GraphFile::deserialize(graph).map_err(|error| GoldError::Graph(error.to_string()))?;
    let mut scores = ActorScores { all: ActorFigures::default(), languages: BTreeMap::new(), missed: Vec::new() };
    for article in gold {
        let named = nodes_of(&file, article);
        let language = article.language.clone().unwrap_or_else(|| "und".into());
        for label in article.claims.iter().filter(|label| label.required) {
            let reading = &label.reading;
            let target = reading.target.as_ref().and_then(Option::as_ref);
            let ends =
                [("source", reading.source.as_ref(), &reading.source_state), ("target", target, &reading.target_state)];
            for (end, names, state) in ends {
                let Some(names) = names.filter(|names| !names.is_empty()) else { continue };
                let wanted = state.as_ref().and_then(Option::as_deref).filter(|code| !code.is_empty());
                let states: Vec<_> = names.iter().filter_map(|name| named.get(&fold(name))).flatten().collect();
                let right = wanted.map(|code| states.contains(&&Some(code)));
                scores.all.count(!states.is_empty(), right);
                scores.languages.entry(language.clone()).or_default().count(!states.is_empty(), right);
                if states.is_empty() || right == Some(false) {
                    let what = if states.is_empty() { "no node" } else { "another state" };
                    let code = wanted.unwrap_or("no state");
                    scores.missed.push(format!("{}: {end}, {what}: {} ({code})", article.name, names.join(" | ")));
                }
            }
        }
    }
    Ok(scores)
}

fn nodes_of<'n>(file: &'n GraphFile, article: &Gold) -> Named<'n> {
    let of_article = file.graph.documents.iter().filter(|document| document.article() == article.name);
    let mut ids: BTreeSet<&str> = of_article.flat_map(|document| document.actors.keys().map(String::as_str)).collect();
    // Graphs of other programs need not say whom a document mentions: then every node counts.
    if ids.is_empty() {
        ids.extend(file.nodes.iter().map(|node| node.id.as_str()));
    }
    let mut named = Named::new();
    for node in file.nodes.iter().filter(|node| ids.contains(node.id.as_str())) {
        let Node { id, name, state, aliases } = node;
        for name in [id, name].into_iter().chain(aliases).filter(|name| !name.is_empty()) {
            named.entry(fold(name)).or_default().insert(state.as_deref());
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn article(labels: Value) -> Gold {
        let claims = serde_json::from_value(labels).expect("labels");
        Gold { name: "x".into(), path: "x.txt".into(), language: Some("en".into()), text: "A b.".into(), claims }
    }

    #[test]
    fn an_end_is_found_among_the_nodes_of_its_article_alone() {
        let graph = json!({
            "graph": {"documents": [{"id": "d", "name": "x", "actors": {"Q159": 2, "GEO": 1}}]},
            "nodes": [{"id": "Q159", "name": "Russia", "state": "RUS", "aliases": ["Moscow"]},
                      {"id": "GEO", "name": "Georgia", "state": null}, {"id": "Q858", "name": "Syria", "state": "SYR"}],
            "edges": [],
        });
        let labels = json!([
            {"quote": "b", "source": ["the Moscow"], "source_state": "RUS", "target": ["Syria"], "target_state": "SYR"},
            {"quote": "b", "source": ["Georgia"], "source_state": "GEO", "target": null},
            {"quote": "b", "source": ["Nobody"], "target": ["Russia"], "target_state": null, "required": false},
        ]);
        let scores = score_actors(&graph, &[article(labels)]).unwrap();
        let en = &scores.languages["en"];
        assert_eq!((en.actors, en.found, en.with_state, en.state_right), (3, 2, 3, 1));
        assert_eq!(scores.all.found, 2);
        assert_eq!(scores.missed.len(), 2, "{:?}", scores.missed);
    }
}
