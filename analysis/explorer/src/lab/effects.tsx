/** What a result does differently from another: the sentence, the curves, the numbers, the countries, the map. */
import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Result } from "../core/types";
import { countryChanges, difference, pairs, valuesAt, type Difference } from "../core/pairs";
import { fixed, lastDay, longDate, ofUnit, percent, signed } from "../core/format";
import { seriesWords } from "../core/words";
import { LineChart } from "../ui/chart";
import { Figure } from "../ui/export";
import { BORDERS, WorldMap } from "../ui/map";
import { useRows } from "../ui/hooks";
import { differenceScale, palette } from "../ui/theme";
import { country, countryIn, shapes } from "../state";
import { source } from "../results/read";

export function usePairs(a: Result, b: Result) {
  return useMemo(() => pairs(a, b), [a, b, a.n, b.n]);
}
const shownSeries = signal("n_members");

/** The headline: how many members more or fewer, and whether that can be told. */
export function Headline({ a, b, stale = false }: { a: Result; b: Result; stale?: boolean }) {
  const p = usePairs(a, b), va = valuesAt(a, "n_members", "end"), vb = valuesAt(b, "n_members", "end");
  if (!va || !vb || p.a.length < 2) return <p class="headline">Members at the end: …</p>;
  const d = difference(va, vb, p), date = longDate(lastDay(a.end < b.end ? a.end : b.end)), identical = d.value === 0 && !(d.high > d.low);
  return (
    <p class={"headline" + (stale ? " stale" : "")} aria-live="polite">
      <span class="big">{identical ? "No difference" : d.sure ? `${signed(d.value)} members` : "Cannot tell"}</span>
      <span>{identical ? <>in any of {p.a.length} histories. {fixed(d.a)} members on average on {date}.</>
        : d.sure ? <>{fixed(d.a)} on average on {date}, against {fixed(d.b)} for “{b.label}”; the difference lies between {signed(d.low)} and {signed(d.high)} (95 %, {p.a.length} {p.paired ? "pairs of histories with the same luck" : "histories each"}).</>
          : <>The difference so far, {signed(d.value)} ({signed(d.low)} to {signed(d.high)}), may be luck: {p.a.length} {p.paired ? "pairs of histories" : "histories each"} are too few to say.</>}</span>
    </p>
  );
}

export function CompareCurves({ a, b, height = 320, ranged = false }: { a: Result; b: Result; height?: number; ranged?: boolean }) {
  const p = palette.value, key = a.bands[shownSeries.value] && b.bands[shownSeries.value] ? shownSeries.value : "n_members", words = seriesWords(key), format = ofUnit(words.unit);
  const curve = (r: Result, colour: string, dash: boolean) => { const band = r.bands[key]; return { label: r.label, colour, years: r.years, mid: band.q50, low: band.q05, high: band.q95, dash, n: r.n }; };
  const same = a === b || (a.label === b.label && a.id === b.id);
  return (
    <Figure title={words.name} name={"waico-compare-" + key} note={`${source(a)}; dashed: ${b.label}. Bands: nine tenths of the histories; they hold luck${ranged ? " and the ranges that you gave" : ""}.`}
      controls={<label>Show <select value={key} onChange={(e) => { shownSeries.value = (e.currentTarget as HTMLSelectElement).value; }}>{Object.keys(a.bands).map((k) => <option key={k} value={k}>{seriesWords(k).name}</option>)}</select></label>}
      rows={() => [["year", "median", "low_05", "high_95", "reference_median", "reference_05", "reference_95"], ...Array.from(a.years, (y, t) => [y, a.bands[key].q50[t], a.bands[key].q05[t], a.bands[key].q95[t], b.bands[key]?.q50[t] ?? NaN, b.bands[key]?.q05[t] ?? NaN, b.bands[key]?.q95[t] ?? NaN])]}>
      <LineChart curves={same ? [curve(a, p.lines[0], false)] : [curve(a, p.lines[0], false), curve(b, p.lines[1], true)]} format={format} label={words.name} height={height} />
    </Figure>
  );
}

