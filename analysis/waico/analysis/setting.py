"""Who and what a file is about, in words: from its attributes, its axes and the text of its scenario.

No name of a country, place or date is known here; a file about another sponsor speaks of that one.
"""
import re

import numpy as np

from .pairing import last_day
from .rounding import value_text
from .schema import text
from .script import quoted, scenario_text
from .words import WITH_SPONSOR

EVENTS = {"signing_opens": "the agreement opens for signature", "signing_closes": "signing closes", "ceremony": "signing ceremony",
          "deadline": "the deadline for signing", "rival_opens": "the rival {rival} opens", "rival_summit": "summit of the rival {rival}",
          "incident": "a grave AI incident", "invite": "{country} is invited", "status": "{country} becomes {status}"}


class Setting:
    """The world of a case.  Names are those of the file's country table."""

    def __init__(self, case):
        self.case, self.result = case, case.result
        self.script = scenario_text(self.result, case.point)

    def name(self, code):
        """The name of a country by its code, with its article: China, the United States."""
        found = np.flatnonzero(self.result.countries == code)
        return with_article(str(self.result.country_names()[found[0]])) if found.size else str(code)

    @property
    def sponsor(self):
        return self.name(self._said("sponsor"))

    @property
    def leader(self):
        return self.name(self._said("rival_leader"))

    def _said(self, key):
        return quoted(self.script, key) or text(self.result.attrs.get(key, ""))

    @property
    def place(self):
        return quoted(self.script, "place")

    @property
    def title(self):
        return quoted(self.script, "title") or self.result.title

    @property
    def question(self):
        return quoted(self.script, "question")

    @property
    def first_day(self):
        return self.result.start + np.timedelta64(self.case.shift_days, "D")

    @property
    def last_day(self):
        return last_day(self.case)

    @property
    def account_months(self):
        """Months between two accounts."""
        days = np.asarray(self.result.file["time"][:2], dtype=float)
        return float(days[-1] - (days[0] if days.size > 1 else 0.0)) / 365.25 * 12

    def sponsor_part(self, series):
        """What the sponsor alone gives to a share of the world that counts it in; 0 where it is not counted."""
        return sponsor_part(self.case, series)


def with_article(name):
    return f"the {name}" if re.match(r"(United |Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles|Solomon |Marshall |"
                                     r"Russian |Central African |Democratic |Dominican |Czech Republic)", name) else name


def sponsor_part(case, series):
    """The sponsor's own part of a share that counts it in; 0 where it is not counted, None where the file cannot tell."""
    place = case.sponsor()
    if place is None or series not in WITH_SPONSOR:
        return 0.0
    if WITH_SPONSOR[series] is None:
        return 1.0 / len(case.result.countries)
    weights = case.result.input(WITH_SPONSOR[series])
    return None if weights is None else float(weights[place] / np.sum(weights))


# -- the calendar ---------------------------------------------------------------------------------------

def said(case, entry):
    """An entry of the calendar in words, without its date."""
    setting = Setting(case)
    kind = entry.get("event", "")
    if kind == "set":
        return f"{meaning(case.result, entry['path'])} becomes {value_text(float(entry['value']))}"
    pattern = EVENTS.get(kind, kind.replace("_", " "))
    words = pattern.format(rival=entry.get("rival", ""), country=setting.name(entry.get("country", "")), status=entry.get("status", ""))
    if kind == "ceremony" and setting.place:
        words += f" in {setting.place}"
    further = [f"{key.replace('_', ' ')} {value}" for key, value in entry.items()
               if key not in ("date", "event", "rival", "country", "status", "every_years", "path", "value", "last")]
    every = entry.get("every_years")
    words += f" ({', '.join(further)})" if further else ""
    return words + (", yearly" if every == "1" else f", every {every} years" if every else "")


def meaning(result, path):
    """What a parameter is called: its long_name, with its path where another has the same one."""
    known = result.parameters()
    name = str(known.get(path, {}).get("long_name") or path)
    return f"{name} ({path})" if sum(entry.get("long_name") == name for entry in known.values()) > 1 else name
