"""The tables of a report: members by year, by region, scenarios, differences, the record, provenance."""
import numpy as np

from ..case import NotInFile
from ..estimate import auc, mean_interval
from ..figures.comparison import COMPARED, common_series, paired
from ..figures.joiners import ranking
from ..labelled import LabelError
from ..record import years
from ..words import MEMBER_STATUSES, SERIES_TITLES, SHORT_TITLES, STATUSES
from .blocks import Table

SHARES = {"gdp_share", "population_share", "un_vote_share", "south_coverage"}


def number(value, digits=3):
    """A number for people: whole ones whole, others with a few digits, minus as a minus."""
    if value is None or not np.isfinite(value):
        return "–"
    if float(value).is_integer() and abs(value) < 1e6:
        return f"{value:.0f}".replace("-", "−")
    return f"{value:.{digits}g}".replace("-", "−") if abs(value) < 1000 else f"{value:,.0f}".replace(",", " ")


def whole(value):
    """A count that quantiles have interpolated, rounded."""
    return number(float(np.round(value))) if np.isfinite(value) else "–"


def percent(share):
    if share is None or not np.isfinite(share):
        return "–"
    return "<1 %" if 0 < share < 0.005 else ">99 %" if 0.995 < share < 1 else f"{100 * share:.0f} %"


def shown(series, value):
    return percent(value) if series in SHARES else number(value)


