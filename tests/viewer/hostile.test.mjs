// News text is hostile. Names, quotes, titles, kinds and addresses of any page are replaced by texts that want to be
// elements, code, links or endless; the page must show them as text, run nothing and ask for nothing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { address, launch, open, quit, rest } from "./page.mjs";

const RUN = "globalThis.hacked=1;alert(1)";
const TEXTS = [
  `</script><script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `"><svg onload=${RUN}>`,
  `' autofocus onfocus='${RUN}`,
  `javascript:${RUN}`,
  "<!--<script>",
  "]]></text><a href='javascript:alert(1)'>",
  "__proto__",
  "constructor",
  "toString",
  '=cmd|"/C calc"!A0',
  "@SUM(1+1)*cmd",
  "line\nbreak\r\nand\ttab\u2028and\u0000\u0007\u001b[31m",
  "\u202egnp.exe\u202c\u2066isolated\u2069 \u200f",
  "\ud83d\udc69\u200d\u2696\ufe0f\ud83c\uddfa\ud83c\uddf3 z\u0351\u0352\u0357\u035b\u0363a\u0351\u0352",
  "{{data}} ${1+1} {n} {name} %s &lt;b&gt; \\u003c \\",
  "W".repeat(10_000),
  "a ".repeat(5_000),
];
const ADDRESSES = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  ` \tjavascript:${RUN}`,
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:null/1",
  "//example.org/x",
  "http://",
  `https://example.org/"><img src=x onerror=${RUN}>`,
  `https://example.org/${"x".repeat(5_000)}`,
  "https://user:secret@example.org/\u202e",
  "http://example.org/a?b=<script>",
];
const at = (list, place) => list[place % list.length];

/** The page's data with every text replaced or joined by a hostile one; what refers to what stays. */
function spoilt(data) {
  const kinds = new Map();
  data.actors.forEach((actor, place) => {
    actor.name = at(TEXTS, place);
    actor.aliases = [at(TEXTS, place + 3), at(TEXTS, place + 7)];
    actor.id = `${actor.id} ${at(TEXTS, place).slice(0, 200)}`;
    if (place % 3 === 0) actor.state = at(TEXTS, place + 1);
    if (place % 5 === 4) actor.kind = at(TEXTS, place + 2);
  });
  const added = new Map();
  data.documents.forEach((document, place) => {
    Object.assign(document, { name: at(TEXTS, place + 1), title: at(TEXTS, place), publisher: at(TEXTS, place + 2), url: at(ADDRESSES, place), language: at(TEXTS, place) });
    document.passages.forEach((passage, part) => {
      const text = `${at(TEXTS, place + part)} `;
      passage.text = text + passage.text;
      added.set(`${place},${part}`, text.length);
    });
  });
  data.claims.forEach((claim, place) => {
    const by = added.get(`${claim.document},${claim.passage}`) ?? 0;
    for (const part of ["sentence", "quote", "cue"]) claim[part] = claim[part].map((offset) => offset + by);
    if (place % 2 === 0) claim.quote[0] = claim.sentence[0] = 0;
    for (const mark of claim.marks) [mark.start, mark.end] = [mark.start + by, mark.end + by];
    if (place % 4 === 1) claim.marks.push({ role: at(TEXTS, place), start: 0, end: Math.min(by, 40) });
    if (place % 3 === 2) {
      const kind = at(TEXTS, place);
      kinds.set(claim.kind, kind);
      Object.assign(claim, { kind, event: at(TEXTS, place + 1), cameo: at(TEXTS, place + 2), modes: [at(TEXTS, place + 4)] });
    }
    Object.assign(claim, { rule: at(TEXTS, place), source_text: at(TEXTS, place + 1), target_text: at(TEXTS, place + 2) });
  });
  for (const [place, edge] of data.affiliations.entries()) Object.assign(edge, { relation: at(TEXTS, place), role: at(TEXTS, place + 1) });
  data.states = JSON.parse(`{"__proto__":"<b>x</b>","constructor":"x"}`);
  data.generator = `${TEXTS[1]} 1`;
  return data;
}

let folder;
let page;
let one;
let file;
let empty;
const names = (target) => target.evaluate(() => Object.getOwnPropertyNames(globalThis));

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "demarche-"));
  const html = await readFile(fileURLToPath(address), "utf8");
  const [whole, text] = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html);
  const json = JSON.stringify(spoilt(JSON.parse(text))).replaceAll("<", "\\u003c");
  await writeFile(join(folder, "hostile.html"), html.replace(whole, () => whole.replace(text, () => json)));
  file = pathToFileURL(join(folder, "hostile.html")).href;
  await writeFile(join(folder, "empty.html"), "<!doctype html><title></title>");
  empty = pathToFileURL(join(folder, "empty.html")).href;
});
after(async () => {
  await quit();
  await rm(folder, { recursive: true, force: true });
});

