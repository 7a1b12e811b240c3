//! What a picture of a graph shows: which actors, which arrows, and what stands on them.

use super::network::{self, FoldKey, fold_key};
use super::style;
use super::{Options, Parallel};
use crate::entities::knowledge::Knowledge;
use crate::graph::{AffiliationEdge, CitedClaim, Node, StateGraph};
use crate::model::{ActorId, ActorKind, Factuality, Polarity, StateCode};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

/// What pictures do not show of a graph.
pub const LOSSES: &[&str] = &[
    "claims without a source or a target",
    "affiliations and attributions, unless asked for",
    "what tells folded claims apart, beyond the first quotes in the tooltip",
    "places of the evidence, rules, confidence, documents",
];

/// The parts of a picture, in a fixed order.
pub struct Picture<'g> {
    graph: &'g StateGraph,
    /// The actors that an arrow touches, by id.
    pub actors: Vec<&'g Node>,
    /// By source, target, kind, polarity.
    pub arrows: Vec<Arrow<'g>>,
    /// The states of two or more of its actors, by their names.
    pub clusters: Vec<Cluster<'g>>,
    claims: usize,
    /// Claims that lack an end, and cannot be drawn.
    one_sided: usize,
    most_mentions: u64,
}

/// The actors of one state.
pub struct Cluster<'g> {
    /// The state's code.
    pub code: &'g StateCode,
    /// Its name, as far as it is known.
    pub name: String,
    /// Places in [`Picture::actors`], in order.
    pub members: Vec<usize>,
}

/// More actors or more arrows than these are shown in outline: without words on the arrows.
const DETAILED: (usize, usize) = (200, 400);

/// One drawn edge: one or more claims, affiliations or attributions with the same ends.
pub struct Arrow<'g> {
    /// Where it starts.
    pub source: &'g ActorId,
    /// Where it ends.
    pub target: &'g ActorId,
    /// The kind of its claims, `affiliation` or `attribution`.
    pub kind: &'g str,
    /// Of its claims.
    pub polarity: Polarity,
    /// Whether it has two heads.
    pub is_symmetric: bool,
    /// Short.
    pub label: String,
    /// The words to read: quotes and speakers.
    pub tooltip: String,
    /// How many claims it stands for.
    pub count: usize,
}

impl Arrow<'_> {
    /// Line width in points.
    pub fn width(&self) -> f64 {
        if self.is_background() { 0.9 } else { 1.2 + 0.8 * (self.count as f64).ln() }
    }
    /// Whether it stands behind the claims: it does not shape the layout.
    pub fn is_background(&self) -> bool {
        matches!(self.kind, "affiliation" | "attribution")
    }
}

/// An actor's name as it is written into its shape.
pub struct Label {
    /// The name, cut and wrapped.
    pub lines: Vec<String>,
    /// Of the letters, in points: 11 to 18, by mentions.
    pub size: f64,
    kind: ActorKind,
}

impl Label {
    /// The label of an actor of a picture whose most mentioned actor has `most` mentions.
    pub fn of(node: &Node, most: u64) -> Label {
        let share = ((1 + node.mentions) as f64).ln() / ((2 + most) as f64).ln();
        let lines = wrap(&shorten(&clean(&node.name), 60), 18);
        let lines = lines.lines().map(str::to_owned).collect();
        Label { lines, size: 11.0 + (7.0 * share).round(), kind: node.kind }
    }
    /// Width and height of the letters, taking each as 0.6 of its height wide, which few fonts are.
    pub fn letters(&self) -> (f64, f64) {
        let columns = self.lines.iter().map(|line| line.width()).max().unwrap_or_default();
        (columns as f64 * 0.6 * self.size, self.lines.len() as f64 * 1.2 * self.size)
    }
    /// Width and height of the shape around them.
    pub fn boxed(&self) -> (f64, f64) {
        let (width, height) = self.letters();
        let (more_width, more_height) = style::of_actor(self.kind).room;
        ((width * more_width + 20.0).max(34.0), (height * more_height + 10.0).max(24.0))
    }
}

