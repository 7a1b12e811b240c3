//! The network in training: a batch forwards, its loss, and the gradient backwards.
//!
//! What the layers compute is told in `neural`; here every step keeps what its gradient needs.

use super::dice::Dice;
use super::product::{Turn, add_bias, multiply};
use super::scan;
use super::weights::Gradients;
use crate::language::neural::input::{Input, UNKNOWN};
use crate::language::neural::layout::{
    ARC, DISTANCES, HALF, INPUT, LABEL, LAYERS, PART, Part, SMALL, TAG_LAYER, TAGS, WIDTH, WORD, distance, layer,
};
use crate::language::neural::matrix::{Matrix, exp};
use crate::language::neural::network::LEAK;
use std::ops::Range;

use Turn::{Straight, Turned};

/// A training sentence. Place 0 is the root; the vectors have one place for it and one for every word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Example {
    pub inputs: Vec<Input>,
    /// For each word, how often its form is in the training data.
    pub counts: Vec<u32>,
    pub bank: usize,
    pub heads: Vec<usize>,
    pub relations: Vec<usize>,
    pub upos: Vec<usize>,
    /// `None`: this class is not learnt.
    pub morph: Vec<Option<usize>>,
    pub scripts: Vec<Option<usize>>,
}

/// How much is hidden from the network while it learns, as shares of 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropout {
    pub input: f32,
    pub layers: f32,
    pub heads: f32,
    /// A word's form is hidden with this share over itself and its count.
    pub rare: f32,
    /// How often a sentence's treebank is hidden.
    pub bank: f32,
}

impl Dropout {
    #[cfg(test)]
    pub const NONE: Dropout = Dropout { input: 0.0, layers: 0.0, heads: 0.0, rare: 0.0, bank: 0.0 };
}

/// Sums over a batch.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Loss {
    pub words: usize,
    pub arcs: f32,
    pub labels: f32,
    pub tags: f32,
}

impl std::ops::AddAssign for Loss {
    fn add_assign(&mut self, other: Loss) {
        self.words += other.words;
        self.arcs += other.arcs;
        self.labels += other.labels;
        self.tags += other.tags;
    }
}

/// Weights of the lemma scripts' loss beside the others, which count fully.
const SCRIPT_SHARE: f32 = 0.5;

/// `x · w + b`.
fn affine(x: &Matrix, weights: &Matrix, bias: &Matrix) -> Matrix {
    let mut out = Matrix::zeros(x.rows, weights.columns);
    multiply((x.rows, x.columns, weights.columns), (&x.data, Straight), (&weights.data, Straight), 0.0, &mut out.data);
    add_bias(&mut out, &bias.data);
    out
}

/// The gradient of [`affine`]: into the weights and the bias; gives the slopes of `x`.
fn affine_back(slopes: &Matrix, x: &Matrix, weights: &Matrix, part: Part, gradients: &mut Gradients) -> Matrix {
    let number = part as usize;
    let (rows, inner, columns) = (x.rows, x.columns, slopes.columns);
    let into = &mut gradients.tensors[number].data;
    multiply((inner, rows, columns), (&x.data, Turned), (&slopes.data, Straight), 1.0, into);
    let bias = &mut gradients.tensors[number + 1].data;
    for row in slopes.data.chunks_exact(columns) {
        bias.iter_mut().zip(row).for_each(|(sum, slope)| *sum += slope);
    }
    let mut to_x = Matrix::zeros(rows, inner);
    multiply((rows, columns, inner), (&slopes.data, Straight), (&weights.data, Turned), 0.0, &mut to_x.data);
    to_x
}

/// One mask a sentence.
fn masks(sentences: &[Range<usize>], columns: usize, share: f32, dice: &mut Dice) -> Matrix {
    let mut masks = Matrix::zeros(sentences.len(), columns);
    let keep = 1.0 / (1.0 - share);
    masks.data.iter_mut().for_each(|value| *value = if dice.part() < share { 0.0 } else { keep });
    masks
}

fn apply_masks(matrix: &mut Matrix, masks: &Matrix, sentences: &[Range<usize>]) {
    for (number, sentence) in sentences.iter().enumerate() {
        for row in sentence.clone() {
            matrix.row_mut(row).iter_mut().zip(masks.row(number)).for_each(|(value, mask)| *value *= mask);
        }
    }
}

