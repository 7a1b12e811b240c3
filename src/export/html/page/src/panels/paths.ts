// The path finder: how two actors are linked, over the claims that pass the filters.

import { announce, fill, freshId, h, icon, name } from "../dom";
import { number, t } from "../i18n";
import { MOST_HOPS } from "../link";
import { BACKGROUND, type Hop, type Link, Network } from "../paths";
import { NO_FILTERS } from "../store";
import type { Filters, State } from "../types";
import { claimBrief } from "./claim";
import { combobox } from "./combobox";
import { affiliationLine } from "./details";
import { type Context, type Panel, actorAt, actorLink, button, claimAt, isPlaced, select } from "./context";
import { activeFilters } from "./filters";

export function pathsPanel(ctx: Context): Panel {
  const form = new Form(ctx);
  return { body: form.body, update: (state, before) => form.update(state, before) };
}

class Form {
  readonly body: HTMLElement;
  readonly #ctx: Context;
  readonly #from;
  readonly #to;
  readonly #k: HTMLInputElement;
  readonly #hops: HTMLInputElement;
  readonly #directed: HTMLInputElement;
  readonly #affiliations: HTMLInputElement;
  readonly #result = h("div", { class: "paths-result" });
  /** Found once, so that a change of the filters finds anew. */
  #hasAsked = false;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    const set = (patch: Partial<State["paths"]>) => ctx.store.update({ paths: { ...ctx.store.state.paths, ...patch } });
    const allowed = (actor: number) => (isPlaced(ctx, actor) || ctx.store.state.paths.affiliations) && ctx.model.standIn(ctx.store.state, actor) === actor;
    const box = (which: "from" | "to") =>
      combobox(ctx, { label: t(`paths.${which}`), testid: `path-${which}`, placeholder: t("paths.placeholder"), keeps: true, allowed, choose: (actor) => set({ [which]: actor }) });
    this.#from = box("from");
    this.#to = box("to");
    const count = (testid: string, most: number, change: (value: number) => void) => {
      const input = h("input", { type: "number", class: "field", min: 1, max: most, "data-testid": testid });
      input.addEventListener("change", () => change(Math.min(most, Math.max(1, Math.round(Number(input.value) || 1)))));
      return input;
    };
    this.#k = count("path-k", 20, (k) => set({ k }));
    this.#hops = count("path-hops", MOST_HOPS, (maxHops) => set({ maxHops }));
    this.#directed = h("input", { type: "checkbox", "data-testid": "path-directed", onchange: () => set({ directed: this.#directed.checked }) });
    this.#affiliations = h("input", { type: "checkbox", "data-testid": "path-affiliations", onchange: () => set({ affiliations: this.#affiliations.checked }) });
    this.body = h("div", { class: "paths" }, this.#form(set), this.#result);
  }

