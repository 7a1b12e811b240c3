//! Lemmas by edit scripts: "cut so many letters, add these", looked up by the longest known ending.

use super::bytes::{Reader, Writer};
use super::linear::{hash_str, mix};
use super::model_file::ModelError;
use crate::model::Upos;
use rustc_hash::{FxHashMap, FxHashSet};

/// The longest ending that has entries of its own, in letters.
pub(crate) const LONGEST: usize = 6;

/// How to make a lemma of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Script {
    /// Whether the form is put in lower case first.
    pub lower: bool,
    /// Letters to cut off the end.
    pub cut: usize,
    /// Letters to add.
    pub add: String,
}

impl Script {
    /// The script that makes `lemma` of `form`.
    #[cfg(feature = "train")]
    pub fn between(form: &str, lemma: &str) -> Self {
        let lower = lemma.to_lowercase() == lemma;
        let base = if lower { form.to_lowercase() } else { form.to_owned() };
        let shared = base.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let add = lemma.chars().skip(shared).collect();
        Script { lower, cut: base.chars().count() - shared, add }
    }

    /// The lemma; `None` where the form is too short for the script.
    pub fn apply(&self, form: &str) -> Option<String> {
        let base = if self.lower { form.to_lowercase() } else { form.to_owned() };
        let keep = base.chars().count().checked_sub(self.cut)?;
        let lemma = base.chars().take(keep).chain(self.add.chars()).collect::<String>();
        (!lemma.is_empty()).then_some(lemma)
    }
}

/// What an entry is keyed by. From the most general to the most special: see [`levels`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// The last letters and the part of speech, with the features or without.
    Ending(usize, bool),
    /// The whole form and the part of speech, with the features or without.
    Whole(bool),
}

/// All levels, the most general first.
pub(crate) fn levels() -> impl DoubleEndedIterator<Item = Level> {
    let endings = (0..=LONGEST).flat_map(|length| [Level::Ending(length, false), Level::Ending(length, true)]);
    endings.chain([Level::Whole(false), Level::Whole(true)])
}

/// The key of a word at a level; `None` where the word is shorter than the ending. `lower` is the form in lower case.
pub(crate) fn key(level: Level, lower: &str, upos: Upos, feats: &str) -> Option<u32> {
    let (tag, text, with_feats) = match level {
        Level::Ending(0, with_feats) => (0, "", with_feats),
        Level::Ending(length, with_feats) => {
            let (start, _) = lower.char_indices().rev().nth(length - 1)?;
            (length as u64, &lower[start..], with_feats)
        }
        Level::Whole(with_feats) => (99, lower, with_feats),
    };
    let hash = mix(mix(mix(0x1E, tag), upos as u64), u64::from(hash_str(text)));
    let feats = if with_feats { u64::from(hash_str(feats)) } else { 0 };
    Some((mix(hash, feats) >> 32) as u32)
}

/// The trained table.
#[derive(Debug, Default, Clone)]
pub(crate) struct Lemmatiser {
    pub scripts: Vec<Script>,
    /// Key to index of a script.
    pub entries: FxHashMap<u32, u32>,
    /// Lemmas that are known, as [`known_key`]s.
    pub known: FxHashSet<u32>,
}

/// What a known lemma is kept as. Auxiliaries count as verbs.
pub(crate) fn known_key(lemma: &str, upos: Upos) -> u32 {
    let upos = if upos == Upos::Aux { Upos::Verb } else { upos };
    (mix(mix(0x1F, upos as u64), u64::from(hash_str(lemma))) >> 32) as u32
}

