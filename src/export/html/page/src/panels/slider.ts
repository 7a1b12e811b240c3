// The time below the picture: how many claims when, and between which days they count.

import { fill, h, svg } from "../dom";
import { day, number, period, shortDay, shortMonth, t } from "../i18n";
import type { State } from "../types";
import { type Context, claimAt } from "./context";
import { undated } from "./filters";

/** Most bars that are drawn. */
const BARS = 80;
const GROUPS = ["support", "opposition", "other"] as const;
type Group = (typeof GROUPS)[number];

/** A bar's period, first and last day included. */
interface Bin {
  since: string;
  until: string;
}
interface Scale {
  bins: Bin[];
  label: string;
  precision: string;
}

const DAY = 86_400_000;
const utc = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Periods of one length that cover all days, at most 80 of them where years are not too many. */
export function scaleOf(first: string, last: string): Scale {
  const days = Math.round((utc(last) - utc(first)) / DAY) + 1;
  const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1;
  if (days <= 62) return { bins: everyDays(first, last, 1), label: t("slider.by.day"), precision: "day" };
  if (days / 7 <= 40) return { bins: everyDays(first, last, 7), label: t("slider.by.week"), precision: "week" };
  if (years * 12 <= BARS + 4) return { bins: everyMonths(first, last, 1), label: t("slider.by.month"), precision: "month" };
  if (years * 4 <= BARS) return { bins: everyMonths(first, last, 3), label: t("slider.by.quarter"), precision: "quarter" };
  if (years <= BARS) return { bins: everyMonths(first, last, 12), label: t("slider.by.year"), precision: "year" };
  const step = Math.ceil(years / BARS);
  return { bins: everyMonths(first, last, 12 * step), label: t("slider.by.years", { n: step }), precision: "span" };
}

function everyDays(first: string, last: string, step: number): Bin[] {
  const bins: Bin[] = [];
  for (let at = utc(first); at <= utc(last); at += step * DAY) bins.push({ since: iso(at), until: iso(at + (step - 1) * DAY) });
  return bins;
}

function everyMonths(first: string, last: string, step: number): Bin[] {
  const bins: Bin[] = [];
  const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
  const dayOf = (month: number) => {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    return date.getTime();
  };
  const start = Math.floor(monthOf(first) / step) * step;
  for (let month = start; month <= monthOf(last); month += step) bins.push({ since: iso(dayOf(month)), until: iso(dayOf(month + step) - DAY) });
  return bins;
}

function binOf(bins: Bin[], date: string): number {
  let [low, high] = [0, bins.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bins[middle]?.since ?? "") <= date) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Fills the section below the picture; the answer brings it up to date. */
export function mountSlider(ctx: Context, section: HTMLElement): (state: State, before: State | null) => void {
  const dates = ctx.data.claims.flatMap((claim) => (claim.date ? [claim.date] : [])).sort();
  section.setAttribute("aria-label", t("slider.label"));
  const [first, last] = [dates[0], dates[dates.length - 1]];
  if (!first || !last || Number.isNaN(utc(first)) || Number.isNaN(utc(last))) {
    fill(section, h("p", { class: "slider-none" }, t("slider.none")));
    return () => {};
  }
  const scale = scaleOf(first, last);
  return drawn(ctx, section, scale);
}

function drawn(ctx: Context, section: HTMLElement, scale: Scale): (state: State, before: State | null) => void {
  const { bins } = scale;
  const end = bins.length - 1;
  const said = h("p", { class: "slider-said" });
  const clear = h("button", { type: "button", class: "link small", "data-testid": "slider-clear", onclick: () => ctx.store.filter({ since: null, until: null }) }, t("slider.clear"));
  const chart = svg("svg", { class: "bars", role: "img" });
  const thumb = (which: "since" | "until") => h("input", { type: "range", min: 0, max: end, step: 1, class: `thumb thumb-${which}`, "aria-label": t(`slider.${which}`), "data-testid": `slider-${which}` });
  const since = thumb("since");
  const until = thumb("until");
  since.addEventListener("input", () => {
    const at = Math.min(Number(since.value), Number(until.value));
    since.value = String(at);
    ctx.store.filter({ since: at === 0 ? null : (bins[at]?.since ?? null) });
  });
  until.addEventListener("input", () => {
    const at = Math.max(Number(since.value), Number(until.value));
    until.value = String(at);
    ctx.store.filter({ until: at === end ? null : (bins[at]?.until ?? null) });
  });
  const axis = h("div", { class: "axis", "aria-hidden": "true" });
  const unit = h("span", { class: "unit note" });
  fill(section, h("div", { class: "slider-head" }, said, clear, unit), h("div", { class: "track" }, chart, since, until), axis);

  let draw = () => {};
  new ResizeObserver(() => draw()).observe(chart);
  return (state, before) => {
    if (before && before.filters === state.filters && before.folded === state.folded) return;
    const { filters } = state;
    const from = filters.since ? binOf(bins, filters.since) : 0;
    const to = filters.until ? binOf(bins, filters.until) : end;
    since.value = String(from);
    until.value = String(to);
    const isLimited = filters.since !== null || filters.until !== null;
    since.setAttribute("aria-valuetext", filters.since ? day(filters.since) : t("slider.start"));
    until.setAttribute("aria-valuetext", filters.until ? day(filters.until) : t("slider.end"));
    // Two thumbs at the right end: the one that can still move left must lie on top.
    since.classList.toggle("on-top", from > end / 2);
    clear.hidden = !isLimited;
    const counts = countBins(ctx, state, bins);
    chart.setAttribute("aria-label", chartText(scale, counts, from, to));
    unit.textContent = t("slider.unit", { unit: scale.label, most: Math.max(0, ...counts.map(total)) });
    draw = () => {
      drawBars(chart, counts, from, to);
      drawAxis(axis, scale, chart.getBoundingClientRect().width);
    };
    draw();
    const span = isLimited ? `${shortDay(filters.since ?? bins[0]?.since ?? "")} – ${shortDay(filters.until ?? bins[end]?.until ?? "")}` : t("slider.all");
    const missing = undated(ctx);
    const dated = ctx.data.claims.length - missing;
    const note = missing === 0 ? null : isLimited ? t("filters.undated", { n: missing }) : t("slider.undated", { n: missing, dated, all: ctx.data.claims.length });
    fill(said, h("strong", null, span), note ? h("span", { class: "note" }, note) : null);
  };
}

