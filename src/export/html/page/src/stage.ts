// The picture: a canvas, what is drawn on it, and how people move in it.

import type { Model } from "./model";
import type { Store } from "./store";

/** What has the keyboard's focus on the canvas, to be said in the user's language. */
export type Announcement =
  | { what: "actor"; actor: number; arrows: number }
  | { what: "edge"; edge: string; place: number; of: number }
  | { what: "grown"; actor: number; added: number }
  | { what: "hidden"; actor: number }
  | { what: "nothing" };

export class Stage {
  /** Called with what the keyboard has reached. */
  onAnnounce: (announcement: Announcement) => void = () => {};

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly store: Store,
    readonly model: Model,
  ) {}
  fit(): void {}
  /** Brings an actor into the middle. */
  centre(_actor: number): void {}
  zoomBy(_factor: number): void {}
  async toPng(): Promise<Blob> {
    throw new Error("not drawn yet");
  }
  toSvg(): string {
    return "";
  }
  focus(): void {
    this.canvas.focus();
  }
}
