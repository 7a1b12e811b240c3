//! Sentences in, mentions out, each tied to an actor or to none.
//! `(&Document, &[Sentence], &Knowledge) -> Entities`
//!
//! In order: pieces of sentences that may be actors ([`detect`]), titles and descriptions around role nouns
//! ([`roles`]), known names to actors ([`link`]), unknown names to actors of the article ([`names`]), what is said of them
//! ([`describe`]), groups without a state ([`groups`]), sources without a name ([`sources`]), what only points back
//! ([`coreference`]), and at last groups of civil society ([`crowds`]).
//!
//! # Scores
//! [`crate::model::Mention::score`] is how sure the link is: 1 a full name, 0.9 a title with a name, 0.8 a short name or a
//! description of one state, 0.7 a name that could mean something else, 0.5 and less a place ("in Damascus" 0.3) or a guess of
//! coreference, whose score is the salience of what it points to. Below 0.4, coreference names nobody.

pub mod chains;
mod coreference;
mod crowds;
mod describe;
mod detect;
mod draft;
mod groups;
pub mod knowledge;
mod link;
mod names;
mod quotes;
mod roles;
mod sources;
#[cfg(test)]
mod tests;
mod text;
mod words;

use crate::model::{Document, Entities, Lang, Sentence};
use knowledge::Knowledge;
use words::Words;

/// Finds and links the actors of one document. `document.meta.language` is set.
///
/// Mentions come in text order and may nest; `actors` holds every actor that a mention or an affiliation names.
/// A language without word lists gets the names of the knowledge base alone.
pub fn read(document: &Document, sentences: &[Sentence], knowledge: &Knowledge) -> Entities {
    let scene = Scene::new(document, sentences, knowledge);
    let pieces: Vec<_> = (0..sentences.len()).map(|index| detect::pieces(&scene, index)).collect();
    let uses = roles::uses(&scene, &pieces);
    let links = link::links(&scene, &pieces, &uses);
    let named = names::actors(&scene, &pieces, &uses, &links);
    let mut draft = draft::Draft::new(&scene);
    let bare = describe::mentions(&mut draft, &pieces, &uses, &named);
    let bare = groups::mentions(&mut draft, &pieces, &uses, &named, bare);
    let back = sources::mentions(&mut draft, bare);
    coreference::mentions(&mut draft, back);
    crowds::mentions(&mut draft);
    draft.finish()
}

/// What every step looks at.
struct Scene<'a> {
    document: &'a Document,
    sentences: &'a [Sentence],
    knowledge: &'a Knowledge,
    lang: Lang,
    words: &'static Words,
}

impl<'a> Scene<'a> {
    fn new(document: &'a Document, sentences: &'a [Sentence], knowledge: &'a Knowledge) -> Self {
        let lang = document.meta.language.clone().unwrap_or_else(|| Lang::new("und"));
        let words = Words::of(&lang);
        Scene { document, sentences, knowledge, lang, words }
    }

    /// The first six digits of the document's id: the end of ids that hold in this article alone.
    fn document_suffix(&self) -> String {
        self.document.meta.id.0.chars().take(6).collect()
    }
}