impl<'g> Picture<'g> {
    /// The picture of a graph under these options.
    pub fn of(graph: &'g StateGraph, options: &Options) -> Picture<'g> {
        let claims: Vec<&CitedClaim> = graph.all_claims().filter(|claim| claim.ends().is_some()).collect();
        let mut arrows = match !options.folds(Parallel::Folded) {
            true => claims.iter().filter_map(|claim| arrow(graph, fold_key(claim)?, &[claim])).collect(),
            false => folded(graph, &claims),
        };
        if options.affiliations {
            arrows.extend(affiliations(graph));
        }
        if options.attributions {
            arrows.extend(attributions(graph));
        }
        let touched: BTreeSet<&ActorId> = arrows.iter().flat_map(|arrow| [arrow.source, arrow.target]).collect();
        let actors: Vec<&Node> = touched.into_iter().filter_map(|id| graph.actor(id)).collect();
        let most_mentions = actors.iter().map(|node| node.mentions).max().unwrap_or_default();
        let one_sided = graph.all_claims().count() - claims.len();
        let clusters = clusters(graph, &actors);
        Picture { graph, actors, arrows, clusters, claims: claims.len(), one_sided, most_mentions }
    }

    /// Whether it has too many parts for words on its arrows.
    pub fn is_outline(&self) -> bool {
        self.actors.len() > DETAILED.0 || self.arrows.len() > DETAILED.1
    }

    /// The kinds and polarities of its arrows, in the order of a legend.
    pub fn edge_kinds(&self) -> Vec<(&'g str, Polarity)> {
        let kinds: BTreeSet<_> = self.arrows.iter().map(|it| (style::rank(it.kind), it.kind, it.polarity)).collect();
        kinds.into_iter().map(|(_, kind, polarity)| (kind, polarity)).collect()
    }

    /// The kinds of its actors.
    pub fn actor_kinds(&self) -> BTreeSet<ActorKind> {
        self.actors.iter().map(|node| node.kind).collect()
    }

    /// The label of one of its actors.
    pub fn label(&self, node: &Node) -> Label {
        Label::of(node, self.most_mentions)
    }

    /// One line below the picture: what it shows, and what it leaves out.
    pub fn caption(&self) -> String {
        let documents = self.graph.documents().count();
        let many = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let (actors, claims) = (self.actors.len(), self.claims);
        let mut parts = match self.arrows.is_empty() {
            true => vec![format!("No claims with a source and a target in {}", many(documents, "document"))],
            false => vec![many(documents, "document"), many(actors, "actor"), many(claims, "claim")],
        };
        if self.one_sided > 0 {
            parts.push(format!("left out: {} that name one side only", many(self.one_sided, "claim")));
        }
        if self.is_outline() {
            parts.push("too many for words on the lines".to_owned());
        }
        parts.join(" · ")
    }
}

fn clusters<'g>(graph: &StateGraph, actors: &[&'g Node]) -> Vec<Cluster<'g>> {
    let mut states = BTreeMap::<&StateCode, Vec<usize>>::new();
    for (at, node) in actors.iter().enumerate() {
        if let Some(code) = &node.state {
            states.entry(code).or_default().push(at);
        }
    }
    let several = states.into_iter().filter(|(_, members)| members.len() > 1);
    let mut clusters: Vec<Cluster> =
        several.map(|(code, members)| Cluster { code, name: state_name(graph, code), members }).collect();
    clusters.sort_by(|a, b| (&a.name, a.code).cmp(&(&b.name, b.code)));
    clusters
}

/// The name of a state: the graph's, else the knowledge base's, else its code.
pub fn state_name(graph: &StateGraph, code: &StateCode) -> String {
    let mut states = graph.actors().filter(|node| node.kind == ActorKind::State && node.state.as_ref() == Some(code));
    let known = || Some(Knowledge::builtin().state(code)?.name.clone());
    states.next().map(|node| node.name.clone()).or_else(known).unwrap_or_else(|| code.as_str().to_owned())
}

/// The kind of an actor, in words.
pub fn spaced(kind: ActorKind) -> String {
    kind.name().replace('_', " ")
}

/// What to read about an actor beyond its name.
pub fn describe(node: &Node) -> String {
    let state = node.state.as_ref().map(|state| format!(", {}", state.as_str())).unwrap_or_default();
    let others: Vec<&str> = node.aliases.iter().take(6).map(String::as_str).collect();
    let others = if others.is_empty() { String::new() } else { format!("\nalso: {}", others.join(", ")) };
    let text = format!("{} ({}{state})\nmentions: {}{others}", node.name, spaced(node.kind), node.mentions);
    shorten(&text, 400)
}

/// Drops what neither Graphviz nor XML can hold: control characters but line ends, and U+FFFE and U+FFFF.
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| *c == '\n' || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    kept.collect()
}

/// At most `limit` characters, with an ellipsis where some are cut off.
pub fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit - 1).collect::<String>().trim_end().to_owned() + "…",
    }
}

/// Breaks text between words into lines of about `width` characters. A longer word has a line of its own.
pub fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

fn folded<'g>(graph: &'g StateGraph, claims: &[&'g CitedClaim]) -> Vec<Arrow<'g>> {
    let mut groups = BTreeMap::<FoldKey, Vec<&CitedClaim>>::new();
    for claim in claims {
        if let Some(fold) = fold_key(claim) {
            groups.entry(fold).or_default().push(claim);
        }
    }
    groups.into_iter().filter_map(|(fold, claims)| arrow(graph, fold, &claims)).collect()
}

fn arrow<'g>(graph: &'g StateGraph, fold: FoldKey<'g>, claims: &[&'g CitedClaim]) -> Option<Arrow<'g>> {
    let (source, target, kind, polarity, is_symmetric) = fold;
    let mut by_trust = claims.to_vec();
    network::by_trust(&mut by_trust);
    by_trust.first()?;
    let tooltip: Vec<String> = by_trust.iter().take(4).map(|claim| cited(graph, claim)).collect();
    let mut label = most_frequent(claims.iter().map(|claim| shown_cue(claim)));
    if polarity == Polarity::Negated {
        label = format!("not: {label}");
    }
    if claims.len() > 1 {
        label += &format!(" ×{}", claims.len());
    }
    label += shared_doubt(claims);
    let tooltip = tooltip.join("\n");
    Some(Arrow { source, target, kind, polarity, is_symmetric, label, tooltip, count: claims.len() })
}

