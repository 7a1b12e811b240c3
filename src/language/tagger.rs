//! Parts of speech and features: two greedy averaged-perceptron taggers, left to right (Collins 2002).

use super::linear::{Table, best, key, mix};
use super::words::Shape;
use crate::model::Upos;
use std::ops::Range;
use std::sync::Arc;

/// A hash that stands for the sentence's edge.
const EDGE: Shape = Shape { norm: 1, prefix: [1; 3], suffix: [1; 5], shape: 1, tags: 0x8000_0000, is_capital: false };

/// Collects features under consecutive template numbers.
struct Features<'o> {
    out: &'o mut Vec<u32>,
    template: u64,
}

impl Features<'_> {
    fn add(&mut self, parts: &[u32]) {
        self.template += 1;
        let hash = parts.iter().fold(mix(0x7A6, self.template), |hash, &part| mix(hash, u64::from(part)));
        self.out.push(key(hash));
    }
}

fn at(shapes: &[Shape], index: isize) -> &Shape {
    usize::try_from(index).ok().and_then(|index| shapes.get(index)).unwrap_or(&EDGE)
}

/// Features for the part of speech of word `i`; `before` holds the tags chosen for the two words before it
/// (nearest first, 0 for none, else tag + 1).
pub(crate) fn tag_features(shapes: &[Shape], i: usize, before: [u32; 2], bank: u32, out: &mut Vec<u32>) {
    out.clear();
    let near = |offset: isize| at(shapes, i as isize + offset);
    let (word, left, right) = (near(0), near(-1), near(1));
    let first = u32::from(i == 0) * 2 + u32::from(word.is_capital);
    let mut features = Features { out, template: 0 };
    features.add(&[]);
    features.add(&[bank]);
    features.add(&[bank, word.norm]);
    features.add(&[word.norm]);
    features.add(&[left.norm]);
    features.add(&[right.norm]);
    features.add(&[near(-2).norm]);
    features.add(&[near(2).norm]);
    features.add(&[left.norm, word.norm]);
    features.add(&[word.norm, right.norm]);
    word.suffix.iter().for_each(|&suffix| features.add(&[suffix]));
    word.prefix.iter().for_each(|&prefix| features.add(&[prefix]));
    features.add(&[word.suffix[2], first]);
    features.add(&[word.suffix[1], word.shape]);
    features.add(&[word.shape]);
    features.add(&[word.shape, first]);
    features.add(&[word.shape, left.shape]);
    features.add(&[word.shape, right.shape, first]);
    features.add(&[left.suffix[2]]);
    features.add(&[right.suffix[2]]);
    features.add(&[right.suffix[1], word.suffix[1]]);
    features.add(&[near(2).suffix[2]]);
    features.add(&[before[0]]);
    features.add(&[before[0], before[1]]);
    features.add(&[before[0], word.norm]);
    features.add(&[before[0], word.suffix[2]]);
    features.add(&[before[0], word.shape, word.suffix[1]]);
    features.add(&[word.tags, first]);
    features.add(&[right.tags]);
    features.add(&[word.tags, right.tags]);
    features.add(&[before[0], word.tags]);
    features.add(&[before[0], word.tags, right.tags]);
    features.add(&[before[0], before[1], word.tags]);
    features.add(&[right.tags, near(2).tags]);
    features.add(&[word.norm, right.tags]);
    features.add(&[before[0], right.norm]);
    features.add(&[left.norm, word.tags]);
    features.add(&[word.tags, near(3).tags, right.tags]);
}

