"""A result file as Python sees it: `load(path)` gives labelled arrays, read by slices when asked for.

Nothing is read but what is named; `Result.array("n_members", replicate=slice(0, 256))` touches those
rows alone, so that files larger than the memory can be looked at.
"""
from difflib import get_close_matches
import re
from pathlib import Path

import h5py
import numpy as np

from . import guard
from .labelled import Array, LabelError, position
from .schema import FormatError, check, dimensions, is_scale, missing, text

GROUPS = ("provenance", "parameters", "input")


def load(path, unverified=False):
    """Opens a result file of kind run, ensemble or sweep.  FormatError says what is wrong with another.

    The file is checked before it is opened here: it is a regular one, its digest agrees with its bytes, and `waico verify`,
    or without the program a child process of Python, is content with it (see `guard`).  A file that has not changed is
    checked once a process.  unverified: the digest and `waico verify` are not asked, for files that were altered on
    purpose; numbers may then be others than those that a simulation wrote.  Harmful files are refused all the same.
    """
    return Result(path, unverified)


class Result:
    """An open result file.  Usable with `with`; attributes are read once, arrays when asked for."""

    def __init__(self, path, unverified=False):
        self.path = Path(path)
        key = guard.admit(self.path, unverified)
        try:
            self.file = h5py.File(self.path, "r", locking=False)  # files are never rewritten in place
        except OSError as fault:
            raise FormatError(f"{path}: not a readable HDF5 file ({fault})") from None
        try:
            if guard.key_of(self.path) != key:
                raise FormatError(f"{path}: has changed while it was being checked")
            self.kind = check(self.path, self.file)
            self.attrs = {name: _attribute(value) for name, value in self.file.attrs.items()}
        except FormatError:
            self.file.close()
            raise
        except (OSError, RuntimeError, ValueError, KeyError, TypeError) as fault:
            self.file.close()
            raise FormatError(f"{path}: cannot be read: {fault}") from None
        self._labels = {}

    def close(self):
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.close()

    def __repr__(self):
        return f"<Result {self.path.name}: {self.kind}, {self.sizes}>"

    # -- what the file is ---------------------------------------------------------------------------

    @property
    def identity(self):
        return text(self.attrs["identity"])

    @property
    def title(self):
        return text(self.attrs.get("title", self.path.stem))

    @property
    def deviations(self):
        """What departs from the scenario that is named, as text; '' where nothing does."""
        return text(self.attrs.get("deviations", ""))

    @property
    def full_title(self):
        """The title with whatever departs from the scenario that it names."""
        said = self.deviations
        return self.title if not said or said in self.title else f"{self.title}, with {said}"

    @property
    def design(self):
        """The design of a sweep (grid, lhs, ...), '' where the file names none."""
        return text(self.attrs.get("design_kind", self.attrs.get("design", "")))

    @property
    def replicates_asked(self):
        """Replications that an ensemble was to have, more than it has where the run was interrupted; None where the
        file does not say."""
        return int(self.file["replicates_asked"][()]) if "replicates_asked" in self.file else None

    @property
    def version(self):
        source = text(self.attrs["source"])
        return source.split(" ", 1)[1] if " " in source else source

    @property
    def seed(self):
        return self.provenance.get("seed", "not recorded")

    @property
    def provenance(self):
        group = self.file.get("provenance", {})
        return {name: text(group[name][()]) for name in group}

    @property
    def sizes(self):
        """Length of every axis that has a scale in the root."""
        return {name: item.shape[0] for name, item in self.file.items()
                if is_scale(item)}

    @property
    def names(self):
        """Datasets of the root that are not scales."""
        return [name for name, item in self.file.items()
                if isinstance(item, h5py.Dataset) and not is_scale(item)]

    def parameters(self):
        """Every parameter: {path: {value, units, long_name, source, preset}}."""
        found = {}
        group = self.file.get("parameters", {})

        def visit(name, item):
            if isinstance(item, h5py.Dataset):
                entry = {key: _attribute(value) for key, value in item.attrs.items()
                         if key in ("units", "long_name", "source", "preset")}
                entry["value"] = float(item[()])
                found[name.replace("/", ".")] = entry
        if group:
            group.visititems(visit)
        return found

    # -- arrays -------------------------------------------------------------------------------------

    def __contains__(self, name):
        return name in self.file

    def labels(self, dim):
        """The labels of an axis: ISO codes, dates (datetime64[D]), names or numbers."""
        if dim not in self._labels:
            if dim not in self.file:
                raise LabelError(f"{self.path.name} has no axis '{dim}'")
            values = self.file[dim][...]
            if dim in ("time", "date"):
                values = self.dates_from_days(values)
            elif values.dtype.kind in "OS":
                values = np.array([text(value) for value in values], dtype=str)
            self._labels[dim] = values
        return self._labels[dim]

    def dates_from_days(self, days):
        """Days since the start as datetime64[D]."""
        return self.start + np.floor(np.asarray(days, dtype=float)).astype("timedelta64[D]")

    @property
    def start(self):
        units = text(self.file["time"].attrs.get("units", ""))
        if not units.startswith("days since "):
            raise FormatError(f"{self.path}: units of time are '{units}', not 'days since ...'")
        return np.datetime64(units.split()[2][:10], "D")

    @property
    def countries(self):
        return self.labels("country")

    @property
    def dates(self):
        return self.labels("time")

    def years(self):
        """The decimal year of each account."""
        return np.asarray(self.file["year"][...], dtype=float)

    def array(self, name, **where):
        """A dataset, or the part of it that the labels name; only that part is read.

        Labels are those of `Array.sel`: country="IDN", time="2035" (last account at or before),
        time=slice("2030", "2035"), replicate=slice(0, 99).  Integers that are not known (`_FillValue`)
        come as NaN, and the array is one of floats then.
        """
        if name not in self.file or not isinstance(self.file[name], h5py.Dataset):
            close = get_close_matches(name, self.names, 4)
            raise LabelError(f"{self.path.name} ({self.kind}) has no '{name}'"
                             + (f"; it has {', '.join(close)}" if close else ""))
        dataset = self.file[name]
        dims = dimensions(dataset)
        for dim in where:
            if dim not in dims:
                raise LabelError(f"{name} has no axis '{dim}'; it has {', '.join(dims)}")
        index, kept, coords, later = [], [], {}, {}
        for axis, dim in enumerate(dims):
            labels = self.labels(dim) if dim in self.file else np.arange(dataset.shape[axis])
            chosen = position(dim, labels, where[dim]) if dim in where else slice(None)
            if isinstance(chosen, list):  # read the span, choose within it afterwards
                low, high = (min(chosen), max(chosen) + 1) if chosen else (0, 0)
                later[dim] = [place - low for place in chosen]
                chosen = slice(low, high)
            index.append(chosen)
            if not isinstance(chosen, int):
                kept.append(dim)
                coords[dim] = labels[chosen]
        values = dataset[tuple(index)] if dataset.ndim else dataset[()]
        if getattr(values, "dtype", np.dtype("O")).kind in "OS":
            values = np.array([text(value) for value in np.ravel(values)], dtype=str).reshape(np.shape(values))
        unknown = missing(dataset, values)
        if unknown is not None:
            values = np.where(unknown, np.nan, values)
        attrs = {key: _attribute(dataset.attrs[key]) for key in dataset.attrs
                 if key not in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME", "_Netcdf4Dimid",
                                "_Netcdf4Coordinates", "_FillValue")}
        array = Array(values, tuple(kept), coords, name, attrs)
        return array.isel(**later) if later else array

    __getitem__ = array

    def slices(self, name, dim="replicate", rows=4096, **where):
        """The dataset in pieces along an axis, each an Array: for sums over files larger than memory."""
        length = self.sizes[dim]
        labels = self.labels(dim)
        for first in range(0, length, rows):
            last = min(first + rows, length) - 1
            yield self.array(name, **{dim: slice(labels[first], labels[last])}, **where)

    def flags(self, name):
        """The texts of an int8 category: {code: word}."""
        attrs = self.file[name].attrs
        if "flag_values" not in attrs or "flag_meanings" not in attrs:
            raise FormatError(f"{self.path}: '{name}' has no flag_values and flag_meanings")
        return dict(zip(np.atleast_1d(attrs["flag_values"]).tolist(), text(attrs["flag_meanings"]).split()))

    def long_name(self, name):
        """What the file says that a dataset is; its name where it says nothing."""
        return text(self.file[name].attrs.get("long_name", name))

    @property
    def rivals(self):
        """Names of the rival organisations, from the series that count their members."""
        found = [re.fullmatch(r"overlap_(.+?)(_mean|_sd|_quantile)?", name) for name in self.names]
        names, courting = dict.fromkeys(match[1] for match in found if match), self.courting_rival
        return sorted(names, key=lambda name: name != courting)

    @property
    def courting_rival(self):
        """The rival that a country leads (`rival_leader`) and that makes offers, '' where no parameter tells."""
        led = [path.split(".")[1] for path in self.parameters() if path.startswith("rival.") and path.endswith(".offer_rate")]
        return led[0] if led else ""

    def is_category(self, name):
        """Does a dataset hold codes of words, which have no mean?"""
        return name in self.file and "flag_values" in self.file[name].attrs

    def status_codes(self, *names):
        """Positions of statuses on the axis of this file."""
        return [position("status", self.labels("status"), name) for name in names]

    def words(self, name):
        """An int8 category as an array of texts; a code without a word is ''."""
        meanings = self.flags(name)
        return np.array([meanings.get(code, "") for code in self.file[name][...].tolist()], dtype=object)

    # -- the world as used --------------------------------------------------------------------------

    def input(self, name, default=None):
        """A dataset of the group `input`, values only; None (or default) when the file has none."""
        group = self.file.get("input")
        if group is None or name not in group:
            return default
        values = group[name][()]
        if getattr(values, "dtype", np.dtype("O")).kind in "OS" and np.ndim(values):
            return np.array([text(value) for value in values], dtype=str)
        return values

    def country_names(self):
        return self.labels_of("country_name") if "country_name" in self.file else self.countries

    def labels_of(self, name):
        """A text dataset as an array of str."""
        return np.array([text(value) for value in self.file[name][...]], dtype=str)

    # -- other libraries ----------------------------------------------------------------------------

    def to_xarray(self, names=None):
        """An xarray.Dataset of the named datasets (all of the root when None), read into memory."""
        import xarray
        arrays = {name: self.array(name).to_xarray() for name in (names or self.names)
                  if name not in ("year", "country_name", "country_m49", "region", "subregion")}
        dataset = xarray.Dataset(arrays, attrs=self.attrs)
        for name, dim in (("year", "time"), ("country_name", "country"), ("country_m49", "country"),
                          ("region", "country"), ("subregion", "country")):
            if name in self.file and dim in dataset.dims:
                dataset = dataset.assign_coords({name: (dim, self.array(name).values)})
        return dataset

    def to_pandas(self, name, **where):
        """A dataset, or a part of it, as pandas sees it."""
        return self.array(name, **where).to_pandas()


def _attribute(value):
    if isinstance(value, (bytes, str)):
        return text(value)
    if isinstance(value, h5py.Empty):
        return ""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "OS":
            return [text(one) for one in value] if value.ndim and value.size != 1 else text(value)
        return value.item() if value.size == 1 else value
    return value.item() if isinstance(value, np.generic) else value
