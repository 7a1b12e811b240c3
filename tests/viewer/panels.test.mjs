// Search, details, filters, time, table, path finder, contested claims, legend, help: by real clicks and keys.
// What is expected is worked out from the page's own data, apart from the page's code.
import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, test } from "node:test";
import { open, quit, state } from "./page.mjs";

const PANELS = ["filters", "table", "paths", "contested", "legend", "help"];
const opened = [];

/** Opens the page; whatever went wrong on it fails the test. */
async function start(options = {}) {
  const it = await open(options);
  opened.push(it);
  return it.page;
}
afterEach(async () => {
  for (const { problems, close } of opened.splice(0)) {
    await close();
    assert.deepEqual(problems, [], "the page wrote no error and asked for nothing");
  }
});
after(quit);

const by = (page, id) => page.locator(`[data-testid="${id}"]`);
/** What the page holds. */
async function facts(page) {
  return JSON.parse(await page.locator("#data").textContent());
}
const visible = (page) => page.evaluate(() => globalThis.demarche.model.visibleClaims(globalThis.demarche.store.state));
const quoteOf = (all, claim) => all.documents[claim.document].passages[claim.passage].text.slice(...claim.quote);
const same = (text) => text.replace(/\s+/g, " ").trim();

test("the header counts what the page holds, and a part says that it is one", async () => {
  const page = await start();
  const all = await facts(page);
  const header = (await page.locator("#header").textContent()).replace(/[.,\s]/g, "");
  for (const list of [all.documents, all.actors, all.claims]) assert.ok(header.includes(String(list.length)), `${list.length}`);
  assert.equal(await page.locator("#banner").isVisible(), all.partial !== null);
});

