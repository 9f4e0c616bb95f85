/** A question: what differs from a shipped scenario, as a scenario file, as a line of text, as a list. */
import { strToU8, strFromU8, deflateSync, inflateSync } from "fflate";
import { ROLES, Told, type Catalogue } from "../core/types";
import { number } from "../core/format";
import { COLUMN_WORDS, EVENT_WORDS } from "../core/words";
import type { Spec } from "./messages";
import type { Facts, Source } from "./simulator";

export interface Entry { date: string; event: string; every_years?: number; path?: string; value?: number; country?: string; status?: string; rival?: string }
export interface Question {
  /** Name of a shipped scenario, or "own" for the text of one's own. */
  base: string;
  own?: string;
  /** Tables that belong beside a text of one's own, by file name. */
  files?: Record<string, string>;
  set: Record<string, number>;
  ranges: Record<string, [number, number]>;
  calendar: Entry[];
  /** Places of entries of the scenario's calendar that do not happen. */
  dropped?: number[];
  /** Changed cells of the table of countries: code, column, value. */
  cells: Record<string, Record<string, number>>;
  /** Codes of countries that are left out. */
  off: string[];
}

export const empty = (base = "baseline"): Question => ({ base, set: {}, ranges: {}, calendar: [], cells: {}, off: [] });
export const NAME = "question";

export function isPlain(q: Question): boolean {
  return !Object.keys(q.set).length && !Object.keys(q.ranges).length && !q.calendar.length && !q.dropped?.length && !Object.keys(q.cells).length && !q.off.length;
}

