"""The C library as ctypes sees it: its structs and calls (sim/waico.h), statuses as exceptions, texts as str.

Every call of the simulator goes through here; the rest of the package knows neither pointers nor statuses.
"""
import ctypes as c
import functools
import os
from typing import Any, Callable, Optional

from . import finding
from .errors import LibraryError, ScenarioError, SimulationError, WaicoError

ABI = 1
OK, NO_MEMORY, NO_FILE, BAD_ARGUMENT, BAD_SCENARIO, FAILED, STOPPED = range(7)
TYPES = ("float64", "float32", "int32", "int8")
NEVER = -2 ** 31  # of a day


class Parameter(c.Structure):
    _fields_ = [("path", c.c_char_p), ("unit", c.c_char_p), ("meaning", c.c_char_p), ("source", c.c_char_p), ("preset", c.c_double),
                ("min", c.c_double), ("max", c.c_double), ("whole", c.c_int), ("at_start_only", c.c_int), ("judgement", c.c_int)]


class Output(c.Structure):
    _fields_ = [("name", c.c_char_p), ("unit", c.c_char_p), ("meaning", c.c_char_p), ("type", c.c_int), ("n_axes", c.c_size_t),
                ("axes", c.c_int * 2)]


class Table(c.Structure):
    _fields_ = [("role", c.c_char_p), ("name", c.c_char_p), ("text", c.c_char_p), ("length", c.c_size_t)]


class Want(c.Structure):
    _fields_ = [("output", c.c_char_p), ("data", c.c_void_p), ("bytes", c.c_size_t)]


class Run(c.Structure):
    _fields_ = [("seed", c.c_uint64), ("first", c.c_uint32), ("n_replications", c.c_uint32), ("stratum", c.c_uint32),
                ("n_threads", c.c_uint), ("max_events", c.c_uint64)]


_TEXTS = c.POINTER(c.c_char_p)
_MESSAGES = c.POINTER(c.c_void_p)  # not c_char_p, which would forget the address that is to be given back
_OUT = c.POINTER(c.c_void_p)
_CALLS = {  # name: result, arguments
    "waico_abi": (c.c_int,),
    "waico_version": (c.c_char_p,),
    "waico_free": (None, c.c_void_p),
    "waico_axis_name": (c.c_char_p, c.c_int),
    "waico_axis_length": (c.c_size_t, c.c_int),
    "waico_axis_label": (c.c_char_p, c.c_int, c.c_size_t),
    "waico_n_parameters": (c.c_size_t,),
    "waico_parameter_at": (Parameter, c.c_size_t),
    "waico_parameter_find": (c.c_size_t, c.c_char_p),
    "waico_scenario_open": (c.c_int, c.c_char_p, _TEXTS, c.c_size_t, _OUT, _MESSAGES),
    "waico_scenario_parse": (c.c_int, c.c_char_p, c.c_size_t, c.c_char_p, c.c_char_p, c.POINTER(Table), c.c_size_t, _TEXTS,
                             c.c_size_t, _OUT, _MESSAGES),
    "waico_scenario_free": (None, c.c_void_p),
    "waico_scenario_text": (c.c_char_p, c.c_void_p, c.c_char_p),
    "waico_scenario_n_countries": (c.c_size_t, c.c_void_p),
    "waico_scenario_country": (c.c_char_p, c.c_void_p, c.c_size_t, c.c_char_p),
    "waico_scenario_column": (c.POINTER(c.c_double), c.c_void_p, c.c_char_p),
    "waico_scenario_find_country": (c.c_int32, c.c_void_p, c.c_char_p),
    "waico_scenario_sponsor": (c.c_int32, c.c_void_p),
    "waico_scenario_start_day": (c.c_int32, c.c_void_p),
    "waico_scenario_signed_day": (c.c_int32, c.c_void_p, c.c_size_t),
    "waico_model_new": (c.c_int, c.c_void_p, _OUT, _MESSAGES),
    "waico_model_free": (None, c.c_void_p),
    "waico_model_set": (c.c_int, c.c_void_p, c.c_char_p, c.c_double, _MESSAGES),
    "waico_model_get": (c.c_double, c.c_void_p, c.c_size_t),
    "waico_model_reset": (None, c.c_void_p),
    "waico_model_read_at": (c.c_int, c.c_void_p, c.POINTER(c.c_int32), c.c_size_t, _MESSAGES),
    "waico_model_length": (c.c_size_t, c.c_void_p, c.c_int),
    "waico_model_day": (c.c_double, c.c_void_p, c.c_int, c.c_size_t),
    "waico_n_outputs": (c.c_size_t,),
    "waico_output_at": (Output, c.c_size_t),
    "waico_output_find": (c.c_size_t, c.c_char_p),
    "waico_model_bytes": (c.c_size_t, c.c_void_p, c.c_size_t),
    "waico_model_run": (c.c_int, c.c_void_p, c.POINTER(Run), c.POINTER(Want), c.c_size_t, c.c_void_p, _MESSAGES),
    "waico_model_stop": (None, c.c_void_p),
    "waico_log_new": (c.c_void_p, c.c_int),
    "waico_log_free": (None, c.c_void_p),
    "waico_log_n_events": (c.c_size_t, c.c_void_p),
    "waico_log_events": (c.c_void_p, c.c_void_p),
    "waico_log_n_decisions": (c.c_size_t, c.c_void_p),
    "waico_log_decisions": (c.c_void_p, c.c_void_p),
    "waico_log_terms": (c.c_void_p, c.c_void_p),
}


