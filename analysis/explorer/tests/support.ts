/** What the tests in node share. */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { Simulator, type Source } from "../src/engine/simulator";

export const ROOT = process.cwd();
export const OUT = process.env.OUT ?? "build-explorer";
export const DIGESTED = ["n_members", "n_signed", "n_us", "n_rights", "trust", "gdp_share", "service", "n_status", "country_status",
  "first_signed", "first_member", "first_withdrawn", "final_status"];

export function scenarioFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync("scenarios")) if (name.endsWith(".cfg")) files[name] = readFileSync("scenarios/" + name, "utf8");
  for (const name of readdirSync("scenarios/data")) if (name.endsWith(".csv")) files["data/" + name] = readFileSync("scenarios/data/" + name, "utf8");
  return files;
}

export async function simulator(): Promise<Simulator> {
  const require = createRequire(process.cwd() + "/");
  return Simulator.create(require(`${ROOT}/${OUT}/engine.js`), { wasmBinary: readFileSync(`${OUT}/engine.wasm`) }, scenarioFiles());
}

export function shipped(name: string): Source {
  return { name: name + ".cfg", text: readFileSync(`scenarios/${name}.cfg`, "utf8") };
}

/** The SHA-256 of what one replication after another leaves, output by output. */
export function digest(simulate: (names: string[]) => Record<string, ArrayBufferView>): string {
  const hash = createHash("sha256"), made = simulate(DIGESTED);
  for (const name of DIGESTED) hash.update(Buffer.from(made[name].buffer, made[name].byteOffset, made[name].byteLength));
  return hash.digest("hex");
}

export function nativeDigest(scenario: string): string {
  return execFileSync(`${OUT}/digest`, [`scenarios/${scenario}.cfg`, ...DIGESTED], { encoding: "utf8" }).trim();
}
