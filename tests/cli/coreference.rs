use super::support::{arg, beside, folder, run};
use serde_json::Value;

const PLAIN: &str = "1\tIt\tit\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\trains\train\tVERB\t_\t_\t0\troot\t_\t_\n\n";

#[test]
fn a_treebank_without_entities_is_refused_with_a_hint() {
    let inputs = folder(&[("plain.conllu", PLAIN.as_bytes())]);
    let run = run(&["eval", "--coreference", &arg(&inputs, "plain.conllu")]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("plain.conllu: it has no entities") && run.stderr.contains("GUM"), "{}", run.stderr);
}

#[test]
fn a_language_without_a_model_of_chains_is_refused() {
    let inputs = folder(&[("plain.conllu", PLAIN.as_bytes())]);
    let run = run(&["eval", "--coreference", "--language", "es", &arg(&inputs, "plain.conllu")]);
    assert!(run.code == 2 && run.stderr.contains("no trained model"), "{}", run.stderr);
}

#[test]
fn chains_of_the_test_treebank_come_near_the_figures_of_the_card() {
    let Some(treebank) = beside("../shared/corpora/ud/en_gum-test.conllu") else { return };
    let run = run(&["eval", "--coreference", "--json", &treebank.display().to_string()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let figures: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let f1 = |row: &str| figures[row]["conll_f1"].as_f64().expect("a number");
    // The card's figure, less what a change of the knowledge base may move.
    assert!(f1("predicted_trees") >= 59.5, "{figures}");
    assert!(f1("gold_trees") > f1("predicted_trees") && f1("least_spans") >= f1("predicted_trees"), "{figures}");
}
