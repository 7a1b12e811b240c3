//! Prints the trees of a text from standard input as CoNLL-U: `cargo run --example analyse -- en < article.txt`.

use demarche::language::{Language, conllu};
use demarche::model::{Block, BlockKind, DocId, Document, DocumentMeta, Lang, Span};
use std::io::Read;

fn main() {
    let lang = Lang::new(&std::env::args().nth(1).unwrap_or_else(|| "en".to_owned()));
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("the text is UTF-8");
    let language = Language::builtin(&lang).expect("a built-in language");
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, start + line.len()) });
        start += line.len() + 1;
    }
    let meta = DocumentMeta {
        id: DocId("text".into()),
        name: "text".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: Some(lang),
    };
    let document = Document { meta, text, blocks };
    print!("{}", conllu::write(&document, &language.analyse(&document)));
}
