"""Scenario discovery: which ranges of the keys lead to an outcome."""
import numpy as np

from .. import prim, style
from ..words import plain
from . import kind
from .surfaces import columns_of, metric_of


def interest(y, options):
    """(true where the outcome is of interest, words): --above or --below a value; else the upper quarter."""
    if options.below is not None:
        return y < options.below, f"below {options.below:g}"
    limit = options.above if options.above is not None else float(np.nanquantile(y, 0.75))
    return y > limit, f"above {limit:.4g}"


@kind("discovery", "Scenario discovery", "sweep",
      "The box of key ranges in which an outcome (a metric above or below a value, or its upper quarter) is common, "
      "found by PRIM: the peeling trajectory (left), the points on the two keys cut first (right), and the limits (below).",
      "Coverage is the share of all points of interest inside the box, density the share of points inside that are of "
      "interest. Bars show the part of each range that the box keeps; p is the chance of so good a cut by luck.",
      "The box is a description of this sample, greedy and axis-parallel; check it on fresh points before relying on it.",
      "`--metric`, `--above X`, `--below X`, `--density`")
def draw(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y, _ = metric_of(result, options)
    paths = list(columns)
    good = np.isfinite(y)
    x = np.column_stack([columns[path] for path in paths])[good]
    wanted, words = interest(y[good], options)
    if not wanted.any():
        raise ValueError(f"no point has {name} {words}")
    boxes = prim.peel(x, wanted)
    box = prim.choose(boxes, options.density)
    p_values = prim.quasi_p_values(x, wanted, box)
    cut = list(box.restricted)
    height = 3.5 + 0.3 * max(1, len(cut))
    figure, axes = style.new(height, 2, 2, height_ratios=(2.6, 0.35 + 0.3 * max(1, len(cut))))
    grid = axes[1, 0].get_gridspec()
    for axis in axes[1]:
        axis.remove()
    limits = figure.add_subplot(grid[1, :])
    _trajectory(axes[0, 0], boxes, box)
    _scatter(axes[0, 1], x, wanted, box, paths, cut)
    _limits(limits, x, box, paths, cut, p_values)
    style.stamp(figure, [cases])
    steps = {"step": np.arange(len(boxes)), "coverage": [b.coverage for b in boxes], "density": [b.density for b in boxes],
             "mass": [b.mass for b in boxes], "keys": [len(b.restricted) for b in boxes]}
    table = {"key": [paths[c] for c in cut], "low": [box.low[c] for c in cut], "high": [box.high[c] for c in cut],
             "range_low": [x[:, c].min() for c in cut], "range_high": [x[:, c].max() for c in cut],
             "p": [p_values[c] for c in cut]}
    return style.Picture(figure, result.title, f"{plain(name)} {words}: box with coverage {100 * box.coverage:.0f} %, density "
                         f"{100 * box.density:.0f} %", {"trajectory": steps, "box": table})


def _trajectory(axis, boxes, box):
    points = axis.scatter([b.coverage for b in boxes], [b.density for b in boxes], c=[len(b.restricted) for b in boxes],
                          cmap=style.AMOUNTS, s=16, zorder=3)
    axis.plot([box.coverage], [box.density], "o", markersize=9, markerfacecolor="none", markeredgecolor=style.ACCENT,
              markeredgewidth=1.6, zorder=4)
    axis.annotate("chosen", (box.coverage, box.density), xytext=(8, -9), textcoords="offset points", color=style.ACCENT,
                  fontsize=8)
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
    bar.set_label("keys cut")
    bar.outline.set_visible(False)


def _scatter(axis, x, wanted, box, paths, cut):
    others = [c for c in range(x.shape[1]) if c not in cut]
    shown = (cut + others)[:2]
    if len(shown) < 2:
        shown = shown * 2
    a, b = shown
    axis.plot(x[~wanted, a], x[~wanted, b], "o", color="#b5b5b5", markersize=2.6, label="not of interest")
    axis.plot(x[wanted, a], x[wanted, b], "^", color=style.MAIN, markersize=3.6, label="of interest")
    axis.add_patch(style.plt.Rectangle((box.low[a], box.low[b]), box.high[a] - box.low[a], box.high[b] - box.low[b],
                                       fill=False, edgecolor=style.ACCENT, linewidth=1.6, zorder=5))
    axis.set_xlabel(paths[a])
    axis.set_ylabel(paths[b])
    axis.margins(0.03)
    axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, handletextpad=0.2, borderaxespad=0.2)
    style.tidy(axis, None)


def _limits(axis, x, box, paths, cut, p_values):
    for row, c in enumerate(cut):
        low, high = x[:, c].min(), x[:, c].max()
        span = (high - low) or 1.0
        left, right = (box.low[c] - low) / span, (box.high[c] - low) / span
        axis.barh(row, 1, color="#ececec", height=0.6)
        axis.barh(row, right - left, left=left, color=style.MAIN, height=0.6)
        middle = f"{box.low[c]:.3g} to {box.high[c]:.3g}"
        inside = right - left > 0.25
        axis.text((left + right) / 2 if inside else (right + 0.01 if right < 0.75 else left - 0.01), row, middle,
                  ha="center" if inside else ("left" if right < 0.75 else "right"), va="center", fontsize=7.5,
                  color="white" if inside else style.INK)
        axis.text(1.012, row, f"p {p_values[c]:.1g}" if p_values[c] >= 1e-4 else "p < 0.0001", va="center", fontsize=7.5)
        axis.text(-0.006, row, f"{low:.2g}", ha="right", va="center", fontsize=7, color=style.SOFT)
        axis.text(0.995, row, f"{high:.2g}", ha="right", va="center", fontsize=7, color=style.SOFT if right < 0.93 else "white")
    axis.set_xlim(-0.09, 1.12)
    axis.set_ylim(max(1, len(cut)) - 0.4, -0.6)
    axis.set_yticks(range(len(cut)), [paths[c] for c in cut], fontsize=7.5)
    axis.set_xticks([])
    axis.tick_params(length=0)
    axis.set_title("Limits of the box within the swept ranges" if cut else "No key was cut", loc="left")
    for side in axis.spines.values():
        side.set_visible(False)
