/** Results side by side: small multiples, and any two taken apart. */
import { signal } from "@preact/signals";
import type { Result } from "../core/types";
import { ofUnit, fixed } from "../core/format";
import { seriesWords } from "../core/words";
import { LineChart } from "../ui/chart";
import { Figure } from "../ui/export";
import { palette } from "../ui/theme";
import { Changes, CompareCurves, Differences, Headline } from "../lab/effects";
import { results } from "../state";
import { summaryWords } from "./read";

const chosen = signal<[string, string]>(["", ""]);
const series = signal("n_members");

export function CompareView() {
  const all = results.value, p = palette.value, key = series.value, words = seriesWords(key);
  if (all.length < 2) return <p class="says big">To compare, add a second result: drop another file on the page, or add a shipped scenario with “Add a scenario” above; it is simulated here in a second.</p>;
  const b = all.find((r) => r.id === chosen.value[1]) ?? all[0], a = all.find((r) => r.id === chosen.value[0] && r !== b) ?? all.find((r) => r !== b)!;
  const high = Math.max(...all.flatMap((r) => Array.from(r.bands[key]?.q95 ?? []).filter(Number.isFinite)));
  const pick = (k: 0 | 1, label: string, value: Result) => <label>{label} <select value={value.id} onChange={(e) => { const id = (e.currentTarget as HTMLSelectElement).value; chosen.value = k === 0 ? [id, b.id] : [a.id, id]; }}>{all.map((r) => <option key={r.id} value={r.id}>{r.label}</option>)}</select></label>;
  return (
    <>
      <Figure title={`${words.name} in each result`} name="waico-multiples" note={`Lines: median, with nine tenths of the histories; dashed: “${all[0].label}”. All panels have the same axes.`}
        controls={<label>Show <select value={key} onChange={(e) => { series.value = (e.currentTarget as HTMLSelectElement).value; }}>{Object.keys(all[0].bands).map((k) => <option key={k} value={k}>{seriesWords(k).name}</option>)}</select></label>}
        rows={() => [["result", "year", "median", "low_05", "high_95"], ...all.flatMap((r) => Array.from(r.years, (y, t) => [r.label, y, r.bands[key]?.q50[t] ?? NaN, r.bands[key]?.q05[t] ?? NaN, r.bands[key]?.q95[t] ?? NaN]))]}>
        <div class="multiples">{all.map((r, i) => r.bands[key] && <div key={r.id}><h4>{r.label} <span class="soft">{key === "n_members" ? fixed(summaryWords(r, key).median, 0) + " at the end" : ""}</span></h4>
          <LineChart compact height={170} top={high} format={ofUnit(words.unit)} label={`${r.label}: ${words.name}`}
            curves={[{ label: r.label, colour: p.lines[0], years: r.years, mid: r.bands[key].q50, low: r.bands[key].q05, high: r.bands[key].q95 }, ...(i ? [{ label: all[0].label, colour: p.soft, years: all[0].years, mid: all[0].bands[key].q50, dash: true, thin: true }] : [])]} /></div>)}</div>
      </Figure>
      <div class="controls pair">{pick(0, "Take", a)}{pick(1, "against", b)}</div>
      <Headline a={a} b={b} />
      <CompareCurves a={a} b={b} />
      <Differences a={a} b={b} />
      <Changes a={a} b={b} />
    </>
  );
}
