//! CoNLL-U in and out (<https://universaldependencies.org/format.html>).
//!
//! Words are counted from 0 here and everywhere in the crate; the file counts from 1. Empty nodes
//! (`8.1`) and the DEPS column are passed over in reading, and DEPS is `_` in writing.

use crate::model::{Document, MultiWord, Sentence, Span, Token, TokenId, Upos};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// One sentence as a CoNLL-U file gives it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tree {
    /// Comment lines without their `#` and the space after it: `sent_id = n01`.
    pub comments: Vec<String>,
    /// Syntactic words.
    pub words: Vec<Word>,
    /// Surface tokens of several words, in order.
    pub ranges: Vec<WordRange>,
}

/// One word line.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// FORM.
    pub form: String,
    /// LEMMA.
    pub lemma: String,
    /// UPOS.
    pub upos: Upos,
    /// XPOS, or `_`.
    pub xpos: String,
    /// FEATS, or `_`.
    pub feats: String,
    /// HEAD, counted from 0; `None` for the root.
    pub head: Option<TokenId>,
    /// DEPREL.
    pub deprel: String,
    /// Whether white space follows in the text (no `SpaceAfter=No`).
    pub space_after: bool,
    /// MISC, or `_`.
    pub misc: String,
}

/// A range line: one surface token for several words.
#[derive(Debug, Clone, PartialEq)]
pub struct WordRange {
    /// The words, counted from 0.
    pub words: Range<TokenId>,
    /// FORM of the surface token.
    pub form: String,
    /// Whether white space follows in the text.
    pub space_after: bool,
}

/// What is wrong with a CoNLL-U text, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ConlluError {
    /// Line of the text, from 1.
    pub line: usize,
    /// What is wrong, in a few words.
    pub reason: String,
}

impl Tree {
    /// The value of a comment `key = value`.
    pub fn comment(&self, key: &str) -> Option<&str> {
        let values = self.comments.iter().filter_map(|line| line.split_once('='));
        values.filter(|(name, _)| name.trim() == key).map(|(_, value)| value.trim()).next()
    }
}

/// Reads all sentences of a CoNLL-U text.
///
/// # Errors
/// [`ConlluError`] at the first line that has not ten columns, an id out of order, or a head that is no
/// word of the sentence.
pub fn parse(text: &str) -> Result<Vec<Tree>, ConlluError> {
    let mut trees = Vec::new();
    let mut tree = Tree::default();
    let mut first_line = 1;
    for (number, line) in text.lines().enumerate() {
        let fail = |reason: &str| ConlluError { line: number + 1, reason: reason.to_owned() };
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            finish(&mut tree, &mut trees, first_line)?;
            first_line = number + 2;
        } else if let Some(comment) = line.strip_prefix('#') {
            tree.comments.push(comment.strip_prefix(' ').unwrap_or(comment).to_owned());
        } else {
            read_line(line, &mut tree).map_err(|reason| fail(&reason))?;
        }
    }
    finish(&mut tree, &mut trees, first_line)?;
    Ok(trees)
}

fn finish(tree: &mut Tree, trees: &mut Vec<Tree>, line: usize) -> Result<(), ConlluError> {
    let done = std::mem::take(tree);
    if done.words.is_empty() {
        return Ok(());
    }
    let count = done.words.len();
    let stray_head = done.words.iter().any(|word| word.head.is_some_and(|head| head >= count));
    let stray_range = done.ranges.iter().any(|range| range.words.end > count);
    if stray_head || stray_range {
        let reason = "the sentence that starts here has a head or range beyond its last word".to_owned();
        return Err(ConlluError { line, reason });
    }
    trees.push(done);
    Ok(())
}

