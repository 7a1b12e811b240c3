// The claims as a table: only the rows in sight are drawn, so that 20,000 open at once.

import { announce, fill, freshId, h, name, save } from "../dom";
import { shortDay, t, word } from "../i18n";
import { COLUMNS, type Column, Finder, type Order, cellText, claimsCsv, sortClaims } from "../table";
import type { State } from "../types";
import { type Context, type Panel, claimAt, kindLabel, select } from "./context";

const ROW = 36;
/** Rows above and below those in sight. */
const SPARE = 8;

export function tablePanel(ctx: Context): Panel {
  const view = new TableView(ctx);
  return { body: view.body, update: (state, before) => view.update(state, before) };
}

class TableView {
  readonly body: HTMLElement;
  readonly #ctx: Context;
  readonly #finder: Finder;
  readonly #filter: HTMLInputElement;
  readonly #picture: HTMLInputElement;
  readonly #count: HTMLElement;
  readonly #scroll: HTMLElement;
  readonly #table: HTMLTableElement;
  readonly #rows: HTMLElement;
  readonly #heads = new Map<Column, HTMLElement>();
  #order: Order = { column: "date", isDown: true };
  #claims: number[] = [];
  #active = 0;
  #drawn = { from: -1, to: -1 };

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#finder = new Finder(ctx);
    this.#filter = h("input", { type: "search", class: "field", id: freshId("filter"), "data-testid": "table-filter", placeholder: t("table.filter"), "aria-label": t("table.filter"), dir: "auto" });
    this.#picture = h("input", { type: "checkbox", "data-testid": "table-picture" });
    this.#count = h("p", { class: "count", "aria-live": "polite", "data-testid": "table-count" });
    this.#rows = h("tbody", null);
    const caption = freshId("caption");
    this.#table = h("table", { "data-testid": "table", "aria-describedby": caption, "aria-label": t("panel.table") }, h("thead", null, h("tr", { "aria-rowindex": 1 }, COLUMNS.map((column) => this.#head(column)))), this.#rows);
    this.#scroll = h("div", { class: "table-scroll" }, this.#table);
    const download = h("button", { type: "button", class: "button", "data-testid": "save-csv", onclick: () => this.#save() }, t("table.save"));
    this.body = h(
      "div",
      { class: "table-panel" },
      h("p", { id: caption, class: "visually-hidden" }, t("table.caption")),
      h("div", { class: "table-head" }, this.#filter, h("label", { class: "check" }, this.#picture, h("span", null, t("table.picture"))), download, this.#count),
      this.#scroll,
    );
    this.#listen();
  }

  #listen(): void {
    let timer = 0;
    this.#filter.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => this.#refresh(), 120);
    });
    this.#picture.addEventListener("change", () => this.#refresh());
    this.#scroll.addEventListener("scroll", () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(this.#scroll);
    this.#rows.addEventListener("click", (event) => {
      const at = rowOf(event.target);
      if (at !== null) this.#open(at);
    });
    this.#rows.addEventListener("keydown", (event) => this.#key(event));
    this.#rows.addEventListener("focusin", (event) => {
      const at = rowOf(event.target);
      if (at !== null) this.#active = at;
    });
  }

  #head(column: Column): HTMLElement {
    const press = () => this.#sort(column);
    const head = h("th", { scope: "col", class: `column-${column}` }, h("button", { type: "button", class: "sort", "data-testid": `sort-${column}`, onclick: press }, t(`column.${column}`), h("span", { class: "sort-mark", "aria-hidden": "true" })));
    this.#heads.set(column, head);
    return head;
  }

  #sort(column: Column): void {
    const isDown = this.#order.column === column ? !this.#order.isDown : column === "confidence" || column === "date";
    this.#order = { column, isDown };
    announce(t("table.sorted", { column: t(`column.${column}`) }));
    this.#refresh();
  }

  update(state: State, before: State | null): void {
    const isSame = before && before.filters === state.filters && before.folded === state.folded && (before.shown === state.shown || !this.#picture.checked);
    if (!isSame) this.#refresh();
  }

  #refresh(): void {
    const { state } = this.#ctx.store;
    let claims: readonly number[] = this.#ctx.model.visibleClaims(state);
    if (this.#picture.checked) {
      const drawn = new Set(this.#ctx.model.visibleEdges(state).flatMap((edge) => edge.claims));
      claims = claims.filter((claim) => drawn.has(claim));
    }
    this.#claims = sortClaims(this.#ctx, this.#finder.matching(claims, this.#filter.value), this.#order);
    this.#count.textContent = this.#claims.length === 0 ? t("table.none") : t("table.rows", { n: this.#claims.length });
    this.#table.setAttribute("aria-rowcount", String(this.#claims.length + 1));
    for (const [column, head] of this.#heads) {
      const sort = this.#order.column !== column ? null : this.#order.isDown ? "descending" : "ascending";
      if (sort) head.setAttribute("aria-sort", sort);
      else head.removeAttribute("aria-sort");
    }
    this.#active = 0;
    this.#drawn = { from: -1, to: -1 };
    this.#scroll.scrollTop = 0;
    this.#draw();
  }

  /** Draws the rows in sight, with room for the others above and below. */
  #draw(): void {
    const height = this.#scroll.clientHeight || 600;
    const first = Math.floor(this.#scroll.scrollTop / ROW);
    const from = Math.max(0, first - SPARE);
    const to = Math.min(this.#claims.length, first + Math.ceil(height / ROW) + SPARE);
    if (from === this.#drawn.from && to === this.#drawn.to) return;
    this.#drawn = { from, to };
    const focused = rowOf(document.activeElement);
    const tabbable = Math.min(Math.max(this.#active, from), Math.max(from, to - 1));
    const rows = this.#claims.slice(from, to).map((claim, at) => this.#row(claim, from + at, from + at === tabbable));
    fill(this.#rows, gap(from), rows, gap(this.#claims.length - to));
    if (focused !== null) this.#focus(Math.min(Math.max(focused, from), to - 1));
  }

  #row(claim: number, at: number, isTabbable: boolean): HTMLElement {
    const of = claimAt(this.#ctx, claim);
    const cell = (column: Column) => {
      const text = cellText(this.#ctx, claim, column).slice(0, 300);
      if (column === "date") return of.date ? h("time", { datetime: of.date }, shortDay(of.date)) : "–";
      if (column === "kind") return kindLabel(this.#ctx, of.kind, of.polarity, of.symmetric);
      if (column === "polarity") return h("span", { class: of.polarity === "negated" ? "flag flag-negated" : "" }, word("polarity", of.polarity));
      return text === "" ? "–" : name(text);
    };
    return h(
      "tr",
      { "data-testid": "table-row", "data-at": at, "data-claim": of.key, "aria-rowindex": at + 2, tabindex: isTabbable ? 0 : -1 },
      COLUMNS.map((column) => h("td", { class: `column-${column}` }, cell(column))),
    );
  }

  #key(event: KeyboardEvent): void {
    const at = rowOf(event.target);
    if (at === null) return;
    const page = Math.max(1, Math.floor(this.#scroll.clientHeight / ROW) - 2);
    const last = this.#claims.length - 1;
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last };
    const to = moves[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#open(at);
    } else if (to !== undefined) {
      event.preventDefault();
      this.#focus(Math.min(last, Math.max(0, to)));
    }
  }

  #focus(at: number): void {
    this.#active = at;
    const head = 40;
    const { scrollTop, clientHeight } = this.#scroll;
    if (at * ROW < scrollTop) this.#scroll.scrollTop = at * ROW;
    else if ((at + 1) * ROW + head > scrollTop + clientHeight) this.#scroll.scrollTop = (at + 1) * ROW + head - clientHeight;
    if (at < this.#drawn.from || at >= this.#drawn.to) this.#draw();
    for (const row of this.#rows.querySelectorAll<HTMLElement>("tr[data-at]")) {
      const isIt = row.dataset["at"] === String(at);
      row.tabIndex = isIt ? 0 : -1;
      if (isIt) row.focus({ preventScroll: true });
    }
  }

  #open(at: number): void {
    const claim = this.#claims[at];
    if (claim !== undefined) select(this.#ctx, { type: "claim", claim });
  }

  #save(): void {
    saveCsv(this.#ctx, this.#claims);
  }
}

/** Saves claims as CSV. */
export function saveCsv(ctx: Context, claims: readonly number[]): void {
  save(new Blob([claimsCsv(ctx, claims)], { type: "text/csv;charset=utf-8" }), "claims.csv");
  announce(t("export.saved", { file: "claims.csv" }));
}

function rowOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-at]") : null;
  return row ? Number(row.dataset["at"]) : null;
}

function gap(rows: number): HTMLElement | null {
  if (rows <= 0) return null;
  const cell = h("td", { colspan: COLUMNS.length });
  cell.style.height = `${rows * ROW}px`;
  return h("tr", { class: "gap", "aria-hidden": "true" }, cell);
}
