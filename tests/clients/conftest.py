"""The files that other programs open: of the simulator, and a run without events, which no simulation leaves."""
import os
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "analysis"))

import made  # noqa: E402


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """run, ensemble, sweep, one (replication), zero (events)."""
    folder = tmp_path_factory.mktemp("samples")
    program = next((str(path) for path in (os.environ.get("WAICO"), ROOT / "build" / "waico") if path and os.access(path, os.X_OK)), None)
    if program is None:
        pytest.skip("build/waico is not there")
    found = made.simulate(program, folder, subprocess.run)
    return {**{name: found[name] for name in ("run", "ensemble", "sweep", "one")}, "zero": made.run(folder / "zero.h5", events=False,
                                                                                               decisions=False)}
