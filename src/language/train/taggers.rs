//! Training of the two taggers, and tagging of the training data itself by folds.

use super::perceptron::{Dice, Perceptron};
use super::sample::Sample;
use crate::language::linear::{Table, hash_str};
use crate::language::tagger::{self, MorphClasses};
use crate::language::words::{Lexicon, Shape, normalise};
use crate::model::Upos;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words seen fewer times than this are left out of the lexicon, so that the tagger learns to do without it.
const TRUSTED: u32 = 4;

/// The parts of speech that each frequent word had at least one time in twenty.
pub(crate) fn lexicon(samples: &[Sample]) -> Lexicon {
    let mut counts: BTreeMap<u32, [u32; 17]> = BTreeMap::new();
    for sample in samples.iter().filter(|sample| !sample.is_noise) {
        for word in &sample.tree.words {
            counts.entry(hash_str(&normalise(&word.form))).or_default()[word.upos as usize] += 1;
        }
    }
    let mut lexicon = Lexicon::default();
    for (word, tags) in counts {
        let total: u32 = tags.iter().sum();
        if total >= TRUSTED {
            let usual = (0..17).filter(|&tag| tags[tag] * 20 >= total).fold(0, |set, tag| set | 1 << tag);
            let top = (0..17u32).max_by_key(|&tag| (tags[tag as usize], tag)).unwrap_or(0);
            lexicon.tags.insert(word, usual | top << 20 | 1 << 30);
        }
    }
    lexicon
}

/// The pairs of part of speech and features that occur at least twice, and one for each part of speech.
pub(crate) fn morph_classes(samples: &[Sample]) -> MorphClasses {
    let mut counts: BTreeMap<(Upos, &str), u32> = BTreeMap::new();
    for word in samples.iter().flat_map(|sample| &sample.tree.words) {
        *counts.entry((word.upos, word.feats.as_str())).or_default() += 1;
    }
    let tag_total = |tag: Upos| counts.keys().filter(|(known, _)| *known == tag).count();
    let kept = counts.iter().filter(|((tag, _), count)| **count >= 3 || tag_total(*tag) < 3);
    MorphClasses { classes: kept.map(|((tag, feats), _)| (*tag, (*feats).into())).collect() }
}

/// A trained pair of taggers.
pub(crate) struct Taggers {
    pub tags: Table,
    pub morph: Table,
}

/// How long, and how large.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub epochs: usize,
    pub tag_weights: usize,
    pub morph_weights: usize,
}

/// Trains both taggers.
pub(crate) fn train(samples: &[&Sample], lexicon: &Lexicon, classes: &MorphClasses, plan: Plan, seed: u64) -> Taggers {
    let shapes: Vec<Vec<Shape>> = samples.iter().map(|sample| sample.shapes(lexicon)).collect();
    let tags = train_tags(samples, &shapes, plan, seed);
    let morph = train_morph(samples, &shapes, classes, plan, seed);
    Taggers { tags, morph }
}

fn train_tags(samples: &[&Sample], shapes: &[Vec<Shape>], plan: Plan, seed: u64) -> Table {
    let mut weights = Perceptron::new(Upos::ALL.len());
    let mut scores = vec![0.0; Upos::ALL.len()];
    let mut features = Vec::new();
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice(seed);
    for _ in 0..plan.epochs {
        dice.shuffle(&mut order);
        for &index in &order {
            let (sample, shapes) = (samples[index], &shapes[index]);
            let mut before = [0, 0];
            for (i, word) in sample.tree.words.iter().enumerate() {
                tagger::tag_features(shapes, i, before, sample.bank, &mut features);
                let gold = word.upos as usize;
                let guess = decide(&mut weights, &features, &mut scores, gold, 0..Upos::ALL.len());
                before = [guess as u32 + 1, before[0]];
            }
        }
    }
    weights.finish(plan.tag_weights)
}

fn train_morph(samples: &[&Sample], shapes: &[Vec<Shape>], classes: &MorphClasses, plan: Plan, seed: u64) -> Table {
    let numbers: BTreeMap<(Upos, &str), usize> =
        classes.classes.iter().enumerate().map(|(class, (tag, feats))| ((*tag, &**feats), class)).collect();
    let ranges = classes.ranges();
    let mut weights = Perceptron::new(classes.classes.len());
    let mut scores = vec![0.0; classes.classes.len()];
    let mut features = Vec::new();
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice(seed ^ 0xF);
    for _ in 0..plan.epochs {
        dice.shuffle(&mut order);
        for &index in &order {
            let (sample, shapes) = (samples[index], &shapes[index]);
            let tags: Vec<Upos> = sample.tree.words.iter().map(|word| word.upos).collect();
            let mut before = 0;
            for (i, word) in sample.tree.words.iter().enumerate() {
                tagger::morph_features(shapes, &tags, i, before, sample.bank, &mut features);
                let Some(&gold) = numbers.get(&(word.upos, word.feats.as_str())) else {
                    before = 0;
                    continue;
                };
                let own = ranges[word.upos as usize].clone();
                let guess = decide(&mut weights, &features, &mut scores, gold, own);
                before = guess as u32 + 1;
            }
        }
    }
    weights.finish(plan.morph_weights)
}

/// Guesses, and learns where the guess is wrong or the right class wins by too little.
fn decide(weights: &mut Perceptron, features: &[u32], scores: &mut [f32], gold: usize, classes: Range<usize>) -> usize {
    const MARGIN: f32 = 2.0;
    weights.score(features, scores);
    let rivals = classes.filter(|&class| class != gold);
    let rival = rivals.max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)));
    weights.tick();
    let Some(rival) = rival else { return gold };
    if scores[gold] < scores[rival] + MARGIN {
        weights.update(features, gold, rival);
    }
    if scores[gold] >= scores[rival] { gold } else { rival }
}

/// Tags every sample by taggers that have not seen it, so that the parser learns from realistic mistakes.
pub(crate) fn tag_by_folds(
    samples: &[Sample],
    lexicon: &Lexicon,
    classes: &MorphClasses,
    plan: Plan,
    folds: usize,
) -> Vec<Vec<(Upos, Option<usize>)>> {
    let mut tagged = vec![Vec::new(); samples.len()];
    for fold in 0..folds {
        let seen: Vec<&Sample> = samples.iter().filter(|sample| sample.fold % folds != fold).collect();
        let taggers = train(&seen, lexicon, classes, plan, 77 + fold as u64);
        for (sample, tagged) in samples.iter().zip(&mut tagged) {
            if sample.fold % folds == fold {
                let shapes = sample.shapes(lexicon);
                let tags = tagger::tag(&taggers.tags, &shapes, sample.bank);
                let morph = tagger::morph(&taggers.morph, classes, &shapes, &tags, sample.bank);
                *tagged = tags.into_iter().zip(morph).collect();
            }
        }
    }
    tagged
}