/** What no text may bring about, asked after every step. */
async function sound(where) {
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll("*")];
    const box = document.documentElement;
    return {
      strangers: all.filter((element) => element.matches("img, iframe, object, embed, video, audio, base, meta[http-equiv=refresh], form[action], animate, set, image, use, foreignObject")).map((element) => element.outerHTML.slice(0, 100)),
      scripts: document.scripts.length,
      styles: document.querySelectorAll("style, link").length,
      handlers: all.flatMap((element) => element.getAttributeNames().filter((name) => /^on|^srcdoc$|^formaction$/.test(name))),
      links: all.filter((element) => element.hasAttribute("href") && element.id !== "skip").filter((link) => !/^https?:\/\//.test(link.getAttribute("href")) || link.getAttribute("target") !== "_blank" || link.getAttribute("rel") !== "noopener noreferrer").map((link) => link.outerHTML.slice(0, 100)),
      hacked: "hacked" in globalThis,
      prototype: [...Object.keys(Object.prototype), ...Object.keys(Array.prototype)],
      wide: box.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth,
      spilling: [...document.querySelectorAll(".panel-body, #header, #slider, .card, .pair, .path, .popup")].filter((part) => part.checkVisibility() && !part.closest(".panel-table") && part.scrollWidth > part.clientWidth + 1).map((part) => `${part.className} ${part.scrollWidth} > ${part.clientWidth}`),
    };
  });
  assert.deepEqual(found, { strangers: [], scripts: 2, styles: 1, handlers: [], links: [], hacked: false, prototype: [], wide: false, spilling: [] }, where);
  assert.deepEqual(one.problems, [], where);
}

const set = (patch) => page.evaluate((patch) => globalThis.demarche.store.update(patch), patch);
const by = (id) => page.locator(`[data-testid="${id}"]`);

