"""Other programs open the results of output_clients_test (folder in WAICO_SAMPLES) and read the same numbers.

A program that is not installed is skipped, with its name."""
import os
import shutil
import subprocess
import sys
import warnings

import pytest

FOLDER = os.environ.get("WAICO_SAMPLES", "")
FILES = ["run", "run_no_events", "ensemble", "ensemble_events", "ensemble_one", "sweep", "sweep_replicates"]
GROUPS = [None, "provenance", "parameters", "input"]
pytestmark = pytest.mark.skipif(not FOLDER, reason="WAICO_SAMPLES is not set")


def sample(name):
    return os.path.join(FOLDER, name + ".h5")


def module(name):
    return pytest.importorskip(name, reason=name + " is not installed")


def is_axis(dataset):
    return dataset.attrs.get("CLASS") == b"DIMENSION_SCALE"


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("name", FILES)
def test_h5py_reads_everything(name):
    h5py = module("h5py")
    seen = []
    with h5py.File(sample(name), "r") as f:
        f.visititems(lambda path, item: seen.append(item[()] if isinstance(item, h5py.Dataset) else path))
        assert f.attrs["Conventions"] == "CF-1.8"
    assert len(seen) > 150


@pytest.mark.parametrize("name", FILES)
def test_every_dataset_follows_the_rules(name):
    h5py, numpy = module("h5py"), module("numpy")
    allowed = {"int8", "int16", "int32", "float32", "float64", "object"}

    def check(path, item):
        if isinstance(item, h5py.Group):
            return
        assert item.dtype.name in allowed or item.shape == (), path
        assert isinstance(item.attrs["long_name"], str) and isinstance(item.attrs["units"], str), path
        if not is_axis(item):
            for d, dim in enumerate(item.dims):
                assert len(dim) == 1 and dim[0].parent.name == "/" and dim[0].shape == (item.shape[d],), path
        if item.dtype.name == "int8" and "flag_values" in item.attrs:
            words = item.attrs["flag_meanings"].split()
            assert list(item.attrs["flag_values"]) == list(range(len(words))), path
        if item.dtype.kind == "f" and not is_axis(item):
            assert numpy.isnan(item.attrs["_FillValue"]), path
        if item.chunks:
            assert item.compression == "gzip" and item.compression_opts == 4 or item.dtype == object, path
            assert item.shuffle == (item.dtype.itemsize > 1) or item.dtype == object, path
            names = [] if is_axis(item) else [dim[0].name for dim in item.dims]
            if names and names[0] == "/replicate":
                assert item.chunks[0] == 256, path

    with h5py.File(sample(name), "r") as f:
        f.visititems(check)
        creation = f["/"].id.get_create_plist()
        assert creation.get_link_creation_order() == 3 and creation.get_attr_creation_order() == 3
        assert set(k for k in f if isinstance(f[k], h5py.Group)) == {"provenance", "parameters", "input"}


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf"])
@pytest.mark.parametrize("name", FILES)
def test_xarray_opens_every_group(name, engine):
    xarray = module("xarray")
    module({"netcdf4": "netCDF4", "h5netcdf": "h5netcdf"}[engine])
    for group in GROUPS:
        with xarray.open_dataset(sample(name), engine=engine, group=group) as data:
            data.load()
            if group is None:
                assert {"year", "country_name", "country_m49", "region", "subregion"} <= set(data.coords)
                assert str(data.time.values[3])[:10] == "2026-07-26"  # 365.25 days after 2025-07-26
                assert abs(float(data.year[3]) - 2026.564) < 0.002
                assert data.country.values[1] == "AAB" and data.country_name.values[1] == "C\u00f4te 1"


@pytest.mark.parametrize("name", FILES)
def test_netcdf4_reads_everything(name):
    netcdf = module("netCDF4")
    with netcdf.Dataset(sample(name)) as data:
        for group in [data] + list(data.groups.values()):
            for variable in group.variables.values():
                variable[...]
    copy = os.path.join(FOLDER, "copy_" + name + ".h5")
    shutil.copyfile(sample(name), copy)
    with netcdf.Dataset(copy, "a") as data:  # needs creation order
        data.note = "opened for update"
    os.remove(copy)


