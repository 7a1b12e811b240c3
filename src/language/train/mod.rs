//! Training of a language's model from Universal Dependencies treebanks (feature `train`).
//!
//! One command does all of it and gives the same bytes on every run of the same program on the same kind of processor.

pub mod corpora;
mod dice;
mod lemmas;
mod network;
mod product;
mod sample;
mod scan;
mod splits;
mod weights;

use super::Files;
use super::evaluate::{self, Scores};
use super::model_file::{Model, ModelError, SPECIAL_WORDS};
use super::neural::input::{Input, Vocabulary};
use super::neural::matrix::Matrix;
use super::neural::network::{Network, Table};
use super::words::{hash_str, normalise};
use crate::language::conllu::{self, Tree};
use crate::model::{Lang, Upos};
use corpora::{CorpusError, Treebank, Use, treebanks};
use dice::Dice;
use network::{Dropout, Example, Loss, learn};
use rustc_hash::FxHashMap;
use sample::Sample;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use weights::{Gradients, Weights};

/// Why a model could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A treebank is missing or broken.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The language lists no treebank to train on.
    #[error("no treebank of language {0} is marked `train` or `main` in its treebanks.tsv")]
    NoData(Lang),
    /// The model could not be written.
    #[error("{0}: {1}")]
    Write(PathBuf, std::io::Error),
}

/// How much to train. The defaults are what the built-in models were trained with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// Passes after them over the treebanks marked `main` or `near`, where a language has such.
    pub last: usize,
    /// The highest learning rate in the last passes.
    pub last_rate: f32,
    /// Words in a batch.
    pub batch: usize,
    /// The highest learning rate.
    pub rate: f32,
    /// Sentences in a hundred that are learnt as headlines, in capitals, or without a final stop in each pass.
    pub noise: usize,
    /// The seed of all chance.
    pub seed: u64,
    /// The development treebanks are scored after so many passes.
    pub watch: usize,
    /// The tensors of a model that has made the first passes.
    from: Option<Vec<Matrix>>,
}

impl Settings {
    /// Goes on from a model file whose first passes were made on the same treebanks.
    ///
    /// # Errors
    /// [`ModelError`] where it is no sound model file.
    pub fn go_on_from(&mut self, model: &[u8]) -> Result<(), ModelError> {
        let (_, _, tables) = Model::read_parts(model)?;
        self.from = Some(tables.iter().map(Table::matrix).collect());
        Ok(())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            epochs: 40,
            last: 8,
            last_rate: 4e-4,
            batch: 1000,
            rate: 2e-3,
            noise: 6,
            seed: 1,
            watch: 5,
            from: None,
        }
    }
}

/// Trains a language's model on the treebanks in the folder `corpora` that its `treebanks.tsv` names, and writes
/// `out/model.bin`.
/// Tells of its progress on standard error.
///
/// # Errors
/// [`TrainError`] where a treebank is missing or broken, or the file cannot be written.
pub fn run(files: &Files, corpora: &Path, out: &Path) -> Result<(), TrainError> {
    run_with(files, corpora, out, &Settings::default())
}

/// [`run`] with other settings.
///
/// # Errors
/// As [`run`].
pub fn run_with(files: &Files, corpora: &Path, out: &Path, settings: &Settings) -> Result<(), TrainError> {
    let banks = treebanks(files);
    let path = out.join("model.bin");
    std::fs::create_dir_all(out).map_err(|error| TrainError::Write(path.clone(), error))?;
    train(files, corpora, &banks, settings, |bytes| {
        std::fs::write(&path, bytes).map_err(|error| TrainError::Write(path.clone(), error))?;
        eprintln!("{}: {} bytes", path.display(), bytes.len());
        Ok(())
    })
}

/// Scores a model on trees whose tokens and sentences are given.
fn from_gold_tokens(model: &Model, trees: &[Tree]) -> Scores {
    let (_, gold) = conllu::lay_out(trees);
    let mut system = gold.clone();
    model.annotate(&mut system);
    evaluate::score(&gold, &system)
}

