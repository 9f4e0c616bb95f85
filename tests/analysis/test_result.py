"""Opening result files: what is refused, what is read, and how little."""
import tracemalloc

import h5py
import numpy as np
import pytest

import made
from waico.analysis import FormatError, LabelError, load
from waico.analysis.case import Case


def damaged(tmp_path, files, change, kind="ensemble"):
    path = tmp_path / "damaged.h5"
    path.write_bytes(files[kind].read_bytes())
    with h5py.File(path, "r+") as file:
        change(file)
    return path


@pytest.mark.parametrize("change,message", [
    (lambda f: f.attrs.__delitem__("identity"), "attribute identity missing"),
    (lambda f: f.attrs.__setitem__("waico_format", "film"), "waico_format is 'film'"),
    (lambda f: f.attrs.__setitem__("waico_format_version", "9"), "format version 9"),
    (lambda f: f.__delitem__("n_members_quantile"), "'n_members_quantile' missing from a file of kind ensemble"),
    (lambda f: f.__delitem__("country"), "'country' missing"),
    (lambda f: f["status"].__setitem__(0, "member"), "the statuses are member"),
])
def test_a_file_that_lacks_something_is_refused_by_name(tmp_path, files, change, message):
    path = damaged(tmp_path, files, change)
    with pytest.raises(FormatError) as fault:
        load(path)
    assert str(path) in str(fault.value) and message in str(fault.value)


def test_text_and_missing_files_are_refused(tmp_path):
    (tmp_path / "notes.h5").write_text("not a result")
    with pytest.raises(FormatError, match="cannot be read"):
        load(tmp_path / "notes.h5")
    with pytest.raises(FormatError, match="no such file"):
        load(tmp_path / "absent.h5")


@pytest.mark.parametrize("name,kind", [("run", "run"), ("ensemble", "ensemble"), ("grid", "sweep"), ("zero", "run"),
                                       ("one", "ensemble")])
def test_each_kind_opens_and_says_what_it_is(files, name, kind):
    with load(files[name]) as result:
        assert result.kind == kind
        assert result.seed == "42" and result.version == "0.0.0" and len(result.identity) == 64
        assert str(result.start) == "2025-07-26" and str(result.dates[0]) == "2025-10-25"


def test_parts_equal_the_whole(files):
    with load(files["ensemble"]) as result:
        whole = result.array("first_member")
        part = result.array("first_member", replicate=slice(5, 9), country="IDN")
        assert part.shape == (5,)
        np.testing.assert_array_equal(part.values, whole.values[5:10, list(result.countries).index("IDN")])
        two = result.array("p_status", status=["full", "core"], time="2035")
        assert two.shape == (2, 193) and two.coords["status"].tolist() == ["full", "core"]
        pieces = np.concatenate([piece.values for piece in result.slices("n_members", rows=7)])
        np.testing.assert_array_equal(pieces, result.array("n_members").values)


def test_only_the_named_rows_are_read(tmp_path, files):
    def widen(file):
        del file["first_member"], file["replicate"]
        for name in [name for name in file if getattr(file[name], "shape", ())[:1] == (40,)]:
            del file[name]
        file.create_dataset("replicate", data=np.arange(200_000, dtype="i4")).make_scale("replicate")
        file["replicates_done"][...] = 200_000
        item = file.create_dataset("first_member", (200_000, 193), "f4", chunks=(256, 193), fillvalue=np.nan)
        item.dims[0].attach_scale(file["replicate"])
        item.dims[1].attach_scale(file["country"])
    with load(damaged(tmp_path, files, widen)) as result:
        result.labels("replicate")
        tracemalloc.start()
        assert result.array("first_member", replicate=slice(150_000, 150_099)).shape == (100, 193)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 5e6  # the whole would be 154 MB


def test_a_wrong_name_is_answered_with_close_ones(files):
    with load(files["ensemble"]) as result:
        with pytest.raises(LabelError, match="no 'n_member'; it has .*n_members"):
            result.array("n_member")


def test_categories_come_as_words(files):
    with load(files["run"]) as result:
        assert set(result.words("event_type")) >= {"choice", "summit", "incident"}
        assert result.flags("country_status")[6] == "core"


def test_a_run_without_events_has_an_empty_log(files):
    with load(files["zero"]) as result:
        assert result.sizes["event"] == 0 and result.words("event_type").size == 0


def test_xarray_has_auxiliary_coordinates(files):
    pytest.importorskip("xarray")
    with load(files["ensemble"]) as result:
        dataset = result.to_xarray(["n_members", "p_status"])
        assert dataset["p_status"].dims == ("status", "country", "time")
        assert str(dataset["country_name"].sel(country="IDN").values) == "Indonesia"
        assert dataset["n_members"].sel(time="2035-10-25", method="nearest").shape == (40,)


def test_pandas_has_the_labels(files):
    pytest.importorskip("pandas")
    with load(files["ensemble"]) as result:
        assert result.to_pandas("n_members_quantile").shape == (5, 61)


def test_the_made_series_agree_with_the_made_history(files):
    with load(files["ensemble"]) as result:
        p = result.array("p_status", status=["associate", "full", "core"]).values.sum(axis=0)
        china = list(result.countries).index("CHN")
        np.testing.assert_allclose(np.delete(p, china, axis=0).sum(axis=0), result.array("n_members").values.mean(axis=0), atol=1e-4)
        assert made.STATUSES == tuple(result.labels("status"))


def test_integers_that_are_not_known_are_no_numbers(tmp_path, files):
    def miss(file):
        values = file["n_members"][...]
        values[3, 5:] = -1
        file["n_members"][...] = values
        file["n_members"].attrs["_FillValue"] = np.int16(-1)
    path = damaged(tmp_path, files, miss)
    with load(path) as result:
        values = result.array("n_members").values
        assert np.isnan(values[3, 5:]).all() and np.isfinite(values).sum() == values.size - values[3, 5:].size
        assert result.array("n_members", replicate=2).values.dtype.kind == "i"
        assert Case(result).mean("trust").shape == (61,)
    xarray = pytest.importorskip("xarray")
    with xarray.open_dataset(path, decode_times=False) as other:
        np.testing.assert_array_equal(values, other["n_members"].values)


def test_replications_that_failed_are_left_out(tmp_path, files):
    def fail(file):
        del file["final_status"]
        status = np.zeros((40, 193), dtype="i1")
        status[7] = -1
        item = file.create_dataset("final_status", data=status)
        item.attrs["_FillValue"] = np.int8(-1)
        item.dims[0].attach_scale(file["replicate"])
        item.dims[1].attach_scale(file["country"])
    with load(damaged(tmp_path, files, fail)) as result:
        case = Case(result)
        assert len(case.first("member")) == 39 and 7 not in case.rows  # NaN is never in the others, and nothing in that one
