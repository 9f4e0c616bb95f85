"""Hostile and damaged result files and work folders, made from small good ones, the same ones every time.

files(good) lists them: name, which good file is spoilt, how.  Unless a name begins with "cut", "flip" or "seal" the
file gets its right digest again, so that the digest does not hide what the reader makes of it.
"""
import hashlib
import os
import random
import shutil
import struct
import zlib

import h5py
import numpy as np

MARK = b"waico-sha256:"


def seal(path):
    """Writes the right digest into its place."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    place = data.find(MARK)
    if place < 0 or place + len(MARK) + 64 > len(data):
        return
    place += len(MARK)
    data[place:place + 64] = b"0" * 64
    data[place:place + 64] = hashlib.sha256(bytes(data)).hexdigest().encode()
    with open(path, "wb") as file:
        file.write(data)


# ---- edits through the library ----

def opened(edit):
    """An edit of an open file as one of a path."""
    def spoil(path):
        with h5py.File(path, "r+") as file:
            edit(file)
        seal(path)
    return spoil


def describe(file, name, dims):
    """Gives a dataset the texts and axes that the format asks for."""
    dataset = file[name]
    if "units" not in dataset.attrs:
        dataset.attrs["units"] = "1"
        dataset.attrs["long_name"] = "made to harm"
    for d, dim in enumerate(dims[:dataset.ndim]):
        if dim in file and dim != name:
            dataset.dims[d].attach_scale(file[dim])


def axes_of(file, name):
    try:
        return [scales[0].name.strip("/") if len(scales) else "" for scales in file[name].dims]
    except (RuntimeError, KeyError):
        return []


def replace(name, make, dims=None):
    """Another dataset under a name; make(file, name, old values) makes it."""
    def edit(file):
        axes = dims or axes_of(file, name)
        is_scale = isinstance(file[name], h5py.Dataset) and h5py.h5ds.is_scale(file[name].id)
        old = file[name][()]
        attributes = {k: v for k, v in file[name].attrs.items()
                      if k in ("units", "long_name", "_FillValue", "flag_values", "flag_meanings", "calendar")}
        del file[name]
        make(file, name, old)
        if not isinstance(file.get(name, getlink=True), h5py.HardLink) or not isinstance(file[name], h5py.Dataset):
            return
        for key, value in attributes.items():
            file[name].attrs[key] = value
        if is_scale and file[name].ndim == 1:
            file[name].make_scale(name)
        describe(file, name, axes)
    return opened(edit)


def put(values, **how):
    """Makes a dataset of values, or of what they are made of."""
    def make(file, name, old):
        file.create_dataset(name, data=values(old) if callable(values) else values, **how)
    return make


def change(name, where, value):
    """Another value in a place of a dataset."""
    def edit(file):
        file[name][where] = value
    return opened(edit)


def attribute(name, value, of=None):
    def edit(file):
        target = file[of] if of else file
        if name in target.attrs:
            del target.attrs[name]
        if value is not None:
            target.attrs[name] = value
    return opened(edit)


def link(name, made):
    def edit(file):
        if name in file:
            del file[name]
        file[name] = made(file) if callable(made) else made
    return opened(edit)


def short_chunk(name, keep, mask=0, raw=None):
    """The first chunk inflates to so many bytes, not to its shape."""
    def edit(file):
        axes, old = axes_of(file, name), file[name][()]
        if old.ndim == 0:
            old = np.array([old])
        del file[name]
        dataset = file.create_dataset(name, data=old, chunks=old.shape, compression="gzip", shuffle=old.itemsize > 1)
        data = raw if raw is not None else zlib.compress(old.tobytes()[:keep] if keep <= old.nbytes else
                                                         old.tobytes() + b"\0" * (keep - old.nbytes))
        dataset.id.write_direct_chunk((0,) * old.ndim, data, mask)
        if name in ("time", "replicate", "point", "quantile"):
            dataset.make_scale(name)
        describe(file, name, axes)
    return opened(edit)


def bare_chunk(name, part):
    """A chunk without filters that is shorter on disk than its shape, by its entry in the tree."""
    def edit(file):
        axes, old = axes_of(file, name), file[name][()]
        del file[name]
        space = h5py.h5s.create_simple(old.shape)
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk(old.shape)
        dataset = h5py.h5d.create(file.id, name.encode(), h5py.h5t.py_create(old.dtype), space, plan)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(old))
        describe(file, name, axes)

    def spoil(path):
        opened(edit)(path)
        with h5py.File(path, "r") as file:
            info = file[name].id.get_chunk_info(0)
        with open(path, "rb") as file:
            data = bytearray(file.read())
        key = struct.pack("<II", info.size, 0)
        at = data.find(b"TREE")
        while at >= 0:
            if data[at + 4] == 1:
                found = data.find(key, at, at + 4096)
                if found > 0 and struct.pack("<Q", info.byte_offset) in data[found:found + 64]:
                    data[found:found + 4] = struct.pack("<I", max(1, int(info.size * part)))
            at = data.find(b"TREE", at + 4)
        with open(path, "wb") as file:
            file.write(data)
        seal(path)
    return spoil


def huge(shape, chunks=None, gzip=None, dtype="f8"):
    """A dataset without storage."""
    def make(file, name, old):
        del old
        file.create_dataset(name, shape=shape, dtype=dtype, chunks=chunks, compression=gzip)
    return make


def bomb(n, dtype="f4"):
    """n zeros deflated a thousandfold, in chunks."""
    def make(file, name, old):
        del old
        step = 1 << 22
        dataset = file.create_dataset(name, shape=(n,), dtype=dtype, chunks=(step,), compression="gzip")
        data = zlib.compress(b"\0" * (step * np.dtype(dtype).itemsize), 9)
        for at in range(0, n, step):
            dataset.id.write_direct_chunk((at,), data)
    return make


def big_chunk(file, name, old):
    """Few values in a chunk of 4 GB."""
    file.create_dataset(name, shape=old.shape, maxshape=(None,), dtype="f8", chunks=(1 << 28,), compression="gzip")


def external(file, name, old):
    file.create_dataset(name, shape=old.shape, dtype=old.dtype, external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)])


def virtual(file, name, old):
    layout = h5py.VirtualLayout(shape=old.shape, dtype=old.dtype)
    layout[...] = h5py.VirtualSource("other.h5", "x", shape=old.shape)
    file.create_virtual_dataset(name, layout)


def filtered(number, values=(), optional=True):
    """A filter that the format does not have."""
    def make(file, name, old):
        old = np.zeros(old.shape) if old.dtype == object else old
        chunk = tuple(max(n, 2) for n in old.shape)  # blocks of szip are of two values at least
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk(chunk)
        plan.set_filter(number, h5py.h5z.FLAG_OPTIONAL if optional else 0, values)
        space = h5py.h5s.create_simple(old.shape, (h5py.h5s.UNLIMITED,) * old.ndim)
        dataset = h5py.h5d.create(file.id, name.encode(), h5py.h5t.py_create(old.dtype), space, plan)
        dataset.write_direct_chunk((0,) * old.ndim, np.resize(old, chunk).tobytes(), 0)
    return make


COMPOUND = np.dtype([("a", "f8"), ("b", "i4")])


def references(file, name, old):
    dataset = file.create_dataset(name, shape=np.shape(old), dtype=h5py.ref_dtype)
    if dataset.shape:
        dataset[...] = file["time"].ref if "time" in file and name != "time" else file["/"].ref


def low_level(kind):
    """A dataset of a type that Python does not have, never written."""
    def make(file, name, old):
        shape = np.shape(old)
        space = h5py.h5s.create_simple(shape) if shape else h5py.h5s.create(h5py.h5s.SCALAR)
        h5py.h5d.create(file.id, name.encode(), kind(), space)
    return make


def unwritten(when):
    """Chunks that are not there: what is read of them is the fill value, or whatever is in memory."""
    def make(file, name, old):
        shape = np.shape(old) or (1,)
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk(tuple(max(n, 1) for n in shape))
        texts = np.asarray(old).dtype == object  # for which the library asks for a fill value
        plan.set_fill_time(h5py.h5d.FILL_TIME_ALLOC if texts else when)
        kind = h5py.h5t.py_create(old.dtype, logical=True) if isinstance(old, np.ndarray) else h5py.h5t.IEEE_F64LE
        h5py.h5d.create(file.id, name.encode(), kind, h5py.h5s.create_simple(shape), plan)
    return make


def committed(file, name, old):
    """A dataset whose type has a name of its own, so that there is one name more."""
    file[name + "_type"] = np.dtype("f8")
    file.create_dataset(name, shape=np.shape(old), dtype=file[name + "_type"], data=np.zeros(np.shape(old)))


def many_attributes(file, name, old):
    """So many that they lie outside of the header of the dataset."""
    dataset = file.create_dataset(name, data=old)
    for i in range(4200):
        dataset.attrs[f"a{i}"] = np.int8(1)


def integer_list(name):
    """A list of axes that is made of numbers."""
    def edit(file):
        dataset = file[name]
        if "DIMENSION_LIST" in dataset.attrs:
            del dataset.attrs["DIMENSION_LIST"]
        dataset.attrs["DIMENSION_LIST"] = np.arange(max(1, dataset.ndim), dtype="i8") * 1000003
    return opened(edit)


def renamed_axis(axis, name):
    """An axis under a name that is a path or worse; what lies along it still points to it."""
    def edit(file):
        file.move(axis, "moved")
        low = file.id
        target = name.encode() if isinstance(name, str) else name
        if b"/" in target or target in (b".", b".."):
            # The library takes paths apart: the name is written by hand below.
            low.links.move(b"moved", low, b"Q" * len(target))
        else:
            low.links.move(b"moved", low, target)

    def spoil(path):
        with h5py.File(path, "r+") as file:
            edit(file)
        target = name.encode() if isinstance(name, str) else name
        if b"/" in target or target in (b".", b".."):
            with open(path, "rb") as file:
                data = file.read()
            data = data.replace(b"Q" * len(target), target) if len(target) > 4 else \
                data.replace(b"\x08\x00" + b"Q" * len(target), b"\x08\x00" + target).replace(
                    bytes([len(target)]) + b"Q" * len(target), bytes([len(target)]) + target)
            with open(path, "wb") as file:
                file.write(data)
        seal(path)
    return spoil


# ---- edits of bytes ----

def flip(place, bit, sealed):
    def spoil(path):
        with open(path, "r+b") as file:
            size = os.path.getsize(path)
            file.seek(int(place * size) % size)
            byte = file.read(1)[0]
            file.seek(-1, 1)
            file.write(bytes([byte ^ (1 << bit)]))
        if sealed:
            seal(path)
    return spoil


def cut(part):
    def spoil(path):
        os.truncate(path, int(os.path.getsize(path) * part))
        seal(path)
    return spoil


def patch(find, put_in, count=1, offset=0):
    """Bytes beside a signature replaced."""
    def spoil(path):
        with open(path, "rb") as file:
            data = bytearray(file.read())
        at = -1
        for _ in range(count):
            at = data.find(find, at + 1)
            if at < 0:
                break
            data[at + offset:at + offset + len(put_in)] = put_in
        with open(path, "wb") as file:
            file.write(data)
        seal(path)
    return spoil


def at_byte(place, bytes_in):
    def spoil(path):
        with open(path, "r+b") as file:
            file.seek(place)
            file.write(bytes_in)
        seal(path)
    return spoil


def before(bytes_in):
    """Bytes before the file: a user block."""
    def spoil(path):
        with open(path, "rb") as file:
            data = file.read()
        with open(path, "wb") as file:
            file.write(bytes_in + data)
        seal(path)
    return spoil


def wrong_seal(digits):
    def spoil(path):
        with open(path, "rb") as file:
            data = file.read()
        place = data.find(MARK) + len(MARK)
        with open(path, "wb") as file:
            file.write(data[:place] + digits + data[place + len(digits):])
    return spoil


def instead(make):
    """Something else under the name of the file."""
    def spoil(path):
        os.unlink(path)
        make(path)
    return spoil


# ---- the kinds ----

# What could also be the truth, so that `waico verify` may find it good: real numbers for real numbers, one scenario
# for one.
PLAUSIBLE = {("n_members_quantile", "numbers"), ("first_member", "numbers"), ("param_affinity_peers", "numbers"),
             ("sobol_total", "numbers"), ("scenario", "one_value"), ("members_end", "numbers"), ("final_trust", "numbers"),
             ("country_name", "never_filled"), ("scenario", "never_filled")}  # texts have a fill value always


def shapes(base, names):
    """Every named dataset with other axes, lengths, classes, storage and links."""
    kinds = {
        "scalar": put(lambda old: np.asarray(old).reshape(-1)[0]),
        "axis_more": put(lambda old: np.asarray(old)[None]),
        "rank_four": put(lambda old: np.asarray(old).reshape((1,) * (4 - np.asarray(old).ndim) + np.asarray(old).shape)
                         if np.asarray(old).ndim < 4 else np.asarray(old)[None]),
        "rank_nine": put(lambda old: np.zeros((1,) * 9)),
        "one_value": put(lambda old: np.asarray(old).reshape(-1)[:1]),
        "one_less": put(lambda old: np.asarray(old)[:-1]),
        "longer": put(lambda old: np.concatenate([np.asarray(old)] * 3)),
        "empty": put(lambda old: np.asarray(old)[:0]),
        "null": put(h5py.Empty("f8")),
        "texts": put(lambda old: np.full(np.shape(old), b"x", dtype="S4")),
        "long_texts": put(lambda old: np.full(np.shape(old), "x" * 70000, dtype=object), dtype=h5py.string_dtype()),
        "numbers": put(lambda old: np.ones(np.shape(old), "f8")),
        "unsigned": put(lambda old: np.ones(np.shape(old), "u8")),
        "halves": put(lambda old: np.ones(np.shape(old), "f2")),
        "compound": put(lambda old: np.zeros(np.shape(old), COMPOUND)),
        "opaque": put(lambda old: np.zeros(np.shape(old), "V13")),
        "enumeration": put(lambda old: np.zeros(np.shape(old), bool)),
        "lists": lambda file, name, old: file.create_dataset(name, shape=np.shape(old), dtype=h5py.vlen_dtype("i4")),
        "references": references,
        "external": external,
        "virtual": virtual,
        "group": lambda file, name, old: file.create_group(name),
        "soft": lambda file, name, old: file.__setitem__(name, h5py.SoftLink("/year" if name != "year" else "/time")),
        "dangling": lambda file, name, old: file.__setitem__(name, h5py.SoftLink("/nothing")),
        "outside": lambda file, name, old: file.__setitem__(name, h5py.ExternalLink("other.h5", "/x")),
        "missing": lambda file, name, old: None,
        "type": lambda file, name, old: file.__setitem__(name, np.dtype("f8")),
        "huge": huge((1 << 40,), chunks=(1 << 20,)),
        "huge_fixed": huge((1 << 50,), chunks=(1,)),
        "szip": filtered(4, (4, 2)),
        "lzf": lambda file, name, old: file.create_dataset(name, data=old, compression="lzf", chunks=old.shape),
        "offset": filtered(6, (2, 0)),
        "plugin": filtered(32015, (3,)),
        "rank_thirty_two": put(lambda old: np.zeros((1,) * 32)),
        "array": low_level(lambda: h5py.h5t.array_create(h5py.h5t.IEEE_F64LE, (2,))),
        "nested_lists": low_level(lambda: h5py.h5t.vlen_create(h5py.h5t.vlen_create(h5py.h5t.STD_I32LE))),
        "regions": low_level(lambda: h5py.h5t.STD_REF_DSETREG),
        "bits": low_level(lambda: h5py.h5t.STD_B16LE),
        "clock": low_level(lambda: h5py.h5t.UNIX_D32LE),
        "wide": put(lambda old: np.ones(np.shape(old), "i8")),
        "never_filled": unwritten(h5py.h5d.FILL_TIME_NEVER),
        "unwritten": unwritten(h5py.h5d.FILL_TIME_IFSET),
        "committed": committed,
        "attributes": many_attributes,
    }
    for name in names:
        for kind, make in kinds.items():
            yield f"{base}_{name.replace('/', '-')}_{kind}", base, replace(name, make), \
                None if (name, kind) in PLAUSIBLE or kind == "unwritten" else True


TEXTS = {
    "escape": b"\x1b]0;owned\x07\x1b[31mred", "utf8": b"\xff\xfe bad", "c1": "\u009b31m".encode(), "bell": b"a\x07b",
    "return": b"good\roverwritten", "long": b"x" * 100000, "delete": b"a\x7fb",
}


def texts(base):
    for kind, text in TEXTS.items():
        if kind != "long":
            yield f"{base}_title_{kind}", base, attribute("title", np.bytes_(text)), True
            yield f"{base}_unit_{kind}", base, attribute("units", np.bytes_(text), "year"), True
            yield f"{base}_country_name_{kind}", base, replace("country_name", put(
                lambda old, text=text: np.array([text] + list(old[1:]), dtype=object), dtype=h5py.string_dtype())), True
        yield f"{base}_seed_{kind}", base, text_of("provenance/seed", text), True
        yield f"{base}_scenario_{kind}", base, text_of("provenance/scenario_effective", text), True
        yield f"{base}_identity_{kind}", base, attribute("identity", np.bytes_(text)), True
    for name in ("title", "identity", "waico_format", "waico_format_version", "start_date", "sponsor"):
        yield f"{base}_without_{name}", base, attribute(name, None), True
        yield f"{base}_number_{name}", base, attribute(name, np.arange(5)), True
    yield f"{base}_kind", base, attribute("waico_format", "sweeps"), True
    yield f"{base}_version", base, attribute("waico_format_version", np.int32(99)), True
    yield f"{base}_list_integer", base, integer_list("year"), True
    yield f"{base}_list_integer_status", base, integer_list("final_status"), True


def text_of(name, text):
    """Another text in a dataset of texts."""
    def make(file, where, old):
        values = text(old) if callable(text) else text
        if isinstance(old, np.ndarray):
            values = np.array([values] * len(old), dtype=object)
        file.create_dataset(where, data=values, dtype=h5py.string_dtype())
    return replace(name, make)


def sure(old):
    return old[0] if isinstance(old, np.ndarray) else old


def origins(base):
    """Texts from which a world is built."""
    for name, seed in {"wraps": b"18446744073709551617", "negative": b"-1", "word": b"seven", "space": b" 7",
                       "plus": b"+7", "empty": b"", "hex": b"0x10", "zeros": b"0" * 500 + b"7", "real": b"7.5"}.items():
        yield f"{base}_seed_{name}", base, text_of("provenance/seed", seed), True
    effective = "provenance/scenario_effective"
    yield f"{base}_scenario_extends", base, text_of(effective, lambda old: b'extends = "small.cfg";\n' + sure(old)), True
    yield f"{base}_scenario_extends_away", base, text_of(effective, lambda old: b'extends = "../up.cfg";\n' + sure(old)), True
    yield f"{base}_scenario_table", base, text_of(
        effective, lambda old: sure(old).replace(b"world:", b"world_:", 1) + b'\nworld: { countries = "countries.csv"; };\n'), True
    yield f"{base}_scenario_nothing", base, text_of(effective, b""), True
    yield f"{base}_scenario_half", base, text_of(effective, lambda old: sure(old)[:len(sure(old)) // 2]), True
    yield f"{base}_scenario_deep", base, text_of(effective, b"a = " + b"(" * 5000 + b");"), True
    yield f"{base}_scenario_include", base, text_of(effective, lambda old: b'@include "/etc/passwd"\n' + sure(old)), True
    yield f"{base}_scenario_world", base, text_of(
        effective, b'title = "t"; question = ""; start = "2025-07-26"; end = "2029-01-01"; world: { synthetic: '
                   b"{ countries = 1000000; }; };"), True
    yield f"{base}_table_other", base, text_of("input/countries_table", lambda old: sure(old)[:-20]), True
    yield f"{base}_table_empty", base, text_of("input/countries_table", b""), True


def numbers(good):
    """Values that no simulation gives."""
    nan = float("nan")
    both = ("run", "ensemble")
    for base in both:
        yield f"{base}_time_nan", base, change("time", 1, nan), True
        yield f"{base}_time_falls", base, change("time", 2, 0.5), True
        yield f"{base}_time_equal", base, replace("time", put(lambda old: np.full(np.shape(old), 30.0))), True
        yield f"{base}_time_infinite", base, change("time", 1, float("inf")), True
        yield f"{base}_year_falls", base, change("year", 1, 1999.0), True
        yield f"{base}_year_nan", base, change("year", 0, nan), True
        yield f"{base}_members_many", base, change("n_members", ..., 9), True
        yield f"{base}_members_negative", base, change("n_members", ..., -7), True
        yield f"{base}_signed_absurd", base, change("n_signed", ..., 32000), True
        yield f"{base}_n_status_many", base, change("n_status", ..., 99), True
        yield f"{base}_final_status_out", base, change("final_status", ..., 101), True
        yield f"{base}_first_before", base, change("first_signed", ..., -4.0), True
        yield f"{base}_first_after", base, change("first_member", ..., 4000.0), True
        yield f"{base}_force_before", base, change("entry_into_force", ..., -1.0), True
        yield f"{base}_event_type_out", base, change("event_type", 0, 120), True
        yield f"{base}_event_country_out", base, change("event_country", 0, 8), True
        yield f"{base}_event_country_absurd", base, change("event_country", 0, 32767), True
        yield f"{base}_event_country_negative", base, change("event_country", 0, -32768), True
        yield f"{base}_event_time_nan", base, change("event_time", 0, nan), True
        yield f"{base}_event_time_before", base, change("event_time", 0, -3.0), True
        yield f"{base}_codes_equal", base, change("country", 1, "BRA"), True
        yield f"{base}_flags_many", base, attribute("flag_values", np.arange(120, dtype="i1"), "final_status"), None  # only widens
        yield f"{base}_fill_absurd", base, attribute("_FillValue", np.arange(9), "n_members"), True
    yield "run_status_out", "run", change("country_status", (0, 0), 77), True
    yield "run_move_out", "run", change("decision_move", 0, 99), True
    yield "run_decision_country_out", "run", change("decision_country", 0, 8), True
    yield "run_replicate_negative", "run", attribute("replicate", np.int32(-4)), True
    yield "run_point_text", "run", attribute("point", "x"), True
    yield "ensemble_replicates_equal", "ensemble", change("replicate", 1, 0), True
    yield "ensemble_replicates_fall", "ensemble", change("replicate", 0, 7), True
    yield "ensemble_replicate_negative", "ensemble", change("replicate", 0, -1), True
    yield "ensemble_replicate_far", "ensemble", change("replicate", 11, 2 ** 31 - 1), False  # an ensemble may begin anywhere
    yield "ensemble_quantiles_fall", "ensemble", change("quantile", 1, 0.99), True
    yield "ensemble_quantile_out", "ensemble", change("quantile", 0, -0.5), True
    yield "ensemble_quantile_nan", "ensemble", change("quantile", 0, nan), True
    yield "ensemble_band_unordered", "ensemble", change("n_members_quantile", 0, 8.0), True
    yield "ensemble_share_out", "ensemble", change("p_status", (0, 0, 0), 1.5), True
    yield "ensemble_mean_out", "ensemble", change("n_members_mean", 0, 99.0), True
    yield "ensemble_sd_negative", "ensemble", change("n_members_sd", 0, -1.0), True
    yield "ensemble_done_other", "ensemble", change("replicates_done", (), 11), True
    yield "ensemble_done_negative", "ensemble", change("replicates_done", (), -11), True
    yield "ensemble_events_other", "ensemble", change("n_events", 0, 3), True
    yield "ensemble_events_negative", "ensemble", change("n_events", 0, -3), True
    yield "ensemble_events_absurd", "ensemble", change("n_events", 0, 2 ** 31 - 1), True
    yield "ensemble_joins_many", "ensemble", change("join_count", (0, 0), 99), True
    yield "ensemble_joins_negative", "ensemble", change("join_at_risk", (0, 0), -99), True
    for base in ("saltelli", "grid"):
        yield f"{base}_point_status_out", base, change("point_status", 0, 9), True
        yield f"{base}_point_scenario_out", base, change("point_scenario", 0, 9), True
        yield f"{base}_point_scenario_negative", base, change("point_scenario", 0, -9), True
        yield f"{base}_points_equal", base, change("point", 1, 0), True
        yield f"{base}_param_out", base, change("param_affinity_peers", 0, -1e9), True
        yield f"{base}_param_nan", base, change("param_affinity_peers", 0, nan), True
        yield f"{base}_done_many", base, change("replications_done", 0, 2 ** 31 - 1), True
        yield f"{base}_done_negative", base, change("replications_done", 0, -3), True
        yield f"{base}_metrics_paths", base, attribute("metrics", "../../x members_end /etc/passwd"), True
        yield f"{base}_metrics_long", base, attribute("metrics", "m" * 5000), True
        yield f"{base}_tables_paths", base, attribute("tables", "../x ..//y"), True
        yield f"{base}_kind_other", base, attribute("design_kind", "gridd"), True
    yield "saltelli_index_infinite", "saltelli", change("sobol_total", (0, 0), float("inf")), True
    yield "grid_members_many", "grid", change("n_members", ..., 9), True
    yield "grid_final_out", "grid", change("final_status", (0, 0, 0), 55), True
    del good


def storage(base, names):
    """Chunks, heaps and links that lie."""
    for name in names:
        for kind, spoil in {
            "short": short_chunk(name, 8), "half": short_chunk(name, 100), "none": short_chunk(name, 0),
            "long": short_chunk(name, 1 << 20), "bomb": short_chunk(name, 1 << 22), "no_deflate": short_chunk(name, 0, raw=b"\x01" * 40),
            "skipped": short_chunk(name, 0, mask=3, raw=b"\x01" * 16), "one_byte": short_chunk(name, 0, raw=b"x"),
            "bare_half": bare_chunk(name, 0.5), "bare_tenth": bare_chunk(name, 0.1), "bare_long": bare_chunk(name, 1000),
        }.items():
            yield f"{base}_{name}_chunk_{kind}", base, spoil, True
    yield f"{base}_bomb_time", base, replace("time", bomb(1 << 29)), True
    yield f"{base}_bomb_members", base, replace("n_members", bomb(1 << 29, "i2")), True
    yield f"{base}_bomb_more", base, replace("year", bomb(1 << 26)), True
    yield f"{base}_chunk_huge", base, replace("time", big_chunk), True
    yield f"{base}_cycle_root", base, link("loop", lambda file: file["/"]), True
    yield f"{base}_cycle_group", base, link("input/loop", lambda file: file["input"]), True
    yield f"{base}_alias", base, link("again", lambda file: file["time"]), True
    yield f"{base}_alias_known", base, link("n_us", lambda file: file["n_rights"]), True
    yield f"{base}_group_soft", base, link("parameters", h5py.SoftLink("/input")), True
    yield f"{base}_group_outside", base, link("provenance", h5py.ExternalLink("other.h5", "/")), True
    yield f"{base}_extra", base, opened(lambda file: file.create_dataset("extra", data=[1.0])), True
    yield f"{base}_extra_soft", base, link("extra", h5py.SoftLink("/time")), True
    yield f"{base}_extra_outside", base, link("input/extra", h5py.ExternalLink("/etc/passwd", "/")), True
    for kind, name in {"dots": "..", "path": "x/../../y", "absolute": "/tmp/x", "escape": b"a\x1b[31m", "space": "a b",
                       "utf8": b"\xff\xfe", "long": "n" * 300, "comma": "a,b", "newline": "a\nb"}.items():
        yield f"{base}_axis_{kind}", base, renamed_axis("time", name), True
        yield f"{base}_country_axis_{kind}", base, renamed_axis("country", name), True
    yield f"{base}_heap_gone", base, patch(b"GCOL", b"LOCG"), True
    yield f"{base}_heap_size", base, patch(b"GCOL", struct.pack("<Q", 1 << 40), 99, 8), True
    yield f"{base}_heap_zero", base, patch(b"GCOL", struct.pack("<Q", 0), 99, 8), True
    yield f"{base}_heap_object", base, patch(b"GCOL", struct.pack("<HHIQ", 1, 1, 0, 1 << 60), 99, 16), True
    yield f"{base}_heap_object_gone", base, patch(b"GCOL", struct.pack("<HHIQ", 0, 1, 0, 4096), 99, 16), True
    yield f"{base}_heap_count", base, patch(b"GCOL", struct.pack("<HHIQ", 1, 0, 0, 0), 99, 16), True
    yield f"{base}_tree_gone", base, patch(b"TREE", b"EERT", 99), True
    yield f"{base}_tree_count", base, patch(b"TREE", b"\xff\xff", 99, 6), True
    yield f"{base}_tree_level", base, patch(b"TREE", b"\x09", 99, 5), True
    yield f"{base}_header", base, patch(b"OHDR", b"OHDX", 5), True
    yield f"{base}_fractal", base, patch(b"FRHP", b"\xff" * 40, 9, 5), True


def bytes_of(base, size):
    """Flipped bits and lost ends, with and without the right digest; super blocks."""
    chance = random.Random(base)
    for i in range(24):
        yield f"flip_{base}_{i}", base, flip(chance.random(), chance.randrange(8), False), True
    for i in range(40):  # may hit what nobody reads: the digest is right, so they may be good
        yield f"sealed_flip_{base}_{i}", base, flip(chance.random() * (0.3 if i % 2 else 1.0), chance.randrange(8), True), None
    for part in (0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999):
        yield f"cut_{base}_{part}", base, cut(part), True
    for kind, (place, data) in {
        "signature": (0, b"\x89HDX"), "version": (8, b"\x09"), "offsets": (9, b"\x10"), "lengths": (10, b"\x02"),
        "flags": (11, b"\xff"), "base": (12, struct.pack("<Q", 512)), "extension": (20, struct.pack("<Q", 64)),
        "end": (28, struct.pack("<Q", 1 << 50)), "end_short": (28, struct.pack("<Q", 100)),
        "root": (36, struct.pack("<Q", 0)), "root_far": (36, struct.pack("<Q", 1 << 60)),
    }.items():
        yield f"{base}_super_{kind}", base, at_byte(place, data), None if kind == "flags" else True
    yield f"{base}_user_block", base, before(b"#!/bin/sh\n".ljust(512, b"\0")), True
    yield f"{base}_user_block_large", base, before(b"\0" * 65536), True
    del size
    for kind, digits in {"zeros": b"0" * 64, "other": b"a" * 64, "one": b"f", "text": b"\x1b" * 64}.items():
        yield f"seal_{base}_{kind}", base, wrong_seal(digits), True


def typed(kind, shape=(1,)):
    """An attribute of a type that Python does not have."""
    def put_into(target, name):
        space = h5py.h5s.create_simple(shape) if shape is not None else h5py.h5s.create(h5py.h5s.NULL)
        h5py.h5a.create(target.id, name, kind(), space)
    return put_into


def value_of(value):
    def put_into(target, name):
        target.attrs[name.decode("latin-1") if isinstance(value, bytes) else name] = value
    return put_into


def plain_attribute(values, dtype):
    return typed(lambda: h5py.h5t.py_create(np.dtype(dtype), logical=True), np.shape(values))


def attribute_of(where, name, put_into):
    def edit(file):
        target = file[where]
        if h5py.h5a.exists(target.id, name):
            h5py.h5a.delete(target.id, name)
        put_into(target, name)
    return opened(edit)


def attributes(base):
    """Attributes of the root, of datasets and of groups: types, lengths, names, and those of axes."""
    types = {
        "lists": lambda: h5py.h5t.vlen_create(h5py.h5t.STD_I32LE), "opaque": lambda: h5py.h5t.create(h5py.h5t.OPAQUE, 7),
        "compound": lambda: h5py.h5t.py_create(COMPOUND), "enumeration": lambda: h5py.h5t.py_create(np.dtype(bool), logical=True),
        "array": lambda: h5py.h5t.array_create(h5py.h5t.IEEE_F64LE, (3,)), "reference": lambda: h5py.h5t.STD_REF_OBJ,
        "region": lambda: h5py.h5t.STD_REF_DSETREG, "bits": lambda: h5py.h5t.STD_B8LE, "clock": lambda: h5py.h5t.UNIX_D32LE,
        "long_double": lambda: h5py.h5t.NATIVE_LDOUBLE,
    }
    for where in ("/", "year", "provenance", "parameters/affinity.peers"):
        short = {"/": "root", "parameters/affinity.peers": "parameter"}.get(where, where)
        for kind, make in types.items():
            yield f"{base}_{short}_attribute_{kind}", base, attribute_of(where, b"more", typed(make)), True
        yield f"{base}_{short}_attribute_plane", base, attribute_of(where, b"more", typed(lambda: h5py.h5t.STD_I32LE, (3, 3))), True
        yield f"{base}_{short}_attribute_many", base, attribute_of(where, b"more", typed(lambda: h5py.h5t.STD_I8LE, (60000,))), True
        for kind, name in {"escape": b"a\x1b[31m", "utf8": b"\xff\xfe", "path": b"../../x", "long": b"n" * 10000, "space": b"a b"}.items():
            yield f"{base}_{short}_attribute_name_{kind}", base, attribute_of(where, name, typed(lambda: h5py.h5t.STD_I8LE)), True
        for kind, text in TEXTS.items():
            if kind != "long":
                yield f"{base}_{short}_attribute_text_{kind}", base, attribute("more", np.bytes_(text), where), True
    for name in ("units", "long_name", "_FillValue", "flag_values", "flag_meanings", "calendar", "CLASS", "NAME"):
        for kind in ("lists", "compound", "reference", "long_double"):
            yield f"{base}_{name}_{kind}", base, attribute_of("final_status", name.encode(), typed(types[kind])), True
    for kind, make in {"integers": lambda: h5py.h5t.STD_I64LE, "text": lambda: h5py.h5t.C_S1, "regions": types["region"],
                       "lists": types["lists"], "opaque": types["opaque"]}.items():
        for list_name in (b"DIMENSION_LIST", b"REFERENCE_LIST"):
            yield f"{base}_{list_name.decode()}_{kind}", base, attribute_of("n_members", list_name, typed(make, (2,))), True
    for kind, target in {"group": "input", "root": "/", "other": "year", "deep": "provenance/seed", "scalar": "parameters/affinity.peers"}.items():
        yield f"{base}_axis_is_{kind}", base, pointing("n_members", lambda file, target=target: [file[target].ref]), True
    yield f"{base}_axis_null", base, pointing("n_members", lambda file: [h5py.Reference()]), True
    yield f"{base}_axis_none", base, pointing("n_members", lambda file: []), True
    yield f"{base}_axis_two", base, pointing("n_members", lambda file: [file["time"].ref, file["year"].ref]), True
    yield f"{base}_axis_itself", base, pointing("n_members", lambda file: [file["n_members"].ref]), True
    yield f"{base}_axis_thousands", base, pointing("n_members", lambda file: [file["time"].ref] * 3000), True
    yield f"{base}_axis_of_axis", base, pointing("time", lambda file: [file["time"].ref]), None


def pointing(name, refs):
    """A list of axes whose last axis has these references."""
    def edit(file):
        dataset = file[name]
        lists = [[scales[0].ref] if len(scales) else [] for scales in dataset.dims]
        lists[-1] = refs(file)
        if "DIMENSION_LIST" in dataset.attrs:
            del dataset.attrs["DIMENSION_LIST"]
        values = np.empty(len(lists), dtype=object)
        for i, one in enumerate(lists):
            values[i] = np.array(one, dtype=h5py.ref_dtype)
        dataset.attrs.create("DIMENSION_LIST", values, shape=(len(lists),), dtype=h5py.vlen_dtype(h5py.ref_dtype))
    return opened(edit)


def lookup3(data):
    """Jenkins' hash, the checksum of the library."""
    def rotate(x, k):
        return (x << k | x >> (32 - k)) & 0xffffffff
    mask, length = 0xffffffff, len(data)
    a = b = c = (0xdeadbeef + length) & mask
    at = 0
    while length - at > 12:
        a, b, c = ((v + struct.unpack_from("<I", data, at + 4 * i)[0]) & mask for i, v in enumerate((a, b, c)))
        a = (a - c) & mask ^ rotate(c, 4)
        c = (c + b) & mask
        b = (b - a) & mask ^ rotate(a, 6)
        a = (a + c) & mask
        c = (c - b) & mask ^ rotate(b, 8)
        b = (b + a) & mask
        a = (a - c) & mask ^ rotate(c, 16)
        c = (c + b) & mask
        b = (b - a) & mask ^ rotate(a, 19)
        a = (a + c) & mask
        c = (c - b) & mask ^ rotate(b, 4)
        b = (b + a) & mask
        at += 12
    if at < length or length == 0:
        rest = data[at:].ljust(12, b"\0")
        a, b, c = ((v + struct.unpack_from("<I", rest, 4 * i)[0]) & mask for i, v in enumerate((a, b, c)))
        if length:
            c = ((c ^ b) - rotate(b, 14)) & mask
            a = ((a ^ c) - rotate(c, 11)) & mask
            b = ((b ^ a) - rotate(a, 25)) & mask
            c = ((c ^ b) - rotate(b, 16)) & mask
            a = ((a ^ c) - rotate(c, 4)) & mask
            b = ((b ^ a) - rotate(a, 14)) & mask
            c = ((c ^ b) - rotate(b, 24)) & mask
    return c


