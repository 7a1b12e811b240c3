// One claim: its headline, its words in their paragraph, who says so, and everything else that is known about it.

import { announce, fill, freshId, h, name } from "../dom";
import { capital, day, period, share, t, word } from "../i18n";
import type { Claim } from "../types";
import { type Context, actorAt, actorLink, claimAt, ends, flags, headline, kindLabel, outletOf, select } from "./context";

/** Paragraphs up to this length are shown whole at once. */
const WHOLE = 700;
/** Characters on each side of a quote where they are not. */
const AROUND = 220;

/** How the words of a paragraph count for a claim. */
interface Span {
  role: string;
  start: number;
  end: number;
}

/** The quote in its paragraph: cue, ends and speakers marked, with a key. */
export function quoteBlock(ctx: Context, claim: number, options: { isShort?: boolean } = {}): HTMLElement {
  const of = claimAt(ctx, claim);
  const text = ctx.data.documents[of.document]?.passages[of.passage]?.text ?? "";
  const language = languageTag(ctx.data.documents[of.document]?.language ?? "");
  const spans: Span[] = [{ role: "cue", start: of.cue[0], end: of.cue[1] }, ...of.marks].filter((span) => span.end > span.start);
  const paragraph = h("p", { class: "passage", dir: "auto", lang: language });
  const [from, to] = [clamp(of.quote[0], text), clamp(of.quote[1], text)];
  const show = (isWhole: boolean) => {
    const start = isWhole ? 0 : wordBoundary(text, from - AROUND, 1);
    const end = isWhole ? text.length : wordBoundary(text, to + AROUND, -1);
    fill(
      paragraph,
      start > 0 ? "… " : null,
      annotate(text, start, from, spans),
      h("mark", { class: "quote", "data-testid": "quote" }, annotate(text, from, to, spans)),
      annotate(text, to, end, spans),
      end < text.length ? " …" : null,
    );
  };
  const isLong = options.isShort ? text.length > to - from : text.length > WHOLE;
  show(!isLong);
  const block = h("blockquote", { class: "evidence" }, paragraph);
  if (isLong) block.append(unfolder(show));
  if (!options.isShort) block.append(keyOf(text, spans));
  return block;
}

/** A language that may stand in an attribute; what the data calls one may be anything. */
function languageTag(text: string): string | undefined {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text) ? text : undefined;
}

function unfolder(show: (isWhole: boolean) => void): HTMLElement {
  let isWhole = false;
  const toggle = h("button", { type: "button", class: "link small", "aria-expanded": false }, t("claim.whole"));
  toggle.addEventListener("click", () => {
    isWhole = !isWhole;
    toggle.setAttribute("aria-expanded", String(isWhole));
    toggle.textContent = t(isWhole ? "claim.part" : "claim.whole");
    show(isWhole);
  });
  return toggle;
}

function clamp(offset: number, text: string): number {
  return Math.max(0, Math.min(offset, text.length));
}

/** The nearest place at which a text may be cut without halving a word: a space within 30 characters, else no half of a pair. */
function wordBoundary(text: string, offset: number, step: 1 | -1): number {
  const at = clamp(offset, text);
  if (at === 0 || at === text.length) return at;
  for (let near = at; Math.abs(near - at) < 30; near += step) if (/\s/.test(text[near] ?? " ")) return clamp(near, text);
  return /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
}

/** The pieces of text[from, to), each with the roles that cover it. */
function annotate(text: string, from: number, to: number, spans: Span[]): (Node | string)[] {
  const cuts = new Set([from, to]);
  for (const { start, end } of spans) for (const cut of [start, end]) if (cut > from && cut < to) cuts.add(cut);
  const places = [...cuts].sort((a, b) => a - b);
  const pieces: (Node | string)[] = [];
  places.slice(1).forEach((end, at) => {
    const start = places[at] ?? from;
    const piece = text.slice(start, end);
    const roles = spans.filter((span) => span.start <= start && span.end >= end).map((span) => span.role);
    pieces.push(roles.length === 0 ? piece : h("span", { class: roles.map(roleClass).join(" ") }, piece));
  });
  return pieces;
}

