// The whole way without a mouse: from a name to the words in the article, to a table in a file, to a path.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, it } from "node:test";
import { open, quit, state } from "./page.mjs";

after(quit);

it("a reader with a keyboard finds an actor, reads a quote, saves a table, finds a path, and always sees the focus", async () => {
  const { page, problems, close } = await open();
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.className);
  /** The place with the focus differs from what it looks like without. */
  const isSeen = async (where) => {
    const seen = await page.evaluate(() => {
      const { activeElement: element } = document;
      const { stage } = globalThis.demarche;
      if (element === stage.canvas) return stage.focused !== null || element.matches(":focus-visible");
      const look = (of) => ["outlineStyle", "outlineWidth", "boxShadow", "borderColor", "backgroundColor"].map((part) => getComputedStyle(of)[part]).join();
      const parts = [element, ...element.querySelectorAll("td")].slice(0, 2);
      const before = parts.map(look);
      if (element.matches("[type=range]")) return true;
      element.blur();
      const after = parts.map(look);
      element.focus();
      return before.join() !== after.join();
    });
    assert.ok(seen, `the focus is seen on ${await focused()} (${where})`);
  };
  /** Goes on by Tab until a control has the focus, and sees to it that each on the way shows it. */
  const tabTo = async (testid, most = 60) => {
    for (let step = 0; step < most; step += 1) {
      await press("Tab");
      if ((await focused()) === testid) return isSeen("on the way");
    }
    assert.fail(`Tab does not reach ${testid}; it ends at ${await focused()}`);
  };

  // Search an actor by its name, add it with its neighbours.
  const name = await page.evaluate(() => {
    const { data, model, store } = globalThis.demarche;
    const actor = model.firstActors().find((actor) => /^[\p{L} ]{3,30}$/u.test(data.actors[actor].name) && model.neighbours(store.state, actor).length > 1);
    return data.actors[actor].name;
  });
  await press("/");
  assert.equal(await focused(), "search");
  await page.keyboard.type(name);
  await page.getByTestId("search-option").first().waitFor();
  await press("Shift+Enter");
  const { selection } = await state(page);
  assert.equal(selection.type, "actor");

  // Into the picture, along an arrow, into its claims.
  await tabTo("stage");
  assert.deepEqual(await page.evaluate(() => globalThis.demarche.stage.focused), selection, "the picture is entered where the search led");
  await press("g", "]");
  assert.notEqual(await page.getByTestId("status").textContent(), "", "the arrow is said aloud");
  await press("Enter");
  const { edge } = (await state(page)).selection;
  assert.ok(edge);

  // Open one claim of the arrow and read its words.
  for (let step = 0; step < 60 && !(await page.evaluate(() => document.activeElement.closest("[data-testid=edge-claim] > .link") !== null)); step += 1) await press("Tab");
  await isSeen("a claim");
  await press("Enter");
  const claim = (await state(page)).selection;
  assert.equal(claim.type, "claim");
  const { quote, text } = await page.evaluate(({ claim }) => {
    const { data } = globalThis.demarche;
    const of = data.claims[claim];
    return { quote: document.querySelector("[data-testid=quote]").textContent, text: data.documents[of.document].passages[of.passage].text.slice(...of.quote) };
  }, claim);
  assert.equal(quote, text);

  // To the table by the first link of the page; sort it, save it, open a row.
  await press("Escape");
  assert.equal((await state(page)).panel, null);
  await page.evaluate(() => document.activeElement.blur());
  for (let step = 0; step < 60 && (await focused()) !== "skip"; step += 1) await press("Shift+Tab");
  await isSeen("the first link");
  await press("Enter");
  assert.equal(await focused(), "table-row");
  await isSeen("a row");
  await press("ArrowDown", "ArrowDown", "End", "Home");
  assert.equal(await focused(), "table-row");
  for (let step = 0; step < 20 && (await focused()) !== "sort-confidence"; step += 1) await press("Shift+Tab");
  await isSeen("a column");
  await press("Enter");
  assert.equal(await page.locator("th.column-confidence").getAttribute("aria-sort"), "descending");
  for (let step = 0; step < 20 && (await focused()) !== "save-csv"; step += 1) await press("Shift+Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), press("Enter")]);
  const rows = (await readFile(await download.path())).toString();
  assert.ok(rows.split("\r\n").length > 2);
  await press("Escape");

  // A path between the ends of an arrow.
  const ends = await page.evaluate(() => {
    const { data, model, store } = globalThis.demarche;
    const isPlain = (actor) => /^[\w-]{2,}$/.test(data.actors[actor].id) && model.place(store.state, actor) !== null;
    const { source, target } = model.allEdges(store.state).find(({ source, target }) => source !== target && isPlain(source) && isPlain(target));
    return [source, target].map((actor) => ({ actor, id: data.actors[actor].id }));
  });
  for (let step = 0; step < 60 && (await focused()) !== "button-paths"; step += 1) await press("Tab");
  await isSeen("a panel's button");
  await press("Enter");
  for (const [at, testid] of ["path-from", "path-to"].entries()) {
    await tabTo(testid);
    await page.keyboard.type(ends[at].id);
    await page.locator("[role=option]:visible").first().waitFor();
    const marked = () => page.evaluate(() => Number(document.querySelector(`#${document.activeElement.getAttribute("aria-activedescendant")}`)?.dataset.actor));
    for (let step = 0; step < 30 && (await marked()) !== ends[at].actor; step += 1) await press("ArrowDown");
    await press("Enter");
  }
  await tabTo("path-find");
  await press("Enter");
  await page.getByTestId("path-result").first().waitFor();
  assert.ok((await state(page)).highlighted.length > 0, "the path is drawn in front");
  await tabTo("path-show");
  await press("Space");
  assert.equal((await state(page)).highlighted.length, 0, "and taken back");
  await press("Escape");
  assert.equal((await state(page)).panel, null);
  assert.equal(await focused(), "button-paths", "the focus is back where it was");

  // Round the whole page: nothing catches the focus.
  const first = await focused();
  let round = 0;
  for (; round < 80; round += 1) {
    await press("Tab");
    if ((await focused()) === first) break;
  }
  assert.ok(round < 80, "Tab comes round");
  assert.deepEqual(problems, []);
  await close();
});