def headers_of(data):
    """(first byte, place of the checksum) of the headers of objects, whose checksums are right."""
    found, at = [], data.find(b"OHDR")
    while at >= 0:
        flags = data[at + 5]
        place = at + 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        end = place + width + int.from_bytes(data[place:place + width], "little")
        if end + 4 <= len(data) and struct.unpack_from("<I", data, end)[0] == lookup3(bytes(data[at:end])):
            found.append((at, end))
        at = data.find(b"OHDR", at + 4)
    return found


def meant_flip(number, n_bits):
    """Bits flipped in the header of an object, whose checksum is right again: what is read is what is meant."""
    def spoil(path):
        chance = random.Random(number)
        with open(path, "rb") as file:
            data = bytearray(file.read())
        start, end = chance.choice(headers_of(data))
        for _ in range(n_bits):
            data[chance.randrange(start + 6, end)] ^= 1 << chance.randrange(8)
        struct.pack_into("<I", data, end, lookup3(bytes(data[start:end])))
        with open(path, "wb") as file:
            file.write(data)
        seal(path)
    return spoil


def super_block(place, bytes_in):
    """Bytes of the super block replaced, its checksum right again."""
    def spoil(path):
        with open(path, "r+b") as file:
            data = bytearray(file.read(48))
            data[place:place + len(bytes_in)] = bytes_in
            struct.pack_into("<I", data, 44, lookup3(bytes(data[:44])))
            file.seek(0)
            file.write(data)
        seal(path)
    return spoil


