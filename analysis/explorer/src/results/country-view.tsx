/** All about one country: chances, dates, fates, reasons, attributes, company. */
import { useEffect, useState } from "preact/hooks";
import type { Result } from "../core/types";
import { fixed, lastDay, longDate, number, percent, signed } from "../core/format";
import { CAUSE_WORDS, COLUMN_WORDS, MEMBER, SIGNED, STATUS_KEYS, STATUS_WORDS, TERM_WORDS, plain } from "../core/words";
import { LineChart } from "../ui/chart";
import { Figure } from "../ui/export";
import { CountryPicker } from "../ui/picker";
import { useRows } from "../ui/hooks";
import { palette } from "../ui/theme";
import { catalogue, country, countryIn, half, pool, specOfResult } from "../state";
import { chanceOver, firstDate, memberChances, source, whenWords } from "./read";

export function CountryView({ result }: { result: Result }) {
  const c = countryIn(result), me = result.world.countries[c], p = palette.value, T = result.days.length;
  const member = firstDate(result, "member", c), wasSigned = firstDate(result, "signed", c), left = firstDate(result, "withdrawn", c);
  const end = lastDay(result.end).slice(0, 4), record = result.world.recordSigned[c];
  if (c === result.world.sponsor) return <><Top result={result} c={c} /><p class="says big">{me.name} is the sponsor: a core member from the start to the end, in every history. Choose another country.</p></>;
  return (
    <>
      <Top result={result} c={c} />
      <p class="says big">
        {member ? <>{me.name} becomes a member in <b>{percent(member.ever)}</b> of {member.n.toLocaleString("en")} simulated histories{member.n < result.n ? ` (the first of ${result.n.toLocaleString("en")})` : ""} by the end of {end}
          {member.ever >= 0.5 ? <>, half of the time by <b>{whenWords(result, member.median)}</b></> : null}
          {member.ever > 0.05 ? <> (nine of ten: {whenWords(result, member.low)} to {Number.isFinite(member.high) ? whenWords(result, member.high) : "after the end, or never"})</> : null}.</>
          : <>{me.name}: dates of joining are not in this file.</>}
        {" "}{Number.isFinite(record) ? <>In fact it signed in {whenWords(result, record)}.</> : <>It had not signed by the record of July 2026.</>}
      </p>
      <div class="grid two">
        <Figure title={`${me.name}: chance by date`} name={`waico-${me.code}-chance`} note={source(result)}
          rows={() => [["year", "member", "signed"], ...Array.from(result.years, (y, t) => [y, chanceOver(result, MEMBER, c)[t], chanceOver(result, SIGNED, c)[t]])]}>
          <LineChart label={`Chance that ${me.name} is a member, by date`} format={(v) => percent(v)} top={1} height={270}
            curves={[{ label: "Member", colour: p.lines[0], years: result.years, mid: chanceOver(result, MEMBER, c), n: result.n }, { label: "Signed", colour: p.lines[1], years: result.years, mid: chanceOver(result, SIGNED, c), dash: true }]} />
        </Figure>
        <Fates result={result} c={c} signed={wasSigned?.ever} member={member?.ever} left={left?.ever} />
      </div>
      <Reasons result={result} c={c} />
      <div class="grid two">
        <Attributes result={result} c={c} />
        <Company result={result} c={c} t={T - 1} />
      </div>
    </>
  );
}

function Top({ result, c }: { result: Result; c: number }) {
  const me = result.world.countries[c];
  return <div class="controls"><CountryPicker countries={result.world.countries} value={c} onPick={(i) => { country.value = result.world.countries[i].code; }} />
    <span class="soft">{me.subregion}{result.world.blocs[c].length ? "; in " + result.world.blocs[c].join(", ") : ""}</span>
    <button type="button" onClick={() => { half.value = "laboratory"; }}>What would change it? → Laboratory</button></div>;
}

