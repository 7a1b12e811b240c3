// The picture: a canvas, the scene on it, the camera over it.

import { PLAIN_ABOVE, type Trace, inView, scaleAt, trace } from "./arrows";
import { type Drawn, type Emphasis, drawAbove, drawBelow } from "./draw";
import { type Box, type Point, type View, boxAround, distanceTo, holds, toScreen, toWorld } from "./geometry";
import { Keys } from "./keys";
import { DARK, ENGLISH, LIGHT, type Look, type Words } from "./look";
import type { Model } from "./model";
import { pngOf, svgOf } from "./picture";
import { Pointers } from "./pointers";
import { type Arrow, type Body, GATHER_MOST, type Scene, halfWidth, sceneOf, transposed } from "./scene";
import type { Store } from "./store";
import type { Selection, State } from "./types";

/** What the keyboard has done or reached on the canvas, to be said in the user's language. */
export type Announcement =
  | { what: "actor"; actor: number; arrows: number }
  | { what: "edge"; edge: string; place: number; of: number }
  | { what: "grown"; actor: number; added: number }
  | { what: "hidden"; actor: number }
  | { what: "nothing" };

/** What the pointer or the keyboard is on. */
export type Target = { type: "actor"; actor: number } | { type: "edge"; edge: string } | null;

/** With more arrows in view than these, curved or plain, a moving picture shows them as they were before it moved. */
const LIGHT_ABOVE = { curved: 250, plain: 6000 };
const REST_MS = 120;
const GLIDE_MS = 260;
const NEAREST = 1e-4;
const FARTHEST = 40;
/** Pixels between neighbours that fitting does not exceed. */
const MOST_APART = 170;
/** Of more bodies than this the labels of some do not fit anyway. */
const LABELLED_MOST = 120;
/** Pixels at the bottom that buttons lie over; on a narrow screen they stand in two rows. */
const FOOT = { wide: 44, narrow: 84 };

type Camera = NonNullable<State["camera"]>;

export class Stage {
  readonly canvas: HTMLCanvasElement;
  /** Called with what the keyboard has reached. */
  onAnnounce: (announcement: Announcement) => void = () => {};
  /** The words on arrows and pictures. */
  words: Words = ENGLISH;
  hovered: Target = null;
  focused: Target = null;

  #scene: Scene | null = null;
  #moved = new Map<number, Point>();
  #camera: Camera | null = null;
  #isTall = false;
  #size = { width: 0, height: 0, ratio: 1 };
  #drawn: Drawn = { labels: [], bodies: 0, arrows: 0 };
  readonly #context: CanvasRenderingContext2D;
  readonly #below: CanvasRenderingContext2D;
  #belowOf: { scene: Scene; view: View; look: Look; dims: boolean; arrows: number } | null = null;
  #look: Look = LIGHT;
  #frame = 0;
  #rest = 0;
  #refit = 0;
  /** Whether the picture was fitted before a change of its size that is not settled yet. */
  #wasFitted = false;
  /** Pixels of the canvas below a sheet, from the bottom up. */
  #covered = 0;
  /** The camera that has all in view, until something changes it. */
  #fit: Camera | null = null;
  #isMoving = false;
  #glide = 0;
  readonly #darkness = matchMedia("(prefers-color-scheme: dark)");
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");

