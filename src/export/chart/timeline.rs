//! The timeline of two actors: how many claims of support and of opposition there are between them, period by period.

use super::{FAINT, Text, counted, line, write_csv};
use crate::export::pen::{Pen, rounded};
use crate::export::picture::shorten;
use crate::export::style;
use crate::graph::{CitedClaim, StateGraph};
use crate::model::{ActorId, Date, Polarity};
use jiff::ToSpan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Unit {
    /// The first day of the period that a day lies in.
    fn start(self, day: Date) -> Date {
        match self {
            Unit::Day => day,
            Unit::Month => day.first_of_month(),
            Unit::Year => day.first_of_year(),
        }
    }
    fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Unit::Day => 1.day(),
            Unit::Month => 1.month(),
            Unit::Year => 1.year(),
        };
        start.checked_add(span).ok()
    }
    /// The period as people write it: `2020-05-11`, `2020-05`, `2020`.
    pub fn name(self, start: Date) -> String {
        let day = start.to_string();
        let kept = match self {
            Unit::Day => day.len(),
            Unit::Month => day.len() - 3,
            Unit::Year => day.len() - 6,
        };
        day[..kept].to_owned()
    }
    /// `day`, `month`, `year`.
    pub fn noun(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

/// A unit that gives some dozens of periods at most.
fn fitting(first: Date, last: Date) -> Unit {
    let days = first.until(last).map_or(0, |span| span.get_days());
    match days {
        0..=45 => Unit::Day,
        46..=1830 => Unit::Month,
        _ => Unit::Year,
    }
}

/// Which way claims run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the first actor to the second.
    Forth,
    /// From the second to the first.
    Back,
    /// Both ways: agreements, meetings, cooperation.
    Both,
}

/// Claims of one period, direction, kind and polarity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Count {
    /// First day of the period.
    pub start: Date,
    /// Which way they run.
    pub direction: Direction,
    /// Their kind.
    pub kind: String,
    /// Of all of them.
    pub polarity: Polarity,
    /// How many.
    pub claims: usize,
}

/// The claims between two actors over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// Name of the first actor.
    pub from: String,
    /// Name of the second.
    pub to: String,
    /// Ids of both.
    pub actors: (ActorId, ActorId),
    /// The length of a period.
    pub unit: Unit,
    /// By period, direction, kind, polarity; none is 0.
    pub counts: Vec<Count>,
    /// Claims between the two that have no date, and stand in no period.
    pub undated: usize,
}

/// The kinds that a timeline shows unasked.
pub const KINDS: [&str; 2] = ["support", "opposition"];

/// More periods than these cannot be told apart.
pub const MOST_PERIODS: usize = 1500;

impl Timeline {
    /// Counts those of `claims` that run between two actors of a graph; periods as long as asked for, else as fit.
    pub fn of(
        graph: &StateGraph,
        claims: &[&CitedClaim],
        from: &ActorId,
        to: &ActorId,
        unit: Option<Unit>,
    ) -> Timeline {
        let between: Vec<(&CitedClaim, Direction)> =
            claims.iter().filter_map(|claim| Some((*claim, direction(claim, from, to)?))).collect();
        let days: BTreeSet<Date> = between.iter().filter_map(|(claim, _)| claim.date).collect();
        let span = days.first().zip(days.last());
        let unit = unit.or(span.map(|(first, last)| fitting(*first, *last))).unwrap_or(Unit::Month);
        let mut counts = BTreeMap::<(Date, Direction, &str, Polarity), usize>::new();
        for (claim, direction) in &between {
            if let Some(day) = claim.date {
                *counts.entry((unit.start(day), *direction, &claim.kind, claim.polarity)).or_default() += 1;
            }
        }
        let counts = counts.into_iter().map(|((start, direction, kind, polarity), claims)| Count {
            start,
            direction,
            kind: kind.to_owned(),
            polarity,
            claims,
        });
        Timeline {
            from: graph.name(from).to_owned(),
            to: graph.name(to).to_owned(),
            actors: (from.clone(), to.clone()),
            unit,
            counts: counts.collect(),
            undated: between.iter().filter(|(claim, _)| claim.date.is_none()).count(),
        }
    }

