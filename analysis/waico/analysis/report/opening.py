"""The first page of a report: what the file is about, in words that are explained, and what comes out in short."""
import numpy as np

from ..case import NotInFile
from ..estimate import proportion_interval
from ..pairing import last_day
from ..rounding import amount, day_text, percent, span, whole
from ..schema import text
from ..script import calendar
from ..setting import Setting, said, sponsor_part
from ..words import is_judgement
from . import fit
from .tables import likeliest
from .blocks import Points, Section, Text
from .readings import end_words, has, summary

TOLD = ("signing_opens", "ceremony", "deadline", "signing_closes")


def question(case, others=()):
    """The question of the scenario and the terms that the report uses; `others` are set beside it."""
    setting = Setting(case)
    section = Section("The question")
    if setting.question:
        section.blocks.append(Text(setting.question))
    number = len(case.result.countries) - 1
    dates = [f"{said(case, entry)} on {entry['date']}" for entry in calendar(setting.script) if entry.get("event") in TOLD]
    dates = [words.replace("the agreement opens for signature on", "the agreement can be signed from").replace("signing ceremony", "a signing ceremony")
             for words in dates]
    sponsor = setting.sponsor
    terms = [f"The sponsor is {sponsor}: it founds the organisation and is a core member from the start. The other {number} countries decide. "
             f"Numbers of countries leave {sponsor} out; shares of the world say whether they count it in.",
             "A country that has signed has bound itself but still has to ratify; when it has ratified it is a member. Membership has three tiers: "
             "associate, full and core, the closest one."]
    if text(case.result.attrs.get("rival_leader", "")):
        terms.append(f"Two rivals court the same countries: “us”, a bloc led by {setting.leader}, and “rights”, a framework of rights-based rules.")
    months = setting.account_months
    every = f"every {months:.0f} months" if abs(months - round(months)) < 0.05 else f"every {months:.1f} months"
    terms.append(f"A history is simulated from {setting.first_day} to {setting.last_day}; one such history is a replication, and replications differ by "
                 f"luck alone. {every[0].upper()}{every[1:]} there is an account, a stocktaking at which the series of this report are written down.")
    terms += [f"Dates that are given: {'; '.join(dates)}."] if dates else []
    terms += _starting(case)
    terms += [f"In “{other.label}” the sponsor is {Setting(other).sponsor}, and numbers leave that country out." for other in others
              if Setting(other).sponsor != sponsor]
    section.blocks.append(Points(terms))
    return section


def _starting(case):
    """Who has bound himself already when the simulation begins."""
    status, sponsor = case.result.input("initial_status"), case.sponsor()
    if status is None or case.point is not None:
        return []
    names = case.result.labels("status")
    counts = [(int((np.delete(status, sponsor) == code).sum()) if sponsor is not None else int((status == code).sum()), str(name))
              for code, name in enumerate(names)]
    told = [f"{number} {name}" for number, name in counts if number and name != "none"]
    return [f"At the start, besides the sponsor: {', '.join(told)}."] if told else []


def findings(case):
    """The first statements about a case."""
    points = [sentence for series, words in (("n_members", "members"), ("n_signed", "countries that have signed"))
              if has(case, series) for sentence in [_count(case, series, words)]]
    points += dates_statement(case)
    points += [share for share in [_shares(case)] if share]
    if case.n_replicates > 1:
        points += [statement for statement in (against_record(case), _likeliest(case)) if statement]
    return points


def _likeliest(case):
    """What the record says of the likeliest members; None without a record or without their dates."""
    try:
        places = likeliest(case)[0]
    except NotInFile:
        return None
    return fit.of_these(case, places)


def _count(case, series, words):
    found, setting = summary(case, series, last_day(case)), Setting(case)
    when = end_words(case, found.date)
    if case.n_replicates == 1:
        return f"{when} there are {amount(found.median, series)} {words} besides {setting.sponsor}."
    return (f"{when} the median replication of {whole(found.n or case.n_replicates)} has {amount(found.median, series)} {words} besides "
            f"{setting.sponsor}; 90 % of replications lie between {amount(found.low, series)} and {amount(found.high, series)}.")


def _shares(case):
    """Wealth of the members with and without the sponsor, the poorer half, overlaps with the rivals; means."""
    sponsor, said_so = Setting(case).sponsor, []
    average = "" if case.n_replicates == 1 else "on average "
    if has(case, "gdp_share"):
        found, own = summary(case, "gdp_share", last_day(case)), sponsor_part(case, "gdp_share")
        alone = "" if own is None else f", {percent(found.mean - own)} without it ({sponsor} alone: {percent(own)})"
        said_so.append(f"Members hold {average}{percent(found.mean)} of world GDP with {sponsor}{alone}, {_at(case, found.date)}")
    if has(case, "south_coverage"):
        said_so.append(f"{percent(summary(case, 'south_coverage', last_day(case)).mean)} of the poorer half of countries are members")
    for series, rival in (("overlap_us", "us"), ("overlap_rights", "rights")):
        if has(case, series):
            said_so.append(f"{amount(summary(case, series, last_day(case)).mean, series)} members also belong to the rival “{rival}”")
    return "; ".join(said_so) + "." if said_so else ""


def _at(case, date):
    return f"at the end, {date}" if date == last_day(case) else f"at the last account, {date}"


