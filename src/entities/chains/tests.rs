use super::{Chain, ChainKind, Chains};
use crate::entities::knowledge::Knowledge;
use crate::language::Language;
use crate::model::{Lang, Sentence, Span};

fn parsed(text: &str) -> Vec<Sentence> {
    let language = Language::builtin(&Lang::new("en")).unwrap();
    let mut sentences = language.segment(text, Span::new(0, text.len()));
    language.parse(&mut sentences);
    sentences
}

fn chains(text: &str) -> Vec<(ChainKind, Vec<String>)> {
    let sentences = parsed(text);
    let found = Chains::builtin(&Lang::new("en")).unwrap().read(&sentences, Knowledge::builtin());
    let words = |chain: &Chain| {
        let mentions = chain.mentions.iter();
        mentions.map(|m| sentences[m.sentence].span_of(m.tokens.clone()).of(text).to_owned()).collect()
    };
    found.iter().map(|chain| (chain.kind, words(chain))).collect()
}

fn chain_of(text: &str, mention: &str) -> (ChainKind, Vec<String>) {
    let mut all = chains(text);
    let at = all.iter().position(|(_, words)| words.iter().any(|word| word == mention)).unwrap();
    all.swap_remove(at)
}

const VISIT: &str = "Maria Lopez arrived in Athens on Monday. She will stay in the city for a week with her brother.";

#[test]
fn a_person_is_followed_from_name_to_pronoun_and_possessive() {
    let (kind, words) = chain_of(VISIT, "Maria Lopez");
    assert_eq!((kind, words), (ChainKind::Person, vec!["Maria Lopez".into(), "She".into(), "her".into()]));
}

#[test]
fn a_city_is_a_place_and_no_person() {
    let (kind, words) = chain_of(VISIT, "Athens");
    assert!(kind == ChainKind::Place && !words.contains(&"She".to_owned()), "{kind:?} {words:?}");
}

#[test]
fn no_mention_stands_in_two_chains() {
    let all: Vec<String> = chains(VISIT).into_iter().flat_map(|(_, words)| words).collect();
    let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(all.len(), distinct.len());
}

#[test]
fn a_phrase_has_its_modifiers_and_not_its_preposition_or_second_conjunct() {
    let sentences = parsed("They talked with the old mayor of the town and a teacher.");
    let found = super::mentions::phrases(&sentences[0], 0);
    let text = |phrase: &super::mentions::Phrase| {
        let tokens = &sentences[0].tokens[phrase.tokens.clone()];
        tokens.iter().map(|token| &*token.form).collect::<Vec<_>>().join(" ")
    };
    let texts: Vec<String> = found.iter().map(text).collect();
    for wanted in ["They", "the old mayor of the town", "the town", "a teacher"] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted} is not in {texts:?}");
    }
}

#[test]
fn trees_without_words_or_roots_are_read_without_harm() {
    let mut sentences = parsed(VISIT);
    sentences[0].tokens.clear();
    sentences[1].tokens.iter_mut().for_each(|token| token.head = None);
    Chains::builtin(&Lang::new("en")).unwrap().read(&sentences, Knowledge::builtin());
}

#[test]
fn damaged_weights_are_refused() {
    let whole = include_bytes!("en/chains.bin");
    let english = Lang::new("en");
    assert!(Chains::from_bytes(whole, &english).is_ok());
    assert!(Chains::from_bytes(&whole[..whole.len() / 2], &english).is_err());
    assert!(Chains::from_bytes(b"no weights", &english).is_err());
    assert!(Chains::from_bytes(whole, &Lang::new("es")).is_err());
}
