//! The trained model of a language: one file, compressed, read once.

use super::bytes::Reader;
#[cfg(feature = "train")]
use super::bytes::Writer;
use super::lemma::Lemmatiser;
use super::neural::input::{ROOT, Vocabulary};
use super::neural::layout::{self, Classes};
use super::neural::network::{Network, Roles, Table};
use crate::model::Upos;
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::Arc;

/// Rows of the table of words before the vocabulary's.
pub(crate) const SPECIAL_WORDS: u32 = ROOT + 1;

/// The first bytes of a model file: name and version of the format.
const MAGIC: &[u8] = b"demarche-language-6\n";

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

/// A part of speech and features, as one class.
pub(crate) type Morph = (Upos, Arc<str>);

/// All that is trained for one language.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub splits: Splits,
    pub vocabulary: Vocabulary,
    /// Sorted by part of speech.
    pub morph: Vec<Morph>,
    pub lemmas: Lemmatiser,
    pub relations: Vec<CompactString>,
    pub network: Network,
}

impl Model {
    /// Reads a model file.
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        let (mut model, bank, tables) = Model::read_parts(file)?;
        model.network = Network::new(model.classes(), bank, tables).ok_or(ModelError::Damaged)?;
        Ok(model)
    }

    /// The model but for its network, the treebank to follow, and the network's tensors.
    pub fn read_parts(file: &[u8]) -> Result<(Self, u32, Vec<Table>), ModelError> {
        let body = file.strip_prefix(MAGIC).ok_or(ModelError::Version)?;
        let (sum, body) = body.split_at_checked(4).ok_or(ModelError::Damaged)?;
        if checksum(body).to_le_bytes() != *sum {
            return Err(ModelError::Damaged);
        }
        let mut input = Reader::new(body);
        let words = inflate(input.bytes()?)?;
        let scales = inflate(input.bytes()?)?;
        let mut model = Model::default();
        let bank = model.read_words(&mut Reader::new(&words))?;
        let classes = model.classes();
        let mut scales =
            scales.chunks_exact(4).map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
        let mut tables = Vec::new();
        for (rows, columns) in layout::shapes(classes) {
            let cells = input.take(rows * columns)?.iter().map(|&cell| cell as i8).collect();
            tables.push(Table { columns, scales: scales.by_ref().take(rows).collect(), cells });
        }
        if input.left() == 0 { Ok((model, bank, tables)) } else { Err(ModelError::Damaged) }
    }

    fn read_words(&mut self, input: &mut Reader<'_>) -> Result<u32, ModelError> {
        let bank = input.number()? as u32;
        self.splits = read_splits(input)?;
        let mut last = 0u64;
        for row in 0..input.count()? {
            last += input.number()?;
            self.vocabulary.insert(last as u32, row as u32 + SPECIAL_WORDS);
        }
        for _ in 0..input.count()? {
            let upos = input.byte()?;
            let (upos, _) = Upos::ALL.get(upos as usize).ok_or(ModelError::Damaged)?;
            self.morph.push((*upos, Arc::from(input.text()?)));
        }
        self.lemmas = Lemmatiser::read(input)?;
        for _ in 0..input.count()? {
            self.relations.push(input.text()?.into());
        }
        let sound = self.morph.is_sorted_by_key(|(upos, _)| *upos) && !self.morph.is_empty();
        if sound && !self.relations.is_empty() { Ok(bank) } else { Err(ModelError::Damaged) }
    }

    /// How many classes the network has for what the model lists.
    pub fn classes(&self) -> Classes {
        Classes {
            words: self.vocabulary.len() + SPECIAL_WORDS as usize,
            upos: Upos::ALL.len(),
            morph: self.morph.len(),
            scripts: self.lemmas.scripts.len(),
            relations: self.relations.len(),
        }
    }

    /// What the network must know of its classes.
    pub fn roles(&self) -> Roles {
        let bound = |tag: usize| self.morph.partition_point(|(known, _)| (*known as usize) < tag);
        let root = self.relations.iter().position(|relation| relation == "root").unwrap_or_default();
        Roles { morph: (0..Upos::ALL.len()).map(|tag| bound(tag)..bound(tag + 1)).collect(), root }
    }

    /// The model as a file's bytes, with `tables` for the network; the same model gives the same bytes. Rows of words
    /// are in the order of the words' hashes.
    #[cfg(feature = "train")]
    pub fn write(&self, bank: u32, tables: &[Table]) -> Vec<u8> {
        let mut out = Writer::default();
        out.number(u64::from(bank));
        write_splits(&self.splits, &mut out);
        #[allow(clippy::iter_over_hash_type, reason = "sorted in the next line")]
        let mut words: Vec<u32> = self.vocabulary.keys().copied().collect();
        words.sort_unstable();
        out.number(words.len() as u64);
        let mut last = 0;
        for word in words {
            out.number(u64::from(word - last));
            last = word;
        }
        out.number(self.morph.len() as u64);
        for (upos, feats) in &self.morph {
            out.byte(*upos as u8);
            out.text(feats);
        }
        self.lemmas.write(&mut out);
        out.texts(&self.relations);
        let scales: Vec<u8> =
            tables.iter().flat_map(|table| &table.scales).flat_map(|scale| scale.to_le_bytes()).collect();
        let mut body = Writer::default();
        body.long(&deflate(&out.bytes));
        body.long(&deflate(&scales));
        tables.iter().for_each(|table| body.bytes.extend(table.cells.iter().map(|&cell| cell as u8)));
        let mut file = MAGIC.to_vec();
        file.extend(checksum(&body.bytes).to_le_bytes());
        file.extend(body.bytes);
        file
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn inflate(packed: &[u8]) -> Result<Vec<u8>, ModelError> {
    let mut bytes = Vec::with_capacity(packed.len() * 2);
    let limit = 64 << 20; // no model is as large; a hostile file might say so
    let mut input = flate2::read::ZlibDecoder::new(packed).take(limit);
    input.read_to_end(&mut bytes).map_err(|_| ModelError::Damaged)?;
    Ok(bytes)
}

#[cfg(feature = "train")]
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let written = std::io::Write::write_all(&mut packed, bytes).and_then(|()| packed.finish());
    written.unwrap_or_default() // writing to memory does not fail
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Files;
    use crate::model::Lang;

    #[test]
    fn a_foreign_file_is_told_from_a_damaged_one() {
        assert_eq!(Model::read(b"").unwrap_err(), ModelError::Version);
        assert_eq!(Model::read(b"demarche-language-3\nxx").unwrap_err(), ModelError::Version);
        assert_eq!(Model::read(&[MAGIC, b"xx"].concat()).unwrap_err(), ModelError::Damaged);
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let file = &Files::builtin(&Lang::new("en")).unwrap().model;
        assert!(Model::read(file).is_ok());
        for cut in [MAGIC.len() + 3, MAGIC.len() + 400, file.len() / 2, file.len() - 1] {
            assert_eq!(Model::read(&file[..cut]).unwrap_err(), ModelError::Damaged, "cut at {cut}");
        }
        for at in (MAGIC.len()..file.len()).step_by(file.len() / 20) {
            let mut damaged = file.to_vec();
            damaged[at] ^= 4;
            assert_eq!(Model::read(&damaged).unwrap_err(), ModelError::Damaged, "changed at {at}");
        }
    }

    #[test]
    fn a_file_that_only_looks_sound_is_refused() {
        // Sound sums over senseless contents: sizes and classes are checked all the same.
        for body in [&b"\x00\x00"[..], b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b""] {
            let file = [MAGIC, &checksum(body).to_le_bytes(), body].concat();
            assert_eq!(Model::read(&file).unwrap_err(), ModelError::Damaged);
        }
    }
}
