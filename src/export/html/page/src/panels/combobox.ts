// A text field with a list of actors below it: the combobox of the ARIA patterns, with list and no inline completion.

import { fold } from "../data";
import { fill, freshId, h, name } from "../dom";
import { t } from "../i18n";
import { type Context, actorAt, actorHint, actorSwatch } from "./context";

/** How many matches are listed. */
const LISTED = 12;

export interface Combobox {
  element: HTMLElement;
  input: HTMLInputElement;
  /** Shows an actor as the choice; null empties the field. */
  show(actor: number | null): void;
}

interface Options {
  label: string;
  testid: string;
  placeholder?: string;
  hint?: string;
  /** Only these actors are offered. */
  allowed?: (actor: number) => boolean;
  /** With Shift and Enter, or a click on the end of the line, where `grows` is set. */
  grows?: boolean;
  /** Keeps the name in the field, or empties it after each choice. */
  keeps: boolean;
  choose(actor: number | null, grow: boolean): void;
}

/** Actors whose names, aliases, id or state match, the best first: the number of all and the first few. */
export function findActors(ctx: Context, query: string, allowed?: (actor: number) => boolean): { all: number; actors: number[] } {
  const wanted = fold(query);
  const raw = query.trim().toLowerCase();
  const found: [number, number][] = [];
  for (let actor = 0; actor < ctx.data.actors.length; actor += 1) {
    if (allowed && !allowed(actor)) continue;
    const score = scoreOf(ctx, actor, wanted, raw);
    if (score !== null) found.push([score, actor]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return { all: found.length, actors: found.slice(0, LISTED).map(([, actor]) => actor) };
}

function scoreOf(ctx: Context, actor: number, wanted: string, raw: string): number | null {
  if (wanted === "" && raw === "") return 0;
  const of = actorAt(ctx, actor);
  const id = of.id.toLowerCase();
  const names = ctx.index.names(actor);
  if (id === raw || (wanted !== "" && names.includes(`\n${wanted}\n`))) return 0;
  if (of.state?.toLowerCase() === raw) return of.kind === "state" ? 0 : 3;
  if (wanted === "") return null;
  if (names.includes(`\n${wanted}`)) return 1;
  if (names.includes(` ${wanted}`)) return 2;
  if (raw.length > 2 && id.startsWith(raw)) return 3;
  return names.includes(wanted) ? 4 : null;
}

export function combobox(ctx: Context, options: Options): Combobox {
  const listId = freshId("list");
  const hintId = freshId("hint");
  const input = h("input", {
    type: "text",
    role: "combobox",
    class: "field",
    id: freshId("combobox"),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder: options.placeholder ?? "",
    "aria-label": options.label,
    "aria-autocomplete": "list",
    "aria-expanded": false,
    "aria-controls": listId,
    "aria-describedby": options.hint ? hintId : undefined,
    "data-testid": options.testid,
    dir: "auto",
  });
  const list = h("ul", { id: listId, role: "listbox", class: "options", hidden: true, "aria-label": options.label });
  const said = h("span", { class: "visually-hidden", "aria-live": "polite" });
  const note = h("div", { class: "options-note", hidden: true });
  const popup = h("div", { class: "popup" }, list, note);
  const hint = options.hint ? h("span", { id: hintId, class: "visually-hidden" }, options.hint) : null;
  let offered: number[] = [];
  let active = -1;
  let chosen: number | null = null;

  const close = () => {
    list.hidden = true;
    note.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (at: number) => {
    active = at;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = list.children[at];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    const query = chosen !== null && input.value === actorAt(ctx, chosen).name ? "" : input.value;
    const { all, actors } = findActors(ctx, query, options.allowed);
    offered = actors;
    fill(list, actors.map((actor, at) => optionOf(actor, at)));
    list.hidden = actors.length === 0;
    const left = all - actors.length;
    note.hidden = all > 0 && left === 0;
    note.textContent = all === 0 ? t("search.none", { query: input.value.slice(0, 80) }) : t("search.more", { n: left });
    said.textContent = all === 0 ? note.textContent : t("search.found", { n: all });
    input.setAttribute("aria-expanded", String(actors.length > 0));
    mark(query.trim() !== "" && actors.length > 0 ? 0 : -1);
  };
  const choose = (actor: number, grow: boolean) => {
    chosen = options.keeps ? actor : null;
    input.value = options.keeps ? actorAt(ctx, actor).name : "";
    close();
    options.choose(actor, grow);
  };
  const optionOf = (actor: number, at: number) => {
    const press = (grow: boolean) => (event: MouseEvent) => {
      event.preventDefault();
      event.stopPropagation();
      choose(actor, grow || event.shiftKey);
    };
    // A pointer's way to Shift and Enter; options hold no controls of their own.
    const grow = options.grows ? h("span", { class: "grow", "data-testid": "search-grow", onclick: press(true) }, t("search.grow")) : null;
    return h(
      "li",
      { id: `${listId}-${at}`, role: "option", "aria-selected": false, class: "option", "data-testid": "search-option", "data-actor": actor, onclick: press(false) },
      actorSwatch(ctx, actorAt(ctx, actor).kind),
      h("span", { class: "option-text" }, name(actorAt(ctx, actor).name), h("small", null, actorHint(ctx, actor))),
      grow,
    );
  };
  const clearIfEmpty = () => {
    if (!options.keeps) return;
    if (input.value.trim() === "" && chosen !== null) {
      chosen = null;
      options.choose(null, false);
    } else if (chosen !== null) input.value = actorAt(ctx, chosen).name;
  };

  input.addEventListener("input", open);
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("focus", () => options.keeps && input.select());
  input.addEventListener("blur", () => {
    clearIfEmpty();
    close();
  });
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const last = offered.length - 1;
    const isOpen = !list.hidden || !note.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) open();
      const step = event.key === "ArrowDown" ? active + 1 : active - 1;
      mark(step > last ? 0 : step < 0 ? last : step);
    } else if (event.key === "Enter") {
      const actor = offered[active];
      if (isOpen && actor !== undefined) {
        event.preventDefault();
        choose(actor, event.shiftKey && options.grows === true);
      } else if (input.value.trim() === "") clearIfEmpty();
    } else if (event.key === "Escape" && (isOpen || (!options.keeps && input.value !== ""))) {
      event.preventDefault();
      event.stopPropagation();
      if (!options.keeps) input.value = "";
      close();
    } else if (event.key === "Tab") close();
  });
  return {
    element: h("div", { class: "combobox" }, input, popup, hint, said),
    input,
    show(actor) {
      chosen = actor;
      if (document.activeElement !== input || input.value === "") input.value = actor === null ? "" : actorAt(ctx, actor).name;
    },
  };
}
