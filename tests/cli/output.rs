use super::support::{ARTICLE, ARTICLE_ES, arg, demarche, folder, graph, run};
use std::path::Path;
use std::process::{Command, Stdio};

/// Names in a folder, sorted: nothing may be left lying about.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn an_old_graph_stays_where_nothing_could_be_read() {
    let inputs = folder(&[("empty.txt", b""), ("graph.json", b"old")]);
    assert_eq!(run(&["build", &arg(&inputs, "empty.txt"), "-o", &arg(&inputs, "graph.json")]).code, 2);
    assert_eq!(std::fs::read(inputs.path().join("graph.json")).unwrap(), b"old");
    assert_eq!(names(inputs.path()), ["empty.txt", "graph.json"]);
}

#[test]
fn a_new_graph_replaces_the_old_one_and_leaves_nothing_else() {
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes()), ("graph.json", b"old")]);
    assert_eq!(run(&["build", &arg(&inputs, "a.txt"), "-o", &arg(&inputs, "graph.json")]).code, 0);
    assert_eq!(super::support::json(inputs.path().join("graph.json"))["directed"], true);
    assert_eq!(names(inputs.path()), ["a.txt", "graph.json"]);
}

#[test]
fn a_missing_folder_or_a_folder_as_file_is_refused_before_the_work() {
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let missing = run(&["build", &arg(&inputs, "a.txt"), "-o", &arg(&inputs, "no/where/graph.json")]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("mkdir -p"), "{}", missing.stderr);
    let itself = run(&["build", &arg(&inputs, "a.txt"), "-o", &inputs.path().display().to_string()]);
    assert_eq!(itself.code, 2);
    assert!(itself.stderr.contains("is a folder"), "{}", itself.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error_with_its_name() {
    for args in [&["build", "-o", "/dev/full"][..], &["build", "-o", "/dev/full", "--format", "dot"]] {
        let inputs = folder(&[("a.txt", ARTICLE.as_bytes())]);
        let full = run(&[args, &[&arg(&inputs, "a.txt")]].concat());
        assert_eq!(full.code, 2);
        assert!(full.stderr.contains("/dev/full") && full.stderr.contains("space"), "{}", full.stderr);
    }
    let query = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["claims", graph(), "--json"])
        .stdout(std::fs::File::options().write(true).open("/dev/full").expect("/dev/full"))
        .output()
        .expect("runs");
    assert_eq!(query.status.code(), Some(2), "{}", String::from_utf8_lossy(&query.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_graph_whole() {
    let mount = tempfile::tempdir().expect("a folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=16k", "none"])
        .arg(mount.path())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("passed over: a small disk can be mounted by root only");
        return;
    }
    let old = mount.path().join("graph.json");
    let texts: String =
        (0..40).map(|n| ARTICLE.replace("Monday", &format!("{} May 2020", n % 28 + 1)) + "\n\n").collect();
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", texts.as_bytes())]);
    std::fs::write(&old, "old").expect("room for a few bytes");
    let build = run(&["build", &arg(&inputs, "b.txt"), "-o", &old.display().to_string()]);
    let (kept, left) = (std::fs::read_to_string(&old), names(mount.path()));
    let _ = Command::new("umount").arg(mount.path()).status();
    assert_eq!(build.code, 2, "{}", build.stderr);
    assert!(build.stderr.contains("full") && build.stderr.contains("graph.json"), "{}", build.stderr);
    assert_eq!(kept.expect("the old graph"), "old");
    assert_eq!(left, ["graph.json"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named_with_a_hint() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes()), ("graph.json", b"old")]);
    std::fs::set_permissions(inputs.path(), std::fs::Permissions::from_mode(0o555)).expect("chmod");
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(["build", &arg(&inputs, "a.txt"), "-o", &arg(&inputs, "graph.json")]);
    if std::fs::write(inputs.path().join("probe"), "").is_ok() {
        command.uid(65534).gid(65534); // root may write anywhere
        let _ = std::fs::remove_file(inputs.path().join("probe"));
    }
    match command.output() {
        Ok(output) => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{stderr}");
            assert!(stderr.contains("graph.json") && stderr.contains("hint:"), "{stderr}");
            assert_eq!(std::fs::read(inputs.path().join("graph.json")).unwrap(), b"old");
        }
        Err(error) => eprintln!("passed over: another user cannot run the program ({error})"),
    }
    std::fs::set_permissions(inputs.path(), std::fs::Permissions::from_mode(0o755)).expect("chmod");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_the_mode_of_the_old_file_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes()), ("real.json", b"old")]);
    let real = inputs.path().join("real.json");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).expect("chmod");
    std::os::unix::fs::symlink(&real, inputs.path().join("link.json")).expect("a link");
    assert_eq!(run(&["build", &arg(&inputs, "a.txt"), "-o", &arg(&inputs, "link.json")]).code, 0);
    assert!(inputs.path().join("link.json").is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(super::support::json(&real)["directed"], true);
}

#[cfg(unix)]
#[test]
fn standard_output_by_any_name_gives_the_same_bytes() {
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let article = arg(&inputs, "a.txt");
    let plain = run(&["build", &article]).stdout;
    assert!(plain.starts_with('{'));
    for output in ["-", "/dev/stdout"] {
        assert_eq!(run(&["build", &article, "-o", output]).stdout, plain, "-o {output}");
    }
    let piped = demarche().args(["build", "-", "-q"]).write_stdin(ARTICLE_ES).output().expect("runs");
    assert!(piped.status.success());
    assert!(piped.stderr.is_empty(), "{}", String::from_utf8_lossy(&piped.stderr));
}

#[test]
fn a_reader_that_leaves_early_ends_the_program_quietly() {
    for args in
        [&["claims", graph(), "--json"][..], &["claims", graph()], &["export", graph()], &["completions", "bash"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(args)
            .arg("-q")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert!(output.status.success(), "{args:?}: {}", output.status);
    }
}

#[test]
fn the_ending_chooses_the_format_and_the_flag_wins() {
    let inputs = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let (article, dot) = (arg(&inputs, "a.txt"), arg(&inputs, "g.dot"));
    assert_eq!(run(&["build", &article, "-o", &dot]).code, 0);
    assert!(std::fs::read_to_string(&dot).unwrap().contains("digraph"));
    assert_eq!(run(&["build", &article, "-o", &dot, "--format", "json"]).code, 0);
    assert!(std::fs::read_to_string(&dot).unwrap().starts_with('{'));
    let exported = run(&["export", graph(), "--format", "DOT"]);
    assert!(exported.stdout.contains("digraph"), "{}", exported.stderr);
}