/// What stays the same through the training.
struct Course {
    /// All but the network.
    model: Model,
    bank: u32,
    samples: Vec<Sample>,
    /// How often each normalised form is in the training data.
    counts: FxHashMap<u32, u32>,
    /// The words of the network in training: those of the model, then those of other languages.
    vocabulary: Vocabulary,
}

impl Course {
    fn new(files: &Files, corpora: &Path, banks: &[Treebank]) -> Result<Self, TrainError> {
        let mut samples = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        let mut bank = 0;
        for treebank in
            banks.iter().filter(|bank| matches!(bank.purpose, Use::Main | Use::Near | Use::Train | Use::Aid))
        {
            let number = names.iter().position(|name| *name == treebank.name).unwrap_or_else(|| {
                names.push(&treebank.name);
                names.len() - 1
            });
            if treebank.purpose == Use::Main {
                bank = number as u32 + 1;
            }
            let is_aid = treebank.purpose == Use::Aid;
            let is_near = matches!(treebank.purpose, Use::Main | Use::Near);
            let trees = treebank.trees(corpora)?.into_iter();
            samples.extend(trees.map(|tree| Sample { tree, bank: number + 1, is_aid, is_near }));
        }
        if samples.is_empty() {
            return Err(TrainError::NoData(files.lang()));
        }
        let mut model = Model { splits: splits::learn(files, &samples), ..Model::default() };
        model.lemmas = lemmas::train(&samples);
        model.lemmas.learn(&files.lemmas);
        let own = || samples.iter().filter(|sample| !sample.is_aid).flat_map(|sample| &sample.tree.words);
        let morph: BTreeSet<(Upos, &str)> = own().map(|word| (word.upos, word.feats.as_str())).collect();
        model.morph = morph.into_iter().map(|(upos, feats)| (upos, Arc::from(feats))).collect();
        let relations = samples.iter().flat_map(|sample| &sample.tree.words).map(|word| word.deprel.as_str());
        model.relations = relations.collect::<BTreeSet<&str>>().into_iter().map(Into::into).collect();
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for word in samples.iter().flat_map(|sample| &sample.tree.words) {
            *counts.entry(hash_str(&normalise(&word.form))).or_default() += 1;
        }
        let mut course = Course { model, bank, counts, vocabulary: Vocabulary::default(), samples: Vec::new() };
        for of_aid in [false, true] {
            let words = samples.iter().filter(|sample| sample.is_aid == of_aid).flat_map(|sample| &sample.tree.words);
            let hashes: BTreeSet<u32> = words.map(|word| hash_str(&normalise(&word.form))).collect();
            for hash in hashes.into_iter().filter(|hash| course.counts[hash] >= 2) {
                let row = course.vocabulary.len() as u32 + SPECIAL_WORDS;
                course.vocabulary.entry(hash).or_insert(row);
            }
            if !of_aid {
                course.model.vocabulary = course.vocabulary.clone();
            }
        }
        course.samples = samples;
        Ok(course)
    }

    /// A tree as the network learns it; `None` where it has no root or several.
    fn example(&self, tree: &Tree, bank: usize, is_aid: bool) -> Option<Example> {
        if tree.words.iter().filter(|word| word.head.is_none()).count() != 1 || tree.words.len() > 200 {
            return None;
        }
        let mut example = Example { bank, inputs: vec![Input::root()], counts: vec![0], ..Example::default() };
        example.heads.push(0);
        example.relations.push(0);
        example.upos.push(0);
        example.morph.push(None);
        example.scripts.push(None);
        let model = &self.model;
        for word in &tree.words {
            example.inputs.push(Input::new(&word.form, &self.vocabulary));
            let count = self.counts.get(&hash_str(&normalise(&word.form))).copied().unwrap_or(0);
            example.counts.push(count);
            example.heads.push(word.head.map_or(0, |head| head + 1));
            example.relations.push(model.relations.iter().position(|name| *name == word.deprel)?);
            example.upos.push(word.upos as usize);
            let class = (word.upos, Arc::from(word.feats.as_str()));
            example.morph.push(model.morph.binary_search(&class).ok().filter(|_| !is_aid));
            example.scripts.push(lemmas::script_of(&model.lemmas, &word.form, &word.lemma).filter(|_| !is_aid));
        }
        Some(example)
    }