/** Bars of shares with their words; a table to screen readers. */
export function Bars({ rows, format = (v) => percent(v), most = 1, colour }: { rows: { label: string; value: number; colour?: string; note?: string }[]; format?: (v: number) => string; most?: number; colour?: string }) {
  const p = palette.value, [ref, width, narrow] = useRows(700), left = narrow ? 2 : 216, line = narrow ? 40 : 27, low = narrow ? 17 : 6, height = rows.length * line + 6, room = width - left - 70;
  return (
    <div ref={ref}><svg class="picture" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={rows.map((r) => `${r.label}: ${format(r.value)}`).join("; ")}>
      {rows.map((r, i) => <g key={r.label}>
        <text x={narrow ? 2 : left - 8} y={i * line + (narrow ? 13 : 19)} text-anchor={narrow ? "start" : "end"} font-size={12.5} fill={p.ink}>{r.label}</text>
        <rect x={left} y={i * line + low} width={Math.max(0.5, (room * Math.min(r.value, most)) / most)} height={18} rx={2} fill={r.colour ?? colour ?? p.lines[0]} stroke={p.rule} stroke-width={0.7} />
        <text x={left + (room * Math.min(r.value, most)) / most + 7} y={i * line + low + 13} font-size={12} fill={p.soft}>{format(r.value)}</text>
      </g>)}
    </svg></div>
  );
}

function Fates({ result, c, signed, member, left }: { result: Result; c: number; signed?: number; member?: number; left?: number }) {
  const C = result.world.countries.length, p = palette.value, counts = new Array<number>(9).fill(0), all = result.finalStatus;
  if (all) for (let r = 0; r < all.length / C; r++) counts[all[r * C + c]] += C / all.length;
  const rows = counts.map((v, s) => ({ label: STATUS_WORDS[s], value: v, colour: p.status[s] })).filter((r) => r.value > 0);
  return (
    <Figure title={`What it is on ${longDate(lastDay(result.end))}`} name={`waico-${result.world.countries[c].code}-end`} note={source(result)} rows={() => [["status", "share"], ...counts.map((v, s) => [STATUS_KEYS[s], v])]}
      says={<>Over all histories: it signs in {percent(signed ?? NaN)}, becomes a member in {percent(member ?? NaN)}, leaves in {percent(left ?? NaN)}.</>}>
      <Bars rows={rows} />
    </Figure>
  );
}

interface Account { n: number; moved: number; chance: number; join: Float64Array; refuse: Float64Array; nJoin: number; nRefuse: number; causes: [string, number][] }
const REASON_HISTORIES = 60;
const known = new Map<string, Account>();

