"""Long lives and sudden ends: Ctrl-C during a run, handlers that raise, forks, and memory that does not grow."""
import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import pytest

ROOT = Path(__file__).resolve().parents[2]
CALLS = int(os.environ.get("WAICO_CALLS", "2000"))  # 10,000 by hand
LONG = 2 ** 31  # replications that nobody waits for


def start(script, **more):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "analysis"), **more}
    return subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(child, seconds=60):
    out, err = child.communicate(timeout=seconds)
    assert child.returncode == 0, err
    return out


INTERRUPTED = f"""
import waico, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
world = waico.Scenario("baseline")
model = waico.Model(world, ["affinity.peers"], n=20)
before = model([2.0])
long = waico.Model(world, ["affinity.peers"], lambda result: 0.0, n={LONG})
for run in (lambda: waico.run(world, (), n={LONG}), lambda: long([2.0]), lambda: long([1.0])):
    try:
        print("going", flush=True)
        run()
        print("not interrupted", flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
assert model([2.0]) == before
print("the same", flush=True)
"""


def test_ctrl_c_ends_a_run_and_harms_nothing():
    child = start(INTERRUPTED)
    for delay in (0.3, 0.05, 0.0):
        assert child.stdout.readline() == "going\n"
        time.sleep(delay)
        begin = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.monotonic() - begin < 5
    assert finish(child) == "the same\n"


def test_a_handler_that_raises_ends_a_run():
    out = finish(start(f"""
import waico, signal
class TooLong(Exception):
    pass
def late(*_):
    raise TooLong
signal.signal(signal.SIGALRM, late)
for seconds in (0.2, 0.001, 0.01):
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        waico.run("baseline", (), n={LONG})
    except TooLong:
        print("late")
print(waico.run("baseline", n=3)["n_members"].shape)
"""))
    assert out == "late\nlate\nlate\n(3, 61)\n"


def test_without_a_thread_a_run_is_made_all_the_same(monkeypatch):
    from waico import interrupt

    def none(*_):
        raise RuntimeError("can't start new thread")
    monkeypatch.setattr(interrupt._thread, "start_new_thread", none)
    assert interrupt.interruptible(lambda: 3, lambda: None) == 3


def test_what_goes_wrong_in_the_thread_is_told_to_who_waits():
    from waico import interrupt
    with pytest.raises(ZeroDivisionError):
        interrupt.interruptible(lambda: 1 // 0, lambda: None)


def test_a_handler_that_only_looks_lets_a_run_go_on():
    out = finish(start("""
import waico, signal
told = []
signal.signal(signal.SIGALRM, lambda *_: told.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
shape = waico.run("baseline", n=300)["n_members"].shape
signal.setitimer(signal.ITIMER_REAL, 0)
print(shape, len(told) > 0)
"""))
    assert out == "(300, 61) True\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_children_of_a_fork_run_too():
    out = finish(start("""
import multiprocessing, waico
model = waico.Model("baseline", ["affinity.peers"], n=10)
points = [[0.0], [1.0], [2.0], [3.0]]
here = [model(point) for point in points]
for kind in ("fork", "spawn"):
    with multiprocessing.get_context(kind).Pool(2) as pool:
        print(pool.map(model, points) == here)
"""))
    assert out == "True\nTrue\n"


def test_calls_leave_no_memory_behind():
    out = finish(start(f"""
import ctypes, gc, resource, waico
def used():
    gc.collect()
    getattr(ctypes.CDLL(None), "malloc_trim", int)(0)  # what is free but kept does not count
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
world = waico.Scenario("baseline")
model = waico.Model(world, ["affinity.peers"], n=1, threads=1)
def work(i):
    model([i % 3])
    waico.run(world, ["n_members", "first_member"], n=1, seed=i, threads=1, events=i % 20 == 0, decisions=i % 20 == 0)
    if i % 20 == 0:
        waico.Scenario("baseline")
        for wrong in (lambda: model([99.0]), lambda: waico.run(world, max_events=1), lambda: waico.Scenario(text="a = 1;")):
            try:
                wrong()
            except waico.WaicoError:
                pass
for i in range(200):
    work(i)
before = used()
for i in range({CALLS}):
    work(i)
print(used() - before)
""", MALLOC_ARENA_MAX="1"), seconds=60 + CALLS / 20)  # arenas that threads begin under load would count as growth
    assert int(out) < 1_000_000, f"{int(out):,} bytes after {CALLS} calls"
