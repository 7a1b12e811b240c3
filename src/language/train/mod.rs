//! Training of a language's model from Universal Dependencies treebanks (feature `train`).
//!
//! One command does all of it, on one core, in minutes, and gives the same bytes on every run:
//! lexicon, taggers, lemmatiser, then the parser on sentences that taggers have tagged that never saw them.

pub mod corpora;
mod lemmas;
mod measure;
mod parser;
mod perceptron;
mod sample;
mod splits;
mod taggers;

use super::annotate::{atom, sight};
use super::evaluate::{self, Scores};
use super::linear::hash_str;
use super::model_file::Model;
use super::parser::Sight;
use super::transition::Gold;
use crate::language::conllu::{self, Tree};
use crate::model::{Lang, Upos};
use corpora::{CorpusError, Treebank, Use, treebanks};
pub use measure::{Measured, measure};
use perceptron::Dice;
use sample::Sample;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Why a model could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A treebank is missing or broken.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The language lists no treebank to train on.
    #[error("no treebank of language {0} is marked `main` in its treebanks.tsv")]
    NoData(Lang),
    /// The model could not be written.
    #[error("{0}: {1}")]
    Write(PathBuf, std::io::Error),
}

/// How much to train. The defaults are what the built-in models were trained with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Passes over the data for the taggers.
    pub tagger_epochs: usize,
    /// Passes over the data for the parser.
    pub parser_epochs: usize,
    /// Parts that the training data is cut into for tagging itself.
    pub folds: usize,
    /// Weights that the parser keeps.
    pub parser_weights: usize,
    /// Weights that the tagger of parts of speech keeps; the tagger of features keeps as many.
    pub tagger_weights: usize,
    /// Sentences in a hundred that are also learnt as headlines, in capitals, or without a final stop.
    pub noise: usize,
    /// Whether the parser is scored on the development treebanks after each pass.
    pub watch: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            tagger_epochs: 8,
            parser_epochs: 12,
            folds: 4,
            parser_weights: 1_700_000,
            tagger_weights: 220_000,
            noise: 8,
            watch: false,
        }
    }
}

/// Trains the model of `lang` on the treebanks of the folder `corpora` and writes `out/model.bin`.
/// Tells of its progress on standard error.
///
/// # Errors
/// [`TrainError`] where a treebank is missing or broken, or the file cannot be written.
pub fn run(lang: &Lang, corpora: &Path, out: &Path) -> Result<(), TrainError> {
    run_with(lang, corpora, out, &Settings::default())
}

/// [`run`] with other settings.
///
/// # Errors
/// As [`run`].
pub fn run_with(lang: &Lang, corpora: &Path, out: &Path, settings: &Settings) -> Result<(), TrainError> {
    let banks = treebanks(lang)?;
    let model = train(lang, corpora, &banks, settings)?;
    let bytes = model.write();
    let path = out.join("model.bin");
    let failed = |error| TrainError::Write(path.clone(), error);
    std::fs::create_dir_all(out).map_err(failed)?;
    std::fs::write(&path, &bytes).map_err(failed)?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    let read_back = Model::read(&bytes).unwrap_or(model);
    for bank in banks.iter().filter(|bank| bank.purpose == Use::Dev) {
        let scores = from_gold_tokens(&read_back, &bank.trees(lang, corpora)?);
        eprintln!("{} {:?}, gold tokens: {scores}", bank.file, bank.purpose);
    }
    Ok(())
}

/// Scores a model on trees whose tokens and sentences are given.
fn from_gold_tokens(model: &Model, trees: &[Tree]) -> Scores {
    let (_, gold) = conllu::lay_out(trees);
    let system = gold.iter().map(|sentence| {
        let mut sentence = sentence.clone();
        model.annotate(&mut sentence);
        sentence
    });
    let system: Vec<_> = system.collect();
    evaluate::score(&gold, &system)
}

