//! The trained network: word forms in, classes and trees out.

use super::dense::{Dense, similarity};
use super::input::Input;
use super::layout::{
    ARC, Classes, HALF, INPUT, LABEL, LAYERS, PART, Part, SMALL, TABLES, TAG_LAYER, WORD, distance, layer,
};
use super::matrix::Matrix;
use super::scan::scan;
use super::tree::likely_tree;
use std::ops::Range;

/// What a leaky unit lets through of a negative sum.
pub(crate) const LEAK: f32 = 0.1;
/// How many scripts are offered for the lemma of a word, best first.
pub(crate) const SCRIPTS: usize = 3;

/// Rows of small whole numbers with a scale each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    pub columns: usize,
    pub scales: Vec<f32>,
    pub cells: Vec<i8>,
}

impl Table {
    /// The nearest such table.
    #[cfg(feature = "train")]
    pub fn nearest(matrix: &Matrix) -> Self {
        let mut table = Table { columns: matrix.columns, ..Table::default() };
        for row in matrix.data.chunks_exact(matrix.columns) {
            let scale = row.iter().fold(0f32, |top, value| top.max(value.abs())) / 127.0;
            table.scales.push(scale);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            table.cells.extend(row.iter().map(|value| (value * inverse).round() as i8));
        }
        table
    }

    /// The numbers that it stands for.
    pub fn matrix(&self) -> Matrix {
        let mut data = Vec::with_capacity(self.cells.len());
        for (row, &scale) in self.cells.chunks_exact(self.columns).zip(&self.scales) {
            data.extend(row.iter().map(|&cell| f32::from(cell) * scale));
        }
        Matrix { rows: self.scales.len(), columns: self.columns, data }
    }

    fn add(&self, row: u32, share: f32, out: &mut [f32]) {
        let row = row as usize;
        let scale = self.scales[row] * share;
        let cells = &self.cells[row * self.columns..(row + 1) * self.columns];
        out.iter_mut().zip(cells).for_each(|(sum, &cell)| *sum += f32::from(cell) * scale);
    }
}

/// A layer of the encoder.
#[derive(Debug, Default)]
struct Layer {
    mix: Dense,
    peeps: Vec<f32>,
    biases: Vec<f32>,
}

/// The network's tensors as they are used; see [`super::layout`] for what each is.
#[derive(Debug, Default)]
pub(crate) struct Network {
    bank: u32,
    tables: Vec<Table>,
    input: Dense,
    layers: Vec<Layer>,
    tags: Dense,
    upos: Dense,
    morph: Dense,
    scripts: Dense,
    dependents: Dense,
    heads: Dense,
    arcs: Dense,
    distances: Dense,
    label_dependents: Dense,
    label_heads: Dense,
    labels: Dense,
}

/// What the network must know of its classes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    /// The classes of features of each part of speech.
    pub morph: Vec<Range<usize>>,
    /// The relation of the sentence's root, and of no other word.
    pub root: usize,
}

/// What the network says of a sentence's words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Reading {
    pub upos: Vec<usize>,
    /// Index of a pair of part of speech and features.
    pub morph: Vec<usize>,
    pub scripts: Vec<[u16; SCRIPTS]>,
    /// Word index, or `None` for the root.
    pub heads: Vec<Option<usize>>,
    pub relations: Vec<usize>,
}

impl Network {
    /// A network of tensors in the order of [`super::layout::shapes`], which they must fit. `bank` is the treebank whose
    /// conventions are followed; 0 for none in particular.
    pub fn new(classes: Classes, bank: u32, mut tensors: Vec<Table>) -> Option<Self> {
        let shapes = super::layout::shapes(classes);
        let fits = shapes.len() == tensors.len()
            && shapes.iter().zip(&tensors).all(|(&(rows, columns), tensor)| {
                let scaled = tensor.scales.len() == rows && tensor.columns == columns;
                scaled && tensor.cells.len() == rows * columns && tensor.scales.iter().all(|scale| scale.is_finite())
            });
        if !fits || bank as usize >= super::layout::BANKS {
            return None;
        }
        let dense = |part: Part| Dense::new(&tensors[part as usize], tensors[part as usize + 1].matrix().data);
        let layer = |number: usize| {
            let [mix, peeps, biases] = layer(number).map(|tensor| &tensors[tensor]);
            let none = vec![0.0; mix.columns];
            Layer { mix: Dense::new(mix, none), peeps: peeps.matrix().data, biases: biases.matrix().data }
        };
        let mut network = Network {
            bank,
            tables: Vec::new(),
            input: dense(Part::InputWeights),
            layers: (0..LAYERS).map(layer).collect(),
            tags: dense(Part::TagWeights),
            upos: dense(Part::UposWeights),
            morph: dense(Part::MorphWeights),
            scripts: dense(Part::ScriptWeights),
            dependents: dense(Part::DependentWeights),
            heads: dense(Part::HeadWeights),
            arcs: dense(Part::ArcWeights),
            distances: Dense::turned(&tensors[Part::Distances as usize]),
            label_dependents: dense(Part::LabelDependentWeights),
            label_heads: dense(Part::LabelHeadWeights),
            labels: dense(Part::LabelWeights),
        };
        tensors.truncate(TABLES);
        network.tables = tensors;
        Some(network)
    }

    /// What words are to the first layer: a row of [`super::layout::WIDTH`] numbers each.
    pub fn embed(&self, inputs: &[Input]) -> Matrix {
        let mut rows = Matrix::zeros(inputs.len(), INPUT);
        for (number, input) in inputs.iter().enumerate() {
            self.fill(input, rows.row_mut(number));
        }
        self.input.apply(&rows)
    }

