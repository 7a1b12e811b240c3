// The bar above the picture: what the page holds, the search, the switches, the panels' buttons, and what can be saved.

import { announce, fill, freshId, h, icon, save } from "../dom";
import { t, type Language } from "../i18n";
import type { Data, PanelName, State } from "../types";
import { copyText } from "./claim";
import { combobox } from "./combobox";
import { type Context, actorAt, isPlaced } from "./context";
import { activeFilters } from "./filters";
import { saveCsv } from "./table";

const BUTTONS = ["filters", "table", "paths", "contested", "legend", "help"] as const;
const THEMES = ["auto", "light", "dark"] as const;

type Update = (state: State, before: State | null) => void;

/** Below this width the panel is a sheet over the picture. */
export const NARROW = "(max-width: 720px)";

/** Fills the header; the answer brings it up to date. */
export function mountHeader(ctx: Context, header: HTMLElement, toggle: (panel: PanelName) => void): Update {
  const parts = [rollup(ctx), language(ctx), theme(ctx), panels(toggle)];
  const [rollupPart, languagePart, themePart, panelsPart] = parts;
  fill(
    header,
    heading(ctx),
    search(ctx),
    h("div", { class: "tools", role: "group", "aria-label": t("tools") }, rollupPart?.element, languagePart?.element, themePart?.element, exportMenu(ctx)),
    h("nav", { class: "panel-buttons", "aria-label": t("panels") }, panelsPart?.element),
  );
  return (state, before) => parts.forEach((part) => part.update(state, before));
}

/** The program that wrote the page, without its version. */
export function productOf(data: Data): string {
  return data.generator.split(" ")[0] ?? "";
}

interface Part {
  element: HTMLElement;
  update: Update;
}

function heading(ctx: Context): HTMLElement {
  const { documents, actors, claims } = ctx.data;
  const counts = [t("count.documents", { n: documents.length }), t("count.actors", { n: actors.length }), t("count.claims", { n: claims.length })];
  return h("div", { class: "heading" }, h("h1", null, productOf(ctx.data)), h("p", { class: "counts" }, counts.join(" · ")));
}

/** Puts an actor, and with `grow` its neighbours, into the picture. */
function bringIn(ctx: Context, actor: number, grow: boolean): void {
  const { state } = ctx.store;
  const standIn = ctx.model.standIn(state, actor);
  const { name: called } = actorAt(ctx, standIn);
  if (!isPlaced(ctx, actor)) {
    ctx.store.update({ selection: { type: "actor", actor: standIn }, panel: "details" });
    return announce(t("search.unplaced", { name: called }));
  }
  ctx.stage.reveal(actor);
  // On a small screen the panel would hide what was just brought in.
  if (!matchMedia(NARROW).matches) ctx.store.update({ panel: "details" });
  if (grow) ctx.stage.grow(standIn);
  else announce(t("search.added", { name: called }));
}

function search(ctx: Context): HTMLElement {
  const box = combobox(ctx, {
    label: t("search"),
    testid: "search",
    placeholder: t("search.placeholder"),
    hint: t("search.hint"),
    keeps: false,
    grows: true,
    choose: (actor, grow) => actor !== null && bringIn(ctx, actor, grow),
  });
  return h("div", { class: "search", role: "search" }, icon("search"), box.element);
}

function rollup(ctx: Context): Part {
  const press = () => ctx.store.update({ folded: !ctx.store.state.folded });
  const element = h("button", { type: "button", role: "switch", class: "switch", "aria-checked": false, "data-testid": "rollup", title: t("rollup.hint"), onclick: press }, h("span", { class: "switch-box", "aria-hidden": "true" }), h("span", null, t("rollup")));
  element.hidden = ctx.data.is_folded;
  return { element, update: (state) => element.setAttribute("aria-checked", String(state.folded)) };
}

