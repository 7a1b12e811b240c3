//! The measures of the CoNLL 2018 shared task (Zeman et al. 2018): F1 of tokens, sentences, words, tags and arcs.
//!
//! System and gold may cut the text differently. Both must stand on the same text; what matches is found by
//! the characters that a token covers, white space left out.

use crate::model::{Sentence, Token};
use std::collections::HashMap;
use std::fmt;

/// Counts behind one F1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// In the gold.
    pub gold: usize,
    /// In the system's output.
    pub system: usize,
    /// In both, and alike.
    pub right: usize,
}

impl Count {
    /// Precision.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.system)
    }
    /// Recall.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.gold)
    }
    /// F1: the harmonic mean of the two; 0 where both are empty.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.right, self.system + self.gold)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// All measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scores {
    /// Surface tokens.
    pub tokens: Count,
    /// Sentences: first and last character right.
    pub sentences: Count,
    /// Syntactic words.
    pub words: Count,
    /// Parts of speech.
    pub upos: Count,
    /// Universal features, all of a word's.
    pub feats: Count,
    /// Lemmas.
    pub lemmas: Count,
    /// Heads.
    pub uas: Count,
    /// Heads and relations, subtypes left out.
    pub las: Count,
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            ("Tokens", self.tokens),
            ("Sentences", self.sentences),
            ("Words", self.words),
            ("UPOS", self.upos),
            ("UFeats", self.feats),
            ("Lemmas", self.lemmas),
            ("UAS", self.uas),
            ("LAS", self.las),
        ];
        let parts: Vec<String> =
            named.iter().map(|(name, count)| format!("{name} {:.2}", count.f1() * 100.0)).collect();
        f.write_str(&parts.join("  "))
    }
}

/// Scores a system's sentences against the gold; both must stand on the same text.
pub fn score(gold: &[Sentence], system: &[Sentence]) -> Scores {
    let mut scores = Scores {
        tokens: overlap(&surface(gold), &surface(system)),
        sentences: overlap(&bounds(gold), &bounds(system)),
        ..Scores::default()
    };
    let gold_words = flatten(gold);
    let system_words = flatten(system);
    let pairs = align(&gold_words, &system_words);
    let mut partner = vec![None; system_words.len()];
    pairs.iter().for_each(|&(gold, system)| partner[system] = Some(gold));
    let count = |right: &dyn Fn(usize, usize) -> bool| Count {
        gold: gold_words.len(),
        system: system_words.len(),
        right: pairs.iter().filter(|&&(gold, system)| right(gold, system)).count(),
    };
    let gold_of = |index: usize| gold_words[index].token;
    let system_of = |index: usize| system_words[index].token;
    let same_head = |gold: usize, system: usize| match (gold_words[gold].head, system_words[system].head) {
        (None, None) => true,
        (Some(gold), Some(system)) => partner[system] == Some(gold),
        _ => false,
    };
    scores.words = count(&|_, _| true);
    scores.upos = count(&|g, s| gold_of(g).upos == system_of(s).upos);
    scores.feats = count(&|g, s| gold_of(g).feats == system_of(s).feats);
    scores.lemmas = count(&|g, s| gold_of(g).lemma == "_" || gold_of(g).lemma == system_of(s).lemma);
    scores.uas = count(&same_head);
    scores.las = count(&|g, s| same_head(g, s) && gold_of(g).rel() == system_of(s).rel());
    scores
}

struct Flat<'s> {
    token: &'s Token,
    /// Index in the flat list.
    head: Option<usize>,
    /// The surface token's bytes: all words of a multiword token share them.
    place: (usize, usize),
}

fn flatten(sentences: &[Sentence]) -> Vec<Flat<'_>> {
    let mut flat = Vec::new();
    for sentence in sentences {
        let base = flat.len();
        for (index, token) in sentence.tokens.iter().enumerate() {
            let range = sentence.multiwords.iter().find(|range| range.words.contains(&index));
            let span = range.map_or(token.span, |range| range.span);
            flat.push(Flat { token, head: token.head.map(|head| base + head), place: (span.start, span.end) });
        }
    }
    flat
}

