// How to move about, by keys and otherwise.

import { h } from "../dom";
import { t } from "../i18n";
import { type Context, type Panel, group } from "./context";

export function helpPanel(ctx: Context): Panel {
  const keys: [string[], Parameters<typeof t>[0]][] = [
    [["/"], "help.key.search"],
    [["?"], "help.key.help"],
    [["Esc"], "help.key.escape"],
    [["Tab"], "help.key.tab"],
    [["←", "→", "↑", "↓"], "help.key.arrows"],
    [["Shift", "←", "→"], "help.key.pan"],
    [["[", "]"], "help.key.brackets"],
    [["Enter"], "help.key.enter"],
    [["g", "G"], "help.key.grow"],
    [["Del"], "help.key.delete"],
    [["+", "−", "0"], "help.key.zoom"],
    [["Shift", "Enter"], "help.key.shiftenter"],
  ];
  const line = ([names, text]: (typeof keys)[number]) => h("div", null, h("dt", null, names.map((key) => [h("kbd", null, key), " "])), h("dd", null, t(text)));
  const tips = (["help.mouse.drag", "help.mouse.click", "help.mouse.search"] as const).map((key) => h("li", null, t(key)));
  const body = h(
    "div",
    { class: "help" },
    group(t("help.keys"), h("dl", { class: "keys" }, keys.map(line))),
    group(t("help.mouse"), h("ul", { class: "plain" }, tips)),
    group(t("help.about"), h("p", null, t("help.about.text", { generator: ctx.data.generator }))),
  );
  return { body, update: () => {} };
}
