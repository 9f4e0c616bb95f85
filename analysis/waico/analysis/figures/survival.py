"""Kaplan-Meier curves of joining, by group of countries."""
import numpy as np

from .. import style
from ..estimate import durations, kaplan_meier
from ..lettering import fit
from ..pairing import end_years
from ..words import plain
from . import kind


def groups_of(case, column):
    """[(name, positions)]: texts as they are, 0/1 columns in two, numbers in thirds of countries."""
    values = np.asarray(case.column(column))
    sponsor = case.sponsor()
    allowed = np.array([i for i in range(len(values)) if i != sponsor])
    if values.dtype.kind in "OSU":
        return [(str(name), allowed[values[allowed] == name]) for name in sorted(set(values[allowed].tolist()))]
    values = values.astype(float)
    if set(np.unique(values[allowed])) <= {0.0, 1.0}:
        return [(f"{plain(column)}: {word}", allowed[values[allowed] == code]) for code, word in ((1.0, "yes"), (0.0, "no"))]
    edges = np.quantile(values[allowed], [1 / 3, 2 / 3])
    third = np.searchsorted(edges, values[allowed], side="right")
    return [(f"{plain(column)}: {word} third", allowed[third == code]) for code, word in ((2, "upper"), (1, "middle"), (0, "lower"))]


@kind("survival", "Share that has joined, by group", "case",
      "One minus the Kaplan-Meier estimate of not yet having become a member (or signed), by region or by any column of "
      "the country table; countries still outside at the end count as censored.",
      "The line pools all replications; the band holds nine tenths of the curves of single replications (for a run: the "
      "log-log interval). Each group has its own panel; the pale lines are the other groups.",
      "Leaving again is not shown; countries of a group are not independent of each other, which is why the band comes "
      "from whole replications and not from Greenwood's formula.", "`--group COLUMN`, `--first signed`")
def draw(cases, options):
    case = cases[0]
    first = case.first(options.first or "member")
    end = end_years(case)
    grid = np.concatenate([[0.0], case.elapsed(), [end]])
    group = options.group or "region"
    groups = [(name, members) for name, members in groups_of(case, group) if len(members)]
    if len(groups) > 40:
        raise ValueError(f"{group} makes {len(groups)} groups; choose a column with fewer (region, subregion, a number)")
    columns = 3 if len(groups) > 4 or len(groups) == 3 else min(2, len(groups))
    rows = -(-len(groups) // columns)
    figure, axes = style.new(0.5 + 1.75 * rows, rows, columns, sharex=True, sharey=True, squeeze=False)
    curves, table = [], {"group": [], "year": [], "joined": [], "low": [], "high": [], "countries": [], "n": []}
    for name, members in groups:
        sample = first[:, members]
        pooled = kaplan_meier(*durations(sample.ravel(), end))
        joined = 1 - pooled.at(grid)
        if len(sample) > 1:
            every = np.array([1 - kaplan_meier(*durations(one, end)).at(grid) for one in sample[:2000]])
            low, high = np.quantile(every, [0.05, 0.95], axis=0)
        else:
            place = np.searchsorted(pooled.time, grid, side="right")
            low = 1 - np.concatenate([[1.0], pooled.high])[place]
            high = 1 - np.concatenate([[1.0], pooled.low])[place]
        curves.append((name, len(members), joined, low, high))
        table["group"] += [name] * len(grid)
        table["countries"] += [len(members)] * len(grid)
        table["n"] += [len(sample)] * len(grid)
        for key, values in (("year", case.decimal_year(grid)), ("joined", joined), ("low", low), ("high", high)):
            table[key] += values.tolist()
    years = case.decimal_year(grid)
    for number, (axis, (name, size, joined, low, high)) in enumerate(zip(axes.ravel(), curves)):
        for other in curves:
            axis.plot(years, other[2], color=style.RULE, linewidth=0.9, zorder=1, drawstyle="steps-post")
        colour = style.GROUP_COLOURS[number % len(style.GROUP_COLOURS)]
        axis.fill_between(years, low, high, color=colour, alpha=0.22, linewidth=0, step="post")
        axis.plot(years, joined, color=colour, drawstyle="steps-post", zorder=3)
        axis.set_title(fit(f"{name} ({size})", style.WIDTH / columns - 0.5, 2, 8.5, "bold"), fontsize=8.5)
        style.tidy(axis)
        style.year_axis(axis, years)
        axis.set_ylim(0, 1)
        axis.yaxis.set_major_formatter(style.percent)
    for axis in axes.ravel()[len(curves):]:
        axis.axis("off")
    for column in range(columns):  # the lowest used panel of a column carries the years
        used = [row for row in range(rows) if row * columns + column < len(curves)]
        axes[used[-1]][column].tick_params(labelbottom=True)
    verb = {"member": "have become members", "signed": "have signed"}.get(options.first or "member", options.first)
    figure.supylabel(f"countries that {verb}", fontsize=8.5)
    style.stamp(figure, cases)
    return style.Picture(figure, case.label, f"Share that {verb.replace('have', 'has', 1)}, by {plain(group)}", {"survival": table})
