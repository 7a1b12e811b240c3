//! Whom a person means by what they type.

use crate::entities::knowledge::Knowledge;
use crate::graph::{Node, StateGraph, fold};
use crate::model::{ActorId, ActorKind};
use std::cmp::Reverse;

/// The actor that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The likeliest.
    pub id: ActorId,
    /// Others that match as well as it does, the most mentioned first.
    pub others: Vec<ActorId>,
}

/// No actor of the graph is called so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no actor of the graph is called `{typed}`{}", hint(suggestions))]
pub struct Unknown {
    /// As typed.
    pub typed: String,
    /// The nearest names of actors of the graph, the nearest first; at most five.
    pub suggestions: Vec<String>,
}

fn hint(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        names => format!("; did you mean {}?", names.join(", ")),
    }
}

impl StateGraph {
    /// The actor that a typed name stands for: a name, an alias, a part of a name, an ISO 3166 code, a Wikidata id, a
    /// name that the built-in knowledge base has in some language; in any case, with or without accents and articles.
    ///
    /// # Errors
    /// [`Unknown`], with the nearest names.
    pub fn resolve(&self, typed: &str) -> Result<Found, Unknown> {
        self.resolve_with(typed, Knowledge::builtin())
    }

    /// [`StateGraph::resolve`] with another knowledge base.
    ///
    /// # Errors
    /// [`Unknown`], with the nearest names.
    pub fn resolve_with(&self, typed: &str, knowledge: &Knowledge) -> Result<Found, Unknown> {
        let typed = typed.trim();
        let wanted = fold(typed);
        let mut found = self.named(typed, &wanted);
        if found.is_empty() {
            found = self.coded(typed);
        }
        if found.is_empty() {
            found = self.known(typed, knowledge);
        }
        if found.is_empty() {
            found = self.partly_named(&wanted);
        }
        let mut ids = found.into_iter().map(|node| node.id.clone());
        match ids.next() {
            Some(id) => Ok(Found { id, others: ids.collect() }),
            None => Err(Unknown { typed: typed.to_owned(), suggestions: self.nearest(&wanted) }),
        }
    }

    /// By id, else by name, else by alias.
    fn named(&self, typed: &str, wanted: &str) -> Vec<&Node> {
        let tests: [&dyn Fn(&Node) -> bool; 3] =
            [&|node| node.id.as_str().eq_ignore_ascii_case(typed), &|node| fold(&node.name) == wanted, &|node| {
                node.aliases.iter().any(|alias| fold(alias) == wanted)
            }];
        let found = tests.iter().map(|test| self.select(test)).find(|found| !found.is_empty());
        found.filter(|_| !typed.is_empty()).unwrap_or_default()
    }

    /// The state of an ISO 3166-1 alpha-3 code.
    fn coded(&self, typed: &str) -> Vec<&Node> {
        let is_of = |node: &Node| node.state.as_ref().is_some_and(|code| code.as_str().eq_ignore_ascii_case(typed));
        self.select(|node| node.kind == ActorKind::State && is_of(node))
    }

    /// The likeliest of the actors that the knowledge base knows by that name and that appear here.
    fn known(&self, typed: &str, knowledge: &Knowledge) -> Vec<&Node> {
        let actors = knowledge.find(typed).into_iter();
        actors.filter_map(|actor| self.actor(&actor.id)).collect()
    }

    /// Those whose name or alias holds all typed words, side by side: at its end ("assad"), else at its start, else
    /// anywhere; else with a last word that is begun only ("lavr").
    fn partly_named(&self, wanted: &str) -> Vec<&Node> {
        let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let tests: [Fits; 4] = [
            |name, words| name.ends_with(words),
            |name, words| name.starts_with(words),
            |name, words| name.windows(words.len()).any(|part| part == words),
            begins,
        ];
        let found = tests.iter().map(|test| {
            let holds = |name: &str| test(&fold(name).split(' ').collect::<Vec<_>>(), &words);
            self.select(|node| node.names().any(holds))
        });
        found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The actors that pass a test, the most mentioned first, then by id.
    fn select(&self, test: impl Fn(&Node) -> bool) -> Vec<&Node> {
        let mut found: Vec<&Node> = self.actors().filter(|node| test(node)).collect();
        found.sort_by_key(|node| Reverse(node.mentions));
        found
    }

    /// The names most like what was typed.
    fn nearest(&self, wanted: &str) -> Vec<String> {
        let likeness = |name: &str| {
            let name = fold(name);
            // A surname alone is typed as often as a whole name.
            let parts = std::iter::once(name.as_str()).chain(name.split(' ').filter(|_| !wanted.contains(' ')));
            parts.map(|part| (strsim::jaro_winkler(part, wanted) * 1000.0).round() as u32).max().unwrap_or_default()
        };
        let scored = self.actors().filter_map(|node| {
            let best = node.names().map(likeness).max()?;
            (best >= LIKE_ENOUGH).then_some((Reverse(best), Reverse(node.mentions), &node.name))
        });
        let mut scored: Vec<_> = scored.collect();
        scored.sort();
        let mut names: Vec<String> = Vec::new();
        for (_, _, name) in scored {
            if names.len() < 5 && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// Whether typed words fit the words of a name.
type Fits = fn(&[&str], &[&str]) -> bool;

/// Least Jaro-Winkler similarity of a suggestion, in thousandths.
const LIKE_ENOUGH: u32 = 780;

/// Whether the words stand side by side in the name, the last of them begun only. One letter begins nothing.
fn begins(name: &[&str], words: &[&str]) -> bool {
    let Some((last, before)) = words.split_last() else { return false };
    let fits = |part: &[&str]| part[..before.len()] == *before && part[before.len()].starts_with(last);
    last.chars().count() > 1 && name.windows(words.len()).any(fits)
}