test("a name typed without case and accents is found, and Enter brings the actor into the picture", async () => {
  const page = await start();
  const all = await facts(page);
  const actor = all.actors.findLastIndex((actor) => actor.at && /^[\p{L} ]{4,40}$/u.test(actor.name));
  const { name } = all.actors[actor];
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  await by(page, "search").fill(plain);
  const options = by(page, "search-option");
  await options.first().waitFor();
  const names = await options.locator(".name").allTextContents();
  assert.ok(names.includes(name), `${plain} finds ${name} among ${names}`);
  const offered = await options.evaluateAll((found) => found.map((option) => Number(option.dataset.actor)));
  for (let step = 0; step < offered.indexOf(actor); step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const { shown, selection } = await state(page);
  assert.ok(shown.includes(actor));
  assert.deepEqual(selection, { type: "actor", actor });
  assert.equal(await by(page, "panel-details").isVisible(), true);
});

test("ids, aliases and state codes find actors too", async () => {
  const page = await start();
  const all = await facts(page);
  const tests = [
    [all.actors.find((actor) => actor.id.length > 2), (actor) => actor.id],
    [all.actors.find((actor) => actor.aliases.some((alias) => /^[\p{L} ]{3,40}$/u.test(alias))), (actor) => actor.aliases.find((alias) => /^[\p{L} ]{3,40}$/u.test(alias))],
    [all.actors.find((actor) => actor.kind === "state" && actor.state), (actor) => actor.state.toLowerCase()],
  ];
  for (const [actor, typed] of tests) {
    if (!actor) continue;
    await by(page, "search").fill(typed(actor));
    const found = await by(page, "search-option").evaluateAll((options) => options.map((option) => Number(option.dataset.actor)));
    assert.ok(found.includes(all.actors.indexOf(actor)), `${typed(actor)} finds ${actor.name}`);
  }
});

test("Shift and Enter, or a click on the end of a line, add the neighbours", async () => {
  const page = await start();
  await page.evaluate(() => globalThis.demarche.store.update({ shown: [] }));
  await by(page, "search").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Enter");
  assert.ok((await state(page)).shown.length > 1, "by keys");
  await page.evaluate(() => globalThis.demarche.store.update({ shown: [] }));
  await by(page, "search").click();
  await by(page, "search-grow").first().click();
  assert.ok((await state(page)).shown.length > 1, "by a click");
});

test("Escape closes the list, then nothing is chosen", async () => {
  const page = await start();
  const before = await state(page);
  await by(page, "search").fill("a");
  await by(page, "search-option").first().waitFor();
  assert.equal(await by(page, "search").getAttribute("aria-expanded"), "true");
  assert.ok(await page.locator(`#${await by(page, "search").getAttribute("aria-activedescendant")}`).isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await by(page, "search").getAttribute("aria-expanded"), "false");
  assert.deepEqual(await state(page), before);
});

test("an arrow shows every claim on it, each quote marked in its paragraph", async () => {
  const page = await start();
  const all = await facts(page);
  const edge = await page.evaluate(() => {
    const { model, store } = globalThis.demarche;
    const edge = model.visibleEdges(store.state).toSorted((a, b) => b.claims.length - a.claims.length)[0];
    store.update({ selection: { type: "edge", edge: edge.id }, panel: "details" });
    return edge;
  });
  const cards = by(page, "edge-claim");
  for (let more = by(page, "list-more"); await more.isVisible(); ) await more.click();
  assert.equal(await cards.count(), edge.claims.length);
  for (const [place, at] of edge.claims.slice(0, 12).entries()) {
    const claim = all.claims[at];
    const card = cards.nth(place);
    assert.equal(same(await card.locator("[data-testid=quote]").textContent()), same(quoteOf(all, claim)));
    const text = all.documents[claim.document].passages[claim.passage].text;
    if (text.length <= 700) assert.equal(same(await card.locator(".passage").textContent()), same(text));
    assert.ok((await card.locator(".facts").textContent()).includes(claim.rule));
  }
});

test("speakers stand in a chain, the outlet first and the nearest last", async () => {
  const page = await start();
  const all = await facts(page);
  const at = all.claims.findIndex((claim) => claim.speakers.length > 0);
  if (at < 0) return;
  await page.evaluate((claim) => globalThis.demarche.store.update({ selection: { type: "claim", claim }, panel: "details" }), at);
  const { speakers, document } = all.claims[at];
  const { publisher, title, name } = all.documents[document];
  const steps = await by(page, "speakers").first().locator("li").allTextContents();
  assert.equal(steps.at(-1), all.actors[speakers[0]].name);
  assert.equal(steps.length >= speakers.length, true);
  assert.equal(steps[0], steps.length > speakers.length ? publisher || title || name : all.actors[speakers.at(-1)].name);
});

test("a denial leads to what it denies, and back", async () => {
  const page = await start();
  const all = await facts(page);
  const at = all.claims.findIndex((claim) => claim.denies && all.claims.some((other) => other.key === claim.denies));
  if (at < 0) return;
  await page.evaluate((claim) => globalThis.demarche.store.update({ selection: { type: "claim", claim }, panel: "details" }), at);
  await page.locator(".relatives button").first().click();
  const denied = (await state(page)).selection.claim;
  assert.equal(all.claims[denied].key, all.claims[at].denies);
  const back = await page.locator(".relatives button").count();
  assert.ok(back >= 1);
});

test("only web addresses become links, and they tell the other side nothing", async () => {
  const page = await start();
  const all = await facts(page);
  const isWeb = (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const shows = [true, false].map((web) => all.claims.findIndex(({ document }) => all.documents[document].url && isWeb(all.documents[document].url) === web));
  for (const [form, at] of shows.entries()) {
    if (at < 0) continue;
    await page.evaluate((claim) => globalThis.demarche.store.update({ selection: { type: "claim", claim }, panel: "details" }), at);
    const links = page.locator("#panel a");
    assert.equal(await links.count(), form === 0 ? 1 : 0);
    if (form === 0) {
      assert.equal(await links.getAttribute("rel"), "noopener noreferrer");
      assert.equal(await links.getAttribute("target"), "_blank");
    }
  }
});

test("an actor can be hidden, grown, and taken as the start of a path", async () => {
  const page = await start();
  await by(page, "search").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const { actor } = (await state(page)).selection;
  await by(page, "hide").click();
  assert.equal((await state(page)).shown.includes(actor), false);
  await page.evaluate((actor) => globalThis.demarche.store.update({ selection: { type: "actor", actor }, panel: "details" }), actor);
  await by(page, "add").click();
  assert.equal((await state(page)).shown.includes(actor), true);
  await page.evaluate((actor) => globalThis.demarche.store.update({ shown: [actor] }), actor);
  if (await by(page, "grow").isVisible()) {
    await by(page, "grow").click();
    assert.ok((await state(page)).shown.length > 1);
  }
  await by(page, "paths-from").click();
  const now = await state(page);
  assert.equal(now.panel, "paths");
  assert.equal(now.paths.from, actor);
});

test("each filter leaves the claims that it names, and its count says how many", async () => {
  const page = await start();
  const all = await facts(page);
  await by(page, "button-filters").click();
  const check = async (control, keeps) => {
    const tally = control && (await control.locator("xpath=..").locator(".tally").textContent());
    if (control) await control.check();
    const expected = all.claims.flatMap((claim, at) => (keeps(claim) ? [at] : []));
    assert.deepEqual(await visible(page), expected);
    if (tally) assert.equal(Number(tally.replace(/\D/g, "")), expected.length);
    await by(page, "filters-reset").click();
    assert.equal((await visible(page)).length, all.claims.length);
  };
  const [{ kind, event, factuality }] = all.claims;
  await check(by(page, `filter-kind-${kind}`), (claim) => claim.kind === kind);
  await check(by(page, `filter-event-${event}`), (claim) => claim.event === event);
  await check(by(page, `filter-factuality-${factuality}`), (claim) => claim.factuality === factuality);
  await by(page, "filter-polarity").selectOption("affirmed");
  await check(null, (claim) => claim.polarity === "affirmed");
  await by(page, "filter-confidence").focus();
  for (let step = 0; step < 10; step += 1) await page.keyboard.press("ArrowRight");
  await check(null, (claim) => claim.confidence >= 0.5);
  const outlet = all.claims.map((claim) => all.documents[claim.document].publisher).find(Boolean);
  if (outlet) {
    await by(page, "filter-publisher").selectOption(outlet);
    const wanted = (await visible(page)).map((at) => all.documents[all.claims[at].document].publisher);
    assert.ok(wanted.length > 0 && wanted.length <= all.claims.length);
    await by(page, "filters-reset").click();
  }
  const language = all.claims.map((claim) => all.documents[claim.document].language).find(Boolean);
  if (await by(page, "filter-language").isVisible()) {
    await by(page, "filter-language").selectOption(language);
    await check(null, (claim) => all.documents[claim.document].language === language);
  }
  const word = quoteOf(all, all.claims[0]).match(/\p{L}{5,}/u)?.[0];
  if (word) {
    await by(page, "filter-text").fill(word.toUpperCase());
    await page.waitForTimeout(350);
    const left = await visible(page);
    assert.ok(left.includes(0) && left.length < all.claims.length + 1);
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    for (const at of left.slice(0, 50)) assert.ok(plain(all.documents[all.claims[at].document].passages[all.claims[at].passage].text).includes(plain(word)));
  }
});

test("the speaker of claims is found by name and narrows them", async () => {
  const page = await start();
  const all = await facts(page);
  const speaker = all.claims.flatMap((claim) => claim.speakers)[0];
  if (speaker === undefined) return;
  await by(page, "button-filters").click();
  await by(page, "filter-speaker").click();
  await by(page, "filter-speaker").fill(all.actors[speaker].id);
  await page.locator(`[role=option][data-actor="${speaker}"]`).click();
  assert.deepEqual(await visible(page), all.claims.flatMap((claim, at) => (claim.speakers.includes(speaker) ? [at] : [])));
  assert.equal(await by(page, "filter-speaker").inputValue(), all.actors[speaker].name);
});

test("the slider moves by keys, and claims without a date are left out and counted", async () => {
  const page = await start();
  const all = await facts(page);
  if (!all.claims.some((claim) => claim.date)) return;
  const since = by(page, "slider-since");
  assert.equal(await since.getAttribute("aria-valuetext").then(Boolean), true);
  await since.focus();
  await page.keyboard.press("ArrowRight");
  const { filters } = await state(page);
  const last = Number(await since.getAttribute("max"));
  if (last === 0) return;
  assert.match(filters.since, /^\d{4}-\d\d-\d\d$/);
  const left = await visible(page);
  assert.deepEqual(left, all.claims.flatMap((claim, at) => (claim.date && claim.date >= filters.since ? [at] : [])));
  const undated = all.claims.filter((claim) => !claim.date).length;
  if (undated > 0) assert.ok((await page.locator("#slider").textContent()).replace(/[.,\s]/g, "").includes(String(undated)));
  await by(page, "slider-until").focus();
  await page.keyboard.press("ArrowLeft");
  const { until } = (await state(page)).filters;
  assert.ok(until !== null && until >= filters.since);
  await by(page, "slider-clear").click();
  assert.equal((await visible(page)).length, all.claims.length);
});

test("the bars hold every claim that has a date", async () => {
  const page = await start();
  const bars = await page.locator("#slider .bar").evaluateAll((found) => found.map((bar) => [Number(bar.getAttribute("height")), bar.classList[1]]));
  const all = await facts(page);
  assert.equal(bars.length > 0, all.claims.some((claim) => claim.date));
  assert.ok(bars.length <= 3 * 90);
  assert.ok(bars.every(([height]) => height > 0));
});

test("the table opens at once, sorts by every column and finds rows", async () => {
  const page = await start();
  const all = await facts(page);
  const took = await page.evaluate(() => {
    const begun = performance.now();
    document.querySelector("[data-testid=button-table]").click();
    document.querySelector("[data-testid=table]").getBoundingClientRect();
    return performance.now() - begun;
  });
  assert.ok(took < 300, `${took.toFixed(0)} ms for ${all.claims.length} claims`);
  assert.equal(await by(page, "table").getAttribute("aria-rowcount"), String(all.claims.length + 1));
  for (const sort of await page.locator(".sort").all()) {
    await sort.click();
    const direction = await sort.locator("xpath=..").getAttribute("aria-sort");
    assert.match(direction ?? "", /ascending|descending/);
    assert.equal(await page.locator("th[aria-sort]").count(), 1);
  }
  await by(page, "sort-confidence").click();
  await by(page, "sort-confidence").click();
  const shown = (await page.locator("td.column-confidence").allTextContents()).map(Number);
  const isUp = (await page.locator("th[aria-sort]").getAttribute("aria-sort")) === "ascending";
  assert.deepEqual(shown, shown.toSorted((a, b) => (isUp ? a - b : b - a)));
  const edge = all.claims.map((claim) => claim.confidence).toSorted((a, b) => (isUp ? a - b : b - a))[0];
  assert.equal(shown[0], edge);
  const word = quoteOf(all, all.claims.at(-1)).match(/\p{L}{5,}/u)?.[0];
  if (word) {
    await by(page, "table-filter").fill(word);
    await page.waitForTimeout(300);
    const rows = await by(page, "table-row").evaluateAll((found) => found.map((row) => row.dataset.claim));
    assert.ok(rows.length > 0);
  }
});

test("rows are reached and opened by keys, also those out of sight", async () => {
  const page = await start();
  const all = await facts(page);
  await by(page, "button-table").click();
  await by(page, "table-row").first().focus();
  await page.keyboard.press("End");
  const focused = () => page.evaluate(() => ({ at: Number(document.activeElement.dataset.at), key: document.activeElement.dataset.claim }));
  assert.equal((await focused()).at, all.claims.length - 1);
  await page.keyboard.press("ArrowUp");
  const { at, key } = await focused();
  assert.equal(at, Math.max(0, all.claims.length - 2));
  await page.keyboard.press("Enter");
  const { selection, panel } = await state(page);
  assert.equal(panel, "details");
  assert.equal(all.claims[selection.claim].key, key);
});

/** RFC 4180. */
function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.filter((row) => row.length > 1);
}

test("the saved CSV holds every claim, with a byte-order mark and nothing that a spreadsheet runs", async () => {
  const page = await start();
  const all = await facts(page);
  await by(page, "button-table").click();
  const [download] = await Promise.all([page.waitForEvent("download"), by(page, "save-csv").click()]);
  assert.equal(download.suggestedFilename(), "claims.csv");
  const bytes = await readFile(await download.path());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const [head, ...rows] = parseCsv(bytes.subarray(3).toString("utf8"));
  assert.equal(rows.length, all.claims.length);
  assert.ok(rows.every((row) => row.length === head.length));
  assert.deepEqual(rows.map((row) => row[head.indexOf("key")]).toSorted(), all.claims.map((claim) => claim.key).toSorted());
  for (const row of rows) for (const cell of row) assert.ok(!/^[=+\-@\t\r]/.test(cell), `a spreadsheet would run ${cell.slice(0, 40)}`);
  const quotes = new Map(all.claims.map((claim) => [claim.key, quoteOf(all, claim)]));
  for (const row of rows.slice(0, 200)) {
    const quote = quotes.get(row[head.indexOf("key")]);
    assert.ok([quote, `'${quote}`].includes(row[head.indexOf("quote")]), "the quote survives");
  }
});

/** All simple paths by trying, in the order that the program gives. */
function bruteForce(all, from, to, k, most, affiliations = false) {
  const order = all.actors.map((actor, at) => [actor.id, at]).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rank = new Map(order.map(([, at], place) => [at, place]));
  const pairs = new Map();
  all.claims.forEach((claim, at) => {
    if (claim.source === null || claim.target === null || claim.source === claim.target) return;
    const pair = [claim.source, claim.target].toSorted((a, b) => a - b).join();
    const known = pairs.get(pair) ?? { evidence: 0, claims: [] };
    known.evidence += Math.round(claim.confidence * 100);
    known.claims.push(at);
    pairs.set(pair, known);
  });
  for (const { source, target } of affiliations ? all.affiliations : []) {
    if (source === target) continue;
    const pair = [source, target].toSorted((a, b) => a - b).join();
    const known = pairs.get(pair) ?? { evidence: 0, claims: [] };
    known.evidence += 30;
    pairs.set(pair, known);
  }
  const next = all.actors.map(() => []);
  for (const [pair, { evidence, claims }] of pairs) {
    const [a, b] = pair.split(",").map(Number);
    const hop = { penalty: Math.floor(1e8 / (100 + evidence)), claims };
    next[a].push([b, hop]);
    next[b].push([a, hop]);
  }
  const found = [];
  const walk = (path, hops) => {
    const last = path.at(-1);
    if (last === to) return found.push({ path, hops, cost: hops.reduce((sum, hop) => sum + hop.penalty, 0) });
    if (hops.length === most) return;
    for (const [node, hop] of next[last]) if (!path.includes(node)) walk([...path, node], [...hops, hop]);
  };
  walk([from], []);
  const names = ({ path }) => path.map((node) => String(rank.get(node)).padStart(8, "0")).join();
  found.sort((a, b) => a.hops.length - b.hops.length || a.cost - b.cost || (names(a) < names(b) ? -1 : 1));
  return { paths: found.slice(0, k), next };
}

test("the path finder gives the paths that trying all gives, in the order of the command line", async () => {
  const page = await start();
  const all = await facts(page);
  const { next } = bruteForce(all, -1, -2, 0, 0);
  const from = all.actors.findIndex((_, at) => next[at].length > 1);
  if (from < 0) return;
  // Some actor that is two hops away.
  const near = new Set([from, ...next[from].map(([node]) => node)]);
  const to = next[from].flatMap(([node]) => next[node].map(([other]) => other)).find((node) => !near.has(node)) ?? next[from][0][0];
  const expected = bruteForce(all, from, to, 4, 3).paths;
  await by(page, "button-paths").click();
  for (const [end, actor] of [["from", from], ["to", to]]) {
    await by(page, `path-${end}`).fill(all.actors[actor].id);
    await page.locator(`[role=option][data-actor="${actor}"]`).click();
  }
  await by(page, "path-k").fill("4");
  await by(page, "path-hops").fill("3");
  await by(page, "path-find").click();
  const results = by(page, "path-result");
  await results.first().waitFor();
  const found = await results.evaluateAll((items) => items.map((item) => item.dataset.claims));
  assert.deepEqual(found, expected.map(({ hops }) => hops.flatMap((hop) => hop.claims).join(" ")));
  const { highlighted, shown } = await state(page);
  assert.deepEqual(highlighted.join(" "), found[0], "the first is highlighted");
  for (const actor of expected[0].path) assert.ok(shown.includes(actor));
  assert.equal(await results.first().locator("[data-testid=quote]").count(), expected[0].hops.length, "each hop shows a quote");
  if (found.length > 1) {
    await results.nth(1).locator("[data-testid=path-show]").click();
    assert.equal((await state(page)).highlighted.join(" "), found[1]);
  }
});

test("affiliations are gone over where they are asked for, and drawn", async () => {
  const page = await start();
  const all = await facts(page);
  const edge = all.affiliations.find(({ source, target }) => source !== target && all.actors[source].at && all.actors[target].at && !all.claims.some((claim) => [claim.source, claim.target].includes(source) && [claim.source, claim.target].includes(target)));
  if (!edge) return;
  const { source: from, target: to } = edge;
  await by(page, "button-paths").click();
  for (const [end, actor] of [["from", from], ["to", to]]) {
    await by(page, `path-${end}`).fill(all.actors[actor].id);
    await page.locator(`[role=option][data-actor="${actor}"]`).click();
  }
  await by(page, "path-hops").fill("3");
  await by(page, "path-affiliations").check();
  await by(page, "path-find").click();
  const results = by(page, "path-result");
  await results.first().waitFor();
  const expected = bruteForce(all, from, to, 3, 3, true).paths;
  assert.equal(await results.count(), expected.length);
  for (const [at, { path, hops }] of expected.entries()) {
    const found = results.nth(at);
    assert.equal(await found.getAttribute("data-claims"), hops.flatMap((hop) => hop.claims).join(" "));
    assert.deepEqual(await found.locator(".chain").first().locator("li").allTextContents(), path.map((actor) => all.actors[actor].name));
  }
  const { linked, shown } = await state(page);
  assert.ok(linked.length > 0 && shown.includes(from) && shown.includes(to), "the shortest takes the affiliation");
  assert.equal(await page.evaluate(() => globalThis.demarche.stage.scene.arrows.filter(({ edge }) => edge.kind === "affiliation").length > 0), true);
  const link = await page.evaluate(() => globalThis.demarche.store.link);
  const other = await start({ hash: link });
  assert.equal(await by(other, "path-affiliations").isChecked(), true);
  assert.deepEqual((await state(other)).linked, linked);
});

test("where there is no path, the page says which filter refuses what", async () => {
  const page = await start();
  const all = await facts(page);
  const edge = all.claims.find((claim) => claim.source !== null && claim.target !== null && claim.source !== claim.target);
  await page.evaluate(({ source, target }) => {
    const { store } = globalThis.demarche;
    store.filter({ kinds: ["no-such-kind"] });
    store.update({ panel: "paths", paths: { ...store.state.paths, from: source, to: target } });
  }, edge);
  await by(page, "path-none").waitFor();
  const lines = await by(page, "path-none").locator("li").allTextContents();
  assert.ok(lines.length >= 4, lines.join("\n"));
  await by(page, "path-none").locator("button").click();
  await by(page, "path-result").first().waitFor();
});

test("contested claims stand side by side: both polarities, and denials beside what they deny", async () => {
  const page = await start();
  const all = await facts(page);
  const index = new Map(all.claims.map((claim, at) => [claim.key, at]));
  const denials = all.claims.filter((claim) => claim.denies && index.has(claim.denies)).length;
  const kinds = new Map();
  for (const { source, target, kind, polarity, symmetric } of all.claims) {
    if (source === null || target === null) continue;
    const ends = symmetric ? [source, target].toSorted((a, b) => a - b) : [source, target];
    const key = [...ends, kind].join();
    kinds.set(key, (kinds.get(key) ?? new Set()).add(polarity));
  }
  const least = denials + [...kinds.values()].filter((polarities) => polarities.size === 2).length;
  await by(page, "button-contested").click();
  const items = by(page, "contested-item");
  for (let rounds = 0; rounds < 400 && (await page.locator(".contested > .pager > [data-testid=list-more]").isVisible().catch(() => false)); rounds += 1) {
    await page.locator(".contested > .pager > [data-testid=list-more]").click();
  }
  assert.ok((await items.count()) >= least, `${await items.count()} of at least ${least}`);
  if ((await items.count()) > 0) assert.equal(await items.first().locator(".side").count(), 2);
});

test("the language changes every word, keeps the focus, and the page says which it is", async () => {
  const page = await start();
  const read = () => page.locator("#app").innerText();
  await page.evaluate(() => globalThis.demarche.store.update({ language: "en" }));
  await by(page, "button-filters").click();
  const english = await read();
  await by(page, "language").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  assert.notEqual(await read(), english);
  assert.ok((await by(page, "panel-filters").innerText()).includes("Hablante"));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "language");
  await by(page, "language").click();
  assert.equal(await read(), english);
});

