"""The text of a scenario as a result file keeps it: every key with its value, one text for each scenario of the file."""
import re

import numpy as np

from .schema import text

PAIR = re.compile(r'(\w+) = (?:"((?:[^"\\]|\\.)*)"|([^;"]+));')


def scenario_text(result, point=None):
    """The text of the scenario of a file, or of a point of a sweep; '' where the file keeps none."""
    group = result.file.get("provenance")
    if group is None or "scenario_effective" not in group:
        return ""
    texts = [text(one) for one in np.atleast_1d(group["scenario_effective"][()])]
    place = int(result.file["point_scenario"][point]) if point is not None and "point_scenario" in result else 0
    return texts[place] if 0 <= place < len(texts) else ""


def quoted(script, key):
    """The text or date of a key at the head of a scenario, '' where it is not said."""
    found = re.search(rf'^{key} = "((?:[^"\\]|\\.)*)";', script, re.MULTILINE)
    return _plain(found[1]) if found else ""


def calendar(script):
    """The dated entries in their order: dicts with date, event and the further keys, all as texts."""
    block = re.search(r"^calendar = \(\n(.*?)^\);", script, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"\{(.*?)\}", block[1]) if block else []
    return [{key: _plain(words) or number.strip() for key, words, number in PAIR.findall(line)} for line in lines]


def parameters(script):
    """{dotted path: value} of every parameter."""
    found, groups = {}, []
    for line in script.splitlines():
        line = line.strip()
        if line.endswith("{") and not line.startswith("{"):
            groups.append(line.split(":")[0].strip())
        elif line in ("};", "}"):
            groups = groups[:-1]
        else:
            for key, _, number in PAIR.findall(line):
                if groups and number and re.fullmatch(r"[-+0-9.eE]+", number.strip()):
                    found[".".join(groups + [key])] = float(number)
    return found


def _plain(words):
    """A quoted text without its escapes."""
    return re.sub(r"\\(.)", lambda escaped: {"n": "\n", "t": "\t"}.get(escaped[1], escaped[1]), words)