def year_ends(case):
    """Positions of the last account of each calendar year, at most eight of them, the last included."""
    years = case.dates.astype("datetime64[Y]").astype(int) + 1970
    last = [int(np.flatnonzero(years == year)[-1]) for year in np.unique(years)]
    if len(last) <= 8:
        return last
    step = -(-len(last) // 8)
    return last[::-1][::step][::-1]


def by_year(case):
    """Members and signatures at the end of years."""
    rows = []
    signed = case.quantiles("n_signed")
    levels, members = case.quantiles("n_members")
    single = case.n_replicates == 1
    for place in year_ends(case):
        row = [str(case.dates[place])]
        for found, values in (signed, (levels, members)):
            middle = int(np.argmin(np.abs(found - 0.5)))
            row.append(number(values[middle, place]))
            if not single:
                row.append(f"{whole(values[0, place])} to {whole(values[-1, place])}")
        for series in ("gdp_share", "south_coverage"):
            row.append(percent(case.mean(series)[place]))
        rows.append(row)
    band = "" if single else f"{100 * (levels[-1] - levels[0]):.0f} % of replications"
    head = ["account", "signed", band, "members", band, "share of GDP", "poorer half covered"]
    if single:
        head = [cell for cell in head if cell]
    return Table("Signed and members over time (the sponsor left out)", head, rows,
                 note="Medians with ranges; the share of world GDP (sponsor included) and the coverage of the poorer half of "
                      "countries are means." if not single else "")


def by_region(case):
    """Expected numbers at the end by region."""
    p = case.p_status(time=str(case.dates[-1]))
    member = p[[STATUSES.index(name) for name in MEMBER_STATUSES]].sum(axis=0)
    signed = member + p[STATUSES.index("signatory")] + p[STATUSES.index("frozen")]
    region = case.result.labels_of("region")
    allowed = np.ones(len(region), dtype=bool)
    if case.sponsor() is not None:
        allowed[case.sponsor()] = False
    rows = []
    for name in sorted(set(region.tolist())) + [None]:
        inside = allowed & (True if name is None else region == name)
        rows.append([name or "World", str(inside.sum()), f"{signed[inside].sum():.1f}", f"{member[inside].sum():.1f}",
                     percent(member[inside].mean())])
    return Table(f"By region at {case.dates[-1]}", ["region", "countries", "signed (mean)", "members (mean)", "share that are members"],
                 rows)


def first_joiners(case, n=20):
    """The likeliest members with their dates."""
    share, quantiles = ranking(case, "member")
    names = case.result.country_names()
    known = np.where(np.isnan(share), -1, share)
    order = [i for i in np.lexsort((quantiles[2], -known)) if known[i] > 0][:n]
    def year(i, level):
        value = quantiles[level, i]
        return f"{case.decimal_year(value):.1f}" if np.isfinite(value) else "after the end"
    rows = [[names[i], percent(share[i]), year(i, 2), f"{year(i, 1)} to {year(i, 3)}"] for i in order]
    return Table(f"The {len(rows)} countries likeliest to become members before the end",
                 ["country", "probability", "median date", "middle half"], rows)


def against_record(case):
    """(Table, statement) comparing signatures by the last recorded date with the model; (None, None) without a record."""
    when = years(case)
    if when is None or not np.isfinite(when).any():
        return None, None
    last = float(np.nanmax(when))
    if not 0 < last <= case.end_years():
        return None, None
    allowed = np.arange(len(when)) != (case.sponsor() if case.sponsor() is not None else -1)
    happened = np.isfinite(when) & allowed
    one_day = 1.0 / 365.25  # a signature of that day counts, whatever the hour
    by_then = np.nan_to_num(case.first("signed"), nan=np.inf) <= last + one_day
    p = by_then.mean(axis=0)
    score = auc(p[allowed], happened[allowed])
    brier = float(np.mean((p[allowed] - happened[allowed]) ** 2))
    base = happened[allowed].mean()
    names = case.result.country_names()
    date = case.result.dates_from_days(np.array([last * 365.25 + 0.5]))[0]
    missed = [i for i in np.argsort(p, kind="stable") if happened[i]][:8]
    extra = [i for i in np.argsort(-p, kind="stable") if allowed[i] and not happened[i]][:8]
    rows = [[names[i], percent(p[i]), names[j], percent(p[j])] for i, j in zip(missed, extra)]
    table = Table(f"Where the model and the record of {date} differ most",
                  ["signed, thought unlikely", "probability", "did not sign, thought likely", "probability"], rows, words=(2,),
                  note=f"Share of replications in which the country had signed by {date}. Area under the ROC curve {score:.2f} "
                       f"(0.5 is chance, 1 perfect order); Brier score {brier:.3f}, against {base * (1 - base):.3f} when "
                       "everybody is given the recorded share.")
    low, middle, high = np.quantile(by_then[:, allowed].sum(axis=1), [0.05, 0.5, 0.95])
    text = (f"By {date} the record counts {happened.sum()} signatures besides the sponsor's; the model gives {number(middle)} "
            f"({whole(low)} to {whole(high)} in 90 % of replications) and orders the signers with an area under the ROC curve "
            f"of {score:.2f}.")
    return table, text


def dates_statement(case):
    """Sentences on entry into force and operation, from whatever the file keeps."""
    said = []
    for name, words in (("entry_into_force", "the charter enters into force"), ("operation", "the organisation operates"),
                        ("dissolution", "the organisation is dissolved")):
        if not case.has(name):
            continue
        values = np.atleast_1d(case.replicates(name)).ravel()
        if values.size == 0:
            continue
        share = np.isfinite(values).mean()
        if share == 0:
            if name != "dissolution":
                said.append(f"In no replication {words}.")
            continue
        date = case.decimal_year(np.median(values[np.isfinite(values)]))
        if values.size == 1:
            said.append(f"{words[0].upper()}{words[1:]} in {date:.1f}.")
        else:
            said.append(f"In {percent(share)} of replications {words}, then at the median in {date:.1f}.")
    return said


def short_findings(case):
    """The first statements of a report."""
    end = case.dates[-1]
    points = []
    for series in ("n_members", "n_signed"):
        levels, values = case.quantiles(series)
        middle = values[int(np.argmin(np.abs(levels - 0.5))), -1]
        words = "members" if series == "n_members" else "countries that have signed"
        if case.n_replicates == 1:
            points.append(f"At {end} there are {number(middle)} {words} besides the sponsor.")
        else:
            points.append(f"At {end} the median replication has {number(middle)} {words} besides the sponsor; "
                          f"{100 * (levels[-1] - levels[0]):.0f} % of replications lie between {whole(values[0, -1])} and "
                          f"{whole(values[-1, -1])}.")
    points += dates_statement(case)
    points.append(f"Members hold {percent(case.mean('gdp_share')[-1])} of world GDP (sponsor included) and cover "
                  f"{percent(case.mean('south_coverage')[-1])} of the poorer half of countries (means at the end); on average "
                  f"{case.mean('overlap_us')[-1]:.1f} of them also belong to the rival us and {case.mean('overlap_rights')[-1]:.1f} to "
                  "the rival rights.")
    return points


def scenarios(cases):
    """The scenarios side by side at the common last account."""
    when = str(min(case.dates[-1] for case in cases))
    rows = []
    for case in cases:
        place = int(np.searchsorted(case.dates, np.datetime64(when), side="right")) - 1
        levels, members = case.quantiles("n_members")
        signed = case.median("n_signed")[place]
        middle = int(np.argmin(np.abs(levels - 0.5)))
        row = [case.label, number(signed), number(members[middle, place]),
               f"{whole(members[0, place])} to {whole(members[-1, place])}"]
        for series in ("gdp_share", "south_coverage", "trust", "overlap_us"):
            try:
                row.append(shown(series, case.mean(series)[place]))
            except (NotInFile, LabelError):
                row.append("–")
        rows.append(row)
    return Table(f"Scenarios at {when}", ["scenario", "signed", "members", "90 % range", "share of GDP", "poorer half covered", "trust",
                                          "also in us"], rows,
                 note="Signed and members: medians; the range holds 90 % of replications; the rest are means.")


def difference_table(cases):
    """Paired differences to the first scenario; None when replications are not kept."""
    when = str(min(case.dates[-1] for case in cases))
    series = common_series(cases, COMPARED)[:4]
    if not series:
        return None
    rows = []
    for case in cases[1:]:
        row = [case.label]
        for name in series:
            interval, _ = paired(cases[0], case, name, when)
            digits = 2 if name in SHARES or abs(interval.mean) < 10 else 3
            text = f"{interval.mean:+.{digits}g}".replace("-", "−")
            if np.isfinite(interval.low):
                half = interval.high - interval.mean
                text += f" ± {half:.1g}" if half else ""
            row.append(text)
        rows.append(row)
    return Table(f"Mean differences to “{cases[0].label}” at {when}, with 95 % half widths",
                 ["scenario"] + [SHORT_TITLES.get(name, name) for name in series], rows,
                 note="Replication by replication under common random numbers.")


def precision(case):
    """How well the means are known."""
    rows = []
    for series in ("n_signed", "n_members"):
        try:
            values = case.replicates(series, time=str(case.dates[-1]))
        except NotInFile:
            continue
        found = mean_interval(values)
        rows.append([SERIES_TITLES[series], number(found.mean, 4), number(found.error, 2),
                     f"{number(found.low, 4)} to {number(found.high, 4)}", str(found.n)])
    return Table(f"Means at {case.dates[-1]}", ["series", "mean", "standard error", "95 % interval", "replications"], rows) if rows else None


def provenance(results, cases):
    """Where each file comes from."""
    rows = []
    for result in results:
        kept = result.provenance
        count = sorted({case.n_replicates for case in cases if case.result is result})
        rows.append([result.title, result.kind, "–" if not count else number(count[-1]), result.seed, result.version,
                     kept.get("git_revision", "")[:9] or "–", result.identity[:16]])
    return Table("Result files", ["title", "kind", "replications", "seed", "version", "revision", "identity"], rows, left=2,
                 note="The identity is a hash of the effective configuration, the input tables and the format; equal identities "
                      "and seeds give equal bytes.")


def what_changes(cases):
    """What each scenario does otherwise than the first: start, parameters, calendar; None when there is nothing to compare."""
    first = cases[0].result
    base, script = first.parameters(), calendar(first)
    rows = []
    for case in cases[1:]:
        result = case.result
        found = []
        same_start = result.start == first.start
        if not same_start:
            found.append(f"starts on {result.start} with statuses and calendar of its own")
        for path, entry in result.parameters().items():
            before = base.get(path, {}).get("value")
            if before is not None and before != entry["value"]:
                found.append(f"{path} {number(before, 5)} → {number(entry['value'], 5)}")
        if same_start:
            ours = calendar(result)
            found += _dated([entry for entry in ours if entry not in script])
            found += [f"without {line}" for line in _dated([entry for entry in script if entry not in ours])]
        rows.append([case.label, "; ".join(found) or "nothing but its text"])
    return Table(f"What each scenario changes against “{cases[0].label}”", ["scenario", "changes"], rows, left=2,
                 note="Parameters from the start on (before → after), then entries of the calendar. The full texts are in the files.") \
        if rows else None


def _dated(entries):
    """Calendar entries as texts; what comes back every year on the same day is said once."""
    series = {}
    for date, what, value in entries:
        series.setdefault((date[5:], what, value), []).append(date)
    lines = []
    for (_, what, value), dates in series.items():
        shown = dates if len(dates) < 3 else [f"{dates[0]} and yearly until {dates[-1][:4]}"]
        lines += [f"{date} {what}" + (f" {value}" if value else "") for date in shown]
    return lines


def calendar(result):
    """The script as [(date, what, value)]."""
    days = result.input("calendar_time")
    if days is None:
        return []
    group = result.file["input"]
    def words(name):
        from ..schema import text
        attrs = group[name].attrs
        meaning = dict(zip(np.atleast_1d(attrs["flag_values"]).tolist(), text(attrs["flag_meanings"]).split()))
        return [meaning.get(code, "") for code in group[name][...].tolist()]
    kinds, rivals, statuses = words("calendar_kind"), words("calendar_rival"), words("calendar_status")
    paths, values, countries = result.input("calendar_path"), result.input("calendar_value"), result.input("calendar_country")
    dates = result.dates_from_days(np.asarray(days) * 365.25 + 0.5)
    found = []
    for i, kind in enumerate(kinds):
        country = result.countries[countries[i]] if 0 <= countries[i] < len(result.countries) else ""
        what = " ".join(part for part in (kind.replace("_", " "), rivals[i], country, str(paths[i])) if part)
        found.append((str(dates[i]), what, statuses[i] or (number(float(values[i]), 5) if np.isfinite(values[i]) else "")))
    return found


def parameter_sources(result):
    """(how many parameters, how many rest on judgement)."""
    table = result.parameters()
    judged = sum("judgement" in str(entry.get("source", "")).lower() for entry in table.values())
    return len(table), judged
