"""The shared library behind `waico`: where it is, and its calls as sim/waico.h declares them.

It is sought in this order: the file that WAICO_LIBRARY names, build/ of the clone that this package lies in, lib/ of the
prefix that it was installed under, and wherever the system looks for libwaico.so.1.  ctypes lets go of the interpreter's
lock during a call, so other threads of Python go on.
"""
from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_int8, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path
from typing import Optional, Union

import numpy as np

ABI = 1
HERE = Path(__file__).resolve().parent
STATUS = ("ok", "no memory", "no file", "bad argument", "bad scenario", "failed", "stopped")
OK, NO_MEMORY, NO_FILE, BAD_ARGUMENT, BAD_SCENARIO, FAILED, STOPPED = range(7)
AXES = ("time", "date", "country", "status", "incentive", "rival", "phase_name", "move", "cause", "event_type", "term")
TIME, DATE, COUNTRY, STATUS_AXIS, SERVICE, RIVAL, PHASE, MOVE, CAUSE, EVENT, TERM = range(11)
TYPES = (np.dtype("f8"), np.dtype("f4"), np.dtype("i4"), np.dtype("i1"))


class WaicoError(ValueError):
    """What the simulator does not accept; the text is its own, a message a line."""


class ScenarioError(WaicoError):
    """A scenario or table that is not there or has mistakes: all of them are in the text."""


class SimulationError(RuntimeError):
    """A replication left the range of the model, or used up its budget of events."""


class Parameter(ctypes.Structure):
    _fields_ = [("path", c_char_p), ("unit", c_char_p), ("meaning", c_char_p), ("source", c_char_p), ("preset", c_double),
                ("min", c_double), ("max", c_double), ("whole", c_int), ("at_start_only", c_int), ("judgement", c_int)]


class Output(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("unit", c_char_p), ("meaning", c_char_p), ("type", c_int), ("n_axes", c_size_t),
                ("axes", c_int * 2)]


class Table(ctypes.Structure):
    _fields_ = [("role", c_char_p), ("name", c_char_p), ("text", c_char_p), ("length", c_size_t)]


class Want(ctypes.Structure):
    _fields_ = [("output", c_char_p), ("data", c_void_p), ("bytes", c_size_t)]


class Run(ctypes.Structure):
    _fields_ = [("seed", c_uint64), ("first", c_uint32), ("n_replications", c_uint32), ("stratum", c_uint32),
                ("n_threads", ctypes.c_uint), ("max_events", c_uint64)]


EVENTS = np.dtype([("time_years", "f8"), ("value", "f8"), ("replicate", "u4"), ("country", "i4"), ("type", "i1"),
                   ("from", "i1"), ("to", "i1"), ("cause", "i1")], align=True)
DECISIONS = np.dtype([("time_years", "f8"), ("probability", "f4"), ("option_probability", "f4"), ("replicate", "u4"),
                      ("country", "i4"), ("cause", "i1"), ("status", "i1"), ("move", "i1"), ("option", "i1")], align=True)

TEXTS = POINTER(c_char_p)
MESSAGES = POINTER(c_void_p)
CALLS = {  # name: (result, arguments)
    "waico_abi": (c_int, []),
    "waico_version": (c_char_p, []),
    "waico_free": (None, [c_void_p]),
    "waico_axis_length": (c_size_t, [c_int]),
    "waico_axis_label": (c_char_p, [c_int, c_size_t]),
    "waico_n_parameters": (c_size_t, []),
    "waico_parameter_at": (Parameter, [c_size_t]),
    "waico_parameter_find": (c_size_t, [c_char_p]),
    "waico_scenario_open": (c_int, [c_char_p, TEXTS, c_size_t, POINTER(c_void_p), MESSAGES]),
    "waico_scenario_parse": (c_int, [c_char_p, c_size_t, c_char_p, c_char_p, POINTER(Table), c_size_t, TEXTS, c_size_t,
                                     POINTER(c_void_p), MESSAGES]),
    "waico_scenario_free": (None, [c_void_p]),
    "waico_scenario_text": (c_char_p, [c_void_p, c_char_p]),
    "waico_scenario_n_countries": (c_size_t, [c_void_p]),
    "waico_scenario_country": (c_char_p, [c_void_p, c_size_t, c_char_p]),
    "waico_scenario_column": (POINTER(c_double), [c_void_p, c_char_p]),
    "waico_scenario_find_country": (c_int32, [c_void_p, c_char_p]),
    "waico_scenario_sponsor": (c_int32, [c_void_p]),
    "waico_scenario_start_day": (c_int32, [c_void_p]),
    "waico_scenario_signed_day": (c_int32, [c_void_p, c_size_t]),
    "waico_model_new": (c_int, [c_void_p, POINTER(c_void_p), MESSAGES]),
    "waico_model_free": (None, [c_void_p]),
    "waico_model_set": (c_int, [c_void_p, c_char_p, c_double, MESSAGES]),
    "waico_model_get": (c_double, [c_void_p, c_size_t]),
    "waico_model_reset": (None, [c_void_p]),
    "waico_model_read_at": (c_int, [c_void_p, POINTER(c_int32), c_size_t, MESSAGES]),
    "waico_model_length": (c_size_t, [c_void_p, c_int]),
    "waico_model_day": (c_double, [c_void_p, c_int, c_size_t]),
    "waico_n_outputs": (c_size_t, []),
    "waico_output_at": (Output, [c_size_t]),
    "waico_output_find": (c_size_t, [c_char_p]),
    "waico_model_bytes": (c_size_t, [c_void_p, c_size_t]),
    "waico_model_run": (c_int, [c_void_p, POINTER(Run), POINTER(Want), c_size_t, c_void_p, MESSAGES]),
    "waico_model_stop": (None, [c_void_p]),
    "waico_log_new": (c_void_p, [c_int]),
    "waico_log_free": (None, [c_void_p]),
    "waico_log_n_events": (c_size_t, [c_void_p]),
    "waico_log_events": (c_void_p, [c_void_p]),
    "waico_log_n_decisions": (c_size_t, [c_void_p]),
    "waico_log_decisions": (c_void_p, [c_void_p]),
    "waico_log_terms": (c_void_p, [c_void_p]),
}


