/** How long a large file takes, part by part: FILE. Not part of the suite. */
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { checkDigest } from "../src/files/open";
import { read, type H5Group } from "../src/files/reader";
test("timing", async () => {
  const h5wasm = (await import("h5wasm/node")).default;
  await h5wasm.ready;
  const path = process.env.FILE!, t: number[] = [performance.now()];
  const bytes = new Uint8Array(readFileSync(path)); t.push(performance.now());
  await checkDigest(bytes); t.push(performance.now());
  const file = new h5wasm.File(path, "r"); t.push(performance.now());
  const spent = new Map<string, number>();
  const get = file.get.bind(file);
  (file as any).get = (p: string) => { const b = performance.now(), r = get(p) as any; if (r?.shape) { const d = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(r), "value"); Object.defineProperty(r, "value", { get() { const b2 = performance.now(), v = d!.get!.call(r); spent.set(p, (spent.get(p) ?? 0) + performance.now() - b2); return v; } }); const s = r.slice.bind(r); r.slice = (x: any) => { const b2 = performance.now(), v = s(x); spent.set(p + " slice", performance.now() - b2); return v; }; } spent.set("get", (spent.get("get") ?? 0) + performance.now() - b); return r; };
  read(file as unknown as H5Group, "x", "x"); t.push(performance.now());
  console.log("read, digest, open, parse:", t.slice(1).map((v, i) => (v - t[i]).toFixed(0)).join(" "));
  console.log([...spent].sort((a, b) => b[1] - a[1]).slice(0, 14).map(([k, v]) => `${k} ${v.toFixed(0)}`).join("; "));
});
