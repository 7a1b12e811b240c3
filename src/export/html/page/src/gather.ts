// Pulls a small selection together: its places in the whole picture may lie far apart.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
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
  part(bodies);
}

/** The places of the whole picture, around the origin and at the distance of neighbours. */
function startPlaces(bodies: Body[]): Node[] {
  const { x, y } = middle(bodies);
  const spread = Math.sqrt(bodies.reduce((sum, body) => sum + (body.x - x) ** 2 + (body.y - y) ** 2, 0) / bodies.length);
  const scale = spread > 1 ? (DISTANCE * Math.sqrt(bodies.length) * 0.5) / spread : 1;
  return bodies.map((body) => ({ x: (body.x - x) * scale, y: (body.y - y) * scale }));
}

/** Moves bodies whose labels overlap apart, along the axis where less is needed. */
function part(bodies: Body[]): void {
  for (let round = 0; round < 60; round++) {
    let moved = false;
    bodies.forEach((a, at) => {
      for (const b of bodies.slice(at + 1)) moved = push(a, b) || moved;
    });
    if (!moved) return;
  }
}

function push(a: Body, b: Body): boolean {
  const wide = halfWidth(a) + halfWidth(b) + 14 - Math.abs(a.x - b.x);
  const tall = halfHeight(a) + halfHeight(b) + 10 - Math.abs(a.y - b.y);
  if (wide <= 0 || tall <= 0) return false;
  if (wide < tall) {
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

function halfHeight(body: Body): number {
  return body.h + (body.lines.length * body.font * 1.2) / 2;
}
