// What the colours, lines and forms mean.

import { h } from "../dom";
import { capital, t, word } from "../i18n";
import { roleClass } from "./claim";
import { type Context, type Panel, actorSwatch, group, kindsOf, swatch } from "./context";
import { barKey } from "./slider";

export function legendPanel(ctx: Context): Panel {
  const kinds = kindsOf(ctx);
  const arrows = kinds.map((kind) => h("li", null, swatch(ctx, kind, "affirmed"), h("span", null, word("kind", kind))));
  const negated = kinds.filter((kind) => ctx.data.claims.some((claim) => claim.kind === kind && claim.polarity === "negated"));
  const bars = negated.map((kind) => h("li", null, swatch(ctx, kind, "negated"), h("span", null, t("legend.negated", { kind: word("kind", kind) }))));
  const present = new Set(ctx.data.actors.map((actor) => actor.kind));
  const known = Object.keys(ctx.data.styles.actors).filter((kind) => present.has(kind));
  const forms = known.map((kind) => h("li", null, actorSwatch(ctx, kind), h("span", null, word("actorkind", kind))));
  const roles = ["cue", "source", "target", "speaker", "negation", "hedge", "date"] as const;
  const marks = roles.map((role) => h("li", null, h("span", { class: roleClass(role) }, t(`role.${role}`))));
  const body = h(
    "div",
    { class: "legend" },
    group(t("legend.arrows"), h("ul", { class: "legend-list" }, arrows, bars), h("p", { class: "note" }, t("legend.arrows.note"))),
    group(t("legend.actors"), h("ul", { class: "legend-list two" }, forms)),
    group(t("legend.chart"), barKey()),
    group(t("legend.text"), h("ul", { class: "legend-list two serif" }, h("li", null, h("mark", { class: "quote" }, capital(t("column.quote").toLowerCase()))), marks)),
  );
  return { body, update: () => {} };
}