impl Lemmatiser {
    /// Adds lemmas from a file: lemma, tab, part of speech.
    pub fn learn(&mut self, file: &str) {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once('\t'));
        self.known.extend(pairs.map(|(lemma, upos)| known_key(lemma, Upos::parse(upos.trim()))));
    }

    /// The lemma of a form: by the whole form, else by the longest ending that gives a known lemma, else by the
    /// longest ending. The form in lower case (proper names: as it is) where nothing is known.
    pub fn lemma(&self, form: &str, upos: Upos, feats: &str) -> String {
        let lower = form.to_lowercase().replace('’', "'");
        let mut guess = None;
        for level in levels().rev() {
            let entry = key(level, &lower, upos, feats).and_then(|key| self.entries.get(&key));
            let script = entry.and_then(|&script| self.scripts.get(script as usize));
            let Some(lemma) = script.and_then(|script| script.apply(form)) else { continue };
            if matches!(level, Level::Whole(_)) || upos == Upos::Propn || self.known.contains(&known_key(&lemma, upos))
            {
                return lemma;
            }
            guess = guess.or(Some(lemma));
        }
        self.known_by_any_script(form, upos)
            .or(guess)
            .unwrap_or_else(|| if upos == Upos::Propn { form.to_owned() } else { lower })
    }

    /// The known lemma that the smallest edit gives: "interfered" is "interfere" although "offered" is "offer".
    /// Verbs and adjectives only: their endings are regular enough for it.
    fn known_by_any_script(&self, form: &str, upos: Upos) -> Option<String> {
        if !matches!(upos, Upos::Verb | Upos::Adj) {
            return None;
        }
        let small = self.scripts.iter().filter(|script| script.cut <= 4 && script.add.chars().count() <= 3);
        let lemmas = small.filter_map(|script| Some((script.cut, script.apply(form)?)));
        lemmas.filter(|(_, lemma)| self.known.contains(&known_key(lemma, upos))).min().map(|(_, lemma)| lemma)
    }

    /// Writes the table; entries in the order of their keys.
    #[cfg_attr(not(feature = "train"), allow(dead_code))]
    pub fn write(&self, out: &mut Writer) {
        out.number(self.scripts.len() as u64);
        for script in &self.scripts {
            out.byte(u8::from(script.lower));
            out.number(script.cut as u64);
            out.text(&script.add);
        }
        #[allow(clippy::iter_over_hash_type, reason = "sorted in the next line")]
        let mut entries: Vec<(u32, u32)> = self.entries.iter().map(|(&key, &script)| (key, script)).collect();
        entries.sort_unstable();
        out.number(entries.len() as u64);
        let mut last = 0;
        for (key, _) in &entries {
            out.number(u64::from(key - last));
            last = *key;
        }
        entries.iter().for_each(|(_, script)| out.number(u64::from(*script)));
        #[allow(clippy::iter_over_hash_type, reason = "sorted in the next line")]
        let mut known: Vec<u32> = self.known.iter().copied().collect();
        known.sort_unstable();
        out.number(known.len() as u64);
        let mut last = 0;
        for key in known {
            out.number(u64::from(key - last));
            last = key;
        }
    }

    /// Reads what [`Lemmatiser::write`] wrote.
    pub fn read(input: &mut Reader<'_>) -> Result<Self, ModelError> {
        let mut scripts = Vec::new();
        for _ in 0..input.count()? {
            let lower = input.byte()? != 0;
            let cut = input.number()? as usize;
            scripts.push(Script { lower, cut, add: input.text()?.to_owned() });
        }
        let count = input.count()?;
        let mut keys = Vec::with_capacity(count);
        let mut last = 0u64;
        for _ in 0..count {
            last += input.number()?;
            keys.push(last as u32);
        }
        let mut entries = FxHashMap::default();
        entries.reserve(count);
        for key in keys {
            entries.insert(key, input.number()? as u32);
        }
        let mut known = FxHashSet::default();
        let mut last = 0u64;
        for _ in 0..input.count()? {
            last += input.number()?;
            known.insert(last as u32);
        }
        Ok(Lemmatiser { scripts, entries, known })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_cut_and_add_whole_letters() {
        let script = Script { lower: true, cut: 2, add: "ir".into() };
        assert_eq!(script.apply("Dijé").as_deref(), Some("diir"));
        assert_eq!(script.apply("é"), None);
        let gone = Script { lower: false, cut: 1, add: String::new() };
        assert_eq!(gone.apply("é"), None);
    }

    #[test]
    fn an_ending_that_gives_a_known_lemma_wins() {
        let mut table = Lemmatiser::default();
        for (index, (ending, cut)) in [(1, 1), (2, 2)].into_iter().enumerate() {
            table.scripts.push(Script { lower: true, cut, add: String::new() });
            let key = key(Level::Ending(ending, false), "denied", Upos::Verb, "_").unwrap();
            table.entries.insert(key, index as u32);
        }
        assert_eq!(table.lemma("interfered", Upos::Verb, "_"), "interfer");
        table.learn("# lemma\nInterfere\tVERB\ninterfere\tVERB\n");
        assert_eq!(table.lemma("interfered", Upos::Verb, "_"), "interfere");
    }

    #[test]
    fn the_most_special_entry_wins() {
        let mut table = Lemmatiser::default();
        for (index, (level, add)) in [(Level::Ending(1, false), "x"), (Level::Whole(false), "y")].iter().enumerate() {
            table.scripts.push(Script { lower: true, cut: 0, add: (*add).to_owned() });
            table.entries.insert(key(*level, "was", Upos::Aux, "_").unwrap(), index as u32);
        }
        assert_eq!(table.lemma("Was", Upos::Aux, "_"), "wasy");
        assert_eq!(table.lemma("is", Upos::Aux, "_"), "isx");
        assert_eq!(table.lemma("Rome", Upos::Propn, "_"), "Rome");
    }
}