/** A small difference with two digits that mean something. */
function fine(v: number): string {
  return v === 0 ? "0" : signed(v, Math.max(2, Math.min(4, 1 - Math.floor(Math.log10(Math.abs(v))))));
}

const MEASURES: [string, number | "end"][] = [["n_members", 2030.999], ["n_members", "end"], ["n_signed", "end"], ["n_us", "end"], ["n_rights", "end"], ["gdp_share", "end"], ["south_coverage", "end"], ["trust", "end"]];

/** A line a measure, each with the interval of its difference. */
export function Differences({ a, b }: { a: Result; b: Result }) {
  const p = usePairs(a, b), pal = palette.value;
  const rows = MEASURES.map(([key, when]) => {
    const va = valuesAt(a, key, when), vb = valuesAt(b, key, when);
    if (!va || !vb || p.a.length < 2) return null;
    return { key, when, words: seriesWords(key), d: difference(va, vb, p) };
  }).filter((r) => r !== null);
  const cell = (d: Difference, unit: string) => (unit === "share" ? `${signed(d.value * 100)} points` : unit === "countries" ? signed(d.value) : fine(d.value));
  const range = (d: Difference, unit: string) => (!(d.high > d.low) ? "–" : unit === "share" ? `${signed(d.low * 100)} to ${signed(d.high * 100)}` : unit === "countries" ? `${signed(d.low)} to ${signed(d.high)}` : `${fine(d.low)} to ${fine(d.high)}`);
  return (
    <Figure title="What changes, in numbers" name="waico-differences" note={`${source(a)} against “${b.label}”. Means; intervals of 95 %${p.paired ? ", history by history with the same luck" : ", independent histories"}.`}
      rows={() => [["measure", "at", "mean", "reference", "difference", "low", "high"], ...rows.map((r) => [r.key, String(r.when), r.d.a, r.d.b, r.d.value, r.d.low, r.d.high])]}>
      <div class="scroll low" tabIndex={0} role="region" aria-label="Differences"><table class="numbers"><thead><tr><th>Measure</th><th>here</th><th>{b.label}</th><th>difference</th><th>95 % interval</th></tr></thead><tbody>
        {rows.map((r) => { const f = r.words.unit === "countries" ? (v: number) => fixed(v) : ofUnit(r.words.unit); return <tr key={r.key + r.when}><th scope="row">{r.words.name}{r.when === "end" ? "" : ", end of 2030"}</th><td>{f(r.d.a)}</td><td>{f(r.d.b)}</td>
          <td style={{ color: r.d.sure ? (r.d.value > 0 ? pal.gain : pal.loss) : undefined, fontWeight: r.d.sure ? 600 : 400 }}>{r.d.sure ? cell(r.d, r.words.unit) : r.d.value === 0 && !(r.d.high > r.d.low) ? "none" : "cannot tell"}</td><td class="soft">{range(r.d, r.words.unit)}</td></tr>; })}
      </tbody></table></div>
    </Figure>
  );
}