  /** Puts a canvas into `host`, which gives it its size and colours. */
  constructor(
    readonly host: HTMLElement,
    readonly store: Store,
    readonly model: Model,
  ) {
    this.canvas = document.createElement("canvas");
    this.canvas.dataset["testid"] = "stage";
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", ENGLISH.title);
    Object.assign(this.canvas.style, { display: "block", width: "100%", height: "100%", touchAction: "none" });
    host.append(this.canvas);
    this.#context = context(this.canvas);
    this.#below = context(document.createElement("canvas"));
    this.#isTall = isTall(host.clientWidth, host.clientHeight);
    this.#camera = this.#turned(store.state.camera);
    new ResizeObserver(() => this.#resize()).observe(host);
    const sheet = document.getElementById("panel");
    if (sheet) new ResizeObserver(() => this.#onSheet(sheet)).observe(sheet);
    this.#darkness.addEventListener("change", () => this.restyle());
    store.subscribe((state, before) => this.#onState(state, before));
    new Pointers(this);
    new Keys(this);
    this.#resize();
  }

  // ---- what others may ask and do

  /** The whole picture in view. */
  fit(): void {
    this.#goTo(null);
  }
  /** Brings an actor into the middle. */
  centre(actor: number): void {
    const body = this.scene.byActor.get(this.model.standIn(this.store.state, actor));
    if (!body) return;
    const zoom = Math.max(this.view.zoom, 60 / this.scene.spacing);
    this.#goTo({ x: body.x, y: body.y + this.#covered / 2 / zoom, zoom });
  }
  /** Zooms, around the middle where no place is given. */
  zoomBy(factor: number, around: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    const view = this.view;
    const zoom = Math.min(FARTHEST, Math.max(NEAREST, view.zoom * factor));
    const fixed = toWorld(view, around.x, around.y);
    const x = fixed.x - (around.x - view.width / 2) / zoom;
    const y = fixed.y - (around.y - view.height / 2) / zoom;
    this.moveTo({ x, y, zoom });
  }
  /** Moves the picture by pixels. */
  panBy(dx: number, dy: number): void {
    const { x, y, zoom } = this.view;
    this.moveTo({ x: x - dx / zoom, y: y - dy / zoom, zoom });
  }
  /** Adds an actor to the picture, selects it and brings it into the middle. */
  reveal(actor: number): void {
    const { shown } = this.store.state;
    this.store.update({
      shown: shown.includes(actor) ? shown : [...shown, actor],
      selection: { type: "actor", actor: this.model.standIn(this.store.state, actor) },
    });
    this.centre(actor);
  }
  /** Adds the neighbours of an actor; answers how many came in. */
  grow(actor: number): number {
    const { state } = this.store;
    const before = this.scene.bodies.length;
    this.store.update({ shown: this.model.grow(state, actor) });
    const added = this.scene.bodies.length - before;
    this.onAnnounce({ what: "grown", actor, added });
    if (added > 0) this.#showAround(actor);
    return added;
  }
  /** Takes an actor out of the picture. */
  hide(actor: number): void {
    const { selection } = this.store.state;
    const isSelected = selection?.type === "actor" && selection.actor === actor;
    this.store.update({ shown: this.model.hide(this.store.state, actor), ...(isSelected ? { selection: null } : {}) });
    if (this.focused?.type === "actor" && this.focused.actor === actor) this.focused = null;
    this.onAnnounce({ what: "hidden", actor });
  }
  /** Whether there are few enough actors to be pulled together. */
  get canGather(): boolean {
    return this.scene.bodies.length <= GATHER_MOST;
  }
  /** Selects and shows the details; nothing clears. */
  select(target: Target): void {
    const selection: Selection = target;
    this.store.update(selection === null ? { selection } : { selection, panel: "details" });
  }
  focus(): void {
    this.canvas.focus();
  }
  /** The current view at twice its size, with a legend. */
  toPng(): Promise<Blob> {
    return pngOf(this.#picture());
  }
  /** The current view as a drawing that stands alone, with a legend. */
  toSvg(): string {
    return svgOf(this.#picture());
  }
  /** Where an actor stands on the screen; null where it is not drawn. */
  whereIs(actor: number): Point | null {
    const body = this.scene.byActor.get(actor);
    return body ? this.#onPage(toScreen(this.view, body.x, body.y)) : null;
  }
  /** Where the middle of an arrow is on the screen; null where it is not drawn. */
  whereIsEdge(id: string): Point | null {
    const arrow = this.scene.arrows.find(({ edge }) => edge.id === id);
    const course = arrow && trace(arrow, this.view, this.scale);
    if (!course) return null;
    const { a, b, c, d, straight } = course.curve;
    if (straight) return this.#onPage({ x: (a.x + d.x) / 2, y: (a.y + d.y) / 2 });
    return this.#onPage({ x: (a.x + 3 * b.x + 3 * c.x + d.x) / 8, y: (a.y + 3 * b.y + 3 * c.y + d.y) / 8 });
  }
  /** The labels of actors that the last frame had room for, and where they stand on the canvas. */
  get labels(): Drawn["labels"] {
    return this.#drawn.labels;
  }
  /** Reads colours and words again. */
  restyle(): void {
    this.#belowOf = null;
    this.invalidate();
  }

  // ---- scene and camera

  get scene(): Scene {
    return (this.#scene ??= sceneOf(this.model, this.store.state, this.#moved, this.#isTall));
  }
  get view(): View {
    return { ...(this.#camera ?? (this.#fit ??= this.#fitted())), width: this.#size.width, height: this.#size.height };
  }
  get cameraNow(): Camera | null {
    return this.#camera;
  }
  get scale(): number {
    return scaleAt(this.view.zoom, this.scene.spacing);
  }
  /** Puts the camera somewhere; the address follows when it rests. */
  moveTo(camera: Camera | null): void {
    cancelAnimationFrame(this.#glide);
    this.#place(camera);
  }
  #place(camera: Camera | null): void {
    this.#camera = camera;
    this.#isMoving = true;
    clearTimeout(this.#refit);
    this.#wasFitted = false;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#onRest(), REST_MS);
    this.invalidate();
  }
  #onRest(): void {
    this.#isMoving = false;
    this.store.update({ camera: this.#turned(this.#camera) });
    this.invalidate();
  }
  /** A camera of the state as one of the scene, and back: links are the same on tall and wide screens. */
  #turned(camera: Camera | null): Camera | null {
    return camera && this.scene.turned ? transposed(camera) : camera;
  }
  /** Moves the camera in a short glide, or at once where motion is not wanted. */
  #goTo(target: Camera | null): void {
    cancelAnimationFrame(this.#glide);
    const from = this.view;
    const to = target ?? this.#fitted();
    if (this.#stillness.matches || this.#size.width === 0) return this.#place(target);
    const begun = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - begun) / GLIDE_MS));
      if (share === 1) return this.#place(target);
      const eased = 1 - (1 - share) ** 3;
      const mix = (a: number, b: number) => a + (b - a) * eased;
      this.#place({ x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: from.zoom * (to.zoom / from.zoom) ** eased });
      this.#glide = requestAnimationFrame(step);
    };
    this.#glide = requestAnimationFrame(step);
  }
  /** The camera that has every body and its label in view; above a sheet, what is selected and what is linked to it. */
  #fitted(): Camera {
    const { spacing } = this.scene;
    const bodies = this.#bodiesToFit();
    if (bodies.length === 0) return { x: 0, y: 0, zoom: 1 };
    const { width, height } = this.#size;
    const foot = this.#covered > 0 ? 0 : width < 600 ? FOOT.narrow : FOOT.wide;
    const room = { width: Math.max(60, width - 16), height: Math.max(60, height - this.#covered - foot - 8) };
    // On a narrow screen labels go to the sides where there is room.
    const share = width < 600 ? 0.55 : 1;
    const zoom = Math.max(NEAREST, zoomThatFits(bodies, room, share, MOST_APART / spacing));
    const { left, right, top, bottom } = extent(bodies, zoom, share);
    const x = (left + right) / 2 / zoom;
    return { x, y: ((top + bottom) / 2 + (this.#covered + foot - 8) / 2) / zoom, zoom };
  }
  #bodiesToFit(): readonly Body[] {
    const { bodies, byActor } = this.scene;
    if (this.#covered === 0) return bodies;
    const chosen = [...this.#emphasis(false).actors].flatMap((actor) => byActor.get(actor) ?? []);
    return chosen.length > 0 ? chosen : bodies;
  }
  /** A sheet has come, gone or changed its height: what is fitted is fitted anew, what is selected stays in view. */
  #onSheet(sheet: HTMLElement): void {
    const before = this.#covered;
    const [over, own] = [sheet.getBoundingClientRect(), this.host.getBoundingClientRect()];
    const isSheet = !sheet.hidden && over.left < own.left + 20 && over.right > own.right - 20;
    this.#covered = isSheet ? Math.max(0, Math.min(own.bottom - over.top, own.height * 0.75)) : 0;
    if (this.#covered === before) return;
    this.#fit = null;
    if (this.#camera === null) this.invalidate();
    else this.#showSelected();
  }
  /** Pans as little as needed to have what is selected in view. */
  #showSelected(): void {
    const chosen = this.#chosen(this.store.state.selection);
    const body = chosen?.type === "actor" ? this.scene.byActor.get(chosen.actor) : undefined;
    const arrow = chosen?.type === "edge" ? this.scene.arrows.find(({ edge }) => edge.id === chosen.edge) : undefined;
    if (body) this.showPoint(body);
    if (arrow) this.showPoint({ x: (arrow.from.x + arrow.to.x) / 2, y: (arrow.from.y + arrow.to.y) / 2 });
  }
  /** An actor and its neighbours in view, if they are not. */
  #showAround(actor: number): void {
    const { scene, view } = this;
    if (scene.bodies.length <= GATHER_MOST) return this.#goTo(null);
    const ends = (scene.arrowsOf.get(actor) ?? []).flatMap(({ from, to }) => [from, to]);
    const box = boxAround(ends.map(({ x, y }) => toScreen(view, x, y)));
    const isInView = box.left > 0 && box.top > 0 && box.right < view.width && box.bottom < view.height;
    if (!isInView && ends.length > 0) this.centre(actor);
  }
  /** Pans as little as needed to have a place in view. */
  showPoint({ x, y }: Point): void {
    const at = toScreen(this.view, x, y);
    const [marginX, marginY] = [Math.min(70, this.#size.width / 4), Math.min(50, this.#size.height / 4)];
    const dx = Math.max(0, marginX - at.x) + Math.min(0, this.#size.width - marginX - at.x);
    const bottom = this.#size.height - this.#covered;
    const dy = Math.max(0, marginY - at.y) + Math.min(0, bottom - marginY - at.y);
    if (dx !== 0 || dy !== 0) this.panBy(dx, dy);
  }
  /** Puts a body under the pointer, for the rest of the session. */
  drag(actor: number, x: number, y: number): void {
    const camera = this.view;
    this.#camera = { x: camera.x, y: camera.y, zoom: camera.zoom };
    const place = toWorld(camera, x, y);
    this.#fit = null;
    this.#moved.set(actor, this.scene.turned ? transposed(place) : place);
    const body = this.scene.byActor.get(actor);
    if (body) {
      this.scene.tree.remove(body);
      Object.assign(body, place);
      this.scene.tree.add(body);
    }
    this.#belowOf = null;
    this.#isMoving = false;
    this.invalidate();
  }

  // ---- under the pointer

  /** What lies at a place of the canvas: a body, its label, else an arrow within `slack` pixels. */
  hit(x: number, y: number, slack: number): Target {
    const body = this.#bodyAt(x, y, slack);
    if (body) return { type: "actor", actor: body.actor };
    const label = this.#drawn.labels.find(({ box }) => holds(box, { x, y }, 1));
    const arrow = this.#arrowAt(x, y, label ? 2 : slack);
    if (label && !arrow) return { type: "actor", actor: label.actor };
    return arrow ? { type: "edge", edge: arrow.arrow.edge.id } : null;
  }
  #bodyAt(x: number, y: number, slack: number): Body | null {
    const { view, scale, scene } = this;
    const reach = (30 * scale + slack) / view.zoom;
    const at = toWorld(view, x, y);
    let best: Body | null = null;
    let nearest = Infinity;
    scene.tree.visit((node, left, top, right, bottom) => {
      if (!node.length) {
        let leaf: typeof node | undefined = node;
        do {
          const body: Body = leaf.data;
          const [dx, dy] = [Math.abs(body.x - at.x) * view.zoom, Math.abs(body.y - at.y) * view.zoom];
          const isOn = dx <= body.w * scale + slack / 3 && dy <= body.h * scale + slack / 3;
          const distance = Math.hypot(dx, dy);
          if (isOn && distance < nearest) [best, nearest] = [body, distance];
          leaf = leaf.next;
        } while (leaf);
      }
      return left > at.x + reach || right < at.x - reach || top > at.y + reach || bottom < at.y - reach;
    });
    return best;
  }
  #arrowAt(x: number, y: number, slack: number): Trace | null {
    const { view, scale } = this;
    // Only what may pass near: the arrows in a view that is as small as the reach of the pointer.
    const at = toWorld(view, x, y);
    const reach = 2 * slack + 160;
    const near = inView(this.scene.arrows, { ...at, zoom: view.zoom, width: reach, height: reach });
    let best: Trace | null = null;
    let nearest = slack;
    for (const arrow of near) {
      if (arrow.edge.claims.length === 0) continue;
      const course = trace(arrow, view, scale);
      if (!course) continue;
      const distance = distanceTo(course.curve, { x, y });
      if (distance < nearest) [best, nearest] = [course, distance];
    }
    return best;
  }
  #onPage({ x, y }: Point): Point {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: left + x, y: top + y };
  }

  // ---- changes

  #onState(state: State, before: State): void {
    this.#fit = null;
    const parts = ["shown", "filters", "folded", "gathered", "unfolded", "linked"] as const;
    if (parts.some((part) => state[part] !== before[part])) {
      if (state.folded !== before.folded || state.gathered !== before.gathered) {
        this.#moved.clear();
        // Places in the one picture say nothing in the other.
        if (state.camera === before.camera) this.#place(null);
      }
      this.#scene = null;
      if (this.focused?.type === "actor" && !this.scene.byActor.has(this.focused.actor)) this.focused = null;
      if (this.hovered) this.hovered = null;
    }
    if (state.camera !== before.camera) this.#camera = this.#turned(state.camera);
    if (state.theme !== before.theme) this.restyle();
    this.invalidate();
  }
  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    const ratio = devicePixelRatio || 1;
    if (width === 0 || height === 0) return;
    const before = this.#size;
    if (before.width > 0 && before.width !== width) {
      // What is at the left stays where it is, so that nothing moves under a pointer when a panel opens.
      const { x, y, zoom } = this.view;
      this.#wasFitted ||= this.#camera === null;
      this.#camera = { x: x + (width - before.width) / 2 / zoom, y: y + (height - before.height) / 2 / zoom, zoom };
      clearTimeout(this.#refit);
      this.#refit = setTimeout(() => this.#onResized(), 450);
    }
    this.#size = { width, height, ratio };
    this.#fit = null;
    if (isTall(width, height) !== this.#isTall) {
      const camera = this.#turned(this.#camera);
      this.#isTall = !this.#isTall;
      this.#scene = null;
      this.#camera = this.#turned(camera);
    }
    for (const { canvas } of [this.#context, this.#below]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#belowOf = null;
    this.#draw();
  }
  /** What was fitted is fitted anew; else the middle comes back to the middle. */
  #onResized(): void {
    if (this.#wasFitted) return this.#goTo(null);
    const { camera } = this.store.state;
    if (camera) this.moveTo(this.#turned(camera));
    this.#showSelected();
  }

  // ---- drawing

  /** Draws again with the next frame. */
  invalidate(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }
  #draw(): void {
    const { width, height, ratio } = this.#size;
    if (width === 0) return;
    const { scene, view } = this;
    const look = this.#currentLook();
    const emphasis = this.#emphasis();
    this.#drawBelow(scene, view, look, emphasis.dims);
    const pen = this.#context;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = look.ground;
    pen.fillRect(0, 0, width * ratio, height * ratio);
    this.#putBelow(view);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawn = drawAbove(pen, scene, view, look, emphasis, this.model.data, this.words);
  }
  /** Draws the arrows on a canvas of their own, unless they are there already or a moving picture can do without. */
  #drawBelow(scene: Scene, view: View, look: Look, dims: boolean): void {
    const is = this.#belowOf;
    const isSame = is !== null && is.scene === scene && is.look === look && is.dims === dims;
    if (isSame && (sameView(is.view, view) || (this.#isMoving && isHeavy(is.arrows)))) return;
    const pen = this.#below;
    const { width, height, ratio } = this.#size;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const arrows = drawBelow(pen, scene, view, look, dims);
    this.#belowOf = { scene, view, look, dims, arrows };
  }
  #putBelow(view: View): void {
    const was = this.#belowOf?.view;
    if (!was) return;
    const zoom = view.zoom / was.zoom;
    const { ratio } = this.#size;
    const corner = toWorld(was, 0, 0);
    const { x, y } = toScreen(view, corner.x, corner.y);
    this.#context.setTransform(zoom, 0, 0, zoom, x * ratio, y * ratio);
    this.#context.imageSmoothingEnabled = zoom !== 1;
    this.#context.drawImage(this.#below.canvas, 0, 0);
  }
  #currentLook(): Look {
    const { theme } = this.store.state;
    const isDark = theme === "dark" || (theme === "auto" && this.#darkness.matches);
    const look = isDark ? DARK : LIGHT;
    if (look.dark !== this.#look.dark) this.#look = look;
    return this.#look;
  }
  /** What stands out; `isPointed` counts what the pointer and the keyboard are on. */
  #emphasis(isPointed = true): Emphasis {
    const { state } = this.store;
    const actors = new Set<number>();
    const arrows = new Set<string>();
    const { selection, highlighted } = state;
    for (const claim of highlighted) this.#stress(this.model.edgeOf(state, claim)?.id ?? "", actors, arrows);
    for (const { id, source, target } of this.model.linkEdges(state)) {
      arrows.add(id);
      for (const actor of [source, target]) if (this.scene.byActor.has(actor)) actors.add(actor);
    }
    const isPath = highlighted.length > 0 || state.linked.length > 0;
    const chosen = this.#chosen(selection);
    if (!isPath) this.#stressTarget(chosen, actors, arrows);
    const dims = actors.size > 0 || arrows.size > 0;
    if (isPointed) for (const target of [this.hovered, this.focused]) this.#stressTarget(target, actors, arrows);
    const bold = [this.focused, chosen, this.hovered].find((target) => target?.type === "edge");
    return {
      actors,
      arrows,
      dims,
      selectedActor: chosen?.type === "actor" ? chosen.actor : null,
      focusedActor: this.focused?.type === "actor" ? this.focused.actor : null,
      boldArrow: bold?.type === "edge" ? bold.edge : null,
    };
  }
  /** What a selection is in the picture. */
  #chosen(selection: Selection): Target {
    if (selection?.type !== "claim") return selection;
    const edge = this.model.edgeOf(this.store.state, selection.claim);
    return edge && { type: "edge", edge: edge.id };
  }
  #stressTarget(target: Target, actors: Set<number>, arrows: Set<string>): void {
    if (target?.type === "edge") this.#stress(target.edge, actors, arrows);
    if (target?.type !== "actor" || !this.scene.byActor.has(target.actor)) return;
    actors.add(target.actor);
    for (const arrow of this.scene.arrowsOf.get(target.actor) ?? []) this.#stress(arrow.edge.id, actors, arrows, arrow);
  }
  #stress(id: string, actors: Set<number>, arrows: Set<string>, known?: Arrow): void {
    const edge = known?.edge ?? this.model.edge(this.store.state, id);
    if (!edge || !this.scene.byActor.has(edge.source) || !this.scene.byActor.has(edge.target)) return;
    // An unfolded arrow is those of its claims.
    if (this.store.state.unfolded.includes(id)) {
      for (const claim of edge.claims) arrows.add(this.model.data.claims[claim]?.key ?? id);
    }
    arrows.add(id);
    actors.add(edge.source);
    actors.add(edge.target);
  }
  #picture() {
    const { focused, hovered } = this;
    [this.focused, this.hovered] = [null, null];
    const emphasis = this.#emphasis();
    [this.focused, this.hovered] = [focused, hovered];
    const { scene, view, model, words } = this;
    return { scene, view, look: this.#currentLook(), emphasis, model, words };
  }
}

function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const made = canvas.getContext("2d");
  if (!made) throw new Error("this browser draws no canvas");
  return made;
}

function isTall(width: number, height: number): boolean {
  return height > 1.15 * width;
}

function isHeavy(arrows: number): boolean {
  return arrows > (arrows > PLAIN_ABOVE ? LIGHT_ABOVE.plain : LIGHT_ABOVE.curved);
}

/** Pixels from the origin to the borders of all bodies with their labels; of many, without. */
function extent(bodies: readonly Body[], zoom: number, share: number): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const isFew = bodies.length <= LABELLED_MOST;
  for (const body of bodies) {
    const wide = isFew ? Math.max(body.w * 1.3, halfWidth(body) * share) : 20;
    const [x, y] = [body.x * zoom, body.y * zoom];
    box.left = Math.min(box.left, x - wide);
    box.right = Math.max(box.right, x + wide);
    box.top = Math.min(box.top, y - body.h - 4);
    box.bottom = Math.max(box.bottom, y + body.h + body.font * 1.2 * body.lines.length + 4);
  }
  return box;
}

/** The greatest zoom at which all bodies are in the room. */
function zoomThatFits(bodies: readonly Body[], room: { width: number; height: number }, share: number, most: number): number {
  let [fits, over] = [most * 1e-4, most];
  for (let round = 0; round < 28; round++) {
    const zoom = Math.sqrt(fits * over);
    const { left, right, top, bottom } = extent(bodies, zoom, share);
    if (right - left <= room.width && bottom - top <= room.height) fits = zoom;
    else over = zoom;
  }
  return fits;
}

function sameView(a: View, b: View): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom && a.width === b.width && a.height === b.height;
}