def _places():
    named = os.environ.get("WAICO_LIBRARY")
    if named:
        return [Path(named)]
    prefixes = [parent for parent in HERE.parents if parent.name == "lib"]
    return [HERE.parents[1] / "build" / "libwaico.so", *(lib / f"libwaico.so.{ABI}" for lib in prefixes),
            Path(f"libwaico.so.{ABI}")]


def _load():
    """The library with its calls declared, and the file it came from."""
    for place in _places():
        if place.parent != Path(".") and not place.exists():
            continue
        try:
            found = ctypes.CDLL(str(place))
        except OSError as fault:
            if os.environ.get("WAICO_LIBRARY"):
                raise ImportError(f"WAICO_LIBRARY={place}: {fault}") from None
            continue
        try:
            for name, (result, arguments) in CALLS.items():
                call = getattr(found, name)
                call.restype, call.argtypes = result, arguments
        except AttributeError as fault:
            raise ImportError(f"{place} is no library of waico: {fault}") from None
        if found.waico_abi() != ABI:
            raise ImportError(f"{place} has ABI {found.waico_abi()}, this package wants {ABI}: take both from one release")
        return found, place
    raise ImportError("libwaico.so is not there: `make lib` in a clone, `make install`, or WAICO_LIBRARY=FILE")


lib, PLACE = _load()


def check(status: int, messages: c_void_p) -> None:
    """Raises what a status and its messages say."""
    if status == OK:
        return
    text = ctypes.cast(messages, c_char_p).value if messages else None
    told = (text or STATUS[status].encode()).decode("utf-8", "replace").rstrip("\n")
    lib.waico_free(messages)
    if status == NO_MEMORY:
        raise MemoryError(told)
    if status == NO_FILE:
        raise OSError(told)
    if status == STOPPED:
        raise KeyboardInterrupt
    raise {BAD_ARGUMENT: WaicoError, BAD_SCENARIO: ScenarioError}.get(status, SimulationError)(told)


def labels(axis: Union[int, str]) -> list:
    """The words of an axis in the order of their codes: labels("status"), "incentive", "move", "cause", "event_type", "term"."""
    if isinstance(axis, str):
        if axis not in AXES[STATUS_AXIS:]:
            raise WaicoError(f"'{axis}' is no axis of words; those are {', '.join(AXES[STATUS_AXIS:])}")
        axis = AXES.index(axis)
    return [lib.waico_axis_label(axis, i).decode() for i in range(lib.waico_axis_length(axis))]


def texts(values) -> tuple:
    """(array of C texts, their number); the array keeps them alive."""
    encoded = [str(value).encode() for value in values]
    return (c_char_p * max(1, len(encoded)))(*encoded), len(encoded)


def call(function, *arguments) -> None:
    """Calls a function whose last argument receives messages, and raises what they say."""
    messages = c_void_p()
    check(function(*arguments, byref(messages)), messages)


def scenario_folders() -> list:
    """Where shipped scenarios lie: where WAICO_SCENARIOS says, in the clone, or beside the library."""
    if os.environ.get("WAICO_SCENARIOS"):
        return [Path(os.environ["WAICO_SCENARIOS"])]
    shared = [PLACE.parent.parent / "share" / "waico" / "scenarios"] if PLACE.parent != Path(".") else []
    return [HERE.parents[1] / "scenarios", *shared, Path("/usr/local/share/waico/scenarios"),
            Path("/usr/share/waico/scenarios")]


def shipped(name: str) -> Optional[Path]:
    """The shipped scenario of a name."""
    for folder in scenario_folders():
        if (folder / f"{name}.cfg").is_file():
            return folder / f"{name}.cfg"
    return None
