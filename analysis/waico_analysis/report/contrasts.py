"""Tables that set cases side by side: at one date, with pairs where replications met the same luck, corrected for their number."""
import numpy as np

from ..case import NotInFile
from ..estimate import holm, p_text
from ..labelled import LabelError
from ..pairing import common_day, common_series, country_changes, difference, last_day, luck_statement, why_not_paired
from ..rounding import amount, change, percent, span
from ..setting import sponsor_part
from ..words import SHORT_TITLES
from .blocks import Table
from .readings import has, summary

COMPARED = ("n_members", "n_signed", "overlap_us", "overlap_rights")
SURE = 0.05


def scenarios(cases):
    """The scenarios side by side at the last day that all reach."""
    day, rows, late = common_day(cases), [], {}
    for case in cases:
        members, signed = summary(case, "n_members", day), summary(case, "n_signed", day)
        late.setdefault(members.date, []).append(case.label)
        row = [case.label, str(members.n or case.n_replicates), amount(signed.median, "n_signed"), amount(members.median, "n_members"),
               span(members.low, members.high, "n_members")]
        own = sponsor_part(case, "gdp_share")
        wealth = summary(case, "gdp_share", day).mean if has(case, "gdp_share") else None
        row += [percent(wealth), percent(None if wealth is None or own is None else wealth - own)]
        row += [amount(summary(case, series, day).mean if has(case, series) else None, series) for series in ("south_coverage", "trust", "overlap_us")]
        rows.append(row)
    note = f"Signed and members: medians; the range holds 90 % of replications; the rest are means. {read_at(late, day)}"
    return Table(f"Scenarios on {day}", ["scenario", "replications", "signed", "members", "90 % range", "share of GDP with the sponsor", "without",
                                         "poorer half that are members", "trust", "also in us"], rows, note=note)


def read_at(late, day):
    """Which scenarios were read at an account before the day, in words."""
    early = {date: labels for date, labels in late.items() if date != day}
    if not early:
        return f"All at the end of {day}."
    if len(late) == 1:
        return f"Read at the last account before, {next(iter(early))}: the files do not keep the state of {day} itself."
    told = [f"{', '.join(f'“{label}”' for label in labels)} at {date}" for date, labels in sorted(early.items())]
    return f"Where a file does not keep the state of {day} it is read at its last account before: {'; '.join(told)}."


class Contrasts:
    """Differences of the others to the first in several series, with Holm's correction over all of them."""

    def __init__(self, cases, series):
        self.cases, self.series, self.day = cases, series, common_day(cases)
        self.found = [[difference(cases[0], case, name, self.day) for name in series] for case in cases[1:]]
        p = np.array([[one.p_value for one in row] for row in self.found])
        self.p_holm = holm(p.ravel()).reshape(p.shape) if p.size else p

    def sure(self, row, column):
        return bool(self.p_holm[row, column] < SURE)


def contrasts(cases):
    """Contrasts of the series that every case keeps by replication; None where there are none."""
    series = common_series(cases, COMPARED)
    return Contrasts(cases, series) if series else None


def difference_tables(found):
    """Members in full, then the other series in short."""
    cases, day = found.cases, found.day
    head = cases[0]
    rows = []
    for row, case in enumerate(cases[1:]):
        one = found.found[row][0]
        rows.append([case.label, str(one.interval.n), amount(one.before, found.series[0]), amount(one.after, found.series[0]),
                     change(one.interval, found.series[0]), percent(one.greater), percent(one.equal), percent(one.less),
                     verdict(found, row, 0)])
    unpaired = any(why_not_paired(head, case) for case in cases[1:])
    number = "pairs" if not unpaired else "pairs or replications"
    first = Table(f"{SHORT_TITLES.get(found.series[0], found.series[0]).capitalize()} on {day}: difference to “{head.label}”",
                  ["scenario", number, "mean there", "mean here", "difference, ± 95 %", "P(more)", "P(equal)", "P(fewer)", "told from luck"], rows,
                  words=(8,), note=f"There: in “{head.label}”; here: in the scenario of the row. {luck_statement(cases)} P: the share of "
                                   f"{'pairs of replications' if not unpaired else 'pairs'} in which there are more, equally many, fewer. {correction(found)} "
                                   f"{dates_read(found)}")
    if len(found.series) < 2:
        return [first]
    rows = [[case.label] + [change(found.found[row][column].interval, name) + ("" if found.sure(row, column) else " °")
                            for column, name in enumerate(found.series) if column] + [str(min(one.interval.n for one in found.found[row]))]
            for row, case in enumerate(cases[1:])]
    second = Table(f"Other differences to “{head.label}” on {day}, ± 95 %", ["scenario"] + [SHORT_TITLES.get(name, name) for name in found.series[1:]] + [number],
                   rows, note=f"Means. °: not told from luck. {correction(found)}")
    return [first, second]


def verdict(found, row, column):
    """Whether a difference can be told from luck, with its corrected p-value."""
    p = found.p_holm[row, column]
    if not np.isfinite(p):
        return "not known"
    return ("yes" if p < SURE else "no") + f" ({p_text(p).replace('e-', 'e−')})"


def correction(found):
    n = found.p_holm.size
    return (f"Told from luck: p < {SURE:g} after Holm’s correction for all {n} differences." if n > 1
            else f"Told from luck: p < {SURE:g}.")


def dates_read(found):
    late = {}
    for row, case in enumerate(found.cases[1:]):
        late.setdefault(found.found[row][0].dates[1], []).append(case.label)
        late.setdefault(found.found[row][0].dates[0], [])
    late.setdefault(found.found[0][0].dates[0], []).insert(0, found.cases[0].label)
    return read_at({date: labels for date, labels in late.items() if labels}, found.day)


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
    rows, n = [], 0
    for case in cases[1:]:
        try:
            found = country_changes(cases[0], case)
        except (NotInFile, LabelError):
            continue
        n = max(n, int(np.isfinite(found.p_holm).sum()))
        names = case.result.country_names()
        sure = [i for i in np.argsort(-np.abs(np.nan_to_num(found.after - found.before)), kind="stable") if found.p_holm[i] < SURE]
        told = "; ".join(f"{names[i]} {percent(found.before[i])} → {percent(found.after[i])} ({percent(found.low[i], True)[:-2]} to "
                         f"{percent(found.high[i], True)[:-2]} points)" for i in sure[:most])
        rows.append([case.label, str(found.n), str(len(sure)), told or "no country’s change can be told from luck"])
    ends = {str(last_day(case)) for case in cases}
    until = f"before {ends.pop()}" if len(ends) == 1 else "before the end of each scenario: their ends differ, and so do the chances"
    return Table(f"Whose chance of ever becoming a member {until} changes against “{cases[0].label}”",
                 ["scenario", "pairs", "countries", "the largest changes"], rows, words=(3,),
                 note=f"Countries whose change is told from luck: p < {SURE:g} after Holm’s correction for {n} countries; in brackets Newcombe’s 95 % interval "
                      "of the change.") if rows else None
