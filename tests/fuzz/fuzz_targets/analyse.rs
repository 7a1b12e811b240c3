//! Any bytes, in both languages: `cargo +nightly fuzz run --fuzz-dir tests/fuzz analyse` (after `cargo install cargo-fuzz`).
#![no_main]

use demarche::language::Language;
use demarche::model::{Block, BlockKind, DocId, Document, DocumentMeta, Lang, Sentence, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let meta = DocumentMeta {
        id: DocId("fuzz".into()),
        name: "fuzz".into(),
        path: None,
        url: None,
        title: None,
        publisher: None,
        published: None,
        language: None,
    };
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }];
    let document = Document { meta, text, blocks };
    for code in Language::builtin_codes() {
        let language = Language::builtin(&Lang::new(code)).expect("a built-in model that can be read");
        let mut end = 0;
        for sentence in language.analyse(&document) {
            assert!(sentence.span.start >= end);
            end = sentence.span.end;
            check(&document.text, &sentence);
        }
    }
});

/// Exact spans in order, one root, no cycle.
fn check(text: &str, sentence: &Sentence) {
    assert_eq!(sentence.tokens.iter().filter(|token| token.head.is_none()).count(), 1);
    let mut last = sentence.span.start;
    let mut free = 0;
    for range in &sentence.multiwords {
        assert!(range.words.start >= free && range.words.len() > 1 && range.words.end <= sentence.tokens.len());
        free = range.words.end;
    }
    for (id, token) in sentence.tokens.iter().enumerate() {
        assert!(sentence.span.contains(token.span));
        let several = sentence.multiwords.iter().find(|range| range.words.contains(&id));
        match several {
            Some(range) => assert!(range.span.contains(token.span)),
            None => assert!(token.span.of(text) == token.form && token.span.start >= last),
        }
        last = several.map_or(token.span.end, |range| range.span.end);
        let top = sentence.ancestors(id).last().unwrap_or(id);
        assert!(sentence.tokens[top].head.is_none());
    }
}