    /// The model as it stands, its network in whole numbers.
    fn tables(&self, weights: &Weights) -> Vec<Table> {
        let mut tables: Vec<Table> = weights.finished().iter().map(Table::nearest).collect();
        let words = self.model.vocabulary.len() + SPECIAL_WORDS as usize;
        tables[0].scales.truncate(words);
        let cells = words * tables[0].columns;
        tables[0].cells.truncate(cells);
        tables
    }
}

/// Trains; `keep` gets the model's file as it stands each time that it has been scored, the last one at the end.
fn train(
    files: &Files,
    corpora: &Path,
    banks: &[Treebank],
    settings: &Settings,
    keep: impl Fn(&[u8]) -> Result<(), TrainError>,
) -> Result<(), TrainError> {
    let clock = Instant::now();
    let say = |what: &str| eprintln!("[{:6.1} s] {what}", clock.elapsed().as_secs_f64());
    let mut course = Course::new(files, corpora, banks)?;
    let dev: Vec<(String, Vec<Tree>)> = banks
        .iter()
        .filter(|bank| bank.purpose == Use::Dev)
        .map(|bank| Ok((bank.file.clone(), bank.trees(corpora)?)))
        .collect::<Result<_, CorpusError>>()?;
    let mut classes = course.model.classes();
    classes.words = course.vocabulary.len() + SPECIAL_WORDS as usize;
    say(&format!("{} sentences, {classes:?}", course.samples.len()));
    let mut dice = Dice(settings.seed);
    let first = Stage { passes: settings.epochs, rate: settings.rate, near: false, settings };
    let mut weights = Weights::new(classes, &mut dice);
    if let Some(tensors) = &settings.from {
        // The first passes have been made already.
        weights = Weights::from(classes, tensors.clone());
    } else {
        first.run(&mut course, &mut weights, &mut dice, &dev, &say, &keep)?;
    }
    if settings.last > 0 && course.bank > 0 && course.samples.iter().any(|sample| !sample.is_near) {
        // From whole numbers, as in the file, so that one can go on from a file.
        let tensors = course.tables(&weights).iter().map(Table::matrix).collect();
        let mut weights = Weights::from(classes, tensors);
        let mut dice = Dice(settings.seed + 1);
        let last = Stage { passes: settings.last, rate: settings.last_rate, near: true, settings };
        last.run(&mut course, &mut weights, &mut dice, &dev, &say, &keep)?;
    }
    Ok(())
}

/// Passes with one schedule of learning rates: up in the first steps, then down along a cosine.
struct Stage<'s> {
    passes: usize,
    rate: f32,
    /// Whether only the main treebank and those near it are learnt.
    near: bool,
    settings: &'s Settings,
}

