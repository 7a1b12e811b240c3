//! Ingest, from the outside: files in, documents out. Every promise of the module's documentation has a test here,
//! every kind of bad input too.

use demarche::ingest::{self, FORMATS, Options, Problem, Source, sources};
use demarche::model::BlockKind::{Boilerplate, Dateline, FrontMatter, Heading, Paragraph, Title};
use demarche::model::{BlockKind, Date, Document, Lang};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder of files that goes away with the test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(&path, content).expect("a file");
        path
    }
    fn text(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }
}

type Outcome = Result<Document, Problem>;

fn read_with(path: &Path, options: &Options) -> Vec<Outcome> {
    ingest::read(&Source { path: Some(path.to_owned()) }, options).collect()
}

fn read(path: &Path) -> Vec<Outcome> {
    read_with(path, &Options::default())
}

/// The documents of a file without problem.
fn documents(path: &Path) -> Vec<Document> {
    read(path).into_iter().map(|outcome| outcome.unwrap_or_else(|problem| panic!("{problem}"))).collect()
}

fn document(path: &Path) -> Document {
    let mut documents = documents(path);
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn content(name: &str, content: impl AsRef<[u8]>) -> Vec<Outcome> {
    let folder = Folder::new();
    read(&folder.write(name, content))
}

/// The only problem of a file with this content.
fn problem(name: &str, bytes: impl AsRef<[u8]>) -> Problem {
    let mut outcomes = content(name, bytes);
    assert_eq!(outcomes.len(), 1, "{outcomes:?}");
    let problem = outcomes.remove(0).expect_err("a problem");
    assert!(!problem.is_warning() && problem.place.contains(name), "{problem}");
    assert!(!problem.reason.contains('\n'));
    problem
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|block| (block.kind, block.span.of(&document.text))).collect()
}

/// Panics unless the blocks of a document are what the model promises.
fn check_blocks(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for block in &document.blocks {
        let (start, stop) = (block.span.start, block.span.end);
        assert!(start >= end && stop > start && stop <= text.len(), "{block:?} after {end} in {text:?}");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(stop));
        assert_eq!(text[start..stop].trim(), &text[start..stop]);
        assert!(text[end..start].trim().is_empty(), "not white space: {:?}", &text[end..start]);
        end = stop;
    }
    assert!(text[end..].trim().is_empty(), "not white space: {:?}", &text[end..]);
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Some(Date::constant(year, month, day))
}

const STORY: &str = "The government of Norlandia said on Tuesday that it supports Estovia.";

mod listing {
    use super::*;

    fn names(arguments: &[String]) -> (Vec<String>, Vec<Problem>) {
        let (sources, problems) = sources(arguments, &Options::default());
        let name = |source: &Source| match &source.path {
            Some(path) => path.file_name().expect("a name").to_string_lossy().into_owned(),
            None => "-".into(),
        };
        (sources.iter().map(name).collect(), problems)
    }

    #[test]
    fn folders_are_walked_and_only_known_endings_taken() {
        let folder = Folder::new();
        for name in [
            "b.txt",
            "a/c.md",
            "a/d.html.gz",
            "e.JSONL",
            "noending",
            "x.png",
            "y.py",
            ".hidden.txt",
            ".git/z.txt",
            "README.md",
            "a/LICENSE",
        ] {
            folder.write(name, STORY);
        }
        let (found, problems) = names(&[folder.text("")]);
        assert_eq!(found, ["c.md", "d.html.gz", "b.txt", "e.JSONL", "noending"]);
        assert!(problems.is_empty());
    }

    #[test]
    fn the_order_and_number_of_arguments_do_not_matter() {
        let folder = Folder::new();
        folder.write("a.txt", STORY);
        folder.write("b.txt", STORY);
        let (a, b, dotted) = (folder.text("a.txt"), folder.text("b.txt"), folder.text("./a.txt"));
        let one = sources(&[b.clone(), a.clone(), "-".into(), dotted.clone()], &Options::default());
        let other = sources(&[dotted, "-".into(), a.clone(), b.clone(), folder.text("*.txt"), a], &Options::default());
        assert_eq!(one, other);
        assert_eq!(one.0.len(), 3);
    }

