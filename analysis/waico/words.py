"""The words of the model: labels of its axes, its parameters, and what a replication leaves."""
from difflib import get_close_matches
import functools
import itertools
from typing import Dict, Iterable, NamedTuple, Tuple

import numpy as np

from .errors import WaicoError
from .native import TYPES, decoded, library


def nearest(word: object, known: Iterable[str]) -> str:
    """What to say behind a word that is none: the nearest one that is."""
    found = get_close_matches(str(word), list(known), 1)
    return f'; did you mean "{found[0]}"?' if found else ""


@functools.lru_cache(maxsize=None)
def axes() -> Tuple[str, ...]:
    """The names of the axes, by their number in the library."""
    names = (library().waico_axis_name(i) for i in itertools.count())
    return tuple(decoded(name) for name in itertools.takewhile(lambda name: name is not None, names))


@functools.lru_cache(maxsize=None)
def labels(axis: str) -> np.ndarray:
    """The words of an axis in the order of their codes: labels("status") is none, interested, ..., withdrawn.

    axis: status, incentive, rival, phase_name, move, cause, event_type or term.  WaicoError: no axis of words.
    """
    lib = library()
    known = {name: i for i, name in enumerate(axes()) if lib.waico_axis_length(i)}
    if axis not in known:
        raise WaicoError(f"'{axis}' is no axis of words; there are {', '.join(known)}")
    place, n = known[axis], lib.waico_axis_length(known[axis])
    found = np.array([decoded(lib.waico_axis_label(place, i)) for i in range(n)])
    found.flags.writeable = False
    return found


@functools.lru_cache(maxsize=None)
def words(axis: str) -> np.ndarray:
    """The labels as Python's texts, and '' behind them: words(axis)[codes] with -1 for what does not apply."""
    return np.array([*labels(axis).tolist(), ""], dtype=object)


_PARAMETER = np.dtype([("path", "O"), ("unit", "O"), ("meaning", "O"), ("source", "O"), ("preset", "f8"), ("min", "f8"), ("max", "f8"),
                       ("whole", "?"), ("at_start_only", "?"), ("judgement", "?")])


@functools.lru_cache(maxsize=None)
def _parameters() -> np.ndarray:
    lib = library()
    rows = [lib.waico_parameter_at(i) for i in range(lib.waico_n_parameters())]
    return np.array([tuple(decoded(value) if isinstance(value, bytes) else value
                           for value in (getattr(row, name) for name in _PARAMETER.names or ())) for row in rows], dtype=_PARAMETER)


def parameters() -> np.ndarray:
    """All parameters, a structured array in the order of `waico describe`; pandas.DataFrame(waico.parameters()) is a frame.

    path ("affinity.peers"), unit, meaning, source (where the preset comes from), preset, min and max (both allowed), whole
    (whole numbers only), at_start_only (a calendar may not set it), judgement (the number, or its size, was set by judgement).
    """
    return _parameters().copy()


@functools.lru_cache(maxsize=None)
def _parameter_places() -> Dict[str, int]:
    return {path: i for i, path in enumerate(_parameters()["path"].tolist())}


def parameter_place(path: str) -> int:
    """The place of a parameter by its path.  WaicoError: none, with the nearest one."""
    places = _parameter_places()
    if path not in places:
        raise WaicoError(f'"{path}" is no parameter{nearest(path, places)}')
    return places[path]


def parameter(path: str) -> np.void:
    """One parameter by its path.  WaicoError: none, with the nearest one."""
    return _parameters()[parameter_place(path)]


class Output(NamedTuple):
    """What a replication leaves under a name: axes beside the replications, and the type of its values.

    Codes (int8, and the series `phase`) are places in labels() of the axis that the meaning names.
    """
    name: str
    unit: str
    meaning: str
    axes: Tuple[str, ...]
    type: str
    place: int


@functools.lru_cache(maxsize=None)
def _outputs() -> Dict[str, Output]:
    lib = library()
    found = {}
    for i in range(lib.waico_n_outputs()):
        row = lib.waico_output_at(i)
        found[decoded(row.name)] = Output(decoded(row.name), decoded(row.unit), decoded(row.meaning),
                                          tuple(axes()[axis] for axis in row.axes[:row.n_axes]), TYPES[row.type], i)
    return found


def outputs() -> Tuple[Output, ...]:
    """What may be asked of a replication, by the names of result files: n_members, first_member, final_n_members, ..."""
    return tuple(_outputs().values())


def output(name: str) -> Output:
    """One output by its name.  WaicoError: none, with the nearest one."""
    found = _outputs().get(name) if isinstance(name, str) else None
    if found is None:
        raise WaicoError(f'"{name}" is no output{nearest(name, _outputs())}')
    return found