/// Pairs of words: those at the same place, and inside a region that either side cuts as a multiword
/// token, the longest common subsequence of forms.
fn align(gold: &[Flat<'_>], system: &[Flat<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        let (from_g, from_s) = (g, s);
        let mut end = gold[g].place.1.max(system[s].place.1);
        loop {
            let before = (g, s);
            while g < gold.len() && gold[g].place.0 < end {
                end = end.max(gold[g].place.1);
                g += 1;
            }
            while s < system.len() && system[s].place.0 < end {
                end = end.max(system[s].place.1);
                s += 1;
            }
            if before == (g, s) {
                break;
            }
        }
        let (left, right) = (&gold[from_g..g], &system[from_s..s]);
        let is_multi = |words: &[Flat<'_>]| words.windows(2).any(|pair| pair[0].place == pair[1].place);
        if is_multi(left) || is_multi(right) {
            let common = common_forms(left, right);
            pairs.extend(common.into_iter().map(|(a, b)| (from_g + a, from_s + b)));
        } else {
            for (a, word) in left.iter().enumerate() {
                if let Some(b) = right.iter().position(|other| other.place == word.place) {
                    pairs.push((from_g + a, from_s + b));
                }
            }
        }
    }
    pairs
}

fn common_forms(left: &[Flat<'_>], right: &[Flat<'_>]) -> Vec<(usize, usize)> {
    let alike = |a: usize, b: usize| left[a].token.form.to_lowercase() == right[b].token.form.to_lowercase();
    let mut best = vec![vec![0usize; right.len() + 1]; left.len() + 1];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            let skip = best[a + 1][b].max(best[a][b + 1]);
            best[a][b] = if alike(a, b) { skip.max(best[a + 1][b + 1] + 1) } else { skip };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < left.len() && b < right.len() {
        if alike(a, b) && best[a][b] == best[a + 1][b + 1] + 1 {
            pairs.push((a, b));
            a += 1;
            b += 1;
        } else if best[a + 1][b] >= best[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

fn surface(sentences: &[Sentence]) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = flatten(sentences).into_iter().map(|word| word.place).collect();
    spans.dedup();
    spans
}

fn bounds(sentences: &[Sentence]) -> Vec<(usize, usize)> {
    let ends = sentences.iter().filter_map(|sentence| Some((sentence.tokens.first()?, sentence.tokens.last()?)));
    ends.map(|(first, last)| (first.span.start, last.span.end)).collect()
}

fn overlap(gold: &[(usize, usize)], system: &[(usize, usize)]) -> Count {
    let mut left: HashMap<(usize, usize), usize> = HashMap::new();
    gold.iter().for_each(|&span| *left.entry(span).or_default() += 1);
    let right = system.iter().filter(|span| {
        left.get_mut(span).is_some_and(|count| {
            let found = *count > 0;
            *count = count.saturating_sub(1);
            found
        })
    });
    Count { gold: gold.len(), system: system.len(), right: right.count() }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    fn laid_out(lines: &[(&str, &str, usize)]) -> Vec<Sentence> {
        let mut text = String::new();
        for (index, (form, relation, head)) in lines.iter().enumerate() {
            text.push_str(&format!("{}\t{form}\t{form}\tX\t_\t_\t{head}\t{relation}\t_\t_\n", index + 1));
        }
        conllu::lay_out(&conllu::parse(&text).unwrap()).1
    }

    #[test]
    fn the_gold_scores_full_marks_against_itself() {
        let gold = laid_out(&[("They", "nsubj", 2), ("met", "root", 0), ("here", "advmod", 2)]);
        let scores = score(&gold, &gold);
        assert!([scores.tokens, scores.words, scores.las].iter().all(|count| count.f1() == 1.0));
    }

    #[test]
    fn a_wrong_head_costs_one_arc_and_a_subtype_none() {
        let gold = laid_out(&[("They", "nsubj", 2), ("met", "root", 0), ("here", "advmod", 2)]);
        let system = laid_out(&[("They", "nsubj:pass", 2), ("met", "root", 0), ("here", "advmod", 1)]);
        let scores = score(&gold, &system);
        assert_eq!((scores.uas.right, scores.las.right), (2, 2));
    }

    #[test]
    fn words_that_are_cut_differently_do_not_match() {
        let gold = laid_out(&[("a", "root", 0), ("bc", "x", 1)]);
        let mut system = gold.clone();
        system[0].tokens[1].span.end -= 1;
        let mut rest = system[0].tokens[1].clone();
        rest.span = crate::model::Span::new(rest.span.end, rest.span.end + 1);
        system[0].tokens.push(rest);
        let scores = score(&gold, &system);
        assert_eq!((scores.words.gold, scores.words.system, scores.words.right), (2, 3, 1));
    }
}
