// Colours of the picture and the words on it.

import type { ActorStyle, EdgeStyle } from "./types";

export interface Look {
  dark: boolean;
  ground: string;
  ink: string;
  muted: string;
  /** The ring around what is selected, and around what has the keyboard. */
  ring: string;
}

export const LIGHT: Look = { dark: false, ground: "#ffffff", ink: "#1a1d21", muted: "#5c6570", ring: "#0b57d0" };
export const DARK: Look = { dark: true, ground: "#14171b", ink: "#eceff2", muted: "#a3acb6", ring: "#8ab4f8" };

export function edgeColour(style: EdgeStyle, look: Look): string {
  return look.dark ? style.dark : style.colour;
}
export function fillOf(style: ActorStyle, look: Look): string {
  return look.dark ? style.dark_fill : style.fill;
}
export function lineOf(style: ActorStyle, look: Look): string {
  return look.dark ? style.dark_line : style.line;
}

/** The dashes of a line, in pixels. */
export function dashes(line: EdgeStyle["line"], width: number): number[] {
  if (line === "dashed") return [7 + width, 4 + width];
  if (line === "dotted") return [1.5 + width * 0.5, 3 + width];
  return [];
}

/** The words that a picture carries, in the user's language. */
export interface Words {
  title: string;
  /** One line below a picture. */
  caption: string;
  /** The name of a kind of claims. */
  kind: (kind: string) => string;
  actorKind: (kind: string) => string;
  /** Before the cue of a claim that says that something does not happen. */
  not: string;
  negated: string;
}

const spoken = (name: string) => name.replace(/_/g, " ");

export const ENGLISH: Words = {
  title: "Who supports, denies, speaks to and opposes whom",
  caption: "",
  kind: spoken,
  actorKind: spoken,
  not: "not:",
  negated: "negated",
};
