use super::support::{ARTICLE, ARTICLE_ES, arg, demarche, folder, parsed, run};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The graph of two articles, one of them dated, built once.
fn graph() -> &'static str {
    static GRAPH: OnceLock<(TempDir, String)> = OnceLock::new();
    let (_, path) = GRAPH.get_or_init(|| {
        let dated = format!("---\ndate: 2020-05-11\n---\n{ARTICLE}");
        let folder = folder(&[("en.md", dated.as_bytes()), ("es.txt", ARTICLE_ES.as_bytes())]);
        let graph = arg(&folder, "graph.json");
        let built = run(&["build", &arg(&folder, "en.md"), &arg(&folder, "es.txt"), "-o", &graph]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        (folder, graph)
    });
    path
}

fn count_of_claims(more: &[&str]) -> usize {
    let found = run(&[&["claims", graph(), "--json", "-q"], more].concat());
    parsed(&found.stdout)["claims"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_timeline_has_the_claims_that_the_list_has() {
    for (from, to, more) in [
        ("Russia", "Syria", &[][..]),
        ("Turkey", "Syria", &["--polarity", "affirmed"]),
        ("Russia", "Syria", &["--rollup", "state"]),
    ] {
        let chart = run(&[&["chart", "timeline", graph(), from, to, "--json"], more].concat());
        assert_eq!(chart.code, 0, "{}", chart.stderr);
        let chart = parsed(&chart.stdout);
        let counts = chart["counts"].as_array().expect("counts");
        let sum: u64 = counts.iter().filter_map(|count| count["claims"].as_u64()).sum();
        let undated = chart["undated"].as_u64().expect("a number");
        let kinds = ["--kind", "support,opposition"];
        let forth = count_of_claims(&[&["--source", from, "--target", to], &kinds[..], more].concat());
        let back = count_of_claims(&[&["--source", to, "--target", from], &kinds[..], more].concat());
        assert_eq!((sum + undated) as usize, forth + back, "{from} {to} {more:?}");
    }
}

#[test]
fn a_matrix_has_the_claims_that_the_list_has() {
    let chart = run(&["chart", "matrix", graph(), "--json"]);
    assert_eq!(chart.code, 0, "{}", chart.stderr);
    let chart = parsed(&chart.stdout);
    let (states, cells) = (&chart["states"], chart["cells"].as_array().expect("cells"));
    assert!(cells.len() >= 3, "{cells:?}");
    for cell in cells {
        let name =
            |end: &str| states[cell[end].as_u64().expect("a place") as usize]["id"].as_str().expect("an id").to_owned();
        let (source, target) = (name("source"), name("target"));
        let one_way = count_of_claims(&["--rollup", "state", "--source", &source, "--target", &target]);
        let back =
            ["--rollup", "state", "--source", &target, "--target", &source, "--event", "AGREE,CONSULT,COOPERATE"];
        assert_eq!(cell["claims"].as_u64(), Some((one_way + count_of_claims(&back)) as u64), "{source} {target}");
    }
}

#[test]
fn charts_are_shown_or_written_as_svg_and_csv() {
    let folder = folder(&[]);
    for (command, shown) in
        [(&["timeline", graph(), "Turkey", "Syria", "--by", "month"][..], "opposition"), (&["matrix", graph()], "RUS")]
    {
        let here = run(&[&["chart"], command].concat());
        assert!(here.code == 0 && here.stdout.contains(shown), "{}{}", here.stdout, here.stderr);
        for (name, start) in [("c.svg", "<?xml"), ("c.csv", if command[0] == "matrix" { "source," } else { "period," })]
        {
            let path = arg(&folder, name);
            let written = run(&[&["chart"], command, &["-o", &path]].concat());
            assert_eq!(written.code, 0, "{}", written.stderr);
            assert!(std::fs::read_to_string(&path).expect("a file").starts_with(start));
        }
    }
    let other = run(&["chart", "matrix", graph(), "-o", &arg(&folder, "c.png")]);
    assert!(other.code == 2 && other.stderr.contains(".svg or .csv"), "{}", other.stderr);
}

#[test]
fn charts_of_nothing_are_exit_code_1_and_write_no_file() {
    let folder = folder(&[]);
    let path = arg(&folder, "c.svg");
    for command in [&["timeline", graph(), "Germany", "Syria"][..], &["matrix", graph(), "--since", "2200-01-01"]] {
        assert_eq!(run(&[&["chart"], command, &["-o", &path]].concat()).code, 1);
        assert!(!std::path::Path::new(&path).exists());
    }
    assert_eq!(run(&["chart", "timeline", graph(), "Nobodyland", "Syria"]).code, 2);
}

#[test]
fn without_graphviz_svg_is_drawn_by_the_program_which_says_so() {
    let folder = folder(&[]);
    let path = arg(&folder, "g.svg");
    let draw = |more: &[&str]| {
        let output =
            demarche().env("PATH", "").args(["export", graph(), "-o", &path]).args(more).output().expect("runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, told) = draw(&[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("note: Graphviz was not found"), "{told}");
    let picture = std::fs::read_to_string(&path).expect("a file");
    assert!(picture.contains("role=\"img\"") && picture.contains("class=\"node\""));
    assert!(!draw(&["-q"]).1.contains("note"));
    let (code, told) = draw(&["--engine", "builtin"]);
    assert!(code == Some(0) && !told.contains("note"), "{told}");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), picture);
    let (code, told) = draw(&["--engine", "graphviz"]);
    assert!(code == Some(2) && told.contains("apt-get install graphviz"), "{told}");
    let pdf = run(&["export", graph(), "-o", &arg(&folder, "g.pdf"), "--engine", "builtin"]);
    assert!(pdf.code == 2 && pdf.stderr.contains("only Graphviz draws pdf"), "{}", pdf.stderr);
}