@functools.lru_cache(maxsize=None)
def library() -> c.CDLL:
    """The library, sought and loaded when it is asked for first.  LibraryError: none, or another than this package is for."""
    places = finding.libraries(ABI)
    for place in places:
        if os.sep not in place or os.path.exists(place):
            try:
                found = c.CDLL(place)
            except OSError as fault:
                if os.sep not in place:
                    break
                raise LibraryError(f"{place}: cannot be loaded: {fault}") from None
            return _declared(found, place)
    root = finding.clone()
    advice = f"build it with make lib in {root}" if root else "make install brings it; WAICO_LIBRARY names one elsewhere"
    raise LibraryError(f"libwaico is not there: {advice} (looked for {', '.join(places)})")


def _declared(found: c.CDLL, place: str) -> c.CDLL:
    abi = found.waico_abi() if hasattr(found, "waico_abi") else None
    if abi != ABI:
        raise LibraryError(f"{place}: " + ("no library of waico" if abi is None
                                           else f"has the binary interface {abi}, and this package is for {ABI}"))
    for name, (result, *arguments) in _CALLS.items():
        function = getattr(found, name, None)
        if function is None:
            raise LibraryError(f"{place}: has no {name}: it is older than this package")
        function.restype, function.argtypes = result, arguments
    return found


def version() -> str:
    """The version of the library, "0.1.0"."""
    return library().waico_version().decode()


def call(function: Callable[..., int], *arguments: Any) -> None:
    """Calls what can fail, with a place for its messages as the last argument; raises what the status means."""
    messages = c.c_void_p()
    status = function(*arguments, c.byref(messages))
    if status != OK or messages.value:
        fail(status, messages)


def fail(status: int, messages: c.c_void_p) -> None:
    """Gives the messages back and raises the exception of a status; none for OK."""
    text = c.string_at(messages.value).decode("utf-8", "replace").rstrip("\n") if messages.value else ""
    library().waico_free(messages)
    if status == NO_MEMORY:
        raise MemoryError(text or "memory is out")
    if status != OK:
        raise {NO_FILE: ScenarioError, BAD_SCENARIO: ScenarioError, BAD_ARGUMENT: WaicoError}.get(status, SimulationError)(text)


def encoded(text: str, what: str = "text") -> bytes:
    """A text for C, which ends at a zero."""
    if not isinstance(text, str):
        raise TypeError(f"{what} is a {type(text).__name__}, not a str")
    if "\0" in text:
        raise WaicoError(f"{what} holds a zero byte")
    return text.encode("utf-8", "surrogateescape")


def decoded(text: Optional[bytes]) -> str:
    """A text of C; '' for none."""
    return text.decode("utf-8", "replace") if text else ""
