//! What the documentation promises: its links lead somewhere, and its commands exist.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let docs = std::fs::read_dir(root().join("docs")).expect("docs/").flatten().map(|entry| entry.path());
    let pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    assert!(!pages.is_empty());
    pages.into_iter().chain([root().join("README.md")]).collect()
}

/// The targets of `[text](target)` and `src="target"`, without anchors; what programs print between fences has none.
fn links(text: &str) -> Vec<&str> {
    text.split("```").step_by(2).flat_map(links_of_prose).collect()
}

fn links_of_prose(text: &str) -> Vec<&str> {
    let after = |mark: &'static str, end: char| {
        text.match_indices(mark).filter_map(move |(at, _)| text[at + mark.len()..].split(end).next())
    };
    let all = after("](", ')').chain(after("src=\"", '"'));
    all.map(|link| link.split('#').next().unwrap_or_default()).filter(|link| !link.is_empty()).collect()
}

#[test]
fn every_link_of_the_documentation_leads_to_a_file() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page");
        let folder = page.parent().expect("a folder");
        let local = links(&text).into_iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
        broken
            .extend(local.filter(|link| !folder.join(link).exists()).map(|link| format!("{}: {link}", page.display())));
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn the_check_sees_links() {
    assert_eq!(links("a [b](c.md#d), ![e](f.svg), <img src=\"g.png\">, [h](#i)"), ["c.md", "f.svg", "g.png"]);
}

/// Each command line of the README that calls the program is one that the program understands: its command and its
/// flags are in the help.
#[test]
fn commands_and_flags_of_the_readme_exist() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let mut checked = 0;
    for line in readme.lines().map(|line| line.trim_start_matches("$ ").trim()) {
        let Some(rest) = line.strip_prefix("demarche ") else { continue };
        let mut words = rest.split('#').next().unwrap_or_default().split_whitespace();
        let Some(command) = words.next().filter(|word| word.chars().all(char::is_alphabetic)) else { continue };
        // `chart matrix` has flags of its own; of other commands the second word is an argument, which help passes over.
        let second = words.clone().next().filter(|word| word.chars().all(char::is_alphabetic));
        let mut program = Command::new(env!("CARGO_BIN_EXE_demarche"));
        let help = program.arg(command).args(second).arg("--help").output().expect("runs");
        assert!(help.status.success(), "README: `{line}`: no command {command}");
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        for flag in words.filter(|word| word.starts_with("--")) {
            let flag = flag.split('=').next().unwrap_or(flag);
            assert!(help.contains(flag), "README: `{line}`: {command} has no {flag}");
        }
        checked += 1;
    }
    assert!(checked >= 8, "the README shows {checked} commands; a tour shows every one");
}

/// Writes the README's outputs and its picture anew: `cargo test --test docs -- --ignored`.
///
/// A block of one `$ demarche …` line that another block follows shows what that command prints, run beside the samples.
#[test]
#[ignore = "changes README.md and docs/samples.svg; run it when what the program prints has changed"]
fn refresh_the_readme() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(root().join("samples"), folder.path().join("samples")).expect("a link");
    std::fs::write(folder.path().join("article.txt"), "Moscow denied on Monday that it had abandoned Syria.\n")
        .unwrap();
    let demarche = |command: &str| {
        let words = command.split_whitespace().skip(1);
        let output =
            Command::new(env!("CARGO_BIN_EXE_demarche")).args(words).current_dir(&folder).output().expect("runs");
        let text = [output.stdout, if command.contains(" build ") { output.stderr } else { Vec::new() }].concat();
        String::from_utf8(text)
            .expect("UTF-8")
            .lines()
            .map(|line| line.trim_end().to_owned() + "\n")
            .collect::<String>()
    };
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let lines: Vec<&str> = readme.lines().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < lines.len() {
        let pair = lines.get(at..at + 4).filter(|four| [four[0], four[2], four[3]] == ["```"; 3]);
        let Some(command) = pair.and_then(|four| four[1].strip_prefix("$ ")).filter(|it| it.starts_with("demarche "))
        else {
            out += &format!("{}\n", lines[at]);
            at += 1;
            continue;
        };
        let mut command = command.to_owned();
        if command.contains(" explain ") {
            let list = "demarche claims graph.json --lines --kind support --source Russia --target Syria";
            command =
                format!("demarche explain graph.json {}", demarche(list).split_whitespace().next().expect("a claim"));
        }
        out += &format!("```\n$ {command}\n```\n```\n{}\n```\n", demarche(&command).trim_end());
        let end = lines[at + 4..].iter().position(|line| *line == "```").expect("a block ends");
        at += 4 + end + 1;
    }
    std::fs::write(&path, out).expect("README.md is written");
    demarche("demarche export graph.json -o samples.svg");
    std::fs::copy(folder.path().join("samples.svg"), root().join("docs/samples.svg")).expect("Graphviz draws");
}
