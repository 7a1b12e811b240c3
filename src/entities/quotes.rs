//! Quotations and their speakers, as far as the first person needs them.

use super::draft::Draft;
use crate::model::{ActorId, MentionKind, Sentence, Span, TokenId};

/// The quotations of a document, as bytes of its text, without the marks; in text order.
pub(super) fn quotations(draft: &Draft) -> Vec<Span> {
    let text = &draft.scene.document.text;
    let mut found = Vec::new();
    for block in blocks(draft) {
        let mut open: Option<(usize, char)> = None;
        for (at, mark) in block.of(text).char_indices().filter(|(_, c)| is_mark(*c)) {
            let at = block.start + at;
            match open {
                Some((start, first)) if closes(first, mark) => {
                    found.push(Span::new(start, at));
                    open = None;
                }
                None if !matches!(mark, '”' | '»') => open = Some((at + mark.len_utf8(), mark)),
                _ => {}
            }
        }
        // A quotation of several paragraphs is closed in the last one only.
        if let Some((start, _)) = open {
            found.push(Span::new(start, block.end));
        }
    }
    found
}

fn blocks(draft: &Draft) -> Vec<Span> {
    let mut blocks: Vec<(usize, Span)> = Vec::new();
    for sentence in draft.scene.sentences {
        match blocks.last_mut() {
            Some((block, span)) if *block == sentence.block => *span = span.cover(sentence.span),
            _ => blocks.push((sentence.block, sentence.span)),
        }
    }
    blocks.into_iter().map(|(_, span)| span).collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn closes(open: char, mark: char) -> bool {
    match open {
        '"' => mark == '"' || mark == '”',
        '«' => mark == '»',
        _ => matches!(mark, '”' | '"' | '“') && mark != open || mark == '”',
    }
}

/// Who speaks in the quotation around a token: the subject of a verb of speech outside it, in the same
/// sentence, else in the sentence that follows in its paragraph, else in the one before.
pub(super) fn speaker(draft: &Draft, quotations: &[Span], sentence: usize, token: TokenId) -> Option<ActorId> {
    let at = draft.sentence(sentence).tokens[token].span;
    let quotation = quotations.iter().find(|span| span.contains(at))?;
    let block = draft.sentence(sentence).block;
    let same_block = |index: &usize| draft.scene.sentences.get(*index).is_some_and(|other| other.block == block);
    let first = (0..=sentence).rev().take_while(|index| same_block(index) && touches(draft, *index, quotation)).last();
    let last = (sentence..).take_while(|index| same_block(index) && touches(draft, *index, quotation)).last();
    let (first, last) = (first.unwrap_or(sentence), last.unwrap_or(sentence));
    let inside = (first..=last).find_map(|index| outside_speaker(draft, index, quotation));
    let after = || Some(last + 1).filter(same_block).and_then(|index| outside_speaker(draft, index, quotation));
    let before = || first.checked_sub(1).and_then(|index| outside_speaker(draft, index, quotation));
    inside.or_else(after).or_else(before)
}

fn touches(draft: &Draft, index: usize, quotation: &Span) -> bool {
    draft.sentence(index).span.overlaps(*quotation)
}

/// The subject of a verb of speech that stands outside the quotation.
fn outside_speaker(draft: &Draft, index: usize, quotation: &Span) -> Option<ActorId> {
    let sentence = draft.sentence(index);
    let is_speech = |id: &TokenId| {
        let token = &sentence.tokens[*id];
        draft.scene.words.is_speech(&token.lemma.to_lowercase()) && !quotation.contains(token.span)
    };
    (0..sentence.tokens.len()).filter(is_speech).find_map(|verb| subject_of(draft, index, sentence, verb))
}

fn subject_of(draft: &Draft, index: usize, sentence: &Sentence, verb: TokenId) -> Option<ActorId> {
    let subject = sentence.child(verb, &["nsubj"]);
    let mut of_sentence =
        draft.mentions.iter().filter(|mention| mention.sentence == index && mention.actors.len() == 1);
    let named = match subject {
        Some(subject) => of_sentence
            .filter(|mention| mention.kind != MentionKind::Adjective && mention.kind != MentionKind::Dropped)
            .filter(|mention| mention.head == subject || mention.tokens.contains(&subject))
            .max_by_key(|mention| mention.tokens.len()),
        None => of_sentence.find(|mention| mention.kind == MentionKind::Dropped && mention.head == verb),
    };
    named.map(|mention| mention.actors[0].clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_closes_its_own_kind() {
        assert!(closes('"', '"') && closes('“', '”') && closes('«', '»'));
        assert!(!closes('«', '"') && !closes('"', '»'));
    }
}