    /// How many claims it shows.
    pub fn claims(&self) -> usize {
        self.counts.iter().map(|count| count.claims).sum()
    }

    /// All periods from the first to the last, also those without a claim; at most one more than [`MOST_PERIODS`].
    pub fn periods(&self) -> Vec<Date> {
        let (Some(first), Some(last)) = (self.counts.first(), self.counts.last()) else { return Vec::new() };
        let next = |start: &Date| self.unit.next(*start).filter(|next| *next <= last.start);
        std::iter::successors(Some(first.start), next).take(MOST_PERIODS + 1).collect()
    }

    /// The directions that it has, with what stands over each.
    pub fn directions(&self) -> Vec<(Direction, String)> {
        let found: BTreeSet<Direction> = self.counts.iter().map(|count| count.direction).collect();
        found.into_iter().map(|direction| (direction, self.heading(direction))).collect()
    }

    /// `Russia → Syria`.
    fn heading(&self, direction: Direction) -> String {
        let (from, to) = (shorten(&self.from, 40), shorten(&self.to, 40));
        match direction {
            Direction::Forth => format!("{from} → {to}"),
            Direction::Back => format!("{to} → {from}"),
            Direction::Both => format!("{from} ↔ {to}"),
        }
    }

    /// Writes one line a count: period, first day, source, target, direction, kind, polarity, claims.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let header = ["period", "start", "source", "target", "direction", "kind", "polarity", "claims"];
        let rows = self.counts.iter().map(|count| {
            let (source, target, direction) = match count.direction {
                Direction::Forth => (&self.from, &self.to, "one way"),
                Direction::Back => (&self.to, &self.from, "one way"),
                Direction::Both => (&self.from, &self.to, "both ways"),
            };
            let polarity = if count.polarity == Polarity::Negated { "negated" } else { "affirmed" };
            [
                self.unit.name(count.start),
                count.start.to_string(),
                source.clone(),
                target.clone(),
                direction.to_owned(),
                count.kind.clone(),
                polarity.to_owned(),
                count.claims.to_string(),
            ]
        });
        write_csv(&header, rows, out)
    }

    /// Draws it as SVG: a strip for each direction, support upward, opposition downward, what is negated hatched.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub fn write_svg(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&Drawing::of(self).draw()?)
    }
}

fn direction(claim: &CitedClaim, from: &ActorId, to: &ActorId) -> Option<Direction> {
    let ends = claim.ends()?;
    match (ends == (from, to), ends == (to, from)) {
        (false, false) => None,
        _ if claim.is_symmetric() => Some(Direction::Both),
        (true, _) => Some(Direction::Forth),
        (false, true) => Some(Direction::Back),
    }
}

/// Whether bars of a kind point down.
pub fn is_adverse(kind: &str) -> bool {
    matches!(kind, "opposition" | "denial")
}

/// Left of the strips, for the axis.
const LEFT: f64 = 52.0;
const MARGIN: f64 = 24.0;
/// The least width of the strips.
const PLOT: f64 = 620.0;

/// A timeline with its measures.
struct Drawing<'t> {
    timeline: &'t Timeline,
    periods: Vec<Date>,
    /// Of a period.
    step: f64,
    /// Of a claim.
    unit: f64,
    /// The most claims above and below zero, over all strips.
    reach: (usize, usize),
}

