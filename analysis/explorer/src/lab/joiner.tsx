/** What would make a country join: each lever moved by itself, up and down, with the luck left as it is. */
import { useEffect, useState } from "preact/hooks";
import { meanInterval, type Interval } from "../core/stats";
import { number, percent, signed } from "../core/format";
import { CountryPicker } from "../ui/picker";
import { catalogue, country, pool } from "../state";
import { specOf } from "../engine/question";
import { allLevers, curved, rounded, stretch } from "./levers";
import { facts, named, question, setParameter } from "./store";

const HISTORIES = 80, STEP = 0.25;
interface Found { path: string; from: number; to: number; gain: Interval }

export function WhatWouldMake() {
  const base = facts.value, q = question.value, [wide, setWide] = useState(false), [state, setState] = useState<{ key: string; done: number; of: number; chance: number; found: Found[]; failed?: string } | null>(null), [asked, setAsked] = useState("");
  const i = base ? base.countries.findIndex((c) => c.code === country.value) : -1, key = JSON.stringify(q) + country.value + wide;
  useEffect(() => {
    if (asked !== key || !base || i < 0) return;
    let gone = false;
    const params = catalogue.value!.parameters, paths = wide ? params.map((p) => p.path) : allLevers().map((l) => l.path), spec = specOf(q, base, catalogue.value!);
    const changes = paths.flatMap((path) => {
      const at = params.findIndex((p) => p.path === path), p = params[at], now = q.set[path] ?? base.values[at], [low, high] = stretch(p), scale = curved(Math.min(low, now), Math.max(high, now), now || p.preset), u = scale.toPlace(now);
      return [...new Set([u - STEP, u + STEP].map((v) => rounded(scale.toValue(Math.max(0, Math.min(1, v))), p)))].filter((v) => v !== now).map((value) => ({ path, value, from: now }));
    });
    const size = 6, of = Math.ceil(changes.length / size), found: Found[] = [];
    let done = 0, chance = NaN;
    setState({ key, done, of, chance, found: [] });
    const parts = Array.from({ length: of }, (_, k) => changes.slice(k * size, (k + 1) * size)).map((part) =>
      pool.value!.probe(spec, [{ path: "", value: 0 }, ...part], i, HISTORIES, () => gone).then(({ joined: [before, ...after] }) => {
        chance = before.reduce((a, b) => a + b, 0) / HISTORIES;
        after.forEach((joined, k) => found.push({ path: part[k].path, from: part[k].from, to: part[k].value, gain: meanInterval(Array.from(joined, (v, r) => v - before[r])) }));
        done++;
        if (!gone) setState({ key, done, of, chance, found: [...found] });
      }));
    Promise.all(parts).catch((error: Error) => { if (!gone) setState({ key, done, of, chance, found, failed: error.message }); });
    return () => { gone = true; };
  }, [asked]);
  if (!base || i < 0) return null;
  const name = base.countries[i].name, mine = state?.key === key ? state : null;
  const best = mine ? [...mine.found].filter((f) => f.gain.low > 0).sort((a, b) => b.gain.value - a.gain.value).slice(0, 10) : [];
  return (
    <section class="figure" aria-label="What would make a country join">
      <header><h3>What would make {name} join?</h3></header>
      <div class="controls"><CountryPicker countries={base.countries} value={i} onPick={(k) => { country.value = base.countries[k].code; }} />
        <label class="check"><input type="checkbox" checked={wide} onChange={() => setWide(!wide)} />try all {catalogue.value!.parameters.length} parameters (slower)</label>
        <button type="button" class="main" onClick={() => setAsked(key)} disabled={i === base.sponsor || Object.keys(q.ranges).length > 0}>Find out</button></div>
      {Object.keys(q.ranges).length > 0 && <p class="soft">Not with ranges in the question.</p>}
      {mine?.failed && <p class="wrong">{mine.failed}</p>}
      {mine && <p class="says">As the question stands, {name} becomes a member in {percent(mine.chance)} of {HISTORIES} histories. {mine.done < mine.of ? <>Tried {percent(mine.done / mine.of)}…</> : best.length ? "These changes, each by itself, raise that most; click one to make it." : "No single change within its slider raises that beyond luck."}</p>}
      {best.length > 0 && <ol class="best">{best.map((f) => <li key={f.path + f.to}><button type="button" onClick={() => setParameter(f.path, f.to)}><b>{signed(f.gain.value * 100, 0)} points</b> <span class="soft">({signed(f.gain.low * 100, 0)} to {signed(f.gain.high * 100, 0)})</span> {named(f.path)}: {number(f.from)} → {number(f.to)}</button></li>)}</ol>}
      {mine && mine.done === mine.of && <p class="note">Each lever was moved by a quarter of its slider, up and down, all else and the luck left as they are. Intervals: 95 %, of each change by itself; with so many tried, one or two of the smallest may be luck.</p>}
    </section>
  );
}