def again(**how):
    """Everything copied into another file of the library's making."""
    def spoil(path):
        old = path + ".old"
        os.rename(path, old)
        with h5py.File(old, "r") as source, h5py.File(path, "w", **how) as target:
            for name in source:
                source.copy(name, target)
            for name, value in source.attrs.items():
                target.attrs[name] = value
        os.unlink(old)
        seal(path)
    return spoil


def stretched(size, claimed=False):
    """A file with a hole behind it, which takes no room and ages to read; claimed: its super block tells that length."""
    def spoil(path):
        if claimed:
            super_block(28, struct.pack("<Q", size))(path)
        os.truncate(path, size)
    return spoil


def same_text(name, length, n=0):
    """Every value points to the same long text: little in the file, much in memory."""
    def edit(file):
        axes, old = axes_of(file, name), file[name][()]
        n_texts = n or len(old)
        del file[name]
        dataset = file.create_dataset(name, data=np.array([b"x" * length] + [b""] * (n_texts - 1), dtype=object), dtype=h5py.string_dtype())
        describe(file, name, axes)
        places.append((dataset.id.get_offset(), n_texts))
    places = []

    def spoil(path):
        places.clear()
        opened(edit)(path)
        at, n_texts = places[0]
        with open(path, "r+b") as file:
            file.seek(at)
            first = file.read(16)
            file.seek(at)
            file.write(first * n_texts)
        seal(path)
    return spoil