for (const width of [1280, 390]) {
  describe(`hostile texts at ${width} pixels`, () => {
    before(async () => {
      one = await open({ at: file, width, height: 844 });
      page = one.page;
      page.on("dialog", (dialog) => {
        one.problems.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
    });
    after(() => one.close());

    it("are drawn at the start, and leave nothing behind in the window", async () => {
      await sound("start");
      const plain = await (await launch()).newPage();
      await plain.goto(empty);
      const usual = new Set(await names(plain));
      await plain.close();
      const own = (await names(page)).filter((name) => !usual.has(name) && !/^\d+$/.test(name));
      assert.deepEqual(own, ["demarche"]);
    });
    it("are found by the search", async () => {
      for (const text of TEXTS) {
        await by("search").fill(text.slice(0, 60));
        await page.waitForTimeout(60);
        await sound(`search ${text.slice(0, 30)}`);
      }
      await page.keyboard.press("Escape");
      await by("search").fill("");
      await page.keyboard.press("Escape");
    });
    it("stand in the details of actors, arrows and claims as they are", async () => {
      const many = await page.evaluate(() => globalThis.demarche.data.actors.length);
      for (let actor = 0; actor < Math.min(many, TEXTS.length); actor += 1) {
        await set({ selection: { type: "actor", actor }, panel: "details" });
        await sound(`actor ${actor}`);
        assert.equal(await page.locator(".actor-title .name").textContent(), TEXTS[actor]);
      }
      const edges = await page.evaluate(() => globalThis.demarche.model.visibleEdges(globalThis.demarche.store.state).slice(0, 25).map(({ id }) => id));
      for (const edge of edges) {
        await set({ selection: { type: "edge", edge }, panel: "details" });
        await sound(`arrow ${edge.slice(0, 60)}`);
      }
      const claims = await page.evaluate(() => {
        const seen = new Set();
        return globalThis.demarche.data.claims.flatMap(({ document }, at) => (seen.has(document) ? [] : (seen.add(document), [at]))).slice(0, 26);
      });
      for (const claim of claims) {
        await set({ selection: { type: "claim", claim }, panel: "details" });
        const whole = page.locator(".evidence button").first();
        if (await whole.isVisible().catch(() => false)) await whole.click();
        await sound(`claim ${claim}`);
      }
    });
    for (const panel of ["filters", "table", "contested", "legend", "help"]) {
      it(`stand in the panel ${panel} as they are`, async () => {
        await set({ panel: null, selection: null });
        await by(`button-${panel}`).click();
        await sound(panel);
        if (panel === "table") {
          for (const sort of await page.locator(".sort").all()) await sort.click();
          await by("table-filter").fill("<img");
          await page.waitForTimeout(300);
          await sound("table, filtered");
        }
      });
    }
    it("stand on paths", async () => {
      const { source, target } = await page.evaluate(() => globalThis.demarche.data.claims.find(({ source, target }) => source !== null && target !== null && source !== target));
      await page.evaluate(({ source, target }) => {
        const { store } = globalThis.demarche;
        store.update({ panel: "paths", paths: { ...store.state.paths, from: source, to: target, affiliations: true, k: 5 } });
      }, { source, target });
      await by("path-find").click();
      await by("path-result").first().waitFor();
      await sound("paths");
    });
    it("are folded into states and spoken of in Spanish", async () => {
      if (await by("rollup").isVisible()) await by("rollup").click();
      await sound("folded");
      await by("language").click();
      await sound("Spanish");
      await by("theme").click();
      await rest(page);
      await sound("another theme");
    });
    it("are in the address, and the address leads back", async () => {
      const hash = await page.evaluate(() => globalThis.demarche.store.link);
      const before = await page.evaluate(() => globalThis.demarche.store.state);
      await page.goto("about:blank");
      await page.goto(file + hash);
      await page.waitForFunction(() => globalThis.demarche?.stage.scene !== undefined);
      const { camera: _, ...after } = await page.evaluate(() => globalThis.demarche.store.state);
      const { camera: __, ...wanted } = before;
      assert.deepEqual(after, wanted);
      await sound("from the address");
    });
    it("are saved: an SVG without code, a CSV without formulas", async () => {
      const save = async (item) => {
        await by("export").click();
        const [download] = await Promise.all([page.waitForEvent("download"), by(item).click()]);
        return readFile(await download.path());
      };
      const svg = (await save("save-svg")).toString();
      const found = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
        const all = [...parsed.querySelectorAll("*")];
        return {
          error: parsed.querySelector("parsererror")?.textContent ?? null,
          forbidden: all.filter((element) => element.matches("script, style, a, image, use, foreignObject, animate, set, [href]")).length,
          handlers: all.filter((element) => element.getAttributeNames().some((name) => name.startsWith("on"))).length,
        };
      }, svg);
      assert.deepEqual(found, { error: null, forbidden: 0, handlers: 0 });
      assert.equal((await save("save-png")).subarray(1, 4).toString(), "PNG");
      const csv = (await save("export-csv")).toString();
      assert.ok(!/(^|,|\n)"?[=@]/.test(csv), "no cell is a formula");
      await sound("saved");
    });
  });
}

describe("the page's policy", () => {
  it("names the hashes of its one script and its one style, and nothing else", async () => {
    const html = await readFile(fileURLToPath(address), "utf8");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
    const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [, style] = /<style>([^]*?)<\/style>/.exec(html);
    const [, script] = /<script>([^]*?)<\/script>\s*<\/body>/.exec(html);
    assert.equal(policy, `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'`);
    assert.ok(html.indexOf("Content-Security-Policy") < html.indexOf("<style>"), "it stands before what it rules");
    assert.equal(html.match(/<script/g).length, 2, "no text of the data opens a script");
  });
  it("forbids code, connections and images from elsewhere to whoever should get in", async () => {
    const { page, close } = await open();
    const left = [];
    page.on("requestfinished", (request) => left.push(request.url()));
    page.on("requestfailed", (request) => request.failure()?.errorText === "csp" || left.push(request.url()));
    const got = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "globalThis.hacked = 1";
      document.body.append(script);
      const image = document.createElement("img");
      const failed = new Promise((done) => image.addEventListener("error", () => done("refused")));
      image.src = "https://example.org/x.png";
      document.body.append(image);
      document.body.insertAdjacentHTML("beforeend", `<b id="b" onclick="globalThis.hacked = 2">x</b>`);
      document.getElementById("b").click();
      const fetched = await fetch("https://example.org/").then(() => "got", () => "refused");
      return { hacked: globalThis.hacked ?? null, image: await failed, fetched };
    });
    assert.deepEqual(got, { hacked: null, image: "refused", fetched: "refused" });
    assert.deepEqual(left.filter((url) => /^https?:/.test(url)), [], "nothing left the page");
    await close();
  });
});
