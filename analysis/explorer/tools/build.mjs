/** Puts the page together: build.mjs OUT PAGE WAICO [--quick] */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { deflateSync } from "node:zlib";
import { shapes } from "./shapes.mjs";

const [out, page, waico] = process.argv.slice(2);
const here = new URL("..", import.meta.url).pathname, root = resolve(here, "../..");
const HISTORIES = 200, LARGEST = 12 * 1024 * 1024;

const common = { bundle: true, minify: true, write: false, format: "iife", target: "es2022", logLevel: "warning", legalComments: "eof", logOverride: { "commonjs-variable-in-esm": "silent" } };
const text = async (options) => (await build({ ...common, ...options })).outputFiles[0].text;
const glue = { name: "glue", setup: (b) => {
  b.onResolve({ filter: /^engine-glue$/ }, () => ({ path: resolve(out, "engine.js"), namespace: "glue" }));
  b.onLoad({ filter: /.*/, namespace: "glue" }, ({ path }) => ({ contents: readFileSync(path, "utf8") + "\nexport default createEngine;", loader: "js" }));
  // The glue asks for these only in node.
  b.onResolve({ filter: /^(fs|path|crypto|worker_threads|perf_hooks)$/ }, (a) => ({ path: a.path, namespace: "none" }));
  b.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default {};" }));
} };
const shrink = (bytes) => deflateSync(bytes, { level: 9 }).toString("base64");

function scenarios() {
  const files = {};
  for (const name of readdirSync(`${root}/scenarios`)) if (name.endsWith(".cfg")) files[name] = readFileSync(`${root}/scenarios/${name}`, "utf8");
  for (const name of readdirSync(`${root}/scenarios/data`)) if (name.endsWith(".csv")) files[`data/${name}`] = readFileSync(`${root}/scenarios/data/${name}`, "utf8");
  return files;
}

/** The result that the page begins with: made by the program, read as the page reads any file. */
async function baseline() {
  const file = resolve(out, "baseline.h5");
  execFileSync(waico, ["run", "baseline", "-n", String(HISTORIES), "-o", file, "--force", "--quiet"], { stdio: ["ignore", "ignore", "inherit"], cwd: root });
  const entry = resolve(out, "pack.mjs");
  await build({ stdin: { contents: 'export { read } from "./src/files/reader"; export { pack } from "./src/files/pack";', resolveDir: here, loader: "ts" }, bundle: true, outfile: entry, format: "esm", platform: "node", logLevel: "warning" });
  const { read, pack } = await import(entry);
  const h5wasm = (await import("h5wasm/node")).default;
  await h5wasm.ready;
  const opened = new h5wasm.File(file, "r"), result = read(opened, "baseline", "Baseline");
  opened.close();
  return pack(result);
}

/** The licences of what is put into the page. */
function licences() {
  const { dependencies } = JSON.parse(readFileSync(`${here}package.json`, "utf8")), lock = JSON.parse(readFileSync(`${here}package-lock.json`, "utf8"));
  const used = Object.entries(lock.packages).filter(([path, p]) => path && !p.dev && existsSync(here + path)).map(([path]) => path);
  const texts = used.map((path) => {
    const file = readdirSync(here + path).find((name) => /^(licen[cs]e|copying)/i.test(name)), about = JSON.parse(readFileSync(`${here}${path}/package.json`, "utf8"));
    return `${about.name} ${about.version} (${about.license})\n\n${file ? readFileSync(`${here}${path}/${file}`, "utf8").trim() : ""}`;
  });
  if (used.length < Object.keys(dependencies).length) throw new Error("packages are missing: npm ci");
  const own = "waico, the simulator and this page: GNU General Public License, version 3 or later.\nlibconfig (LGPL 2.1 or later) and the sorting of the GNU Scientific Library (GPL 3 or later) are part of the simulator.\nShapes: Natural Earth (public domain), as packed in world-atlas 2.0.2 (Michael Bostock, ISC licence).";
  return [own, ...texts].join("\n\n----\n\n");
}

mkdirSync(dirname(resolve(page)), { recursive: true });
const jsx = { jsx: "automatic", jsxImportSource: "preact" };
const [main, engine, files, css] = await Promise.all([
  text({ entryPoints: [`${here}src/main.tsx`], ...jsx }),
  text({ entryPoints: [`${here}src/engine/worker.ts`], plugins: [glue], define: { "process": "undefined" } }),
  text({ entryPoints: [`${here}src/files/worker.ts`] }),
  text({ entryPoints: [`${here}src/style.css`] }),
]);
const blocks = {
  baseline: await baseline(),
  shapes: Buffer.from(JSON.stringify(shapes(`${root}/analysis/waico/analysis/data/world.json`))),
  scenarios: Buffer.from(JSON.stringify(scenarios())),
  licences: Buffer.from(licences()),
  wasm: readFileSync(resolve(out, "engine.wasm")),
  engine: Buffer.from(engine),
  files: Buffer.from(files),
};
const safe = (script) => script.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
const html = readFileSync(`${here}src/index.html`, "utf8")
  .replace("/*style*/", () => css)
  .replace("<!--blocks-->", () => Object.entries(blocks).map(([name, bytes]) => `<script type="text/plain" id="block-${name}">${shrink(bytes)}</script>`).join("\n"))
  .replace("/*main*/", () => safe(main));
if (html.length > LARGEST) throw new Error(`the page has ${html.length} bytes, more than ${LARGEST}`);
writeFileSync(page, html);
console.log(`${page}: ${(html.length / 1e6).toFixed(2)} MB`);
