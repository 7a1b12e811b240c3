// Where the articles do not agree: a relation affirmed and negated, a denial beside what it denies.

import { fill, h, name } from "../dom";
import { capital, t } from "../i18n";
import type { State } from "../types";
import { claimBrief } from "./claim";
import { type Context, type Panel, actorAt, claimAt, ends, kindLabel } from "./context";
import { pager } from "./pager";

interface Pair {
  key: string;
  type: "polarity" | "denial";
  /** Affirmed, or denied. */
  left: number[];
  /** Negated, or denying. */
  right: number[];
}

const STEP = 10;

/** Pairs among the claims that pass the filters; of a denial, what it denies may lie outside of them. */
export function contestedPairs(ctx: Context, state: State): Pair[] {
  const groups = new Map<string, Pair>();
  const denials: Pair[] = [];
  for (const claim of ctx.model.visibleClaims(state)) {
    const of = claimAt(ctx, claim);
    const { source, target } = ctx.model.ends(state, claim);
    const denied = of.denies === null ? null : ctx.index.claim(of.denies);
    if (denied !== null) denials.push({ key: of.key, type: "denial", left: [denied], right: [claim] });
    if (source === null || target === null) continue;
    const [from, to] = of.symmetric && target < source ? [target, source] : [source, target];
    // Claims of one kind, or of one event where the kinds differ.
    for (const about of [of.kind, `event ${of.event}`]) {
      const key = `${from} ${to} ${about}`;
      let pair = groups.get(key);
      if (!pair) groups.set(key, (pair = { key, type: "polarity", left: [], right: [] }));
      (of.polarity === "affirmed" ? pair.left : pair.right).push(claim);
    }
  }
  const both = [...groups.values()].filter((pair) => pair.left.length > 0 && pair.right.length > 0);
  const seen = new Set<string>();
  const distinct = both.filter((pair) => {
    const claims = [...pair.left, ...pair.right].sort((a, b) => a - b).join();
    const covered = pair.key.includes(" event ") && both.some((other) => other !== pair && !other.key.includes(" event ") && [...pair.left, ...pair.right].every((claim) => other.left.includes(claim) || other.right.includes(claim)));
    const isNew = !seen.has(claims) && !covered;
    seen.add(claims);
    return isNew;
  });
  const weight = (pair: Pair) => pair.left.length + pair.right.length;
  return [...distinct.sort((a, b) => weight(b) - weight(a)), ...denials];
}

export function contestedPanel(ctx: Context): Panel {
  const body = h("div", { class: "contested" });
  return {
    body,
    update(state, before) {
      if (before && before.filters === state.filters && before.folded === state.folded) return;
      const pairs = contestedPairs(ctx, state);
      const list = pairs.length === 0 ? h("p", { class: "empty" }, t("contested.none")) : pager(pairs, STEP, (pair) => item(ctx, pair), () => t("contested.show"));
      fill(body, h("p", { class: "note" }, t("contested.intro")), list);
    },
  };
}

function item(ctx: Context, pair: Pair): HTMLElement {
  const first = pair.left[0] ?? pair.right[0] ?? 0;
  const { source, target } = ends(ctx, first);
  const of = claimAt(ctx, first);
  const label = (actor: number | null, missing: string) => (actor === null ? h("span", { class: "missing" }, missing) : name(actorAt(ctx, actor).name));
  return h(
    "article",
    { class: "pair", "data-testid": "contested-item" },
    h("h3", null, label(source, of.source_text || t("claim.nosource")), " ", kindLabel(ctx, of.kind, "affirmed", of.symmetric), " ", label(target, of.target_text || t("claim.notarget")), h("small", { class: "pair-type" }, t(`contested.${pair.type}`))),
    h("div", { class: "sides" }, side(ctx, pair.type === "denial" ? t("contested.denied") : t("polarity.affirmed"), pair.left, "left"), side(ctx, pair.type === "denial" ? t("contested.denial") : t("polarity.negated"), pair.right, "right")),
  );
}

function side(ctx: Context, title: string, claims: number[], which: string): HTMLElement {
  const [first, ...others] = claims;
  return h(
    "div",
    { class: `side side-${which}`, role: "group", "aria-label": title },
    h("h4", null, capital(title)),
    first === undefined ? null : claimBrief(ctx, first),
    others.length === 0 ? null : h("details", { class: "more" }, h("summary", null, t("contested.more", { n: others.length })), pager(others, STEP, (claim) => claimBrief(ctx, claim), (n) => t("details.more", { n }))),
  );
}
