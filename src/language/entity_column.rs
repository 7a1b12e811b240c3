//! Who is who in a treebank: the brackets of `Entity=` in MISC, as GUM and CorefUD write them.
//!
//! `# global.Entity = GRP-etype-infstat-…-minspan-…` names the fields; `(5-place-new-…` opens a mention of the chain 5,
//! `5)` closes the last open one of that chain, `(5-place-new-…)` is one of a single word, and one word may hold
//! several. A mention in parts (`5[1/2]`) is read as the stretch from its first part to its last.

use super::conllu::Tree;
use crate::model::TokenId;
use std::ops::Range;

/// A document of a treebank with its chains' mentions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotated {
    /// The document's name, from `# newdoc id = …`.
    pub name: String,
    /// Its sentences, as indices of the treebank's trees.
    pub trees: Range<usize>,
    /// Its mentions in the order in which they open.
    pub mentions: Vec<GoldMention>,
}

/// A mention as the treebank gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldMention {
    /// Its chain: mentions of one document with the same are one entity.
    pub chain: String,
    /// The kind of entity: `person`, `organization`, `place`, …
    pub kind: String,
    /// Index of its sentence in the document.
    pub sentence: usize,
    /// Its words.
    pub tokens: Range<TokenId>,
    /// The words without which it is not found (`minspan`), of the sentence; all, where the file does not say.
    pub least: Vec<TokenId>,
}

/// Why the entities of a treebank cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntityError {
    /// No header says what the brackets hold.
    #[error("it has no entities: the comment \"# global.Entity = …\" is missing")]
    NoHeader,
    /// The header does not name a chain and a kind.
    #[error("\"# global.Entity\" names no field GRP (or eid) and etype")]
    Header,
    /// A bracket does not close, or closes nothing.
    #[error("sentence {sentence}: the bracket of chain {chain} {what}")]
    Bracket {
        /// `sent_id`, or the number of the sentence from 1.
        sentence: String,
        /// The chain.
        chain: String,
        /// What is wrong with it.
        what: &'static str,
    },
}

/// The positions of the fields between hyphens.
struct Fields {
    chain: usize,
    kind: usize,
    least: Option<usize>,
}

impl Fields {
    fn of(trees: &[Tree]) -> Result<Fields, EntityError> {
        let header = trees.iter().find_map(|tree| tree.comment("global.Entity")).ok_or(EntityError::NoHeader)?;
        let at = |names: &[&str]| header.split('-').position(|field| names.contains(&field.trim()));
        let (Some(chain), Some(kind)) = (at(&["GRP", "eid"]), at(&["etype"])) else { return Err(EntityError::Header) };
        Ok(Fields { chain, kind, least: at(&["minspan"]) })
    }
}

/// Reads the documents of a treebank with their entities.
///
/// # Errors
/// [`EntityError`] where the treebank has none, or its brackets do not close within their sentence.
pub fn documents(trees: &[Tree]) -> Result<Vec<Annotated>, EntityError> {
    let fields = Fields::of(trees)?;
    let mut documents: Vec<Annotated> = Vec::new();
    for (index, tree) in trees.iter().enumerate() {
        if documents.is_empty() || tree.comments.iter().any(|line| line.starts_with("newdoc")) {
            let name = tree.comment("newdoc id").unwrap_or_default().to_owned();
            documents.push(Annotated { name, trees: index..index, mentions: Vec::new() });
        }
        if let Some(document) = documents.last_mut() {
            let sentence = document.trees.len();
            document.trees.end = index + 1;
            document.mentions.extend(mentions(tree, sentence, index, &fields)?);
        }
    }
    Ok(documents)
}

