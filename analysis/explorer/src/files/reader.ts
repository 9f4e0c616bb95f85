/** A result file as the page shows it; believes nothing of what it reads.  Runs in a worker, and in node to make the built-in baseline. */
import { decimalYear, DAYS_PER_YEAR } from "../core/format";
import { SERIES_NAMES } from "../engine/gather";
import { Told, FIRSTS, type Band, type Bars, type History, type Loaded, type Metric, type Result, type Sweep, type World } from "../core/types";
import { STATUS_KEYS } from "../core/words";

/** The little of h5wasm that is used. */
export interface H5Dataset { shape: number[] | null; value: unknown; attrs: Record<string, { value: unknown }>; slice(ranges: (number[] | [])[]): unknown }
export interface H5Group { get(path: string): unknown; keys(): string[]; attrs: Record<string, { value: unknown }> }

/** Histories whose details are read; summaries are of all. */
export const DETAILED = 5000;
const LARGEST_CELLS = 40e6;
const bad = (what: string) => new Told(`This file is damaged or was made to harm: ${what}. Get it again, or make it anew with waico.`);

/** Texts of results are plain: no control characters, no broken letters, and lines only where there may be some. */
function plainText(text: string, what: string, lines: boolean): string {
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/.test(text) || (!lines && /[\n\t]/.test(text))) throw bad(`${what} has characters that no text of waico has`);
  return text;
}

class Reader {
  constructor(private file: H5Group) {}

  attribute(name: string): string {
    const attribute = this.file.attrs[name];
    return attribute === undefined ? "" : plainText(String(attribute.value), `the attribute “${name}”`, false);
  }
  find(path: string): H5Dataset | undefined {
    const found = this.file.get(path) as (H5Dataset & { type?: string }) | null;
    return found && typeof found === "object" && "shape" in found && found.shape ? found : undefined;
  }
  has(path: string): boolean { return this.find(path) !== undefined; }

  /** Numbers of a dataset of exactly this shape (-1: any length). */
  numbers(path: string, shape: number[], rows?: number): Float64Array {
    const set = this.find(path);
    if (!set) throw bad(`“${path}” is missing`);
    if (set.shape!.length !== shape.length || shape.some((n, i) => n >= 0 && set.shape![i] !== n)) throw bad(`“${path}” has another shape than its axes`);
    const limited = rows !== undefined && shape.length > 0 && set.shape![0] > rows;
    const cells = set.shape!.reduce((a, b, i) => a * (limited && i === 0 ? rows! : b), 1);
    if (cells > LARGEST_CELLS) throw new Told(`“${path}” is too large for a page; look at this file with “waico show” or in Python.`);
    const value = limited ? set.slice([[0, rows!], ...shape.slice(1).map(() => [])]) : set.value;
    if (typeof value === "number") return Float64Array.of(value);
    if (!ArrayBuffer.isView(value) || value instanceof BigInt64Array || value instanceof BigUint64Array) throw bad(`“${path}” holds no plain numbers`);
    const made = Float64Array.from(value as unknown as ArrayLike<number>);
    if (made.length !== cells) throw bad(`“${path}” holds fewer numbers than it says`);
    return made;
  }
  /** Numbers that must be finite and in a range. */
  within(path: string, shape: number[], low: number, high: number, mayMiss = false, rows?: number): Float64Array {
    const values = this.numbers(path, shape, rows);
    for (const v of values) if (!(mayMiss && Number.isNaN(v)) && !(v >= low - 1e-9 && v <= high + 1e-9)) throw bad(Number.isNaN(v) ? `“${path}” lacks numbers` : `“${path}” has ${v}, which cannot be`);
    return values;
  }
  texts(path: string, length = -1): string[] {
    const set = this.find(path);
    if (!set || set.shape!.length !== 1 || (length >= 0 && set.shape![0] !== length) || set.shape![0] > 200000) throw bad(`“${path}” is missing or has another length`);
    const value = set.value;
    if (!Array.isArray(value) || value.some((t) => typeof t !== "string")) throw bad(`“${path}” holds no texts`);
    return (value as string[]).map((text) => plainText(text, `“${path}”`, false));
  }
  text(path: string): string {
    const set = this.find(path), value = set?.value;
    if (set && typeof value !== "string" && !(Array.isArray(value) && typeof value[0] === "string")) throw bad(`“${path}” is no text`);
    return plainText(typeof value === "string" ? value : Array.isArray(value) ? (value[0] as string) : "", `“${path}”`, true);
  }
  meaning(path: string, what: string): string {
    const found = this.find(path)?.attrs[what];
    return found ? plainText(String(found.value), `an attribute of “${path}”`, false) : "";
  }
  names(group: string): string[] {
    const found = this.file.get(group) as H5Group | null;
    return found && typeof found === "object" && "keys" in found ? found.keys() : [];
  }
}

