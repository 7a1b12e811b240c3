//! Scores of a model on the treebanks that it was not trained on.

use super::corpora::{CorpusError, Use, treebanks};
use crate::language::conllu::{self, Tree};
use crate::language::evaluate::{self, Scores};
use crate::language::harmonise::harmonise;
use crate::language::{Language, evaluate::Count};
use crate::model::{Sentence, Span};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Instant;

/// The scores of one treebank.
#[derive(Debug, Clone)]
pub struct Measured {
    /// File name.
    pub file: String,
    /// What the treebank is for.
    pub purpose: Use,
    /// Gold tokens and sentences given, trees as published.
    pub published: Scores,
    /// Gold tokens and sentences given, trees in this project's conventions.
    pub harmonised: Scores,
    /// From raw text, trees in this project's conventions.
    pub raw: Scores,
    /// Words that were analysed in a second, from gold tokens, on one core.
    pub speed: f64,
    /// For each relation of the harmonised trees: arcs found with the right head and this relation.
    pub relations: BTreeMap<String, Count>,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({:?}), {:.0} words/s", self.file, self.purpose, self.speed)?;
        writeln!(f, "  as published, gold tokens: {}", self.published)?;
        writeln!(f, "  harmonised, gold tokens:   {}", self.harmonised)?;
        writeln!(f, "  harmonised, raw text:      {}", self.raw)?;
        let frequent = self.relations.iter().filter(|(_, count)| count.gold >= 30);
        let relations: Vec<String> =
            frequent.map(|(name, count)| format!("{name} {:.0}", count.f1() * 100.0)).collect();
        write!(f, "  F1 by relation: {}", relations.join(", "))
    }
}

/// Scores a language's resources on its treebanks for development and test.
///
/// # Errors
/// [`CorpusError`] where a treebank cannot be read.
pub fn measure(language: &Language, corpora: &Path) -> Result<Vec<Measured>, CorpusError> {
    let banks = treebanks(&language.lang)?;
    let held_out = banks.iter().filter(|bank| matches!(bank.purpose, Use::Dev | Use::Test));
    let measured = held_out.map(|bank| {
        let published = bank.published(corpora)?;
        let mut harmonised = published.clone();
        harmonise(&language.lang, &bank.name, &mut harmonised);
        let clock = Instant::now();
        let (gold, system) = from_tokens(language, &harmonised);
        let words: usize = gold.iter().map(|sentence| sentence.tokens.len()).sum();
        let speed = words as f64 / clock.elapsed().as_secs_f64().max(1e-9);
        Ok(Measured {
            file: bank.file.clone(),
            purpose: bank.purpose,
            published: evaluate::score(&conllu::lay_out(&published).1, &system),
            harmonised: evaluate::score(&gold, &system),
            raw: from_text(language, &harmonised),
            speed,
            relations: by_relation(&gold, &system),
        })
    });
    measured.collect()
}

/// The gold sentences, and the same tokens analysed.
fn from_tokens(language: &Language, trees: &[Tree]) -> (Vec<Sentence>, Vec<Sentence>) {
    let (_, gold) = conllu::lay_out(trees);
    let mut system = gold.clone();
    system.iter_mut().for_each(|sentence| language.parse_tokens(sentence));
    (gold, system)
}

fn from_text(language: &Language, trees: &[Tree]) -> Scores {
    let (text, gold) = conllu::lay_out(trees);
    let mut system = Vec::new();
    let mut start = 0;
    for block in text.split("\n\n") {
        system.extend(language.segment(&text, Span::new(start, start + block.len())));
        start += block.len() + 2;
    }
    system.iter_mut().for_each(|sentence| language.parse_tokens(sentence));
    evaluate::score(&gold, &system)
}

fn by_relation(gold: &[Sentence], system: &[Sentence]) -> BTreeMap<String, Count> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let pairs = gold.iter().zip(system).flat_map(|(gold, system)| gold.tokens.iter().zip(&system.tokens));
    for (gold, system) in pairs {
        counts.entry(gold.deprel.to_string()).or_default().gold += 1;
        counts.entry(system.deprel.to_string()).or_default().system += 1;
        if gold.head == system.head && gold.deprel == system.deprel {
            counts.entry(gold.deprel.to_string()).or_default().right += 1;
        }
    }
    counts
}
