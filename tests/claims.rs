//! The frames' own examples, read from raw text through every stage: each promises the claims that it names, each
//! counter-example promises silence.

use demarche::claims::{self, Frames, Kind};
use demarche::entities::{self, knowledge::Knowledge};
use demarche::language::Language;
use demarche::model::*;

/// The claims of one text in one language, each as `SOURCE EVENT TARGET` by every name that an example may use.
fn read(lang: &str, text: &str) -> Vec<(Claim, Vec<String>)> {
    let span = Span::new(0, text.len());
    let document = Document {
        meta: DocumentMeta {
            id: DocId("0123456789abcdef".into()),
            name: "example".into(),
            path: None,
            url: None,
            title: None,
            publisher: None,
            published: None,
            language: Some(Lang::new(lang)),
        },
        text: text.to_owned(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span }],
    };
    let language = Language::builtin(&Lang::new(lang)).unwrap_or_else(|| panic!("no language {lang}"));
    let mut sentences = language.analyse(&document);
    language.harmonise(&mut sentences);
    let entities = entities::read(&document, &sentences, Knowledge::builtin());
    let names = |id: &Option<ActorId>, text: &str| -> Vec<String> {
        let Some(actor) = id.as_ref().and_then(|id| entities.actors.get(id)) else { return Vec::new() };
        let mut names = vec![actor.name.clone(), actor.id.to_string(), text.to_owned()];
        names.extend(actor.aliases.iter().cloned());
        names.extend(actor.state.iter().map(|code| code.as_str().to_owned()));
        names
    };
    let shown = |claim: Claim| {
        let not = if claim.polarity == Polarity::Negated { "not " } else { "" };
        let mut shown = Vec::new();
        for source in names(&claim.source, &claim.source_text) {
            for target in names(&claim.target, &claim.target_text) {
                shown.push(format!("{not}{source} {} {target}", claim.event));
            }
        }
        (claim, shown)
    };
    claims::read(&document, &sentences, &entities, Frames::builtin()).into_iter().map(shown).collect()
}

fn fold(name: &str) -> String {
    name.replace('-', " ").to_lowercase()
}

fn failures(kind: &Kind) -> Vec<String> {
    let mut failures = Vec::new();
    for example in &kind.examples {
        let found = read(&example.lang, &example.text);
        for wanted in &example.claims {
            let is_it = |(_, shown): &(Claim, Vec<String>)| shown.iter().any(|one| fold(one) == fold(wanted));
            if !found.iter().any(is_it) {
                let firsts: Vec<_> = found.iter().map(|(claim, shown)| (shown.first(), &claim.rule)).collect();
                failures.push(format!("{}: {:?}: wanted {wanted:?}, found {firsts:?}", kind.name, example.text));
            }
        }
    }
    for example in &kind.counterexamples {
        let found = read(&example.lang, &example.text);
        let of_kind: Vec<_> =
            found.iter().filter(|(claim, _)| claim.kind == kind.name && claim.target.is_some()).collect();
        if !of_kind.is_empty() {
            let firsts: Vec<_> = of_kind.iter().map(|(claim, shown)| (shown.first(), &claim.rule)).collect();
            failures.push(format!("{}: {:?}: wanted silence, found {firsts:?}", kind.name, example.text));
        }
    }
    failures
}

#[test]
fn every_frame_file_keeps_what_its_examples_promise() {
    let mut all = Vec::new();
    let mut count = 0;
    for kind in Frames::builtin().kinds() {
        count += kind.examples.len() + kind.counterexamples.len();
        all.extend(failures(kind));
    }
    println!("{count} examples, {} failures", all.len());
    assert!(count > 0, "no examples");
    assert!(all.is_empty(), "{} of {count} examples fail:\n{}", all.len(), all.join("\n"));
}
