// How long the page takes to open, and how long its frames are: DEMARCHE_PAGE=page.html node bench.mjs
import { statSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { address, launch, quit } from "./page.mjs";

const FRAMES = 60;
const page = await (await launch()).newPage({ viewport: { width: 1280, height: 800 } });
// The first frame after the picture was drawn, counted from the start of the navigation.
await page.addInitScript(() => {
  const look = () => {
    if (globalThis.demarche?.stage.labels.length > 0) requestAnimationFrame((now) => (globalThis.painted = now));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
await page.goto(address);
const painted = await page.waitForFunction(() => globalThis.painted).then((handle) => handle.jsonValue());
const { actors, claims } = await page.evaluate(() => ({ actors: globalThis.demarche.data.actors.length, claims: globalThis.demarche.data.claims.length }));
const size = statSync(fileURLToPath(address)).size;
console.log(`${actors} actors, ${claims} claims, ${(size / 1e6).toFixed(2)} MB; load ${loadavg()[0].toFixed(1)}`);
console.log(`painted ${Math.round(painted)} ms after the start of the navigation`);

/** Milliseconds a frame while the picture moves: from the change to the frame after the one that shows it. */
const frames = (how) =>
  page.evaluate(
    async ({ how, many }) => {
      const { stage } = globalThis.demarche;
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const times = [];
      await frame();
      for (let at = 0; at < many; at++) {
        const before = performance.now();
        if (how === "pan") stage.panBy(at % 10 < 5 ? 12 : -12, at % 20 < 10 ? 5 : -5);
        else if (how === "zoom") stage.zoomBy(at % 10 < 5 ? 1.08 : 1 / 1.08);
        else stage.restyle();
        await frame();
        times.push(performance.now() - before);
      }
      times.sort((a, b) => a - b);
      const mean = times.reduce((sum, time) => sum + time, 0) / many;
      return `${how} ${Math.round(mean)} ms (95 in 100 within ${Math.round(times[Math.ceil(0.95 * many) - 1])})`;
    },
    { how, many: FRAMES },
  );

const report = async (name) => {
  await page.evaluate(() => globalThis.demarche.stage.fit());
  await page.waitForTimeout(600);
  const { bodies, arrows } = await page.evaluate(() => {
    const { scene } = globalThis.demarche.stage;
    return { bodies: scene.bodies.length, arrows: scene.arrows.length };
  });
  const line = [];
  for (const how of ["pan", "zoom", "full"]) line.push(await frames(how));
  console.log(`${name}: ${bodies} actors, ${arrows} arrows: ${line.join(", ")}`);
};

await report("at the start");
for (;;) {
  const more = await page.evaluate(() => {
    const { store, model } = globalThis.demarche;
    const shown = model.showMore(store.state);
    const grows = shown.length > store.state.shown.length;
    if (grows) store.update({ shown });
    return grows;
  });
  if (!more) break;
  await report("shown more");
}
const filtered = await page.evaluate(() => {
  const { store, model } = globalThis.demarche;
  const times = [];
  for (let at = 0; at < 11; at++) {
    const before = performance.now();
    model.visibleEdges({ ...store.state, filters: { ...store.state.filters, since: `20${10 + at}-01-01` } });
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[5];
});
console.log(`a change of filters: ${Math.round(filtered)} ms`);
await quit();
