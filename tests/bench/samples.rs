//! What the benchmarks read.

use demarche::model::{Block, BlockKind, DocId, Document, DocumentMeta, Lang, Span};
use std::path::Path;

/// The texts of a folder, by its path from the package's root, with their languages.
pub fn samples(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("a sample"));
    texts.filter_map(|text| Some((demarche::language::identify(&text)?.code().to_owned(), text))).collect()
}

/// A document whose paragraphs are the lines of a text.
pub fn document((lang, text): (String, String)) -> Document {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        blocks.extend((!line.trim().is_empty()).then_some(Block { kind: BlockKind::Paragraph, span }));
        start += line.len();
    }
    let meta = DocumentMeta {
        id: DocId("sample".into()),
        name: "sample".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: Some(Lang::new(&lang)),
    };
    Document { meta, text, blocks }
}
