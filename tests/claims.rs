//! The frames' own examples, read from raw text through every stage: each promises the claims that it names, each
//! counter-example promises silence. `demarche frames test` runs them too.

use demarche::claims::examples::{self, broken};
use demarche::claims::{Frames, Kind};
use demarche::entities::knowledge::Knowledge;
use demarche::language::Language;
use demarche::model::Lang;

fn failures(kind: &Kind) -> Vec<String> {
    let examples = kind.examples.iter().map(|example| (example, false));
    let all = examples.chain(kind.counterexamples.iter().map(|example| (example, true)));
    let failure = |(example, is_counter): (&demarche::claims::frames::Example, bool)| {
        let language = Language::builtin(&Lang::new(&example.lang)).expect("a built-in language");
        let reading = examples::read(language, &example.text, None, Frames::builtin(), Knowledge::builtin());
        let why = broken(kind, example, is_counter, &reading)?;
        Some(format!("{}: {:?}: {why}", kind.name, example.text))
    };
    all.filter_map(failure).collect()
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
