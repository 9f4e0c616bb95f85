"""What each scenario does otherwise than the first, in words: start, statuses, parameters, calendar."""
import numpy as np

from ..rounding import value_text
from ..script import calendar, parameters, quoted, scenario_text
from ..setting import Setting, meaning, said
from .blocks import Table


def table(cases):
    """One row a scenario; None where the files do not keep the texts of their scenarios or there is nothing to compare."""
    scripts = [scenario_text(case.result, case.point) for case in cases]
    if len(cases) < 2 or not all(scripts) or len(set(scripts)) < 2:
        return None
    rows = [[cases[0].label, quoted(scripts[0], "question"), "–"]]
    rows += [[case.label, quoted(script, "question"), "; ".join(_changes(cases[0], case, scripts[0], script)) or "nothing but its text"]
             for case, script in zip(cases[1:], scripts[1:])]
    return Table(f"What each scenario changes against “{cases[0].label}”", ["scenario", "question", "changes"], rows, left=3,
                 note="First what holds from the start on (there → here), then what changes on a date. The full texts are in the files.")


def _changes(first, case, base, script):
    there, here = Setting(first), Setting(case)
    found = []
    for word, before, after in (("sponsor", there.sponsor, here.sponsor), ("leader of the rival us", there.leader, here.leader),
                                ("place of the signing", there.place, here.place), ("end", str(there.last_day), str(here.last_day))):
        if before != after:
            found.append(f"{word}: {before} → {after}")
    if there.first_day != here.first_day:
        found.append(f"starts on {here.first_day}{_statuses(case)}")
    values, others = parameters(base), parameters(script)
    found += [f"{meaning(case.result, path)} {value_text(values[path])} → {value_text(value)}" for path, value in others.items()
              if path in values and values[path] != value]
    return found + _calendar(case, here, calendar(base), calendar(script), others)


def _statuses(case):
    """With how many countries bound a later start begins."""
    status = case.result.input("initial_status")
    if status is None or case.point is not None:
        return ""
    names = [str(name) for name in case.result.labels("status")]
    others = np.arange(len(status)) != (case.sponsor() if case.sponsor() is not None else -1)
    bound = int((status[others] >= names.index("signatory")).sum())
    return f" with {bound} countries that have signed" if bound else ""


def _calendar(case, setting, base, script, values):
    """New entries by date, and those of the first scenario that are missing here; a value with the one before it."""
    values, found = dict(values), []
    for entry in sorted(script, key=lambda entry: entry.get("date", "")):
        words = said(case, entry)
        if entry.get("event") == "set":
            path = entry["path"]
            words = f"{meaning(case.result, path)} {value_text(values[path])} → {value_text(float(entry['value']))}" if path in values else words
            values[path] = float(entry["value"])
        if entry not in base:
            found.append((entry.get("date", ""), words))
    told = []
    for date in sorted({date for date, _ in found}):
        told.append(f"from {date}: " + ", ".join(words for when, words in found if when == date))
    missing = [entry for entry in base if entry not in script and entry.get("date", "") >= str(setting.first_day)]
    return told + [f"without: {said(case, entry)} ({entry['date']})" for entry in missing]
