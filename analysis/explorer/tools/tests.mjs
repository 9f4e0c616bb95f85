/** Bundles and runs the tests in node: tests.mjs OUT NAME... */
import { build } from "esbuild";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { resolve } from "node:path";

const [out, ...names] = process.argv.slice(2);
const here = new URL("..", import.meta.url).pathname;
const made = [];
for (const name of names) {
  const outfile = resolve(out, `tests/${name}.test.mjs`);
  await build({
    entryPoints: [`${here}tests/${name}.test.ts`], bundle: true, outfile, platform: "node", format: "esm", logLevel: "warning",
    banner: { js: "import { createRequire as _r } from 'node:module'; const require = _r(" + JSON.stringify(here + "package.json") + ");" },
    plugins: [{ name: "packages", setup: (b) => b.onResolve({ filter: /^(playwright-core|h5wasm)/ }, (a) => ({ path: new URL(import.meta.resolve(a.path)).pathname, external: true })) }],
  });
  made.push(outfile);
}
const run = spawn(process.execPath, ["--no-warnings", "--test", "--test-concurrency=1", "--test-reporter=spec", ...(process.env.ONLY_TESTS ? ["--test-name-pattern", process.env.ONLY_TESTS] : []), ...made],
  { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, OUT: out } });
// What the library behind the format says of damaged files, which is for its programmers.
const chatter = /^HDF5-DIAG|^ {2}#\d{3}: |^ {4}(major|minor): /;
createInterface({ input: run.stdout }).on("line", (line) => { if (!chatter.test(line)) console.log(line); });
run.on("close", (code) => process.exit(code ?? 1));
