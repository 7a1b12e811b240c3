//! Noun phrases that may be mentions: their heads, and which words belong to them.
//!
//! Spans follow GUM (<https://wiki.gucorpling.org/gum/entities>): with articles, possessives, modifiers, prepositional phrases and
//! relative clauses after the head, and the possessive ending; without the preposition before it, an apposition, a second
//! conjunct, and, where the phrase is a predicate, without its subject and copula. A coordination is a phrase of its own.

use crate::model::{Sentence, Token, TokenId, Upos};
use std::ops::Range;

/// A phrase that may be a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub sentence: usize,
    pub tokens: Range<TokenId>,
    pub head: TokenId,
    /// Whether it is "A and B" as a whole.
    pub joint: bool,
}

/// The phrases of a sentence, by their first word, the longer first.
pub(super) fn phrases(sentence: &Sentence, index: usize) -> Vec<Phrase> {
    let tree = Tree::new(sentence);
    let mut found = Vec::new();
    for head in (0..sentence.tokens.len()).filter(|&id| is_head(&tree, id)) {
        let single = Phrase { sentence: index, tokens: tree.phrase(head, false), head, joint: false };
        if tree.children[head].iter().any(|&child| is_joined(&sentence.tokens[child])) {
            let tokens = tree.phrase(head, true);
            if tokens != single.tokens {
                found.push(Phrase { tokens, joint: true, ..single.clone() });
            }
        }
        found.push(single);
    }
    found.sort_by_key(|phrase| (phrase.tokens.start, std::cmp::Reverse(phrase.tokens.end), phrase.joint));
    found.dedup_by(|a, b| a.tokens == b.tokens);
    found
}

/// A sentence with the children and the extent of every word at hand.
struct Tree<'s> {
    sentence: &'s Sentence,
    children: Vec<Vec<TokenId>>,
    extent: Vec<Range<TokenId>>,
}

impl<'s> Tree<'s> {
    fn new(sentence: &'s Sentence) -> Self {
        let count = sentence.tokens.len();
        let mut children = vec![Vec::new(); count];
        for (id, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&head| head < count && head != id) {
                children[head].push(id);
            }
        }
        let mut tree = Tree { sentence, children, extent: (0..count).map(|id| id..id + 1).collect() };
        for id in 0..count {
            // Every word widens all that stand above it.
            let mut here = id;
            for _ in 0..count {
                let Some(head) = sentence.tokens[here].head.filter(|&head| head < count) else { break };
                let wide = &mut tree.extent[head];
                *wide = wide.start.min(id)..wide.end.max(id + 1);
                here = head;
            }
        }
        tree
    }

    /// The words of the phrase around a head; with all conjuncts where it is `joint`.
    fn phrase(&self, head: TokenId, joint: bool) -> Range<TokenId> {
        let tokens = &self.sentence.tokens;
        let predicate = self.children[head].iter().any(|&child| tokens[child].rel() == "cop");
        let mut range = head..head + 1;
        for &child in &self.children[head] {
            if belongs(&tokens[child], child < head, predicate, joint) {
                let extent = &self.extent[child];
                range = range.start.min(extent.start)..range.end.max(extent.end);
            }
        }
        self.trim(range, head)
    }

    /// Without marks at either end, but those that belong to another inside.
    fn trim(&self, mut range: Range<TokenId>, head: TokenId) -> Range<TokenId> {
        let tokens = &self.sentence.tokens;
        let edge = |id: TokenId| matches!(tokens[id].upos, Upos::Punct | Upos::Cconj);
        while range.start < head && edge(range.start) && !self.is_paired(range.start, &range) {
            range.start += 1;
        }
        while range.end > head + 1 && edge(range.end - 1) && !self.is_paired(range.end - 1, &range) {
            range.end -= 1;
        }
        range
    }

    /// Whether a bracket or quotation mark at one end has its partner within.
    fn is_paired(&self, id: TokenId, range: &Range<TokenId>) -> bool {
        let form = |id: TokenId| &*self.sentence.tokens[id].form;
        let partners: &[&str] = match form(id) {
            ")" => &["("],
            "]" => &["["],
            "\"" => &["\"", "“"],
            "”" => &["“"],
            "“" => &["”"],
            "(" => &[")"],
            "[" => &["]"],
            _ => return false,
        };
        range.clone().any(|other| other != id && partners.contains(&form(other)))
    }
}

/// Whether a child is within the phrase of its head.
fn belongs(child: &Token, left: bool, predicate: bool, joint: bool) -> bool {
    match child.rel() {
        "det" | "amod" | "compound" | "nummod" | "flat" | "fixed" | "goeswith" => true,
        "nmod" if child.deprel == "nmod:poss" || child.deprel == "nmod:desc" => true,
        "nmod" => !left || child.deprel == "nmod:unmarked",
        "acl" => !left,
        "case" => !left,
        "conj" => joint && !predicate || joint && !matches!(child.upos, Upos::Verb | Upos::Aux),
        "cc" => joint && child.deprel != "cc:preconj",
        "obj" | "xcomp" | "ccomp" => !left,
        "obl" => !left && !predicate,
        "advmod" => !left && !predicate,
        _ => false,
    }
}

fn is_joined(child: &Token) -> bool {
    child.rel() == "conj" && !matches!(child.upos, Upos::Verb | Upos::Aux | Upos::Adv)
}

/// Whether a word heads a phrase that may be a mention.
fn is_head(tree: &Tree, id: TokenId) -> bool {
    let token = &tree.sentence.tokens[id];
    let rel = token.rel();
    if matches!(rel, "flat" | "fixed" | "goeswith" | "punct" | "expl" | "mark" | "cc" | "case" | "discourse") {
        return rel == "expl" && &*token.lemma == "it";
    }
    let relative = token.feat("PronType").is_some_and(|kind| kind.contains("Rel") || kind.contains("Int"));
    let nominal = matches!(rel, "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "conj" | "appos" | "vocative" | "root");
    match token.upos {
        Upos::Pron => !relative,
        Upos::Noun | Upos::Propn => true,
        Upos::Det => nominal && !relative && token.feat("PronType") == Some("Dem"),
        Upos::Num | Upos::Adj | Upos::X | Upos::Sym | Upos::Verb => {
            let article = tree.children[id].iter().any(|&child| tree.sentence.tokens[child].rel() == "det");
            nominal && rel != "root" && (article || token.upos != Upos::Verb) && rel != "conj"
        }
        Upos::Adv => {
            let pronominal = token.feat("PronType") == Some("Dem") && token.feat("Degree").is_none();
            pronominal && rel == "advmod" && tree.children[id].is_empty()
        }
        _ => false,
    }
}
