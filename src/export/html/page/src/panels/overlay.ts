// What lies over the picture's corners: how much of it is shown, and the zoom.

import { announce, fill, h, icon } from "../dom";
import { t } from "../i18n";
import type { State } from "../types";
import type { Context } from "./context";

/** Fills the overlay; the answer brings it up to date. */
export function mountOverlay(ctx: Context, overlay: HTMLElement): (state: State) => void {
  const count = h("span", { class: "shown-count" });
  const more = h("button", { type: "button", class: "button", "data-testid": "show-more" });
  more.addEventListener("click", () => {
    const { state } = ctx.store;
    ctx.store.update({ shown: ctx.model.showMore(state) });
    announce(t("shown.now", counts(ctx, ctx.store.state)));
  });
  const gather = h("button", { type: "button", class: "button", "aria-pressed": false, "data-testid": "gather", title: t("gather.hint"), onclick: () => ctx.store.update({ gathered: !ctx.store.state.gathered }) }, t("gather"));
  const zoom = (label: Parameters<typeof t>[0], drawing: Parameters<typeof icon>[0], action: () => void) =>
    h("button", { type: "button", class: "button icon-only", "aria-label": t(label), title: t(label), "data-testid": label.replace(".", "-"), onclick: action }, icon(drawing));
  fill(
    overlay,
    h("div", { class: "shown", role: "group", "aria-label": t("shown.label") }, count, more, gather),
    h(
      "div",
      { class: "zoom", role: "group", "aria-label": "Zoom" },
      zoom("zoom.in", "plus", () => ctx.stage.zoomBy(1.4)),
      zoom("zoom.out", "minus", () => ctx.stage.zoomBy(1 / 1.4)),
      zoom("zoom.fit", "fit", () => ctx.stage.fit()),
    ),
  );
  return (state) => {
    count.textContent = t("shown", counts(ctx, state));
    const left = ctx.model.moreActors(state);
    more.hidden = left === 0;
    more.textContent = t("shown.more", { n: left });
    gather.hidden = !ctx.stage.canGather && !state.gathered;
    gather.setAttribute("aria-pressed", String(state.gathered));
  };
}

function counts(ctx: Context, state: State): { n: number; all: number } {
  const all = ctx.data.actors.filter((actor) => (state.folded ? actor.folded_at : actor.at) !== null).length;
  return { n: ctx.model.drawnActors(state).length, all };
}
