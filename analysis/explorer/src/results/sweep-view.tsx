/** Sweeps: what a metric does over the points, which parameters matter, and any point by itself. */
import { signal } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import { scaleLinear } from "d3-scale";
import type { Bars as BarsData, Metric, Sweep } from "../core/types";
import { number, ofUnit, signed } from "../core/format";
import { mean, meanInterval } from "../core/stats";
import { seriesWords } from "../core/words";
import { LineChart } from "../ui/chart";
import { Figure } from "../ui/export";
import { useRows, useWidth } from "../ui/hooks";
import { chanceScale, palette } from "../ui/theme";
import { half, shipped, tell } from "../state";
import { edit, named } from "../lab/store";
import { empty } from "../engine/question";

const metricName = signal(""), point = signal(0);
const noteOf = (s: Sweep) => `waico: ${s.title}; design “${s.design}”, ${number(s.points)} points, seed ${s.seed || "1"}`;

export function SweepView({ sweep }: { sweep: Sweep }) {
  const metric = sweep.metrics.find((m) => m.name === metricName.value) ?? sweep.metrics[0], at = Math.min(point.value, sweep.points - 1), varied = sweep.params.filter((p) => new Set(p.values).size > 1);
  const of = <T extends { metric: string }>(list: T[]) => list.find((x) => x.metric === metric?.name);
  const torn = of(sweep.tornado), morris = of(sweep.morris), sobol = of(sweep.sobol), grid = sweep.design === "grid" || sweep.design === "list";
  return (
    <>
      {metric && <div class="controls"><label>Look at <select value={metric.name} onChange={(e) => { metricName.value = (e.currentTarget as HTMLSelectElement).value; }}>{sweep.metrics.map((m) => <option key={m.name} value={m.name}>{m.name.replace(/_/g, " ")}: {m.meaning}</option>)}</select></label></div>}
      {metric && sobol && <Rows data={sobol} title="What the variance comes from (Sobol' indices)" note={noteOf(sweep)} two={["alone", "with all its interactions"]} says="Share of the metric's variance over the swept ranges. A total longer than the part alone is interaction; below zero or above the total is the error of the estimate." />}
      {metric && morris && <Rows data={morris} title="What matters (Morris screening)" note={noteOf(sweep)} says="Mean size of the effect of moving a parameter through its range. It ranks; it apportions nothing." />}
      {metric && torn && <Tornado rows={torn.rows} note={noteOf(sweep)} metric={metric} />}
      {metric && grid && varied.length >= 2 && <Heat sweep={sweep} metric={metric} a={varied[0]} b={varied[1]} others={varied.length > 2} />}
      {metric && varied.length >= 1 && !torn && <Response sweep={sweep} metric={metric} varied={varied} />}
      {metric && varied.length >= 2 && sweep.points >= 8 && <Parallel sweep={sweep} metric={metric} varied={varied} />}
      {metric && sweep.scenarios.length > 1 && <Scenarios sweep={sweep} metric={metric} />}
      <OnePoint sweep={sweep} at={at} />
    </>
  );
}

