"""What goes into a report: which pictures and tables, in which order, with which words."""
import numpy as np

from .. import style
from ..case import NotInFile, cases_of, point_label
from ..drawing import draw
from ..figures import Options, all_kinds
from ..figures.surfaces import columns_of
from ..labelled import LabelError
from ..words import plain
from . import numbers
from .blocks import Document, Image, Listing, Points, Section, Table, Text

BY_DESIGN = {"grid": ("heatmap", "response"), "list": ("response",), "oat": ("tornado",), "lhs": ("discovery",),
             "sobol": ("discovery",), "morris": ("morris",), "saltelli": ("sobol", "discovery")}


def build(results, labels=None, title=None, say=lambda text: None):
    """The document about open results: comparison first where there are several cases, then the first in detail."""
    designed = [result for result in results if result.kind == "sweep" and design_of(result) != "scenarios"]
    plain_results = [result for result in results if result not in designed]
    histories = [result for result in plain_results if result.kind == "run"]
    if len(histories) == len(plain_results):
        histories = []  # nothing but runs: they are the subject
    plain_results = [result for result in plain_results if result not in histories]
    cases = cases_of(plain_results, None, labels) if plain_results else []
    cases = by_effect(cases)
    main = cases[0].result if cases else designed[0]
    stamp = style.stamp_text(cases) if cases else f"waico {main.version}"
    document = Document(title or (cases[0].label if len(cases) == 1 else main.title), _subtitle(cases, designed), stamp)
    draw_one = _Drawer(say)
    if cases:
        document.sections.append(_summary(cases))
    if len(cases) > 1:
        document.sections.append(_comparison(cases, draw_one))
    if cases and cases[0].point is None:
        document.sections += _detail(cases[0], draw_one)
    document.sections += [_history(result, draw_one) for result in histories]
    document.sections += [_sweep(result, draw_one) for result in designed]
    if len(cases) > 1 and len(plain_results) > 1:
        table = numbers.what_changes(cases)
        document.sections += [Section("What each scenario changes", [table])] if table else []
    document.sections.append(_limits(main))
    document.sections.append(_provenance(results, cases))
    document.sections.append(_sources(main))
    document.sections.append(_configurations(results))
    return document


def by_effect(cases):
    """The first, then the others from the most to the fewest members against it; as given where points of a sweep are
    among them or replications are not kept."""
    if len(cases) < 3 or any(case.point is not None for case in cases):
        return cases
    when = str(min(case.dates[-1] for case in cases))
    try:
        effect = [numbers.paired(cases[0], case, "n_members", when)[0].mean for case in cases[1:]]
    except (NotInFile, LabelError):
        return cases
    return [cases[0]] + [cases[1 + i] for i in np.argsort(-np.array(effect), kind="stable")]


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
        kind = "one simulated history" if cases[0].result.kind == "run" else f"{cases[0].n_replicates} simulated histories"
        parts.append(f"How countries join a multilateral AI organisation: {kind}")
    parts += [f"a sweep of {result.sizes['point']} points" for result in designed]
    return "; ".join(parts)


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


def _summary(cases):
    section = Section("In short")
    if len(cases) == 1:
        points = numbers.short_findings(cases[0])
        statement = numbers.against_record(cases[0])[1]
        section.blocks.append(Points(points + ([statement] if statement else [])))
    else:
        points = [f"{cases[0].label}: {point}" for point in numbers.short_findings(cases[0])[:2]]
        points += _extremes(cases)
        statement = numbers.against_record(cases[0])[1]
        section.blocks.append(Points(points + ([statement] if statement else [])))
    section.blocks.append(Text("These are shares of simulated histories under stated assumptions. They show how the mechanisms of the "
                               "model work together; they are not forecasts of the decision of any government. What is left out is "
                               "said under “Limits”."))
    return section


def _extremes(cases):
    """Which scenarios move the number of members most."""
    when = str(min(case.dates[-1] for case in cases))
    change = []
    for case in cases[1:]:
        try:
            interval, _ = numbers.paired(cases[0], case, "n_members", when)
        except (NotInFile, LabelError):
            return []
        change.append((interval.mean, interval, case.label))
    change.sort(key=lambda entry: entry[0])
    def said(entry):
        mean, interval, label = entry
        sure = np.isfinite(interval.low) and interval.low * interval.high > 0
        text = f"{mean:+.1f}".replace("-", "−")
        return f"“{label}” ({text}" + ("" if sure else ", within the error of the simulation") + ")"
    found = []
    for entries, word in (([entry for entry in change[::-1] if entry[0] > 0], "more"),
                          ([entry for entry in change if entry[0] < 0], "fewer")):
        if entries:
            found.append(f"Against “{cases[0].label}”, {word} members at {when} come on average with "
                         + ", ".join(said(entry) for entry in entries[:3]) + ".")
    return found


def _comparison(cases, draw_one):
    section = Section("Scenarios side by side")
    section.blocks.append(numbers.scenarios(cases))
    labels = [case.label for case in cases]
    results = list(dict.fromkeys(case.result for case in cases))
    arguments = {"labels": labels} if all(case.point is None for case in cases) else {}
    section.blocks += draw_one("compare", results, **dict(arguments))
    table = numbers.difference_table(cases)
    if table:
        section.blocks.append(table)
    section.blocks += draw_one("differences", results, **dict(arguments))
    return section


