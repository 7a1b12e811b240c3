//! Words as they are compared: folded, as slugs, with a capital or without; and small questions about trees.

use crate::model::{Sentence, Token, TokenId, Upos};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents: "Ljubčo" and "ljubco" are one.
pub(super) fn fold(word: &str) -> String {
    word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A word in lower case; most words of a text are so already.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    let has_capital = |word: &str| {
        if word.is_ascii() {
            word.bytes().any(|b| b.is_ascii_uppercase())
        } else {
            word.chars().any(char::is_uppercase)
        }
    };
    if has_capital(word) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}

/// The name as part of an id: letters and digits of the folded name, joined by `-`.
pub(super) fn slug(name: &str) -> String {
    let folded = fold(name);
    let parts: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// Whether a word starts with a capital.
pub(super) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word has letters, and none in lower case.
pub(super) fn is_all_capitals(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// The word that the others of `tokens` depend on: the first whose head lies outside.
pub(super) fn head_of(sentence: &Sentence, tokens: &Range<TokenId>) -> TokenId {
    let is_top = |id: &TokenId| sentence.tokens[*id].head.is_none_or(|head| !tokens.contains(&head));
    let is_word = |id: &TokenId| sentence.tokens[*id].upos != Upos::Punct;
    tokens.clone().find(|id| is_top(id) && is_word(id)).unwrap_or(tokens.start)
}

/// The nearest predicate above `token`: the head of its clause, which is `token` itself at the root.
pub(super) fn clause_of(sentence: &Sentence, token: TokenId) -> TokenId {
    let mut here = token;
    for _ in 0..sentence.tokens.len() {
        if is_clausal(&sentence.tokens[here]) {
            return here;
        }
        match sentence.tokens[here].head {
            Some(head) => here = head,
            None => return here,
        }
    }
    here
}

fn is_clausal(token: &Token) -> bool {
    match token.rel() {
        "root" | "ccomp" | "advcl" | "acl" | "csubj" | "parataxis" | "xcomp" => true,
        "conj" => matches!(token.upos, Upos::Verb | Upos::Aux),
        _ => false,
    }
}

/// The finite word of a clause: its head, or the auxiliary or copula that carries person and number.
pub(super) fn finite_of(sentence: &Sentence, clause: TokenId) -> Option<TokenId> {
    let is_finite = |id: &TokenId| sentence.tokens[*id].feat("VerbForm") == Some("Fin");
    let carriers = sentence.children_by(clause, &["aux", "cop"]);
    std::iter::once(clause).chain(carriers).find(is_finite)
}

/// Whether the first capital letters say nothing: the first word of the sentence, of a quotation, after a colon.
pub(super) fn starts_sentence(sentence: &Sentence, token: TokenId) -> bool {
    let mut before = sentence.tokens[..token].iter().rev();
    match before.next() {
        None => true,
        Some(previous) if previous.upos == Upos::Punct => {
            matches!(
                &*previous.form,
                "\"" | "“" | "”" | "«" | "‘" | "''" | "``" | ":" | "." | "?" | "!" | "-" | "—" | "‘’"
            ) || before.all(|token| token.upos == Upos::Punct)
        }
        Some(_) => false,
    }
}

/// Whether a sentence is written in capitals throughout: three words at least, and hardly a small letter.
pub(super) fn is_in_capitals(sentence: &Sentence) -> bool {
    let words =
        || sentence.tokens.iter().map(|token| token.form.as_str()).filter(|form| form.chars().any(char::is_alphabetic));
    let shouted = words().filter(|form| is_all_capitals(form)).count();
    shouted >= 3 && shouted * 10 >= words().count() * 9
}

/// Whether most longer words have a capital, as in the headlines of many English papers.
pub(super) fn is_title_case(sentence: &Sentence) -> bool {
    if is_in_capitals(sentence) {
        return true;
    }
    let closed =
        sentence.tokens.last().is_some_and(|token| matches!(&*token.form, "." | "!" | "?" | "…" | "\"" | "”" | "»"));
    if closed && !sentence.is_headline {
        return false;
    }
    let long = |token: &&Token| token.form.chars().count() > 3 && token.form.chars().all(char::is_alphabetic);
    let (mut all, mut capital) = (0, 0);
    for token in sentence.tokens.iter().filter(long) {
        all += 1;
        capital += usize::from(is_capital(&token.form));
    }
    all >= 4 && capital * 5 >= all * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_have_neither_accents_nor_marks() {
        assert_eq!(slug("José Miguel  Insulza"), "jose-miguel-insulza");
        assert_eq!(slug("Al-Watan’s"), "al-watan-s");
    }
}
