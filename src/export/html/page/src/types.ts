// What the page is made of: the data that the program writes into it, and the state that the user changes.
// Indexes are places in the lists of `Data`. Offsets are UTF-16 units of the passage's text.

export type Polarity = "affirmed" | "negated";
export type Factuality = "actual" | "future" | "possible";

export interface Passage {
  text: string;
}
export interface Document {
  id: string;
  name: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  language: string | null;
  url: string | null;
  passages: Passage[];
}
export interface Actor {
  id: string;
  name: string;
  /** state, government, person, organisation, party, armed_group, military, media, people, unnamed_source, other */
  kind: string;
  /** ISO 3166-1 alpha-3, or the acronym of an organisation that belongs to no state. */
  state: string | null;
  aliases: string[];
  mentions: number;
  /** Claims at whose ends it stands. */
  strength: number;
  /** Place in the picture; neighbours lie some 100 units apart. Null where it is only a speaker or an end after folding. */
  at: [number, number] | null;
  /** Place in the picture of states, where it appears there. */
  folded_at: [number, number] | null;
}
export interface Claim {
  key: string;
  source: number | null;
  target: number | null;
  /** Ends and speakers when people and organs are folded into their states; absent where they are the same. */
  folded?: { source: number | null; target: number | null; speakers: number[] };
  /** support, opposition, communication, denial, or a kind of the user's own. */
  kind: string;
  /** PLOVER root. */
  event: string;
  cameo: string | null;
  /** Whether the event has no direction. */
  symmetric: boolean;
  polarity: Polarity;
  factuality: Factuality;
  modes: string[];
  /** The nearest first. */
  speakers: number[];
  document: number;
  /** Index in the document's passages. */
  passage: number;
  /** Its sentence. */
  sentence: [number, number];
  quote: [number, number];
  cue: [number, number];
  marks: { role: string; start: number; end: number }[];
  source_text: string;
  target_text: string;
  /** First day of its period: YYYY-MM-DD. */
  date: string | null;
  date_precision: string | null;
  date_from: string | null;
  confidence: number;
  rule: string;
  /** Key of the claim that this one denies; it may be missing from the page. */
  denies: string | null;
}
export interface Affiliation {
  source: number;
  target: number;
  relation: string;
  role: string | null;
  since: string | null;
  until: string | null;
}
export interface EdgeStyle {
  colour: string;
  /** The colour on a dark ground. */
  dark: string;
  line: "solid" | "dashed" | "dotted";
  /** Graphviz's names: normal, tee, empty, diamond, odiamond, vee. */
  head: string;
}
export interface ActorStyle {
  /** Graphviz's names: box, ellipse, hexagon, tab, octagon, box3d, note, egg; `rounded` and `dashed` in `style`. */
  shape: string;
  style: string;
  fill: string;
  line: string;
  dark_fill: string;
  dark_line: string;
}
export interface Data {
  schema: "demarche/view/1";
  generator: string;
  documents: Document[];
  /** Sorted by strength, the strongest first. */
  actors: Actor[];
  claims: Claim[];
  affiliations: Affiliation[];
  /** Display names of state codes. */
  states: Record<string, string>;
  /** How the whole graph was cut down to this page; null where it was not. */
  partial: { actors: number; claims: number } | null;
  /** Whether the graph was folded into states before it was written: the switch is of no use then. */
  is_folded: boolean;
  styles: { claims: Record<string, EdgeStyle>; other: EdgeStyle; actors: Record<string, ActorStyle> };
}

export interface Filters {
  /** Empty: no condition. */
  kinds: string[];
  events: string[];
  polarity: Polarity | null;
  factualities: Factuality[];
  speaker: number | null;
  publisher: string | null;
  /** The language of the article: an ISO 639-1 code. */
  language: string | null;
  since: string | null;
  until: string | null;
  minConfidence: number;
  text: string;
}
export type Selection =
  | { type: "actor"; actor: number }
  /** Every claim that an arrow of the picture stands for. */
  | { type: "edge"; edge: string }
  | { type: "claim"; claim: number }
  | null;
export type PanelName = "details" | "filters" | "table" | "paths" | "contested" | "legend" | "help" | null;

/** All that a permalink keeps. */
export interface State {
  language: "en" | "es";
  theme: "auto" | "light" | "dark";
  /** People and organs folded into states. */
  folded: boolean;
  /** The actors in the picture. */
  shown: number[];
  filters: Filters;
  selection: Selection;
  /** The shown actors are pulled together, away from their places in the whole picture. */
  gathered: boolean;
  /** Edges whose parallel claims are drawn one by one. */
  unfolded: string[];
  panel: PanelName;
  paths: { from: number | null; to: number | null; k: number; maxHops: number; directed: boolean; affiliations: boolean };
  /** Claims that a found path takes, drawn in front; the stage dims the rest. Empty: none. */
  highlighted: number[];
  /** Affiliations that it takes, drawn along with it. */
  linked: number[];
  /** Centre in units of the picture, and pixels a unit. */
  camera: { x: number; y: number; zoom: number } | null;
}

/** What is drawn: folded arrows between shown actors, of the claims that pass the filters. */
export interface EdgeView {
  /** `source>target|kind|polarity` with the actors' ids, or `source=target|…` for symmetric ones; of an unfolded claim its key. */
  id: string;
  source: number;
  target: number;
  kind: string;
  polarity: Polarity;
  symmetric: boolean;
  /** Indexes of claims, the surest first. */
  claims: number[];
}
