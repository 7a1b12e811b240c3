//! Charts: what a graph says over time, and between states. Each is data that can be read (JSON, CSV) and drawn (SVG).

pub mod matrix;
pub mod timeline;

use super::pen::{Pen, rounded};
use super::style;
use std::io::{self, Write};

/// A table for spreadsheets: text that would be taken for a formula has an apostrophe before it.
///
/// # Errors
/// Where `out` takes no more.
fn write_csv<R: AsRef<[String]>>(
    header: &[&str],
    rows: impl Iterator<Item = R>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(header)?;
    for row in rows {
        table.write_record(row.as_ref().iter().map(|cell| guarded(cell)))?;
    }
    table.flush()
}

fn guarded(cell: &str) -> String {
    let cell = cell.replace('\0', "\u{2400}");
    let is_number = cell.parse::<f64>().is_ok();
    if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// How a piece of text is set.
#[derive(Debug, Clone, Copy)]
struct Text<'t> {
    size: f64,
    colour: &'t str,
    /// `start`, `middle`, `end`.
    anchor: &'t str,
    is_bold: bool,
}

/// Small and grey.
const FAINT: Text = Text { size: 11.0, colour: style::FAINT_INK, anchor: "start", is_bold: false };

impl Text<'_> {
    fn draw(self, pen: &mut Pen, (x, y): (f64, f64), text: &str) -> io::Result<()> {
        let (x, y, size) = (rounded(x), rounded(y), rounded(self.size));
        let weight = if self.is_bold { "bold" } else { "normal" };
        pen.text(
            "text",
            &[
                ("x", &x),
                ("y", &y),
                ("font-size", &size),
                ("text-anchor", &self.anchor),
                ("font-weight", &weight),
                ("fill", &self.colour),
            ],
            text,
        )
    }
}

fn line(pen: &mut Pen, from: (f64, f64), to: (f64, f64), colour: &str) -> io::Result<()> {
    let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(rounded);
    pen.empty("line", &[("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2), ("stroke", &colour), ("stroke-width", &1)])
}

/// `1 claim`, `2 claims`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_no_formulas() {
        for (cell, kept) in [("=cmd", "'=cmd"), ("-3", "-3"), ("+x", "'+x"), ("Syria", "Syria"), ("@a", "'@a")] {
            assert_eq!(guarded(cell), kept);
        }
    }
}
