//! Training of the lemmatiser's table; the network learns which script to offer for other forms.

use super::sample::Sample;
use crate::language::lemma::{Lemmatiser, Script, base, key, known_key, lower};
use crate::model::Upos;
use std::collections::BTreeMap;

/// Learns from the words of the samples of this language.
pub(crate) fn train(samples: &[Sample]) -> Lemmatiser {
    let words = || samples.iter().filter(|sample| !sample.is_aid).flat_map(|sample| &sample.tree.words);
    let mut scripts: BTreeMap<Script, u32> = BTreeMap::new();
    for word in words().filter(|word| word.lemma != "_" || word.form == "_") {
        *scripts.entry(Script::between(&word.form, &word.lemma)).or_default() += 1;
    }
    // A script that was needed once is most often a slip of the annotators.
    let scripts: Vec<Script> = scripts.into_iter().filter(|(_, count)| *count >= 3).map(|(script, _)| script).collect();
    let mut lemmas = Lemmatiser { scripts, ..Lemmatiser::default() };
    let mut votes: BTreeMap<u32, BTreeMap<Script, u32>> = BTreeMap::new();
    for word in words().filter(|word| word.lemma != "_" || word.form == "_") {
        if !matches!(word.upos, Upos::Propn | Upos::Punct | Upos::X | Upos::Sym | Upos::Num) {
            lemmas.known.insert(known_key(&word.lemma, word.upos));
        }
        let lower = lower(&word.form);
        let script = Script::between(base(&word.form, &lower, word.upos), &word.lemma);
        for feats in [None, Some(word.feats.as_str())] {
            let votes = votes.entry(key(&lower, word.upos, feats)).or_default();
            *votes.entry(script.clone()).or_default() += 1;
        }
    }
    // Forms that mean several lemmas are left to the network, which sees the sentence.
    let mut numbers: BTreeMap<Script, u32> = BTreeMap::new();
    for (key, scripts) in votes {
        let total: u32 = scripts.values().sum();
        let best = scripts.iter().max_by_key(|(_, count)| **count);
        let Some((script, _)) = best.filter(|(_, count)| **count * 10 >= total * 9) else { continue };
        let next = numbers.len() as u32;
        let number = *numbers.entry(script.clone()).or_insert(next);
        if number == next && lemmas.table.len() == next as usize {
            lemmas.table.push(script.clone());
        }
        lemmas.entries.insert(key, number);
    }
    lemmas
}

/// The number of the script that makes `lemma` of `form`, if it is among those that are learnt.
pub(crate) fn script_of(lemmas: &Lemmatiser, form: &str, lemma: &str) -> Option<usize> {
    if lemma == "_" && form != "_" {
        return None;
    }
    lemmas.scripts.binary_search(&Script::between(form, lemma)).ok()
}
