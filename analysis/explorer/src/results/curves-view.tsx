/** Curves with bands, for every series; several on shared axes. */
import { signal } from "@preact/signals";
import type { Result } from "../core/types";
import { lastDay, longDate, ofUnit } from "../core/format";
import { seriesWords } from "../core/words";
import { Figure } from "../ui/export";
import { LineChart } from "../ui/chart";
import { palette } from "../ui/theme";
import { recordPoints, source, summaryWords } from "./read";

const chosen = signal<string[]>(["n_members", "n_signed"]);

export function CurvesView({ result }: { result: Result }) {
  const p = palette.value, keys = Object.keys(result.bands), groups = new Map<string, string[]>();
  for (const key of keys) { const g = seriesWords(key).group; groups.set(g, [...(groups.get(g) ?? []), key]); }
  const shown = chosen.value.filter((k) => keys.includes(k)), units = [...new Set(shown.map((k) => seriesWords(k).unit))];
  const toggle = (key: string) => { chosen.value = shown.includes(key) ? shown.filter((k) => k !== key) : [...shown, key].slice(-6); };
  const final = summaryWords(result, "n_members");
  return (
    <div class="split">
      <fieldset class="choices"><legend>Draw</legend>
        {[...groups].map(([group, members]) => (
          <details key={group} open={members.some((k) => shown.includes(k)) || group === "Size"}><summary>{group}</summary>
            {members.map((key) => <label key={key} class="check" title={seriesWords(key).help}><input type="checkbox" checked={shown.includes(key)} onChange={() => toggle(key)} />{seriesWords(key).name}</label>)}
          </details>
        ))}
      </fieldset>
      <div>
        {units.length === 0 && <p class="soft">Choose what to draw.</p>}
        {units.map((unit) => {
          const mine = shown.filter((k) => seriesWords(k).unit === unit), format = ofUnit(unit);
          const curves = mine.map((key) => { const b = result.bands[key]; return { label: seriesWords(key).name, colour: p.lines[shown.indexOf(key) % p.lines.length], years: result.years, mid: b.q50, low: b.q05, high: b.q95, low2: mine.length === 1 ? b.q25 : undefined, high2: mine.length === 1 ? b.q75 : undefined, n: result.n }; });
          const title = mine.map((k) => seriesWords(k).name).join(", ");
          return (
            <Figure key={unit} title={title} name={"waico-" + mine.join("-")} note={source(result) + ". Lines: median; bands: nine tenths of the histories at each date" + (mine.length === 1 ? ", darker: the middle half" : "") + ". They hold luck alone, no doubt about the parameters."}
              says={unit === "countries" && mine.includes("n_members") ? <>On {longDate(lastDay(result.end))} half of the histories have <b>{final.median}</b> members or more; nine of ten have between <b>{final.low.toFixed(0)}</b> and <b>{final.high.toFixed(0)}</b>.</> : mine.map((k) => seriesWords(k).help).filter(Boolean).join(" ")}
              rows={() => [["year", ...mine.flatMap((k) => [k + "_mean", k + "_05", k + "_25", k + "_50", k + "_75", k + "_95"])], ...Array.from(result.years, (year, t) => [year, ...mine.flatMap((k) => { const b = result.bands[k]; return [b.mean[t], b.q05[t], b.q25[t], b.q50[t], b.q75[t], b.q95[t]]; })])]}
              help={<p>At each date the band holds nine tenths of the histories; no single history need follow its middle. {mine.includes("n_signed") && "Rings: signatures on record."} China, the sponsor, is left out of numbers of countries and counted in shares.</p>}>
              <LineChart curves={curves} format={format} label={title} marks={mine.includes("n_signed") ? recordPoints(result) : []} height={units.length > 1 ? 260 : 360} top={unit === "share" ? undefined : undefined} />
            </Figure>
          );
        })}
      </div>
    </div>
  );
}
