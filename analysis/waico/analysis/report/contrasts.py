"""Tables that set cases side by side: at one date, with pairs where replications met the same luck, corrected for their number."""
import numpy as np

from ..case import NotInFile
from ..estimate import holm, p_text
from ..labelled import LabelError
from ..pairing import common_day, common_series, country_changes, difference, last_day, luck_statement, shared_day, why_not_paired
from ..rounding import amount, change, percent, span
from ..setting import sponsor_part
from ..words import SHORT_TITLES
from .blocks import Table
from .readings import has, summary

COMPARED = ("n_members", "n_signed", "overlap_us", "overlap_rights")
SURE = 0.05


def scenarios(cases):
    """The scenarios side by side at the last day that all reach."""
    day, rows = reading_day(cases), []
    for case in cases:
        members, signed = summary(case, "n_members", day), summary(case, "n_signed", day)
        row = [case.label, str(members.n or case.n_replicates), amount(signed.median, "n_signed"), amount(members.median, "n_members"),
               span(members.low, members.high, "n_members")]
        own = sponsor_part(case, "gdp_share")
        wealth = summary(case, "gdp_share", day).mean if has(case, "gdp_share") else None
        row += [percent(wealth), percent(None if wealth is None or own is None else wealth - own)]
        row += [amount(summary(case, series, day).mean if has(case, series) else None, series) for series in ("south_coverage", "trust", "overlap_us")]
        rows.append(row)
    note = f"Signed and members: medians; the range holds 90 % of replications; the rest are means. {read_at(cases, day)}"
    return Table(f"Scenarios on {day}", ["scenario", "replications", "signed", "members", "90 % range", "share of GDP with the sponsor", "without",
                                         "poorer half that are members", "trust", "also in us"], rows, note=note)


def reading_day(cases):
    """The day on which scenarios are set side by side."""
    try:
        return shared_day(cases, "n_members")
    except NotInFile:
        return common_day(cases)


def read_at(cases, day):
    """How the day of a table was chosen and read, in words."""
    last = common_day(cases)
    dates = {str(summary(case, "n_members", day).date): case.label for case in cases}
    if len(dates) > 1:
        told = ", ".join(f"“{case.label}” at {summary(case, 'n_members', day).date}" for case in cases)
        return f"The files have no account on one date; each is read at its last one: {told}. What lies between these dates is in the numbers too."
    if day == last:
        return f"All at the end of {day}" + ("." if len({last_day(case) for case in cases}) == 1 else ", the last day that all reach.")
    return f"All at the account of {day}, the last that all have on one date: not every file keeps the state of {last}, the last day that all reach."


class Contrasts:
    """Differences of the others to the first in several series, with Holm's correction over all of them."""

    def __init__(self, cases, series):
        self.cases, self.series, self.day = cases, series, shared_day(cases, series[0])
        self.found = [[difference(cases[0], case, name, self.day) for name in series] for case in cases[1:]]
        p = np.array([[one.p_value for one in row] for row in self.found])
        self.p_holm = holm(p.ravel()).reshape(p.shape) if p.size else p

    def sure(self, row, column):
        return bool(self.p_holm[row, column] < SURE)


def contrasts(cases):
    """Contrasts of the series that every case keeps by replication; None where there are none."""
    series = common_series(cases, COMPARED)
    try:
        return Contrasts(cases, series) if series else None
    except NotInFile:
        return None


