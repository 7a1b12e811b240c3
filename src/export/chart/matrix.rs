//! The matrix of states: who supports and who opposes whom, on balance.

use super::{FAINT, Text, counted, line, write_csv};
use crate::entities::knowledge::Knowledge;
use crate::export::pen::{Pen, rounded};
use crate::export::picture::shorten;
use crate::export::style;
use crate::graph::{CitedClaim, Node, StateGraph};
use crate::model::{ActorId, ActorKind, Polarity};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The states with most claims among them, friends side by side, and what they do to each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// In the order of rows and columns.
    pub states: Vec<State>,
    /// By row, then column; only those with claims.
    pub cells: Vec<Cell>,
    /// States that have claims with others and were left out.
    pub left_out: usize,
    /// Claims between two states of which one was left out.
    pub claims_left_out: usize,
}

/// A state, or an organisation of states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Its id.
    pub id: ActorId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What one state is said to do to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Cell {
    /// Place of the acting state in [`Matrix::states`].
    pub source: usize,
    /// Place of the other.
    pub target: usize,
    /// Affirmed claims of support.
    pub support: usize,
    /// Affirmed claims of opposition.
    pub opposition: usize,
    /// All claims, of any kind and polarity.
    pub claims: usize,
}

impl Cell {
    /// Support less opposition.
    pub fn balance(&self) -> i64 {
        self.support as i64 - self.opposition as i64
    }
    /// `+3`, `−2`, `0`.
    pub fn sign(&self) -> String {
        match self.balance() {
            0 => "0".to_owned(),
            balance if balance > 0 => format!("+{balance}"),
            balance => format!("−{}", balance.unsigned_abs()),
        }
    }
}

impl Matrix {
    /// The matrix of `claims` of a graph that was folded into states. Claims without a direction (agreements, meetings)
    /// count both ways; those within one state do not count.
    pub fn of(graph: &StateGraph, claims: &[&CitedClaim], top: usize) -> Matrix {
        let mut cells = BTreeMap::<(&ActorId, &ActorId), Cell>::new();
        for claim in claims {
            let Some((source, target)) = claim.ends().filter(|(source, target)| source != target) else { continue };
            if ![source, target].into_iter().all(|id| graph.actor(id).is_some_and(is_state)) {
                continue;
            }
            cells.entry((source, target)).or_default().add(claim);
            if claim.is_symmetric() {
                cells.entry((target, source)).or_default().add(claim);
            }
        }
        let mut strength = BTreeMap::<&ActorId, usize>::new();
        for ((source, target), cell) in &cells {
            *strength.entry(source).or_default() += cell.claims;
            *strength.entry(target).or_default() += cell.claims;
        }
        let mut ranked: Vec<(&ActorId, usize)> = strength.into_iter().collect();
        ranked.sort_by_key(|(id, count)| (Reverse(*count), *id));
        let left_out = ranked.len().saturating_sub(top);
        ranked.truncate(top);
        let chosen: Vec<&ActorId> = ranked.into_iter().map(|(id, _)| id).collect();
        let order = blocks(&chosen, &cells);
        let place: BTreeMap<&ActorId, usize> = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let mut claims_left_out = 0;
        let mut kept = Vec::new();
        for ((source, target), cell) in cells {
            match (place.get(source), place.get(target)) {
                (Some(&source), Some(&target)) => kept.push(Cell { source, target, ..cell }),
                _ => claims_left_out += cell.claims,
            }
        }
        kept.sort_by_key(|cell| (cell.source, cell.target));
        let states = order.into_iter().filter_map(|id| graph.actor(id)).map(State::of);
        Matrix { states: states.collect(), cells: kept, left_out, claims_left_out }
    }

    /// The cell of two states, by their places.
    pub fn cell(&self, source: usize, target: usize) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&(source, target), |cell| (cell.source, cell.target)).ok()?;
        Some(&self.cells[at])
    }

    /// What it holds and what it leaves out, in a line.
    pub fn caption(&self) -> String {
        let (states, claims) = (self.states.len(), self.cells.iter().map(|cell| cell.claims).sum());
        let mut caption = format!("{} · {}", counted(states, "state"), counted(claims, "claim"));
        if self.left_out > 0 {
            let (states, claims) = (counted(self.left_out, "state"), counted(self.claims_left_out, "claim"));
            caption += &format!(" · left out: {states} with {claims}");
        }
        caption
    }

    /// Writes one line a cell: source, target, their codes, support, opposition, balance, claims.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let header = ["source", "target", "source_code", "target_code", "support", "opposition", "balance", "claims"];
        let rows = self.cells.iter().map(|cell| {
            let (source, target) = (&self.states[cell.source], &self.states[cell.target]);
            let numbers = [cell.support.to_string(), cell.opposition.to_string(), cell.balance().to_string()];
            let [support, opposition, balance] = numbers;
            let names = [source.name.clone(), target.name.clone(), source.code.clone(), target.code.clone()];
            let [source, target, source_code, target_code] = names;
            [source, target, source_code, target_code, support, opposition, balance, cell.claims.to_string()]
        });
        write_csv(&header, rows, out)
    }

    /// Draws it as SVG: rows act on columns; colour and sign for the balance, size for the number of claims.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub fn write_svg(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.draw()?)
    }
}

