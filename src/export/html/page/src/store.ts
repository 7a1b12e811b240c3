// The state of the page, and its way into the address and back.

import { readLink, writeLink } from "./link";
import type { Model } from "./model";
import type { Filters, State } from "./types";

export const NO_FILTERS: Filters = {
  kinds: [],
  events: [],
  polarity: null,
  factualities: [],
  speaker: null,
  publisher: null,
  language: null,
  since: null,
  until: null,
  minConfidence: 0,
  text: "",
};

/** Parts of the state that are no step to go back to. */
const QUIET: ReadonlySet<keyof State> = new Set(["camera", "language", "theme"]);
/** Changes of the same parts within this time are one step: typing, a slider that is dragged. */
const SAME_STEP_MS = 900;
/** Browsers limit how often the address may change. */
const WRITE_AFTER_MS = 200;

export type Listener = (state: State, before: State) => void;

/** Holds the state and keeps the address in step: deliberate steps can be undone by the back key. */
export class Store {
  #state: State;
  readonly #start: State;
  readonly #listeners = new Set<Listener>();
  #written = "";
  #timer = 0;
  #step = { parts: "", at: 0 };

  constructor(readonly model: Model) {
    this.#start = startState(model);
    this.#state = readLink(location.hash, this.#start, model.index);
    this.#written = location.hash;
    addEventListener("popstate", () => this.#onAddress());
    addEventListener("hashchange", () => this.#onAddress());
  }
  get state(): State {
    return this.#state;
  }
  /** The state of an address without a fragment. */
  get start(): State {
    return this.#start;
  }
  /** Takes over parts of a state and tells the listeners. Parts that are equal to what is there are no change. */
  update(patch: Partial<State>): void {
    const parts = (Object.keys(patch) as (keyof State)[]).filter((part) => !same(patch[part], this.#state[part]));
    if (parts.length === 0) return;
    const before = this.#state;
    const changed = Object.fromEntries(parts.map((part) => [part, patch[part]]));
    this.#state = { ...before, ...changed };
    this.#write(parts);
    this.#tell(before);
  }
  /** Takes over parts of the filters. */
  filter(patch: Partial<Filters>): void {
    this.update({ filters: { ...this.#state.filters, ...patch } });
  }
  /** Calls `listener` after every change; the answer takes it off again. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** The fragment that leads back to this state. */
  get link(): string {
    return writeLink(this.#state, this.#start, this.model.index);
  }

  #tell(before: State): void {
    for (const listener of [...this.#listeners]) listener(this.#state, before);
  }
  #write(parts: (keyof State)[]): void {
    const deliberate = parts.filter((part) => !QUIET.has(part)).join();
    const now = performance.now();
    if (deliberate !== "") {
      const goesOn = deliberate === this.#step.parts && now - this.#step.at < SAME_STEP_MS;
      this.#step = { parts: deliberate, at: now };
      if (!goesOn) this.#visit("pushState");
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#visit("replaceState"), WRITE_AFTER_MS);
  }
  #visit(how: "pushState" | "replaceState"): void {
    const link = this.link;
    if (link === this.#written) return;
    this.#written = link;
    try {
      // An empty fragment must be written as `#`: an empty address would be the page itself with its old fragment.
      history[how](null, "", link === "" ? "#" : link);
    } catch {
      // Where the page may not change its address (a sandbox, too many changes), it works without links.
    }
  }
  #onAddress(): void {
    if (location.hash === this.#written) return;
    clearTimeout(this.#timer);
    this.#written = location.hash;
    this.#step = { parts: "", at: 0 };
    const before = this.#state;
    const { language, theme } = before;
    this.#state = readLink(location.hash, { ...this.#start, language, theme }, this.model.index);
    this.#tell(before);
  }
}

function startState(model: Model): State {
  return {
    language: document.documentElement.lang.startsWith("es") ? "es" : "en",
    theme: "auto",
    folded: false,
    shown: model.firstActors(),
    filters: NO_FILTERS,
    selection: null,
    gathered: false,
    unfolded: [],
    panel: null,
    paths: { from: null, to: null, k: 3, maxHops: 4, directed: false, affiliations: false },
    highlighted: [],
    linked: [],
    camera: null,
  };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
