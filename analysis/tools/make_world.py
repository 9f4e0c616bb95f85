"""Derives waico/analysis/data/world.json from the npm package world-atlas (Natural Earth 1:50m).

    npm install world-atlas@2
    python3 analysis/tools/make_world.py node_modules/world-atlas/countries-50m.json

Borders are shared arcs and stay so; each arc loses the points whose triangle with its neighbours is
smallest (Visvalingam and Whyatt 1993) until every triangle left is larger than THRESHOLD_KM2; rings
smaller than RING_KM2 go, except the largest of each country; Antarctica is left out.
"""
import heapq
import json
import math
import sys
from pathlib import Path

THRESHOLD_KM2 = 60.0
RING_KM2 = 400.0
DEGREE_KM = 111.195
GRID = 0.01  # degrees, about 1 km


def decode(topology):
    """Arcs as lists of (lon, lat)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def triangle_km2(a, b, c):
    shrink = math.cos(math.radians(b[1]))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * shrink * DEGREE_KM ** 2


def simplify(points):
    """The points that survive; both ends always do, and a closed arc keeps four."""
    n = len(points)
    left, right = list(range(-1, n - 1)), list(range(1, n + 1))
    heap = [(triangle_km2(points[i - 1], points[i], points[i + 1]), i) for i in range(1, n - 1)]
    heapq.heapify(heap)
    area, kept = {i: a for a, i in heap}, n
    gone = set()
    floor = 4 if points[0] == points[-1] else 2
    while heap and kept > floor:
        size, i = heapq.heappop(heap)
        if i in gone or size != area[i]:
            continue
        if size >= THRESHOLD_KM2:
            break
        gone.add(i)
        kept -= 1
        right[left[i]], left[right[i]] = right[i], left[i]
        for j in (left[i], right[i]):
            if 0 < j < n - 1:
                area[j] = max(size, triangle_km2(points[left[j]], points[j], points[right[j]]))
                heapq.heappush(heap, (area[j], j))
    return [point for i, point in enumerate(points) if i not in gone]


def ring_points(arcs, ring):
    points = []
    for i in ring:
        part = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += part[1:] if points else part
    return points


def ring_km2(points):
    """Signed: holes run the other way and take away."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        step = (x1 - x0 + 180.0) % 360.0 - 180.0  # rings may cross the date line
        total += math.radians(step) * (2 + math.sin(math.radians(y0)) + math.sin(math.radians(y1)))
    return total / 2 * 6371.0 ** 2


def main(source):
    topology = json.loads(Path(source).read_text())
    arcs = decode(topology)
    shapes, areas = {}, {}
    for number, geometry in enumerate(topology["objects"]["countries"]["geometries"]):
        key = geometry.get("id") or f"x{number}"
        if key == "010":
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        rings = [ring for polygon in polygons for ring in polygon]
        sized = sorted(((ring_km2(ring_points(arcs, ring)), ring) for ring in rings), key=lambda pair: -abs(pair[0]))
        kept = [ring for i, (area, ring) in enumerate(sized) if i == 0 or abs(area) >= RING_KM2]
        shapes.setdefault(key, []).extend(kept)
        areas[key] = areas.get(key, 0.0) + sum(ring_km2(ring_points(arcs, ring)) for ring in rings)
    used = sorted({i if i >= 0 else ~i for rings in shapes.values() for ring in rings for i in ring})
    place = {old: new for new, old in enumerate(used)}
    packed = []
    for old in used:
        points = [(round(x / GRID), round(y / GRID)) for x, y in simplify(arcs[old])]
        deltas, before = [], (0, 0)
        for point in points:
            if deltas and point == before and len(points) > 4:
                continue
            deltas += [point[0] - before[0], point[1] - before[1]]
            before = point
        packed.append(deltas)
    rename = [[[place[i] if i >= 0 else ~place[~i] for i in ring] for ring in rings] for rings in shapes.values()]
    out = {
        "source": "Natural Earth 1:50m admin 0 (public domain) through world-atlas " +
                  "2.0.2 (ISC); simplified, rings under 400 km2 and Antarctica left out",
        "grid_degrees": GRID,
        "arcs": packed,
        "shapes": dict(zip(shapes, rename)),
        "area_km2": {key: round(abs(value)) for key, value in areas.items()},
    }
    target = Path(__file__).resolve().parent.parent / "waico" / "analysis" / "data" / "world.json"
    target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(f"{target}: {target.stat().st_size} bytes, {len(shapes)} shapes, {len(packed)} arcs, "
          f"{sum(len(a) for a in packed) // 2} points")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