fn read_line(line: &str, tree: &mut Tree) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns[..] else {
        return Err(format!("{} columns where CoNLL-U has 10, separated by tabs", columns.len()));
    };
    let space_after = !misc.split('|').any(|item| item == "SpaceAfter=No");
    if id.contains('.') {
        return Ok(()); // an empty node of the enhanced graph
    }
    if let Some((first, last)) = id.split_once('-') {
        let bounds = (first.parse::<usize>(), last.parse::<usize>());
        let (Ok(first), Ok(last)) = bounds else { return Err(format!("bad range id {id}")) };
        if first != tree.words.len() + 1 || last < first {
            return Err(format!("range {id} does not start at the next word"));
        }
        tree.ranges.push(WordRange { words: first - 1..last, form: form.to_owned(), space_after });
        return Ok(());
    }
    if id.parse() != Ok(tree.words.len() + 1) {
        return Err(format!("word id {id} where {} comes next", tree.words.len() + 1));
    }
    let head = match head {
        "_" => None,
        _ => head.parse::<usize>().map_err(|_| format!("bad head {head}"))?.checked_sub(1),
    };
    tree.words.push(Word {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: Upos::parse(upos),
        xpos: xpos.to_owned(),
        feats: feats.to_owned(),
        head,
        deprel: deprel.to_owned(),
        space_after,
        misc: misc.to_owned(),
    });
    Ok(())
}

/// Writes sentences of a document; `# sent_id` is `name` and a running number from 1.
pub fn write(document: &Document, sentences: &[Sentence]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# newdoc id = {}", document.meta.name);
    for (number, sentence) in sentences.iter().enumerate() {
        let id = format!("{}-{}", document.meta.name, number + 1);
        write_sentence(&mut out, &document.text, sentence, &id);
    }
    out
}

/// Writes one sentence, whose spans point into `text`, and the empty line after it.
pub fn write_sentence(out: &mut String, text: &str, sentence: &Sentence, id: &str) {
    let one_line: Vec<&str> = sentence.span.of(text).split_whitespace().collect();
    let _ = writeln!(out, "# sent_id = {id}\n# text = {}", one_line.join(" "));
    let mut ranges = sentence.multiwords.iter().peekable();
    for (index, token) in sentence.tokens.iter().enumerate() {
        if let Some(range) = ranges.next_if(|range| range.words.start == index) {
            let words = format!("{}-{}", range.words.start + 1, range.words.end);
            let misc = space_note(text, sentence, range.span, range.words.end);
            let _ = writeln!(out, "{words}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", range.span.of(text));
        }
        let inside = sentence.multiwords.iter().any(|range| range.words.contains(&index));
        let misc = if inside { "_" } else { space_note(text, sentence, token.span, index + 1) };
        let head = token.head.map_or(0, |head| head + 1);
        let (upos, feats) = (token.upos, &token.feats);
        let (form, lemma) = (one_word(&token.form), one_word(&token.lemma));
        let deprel = &token.deprel;
        let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{deprel}\t_\t{misc}", index + 1);
    }
    out.push('\n');
}

fn one_word(field: &str) -> String {
    if field.is_empty() { "_".to_owned() } else { field.replace(['\t', '\n'], " ") }
}

fn space_note(text: &str, sentence: &Sentence, span: Span, next: TokenId) -> &'static str {
    let touches = sentence.tokens.get(next).is_some_and(|token| token.span.start == span.end);
    let at_end = next == sentence.tokens.len() && text[span.end..].starts_with(|c: char| !c.is_whitespace());
    if touches || at_end { "SpaceAfter=No" } else { "_" }
}

/// Lays trees out as one text and gives the sentences with spans into it.
///
/// The text is the words with a space where the file has one; a `newdoc` or `newpar` comment starts a
/// paragraph (an empty line before it).
pub fn lay_out(trees: &[Tree]) -> (String, Vec<Sentence>) {
    let mut text = String::new();
    let mut sentences = Vec::with_capacity(trees.len());
    let mut block = 0;
    for tree in trees {
        let opens = tree.comments.iter().any(|line| line.starts_with("newdoc") || line.starts_with("newpar"));
        if opens && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
            block += 1;
        }
        sentences.push(lay_out_tree(tree, &mut text, block));
    }
    text.truncate(text.trim_end().len());
    (text, sentences)
}

