//! `demarche chart`: the timeline of two actors, and the matrix of states.

use super::args::{ChartCommand, ChartMatrix, ChartTimeline, Folding, Period, RollupLevel};
use super::build::counted;
use super::filter::filter;
use super::graph_file::eprintln_safely;
use super::output::{Output, json_text};
use super::terminal::{FAINT, print, safe};
use super::view::View;
use super::{End, Failure, Talk};
use anstyle::{AnsiColor, Style};
use demarche::export::chart::matrix::{Cell, Matrix};
use demarche::export::chart::timeline::{Count, Direction, KINDS, MOST_PERIODS, Timeline, Unit, is_adverse};
use demarche::model::{Date, Polarity};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub fn run(command: &ChartCommand, talk: Talk) -> Result<End, Failure> {
    match command {
        ChartCommand::Timeline(args) => timeline(args, talk),
        ChartCommand::Matrix(args) => matrix(args, talk),
    }
}

fn timeline(args: &ChartTimeline, talk: Talk) -> Result<End, Failure> {
    let target = Target::new(args.output.as_deref())?;
    let view = View::read(&args.graph, &args.folding)?;
    let graph = view.graph();
    let mut filter = filter(&view, &args.filters, talk)?;
    if filter.kinds.is_empty() {
        filter.kinds = KINDS.iter().map(|kind| (*kind).into()).collect();
    }
    let (from, to) = (view.actor(&args.from, talk)?, view.actor(&args.to, talk)?);
    let unit = args.by.map(|period| match period {
        Period::Day => Unit::Day,
        Period::Month => Unit::Month,
        Period::Year => Unit::Year,
    });
    let chart = Timeline::of(graph, &graph.claims(&filter), &from, &to, unit);
    if chart.periods().len() > MOST_PERIODS {
        let failure = Failure::new(format!("the claims span more than {MOST_PERIODS} {}s", chart.unit.noun()));
        return Err(failure.hint("take longer periods (--by year), or a part of the time (--since, --until)"));
    }
    if args.json {
        let json = serde_json::to_value(&chart).map_err(io::Error::from)?;
        Output::Standard.write(|out| out.write_all(json_text(&json).as_bytes()))?;
    } else if chart.claims() > 0 {
        match target {
            Target::Terminal => print(&timeline_text(&chart))?,
            Target::Svg(output) => put(&output, talk, |out| chart.write_svg(out))?,
            Target::Csv(output) => put(&output, talk, |out| chart.write_csv(out))?,
        }
    }
    if talk > Talk::Quiet && !args.json {
        let undated = if chart.undated > 0 { format!(", {} without a date", chart.undated) } else { String::new() };
        eprintln_safely(&format!("{} with a date{undated}", counted(chart.claims(), "claim")));
        if chart.claims() == 0 {
            let what = "nothing is drawn: a timeline takes dated claims of these kinds between the two actors";
            eprintln_safely(&format!("{what}; demarche claims lists the others"));
        }
    }
    Ok(if chart.claims() == 0 { End::Nothing } else { End::Found })
}

fn matrix(args: &ChartMatrix, talk: Talk) -> Result<End, Failure> {
    let target = Target::new(args.output.as_deref())?;
    let folding = Folding { rollup: Some(RollupLevel::State), actors: args.actors.clone() };
    let view = View::read(&args.graph, &folding)?;
    let graph = view.graph();
    let filter = filter(&view, &args.filters, talk)?;
    let chart = Matrix::of(graph, &graph.claims(&filter), args.top);
    if args.json {
        let json = serde_json::to_value(&chart).map_err(io::Error::from)?;
        Output::Standard.write(|out| out.write_all(json_text(&json).as_bytes()))?;
    } else if !chart.cells.is_empty() {
        match target {
            Target::Terminal => print(&matrix_text(&chart))?,
            Target::Svg(output) => put(&output, talk, |out| chart.write_svg(out))?,
            Target::Csv(output) => put(&output, talk, |out| chart.write_csv(out))?,
        }
    }
    if talk > Talk::Quiet && !args.json {
        eprintln_safely(&chart.caption());
    }
    Ok(if chart.cells.is_empty() { End::Nothing } else { End::Found })
}

/// Where a chart goes.
enum Target {
    Terminal,
    Svg(Output),
    Csv(Output),
}

impl Target {
    fn new(path: Option<&Path>) -> Result<Target, Failure> {
        let Some(path) = path else { return Ok(Target::Terminal) };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(Target::Svg(Output::new(Some(path))?)),
            Some("csv") => Ok(Target::Csv(Output::new(Some(path))?)),
            _ => Err(Failure::new(format!("{} is no chart's file", path.display()))
                .hint("charts are written as .svg or .csv; without -o they are shown here")),
        }
    }
}

