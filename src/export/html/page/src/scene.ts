// What there is to draw, in units of the picture: bodies of actors and arrows between them.

import { type Quadtree, quadtree } from "d3-quadtree";
import { type Point, boxAround } from "./geometry";
import type { Model } from "./model";
import { gather, loosen } from "./gather";
import { oneLine, textWidth, twoLines } from "./pen";
import type { ActorStyle, EdgeStyle, EdgeView, State } from "./types";

export interface Body extends Point {
  actor: number;
  style: ActorStyle;
  /** Its name on one line or two. */
  lines: string[];
  /** State code, short enough for a tag. */
  code: string;
  /** Between 0 and 1, by strength among all actors. */
  weight: number;
  /** Half its width and height in pixels at scale 1. */
  w: number;
  h: number;
  /** Size of its label in pixels at scale 1. */
  font: number;
}

export interface Arrow {
  edge: EdgeView;
  from: Body;
  to: Body;
  style: EdgeStyle;
  /** Place among the arrows between the same two, 0 in the middle, from the smaller actor to the greater. */
  slot: number;
  /** How many arrows run between the two. */
  beside: number;
  /** Pixels at scale 1. */
  width: number;
}

export interface Scene {
  /** The strongest first. */
  bodies: Body[];
  /** In the order in which they are drawn: those of one look together. */
  arrows: Arrow[];
  byActor: Map<number, Body>;
  arrowsOf: Map<number, Arrow[]>;
  tree: Quadtree<Body>;
  /** How far neighbours typically lie apart. */
  spacing: number;
  /** Across and down are exchanged: a wide picture on a tall screen. */
  turned: boolean;
}

/** Actors that were moved by hand. */
export type Moved = ReadonlyMap<number, Point>;

/** More actors than this are not pulled together. */
export const GATHER_MOST = 80;

export function sceneOf(model: Model, state: State, moved: Moved, isTall: boolean): Scene {
  const edges = [...model.visibleEdges(state), ...model.linkEdges(state)];
  const bodies = model.drawnActors(state).flatMap((actor) => bodyOf(model, state, actor));
  const isSmall = bodies.length <= GATHER_MOST;
  const turned = isTall && !(state.gathered && isSmall) && isWide(model, state);
  if (turned) for (const body of bodies) Object.assign(body, transposed(body));
  if (isSmall && state.gathered) gather(bodies, edges, isTall);
  else if (isSmall) loosen(bodies, isTall);
  for (const body of bodies) {
    const place = moved.get(body.actor);
    if (place) Object.assign(body, turned ? transposed(place) : place);
  }
  const byActor = new Map(bodies.map((body) => [body.actor, body]));
  const arrows = arrowsOf(model, edges, byActor);
  const tree = quadtree(bodies, (body) => body.x, (body) => body.y);
  return { bodies, arrows, byActor, arrowsOf: byEnds(arrows), tree, spacing: spacing(bodies, tree), turned };
}

export function transposed<T extends Point>(point: T): T {
  return { ...point, x: point.y, y: point.x };
}

/** Whether the whole picture is wider than high: asked of all actors, so that growing does not turn it. */
function isWide(model: Model, state: State): boolean {
  const places = model.data.actors.flatMap((_, actor) => model.place(state, actor) ?? []);
  const box = boxAround(Array.from({ length: places.length / 2 }, (_, at) => ({ x: places[2 * at] ?? 0, y: places[2 * at + 1] ?? 0 })));
  return box.right - box.left > 1.15 * (box.bottom - box.top);
}

function bodyOf(model: Model, state: State, actor: number): Body[] {
  const of = model.data.actors[actor];
  const place = model.place(state, actor);
  if (!of || !place) return [];
  const strongest = Math.max(1, model.data.actors[0]?.strength ?? 1);
  const weight = Math.log1p(of.strength) / Math.log1p(strongest);
  const styles = model.data.styles.actors;
  const style = (Object.hasOwn(styles, of.kind) ? styles[of.kind] : styles["other"]) ?? PLAIN;
  const size = 15 + 8 * weight;
  const code = oneLine(of.state ?? "", 5);
  const isRound = style.shape === "ellipse" || style.shape === "egg";
  return [
    {
      actor,
      x: place[0],
      y: place[1],
      style,
      lines: twoLines(of.name, 18),
      code,
      weight,
      w: size * (isRound ? 1.05 : 1),
      h: size * (isRound ? 0.78 : 0.68),
      font: Math.round(11 + 5 * weight),
    },
  ];
}