function language(ctx: Context): Part {
  const other: Record<Language, Language> = { en: "es", es: "en" };
  const to = other[ctx.store.state.language];
  const press = () => ctx.store.update({ language: other[ctx.store.state.language] });
  // The words on it are of the language that it leads to.
  const label = { en: "English", es: "Español" }[to];
  const element = h("button", { type: "button", class: "button quiet", lang: to, "data-testid": "language", "aria-label": label, title: label, onclick: press }, h("span", { "aria-hidden": "true" }, to.toUpperCase()));
  return { element, update: () => {} };
}

function theme(ctx: Context): Part {
  const press = () => {
    const at = THEMES.indexOf(ctx.store.state.theme);
    const next = THEMES[(at + 1) % THEMES.length] ?? "auto";
    ctx.store.update({ theme: next });
    announce(t("theme", { theme: t(`theme.${next}`) }));
  };
  const element = h("button", { type: "button", class: "button icon-only quiet", "data-testid": "theme", onclick: press });
  return {
    element,
    update(state) {
      const label = t("theme", { theme: t(`theme.${state.theme}`) });
      element.setAttribute("aria-label", label);
      element.title = label;
      fill(element, icon(state.theme));
    },
  };
}

function panels(toggle: (panel: PanelName) => void): Part {
  const badge = h("span", { class: "badge", hidden: true });
  const buttons = BUTTONS.map((panel) => {
    const label = t(`button.${panel}`);
    const element = h("button", { type: "button", class: "button tab", "data-testid": `button-${panel}`, "aria-expanded": false, "aria-controls": "panel", title: label, onclick: () => toggle(panel) }, icon(panel), h("span", { class: "tab-label" }, label), panel === "filters" ? badge : null);
    return { panel, element };
  });
  return {
    element: h("div", { class: "tabs" }, buttons.map(({ element }) => element)),
    update(state) {
      for (const { panel, element } of buttons) element.setAttribute("aria-expanded", String(state.panel === panel));
      const active = activeFilters(state.filters);
      badge.hidden = active === 0;
      badge.textContent = String(active);
    },
  };
}

/** A button that shows a list of further buttons. */
function exportMenu(ctx: Context): HTMLElement {
  const id = freshId("menu");
  const press = h("button", { type: "button", class: "button icon-only quiet", "aria-expanded": false, "aria-controls": id, "aria-label": t("export"), title: t("export"), "data-testid": "export" }, icon("export"));
  const isOpen = () => !list.hidden;
  const show = (open: boolean) => {
    list.hidden = !open;
    press.setAttribute("aria-expanded", String(open));
  };
  const item = (testid: string, label: string, action: () => void) =>
    h("li", null, h("button", { type: "button", class: "menu-item", "data-testid": testid, onclick: () => (show(false), press.focus(), action()) }, label));
  const list = h(
    "ul",
    { id, class: "menu", hidden: true },
    item("save-png", t("export.png"), () => void savePng(ctx)),
    item("save-svg", t("export.svg"), () => saveSvg(ctx)),
    item("export-csv", t("export.csv"), () => saveCsv(ctx, ctx.model.visibleClaims(ctx.store.state))),
    item("copy-link", t("export.link"), () => void copyLink(ctx)),
  );
  press.addEventListener("click", () => show(!isOpen()));
  const menu = h("div", { class: "menu-holder" }, press, list);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopPropagation();
    show(false);
    press.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && menu.contains(event.relatedTarget))) show(false);
  });
  // A click on a button focuses nothing in some browsers, so that no focus is lost either.
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !(event.target instanceof Node && menu.contains(event.target))) show(false);
  });
  return menu;
}

async function savePng(ctx: Context): Promise<void> {
  try {
    save(await ctx.stage.toPng(), "graph.png");
    announce(t("export.saved", { file: "graph.png" }));
  } catch {
    announce(t("export.failed"));
  }
}

function saveSvg(ctx: Context): void {
  save(new Blob([ctx.stage.toSvg()], { type: "image/svg+xml" }), "graph.svg");
  announce(t("export.saved", { file: "graph.svg" }));
}

async function copyLink(ctx: Context): Promise<void> {
  const base = location.href.split("#")[0] ?? "";
  announce(t((await copyText(base + ctx.store.link)) ? "export.copied" : "export.copyfail"));
}