function Scenarios({ sweep, metric }: { sweep: Sweep; metric: Metric }) {
  const p = palette.value, R = metric.replications, row = (i: number) => metric.each?.subarray(i * R, (i + 1) * R), name = (i: number) => shipped.value.find((x) => x.name === sweep.pointScenario[i])?.title ?? sweep.pointScenario[i];
  const rows = sweep.pointScenario.map((_, i) => {
    const mine = row(i), first = row(0), d = i && mine && first && sweep.paired ? meanInterval(mine.map((v, r) => v - first[r])) : null;
    return { i, label: name(i), value: metric.mean[i], low: metric.low[i], high: metric.high[i], d };
  });
  return <Figure title="Scenarios" name="waico-sweep-scenarios" note={noteOf(sweep)} says={sweep.paired && metric.each ? <>Means with 95 % intervals; below, differences to “{name(0)}”, history by history with the same luck.</> : "Means with 95 % intervals."}
    rows={() => [["scenario", "mean", "low", "high", "difference", "difference_low", "difference_high"], ...rows.map((r) => [sweep.pointScenario[r.i], r.value, r.low, r.high, r.d?.value ?? NaN, r.d?.low ?? NaN, r.d?.high ?? NaN])]}>
    <Dots rows={rows} />
    {rows.some((r) => r.d) && <div class="scroll low" tabIndex={0} role="region" aria-label="Differences"><table class="numbers"><thead><tr><th>Scenario</th><th>mean</th><th>difference</th><th>95 % interval</th></tr></thead><tbody>{rows.map((r) => { const sure = r.d && (r.d.low > 0 || r.d.high < 0); return <tr key={r.i}><th scope="row">{r.label}</th><td>{number(r.value)}</td><td style={{ color: sure ? (r.d!.value > 0 ? p.gain : p.loss) : undefined, fontWeight: sure ? 600 : 400 }}>{!r.d ? "" : sure ? signed(r.d.value, 2) : "cannot tell"}</td><td class="soft">{r.d && Number.isFinite(r.d.low) ? `${signed(r.d.low, 2)} to ${signed(r.d.high, 2)}` : ""}</td></tr>; })}</tbody></table></div>}
  </Figure>;
}

/** Room for the longest label at 12.5 px, at most half of the picture. */
function labelRoom(rows: { label: string }[], width: number): number {
  return Math.min(width / 2, 20 + 6.7 * Math.max(...rows.map((r) => r.label.length)));
}

function Dots({ rows }: { rows: { label: string; value: number; low: number; high: number; value2?: number; low2?: number; high2?: number }[] }) {
  const p = palette.value, [ref, width, narrow] = useRows(860), left = narrow ? 4 : labelRoom(rows, width), line = narrow ? 42 : 28, drop = narrow ? 14 : 0, all = rows.flatMap((r) => [r.value, r.low, r.high, r.value2 ?? NaN, r.low2 ?? NaN, r.high2 ?? NaN]).filter(Number.isFinite);
  const x = scaleLinear().domain([Math.min(0, ...all), Math.max(...all, 1e-9)]).nice().range([left, width - 66]);
  return (
    <div ref={ref}><svg class="picture" width={width} height={rows.length * line + 24} viewBox={`0 0 ${width} ${rows.length * line + 24}`} role="img" aria-label={rows.map((r) => `${r.label}: ${number(r.value)}`).join("; ")}>
      {x.ticks(narrow ? 3 : 6).map((v) => <g key={v}><line x1={x(v)} x2={x(v)} y1={0} y2={rows.length * line} stroke={p.rule} /><text x={x(v)} y={rows.length * line + 16} font-size={11} text-anchor="middle" fill={p.soft}>{number(v)}</text></g>)}
      {rows.map((r, i) => <g key={r.label + i}><text x={narrow ? 2 : left - 10} y={i * line + (narrow ? 12 : 18)} font-size={12.5} text-anchor={narrow ? "start" : "end"} fill={p.ink}>{narrow ? r.label : clip(r.label, left * 0.84)}</text>
        {([[r.value, r.low, r.high, p.lines[0], r.value2 === undefined ? 14 : 10], [r.value2, r.low2, r.high2, p.lines[1], 19]] as const).map(([v, lo, hi, colour, dy]) => v !== undefined && Number.isFinite(v) && <g key={dy}>{Number.isFinite(lo!) && <line x1={x(lo!)} x2={x(hi!)} y1={i * line + drop + dy} y2={i * line + drop + dy} stroke={colour} stroke-width={2} />}<circle cx={x(v)} cy={i * line + drop + dy} r={4.4} fill={colour} /></g>)}
        <text x={width - 2} y={i * line + drop + 18} font-size={11.5} text-anchor="end" fill={p.soft}>{number(r.value)}{r.value2 !== undefined ? " · " + number(r.value2, 2) : ""}</text></g>)}
    </svg></div>
  );
}

