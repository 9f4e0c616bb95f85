"""Every shipped config: Python, the screen, JSON and CSV of waico, and waico compare give the same numbers."""
import csv
import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from waico.analysis import estimate, load, pairing, style
from waico.analysis.case import cases_of
from waico.analysis.drawing import draw, fitting
from waico.analysis.figures import Options
from waico.analysis.figures.surfaces import interval_of, known_counts, metrics_of, units_of_metric
from waico.analysis.rounding import day_of
from waico.analysis.schema import text

import made
from simulated import simulator

CONFIGS = sorted(path.stem for path in (made.ROOT / "configs").glob("*.cfg"))
SMALLER = (("trajectories = ", 2), ("size = ", 8), ("points = ", 12), ("replications = ", 4), ("most = ", 6), ("least = ", 3))
PICTURE_OF = {"oat": "tornado", "morris": "morris", "saltelli": "sobol"}
COLUMNS = {"tornado": {"low_result": "oat_low", "high_result": "oat_high"},
           "morris": {"mean_absolute": "morris_mu_star", "low": "morris_mu_star_low", "high": "morris_mu_star_high", "mean": "morris_mu",
                      "spread": "morris_sigma", "effects": "morris_effects"},
           "sobol": {f"{index}{end}": f"sobol_{index}{end}" for index in ("first", "total") for end in ("", "_low", "_high")}}


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """swept(name): a shipped config with fewer points and replications, run; (file, screen, JSON), kept."""
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    folder = tmp_path_factory.mktemp("agree")
    for name in ("scenarios", "configs"):
        shutil.copytree(made.ROOT / name, folder / name)
    kept = {}

    def run(name):
        if name not in kept:
            path = folder / "configs" / f"{name}.cfg"
            config = path.read_text(encoding="utf-8")
            for key, least in SMALLER:
                config = re.sub(rf"\b{key}(\d+)", lambda found: f"{key}{min(int(found[1]), least)}", config)
            path.write_text(config, encoding="utf-8")
            out = folder / f"{name}.h5"
            def said(*more):
                return subprocess.run([program, "sweep", str(path), *more], cwd=folder, check=True, capture_output=True, text=True).stdout
            screen = said("-o", str(out), "--wide")
            kept[name] = out, screen, json.loads(said("-o", str(folder / "again.h5"), "--force", "--json"))
        return kept[name]
    return run


