// The k best simple paths (Yen 1971, doi:10.1287/mnsc.17.11.712) over claims: the cost and the order of `demarche paths`.
//
// A path costs its hops first, then the sum of its hops' penalties: more evidence, less penalty. Of equal paths the
// one whose actors' ids are smaller comes first. Integers only, so the answer is the program's.

/** What an affiliation counts for, in [0, 1]: less than a plain claim. */
export const BACKGROUND = 0.3;

/** A claim or an affiliation as the finder sees it: its ends, whether they have no order, and how sure it is, in [0, 1]. */
export interface Link {
  of: "claim" | "affiliation";
  /** Its index. */
  at: number;
  source: number;
  target: number;
  symmetric: boolean;
  confidence: number;
}
export interface Hop {
  from: number;
  to: number;
  /** Claims of the pair, in the order in which they came. */
  claims: number[];
  /** Affiliations of the pair. */
  affiliations: number[];
}

type Linked = Pick<Hop, "claims" | "affiliations">;

/** Hops and penalty as one number: hops × 10¹⁰ + penalty. A hop's penalty is at most 10⁶, so 9,000 hops fit. */
type Cost = number;
const HOP = 1e10;

/** What may be used, without parallel edges. Nodes are numbered by the rank of their ids. */
export class Network {
  readonly #ranks = new Map<number, number>();
  readonly #actors: number[];
  readonly #out: [number, number][][];
  readonly #into: [number, number][][];
  readonly #links = new Map<string, Linked>();

  /** `ids[actor]` is an actor's id. Links from an actor to itself are passed over. */
  constructor(ids: readonly string[], links: Iterable<Link>, directed: boolean) {
    this.#actors = ids.map((_, actor) => actor).sort((a, b) => compareIds(ids[a] ?? "", ids[b] ?? ""));
    this.#actors.forEach((actor, rank) => this.#ranks.set(actor, rank));
    this.#out = ids.map(() => []);
    this.#into = ids.map(() => []);
    const evidence = new Map<string, [number, number, number]>();
    for (const link of links) this.#link(link, directed, evidence);
    const hops = [...evidence.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [from, to, hundredths] of hops) {
      const penalty = Math.floor(100_000_000 / (100 + hundredths));
      this.#out[from]?.push([to, penalty]);
      this.#into[to]?.push([from, penalty]);
    }
  }

