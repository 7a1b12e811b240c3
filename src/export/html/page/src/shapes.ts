// The shapes of actors and the heads of arrows. Names are Graphviz's.

import type { Point } from "./geometry";
import type { Pen } from "./pen";

/** Adds the outline of a shape around a middle to the pen's path; `w` and `h` are half its width and height. */
export function outline(pen: Pen, shape: string, isRounded: boolean, x: number, y: number, w: number, h: number): void {
  switch (shape) {
    case "box":
      return isRounded ? rounded(pen, x, y, w, h, Math.min(w, h) * 0.6) : polygon(pen, x, y, w, h, BOX);
    case "hexagon":
      return polygon(pen, x, y, w, h, HEXAGON);
    case "octagon":
      return polygon(pen, x, y, w, h, OCTAGON);
    case "tab":
      return polygon(pen, x, y, w, h, TAB);
    case "note":
      return polygon(pen, x, y, w, h, NOTE);
    case "box3d":
      return polygon(pen, x, y, w, h, BOX3D);
    case "egg":
      return egg(pen, x, y, w, h);
    default:
      pen.moveTo(x + w, y);
      pen.ellipse(x, y, w, h, 0, 0, 2 * Math.PI);
  }
}

/** Adds the lines inside a shape that tell it apart: a fold, an edge. */
export function creases(pen: Pen, shape: string, x: number, y: number, w: number, h: number): void {
  const line = (...points: [number, number][]) =>
    points.forEach(([px, py], at) => (at === 0 ? pen.moveTo(x + px * w, y + py * h) : pen.lineTo(x + px * w, y + py * h)));
  if (shape === "note") line([0.55, -1], [0.55, -0.4], [1, -0.4]);
  if (shape === "tab") line([-1, -0.6], [-0.1, -0.6]);
  if (shape === "box3d") {
    line([-1, -0.65], [0.75, -0.65], [1, -1]);
    line([0.75, -0.65], [0.75, 1]);
  }
}

type Corner = readonly [number, number];
const BOX: readonly Corner[] = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
const HEXAGON: readonly Corner[] = [[-0.6, -1], [0.6, -1], [1, 0], [0.6, 1], [-0.6, 1], [-1, 0]];
const OCTAGON: readonly Corner[] = [[-0.5, -1], [0.5, -1], [1, -0.45], [1, 0.45], [0.5, 1], [-0.5, 1], [-1, 0.45], [-1, -0.45]];
const TAB: readonly Corner[] = [[-1, -1], [-0.1, -1], [-0.1, -0.6], [1, -0.6], [1, 1], [-1, 1]];
const NOTE: readonly Corner[] = [[-1, -1], [0.55, -1], [1, -0.4], [1, 1], [-1, 1]];
const BOX3D: readonly Corner[] = [[-1, -0.65], [-0.75, -1], [1, -1], [1, 0.65], [0.75, 1], [-1, 1]];

function polygon(pen: Pen, x: number, y: number, w: number, h: number, corners: readonly Corner[]): void {
  corners.forEach(([cx, cy], at) => (at === 0 ? pen.moveTo(x + cx * w, y + cy * h) : pen.lineTo(x + cx * w, y + cy * h)));
  pen.closePath();
}

function rounded(pen: Pen, x: number, y: number, w: number, h: number, r: number): void {
  pen.moveTo(x - w + r, y - h);
  pen.lineTo(x + w - r, y - h);
  pen.quadraticCurveTo(x + w, y - h, x + w, y - h + r);
  pen.lineTo(x + w, y + h - r);
  pen.quadraticCurveTo(x + w, y + h, x + w - r, y + h);
  pen.lineTo(x - w + r, y + h);
  pen.quadraticCurveTo(x - w, y + h, x - w, y + h - r);
  pen.lineTo(x - w, y - h + r);
  pen.quadraticCurveTo(x - w, y - h, x - w + r, y - h);
  pen.closePath();
}

function egg(pen: Pen, x: number, y: number, w: number, h: number): void {
  pen.moveTo(x, y - h);
  pen.bezierCurveTo(x + 0.75 * w, y - h, x + 1.15 * w, y + h, x, y + h);
  pen.bezierCurveTo(x - 1.15 * w, y + h, x - 0.75 * w, y - h, x, y - h);
  pen.closePath();
}

const BOXY = new Set(["box", "tab", "note", "box3d"]);

/** From the middle of a shape to its border, in the direction of the unit vector `dx`, `dy`. */
export function toBorder(shape: string, w: number, h: number, dx: number, dy: number): number {
  if (BOXY.has(shape)) return Math.min(w / Math.max(1e-6, Math.abs(dx)), h / Math.max(1e-6, Math.abs(dy)));
  return 1 / Math.max(1e-6, Math.hypot(dx / w, dy / h));
}

/** How far before its tip a head begins, in heads: where the line ends. */
export function headLength(head: string): number {
  return head === "tee" ? 0.15 : head === "vee" ? 0.6 : head === "diamond" || head === "odiamond" ? 1.3 : 0.95;
}

/** Heads that are outlines over the ground. */
export function isHollow(head: string): boolean {
  return head === "empty" || head === "odiamond";
}

/** Adds a head to the pen's path: its tip, the unit vector that it points along, its length. All are closed shapes. */
export function headPath(pen: Pen, head: string, tip: Point, ux: number, uy: number, size: number): void {
  const to = (back: number, aside: number): [number, number] => [
    tip.x - ux * back * size - uy * aside * size,
    tip.y - uy * back * size + ux * aside * size,
  ];
  const corners: Corner[] =
    head === "tee"
      ? [[0, 0.62], [0, -0.62], [0.3, -0.62], [0.3, 0.62]]
      : head === "vee"
        ? [[0, 0], [1.05, 0.5], [0.6, 0], [1.05, -0.5]]
        : head === "diamond" || head === "odiamond"
          ? [[0, 0], [0.7, 0.42], [1.4, 0], [0.7, -0.42]]
          : [[0, 0], [1, 0.42], [1, -0.42]];
  corners.forEach(([back, aside], at) => (at === 0 ? pen.moveTo(...to(back, aside)) : pen.lineTo(...to(back, aside))));
  pen.closePath();
}
