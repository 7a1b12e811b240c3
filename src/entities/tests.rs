//! What the stage promises, on sentences of our own and, where they lie at hand, on treebanks.

use super::knowledge::Knowledge;
use crate::model::{DocId, Document, DocumentMeta, Entities, Lang, Mention, MultiWord, Sentence, Span, Token, Upos};
use std::path::Path;

/// A document of CoNLL-U sentences: its text is the words, each followed by a space unless `SpaceAfter=No`.
fn document(lang: &str, conllu: &str) -> (Document, Vec<Sentence>) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for block in
        conllu.split("\n\n").filter(|block| block.lines().any(|line| !line.starts_with('#') && !line.is_empty()))
    {
        sentences.push(sentence(block, &mut text, sentences.len()));
    }
    let meta = DocumentMeta {
        id: DocId("0123456789abcdef".into()),
        name: "test".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: Some(Lang::new(lang)),
    };
    (Document { meta, text, blocks: Vec::new() }, sentences)
}

fn sentence(block: &str, text: &mut String, number: usize) -> Sentence {
    let begin = text.len();
    let (mut tokens, mut multiwords): (Vec<Token>, Vec<MultiWord>) = (Vec::new(), Vec::new());
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let span = |text: &mut String| {
            let start = text.len();
            text.push_str(columns[1]);
            let span = Span::new(start, text.len());
            if !columns[9].contains("SpaceAfter=No") {
                text.push(' ');
            }
            span
        };
        if let Some((first, last)) = columns[0].split_once('-') {
            let words = first.parse::<usize>().unwrap() - 1..last.parse::<usize>().unwrap();
            multiwords.push(MultiWord { span: span(text), words });
            continue;
        }
        let Ok(id) = columns[0].parse::<usize>() else { continue };
        let inside = multiwords.last().filter(|multi| multi.words.contains(&(id - 1))).map(|multi| multi.span);
        tokens.push(Token {
            span: inside.unwrap_or_else(|| span(text)),
            form: columns[1].into(),
            lemma: columns[2].into(),
            upos: Upos::parse(columns[3]),
            feats: columns[5].into(),
            head: columns[6].parse::<usize>().unwrap().checked_sub(1),
            deprel: columns[7].into(),
        });
    }
    Sentence {
        span: Span::new(begin, text.trim_end().len()),
        is_headline: false,
        block: number / 3,
        tokens,
        multiwords,
    }
}

/// One line a mention: its words, kind, actors and score.
fn shown(document: &Document, mention: &Mention) -> String {
    let actors: Vec<&str> = mention.actors.iter().map(|id| id.as_str()).collect();
    format!("{:?} [{}] {} {:.2}", mention.kind, mention.span.of(&document.text), actors.join(" + "), mention.score)
}

fn check_order(entities: &Entities) {
    let key = |m: &Mention| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end));
    assert!(entities.mentions.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])), "mentions are not sorted");
    for mention in &entities.mentions {
        assert!(mention.actors.iter().all(|id| entities.actors.contains_key(id)), "{mention:?} has no actor");
        assert!((0.0..=1.0).contains(&mention.score));
    }
    for affiliation in &entities.affiliations {
        assert!(entities.actors.contains_key(&affiliation.source) && entities.actors.contains_key(&affiliation.target));
    }
}

/// Treebanks hold every construction there is: none may panic, and mentions stay in order.
#[test]
fn treebanks_are_read_without_panic_and_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/ud");
    for (lang, name) in [("en", "en_gum-test.conllu"), ("es", "es_ancora-test.conllu")] {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            eprintln!("{name} is not here: passed over");
            continue;
        };
        let text = text.replace("\r\n", "\n");
        let blocks: Vec<&str> = text.split("\n\n").collect();
        for (at, chunk) in blocks.chunks(30).enumerate() {
            let (document, sentences) = document(lang, &chunk.join("\n\n"));
            let entities = super::read(&document, &sentences, Knowledge::builtin());
            check_order(&entities);
            // For people at work on this stage: DEMARCHE_SHOW=es cargo test treebanks -- --nocapture
            if std::env::var("DEMARCHE_SHOW").is_ok_and(|wanted| wanted == lang) && at < 12 {
                show(&document, &sentences, &entities);
            }
        }
    }
}

fn show(document: &Document, sentences: &[Sentence], entities: &Entities) {
    for (index, sentence) in sentences.iter().enumerate() {
        println!("\n{}", sentence.span.of(&document.text));
        for mention in entities.mentions.iter().filter(|mention| mention.sentence == index) {
            println!("    {}", shown(document, mention));
        }
    }
    for affiliation in entities.affiliations.iter().filter(|affiliation| affiliation.document.is_some()) {
        println!("{} {:?} {} {:?}", affiliation.source, affiliation.relation, affiliation.target, affiliation.role);
    }
}
