/** The page: two halves, the results that are there, and what went wrong. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Component, type ComponentChildren } from "preact";
import { Told, type Result } from "./core/types";
import { Gathering, OUTPUTS, worldOf } from "./engine/gather";
import { Laboratory } from "./lab/laboratory";
import { openText, redo, undo } from "./lab/store";
import { AboutView } from "./results/about-view";
import { CompareView } from "./results/compare-view";
import { CountryView } from "./results/country-view";
import { CurvesView } from "./results/curves-view";
import { HistoryView } from "./results/history-view";
import { SweepView } from "./results/sweep-view";
import { MapView } from "./results/map-view";
import { histories, summaryWords } from "./results/read";
import { catalogue, current, currentId, dismiss, half, loaded, m49, notices, pool, shipped, shippedFacts, shippedSpec, specs, tell, view, type View } from "./state";
import { openFiles, warm } from "./files/client";
import { tabKeys } from "./ui/tabs";
import { choice, type Choice } from "./ui/theme";
import { lastDay, longDate } from "./core/format";

const WORDS: Record<View, string> = { map: "Map", curves: "Curves", country: "A country", compare: "Compare", sweep: "Sweep", history: "One history", about: "Where it comes from" };

/** A view that fails says so and leaves the rest of the page alone. */
class Guard extends Component<{ children: ComponentChildren; key?: string }, { failed: boolean }> {
  state = { failed: false };
  componentDidCatch() { this.setState({ failed: true }); }
  render() {
    return this.state.failed ? <p class="wrong" role="alert">This view cannot show this result. Choose another view; nothing else is lost. <button type="button" onClick={() => this.setState({ failed: false })}>Try again</button></p> : this.props.children;
  }
}

export async function take(files: File[]): Promise<void> {
  const texts = files.filter((f) => /\.(cfg|txt)$/i.test(f.name)), others = files.filter((f) => !texts.includes(f));
  for (const file of texts) {
    try {
      if (file.size > 2e6) throw new Told("This text is too large for a scenario.");
      openText(await file.text());
    } catch (error) { tell(`${file.name}: ${(error as Error).message}`); }
  }
  if (others.length) half.value = "results";
  await openFiles(others);
}

export function App() {
  const [over, setOver] = useState(false), depth = useRef(0);
  useEffect(() => {
    const has = (e: DragEvent) => Array.from(e.dataTransfer?.types ?? []).includes("Files");
    const enter = (e: DragEvent) => { if (has(e)) { warm(); depth.current++; setOver(true); e.preventDefault(); } };
    const leave = () => { depth.current = Math.max(0, depth.current - 1); if (!depth.current) setOver(false); };
    const drop = (e: DragEvent) => { e.preventDefault(); depth.current = 0; setOver(false); void take(Array.from(e.dataTransfer?.files ?? [])); };
    const hover = (e: DragEvent) => { if (has(e)) e.preventDefault(); };
    const keys = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || half.value !== "laboratory" || (e.target as Element).matches("textarea, input:not([type=range])")) return;
      if (e.key === "z" && !e.shiftKey) undo();
      else if (e.key === "y" || (e.key === "z" && e.shiftKey) || e.key === "Z") redo();
      else return;
      e.preventDefault();
    };
    const list: [string, (e: any) => void][] = [["dragenter", enter], ["dragleave", leave], ["drop", drop], ["dragover", hover], ["keydown", keys]];
    list.forEach(([name, f]) => addEventListener(name, f));
    return () => list.forEach(([name, f]) => removeEventListener(name, f));
  }, []);
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById("main")!.focus(); }}>To the content</a>
      <Header />
      <main id="main" tabIndex={-1}>{half.value === "laboratory" ? (pool.value ? <Guard key="lab"><Laboratory /></Guard> : <p>The simulator starts…</p>) : <Results />}</main>
      <footer>Simulated histories of a model, no forecast: what follows from stated assumptions, most of which are judgement. This page sends nothing anywhere. <a href="#" onClick={(e) => { e.preventDefault(); half.value = "results"; view.value = "about"; }}>Where the numbers come from</a></footer>
      <div class="notices" aria-live="assertive">{notices.value.map((n) => <div key={n.id} class={n.good ? "notice good" : "notice"} role={n.good ? "status" : "alert"}><span>{n.text}</span><button type="button" aria-label="Put away" onClick={() => dismiss(n.id)}>×</button></div>)}</div>
      {over && <div class="drop">Drop result files (.h5) or a scenario (.cfg)</div>}
    </>
  );
}

