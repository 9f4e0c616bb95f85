"""Scenario discovery: which ranges of the parameters lead to an outcome."""
import re

import numpy as np

from .. import prim, style
from ..case import NotInFile
from ..estimate import p_text
from ..lettering import fit
from ..rounding import percent
from ..words import plain
from . import kind
from .surfaces import columns_of, metric_of, points_note, units_of_metric

LEVEL = 0.05  # cuts of a larger quasi p-value are undone


def interest(y, options):
    """(true where the outcome is of interest, words): --above or --below a value; else the upper quarter."""
    if options.below is not None:
        return y < options.below, f"below {options.below:g}"
    limit = options.above if options.above is not None else float(np.nanquantile(y, 0.75))
    return y > limit, f"above {limit:.4g}"


def swept_ranges(result, columns):
    """{path: (low, high, is the range that was asked for)}: the bounds of the design, else those of the points.

    Bounds stand in the effective configuration; a distribution without bounds (normal) and a table of points have none.
    """
    config = result.provenance.get("config_effective", "")
    found = {}
    for path, values in columns.items():
        entry = re.search(r'\{ path = "' + re.escape(path) + r'";([^}]*)\}', config)
        bounds = dict(re.findall(r"\b(low|high|from|to) = ([-+.\deE]+);", entry[1])) if entry else {}
        low, high = bounds.get("low", bounds.get("from")), bounds.get("high", bounds.get("to"))
        asked = low is not None and high is not None
        found[path] = (float(low), float(high), True) if asked else (float(values.min()), float(values.max()), False)
    return found


@kind("discovery", "Scenario discovery", "sweep",
      "The box of parameter ranges in which an outcome (a metric above or below a value, or its upper quarter) is common, "
      "found by PRIM: the peeling trajectory (left), the points on the two parameters cut first (right), and the limits (below).",
      "Coverage is the share of all points of interest inside the box, density the share of points inside that are of "
      "interest. Bars show the part of the swept range that the box keeps, with the ends of that range; p is the chance of so good a "
      "cut by luck, and cuts of p above 0.05 are undone.",
      "The box is a description of this sample, greedy and axis-parallel; check it on fresh points before relying on it.",
      "`--metric`, `--above X`, `--below X`, `--density`", fits=("grid", "lhs", "sobol", "list", "saltelli"))
