/** The world in the Equal Earth projection, each country in the colour of its value; round markers for small states. */
import { memo } from "preact/compat";
import { useMemo, useRef, useState } from "preact/hooks";
import { geoEqualEarth } from "d3-geo";
import type { Country } from "../core/types";
import { palette } from "./theme";

export interface Shapes { width: number; height: number; scale: number; translate: [number, number]; sphere: string; paths: Record<string, string>; area: Record<string, number> }
const SMALL_KM2 = 3000;
/** Of the height of the world, down to 58° south: what lies below has no country. */
const SHOWN = 0.925;

interface Props {
  shapes: Shapes; countries: Country[]; colours: string[]; words(i: number): string; selected: number; onSelect(i: number): void; sponsor: number; label: string; marked?: Set<number>;
}

const Land = memo(function Land({ d, fill, stroke }: { d: string; fill: string; stroke: string }) {
  return <path d={d} fill={fill} stroke={stroke} stroke-width={0.35} stroke-linejoin="round" />;
});

export function WorldMap({ shapes, countries, colours, words, selected, onSelect, sponsor, label }: Props) {
  const p = palette.value, host = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ i: number; x: number; y: number } | null>(null);
  const { drawn, small, others } = useMemo(() => {
    const projection = geoEqualEarth().scale(shapes.scale).translate(shapes.translate), byCode = new Set(countries.map((c) => String(c.m49)));
    const drawn: { i: number; d: string }[] = [], small: { i: number; x: number; y: number }[] = [];
    countries.forEach((c, i) => {
      const d = shapes.paths[String(c.m49)];
      const area = shapes.area[String(c.m49)] ?? shapes.area[String(c.m49).padStart(3, "0")] ?? 0;
      if (d) drawn.push({ i, d });
      if (!d || area < SMALL_KM2) {
        const at = projection([c.lon, c.lat]);
        if (at && Number.isFinite(at[0])) small.push({ i, x: at[0], y: at[1] });
      }
    });
    return { drawn, small, others: Object.entries(shapes.paths).filter(([key]) => !byCode.has(key)).map(([, d]) => d).join("") };
  }, [shapes, countries]);
  const place = (event: PointerEvent, i: number) => {
    const box = host.current!.getBoundingClientRect();
    setHover({ i, x: event.clientX - box.left, y: event.clientY - box.top });
  };
  const hit = (event: Event) => Number((event.target as Element).closest<SVGElement>("[data-i]")?.dataset.i ?? -1);
  const chosen = selected >= 0 ? drawn.find((s) => s.i === selected) : undefined;
  return (
    <div class="map" ref={host} onPointerMove={(e) => { const i = hit(e); if (i >= 0) place(e, i); else setHover(null); }} onPointerLeave={() => setHover(null)} onClick={(e) => { const i = hit(e); if (i >= 0) onSelect(i); }}>
      <svg class="picture" viewBox={`0 0 ${shapes.width} ${shapes.height * SHOWN}`} role="img" aria-label={label}>
        <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill={p.land} /><line x1="0" y1="0" x2="0" y2="5" stroke={p.soft} stroke-opacity="0.45" stroke-width="1" /></pattern></defs>
        <path d={shapes.sphere} fill={p.sea} />
        <path d={others} fill="url(#hatch)" stroke={p.border} stroke-width={0.5} />
        <g>{drawn.map(({ i, d }) => <g key={i} data-i={i}><Land d={d} fill={i === sponsor ? p.sponsor : colours[i]} stroke={p.border} /></g>)}</g>
        <g>{small.map(({ i, x, y }) => <circle key={i} data-i={i} cx={x} cy={y} r={i === selected ? 6 : 4.2} fill={i === sponsor ? p.sponsor : colours[i]} stroke={i === selected ? p.ink : p.soft} stroke-width={i === selected ? 2 : 0.8} />)}</g>
        {chosen && <path d={chosen.d} fill="none" stroke={p.ink} stroke-width={2} pointer-events="none" />}
      </svg>
      {hover && <div class="tip" style={{ left: `${Math.min(hover.x + 14, (host.current?.clientWidth ?? 600) - 210)}px`, top: `${hover.y + 16}px` }}><b>{countries[hover.i].name}</b><br />{hover.i === sponsor ? "the sponsor: a member from the start" : words(hover.i)}</div>}
    </div>
  );
}

export const BORDERS = "Shapes: Natural Earth. Borders imply no position on the status of any territory; hatched: no row of its own in the table of countries.";
