//! The trained model of a language: one file, compressed, read once.

use super::bytes::Reader;
#[cfg(feature = "train")]
use super::bytes::Writer;
use super::lemma::Lemmatiser;
use super::linear::Table;
use super::parser::Actions;
use super::tagger::MorphClasses;
use super::transition::{Action, Move};
use super::words::Lexicon;
use crate::model::Upos;
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::Arc;

/// The first bytes of a model file: name and version of the format.
const MAGIC: &[u8] = b"demarche-language-3\n";

/// Why a model file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Not such a file, or of another version.
    #[error("not a model file of this version; train it again with `demarche train`")]
    Version,
    /// Cut short or changed.
    #[error("the model file is damaged; train it again with `demarche train`")]
    Damaged,
}

/// What the tokeniser learnt about words that hold other words, where rules alone cannot tell.
#[derive(Debug, Default, Clone)]
pub(crate) struct Splits {
    /// Infinitives, in lower case.
    pub verbs: BTreeSet<CompactString>,
    /// Surface tokens of several words that training saw, with those words, in lower case.
    pub known: BTreeMap<CompactString, Vec<CompactString>>,
    /// Surface tokens that look like a verb with pronouns and are one word.
    pub single: BTreeSet<CompactString>,
}

/// All that is trained for one language.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// The treebank whose conventions are followed, as a feature.
    pub bank: u32,
    pub lexicon: Lexicon,
    pub tagger: Table,
    pub morph_classes: MorphClasses,
    pub morph: Table,
    pub lemmas: Lemmatiser,
    pub relations: Vec<CompactString>,
    pub actions: Actions,
    pub parser: Table,
    pub splits: Splits,
}

impl Model {
    /// Reads a model file.
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        let body = file.strip_prefix(MAGIC).ok_or(ModelError::Version)?;
        let mut bytes = Vec::with_capacity(body.len() * 2);
        flate2::read::ZlibDecoder::new(body).read_to_end(&mut bytes).map_err(|_| ModelError::Damaged)?;
        let mut input = Reader::new(&bytes);
        let mut model = Model { bank: input.number()? as u32, ..Model::default() };
        model.splits = read_splits(&mut input)?;
        model.lexicon = read_lexicon(&mut input)?;
        for _ in 0..input.count()? {
            let upos = input.byte()?;
            let (upos, _) = Upos::ALL.get(upos as usize).ok_or(ModelError::Damaged)?;
            model.morph_classes.classes.push((*upos, Arc::from(input.text()?)));
        }
        model.lemmas = Lemmatiser::read(&mut input)?;
        for _ in 0..input.count()? {
            model.relations.push(input.text()?.into());
        }
        model.actions = read_actions(&mut input, model.relations.len())?;
        model.tagger = Table::read(&mut input)?;
        model.morph = Table::read(&mut input)?;
        model.parser = Table::read(&mut input)?;
        let fits = model.tagger.classes <= Upos::ALL.len()
            && model.morph_classes.classes.is_sorted_by_key(|(tag, _)| *tag)
            && model.morph.classes == model.morph_classes.classes.len()
            && model.parser.classes == model.actions.actions.len();
        if fits { Ok(model) } else { Err(ModelError::Damaged) }
    }

    /// The model as a file's bytes; the same model gives the same bytes.
    #[cfg(feature = "train")]
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.number(u64::from(self.bank));
        write_splits(&self.splits, &mut out);
        write_lexicon(&self.lexicon, &mut out);
        out.number(self.morph_classes.classes.len() as u64);
        for (upos, feats) in &self.morph_classes.classes {
            out.byte(*upos as u8);
            out.text(feats);
        }
        self.lemmas.write(&mut out);
        out.texts(&self.relations);
        write_actions(&self.actions, &mut out);
        for table in [&self.tagger, &self.morph, &self.parser] {
            table.write(&mut out);
        }
        let mut packed = flate2::write::ZlibEncoder::new(MAGIC.to_vec(), flate2::Compression::best());
        let written = std::io::Write::write_all(&mut packed, &out.bytes).and_then(|()| packed.finish());
        written.unwrap_or_default() // writing to memory does not fail
    }
}

fn read_splits(input: &mut Reader<'_>) -> Result<Splits, ModelError> {
    let mut splits = Splits::default();
    for _ in 0..input.count()? {
        splits.verbs.insert(input.text()?.into());
    }
    for _ in 0..input.count()? {
        let surface = input.text()?.into();
        let words = input.text()?.split(' ').map(CompactString::from).collect();
        splits.known.insert(surface, words);
    }
    for _ in 0..input.count()? {
        splits.single.insert(input.text()?.into());
    }
    Ok(splits)
}

fn read_lexicon(input: &mut Reader<'_>) -> Result<Lexicon, ModelError> {
    let count = input.count()?;
    let mut tags = FxHashMap::default();
    tags.reserve(count);
    let mut last = 0u64;
    for _ in 0..count {
        last += input.number()?;
        tags.insert(last as u32, input.number()? as u32);
    }
    Ok(Lexicon { tags })
}

fn read_actions(input: &mut Reader<'_>, relations: usize) -> Result<Actions, ModelError> {
    let root = input.number()? as u16;
    let mut actions = Actions { actions: Vec::new(), root };
    for _ in 0..input.count()? {
        let kind = match input.byte()? {
            0 => Move::Shift,
            1 => Move::Left,
            _ => Move::Right,
        };
        actions.actions.push(Action { kind, relation: input.number()? as u16 });
    }
    let known = |relation: u16| usize::from(relation) < relations;
    let sound = known(root) && actions.actions.iter().all(|action| known(action.relation));
    if sound { Ok(actions) } else { Err(ModelError::Damaged) }
}

#[cfg(feature = "train")]
fn write_splits(splits: &Splits, out: &mut Writer) {
    out.number(splits.verbs.len() as u64);
    splits.verbs.iter().for_each(|verb| out.text(verb));
    out.number(splits.known.len() as u64);
    for (surface, words) in &splits.known {
        out.text(surface);
        out.text(&words.join(" "));
    }
    out.number(splits.single.len() as u64);
    splits.single.iter().for_each(|word| out.text(word));
}

#[cfg(feature = "train")]
fn write_lexicon(lexicon: &Lexicon, out: &mut Writer) {
    #[allow(clippy::iter_over_hash_type, reason = "sorted in the next line")]
    let mut entries: Vec<(u32, u32)> = lexicon.tags.iter().map(|(&word, &tags)| (word, tags)).collect();
    entries.sort_unstable();
    out.number(entries.len() as u64);
    let mut last = 0;
    for (word, tags) in entries {
        out.number(u64::from(word - last));
        out.number(u64::from(tags));
        last = word;
    }
}

#[cfg(feature = "train")]
fn write_actions(actions: &Actions, out: &mut Writer) {
    out.number(u64::from(actions.root));
    out.number(actions.actions.len() as u64);
    for action in &actions.actions {
        out.byte(action.kind as u8);
        out.number(u64::from(action.relation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_an_error() {
        assert_eq!(Model::read(b"").unwrap_err(), ModelError::Version);
        assert_eq!(Model::read(b"demarche-language-3\nxx").unwrap_err(), ModelError::Damaged);
    }
}