/// Features for the universal features of word `i`, when all parts of speech are known.
pub(crate) fn morph_features(shapes: &[Shape], tags: &[Upos], i: usize, before: u32, bank: u32, out: &mut Vec<u32>) {
    out.clear();
    let near = |offset: isize| at(shapes, i as isize + offset);
    let tag = |offset: isize| {
        let index = usize::try_from(i as isize + offset).ok();
        index.and_then(|index| tags.get(index)).map_or(0, |&tag| tag as u32 + 1)
    };
    let (word, own) = (near(0), tag(0));
    let mut features = Features { out, template: 100 };
    features.add(&[own]);
    features.add(&[own, bank]);
    features.add(&[own, bank, word.suffix[1]]);
    features.add(&[own, bank, word.norm]);
    features.add(&[own, word.norm]);
    word.suffix.iter().for_each(|&suffix| features.add(&[own, suffix]));
    features.add(&[own, word.shape]);
    features.add(&[own, tag(-1)]);
    features.add(&[own, tag(1)]);
    features.add(&[own, tag(-1), tag(-2)]);
    features.add(&[own, tag(1), tag(2)]);
    features.add(&[own, tag(-1), tag(1)]);
    features.add(&[own, near(-1).norm]);
    features.add(&[own, near(1).norm]);
    features.add(&[own, near(-2).norm]);
    features.add(&[word.norm, near(-1).norm]);
    features.add(&[word.norm, near(1).norm]);
    features.add(&[word.norm, tag(-1)]);
    features.add(&[word.norm, tag(1)]);
    features.add(&[own, word.suffix[1], tag(-1)]);
    features.add(&[own, word.suffix[1], tag(1)]);
    features.add(&[own, word.suffix[2], near(-1).norm]);
    features.add(&[own, near(-1).suffix[1], word.suffix[1]]);
    features.add(&[own, near(1).suffix[1], word.suffix[1]]);
    features.add(&[own, before]);
    features.add(&[own, before, word.suffix[1]]);
    features.add(&[own, before, word.norm]);
}

/// The classes of the feature tagger: pairs of a part of speech and its features.
#[derive(Debug, Default, Clone)]
pub(crate) struct MorphClasses {
    /// Sorted by part of speech.
    pub classes: Vec<(Upos, Arc<str>)>,
}

impl MorphClasses {
    /// The classes of each part of speech.
    pub fn ranges(&self) -> [Range<usize>; 17] {
        let bound = |tag: usize| self.classes.partition_point(|(known, _)| (*known as usize) < tag);
        std::array::from_fn(|tag| bound(tag)..bound(tag + 1))
    }
}

/// Tags a sentence. Time O(words × features).
pub(crate) fn tag(table: &Table, shapes: &[Shape], bank: u32) -> Vec<Upos> {
    let mut features = Vec::with_capacity(64);
    let mut scores = vec![0; table.classes];
    let mut tags: Vec<Upos> = Vec::with_capacity(shapes.len());
    let mut before = [0, 0];
    for i in 0..shapes.len() {
        tag_features(shapes, i, before, bank, &mut features);
        scores.fill(0);
        table.add(&features, &mut scores);
        let chosen = best(&scores, |_| true).and_then(|class| Upos::ALL.get(class)).map_or(Upos::X, |(tag, _)| *tag);
        before = [chosen as u32 + 1, before[0]];
        tags.push(chosen);
    }
    tags
}

/// Chooses the features of each word; gives class numbers, `None` where training never saw the part of speech.
pub(crate) fn morph(
    table: &Table,
    classes: &MorphClasses,
    shapes: &[Shape],
    tags: &[Upos],
    bank: u32,
) -> Vec<Option<usize>> {
    let mut features = Vec::with_capacity(64);
    let mut scores = vec![0; table.classes];
    let ranges = classes.ranges();
    let mut chosen: Vec<Option<usize>> = Vec::with_capacity(shapes.len());
    for (i, &tag) in tags.iter().enumerate() {
        let before = chosen.last().copied().flatten().map_or(0, |class| class as u32 + 1);
        morph_features(shapes, tags, i, before, bank, &mut features);
        scores.fill(0);
        table.add(&features, &mut scores);
        let own = ranges[tag as usize].clone();
        chosen.push(best(&scores[own.clone()], |_| true).map(|class| own.start + class));
    }
    chosen
}
