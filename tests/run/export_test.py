"""CSV tables of a result: names beside codes, dates beside days, what each column is, one long table."""
import collections
import csv
import datetime
import os
import re
import subprocess

import h5py
import numpy
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
START = datetime.date(2025, 7, 26)


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=300,
                         env={**os.environ, "WAICO_DATA": ROOT})
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    return run.stdout


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("export")
    (path / "screen").write_text(waico("run", "baseline", "-n", 40, "-q", "-o", "a.h5", "--top", 200, cwd=path))
    waico("run", "baseline", "-n", 1, "-q", "-o", "one.h5", cwd=path)
    waico("sweep", "demo_scenarios", "-n", 3, "-q", "-o", "s.h5", cwd=path)
    waico("sweep", "demo_grid", "-n", 3, "-q", "-o", "g.h5", cwd=path)
    for name in ("a", "one", "s", "g"):
        waico("export", f"{name}.h5", "--csv", name, cwd=path)
    return path


def test_every_table_with_points_begins_with_point_scenario_and_parameters(folder):
    for name, parameters in (("s", []), ("g", ["param_affinity_peers", "param_rival_us_pressure"])):
        files = [file for file in os.listdir(folder / name) if file.startswith("point")]
        assert "point.csv" in files and "point_replicate.csv" in files
        for file in files:
            head = open(folder / name / file, encoding="utf-8").readline().strip().split(",")
            assert head[:2 + len(parameters)] == ["point", "scenario", *parameters], file
            assert len(head) == len(set(head))
    rows = table(folder / "s" / "point.csv")
    assert [row["scenario"] for row in rows] == ["baseline", "us_counter_offer", "no_peers"]
    assert [row["point_status"] for row in rows] == ["done"] * 3
    points = table(folder / "g" / "point_replicate.csv")
    with h5py.File(folder / "g.h5") as file:
        for row in points:
            assert float(row["param_affinity_peers"]) == file["param_affinity_peers"][int(row["point"])]
            assert float(row["members_2030"]) == file["members_2030"][int(row["point"]), int(row["replicate"])]


def test_goals_and_moved_parameters_are_words(tmp_path):
    (tmp_path / "a.cfg").write_text(f'''scenario = "{ROOT}/scenarios/baseline.cfg";
ensemble: {{ adaptive: {{ target = "m"; half_width = 0.01; min = 2; max = 3; }}; seed = "1"; }};
sweep: {{ design = "grid"; parameters = ( {{ path = "affinity.peers"; values = [1.0]; }} ); }};
metrics = ( {{ name = "m"; series = "n_members"; reduce = "final"; }} );
''')
    waico("sweep", "a.cfg", "-q", "-o", "a.h5", cwd=tmp_path)
    waico("sweep", "demo_morris", "-n", 1, "-q", "-o", "m.h5", cwd=tmp_path)
    for name in ("a", "m"):
        waico("export", f"{name}.h5", "--csv", name, cwd=tmp_path)
    assert [row["point_goal"] for row in table(tmp_path / "a" / "point.csv")] == ["missed"]
    moved = [row["design_moved"] for row in table(tmp_path / "m" / "point.csv")]
    with h5py.File(tmp_path / "m.h5") as file:
        names = list(file["parameter"].asstr()[:])
        assert moved == ["" if i < 0 else names[i] for i in file["design_moved"][:]]


def test_a_country_has_its_name_and_a_time_its_date(folder):
    rows = table(folder / "one" / "event.csv")
    with h5py.File(folder / "one.h5") as file:
        names = dict(zip((c.decode() for c in file["country"][:]), (c.decode() for c in file["country_name"][:])))
        days = file["event_time"][:]
        for row, day in zip(rows, days):
            assert row["event_country_name"] == names.get(row["event_country"], "")
            assert row["event_date"] == str(START + datetime.timedelta(int(day + 1e-9)))
    assert {"choice", "account", "summit"} <= {row["event_type"] for row in rows}
    for row in table(folder / "a" / "time.csv"):
        assert row["date"] == str(START + datetime.timedelta(int(float(row["time"]) + 1e-9)))
    for row in table(folder / "a" / "replicate_country.csv"):
        assert row["country_name"] == names[row["country"]] and bool(row["first_member"]) == bool(row["first_member_date"])
        if row["first_member"]:
            away = (START - datetime.date.fromisoformat(row["first_member_date"])).days + float(row["first_member"]) * 365.25
            assert -0.2 < away < 1.0
    ceremony = {row["first_signed_date"] for row in table(folder / "a" / "replicate_country.csv")}
    assert {"2026-07-16", "2026-07-31"} <= ceremony and "2026-07-15" not in ceremony
    whole, = table(folder / "one" / "whole.csv")
    assert re.fullmatch(r"2026-\d\d-\d\d", whole["entry_into_force_date"])


