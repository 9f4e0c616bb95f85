"""Sweeps over a grid of one or more parameters: curves and heat maps, from the points and the responses that the file holds."""
import numpy as np

from .. import style
from ..case import NotInFile, swept
from ..lettering import fit
from ..rounding import percent
from ..schema import dimensions, text
from ..words import plain
from . import kind

GRIDS = ("grid", "list")


# -- what a sweep holds -----------------------------------------------------------------------------------

def metrics_of(result):
    """Names of the metrics of a sweep, in the order of its config."""
    found = [name[:-len("_mean")] for name in result.names if name.endswith("_mean") and dimensions(result.file[name]) == ("point",)]
    order = text(result.attrs.get("metrics", "")).split()
    return [name for name in order if name in found] if order else [name for name in found if not name.startswith("final_")]


def metric_name(result, options, names):
    """The metric that a person asked for, else the first."""
    if options.metric and options.metric not in names:
        raise NotInFile(f"{result.path.name} has no metric '{options.metric}'; it has {', '.join(names) or 'none'}")
    return options.metric or names[0]


def metric_of(result, options):
    """(name, mean (point)) of the metric a person asked for, else the first; without metrics, the members at the last account."""
    names = metrics_of(result)
    if names or options.metric:
        name = metric_name(result, options, names)
        return name, result.array(name + "_mean").values.astype(float)
    last = str(result.dates[-1])
    if "n_members_mean" in result:
        return f"n_members on {last}", result.array("n_members_mean").values[:, -1].astype(float)
    if "n_members_quantile" in result:
        levels = result.labels("quantile").astype(float)
        values = result.array("n_members_quantile").values[:, int(np.argmin(np.abs(levels - 0.5))), -1]
        return f"n_members on {last} (median)", values.astype(float)
    raise NotInFile(f"{result.path.name} has no metric; add one under `metrics` of the config")


def interval_of(result, metric):
    """(low, high) by point: the interval of the mean, NaN where the file has none."""
    if metric + "_low" in result:
        return tuple(result.array(f"{metric}_{end}").values.astype(float) for end in ("low", "high"))
    if metric + "_half_width" in result:
        mean, half = (result.array(metric + end).values.astype(float) for end in ("_mean", "_half_width"))
        return mean - half, mean + half
    return (np.full(result.sizes["point"], np.nan),) * 2


def known_counts(result, metric):
    """(point) how many replications the mean of a metric rests on: those of which it is known."""
    if metric + "_known" in result:
        return result.array(metric + "_known").values.astype(float)
    if metric in result and dimensions(result.file[metric]) == ("point", "replicate"):
        return np.isfinite(result.array(metric).values.astype(float)).sum(axis=1).astype(float)
    if "replications_done" in result:
        return result.array("replications_done").values.astype(float)
    return np.full(result.sizes["point"], np.nan)


def points_note(result, metric):
    """On what the means of the points rest, in words."""
    known = known_counts(result, metric)
    if not np.isfinite(known).any():
        return ""
    low, high = int(np.nanmin(known)), int(np.nanmax(known))
    said = f"Each point is a mean over {low if low == high else f'{low} to {high}'} replications of which {plain(metric)} is known."
    none = int(np.count_nonzero(known == 0))
    return said + (f" At {none} of {len(known)} points it is known of none: they are left out." if none else "")


def units_of_metric(result, metric):
    """Units of a metric for an axis; '' for pure numbers."""
    for name in (metric, metric + "_mean"):
        if name in result:
            units = text(result.file[name].attrs.get("units", ""))
            return {"1": "", "country": "countries"}.get(units, units)
    return ""


def columns_of(result):
    """{dotted path: values (point)} of the numeric keys that vary."""
    found = {}
    for name, path in swept(result).items():
        values = result.array(name).values
        if values.dtype.kind in "if" and np.unique(values).size > 1:
            found[path] = values.astype(float)
    if not found:
        raise NotInFile(f"{result.path.name} varies no numeric key")
    return found


