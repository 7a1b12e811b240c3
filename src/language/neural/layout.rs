//! The network's tensors: which there are, in which order, and of which shapes.

use super::input::{AFFIX_ROWS, GRAM_ROWS, SHAPE_ROWS};

/// Numbers for a word form.
pub(crate) const WORD: usize = 128;
/// Numbers for the affixes (summed), and as many for the letter groups (averaged).
pub(crate) const PART: usize = 64;
/// Numbers for the outline, and as many for the treebank.
pub(crate) const SMALL: usize = 16;
/// All that is known of a word before its neighbours are read.
pub(crate) const INPUT: usize = WORD + 2 * PART + 2 * SMALL;
/// Layers of the encoder.
pub(crate) const LAYERS: usize = 4;
/// The layer (counted from 1) that the tags are read from.
pub(crate) const TAG_LAYER: usize = 2;
/// Numbers for a word in context in one direction.
pub(crate) const HALF: usize = 160;
/// Numbers for a word in context.
pub(crate) const WIDTH: usize = 2 * HALF;
/// Numbers of the tagger's hidden layer.
pub(crate) const TAGS: usize = 128;
/// Numbers for a word as a head or a dependent.
pub(crate) const ARC: usize = 160;
/// Numbers for a word as an end of a labelled arc: as many multiplied as added.
pub(crate) const LABEL: usize = 96;
/// Classes of distance between dependent and head.
pub(crate) const DISTANCES: usize = 24;
/// Treebanks that a model can tell apart, with number 0 for "any".
pub(crate) const BANKS: usize = 8;

/// How many of each kind of class a model knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Classes {
    pub words: usize,
    pub upos: usize,
    pub morph: usize,
    pub scripts: usize,
    pub relations: usize,
}

/// A tensor's number. Layers come last, three each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
#[allow(dead_code, reason = "a bias is known by the number after its weights'")]
pub(crate) enum Part {
    Words,
    Affixes,
    Grams,
    Shapes,
    Banks,
    InputWeights,
    InputBias,
    TagWeights,
    TagBias,
    UposWeights,
    UposBias,
    MorphWeights,
    MorphBias,
    ScriptWeights,
    ScriptBias,
    DependentWeights,
    DependentBias,
    HeadWeights,
    HeadBias,
    ArcWeights,
    ArcBias,
    Distances,
    LabelDependentWeights,
    LabelDependentBias,
    LabelHeadWeights,
    LabelHeadBias,
    LabelWeights,
    LabelBias,
    Layers,
}

/// A layer's tensors: weights, then what its gates take from the state before, then the gates' biases.
pub(crate) const fn layer(layer: usize) -> [usize; 3] {
    let first = Part::Layers as usize + 3 * layer;
    [first, first + 1, first + 2]
}

/// Tensors before this one are tables of which a word touches a few rows.
pub(crate) const TABLES: usize = Part::InputWeights as usize;

/// Rows and columns of every tensor, in order.
pub(crate) fn shapes(classes: Classes) -> Vec<(usize, usize)> {
    let mut shapes = vec![
        (classes.words, WORD),
        (AFFIX_ROWS, PART),
        (GRAM_ROWS, PART),
        (SHAPE_ROWS, SMALL),
        (BANKS, SMALL),
        (INPUT, WIDTH),
        (1, WIDTH),
        (WIDTH, TAGS),
        (1, TAGS),
        (TAGS, classes.upos),
        (1, classes.upos),
        (TAGS, classes.morph),
        (1, classes.morph),
        (TAGS, classes.scripts),
        (1, classes.scripts),
        (WIDTH, ARC),
        (1, ARC),
        (WIDTH, ARC),
        (1, ARC),
        (ARC, ARC),
        (1, ARC),
        (DISTANCES, ARC),
        (WIDTH, 2 * LABEL),
        (1, 2 * LABEL),
        (WIDTH, 2 * LABEL),
        (1, 2 * LABEL),
        (2 * LABEL, classes.relations),
        (1, classes.relations),
    ];
    for _ in 0..LAYERS {
        shapes.extend([(WIDTH, 6 * HALF), (1, 4 * HALF), (1, 4 * HALF)]);
    }
    shapes
}

/// The class of distance of a head at `head` from a dependent at `dependent`.
#[inline]
pub(crate) fn distance(dependent: usize, head: usize) -> usize {
    let far = match dependent.abs_diff(head) {
        near @ 0..=6 => near,
        7..=8 => 7,
        9..=11 => 8,
        12..=16 => 9,
        17..=25 => 10,
        _ => 11,
    };
    if head < dependent { far } else { DISTANCES / 2 + far }
}
