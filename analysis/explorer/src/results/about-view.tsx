/** Where a result comes from: what differs from the presets, how to repeat it, what to save. */
import { useState } from "preact/hooks";
import type { Loaded } from "../core/types";
import { lastDay, longDate, number, plural } from "../core/format";
import { blockText } from "../ui/blocks";
import { save } from "../ui/export";
import { catalogue, specs } from "../state";
import { named } from "../lab/store";

export function AboutView({ result }: { result: Loaded }) {
  const [licences, setLicences] = useState("");
  const params = catalogue.value?.parameters ?? [], values = result.kind === "sweep" ? {} : result.parameters;
  const changed = params.filter((p) => p.path in values && Math.abs(values[p.path] - p.preset) > 1e-12 * Math.max(1, Math.abs(p.preset))), texts = result.texts, spec = specs.get(result.id);
  const command = result.kind === "laboratory" ? `waico run ${spec?.source.name ?? "question.cfg"} --replications ${result.n} --seed 1` : result.provenance.command;
  const p = result.provenance, name = result.label.replace(/[^\w-]+/g, "-").toLowerCase() || "result";
  return (
    <section class="figure about">
      <header><h3>Where this comes from</h3></header>
      <dl>
        <dt>Scenario</dt><dd>{result.title}</dd>
        {result.question && <><dt>Its question</dt><dd>{result.question}</dd></>}
        <dt>Time</dt><dd>{longDate(result.start)} to {longDate(lastDay(result.end))}</dd>
        {result.kind === "sweep" ? <><dt>Points</dt><dd>{number(result.points)} of a design “{result.design}”</dd></> : <><dt>Histories</dt><dd>{plural(result.n, "history", "histories")}{result.asked > result.n ? ` of ${result.asked.toLocaleString("en")} asked for: the run was stopped` : ""}, seed {result.seed || "1"}</dd></>}
        <dt>Changed by hand</dt><dd>{result.deviations || "nothing"}</dd>
        <dt>Program</dt><dd>{p.version || "waico"}{p.revision ? `, revision ${p.revision}` : ""}{result.kind === "laboratory" ? ", in this page" : ""}</dd>
        {p.identity && <><dt>Identity</dt><dd><code>{p.identity}</code></dd></>}
        <dt>To repeat it</dt><dd><code>{command}</code></dd>
      </dl>
      {result.kind !== "sweep" && <><h4>Parameters that differ from their presets</h4>
        {changed.length ? <table class="numbers"><thead><tr><th>Parameter</th><th>preset</th><th>here</th></tr></thead><tbody>{changed.map((q) => <tr key={q.path}><th scope="row" title={q.path}>{named(q.path)}</th><td>{number(q.preset, 6)}</td><td>{number(values[q.path], 6)}</td></tr>)}</tbody></table>
          : <p class="soft">None from the start. What the calendar changes on a date stands in the configuration below.</p>}</>}
      <h4>Configuration</h4>
      {texts.config && <details><summary>As given</summary><pre>{texts.config}</pre></details>}
      {texts.effective && <details><summary>Every key with its value</summary><pre>{texts.effective}</pre></details>}
      {texts.configEffective && <details><summary>How it was run</summary><pre>{texts.configEffective}</pre></details>}
      <div class="buttons">
        {texts.config && <button type="button" onClick={() => save(name + ".cfg", texts.config, "text/plain")}>Save the scenario</button>}
        {Object.entries(texts.tables).filter(([, t]) => t).map(([role, t]) => <button type="button" key={role} onClick={() => save(role + ".csv", t, "text/csv")}>Save {role}.csv</button>)}
      </div>
      <details onToggle={(e) => { if ((e.currentTarget as HTMLDetailsElement).open && !licences) void blockText("licences").then(setLicences); }}><summary>Licences of what is in this page</summary><pre>{licences || "…"}</pre></details>
      <p class="note">It forecasts nothing: it works out what follows from stated assumptions, most of which are judgement. Bands are luck, not ignorance. Borders and names imply no position on the status of any territory.</p>
    </section>
  );
}