impl Cell {
    fn add(&mut self, claim: &CitedClaim) {
        self.claims += 1;
        if claim.polarity == Polarity::Affirmed {
            self.support += usize::from(claim.kind == "support");
            self.opposition += usize::from(claim.kind == "opposition");
        }
    }
}

impl State {
    fn of(node: &Node) -> State {
        let code = node.state.as_ref().map_or_else(|| node.id.to_string(), |code| code.as_str().to_owned());
        State { id: node.id.clone(), code, name: node.name.clone() }
    }
}

/// A state, or an organisation that stands in for one.
fn is_state(node: &Node) -> bool {
    let stands_in = || Some(Knowledge::builtin().state(node.state.as_ref()?)?.id == node.id);
    node.kind == ActorKind::State || node.kind == ActorKind::Organisation && stands_in().unwrap_or_default()
}

/// An order in which states that support each other stand side by side and opponents far apart: average linkage over the
/// balance of both ways, with a little weight for dealing with each other at all.
fn blocks<'g>(states: &[&'g ActorId], cells: &BTreeMap<(&'g ActorId, &'g ActorId), Cell>) -> Vec<&'g ActorId> {
    let closeness = |a: &'g ActorId, b: &'g ActorId| {
        let both = [(a, b), (b, a)].into_iter().filter_map(|pair| cells.get(&pair));
        both.map(|cell| cell.balance() as f64 + 0.1 * cell.claims as f64).sum::<f64>()
    };
    let mut groups: Vec<Vec<&ActorId>> = states.iter().map(|id| vec![*id]).collect();
    while groups.len() > 1 {
        let mut best = (f64::NEG_INFINITY, 0, 1);
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let sum: f64 = groups[a].iter().flat_map(|x| groups[b].iter().map(|y| closeness(x, y))).sum();
                let mean = sum / (groups[a].len() * groups[b].len()) as f64;
                if mean > best.0 {
                    best = (mean, a, b);
                }
            }
        }
        let (_, a, b) = best;
        let second = groups.remove(b);
        let first = std::mem::take(&mut groups[a]);
        groups[a] = joined(first, second, closeness);
    }
    groups.pop().unwrap_or_default()
}

/// Two groups behind each other, turned so that the ends that meet are closest.
fn joined<'g>(
    first: Vec<&'g ActorId>,
    second: Vec<&'g ActorId>,
    closeness: impl Fn(&'g ActorId, &'g ActorId) -> f64,
) -> Vec<&'g ActorId> {
    let turn = |group: &[&'g ActorId], is_turned: bool| {
        let mut group = group.to_vec();
        if is_turned {
            group.reverse();
        }
        group
    };
    let ways = [(false, false), (true, false), (false, true), (true, true)];
    let score = |(a, b): (bool, bool)| {
        let (left, right) = (turn(&first, a), turn(&second, b));
        left.last().zip(right.first()).map_or(0.0, |(a, b)| closeness(a, b))
    };
    let mut best = (score(ways[0]), ways[0]);
    for way in &ways[1..] {
        if score(*way) > best.0 {
            best = (score(*way), *way);
        }
    }
    let (a, b) = best.1;
    [turn(&first, a), turn(&second, b)].concat()
}

const CELL: f64 = 36.0;
const MARGIN: f64 = 24.0;

impl Matrix {
    fn draw(&self) -> io::Result<Vec<u8>> {
        let count = self.states.len() as f64;
        let names: Vec<String> = self.states.iter().map(|state| shorten(&state.name, 28)).collect();
        let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default() as f64;
        let left = MARGIN + longest * 6.8 + 12.0;
        let top = MARGIN + 44.0 + longest * 6.8 * 0.75 + 8.0;
        let right = longest * 6.8 * 0.7 + 10.0;
        let width = (left + count * CELL + right).max(520.0) + MARGIN;
        let height = top + count * CELL + 86.0 + MARGIN;
        let mut pen = Pen::new((width, height), width, "States on balance", &self.describe())?;
        let heading = Text { size: 16.0, colour: style::INK, anchor: "start", is_bold: true };
        heading.draw(&mut pen, (MARGIN, MARGIN + 14.0), "Who supports and who opposes whom")?;
        FAINT.draw(&mut pen, (MARGIN, MARGIN + 31.0), "Rows act on columns")?;
        for (at, name) in names.iter().enumerate() {
            self.names(&mut pen, (left, top), at, name)?;
        }
        let most = self.cells.iter().map(|cell| cell.claims).max().unwrap_or(1);
        for cell in &self.cells {
            let (x, y) = (left + CELL * (cell.target as f64 + 0.5), top + CELL * (cell.source as f64 + 0.5));
            self.square(&mut pen, cell, most, (x, y))?;
        }
        legend(&mut pen, (MARGIN, top + count * CELL + 34.0))?;
        FAINT.draw(&mut pen, (MARGIN, height - MARGIN + 4.0), &self.caption())?;
        pen.finish()
    }