def pick(columns, wanted, otherwise, result):
    if wanted is None:
        return otherwise
    if wanted not in columns:
        raise NotInFile(f"{result.path.name} does not vary '{wanted}'; it varies {', '.join(columns)}")
    return wanted


def check_grid(result, columns, picture):
    """Refuses points that are no grid: between them a line or a surface would mean nothing."""
    points = np.column_stack(list(columns.values()))
    several = result.sizes.get("scenario", 1) > 1 and "point_scenario" in result
    if several:
        points = np.column_stack([points, result.file["point_scenario"][...]])
    cells = np.prod([np.unique(column).size for column in points.T])
    if len(points) != cells or len(np.unique(points, axis=0)) != cells or several:
        raise NotInFile(f"{picture} needs every combination of the values, and the points of {result.path.name} are no such grid"
                        + (" of one scenario" if several else "") + "; see discovery, or compare with --point")


# -- response ---------------------------------------------------------------------------------------------

@kind("response", "Response to a parameter", "sweep",
      "A metric along one swept parameter of a grid, one line for each value of a second one.",
      "Bars are 95 % intervals of the mean of a point. Where there are more parameters than are drawn, each value is the mean over all "
      "points with that level, and the figure says so; they have no bars. Under the heading: the share of the metric's variance over the "
      "grid that each parameter makes alone, as the file has it.",
      "Between the points nothing was computed; lines only guide the eye. Points under common random numbers differ by less than their "
      "bars suggest.", "`--metric`, `-x KEY`, `-y KEY`", fits=GRIDS)
