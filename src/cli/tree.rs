//! Dependency trees drawn with lines, for people.

use super::terminal::{ACTOR, FAINT, safe};
use anstyle::Style;
use demarche::model::{Sentence, Token, TokenId};
use std::fmt::Write;

/// Every sentence: its text, and its tree below it.
pub fn draw_all(text: &str, sentences: &[Sentence]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        let words: Vec<&str> = sentence.span.of(text).split_whitespace().collect();
        let _ = writeln!(out, "{}", super::terminal::wrapped_with(&words.join(" "), "", &[]));
        draw(&mut out, sentence, &|_| None);
        out.push('\n');
    }
    out
}

/// The style of a word, and what is said of it behind it.
pub type Note<'n> = &'n dyn Fn(&Token) -> Option<(Style, String)>;

/// One word a line, indented below its head, in the order of the text. Iterative: a tree may be as deep as the
/// sentence is long.
pub fn draw(out: &mut String, sentence: &Sentence, note: Note) {
    let mut children: Vec<Vec<TokenId>> = vec![Vec::new(); sentence.tokens.len()];
    let mut open: Vec<(TokenId, String, &str)> = Vec::new();
    for (id, token) in sentence.tokens.iter().enumerate() {
        match token.head {
            Some(head) if head < children.len() => children[head].push(id),
            _ => open.push((id, String::new(), "")),
        }
    }
    open.reverse();
    while let Some((id, indent, branch)) = open.pop() {
        let token = &sentence.tokens[id];
        let (form, lemma) = (safe(&token.form), safe(&token.lemma));
        let (style, said) = note(token).unwrap_or((ACTOR, String::new()));
        let said = if said.is_empty() { said } else { format!("  {style}← {said}{style:#}") };
        let _ = writeln!(
            out,
            "{FAINT}{indent}{branch}{FAINT:#}{style}{form}{style:#} {} {FAINT}{} {lemma}{FAINT:#}{said}",
            token.deprel, token.upos
        );
        let below = match branch {
            "" => indent,
            "└─ " => indent + "   ",
            _ => indent + "│  ",
        };
        let last = children[id].last().copied();
        for &child in children[id].iter().rev() {
            open.push((child, below.clone(), if Some(child) == last { "└─ " } else { "├─ " }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::model::{Span, Token, Upos};

    fn token(form: &str, head: Option<usize>, deprel: &str) -> Token {
        let span = Span::new(0, 0);
        let (form, lemma) = (form.into(), form.into());
        Token { span, form, lemma, upos: Upos::Noun, feats: "_".into(), head, deprel: deprel.into() }
    }

    #[test]
    fn words_hang_below_their_heads_in_the_order_of_the_text() {
        let tokens = vec![
            token("Moscow", Some(1), "nsubj"),
            token("denied", None, "root"),
            token("the", Some(3), "det"),
            token("report", Some(1), "obj"),
            token(".", Some(1), "punct"),
        ];
        let multiwords = Vec::new();
        let sentence = Sentence { span: Span::new(0, 0), is_headline: false, block: 0, tokens, multiwords };
        let mut out = String::new();
        draw(&mut out, &sentence, &|token| (token.form == "denied").then(|| (ACTOR, "cue".into())));
        let plain = anstream::adapter::strip_str(&out).to_string();
        assert!(plain.starts_with("denied root NOUN denied  ← cue\n"), "{plain}");
        let words: Vec<&str> = plain.lines().map(|line| line.split(" NOUN").next().unwrap()).collect();
        let wanted = ["denied root", "├─ Moscow nsubj", "├─ report obj", "│  └─ the det", "└─ . punct"];
        assert_eq!(words, wanted);
    }
}
