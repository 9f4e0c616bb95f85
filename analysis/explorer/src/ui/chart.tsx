/** Curves with bands on one axis of years: hover, touch and arrow keys read the values. */
import { useMemo, useState } from "preact/hooks";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { useWidth } from "./hooks";
import { palette } from "./theme";
import { nearest } from "./years";

export interface Curve {
  label: string; colour: string; years: ArrayLike<number>; mid: ArrayLike<number>; low?: ArrayLike<number>; high?: ArrayLike<number>;
  low2?: ArrayLike<number>; high2?: ArrayLike<number>; dash?: boolean; n?: number; thin?: boolean;
}
export interface Mark { year: number; value: number; label: string }
interface Props {
  curves: Curve[]; marks?: Mark[]; format(v: number): string; label: string; height?: number; zero?: boolean; top?: number; bottom?: number;
  lines?: { value: number; label: string }[]; years?: [number, number]; compact?: boolean; whatN?: string; shades?: { from: number; to: number; colour: string }[];
}

export function LineChart({ curves, marks = [], format, label, height = 320, zero = true, top, bottom, lines = [], years, compact = false, whatN = "histories" }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const p = palette.value, main = curves[0];
  const names = !compact && width >= 560;
  const longest = Math.max(0, ...curves.map((c) => c.label.length));
  const box = { left: compact ? 38 : 48, right: names ? Math.min(250, 18 + 7.4 * longest) : 14, top: 12, bottom: 26 };
  const { x, y } = useMemo(() => {
    let low = Infinity, high = -Infinity, y0 = Infinity, y1 = -Infinity;
    const take = (values?: ArrayLike<number>) => { if (values) for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) { low = Math.min(low, values[i]); high = Math.max(high, values[i]); } };
    for (const c of curves) {
      [c.mid, c.low, c.high].forEach(take);
      y0 = Math.min(y0, c.years[0]);
      y1 = Math.max(y1, c.years[c.years.length - 1]);
    }
    marks.forEach((m) => { high = Math.max(high, m.value); low = Math.min(low, m.value); y0 = Math.min(y0, m.year); });
    if (!(high >= low)) { low = 0; high = 1; }
    if (zero) { low = Math.min(0, low); high = Math.max(0, high); }
    if (top !== undefined) high = top;
    if (bottom !== undefined) low = bottom;
    if (high === low) high = low + 1;
    const scale = scaleLinear().domain([low, high]).range([height - box.bottom, box.top]);
    if (top === undefined) scale.nice(5);
    return { x: scaleLinear().domain(years ?? [y0, y1]).range([box.left, width - box.right]), y: scale };
  }, [curves, marks, width, height, zero, top, bottom]);
  if (!main) return <div ref={ref} />;
  const path = (c: Curve, values: ArrayLike<number>) => line<number>().defined((i) => Number.isFinite(values[i])).x((i) => x(c.years[i])).y((i) => y(values[i]))(range(c.years.length)) ?? "";
  const band = (c: Curve, low: ArrayLike<number>, high: ArrayLike<number>) => area<number>().defined((i) => Number.isFinite(low[i]) && Number.isFinite(high[i])).x((i) => x(c.years[i])).y0((i) => y(low[i])).y1((i) => y(high[i]))(range(c.years.length)) ?? "";
  const ticks = x.ticks(Math.max(2, Math.min(8, width / 90))).filter(Number.isInteger);
  const cursor = at === null ? null : Math.min(at, main.years.length - 1);
  const move = (clientX: number, element: Element) => {
    const box = element.getBoundingClientRect(), year = x.invert((clientX - box.left) * (width / box.width));
    let best = 0;
    for (let i = 0; i < main.years.length; i++) if (Math.abs(main.years[i] - year) < Math.abs(main.years[best] - year)) best = i;
    setAt(best);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -4, PageDown: 4 }[event.key];
    if (step) setAt(Math.max(0, Math.min(main.years.length - 1, (at ?? (step > 0 ? -1 : main.years.length)) + step)));
    else if (event.key === "Home") setAt(0);
    else if (event.key === "End") setAt(main.years.length - 1);
    else if (event.key === "Escape") setAt(null);
    else return;
    event.preventDefault();
  };
  const ends = spread(curves.map((c) => ({ c, y: y(lastOf(c.mid)) })), 14, box.top + 4, height - box.bottom);
  const reading = cursor === null ? null : curves.map((c) => {
    const i = nearest(c.years, main.years[cursor]);
    return { c, i, text: `${format(c.mid[i])}` + (c.low && c.high && Number.isFinite(c.low[i]) ? ` (${format(c.low[i])} to ${format(c.high[i])})` : "") };
  });
  return (
    <div class="chart" ref={ref}>
      <svg class="picture" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" tabIndex={0} aria-label={label + ". Arrow keys read the values."}
        onPointerMove={(e) => move(e.clientX, e.currentTarget as Element)} onPointerDown={(e) => move(e.clientX, e.currentTarget as Element)} onPointerLeave={() => setAt(null)} onKeyDown={keys} onBlur={() => setAt(null)}>
        {y.ticks(compact ? 3 : 5).map((v) => (
          <g key={v}><line x1={box.left} x2={width - box.right} y1={y(v)} y2={y(v)} stroke={p.rule} stroke-width={1} />
            <text x={box.left - 6} y={y(v) + 4} font-size={11.5} text-anchor="end" fill={p.soft}>{format(v)}</text></g>
        ))}
        {ticks.map((v) => <g key={v}><line x1={x(v)} x2={x(v)} y1={height - box.bottom} y2={height - box.bottom + 4} stroke={p.soft} /><text x={x(v)} y={height - 7} font-size={11.5} text-anchor="middle" fill={p.soft}>{v}</text></g>)}
        {lines.map((l) => <g key={l.label}><line x1={box.left} x2={width - box.right} y1={y(l.value)} y2={y(l.value)} stroke={p.soft} stroke-dasharray="3 3" /><text x={box.left + 4} y={y(l.value) - 4} font-size={11} fill={p.soft}>{l.label}</text></g>)}
        {curves.map((c) => c.low && c.high && <path key={c.label + "b"} d={band(c, c.low, c.high)} fill={c.colour} fill-opacity={0.14} />)}
        {curves.map((c) => c.low2 && c.high2 && <path key={c.label + "h"} d={band(c, c.low2, c.high2)} fill={c.colour} fill-opacity={0.22} />)}
        {curves.map((c) => <path key={c.label + "l"} d={path(c, c.mid)} fill="none" stroke={c.colour} stroke-width={c.thin ? 1.2 : 2.2} stroke-dasharray={c.dash ? "6 4" : undefined} stroke-linejoin="round" />)}
        {marks.map((m) => <g key={m.label}><circle cx={x(m.year)} cy={y(m.value)} r={4} fill={p.paper} stroke={p.ink} stroke-width={1.8}><title>{m.label}</title></circle></g>)}
        {names && ends.map(({ c, y: at }) => <text key={c.label} x={width - box.right + 8} y={at + 4} font-size={12} font-weight={600} fill={c.colour}>{c.label}</text>)}
        {cursor !== null && <line data-hover x1={x(main.years[cursor])} x2={x(main.years[cursor])} y1={box.top} y2={height - box.bottom} stroke={p.ink} stroke-width={1} />}
        {reading?.map(({ c, i }) => Number.isFinite(c.mid[i]) && <circle data-hover key={c.label} cx={x(c.years[i])} cy={y(c.mid[i])} r={3.6} fill={c.colour} />)}
      </svg>
      {!names && curves.length > 1 && <ul class="legend">{curves.map((c) => <li key={c.label}><span class="key" style={{ background: c.colour }} />{c.label}</li>)}</ul>}
      <div class="reading" aria-live="polite">
        {reading ? <><b>{yearWords(main.years[cursor!])}</b>{reading.map(({ c, text }) => <span key={c.label}><span class="key" style={{ background: c.colour }} />{curves.length > 1 ? c.label + ": " : ""}{text}</span>)}
          {main.n !== undefined && !compact && <span class="soft">{main.n.toLocaleString("en")} {whatN}</span>}</> : <span class="soft">{compact ? "" : "Point at the picture to read values."}</span>}
      </div>
    </div>
  );
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export function yearWords(year: number): string {
  return `${MONTHS[Math.min(11, Math.floor((year % 1) * 12))]} ${Math.floor(year)}`;
}
function range(n: number): number[] { return Array.from({ length: n }, (_, i) => i); }
function lastOf(values: ArrayLike<number>): number {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i];
  return 0;
}
/** Moves labels apart that would lie over each other. */
function spread<T extends { y: number }>(items: T[], gap: number, top: number, bottom: number): T[] {
  const sorted = [...items].sort((a, b) => a.y - b.y);
  for (let i = 0; i < sorted.length; i++) sorted[i].y = Math.max(sorted[i].y, i ? sorted[i - 1].y + gap : top);
  for (let i = sorted.length - 1; i >= 0; i--) sorted[i].y = Math.min(sorted[i].y, i < sorted.length - 1 ? sorted[i + 1].y - gap : bottom);
  return sorted;
}