const ROLES = ["cue", "source", "target", "speaker", "negation", "hedge", "date"];

export function roleClass(role: string): string {
  return `role role-${ROLES.includes(role) ? role : "other"}`;
}

/** What the marks in a paragraph mean: those that it has, with their words for those who cannot see them. */
function keyOf(text: string, spans: Span[]): HTMLElement {
  const roles = ROLES.filter((role) => spans.some((span) => span.role === role));
  const words = (role: string) => spans.filter((span) => span.role === role).map((span) => text.slice(span.start, span.end));
  return h(
    "ul",
    { class: "key", "aria-label": t("key.title") },
    roles.map((role) =>
      h("li", null, h("span", { class: roleClass(role) }, t(`role.${role}` as "role.cue")), h("span", { class: "visually-hidden" }, `: ${words(role).join(", ")}`)),
    ),
  );
}

/** "SANA → diplomatic source → Russia": the outlet, then through whom, the nearest last. */
export function speakers(ctx: Context, claim: number, isLinked = true): HTMLElement {
  const of = claimAt(ctx, claim);
  const document = ctx.data.documents[of.document];
  const outlet = outletOf(ctx, of) || document?.title || document?.name || t("unknown");
  const chain = [...ends(ctx, claim).speakers].reverse();
  const isRepeated = chain[0] !== undefined && actorAt(ctx, chain[0]).name === outlet;
  const steps = [
    ...(isRepeated ? [] : [h("span", { class: "outlet" }, name(outlet))]),
    ...chain.map((actor) => (isLinked ? actorLink(ctx, actor) : name(actorAt(ctx, actor).name))),
  ];
  return h("ol", { class: "chain", "data-testid": "speakers", "aria-label": t("claim.speakers") }, steps.map((step) => h("li", null, step)));
}

/** When it happened: "May 2024", or that nobody says. */
export function dateText(claim: Claim): string {
  return claim.date ? period(claim.date, claim.date_precision) : t("claim.nodate");
}

/** Whether the date is the event's or the day of publication. */
function dateNote(claim: Claim): string | null {
  if (!claim.date) return null;
  const precision = claim.date_precision ? word("precision", claim.date_precision) : null;
  const from = claim.date_from === "text" ? t("claim.date.text") : claim.date_from === "publication" ? t("claim.date.publication") : null;
  return [precision, from].filter(Boolean).join("; ");
}

/** A claim in a list: all that is needed to judge it, the rest on demand. */
export function claimCard(ctx: Context, claim: number, isOpen = false): HTMLElement {
  const of = claimAt(ctx, claim);
  const title = freshId("claim");
  const address = ctx.data.documents[of.document]?.url;
  return h(
    "article",
    { class: "card", "data-testid": "edge-claim", "data-claim": of.key, "aria-labelledby": title },
    h("h3", { id: title, class: "card-title" }, headline(ctx, claim)),
    quoteBlock(ctx, claim),
    h("div", { class: "said" }, speakers(ctx, claim), h("span", { class: "when" }, dateText(of)), isOpen || !address ? null : h("span", { class: "to-article" }, articleLink(address))),
    relatives(ctx, of),
    h("details", { class: "more", open: isOpen }, h("summary", null, t("details.facts")), facts(ctx, claim)),
    isOpen ? null : h("button", { type: "button", class: "link small", onclick: () => select(ctx, { type: "claim", claim }) }, t("details.open")),
  );
}