    #[test]
    fn globs_find_files_and_reach_into_folders() {
        let folder = Folder::new();
        folder.write("a.txt", STORY);
        folder.write("deep/er/b.txt", STORY);
        folder.write("c.md", STORY);
        assert_eq!(names(&[folder.text("*.txt")]).0, ["a.txt"]);
        assert_eq!(names(&[folder.text("**/*.txt")]).0, ["a.txt", "b.txt"]);
        assert_eq!(names(&[folder.text("[ab].txt")]).0, ["a.txt"]);
    }

    #[test]
    fn a_file_named_like_a_pattern_is_that_file() {
        let folder = Folder::new();
        folder.write("news [1].txt", STORY);
        assert_eq!(names(&[folder.text("news [1].txt")]).0, ["news [1].txt"]);
    }

    #[test]
    fn what_is_not_there_is_said_with_a_hint() {
        let folder = Folder::new();
        folder.write("only.png", "x");
        for (argument, words) in [
            (folder.text("missing.txt"), "no such file"),
            (folder.text("*.txt"), "matches no file"),
            (folder.text(""), "without a file to read among its 1 files"),
            (folder.text("***"), "no pattern"),
            (String::new(), "no path"),
        ] {
            let (found, problems) = names(std::slice::from_ref(&argument));
            assert!(found.is_empty());
            assert_eq!(problems.len(), 1, "{argument}");
            assert!(problems[0].reason.contains(words), "{}", problems[0]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_do_not_trap_and_give_no_file_twice() {
        let folder = Folder::new();
        folder.write("a/b.txt", STORY);
        std::os::unix::fs::symlink(folder.path("a"), folder.path("a/again")).expect("a link");
        std::os::unix::fs::symlink(folder.path("a/b.txt"), folder.path("a/c.txt")).expect("a link");
        let (found, problems) = names(&[folder.text("")]);
        assert_eq!(found, ["b.txt"]);
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn every_format_has_a_name_and_endings_of_its_own() {
        let endings: Vec<&str> = FORMATS.iter().flat_map(|format| format.endings()).copied().collect();
        let distinct: std::collections::BTreeSet<&&str> = endings.iter().collect();
        assert_eq!(distinct.len(), endings.len());
        assert!(FORMATS.iter().all(|format| !format.name().is_empty()));
    }
}

mod text {
    use super::*;

    #[test]
    fn the_text_is_the_file_as_python_reads_it() {
        let folder = Folder::new();
        let path = folder.write("x.txt", "\u{FEFF}Title\r\n\r\nOne  paragraph.\rTwo\t«así».\n\n");
        let document = document(&path);
        assert_eq!(document.text, "Title\n\nOne  paragraph.\nTwo\t«así».\n\n");
        check_blocks(&document);
    }

    #[test]
    fn an_article_is_cut_into_its_parts() {
        let text = "Costaverde rechaza la oferta\n\nCARACAS, 3 de octubre de 2024 (Agencias).- El Gobierno rechazó la \
                    oferta.\nMontelargo lo negó.\n\nLea también: otra noticia\n\n1 comentario\n\nbuen texto\n";
        let folder = Folder::new();
        let document = document(&folder.write("x.txt", text));
        let expected = [
            (Title, "Costaverde rechaza la oferta"),
            (Dateline, "CARACAS, 3 de octubre de 2024 (Agencias).-"),
            (Paragraph, "El Gobierno rechazó la oferta."),
            (Paragraph, "Montelargo lo negó."),
            (Boilerplate, "Lea también: otra noticia"),
            (Boilerplate, "1 comentario"),
            (Boilerplate, "buen texto"),
        ];
        assert_eq!(blocks(&document), expected);
        assert_eq!(document.meta.title.as_deref(), Some("Costaverde rechaza la oferta"));
        assert_eq!(document.meta.published, date(2024, 10, 3));
        assert_eq!((document.meta.publisher, document.meta.language), (None, None));
    }

    #[test]
    fn front_matter_is_read_and_kept_in_the_text() {
        let text = "---\ntitle: 'Norlandia backs Estovia'\npublisher: The Daily Sample\ndate: 2023-03-14\nmood: grim\n\
                    url: https://sample.example/1\nlanguage: en-GB\n---\n\n# Norlandia backs Estovia\n\nIt said so.\n";
        let folder = Folder::new();
        let document = document(&folder.write("x.md", text));
        assert_eq!(document.text, text);
        assert_eq!(document.meta.title.as_deref(), Some("Norlandia backs Estovia"));
        assert_eq!(document.meta.publisher.as_deref(), Some("The Daily Sample"));
        assert_eq!(document.meta.published, date(2023, 3, 14));
        assert_eq!(document.meta.url.as_deref(), Some("https://sample.example/1"));
        assert_eq!(document.meta.language, Some(Lang::new("en")));
        let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [FrontMatter, Boilerplate, Title, Paragraph]);
        check_blocks(&document);
    }

    #[test]
    fn a_title_that_only_front_matter_has_is_still_a_title_to_point_to() {
        let folder = Folder::new();
        let document = document(&folder.write("x.txt", format!("---\ntitle: Norlandia backs Estovia\n---\n{STORY}\n")));
        assert_eq!(blocks(&document)[1], (Title, "Norlandia backs Estovia"));
        assert_eq!(blocks(&document)[3], (Paragraph, STORY));
        check_blocks(&document);
    }

    #[test]
    fn broken_lines_are_joined_to_paragraphs() {
        let text = "NORVIK (Sample) - The foreign minister said on Monday that her\ncountry would support the accord, and \
                    that\ntalks would go on.\n\nVastland rejected it the same day, and its\nembassy closed.\n";
        let folder = Folder::new();
        let document = document(&folder.write("x.txt", text));
        let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Dateline, Paragraph, Paragraph]);
    }

    #[test]
    fn the_name_is_the_stem_without_known_endings() {
        let folder = Folder::new();
        for (name, stem) in
            [("x.txt", "x"), ("a.b.md", "a.b"), ("plain", "plain"), ("x.news", "x.news"), ("X.TXT", "X")]
        {
            assert_eq!(document(&folder.write(name, STORY)).meta.name, stem);
        }
        assert_eq!(document(&folder.path("x.txt")).meta.path, Some(folder.text("x.txt")));
    }

    #[test]
    fn ids_follow_the_content_and_not_the_place() {
        let folder = Folder::new();
        let id = |name: &str, text: &str| document(&folder.write(name, text)).meta.id;
        let first = id("a.txt", STORY);
        assert_eq!(first.0.len(), 16);
        assert_eq!(first, id("other/b.txt", STORY));
        assert_eq!(id("a.txt", "One.\r\nTwo."), id("b.txt", "\u{FEFF}One.\nTwo."));
        assert_ne!(first, id("c.txt", "Another story."));
    }

    #[test]
    fn usual_encodings_are_decoded() {
        let folder = Folder::new();
        let spanish = "El señor Núñez afirmó que «España apoya» la decisión de la Unión sobre el río.";
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode(spanish);
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(spanish.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(document(&folder.write("a.txt", latin)).text, spanish);
        assert_eq!(document(&folder.write("b.txt", utf16)).text, spanish);
    }

    #[test]
    fn damaged_bytes_warn_and_the_document_is_read() {
        let outcomes =
            content("x.txt", [STORY.as_bytes(), " Así lo afirmó el señor Núñez.".as_bytes(), b" \xC3("].concat());
        assert_eq!(outcomes.len(), 2);
        let warning = outcomes[0].as_ref().expect_err("a warning");
        assert!(
            warning.is_warning() && warning.place.ends_with("x.txt") && warning.reason.contains("UTF-8"),
            "{warning}"
        );
        assert!(outcomes[1].as_ref().expect("a document").text.contains('\u{FFFD}'));
    }

    #[test]
    fn stray_control_characters_are_kept() {
        let folder = Folder::new();
        let text = format!("{STORY}\0 It \x1b[1mdenied\x1b[0m the rest.");
        let document = document(&folder.write("x.txt", &text));
        assert_eq!(document.text, text);
        check_blocks(&document);
    }
}

mod packed {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("gzip")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn gzip_of_several_members_is_one_text() {
        let folder = Folder::new();
        let bytes = [gzip(b"Norlandia "), gzip(b"supports Estovia.")].concat();
        let document = document(&folder.write("x.txt.gz", bytes));
        assert_eq!((document.text.as_str(), document.meta.name.as_str()), ("Norlandia supports Estovia.", "x"));
    }

    #[test]
    fn zstandard_of_several_frames_is_one_text() {
        let folder = Folder::new();
        let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let bytes = [zstd(b"Norlandia "), skippable, zstd(b"supports Estovia.")].concat();
        let document = document(&folder.write("x.md.zst", bytes));
        assert_eq!((document.text.as_str(), document.meta.name.as_str()), ("Norlandia supports Estovia.", "x"));
    }

    #[test]
    fn packed_lines_of_json_are_records() {
        let folder = Folder::new();
        let lines = "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"b\", \"text\": \"Two.\"}\n";
        for (name, bytes) in [("x.jsonl.gz", gzip(lines.as_bytes())), ("x.jsonl.zst", zstd(lines.as_bytes()))] {
            let names: Vec<String> =
                documents(&folder.write(name, bytes)).into_iter().map(|doc| doc.meta.name).collect();
            assert_eq!(names, ["a", "b"]);
        }
    }

    #[test]
    fn a_damaged_or_short_archive_is_a_problem() {
        let whole = gzip(STORY.repeat(50).as_bytes());
        assert!(problem("x.txt.gz", &whole[..whole.len() / 2]).reason.contains("cut off or damaged"));
        let whole = zstd(STORY.repeat(50).as_bytes());
        problem("x.txt.zst", &whole[..whole.len() / 2]);
        problem("y.txt.zst", [&whole[..4], &[0xFF; 40]].concat());
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = gzip(&vec![b'a'; 60_000_000]);
        assert!(bomb.len() < 500_000);
        assert!(problem("bomb.txt.gz", bomb).reason.contains("larger than 20 MB"));
    }

    #[test]
    fn a_file_that_only_is_called_gz_is_read_as_it_is() {
        let folder = Folder::new();
        assert_eq!(document(&folder.write("x.txt.gz", STORY)).text, STORY);
    }
}

mod records {
    use super::*;

    #[test]
    fn lines_give_documents_and_bad_lines_problems_with_their_number() {
        let lines = "{\"id\": 7, \"title\": \"A backs B\", \"text\": \"It said so.\", \"published\": \"2020-05-11T08:00:00Z\", \
                     \"publisher\": \"The Sample\", \"url\": \"https://s.example\", \"language\": \"es-AR\"}\n\
                     {\"text\": \n\n{\"body\": \"x\"}\n[1]\n{\"text\": \"Last.\"}";
        let outcomes = content("news.jsonl", lines);
        assert_eq!(outcomes.len(), 5);
        let first = outcomes[0].as_ref().expect("a document");
        assert_eq!(first.text, "A backs B\n\nIt said so.");
        assert_eq!(blocks(first), [(Title, "A backs B"), (Paragraph, "It said so.")]);
        assert_eq!((first.meta.name.as_str(), first.meta.published), ("7", date(2020, 5, 11)));
        assert_eq!(first.meta.publisher.as_deref(), Some("The Sample"));
        assert_eq!(first.meta.language, Some(Lang::new("es")));
        for (index, line) in [(1, 2), (2, 4), (3, 5)] {
            let problem = outcomes[index].as_ref().expect_err("a problem");
            assert!(problem.place.ends_with(&format!("news.jsonl:{line}")), "{problem}");
        }
        assert_eq!(outcomes[4].as_ref().expect("a document").meta.name, "news-6");
    }

    #[test]
    fn json_holds_one_record_a_list_or_a_named_list() {
        let folder = Folder::new();
        let names = |name: &str, json: &str| -> Vec<String> {
            documents(&folder.write(name, json)).into_iter().map(|document| document.meta.name).collect()
        };
        assert_eq!(names("one.json", "{\"id\": \"a\", \"text\": \"One.\"}"), ["one"]);
        assert_eq!(
            names("list.json", "[{\"id\": \"a\", \"text\": \"One.\"},\n {\"text\": \"Two.\"}]"),
            ["a", "list-2"]
        );
        let named = "{\"status\": \"ok\", \"articles\": [{\"id\": \"a\", \"text\": \"One.\"}, {\"id\": \"b\", \"text\": \"Two.\"}],\
                     \"more\": [1, {\"x\": \"]\"}]}";
        assert_eq!(names("named.json", named), ["a", "b"]);
        let no_list = "{\"text\": \"One.\", \"data\": [1, 2, {\"a\": [3]}], \"items\": []}";
        assert_eq!(names("record.json", no_list), ["record"]);
        assert_eq!(
            names("several.json", "{\"id\": \"a\",\n\"text\": \"One.\"}\n{\"id\": \"b\",\n\"text\": \"Two.\"}"),
            ["a", "b"]
        );
        assert_eq!(
            names("lines.json", "{\"id\": \"a\", \"text\": \"1.\"}\n{\"id\": \"b\", \"text\": \"2.\"}\n"),
            ["a", "b"]
        );
        assert_eq!(names("pretty.jsonl", "[\n{\"id\": \"a\",\n \"text\": \"One.\"}\n]"), ["a"]);
        assert!(problem("empty.json", "[]").reason.contains("no record"));
    }

    #[test]
    fn other_field_names_serve_with_paths_for_nested_ones() {
        let folder = Folder::new();
        let path = folder.write("x.jsonl", "{\"doc\": {\"content\": \"One.\", \"head\": \"T\"}, \"uid\": \"u1\"}\n");
        let fields = [("text", "doc.content"), ("title", "doc.head"), ("id", "uid")];
        let fields = fields.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned())).to_vec();
        let outcomes = read_with(&path, &Options { fields, ..Options::default() });
        let document = outcomes[0].as_ref().expect("a document");
        assert_eq!((document.text.as_str(), document.meta.name.as_str()), ("T\n\nOne.", "u1"));
    }