  #form(set: (patch: Partial<State["paths"]>) => void): HTMLElement {
    const swap = () => {
      const { from, to } = this.#ctx.store.state.paths;
      set({ from: to, to: from });
    };
    const labelled = (label: string, input: HTMLInputElement) => {
      input.id = freshId("field");
      return h("div", { class: "labelled" }, h("label", { for: input.id }, label), input);
    };
    const form = h(
      "form",
      { class: "paths-form" },
      h("div", { class: "labelled" }, h("label", { for: this.#from.input.id }, t("paths.from")), this.#from.element),
      h("button", { type: "button", class: "button icon-only swap", "aria-label": t("paths.swap"), "data-testid": "path-swap", onclick: swap }, icon("swap")),
      h("div", { class: "labelled" }, h("label", { for: this.#to.input.id }, t("paths.to")), this.#to.element),
      labelled(t("paths.k"), this.#k),
      labelled(t("paths.hops"), this.#hops),
      h("label", { class: "check" }, this.#directed, h("span", null, t("paths.directed"))),
      h("label", { class: "check" }, this.#affiliations, h("span", null, t("paths.affiliations"))),
      h("button", { type: "submit", class: "button primary", "data-testid": "path-find" }, t("paths.find")),
      h("p", { class: "note" }, t("paths.filters")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#hasAsked = true;
      this.#find(true);
    });
    return form;
  }

  update(state: State, before: State | null): void {
    const { paths } = state;
    if (!before || before.paths !== paths || before.folded !== state.folded) {
      this.#from.show(paths.from);
      this.#to.show(paths.to);
      this.#k.value = String(paths.k);
      this.#hops.value = String(paths.maxHops);
      this.#directed.checked = paths.directed;
      this.#affiliations.checked = paths.affiliations;
    }
    // A link that names both ends shows its paths at once.
    if (!before && paths.from !== null && paths.to !== null) this.#hasAsked = true;
    const isChanged = !before || before.paths !== paths || before.filters !== state.filters || before.folded !== state.folded;
    if (isChanged && this.#hasAsked) this.#find(false);
    else if (before && (before.highlighted !== state.highlighted || before.linked !== state.linked)) this.#mark();
  }

  #find(isAsked: boolean): void {
    const { state } = this.#ctx.store;
    const { k, maxHops } = state.paths;
    const [from, to] = [state.paths.from, state.paths.to].map((actor) => (actor === null ? null : this.#ctx.model.standIn(state, actor)));
    if (from == null || to == null) {
      fill(this.#result, h("p", { class: "empty", "data-testid": "path-none" }, t("paths.need")));
      if (isAsked) announce(t("paths.need"));
      return;
    }
    const network = networkOf(this.#ctx, state);
    const found = network.best(from, to, k, maxHops);
    const heading = found.length === 0 ? t("paths.none") : t("paths.found", { n: found.length });
    if (isAsked) announce(heading);
    const content = found.length === 0 ? whyNot(this.#ctx, state, network, from, to) : h("ol", { class: "path-list" }, found.map((path, at) => this.#path(path, at)));
    fill(this.#result, h("h3", null, heading), content);
    this.#mark();
    if (isAsked && found[0]) this.#show(found[0], 0);
  }

  #path(path: Hop[], at: number): HTMLElement {
    const show = () => this.#show(path, at);
    const first = path[0];
    const names = first ? [first.from, ...path.map((hop) => hop.to)].map((actor) => h("li", null, actorLink(this.#ctx, actor))) : [];
    return h(
      "li",
      { class: "path", "data-testid": "path-result", ...taken(path) },
      h("div", { class: "path-head" }, h("h4", null, t("paths.path", { n: at + 1 }), h("small", null, t("paths.hops.count", { n: path.length }))), h("button", { type: "button", class: "button", "data-testid": "path-show", "aria-pressed": false, onclick: show }, t("paths.show"))),
      h("ol", { class: "chain" }, names),
      path.map((hop) => this.#hop(hop)),
    );
  }

  #hop(hop: Hop): HTMLElement {
    const [first, ...others] = byEvidence(this.#ctx, hop.claims);
    const title = h("h5", null, name(actorAt(this.#ctx, hop.from).name), " – ", name(actorAt(this.#ctx, hop.to).name));
    const open = (claim: number) => h("li", null, h("button", { type: "button", class: "row", onclick: () => select(this.#ctx, { type: "claim", claim }) }, claimLine(this.#ctx, claim)));
    const rest = others.length === 0 ? null : h("details", { class: "more" }, h("summary", null, t("paths.others", { n: others.length })), h("ul", { class: "rows" }, others.slice(0, 50).map(open)));
    const { affiliations } = this.#ctx.data;
    const standing = hop.affiliations.flatMap((at) => affiliations[at] ?? []).map((edge) => affiliationLine(this.#ctx, edge, null));
    return h("div", { class: "hop" }, title, first === undefined ? null : claimBrief(this.#ctx, first), rest, standing.length > 0 ? h("ul", { class: "plain standing", "data-testid": "path-affiliation" }, standing) : null);
  }

  /** Brings a path to the front of the picture, with its actors; a second press takes it back. */
  #show(path: Hop[], at: number): void {
    const { state } = this.#ctx.store;
    const [claims, affiliations] = [path.flatMap((hop) => hop.claims), path.flatMap((hop) => hop.affiliations)];
    if (state.highlighted.join() === claims.join() && state.linked.join() === affiliations.join()) {
      this.#ctx.store.update({ highlighted: [], linked: [] });
      return announce(t("paths.cleared"));
    }
    const actors = path.flatMap((hop) => [hop.from, hop.to]);
    const drawn = new Set(this.#ctx.model.drawnActors(state));
    const missing = [...new Set(actors)].filter((actor) => !drawn.has(actor));
    this.#ctx.store.update({ highlighted: claims, linked: affiliations, shown: [...state.shown, ...missing.flatMap((actor) => this.#members(state, actor))] });
    announce(t("paths.highlighted", { n: at + 1 }));
  }

  /** What to show so that an actor is drawn: itself, or one that folds into it. */
  #members(state: State, actor: number): number[] {
    if (!state.folded || this.#ctx.model.standIn(state, actor) === actor) return [actor];
    const member = this.#ctx.data.actors.findIndex((_, other) => this.#ctx.model.standIn(state, other) === actor);
    return member < 0 ? [] : [member];
  }

  #mark(): void {
    const { highlighted, linked } = this.#ctx.store.state;
    const now = `${highlighted.join(" ")}|${linked.join(" ")}`;
    for (const item of this.#result.querySelectorAll<HTMLElement>(".path")) {
      const isShown = now !== "|" && `${item.dataset["claims"]}|${item.dataset["affiliations"]}` === now;
      item.classList.toggle("is-shown", isShown);
      item.querySelector("[data-testid=path-show]")?.setAttribute("aria-pressed", String(isShown));
    }
  }
}

/** What a path takes, as attributes. */
function taken(path: Hop[]): Record<string, string> {
  return { "data-claims": path.flatMap((hop) => hop.claims).join(" "), "data-affiliations": path.flatMap((hop) => hop.affiliations).join(" ") };
}

/** Surest first, then by date, then by key, as the program lists them. */
function byEvidence(ctx: Context, claims: readonly number[]): number[] {
  const date = (claim: number) => claimAt(ctx, claim).date ?? "9999-99";
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...claims].sort((a, b) => claimAt(ctx, b).confidence - claimAt(ctx, a).confidence || order(date(a), date(b)) || order(claimAt(ctx, a).key, claimAt(ctx, b).key));
}

function claimLine(ctx: Context, claim: number): HTMLElement {
  const of = claimAt(ctx, claim);
  const text = ctx.data.documents[of.document]?.passages[of.passage]?.text.slice(of.quote[0], of.quote[1]) ?? "";
  return h("span", { class: "clip", dir: "auto" }, text.slice(0, 300));
}

/** What the state allows to go over. */
function networkOf(ctx: Context, state: State, { directed, affiliations } = state.paths): Network {
  const links: Link[] = [];
  for (const claim of ctx.model.visibleClaims(state)) {
    const { source, target } = ctx.model.ends(state, claim);
    if (source === null || target === null) continue;
    const { symmetric, confidence } = claimAt(ctx, claim);
    links.push({ of: "claim", at: claim, source, target, symmetric, confidence });
  }
  for (const [at, edge] of affiliations ? ctx.data.affiliations.entries() : []) {
    const [source, target] = [ctx.model.standIn(state, edge.source), ctx.model.standIn(state, edge.target)];
    links.push({ of: "affiliation", at, source, target, symmetric: false, confidence: BACKGROUND });
  }
  return new Network(ctx.data.actors.map((actor) => actor.id), links, directed);
}

const CONDITIONS: [keyof Filters, Parameters<typeof t>[0]][] = [
  ["kinds", "filters.kind"],
  ["events", "filters.event"],
  ["polarity", "filters.polarity"],
  ["factualities", "filters.factuality"],
  ["speaker", "filters.speaker"],
  ["publisher", "filters.outlet"],
  ["language", "filters.language"],
  ["since", "filters.since"],
  ["until", "filters.until"],
  ["minConfidence", "filters.confidence"],
  ["text", "filters.text"],
];

/** Why there is no path, and what would give one. */
function whyNot(ctx: Context, state: State, network: Network, from: number, to: number): HTMLElement {
  const lines: string[] = [];
  const { filters, paths } = state;
  if (from === to) lines.push(t("paths.same"));
  else {
    const open = { ...state, filters: NO_FILTERS };
    const edges = (of: State) => ctx.model.visibleClaims(of).filter((claim) => isEdge(ctx, of, claim));
    const all = edges(open);
    lines.push(t("paths.left", { left: edges(state).length, all: all.length }));
    lines.push(t("paths.reached", { from: network.reached(from, false), to: network.reached(to, true) }));
    const refused = CONDITIONS.map(([part, key]) => {
      const passing = new Set(ctx.model.visibleClaims({ ...open, filters: { ...NO_FILTERS, [part]: filters[part] } }));
      return { label: t(key), count: all.filter((claim) => !passing.has(claim)).length };
    }).filter(({ count }) => count > 0);
    refused.sort((a, b) => b.count - a.count);
    if (refused.length > 0) lines.push(t("paths.refused", { list: refused.map(({ label, count }) => `${label} ${number(count)}`).join(", ") }));
    const more = network.hops(from, to);
    if (more !== null) lines.push(t("paths.more", { n: more }));
    const undirected = paths.directed ? networkOf(ctx, state, { ...paths, directed: false }).hops(from, to) : null;
    if (undirected !== null) lines.push(t("paths.undirected", { n: undirected }));
    const standing = paths.affiliations ? null : networkOf(ctx, state, { ...paths, affiliations: true }).hops(from, to);
    if (standing !== null) lines.push(t("paths.standing", { n: standing }));
    const unfiltered = activeFilters(filters) > 0 ? networkOf(ctx, open).hops(from, to) : null;
    if (unfiltered !== null) lines.push(t("paths.unfiltered", { n: unfiltered }));
  }
  const reset = button(t("paths.reset"), () => ctx.store.update({ filters: NO_FILTERS }));
  return h("div", { class: "why-not", "data-testid": "path-none" }, h("ul", null, lines.map((line) => h("li", null, line))), activeFilters(filters) > 0 ? reset : null);
}

function isEdge(ctx: Context, state: State, claim: number): boolean {
  const { source, target } = ctx.model.ends(state, claim);
  return source !== null && target !== null;
}
