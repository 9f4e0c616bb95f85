#!/usr/bin/env python3
"""What a call from Python costs beside the replications, in microseconds: python_calls.py.  The goal is below 100.

The replications are of a scenario that ends before its first account, and their time, of the same call of the library without
Python around it, is taken off.
"""
import ctypes
import os
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(FOLDER, "..", "..", "analysis"))
import waico  # noqa: E402

GOAL, CALLS, ROUNDS = 100, 300, 15


def microseconds(call):
    """The best mean of several rounds: what others do on the machine only adds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            call()
        best = min(best, (time.perf_counter() - start) / CALLS)
    return best * 1e6


def main():
    world = waico.Scenario("baseline", set={"organisation.account_years": 0.1}, end="2025-09-15")
    inputs = ["affinity.peers", "rival.us.pressure"]
    model = waico.Model(world, inputs, n=1, threads=1)
    engine, plan = model._engine, model._plan
    members = (ctypes.c_double * 1)()
    want = waico.native.Want(b"final_n_members", ctypes.addressof(members), 8)
    alone = microseconds(lambda: engine.lib.waico_model_run(engine.pointer, plan.run, want, 1, None, None))
    function = waico.Model(world, inputs, lambda result: result["n_members"].values[0, -1], metrics="n_members", n=1, threads=1)
    print(f"the library alone, one short replication: {alone:.0f} us")
    for name, call in (("model(x), two inputs", lambda: model([1.0, 0.5])), ("model(x), a function of the result", lambda: function([1.0, 0.5])),
                       ("waico.run of a scenario", lambda: waico.run(world, "final_n_members", n=1, threads=1))):
        print(f"{name}: {microseconds(call) - alone:.0f} us beside it (goal {GOAL})")


if __name__ == "__main__":
    main()
