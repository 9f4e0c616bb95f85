"""Maps: the probability of a status by country and year, or the statuses of one run."""
import numpy as np

from .. import style, world
from ..words import MEMBER_STATUSES, STATUSES, plain
from . import kind


def spread_dates(case, n=6):
    """n accounts: the first and the last, and those nearest to equal steps between them."""
    count = len(case.dates)
    return sorted(set(np.linspace(0, count - 1, min(n, count)).round().astype(int).tolist()))


def chosen_dates(case, options, n=6):
    """Positions of the accounts that a person asked for, or evenly spread ones."""
    from ..labelled import position
    if options.times:
        return [position("time", case.dates, text) for text in options.times]
    return spread_dates(case, n)


def paint(axis, case, colours, markers=True):
    """Countries in given colours (one each), small ones as round markers; territories without a row grey."""
    from matplotlib.collections import PathCollection
    codes = [f"{int(code):03d}" for code in case.result.array("country_m49").values]
    outlines = world.paths()
    drawn = [(outlines[code], colour) for code, colour in zip(codes, colours) if code in outlines]
    others = [outline for code, outline in outlines.items() if code not in set(codes)]
    axis.add_collection(PathCollection(others, facecolors=style.NO_DATA, edgecolors="#8c8c8c", linewidths=0.2, zorder=1))
    axis.add_collection(PathCollection([outline for outline, _ in drawn], facecolors=[colour for _, colour in drawn],
                                       edgecolors="#8c8c8c", linewidths=0.2, zorder=2))
    if markers:
        lat, lon = np.asarray(case.column("lat"), dtype=float), np.asarray(case.column("lon"), dtype=float)
        small = np.array([world.needs_marker(code) for code in codes])
        x, y = world.project(lon[small], lat[small])
        axis.scatter(x, y, s=9, c=[colour for colour, is_small in zip(colours, small) if is_small],
                     edgecolors="#4a4a4a", linewidths=0.35, zorder=3)
    frame(axis)


def frame(axis):
    """The edge of the projected world, no ticks, equal scales."""
    edge = world.outline()
    axis.plot(*edge, color="#9a9a9a", linewidth=0.5, zorder=4, clip_on=False)
    axis.set_xlim(edge[0].min(), edge[0].max())
    axis.set_ylim(edge[1].min(), edge[1].max())
    axis.set_aspect("equal")
    axis.axis("off")


def probability(case, status, **where):
    """(country, ...) probability of a status; `member` is associate, full or core, `signed` also signatory or frozen."""
    names = {"member": MEMBER_STATUSES, "signed": MEMBER_STATUSES + ("signatory", "frozen")}.get(status, (status,))
    unknown = [name for name in names if name not in STATUSES]
    if unknown:
        raise ValueError(f"no status '{unknown[0]}'; there are member, signed, {', '.join(STATUSES)}")
    return case.p_status(**where)[[STATUSES.index(name) for name in names]].sum(axis=0)


@kind("map", "Map", "case",
      "For each country the probability to be a member (or another status) at several dates; of a run, the status itself.",
      "Darker is likelier. Round markers stand for states too small to be seen. The projection (Equal Earth) keeps "
      "areas.",
      "Probability is the share of replications of this model, not a forecast of a government's decision. Borders imply "
      "no position on the status of any territory; grey territories have no row of their own in the country table.",
      "`--status` (member, signed or a status), `--time` (repeatable)")
def draw(cases, options):
    case = cases[0]
    places = chosen_dates(case, options)
    rows = -(-len(places) // 2)
    columns = min(2, len(places))
    single = case.result.kind == "run" and options.status == "member"
    figure, axes = style.new(0.75 + rows * (1.78 if columns == 2 else 3.4), rows, columns, squeeze=False)
    data = {"date": [], "country": [], "status" if single else "probability": []}
    colour_map = style.plt.get_cmap(style.CHANCES)
    for axis in axes.ravel()[len(places):]:
        axis.axis("off")
    for axis, place in zip(axes.ravel(), places):
        when = str(case.dates[place])
        if single:
            codes = case.result.array("country_status", time=when).values
            colours = [style.STATUS_COLOURS[STATUSES[code]] for code in codes]
            data["status"] += [STATUSES[code] for code in codes]
        else:
            p = probability(case, options.status, time=when)
            colours = [colour_map(value) for value in p]
            data["probability"] += p.tolist()
        data["date"] += [when] * len(colours)
        data["country"] += case.result.countries.tolist()
        paint(axis, case, colours)
        axis.set_title(when, fontsize=8.5)
    if single:
        handles = [style.plt.Line2D([], [], marker="s", linestyle="", markersize=7, color=style.STATUS_COLOURS[name],
                                    markeredgecolor="#888888", markeredgewidth=0.3, label=name) for name in STATUSES]
        style.legend(figure, handles, list(STATUSES), ncols=9, fontsize=7, handletextpad=0.1, columnspacing=0.9)
    else:
        shade = style.plt.cm.ScalarMappable(style.plt.Normalize(0, 1), colour_map)
        bar = figure.colorbar(shade, ax=axes, location="top", shrink=0.5, aspect=38, pad=0.01)
        bar.set_label(f"probability: {plain(options.status)}")
        bar.outline.set_visible(False)
    _note(figure, cases)
    return style.Picture(figure, case.label, f"{'Status' if single else 'Probability: ' + plain(options.status)} "
                         "by country and date", {"map": data})


def _note(figure, cases):
    style.stamp(figure, cases, world.NOTE)
