/** The simulator behind sim/waico.h, called from JavaScript: in workers of the page and in node. */
import { ROLES, type Catalogue, type Country } from "../core/types";

export interface EngineModule {
  HEAPU8: Uint8Array; HEAP32: Int32Array; HEAPF64: Float64Array;
  FS: { mkdir(path: string): void; writeFile(path: string, data: string): void; unlink(path: string): void };
  UTF8ToString(pointer: number): string;
  stringToUTF8(text: string, pointer: number, room: number): void;
  lengthBytesUTF8(text: string): number;
  [exported: string]: any;
}
export type EngineFactory = (options: object) => Promise<EngineModule>;

/** What a scenario is made from: its text, and files that stand beside it. */
export interface Source {
  name: string; text: string; files?: Record<string, string>;
  /** Tables by role, as a result file holds them; then none is read from a file. */
  tables?: Record<string, string>;
}

/** All that a page needs to know of a scenario that was read. */
export interface Facts {
  title: string; question: string; start: string; end: string; effective: string; config: string; leftOut: string;
  /** Texts of the tables by role. */
  tables: Record<string, string>;
  countries: Country[];
  columns: Record<string, Float64Array>;
  sponsor: number;
  /** Days from the start to the signature on record, NaN none. */
  recordSigned: Float64Array;
  /** In the order of the catalogue. */
  values: Float64Array;
  days: Float64Array;
}

export interface DecisionTable { n: number; time: Float64Array; replicate: Int32Array; country: Int32Array; status: Int8Array; cause: Int8Array; move: Int8Array; option: Int8Array; probability: Float32Array; optionProbability: Float32Array; terms: Float32Array }
export interface EventTable { n: number; time: Float64Array; value: Float64Array; replicate: Int32Array; country: Int32Array; type: Int8Array; from: Int8Array; to: Int8Array; cause: Int8Array }

/** The program's messages, one a line. */
export class Messages extends Error {}

const COLUMNS = ["lat", "lon", "population", "gdp_usd", "income", "reach", "alignment", "democracy", "capability", "compute", "ties",
  "trade_china", "trade_us", "trade_eu", "us_ally", "data_regime", "governance", "voice_gap", "veto", "invited", "rights_member"];
const TYPES = { f64: Float64Array, i32: Int32Array, i8: Int8Array, f32: Float32Array } as const;
export type Values = Float64Array | Int32Array | Int8Array | Float32Array;

/** The outputs that the page asks for, with the type that sim/waico.h says. */
export const OUTPUT_TYPES: Record<string, keyof typeof TYPES> = { country_status: "i8", final_status: "i8", n_status: "i32", final_n_status: "i32", capability: "f32" };

export class Simulator {
  private constructor(readonly module: EngineModule) {}

  /** files: path below the folder of scenarios, "data/countries.csv", to text. */
  static async create(factory: EngineFactory, options: object, files: Record<string, string>): Promise<Simulator> {
    const module = await factory({ printErr: () => undefined, print: () => undefined, ...options });
    module.FS.mkdir("/scenarios");
    module.FS.mkdir("/scenarios/data");
    for (const [path, text] of Object.entries(files)) module.FS.writeFile("/scenarios/" + path, text);
    return new Simulator(module);
  }

  private text(pointer: number): string {
    return pointer ? this.module.UTF8ToString(pointer) : "";
  }

  /** Calls with texts and room for results; all of it is given back afterwards. */
  private scoped<T>(body: (put: (text: string) => number, room: (bytes: number) => number) => T): T {
    const taken: number[] = [];
    const room = (bytes: number) => {
      const pointer = this.module._malloc(bytes || 1);
      if (!pointer) throw new Messages("The memory of the page is used up.");
      taken.push(pointer);
      this.module.HEAPU8.fill(0, pointer, pointer + bytes);
      return pointer;
    };
    const put = (text: string) => {
      const bytes = this.module.lengthBytesUTF8(text) + 1, pointer = room(bytes);
      this.module.stringToUTF8(text, pointer, bytes);
      return pointer;
    };
    try {
      return body(put, room);
    } finally {
      taken.forEach((pointer) => this.module._free(pointer));
    }
  }