    #[test]
    fn a_record_without_text_lists_its_fields() {
        let problem = problem("x.jsonl", "{\"body\": \"B\", \"id\": 1}");
        assert!(problem.reason.contains("body, id") && problem.reason.contains("--field text="), "{problem}");
    }

    #[test]
    fn a_file_of_records_may_be_larger_than_a_record() {
        let folder = Folder::new();
        let long = format!("{{\"text\": \"{}\"}}", "word ".repeat(100));
        let lines = format!("{}{long}\n{{\"text\": \"Last.\"}}", "{\"text\": \"A short one.\"}\n".repeat(50));
        let options = Options { max_bytes: 200, ..Options::default() };
        for (name, bytes) in [("x.jsonl", lines.clone()), ("x.json", format!("[{}]", lines.replace('\n', ",\n")))] {
            let outcomes = read_with(&folder.write(name, bytes), &options);
            assert_eq!(outcomes.len(), 52);
            let problem = outcomes[50].as_ref().expect_err("too large");
            assert!(problem.place.ends_with(":51") && problem.reason.contains("200 bytes"), "{problem}");
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 51);
        }
        let outcomes = read_with(&folder.write("one.json", long), &options);
        assert!(outcomes[0].as_ref().is_err_and(|problem| problem.reason.contains("limit")));
    }

    #[test]
    fn broken_json_is_a_problem_with_its_line() {
        for (name, json) in [
            ("a.json", "[{\"text\": \"One.\"},\n{\"text\": \"Two"),
            ("b.json", "[{\"text\": \"One.\"},\n oops"),
            ("c.json", "[{\"text\": \"One.\"}\n{\"text\": \"Two.\"}]"),
            ("d.json", "[{\"text\": \"One.\"},\n{\"text\" \"Two.\"}]"),
        ] {
            let outcomes = content(name, json);
            assert!(outcomes[0].is_ok(), "{name}");
            let problem = outcomes[1].as_ref().expect_err("a problem");
            assert!(problem.place.ends_with(&format!("{name}:2")), "{problem}");
            assert!(problem.reason.contains("JSON"), "{problem}");
        }
        for json in [
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{]",
            "{\"a\":}",
            "nonsense",
            "]",
            "\"text\"",
            "{\"text\":\"x\"}}",
            "[,]",
        ] {
            let outcomes = content("x.json", json);
            assert!(outcomes.last().is_some_and(Result::is_err), "{json}");
        }
    }

    #[test]
    fn marks_and_wide_encodings_of_files_of_lines_are_read() {
        let folder = Folder::new();
        let lines = "{\"text\": \"Uno: señal.\"}\n{\"text\": \"Dos.\"}\n";
        let wide: Vec<u8> = [0xFE, 0xFF].into_iter().chain(lines.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for bytes in [wide, format!("\u{FEFF}{lines}").into_bytes()] {
            let texts: Vec<String> =
                documents(&folder.write("x.jsonl", bytes)).into_iter().map(|doc| doc.text).collect();
            assert_eq!(texts, ["Uno: señal.", "Dos."]);
        }
    }

    #[test]
    fn deep_json_and_half_surrogates_do_no_harm() {
        let outcomes =
            content("x.jsonl", format!("{{\"text\": {}\n{{\"text\": \"cut \\ud83d\"}}\n", "[".repeat(200_000)));
        assert!(outcomes[0].is_err());
        assert!(outcomes[1].as_ref().is_err_and(Problem::is_warning));
        assert_eq!(outcomes[2].as_ref().expect("a document").text, "cut \u{FFFD}");
        assert!(content("x.json", "[".repeat(1_000_000)).iter().all(Result::is_err));
    }

    #[test]
    fn records_come_one_by_one() {
        let folder = Folder::new();
        let path = folder.write("x.jsonl", "{\"text\": \"One.\"}\n".repeat(1000));
        let options = Options::default();
        let mut records = ingest::read(&Source { path: Some(path.clone()) }, &options);
        assert!(records.next().is_some_and(|record| record.is_ok()));
        let moved = std::thread::scope(|scope| scope.spawn(move || records.count()).join());
        assert_eq!(moved.expect("no panic"), 999);
    }
}

