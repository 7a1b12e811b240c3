// What is visible: which claims pass the filters, which arrows they fold into, who is next to whom.

import { type Ends, type Index, fold, foldedEnds } from "./data";
import type { Data, EdgeView, Filters, State } from "./types";

/** Actors that the picture starts with, and the next step after it. */
const FIRST = 60;
const MORE = 300;
/** Neighbours that one step of growing adds. */
export const GROWTH = 20;

export interface Neighbour {
  actor: number;
  /** Claims that pass the filters and link the two. */
  claims: number;
}

/** Selectors over the data. Every answer is kept until the part of the state that it depends on changes. */
export class Model {
  readonly data: Data;
  readonly #claims = memo(filterClaims);
  readonly #ids = memo(edgeIds);
  readonly #edges = memo(foldClaims);
  readonly #between = memo(edgesBetween);
  readonly #neighbours = memo(countNeighbours);
  readonly #drawn = memo(placedActors);
  readonly #byId = memo((edges: EdgeView[]) => new Map(edges.map((edge) => [edge.id, edge])));

  constructor(readonly index: Index) {
    this.data = index.data;
  }

  /** Whether a claim passes the filters; `folded` asks for the speakers after folding into states. */
  accepts(filters: Filters, claim: number, folded = false): boolean {
    return acceptor(this.index, filters, folded)(claim);
  }
  /** Indexes of the claims that pass the filters, whoever stands at their ends. */
  visibleClaims(state: State): number[] {
    return this.#claims(this.index, state.filters, state.folded);
  }
  /** The arrows of all claims that pass the filters and have both ends, of actors in the picture or not. */
  allEdges(state: State): EdgeView[] {
    return this.#edges(this.index, this.#ids(this.data, state.folded), this.visibleClaims(state), state.folded, state.unfolded);
  }
  /** The arrows in the picture. */
  visibleEdges(state: State): EdgeView[] {
    return this.#between(this.allEdges(state), this.drawnActors(state));
  }
  /** The affiliations of the highlighted path, as arrows without claims. */
  linkEdges(state: State): EdgeView[] {
    return state.linked.flatMap((at) => {
      const of = this.data.affiliations[at];
      if (!of) return [];
      const [source, target] = [this.standIn(state, of.source), this.standIn(state, of.target)];
      return source === target ? [] : [{ id: linkId(at), source, target, kind: "affiliation", polarity: "affirmed", symmetric: false, claims: [] }];
    });
  }
  /** An arrow by its id, also one that is unfolded; null where its claims do not pass the filters. */
  edge(state: State, id: string): EdgeView | null {
    const edge = this.#byId(this.allEdges(state)).get(id);
    if (edge || !state.unfolded.includes(id)) return edge ?? null;
    const claims = this.visibleClaims(state).filter((claim) => this.foldId(state, claim) === id);
    return claims.length === 0 ? null : edgeView(this.data, id, claims, state.folded);
  }
  /** The arrow that stands for a claim; null where there is none. */
  edgeOf(state: State, claim: number): EdgeView | null {
    const key = this.data.claims[claim]?.key;
    const id = edgeId(this.data, claim, state.folded);
    return id === null ? null : (this.edge(state, id) ?? (key ? this.edge(state, key) : null));
  }
  /** The id of the folded arrow that a claim belongs to, by which it is unfolded; null where it lacks an end. */
  foldId(state: State, claim: number): string | null {
    return edgeId(this.data, claim, state.folded);
  }
  /** Who is linked to an actor, the most claims first, of equals the stronger. */
  neighbours(state: State, actor: number): Neighbour[] {
    return this.#neighbours(this.allEdges(state)).get(actor) ?? [];
  }
  /** Who stands where in a claim, folded where the state asks for it. */
  ends(state: State, claim: number): Ends {
    const of = this.data.claims[claim];
    if (!of) return { source: null, target: null, speakers: [] };
    return state.folded ? foldedEnds(of) : of;
  }

