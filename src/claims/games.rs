//! Sport: "Brazil beat Germany", "attacked on the last climb" tell nothing of states.

use super::cues::Cues;
use crate::model::{Document, Sentence};

/// A document is sport where at least so many of its sentences are, and every fourth.
const MANY: usize = 2;

/// For each sentence, whether it tells of a game: a word that only sport has, or a score, beside one that sport likes, or two
/// of the former. Elections have winners and rounds as well. Of a document of sport, all do.
pub(super) fn games(document: &Document, sentences: &[Sentence], cues: &Cues) -> Vec<bool> {
    let found: Vec<bool> = sentences.iter().map(|sentence| is_game(sentence.span.of(&document.text), cues)).collect();
    let count = found.iter().filter(|&&is_game| is_game).count();
    if count >= MANY && count * 4 >= found.len() { vec![true; found.len()] } else { found }
}

fn is_game(text: &str, cues: &Cues) -> bool {
    let (mut sure, mut likely, mut score) = (0, 0, false);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let singular = word.strip_suffix('s').unwrap_or(&word);
        let is_in = |words: &super::cues::Words| words.contains(word.as_str()) || words.contains(singular);
        sure += usize::from(is_in(&cues.sport_words));
        likely += usize::from(is_in(&cues.game_words));
        score |= is_score(&word);
    }
    (sure > 0 || score) && likely > 0 || sure > 1
}

/// "2-1", but no year, date or age.
fn is_score(word: &str) -> bool {
    let goals = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('-').is_some_and(|(ours, theirs)| goals(ours) && goals(theirs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    #[test]
    fn sport_is_told_from_war() {
        let is = |text: &str| is_game(text, Cues::builtin(&Lang::new("en")));
        assert!(is("Brazil beat Germany 2-1 in a friendly in Doha."));
        assert!(is("Argentina meet Croatia in the semi-final, with their captain fit again."));
        assert!(!is("The captain of the army team was killed in the last round of fighting."));
        assert!(!is("The president won the final round of the race, a victory that set the opposition back."));
        assert!(!is("Kenya beat back an attack by Somali militants."));
    }
}