def whole_files(base):
    """Headers that mean something else, super blocks, lengths, and the same in other layouts of the library."""
    for i in range(60):  # may hit what nobody reads
        yield f"meant_flip_{base}_{i}", base, meant_flip(f"{base}{i}", 1 + i % 3), None
    for kind, (place, data) in {
        "version": (8, b"\x01"), "version_three": (8, b"\x03"), "offsets": (9, b"\x04"), "lengths": (10, b"\x04"), "writing": (11, b"\x01"),
        "base": (12, struct.pack("<Q", 512)), "extension": (20, struct.pack("<Q", 48)), "extension_far": (20, struct.pack("<Q", 1 << 62)),
        "end": (28, struct.pack("<Q", 1 << 50)), "end_none": (28, b"\xff" * 8), "end_short": (28, struct.pack("<Q", 4096)),
        "root": (36, struct.pack("<Q", 48)), "root_none": (36, b"\xff" * 8), "root_itself": (36, struct.pack("<Q", 0)),
    }.items():
        yield f"{base}_meant_super_{kind}", base, super_block(place, data), None if kind in ("version_three", "writing") else True
    yield f"{base}_hole", base, stretched(1 << 42), True
    yield f"{base}_hole_claimed", base, stretched(1 << 42, True), True
    yield f"{base}_hole_small", base, stretched(1 << 31), True
    yield f"{base}_old_layout", base, again(libver=("earliest", "v108")), True  # attributes lose their order, axes their scales
    yield f"{base}_new_layout", base, again(libver="latest"), True
    yield f"{base}_same_text", base, same_text("country_name", 1 << 20), True
    yield f"{base}_same_text_often", base, same_text("country_name", 60000, 200000), True
    yield f"{base}_names_many", base, opened(lambda file: [file.__setitem__(f"s{i}", h5py.SoftLink("/time")) for i in range(20000)]), True
    yield f"{base}_names_long", base, opened(lambda file: file.__setitem__("n" * 60000, h5py.SoftLink("/time"))), True
    yield f"{base}_groups_deep", base, opened(lambda file: file.create_group("/".join(["input"] + ["d"] * 3000))), True
    yield f"{base}_group_is_root", base, link("parameters", lambda file: file["/"]), True
    yield f"{base}_group_is_other", base, link("parameters", lambda file: file["input"]), True
    yield f"{base}_group_is_table", base, link("input", lambda file: file["time"]), True
    yield f"{base}_link_endless", base, link("year", h5py.SoftLink("/year")), True
    yield f"{base}_input_is_series", base, link("input/lat", lambda file: file["time"]), True


