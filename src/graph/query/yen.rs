//! The k best simple paths (Yen 1971, doi:10.1287/mnsc.17.11.712), with ties in a fixed order.
//!
//! A path costs its hops first, then the sum of its hops' penalties; of equal paths the one whose nodes are
//! smaller comes first. Integers only: no rounding, so the same answer everywhere.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A directed graph without parallel edges; nodes are numbers from 0.
#[derive(Debug, Clone, Default)]
pub struct Simple {
    /// For each node its successors, ascending, and the penalty of the hop.
    out: Vec<Vec<(usize, u64)>>,
    /// The same edges, by their end.
    into: Vec<Vec<(usize, u64)>>,
}

/// Hops, then penalties. Compared in that order.
pub type Cost = (usize, u64);

impl Simple {
    /// A graph of `nodes` nodes. `edges` are sorted, without repetition.
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize, u64)>) -> Simple {
        let mut graph = Simple { out: vec![Vec::new(); nodes], into: vec![Vec::new(); nodes] };
        for (source, target, penalty) in edges {
            graph.out[source].push((target, penalty));
            graph.into[target].push((source, penalty));
        }
        graph
    }

    /// The best `k` paths without a repeated node, of at most `max_hops` hops, best first.
    /// Time O(k × max_hops × edges × log nodes).
    pub fn best(&self, from: usize, to: usize, k: usize, max_hops: usize) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut candidates = BTreeSet::<(Cost, Vec<usize>)>::new();
        candidates.extend(self.spur(&[from], to, &BTreeSet::new(), max_hops));
        while found.len() < k {
            let Some((_, path)) = candidates.pop_first() else { break };
            for at in 1..path.len() {
                let root = &path[..at];
                let shared = found.iter().chain([&path]).filter(|other| other.starts_with(root));
                let banned: BTreeSet<usize> = shared.filter_map(|other| other.get(at).copied()).collect();
                candidates.extend(self.spur(root, to, &banned, max_hops));
            }
            found.push(path);
        }
        found
    }

    /// Fewest hops from one node to another.
    pub fn hops(&self, from: usize, to: usize) -> Option<usize> {
        self.spur(&[from], to, &BTreeSet::new(), usize::MAX).map(|((hops, _), _)| hops)
    }

    /// How many other nodes can be reached from `from`; or, `backwards`, can reach it.
    pub fn reached(&self, from: usize, backwards: bool) -> usize {
        let steps = if backwards { &self.into } else { &self.out };
        let mut is_seen = vec![false; steps.len()];
        is_seen[from] = true;
        let mut open = vec![from];
        let mut count = 0;
        while let Some(node) = open.pop() {
            for &(next, _) in &steps[node] {
                if !std::mem::replace(&mut is_seen[next], true) {
                    count += 1;
                    open.push(next);
                }
            }
        }
        count
    }

    /// The best path that begins with `root` and whose next node is none of `banned`.
    fn spur(&self, root: &[usize], to: usize, banned: &BTreeSet<usize>, max_hops: usize) -> Option<(Cost, Vec<usize>)> {
        let last = *root.last()?;
        let hops_left = max_hops.checked_sub(root.len() - 1)?;
        let rest = self.costs_to(to, root, hops_left);
        let step = |node: usize, banned: &BTreeSet<usize>| {
            let allowed = self.out[node].iter().filter(|(next, _)| !banned.contains(next));
            // The smallest of the cheapest: `min` keeps the first, and successors ascend.
            allowed.filter_map(|&(next, penalty)| Some((plus(rest[next]?, penalty), next))).min()
        };
        let (cost, mut node) = step(last, banned)?;
        if cost.0 > hops_left {
            return None;
        }
        let mut path = root.to_vec();
        path.push(node);
        while node != to {
            node = step(node, &BTreeSet::new())?.1;
            path.push(node);
        }
        Some((self.cost(&path)?, path))
    }

    /// The cost from each node to `to` without passing through `avoided`; `None` where there is no way, or none of at
    /// most `max_hops` hops.
    fn costs_to(&self, to: usize, avoided: &[usize], max_hops: usize) -> Vec<Option<Cost>> {
        let mut costs: Vec<Option<Cost>> = vec![None; self.into.len()];
        let mut is_closed = vec![false; self.into.len()];
        for &node in avoided {
            is_closed[node] = true;
        }
        if is_closed[to] {
            return costs;
        }
        costs[to] = Some((0, 0));
        let mut open = BinaryHeap::from([Reverse(((0, 0), to))]);
        while let Some(Reverse((cost, node))) = open.pop() {
            if std::mem::replace(&mut is_closed[node], true) || cost.0 >= max_hops {
                continue;
            }
            for &(before, penalty) in &self.into[node] {
                let through = plus(cost, penalty);
                if !is_closed[before] && costs[before].is_none_or(|known| through < known) {
                    costs[before] = Some(through);
                    open.push(Reverse((through, before)));
                }
            }
        }
        costs
    }

    fn cost(&self, path: &[usize]) -> Option<Cost> {
        path.windows(2).try_fold((0, 0), |cost, pair| {
            let at = self.out[pair[0]].binary_search_by_key(&pair[1], |(next, _)| *next).ok()?;
            Some(plus(cost, self.out[pair[0]][at].1))
        })
    }
}

fn plus((hops, penalty): Cost, more: u64) -> Cost {
    (hops + 1, penalty.saturating_add(more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All simple paths, by depth-first search, in order.
    fn by_force(graph: &Simple, from: usize, to: usize, k: usize, max_hops: usize) -> Vec<Vec<usize>> {
        fn walk(graph: &Simple, path: &mut Vec<usize>, to: usize, max_hops: usize, all: &mut Vec<Vec<usize>>) {
            let last = path[path.len() - 1];
            if last == to {
                return all.push(path.clone());
            }
            for (next, _) in &graph.out[last] {
                if path.len() <= max_hops && !path.contains(next) {
                    path.push(*next);
                    walk(graph, path, to, max_hops, all);
                    path.pop();
                }
            }
        }
        let mut all = Vec::new();
        walk(graph, &mut vec![from], to, max_hops, &mut all);
        all.sort_by_key(|path| (graph.cost(path), path.clone()));
        all.truncate(k);
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn the_best_paths_are_those_that_trying_all_finds(
            edges in prop::collection::btree_map((0usize..8, 0usize..8), 0u64..4, 0..40),
            k in 0usize..12,
            max_hops in 0usize..8,
        ) {
            let loopless = edges.into_iter().filter(|((a, b), _)| a != b).map(|((a, b), penalty)| (a, b, penalty));
            let graph = Simple::new(8, loopless);
            prop_assert_eq!(graph.best(0, 7, k, max_hops), by_force(&graph, 0, 7, k, max_hops));
        }
    }

    #[test]
    fn a_large_dense_graph_is_searched_at_once() {
        let edges = (0..400).flat_map(|a| (0..400).filter(move |b| *b != a).map(move |b| (a, b, (a * b % 7) as u64)));
        let graph = Simple::new(400, edges);
        let start = std::time::Instant::now();
        assert_eq!(graph.best(0, 399, 20, 6).len(), 20);
        assert!(start.elapsed().as_secs() < 20);
    }
}
