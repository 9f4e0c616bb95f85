"""Cases side by side: at which date they can be compared, and whether replication r of both met the same luck.

The rules are those of `waico compare`; every picture and table that sets cases beside each other takes them from here.
"""
from dataclasses import dataclass

import numpy as np

from .case import NotInFile
from .estimate import (Interval, holm, independent_shares, mean_interval, paired_shares, shares_p_value, sign_p_value,
                       student_p_value, student_quantile)
from .labelled import LabelError
from .schema import dimensions, text
from .script import quoted, scenario_text

ONE_DAY = np.timedelta64(1, "D")


# -- luck -----------------------------------------------------------------------------------------------

def why_not_paired(first, second):
    """Why replication r of two cases did not meet the same luck, as words that follow "they"; '' where it did."""
    one, other = first.result, second.result
    if not np.array_equal(one.countries, other.countries):
        return "have other countries"
    if one.version != other.version:
        return f"were made by versions {one.version} and {other.version}"
    if one.seed != other.seed:
        return f"have other seeds, {one.seed} and {other.seed}"
    if _stratum(first) != _stratum(second):
        return "were made with luck of their own (crn = false)"
    return ""


def _stratum(case):
    """The part of the random numbers that a case draws from: 0 common to all, else one for each point."""
    if "crn = false;" not in case.result.provenance.get("config_effective", ""):
        return 0
    point = case.result.attrs.get("point", 0) if case.point is None else case.point
    return max(0, int(point)) + 1


def luck_statement(cases):
    """How the differences of the others to the first are taken, as sentences for captions and notes."""
    reasons = {}
    for case in cases[1:]:
        reasons.setdefault(why_not_paired(cases[0], case), []).append(f"“{case.label}”")
    paired = reasons.pop("", [])
    if not reasons:
        return "Replication by replication: replication r met the same luck in each (common random numbers)."
    said = [f"{' and '.join(labels)} cannot be paired with “{cases[0].label}”: they {reason}." for reason, labels in reasons.items()]
    said.append("The intervals are those of independent runs" + (
        "; the others are taken replication by replication under common random numbers." if paired else "."))
    return " ".join(said)


# -- dates ----------------------------------------------------------------------------------------------

def last_day(case):
    """The last day of a case: the day before its exclusive end; that of its last account where the file does not say the end."""
    end = quoted(scenario_text(case.result, case.point), "end") or text(case.result.attrs.get("end_date", ""))
    return np.datetime64(end, "D") - ONE_DAY if end else case.dates[-1]


def end_years(case):
    """Years from the start of a case to the end of its last day."""
    return _years(case, last_day(case))


def _years(case, day):
    """Years from the start of a case to the end of a day."""
    return float((day + ONE_DAY - case.result.start - np.timedelta64(case.shift_days, "D")).astype(int)) / 365.25


def common_day(cases):
    """The last day that all cases reach."""
    return min(last_day(case) for case in cases)


@dataclass(frozen=True)
class Reading:
    """Numbers of a case at a date.  values: one a replication, NaN unknown; date: at the end of which day they hold."""
    values: np.ndarray
    date: np.datetime64


def reading(case, series, day):
    """A series at the end of a day, by replication.

    Exactly where the file keeps that day (`final_...` for its last day, `at_...` for a day of output.dates), else at the
    last account before.  NotInFile where replications are not kept, LabelError where the day is outside of the case.
    """
    name, where, date = kept(case, series, np.datetime64(day, "D"))
    if not _by_replication(case, name):
        name, where, date = series, *_account(case, day)
    return Reading(case.replicates(name, **where), date)


