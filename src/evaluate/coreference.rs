//! Scores chains of mentions against labelled ones, with the measures of the CoNLL 2012 shared task.
//! `gold chains, system chains -> MUC, B³, CEAFe`
//!
//! - MUC (Vilain et al. 1995): links; how many a chain needs less those that are missing.
//! - B³ (Bagga & Baldwin 1998): per mention, how much of its chain is found.
//! - CEAFe (Luo 2005): chains are paired one to one so that their similarity φ₄ = 2·|A∩B| / (|A|+|B|) is greatest
//!   (Kuhn 1955, Munkres 1957).
//!
//! Two mentions match where they are equal. Mentions that only one side has count as they do in version 8 of the task's
//! reference scorer (Pradhan et al. 2014), which adds and removes none. Numerators and denominators are summed over
//! documents before they are divided.

use std::collections::{BTreeMap, BTreeSet};

/// The chains of one document, by both sides; each chain is its mentions.
#[derive(Debug, Clone, Default)]
pub struct Chains<M> {
    /// Labelled.
    pub gold: Vec<Vec<M>>,
    /// Found.
    pub system: Vec<Vec<M>>,
}

/// Precision and recall as fractions that are not divided yet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// What is right, weighed by the system's chains.
    pub precise: f64,
    /// All that the system found.
    pub system: f64,
    /// What is right, weighed by the gold chains.
    pub recalled: f64,
    /// All that there is to find.
    pub gold: f64,
}

impl Measure {
    /// Precision in [0, 1]; 0 where nothing was found.
    pub fn precision(&self) -> f64 {
        ratio(self.precise, self.system)
    }
    /// Recall in [0, 1]; 0 where there is nothing to find.
    pub fn recall(&self) -> f64 {
        ratio(self.recalled, self.gold)
    }
    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        ratio(2.0 * self.precision() * self.recall(), self.precision() + self.recall())
    }
    fn add(&mut self, other: Measure) {
        self.precise += other.precise;
        self.system += other.system;
        self.recalled += other.recalled;
        self.gold += other.gold;
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// The three measures, and how many mentions were found at all.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChainScores {
    /// Mentions, whatever their chain.
    pub mentions: Measure,
    /// MUC.
    pub muc: Measure,
    /// B³.
    pub b_cubed: Measure,
    /// CEAFe.
    pub ceaf: Measure,
}

impl ChainScores {
    /// The mean of the three F1: the score of the CoNLL 2012 shared task.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

/// Scores documents. Empty chains are passed over; chains of one mention count as they are given.
pub fn score<M: Ord + Clone>(documents: &[Chains<M>]) -> ChainScores {
    let mut scores = ChainScores::default();
    for document in documents {
        let overlaps = Overlaps::of(document);
        scores.mentions.add(overlaps.mentions());
        scores.muc.add(overlaps.muc());
        scores.b_cubed.add(overlaps.b_cubed());
        scores.ceaf.add(overlaps.ceaf());
    }
    scores
}

/// The sizes of chains, and how many mentions each gold chain shares with each of the system's.
struct Overlaps {
    gold: Vec<usize>,
    system: Vec<usize>,
    shared: BTreeMap<(usize, usize), usize>,
}

impl Overlaps {
    fn of<M: Ord + Clone>(document: &Chains<M>) -> Overlaps {
        let sets = |chains: &[Vec<M>]| -> Vec<BTreeSet<M>> {
            chains.iter().filter(|chain| !chain.is_empty()).map(|chain| chain.iter().cloned().collect()).collect()
        };
        let (gold, system) = (sets(&document.gold), sets(&document.system));
        let mut shared = BTreeMap::new();
        let mut owner: BTreeMap<&M, usize> = BTreeMap::new();
        for (index, chain) in gold.iter().enumerate() {
            owner.extend(chain.iter().map(|mention| (mention, index)));
        }
        for (index, chain) in system.iter().enumerate() {
            for gold in chain.iter().filter_map(|mention| owner.get(mention)) {
                *shared.entry((*gold, index)).or_default() += 1;
            }
        }
        let sizes = |chains: &[BTreeSet<M>]| chains.iter().map(BTreeSet::len).collect();
        Overlaps { gold: sizes(&gold), system: sizes(&system), shared }
    }

    fn mentions(&self) -> Measure {
        let right = self.shared.values().sum::<usize>() as f64;
        let all = |sizes: &[usize]| sizes.iter().sum::<usize>() as f64;
        Measure { precise: right, system: all(&self.system), recalled: right, gold: all(&self.gold) }
    }

    fn muc(&self) -> Measure {
        let links = |sizes: &[usize]| sizes.iter().map(|size| size - 1).sum::<usize>() as f64;
        // A chain of n mentions that the other side cuts into p parts has n - p links right; what the other side
        // lacks is a part of its own. So a stretch of s shared mentions has s - 1.
        let right = self.shared.values().map(|count| count - 1).sum::<usize>() as f64;
        Measure { precise: right, system: links(&self.system), recalled: right, gold: links(&self.gold) }
    }

