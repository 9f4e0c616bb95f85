/** The left half of the laboratory: what can be changed. */
import { signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { COLUMN_RANGE, COLUMN_WORDS, EVENT_WORDS, GROUPS, SERVICE_WORDS, STATUS_KEYS, STATUS_WORDS } from "../core/words";
import { fixed, longDate, lastDay } from "../core/format";
import { calendarOf, empty, encode, ofResult, sweepOf, entryWords, type Entry } from "../engine/question";
import { tabKeys } from "../ui/tabs";
import { save } from "../ui/export";
import { CountryPicker, find } from "../ui/picker";
import { catalogue, country, pool, results, shipped, tell } from "../state";
import { strToU8, zipSync } from "fflate";
import { OTHERS, RIVALS, SERVICES } from "./levers";
import { ParameterRow } from "./parameter";
import { edit, facts, faults, file, named, openText, question } from "./store";
import { scenarioFiles } from "../state";

const TABS = [["levers", "Levers"], ["all", "Parameters"], ["calendar", "Calendar"], ["countries", "Countries"], ["file", "File"]] as const;
const tab = signal<(typeof TABS)[number][0]>("levers");

export function Controls() {
  const q = question.value;
  return (
    <div class="panel">
      <label class="wide">Start from <select value={q.base} onChange={(e) => { const base = (e.currentTarget as HTMLSelectElement).value; const file = results.value.find((r) => "file " + r.id === base); edit(file ? ofResult(file.texts.effective, file.texts.tables) : base === "own" ? { ...empty("own"), own: q.own, files: q.files } : empty(base)); }}>
        {shipped.value.map((s) => <option key={s.name} value={s.name}>{s.name === "baseline" ? "Baseline: what happened, and nothing else changes" : s.title}</option>)}
        {(q.base === "own" || q.own) && <option value="own">A scenario of your own</option>}
        {results.value.filter((r) => r.id.startsWith("file") && r.texts.effective && r.texts.tables.countries).map((r) => <option key={r.id} value={"file " + r.id}>The world of the file “{r.label}”</option>)}
      </select></label>
      {facts.value && <p class="soft question">{facts.value.question}</p>}
      <div role="tablist" class="tabs small" onKeyDown={tabKeys} aria-label="What to change">
        {TABS.map(([key, words]) => <button key={key} type="button" role="tab" aria-selected={tab.value === key} onClick={() => { tab.value = key; }}>{words}</button>)}
      </div>
      {!facts.value ? <p class="soft">Reading the scenario…</p> : tab.value === "levers" ? <Levers /> : tab.value === "all" ? <All /> : tab.value === "calendar" ? <Calendar /> : tab.value === "countries" ? <Countries /> : <AsFile />}
    </div>
  );
}

function Levers() {
  return (
    <>
      <h4>What the organisation offers</h4>
      {SERVICES.map((s) => (
        <div class="lever" key={s.key}>
          <h5>{SERVICE_WORDS[s.key]}</h5>
          <ParameterRow path={s.levers[0].path}><p class="soft">{s.what}</p>{s.levers.slice(1).map((l) => <ParameterRow key={l.path} path={l.path} />)}</ParameterRow>
        </div>
      ))}
      {[...RIVALS, ...OTHERS].map((g) => <div key={g.name}><h4>{g.name}</h4><p class="soft">{g.what}</p>{g.levers.map((l) => <ParameterRow key={l.path} path={l.path} />)}</div>)}
    </>
  );
}

function All() {
  const [word, setWord] = useState(""), all = catalogue.value!.parameters, w = word.trim().toLowerCase();
  const hits = useMemo(() => all.filter((p) => !w || [p.path, p.meaning, p.source, named(p.path)].some((t) => t.toLowerCase().includes(w))), [w, all]);
  return (
    <>
      <label class="wide">Search <input type="search" value={word} placeholder="trust, export, ratification…" onInput={(e) => setWord((e.currentTarget as HTMLInputElement).value)} /></label>
      <p class="soft">{hits.length} of {all.length} parameters</p>
      {GROUPS.map(([prefix, words]) => {
        const mine = hits.filter((p) => p.path.startsWith(prefix));
        return mine.length > 0 && <details key={prefix} open={w !== ""}><summary><b>{words}</b> <span class="soft">{mine.length}</span></summary>{mine.map((p) => <ParameterRow key={p.path} path={p.path} long />)}</details>;
      })}
    </>
  );
}

function Calendar() {
  const q = question.value, base = facts.value!, old = useMemo(() => calendarOf(base.effective), [base]), params = catalogue.value!.parameters;
  const [entry, setEntry] = useState<Entry>({ date: base.start < "2028-01-01" ? "2028-01-01" : base.start, event: "invite", country: country.value }), [wrong, setWrong] = useState("");
  const patch = (more: Partial<Entry>) => setEntry({ ...entry, ...more });
  const kinds = Object.keys(EVENT_WORDS), needs = { path: entry.event === "set", country: entry.event === "invite" || entry.event === "status", rival: entry.event.startsWith("rival"), status: entry.event === "status" };
  const add = () => {
    if (!/^\d{4}-\d\d-\d\d$/.test(entry.date) || entry.date < base.start || entry.date >= base.end) return setWrong(`The date must lie between ${longDate(base.start)} and ${longDate(lastDay(base.end))}.`);
    const p = params.find((x) => x.path === entry.path);
    if (needs.path && !p) return setWrong("Choose a parameter.");
    if (needs.path && !(entry.value! >= p!.min && entry.value! <= p!.max)) return setWrong(`The value must lie between ${p!.min} and ${p!.max}.`);
    if (needs.path && p!.atStartOnly) return setWrong("This parameter can only be set from the start.");
    const made: Entry = { date: entry.date, event: entry.event };
    if (entry.every_years) made.every_years = 1;
    if (needs.path) Object.assign(made, { path: entry.path, value: entry.value });
    if (needs.country) made.country = entry.country ?? base.countries[0].code;
    if (needs.status) made.status = entry.status ?? "signatory";
    if (needs.rival) made.rival = entry.rival ?? "us";
    setWrong("");
    edit({ ...q, calendar: [...q.calendar, made].sort((a, b) => (a.date < b.date ? -1 : 1)) });
  };
  return (
    <>
      <h4>Add to the calendar</h4>
      <div class="form">
        <label>On <input type="date" value={entry.date} min={base.start} max={lastDay(base.end)} onInput={(e) => patch({ date: (e.currentTarget as HTMLInputElement).value })} /></label>
        <label>happens <select value={entry.event} onChange={(e) => patch({ event: (e.currentTarget as HTMLSelectElement).value })}>{kinds.map((k) => <option key={k} value={k}>{EVENT_WORDS[k]}</option>)}</select></label>
        {needs.country && <CountryPicker countries={base.countries} value={base.countries.findIndex((c) => c.code === entry.country)} onPick={(i) => patch({ country: base.countries[i].code })} />}
        {needs.status && <label>status <select value={entry.status ?? "signatory"} onChange={(e) => patch({ status: (e.currentTarget as HTMLSelectElement).value })}>{STATUS_KEYS.map((s, i) => <option key={s} value={s}>{STATUS_WORDS[i]}</option>)}</select></label>}
        {needs.rival && <label>rival <select value={entry.rival ?? "us"} onChange={(e) => patch({ rival: (e.currentTarget as HTMLSelectElement).value })}><option value="us">The US-led bloc</option><option value="rights">The rights-based framework</option></select></label>}
        {needs.path && <><label>parameter <select value={entry.path ?? ""} onChange={(e) => { const path = (e.currentTarget as HTMLSelectElement).value; patch({ path, value: base.values[params.findIndex((p) => p.path === path)] }); }}><option value="">choose…</option>
          {GROUPS.map(([prefix, words]) => <optgroup key={prefix} label={words}>{params.filter((p) => p.path.startsWith(prefix) && !p.atStartOnly).map((p) => <option key={p.path} value={p.path}>{named(p.path)}</option>)}</optgroup>)}</select></label>
          <label>becomes <input type="number" step="any" value={entry.value ?? ""} onInput={(e) => patch({ value: Number((e.currentTarget as HTMLInputElement).value) })} /></label></>}
        <label class="check"><input type="checkbox" checked={!!entry.every_years} onChange={(e) => patch({ every_years: (e.currentTarget as HTMLInputElement).checked ? 1 : undefined })} />every year from then on</label>
        <button type="button" class="main" onClick={add}>Add</button>
        {wrong && <p role="alert" class="wrong">{wrong}</p>}
      </div>
      {q.calendar.length > 0 && <><h4>Added</h4><ul class="entries">{q.calendar.map((e, i) => <li key={i}><time>{e.date}</time> {entryWords(e, base, named)}{e.every_years ? ", every year" : ""} <button type="button" class="link" onClick={() => edit({ ...q, calendar: q.calendar.filter((_, k) => k !== i) })}>remove</button></li>)}</ul></>}
      <h4>In the scenario</h4>
      <ul class="entries">{old.map((e, i) => { const off = q.dropped?.includes(i) ?? false, text = entryWords(e, base, named); return <li key={i} class={off ? "off" : ""}><time>{e.date}</time> <span>{text}{e.every_years ? ", every year" : ""}</span> <button type="button" class="link" aria-label={`${off ? "Let happen again" : "Take out"}: ${text}, ${e.date}`} onClick={() => edit({ ...q, dropped: off ? q.dropped!.filter((k) => k !== i) : [...(q.dropped ?? []), i] })}>{off ? "let happen again" : "take out"}</button></li>; })}</ul>
    </>
  );
}

function Countries() {
  const q = question.value, base = facts.value!, i = Math.max(0, base.countries.findIndex((c) => c.code === country.value)), me = base.countries[i], off = q.off.includes(me.code);
  const [word, setWord] = useState("");
  const cells = q.cells[me.code] ?? {}, keys = Object.keys(COLUMN_WORDS).filter((k) => base.columns[k]);
  const put = (column: string, value: number) => {
    const { [column]: _was, ...rest } = cells, next = value === base.columns[column][i] ? rest : { ...rest, [column]: value }, { [me.code]: _mine, ...others } = q.cells;
    edit({ ...q, cells: Object.keys(next).length ? { ...others, [me.code]: next } : others }, `cell ${me.code} ${column}`);
  };
  const list = word ? find(base.countries, word) : base.countries.map((_, k) => k);
  return (
    <>
      <CountryPicker countries={base.countries} value={i} onPick={(k) => { country.value = base.countries[k].code; }} />
      {i === base.sponsor ? <p class="soft">{me.name} is the sponsor: it decides nothing, but its attributes count in sums.</p> : <label class="check"><input type="checkbox" checked={off} onChange={() => edit({ ...q, off: off ? q.off.filter((c) => c !== me.code) : [...q.off, me.code] })} />Leave {me.name} out of the world</label>}
      {off ? <p class="soft">Without {me.name} the others' luck falls differently, so that differences hold more noise than usual.</p> : keys.map((key) => {
        const value = cells[key] ?? base.columns[key][i], [low, high] = COLUMN_RANGE[key] ?? [0, 1];
        return <div key={key} class={"parameter" + (key in cells ? " changed" : "")}><div class="name"><span>{COLUMN_WORDS[key][0]}</span>{key in cells && <button type="button" class="link" onClick={() => put(key, base.columns[key][i])}>reset to {fixed(base.columns[key][i], 2)}</button>}</div>
          <div class="set"><input type="range" aria-label={`${me.name}: ${COLUMN_WORDS[key][0]}`} aria-valuetext={fixed(value, 2)} min={low} max={high} step={0.01} value={value} onInput={(e) => put(key, Number((e.currentTarget as HTMLInputElement).value))} /><output>{fixed(value, 2)}</output><span class="unit">{COLUMN_WORDS[key][1]}</span></div></div>;
      })}
      <h4>All countries</h4>
      <label class="wide">Find <input type="search" value={word} placeholder="name or code" onInput={(e) => setWord((e.currentTarget as HTMLInputElement).value)} /></label>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of countries"><table><thead><tr><th>Country</th><th>Alignment</th><th>Democracy</th><th>AI readiness</th><th>US tie</th></tr></thead><tbody>
        {list.map((k) => { const c = base.countries[k], v = (column: string) => q.cells[c.code]?.[column] ?? base.columns[column]?.[k] ?? NaN; return <tr key={c.code} class={q.off.includes(c.code) ? "off" : c.code in q.cells ? "changed" : ""}><th scope="row"><button type="button" class="link" onClick={() => { country.value = c.code; }}>{c.name}</button></th><td>{fixed(v("alignment"), 2)}</td><td>{fixed(v("democracy"), 2)}</td><td>{fixed(v("capability"), 2)}</td><td>{fixed(v("us_ally"), 2)}</td></tr>; })}
      </tbody></table></div>
    </>
  );
}