it("on a narrow screen the panel's height is changed by keys", async () => {
  const { page, problems, close } = await open({ width: 390, height: 844 });
  const height = () => page.evaluate(() => document.getElementById("panel").offsetHeight);
  await page.getByTestId("button-legend").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  const half = await height();
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "sheet-size");
  await page.keyboard.press("Enter");
  assert.ok((await height()) > half + 100);
  await page.keyboard.press("ArrowDown");
  assert.equal(await height(), half);
  await page.keyboard.press("ArrowDown");
  assert.ok((await height()) < half - 100);
  assert.deepEqual(problems, []);
  await close();
});

it("the sheet follows a finger, keeps the picture in the room above it, and goes away at the bottom", async () => {
  const { page, problems, close } = await open({ width: 390, height: 844 });
  await page.getByTestId("button-filters").click();
  const grip = async () => {
    const { x, y, width, height } = await page.getByTestId("sheet-size").boundingBox();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const drag = async (to) => {
    const { x, y } = await grip();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, (y + to) / 2, { steps: 3 });
    await page.mouse.move(x, to, { steps: 3 });
    await page.mouse.up();
    await page.waitForTimeout(200);
  };
  const top = () => page.evaluate(() => document.getElementById("panel").getBoundingClientRect().top);
  const lowest = () => page.evaluate(() => Math.max(...globalThis.demarche.stage.scene.bodies.map(({ actor }) => globalThis.demarche.stage.whereIs(actor).y)));
  const half = await top();
  assert.ok((await lowest()) < half, "all actors stand above the sheet");
  await drag(600);
  assert.ok((await top()) > half + 100, "low");
  assert.ok((await lowest()) < (await top()));
  await drag(110);
  assert.ok((await top()) < 120, "full");
  await drag(840);
  assert.equal((await state(page)).panel, null);
  assert.deepEqual(problems, []);
  await close();
});
