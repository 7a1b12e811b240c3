// What every panel works with, and small pieces that several of them show.

import type { Ends, Index } from "../data";
import { h, icon, name, svg } from "../dom";
import { capital, t, word } from "../i18n";
import type { Model } from "../model";
import type { Stage } from "../stage";
import type { Store } from "../store";
import type { Actor, ActorStyle, Claim, Data, EdgeStyle, Polarity, Selection, State } from "../types";

export interface Context {
  data: Data;
  index: Index;
  store: Store;
  model: Model;
  stage: Stage;
  /** For each claim those that deny it. */
  deniedBy: Map<string, number[]>;
}

/** A panel that is open: its body, brought up to date after every change of the state. */
export interface Panel {
  body: HTMLElement;
  update(state: State, before: State | null): void;
}

export function claimAt(ctx: Context, claim: number): Claim {
  const found = ctx.data.claims[claim];
  if (!found) throw new Error(`no claim ${claim}`);
  return found;
}

export function actorAt(ctx: Context, actor: number): Actor {
  const found = ctx.data.actors[actor];
  if (!found) throw new Error(`no actor ${actor}`);
  return found;
}

export function ends(ctx: Context, claim: number): Ends {
  return ctx.model.ends(ctx.store.state, claim);
}

/** Shows an actor, an arrow or a claim in the details. */
export function select(ctx: Context, selection: Selection): void {
  ctx.store.update({ selection, panel: "details" });
}

/** Puts an actor into the picture and selects it; says so where it has no place there. */
export function isPlaced(ctx: Context, actor: number): boolean {
  return ctx.model.place(ctx.store.state, ctx.model.standIn(ctx.store.state, actor)) !== null;
}

/** An actor's name that opens the actor. */
export function actorLink(ctx: Context, actor: number): HTMLElement {
  const open = () => select(ctx, { type: "actor", actor });
  return h("button", { type: "button", class: "link", onclick: open }, name(actorAt(ctx, actor).name));
}

/** The name of an end of a claim; the words of the text, or that there is none, where no actor stands there. */
export function endLabel(ctx: Context, claim: number, which: "source" | "target", linked = true): HTMLElement {
  const actor = ends(ctx, claim)[which];
  if (actor !== null) return linked ? actorLink(ctx, actor) : name(actorAt(ctx, actor).name);
  const words = claimAt(ctx, claim)[`${which}_text`];
  return words ? h("span", { class: "missing" }, name(words)) : h("span", { class: "missing" }, t(`claim.no${which}`));
}

/** What speaks against taking a claim for a plain fact, as small labels. */
export function flags(claim: Claim): HTMLElement[] {
  const found: ("negated" | "possible" | "future")[] = [];
  if (claim.polarity === "negated") found.push("negated");
  if (claim.factuality !== "actual") found.push(claim.factuality);
  return found.map((flag) => h("span", { class: `flag flag-${flag}` }, t(`flag.${flag}`)));
}

/** "Russia – opposition → Ukraine", with its flags. */
export function headline(ctx: Context, claim: number, linked = true): HTMLElement {
  const of = claimAt(ctx, claim);
  return h(
    "span",
    { class: "headline" },
    endLabel(ctx, claim, "source", linked),
    " ",
    kindLabel(ctx, of.kind, of.polarity, of.symmetric),
    " ",
    endLabel(ctx, claim, "target", linked),
    flags(of).map((flag) => [" ", flag]),
  );
}

/** The word of a kind in its colour, between pieces of its line. */
export function kindLabel(ctx: Context, kind: string, polarity: Polarity, symmetric = false): HTMLElement {
  const label = h("span", { class: "kind" }, swatch(ctx, kind, polarity, symmetric), word("kind", kind));
  return coloured(label, edgeStyle(ctx, kind));
}

export function edgeStyle(ctx: Context, kind: string): EdgeStyle {
  const { claims, other } = ctx.data.styles;
  return Object.hasOwn(claims, kind) ? (claims[kind] ?? other) : other;
}

/** Gives an element the colours of a kind. */
export function coloursOfKind<T extends HTMLElement | SVGElement>(ctx: Context, kind: string, element: T): T {
  return coloured(element, edgeStyle(ctx, kind));
}

function coloured<T extends HTMLElement | SVGElement>(element: T, style: { colour: string; dark: string }): T {
  element.style.setProperty("--light", style.colour);
  element.style.setProperty("--dark", style.dark);
  return element;
}

