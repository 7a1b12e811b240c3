//! One page that opens offline: the graph, and a viewer to look into it. The viewer is built from `page/` by
//! `npm ci && npm run build` there, and its files in `page/dist` are part of the source: Cargo needs no more.

mod data;

use super::{Error, Format, Options};
use crate::graph::StateGraph;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// The graph as one HTML file.
pub struct Html;

const PAGE: &str = include_str!("page/dist/page.html");
const SCRIPT: &str = include_str!("page/dist/viewer.js");
const STYLE: &str = include_str!("page/dist/viewer.css");

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }
    fn describe(&self) -> &'static str {
        "a page to look into the graph with: search, filters, evidence, paths, time; one file that asks the network nothing"
    }
    fn losses(&self) -> &'static [&'static str] {
        &["attributions", "beyond 5,000 actors or 20,000 claims the weakest actors, which the page says"]
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let mut out = BufWriter::new(out);
        let page = data::Page::of(graph);
        for part in parts(PAGE) {
            match part {
                Part::Text(text) => out.write_all(text.as_bytes())?,
                Part::Place("style") => out.write_all(STYLE.as_bytes())?,
                Part::Place("script") => out.write_all(SCRIPT.as_bytes())?,
                Part::Place("csp") => out.write_all(policy().as_bytes())?,
                Part::Place("lang") => out.write_all(page.language().as_bytes())?,
                Part::Place("title") => out.write_all(page.title().as_bytes())?,
                Part::Place("data") => {
                    let mut text = InScript(&mut out);
                    serde_json::to_writer(&mut text, &page).map_err(io::Error::from)?;
                }
                // A place that nothing is known about stays as it is.
                Part::Place(name) => write!(out, "{{{{{name}}}}}")?,
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// Lets the page run its own script and style, and nothing else: no connection, no frame, no form, no plug-in.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())));
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

/// A stretch of the template, or a place to fill.
#[derive(Debug, PartialEq)]
enum Part<'t> {
    Text(&'t str),
    Place(&'t str),
}

/// The parts of a template with places like `{{data}}`. What is filled in is not read again.
fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (at, piece) in template.split("{{").enumerate() {
        match piece.split_once("}}") {
            Some((name, text)) if at > 0 => parts.extend([Part::Place(name), Part::Text(text)]),
            _ => parts.push(Part::Text(piece)),
        }
    }
    parts
}

/// Writes JSON into a script element: `<` stands in strings only, and is written as its escape, so that no text can end
/// the element.
struct InScript<W>(W);

impl<W: Write> Write for InScript<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (at, piece) in bytes.split(|byte| *byte == b'<').enumerate() {
            if at > 0 {
                self.0.write_all(b"\\u003c")?;
            }
            self.0.write_all(piece)?;
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_cut_at_its_places() {
        use Part::{Place, Text};
        assert_eq!(parts("a{{b}}c{{d}}"), [Text("a"), Place("b"), Text("c"), Place("d"), Text("")]);
        assert_eq!(parts("plain"), [Text("plain")]);
    }

    #[test]
    fn no_text_ends_the_element_that_holds_the_data() {
        let mut out = Vec::new();
        serde_json::to_writer(InScript(&mut out), "a</script><!--<b").expect("memory takes all");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, r#""a\u003c/script>\u003c!--\u003cb""#);
        assert_eq!(serde_json::from_str::<String>(&text).expect("JSON"), "a</script><!--<b");
    }
}
