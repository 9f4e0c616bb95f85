"""The observed record: what happened, as the result file carries it, for comparison only."""
import numpy as np


def years(case, name="signed"):
    """Years from the start at which each country was observed to sign (`signed`) or to join us (`us`), NaN: none.

    Negative before the start; None when the file carries no record.
    """
    values = case.result.input(f"recorded_{name}")
    return None if values is None else np.asarray(values, dtype=float)


def signatures(case, name="signed"):
    """(decimal year, cumulated number) of what was observed after the start, the sponsor left out; None without a record.

    What happened up to the start counts from the first point on.
    """
    when = years(case, name)
    if when is None:
        return None
    when = when.copy()
    if case.sponsor() is not None:
        when[case.sponsor()] = np.nan
    dates, counts = np.unique(np.maximum(when[np.isfinite(when)], 0.0), return_counts=True)
    return case.decimal_year(dates), np.cumsum(counts)
