"""One series of a case at a day, summed up: what text and tables of a report show of it."""
from dataclasses import dataclass

import numpy as np

from ..case import NotInFile
from ..labelled import LabelError
from ..pairing import account, kept, last_day, reading

LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Summary:
    """Over replications: median, the middle nine tenths, mean.  n: known values, None where replications are not kept."""
    low: float
    median: float
    high: float
    mean: float
    n: object
    date: np.datetime64


def summary(case, series, day):
    """A series at the end of a day, or at the last account before where the file does not keep that day."""
    try:
        found = reading(case, series, day)
    except (NotInFile, LabelError):
        return _kept_summary(case, series, day)
    known = found.values[np.isfinite(found.values)]
    if not known.size:
        return Summary(np.nan, np.nan, np.nan, np.nan, 0, found.date)
    return Summary(*np.quantile(known, LEVELS), float(known.mean()), known.size, found.date)


def _kept_summary(case, series, day):
    """From the mean and the quantiles that the file keeps."""
    name, where, date = kept(case, series, day, "_quantile")
    levels = np.asarray(case.result.labels("quantile"), dtype=float)
    values = np.asarray(case.result.array(name, **case.where, **where).values, dtype=float)
    at = [int(np.argmin(np.abs(levels - level))) for level in LEVELS]
    name, where, _ = kept(case, series, date, "_mean")
    mean = float(case.result.array(name, **case.where, **where).values)
    return Summary(*(float(values[i]) for i in at), mean, None, date)


def has(case, series):
    """Whether a case can tell anything of a series."""
    return any(case.has(name) for name in (series, series + "_mean", series + "_quantile"))


def end_words(case, date):
    """How a date is named that stands for the end."""
    return f"At the end ({date})" if date == last_day(case) else f"At the last account ({date}; the end is {last_day(case)})"


def final_statuses(case):
    """((status, country) shares of replications at the end, the day, number of replications)."""
    if case.has("final_status"):
        status = case.replicates("final_status")
        status = np.atleast_2d(status)
        status = status[np.isfinite(status).all(axis=1) & (status >= 0).all(axis=1)]
        codes = np.arange(case.result.sizes["status"])
        return (status[None] == codes[:, None, None]).mean(axis=1), last_day(case), len(status)
    return case.p_status(time=str(case.result.dates[account(case, last_day(case))])), case.dates[account(case, last_day(case))], \
        case.n_replicates
