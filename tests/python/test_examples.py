"""What is shown is what works: the notebook of first questions, cell by cell, and the code of the README, with stand-ins that call
as SALib and the EMA Workbench do."""
import json
import os
from pathlib import Path
import re
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

import waico

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "analysis" / "examples" / "first_questions.ipynb"
CHECKS = """
assert middle[-1] > middle[20] > 0 and joiners["share"].iloc[-1] < 0.1 and joiners["share"].iloc[0] > 0.9
assert joiners["median"].iloc[0].year == 2027
assert gain.mean() < -5
assert abs(model(strength) - 65) < 1 and 1 < strength < 3
assert str(steps["date"][signing].date()) == "2027-02-14" and abs(terms.sum() + 2.01) < 0.005  # as README.md has it
"""


@pytest.fixture(scope="module")
def notebook():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))


def test_it_is_a_notebook_without_outputs(notebook):
    assert notebook["nbformat"] == 4 and {cell["cell_type"] for cell in notebook["cells"]} == {"markdown", "code"}
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in notebook["cells"] if cell["cell_type"] == "code")


def test_its_cells_run_in_order(notebook):
    pytest.importorskip("pandas")
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 6
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "analysis"), "MPLBACKEND": "Agg"}
    done = subprocess.run([sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", "\n".join([*cells, CHECKS])],
                          env=environment, cwd=NOTEBOOK.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "members in 2040, +- " in done.stdout and "affinity.peers = 1." in done.stdout


class Workbench(ModuleType):
    """The Model of ema_workbench calls function(**experiment) and takes each outcome from the dictionary by its name."""

    class Model:
        def __init__(self, name, function):
            assert name.isalnum()
            self.function = function

    @staticmethod
    def RealParameter(name, lower, upper):
        assert name.isidentifier() and lower < upper
        return name, lower, upper

    @staticmethod
    def ScalarOutcome(name):
        return name

    @staticmethod
    def perform_experiments(model, n):
        experiment = {name: (lower + upper) / 2 for name, lower, upper in model.uncertainties}
        outcomes = model.function(**experiment)
        assert [float(outcomes[name]) > 0 for name in model.outcomes] == [True]


class Sobol(ModuleType):
    """SALib.sample.sobol and SALib.analyze.sobol: points (point, input) within the bounds, and a number for each."""

    @staticmethod
    def sample(problem, n):
        low, high = np.transpose(problem["bounds"])
        return low + (high - low) * np.random.default_rng(1).random((3, problem["num_vars"]))

    @staticmethod
    def analyze(problem, values):
        assert values.shape == (3,) and len(set(problem["names"])) == problem["num_vars"] == 2


@pytest.fixture
def stand_ins(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", Workbench("ema_workbench"))
    monkeypatch.setitem(sys.modules, "SALib", ModuleType("SALib"))
    for name in ("sample", "analyze"):
        package = ModuleType(f"SALib.{name}")
        package.sobol = Sobol(f"SALib.{name}.sobol")
        monkeypatch.setitem(sys.modules, f"SALib.{name}", package)


def test_the_code_of_the_readme_works(stand_ins):
    text = (ROOT / "analysis" / "README.md").read_text(encoding="utf-8")
    section = text.split("## In Python, without files")[1].split("## Looking at results")[0]
    code = "\n".join(re.findall(r"```python\n(.*?)```", section, re.S))
    assert "size=(1000, 2)" in code and "n=100" in code
    names = {}
    exec(compile(code.replace("size=(1000, 2)", "size=(4, 2)").replace("n=100", "n=10"), "README.md", "exec"), names)
    said = re.search(r"mean\(\) +# ([\d.]+);", section)[1]
    result = waico.run("baseline", set={"affinity.peers": 2}, n=200, seed=1)["n_members"]
    assert f"{result.sel(time='2035').values.mean():.1f}" == said and repr(result) in section
