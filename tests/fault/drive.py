"""Spoils every file-modifying call of a sweep, one run each, and looks at what is left.

    drive.py WAICO SHIM.so [--kinds kill,tear] [--workers 1,4] [--points N] [--jobs N]

After a kill: the output is not there or is the right one; `--resume` ends well with the very bytes of a run that nobody
disturbed, and nothing else stays behind.  After an error: the program ends by itself; when it says 0 the bytes are right;
else its message names a file and the cause; and again `--resume` gives the right bytes.
"""
import argparse
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import small  # noqa: E402

# Flushing costs nothing there, and what is tested is the order of calls, not the disk.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
KILLS = ("kill", "after", "tear")
ERRORS = ("ENOSPC", "EIO", "EFBIG", "EMFILE", "EACCES", "short")
DESIGN = 'design = "grid"; parameters = ( { path = "affinity.peers"; from = 0.0; to = 3.0; count = 2; } );'


class Bench:
    """A config, the bytes it must give, and a way to run it."""

    def __init__(self, waico, shim, folder):
        self.waico, self.shim = waico, shim
        self.config = small.config(folder, DESIGN, replications=4, name="fault.cfg",
                                   extra='output: { detail = "summary"; };')
        right = os.path.join(folder, "right.h5")
        self.run(right, [], {})
        with open(right, "rb") as file:
            self.right = file.read()

    def run(self, output, options, env):
        return subprocess.run([self.waico, "sweep", self.config, "-o", output, "-q", "--block", "3", *options],
                              env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120,
                              check=False, cwd="/")

    def env(self, folder, kind, at, sticky=False):
        return {"LD_PRELOAD": self.shim, "FAULT_UNDER": folder, "FAULT_AT": str(at), "FAULT_KIND": kind,
                "FAULT_STICKY": "1" if sticky else "0"}

    def count(self, workers):
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            count = os.path.join(folder, "..", f"count-{os.getpid()}")
            env = {**self.env(folder, "none", 0), "FAULT_COUNT": count}
            self.run(os.path.join(folder, "out.h5"), ["-j", str(workers)], env)
            with open(count, encoding="ascii") as file:
                n = int(file.read())
            os.unlink(count)
            return n


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def trial(bench, kind, sticky, workers, at):
    """One spoilt run and its repair; returns "" or what is wrong."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        output = os.path.join(folder, "out.h5")
        spoilt = bench.run(output, ["-j", str(workers)], bench.env(folder, kind, at, sticky))
        message = spoilt.stderr.decode(errors="replace")
        left = content(output)
        if left is not None and left != bench.right:
            return f"a wrong output is there; code {spoilt.returncode}: {message}"
        if kind in KILLS:
            if spoilt.returncode not in (-9, 0):
                return f"code {spoilt.returncode} after a kill: {message}"
        elif spoilt.returncode < 0:
            return f"ended by signal {-spoilt.returncode}: {message}"
        elif spoilt.returncode == 0:
            if left is None:
                return "says 0 without an output"
        elif folder not in message and "out.h5" not in message:
            return f"code {spoilt.returncode}, and the message names no file: {message!r}"
        repaired = bench.run(output, ["-j", str(workers), "--resume"], {})
        if repaired.returncode != 0:
            return f"not resumed, code {repaired.returncode}: {repaired.stderr.decode(errors='replace')}"
        if content(output) != bench.right:
            return "resumed to other bytes"
        rest = sorted(os.listdir(folder))
        if rest != ["out.h5"] and not (spoilt.returncode == -9 and all(r.endswith(".part") or r == "out.h5" for r in rest)):
            return f"left behind: {rest}"
        return ""


def sweep(bench, plans, jobs):
    """Runs (kind, sticky, workers, at) for all plans; returns (number run, failures)."""
    failures = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        todo = {pool.submit(trial, bench, *plan): plan for plan in plans}
        for future in concurrent.futures.as_completed(todo):
            wrong = future.result()
            if wrong:
                failures.append((todo[future], wrong))
    return len(plans), failures


def spread(kinds, stickies, workers, counts, points):
    """About `points` plans, the calls spread evenly."""
    combinations = [(k, s, w) for k in kinds for s in stickies for w in workers]
    each = max(1, -(-points // len(combinations)))
    plans = []
    for kind, sticky, w in combinations:
        n = counts[w]
        plans += [(kind, sticky, w, 1 + (i * n) // each) for i in range(min(each, n))] if each < n else \
                 [(kind, sticky, w, i) for i in range(1, n + 1)]
    return plans


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("waico")
    parser.add_argument("shim")
    parser.add_argument("--kinds", default=",".join(KILLS))
    parser.add_argument("--sticky", default="0")
    parser.add_argument("--workers", default="1,4")
    parser.add_argument("--points", type=int, default=1000000)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    workers = [int(w) for w in args.workers.split(",")]
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        bench = Bench(os.path.abspath(args.waico), os.path.abspath(args.shim), folder)
        counts = {w: bench.count(w) for w in workers}
        plans = spread(args.kinds.split(","), [s == "1" for s in args.sticky.split(",")], workers, counts, args.points)
        n, failures = sweep(bench, plans, args.jobs)
    for plan, wrong in failures[:40]:
        print(plan, wrong.strip())
    print(f"{n} runs spoilt (calls to spoil: {counts}), {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
