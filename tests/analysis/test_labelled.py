"""Labelled arrays: choosing by code, date text and number."""
import numpy as np
import pytest

from waico.analysis.labelled import Array, LabelError, parse_moment

DATES = np.array(["2026-01-15", "2026-07-15", "2027-01-15", "2027-07-15"], dtype="datetime64[D]")
ARRAY = Array(np.arange(12).reshape(3, 4), ("country", "time"), {"country": np.array(["BRA", "CHN", "IDN"]), "time": DATES}, "n")


def test_a_year_means_its_last_day():
    assert parse_moment("2026") == np.datetime64("2026-12-31")
    assert parse_moment("2028-02") == np.datetime64("2028-02-29")


@pytest.mark.parametrize("text,place", [("2026", 1), ("2026-06", 0), ("2027-01-15", 2), ("2027-01-14", 1), ("2027-12", 3)])
def test_a_time_chooses_the_last_account_at_or_before_it(text, place):
    assert ARRAY.sel(time=text).values.tolist() == ARRAY.values[:, place].tolist()


def test_times_outside_are_refused_with_the_limit():
    with pytest.raises(LabelError, match="before the first account, 2026-01-15"):
        ARRAY.sel(time="2025")
    with pytest.raises(LabelError, match="beyond the last account, 2027-07-15"):
        ARRAY.sel(time="2031")
    with pytest.raises(LabelError, match="YYYY"):
        ARRAY.sel(time="next year")
    with pytest.raises(LabelError, match="not a date"):
        ARRAY.sel(time="2026-02-31")


def test_a_reading_is_found_by_its_day_alone():
    array = Array(np.arange(4.0), ("date",), {"date": DATES}, "at_n_members")
    assert array.sel(date="2026-07-15").values.item() == 1
    with pytest.raises(LabelError, match="date has no '2026-07-16'; it has 2026-01-15, 2026-07-15"):
        array.sel(date="2026-07-16")


def test_slices_of_time_include_both_ends():
    assert ARRAY.sel(time=slice("2026-07", "2027-01")).shape == (3, 2)
    assert ARRAY.sel(time=slice("2027", None)).shape == (3, 2)


def test_codes_and_lists_of_codes():
    assert ARRAY.sel(country="IDN").values.tolist() == [8, 9, 10, 11]
    assert ARRAY.sel(country=["IDN", "BRA"]).values[:, 0].tolist() == [8, 0]
    with pytest.raises(LabelError, match="country has no 'XXX'; it has BRA, CHN, IDN"):
        ARRAY.sel(country="XXX")
    with pytest.raises(LabelError, match="no axis 'point'"):
        ARRAY.sel(point=0)


def test_two_lists_choose_a_block_and_not_a_diagonal():
    assert ARRAY.sel(country=["BRA", "IDN"], time=["2026", "2027"]).shape == (2, 2)


def test_numbers_are_found_within_rounding():
    array = Array(np.arange(3.0), ("quantile",), {"quantile": np.array([0.05, 0.5, 0.95])})
    assert array.sel(quantile=0.1 * 9.5).values == 2.0


def test_reducing_drops_the_axis():
    mean = ARRAY.reduce(np.mean, "country")
    assert mean.dims == ("time",) and mean.values.tolist() == [4, 5, 6, 7]


def test_pandas_and_xarray_get_the_labels():
    pandas = pytest.importorskip("pandas")
    frame = ARRAY.to_pandas()
    assert isinstance(frame, pandas.DataFrame) and frame.loc["CHN", "2027-01-15"] == 6
    pytest.importorskip("xarray")
    assert int(ARRAY.to_xarray().sel(country="CHN", time="2027-01-15")) == 6