function Rows({ data, title, note, says, two }: { data: BarsData; title: string; note: string; says: string; two?: [string, string] }) {
  const p = palette.value, rows = [...data.rows].sort((a, b) => (b.second ?? b.value) - (a.second ?? a.value)).slice(0, 25);
  return <Figure title={title} name={"waico-" + data.metric} note={note} says={says} rows={() => [["parameter", "value", "low", "high", "total", "total_low", "total_high"], ...data.rows.map((r) => [r.label, r.value, r.low, r.high, r.second ?? NaN, r.secondLow ?? NaN, r.secondHigh ?? NaN])]}>
    {two && <ul class="legend"><li><span class="key" style={{ background: p.lines[0] }} />{two[0]}</li><li><span class="key" style={{ background: p.lines[1] }} />{two[1]}</li></ul>}
    <Dots rows={rows.map((r) => ({ label: named(r.label), value: r.value, low: r.low, high: r.high, value2: r.second, low2: r.secondLow, high2: r.secondHigh }))} /></Figure>;
}

function Tornado({ rows: all, note, metric }: { rows: { label: string; base: number; low: number; high: number }[]; note: string; metric: Metric }) {
  const p = palette.value, [ref, width, narrow] = useRows(860), rows = [...all].sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low)).slice(0, 25), left = narrow ? 4 : labelRoom(rows.map((r) => ({ label: named(r.label) })), width), line = narrow ? 42 : 28, drop = narrow ? 14 : 0, ends = rows.flatMap((r) => [r.low, r.high, r.base]).filter(Number.isFinite);
  const x = scaleLinear().domain([Math.min(...ends), Math.max(...ends)]).nice().range([left + 40, width - 44]), base = rows[0]?.base ?? 0;
  return <Figure title="One at a time (tornado)" name={"waico-tornado-" + metric.name} note={note} says="What comes out at the low (orange) and the high (blue) value of each parameter, the others left as they are; the line is the base." rows={() => [["parameter", "base", "low", "high"], ...all.map((r) => [r.label, r.base, r.low, r.high])]}>
    <div ref={ref}><svg class="picture" width={width} height={rows.length * line + 6} viewBox={`0 0 ${width} ${rows.length * line + 6}`} role="img" aria-label={rows.map((r) => `${named(r.label)}: ${number(r.low)} to ${number(r.high)}`).join("; ")}>
      {rows.map((r, i) => <g key={r.label}><text x={narrow ? 2 : left - 4} y={i * line + (narrow ? 12 : 18)} font-size={12.5} text-anchor={narrow ? "start" : "end"} fill={p.ink}>{narrow ? named(r.label) : clip(named(r.label), left * 0.84)}</text>
        {([[r.low, p.lines[1]], [r.high, p.lines[0]]] as const).map(([v, colour]) => Number.isFinite(v) && <g key={colour}><rect x={Math.min(x(v), x(base))} y={i * line + drop + 5} width={Math.max(1, Math.abs(x(v) - x(base)))} height={17} fill={colour} fill-opacity={0.85} /><text x={x(v) + (v < base ? -5 : 5)} y={i * line + drop + 18} font-size={11} text-anchor={v < base ? "end" : "start"} fill={p.soft}>{number(v)}</text></g>)}</g>)}
      {(narrow ? rows.map((_, i) => i * line + 17) : [0]).map((y) => <line key={y} x1={x(base)} x2={x(base)} y1={y} y2={narrow ? y + 21 : rows.length * line} stroke={p.ink} />)}
    </svg></div></Figure>;
}