/// The mentions of one sentence.
fn mentions(tree: &Tree, sentence: usize, number: usize, fields: &Fields) -> Result<Vec<GoldMention>, EntityError> {
    let mut found: Vec<GoldMention> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let fail = |chain: &str, what| {
        let sentence = tree.comment("sent_id").map_or_else(|| (number + 1).to_string(), str::to_owned);
        EntityError::Bracket { sentence, chain: chain.to_owned(), what }
    };
    for (id, word) in tree.words.iter().enumerate() {
        let Some(brackets) = word.misc.split('|').find_map(|item| item.strip_prefix("Entity=")) else { continue };
        for piece in pieces(brackets) {
            let opens = piece.strip_prefix('(');
            let body = opens.unwrap_or(piece).trim_end_matches(')');
            let values: Vec<&str> = body.split('-').collect();
            let (chain, part) = part_of(values.get(if opens.is_some() { fields.chain } else { 0 }).unwrap_or(&""));
            if opens.is_some() && part.is_none_or(|(part, _)| part == 1) {
                let kind = values.get(fields.kind).copied().unwrap_or_default().to_owned();
                let numbers = fields.least.and_then(|field| values.get(field)).copied().unwrap_or_default();
                let least = numbers.split(',').filter_map(|word| word.parse::<usize>().ok()?.checked_sub(1));
                let least = least.map(|word| id + word).collect();
                open.push(found.len());
                found.push(GoldMention { chain: chain.to_owned(), kind, sentence, tokens: id..id + 1, least });
            }
            if piece.ends_with(')') && part.is_none_or(|(part, parts)| part == parts) {
                let at = open.iter().rposition(|&mention| found[mention].chain == chain);
                let at = at.ok_or_else(|| fail(chain, "closes nothing"))?;
                found[open.remove(at)].tokens.end = id + 1;
            }
        }
    }
    if let Some(&mention) = open.first() {
        return Err(fail(&found[mention].chain, "does not close"));
    }
    for mention in found.iter_mut().filter(|mention| mention.least.is_empty()) {
        mention.least = mention.tokens.clone().collect();
    }
    Ok(found)
}

/// `(1-person-…(2-place-…)1)` in its pieces, each with its brackets.
fn pieces(brackets: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in brackets.char_indices() {
        if c == '(' && at > start {
            found.push(&brackets[start..at]);
            start = at;
        } else if c == ')' {
            found.push(&brackets[start..=at]);
            start = at + 1;
        }
    }
    found.push(&brackets[start..]);
    found.retain(|piece| !piece.is_empty());
    found
}

/// `5[1/2]` as the chain and which part of how many.
fn part_of(chain: &str) -> (&str, Option<(usize, usize)>) {
    let read = || {
        let (name, rest) = chain.split_once('[')?;
        let (part, parts) = rest.strip_suffix(']')?.split_once('/')?;
        Some((name, Some((part.parse().ok()?, parts.parse().ok()?))))
    };
    read().unwrap_or((chain, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::conllu;

    fn trees(entities: &[&str]) -> Vec<Tree> {
        let mut text = "# newdoc id = a\n# global.Entity = GRP-etype-minspan-link\n".to_owned();
        for (index, entity) in entities.iter().enumerate() {
            text.push_str(&format!("{0}\tw\tw\tX\t_\t_\t{1}\tx\t_\t{entity}\n", index + 1, index));
        }
        conllu::parse(&text).unwrap()
    }

    fn read(entities: &[&str]) -> Vec<(String, Range<usize>, Vec<usize>)> {
        let documents = documents(&trees(entities)).unwrap();
        documents[0].mentions.iter().map(|m| (m.chain.clone(), m.tokens.clone(), m.least.clone())).collect()
    }

    #[test]
    fn nested_mentions_close_at_one_word() {
        let found =
            read(&["Entity=(1-person-2-coref", "Entity=(2-place-1-sgl)|X=y", "SpaceAfter=No|Entity=(3-place-1-sgl)1)"]);
        assert_eq!(found, [("1".into(), 0..3, vec![1]), ("2".into(), 1..2, vec![1]), ("3".into(), 2..3, vec![2])]);
    }

    #[test]
    fn a_mention_within_another_of_its_chain_closes_first() {
        let found = read(&["Entity=(1-person-1-coref", "Entity=(1-person-1-ana)", "Entity=1)"]);
        assert_eq!((found[0].1.clone(), found[1].1.clone()), (0..3, 1..2));
    }

    #[test]
    fn parts_make_one_mention() {
        let found = read(&["Entity=(1[1/2]-person--coref)", "_", "Entity=(1[2/2]-person--coref)"]);
        assert_eq!(found, [("1".into(), 0..3, vec![0, 1, 2])]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(documents(&conllu::parse("1\tw\tw\tX\t_\t_\t0\tx\t_\t_\n").unwrap()), Err(EntityError::NoHeader));
        let open = documents(&trees(&["Entity=(1-person-1-coref"])).unwrap_err();
        assert_eq!(open.to_string(), "sentence 1: the bracket of chain 1 does not close");
        assert!(documents(&trees(&["Entity=1)"])).unwrap_err().to_string().ends_with("closes nothing"));
    }
}
