/** Type a country's name or code, in any case and without accents, or choose from the list. */
import { useMemo, useRef, useState } from "preact/hooks";
import type { Country } from "../core/types";

const flat = (text: string) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
let count = 0;

export function find(countries: Country[], word: string): number[] {
  const w = flat(word.trim());
  if (!w) return [];
  const rank = (c: Country) => {
    const name = flat(c.name);
    return c.code.toLowerCase() === w ? 0 : name === w ? 1 : name.startsWith(w) ? 2 : name.includes(w) ? 3 : 9;
  };
  return countries.map((c, i) => ({ i, r: rank(c) })).filter(({ r }) => r < 9).sort((a, b) => a.r - b.r || (countries[a.i].name < countries[b.i].name ? -1 : 1)).map(({ i }) => i);
}

export function CountryPicker({ countries, value, onPick, label = "Country" }: { countries: Country[]; value: number; onPick(i: number): void; label?: string }) {
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const id = useMemo(() => "countries" + ++count, []), input = useRef<HTMLInputElement>(null);
  const found = text ? find(countries, text).slice(0, 8) : [];
  const pick = (i: number) => { setText(null); setAt(0); onPick(i); input.current?.blur(); };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" && found.length) setAt((at + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) setAt((at + found.length - 1) % found.length);
    else if (event.key === "Enter" && found.length) pick(found[Math.min(at, found.length - 1)]);
    else if (event.key === "Escape") setText(null);
    else return;
    event.preventDefault();
  };
  return (
    <label class="picker">{label}
      <input ref={input} type="text" role="combobox" aria-expanded={found.length > 0} aria-controls={id} aria-autocomplete="list" autocomplete="off" spellcheck={false} placeholder="name or code, e.g. Kenya"
        value={text ?? countries[value]?.name ?? ""} onFocus={(e) => (e.currentTarget as HTMLInputElement).select()} onInput={(e) => { setText((e.currentTarget as HTMLInputElement).value); setAt(0); }} onKeyDown={keys} onBlur={() => setText(null)} />
      {text && <ul id={id} role="listbox" class="options">
        {found.map((i, k) => <li key={i} role="option" aria-selected={k === at} onPointerDown={(e) => { e.preventDefault(); pick(i); }}>{countries[i].name} <span class="soft">{countries[i].code}</span></li>)}
        {!found.length && <li class="soft">no such country in this world</li>}
      </ul>}
    </label>
  );
}
