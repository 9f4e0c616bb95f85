"""What a result file says of itself in its root and in `provenance`: texts, numbers, dates, countries, seed (see `vet`)."""
import datetime
import re

import h5py
import numpy as np

from .schema import FormatError, text

NEEDED = ("Conventions", "title", "source", "waico_format", "identity", "git_revision", "sponsor")
TEXTS = re.compile(r"Conventions|title|source|waico_format|identity|git_revision|coordinates|start_date|end_date|sponsor|rival_leader|"
                   r"deviations|metrics|tables|table_axes|design_\w+|first_failure")
WORDS = ("metrics", "tables", "table_axes", "design_columns")  # lists of names between spaces
WORD = re.compile(r"[A-Za-z0-9_]{1,80}")
WHOLE = ("waico_format_version", "point", "replicate")
DESIGNS = ("grid", "lhs", "sobol", "list", "oat", "morris", "saltelli", "scenarios")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS_PER_YEAR = 365.2425
SPARE_YEARS = 0.02  # years are not equally long
IDENTITY = re.compile(r"[0-9a-f]{64}")


def check_root(file):
    """Raises FormatError when the root's attributes, or texts that a number is read from, are none of a result."""
    for name in NEEDED:
        if name not in file.attrs:
            _fail(name, "not there")
    for name in file.attrs:
        if TEXTS.fullmatch(name):
            _one_text(file, name)
        elif name in WHOLE and not (name == "waico_format_version" and _is_text(file, name)):
            _one_whole(file, name)
    if not IDENTITY.fullmatch(text(file.attrs["identity"])):
        _fail("identity", "none")
    for name in WORDS:
        for word in text(file.attrs.get(name, "")).split():
            if not WORD.fullmatch(word):
                _fail(name, "has a name that is none")
    if "design_kind" in file.attrs and text(file.attrs["design_kind"]) not in DESIGNS:
        _fail("design_kind", "none of the designs")
    for name in WORDS[1:]:
        for word in text(file.attrs.get(name, "")).split():
            if word not in file:
                _fail(name, f"{word} is not there")
    _check_dates(file)
    _check_actors(file)
    _check_numbers(file)


def _is_text(file, name):
    return isinstance(h5py.h5a.open(file.id, name.encode()).get_type(), h5py.h5t.TypeStringID)


def _one_text(file, name):
    if not _is_text(file, name) or np.size(file.attrs[name]) != 1:
        _fail(name, "not one text")


def _one_whole(file, name):
    value = np.asarray(file.attrs[name])
    if value.shape not in ((), (1,)) or value.dtype.kind != "i" or int(value.reshape(-1)[0]) < 0:
        _fail(name, "not one number, or negative")


def _check_dates(file):
    """Both are dates, in their order; the year of each account is that of its day."""
    days = {}
    for name in ("start_date", "end_date"):
        if name in file.attrs:
            said = text(file.attrs[name])
            try:
                days[name] = datetime.date.fromisoformat(said) if DATE.fullmatch(said) else None
            except ValueError:
                days[name] = None
            if days[name] is None:
                _fail(name, "no date")
    if len(days) < 2:
        return
    start, end = days["start_date"], days["end_date"]
    if end <= start:
        _fail("end_date", "before start_date")
    first = start.year + (start.timetuple().tm_yday - 1) / (366 if start.year % 4 == 0 and (start.year % 100 != 0 or start.year % 400 == 0) else 365)
    time, year = file["time"][...], file["year"][...]
    if time.shape != year.shape or not (np.abs(first + time / DAYS_PER_YEAR - year) <= SPARE_YEARS).all():
        _fail("year", "its years are not those of its days")
    kind = text(file.attrs["waico_format"])
    if kind != "sweep" and time.size and time[-1] > (end - start).days + 1:
        _fail("time", "an account lies after the end")


def _check_actors(file):
    codes = {text(code) for code in file["country"][...]}
    if text(file.attrs["sponsor"]) not in codes:
        _fail("sponsor", "none of its countries")
    if text(file.attrs.get("rival_leader", "")) not in codes | {""}:
        _fail("rival_leader", "none of its countries")


def _check_numbers(file):
    """Seed and budget of events are numbers of 64 bits."""
    inside = file.get("provenance", {})
    for name, other in (("seed", ()), ("max_events", ("preset",))):
        if name not in inside:
            continue
        said = text(inside[name][()])
        if said not in other and not (re.fullmatch(r"[0-9]{1,40}", said) and int(said) < 1 << 64):
            _fail(f"provenance/{name}", "no number of 64 bits")


def _fail(name, what):
    raise FormatError(f"{name}: {what}")