def difference_tables(found):
    """Members in full, then the other series in short."""
    cases, day = found.cases, found.day
    head = cases[0]
    rows = []
    for row, case in enumerate(cases[1:]):
        one = found.found[row][0]
        rows.append([case.label, str(one.interval.n), amount(one.before, found.series[0]), amount(one.after, found.series[0]),
                     change(one.interval, found.series[0]), percent(one.greater), percent(one.equal), percent(one.less),
                     luck_words(found.p_holm[row, 0])])
    unpaired = any(why_not_paired(head, case) for case in cases[1:])
    number = "pairs" if not unpaired else "pairs or replications"
    first = Table(f"{SHORT_TITLES.get(found.series[0], found.series[0]).capitalize()} on {day}: difference to “{head.label}”",
                  ["scenario", number, "mean there", "mean here", "difference, ± 95 %", "P(more)", "P(equal)", "P(fewer)", "told from luck"], rows,
                  words=(8,), note=f"There: in “{head.label}”; here: in the scenario of the row. {luck_statement(cases)} P: the share of "
                                   f"{'pairs of replications' if not unpaired else 'pairs'} in which there are more, equally many, fewer. {luck_rule(found.p_holm.size)} "
                                   f"{read_at(cases, day)}")
    if len(found.series) < 2:
        return [first]
    rows = [[case.label] + [change(found.found[row][column].interval, name) + ("" if found.sure(row, column) else " °")
                            for column, name in enumerate(found.series) if column] + [str(min(one.interval.n for one in found.found[row]))]
            for row, case in enumerate(cases[1:])]
    second = Table(f"Other differences to “{head.label}” on {day}, ± 95 %", ["scenario"] + [SHORT_TITLES.get(name, name) for name in found.series[1:]] + [number],
                   rows, note=f"Means. °: not told from luck. {luck_rule(found.p_holm.size)}")
    return [first, second]


def luck_words(p):
    """Whether a difference can be told from luck, with its corrected p-value."""
    return ("yes" if p < SURE else "no") + f" ({p_text(p).replace('e-', 'e−')})" if np.isfinite(p) else "not known"


def luck_rule(n):
    return f"Told from luck: p < {SURE:g}" + (f" after Holm’s correction for all {n} differences." if n > 1 else ".")


def extremes(found):
    """Which scenarios move the number of members most, as sentences."""
    head = found.cases[0]
    entries = [(one[0].interval.mean, one[0].interval, found.sure(row, 0), found.cases[row + 1].label) for row, one in enumerate(found.found)]
    told = []
    for chosen, word in ((sorted((entry for entry in entries if entry[0] > 0), key=lambda entry: -entry[0]), "more"),
                         (sorted((entry for entry in entries if entry[0] < 0), key=lambda entry: entry[0]), "fewer")):
        if chosen:
            listed = ", ".join(f"“{label}” ({change(interval, found.series[0])}" + ("" if sure else ", not told from luck") + ")"
                               for _, interval, sure, label in chosen[:3])
            told.append(f"Against “{head.label}”, {word} members on {found.day} come on average with {listed}. ± is the 95 % interval of the mean.")
    return told


def countries(cases, most=4):
    """Whose chance of joining changes, corrected over all countries; None where replications are not kept."""
    rows, n, day = [], 0, common_day(cases)
    for case in cases[1:]:
        try:
            found = country_changes(cases[0], case, day=day)
        except (NotInFile, LabelError):
            continue
        n = max(n, int(np.isfinite(found.p_holm).sum()))
        names = case.result.country_names()
        sure = [i for i in np.argsort(-np.abs(np.nan_to_num(found.after - found.before)), kind="stable") if found.p_holm[i] < SURE]
        told = "; ".join(f"{names[i]} {percent(found.before[i])} → {percent(found.after[i])} ({percent(found.low[i], True)[:-2]} to "
                         f"{percent(found.high[i], True)[:-2]} points)" for i in sure[:most])
        rows.append([case.label, str(found.n), str(len(sure)), told or "no country’s change can be told from luck"])
    return Table(f"Whose chance of becoming a member by {day} changes against “{cases[0].label}”",
                 ["scenario", "pairs", "countries", "the largest changes"], rows, words=(3,),
                 note=f"Countries whose change is told from luck: p < {SURE:g} after Holm’s correction for {n} countries; in brackets Newcombe’s interval of "
                      "the change, wide enough to hold for all these countries at once (95 %).") if rows else None
