//! One record of JSON to a document: which field is what, and the text that title and body make.

use super::layout::{Part, lay_out};
use super::paragraphs::paragraphs;
use super::{Given, Options, Problem, dates, decode, fold, identity};
use crate::model::{BlockKind, Date, Document, Lang, Span, parse_iso_date};
use serde_json::{Map, Value};

/// Our names of the fields of a record. `--field ours=theirs` gives others.
pub const FIELDS: &[&str] = &["id", "text", "title", "published", "publisher", "url", "language"];

/// Fields that a message about a record lists at most.
const MOST_LISTED: usize = 10;

/// Where a record stands, for messages and names.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// How messages call the record: `news.jsonl:17`.
    pub place: String,
    /// Path of the input.
    pub path: Option<String>,
    /// Name of the document, where the record's own id is not to be it.
    pub name: String,
    /// Whether the record's own id names it: in inputs of many records.
    pub named_by_id: bool,
}

/// Documents and warnings of one record: the warnings first.
pub(super) type Outcome = Vec<Result<Document, Problem>>;

/// Reads one record from its bytes.
pub(super) fn read(bytes: &[u8], origin: &Origin, options: &Options) -> Outcome {
    let mut warnings = Vec::new();
    let document = parse(bytes, &mut warnings).and_then(|record| document(&record, origin, options, &mut warnings));
    let warnings = warnings.into_iter().map(|reason| Err(Problem::warning(&origin.place, reason)));
    let document = document.map_err(|reason| Problem::new(&origin.place, reason));
    warnings.chain(std::iter::once(document)).collect()
}

fn parse(bytes: &[u8], warnings: &mut Vec<String>) -> Result<Map<String, Value>, String> {
    let decoded = decode::decode(bytes, None)?;
    warnings.extend(decoded.warning());
    let value = serde_json::from_str(&decoded.text).or_else(|error| {
        let repaired = without_lone_surrogates(&decoded.text).ok_or(error)?;
        let value = serde_json::from_str(&repaired)?;
        warnings.push("half of a surrogate pair in an escape, read as \u{FFFD}".into());
        Ok(value)
    });
    match value {
        Ok(Value::Object(record)) => Ok(record),
        Ok(_) => Err("is no record: JSON, but no object".into()),
        Err(error) => Err(json_fault(&error)),
    }
}

/// What is wrong with some JSON, and where in its line.
fn json_fault(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let line = if error.line() > 1 { format!("line {} of the record, ", error.line()) } else { String::new() };
    format!("is no valid JSON: {message} ({line}column {})", error.column())
}

/// Whether the record has a text, by any of its names.
pub(super) fn has_text(bytes: &[u8], options: &Options) -> bool {
    let record: Result<Map<String, Value>, _> = serde_json::from_slice(bytes);
    record.is_ok_and(|record| field(&record, "text", options).is_some())
}

fn document(
    record: &Map<String, Value>,
    origin: &Origin,
    options: &Options,
    warnings: &mut Vec<String>,
) -> Result<Document, String> {
    let body = body(record, options)?;
    let word = |ours| field(record, ours, options).and_then(word);
    let name = word("id").filter(|_| origin.named_by_id).unwrap_or_else(|| origin.name.clone());
    let given = Given {
        name: Some(name),
        title: word("title").map(|title| on_one_line(&title)),
        publisher: word("publisher"),
        published: published(field(record, "published", options), warnings),
        url: word("url"),
        // Data sets call it "lang", as front matter does.
        language: word("language").or_else(|| word("lang")).map(|tag| Lang::new(&tag)),
    };
    let (text, parts) = titled_text(given.title.as_deref(), &body);
    let layout = lay_out(&text, parts, &given);
    Ok(identity::document(origin.path.as_deref(), given, text, layout))
}