type Param = Sweep["params"][number];
function Heat({ sweep, metric, a, b, others }: { sweep: Sweep; metric: Metric; a: Param; b: Param; others: boolean }) {
  const p = palette.value, [ref, width] = useWidth<HTMLDivElement>(), xs = [...new Set(a.values)].sort((m, n) => m - n), ys = [...new Set(b.values)].sort((m, n) => m - n);
  const cells = xs.map((x) => ys.map((y) => { const at = Array.from(metric.mean).map((v, i) => (a.values[i] === x && b.values[i] === y ? v : NaN)).filter(Number.isFinite); return at.length ? mean(at) : NaN; }));
  const flat = cells.flat().filter(Number.isFinite), low = Math.min(...flat), high = Math.max(...flat), left = 64, w = (Math.min(width, 900) - left - 10) / xs.length, h = Math.max(26, Math.min(54, 320 / ys.length)), height = ys.length * h + 44;
  if (xs.length * ys.length > 2500) return null;
  const shade = (v: number) => (Number.isFinite(v) ? chanceScale.value((v - low) / (high - low || 1)) : p.none), ink = (v: number) => ((v - low) / (high - low || 1) > 0.5 ? p.paper : p.ink);
  return <Figure title={`${metric.name.replace(/_/g, " ")} over two parameters`} name="waico-heat" note={noteOf(sweep) + (others ? "; each cell is the mean over the other parameters" : "")} says={<>Across: {named(a.path)}. Upwards: {named(b.path)}. Click a cell to look at its point.</>} rows={() => [[a.path, b.path, metric.name], ...xs.flatMap((x, i) => ys.map((y, k) => [x, y, cells[i][k]]))]}>
    <div ref={ref}><svg class="picture" width={Math.min(width, 900)} height={height} viewBox={`0 0 ${Math.min(width, 900)} ${height}`} role="img" aria-label={`Heat map of ${metric.name}: ${number(low)} to ${number(high)}`}>
      {xs.map((x, i) => ys.map((y, k) => <g key={`${x} ${y}`} class="row" onClick={() => { const at = a.values.findIndex((v, j) => v === x && b.values[j] === y); if (at >= 0) point.value = at; }}><rect x={left + i * w} y={(ys.length - 1 - k) * h} width={w - 1} height={h - 1} fill={shade(cells[i][k])}><title>{`${a.path} ${number(x)}, ${b.path} ${number(y)}: ${number(cells[i][k])}`}</title></rect>{w > 40 && <text x={left + i * w + w / 2} y={(ys.length - 1 - k) * h + h / 2 + 4} font-size={12} text-anchor="middle" fill={ink(cells[i][k])}>{number(cells[i][k])}</text>}</g>))}
      {ys.map((y, k) => <text key={y} x={left - 8} y={(ys.length - 1 - k) * h + h / 2 + 4} text-anchor="end" font-size={11.5} fill={p.soft}>{number(y)}</text>)}
      {xs.map((x, i) => (xs.length < 12 || i % Math.ceil(xs.length / 12) === 0) && <text key={x} x={left + i * w + w / 2} y={ys.length * h + 16} text-anchor="middle" font-size={11.5} fill={p.soft}>{number(x)}</text>)}
      <text x={left} y={height - 6} font-size={11.5} fill={p.soft}>{a.path} →</text>
    </svg></div></Figure>;
}

