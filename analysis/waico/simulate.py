"""Replications into labelled arrays: `waico.run`."""
from __future__ import annotations

import ctypes
import functools
import os
import threading
import weakref
from ctypes import byref, c_int32, c_void_p
from collections.abc import Mapping as MappingOf
from difflib import get_close_matches
from typing import Iterable, Mapping, Optional, Sequence, Union

import numpy as np

from . import library
from .labelled import Array, parse_moment
from .library import WaicoError, lib
from .scenario import Scenario

SHORT = 10000  # replications times countries that run without a look at the keyboard: some 50 ms


class Seat:
    """A model of the library: parameters of one's own over a scenario.  For one thread at a time."""

    def __init__(self, scenario: Scenario):
        handle = c_void_p()
        library.call(lib.waico_model_new, scenario.handle, byref(handle))
        self.scenario, self.handle = scenario, handle.value  # the scenario lives as long as its models
        self._free = weakref.finalize(self, lib.waico_model_free, self.handle)
        self._free.atexit = False

    def set(self, values: Mapping[str, float]) -> None:
        for path, value in values.items():
            library.call(lib.waico_model_set, self.handle, str(path).encode(), float(value))

    def read_at(self, dates: Iterable) -> None:
        days = [int((parse_moment(date) - self.scenario.start).astype(int)) for date in dates]
        library.call(lib.waico_model_read_at, self.handle, (c_int32 * max(1, len(days)))(*days), len(days))

    def shape(self, output: library.Output) -> tuple:
        return tuple(lib.waico_model_length(self.handle, axis) for axis in output.axes[:output.n_axes])

    def run(self, order: library.Run, wants, n_wants: int, log=None) -> None:
        """Simulates; an interrupt by the keyboard ends it within a few events."""
        messages = c_void_p()
        arguments = (self.handle, byref(order), wants, n_wants, log, byref(messages))
        if order.n_replications * lib.waico_model_length(self.handle, library.COUNTRY) <= SHORT \
                or threading.current_thread() is not threading.main_thread():
            library.check(lib.waico_model_run(*arguments), messages)
            return
        done = []
        worker = threading.Thread(target=lambda: done.append(lib.waico_model_run(*arguments)), daemon=True)
        worker.start()
        try:
            while worker.is_alive():
                worker.join(0.05)
        except BaseException:
            lib.waico_model_stop(self.handle)
            worker.join()
            lib.waico_free(messages)
            raise
        library.check(done[0], messages)


def outputs() -> dict:
    """What a replication leaves: name of each output -> (axes beside replicate, unit, meaning)."""
    found = {}
    for i in range(lib.waico_n_outputs()):
        row = lib.waico_output_at(i)
        found[row.name.decode()] = (tuple(library.AXES[a] for a in row.axes[:row.n_axes]), row.unit.decode(),
                                    row.meaning.decode())
    return found


def find_output(name: str) -> library.Output:
    i = lib.waico_output_find(str(name).encode())
    if i == lib.waico_n_outputs():
        near = get_close_matches(str(name), list(outputs()), 1)
        raise WaicoError(f"'{name}' is no output" + (f"; did you mean '{near[0]}'?" if near else "; waico.outputs() lists all"))
    return lib.waico_output_at(i)


