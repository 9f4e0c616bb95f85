#!/usr/bin/env python3
"""What static analysers find in sim: analyze.py CC [gcc] [clang-tidy] [cppcheck], all three where none is named.

A finding that is no fault stands in tests/lint/explained.txt with its reason, by tool, file and check and with the
number of times that it is reported there.  What is not explained is printed, and so is an explanation that explains
nothing any more: exit code 1.  gcc and clang-tidy see one file at a time; -DWAI_ANALYSED tells them that a function
which tells an error gives back the status that it was given.
"""
import collections
import concurrent.futures
import glob
import os
import re
import subprocess
import sys

EXPLAINED = "tests/lint/explained.txt"
# Leaks are looked for by the leak sanitizer, in every test and at every failing allocation: gcc 12 takes each pointer
# that is kept in an array for lost.
GCC = ["-O0", "-fanalyzer", "-Wno-analyzer-malloc-leak", "-fdiagnostics-plain-output", "-c", "-o", os.devnull]
CPPCHECK = ["cppcheck", "--quiet", "--std=c11", "--enable=warning,performance,portability", "--inconclusive",
            "--suppress=missingIncludeSystem", "--suppressions-list=tests/lint/cppcheck.txt", "-Isim", "sim"]
FINDING = re.compile(r"(?:.*/)?(sim/[\w/]+\.[ch]):(\d+):\d+: (?:warning|error): (.*) \[([^\]]+)\]$")


def flags():
    found = subprocess.run(["pkg-config", "--cflags", "gsl", "libconfig", "hdf5", "zlib"], capture_output=True, text=True,
                           check=True).stdout.split()
    return ["-std=c11", "-Isim", "-D_POSIX_C_SOURCE=200809L", "-DH5_USE_110_API", "-DWAI_ANALYSED", *found]


def ask(command):
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


def findings(tool, cc, sources):
    """Lines of a tool, by (file, check)."""
    commands = {"gcc": lambda path: [cc, *flags(), *GCC, path],
                "clang-tidy": lambda path: ["clang-tidy", "--quiet", path, "--", *flags()]}
    found = collections.defaultdict(set)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for text in pool.map(lambda path: ask(commands[tool](path)), sources):
            for line in text.split("\n"):
                match = FINDING.match(line)
                if match:
                    found[match.group(1), match.group(4)].add(f"{match.group(1)}:{match.group(2)}: {match.group(3)}")
    return found


def explained():
    """Number of findings by (tool, file, check)."""
    counts = {}
    with open(EXPLAINED, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            if len(words) != 4 or "#" not in line:
                sys.exit(f"{EXPLAINED}:{number}: wants TOOL FILE CHECK NUMBER # REASON")
            counts[tuple(words[:3])] = int(words[3])
    return counts


def compare(tool, found, counts):
    """Number of things to say, said."""
    said = 0
    for (path, check), lines in sorted(found.items()):
        if len(lines) != counts.get((tool, path, check), 0):
            said += 1
            print("\n".join(sorted(lines)))
            print(f"    {tool} {check}: {len(lines)} in this file, {counts.get((tool, path, check), 0)} explained")
    for of, path, check in sorted(counts):
        if of == tool and (path, check) not in found:
            said += 1
            print(f"{EXPLAINED}: {tool} does not report {check} in {path} any more")
    return said


def main():
    cc, tools = sys.argv[1], sys.argv[2:] or ["gcc", "clang-tidy", "cppcheck"]
    sources, counts, said = sorted(glob.glob("sim/*/*.c")), explained(), 0
    for tool in tools:
        if tool == "cppcheck":
            text = ask([*CPPCHECK, f"-j{os.cpu_count()}"])
            print(text, end="")
            wrong = bool(text)
        else:
            wrong = compare(tool, findings(tool, cc, sources), counts)
        print(f"{tool}: {'see above' if wrong else f'nothing unexplained in {len(sources)} files'}", flush=True)
        said += bool(wrong)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