mod html {
    use super::*;

    fn page(name: &str) -> Document {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
        document(&folder.join(name))
    }

    #[test]
    fn a_news_page_gives_its_article_and_nothing_else() {
        let document = page("json-ld.html");
        let meta = &document.meta;
        assert_eq!(meta.title.as_deref(), Some("Norlandia backs Estovia’s bid to join river pact"));
        assert_eq!(meta.publisher.as_deref(), Some("The Daily Sample"));
        assert_eq!(meta.published, date(2023, 3, 14));
        assert_eq!(meta.url.as_deref(), Some("https://sample.example/world/2023/03/14/norlandia-backs-estovia"));
        assert_eq!(meta.language, Some(Lang::new("en")));
        let analysed: Vec<(BlockKind, &str)> =
            blocks(&document).into_iter().filter(|(kind, _)| kind.is_analysed()).collect();
        let starts: Vec<(BlockKind, String)> =
            analysed.iter().map(|(kind, words)| (*kind, words.chars().take(24).collect())).collect();
        let expected = [
            (Title, "Norlandia backs Estovia’"),
            (Paragraph, "The government of Norlan"),
            (Paragraph, "“We will stand by our ne"),
            (Heading, "A long quarrel"),
            (Paragraph, "Estovia left the pact in"),
            (Paragraph, "Diplomats who follow the"),
        ];
        let expected = expected.map(|(kind, words)| (kind, words.to_owned()));
        assert_eq!(starts, expected);
        assert!(blocks(&document).contains(&(Dateline, "NORVIK (Sample News) —")));
        for noise in
            ["mattresses", "cookies", "tracking", "Share on", "Politics", "Great news", "Five things", "rights"]
        {
            assert!(!document.text.contains(noise), "{noise} in {}", document.text);
        }
        check_blocks(&document);
    }

