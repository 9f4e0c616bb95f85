/** What page and workers say to each other. */
import type { Catalogue } from "../core/types";
import type { DecisionTable, EventTable, Facts, Source, Values } from "./simulator";

/** A scenario with values laid over it; the key says which, so that a worker reads it once. */
export interface Spec {
  key: string;
  source: Source;
  /** Parameters given as a range: history r takes its own value of each. */
  ranges: { path: string; low: number; high: number; whole: boolean }[];
}

export type Request =
  | { id: number; what: "begin"; module: WebAssembly.Module; files: Record<string, string> }
  | { id: number; what: "facts"; source: Source }
  | { id: number; what: "run"; spec: Spec; first: number; n: number; names: string[] }
  | { id: number; what: "decisions"; spec: Spec; first: number; n: number }
  | { id: number; what: "probe"; spec: Spec; changes: { path: string; value: number }[]; country: number; n: number };

export interface Reply { id: number; error?: string; told?: boolean; value?: unknown }
export interface Batch { first: number; n: number; values: Record<string, Values>; milliseconds: number }
export interface Begun { catalogue: Catalogue }
export type FactsReply = Facts;
export type DecisionsReply = { decisions: DecisionTable; events: EventTable };
/** By change, and first without any: in which histories the country has become a member. */
export type ProbeReply = { joined: Uint8Array[] };
