"""Where the package and its library are: those of this clone, or what WAICO_LIBRARY names."""
import os
from pathlib import Path
import sys

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "analysis"))
os.environ.setdefault("WAICO_DATA", str(ROOT))


@pytest.fixture(scope="session")
def program():
    """The simulator as a program."""
    return os.environ.get("WAICO", str(ROOT / "build" / "waico"))


@pytest.fixture(scope="session")
def baseline():
    import waico
    return waico.Scenario("baseline")
