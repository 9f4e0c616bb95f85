"""What goes into a report: which pictures and tables, in which order, with which words."""
import numpy as np

from .. import style
from ..case import NotInFile, cases_of, point_label
from ..drawing import draw
from ..figures import Options, all_kinds
from ..figures.surfaces import columns_of
from ..labelled import LabelError
from ..rounding import whole
from ..words import plain
from . import changes, contrasts, fit, metrics, opening, origin, tables
from .blocks import Document, Image, Points, Section, Table, Text

BY_DESIGN = {"grid": ("heatmap", "response"), "list": ("response",), "oat": ("tornado",), "lhs": ("discovery",),
             "sobol": ("discovery",), "morris": ("morris",), "saltelli": ("sobol", "discovery")}
DESIGNS = {"grid": "all combinations of the values of the parameters", "list": "points given one by one", "oat": "one parameter at a time, the others at their base",
           "lhs": "a Latin hypercube: points spread evenly over the ranges", "sobol": "a Sobol’ sequence: points spread evenly over the ranges",
           "morris": "trajectories that move one parameter after another (elementary effects)", "saltelli": "samples that part the variance by parameter (Sobol’ indices)",
           "scenarios": "scenarios side by side"}


def build(results, labels=None, title=None, say=lambda text: None):
    """The document about open results: comparison first where there are several cases, then the first in detail."""
    designed = [result for result in results if result.kind == "sweep" and design_of(result) != "scenarios"]
    compared = [result for result in results if result not in designed]
    histories = [result for result in compared if result.kind == "run"]
    if len(histories) == len(compared):
        histories = []  # nothing but runs: they are the subject
    compared = [result for result in compared if result not in histories]
    cases = cases_of(compared, None, labels) if compared else []
    found = contrasts.contrasts(cases) if len(cases) > 1 else None
    if found and len(cases) > 2 and all(case.point is None for case in cases):
        cases = by_effect(cases, found)
        found = contrasts.contrasts(cases)
    leading = cases[0] if cases else point_case(designed[0])
    document = Document(title or (cases[0].label if len(cases) == 1 else leading.result.title), _subtitle(cases, designed), _stamp(cases, leading.result))
    document.notes = opening.notes(results)
    document.sections = [opening.question(leading, cases[1:])]
    document.sections += _bodies(cases, found, designed, histories, _Drawer(say), leading)
    document.sections += [origin.limits(leading.result), origin.provenance(results, cases), origin.sources(leading.result), origin.configurations(results)]
    return document


def point_case(result):
    """A point of a sweep that stands for the world that all of them share."""
    from ..case import Case
    return Case(result, 0)


def _stamp(cases, result):
    return style.stamp_text(cases) if cases else f"waico {result.version}"


def _bodies(cases, found, designed, histories, draw_one, leading):
    sections = [_summary(cases, found)] if cases else [Section("Before the first number", [Text(opening.caution(leading.result))])]
    if len(cases) > 1:
        sections.append(_comparison(cases, found, draw_one))
    if cases and cases[0].point is None:
        sections += _detail(cases[0], draw_one)
    sections += [_history(result, draw_one) for result in histories]
    for result in designed:
        sections += _sweep(result, draw_one)
    table = changes.table(cases) if len(cases) > 1 else None
    return sections + ([Section("What each scenario changes", [table])] if table else [])


def by_effect(cases, found):
    """The first, then the others from the most to the fewest members against it."""
    effect = np.array([row[0].interval.mean for row in found.found])
    return [cases[0]] + [cases[1 + i] for i in np.argsort(-np.nan_to_num(effect), kind="stable")]


def design_of(result):
    for name in ("design_kind", "design"):
        if name in result.attrs:
            return str(result.attrs[name])
    return "list"


def _subtitle(cases, designed):
    parts = []
    if len(cases) > 1:
        parts.append(f"{len(cases)} scenarios of how countries join a multilateral AI organisation, side by side")
    elif cases:
        kind = "one simulated history" if cases[0].result.kind == "run" else f"{whole(cases[0].n_replicates)} simulated histories"
        parts.append(f"How countries join a multilateral AI organisation: {kind}")
    parts += [f"a sweep of {whole(result.sizes['point'])} points" for result in designed]
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


class _Drawer:
    """Draws pictures into blocks; what a file cannot give is said and left out."""

    def __init__(self, say):
        self.say = say

    def __call__(self, name, results, **options):
        kind = all_kinds()[name]
        points = options.pop("points", None)
        labels = options.pop("labels", None)
        try:
            picture = draw(name, results, Options(**options), points, labels)
        except (NotInFile, LabelError, ValueError) as fault:
            self.say(f"{name} left out: {fault}")
            return []
        png = style.rendered(picture, "png", 200)
        size = tuple(picture.figure.get_size_inches())
        style.close(picture)
        return [Image(png, size, kind.title, picture.caption, kind.shows, kind.read, kind.hides)]


