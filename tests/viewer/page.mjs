// Opens the page under test in Chromium, and fails on whatever it must not do.
// The page is a file: DEMARCHE_PAGE=page.html, made by `demarche export graph.json -o page.html`.
import { chromium } from "playwright-core";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const PAGE = process.env.DEMARCHE_PAGE;
if (!PAGE || !existsSync(PAGE)) throw new Error("DEMARCHE_PAGE names no file: demarche export graph.json -o page.html");
export const address = pathToFileURL(resolve(PAGE)).href;

let browser = null;
/** One browser for all tests of a file. */
export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  return browser;
}
export async function quit() {
  await browser?.close();
  browser = null;
}

/** Opens the page, or the one `at` another address; `problems` gathers console errors, exceptions and requests, and must stay empty. */
export async function open({ hash = "", width = 1280, height = 800, touch = false, still = true, scheme = "light", locale = "en", at = address } = {}) {
  const context = await (await launch()).newContext({
    viewport: { width, height },
    hasTouch: touch,
    colorScheme: scheme,
    locale,
    reducedMotion: still ? "reduce" : "no-preference",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`exception: ${error.stack ?? error}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(at) && !url.startsWith("blob:") && !url.startsWith("data:")) problems.push(`request: ${url}`);
  });
  await page.goto(at + hash);
  await page.waitForFunction(() => globalThis.demarche?.stage.scene !== undefined);
  return { page, problems, close: () => context.close() };
}

/** The state of the page, as its store holds it. */
export const state = (page) => page.evaluate(() => globalThis.demarche.store.state);

/** Waits until the camera rests and the address is written. */
export const rest = (page) => page.waitForTimeout(400);
