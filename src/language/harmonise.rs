//! One set of conventions for the treebanks of a language.
//!
//! The Spanish treebanks name the same thing differently. AnCora (and CESS-ESP, converted after it) leave passives
//! and relative clauses unmarked, call prepositional complements `obj`, and give participles that they tag
//! as adjectives the participle for a lemma. What can be told from the tree is made alike here, towards
//! the guidelines of Universal Dependencies.

use super::conllu::{Tree, Word};
use crate::model::{Lang, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// Relations that one treebank names differently: treebank, its name, the common name.
const RENAMED: &[(&str, &str, &str)] = &[
    ("pud", "flat:name", "flat"),
    ("pud", "obl:tmod", "obl"),
    ("gsd", "nmod:tmod", "nmod"),
    ("gsd", "obl:tmod", "obl"),
];

/// Brings the trees of one treebank to the common conventions of its language.
pub fn harmonise(lang: &Lang, treebank: &str, trees: &mut [Tree]) {
    if lang.code() != "es" {
        return;
    }
    let participles = Participles::learn(trees);
    for tree in trees {
        for word in &mut tree.words {
            let known = RENAMED.iter().find(|(bank, from, _)| *bank == treebank && *from == word.deprel);
            if let Some((_, _, to)) = known {
                word.deprel = (*to).to_owned();
            }
            // The reflexive pronoun belongs to the tree, not to the lemma.
            if word.upos == Upos::Verb && word.lemma.ends_with("rse") {
                word.lemma.truncate(word.lemma.len() - 2);
            }
            if has(word, "VerbForm=Part") && word.upos == Upos::Adj {
                if let Some(verb) = participles.verb(&word.lemma) {
                    word.lemma = verb;
                }
            }
        }
        reflexives(tree);
        passives(tree);
        relative_clauses(tree);
        complements(tree);
    }
}

fn has(word: &Word, feature: &str) -> bool {
    word.feats.split('|').any(|item| item == feature)
}

fn children(tree: &Tree, head: usize) -> Vec<usize> {
    (0..tree.words.len()).filter(|&index| tree.words[index].head == Some(head)).collect()
}

fn case_of(tree: &Tree, head: usize) -> Option<String> {
    let cases = children(tree, head).into_iter().map(|child| &tree.words[child]);
    cases.filter(|word| word.deprel == "case").map(|word| word.lemma.clone()).next()
}

/// `se` as a part of the verb is `expl:pv` everywhere.
fn reflexives(tree: &mut Tree) {
    for word in &mut tree.words {
        if word.deprel == "compound:prt" && word.upos == Upos::Pron {
            word.deprel = "expl:pv".to_owned();
        }
    }
}

/// Passives with `ser` and with `se` get `aux:pass`, `nsubj:pass` and `obl:agent`.
fn passives(tree: &mut Tree) {
    for index in 0..tree.words.len() {
        let children = children(tree, index);
        let is_participle = has(&tree.words[index], "VerbForm=Part");
        let by = children.iter().copied().find(|&child| {
            let word = &tree.words[child];
            matches!(word.deprel.as_str(), "obj" | "obl" | "obl:arg" | "obl:agent")
                && case_of(tree, child).as_deref() == Some("por")
        });
        let ser = children.iter().copied().find(|&child| {
            let word = &tree.words[child];
            let may_be = word.deprel.starts_with("aux") || (word.deprel == "cop" && by.is_some());
            word.lemma == "ser" && may_be
        });
        let se = children.iter().any(|&child| tree.words[child].deprel == "expl:pass");
        if let Some(ser) = ser.filter(|_| is_participle) {
            tree.words[ser].deprel = "aux:pass".to_owned();
            if tree.words[index].upos == Upos::Adj {
                tree.words[index].upos = Upos::Verb;
            }
        }
        if let Some(by) = by.filter(|&by| is_participle && (ser.is_some() || tree.words[by].deprel == "obj")) {
            tree.words[by].deprel = "obl:agent".to_owned();
        }
        if se || (is_participle && ser.is_some()) {
            for child in children {
                let word = &mut tree.words[child];
                if matches!(word.deprel.as_str(), "nsubj" | "csubj") {
                    word.deprel.push_str(":pass");
                }
            }
        }
    }
}

/// A clause with a relative pronoun under a noun is `acl:relcl`.
fn relative_clauses(tree: &mut Tree) {
    for index in 0..tree.words.len() {
        if tree.words[index].deprel == "acl" && relative_below(tree, index, 2) {
            tree.words[index].deprel = "acl:relcl".to_owned();
        }
    }
}

fn relative_below(tree: &Tree, head: usize, depth: usize) -> bool {
    children(tree, head).into_iter().any(|child| {
        let word = &tree.words[child];
        let is_relative = word.feats.contains("Rel") && word.feats.contains("PronType");
        let goes_on = depth > 1 && matches!(word.deprel.as_str(), "nmod" | "obl" | "det" | "obl:arg" | "nsubj" | "obj");
        is_relative || (goes_on && relative_below(tree, child, depth - 1))
    })
}

/// Prepositional complements are `obl:arg`; with `a`, beside another object, `iobj`.
fn complements(tree: &mut Tree) {
    for index in 0..tree.words.len() {
        if !matches!(tree.words[index].deprel.as_str(), "obj" | "iobj") || tree.words[index].upos == Upos::Verb {
            continue;
        }
        let Some(case) = case_of(tree, index) else { continue };
        if case != "a" {
            tree.words[index].deprel = "obl:arg".to_owned();
        } else if tree.words[index].deprel == "obj" {
            let Some(head) = tree.words[index].head else { continue };
            let siblings = children(tree, head).into_iter().filter(|&child| child != index);
            let mut objects = siblings.filter(|&child| {
                let relation = tree.words[child].deprel.as_str();
                relation == "ccomp" || (relation == "obj" && case_of(tree, child).is_none())
            });
            if objects.next().is_some() {
                tree.words[index].deprel = "iobj".to_owned();
            }
        }
    }
}

/// From a participle in the masculine singular to its verb.
struct Participles {
    seen: BTreeMap<String, String>,
    verbs: BTreeSet<String>,
}

impl Participles {
    fn learn(trees: &[Tree]) -> Self {
        let words = || trees.iter().flat_map(|tree| &tree.words).filter(|word| word.upos == Upos::Verb);
        let verbs = words().map(|word| word.lemma.clone()).filter(|lemma| lemma.ends_with('r')).collect();
        let participles = words().filter(|word| has(word, "VerbForm=Part"));
        let masculine = |form: &str| {
            let stem = form.to_lowercase();
            let stem = stem.strip_suffix('s').unwrap_or(&stem);
            stem.strip_suffix('a').map_or_else(|| stem.to_owned(), |stem| format!("{stem}o"))
        };
        let seen = participles.map(|word| (masculine(&word.form), word.lemma.clone())).collect();
        Participles { seen, verbs }
    }

    fn verb(&self, participle: &str) -> Option<String> {
        if let Some(verb) = self.seen.get(participle) {
            return Some(verb.clone());
        }
        if let Some(stem) = participle.strip_suffix("ado") {
            return Some(format!("{stem}ar"));
        }
        let stem = participle.strip_suffix("ido").or_else(|| participle.strip_suffix("ído"))?;
        let endings = ["er", "ir", "eír", "ír"];
        endings.iter().map(|ending| format!("{stem}{ending}")).find(|verb| self.verbs.contains(verb))
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    #[test]
    fn a_spanish_passive_shows_its_agent() {
        let text = "1\tPlan\tplan\tNOUN\t_\t_\t3\tnsubj\t_\t_\n2\tfue\tser\tAUX\t_\t_\t3\taux\t_\t_\n\
            3\tcriticado\tcriticar\tVERB\t_\tVerbForm=Part\t0\troot\t_\t_\n4\tpor\tpor\tADP\t_\t_\t5\tcase\t_\t_\n\
            5\tPerú\tPerú\tPROPN\t_\t_\t3\tobj\t_\t_\n";
        let mut trees = conllu::parse(text).unwrap();
        harmonise(&Lang::new("es"), "ancora", &mut trees);
        let relations: Vec<&str> = trees[0].words.iter().map(|word| word.deprel.as_str()).collect();
        assert_eq!(relations, ["nsubj:pass", "aux:pass", "root", "case", "obl:agent"]);
    }
}
