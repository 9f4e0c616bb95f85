"""Repeating a replication of a sweep: compared with every metric that the file has of it; the budget of events."""
import hashlib
import math
import os
import re
import shutil
import subprocess

import h5py
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(ROOT, "build", "waico")))

SWEEP = """scenario = "scenarios/baseline.cfg";
ensemble: { replications = 3; seed = "7"; };
sweep: { design = "list"; list = "points.csv"; };
output: { detail = "DETAIL"; };
metrics = (
    { name = "on_a_date"; series = "n_members"; at = "2030-12-31"; },
    { name = "largest"; series = "n_us"; reduce = "maximum"; from = "2027-01-01"; until = "2031-01-01"; },
    { name = "crossed"; series = "trust"; first_below = 0.45; },
    { name = "force"; series = "entry_into_force"; },
    { name = "signed"; series = "first_signed:BRA"; },
    { name = "is_member"; series = "member:KEN"; reduce = "final"; },
    { name = "share"; series = "n_signed"; at = "2028-12-31"; share_above = 30; }
);
"""


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120,
                         env={**os.environ, "WAICO_DATA": ROOT})
    assert run.returncode == code, (arguments, run.returncode, run.stdout[-1000:], run.stderr[-1000:])
    return run


@pytest.fixture(scope="module", name="place")
def place_fixture(tmp_path_factory):
    place = tmp_path_factory.mktemp("place")
    shutil.copytree(os.path.join(ROOT, "scenarios"), place / "scenarios")
    (place / "points.csv").write_text("affinity.peers,rival.us.pressure\n0.5,0\n2,0.8\n")
    for detail in ("summary", "series"):
        (place / f"{detail}.cfg").write_text(SWEEP.replace("DETAIL", detail))
    return place


def seal(path, text):
    """Makes the digest of an altered file right again: text is the old one with its mark."""
    mark, digits = text[:-64], b"0" * 64
    data = path.read_bytes().replace(text, mark + digits)
    path.write_bytes(data.replace(mark + digits, mark + hashlib.sha256(data).hexdigest().encode()))


@pytest.mark.parametrize("detail", ["summary", "series"])
def test_every_metric_of_a_replication_of_a_sweep_is_compared(place, detail):
    waico("sweep", f"{detail}.cfg", "-q", "-o", f"{detail}.h5", cwd=place)
    for point in range(2):
        for replicate in range(3):
            text = waico("rerun", f"{detail}.h5", "-p", point, "-r", replicate, cwd=place).stdout
            assert "reproduced, 7 numbers compared" in text


def test_a_metric_that_differs_is_told_by_name(place):
    waico("sweep", "summary.cfg", "-q", "--force", "-o", "altered.h5", cwd=place)
    with h5py.File(place / "altered.h5", "r+") as file:
        was = float(file["largest"][1, 2])
        file["largest"][1, 2] = was + 1
        place_of_digest = file["provenance/file_sha256"][()]
    seal(place / "altered.h5", place_of_digest)
    run = waico("rerun", "altered.h5", "-p", "1", "-r", "2", cwd=place, code=1)
    assert f"largest[0] is {was + 1:g}, the repetition gives {was:g}" in run.stderr
    waico("rerun", "altered.h5", "-p", "1", "-r", "1", cwd=place)


def test_a_replication_that_the_point_does_not_have_is_refused(place):
    config = SWEEP.replace("DETAIL", "summary").replace(
        "replications = 3;", 'adaptive: { target = "on_a_date"; half_width = 3.0; min = 5; max = 40; };')
    (place / "adaptive.cfg").write_text(config)
    waico("sweep", "adaptive.cfg", "-q", "-o", "adaptive.h5", cwd=place)
    with h5py.File(place / "adaptive.h5") as file:
        done = file["replications_done"][:]
    assert done[0] < len(h5py.File(place / "adaptive.h5")["replicate"])
    waico("rerun", "adaptive.h5", "-p", "0", "-r", done[0] - 1, cwd=place)
    run = waico("rerun", "adaptive.h5", "-p", "0", "-r", done[0], cwd=place, code=2)
    assert f"point 0 has {done[0]} replications" in run.stderr


# ---- the budget of events ----

def test_a_replication_beyond_its_budget_says_what_used_it_and_the_way_out_once(tmp_path):
    run = waico("run", "baseline", "-n", "1", "-q", "-o", "a.h5", "--max-events", "1000", cwd=tmp_path, code=1)
    line = run.stderr.split("\n")[0]
    counts = [int(n) for n in re.findall(r"\((\d+)\)", line)]
    assert re.search(r"most of them \w+ \(\d+\) and \w+ \(\d+\)", line) and 500 < sum(counts) <= 1001
    assert "--max-events" in line
    assert line.count("seed") == 1 and line.count("replicate") == 1


def test_incidents_that_grow_are_named_as_the_cause_of_a_long_run(tmp_path):
    run = waico("run", "baseline", "-n", "1", "-q", "-o", "a.h5", "--set", "end=2160-01-01", cwd=tmp_path, code=1)
    assert "incident" in run.stderr and "shock.incident_growth" in run.stderr


def test_a_run_that_must_exceed_its_budget_is_warned_of_before_it_is_run(tmp_path):
    assert "--max-events" not in waico("validate", "baseline", "--set", "end=2145-01-01", cwd=tmp_path).stderr
    # rate (e^(growth years) - 1) / growth, years from 2025-07-26 to 2200-01-01
    years = 63711 / 365.25
    expected = 0.1 * (math.exp(0.1 * years) - 1) / 0.1
    line = waico("validate", "baseline", "--set", "end=2200-01-01", "--set", "shock.incident_rate=0.1", "--set",
                 "shock.incident_growth=0.1", cwd=tmp_path).stderr
    assert f"about {expected / 1e6:.3g} million incidents" in line and "--max-events" in line


def test_a_raised_budget_lets_a_long_run_end_and_its_results_are_read_again(tmp_path):
    waico("run", "baseline", "-n", "2", "-q", "-o", "a.h5", "--set", "end=2153-01-01", "--max-events", "20000000", cwd=tmp_path)
    with h5py.File(tmp_path / "a.h5") as file:
        assert file["provenance/max_events"][()].decode() == "20000000"
    assert "reproduced" in waico("rerun", "a.h5", "-r", "1", cwd=tmp_path).stdout
    assert "Indonesia" in waico("explain", "a.h5", "-c", "IDN", cwd=tmp_path).stdout
    for command in (["rerun", "a.h5"], ["explain", "a.h5", "-c", "IDN"], ["explain", "baseline", "-c", "IDN"]):
        assert "--max-events" in waico(*command, "--max-events", "500", cwd=tmp_path, code=1).stderr


def test_a_budget_that_is_not_reached_changes_no_value_but_is_part_of_the_identity(tmp_path):
    waico("run", "baseline", "-n", "2", "-q", "-o", "a.h5", cwd=tmp_path)
    waico("run", "baseline", "-n", "2", "-q", "-o", "b.h5", "--max-events", "100000", cwd=tmp_path)
    with h5py.File(tmp_path / "a.h5") as a, h5py.File(tmp_path / "b.h5") as b:
        assert (a["n_members"][:] == b["n_members"][:]).all() and (a["final_status"][:] == b["final_status"][:]).all()
        assert a["provenance/max_events"][()].decode() == "preset"
        assert a.attrs["identity"] != b.attrs["identity"]
