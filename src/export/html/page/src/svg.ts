// A pen that writes SVG: the file stands alone, without scripts, styles and fonts from elsewhere.

import type { Pen } from "./pen";

type Text = string | CanvasGradient | CanvasPattern;

export class SvgPen implements Pen {
  strokeStyle: Text = "#000000";
  fillStyle: Text = "#000000";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  globalAlpha = 1;
  font = "";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  #dash: number[] = [];
  #path: string[] = [];
  #view: string[] = [];
  #foot: string[] | null = null;

  constructor(
    readonly width: number,
    readonly height: number,
    readonly ground: string,
    /** Height of the part that is cut at its borders. */
    readonly viewHeight: number,
  ) {}

  /** What is drawn from now on stands below the picture. */
  below(): void {
    this.#foot = [];
  }
  beginPath(): void {
    this.#path = [];
  }
  moveTo(x: number, y: number): void {
    this.#path.push(`M${places(x, y)}`);
  }
  lineTo(x: number, y: number): void {
    this.#path.push(`L${places(x, y)}`);
  }
  quadraticCurveTo(...points: [number, number, number, number]): void {
    this.#path.push(`Q${places(...points)}`);
  }
  bezierCurveTo(...points: [number, number, number, number, number, number]): void {
    this.#path.push(`C${places(...points)}`);
  }
  /** A whole ellipse, begun at its right, whatever angles are given. */
  ellipse(x: number, y: number, rx: number, ry: number): void {
    const half = (to: number) => `A${places(rx, ry)} 0 0 1 ${places(to, y)}`;
    this.#path.push(`M${places(x + rx, y)}${half(x - rx)}${half(x + rx)}Z`);
  }
  closePath(): void {
    this.#path.push("Z");
  }
  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }
  fill(): void {
    this.#put(`<path d="${this.#path.join("")}" fill="${escape(this.fillStyle)}"${this.#alpha()}/>`);
  }
  stroke(): void {
    this.#put(`<path d="${this.#path.join("")}" fill="none"${this.#stroked()}${this.#alpha()}/>`);
  }
  fillText(text: string, x: number, y: number): void {
    this.#put(`<text${this.#lettered(x, y)} fill="${escape(this.fillStyle)}"${this.#alpha()}>${escape(text)}</text>`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.#put(`<text${this.#lettered(x, y)} fill="none"${this.#stroked()}${this.#alpha()}>${escape(text)}</text>`);
  }
  /** The file. */
  text(title: string, description: string): string {
    const { width, height, viewHeight } = this;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
      `<title>${escape(title)}</title>`,
      `<desc>${escape(description)}</desc>`,
      `<rect width="${width}" height="${height}" fill="${escape(this.ground)}"/>`,
      `<svg width="${width}" height="${viewHeight}">`,
      ...this.#view,
      "</svg>",
      ...(this.#foot ?? []),
      "</svg>",
      "",
    ].join("\n");
  }

  #put(element: string): void {
    (this.#foot ?? this.#view).push(element);
  }
  #alpha(): string {
    return this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
  }
  #stroked(): string {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.map(short).join(" ")}"` : "";
    const join = this.lineJoin === "miter" ? "" : ` stroke-linejoin="${this.lineJoin}"`;
    const cap = this.lineCap === "butt" ? "" : ` stroke-linecap="${this.lineCap}"`;
    return ` stroke="${escape(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}"${join}${cap}${dash}`;
  }
  #lettered(x: number, y: number): string {
    const [, weight = "400", size = "12", family = "sans-serif"] = /^(\d+) ([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const anchor = this.textAlign === "center" ? ` text-anchor="middle"` : "";
    // Middles of lines differ between programs; a third of the size below it is where letters stand.
    const base = this.textBaseline === "middle" ? y + Number(size) * 0.34 : y;
    return ` x="${short(x)}" y="${short(base)}" font-family="${escape(family)}" font-size="${size}" font-weight="${weight}"${anchor}`;
  }
}

function places(...numbers: number[]): string {
  return numbers.map(short).join(" ");
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : "0";
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for XML: without the characters that it forbids. */
function escape(text: unknown): string {
  const plain = String(text).toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
  return plain.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? "");
}