function Response({ sweep, metric, varied }: { sweep: Sweep; metric: Metric; varied: Param[] }) {
  const [which, setWhich] = useState(0), param = varied[Math.min(which, varied.length - 1)], p = palette.value, [ref, width] = useWidth<HTMLDivElement>(), w = Math.min(width, 900), height = 300, left = 54;
  const known = Array.from(metric.mean, (v, i) => i).filter((i) => Number.isFinite(metric.mean[i]) && Number.isFinite(param.values[i])), levels = [...new Set(param.values)].sort((a, b) => a - b), few = levels.length <= 20 && known.length / levels.length >= 1;
  const means = few ? levels.map((v) => mean(known.filter((i) => param.values[i] === v).map((i) => metric.mean[i]))) : [];
  const ends = known.flatMap((i) => [metric.mean[i], metric.low[i], metric.high[i]]).filter(Number.isFinite), x = scaleLinear().domain([levels[0], levels[levels.length - 1]]).nice().range([left, w - 16]), y = scaleLinear().domain([Math.min(...ends), Math.max(...ends)]).nice().range([height - 28, 10]);
  return <Figure title={`${metric.name.replace(/_/g, " ")} against one parameter`} name="waico-response" note={noteOf(sweep) + ". Lines at points: 95 % intervals of their means" + (few && known.length > levels.length ? "; curve: mean over all points with that value" : "")} rows={() => [["point", param.path, "mean", "low", "high"], ...known.map((i) => [i, param.values[i], metric.mean[i], metric.low[i], metric.high[i]])]}
    controls={varied.length > 1 && <label>Parameter <select value={which} onChange={(e) => setWhich(Number((e.currentTarget as HTMLSelectElement).value))}>{varied.map((v, i) => <option key={v.path} value={i}>{named(v.path)}</option>)}</select></label>}>
    <div ref={ref}><svg class="picture" width={w} height={height} viewBox={`0 0 ${w} ${height}`} role="img" aria-label={`${metric.name} against ${param.path}`}>
      {y.ticks(5).map((v) => <g key={v}><line x1={left} x2={w - 16} y1={y(v)} y2={y(v)} stroke={p.rule} /><text x={left - 6} y={y(v) + 4} text-anchor="end" font-size={11.5} fill={p.soft}>{number(v)}</text></g>)}
      {x.ticks(w < 500 ? 4 : 8).map((v) => <text key={v} x={x(v)} y={height - 8} text-anchor="middle" font-size={11.5} fill={p.soft}>{number(v)}</text>)}
      {few && known.length > levels.length && <path d={"M" + levels.map((v, i) => `${x(v)} ${y(means[i])}`).join("L")} fill="none" stroke={p.lines[0]} stroke-width={1.8} />}
      {known.slice(0, 3000).map((i) => <g key={i} class="row" onClick={() => { point.value = i; }}>{Number.isFinite(metric.low[i]) && <line x1={x(param.values[i])} x2={x(param.values[i])} y1={y(metric.low[i])} y2={y(metric.high[i])} stroke={p.lines[0]} stroke-opacity={0.5} />}<circle cx={x(param.values[i])} cy={y(metric.mean[i])} r={i === point.value ? 6 : 3.6} fill={i === point.value ? p.lines[1] : p.lines[0]} fill-opacity={0.75}><title>{`point ${i}: ${number(metric.mean[i])}`}</title></circle></g>)}
    </svg></div><p class="note">Across: {named(param.path)}.</p></Figure>;
}

