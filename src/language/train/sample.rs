//! A training sentence, and noisy copies of some: headlines and shouting.

use super::dice::Dice;
use crate::language::conllu::Tree;
use crate::model::Upos;

/// One training sentence.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub tree: Tree,
    /// Number of the treebank, from 1.
    pub bank: usize,
    /// Whether it is in another language, which is learnt along for the sake of what both share.
    pub is_aid: bool,
    /// Whether its treebank is the main one or near it.
    pub is_near: bool,
}

/// How a copy is written.
#[derive(Debug, Clone, Copy)]
enum Style {
    Capitals,
    Title,
    Lower,
    NoStop,
}

/// A changed copy of a tree: in capitals, as a title, in lower case, or without the final stop.
pub(crate) fn noisy(tree: &Tree, dice: &mut Dice) -> Tree {
    let styles = [Style::Capitals, Style::Title, Style::Title, Style::Lower, Style::NoStop];
    restyle(tree, styles[dice.below(styles.len())])
}

fn restyle(tree: &Tree, style: Style) -> Tree {
    let mut copy = tree.clone();
    for word in &mut copy.words {
        let small = matches!(word.upos, Upos::Det | Upos::Adp | Upos::Cconj | Upos::Part | Upos::Sconj);
        word.form = match style {
            Style::Capitals => word.form.to_uppercase(),
            Style::Lower => word.form.to_lowercase(),
            Style::Title if !small => capitalise(&word.form),
            _ => continue,
        };
    }
    let last = copy.words.len() - 1;
    let is_stop = copy.words[last].upos == Upos::Punct && copy.words[last].head.is_some();
    let has_child = copy.words.iter().any(|word| word.head == Some(last));
    if is_stop && !has_child && last > 2 {
        copy.words.pop();
        copy.ranges.retain(|range| range.words.end <= last);
    }
    copy
}

fn capitalise(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
