//! The content hash of a document, and its making from text, metadata and blocks.

use super::Given;
use crate::model::{Block, DocId, Document, DocumentMeta};
use sha2::{Digest, Sha256};

/// Digits kept of the hash: 64 bits, so a collision is unlikely (one in a million) among five million articles.
const DIGITS: usize = 16;

/// The first 16 hexadecimal digits of a SHA-256 over the text (as ingest leaves it) and what the input itself says of
/// title, publisher, date and language. Each field is preceded by its length in bytes, or by `-` where it is not given,
/// so no two sets of fields run into one another.
pub(super) fn doc_id(text: &str, given: &Given) -> DocId {
    let published = given.published.map(|date| date.to_string());
    let language = given.language.as_ref().map(|language| language.code());
    let mut hash = Sha256::new();
    for field in [Some(text), given.title.as_deref(), given.publisher.as_deref(), published.as_deref(), language] {
        match field {
            Some(field) => {
                hash.update(format!("{}:", field.len()));
                hash.update(field);
            }
            None => hash.update("-"),
        }
    }
    let digits: String = hash.finalize().iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
    DocId(digits.into())
}

/// A document from its text, what the input says of it, and what `layout` found in the text.
pub(super) fn document(path: Option<&str>, given: Given, text: String, layout: super::layout::Layout) -> Document {
    let blocks: Vec<Block> = layout.blocks;
    let meta = DocumentMeta {
        id: doc_id(&text, &given),
        name: given.name.unwrap_or_default(),
        path: path.map(str::to_owned),
        url: given.url,
        title: given.title.or(layout.title),
        publisher: given.publisher,
        published: given.published.or(layout.published),
        language: given.language,
    };
    Document { meta, text, blocks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_into_one_another() {
        let given = |title: Option<&str>, publisher: Option<&str>| Given {
            title: title.map(str::to_owned),
            publisher: publisher.map(str::to_owned),
            ..Given::default()
        };
        let ids = [
            doc_id("text", &given(None, None)),
            doc_id("text", &given(Some("ab"), None)),
            doc_id("text", &given(None, Some("ab"))),
            doc_id("text", &given(Some("a"), Some("b"))),
            doc_id("text", &given(Some(""), Some("ab"))),
        ];
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        assert!(ids.iter().all(|id| id.0.len() == DIGITS));
    }
}