    #[test]
    fn a_page_of_line_breaks_gives_its_paragraphs() {
        let document = page("open-graph.html");
        assert_eq!(document.meta.title.as_deref(), Some("Costaverde rechaza la oferta de Montelargo"));
        assert_eq!(document.meta.publisher.as_deref(), Some("El Diario de Muestra"));
        assert_eq!(document.meta.published, date(2024, 10, 3));
        let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Title, Dateline, Paragraph, Paragraph, Paragraph, Boilerplate], "{:#?}", blocks(&document));
        assert!(!document.text.contains("Deportes") && !document.text.contains("Muy bien dicho"));
    }

    #[test]
    fn the_charset_that_a_page_names_is_used() {
        let folder = Folder::new();
        let html = "<html><head><meta charset=windows-1251></head><body><p>Сирия поддержала Россию.</p></body></html>";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(html);
        assert_eq!(document(&folder.write("x.html", bytes)).text, "Сирия поддержала Россию.");
    }

    #[test]
    fn a_short_page_is_read_too() {
        let folder = Folder::new();
        let document = document(&folder.write("x.html", format!("<h1>Norlandia backs Estovia</h1><p>{STORY}</p>")));
        assert_eq!(document.text, format!("Norlandia backs Estovia\n\n{STORY}"));
        assert_eq!(document.blocks[0].kind, Title);
    }

    #[test]
    fn a_text_that_only_json_ld_has_is_taken_from_there() {
        let folder = Folder::new();
        let body = format!("{STORY}\n\nVastland denied it.");
        let data = serde_json::json!({"@type": "NewsArticle", "headline": "Backing", "articleBody": body});
        let html =
            format!("<script type='application/ld+json'>{data}</script><div id=app>Please enable JavaScript.</div>");
        assert_eq!(document(&folder.write("x.html", html)).text, format!("Backing\n\n{body}"));
    }

    #[test]
    fn html_is_told_by_its_content() {
        let folder = Folder::new();
        let html = format!("\n<!DOCTYPE html><html><body><p>{STORY}</p></body></html>");
        for name in ["page.php", "page", "page.news"] {
            assert_eq!(document(&folder.write(name, &html)).text, STORY);
        }
        assert_eq!(document(&folder.write("source.txt", &html)).text, html);
    }

    #[test]
    fn a_page_without_text_is_a_problem() {
        for html in
            ["<html></html>", "<html><body><script>var a = 1;</script><img src=x></body></html>", "<p> &nbsp; </p>"]
        {
            assert!(problem("x.html", html).reason.contains("without a text"));
        }
    }

    #[test]
    fn hostile_pages_end_in_time_and_without_panic() {
        let big = "<p>Norlandia supports Estovia. ".repeat(300_000);
        let pages = [
            format!("{}{STORY}", "<div>".repeat(100_000)),
            format!("{}{STORY}{}", "<div>".repeat(1_400), "</div>".repeat(1_400)),
            format!("<p>{STORY}{}", "<b><i>".repeat(700)),
            format!("<p>{STORY}{}", "<table>".repeat(1_000)),
            format!("<p>{STORY}{}", "<p><li><td>".repeat(100_000)),
            format!("<p>{STORY}<!--{}", "<!--".repeat(100_000)),
            format!("<p>{STORY}&{}", "&#x110000;&amp".repeat(10_000)),
            format!("<svg><math><p>{STORY}<template><frameset>"),
            format!("<p>{}", STORY.repeat(10_000_000 / STORY.len())),
            big,
        ];
        // Little stack, as a thread of a pool may have: nothing may recurse as deep as the page does.
        let read_all = move || {
            for (number, page) in pages.iter().enumerate() {
                let begun = std::time::Instant::now();
                for outcome in content("x.html", page) {
                    outcome.iter().for_each(check_blocks);
                }
                assert!(begun.elapsed().as_secs() < 60, "page {number}: {:?}", begun.elapsed());
                eprintln!("page {number}: {:?}", begun.elapsed());
            }
        };
        let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(read_all).expect("a thread");
        thread.join().expect("no panic");
    }
}

