/** Shapes of countries (analysis/waico/analysis/data/world.json, from Natural Earth through world-atlas) as paths in the
 * Equal Earth projection, by UN M49 code; the page only colours them. */
import { readFileSync } from "node:fs";
import { geoEqualEarth, geoPath } from "d3-geo";

export const WIDTH = 1000, HEIGHT = 474;

export function shapes(file) {
  const stored = JSON.parse(readFileSync(file, "utf8"));
  const arcs = stored.arcs.map((arc) => {
    let x = 0, y = 0;
    const points = [];
    for (let i = 0; i < arc.length; i += 2) points.push([(x += arc[i]) * stored.grid_degrees, (y += arc[i + 1]) * stored.grid_degrees]);
    return points;
  });
  const ring = (parts) => parts.flatMap((a, i) => {
    const points = a >= 0 ? arcs[a] : arcs[~a].slice().reverse();
    return i ? points.slice(1) : points;
  });
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: "Sphere" }), path = geoPath(projection).digits(1);
  const paths = {};
  for (const [key, rings] of Object.entries(stored.shapes)) {
    paths[key.replace(/^0+/, "")] = path({ type: "Polygon", coordinates: rings.map(ring) }) ?? "";
  }
  return { width: WIDTH, height: HEIGHT, scale: projection.scale(), translate: projection.translate(), sphere: path({ type: "Sphere" }), paths, area: stored.area_km2 };
}
