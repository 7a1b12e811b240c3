use super::support::{ARTICLE, arg, folder, run};
use std::time::{Duration, Instant};

/// Builds `name` with `content`, alone and beside a good article: alone it gives exit code 2 and no file; beside
/// another, that one is read. Both times one line names the input and says every one of `reasons`.
fn is_passed_over(name: &str, content: Option<&[u8]>, reasons: &[&str]) {
    let files: Vec<(&str, &[u8])> = content.map(|content| (name, content)).into_iter().collect();
    let inputs = folder(&[&files[..], &[("good.txt", ARTICLE.as_bytes())]].concat());
    let (bad, good, out) = (arg(&inputs, name), arg(&inputs, "good.txt"), arg(&inputs, "graph.json"));

    let alone = run(&["build", &bad, "-o", &out]);
    assert_eq!(alone.code, 2, "{name} alone: {}", alone.stderr);
    assert!(!std::path::Path::new(&out).exists(), "{name}: a graph of nothing was written");
    let beside = run(&["build", &bad, &good, "-o", &out]);
    assert_eq!(beside.code, 0, "{name} beside a good article: {}", beside.stderr);
    let documents = super::support::json(&out)["graph"]["documents"].as_array().map(Vec::len);
    assert_eq!(documents, Some(1), "{name}: the good article is read");

    for stderr in [alone.stderr, beside.stderr] {
        let lines: Vec<&str> = stderr.lines().filter(|line| line.contains(name)).collect();
        assert_eq!(lines.len(), 1, "{name} gets one line:\n{stderr}");
        for reason in reasons {
            assert!(lines[0].to_lowercase().contains(reason), "{name}: `{reason}` is not in: {}", lines[0]);
        }
    }
}

#[test]
fn a_missing_file() {
    is_passed_over("missing.txt", None, &["no such file"]);
}

#[test]
fn an_empty_file() {
    is_passed_over("empty.txt", Some(b""), &["empty"]);
}

#[test]
fn a_file_of_spaces() {
    is_passed_over("spaces.txt", Some(b" \n\t \n"), &[]);
}

#[test]
fn a_binary_file() {
    let bytes: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    is_passed_over("picture.bin", Some(&bytes), &["binary"]);
    is_passed_over("picture.txt", Some(&bytes), &["binary"]);
}

#[test]
fn a_file_without_permission() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let inputs = folder(&[("secret.txt", ARTICLE.as_bytes()), ("good.txt", ARTICLE.as_bytes())]);
        let secret = inputs.path().join("secret.txt");
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).expect("chmod");
        if std::fs::read(&secret).is_ok() {
            return as_nobody(&inputs);
        }
        let alone = run(&["build", &arg(&inputs, "secret.txt")]);
        assert_eq!(alone.code, 2);
        assert!(alone.stderr.contains("secret.txt") && alone.stderr.contains("ermission"), "{}", alone.stderr);
    }
}

/// As root, who may read everything: the program is run as another user, where the system lets us.
#[cfg(unix)]
fn as_nobody(inputs: &tempfile::TempDir) {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    std::fs::set_permissions(inputs.path(), std::fs::Permissions::from_mode(0o755)).expect("chmod");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(["build", &arg(inputs, "secret.txt")]).uid(65534).gid(65534);
    match command.output() {
        Ok(output) => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{stderr}");
            assert!(stderr.contains("secret.txt") && stderr.contains("ermission"), "{stderr}");
        }
        Err(error) => eprintln!("passed over: another user cannot run the program ({error})"),
    }
}

#[test]
fn json_lines_are_named_by_their_number_and_the_others_are_read() {
    let records = format!(
        "{}\nnot json\n{}\n{}\n",
        serde_json::json!({"id": "one", "text": ARTICLE}),
        serde_json::json!({"id": "two", "title": "no text here"}),
        serde_json::json!({"id": "three", "text": ARTICLE.replace("Russia", "China")}),
    );
    let inputs = folder(&[("news.jsonl", records.as_bytes())]);
    let out = arg(&inputs, "graph.json");
    let build = run(&["build", &arg(&inputs, "news.jsonl"), "-o", &out]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(build.stderr.contains("news.jsonl:2"), "{}", build.stderr);
    assert!(build.stderr.contains("news.jsonl:3"), "{}", build.stderr);
    let graph = super::support::json(&out);
    let names: Vec<&str> =
        graph["graph"]["documents"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"one") && names.contains(&"three"), "{names:?}");
}

