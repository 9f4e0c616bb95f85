"""Sweeps over one or two keys: curves and heat maps."""
import numpy as np

from .. import style
from ..case import NotInFile, swept
from ..words import plain
from . import kind


def metrics_of(result):
    """Names of the metrics of a sweep: <name>_mean(point) datasets."""
    from ..schema import dimensions
    names = [name[:-len("_mean")] for name in result.names if name.endswith("_mean")
             and dimensions(result.file[name]) == ("point",)]
    return names


def metric_of(result, options):
    """(name, mean (point), half width (point) or None) of the metric a person asked for, else the first."""
    names = metrics_of(result)
    if options.metric and options.metric not in names:
        raise NotInFile(f"{result.path.name} has no metric '{options.metric}'; it has {', '.join(names) or 'none'}")
    if names:
        name = options.metric or names[0]
        half = result.array(name + "_half_width").values.astype(float) if name + "_half_width" in result else None
        return name, result.array(name + "_mean").values.astype(float), half
    if "n_members_mean" in result:
        return "n_members at the end", result.array("n_members_mean").values[:, -1].astype(float), None
    if "n_members_quantile" in result:
        levels = result.labels("quantile").astype(float)
        values = result.array("n_members_quantile").values[:, int(np.argmin(np.abs(levels - 0.5))), -1]
        return "n_members at the end (median)", values.astype(float), None
    raise NotInFile(f"{result.path.name} has no metric; add one under `metrics` of the config")


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


@kind("response", "Response to a key", "sweep",
      "A metric along one swept key, one line for each value of a second one.",
      "Bars are 95 % intervals of the mean. Where there are more keys than two, points are averaged over the others.",
      "Between the points nothing was computed; lines only guide the eye.", "`--metric`, `-x KEY`, `-y KEY`")
def response(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y, half = metric_of(result, options)
    paths = sorted(columns, key=lambda path: -np.unique(columns[path]).size)
    x_path = pick(columns, options.x, paths[0], result)
    rest = [path for path in paths if path != x_path]
    by = pick(columns, options.y, rest[0] if rest else None, result)
    if by is not None and np.unique(columns[by]).size > 8:
        by = None
    figure, axis = style.new(3.3)
    table = {key: [] for key in (x_path, by or "line", name, "half_width")}
    levels = np.unique(columns[by]) if by else [None]
    ends = []
    for number, level in enumerate(levels):
        rows = np.ones(len(y), dtype=bool) if level is None else columns[by] == level
        xs = np.unique(columns[x_path][rows])
        mean = np.array([np.nanmean(y[rows & (columns[x_path] == x)]) for x in xs])
        single = [np.flatnonzero(rows & (columns[x_path] == x)) for x in xs]
        bars = np.array([half[i[0]] if half is not None and len(i) == 1 else np.nan for i in single])
        colour = style.GROUP_COLOURS[number % len(style.GROUP_COLOURS)] if by else style.MAIN
        axis.errorbar(xs, mean, yerr=np.nan_to_num(bars), color=colour, marker=style.GROUP_MARKERS[number % 8], markersize=3.8,
                      linestyle=style.GROUP_DASHES[number % 8], capsize=2, linewidth=1.4, elinewidth=0.9)
        ends.append((mean[-1], f"{plain(by.rsplit('.', 1)[-1])} {level:g}" if by else "", colour))
        for key, values in zip(table, (xs, np.full(len(xs), np.nan if level is None else level), mean, bars)):
            table[key] += list(values)
    axis.set_xlabel(x_path)
    axis.set_ylabel(plain(name))
    style.tidy(axis)
    axis.margins(x=0.02)
    if by:
        style.end_labels(axis, axis.get_xlim()[1], ends)
    style.stamp(figure, [cases])
    return style.Picture(figure, result.title, f"{plain(name)} along {x_path}", {"response": table})


@kind("heatmap", "Heat map", "sweep",
      "A metric over a grid of two keys, with contour lines; further keys give further panels.",
      "Brighter is more; the same colour is the same value in every panel, and lines join equal values.",
      "Colour between grid points is the nearest point's; the contours interpolate.", "`--metric`, `-x KEY`, `-y KEY`")
def heatmap(cases, options):
    result = cases.result
    columns = columns_of(result)
    name, y, _ = metric_of(result, options)
    paths = sorted(columns, key=lambda path: -np.unique(columns[path]).size)
    if len(paths) < 2:
        raise NotInFile(f"{result.path.name} varies one key; `response` draws it")
    x_path = pick(columns, options.x, paths[0], result)
    y_path = pick(columns, options.y, next(path for path in paths if path != x_path), result)
    rest = [path for path in paths if path not in (x_path, y_path)]
    facet = rest[0] if rest and np.unique(columns[rest[0]]).size <= 6 else None
    levels = np.unique(columns[facet]) if facet else [None]
    n_columns = min(3, len(levels))
    rows = -(-len(levels) // n_columns)
    height = 3.9 if len(levels) == 1 else 0.9 + 2.2 * rows
    figure, axes = style.new(height, rows, n_columns, sharex=True, sharey=True, squeeze=False,
                             width=5.4 if len(levels) == 1 else style.WIDTH)
    norm = style.plt.Normalize(np.nanmin(y), np.nanmax(y))
    table = {x_path: [], y_path: [], facet or "panel": [], name: []}
    xs, ys = np.unique(columns[x_path]), np.unique(columns[y_path])
    for axis, level in zip(axes.ravel(), levels):
        rows_in = np.ones(len(y), dtype=bool) if level is None else columns[facet] == level
        grid = np.full((len(ys), len(xs)), np.nan)
        for i, yy in enumerate(ys):
            for j, xx in enumerate(xs):
                inside = rows_in & (columns[x_path] == xx) & (columns[y_path] == yy)
                if inside.any() and np.isfinite(y[inside]).any():
                    grid[i, j] = np.nanmean(y[inside])
                for key, value in zip(table, (xx, yy, np.nan if level is None else level, grid[i, j])):
                    table[key].append(value)
        shade = axis.pcolormesh(xs, ys, grid, cmap=style.AMOUNTS, norm=norm, shading="nearest", rasterized=True)
        if min(grid.shape) > 1 and np.isfinite(grid).all() and np.ptp(grid) > 0:
            lines = axis.contour(xs, ys, grid, levels=6, colors="white", linewidths=0.8)
            texts = axis.clabel(lines, fontsize=7, fmt="%g")
            import matplotlib.patheffects as effects
            for item in list(lines.collections) + list(texts):
                item.set_path_effects([effects.withStroke(linewidth=1.6, foreground="#00000088")])
        if level is not None:
            axis.set_title(f"{facet.rsplit('.', 1)[-1]} = {level:g}", fontsize=8.5)
        if len(ys) <= 6:
            axis.set_yticks(ys)
        for side in axis.spines.values():
            side.set_visible(False)
    for axis in axes.ravel()[len(levels):]:
        axis.axis("off")
    bar = figure.colorbar(shade, ax=axes, pad=0.02, aspect=30)
    bar.set_label(plain(name))
    bar.outline.set_visible(False)
    style.bottom_label(figure, x_path)
    figure.supylabel(y_path, fontsize=8.5)
    style.stamp(figure, [cases])
    return style.Picture(figure, result.title, f"{plain(name)} over {x_path} and {y_path}", {"heatmap": table})