function Parallel({ sweep, metric, varied }: { sweep: Sweep; metric: Metric; varied: Param[] }) {
  const [boxes, setBoxes] = useState<Record<string, [number, number]>>({}), p = palette.value, [ref, width] = useWidth<HTMLDivElement>(), drag = useRef<{ path: string; from: number } | null>(null), height = 300, top = 26, bottom = height - 22;
  const axes = [...varied.slice(0, Math.max(2, Math.min(12, Math.floor(width / 80)))).map((v) => ({ path: v.path, label: named(v.path), values: v.values })), { path: metric.name, label: metric.name.replace(/_/g, " "), values: metric.mean }];
  const scales = axes.map((a) => { const v = Array.from(a.values).filter(Number.isFinite); return scaleLinear().domain([Math.min(...v), Math.max(...v)]).range([bottom, top]); }), x = (i: number) => 30 + (i * (width - 60)) / (axes.length - 1);
  const inside = useMemo(() => Array.from({ length: sweep.points }, (_, i) => Object.entries(boxes).every(([path, [lo, hi]]) => { const a = axes.find((q) => q.path === path); return !a || (a.values[i] >= lo && a.values[i] <= hi); })), [boxes, sweep, metric]);
  const chosen = inside.map((v, i) => (v ? i : -1)).filter((i) => i >= 0 && Number.isFinite(metric.mean[i])), out = inside.map((v, i) => (v ? -1 : i)).filter((i) => i >= 0 && Number.isFinite(metric.mean[i])), step = Math.max(1, Math.ceil(sweep.points / 1500));
  const line = (i: number) => "M" + axes.map((a, k) => `${x(k).toFixed(1)} ${scales[k](a.values[i]).toFixed(1)}`).join("L");
  const at = (e: PointerEvent, k: number) => { const box = (e.currentTarget as Element).closest("svg")!.getBoundingClientRect(); return scales[k].invert(Math.max(top, Math.min(bottom, ((e.clientY - box.top) / box.height) * height))); };
  const bound = (path: string, which: 0 | 1, v: number, k: number) => { const [lo, hi] = boxes[path] ?? (scales[k].domain() as [number, number]); if (Number.isFinite(v)) setBoxes({ ...boxes, [path]: which ? [lo, v] : [v, hi] }); };
  return <Figure title="All parameters side by side" name="waico-parallel" note={noteOf(sweep) + (step > 1 ? `; every ${step}th line drawn` : "") + (axes.length - 1 < varied.length ? `; ${varied.length - axes.length + 1} more parameters are drawn in a wider window` : "")} says={Object.keys(boxes).length ? <><b>{chosen.length}</b> of {sweep.points} points lie in your box: there {metric.name.replace(/_/g, " ")} is <b>{number(mean(chosen.map((i) => metric.mean[i])))}</b> on average, elsewhere {number(mean(out.map((i) => metric.mean[i])))}.</> : "Each line is a point. Drag along an axis, or type limits below, to keep only the points in that stretch: a scenario is found by hand."}
    rows={() => [["point", ...axes.map((a) => a.path), "inside"], ...inside.map((v, i) => [i, ...axes.map((a) => a.values[i]), v ? "yes" : "no"])]} controls={Object.keys(boxes).length > 0 && <button type="button" onClick={() => setBoxes({})}>Clear</button>}>
    <div ref={ref}><svg class="picture" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Parallel coordinates" style={{ touchAction: "pan-y" }} onPointerUp={() => { drag.current = null; }}>
      {inside.map((v, i) => i % step === 0 && !v && <path key={i} d={line(i)} fill="none" stroke={p.rule} stroke-width={0.8} />)}
      {inside.map((v, i) => i % step === 0 && v && <path key={i} d={line(i)} fill="none" stroke={i === point.value ? p.lines[1] : p.lines[0]} stroke-opacity={i === point.value ? 1 : Math.max(0.12, Math.min(0.7, 40 / sweep.points * 2))} stroke-width={i === point.value ? 2.5 : 1.1} />)}
      {axes.map((a, k) => <g key={a.path}><line x1={x(k)} x2={x(k)} y1={top} y2={bottom} stroke={p.ink} /><text x={x(k)} y={12} font-size={10.5} text-anchor={k === 0 ? "start" : k === axes.length - 1 ? "end" : "middle"} dx={k === 0 ? -26 : k === axes.length - 1 ? 26 : 0} fill={p.ink}>{clip(a.path.split(".").slice(-2).join("."), (width - 60) / (axes.length - 1))}</text>
        <text x={x(k)} y={top - 3} font-size={9.5} text-anchor="middle" fill={p.soft}>{number(scales[k].domain()[1])}</text><text x={x(k)} y={height - 8} font-size={9.5} text-anchor="middle" fill={p.soft}>{number(scales[k].domain()[0])}</text>
        {boxes[a.path] && <rect x={x(k) - 7} width={14} y={scales[k](boxes[a.path][1])} height={Math.max(2, scales[k](boxes[a.path][0]) - scales[k](boxes[a.path][1]))} fill={p.lines[1]} fill-opacity={0.35} stroke={p.lines[1]} />}
        <rect x={x(k) - 14} width={28} y={top} height={bottom - top} fill="transparent" style={{ cursor: "ns-resize", touchAction: "none" }} onPointerDown={(e) => { (e.currentTarget as Element).setPointerCapture(e.pointerId); const v = at(e, k); drag.current = { path: a.path, from: v }; setBoxes({ ...boxes, [a.path]: [v, v] }); }} onPointerMove={(e) => { if (drag.current?.path === a.path) { const v = at(e, k); setBoxes({ ...boxes, [a.path]: [Math.min(drag.current.from, v), Math.max(drag.current.from, v)] }); } }} /></g>)}
    </svg></div>
    <details class="help"><summary>Limits as numbers</summary><table class="numbers"><tbody>{axes.map((a, k) => <tr key={a.path}><th scope="row">{a.label}</th>{([0, 1] as const).map((w) => <td key={w}><input type="number" step="any" aria-label={`${a.label}, ${w ? "highest" : "lowest"}`} value={Number((boxes[a.path] ?? scales[k].domain())[w].toPrecision(4))} onChange={(e) => bound(a.path, w, Number((e.currentTarget as HTMLInputElement).value), k)} /></td>)}</tr>)}</tbody></table></details></Figure>;
}
function clip(text: string, room: number): string {
  const most = Math.floor(room / 5.6);
  return text.length > most ? text.slice(0, Math.max(3, most - 1)) + "…" : text;
}