    fn describe(&self) -> String {
        let mut strongest: Vec<&Cell> = self.cells.iter().collect();
        strongest.sort_by_key(|cell| Reverse(cell.claims));
        let lines = strongest.iter().take(40).map(|cell| self.sentence(cell));
        format!("{}. {}.", self.caption(), lines.collect::<Vec<_>>().join("; "))
    }

    fn sentence(&self, cell: &Cell) -> String {
        let (source, target) = (&self.states[cell.source].name, &self.states[cell.target].name);
        let Cell { support, opposition, claims, .. } = cell;
        format!("{source} → {target}: {support} of support, {opposition} of opposition, {}", counted(*claims, "claim"))
    }

    /// A state's row and column: names, lines, and the cell on the diagonal.
    fn names(&self, pen: &mut Pen, (left, top): (f64, f64), at: usize, name: &str) -> io::Result<()> {
        let (middle, end) = (CELL * (at as f64 + 0.5), CELL * self.states.len() as f64);
        let ink = Text { colour: style::INK, anchor: "end", ..FAINT };
        ink.draw(pen, (left - 8.0, top + middle + 4.0), name)?;
        let (x, y) = (left + middle + 3.0, top - 8.0);
        let turn = format!("rotate(-45 {} {})", rounded(x), rounded(y));
        pen.open("g", &[("transform", &turn)])?;
        Text { anchor: "start", ..ink }.draw(pen, (x, y), name)?;
        pen.close("g")?;
        let (x, y) = (rounded(left + middle - CELL / 2.0), rounded(top + middle - CELL / 2.0));
        pen.empty("rect", &[("x", &x), ("y", &y), ("width", &CELL), ("height", &CELL), ("fill", &"#eceff3")])?;
        for side in [middle - CELL / 2.0, middle + CELL / 2.0] {
            line(pen, (left, top + side), (left + end, top + side), "#dfe4ea")?;
            line(pen, (left + side, top), (left + side, top + end), "#dfe4ea")?;
        }
        Ok(())
    }

    fn square(&self, pen: &mut Pen, cell: &Cell, most: usize, place: (f64, f64)) -> io::Result<()> {
        pen.open("g", &[("class", &"cell")])?;
        pen.text("title", &[], &self.sentence(cell))?;
        let share = (cell.claims as f64).sqrt() / (most as f64).sqrt();
        mark(pen, cell.balance(), &cell.sign(), 18.0 + (CELL - 20.0) * share, place)?;
        pen.close("g")
    }
}

/// A square in the colour of a balance, with its sign.
fn mark(pen: &mut Pen, balance: i64, sign: &str, side: f64, (x, y): (f64, f64)) -> io::Result<()> {
    let colour = match balance {
        0 => "#6b7380",
        1.. => style::of_edge("support", Polarity::Affirmed).colour,
        _ => style::of_edge("opposition", Polarity::Affirmed).colour,
    };
    let (left, top, side) = (rounded(x - side / 2.0), rounded(y - side / 2.0), rounded(side));
    // Opposition has sharp corners, support round ones.
    let radius = if balance > 0 { 8 } else { 1 };
    pen.empty(
        "rect",
        &[("x", &left), ("y", &top), ("width", &side), ("height", &side), ("rx", &radius), ("fill", &colour)],
    )?;
    let text = Text { size: 10.5, colour: style::GROUND, anchor: "middle", is_bold: true };
    text.draw(pen, (x, y + 3.8), sign)
}

fn legend(pen: &mut Pen, (x, y): (f64, f64)) -> io::Result<()> {
    let marks = [(1, "+2", "more support"), (-1, "−2", "more opposition"), (0, "0", "neither, or as much of both")];
    let mut at = x;
    for (balance, sign, text) in marks {
        mark(pen, balance, sign, 22.0, (at + 11.0, y))?;
        FAINT.draw(pen, (at + 28.0, y + 4.0), text)?;
        at += 28.0 + text.chars().count() as f64 * 6.2 + 18.0;
    }
    FAINT.draw(pen, (x, y + 30.0), "The larger the square, the more claims of any kind")
}
