//! `demarche export`: a graph, or a part of it, in another format.

use super::args::{Export, LIST, Slice};
use super::filter::selection;
use super::graph_file::{Target, eprintln_safely};
use super::terminal::{ACTOR, FAINT, print, wrapped_with};
use super::view::View;
use super::{End, Failure, Talk};
use demarche::export::{FORMATS, LEFT_OUT};
use demarche::graph::{Filter, StateGraph};
use std::fmt::Write;
use std::path::Path;

pub fn run(args: &Export, talk: Talk) -> Result<End, Failure> {
    if args.output.format.as_deref() == Some(LIST) {
        print(&list())?;
        return Ok(End::Found);
    }
    let Some(path) = &args.graph else {
        let failure = Failure::new("no graph is named");
        return Err(failure.hint("demarche export graph.json -o graph.svg; --format list prints the formats"));
    };
    let target = Target::new(&args.output)?;
    let sliced = Sliced::read(path, &args.slice, talk)?;
    if target.would_cut(path, sliced.is_part()) {
        let failure =
            Failure::new(format!("{} would be replaced by a part of itself, or by a picture", path.display()));
        return Err(failure.hint("write to another file: the graph could not be had back from it"));
    }
    target.write(sliced.graph())?;
    target.announce(talk);
    sliced.announce(talk);
    Ok(sliced.end())
}

/// A graph, or what the flags leave of it.
pub struct Sliced {
    view: View,
    part: Option<StateGraph>,
}

impl Sliced {
    /// Reads a graph and takes the part that the flags name.
    pub fn read(path: &Path, args: &Slice, talk: Talk) -> Result<Sliced, Failure> {
        let view = View::read(path, &args.folding)?;
        let filter = selection(&view, &args.selection, talk)?;
        let centres = view.actors(&args.part.around, talk)?;
        let mut part = (filter != Filter::default()).then(|| view.graph().selected(&filter));
        if !centres.is_empty() {
            part = Some(part.as_ref().unwrap_or(view.graph()).around(&centres, args.part.hops.into()));
        }
        if let Some(count) = args.part.top {
            part = Some(part.as_ref().unwrap_or(view.graph()).strongest(count));
        }
        Ok(Sliced { view, part })
    }
    /// The graph, or the part.
    pub fn graph(&self) -> &StateGraph {
        self.part.as_ref().unwrap_or(self.view.graph())
    }
    /// Whether less than the graph of the file was asked for, or a folded one.
    fn is_part(&self) -> bool {
        self.part.is_some() || self.view.is_folded()
    }
    /// Says so where no claim is left.
    pub fn announce(&self, talk: Talk) {
        if talk > Talk::Quiet && self.is_empty() {
            let why = if self.part.is_some() { "no claim passes the filters" } else { "the graph has no claims" };
            eprintln_safely(&format!("note: {why}; what is written shows none"));
        }
    }
    /// [`End::Nothing`] where no claim is left.
    pub fn end(&self) -> End {
        if self.is_empty() { End::Nothing } else { End::Found }
    }
    fn is_empty(&self) -> bool {
        self.graph().all_claims().next().is_none()
    }
}

/// Every format: its name and endings, what it is for, what it leaves out.
fn list() -> String {
    let mut text = String::new();
    for format in FORMATS {
        let endings: Vec<String> = format.endings().iter().map(|ending| format!(".{ending}")).collect();
        let _ = writeln!(text, "{ACTOR}{}{ACTOR:#} {FAINT}{}{FAINT:#}", format.name(), endings.join(" "));
        text += &wrapped_with(format.describe(), "  ", &[]);
        text.push('\n');
        for loss in format.losses() {
            text += &wrapped_with(&format!("leaves out {loss}"), "    ", &[]);
            text.push('\n');
        }
    }
    for (name, endings, feature) in LEFT_OUT {
        let endings: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
        let _ = writeln!(text, "{name} {FAINT}{}{FAINT:#}", endings.join(" "));
        let _ = writeln!(text, "  not in this program: cargo build --release --features {feature}");
    }
    text
}