export function read(file: H5Group, id: string, label: string): Loaded {
  const reader = new Reader(file), format = reader.attribute("waico_format"), version = Number(reader.attribute("waico_format_version"));
  if (!format) throw new Told("This is an HDF5 file, but no result of waico; drop a file that “waico run” or “waico sweep” has written.");
  if (!(version >= 1)) throw bad("the version of its format is missing");
  if (version > 2) throw new Told("This file has a newer format than this page can read; make the page anew with a newer waico.");
  if (!["run", "ensemble", "sweep"].includes(format)) throw bad(`its kind, “${format.slice(0, 40)}”, is unknown`);
  return format === "sweep" ? readSweep(reader, id, label) : readResult(reader, id, label, format as "run" | "ensemble");
}

function heading(reader: Reader) {
  const start = reader.attribute("start_date"), end = reader.attribute("end_date");
  for (const date of [start, end]) if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date))) throw bad("its start or end is no date");
  if (start >= end) throw bad("it ends before it starts");
  const days = reader.numbers("time", [-1]);
  days.forEach((day, i) => { if (!(day >= 0) || (i && day <= days[i - 1])) throw bad("its times do not ascend"); });
  if (!days.length) throw bad("it has no times");
  const question = /^question\s*=\s*"((?:[^"\\]|\\.)*)"/m.exec(scenarioText(reader))?.[1]?.replace(/\\(.)/g, "$1") ?? "";
  const version = reader.attribute("source");
  return {
    title: reader.attribute("title") || "(no title)", question, deviations: reader.attribute("deviations"), start, end, days, years: days.map((d) => decimalYear(start, d)),
    provenance: { version, revision: reader.attribute("git_revision"), identity: reader.attribute("identity"), command: reader.text("provenance/command") },
    seed: reader.text("provenance/seed"),
    texts: {
      config: reader.text("provenance/config_text"), effective: scenarioText(reader), configEffective: reader.text("provenance/config_effective"),
      tables: Object.fromEntries(["countries", "borders", "blocs", "record"].map((role) => [role, reader.text(`input/${role}_table`)])),
    },
  };
}
function scenarioText(reader: Reader): string {
  return reader.text("provenance/scenario_effective");
}

function readWorld(reader: Reader): World {
  const codes = reader.texts("country"), n = codes.length;
  if (new Set(codes).size !== n || n < 1) throw bad("its countries are not different");
  const [names, regions, subregions] = ["country_name", "region", "subregion"].map((path) => reader.texts(path, n));
  const m49 = reader.has("country_m49") ? reader.numbers("country_m49", [n]) : new Float64Array(n);
  const columns: Record<string, Float64Array> = {};
  for (const name of ["lat", "lon", "population", "gdp_usd", "income", "reach", "alignment", "democracy", "capability", "compute", "ties", "trade_china", "trade_us",
    "trade_eu", "us_ally", "data_regime", "governance", "voice_gap", "veto", "invited", "rights_member"]) {
    if (reader.has("input/" + name)) columns[name] = reader.numbers("input/" + name, [n]);
  }
  const sponsor = codes.indexOf(reader.attribute("sponsor"));
  if (sponsor < 0) throw bad("its sponsor is none of its countries");
  const blocNames = reader.has("bloc") ? reader.texts("bloc") : [];
  const optional = (path: string) => (reader.has(path) ? reader.numbers(path, [n]) : new Float64Array(n).fill(NaN));
  return {
    countries: codes.map((code, i) => ({ code, name: names[i], region: regions[i], subregion: subregions[i], lat: columns.lat?.[i] ?? NaN, lon: columns.lon?.[i] ?? NaN, m49: m49[i] })),
    sponsor, columns, neighbours: lists(reader, "input/border", "to", n, n), blocs: lists(reader, "input/membership", "bloc", n, blocNames.length).map((list) => list.map((b) => blocNames[b])),
    recordSigned: optional("input/recorded_signed"), recordUs: optional("input/recorded_us"),
  };
}

