"""Kills sweeps at random moments and resumes them, until they end: the bytes are those of an undisturbed one.

    kills.py WAICO [--kills N] [--signals] [--seed N] [--jobs N]

With --signals they are asked to stop, by SIGINT and SIGTERM in turn, and must do so within five seconds.
"""
import argparse
import concurrent.futures
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import small  # noqa: E402
from drive import MEMORY, content  # noqa: E402

LONGEST = 5.0  # seconds from a signal to the end
KINDS = [("grid", "1", "3"), ("saltelli", "4", "1"), ("lhs", "2", "7"), ("grid", "4", "2")]  # design, workers, block


class Bench:
    def __init__(self, waico, folder, replications):
        self.waico, self.folder, self.replications, self.right = waico, folder, replications, {}
        for kind in KINDS:
            self.config(kind[0])
            path = os.path.join(folder, "-".join(kind) + ".h5")
            self.start(kind, path).wait()
            start = time.monotonic()
            self.start(kind, path, "--force").wait()
            self.right[kind] = (content(path), time.monotonic() - start)

    def config(self, design):
        return small.config(self.folder, design, replications=self.replications, extra='output: { detail = "summary"; };')

    def start(self, kind, path, *more):
        return subprocess.Popen([self.waico, "sweep", os.path.join(self.folder, kind[0] + ".cfg"), "-q", "-j", kind[1],
                                 "--block", kind[2], "-o", path, *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def trial(bench, kind, seed, numbers):
    """Stops the sweep by these signals in turn until it ends by itself, five times at most: the number of stops that met it, the
    longest time that one took, and what is wrong."""
    luck = random.Random(seed)
    right, seconds = bench.right[kind]
    stops, longest = 0, 0.0
    with tempfile.TemporaryDirectory(dir=MEMORY) as here:
        path = os.path.join(here, "out.h5")
        while True:
            number, met = numbers[stops % len(numbers)], False
            with bench.start(kind, path, "--resume") as process:
                if stops < 5:
                    try:
                        process.wait(luck.uniform(0, 1.1 * seconds))
                    except subprocess.TimeoutExpired:
                        process.send_signal(number)
                        met = True
                begun = time.monotonic()
                said = process.stderr.read().decode(errors="replace")
                code = process.wait()
            if met and (number != signal.SIGKILL or code == -number):  # a sweep may end well in spite of a request to stop
                stops += 1
                longest = max(longest, time.monotonic() - begun)
            if code not in (-number, 130):
                break
            if os.path.exists(path) and content(path) != right:
                return stops, longest, "a wrong output is there"
        if code != 0:
            return stops, longest, f"code {code}: {said}"
        if content(path) != right:
            return stops, longest, "other bytes"
        left = [name for name in os.listdir(here) if name != "out.h5"]
        if left:
            return stops, longest, f"left behind: {left}"
        return stops, longest, f"{longest:.1f} s from a signal to the end" if longest > LONGEST else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("waico")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--signals", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored, and what is started would do so too
    stops, n_runs, longest, failures = 0, 0, 0.0, []
    numbers = (signal.SIGINT, signal.SIGTERM) if args.signals else (signal.SIGKILL,)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        bench = Bench(os.path.abspath(args.waico), folder, 200 if args.signals else 6)  # what is under way is finished
        while stops < args.kills:
            for more, seconds, wrong in pool.map(lambda i: trial(bench, KINDS[i % len(KINDS)], f"{args.seed}-{i}", numbers),
                                                 range(n_runs, n_runs + 8 * args.jobs)):
                stops += more
                longest = max(longest, seconds)
                failures += [wrong] if wrong else []
            n_runs += 8 * args.jobs
    for wrong in failures[:40]:
        print(wrong.strip())
    print(f"{stops} {'signals' if args.signals else 'kills'} in {n_runs} sweeps, the longest {longest:.2f} s from it to the end, "
          f"each resumed, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