/** A piece of the line that the picture draws for a kind: colour, dashes and head. */
export function swatch(ctx: Context, kind: string, polarity: Polarity, symmetric = false): SVGElement {
  const style = edgeStyle(ctx, kind);
  const line = polarity === "negated" ? "dotted" : style.line;
  const dashes = { solid: "none", dashed: "6 3", dotted: "1.5 3" }[line];
  const stroke = { fill: "none", "stroke-width": 2, class: "swatch-line" };
  const head = () => headOf(style.head);
  const parts = [svg("path", { d: symmetric ? "M5 7h26" : "M1 7h30", "stroke-dasharray": dashes, ...stroke }), head()];
  // What has no direction runs both ways.
  if (symmetric) parts.push(svg("g", { transform: "matrix(-1 0 0 1 36 0)" }, head()));
  return coloured(svg("svg", { viewBox: "0 0 36 14", width: 36, height: 14, class: "swatch", "aria-hidden": "true" }, ...parts), style);
}

function headOf(head: string): SVGElement {
  const outline = { fill: "none", "stroke-width": 1.6, class: "swatch-line" };
  switch (head) {
    case "tee":
      return svg("path", { d: "M31 2v10", ...outline, "stroke-width": 2 });
    case "empty":
      return svg("path", { d: "M26 3l8 4-8 4z", ...outline });
    case "odiamond":
      return svg("path", { d: "M24 7l5-3.5L34 7l-5 3.5z", ...outline });
    case "diamond":
      return svg("path", { d: "M24 7l5-3.5L34 7l-5 3.5z", class: "swatch-fill" });
    case "vee":
      return svg("path", { d: "M27 3l7 4-7 4 2.5-4z", class: "swatch-fill" });
    default:
      return svg("path", { d: "M27 2.500l8 4.5-8 4.500z", class: "swatch-fill" });
  }
}

export function actorStyle(ctx: Context, kind: string): ActorStyle | null {
  const { actors } = ctx.data.styles;
  return (Object.hasOwn(actors, kind) ? actors[kind] : actors["other"]) ?? null;
}

const SHAPES: Record<string, string> = {
  box: "M2 3h24v14H2z",
  box3d: "M2 6h20v11H2zM2 6l4-3h20l-4 3M22 17l4-3V3",
  ellipse: "M2 10a12 7.5 0 1 0 24 0a12 7.5 0 1 0-24 0",
  egg: "M2 10.500a12 6.5 0 0 0 24 0C26 6 21 2.5 14 2.500S2 6 2 10.5",
  hexagon: "M8 3h12l6 7-6 7H8l-6-7z",
  octagon: "M9 2.500h10l7 4.500v6l-7 4.500H9L2 13V7z",
  tab: "M2 6V3h8v3h16v11H2zM2 6h8",
  note: "M2 3h19l5 4v10H2zM21 3v4h5",
  rounded: "M7 3h14a5 5 0 0 1 5 5v4a5 5 0 0 1-5 5H7a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5z",
};

/** The form and colours that the picture gives to a kind of actor. */
export function actorSwatch(ctx: Context, kind: string): SVGElement {
  const style = actorStyle(ctx, kind);
  const shape = style?.style.includes("rounded") ? "rounded" : (style?.shape ?? "ellipse");
  const dashes = style?.style.includes("dashed") ? "3 2" : "none";
  const path = svg("path", { d: SHAPES[shape] ?? SHAPES["ellipse"] ?? "", class: "actor-form", "stroke-dasharray": dashes });
  const drawing = svg("svg", { viewBox: "0 0 28 20", width: 28, height: 20, class: "actor-swatch", "aria-hidden": "true" }, path);
  if (style) {
    drawing.style.setProperty("--fill-light", style.fill);
    drawing.style.setProperty("--fill-dark", style.dark_fill);
    drawing.style.setProperty("--light", style.line);
    drawing.style.setProperty("--dark", style.dark_line);
  }
  return drawing;
}

/** "state · RUS" below a name. */
export function actorHint(ctx: Context, actor: number): string {
  const of = actorAt(ctx, actor);
  const state = of.state && of.kind !== "state" ? (ctx.data.states[of.state] ?? of.state) : of.state;
  return [word("actorkind", of.kind), state].filter(Boolean).join(" · ");
}

/** A button with a word, and a drawing where one is named. */
export function button(label: string, action: () => void, props: Record<string, string | boolean> = {}, drawing?: Parameters<typeof icon>[0]): HTMLButtonElement {
  return h("button", { type: "button", class: "button", ...props, onclick: action }, drawing ? icon(drawing) : null, h("span", null, label));
}

/** Kinds of claims in the order of their first use, those that the styles name first. */
export function kindsOf(ctx: Context): string[] {
  const named = Object.keys(ctx.data.styles.claims);
  const used = new Set(ctx.data.claims.map((claim) => claim.kind));
  return [...named.filter((kind) => used.has(kind)), ...[...used].filter((kind) => !named.includes(kind)).sort()];
}

/** A heading of a group inside a panel. */
export function group(title: string, ...children: Parameters<typeof h>[2][]): HTMLElement {
  return h("section", { class: "group" }, h("h3", null, capital(title)), children);
}

/** Which outlet prints a claim. */
export function outletOf(ctx: Context, claim: Claim): string {
  return ctx.data.documents[claim.document]?.publisher ?? "";
}