/** Compressed rows: where each country's part begins, and what is in it. */
function lists(reader: Reader, name: string, what: string, n: number, most: number): number[][] {
  if (!reader.has(`${name}_start`) || !reader.has(`${name}_${what}`)) return Array.from({ length: n }, () => []);
  const start = reader.numbers(`${name}_start`, [n + 1]), to = reader.within(`${name}_${what}`, [-1], 0, Math.max(0, most - 1));
  return Array.from({ length: n }, (_, i) => {
    if (!(start[i] >= 0 && start[i] <= start[i + 1] && start[i + 1] <= to.length)) throw bad(`“${name}_start” does not ascend`);
    return Array.from(to.subarray(start[i], start[i + 1]));
  });
}

const levels = (reader: Reader): number[] => {
  const quantiles = Array.from(reader.within("quantile", [-1], 0, 1));
  return [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => quantiles.findIndex((q) => Math.abs(q - p) < 1e-9));
};

function readResult(reader: Reader, id: string, label: string, kind: "run" | "ensemble"): Result {
  const head = heading(reader), world = readWorld(reader), T = head.days.length, C = world.countries.length, bands: Record<string, Band> = {};
  const single = kind === "run", replicates = single ? Int32Array.of(Number(reader.attribute("replicate")) || 0) : Int32Array.from(reader.numbers("replicate", [-1]));
  const n = replicates.length, rows = Math.min(n, DETAILED);
  if (n < 1) throw new Told("This file holds no history: its run was stopped before the first one was done.");
  replicates.forEach((r, i) => { if (r < 0 || (i && r <= replicates[i - 1])) throw bad("its histories are not numbered in order"); });
  const done = reader.has("replicates_done") ? reader.numbers("replicates_done", [])[0] : n;
  if (!single && done !== n) throw bad("it says another number of histories than it holds");
  const count = (name: string) => /^(n_|overlap_)/.test(name);
  for (const name of SERIES_NAMES) {
    if (single) {
      const v = count(name) ? reader.within(name, [T], 0, C) : reader.numbers(name, [T]);
      bands[name] = { mean: v, q05: v, q25: v, q50: v, q75: v, q95: v, each: Float32Array.from(v) };
    } else bands[name] = bandAt(reader, name, T, count(name) ? C : Infinity, rows);
  }
  for (const [name, words] of [["n_status", reader.texts("status")], ["service", reader.texts("incentive")]] as const) {
    if (name === "n_status" && words.join() !== STATUS_KEYS.join()) throw bad("its statuses have other names");
    bandsOf(reader, name, [...words], T, single).forEach((band, k) => { bands[`${name}.${words[k]}`] = band; });
  }
  const first: Result["first"] = {}, span = T ? (Date.parse(head.end) - Date.parse(head.start)) / 86400000 / DAYS_PER_YEAR + 0.01 : 0;
  for (const name of FIRSTS) {
    first[name] = Float32Array.from(reader.within("first_" + name, single ? [C] : [n, C], 0, span, true, single ? undefined : rows));
  }
  const final: Result["final"] = {}, dates: Result["dates"] = {};
  for (const name of SERIES_NAMES) {
    if (reader.has("final_" + name)) final[name] = count(name) ? reader.within("final_" + name, single ? [] : [n], 0, C) : reader.numbers("final_" + name, single ? [] : [n]);
  }
  for (const name of ["entry_into_force", "operation", "dissolution"]) if (reader.has(name)) dates[name] = reader.within(name, single ? [] : [n], 0, span, true);
  const pStatus = single ? ofRun(Array.from(reader.within("country_status", [C, T], 0, 8)), C, T) : Float32Array.from(reader.within("p_status", [9, C, T], 0, 1));
  const parameters: Record<string, number> = {};
  for (const path of reader.names("parameters")) {
    const value = reader.has("parameters/" + path) ? reader.numbers("parameters/" + path, [])[0] : NaN;
    if (Number.isFinite(value)) parameters[path] = value;
  }
  return {
    ...head, id, label, kind, n, asked: reader.has("replicates_asked") ? reader.numbers("replicates_asked", [])[0] : n, world, bands, pStatus, first,
    finalStatus: Int8Array.from(reader.within("final_status", single ? [C] : [n, C], 0, 8, false, single ? undefined : rows)),
    final, dates, parameters, replicates, history: single ? readHistory(reader, C) : undefined,
  };
}

