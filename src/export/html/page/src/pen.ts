// What the picture is drawn with: the part of a canvas's context that it needs, so that the screen, PNG and SVG are
// drawn by the same code.

export type Pen = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "quadraticCurveTo"
  | "bezierCurveTo"
  | "ellipse"
  | "closePath"
  | "fill"
  | "stroke"
  | "fillText"
  | "strokeText"
  | "setLineDash"
  | "strokeStyle"
  | "fillStyle"
  | "lineWidth"
  | "lineCap"
  | "lineJoin"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
>;

const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";

export function font(size: number, weight = 400): string {
  return `${weight} ${size}px ${FAMILY}`;
}

const WIDTHS = new Map<string, number>();
const MEASURED_AT = 20;
let ruler: CanvasRenderingContext2D | null = null;

/** Width of a text in pixels. Measured once at one size: widths grow in proportion. */
export function textWidth(text: string, size: number, weight = 400): number {
  const key = `${weight} ${text}`;
  let width = WIDTHS.get(key);
  if (width === undefined) {
    ruler ??= document.createElement("canvas").getContext("2d");
    if (!ruler) return text.length * size * 0.55;
    ruler.font = font(MEASURED_AT, weight);
    width = ruler.measureText(text).width;
    if (WIDTHS.size > 50_000) WIDTHS.clear();
    WIDTHS.set(key, width);
  }
  return (width / MEASURED_AT) * size;
}

/** At most `most` characters of a text on one line, without what would turn or break the line. */
export function oneLine(text: string, most: number): string {
  const plain = text.slice(0, 4 * most + 200).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, (run) => (/^\u200d$/.test(run) ? run : " "));
  const letters = Array.from(plain.toWellFormed().trim());
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("").trimEnd()}…`;
}

/** A name on one line or two. */
export function twoLines(text: string, most: number): string[] {
  const line = oneLine(text, 2 * most);
  if (Array.from(line).length <= most) return [line];
  const middle = line.length / 2;
  let cut = -1;
  for (let at = line.indexOf(" "); at >= 0; at = line.indexOf(" ", at + 1)) {
    if (cut < 0 || Math.abs(at - middle) < Math.abs(cut - middle)) cut = at;
  }
  if (cut < 0) return [oneLine(line, most + 4)];
  return [line.slice(0, cut), line.slice(cut + 1)].map((half) => oneLine(half, most + 4));
}

/** Draws a text with a ground behind its letters. */
export function haloed(pen: Pen, text: string, x: number, y: number, ink: string, ground: string, halo = 3): void {
  pen.strokeStyle = ground;
  pen.lineWidth = halo;
  pen.lineJoin = "round";
  pen.strokeText(text, x, y);
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
}