def kept(case, series, day, end=""):
    """(dataset, its place, date) that tells a series at a day, at the last account before where the file does not keep the
    day itself.  end: of the dataset's name, e.g. "_mean"."""
    if day > last_day(case):
        raise LabelError(f"{case.label} ends on {last_day(case)}, before {day}")
    if day == last_day(case) and case.has(f"final_{series}{end}"):
        return f"final_{series}{end}", {}, day
    stored = case.result.labels("date") if case.has(f"at_{series}{end}") and "date" in case.result else []
    days = [np.datetime64(str(value)[:10], "D") for value in stored]
    if day in days:
        return f"at_{series}{end}", {"date": stored[days.index(day)]}, day
    return series + end, *_account(case, day)


def _account(case, day):
    place = account(case, day)
    return {"time": str(case.result.dates[place])}, case.dates[place]


def shared_day(cases, series, day=None):
    """The day at whose end a series of all cases is read: the wanted one (None: the last that all reach) where every file
    keeps it, else that of the last account that all have on one date.  NotInFile where there is none."""
    day = common_day(cases) if day is None else np.datetime64(day, "D")
    if all(kept(case, series, day)[2] == day for case in cases):
        return day
    shared = set.intersection(*(set(case.dates[case.dates <= min(day, last_day(case))].tolist()) for case in cases))
    if not shared:
        raise NotInFile(f"{' and '.join(case.label for case in cases[:4])} have no account of {series} on one date up to {day}; name a day in "
                        "output.dates of each")
    return np.datetime64(max(shared), "D")


def account(case, day):
    """Position of the last account at or before a day, the end of the case at the latest."""
    day = min(np.datetime64(day, "D"), last_day(case))
    place = int(np.searchsorted(case.dates, np.datetime64(day, "D"), side="right")) - 1
    if place < 0:
        raise LabelError(f"{case.label}: {day} is before the first account, {case.dates[0]}")
    return place


def _by_replication(case, name):
    return case.has(name) and (case.result.kind == "run" or "replicate" in dimensions(case.result.file[name]))


# -- differences ----------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Difference:
    """Second less first.  `interval.n`: the pairs, or the smaller number of known values where there are none.
    before, after: the means of both, from the same values as the difference."""
    before: float
    after: float
    interval: Interval
    p_value: float
    paired: bool
    greater: float  # chance that a replication of the second is above one of the first, equal, below
    equal: float
    less: float
    dates: tuple    # at the end of which days the two were read


def difference(base, other, series, day=None):
    """How a series of `other` differs from that of `base` at the end of one day (None: the last one of both), or at the last
    account before that both have on the same date."""
    day = shared_day([base, other], series, day)
    a, b = reading(base, series, day), reading(other, series, day)
    return values_difference(base, other, a.values, b.values, dates=(a.date, b.date))


def values_difference(base, other, a, b, share=False, dates=()):
    """The same of values by replication, e.g. of a metric.  share: they are 0 and 1, and the difference is one of shares
    (Newcombe's interval)."""
    paired = not why_not_paired(base, other)
    if paired:
        _, i, j = np.intersect1d(replicate_numbers(base), replicate_numbers(other), return_indices=True)
        a, b = a[i], b[j]
        both = np.isfinite(a) & np.isfinite(b)
        a, b = a[both], b[both]
    else:
        a, b = a[np.isfinite(a)], b[np.isfinite(b)]
    if not (a.size and b.size):
        return Difference(np.nan, np.nan, Interval(np.nan, np.nan, np.nan, np.nan, 0), np.nan, paired, np.nan, np.nan, np.nan, dates)
    interval, p_value, *chances = _pairs(a, b) if paired else _independent(a, b)
    if share:
        low, high, p_value = _change(a > 0.5, b > 0.5, paired)
        interval = Interval(interval.mean, np.nan, low, high, interval.n)
    return Difference(float(a.mean()), float(b.mean()), interval, p_value, paired, *chances, dates)


def replicate_numbers(case):
    """The numbers by which replications are paired."""
    if case.result.kind == "run":
        return np.array([max(0, int(case.result.attrs.get("replicate", 0)))])
    if "replicate" not in case.result:
        return np.arange(case.n_replicates)
    return case.result.labels("replicate")[case.rows]


