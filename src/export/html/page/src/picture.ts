// Pictures of the current view, with a legend: PNG and SVG, drawn by the code of the screen.

import { type Emphasis, drawAbove, drawBelow } from "./draw";
import { type View } from "./geometry";
import { type Look, type Words, dashes, edgeColour, fillOf, lineOf } from "./look";
import type { Model } from "./model";
import { type Pen, font, oneLine, textWidth } from "./pen";
import { type Scene, styleOf } from "./scene";
import { creases, headLength, headPath, outline } from "./shapes";
import { SvgPen } from "./svg";
import type { EdgeView } from "./types";

export interface Picture {
  scene: Scene;
  view: View;
  look: Look;
  emphasis: Emphasis;
  model: Model;
  words: Words;
}

const SHARPNESS = 2;
const LINE = 20;
const TEXT = 12;
const EDGE = 16;

export async function pngOf(picture: Picture): Promise<Blob> {
  const rows = legendRows(picture);
  const canvas = document.createElement("canvas");
  const { width, height } = picture.view;
  canvas.width = width * SHARPNESS;
  canvas.height = (height + footHeight(rows)) * SHARPNESS;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(SHARPNESS, SHARPNESS);
  pen.fillStyle = picture.look.ground;
  pen.fillRect(0, 0, width, height + footHeight(rows));
  drawPicture(pen, picture, rows, () => {
    pen.fillStyle = picture.look.ground;
    pen.fillRect(0, height, width, footHeight(rows));
  });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

export function svgOf(picture: Picture): string {
  const rows = legendRows(picture);
  const { width, height } = picture.view;
  const pen = new SvgPen(width, height + footHeight(rows), picture.look.ground, height);
  drawPicture(pen, picture, rows, () => pen.below());
  return pen.text(picture.words.title, caption(picture));
}

function drawPicture(pen: Pen, picture: Picture, rows: Item[][], toFoot: () => void): void {
  const { scene, view, look, emphasis, model, words } = picture;
  drawBelow(pen, scene, view, look, emphasis.dims);
  drawAbove(pen, scene, view, look, emphasis, model.data, words);
  toFoot();
  drawFoot(pen, picture, rows);
}

function caption({ words, scene }: Picture): string {
  return words.caption === "" ? words.title : words.caption.replace("{actors}", String(scene.bodies.length));
}

// ---- the legend

/** A drawn sample and its word. */
interface Item {
  word: string;
  width: number;
  draw: (pen: Pen, x: number, y: number) => void;
}

const SAMPLE = 40;

function legendRows({ scene, view, look, words, model }: Picture): Item[][] {
  const looks = new Map<string, EdgeView>();
  for (const { edge } of scene.arrows) looks.set(`${edge.kind}|${edge.polarity}`, edge);
  const arrows = [...looks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => arrowItem(model, edge, look, words));
  const kinds = new Map(scene.bodies.map((body) => [model.data.actors[body.actor]?.kind ?? "", body.style]));
  const order = Object.keys(model.data.styles.actors);
  const known = [...kinds].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const bodies = known.map(([kind, style]) =>
    item(words.actorKind(kind), (pen, x, y) => {
      pen.fillStyle = fillOf(style, look);
      pen.strokeStyle = lineOf(style, look);
      pen.lineWidth = 1.3;
      pen.setLineDash(style.style.includes("dashed") ? [3, 2] : []);
      pen.beginPath();
      outline(pen, style.shape, style.style.includes("rounded"), x + SAMPLE / 2, y, 13, 8);
      pen.fill();
      pen.stroke();
      pen.setLineDash([]);
      pen.beginPath();
      creases(pen, style.shape, x + SAMPLE / 2, y, 13, 8);
      pen.stroke();
    }),
  );
  return [...wrap(arrows, view.width), ...wrap(bodies, view.width)];
}

function item(word: string, draw: Item["draw"]): Item {
  const short = oneLine(word, 40);
  return { word: short, draw, width: SAMPLE + 6 + textWidth(short, TEXT) + 18 };
}

function arrowItem(model: Model, edge: EdgeView, look: Look, words: Words): Item {
  const style = styleOf(model, edge.kind, edge.polarity);
  const word = words.kind(edge.kind) + (edge.polarity === "negated" ? `, ${words.negated}` : "");
  return item(word, (pen, x, y) => {
    pen.strokeStyle = edgeColour(style, look);
    pen.fillStyle = style.head === "empty" || style.head === "odiamond" ? look.ground : edgeColour(style, look);
    pen.lineWidth = 2;
    pen.setLineDash(dashes(style.line, 2));
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + SAMPLE - 9 * headLength(style.head), y);
    pen.stroke();
    pen.setLineDash([]);
    pen.lineWidth = 1.2;
    pen.beginPath();
    headPath(pen, style.head, { x: x + SAMPLE, y }, 1, 0, 9);
    pen.fill();
    pen.stroke();
  });
}

function wrap(items: Item[], width: number): Item[][] {
  const rows: Item[][] = [];
  let room = 0;
  for (const one of items) {
    if (one.width > room) {
      rows.push([]);
      room = width - 2 * EDGE;
    }
    rows.at(-1)?.push(one);
    room -= one.width;
  }
  return rows;
}

function footHeight(rows: Item[][]): number {
  return (rows.length + 1) * LINE + EDGE;
}

function drawFoot(pen: Pen, picture: Picture, rows: Item[][]): void {
  const { view, look } = picture;
  pen.globalAlpha = 1;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  rows.forEach((row, at) => {
    let x = EDGE;
    const y = view.height + EDGE / 2 + (at + 0.5) * LINE;
    for (const one of row) {
      one.draw(pen, x, y);
      pen.font = font(TEXT);
      pen.fillStyle = look.ink;
      pen.fillText(one.word, x + SAMPLE + 6, y);
      x += one.width;
    }
  });
  pen.font = font(TEXT);
  pen.fillStyle = look.muted;
  pen.fillText(oneLine(caption(picture), 300), EDGE, view.height + EDGE / 2 + (rows.length + 0.5) * LINE);
}