function OnePoint({ sweep, at }: { sweep: Sweep; at: number }) {
  const T = sweep.days.length, keys = Object.keys(sweep.series), [chosen, setChosen] = useState("n_members"), key = keys.includes(chosen) ? chosen : keys[0], p = palette.value, s = key ? sweep.series[key] : undefined, cut = (v?: Float64Array) => v?.subarray(at * T, (at + 1) * T);
  const send = () => {
    const base = sweep.pointScenario[at], known = shipped.value.some((x) => x.name === base);
    if (!known) return tell(`The laboratory has no scenario “${base}”: open its .cfg there first.`);
    edit({ ...empty(base), set: Object.fromEntries(sweep.params.filter((q) => Number.isFinite(q.values[at])).map((q) => [q.path, q.values[at]])) });
    half.value = "laboratory";
  };
  return <Figure title={`Point ${at}`} name={`waico-point-${at}`} note={noteOf(sweep)} controls={<><label>Point <input type="number" min={0} max={sweep.points - 1} value={at} onChange={(e) => { point.value = Math.max(0, Math.min(sweep.points - 1, Math.round(Number((e.currentTarget as HTMLInputElement).value)) || 0)); }} /> <span class="soft">of {number(sweep.points)}, from 0</span></label>
    {keys.length > 0 && <label>Show <select value={key} onChange={(e) => setChosen((e.currentTarget as HTMLSelectElement).value)}>{keys.map((k) => <option key={k} value={k}>{seriesWords(k).name}</option>)}</select></label>}<button type="button" onClick={send}>Send to the laboratory</button></>}
    rows={() => [["year", "mean", "median", "low_05", "high_95"], ...(s ? Array.from(sweep.years, (y, t) => [y, s.mean[at * T + t], s.q50?.[at * T + t] ?? NaN, s.q05?.[at * T + t] ?? NaN, s.q95?.[at * T + t] ?? NaN]) : [])]}>
    <p>{sweep.scenarios.length > 1 && <>Scenario <b>{shipped.value.find((x) => x.name === sweep.pointScenario[at])?.title ?? sweep.pointScenario[at]}</b>. </>}{sweep.params.map((q) => <span key={q.path} title={q.path}>{named(q.path)}: <b>{number(q.values[at], 4)}</b>. </span>)}{sweep.pointStatus[at] !== "done" && <b>{sweep.pointStatus[at]}</b>}</p>
    <p>{sweep.metrics.map((m) => <span key={m.name}>{m.name.replace(/_/g, " ")}: <b>{number(m.mean[at], 4)}</b>{Number.isFinite(m.low[at]) ? ` (${number(m.low[at], 4)} to ${number(m.high[at], 4)})` : ""}; known in {m.known[at]} histories. </span>)}</p>
    {s && <LineChart label={`${seriesWords(key).name} at point ${at}`} format={ofUnit(seriesWords(key).unit)} height={260} curves={[{ label: seriesWords(key).name, colour: p.lines[0], years: sweep.years, mid: (cut(s.q50) ?? cut(s.mean))!, low: cut(s.q05), high: cut(s.q95) }]} />}
    {!s && <p class="soft">This file keeps no curves (its detail is “summary”).</p>}
  </Figure>;
}
