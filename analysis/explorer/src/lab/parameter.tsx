/** One parameter: slider, number, range, what it means and where it comes from. */
import { useEffect, useState } from "preact/hooks";
import type { Parameter } from "../core/types";
import { number } from "../core/format";
import { catalogue } from "../state";
import { facts, question, setParameter, setRange } from "./store";
import { curved, leverOf, nameOf, rounded, stretch } from "./levers";

const STEPS = 400;
export function place(path: string): number {
  return catalogue.value!.parameters.findIndex((p) => p.path === path);
}

export function ParameterRow({ path, long = false, words, children }: { path: string; long?: boolean; words?: string; children?: preact.ComponentChildren }) {
  const i = place(path), p = catalogue.value!.parameters[i];
  if (!p || !facts.value) return null;
  const base = facts.value.values[i], q = question.value, range = q.ranges[path], value = q.set[path] ?? base, lever = leverOf(path);
  const changed = path in q.set || path in q.ranges, title = words ?? (long ? nameOf(path, p.meaning) : (lever?.words ?? p.meaning));
  const [low, high] = widen(stretch(p), value, base), scale = curved(low, high, base || p.preset);
  const slide = (v: number, label: string, put: (v: number) => void) => (
    <input type="range" aria-label={label} aria-valuetext={`${number(v, 4)} ${lever?.unit ?? unitWords(p)}`} min={0} max={STEPS} value={Math.round(scale.toPlace(v) * STEPS)} onInput={(e) => put(rounded(scale.toValue(Number((e.currentTarget as HTMLInputElement).value) / STEPS), p))} />
  );
  return (
    <div class={"parameter" + (changed ? " changed" : "")} data-path={path}>
      <div class="name"><span>{title}</span>{changed && <button type="button" class="link" aria-label={`Reset: ${title}`} onClick={() => setParameter(path, null)}>reset to {number(base, 4)}</button>}</div>
      {range ? <div class="set two">{slide(range[0], title + ", lowest", (v) => setRange(path, [Math.min(v, range[1]), range[1]]))}{slide(range[1], title + ", highest", (v) => setRange(path, [range[0], Math.max(v, range[0])]))}<output>{number(range[0])} to {number(range[1])}</output></div>
        : <div class="set">{slide(value, title, (v) => setParameter(path, v))}<Exact value={value} p={p} label={title} put={(v) => setParameter(path, v)} /><span class="unit">{plainUnit(lever?.unit ?? unitWords(p))}</span></div>}
      <details class="more"><summary>{children ? "its promise, its weight, and more" : "more"}</summary>
        {children}
        <p>{p.meaning}. <span class="soft">Preset {number(p.preset, 6)}; allowed {number(p.min, 6)} to {number(p.max, 6)}{p.whole ? ", whole numbers" : ""}{p.unit !== "1" ? `; unit: ${p.unit}` : ""}{p.unit === "logit" ? " (one more makes a step 2.7 times as likely)" : ""}.</span></p>
        <p class="soft">{p.judgement ? "Rests on judgement: " : "Source: "}{p.source}. Name in the model: <code>{p.path}</code>.</p>
        <button type="button" onClick={() => setRange(path, range ? null : [rounded(low + (value - low) * 0.5, p), rounded(Math.min(high, value + Math.max((value - low) * 0.5, (high - low) * 0.1)), p)])}>{range ? "A single value again" : "Give a range instead"}</button>
      </details>
    </div>
  );
}
function widen([low, high]: [number, number], value: number, base: number): [number, number] {
  return [Math.min(low, value, base), Math.max(high, value, base)];
}
/** A weight is called so; what a logit is stands behind the click. */
function plainUnit(unit: string): string {
  return unit === "logit" ? "weight" : unit;
}
function unitWords(p: Parameter): string {
  return p.unit === "1" ? "" : p.unit === "1/year" ? "a year" : p.unit;
}

/** A number typed in; what is not allowed is said and nothing is lost. */
function Exact({ value, p, label, put }: { value: number; p: Parameter; label: string; put(v: number): void }) {
  const [text, setText] = useState<string | null>(null), [wrong, setWrong] = useState("");
  useEffect(() => { setWrong(""); setText(null); }, [value]);
  const take = (typed: string) => {
    const v = Number(typed.replace(",", ".").replace("−", "-"));
    if (typed.trim() === "" || !Number.isFinite(v)) setWrong("not a number");
    else if (v < p.min || v > p.max) setWrong(`allowed: ${number(p.min, 6)} to ${number(p.max, 6)}`);
    else if (p.whole && !Number.isInteger(v)) setWrong("whole numbers only");
    else { setWrong(""); setText(null); put(v); }
  };
  return <span class="exact"><input type="text" inputMode="decimal" aria-label={label + ", exact value"} aria-invalid={!!wrong} value={text ?? String(value)} onInput={(e) => setText((e.currentTarget as HTMLInputElement).value)}
    onKeyDown={(e) => { if (e.key === "Enter") take((e.currentTarget as HTMLInputElement).value); }} onBlur={(e) => { if (text !== null) take((e.currentTarget as HTMLInputElement).value); }} />{wrong && <em role="alert">{wrong}</em>}</span>;
}
