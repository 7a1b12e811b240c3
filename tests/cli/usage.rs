use super::support::{demarche, graph, run};

const COMMANDS: [&str; 11] =
    ["build", "export", "view", "merge", "paths", "claims", "explain", "parse", "frames", "eval", "completions"];

#[test]
fn every_command_has_a_help_with_examples() {
    for command in COMMANDS {
        let help = run(&[command, "--help"]);
        assert_eq!(help.code, 0, "{command}");
        assert!(help.stdout.contains("Example"), "{command} shows no example:\n{}", help.stdout);
        assert!(help.stdout.lines().all(|line| line.chars().count() <= 120), "{command}: a line is too long");
    }
}

#[test]
fn help_lists_every_command_and_the_exit_codes() {
    let help = run(&["--help"]);
    for command in COMMANDS {
        assert!(help.stdout.contains(&format!("  {command} ")), "{command} is not in the help");
    }
    assert!(help.stdout.contains("1 nothing found"));
}

#[test]
fn formats_in_the_help_come_from_the_registry() {
    let help = run(&["build", "--help"]).stdout;
    for format in demarche::export::FORMATS {
        assert!(help.contains(format.name()), "{} is missing", format.name());
    }
}

#[test]
fn version_names_the_program() {
    assert!(run(&["--version"]).stdout.starts_with("demarche "));
}

#[test]
fn wrong_use_exits_with_2_and_says_how() {
    for args in [&["biuld"][..], &["build"], &["build", "x", "--threads", "many"], &["paths", "g.json", "Putin"], &[]] {
        let wrong = run(args);
        assert_eq!(wrong.code, 2, "{args:?}");
        assert!(wrong.stderr.contains("Usage") || wrong.stderr.contains("help"), "{args:?}: {}", wrong.stderr);
    }
}

#[test]
fn a_misspelt_command_is_corrected() {
    assert!(run(&["biuld", "x"]).stderr.contains("'build'"));
}

#[test]
fn an_unknown_language_or_field_or_format_is_named_with_the_known_ones() {
    let language = run(&["build", "x.txt", "--language", "fr"]);
    assert_eq!(language.code, 2);
    assert!(language.stderr.contains("fr is not supported") && language.stderr.contains("es"), "{}", language.stderr);
    let field = run(&["build", "x.jsonl", "--field", "txet=body"]);
    assert_eq!(field.code, 2);
    assert!(field.stderr.contains("txet") && field.stderr.contains("publisher"), "{}", field.stderr);
    let format = run(&["build", "x.txt", "-o", "g.xyz"]);
    assert_eq!(format.code, 2);
    assert!(format.stderr.contains("g.xyz") && format.stderr.contains("json"), "{}", format.stderr);
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.stdout.contains("demarche") && script.stdout.contains("max-hops"), "{shell}");
    }
}

#[test]
fn colour_follows_the_flag_and_no_color() {
    let claims = |color: &[&str]| run(&[&["claims", graph(), "--lines"], color].concat()).stdout;
    assert!(!claims(&[]).contains('\x1b'), "no colour where the output is no terminal");
    assert!(claims(&["--color", "always"]).contains('\x1b'));
    assert!(!claims(&["--color", "never"]).contains('\x1b'));
    let quiet = demarche().args(["claims", graph(), "--lines"]).env("NO_COLOR", "1").output().expect("runs");
    assert!(!quiet.stdout.contains(&0x1b));
}

#[test]
fn quiet_says_nothing_on_standard_error() {
    let claims = run(&["claims", graph(), "--quiet"]);
    assert_eq!((claims.code, claims.stderr.as_str()), (0, ""));
}
