"""Kills sweeps at random moments and resumes them, until they end: the bytes are those of an undisturbed one.

    kills.py WAICO [--kills N] [--seed N] [--jobs N]
"""
import argparse
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import small  # noqa: E402
from drive import MEMORY, content  # noqa: E402

KINDS = [("grid", "1", "3"), ("saltelli", "4", "1"), ("lhs", "2", "7"), ("grid", "4", "2")]  # design, workers, block


class Bench:
    def __init__(self, waico, folder):
        self.waico, self.folder, self.right = waico, folder, {}
        for kind in KINDS:
            self.config(kind[0])
            path = os.path.join(folder, "-".join(kind) + ".h5")
            self.start(kind, path).wait()
            start = time.monotonic()
            self.start(kind, path, "--force").wait()
            self.right[kind] = (content(path), time.monotonic() - start)

    def config(self, design):
        return small.config(self.folder, design, replications=6, extra='output: { detail = "summary"; };')

    def start(self, kind, path, *more):
        return subprocess.Popen([self.waico, "sweep", os.path.join(self.folder, kind[0] + ".cfg"), "-q", "-j", kind[1],
                                 "--block", kind[2], "-o", path, *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def trial(bench, kind, seed):
    """Kills until the sweep ends by itself, five times at most; the number of kills that met it, and what is wrong."""
    luck = random.Random(seed)
    right, seconds = bench.right[kind]
    kills = 0
    with tempfile.TemporaryDirectory(dir=MEMORY) as here:
        path = os.path.join(here, "out.h5")
        while True:
            with bench.start(kind, path, "--resume") as process:
                if kills < 5:
                    try:
                        process.wait(luck.uniform(0, 1.1 * seconds))
                    except subprocess.TimeoutExpired:
                        process.kill()
                said = process.stderr.read().decode(errors="replace")
                code = process.wait()
            if code != -9:
                break
            kills += 1
            if os.path.exists(path) and content(path) != right:
                return kills, "a wrong output is there"
        if code != 0:
            return kills, f"code {code}: {said}"
        if content(path) != right:
            return kills, "other bytes"
        left = [name for name in os.listdir(here) if name != "out.h5"]
        return kills, f"left behind: {left}" if left else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("waico")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    kills, n_runs, failures = 0, 0, []
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        bench = Bench(os.path.abspath(args.waico), folder)
        while kills < args.kills:
            for more, wrong in pool.map(lambda i: trial(bench, KINDS[i % len(KINDS)], f"{args.seed}-{i}"),
                                        range(n_runs, n_runs + 8 * args.jobs)):
                kills += more
                failures += [wrong] if wrong else []
            n_runs += 8 * args.jobs
    for wrong in failures[:40]:
        print(wrong.strip())
    print(f"{kills} kills in {n_runs} sweeps, each resumed to the end, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
