//! Learning chains from a treebank with an `Entity=` column.
//!
//! The kinds of phrases come first. The ranking then sees kinds that were predicted by networks which had not seen the
//! document (in five parts), and chains that are half the time the gold ones so far, half the time its own.

use super::clusters::Cluster;
use super::features::of_kind;
use super::net::{Net, softmax};
use super::resolve::{ChainKind, Chains, KINDS, NO_MENTION, Options, State, choose, lists};
use super::traits::Text;
use crate::entities::knowledge::Knowledge;
use crate::language::entity_column::Annotated;
use crate::model::{Lang, Sentence};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A document to learn from: its sentences, parsed, and who is who in it.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Parsed sentences, cut as the treebank's.
    pub sentences: Vec<Sentence>,
    /// The labels.
    pub gold: Annotated,
}

/// What may be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Passes over the documents for the kinds.
    pub kind_passes: usize,
    /// Passes over the documents for the ranking.
    pub passes: usize,
    /// The seed of all chance.
    pub seed: u64,
    /// Hidden numbers of the ranking networks.
    pub hidden: usize,
    /// Size of steps.
    pub rate: f32,
    /// Share of features that are left out at random.
    pub dropout: f32,
    /// How often a feature must show to be learnt: for the kinds, for new chains, for joining one (where a right answer
    /// counts twenty times).
    pub least: (u32, u32, u32),
}

impl Default for Settings {
    fn default() -> Self {
        Settings { kind_passes: 12, passes: 8, seed: 1, hidden: 16, rate: 0.05, dropout: 0.25, least: (10, 40, 450) }
    }
}

/// Chance (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
    fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        (1..count).rev().for_each(|at| order.swap(at, (self.next() % (at as u64 + 1)) as usize));
        order
    }
}

/// A network with what Adagrad remembers.
struct Learner {
    net: Net,
    squares: Vec<f32>,
    small: Vec<f32>,
    rate: f32,
    /// Sums of past weights, for their mean.
    sum: Vec<f32>,
    sum_small: Vec<f32>,
    sums: f32,
}

const FIRST_SQUARE: f32 = 0.01;

impl Learner {
    fn new(hidden: usize, outputs: usize, features: &[u32], rate: f32, dice: &mut Dice) -> Learner {
        let width = hidden + outputs;
        let rows = features.iter().copied().zip(0..).collect();
        let mut random = |scale: f32| (dice.unit() - 0.5) * 2.0 * scale;
        let mut table = Vec::with_capacity(features.len() * width);
        for _ in features {
            table.extend((0..width).map(|at| if at < hidden { random(0.05) } else { 0.0 }));
        }
        let top = (0..hidden * outputs).map(|_| random(0.3)).collect();
        let net = Net { hidden, outputs, rows, table, hidden_bias: vec![0.02; hidden], top, bias: vec![0.0; outputs] };
        let squares = vec![FIRST_SQUARE; net.table.len()];
        let small = vec![FIRST_SQUARE; hidden + hidden * outputs + outputs];
        let (sum, sum_small) = (vec![0.0; net.table.len()], vec![0.0; small.len()]);
        Learner { net, squares, small, rate, sum, sum_small, sums: 0.0 }
    }

    /// One step down: `sums` are the summed rows of `features`, `slopes` the loss by output.
    fn learn(&mut self, features: &[&[u32]], sums: &[f32], slopes: &[f32]) {
        let Learner { net, squares, small, rate, .. } = self;
        let (hidden, outputs) = (net.hidden, net.outputs);
        let mut slope = vec![0.0; hidden + outputs];
        slope[hidden..].copy_from_slice(slopes);
        for (output, by_output) in slopes.iter().enumerate() {
            for at in (0..hidden).filter(|&at| sums[at] > 0.0) {
                slope[at] += by_output * net.top[output * hidden + at];
            }
        }
        let step = |value: &mut f32, square: &mut f32, slope: f32| {
            *square += slope * slope;
            *value -= *rate * slope / square.sqrt();
        };
        for (output, by_output) in slopes.iter().enumerate() {
            for at in (0..hidden).filter(|&at| sums[at] > 0.0) {
                let index = output * hidden + at;
                step(&mut net.top[index], &mut small[hidden + index], by_output * sums[at]);
            }
            step(&mut net.bias[output], &mut small[hidden + hidden * outputs + output], *by_output);
        }
        for at in 0..hidden {
            if slope[at] != 0.0 {
                step(&mut net.hidden_bias[at], &mut small[at], slope[at]);
            }
        }
        let width = hidden + outputs;
        for feature in features.iter().flat_map(|list| list.iter()) {
            let Some(row) = net.rows.get(feature) else { continue };
            let start = *row as usize * width;
            let values = net.table[start..start + width].iter_mut().zip(&mut squares[start..start + width]);
            for ((value, square), slope) in values.zip(&slope) {
                if *slope != 0.0 {
                    step(value, square, *slope);
                }
            }
        }
    }

