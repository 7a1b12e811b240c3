// Reads the page's data and looks things up in it.

import type { Actor, Claim, Data } from "./types";

/** The data of the page, from its element `#data`. Throws where it is missing or of another schema. */
export function readData(page: Document): Data {
  const text = page.getElementById("data")?.textContent;
  if (!text) throw new Error("the page holds no data");
  const data = JSON.parse(text) as Data;
  if (data.schema !== "demarche/view/1") throw new Error(`unknown schema ${String(data.schema)}`);
  return data;
}

/** Articles that may stand before a name, as in the program. */
const ARTICLES = new Set("the el la los las".split(" "));

/** Folds a text: without case, accents, punctuation and leading article; words are joined by one space. */
export function fold(text: string): string {
  const words = foldWords(text);
  if (words.length > 1 && ARTICLES.has(words[0] ?? "")) words.shift();
  return words.join(" ");
}

function foldWords(text: string): string[] {
  const plain = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "");
  const folded = plain
    .toLowerCase()
    .replace(/[.'’ʼ`]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return folded.split(" ").filter((word) => word !== "");
}

/** Names, keys and folded texts of the data, each worked out once. */
export class Index {
  readonly #actors: Map<string, number>;
  readonly #claims: Map<string, number>;
  readonly #names: (string | undefined)[] = [];
  readonly #publishers: (string | undefined)[] = [];
  readonly #texts: (string | undefined)[] = [];
  /** Whom each actor stands for after folding into states, in most of its claims. */
  readonly sides: readonly number[];

  constructor(readonly data: Data) {
    this.#actors = new Map(data.actors.map((actor, at) => [actor.id, at]));
    this.#claims = new Map(data.claims.map((claim, at) => [claim.key, at]));
    this.sides = sides(data);
  }
  actor(id: string): number | null {
    return this.#actors.get(id) ?? null;
  }
  claim(key: string): number | null {
    return this.#claims.get(key) ?? null;
  }
  /** The name and the other names of an actor, folded, each between line breaks. */
  names(actor: number): string {
    return (this.#names[actor] ??= foldedNames(this.data.actors[actor]));
  }
  publisher(document: number): string {
    return (this.#publishers[document] ??= fold(this.data.documents[document]?.publisher ?? ""));
  }
  /** The sentence of a claim, folded. */
  text(claim: number): string {
    return (this.#texts[claim] ??= this.#foldText(claim));
  }
  #foldText(at: number): string {
    const claim = this.data.claims[at];
    if (!claim) return "";
    const passage = this.data.documents[claim.document]?.passages[claim.passage];
    return fold(passage?.text.slice(...claim.sentence) ?? "");
  }
}

function foldedNames(actor: Actor | undefined): string {
  if (!actor) return "";
  return `\n${[actor.name, ...actor.aliases].map(fold).join("\n")}\n`;
}

function sides(data: Data): number[] {
  const counts = data.actors.map(() => new Map<number, number>());
  const count = (from: number | null | undefined, to: number | null | undefined) => {
    if (from == null || to == null) return;
    const of = counts[from];
    of?.set(to, (of.get(to) ?? 0) + 1);
  };
  for (const claim of data.claims) {
    const to = foldedEnds(claim);
    count(claim.source, to.source);
    count(claim.target, to.target);
    // Two speakers may fold into one.
    if (claim.speakers.length === to.speakers.length) {
      claim.speakers.forEach((speaker, at) => count(speaker, to.speakers[at]));
    }
  }
  return counts.map((of, actor) => {
    let best = actor;
    let most = 0;
    for (const [to, many] of of) {
      if (many > most || (many === most && to < best)) [best, most] = [to, many];
    }
    return best;
  });
}

/** Who stands where in a claim. */
export interface Ends {
  source: number | null;
  target: number | null;
  speakers: number[];
}

/** The ends and speakers of a claim after folding into states. */
export function foldedEnds(claim: Claim): Ends {
  return claim.folded ?? claim;
}
