// A state as a fragment that people can read, and back: actors by id and claims by key, so that a link lives on when
// the graph is built anew. Whatever is not understood is passed over.

import { type Index, fold } from "./data";
import type { Factuality, Filters, PanelName, Polarity, Selection, State } from "./types";

/** Longer lists and values than these are not read: a link must not hang the page. */
const MOST_ITEMS = 20_000;
const MOST_LENGTH = 2_000;
/** Hops that the path finder allows at most. */
export const MOST_HOPS = 12;

const PANELS: readonly PanelName[] = ["details", "filters", "table", "paths", "contested", "legend", "help"];
const FACTUALITIES: readonly Factuality[] = ["actual", "future", "possible"];
const POLARITIES: readonly Polarity[] = ["affirmed", "negated"];

/** The fragment of a state, with its `#`; only what differs from the start. Empty for the start itself. */
export function writeLink(state: State, start: State, index: Index): string {
  const link = new Link();
  const actor = (at: number | null) => (at === null ? null : (index.data.actors[at]?.id ?? null));
  const actors = (list: number[]) => list.map(actor).filter((id) => id !== null);
  const claims = (list: number[]) => list.map((at) => index.data.claims[at]?.key).filter((key) => key !== undefined);
  if (state.language !== start.language) link.put("lang", state.language);
  if (state.theme !== start.theme) link.put("theme", state.theme);
  if (state.folded) link.put("states", "yes");
  writeShown(link, state, start, index);
  if (state.gathered) link.put("gathered", "yes");
  writeFilters(link, state.filters, actor(state.filters.speaker));
  link.list("unfold", state.unfolded);
  writeSelection(link, state.selection, index);
  if (state.panel !== start.panel) link.put("panel", state.panel);
  else if (opens(state.selection)) link.put("panel", "none");
  const { from, to, k, maxHops, directed, affiliations } = state.paths;
  link.put("from", actor(from));
  link.put("to", actor(to));
  if (k !== start.paths.k) link.put("k", String(k));
  if (maxHops !== start.paths.maxHops) link.put("hops", String(maxHops));
  if (directed !== start.paths.directed) link.put("directed", directed ? "yes" : "no");
  if (affiliations) link.put("affiliations", "yes");
  link.list("path", claims(state.highlighted));
  link.list("through", state.linked.map((at) => affiliationName(index, at)));
  if (state.camera) link.put("camera", [state.camera.x, state.camera.y, state.camera.zoom].map(short).join());
  return link.text;

  function writeShown(link: Link, state: State, start: State, index: Index): void {
    if (state.shown === start.shown) return;
    const shown = new Set(state.shown);
    const placed = index.data.actors.flatMap((of, at) => (of.at ? [at] : []));
    // The strongest that are all shown but for a few, and those few: short for every way of getting there.
    const tops = [0, start.shown.length, 300, placed.length].filter((top) => top <= placed.length);
    let best: { top: number; and: number[]; not: number[] } | null = null;
    for (const top of tops) {
      const strongest = new Set(placed.slice(0, top));
      const and = state.shown.filter((at) => !strongest.has(at));
      const not = [...strongest].filter((at) => !shown.has(at));
      if (best === null || and.length + not.length < best.and.length + best.not.length) best = { top, and, not };
    }
    if (best === null) return;
    const { top, and, not } = best;
    if (top !== start.shown.length) link.put("top", top === placed.length ? "all" : String(top));
    link.list("and", actors(and));
    link.list("not", actors(not));
  }
}

function writeFilters(link: Link, filters: Filters, speaker: string | null): void {
  link.list("kind", filters.kinds);
  link.list("event", filters.events);
  link.put("polarity", filters.polarity);
  link.list("factuality", filters.factualities);
  link.put("speaker", speaker);
  link.put("publisher", filters.publisher);
  link.put("language", filters.language);
  link.put("since", filters.since);
  link.put("until", filters.until);
  if (filters.minConfidence > 0) link.put("confidence", short(filters.minConfidence));
  if (filters.text !== "") link.put("text", filters.text);
}

/** `source>target>relation`, with the actors' ids. */
function affiliationName({ data }: Index, at: number): string {
  const of = data.affiliations[at];
  return of ? `${data.actors[of.source]?.id}>${data.actors[of.target]?.id}>${of.relation}` : "";
}

function readLinked(names: string[], index: Index): number[] {
  if (names.length === 0) return [];
  const wanted = new Set(names);
  return index.data.affiliations.flatMap((_, at) => (wanted.has(affiliationName(index, at)) ? [at] : []));
}

function writeSelection(link: Link, selection: Selection, { data }: Index): void {
  if (selection?.type === "actor") link.put("actor", data.actors[selection.actor]?.id ?? null);
  if (selection?.type === "edge") link.put("edge", selection.edge);
  if (selection?.type === "claim") link.put("claim", data.claims[selection.claim]?.key ?? null);
}

/** Whether a link to it opens its details. */
function opens(selection: Selection): boolean {
  return selection?.type === "edge" || selection?.type === "claim";
}

