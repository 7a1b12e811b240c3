// Builds dist/ from src/: the script, the style and the template of the page, and the licences of what is bundled.
// The same sources give the same bytes.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
mkdirSync("dist", { recursive: true });

const common = { bundle: true, minify: true, charset: "utf8", legalComments: "none", logLevel: "warning" };
const script = await build({
  ...common,
  entryPoints: ["src/main.ts"],
  outfile: "dist/viewer.js",
  target: "es2022",
  format: "iife",
  metafile: true,
});
if (existsSync("src/page.css")) {
  await build({ ...common, entryPoints: ["src/page.css"], outfile: "dist/viewer.css", target: "es2022" });
}
if (existsSync("src/page.html")) writeFileSync("dist/page.html", readFileSync("src/page.html"));
writeFileSync("dist/LICENSES.txt", licences(Object.keys(script.metafile.inputs)));

/** The licence texts of the packages that the inputs come from, by name. */
function licences(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  const texts = [...names].sort().map((name) => {
    const folder = join("node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return `What dist/viewer.js holds beside the project's own code\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
