// Draws arrows: colour and form by kind, width by the number of claims, curves where several run side by side.

import { type Curve, type Point, type View, bent, pointAt, straight, toScreen } from "./geometry";
import { type Look, dashes, edgeColour } from "./look";
import type { Pen } from "./pen";
import type { Arrow } from "./scene";
import { headLength, headPath, isHollow, toBorder } from "./shapes";

/** Pixels at scale 1 between arrows side by side. */
const GAP = 20;
/** Above this many arrows in view they are plain straight lines. */
export const PLAIN_ABOVE = 1200;
/** Segments stroked at once: longer paths cost more than their parts. */
const BATCH = 200;

/** How large things are drawn at a zoom: 1 where neighbours lie comfortably apart. */
export function scaleAt(zoom: number, spacing: number): number {
  return Math.min(1.3, Math.max(0.2, ((zoom * spacing) / 65) ** 0.75));
}

export interface Trace {
  arrow: Arrow;
  /** From border to border, the heads included. */
  curve: Curve;
  /** Unit vectors along which the heads at start and end point. */
  start: Point;
  end: Point;
}

/** The course of an arrow on the canvas; null where the two bodies cover it. */
export function trace(arrow: Arrow, view: View, scale: number): Trace | null {
  const { from, to } = arrow;
  const whole = from === to ? loop(arrow, view, scale) : between(arrow, view, scale);
  const start = unit(whole.b, whole.a, whole.d);
  const end = unit(whole.c, whole.d, whole.a);
  const a = back(whole.a, start, from === to ? 0 : toBorder(from.style.shape, from.w * scale, from.h * scale, start.x, start.y) + 1);
  const d = back(whole.d, end, from === to ? 0 : toBorder(to.style.shape, to.w * scale, to.h * scale, end.x, end.y) + 2);
  if (whole.straight && (d.x - a.x) * end.x + (d.y - a.y) * end.y > -3) return null;
  const curve = whole.straight ? straight(a, d) : { ...whole, a, d };
  return { arrow, curve, start, end };
}

function between({ from, to, slot, beside }: Arrow, view: View, scale: number): Curve {
  const [a, d] = [toScreen(view, from.x, from.y), toScreen(view, to.x, to.y)];
  if (slot === 0) return straight(a, d);
  const length = Math.hypot(d.x - a.x, d.y - a.y);
  const gap = Math.min(GAP * scale + 3, (0.9 * length) / beside);
  return bent(a, d, slot * gap * (from.actor < to.actor ? 1 : -1));
}

/** Loops stand above their body, the later the larger. */
function loop({ from, slot }: Arrow, view: View, scale: number): Curve {
  const { x, y } = toScreen(view, from.x, from.y);
  const reach = (26 + 16 * slot) * scale;
  const [w, h] = [from.w * scale, from.h * scale];
  const a = { x: x - w * 0.35, y: y - h };
  const d = { x: x + w * 0.35, y: y - h - 1 };
  return { a, b: { x: a.x - reach, y: a.y - reach * 1.3 }, c: { x: d.x + reach, y: d.y - reach * 1.3 }, d, straight: false };
}

