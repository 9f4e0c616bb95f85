/** Numbers that several views take from a result. */
import type { First, Result } from "../core/types";
import { DAYS_PER_YEAR, dayOf, monthYear, longDate, isoDay, plural, percent } from "../core/format";
import { quantileSorted } from "../core/stats";
import { MEMBER, SIGNED } from "../core/words";

/** Share of histories in which each country is in one of the statuses at account t. */
export function chances(result: Result, statuses: number[], t: number): Float64Array {
  const C = result.world.countries.length, T = result.days.length, made = new Float64Array(C);
  for (const s of statuses) for (let c = 0; c < C; c++) made[c] += result.pStatus[(s * C + c) * T + t];
  for (let c = 0; c < C; c++) made[c] = Math.min(1, made[c]);
  return made;
}
export function chanceOver(result: Result, statuses: number[], c: number): Float64Array {
  const C = result.world.countries.length, T = result.days.length, made = new Float64Array(T);
  for (const s of statuses) for (let t = 0; t < T; t++) made[t] += result.pStatus[(s * C + c) * T + t];
  return made.map((v) => Math.min(1, v));
}
export const memberChances = (result: Result, t: number) => chances(result, MEMBER, t);
export const signedChances = (result: Result, t: number) => chances(result, SIGNED, t);

export function likeliest(result: Result, t: number): Int8Array {
  const C = result.world.countries.length, T = result.days.length;
  return Int8Array.from({ length: C }, (_, c) => {
    let best = 0;
    for (let s = 1; s < 9; s++) if (result.pStatus[(s * C + c) * T + t] > result.pStatus[(best * C + c) * T + t]) best = s;
    return best;
  });
}

export interface FirstDate { ever: number; n: number; median: number; low: number; high: number }
/** When something first happens to a country: share of histories, quantiles with "never" as later than the end (NaN). */
export function firstDate(result: Result, which: First, c: number): FirstDate | null {
  const all = result.first[which], C = result.world.countries.length;
  if (!all) return null;
  const n = all.length / C, years: number[] = [];
  for (let r = 0; r < n; r++) { const v = all[r * C + c]; years.push(Number.isNaN(v) ? Infinity : v); }
  years.sort((a, b) => a - b);
  const ever = years.filter(Number.isFinite).length / n;
  const at = (p: number) => { const v = years[Math.min(n - 1, Math.floor(p * n))]; return Number.isFinite(v) ? v : NaN; };
  return { ever, n, median: at(0.5), low: at(0.05), high: at(0.95) };
}
export function yearsToDate(result: { start: string }, years: number): Date {
  return dayOf(result.start, years * DAYS_PER_YEAR);
}
export function whenWords(result: Result, years: number): string {
  return Number.isFinite(years) ? monthYear(yearsToDate(result, years)) : "not before the end";
}
export function accountDate(result: { start: string; days: Float64Array }, t: number): string {
  return longDate(isoDay(result.start, result.days[t]));
}

/** Signatures on record as points of the curve of those who signed: date, number so far. */
export function recordPoints(result: Result): { year: number; value: number; label: string }[] {
  const dates = Array.from(result.world.recordSigned).filter((v, c) => Number.isFinite(v) && c !== result.world.sponsor).sort((a, b) => a - b);
  const points: { year: number; value: number; label: string }[] = [];
  dates.forEach((d, i) => {
    if (i + 1 < dates.length && dates[i + 1] === d) return;
    const date = yearsToDate(result, d);
    points.push({ year: date.getUTCFullYear() + (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 31557600000, value: i + 1, label: `on record: ${i + 1} signed by ${longDate(date.toISOString().slice(0, 10))}` });
  });
  return points;
}

export function histories(result: { n: number }): string {
  return plural(result.n, "simulated history", "simulated histories");
}
export function source(result: Result): string {
  return `waico: ${result.title}; ${histories(result)}, seed ${result.seed || "1"}` + (result.deviations ? `; changed: ${result.deviations}` : "");
}
/** Final values of a series, or of its last account. */
export function finals(result: Result, name: string): Float64Array | null {
  if (result.final[name]) return result.final[name];
  const each = result.bands[name]?.each, T = result.days.length;
  return each ? Float64Array.from({ length: each.length / T }, (_, r) => each[r * T + T - 1]) : null;
}
export function summaryWords(result: Result, name: string): { low: number; median: number; high: number } {
  const values = finals(result, name);
  if (!values) { const b = result.bands[name], t = result.days.length - 1; return { low: b.q05[t], median: b.q50[t], high: b.q95[t] }; }
  const sorted = Float64Array.from(values).sort();
  return { low: quantileSorted(sorted, 0.05), median: quantileSorted(sorted, 0.5), high: quantileSorted(sorted, 0.95) };
}
export { percent };
