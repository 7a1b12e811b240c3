// The keyboard on the canvas: actors by direction, then the arrows of one.

import { toScreen } from "./geometry";
import type { Arrow, Body } from "./scene";
import type { Stage } from "./stage";

const DIRECTIONS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const PAN = 60;
const ZOOM = 1.3;

export class Keys {
  readonly #stage: Stage;
  /** The actor whose arrows are stepped through. */
  #hub: number | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
    const { canvas } = stage;
    canvas.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.#onKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
      stage.invalidate();
    });
    canvas.addEventListener("focus", () => {
      if (canvas.matches(":focus-visible") && stage.focused === null) this.#enter();
    });
    canvas.addEventListener("blur", () => {
      stage.focused = null;
      stage.invalidate();
    });
  }

  /** Whether the key meant something. */
  #onKey(event: KeyboardEvent): boolean {
    const direction = DIRECTIONS[event.key];
    if (direction) return this.#onDirection(event, direction);
    switch (event.key) {
      case "Enter":
      case " ":
        return this.#open();
      case "[":
        return this.#step(-1);
      case "]":
        return this.#step(1);
      case "+":
      case "=":
        return done(this.#stage.zoomBy(ZOOM));
      case "-":
        return done(this.#stage.zoomBy(1 / ZOOM));
      case "0":
        return done(this.#stage.fit());
      case "g":
        return this.#grow();
      case "G":
        return this.#gather();
      case "Delete":
      case "Backspace":
        return this.#hide();
      case "Escape":
        return this.#clear();
      default:
        return false;
    }
  }
  #onDirection(event: KeyboardEvent, [dx, dy]: [number, number]): boolean {
    if (event.shiftKey) return done(this.#stage.panBy(-dx * PAN, -dy * PAN));
    const isStepping = this.#hub !== null && this.#stage.focused !== null && dy === 0;
    return isStepping ? this.#step(dx) : this.#go(dx, dy);
  }
  /** The selected actor, else the strongest in view, else the strongest. */
  #enter(): void {
    const { scene, view, store } = this.#stage;
    const { selection } = store.state;
    const selected = selection?.type === "actor" ? scene.byActor.get(selection.actor) : undefined;
    const isInView = (body: Body) => {
      const { x, y } = toScreen(view, body.x, body.y);
      return x > 0 && y > 0 && x < view.width && y < view.height;
    };
    const body = selected ?? scene.bodies.find(isInView) ?? scene.bodies[0];
    if (body) this.#reach(body);
    else this.#stage.onAnnounce({ what: "nothing" });
  }
  #reach(body: Body): void {
    const stage = this.#stage;
    this.#hub = null;
    stage.focused = { type: "actor", actor: body.actor };
    stage.showPoint(body);
    stage.invalidate();
    stage.onAnnounce({ what: "actor", actor: body.actor, arrows: this.#arrowsOf(body.actor).length });
  }
  /** The actor that the keyboard is on: itself, or the one whose arrows are stepped through. */
  get #actor(): number | null {
    const { focused } = this.#stage;
    return focused?.type === "actor" ? focused.actor : focused ? this.#hub : null;
  }
  #body(): Body | null {
    return this.#actor === null ? null : (this.#stage.scene.byActor.get(this.#actor) ?? null);
  }
  /** To the nearest actor in a direction; what lies aside counts as farther. */
  #go(dx: number, dy: number): boolean {
    const from = this.#body();
    if (!from) return done(this.#enter());
    let best: Body | null = null;
    let least = Infinity;
    for (const body of this.#stage.scene.bodies) {
      const along = (body.x - from.x) * dx + (body.y - from.y) * dy;
      const aside = Math.abs((body.x - from.x) * dy) + Math.abs((body.y - from.y) * dx);
      if (along <= 0 || aside > 3 * along) continue;
      const cost = along + 2 * aside;
      if (cost < least) [best, least] = [body, cost];
    }
    if (best) this.#reach(best);
    return true;
  }
  #arrowsOf(actor: number): Arrow[] {
    const arrows = (this.#stage.scene.arrowsOf.get(actor) ?? []).filter(({ edge }) => edge.claims.length > 0);
    return arrows.sort((a, b) => b.edge.claims.length - a.edge.claims.length || (a.edge.id < b.edge.id ? -1 : 1));
  }
  #step(by: number): boolean {
    const stage = this.#stage;
    const hub = this.#actor;
    if (hub === null) return done(this.#enter());
    const arrows = this.#arrowsOf(hub);
    if (arrows.length === 0) return true;
    const { focused } = stage;
    const at = focused?.type === "edge" ? arrows.findIndex(({ edge }) => edge.id === focused.edge) : by > 0 ? -1 : 0;
    const next = (at + by + arrows.length) % arrows.length;
    const edge = arrows[next]?.edge.id ?? "";
    this.#hub = hub;
    stage.focused = { type: "edge", edge };
    stage.onAnnounce({ what: "edge", edge, place: next + 1, of: arrows.length });
    return true;
  }
  #open(): boolean {
    const { focused } = this.#stage;
    if (!focused) return done(this.#enter());
    this.#stage.select(focused);
    if (focused.type === "actor") this.#hub = focused.actor;
    return true;
  }
  #grow(): boolean {
    if (this.#actor !== null) this.#stage.grow(this.#actor);
    return true;
  }
  #gather(): boolean {
    const { store, canGather } = this.#stage;
    if (canGather || store.state.gathered) store.update({ gathered: !store.state.gathered });
    return true;
  }
  #hide(): boolean {
    const body = this.#body();
    if (!body) return true;
    const { scene } = this.#stage;
    scene.tree.remove(body);
    const next = scene.tree.find(body.x, body.y);
    this.#stage.hide(body.actor);
    const there = next && this.#stage.scene.byActor.get(next.actor);
    if (there) this.#reach(there);
    return true;
  }
  /** Clears what there is; where there is nothing, the key is left to the page, which closes its panel. */
  #clear(): boolean {
    const { store, focused } = this.#stage;
    const isClear = store.state.selection === null && store.state.highlighted.length === 0 && store.state.linked.length === 0 && focused?.type !== "edge";
    if (isClear) return false;
    const body = this.#body();
    store.update({ selection: null, highlighted: [], linked: [] });
    this.#hub = null;
    this.#stage.focused = body && { type: "actor", actor: body.actor };
    return true;
  }
}

function done(_: unknown): true {
  return true;
}