/// The text that a title and a body make, and its parts: the title, an empty line, the body; the body alone where it
/// starts with its title.
pub(super) fn titled_text(title: Option<&str>, body: &str) -> (String, Vec<Part>) {
    let body = body.trim();
    let Some(title) = title.filter(|title| !opens_with(body, title)) else {
        let parts = paragraphs(body, &[Span::new(0, body.len())]);
        return (body.to_owned(), parts.into_iter().map(Part::unknown).collect());
    };
    let text = format!("{title}\n\n{body}");
    let region = Span::new(title.len() + 2, text.len());
    let body_parts = paragraphs(&text, &[region]).into_iter().map(Part::unknown);
    let title = Part::of(BlockKind::Title, Span::new(0, title.len()));
    let parts = std::iter::once(title).chain(body_parts).collect();
    (text, parts)
}

/// Whether `body` starts with `title` as a line or sentence of its own.
fn opens_with(body: &str, title: &str) -> bool {
    let words = title.split_whitespace().count();
    let mut rest = body;
    for _ in 0..words {
        rest = rest.trim_start();
        rest = &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..];
    }
    let opening = &body[..body.len() - rest.len()];
    let ends = rest.is_empty() || rest.starts_with('\n') || opening.ends_with(['.', ':', '!', '?', '…']);
    let marks = ['.', ':', '!', '?', '…'];
    ends && words > 0 && fold::same(opening.trim_end_matches(marks), title.trim_end_matches(marks))
}

fn body(record: &Map<String, Value>, options: &Options) -> Result<String, String> {
    let Some(value) = field(record, "text", options) else { return Err(without_text(record)) };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(paragraphs) if paragraphs.iter().all(Value::is_string) => {
            paragraphs.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n")
        }
        _ => return Err("record whose text is neither a string nor a list of strings".into()),
    };
    if text.trim().is_empty() {
        return Err("record whose text is empty".into());
    }
    Ok(decode::universal_newlines(text))
}

fn without_text(record: &Map<String, Value>) -> String {
    if record.contains_key("nodes") && (record.contains_key("edges") || record.contains_key("links")) {
        return "is a graph, not an article; `demarche merge` takes graphs".into();
    }
    let names: Vec<&str> = record.keys().take(MOST_LISTED).map(String::as_str).collect();
    let more = if record.len() > MOST_LISTED { ", …" } else { "" };
    match names.as_slice() {
        [] => "record without any field".into(),
        names => {
            format!("record without \"text\"; it has {}{more}: name its text by --field text=NAME", names.join(", "))
        }
    }
}

/// The value of one of our fields: by the names that the user gave, else by our own. Null and blank strings count as
/// not given (but a blank text is said to be one).
fn field<'r>(record: &'r Map<String, Value>, ours: &str, options: &Options) -> Option<&'r Value> {
    let theirs = options.fields.iter().filter(|(name, _)| name == ours).map(|(_, theirs)| theirs.as_str());
    theirs.chain([ours]).find_map(|name| lookup(record, name).filter(|value| !value.is_null()))
}

