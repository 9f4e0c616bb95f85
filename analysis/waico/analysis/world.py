"""The shapes of countries and the equal-area projection in which maps are drawn.

Shapes come from data/world.json (Natural Earth 1:50m, simplified), so no network is needed.  Polygons are
kept as shared arcs and put together here; the projection is Equal Earth (Savric, Patterson, Jenny 2018).
"""
from functools import lru_cache
import json
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).parent / "data" / "world.json"
SMALL_KM2 = 3000.0  # below this a country gets a marker: 1 mm of a printed page is some 220 km
NOTE = ("Shapes: Natural Earth. Borders imply no position on the status of any territory; "
        "hatched: no row of its own in the country table.")
BORDERS = "Shapes: Natural Earth. Borders imply no position on the status of any territory."

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = np.sqrt(3.0) / 2.0


def project(lon, lat):
    """Equal Earth: degrees to the plane, in radii of the sphere.  Areas keep their ratios."""
    lam, phi = np.radians(np.asarray(lon, dtype=float)), np.radians(np.asarray(lat, dtype=float))
    theta = np.arcsin(_M * np.sin(phi))
    t2 = theta * theta
    t6 = t2 ** 3
    x = lam * np.cos(theta) / (_M * (_A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)))
    y = theta * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))
    return x, y


@lru_cache(maxsize=1)
def shapes():
    """{M49 code as text: list of rings}, each ring an array (points, 2) of longitude and latitude.

    Shapes without a code (territories the source gives none) have keys that begin with x.
    """
    stored = json.loads(SOURCE.read_text(encoding="utf-8"))
    arcs = [np.cumsum(np.array(arc, dtype=float).reshape(-1, 2), axis=0) * stored["grid_degrees"]
            for arc in stored["arcs"]]
    found = {}
    for key, rings in stored["shapes"].items():
        found[key] = []
        for ring in rings:
            parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
            found[key] += cut_at_date_line(np.concatenate([parts[0]] + [part[1:] for part in parts[1:]]))
    return found


def cut_at_date_line(ring):
    """A closed ring as one or two that stay within 180 degrees; a ring that crosses the date line is cut there."""
    ring = np.column_stack([np.unwrap(ring[:, 0], period=360.0), ring[:, 1]])
    middle = 360.0 * np.round(ring[:, 0].mean() / 360.0)
    ring[:, 0] -= middle
    if ring[:, 0].min() >= -180.0 and ring[:, 0].max() <= 180.0:
        return [ring]
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = _keep_side(_keep_side(ring + [turn, 0.0], -180.0, 1.0), 180.0, -1.0)
        if len(piece) >= 3:
            pieces.append(np.concatenate([piece, piece[:1]]))
    return pieces


def _keep_side(ring, edge, sign):
    """The part of an open or closed ring with sign * (lon - edge) >= 0 (Sutherland and Hodgman 1974)."""
    kept = []
    for a, b in zip(ring, np.roll(ring, -1, axis=0)):
        side_a, side_b = sign * (a[0] - edge), sign * (b[0] - edge)
        if side_a >= 0:
            kept.append(a)
        if side_a * side_b < 0:
            share = side_a / (side_a - side_b)
            kept.append(np.array([edge, a[1] + share * (b[1] - a[1])]))
    return np.array(kept)


@lru_cache(maxsize=1)
def areas_km2():
    """{M49 code: area of its shapes before simplification}."""
    return json.loads(SOURCE.read_text(encoding="utf-8"))["area_km2"]


@lru_cache(maxsize=1)
def paths():
    """{M49 code: one matplotlib Path in the plane}, ready for PathPatch."""
    from matplotlib.path import Path as Outline
    found = {}
    for key, rings in shapes().items():
        vertices, codes = [], []
        for ring in rings:
            if len(ring) < 4:
                continue
            vertices.append(np.column_stack(project(ring[:, 0], ring[:, 1])))
            codes += [Outline.MOVETO] + [Outline.LINETO] * (len(ring) - 2) + [Outline.CLOSEPOLY]
        if vertices:
            found[key] = Outline(np.concatenate(vertices), codes)
    return found


def needs_marker(m49):
    """Is this country too small to be seen (or absent from the shapes)?"""
    return areas_km2().get(m49, 0.0) < SMALL_KM2


def outline():
    """The edge of the projected sphere, as x and y."""
    lat = np.linspace(-60, 90, 76)
    top = np.linspace(180, -180, 91)
    lon = np.concatenate([np.full(76, 180.0), top, np.full(76, -180.0), -top])
    lats = np.concatenate([lat, np.full(91, 90.0), lat[::-1], np.full(91, -60.0)])
    return project(lon, lats)
