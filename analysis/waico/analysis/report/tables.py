"""Tables about one case: members by year, by region, the likeliest joiners, how well the means are known."""
import numpy as np

from ..case import NotInFile
from ..estimate import mean_interval, proportion_interval
from ..figures.joiners import ranking
from ..pairing import last_day, reading
from ..rounding import MISSING, amount, day_text, percent, span
from ..setting import Setting, sponsor_part
from ..words import MEMBER_STATUSES, SERIES_TITLES
from . import fit
from .blocks import Table
from .readings import final_statuses, has, summary

BOUND = ("signatory", *MEMBER_STATUSES, "frozen")


def year_ends(case):
    """The last account of each calendar year, at most seven of them, and the end."""
    accounts = case.dates[case.dates <= last_day(case)]
    years = accounts.astype("datetime64[Y]").astype(int)
    last = [accounts[np.flatnonzero(years == year)[-1]] for year in np.unique(years)]
    step = -(-len(last) // 7)
    shown = last[::-1][::step][::-1]
    return shown if shown[-1] == last_day(case) or not _exact_end(case) else shown[:-1] + [last_day(case)]


def _exact_end(case):
    try:
        return reading(case, "n_members", last_day(case)).date == last_day(case)
    except NotInFile:
        return False


def by_year(case):
    """Members and signatures over time."""
    single, own, sponsor = case.n_replicates == 1, sponsor_part(case, "gdp_share"), Setting(case).sponsor
    rows = []
    for day in year_ends(case):
        row = [str(summary(case, "n_members", day).date)]
        for series in ("n_signed", "n_members"):
            found = summary(case, series, day)
            row += [amount(found.median, series)] if single else [amount(found.median, series), span(found.low, found.high, series)]
        wealth = summary(case, "gdp_share", day).mean if has(case, "gdp_share") else None
        row += [percent(wealth), percent(None if wealth is None or own is None else wealth - own),
                percent(summary(case, "south_coverage", day).mean if has(case, "south_coverage") else None)]
        rows.append(row)
    head = ["at the end of", "signed"] + ([] if single else ["90 % of replications"]) + ["members"] + ([] if single else ["90 % of replications"]) \
        + [f"share of world GDP with {sponsor}", f"without {sponsor}", "share of the poorer half"]
    note = "" if single else f"Medians and ranges of {case.n_replicates} replications; shares are means. "
    return Table(f"Signed and members over time, {sponsor} left out", head, rows,
                 note=note + "The poorer half are the countries with less than the median income; the last column says how many of them are members.")


def by_region(case):
    """Mean numbers at the end by region."""
    p, date, n = final_statuses(case)
    codes = list(case.result.labels("status"))
    member = p[[codes.index(name) for name in MEMBER_STATUSES]].sum(axis=0)
    signed = p[[codes.index(name) for name in BOUND]].sum(axis=0)
    region = case.result.labels_of("region")
    allowed = np.arange(len(region)) != (case.sponsor() if case.sponsor() is not None else -1)
    rows = []
    for name in sorted(set(region.tolist())) + [None]:
        inside = allowed & (True if name is None else region == name)
        if inside.any():
            rows.append([name or "World", str(inside.sum()), amount(signed[inside].sum(), "n_signed"), amount(member[inside].sum(), "n_members"),
                         percent(member[inside].mean())])
    means = "" if n == 1 else ", means"
    return Table(f"By region on {date}, {Setting(case).sponsor} left out", ["region", "countries", f"signed{means}", f"members{means}",
                                                                             "share that are members"], rows,
                 note="" if n == 1 else f"Over {n} replications.")


def likeliest(case, n=20):
    """(places of the likeliest members, share of replications by country, quantiles of the dates by country)."""
    share, quantiles = ranking(case, "member")
    known = np.where(np.isnan(share), -1, share)
    return [i for i in np.lexsort((quantiles[2], -known)) if known[i] > 0][:n], share, quantiles


def first_joiners(case, n=20):
    """(table, sentence): the likeliest members with their dates and what the record says of each."""
    order, share, quantiles = likeliest(case, n)
    names, replications = case.result.country_names(), case.n_replicates
    recorded = fit.recorded_days(case) is not None
    rows = []
    for i in order:
        low, high = proportion_interval(share[i] * replications, replications)
        early, middle, late = (day_text(case, quantiles[level, i]) for level in (1, 2, 3))
        rows.append([names[i], percent(share[i]), f"{percent(low)} to {percent(high)}", middle, f"{early} to {late}"]
                    + ([fit.fate(case, i)] if recorded else []))
    table = Table(f"The {len(rows)} countries likeliest to become members by {last_day(case)}",
                  ["country", "probability", "95 % interval", "median date", "middle half of dates"] + ([f"record up to {fit.last_recorded(case)}"] if recorded else []),
                  rows, words=(5,), note=f"Shares of {replications} replications, with Wilson’s interval. Where a country never joins, its date counts as "
                                          "later than the end. A probability is the model’s, whatever the record says.")
    return table, fit.of_these(case, order)


def precision(case):
    """How well the means at the end are known; None where replications are not kept."""
    rows, dates = [], set()
    for series in ("n_signed", "n_members"):
        try:
            found = reading(case, series, last_day(case))
        except NotInFile:
            continue
        mean = mean_interval(found.values)
        dates.add(str(found.date))
        rows.append([SERIES_TITLES[series], amount(mean.mean, series), f"{mean.error:.2f}" if np.isfinite(mean.error) else "–", span(mean.low, mean.high, series) if mean.error > 0 else MISSING, str(mean.n)])
    return Table(f"Means on {', '.join(sorted(dates))}", ["series", "mean", "standard error", "95 % interval", "replications"], rows,
                 note="The interval (Student’s t) is that of the mean, not of a single history.") if rows else None
