"""The observed record: what happened, as the result file carries it, for comparison only."""
import numpy as np

MISSING = np.iinfo(np.int32).min


def days(case, name):
    """Days after the start on which each country was observed to sign (`signed`) or to join us (`us`); NaN: none."""
    values = case.result.input(f"recorded_{name}_day")
    if values is None:
        return None
    values = np.asarray(values)
    return np.where((values == MISSING) | ~np.isfinite(values.astype(float)), np.nan, values.astype(float))


def signatures(case, name="signed"):
    """(decimal year, cumulated number) of observed signatures, the sponsor left out; None without a record."""
    when = days(case, name)
    if when is None:
        return None
    sponsor = case.sponsor()
    if sponsor is not None:
        when = when.copy()
        when[sponsor] = np.nan
    when = np.sort(when[np.isfinite(when)])
    dates, counts = np.unique(when, return_counts=True)
    return case.decimal_year(dates / 365.25), np.cumsum(counts)
