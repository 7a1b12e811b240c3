//! Lemmas by edit scripts: "cut so many letters, add these". Forms that training saw have theirs in a table; for
//! others the network offers some.

use super::bytes::{Reader, Writer};
use super::model_file::ModelError;
use super::words::{hash_str, mix};
use crate::model::Upos;
use rustc_hash::{FxHashMap, FxHashSet};

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

/// The key of a whole form with its part of speech, and with its features or without. `lower` is in lower case.
pub(crate) fn key(lower: &str, upos: Upos, feats: Option<&str>) -> u32 {
    let hash = mix(mix(mix(0x1E, 99), upos as u64), u64::from(hash_str(lower)));
    (mix(hash, feats.map_or(0, |feats| u64::from(hash_str(feats)))) >> 32) as u32
}

/// The form as [`key`] wants it.
pub(crate) fn lower(form: &str) -> String {
    form.to_lowercase().replace('’', "'")
}

/// What the table's scripts start from: the form in lower case, but names as they are.
pub(crate) fn base<'f>(form: &'f str, lower: &'f str, upos: Upos) -> &'f str {
    if upos == Upos::Propn { form } else { lower }
}

/// The scripts, the table of known forms, and the known lemmas.
#[derive(Debug, Default, Clone)]
pub(crate) struct Lemmatiser {
    /// The scripts that the network offers.
    pub scripts: Vec<Script>,
    /// The scripts of the table, which start from [`base`].
    pub table: Vec<Script>,
    /// [`key`] to index of a script of the table.
    pub entries: FxHashMap<u32, u32>,
    /// [`key`] without features of the irregular forms of the file, which no training overrides, to index of a script.
    pub irregular: FxHashMap<u32, u32>,
    /// Lemmas that are known, as [`known_key`]s.
    pub known: FxHashSet<u32>,
}

/// What a known lemma is kept as. Auxiliaries count as verbs.
pub(crate) fn known_key(lemma: &str, upos: Upos) -> u32 {
    let upos = if upos == Upos::Aux { Upos::Verb } else { upos };
    (mix(mix(0x1F, upos as u64), u64::from(hash_str(lemma))) >> 32) as u32
}

