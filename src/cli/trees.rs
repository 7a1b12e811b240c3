//! `demarche eval --trees`: claims on a treebank's own trees against those on predicted ones.

use super::args::{Eval, EvalPart};
use super::languages::Known;
use super::output::{Output, json_text};
use super::parse::read_text;
use super::{End, Failure, eval};
use demarche::claims::{self, examples};
use demarche::entities;
use demarche::language::conllu::{self, Tree};
use demarche::language::{Language, identify};
use demarche::model::{ActorId, Block, BlockKind, Claim, Document, Factuality, MentionKind, Polarity, Sentence, Span};
use demarche::pipeline::Options;
use serde_json::json;
use std::collections::BTreeSet;

/// What makes two claims one: sentence, kind, root, ends, polarity, factuality.
type Sameness = (usize, String, String, Option<ActorId>, Option<ActorId>, Polarity, Factuality);

/// Claims of all documents.
#[derive(Default)]
struct Counts {
    sentences: usize,
    by_hand: usize,
    predicted: usize,
    both: usize,
}

pub fn run(args: &Eval) -> Result<End, Failure> {
    let file = args.gold.display().to_string();
    let trees = conllu::parse(&read_text(&file)?)
        .map_err(|error| Failure::new(format!("{file}: {error}")).hint("CoNLL-U has ten columns and tabs"))?;
    let languages = Known::new(&args.languages)?;
    let lang = languages.asked.clone().or_else(|| identify(&conllu::lay_out(&trees).0));
    let unknown = || Failure::new(format!("{file}: its language cannot be told")).hint("name it with --language");
    let language = languages.get(&lang.ok_or_else(unknown)?)?;
    let resources = eval::resources(args)?;
    let mut options = resources.options(1);
    options.names_only = args.without.contains(&EvalPart::Coreference);
    let mut counts = Counts::default();
    for trees in documents(&trees) {
        counts.add(language, trees, &options);
    }
    let answer = if args.json { json_text(&counts.json()) } else { counts.text() };
    Output::Standard.write(|out| out.write_all(answer.as_bytes()))?;
    Ok(End::Found)
}

/// The documents of a treebank; its sentences where it does not tell documents apart.
fn documents(trees: &[Tree]) -> Vec<&[Tree]> {
    let opens = |tree: &Tree| tree.comments.iter().any(|line| line.starts_with("newdoc"));
    if !trees.iter().any(opens) {
        return trees.chunks(1).collect();
    }
    let mut starts: Vec<usize> = (0..trees.len()).filter(|&at| opens(&trees[at])).collect();
    starts.extend((starts.first() != Some(&0)).then_some(0));
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([trees.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &trees[start..end]).collect()
}

impl Counts {
    fn add(&mut self, language: &Language, trees: &[Tree], options: &Options) {
        let (text, mut by_hand) = conllu::lay_out(trees);
        let mut predicted = by_hand.clone();
        language.parse(&mut predicted);
        let document = document(language, &text);
        let read = |sentences: &mut Vec<Sentence>| {
            language.harmonise(sentences);
            let mut entities = entities::read(&document, sentences, options.knowledge);
            if options.names_only {
                entities.mentions.retain(|it| matches!(it.kind, MentionKind::Name | MentionKind::Adjective));
            }
            let claims = claims::read(&document, sentences, &entities, options.frames);
            claims.into_iter().map(same).collect::<BTreeSet<Sameness>>()
        };
        let (of_hand, of_program) = (read(&mut by_hand), read(&mut predicted));
        self.sentences += trees.len();
        self.by_hand += of_hand.len();
        self.predicted += of_program.len();
        self.both += of_hand.intersection(&of_program).count();
    }

    /// Precision, recall, F1 of the claims on predicted trees, those on the treebank's trees taken as right.
    fn agreement(&self) -> [f64; 3] {
        let rate = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        [
            rate(self.both, self.predicted),
            rate(self.both, self.by_hand),
            rate(2 * self.both, self.predicted + self.by_hand),
        ]
    }
    fn per_hundred(&self, claims: usize) -> f64 {
        100.0 * claims as f64 / self.sentences.max(1) as f64
    }
    fn text(&self) -> String {
        let [precision, recall, f1] = self.agreement();
        let (by_hand, predicted) = (self.per_hundred(self.by_hand), self.per_hundred(self.predicted));
        format!(
            "{} sentences\nclaims on the treebank's trees: {} ({by_hand:.1} per 100 sentences)\n\
             claims on predicted trees:      {} ({predicted:.1} per 100 sentences)\n\
             agreement: precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}  ({} the same; the treebank's trees taken as right)\n",
            self.sentences, self.by_hand, self.predicted, self.both
        )
    }
    fn json(&self) -> serde_json::Value {
        let [precision, recall, f1] = self.agreement();
        let digits = |ratio: f64| (ratio * 1e4).round() / 1e4;
        json!({
            "sentences": self.sentences,
            "gold_trees": {"claims": self.by_hand, "per_100_sentences": digits(self.per_hundred(self.by_hand))},
            "predicted_trees": {"claims": self.predicted, "per_100_sentences": digits(self.per_hundred(self.predicted))},
            "agreement": {"same": self.both, "precision": digits(precision), "recall": digits(recall), "f1": digits(f1)},
        })
    }
}

fn same(claim: Claim) -> Sameness {
    let Claim { sentence, kind, event, source, target, polarity, factuality, .. } = claim;
    (sentence, kind.into(), event.into(), source, target, polarity, factuality)
}

/// The text as a document with its paragraphs.
fn document(language: &Language, text: &str) -> Document {
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        let span = Span::new(start, start + paragraph.len());
        blocks.extend((!paragraph.trim().is_empty()).then_some(Block { kind: BlockKind::Paragraph, span }));
        start = span.end + 2;
    }
    Document { blocks, ..examples::document(&language.lang, text, None) }
}
