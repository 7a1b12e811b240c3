// The rows of the table of claims: what stands in each column, how they are put in order, found and saved.

import { fold } from "./data";
import { collator, word } from "./i18n";
import { type Context, claimAt, ends, outletOf } from "./panels/context";
import { toCsv } from "./csv";

export const COLUMNS = ["date", "source", "kind", "target", "polarity", "factuality", "speakers", "outlet", "event", "confidence", "quote"] as const;
export type Column = (typeof COLUMNS)[number];
export interface Order {
  column: Column;
  isDown: boolean;
}

/** What a cell shows. */
export function cellText(ctx: Context, claim: number, column: Column): string {
  const of = claimAt(ctx, claim);
  switch (column) {
    case "date":
      return of.date ?? "";
    case "source":
    case "target":
      return endName(ctx, claim, column);
    case "kind":
      return word("kind", of.kind);
    case "polarity":
      return word("polarity", of.polarity);
    case "factuality":
      return word("factuality", of.factuality);
    case "speakers":
      return speakerNames(ctx, claim).join(" → ");
    case "outlet":
      return outletOf(ctx, of);
    case "event":
      return word("event", of.event);
    case "confidence":
      return of.confidence.toFixed(2);
    case "quote":
      return ctx.data.documents[of.document]?.passages[of.passage]?.text.slice(of.quote[0], of.quote[1]) ?? "";
  }
}

function endName(ctx: Context, claim: number, which: "source" | "target"): string {
  const actor = ends(ctx, claim)[which];
  return actor === null ? claimAt(ctx, claim)[`${which}_text`] : (ctx.data.actors[actor]?.name ?? "");
}

/** Through whom to the nearest, as they are shown. */
function speakerNames(ctx: Context, claim: number): string[] {
  return [...ends(ctx, claim).speakers].reverse().map((actor) => ctx.data.actors[actor]?.name ?? "");
}

/** Claims in the order of a column; equal ones stay in the order of the data, empty cells come last either way. */
export function sortClaims(ctx: Context, claims: readonly number[], { column, isDown }: Order): number[] {
  const sign = isDown ? -1 : 1;
  if (column === "confidence") {
    return [...claims].sort((a, b) => sign * (claimAt(ctx, a).confidence - claimAt(ctx, b).confidence) || a - b);
  }
  // Each text is ranked once: comparing ranks is much cheaper than comparing 20,000 texts by the rules of a language.
  const texts = new Map(claims.map((claim) => [claim, cellText(ctx, claim, column)]));
  const { compare } = collator();
  const distinct = [...new Set(texts.values())].sort(column === "date" ? undefined : compare);
  const ranks = new Map(distinct.map((text, rank) => [text, rank]));
  const rank = (claim: number) => {
    const text = texts.get(claim) ?? "";
    return text === "" ? Infinity : sign * (ranks.get(text) ?? 0);
  };
  const ranked = new Map(claims.map((claim) => [claim, rank(claim)]));
  return [...claims].sort((a, b) => {
    const [left, right] = [ranked.get(a) ?? 0, ranked.get(b) ?? 0];
    return left === right ? a - b : left - right;
  });
}

/** Finds rows by their words; the folded text of a row is made when it is first asked for. */
export class Finder {
  readonly #texts = new Map<number, string>();
  #isFolded = false;

  constructor(readonly ctx: Context) {}

  matching(claims: readonly number[], query: string): readonly number[] {
    const { folded } = this.ctx.store.state;
    if (folded !== this.#isFolded) this.#texts.clear();
    this.#isFolded = folded;
    const words = fold(query).split(" ").filter(Boolean);
    if (words.length === 0) return claims;
    return claims.filter((claim) => {
      const text = this.#text(claim);
      return words.every((wanted) => text.includes(wanted));
    });
  }
  #text(claim: number): string {
    let text = this.#texts.get(claim);
    if (text === undefined) this.#texts.set(claim, (text = fold(COLUMNS.map((column) => cellText(this.ctx, claim, column)).join(" "))));
    return text;
  }
}

const FIELDS = ["key", "source", "source_id", "kind", "target", "target_id", "event", "cameo", "polarity", "factuality", "modes", "speakers", "date", "date_precision", "date_from", "confidence", "outlet", "document", "title", "published", "url", "rule", "denies", "quote"];

/** The claims as a file for spreadsheets. Values are the data's own, not words of a language. */
export function claimsCsv(ctx: Context, claims: readonly number[]): string {
  return toCsv([FIELDS, ...claims.map((claim) => record(ctx, claim))]);
}

function record(ctx: Context, claim: number): (string | number | null)[] {
  const of = claimAt(ctx, claim);
  const { source, target } = ends(ctx, claim);
  const document = ctx.data.documents[of.document];
  const id = (actor: number | null) => (actor === null ? null : (ctx.data.actors[actor]?.id ?? null));
  return [
    of.key,
    endName(ctx, claim, "source"),
    id(source),
    of.kind,
    endName(ctx, claim, "target"),
    id(target),
    of.event,
    of.cameo,
    of.polarity,
    of.factuality,
    of.modes.join("; "),
    speakerNames(ctx, claim).join(" → "),
    of.date,
    of.date_precision,
    of.date_from,
    of.confidence,
    document?.publisher ?? null,
    document?.name ?? null,
    document?.title ?? null,
    document?.published ?? null,
    document?.url ?? null,
    of.rule,
    of.denies,
    cellText(ctx, claim, "quote"),
  ];
}
