"""The last pages of a report: limits, where the numbers come from, sources."""
import numpy as np

from ..rounding import whole
from ..schema import text
from .blocks import Listing, Points, Section, Table, Text
from .opening import parameter_sources


def limits(result):
    total, judged = parameter_sources(result)
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
        points.insert(2, f"Of {total} parameters, {judged} rest on judgement, in value or in size (their `source` in the file says so); the others on "
                         "data, on the literature or on tuning. Conclusions that hang on one of them should be tested by a sweep.")
    imputed = result.input("imputed")
    if imputed is not None:
        filled = sum(bool(one) for one in imputed)
        points.insert(3, f"In the country table {filled} of {len(imputed)} countries have at least one column filled by a rule; the file "
                         "names the columns.")
    return Section("Limits", [Points(points)])


def provenance(results, cases):
    """Where each file comes from, and how the first was made."""
    rows = []
    for result in results:
        kept = result.provenance
        counts = sorted({case.n_replicates for case in cases if case.result is result})
        rows.append([result.title, text(result.attrs.get("deviations", "")) or "–", result.kind, _replications(result, counts), result.seed, result.version,
                     kept.get("git_revision", "")[:9] or "–", result.identity[:16]])
    section = Section("Where the numbers come from")
    section.blocks.append(Table("Result files", ["title", "deviates in", "kind", "replications", "seed", "version", "revision", "identity"], rows, left=3,
                                note="The identity is a hash of the effective configuration, the input tables and the format; equal identities "
                                     "and seeds give equal bytes, when as many replications were done."))
    kept = results[0].provenance
    rows = [[name, kept[key]] for name, key in (("command", "command"), ("libraries", "libraries"), ("version", "version"),
                                               ("source revision", "git_revision")) if kept.get(key)]
    rows.append(["identity", results[0].identity])
    section.blocks.append(Table(f"How {results[0].path.name} was made", ["", ""], rows, left=2))
    section.blocks.append(Text("Any replication can be repeated from its file with “waico rerun FILE --replicate R”, and its events and "
                               "the terms of every decision written with --events and --decisions."))
    return section


def _replications(result, counts):
    if result.kind == "run":
        return f"number {result.attrs.get('replicate', 0)} alone"
    if not counts and "replications_done" in result:
        counts = sorted(set(np.asarray(result.array("replications_done").values).tolist()))
    if not counts:
        return "–"
    done = whole(counts[-1]) if counts[0] == counts[-1] else f"{whole(counts[0])} to {whole(counts[-1])}"
    asked = result.replicates_asked
    return f"{done} of {whole(asked)}" if asked is not None and asked > counts[-1] else done


def sources(result):
    section = Section("Sources and licences")
    rows, group = [], result.file.get("input", {})
    for name in group:
        attrs = group[name].attrs
        if "sha256" in attrs:
            values = [text(attrs.get(key, "")) or "–" for key in ("role", "file", "source", "licence", "sha256")]
            rows.append(values[:4] + [values[4][:16]])
    if rows:
        section.blocks.append(Table("Input tables as used", ["role", "file", "source", "licence", "sha256"], rows, left=5))
    section.blocks.append(Text("Shapes of countries: Natural Earth 1:50m (public domain), through world-atlas (ISC licence), simplified."))
    return section


def configurations(results):
    section = Section("Configurations")
    seen = set()
    for result in results:
        for key, title in (("config_text", "as given"), ("config_effective", "how to run, every key")):
            words = result.provenance.get(key, "")
            if words and words not in seen:
                seen.add(words)
                section.blocks.append(Listing(f"{result.title}: {title}", words))
    return section
