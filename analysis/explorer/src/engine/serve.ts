/** Answers requests with a simulator: the inside of a worker, and of tests. */
import type { Batch, Begun, ProbeReply, Request, Spec } from "./messages";
import { type EngineFactory, type Loaded, Messages, Simulator } from "./simulator";

const KEPT = 4;
export const SEED = 1;

/** Value of a ranged parameter in history r: the golden-ratio sequence, moved on for each parameter, fills the range evenly. */
export function rangeValue(range: Spec["ranges"][number], place: number, replicate: number): number {
  const u = (0.5 + (replicate + 1) * (0.6180339887498949 ** (1 / (place + 1)))) % 1;
  const value = range.low + (range.high - range.low) * u;
  return range.whole ? Math.min(range.high, Math.floor(range.low + (range.high - range.low + 1) * u)) : value;
}

export class Server {
  private simulator?: Simulator;
  private loaded = new Map<string, Loaded>();
  constructor(private factory: EngineFactory) {}

  async answer(request: Request): Promise<{ value: unknown; transfer: ArrayBuffer[] }> {
    if (request.what === "begin") {
      const instantiate = (imports: WebAssembly.Imports, done: (i: WebAssembly.Instance, m: WebAssembly.Module) => void) => {
        void WebAssembly.instantiate(request.module, imports).then((instance) => done(instance, request.module));
        return {};
      };
      this.simulator = await Simulator.create(this.factory, { instantiateWasm: instantiate }, request.files);
      return { value: { catalogue: this.simulator.catalogue() } satisfies Begun, transfer: [] };
    }
    if (request.what === "facts") {
      const world = this.simulator!.load(request.source);
      try {
        return { value: world.facts(), transfer: [] };
      } finally {
        world.free();
      }
    }
    const world = this.world(request.spec), begin = performance.now();
    if (request.what === "run") {
      const values = this.run(world, request.spec, request.first, request.n, request.names);
      const batch: Batch = { first: request.first, n: request.n, values, milliseconds: performance.now() - begin };
      return { value: batch, transfer: Object.values(values).map((v) => v.buffer as ArrayBuffer) };
    }
    if (request.what === "decisions") return { value: world.decisions(SEED, request.first, request.n), transfer: [] };
    return { value: this.probe(world, request), transfer: [] };
  }

  private world(spec: Spec): Loaded {
    let world = this.loaded.get(spec.key);
    if (!world) {
      world = this.simulator!.load(spec.source);
      this.loaded.set(spec.key, world);
      const oldest = this.loaded.keys().next().value!;
      if (this.loaded.size > KEPT) {
        this.loaded.get(oldest)!.free();
        this.loaded.delete(oldest);
      }
    }
    return world;
  }

  private run(world: Loaded, spec: Spec, first: number, n: number, names: string[]): Batch["values"] {
    if (spec.ranges.length === 0) return world.run(SEED, first, n, names);
    const parts = Array.from({ length: n }, (_, i) => {
      spec.ranges.forEach((range, place) => world.set(range.path, rangeValue(range, place, first + i)));
      return world.run(SEED, first + i, 1, names);
    });
    world.reset();
    return Object.fromEntries(names.map((name) => {
      const length = parts[0][name].length, joined = new (parts[0][name].constructor as Float64ArrayConstructor)(length * n);
      parts.forEach((part, i) => joined.set(part[name] as Float64Array, i * length));
      return [name, joined];
    }));
  }

  private probe(world: Loaded, request: Extract<Request, { what: "probe" }>): ProbeReply {
    const joined = request.changes.map(({ path, value }) => {
      if (path) world.set(path, value);
      const first = world.run(SEED, 0, request.n, ["first_member"]).first_member, countries = first.length / request.n;
      world.reset();
      return Uint8Array.from({ length: request.n }, (_, r) => (Number.isNaN(first[r * countries + request.country]) ? 0 : 1));
    });
    return { joined };
  }
}

/** The text of an error, and whether it is meant for the reader. */
export function told(error: unknown): { error: string; told: boolean } {
  return { error: error instanceof Error ? error.message : String(error), told: error instanceof Messages };
}
