"""Looks through a result file in a process of its own: links, names, types, shapes, filters, storage, texts, ranges.

Run by `guard`, with limits of memory and time, since the library behind the format may fall over what is looked at.  The
rules are those of `waico verify` for what this package reads, without the list of names and without building the world.
"""
import os
import re
import sys
import zlib

import h5py
import numpy as np

from .root import check_root
from .schema import COMMON, FormatError, check, is_scale, name_of
from .sense import check_class, check_inside, check_ranges, check_together

VERDICT = "waico.analysis.vet: "  # before what is found wrong
MEMORY = 768 << 20  # bytes, and MEMORY_RATIO times those of the file
MEMORY_RATIO = 4
GROUPS = ("provenance", "parameters", "input")
NAME = {"": re.compile(r"[A-Za-z0-9_]{1,160}"), "group": re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:]{0,160}")}
MOST_NAMES = 100_000
MOST_DIMS = 4
PLAIN_BYTES, MOST_RATIO = 1 << 27, 100  # of a dataset: so many, and so many times those of the file
MOST_CHUNKS = 1 << 22
MOST_OF_ATTRIBUTE = 1 << 12  # values
LONGEST_ATTRIBUTE = 1 << 16
LONGEST_LABEL = 4096
SLICE = 1 << 20  # values looked at together
TEXTS = 256  # texts read together
VARIABLE_BYTES = 16  # of a text of variable length, besides the text
FILTERS = (h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_DEFLATE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LINES = re.compile("[\n\r\t]")


def main(path, seconds):
    """Checks a file; 0 when it may be read, 1 when not, and then stderr says why after VERDICT."""
    _limit(os.stat(path).st_size, seconds)
    try:
        with h5py.File(path, "r", locking=False) as file:
            _Look(path, file).through()
        return 0
    except FormatError as fault:
        said = str(fault)
    except MemoryError:
        said = "reading takes more memory than it may"
    except Exception as fault:  # whatever the library says of a file like this
        said = f"cannot be read: {fault}"
    print(VERDICT + str(FormatError(said.replace(f"{path}: ", "", 1))), file=sys.stderr)
    return 1


def _limit(size, seconds):
    try:
        import resource
    except ImportError:  # not on this system
        return
    for which, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
                         (resource.RLIMIT_DATA, MEMORY + MEMORY_RATIO * size)):
        most = resource.getrlimit(which)[1]
        resource.setrlimit(which, (value if most == resource.RLIM_INFINITY else min(value, most), most))