def draw(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y = metric_of(result, options)
    paths = list(columns)
    good = np.isfinite(y)
    if not good.any():
        raise NotInFile(f"{name} is known at no point of {result.path.name}")
    x = np.column_stack([columns[path] for path in paths])[good]
    wanted, words = interest(y[good], options)
    if not wanted.any() or wanted.all():
        raise ValueError(f"{'every' if wanted.all() else 'no'} point has {name} {words}: choose another --above or --below "
                         f"(it lies between {np.nanmin(y):.4g} and {np.nanmax(y):.4g})")
    boxes = prim.peel(x, wanted)
    box, p_values, freed = prim.significant(x, wanted, prim.choose(boxes, options.density or 0.8), LEVEL)
    cut = list(box.restricted)
    ranges = [swept_ranges(result, columns)[path] for path in paths]
    figure, axes = style.new(3.5 + 0.3 * max(1, len(cut)), 2, 2, height_ratios=(2.6, 0.35 + 0.3 * max(1, len(cut))))
    grid = axes[1, 0].get_gridspec()
    for axis in axes[1]:
        axis.remove()
    limits = figure.add_subplot(grid[1, :])
    units = units_of_metric(result, name)
    outcome = f"{plain(name)} {words}" + (f" {units}" if units else "")
    _trajectory(axes[0, 0], boxes, box)
    _scatter(axes[0, 1], x, wanted, box, paths, cut, ranges, fit(f"{plain(name)} {words}", 2.1, 1, 8))
    _limits(limits, box, paths, cut, p_values, ranges)
    rests = f"{outcome}: {wanted.sum()} of the {good.sum()} points at which it is known" + \
        (f" ({(~good).sum()} are left out)" if not good.all() else "") + f"; the box holds {np.count_nonzero(wanted & box.inside)} of " \
        f"{np.count_nonzero(box.inside)}."
    undone = f" Cut by chance and set free again: {', '.join(paths[c] for c in freed)}." if freed else ""
    style.stamp(figure, [cases], f"{rests}{undone} {points_note(result, name)}")
    steps = {"step": np.arange(len(boxes)), "coverage": [b.coverage for b in boxes], "density": [b.density for b in boxes],
             "mass": [b.mass for b in boxes], "keys": [len(b.restricted) for b in boxes],
             "points": [np.count_nonzero(b.inside) for b in boxes]}
    table = {"key": [paths[c] for c in cut], "low": [box.low[c] for c in cut], "high": [box.high[c] for c in cut],
             "range_low": [ranges[c][0] for c in cut], "range_high": [ranges[c][1] for c in cut],
             "range_is": ["swept" if ranges[c][2] else "of the points" for c in cut], "p": [p_values[c] for c in cut],
             "points": np.full(len(cut), np.count_nonzero(box.inside)), "of_interest": np.full(len(cut), np.count_nonzero(wanted & box.inside))}
    return style.Picture(figure, result.title, f"{outcome}: box with coverage {percent(box.coverage)}, density "
                         f"{percent(box.density)}. {rests}{undone}", {"trajectory": steps, "box": table})


def _trajectory(axis, boxes, box):
    points = axis.scatter([b.coverage for b in boxes], [b.density for b in boxes], c=[len(b.restricted) for b in boxes],
                          cmap=style.AMOUNTS, s=16, zorder=3)
    axis.plot([box.coverage], [box.density], "o", markersize=9, markerfacecolor="none", markeredgecolor=style.ACCENT,
              markeredgewidth=1.6, zorder=4)
    axis.annotate("chosen", (box.coverage, box.density), xytext=(8, -9) if box.coverage < 0.8 else (-8, -9), textcoords="offset points",
                  color=style.ACCENT, fontsize=8, ha="left" if box.coverage < 0.8 else "right")
    axis.set_xlim(-0.02, 1.04)
    axis.set_ylim(0, 1.06)
    axis.set_xlabel("coverage")
    axis.set_ylabel("density")
    axis.xaxis.set_major_formatter(style.percent)
    axis.yaxis.set_major_formatter(style.percent)
    axis.set_title("Peeling trajectory")
    style.tidy(axis, "both")
    most = max(len(b.restricted) for b in boxes)
    bar = axis.figure.colorbar(points, ax=axis, pad=0.02, ticks=range(0, most + 1, max(1, most // 5)))
    bar.set_label("parameters cut")
    bar.outline.set_visible(False)


def _scatter(axis, x, wanted, box, paths, cut, ranges, outcome):
    others = [c for c in range(x.shape[1]) if c not in cut]
    shown = (cut + others)[:2]
    if len(shown) < 2:
        shown = shown * 2
    a, b = shown
    axis.plot(x[~wanted, a], x[~wanted, b], "o", color="#b5b5b5", markersize=2.6, label="others")
    axis.plot(x[wanted, a], x[wanted, b], "^", color=style.MAIN, markersize=3.6, label=outcome)
    # A box of one level has no width of its own: a margin makes it seen.
    pads = [0.012 * (ranges[c][1] - ranges[c][0]) for c in shown]
    axis.add_patch(style.plt.Rectangle((box.low[a] - pads[0], box.low[b] - pads[1]), box.high[a] - box.low[a] + 2 * pads[0],
                                       box.high[b] - box.low[b] + 2 * pads[1], fill=False, edgecolor=style.ACCENT, linewidth=1.6, zorder=5))
    axis.set_xlabel(fit(paths[a], 2.6))
    axis.set_ylabel(fit(paths[b], 2.2))
    axis.margins(0.03)
    axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, handletextpad=0.2, borderaxespad=0.2, columnspacing=0.8)
    style.tidy(axis, None)


def _limits(axis, box, paths, cut, p_values, ranges):
    for row, c in enumerate(cut):
        low, high = ranges[c][:2]
        span = (high - low) or 1.0
        left, right = (box.low[c] - low) / span, (box.high[c] - low) / span
        axis.barh(row, 1, color="#ececec", height=0.6)
        axis.barh(row, max(right - left, 0.004), left=left, color=style.MAIN, height=0.6)
        middle = f"{box.low[c]:.3g} to {box.high[c]:.3g}"
        inside = right - left > 0.25
        axis.text((left + right) / 2 if inside else (right + 0.01 if right < 0.75 else left - 0.01), row, middle,
                  ha="center" if inside else ("left" if right < 0.75 else "right"), va="center", fontsize=7.5,
                  color="white" if inside else style.INK)
        axis.text(1.075, row, p_text(p_values[c]), va="center", fontsize=7.5)
        axis.text(-0.006, row, f"{low:.3g}", ha="right", va="center", fontsize=7, color=style.SOFT)
        axis.text(1.006, row, f"{high:.3g}", ha="left", va="center", fontsize=7, color=style.SOFT)
    axis.set_xlim(-0.09, 1.2)
    axis.set_ylim(max(1, len(cut)) - 0.4, -0.6)
    axis.set_yticks(range(len(cut)), [fit(paths[c], 2.2, 1, 7.5) for c in cut], fontsize=7.5)
    axis.set_xticks([])
    axis.tick_params(length=0)
    what = "the swept ranges" if all(ranges[c][2] for c in cut) else "the ranges of the points" \
        if not any(ranges[c][2] for c in cut) else "the swept ranges (of the points where a range has no bounds)"
    axis.set_title(f"Limits of the box within {what}" if cut else "No cut holds against chance", loc="left")
    for side in axis.spines.values():
        side.set_visible(False)