fn leaky(matrix: &mut Matrix) {
    matrix.data.iter_mut().for_each(|value| *value = if *value < 0.0 { *value * LEAK } else { *value });
}

/// Slopes before [`leaky`], where `after` is what came out of it.
fn leaky_back(slopes: &mut Matrix, after: &Matrix) {
    for (slope, after) in slopes.data.iter_mut().zip(&after.data) {
        *slope *= if *after < 0.0 { LEAK } else { 1.0 };
    }
}

/// Turns scores into slopes of the cross entropy; gives the loss.
fn cross_entropy(scores: &mut [f32], gold: usize, share: f32) -> f32 {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - top);
        sum += *score;
    }
    let loss = -(scores[gold] / sum).max(1e-30).ln();
    scores.iter_mut().for_each(|score| *score *= share / sum);
    scores[gold] -= share;
    loss * share
}

/// Runs a batch and adds its gradient to `gradients`; slopes are divided by `scale`.
pub(crate) fn learn(
    tensors: &[Matrix],
    batch: &[&Example],
    dropout: Dropout,
    scale: f32,
    dice: &mut Dice,
    gradients: &mut Gradients,
) -> Loss {
    let weights = |part: Part| &tensors[part as usize];
    let mut sentences = Vec::with_capacity(batch.len());
    let mut rows = 0;
    for example in batch {
        sentences.push(rows..rows + example.inputs.len());
        rows += example.inputs.len();
    }
    // Input.
    let mut hidden_words = vec![false; rows];
    let mut banks = vec![0u32; batch.len()];
    let mut input = Matrix::zeros(rows, INPUT);
    for (number, example) in batch.iter().enumerate() {
        banks[number] = if dice.part() < dropout.bank { 0 } else { example.bank as u32 };
        for (place, word) in example.inputs.iter().enumerate() {
            let row = sentences[number].start + place;
            let hide = dropout.rare / (dropout.rare + example.counts[place] as f32 + 1e-9);
            hidden_words[row] = place > 0 && dice.part() < hide;
            fill(tensors, word, hidden_words[row], banks[number], input.row_mut(row));
        }
    }
    let keep = 1.0 / (1.0 - dropout.input);
    let mut input_mask = Vec::new();
    if dropout.input > 0.0 {
        input_mask = (0..input.data.len()).map(|_| if dice.part() < dropout.input { 0.0 } else { keep }).collect();
        input.data.iter_mut().zip(&input_mask).for_each(|(value, mask)| *value *= mask);
    }
    // Encoder.
    let mut states = vec![affine(&input, weights(Part::InputWeights), weights(Part::InputBias))];
    let mut layers = Vec::with_capacity(LAYERS);
    for number in 0..LAYERS {
        let [mix, peeps, biases] = layer(number);
        let mask = masks(&sentences, WIDTH, dropout.layers, dice);
        let mut seen = states[number].clone();
        apply_masks(&mut seen, &mask, &sentences);
        let mut mixed = Matrix::zeros(rows, 6 * HALF);
        let shape = (rows, WIDTH, 6 * HALF);
        multiply(shape, (&seen.data, Straight), (&tensors[mix].data, Straight), 0.0, &mut mixed.data);
        let gates = (&tensors[peeps].data[..], &tensors[biases].data[..]);
        let (out, trace) = scan::forward(&mixed, &states[number], gates, &sentences);
        layers.push((mask, seen, mixed, trace));
        states.push(out);
    }
    let mut to_states: Vec<Matrix> = (0..=LAYERS).map(|_| Matrix::zeros(rows, WIDTH)).collect();
    let mut loss = Loss { words: rows - batch.len(), ..Loss::default() };
    // Tags.
    {
        let mask = masks(&sentences, WIDTH, dropout.heads, dice);
        let mut seen = states[TAG_LAYER].clone();
        apply_masks(&mut seen, &mask, &sentences);
        let mut hidden = affine(&seen, weights(Part::TagWeights), weights(Part::TagBias));
        leaky(&mut hidden);
        let hidden_mask = masks(&sentences, TAGS, dropout.heads, dice);
        let before_mask = hidden.clone();
        apply_masks(&mut hidden, &hidden_mask, &sentences);
        let mut to_hidden = Matrix::zeros(rows, TAGS);
        for (part, share) in [(Part::UposWeights, 1.0), (Part::MorphWeights, 1.0), (Part::ScriptWeights, SCRIPT_SHARE)]
        {
            let bias = &tensors[part as usize + 1];
            let mut scores = affine(&hidden, weights(part), bias);
            for (number, example) in batch.iter().enumerate() {
                for place in 0..example.inputs.len() {
                    let gold = match part {
                        Part::UposWeights => Some(example.upos[place]),
                        Part::MorphWeights => example.morph[place],
                        _ => example.scripts[place],
                    };
                    let row = scores.row_mut(sentences[number].start + place);
                    match gold.filter(|_| place > 0) {
                        Some(gold) => loss.tags += cross_entropy(row, gold, share),
                        None => row.fill(0.0),
                    }
                }
            }
            scores.data.iter_mut().for_each(|slope| *slope *= scale);
            let back = affine_back(&scores, &hidden, weights(part), part, gradients);
            to_hidden.data.iter_mut().zip(&back.data).for_each(|(sum, part)| *sum += part);
        }
        apply_masks(&mut to_hidden, &hidden_mask, &sentences);
        leaky_back(&mut to_hidden, &before_mask);
        let mut back = affine_back(&to_hidden, &seen, weights(Part::TagWeights), Part::TagWeights, gradients);
        apply_masks(&mut back, &mask, &sentences);
        to_states[TAG_LAYER].data.iter_mut().zip(&back.data).for_each(|(sum, part)| *sum += part);
    }
    // Trees.
    {
        let mask = masks(&sentences, WIDTH, dropout.layers, dice);
        let mut seen = states[LAYERS].clone();
        apply_masks(&mut seen, &mask, &sentences);
        let share = Share { tensors, batch, sentences: &sentences, seen: &seen, dropout, scale };
        let mut back = arcs(&share, dice, gradients, &mut loss);
        let labels = labels(&share, dice, gradients, &mut loss);
        back.data.iter_mut().zip(&labels.data).for_each(|(sum, part)| *sum += part);
        apply_masks(&mut back, &mask, &sentences);
        to_states[LAYERS].data.iter_mut().zip(&back.data).for_each(|(sum, part)| *sum += part);
    }
    // Back through the encoder.
    for number in (0..LAYERS).rev() {
        let [mix, peeps, biases] = layer(number);
        let (mask, seen, mixed, trace) = &layers[number];
        let slopes = std::mem::take(&mut to_states[number + 1]);
        let (low, high) = gradients.tensors.split_at_mut(biases);
        let gates = (&mut low[peeps].data[..], &mut high[0].data[..]);
        let to_input = &mut to_states[number];
        let trail = (mixed, &states[number], trace);
        let to_mixed = scan::backward(&slopes, trail, &tensors[peeps].data, &sentences, to_input, gates);
        let into = &mut gradients.tensors[mix].data;
        let shape = (WIDTH, rows, 6 * HALF);
        multiply(shape, (&seen.data, Turned), (&to_mixed.data, Straight), 1.0, into);
        let mut back = Matrix::zeros(rows, WIDTH);
        let shape = (rows, 6 * HALF, WIDTH);
        multiply(shape, (&to_mixed.data, Straight), (&tensors[mix].data, Turned), 0.0, &mut back.data);
        apply_masks(&mut back, mask, &sentences);
        to_input.data.iter_mut().zip(&back.data).for_each(|(sum, part)| *sum += part);
    }
    let mut to_input = affine_back(&to_states[0], &input, weights(Part::InputWeights), Part::InputWeights, gradients);
    to_input.data.iter_mut().zip(&input_mask).for_each(|(slope, mask)| *slope *= mask);
    for (number, example) in batch.iter().enumerate() {
        for (place, word) in example.inputs.iter().enumerate() {
            let row = sentences[number].start + place;
            spread(word, hidden_words[row], banks[number], to_input.row(row), gradients);
        }
    }
    loss
}

