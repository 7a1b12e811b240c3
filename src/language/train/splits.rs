//! What the tokeniser learns: which words hold other words, where rules alone cannot tell.

use super::sample::Sample;
use crate::language::Files;
use crate::language::model_file::Splits;
use crate::language::tokenise::Rules;
use crate::model::Upos;
use compact_str::CompactString;

/// Infinitives, verbs seen with pronouns attached, and words that only look so.
pub(crate) fn learn(files: &Files, samples: &[Sample]) -> Splits {
    let mut splits = Splits::default();
    let rules = Rules::read(files);
    if !rules.has_clitics() {
        return splits;
    }
    for sample in samples.iter().filter(|sample| !sample.is_aid) {
        let words = &sample.tree.words;
        for word in words.iter().filter(|word| word.upos == Upos::Verb) {
            let lemma = word.lemma.to_lowercase();
            if rules.is_infinitive(&lemma) {
                splits.verbs.insert(lemma.into());
            }
        }
        for range in &sample.tree.ranges {
            let parts = &words[range.words.clone()];
            let is_verb = matches!(parts[0].upos, Upos::Verb | Upos::Aux);
            if is_verb && parts[1..].iter().all(|word| word.upos == Upos::Pron) {
                let parts = parts.iter().map(|word| CompactString::from(word.form.to_lowercase()));
                splits.known.insert(range.form.to_lowercase().into(), parts.collect());
            }
        }
    }
    for sample in samples.iter().filter(|sample| !sample.is_aid) {
        for (index, word) in sample.tree.words.iter().enumerate() {
            let inside = sample.tree.ranges.iter().any(|range| range.words.contains(&index));
            let lower = word.form.to_lowercase();
            let is_verb = matches!(word.upos, Upos::Verb | Upos::Aux);
            if !inside && !is_verb && rules.split_verb(&lower, &splits).is_some() {
                splits.known.remove(lower.as_str());
                splits.single.insert(lower.into());
            }
        }
    }
    splits
}