/** Mean terms of the decisions to sign and of those to refuse, over histories that are simulated anew. */
function Reasons({ result, c }: { result: Result; c: number }) {
  const [account, setAccount] = useState<Account | null>(null), [failed, setFailed] = useState(""), [ref, width, narrow] = useRows(900), p = palette.value, key = result.id + result.n + c;
  useEffect(() => {
    let gone = false;
    setFailed("");
    setAccount(known.get(key) ?? null);
    if (known.has(key) || !pool.value || !catalogue.value) return;
    const spec = specOfResult(result), words = catalogue.value.axes, K = words.term.length;
    if (!spec) { setFailed("This file does not hold the scenario and tables that it was made from."); return; }
    const sign = ["sign", "return"].map((w) => words.move.indexOf(w)), made: Account = { n: 0, moved: 0, chance: 0, join: new Float64Array(K), refuse: new Float64Array(K), nJoin: 0, nRefuse: 0, causes: [] }, causes = new Map<string, number>();
    const from = Math.min(REASON_HISTORIES, result.n);
    const parts = Array.from({ length: Math.ceil(from / 6) }, (_, i) => pool.value!.decisions(spec, i * 6, Math.min(6, from - i * 6), () => gone).then(({ decisions: d }) => {
      for (let i = 0; i < d.n; i++) {
        if (d.country[i] !== c || !sign.includes(d.option[i])) continue;
        const joined = sign.includes(d.move[i]), sum = joined ? made.join : made.refuse;
        if (joined) { made.nJoin++; const cause = words.cause[d.cause[i]]; causes.set(cause, (causes.get(cause) ?? 0) + 1); } else made.nRefuse++;
        for (let k = 0; k < K; k++) sum[k] += d.terms[i * K + k];
      }
    }));
    Promise.all(parts).then(() => {
      made.n = from;
      made.causes = [...causes].sort((a, b) => b[1] - a[1]);
      made.join.forEach((v, k) => { made.join[k] = v / made.nJoin; });
      made.refuse.forEach((v, k) => { made.refuse[k] = v / made.nRefuse; });
      known.set(key, made);
      if (!gone) setAccount(made);
    }, (error: Error) => { if (!gone) setFailed(error.message); });
    return () => { gone = true; };
  }, [key, pool.value, catalogue.value]);
  const name = result.world.countries[c].name, terms = catalogue.value?.axes.term ?? [];
  if (failed) return <p class="soft" ref={ref as never}>Reasons cannot be shown: {failed}</p>;
  if (!account) return <p class="soft" ref={ref as never}>Taking its decisions apart…</p>;
  const order = terms.map((_, k) => k).filter((k) => Math.abs(account.join[k]) > 0.02 || Math.abs(account.refuse[k]) > 0.02)
    .sort((a, b) => Math.abs((account.nJoin ? account.join : account.refuse)[b]) - Math.abs((account.nJoin ? account.join : account.refuse)[a])).slice(0, 14);
  const most = Math.max(1, ...order.flatMap((k) => [account.join[k], account.refuse[k]].filter(Number.isFinite).map(Math.abs)));
  const left = narrow ? 0 : 268, line = narrow ? 44 : 30, drop = narrow ? 14 : 0, mid = left + (width - left) / 2, unit = ((width - left) / 2 - 34) / most, height = order.length * line + 24;
  const sums = [account.join, account.refuse].map((a) => a.reduce((x, y) => x + y, 0));
  return (
    <Figure title={`Why ${name} signs, and why it refuses`} name={`waico-${result.world.countries[c].code}-reasons`} note={`${source(result)}. Means over ${account.nJoin} decisions to sign and ${account.nRefuse} to stay where signing was the likeliest alternative, in ${account.n} histories.`}
      says={<>{account.nJoin ? <>It signs most often {account.causes.slice(0, 2).map(([w, n]) => `${CAUSE_WORDS[w] ?? plain(w)} (${percent(n / account.nJoin)})`).join(" and ")}. </> : <>In these histories it never signs. </>}
        Bars to the right speak for signing, to the left against it; one unit more makes it 2.7 times as likely.</>}
      rows={() => [["term", "mean when it signs", "mean when it refuses"], ...terms.map((t, k) => [t, account.join[k], account.refuse[k]]), ["in all", sums[0], sums[1]]]}
      help={<p>A decision is a weighing of these parts; their sum, {Number.isFinite(sums[0]) ? <>{signed(sums[0], 1)} on average when it signed and </> : ""}{signed(sums[1], 1)} when it refused, decides how likely the step is. They are the model's account, not a government's. What is the same in both speaks at every occasion; what differs decides.</p>}>
      <div ref={ref}><svg class="picture" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={"Reasons: " + order.map((k) => `${TERM_WORDS[terms[k]] ?? terms[k]} ${signed(account.join[k])}`).join("; ")}>
        {!narrow && <line x1={mid} x2={mid} y1={0} y2={height - 20} stroke={p.soft} />}
        {order.map((k, i) => <g key={k}>{narrow && <line x1={mid} x2={mid} y1={i * line + 16} y2={i * line + 40} stroke={p.soft} />}
          <text x={narrow ? 2 : left - 10} y={i * line + (narrow ? 13 : 19)} font-size={12.5} text-anchor={narrow ? "start" : "end"} fill={p.ink}>{TERM_WORDS[terms[k]] ?? plain(terms[k])}</text>
          {([[account.join[k], p.lines[0], 4], [account.refuse[k], p.lines[1], 14]] as const).map(([v, colour, dy]) => Number.isFinite(v) && <g key={dy}>
            <rect x={v < 0 ? mid + v * unit : mid} y={i * line + drop + dy} width={Math.max(0.5, Math.abs(v) * unit)} height={9} fill={colour} />
            <text x={mid + v * unit + (v < 0 ? -5 : 5)} y={i * line + drop + dy + 8.5} font-size={10} text-anchor={v < 0 ? "end" : "start"} fill={p.soft}>{signed(v)}</text></g>)}
        </g>)}
        <rect x={left} y={height - 14} width={11} height={9} fill={p.lines[0]} /><text x={left + 16} y={height - 6} font-size={11.5} fill={p.soft}>when it signs</text>
        <rect x={left + 110} y={height - 14} width={11} height={9} fill={p.lines[1]} /><text x={left + 126} y={height - 6} font-size={11.5} fill={p.soft}>when it refuses</text>
      </svg></div>
    </Figure>
  );
}

