"""The program whose files the tests look at."""
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def simulator():
    """The program under test, None when it is not built."""
    for candidate in (os.environ.get("WAICO"), ROOT / "build" / "waico"):
        if candidate and os.access(candidate, os.X_OK):
            return str(candidate)
    return None
