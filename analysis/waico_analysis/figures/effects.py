"""Which keys matter: tornado, Morris, Sobol'."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..sensitivity import morris, one_at_a_time, sobol
from ..words import plain
from . import kind
from .surfaces import columns_of, metric_of

MOST = 20


def _bars_figure(n):
    return style.new(1.15 + 0.24 * max(3, n))


def _index(result, name):
    if "design_" + name not in result:
        raise NotInFile(f"{result.path.name} has no design_{name}: it is not a sweep of that design")
    return result.array("design_" + name).values


@kind("tornado", "Tornado", "sweep",
      "The metric at the low and the high value of each key, the others at their base (design oat), the longest bar first.",
      "A bar reaches from the result at the low value to that at the high one; the line is the base. Numbers at the ends are "
      "the values of the key.",
      "Keys are moved one at a time: what two do together is not here.", "`--metric`")
def tornado(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y, _ = metric_of(result, options)
    paths = list(columns)
    base, bars = one_at_a_time(np.column_stack([columns[path] for path in paths]), y)
    bars = sorted(bars, key=lambda bar: -max(abs(bar[2] - base), abs(bar[4] - base), abs(bar[4] - bar[2])))
    shown = bars[:MOST]
    figure, axis = _bars_figure(len(shown))
    low_colour, high_colour = style.STATUS_COLOURS["signatory"], style.MAIN
    for row, (p, low_x, low_y, high_x, high_y) in enumerate(shown):
        for value, at, colour in ((low_y, low_x, low_colour), (high_y, high_x, high_colour)):
            if value == base:
                continue
            axis.barh(row, value - base, left=base, height=0.62, color=colour)
            same = (low_y - base) * (high_y - base) > 0
            if not same or abs(value - base) == max(abs(low_y - base), abs(high_y - base)):
                axis.annotate(f"{at:g}", (value, row), xytext=(3 if value > base else -3, 0), textcoords="offset points",
                              ha="left" if value > base else "right", va="center", fontsize=7)
    axis.axvline(base, color=style.INK, linewidth=0.9)
    axis.set_yticks(range(len(shown)), [paths[bar[0]] for bar in shown], fontsize=7.5)
    axis.set_ylim(max(3, len(shown)) - 0.4, -0.6)
    axis.margins(x=0.1)
    axis.set_xlabel(f"{plain(name)} (base {base:.4g})")
    style.tidy(axis, "x")
    axis.tick_params(axis="y", length=0)
    handles = [style.plt.Rectangle((0, 0), 1, 1, color=colour) for colour in (low_colour, high_colour)]
    style.legend(figure, handles, ["key at its low value", "key at its high value"], ncols=2)
    style.stamp(figure, [cases])
    table = {"key": [paths[bar[0]] for bar in bars]}
    for place, key in enumerate(("low_value", "low_result", "high_value", "high_result"), 1):
        table[key] = [bar[place] for bar in bars]
    return style.Picture(figure, result.title, f"{plain(name)}: one key at a time, base {base:.4g}", {"tornado": table})


def morris_step(result):
    """The step of a design of so many levels on the unit scale, None when the file does not say."""
    levels = int(result.attrs.get("design_levels", 0))
    return levels / (2.0 * (levels - 1)) if levels > 1 else None


@kind("morris", "Morris screening", "sweep",
      "Elementary effects of each key over its range: mean of absolute values (bars) and their spread against it (right).",
      "A long bar is a key that matters; a point above the line (spread larger than effect) is a key whose effect depends "
      "on the others or is not linear.",
      "Screening ranks keys; it does not apportion variance.", "`--metric`")
def morris_bars(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y, _ = metric_of(result, options)
    paths = list(columns)
    effects = morris(np.column_stack([columns[path] for path in paths]), y, _index(result, "trajectory"),
                     morris_step(result))
    order = np.argsort(-np.nan_to_num(effects.mean_absolute))
    shown = order[:MOST]
    figure, (axis, plane) = style.new(max(3.2, 1.15 + 0.24 * len(shown)), 1, 2, width_ratios=(1.25, 1))
    axis.barh(range(len(shown)), effects.mean_absolute[shown], color=style.MAIN, height=0.62)
    axis.set_yticks(range(len(shown)), [paths[i] for i in shown], fontsize=7)
    axis.set_ylim(len(shown) - 0.4, -0.6)
    axis.set_xlabel(f"mean absolute effect on {plain(name)}")
    style.tidy(axis, "x")
    axis.tick_params(axis="y", length=0)
    top = np.nanmax(np.concatenate([effects.mean_absolute, effects.spread]))
    plane.plot([0, top], [0, top], color=style.RULE, linewidth=0.9)
    plane.plot(effects.mean_absolute, effects.spread, "o", color=style.MAIN, markersize=4)
    plane.set_xlim(0, top * 1.22)
    plane.set_ylim(0, top * 1.12)
    plane.set_xlabel("mean absolute effect")
    plane.set_ylabel("spread of effects")
    style.tidy(plane, "both")
    style.stamp(figure, [cases])
    style.point_labels(plane, [(effects.mean_absolute[i], effects.spread[i], ".".join(paths[i].split(".")[-2:])) for i in shown[:5]])
    table = {"key": [paths[i] for i in order], "mean_absolute": effects.mean_absolute[order], "mean": effects.mean[order],
             "spread": effects.spread[order], "effects": effects.n[order]}
    return style.Picture(figure, result.title, f"Elementary effects on {plain(name)}", {"morris": table})


def saltelli_blocks(result, y):
    """(a, b, ab (key, n)) from `design_block`: 0 is A, 1 is B, 2 + k is A with the k-th key (or group) from B.

    With second order the other half of the blocks are B with a key from A; they are not needed here.
    """
    rows = _rows(result)
    if 0 not in rows or len(rows) < 3 or len({len(places) for places in rows.values()}) > 1:
        raise NotInFile(f"{result.path.name}: the blocks of the design are not complete")
    keys = sorted(code for code in rows if code >= 2)
    return y[rows[0]], y[rows[1]], np.array([y[rows[code]] for code in keys])


def _rows(result):
    """{block: positions of its points in the order of the sample}, blocks of B with keys from A left out."""
    block = _index(result, "block")
    order = _index(result, "row") if "design_row" in result else np.arange(len(block))
    codes = sorted(int(code) for code in np.unique(block))
    if str(result.attrs.get("design_second_order", "")) == "true":
        codes = codes[:2] + codes[2:2 + (len(codes) - 2) // 2]
    return {code: np.flatnonzero(block == code)[np.argsort(order[block == code], kind="stable")] for code in codes}


def moved_together(result, columns):
    """For each block 2 + k: the paths that differ from block A."""
    rows = _rows(result)
    names = []
    for code in sorted(code for code in rows if code >= 2):
        moved = [path for path, values in columns.items() if np.any(values[rows[code]] != values[rows[0]])]
        names.append(" + ".join(moved) if len(moved) <= 2 else f"{moved[0]} + {len(moved) - 1} more")
    return names


@kind("sobol", "Sobol' indices", "sweep",
      "The share of the metric's variance that each key explains alone (first order) and with all its interactions (total), "
      "from a design of kind saltelli; intervals by bootstrap (95 %).",
      "The first-order bars add up to one when keys act independently; a total longer than the first order is interaction.",
      "Shares belong to the ranges that were swept: wider ranges change them.", "`--metric`")
def sobol_bars(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y, _ = metric_of(result, options)
    indices = sobol(*saltelli_blocks(result, y)[:3])
    names = moved_together(result, columns)
    order = np.argsort(-np.nan_to_num(indices.total))
    shown = order[:MOST]
    figure, axis = style.new(1.3 + 0.34 * max(3, len(shown)))
    rows = np.arange(len(shown))
    for shift, value, low, high, colour, label in (
            (-0.19, indices.first, indices.first_low, indices.first_high, style.STATUS_COLOURS["signatory"], "first order"),
            (0.19, indices.total, indices.total_low, indices.total_high, style.MAIN, "total")):
        axis.barh(rows + shift, np.maximum(value[shown], 0), height=0.36, color=colour, label=label)
        axis.hlines(rows + shift, low[shown], high[shown], color=style.INK, linewidth=0.8)
    axis.set_yticks(rows, [names[i] for i in shown], fontsize=7.5)
    axis.set_ylim(max(3, len(shown)) - 0.4, -0.6)
    axis.axvline(0, color=style.SOFT, linewidth=0.7)
    axis.set_xlabel(f"share of the variance of {plain(name)}")
    axis.xaxis.set_major_formatter(style.percent)
    style.tidy(axis, "x")
    axis.tick_params(axis="y", length=0)
    style.legend(figure, *axis.get_legend_handles_labels(), ncols=2)
    style.stamp(figure, [cases])
    table = {"key": [names[i] for i in order]}
    for key in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
        table[key] = getattr(indices, key)[order]
    return style.Picture(figure, result.title, f"Variance of {plain(name)}, {indices.n} base points", {"sobol": table})
