"""Maps: the probability of a status by country and year, or the statuses of one run."""
import numpy as np

from .. import style, world
from ..estimate import proportion_interval
from ..labelled import parse_moment, position
from ..pairing import last_day
from ..words import MEMBER_STATUSES, plain
from . import kind


SPONSOR = "#5c5c5c"


def spread_dates(case, n=6):
    """n accounts: the first and the last, and those nearest to equal steps between them."""
    count = len(case.dates)
    return sorted(set(np.linspace(0, count - 1, min(n, count)).round().astype(int).tolist()))


def chosen_dates(case, options, n=6):
    """Positions of the accounts that a person asked for, or evenly spread ones."""
    if options.times:
        return [position("time", case.dates, text) for text in options.times]
    return spread_dates(case, n)


def paint(axis, case, colours, markers=True):
    """Countries in given colours (one each), small ones as round markers; territories without a row hatched."""
    from matplotlib.collections import PathCollection
    codes = [f"{int(code):03d}" for code in case.result.array("country_m49").values]
    outlines = world.paths()
    drawn = [(outlines[code], colour) for code, colour in zip(codes, colours) if code in outlines]
    others = [outline for code, outline in outlines.items() if code not in set(codes)]
    axis.add_collection(PathCollection(others, facecolors="white", edgecolors="#8c8c8c", linewidths=0.2, hatch="///////", zorder=1))
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
    return case.p_status(**where)[codes_of(case, status)].sum(axis=0)


def codes_of(case, status):
    """Positions of the statuses that a word means: `member`, `signed` or a status of the file."""
    names = {"member": MEMBER_STATUSES, "signed": MEMBER_STATUSES + ("signatory", "frozen")}.get(status, (status,))
    there = list(case.result.labels("status"))
    unknown = [name for name in names if name not in there]
    if unknown:
        raise ValueError(f"no status '{unknown[0]}'; there are member, signed, {', '.join(there)}")
    return case.result.status_codes(*names)


def chance(case, status, when=None):
    """((country) share of replications with a status, date of it).

    Without a date at the end itself, and on a day of `output.dates` exactly, where the file keeps it; else at the last account.
    """
    if when is None and case.has("final_status"):
        final = np.atleast_2d(case.replicates("final_status"))
        return np.isin(final, codes_of(case, status)).mean(axis=0), last_day(case)
    day = _stored(case, "at_p_status", when)
    if day is not None:
        return case.p_status("at_p_status", date=day)[codes_of(case, status)].sum(axis=0), day
    place = len(case.dates) - 1 if when is None else position("time", case.dates, when)
    return probability(case, status, time=case.dates[place]), case.dates[place]


def _stored(case, name, when):
    """The day of `output.dates` that a text means, None where the file does not keep it."""
    if when is None or not case.has(name):
        return None
    day = parse_moment(when)
    return day if day in case.result.labels("date") else None


def standing(case, when=None):
    """((country) status codes of a run, date of them), chosen in the same way."""
    if when is None and case.has("final_status"):
        return case.result.array("final_status").values.astype(int), last_day(case)
    day = _stored(case, "at_country_status", when)
    if day is not None:
        return case.result.array("at_country_status", date=day).values.astype(int), day
    place = len(case.dates) - 1 if when is None else position("time", case.dates, when)
    return case.result.array("country_status", time=case.dates[place]).values.astype(int), case.dates[place]


def moments(case, options, n=6):
    """The dates that a person asked for as texts, else n even steps of which the last is None: the end."""
    if options.times:
        return list(options.times)
    return [str(case.dates[place]) for place in spread_dates(case, n)[:-1]] + [None]


@kind("map", "Map", "case",
      "For each country the probability to be a member (or another status) at several dates; of a run, the status itself.",
      "Darker is likelier; the sponsor, always a member, is dark grey. Round markers stand for states too small to be seen. The "
      "projection (Equal Earth) keeps areas.",
      "Probability is the share of replications of this model, not a forecast of a government's decision. Borders imply "
      "no position on the status of any territory; hatched territories have no row of their own in the country table. The CSV has 95 % "
      "intervals of the shares (Wilson).",
      "`--status` (member, signed or a status), `--time` (repeatable)")
def draw(cases, options):
    case = cases[0]
    places = moments(case, options)
    rows = -(-len(places) // 2)
    columns = min(2, len(places))
    status = options.status or "member"
    codes_of(case, status)
    single = case.result.kind == "run" and options.status is None
    names = list(case.result.labels("status"))
    figure, axes = style.new(0.75 + rows * (1.78 if columns == 2 else 3.4), rows, columns, squeeze=False)
    data = {key: [] for key in ("date", "country", *(("status",) if single else ("probability", "low", "high", "n")))}
    colour_map = style.plt.get_cmap(style.CHANCES)
    for axis in axes.ravel()[len(places):]:
        axis.axis("off")
    for axis, place in zip(axes.ravel(), places):
        if single:
            codes, when = standing(case, place)
            words = [names[code] for code in codes]
            colours = [style.status_colour(word) for word in words]
            data["status"] += words
        else:
            (p, when), n = chance(case, status, place), case.n_replicates
            colours = [SPONSOR if i == case.sponsor() else colour_map(value) for i, value in enumerate(p)]
            for key, values in zip(("probability", "low", "high"), (p, *proportion_interval(p * n, np.full(p.shape, n)))):
                data[key] += values.tolist()
            data["n"] += [n] * len(p)
        data["date"] += [str(when)] * len(colours)
        data["country"] += case.result.countries.tolist()
        paint(axis, case, colours)
        axis.set_title(str(when), fontsize=8.5)
    if single:
        handles = [style.plt.Line2D([], [], marker="s", linestyle="", markersize=7, color=style.status_colour(name),
                                    markeredgecolor="#888888", markeredgewidth=0.3, label=name) for name in names]
        style.legend(figure, handles, names, ncols=9, fontsize=7, handletextpad=0.1, columnspacing=0.9)
    else:
        shade = style.plt.cm.ScalarMappable(style.plt.Normalize(0, 1), colour_map)
        bar = figure.colorbar(shade, ax=axes, location="top", shrink=0.5, aspect=38, pad=0.01)
        bar.set_label(f"probability: {plain(status)}")
        bar.outline.set_visible(False)
    _note(figure, cases)
    return style.Picture(figure, case.label, f"{'Status' if single else 'Probability: ' + plain(status)} "
                         "by country and date", {"map": data})


def _note(figure, cases):
    style.stamp(figure, cases, world.NOTE)
