/** The world map with its slider of time. */
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Result } from "../core/types";
import { fixed, percent, lastDay } from "../core/format";
import { MEMBER, SIGNED, STATUS_KEYS, STATUS_WORDS } from "../core/words";
import { Figure } from "../ui/export";
import { BORDERS, WorldMap } from "../ui/map";
import { CountryPicker } from "../ui/picker";
import { chanceScale, palette } from "../ui/theme";
import { catalogue, country, countryIn, pool, shapes, view } from "../state";
import { rivalShares, type Rival, type Shares } from "./rivals";
import { accountDate, chances, firstDate, likeliest, source, whenWords, yearsToDate } from "./read";

const MEASURES: [string, string][] = [["member", "Chance of being a member"], ["signed", "Chance of having signed (members included)"], ["likeliest", "Likeliest status"], ["date", "Median date of joining"], ["us", "Chance of being in the US-led bloc"], ["rights", "Chance of being in the rights-based framework"],
  ...STATUS_KEYS.map((k, i) => ["status." + k, "Chance of: " + STATUS_WORDS[i]] as [string, string])];
const measure = signal("member");
export const time = signal(-1);
const playing = signal(false);
/** Milliseconds of script of each drawing, for tests. */
const frames: number[] = [];

export function statusesOf(key: string): number[] {
  return key === "member" ? MEMBER : key === "signed" ? SIGNED : [STATUS_KEYS.indexOf(key.slice(7))];
}