#[test]
fn wrong_json_alone() {
    is_passed_over("broken.json", Some(br#"{"text": "Russia sup"#), &[]);
    is_passed_over("broken.jsonl", Some(b"{\"text\": 1}\n"), &[]);
}

#[test]
fn html_without_text() {
    is_passed_over(
        "page.html",
        Some(b"<!doctype html><html><head><title>x</title></head><body></body></html>"),
        &["text"],
    );
}

#[test]
fn a_language_that_is_not_supported() {
    let french = "La Russie soutient la Syrie\n\nLe ministre des Affaires étrangères a déclaré lundi que la Russie \
                  soutenait le gouvernement syrien et qu'elle ne l'abandonnerait jamais malgré les rumeurs.\n";
    is_passed_over("french.txt", Some(french.as_bytes()), &["fr is not supported", "en", "es"]);
}

#[test]
fn bytes_of_no_known_encoding_break_nothing() {
    let mut bytes = ARTICLE.as_bytes().to_vec();
    for at in (0..bytes.len()).step_by(7) {
        bytes[at] = [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xff][at % 6];
    }
    let inputs = folder(&[("odd.txt", &bytes), ("good.txt", ARTICLE.as_bytes())]);
    let build = run(&["build", &arg(&inputs, "odd.txt"), &arg(&inputs, "good.txt"), "-o", &arg(&inputs, "g.json")]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(build.stderr.contains("odd.txt"), "whatever happens to it is said:\n{}", build.stderr);
}

#[test]
fn latin_1_and_utf_16_are_decoded() {
    let latin: Vec<u8> = super::support::ARTICLE_ES.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = std::iter::once(0xfeffu16)
        .chain(super::support::ARTICLE_ES.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let inputs = folder(&[("latin.txt", &latin), ("wide.txt", &wide)]);
    for name in ["latin.txt", "wide.txt"] {
        let build = run(&["build", &arg(&inputs, name)]);
        assert_eq!(build.code, 0, "{name}: {}", build.stderr);
        assert!(build.stdout.contains("Moscú") || build.stdout.contains("Turquía"), "{name}");
    }
}

#[test]
fn an_article_of_50_mb_is_refused_quickly_and_with_the_limit() {
    let long = ARTICLE.repeat(50_000_000 / ARTICLE.len() + 1);
    let begun = Instant::now();
    is_passed_over("long.txt", Some(long.as_bytes()), &["20 mb", "limit"]);
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn standard_input_is_named_so() {
    let output = super::support::demarche().args(["build", "-"]).write_stdin("").output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard input"));
}

#[test]
fn a_glob_or_folder_without_articles_is_named() {
    let inputs = folder(&[]);
    for path in [arg(&inputs, "*.txt"), inputs.path().display().to_string()] {
        let build = run(&["build", &path]);
        assert_eq!(build.code, 2);
        assert!(build.stderr.contains(&path), "{}", build.stderr);
    }
}

#[test]
fn a_graph_that_is_none_is_refused_with_a_hint() {
    let inputs = folder(&[("a.json", b"{}"), ("b.json", b"{\"graph\": "), ("c.json", b"\x00\x01")]);
    for name in ["a.json", "b.json", "c.json", "missing.json"] {
        let path = arg(&inputs, name);
        for args in [&["claims", &path][..], &["explain", &path, "c-1"], &["paths", &path, "a", "b"], &["merge", &path]]
        {
            let query = run(args);
            assert_eq!(query.code, 2, "{args:?}");
            assert!(query.stderr.contains("error:") && query.stderr.contains("hint:"), "{}", query.stderr);
            assert!(query.stderr.contains(name) && query.stdout.is_empty());
        }
    }
}