function bandAt(reader: Reader, name: string, T: number, most: number, rows: number): Band {
  const at = levels(reader), Q = reader.numbers("quantile", [-1]).length;
  const means = reader.numbers(name + "_mean", [T]), quantiles = reader.numbers(name + "_quantile", [Q, T]);
  const row = (k: number) => (at[k] < 0 ? new Float64Array(T).fill(NaN) : quantiles.slice(at[k] * T, (at[k] + 1) * T));
  const band: Band = { mean: means, q05: row(0), q25: row(1), q50: row(2), q75: row(3), q95: row(4) };
  for (let t = 0; t < T; t++) {
    if (most < Infinity && !(means[t] >= 0 && means[t] <= most)) throw bad(`“${name}” has an impossible number of countries`);
    if (band.q95[t] < band.q50[t] || band.q50[t] < band.q05[t]) throw bad(`the quantiles of “${name}” descend`);
  }
  const set = reader.find(name);
  if (set?.shape?.length === 2 && set.shape[1] === T) band.each = Float32Array.from(reader.numbers(name, [-1, T], rows));
  return band;
}

/** Series with an axis of their own before that of the time. */
function bandsOf(reader: Reader, name: string, words: string[], T: number, single: boolean): Band[] {
  const K = words.length;
  if (single) {
    const all = reader.numbers(name, [K, T]);
    return words.map((_, k) => {
      const v = all.slice(k * T, (k + 1) * T);
      return { mean: v, q05: v, q25: v, q50: v, q75: v, q95: v, each: Float32Array.from(v) };
    });
  }
  const at = levels(reader), Q = reader.numbers("quantile", [-1]).length, means = reader.numbers(name + "_mean", [K, T]), quantiles = reader.numbers(name + "_quantile", [Q, K, T]);
  return words.map((_, k) => {
    const row = (i: number) => (at[i] < 0 ? new Float64Array(T).fill(NaN) : quantiles.slice((at[i] * K + k) * T, (at[i] * K + k + 1) * T));
    return { mean: means.slice(k * T, (k + 1) * T), q05: row(0), q25: row(1), q50: row(2), q75: row(3), q95: row(4) };
  });
}

function ofRun(status: number[], C: number, T: number): Float32Array {
  const share = new Float32Array(9 * C * T);
  status.forEach((s, i) => { share[s * C * T + i] = 1; });
  return share;
}

function readHistory(reader: Reader, C: number): History {
  const history: History = { events: [], decisions: [], terms: [] };
  const words = (path: string) => reader.meaning(path, "flag_meanings").split(" ");
  const years = (path: string) => (reader.meaning(path, "units").startsWith("days") ? reader.numbers(path, [-1]).map((v) => v / DAYS_PER_YEAR) : reader.numbers(path, [-1]));
  const column = (path: string, n: number, low: number, high: number) => reader.within(path, [n], low, high, true);
  if (reader.has("event_time")) {
    const time = years("event_time"), n = time.length, types = words("event_type"), causes = words("event_cause");
    if (n > 2e6) throw new Told("This history has too many events for a page; look at it with “waico show”.");
    const country = column("event_country", n, -1, C - 1), type = column("event_type", n, 0, types.length - 1), from = column("event_from", n, -1, 8), to = column("event_to", n, -1, 8);
    const cause = column("event_cause", n, -1, causes.length - 1), value = reader.numbers("event_value", [n]);
    history.events = Array.from(time, (t, i) => ({ time: t, country: country[i], type: types[type[i]], from: from[i], to: to[i], cause: causes[cause[i]] ?? "", value: value[i] }));
  }
  if (reader.has("decision_time")) {
    const time = years("decision_time"), n = time.length, moves = words("decision_move"), causes = words("decision_cause");
    history.terms = reader.texts("term");
    const K = history.terms.length, terms = reader.numbers("decision_term", [n, K]), country = column("decision_country", n, 0, C - 1), cause = column("decision_cause", n, 0, causes.length - 1);
    const status = column("decision_status", n, 0, 8), move = column("decision_move", n, 0, moves.length - 1), option = column("decision_option", n, -1, moves.length - 1);
    const p = column("decision_probability", n, 0, 1), po = column("decision_option_probability", n, 0, 1);
    history.decisions = Array.from(time, (t, i) => ({
      time: t, country: country[i], cause: causes[cause[i]], status: status[i], move: moves[move[i]], option: moves[option[i]] ?? "", probability: p[i], optionProbability: po[i],
      terms: Float32Array.from(terms.subarray(i * K, (i + 1) * K)),
    }));
  }
  return history;
}

// ---- sweeps ----

