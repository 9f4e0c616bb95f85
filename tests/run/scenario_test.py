"""The shipped scenarios are sound, and those about the future leave July 2026 as it was.

Run: make python, or WAICO=build/waico /usr/bin/python3 -m pytest -q tests/run/scenario_test.py
"""

import os
import pathlib
import re
import subprocess

import h5py
import numpy as np
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("WAICO", str(ROOT / "build" / "waico"))
SCENARIOS = sorted((ROOT / "scenarios").glob("*.cfg"))
REPLICATIONS = 8

# Scenarios that change only what comes after the signing window: their signatures are those of the baseline.
FUTURE = ["broken_promises", "compute_abundance", "eu_engages", "export_controls", "great_power_thaw",
          "hard_exclusivity", "major_incident", "major_incident_at_home", "open_everything", "rich_equity_fund",
          "rights_bloc_rises", "sponsor_stalls", "trust_crisis", "two_camps", "us_counter_offer"]

pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason=f"{PROGRAM} is not built")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Result files by name of scenario, each simulated once."""
    folder = tmp_path_factory.mktemp("results")
    files = {}

    def get(name):
        if name not in files:
            path = folder / f"{name}.h5"
            subprocess.run([PROGRAM, "run", ROOT / "scenarios" / f"{name}.cfg", "-n", str(REPLICATIONS), "-s", "7",
                            "-q", "-o", path], check=True, stdout=subprocess.DEVNULL)
            files[name] = h5py.File(path, "r")
        return files[name]

    return get


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_is_valid(path):
    done = subprocess.run([PROGRAM, "validate", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_has_a_title_a_question_and_a_reason_for_each_value(path):
    text = path.read_text(encoding="utf-8")
    assert re.search(r'^title\s*= ".+";', text, re.M)
    assert re.search(r'^question = ".+\?";', text, re.M)
    assert text.startswith("# ")
    assert max(map(len, text.splitlines())) <= 120
    if path.stem != "baseline":
        assert 'extends  = "baseline.cfg";' in text


def signatures(file, until_years):
    """First signatures up to a time, replication by country; NaN: none by then."""
    signed = file["first_signed"][:]
    return np.where(signed <= until_years, signed, np.nan)


@pytest.mark.parametrize("name", FUTURE)
def test_scenarios_of_the_future_keep_the_signatures_of_july_2026(results, name):
    window = 1.02  # years from 26 July 2025 to the first days of August 2026
    assert np.array_equal(signatures(results(name), window), signatures(results("baseline"), window), equal_nan=True)


@pytest.mark.parametrize("name", FUTURE)
def test_scenarios_of_the_future_change_something_later(results, name):
    assert not np.array_equal(results(name)["n_members"][:], results("baseline")["n_members"][:])


def test_the_founded_start_has_the_recorded_statuses(results):
    file = results("founded")
    iso3 = file["country"].asstr()[:]
    signed_at_start = {code for code, years in zip(iso3, file["first_signed"][0]) if years == 0}
    record = (ROOT / "scenarios/data/signatures.csv").read_text(encoding="utf-8").splitlines()[1:]
    recorded = {row.split(",")[0] for row in record if row.split(",")[1] in ("founding", "signatory")}
    assert signed_at_start == recorded - {"CHN"} and len(signed_at_start) == 36


FORMAT = (ROOT / "sim/output/FORMAT.md").read_text(encoding="utf-8")


def documented(name):
    """Is the variable in the document of the format, by name, or as the summary or the reading of one that is?"""
    stem = re.sub(r"_(mean|sd|quantile)$", "", re.sub(r"^(final|at)_", "", name))
    return f"`{name}`" in FORMAT or f"`{stem}`" in FORMAT


@pytest.mark.parametrize("options", [["-n", "1", "--decisions"], ["-n", "2", "--events"]], ids=["run", "ensemble"])
def test_every_variable_of_a_result_file_is_documented(tmp_path, options):
    path = tmp_path / "result.h5"
    subprocess.run([PROGRAM, "run", ROOT / "scenarios/baseline.cfg", "-q", "-o", path, *options], check=True,
                   stdout=subprocess.DEVNULL)
    with h5py.File(path, "r") as file:
        assert [name for name in file if not documented(name)] == []
        assert [name for name in file["provenance"] if f"`{name}`" not in FORMAT] == []
        assert [name for name in file.attrs if f"`{name}`" not in FORMAT and name != "_NCProperties"] == []


def test_the_place_of_the_signing_is_kept_and_changes_nothing_else(results, tmp_path):
    text = results("founded")["provenance/scenario_effective"][0].decode()
    assert 'place = "Shanghai";' in text
    other = tmp_path / "other.h5"
    subprocess.run([PROGRAM, "run", ROOT / "scenarios" / "baseline.cfg", "-n", str(REPLICATIONS), "-s", "7", "--set", "place=New Delhi",
                    "-q", "-o", other], check=True, stdout=subprocess.DEVNULL)
    with h5py.File(other, "r") as file:
        assert 'place = "New Delhi";' in file["provenance/scenario_effective"][0].decode()
        assert np.array_equal(file["n_members"][:], results("baseline")["n_members"][:])
