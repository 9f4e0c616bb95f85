/** One history: its events on lanes, statuses on the map as time goes by, the decisions of a country taken apart. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { DecisionRow, EventRow, Result } from "../core/types";
import { longDate, percent, signed } from "../core/format";
import { CAUSE_WORDS, MOVE_DID, STATUS_WORDS, TERM_WORDS, plain } from "../core/words";
import { scaleLinear } from "d3-scale";
import { Figure } from "../ui/export";
import { useWidth } from "../ui/hooks";
import { BORDERS, WorldMap } from "../ui/map";
import { CountryPicker } from "../ui/picker";
import { palette } from "../ui/theme";
import { catalogue, country, countryIn, pool, shapes, specOfResult } from "../state";
import { source, yearsToDate } from "./read";

interface One { number: number; events: EventRow[]; decisions: DecisionRow[]; terms: string[]; status: Int8Array; members: ArrayLike<number>; signed: ArrayLike<number> }
const place = signal(0), account = signal(-1);

/** From the file, where it holds one history; else simulated anew. */
async function fetchOne(result: Result, at: number): Promise<One> {
  const C = result.world.countries.length, T = result.days.length, number = result.replicates[Math.min(at, result.replicates.length - 1)];
  if (result.kind === "run" && result.history) {
    const status = new Int8Array(C * T);
    for (let s = 0; s < 9; s++) for (let i = 0; i < C * T; i++) if (result.pStatus[s * C * T + i] > 0.5) status[i] = s;
    return { number, ...result.history, status, members: result.bands.n_members.mean, signed: result.bands.n_signed.mean };
  }
  const spec = specOfResult(result), words = catalogue.value!.axes;
  if (!spec) throw new Error("This file does not hold the scenario and tables that it was made from.");
  let values: Record<string, ArrayLike<number>> = {};
  const [log] = await Promise.all([pool.value!.decisions(spec, number, 1), pool.value!.runAt(spec, number, ["country_status", "n_members", "n_signed"]).then((b) => { values = b.values; })]);
  const e = log.events, d = log.decisions, K = words.term.length;
  return {
    number, terms: words.term, status: values.country_status as Int8Array, members: values.n_members, signed: values.n_signed,
    events: Array.from(e.time, (time, i) => ({ time, country: e.country[i], type: words.event[e.type[i]], from: e.from[i], to: e.to[i], cause: words.cause[e.cause[i]] ?? "", value: e.value[i] })),
    decisions: Array.from(d.time, (time, i) => ({ time, country: d.country[i], cause: words.cause[d.cause[i]], status: d.status[i], move: words.move[d.move[i]], option: words.move[d.option[i]] ?? "", probability: d.probability[i], optionProbability: d.optionProbability[i], terms: d.terms.subarray(i * K, (i + 1) * K) })),
  };
}

export function HistoryView({ result }: { result: Result }) {
  const [one, setOne] = useState<One | null>(null), [failed, setFailed] = useState(""), n = result.replicates.length, at = Math.min(place.value, n - 1), ready = pool.value && catalogue.value;
  useEffect(() => {
    let gone = false;
    setFailed("");
    if (!ready && result.kind !== "run") return;
    fetchOne(result, at).then((o) => { if (!gone) setOne(o); }, (error: Error) => { if (!gone) setFailed(error.message); });
    return () => { gone = true; };
  }, [result.id, result.n, at, ready]);
  if (failed) return <p class="soft">One history cannot be shown: {failed}</p>;
  if (!one) return <p class="soft">Simulating one history…</p>;
  const C = result.world.countries.length, T = result.days.length, t = account.value < 0 || account.value >= T ? T - 1 : account.value, chosen = countryIn(result), p = palette.value;
  const date = (years: number) => longDate(yearsToDate(result, years).toISOString().slice(0, 10));
  return (
    <>
      <div class="controls">
        {result.kind !== "run" && n > 1 && <label>History <input type="number" min={0} max={n - 1} value={at} onChange={(e) => { place.value = Math.max(0, Math.min(n - 1, Math.round(Number((e.currentTarget as HTMLInputElement).value)) || 0)); }} /> <span class="soft">of {n.toLocaleString("en")}, from 0</span></label>}
        <span class="soft">One history out of many: what follows an event here need not follow from it.</span></div>
      <Timeline result={result} one={one} t={t} date={date} />
      <div class="grid two">
        {shapes.value && <Figure title={`Statuses on ${longDate(yearsToDate(result, result.days[t] / 365.25).toISOString().slice(0, 10))}`} name="waico-history-map" note={BORDERS} rows={() => [["code", "country", "status"], ...result.world.countries.map((c, i) => [c.code, c.name, STATUS_WORDS[one.status[i * T + t]]])]}>
          <WorldMap shapes={shapes.value} countries={result.world.countries} colours={Array.from({ length: C }, (_, i) => p.status[one.status[i * T + t]])} words={(i) => STATUS_WORDS[one.status[i * T + t]]} selected={chosen} sponsor={result.world.sponsor} label="Statuses in this history" onSelect={(i) => { country.value = result.world.countries[i].code; }} />
          <div class="time"><input type="range" aria-label="Date" min={0} max={T - 1} value={t} onInput={(e) => { account.value = Number((e.currentTarget as HTMLInputElement).value); }} /></div>
          <ul class="legend">{STATUS_WORDS.map((w, s) => <li key={w}><span class="key" style={{ background: p.status[s] }} />{w}</li>)}</ul>
        </Figure>}
        <Decisions result={result} one={one} chosen={chosen} date={date} />
      </div>
    </>
  );
}

