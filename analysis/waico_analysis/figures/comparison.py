"""Scenarios side by side, and their paired differences."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..estimate import holm, paired_interval, student_p_value
from ..words import SERIES_TITLES, SHORT_TITLES
from . import kind

COMPARED = ("n_members", "n_signed", "overlap_us", "overlap_rights", "gdp_share", "south_coverage", "trust", "fragmentation",
            "capability_gini")


@kind("compare", "Scenarios side by side", "cases",
      "One panel for each scenario: median and quantile bands of the number of members with the median "
      "of the first scenario as a dashed line in every panel.",
      "All panels have the same axes. Where the solid line leaves the dashed one the scenario differs from the first.",
      "The bands overlap even when the paired difference is certain, because scenarios share their luck: see the figure "
      "of differences.", "`--series`")
def compare(cases, options):
    series = options.series or "n_members"
    columns = 4 if len(cases) > 9 else 3 if len(cases) > 4 or len(cases) == 3 else 2
    rows = -(-len(cases) // columns)
    figure, axes = style.new(0.85 + (1.85 if columns < 4 else 1.22) * rows, rows, columns, sharex=True, sharey=True,
                             squeeze=False)
    base = cases[0]
    table = {"scenario": [], "date": [], "year": []}
    columns_of = {}
    for axis, case in zip(axes.ravel(), cases):
        levels, values = case.quantiles(series)
        style.bands(axis, case.years, levels, values, style.MAIN)
        if case is not base:
            axis.plot(base.years, base.median(series), color=style.INK, linewidth=1.0, linestyle=(0, (4, 2)),
                      label=f"median of “{base.label}”")
        axis.set_title(style.wrap(case.label, {2: 50, 3: 32, 4: 24}[columns]), fontsize=8.5 if columns < 4 else 7.5)
        style.tidy(axis)
        style.year_axis(axis, case.years)
        table["scenario"] += [case.label] * len(case.years)
        table["date"] += case.dates.astype(str).tolist()
        table["year"] += case.years.tolist()
        for level, row in zip(levels, values):
            columns_of.setdefault(f"{series}_q{100 * level:g}", []).extend(row.tolist())
    axes[0][0].set_ylim(0 if axes[0][0].get_ylim()[0] < axes[0][0].get_ylim()[1] / 3 else None)
    for axis in axes.ravel()[len(cases):]:
        axis.axis("off")
    for number in range(len(cases), rows * columns):
        axes.ravel()[number - columns].tick_params(labelbottom=True)
    handles, labels = axes.ravel()[min(1, len(cases) - 1)].get_legend_handles_labels()
    style.legend(figure, handles, [style.wrap(label, 60) for label in labels], ncols=2 if len(handles) > 3 else 3)
    figure.supylabel(SERIES_TITLES.get(series, series), fontsize=8.5)
    style.stamp(figure, cases)
    table.update({key: values for key, values in columns_of.items() if len(values) == len(table["year"])})
    return style.Picture(figure, "Scenarios", f"{SERIES_TITLES.get(series, series)} in {len(cases)} scenarios", {"compare": table})


def replicate_numbers(case):
    """The numbers by which replications are paired."""
    if case.result.kind == "run" or "replicate" not in case.result:
        return np.arange(case.n_replicates)
    return case.result.labels("replicate")[:case.n_replicates]


def paired(base, other, series, when):
    """(interval, p-value) of other - base at a date, over the replications that both have."""
    a, b = base.replicates(series, time=when), other.replicates(series, time=when)
    shared, i, j = np.intersect1d(replicate_numbers(base), replicate_numbers(other), return_indices=True)
    interval = paired_interval(a[i], b[j])
    return interval, student_p_value(interval.mean, interval.error, interval.n)


def common_series(cases, wanted):
    """The series of which every case keeps replications."""
    found = []
    for series in wanted:
        try:
            for case in cases:
                case.replicates(series, time=str(case.dates[-1]))
            found.append(series)
        except (NotInFile, KeyError):
            continue
    return found


@kind("differences", "Paired differences", "cases",
      "For several measures, the mean difference of each scenario to the first at one date (the end), replication by "
      "replication under common random numbers, with 95 % confidence intervals.",
      "A line that does not touch zero is a difference that more replications will not undo. Filled dots stay "
      "significant (5 %) after Holm's correction for all comparisons of the figure.",
      "The interval is about the mean of the model's replications; it says nothing on whether the parameters are right.", "`--time`, `--series`")
def differences(cases, options):
    base = cases[0]
    when = options.times[0] if options.times else str(min(case.dates[-1] for case in cases))
    wanted = [options.series] if options.series else COMPARED
    series = common_series(cases, wanted)[:4]
    if not series:
        raise NotInFile("no series is kept by replication in all files; run with output.detail = \"replicates\"")
    others = cases[1:]
    found = [[paired(base, other, name, when) for name in series] for other in others]
    p_values = np.array([[p for _, p in row] for row in found])
    flat = np.nan_to_num(p_values.ravel(), nan=1.0)
    adjusted = holm(flat).reshape(p_values.shape)
    figure, axes = style.new(1.1 + 0.34 * max(2, len(others)), 1, len(series), sharey=True, squeeze=False)
    table = {key: [] for key in ("scenario", "series", "date", "difference", "low", "high", "replications", "p", "p_holm")}
    for column, (axis, name) in enumerate(zip(axes[0], series)):
        axis.axvline(0, color=style.SOFT, linewidth=0.8)
        for row, other in enumerate(others):
            interval, p = found[row][column]
            sure = adjusted[row, column] < 0.05
            if np.isfinite(interval.low):
                axis.plot([interval.low, interval.high], [row, row], color=style.MAIN, linewidth=1.6)
            axis.plot([interval.mean], [row], "o", color=style.MAIN, markersize=5,
                      markerfacecolor=style.MAIN if sure else "white")
            for key, value in (("scenario", other.label), ("series", name), ("date", when), ("difference", interval.mean),
                               ("low", interval.low), ("high", interval.high), ("replications", interval.n), ("p", p),
                               ("p_holm", adjusted[row, column])):
                table[key].append(value)
        axis.set_title(style.wrap(SHORT_TITLES.get(name, name), 18), fontsize=8.5, fontweight="normal")
        style.tidy(axis, "x")
        axis.xaxis.set_major_locator(style.plt.MaxNLocator(4))
        axis.margins(x=0.12)
        axis.spines["left"].set_visible(False)
        axis.tick_params(axis="y", length=0)
    axes[0][0].set_yticks(range(len(others)), [style.wrap(other.label, 30) for other in others])
    axes[0][0].set_ylim(len(others) - 0.4, -0.6)
    style.bottom_label(figure, f"difference to “{base.label}” at {when}")
    style.stamp(figure, cases)
    return style.Picture(figure, "Paired differences", f"Differences to {base.label} at {when}, 95 % intervals", {"differences": table})
