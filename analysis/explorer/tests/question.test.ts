/** A question is a scenario file that the program runs to the same numbers, and a line of text. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { resolve } from "node:path";
import { Told, type Catalogue } from "../src/core/types";
import { calendarOf, decode, differences, empty, encode, ofResult, specOf, sweepOf, write, type Question } from "../src/engine/question";
import { rangeValue } from "../src/engine/serve";
import type { Facts, Simulator } from "../src/engine/simulator";
import { OUT, ROOT, shipped, simulator } from "./support";

let engine: Simulator, catalogue: Catalogue, base: Facts, h5wasm: typeof import("h5wasm/node").default;
before(async () => {
  engine = await simulator();
  catalogue = engine.catalogue();
  base = engine.load(shipped("baseline")).facts();
  h5wasm = (await import("h5wasm/node")).default;
  await h5wasm.ready;
});

const asked: Question = {
  ...empty(), set: { "incentive.compute_sharing.pool": 131, "incentive.rapid_response.teams": 9, "affinity.peers": 1.35, "incentive.equity_fund.grant_usd": 5e9 },
  calendar: [{ date: "2028-01-01", event: "invite", country: "KEN" }, { date: "2029-06-01", event: "set", path: "rival.us.pressure", value: 0.9 }, { date: "2030-03-01", event: "incident", every_years: 1 }],
  cells: { KEN: { alignment: -0.25 }, BRA: { us_ally: 1, ties: 0.5 } },
};

/** Runs a question natively, beside the shipped scenarios. */
function native(q: Question, n: number): Record<string, Float64Array> {
  const folder = resolve(OUT, "asked"), made = write(q, q.base === "baseline" ? base : engine.load(shipped(q.base)).facts(), catalogue);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync("scenarios", folder, { recursive: true });
  for (const [name, text] of Object.entries({ [made.name]: made.text, ...made.files })) writeFileSync(`${folder}/${name}`, text);
  execFileSync(resolve(ROOT, process.env.WAICO ?? "build/waico"), ["run", made.name, "-n", String(n), "-o", "out.h5", "-q"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const file = new h5wasm.File(`${folder}/out.h5`, "r"), get = (name: string) => Float64Array.from((file.get(name) as { value: ArrayLike<number> }).value);
  const all = { n_members: get("n_members"), final_n_members: get("final_n_members"), final_status: get("final_status"), first_member: get("first_member") };
  file.close();
  return all;
}

for (const [what, q] of Object.entries({ "parameters, calendar and cells": asked, "a country left out": { ...empty(), off: ["PAK", "TUV"] }, "without the deadline": { ...empty(), dropped: [5], calendar: [{ date: "2027-03-01", event: "ceremony" }] },
  "on another scenario, an offer less": { ...empty("us_counter_offer"), dropped: [7] }, "on another scenario": { ...empty("us_counter_offer"), set: { "trust.rest": 0.7 } } } as Record<string, Question>)) {
  test(`waico run gives the same numbers: ${what}`, () => {
    const n = 40, world = engine.load(write(q, q.base === "baseline" ? base : engine.load(shipped(q.base)).facts(), catalogue)), there = native(q, n), here = world.run(1, 0, n, Object.keys(there));
    for (const name of ["n_members", "final_n_members", "final_status"]) assert.deepEqual(Array.from(there[name]), Array.from(here[name]), name);
    here.first_member.forEach((v, i) => { if (!(Number.isNaN(v) && Number.isNaN(there.first_member[i]))) assert.ok(Math.abs(v - there.first_member[i]) <= 1 / 1024, "first dates, in the steps of the file"); });
    if (q.off.length) assert.equal(world.facts().countries.length, 191);
  });
}

test("the world of a result is a scenario of one's own, and can be changed", () => {
  const own = ofResult(base.effective, base.tables), world = engine.load(write(own, base, catalogue)), changed = engine.load(write({ ...own, off: ["PAK"], set: { "affinity.peers": 2 } }, base, catalogue));
  assert.deepEqual(world.run(1, 0, 3, ["n_members"]), engine.load(shipped("baseline")).run(1, 0, 3, ["n_members"]));
  assert.equal(changed.facts().countries.length, 192);
});

test("a question goes into a line and back", () => {
  assert.deepEqual(decode("Look at this: " + encode(asked) + " , please"), asked);
  assert.ok(encode(asked).length < 700);
  assert.deepEqual(decode(encode(empty())), empty());
  assert.deepEqual(decode(encode({ ...empty(), dropped: [1, 5] })), { ...empty(), dropped: [1, 5] });
});

test("what is no question, or too long for a line, says so", () => {
  for (const text of ["", "hello", "waico1.", "waico1.AAAA", "waico1.!!!", encode(asked).slice(0, 60)]) assert.throws(() => decode(text), Told, text);
  assert.throws(() => encode({ ...empty("own"), own: Array.from({ length: 30000 }, (_, i) => Math.sin(i).toString(36)).join("") }), /too long/);
});

test("a line made to harm yields nothing but plain values", () => {
  const bad = { base: 7, set: { "affinity.peers": "x", "__proto__": { a: 1 }, "trust.rest": 0.5 }, ranges: { a: [1] }, calendar: [7, null, { date: 1 }], cells: [], off: [{}] } as unknown as Question;
  assert.deepEqual(decode(encode(bad)), { ...empty(), set: { "trust.rest": 0.5 } });
});

test("differences name all that differs and take it back one by one", () => {
  let q = asked;
  const list = differences(q, base, catalogue, (path) => path);
  assert.equal(list.length, 4 + 3 + 3);
  for (const _ of list) q = differences(q, base, catalogue, (path) => path)[0].undo(q);
  assert.deepEqual(q, empty());
});

test("the calendar of a scenario is read from its effective text", () => {
  assert.equal(calendarOf(base.effective).length, 7);
  assert.deepEqual(calendarOf(base.effective)[2], { date: "2026-06-23", event: "rival_summit", rival: "us", every_years: 1 });
});

test("ranges come with a config that waico sweep accepts", () => {
  const q: Question = { ...empty(), ranges: { "affinity.peers": [0, 2], "incentive.rapid_response.teams": [2, 5] } }, sweep = sweepOf(q, 20)!;
  native(q, 2);
  writeFileSync(`${resolve(OUT, "asked")}/${sweep.name}`, sweep.text);
  execFileSync(resolve(ROOT, process.env.WAICO ?? "build/waico"), ["validate", sweep.name], { cwd: resolve(OUT, "asked"), stdio: ["ignore", "ignore", "inherit"] });
  assert.equal(sweepOf(empty(), 20), null);
});

test("ranges fill themselves evenly", () => {
  const spec = specOf({ ...empty(), ranges: { "affinity.peers": [0, 2], "incentive.rapid_response.teams": [2, 5] } }, base, catalogue);
  const u = Array.from({ length: 200 }, (_, r) => rangeValue(spec.ranges[0], 0, r)), teams = Array.from({ length: 200 }, (_, r) => rangeValue(spec.ranges[1], 1, r));
  for (let k = 0; k < 10; k++) assert.ok(Math.abs(u.filter((v) => v >= k / 5 && v < (k + 1) / 5).length - 20) <= 2);
  assert.deepEqual([...new Set(teams)].sort(), [2, 3, 4, 5]);
  engine.load(spec.source);
});
