"""Axes of datasets are found by what they refer to, whatever a scale says of its own name."""
import os
import shutil
import subprocess
import sys

import h5py
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(ROOT, "build", "waico")))
sys.path[:0] = [os.path.join(ROOT, "tests", "support"), os.path.join(ROOT, "tests", "hostile")]
import hostile  # noqa: E402
import small  # noqa: E402


def waico(*arguments, cwd):
    run = subprocess.run([WAICO, *arguments], capture_output=True, cwd=cwd, timeout=60, check=False)
    return run.returncode, run.stdout


@pytest.fixture(scope="module", name="place")
def place_fixture(tmp_path_factory):
    place = str(tmp_path_factory.mktemp("place"))
    small.world(place)
    assert waico("run", "small.cfg", "-n", "2", "-o", "good.h5", "-q", cwd=place)[0] == 0
    assert waico("export", "good.h5", "--csv", "good", cwd=place)[0] == 0
    return place


@pytest.mark.parametrize("own", ["replicate", "quantile", "no_such_axis", "/time", "..", "", None])
def test_a_scale_that_misnames_itself_changes_no_table(place, own):
    path = os.path.join(place, "bad.h5")
    shutil.copy(os.path.join(place, "good.h5"), path)
    with h5py.File(path, "r+") as file:
        del file["time"].attrs["NAME"]
        if own is not None:
            file["time"].attrs["NAME"] = own
    hostile.seal(path)
    folder = os.path.join(place, "bad")
    shutil.rmtree(folder, ignore_errors=True)
    assert waico("export", "bad.h5", "--csv", "bad", cwd=place)[0] == 0
    assert sorted(os.listdir(folder)) == sorted(os.listdir(os.path.join(place, "good")))
    for name in os.listdir(os.path.join(place, "good")):
        if name.endswith(".csv"):
            with open(os.path.join(place, "good", name), "rb") as good, open(os.path.join(folder, name), "rb") as bad:
                assert good.read() == bad.read(), name