def test_the_table_of_countries_has_what_run_prints(folder):
    rows = {row["country"]: row for row in table(folder / "a" / "country.csv")}
    printed = re.findall(r"^ *\d+  ([A-Z]{3})  (\S.*?)  +(\d\.\d+)  +(\d{4})  +(\d\.\d+)  +(\S+)$",
                         (folder / "screen").read_text(), re.M)
    assert len(printed) > 100
    for code, name, ever, year, signed, recorded in printed:
        row = rows[code]
        assert row["country_name"] == name
        assert f"{float(row['member_ever']):.3f}" == ever
        assert row["first_member_median_year"] == year or abs(int(row["first_member_median_year"]) - int(year)) <= 1
        assert f"{float(row['signed_by_2026_07_31']):.3f}" == signed
        assert (row["recorded_signature"] or "-") == recorded
    assert sum(rows[code]["first_member_median_year"] == year for code, _, _, year, _, _ in printed) > 0.95 * len(printed)
    with h5py.File(folder / "a.h5") as file:
        joined = ~numpy.isnan(file["first_member"][:])
    for code, share in zip(rows, joined.mean(axis=0)):
        assert float(rows[code]["member_ever"]) == pytest.approx(share, abs=1e-9)


def test_the_dictionary_tells_every_column_of_every_table(folder):
    for name in ("a", "one", "s", "g"):
        told = collections.defaultdict(list)
        for row in table(folder / name / "columns.csv"):
            told[row["table"]].append(row["column"])
            assert row["meaning"], row
        files = set(os.listdir(folder / name)) - {"columns.csv"}
        assert set(told) == files
        for file in files:
            assert open(folder / name / file, encoding="utf-8").readline().strip().split(",") == told[file]
    units = {row["column"]: row["unit"] for row in table(folder / "a" / "columns.csv")}
    assert units["n_members"] == "country" and units["first_member_date"] == "YYYY-MM-DD" and units["time"].startswith("days since")


def test_one_long_table_has_every_number_once(folder):
    waico("export", "g.h5", "--csv", "long", "--tidy", cwd=folder)
    assert sorted(os.listdir(folder / "long")) == ["columns.csv", "tidy.csv"]
    rows = table(folder / "long" / "tidy.csv")
    head = list(rows[0])
    assert head[0] == "variable" and head[-1] == "value" and {"point", "scenario", "replicate", "time", "time_date"} <= set(head)
    keys = collections.Counter(tuple(row[name] for name in head[:-1]) for row in rows)
    assert keys.most_common(1)[0][1] == 1
    found = {(row["variable"], row["point"], row["replicate"]): row["value"] for row in rows if row["replicate"]}
    for row in table(folder / "g" / "point_replicate.csv"):
        assert found["members_2030", row["point"], row["replicate"]] == row["members_2030"]
    assert {row["variable"] for row in rows} >= {"grid_share", "members_2030_mean", "n_members_mean"}
    waico("export", "g.h5", "--csv", "long", "--tidy", cwd=folder, code=4)
    waico("export", "g.h5", "--csv", "long", "--tidy", "--force", cwd=folder)


def test_tables_that_exist_are_not_replaced_and_nothing_else_is_written(folder, tmp_path):
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "columns.csv").write_text("mine\n")
    waico("export", folder / "a.h5", "--csv", "t", cwd=tmp_path, code=4)
    assert os.listdir(tmp_path / "t") == ["columns.csv"]