impl<'t> Drawing<'t> {
    fn of(timeline: &'t Timeline) -> Self {
        let periods = timeline.periods();
        let step = (PLOT / periods.len().max(1) as f64).clamp(3.0, 56.0);
        let mut heights = BTreeMap::<(Date, Direction, bool), usize>::new();
        for count in &timeline.counts {
            *heights.entry((count.start, count.direction, is_adverse(&count.kind))).or_default() += count.claims;
        }
        let most = |is_down: bool| {
            let those = heights.iter().filter(|((.., down), _)| *down == is_down);
            those.map(|(_, height)| *height).max().unwrap_or_default()
        };
        let reach = (most(false).max(1), most(true).max(1));
        let unit = (170.0 / (reach.0 + reach.1) as f64).min(22.0);
        Drawing { timeline, periods, step, unit, reach }
    }

    fn strip_height(&self) -> f64 {
        (self.reach.0 + self.reach.1) as f64 * self.unit
    }

    fn draw(&self) -> io::Result<Vec<u8>> {
        let timeline = self.timeline;
        let strips = timeline.directions();
        let plot = (self.step * self.periods.len() as f64).max(240.0);
        let (heading, between) = (22.0, 26.0);
        let top = MARGIN + 46.0;
        let strip = heading + self.strip_height() + between;
        let below = top + strip * strips.len() as f64;
        let width = MARGIN + LEFT + plot.max(PLOT) + MARGIN;
        let height = below + 26.0 + 22.0 + 20.0 + MARGIN;
        let title = format!("{} and {}", shorten(&timeline.from, 60), shorten(&timeline.to, 60));
        let mut pen = Pen::new((width, height), width, &title, &self.describe())?;
        self.hatches(&mut pen)?;
        let heading_style = Text { size: 16.0, colour: style::INK, anchor: "start", is_bold: true };
        heading_style.draw(&mut pen, (MARGIN, MARGIN + 14.0), &title)?;
        FAINT.draw(&mut pen, (MARGIN, MARGIN + 31.0), &format!("Claims per {}", timeline.unit.noun()))?;
        for (nth, (direction, heading)) in strips.iter().enumerate() {
            let y = top + strip * nth as f64;
            Text { size: 12.5, ..heading_style }.draw(&mut pen, (MARGIN + LEFT, y + 13.0), heading)?;
            self.strip(&mut pen, *direction, y + 22.0, plot)?;
        }
        self.axis(&mut pen, below - between + 4.0)?;
        self.legend(&mut pen, below + 26.0)?;
        FAINT.draw(&mut pen, (MARGIN, height - MARGIN + 4.0), &self.caption())?;
        pen.finish()
    }

    fn caption(&self) -> String {
        let timeline = self.timeline;
        let mut caption = format!("{} with a date", counted(timeline.claims(), "claim"));
        if timeline.undated > 0 {
            caption += &format!(" · left out: {} without one", timeline.undated);
        }
        caption
    }

    fn describe(&self) -> String {
        let timeline = self.timeline;
        let lines = timeline.counts.iter().take(60).map(|count| {
            let not = if count.polarity == Polarity::Negated { "not: " } else { "" };
            let heading = timeline.heading(count.direction);
            format!("{}, {heading}: {} of {not}{}", timeline.unit.name(count.start), count.claims, count.kind)
        });
        format!("{}. {}.", self.caption(), lines.collect::<Vec<_>>().join("; "))
    }

    /// Diagonal lines in the colour of each kind, for what is negated.
    fn hatches(&self, pen: &mut Pen) -> io::Result<()> {
        pen.open("defs", &[])?;
        for (at, kind) in self.kinds().into_iter().enumerate() {
            let colour = style::of_edge(kind, Polarity::Affirmed).colour;
            let id = format!("hatch-{at}");
            let turn = if is_adverse(kind) { "rotate(-45)" } else { "rotate(45)" };
            pen.open(
                "pattern",
                &[
                    ("id", &id),
                    ("width", &4),
                    ("height", &4),
                    ("patternUnits", &"userSpaceOnUse"),
                    ("patternTransform", &turn),
                ],
            )?;
            pen.empty("rect", &[("width", &4), ("height", &4), ("fill", &style::GROUND)])?;
            pen.empty("rect", &[("width", &1.5), ("height", &4), ("fill", &colour)])?;
            pen.close("pattern")?;
        }
        pen.close("defs")
    }

