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
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk(old.shape)
        plan.set_filter(number, h5py.h5z.FLAG_OPTIONAL if optional else 0, values)
        space = h5py.h5s.create_simple(old.shape)
        dataset = h5py.h5d.create(file.id, name.encode(), h5py.h5t.py_create(old.dtype), space, plan)
        dataset.write_direct_chunk((0,) * old.ndim, np.ascontiguousarray(old).tobytes(), 0)
    return make


COMPOUND = np.dtype([("a", "f8"), ("b", "i4")])


def references(file, name, old):
    dataset = file.create_dataset(name, shape=np.shape(old), dtype=h5py.ref_dtype)
    if dataset.shape:
        dataset[...] = file["time"].ref if "time" in file and name != "time" else file["/"].ref


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
             ("sobol_total", "numbers"), ("scenario", "one_value")}

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
    }
    for name in names:
        for kind, make in kinds.items():
            yield f"{base}_{name.replace('/', '-')}_{kind}", base, replace(name, make), \
                None if (name, kind) in PLAUSIBLE else True


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
    return made


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
        else:
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
    yield "block_flip", block_bytes(flip(0.2, 3, False))
    yield "block_flip_late", block_bytes(flip(0.7, 5, False))
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