test("who reads Spanish is met in Spanish", async () => {
  const { page } = opened[opened.push(await open({ locale: "es-MX" })) - 1];
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  assert.ok((await page.locator("#header").innerText()).includes("Filtros"));
});

test("the theme goes from the system's to light to dark", async () => {
  const page = await start({ scheme: "dark" });
  const ground = () => page.evaluate(() => getComputedStyle(document.querySelector("#header")).backgroundColor);
  const dark = await ground();
  await by(page, "theme").click();
  const light = await ground();
  assert.notEqual(light, dark);
  await by(page, "theme").click();
  assert.equal(await ground(), dark);
});

test("Escape closes a panel and gives the focus back to its button", async () => {
  const page = await start();
  for (const panel of PANELS) {
    await by(page, `button-${panel}`).focus();
    await page.keyboard.press("Enter");
    assert.equal(await by(page, `panel-${panel}`).isVisible(), true);
    assert.equal(await by(page, `button-${panel}`).getAttribute("aria-expanded"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.id), "panel-title", "the focus goes into the panel");
    await page.keyboard.press("Escape");
    assert.equal((await state(page)).panel, null);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), `button-${panel}`);
  }
});

test("Escape in the picture first clears what is selected, then closes the panel", async () => {
  const page = await start();
  await page.evaluate(() => {
    const { store, model, stage } = globalThis.demarche;
    store.update({ panel: "details", selection: { type: "actor", actor: model.drawnActors(store.state)[0] } });
    stage.focus();
  });
  await page.keyboard.press("Escape");
  assert.equal((await state(page)).selection, null);
  await page.keyboard.press("Escape");
  assert.equal((await state(page)).panel, null);
});