/// The cue, or the event where the cue is empty.
fn shown_cue(claim: &CitedClaim) -> String {
    let cue = network::spoken(&claim.cue);
    if cue.is_empty() { claim.event.to_lowercase().into() } else { shorten(&cue, 30) }
}

/// The most frequent; of several the shortest, then the smallest.
fn most_frequent(words: impl Iterator<Item = String>) -> String {
    let mut counts = BTreeMap::<String, usize>::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let best = counts.into_iter().min_by_key(|(word, count)| (Reverse(*count), word.chars().count(), word.clone()));
    best.map(|(word, _)| word).unwrap_or_default()
}

/// What all claims say of how sure they are, where it is not `actual`.
fn shared_doubt(claims: &[&CitedClaim]) -> &'static str {
    let values: BTreeSet<Factuality> = claims.iter().map(|claim| claim.factuality).collect();
    match values.into_iter().collect::<Vec<_>>().as_slice() {
        [Factuality::Future] => " (future)",
        [Factuality::Possible] => " (possible)",
        _ => "",
    }
}

/// `“quote” — speaker, through speaker (document, date)`.
fn cited(graph: &StateGraph, claim: &CitedClaim) -> String {
    let quote = claim.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let speakers: Vec<&str> = claim.speakers.iter().map(|id| graph.name(id)).collect();
    let speakers = if speakers.is_empty() { String::new() } else { format!(" — {}", speakers.join(", through ")) };
    let document = graph.document(&claim.document).map_or("", |document| &document.meta.name);
    let date = claim.date.map(|date| format!(", {date}")).unwrap_or_default();
    format!("“{}”{speakers} ({document}{date})", shorten(&quote, 200))
}

fn affiliations(graph: &StateGraph) -> Vec<Arrow<'_>> {
    let mut groups = BTreeMap::<(&ActorId, &ActorId), Vec<&AffiliationEdge>>::new();
    for edge in graph.affiliations() {
        groups.entry((&edge.source, &edge.target)).or_default().push(edge);
    }
    let arrows = groups.into_iter().map(|((source, target), edges)| {
        let lines: BTreeSet<String> = edges.iter().map(|edge| described(edge)).collect();
        let relations: BTreeSet<String> = edges.iter().map(|edge| relation(edge)).collect();
        let label = relations.into_iter().collect::<Vec<_>>().join(", ");
        let tooltip = lines.into_iter().collect::<Vec<_>>().join("\n");
        background("affiliation", source, target, label, tooltip)
    });
    arrows.collect()
}

/// `leads`, `part of`.
fn relation(edge: &AffiliationEdge) -> String {
    edge.relation_name().replace('_', " ")
}

/// `leads (President, 2012-05-07 to 2018-05-07)`.
fn described(edge: &AffiliationEdge) -> String {
    let days = match (edge.since, edge.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("since {since}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (Some(since), Some(until)) => Some(format!("{since} to {until}")),
    };
    let more: Vec<String> = edge.role.clone().into_iter().chain(days).collect();
    if more.is_empty() { relation(edge) } else { format!("{} ({})", relation(edge), more.join(", ")) }
}

fn attributions(graph: &StateGraph) -> impl Iterator<Item = Arrow<'_>> {
    graph.attributions().map(|edge| {
        let count = edge.claims.len();
        let label = if count == 1 { "reports".to_owned() } else { format!("reports ×{count}") };
        let tooltip = edge.claims.iter().take(4).filter_map(|key| graph.claim(&key.0).ok());
        let tooltip: Vec<String> = tooltip.map(|claim| cited(graph, claim)).collect();
        background("attribution", &edge.source, &edge.target, label, tooltip.join("\n"))
    })
}

fn background<'g>(
    kind: &'g str,
    source: &'g ActorId,
    target: &'g ActorId,
    label: String,
    tooltip: String,
) -> Arrow<'g> {
    Arrow { source, target, kind, polarity: Polarity::Affirmed, is_symmetric: false, label, tooltip, count: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_characters_and_wrapped_by_words() {
        assert_eq!(shorten("ñandú", 5), "ñandú");
        assert_eq!(shorten("ñandúes", 5), "ñand…");
        assert_eq!(wrap("Ministry of Foreign Affairs", 12), "Ministry of\nForeign\nAffairs");
        assert_eq!(wrap("", 12), "");
    }
}