@pytest.mark.parametrize("command", [["ncdump"], ["ncks", "-m"], ["ncks"], ["h5dump"], ["h5ls", "-r"], ["h5stat"]])
@pytest.mark.parametrize("name", FILES)
def test_programs_print_it(name, command):
    if not shutil.which(command[0]):
        pytest.skip(command[0] + " is not installed")
    done = subprocess.run(command + [sample(name)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0 and done.stderr == b"" and len(done.stdout) > 1000


@pytest.mark.parametrize("name", FILES)
def test_the_digest_is_that_of_the_file(name):
    import hashlib
    with open(sample(name), "rb") as f:
        data = f.read()
    at = data.index(b"waico-sha256:") + 13
    zeros = data[:at] + b"0" * 64 + data[at + 64:]
    assert hashlib.sha256(zeros).hexdigest().encode() == data[at:at + 64]


def test_ensemble_numbers_agree_with_its_replications():
    h5py, numpy = module("h5py"), module("numpy")
    with h5py.File(sample("ensemble"), "r") as f:
        members, quantiles = f["n_members"][()], f["quantile"][()]
        assert members.shape == (600, 12)
        numpy.testing.assert_allclose(f["n_members_mean"][()], members.mean(axis=0), rtol=1e-6)
        numpy.testing.assert_allclose(f["n_members_sd"][()], members.std(axis=0, ddof=1), rtol=1e-6)
        numpy.testing.assert_allclose(f["n_members_quantile"][()], numpy.quantile(members, quantiles, axis=0),
                                      rtol=1e-6)
        trust = f["trust"][()]
        numpy.testing.assert_allclose(f["trust_quantile"][()],
                                      numpy.quantile(trust.astype(float), quantiles, axis=0), rtol=1e-6)
        assert f["trust_quantile"].attrs["relative_error"] == 0.0  # 600 numbers fit exactly
        status = f["n_status"][()]
        assert (status.sum(axis=1) == 6).all()  # seven countries less the sponsor
        p = f["p_status"][()]
        numpy.testing.assert_allclose(p.sum(axis=0), 1.0, atol=1e-6)
        numpy.testing.assert_allclose(p[:, 1:, :].sum(axis=1), status.mean(axis=0), atol=1e-5)
        first, step = f["first_member"][()], 0.25
        joins, at_risk = f["join_count"][()], f["join_at_risk"][()]
        for k in range(12):
            inside = (first > k * step) & (first <= (k + 1) * step)
            assert abs(joins[:, k] - inside.sum(axis=0)).max() <= 1  # the file rounds dates to 2^-10 years
            assert abs(at_risk[:, k] - (~(first <= k * step)).sum(axis=0)).max() <= 1
        end = f["members_end"][()]
        assert abs(f["members_end_mean"][()] - end.mean()) < 1e-12
        assert f["replicates_done"][()] == 600


def test_half_width_is_that_of_student():
    h5py, stats = module("h5py"), module("scipy.stats")
    with h5py.File(sample("ensemble"), "r") as f:
        end = f["members_end"][()]
        expected = stats.t.ppf(0.975, 599) * end.std(ddof=1) / 600 ** 0.5
        assert abs(f["members_end_half_width"][()] / expected - 1) < 1e-9


def test_ragged_events_belong_to_their_replications():
    h5py, numpy = module("h5py"), module("numpy")
    with h5py.File(sample("ensemble_events"), "r") as f:
        n = f["n_events"][()]
        assert list(n) == [i % 5 for i in range(300)]
        assert f["n_events"].attrs["sample_dimension"] == "event"
        assert numpy.array_equal(f["event_value"][()], numpy.repeat(numpy.arange(300), n))


def test_decisions_have_their_terms():
    h5py, numpy = module("h5py"), module("numpy")
    with h5py.File(sample("run"), "r") as f:
        assert f["decision_term"].shape == (40, len(f["term"]))
        assert f["decision_term"][7, 5] == 705.0
        assert f["term"][0] == b"constant" and f["term"][-1] == b"inertia"
        assert f["event_time"].attrs["units"] == "days since 2025-07-26"
        numpy.testing.assert_allclose(f["event_time"][()], numpy.arange(40) * 0.01 * 365.25)


def test_sweep_keeps_points_and_gaps_apart():
    h5py, numpy = module("h5py"), module("numpy")
    with h5py.File(sample("sweep_replicates"), "r") as f:
        assert list(f["param_affinity_peers"][()]) == [0.0, 0.0, 1.5, 1.5]
        assert f["param_affinity_peers"].attrs["config_path"] == "affinity.peers"
        assert list(f["point_status"][()]) == [0, 0, 2, 0]
        assert f["point_message"][2] == b"point 2, replicate 1: too many events"
        assert list(f["replications_done"][()]) == [5, 5, 4, 5]
        end, members = f["members_end"][()], f["n_members"][()]
        assert numpy.isnan(end[2, 1]) and numpy.isnan(end).sum() == 1
        assert (members[2, 1] == -1).all() and (members[2, 2] >= 0).all()
        numpy.testing.assert_array_equal(members[:, :, -1][members[:, :, -1] >= 0], end[~numpy.isnan(end)])
        numpy.testing.assert_allclose(f["members_end_mean"][()], numpy.nanmean(end, axis=1), rtol=1e-12)
        numpy.testing.assert_allclose(f["n_members_mean"][()],
                                      numpy.ma.masked_less(members, 0).mean(axis=1), rtol=1e-6)
        assert list(f["sobol_first"][()]) == [0.25, 0.5] and f["parameter"][0] == b"affinity.peers"
        assert f.attrs["design_kind"] == "grid" and list(f["design_trajectory"][()]) == [0, 0, 1, -1]
        assert f["n_events"][2, 1] == -1 and f["n_events"][3, 4] == 4


def test_provenance_is_complete():
    h5py = module("h5py")
    with h5py.File(sample("sweep"), "r") as f:
        assert f["provenance/seed"][()] == b"18446744073709551615"
        assert f["input/countries_table"][()].startswith(b"iso3,name")
        assert f["input/countries_table_2"].attrs["file"] == "other.csv"
        assert "input/countries_table_3" not in f
        assert f["parameters/decision.rationality"][()] == 1.0
        assert f["parameters/decision.rationality"].attrs["units"] == "1"


if __name__ == "__main__":
    sys.exit(pytest.main(["-q", __file__]))
