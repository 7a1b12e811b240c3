// Which claims count: the filters, each choice with how many claims it would leave.

import { fold } from "../data";
import { fill, freshId, h } from "../dom";
import { capital, languageName, number, share, t, word } from "../i18n";
import { NO_FILTERS } from "../store";
import type { Claim, Filters, State } from "../types";
import { combobox } from "./combobox";
import { type Context, type Panel, claimAt, coloursOfKind, ends, kindsOf, outletOf, swatch } from "./context";

interface Choice {
  value: string;
  input: HTMLInputElement;
  count: HTMLElement;
}

/** How many filters are set. */
export function activeFilters(filters: Filters): number {
  const { kinds, events, polarity, factualities, speaker, publisher, language, since, until, minConfidence, text } = filters;
  const set = [kinds.length > 0, events.length > 0, polarity, factualities.length > 0, speaker !== null, publisher, language, since, until, minConfidence > 0, text];
  return set.filter(Boolean).length;
}

export function filtersPanel(ctx: Context): Panel {
  const left = h("p", { class: "count", "data-testid": "filters-left" });
  const reset = h("button", { type: "button", class: "button", "data-testid": "filters-reset", onclick: () => ctx.store.update({ filters: NO_FILTERS }) }, t("filters.reset"));
  const parts = [kindPart(ctx), polarityPart(ctx), factualityPart(ctx), datesPart(ctx), speakerPart(ctx), outletPart(ctx), languagePart(ctx), textPart(ctx), confidencePart(ctx), eventPart(ctx)];
  const body = h("div", { class: "filters" }, h("div", { class: "filters-head" }, left, reset), parts.map((part) => part.element));
  return {
    body,
    update(state, before) {
      if (before && before.filters === state.filters && before.folded === state.folded) return;
      left.textContent = t("filters.left", { n: ctx.model.visibleClaims(state).length, all: ctx.data.claims.length });
      reset.disabled = activeFilters(state.filters) === 0;
      for (const part of parts) part.update(state);
    },
  };
}

interface Part {
  element: HTMLElement;
  update(state: State): void;
}

