//! `demarche paths`: who is linked to whom, through whom.

use super::args::Paths;
use super::build::counted;
use super::filter::filter;
use super::output::{Output, json_text};
use super::show::{self, NamedClaim, styled};
use super::terminal::{ACTOR, FAINT, HINT, print, safe};
use super::view::View;
use super::{End, Failure, Talk};
use demarche::graph::{AffiliationEdge, AttributionEdge, Hop, NoPath, Path, PathQuery, StateGraph};
use demarche::model::Relation;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write;

/// How many claims of one hop are shown unless more are asked for.
const SHOWN: usize = 3;

pub fn run(args: &Paths, talk: Talk) -> Result<End, Failure> {
    let view = View::read(&args.graph, &args.folding)?;
    let graph = view.graph();
    let mut query = PathQuery::new(view.actor(&args.from, talk)?, view.actor(&args.to, talk)?);
    query.filter = filter(&view, &args.filters, talk)?;
    query.k = args.k.into();
    query.max_hops = args.max_hops.into();
    query.directed = args.directed;
    query.affiliations = args.affiliations;
    query.attributions = args.attributions;
    let found = graph.paths(&query);
    let end = if found.is_ok() { End::Found } else { End::Nothing };
    if args.json {
        Output::Standard.write(|out| out.write_all(json_text(&as_json(graph, &query, &found)).as_bytes()))?;
        return Ok(end);
    }
    let text = match &found {
        Ok(paths) => {
            let shown = if talk == Talk::Verbose { usize::MAX } else { SHOWN };
            let texts = paths.iter().enumerate().map(|(at, path)| as_text(graph, at + 1, path, shown));
            texts.collect::<Vec<_>>().join("\n")
        }
        Err(none) => refusal(graph, &query, none),
    };
    print(&text)?;
    Ok(end)
}

fn as_text(graph: &StateGraph, number: usize, path: &Path, shown: usize) -> String {
    let first = path.hops.first().map(|hop| hop.from);
    let actors = first.into_iter().chain(path.hops.iter().map(|hop| hop.to));
    let names: Vec<String> = actors.map(|id| styled(&safe(graph.name(id)), ACTOR)).collect();
    let mut text = format!("{number}. {} ({})\n", names.join(" · "), counted(path.hops.len(), "hop"));
    for hop in &path.hops {
        hop_text(&mut text, graph, hop, shown);
    }
    text
}

fn hop_text(text: &mut String, graph: &StateGraph, hop: &Hop, shown: usize) {
    for claim in hop.claims.iter().take(shown) {
        text.push_str(&show::evidence(graph, claim, "   "));
    }
    if hop.claims.len() > shown {
        let rest = counted(hop.claims.len() - shown, "more claim");
        let _ = writeln!(text, "   {FAINT}and {rest} between the two (--verbose shows all){FAINT:#}");
    }
    for edge in &hop.affiliations {
        let (source, target) = (safe(graph.name(&edge.source)), safe(graph.name(&edge.target)));
        let (relation, how) = (relation(edge.relation), role_and_term(edge));
        let _ = writeln!(text, "   {source} {relation} {target}{how} {FAINT}{}{FAINT:#}", edge.key);
    }
    for edge in &hop.attributions {
        let (source, target) = (safe(graph.name(&edge.source)), safe(graph.name(&edge.target)));
        let claims = counted(edge.claims.len(), "claim");
        let _ = writeln!(text, "   {source} reports {target} ({claims}) {FAINT}{}{FAINT:#}", edge.key);
    }
}

/// ` (President of Russia, 2000-05-07 to 2008-05-07)`, as far as it is known.
fn role_and_term(edge: &AffiliationEdge) -> String {
    let term = match (edge.since, edge.until) {
        (Some(since), Some(until)) => Some(format!("{since} to {until}")),
        (Some(since), None) => Some(format!("since {since}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => None,
    };
    let about: Vec<String> = edge.role.iter().map(|role| safe(role).into_owned()).chain(term).collect();
    if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) }
}

/// How a standing relation reads between its ends.
fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Leads => "leads",
        Relation::PartOf => "is part of",
        Relation::SpeaksFor => "speaks for",
        Relation::StateMediaOf => "is state media of",
        Relation::MemberOf => "is a member of",
        Relation::BelongsTo => "belongs to",
    }
}

/// What was tried, and what would help.
fn refusal(graph: &StateGraph, query: &PathQuery, none: &NoPath) -> String {
    let (from, to) = (safe(graph.name(&query.from)), safe(graph.name(&query.to)));
    if none.same {
        return format!("{from} and {to} are one actor\n");
    }
    let mut text = format!("no path from {from} to {to}\n");
    let edges = [("claims", true), ("affiliations", query.affiliations), ("attributions", query.attributions)];
    let used: Vec<&str> = edges.iter().filter(|(_, is_used)| *is_used).map(|(name, _)| *name).collect();
    let way = if query.directed { "from source to target only" } else { "in either direction" };
    let _ = writeln!(text, "tried: {}, {way}, at most {}", used.join(" and "), counted(query.max_hops, "hop"));
    let _ = writeln!(text, "the filter leaves {} of {}", none.claims_left, counted(none.claims, "claim"));
    for (condition, count) in &none.refused {
        let _ = writeln!(text, "  --{condition} leaves out {count}");
    }
    let _ = writeln!(
        text,
        "{from} reaches {}, {to} is reached by {}",
        counted(none.reached_from, "actor"),
        counted(none.reached_to, "actor")
    );
    for hint in hints(none) {
        let _ = writeln!(text, "{HINT}hint{HINT:#}: {hint}");
    }
    text
}

fn hints(none: &NoPath) -> impl Iterator<Item = String> {
    let hops =
        |found: Option<usize>, way: &str| found.map(|hops| format!("{way} gives one of {}", counted(hops, "hop")));
    let limit = none.hops_without_limit.map(|hops| format!("--max-hops {hops} gives one"));
    let more = [
        limit,
        hops(none.hops_with_affiliations, "--affiliations"),
        hops(none.hops_with_attributions, "--attributions"),
        hops(none.hops_undirected, "leaving out --directed"),
        hops(none.hops_without_filter, "leaving out the filter"),
    ];
    more.into_iter().flatten()
}

/// A hop, its claims with names.
#[derive(Serialize)]
struct NamedHop<'g> {
    from: &'g str,
    from_name: &'g str,
    to: &'g str,
    to_name: &'g str,
    claims: Vec<NamedClaim<'g>>,
    affiliations: &'g [&'g AffiliationEdge],
    attributions: &'g [&'g AttributionEdge],
}

fn as_json(graph: &StateGraph, query: &PathQuery, found: &Result<Vec<Path>, Box<NoPath>>) -> Value {
    let named = |hop: &Hop| {
        let hop = NamedHop {
            from: hop.from.as_str(),
            from_name: graph.name(hop.from),
            to: hop.to.as_str(),
            to_name: graph.name(hop.to),
            claims: hop.claims.iter().map(|claim| NamedClaim::new(graph, claim)).collect(),
            affiliations: &hop.affiliations,
            attributions: &hop.attributions,
        };
        serde_json::to_value(hop).unwrap_or(Value::Null)
    };
    let paths = found.as_deref().unwrap_or_default();
    let paths: Vec<Value> =
        paths.iter().map(|path| json!({"hops": path.hops.iter().map(named).collect::<Vec<_>>()})).collect();
    let mut answer = json!({"from": query.from, "to": query.to, "paths": paths});
    if let Err(none) = found {
        answer["tried"] = json!(none);
    }
    answer
}
