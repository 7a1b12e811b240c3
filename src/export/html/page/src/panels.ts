// Everything of the page that is not the picture: the header, the time, the panels, the keys between them.

import { announce, fill, h, icon } from "./dom";
import { setLanguage, t, word } from "./i18n";
import type { Model } from "./model";
import type { Context, Panel } from "./panels/context";
import { contestedPanel } from "./panels/contested";
import { detailsPanel, detailsTitle } from "./panels/details";
import { filtersPanel } from "./panels/filters";
import { mountHeader, productOf } from "./panels/header";
import { helpPanel } from "./panels/help";
import { legendPanel } from "./panels/legend";
import { mountOverlay } from "./panels/overlay";
import { pathsPanel } from "./panels/paths";
import { Sheet } from "./panels/sheet";
import { mountSlider } from "./panels/slider";
import { tablePanel } from "./panels/table";
import type { Announcement, Stage } from "./stage";
import type { Store } from "./store";
import type { Data, PanelName, State } from "./types";

type Opened = Exclude<PanelName, null>;
type Update = (state: State, before: State | null) => void;

const MAKERS: Record<Opened, (ctx: Context) => Panel> = {
  details: detailsPanel,
  filters: filtersPanel,
  table: tablePanel,
  paths: pathsPanel,
  contested: contestedPanel,
  legend: legendPanel,
  help: helpPanel,
};

/** Panels without controls: they are scrolled by keys once they have the focus. */
const READ: ReadonlySet<Opened> = new Set(["legend", "help"]);

/** Builds all that surrounds the picture and keeps it in step with the state. */
export function mountPanels(root: HTMLElement, data: Data, store: Store, model: Model, stage: Stage): void {
  const deniedBy = new Map<string, number[]>();
  data.claims.forEach(({ denies }, claim) => {
    if (denies !== null) deniedBy.set(denies, [...(deniedBy.get(denies) ?? []), claim]);
  });
  for (const kind of ["support", "opposition"]) {
    const { colour, dark } = data.styles.claims[kind] ?? data.styles.other;
    document.documentElement.style.setProperty(`--${kind}-light`, colour);
    document.documentElement.style.setProperty(`--${kind}-dark`, dark);
  }
  new Surroundings(root, { data, index: model.index, store, model, stage, deniedBy });
}

class Surroundings {
  readonly #root: HTMLElement;
  readonly #ctx: Context;
  readonly #aside: HTMLElement;
  readonly #sheet: Sheet;
  #updates: Update[] = [];
  #open: { name: Opened; panel: Panel; title: HTMLElement } | null = null;
  /** Where the focus was when the panel opened. */
  #opener: Element | null = null;

