"""Numbers of countries over time, with the observed record."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..pairing import last_day, reading
from ..lettering import fit
from ..record import signatures
from ..rounding import amount
from ..schema import text
from ..words import series_title
from . import kind


def said_at_the_end(case, name):
    """The median of a series at the last date of which it is known, in words."""
    try:
        values, when = at_the_end(case, name)
        middle = np.nanmedian(values)
    except NotInFile:
        middle, when = case.median(name)[-1], case.dates[-1]
    return f"{series_title(case.result, name)}: {'median ' if case.n_replicates > 1 else ''}{amount(middle, name, units_of(case.result, name))} at {when}"


def at_the_end(case, name):
    """(values by replication, the day at whose end they hold) of a series: the end itself where the file keeps it."""
    found = reading(case, name, last_day(case))
    return found.values, found.date


def units_of(result, name):
    """Units of a series for an axis; '' for pure numbers."""
    for stored in (name, name + "_mean", name + "_quantile"):
        if stored in result:
            units = text(result.file[stored].attrs.get("units", ""))
            return {"1": "", "country": "countries"}.get(units, units)
    return ""


def time_table(case, levels, values, name):
    """The columns of a banded curve for --data."""
    table = {"date": case.dates.astype(str), "year": case.years}
    for level, row in zip(levels, values):
        table[f"{name}_q{100 * level:g}"] = row
    return table


@kind("adoption", "Adoption", "case",
      "The number of countries that have signed and the number of members at each account (the sponsor left out): "
      "median and quantile bands over replications, or the single path of a run.",
      "Half of the replications lie in the darker band, nine tenths in the lighter one. Dots are the signatures that "
      "were observed, by date.",
      "Bands are pointwise: no single replication need follow the median. They hold the model's luck, not doubt about "
      "its parameters.", "`--series`")
def draw(cases, options):
    case = cases[0]
    series = [options.series] if options.series else ["n_signed", "n_members"]
    figure, axes = style.new(3.3, 1, len(series), squeeze=False)
    data = {}
    handles, seen = [], None
    for axis, name in zip(axes[0], series):
        levels, values = case.quantiles(name)
        handles = style.bands(axis, case.years, levels, values, style.MAIN,
                              "this run" if case.result.kind == "run" else "median")
        data[name] = time_table(case, levels, values, name)
        axis.set_title(fit(series_title(case.result, name), style.WIDTH / len(series) - 0.5, 2, 9.5, "bold"))
        if name == "n_signed":
            seen = signatures(case)
            if seen is not None and seen[0].size:
                handles += axis.plot(*seen, "o", color=style.ACCENT, markersize=3, label="observed record",
                                     zorder=5, clip_on=False)
                data["record"] = {"year": seen[0], "signed": seen[1]}
        axis.set_ylabel(units_of(case.result, name))
        if np.nanmin(values) >= 0:
            axis.set_ylim(bottom=0)
        style.tidy(axis)
        style.year_axis(axis, case.years)
    shown = list(dict.fromkeys(handle.get_label() for axis in axes[0] for handle in axis.get_legend_handles_labels()[0]))
    lookup = {handle.get_label(): handle for axis in axes[0] for handle in axis.get_legend_handles_labels()[0]}
    style.legend(figure, [lookup[label] for label in shown], shown, ncols=len(shown))
    style.stamp(figure, cases)
    caption = "; ".join(said_at_the_end(case, name) for name in series)
    return style.Picture(figure, case.label, caption, data)


@kind("divide", "Divide and fragmentation", "case",
      "The Gini coefficient of AI capability over countries, the fragmentation of the world's economy into camps, and "
      "the share of the poorer half of countries that are members.",
      "A falling Gini means that capability spreads. Fragmentation is 1 minus the sum of squared GDP shares of five "
      "camps: 0 when all are in one, 0.8 when five are equal.",
      "Camps are weighted by GDP, so that two large economies dominate; the Gini moves slowly because capability does.")
def divide(cases, options):
    case = cases[0]
    series = [name for name in ("capability_gini", "fragmentation", "south_coverage")
              if case.has(name) or case.has(name + "_quantile")]
    figure, axes = style.new(2.8, 1, len(series), squeeze=False)
    data = {}
    short = {"capability_gini": "Gini of AI capability", "fragmentation": "fragmentation",
             "south_coverage": "poorer half covered"}
    for axis, name in zip(axes[0], series):
        levels, values = case.quantiles(name)
        style.bands(axis, case.years, levels, values, style.MAIN,
                    "this run" if case.result.kind == "run" else "median")
        data[name] = time_table(case, levels, values, name)
        axis.set_title(short[name])
        style.tidy(axis)
        style.year_axis(axis, case.years)
        low, high = np.nanmin(values), np.nanmax(values)
        pad = max(0.02, 0.1 * (high - low))
        axis.set_ylim(max(0.0, low - pad), min(1.0, high + pad) if high <= 1.0 else high + pad)
    style.legend(figure, *axes[0][0].get_legend_handles_labels(), ncols=3)
    style.stamp(figure, cases)
    return style.Picture(figure, case.label, "Divide, fragmentation and coverage of the poorer half", data)
