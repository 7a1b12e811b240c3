use super::support::{arg, folder, run};
use serde_json::Value;

/// A file with many mistakes and doubts, one a line where that is possible.
const BROKEN: &str = r#"kind = "opposition"
[[frame]]
lang = "en"
pos = "werb"
event = "ASAULT"
cameo = "999"
sorce = ["subj"]
target = ["objj"]
words = ["Attack", "attacked"]
confidence = 2.0
[[frame]]
lang = "fr"
pos = "verb"
event = "AID"
cameo = "190"
source = ["subj"]
words = []
[[example]]
lang = "en"
text = "Ruritania attacked Syria."
claims = ["Ruritania SYR", "Syldavia ASSAULT SYR"]
[planned]
AID = { even = "AGREE" }
"#;

#[test]
fn the_built_in_frames_have_no_mistake() {
    let check = run(&["frames", "check"]);
    assert!(check.code < 2, "{}", check.stdout);
    assert!(check.stderr.contains(" 0 mistakes"), "{}", check.stderr);
}

#[test]
fn every_mistake_and_doubt_of_a_folder_is_named_with_its_line_and_a_hint() {
    let own = folder(&[("opposition.toml", BROKEN.as_bytes())]);
    let check = run(&["frames", "check", &own.path().display().to_string()]);
    assert_eq!(check.code, 2);
    let wanted = [
        ("4: mistake: unknown part of speech werb", "verb, noun"),
        ("5: doubt: ASAULT is no root", "ASSAULT?"),
        ("6: doubt: 999 is no code", "leave it out"),
        ("7: mistake: unknown key sorce", "source?"),
        ("2: mistake: source is missing", "subj"),
        ("8: doubt: unknown slot \"objj\"", "obj?"),
        ("9: doubt: \"Attack\" has capitals", "lower case"),
        ("10: mistake: confidence", "0.8"),
        ("12: doubt: no text is read in language fr", "en, es"),
        ("14: doubt: AID is a root of support", "that file"),
        ("15: doubt: CAMEO 190 does not fit AID", "ASSAULT"),
        ("11: mistake: a frame without words", "words ="),
        ("21: mistake: \"Ruritania SYR\" names no event", "RUS SUPPORT SYR"),
        ("21: doubt: nobody is known as \"Syldavia\"", "state code"),
        ("23: mistake: unknown key even", "event?"),
        ("23: mistake: event is missing", "AGREE"),
        ("1: doubt: no frame for language es", "no claims"),
    ];
    for (what, hint) in wanted {
        let line = check.stdout.lines().find(|line| line.contains(&format!("opposition.toml:{what}")));
        let line = line.unwrap_or_else(|| panic!("{what} is not in\n{}", check.stdout));
        assert!(line.contains(hint), "{line}");
    }
    let json = run(&["frames", "check", "--kinds", &own.path().display().to_string(), "--json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert!(json["findings"].as_array().is_some_and(|findings| findings.len() >= wanted.len()));
}

const TWICE: &str = r#"kind = "opposition"
[[frame]]
lang = "en"
pos = "verb"
event = "ASSAULT"
source = ["subj"]
target = ["obj"]
words = ["bewilder"]
[[frame]]
lang = "en"
pos = "verb"
event = "COERCE"
source = ["subj"]
target = ["obj"]
words = ["bewilder"]
"#;

#[test]
fn a_cue_with_two_roots_or_in_two_kinds_is_doubtful() {
    let other = TWICE.replace("opposition", "support").replace("COERCE", "AID").replace("ASSAULT", "AID");
    let own = folder(&[("mine.toml", TWICE.as_bytes()), ("yours.toml", other.as_bytes())]);
    let check = run(&["frames", "check", &own.path().display().to_string()]);
    assert_eq!(check.code, 1, "{}", check.stdout);
    assert!(
        check.stdout.contains("mine.toml:15: doubt: en verb \"bewilder\" stands for COERCE here"),
        "{}",
        check.stdout
    );
    assert!(check.stdout.contains("\"bewilder\" is support here and opposition there"), "{}", check.stdout);
    assert!(check.stdout.contains("stands twice"), "{}", check.stdout);
}

#[test]
fn a_broken_example_fails_with_its_line_and_what_was_read() {
    let examples = "[[example]]\nlang = \"en\"\ntext = \"France bewildered Japan.\"\nclaims = [\"JPN ASSAULT FRA\"]\n\
        [[counterexample]]\nlang = \"en\"\ntext = \"Peru bewildered Chile.\"\n";
    let own = folder(&[("mine.toml", format!("{TWICE}{examples}").as_bytes())]);
    let kinds = own.path().display().to_string();
    let test = run(&["frames", "test", "--kinds", &kinds, "--lang", "en", "--kind", "opposition"]);
    assert_eq!(test.code, 1);
    assert!(
        test.stdout.contains("mine.toml:16: opposition example fails: France bewildered Japan."),
        "{}",
        test.stdout
    );
    assert!(test.stdout.contains("wanted JPN ASSAULT FRA, read FRA ASSAULT JPN"), "{}", test.stdout);
    assert!(test.stdout.contains("mine.toml:20: opposition counter-example fails"), "{}", test.stdout);
    let json = run(&["frames", "test", "--kinds", &kinds, "--lang", "en", "--json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json["failures"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_unknown_kind_or_language_is_named_with_the_known_ones() {
    let kind = run(&["frames", "test", "--kind", "love"]);
    assert_eq!(kind.code, 2);
    assert!(kind.stderr.contains("love") && kind.stderr.contains("denial"), "{}", kind.stderr);
    let lang = run(&["frames", "show", "attack", "--lang", "xx"]);
    assert_eq!(lang.code, 2);
    assert!(lang.stderr.contains("en, es"), "{}", lang.stderr);
    let none = run(&["frames", "check", &arg(&folder(&[]), "")]);
    assert_eq!(none.code, 2);
}

#[test]
fn a_word_is_shown_with_its_frames_in_words() {
    let shown = run(&["frames", "show", "condemned", "--lang", "en"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for part in ["opposition ACCUSE", "opposition.toml:", "logical subject", "logical object", "confidence", "condemn"]
    {
        assert!(shown.stdout.contains(part), "{part} is not in\n{}", shown.stdout);
    }
    let json: Value = serde_json::from_str(&run(&["frames", "show", "condemn", "--json"]).stdout).expect("JSON");
    assert_eq!(json["frames"][0]["event"], "ACCUSE");
}

#[test]
fn an_unknown_word_is_answered_with_words_like_it() {
    let shown = run(&["frames", "show", "condem"]);
    assert_eq!(shown.code, 1);
    assert!(shown.stderr.contains("condemn"), "{}", shown.stderr);
}

#[test]
fn a_sentence_is_shown_with_the_line_of_each_reading_and_why_other_cues_were_not_read() {
    let sentence = "France condemned Japan, and critics condemned the umbrella.";
    let shown = run(&["frames", "show", sentence, "--lang", "en"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("FRA ACCUSE JPN  cue \"condemned\", opposition.toml:"), "{}", shown.stdout);
    assert!(shown.stdout.contains("not read: the actors that it needs"), "{}", shown.stdout);
    let json = run(&["frames", "show", sentence, "--lang", "en", "--json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let outcomes: Vec<&str> =
        json["cues"].as_array().into_iter().flatten().filter_map(|it| it["outcome"].as_str()).collect();
    assert!(outcomes.contains(&"read") && outcomes.contains(&"no_actors"), "{json}");
    let silent = run(&["frames", "show", "It rained on the umbrella.", "--lang", "en"]);
    assert_eq!(silent.code, 1);
}
