use super::support::{ARTICLE, arg, demarche, folder, run};

#[test]
fn parse_prints_conllu_with_the_text_of_every_sentence() {
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let parsed = run(&["parse", &arg(&inputs, "a.txt")]);
    assert_eq!(parsed.code, 0, "{}", parsed.stderr);
    assert!(parsed.stdout.contains("# text = Turkey accused Syria of an attack."), "{}", parsed.stdout);
    let words = parsed.stdout.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    assert!(words.clone().count() > 40);
    assert!(words.clone().all(|line| line.split('\t').count() == 10));
}

#[test]
fn parse_reads_standard_input_and_draws_trees() {
    let tree = demarche()
        .args(["parse", "-", "--language", "en", "--tree"])
        .write_stdin("Moscow denied the report.")
        .output()
        .expect("runs");
    let text = String::from_utf8_lossy(&tree.stdout);
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    assert!(text.contains("nsubj") && text.contains("denied"), "{text}");
}

#[test]
fn parse_keeps_given_tokens() {
    let line = |id: usize, form: &str| format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n");
    let given = ["Al", "-", "Watan", "denied", "it", "."];
    let text: String = given.iter().enumerate().map(|(at, form)| line(at + 1, form)).collect();
    let inputs = folder(&[("given.conllu", text.as_bytes())]);
    let parsed = run(&["parse", &arg(&inputs, "given.conllu"), "--from", "conllu", "--language", "en"]);
    assert_eq!(parsed.code, 0, "{}", parsed.stderr);
    let forms: Vec<&str> =
        parsed.stdout.lines().filter(|line| line.contains('\t')).filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(forms, given);
}

#[test]
fn parse_of_a_missing_file_is_an_error() {
    let missing = run(&["parse", "no-such-file.txt"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("no-such-file.txt"), "{}", missing.stderr);
}
