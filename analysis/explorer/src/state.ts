/** What the page knows: results, which one is looked at, the country, and the simulator. */
import { computed, signal } from "@preact/signals";
import type { Catalogue, Loaded, Result } from "./core/types";
import { specOf, empty } from "./engine/question";
import type { Pool } from "./engine/pool";
import type { Spec } from "./engine/messages";
import type { Facts } from "./engine/simulator";
import type { Shapes } from "./ui/map";

export type Half = "results" | "laboratory";
export const VIEWS = ["map", "curves", "country", "compare", "sweep", "history", "about"] as const;
export type View = (typeof VIEWS)[number];

export const half = signal<Half>("results");
export const view = signal<View>("map");
export const loaded = signal<Loaded[]>([]);
export const currentId = signal("baseline");
export const current = computed(() => loaded.value.find((r) => r.id === currentId.value) ?? loaded.value[0]);
export const country = signal("KEN");
export const shapes = signal<Shapes | null>(null);
export const pool = signal<Pool | null>(null);
export const catalogue = signal<Catalogue | null>(null);
export const scenarioFiles = signal<Record<string, string>>({});
/** What went wrong, until it is put away. */
export const notices = signal<{ id: number; text: string; good?: boolean }[]>([]);
let number = 0;
export function tell(text: string, good = false): void {
  const id = ++number;
  notices.value = [...notices.value.slice(-3), { id, text, good }];
  if (good) setTimeout(() => dismiss(id), 6000);
}
export function dismiss(id: number): void {
  notices.value = notices.value.filter((n) => n.id !== id);
}

export const results = computed(() => loaded.value.filter((r): r is Result => r.kind !== "sweep"));
/** Position of the chosen country in a result; the first one when it has no such country. */
export function countryIn(result: { world: Result["world"] }): number {
  const i = result.world.countries.findIndex((c) => c.code === country.value);
  return i >= 0 ? i : 0;
}

/** How each result is made again in the page, by its id. */
export const specs = new Map<string, Spec>();
export function specOfResult(result: Result): Spec | null {
  const known = specs.get(result.id);
  if (known) return known;
  const text = result.texts.effective, tables = result.texts.tables;
  if (!text || !tables.countries) return null;
  const spec: Spec = { key: "file:" + result.id, source: { name: "file.cfg", text, tables }, ranges: [] };
  specs.set(result.id, spec);
  return spec;
}

export interface Shipped { name: string; title: string; question: string }
export const shipped = computed<Shipped[]>(() => Object.entries(scenarioFiles.value).filter(([name]) => name.endsWith(".cfg")).map(([name, text]) => {
  const get = (key: string) => new RegExp(`^${key}\\s*=\\s*"((?:[^"\\\\]|\\\\.)*)"`, "m").exec(text)?.[1] ?? "";
  return { name: name.slice(0, -4), title: get("title"), question: get("question") };
}).sort((a, b) => (a.name === "baseline" ? -1 : b.name === "baseline" ? 1 : a.title < b.title ? -1 : 1)));

const factsOf = new Map<string, Promise<Facts>>();
/** Facts of a shipped scenario. */
export function shippedFacts(name: string): Promise<Facts> {
  let facts = factsOf.get(name);
  if (!facts) {
    facts = pool.value!.facts({ name: name + ".cfg", text: scenarioFiles.value[name + ".cfg"] });
    factsOf.set(name, facts);
  }
  return facts;
}
export async function shippedSpec(name: string): Promise<Spec> {
  return name in { own: 1 } ? Promise.reject(new Error(name)) : { ...specOf(empty(name), await shippedFacts(name), catalogue.value!), source: { name: name + ".cfg", text: scenarioFiles.value[name + ".cfg"] } };
}
/** Codes of the UN for the shapes, by the code of a country. */
export const m49 = computed<Record<string, number>>(() => Object.fromEntries((results.value[0]?.world.countries ?? []).map((c) => [c.code, c.m49])));