def response(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y = metric_of(result, options)
    check_grid(result, columns, "response")
    paths = sorted(columns, key=lambda path: -np.unique(columns[path]).size)
    x_path = pick(columns, options.x, next(path for path in paths if path != options.y) if len(paths) > 1 else paths[0], result)
    by = pick(columns, options.y, None, result)
    if by == x_path:
        raise ValueError("-x and -y name the same key")
    if by is None and len(paths) == 2:
        other = next(path for path in paths if path != x_path)
        by = other if np.unique(columns[other]).size <= 8 else None
    averaged = [path for path in paths if path not in (x_path, by)]
    if averaged and by is None and f"response_{x_path.replace('.', '_')}" in result and name in result.labels("metric"):
        lines = _stored(result, name, x_path)
    else:
        lines = _lines(columns, y, interval_of(result, name), known_counts(result, name), x_path, by, averaged)
    figure, axis = style.new(3.4)
    table = {key: [] for key in (x_path, by or "line", name, "low", "high", "points", "n")}
    ends = []
    for number, (level, xs, mean, low, high, points, n) in enumerate(lines):
        colour = style.GROUP_COLOURS[number % len(style.GROUP_COLOURS)] if by else style.MAIN
        axis.errorbar(xs, mean, yerr=np.nan_to_num([np.maximum(0, mean - low), np.maximum(0, high - mean)]), color=colour, marker=style.GROUP_MARKERS[number % 8], markersize=3.8,
                      linestyle=style.GROUP_DASHES[number % 8], capsize=2, linewidth=1.4, elinewidth=0.9)
        if np.isfinite(mean[-1]):
            ends.append((mean[-1], fit(f"{plain(by.rsplit('.', 1)[-1])} {level:g}", 1.6, 1, 8) if by else "", colour))
        for key, values in zip(table, (xs, np.full(len(xs), level), mean, low, high, points, n)):
            table[key] += list(values)
    axis.set_xlabel(fit(x_path, 5.5))
    units = units_of_metric(result, name)
    axis.set_ylabel(fit(plain(name) + (f" ({units})" if units else ""), 3.0, 2))
    style.tidy(axis)
    axis.margins(x=0.02)
    shares = _shares(result, name)
    said = "; ".join(f"{path} {percent(share)}" for path, share in shares.items() if np.isfinite(share))
    if said:
        axis.set_title(fit(f"Share of the variance over the grid: {said}", 6.0, 2, 8), fontsize=8, fontweight="normal")
    if by:
        style.end_labels(axis, axis.get_xlim()[1], ends)
    over = f"Means over all values of {', '.join(averaged)}. " if averaged else ""
    style.stamp(figure, [cases], over + points_note(result, name))
    data = {"response": table}
    if shares:
        data["shares"] = {"key": list(shares), "grid_share": list(shares.values())}
    return style.Picture(figure, result.title, f"{plain(name)} along {x_path}" + (f". {over}" if over else ""), data)


def _stored(result, metric, path):
    """One line from the responses of the file: means over all points with each level."""
    name = f"response_{path.replace('.', '_')}"
    values = result.array(name, metric=metric).values.astype(float)
    levels = result.labels(dimensions(result.file[name])[1]).astype(float)
    column = columns_of(result)[path]
    known = known_counts(result, metric)
    inside = [np.isclose(column, level, rtol=1e-5, atol=0) & (known > 0) for level in levels]
    points = result.array(name + "_known", metric=metric).values if name + "_known" in result else [rows.sum() for rows in inside]
    nothing = np.full(len(levels), np.nan)
    return [(np.nan, levels, values, nothing, nothing, points, [known[rows].sum() for rows in inside])]


def _lines(columns, y, interval, known, x_path, by, averaged):
    """[(level, x, mean, low, high, points, replications)]; the interval is that of a point, none for means over several."""
    lines = []
    for level in np.unique(columns[by]) if by else [np.nan]:
        rows = np.ones(len(y), dtype=bool) if by is None else columns[by] == level
        xs = np.unique(columns[x_path][rows])
        inside = [np.flatnonzero(rows & (columns[x_path] == x) & np.isfinite(y)) for x in xs]
        mean = np.array([y[places].mean() if places.size else np.nan for places in inside])
        low, high = (np.array([end[places[0]] if places.size == 1 and not averaged else np.nan for places in inside]) for end in interval)
        lines.append((level, xs, mean, low, high, [places.size for places in inside], [known[places].sum() for places in inside]))
    return lines


def _shares(result, metric):
    """{parameter: share} of a grid, as the file has it."""
    if "grid_share" not in result or metric not in result.labels("metric"):
        return {}
    return dict(zip(result.labels("parameter").tolist(), result.array("grid_share", metric=metric).values.astype(float).tolist()))


# -- heat map ---------------------------------------------------------------------------------------------

@kind("heatmap", "Heat map", "sweep",
      "A metric over a grid of two parameters, with contour lines; a third one gives further panels.",
      "Brighter is more; the same colour is the same value in every panel, and lines join equal values. White: not known.",
      "Colour between grid points is the nearest point's; the contours interpolate. Where there are more than three parameters a cell is "
      "the mean over the others, and the figure says so.", "`--metric`, `-x KEY`, `-y KEY`", fits=GRIDS)
def heatmap(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y = metric_of(result, options)
    known = known_counts(result, name)
    paths = sorted(columns, key=lambda path: -np.unique(columns[path]).size)
    if len(paths) < 2:
        raise NotInFile(f"{result.path.name} varies one key; `response` draws it")
    check_grid(result, columns, "heatmap")
    x_path = pick(columns, options.x, next(path for path in paths if path != options.y), result)
    y_path = pick(columns, options.y, next(path for path in paths if path != x_path), result)
    if x_path == y_path:
        raise ValueError("-x and -y name the same key")
    if not np.isfinite(y).any():
        raise NotInFile(f"{name} is known at no point of {result.path.name}")
    rest = [path for path in paths if path not in (x_path, y_path)]
    facet = rest[0] if rest and np.unique(columns[rest[0]]).size <= 6 else None
    averaged = [path for path in rest if path != facet]
    levels = np.unique(columns[facet]) if facet else [None]
    n_columns = min(3, len(levels))
    rows = -(-len(levels) // n_columns)
    height = 3.9 if len(levels) == 1 else 0.9 + 2.2 * rows
    figure, axes = style.new(height, rows, n_columns, sharex=True, sharey=True, squeeze=False,
                             width=5.4 if len(levels) == 1 else style.WIDTH)
    table = {x_path: [], y_path: [], facet or "panel": [], name: [], "points": [], "n": []}
    xs, ys = np.unique(columns[x_path]), np.unique(columns[y_path])
    grids = [_cells(columns, y, known, (x_path, y_path), (xs, ys), facet, level, table) for level in levels]
    norm = style.plt.Normalize(min(np.nanmin(grid) for grid in grids if np.isfinite(grid).any()),
                               max(np.nanmax(grid) for grid in grids if np.isfinite(grid).any()))
    for axis, level, grid in zip(axes.ravel(), levels, grids):
        shade = axis.pcolormesh(np.arange(len(xs)), np.arange(len(ys)), grid, cmap=style.AMOUNTS, norm=norm, shading="nearest",
                                rasterized=True)
        if min(grid.shape) > 1 and np.isfinite(grid).all() and np.ptp(grid) > 0:
            _contours(axis, grid)
        if level is not None:
            axis.set_title(fit(f"{facet.rsplit('.', 1)[-1]} = {level:g}", 1.9, 1, 8.5, "bold"), fontsize=8.5)
        for ticks, labels, values in ((axis.set_xticks, axis.set_xticklabels, xs), (axis.set_yticks, axis.set_yticklabels, ys)):
            step = -(-len(values) // (6 if n_columns > 1 else 10))
            ticks(range(0, len(values), step))
            labels([f"{value:.4g}" for value in values[::step]], fontsize=7.5)
        for side in axis.spines.values():
            side.set_visible(False)
    for axis in axes.ravel()[len(levels):]:
        axis.axis("off")
    bar = figure.colorbar(shade, ax=axes, pad=0.02, aspect=30)
    units = units_of_metric(result, name)
    bar.set_label(fit(plain(name) + (f" ({units})" if units else ""), height - 0.6, 2))
    bar.outline.set_visible(False)
    width = figure.get_size_inches()[0]
    style.bottom_label(figure, fit(x_path, width - 1.0))
    figure.supylabel(fit(y_path, height - 0.6), fontsize=8.5)
    over = f"Means over all values of {', '.join(averaged)}. " if averaged else ""
    style.stamp(figure, [cases], over + points_note(result, name))
    return style.Picture(figure, result.title, f"{plain(name)} over {x_path} and {y_path}" + (f". {over}" if over else ""),
                         {"heatmap": table})


def _cells(columns, y, known, paths, axes, facet, level, table):
    """The means of one panel, (y, x); further rows of `table` on the way."""
    inside = np.ones(len(y), dtype=bool) if level is None else columns[facet] == level
    grid = np.full((len(axes[1]), len(axes[0])), np.nan)
    for i, yy in enumerate(axes[1]):
        for j, xx in enumerate(axes[0]):
            places = inside & (columns[paths[0]] == xx) & (columns[paths[1]] == yy) & np.isfinite(y)
            if places.any():
                grid[i, j] = y[places].mean()
            for key, value in zip(table, (xx, yy, np.nan if level is None else level, grid[i, j], places.sum(), known[places].sum())):
                table[key].append(value)
    return grid


def _contours(axis, grid):
    import matplotlib.patheffects as effects
    lines = axis.contour(grid, levels=6, colors="white", linewidths=0.8)
    texts = axis.clabel(lines, fontsize=7, fmt="%g")
    for item in list(lines.collections) + list(texts):
        item.set_path_effects([effects.withStroke(linewidth=1.6, foreground="#00000088")])
