// Long lists in steps.

import { h } from "../dom";

/** The first `step` items, and a button that shows as many again. */
export function pager<T>(items: readonly T[], step: number, draw: (item: T) => HTMLElement, label: (left: number) => string, tag: "div" | "ul" | "ol" = "div", style = "list"): HTMLElement {
  const list = h(tag, { class: style });
  const more = h("button", { type: "button", class: "button more-button", "data-testid": "list-more" });
  const show = () => {
    const from = list.childElementCount;
    const next = items.slice(from, from + step).map(draw);
    list.append(...next);
    const left = items.length - from - next.length;
    more.hidden = left <= 0;
    more.textContent = label(Math.min(left, step));
    return next[0];
  };
  more.addEventListener("click", () => {
    const first = show();
    first?.setAttribute("tabindex", "-1");
    first?.focus({ preventScroll: true });
  });
  show();
  return h("div", { class: "pager" }, list, more);
}
