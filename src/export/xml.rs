//! What the XML formats share: a writer that drops what XML cannot hold, and cells as text.

use super::network::Value;
use super::text;
use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes elements, one a line.
pub(super) struct Xml<W: Write> {
    writer: Writer<W>,
}

/// Names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<W: Write> Xml<W> {
    /// A writer that has written the declaration.
    pub fn new(out: W) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 0);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Xml { writer })
    }
    /// Writes a start tag.
    pub fn open(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))
    }
    /// Writes an end tag.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }
    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(name, attributes)))
    }
    /// Writes an element that holds text.
    pub fn leaf(&mut self, name: &str, attributes: Attributes, content: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        let content = partial_escape(text::xml(content));
        self.writer.write_event(Event::Text(BytesText::from_escaped(content)))?;
        self.close(name)
    }
    /// Ends the last line and empties the buffer.
    pub fn finish(self) -> io::Result<()> {
        let mut out = self.writer.into_inner();
        out.write_all(b"\n")?;
        out.flush()
    }
}

fn start<'a>(name: &'a str, attributes: Attributes) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*text::xml(value)));
    }
    start
}

/// A cell as text: days as ISO 8601, several texts as a JSON list.
pub(super) fn as_text<'g>(value: &'g Value<'_>) -> Cow<'g, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Int(number) => number.to_string().into(),
        Value::Float(number) => number.to_string().into(),
        Value::Bool(is_so) => Cow::Borrowed(if *is_so { "true" } else { "false" }),
        Value::Date(day) => day.to_string().into(),
        // Texts cannot fail to be JSON.
        Value::Texts(texts) => serde_json::to_string(texts).unwrap_or_default().into(),
    }
}
