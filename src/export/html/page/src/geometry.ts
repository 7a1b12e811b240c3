// Places and curves, in pixels of the canvas.

export interface Point {
  x: number;
  y: number;
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Centre in units of the picture, pixels a unit, and the canvas in pixels. */
export interface View {
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

export function toScreen(view: View, x: number, y: number): Point {
  return { x: (x - view.x) * view.zoom + view.width / 2, y: (y - view.y) * view.zoom + view.height / 2 };
}

export function toWorld(view: View, x: number, y: number): Point {
  return { x: (x - view.width / 2) / view.zoom + view.x, y: (y - view.height / 2) / view.zoom + view.y };
}

export function boxAround(points: Iterable<Point>): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function holds(box: Box, point: Point, slack = 0): boolean {
  return (
    point.x >= box.left - slack && point.x <= box.right + slack && point.y >= box.top - slack && point.y <= box.bottom + slack
  );
}

/** A cubic curve from `a` to `d`; straight where `b` and `c` lie on the line. */
export interface Curve {
  a: Point;
  b: Point;
  c: Point;
  d: Point;
  straight: boolean;
}

export function straight(a: Point, d: Point): Curve {
  return { a, b: a, c: d, d, straight: true };
}

/** A curve that leaves the straight line by `bend` pixels in its middle. */
export function bent(a: Point, d: Point, bend: number): Curve {
  const length = Math.hypot(d.x - a.x, d.y - a.y) || 1;
  // Control points of a quadratic curve whose top is `bend` away, as a cubic one.
  const off = (4 / 3) * bend;
  const [nx, ny] = [(-(d.y - a.y) / length) * off, ((d.x - a.x) / length) * off];
  const at = (share: number) => ({ x: a.x + (d.x - a.x) * share + nx, y: a.y + (d.y - a.y) * share + ny });
  return { a, b: at(1 / 3), c: at(2 / 3), d, straight: false };
}

export function pointAt({ a, b, c, d }: Curve, t: number): Point {
  const s = 1 - t;
  const [wa, wb, wc, wd] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: wa * a.x + wb * b.x + wc * c.x + wd * d.x, y: wa * a.y + wb * b.y + wc * c.y + wd * d.y };
}

/** Distance of a point from a curve, from a chain of short lines. */
export function distanceTo(curve: Curve, point: Point): number {
  const steps = curve.straight ? 1 : 14;
  let from = curve.a;
  let best = Infinity;
  for (let step = 1; step <= steps; step++) {
    const to = curve.straight ? curve.d : pointAt(curve, step / steps);
    best = Math.min(best, distanceToLine(point, from, to));
    from = to;
  }
  return best;
}

function distanceToLine(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / square));
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}

/** Boxes that are taken, in a grid so that a look-up is short. */
export class Taken {
  readonly #cells = new Map<number, Box[]>();
  static readonly #CELL = 64;

  add(box: Box): void {
    this.#each(box, (key) => {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
      return false;
    });
  }
  hits(box: Box): boolean {
    return this.#each(box, (key) => this.#cells.get(key)?.some((taken) => overlaps(taken, box)) ?? false);
  }
  #each(box: Box, visit: (key: number) => boolean): boolean {
    const cell = Taken.#CELL;
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x++) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y++) {
        if (visit(x * 100_003 + y)) return true;
      }
    }
    return false;
  }
}