def dates_statement(case):
    """Entry into force, operation and dissolution as dates, with the share of replications in which they come."""
    told = []
    for name, words in (("entry_into_force", "the charter enters into force"), ("operation", "the organisation operates"),
                        ("dissolution", "the organisation is dissolved")):
        if not case.has(name):
            continue
        values = np.atleast_1d(case.replicates(name)).ravel()
        known = values[np.isfinite(values)]
        if not known.size and name == "dissolution":
            continue
        if case.n_replicates == 1:
            told.append(f"{words[0].upper()}{words[1:]} on {day_text(case, known[0])}." if known.size else f"In this history {words} never.")
            continue
        share = f"{percent(known.size / values.size)} of {whole(values.size)} replications"
        low, high = proportion_interval(known.size, values.size)
        sure = f" (95 % interval {percent(low)} to {percent(high)})"
        if not known.size:
            told.append(f"In none of {whole(values.size)} replications {words}{sure}.")
        else:
            early, middle, late = (day_text(case, value) for value in np.quantile(known, (0.05, 0.5, 0.95)))
            told.append(f"In {share}{sure} {words}, at the median on {middle}; 90 % of these dates lie between {early} and {late}.")
    return told


# -- what the numbers do not hold ------------------------------------------------------------------------

def caution(result):
    """What a reader must know before he reads the first number."""
    total, judged = parameter_sources(result)
    words = ("All ranges and intervals of this report hold the luck of the model alone: how far replications with the same parameters lie apart, or how "
             "well their mean is known. Doubt about the parameters is not in them")
    if total:
        words += f", and {judged} of {total} parameters rest on judgement, in value or in size"
    return words + ". These are shares of simulated histories under stated assumptions, not forecasts of the decision of any government."


def parameter_sources(result):
    """(how many parameters, how many of them are judgement)."""
    sources = [entry.get("source", "") for entry in result.parameters().values()]
    return len(sources), sum(map(is_judgement, sources))


def against_record(case):
    """The sentence on the record, None without one."""
    found = fit.scores(case)
    if not found:
        return None
    last = found[-1]
    return (f"By {last.date} the record counts {last.recorded} signatures besides {possessive(Setting(case).sponsor)}; the model gives "
            f"{amount(last.median, 'n_signed')} ({span(last.low, last.high, 'n_signed')} in 90 % of replications). It ranks the signers with an area "
            f"under the ROC curve (AUC) of {fit.marked(case, last.auc)}: 0.5 would be chance, 1 a perfect order.")


def possessive(name):
    return name + ("’" if name.endswith("s") else "’s")


# -- what is wrong with a file ---------------------------------------------------------------------------

def notes(results):
    """What stands under the title: deviations from the named scenario, work that was not finished, goals that were missed."""
    told = []
    for result in results:
        of = f"{result.title}: " if len(results) > 1 else ""
        deviations = text(result.attrs.get("deviations", ""))
        if deviations:
            told.append(f"{of}deviates from its scenario: {deviations}")
        told += [of + words for words in unfinished(result)]
    return told


def unfinished(result):
    """An interrupted ensemble, points without a result, adaptive points that stopped before their goal."""
    told = []
    asked, done, failed = (_number(result, "replicates_" + word) for word in ("asked", "done", "failed"))
    if asked is not None and done is not None and done + (failed or 0) < asked:
        told.append(f"interrupted: {whole(done)} of the {whole(asked)} replications that were asked for are in it.")
    told += _short_points(result)
    if failed:
        told.append(f"{whole(failed)} replications failed and are left out of every number.")
    if "point_status" in result:
        words = result.words("point_status")
        missing = int((words != "done").sum())
        if missing:
            told.append(f"{whole(missing)} of {whole(len(words))} points have no result.")
    fell = result.provenance.get("ignored_calendar", "").strip()
    if fell:
        told.append(f"entries of the calendar that never come, for start or end were changed: {'; '.join(fell.splitlines())}.")
    return told + _missed(result)


def _short_points(result):
    """Points of a sweep with fewer replications than were asked for, unless a stopping rule was content."""
    if "replications_asked" not in result or "point_goal" in result:
        return []
    asked, done = (np.asarray(result.file["replications_" + word][...]) for word in ("asked", "done"))
    failed = np.asarray(result.file["replications_failed"][...]) if "replications_failed" in result else 0
    short, lost = done + failed < asked, int(np.sum(failed))
    told = [f"interrupted: {whole(int(short.sum()))} of {whole(short.size)} points have fewer replications than were asked for."] if short.any() else []
    return told + ([f"{whole(lost)} replications failed and are left out of every number."] if lost else [])


def _missed(result):
    """Points of an adaptive sweep whose target is known less well than was asked."""
    if "point_goal" not in result:
        return []
    missed = result.words("point_goal") == "missed"
    if not missed.any():
        return []
    target, asked = (text(result.attrs.get("design_goal_" + key, "")) for key in ("metric", "half_width"))
    half = np.asarray(result.array(f"{target}_half_width").values, dtype=float)[missed] if f"{target}_half_width" in result else np.array([])
    known = half[np.isfinite(half)]
    worst = f"; the widest has ±{known.max():.3g}" if known.size else ""
    return [f"the goal was missed: at {whole(int(missed.sum()))} of {whole(missed.size)} points the interval of {target} is wider than ±{asked}, "
            f"with all the replications that were allowed{worst}."]


def _number(result, name):
    if name in result.attrs:
        return int(result.attrs[name])
    return int(result.file[name][()]) if name in result and result.file[name].shape == () else None
