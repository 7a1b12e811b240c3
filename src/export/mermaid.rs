//! Mermaid: a flowchart for Markdown pages, within the limits of Mermaid's own settings.

use super::picture::{Arrow, Picture};
use super::style::{of_actor, of_edge};
use super::{Error, Format, GENERATOR, Options};
use crate::graph::{Node, StateGraph};
use crate::model::{ActorId, ActorKind, Polarity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

/// A Mermaid flowchart.
pub struct Mermaid;

/// Mermaid's `maxEdges` where nobody has set it.
const MAX_EDGES: usize = 500;
/// Mermaid's `maxTextSize`, less the lines that every chart has.
const MAX_TEXT: usize = 50_000 - 2_000;
/// The longest name or label, in characters.
const LABEL: usize = 60;

impl Format for Mermaid {
    fn name(&self) -> &'static str {
        "mermaid"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["mmd", "mermaid"]
    }
    fn describe(&self) -> &'static str {
        "a Mermaid flowchart for Markdown pages: the strongest relations, parallel claims as one edge unless asked otherwise"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "relations beyond the 500 strongest, or beyond 50,000 characters of text: Mermaid draws no more; the chart says how \
             many",
            "claims without a source or a target",
            "affiliations and attributions, unless asked for",
            "quotes, speakers, articles and dates",
        ]
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let picture = Picture::of(graph, options);
        Ok(out.write_all(Chart::of(graph, &picture).text(&picture).as_bytes())?)
    }
}

/// What fits.
struct Chart<'p> {
    /// Each actor with its id in the chart.
    names: BTreeMap<&'p ActorId, usize>,
    actors: Vec<&'p Node>,
    arrows: Vec<&'p Arrow<'p>>,
    left_out: usize,
}