function isWhole(path: string, catalogue: Catalogue): boolean {
  return !!catalogue.parameters.find((p) => p.path === path)?.whole;
}
function real(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? text + ".0" : text;
}
function quoted(text: string): string {
  return '"' + text.replace(/[\\"]/g, "\\$&").replace(/[\u0000-\u001f]/g, " ") + '"';
}

/** Parameters as nested groups of the scenario language. */
function groups(values: Record<string, number>, catalogue: Catalogue): string {
  interface Node { [name: string]: Node | string }
  const tree: Node = {};
  for (const { path, whole } of catalogue.parameters) {
    if (!(path in values)) continue;
    const parts = path.split("."), last = parts.pop()!;
    let node = tree;
    for (const part of parts) node = (node[part] ??= {}) as Node;
    node[last] = whole ? String(values[path]) : real(values[path]);
  }
  const write = (node: Node, indent: string): string => Object.entries(node).map(([name, inner]) =>
    typeof inner === "string" ? `${indent}${name} = ${inner};\n` : `${indent}${name}: {\n${write(inner, indent + "    ")}${indent}};\n`).join("");
  return write(tree, "");
}

function entryText(entry: Entry): string {
  const keys = [`date = ${quoted(entry.date)}`, `event = ${quoted(entry.event)}`];
  for (const key of ["rival", "country", "status", "path"] as const) if (entry[key]) keys.push(`${key} = ${quoted(entry[key]!)}`);
  if (entry.value !== undefined) keys.push(`value = ${real(entry.value)}`);
  if (entry.every_years) keys.push(`every_years = ${entry.every_years}`);
  return `    { ${keys.join("; ")}; }`;
}

export function hasTables(q: Question): boolean {
  return q.off.length > 0 || Object.keys(q.cells).length > 0;
}

/** The tables with changed cells and without the countries that are left out; only those that change. */
function tables(q: Question, base: Facts): Record<string, string> {
  if (!hasTables(q)) return {};
  const off = new Set(q.off), made: Record<string, string> = {};
  for (const role of ROLES) {
    const text = base.tables[role];
    if (!text || (role !== "countries" && !q.off.length)) continue;
    const lines = text.replace(/\r/g, "").split("\n").filter(Boolean), header = lines[0].split(",");
    const kept = lines.slice(1).filter((line) => !line.split(",").slice(0, role === "borders" ? 2 : 1).some((code) => off.has(code)));
    const rows = role !== "countries" ? kept : kept.map((line) => {
      const code = line.slice(0, line.indexOf(",")), changed = q.cells[code];
      if (!changed) return line;
      const fields = splitRow(line);
      for (const [column, value] of Object.entries(changed)) fields[header.indexOf(column)] = String(value);
      return fields.join(",");
    });
    made[`${NAME}-${role}.csv`] = [lines[0], ...rows].join("\n") + "\n";
  }
  return made;
}

/** Fields of a row of CSV, quotes kept. */
function splitRow(line: string): string[] {
  const fields = [""];
  let inside = false;
  for (const letter of line) {
    if (letter === '"') inside = !inside;
    if (letter === "," && !inside) fields.push("");
    else fields[fields.length - 1] += letter;
  }
  return fields;
}

/** The scenario file of a question, and the files that belong beside it. */
export function write(q: Question, base: Facts, catalogue: Catalogue): Source {
  if (q.base === "own" && isPlain(q)) return { name: NAME + ".cfg", text: q.own!, ...(q.files ? { files: q.files } : {}) };
  const files: Record<string, string> = { ...q.files, ...tables(q, base) };
  const parent = q.base === "own" ? "own.cfg" : q.base + ".cfg";
  if (q.base === "own") files[parent] = q.own!;
  const middle = Object.fromEntries(Object.entries(q.ranges).map(([path, [low, high]]) =>
    [path, isWhole(path, catalogue) ? Math.round((low + high) / 2) : (low + high) / 2]));
  let text = `# Asked in the explorer of waico. Put it beside ${parent}; then: waico run ${NAME}.cfg\nextends = ${quoted(parent)};\n`;
  text += `title = ${quoted("Changed: " + base.title)};\n`;
  const roles = Object.keys(files).filter((name) => name.startsWith(NAME + "-"));
  if (roles.length) text += "world: {\n" + roles.map((name) => `    ${name.slice(NAME.length + 1, -4)} = ${quoted(name)};\n`).join("") + "};\n";
  for (const [path, [low, high]] of Object.entries(q.ranges)) text += `# ${path}: a range, ${low} to ${high}; this file has its middle, a sweep (waico sweep) takes the whole of it: ${NAME}-ranges.cfg.\n`;
  text += groups({ ...q.set, ...middle }, catalogue);
  if (q.dropped?.length) text += "calendar = (\n" + [...calendarOf(base.effective).filter((_, i) => !q.dropped!.includes(i)), ...q.calendar].map(entryText).join(",\n") + "\n);\n";
  else if (q.calendar.length) text += "calendar_add = (\n" + q.calendar.map(entryText).join(",\n") + "\n);\n";
  return { name: NAME + ".cfg", text, files };
}

/** A config by which waico sweep draws the ranges of a question, one point a history; null without ranges. */
export function sweepOf(q: Question, n: number): { name: string; text: string } | null {
  const ranges = Object.entries(q.ranges);
  if (!ranges.length) return null;
  const rows = ranges.map(([path, [low, high]]) => `        { path = ${quoted(path)}; from = ${real(low)}; to = ${real(high)}; }`).join(",\n");
  return {
    name: `${NAME}-ranges.cfg`,
    text: `# The ranges of ${NAME}.cfg beside it: waico sweep ${NAME}-ranges.cfg\ntitle = "Ranges";\nscenario = "${NAME}.cfg";\nensemble: { replications = 10; };\n` +
      `sweep: {\n    design = "lhs";\n    points = ${n};\n    parameters = (\n${rows}\n    );\n};\nmetrics = ( { name = "members_at_end"; series = "n_members"; reduce = "final"; } );\n`,
  };
}

export function specOf(q: Question, base: Facts, catalogue: Catalogue): Spec {
  const source = write(q, base, catalogue);
  const ranges = Object.entries(q.ranges).map(([path, [low, high]]) => ({ path, low, high, whole: isWhole(path, catalogue) }));
  return { key: JSON.stringify(q), source, ranges };
}

/** The world of a result as a scenario of one's own: every key with its value, and the tables that the file holds beside it. */
export function ofResult(effective: string, tables: Record<string, string>): Question {
  const given = Object.entries(tables).filter(([, text]) => text), world = given.map(([role]) => `    ${role} = "world-${role}.csv";\n`).join("");
  return {
    ...empty("own"), own: effective.replace(/^world: \{\n[\s\S]*?^\};\n/m, `world: {\n${world}};\n`),
    files: Object.fromEntries(given.map(([role, text]) => [`world-${role}.csv`, text])),
  };
}

export interface Difference { key: string; what: string; term: string; was: string; is: string; undo(q: Question): Question }

/** Everything that differs from the scenario, whoever set it, in words. */
export function differences(q: Question, base: Facts, catalogue: Catalogue, name: (path: string) => string): Difference[] {
  const list: Difference[] = [], value = new Map(catalogue.parameters.map((p, i) => [p.path, base.values[i]]));
  const without = <T,>(record: Record<string, T>, key: string) => Object.fromEntries(Object.entries(record).filter(([k]) => k !== key));
  for (const path of Object.keys(q.set)) {
    list.push({ key: path, what: name(path), term: path, was: number(value.get(path)!), is: number(q.set[path]), undo: (x) => ({ ...x, set: without(x.set, path) }) });
  }
  for (const [path, [low, high]] of Object.entries(q.ranges)) {
    list.push({ key: path, what: name(path), term: path, was: number(value.get(path)!), is: `anything from ${number(low)} to ${number(high)}`, undo: (x) => ({ ...x, ranges: without(x.ranges, path) }) });
  }
  q.calendar.forEach((entry, i) => list.push({
    key: "calendar" + i, what: entryWords(entry, base, name), term: entryText(entry).trim(), was: "", is: entry.date + (entry.every_years ? ", every year" : ""),
    undo: (x) => ({ ...x, calendar: x.calendar.filter((_, k) => k !== i) }),
  }));
  const old = q.dropped?.length ? calendarOf(base.effective) : [];
  for (const i of q.dropped ?? []) {
    if (old[i]) list.push({ key: "dropped" + i, what: entryWords(old[i], base, name), term: entryText(old[i]).trim(), was: old[i].date, is: "does not happen", undo: (x) => ({ ...x, dropped: x.dropped?.filter((k) => k !== i) }) });
  }
  for (const [code, cells] of Object.entries(q.cells)) {
    const i = base.countries.findIndex((c) => c.code === code);
    for (const [column, is] of Object.entries(cells)) {
      list.push({
        key: code + column, what: `${base.countries[i]?.name ?? code}: ${COLUMN_WORDS[column]?.[0] ?? column}`, term: `${code}.${column}`, was: number(base.columns[column]?.[i] ?? NaN), is: number(is),
        undo: (x) => {
          const left = without(x.cells[code], column);
          return { ...x, cells: Object.keys(left).length ? { ...x.cells, [code]: left } : without(x.cells, code) };
        },
      });
    }
  }
  for (const code of q.off) {
    list.push({ key: "off" + code, what: base.countries.find((c) => c.code === code)?.name ?? code, term: code, was: "in the world", is: "left out", undo: (x) => ({ ...x, off: x.off.filter((c) => c !== code) }) });
  }
  return list;
}

export function entryWords(entry: Entry, base: Facts | undefined, name: (path: string) => string): string {
  const country = base?.countries.find((c) => c.code === entry.country)?.name ?? entry.country;
  const rival = entry.rival === "us" ? "the US-led bloc" : "the rights-based framework";
  switch (entry.event) {
    case "set": return `${name(entry.path ?? "")} becomes ${number(entry.value ?? NaN)}`;
    case "status": return `${country} takes the status “${entry.status}”`;
    case "invite": return `${country} is invited`;
    case "rival_opens": return `${rival} takes members`;
    case "rival_summit": return `a summit of ${rival}`;
    default: return EVENT_WORDS[entry.event] ?? entry.event;
  }
}

/** Entries of a calendar as the effective text of a scenario lists them. */
export function calendarOf(effective: string): Entry[] {
  const block = /^calendar = \(\n([\s\S]*?)^\);/m.exec(effective)?.[1] ?? "";
  return block.split("\n").filter((line) => line.includes("{")).map((line) => {
    const entry: Record<string, string | number> = {};
    for (const [, key, text, plainNumber] of line.matchAll(/(\w+) = (?:"([^"]*)"|(-?[\d.eE+-]+));/g)) entry[key] = text ?? Number(plainNumber);
    return entry as unknown as Entry;
  });
}

// ---- as a line of text ----

const LONGEST = 6000;
const MARK = "waico1.";

/** The question as a line to send; throws Told when it is too long for one. */
export function encode(q: Question): string {
  const slim = Object.fromEntries(Object.entries(q).filter(([, v]) => v !== undefined && (typeof v === "string" || (Array.isArray(v) ? v.length : Object.keys(v).length))));
  const bytes = deflateSync(strToU8(JSON.stringify(slim)), { level: 9 });
  const text = bytes.length > LONGEST ? "" : MARK + btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  if (!text || text.length > LONGEST) throw new Told("This question is too long for a line of text; save it as a file and send that.");
  return text;
}

const isNumber = (v: unknown): v is number => typeof v === "number" && Number.isFinite(v);

/** A question from a line, or from a text that holds one; throws Told when there is none. */
export function decode(text: string): Question {
  const found = /waico1\.([\w-]+)/.exec(text)?.[1];
  const refuse = () => new Told("This is no question of this page: it should begin with “waico1.”. Copy all of it, or open a .cfg file.");
  if (!found || found.length > 4 * LONGEST) throw refuse();
  let raw: Partial<Record<keyof Question, unknown>>;
  try {
    const bytes = Uint8Array.from(atob(found.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    raw = JSON.parse(strFromU8(inflateSync(bytes, { out: new Uint8Array(1 << 20) })).replace(/\0+$/, ""));
  } catch {
    throw refuse();
  }
  const record = (v: unknown) => (v && typeof v === "object" && !Array.isArray(v) ? Object.entries(v as object) : []);
  if (!raw || typeof raw !== "object") throw refuse();
  return {
    base: typeof raw.base === "string" ? raw.base : "baseline",
    ...(typeof raw.own === "string" ? { own: raw.own } : {}),
    ...(raw.files ? { files: Object.fromEntries(record(raw.files).filter(([name, text]) => /^[\w-]+\.csv$/.test(name) && typeof text === "string")) } : {}),
    set: Object.fromEntries(record(raw.set).filter(([, v]) => isNumber(v))),
    ranges: Object.fromEntries(record(raw.ranges).filter(([, v]) => Array.isArray(v) && v.length === 2 && v.every(isNumber))),
    calendar: (Array.isArray(raw.calendar) ? raw.calendar : []).filter((e) => e && typeof e.date === "string" && typeof e.event === "string"),
    ...(Array.isArray(raw.dropped) ? { dropped: raw.dropped.filter((i) => Number.isInteger(i) && i >= 0) } : {}),
    cells: Object.fromEntries(record(raw.cells).map(([code, cells]) => [code, Object.fromEntries(record(cells).filter(([, v]) => isNumber(v)))])),
    off: (Array.isArray(raw.off) ? raw.off : []).filter((c) => typeof c === "string"),
  };
}