const PLAIN: ActorStyle = {
  shape: "ellipse",
  style: "filled",
  fill: "#f7f7f7",
  line: "#777777",
  dark_fill: "#333333",
  dark_line: "#aaaaaa",
};

/** The look of an arrow; what is negated is dotted. */
export function styleOf(model: Model, kind: string, polarity: EdgeView["polarity"]): EdgeStyle {
  const { claims, other } = model.data.styles;
  const style = Object.hasOwn(claims, kind) ? (claims[kind] ?? other) : other;
  return polarity === "negated" ? { ...style, line: "dotted" } : style;
}

function arrowsOf(model: Model, edges: EdgeView[], byActor: Map<number, Body>): Arrow[] {
  const styles = new Map<string, EdgeStyle>();
  const pairs = new Map<string, Arrow[]>();
  const arrows: Arrow[] = [];
  for (const edge of edges) {
    const [from, to] = [byActor.get(edge.source), byActor.get(edge.target)];
    if (!from || !to) continue;
    const look = `${edge.kind}|${edge.polarity}`;
    let style = styles.get(look);
    if (!style) styles.set(look, (style = styleOf(model, edge.kind, edge.polarity)));
    const width = 1.3 + 0.8 * Math.log(Math.max(1, edge.claims.length));
    const arrow: Arrow = { edge, from, to, style, slot: 0, beside: 1, width };
    arrows.push(arrow);
    const pair = `${Math.min(edge.source, edge.target)},${Math.max(edge.source, edge.target)}`;
    const beside = pairs.get(pair);
    if (beside) beside.push(arrow);
    else pairs.set(pair, [arrow]);
  }
  for (const beside of pairs.values()) {
    beside.forEach((arrow, at) => {
      arrow.beside = beside.length;
      arrow.slot = arrow.from === arrow.to ? at : at - (beside.length - 1) / 2;
    });
  }
  const look = ({ style, width }: Arrow) => `${style.colour}${style.line}${style.head}${Math.round(width * 2)}`;
  const looks = new Map(arrows.map((arrow) => [arrow, look(arrow)]));
  return arrows.sort((a, b) => order(looks.get(a) ?? "", looks.get(b) ?? ""));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byEnds(arrows: Arrow[]): Map<number, Arrow[]> {
  const ends = new Map<number, Arrow[]>();
  const add = (actor: number, arrow: Arrow) => {
    const of = ends.get(actor);
    if (of) of.push(arrow);
    else ends.set(actor, [arrow]);
  };
  for (const arrow of arrows) {
    add(arrow.from.actor, arrow);
    if (arrow.from !== arrow.to) add(arrow.to.actor, arrow);
  }
  return ends;
}

/** The median distance to the nearest neighbour, of at most 200 bodies; 100 where there are too few. */
function spacing(bodies: Body[], tree: Quadtree<Body>): number {
  const step = Math.max(1, Math.floor(bodies.length / 200));
  const distances: number[] = [];
  for (let at = 0; at < bodies.length; at += step) {
    const body = bodies[at];
    if (!body) continue;
    tree.remove(body);
    const nearest = tree.find(body.x, body.y);
    tree.add(body);
    if (nearest) distances.push(Math.hypot(nearest.x - body.x, nearest.y - body.y));
  }
  distances.sort((a, b) => a - b);
  const median = distances[Math.floor(distances.length / 2)] ?? 0;
  return median > 1 ? median : 100;
}

/** Half the width of a body with its label, in pixels at scale 1. */
export function halfWidth(body: Body): number {
  return Math.max(body.w, ...body.lines.map((line) => textWidth(line, body.font, 500) / 2));
}

export function middle(bodies: Iterable<Point>): Point {
  const box = boxAround(bodies);
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}