function readSweep(reader: Reader, id: string, label: string): Sweep {
  const head = heading(reader), T = head.days.length, points = reader.find("point_status")?.shape?.[0] ?? -1;
  if (points < 1 || points > 200000) throw bad("it has no points");
  const root = reader.names("/"), P = points;
  const params = root.filter((name) => name.startsWith("param_")).map((name) => ({ name, path: reader.meaning(name, "config_path") || name.slice(6), values: reader.within(name, [P], -1e300, 1e300) }));
  const scenarios = reader.has("scenario") ? reader.texts("scenario") : [];
  const pointScenario = reader.has("point_scenario") ? Array.from(reader.within("point_scenario", [P], 0, scenarios.length - 1), (i) => scenarios[i]) : Array<string>(P).fill(scenarios[0] ?? "");
  const metrics: Metric[] = reader.attribute("metrics").split(" ").filter(Boolean).map((name) => ({
    name, meaning: reader.meaning(name + "_mean", "long_name").replace(/^mean over replications: /, ""), unit: reader.meaning(name + "_mean", "units"),
    mean: reader.numbers(name + "_mean", [P]), low: reader.numbers(name + "_low", [P]), high: reader.numbers(name + "_high", [P]),
    ...everyReplication(reader, name, P),
    known: Int32Array.from(reader.has(name + "_known") ? reader.numbers(name + "_known", [P]) : new Float64Array(P)),
  }));
  const series: Sweep["series"] = {}, small = P * T <= 4e6;
  if (small) {
    const Q = reader.has("quantile") ? reader.numbers("quantile", [-1]).length : 0, at = Q ? levels(reader) : [];
    for (const name of SERIES_NAMES) {
      if (!reader.has(name + "_mean") || reader.find(name + "_mean")!.shape!.length !== 2) continue;
      series[name] = { mean: reader.numbers(name + "_mean", [P, T]) };
      if (Q && reader.has(name + "_quantile") && P * Q * T <= 8e6) {
        const all = reader.numbers(name + "_quantile", [P, Q, T]);
        const level = (k: number) => (at[k] < 0 ? undefined : Float64Array.from({ length: P * T }, (_, i) => all[(Math.floor(i / T) * Q + at[k]) * T + (i % T)]));
        Object.assign(series[name], { q05: level(0), q50: level(2), q95: level(4) });
      }
    }
  }
  const words = reader.meaning("point_status", "flag_meanings").split(" ");
  const codes = Array.from(reader.within("point_status", [P], 0, words.length - 1), (v) => words[v]);
  return {
    ...head, id, label, kind: "sweep", design: reader.attribute("design_kind"), paired: reader.attribute("design_crn") === "true", points, pointScenario, scenarios, pointStatus: codes, params, metrics, series,
    tornado: tornado(reader, metrics), morris: bars(reader, metrics, "morris_mu_star"), sobol: bars(reader, metrics, "sobol_first", "sobol_total"),
  };
}

function everyReplication(reader: Reader, name: string, points: number): { each?: Float64Array; replications: number } {
  const shape = reader.find(name)?.shape;
  if (!shape || shape.length !== 2 || shape[0] !== points || shape[0] * shape[1] > 4e6) return { replications: 0 };
  return { each: reader.numbers(name, [points, -1]), replications: shape[1] };
}

function tornado(reader: Reader, metrics: Metric[]): Sweep["tornado"] {
  if (!reader.has("oat_low")) return [];
  const labels = reader.texts("parameter"), K = labels.length, M = metrics.length;
  const base = reader.numbers("oat_base", [M]), low = reader.numbers("oat_low", [M, K]), high = reader.numbers("oat_high", [M, K]);
  return metrics.map((metric, m) => ({ metric: metric.name, rows: labels.map((label, k) => ({ label, base: base[m], low: low[m * K + k], high: high[m * K + k] })) }));
}

function bars(reader: Reader, metrics: Metric[], name: string, second?: string): Bars[] {
  if (!reader.has(name)) return [];
  const labels = reader.texts("parameter"), K = labels.length, M = metrics.length;
  const all = (path: string) => (reader.has(path) ? reader.numbers(path, [M, K]) : new Float64Array(M * K).fill(NaN));
  const [value, low, high] = [name, name + "_low", name + "_high"].map(all), [v2, l2, h2] = second ? [second, second + "_low", second + "_high"].map(all) : [];
  return metrics.map((metric, m) => ({
    metric: metric.name,
    rows: labels.map((label, k) => ({
      label, value: value[m * K + k], low: low[m * K + k], high: high[m * K + k],
      ...(second ? { second: v2[m * K + k], secondLow: l2[m * K + k], secondHigh: h2[m * K + k] } : {}),
    })),
  }));
}
