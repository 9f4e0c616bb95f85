"""The Python packages by their names: `waico`, `waico.analysis`, and the earlier `waico_analysis`, which is the same."""
import os
import subprocess
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def python(*arguments, **environment):
    return subprocess.run([sys.executable, *arguments], env={**os.environ, "PYTHONPATH": os.path.join(ROOT, "analysis"), **environment},
                          capture_output=True, text=True, check=False)


def test_the_earlier_name_gives_the_same_modules():
    done = python("-W", "error", "-c", """
import warnings
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    import waico_analysis
assert [str(one.message) for one in told] == ["waico_analysis is called waico.analysis now"], told
assert told[0].category is DeprecationWarning and told[0].filename == "<string>"
import waico_analysis.figures.surfaces
from waico_analysis import load, guard
from waico_analysis.labelled import Array
import waico, waico.analysis.figures.surfaces as surfaces, waico.analysis.guard, waico.analysis.labelled
assert waico_analysis.figures.surfaces is surfaces and surfaces.__spec__.name == surfaces.__name__ == "waico.analysis.figures.surfaces"
assert guard is waico.analysis.guard and Array is waico.analysis.labelled.Array and load is waico.load
""")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["waico", "waico.analysis", "waico_analysis"])
def test_every_name_has_the_commands(name):
    done = python("-m", name, "list-plots")
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 24 and not done.stderr
    assert python("-m", name, "--help").stdout.startswith("usage: python3 -m waico [-h]")


@pytest.mark.parametrize("first", ["import waico", "from waico.analysis.labelled import Array"])
def test_what_reads_files_and_draws_is_loaded_on_demand(first):
    done = python("-c", f"{first}; import sys; print([name for name in ('h5py', 'matplotlib', 'pandas', 'xarray') if name in sys.modules])")
    assert done.stdout.strip() == "[]"


def test_a_name_that_is_none_is_refused():
    done = python("-c", "import waico; waico.lode")
    assert "module 'waico' has no attribute 'lode'" in done.stderr