test("? opens the help, / goes to the search, and the first link leads to the table", async () => {
  const page = await start();
  await page.keyboard.press("?");
  assert.equal(await by(page, "panel-help").isVisible(), true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "search");
  await page.reload();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await by(page, "panel-table").isVisible(), true);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "table-row");
});

test("Tab goes through the page and its panel and is caught nowhere", async () => {
  const page = await start();
  await by(page, "button-filters").click();
  const seen = new Set();
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press("Tab");
    seen.add(await page.evaluate(() => document.activeElement.dataset?.testid ?? document.activeElement.tagName));
  }
  for (const id of ["search", "rollup", "language", "theme", "export", "button-help", "stage", "slider-since", "slider-until", "filter-polarity", "panel-close"]) {
    assert.ok(seen.has(id), `${id} is reached by Tab; reached were ${[...seen].join(" ")}`);
  }
});

test("the roll-up switch folds the claims' ends into states", async () => {
  const page = await start();
  const all = await facts(page);
  if (all.is_folded) return assert.equal(await by(page, "rollup").isVisible(), false);
  await by(page, "rollup").click();
  assert.equal(await by(page, "rollup").getAttribute("aria-checked"), "true");
  assert.equal((await state(page)).folded, true);
  await by(page, "button-table").click();
  await by(page, "table-row").first().waitFor();
});

