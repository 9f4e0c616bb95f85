/** The laboratory: the question, its past and future, and the histories that answer it. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Result } from "../core/types";
import { Gathering, OUTPUTS, worldOf } from "../engine/gather";
import type { Spec } from "../engine/messages";
import type { Job } from "../engine/pool";
import { decode, differences, empty, isPlain, specOf, write, type Question } from "../engine/question";
import { Messages, type Facts } from "../engine/simulator";
import { catalogue, half, loaded, m49, pool, scenarioFiles, shippedFacts, specs, tell } from "../state";
import { nameOf } from "./levers";

export const question = signal<Question>(empty());
/** Question B, when one is kept to compare with. */
export const kept = signal<Question | null>(null);
export type Against = "scenario" | "baseline" | "kept";
export const against = signal<Against>("scenario");
export const wanted = signal(200);
const past = signal<Question[]>([]), future = signal<Question[]>([]);
export const canUndo = computed(() => past.value.length > 0), canRedo = computed(() => future.value.length > 0);
let lastTag = "", lastTime = 0;

/** Changes the question; changes of one slider in one go are one step back. */
export function edit(next: Question, tag = ""): void {
  const now = performance.now(), joins = tag !== "" && tag === lastTag && now - lastTime < 1500;
  batch(() => {
    if (!joins) past.value = [...past.value.slice(-200), question.value];
    future.value = [];
    question.value = next;
  });
  lastTag = tag;
  lastTime = now;
}
export function undo(): void {
  if (!past.value.length) return;
  lastTag = "";
  batch(() => { future.value = [question.value, ...future.value]; question.value = past.value[past.value.length - 1]; past.value = past.value.slice(0, -1); });
}
export function redo(): void {
  if (!future.value.length) return;
  lastTag = "";
  batch(() => { past.value = [...past.value, question.value]; question.value = future.value[0]; future.value = future.value.slice(1); });
}
/** Shows the last change again: as it was, and a moment later as it is. */
export function replay(): void {
  if (!past.value.length) return;
  undo();
  setTimeout(redo, 1600);
}
export function setParameter(path: string, value: number | null): void {
  const q = question.value, i = catalogue.value!.parameters.findIndex((p) => p.path === path), base = facts.value?.values[i];
  const { [path]: _gone, ...set } = q.set, { [path]: _range, ...ranges } = q.ranges;
  edit({ ...q, ranges, set: value === null || value === base ? set : { ...set, [path]: value } }, "set " + path);
}
export function setRange(path: string, range: [number, number] | null): void {
  const q = question.value, { [path]: _gone, ...ranges } = q.ranges, { [path]: _set, ...set } = q.set;
  edit({ ...q, set, ranges: range ? { ...ranges, [path]: range } : ranges }, "range " + path);
}

// ---- the scenario underneath ----

/** Facts of the scenario that the question changes. */
export const facts = signal<Facts | null>(null);
const baseKey = computed(() => (question.value.base === "own" ? "own:" + question.value.own : question.value.base));
async function factsOfBase(q: Question): Promise<Facts> {
  if (q.base === "own") return pool.value!.facts({ name: "question.cfg", text: q.own ?? "", files: q.files });
  if (!(q.base + ".cfg" in scenarioFiles.value)) throw new Messages(`There is no scenario “${q.base}” in this page.`);
  return shippedFacts(q.base);
}
effect(() => {
  const key = baseKey.value;
  if (!pool.value || !catalogue.value) return;
  factsOfBase(question.peek()).then((found) => { if (baseKey.peek() === key) facts.value = found; }, (error: Error) => {
    tell(`The scenario could not be read: ${error.message.split("\n")[0]}`);
    if (baseKey.peek() === key && past.peek().length) undo();
    else if (baseKey.peek() === key) question.value = empty();
  });
});
export const listed = computed(() => (facts.value && catalogue.value ? differences(question.value, facts.value, catalogue.value, named) : []));
export function named(path: string): string {
  return nameOf(path, catalogue.value?.parameters.find((p) => p.path === path)?.meaning);
}
export const file = computed(() => (facts.value && catalogue.value ? write(question.value, facts.value, catalogue.value) : null));

// ---- the histories ----

