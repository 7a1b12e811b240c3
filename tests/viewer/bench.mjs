// How long the page takes to open, and how long its frames are: DEMARCHE_PAGE=page.html node bench.mjs
import { launch, quit, address } from "./page.mjs";

const page = await (await launch()).newPage({ viewport: { width: 1280, height: 800 } });
const begun = performance.now();
await page.goto(address);
await page.waitForFunction(() => globalThis.demarche?.stage.scene.bodies.length >= 0);
await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const opened = performance.now() - begun;

/** Milliseconds a frame while the picture moves. */
const frames = (how) =>
  page.evaluate(async (how) => {
    const { stage } = globalThis.demarche;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const times = [];
    await frame();
    for (let at = 0; at < 30; at++) {
      const before = performance.now();
      if (how === "pan") stage.panBy(at % 10 < 5 ? 12 : -12, at % 20 < 10 ? 5 : -5);
      else if (how === "zoom") stage.zoomBy(at % 10 < 5 ? 1.08 : 1 / 1.08);
      else stage.restyle();
      await frame();
      times.push(performance.now() - before);
    }
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    return { mean: Math.round(mean), slowest: Math.round(Math.max(...times)) };
  }, how);

const report = async (name) => {
  await page.evaluate(() => globalThis.demarche.stage.fit());
  await page.waitForTimeout(600);
  const { bodies, arrows } = await page.evaluate(() => {
    const { scene } = globalThis.demarche.stage;
    return { bodies: scene.bodies.length, arrows: scene.arrows.length };
  });
  const line = [];
  for (const how of ["pan", "zoom", "full"]) {
    const { mean, slowest } = await frames(how);
    line.push(`${how} ${mean} ms (slowest ${slowest})`);
  }
  console.log(`${name}: ${bodies} actors, ${arrows} arrows: ${line.join(", ")}`);
};

console.log(`opened in ${Math.round(opened)} ms`);
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