test("PNG, SVG and CSV are saved from the menu", async () => {
  const page = await start();
  for (const [item, file] of [["save-png", "graph.png"], ["save-svg", "graph.svg"], ["export-csv", "claims.csv"]]) {
    await by(page, "export").click();
    const [download] = await Promise.all([page.waitForEvent("download"), by(page, item).click()]);
    assert.equal(download.suggestedFilename(), file);
    assert.ok((await readFile(await download.path())).length > 100);
  }
});

test("a link opens the same panel with the same filters", async () => {
  const page = await start();
  const all = await facts(page);
  const { kind } = all.claims[0];
  await by(page, "button-filters").click();
  await by(page, `filter-kind-${kind}`).check();
  await page.waitForTimeout(500);
  const hash = await page.evaluate(() => location.hash);
  const other = await start({ hash });
  assert.equal(await by(other, "panel-filters").isVisible(), true);
  assert.equal(await by(other, `filter-kind-${kind}`).isChecked(), true);
  await page.goBack();
  assert.deepEqual((await state(page)).filters.kinds, []);
});

test("text of the data makes no elements, and what is long stays inside", async () => {
  for (const width of [1280, 390]) {
    const page = await start({ width, height: 844 });
    for (const panel of [...PANELS, "details"]) {
      await page.evaluate((panel) => globalThis.demarche.store.update({ panel, selection: { type: "actor", actor: 0 } }), panel);
      const { strange, scrolls } = await page.evaluate(() => ({
        strange: document.querySelectorAll("#app img, #app iframe, #app script, #app object, #app embed, #app form[action]").length,
        scrolls: document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll(".panel-body, #header, .card, .pair, .path")].some((box) => !box.matches(".panel-table *") && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "auto"),
      }));
      assert.equal(strange, 0);
      assert.equal(scrolls, false, `${panel} at ${width}`);
    }
  }
});