/// Puts a word's table rows side by side.
fn fill(tensors: &[Matrix], word: &Input, is_hidden: bool, bank: u32, out: &mut [f32]) {
    let row = |part: Part, row: u32| tensors[part as usize].row(row as usize);
    let id = if is_hidden { UNKNOWN } else { word.word };
    out[..WORD].copy_from_slice(row(Part::Words, id));
    for &affix in &word.affixes {
        out[WORD..WORD + PART].iter_mut().zip(row(Part::Affixes, affix)).for_each(|(sum, part)| *sum += part);
    }
    let share = 1.0 / (word.grams.len().max(1) as f32).sqrt();
    for &gram in &word.grams {
        let sums = out[WORD + PART..WORD + 2 * PART].iter_mut();
        sums.zip(row(Part::Grams, gram)).for_each(|(sum, part)| *sum += part * share);
    }
    let small = WORD + 2 * PART;
    out[small..small + SMALL].copy_from_slice(row(Part::Shapes, word.shape));
    out[small + SMALL..].copy_from_slice(row(Part::Banks, bank));
}

/// The gradient of [`fill`].
fn spread(word: &Input, is_hidden: bool, bank: u32, slopes: &[f32], gradients: &mut Gradients) {
    let add = |row: &mut [f32], slopes: &[f32], share: f32| {
        row.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope * share);
    };
    let id = if is_hidden { UNKNOWN } else { word.word };
    add(gradients.row(Part::Words, id), &slopes[..WORD], 1.0);
    for &affix in &word.affixes {
        add(gradients.row(Part::Affixes, affix), &slopes[WORD..WORD + PART], 1.0);
    }
    let share = 1.0 / (word.grams.len().max(1) as f32).sqrt();
    for &gram in &word.grams {
        add(gradients.row(Part::Grams, gram), &slopes[WORD + PART..WORD + 2 * PART], share);
    }
    let small = WORD + 2 * PART;
    add(gradients.row(Part::Shapes, word.shape), &slopes[small..small + SMALL], 1.0);
    add(gradients.row(Part::Banks, bank), &slopes[small + SMALL..], 1.0);
}

