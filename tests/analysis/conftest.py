"""Where the package is, and the files that the tests look at: made ones, and real ones when the simulator is built."""
import os
from pathlib import Path
import subprocess
import sys

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "analysis"), str(HERE)]
os.environ.setdefault("MPLBACKEND", "Agg")

import made  # noqa: E402
from simulated import simulator  # noqa: E402
from waico.analysis import guard  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "own_guard: files are checked as they are for users")


GUARDED = {name: getattr(guard, name) for name in ("_has_digest", "program")}


@pytest.fixture(scope="session", autouse=True)
def _made_files_are_admitted():
    """Made files have no digest and no world: their tests leave them to the checks of Python alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_has_digest", lambda file, size: True)
        patch.setattr(guard, "program", lambda: None)
        yield


@pytest.fixture(autouse=True)
def _own_guard(request, monkeypatch):
    if request.node.get_closest_marker("own_guard") is not None:
        for name, function in GUARDED.items():
            monkeypatch.setattr(guard, name, function)


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Made files by name."""
    folder = tmp_path_factory.mktemp("made")
    grid = [(a, b) for a in (0.0, 0.5, 1.0, 1.5, 2.0) for b in (0.5, 1.0, 2.0)]
    found = {
        "ensemble": made.ensemble(folder / "ensemble.h5"),
        "faster": made.ensemble(folder / "faster.h5", speed=0.08, title="Faster & <bolder>", identity="d4" * 32),
        "slower": made.ensemble(folder / "slower.h5", speed=0.03, title="US counter-offer", identity="e5" * 32),
        "one": made.ensemble(folder / "one.h5", replicates=1),
        "wordy": made.ensemble(folder / "wordy.h5", replicates=8, title=made.WORDY),
        "unbroken": made.ensemble(folder / "unbroken.h5", replicates=8, title="W" * 150, identity="f6" * 32),
        "elsewhere": made.ensemble(folder / "elsewhere.h5", replicates=8, incentives=("vaccines", "seed_banks", "satellites"),
                                   series=made.ELSEWHERE),
        "run": made.run(folder / "run.h5"),
        "zero": made.run(folder / "zero.h5", events=False, decisions=False),
        "grid": made.sweep(folder / "grid.h5", {"affinity.peers": [a for a, _ in grid],
                                                "decision.rationality": [b for _, b in grid]},
                           {"members_2035": [20 + 20 * a * b for a, b in grid]}, design="grid"),
    }
    found.update(made.designed(folder))
    return found


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """Files made by the simulator: run, ensemble, other (a second scenario), one (replicate), sweep."""
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    folder = tmp_path_factory.mktemp("real")
    return made.simulate(program, folder, subprocess.run)
