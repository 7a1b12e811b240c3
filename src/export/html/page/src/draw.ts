// Draws a scene: what is emphasised over what is not, labels where there is room.

import {
  PLAIN_ABOVE,
  type Trace,
  drawPlain,
  drawTraces,
  inView,
  labelPlace,
  scaleAt,
  trace,
} from "./arrows";
import { type Box, type Point, Taken, type View, toScreen } from "./geometry";
import { type Look, type Words, edgeColour, fillOf, lineOf } from "./look";
import { type Pen, font, haloed, oneLine, textWidth } from "./pen";
import type { Arrow, Body, Scene } from "./scene";
import { creases, outline } from "./shapes";
import type { Data } from "./types";

/** What stands out. */
export interface Emphasis {
  actors: ReadonlySet<number>;
  /** Ids of arrows. */
  arrows: ReadonlySet<string>;
  /** The rest is drawn faintly. */
  dims: boolean;
  /** These are ringed. */
  selectedActor: number | null;
  focusedActor: number | null;
  /** This is drawn boldly. */
  boldArrow: string | null;
}

/** What was drawn where, to be found again under the pointer. */
export interface Drawn {
  /** Labels of actors. */
  labels: { actor: number; box: Box }[];
  bodies: number;
  arrows: number;
}

const MOST_LABELS = 260;
const MOST_TRIED = 900;
/** Below this scale bodies are dots, and labels stand over them. */
const CROWDED = 0.3;
const MOST_IN_CROWD = 70;
/** So many of the strongest are labelled even where weaker bodies are in the way. */
const STRONG = 40;
/** Pixels of the picture for each of them. */
const STRONG_EACH = 20_000;
const MOST_ARROW_LABELS = 140;
const FAINT = 0.13;

/** The layer below: all arrows. Those that stand out are drawn over it, so that it need not change with the pointer. */
export function drawBelow(pen: Pen, scene: Scene, view: View, look: Look, dims: boolean): number {
  const arrows = inView(scene.arrows, view);
  const scale = scaleAt(view.zoom, scene.spacing);
  if (arrows.length > PLAIN_ABOVE) drawPlain(pen, arrows, view, look, dims ? 0.35 : 1);
  else drawTraces(pen, traces(arrows, view, scale), look, scale, dims ? FAINT : crowdAlpha(arrows.length));
  return arrows.length;
}

/** The fewer arrows, the stronger. */
function crowdAlpha(many: number): number {
  return Math.min(0.92, Math.max(0.5, 1.05 - many / 1200));
}

function traces(arrows: readonly Arrow[], view: View, scale: number): Trace[] {
  return arrows.flatMap((arrow) => trace(arrow, view, scale) ?? []);
}

/** The layer above: arrows that stand out, actors, labels. */
export function drawAbove(
  pen: Pen,
  scene: Scene,
  view: View,
  look: Look,
  emphasis: Emphasis,
  data: Data,
  words: Words,
): Drawn {
  const scale = scaleAt(view.zoom, scene.spacing);
  const strong = emphasised(scene, view, emphasis);
  drawStrong(pen, strong, view, look, scale, emphasis);
  const shown = bodiesInView(scene, view, scale);
  const room = new Room(scale > CROWDED ? shown : []);
  const labelled = arrowsToLabel(scene, view, scale, strong);
  // The label of the arrow that is asked for stands in any case: names keep off it.
  for (const arrow of labelled) {
    if (arrow.edge.id !== emphasis.boldArrow) continue;
    const label = arrowLabel(arrow, view, scale, data, words);
    if (label) room.take(label.box);
  }
  const found = placeLabels(shown, view, scale, emphasis, room);
  const labels = found.map(({ actor, box }) => ({ actor, box }));
  if (scale < CODED && scale > CROWDED) shrinkNameless(shown, new Set(found.map(({ actor }) => actor)));
  drawBodies(pen, shown, look, scale, emphasis);
  drawLabels(pen, found, look);
  drawArrowLabels(pen, labelled, view, look, scale, room, emphasis, data, words);
  return { labels, bodies: shown.length, arrows: strong.length };
}

function emphasised(scene: Scene, view: View, emphasis: Emphasis): Arrow[] {
  if (emphasis.arrows.size === 0) return [];
  return inView(scene.arrows, view).filter((arrow) => emphasis.arrows.has(arrow.edge.id));
}