  constructor(root: HTMLElement, ctx: Context) {
    this.#root = root;
    this.#ctx = ctx;
    this.#aside = this.#part("panel");
    this.#sheet = new Sheet(this.#aside, () => ctx.store.update({ panel: null }));
    this.#build();
    ctx.store.subscribe((state, before) => this.#update(state, before));
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #part(id: string): HTMLElement {
    const part = this.#root.querySelector<HTMLElement>(`#${id}`);
    if (!part) throw new Error(`the page has no #${id}`);
    return part;
  }

  /** Builds everything in the language of the state. */
  #build(): void {
    const { state } = this.#ctx.store;
    setLanguage(state.language);
    document.documentElement.lang = state.language;
    const { data } = this.#ctx;
    document.title = `${productOf(data)}: ${t("count.actors", { n: data.actors.length })}, ${t("count.claims", { n: data.claims.length })}`;
    this.#skipLink();
    this.#banner();
    nameStage(this.#ctx);
    const slider = mountSlider(this.#ctx, this.#part("slider"));
    const overlay = mountOverlay(this.#ctx, this.#part("overlay"));
    this.#updates = [mountHeader(this.#ctx, this.#part("header"), (panel) => this.#toggle(panel)), overlay, slider];
    for (const update of this.#updates) update(state, null);
    this.#theme(state);
    this.#panel(state, null);
  }

  #skipLink(): void {
    const skip = document.getElementById("skip");
    if (!skip) return;
    skip.textContent = t("skip");
    // The address keeps the view, so the link may not change it.
    skip.onclick = (event) => {
      event.preventDefault();
      this.#opener = skip;
      this.#ctx.store.update({ panel: "table" });
      const row = this.#aside.querySelector<HTMLElement>("tr[tabindex='0']") ?? this.#open?.title;
      row?.focus();
    };
  }

  #banner(): void {
    const { data } = this.#ctx;
    const banner = this.#part("banner");
    const isEmpty = data.claims.length === 0;
    banner.hidden = data.partial === null && !isEmpty;
    if (isEmpty) banner.textContent = t("banner.empty");
    if (!data.partial) return;
    const { actors, claims } = data.partial;
    banner.textContent = t("banner.partial", { shown: data.actors.length, actors: t("count.actors", { n: actors }), some: data.claims.length, claims: t("count.claims", { n: claims }) });
  }

  #theme(state: State): void {
    const root = document.documentElement;
    if (state.theme === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = state.theme;
  }

  #update(state: State, before: State): void {
    if (state.language !== before.language) return this.#rebuild();
    if (state.theme !== before.theme) this.#theme(state);
    for (const update of this.#updates) update(state, before);
    this.#panel(state, before);
  }

  /** Builds all anew and puts the focus back where it was. */
  #rebuild(): void {
    const testid = document.activeElement?.getAttribute("data-testid");
    this.#close(false);
    this.#build();
    if (testid) document.querySelector<HTMLElement>(`[data-testid="${CSS.escape(testid)}"]`)?.focus();
  }

  #panel(state: State, before: State | null): void {
    if (state.panel !== (this.#open?.name ?? null)) {
      if (state.panel === null) this.#close(true);
      else this.#show(state.panel);
      return this.#open?.panel.update(state, null);
    }
    if (!this.#open) return;
    if (this.#open.name === "details") this.#open.title.textContent = detailsTitle(state.selection);
    this.#open.panel.update(state, before);
  }

  #show(panel: Opened): void {
    const hadFocus = this.#aside.contains(document.activeElement);
    if (!hadFocus) this.#opener = document.activeElement;
    const made = MAKERS[panel](this.#ctx);
    const title = h("h2", { id: "panel-title", tabindex: -1 }, panel === "details" ? detailsTitle(this.#ctx.store.state.selection) : t(`panel.${panel}`));
    const close = h("button", { type: "button", class: "button icon-only quiet", "aria-label": t("close"), title: t("close"), "data-testid": "panel-close", onclick: () => this.#ctx.store.update({ panel: null }) }, icon("close"));
    const head = h("div", { class: "panel-head" }, this.#sheet.grip(), title, close);
    this.#sheet.follow(head);
    fill(this.#aside, head, h("div", { class: "panel-body", ...(READ.has(panel) ? { tabindex: 0, role: "group", "aria-labelledby": "panel-title" } : {}) }, made.body));
    this.#aside.className = `panel panel-${panel}`;
    this.#aside.setAttribute("data-testid", `panel-${panel}`);
    this.#aside.setAttribute("aria-labelledby", "panel-title");
    this.#aside.hidden = false;
    this.#open = { name: panel, panel: made, title };
    const isStage = this.#opener instanceof HTMLCanvasElement;
    // Moving the focus out of the picture or the search would interrupt who works there.
    if (hadFocus || (!isStage && this.#opener instanceof HTMLButtonElement)) title.focus({ preventScroll: true });
  }

  #close(givesBack: boolean): void {
    const hadFocus = this.#aside.contains(document.activeElement) || document.activeElement === document.body;
    const name = this.#open?.name;
    this.#aside.hidden = true;
    this.#aside.removeAttribute("data-testid");
    fill(this.#aside);
    this.#open = null;
    if (!givesBack || !hadFocus) return;
    const opener = this.#opener instanceof HTMLElement && this.#opener.isConnected ? this.#opener : null;
    const target = opener && opener !== document.body ? opener : document.querySelector<HTMLElement>(`[data-testid="button-${name}"]`);
    if (target) target.focus();
    else this.#ctx.stage.focus();
  }

  #toggle(panel: PanelName): void {
    this.#ctx.store.update({ panel: this.#ctx.store.state.panel === panel ? null : panel });
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { state } = this.#ctx.store;
    if (event.key === "Escape" && state.panel !== null) {
      event.preventDefault();
      // From wherever it is pressed, the focus goes back to where the panel was opened.
      this.#aside.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
      this.#ctx.store.update({ panel: null });
    } else if (isTyping(event.target)) return;
    else if (event.key === "?") {
      event.preventDefault();
      this.#toggle("help");
    } else if (event.key === "/") {
      event.preventDefault();
      this.#root.querySelector<HTMLElement>("[data-testid=search]")?.focus();
    }
  }
}

/** Gives the picture its words, and a voice. */
function nameStage(ctx: Context): void {
  const { data, model, stage, store } = ctx;
  const counts = { actors: t("count.actors", { n: data.actors.length }), claims: t("count.claims", { n: data.claims.length }) };
  stage.words = {
    title: document.title || t("title"),
    caption: t("stage.caption", counts),
    kind: (kind) => word("kind", kind),
    actorKind: (kind) => word("actorkind", kind),
    not: t("stage.not"),
    negated: t("flag.negated"),
  };
  stage.canvas.setAttribute("aria-label", t("stage.label", { n: model.drawnActors(store.state).length }));
  // The picture itself shows where the keyboard is.
  stage.onAnnounce = (said) => announce(spoken(ctx, said), said.what === "actor" || said.what === "edge");
  stage.restyle();
}

/** What the keyboard has reached on the picture, in words. */
function spoken({ data, model, store }: Context, said: Announcement): string {
  const called = (actor: number) => data.actors[actor]?.name ?? "";
  switch (said.what) {
    case "actor":
      return t("stage.actor", { name: called(said.actor), kind: word("actorkind", data.actors[said.actor]?.kind ?? ""), n: said.arrows });
    case "edge": {
      const edge = model.edge(store.state, said.edge);
      if (!edge) return "";
      const { source, target, kind, polarity, claims } = edge;
      const values = { source: called(source), target: called(target), kind: word("kind", kind), n: claims.length, place: said.place, of: said.of };
      return t(polarity === "negated" ? "stage.edge.negated" : "stage.edge", values);
    }
    case "grown":
      return said.added > 0 ? t("search.grown", { name: called(said.actor), n: said.added }) : t("stage.unchanged", { name: called(said.actor) });
    case "hidden":
      return t("actor.hidden", { name: called(said.actor) });
    case "nothing":
      return t("stage.nothing");
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "range", "button", "radio"].includes(target.type);
}
