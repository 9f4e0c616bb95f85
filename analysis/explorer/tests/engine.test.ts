/** The simulator as WebAssembly computes what the native one does, to the bit, and speaks the same words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { digest, nativeDigest, shipped, simulator } from "./support";

test("200 replications of three scenarios have the digest of the native library", async () => {
  const engine = await simulator();
  for (const name of ["baseline", "us_counter_offer", "trust_crisis"]) {
    const world = engine.load(shipped(name));
    const begin = performance.now();
    assert.equal(digest((names) => world.run(1, 0, 200, names)), nativeDigest(name), name);
    console.log(`${name}: 200 replications in ${(performance.now() - begin).toFixed(0)} ms`);
    world.free();
  }
});

test("in parts it is the same", async () => {
  const world = (await simulator()).load(shipped("baseline"));
  const whole = world.run(1, 0, 10, ["n_members"]).n_members, part = world.run(1, 7, 3, ["n_members"]).n_members;
  assert.deepEqual(part, whole.slice(7 * 61));
});

test("all mistakes of a text are told in the program's words", async () => {
  const engine = await simulator();
  const text = 'extends = "baseline.cfg";\nincentive: { training: { seats_per_yaer = 1.0; }; };\naffinity: { peers = 99.0; };\n';
  assert.throws(() => engine.load({ name: "q.cfg", text }), (error: Error) =>
    error.message.includes('q.cfg:2: incentive.training.seats_per_yaer: unknown key; did you mean "incentive.training.seats_per_year"?') &&
    error.message.includes("q.cfg:3: affinity.peers"));
});

test("facts, catalogue and decisions", async () => {
  const engine = await simulator(), catalogue = engine.catalogue(), world = engine.load(shipped("baseline")), facts = world.facts();
  assert.equal(catalogue.parameters.length, 203);
  assert.equal(facts.countries.length, 193);
  assert.equal(facts.countries[facts.sponsor].code, "CHN");
  assert.equal(facts.days.length, 61);
  const { decisions, events } = world.decisions(1, 0, 2);
  assert.ok(decisions.n > 1000 && events.n > 1000);
  assert.equal(decisions.terms.length, decisions.n * catalogue.axes.term.length);
  assert.deepEqual([...new Set(decisions.replicate)], [0, 1]);
  assert.ok(new Set(decisions.country).size > 100 && decisions.time.every((t) => t >= 0 && t < 15.5));
  let refused = 0;
  for (let i = 0; i < decisions.n; i++) {
    if (decisions.move[i] === decisions.option[i]) assert.equal(decisions.optionProbability[i], decisions.probability[i]);
    else if (decisions.optionProbability[i] !== decisions.probability[i]) refused++;
  }
  assert.ok(refused > 100);
  const first = world.run(1, 0, 2, ["first_signed"]).first_signed, signed = catalogue.axes.status.indexOf("signatory");
  assert.ok(signed > 0);
  let same = 0;
  for (let i = 0; i < events.n; i++) {
    if (events.to[i] !== signed || events.from[i] === signed || events.country[i] < 0) continue;
    assert.ok(first[events.replicate[i] * 193 + events.country[i]] <= events.time[i]);
    if (first[events.replicate[i] * 193 + events.country[i]] === events.time[i]) same++;
  }
  assert.ok(same > 50, `${same} signatures are where the dates have them`);
  for (let i = 0; i < decisions.n; i++) assert.ok(decisions.probability[i] >= 0 && decisions.probability[i] <= 1 && decisions.country[i] < 193);
});