  #link(link: Link, directed: boolean, evidence: Map<string, [number, number, number]>): void {
    const source = this.#ranks.get(link.source);
    const target = this.#ranks.get(link.target);
    if (source === undefined || target === undefined || source === target) return;
    const hundredths = Math.round(link.confidence * 100);
    const ways: [number, number][] = [[source, target]];
    if (!directed || link.symmetric) ways.push([target, source]);
    for (const [from, to] of ways) {
      const known = evidence.get(`${from} ${to}`);
      if (known) known[2] += hundredths;
      else evidence.set(`${from} ${to}`, [from, to, hundredths]);
    }
    const pair = pairOf(source, target);
    let linked = this.#links.get(pair);
    if (!linked) this.#links.set(pair, (linked = { claims: [], affiliations: [] }));
    linked[link.of === "claim" ? "claims" : "affiliations"].push(link.at);
  }

  /** The best `k` paths without a repeated actor, of at most `maxHops` hops, best first. */
  best(from: number, to: number, k: number, maxHops: number): Hop[][] {
    const start = this.#ranks.get(from);
    const end = this.#ranks.get(to);
    if (start === undefined || end === undefined || start === end) return [];
    const found: number[][] = [];
    const candidates: [Cost, number[]][] = [];
    const add = (path: [Cost, number[]] | null) => path && insert(candidates, path);
    add(this.#spur([start], end, new Set(), maxHops));
    while (found.length < k) {
      const path = candidates.shift()?.[1];
      if (!path) break;
      for (let at = 1; at < path.length; at += 1) {
        const root = path.slice(0, at);
        const shared = [...found, path].filter((other) => root.every((node, place) => other[place] === node));
        add(this.#spur(root, end, new Set(shared.map((other) => other[at] ?? -1)), maxHops));
      }
      found.push(path);
    }
    return found.map((path) => path.slice(1).map((node, at) => this.#hop(path[at] ?? 0, node)));
  }

  /** Fewest hops from one actor to another; null where there is no way. */
  hops(from: number, to: number): number | null {
    const start = this.#ranks.get(from);
    const end = this.#ranks.get(to);
    if (start === undefined || end === undefined || start === end) return null;
    const path = this.#spur([start], end, new Set(), Infinity);
    return path ? path[1].length - 1 : null;
  }

  /** How many other actors can be reached from one; or, `backwards`, can reach it. */
  reached(from: number, backwards: boolean): number {
    const start = this.#ranks.get(from);
    if (start === undefined) return 0;
    const steps = backwards ? this.#into : this.#out;
    const seen = new Set([start]);
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const [next] of steps[node] ?? []) {
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return seen.size - 1;
  }

  #hop(from: number, to: number): Hop {
    const { claims, affiliations } = this.#links.get(pairOf(from, to)) ?? { claims: [], affiliations: [] };
    return { from: this.#actors[from] ?? 0, to: this.#actors[to] ?? 0, claims, affiliations };
  }

  /** The best path that begins with `root` and whose next node is none of `banned`. */
  #spur(root: number[], to: number, banned: Set<number>, maxHops: number): [Cost, number[]] | null {
    const hopsLeft = maxHops - (root.length - 1);
    if (hopsLeft < 0) return null;
    const rest = this.#costsTo(to, root, hopsLeft);
    const first = this.#step(root[root.length - 1] ?? 0, rest, banned);
    if (!first || Math.floor(first[0] / HOP) > hopsLeft) return null;
    const path = [...root, first[1]];
    for (let node = first[1]; node !== to; ) {
      const next = this.#step(node, rest, new Set());
      if (!next) return null;
      node = next[1];
      path.push(node);
    }
    return [this.#cost(path), path];
  }

  #step(node: number, rest: Float64Array, banned: Set<number>): [Cost, number] | null {
    let best: [Cost, number] | null = null;
    for (const [next, penalty] of this.#out[node] ?? []) {
      const left = rest[next] ?? Infinity;
      if (left === Infinity || banned.has(next)) continue;
      const cost = left + HOP + penalty;
      // Successors ascend, so the smallest of the cheapest stays.
      if (!best || cost < best[0]) best = [cost, next];
    }
    return best;
  }

  /** The cost from each node to `to` without passing through `avoided`; infinite where there is no way. */
  #costsTo(to: number, avoided: number[], maxHops: number): Float64Array {
    const costs = new Float64Array(this.#into.length).fill(Infinity);
    const closed = new Uint8Array(this.#into.length);
    for (const node of avoided) closed[node] = 1;
    if (closed[to]) return costs;
    costs[to] = 0;
    const open = new Heap();
    open.push(0, to);
    for (let top = open.pop(); top; top = open.pop()) {
      const [cost, node] = top;
      if (closed[node]) continue;
      closed[node] = 1;
      if (Math.floor(cost / HOP) >= maxHops) continue;
      for (const [before, penalty] of this.#into[node] ?? []) {
        const through = cost + HOP + penalty;
        if (!closed[before] && through < (costs[before] ?? Infinity)) {
          costs[before] = through;
          open.push(through, before);
        }
      }
    }
    return costs;
  }

  #cost(path: number[]): Cost {
    let cost = 0;
    path.slice(1).forEach((node, at) => {
      const penalty = this.#out[path[at] ?? 0]?.find(([next]) => next === node)?.[1] ?? 0;
      cost += HOP + penalty;
    });
    return cost;
  }
}

function pairOf(a: number, b: number): string {
  return `${Math.min(a, b)} ${Math.max(a, b)}`;
}

/** Keeps candidates sorted by cost, then by nodes, each once. */
function insert(candidates: [Cost, number[]][], path: [Cost, number[]]): void {
  const at = candidates.findIndex((other) => comparePaths(path, other) <= 0);
  const next = candidates[at];
  if (at < 0) candidates.push(path);
  else if (next && comparePaths(path, next) !== 0) candidates.splice(at, 0, path);
}

function comparePaths(a: [Cost, number[]], b: [Cost, number[]]): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  for (let at = 0; at < Math.min(a[1].length, b[1].length); at += 1) {
    const difference = (a[1][at] ?? 0) - (b[1][at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a[1].length - b[1].length;
}

/** By code points, as the program sorts ids. */
function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** A binary heap, the smallest cost first. */
class Heap {
  readonly #items: [number, number][] = [];

  push(cost: number, node: number): void {
    const items = this.#items;
    let at = items.push([cost, node]) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#costAt(above) <= this.#costAt(at)) break;
      this.#swap(at, above);
      at = above;
    }
  }
  pop(): [number, number] | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (!top || !last || items.length === 0) return top;
    items[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = this.#costAt(left) < this.#costAt(at) ? left : at;
      if (this.#costAt(right) < this.#costAt(least)) least = right;
      if (least === at) return top;
      this.#swap(at, least);
      at = least;
    }
  }
  #costAt(at: number): number {
    return this.#items[at]?.[0] ?? Infinity;
  }
  #swap(a: number, b: number): void {
    const items = this.#items;
    [items[a], items[b]] = [items[b] as [number, number], items[a] as [number, number]];
  }
}