impl Lemmatiser {
    /// Adds lemmas from a file: lemma, tab, part of speech, and for irregular words, tab, their forms with spaces between.
    pub fn learn(&mut self, file: &str) {
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t').map(str::trim);
            let (Some(lemma), Some(upos)) = (fields.next(), fields.next()) else { continue };
            let upos = Upos::parse(upos);
            self.known.insert(known_key(lemma, upos));
            for form in fields.next().unwrap_or_default().split_whitespace() {
                let lower = lower(form);
                let key = key(&lower, upos, None);
                let script = self.table.len() as u32;
                self.table.push(Script::between(base(form, &lower, upos), lemma));
                self.entries.entry(key).or_insert(script);
                self.irregular.entry(key).or_insert(script);
            }
        }
    }

    /// The lemma of a form: by the form itself where training saw it, else by the first of the offered scripts that gives
    /// a known lemma, else by the first. The form in lower case (proper names: as it is) where none fits.
    pub fn lemma(&self, form: &str, upos: Upos, feats: &str, offered: &[u16]) -> String {
        if let Some(lemma) = self.seen(form, upos, feats) {
            return lemma;
        }
        let offered = || offered.iter().filter_map(|&script| self.scripts.get(usize::from(script))?.apply(form));
        let first = offered().next();
        if upos == Upos::Propn {
            let is_name =
                |lemma: &String| lemma.starts_with(char::is_uppercase) || !form.starts_with(char::is_uppercase);
            return offered().find(is_name).unwrap_or_else(|| form.to_owned());
        }
        let known = offered().find(|lemma| self.known.contains(&known_key(lemma, upos)));
        known.or_else(|| self.known_by_any_script(form, upos)).or(first).unwrap_or_else(|| lower(form))
    }

    /// The lemma of a form that training saw with one lemma only.
    pub fn seen(&self, form: &str, upos: Upos, feats: &str) -> Option<String> {
        let lower = lower(form);
        let plain = key(&lower, upos, None);
        // "freed" is "free", whatever a treebank says; "found" may be "found" as well
        let irregular = self.irregular.get(&plain).filter(|_| !self.is_lemma(&lower, upos));
        let script = irregular
            .or_else(|| self.entries.get(&key(&lower, upos, Some(feats))))
            .or_else(|| self.entries.get(&plain))?;
        self.table.get(*script as usize)?.apply(base(form, &lower, upos))
    }

    /// Whether the word is known as a lemma.
    pub fn is_lemma(&self, word: &str, upos: Upos) -> bool {
        self.known.contains(&known_key(word, upos))
    }

    /// Whether the word is known as an adjective, and not as a verb.
    pub fn is_adjective(&self, lemma: &str) -> bool {
        self.known.contains(&known_key(lemma, Upos::Adj)) && !self.known.contains(&known_key(lemma, Upos::Verb))
    }

    /// The known lemma that the smallest edit gives: "interfered" is "interfere" although "offered" is "offer".
    /// Verbs and adjectives only: their endings are regular enough for it.
    fn known_by_any_script(&self, form: &str, upos: Upos) -> Option<String> {
        if !matches!(upos, Upos::Verb | Upos::Adj) {
            return None;
        }
        let small = self.scripts.iter().filter(|script| script.cut <= 6 && script.add.chars().count() <= 5);
        let stem = |script: &Script| form.chars().count() >= script.cut + 3;
        let lemmas = small.filter(|script| stem(script)).filter_map(|script| Some((script.cut, script.apply(form)?)));
        lemmas.filter(|(_, lemma)| self.known.contains(&known_key(lemma, upos))).min().map(|(_, lemma)| lemma)
    }

    /// Writes the table; entries in the order of their keys.
    #[cfg_attr(not(feature = "train"), allow(dead_code))]
    pub fn write(&self, out: &mut Writer) {
        for scripts in [&self.scripts, &self.table] {
            out.number(scripts.len() as u64);
            for script in scripts {
                out.byte(u8::from(script.lower));
                out.number(script.cut as u64);
                out.text(&script.add);
            }
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
        let mut lists = [Vec::new(), Vec::new()];
        for scripts in &mut lists {
            for _ in 0..input.count()? {
                let lower = input.byte()? != 0;
                let cut = input.number()? as usize;
                scripts.push(Script { lower, cut, add: input.text()?.to_owned() });
            }
        }
        let [scripts, table] = lists;
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
        Ok(Lemmatiser { scripts, table, entries, known, irregular: FxHashMap::default() })
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

    fn table() -> Lemmatiser {
        let script = |cut, add: &str| Script { lower: true, cut, add: add.to_owned() };
        Lemmatiser { scripts: vec![script(1, ""), script(2, ""), script(0, "x")], ..Lemmatiser::default() }
    }

    #[test]
    fn an_offered_script_that_gives_a_known_lemma_wins() {
        let mut table = table();
        assert_eq!(table.lemma("Denieded", Upos::Verb, "_", &[1, 0]), "denied");
        assert_eq!(table.lemma("interfered", Upos::Verb, "_", &[1, 0]), "interfer");
        table.learn("# lemma\nInterfere\tVERB\ninterfere\tVERB\n");
        assert_eq!(table.lemma("interfered", Upos::Verb, "_", &[1, 0]), "interfere");
        assert_eq!(table.lemma("Rome", Upos::Propn, "_", &[]), "Rome");
    }

    #[test]
    fn an_irregular_form_of_the_file_overrides_training() {
        let mut table = table();
        for form in ["freed", "found"] {
            table.entries.insert(key(form, Upos::Verb, None), 0);
        }
        table.table.push(Script { lower: true, cut: 2, add: String::new() });
        assert_eq!(table.lemma("freed", Upos::Verb, "_", &[]), "fre");
        table.learn("free\tVERB\tfreed\nfind\tVERB\tfound\nfound\tVERB\n");
        assert_eq!(table.lemma("Freed", Upos::Verb, "_", &[]), "free");
        // which may be a lemma itself
        assert_eq!(table.lemma("found", Upos::Verb, "_", &[]), "fou");
    }

    #[test]
    fn a_form_that_training_saw_needs_no_guess() {
        let mut table = table();
        table.table.clone_from(&table.scripts);
        table.entries.insert(key("was", Upos::Aux, None), 2);
        assert_eq!(table.lemma("Was", Upos::Aux, "Tense=Past", &[0]), "wasx");
        assert_eq!(table.lemma("is", Upos::Aux, "_", &[0]), "i");
        table.entries.insert(key("was", Upos::Aux, Some("Tense=Past")), 1);
        assert_eq!(table.lemma("was", Upos::Aux, "Tense=Past", &[0]), "w");
    }
}