/// Two views of every word, as dependent and as head, with leaky units and dropout; gives what backwards needs.
struct Views {
    plain: [Matrix; 2],
    masked: [Matrix; 2],
    masks: [Matrix; 2],
}

impl Views {
    fn new(
        tensors: &[Matrix],
        seen: &Matrix,
        parts: [Part; 2],
        share: f32,
        sentences: &[Range<usize>],
        dice: &mut Dice,
    ) -> Self {
        let plain = parts.map(|part| {
            let mut view = affine(seen, &tensors[part as usize], &tensors[part as usize + 1]);
            leaky(&mut view);
            view
        });
        let masks = [0, 1].map(|side| masks(sentences, plain[side].columns, share, dice));
        let masked = [0, 1].map(|side| {
            let mut view: Matrix = plain[side].clone();
            apply_masks(&mut view, &masks[side], sentences);
            view
        });
        Views { plain, masked, masks }
    }

    /// Slopes of what was seen, from those of both views.
    fn back(
        &self,
        mut slopes: [Matrix; 2],
        tensors: &[Matrix],
        seen: &Matrix,
        parts: [Part; 2],
        sentences: &[Range<usize>],
        gradients: &mut Gradients,
    ) -> Matrix {
        let mut sum = Matrix::zeros(seen.rows, seen.columns);
        for (side, part) in parts.into_iter().enumerate() {
            apply_masks(&mut slopes[side], &self.masks[side], sentences);
            leaky_back(&mut slopes[side], &self.plain[side]);
            let back = affine_back(&slopes[side], seen, &tensors[part as usize], part, gradients);
            sum.data.iter_mut().zip(&back.data).for_each(|(sum, part)| *sum += part);
        }
        sum
    }
}

/// What the scores of arcs and of relations are learnt from.
struct Share<'b> {
    tensors: &'b [Matrix],
    batch: &'b [&'b Example],
    sentences: &'b [Range<usize>],
    /// The last layer's output.
    seen: &'b Matrix,
    dropout: Dropout,
    scale: f32,
}