/** For each value how many claims would pass if no filter but this one were lifted. */
function countsWithout(ctx: Context, state: State, lifted: Partial<Filters>, valueOf: (claim: Claim) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const claim of ctx.model.visibleClaims({ ...state, filters: { ...state.filters, ...lifted } })) {
    const value = valueOf(claimAt(ctx, claim));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function checks(legend: string, choices: Choice[], labels: (choice: Choice) => (Node | string)[], style = ""): HTMLElement {
  return h(
    "fieldset",
    { class: `checks ${style}` },
    h("legend", null, capital(legend)),
    choices.map((choice) => h("label", { class: "check" }, choice.input, h("span", { class: "check-label" }, labels(choice)), choice.count)),
    h("p", { class: "note" }, t("filters.any")),
  );
}

function choice(value: string, testid: string, change: () => void): Choice {
  return { value, input: h("input", { type: "checkbox", "data-testid": testid, onchange: change }), count: h("span", { class: "tally" }) };
}

function ticked(choices: Choice[]): string[] {
  return choices.filter((choice) => choice.input.checked).map((choice) => choice.value);
}

function refresh(choices: Choice[], chosen: readonly string[], counts: Map<string, number>): void {
  for (const { value, input, count } of choices) {
    input.checked = chosen.includes(value);
    count.textContent = number(counts.get(value) ?? 0);
  }
}

function kindPart(ctx: Context): Part {
  const choices: Choice[] = kindsOf(ctx).map((kind) => choice(kind, `filter-kind-${kind}`, () => ctx.store.filter({ kinds: ticked(choices) })));
  const element = checks(t("filters.kind"), choices, ({ value }) => [swatch(ctx, value, "affirmed"), coloursOfKind(ctx, value, h("span", { class: "kind" }, word("kind", value)))]);
  return { element, update: (state) => refresh(choices, state.filters.kinds, countsWithout(ctx, state, { kinds: [] }, (claim) => claim.kind)) };
}

function eventPart(ctx: Context): Part {
  const events = [...new Set(ctx.data.claims.map((claim) => claim.event))].sort();
  const choices: Choice[] = events.map((event) => choice(event, `filter-event-${event}`, () => ctx.store.filter({ events: ticked(choices) })));
  const element = checks(t("filters.event"), choices, ({ value }) => [word("event", value)], "two");
  return { element, update: (state) => refresh(choices, state.filters.events, countsWithout(ctx, state, { events: [] }, (claim) => claim.event)) };
}

const FACTUALITIES = ["actual", "possible", "future"] as const;

function factualityPart(ctx: Context): Part {
  const change = () => ctx.store.filter({ factualities: FACTUALITIES.filter((value) => ticked(choices).includes(value)) });
  const choices: Choice[] = FACTUALITIES.map((value) => choice(value, `filter-factuality-${value}`, change));
  const element = checks(t("filters.factuality"), choices, ({ value }) => [word("factuality", value)]);
  return { element, update: (state) => refresh(choices, state.filters.factualities, countsWithout(ctx, state, { factualities: [] }, (claim) => claim.factuality)) };
}

function labelled(label: string, control: HTMLElement, ...after: HTMLElement[]): HTMLElement {
  control.id ||= freshId("field");
  return h("div", { class: "labelled" }, h("label", { for: control.id }, label), control, after);
}

function polarityPart(ctx: Context): Part {
  const select = h("select", { class: "field", "data-testid": "filter-polarity" });
  select.addEventListener("change", () => ctx.store.filter({ polarity: select.value === "affirmed" || select.value === "negated" ? select.value : null }));
  return {
    element: labelled(t("filters.polarity"), select),
    update(state) {
      const counts = countsWithout(ctx, state, { polarity: null }, (claim) => claim.polarity);
      const option = (value: string) => h("option", { value }, `${word("polarity", value)} (${number(counts.get(value) ?? 0)})`);
      fill(select, h("option", { value: "" }, t("filters.any.polarity")), option("affirmed"), option("negated"));
      select.value = state.filters.polarity ?? "";
    },
  };
}

function outletPart(ctx: Context): Part {
  const select = h("select", { class: "field", "data-testid": "filter-publisher" });
  select.addEventListener("change", () => ctx.store.filter({ publisher: select.value || null }));
  const outlets = [...new Set(ctx.data.claims.map((claim) => outletOf(ctx, claim)))].filter(Boolean).sort((a, b) => a.localeCompare(b));
  const element = labelled(t("filters.outlet"), select);
  element.hidden = outlets.length === 0;
  return {
    element,
    update(state) {
      const counts = countsWithout(ctx, state, { publisher: null }, (claim) => outletOf(ctx, claim));
      const options = outlets.map((outlet) => h("option", { value: outlet, dir: "auto" }, `${clip(outlet)} (${number(counts.get(outlet) ?? 0)})`));
      // A link may name a part of a name only, as the command line does.
      const part = state.filters.publisher && !outlets.includes(state.filters.publisher) ? state.filters.publisher : null;
      fill(select, h("option", { value: "" }, t("filters.any.outlet")), options, part ? h("option", { value: part }, `… ${clip(part)} …`) : null);
      select.value = state.filters.publisher ?? "";
    },
  };
}

function languagePart(ctx: Context): Part {
  const select = h("select", { class: "field", "data-testid": "filter-language" });
  select.addEventListener("change", () => ctx.store.filter({ language: select.value || null }));
  const of = (claim: Claim) => ctx.data.documents[claim.document]?.language ?? "";
  const languages = [...new Set(ctx.data.claims.map(of))].filter(Boolean).sort();
  const element = labelled(t("filters.language"), select);
  return {
    element,
    update(state) {
      const { language } = state.filters;
      element.hidden = languages.length < 2 && language === null;
      const counts = countsWithout(ctx, state, { language: null }, of);
      const all = language !== null && !languages.includes(language) ? [...languages, language] : languages;
      const options = all.map((code) => h("option", { value: code }, `${clip(languageName(code))} (${number(counts.get(code) ?? 0)})`));
      fill(select, h("option", { value: "" }, t("filters.any.language")), options);
      select.value = language ?? "";
    },
  };
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function speakerPart(ctx: Context): Part {
  let speaking = new Set<number>();
  const box = combobox(ctx, {
    label: t("filters.speaker"),
    testid: "filter-speaker",
    placeholder: t("filters.speaker.placeholder"),
    keeps: true,
    allowed: (actor) => speaking.has(actor),
    choose: (speaker) => ctx.store.filter({ speaker }),
  });
  const clear = h("button", { type: "button", class: "button small", "aria-label": t("filters.clear", { what: t("filters.speaker") }), onclick: () => ctx.store.filter({ speaker: null }) }, t("filters.reset"));
  const element = h("div", { class: "labelled" }, h("label", { for: box.input.id }, t("filters.speaker")), h("div", { class: "with-button" }, box.element, clear));
  return {
    element,
    update(state) {
      speaking = new Set(ctx.data.claims.flatMap((_, claim) => ends(ctx, claim).speakers));
      element.hidden = speaking.size === 0;
      clear.hidden = state.filters.speaker === null;
      box.show(state.filters.speaker);
    },
  };
}

function textPart(ctx: Context): Part {
  const input = h("input", { type: "search", class: "field", "data-testid": "filter-text", dir: "auto", autocomplete: "off" });
  let timer = 0;
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ctx.store.filter({ text: input.value }), 200);
  });
  return {
    element: labelled(t("filters.text"), input),
    update(state) {
      if (fold(input.value) !== fold(state.filters.text)) input.value = state.filters.text;
    },
  };
}

function confidencePart(ctx: Context): Part {
  const input = h("input", { type: "range", min: 0, max: 1, step: 0.05, "data-testid": "filter-confidence" });
  const output = h("output", { class: "tally" });
  input.addEventListener("input", () => ctx.store.filter({ minConfidence: Number(input.value) }));
  const element = labelled(t("filters.confidence"), input, output);
  element.classList.add("ranged");
  return {
    element,
    update(state) {
      if (Number(input.value) !== state.filters.minConfidence) input.value = String(state.filters.minConfidence);
      output.textContent = share(state.filters.minConfidence);
    },
  };
}

function datesPart(ctx: Context): Part {
  const field = (which: "since" | "until") => {
    const input = h("input", { type: "date", class: "field", "data-testid": `filter-${which}` });
    input.addEventListener("change", () => ctx.store.filter({ [which]: input.value || null }));
    return input;
  };
  const since = field("since");
  const until = field("until");
  const note = h("p", { class: "note" });
  const element = h("fieldset", { class: "dates" }, h("legend", null, t("filters.dates")), labelled(t("filters.since"), since), labelled(t("filters.until"), until), note);
  return {
    element,
    update({ filters }) {
      since.value = filters.since ?? "";
      until.value = filters.until ?? "";
      note.hidden = !filters.since && !filters.until;
      note.textContent = t("filters.undated", { n: undated(ctx) });
    },
  };
}

/** How many claims that pass the other filters have no date. */
export function undated(ctx: Context): number {
  const { state } = ctx.store;
  const open = { ...state, filters: { ...state.filters, since: null, until: null } };
  return ctx.model.visibleClaims(open).filter((claim) => claimAt(ctx, claim).date === null).length;
}
