/** Files that are dropped on the page, read in a worker that is begun when it is needed. */
import type { Loaded } from "../core/types";
import { currentId, loaded, tell } from "../state";
import { workerUrl } from "../ui/blocks";

let worker: Promise<Worker> | null = null, number = 0;
const waiting = new Map<number, (reply: { value?: Loaded; error?: string }) => void>();

function begin(): Promise<Worker> {
  worker ??= workerUrl("files").then((url) => {
    const made = new Worker(url);
    made.onmessage = (event) => {
      waiting.get(event.data.id)?.(event.data);
      waiting.delete(event.data.id);
      if (event.data.spoilt) end();
    };
    made.onerror = (event) => {
      event.preventDefault();
      end();
    };
    const end = () => {
      made.terminate();
      worker = null;
      waiting.forEach((done) => done({ error: "This file could not be read: it is damaged, or too large for the memory of the page." }));
      waiting.clear();
    };
    return made;
  });
  return worker;
}

/** Begins the worker before a file is there. */
export function warm(): void {
  void begin();
}

export async function openFile(file: File): Promise<Loaded> {
  const made = await begin(), id = ++number, label = file.name.replace(/\.(h5|hdf5|nc)$/i, "");
  const reply = await new Promise<{ value?: Loaded; error?: string }>((resolve) => {
    waiting.set(id, resolve);
    made.postMessage({ id, file, label });
  });
  if (!reply.value) throw new Error(reply.error ?? "This file could not be read.");
  return reply.value;
}

export async function openFiles(files: File[]): Promise<void> {
  for (const file of files) {
    try {
      const result = await openFile(file);
      loaded.value = [...loaded.value, result];
      currentId.value = result.id;
    } catch (error) {
      tell(`${file.name}: ${(error as Error).message}`);
    }
  }
}