export interface Run { key: string; result: Result; gathering: Gathering; done: boolean; begun: number; first: number }
export const answer = signal<Run | null>(null);
export const reference = signal<Run | null>(null);
/** What the answer must be of to be one to the question as it stands. */
export const wantedKey = computed(() => JSON.stringify(question.value) + " " + wanted.value);
export const settled = computed(() => !!answer.value?.done && answer.value.key === wantedKey.value && !!reference.value?.done);
/** Messages of the program about the question as it stands. */
export const faults = signal<string>("");
const finished = new Map<string, Run>();
const jobs = new Map<string, Job>();

/** Answers are kept while their histories are no more than this. */
const MOST_KEPT = 4000;
function keep(key: string, run: Run): void {
  finished.set(key, run);
  let sum = [...finished.values()].reduce((n, r) => n + r.result.n, 0);
  for (const [old, r] of finished) {
    if (sum <= MOST_KEPT || old === key) break;
    finished.delete(old);
    sum -= r.result.n;
  }
}

/** Runs a question unless it has been run; the signal follows. */
function start(spec: Spec, label: string, n: number, target: typeof answer, own: boolean): void {
  const key = spec.key + " " + n, had = finished.get(key);
  if (had) { target.value = { ...had, result: { ...had.result, label } }; return; }
  const slot = own ? "answer" : "reference";
  jobs.get(slot)?.cancel();
  const gathering = new Gathering(n), begun = performance.now();
  let told = 0, first = 0, known: Facts | null = null;
  const show = (done: boolean) => {
    if (!known || !gathering.n) return;
    first ||= performance.now() - begun;
    const run: Run = { key, gathering, done, begun, first, result: gathering.result(slot, label, known, worldOf(known, m49.peek()), catalogue.peek()!, "") };
    told = performance.now();
    if (done) keep(key, run);
    specs.set(slot, spec);
    target.value = run;
    if (own) faults.value = "";
  };
  const ready = pool.peek()!.facts(spec.source).then((found) => { known = found; show(false); });
  const job = pool.peek()!.run(spec, n, OUTPUTS, (batchOf) => { gathering.add(batchOf); if (performance.now() - told > 90 || gathering.n === n) show(gathering.n === n); });
  jobs.set(slot, job);
  Promise.all([ready, job.done]).catch((error: Error) => {
    if (jobs.get(slot) !== job) return;
    job.cancel();
    if (own) faults.value = error.message;
    else tell(error.message);
  });
}

let timer = 0;
effect(() => {
  const q = question.value, base = facts.value, n = wanted.value, ready = pool.value && catalogue.value, on = half.value === "laboratory", how = against.value, b = kept.value;
  if (!ready || !base || !on || baseKey.value !== baseKey.peek()) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => void refresh(q, base, n, how, b), 15);
});
async function refresh(q: Question, base: Facts, n: number, how: Against, b: Question | null): Promise<void> {
  start(specOf(q, base, catalogue.value!), "Your question", n, answer, true);
  const other = how === "kept" && b ? b : empty(how === "baseline" ? "baseline" : q.base);
  if (how === "scenario" && q.base === "own") Object.assign(other, { own: q.own, files: q.files });
  try {
    const otherBase = await factsOfBase(other), label = how === "kept" && b ? "Question B" : how === "baseline" ? "Baseline" : isPlain(q) ? "Unchanged" : "Unchanged scenario";
    if (question.peek() === q) start(specOf(other, otherBase, catalogue.value!), label, n, reference, false);
  } catch (error) {
    tell((error as Error).message);
  }
}

/** Opens a question from a line, an address or the text of a scenario; says what is wrong with it. */
export function openText(text: string): void {
  if (/waico1\./.test(text)) edit(decode(text));
  else if (/^\s*(#|\w[\w.]*\s*[=:])/.test(text)) edit({ ...empty("own"), own: text });
  else throw new Messages("This is neither a question of this page (waico1.…) nor the text of a scenario.");
  half.value = "laboratory";
}
/** Keeps what the laboratory shows as a result beside the others. */
export function keepResult(): void {
  const run = answer.value;
  if (!run?.done) return;
  const id = "lab" + Date.now(), changes = listed.value.map((d) => `${d.term} = ${d.is}`).join(", ");
  specs.set(id, specOf(question.value, facts.value!, catalogue.value!));
  loaded.value = [...loaded.value, { ...run.result, id, label: changes ? "Question: " + listed.value[0].what : run.result.title, deviations: changes }];
}
