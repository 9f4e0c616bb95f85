"""Events and decisions of replications as structured arrays, with words and codes of countries instead of numbers.

pandas.DataFrame(events) is a frame of them; events[events["to"] == "associate"] are some of them.
"""
from typing import Any, Tuple

import numpy as np

from . import words
from .engine import Log
from .scenario import Scenario

EVENTS, DECISIONS = 1, 2
# The structs of the library, which pads them to eight bytes.
_EVENT = np.dtype([("time_years", "f8"), ("value", "f8"), ("replicate", "u4"), ("country", "i4"), ("type", "i1"), ("from", "i1"),
                   ("to", "i1"), ("cause", "i1")], align=True)
_DECISION = np.dtype([("time_years", "f8"), ("probability", "f4"), ("option_probability", "f4"), ("replicate", "u4"),
                      ("country", "i4"), ("cause", "i1"), ("status", "i1"), ("move", "i1"), ("option", "i1")], align=True)
_AXIS = {"type": "event_type", "from": "status", "to": "status", "cause": "cause", "status": "status", "move": "move", "option": "move"}


def events_of(log: Log, scenario: Scenario) -> np.ndarray:
    """By replication and time: replicate, time_years (since the start), date, country (code, '' none), type, from and to
    (statuses), cause, value (by type, FORMAT.md); '' where a word does not apply, NaN where there is no value."""
    rows = log.read("events", _EVENT, (log.lib.waico_log_n_events(log.pointer),))
    return _worded(rows, ("replicate", "time_years", "date", "country", "type", "from", "to", "cause", "value"), scenario)


def decisions_of(log: Log, scenario: Scenario) -> Tuple[np.ndarray, np.ndarray]:
    """Each opportunity to decide, by replication and time: replicate, time_years, date, country, cause, status (before), move
    (what was chosen) and its probability, option (the move, or of `stay` the likeliest refused one) and its probability.

    And the terms of the options, float32 (decision, term): their sum times decision.rationality is the log odds of the option
    against staying.
    """
    n = log.lib.waico_log_n_decisions(log.pointer)
    rows = log.read("decisions", _DECISION, (n,))
    names = ("replicate", "time_years", "date", "country", "cause", "status", "move", "probability", "option", "option_probability")
    return _worded(rows, names, scenario), log.read("terms", np.dtype("f4"), (n, len(words.labels("term"))))


def _worded(rows: np.ndarray, names: Tuple[str, ...], scenario: Scenario) -> np.ndarray:
    codes = np.array([*scenario.codes.tolist(), ""], dtype=object)  # -1, no country, is the last one
    columns: "dict[str, Any]" = {}
    for name in names:
        if name == "date":
            columns[name] = scenario.date_of_years(rows["time_years"])
        elif name == "country":
            columns[name] = codes[rows["country"]]
        else:
            columns[name] = words.words(_AXIS[name])[rows[name]] if name in _AXIS else rows[name]
    kinds = {"replicate": "i8", "date": "M8[D]"}
    table = np.empty(len(rows), dtype=[(name, kinds.get(name, columns[name].dtype)) for name in names])
    for name in names:
        table[name] = columns[name]
    return table
