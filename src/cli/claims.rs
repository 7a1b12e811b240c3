//! `demarche claims`: a list of claims.

use super::args::Claims;
use super::build::counted;
use super::filter::selection;
use super::graph_file::eprintln_safely;
use super::output::{Output, json_text};
use super::show::{self, NamedClaim};
use super::terminal::{FAINT, print, safe, width};
use super::view::View;
use super::{End, Failure, Talk};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use demarche::graph::{CitedClaim, StateGraph};
use serde_json::json;

pub fn run(args: &Claims, talk: Talk) -> Result<End, Failure> {
    let view = View::read(&args.graph, &args.folding)?;
    let graph = view.graph();
    let filter = selection(&view, &args.selection, talk)?;
    let found = graph.claims(&filter);
    if args.json {
        let named: Vec<NamedClaim> = found.iter().map(|claim| NamedClaim::new(graph, claim)).collect();
        Output::Standard.write(|out| out.write_all(json_text(&json!({"claims": named})).as_bytes()))?;
    } else if args.lines {
        print(&found.iter().map(|claim| line(graph, claim)).collect::<String>())?;
    } else if !found.is_empty() {
        print(&format!("{}\n", table(graph, &found)))?;
    }
    if talk > Talk::Quiet && !args.json {
        let all = graph.all_claims().count();
        eprintln_safely(&format!("{} of {all}", counted(found.len(), "claim")));
    }
    Ok(if found.is_empty() { End::Nothing } else { End::Found })
}

/// One claim a line, with its quote.
fn line(graph: &StateGraph, claim: &CitedClaim) -> String {
    let date = claim.date.map_or("-         ".into(), |date| date.to_string());
    let doubt = show::doubt(claim).map(str::to_owned);
    let said_by = show::speakers(graph, claim).map(|names| format!("said by {names}"));
    let about = Vec::from_iter(doubt.into_iter().chain(said_by)).join(", ");
    let about = if about.is_empty() { about } else { format!(" ({about})") };
    let (key, quote, headline) = (safe(&claim.key.0), safe(&claim.quote), show::headline(graph, claim));
    let document = graph.document(&claim.document).map(|it| it.meta.name.as_str()).unwrap_or_default();
    format!("{FAINT}{key} {date}{FAINT:#} {headline}{about}: \"{quote}\" {FAINT}{}{FAINT:#}\n", safe(document))
}

/// Narrower than this, the table has no column for documents.
const ROOM_FOR_DOCUMENTS: usize = 110;

fn table(graph: &StateGraph, claims: &[&CitedClaim]) -> Table {
    let mut table = Table::new();
    let has_documents = width() >= ROOM_FOR_DOCUMENTS;
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width().try_into().unwrap_or(100));
    let header = ["date", "source", "kind", "target", "said by", "claim", "document"];
    let shown = if has_documents { header.len() } else { header.len() - 1 };
    table.set_header(header.into_iter().take(shown));
    for claim in claims {
        let manner = show::manner(claim);
        let kind = if manner.is_empty() { claim.kind.to_string() } else { format!("{} ({manner})", claim.kind) };
        let cells = [
            claim.date.map(|date| date.to_string()).unwrap_or_default(),
            show::end(graph, claim.source.as_ref()).into_owned(),
            safe(&kind).into_owned(),
            show::end(graph, claim.target.as_ref()).into_owned(),
            show::speakers(graph, claim).unwrap_or_default(),
            safe(&claim.key.0).into_owned(),
            graph.document(&claim.document).map(|it| safe(&it.meta.name).into_owned()).unwrap_or_default(),
        ];
        table.add_row(cells.into_iter().take(shown));
    }
    // Dates, kinds and keys are not cut; names are wrapped.
    for (column, room) in [(0, ColumnConstraint::ContentWidth), (2, lower(15)), (5, ColumnConstraint::ContentWidth)] {
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(room);
        }
    }
    table
}

fn lower(columns: u16) -> ColumnConstraint {
    ColumnConstraint::LowerBoundary(Width::Fixed(columns))
}
