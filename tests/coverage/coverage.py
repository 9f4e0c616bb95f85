#!/usr/bin/env python3
"""Lines and branches that the tests reached, room by room: coverage.py BUILD [--check] [--missing [ROOM]].

Reads what the counting program and test programs of BUILD left (make coverage).  --check: exit code 1 when a room is
below its bar.  --missing: the lines and branches that nothing reached, of all rooms or one.

Left out of the count, since no test can reach them:
- the failing branch of wai_assert: a fault of our own, which ends the program; and what stands behind the name of
  no element of an enumeration (WAI_N_...), which is such an assertion;
- branches of lines that hold no code of ours (gcovr: unreachable), which the compiler makes.
Running out of memory counts: tests/run/allocation_test.c lets each allocation fail in turn.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

BARS = {"engine": (100, 95), "model": (100, 95), "gate": (100, 95), "cli": (90, 75), "experiment": (90, 75)}
OTHERS = (95, 85)
GATE = ("gate.c", "lex.c")  # what stands between a text of others and libconfig
LEFT_OUT = r".*\bwai_assert\("
NEVER = r".*\bwai_assert\(0 &&|\s*case WAI_N_[A-Z_]+:$"


def measure(build):
    """The files of the simulator as gcovr sees them."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "coverage.json")
        subprocess.run(["gcovr", "-r", ".", "--object-directory", build, build, "-f", "sim/", "-j", str(os.cpu_count()),
                        "--exclude-unreachable-branches", "--exclude-throw-branches", "--gcov-ignore-parse-errors",
                        "--exclude-branches-by-pattern", LEFT_OUT, "--exclude-lines-by-pattern", NEVER, "--json", out], check=True)
        with open(out, encoding="utf-8") as file:
            return json.load(file)["files"]


def room_of(path):
    return "gate" if os.path.basename(path) in GATE else path.split("/")[1]


class Count:
    """Lines and branches, reached and all."""
    def __init__(self):
        self.lines, self.lines_all, self.branches, self.branches_all = 0, 0, 0, 0

    def add(self, line):
        self.lines_all += 1
        self.lines += line["count"] > 0
        self.branches_all += len(line["branches"])
        self.branches += sum(branch["count"] > 0 for branch in line["branches"])

    def shares(self):
        """In percent, cut and not rounded: 99.96 is not 100."""
        return tuple(100.0 if whole == 0 else int(1000 * part / whole) / 10
                     for part, whole in ((self.lines, self.lines_all), (self.branches, self.branches_all)))


def counted(file):
    return (line for line in file["lines"] if not line.get("gcovr/noncode"))


def table(title, counts, bars):
    print(f"{title:<28} lines  % reached  branches  % reached" + ("  bars" if bars else ""))
    for name in sorted(counts):
        lines, branches = counts[name].shares()
        bar = BARS.get(name, OTHERS)
        below = "  BELOW" if lines < bar[0] or branches < bar[1] else ""
        print(f"{name:<28} {counts[name].lines_all:>5}  {lines:>9.1f}  {counts[name].branches_all:>8}  {branches:>9.1f}"
              + (f"  {bar[0]} / {bar[1]}{below}" if bars else ""))


def missing(files, room):
    for file in files:
        if room not in (None, room_of(file["file"])):
            continue
        with open(file["file"], encoding="utf-8") as source:
            text = source.read().split("\n")
        for line in counted(file):
            n = sum(branch["count"] == 0 for branch in line["branches"])
            if line["count"] == 0 or n > 0:
                what = "line" if line["count"] == 0 else f"{n} of {len(line['branches'])} branches"
                print(f"{file['file']}:{line['line_number']}: {what}: {text[line['line_number'] - 1].strip()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--check", action="store_true", help="exit code 1 when a room is below its bar")
    parser.add_argument("--files", action="store_true", help="a table of the files as well")
    parser.add_argument("--missing", nargs="?", const="", metavar="ROOM", help="what nothing reached")
    options = parser.parse_args()
    files = measure(options.build)
    if options.missing is not None:
        missing(files, options.missing or None)
    rooms, each = {}, {}
    for file in files:
        for line in counted(file):
            rooms.setdefault(room_of(file["file"]), Count()).add(line)
            each.setdefault(file["file"].removeprefix("sim/"), Count()).add(line)
    if options.files:
        table("file", each, bars=False)
        print()
    table("room", rooms, bars=True)
    low = [name for name, count in rooms.items()
           if any(share < bar for share, bar in zip(count.shares(), BARS.get(name, OTHERS)))]
    if options.check and low:
        sys.exit(f"coverage: below the bars: {', '.join(sorted(low))}")


if __name__ == "__main__":
    main()