/// A value by its key, or by a path of keys and indices divided by dots: `meta.source.name`, `authors.0`.
fn lookup<'r>(record: &'r Map<String, Value>, path: &str) -> Option<&'r Value> {
    if let Some(value) = record.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    rest.split('.').try_fold(record.get(first)?, |value, key| match value {
        Value::Object(fields) => fields.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// A short value as text: a string, a number, or the `name` of an object (as schema.org writes a publisher).
fn word(value: &Value) -> Option<String> {
    let word = match value {
        Value::String(word) => word.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str)?.trim().to_owned(),
        _ => return None,
    };
    (!word.is_empty()).then_some(word)
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn published(value: Option<&Value>, warnings: &mut Vec<String>) -> Option<Date> {
    let value = value?;
    let date = match value {
        Value::String(words) if words.trim().is_empty() => return None,
        Value::String(words) => parse_iso_date(words).or_else(|| dates::find(words)),
        Value::Number(number) => number.as_i64().and_then(from_epoch),
        _ => None,
    };
    if date.is_none() {
        warnings.push(format!("published {value} is no date that can be read; write it as 2024-10-03"));
    }
    date
}

/// The day (in UTC) of a count of seconds, or of milliseconds, since 1970.
fn from_epoch(count: i64) -> Option<Date> {
    const MOST_SECONDS: i64 = 100_000_000_000; // the year 5138
    let seconds = if count.abs() < MOST_SECONDS { count } else { count / 1000 };
    let start = Date::constant(1970, 1, 1);
    start.checked_add(jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?).ok()
}

/// `json` with the halves of surrogate pairs that stand alone in escapes replaced, if there are any. Texts that were
/// cut between the halves of an emoji hold them.
fn without_lone_surrogates(json: &str) -> Option<String> {
    let unit = |at: usize| -> Option<u16> {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut repaired = String::with_capacity(json.len());
    let (mut at, mut found) = (0, false);
    while let Some(next) = json[at..].find('\\') {
        repaired.push_str(&json[at..at + next]);
        at += next;
        let len = match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                found = true;
                repaired.push('\u{FFFD}');
                at += 6;
                continue;
            }
            (Some(_), _) => 6,
            (None, _) => 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
        repaired.push_str(&json[at..at + len]);
        at += len;
    }
    repaired.push_str(&json[at..]);
    found.then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin { place: "x.jsonl:1".into(), path: None, name: "x-1".into(), named_by_id: true }
    }

    fn one(json: &str, fields: &[(&str, &str)]) -> Result<Document, Problem> {
        let fields = fields.iter().map(|(ours, theirs)| (ours.to_string(), theirs.to_string())).collect();
        let mut outcome = read(json.as_bytes(), &origin(), &Options { fields, ..Options::default() });
        outcome.pop().expect("a document or a problem")
    }

    #[test]
    fn fields_by_other_names_and_nested_ones_are_found() {
        let json = r#"{"_id": 7, "body": ["One.", "Two."], "meta": {"source": {"name": "The Example"}, "tags": ["es"]},
                       "published": 1601683200000}"#;
        let fields = [("id", "_id"), ("text", "body"), ("publisher", "meta.source"), ("language", "meta.tags.0")];
        let document = one(json, &fields).expect("a document");
        assert_eq!(document.text, "One.\n\nTwo.");
        assert_eq!(document.meta.name, "7");
        assert_eq!(document.meta.publisher.as_deref(), Some("The Example"));
        assert_eq!(document.meta.language, Some(Lang::new("es")));
        assert_eq!(document.meta.published, Some(Date::constant(2020, 10, 3)));
        let short = one(r#"{"text": "Uno.", "lang": "es-419"}"#, &[]).expect("a document");
        assert_eq!(short.meta.language, Some(Lang::new("es")));
    }

    #[test]
    fn the_title_opens_the_text_once() {
        let text = |title: &str, text: &str| {
            one(&serde_json::json!({"title": title, "text": text}).to_string(), &[]).expect("a document").text
        };
        assert_eq!(text("A backs B", "It said so."), "A backs B\n\nIt said so.");
        assert_eq!(text("A backs B", "A backs B\nIt said so."), "A backs B\nIt said so.");
        assert_eq!(text("A backs B", "A BACKS B. It said so."), "A BACKS B. It said so.");
        assert_eq!(text("A backs B", "A backs B in the war."), "A backs B\n\nA backs B in the war.");
        assert_eq!(text("A backs B", "A"), "A backs B\n\nA");
    }

    #[test]
    fn a_record_without_text_says_what_it_has() {
        let reason = |json| one(json, &[]).expect_err("no document").reason;
        assert!(reason(r#"{"id": 1, "body": "B"}"#).contains("it has body, id: name its text by --field text="));
        assert!(reason(r#"{"text": "  "}"#).contains("empty"));
        assert!(reason(r#"{"text": 5}"#).contains("neither a string"));
        assert!(reason(r#"{"nodes": [], "edges": []}"#).contains("graph"));
        assert!(reason("[1]").contains("no record"));
        assert!(reason(r#"{"text": "x"#).contains("no valid JSON"));
    }

    #[test]
    fn half_surrogates_are_replaced_and_said() {
        let json = r#"{"text": "Backs \ud83d\ude00 it \ud83d and \udc00 \\ud83d \"so\""}"#;
        let outcome = read(json.as_bytes(), &origin(), &Options::default());
        assert!(outcome[0].as_ref().is_err_and(Problem::is_warning));
        let document = outcome[1].as_ref().expect("a document");
        assert_eq!(document.text, "Backs 😀 it \u{FFFD} and \u{FFFD} \\ud83d \"so\"");
    }
}
