"""Numbers as texts: shares in per cent, one rounding for text, table and picture, never nan."""
import math

import pytest

from waico.analysis import rounding
from waico.analysis.estimate import Interval


@pytest.mark.parametrize("share,text", [(0.346, "34.6 %"), (0.0, "0 %"), (1.0, "100 %"), (0.9999, ">99.9 %"), (0.0001, "<0.1 %"),
                                        (0.5, "50.0 %"), (float("nan"), "–"), (None, "–")])
def test_shares_are_per_cent_and_never_look_certain_when_they_are_not(share, text):
    assert rounding.percent(share) == text


@pytest.mark.parametrize("value,name,units,text", [
    (102.5, "n_members", "", "102.5"), (102.0, "n_members", "", "102"), (92.93, "m", "country", "92.9"), (0.34567, "gdp_share", "", "34.6 %"),
    (0.4294, "trust", "1", "0.429"), (12345.6, "fund_inflow", "USD/year", "12,346"), (2.5e9, "fund_inflow", "USD/year", "2.5 billion"),
    (0, "fund_inflow", "USD/year", "0"), (-3.25, "n_members", "", "−3.2"), (float("nan"), "n_members", "", "–"), (-0.04, "n_members", "", "0")])
def test_values_have_the_decimals_of_their_kind(value, name, units, text):
    assert rounding.amount(value, name, units) == text


def interval(mean, half):
    return Interval(mean, half / 1.96, mean - half, mean + half, 100)


@pytest.mark.parametrize("mean,half,name,text", [
    (4.22, 0.58, "n_members", "+4.2 ± 0.6"), (3.0, 0.5, "n_members", "+3.0 ± 0.5"), (-8.93, 0.41, "n_members", "−8.9 ± 0.4"),
    (0.21, 0.04, "n_members", "+0.21 ± 0.04"), (0.0123, 0.004, "gdp_share", "+1.2 ± 0.4 points"), (0.031, 0.0042, "trust", "+0.031 ± 0.004"),
    (0.0, 0.0, "n_members", "0.0"), (0.8, math.nan, "n_members", "+0.8"), (math.nan, math.nan, "n_members", "–")])
def test_differences_and_their_half_widths_have_the_same_decimals(mean, half, name, text):
    assert rounding.change(interval(mean, half), name) == text


def test_dates_of_a_file_are_days_whatever_the_step_in_which_they_are_kept(files):
    from waico.analysis import load
    with load(files["ensemble"]) as result:
        for days in range(300, 400):  # from the 300th day after 26 July 2025, at midnight
            kept = round(days / 365.25 * 1024) / 1024
            assert (rounding.day_of(result, kept) - result.start).astype(int) == days
        assert rounding.day_of(result, math.nan) is None
