"""Shapes and projection: areas keep their ratios, and every country can be seen."""
import numpy as np
import pytest

import made
from waico.analysis import world


@pytest.mark.parametrize("lon,lat", [(0, 0), (30, 45), (-120, -60), (170, 80)])
def test_the_projection_keeps_areas(lon, lat):
    step = 1e-4
    x0, y0 = world.project(lon, lat)
    x1, y1 = world.project(lon + step, lat)
    x2, y2 = world.project(lon, lat + step)
    area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
    assert area == pytest.approx(np.radians(step) ** 2 * np.cos(np.radians(lat)), rel=1e-4)


def test_the_projection_is_even_and_has_the_published_size():
    assert world.project(180, 0)[0] == pytest.approx(2.70663, abs=1e-5)
    assert world.project(0, 90)[1] == pytest.approx(1.31736, abs=1e-5)
    assert world.project(-40, -30) == pytest.approx([-v for v in world.project(40, 30)])


def test_every_country_has_a_shape_or_a_marker():
    for row in made.country_table():
        code = row["iso_numeric"]
        assert code in world.paths() or world.needs_marker(code), row["name"]
    assert world.needs_marker("798") and world.needs_marker("470") and not world.needs_marker("242")


def test_no_ring_leaves_the_map_or_crosses_it():
    for code, rings in world.shapes().items():
        for ring in rings:
            assert ring[:, 0].min() >= -180 and ring[:, 0].max() <= 180, code
            assert np.abs(np.diff(ring[:, 0])).max() <= 180, code


def test_a_ring_over_the_date_line_becomes_two():
    pieces = world.cut_at_date_line(np.array([[170, 0], [-170, 0], [-170, 10], [170, 10], [170, 0.0]]))
    spans = sorted((piece[:, 0].min(), piece[:, 0].max()) for piece in pieces)
    assert spans == [(-180, -170), (170, 180)]


def test_areas_come_near_to_known_ones():
    # Land and inland waters, square kilometres (United Nations Demographic Yearbook), within the scale's 3 %.
    for code, km2 in (("643", 17_098_246), ("076", 8_510_346), ("710", 1_221_037), ("250", 640_000)):
        assert world.areas_km2()[code] == pytest.approx(km2, rel=0.03)


def test_shapes_hold_their_area_after_simplification():
    from matplotlib.path import Path
    assert isinstance(world.paths()["156"], Path)
    for code in ("156", "076", "404"):
        total = 0.0
        for ring in world.shapes()[code]:
            x, y = world.project(ring[:, 0], ring[:, 1])
            total += 0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])
        assert abs(total) * 6371.0 ** 2 == pytest.approx(world.areas_km2()[code], rel=0.01)