function drawStrong(pen: Pen, arrows: Arrow[], view: View, look: Look, scale: number, emphasis: Emphasis): void {
  if (arrows.length > PLAIN_ABOVE) return drawPlain(pen, arrows, view, look);
  const bold = arrows.filter((arrow) => arrow.edge.id === emphasis.boldArrow);
  const rest = arrows.filter((arrow) => arrow.edge.id !== emphasis.boldArrow);
  drawTraces(pen, traces(rest, view, scale), look, scale, 1, 0.5);
  const boldTraces = traces(bold, view, scale);
  for (const { curve } of boldTraces) {
    pen.strokeStyle = look.ring;
    pen.globalAlpha = 0.35;
    pen.lineWidth = 11;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(curve.a.x, curve.a.y);
    pen.bezierCurveTo(curve.b.x, curve.b.y, curve.c.x, curve.c.y, curve.d.x, curve.d.y);
    pen.stroke();
  }
  drawTraces(pen, boldTraces, look, scale, 1, 1.5);
}

interface Shown extends Point {
  body: Body;
  /** Half its width and height in pixels. */
  w: number;
  h: number;
  box: Box;
}

function bodiesInView(scene: Scene, view: View, scale: number): Shown[] {
  const shown: Shown[] = [];
  for (const body of scene.bodies) {
    const { x, y } = toScreen(view, body.x, body.y);
    if (x < -60 || y < -40 || x > view.width + 60 || y > view.height + 40) continue;
    const [w, h] = [body.w * scale, body.h * scale];
    shown.push({ body, x, y, w, h, box: { left: x - w, right: x + w, top: y - h, bottom: y + h } });
  }
  return shown;
}

/** Bodies without a word on or beside them are small: they are there to be asked, not to be read. */
function shrinkNameless(shown: Shown[], labelled: ReadonlySet<number>): void {
  for (const one of shown) {
    if (labelled.has(one.body.actor)) continue;
    one.w *= NAMELESS;
    one.h *= NAMELESS;
  }
}
const NAMELESS = 0.55;

/** From this scale on bodies bear their states. */
const CODED = 0.62;
/** Below this half width bodies are dots. */
const DOT = 4.5;

function drawBodies(pen: Pen, shown: Shown[], look: Look, scale: number, emphasis: Emphasis): void {
  const isDim = ({ body }: Shown) => emphasis.dims && !emphasis.actors.has(body.actor);
  const dots = shown.filter(({ w }) => w < DOT);
  const shapes = shown.filter(({ w }) => w >= DOT);
  pen.globalAlpha = emphasis.dims ? 0.3 : 1;
  drawDots(pen, dots.filter((dot) => emphasis.dims === isDim(dot)), look);
  pen.globalAlpha = 1;
  if (emphasis.dims) drawDots(pen, dots.filter((dot) => !isDim(dot)), look);
  // The strongest last, over the others.
  for (const one of shapes.toReversed()) {
    pen.globalAlpha = isDim(one) ? 0.3 : 1;
    drawShape(pen, one, look, scale);
  }
  pen.globalAlpha = 1;
  for (const one of shown) {
    if (one.body.actor === emphasis.selectedActor) ring(pen, one, look.ring, 3, 3);
    if (one.body.actor === emphasis.focusedActor) {
      ring(pen, one, look.ground, 5, 5);
      ring(pen, one, look.ink, 2.5, 6);
    }
  }
}

function drawDots(pen: Pen, dots: Shown[], look: Look): void {
  const byStyle = Map.groupBy(dots, ({ body }) => body.style);
  for (const [style, group] of byStyle) {
    pen.fillStyle = lineOf(style, look);
    pen.beginPath();
    const isRound = style.shape === "ellipse" || style.shape === "egg";
    for (const { body, x, y, w } of group) {
      // Only the strong stand out of a crowd.
      const r = Math.max(1.3, w * (0.35 + 0.75 * body.weight));
      outline(pen, isRound ? "ellipse" : style.shape === "hexagon" || style.shape === "octagon" ? style.shape : "box", false, x, y, r, r);
    }
    pen.fill();
  }
}