/** A message of the program with the line it is about, and a caret where its key stands. */
function Fault({ message, text }: { message: string; text: string }) {
  const found = /^[^:\n]*\.cfg:(\d+)(?::\d+)?: (.*)$/.exec(message);
  if (!found) return <li>{message}</li>;
  const line = text.split("\n")[Number(found[1]) - 1] ?? "", key = /^([\w.[\]]+):/.exec(found[2])?.[1].split(".").pop()?.replace(/\[.*/, "") ?? "";
  const at = key ? line.indexOf(key) : -1, column = at >= 0 ? at : line.search(/\S/);
  return <li><b>Line {found[1]}:</b> {found[2]}{line.trim() && <pre>{line + "\n" + " ".repeat(Math.max(0, column)) + "^"}</pre>}</li>;
}

function AsFile() {
  const made = file.value!, q = question.value, [text, setText] = useState<string | null>(null), [messages, setMessages] = useState<string | null>(null), timer = useRef(0);
  const shown = text ?? made.text, edited = text !== null && text !== made.text;
  useEffect(() => {
    clearTimeout(timer.current);
    if (!edited) { setMessages(null); return; }
    timer.current = window.setTimeout(() => pool.value!.facts({ name: "question.cfg", text: shown, files: made.files }).then(() => setMessages(""), (error: Error) => setMessages(error.message)), 250);
    return () => clearTimeout(timer.current);
  }, [shown, edited]);
  const others = Object.keys(made.files ?? {});
  const zip = () => {
    const files: Record<string, Uint8Array> = { [made.name]: strToU8(shown) };
    const sweep = sweepOf(q, 100);
    for (const [name, body] of Object.entries({ ...scenarioFiles.value, ...made.files, ...(sweep ? { [sweep.name]: sweep.text } : {}) })) files[name] = strToU8(body);
    save("question.zip", zipSync(files) as Uint8Array<ArrayBuffer>, "application/zip");
  };
  return (
    <>
      <p>This scenario file is your question. Beside the shipped scenarios, <code>waico run {made.name}</code> gives the same numbers.</p>
      <textarea class="code" spellcheck={false} aria-label="Scenario file" rows={Math.min(30, shown.split("\n").length + 2)} value={shown} onInput={(e) => setText((e.currentTarget as HTMLTextAreaElement).value)} />
      {edited && messages === "" && <p class="good">No mistakes.</p>}
      {edited && messages && <div class="wrong" role="alert"><ul class="faults">{messages.split("\n").filter(Boolean).map((m) => <Fault key={m} message={m.replace(/^waico: /, "")} text={shown} />)}</ul></div>}
      <div class="buttons">
        {edited && <button type="button" class="main" disabled={messages !== ""} onClick={() => { edit({ ...empty("own"), own: shown, files: made.files }); setText(null); }}>Run this text</button>}
        {edited && <button type="button" onClick={() => setText(null)}>Drop the changes</button>}
        {others.length === 0 && <button type="button" onClick={() => save(made.name, shown, "text/plain")}>Save {made.name}</button>}
        <button type="button" onClick={zip}>Save with all it needs (.zip)</button>
        <button type="button" onClick={() => copy(shown)}>Copy the text</button>
      </div>
      {others.length > 0 && <p class="soft">Beside it belong: {others.join(", ")}. They are in the .zip.</p>}
      {Object.keys(q.ranges).length > 0 && <p class="soft">Ranges are not part of a scenario: the file has their middle. The .zip has a config beside it that takes the whole of them: <code>waico sweep question-ranges.cfg</code>.</p>}
      {faults.value && !edited && <div class="wrong" role="alert"><ul class="faults">{faults.value.split("\n").filter(Boolean).map((m) => <Fault key={m} message={m} text={made.text} />)}</ul></div>}
    </>
  );
}

async function copy(text: string, done = "Copied."): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  tell(done, true);
}

export function copyQuestion(): void {
  try {
    const line = encode(question.value);
    history.replaceState(null, "", "#" + line);
    void copy(line, "The question is copied: paste it into a mail; the other side opens it with “Open a question”.");
  } catch (error) {
    tell((error as Error).message);
  }
}

export function OpenQuestion({ close }: { close(): void }) {
  const [text, setText] = useState(""), [wrong, setWrong] = useState("");
  const open = () => { try { openText(text); close(); } catch (error) { setWrong((error as Error).message); } };
  return (
    <div class="dialog" role="dialog" aria-label="Open a question" onKeyDown={(e) => { if (e.key === "Escape") close(); }}>
      <h3>Open a question</h3>
      <p>Paste what somebody copied from this page (it begins with “waico1.”), or the text of a scenario file.</p>
      <textarea class="code" rows={6} autofocus value={text} onInput={(e) => setText((e.currentTarget as HTMLTextAreaElement).value)} aria-label="Question" />
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <div class="buttons"><button type="button" class="main" disabled={!text.trim()} onClick={open}>Open</button><button type="button" onClick={close}>Close</button></div>
    </div>
  );
}
