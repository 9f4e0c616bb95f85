/** Histories of the laboratory as they come in, and the result that they make so far. */
import { bandOf } from "../core/stats";
import { decimalYear, DAYS_PER_YEAR } from "../core/format";
import { STATUS_KEYS } from "../core/words";
import type { Band, Catalogue, Result, World } from "../core/types";
import type { Batch } from "./messages";
import type { Facts } from "./simulator";

export const SERIES_NAMES = ["n_members", "n_signed", "n_us", "n_rights", "overlap_us", "overlap_rights", "gdp_share", "population_share",
  "un_vote_share", "south_coverage", "trust", "governance_demand", "standards_position", "standards_stringency", "standards_progress",
  "export_control", "fund_inflow", "fund_payout", "capability_gini", "fragmentation"];
const FINALS = ["n_members", "n_signed", "n_us", "n_rights", "gdp_share", "trust"];
export const OUTPUTS = [...SERIES_NAMES, "n_status", "service", "country_status", "final_status", "first_interested", "first_signed", "first_member",
  "first_withdrawn", "entry_into_force", "operation", "dissolution", ...FINALS.map((name) => "final_" + name)];

export class Gathering {
  n = 0;
  private store: Record<string, Float32Array | Float64Array | Int8Array> = {};
  private width: Record<string, number> = {};
  readonly replicates: Int32Array;
  private bands = new Map<string, Band>();
  private status?: Float32Array;

  constructor(readonly asked: number) {
    this.replicates = new Int32Array(asked);
  }

  add(batch: Batch): void {
    for (const [name, values] of Object.entries(batch.values)) {
      const width = (this.width[name] = values.length / batch.n);
      const exact = name.startsWith("final_") && name !== "final_status" && name !== "final_n_status";
      this.store[name] ??= values instanceof Int8Array ? new Int8Array(width * this.asked) : exact ? new Float64Array(width * this.asked) : new Float32Array(width * this.asked);
      this.store[name].set(values as Float64Array, this.n * width);
    }
    for (let i = 0; i < batch.n; i++) this.replicates[this.n + i] = batch.first + i;
    this.n += batch.n;
    this.bands.clear();
    this.status = undefined;
  }

  private part(name: string) {
    return this.store[name].subarray(0, this.n * this.width[name]);
  }

  private band(key: string, times: number, services: string[]): Band {
    let band = this.bands.get(key);
    if (!band) {
      const [head, tail] = key.split(".");
      let each = this.part(head) as Float32Array;
      if (tail) {
        const k = (head === "service" ? services : STATUS_KEYS).indexOf(tail), width = this.width[head], whole = each;
        each = new Float32Array(this.n * times);
        for (let r = 0; r < this.n; r++) each.set(whole.subarray(r * width + k * times, r * width + (k + 1) * times), r * times);
      }
      band = { ...bandOf(each, this.n, times), each };
      this.bands.set(key, band);
    }
    return band;
  }

  private shares(countries: number, times: number): Float32Array {
    if (!this.status) {
      const counts = new Float32Array(9 * countries * times), each = this.part("country_status"), cells = countries * times, one = 1 / this.n;
      for (let r = 0; r < this.n; r++) {
        const base = r * cells;
        for (let i = 0; i < cells; i++) counts[each[base + i] * cells + i] += one;
      }
      this.status = counts;
    }
    return this.status;
  }

  /** What there is so far; bands are taken when they are looked at. */
  result(id: string, label: string, facts: Facts, world: World, catalogue: Catalogue, command: string): Result {
    const times = facts.days.length, countries = facts.countries.length, keys = [...SERIES_NAMES,
      ...catalogue.axes.status.map((s) => "n_status." + s), ...catalogue.axes.service.map((s) => "service." + s)];
    const bands: Record<string, Band> = {};
    for (const key of keys) Object.defineProperty(bands, key, { enumerable: true, get: () => this.band(key, times, catalogue.axes.service) });
    const gathering = this;
    return {
      id, label, kind: "laboratory", title: facts.title, question: facts.question, deviations: "", start: facts.start, end: facts.end, n: this.n,
      asked: this.asked, seed: "1", world, days: facts.days, years: facts.days.map((d) => decimalYear(facts.start, d)), bands,
      get pStatus() { return gathering.shares(countries, times); },
      first: Object.fromEntries(["interested", "signed", "member", "withdrawn"].map((f) => [f, this.part("first_" + f) as Float32Array])),
      finalStatus: this.part("final_status") as Int8Array,
      final: Object.fromEntries(FINALS.map((name) => [name, this.part("final_" + name) as Float64Array])),
      dates: Object.fromEntries(["entry_into_force", "operation", "dissolution"].map((name) => [name, Float64Array.from(this.part(name))])),
      parameters: Object.fromEntries(catalogue.parameters.map((p, i) => [p.path, facts.values[i]])),
      provenance: { version: catalogue.version, revision: "", identity: "", command },
      texts: { config: facts.config, effective: facts.effective, configEffective: "", tables: facts.tables },
      replicates: this.replicates.subarray(0, this.n),
    };
  }
}

/** Countries with their borders and blocs, from the tables that a scenario was read with. */
export function worldOf(facts: Facts, m49: Record<string, number>): World {
  const place = new Map(facts.countries.map((c, i) => [c.code, i]));
  const neighbours: number[][] = facts.countries.map(() => []), blocs: string[][] = facts.countries.map(() => []);
  for (const [a, b] of rows(facts.tables.borders)) {
    const i = place.get(a), k = place.get(b);
    if (i !== undefined && k !== undefined && !neighbours[i].includes(k)) neighbours[i].push(k);
  }
  for (const [a, b] of rows(facts.tables.blocs)) {
    const i = place.get(a);
    if (i !== undefined) blocs[i].push(b);
  }
  const us = new Float64Array(facts.countries.length).fill(NaN);
  const [head, ...record] = facts.tables.record.split("\n").map((line) => line.split(","));
  const column = head?.indexOf("pax_silica_date") ?? -1;
  for (const line of record) {
    const i = place.get(line[0]), date = column >= 0 ? line[column]?.trim() : "";
    if (i !== undefined && date) us[i] = (Date.parse(date) - Date.parse(facts.start)) / 86400000 / DAYS_PER_YEAR;
  }
  return {
    countries: facts.countries.map((c) => ({ ...c, m49: m49[c.code] ?? 0 })), sponsor: facts.sponsor, columns: facts.columns, neighbours, blocs,
    recordSigned: facts.recordSigned.map((day) => day / DAYS_PER_YEAR), recordUs: us,
  };
}

function rows(table: string): string[][] {
  return table.split("\n").slice(1).filter(Boolean).map((line) => line.trim().split(","));
}
