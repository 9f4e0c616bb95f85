"""Which parameters matter: tornado, Morris, Sobol'.  The numbers are those that the file holds; nothing is estimated here."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..lettering import fit
from ..rounding import of_metric
from ..words import plain
from . import kind
from .surfaces import interval_of, known_counts, metric_name, points_note, units_of_metric

MOST = 20


class Analysis:
    """The tables of a design for one metric: `analysis("morris_mu")` is (parameter), NaN where the file has none."""

    def __init__(self, result, options, needs):
        if needs not in result:
            raise NotInFile(f"{result.path.name} has no {needs}: waico sweep writes it for that design")
        self.result = result
        self.metrics = list(result.labels("metric"))
        self.metric = metric_name(result, options, self.metrics)
        self.parameters = list(result.labels("parameter"))

    def __call__(self, name):
        if name not in self.result:
            return np.full(len(self.parameters), np.nan)
        return np.asarray(self.result.array(name, metric=self.metric).values, dtype=float)

    def scalar(self, name):
        return float(self.result.array(name, metric=self.metric).values) if name in self.result else np.nan

    def order(self, values):
        """Positions of the parameters, the largest first, those not known last."""
        return np.argsort(-np.where(np.isnan(values), -np.inf, values), kind="stable")

    def names(self, places, inches=2.3):
        return [fit(self.parameters[i], inches, 2, 7.5) for i in places]


def _rows(axis, names):
    axis.set_yticks(range(len(names)), names, fontsize=7.5)
    axis.set_ylim(max(3, len(names)) - 0.4, -0.6)
    axis.tick_params(axis="y", length=0)
    style.tidy(axis, "x")


def _metric_label(analysis):
    units = units_of_metric(analysis.result, analysis.metric)
    return plain(analysis.metric) + (f" ({units})" if units else "")


@kind("tornado", "Tornado", "sweep",
      "The metric at the low and the high value of each parameter, the others at their base (design oat), the longest bar first.",
      "A bar reaches from the result at the low value to that at the high one; the line is the base. Numbers at the ends are "
      "the values of the parameter; thin lines are 95 % intervals of the means.",
      "Parameters are moved one at a time: what two do together is not here.", "`--metric`", fits=("oat",))
def tornado(cases, options):
    result = cases.result
    found = Analysis(result, options, "oat_base")
    base, low, high = found.scalar("oat_base"), found("oat_low"), found("oat_high")
    reach = np.fmax(np.abs(high - low), np.fmax(np.abs(low - base), np.abs(high - base)))
    order = found.order(reach)
    ends = {side: _ends(result, found, side) for side in (1, 2)}
    shown = order[:MOST]
    figure, axis = style.new(1.15 + 0.24 * max(3, len(shown)))
    colours = {1: style.STATUS_COLOURS["signatory"], 2: style.MAIN}
    for row, i in enumerate(shown):
        same = (low[i] - base) * (high[i] - base) > 0
        for side, value in ((1, low[i]), (2, high[i])):
            text, least, most, _ = ends[side][i]
            if not np.isfinite(value) or value == base:
                continue
            axis.barh(row, value - base, left=base, height=0.62, color=colours[side], zorder=2 if abs(value - base) == reach[i] else 2.5)
            if np.isfinite(least):
                axis.plot([least, most], [row, row], color=style.INK, linewidth=0.7, zorder=3)
            if not same or abs(value - base) == max(abs(low[i] - base), abs(high[i] - base)):
                edge = np.nanmax([value, most]) if value >= base else np.nanmin([value, least])
                axis.annotate(text, (edge, row), xytext=(3 if value >= base else -3, 0), textcoords="offset points",
                              ha="left" if value >= base else "right", va="center", fontsize=7)
    if np.isfinite(base):
        axis.axvline(base, color=style.INK, linewidth=0.9)
    _rows(axis, found.names(shown))
    axis.margins(x=0.1)
    axis.set_xlabel(f"{_metric_label(found)} (base {of_metric(result, found.metric, base)})")
    handles = [style.plt.Rectangle((0, 0), 1, 1, color=colour) for colour in colours.values()]
    style.legend(figure, handles, ["parameter at its low value", "at its high value"], ncols=2)
    style.stamp(figure, [cases], points_note(result, found.metric))
    table = {"key": [found.parameters[i] for i in order], "base": np.full(len(order), base),
             "base_n": np.full(len(order), found.scalar("oat_base_known"))}
    for side, name, values in ((1, "low", low), (2, "high", high)):
        table[f"{name}_value"] = [ends[side][i][0] for i in order]
        table[f"{name}_result"] = values[order]
        for place, end in ((1, "low"), (2, "high")):
            table[f"{name}_result_{end}"] = [ends[side][i][place] for i in order]
        table[f"{name}_n"] = [ends[side][i][3] for i in order]
    return style.Picture(figure, result.title, f"{plain(found.metric)}: one parameter at a time, base {of_metric(result, found.metric, base)}", {"tornado": table})


def _ends(result, found, side):
    """By parameter: (its value as text, low and high of the interval of the metric, replications known) at its low or high end."""
    blank = ("", np.nan, np.nan, np.nan)
    if "design_block" not in result or "design_moved" not in result:
        return [blank] * len(found.parameters)
    block, moved = (result.file[name][...] for name in ("design_block", "design_moved"))
    (low, high), counts = interval_of(result, found.metric), known_counts(result, found.metric)
    ends = []
    for place, name in enumerate(found.parameters):
        points = np.flatnonzero((block == side) & (moved == place))
        column = "param_" + name.replace(".", "_")
        if points.size == 0:
            ends.append(blank)
            continue
        value = f"{float(result.file[column][points[0]]):g}" if column in result and result.file[column].dtype.kind in "if" else ""
        ends.append((value, low[points[0]], high[points[0]], counts[points[0]]))
    return ends


@kind("morris", "Morris screening", "sweep",
      "Elementary effects of each parameter, or group of parameters, over its range: mean of absolute values with its 95 % interval "
      "(bars) and their spread against it (right).",
      "A long bar is a parameter that matters; a point above the line (spread larger than effect) is one whose effect depends "
      "on the others or is not linear. A group has no mean with a sign.",
      "Screening ranks parameters; it does not apportion variance.", "`--metric`", fits=("morris",))
def morris_bars(cases, options):
    result = cases.result
    found = Analysis(result, options, "morris_mu_star")
    size, spread, mean = found("morris_mu_star"), found("morris_sigma"), found("morris_mu")
    low, high, n = found("morris_mu_star_low"), found("morris_mu_star_high"), _effects(result, found)
    order = found.order(size)
    shown = order[:MOST]
    figure, (axis, plane) = style.new(max(3.2, 1.15 + 0.24 * len(shown)), 1, 2, width_ratios=(1.25, 1))
    axis.barh(range(len(shown)), size[shown], color=style.MAIN, height=0.62)
    axis.hlines(range(len(shown)), low[shown], high[shown], color=style.INK, linewidth=0.8)
    _rows(axis, found.names(shown, 1.7))
    axis.set_xlabel(fit(f"mean absolute effect on {_metric_label(found)}", 2.9, 2), multialignment="center")
    top = np.nanmax(np.concatenate([size, spread, [0.0]])) or 1.0
    plane.plot([0, top], [0, top], color=style.RULE, linewidth=0.9)
    plane.plot(size, spread, "o", color=style.MAIN, markersize=4)
    plane.set_xlim(0, top * 1.22)
    plane.set_ylim(0, top * 1.12)
    plane.set_xlabel("mean absolute effect")
    plane.set_ylabel("spread of effects")
    style.tidy(plane, "both")
    style.stamp(figure, [cases], _rests(n, "effects a parameter") + points_note(result, found.metric))
    style.point_labels(plane, [(size[i], spread[i], fit(_short(found.parameters[i]), 1.6, 1, 7)) for i in shown[:5]
                               if np.isfinite(size[i]) and np.isfinite(spread[i])])
    table = {"key": [found.parameters[i] for i in order], "mean_absolute": size[order], "low": low[order], "high": high[order],
             "mean": mean[order], "spread": spread[order], "effects": n[order]}
    return style.Picture(figure, result.title, f"Elementary effects on {plain(found.metric)}", {"morris": table})


def _short(path):
    """The end of a dotted path; a group keeps its name."""
    return ".".join(path.split(".")[-2:])


def _effects(result, found):
    """Known effects of each parameter: as the file counts them, else those in its table of effects."""
    if "morris_effects" in result:
        return found("morris_effects")
    if "elementary_effect" not in result:
        return np.full(len(found.parameters), np.nan)
    effects = result.array("elementary_effect", metric=found.metric)
    return np.isfinite(effects.values).sum(axis=effects.dims.index("trajectory")).astype(float)


def _rests(n, what):
    known = n[np.isfinite(n)]
    if known.size == 0:
        return ""
    return f"Rests on {known.min():.0f} {what}. " if known.min() == known.max() else f"Rests on {known.min():.0f} to {known.max():.0f} {what}. "


@kind("sobol", "Sobol' indices", "sweep",
      "The share of the metric's variance that each parameter explains alone (first order) and with all its interactions (total), "
      "from a design of kind saltelli, with the intervals of the file (95 %, bootstrap); where the design has them, also the shares of "
      "pairs (second order).",
      "The first-order bars add up to one when parameters act independently; a total longer than the first order is interaction. A "
      "first order above the total, or below zero, is the error of the estimate: the interval tells it.",
      "Shares belong to the ranges that were swept: wider ranges change them.", "`--metric`", fits=("saltelli",))
def sobol_bars(cases, options):
    result = cases.result
    found = Analysis(result, options, "sobol_first")
    values = {key: found(f"sobol_{key}") for key in ("first", "first_low", "first_high", "total", "total_low", "total_high")}
    order = found.order(values["total"])
    shown = order[:MOST]
    second = result.array("sobol_second", metric=found.metric).values.astype(float) if "sobol_second" in result else None
    used = found.scalar("sobol_used")
    height = 1.3 + 0.34 * max(3, len(shown))
    if second is None:
        figure, axis = style.new(height)
    else:
        figure, (axis, pairs) = style.new(max(height, 3.4), 1, 2, width_ratios=(1.15, 1))
        _pairs(figure, pairs, second, shown, found)
    rows = np.arange(len(shown))
    for shift, key, colour, label in ((-0.19, "first", style.STATUS_COLOURS["signatory"], "first order"),
                                      (0.19, "total", style.MAIN, "total")):
        axis.barh(rows + shift, values[key][shown], height=0.36, color=colour, label=label)
        axis.hlines(rows + shift, values[key + "_low"][shown], values[key + "_high"][shown], color=style.INK, linewidth=0.8)
    _rows(axis, found.names(shown, 1.6 if second is not None else 2.6))
    axis.axvline(0, color=style.SOFT, linewidth=0.7)
    axis.set_xlabel(fit(f"share of the variance of {plain(found.metric)}", 2.6 if second is not None else 5, 2), multialignment="center")
    axis.xaxis.set_major_formatter(style.percent)
    style.legend(figure, *axis.get_legend_handles_labels(), ncols=2)
    rests = f"Rests on {used:.0f} rows of the sample. " if np.isfinite(used) else ""
    style.stamp(figure, [cases], rests + points_note(result, found.metric))
    table = {"key": [found.parameters[i] for i in order], **{key: column[order] for key, column in values.items()},
             "used": np.full(len(order), used)}
    data = {"sobol": table}
    if second is not None:
        i, j = np.triu_indices(len(found.parameters), 1)
        data["second"] = {"key": [found.parameters[k] for k in i], "with": [found.parameters[k] for k in j],
                          "second": _upper(second)[i, j]}
        for end in ("low", "high"):
            if f"sobol_second_{end}" in result:
                bound = result.array(f"sobol_second_{end}", metric=found.metric).values.astype(float)
                data["second"][end] = _upper(bound)[i, j]
    return style.Picture(figure, result.title, f"Variance of {plain(found.metric)}" + (f", {used:.0f} rows of the sample used"
                         if np.isfinite(used) else ""), data)


def _upper(square):
    """Values of pairs, whichever half of the square holds them."""
    return np.where(np.isfinite(square), square, square.T)


def _pairs(figure, axis, second, shown, found):
    """The second-order shares as a triangle of squares, with numbers where there is room."""
    grid = _upper(second)[np.ix_(shown, shown)]
    grid[np.tril_indices(len(shown))] = np.nan
    reach = np.nanmax(np.abs(grid)) if np.isfinite(grid).any() else 1.0
    shade = axis.imshow(grid, cmap="PuOr_r", vmin=-reach, vmax=reach, aspect="auto")
    names = [fit(_short(found.parameters[i]), 1.1, 1, 7) for i in shown]
    axis.set_xticks(range(len(shown)), names, fontsize=7, rotation=90)
    axis.set_yticks(range(len(shown)), names, fontsize=7)
    if len(shown) <= 8:
        for i, j in zip(*np.nonzero(np.isfinite(grid))):
            axis.text(j, i, f"{100 * grid[i, j]:.1f}".replace("-", "−"), ha="center", va="center", fontsize=6.5,
                      color="white" if abs(grid[i, j]) > 0.6 * reach else style.INK)
    axis.set_title("Second order (pairs), %", fontsize=8.5)
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
    bar = figure.colorbar(shade, ax=axis, pad=0.02, aspect=25)
    bar.ax.yaxis.set_major_formatter(style.percent)
    bar.outline.set_visible(False)
