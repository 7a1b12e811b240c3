// On a narrow screen the panel is a sheet over the picture: low, half or full, by dragging its head or by its button.

import { h } from "../dom";
import { t } from "../i18n";
import { NARROW } from "./header";

const SIZES = ["low", "half", "full"] as const;
type Size = (typeof SIZES)[number];

/** Pixels that a press may move and still be a click. */
const STEADY = 6;
/** Below this share of the window the sheet goes away. */
const AWAY = 0.16;

export class Sheet {
  readonly #aside: HTMLElement;
  readonly #close: () => void;
  #size: Size = "half";
  #grip: HTMLButtonElement | null = null;

  constructor(aside: HTMLElement, close: () => void) {
    this.#aside = aside;
    this.#close = close;
    this.#set("half");
  }

  /** The button that a panel's head bears, and its head made to be dragged. */
  grip(): HTMLButtonElement {
    const press = () => this.#set(this.#size === "half" ? "full" : "half");
    this.#grip = h("button", { type: "button", class: "grip", "data-testid": "sheet-size", onclick: press, onkeydown: (event: KeyboardEvent) => this.#key(event) });
    this.#name();
    return this.#grip;
  }

  #key(event: KeyboardEvent): void {
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    const next = SIZES[SIZES.indexOf(this.#size) + by];
    if (by === 0) return;
    event.preventDefault();
    if (next) this.#set(next);
  }

  #set(size: Size): void {
    this.#size = size;
    this.#aside.dataset["size"] = size;
    this.#aside.style.height = "";
    this.#name();
  }

  #name(): void {
    const label = t(this.#size === "half" ? "sheet.enlarge" : "sheet.half");
    this.#grip?.setAttribute("aria-label", label);
    this.#grip?.setAttribute("aria-expanded", String(this.#size === "full"));
  }

  /** Lets `head` be dragged up and down. */
  follow(head: HTMLElement): void {
    let from = { y: 0, height: 0, hasMoved: false };
    // A fast pointer leaves the head with its first step.
    const move = (event: PointerEvent) => {
      if (!from.hasMoved && Math.abs(event.clientY - from.y) < STEADY) return;
      from.hasMoved = true;
      this.#aside.style.height = `${Math.max(48, from.height + from.y - event.clientY)}px`;
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      if (from.hasMoved) this.#settle();
    };
    head.addEventListener("pointerdown", (event) => {
      const onButton = event.target instanceof Element && event.target.closest("button:not(.grip)");
      if (onButton || event.button !== 0 || !matchMedia(NARROW).matches) return;
      from = { y: event.clientY, height: this.#aside.offsetHeight, hasMoved: false };
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    });
    // A drag that ends over the button is no press of it.
    const swallow = (event: Event) => {
      if (this.#isSettling) event.stopPropagation();
    };
    head.addEventListener("click", swallow, true);
  }

  #isSettling = false;
  #settle(): void {
    const share = this.#aside.offsetHeight / innerHeight;
    this.#isSettling = true;
    setTimeout(() => (this.#isSettling = false));
    if (share < AWAY) {
      this.#set("half");
      return this.#close();
    }
    this.#set(share < 0.4 ? "low" : share < 0.68 ? "half" : "full");
  }
}