def _history(result, draw_one):
    number = result.attrs.get("replicate", 0)
    section = Section("One history, step by step")
    section.blocks.append(Text(f"Replication {number} of “{result.title}”: how one simulated history unfolds, and why its countries "
                               "decide as they do. It is an example and no more typical than any other."))
    section.blocks += draw_one("timeline", [result]) + draw_one("flows", [result]) + draw_one("reasons", [result])
    return section


def _detail(case, draw_one):
    result = [case.result]
    label = {"labels": [case.label]}
    is_run = case.result.kind == "run"

    def pictures(*names):
        return [block for name in names for block in draw_one(name, result, **dict(label))]

    growth = Section(f"{case.label}: how many")
    growth.blocks += pictures("adoption") + [numbers.by_year(case)] + pictures("statuses", "flows")
    if not is_run:
        growth.blocks += pictures("outcomes")
    table = numbers.against_record(case)[0]
    if table:
        growth.blocks.append(table)
    who = Section("Who, where and when")
    who.blocks += pictures("map") + [numbers.by_region(case)]
    if not is_run:
        who.blocks += pictures("joiners") + [numbers.first_joiners(case)]
    who.blocks += pictures("survival", "network")
    state = Section("The organisation and its rivals")
    state.blocks += pictures("services", "rivals", "divide")
    sections = [growth, who, state]
    if is_run:
        history = Section("This history")
        history.blocks += pictures("timeline", "reasons")
        sections.append(history)
    else:
        exact = Section("How exact the numbers are")
        exact.blocks += [Text("More replications shrink these errors; they do not touch the assumptions of the model.")]
        table = numbers.precision(case)
        exact.blocks += ([table] if table else []) + pictures("convergence")
        sections.append(exact)
    return sections


def _sweep(result, draw_one):
    section = Section(result.title)
    design = design_of(result)
    section.blocks.append(Text(f"Design: {design}, {result.sizes['point']} points."))
    for name in BY_DESIGN.get(design, ("response",)):
        if name != "heatmap" or len(columns_of(result)) > 1:
            section.blocks += draw_one(name, [result])
    words = result.words("point_status")
    failed = [i for i, word in enumerate(words) if word != "done"]
    if failed:
        rows = [[str(result.labels("point")[i]), point_label(result, i), plain(words[i])] for i in failed[:20]]
        section.blocks.append(Table("Points without a result", ["point", "values", "status"], rows, left=3))
    return section


def _limits(result):
    total, judged = numbers.parameter_sources(result)
    section = Section("Limits")
    points = [
        "A simulated history is one draw from the model. Probabilities are shares of such histories, not degrees of belief about a "
        "particular government.",
        "Bands and intervals hold the luck of the model alone. Doubt about parameters is not in them; sweeps over parameters "
        "are the place to look for it.",
        "Countries are compared by published indicators (votes, trade, readiness, regime, ties). What no indicator holds, such as "
        "persons, secret diplomacy, or a change of law, enters only as chance.",
        "Countries decide one after another by a logit over neighbouring statuses; bargaining between them is not modelled beyond "
        "peers, offers and the vote on standards.",
        "Maps use public shapes at a scale of 1:50 million. Borders and names imply no position on the status of any territory.",
    ]
    if total:
        points.insert(2, f"Of {total} parameters, {judged} rest on judgement (see their `source` in the file); the others on data or on the "
                         "literature. Conclusions that hang on one of them should be tested by a sweep.")
    imputed = result.input("imputed")
    if imputed is not None:
        filled = sum(bool(text) for text in imputed)
        points.insert(3, f"In the country table {filled} of {len(imputed)} countries have at least one column filled by a rule; the file "
                         "names the columns.")
    section.blocks.append(Points(points))
    return section


def _provenance(results, cases):
    section = Section("Where the numbers come from")
    section.blocks.append(numbers.provenance(results, cases))
    kept = results[0].provenance
    rows = [[name, kept[key]] for name, key in (("command", "command"), ("libraries", "libraries"), ("version", "version"),
                                               ("source revision", "git_revision")) if kept.get(key)]
    rows.append(["identity", results[0].identity])
    section.blocks.append(Table(f"How {results[0].path.name} was made", ["", ""], rows, left=2))
    section.blocks.append(Text("Any replication can be repeated from its file with “waico rerun FILE --replicate R”, and its events and "
                               "the terms of every decision written with --events and --decisions."))
    return section


def _sources(result):
    section = Section("Sources and licences")
    rows = []
    group = result.file.get("input", {})
    for name in group:
        attrs = group[name].attrs
        if "sha256" in attrs:
            values = [numbers_text(attrs.get(key, "")) for key in ("role", "file", "source", "licence", "sha256")]
            rows.append(values[:4] + [values[4][:16]])
    if rows:
        section.blocks.append(Table("Input tables as used", ["role", "file", "source", "licence", "sha256"], rows, left=5))
    section.blocks.append(Text("Shapes of countries: Natural Earth 1:50m (public domain), through world-atlas (ISC licence), simplified."))
    return section


def numbers_text(value):
    from ..schema import text
    return text(value) or "–"


def _configurations(results):
    section = Section("Configurations")
    seen = set()
    for result in results:
        for key, title in (("config_text", "as given"), ("config_effective", "how to run, every key")):
            words = result.provenance.get(key, "")
            if words and words not in seen:
                seen.add(words)
                section.blocks.append(Listing(f"{result.title}: {title}", words))
    return section
