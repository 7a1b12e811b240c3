// Mouse, pen and fingers on the canvas.

import type { Point } from "./geometry";
import type { Stage, Target } from "./stage";

const DOUBLE_MS = 350;
const DOUBLE_REACH = 14;
/** Pixels within which an arrow is meant. */
const REACH = { mouse: 8, touch: 14 };
/** Pixels that a press may move and still be a click. */
const STEADY = { mouse: 4, touch: 9 };

/** Up to this width of the canvas the panel is a sheet over it; else it takes so much of the right. */
const NARROW = 721;
const PANEL = 430;

interface Press {
  at: Point;
  target: Target;
  reach: number;
  steady: number;
  hasMoved: boolean;
}

export class Pointers {
  readonly #stage: Stage;
  readonly #down = new Map<number, Point>();
  #press: Press | null = null;
  #lastClick: { at: Point; time: number; target: Target } | null = null;
  #hoverFrame = 0;
  #opening = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    const { canvas } = stage;
    canvas.addEventListener("pointerdown", (event) => this.#onDown(event));
    canvas.addEventListener("pointermove", (event) => this.#onMove(event));
    canvas.addEventListener("pointerup", (event) => this.#onUp(event));
    canvas.addEventListener("pointercancel", (event) => this.#onLost(event));
    canvas.addEventListener("pointerleave", () => this.#hover(null));
    canvas.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
  }

  #place(event: MouseEvent): Point {
    const { left, top } = this.#stage.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
  #onDown(event: PointerEvent): void {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    const at = this.#place(event);
    this.#stage.canvas.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, at);
    if (this.#down.size > 1) {
      this.#press = null;
      return;
    }
    const hand = event.pointerType === "touch" ? "touch" : "mouse";
    const target = this.#stage.hit(at.x, at.y, REACH[hand]);
    this.#press = { at, target, reach: REACH[hand], steady: STEADY[hand], hasMoved: false };
  }
  #onMove(event: PointerEvent): void {
    const at = this.#place(event);
    const before = this.#down.get(event.pointerId);
    if (!before) return this.#onHover(event, at);
    if (this.#down.size === 2) this.#pinch(event.pointerId, before, at);
    else this.#drag(before, at);
  }
  #drag(before: Point, at: Point): void {
    const press = this.#press;
    if (!press) return;
    if (!press.hasMoved && Math.hypot(at.x - press.at.x, at.y - press.at.y) <= press.steady) return;
    const [id] = this.#down.keys();
    if (id !== undefined) this.#down.set(id, at);
    press.hasMoved = true;
    if (press.target?.type === "actor") this.#stage.drag(press.target.actor, at.x, at.y);
    else this.#stage.panBy(at.x - before.x, at.y - before.y);
  }
  #pinch(id: number, before: Point, at: Point): void {
    const other = [...this.#down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    this.#down.set(id, at);
    const [was, is] = [distance(before, other), distance(at, other)];
    this.#stage.panBy((at.x - before.x) / 2, (at.y - before.y) / 2);
    if (was > 0 && is > 0) this.#stage.zoomBy(is / was, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
  }
  #onUp(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    const press = this.#press;
    this.#press = null;
    if (!press) return this.#goOnWithOne();
    if (!press.hasMoved) this.#onClick(press);
    else this.#stage.moveTo(this.#stage.cameraNow);
  }
  /** After a pinch, the finger that stays pans. */
  #goOnWithOne(): void {
    const [left] = this.#down.values();
    if (left) this.#press = { at: left, target: null, reach: REACH.touch, steady: 0, hasMoved: true };
  }
  #onLost(event: PointerEvent): void {
    this.#down.delete(event.pointerId);
    this.#press = null;
  }
  #onClick({ at, target }: Press): void {
    const now = performance.now();
    const last = this.#lastClick;
    if (last && now - last.time < DOUBLE_MS && distance(last.at, at) < DOUBLE_REACH) {
      this.#lastClick = null;
      return this.#onDouble(last.target, at);
    }
    this.#lastClick = { at, time: now, target };
    this.#stage.focused = null;
    const { store } = this.#stage;
    const isLater = target?.type === "actor" && store.state.panel === null && this.#wouldBeCovered(at);
    if (!isLater) return this.#stage.select(target);
    store.update({ selection: target });
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => this.#stage.select(target), DOUBLE_MS);
  }
  /** Whether the panel of a first click would take the second one of a double click. */
  #wouldBeCovered({ x }: Point): boolean {
    const { clientWidth } = this.#stage.canvas;
    return clientWidth < NARROW || x > clientWidth - PANEL;
  }
  #onDouble(target: Target, at: Point): void {
    clearTimeout(this.#opening);
    if (target?.type === "actor") this.#stage.grow(target.actor);
    else if (target === null) this.#stage.zoomBy(1.8, at);
  }
  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    const speed = event.ctrlKey ? 0.01 : 0.0016;
    const factor = Math.exp(-event.deltaY * lines * speed);
    this.#stage.zoomBy(Math.min(3, Math.max(1 / 3, factor)), this.#place(event));
  }
  #onHover(event: PointerEvent, at: Point): void {
    if (event.pointerType === "touch") return;
    cancelAnimationFrame(this.#hoverFrame);
    this.#hoverFrame = requestAnimationFrame(() => this.#hover(this.#stage.hit(at.x, at.y, REACH.mouse)));
  }
  #hover(target: Target): void {
    const stage = this.#stage;
    if (JSON.stringify(target) === JSON.stringify(stage.hovered)) return;
    stage.hovered = target;
    stage.canvas.style.cursor = target ? "pointer" : "grab";
    stage.invalidate();
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