/** Whose chance changes beyond luck, as a list and on the map. */
export function Changes({ a, b }: { a: Result; b: Result }) {
  const p = usePairs(a, b), pal = palette.value;
  const all = useMemo(() => countryChanges(a, b, p), [a, b, p]), sure = all.filter((c) => c.sure), top = [...sure].sort((x, y) => Math.abs(y.value) - Math.abs(x.value)).slice(0, 16);
  const most = Math.max(0.1, ...all.map((c) => Math.abs(c.value))), scale = differenceScale(most), byPlace = new Map(all.map((c) => [c.ia, c]));
  const shown = top.length ? top : [...all].sort((x, y) => Math.abs(y.value) - Math.abs(x.value)).slice(0, 6), [ref, width, narrow] = useRows(760), line = narrow ? 38 : 26, left = narrow ? 0 : 190, drop = narrow ? 12 : 0, mid = left + (width - left) / 2, reach = Math.max(0.1, ...shown.flatMap((c) => [Math.abs(c.low), Math.abs(c.high)])), unit = ((width - left) / 2 - 52) / reach;
  const chosen = countryIn(a), mine = byPlace.get(chosen);
  if (!all.length) return <p ref={ref as never} class="soft">Dates of joining are not in both results.</p>;
  return (
    <>
      <Figure title="Whose chance of joining changes" name="waico-countries" note={`${source(a)} against “${b.label}”. Lines: 95 % intervals; filled: beyond luck for all countries at once (Holm).`}
        says={sure.length ? <>The chance to become a member changes beyond luck for <b>{sure.length}</b> {sure.length === 1 ? "country" : "countries"}: up for {sure.filter((c) => c.value > 0).length}, down for {sure.filter((c) => c.value < 0).length}.</> : <>For no single country can a change be told from luck with {p.a.length} histories; the largest apparent ones are shown hollow.</>}
        rows={() => [["code", "country", "chance", "reference", "change", "low", "high", "beyond luck"], ...all.map((c) => [c.code, c.name, c.a, c.b, c.value, c.low, c.high, c.sure ? "yes" : "no"])]}>
        <div ref={ref}><svg class="picture" width={width} height={shown.length * line + 4} viewBox={`0 0 ${width} ${shown.length * line + 4}`} role="img" aria-label={shown.map((c) => `${c.name} ${signed(c.value * 100, 0)} points`).join("; ")}>
          <line x1={mid} x2={mid} y1={0} y2={shown.length * line} stroke={pal.soft} />
          {shown.map((c, i) => { const colour = c.value < 0 ? pal.loss : pal.gain, y = i * line + drop + 13, x = (v: number) => mid + v * unit; return <g key={c.code} class="row" onClick={() => { country.value = c.code; }}>
            <text x={narrow ? 2 : left - 10} y={narrow ? y - 9 : y + 4} text-anchor={narrow ? "start" : "end"} font-size={12.5} fill={pal.ink}>{c.name}</text>
            <line x1={x(c.low)} x2={x(c.high)} y1={y} y2={y} stroke={colour} stroke-width={2} stroke-opacity={0.55} />
            <circle cx={x(c.value)} cy={y} r={5} fill={c.sure ? colour : pal.paper} stroke={colour} stroke-width={1.6} />
            <text x={width - 4} y={y + 4} text-anchor="end" font-size={11.5} fill={pal.soft}>{signed(c.value * 100, 0)} points</text></g>; })}
        </svg></div>
        {mine && <p class="chosen"><b>{mine.name}</b>: {percent(mine.a)} against {percent(mine.b)}, {mine.sure ? "a change beyond luck" : mine.value === 0 ? "no change" : "a change that may be luck"}.</p>}
      </Figure>
      {shapes.value && <Figure title="Map of the change" name="waico-map-change" note={BORDERS} says="Change of the chance to have become a member by the end, in points; pale where it cannot be told from luck." rows={() => [["code", "country", "change", "beyond luck"], ...all.map((c) => [c.code, c.name, c.value, c.sure ? "yes" : "no"])]}>
        <WorldMap shapes={shapes.value} countries={a.world.countries} sponsor={a.world.sponsor} selected={chosen} onSelect={(i) => { country.value = a.world.countries[i].code; }} label="Map of the change of chances"
          colours={a.world.countries.map((_, i) => { const c = byPlace.get(i); return c ? (c.sure ? scale(c.value) : scale(c.value * 0.25)) : pal.none; })} words={(i) => { const c = byPlace.get(i); return c ? `${signed(c.value * 100, 0)} points${c.sure ? "" : ", may be luck"}` : ""; }} />
        <div class="ramp"><span>{signed(-most * 100, 0)} points</span><span class="bar" style={{ background: `linear-gradient(to right, ${pal.loss}, ${pal.none}, ${pal.gain})` }} /><span>{signed(most * 100, 0)} points</span></div>
      </Figure>}
    </>
  );
}