def words(base):
    """Texts of the root and of provenance that no simulation gives."""
    for name in ("start_date", "end_date"):
        for kind, text in {"month": "2025-13-01", "day": "2025-02-31", "year": "0000-01-01", "far": "99999-01-01", "sign": "-025-07-26",
                           "short": "2025-7-26", "word": "yesterday", "behind": "2025-07-26x", "empty": "", "space": " 025-07-26"}.items():
            yield f"{base}_{name}_{kind}", base, attribute(name, text), True
    yield f"{base}_dates_turned", base, opened(lambda file: file.attrs.update({"start_date": "2029-01-01", "end_date": "2025-07-26"})), True
    for name in ("sponsor", "rival_leader"):
        for kind, text in {"other": "XXX", "name": "China", "two": "CHN USA", "lower": "chn"}.items():
            yield f"{base}_{name}_{kind}", base, attribute(name, text), True
    for kind, value in {"zero": np.int32(0), "negative": np.int32(-1), "most": np.int32(2 ** 31 - 1), "wraps": np.int64(2 ** 32 + 2),
                        "real": 2.0, "text": "2", "list": np.arange(1, 3, dtype="i4")}.items():
        yield f"{base}_version_{kind}", base, attribute("waico_format_version", value), True
    for name in ("config_text", "config_effective", "command", "version", "git_revision", "libraries", "max_events"):
        for kind in ("escape", "utf8", "c1"):
            yield f"{base}_{name}_{kind}", base, text_of(f"provenance/{name}", TEXTS[kind]), True
    for kind, text in {"negative": b"-1", "wraps": b"18446744073709551617", "word": b"all", "real": b"1e9", "space": b" 7", "empty": b"",
                       "zero": b"0"}.items():
        yield f"{base}_max_events_{kind}", base, text_of("provenance/max_events", text), None if kind == "zero" else True  # the preset
    for kind, text in {"half": lambda old: old[:len(old) // 2], "nothing": b"", "deep": b"metrics = " + b"(" * 5000,
                       "series": lambda old: old + b'\nmetrics = ( { name = "a"; series = "../x"; reduce = "final"; } );\n'}.items():
        yield f"{base}_config_effective_{kind}", base, text_of("provenance/config_effective", text), None
    for name, other in {"status": "full", "incentive": "gold", "region": "a\nb", "scenario": "\x1b[2J", "country": "\u009b2J"}.items():
        yield f"{base}_label_{name}", base, label(name, other), True


def label(name, text):
    """Another text as the first label of a list."""
    return replace(name, put(lambda old: np.array([text] + list(old[1:]), dtype=object), dtype=h5py.string_dtype()))


def made_up(base):
    """More numbers that no simulation gives."""
    big, nan = 2 ** 31 - 1, float("nan")
    yield f"{base}_year_elsewhere", base, opened(lambda file: file["year"].__setitem__(..., file["year"][...] - 100)), True
    yield f"{base}_year_jumps", base, change("year", -1, 2999.0), True
    yield f"{base}_time_far", base, change("time", -1, 1e5), True
    yield f"{base}_time_negative", base, change("time", 0, -1.0), True
    yield f"{base}_events_cancel", base, opened(lambda file: file["n_events"].__setitem__(slice(0, 2), [
        -5, int(file["n_events"][:2].sum()) + 5])), True
    yield f"{base}_asked_fewer", base, change("replicates_asked", (), 3), True
    yield f"{base}_asked_negative", base, change("replicates_asked", (), -3), True
    yield f"{base}_failed_negative", base, change("replicates_failed", (), -3), True
    yield f"{base}_failed_many", base, change("replicates_failed", (), big), True
    yield f"{base}_known_many", base, change("members_end_known", (), big), True
    yield f"{base}_known_negative", base, change("members_end_known", (), -2), True
    yield f"{base}_interval_turned", base, change("members_end_low", (), 1e9), True
    yield f"{base}_spread_negative", base, change("members_end_sd", (), -1.0), True
    yield f"{base}_metric_infinite", base, change("members_end", 0, float("inf")), True
    yield f"{base}_date_falls", base, change("date", 1, 0), True
    yield f"{base}_date_far", base, change("date", 1, big), True
    yield f"{base}_date_missing", base, change("date", 0, -1), True
    yield f"{base}_at_many", base, change("at_n_members", (0, 0), 99), True
    yield f"{base}_at_status_out", base, change("at_p_status", (0, 0, 0), 1.5), True
    yield f"{base}_at_share_nan", base, change("at_p_status", (0, 0, 0), nan), None
    yield f"{base}_final_many", base, change("final_n_members", 0, 99), True
    yield f"{base}_final_phase_out", base, change("final_phase", 0, 77), True
    yield f"{base}_final_share_out", base, change("final_gdp_share", 0, 2.0), True
    yield f"{base}_phase_share_out", base, change("p_phase", (0, 0), -1.0), True
    yield f"{base}_bordering_nobody", base, change("input/border_to", 0, 99), True
    yield f"{base}_calendar_nobody", base, change("input/calendar_country", 0, 99), True
    yield f"{base}_status_before_out", base, change("input/initial_status", 0, 77), True


def no_files(base):
    yield "fifo", base, instead(os.mkfifo), True
    yield "device", base, instead(lambda path: os.symlink("/dev/zero", path)), True
    yield "folder", base, instead(os.mkdir), True
    yield "nothing", base, instead(lambda path: None), True
    yield "dangling", base, instead(lambda path: os.symlink("nowhere", path)), True
    yield "loop", base, instead(lambda path: os.symlink(os.path.basename(path), path)), True
    yield "empty", base, instead(lambda path: open(path, "w", encoding="utf-8").close()), True
    yield "text", base, instead(lambda path: open(path, "w", encoding="utf-8").write("waico-sha256:" + "0" * 64)), True
    yield "other_h5", base, instead(lambda path: h5py.File(path, "w").create_dataset("x", data=1.0)), True


def files(good):
    """All of them: (name, which good file, spoil(path), is `waico verify` to say BAD; None: either)."""
    made = list(shapes("run", ("time", "n_members")))
    made += list(shapes("ensemble", ("replicate", "year", "country_name", "n_members_quantile", "final_status")))
    made += list(shapes("saltelli", ("point_status", "sobol_total", "scenario")))
    made += list(shapes("grid", ("first_member", "param_affinity_peers")))
    made += list(texts("ensemble")) + list(texts("run"))
    made += list(origins("ensemble")) + list(origins("saltelli"))
    made += list(numbers(good))
    made += list(storage("run", ("time", "n_members", "event_time")))
    made += list(storage("ensemble", ("n_members", "p_status", "final_status", "replicate")))
    made += list(bytes_of("run", 0)) + list(bytes_of("ensemble", 0)) + list(bytes_of("grid", 0))
    made += list(no_files("run"))
    made += list(attributes("ensemble")) + list(words("ensemble")) + list(made_up("dated"))
    made += list(whole_files("run")) + list(whole_files("dated"))
    made += list(shapes("dated", ("at_n_members", "members_end", "final_trust")))
    return made


def other(values):
    """A dataset of what values(old) gives, with texts as texts."""
    def make(file, name, old):
        made = values(np.asarray(old))
        file.create_dataset(name, data=made, dtype=h5py.string_dtype() if made.dtype == object else made.dtype)
    return make


OTHER_SHAPES = {  # that no dataset may have, whatever it is
    "more": other(lambda old: np.concatenate([old.reshape(-1)] * 7)),
    "plane": other(lambda old: np.resize(old, (2, 3, 5))),
    "class": other(lambda old: np.zeros(old.shape, "f4" if old.dtype.kind != "f" else "i4")),
    "other": other(lambda old: np.full(old.shape, b"x", dtype=object) if old.dtype.kind in "if" else np.zeros(old.shape, "i2")),
}


def every_shape(good):
    """Every dataset of every good file in every other shape: as files()."""
    for base, path in good.items():
        names = []
        with h5py.File(path, "r") as file:
            file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
        names.remove("provenance/file_sha256")  # without it there is no digest
        parameters = [name for name in names if name.startswith("parameters/")]
        for name in [name for name in names if name not in parameters[5:]]:
            for kind, make in OTHER_SHAPES.items():
                if (name, kind) != ("bloc", "more"):  # nothing lies along it
                    yield f"{base}_{name.replace('/', '-')}_is_{kind}", base, replace(name, make), True


def flips(bases, n=2000):
    """(name, which good file, place in [0, 1), bit), the same ones every time."""
    chance = random.Random(20261126)
    for i in range(n):
        yield f"flip{i}", bases[i % len(bases)], chance.random(), chance.randrange(8)


# ---- work folders ----

def block_of(folder):
    blocks = os.path.join(folder, "blocks")
    return os.path.join(blocks, sorted(os.listdir(blocks))[0])


def journal_again(folder):
    """The journal tells the truth about the blocks as they are now."""
    lines = []
    for name in sorted(os.listdir(os.path.join(folder, "blocks"))):
        path = os.path.join(folder, "blocks", name)
        if os.path.isfile(path):
            with open(path, "rb") as file:
                data = file.read()
            lines.append(f"blocks/{name} {len(data)} 0 {hashlib.sha256(data).hexdigest()}\n")
    with open(os.path.join(folder, "journal"), "w", encoding="utf-8") as file:
        file.write("".join(lines))


def in_block(edit):
    def spoil(folder):
        with h5py.File(block_of(folder), "r+", libver=("v110", "v110")) as file:
            edit(file)
        journal_again(folder)
    return spoil


def block_list(name, change_values):
    def edit(file):
        values = change_values(file[name][()])
        del file[name]
        file.create_dataset(name, data=values, chunks=tuple(max(n, 1) for n in np.shape(values)), maxshape=(None,) * np.ndim(values) or None,
                            shuffle=True, compression="gzip", fletcher32=True)
    return in_block(edit)


def at(place, value):
    def edit(values):
        values[place] = value
        return values
    return edit


def block_short(name):
    def edit(file):
        dataset = file[name]
        for i in range(dataset.id.get_num_chunks()):
            dataset.id.write_direct_chunk(dataset.id.get_chunk_info(i).chunk_offset, zlib.compress(b"\0" * 3) + b"\0\0\0\0", 0)
    return in_block(edit)


def write_text(name, text):
    def spoil(folder):
        data = text(folder) if callable(text) else text
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    return spoil


def swap(name, make):
    """Something else in the place of a file of the folder."""
    def spoil(folder):
        path = block_of(folder) if name == "block" else os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif os.path.lexists(path):
            os.unlink(path)
        make(path)
    return spoil


def block_bytes(edit):
    def spoil(folder):
        edit(block_of(folder))
        journal_again(folder)
    return spoil


def line_of(folder):
    with open(os.path.join(folder, "journal"), "rb") as file:
        return file.read()


def folders():
    """(name, spoil(folder))"""
    yield "replicate_million", block_list("replicate", at(-1, 1000000))
    yield "replicate_negative", block_list("replicate", at(0, -5))
    yield "replicate_equal", block_list("replicate", lambda v: np.zeros_like(v))
    yield "replicate_axes", block_list("replicate", lambda v: v[None])
    yield "replicate_one", block_list("replicate", lambda v: v[:1])
    yield "replicate_texts", block_list("replicate", lambda v: np.full(v.shape, b"x", "S4"))
    yield "replicate_real", block_list("replicate", lambda v: v.astype("f8"))
    yield "replicate_short", block_short("replicate")
    yield "column_short", block_short("column_n_members")
    yield "piece_short", block_short("piece")
    yield "piece_point_far", block_list("piece", at(0, 2 ** 31 - 1))
    yield "piece_point_other", block_list("piece", at(0, 3))
    yield "piece_rows_many", block_list("piece", at(1, 64))
    yield "piece_rows_absurd", block_list("piece", at(1, 2 ** 31 - 1))
    yield "piece_times_none", block_list("piece", at(2, 0))
    yield "piece_failed_many", block_list("piece", at(3, 2 ** 31 - 1))
    yield "piece_message_long", block_list("piece", at(4, 2 ** 31 - 1))
    yield "piece_empty", block_list("piece", lambda v: v[:0])
    yield "piece_odd", block_list("piece", lambda v: v[:-1])
    yield "events_many", block_list("n_events", at(0, 2 ** 31 - 1))
    yield "events_negative", block_list("n_events", at(0, -1))
    yield "event_country", block_list("event", lambda v: at(slice(12, 16), np.frombuffer(b"\xff\xff\xff\x7f", "i1"))(v))
    yield "event_type", block_list("event", lambda v: at(16, 120)(v))
    yield "event_time_nan", block_list("event", lambda v: at(slice(0, 8), np.frombuffer(struct.pack("<d", float("nan")), "i1"))(v))
    yield "members_many", block_list("column_n_members", lambda v: np.full_like(v, 30000))
    yield "final_status_out", block_list("column_final_status", lambda v: np.full_like(v, 101))
    yield "first_infinite", block_list("column_first_member", lambda v: np.full_like(v, np.inf))
    yield "key_other", in_block(lambda file: file.attrs.__setitem__("key", np.bytes_(b"0" * 64)))
    yield "format_other", in_block(lambda file: file.attrs.__setitem__("format", np.bytes_(b"waico block 9")))
    yield "list_soft", in_block(lambda file: (file.__delitem__("replicate"), file.__setitem__("replicate", h5py.SoftLink("/piece"))))
    yield "list_outside", in_block(lambda file: (file.__delitem__("replicate"), file.__setitem__("replicate", h5py.ExternalLink("x.h5", "/a"))))
    yield "list_gone", in_block(lambda file: file.__delitem__("replicate"))
    yield "block_cut", block_bytes(cut(0.5))
    yield "block_fifo", swap("block", os.mkfifo)
    yield "block_device", swap("block", lambda path: os.symlink("/dev/zero", path))
    yield "block_folder", swap("block", os.mkdir)
    yield "block_gone", swap("block", lambda path: None)
    yield "blocks_file", swap("blocks", lambda path: open(path, "w", encoding="utf-8").close())
    yield "plan_fifo", swap("plan", os.mkfifo)
    yield "plan_folder", swap("plan", os.mkdir)
    yield "plan_escape", write_text("plan", b"# waico plan\n\x1b[31mseed = 9\n\xff\n")
    yield "plan_other", write_text("plan", b"# waico plan\nseed = 9\n")
    yield "plan_empty", write_text("plan", b"")
    yield "call_fifo", swap("call", os.mkfifo)
    yield "call_escape", write_text("call", b"config \x1b]0;x\x07.cfg\n")
    yield "call_many", write_text("call", b"config grid.cfg\n" + b"set a.b=1\n" * 5000)
    yield "journal_fifo", swap("journal", os.mkfifo)
    yield "journal_path", write_text("journal", lambda folder: line_of(folder).replace(b"blocks/p", b"blocks/../../../p", 1))
    yield "journal_escape", write_text("journal", lambda folder: b"\x1b[31m\xff " + line_of(folder))
    yield "journal_range", write_text("journal", lambda folder: line_of(folder).replace(b"blocks/p0", b"blocks/p99999999999999999999", 1))
    yield "journal_digest", write_text("journal", lambda folder: line_of(folder)[:-10] + b"000000000\n")
    yield "journal_long", write_text("journal", lambda folder: b"x" * 100000 + b"\n" + line_of(folder))
    yield from folder_lists()
    yield from folder_blocks()
    yield from folder_texts()


def list_made(make):
    """Another dataset in the place of the numbers of the replications."""
    def edit(file):
        old = file["replicate"][()]
        del file["replicate"]
        make(file, "replicate", old)
    return in_block(edit)


def folder_lists():
    """Lists of a block of other types, shapes and storage, and attributes of it."""
    for kind, make in {
        "compound": put(lambda old: np.zeros(np.shape(old), COMPOUND)), "opaque": put(lambda old: np.zeros(np.shape(old), "V13")),
        "enumeration": put(lambda old: np.zeros(np.shape(old), bool)), "wide": put(lambda old: old.astype("i8")),
        "unsigned": put(lambda old: old.astype("u4")), "array": low_level(lambda: h5py.h5t.array_create(h5py.h5t.STD_I32LE, (2,))),
        "lists": low_level(lambda: h5py.h5t.vlen_create(h5py.h5t.STD_I32LE)), "references": references, "external": external,
        "virtual": virtual, "huge": huge((1 << 40,), chunks=(1 << 20,), dtype="i4"), "huge_fixed": huge((1 << 50,), chunks=(1,), dtype="i4"),
        "never_filled": unwritten(h5py.h5d.FILL_TIME_NEVER), "szip": filtered(4, (4, 2)), "plugin": filtered(32015, (3,)),
        "rank_thirty_two": put(lambda old: np.zeros((1,) * 32, "i4")), "scalar": put(lambda old: old[0]), "plane": put(lambda old: np.resize(old, (2, 3))),
        "group": lambda file, name, old: file.create_group(name), "type": lambda file, name, old: file.__setitem__(name, np.dtype("i4")),
        "itself": lambda file, name, old: file.__setitem__(name, h5py.SoftLink("/replicate")),
        "root": lambda file, name, old: file.__setitem__(name, file["/"]), "bomb": bomb(1 << 28, "i4"),
    }.items():
        yield f"list_{kind}", list_made(make)
    for name in ("key", "format"):
        for kind, value in {"number": np.int32(3), "long": np.bytes_(b"k" * 60000), "escape": np.bytes_(b"\x1b[31m"), "empty": np.bytes_(b""),
                            "list": np.arange(64)}.items():
            yield f"{name}_is_{kind}", in_block(lambda file, name=name, value=value: file.attrs.__setitem__(name, value))
        yield f"{name}_is_lists", in_block(lambda file, name=name: attribute_low(file, name.encode(), lambda: h5py.h5t.vlen_create(h5py.h5t.STD_I32LE)))
        yield f"{name}_gone", in_block(lambda file, name=name: file.attrs.__delitem__(name))


def attribute_low(file, name, make):
    h5py.h5a.delete(file.id, name)
    typed(make)(file, name)


def folder_blocks():
    """Bytes of a block; those named may_ can be right all the same."""
    for part in (0.001, 0.1, 0.9, 0.999):
        yield f"block_cut_{part}", block_bytes(cut(part))
    chance = random.Random("blocks")
    for i in range(30):
        yield f"block_flip_{i}", lambda folder, place=chance.random(), bit=chance.randrange(8): flip(place, bit, False)(block_of(folder))
    for i in range(30):
        yield f"may_block_flip_{i}", block_bytes(flip(chance.random(), chance.randrange(8), False))
    for i in range(30):
        yield f"may_block_meant_flip_{i}", block_bytes(meant_flip(f"block{i}", 1 + i % 3))
    yield "block_user_block", block_bytes(before(b"\0" * 512))
    yield "block_hole", lambda folder: os.truncate(block_of(folder), 1 << 42)
    yield "block_other", lambda folder: shutil.copy(os.path.join(folder, "..", "good.h5"), block_of(folder))
    yield "block_link", swap("block", lambda path: os.symlink("../../victim/good.h5", path))
    yield "blocks_link", swap("blocks", lambda path: os.symlink("../victim", path))


def folder_texts():
    """Plan, journal, call, lock and the name of what is being written; those named may_ can be right all the same."""
    for name in ("plan", "journal", "call", "lock", "temporary"):
        yield f"may_{name}_link", swap(name, lambda path: os.symlink("../victim/text", path))
        yield f"may_{name}_folder", swap(name, os.mkdir)
        yield f"may_{name}_device", swap(name, lambda path: os.symlink("/dev/zero", path))
        yield f"may_{name}_fifo", swap(name, os.mkfifo)
        yield f"may_{name}_nul", write_text(name, b"a\0b\n\0")
        yield f"may_{name}_hole", swap(name, lambda path: (open(path, "wb").close(), os.truncate(path, 1 << 42)))
        yield f"may_{name}_lines", write_text(name, b"\n" * 1000000)
        for i in range(6):
            yield f"may_{name}_flip_{i}", lambda folder, name=name, i=i: flip_text(os.path.join(folder, name), f"{name}{i}")
    for kind, text in {"up": b"../victim/good.h5", "absolute": b"/tmp/waico-nothing", "here": b"plan", "dots": b"..", "empty": b"", "long": b"x" * 70000,
                       "other": b"grid.cfg", "escape": b"\x1b[31m.part"}.items():
        yield f"may_temporary_{kind}", write_text("temporary", text)
    yield "may_temporary_victim", write_text("temporary", lambda folder: os.path.abspath(os.path.join(folder, "..", "victim", "good.h5")).encode())
    yield "may_journal_twice", write_text("journal", lambda folder: line_of(folder) * 2)
    yield "may_journal_thousands", write_text("journal", lambda folder: line_of(folder) * 3000)
    yield "may_journal_negative", write_text("journal", lambda folder: line_of(folder).replace(b".h5 ", b".h5 -", 1))
    yield "may_journal_wraps", write_text("journal", lambda folder: line_of(folder).replace(b".h5 ", b".h5 1844674407370955", 1))
    yield "may_journal_empty", write_text("journal", b"")
    yield "may_call_away", write_text("call", b"config /etc/passwd\n")
    yield "may_call_output", write_text("call", lambda folder: read(folder, "call") + b"output ../victim/good.h5\n")
    yield "may_call_set", write_text("call", lambda folder: read(folder, "call") + b"set a.b=\x1b[31m\n")
    yield "may_call_long", write_text("call", lambda folder: read(folder, "call") + b"set " + b"x" * 1000000 + b"\n")


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def flip_text(path, seed):
    if os.path.exists(path) and os.path.getsize(path) > 0:
        chance = random.Random(seed)
        flip(chance.random(), chance.randrange(8), False)(path)
