//! A document in, its sentences out: every token tagged, lemmatised and parsed in Universal Dependencies.
//!
//! # Steps
//! - [`identify()`]: which language the text is in;
//! - `tokenise`, `sentences`: rules, with the words they need as data in `<code>/`;
//! - `neural`, `lemma`: a small network tags, lemmatises and parses, trained by `train` (feature `train`) from treebanks;
//! - [`harmonise`] brings the trees of a treebank's conventions to those that later stages read;
//! - [`conllu`] reads and writes the result, [`evaluate`] measures it; [`entity_column`] reads who is who in a treebank.

mod annotate;
mod bytes;
pub mod conllu;
pub mod entity_column;
pub mod evaluate;
mod files;
mod harmonise;
pub mod identify;
mod languages;
mod lemma;
mod mend;
mod model_file;
mod neural;
mod sentences;
mod tokenise;
#[cfg(feature = "train")]
pub mod train;
mod words;

pub use files::Files;
pub use identify::{Identified, identify, identify_with_confidence};
pub use languages::{Languages, ModelsError};
pub use model_file::ModelError;

use crate::model::{Block, Document, Lang, MultiWord, Sentence, Span, Token, Upos};
use model_file::Model;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use tokenise::{Raw, Rules};

/// The resources of one language.
pub struct Language {
    /// Its code.
    pub lang: Lang,
    rules: Rules,
    model: Model,
}

impl Language {
    /// The built-in resources of a language, loaded once; `None` for a language that there are none for.
    pub fn builtin(lang: &Lang) -> Option<&'static Language> {
        static LOADED: [OnceLock<Option<Language>>; files::ALL.len()] = [const { OnceLock::new() }; files::ALL.len()];
        let index = files::ALL.iter().position(|files| files.code == lang.code())?;
        LOADED[index].get_or_init(|| Language::new(&files::ALL[index]).ok()).as_ref()
    }

    /// The codes of the built-in languages.
    pub fn builtin_codes() -> impl Iterator<Item = &'static str> {
        files::ALL.iter().map(|files| &*files.code)
    }

    /// The resources in a language's files.
    ///
    /// # Errors
    /// [`ModelError`] where `model.bin` is no such model.
    pub fn new(files: &Files) -> Result<Language, ModelError> {
        let mut model = Model::read(&files.model)?;
        model.lemmas.learn(&files.lemmas);
        Ok(Language { lang: files.lang(), rules: Rules::read(files), model })
    }

    /// Analyses the blocks of a document that hold language: [`Language::segment`], then [`Language::parse`].
    pub fn analyse(&self, document: &Document) -> Vec<Sentence> {
        let blocks = document.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_analysed());
        let mut sentences: Vec<Sentence> =
            blocks.flat_map(|(index, block)| self.segment_block(&document.text, block, index)).collect();
        self.parse(&mut sentences);
        sentences
    }

    fn segment_block(&self, text: &str, block: &Block, index: usize) -> Vec<Sentence> {
        let is_headline = matches!(block.kind, crate::model::BlockKind::Title | crate::model::BlockKind::Heading);
        let mut sentences = self.segment(text, block.span);
        for sentence in &mut sentences {
            sentence.is_headline = is_headline;
            sentence.block = index;
        }
        sentences
    }

    /// Cuts a stretch of text into sentences and tokens, which are not analysed yet.
    pub fn segment(&self, text: &str, span: Span) -> Vec<Sentence> {
        let tokens = self.rules.tokens(text, span, &self.model.splits);
        let sentences = sentences::split(&self.rules, text, &tokens);
        sentences.into_iter().map(|range| sentence(&tokens, range)).collect()
    }

    /// Tags, lemmatises and parses sentences whose tokens are given, in the conventions of the language's main treebank;
    /// what they held before is replaced.
    pub fn parse(&self, sentences: &mut [Sentence]) {
        self.model.annotate(sentences);
    }

    /// The lemma of an inflected form that training saw; `None` for unknown forms, and for those that are lemmas themselves
    /// ("lay", "wound").
    pub fn lemma_of_form(&self, form: &str, upos: Upos) -> Option<String> {
        let lemmas = &self.model.lemmas;
        lemmas.seen(form, upos, "_").filter(|lemma| lemma != form && !lemmas.is_lemma(form, upos))
    }

    /// Whether training saw the word (in lower case) as a preposition or among the commonest function words.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.rules.is_starter(word) || self.model.lemmas.is_lemma(word, Upos::Adp)
    }

    /// Brings trees from the conventions of the language's main treebank to those that later stages read.
    pub fn harmonise(&self, sentences: &mut [Sentence]) {
        sentences.iter_mut().for_each(|sentence| harmonise::harmonise(&self.lang, sentence, &self.model.lemmas));
    }
}

fn sentence(tokens: &[Raw], range: Range<usize>) -> Sentence {
    let raws = &tokens[range];
    let span = raws.iter().map(|raw| raw.span).reduce(Span::cover).unwrap_or_default();
    let mut sentence = Sentence { span, is_headline: false, block: 0, tokens: Vec::new(), multiwords: Vec::new() };
    for raw in raws {
        let first = sentence.tokens.len();
        sentence.tokens.extend(raw.words.iter().map(|word| Token {
            span: word.span,
            form: word.form.clone(),
            lemma: word.form.clone(),
            upos: Upos::X,
            feats: Arc::from("_"),
            head: None,
            deprel: "dep".into(),
        }));
        if raw.words.len() > 1 {
            sentence.multiwords.push(MultiWord { span: raw.span, words: first..sentence.tokens.len() });
        }
    }
    sentence
}

#[cfg(test)]
mod tests;
