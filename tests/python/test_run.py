"""waico.run: what may be asked for, how it is labelled, and what is said of what does not fit."""
import numpy as np
import pytest

import waico


@pytest.fixture(scope="module")
def result(baseline):
    return waico.run(baseline, ["n_members", "first_member", "at_n_members", "country_status", "final_service"], n=20, seed=1,
                     at=["2030-12-31", "2035-12-31"], set={"affinity.peers": 2})


def test_arrays_have_axes_and_labels(result):
    members = result["n_members"]
    assert members.dims == ("replicate", "time") and members.values.shape == (20, 61) and members.values.dtype == float
    assert members.coords["replicate"].tolist() == list(range(20)) and members.coords["time"].dtype == np.dtype("M8[D]")
    assert members.attrs == {"units": "country", "long_name": members.attrs["long_name"]}
    assert result["first_member"].dims == ("replicate", "country") and result["final_service"].dims == ("replicate", "incentive")
    assert members.sel(time="2035").shape == (20,) and result["country_status"].sel(country="IDN", time="2035").shape == (20,)
    assert result["at_n_members"].sel(date="2035-12-31").values.mean() > result["at_n_members"].sel(date="2030-12-31").values.mean()
    assert list(result) == ["n_members", "first_member", "at_n_members", "country_status", "final_service"] and len(result) == 5
    assert "affinity.peers = 2: 20 replications" in repr(result)


def test_other_libraries_get_the_labels(result):
    frame = result["at_n_members"].to_frame()
    assert list(frame.columns) == ["replicate", "date", "at_n_members"] and len(frame) == 40
    assert frame["at_n_members"].tolist() == result["at_n_members"].values.ravel().tolist()
    one = waico.Array(np.float64(3), (), {}, "three").to_frame()
    assert one["three"].tolist() == [3.0]
    data = result.to_xarray()
    assert data.n_members.sel(time="2035-10-25").shape == (20,) and data.country_status.sel(country="IDN").shape == (20, 61)
    import pandas
    events = pandas.DataFrame(waico.run("baseline", n=2, events=True).events)
    assert set(events.columns) == {"replicate", "time_years", "date", "country", "type", "from", "to", "cause", "value"}
    joined = events[(events["type"] == "ratification") & (events["to"] == "associate")]
    assert len(joined) > 10 and str(joined["date"].dtype).startswith("datetime64")


def test_arrays_are_arrays_of_numpy_old_and_new(result):
    array = result["n_members"]
    assert np.asarray(array) is array.values and array.__array__(copy=False) is array.values
    copied = array.__array__(copy=True)
    assert (copied == array.values).all() and not np.shares_memory(copied, array.values)
    assert np.asarray(array, dtype="f4").dtype == np.dtype("f4")
    with pytest.raises(ValueError, match="without a copy"):
        array.__array__(dtype="f4", copy=False)


def test_replications_are_the_same_whatever_is_run_with_them(result, baseline):
    part = waico.run(baseline, "n_members", n=5, seed=1, first=7, set={"affinity.peers": 2}, threads=1)["n_members"]
    assert part.coords["replicate"].tolist() == [7, 8, 9, 10, 11]
    assert (part.values == result["n_members"].values[7:12]).all()
    other = waico.run(baseline, "n_members", n=5, seed=1, first=7, set={"affinity.peers": 2}, stratum=1)["n_members"]
    assert (other.values != part.values).any()
    assert (waico.run(baseline, "n_members", n=5, seed=2 ** 64 - 1)["n_members"].values >= 0).all()


def test_some_countries_alone(baseline):
    some = waico.run(baseline, ["first_signed", "n_members", "capability"], n=4, countries=["Brazil", "idn"])
    every = waico.run(baseline, "first_signed", n=4)["first_signed"]
    assert some["first_signed"].coords["country"].tolist() == ["BRA", "IDN"] and some["n_members"].shape == (4, 61)
    assert np.array_equal(some["first_signed"].values, every.sel(country=["BRA", "IDN"]).values, equal_nan=True)
    assert some["capability"].shape == (4, 2, 61)


def test_dates_of_years_are_those_of_events(baseline):
    one = waico.run(baseline, "first_signed", n=1, events=True)
    dates = baseline.date_of_years(one["first_signed"].values[0])
    events = one.events[(one.events["to"] == "signatory")]
    for code, date in zip(baseline.codes[:60], dates):
        mine = events[events["country"] == code]
        assert np.isnat(date) if not len(mine) else date == mine["date"].min() or code == baseline.sponsor


def test_nothing_to_do_gives_nothing(baseline):
    empty = waico.run(baseline, ["n_members", "first_member"], n=0, events=True, decisions=True)
    assert empty["n_members"].shape == (0, 61) and len(empty.events) == len(empty.decisions) == 0 and empty.terms.shape[0] == 0
    assert dict(waico.run(baseline, (), n=2)) == {}


@pytest.mark.parametrize("given,said", [
    (dict(metrics="n_member"), r'"n_member" is no output; did you mean "n_members"\?'),
    (dict(set={"affinity.peer": 1}), r'"affinity.peer" is no parameter; did you mean "affinity.peers"\?'),
    (dict(set={"affinity.peers": 99}), r"affinity.peers.*99 is outside \[-10, 10\]"),
    (dict(set={"affinity.peers": float("nan")}), "affinity.peers"),
    (dict(metrics="at_n_members"), "read at the ends of days: at="),
    (dict(at="2050-01-01"), "at: 2050-01-01 is outside of the run, 2025-07-26 to 2040-12-31"),
    (dict(at="next year"), "'next year' is no date"),
    (dict(n=-1), r"n: -1 is outside \[0, 4294967295\]"),
    (dict(seed=2 ** 64), "seed: 18446744073709551616 is outside"),
    (dict(first=2 ** 32 - 1, n=2), "beyond what has luck of its own"),
    (dict(stratum=2 ** 24), "stratum"),
    (dict(countries=["Atlantis"]), "'Atlantis' is no country"),
])
def test_what_does_not_fit_is_told(baseline, given, said):
    with pytest.raises(waico.WaicoError, match=said) as told:
        waico.run(baseline, **given)
    assert isinstance(told.value, ValueError)


@pytest.mark.parametrize("given", [dict(n=2.5), dict(seed="1"), dict(set={3: 1.0})])
def test_what_is_of_another_type_is_told(baseline, given):
    with pytest.raises(TypeError):
        waico.run(baseline, **given)


def test_a_replication_that_fails_is_told(baseline):
    with pytest.raises(waico.SimulationError, match="replicate 0, seed 5: .*events"):
        waico.run(baseline, n=4, seed=5, max_events=10)


def test_what_was_not_asked_for_is_told(result):
    with pytest.raises(KeyError, match="trust was not asked for; there are n_members"):
        result["trust"]
    with pytest.raises(waico.WaicoError, match="did you mean"):
        result["n_member"]
    for name in ("events", "decisions", "terms"):
        with pytest.raises(waico.WaicoError, match="were not asked for"):
            getattr(result, name)
    with pytest.raises(waico.LabelError, match="country has no 'XXX'"):
        result["first_member"].sel(country="XXX")
