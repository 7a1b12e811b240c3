//! Tokens in, the same tokens tagged, lemmatised and parsed out.

use super::model_file::Model;
use super::neural::input::Input;
use super::neural::layout::WIDTH;
use super::neural::matrix::Matrix;
use super::neural::network::{Reading, Roles};
use super::sentences::LONGEST;
use crate::model::{Sentence, Token, Upos};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// Words that are read at a time: enough for matrices to pay, few enough for the cache.
const BATCH: usize = 512;

/// Words of one sentence that are read together.
struct Piece {
    sentence: usize,
    words: Range<usize>,
}

impl Model {
    /// Fills lemma, part of speech, features, head and relation of every token.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        let roles = self.roles();
        let mut known = Known { rows: FxHashMap::default(), vectors: Matrix::zeros(0, WIDTH) };
        known.learn(self, sentences);
        let pieces = pieces(sentences);
        let mut rest = &pieces[..];
        while !rest.is_empty() {
            let mut words = 0;
            let fits = rest.iter().take_while(|piece| {
                words += piece.words.len() + 1;
                words <= BATCH
            });
            let (batch, after) = rest.split_at(fits.count().max(1));
            self.annotate_batch(sentences, batch, &roles, &known);
            rest = after;
        }
    }

    fn annotate_batch(&self, sentences: &mut [Sentence], batch: &[Piece], roles: &Roles, known: &Known) {
        let rows: usize = batch.iter().map(|piece| piece.words.len() + 1).sum();
        let mut state = Matrix { rows, columns: WIDTH, data: Vec::with_capacity(rows * WIDTH) };
        let mut spans = Vec::with_capacity(batch.len());
        let mut start = 0;
        for piece in batch {
            state.data.extend_from_slice(known.vectors.row(0));
            for token in &sentences[piece.sentence].tokens[piece.words.clone()] {
                state.data.extend_from_slice(known.vectors.row(known.rows[&token.form]));
            }
            spans.push(start..start + piece.words.len() + 1);
            start += piece.words.len() + 1;
        }
        let readings = self.network.read(state, &spans, roles);
        for (piece, reading) in batch.iter().zip(readings) {
            let tokens = &mut sentences[piece.sentence].tokens;
            let top = tokens[..piece.words.start].iter().position(|token| token.head.is_none());
            self.write_down(&mut tokens[piece.words.clone()], &reading);
            for token in &mut tokens[piece.words.clone()] {
                token.head = token.head.map(|head| head + piece.words.start);
                if let (None, Some(top)) = (token.head, top) {
                    // A later piece hangs on the root of the first.
                    (token.head, token.deprel) = (Some(top), "parataxis".into());
                }
            }
        }
    }

    fn write_down(&self, tokens: &mut [Token], reading: &Reading) {
        for (index, token) in tokens.iter_mut().enumerate() {
            let (upos, feats) = self.morph.get(reading.morph[index]).cloned().unwrap_or((Upos::X, Arc::from("_")));
            token.upos = upos;
            token.feats = feats;
            token.lemma = self.lemmas.lemma(&token.form, upos, &token.feats, &reading.scripts[index]).into();
            token.head = reading.heads[index];
            token.deprel = self.relations[reading.relations[index]].clone();
        }
    }
}

/// Sentences as pieces of about the same length, of at most [`LONGEST`] words, so that time grows with length and not with
/// its square. The splitter makes none that are longer; given tokens may be.
fn pieces(sentences: &[Sentence]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(sentences.len());
    for (sentence, words) in sentences.iter().map(|sentence| sentence.tokens.len()).enumerate() {
        let count = words.div_ceil(LONGEST);
        pieces.extend((0..count).map(|at| Piece { sentence, words: words * at / count..words * (at + 1) / count }));
    }
    pieces
}

/// The vectors of a text's different words, each made once. Row 0 is the root's.
struct Known {
    rows: FxHashMap<CompactString, usize>,
    vectors: Matrix,
}

impl Known {
    fn learn(&mut self, model: &Model, sentences: &[Sentence]) {
        let mut inputs = vec![Input::root()];
        for token in sentences.iter().flat_map(|sentence| &sentence.tokens) {
            if !self.rows.contains_key(&token.form) {
                self.rows.insert(token.form.clone(), inputs.len());
                inputs.push(Input::new(&token.form, &model.vocabulary));
            }
        }
        self.vectors = Matrix { rows: 0, columns: WIDTH, data: Vec::with_capacity(inputs.len() * WIDTH) };
        for inputs in inputs.chunks(BATCH) {
            self.vectors.data.extend(model.network.embed(inputs).data);
            self.vectors.rows += inputs.len();
        }
    }
}
