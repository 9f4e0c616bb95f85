"""The recipes: three lines each, and a picture comes out."""
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

RECIPES = Path(__file__).resolve().parents[2] / "analysis" / "recipes"
RUNS = {
    "members.py": ([sys.executable], "members.png", b"\x89PNG", ()),
    "members.R": (["Rscript", "--vanilla"], "members.png", b"\x89PNG", ()),
    "members.m": (["octave-cli", "--no-gui", "-q"], "members.svg", b"<?xml", ("gnuplot",)),
    "members.gp": (["gnuplot"], "members.png", b"\x89PNG", ("ncks", "bash")),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_recipe_draws(samples, tmp_path, name):
    program, picture, start, needs = RUNS[name]
    for one in (program[0], *needs):
        if not shutil.which(one):
            pytest.skip(f"{one} is not installed")
    if name == "members.R" and subprocess.run(["Rscript", "--vanilla", "-e", 'library(ncdf4)'], capture_output=True, check=False).returncode:
        pytest.skip("the R package ncdf4 is not installed")
    if name == "members.py":
        pytest.importorskip("xarray", reason="xarray is not installed")
    (tmp_path / "baseline.h5").symlink_to(samples["ensemble"])
    done = subprocess.run([*program, str(RECIPES / name)], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    if name == "members.m" and "unable to load font" in done.stderr:
        pytest.skip("Octave finds no font: fonts-freefont-otf is not installed")
    assert done.returncode == 0, done.stderr[-2000:]
    data = (tmp_path / picture).read_bytes()
    assert data.startswith(start) and len(data) > 5000


@pytest.mark.parametrize("path", sorted(RECIPES.glob("members.*")), ids=lambda path: path.name)
def test_recipes_have_three_lines(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3 and all(len(line) <= 130 for line in lines)


def test_the_untested_recipe_says_so():
    assert "untested" in (RECIPES / "README.md").read_text(encoding="utf-8")