/// The biaffine scores of heads (Dozat & Manning 2017), with a score for the distance.
fn arcs(share: &Share, dice: &mut Dice, gradients: &mut Gradients, loss: &mut Loss) -> Matrix {
    let Share { tensors, batch, sentences, seen, dropout, scale } = *share;
    let parts = [Part::DependentWeights, Part::HeadWeights];
    let views = Views::new(tensors, seen, parts, dropout.heads, sentences, dice);
    let [dependents, heads] = &views.masked;
    let tensor = |part: Part| &tensors[part as usize].data[..];
    let rows = seen.rows;
    let mut turned = Matrix::zeros(rows, ARC);
    multiply(
        (rows, ARC, ARC),
        (&dependents.data, Straight),
        (tensor(Part::ArcWeights), Straight),
        0.0,
        &mut turned.data,
    );
    add_bias(&mut turned, tensor(Part::ArcBias));
    let mut far = Matrix::zeros(rows, DISTANCES);
    let shape = (rows, ARC, DISTANCES);
    multiply(shape, (&dependents.data, Straight), (tensor(Part::Distances), Turned), 0.0, &mut far.data);
    let mut to_turned = Matrix::zeros(rows, ARC);
    let mut to_far = Matrix::zeros(rows, DISTANCES);
    let mut to_heads = Matrix::zeros(rows, ARC);
    for (number, example) in batch.iter().enumerate() {
        let sentence = sentences[number].clone();
        let length = sentence.len();
        let mut scores = Matrix::zeros(length, length);
        let shape = (length, ARC, length);
        let (left, right) = (turned.rows_of(sentence.clone()), heads.rows_of(sentence.clone()));
        multiply(shape, (left, Straight), (right, Turned), 0.0, &mut scores.data);
        scores.row_mut(0).fill(0.0);
        for place in 1..length {
            let far = far.row(sentence.start + place);
            let row = scores.row_mut(place);
            row.iter_mut().enumerate().for_each(|(head, score)| *score += far[distance(place, head)]);
            row[place] = -1e9;
            loss.arcs += cross_entropy(row, example.heads[place], 1.0);
            row[place] = 0.0;
            let to_far = to_far.row_mut(sentence.start + place);
            for (head, slope) in row.iter_mut().enumerate() {
                *slope *= scale;
                to_far[distance(place, head)] += *slope;
            }
        }
        let at = sentence.start * ARC..sentence.end * ARC;
        let shape = (length, length, ARC);
        multiply(shape, (&scores.data, Straight), (right, Straight), 0.0, &mut to_turned.data[at.clone()]);
        multiply(shape, (&scores.data, Turned), (left, Straight), 0.0, &mut to_heads.data[at]);
    }
    let into = &mut gradients.tensors[Part::ArcWeights as usize].data;
    multiply((ARC, rows, ARC), (&dependents.data, Turned), (&to_turned.data, Straight), 1.0, into);
    let bias = &mut gradients.tensors[Part::ArcBias as usize].data;
    to_turned.data.chunks_exact(ARC).for_each(|row| bias.iter_mut().zip(row).for_each(|(sum, slope)| *sum += slope));
    let into = &mut gradients.tensors[Part::Distances as usize].data;
    multiply((DISTANCES, rows, ARC), (&to_far.data, Turned), (&dependents.data, Straight), 1.0, into);
    let mut to_dependents = Matrix::zeros(rows, ARC);
    let shape = (rows, ARC, ARC);
    multiply(shape, (&to_turned.data, Straight), (tensor(Part::ArcWeights), Turned), 0.0, &mut to_dependents.data);
    let shape = (rows, DISTANCES, ARC);
    multiply(shape, (&to_far.data, Straight), (tensor(Part::Distances), Straight), 1.0, &mut to_dependents.data);
    views.back([to_dependents, to_heads], tensors, seen, parts, sentences, gradients)
}

