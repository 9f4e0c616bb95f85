/** Differences between two results, history by history where both met the same luck. */
import type { Result } from "./types";
import { holm, meanInterval, signTest, type Interval } from "./stats";
import { nearest } from "../ui/years";

export interface Pairs { a: number[]; b: number[]; paired: boolean }

/** Places of the histories of the same number in both; none when the seeds differ. */
export function pairs(a: Result, b: Result): Pairs {
  const most = (r: Result) => Math.min(r.n, r.first.member ? r.first.member.length / r.world.countries.length : r.n);
  if ((a.seed || "1") !== (b.seed || "1")) return { a: range(most(a)), b: range(most(b)), paired: false };
  const place = new Map<number, number>(), made: Pairs = { a: [], b: [], paired: true };
  for (let i = 0; i < most(b); i++) place.set(b.replicates[i], i);
  for (let i = 0; i < most(a); i++) {
    const k = place.get(a.replicates[i]);
    if (k !== undefined) { made.a.push(i); made.b.push(k); }
  }
  return made;
}
function range(n: number): number[] { return Array.from({ length: n }, (_, i) => i); }

export interface Difference extends Interval { a: number; b: number; sure: boolean; paired: boolean }

/** Mean of a less b over the pairs, with its 95 % interval. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>, p: Pairs): Difference {
  const va = p.a.map((i) => a[i]), vb = p.b.map((i) => b[i]), ma = meanInterval(va), mb = meanInterval(vb);
  let d: Interval;
  if (p.paired) d = meanInterval(va.map((v, i) => v - vb[i]));
  else {
    const half = Math.hypot(ma.high - ma.value, mb.high - mb.value), value = ma.value - mb.value;
    d = { value, low: value - half, high: value + half, n: Math.min(ma.n, mb.n) };
  }
  return { ...d, a: ma.value, b: mb.value, sure: d.low > 0 || d.high < 0, paired: p.paired };
}

/** The values of a series at a date (decimal year), or at the end. */
export function valuesAt(result: Result, name: string, year: number | "end"): ArrayLike<number> | null {
  if (year === "end" && result.final[name]) return result.final[name];
  const each = result.bands[name]?.each, T = result.days.length;
  if (!each) return null;
  const t = year === "end" ? T - 1 : nearest(result.years, year);
  return Float64Array.from({ length: each.length / T }, (_, r) => each[r * T + t]);
}

export interface CountryChange { code: string; name: string; ia: number; a: number; b: number; value: number; low: number; high: number; sure: boolean }

/** By country: the change of the chance to have become a member; sure: beyond luck, for all countries at once (Holm). */
export function countryChanges(a: Result, b: Result, p: Pairs): CountryChange[] {
  const fa = a.first.member, fb = b.first.member, Ca = a.world.countries.length, Cb = b.world.countries.length, n = p.a.length;
  if (!fa || !fb || !n) return [];
  const where = new Map(b.world.countries.map((c, i) => [c.code, i])), list: CountryChange[] = [], tests: number[] = [];
  a.world.countries.forEach((c, ia) => {
    const ib = where.get(c.code);
    if (ib === undefined || ia === a.world.sponsor) return;
    let gains = 0, losses = 0, na = 0, nb = 0;
    const m = Math.min(p.a.length, p.b.length);
    for (let i = 0; i < m; i++) {
      const ja = !Number.isNaN(fa[p.a[i] * Ca + ia]), jb = !Number.isNaN(fb[p.b[i] * Cb + ib]);
      if (ja) na++;
      if (jb) nb++;
      if (ja && !jb) gains++;
      if (jb && !ja) losses++;
    }
    const value = (na - nb) / m, spread = p.paired ? gains + losses - (gains - losses) ** 2 / m : na * (1 - na / m) + nb * (1 - nb / m), half = (1.96 * Math.sqrt(Math.max(0, spread)) + 0.5) / m;
    list.push({ code: c.code, name: c.name, ia, a: na / m, b: nb / m, value, low: value - half, high: value + half, sure: false });
    tests.push(p.paired ? signTest(gains, losses) : unpaired(na, nb, m));
  });
  holm(tests).forEach((sure, i) => { list[i].sure = sure; });
  return list;
}
function unpaired(x: number, y: number, n: number): number {
  const p = (x + y) / (2 * n), se = Math.sqrt((2 * p * (1 - p)) / n);
  if (!(se > 0)) return 1;
  const z = Math.abs(x - y) / n / se;
  return Math.exp(-0.717 * z - 0.416 * z * z); // two-sided, within 3 % of the normal
}