  /** Where an actor lies in the whole picture; null where it is not in it. */
  place(state: State, actor: number): [number, number] | null {
    const of = this.data.actors[actor];
    return (state.folded ? of?.folded_at : of?.at) ?? null;
  }
  /** Whom an actor stands for in the picture: itself, or the state that it folds into. */
  standIn(state: State, actor: number): number {
    return state.folded ? (this.index.sides[actor] ?? actor) : actor;
  }
  /** The actors in the picture, by strength: those shown that have a place. */
  drawnActors(state: State): number[] {
    return this.#drawn(this.index, state.shown, state.folded);
  }
  /** The strongest actors: what the picture starts with. */
  firstActors(many = FIRST): number[] {
    const placed: number[] = [];
    for (let actor = 0; actor < this.data.actors.length && placed.length < many; actor++) {
      if (this.data.actors[actor]?.at) placed.push(actor);
    }
    return placed;
  }
  /** How many actors "show more" would bring in next; 0 where all are shown. */
  moreActors(state: State): number {
    return placedActors(this.index, this.showMore(state), state.folded).length - this.drawnActors(state).length;
  }
  /** The shown actors after "show more": 300, then all. */
  showMore(state: State): number[] {
    const placed = this.data.actors.reduce((many, actor) => many + (actor.at ? 1 : 0), 0);
    for (const step of [FIRST, MORE, placed]) {
      const all = union(state.shown, this.firstActors(step));
      if (all.length > state.shown.length) return all;
    }
    return state.shown;
  }
  /** The shown actors after growing one: it, and its strongest neighbours that were not there. */
  grow(state: State, actor: number): number[] {
    const drawn = new Set(this.drawnActors(state));
    const found = this.neighbours(state, actor).map((neighbour) => neighbour.actor);
    const added = found.filter((neighbour) => !drawn.has(neighbour) && this.place(state, neighbour));
    return union(state.shown, [actor, ...added.slice(0, GROWTH)]);
  }
  /** The shown actors after hiding one; in the picture of states, all that fold into it. */
  hide(state: State, actor: number): number[] {
    return state.shown.filter((shown) => this.standIn(state, shown) !== actor && shown !== actor);
  }
}

/** The id of the arrow that stands for an affiliation. */
export function linkId(affiliation: number): string {
  return `affiliation ${affiliation}`;
}

/** Keeps the last answer of a function and gives it again while its arguments stay the same. */
function memo<A extends unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; answer: R } | null = null;
  return (...args) => {
    if (last === null || last.args.some((arg, at) => arg !== args[at])) last = { args, answer: compute(...args) };
    return last.answer;
  };
}

function union(shown: number[], added: number[]): number[] {
  return [...new Set([...shown, ...added])];
}

/** The filters as one test of a claim: what does not depend on the claim is worked out once. */
function acceptor(index: Index, filters: Filters, folded: boolean): (claim: number) => boolean {
  const { data } = index;
  const kinds = new Set(filters.kinds.map((kind) => kind.toLowerCase()));
  const events = new Set(filters.events.map((event) => event.toUpperCase()));
  const publisher = fold(filters.publisher ?? "");
  const text = fold(filters.text);
  const { polarity, factualities, speaker, language, since, until, minConfidence } = filters;
  return (at) => {
    const claim = data.claims[at];
    if (!claim) return false;
    if (kinds.size > 0 && !kinds.has(claim.kind.toLowerCase())) return false;
    if (events.size > 0 && !events.has(claim.event.toUpperCase())) return false;
    if (polarity !== null && polarity !== claim.polarity) return false;
    if (factualities.length > 0 && !factualities.includes(claim.factuality)) return false;
    if (speaker !== null && !(folded ? foldedEnds(claim) : claim).speakers.includes(speaker)) return false;
    if (publisher !== "" && !index.publisher(claim.document).includes(publisher)) return false;
    if (language !== null && data.documents[claim.document]?.language !== language) return false;
    if (since !== null && (claim.date === null || claim.date < since)) return false;
    if (until !== null && (claim.date === null || claim.date > until)) return false;
    if (claim.confidence < minConfidence) return false;
    return text === "" || index.text(at).includes(text);
  };
}

