"""Why a country joined: the terms of its decisions."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..words import TERM_FAMILIES, plain
from . import kind


def decisions(result):
    """The decision columns of a run: years, country, move and cause as words, probability, term (decision, term)."""
    if result.kind != "run" or "decision_term" not in result:
        raise NotInFile(f"{result.path.name} holds no decisions: run once with output.decisions = true")
    columns = {key: result.file["decision_" + key][...] for key in ("time", "country", "probability", "term")}
    columns["move"], columns["cause"] = result.words("decision_move"), result.words("decision_cause")
    columns["terms"] = result.labels("term") if "term" in result else result.labels("decision_term")
    return columns


def family_sums(terms, values, services):
    """{family: sum of its terms} of (decision, term) values; the sums of all families are those of all terms."""
    families = families_of(terms, services)
    names = list(terms)
    return {family: values[:, [names.index(name) for name in members]].sum(axis=1) for family, members in families.items() if members}


def families_of(terms, services):
    """{family: its terms} that cover every term of the file once: services are its incentives, rivals what names end tell."""
    families = {family: [name for name in terms if name in members] for family, members in TERM_FAMILIES.items()}
    families["services"] = [name for name in terms if name in services]
    taken = {name for members in families.values() for name in members}
    families["rivals"] += [name for name in terms if name not in taken and name.endswith(("_exclusivity", "_pull"))]
    taken |= set(families["rivals"])
    families["other terms"] = [name for name in terms if name not in taken]
    return families


@kind("reasons", "Why countries join", "run",
      "The terms of the decisions in which countries signed (log-odds of signing against staying, by family of terms), average by "
      "region, or every term of the decision of one country.",
      "Bars to the right spoke for signing, to the left against; their sum is the log-odds, printed at the right.",
      "Only decisions that ended in a signature are averaged: those who refused are not here. Terms are the model's account, "
      "not a government's.", "`--country ISO`")
def draw(cases, options):
    case = cases[0]
    found = decisions(case.result)
    chosen = np.flatnonzero(np.isin(found["move"], ("sign", "return")))
    if options.country:
        return _one_country(cases, case, found, chosen, options.country)
    region = case.result.labels_of("region")[found["country"][chosen]]
    names = sorted(set(region.tolist()))
    sums = family_sums(found["terms"], found["term"][chosen].astype(float), list(case.result.labels("incentive")))
    rows = [("all", np.ones(len(chosen), dtype=bool))] + [(name, region == name) for name in names]
    figure, axis = style.new(1.35 + 0.42 * len(rows))
    table = {"group": [], "family": [], "log_odds": [], "decisions": []}
    colours = ("#777777", "#e69f00", "#009e73", "#56b4e9", "#cc79a7", "#f0e442", "#d55e00", "#0072b2", "#bbbbbb")
    for place, (name, members) in enumerate(rows):
        left = right = 0.0
        for colour, (family, values) in zip(colours, sums.items()):
            mean = float(values[members].mean()) if members.any() else 0.0
            axis.barh(place, mean, left=right if mean > 0 else left, height=0.66, color=colour, edgecolor="white",
                      linewidth=0.3, label=family if place == 0 else None)
            right, left = right + max(0.0, mean), left + min(0.0, mean)
            for key, value in zip(table, (name, family, mean, int(members.sum()))):
                table[key].append(value)
        axis.annotate(f"{left + right:+.1f}", (right, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5)
    axis.axvline(0, color=style.INK, linewidth=0.8)
    axis.set_yticks(range(len(rows)), [f"{name} ({int(members.sum())})" for name, members in rows])
    axis.set_ylim(len(rows) - 0.45, -0.55)
    axis.margins(x=0.08)
    axis.set_xlabel("mean contribution to the log-odds of signing against staying")
    axis.tick_params(axis="y", length=0)
    style.tidy(axis, "x")
    style.legend(figure, *axis.get_legend_handles_labels(), ncols=4, fontsize=7.5)
    style.stamp(figure, cases)
    return style.Picture(figure, case.label, f"{len(chosen)} decisions to sign", {"reasons": table})


def _one_country(cases, case, found, chosen, code):
    from ..labelled import position
    country = position("country", case.result.countries, code)
    mine = chosen[found["country"][chosen] == country]
    if mine.size == 0:
        mine = np.flatnonzero(found["country"] == country)
        if mine.size == 0:
            raise NotInFile(f"{case.result.path.name}: {code} took no decision")
    row = mine[0]
    values = found["term"][row].astype(float)
    order = [i for i in np.argsort(-np.abs(values)) if values[i] != 0.0]
    figure, axis = style.new(1.0 + 0.19 * max(4, len(order)))
    for place, i in enumerate(order):
        axis.barh(place, values[i], height=0.7, color=style.MAIN if values[i] > 0 else style.ACCENT)
        axis.annotate(f"{values[i]:+.2f}", (values[i], place), xytext=(3 if values[i] > 0 else -3, 0), va="center", fontsize=7,
                      textcoords="offset points", ha="left" if values[i] > 0 else "right")
    axis.axvline(0, color=style.INK, linewidth=0.8)
    axis.set_yticks(range(len(order)), [plain(found["terms"][i]) for i in order], fontsize=7.5)
    axis.set_ylim(len(order) - 0.4, -0.6)
    axis.margins(x=0.12)
    axis.tick_params(axis="y", length=0)
    axis.set_xlabel("contribution to the log-odds against staying")
    style.tidy(axis, "x")
    when = str(case.result.dates_from_days(found["time"][row:row + 1])[0])
    name = case.result.country_names()[country]
    axis.set_title(f"{name}, {when}: {plain(found['move'][row])} ({plain(found['cause'][row])})")
    style.stamp(figure, cases)
    table = {"term": [found["terms"][i] for i in order], "log_odds": values[order]}
    return style.Picture(figure, f"{case.label}: {name}", f"Sum {values.sum():+.2f}, probability of the move "
                         f"{found['probability'][row]:.2f}", {"reasons": table})
