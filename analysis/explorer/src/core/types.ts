/** What every view reads: results of files, of the built-in baseline and of the laboratory have one shape. */

/** The tables of a scenario. */
export const ROLES = ["countries", "borders", "blocs", "record"] as const;

export interface Country {
  code: string;
  name: string;
  region: string;
  subregion: string;
  lat: number;
  lon: number;
  m49: number;
}

/** One series over the accounts: mean and quantiles over the histories, and the histories where they are kept. */
export interface Band {
  mean: Float64Array;
  q05: Float64Array;
  q25: Float64Array;
  q50: Float64Array;
  q75: Float64Array;
  q95: Float64Array;
  /** (history, account) */
  each?: Float32Array;
}

export const FIRSTS = ["interested", "signed", "member", "withdrawn"] as const;
export type First = (typeof FIRSTS)[number];

export interface EventRow { time: number; country: number; type: string; from: number; to: number; cause: string; value: number }
export interface DecisionRow {
  time: number; country: number; cause: string; status: number; move: string; option: string;
  probability: number; optionProbability: number; terms: Float32Array;
}
export interface History { events: EventRow[]; decisions: DecisionRow[]; terms: string[] }

export interface World {
  countries: Country[];
  sponsor: number;
  /** Columns of the table of countries, by name. */
  columns: Record<string, Float64Array>;
  neighbours: number[][];
  blocs: string[][];
  /** Years from the start to the signature on record; NaN: none. */
  recordSigned: Float64Array;
  recordUs: Float64Array;
}

export interface Result {
  id: string;
  /** How lists and legends call it. */
  label: string;
  kind: "ensemble" | "run" | "laboratory";
  title: string;
  question: string;
  deviations: string;
  start: string;
  end: string;
  n: number;
  asked: number;
  seed: string;
  world: World;
  /** Days since the start, at the accounts. */
  days: Float64Array;
  years: Float64Array;
  /** By name: n_members, n_status.full, service.training … */
  bands: Record<string, Band>;
  /** Share of histories (status, country, account). */
  pStatus: Float32Array;
  /** Years since the start (history, country); NaN never. */
  first: Partial<Record<First, Float32Array>>;
  /** Status at the end (history, country). */
  finalStatus?: Int8Array;
  /** Series at the end, by history. */
  final: Record<string, Float64Array>;
  /** Of the organisation, by history. */
  dates: Record<string, Float64Array>;
  parameters: Record<string, number>;
  provenance: { version: string; revision: string; identity: string; command: string };
  /** Texts to look at and to save. */
  texts: { config: string; effective: string; configEffective: string; tables: Record<string, string> };
  /** Numbers of the histories, in the order of the arrays. */
  replicates: Int32Array;
  history?: History;
}

export interface Metric {
  name: string; meaning: string; unit: string;
  mean: Float64Array; low: Float64Array; high: Float64Array; known: Int32Array;
  /** By point and replication, where that is not too much. */
  each?: Float64Array; replications: number;
}
export interface SweepParam { name: string; path: string; values: Float64Array }
export interface Bars { metric: string; rows: { label: string; value: number; low: number; high: number; second?: number; secondLow?: number; secondHigh?: number }[] }
export interface Sweep {
  id: string; label: string; kind: "sweep"; title: string; question: string; deviations: string;
  start: string; end: string; design: string;
  /** The same luck at every point. */
  paired: boolean;
  points: number; pointScenario: string[]; scenarios: string[]; pointStatus: string[];
  params: SweepParam[]; metrics: Metric[];
  days: Float64Array; years: Float64Array;
  /** By series: mean and, where kept, quantiles (point, account). */
  series: Record<string, { mean: Float64Array; q05?: Float64Array; q95?: Float64Array; q50?: Float64Array }>;
  tornado: { metric: string; rows: { label: string; base: number; low: number; high: number }[] }[];
  morris: Bars[]; sobol: Bars[];
  provenance: Result["provenance"]; seed: string;
  texts: Result["texts"];
}

export type Loaded = Result | Sweep;

export interface Parameter {
  path: string; unit: string; meaning: string; source: string;
  preset: number; min: number; max: number; whole: boolean; atStartOnly: boolean; judgement: boolean;
}
export interface Catalogue {
  version: string;
  parameters: Parameter[];
  axes: { status: string[]; service: string[]; rival: string[]; phase: string[]; move: string[]; cause: string[]; event: string[]; term: string[] };
}

/** An error whose text is meant for the reader of the page. */
export class Told extends Error {
  /** Whether the library that read the file is unusable now. */
  readonly spoilt: boolean;
  constructor(message: string, spoilt = false) {
    super(message);
    this.spoilt = spoilt;
  }
}