function filterClaims(index: Index, filters: Filters, folded: boolean): number[] {
  const accepts = acceptor(index, filters, folded);
  const passed: number[] = [];
  for (let at = 0; at < index.data.claims.length; at++) if (accepts(at)) passed.push(at);
  return passed;
}

/** The id of the arrow that a claim folds into; null where it lacks an end. */
function edgeId(data: Data, at: number, folded: boolean): string | null {
  const claim = data.claims[at];
  if (!claim) return null;
  const { source, target } = folded ? foldedEnds(claim) : claim;
  if (source === null || target === null) return null;
  const turned = claim.symmetric && target < source;
  const [from, to] = turned ? [target, source] : [source, target];
  const link = claim.symmetric ? "=" : ">";
  return `${data.actors[from]?.id}${link}${data.actors[to]?.id}|${claim.kind}|${claim.polarity}`;
}

/** The ids of the arrows that claims fold into, by claim. */
function edgeIds(data: Data, folded: boolean): (string | null)[] {
  return data.claims.map((_, at) => edgeId(data, at, folded));
}

function foldClaims(index: Index, ids: (string | null)[], claims: number[], folded: boolean, unfolded: string[]): EdgeView[] {
  const { data } = index;
  const apart = new Set(unfolded);
  const groups = new Map<string, number[]>();
  for (const at of claims) {
    const id = ids[at];
    if (id == null) continue;
    const key = apart.has(id) ? (data.claims[at]?.key ?? id) : id;
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  }
  return [...groups].map(([id, group]) => edgeView(data, id, group, folded));
}

function edgeView(data: Data, id: string, claims: number[], folded: boolean): EdgeView {
  const confidence = (at: number) => data.claims[at]?.confidence ?? 0;
  claims.sort((a, b) => confidence(b) - confidence(a) || a - b);
  const first = data.claims[claims[0] ?? -1];
  if (!first) throw new Error("an arrow without claims");
  const { source, target } = folded ? foldedEnds(first) : first;
  const { kind, polarity, symmetric } = first;
  const [from, to] = [source ?? -1, target ?? -1];
  // A symmetric arrow runs one way, whichever way its surest claim is told.
  const turned = symmetric && to < from;
  return { id, source: turned ? to : from, target: turned ? from : to, kind, polarity, symmetric, claims };
}

function edgesBetween(edges: EdgeView[], actors: number[]): EdgeView[] {
  const drawn = new Set(actors);
  return edges.filter((edge) => drawn.has(edge.source) && drawn.has(edge.target));
}

function countNeighbours(edges: EdgeView[]): Map<number, Neighbour[]> {
  const counts = new Map<number, Map<number, number>>();
  const count = (from: number, to: number, many: number) => {
    let of = counts.get(from);
    if (!of) counts.set(from, (of = new Map()));
    of.set(to, (of.get(to) ?? 0) + many);
  };
  for (const { source, target, claims } of edges) {
    if (source === target) continue;
    count(source, target, claims.length);
    count(target, source, claims.length);
  }
  const sorted = new Map<number, Neighbour[]>();
  for (const [actor, of] of counts) {
    const list = [...of].map(([other, claims]) => ({ actor: other, claims }));
    sorted.set(actor, list.sort((a, b) => b.claims - a.claims || a.actor - b.actor));
  }
  return sorted;
}

function placedActors(index: Index, shown: number[], folded: boolean): number[] {
  const { actors } = index.data;
  const placed = new Set<number>();
  for (const actor of shown) {
    const standIn = folded ? (index.sides[actor] ?? actor) : actor;
    const of = actors[standIn];
    if (folded ? of?.folded_at : of?.at) placed.add(standIn);
  }
  return [...placed].sort((a, b) => a - b);
}
