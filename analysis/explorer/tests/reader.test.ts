/** Files are read as they are, and damaged ones end in one sentence each. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test, before } from "node:test";
import { Told, type Loaded, type Result, type Sweep } from "../src/core/types";
import { checkDigest, look, readOpen, readPlace } from "../src/files/open";
import { pack, unpack } from "../src/files/pack";
import type { H5Group } from "../src/files/reader";
import { OUT } from "./support";

const FOLDER = `${OUT}/files`;
let h5wasm: typeof import("h5wasm/node").default;
async function open(path: string): Promise<Loaded> {
  const bytes = new Uint8Array(readFileSync(path));
  look(bytes.subarray(0, 8), bytes.length, path);
  await checkDigest(bytes);
  return readPlace(h5wasm, path, "x", "x");
}

before(async () => {
  await import("../src/files/quiet");
  h5wasm = (await import("h5wasm/node")).default;
  await h5wasm.ready;
  execFileSync("/usr/bin/python3", ["analysis/explorer/tests/make_files.py", process.env.WAICO ?? "build/waico", FOLDER, process.env.HOSTILE_SHARE ?? "5"], { stdio: "inherit" });
});

test("an ensemble, a run and sweeps are read whole", async () => {
  const ensemble = (await open(`${FOLDER}/ensemble.h5`)) as Result;
  assert.equal(ensemble.kind, "ensemble");
  assert.equal(ensemble.n, 12);
  assert.equal(ensemble.world.countries.length, 8);
  assert.equal(ensemble.world.countries[ensemble.world.sponsor].code, "CHN");
  const T = ensemble.days.length, C = 8;
  for (let c = 0; c < C; c++) for (let t = 0; t < T; t++) {
    let sum = 0;
    for (let s = 0; s < 9; s++) sum += ensemble.pStatus[(s * C + c) * T + t];
    assert.ok(Math.abs(sum - 1) < 1e-5);
  }
  const run = (await open(`${FOLDER}/run.h5`)) as Result;
  assert.equal(run.n, 1);
  assert.ok(run.history!.decisions.length > 20);
  assert.ok(run.history!.decisions.every((d) => d.time >= 0 && d.time < 3.6), "times of decisions in years");
  const grid = (await open(`${FOLDER}/grid.h5`)) as Sweep;
  assert.equal(grid.points, 6);
  assert.deepEqual(grid.params.map((p) => p.path).sort(), ["affinity.peers", "decision.rationality"]);
  const saltelli = (await open(`${FOLDER}/saltelli.h5`)) as Sweep;
  assert.ok(saltelli.sobol.length > 0 && saltelli.sobol[0].rows.length === 2);
});

test("a newer format, another HDF5 file, an older version say what they are", () => {
  const file = (attributes: Record<string, unknown>) => ({ attrs: Object.fromEntries(Object.entries(attributes).map(([k, value]) => [k, { value }])), get: () => null, keys: () => [] }) as H5Group;
  assert.throws(() => readOpen(file({ waico_format: "ensemble", waico_format_version: 3 }), "x", "x"), /newer format than this page/);
  assert.throws(() => readOpen(file({}), "x", "x"), /no result of waico/);
  assert.throws(() => readOpen(file({ waico_format: "cake", waico_format_version: 2 }), "x", "x"), /damaged/);
  assert.throws(() => look(new Uint8Array([1, 2]), 2, "q.cfg"), /scenario/);
  assert.throws(() => look(new Uint8Array([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]), 2e9, "x.h5"), /too large/);
});

test("a result goes into bytes and back", async () => {
  const result = (await open(`${FOLDER}/ensemble.h5`)) as Result;
  const { history: _none, ...kept } = result;
  assert.deepEqual(unpack(pack(kept) as Uint8Array<ArrayBuffer>), kept);
});

test("hostile files end in one sentence each, or are shown", async () => {
  const cases = JSON.parse(readFileSync(`${FOLDER}/hostile.json`, "utf8")) as { name: string; file: string }[], shown: string[] = [];
  let refused = 0, spoilt = ""; // from there on all are refused here; the page begins a new worker
  for (const { name, file } of cases) {
    try {
      await open(`${FOLDER}/${file}`);
      shown.push(name);
    } catch (error) {
      assert.ok(error instanceof Told, `${name}: ${error}`);
      if (error.spoilt) spoilt ||= name;
      assert.ok(error.message.length > 20 && error.message.length < 300 && !/undefined|NaN|\[object/.test(error.message), `${name}: ${error.message}`);
      refused++;
    }
  }
  console.log(`${refused} of ${cases.length} refused; shown all the same: ${shown.join(" ")}`);
  if (spoilt) console.log(`the library gave up at ${spoilt}`);
  assert.ok(refused >= 60, `${refused} refused`);
  assert.ok(refused / cases.length > 0.5);
});