function Header() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <header class="top">
      <h1>waico <span>who joins the World AI Cooperation Organization?</span></h1>
      <nav aria-label="Halves of the page">
        {([["results", "Results"], ["laboratory", "Laboratory"]] as const).map(([key, words]) => <button key={key} type="button" aria-current={half.value === key ? "page" : undefined} onClick={() => { half.value = key; }}>{words}</button>)}
      </nav>
      <div class="tools">
        <button type="button" onPointerEnter={warm} onClick={() => input.current!.click()}>Open files…</button>
        <input ref={input} type="file" multiple hidden accept=".h5,.hdf5,.nc,.cfg,.txt" onChange={(e) => { const field = e.currentTarget as HTMLInputElement; void take(Array.from(field.files ?? [])); field.value = ""; }} />
        <label class="theme"><span class="sr">Colours</span><select value={choice.value} onChange={(e) => { choice.value = (e.currentTarget as HTMLSelectElement).value as Choice; }}><option value="auto">Auto</option><option value="light">Light</option><option value="dark">Dark</option></select></label>
      </div>
    </header>
  );
}

function Results() {
  const result = current.value;
  if (!result) return <p>Reading the baseline…</p>;
  const views: View[] = result.kind === "sweep" ? ["sweep", "about"] : ["map", "curves", "country", "compare", "history", "about"], shown = views.includes(view.value) ? view.value : views[0];
  return (
    <>
      <Sources />
      <Opening />
      <div role="tablist" class="tabs" onKeyDown={tabKeys} aria-label="Views">{views.map((v) => <button key={v} type="button" role="tab" aria-selected={shown === v} onClick={() => { view.value = v; }}>{WORDS[v]}</button>)}</div>
      <div role="tabpanel" aria-label={WORDS[shown]}><Guard key={shown + result.id}>
        {shown === "about" ? <AboutView result={result} /> : shown === "compare" ? <CompareView /> : result.kind === "sweep" ? <SweepView sweep={result} />
          : shown === "map" ? <MapView result={result} /> : shown === "curves" ? <CurvesView result={result} /> : shown === "history" ? <HistoryView result={result} /> : <CountryView result={result} />}
      </Guard></div>
    </>
  );
}

function Sources() {
  const list = loaded.value;
  const remove = (id: string) => { loaded.value = list.filter((r) => r.id !== id); if (currentId.value === id) currentId.value = loaded.value[0].id; };
  return (
    <div class="sources" role="group" aria-label="Results on this page">
      {list.map((r) => <span key={r.id} class={"chip" + (r === current.value ? " on" : "")}><button type="button" aria-pressed={r === current.value} onClick={() => { currentId.value = r.id; }}>{r.label}</button>{list.length > 1 && r.id !== "baseline" && <button type="button" class="close" aria-label={`Close ${r.label}`} onClick={() => remove(r.id)}>×</button>}</span>)}
      <select aria-label="Add a scenario" value="" disabled={!pool.value} onChange={(e) => { const name = (e.currentTarget as HTMLSelectElement).value; (e.currentTarget as HTMLSelectElement).value = ""; void addScenario(name); }}>
        <option value="">Add a scenario…</option>{shipped.value.filter((s) => s.name !== "baseline" && !list.some((r) => r.id === "scenario-" + s.name)).map((s) => <option key={s.name} value={s.name}>{s.title}</option>)}</select>
    </div>
  );
}

const ADDED = 200;
/** Simulates a shipped scenario in the page and puts it beside the others. */
export async function addScenario(name: string): Promise<void> {
  try {
    const spec = await shippedSpec(name), facts = await shippedFacts(name), gathering = new Gathering(ADDED), id = "scenario-" + name;
    await pool.value!.run(spec, ADDED, OUTPUTS, (batch) => gathering.add(batch)).done;
    specs.set(id, spec);
    const result = gathering.result(id, facts.title, facts, worldOf(facts, m49.value), catalogue.value!, `waico run ${name}`);
    loaded.value = [...loaded.value.filter((r) => r.id !== id), result];
    currentId.value = id;
    view.value = view.value === "about" ? "compare" : view.value;
  } catch (error) { tell((error as Error).message); }
}

function Opening() {
  const result = current.value;
  if (!result || result.kind === "sweep") return result ? <div class="opening"><h2>{result.title}</h2><p>{result.question}</p></div> : null;
  const m = summaryWords(result as Result, "n_members"), world = result.world.countries.length;
  return (
    <div class="opening">
      <h2>{result.kind === "ensemble" && result.id === "baseline" ? "If nothing else changes" : result.title}{result.deviations ? <small> changed: {result.deviations}</small> : null}</h2>
      <p>{result.question ? <><i>{result.question}</i> </> : null}
        {result.n > 1 ? <>In half of {histories(result)}, <b>{Math.round(m.median)}</b> or more of {world} countries are members on {longDate(lastDay(result.end))} beside China, the sponsor; in nine of ten, between <b>{Math.round(m.low)}</b> and <b>{Math.round(m.high)}</b>.</>
          : <>One history: <b>{Math.round(m.median)}</b> of {world} countries are members on {longDate(lastDay(result.end))}.</>}</p>
    </div>
  );
}