impl<'p> Chart<'p> {
    /// The strongest arrows first, as long as they and their actors fit.
    fn of(graph: &'p StateGraph, picture: &'p Picture<'p>) -> Chart<'p> {
        let mut ranked: Vec<&Arrow> = picture.arrows.iter().collect();
        ranked.sort_by_key(|arrow| (arrow.is_background(), Reverse(arrow.count)));
        let mut chart = Chart { names: BTreeMap::new(), actors: Vec::new(), arrows: Vec::new(), left_out: 0 };
        let mut size = 0;
        for (at, arrow) in ranked.iter().enumerate() {
            let ends: BTreeSet<&ActorId> = [arrow.source, arrow.target].into();
            let new: Vec<&Node> =
                ends.iter().filter(|id| !chart.names.contains_key(**id)).filter_map(|id| graph.actor(id)).collect();
            // Ids and their repetition in the lines of styles take at most 20 more.
            let lines = new.iter().map(|node| escaped(&node.name).len() + 20).sum::<usize>();
            size += lines + escaped(&arrow.label).len() + 40;
            if chart.arrows.len() == MAX_EDGES || size > MAX_TEXT {
                chart.left_out = ranked.len() - at;
                break;
            }
            for node in new {
                chart.actors.push(node);
                chart.names.insert(&node.id, chart.actors.len());
            }
            chart.arrows.push(arrow);
        }
        chart
    }

    fn text(&self, picture: &Picture) -> String {
        let caption = picture.caption();
        let mut text = format!("%% {GENERATOR}: {caption}\n");
        if self.left_out > 0 {
            let _ = writeln!(text, "%% {} weaker relations are left out", self.left_out);
        }
        text += "flowchart LR\n";
        if self.arrows.is_empty() {
            let _ = writeln!(text, "  none[\"{}\"]", escaped(&caption));
        }
        for (at, node) in self.actors.iter().enumerate() {
            let (open, close) = shape(node.kind);
            let name = if node.name.trim().is_empty() { node.id.as_str() } else { &node.name };
            let _ = writeln!(text, "  a{}{open}\"{}\"{close}", at + 1, escaped(name));
        }
        for arrow in &self.arrows {
            let (Some(source), Some(target)) = (self.names.get(arrow.source), self.names.get(arrow.target)) else {
                continue;
            };
            let _ = writeln!(text, "  a{source} {}|\"{}\"| a{target}", line(arrow), escaped(&arrow.label));
        }
        if self.left_out > 0 {
            let _ = writeln!(text, "  more[\"… {} weaker relations are left out\"]", self.left_out);
        }
        self.style(&mut text);
        text
    }

    /// Colours: of actors by kind, of edges by kind and polarity.
    fn style(&self, text: &mut String) {
        for (kind, name) in ActorKind::ALL {
            let of_kind = self.actors.iter().enumerate().filter(|(_, node)| node.kind == kind);
            let ids: Vec<String> = of_kind.map(|(at, _)| format!("a{}", at + 1)).collect();
            if !ids.is_empty() {
                let (style, class) = (of_actor(kind), name.replace('_', ""));
                let dashed = if style.style.contains("dashed") { ",stroke-dasharray:4 3" } else { "" };
                let _ = writeln!(
                    text,
                    "  classDef {class} fill:{},stroke:{},color:#111111{dashed}",
                    style.fill, style.line
                );
                let _ = writeln!(text, "  class {} {class}", ids.join(","));
            }
        }
        let mut alike = BTreeMap::<String, Vec<String>>::new();
        for (at, arrow) in self.arrows.iter().enumerate() {
            let style = of_edge(arrow.kind, arrow.polarity);
            let dashes = match style.line {
                "dashed" => ",stroke-dasharray:8 4",
                "dotted" => ",stroke-dasharray:2 4",
                _ => "",
            };
            let width = arrow.width().min(5.0);
            let drawn = format!("stroke:{},stroke-width:{width:.1}px,color:{}{dashes}", style.colour, style.colour);
            alike.entry(drawn).or_default().push(at.to_string());
        }
        for (drawn, edges) in alike {
            let _ = writeln!(text, "  linkStyle {} {drawn}", edges.join(","));
        }
    }
}

fn shape(kind: ActorKind) -> (&'static str, &'static str) {
    match kind {
        ActorKind::State => ("[", "]"),
        ActorKind::Government => ("(", ")"),
        ActorKind::Person | ActorKind::UnnamedSource => ("([", "])"),
        ActorKind::Organisation => ("{{", "}}"),
        ActorKind::Party | ActorKind::Military => ("[[", "]]"),
        ActorKind::ArmedGroup => ("[/", "\\]"),
        ActorKind::Media => (">", "]"),
        ActorKind::People | ActorKind::Other => ("(", ")"),
    }
}

/// What is negated is dotted and ends in a cross, so that colour alone does not tell it.
fn line(arrow: &Arrow) -> &'static str {
    match (arrow.polarity, arrow.is_symmetric) {
        (Polarity::Affirmed, false) => "-->",
        (Polarity::Affirmed, true) => "<-->",
        (Polarity::Negated, false) => "-.-x",
        (Polarity::Negated, true) => "x-.-x",
    }
}

/// A text of one line within quotes: what Mermaid might read is written as its entity codes (`#35;`).
fn escaped(text: &str) -> String {
    let joined = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let shown = super::picture::shorten(&joined.collect::<Vec<_>>().join(" "), LABEL);
    let mut escaped = String::with_capacity(shown.len());
    let mut after_letter = false;
    for c in shown.chars().filter(|c| !is_unseen(*c)) {
        after_letter |= c.is_alphabetic();
        // At the start of a label a point or hyphen would make a list of it.
        let is_plain = c == ' ' || !c.is_ascii() || c.is_ascii_alphanumeric();
        if is_plain || after_letter && matches!(c, ',' | '.' | '(' | ')' | '\'' | '-' | ':') {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    if escaped.is_empty() { "…".to_owned() } else { escaped }
}

/// Marks that turn the direction of what follows them, and characters that XML forbids.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | 'ﬂ' | '¶')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_hold_nothing_that_mermaid_reads() {
        assert_eq!(escaped("say \"no\""), "say #34;no#34;");
        assert_eq!(escaped("#quot; & <b>"), "#35;quot#59; #38; #60;b#62;");
        assert_eq!(escaped("two\nlines"), "two lines");
        assert_eq!(escaped("1. list"), "1#46; list");
        assert_eq!(escaped("%%{init}%% `x`"), "#37;#37;#123;init#125;#37;#37; #96;x#96;");
        assert_eq!(escaped("EE. UU. (Washington)"), "EE. UU. (Washington)");
        assert_eq!(escaped(""), "…");
    }
}
