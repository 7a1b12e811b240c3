//! Who is linked to whom, through whom.

use super::Filter;
use super::yen::Simple;
use crate::graph::{AffiliationEdge, AttributionEdge, CitedClaim, StateGraph};
use crate::model::ActorId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct PathQuery {
    /// Where paths begin.
    pub from: ActorId,
    /// Where they end.
    pub to: ActorId,
    /// Which claims may be used.
    pub filter: Filter,
    /// How many paths at most.
    pub k: usize,
    /// How many hops a path may have.
    pub max_hops: usize,
    /// Whether affiliations may be used.
    pub affiliations: bool,
    /// Whether attributions may be used.
    pub attributions: bool,
    /// Whether hops must go from source to target (symmetric events go both ways).
    pub directed: bool,
}

impl PathQuery {
    /// Three paths of at most four hops over any claims, in either direction.
    pub fn new(from: ActorId, to: ActorId) -> PathQuery {
        let filter = Filter::default();
        PathQuery { from, to, filter, k: 3, max_hops: 4, affiliations: false, attributions: false, directed: false }
    }
}

/// A path: no actor twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path<'g> {
    /// From the first actor to the last; never empty.
    pub hops: Vec<Hop<'g>>,
}

/// Two actors with all that links them, under the query. A link runs forward where its source is `from`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop<'g> {
    /// Where the hop begins.
    pub from: &'g ActorId,
    /// Where it ends.
    pub to: &'g ActorId,
    /// The surest first.
    pub claims: Vec<&'g CitedClaim>,
    /// By key.
    pub affiliations: Vec<&'g AffiliationEdge>,
    /// By key.
    pub attributions: Vec<&'g AttributionEdge>,
}

/// Why there is no path, and what would give one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NoPath {
    /// Both ends are one actor.
    pub same: bool,
    /// How many other actors can be reached from the first under the query, with any number of hops.
    pub reached_from: usize,
    /// How many other actors can reach the second.
    pub reached_to: usize,
    /// Claims of the graph that have both ends.
    pub claims: usize,
    /// How many of them the filter leaves.
    pub claims_left: usize,
    /// By condition of the filter: how many claims do not meet it. Only those that refuse any.
    pub refused: Vec<(&'static str, usize)>,
    /// Fewest hops under the same query without the limit on hops.
    pub hops_without_limit: Option<usize>,
    /// Fewest hops if affiliations were allowed, where they were not.
    pub hops_with_affiliations: Option<usize>,
    /// Fewest hops if attributions were allowed, where they were not.
    pub hops_with_attributions: Option<usize>,
    /// Fewest hops without the filter.
    pub hops_without_filter: Option<usize>,
    /// Fewest hops against the direction, where the query is directed.
    pub hops_undirected: Option<usize>,
}

impl StateGraph {
    /// The best paths between two actors: fewest hops first, then surest evidence, then by id. None of them passes
    /// through an actor twice; parallel claims are one hop.
    ///
    /// # Errors
    /// [`NoPath`] says what was tried.
    pub fn paths(&self, query: &PathQuery) -> Result<Vec<Path<'_>>, Box<NoPath>> {
        let network = Network::of(self, query);
        let ends = network.place(&query.from).zip(network.place(&query.to));
        let found = match ends {
            Some((from, to)) if from != to => network.simple.best(from, to, query.k, query.max_hops),
            _ => Vec::new(),
        };
        if found.is_empty() {
            return Err(Box::new(self.why_not(query, &network)));
        }
        let path =
            |nodes: Vec<usize>| Path { hops: nodes.windows(2).map(|pair| network.hop(pair[0], pair[1])).collect() };
        Ok(found.into_iter().map(path).collect())
    }

    fn why_not(&self, query: &PathQuery, network: &Network) -> NoPath {
        let Some((from, to)) = network.place(&query.from).zip(network.place(&query.to)) else {
            return NoPath::default();
        };
        let edges: Vec<&CitedClaim> = self.all_claims().filter(|claim| claim.ends().is_some()).collect();
        let mut refused = Vec::<(&'static str, usize)>::new();
        for name in edges.iter().flat_map(|claim| query.filter.refusals(self, claim)) {
            match refused.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => refused.push((name, 1)),
            }
        }
        refused.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        let hops_if = |is_open: bool, change: &dyn Fn(&mut PathQuery)| {
            let mut other = query.clone();
            change(&mut other);
            let network = is_open.then(|| Network::of(self, &other))?;
            network.simple.hops(from, to)
        };
        NoPath {
            same: from == to,
            reached_from: network.simple.reached(from, false),
            reached_to: network.simple.reached(to, true),
            claims: edges.len(),
            claims_left: edges.iter().filter(|claim| query.filter.accepts(self, claim)).count(),
            refused,
            hops_without_limit: network.simple.hops(from, to),
            hops_with_affiliations: hops_if(!query.affiliations, &|other| other.affiliations = true),
            hops_with_attributions: hops_if(!query.attributions, &|other| other.attributions = true),
            hops_without_filter: hops_if(true, &|other| other.filter = Filter::default()),
            hops_undirected: hops_if(query.directed, &|other| other.directed = false),
        }
    }
}

const MORE_HOPS: &str = "more hops were allowed";

