/** Who is in a rival, by country and account: not kept in files, so some histories are simulated anew and their choices followed. */
import { DAYS_PER_YEAR } from "../core/format";
import type { Result } from "../core/types";
import { catalogue, pool, specOfResult } from "../state";

export type Rival = "us" | "rights";
export interface Shares { share: Float32Array; n: number }
const HISTORIES = 60, PART = 6;
const known = new Map<string, Promise<Shares>>();

/** Members at the start, as the scenario names them: codes, a column of the countries, or dates of the record. */
export function membersAtStart(result: Result, rival: Rival): Uint8Array {
  const block = /^initial: \{\n([\s\S]*?)^\};/m.exec(result.texts.effective)?.[1] ?? "", said = new RegExp(`^\\s+${rival} = (.*);$`, "m").exec(block)?.[1] ?? "()";
  const words = Array.from(said.matchAll(/"([^"]*)"/g), (m) => m[1]), { countries, columns, recordUs } = result.world;
  if (said.startsWith("(")) return Uint8Array.from(countries, (c) => (words.includes(c.code) ? 1 : 0));
  const column = columns[words[0]];
  return Uint8Array.from(countries, (_, i) => (column ? (column[i] > 0.5 ? 1 : 0) : recordUs[i] <= 0 ? 1 : 0));
}

async function follow(result: Result, rival: Rival): Promise<Shares> {
  const spec = specOfResult(result);
  if (!spec || spec.ranges.length) throw new Error(spec ? "Not with ranges in the question." : "This file does not hold the scenario and tables that it was made from.");
  const words = catalogue.value!.axes, choice = words.event.indexOf("choice"), join = words.move.indexOf(`join_${rival}`), leave = words.move.indexOf(`leave_${rival}`);
  const C = result.world.countries.length, T = result.days.length, years = result.days.map((d) => d / DAYS_PER_YEAR), n = Math.min(HISTORIES, result.replicates.length), first = membersAtStart(result, rival), share = new Float32Array(C * T);
  await Promise.all(Array.from({ length: Math.ceil(n / PART) }, async (_, k) => {
    const count = Math.min(PART, n - k * PART), { events: e } = await pool.value!.decisions(spec, k * PART, count), since = new Int32Array(count * C).fill(0), inside = new Uint8Array(count * C);
    for (let r = 0; r < count; r++) inside.set(first, r * C);
    const fill = (cell: number, until: number) => {
      if (inside[cell]) for (let t = since[cell]; t < until; t++) share[(cell % C) * T + t] += 1 / n;
      since[cell] = until;
    };
    for (let i = 0; i < e.n; i++) {
      if (e.type[i] !== choice || (e.value[i] !== join && e.value[i] !== leave)) continue;
      let t = since[(e.replicate[i] - k * PART) * C + e.country[i]];
      while (t < T && years[t] < e.time[i]) t++;
      const cell = (e.replicate[i] - k * PART) * C + e.country[i];
      fill(cell, t);
      inside[cell] = e.value[i] === join ? 1 : 0;
    }
    for (let cell = 0; cell < count * C; cell++) fill(cell, T);
  }));
  return { share, n };
}

export function rivalShares(result: Result, rival: Rival): Promise<Shares> {
  const key = `${result.id} ${result.n} ${rival}`;
  let made = known.get(key);
  if (!made) {
    made = follow(result, rival);
    known.set(key, made);
    made.catch(() => known.delete(key));
  }
  return made;
}
