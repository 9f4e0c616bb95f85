"""What a result file must hold to be read by this package, and what is said when it does not.

The checks are about names and shapes of what this package needs; whether a file may be opened at all is the question
of `guard`.
"""
import h5py
import numpy as np

from .plain import plain
from .words import STATUSES

KINDS = ("run", "ensemble", "sweep")
ROOT_ATTRIBUTES = ("waico_format", "waico_format_version", "identity", "source")
COMMON = {"country": 1, "time": 1, "year": 1, "status": 1}
NEEDED = {
    "run": {"country_status": ("country", "time"), "n_members": ("time",), "first_member": ("country",)},
    "ensemble": {"n_members_quantile": ("quantile", "time")},
    "sweep": {"point": ("point",), "point_status": ("point",)},
}
KNOWN_FORMAT_VERSIONS = ("1", "2")  # 1: metrics at a date rest on the account before it


class FormatError(ValueError):
    """The file is not what it should be; the text names the file and the fault, in one line without control characters."""

    def __init__(self, said):
        super().__init__(plain(said))


def text(value):
    """An attribute or scalar string as str."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(-1)[0]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


_names = {}  # of objects that were reached by reference, by file and place in it
MOST_KEPT = 4096


def name_of(item):
    """The path of a dataset that was reached by reference, None when it has none.

    The library walks through the whole file for it, so that each is asked for once.
    """
    about = h5py.h5o.get_info(item.id)
    key = about.fileno, about.addr
    if key not in _names:
        if len(_names) >= MOST_KEPT:
            _names.clear()
        _names[key] = item.name
    return _names[key]


def is_scale(item):
    """Is this a one-dimensional dimension scale?"""
    return isinstance(item, h5py.Dataset) and item.ndim == 1 and h5py.h5ds.is_scale(item.id)


def missing(dataset, values):
    """Where integer values are the dataset's `_FillValue`, and so not known; None where none is."""
    fill = dataset.attrs.get("_FillValue")
    if fill is None or dataset.dtype.kind not in "iu":
        return None
    found = np.isin(values, np.atleast_1d(fill))
    return found if np.any(found) else None


def dimensions(dataset):
    """The names of a dataset's axes, from its dimension scales.  A scale is its own axis."""
    names = []
    for axis, dim in enumerate(dataset.dims):
        scales = [(name_of(scale) or "").rsplit("/", 1)[-1] for scale in dim.values()] if len(dim) else []
        if scales:
            names.append(scales[0])
        elif is_scale(dataset):
            names.append(dataset.name.rsplit("/", 1)[-1])
        else:
            names.append(f"{dataset.name.rsplit('/', 1)[-1]}_{axis}")
    return tuple(names)


def check(path, root):
    """Raises FormatError, or returns the kind of the file."""
    def fail(what):
        raise FormatError(f"{path}: {what}")

    missing = [name for name in ROOT_ATTRIBUTES if name not in root.attrs]
    if missing:
        fail(f"is not a waico result: attribute {', '.join(missing)} missing")
    kind = text(root.attrs["waico_format"])
    if kind not in KINDS:
        fail(f"waico_format is '{kind}'; this package reads {', '.join(KINDS)}")
    version = text(root.attrs["waico_format_version"])
    if version.split(".")[0] not in KNOWN_FORMAT_VERSIONS:
        fail(f"format version {version}; this package reads versions {' and '.join(KNOWN_FORMAT_VERSIONS)}")
    for name, rank in COMMON.items():
        if name not in root:
            fail(f"dataset '{name}' missing")
        if root[name].ndim != rank:
            fail(f"dataset '{name}' has {root[name].ndim} axes, not {rank}")
    for name, dims in NEEDED[kind].items():
        if name not in root:
            fail(f"dataset '{name}' missing from a file of kind {kind}")
        found = dimensions(root[name])
        if found != dims:
            fail(f"dataset '{name}' has axes ({', '.join(found)}), not ({', '.join(dims)})")
    names = tuple(text(name) for name in root["status"][...])
    unknown = [name for name in STATUSES if name not in names]
    if unknown:
        fail(f"the statuses are {', '.join(names)}; {', '.join(unknown)} missing")
    for name in root:
        item = root[name]
        if not hasattr(item, "shape"):
            continue
        for axis, dim in enumerate(dimensions(item)):
            if dim in root and root[dim].shape[0] != item.shape[axis]:
                fail(f"dataset '{name}': axis {dim} has {item.shape[axis]} places, its scale {root[dim].shape[0]}")
    return kind
