#!/usr/bin/env python3
"""Replications a second of the program, one worker, and of the plain Python reference, one after the other here:
ratio.py WAICO.  The goal is 300."""
import json
import os
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, FOLDER)
import reference  # noqa: E402

GOAL, ROUNDS = 300, 5


def main():
    waico = sys.argv[1]
    setup = reference.Setup(os.path.join(FOLDER, "..", "..", "scenarios", "baseline.cfg"))
    parameters = reference.read_parameters(waico)
    best = float("inf")
    for seed in range(1, ROUNDS + 1):
        start = time.perf_counter()
        reference.ensemble(setup, parameters, seed, 1)
        best = min(best, time.perf_counter() - start)
    report = json.loads(subprocess.run([waico, "bench", "--seconds", "1", "--json", "-q"], check=True,
                                       capture_output=True, text=True).stdout)
    rate = report["one_worker"]["replications_per_second"]
    print(f"plain Python {1 / best:.2f}, program {rate:.0f}: {rate * best:.0f} times (goal {GOAL})")


if __name__ == "__main__":
    main()