mod bad_input {
    use super::*;

    #[test]
    fn nothing_is_said_to_be_nothing() {
        for name in ["x.txt", "x.md", "x.html", "x.json", "x.jsonl", "x.news"] {
            assert!(problem(name, "").reason.contains("empty"), "{name}");
        }
        for name in ["x.txt", "x.md", "x.news"] {
            assert!(problem(name, " \n\t\r\n").reason.contains("white space"), "{name}");
        }
        assert!(problem("x.json", " \n").reason.contains("empty"));
        assert!(problem("x.jsonl", " \n\n").reason.contains("empty"));
        assert!(problem("x.html", " \n").reason.contains("without a text"));
        assert!(problem("x.md", "---\ntitle: T\n---\n").reason.contains("no text"));
    }

    #[test]
    fn binary_is_refused_whatever_it_is_called() {
        let zeros: Vec<u8> = (0..2000u32).map(|at| if at % 3 == 0 { 0 } else { (at % 251) as u8 }).collect();
        let kinds: [&[u8]; 5] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"%PDF-1.4\n1 0 obj",
            b"\x7FELF\x02\x01\x01\0\0",
            b"PK\x03\x04\x14\0",
            &zeros,
        ];
        for bytes in kinds {
            for name in ["x.txt", "x.html", "x.json", "x.jsonl", "x", "x.png"] {
                assert!(problem(name, bytes).reason.contains("not text"), "{name}");
            }
        }
    }

    #[test]
    fn an_article_of_50_mb_is_one_problem() {
        let text = STORY.repeat(50_000_000 / STORY.len());
        for name in ["x.txt", "x.html"] {
            assert!(problem(name, &text).reason.contains("larger than 20 MB"), "{name}");
        }
        assert!(problem("x.jsonl", format!("{{\"text\": \"{text}\"}}")).reason.contains("larger than 20 MB"));
        assert!(problem("x.json", format!("{{\"text\": \"{text}\"}}")).reason.contains("larger than 20 MB"));
    }

    #[test]
    fn what_cannot_be_opened_gives_the_systems_reason() {
        let folder = Folder::new();
        let reason = |path: &Path| match read(path).as_slice() {
            [Err(problem)] => problem.reason.clone(),
            other => panic!("{other:?}"),
        };
        assert!(reason(&folder.path("gone.txt")).contains("no such file"));
        assert!(reason(&folder.path("")).contains("is a folder"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.write("secret.txt", STORY);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
            if fs::read(&path).is_ok() {
                println!("passed over: this user may read everything");
            } else {
                assert!(reason(&path).contains("no permission"));
            }
        }
    }

    #[test]
    fn a_line_of_10_mb_is_read() {
        let folder = Folder::new();
        let text = "Norlandia supports Estovia and talks to Vastland, ".repeat(200_000);
        let document = document(&folder.write("x.txt", &text));
        assert_eq!(document.text, text);
        check_blocks(&document);
    }
}