    fn fill(&self, input: &Input, out: &mut [f32]) {
        let table = |part: Part| &self.tables[part as usize];
        let (word, rest) = out.split_at_mut(WORD);
        let (affixes, rest) = rest.split_at_mut(PART);
        let (grams, rest) = rest.split_at_mut(PART);
        let (shape, bank) = rest.split_at_mut(SMALL);
        table(Part::Words).add(input.word, 1.0, word);
        input.affixes.iter().for_each(|&row| table(Part::Affixes).add(row, 1.0, affixes));
        let share = 1.0 / (input.grams.len().max(1) as f32).sqrt();
        input.grams.iter().for_each(|&row| table(Part::Grams).add(row, share, grams));
        table(Part::Shapes).add(input.shape, 1.0, shape);
        table(Part::Banks).add(self.bank, 1.0, bank);
    }

    /// Reads sentences. `state` holds what [`Network::embed`] gave for the root and the words of each sentence, one
    /// sentence after the other.
    pub fn read(&self, mut state: Matrix, sentences: &[Range<usize>], roles: &Roles) -> Vec<Reading> {
        let rows = state.rows;
        let mut readings = vec![Reading::default(); sentences.len()];
        let mut mixed = Matrix::zeros(rows, 6 * HALF);
        for (number, layer) in self.layers.iter().enumerate() {
            layer.mix.apply_to(&state, &mut mixed);
            scan(&mixed, &mut state, (&layer.peeps, &layer.biases), sentences);
            if number + 1 == TAG_LAYER {
                self.tag(&state, sentences, &roles.morph, &mut readings);
            }
        }
        self.attach(&state, sentences, roles.root, &mut readings);
        readings
    }

    fn tag(&self, state: &Matrix, sentences: &[Range<usize>], ranges: &[Range<usize>], readings: &mut [Reading]) {
        let hidden = leaky(self.tags.apply(state));
        let upos = self.upos.apply(&hidden);
        let morph = self.morph.apply(&hidden);
        let scripts = self.scripts.apply(&hidden);
        for (sentence, reading) in sentences.iter().zip(readings) {
            for word in sentence.start + 1..sentence.end {
                let tag = top(upos.row(word));
                let range = ranges.get(tag).cloned().unwrap_or(0..0);
                let known = if range.is_empty() { 0..morph.columns } else { range };
                reading.upos.push(tag);
                reading.morph.push(known.start + top(&morph.row(word)[known]));
                reading.scripts.push(top_few(scripts.row(word)));
            }
        }
    }

    fn attach(&self, state: &Matrix, sentences: &[Range<usize>], root: usize, readings: &mut [Reading]) {
        let rows = state.rows;
        let dependents = leaky(self.dependents.apply(state));
        let heads = leaky(self.heads.apply(state));
        let turned = self.arcs.apply(&dependents);
        let far = self.distances.apply(&dependents);
        let label_dependents = leaky(self.label_dependents.apply(state));
        let label_heads = leaky(self.label_heads.apply(state));
        let mut joint = Matrix::zeros(rows, 2 * LABEL);
        let mut scores = Vec::new();
        for (sentence, reading) in sentences.iter().zip(&mut *readings) {
            let places = sentence.len();
            scores.clear();
            scores.resize(places * places, 0.0);
            let at = sentence.start * ARC..sentence.end * ARC;
            similarity(&turned.data[at.clone()], &heads.data[at], ARC, &mut scores);
            for (place, row) in scores.chunks_exact_mut(places).enumerate() {
                let far = far.row(sentence.start + place);
                row.iter_mut().enumerate().for_each(|(head, score)| *score += far[distance(place, head)]);
            }
            let tree = likely_tree(&mut scores, places);
            for (place, &head) in tree.iter().enumerate().skip(1) {
                reading.heads.push(head.checked_sub(1));
                let dependent = label_dependents.row(sentence.start + place);
                let head = label_heads.row(sentence.start + head);
                let joint = joint.row_mut(sentence.start + place);
                for k in 0..LABEL {
                    joint[k] = dependent[k] * head[k];
                    joint[LABEL + k] = (dependent[LABEL + k] + head[LABEL + k]).max(0.0);
                }
            }
        }
        let mut relations = self.labels.apply(&joint);
        for (sentence, reading) in sentences.iter().zip(readings) {
            for (index, head) in reading.heads.iter().enumerate() {
                let scores = relations.row_mut(sentence.start + 1 + index);
                scores[root] = if head.is_none() { f32::INFINITY } else { f32::NEG_INFINITY };
                reading.relations.push(top(scores));
            }
        }
    }
}

fn leaky(mut values: Matrix) -> Matrix {
    values.data.iter_mut().for_each(|value| *value = value.max(LEAK * *value));
    values
}

/// The index of the highest score, the first of equals.
fn top(scores: &[f32]) -> usize {
    let mut best = 0;
    for (index, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = index;
        }
    }
    best
}

fn top_few(scores: &[f32]) -> [u16; SCRIPTS] {
    let mut best = [u16::MAX; SCRIPTS];
    for (index, &score) in scores.iter().enumerate() {
        let better = |known: &u16| *known == u16::MAX || score > scores[usize::from(*known)];
        if let Some(place) = best.iter().position(better) {
            best[place..].rotate_right(1);
            best[place] = index as u16;
        }
    }
    best
}
