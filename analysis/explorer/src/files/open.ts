/** From the bytes of a file to a result: kind, digest, then the reader. */
import { Told, type Loaded } from "../core/types";
import { read, type H5Group } from "./reader";

const MARK = "waico-sha256:";
export const LARGEST = 1.5e9;

/** Tells a file that is no HDF5 file by its first bytes. */
export function look(head: Uint8Array, size: number, name: string): void {
  const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
  if (size === 0) throw new Told("This file is empty; get it again.");
  if (!signature.every((byte, i) => head[i] === byte)) {
    throw new Told(/\.cfg$/i.test(name) ? "This is a scenario: open it in the laboratory." : "This is no result file of waico; drop an .h5 file that “waico run” or “waico sweep” has written, or a .cfg scenario.");
  }
  if (size > LARGEST) throw new Told("This file is too large for the memory of a page; look at it with “waico show”, or make one with fewer replications.");
}

/** Compares the digest that the file holds of itself. */
export async function checkDigest(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const text = new TextEncoder().encode(MARK), at = place(bytes, text);
  if (at < 0) throw new Told("This file has no seal of waico: it is damaged or was not written by waico. Get it again.");
  const said = new TextDecoder().decode(bytes.subarray(at + text.length, at + text.length + 64));
  const copy = bytes.subarray(at + text.length, at + text.length + 64).slice();
  bytes.fill(0x30, at + text.length, at + text.length + 64);
  const sum = await crypto.subtle.digest("SHA-256", bytes);
  bytes.set(copy, at + text.length);
  const is = Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");
  if (is !== said) throw new Told("This file is damaged: it is not the one that waico wrote. Get it again.");
}

function place(bytes: Uint8Array, text: Uint8Array): number {
  for (let i = bytes.indexOf(text[0]); i >= 0; i = bytes.indexOf(text[0], i + 1)) {
    if (text.every((b, k) => bytes[i + k] === b)) return i;
  }
  return -1;
}

/** Whatever goes wrong inside becomes one sentence. */
function toldOr(error: unknown): Told {
  return error instanceof Told ? error : new Told("This file is damaged: a part of it cannot be read. Get it again, or make it anew with waico.", error instanceof WebAssembly.RuntimeError);
}
export function readOpen(file: H5Group, id: string, label: string): Loaded {
  try {
    return read(file, id, label);
  } catch (error) {
    throw toldOr(error);
  }
}

/** The result at a place of the library's file system; opening and closing can fail as reading can. */
export function readPlace(library: { File: new (path: string, mode: "r") => unknown }, path: string, id: string, label: string): Loaded {
  try {
    const file = new library.File(path, "r") as H5Group & { file_id: bigint; close(): void };
    if (!(file.file_id > 0n)) throw new Told("This file is damaged: it cannot be opened. Get it again.");
    try {
      return readOpen(file, id, label);
    } finally {
      file.close();
    }
  } catch (error) {
    throw toldOr(error);
  }
}