/** The unit vector from `tip` towards `from`, or towards `other` where they coincide. */
function unit(from: Point, tip: Point, other: Point): Point {
  let [x, y] = [from.x - tip.x, from.y - tip.y];
  if (x === 0 && y === 0) [x, y] = [other.x - tip.x, other.y - tip.y];
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

function back(tip: Point, along: Point, by: number): Point {
  return { x: tip.x + along.x * by, y: tip.y + along.y * by };
}

/** The arrows of which some part may be in view. */
export function inView(arrows: readonly Arrow[], view: View): Arrow[] {
  const [halfWidth, halfHeight] = [view.width / 2 / view.zoom, view.height / 2 / view.zoom];
  const slack = 40 / view.zoom;
  const [left, right] = [view.x - halfWidth - slack, view.x + halfWidth + slack];
  const [top, bottom] = [view.y - halfHeight - slack, view.y + halfHeight + slack];
  return arrows.filter(
    ({ from, to }) =>
      !(
        (from.x < left && to.x < left) ||
        (from.x > right && to.x > right) ||
        (from.y < top && to.y < top) ||
        (from.y > bottom && to.y > bottom)
      ),
  );
}

/** Many arrows as thin straight lines, the longer the fainter. */
export function drawPlain(pen: Pen, arrows: readonly Arrow[], view: View, look: Look, alpha = 1): void {
  const faint = Math.min(1, 0.25 + 700 / arrows.length);
  const reach = Math.hypot(view.width, view.height);
  const shades = [0.5, 0.28, 0.14];
  pen.setLineDash([]);
  pen.lineCap = "butt";
  for (const [shade, strength] of shades.entries()) {
    pen.globalAlpha = Math.min(1, strength * faint * alpha);
    let colour = "";
    let many = 0;
    for (const arrow of arrows) {
      const { from, to, style } = arrow;
      if (from === to) continue;
      const length = Math.hypot(to.x - from.x, to.y - from.y) * view.zoom;
      if (length < 2 || Math.min(shades.length - 1, Math.floor((length / reach) * 6)) !== shade) continue;
      const next = edgeColour(style, look);
      if (next !== colour || many >= BATCH) {
        if (many > 0) pen.stroke();
        colour = next;
        pen.strokeStyle = colour;
        pen.lineWidth = 0.8;
        pen.beginPath();
        many = 0;
      }
      pen.moveTo((from.x - view.x) * view.zoom + view.width / 2, (from.y - view.y) * view.zoom + view.height / 2);
      pen.lineTo((to.x - view.x) * view.zoom + view.width / 2, (to.y - view.y) * view.zoom + view.height / 2);
      many++;
    }
    if (many > 0) pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** Arrows in full: lines first, heads over them. */
export function drawTraces(pen: Pen, traces: readonly Trace[], look: Look, scale: number, alpha: number, bold = 0): void {
  pen.globalAlpha = alpha;
  pen.lineCap = "butt";
  pen.lineJoin = "round";
  let before = "";
  for (const { arrow, curve, start, end } of traces) {
    const { style, edge } = arrow;
    const thin = lineWidth(arrow, scale);
    const width = thin + bold;
    const key = `${style.colour}${style.line}${width.toFixed(1)}`;
    if (key !== before) {
      if (before !== "") pen.stroke();
      pen.strokeStyle = edgeColour(style, look);
      pen.lineWidth = width;
      // The dashes of what is drawn boldly cover those of the thin arrow below.
      pen.setLineDash(dashes(style.line, thin));
      pen.beginPath();
      before = key;
    }
    const size = headSize(arrow, scale) * headLength(style.head);
    const from = edge.symmetric ? back(curve.a, flip(start), -size) : curve.a;
    const to = back(curve.d, flip(end), -size);
    pen.moveTo(from.x, from.y);
    if (curve.straight) pen.lineTo(to.x, to.y);
    else pen.bezierCurveTo(curve.b.x, curve.b.y, curve.c.x, curve.c.y, to.x, to.y);
  }
  if (before !== "") pen.stroke();
  pen.setLineDash([]);
  drawHeads(pen, traces, look, scale);
  pen.globalAlpha = 1;
}

function drawHeads(pen: Pen, traces: readonly Trace[], look: Look, scale: number): void {
  pen.lineWidth = 1.2;
  let before = "";
  let hollow = false;
  const flush = () => {
    if (before === "") return;
    pen.fillStyle = hollow ? look.ground : before;
    pen.fill();
    if (hollow) pen.stroke();
  };
  for (const { arrow, curve, start, end } of traces) {
    const colour = edgeColour(arrow.style, look);
    const { head } = arrow.style;
    if (colour !== before || isHollow(head) !== hollow) {
      flush();
      [before, hollow] = [colour, isHollow(head)];
      pen.strokeStyle = colour;
      pen.beginPath();
    }
    const size = headSize(arrow, scale);
    headPath(pen, head, curve.d, -end.x, -end.y, size);
    if (arrow.edge.symmetric) headPath(pen, head, curve.a, -start.x, -start.y, size);
  }
  flush();
}

function flip({ x, y }: Point): Point {
  return { x: -x, y: -y };
}

export function lineWidth(arrow: Arrow, scale: number): number {
  return Math.max(0.8, arrow.width * Math.min(1.15, 0.45 + 0.6 * scale));
}

function headSize(arrow: Arrow, scale: number): number {
  return (6.5 + 1.6 * arrow.width) * Math.min(1.2, Math.max(0.55, scale));
}

/** Where the label of an arrow stands: its middle. */
export function labelPlace({ curve, arrow }: Trace): Point {
  // Arrows that meet at one actor share their middles less when labels stand off the middle by turns.
  const share = arrow.from === arrow.to ? 0.5 : 0.5 + 0.06 * (arrow.slot % 2 === 0 ? 1 : -1);
  return pointAt(curve.straight ? { ...curve, b: mix(curve, 1 / 3), c: mix(curve, 2 / 3) } : curve, share);
}

function mix({ a, d }: Curve, share: number): Point {
  return { x: a.x + (d.x - a.x) * share, y: a.y + (d.y - a.y) * share };
}