/** What it denies, and what denies it. */
function relatives(ctx: Context, of: Claim): HTMLElement | null {
  const deniers = ctx.deniedBy.get(of.key) ?? [];
  if (!of.denies && deniers.length === 0) return null;
  const denied = of.denies === null ? null : ctx.index.claim(of.denies);
  const link = (claim: number) => h("button", { type: "button", class: "link", onclick: () => select(ctx, { type: "claim", claim }) }, headline(ctx, claim, false));
  return h(
    "dl",
    { class: "relatives" },
    of.denies ? h("div", null, h("dt", null, t("claim.denies")), h("dd", null, denied === null ? h("span", { class: "missing" }, t("claim.absent")) : link(denied))) : null,
    deniers.length > 0 ? h("div", null, h("dt", null, t("claim.denied")), deniers.map((claim) => h("dd", null, link(claim)))) : null,
  );
}

/** Everything else, as a list of terms. */
function facts(ctx: Context, claim: number): HTMLElement {
  const of = claimAt(ctx, claim);
  const document = ctx.data.documents[of.document];
  const outlet = outletOf(ctx, of);
  const note = dateNote(of);
  const rows: [string, ...(Node | string | null)[]][] = [
    [t("filters.kind"), kindLabel(ctx, of.kind, of.polarity, of.symmetric)],
    [t("claim.event"), eventText(of)],
    [t("claim.cameo"), of.cameo],
    [t("claim.polarity"), word("polarity", of.polarity)],
    [t("claim.factuality"), word("factuality", of.factuality)],
    [t("claim.modes"), of.modes.map((mode) => word("mode", mode)).join(", ") || null],
    [t("claim.date"), of.date ? h("time", { datetime: of.date }, dateText(of)) : dateText(of), note ? h("small", null, ` (${note})`) : null],
    [t("claim.outlet"), outlet ? name(outlet) : null],
    [t("claim.document"), name(document?.title ?? document?.name ?? "")],
    [t("claim.published"), document?.published ? h("time", { datetime: document.published }, day(document.published)) : null],
    [t("claim.link"), document?.url ? articleLink(document.url) : null],
    [t("claim.confidence"), h("meter", { class: "meter", min: 0, max: 1, value: of.confidence, "aria-hidden": "true" }), ` ${share(of.confidence)}`],
    [t("claim.rule"), h("code", null, of.rule)],
    [t("claim.key"), h("code", null, of.key), " ", copyButton(of.key)],
  ];
  const known = rows.filter(([, value]) => value !== null && value !== "");
  return h("dl", { class: "facts" }, known.map(([term, ...values]) => h("div", null, h("dt", null, term), h("dd", null, ...values))));
}

export function eventText(claim: Claim): string {
  const known = word("event", claim.event);
  return known === claim.event ? known : `${claim.event} (${known})`;
}

/** A link to the article, or its address as text where it is none that a browser should follow. */
function articleLink(address: string): HTMLElement {
  const url = webAddress(address);
  if (!url) return h("span", { class: "missing" }, name(address));
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, name(url.hostname + (url.pathname === "/" ? "" : url.pathname)));
}

function webAddress(address: string): URL | null {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}

function copyButton(text: string): HTMLElement {
  const press = () => void copyText(text).then((done) => announce(done ? t("copied") : text));
  return h("button", { type: "button", class: "button small", "data-testid": "copy-key", "aria-label": `${t("copy")} ${text}`, onclick: press }, t("copy"));
}

/** Whether a text could be put into the clipboard. Files opened from disk have no clipboard interface in some browsers. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    const focused = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return isDone;
  }
}

/** A claim as one side of a pair or one hop of a path. */
export function claimBrief(ctx: Context, claim: number): HTMLElement {
  const of = claimAt(ctx, claim);
  const open = () => select(ctx, { type: "claim", claim });
  return h(
    "div",
    { class: "brief", "data-claim": of.key },
    h("div", { class: "brief-head" }, kindLabel(ctx, of.kind, of.polarity, of.symmetric), flags(of).map((flag) => [" ", flag])),
    quoteBlock(ctx, claim, { isShort: true }),
    h("div", { class: "said" }, speakers(ctx, claim), h("span", { class: "when" }, dateText(of))),
    h("button", { type: "button", class: "link small", onclick: open, "aria-label": `${t("details.open")}: ${capital(word("kind", of.kind))}` }, t("details.open")),
  );
}
