//! Running the program, and articles to run it on.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The program, with no colour and a fixed width.
pub fn demarche() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    command
}

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program to its end. A panic fails the test.
pub fn run(args: &[&str]) -> Run {
    run_in(Path::new("."), args)
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Run {
    let output = demarche().current_dir(folder).args(args).output().expect("the program starts");
    let run = Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    assert!(!run.stderr.contains("panicked"), "{args:?} panicked:\n{}", run.stderr);
    run
}

/// An article that every test can rely on, with claims in plain words.
pub const ARTICLE: &str = "\
Russia backs Syria

Russia supports Syria, a diplomatic source told Al-Watan. Turkey accused Syria of an attack. \
Vladimir Putin met Bashar al-Assad in Moscow on Monday. The Kremlin denied the accusation of Turkey. \
France did not support the decision of Turkey. Germany condemned Iran, and Iran threatened Germany.
";

/// A second article, in Spanish.
pub const ARTICLE_ES: &str = "\
Rusia apoya a Siria

Rusia apoya a Siria, según una fuente diplomática. Turquía acusó a Siria de un ataque. El presidente ruso, Vladimir \
Putin, se reunió con Bashar al-Assad en Moscú. Venezuela condenó las sanciones de Estados Unidos.
";

/// A folder with `file` for each (name, content).
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        path.parent().map(std::fs::create_dir_all).transpose().expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    folder
}

/// The path of a file in a folder, as an argument.
pub fn arg(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

/// The graph of the two articles, built once.
pub fn graph() -> &'static str {
    static GRAPH: OnceLock<(TempDir, String)> = OnceLock::new();
    let (_, path) = GRAPH.get_or_init(|| {
        let folder = folder(&[("en.txt", ARTICLE.as_bytes()), ("es.txt", ARTICLE_ES.as_bytes())]);
        let graph = arg(&folder, "graph.json");
        let run = run(&["build", &arg(&folder, "en.txt"), &arg(&folder, "es.txt"), "-o", &graph]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        (folder, graph)
    });
    path
}

/// What the program printed as JSON.
pub fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// A JSON file.
pub fn json(path: impl AsRef<Path>) -> Value {
    let text = std::fs::read_to_string(path.as_ref()).expect("a file");
    serde_json::from_str(&text).expect("JSON")
}

/// A folder of the package, or of what lies beside it; a line says where it is missing.
pub fn beside(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("passed over: {path} is not there");
    None
}

/// The text files of a folder, sorted.
pub fn texts(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|it| it == "txt")).collect();
    files.sort();
    files
}
