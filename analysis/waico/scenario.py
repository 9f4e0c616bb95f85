"""A scenario: a world to start from, its question, dates and countries."""
import ctypes as c
import datetime
import os
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union
import weakref

import numpy as np

from . import finding, native, words
from .errors import ScenarioError, WaicoError

Path = Union[str, "os.PathLike[str]"]
Date = Union[str, datetime.date, np.datetime64]
ROLES = ("countries", "borders", "blocs", "record")
_EPOCH = np.datetime64("1900-01-01", "D")
DAYS_PER_YEAR = 365.25  # of the simulator
SPARE_DAYS = 1e-6  # so that a time that fell on a midnight stays on its day


class Scenario:
    """A scenario as it was read and found without mistakes; nothing changes it.

    Scenario("baseline"): a shipped one by name, or a file by its path.  Scenario(text='extends = "baseline.cfg"; ...'): from
    a text; what it extends, and its tables, are sought from `folder` (preset: the shipped scenarios).  tables: {role: text
    of CSV} with the roles countries, borders, blocs, record in place of all files of tables; only with a text.
    set: {key: value}, a parameter by its path, or title, question, place.  start, end: dates in place of those that
    it has, the end exclusive.  name: how messages call a text.

    ScenarioError: it is not there, or has mistakes, all of which are told.
    """

    def __init__(self, source: Optional[Path] = None, *, text: Optional[str] = None, folder: Optional[Path] = None,
                 tables: Optional[Mapping[str, str]] = None, set: Optional[Mapping[str, Any]] = None,
                 start: Optional[Date] = None, end: Optional[Date] = None, name: str = "text"):
        if (source is None) == (text is None):
            raise WaicoError("a scenario is given either by name or path, or as text")
        if text is None and (folder is not None or tables is not None):
            raise WaicoError("folder and tables go with a text")
        self._given: Dict[str, Any] = dict(source=source, text=text, folder=folder, tables=tables, name=name)
        self._set = {**(set or {}), **{key: date(day).isoformat() for key, day in (("start", start), ("end", end)) if day is not None}}
        self.handle = Handle(self._given, [native.encoded(f"{key}={_word(value)}") for key, value in self._set.items()])
        self._codes: Optional[np.ndarray] = None

    def changed(self, set: Optional[Mapping[str, Any]] = None, start: Optional[Date] = None, end: Optional[Date] = None) -> "Scenario":
        """The same scenario with further changes."""
        return Scenario(**self._given, set={**self._set, **(set or {})}, start=start, end=end)

    def __reduce__(self) -> Tuple[Any, ...]:
        """As one whole text, so that another process needs no file."""
        return _rebuilt, (self.text("effective"), {role: self.text(role) for role in ROLES if self.text(role)}, self.name)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.title}; {len(self.codes)} countries, {self.start} to {self.end}>"

    # -- texts and dates ----------------------------------------------------------------------------

    def text(self, what: str) -> str:
        """A text of the scenario: name, title, question, place, start, end, "config" (as given, with all that it extends),
        "effective" (every key with its value), "left_out" (dated entries that never come), or a table by its role, '' where
        there is none.  WaicoError: no such text."""
        found = native.library().waico_scenario_text(self.handle.pointer, native.encoded(what))
        if found is None:
            raise WaicoError(f"'{what}' is no text of a scenario; there are name, title, question, place, start, end, config, "
                             f"effective, left_out, {', '.join(ROLES)}")
        return native.decoded(found)

    @property
    def name(self) -> str:
        return self.text("name")

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def question(self) -> str:
        return self.text("question")

    @property
    def start(self) -> datetime.date:
        """The first day."""
        return datetime.date.fromisoformat(self.text("start"))

    @property
    def end(self) -> datetime.date:
        """The day after the last one."""
        return datetime.date.fromisoformat(self.text("end"))

    # -- countries ----------------------------------------------------------------------------------

    @property
    def codes(self) -> np.ndarray:
        """ISO 3166-1 alpha-3 of each country, in the order of the axis `country`."""
        if self._codes is None:
            self._codes = np.array(self._of_countries("code"))
            self._codes.flags.writeable = False
        return self._codes

    @property
    def sponsor(self) -> str:
        """The code of the country that sponsors the organisation."""
        return str(self.codes[native.library().waico_scenario_sponsor(self.handle.pointer)])

    @property
    def countries(self) -> np.ndarray:
        """The countries, a structured array in the order of the axis: code, name, region, subregion, and every column of
        numbers of the table by its name (gdp_usd, population, ...; NaN: not known)."""
        texts = ("code", "name", "region", "subregion")
        header = self.text("countries").split("\n", 1)[0].strip().split(",")
        columns = {name: column for name in header if name not in texts for column in [self._column(name)] if column is not None}
        table = np.empty(len(self.codes), dtype=[(name, "O") for name in texts] + [(name, "f8") for name in columns])
        for name in texts:
            table[name] = self._of_countries(name)
        for name, column in columns.items():
            table[name] = column
        return table

    @property
    def record(self) -> np.ndarray:
        """The signatures on record, by date: a structured array of country and signed (datetime64[D]); what the model is
        compared with."""
        lib = native.library()
        rows = [(lib.waico_scenario_signed_day(self.handle.pointer, i), code) for i, code in enumerate(self.codes.tolist())]
        rows = sorted(row for row in rows if row[0] != native.NEVER)
        return np.array([(code, self.date_of_days(day)) for day, code in rows], dtype=[("country", "O"), ("signed", "M8[D]")])

    def find(self, country: str) -> str:
        """The code of the country that a word means: a code in any case, a name, or a part of one name alone.  WaicoError:
        none."""
        return str(self.codes[self.place(country)])

    def place(self, country: str) -> int:
        """Where the country that a word means stands on the axis.  WaicoError: nowhere."""
        found = int(native.library().waico_scenario_find_country(self.handle.pointer, native.encoded(country, "a country")))
        if found < 0:
            every = [*self.codes.tolist(), *self._of_countries("name")]
            raise WaicoError(f"'{country}' is no country of {self.name}, or several{words.nearest(country, every)}")
        return found

    def _of_countries(self, what: str) -> List[str]:
        lib = native.library()
        n = lib.waico_scenario_n_countries(self.handle.pointer)
        return [native.decoded(lib.waico_scenario_country(self.handle.pointer, i, what.encode())) for i in range(n)]

    def _column(self, name: str) -> Optional[np.ndarray]:
        lib = native.library()
        found = lib.waico_scenario_column(self.handle.pointer, native.encoded(name))
        return np.ctypeslib.as_array(found, (lib.waico_scenario_n_countries(self.handle.pointer),)).copy() if found else None

    # -- days ---------------------------------------------------------------------------------------

    def date_of_days(self, days: Any) -> Any:
        """Days since the start as datetime64[D], as in result files."""
        start = _EPOCH + np.timedelta64(native.library().waico_scenario_start_day(self.handle.pointer), "D")
        return start + np.floor(np.asarray(days, dtype=float)).astype("timedelta64[D]")

    def date_of_years(self, years: Any) -> Any:
        """Years since the start, as first_member and time_years have them, as datetime64[D]; NaT where they are NaN."""
        years = np.asarray(years, dtype=float)
        dates = self.date_of_days(np.where(np.isnan(years), 0.0, years) * DAYS_PER_YEAR + SPARE_DAYS)
        return np.where(np.isnan(years), np.datetime64("NaT", "D"), dates)

    def days_of(self, day: Date) -> int:
        """Days from the start to a date, which may lie before it."""
        return (date(day) - self.start).days