mod spans {
    use super::*;
    use proptest::prelude::*;

    /// Words and marks that the stage looks at, and any character at all.
    fn texts() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "\n",
            "\n\n",
            " ",
            "---",
            "---\ntitle: Un tema\n---\n",
            "# ",
            "## ",
            "- ",
            "> ",
            "```\n",
            "1 comment",
            "By ",
            "MOSCOW (Reuters) - ",
            "CARACAS, 3 de octubre de 2024 (Agencias).- ",
            "Share this article",
            "(",
            ")",
            "«",
            "”",
            "Oct. 3",
            "2024-10-03",
            "KABUL:",
            "word",
            "Word.",
            "ñandú",
            "\u{A0}",
            "\u{FEFF}",
            "\u{301}",
            "😀",
            "\r\n",
            "\t",
        ]);
        let any = prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
        prop::collection::vec(any, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn blocks_are_honest_for_any_text(text in texts()) {
            let json = serde_json::json!({"title": "Un tema", "text": text}).to_string();
            let html = format!("<h1>Un tema</h1><p>{text}</p>");
            for (name, content) in [("x.txt", &text), ("x.md", &text), ("x.json", &json), ("x.html", &html)] {
                for outcome in super::content(name, content) {
                    outcome.iter().for_each(check_blocks);
                }
            }
        }

        #[test]
        fn any_bytes_end_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for name in ["x.txt", "x.md", "x.json", "x.jsonl", "x.html", "x", "x.gz", "x.zst"] {
                for outcome in super::content(name, &bytes) {
                    outcome.iter().for_each(check_blocks);
                }
            }
        }
    }
}

