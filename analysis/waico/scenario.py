"""Scenarios and the table of parameters."""
from __future__ import annotations

import ctypes
import os
import weakref
from ctypes import byref, c_void_p
from difflib import get_close_matches
from pathlib import Path
from typing import Mapping, NamedTuple, Optional, Sequence, Union

import numpy as np

from . import library
from .library import ScenarioError, WaicoError, lib

NO_DAY = -2**31
ROLES = ("countries", "borders", "blocs", "record")


class Parameter(NamedTuple):
    """A row of the table of parameters; min <= value <= max, whole numbers only where `whole`."""
    path: str
    unit: str
    meaning: str
    source: str
    preset: float
    min: float
    max: float
    whole: bool
    at_start_only: bool
    judgement: bool


def parameters() -> list:
    """All parameters of the model, in the order of `waico describe`: a list of `Parameter`.

    pandas.DataFrame(waico.parameters()) is a table of them.
    """
    rows = []
    for i in range(lib.waico_n_parameters()):
        row = lib.waico_parameter_at(i)
        rows.append(Parameter(row.path.decode(), row.unit.decode(), row.meaning.decode(), row.source.decode(), row.preset,
                              row.min, row.max, bool(row.whole), bool(row.at_start_only), bool(row.judgement)))
    return rows


def scenarios() -> list:
    """Names of the shipped scenarios."""
    return sorted({path.stem for folder in library.scenario_folders() for path in folder.glob("*.cfg")})


def find(name: Union[str, os.PathLike]) -> Path:
    """The file that a name or path means: a file as it is, else a shipped scenario."""
    path = Path(name)
    if path.suffix == ".cfg" or len(path.parts) > 1 or path.is_file():
        return path
    shipped = library.shipped(str(name))
    if shipped is None:
        near = get_close_matches(str(name), scenarios(), 1)
        raise ScenarioError(f"there is no scenario '{name}'" + (f"; did you mean '{near[0]}'?" if near else "")
                            + f" (shipped are {', '.join(scenarios()) or 'none'})")
    return shipped


class Scenario:
    """A scenario, read and checked; nothing changes it, so models in several threads may share it.

    Scenario("baseline"), Scenario("mine.cfg"), Scenario(text=..., folder=...) with the tables in that folder, or with
    tables={"countries": text, ...} and no file at all.  start, end: other dates, "YYYY-MM-DD".  set: parameters by path.
    ScenarioError tells all mistakes, each with file and line.
    """

    def __init__(self, name: Union[str, os.PathLike, None] = None, *, text: Optional[str] = None,
                 folder: Union[str, os.PathLike] = ".", tables: Optional[Mapping[str, str]] = None,
                 set: Optional[Mapping[str, float]] = None, start: Optional[str] = None, end: Optional[str] = None):
        if (name is None) == (text is None):
            raise WaicoError("a scenario is either a name or a text")
        given = [f"{path}={value!r}" if isinstance(value, float) else f"{path}={value}" for path, value in (set or {}).items()]
        given += [f"{key}={value}" for key, value in (("start", start), ("end", end)) if value is not None]
        overrides, n = library.texts(given)
        handle = c_void_p()
        if text is None:
            library.call(lib.waico_scenario_open, os.fsencode(find(name)), overrides, n, byref(handle))
        else:
            raw = text.encode()
            parts = [(role.encode(), f"{role}.csv".encode(), content.encode()) for role, content in (tables or {}).items()]
            array = (library.Table * max(1, len(parts)))(*[(r, f, c, len(c)) for r, f, c in parts])
            library.call(lib.waico_scenario_parse, raw, len(raw), b"text.cfg", os.fsencode(folder), array, len(parts),
                         overrides, n, byref(handle))
        self.handle = handle.value
        self._free = weakref.finalize(self, lib.waico_scenario_free, self.handle)

    def _text(self, what: str) -> str:
        return lib.waico_scenario_text(self.handle, what.encode()).decode()

    name = property(lambda self: self._text("name"), doc="Name of its file, without folder and .cfg.")
    title = property(lambda self: self._text("title"))
    question = property(lambda self: self._text("question"))
    start = property(lambda self: np.datetime64(self._text("start"), "D"), doc="First day, a datetime64.")
    end = property(lambda self: np.datetime64(self._text("end"), "D"), doc="The day after the last one, a datetime64.")
    effective = property(lambda self: self._text("effective"), doc="Every key with its value: a scenario itself, with `tables`.")
    left_out = property(lambda self: self._text("left_out"), doc="Dated entries that never come in this run, a line each.")

    @property
    def tables(self) -> dict:
        """The tables as read: text of a CSV by role (countries, borders, blocs, record), those that are there."""
        return {role: self._text(role) for role in ROLES if self._text(role)}

    def _countries(self, what: str) -> np.ndarray:
        n = lib.waico_scenario_n_countries(self.handle)
        return np.array([lib.waico_scenario_country(self.handle, i, what.encode()).decode() for i in range(n)])

    codes = property(lambda self: self._countries("code"), doc="ISO 3166-1 alpha-3 codes, in the order of all outputs.")
    names = property(lambda self: self._countries("name"), doc="Names of the countries.")
    regions = property(lambda self: self._countries("region"))
    subregions = property(lambda self: self._countries("subregion"))

    @property
    def sponsor(self) -> str:
        """Code of the country that founds the organisation."""
        return str(self.codes[lib.waico_scenario_sponsor(self.handle)])

    def column(self, name: str) -> np.ndarray:
        """A column of numbers of the table of countries ("gdp_usd", "alignment", ...), by country."""
        found = lib.waico_scenario_column(self.handle, name.encode())
        if not found:
            raise WaicoError(f"the table of countries has no column '{name}'")
        return np.ctypeslib.as_array(found, (lib.waico_scenario_n_countries(self.handle),)).copy()

    @property
    def signed(self) -> np.ndarray:
        """Recorded dates of signature by country, datetime64; NaT where none is on record.  The model does not read them."""
        n = lib.waico_scenario_n_countries(self.handle)
        days = np.array([lib.waico_scenario_signed_day(self.handle, i) for i in range(n)])
        return np.where(days == NO_DAY, np.datetime64("NaT", "D"), self.start + days.astype("timedelta64[D]"))

    def find_country(self, word: str) -> int:
        """Position of the country that a code, a name or a part of one name alone means."""
        found = lib.waico_scenario_find_country(self.handle, str(word).encode())
        if found < 0:
            near = get_close_matches(str(word), [*self.codes, *self.names], 1, 0.5)
            raise WaicoError(f"no one country has the code or name '{word}'" + (f"; did you mean '{near[0]}'?" if near else ""))
        return found

    def run(self, **options):
        """`waico.run` of this scenario, which is not read again."""
        from .simulate import run
        return run(self, **options)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.title} ({self.start} to {self.end}, {len(self.codes)} countries)>"
