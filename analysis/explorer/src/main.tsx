/** Begins with the picture of the baseline; the simulator starts behind it. */
import { render } from "preact";
import { App } from "./app";
import type { Result } from "./core/types";
import { Pool } from "./engine/pool";
import { unpack } from "./files/pack";
import { openText } from "./lab/store";
import { catalogue, half, loaded, pool, scenarioFiles, shapes, specs, tell } from "./state";
import { block, blockText, workerUrl } from "./ui/blocks";

async function start(): Promise<void> {
  const host = document.getElementById("app")!;
  host.replaceChildren();
  const [packed, map] = await Promise.all([block("baseline"), blockText("shapes")]);
  shapes.value = JSON.parse(map);
  loaded.value = [unpack<Result>(packed)];
  render(<App />, host);
  requestAnimationFrame(() => { (window as any).waicoFirst = performance.now(); });
  const [files, wasm, url] = await Promise.all([blockText("scenarios"), block("wasm"), workerUrl("engine")]);
  scenarioFiles.value = JSON.parse(files);
  const made = new Pool(url, await WebAssembly.compile(wasm), scenarioFiles.value);
  specs.set("baseline", { key: "baseline", source: { name: "baseline.cfg", text: scenarioFiles.value["baseline.cfg"] }, ranges: [] });
  catalogue.value = await made.catalogue;
  pool.value = made;
  Object.assign(window, { waico: { pool: made, spec: (id: string) => specs.get(id) } }); // for tests and the curious
  const open = () => { if (location.hash.startsWith("#waico1.")) try { openText(location.hash); } catch (error) { tell((error as Error).message); } };
  addEventListener("hashchange", open);
  open();
  half.peek();
}

start().catch((error: Error) => {
  const says = document.createElement("p");
  says.className = "wrong";
  says.textContent = `This page could not start: ${error.message}. A browser of 2023 or newer is needed.`;
  document.getElementById("app")!.append(says);
});
