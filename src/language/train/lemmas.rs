//! Training of the lemmatiser: a decision list, grown from the most general entries to the most special.

use super::sample::Sample;
use crate::language::lemma::{Lemmatiser, Level, Script, key, known_key, levels};
use crate::model::Upos;
use std::collections::BTreeMap;

struct Case {
    form: String,
    lower: String,
    upos: Upos,
    feats: String,
    script: u32,
    count: u32,
    guess: Option<u32>,
}

/// Learns from the words of the samples that are no noise.
pub(crate) fn train(samples: &[Sample]) -> Lemmatiser {
    let mut scripts: BTreeMap<Script, u32> = BTreeMap::new();
    let mut cases: BTreeMap<(String, Upos, String), BTreeMap<Script, u32>> = BTreeMap::new();
    for word in samples.iter().filter(|sample| !sample.is_noise).flat_map(|sample| &sample.tree.words) {
        if word.lemma == "_" && word.form != "_" {
            continue;
        }
        let script = Script::between(&word.form, &word.lemma);
        let place = (word.form.clone(), word.upos, word.feats.clone());
        *cases.entry(place).or_default().entry(script.clone()).or_default() += 1;
        *scripts.entry(script).or_default() += 1;
    }
    // A script that was needed once is most often a slip of the annotators.
    let known: Vec<Script> =
        scripts.iter().filter(|(_, count)| **count >= 2).map(|(script, _)| script.clone()).collect();
    let number = |script: &Script| known.binary_search(script).ok().map(|index| index as u32);
    let mut list: Vec<Case> = Vec::new();
    for ((form, upos, feats), found) in &cases {
        let lower = form.to_lowercase().replace('’', "'");
        for (script, &count) in found {
            let Some(script) = number(script) else { continue };
            let (form, lower, feats) = (form.clone(), lower.clone(), feats.clone());
            list.push(Case { form, lower, upos: *upos, feats, script, count, guess: None });
        }
    }
    let mut lemmas = Lemmatiser { scripts: known, ..Lemmatiser::default() };
    for word in samples.iter().filter(|sample| !sample.is_noise).flat_map(|sample| &sample.tree.words) {
        if !matches!(word.upos, Upos::Propn | Upos::Punct | Upos::X | Upos::Sym | Upos::Num) {
            lemmas.known.insert(known_key(&word.lemma, word.upos));
        }
    }
    for level in levels() {
        add_level(level, &mut list, &mut lemmas);
    }
    lemmas
}

/// Adds the entries of one level that do better than what the levels before it give.
fn add_level(level: Level, cases: &mut [Case], lemmas: &mut Lemmatiser) {
    let is_whole = matches!(level, Level::Whole(_));
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        if let Some(key) = key(level, &case.lower, case.upos, &case.feats) {
            groups.entry(key).or_default().push(index);
        }
    }
    for (key, members) in groups {
        // Endings count forms, so that "was" does not teach how to treat other words.
        let weight = |case: &Case| if is_whole { case.count } else { 1 };
        let mut votes: BTreeMap<u32, u32> = BTreeMap::new();
        let mut right = 0;
        for case in members.iter().map(|&index| &cases[index]) {
            *votes.entry(case.script).or_default() += weight(case);
            right += if case.guess == Some(case.script) { weight(case) } else { 0 };
        }
        let Some((&script, &count)) = votes.iter().max_by_key(|(script, count)| (**count, u32::MAX - **script)) else {
            continue;
        };
        let least = if is_whole || matches!(level, Level::Ending(0..=2, _)) { right + 1 } else { right + 2 };
        if count >= least {
            lemmas.entries.insert(key, script);
            for &index in &members {
                let fits = lemmas.scripts[script as usize].apply(&cases[index].form).is_some();
                if fits {
                    cases[index].guess = Some(script);
                }
            }
        }
    }
}
