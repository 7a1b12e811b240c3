//! What a page says of itself: JSON-LD (schema.org `NewsArticle`), Open Graph and other `<meta>`, `<time>`, `<html lang>`.
//!
//! Every field is taken from the first place that has it, the most particular first.

use super::super::{Given, dates};
use super::unescaped;
use crate::model::{Date, Lang, parse_iso_date};
use dom_query::Document;
use serde_json::Value;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct About {
    pub given: Given,
    /// The text of the article, where JSON-LD repeats it.
    pub body: Option<String>,
}

/// Names of `<meta>` (by `property`, `name` or `itemprop`) for each field, the best first.
const TITLE: &[&str] =
    &["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline", "title"];
const PUBLISHER: &[&str] = &["og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher"];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
];
const URL: &[&str] = &["og:url", "twitter:url"];
const LANGUAGE: &[&str] = &["content-language", "dc.language", "dcterms.language", "og:locale"];

/// Reads the metadata of a page.
pub(super) fn read(page: &Document) -> About {
    let records = linked_data(page);
    let article = records.iter().find(|record| is_article(record));
    let metas = Metas::read(page);
    let publisher = article
        .and_then(|article| article.get("publisher"))
        .and_then(|publisher| name(publisher, &records))
        .or_else(|| metas.first(PUBLISHER));
    let title = article.and_then(|article| string(article, &["headline", "name"])).or_else(|| metas.first(TITLE));
    let title = title.or_else(|| heading(page)).or_else(|| window_title(page));
    let url = metas.link("canonical", page).or_else(|| metas.first(URL)).or_else(|| article.and_then(address));
    let published = article
        .and_then(|article| string(article, &["datePublished", "dateCreated"]))
        .and_then(|date| day(&date))
        .or_else(|| metas.all(PUBLISHED).find_map(|date| day(&date)))
        .or_else(|| time_element(page))
        .or_else(|| url.as_deref().and_then(date_in_address));
    let language = language_of_root(page)
        .or_else(|| article.and_then(|article| string(article, &["inLanguage"])))
        .or_else(|| metas.first(LANGUAGE));
    let title = title.map(|title| without_site(&unescaped(&title), publisher.as_deref()));
    let given = Given {
        name: None,
        title: title.filter(|title| !title.is_empty()),
        publisher: publisher.map(|publisher| unescaped(&publisher)),
        published,
        url: url.filter(|url| url.starts_with("http")),
        language: language.filter(|tag| is_language_tag(tag)).map(|tag| Lang::new(&tag)),
    };
    About { given, body: article.and_then(|article| string(article, &["articleBody"])) }
}

/// All objects of the page's JSON-LD, those in lists and in `@graph` too.
fn linked_data(page: &Document) -> Vec<Value> {
    let mut records = Vec::new();
    for script in page.select("script[type='application/ld+json']").nodes() {
        let text = script.text();
        let json = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
        if let Ok(value) = serde_json::from_str::<Value>(json).or_else(|_| serde_json::from_str(&printable(json))) {
            collect(value, &mut records);
        }
    }
    records
}

/// JSON as careless pages write it: line ends inside strings.
fn printable(json: &str) -> String {
    json.replace(|letter: char| letter.is_control(), " ")
}

fn collect(value: Value, records: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, records)),
        Value::Object(mut fields) => {
            let parts = fields.remove("@graph");
            let main = fields.remove("mainEntity");
            records.push(Value::Object(fields));
            parts.into_iter().chain(main).for_each(|value| collect(value, records));
        }
        _ => {}
    }
}

/// `NewsArticle`, `ReportageNewsArticle`, `BlogPosting`, `LiveBlogPosting`, … also as one of several types.
fn is_article(record: &Value) -> bool {
    let is = |kind: &Value| {
        let kind = kind.as_str().map(|kind| kind.rsplit(['/', ':']).next().unwrap_or(kind));
        kind.is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting"))
    };
    match record.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The first of some fields that is a string; of a list its first item; of an object its `@value` or `name`.
fn string(record: &Value, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| plain(record.get(field)?))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
        Value::Array(values) => values.iter().find_map(plain),
        Value::Object(fields) => {
            ["@value", "name", "alternateName"].iter().find_map(|field| plain(fields.get(*field)?))
        }
        _ => None,
    }
}

/// The name of an organisation: written here, or in the record that it points to by `@id`.
fn name(organisation: &Value, records: &[Value]) -> Option<String> {
    let first = organisation.as_array().map_or(Some(organisation), |all| all.first())?;
    plain(first).or_else(|| {
        let id = first.get("@id")?;
        records.iter().find(|record| record.get("@id") == Some(id)).and_then(|record| string(record, &["name"]))
    })
}

fn address(article: &Value) -> Option<String> {
    let page = article.get("mainEntityOfPage");
    let of_page = page.and_then(|page| page.get("@id").and_then(plain).or_else(|| plain(page)));
    string(article, &["url"]).or(of_page)
}

/// The `<meta>` of a page: names in lower case, and contents.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn read(page: &Document) -> Metas {
        let mut metas = Vec::new();
        for meta in page.select("meta[content]").nodes() {
            let content = meta.attr("content").unwrap_or_default().trim().to_owned();
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(key) = meta.attr(key).filter(|_| !content.is_empty()) {
                    metas.push((key.trim().to_ascii_lowercase(), content.clone()));
                }
            }
        }
        Metas(metas)
    }
    fn all<'m>(&'m self, names: &'m [&str]) -> impl Iterator<Item = String> + 'm {
        names
            .iter()
            .flat_map(|name| self.0.iter().filter(move |(key, _)| key == name))
            .map(|(_, content)| content.clone())
    }
    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).next()
    }
    fn link(&self, relation: &str, page: &Document) -> Option<String> {
        let link = page.select_single(&format!("link[rel~='{relation}'][href]"));
        link.attr("href").map(|href| href.trim().to_owned()).filter(|href| href.starts_with("http"))
    }
}

