"""A model of the library behind Python: parameters by path, days to read at, and replications into numpy arrays.

One call at a time goes on in an engine, whatever threads want; several engines run side by side, since a call of the
library lets other threads of Python go on.
"""
import ctypes as c
import operator
import os
import threading
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple
import weakref

import numpy as np

from . import native, words
from .errors import WaicoError
from .interrupt import interruptible
from .scenario import Handle, Scenario

MOST_SEEDS, MOST_REPLICATIONS = 2 ** 64, 2 ** 32


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def whole(value: Any, name: str, low: int, above: int) -> int:
    """A whole number in [low, above); WaicoError or TypeError: it is none."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}, no whole number") from None
    if not low <= number < above:
        raise WaicoError(f"{name}: {number} is outside [{low}, {above - 1}]")
    return number


class Plan:
    """Which replications are run, and how: what waico_run holds."""

    def __init__(self, n: int, seed: int, first: int = 0, stratum: int = 0, threads: Optional[int] = None, max_events: int = 0):
        self.n = whole(n, "n", 0, MOST_REPLICATIONS)
        self.seed = whole(seed, "seed", 0, MOST_SEEDS)
        self.first = whole(first, "first", 0, MOST_REPLICATIONS)
        self.run = native.Run(self.seed, self.first, self.n, whole(stratum, "stratum", 0, 2 ** 24),
                              whole(processors() if threads is None else threads, "threads", 0, 2 ** 16),
                              whole(max_events, "max_events", 0, MOST_SEEDS))


class Engine:
    """A scenario with parameters and days of its own."""

    def __init__(self, scenario: Scenario):
        self.lib = native.library()
        self.scenario = scenario
        self.pointer = c.c_void_p()
        native.call(self.lib.waico_model_new, scenario.handle.pointer, c.byref(self.pointer))
        weakref.finalize(self, _free, self.lib, self.pointer, scenario.handle).atexit = False
        self.lock = threading.Lock()
        self._days: Dict[Tuple[str, int, float], Tuple[np.ndarray, np.ndarray]] = {}

    # -- parameters and days ------------------------------------------------------------------------

    def set(self, values: Mapping[str, float]) -> None:
        """Sets parameters by path.  WaicoError, with the nearest path or the range: one does not fit; it stays as it was."""
        for path, value in values.items():
            self.set_one(native.encoded(path, "a path"), float(value))

    def set_one(self, path: bytes, value: float) -> None:
        native.call(self.lib.waico_model_set, self.pointer, path, value)

    def get(self, path: str) -> float:
        """The value of a parameter."""
        return float(self.lib.waico_model_get(self.pointer, words.parameter_place(path)))

    def reset(self) -> None:
        """All parameters as the scenario has them."""
        self.lib.waico_model_reset(self.pointer)

    def read_at(self, days: Sequence[int]) -> None:
        """The days since the start at whose ends the outputs at_... are read."""
        native.call(self.lib.waico_model_read_at, self.pointer, (c.c_int32 * len(days))(*days), len(days))
        self._days.clear()

    def length(self, axis: str) -> int:
        return int(self.lib.waico_model_length(self.pointer, words.axes().index(axis)))

    def days(self, axis: str) -> Tuple[np.ndarray, np.ndarray]:
        """Days since the start along `time` or `date`, float64, and their dates, datetime64[D]; not to be changed."""
        place, n = words.axes().index(axis), self.length(axis)
        key = axis, n, self.lib.waico_model_day(self.pointer, place, 0)  # accounts lie evenly
        if key not in self._days:
            days = np.array([self.lib.waico_model_day(self.pointer, place, i) for i in range(n)])
            self._days[key] = days, self.scenario.date_of_days(days)
        return self._days[key]

    # -- runs ---------------------------------------------------------------------------------------

    def arrays(self, metrics: Sequence[words.Output], n: int) -> Dict[str, np.ndarray]:
        """Room for n replications of outputs."""
        return {metric.name: np.empty((n, *(self.length(axis) for axis in metric.axes)), dtype=metric.type) for metric in metrics}

    def run(self, plan: Plan, arrays: Mapping[str, np.ndarray], log: Optional["Log"] = None) -> None:
        """Runs the replications of a plan into arrays, and the log.  SimulationError: one failed.

        An exception that a signal raises in the main thread (KeyboardInterrupt) ends the run within a few events.
        """
        wants = (native.Want * len(arrays))(*[native.Want(name.encode(), array.ctypes.data, array.nbytes)
                                              for name, array in arrays.items()])
        messages = c.c_void_p()

        def run() -> int:  # holds the arrays and the log for as long as it goes on
            return int(self.lib.waico_model_run(self.pointer, plan.run, wants, len(wants), log.pointer if log else None,
                                                c.byref(messages)))

        call = _Call(self, run)
        status = interruptible(call.make, call.stop)
        if status != native.OK:
            native.fail(status, messages)


class _Call:
    """One run of an engine, when it is its turn, and its end on request, which no other run of the engine hears."""

    def __init__(self, engine: Engine, run: Callable[[], int]):
        self.engine, self.run = engine, run
        self.guard = threading.Lock()  # of the two below
        self.is_running = self.is_stopped = False

    def make(self) -> int:
        with self.engine.lock:
            with self.guard:
                if self.is_stopped:
                    return native.STOPPED
                self.is_running = True
            status = self.run()
            with self.guard:
                self.is_running = False
                if self.is_stopped:  # perhaps after the end of the run: the request would end the next one
                    self.engine.lib.waico_model_run(self.engine.pointer, native.Run(), None, 0, None, None)
            return status

    def stop(self) -> None:
        with self.guard:
            self.is_stopped = True
            if self.is_running:
                self.engine.lib.waico_model_stop(self.engine.pointer)


class Log:
    """Events, decisions or both (native flags 1 | 2) of a run; `read` gives rows of the structs in the library's memory."""

    def __init__(self, what: int):
        self.lib = native.library()
        self.pointer = self.lib.waico_log_new(what)
        if not self.pointer:
            raise MemoryError("memory is out")
        weakref.finalize(self, self.lib.waico_log_free, self.pointer).atexit = False

    def read(self, name: str, dtype: np.dtype, shape: Tuple[int, ...]) -> np.ndarray:
        """A copy of an array of the log."""
        address = getattr(self.lib, f"waico_log_{name}")(self.pointer)
        rows = np.empty(shape, dtype=dtype)
        if rows.nbytes:
            c.memmove(rows.ctypes.data, address, rows.nbytes)
        return rows


def _free(lib: Any, pointer: Any, scenario: Handle) -> None:
    """Frees a model, and lets its scenario go no sooner."""
    lib.waico_model_free(pointer)
    del scenario