fn lay_out_tree(tree: &Tree, text: &mut String, block: usize) -> Sentence {
    let start = text.len();
    let mut tokens: Vec<Token> = Vec::with_capacity(tree.words.len());
    let mut multiwords = Vec::new();
    let mut ranges = tree.ranges.iter().peekable();
    let mut end = start;
    while tokens.len() < tree.words.len() {
        let first = tokens.len();
        let at = text.len();
        let range = ranges.next_if(|range| range.words.start == first);
        let (form, space, count) = match range {
            Some(range) => (&range.form, range.space_after, range.words.len()),
            None => (&tree.words[first].form, tree.words[first].space_after, 1),
        };
        text.push_str(form);
        let span = Span::new(at, text.len());
        end = text.len();
        let words = &tree.words[first..first + count];
        if count > 1 {
            multiwords.push(MultiWord { span, words: first..first + count });
        }
        tokens.extend(words.iter().map(|word| token_of(word, span)));
        share_out(&mut tokens[first..], span, text);
        if space {
            text.push(' ');
        }
    }
    if !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
    Sentence { span: Span::new(start, end), is_headline: false, block, tokens, multiwords }
}

fn token_of(word: &Word, span: Span) -> Token {
    Token {
        span,
        form: word.form.as_str().into(),
        lemma: word.lemma.as_str().into(),
        upos: word.upos,
        feats: Arc::from(word.feats.as_str()),
        head: word.head,
        deprel: word.deprel.as_str().into(),
    }
}

/// Gives the words of a surface token their own slices where their forms make it up exactly ("do" + "n't").
pub(crate) fn share_out(words: &mut [Token], span: Span, text: &str) {
    let total: usize = words.iter().map(|word| word.form.len()).sum();
    if words.len() < 2 || total != span.len() {
        return;
    }
    let mut at = span.start;
    let fits = words.iter().all(|word| {
        let from = at;
        at += word.form.len();
        text.get(from..at) == Some(word.form.as_str())
    });
    if fits {
        let mut at = span.start;
        for word in words {
            word.span = Span::new(at, at + word.form.len());
            at = word.span.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# sent_id = a-1\n# text = Vuelve del mar.\n\
        1\tVuelve\tvolver\tVERB\t_\tMood=Ind\t0\troot\t_\t_\n\
        2-3\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tde\tde\tADP\t_\t_\t4\tcase\t_\t_\n\
        3\tel\tel\tDET\t_\tDefinite=Def\t4\tdet\t_\t_\n\
        3.1\tx\tx\tX\t_\t_\t_\t_\t_\t_\n\
        4\tmar\tmar\tNOUN\t_\tGender=Masc\t1\tobl\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_\n\n";

    #[test]
    fn what_is_read_is_written_again() {
        let trees = parse(SAMPLE).unwrap();
        assert_eq!(trees[0].comment("sent_id"), Some("a-1"));
        let (text, sentences) = lay_out(&trees);
        assert_eq!(text, "Vuelve del mar.");
        let mut out = String::new();
        write_sentence(&mut out, &text, &sentences[0], "a-1");
        let without_empty_node: String =
            SAMPLE.lines().filter(|line| !line.starts_with("3.1")).map(|line| format!("{line}\n")).collect();
        assert_eq!(out, without_empty_node);
    }

    #[test]
    fn errors_name_the_line() {
        let short = parse("1\tx\n").unwrap_err();
        assert_eq!(short.line, 1);
        let stray = SAMPLE.replace("\t4\tdet", "\t9\tdet");
        assert!(parse(&stray).unwrap_err().to_string().contains("beyond its last word"));
        assert_eq!(parse(&SAMPLE.replace("4\tmar", "7\tmar")).unwrap_err().line, 8);
    }

    #[test]
    fn words_that_make_up_their_token_get_their_own_slices() {
        let text = "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\tdo\tAUX\t_\t_\t0\troot\t_\t_\n\
            2\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_\n";
        let (_, sentences) = lay_out(&parse(text).unwrap());
        assert_eq!(sentences[0].tokens[1].span, Span::new(2, 5));
        assert_eq!(sentences[0].multiwords[0].span, Span::new(0, 5));
    }
}