    fn b_cubed(&self) -> Measure {
        let of = |size: &dyn Fn(&(usize, usize)) -> usize| -> f64 {
            self.shared.iter().map(|(pair, &count)| (count * count) as f64 / size(pair) as f64).sum()
        };
        let all = |sizes: &[usize]| sizes.iter().sum::<usize>() as f64;
        Measure {
            precise: of(&|&(_, system)| self.system[system]),
            system: all(&self.system),
            recalled: of(&|&(gold, _)| self.gold[gold]),
            gold: all(&self.gold),
        }
    }

    fn ceaf(&self) -> Measure {
        let similarity = |&(gold, system): &(usize, usize), count: usize| {
            2.0 * count as f64 / (self.gold[gold] + self.system[system]) as f64
        };
        let pairs: Vec<((usize, usize), f64)> =
            self.shared.iter().map(|(pair, &count)| (*pair, similarity(pair, count))).collect();
        let best = best_matching(self.gold.len(), self.system.len(), &pairs);
        Measure { precise: best, system: self.system.len() as f64, recalled: best, gold: self.gold.len() as f64 }
    }
}

/// The greatest sum of `weights` over pairs in which no row and no column stands twice. Pairs that are not given weigh 0.
fn best_matching(rows: usize, columns: usize, weights: &[((usize, usize), f64)]) -> f64 {
    let (short, long) = (rows.min(columns), rows.max(columns));
    let mut cost = vec![vec![0.0; long + 1]; short + 1];
    for &((row, column), weight) in weights {
        let (a, b) = if rows <= columns { (row, column) } else { (column, row) };
        cost[a + 1][b + 1] = -weight;
    }
    -least_cost(&cost, short, long)
}

/// The Hungarian method with potentials: O(rows² × columns). `cost` counts rows and columns from 1.
fn least_cost(cost: &[Vec<f64>], rows: usize, columns: usize) -> f64 {
    let mut of_row = vec![0.0; rows + 1];
    let mut of_column = vec![0.0; columns + 1];
    let mut matched = vec![0; columns + 1];
    for row in 1..=rows {
        matched[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut previous = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        while matched[column] != 0 {
            done[column] = true;
            let here = matched[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=columns).filter(|&other| !done[other]) {
                let reduced = cost[here][other] - of_row[here] - of_column[other];
                if reduced < least[other] {
                    (least[other], previous[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=columns {
                if done[other] {
                    of_row[matched[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            matched[column] = matched[previous[column]];
            column = previous[column];
        }
    }
    (1..=columns).filter(|&column| matched[column] != 0).map(|column| cost[matched[column]][column]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(gold: &[&str], system: &[&str]) -> ChainScores {
        let chains = |side: &[&str]| side.iter().map(|chain| chain.chars().collect()).collect();
        score(&[Chains { gold: chains(gold), system: chains(system) }])
    }

    fn near(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-4, "{left} is not {right}");
    }

    /// Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted Mentions", section 4: key {a b c} {d e f g},
    /// response {a b} {c d} {f g h i}.
    #[test]
    fn the_worked_example_of_the_reference_scorer_comes_out_as_printed() {
        let scores = scored(&["abc", "defg"], &["ab", "cd", "fghi"]);
        near(scores.muc.recall(), 2.0 / 5.0);
        near(scores.muc.precision(), 2.0 / 5.0);
        near(scores.b_cubed.recall(), 35.0 / 12.0 / 7.0);
        near(scores.b_cubed.precision(), 4.0 / 8.0);
        near(scores.ceaf.recall(), 0.65);
        near(scores.ceaf.precision(), 0.4333);
    }

    /// Bagga & Baldwin 1998: true chains of 5, 2 and 5; the response joins the last two chains.
    #[test]
    fn joining_two_chains_costs_what_bagga_and_baldwin_say() {
        let scores = scored(&["12345", "67", "89abc"], &["12345", "6789abc"]);
        near(scores.muc.precision(), 9.0 / 10.0);
        near(scores.muc.recall(), 1.0);
        near(scores.b_cubed.precision(), (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0);
        near(scores.b_cubed.recall(), 1.0);
    }

    #[test]
    fn the_gold_scores_full_marks_and_nothing_scores_none() {
        near(scored(&["ab", "cde"], &["edc", "ba"]).conll(), 1.0);
        near(scored(&["ab"], &[]).conll(), 0.0);
        near(scored(&[], &["ab"]).conll(), 0.0);
    }

    #[test]
    fn chains_are_paired_for_the_best_sum_and_not_greedily() {
        let weights = [((0, 0), 0.9), ((0, 1), 0.8), ((1, 0), 0.8)];
        near(best_matching(2, 2, &weights), 1.6);
        near(best_matching(1, 3, &[((0, 2), 0.5)]), 0.5);
        near(best_matching(3, 1, &[((2, 0), 0.5), ((1, 0), 0.6)]), 0.6);
    }

    #[test]
    fn documents_are_summed_before_they_are_divided() {
        let one = Chains { gold: vec![vec![1, 2, 3]], system: vec![vec![1, 2, 3]] };
        let two = Chains { gold: vec![vec![1, 2]], system: vec![] };
        near(score(&[one, two]).muc.recall(), 2.0 / 3.0);
    }
}