    /// In the order of a legend.
    fn kinds(&self) -> Vec<&'t str> {
        let kinds: BTreeSet<(usize, &str)> =
            self.timeline.counts.iter().map(|count| (style::rank(&count.kind), count.kind.as_str())).collect();
        kinds.into_iter().map(|(_, kind)| kind).collect()
    }

    fn strip(&self, pen: &mut Pen, direction: Direction, top: f64, plot: f64) -> io::Result<()> {
        let zero = top + self.reach.0 as f64 * self.unit;
        let right = MARGIN + LEFT + plot;
        let tick = tick(self.reach.0.max(self.reach.1));
        let small = Text { size: 10.0, anchor: "end", ..FAINT };
        for (reach, sign) in [(self.reach.0, -1.0), (self.reach.1, 1.0)] {
            for value in (tick..=reach).step_by(tick) {
                let y = zero + sign * value as f64 * self.unit;
                line(pen, (MARGIN + LEFT, y), (right, y), "#e4e8ee")?;
                small.draw(pen, (MARGIN + LEFT - 6.0, y + 3.5), &value.to_string())?;
            }
        }
        small.draw(pen, (MARGIN + LEFT - 6.0, zero + 3.5), "0")?;
        let kinds = self.kinds();
        for (nth, start) in self.periods.iter().enumerate() {
            let x = MARGIN + LEFT + self.step * nth as f64;
            for is_down in [false, true] {
                self.stack(pen, direction, *start, &kinds, is_down, (x, zero))?;
            }
        }
        line(pen, (MARGIN + LEFT, zero), (right, zero), style::FAINT_INK)
    }

    /// The bars of one period on one side of zero; affirmed claims next to zero.
    fn stack(
        &self,
        pen: &mut Pen,
        direction: Direction,
        start: Date,
        kinds: &[&str],
        is_down: bool,
        (x, zero): (f64, f64),
    ) -> io::Result<()> {
        let mut done = 0.0;
        for polarity in [Polarity::Affirmed, Polarity::Negated] {
            for (at, kind) in kinds.iter().enumerate().filter(|(_, kind)| is_adverse(kind) == is_down) {
                let is_it = |count: &&Count| {
                    (count.start, count.direction, count.polarity) == (start, direction, polarity)
                        && count.kind == **kind
                };
                let Some(count) = self.timeline.counts.iter().find(is_it) else { continue };
                let height = count.claims as f64 * self.unit;
                let y = if is_down { zero + done } else { zero - done - height };
                done += height;
                self.bar(pen, count, at, (x, y, height))?;
            }
        }
        Ok(())
    }

    fn bar(&self, pen: &mut Pen, count: &Count, kind: usize, (x, y, height): (f64, f64, f64)) -> io::Result<()> {
        let colour = style::of_edge(&count.kind, Polarity::Affirmed).colour;
        let is_negated = count.polarity == Polarity::Negated;
        let fill = if is_negated { format!("url(#hatch-{kind})") } else { colour.to_owned() };
        let gap = (self.step * 0.12).min(4.0);
        let (left, width) = (rounded(x + gap), rounded(self.step - 2.0 * gap));
        let not = if is_negated { "not: " } else { "" };
        let (period, heading) = (self.timeline.unit.name(count.start), self.timeline.heading(count.direction));
        pen.open("g", &[("class", &"bar")])?;
        pen.text("title", &[], &format!("{period}, {heading}: {} of {not}{}", count.claims, count.kind))?;
        pen.empty(
            "rect",
            &[
                ("x", &left),
                ("y", &rounded(y + 0.5)),
                ("width", &width),
                ("height", &rounded((height - 1.0).max(0.5))),
                ("fill", &fill),
                ("stroke", &colour),
            ],
        )?;
        if self.step >= 18.0 && height >= 12.0 {
            let colour = if is_negated { style::INK } else { style::GROUND };
            let number = Text { size: 10.0, colour, anchor: "middle", is_bold: true };
            number.draw(pen, (x + self.step / 2.0, y + height / 2.0 + 3.5), &count.claims.to_string())?;
        }
        pen.close("g")
    }

    /// The names of periods, as many as have room.
    fn axis(&self, pen: &mut Pen, y: f64) -> io::Result<()> {
        let widest = self.periods.iter().map(|start| self.timeline.unit.name(*start).len()).max().unwrap_or_default();
        let room = widest as f64 * 6.0 + 10.0;
        let every = (room / self.step).ceil().max(1.0) as usize;
        // Of months, those are named that divide the year.
        let every = match self.timeline.unit {
            Unit::Month => [1, 2, 3, 4, 6, 12, 24, 60].into_iter().find(|months| *months >= every).unwrap_or(120),
            _ => every,
        };
        for (nth, start) in self.periods.iter().enumerate().filter(|(nth, _)| nth % every == 0) {
            let x = MARGIN + LEFT + self.step * (nth as f64 + 0.5);
            let name = self.timeline.unit.name(*start);
            Text { size: 10.0, anchor: "middle", ..FAINT }.draw(pen, (x, y + 15.0), &name)?;
        }
        Ok(())
    }

    fn legend(&self, pen: &mut Pen, y: f64) -> io::Result<()> {
        let mut x = MARGIN;
        let found: BTreeSet<(usize, bool, Polarity)> = {
            let kinds = self.kinds();
            let place = |kind: &str| kinds.iter().position(|known| *known == kind).unwrap_or_default();
            self.timeline.counts.iter().map(|it| (place(&it.kind), is_adverse(&it.kind), it.polarity)).collect()
        };
        let kinds = self.kinds();
        for (at, is_down, polarity) in found {
            let colour = style::of_edge(kinds[at], Polarity::Affirmed).colour;
            let is_negated = polarity == Polarity::Negated;
            let fill = if is_negated { format!("url(#hatch-{at})") } else { colour.to_owned() };
            let not = if is_negated { "not: " } else { "" };
            let text = format!("{} {not}{}", if is_down { "↓" } else { "↑" }, shorten(kinds[at], 30));
            let (left, top) = (rounded(x), rounded(y - 9.0));
            pen.empty(
                "rect",
                &[("x", &left), ("y", &top), ("width", &12), ("height", &12), ("fill", &fill), ("stroke", &colour)],
            )?;
            Text { colour, ..FAINT }.draw(pen, (x + 18.0, y + 1.0), &text)?;
            x += 18.0 + text.chars().count() as f64 * 6.6 + 20.0;
        }
        Ok(())
    }
}

/// A round step that gives at most four ticks.
fn tick(reach: usize) -> usize {
    let steps = (0..).flat_map(|power| [1, 2, 5].map(|step| step * 10_usize.pow(power)));
    steps.take(40).find(|step| reach / step <= 4).unwrap_or(reach.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_the_calendar() {
        let day: Date = "2020-12-31".parse().expect("a day");
        for (unit, start, next, name) in [
            (Unit::Day, "2020-12-31", "2021-01-01", "2020-12-31"),
            (Unit::Month, "2020-12-01", "2021-01-01", "2020-12"),
            (Unit::Year, "2020-01-01", "2021-01-01", "2020"),
        ] {
            assert_eq!(unit.start(day).to_string(), start);
            assert_eq!(unit.next(unit.start(day)).map(|day| day.to_string()).as_deref(), Some(next));
            assert_eq!(unit.name(unit.start(day)), name);
        }
        assert_eq!(Unit::Year.next(Date::MAX), None);
    }

    #[test]
    fn ticks_are_round_and_few() {
        for (reach, step) in [(1, 1), (4, 1), (5, 2), (9, 2), (10, 5), (24, 5), (25, 10), (900, 200)] {
            assert_eq!(tick(reach), step, "{reach}");
        }
    }
}