def processors() -> int:
    """As many as this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Results(MappingOf):
    """Arrays by name, and what they belong to.  Each has the axis `replicate` first.

    scenario: the Scenario; parameters: values by path, of all; events, decisions: structured arrays where asked for (codes:
    `waico.labels`), terms: (decision, term) in logit units.  frame("events") has words in the place of codes.
    """

    def __init__(self, scenario: Scenario, arrays: dict, parameters: dict):
        self.scenario, self.parameters, self._arrays = scenario, parameters, arrays
        self.events: Optional[np.ndarray] = None
        self.decisions: Optional[np.ndarray] = None
        self.terms: Optional[np.ndarray] = None

    def __getitem__(self, name: str) -> Array:
        if name not in self._arrays:
            raise KeyError(f"'{name}' was not asked for; metrics=[{', '.join(map(repr, self._arrays))}] were")
        return self._arrays[name]

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def __repr__(self) -> str:
        return f"<Results of {self.scenario.name}: {', '.join(map(repr, self._arrays.values()))}>"

    def to_xarray(self):
        """An xarray.Dataset of all arrays."""
        import xarray
        return xarray.Dataset({name: array.to_xarray() for name, array in self.items()},
                              attrs={"title": self.scenario.title, "source": f"waico {library.lib.waico_version().decode()}"})

    def frame(self, what: str):
        """Events or decisions as a pandas.DataFrame with dates, codes of countries and words."""
        import pandas
        rows = {"events": self.events, "decisions": self.decisions}.get(what)
        if rows is None:
            raise WaicoError(f"'{what}': frame() has events and decisions, where run(..., {what}=True) asked for them")
        table = pandas.DataFrame({name: rows[name] for name in rows.dtype.names})
        days = np.floor(table["time_years"].to_numpy() * 365.25).astype("timedelta64[D]")
        table.insert(0, "date", (self.scenario.start + days).astype("datetime64[ns]"))
        words = {"country": list(self.scenario.codes), "type": library.labels(library.EVENT),
                 "cause": library.labels(library.CAUSE), **dict.fromkeys(("move", "option"), library.labels(library.MOVE)),
                 **dict.fromkeys(("from", "to", "status"), library.labels(library.STATUS_AXIS))}
        for column in table.columns.intersection(list(words)):
            table[column] = [words[column][code] if code >= 0 else "" for code in table[column]]
        return table


def _coords(seat: Seat, axis: int) -> np.ndarray:
    if axis in (library.TIME, library.DATE):
        days = [lib.waico_model_day(seat.handle, axis, i) for i in range(lib.waico_model_length(seat.handle, axis))]
        return seat.scenario.start + np.floor(np.array(days, dtype=float)).astype("timedelta64[D]")
    return seat.scenario.codes if axis == library.COUNTRY else np.array(library.labels(axis))


def _log(results: Results, log: c_void_p, events: bool, decisions: bool) -> None:
    def rows(pointer, n, dtype):
        if not n:
            return np.zeros(0, dtype)
        return np.frombuffer(ctypes.string_at(pointer, n * dtype.itemsize), dtype).copy()
    if events:
        results.events = rows(lib.waico_log_events(log), lib.waico_log_n_events(log), library.EVENTS)
    if decisions:
        n, terms = lib.waico_log_n_decisions(log), lib.waico_axis_length(library.TERM)
        results.decisions = rows(lib.waico_log_decisions(log), n, library.DECISIONS)
        results.terms = rows(lib.waico_log_terms(log), n * terms, np.dtype("f4")).reshape(n, terms)


def run(scenario: Union[Scenario, str, os.PathLike] = "baseline", *, set: Optional[Mapping[str, float]] = None,
        metrics: Sequence[str] = ("n_members", "first_member"), n: int = 200, seed: int = 1, first: int = 0,
        at: Sequence[str] = (), countries: Optional[Sequence[str]] = None, threads: Optional[int] = None,
        events: bool = False, decisions: bool = False, max_events: int = 0) -> Results:
    """Simulates n replications and returns what they left.

    scenario   a name, a file or a Scenario
    set        parameters by path, {"affinity.peers": 2}
    metrics    names of outputs (`waico.outputs()`); "at_..." are read at the ends of the days `at`
    n, first   replications first .. first + n - 1; replication r has the same luck in every scenario
    seed       0 .. 2^64 - 1
    at         dates, "2030-12-31" (a year or month means its last day), within the run
    countries  codes or names: only these on the axis country; None: all
    threads    None: all processors; what comes out is the same
    events, decisions  also every event, every decision taken apart
    max_events of a replication; 0: 1 million and 10,000 a country

    Values are those of `waico run` with the same seed, to the bit.  Times are in years since the start, NaN for never.
    WaicoError: a name or number that is not allowed; SimulationError: a replication failed.
    """
    if not isinstance(scenario, Scenario):
        scenario = Scenario(scenario)
    if n < 0 or first < 0 or not 0 <= seed < 2**64:
        raise WaicoError("n and first are whole numbers from 0 on, seed one below 2^64")
    seat = Seat(scenario)
    seat.set(set or {})
    seat.read_at(at)
    chosen = None if countries is None else [scenario.find_country(word) for word in countries]
    found = {str(name): find_output(name) for name in metrics}
    values = {name: np.empty((n, *seat.shape(output)), library.TYPES[output.type]) for name, output in found.items()}
    wants = (library.Want * max(1, len(values)))(*[(name.encode(), array.ctypes.data, array.nbytes)
                                                   for name, array in values.items()])
    order = library.Run(seed, first, n, 0, processors() if threads is None else max(1, threads), max_events)
    log = lib.waico_log_new((1 if events else 0) | (2 if decisions else 0)) if events or decisions else None
    try:
        seat.run(order, wants, len(values), log)
        axes = {axis: _coords(seat, axis) for output in found.values() for axis in output.axes[:output.n_axes]}
        arrays = {}
        for name, output in found.items():
            dims = [library.AXES[axis] for axis in output.axes[:output.n_axes]]
            coords = {"replicate": np.arange(first, first + n),
                      **{dim: axes[axis] for dim, axis in zip(dims, output.axes)}}
            array = Array(values[name], ("replicate", *dims), coords, name,
                          {"units": output.unit.decode(), "long_name": output.meaning.decode()})
            arrays[name] = array if chosen is None or "country" not in dims else array.isel(country=chosen)
        results = Results(scenario, arrays, {p: lib.waico_model_get(seat.handle, i) for i, p in enumerate(_paths())})
        if log:
            _log(results, log, events, decisions)
        return results
    finally:
        if log:
            lib.waico_log_free(log)


@functools.lru_cache(maxsize=None)
def _paths() -> list:
    return [lib.waico_parameter_at(i).path.decode() for i in range(lib.waico_n_parameters())]
