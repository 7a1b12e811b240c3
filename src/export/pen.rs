//! SVG, written so that any text gives well-formed XML: quick-xml escapes, and what XML cannot hold is dropped.

use super::picture::clean;
use super::style;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::fmt::Display;
use std::io;

/// Writes elements into memory.
pub(super) struct Pen {
    writer: Writer<Vec<u8>>,
}

/// Attributes with their values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// The letters of all pictures.
pub(super) const FONT: &str = "Helvetica, Arial, 'Liberation Sans', sans-serif";

impl Pen {
    /// A picture of this size in points, from (0, 0), with a title and a description for those who cannot see it. Whoever
    /// shows it makes it smaller where it is wider than `widest`.
    pub fn new(size: (f64, f64), widest: f64, title: &str, description: &str) -> io::Result<Pen> {
        let mut pen = Pen { writer: Writer::new_with_indent(Vec::new(), b' ', 1) };
        pen.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let scale = (widest / size.0).min(1.0);
        pen.open(
            "svg",
            &[
                ("xmlns", &"http://www.w3.org/2000/svg"),
                ("width", &rounded(size.0 * scale)),
                ("height", &rounded(size.1 * scale)),
                ("viewBox", &format!("0 0 {} {}", rounded(size.0), rounded(size.1))),
                ("role", &"img"),
                ("aria-labelledby", &"title description"),
                ("font-family", &FONT),
            ],
        )?;
        pen.text("title", &[("id", &"title")], title)?;
        pen.text("desc", &[("id", &"description")], description)?;
        pen.empty("rect", &[("width", &"100%"), ("height", &"100%"), ("fill", &style::GROUND)])?;
        Ok(pen)
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))
    }
    /// Ends an element.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }
    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(name, attributes)))
    }
    /// An element that holds text.
    pub fn text(&mut self, name: &str, attributes: Attributes, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.writer.write_event(Event::Text(BytesText::new(&clean(text))))?;
        self.close(name)
    }
    /// The whole, with a line end.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.close("svg")?;
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn start<'n>(name: &'n str, attributes: Attributes) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, clean(&value.to_string()).as_str()));
    }
    start
}

/// A number with at most one decimal: the same on every machine.
pub(super) fn rounded(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [(1.0, "1"), (-0.01, "0"), (2.25, "2.2"), (-3.15, "-3.1"), (1e6, "1000000")] {
            assert_eq!(rounded(value), text);
        }
    }

    #[test]
    fn any_text_gives_well_formed_xml() {
        let mut pen = Pen::new((10.0, 10.0), 10.0, "<&>\"'\0\u{1b}", "]]> \u{fffe} \u{202e}").expect("memory");
        pen.text("text", &[("fill", &"\"<&\u{8}"), ("x", &1)], "a < b & c ]]>").expect("memory");
        let bytes = pen.finish().expect("memory");
        let mut reader = quick_xml::Reader::from_reader(&bytes[..]);
        reader.config_mut().check_end_names = true;
        let mut depth = 0;
        loop {
            match reader.read_event_into(&mut Vec::new()).expect("well-formed") {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0);
    }
}