/** The state that a fragment leads to; what it does not name is as in `start`. */
export function readLink(fragment: string, start: State, index: Index): State {
  const link = new Link(fragment);
  const actor = (name: string) => index.actor(link.get(name) ?? "");
  const actors = (name: string) => link.all(name).map((id) => index.actor(id)).filter((at) => at !== null);
  const claims = (name: string) => link.all(name).map((key) => index.claim(key)).filter((at) => at !== null);
  const language = link.get("lang");
  const theme = link.get("theme");
  const { paths } = start;
  return {
    language: language === "en" || language === "es" ? language : start.language,
    theme: theme === "light" || theme === "dark" || theme === "auto" ? theme : start.theme,
    folded: link.get("states") === "yes",
    shown: readShown(),
    gathered: link.get("gathered") === "yes",
    filters: { ...readFilters(link, start.filters), speaker: actor("speaker") },
    unfolded: link.all("unfold"),
    selection: readSelection(),
    // A link to an arrow or a claim opens it, unless it says that nothing is open.
    panel: oneOf(PANELS, link.get("panel")) ?? (opens(readSelection()) && !link.get("panel") ? "details" : start.panel),
    paths: {
      from: actor("from"),
      to: actor("to"),
      k: whole(link.get("k"), 1, 20) ?? paths.k,
      maxHops: whole(link.get("hops"), 1, MOST_HOPS) ?? paths.maxHops,
      directed: link.get("directed") === null ? paths.directed : link.get("directed") === "yes",
      affiliations: link.get("affiliations") === "yes",
    },
    highlighted: claims("path"),
    linked: readLinked(link.all("through"), index),
    camera: readCamera(link.get("camera")),
  };

  function readShown(): number[] {
    if (["top", "and", "not"].every((name) => link.get(name) === null)) return start.shown;
    const top = link.get("top");
    const placed = index.data.actors.flatMap((of, at) => (of.at ? [at] : []));
    const many = top === "all" ? placed.length : (whole(top, 0, placed.length) ?? start.shown.length);
    const hidden = new Set(actors("not"));
    return [...new Set([...placed.slice(0, many), ...actors("and")])].filter((at) => !hidden.has(at));
  }
  function readSelection(): Selection {
    const claim = index.claim(link.get("claim") ?? "");
    if (claim !== null) return { type: "claim", claim };
    const edge = link.get("edge");
    if (edge) return { type: "edge", edge };
    const selected = actor("actor");
    return selected === null ? null : { type: "actor", actor: selected };
  }
}

function readFilters(link: Link, start: Filters): Filters {
  const confidence = Number(link.get("confidence") ?? 0);
  return {
    ...start,
    kinds: link.all("kind"),
    events: link.all("event"),
    polarity: oneOf(POLARITIES, link.get("polarity")),
    factualities: FACTUALITIES.filter((value) => link.all("factuality").includes(value)),
    publisher: fold(link.get("publisher") ?? "") === "" ? null : link.get("publisher"),
    language: link.get("language") || null,
    since: day(link.get("since")),
    until: day(link.get("until")),
    minConfidence: confidence > 0 && confidence <= 1 ? confidence : 0,
    text: link.get("text") ?? "",
  };
}

function readCamera(text: string | null): State["camera"] {
  const [x, y, zoom, ...rest] = (text ?? "").split(",").map((part) => (part === "" ? NaN : Number(part)));
  if (x === undefined || y === undefined || zoom === undefined || rest.length > 0) return null;
  const fits = [x, y].every((value) => Math.abs(value) < 1e9) && zoom > 1e-6 && zoom < 1e4;
  return fits ? { x, y, zoom } : null;
}

function oneOf<T extends string | null>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

function whole(text: string | null, least: number, most: number): number | null {
  if (text === null || !/^\d{1,7}$/.test(text)) return null;
  return Math.min(most, Math.max(least, Number(text)));
}

function day(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
}

/** Four figures that count, without an exponent. */
function short(value: number): string {
  return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
}

/** Names and values of a fragment; commas part the items of a list. */
class Link {
  readonly #values = new Map<string, string>();

  constructor(fragment = "") {
    for (const part of fragment.replace(/^#/, "").split("&")) {
      const at = part.indexOf("=");
      if (at > 0) this.#values.set(part.slice(0, at), part.slice(at + 1));
    }
  }
  get text(): string {
    const parts = [...this.#values].map(([name, value]) => `${name}=${value}`);
    return parts.length === 0 ? "" : `#${parts.join("&")}`;
  }
  put(name: string, value: string | null): void {
    if (value !== null && value !== "") this.#values.set(name, name === "camera" ? value : encode(value));
  }
  list(name: string, values: string[]): void {
    if (values.length > 0) this.#values.set(name, values.map(encode).join());
  }
  get(name: string): string | null {
    const value = this.#values.get(name);
    return value === undefined ? null : decode(value).slice(0, MOST_LENGTH);
  }
  all(name: string): string[] {
    const value = this.#values.get(name);
    if (!value) return [];
    return value.split(",", MOST_ITEMS).map((item) => decode(item).slice(0, MOST_LENGTH));
  }
}

/** Percent-encodes what would end a value, an item or the fragment; the rest stays readable. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%(3A|2F|3D|7C|40)/g, (code) => decodeURIComponent(code));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}