impl Stage<'_> {
    fn run(
        &self,
        course: &mut Course,
        weights: &mut Weights,
        dice: &mut Dice,
        dev: &[(String, Vec<Tree>)],
        say: &impl Fn(&str),
        keep: &impl Fn(&[u8]) -> Result<(), TrainError>,
    ) -> Result<(), TrainError> {
        let samples: Vec<Sample> =
            course.samples.iter().filter(|sample| sample.is_near || !self.near).cloned().collect();
        let clean: Vec<Option<Example>> =
            samples.iter().map(|sample| course.example(&sample.tree, sample.bank, sample.is_aid)).collect();
        let mut classes = course.model.classes();
        classes.words = course.vocabulary.len() + SPECIAL_WORDS as usize;
        let mut shares = [Gradients::new(classes), Gradients::new(classes)];
        let words: usize = clean.iter().flatten().map(|example| example.inputs.len() - 1).sum();
        let steps = (words * self.passes / self.settings.batch).max(1) as f32;
        let mut step = 0;
        for pass in 1..=self.passes {
            let mut examples: Vec<Example> = Vec::with_capacity(clean.len());
            for (sample, clean) in samples.iter().zip(&clean) {
                if dice.chance(self.settings.noise) && sample.tree.words.len() >= 4 {
                    let tree = sample::noisy(&sample.tree, dice);
                    examples.extend(course.example(&tree, sample.bank, sample.is_aid));
                } else {
                    examples.extend(clean.clone());
                }
            }
            let mut loss = Loss::default();
            for batch in batches(&examples, self.settings.batch, dice) {
                let cosine = 0.5 + 0.5 * (std::f32::consts::PI * step as f32 / steps).cos();
                let rate = self.rate * (step as f32 / 300.0).min(1.0) * cosine;
                loss += learn_batch(weights, &batch, &mut shares, rate.max(self.rate * 0.002), dice);
                step += 1;
            }
            let share = 1.0 / loss.words.max(1) as f32;
            let (arcs, labels, tags) = (loss.arcs * share, loss.labels * share, loss.tags * share);
            let of = self.passes;
            say(&format!("pass {pass} of {of}: loss {arcs:.3} arcs, {labels:.3} relations, {tags:.3} tags"));
            if pass % self.settings.watch == 0 || pass == self.passes {
                course.model.network = network_of(course, weights);
                for (name, trees) in dev {
                    say(&format!("  {name}: {}", from_gold_tokens(&course.model, trees)));
                }
                keep(&course.model.write(course.bank, &course.tables(weights)))?;
            }
        }
        Ok(())
    }
}

fn network_of(course: &Course, weights: &Weights) -> Network {
    Network::new(course.model.classes(), course.bank, course.tables(weights)).unwrap_or_default()
}

/// Batches of sentences of about one length, in random order.
fn batches<'e>(examples: &'e [Example], words: usize, dice: &mut Dice) -> Vec<Vec<&'e Example>> {
    let mut order: Vec<(usize, u64, &Example)> =
        examples.iter().map(|example| (example.inputs.len() / 8, dice.next(), example)).collect();
    order.sort_by_key(|(length, chance, _)| (*length, *chance));
    let mut batches: Vec<Vec<&Example>> = vec![Vec::new()];
    let mut count = 0;
    for (_, _, example) in order {
        if count >= words {
            batches.push(Vec::new());
            count = 0;
        }
        count += example.inputs.len() - 1;
        if let Some(batch) = batches.last_mut() {
            batch.push(example);
        }
    }
    dice.shuffle(&mut batches);
    batches
}

/// Learns a batch in two halves side by side; the halves do not depend on the number of threads.
fn learn_batch(
    weights: &mut Weights,
    batch: &[&Example],
    shares: &mut [Gradients; 2],
    rate: f32,
    dice: &mut Dice,
) -> Loss {
    let halves = {
        let even = batch.iter().step_by(2).copied().collect::<Vec<_>>();
        let odd = batch.iter().skip(1).step_by(2).copied().collect::<Vec<_>>();
        [even, odd]
    };
    let words: usize = batch.iter().map(|example| example.inputs.len() - 1).sum();
    let scale = 1.0 / words as f32;
    let dropout = Dropout { input: 0.2, layers: 0.33, heads: 0.33, rare: 0.5, bank: 0.3 };
    let mut seeds = [Dice(dice.next()), Dice(dice.next())];
    let tensors = &weights.tensors;
    let [first, second] = shares;
    let [first_dice, second_dice] = &mut seeds;
    let (mut loss, other) = rayon::join(
        || learn(tensors, &halves[0], dropout, scale, first_dice, first),
        || learn(tensors, &halves[1], dropout, scale, second_dice, second),
    );
    loss += other;
    first.take(second);
    weights.step(first, rate);
    loss
}
