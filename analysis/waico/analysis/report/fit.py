"""The model against what happened: signatures by date, how well they are ranked, and that this is no forecast."""
from dataclasses import dataclass

import numpy as np

from ..estimate import auc
from ..pairing import last_day
from ..record import years
from ..rounding import amount, percent, score
from ..script import calendar, scenario_text
from .blocks import Table

DAYS = 365.25
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True)
class Score:
    """Simulated signatures by the end of a date against the recorded ones, the sponsor left out of both."""
    date: np.datetime64
    occasion: str
    recorded: int
    low: float
    median: float
    high: float
    mean: float
    auc: float
    log_score: float
    base_log_score: float  # of everybody with the recorded share


def recorded_days(case):
    """The recorded day of each country's signature (datetime64, NaT: none); None without a record."""
    when = years(case)
    if when is None or not np.isfinite(when).any():
        return None
    start = case.result.start + np.timedelta64(case.shift_days, "D")
    days = np.full(len(when), np.datetime64("NaT"), dtype="datetime64[D]")
    known = np.isfinite(when)
    days[known] = start + np.floor(when[known] * DAYS + 0.5).astype("timedelta64[D]")
    return days


def last_recorded(case):
    """The last day of the record, None without one."""
    days = recorded_days(case)
    return None if days is None else days[~np.isnat(days)].max()


def dates(case):
    """[(day, occasion)] at which the record is compared: ceremonies and deadlines of the calendar, else the record's last day."""
    days = recorded_days(case)
    if days is None:
        return []
    start, last, end = case.result.start + np.timedelta64(case.shift_days, "D"), last_recorded(case), last_day(case)
    found = {np.datetime64(entry["date"], "D"): entry["event"] for entry in calendar(scenario_text(case.result, case.point))
             if entry.get("event") in ("ceremony", "deadline")}
    found = {day: kind for day, kind in found.items() if start < day <= min(last, end) and (days <= day).any()}
    if start < last <= end:
        found.setdefault(last, "end of the record")
    return sorted(found.items())


def signed_by(case, day):
    """(replicate, country): who has signed by the end of a day, as exactly as the file keeps it (a third of a day)."""
    start = case.result.start + np.timedelta64(case.shift_days, "D")
    after = (day - start).astype(int) + 1
    return np.nan_to_num(case.first("signed"), nan=np.inf) * DAYS < after


def free(case):
    """Countries about which a signature tells something: not the sponsor, nor those bound at the start."""
    allowed = np.ones(len(case.result.countries), dtype=bool)
    if case.sponsor() is not None:
        allowed[case.sponsor()] = False
    return allowed


def bound_code(case):
    """The status from which on a country has bound itself."""
    return list(case.result.labels("status")).index("signatory")


def scores(case):
    """A Score for each date of `dates`."""
    days, found = recorded_days(case), []
    for day, occasion in dates(case):
        by_then, happened, allowed = signed_by(case, day), (days <= day), free(case)
        counts = by_then[:, allowed].sum(axis=1)
        bound = case.result.input("initial_status")
        judged = allowed & (bound < bound_code(case)) if bound is not None and case.point is None else allowed
        p = (by_then.sum(axis=0) + 0.5) / (len(by_then) + 1)
        share = happened[judged].mean()
        base = share * np.log(share) + (1 - share) * np.log1p(-share) if 0 < share < 1 else 0.0
        log_score = np.mean(np.where(happened, np.log(p), np.log1p(-p))[judged])
        found.append(Score(day, occasion, int(happened[allowed].sum()), *np.quantile(counts, (0.05, 0.5, 0.95)), float(counts.mean()),
                           auc(by_then.mean(axis=0)[judged], happened[judged]), float(log_score), float(base)))
    return found


def in_sample(case):
    """Whether parameters were tuned on this record: their source names the month in which it lies."""
    last = last_recorded(case)
    if last is None:
        return False
    year, month = str(last)[:7].split("-")
    return any(f"{MONTHS[int(month) - 1]} {year}" in str(entry.get("source", "")) for entry in case.result.parameters().values())


def marked(case, value):
    """A score with the words that belong to it."""
    return score(value) + (" (in-sample: the model was tuned on this very record, so this shows a fit and no forecast)" if in_sample(case) else "")


def table(case):
    """Signatures by date against the record; None without one."""
    found = scores(case)
    if not found:
        return None
    mark = " (in-sample)" if in_sample(case) else ""
    single = case.n_replicates == 1
    rows = []
    for one in found:
        counts = [amount(one.median, "n_signed")] if single else [amount(value, "n_signed") for value in (one.low, one.median, one.high, one.mean)]
        scored = [] if single else [score(one.auc) + mark, score(one.log_score) + mark, score(one.base_log_score)]
        rows.append([str(one.date), one.occasion.replace("_", " "), str(one.recorded)] + counts + scored)
    head = ["by the end of", "occasion", "recorded"] + (["this history"] if single else
            ["5 %", "median", "95 %", "mean", "AUC", "log score", "log score, no model"])
    note = "Signatures besides the sponsor’s. "
    if not single:
        note += ("AUC: the chance that a signer was given a higher probability than a country that did not sign (0.5 is chance). Log score: the mean of "
                 "log(probability of what happened), nearer to 0 is better; “no model” gives every country the recorded share.")
        note += (" In-sample: parameters were tuned on this very record (their source says so); the scores show a fit and no forecast."
                 if in_sample(case) else "")
    return Table(f"Signatures against the record ({case.n_replicates} {'replication' if single else 'replications'})", head, rows, left=2, note=note)


def misses(case, n=8):
    """Where the model and the record differ most; None without a record."""
    found = scores(case)
    if not found or case.n_replicates == 1:
        return None
    day = found[-1].date
    p, days, allowed = signed_by(case, day).mean(axis=0), recorded_days(case), free(case)
    happened, names = days <= day, case.result.country_names()
    missed = [i for i in np.argsort(p, kind="stable") if happened[i] and allowed[i]][:n]
    extra = [i for i in np.argsort(-p, kind="stable") if allowed[i] and not happened[i]][:n]
    rows = [[names[i], percent(p[i]), names[j], percent(p[j])] for i, j in zip(missed, extra)]
    return Table(f"Where the model and the record of {day} differ most", ["signed, thought unlikely", "probability", "had not signed, thought likely",
                                                                          "probability"], rows, words=(2,),
                 note=f"Share of {case.n_replicates} replications in which the country had signed by {day}"
                      + ("; in-sample, for the model was tuned on this record." if in_sample(case) else "."))


def fate(case, i):
    """What the record says of a country, for a cell: the date of its signature, or that it had not signed."""
    days = recorded_days(case)
    if days is None:
        return ""
    return f"signed {days[i]}" if not np.isnat(days[i]) else "not signed"


def of_these(case, places):
    """How many of the likeliest members had signed and had not, in words; '' without a record."""
    days = recorded_days(case)
    if days is None or not places:
        return ""
    had = int((~np.isnat(days[list(places)])).sum())
    return (f"Of the {len(places)} likeliest members {had} had signed by {last_recorded(case)}, the last date of the record; "
            f"{len(places) - had} had not.")
