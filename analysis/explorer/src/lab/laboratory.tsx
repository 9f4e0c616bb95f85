/** The laboratory: change something on the left, read what it does on the right. */
import { useState } from "preact/hooks";
import { empty, isPlain } from "../engine/question";
import { tell } from "../state";
import { Controls, copyQuestion, OpenQuestion } from "./controls";
import { Changes, CompareCurves, Differences, Headline } from "./effects";
import { WhatWouldMake } from "./joiner";
import { against, answer, canRedo, canUndo, edit, faults, keepResult, kept, listed, question, redo, reference, replay, settled, undo, wanted, wantedKey, type Against } from "./store";

export function Laboratory() {
  const q = question.value, run = answer.value, other = reference.value, [opening, setOpening] = useState(false);
  return (
    <div class="laboratory">
      <div class="above">
        <div class="toolbar" role="toolbar" aria-label="Question">
          <button type="button" disabled={!canUndo.value} onClick={undo} title="Ctrl+Z">Undo</button>
          <button type="button" disabled={!canRedo.value} onClick={redo} title="Ctrl+Y">Redo</button>
          <button type="button" disabled={!canUndo.value} onClick={replay}>Replay last change</button>
          <button type="button" disabled={isPlain(q)} onClick={() => edit({ ...empty(q.base), ...(q.own ? { own: q.own, files: q.files } : {}) })}>Reset all</button>
          <button type="button" onClick={copyQuestion}>Copy question</button>
          <button type="button" onClick={() => setOpening(true)}>Open a question</button>
          <button type="button" disabled={!run?.done} onClick={() => { keepResult(); tell("Kept among the results.", true); }}>Keep as a result</button>
        </div>
        {opening && <OpenQuestion close={() => setOpening(false)} />}
        <section class="card differs" aria-label="What differs">
          {listed.value.length === 0 ? <p class="soft">Nothing differs from the scenario yet. Move a slider on the left: {wanted.value} histories are simulated anew while you watch.</p>
            : <ul>{listed.value.map((d) => <li key={d.key}><span title={d.term}>{d.what}</span>{d.was ? <>: <s>{d.was}</s> → <b>{d.is}</b></> : <>: <b>{d.is}</b></>} <button type="button" class="link" aria-label={`Take back: ${d.what}`} onClick={() => edit(d.undo(question.value))}>take back</button></li>)}</ul>}
          <div class="controls">
            <label>Compare with <select value={against.value} onChange={(e) => { against.value = (e.currentTarget as HTMLSelectElement).value as Against; }}>
              <option value="scenario">this scenario, unchanged</option><option value="baseline">the baseline</option>{kept.value && <option value="kept">question B</option>}</select></label>
            <label>Histories <select value={wanted.value} onChange={(e) => { wanted.value = Number((e.currentTarget as HTMLSelectElement).value); }}>{[100, 200, 500, 1000, 2000].map((n) => <option key={n} value={n}>{n.toLocaleString("en")}</option>)}</select></label>
            <button type="button" onClick={() => { kept.value = q; against.value = "kept"; tell("This is question B now: change something, and both stand side by side.", true); }}>Keep as question B</button>
            {kept.value && <button type="button" onClick={() => { const b = kept.value!; kept.value = q; edit(b); }}>Swap with B</button>}
            <Progress />
          </div>
        </section>
        {faults.value && <div class="wrong" role="alert"><b>The simulator refuses this question:</b><pre>{faults.value}</pre></div>}
        {run && other ? <Headline stale={run.key !== wantedKey.value && !faults.value} a={run.result} b={other.result} /> : <p class="headline soft">Simulating…</p>}
      </div>
      <div class="left"><Controls /></div>
      <div class="answers">
        {run && other && <>
          <CompareCurves a={run.result} b={other.result} ranged={Object.keys(q.ranges).length > 0} />
          <Differences a={run.result} b={other.result} />
          <WhatWouldMake />
          {run.result.n > 20 && other.result.n > 20 && <Changes a={run.result} b={other.result} />}
        </>}
      </div>
    </div>
  );
}

function Progress() {
  const run = answer.value;
  if (!run) return null;
  const fresh = run.key === wantedKey.value;
  return <span class="progress" data-done={settled.value} data-first={Math.round(run.first)}>{run.done && run.key === wantedKey.value ? <span class="soft">{run.result.n.toLocaleString("en")} histories</span> : <><progress value={fresh ? run.result.n : 0} max={wanted.value} /> {fresh ? run.result.n : 0} of {wanted.value}</>}</span>;
}
