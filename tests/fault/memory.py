"""Lets the n-th allocation of the program fail, once and from then on, in every command.

    memory.py WAICO SHIM.so [--runs N] [--jobs N] [--only COMMAND]

The program ends by itself.  When it says 0, what it wrote is what it writes with all memory; else it says that memory is
out, and the output is not there.
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
from drive import MEMORY  # noqa: E402

COMMANDS = [
    "validate small.cfg", "validate grid.cfg", "describe affinity", "list", "init mine.cfg",
    "run small.cfg -n 2 -j 1 -o out.h5", "run small.cfg -n 1 -j 1 --decisions --events -o out.h5",
    "run small.cfg -n 2 -j 1 --json -o out.h5", "run small.cfg -n 2 --dry-run", "sweep grid.cfg --dry-run",
    "sweep grid.cfg -j 1 -o out.h5", "sweep saltelli.cfg -j 1 -o out.h5", "sweep lhs.cfg -j 1 --block 4 -o out.h5",
    "merge out.h5 parts.h5.shard-0-of-2 parts.h5.shard-1-of-2",
    "show a.h5", "show s.h5", "show a.h5 --json", "export a.h5 --csv out", "explain r.h5 -c IDN", "rerun a.h5 -r 1 -o out.h5",
    "compare a.h5 b.h5", "diff a.h5 b.h5", "diff small.cfg grid.cfg", "verify a.h5 s.h5", "verify parts.h5.shard-0-of-2",
]


class Bench:
    def __init__(self, waico, shim, folder):
        self.waico, self.shim, self.folder = waico, shim, folder
        small.world(folder, end="2027-01-01")
        for design in ("grid", "saltelli", "lhs"):
            small.config(folder, design, replications=2)
        for line in ("run small.cfg -n 3 -o a.h5", "run small.cfg -n 3 --set affinity.peers=2 -o b.h5",
                     "run small.cfg -n 1 --decisions -o r.h5", "sweep grid.cfg -o s.h5",
                     "sweep grid.cfg -o parts.h5 --shard 0/2", "sweep grid.cfg -o parts.h5 --shard 1/2"):
            subprocess.run([waico, *line.split(), "-q"], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def run(self, line, at, sticky, count=""):
        """Exit code, standard output, messages, files made."""
        with tempfile.TemporaryDirectory(dir=MEMORY) as here:
            for name in os.listdir(self.folder):
                os.symlink(os.path.join(self.folder, name), os.path.join(here, name))
            before = set(os.listdir(here))
            env = {**os.environ, "LD_PRELOAD": self.shim, "MEMORY_AT": str(at), "MEMORY_STICKY": str(int(sticky)),
                   "WAICO_DATA": os.path.join(small.HERE, "..", "..")}
            if count:
                env["MEMORY_COUNT"] = count
            done = subprocess.run([self.waico, *line.split()], cwd=here, env=env, capture_output=True, timeout=300, check=False)
            made = {}
            for name in sorted(set(os.listdir(here)) - before):
                for root, folders, names in os.walk(os.path.join(here, name)):
                    folders.sort()
                    made |= {os.path.relpath(os.path.join(root, n), here): content(os.path.join(root, n)) for n in names}
                if os.path.isfile(os.path.join(here, name)):
                    made[name] = content(os.path.join(here, name))
            return done.returncode, done.stdout, done.stderr.decode(errors="replace"), made

    def count(self, line):
        with tempfile.TemporaryDirectory(dir=MEMORY) as here:
            path = os.path.join(here, "count")
            right = self.run(line, 0, False, path)
            with open(path, encoding="ascii") as file:
                return right, max(int(n) for n in file)


def content(path):
    with open(path, "rb") as file:
        return file.read()


def judge(right, found):
    """What is wrong with a run without memory, "" when nothing is."""
    code, out, said, made = found
    finished = {name: data for name, data in made.items() if not name.startswith("out.h5.work/")}
    if code < 0 or code > 4:
        return f"ended with {code}: {said}"
    if code == right[0] and "memory" not in said:
        return "" if (out, finished) == (right[1], right[3]) else f"says {code}, but the output differs: {said}"
    if "memory" not in said:
        return f"code {code}, and the message does not speak of memory: {said!r}"
    if code == 3:  # replications that failed for lack of memory: the result says so
        return ""
    wrong = [name for name, data in finished.items() if right[3].get(name) != data]
    return f"left behind: {wrong}" if wrong else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("waico")
    parser.add_argument("shim")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    commands = [c for c in COMMANDS if args.only in c]
    failures, n_runs = [], 0
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        bench = Bench(os.path.abspath(args.waico), os.path.abspath(args.shim), folder)
        counts = dict(zip(commands, pool.map(bench.count, commands)))
        left, todo = args.runs, {}
        # The shortest first, so that what they do not use is left to the others.
        for i, line in enumerate(sorted(commands, key=lambda c: counts[c][1])):
            right, n = counts[line]
            each = max(1, min(n, left // (2 * (len(commands) - i))))
            left -= 2 * each
            for at in sorted({1 + k * n // each for k in range(each)}):
                for sticky in (False, True):
                    todo[pool.submit(bench.run, line, at, sticky)] = (line, right, at, sticky)
        for future in concurrent.futures.as_completed(todo):
            line, right, at, sticky = todo[future]
            wrong = judge(right, future.result())
            n_runs += 1
            if wrong:
                failures.append(f"{line}, allocation {at}{' and all later' if sticky else ''}: {wrong.strip()}")
    for line in sorted(failures)[:40]:
        print(line)
    print(f"{n_runs} runs with a failed allocation in {len(commands)} commands, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
