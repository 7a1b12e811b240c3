// Makes room for a small selection: its places in the whole picture may lie far apart, or too near for labels.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { boxAround } from "./geometry";
import type { EdgeView } from "./types";
import { type Body, halfWidth, middle } from "./scene";

const STEPS = 120;
/** Units between linked actors. */
const DISTANCE = 120;

interface Node {
  x: number;
  y: number;
  index?: number;
}

/** Moves the bodies into the form of the screen: linked ones near each other, no label over another. From the same places to the same places. */
export function gather(bodies: Body[], edges: EdgeView[], isTall: boolean): void {
  if (bodies.length < 2) return;
  const place = new Map(bodies.map((body, at) => [body.actor, at]));
  const nodes: Node[] = startPlaces(bodies);
  const pairs = new Map<string, { source: number; target: number; many: number }>();
  for (const edge of edges) {
    const [source, target] = [place.get(edge.source), place.get(edge.target)];
    if (source === undefined || target === undefined || source === target) continue;
    const key = `${Math.min(source, target)},${Math.max(source, target)}`;
    const pair = pairs.get(key) ?? { source, target, many: 0 };
    pairs.set(key, { ...pair, many: pair.many + edge.claims.length });
  }
  const links = [...pairs.values()];
  const simulation = forceSimulation(nodes)
    .stop()
    .alphaDecay(1 - 0.002 ** (1 / STEPS))
    .force("link", forceLink<Node, (typeof links)[number]>(links).distance(DISTANCE))
    .force("charge", forceManyBody().strength(-550).distanceMax(900))
    .force("collide", forceCollide<Node>((_, at) => 24 + (bodies[at] ? halfWidth(bodies[at]) : 0) * 0.6))
    .force("x", forceX(0).strength(isTall ? 0.14 : 0.05))
    .force("y", forceY(0).strength(isTall ? 0.05 : 0.14));
  simulation.tick(STEPS);
  nodes.forEach((node, at) => {
    const body = bodies[at];
    if (body) [body.x, body.y] = [node.x, node.y];
  });
  part(bodies, 1, 1);
}

/** The places of the whole picture, around the origin and at the distance of neighbours. */
function startPlaces(bodies: Body[]): Node[] {
  const { x, y } = middle(bodies);
  const spread = Math.sqrt(bodies.reduce((sum, body) => sum + (body.x - x) ** 2 + (body.y - y) ** 2, 0) / bodies.length);
  const scale = spread > 1 ? (DISTANCE * Math.sqrt(bodies.length) * 0.5) / spread : 1;
  return bodies.map((body) => ({ x: (body.x - x) * scale, y: (body.y - y) * scale }));
}

/** Pixels of a picture for which labels are parted: about what a screen has beside the page's other parts. */
const ROOM = { long: 1180, short: 600 };
const LOOSENINGS = 2;

/**
 * Parts bodies whose labels would overlap when all of them are fitted into a screen; who stands where stays as it is.
 * From the same places to the same places.
 */
export function loosen(bodies: Body[], isTall: boolean): void {
  const [width, height] = isTall ? [ROOM.short, ROOM.long] : [ROOM.long, ROOM.short];
  for (let round = 0; round < LOOSENINGS; round++) {
    const box = boxAround(bodies);
    const units = Math.max((box.right - box.left) / width, (box.bottom - box.top) / height);
    if (!(units > 0) || !part(bodies, units, 0.5)) return;
  }
}

/** Moves bodies whose labels overlap apart, along the axis where less is needed; answers whether any was moved. */
function part(bodies: Body[], units: number, share: number): boolean {
  let hasMoved = false;
  for (let round = 0; round < 60; round++) {
    let moved = false;
    bodies.forEach((a, at) => {
      for (let other = at + 1; other < bodies.length; other++) {
        const b = bodies[other];
        if (b && push(a, b, units, share)) moved = true;
      }
    });
    if (!moved) break;
    hasMoved = true;
  }
  return hasMoved;
}

/** `units` of the picture are a pixel, `share` of a label is kept free: names can stand at other sides as well. */
function push(a: Body, b: Body, units: number, share: number): boolean {
  const [width, height] = [(side(a, share) + side(b, share)) * units, (halfHeight(a, share) + halfHeight(b, share)) * units];
  const wide = width - Math.abs(a.x - b.x);
  const tall = height - Math.abs(a.y - b.y);
  if (wide <= 1e-6 * units || tall <= 1e-6 * units) return false;
  // In proportion to the size, so that wide labels do not pile up in columns.
  if (wide / width < tall / height) {
    const by = (wide / 2) * (a.x <= b.x ? -1 : 1);
    a.x += by;
    b.x -= by;
  } else {
    const by = (tall / 2) * (a.y <= b.y ? -1 : 1);
    a.y += by;
    b.y -= by;
  }
  return true;
}

function side(body: Body, share: number): number {
  return Math.max(body.w, halfWidth(body) * share) + 7;
}

function halfHeight(body: Body, share: number): number {
  return body.h + (body.lines.length * body.font * 1.2 * share) / 2 + 5;
}
