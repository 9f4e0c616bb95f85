"""Scenarios side by side, their differences, and the countries whose chance to join changes."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..estimate import holm
from ..lettering import fit
from ..pairing import common_day, common_series, country_changes, difference, luck_statement
from ..rounding import amount, change
from ..words import SHARE_SERIES, series_title
from . import kind, one_day
from .adoption import units_of

# Those of a file are compared in this order, as far as its replications are kept.
COMPARED = ("n_members", "n_signed", "overlap_us", "overlap_rights", "gdp_share", "south_coverage", "trust", "fragmentation",
            "capability_gini")


@kind("compare", "Scenarios side by side", "cases",
      "One panel for each scenario: median and quantile bands of the number of members with the median "
      "of the first scenario as a dashed line in every panel.",
      "All panels have the same axes. Where the solid line leaves the dashed one the scenario differs from the first. The number "
      "at the right is the last median.",
      "The bands overlap even when the paired difference is certain, because scenarios share their luck: see the figure "
      "of differences.", "`--series`, `--point`, `--label`")
def compare(cases, options):
    series = options.series or "n_members"
    columns = 4 if len(cases) > 9 else 3 if len(cases) > 4 or len(cases) == 3 else 2
    rows = -(-len(cases) // columns)
    size = 8.5 if columns < 4 else 7.5
    titles = [fit(case.label, style.WIDTH / columns - 0.5, 3, size, "bold") for case in cases]
    tall = [max(title.count("\n") for title in titles[row * columns:(row + 1) * columns]) for row in range(rows)]
    figure, axes = style.new(0.85 + (1.85 if columns < 4 else 1.22) * rows + 0.13 * sum(tall), rows, columns, sharex=True,
                             sharey=True, squeeze=False)
    base = cases[0]
    table = {"scenario": [], "date": [], "year": []}
    found = [case.quantiles(series) for case in cases]
    levels_of_all = sorted({level for levels, _ in found for level in levels})
    for axis, case, title, (levels, values) in zip(axes.ravel(), cases, titles, found):
        style.bands(axis, case.years, levels, values, style.MAIN)
        if case is not base:
            axis.plot(base.years, base.median(series), color=style.INK, linewidth=1.0, linestyle=(0, (4, 2)),
                      label=f"median of “{base.label}”")
        axis.set_title(title, fontsize=size)
        axis.annotate(amount(case.median(series)[-1], series, units_of(case.result, series)), (case.years[-1], case.median(series)[-1]), xytext=(2, 0),
                      textcoords="offset points", fontsize=7, va="center", annotation_clip=False)
        style.tidy(axis)
        table["scenario"] += [case.label] * len(case.years)
        table["date"] += case.dates.astype(str).tolist()
        table["year"] += case.years.tolist()
        for level in levels_of_all:
            row = values[list(levels).index(level)] if level in levels else np.full(len(case.years), np.nan)
            table.setdefault(f"{series}_q{100 * level:g}", []).extend(row.tolist())
    style.year_axis(axes[0][0], np.concatenate([case.years for case in cases]))  # shared: all that any case covers
    axes[0][0].set_ylim(0 if 0 <= axes[0][0].get_ylim()[0] < axes[0][0].get_ylim()[1] / 3 else None)
    for axis in axes.ravel()[len(cases):]:
        axis.axis("off")
    for number in range(len(cases), rows * columns):
        axes.ravel()[number - columns].tick_params(labelbottom=True)
    handles, labels = axes.ravel()[min(1, len(cases) - 1)].get_legend_handles_labels()
    wide = len(handles) > 3
    style.legend(figure, handles, [fit(label, style.WIDTH / 2 - 0.8, 2, 8) for label in labels], ncols=2 if wide else 3)
    units = units_of(base.result, series)
    title = series_title(base.result, series)
    figure.supylabel(fit(title if units in ("", "countries") else f"{title} ({units})", figure.get_size_inches()[1] - 0.6, 2, 8.5),
                     fontsize=8.5)
    style.stamp(figure, cases)
    return style.Picture(figure, "Scenarios", f"{title} in {len(cases)} scenarios", {"compare": table})


@kind("differences", "Differences between scenarios", "cases",
      "For several measures, the mean difference of each scenario to the first at one date (the last calendar day that all of them "
      "reach), with 95 % confidence intervals: replication by replication where both met the same luck, else between independent "
      "runs; a line above the axes says which.",
      "A line that does not touch zero is a difference that more replications will not undo. Filled dots stay "
      "significant (5 %) after Holm's correction for all comparisons of the figure; hollow ones do not. The number is the difference with half the width of its interval.",
      "The interval is about the mean of the model's replications; it says nothing on whether the parameters are right.",
      "`--time`, `--series`, `--point`, `--label`")
def differences(cases, options):
    base, others = cases[0], cases[1:]
    when = one_day(options, common_day(cases))
    own = [f"overlap_{rival}" for rival in base.result.rivals if f"overlap_{rival}" not in COMPARED]
    series = common_series(cases, [options.series] if options.series else [*COMPARED[:2], *own, *COMPARED[2:]])[:4]
    if options.series:
        base.check_series(options.series)
    if not series:
        raise NotInFile("no series is kept by replication in all files; run with output.detail = \"replicates\"")
    found = [[difference(base, other, name, when) for name in series] for other in others]
    p_values = np.array([[one.p_value for one in row] for row in found])
    adjusted = holm(p_values.ravel()).reshape(p_values.shape)
    labels = [fit(other.label, 2.0, 3, 8) for other in others]
    tall = 0.28 + 0.13 * max(label.count("\n") for label in labels)
    figure, axes = style.new(1.5 + tall * max(2, len(others)), 1, len(series), sharey=True, squeeze=False)
    table = {key: [] for key in ("scenario", "series", "date", "date_first", "date_scenario", "difference", "low", "high", "n", "paired",
                                 "p", "p_holm")}
    for column, (axis, name) in enumerate(zip(axes[0], series)):
        axis.axvline(0, color=style.SOFT, linewidth=0.8)
        for row, other in enumerate(others):
            one, p = found[row][column], adjusted[row, column]
            _dot(axis, row, one.interval, p < 0.05, change(one.interval, name, units_of(base.result, name)))
            for key, value in zip(table, (other.label, name, str(when), *map(str, one.dates), one.interval.mean, one.interval.low,
                                          one.interval.high, one.interval.n, int(one.paired), one.p_value, p)):
                table[key].append(value)
        axis.set_title(fit(series_title(base.result, name, short=True), 1.2, 2, 8.5), fontsize=8.5, fontweight="normal")
        style.tidy(axis, "x")
        axis.xaxis.set_major_locator(style.plt.MaxNLocator(4))
        if name in SHARE_SERIES:
            axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %".replace("-", "−"))
        axis.margins(x=0.12)
        axis.spines["left"].set_visible(False)
        axis.tick_params(axis="y", length=0)
    axes[0][0].set_yticks(range(len(others)), labels)
    axes[0][0].set_ylim(len(others) - 0.4, -0.6)
    _dot_legend(figure)
    style.bottom_label(figure, f"difference to “{fit(base.label, 4.2, 1)}” at {_dates(when, found)}")
    style.stamp(figure, cases, f"{luck_statement(cases)} {_numbers(found)}")
    return style.Picture(figure, "Differences", f"Differences to {base.label} at {_dates(when, found)}, 95 % intervals. {luck_statement(cases)} "
                         f"{_numbers(found)}", {"differences": table})


def _dates(when, found):
    """The day, and the accounts that were read where it is not kept itself."""
    read = sorted({str(date) for row in found for one in row for date in one.dates})
    if read == [str(when)]:
        return str(when)
    return f"{when} (account{'s' if len(read) > 1 else ''} of {' and '.join(read[:2])}{' and others' if len(read) > 2 else ''})"


def _numbers(found):
    """On how many replications the differences rest."""
    n = [one.interval.n for row in found for one in row]
    return f"n = {n[0]}." if min(n) == max(n) else f"n = {min(n)} to {max(n)}."


def _dot(axis, row, interval, sure, said):
    if np.isfinite(interval.low):
        axis.plot([interval.low, interval.high], [row, row], color=style.MAIN, linewidth=1.4, solid_capstyle="butt")
    axis.plot([interval.mean], [row], "o", color=style.MAIN, markersize=4, markerfacecolor=style.MAIN if sure else "white")
    if np.isfinite(interval.mean):
        axis.annotate(said, (interval.mean, row), xytext=(0, 4.5), textcoords="offset points", ha="center", fontsize=6.5)


def _dot_legend(figure):
    handles = [style.plt.Line2D([], [], marker="o", color=style.MAIN, markersize=4, linewidth=1.4, markerfacecolor=face)
               for face in (style.MAIN, "white")]
    style.legend(figure, handles, ["significant after Holm's correction (5 %)", "not significant"], ncols=2, fontsize=7.5)


@kind("changes", "Countries whose chance changes", "cases",
      "How the share of replications in which a country becomes a member by the last day of both changes from the first case to the "
      "second, with intervals that hold for all countries at once (95 %; Newcombe's, for paired shares where both met the same luck).",
      "Filled dots stay significant (5 %) after Holm's correction for all countries; hollow ones cannot be told from luck.",
      "Only the countries with the largest changes are drawn, the CSV has all; when they join is in `joiners`.",
      "`--first signed` (or interested, withdrawn), `--top N`, `--point`, `--label`")
def changes(cases, options):
    if len(cases) != 2:
        raise NotInFile(f"changes sets two cases side by side, and these are {len(cases)}: give two files, or --point twice")
    base, other = cases
    first = options.first or "member"
    found = country_changes(base, other, first)
    size = found.after - found.before
    order = np.argsort(-np.abs(np.nan_to_num(size)), kind="stable")
    order = [i for i in order if np.isfinite(size[i])]
    shown = [i for i in order if size[i] != 0][:options.top or 20]
    sure = found.p_holm < 0.05
    figure, axis = style.new(1.5 + 0.2 * max(3, len(shown)))
    axis.axvline(0, color=style.SOFT, linewidth=0.8)
    for row, i in enumerate(shown):
        axis.plot([found.low[i], found.high[i]], [row, row], color=style.MAIN, linewidth=1.4, solid_capstyle="butt")
        axis.plot([size[i]], [row], "o", color=style.MAIN, markersize=4, markerfacecolor=style.MAIN if sure[i] else "white")
        axis.annotate(f"{100 * found.before[i]:.0f} → {100 * found.after[i]:.0f} %", (1.012, row), xycoords=("axes fraction", "data"),
                      va="center", fontsize=7.5, annotation_clip=False)
    names = base.result.country_names()
    axis.set_yticks(range(len(shown)), [fit(names[i], 2.0, 1, 7.5) for i in shown], fontsize=7.5)
    axis.set_ylim(max(3, len(shown)) - 0.4, -0.6)
    axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.0f}".replace("-", "−"))
    axis.tick_params(axis="y", length=0)
    style.tidy(axis, "x")
    axis.spines["left"].set_visible(False)
    verb = {"member": "becoming a member", "signed": "signing", "interested": "being in contact", "withdrawn": "withdrawing"}[first]
    axis.set_xlabel(f"change of the chance of {verb} by {found.day}, in points")
    _dot_legend(figure)
    style.bottom_label(figure, f"from “{fit(base.label, 2.8)}” to “{fit(other.label, 2.8)}”")
    said = f"{sure.sum()} of {len(order)} countries change beyond luck" if sure.any() else "no country's change can be told from luck"
    style.stamp(figure, cases, f"{said[:1].upper()}{said[1:]}. {luck_statement(cases)} n = {found.n}.")
    table = {"country": base.result.countries[order], "name": names[order]}
    for key in ("before", "after", "low", "high", "p_holm"):
        table[key] = getattr(found, key)[order]
    table["change"], table["n"] = size[order], np.full(len(order), found.n)
    return style.Picture(figure, "Changes by country", f"From {base.label} to {other.label}: {said}. {luck_statement(cases)}",
                         {"changes": table})
