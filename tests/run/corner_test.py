"""Every parameter at either end of its range, alone: the run ends, or the range is too wide."""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import small  # noqa: E402

WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico")))


def test_no_end_of_a_range_makes_every_run_fail(tmp_path):
    # As long as the baseline; what uses up the budget there does so here, for incidents come to the world.
    scenario = small.world(str(tmp_path), end="2041-01-01")
    rows = json.loads(subprocess.run([WAICO, "describe", "--json"], capture_output=True, check=True).stdout)
    corners = [(row["path"], row[end]) for row in rows for end in ("min", "max") if row.get(end) is not None]
    assert len(corners) > 300

    def run(number):
        path, value = corners[number]
        done = subprocess.run([WAICO, "run", scenario, "-n", "1", "-j", "1", "-q", "-o", tmp_path / f"{number}.h5", "--set",
                               f"{path}={value}"], capture_output=True, text=True, timeout=300, check=False)
        return None if done.returncode == 0 else f"{path}={value}: {done.stderr}"

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [said for said in pool.map(run, range(len(corners))) if said]
    assert not failed