def _pairs(a, b):
    d = b - a
    interval = mean_interval(d)
    return (interval, student_p_value(interval.mean, interval.error, interval.n),
            *(float(np.mean(mask)) for mask in (d > 0, d == 0, d < 0)))


def _independent(a, b):
    """Welch (1947), and the share of all pairs of a value of each."""
    a, b = np.sort(a), np.sort(b)
    n = min(a.size, b.size)
    below = np.searchsorted(a, b, side="left").mean() / a.size
    upto = np.searchsorted(a, b, side="right").mean() / a.size
    shares = float(below), float(upto - below), float(1 - upto)
    mean = float(b.mean() - a.mean())
    if n < 2:
        return (Interval(mean, np.nan, np.nan, np.nan, n), np.nan, *shares)
    parts = np.array([a.var(ddof=1) / a.size, b.var(ddof=1) / b.size])
    error = float(np.sqrt(parts.sum()))
    degrees = error ** 4 / float((parts ** 2 / (np.array([a.size, b.size]) - 1)).sum()) if error > 0 else n - 1
    half = student_quantile(0.975, degrees) * error
    return (Interval(mean, error, mean - half, mean + half, n), student_p_value(mean, error, degrees + 1), *shares)


def common_series(cases, wanted):
    """The series of which every case keeps replications."""
    found = []
    for series in wanted:
        try:
            for case in cases:
                case.replicates(series, time=str(case.result.dates[-1]))
            found.append(series)
        except (NotInFile, KeyError):
            continue
    return found


# -- countries ------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Changes:
    """By country: the share of replications with the event in both cases, the interval of the difference, its p-value after
    Holm's correction over the countries; NaN for the sponsor.  The intervals hold for all countries at once with 95 % (each at
    1 - 0.05 / countries), so that they judge as the p-values do.  n: the pairs, or the smaller number of replications."""
    before: np.ndarray
    after: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p_holm: np.ndarray
    n: int
    paired: bool
    day: np.datetime64  # up to the end of which an event counts


def country_changes(base, other, first="member", day=None):
    """How the chance to reach a stage by the end of a day (None: the last of both) changes by country (Newcombe's intervals,
    method 10; exact tests of McNemar or Fisher)."""
    if not np.array_equal(base.result.countries, other.result.countries):
        raise NotInFile(f"{base.label} and {other.label} have other countries: theirs cannot be compared")
    day = common_day([base, other]) if day is None else np.datetime64(day, "D")
    a, b = (np.nan_to_num(case.first(first), nan=np.inf) <= _years(case, day) for case in (base, other))
    paired = not why_not_paired(base, other)
    if paired:
        _, i, j = np.intersect1d(replicate_numbers(base), replicate_numbers(other), return_indices=True)
        a, b = a[i], b[j]
    judged = np.arange(a.shape[1]) != base.sponsor()
    confidence = 1.0 - 0.05 / max(1, np.count_nonzero(judged))
    found = np.array([(a[:, c].mean(), b[:, c].mean(), *_change(a[:, c], b[:, c], paired, confidence)) for c in range(a.shape[1])])
    found[~judged] = np.nan
    found[judged, 4] = holm(found[judged, 4])
    return Changes(*found.T, min(len(a), len(b)), paired, day)


def _change(a, b, paired, confidence=0.95):
    """(low, high, p-value) of one country."""
    if min(a.size, b.size) < 2:
        return np.nan, np.nan, np.nan
    if paired:
        table = [int(np.count_nonzero(cell)) for cell in (a & b, a & ~b, ~a & b, ~a & ~b)]
        return *paired_shares(*table, confidence), sign_p_value(table[1], table[2])
    counts = int(a.sum()), a.size, int(b.sum()), b.size
    return *independent_shares(*counts, confidence), shares_p_value(*counts)