export function MapView({ result }: { result: Result }) {
  const T = result.days.length, t = time.value < 0 || time.value >= T ? T - 1 : time.value, C = result.world.countries.length, key = measure.value;
  const p = palette.value, chosen = countryIn(result), frame = useRef(0);
  const dates = useMemo(() => (key === "date" ? result.world.countries.map((_, c) => firstDate(result, "member", c)) : []), [key, result]);
  const rival = key === "us" || key === "rights" ? (key as Rival) : null, [rivals, setRivals] = useState<{ key: string; shares?: Shares; failed?: string } | null>(null), mine = result.id + result.n + key;
  useEffect(() => {
    if (!rival || !pool.value || !catalogue.value || rivals?.key === mine) return;
    rivalShares(result, rival).then((shares) => setRivals({ key: mine, shares }), (error: Error) => setRivals({ key: mine, failed: error.message }));
  }, [mine, pool.value, catalogue.value]);
  const shares = rival && rivals?.key === mine ? rivals.shares : undefined;
  const begin = performance.now();
  const { colours, words, rows } = useMemo(() => {
    if (key === "likeliest") {
      const best = likeliest(result, t);
      return { colours: Array.from(best, (s) => p.status[s]), words: (c: number) => STATUS_WORDS[best[c]], rows: Array.from(best, (s) => STATUS_KEYS[s]) };
    }
    if (key === "date") {
      const year = result.years, scale = (v: number) => chanceScale.value(1 - (v - year[0]) / (year[T - 1] - year[0]));
      const at = (c: number) => { const d = dates[c]; return d && Number.isFinite(d.median) ? yearsToDate(result, d.median).getUTCFullYear() + yearsToDate(result, d.median).getUTCMonth() / 12 : NaN; };
      return { colours: result.world.countries.map((_, c) => (Number.isFinite(at(c)) ? scale(at(c)) : p.none)), words: (c: number) => { const d = dates[c]; return d ? `median date of joining: ${whenWords(result, d.median)}` : "dates are not in this file"; }, rows: result.world.countries.map((_, c) => at(c)) };
    }
    if (rival && !shares) return { colours: result.world.countries.map(() => p.none), words: () => rivals?.failed ?? "being simulated…", rows: result.world.countries.map(() => NaN) };
    const share = shares ? Float64Array.from({ length: C }, (_, c) => shares.share[c * T + t]) : chances(result, statusesOf(key), t);
    return { colours: Array.from(share, (v) => chanceScale.value(v)), words: (c: number) => `${percent(share[c])} of histories`, rows: Array.from(share) };
  }, [result, key, t, p, chanceScale.value, shares, rivals?.failed]);
  useLayoutEffect(() => { frames.push(performance.now() - begin); (window as any).waicoFrames = frames.slice(-400); });
  useEffect(() => {
    if (!playing.value) return;
    frame.current = window.setInterval(() => {
      const now = time.value < 0 ? T - 1 : time.value;
      if (now >= T - 1) { playing.value = false; return; }
      time.value = now + 1;
    }, 220);
    return () => clearInterval(frame.current);
  }, [playing.value, T]);
  const likely = key === "likeliest" || key === "date" ? null : (rows as number[]).filter((_, c) => c !== result.world.sponsor);
  const what = key === "member" ? "members" : key === "signed" ? "bound or have signed" : rival ? "in it" : `“${STATUS_WORDS[statusesOf(key)[0]]}”`;
  const says = rival && !shares ? <>{rivals?.key === mine && rivals.failed ? rivals.failed : "Files keep the rivals by number only: some histories are simulated anew…"}</> : likely ? <>On {accountDate(result, t)}: <b>{likely.filter((v) => v > 0.5).length}</b> countries are {what} in more than half of the histories, <b>{likely.filter((v) => v >= 0.9).length}</b> in at least nine of ten.</>
    : key === "date" ? <>When half of the histories have the country as a member; grey: in fewer than half by {lastDay(result.end).slice(0, 4)}.</>
    : <>What each country most often is on {accountDate(result, t)}.</>;
  return (
    <Figure title={`${MEASURES.find(([k]) => k === key)![1]}${key === "date" ? "" : ", " + accountDate(result, t)}`} name="waico-map" says={says} note={source(result) + (shares ? `, of which ${shares.n} were simulated anew for this` : "") + ". " + BORDERS}
      rows={() => [["code", "country", "date", key], ...result.world.countries.map((c, i) => [c.code, c.name, accountDate(result, t), rows[i]])]}
      controls={<>
        <label>Show <select value={key} onChange={(e) => { measure.value = (e.currentTarget as HTMLSelectElement).value; }}>{MEASURES.map(([k, w]) => <option key={k} value={k}>{w}</option>)}</select></label>
        <CountryPicker countries={result.world.countries} value={chosen} onPick={(i) => { country.value = result.world.countries[i].code; }} />
        <button type="button" onClick={() => { view.value = "country"; }}>About {result.world.countries[chosen].name} →</button>
      </>}
      help={<p>Each colour is the share of simulated histories of this model, not a forecast of a government's decision. China, the sponsor, is dark grey: it is a member from the start. Small states have round markers. Click a country to choose it.</p>}>
      {shapes.value && <WorldMap shapes={shapes.value} countries={result.world.countries} colours={colours} words={words} selected={chosen} sponsor={result.world.sponsor} label={`World map: ${MEASURES.find(([k]) => k === key)![1]}`}
        onSelect={(i) => { country.value = result.world.countries[i].code; }} />}
      <Key which={key} result={result} />
      {key !== "date" && <div class="time">
        <button type="button" class="play" aria-label={playing.value ? "Pause" : "Play"} onClick={() => { if (!playing.value && t >= T - 1) time.value = 0; playing.value = !playing.value; }}>{playing.value ? "❚❚" : "►"}</button>
        <input type="range" aria-label="Date" aria-valuetext={accountDate(result, t)} min={0} max={T - 1} value={t} onInput={(e) => { playing.value = false; time.value = Number((e.currentTarget as HTMLInputElement).value); }} />
        <output>{accountDate(result, t)}</output>
      </div>}
      <p class="chosen"><b>{result.world.countries[chosen].name}</b>: {chosen === result.world.sponsor ? "the sponsor" : words(chosen)}. <span class="soft">{C} countries in this world.</span></p>
    </Figure>
  );
}

function Key({ which, result }: { which: string; result: Result }) {
  const p = palette.value;
  if (which === "likeliest") return <ul class="legend">{STATUS_WORDS.map((w, s) => <li key={w}><span class="key" style={{ background: p.status[s] }} />{w}</li>)}</ul>;
  const y = result.years, ends = which === "date" ? [fixed(y[0], 0), fixed(y[y.length - 1], 0)] : ["0 %", "100 %"], colours = which === "date" ? [...p.chance].reverse() : p.chance;
  return <div class="ramp"><span>{ends[0]}</span><span class="bar" style={{ background: `linear-gradient(to right, ${colours.join(",")})` }} /><span>{ends[1]}</span>
    <span class="soft"><span class="key" style={{ background: p.sponsor }} />China, the sponsor</span></div>;
}
