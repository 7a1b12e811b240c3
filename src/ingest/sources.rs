//! What the user typed to a sorted list of inputs: files, folders (recursively), globs, `-`.

use super::{FORMATS, Options, Problem, Source, format_of_ending};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Endings of compressed files. The content decides how they are read (`input`).
pub(super) const COMPRESSED: &[&str] = &["gz", "zst"];

/// Names, in capitals as custom has it, of files that say something about the folder they are in.
const ABOUT_FOLDERS: &[&str] =
    &["AUTHORS", "CHANGELOG", "CONTRIBUTING", "COPYING", "LICENCE", "LICENSE", "NOTICE", "README", "SOURCES"];

/// Lists the inputs that `arguments` (files, folders, globs, `-`) stand for, sorted by path, each once, whatever the
/// order and number of the arguments that name it.
///
/// A file that is named, or matched by a glob, is taken whatever it is called. In a folder those are taken whose
/// ending is one of a known format (`.gz` or `.zst` may follow it), and those without an ending; not hidden ones, nor
/// those that describe the folder (README, LICENSE, SOURCES). Links are followed once.
///
/// The problems: a file that is not there, a folder or glob without a file to read, a folder that may not be entered.
pub fn sources(arguments: &[String], _options: &Options) -> (Vec<Source>, Vec<Problem>) {
    let mut listing = Listing::default();
    for argument in arguments {
        listing.add(argument);
    }
    listing.finish()
}

/// A path for people and for `graph.json`: `/` between its parts on every system.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The name without the endings of compression, and the ending that is left, in lower case.
pub(super) fn ending(name: &str) -> (&str, Option<String>) {
    let mut name = name;
    while let Some((stem, last)) = name.rsplit_once('.') {
        let last = last.to_ascii_lowercase();
        if stem.is_empty() {
            break;
        }
        if !COMPRESSED.contains(&last.as_str()) {
            return (name, Some(last));
        }
        name = stem;
    }
    (name, None)
}

#[derive(Default)]
struct Listing {
    stdin: bool,
    /// What the file system calls the file, to how the user called it (the first in order, if in several ways).
    files: BTreeMap<PathBuf, PathBuf>,
    problems: Vec<Problem>,
}

impl Listing {
    fn add(&mut self, argument: &str) {
        let path = Path::new(argument);
        if argument == "-" {
            self.stdin = true;
        } else if argument.is_empty() {
            self.problem("\"\"", "is no path; an empty variable, perhaps?");
        } else if path.is_dir() {
            self.folder(path);
        } else if path.symlink_metadata().is_err() && argument.contains(['*', '?', '[']) {
            self.glob(argument);
        } else {
            self.named(path);
        }
    }

    fn named(&mut self, path: &Path) {
        match path.metadata() {
            Ok(_) => self.file(path),
            Err(error) => self.problem(shown(path), super::input::reason(&error)),
        }
    }

    fn file(&mut self, path: &Path) {
        // Pipes have no canonical path; they are taken by the name they have.
        let canonical = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = self.files.entry(canonical).or_insert_with(|| path.to_owned());
        if path < name.as_path() {
            *name = path.to_owned();
        }
    }

    fn folder(&mut self, folder: &Path) {
        let walk = walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name();
        let (mut taken, mut passed) = (0, 0);
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            match entry {
                Ok(entry) if !entry.file_type().is_file() => {}
                Ok(entry) if is_readable_name(&entry.file_name().to_string_lossy()) => {
                    taken += 1;
                    self.file(entry.path());
                }
                Ok(_) => passed += 1,
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => self.walk_problem(folder, &error),
            }
        }
        if taken == 0 {
            let others = if passed == 0 { String::new() } else { format!(" among its {passed} files") };
            let reason = format!("folder without a file to read{others} (endings: {})", known_endings().join(", "));
            self.problem(shown(folder), reason);
        }
    }

    fn walk_problem(&mut self, folder: &Path, error: &walkdir::Error) {
        let place = shown(error.path().unwrap_or(folder));
        let reason = error.io_error().map_or_else(|| error.to_string(), super::input::reason);
        self.problem(place, reason);
    }

    fn glob(&mut self, pattern: &str) {
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
        let paths = match glob::glob_with(pattern, options) {
            Ok(paths) => paths,
            Err(error) => return self.problem(pattern, format!("is no pattern for file names: {}", error.msg)),
        };
        let mut matched = 0;
        for path in paths {
            matched += 1;
            match path {
                Ok(path) if path.is_dir() => self.folder(&path),
                Ok(path) => self.named(&path),
                Err(error) => self.problem(shown(error.path()), super::input::reason(error.error())),
            }
        }
        if matched == 0 {
            self.problem(
                pattern,
                "matches no file; `**` reaches into folders, quotes keep the shell from expanding it",
            );
        }
    }

    fn problem(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.problems.push(Problem::new(place, reason));
    }

    fn finish(self) -> (Vec<Source>, Vec<Problem>) {
        let mut paths: Vec<Option<PathBuf>> = self.files.into_values().map(Some).collect();
        paths.extend(self.stdin.then_some(None));
        paths.sort();
        (paths.into_iter().map(|path| Source { path }).collect(), self.problems)
    }
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_readable_name(name: &str) -> bool {
    let (name, ending) = ending(name);
    let known = ending.is_none() || format_of_ending(ending.as_deref()).is_some();
    let stem = name.split(['.', '-', '_']).next().unwrap_or(name);
    known && !ABOUT_FOLDERS.contains(&stem)
}

fn known_endings() -> Vec<String> {
    FORMATS.iter().flat_map(|format| format.endings()).map(|ending| format!(".{ending}")).collect()
}