#[test]
fn articles_at_hand_are_read_as_python_reads_them() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folders = ["seeds", "gold/articles"].map(|folder| shared.join(folder));
    let arguments: Vec<String> = folders.iter().map(|folder| format!("{}/*.txt", folder.display())).collect();
    if !folders.iter().all(|folder| folder.is_dir()) {
        println!("passed over: no articles at hand");
        return;
    }
    let (sources, problems) = sources(&arguments, &Options::default());
    assert!(problems.is_empty() && sources.len() >= 4);
    for source in sources {
        let path = source.path.expect("a file");
        let document = document(&path);
        let expected = fs::read_to_string(&path).expect("UTF-8").replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(document.text, expected);
        check_blocks(&document);
        assert!(document.blocks.iter().any(|block| block.kind == Paragraph));
    }
}

/// Prints the blocks of the files named by `DEMARCHE_SHOW` (paths, separated by blanks), for a reader to judge.
#[test]
#[ignore = "a look for people: DEMARCHE_SHOW='samples' cargo test --test ingest -- --ignored --nocapture show"]
fn show_blocks() {
    let arguments: Vec<String> =
        std::env::var("DEMARCHE_SHOW").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let (sources, problems) = sources(&arguments, &Options::default());
    problems.iter().for_each(|problem| println!("! {problem}"));
    for source in sources {
        for outcome in ingest::read(&source, &Options::default()) {
            match outcome {
                Ok(document) => {
                    println!("\n=== {:?}", document.meta);
                    for (kind, words) in blocks(&document) {
                        let start: String = words.chars().take(100).collect();
                        println!("{:12} {:5} {start:?}", format!("{kind:?}"), words.len());
                    }
                }
                Err(problem) => println!("! {problem}"),
            }
        }
    }
}
