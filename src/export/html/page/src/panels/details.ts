// What is selected: an actor, the claims of an arrow, or one claim.

import { fill, h, name } from "../dom";
import { day, number, t, word } from "../i18n";
import type { Affiliation, Selection, State } from "../types";
import { claimCard } from "./claim";
import { type Context, type Panel, actorAt, actorLink, actorSwatch, button, claimAt, flags, group, headline, isPlaced, kindLabel, kindsOf, select } from "./context";
import { pager } from "./pager";

/** Claims that are drawn at once. */
const STEP = 15;

export function detailsPanel(ctx: Context): Panel {
  const body = h("div", { class: "details" });
  const draw = (state: State) => fill(body, content(ctx, state));
  return {
    body,
    update(state, before) {
      const isSame =
        before &&
        before.selection === state.selection &&
        before.filters === state.filters &&
        before.folded === state.folded &&
        before.unfolded === state.unfolded &&
        before.shown === state.shown;
      if (isSame) return;
      const hadFocus = body.contains(document.activeElement);
      draw(state);
      if (before && before.selection !== state.selection) body.parentElement?.scrollTo(0, 0);
      // What had the focus may be gone with what was drawn before.
      if (hadFocus && !body.contains(document.activeElement)) focusHeading(body);
    },
  };
}