test("at 390 pixels every panel opens as a sheet that can be closed, and targets are large enough", async () => {
  const page = await start({ width: 390, height: 844, touch: true });
  for (const panel of PANELS) {
    await by(page, `button-${panel}`).tap();
    const box = await by(page, `panel-${panel}`).boundingBox();
    assert.ok(box.x === 0 && box.width === 390 && box.y > 90, `${panel}: ${JSON.stringify(box)}`);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, input:not([type=checkbox]), select, summary, [role=option]")]
        .filter((target) => target.checkVisibility() && !target.closest(".visually-hidden") && !target.matches(".link, .skip"))
        .map((target) => [target.dataset.testid ?? target.textContent.slice(0, 20), target.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 24 || height < 24)
        .map(([what, { width, height }]) => `${what} ${width}x${height}`),
    );
    assert.deepEqual(small, [], panel);
    await by(page, "panel-close").tap();
    assert.equal((await state(page)).panel, null);
  }
});

for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`no accessibility rule is broken: ${scheme}, ${width} pixels`, async () => {
      const page = await start({ width, height: 844, scheme });
      const broken = [];
      const check = async (where) => {
        const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
        broken.push(...violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary?.slice(0, 200)}`));
      };
      await check("start");
      for (const panel of PANELS) {
        await by(page, `button-${panel}`).click();
        await check(panel);
      }
      const paths = await page.evaluate(() => {
        const { model, store } = globalThis.demarche;
        const edge = model.allEdges(store.state).find(({ source, target }) => source !== target);
        store.update({ panel: "paths", paths: { ...store.state.paths, from: edge.source, to: edge.target } });
        return edge;
      });
      await check("paths found");
      for (const selection of [{ type: "actor", actor: paths.source }, { type: "edge", edge: paths.id }, { type: "claim", claim: paths.claims[0] }]) {
        await page.evaluate((selection) => globalThis.demarche.store.update({ selection, panel: "details" }), selection);
        await check(selection.type);
      }
      await page.keyboard.press("Escape");
      await by(page, "search").fill("a");
      await check("search");
      await page.keyboard.press("Escape");
      await by(page, "export").click();
      await check("menu");
      assert.deepEqual(broken, []);
    });
  }
}