  private tell(status: number, messages: number): void {
    const pointer = this.module.HEAP32[messages >> 2];
    const text = this.text(pointer);
    if (pointer) this.module._waico_free(pointer);
    if (status !== 0) throw new Messages(text || "The simulator could not do this.");
  }

  catalogue(): Catalogue {
    const m = this.module, parameters = [];
    for (let i = 0; i < m._waico_n_parameters(); i++) {
      const [path, unit, meaning, source] = [0, 1, 2, 3].map((k) => this.text(m._bridge_parameter_text(i, k)));
      const [preset, min, max, whole, atStartOnly, judgement] = [0, 1, 2, 3, 4, 5].map((k) => m._bridge_parameter_number(i, k) as number);
      parameters.push({ path, unit, meaning, source, preset, min, max, whole: !!whole, atStartOnly: !!atStartOnly, judgement: !!judgement });
    }
    const labels = (axis: number) => Array.from({ length: m._waico_axis_length(axis) }, (_, i) => this.text(m._waico_axis_label(axis, i)));
    const [status, service, rival, phase, move, cause, event, term] = [3, 4, 5, 6, 7, 8, 9, 10].map(labels);
    return { version: this.text(m._waico_version()), parameters, axes: { status, service, rival, phase, move, cause, event, term } };
  }

  /** Reads a scenario; throws Messages with the program's own words. */
  load(source: Source): Loaded {
    const beside = Object.entries(source.files ?? {});
    for (const [name, text] of beside) this.module.FS.writeFile("/scenarios/" + name, text);
    try {
      return this.scoped((put, room) => {
        const scenario = room(4), model = room(4), messages = room(4), text = put(source.text), given = Object.entries(source.tables ?? {}).filter(([, t]) => t);
        const tables = room(16 * given.length);
        given.forEach(([role, table], i) => {
          const row = [put(role), put(role + ".csv"), put(table), this.module.lengthBytesUTF8(table)];
          this.module.HEAP32.set(row, (tables >> 2) + 4 * i);
        });
        this.tell(this.module._waico_scenario_parse(text, this.module.lengthBytesUTF8(source.text), put(source.name), put("/scenarios"), tables, given.length,
          0, 0, scenario, messages), messages);
        const handle = this.module.HEAP32[scenario >> 2];
        const status = this.module._waico_model_new(handle, model, messages);
        if (status !== 0) this.module._waico_scenario_free(handle);
        this.tell(status, messages);
        return new Loaded(this, handle, this.module.HEAP32[model >> 2]);
      });
    } finally {
      for (const [name] of beside) this.module.FS.unlink("/scenarios/" + name);
    }
  }

  /** @internal */
  set(model: number, path: string, value: number): void {
    this.scoped((put, room) => {
      const messages = room(4);
      this.tell(this.module._waico_model_set(model, put(path), value, messages), messages);
    });
  }

  /** @internal */
  facts(scenario: number, model: number): Facts {
    return this.scoped((put) => {
      const m = this.module;
      const said = (what: string) => this.text(m._waico_scenario_text(scenario, put(what)));
      const n = m._waico_scenario_n_countries(scenario) as number;
      const of = ["code", "name", "region", "subregion"].map((what) => put(what));
      const columns: Record<string, Float64Array> = {};
      for (const name of COLUMNS) {
        const pointer = m._waico_scenario_column(scenario, put(name));
        if (pointer) columns[name] = m.HEAPF64.slice(pointer >> 3, (pointer >> 3) + n);
      }
      const countries = Array.from({ length: n }, (_, i) => {
        const [code, name, region, subregion] = of.map((what) => this.text(m._waico_scenario_country(scenario, i, what)));
        return { code, name, region, subregion, lat: columns.lat?.[i] ?? NaN, lon: columns.lon?.[i] ?? NaN, m49: 0 };
      });
      return {
        title: said("title"), question: said("question"), start: said("start"), end: said("end"), effective: said("effective"),
        config: said("config"), leftOut: said("left_out"),
        tables: Object.fromEntries(ROLES.map((role) => [role, said(role)])),
        countries, columns, sponsor: m._waico_scenario_sponsor(scenario),
        recordSigned: Float64Array.from({ length: n }, (_, i) => {
          const day = m._waico_scenario_signed_day(scenario, i);
          return day === -2147483648 ? NaN : day;
        }),
        values: Float64Array.from({ length: m._waico_n_parameters() }, (_, i) => m._waico_model_get(model, i)),
        days: Float64Array.from({ length: m._waico_model_length(model, 0) }, (_, i) => m._waico_model_day(model, 0, i)),
      };
    });
  }

