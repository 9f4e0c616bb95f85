"""The plain Python reference (tests/bench/reference.py) and the simulator agree in law on the shipped baseline."""
import math
import multiprocessing
import os
import subprocess
import sys

import h5py
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tests", "bench"))
import reference  # noqa: E402

WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
BASELINE = os.path.join(ROOT, "scenarios", "baseline.cfg")
N_REFERENCE, N_PROGRAM = int(os.environ.get("WAICO_REFERENCE_REPLICATIONS", "100")), 1000
# 11 series x 15 years are compared; a true hypothesis exceeds 4.5 in one of them with probability below 0.0012.
LARGEST_Z = 4.5


def replicate(job):
    seed, setup, parameters = job
    return reference.ensemble(setup, parameters, seed, 1)[0][0]


@pytest.fixture(scope="module")
def runs():
    setup, parameters = reference.Setup(BASELINE), reference.read_parameters(WAICO)
    with multiprocessing.Pool(min(2, os.cpu_count() or 1)) as pool:
        return pool.map(replicate, ((seed, setup, parameters) for seed in range(1, N_REFERENCE + 1)), chunksize=10)


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("reference") / "baseline.h5"
    subprocess.run([WAICO, "run", BASELINE, "-n", str(N_PROGRAM), "-s", "7", "-o", str(path)], check=True,
                   capture_output=True)
    with h5py.File(path) as file:
        yield file


def test_means_of_reference_and_simulator_agree(runs, result):
    worst, compared = (0.0, ""), 0
    for name in runs[0][0]:
        for k in range(3, len(runs[0]), 4):
            values = [run[k][name] for run in runs]
            mean = sum(values) / len(values)
            variance = sum((x - mean) ** 2 for x in values) / (len(values) - 1)
            other, spread = float(result[f"{name}_mean"][k]), float(result[f"{name}_sd"][k])
            error = math.sqrt(variance / len(values) + spread ** 2 / N_PROGRAM)
            # Files hold single precision: a few parts in ten million are no difference.
            beyond = max(0.0, abs(mean - other) - 1e-6 * abs(mean))
            compared += 1
            if beyond > 0.0:
                worst = max(worst, (beyond / error if error > 0.0 else math.inf, f"{name} at account {k + 1}"))
    assert compared >= 150
    print(f"largest |z| of {compared}: {worst[0]:.2f}, {worst[1]}")
    assert worst[0] < LARGEST_Z, worst
