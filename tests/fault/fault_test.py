"""Kills, torn writes and I/O errors at file-modifying calls of a sweep: none may corrupt, lose or stay silent.

FAULT_SHARE scales the number of runs (1: at least 1,000 kills and 500 errors); `make fault` spoils every call."""
import os
import subprocess
import tempfile

import pytest

import drive

HERE = os.path.dirname(os.path.abspath(__file__))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico")))
SHARE = float(os.environ.get("FAULT_SHARE", "1"))


@pytest.fixture(scope="module", name="bench")
def bench_fixture():
    with tempfile.TemporaryDirectory(dir=drive.MEMORY) as folder:
        shim = os.path.join(folder, "shim.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, os.path.join(HERE, "shim.c"), "-ldl"], check=True)
        yield drive.Bench(WAICO, shim, folder)


def run(bench, kinds, stickies, workers, points):
    counts = {w: bench.count(w) for w in workers}
    n, failures = drive.sweep(bench, drive.spread(kinds, stickies, workers, counts, int(points * SHARE)), 2)
    assert n >= int(points * SHARE)
    assert not failures, failures[:5]


def test_killed_or_torn_at_any_call_it_resumes_to_the_same_bytes(bench):
    run(bench, drive.KILLS, (False,), (1, 4), 1000)


def test_no_error_of_a_file_is_silent(bench):
    run(bench, drive.ERRORS, (False, True), (1,), 500)
