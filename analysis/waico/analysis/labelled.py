"""A small labelled array: numbers that know their axes.

It covers what the figures need (choose by label, reduce, hand over to xarray or pandas) with numpy
alone; whoever wants more calls `to_xarray()`.
"""
from dataclasses import dataclass, field
import re

import numpy as np


class LabelError(KeyError):
    """A label that an axis does not have; the text says what it has."""

    def __str__(self):
        return self.args[0]


def parse_moment(text):
    """The last instant that a date text covers: '2030', '2030-06' or '2030-06-30', as datetime64[D]."""
    if isinstance(text, np.datetime64):
        return text.astype("datetime64[D]")
    text = str(text)
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise LabelError(f"time '{text}' is not YYYY, YYYY-MM or YYYY-MM-DD")
    unit = {4: "Y", 7: "M", 10: "D"}[len(text)]
    try:
        start = np.datetime64(text, unit)
    except ValueError:
        raise LabelError(f"time '{text}' is not a date") from None
    return (start + 1).astype("datetime64[D]") - np.timedelta64(1, "D")


def parse_start(text):
    """The first day that a date text covers."""
    parse_moment(text)
    return np.datetime64(str(text)).astype("datetime64[D]")


def position(dim, labels, wanted):
    """Where a label stands on an axis.

    Times: the last account at or before the moment (what was known then).  The days of `date`: that day.
    Numbers: equal to 1e-9.  Others: equal.  Lists give lists, slices of times are inclusive.
    """
    if isinstance(wanted, slice):
        return _slice(dim, labels, wanted)
    if isinstance(wanted, (list, tuple, np.ndarray)):
        return [position(dim, labels, one) for one in wanted]
    if np.issubdtype(labels.dtype, np.datetime64):
        moment = parse_moment(wanted)
        if dim == "date":  # readings hold for their days alone
            if moment not in labels:
                raise LabelError(f"date has no '{wanted}'; it has {', '.join(str(label) for label in labels[:12])}")
            return int(np.flatnonzero(labels == moment)[0])
        found = int(np.searchsorted(labels, moment, side="right")) - 1
        if found < 0:
            raise LabelError(f"{dim} '{wanted}' is before the first account, {labels[0]}")
        step = labels[-1] - labels[-2] if len(labels) > 1 else np.timedelta64(366, "D")
        if parse_start(wanted) > labels[-1] + step:
            raise LabelError(f"{dim} '{wanted}' is beyond the last account, {labels[-1]}")
        return found
    if np.issubdtype(labels.dtype, np.number):
        found = np.flatnonzero(np.isclose(labels.astype(float), float(wanted), rtol=0, atol=1e-9))
    else:
        found = np.flatnonzero(labels == wanted)
    if found.size == 0:
        shown = ", ".join(str(label) for label in labels[:12]) + (" ..." if len(labels) > 12 else "")
        raise LabelError(f"{dim} has no '{wanted}'; it has {shown or 'nothing'}")
    return int(found[0])


def _slice(dim, labels, wanted):
    if wanted.step is not None:
        raise LabelError(f"{dim}: a slice of labels takes no step")
    if np.issubdtype(labels.dtype, np.datetime64):
        first = 0 if wanted.start is None else int(np.searchsorted(labels, parse_start(wanted.start)))
        last = len(labels) if wanted.stop is None else int(
            np.searchsorted(labels, parse_moment(wanted.stop), side="right"))
        return slice(first, last)
    first = None if wanted.start is None else position(dim, labels, wanted.start)
    last = None if wanted.stop is None else position(dim, labels, wanted.stop) + 1
    return slice(first, last)


@dataclass
class Array:
    """Values with named axes.  `coords` has one label array per axis, as long as the axis."""
    values: np.ndarray
    dims: tuple
    coords: dict
    name: str = ""
    attrs: dict = field(default_factory=dict)

    def __post_init__(self):
        self.values = np.asarray(self.values)
        if self.values.ndim != len(self.dims):
            raise ValueError(f"{self.name}: {self.values.ndim} axes but names {self.dims}")

    @property
    def shape(self):
        return self.values.shape

    def __array__(self, dtype=None, copy=None):
        if copy is None:
            return np.asarray(self.values, dtype=dtype)
        if not copy and dtype is not None and np.dtype(dtype) != self.values.dtype:
            raise ValueError(f"{self.name}: values of type {self.values.dtype} are not there as {np.dtype(dtype)} without a copy")
        return np.array(self.values, dtype=dtype) if copy else self.values

    def __repr__(self):
        size = ", ".join(f"{dim}: {n}" for dim, n in zip(self.dims, self.shape))
        return f"<Array {self.name} ({size}) {self.values.dtype} {self.attrs.get('units', '')}>"

    def isel(self, **where):
        """Choose by position; an integer drops the axis."""
        index = []
        dims, coords = [], {}
        for dim in where:
            if dim not in self.dims:
                raise LabelError(f"{self.name} has no axis '{dim}'; it has {', '.join(self.dims)}")
        for dim in self.dims:
            chosen = where.get(dim, slice(None))
            index.append(chosen)
            if not isinstance(chosen, (int, np.integer)):
                dims.append(dim)
                coords[dim] = self.coords[dim][chosen]
        values = self.values
        for axis in reversed(range(len(index))):  # one axis at a time: lists do not broadcast together
            values = values[(slice(None),) * axis + (index[axis],)]
        return Array(values, tuple(dims), coords, self.name, self.attrs)

    def sel(self, **labels):
        """Choose by label: sel(country="IDN", time="2035", status=["full", "core"])."""
        for dim in labels:
            if dim not in self.dims:
                raise LabelError(f"{self.name} has no axis '{dim}'; it has {', '.join(self.dims)}")
        return self.isel(**{dim: position(dim, self.coords[dim], label) for dim, label in labels.items()})

    def reduce(self, how, dim):
        """how(values, axis=...) along one axis: reduce(np.mean, "replicate")."""
        axis = self.dims.index(dim)
        dims = self.dims[:axis] + self.dims[axis + 1:]
        return Array(how(self.values, axis=axis), dims, {d: self.coords[d] for d in dims}, self.name, self.attrs)

    def to_xarray(self):
        import xarray
        coords = {dim: _for_pandas(self.coords[dim]) for dim in self.dims}
        return xarray.DataArray(self.values, dims=self.dims, coords=coords, name=self.name or None,
                                attrs=self.attrs)

    def to_pandas(self):
        """Series (one axis), DataFrame (two) or a Series with a MultiIndex (more)."""
        import pandas
        labels = [pandas.Index(_for_pandas(self.coords[dim]), name=dim) for dim in self.dims]
        if not labels:
            return self.values[()]
        if len(labels) == 1:
            return pandas.Series(self.values, index=labels[0], name=self.name)
        if len(labels) == 2:
            return pandas.DataFrame(self.values, index=labels[0], columns=labels[1])
        return pandas.Series(self.values.ravel(), index=pandas.MultiIndex.from_product(labels), name=self.name)

    def to_frame(self):
        """A pandas.DataFrame with a column for each axis and one for the values, named as the array."""
        import pandas
        labels = [pandas.Index(_for_pandas(self.coords[dim]), name=dim) for dim in self.dims]
        index = pandas.MultiIndex.from_product(labels) if labels else None
        frame = pandas.DataFrame({self.name or "value": self.values.ravel()}, index=index)
        return frame.reset_index() if labels else frame


def _for_pandas(labels):
    return labels.astype("datetime64[ns]") if np.issubdtype(labels.dtype, np.datetime64) else labels
