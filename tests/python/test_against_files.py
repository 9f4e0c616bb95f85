"""What comes out in Python is what stands in the files of the program: every output of a run to the bit, ensembles within the
fewer bits of their files, events, decisions and their words."""
import subprocess

import h5py
import numpy as np
import pytest

import waico

DATES = ("2026-07-31", "2030-12-31", "2040-12-31")
SCENARIOS = ("baseline", "two_camps")
ALL_SERIES = [output.name for output in waico.outputs() if output.axes == ("time",)]
DATED = [output.name for output in waico.outputs() if output.unit == "year"]
ALL = [output.name for output in waico.outputs()]


def kept(name, values, dtype):
    """Values as a file keeps them: first dates and those of the organisation in steps of 1/1024 year, all in its own type."""
    return (np.round(values * 1024) / 1024 if name in DATED else values).astype(dtype)


def simulate(program, folder, scenario, n, *options, series=()):
    """A file with the readings at DATES."""
    config, result = folder / f"{scenario}-{n}.cfg", folder / f"{scenario}-{n}.h5"
    names = ", ".join(f'"{name}"' for name in series)
    dates = ", ".join(f'"{date}"' for date in DATES)
    config.write_text(f'scenario = "{waico.scenarios()[scenario].resolve()}";\nensemble: {{ replications = {n}; seed = "7"; }};\n'
                      f'output: {{ dates = [{dates}]; {f"series = [{names}];" if series else ""} }};\n')
    subprocess.run([program, "run", str(config), "-o", str(result), "-q", *options], check=True, stdout=subprocess.DEVNULL)
    return h5py.File(result)


@pytest.fixture(scope="module", params=SCENARIOS)
def one(request, program, tmp_path_factory):
    """One replication with its decisions, as a file and in Python."""
    with simulate(program, tmp_path_factory.mktemp("one"), request.param, 1, "--decisions") as file:
        yield file, waico.run(request.param, ALL, n=1, seed=7, at=DATES, events=True, decisions=True)


def test_every_output_of_a_run_equals_its_file_to_the_bit(one):
    file, result = one
    assert list(result) == ALL
    for name, array in result.items():
        stored, values = file[name][()], array.values[0]
        assert stored.shape == values.shape, name
        assert np.array_equal(kept(name, values, stored.dtype), stored, equal_nan=stored.dtype.kind == "f"), name
        if stored.dtype.kind == "i":
            assert np.array_equal(values, values.astype(stored.dtype)), name  # nothing was cut off


def test_axes_units_and_labels_are_those_of_the_file(one):
    file, result = one
    for name, array in result.items():
        assert array.attrs["units"] == file[name].attrs["units"], name
        names = [scale.name[1:] for dim in file[name].dims for scale in dim.values()]
        assert list(array.dims) == ["replicate", *names], name
    start = np.datetime64(file.attrs["start_date"], "D")
    array = result["country_status"]
    assert array.coords["country"].tolist() == [code.decode() for code in file["country"]]
    assert (array.coords["time"] == start + np.floor(file["time"][()]).astype("m8[D]")).all()
    assert (result.days == file["time"][()]).all()
    assert result["at_n_members"].coords["date"].astype(str).tolist() == list(DATES)
    for axis in ("status", "incentive"):
        assert waico.labels(axis).tolist() == [word.decode() for word in file[axis]]


def words(dataset):
    """The words of a category; '' where it does not apply."""
    return np.array([*dataset.attrs["flag_meanings"].split(), ""], dtype=object)[dataset[()]]


def test_events_are_those_of_the_file(one):
    file, result = one
    codes = np.array([*(code.decode() for code in file["country"]), ""], dtype=object)
    events = result.events
    assert len(events) == len(file["event_time"]) > 1000
    assert (events["time_years"] * 365.25 == file["event_time"][()]).all()
    assert (events["country"] == codes[file["event_country"][()]]).all()
    for name in ("type", "from", "to", "cause"):
        assert (events[name] == words(file[f"event_{name}"])).all(), name
    assert np.array_equal(events["value"].astype("f4"), file["event_value"][()], equal_nan=True)
    assert (events["replicate"] == 0).all()
    start = np.datetime64(file.attrs["start_date"], "D")
    assert (events["date"] == start + np.floor(file["event_time"][()] + 1e-6).astype("m8[D]")).all()


def test_decisions_and_their_terms_are_those_of_the_file(one):
    file, result = one
    decisions = result.decisions
    assert len(decisions) == len(file["decision_time"]) > 1000
    assert (decisions["time_years"] * 365.25 == file["decision_time"][()]).all()
    for name in ("cause", "status", "move", "option"):
        assert (decisions[name] == words(file[f"decision_{name}"])).all(), name
    for name in ("probability", "option_probability"):
        assert (decisions[name] == file[f"decision_{name}"][()]).all(), name
    assert (result.terms.values == file["decision_term"][()]).all()
    assert result.terms.coords["term"].tolist() == [word.decode() for word in file["term"]]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_ensembles_are_those_of_the_files(program, tmp_path, scenario):
    with simulate(program, tmp_path, scenario, 12, "--events", series=ALL_SERIES) as file:
        names = [name for name in ALL if name in file and file[name].dims[0][0].name == "/replicate"]
        result = waico.run(scenario, names, n=12, seed=7, at=DATES, events=True)
        assert {"n_members", "trust", "at_n_members", "final_trust", "first_member", "final_status"} <= set(names)
        for name, array in result.items():
            stored, values = file[name][()], array.values
            assert np.array_equal(kept(name, values, stored.dtype), stored, equal_nan=stored.dtype.kind == "f"), name
        assert np.bincount(result.events["replicate"]).tolist() == file["n_events"][()].tolist()
        assert (result.events["type"] == words(file["event_type"])).all()


def test_a_parameter_set_here_is_one_set_there(program, tmp_path):
    target = tmp_path / "set.h5"
    subprocess.run([program, "run", str(waico.scenarios()["baseline"]), "--set", "affinity.peers=2.5", "--set", "end=2032-01-01", "-n", "6",
                    "-s", "3", "-o", str(target), "-q"], check=True, stdout=subprocess.DEVNULL)
    result = waico.run("baseline", "n_members", n=6, seed=3, set={"affinity.peers": 2.5}, end="2032-01-01")
    with h5py.File(target) as file:
        assert (result["n_members"].values == file["n_members"][()]).all()