class _Look:
    """Through an open file; every fault is a FormatError."""

    def __init__(self, path, file):
        self.path, self.file = path, file
        self.bytes = os.stat(path).st_size
        self.most = PLAIN_BYTES + MOST_RATIO * self.bytes
        self.seen, self.texts = set(), 0

    def through(self):
        plan = self.file.id.get_create_plist()
        if plan.get_userblock() != 0 or plan.get_sizes() != (8, 8):
            self.fail("", "not laid out as a result")
        self.attributes("/", self.file["/"].id)
        names = self.group("", self.file.id)
        for name in COMMON:
            if name not in names:
                self.fail("", f"dataset '{name}' missing")
        for name in names:
            self.axes(name)
        kind = check(self.path, self.file)
        for name in names:
            check_class(self.file, name, kind)
            self.values(name, lambda values, name=name: check_ranges(self.file, name, values))
        for group in GROUPS:
            if group in self.file:
                inside = self.file[group].id
                self.attributes(group, inside)
                for name in self.group(group, inside):
                    self.axes(f"{group}/{name}")
                    check_inside(self.file, group, name)
                    self.values(f"{group}/{name}")
        check_root(self.file)
        check_together(self.file, kind)

    def fail(self, name, what):
        raise FormatError(f"{name}: {what}" if name else what)

    # -- links and names ----------------------------------------------------------------------------

    def group(self, group, inside):
        """The names of the datasets in a group, each looked at; nothing is followed, nothing has two names."""
        found = []
        for raw in inside:
            name = raw.decode("utf-8", "surrogateescape")
            where = f"{group}/{name}" if group else name
            if len(self.seen) > MOST_NAMES:
                self.fail(group, "too many names")
            if not NAME["group" if group else ""].fullmatch(name):
                self.fail(where, "not a name of the format")
            if inside.links.get_info(raw).type != h5py.h5l.TYPE_HARD:
                self.fail(where, "a link that is not a plain one")
            about = h5py.h5o.get_info(inside, raw)
            if about.rc != 1 or about.addr in self.seen:
                self.fail(where, "has several names, or holds itself")
            self.seen.add(about.addr)
            if not group and name in GROUPS:
                if about.type != h5py.h5o.TYPE_GROUP:
                    self.fail(where, "not a group")
                continue
            if about.type != h5py.h5o.TYPE_DATASET:
                self.fail(where, "not a dataset")
            self.dataset(where, h5py.h5d.open(inside, raw))
            found.append(name)
        return found

    # -- types, shapes, storage ---------------------------------------------------------------------

    def dataset(self, name, item):
        size = self.type(name, item.get_type(), item.get_space())
        space = item.get_space()
        if space.get_simple_extent_type() not in (h5py.h5s.SCALAR, h5py.h5s.SIMPLE) or space.get_simple_extent_ndims() > MOST_DIMS:
            self.fail(name, "its shape is not one of the format")
        shape = space.get_simple_extent_dims()
        n_bytes = size
        for length in shape:
            n_bytes *= length
        if n_bytes > self.most or max(shape, default=0) > self.most:
            self.fail(name, "it is too large")
        plan = item.get_create_plist()
        layout = plan.get_layout()
        if layout not in (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS, h5py.h5d.CHUNKED):
            self.fail(name, "its storage is not in the file")
        if plan.get_external_count():
            self.fail(name, "its storage is in another file")
        if layout == h5py.h5d.CHUNKED and (plan.get_fill_time() == h5py.h5d.FILL_TIME_NEVER
                                           or plan.fill_value_defined() == h5py.h5d.FILL_VALUE_UNDEFINED):
            self.fail(name, "nothing tells what stands where nothing was written")
        filters = [plan.get_filter(i) for i in range(plan.get_nfilters())]
        codes = [one[0] for one in filters]
        if codes != [code for code in FILTERS if code in codes]:
            self.fail(name, "it has an unknown filter")
        if layout == h5py.h5d.CHUNKED:
            if any(one[0] == h5py.h5z.FILTER_SHUFFLE and one[2][:1] != (size,) for one in filters):
                self.fail(name, "its filters are not those of its type")
            self.chunks(name, item, plan.get_chunk(), shape, size, h5py.h5z.FILTER_DEFLATE in codes)
        elif item.get_storage_size() != n_bytes:
            self.fail(name, "its storage has another length than its shape")
        self.attributes(name, item, len(shape))

    def type(self, name, kind, space):
        """Bytes of a value in the file."""
        if isinstance(kind, h5py.h5t.TypeStringID):
            if kind.is_variable_str():
                return VARIABLE_BYTES
            if space.get_simple_extent_ndims() != 0 or kind.get_size() > LONGEST_ATTRIBUTE:
                self.fail(name, "its type is not one of the format")
            return kind.get_size()
        whole = isinstance(kind, h5py.h5t.TypeIntegerID) and kind.get_size() in (1, 2, 4) and kind.get_sign() == h5py.h5t.SGN_2
        real = isinstance(kind, h5py.h5t.TypeFloatID) and kind.get_size() in (4, 8)
        if not whole and not real:
            self.fail(name, "its type is not one of the format")
        return kind.get_size()

    def chunks(self, name, item, sizes, shape, size, deflated):
        """Is every chunk that was written as long as its shape?  What was not holds missing values."""
        wanted, along = size, []
        for length, step in zip(shape, sizes):
            wanted *= step
            along.append(range(0, length, step))
        n = 1
        for places in along:
            n *= len(places)
        if wanted > self.most or n > MOST_CHUNKS:
            self.fail(name, "its chunks are too many or too large")
        for place in np.ndindex(*map(len, along)):
            offset = tuple(int(places[i]) for places, i in zip(along, place))
            about = item.get_chunk_info_by_coord(offset)
            if about.byte_offset is None:
                continue
            if about.filter_mask or about.size > self.bytes - about.byte_offset or (not deflated and about.size != wanted):
                self.fail(name, "a chunk has another length than its shape")
            if deflated and not _inflates(item.read_direct_chunk(offset)[1], wanted):
                self.fail(name, "a chunk has another length than its shape")

    # -- attributes and axes ------------------------------------------------------------------------

    def attributes(self, name, item, rank=0):
        n = h5py.h5a.get_num_attrs(item)
        if n > MOST_OF_ATTRIBUTE:
            self.fail(name, "too many attributes")
        for i in range(n):
            attribute = h5py.h5a.open(item, index=i)
            label = attribute.name.decode("utf-8", "surrogateescape")
            space, kind = attribute.get_space(), attribute.get_type()
            where = f"{name}, attribute {label}"
            if not NAME[""].fullmatch(label):
                self.fail(where, "not a name of the format")
            if label == "DIMENSION_LIST":
                self.list_of_axes(where, kind, space, rank)
            elif label == "REFERENCE_LIST":
                if not isinstance(kind, h5py.h5t.TypeCompoundID):
                    self.fail(where, "not a list of references")
            elif not 0 < space.get_simple_extent_npoints() <= MOST_OF_ATTRIBUTE or space.get_simple_extent_ndims() > 1:
                if space.get_simple_extent_type() != h5py.h5s.NULL:
                    self.fail(where, "too long, or not a list")
            else:
                self.attribute(where, label, attribute, kind)

    def attribute(self, where, label, attribute, kind):
        if isinstance(kind, h5py.h5t.TypeStringID):
            if kind.get_size() > LONGEST_ATTRIBUTE:
                self.fail(where, "too long")
            value = np.empty(attribute.shape, dtype=attribute.dtype)
            attribute.read(value)
            for one in np.ravel(value):
                self.text(where, one, LINES if label != "config_text" else None)
        elif not isinstance(kind, (h5py.h5t.TypeIntegerID, h5py.h5t.TypeFloatID)) or kind.get_size() > 8:
            self.fail(where, "its type is not one of the format")
        elif label == "_FillValue" and attribute.get_space().get_simple_extent_npoints() != 1:
            self.fail(where, "not one value")

    def list_of_axes(self, where, kind, space, rank):
        if not (isinstance(kind, h5py.h5t.TypeVlenID) and kind.get_super().equal(h5py.h5t.STD_REF_OBJ)
                and space.get_simple_extent_ndims() == 1 and space.get_simple_extent_npoints() == rank):
            self.fail(where, "its list of axes is not one")

    def axes(self, name):
        """Every axis has one scale, in the root, under a plain name; in groups it may have none."""
        item = self.file[name]
        for axis, dim in enumerate(item.dims):
            try:
                scales = list(dim.values())
            except RuntimeError:
                self.fail(name, "an axis cannot be found")
            if not scales and ("/" in name or (item.ndim == 1 and is_scale(item))):
                continue
            if len(scales) != 1 or name_of(scales[0]) is None or not NAME[""].fullmatch(name_of(scales[0])[1:]):
                self.fail(name, "an axis has no scale, or one with a name that is not one")
            if scales[0].ndim != 1 or scales[0].shape[0] != item.shape[axis]:
                self.fail(name, "an axis has another length than its scale")

    # -- values -------------------------------------------------------------------------------------

    def values(self, name, look=None):
        """Reads all of a dataset, some of it at a time."""
        item = self.file[name]
        if isinstance(item.id.get_type(), h5py.h5t.TypeStringID):
            if item.ndim > 1:
                self.fail(name, "not a list of texts")
            for first in range(0, item.size, TEXTS):
                values = item[first:first + TEXTS] if item.ndim else [item[()]]
                for one in values:
                    self.text(name, one, LINES if item.ndim and "/" not in name else None)
            return
        if item.ndim == 0:
            pieces = iter([item[()]])
        else:
            row = max(1, item.size // max(1, item.shape[0]))
            step = max(1, SLICE // row)
            if item.chunks:
                step = -(-step // item.chunks[0]) * item.chunks[0]
            pieces = (item[first:first + step] for first in range(0, item.shape[0], step))
        for values in pieces:
            if look is not None:
                look(np.asarray(values))

    def text(self, name, value, forbidden):
        raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
        self.texts += len(raw)
        if self.texts > self.bytes:  # several values may point to one text
            self.fail(name, "its texts are longer than the file")
        try:
            said = raw.decode("utf-8")
        except UnicodeDecodeError:
            self.fail(name, "a text is not UTF-8")
        if CONTROL.search(said):
            self.fail(name, "a text has control characters")
        if forbidden and (forbidden.search(said) or len(said) > LONGEST_LABEL):
            self.fail(name, "a text is too long, or has more than one line")


def _inflates(raw, wanted):
    """Does a deflated chunk hold that many bytes, and no others?"""
    stream = zlib.decompressobj()
    try:
        total, rest = 0, raw
        while not stream.eof and total <= wanted:
            out = stream.decompress(rest, 1 << 20)
            total, rest = total + len(out), stream.unconsumed_tail
            if not out and not rest:
                break
    except zlib.error:
        return False
    return stream.eof and total == wanted
