/** Workers that share what is asked of them; a failing one is replaced and never takes the page down. */
import { Told, type Catalogue } from "../core/types";
import { type Batch, type Begun, type DecisionsReply, type ProbeReply, type Reply, type Request, type Spec } from "./messages";
import { type Facts, Messages, type Source } from "./simulator";

type Ask = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;
interface Task { ask: Ask; resolve(value: unknown): void; reject(error: Error): void; cancelled?: () => boolean }
interface Seat { worker: Worker; busy?: Task; ready: boolean; jobs: number }

export interface Job { cancel(): void; done: Promise<void> }

export class Pool {
  private seats: Seat[] = [];
  private queue: Task[] = [];
  private number = 0;
  private failures = 0;
  readonly catalogue: Promise<Catalogue>;
  private begun!: (catalogue: Catalogue) => void;

  constructor(private url: string, private module: WebAssembly.Module, private files: Record<string, string>,
    readonly size = Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2))) {
    this.catalogue = new Promise((resolve) => { this.begun = resolve; });
    for (let i = 0; i < size; i++) this.seats.push(this.seat());
  }

  private seat(): Seat {
    const seat: Seat = { worker: new Worker(this.url), ready: false, jobs: 0 };
    const fail = (text: string) => {
      seat.worker.terminate();
      seat.busy?.reject(new Told(text));
      seat.busy = undefined;
      if (++this.failures <= 20) this.seats[this.seats.indexOf(seat)] = this.seat();
      else this.queue.splice(0).forEach((task) => task.reject(new Told("The simulator stopped working; reload the page.")));
    };
    seat.worker.onerror = (event) => { event.preventDefault(); fail("A part of the simulator stopped and was started again; the last change may have to be repeated."); };
    seat.worker.onmessage = (event: MessageEvent<Reply>) => this.take(seat, event.data, fail);
    seat.worker.postMessage({ id: 0, what: "begin", module: this.module, files: this.files } satisfies Request);
    return seat;
  }

  private take(seat: Seat, reply: Reply, fail: (text: string) => void): void {
    if (!seat.ready) {
      if (reply.error) return fail(reply.error);
      seat.ready = true;
      this.begun((reply.value as Begun).catalogue);
    } else {
      const task = seat.busy!;
      seat.busy = undefined;
      if (reply.error && !reply.told) {
        seat.busy = task;
        return fail("This was too much for the simulator in the page: " + reply.error);
      }
      if (reply.error) task.reject(new Messages(reply.error));
      else task.resolve(reply.value);
    }
    this.next(seat);
  }

  private next(seat: Seat): void {
    while (seat.ready && !seat.busy && this.queue.length) {
      const task = this.queue.shift()!;
      if (task.cancelled?.()) {
        task.reject(new Cancelled());
        continue;
      }
      seat.busy = task;
      seat.worker.postMessage({ id: ++this.number, ...task.ask });
    }
  }

  private ask<T>(ask: Ask, cancelled?: () => boolean, urgent = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const task: Task = { ask, resolve: resolve as (value: unknown) => void, reject, cancelled };
      if (urgent) this.queue.unshift(task);
      else this.queue.push(task);
      this.seats.forEach((seat) => this.next(seat));
    });
  }

  facts(source: Source): Promise<Facts> { return this.ask({ what: "facts", source }, undefined, true); }
  decisions(spec: Spec, first: number, n: number, cancelled?: () => boolean): Promise<DecisionsReply> { return this.ask({ what: "decisions", spec, first, n }, cancelled); }
  probe(spec: Spec, changes: { path: string; value: number }[], country: number, n: number, cancelled?: () => boolean): Promise<ProbeReply> {
    return this.ask({ what: "probe", spec, changes, country, n }, cancelled);
  }

  /** One history by its number. */
  runAt(spec: Spec, number: number, names: string[]): Promise<Batch> { return this.ask({ what: "run", spec, first: number, n: 1, names }, undefined, true); }

  /** n histories, in small parts first; `take` gets each part as it comes. */
  run(spec: Spec, n: number, names: string[], take: (batch: Batch) => void): Job {
    let stopped = false, first = 0;
    const parts: Promise<void>[] = [];
    for (let round = 0; first < n; round++) {
      const size = Math.min(round < this.size ? 6 : round < 2 * this.size ? 10 : 20, n - first);
      parts.push(this.ask<Batch>({ what: "run", spec, first, n: size, names }, () => stopped).then((batch) => { if (!stopped) take(batch); }));
      first += size;
    }
    const done = Promise.all(parts).then(() => undefined, (error) => {
      const was = stopped;
      stopped = true;
      parts.forEach((part) => part.catch(() => undefined));
      if (!was && !(error instanceof Cancelled)) throw error;
    });
    return { cancel: () => { stopped = true; }, done };
  }
}

export class Cancelled extends Error {}