fn put(output: &Output, talk: Talk, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    output.write(write)?;
    if let (Some(path), true) = (output.path().map(PathBuf::from), talk > Talk::Quiet) {
        eprintln_safely(&format!("{} written", path.display()));
    }
    Ok(())
}

const GREEN: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const RED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// The longest bar, in columns.
const LONGEST: usize = 32;

/// A block for each direction: period by period, support to the right with full blocks, opposition with shaded ones,
/// what is negated with open ones.
fn timeline_text(chart: &Timeline) -> String {
    let mut text = String::new();
    let periods = chart.periods();
    let of = |start: Date, direction: Direction| {
        chart.counts.iter().filter(move |count| count.start == start && count.direction == direction)
    };
    let sums = periods.iter().flat_map(|start| {
        chart
            .directions()
            .into_iter()
            .map(move |(direction, _)| of(*start, direction).map(|it| it.claims).sum::<usize>())
    });
    let most = sums.max().unwrap_or(1).max(1);
    for (direction, heading) in chart.directions() {
        let _ = writeln!(text, "{}", safe(&heading));
        let mut empty = 0;
        for start in &periods {
            let counts: Vec<&Count> = of(*start, direction).collect();
            if counts.is_empty() {
                empty += 1;
                continue;
            }
            if empty > 0 {
                let _ = writeln!(text, "  {FAINT}{}{FAINT:#}", if empty > 1 { "⋮" } else { "·" });
                empty = 0;
            }
            let bars: String = counts.iter().map(|count| bar(count, most)).collect();
            let words: Vec<String> = counts.iter().map(|count| words(count)).collect();
            let name = chart.unit.name(*start);
            let _ = writeln!(text, "  {FAINT}{name}{FAINT:#}  {bars}  {}", words.join(", "));
        }
    }
    let kinds: std::collections::BTreeSet<&str> = chart.counts.iter().map(|count| count.kind.as_str()).collect();
    let key = kinds.iter().map(|kind| format!("{} {}", glyph(kind, Polarity::Affirmed), safe(kind)));
    let _ = writeln!(text, "{FAINT}{}, ░ not{FAINT:#}", key.collect::<Vec<_>>().join(", "));
    text
}

fn bar(count: &Count, most: usize) -> String {
    let columns = (count.claims * LONGEST.min(most)).div_ceil(most);
    let style = tone(is_adverse(&count.kind));
    format!("{style}{}{style:#}", glyph(&count.kind, count.polarity).repeat(columns))
}

fn tone(is_adverse: bool) -> Style {
    if is_adverse { RED } else { GREEN }
}

fn glyph(kind: &str, polarity: Polarity) -> &'static str {
    match (polarity, is_adverse(kind)) {
        (Polarity::Negated, _) => "░",
        (Polarity::Affirmed, true) => "▓",
        (Polarity::Affirmed, false) => "█",
    }
}

fn words(count: &Count) -> String {
    let not = if count.polarity == Polarity::Negated { "not: " } else { "" };
    format!("{} {not}{}", count.claims, safe(&count.kind))
}

/// Rows act on columns; a cell is the balance, or a dot where there is no claim.
fn matrix_text(chart: &Matrix) -> String {
    let name = |at: usize| safe(&chart.states[at].name).chars().take(24).collect::<String>();
    let code = |at: usize| safe(&chart.states[at].code).chars().take(4).collect::<String>();
    let count = chart.states.len();
    let widest =
        (0..count).map(|at| unicode_width::UnicodeWidthStr::width(name(at).as_str())).max().unwrap_or_default();
    let mut text = format!("{:widest$}     ", "");
    for at in 0..count {
        let _ = write!(text, "{FAINT}{:>5}{FAINT:#}", code(at));
    }
    text.push('\n');
    for row in 0..count {
        let name = name(row);
        let pad = widest - unicode_width::UnicodeWidthStr::width(name.as_str());
        let _ = write!(text, "{name}{:pad$} {FAINT}{:>4}{FAINT:#}", "", code(row));
        for column in 0..count {
            text += &cell_text(chart.cell(row, column), row == column);
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{FAINT}rows act on columns: + more support, − more opposition, 0 as much of both, or neither{FAINT:#}"
    );
    text
}

fn cell_text(cell: Option<&Cell>, is_diagonal: bool) -> String {
    match cell {
        None if is_diagonal => format!("{FAINT}{:>5}{FAINT:#}", "╲"),
        None => format!("{FAINT}{:>5}{FAINT:#}", "·"),
        Some(cell) if cell.balance() == 0 => format!("{:>5}", cell.sign()),
        Some(cell) => {
            let style = tone(cell.balance() < 0);
            format!("{style}{:>5}{style:#}", cell.sign())
        }
    }
}