fn train(lang: &Lang, corpora: &Path, banks: &[Treebank], settings: &Settings) -> Result<Model, TrainError> {
    let clock = Instant::now();
    let say = |what: &str| eprintln!("[{:6.1} s] {what}", clock.elapsed().as_secs_f64());
    let mut samples = Vec::new();
    for bank in banks.iter().filter(|bank| matches!(bank.purpose, Use::Main | Use::Train)) {
        let trees = bank.trees(lang, corpora)?;
        let number = hash_str(&bank.name);
        let texts = trees.into_iter().enumerate();
        samples.extend(texts.map(|(index, tree)| Sample { tree, bank: number, fold: index / 20, is_noise: false }));
    }
    let main = banks.iter().find(|bank| bank.purpose == Use::Main).ok_or_else(|| TrainError::NoData(lang.clone()))?;
    let copies = sample::noise(&samples, settings.noise, &mut Dice(99));
    samples.extend(copies);
    say(&format!("{} sentences", samples.len()));

    let mut model = Model { bank: hash_str(&main.name), ..Model::default() };
    model.splits = splits::learn(lang, &samples);
    model.lexicon = taggers::lexicon(&samples);
    model.morph_classes = taggers::morph_classes(&samples);
    model.lemmas = lemmas::train(&samples);
    if let Some(files) = super::files::of(lang) {
        model.lemmas.learn(files.lemmas);
    }
    say(&format!("lemmas: {} entries", model.lemmas.entries.len()));

    let plan = taggers::Plan {
        epochs: settings.tagger_epochs,
        tag_weights: settings.tagger_weights,
        morph_weights: settings.tagger_weights,
    };
    let fold_plan = taggers::Plan { epochs: settings.tagger_epochs.min(4), ..plan };
    let tagged = taggers::tag_by_folds(&samples, &model.lexicon, &model.morph_classes, fold_plan, settings.folds);
    say("training data tagged by folds");
    let all: Vec<&Sample> = samples.iter().collect();
    let trained = taggers::train(&all, &model.lexicon, &model.morph_classes, plan, 1);
    (model.tagger, model.morph) = (trained.tags, trained.morph);
    say(&format!("taggers: {} and {} weights", model.tagger.len(), model.morph.len()));

    (model.relations, model.actions) = parser::actions(&samples);
    let data: Vec<(Sight, Gold, u32)> = samples
        .iter()
        .zip(&tagged)
        .filter_map(|(sample, tags)| {
            let gold = parser::gold(sample, &model.relations)?;
            Some((sight_of(&model, sample, tags), gold, sample.bank))
        })
        .collect();
    let plan = parser::Plan {
        epochs: settings.parser_epochs,
        careful_epochs: 1,
        explore: 90,
        margin: 4.0,
        weights: settings.parser_weights,
    };
    let mut dev = Vec::new();
    for bank in banks.iter().filter(|bank| bank.purpose == Use::Dev && settings.watch) {
        dev.extend(bank.trees(lang, corpora)?);
    }
    let actions = model.actions.clone();
    let table = parser::train(&data, &actions, plan, |epoch, right, weights| {
        say(&format!("parser, epoch {}: {:.2}% right moves, {} weights", epoch + 1, right * 100.0, weights.len()));
        if settings.watch {
            for keep in [settings.parser_weights, usize::MAX] {
                model.parser = weights.finish(keep);
                say(&format!("  {} kept: {}", model.parser.len(), from_gold_tokens(&model, &dev)));
            }
        }
    });
    model.parser = table;
    say(&format!("parser: {} weights", model.parser.len()));
    Ok(model)
}

/// A training sentence as the parser will see it at run time: with predicted tags, features and lemmas.
fn sight_of(model: &Model, sample: &Sample, tags: &[(Upos, Option<usize>)]) -> Sight {
    let atoms = sample.tree.words.iter().zip(tags).map(|(word, &(upos, class))| {
        let feats = class.map_or("_", |class| &*model.morph_classes.classes[class].1);
        let lemma = model.lemmas.lemma(&word.form, upos, feats);
        atom(&word.form, &lemma, upos, feats)
    });
    sight(atoms.collect())
}