def _summary(cases, found):
    section = Section("In short")
    points = opening.findings(cases[0])
    if len(cases) > 1:
        section.blocks.append(Text(f"Of “{cases[0].label}”, against which the other scenarios are held:"))
    section.blocks.append(Points(points))
    if found:
        section.blocks += [Text("Of the others:"), Points(contrasts.extremes(found) or ["None differs in the mean number of members."])]
    section.blocks.append(Text(opening.caution(cases[0].result)))
    return section


def _comparison(cases, found, draw_one):
    section = Section("Scenarios side by side")
    section.blocks.append(contrasts.scenarios(cases))
    section.blocks += metrics.of_cases(cases)
    labels = [case.label for case in cases]
    results = list(dict.fromkeys(case.result for case in cases))
    arguments = {"labels": labels} if all(case.point is None for case in cases) else {}
    section.blocks += draw_one("compare", results, **dict(arguments))
    if found:
        section.blocks += contrasts.difference_tables(found)
        section.blocks += draw_one("differences", results, **dict(arguments))
    countries = contrasts.countries(cases)
    return Section(section.title, section.blocks + ([countries] if countries else []))


def _history(result, draw_one):
    number = result.attrs.get("replicate", 0)
    section = Section("One history, step by step")
    section.blocks.append(Text(f"Replication {number} of “{result.title}”: how one simulated history unfolds, and why its countries "
                               "decide as they do. It is an example and no more typical than any other."))
    section.blocks += draw_one("timeline", [result]) + draw_one("flows", [result]) + draw_one("reasons", [result])
    return section


def _detail(case, draw_one):
    single = case.n_replicates == 1

    def pictures(*names):
        return [block for name in names for block in draw_one(name, [case.result], labels=[case.label])]

    growth = Section(f"{case.label}: how many")
    growth.blocks += pictures("adoption") + [tables.by_year(case)] + pictures("statuses", "flows") + ([] if single else pictures("outcomes"))
    growth.blocks += metrics.of_cases([case]) + [table for table in (fit.table(case), fit.misses(case)) if table]
    who = Section("Who, where and when", pictures("map") + [tables.by_region(case)])
    if not single:
        table, sentence = tables.first_joiners(case)
        who.blocks += pictures("joiners") + [table] + ([Text(sentence)] if sentence else [])
    who.blocks += pictures("survival", "network")
    sections = [growth, who, Section("The organisation and its rivals", pictures("services", "rivals", "divide"))]
    if case.result.kind == "run":
        return sections + [Section("This history", pictures("timeline", "reasons"))]
    exact = Section("How exact the numbers are", [Text("More replications shrink these errors; they do not touch the assumptions of the model.")])
    table = tables.precision(case)
    exact.blocks += ([table] if table else []) + pictures("convergence")
    return sections + [exact]


def _sweep(result, draw_one):
    """What is varied, then a section for each metric in the order of the config."""
    design = design_of(result)
    first = Section(result.title)
    luck = "meets the same luck at every point" if str(result.attrs.get("design_crn", "true")) == "true" else "meets another luck at every point"
    first.blocks.append(Text(f"A sweep of {whole(result.sizes['point'])} points, {DESIGNS.get(design, design)} (design {design}). {_replications(result)} "
                             f"Replication r {luck}."))
    table = metrics.varied(result)
    first.blocks += [table] if table else []
    failed = _failed(result)
    first.blocks += [failed] if failed else []
    measured = metrics.metrics(result)
    if not measured:
        first.blocks += _pictures_of(result, design, draw_one)
    return [first] + [Section(f"{result.title}: {metric.name}", [Text(f"{metric.name}: {metric.words}.")] + _pictures_of(result, design, draw_one, metric.name)
                              + metrics.analysis(metric, design) + [metrics.points(metric)]) for metric in measured]


def _pictures_of(result, design, draw_one, metric=None):
    blocks = []
    for name in BY_DESIGN.get(design, ("response",)):
        if name == "heatmap" and _n_columns(result) < 2:
            continue
        blocks += draw_one(name, [result], **({"metric": metric} if metric else {}))
    return blocks


def _n_columns(result):
    try:
        return len(columns_of(result))
    except NotInFile:
        return 0


def _replications(result):
    if "replications_done" not in result:
        return ""
    done = np.asarray(result.array("replications_done").values)
    return f"{whole(done.min())} replications at each." if done.min() == done.max() else f"{whole(done.min())} to {whole(done.max())} replications at each."


def _failed(result):
    words = result.words("point_status")
    failed = [i for i, word in enumerate(words) if word != "done"]
    rows = [[str(result.labels("point")[i]), point_label(result, i), plain(words[i])] for i in failed[:20]]
    return Table("Points without a result", ["point", "values", "status"], rows, left=3) if rows else None
