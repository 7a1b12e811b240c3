//! `demarche eval` on a treebank: how well text is cut, tagged and parsed.

use super::args::Eval;
use super::languages::Known;
use super::output::{Output, json_text};
use super::parse::read_text;
use super::{End, Failure};
use demarche::language::evaluate::{self, Count, Scores};
use demarche::language::{Language, conllu, identify};
use demarche::model::{Sentence, Span};
use serde_json::{Value, json};

pub fn run(args: &Eval) -> Result<End, Failure> {
    let file = args.gold.display().to_string();
    let trees = conllu::parse(&read_text(&file)?).map_err(|error| Failure::new(format!("{file}: {error}")))?;
    let (text, gold) = conllu::lay_out(&trees);
    let languages = Known::new(&args.languages)?;
    let lang = languages.asked.clone().or_else(|| identify(&text));
    let unknown = || Failure::new(format!("{file}: its language cannot be told")).hint("name it with --language");
    let language = languages.get(&lang.ok_or_else(unknown)?)?;
    let from_text = evaluate::score(&gold, &from_raw_text(language, &text));
    let from_tokens = evaluate::score(&gold, &from_gold_tokens(language, &gold));
    let answer = if args.json {
        json_text(
            &json!({"language": language.lang, "raw_text": figures(&from_text), "gold_tokens": figures(&from_tokens)}),
        )
    } else {
        format!("from raw text:    {from_text}\nfrom gold tokens: {from_tokens}\n")
    };
    Output::Standard.write(|out| out.write_all(answer.as_bytes()))?;
    Ok(End::Found)
}

/// The analysis of the text alone, paragraph by paragraph.
fn from_raw_text(language: &Language, text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        sentences.extend(language.segment(text, Span::new(start, start + paragraph.len())));
        start += paragraph.len() + 2;
    }
    language.parse(&mut sentences);
    sentences
}

/// The analysis of sentences and tokens as the treebank cuts them.
fn from_gold_tokens(language: &Language, gold: &[Sentence]) -> Vec<Sentence> {
    let mut sentences = gold.to_vec();
    language.parse(&mut sentences);
    sentences
}

fn figures(scores: &Scores) -> Value {
    let f1 = |count: &Count| (count.f1() * 1e4).round() / 1e2;
    json!({
        "Tokens": f1(&scores.tokens), "Sentences": f1(&scores.sentences), "Words": f1(&scores.words),
        "UPOS": f1(&scores.upos), "UFeats": f1(&scores.feats), "Lemmas": f1(&scores.lemmas),
        "UAS": f1(&scores.uas), "LAS": f1(&scores.las),
    })
}