impl NoPath {
    /// What was tried and what would help, in lines for a person.
    pub fn explain(&self, query: &PathQuery) -> Vec<String> {
        if self.same {
            return vec!["both names stand for the same actor".to_owned()];
        }
        let mut lines = vec![
            format!("{} of {} claims with two ends may be used", self.claims_left, self.claims),
            format!("{} actors can be reached from the first, {} from the second", self.reached_from, self.reached_to),
        ];
        if !self.refused.is_empty() {
            let refused: Vec<String> = self.refused.iter().map(|(name, count)| format!("{name} {count}")).collect();
            lines.push(format!("claims that a condition leaves out: {}", refused.join(", ")));
        }
        let ways = [
            (self.hops_without_limit, MORE_HOPS),
            (self.hops_undirected, "hops could run against the direction"),
            (self.hops_with_affiliations, "affiliations were allowed"),
            (self.hops_with_attributions, "attributions were allowed"),
            (self.hops_without_filter.filter(|_| query.filter != Filter::default()), "the conditions were dropped"),
        ];
        for (hops, change) in ways.into_iter().filter_map(|(hops, change)| Some((hops?, change))) {
            let plural = if hops == 1 { "" } else { "s" };
            let limit = if hops > query.max_hops && change != MORE_HOPS { ", and as many hops" } else { "" };
            lines.push(format!("there would be a path of {hops} hop{plural} if {change}{limit}"));
        }
        lines
    }
}

/// What a query may use, as a graph without parallel edges.
struct Network<'g> {
    ids: Vec<&'g ActorId>,
    simple: Simple,
    /// By the ends of the unordered pair, the smaller first.
    links: BTreeMap<(usize, usize), Links<'g>>,
}

/// All that links a pair.
#[derive(Default)]
struct Links<'g> {
    claims: Vec<&'g CitedClaim>,
    affiliations: Vec<&'g AffiliationEdge>,
    attributions: Vec<&'g AttributionEdge>,
    /// Hundredths of confidence from the smaller to the greater, and back; `None` where no link runs that way.
    evidence: [Option<u64>; 2],
}

/// What an affiliation or attribution counts for, in hundredths: less than a plain claim.
const BACKGROUND: u64 = 30;

impl<'g> Network<'g> {
    fn of(graph: &'g StateGraph, query: &PathQuery) -> Network<'g> {
        let ids = graph.actors().map(|node| &node.id).collect();
        let mut network = Network { ids, simple: Simple::default(), links: BTreeMap::new() };
        for claim in graph.all_claims().filter(|claim| query.filter.accepts(graph, claim)) {
            let Some((source, target)) = claim.ends() else { continue };
            let hundredths = (claim.confidence * 100.0).round() as u64;
            let both_ways = !query.directed || claim.is_symmetric();
            network.link(source, target, hundredths, both_ways, |links| links.claims.push(claim));
        }
        for edge in graph.affiliations().filter(|_| query.affiliations) {
            let ends = (&edge.source, &edge.target);
            network.link(ends.0, ends.1, BACKGROUND, !query.directed, |links| links.affiliations.push(edge));
        }
        for edge in graph.attributions().filter(|_| query.attributions) {
            let ends = (&edge.source, &edge.target);
            network.link(ends.0, ends.1, BACKGROUND, !query.directed, |links| links.attributions.push(edge));
        }
        network.simple = Simple::new(network.ids.len(), network.hops());
        network
    }

    fn place(&self, id: &ActorId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    fn link(
        &mut self,
        source: &ActorId,
        target: &ActorId,
        hundredths: u64,
        both_ways: bool,
        add: impl FnOnce(&mut Links<'g>),
    ) {
        let Some((source, target)) = self.place(source).zip(self.place(target)) else { return };
        if source == target {
            return;
        }
        let links = self.links.entry((source.min(target), source.max(target))).or_default();
        let way = usize::from(source > target);
        for way in [Some(way), both_ways.then_some(1 - way)].into_iter().flatten() {
            *links.evidence[way].get_or_insert_default() += hundredths;
        }
        add(links);
    }

    /// Every way from one node to another, once, sorted. More evidence, less penalty.
    fn hops(&self) -> BTreeSet<(usize, usize, u64)> {
        let penalty = |evidence: u64| 100_000_000 / (100 + evidence);
        let both = self
            .links
            .iter()
            .flat_map(|(&(low, high), links)| [(low, high, links.evidence[0]), (high, low, links.evidence[1])]);
        both.filter_map(|(from, to, evidence)| Some((from, to, penalty(evidence?)))).collect()
    }

    fn hop(&self, from: usize, to: usize) -> Hop<'g> {
        let empty = Links::default();
        let links = self.links.get(&(from.min(to), from.max(to))).unwrap_or(&empty);
        let mut claims = links.claims.clone();
        let order = |claim: &CitedClaim| (claim.date.is_none(), claim.date);
        claims.sort_by(|a, b| {
            b.confidence.total_cmp(&a.confidence).then_with(|| order(a).cmp(&order(b))).then_with(|| a.key.cmp(&b.key))
        });
        let (affiliations, attributions) = (links.affiliations.clone(), links.attributions.clone());
        Hop { from: self.ids[from], to: self.ids[to], claims, affiliations, attributions }
    }
}
