//! From sentences to chains.

use super::clusters::Cluster;
use super::features::{Meeting, Standing, fits, of_kind, of_new, of_pair, of_phrase};
use super::lists::Lists;
use super::net::{Features, Net, softmax};
use super::traits::{Form, Text};
use crate::entities::knowledge::Knowledge;
use crate::model::{Lang, Sentence, TokenId};
use std::ops::Range;
use std::sync::OnceLock;

/// What a chain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChainKind {
    /// A person or several.
    Person,
    /// An organisation.
    Organisation,
    /// A place, states included.
    Place,
    /// Anything else.
    Other,
}

impl ChainKind {
    /// The kinds in the order of the model's outputs, after "no mention".
    pub const ALL: [ChainKind; 4] = [ChainKind::Person, ChainKind::Organisation, ChainKind::Place, ChainKind::Other];
    /// How treebanks call it (`etype`); everything else is [`ChainKind::Other`].
    pub fn of_treebank(name: &str) -> ChainKind {
        match name {
            "person" => ChainKind::Person,
            "organization" => ChainKind::Organisation,
            "place" => ChainKind::Place,
            _ => ChainKind::Other,
        }
    }
}

/// A mention of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainMention {
    /// Index of its sentence.
    pub sentence: usize,
    /// Its words.
    pub tokens: Range<TokenId>,
    /// The word that the others depend on.
    pub head: TokenId,
}

/// Mentions of one person, organisation, place or thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What it is.
    pub kind: ChainKind,
    /// In text order; one, where nothing else means the same.
    pub mentions: Vec<ChainMention>,
}

/// How many outputs tell the kind: "no mention" and the [`ChainKind`]s.
pub(super) const KINDS: usize = 5;
/// A phrase that is so surely no mention is left out.
pub(super) const NO_MENTION: f32 = 0.7;
/// How much better than a chain it must be to start one. (Training rewards caution; the measures, links. Chosen on held-out
/// documents.)
const TIMID: f32 = 0.6;
/// How many sentences back a phrase may point without a word in common.
const NEAR: usize = 6;

/// The weights of a language, and its lists.
#[derive(Debug, Default)]
pub struct Chains {
    pub(super) kinds: Net,
    pub(super) new: Net,
    pub(super) pair: Net,
    pub(super) lists: Lists,
    pub(super) lang: Option<Lang>,
}

/// The lists of a language that has them.
pub(super) fn lists(code: &str) -> Option<Lists> {
    let given = include_str!("../words/first_names.tsv");
    (code == "en").then(|| Lists::read(include_str!("en/nouns.tsv"), given, include_str!("../words/en/speech.tsv")))
}

impl Chains {
    /// The chains of a document, of all kinds and with those of one mention, by their first mention. Sentences are parsed.
    pub fn read(&self, sentences: &[Sentence], knowledge: &Knowledge) -> Vec<Chain> {
        let lang = self.lang.clone().unwrap_or_else(|| Lang::new("und"));
        let text = Text::new(sentences, &lang, knowledge, &self.lists);
        let kinds: Vec<Vec<f32>> = (0..text.traits.len()).map(|at| self.kinds_of(&text, at)).collect();
        self.resolve(&text, &kinds).iter().map(|cluster| chain(&text, cluster)).collect()
    }

    /// The probabilities of "no mention" and the kinds.
    pub(super) fn kinds_of(&self, text: &Text, at: usize) -> Vec<f32> {
        let mut scores = self.kinds.run(&of_kind(text, at));
        softmax(&mut scores);
        scores
    }

    fn resolve(&self, text: &Text, kinds: &[Vec<f32>]) -> Vec<Cluster> {
        let mut state = State::default();
        for at in (0..text.traits.len()).filter(|&at| kinds[at][0] < NO_MENTION) {
            let options = state.options(text, at, &kinds[at]);
            let choice = choose(&self.new, &self.pair, &options, TIMID);
            state.put(text, at, &kinds[at], choice);
        }
        state.clusters
    }
}

/// The chain that a phrase joins, or none where starting one is better, by more than `timid`.
pub(super) fn choose(new: &Net, pair: &Net, options: &Options, timid: f32) -> Option<usize> {
    let mut best = (new.run(&options.new)[0] - timid, None);
    let mut sums = pair.start();
    pair.add(&options.own, &mut sums);
    for (cluster, features) in &options.pairs {
        let mut here = sums.clone();
        pair.add(features, &mut here);
        let score = pair.outputs(&here)[0];
        if score > best.0 {
            best = (score, Some(*cluster));
        }
    }
    best.1
}

/// What a phrase may do, as features.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// It is the first of its chain.
    pub new: Features,
    /// Itself, whatever it joins.
    pub own: Features,
    /// It joins a chain.
    pub pairs: Vec<(usize, Features)>,
}

/// The chains so far.
#[derive(Debug, Default)]
pub(super) struct State {
    pub clusters: Vec<Cluster>,
    /// The one last mentioned first.
    order: Vec<usize>,
}

impl State {
    pub fn options(&self, text: &Text, at: usize, kinds: &[f32]) -> Options {
        let it = &text.traits[at];
        let mut meetings = Vec::with_capacity(self.order.len());
        let mut pairs = Vec::new();
        let mut rank_of_fitting = 0;
        let largest = self.clusters.iter().map(|cluster| cluster.members.len()).max().unwrap_or(0);
        for (rank, &index) in self.order.iter().enumerate() {
            let cluster = &self.clusters[index];
            let meeting = Meeting::of(it, cluster);
            meetings.push(meeting);
            let last = &text.traits[cluster.last()];
            let near = it.phrase.sentence - last.phrase.sentence <= NEAR;
            let names = it.form == Form::Name && cluster.best_form() == 3;
            let equal = it.equals.is_some();
            if meeting.any() || near && (!names || equal) {
                let is_largest = cluster.members.len() == largest;
                let fits = fits(it, cluster, kinds);
                let standing = Standing { rank, rank_of_fitting, fits, is_largest };
                pairs.push((index, of_pair(text, at, cluster, &meeting, standing, kinds)));
                rank_of_fitting += usize::from(fits);
            }
        }
        Options { new: of_new(text, at, &meetings, kinds), own: of_phrase(text, at, kinds), pairs }
    }

    /// Adds a phrase to a chain, or starts one.
    pub fn put(&mut self, text: &Text, at: usize, kinds: &[f32], cluster: Option<usize>) {
        let index = cluster.unwrap_or(self.clusters.len());
        if cluster.is_none() {
            self.clusters.push(Cluster::default());
        }
        self.clusters[index].add(text, at, kinds);
        self.order.retain(|&other| other != index);
        self.order.insert(0, index);
    }
}

fn chain(text: &Text, cluster: &Cluster) -> Chain {
    let mentions = cluster.members.iter().map(|&at| {
        let phrase = &text.traits[at].phrase;
        ChainMention { sentence: phrase.sentence, tokens: phrase.tokens.clone(), head: phrase.head }
    });
    let kind = (cluster.kind() as usize).checked_sub(1).map_or(ChainKind::Other, |at| ChainKind::ALL[at]);
    Chain { kind, mentions: mentions.collect() }
}

impl Chains {
    /// The weights that are built in for a language, read once; `None` for a language without.
    pub fn builtin(lang: &Lang) -> Option<&'static Chains> {
        static ENGLISH: OnceLock<Option<Chains>> = OnceLock::new();
        let read = || Chains::from_bytes(include_bytes!("en/chains.bin"), lang).ok();
        (lang.code() == "en").then(|| ENGLISH.get_or_init(read).as_ref()).flatten()
    }
}