function drawShape(pen: Pen, { body, x, y, w, h }: Shown, look: Look, scale: number): void {
  const { style } = body;
  const isRounded = style.style.includes("rounded");
  pen.fillStyle = fillOf(style, look);
  pen.strokeStyle = lineOf(style, look);
  pen.lineWidth = Math.min(1.6, 0.7 + scale * 0.7);
  pen.lineJoin = "round";
  pen.beginPath();
  outline(pen, style.shape, isRounded, x, y, w, h);
  pen.fill();
  if (style.style.includes("dashed")) pen.setLineDash([3, 2]);
  pen.stroke();
  pen.setLineDash([]);
  if (w > 8 && ["note", "tab", "box3d"].includes(style.shape)) {
    pen.beginPath();
    creases(pen, style.shape, x, y, w, h);
    pen.stroke();
  }
  if (scale >= CODED) drawCode(pen, body, x, y, w, h, look);
}

function drawCode(pen: Pen, { code }: Body, x: number, y: number, w: number, h: number, look: Look): void {
  const size = Math.min(11, Math.max(7, h * 0.95), (1.7 * w) / Math.max(0.1, textWidth(code, 1, 600)));
  if (code === "") return;
  pen.font = font(size, 600);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = look.ink;
  pen.fillText(code, x, y + size * 0.06);
}

function ring(pen: Pen, { body, x, y, w, h }: Shown, colour: string, width: number, off: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  outline(pen, body.style.shape, body.style.style.includes("rounded"), x, y, Math.max(w, 4) + off, Math.max(h, 4) + off);
  pen.stroke();
}

/** Where labels may stand. */
class Room {
  readonly #labels = new Taken();
  readonly #bodies = new Taken();
  readonly #labelled = new Taken();

  constructor(shown: Shown[]) {
    for (const { box } of shown) this.#bodies.add(box);
  }
  /** Whether nothing is there; for the strong only no label and no body that has one, or is to have one first. */
  isFree(box: Box, isStrong: boolean): boolean {
    return !this.#labels.hits(box) && !(isStrong ? this.#labelled : this.#bodies).hits(box);
  }
  take(label: Box): void {
    this.#labels.add(label);
  }
  /** From now on nobody's label covers this body. */
  keep(body: Box): void {
    this.#labelled.add(body);
  }
}

/** A name where there is room for it. */
interface Label {
  actor: number;
  box: Box;
  lines: string[];
  middle: Point;
  size: number;
  weight: number;
  isDim: boolean;
}

function drawLabels(pen: Pen, labels: readonly Label[], look: Look): void {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const { lines, middle, size, weight, isDim } of labels) {
    pen.font = font(size, weight);
    pen.globalAlpha = isDim ? 0.4 : 1;
    lines.forEach((line, at) => {
      haloed(pen, line, middle.x, middle.y + (at - (lines.length - 1) / 2) * size * 1.15, look.ink, look.ground);
    });
  }
  pen.globalAlpha = 1;
}

function placeLabels(shown: Shown[], view: View, scale: number, emphasis: Emphasis, room: Room): Label[] {
  const isFirst = ({ body: { actor } }: Shown) =>
    actor === emphasis.selectedActor || actor === emphasis.focusedActor || emphasis.actors.has(actor);
  const firsts = emphasis.actors.size > 60 ? [] : shown.filter(isFirst);
  const rest = (firsts.length > 0 ? shown.filter((one) => !isFirst(one)) : shown).slice(0, MOST_TRIED);
  const labels: Label[] = [];
  const strong = Math.min(STRONG, (view.width * view.height) / STRONG_EACH);
  for (const [at, one] of [...firsts, ...rest].entries()) {
    if (labels.length >= (scale < CROWDED ? MOST_IN_CROWD : MOST_LABELS)) break;
    const isDim = emphasis.dims && !emphasis.actors.has(one.body.actor);
    const must = at < firsts.length && (one.body.actor === emphasis.selectedActor || one.body.actor === emphasis.focusedActor);
    room.keep(one.box);
    const label = placeLabel(one, view, scale, room, { must, isDim, isStrong: at < strong });
    if (label) labels.push(label);
  }
  return labels;
}

interface How {
  /** Wherever it stands. */
  must: boolean;
  isDim: boolean;
  /** Rather over the bodies of weaker ones than not at all. */
  isStrong: boolean;
}

function tried(isStrong: boolean, middles: readonly (readonly [number, number])[]) {
  return middles.map(([x, y]) => [isStrong, x, y] as const);
}

