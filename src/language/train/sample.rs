//! A training sentence, and noisy copies of some: headlines and shouting.

use super::perceptron::Dice;
use crate::language::conllu::Tree;
use crate::language::words::{Lexicon, Shape};
use crate::model::Upos;

/// One training sentence.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub tree: Tree,
    /// Hash of the treebank's name.
    pub bank: u32,
    /// Sentences of one text share it, so that folds never cut a text.
    pub fold: usize,
    /// Whether it is a changed copy: lemmas and the lexicon are not learnt from it.
    pub is_noise: bool,
}

impl Sample {
    pub fn shapes(&self, lexicon: &Lexicon) -> Vec<Shape> {
        self.tree.words.iter().map(|word| Shape::new(&word.form, lexicon)).collect()
    }
}

/// How a copy is written.
#[derive(Debug, Clone, Copy)]
enum Style {
    Capitals,
    Title,
    Lower,
    NoStop,
}

/// Changed copies of `percent` of the samples: in capitals, as a title, in lower case, without the final stop.
pub(crate) fn noise(samples: &[Sample], percent: usize, dice: &mut Dice) -> Vec<Sample> {
    let styles = [Style::Capitals, Style::Title, Style::Title, Style::Lower, Style::NoStop];
    let chosen = samples.iter().filter(|sample| sample.tree.words.len() >= 4);
    let mut copies = Vec::new();
    for sample in chosen {
        if dice.chance(percent) {
            copies.push(restyle(sample, styles[dice.below(styles.len())]));
        }
    }
    copies
}

fn restyle(sample: &Sample, style: Style) -> Sample {
    let mut copy = Sample { is_noise: true, ..sample.clone() };
    for word in &mut copy.tree.words {
        let small = matches!(word.upos, Upos::Det | Upos::Adp | Upos::Cconj | Upos::Part | Upos::Sconj);
        word.form = match style {
            Style::Capitals => word.form.to_uppercase(),
            Style::Lower => word.form.to_lowercase(),
            Style::Title if !small => capitalise(&word.form),
            _ => continue,
        };
    }
    let last = copy.tree.words.len() - 1;
    let is_stop = copy.tree.words[last].upos == Upos::Punct && copy.tree.words[last].head.is_some();
    let has_child = copy.tree.words.iter().any(|word| word.head == Some(last));
    if is_stop && !has_child {
        copy.tree.words.pop();
        copy.tree.ranges.retain(|range| range.words.end <= last);
    }
    copy
}

fn capitalise(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