function focusHeading(body: HTMLElement): void {
  const heading = body.querySelector<HTMLElement>("h3");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** What the heading of the panel says. */
export function detailsTitle(selection: Selection): string {
  return selection ? t(`details.${selection.type}`) : t("panel.details");
}

function content(ctx: Context, state: State): (HTMLElement | null)[] {
  const { selection } = state;
  switch (selection?.type) {
    case "actor":
      return ctx.data.actors[selection.actor] ? actorView(ctx, state, selection.actor) : [empty()];
    case "edge":
      return edgeDetails(ctx, state, selection.edge);
    case "claim":
      return ctx.data.claims[selection.claim] ? [claimCard(ctx, selection.claim, true)] : [empty()];
    default:
      return [empty()];
  }
}

function empty(): HTMLElement {
  return h("p", { class: "empty" }, t("details.empty"));
}

function edgeDetails(ctx: Context, state: State, id: string): HTMLElement[] {
  const edge = ctx.model.edge(state, id);
  const first = edge?.claims[0];
  if (!edge || first === undefined) return [h("p", { class: "empty" }, t("details.gone"))];
  const foldId = ctx.model.foldId(state, first);
  const isUnfolded = foldId !== null && state.unfolded.includes(foldId);
  const toggle = () => {
    if (foldId === null) return;
    const unfolded = isUnfolded ? state.unfolded.filter((other) => other !== foldId) : [...state.unfolded, foldId];
    ctx.store.update({ unfolded, selection: isUnfolded ? { type: "edge", edge: foldId } : state.selection });
  };
  const canUnfold = isUnfolded || edge.claims.length > 1;
  return [
    h(
      "div",
      { class: "edge-head" },
      h("h3", { class: "edge-title" }, h("span", { class: "headline" }, actorLink(ctx, edge.source), " ", kindLabel(ctx, edge.kind, edge.polarity, edge.symmetric), " ", actorLink(ctx, edge.target), edge.polarity === "negated" ? [" ", flags(claimAt(ctx, first))[0] ?? null] : null)),
      h("p", { class: "count" }, t("count.claims", { n: edge.claims.length })),
      canUnfold ? button(t(isUnfolded ? "details.refold" : "details.unfold"), toggle, { "data-testid": "unfold", "aria-pressed": isUnfolded }) : null,
    ),
    pager(edge.claims, STEP, (claim) => claimCard(ctx, claim), (n) => t("details.more", { n })),
  ];
}

function actorView(ctx: Context, state: State, actor: number): (HTMLElement | null)[] {
  const of = actorAt(ctx, actor);
  return [
    h("h3", { class: "actor-title" }, actorSwatch(ctx, of.kind), name(of.name)),
    actorFacts(ctx, actor),
    actorActions(ctx, state, actor),
    affiliations(ctx, actor),
    neighbours(ctx, state, actor),
    actorClaims(ctx, state, actor),
  ];
}

function actorFacts(ctx: Context, actor: number): HTMLElement {
  const of = actorAt(ctx, actor);
  const rows: [string, Node | string | null][] = [
    [t("actor.kind"), word("actorkind", of.kind)],
    [t("actor.state"), of.state ? name(ctx.data.states[of.state] ? `${ctx.data.states[of.state]} (${of.state})` : of.state) : null],
    [t("actor.aliases"), of.aliases.length > 0 ? h("ul", { class: "aliases" }, of.aliases.slice(0, 40).map((alias) => h("li", null, name(alias)))) : null],
    [t("actor.mentions"), number(of.mentions)],
    [t("actor.id"), h("code", null, of.id)],
  ];
  const known = rows.filter(([, value]) => value !== null);
  return h("dl", { class: "facts" }, known.map(([term, value]) => h("div", null, h("dt", null, term), h("dd", null, value))));
}

function actorActions(ctx: Context, state: State, actor: number): HTMLElement {
  const standIn = ctx.model.standIn(state, actor);
  const isDrawn = ctx.model.drawnActors(state).includes(standIn);
  const isGrowing = ctx.model.grow(state, standIn).length > state.shown.length;
  const paths = () => ctx.store.update({ panel: "paths", paths: { ...state.paths, from: standIn } });
  return h(
    "div",
    { class: "actions" },
    isGrowing && isPlaced(ctx, actor) ? button(t("actor.grow"), () => ctx.stage.grow(standIn), { "data-testid": "grow" }, "plus") : null,
    isDrawn ? button(t("actor.centre"), () => ctx.stage.centre(standIn), { "data-testid": "centre" }, "fit") : null,
    !isDrawn && isPlaced(ctx, actor) ? button(t("actor.add"), () => ctx.stage.reveal(actor), { "data-testid": "add" }, "plus") : null,
    button(t("actor.paths"), paths, { "data-testid": "paths-from" }, "paths"),
    isDrawn ? button(t("actor.hide"), () => ctx.stage.hide(standIn), { "data-testid": "hide" }, "close") : null,
  );
}

function affiliations(ctx: Context, actor: number): HTMLElement | null {
  const found = ctx.data.affiliations.filter((edge) => edge.source === actor || edge.target === actor);
  if (found.length === 0) return null;
  const lines = found.map((edge) => affiliationLine(ctx, edge, actor));
  return group(t("actor.affiliations"), pager(lines, 12, (line) => line, (n) => t("contested.more", { n }), "ul", "plain"));
}

/** Who leads, is part of, speaks for whom, in which role and when; `about` is whom the list is about. */
export function affiliationLine(ctx: Context, edge: Affiliation, about: number | null): HTMLElement {
  const { since, until } = edge;
  const both = since && until ? t("span", { since: day(since), until: day(until) }) : null;
  const when = both ?? (since ? t("since", { day: day(since) }) : until ? t("until", { day: day(until) }) : null);
  const notes = [edge.role, when].filter((note): note is string => Boolean(note));
  const ends = [edge.source === about ? null : actorLink(ctx, edge.source), ` ${word("relation", edge.relation)} `, edge.target === about ? name(actorAt(ctx, edge.target).name) : actorLink(ctx, edge.target)];
  return h("li", null, ends, notes.length > 0 ? h("small", null, name(notes.join(", "))) : null);
}

function neighbours(ctx: Context, state: State, actor: number): HTMLElement | null {
  const found = ctx.model.neighbours(state, actor);
  if (found.length === 0) return null;
  const line = ({ actor: other, claims }: { actor: number; claims: number }) => h("li", null, actorLink(ctx, other), h("small", null, t("count.claims", { n: claims })));
  return group(t("actor.neighbours"), pager(found, 10, line, (n) => t("contested.more", { n }), "ul", "plain"));
}

/** The claims at whose ends it stands, by kind, each a line that opens it. */
function actorClaims(ctx: Context, state: State, actor: number): HTMLElement {
  const byKind = new Map<string, number[]>();
  for (const claim of ctx.model.visibleClaims(state)) {
    const { source, target } = ctx.model.ends(state, claim);
    if (source !== actor && target !== actor) continue;
    const { kind } = claimAt(ctx, claim);
    const known = byKind.get(kind);
    if (known) known.push(claim);
    else byKind.set(kind, [claim]);
  }
  if (byKind.size === 0) return group(t("actor.claims"), h("p", { class: "empty" }, t("actor.noclaims")));
  const kinds = kindsOf(ctx).filter((kind) => byKind.has(kind));
  return group(
    t("actor.claims"),
    kinds.map((kind) => {
      const claims = byKind.get(kind) ?? [];
      const line = (claim: number) => h("li", null, h("button", { type: "button", class: "row", "data-testid": "actor-claim", onclick: () => select(ctx, { type: "claim", claim }) }, headline(ctx, claim, false), h("small", { class: "clip", dir: "auto" }, quoteOf(ctx, claim))));
      return h("details", { class: "kind-group", open: claims.length <= 6 || kinds.length === 1 }, h("summary", null, kindLabel(ctx, kind, "affirmed"), h("span", { class: "count" }, number(claims.length))), pager(claims, 20, line, (n) => t("details.more", { n }), "ul", "rows"));
    }),
  );
}

/** The words that carry a claim. */
export function quoteOf(ctx: Context, claim: number): string {
  const of = claimAt(ctx, claim);
  return ctx.data.documents[of.document]?.passages[of.passage]?.text.slice(of.quote[0], of.quote[1]) ?? "";
}