const LANES: [string, (e: EventRow) => boolean, string][] = [
  ["becomes a member", (e) => e.to >= 4 && e.to <= 6 && e.from !== e.to && !(e.from >= 4 && e.from <= 6), "up"], ["signs", (e) => e.type === "choice" && e.to === 3 && e.from !== 3, "up"],
  ["freezes or leaves", (e) => (e.to === 7 || e.to === 8) && e.from !== e.to, "down"], ["the organisation", (e) => ["entry_into_force", "operation", "dissolution"].includes(e.type), "big"],
  ["summits", (e) => e.type === "summit", "small"], ["AI incidents", (e) => e.type === "incident", "incident"], ["offers of the rival", (e) => e.type === "offer", "small"], ["export controls", (e) => e.type === "control", "small"],
];
const MILESTONES: Record<string, string> = { entry_into_force: "enters into force", operation: "starts to operate", dissolution: "dissolves" };

function Timeline({ result, one, t, date }: { result: Result; one: One; t: number; date(y: number): string }) {
  const [ref, width] = useWidth<HTMLDivElement>(), p = palette.value, narrow = width < 560, left = narrow ? 8 : 150, top = 190, lane = narrow ? 36 : 26, height = top + LANES.length * lane + 26, T = result.days.length;
  const span = (Date.parse(result.end) - Date.parse(result.start)) / 31557600000, x = scaleLinear().domain([0, span]).range([left + (narrow ? 22 : 0), width - 12]), most = Math.max(10, ...Array.from(one.signed)), y = scaleLinear().domain([0, most]).nice(4).range([top - 16, 10]);
  const line = (values: ArrayLike<number>) => "M" + Array.from(values, (v, i) => `${x(result.days[i] / 365.25).toFixed(1)} ${y(v).toFixed(1)}`).join("L");
  const year0 = new Date(result.start).getUTCFullYear() + 1, ticks = Array.from({ length: 40 }, (_, i) => year0 + i).map((year) => ({ year, at: (Date.parse(`${year}-01-01`) - Date.parse(result.start)) / 31557600000 })).filter(({ at }) => at <= span && at >= 0).filter((_, i) => !narrow || i % 4 === 0);
  const words = (e: EventRow) => `${date(e.time)}: ${e.country >= 0 ? result.world.countries[e.country].name + " " : ""}${MILESTONES[e.type] ?? (e.to >= 0 && e.from !== e.to ? STATUS_WORDS[e.to] : plain(e.type))}${e.type === "incident" ? `, severity ${Math.abs(e.value).toFixed(1)}${e.value < 0 ? ", from the sponsor's systems" : ""}` : ""}`;
  return (
    <Figure title={`History ${one.number}: what happens when`} name={`waico-history-${one.number}`} note={source(result)} rows={() => [["date", "country", "event", "from", "to", "cause", "value"], ...one.events.map((e) => [date(e.time), e.country >= 0 ? result.world.countries[e.country].code : "", e.type, e.from >= 0 ? STATUS_WORDS[e.from] : "", e.to >= 0 ? STATUS_WORDS[e.to] : "", e.cause, e.value])]}>
      <div ref={ref}><svg class="picture" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Timeline of history ${one.number}: ${one.members[T - 1]} members at the end`}>
        {y.ticks(4).map((v) => <g key={v}><line x1={x(0)} x2={width - 12} y1={y(v)} y2={y(v)} stroke={p.rule} /><text x={x(0) - 5} y={y(v) + 4} font-size={11} text-anchor="end" fill={p.soft}>{v}</text></g>)}
        {ticks.map(({ year, at }) => <g key={year}><line x1={x(at)} x2={x(at)} y1={10} y2={height - 22} stroke={p.rule} stroke-width={0.6} /><text x={x(at)} y={height - 7} font-size={11} text-anchor="middle" fill={p.soft}>{year}</text></g>)}
        <path d={line(one.signed)} fill="none" stroke={p.lines[1]} stroke-width={1.8} /><path d={line(one.members)} fill="none" stroke={p.lines[0]} stroke-width={2.2} />
        {!narrow && <><text x={2} y={24} font-size={12} font-weight={600} fill={p.lines[1]}>signed</text><text x={2} y={42} font-size={12} font-weight={600} fill={p.lines[0]}>members</text></>}
        <line x1={x(result.days[t] / 365.25)} x2={x(result.days[t] / 365.25)} y1={10} y2={height - 22} stroke={p.ink} stroke-dasharray="2 3" />
        {LANES.map(([name, is, kind], i) => { const at = top + i * lane + (narrow ? 24 : 12); return <g key={name}>
          <text x={narrow ? 2 : left - 10} y={narrow ? at - 10 : at + 4} font-size={12} text-anchor={narrow ? "start" : "end"} fill={p.ink}>{name}</text>
          <line x1={x(0)} x2={width - 12} y1={at} y2={at} stroke={p.rule} />
          {one.events.filter(is).map((e, k) => kind === "incident" ? <circle key={k} cx={x(e.time)} cy={at} r={2.5 + 1.6 * Math.sqrt(Math.abs(e.value))} fill={e.value < 0 ? p.loss : "none"} stroke={p.loss} stroke-width={1.3}><title>{words(e)}</title></circle>
            : kind === "big" ? <g key={k}><path d={`M${x(e.time)} ${at - 6}l6 6l-6 6l-6 -6z`} fill={p.ink}><title>{words(e)}</title></path></g>
            : <line key={k} x1={x(e.time)} x2={x(e.time)} y1={at - 6} y2={at + 6} stroke={kind === "up" ? p.lines[0] : kind === "down" ? p.loss : p.soft} stroke-width={1.4}><title>{words(e)}</title></line>)}
        </g>; })}
      </svg></div>
    </Figure>
  );
}

function Decisions({ result, one, chosen, date }: { result: Result; one: One; chosen: number; date(y: number): string }) {
  const name = result.world.countries[chosen].name, mine = one.decisions.filter((d) => d.country === chosen), steps = mine.filter((d) => d.move !== "stay"), [all, setAll] = useState(false), shown = all ? mine : steps;
  const T = result.days.length;
  const part = (d: DecisionRow, sign: number) => Array.from(d.terms, (v, k) => ({ v, k })).filter(({ v }) => v * sign > 0.05).sort((a, b) => Math.abs(b.v) - Math.abs(a.v)).slice(0, 4).map(({ v, k }) => `${TERM_WORDS[one.terms[k]] ?? plain(one.terms[k])} ${signed(v)}`).join("; ") || "nothing much";
  return (
    <section class="figure" aria-label="Decisions"><header><h3>{name} in this history</h3></header>
      <div class="controls"><CountryPicker countries={result.world.countries} value={chosen} onPick={(i) => { country.value = result.world.countries[i].code; }} /><label class="check"><input type="checkbox" checked={all} onChange={() => setAll(!all)} />also when it stays as it is</label></div>
      <p class="says">{chosen === result.world.sponsor ? "The sponsor decides nothing." : one.decisions.length === 0 ? "This file holds no decisions: run it with --decisions." : <>{mine.length} occasions to decide, {steps.length} steps taken; at the end: {STATUS_WORDS[one.status[chosen * T + T - 1]]}. Numbers say how much each part weighs: one more makes the step 2.7 times as likely.</>}</p>
      <ol class="decisions scroll" tabIndex={0}>{shown.slice(0, 200).map((d, i) => <li key={i}><b>{date(d.time)}</b>, {CAUSE_WORDS[d.cause] ?? plain(d.cause)}: {d.move === "stay" ? <>it does not move (likeliest alternative: it {MOVE_DID[d.option] ?? "moves"}; chance {percent(d.optionProbability)})</> : <><b>{MOVE_DID[d.move] ?? plain(d.move)}</b>; the chance of this was {percent(d.probability)}</>}.
        <div class="soft">for: {part(d, 1)}</div><div class="soft">against: {part(d, -1)}</div></li>)}</ol>
    </section>
  );
}