function countBins(ctx: Context, state: State, bins: Bin[]): Record<Group, number>[] {
  const counts = bins.map(() => ({ support: 0, opposition: 0, other: 0 }));
  const open = { ...state, filters: { ...state.filters, since: null, until: null } };
  for (const claim of ctx.model.visibleClaims(open)) {
    const { date, kind } = claimAt(ctx, claim);
    const count = date ? counts[binOf(bins, date)] : undefined;
    if (count) count[kind === "support" || kind === "opposition" ? kind : "other"] += 1;
  }
  return counts;
}

const total = (count: Record<Group, number>) => count.support + count.opposition + count.other;

function chartText({ bins, precision }: Scale, counts: Record<Group, number>[], from: number, to: number): string {
  const inside = counts.slice(from, to + 1);
  const sum = inside.reduce((all, count) => all + total(count), 0);
  let peak = from;
  counts.forEach((count, at) => {
    if (at >= from && at <= to && total(count) > total(counts[peak] ?? count)) peak = at;
  });
  const at = bins[peak]?.since ?? "";
  return t("slider.chart", { n: sum, since: day(bins[from]?.since ?? ""), until: day(bins[to]?.until ?? ""), peak: period(at, precision), most: number(total(counts[peak] ?? { support: 0, opposition: 0, other: 0 })) });
}

function drawBars(chart: SVGElement, counts: Record<Group, number>[], from: number, to: number): void {
  const most = Math.max(1, ...counts.map(total));
  const { width, height: room } = chart.getBoundingClientRect();
  if (width === 0) return;
  const step = width / counts.length;
  // A few bars far apart read as marks in time while they are narrow, and as boxes where they are not.
  const isSparse = counts.filter((count) => total(count) > 0).length < counts.length / 2;
  const [bar, gap] = step > 4 ? [Math.min(step * 0.7, isSparse ? 14 : 28), 0] : [step, 0.1];
  const bars: SVGElement[] = [patterns()];
  counts.forEach((count, at) => {
    let top = room;
    for (const group of GROUPS) {
      if (count[group] === 0) continue;
      const height = (count[group] / most) * (room - 2);
      top -= height;
      const isIn = at >= from && at <= to;
      bars.push(svg("rect", { x: ((at + 0.5) * step - bar / 2).toFixed(2), y: top.toFixed(2), width: (bar - gap).toFixed(2), height: height.toFixed(2), class: `bar bar-${group}${isIn ? "" : " bar-out"}` }));
    }
  });
  chart.replaceChildren(...bars);
}

/** Pixels that the name of a period takes on the axis. */
const TICK = 96;

/** Names of periods below their bars, as many as there is room for. */
function drawAxis(axis: HTMLElement, { bins, precision }: Scale, width: number): void {
  const every = Math.max(1, Math.ceil((TICK * bins.length) / Math.max(1, width)));
  // Quarters and years rather than odd steps.
  const step = [1, 2, 3, 6, 12, 24].find((one) => one >= every) ?? every;
  const ticks = bins.flatMap((bin, at) => (at % step === 0 ? [{ at, text: tickText(bin.since, precision) }] : []));
  fill(
    axis,
    ticks.map(({ at, text }) => {
      const place = ((at + 0.5) / bins.length) * width;
      const tick = h("span", { class: "tick" }, text);
      tick.style.left = `${Math.min(Math.max(place, TICK / 2 - 20), width - TICK / 2 + 20).toFixed(1)}px`;
      return tick;
    }),
  );
}

function tickText(since: string, precision: string): string {
  if (precision === "month") return shortMonth(since);
  if (precision === "quarter" || precision === "year") return period(since, precision);
  return precision === "span" ? since.slice(0, 4) : shortDay(since);
}

/** Hatching for opposition and dots for the rest, so that colour is not alone. */
function patterns(): SVGElement {
  const hatch = svg("pattern", { id: "hatch", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 4, height: 4, class: "hatch-ground" }), svg("rect", { width: 2, height: 4, class: "hatch-line" }));
  const dots = svg("pattern", { id: "dots", width: 4, height: 4, patternUnits: "userSpaceOnUse" }, svg("rect", { width: 4, height: 4, class: "dots-ground" }), svg("rect", { x: 1, y: 1, width: 2, height: 2, class: "dots-line" }));
  return svg("defs", {}, hatch, dots);
}

/** What the bars mean, for the legend. */
export function barKey(): HTMLElement {
  const sample = (group: Group) => svg("svg", { viewBox: "0 0 28 14", width: 28, height: 14, class: "swatch", "aria-hidden": "true" }, svg("rect", { x: 4, y: 0, width: 20, height: 14, class: `bar bar-${group}` }));
  return h("ul", { class: "legend-list" }, GROUPS.map((group) => h("li", null, sample(group), h("span", null, t(`group.${group}`)))));
}
