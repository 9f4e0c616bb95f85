/** Means, quantiles and intervals, as the program's reports take them. */
import type { Band } from "./types";

export function mean(values: ArrayLike<number>): number {
  let sum = 0, n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) { sum += values[i]; n++; }
  return n ? sum / n : NaN;
}

export function deviation(values: ArrayLike<number>): number {
  const m = mean(values);
  let sum = 0, n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) { sum += (values[i] - m) ** 2; n++; }
  return n > 1 ? Math.sqrt(sum / (n - 1)) : NaN;
}

/** Linear interpolation between order statistics (type 7), of sorted values. */
export function quantileSorted(sorted: ArrayLike<number>, p: number, n = sorted.length): number {
  if (n === 0) return NaN;
  const at = (n - 1) * p, i = Math.floor(at);
  return i + 1 < n ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).filter((v) => !Number.isNaN(v)).sort();
  return quantileSorted(sorted, p);
}

/** 97.5 % quantile of Student's t: Cornish-Fisher from the normal, right to 0.1 % from 4 degrees on. */
export function student975(degrees: number): number {
  const exact = [NaN, 12.7062, 4.30265, 3.18245, 2.77645, 2.57058];
  if (degrees < exact.length) return exact[Math.max(0, Math.floor(degrees))];
  const z = 1.959963985, v = degrees;
  return z + (z ** 3 + z) / (4 * v) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v * v) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3);
}

export interface Interval { value: number; low: number; high: number; n: number }

/** Mean with its 95 % interval (Student); no interval from fewer than two values or from equal ones. */
export function meanInterval(values: ArrayLike<number>): Interval {
  let n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) n++;
  const value = mean(values), sd = deviation(values);
  if (n < 2 || !(sd > 0)) return { value, low: NaN, high: NaN, n };
  const half = student975(n - 1) * sd / Math.sqrt(n);
  return { value, low: value - half, high: value + half, n };
}

/** Wilson's score interval of a share. */
export function wilson(count: number, n: number): Interval {
  if (!n) return { value: NaN, low: NaN, high: NaN, n };
  const z = 1.959963985, p = count / n, d = 1 + z * z / n;
  const centre = (p + z * z / (2 * n)) / d, half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d;
  return { value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half), n };
}

/** Bands of rows (history, account). */
export function bandOf(each: ArrayLike<number>, n: number, times: number): Band {
  const band: Band = {
    mean: new Float64Array(times), q05: new Float64Array(times), q25: new Float64Array(times),
    q50: new Float64Array(times), q75: new Float64Array(times), q95: new Float64Array(times),
  };
  const column = new Float64Array(n);
  for (let t = 0; t < times; t++) {
    let known = 0, sum = 0;
    for (let r = 0; r < n; r++) {
      const v = each[r * times + t];
      if (!Number.isNaN(v)) { column[known++] = v; sum += v; }
    }
    const sorted = column.subarray(0, known).sort();
    band.mean[t] = known ? sum / known : NaN;
    band.q05[t] = quantileSorted(sorted, 0.05);
    band.q25[t] = quantileSorted(sorted, 0.25);
    band.q50[t] = quantileSorted(sorted, 0.5);
    band.q75[t] = quantileSorted(sorted, 0.75);
    band.q95[t] = quantileSorted(sorted, 0.95);
  }
  return band;
}

/** Exact two-sided sign test (McNemar): a gains against b losses. */
export function signTest(a: number, b: number): number {
  const n = a + b, k = Math.min(a, b);
  if (n === 0) return 1;
  let log = -n * Math.LN2, sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1));
  }
  return Math.min(1, 2 * sum);
}

/** Holm's step-down: which of many p-values stay below 5 % together. */
export function holm(p: number[]): boolean[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const kept = p.map(() => false);
  for (let k = 0; k < order.length; k++) {
    if (!(p[order[k]] * (order.length - k) < 0.05)) break;
    kept[order[k]] = true;
  }
  return kept;
}