def numbers(values):
    """A list of JSON as floats, null as NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


@pytest.mark.parametrize("name", CONFIGS)
def test_means_intervals_and_counts_are_the_same_everywhere(swept, name, tmp_path):
    out, screen, said = swept(name)
    subprocess.run([simulator(), "export", str(out), "--csv", str(tmp_path / "csv")], check=True, capture_output=True)
    with load(out) as result, open(tmp_path / "csv" / "point.csv", newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
        names = metrics_of(result)
        assert names and names == result.attrs["metrics"].split()
        for metric in names:
            values = result.array(metric).values.astype(float)
            known = np.isfinite(values).sum(axis=1)
            mean = result.array(metric + "_mean").values
            np.testing.assert_allclose(mean, [row[np.isfinite(row)].mean() if n else np.nan for row, n in zip(values, known)], rtol=1e-12)
            np.testing.assert_array_equal(known, known_counts(result, metric))
            np.testing.assert_array_equal(known, numbers(said[metric + "_known"]))
            np.testing.assert_allclose(mean, numbers(said[metric + "_mean"]), rtol=1e-12)
            table = [float(row[metric + "_mean"]) if row[metric + "_mean"] else np.nan for row in rows]
            np.testing.assert_allclose(mean, table, rtol=1e-6)
            low, high = interval_of(result, metric)
            if text(result.file[metric + "_low"].attrs["interval"]) == "student":
                own = [estimate.mean_interval(row) for row in values]
                np.testing.assert_allclose(low, [one.low for one in own], rtol=1e-6, atol=1e-9)
                np.testing.assert_allclose(high, [one.high for one in own], rtol=1e-6, atol=1e-9)
            else:
                own = estimate.proportion_interval(np.nansum(values, axis=1), known)
                np.testing.assert_allclose((low, high), own, atol=1e-9)
        points = screen[screen.index("\nPoints"):].strip().split("\n\n")[0]
        shown = [line.split() for line in points.splitlines()[2:] if re.match(r" +\d+ +\d+ ", line)]
        for cells in shown:  # a line of the screen: point, replications, parameters, mean +- half width ...
            point = list(result.labels("point")).index(int(cells[0]))
            for metric in names:
                value = float(result.array(metric + "_mean").values[point])
                if units_of_metric(result, metric) == "year":  # moments are shown as dates
                    value = day_of(result, value)
                assert value is None or not np.isfinite(value) or any(_same(cell, value) for cell in cells), (metric, value, cells)


def _same(cell, value):
    """Is this text that number, or day, rounded?"""
    try:
        if isinstance(value, np.datetime64):
            return abs(np.datetime64(cell, "D") - value).astype(int) <= 1
        return abs(float(cell) - value) <= 0.51 * 10.0 ** -max(0, len(cell.partition(".")[2])) or abs(float(cell) - value) < 1e-4 * abs(value)
    except ValueError:
        return False


@pytest.mark.parametrize("name", CONFIGS)
def test_pictures_of_the_design_show_what_screen_and_json_say(swept, name):
    out, screen, said = swept(name)
    with load(out) as result:
        kind = PICTURE_OF.get(result.design)
        if kind is None:
            assert result.design not in PICTURE_OF
            if result.design == "grid" and "response" in fitting([result]):
                _check_grid(result, said)
            return
        for row, metric in enumerate(result.labels("metric")):
            picture = draw(kind, [result], Options(metric=str(metric)))
            table = picture.data[kind]
            order = [table["key"].index(parameter) for parameter in result.labels("parameter")]
            for column, dataset in COLUMNS[kind].items():
                drawn = np.asarray(table[column], dtype=float)[order]
                np.testing.assert_allclose(drawn, numbers(said["analysis"][dataset][row]), rtol=1e-9, err_msg=dataset)
            style.close(picture)
            main = {"tornado": "oat_range", "morris": "morris_mu_star", "sobol": "sobol_total"}[kind]
            for parameter, value in zip(result.labels("parameter"), result.array(main).values[row]):
                lines = [line for line in screen.splitlines() if line.strip().startswith(parameter[:24])]
                assert not np.isfinite(value) or any(_same(cell, value) for line in lines for cell in line.split()), (parameter, value)


def _check_grid(result, said):
    picture = draw("response", [result])
    metric = metrics_of(result)[0]
    drawn = {(round(x, 9), round(float(level), 9) if np.isfinite(level) else None): mean for x, level, mean in
             zip(*list(picture.data["response"].values())[:3])}
    columns = list(picture.data["response"])[:2]
    for point, mean in enumerate(numbers(said[metric + "_mean"])):
        x, level = (said["param_" + path.replace(".", "_")][point] if "." in path else None for path in columns)
        if len(picture.data.get("shares", {}).get("key", [])) <= 2 and columns[1] != "line":
            assert drawn[(round(x, 9), round(level, 9))] == pytest.approx(mean, nan_ok=True)
    if "shares" in picture.data:
        np.testing.assert_allclose(picture.data["shares"]["grid_share"], numbers(said["analysis"]["grid_share"][0]), rtol=1e-9)
    style.close(picture)


@pytest.mark.parametrize("name", ["demo_scenarios", "scenario_comparison"])
def test_differences_are_those_of_waico_compare(swept, name):
    out = swept(name)[0]
    said = json.loads(subprocess.run([simulator(), "compare", str(out), "--json", "--top", "200"], check=True, capture_output=True, text=True).stdout)
    with load(out) as result:
        cases = cases_of([result])
        assert len(cases) == len(said["scenarios"])
        if name == "demo_scenarios":
            _compare_metrics(result, cases, said)
            return
        day = pairing.common_day(cases)
        assert str(day) == said["date"]
        for case, other in zip(cases[1:], said["scenarios"][1:]):
            for series in ("n_members", "n_signed"):
                found, right = pairing.difference(cases[0], case, series, day), other["metrics"][series]
                assert found.paired and found.interval.n == other["pairs"]
                for ours, theirs in ((found.interval.mean, "difference"), (found.interval.low, "low"), (found.interval.high, "high"),
                                     (found.greater, "p_greater"), (found.equal, "p_equal"), (found.less, "p_less"), (found.p_value, "p_value")):
                    assert ours == pytest.approx(np.nan if right[theirs] is None else right[theirs], rel=1e-6, abs=1e-12, nan_ok=True), (series, theirs)


def _compare_metrics(result, cases, said):
    for metric in metrics_of(result):
        values = result.array(metric).values.astype(float)
        for place, (case, other) in enumerate(zip(cases, said["scenarios"])):
            assert other["metrics"][metric]["mean"] == pytest.approx(values[place].mean())
            if place:
                found = pairing.values_difference(cases[0], case, values[0], values[place])
                for ours, theirs in ((found.interval.mean, "difference"), (found.interval.low, "low"), (found.p_value, "p_value")):
                    right = other["metrics"][metric][theirs]
                    assert ours == pytest.approx(np.nan if right is None else right, rel=1e-6, abs=1e-12, nan_ok=True), (metric, theirs)


def test_countries_that_change_are_those_of_waico_compare(tmp_path):
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    shutil.copytree(made.ROOT / "scenarios", tmp_path / "scenarios")
    for name, seed in (("baseline", "1"), ("founded", "1"), ("no_peers", "2")):
        subprocess.run([program, "run", f"scenarios/{name}.cfg", "-n", "25", "--seed", seed, "-o", f"{name}.h5", "-q"], cwd=tmp_path,
                       check=True, capture_output=True)
    for other, paired in (("founded", True), ("no_peers", False)):
        said = json.loads(subprocess.run([program, "compare", "baseline.h5", f"{other}.h5", "--json", "--top", "200"], cwd=tmp_path,
                                         check=True, capture_output=True, text=True).stdout)
        with load(tmp_path / "baseline.h5") as a, load(tmp_path / f"{other}.h5") as b:
            picture = draw("changes", [a, b])
            rows = dict(zip(picture.data["changes"]["country"], zip(*(picture.data["changes"][key] for key in
                                                                    ("before", "after", "low", "high", "p_holm")))))
            assert bool(said["scenarios"][1]["paired"]) is paired and (said["scenarios"][1]["countries"] or not paired)
            for country in said["scenarios"][1]["countries"]:
                right = [country[key] for key in ("before", "after", "low", "high", "p_holm")]
                np.testing.assert_allclose(rows[country["country"]], right, rtol=1e-6, atol=1e-9, err_msg=country["country"])
            style.close(picture)
            found = draw("differences", [a, b])
            table = found.data["differences"]
            place = table["series"].index("n_members")
            right = said["scenarios"][1]["metrics"]["n_members"]
            assert (table["difference"][place], table["low"][place]) == pytest.approx((right["difference"], right["low"]), rel=1e-6)
            style.close(found)