function placeLabel(one: Shown, view: View, scale: number, room: Room, how: How): Label | null {
  const { body, x, y, w, h } = one;
  const size = Math.round(2 * Math.min(18, Math.max(11, body.font * Math.min(1.2, Math.max(0.8, scale))))) / 2;
  const weight = body.weight > 0.6 ? 600 : 500;
  const lines = scale < 0.7 && body.lines.length > 1 ? [oneLine(body.lines.join(" "), 26)] : body.lines;
  const width = Math.max(...lines.map((line) => textWidth(line, size, weight)));
  const height = lines.length * size * 1.15;
  const middles = [
    [x, y + h + height / 2 + 2],
    [x, y - h - height / 2 - 2],
    [x + w + width / 2 + 4, y],
    [x - w - width / 2 - 4, y],
    [x + width * 0.36, y + h + height / 2 + 2],
    [x - width * 0.36, y + h + height / 2 + 2],
    [x + width * 0.36, y - h - height / 2 - 2],
    [x - width * 0.36, y - h - height / 2 - 2],
  ] as const;
  for (const [isStrong, cx, cy] of how.isStrong ? [...tried(false, middles), ...tried(true, middles)] : tried(false, middles)) {
    const box = { left: cx - width / 2 - 1, right: cx + width / 2 + 1, top: cy - height / 2, bottom: cy + height / 2 };
    const isCut = box.left < 0 || box.right > view.width || box.top < 0;
    if (!how.must && (isCut || !room.isFree(box, isStrong))) continue;
    room.take(box);
    return { actor: body.actor, box, lines, middle: { x: cx, y: cy }, size, weight, isDim: how.isDim };
  }
  return null;
}

/** Arrows are labelled where they are near, and always where they stand out. */
function arrowsToLabel(scene: Scene, view: View, scale: number, strong: Arrow[]): Arrow[] {
  if (strong.length > 0) return strong.length > 80 ? [] : strong;
  if (scale < 0.8) return [];
  const near = inView(scene.arrows, view);
  return near.length > 250 ? [] : near;
}

function drawArrowLabels(
  pen: Pen,
  arrows: Arrow[],
  view: View,
  look: Look,
  scale: number,
  room: Room,
  emphasis: Emphasis,
  data: Data,
  words: Words,
): void {
  pen.font = font(ARROW_TEXT, 500);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const byClaims = arrows.toSorted((a, b) => b.edge.claims.length - a.edge.claims.length);
  for (const arrow of byClaims.slice(0, MOST_ARROW_LABELS)) {
    const label = arrowLabel(arrow, view, scale, data, words);
    if (!label) continue;
    const { text, at, box, length } = label;
    const must = arrow.edge.id === emphasis.boldArrow;
    if (!must && (length < 46 || !room.isFree(box, false))) continue;
    room.take(box);
    haloed(pen, text, at.x, at.y, edgeColour(arrow.style, look), look.ground, 3.5);
  }
}

const ARROW_TEXT = 11;

/** What stands on an arrow, and where; null where the arrow is covered by its ends. */
function arrowLabel(arrow: Arrow, view: View, scale: number, data: Data, words: Words) {
  const course = trace(arrow, view, scale);
  if (!course) return null;
  const at = labelPlace(course);
  const text = arrowText(arrow, data, words);
  const half = textWidth(text, ARROW_TEXT, 500) / 2 + 2;
  const box = { left: at.x - half, right: at.x + half, top: at.y - ARROW_TEXT * 0.62, bottom: at.y + ARROW_TEXT * 0.62 };
  const { a, d, straight } = course.curve;
  return { text, at, box, length: straight ? Math.hypot(a.x - d.x, a.y - d.y) : Infinity };
}

/** The most frequent cue of an arrow's claims, and how many they are. */
function arrowText({ edge }: Arrow, data: Data, words: Words): string {
  if (edge.claims.length === 0) return words.kind(edge.kind);
  const cue = oneLine(mostFrequent(edge.claims.slice(0, 50).map((at) => cueOf(data, at))), 26);
  const not = edge.polarity === "negated" ? `${words.not} ` : "";
  return `${not}${cue}${edge.claims.length > 1 ? ` ×${edge.claims.length}` : ""}`;
}

function cueOf(data: Data, at: number): string {
  const claim = data.claims[at];
  const text = claim && data.documents[claim.document]?.passages[claim.passage]?.text;
  const cue = text?.slice(...claim!.cue).trim().toLowerCase() ?? "";
  return cue === "" ? (claim?.event.toLowerCase() ?? "") : cue;
}

/** Of several the shortest, then the smallest. */
function mostFrequent(texts: string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1));
  return ranked[0]?.[0] ?? "";
}