  /** @internal */
  run(model: number, seed: number, first: number, n: number, names: string[], log = 0): Record<string, Values> {
    return this.scoped((put, room) => {
      const m = this.module, messages = room(4), wants = room(12 * names.length);
      const places = names.map((name) => {
        const bytes = m._waico_model_bytes(model, m._bridge_output(put(name))) * n;
        return { name, bytes, data: room(bytes), text: put(name) };
      });
      places.forEach((place, i) => m.HEAP32.set([place.text, place.data, place.bytes], (wants >> 2) + 3 * i));
      this.tell(m._bridge_run(model, seed, first, n, wants, names.length, log, messages), messages);
      return Object.fromEntries(places.map(({ name, bytes, data }) => {
        const Type = TYPES[OUTPUT_TYPES[name] ?? "f64"];
        return [name, new Type(m.HEAPU8.slice(data, data + bytes).buffer)];
      }));
    });
  }

  /** @internal The decisions of replications, with their terms. */
  decisions(model: number, seed: number, first: number, n: number): { decisions: DecisionTable; events: EventTable } {
    const m = this.module, log = m._waico_log_new(3);
    try {
      this.run(model, seed, first, n, [], log);
      return { decisions: this.takeDecisions(log), events: this.takeEvents(log) };
    } finally {
      m._waico_log_free(log);
    }
  }

  /** Columns of n structs of 32 bytes in the library's memory, and those that waico_decision and waico_event have in common. */
  private rows(pointer: number, n: number) {
    const view = new DataView(this.module.HEAPU8.buffer, pointer, n * 32);
    const fill = <A extends Values>(made: A, get: (offset: number) => number): A => {
      for (let i = 0; i < n; i++) made[i] = get(i * 32);
      return made;
    };
    const f64 = (at: number) => fill(new Float64Array(n), (o) => view.getFloat64(o + at, true));
    const f32 = (at: number) => fill(new Float32Array(n), (o) => view.getFloat32(o + at, true));
    const i32 = (at: number) => fill(new Int32Array(n), (o) => view.getInt32(o + at, true));
    const i8 = (at: number) => fill(new Int8Array(n), (o) => view.getInt8(o + at));
    return { f64, f32, i8, common: { n, time: f64(0), replicate: i32(16), country: i32(20) } };
  }

  private takeDecisions(log: number): DecisionTable {
    const m = this.module, nTerms = m._waico_axis_length(10), terms = m._waico_log_terms(log);
    const { f32, i8, common } = this.rows(m._waico_log_decisions(log), m._waico_log_n_decisions(log));
    return {
      ...common, probability: f32(8), optionProbability: f32(12), cause: i8(24), status: i8(25), move: i8(26), option: i8(27),
      terms: new Float32Array(m.HEAPU8.slice(terms, terms + 4 * common.n * nTerms).buffer),
    };
  }

  private takeEvents(log: number): EventTable {
    const m = this.module, { f64, i8, common } = this.rows(m._waico_log_events(log), m._waico_log_n_events(log));
    return { ...common, value: f64(8), type: i8(24), from: i8(25), to: i8(26), cause: i8(27) };
  }

  /** @internal */
  free(scenario: number, model: number): void {
    this.module._waico_model_free(model);
    this.module._waico_scenario_free(scenario);
  }
  /** @internal */
  reset(model: number): void {
    this.module._waico_model_reset(model);
  }
}

/** A scenario in the simulator, with parameters of its own. */
export class Loaded {
  constructor(private simulator: Simulator, private scenario: number, private model: number) {}
  facts(): Facts { return this.simulator.facts(this.scenario, this.model); }
  set(path: string, value: number): void { this.simulator.set(this.model, path, value); }
  reset(): void { this.simulator.reset(this.model); }
  run(seed: number, first: number, n: number, names: string[]): Record<string, Values> { return this.simulator.run(this.model, seed, first, n, names); }
  decisions(seed: number, first: number, n: number) { return this.simulator.decisions(this.model, seed, first, n); }
  free(): void { this.simulator.free(this.scenario, this.model); }
}