    fn remember(&mut self) {
        self.sums += 1.0;
        self.sum.iter_mut().zip(&self.net.table).for_each(|(sum, value)| *sum += value);
        let small = self.net.hidden_bias.iter().chain(&self.net.top).chain(&self.net.bias);
        self.sum_small.iter_mut().zip(small).for_each(|(sum, value)| *sum += value);
    }

    /// The mean of the weights that were remembered.
    fn mean(&self) -> Net {
        if self.sums == 0.0 {
            return self.net.clone();
        }
        let mut net = self.net.clone();
        net.table.iter_mut().zip(&self.sum).for_each(|(value, sum)| *value = sum / self.sums);
        let small = net.hidden_bias.iter_mut().chain(&mut net.top).chain(&mut net.bias);
        small.zip(&self.sum_small).for_each(|(value, sum)| *value = sum / self.sums);
        net
    }
}

/// A document with its phrases and their labels.
struct Prepared<'a> {
    text: Text<'a>,
    /// Output of the kinds' network that is right, and chain.
    kind: Vec<usize>,
    chain: Vec<Option<usize>>,
    kinds: Vec<Vec<f32>>,
}

impl<'a> Prepared<'a> {
    fn new(lesson: &'a Lesson, chains: &Chains, lang: &Lang, knowledge: &Knowledge) -> Prepared<'a> {
        let text = Text::new(&lesson.sentences, lang, knowledge, &chains.lists);
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        let mut exact = BTreeMap::new();
        let mut by_least = Vec::new();
        for mention in &lesson.gold.mentions {
            let count = ids.len();
            let id = *ids.entry(&mention.chain).or_insert(count);
            let kind =
                1 + ChainKind::ALL.iter().position(|kind| *kind == ChainKind::of_treebank(&mention.kind)).unwrap_or(3);
            exact.insert((mention.sentence, mention.tokens.start, mention.tokens.end), (id, kind));
            by_least.push((mention, id, kind));
        }
        let key = |at: usize| {
            let phrase = &text.traits[at].phrase;
            (phrase.sentence, phrase.tokens.start, phrase.tokens.end)
        };
        let taken: std::collections::BTreeSet<_> =
            (0..text.traits.len()).map(key).filter(|key| exact.contains_key(key)).collect();
        let label = |at: usize| {
            exact.get(&key(at)).copied().or_else(|| {
                // A phrase whose bounds the tree got wrong stands for the mention whose words it holds.
                let phrase = &text.traits[at].phrase;
                let found = by_least.iter().find(|(mention, ..)| {
                    mention.sentence == phrase.sentence
                        && !taken.contains(&(mention.sentence, mention.tokens.start, mention.tokens.end))
                        && mention.least.contains(&phrase.head)
                        && mention.least.iter().all(|id| phrase.tokens.contains(id))
                });
                found.map(|(_, id, kind)| (*id, *kind))
            })
        };
        let labels: Vec<Option<(usize, usize)>> = (0..text.traits.len()).map(label).collect();
        Prepared {
            kind: labels.iter().map(|label| label.map_or(0, |(_, kind)| kind)).collect(),
            chain: labels.iter().map(|label| label.map(|(id, _)| id)).collect(),
            kinds: Vec::new(),
            text,
        }
    }
}

/// Trains on `lessons`; `watch` is told each pass and the model so far.
pub fn run(
    lessons: &[Lesson],
    lang: &Lang,
    knowledge: &Knowledge,
    settings: &Settings,
    watch: &mut dyn FnMut(usize, &Chains),
) -> Option<Vec<u8>> {
    let mut chains = Chains { lists: lists(lang.code())?, lang: Some(lang.clone()), ..Chains::default() };
    let mut documents: Vec<Prepared> =
        lessons.iter().map(|lesson| Prepared::new(lesson, &chains, lang, knowledge)).collect();
    let mut dice = Dice(settings.seed);
    // Two readings of one document are in the same part.
    let part = |at: usize| lessons.iter().position(|other| other.gold.name == lessons[at].gold.name).unwrap_or(at) % 5;
    let parts: Vec<usize> = (0..lessons.len()).map(part).collect();
    for fold in 0..5 {
        let others = documents.iter().zip(&parts).filter(|(_, part)| **part != fold).map(|(document, _)| document);
        chains.kinds = learn_kinds(&others.collect::<Vec<_>>(), settings, &mut dice);
        for (document, _) in documents.iter_mut().zip(&parts).filter(|(_, part)| **part == fold) {
            let text = &document.text;
            document.kinds = (0..text.traits.len()).map(|phrase| chains.kinds_of(text, phrase)).collect();
        }
    }
    chains.kinds = learn_kinds(&documents.iter().collect::<Vec<_>>(), settings, &mut dice);
    learn_ranking(&mut chains, &documents, settings, &mut dice, watch);
    Some(chains.to_bytes())
}

fn learn_kinds(documents: &[&Prepared], settings: &Settings, dice: &mut Dice) -> Net {
    let mut samples = Vec::new();
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for document in documents {
        for at in 0..document.text.traits.len() {
            let features = of_kind(&document.text, at);
            features.iter().for_each(|feature| *counts.entry(*feature).or_default() += 1);
            samples.push((features, document.kind[at]));
        }
    }
    let features = often(&counts, settings.least.0);
    let mut learner = Learner::new(0, KINDS, &features, settings.rate, dice);
    for pass in 0..settings.kind_passes {
        for at in dice.shuffled(samples.len()) {
            let (features, right) = &samples[at];
            let seen: Vec<u32> = features.iter().copied().filter(|_| dice.unit() >= settings.dropout).collect();
            let mut sums = learner.net.start();
            learner.net.add(&seen, &mut sums);
            let mut slopes = learner.net.outputs(&sums);
            softmax(&mut slopes);
            slopes[*right] -= 1.0;
            learner.learn(&[&seen], &sums, &slopes);
        }
        if pass * 2 >= settings.kind_passes {
            learner.remember();
        }
    }
    learner.mean()
}

fn often(counts: &FxHashMap<u32, u32>, least: u32) -> Vec<u32> {
    let mut features: Vec<u32> =
        counts.iter().filter(|(_, count)| **count >= least).map(|(feature, _)| *feature).collect();
    features.sort_unstable();
    features
}

fn learn_ranking(
    chains: &mut Chains,
    documents: &[Prepared],
    settings: &Settings,
    dice: &mut Dice,
    watch: &mut dyn FnMut(usize, &Chains),
) {
    let (for_new, for_pairs) = count(documents, settings);
    let mut new = Learner::new(settings.hidden, 1, &for_new, settings.rate, dice);
    let mut pair = Learner::new(settings.hidden, 1, &for_pairs, settings.rate, dice);
    for pass in 0..settings.passes {
        for at in dice.shuffled(documents.len()) {
            let own = pass > 0 && dice.unit() < 0.5;
            learn_document(&documents[at], &mut new, &mut pair, own, settings, dice);
        }
        if pass * 2 >= settings.passes {
            new.remember();
            pair.remember();
        }
        (chains.new, chains.pair) = (new.mean(), pair.mean());
        watch(pass, chains);
    }
}

/// The features that the ranking keeps: those that show on right answers, or very often.
fn count(documents: &[Prepared], settings: &Settings) -> (Vec<u32>, Vec<u32>) {
    let mut new: FxHashMap<u32, u32> = FxHashMap::default();
    let mut pair: FxHashMap<u32, u32> = FxHashMap::default();
    for document in documents {
        walk(
            document,
            |_, _| None,
            |options, right, _| {
                options.new.iter().for_each(|feature| *new.entry(*feature).or_default() += 1);
                options.own.iter().for_each(|feature| *pair.entry(*feature).or_default() += 1);
                for (at, (_, features)) in options.pairs.iter().enumerate() {
                    let worth = if right.contains(&(at + 1)) { 20 } else { 1 };
                    features.iter().for_each(|feature| *pair.entry(*feature).or_default() += worth);
                }
            },
        );
    }
    (often(&new, settings.least.1), often(&pair, settings.least.2))
}

/// Goes through a document; `choose` names the chain that a phrase joins, where it is not the gold one. `seen` gets the options and
/// which of them are right (0: a new chain, then the pairs from 1).
fn walk(
    document: &Prepared,
    mut choose: impl FnMut(&Options, &[usize]) -> Option<Option<usize>>,
    mut seen: impl FnMut(&Options, &[usize], usize),
) {
    let Prepared { text, chain, kinds, .. } = document;
    let mut state = State::default();
    for at in (0..text.traits.len()).filter(|&at| kinds[at][0] < NO_MENTION) {
        let options = state.options(text, at, &kinds[at]);
        let right = right(&options, &state.clusters, chain, at);
        seen(&options, &right, at);
        let gold = || right[0].checked_sub(1).map(|pair| options.pairs[pair].0);
        let choice = choose(&options, &right).unwrap_or_else(gold);
        state.put(text, at, &kinds[at], choice);
    }
}

/// Which options are right: chains at least half of which are of the phrase's chain, else a new one.
fn right(options: &Options, clusters: &[Cluster], chain: &[Option<usize>], at: usize) -> Vec<usize> {
    let fits = |cluster: &Cluster| {
        let same = cluster.members.iter().filter(|&&member| chain[member] == chain[at]).count();
        same * 2 >= cluster.members.len()
    };
    let pairs = options.pairs.iter().enumerate();
    let found: Vec<usize> = match chain[at] {
        Some(_) => pairs.filter(|(_, (index, _))| fits(&clusters[*index])).map(|(at, _)| at + 1).collect(),
        None => Vec::new(),
    };
    if found.is_empty() { vec![0] } else { found }
}

fn learn_document(
    document: &Prepared,
    new: &mut Learner,
    pair: &mut Learner,
    own: bool,
    settings: &Settings,
    dice: &mut Dice,
) {
    let cell = std::cell::RefCell::new((new, pair, dice));
    let pick = |options: &Options, _: &[usize]| {
        let borrowed = cell.borrow();
        own.then(|| {
            let (new, pair) = (&borrowed.0.net, &borrowed.1.net);
            choose(new, pair, options, 0.0)
        })
    };
    walk(document, pick, |options, right, _| {
        let (new, pair, dice) = &mut *cell.borrow_mut();
        learn_options(options, right, new, pair, settings, dice);
    });
}

fn learn_options(
    options: &Options,
    right: &[usize],
    new: &mut Learner,
    pair: &mut Learner,
    settings: &Settings,
    dice: &mut Dice,
) {
    if options.pairs.is_empty() {
        return;
    }
    let mut thin = |features: &[u32]| -> Vec<u32> {
        features.iter().copied().filter(|_| dice.unit() >= settings.dropout).collect()
    };
    let first = thin(&options.new);
    let own = thin(&options.own);
    let pairs: Vec<Vec<u32>> = options.pairs.iter().map(|(_, features)| thin(features)).collect();
    let mut first_sums = new.net.start();
    new.net.add(&first, &mut first_sums);
    let mut own_sums = pair.net.start();
    pair.net.add(&own, &mut own_sums);
    let sums: Vec<Vec<f32>> = pairs
        .iter()
        .map(|features| {
            let mut sums = own_sums.clone();
            pair.net.add(features, &mut sums);
            sums
        })
        .collect();
    let mut scores = vec![new.net.outputs(&first_sums)[0]];
    scores.extend(sums.iter().map(|sums| pair.net.outputs(sums)[0]));
    let mut among: Vec<f32> = right.iter().map(|&at| scores[at]).collect();
    softmax(&mut scores);
    softmax(&mut among);
    right.iter().zip(&among).for_each(|(&at, share)| scores[at] -= share);
    if scores[0].abs() > 1e-3 {
        new.learn(&[&first], &first_sums, &scores[..1]);
    }
    for (at, sums) in sums.iter().enumerate().filter(|(at, _)| scores[at + 1].abs() > 1e-3) {
        pair.learn(&[&own, &pairs[at]], sums, &scores[at + 1..at + 2]);
    }
}
