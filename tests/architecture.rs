//! Data flows down, imports look up: a stage imports the nouns and earlier stages, never a later one.

use std::path::{Path, PathBuf};

/// Which of our modules each module may name. The command line may use all of the library.
const MAY_IMPORT: [(&str, &[&str]); 9] = [
    // `model` links to `language` in its documentation only.
    ("model", &[]),
    ("ingest", &["model"]),
    ("language", &["model"]),
    ("entities", &["model", "language"]),
    ("claims", &["model", "language", "entities"]),
    ("graph", &["model", "entities"]),
    ("export", &["model", "graph", "claims", "entities"]),
    ("evaluate", &["model", "claims"]),
    ("pipeline", &["model", "ingest", "language", "entities", "claims", "graph"]),
];

#[test]
fn stages_import_earlier_stages_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (module, allowed) in MAY_IMPORT {
        let files = rust_files(&root, module);
        assert!(!files.is_empty(), "the module {module} has moved: change this list");
        for file in files {
            let text = std::fs::read_to_string(&file).expect("a source file");
            for (number, line) in code_lines(&text) {
                for named in modules_named(line) {
                    if named != module
                        && !allowed.contains(&named)
                        && MAY_IMPORT.iter().any(|(known, _)| *known == named)
                    {
                        let place = file.strip_prefix(&root).unwrap_or(&file).display();
                        wrong.push(format!("src/{place}:{number}: {module} imports {named}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the direction of the data:\n{}", wrong.join("\n"));
}

/// The files of a module: its folder, its own file, or both.
fn rust_files(root: &Path, module: &str) -> Vec<PathBuf> {
    let folder = walkdir::WalkDir::new(root.join(module)).into_iter().flatten().map(|entry| entry.into_path());
    let own = std::iter::once(root.join(format!("{module}.rs")));
    folder.chain(own).filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// Lines with their numbers from 1, without comments and unit tests (which may set up whole chains).
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.lines().enumerate().take_while(|(_, line)| *line != "#[cfg(test)]");
    code.filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(at, line)| (at + 1, line))
}

/// The modules that a line names by `crate::<module>`.
fn modules_named(line: &str) -> Vec<&str> {
    let after = line.match_indices("crate::").map(|(at, found)| &line[at + found.len()..]);
    after.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()).collect()
}

#[test]
fn the_check_sees_an_import() {
    assert_eq!(modules_named("use crate::claims::Frames; use crate::graph;"), ["claims", "graph"]);
    let text = "use crate::a;\n// use crate::b;\n#[cfg(test)]\nuse crate::c;";
    assert_eq!(Vec::from_iter(code_lines(text)), [(1, "use crate::a;")]);
}
