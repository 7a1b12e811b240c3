//! `demarche eval --coreference`: chains of mentions against those of a treebank; and how they are learnt.

use super::args::Eval;
use super::languages::Known;
use super::output::{Output, json_text};
use super::parse::read_text;
use super::{End, Failure};
use demarche::entities::chains::{Chain, ChainKind, Chains};
use demarche::entities::knowledge::Knowledge;
use demarche::evaluate::coreference::{self, ChainScores, Measure};
use demarche::language::entity_column::{self, Annotated, EntityError};
use demarche::language::{Language, conllu};
use demarche::model::{Lang, Sentence};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The words of a mention: sentence, first word, the word after the last.
type Place = (usize, usize, usize);

/// A document of a treebank: its labels, and its sentences with gold trees and with predicted ones.
struct Text {
    gold: Annotated,
    by_hand: Vec<Sentence>,
    predicted: Vec<Sentence>,
}

pub fn run(args: &Eval) -> Result<End, Failure> {
    let file = args.gold.display().to_string();
    let languages = Known::new(&args.languages)?;
    let lang = languages.asked.clone().unwrap_or_else(|| Lang::new("en"));
    let chains = Chains::builtin(&lang).ok_or_else(|| {
        let failure = Failure::new(format!("coreference of {lang} has no trained model"));
        failure.hint("chains of mentions are read in English only")
    })?;
    let texts = texts(&file, languages.get(&lang)?)?;
    let rows = [
        Row::new("predicted trees", &texts, chains, &Way { trees: Trees::Predicted, least: false, singletons: false }),
        Row::new(
            "  with chains of one",
            &texts,
            chains,
            &Way { trees: Trees::Predicted, least: false, singletons: true },
        ),
        Row::new("  least spans", &texts, chains, &Way { trees: Trees::Predicted, least: true, singletons: false }),
        Row::new("gold trees", &texts, chains, &Way { trees: Trees::Gold, least: false, singletons: false }),
    ];
    let answer = if args.json { json_text(&figures(&rows, texts.len())) } else { table(&rows, texts.len()) };
    Output::Standard.write(|out| out.write_all(answer.as_bytes()))?;
    Ok(End::Found)
}

/// Reads a treebank with entities; its sentences and words stay as they are cut.
fn texts(file: &str, language: &Language) -> Result<Vec<Text>, Failure> {
    let fail = |error: String| Failure::new(format!("{file}: {error}"));
    let trees = conllu::parse(&read_text(file)?).map_err(|error| fail(error.to_string()))?;
    let documents = entity_column::documents(&trees).map_err(|error| match error {
        EntityError::NoHeader => {
            fail(error.to_string()).hint("GUM and the treebanks of CorefUD mark who is who in MISC")
        }
        _ => fail(error.to_string()),
    })?;
    let read = |gold: Annotated| {
        let (_, by_hand) = conllu::lay_out(&trees[gold.trees.clone()]);
        let mut predicted = by_hand.clone();
        language.parse(&mut predicted);
        Text { gold, by_hand, predicted }
    };
    Ok(documents.into_iter().map(read).collect())
}

enum Trees {
    Gold,
    Predicted,
}

/// What is compared, and how.
struct Way {
    trees: Trees,
    /// A mention also matches where it lies within the gold one and holds its least words.
    least: bool,
    singletons: bool,
}

/// A line of the answer.
struct Row {
    name: &'static str,
    scores: ChainScores,
}

impl Row {
    fn new(name: &'static str, texts: &[Text], chains: &Chains, way: &Way) -> Row {
        let documents: Vec<coreference::Chains<Place>> = texts.iter().map(|text| compared(text, chains, way)).collect();
        Row { name, scores: coreference::score(&documents) }
    }
}

fn compared(text: &Text, chains: &Chains, way: &Way) -> coreference::Chains<Place> {
    let sentences = match way.trees {
        Trees::Gold => &text.by_hand,
        Trees::Predicted => &text.predicted,
    };
    let kept = |mentions: &[Place]| way.singletons || mentions.len() > 1;
    let gold: Vec<Vec<Place>> = gold_chains(&text.gold).into_iter().filter(|chain| kept(chain)).collect();
    let found = chains.read(sentences, Knowledge::builtin());
    let of_kind = found.iter().filter(|chain| chain.kind != ChainKind::Other);
    let mut system: Vec<Vec<Place>> = of_kind.map(places).filter(|chain| kept(chain)).collect();
    if way.least {
        stretch(&mut system, &gold, &text.gold);
    }
    coreference::Chains { gold, system }
}

fn places(chain: &Chain) -> Vec<Place> {
    chain.mentions.iter().map(|mention| (mention.sentence, mention.tokens.start, mention.tokens.end)).collect()
}

/// The chains of persons, organisations and places.
fn gold_chains(gold: &Annotated) -> Vec<Vec<Place>> {
    let mut chains: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for mention in gold.mentions.iter().filter(|mention| ChainKind::of_treebank(&mention.kind) != ChainKind::Other) {
        chains.entry(&mention.chain).or_default().push((mention.sentence, mention.tokens.start, mention.tokens.end));
    }
    chains.into_values().collect()
}