function Attributes({ result, c }: { result: Result; c: number }) {
  const p = palette.value, keys = Object.keys(COLUMN_WORDS).filter((k) => result.world.columns[k]), [ref, width, narrow] = useRows(700), line = narrow ? 38 : 27, left = narrow ? 8 : 216, drop = narrow ? 13 : 0, room = width - left - 62;
  const rows = keys.map((key) => {
    const all = result.world.columns[key], sorted = Float64Array.from(all).sort(), low = Math.min(sorted[0], 0), high = Math.max(1, sorted[sorted.length - 1]);
    const x = (v: number) => left + (room * (v - low)) / (high - low);
    return { key, value: all[c], x, q: [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => sorted[Math.round(q * (sorted.length - 1))]), rank: sorted.filter((v) => v < all[c]).length / sorted.length };
  });
  return (
    <Figure title="Its attributes against the world's" name={`waico-${result.world.countries[c].code}-attributes`} note="Bars: the middle half and nine tenths of all countries; dot: this country. Sources: the document of the tables."
      rows={() => [["attribute", "value", "world 5 %", "world median", "world 95 %"], ...rows.map((r) => [r.key, r.value, r.q[0], r.q[2], r.q[4]])]}>
      <div ref={ref}><svg class="picture" width={width} height={rows.length * line + 6} viewBox={`0 0 ${width} ${rows.length * line + 6}`} role="img" aria-label={rows.map((r) => `${COLUMN_WORDS[r.key][0]} ${fixed(r.value, 2)}, higher than ${percent(r.rank)} of countries`).join("; ")}>
        {rows.map((r, i) => <g key={r.key}><title>{COLUMN_WORDS[r.key][1]}</title>
          <text x={narrow ? 2 : left - 8} y={i * line + (narrow ? 12 : 18)} text-anchor={narrow ? "start" : "end"} font-size={12.5} fill={p.ink}>{COLUMN_WORDS[r.key][0]}</text>
          <rect x={r.x(r.q[0])} y={i * line + drop + 12} width={Math.max(1, r.x(r.q[4]) - r.x(r.q[0]))} height={3} fill={p.rule} />
          <rect x={r.x(r.q[1])} y={i * line + drop + 9} width={Math.max(1, r.x(r.q[3]) - r.x(r.q[1]))} height={9} rx={2} fill={p.rule} />
          <circle cx={r.x(r.value)} cy={i * line + drop + 13.5} r={5.5} fill={p.lines[0]} stroke={p.paper} stroke-width={1.5} />
          <text x={width - 4} y={i * line + drop + 18} text-anchor="end" font-size={12} fill={p.soft}>{fixed(r.value, 2)}</text></g>)}
      </svg></div>
    </Figure>
  );
}

function Company({ result, c, t }: { result: Result; c: number; t: number }) {
  const chance = memberChances(result, t), world = result.world;
  const row = (i: number) => <li key={i}><button type="button" class="link" onClick={() => { country.value = world.countries[i].code; }}>{world.countries[i].name}</button> <span class="soft">{i === world.sponsor ? "sponsor" : percent(chance[i])}</span></li>;
  const blocs = world.blocs[c].map((name) => {
    const mates = world.blocs.map((b, i) => (b.includes(name) && i !== c ? i : -1)).filter((i) => i >= 0);
    return { name, n: mates.length, mean: mates.reduce((a, i) => a + (i === world.sponsor ? 1 : chance[i]), 0) / (mates.length || 1) };
  });
  const region = world.countries.map((o, i) => (o.subregion === world.countries[c].subregion && i !== c ? i : -1)).filter((i) => i >= 0);
  return (
    <section class="figure"><header><h3>Its neighbours and blocs</h3></header>
      <p class="says">Chance of being a member at the end. What they do counts in its own decisions.</p>
      <h4>Land neighbours</h4>{world.neighbours[c].length ? <ul class="plain columns">{world.neighbours[c].map(row)}</ul> : <p class="soft">none</p>}
      <h4>Blocs</h4>{blocs.length ? <ul class="plain">{blocs.map((b) => <li key={b.name}>{b.name} <span class="soft">{percent(b.mean)} on average of {number(b.n)} others</span></li>)}</ul> : <p class="soft">none of those in the tables</p>}
      <h4>{world.countries[c].subregion}</h4><ul class="plain columns">{region.map(row)}</ul>
    </section>
  );
}