class Handle:
    """A scenario of the library; freed when the last one who holds this lets go."""

    def __init__(self, given: Mapping[str, Any], overrides: Sequence[bytes]):
        lib = native.library()
        self.pointer = c.c_void_p()
        keys = (c.c_char_p * len(overrides))(*overrides)
        if given["text"] is None:
            path = os.fsencode(finding.scenario_file(given["source"]))
            native.call(lib.waico_scenario_open, path, keys, len(keys), c.byref(self.pointer))
        else:
            text, folder = native.encoded(given["text"]), given["folder"]
            if folder is None:
                folder = next(iter(finding.scenario_folders()), ".")
            tables = [(native.encoded(role), native.encoded(f"{role}.csv"), native.encoded(table))
                      for role, table in (given["tables"] or {}).items()]
            rows = (native.Table * len(tables))(*(native.Table(*table, len(table[2])) for table in tables))
            native.call(lib.waico_scenario_parse, text, len(text), native.encoded(given["name"], "name"), os.fsencode(folder), rows,
                        len(rows), keys, len(keys), c.byref(self.pointer))
        weakref.finalize(self, lib.waico_scenario_free, self.pointer).atexit = False


def scenario_of(given: Union[Scenario, Path], start: Optional[Date] = None, end: Optional[Date] = None) -> Scenario:
    """A scenario from itself, a name or a path, with other dates where they are given."""
    if isinstance(given, Scenario):
        return given if start is None and end is None else given.changed(start=start, end=end)
    return Scenario(given, start=start, end=end)


def date(day: Date) -> datetime.date:
    """A day from "2030-12-31", a date or a datetime64.  WaicoError: none."""
    if isinstance(day, datetime.datetime):
        return day.date()
    if isinstance(day, datetime.date):
        return day
    try:
        return datetime.date.fromisoformat(str(np.datetime64(day, "D")) if isinstance(day, np.datetime64) else day)
    except (TypeError, ValueError):
        raise WaicoError(f"{day!r} is no date: YYYY-MM-DD") from None


def _word(value: Any) -> str:
    """A value as a scenario has it."""
    return value if isinstance(value, str) else str(int(value)) if isinstance(value, (bool, int, np.integer)) else repr(float(value))


def _rebuilt(text: str, tables: Dict[str, str], name: str) -> Scenario:
    return Scenario(text=text, tables=tables, name=name)


__all__ = ["Scenario", "ScenarioError"]