/// Widens found mentions to the gold ones that they lie in and whose least words they hold, one to one.
fn stretch(system: &mut [Vec<Place>], gold: &[Vec<Place>], labels: &Annotated) {
    let all: BTreeSet<Place> = system.iter().flatten().copied().collect();
    let wanted: BTreeSet<Place> = gold.iter().flatten().copied().collect();
    let place = |mention: &entity_column::GoldMention| (mention.sentence, mention.tokens.start, mention.tokens.end);
    let mut open: Vec<_> = labels.mentions.iter().filter(|mention| wanted.contains(&place(mention))).collect();
    open.retain(|mention| !all.contains(&place(mention)));
    for found in system.iter_mut().flatten().filter(|found| !wanted.contains(found)) {
        let (sentence, start, end) = *found;
        let holds = open.iter().position(|mention| {
            mention.sentence == sentence
                && mention.tokens.start <= start
                && end <= mention.tokens.end
                && mention.least.iter().all(|word| (start..end).contains(word))
        });
        if let Some(at) = holds {
            *found = place(open.swap_remove(at));
        }
    }
}

fn table(rows: &[Row], documents: usize) -> String {
    let mut text = format!(
        "Chains of persons, organisations and places in {documents} documents, mentions predicted; \
         precision / recall / F1\n{:20} {:>6}   {:18} {:18} {:18} {:18}\n",
        "", "CoNLL", "MUC", "B³", "CEAFe", "mentions"
    );
    for Row { name, scores } in rows {
        let three = |m: &Measure| {
            let cell = |part: f64| format!("{:.2}", part * 100.0);
            format!("{} {} {}", cell(m.precision()), cell(m.recall()), cell(m.f1()))
        };
        let ChainScores { mentions, muc, b_cubed, ceaf } = scores;
        let cells = [three(muc), three(b_cubed), three(ceaf), three(mentions)].map(|cell| format!("{cell:18}"));
        let _ = writeln!(text, "{name:20} {:6.2}   {}", scores.conll() * 100.0, cells.join(" ").trim_end());
    }
    text
}

fn figures(rows: &[Row], documents: usize) -> Value {
    let percent = |part: f64| (part * 1e4).round() / 1e2;
    let three = |m: &Measure| json!({"precision": percent(m.precision()), "recall": percent(m.recall()), "f1": percent(m.f1())});
    let of_row = |Row { scores, .. }: &Row| {
        json!({
            "conll_f1": percent(scores.conll()), "muc": three(&scores.muc), "b_cubed": three(&scores.b_cubed),
            "ceaf_e": three(&scores.ceaf), "mentions": three(&scores.mentions),
        })
    };
    let [predicted, singletons, least, gold] = rows else { return Value::Null };
    json!({
        "documents": documents,
        "predicted_trees": of_row(predicted), "with_singletons": of_row(singletons),
        "least_spans": of_row(least), "gold_trees": of_row(gold),
    })
}

/// `demarche train-coreference`.
#[cfg(feature = "train")]
pub fn train(args: &super::args::TrainCoreference) -> Result<End, Failure> {
    use demarche::entities::chains::train::{self, Lesson, Settings};
    let lang = Lang::new(&args.language);
    let language = Language::builtin(&lang).ok_or_else(|| Failure::new(format!("{lang} is no built-in language")))?;
    let read = |file: &std::path::Path| texts(&file.display().to_string(), language);
    // Gold trees show what is meant, predicted ones what will be seen: each document is read twice.
    let texts = read(&args.treebank)?;
    let by_hand = texts.iter().map(|text| Lesson { sentences: text.by_hand.clone(), gold: text.gold.clone() });
    let predicted = texts.iter().map(|text| Lesson { sentences: text.predicted.clone(), gold: text.gold.clone() });
    let lessons: Vec<Lesson> = by_hand.chain(predicted).collect();
    let watched = args.watch.as_deref().map(read).transpose()?.unwrap_or_default();
    let settings = Settings { passes: args.passes, seed: args.seed, ..Settings::default() };
    let way = Way { trees: Trees::Predicted, least: false, singletons: false };
    let model = train::run(&lessons, &lang, Knowledge::builtin(), &settings, &mut |pass, chains| {
        if !watched.is_empty() {
            let score = Row::new("", &watched, chains, &way).scores.conll() * 100.0;
            super::graph_file::eprintln_safely(&format!("pass {:2}: CoNLL F1 {score:.2}", pass + 1));
        }
    });
    let model = model.ok_or_else(|| {
        Failure::new(format!("{lang} has no word lists for chains"))
            .hint("src/entities/chains/en shows what a language needs")
    })?;
    Output::File(args.output.clone()).write(|out| out.write_all(&model))?;
    Ok(End::Found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::language::entity_column::GoldMention;

    #[test]
    fn a_mention_is_stretched_to_the_label_whose_least_words_it_holds() {
        let mention = |tokens: std::ops::Range<usize>, least: Vec<usize>| GoldMention {
            chain: "1".into(),
            kind: "person".into(),
            sentence: 0,
            tokens,
            least,
        };
        let labels =
            Annotated { mentions: vec![mention(0..5, vec![1]), mention(7..8, vec![7])], ..Annotated::default() };
        let gold = gold_chains(&labels);
        let mut system = vec![vec![(0, 0, 2), (0, 7, 8)], vec![(0, 2, 4)]];
        stretch(&mut system, &gold, &labels);
        assert_eq!(system, [vec![(0, 0, 5), (0, 7, 8)], vec![(0, 2, 4)]]);
    }
}