/// The only `<h1>`, or the first inside the article.
fn heading(page: &Document) -> Option<String> {
    let inside = page.select("article h1, main h1, [itemprop~='headline']");
    let all = page.select("h1");
    let heading = inside.nodes().first().or_else(|| all.nodes().first().filter(|_| all.length() == 1))?;
    Some(unescaped(&heading.text())).filter(|words| !words.is_empty())
}

/// `<title>`, without the site's name after a bar or dash.
fn window_title(page: &Document) -> Option<String> {
    let title = unescaped(&page.select_single("head title").text());
    let cut = [" | ", " — ", " – ", " - ", " :: ", " » "].iter().filter_map(|mark| title.rfind(mark)).max();
    let long_enough = |cut: &usize| title[..*cut].split_whitespace().count() >= 3;
    let title = cut.filter(long_enough).map_or(title.as_str(), |cut| &title[..cut]);
    (!title.is_empty()).then(|| title.to_owned())
}

/// "Moscow backs Damascus | The Example" without its publisher.
fn without_site(title: &str, publisher: Option<&str>) -> String {
    let Some(publisher) = publisher else { return title.to_owned() };
    let folded = |words: &str| super::super::fold::folded(words);
    let cut =
        [" | ", " — ", " – ", " - ", " :: "].iter().filter_map(|mark| Some((title.rfind(mark)?, mark.len()))).max();
    match cut {
        Some((at, len)) if folded(&title[at + len..]) == folded(publisher) => title[..at].trim().to_owned(),
        _ => title.to_owned(),
    }
}

/// The date of publication among the `<time>` of a page: one that says so, else the first of the article or page.
fn time_element(page: &Document) -> Option<Date> {
    let places = [
        "time[pubdate], time[itemprop~='datePublished'], [itemprop~='datePublished'][datetime]",
        "time[class*='publi'][datetime]",
        "article header time[datetime]",
        "article time[datetime]",
        "main time[datetime]",
        "time[datetime]",
    ];
    places.iter().find_map(|place| {
        let times = page.select(place);
        times.nodes().iter().find_map(|time| day(&time.attr("datetime").unwrap_or_else(|| time.text())))
    })
}

fn day(words: &str) -> Option<Date> {
    parse_iso_date(words).or_else(|| dates::find(words.get(..80).unwrap_or(words)))
}

/// `https://example.org/2020/05/11/headline`
fn date_in_address(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split('/').collect();
    let number = |part: &str, digits: usize| -> Option<i16> {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    parts.windows(3).find_map(|parts| {
        let year = number(parts[0], 4).filter(|year| (1990..=2100).contains(year))?;
        Date::new(year, number(parts[1], 2)? as i8, number(parts[2], 2)? as i8).ok()
    })
}

fn language_of_root(page: &Document) -> Option<String> {
    let root = page.select_single("html");
    let tag = root.attr("lang").or_else(|| root.attr("xml:lang"));
    tag.map(|tag| tag.trim().to_owned()).filter(|tag| is_language_tag(tag))
}

/// A language of two or three letters, and maybe more after a dash: "es", "es-419", "en_US".
fn is_language_tag(tag: &str) -> bool {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(html: &str) -> Given {
        read(&Document::from(html)).given
    }

    #[test]
    fn json_ld_is_found_in_a_graph_and_its_references_followed() {
        let given = about(
            r##"<html lang="en-GB"><script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
            {"@type": "Organization", "@id": "#org", "name": "The Example"},
            {"@type": ["Thing", "NewsArticle"], "headline": "A backs B &amp; C", "datePublished": "2020-05-11T08:00:00Z",
             "publisher": {"@id": "#org"}, "mainEntityOfPage": {"@id": "https://example.org/a"}}]}</script>"##,
        );
        assert_eq!(given.title.as_deref(), Some("A backs B & C"));
        assert_eq!(given.publisher.as_deref(), Some("The Example"));
        assert_eq!(given.published, Some(Date::constant(2020, 5, 11)));
        assert_eq!(given.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(given.language, Some(Lang::new("en")));
    }

    #[test]
    fn open_graph_and_time_serve_where_json_ld_is_missing() {
        let given = about(
            r#"<html><head><meta property="og:title" content="A apoya a B - El Ejemplo">
            <meta property="og:site_name" content="El Ejemplo"><meta property="og:locale" content="es_ES">
            <meta property="og:url" content="https://example.org/x"></head>
            <body><article><time datetime="2021-01-02T10:00">hoy</time></article></body></html>"#,
        );
        assert_eq!(given.title.as_deref(), Some("A apoya a B"));
        assert_eq!(given.publisher.as_deref(), Some("El Ejemplo"));
        assert_eq!(given.published, Some(Date::constant(2021, 1, 2)));
        assert_eq!(given.language, Some(Lang::new("es")));
    }

    #[test]
    fn the_window_title_loses_the_site_and_the_address_gives_the_date() {
        let given = about(
            r#"<title>A backs B at last | Example</title>
            <link rel="canonical" href="https://example.org/2019/03/04/a-backs-b">"#,
        );
        assert_eq!(given.title.as_deref(), Some("A backs B at last"));
        assert_eq!(given.published, Some(Date::constant(2019, 3, 4)));
        assert_eq!(given.publisher, None);
    }

    #[test]
    fn damaged_metadata_is_no_metadata() {
        let given = about(r#"<html lang="unknown"><script type="application/ld+json">{"@type": </script><p>x"#);
        assert_eq!(given, Given::default());
    }
}