/// The relations of the gold arcs: a low-rank bilinear form and a hidden layer, side by side.
fn labels(share: &Share, dice: &mut Dice, gradients: &mut Gradients, loss: &mut Loss) -> Matrix {
    let Share { tensors, batch, sentences, seen, dropout, scale } = *share;
    let parts = [Part::LabelDependentWeights, Part::LabelHeadWeights];
    let views = Views::new(tensors, seen, parts, dropout.heads, sentences, dice);
    let [dependents, heads] = &views.masked;
    let rows = seen.rows;
    let mut joint = Matrix::zeros(rows, 2 * LABEL);
    for (number, example) in batch.iter().enumerate() {
        let start = sentences[number].start;
        for place in 1..example.inputs.len() {
            let (dependent, head) = (dependents.row(start + place), heads.row(start + example.heads[place]));
            let joint = joint.row_mut(start + place);
            for k in 0..LABEL {
                joint[k] = dependent[k] * head[k];
                joint[LABEL + k] = (dependent[LABEL + k] + head[LABEL + k]).max(0.0);
            }
        }
    }
    let part = Part::LabelWeights;
    let mut scores = affine(&joint, &tensors[part as usize], &tensors[part as usize + 1]);
    for (number, example) in batch.iter().enumerate() {
        let start = sentences[number].start;
        scores.row_mut(start).fill(0.0);
        for place in 1..example.inputs.len() {
            loss.labels += cross_entropy(scores.row_mut(start + place), example.relations[place], 1.0);
        }
    }
    scores.data.iter_mut().for_each(|slope| *slope *= scale);
    let to_joint = affine_back(&scores, &joint, &tensors[part as usize], part, gradients);
    let mut slopes = [Matrix::zeros(rows, 2 * LABEL), Matrix::zeros(rows, 2 * LABEL)];
    for (number, example) in batch.iter().enumerate() {
        let start = sentences[number].start;
        for place in 1..example.inputs.len() {
            let (at, head_at) = (start + place, start + example.heads[place]);
            let (dependent, head) = (dependents.row(at), heads.row(head_at));
            let (joint, to_joint) = (joint.row(at), to_joint.row(at));
            let [to_dependents, to_heads] = &mut slopes;
            let (to_dependent, to_head) = (to_dependents.row_mut(at), to_heads.row_mut(head_at));
            for k in 0..LABEL {
                to_dependent[k] += to_joint[k] * head[k];
                to_head[k] += to_joint[k] * dependent[k];
                let slope = if joint[LABEL + k] > 0.0 { to_joint[LABEL + k] } else { 0.0 };
                to_dependent[LABEL + k] += slope;
                to_head[LABEL + k] += slope;
            }
        }
    }
    views.back(slopes, tensors, seen, parts, sentences, gradients)
}

#[cfg(test)]
mod tests {
    use super::super::weights::Weights;
    use super::*;
    use crate::language::neural::input::Vocabulary;
    use crate::language::neural::layout::Classes;

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let classes = Classes { words: 3, upos: 4, morph: 5, scripts: 3, relations: 4 };
        let mut weights = Weights::new(classes, &mut Dice(5));
        let inputs = |forms: &[&str]| {
            let words = forms.iter().map(|form| Input::new(form, &Vocabulary::default()));
            [Input::root()].into_iter().chain(words).collect::<Vec<_>>()
        };
        let first = Example {
            inputs: inputs(&["They", "met", "here"]),
            counts: vec![9; 4],
            bank: 1,
            heads: vec![0, 2, 0, 2],
            relations: vec![0, 1, 2, 3],
            upos: vec![0, 1, 2, 3],
            morph: vec![None, Some(4), None, Some(2)],
            scripts: vec![None, Some(0), Some(2), None],
        };
        let mut second = first.clone();
        second.inputs = inputs(&["Go", "on", "now"]);
        (second.heads, second.bank) = (vec![0, 0, 1, 2], 2);
        let mut gradients = Gradients::new(classes);
        let total = |weights: &Weights, gradients: &mut Gradients| {
            let batch = [&first, &second];
            let loss = learn(&weights.tensors, &batch, Dropout::NONE, 1.0, &mut Dice(1), gradients);
            f64::from(loss.arcs) + f64::from(loss.labels) + f64::from(loss.tags)
        };
        total(&weights, &mut gradients);
        let slopes: Vec<Matrix> = gradients.tensors.clone();
        let mut dice = Dice(77);
        let (mut checked, mut right) = (0, 0);
        for (number, slopes) in slopes.iter().enumerate() {
            // Where the loss has a slope at all: the rows of a table that the words touch, and most of the rest.
            let steep: Vec<usize> = (0..slopes.data.len()).filter(|&at| slopes.data[at].abs() > 4e-3).collect();
            for _ in 0..8.min(steep.len()) {
                let at = steep[dice.below(steep.len())];
                let (slope, value) = (slopes.data[at], weights.tensors[number].data[at]);
                let step = 2e-3;
                let mut spare = Gradients::new(classes);
                weights.tensors[number].data[at] = value + step;
                let above = total(&weights, &mut spare);
                weights.tensors[number].data[at] = value - step;
                let below = total(&weights, &mut spare);
                weights.tensors[number].data[at] = value;
                let measured = ((above - below) / f64::from(2.0 * step)) as f32;
                checked += 1;
                right += usize::from((measured - slope).abs() < 4e-3 + 0.05 * slope.abs());
            }
        }
        // Near a bend of a leaky unit the two sides differ: a few may miss.
        assert!(checked > 150 && right * 100 >= checked * 93, "{right} of {checked}");
    }
}
