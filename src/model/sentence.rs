//! A sentence with its tokens: tagged, lemmatised and parsed in Universal Dependencies.

use super::Span;
use compact_str::CompactString;
use std::ops::Range;
use std::sync::Arc;

/// Index of a word in its sentence, from 0. (CoNLL-U counts from 1; only `language::conllu` does so.)
pub type TokenId = usize;

/// A sentence. Made by `language`, or by hand in tests; heads form one tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Bytes of the document's text.
    pub span: Span,
    /// Whether it stands in the title or in a heading, where articles and auxiliaries are dropped.
    pub is_headline: bool,
    /// Index of its block in [`super::Document::blocks`].
    pub block: usize,
    /// Syntactic words.
    pub tokens: Vec<Token>,
    /// Surface tokens of several words («del», «haciéndolo», "don't"), in order.
    pub multiwords: Vec<MultiWord>,
}

/// A surface token that holds several syntactic words; each of those has the surface token's span, or its own
/// slice where the words make up the surface token exactly ("Moscow" + "'s").
#[derive(Debug, Clone, PartialEq)]
pub struct MultiWord {
    /// Bytes of the document's text.
    pub span: Span,
    /// The words it holds.
    pub words: Range<TokenId>,
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Bytes of the document's text. Words of one multiword token share its span, but for those that make it up
    /// exactly: "Moscow" and "'s" have their own.
    pub span: Span,
    /// The word; differs from the text's slice only inside multiword tokens («del» is «de» and «el»).
    pub form: CompactString,
    /// Dictionary form.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Universal features, as CoNLL-U writes them: `Gender=Masc|Number=Sing`, or `_`.
    pub feats: Arc<str>,
    /// The head, or `None` for the root.
    pub head: Option<TokenId>,
    /// Universal dependency relation with its subtype: `nsubj:pass`.
    pub deprel: CompactString,
}

impl Token {
    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    pub fn rel(&self) -> &str {
        self.deprel.split(':').next().unwrap_or(&self.deprel)
    }
    /// The value of a feature: `feat("Number")` is `Some("Plur")`.
    pub fn feat(&self, name: &str) -> Option<&str> {
        let pairs = self.feats.split('|').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }
}

impl Sentence {
    /// The children of `head`, from left to right. Time O(tokens).
    pub fn children(&self, head: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let of_head = move |(id, token): (TokenId, &Token)| (token.head == Some(head)).then_some(id);
        self.tokens.iter().enumerate().filter_map(of_head)
    }
    /// The children of `head` whose relation, without its subtype, is one of `rels`.
    pub fn children_by<'s>(
        &'s self,
        head: TokenId,
        rels: &'s [&'s str],
    ) -> impl DoubleEndedIterator<Item = TokenId> + 's {
        self.children(head).filter(move |&id| rels.contains(&self.tokens[id].rel()))
    }
    /// The first child of `head` with one of these relations (without subtypes).
    pub fn child(&self, head: TokenId, rels: &[&str]) -> Option<TokenId> {
        self.children(head).find(|&id| rels.contains(&self.tokens[id].rel()))
    }
    /// The chain of heads above `token`, nearest first, without `token`. Ends at the root.
    pub fn ancestors(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(self.tokens[token].head, |&id| self.tokens[id].head).take(self.tokens.len())
    }
    /// Whether `token` is `top` or stands below it.
    pub fn is_below(&self, token: TokenId, top: TokenId) -> bool {
        token == top || self.ancestors(token).any(|id| id == top)
    }
    /// All tokens of the subtree of `top`, `top` included, in text order. Time O(tokens × depth).
    pub fn subtree(&self, top: TokenId) -> Vec<TokenId> {
        (0..self.tokens.len()).filter(|&id| self.is_below(id, top)).collect()
    }
    /// The bytes from the first to the last of `tokens`, which must not be empty.
    pub fn span_of(&self, tokens: impl IntoIterator<Item = TokenId>) -> Span {
        let spans = tokens.into_iter().map(|id| self.tokens[id].span);
        spans.reduce(Span::cover).unwrap_or(self.span)
    }
}

/// The seventeen universal parts of speech (<https://universaldependencies.org/u/pos/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the standard's own")]
#[repr(u8)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// All of them, in the order of their names.
    pub const ALL: [(Upos, &'static str); 17] = [
        (Upos::Adj, "ADJ"),
        (Upos::Adp, "ADP"),
        (Upos::Adv, "ADV"),
        (Upos::Aux, "AUX"),
        (Upos::Cconj, "CCONJ"),
        (Upos::Det, "DET"),
        (Upos::Intj, "INTJ"),
        (Upos::Noun, "NOUN"),
        (Upos::Num, "NUM"),
        (Upos::Part, "PART"),
        (Upos::Pron, "PRON"),
        (Upos::Propn, "PROPN"),
        (Upos::Punct, "PUNCT"),
        (Upos::Sconj, "SCONJ"),
        (Upos::Sym, "SYM"),
        (Upos::Verb, "VERB"),
        (Upos::X, "X"),
    ];
    /// The tag's name in CoNLL-U.
    pub fn name(self) -> &'static str {
        Upos::ALL[self as usize].1
    }
    /// The tag of a CoNLL-U name; what is unknown is [`Upos::X`].
    pub fn parse(name: &str) -> Upos {
        Upos::ALL.iter().find(|(_, known)| *known == name).map_or(Upos::X, |(tag, _)| *tag)
    }
}

impl std::fmt::Display for Upos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
