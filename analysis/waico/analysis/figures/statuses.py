"""Statuses over time, and flows between dates."""
import numpy as np

from .. import rounding, style
from . import kind
from .maps import chosen_dates

ORDER = ("core", "full", "associate", "signatory", "observer", "interested", "frozen", "withdrawn", "none")
# What a country has reached so far, whatever it is now: first dates tell no more.
STAGES = ("has joined", "has signed", "has been in contact", "has withdrawn once", "no contact so far")
STAGE_COLOURS = {"has joined": style.STATUS_COLOURS["full"], "has signed": style.STATUS_COLOURS["signatory"],
                 "has been in contact": style.STATUS_COLOURS["interested"], "has withdrawn once": style.STATUS_COLOURS["withdrawn"],
                 "no contact so far": style.STATUS_COLOURS["none"]}


def stacked(result):
    """The statuses of a file from the inside outwards; one that is not known here comes last."""
    names = list(result.labels("status"))
    return [name for name in ORDER if name in names] + [name for name in names if name not in ORDER]


@kind("statuses", "Statuses over time", "case",
      "How many countries stand in each status at each account (mean over replications), stacked; the sponsor left out.",
      "The height of a colour is the number of countries in that status. Members are the three lowest layers.",
      "A mean: replications differ, and a country that is a member in half of them counts as half a country.")
def draw(cases, options):
    case = cases[0]
    counts = case.n_status()
    figure, axis = style.new(3.4)
    order = stacked(case.result)
    layers = [counts[code] for code in case.result.status_codes(*order)]
    axis.stackplot(case.years, layers, colors=[style.status_colour(name) for name in order], edgecolor="white",
                   linewidth=0.3)
    axis.set_ylim(0, np.max(np.sum(layers, axis=0)))
    axis.set_ylabel("countries")
    style.tidy(axis, None)
    style.year_axis(axis, case.years)
    present = [name for name, layer in zip(order, layers) if layer.max() > 0]
    handles = [style.plt.Rectangle((0, 0), 1, 1, facecolor=style.status_colour(name), edgecolor="#888888",
                                   linewidth=0.3) for name in present]
    style.legend(figure, handles[::-1], present[::-1], where="right", handlelength=1.1, handleheight=1.1)
    style.stamp(figure, cases)
    table = {"date": case.dates.astype(str), "year": case.years}
    table.update({name: counts[i] for i, name in enumerate(case.result.labels("status"))})
    return style.Picture(figure, case.label, "Countries by status" + (", mean over replications" if case.n_replicates > 1 else ""),
                         {"statuses": table})


def stages(case, elapsed):
    """(replicate, country) furthest stage by `elapsed` years: a position in STAGES."""
    reached = {name: np.nan_to_num(case.first(name), nan=np.inf) <= elapsed
               for name in ("interested", "signed", "member", "withdrawn")}
    stage = np.full(reached["member"].shape, STAGES.index("no contact so far"))
    for name, key in (("has been in contact", "interested"), ("has signed", "signed"), ("has joined", "member"),
                      ("has withdrawn once", "withdrawn")):
        stage[reached[key]] = STAGES.index(name)
    return stage


def flow_matrices(case, places):
    """(names, colours, [n (from, to) mean countries between neighbouring dates])."""
    sponsor = case.sponsor()
    if case.result.kind == "run":
        status = case.result.array("country_status").values.astype(int)
        status = status if sponsor is None else np.delete(status, sponsor, axis=0)
        names = stacked(case.result)
        place_of = np.argsort(case.result.status_codes(*names))
        states = [place_of[status[:, place]][None] for place in places]
        colours = {name: style.status_colour(name) for name in names}
    else:
        names, colours = STAGES, STAGE_COLOURS
        elapsed = case.elapsed()
        states = [stages(case, elapsed[place]) for place in places]
        if sponsor is not None:
            states = [np.delete(state, sponsor, axis=1) for state in states]
    n = len(names)
    flows = [np.bincount((a * n + b).ravel(), minlength=n * n).reshape(n, n) / a.shape[0]
             for a, b in zip(states, states[1:])]
    return names, colours, flows


@kind("flows", "Flows between dates", "case",
      "How many countries pass from one status to another between dates: of a run exactly; of an ensemble the furthest "
      "stage that a country has reached so far (no contact, contact, signature, membership, withdrawal), averaged over replications.",
      "Blocks are the numbers at each date, ribbons the countries that stay or pass; a ribbon has the colour it goes to.",
      "What happened between two dates and was undone. Of an ensemble: what a country is now. One that froze or dropped its signature "
      "keeps its stage, one that came back after withdrawal stays among those that have withdrawn, and observers that were never "
      "interested count as without contact.",
      "`--time` (repeatable)")
def flows(cases, options):
    case = cases[0]
    places = chosen_dates(case, options, 4)
    if len(places) < 2:
        raise ValueError("flows run between dates: give --time twice or more")
    names, colours, matrices = flow_matrices(case, places)
    figure, axis = style.new(4.2)
    total = matrices[0].sum() if matrices else 1.0
    gap, width = total * 0.022, 0.05
    table = {"from_date": [], "to_date": [], "from": [], "to": [], "countries": []}
    heights = [m.sum(axis=1) for m in matrices] + [matrices[-1].sum(axis=0)]
    alive = [k for k in range(len(names)) if any(h[k] > 0.005 for h in heights)]
    bases = []
    for column, height in enumerate(heights):
        base, at = {}, 0.0
        for k in alive[::-1]:
            base[k] = at
            axis.add_patch(style.plt.Rectangle((column - width, at), 2 * width, height[k],
                                               facecolor=colours[names[k]], edgecolor="#666666", linewidth=0.4, zorder=3))
            if height[k] >= total * 0.03:
                axis.text(column, at + height[k] / 2, rounding.amount(height[k], "n_status"), ha="center", va="center", fontsize=7, zorder=4,
                          color=_contrast(colours[names[k]]))
            at += height[k] + (gap if height[k] > 0 else 0)
        bases.append(base)
    for column, matrix in enumerate(matrices):
        out, into = dict(bases[column]), dict(bases[column + 1])
        for j in alive[::-1]:
            for k in alive[::-1]:
                amount = matrix[j, k]
                table["from_date"].append(str(case.dates[places[column]]))
                table["to_date"].append(str(case.dates[places[column + 1]]))
                table["from"].append(names[j])
                table["to"].append(names[k])
                table["countries"].append(amount)
                if amount > 0:
                    _ribbon(axis, column + width, out[j], column + 1 - width, into[k], amount, colours[names[k]], j == k)
                    out[j] += amount
                    into[k] += amount
    axis.set_xlim(-0.12, len(heights) - 0.88)
    axis.set_ylim(0, total + gap * (len(alive) + 1))
    axis.set_xticks(range(len(heights)), [str(case.dates[place]) for place in places])
    if case.result.kind != "run":
        axis.set_xlabel("furthest stage reached by each date, whatever the status is then")
    axis.set_yticks([])
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
    handles = [style.plt.Rectangle((0, 0), 1, 1, facecolor=colours[names[k]], edgecolor="#888888", linewidth=0.3)
               for k in alive]
    style.legend(figure, handles, [names[k] for k in alive], where="right", handlelength=1.1, handleheight=1.1)
    style.stamp(figure, cases)
    what = "Countries passing between statuses" if case.result.kind == "run" else \
        "The furthest stage that countries have reached by each date, mean over replications"
    return style.Picture(figure, case.label, what, {"flows": table})


def _contrast(colour):
    red, green, blue = style.matplotlib.colors.to_rgb(colour)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else style.INK


def _ribbon(axis, x0, y0, x1, y1, amount, colour, stays):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    middle = (x0 + x1) / 2
    path = Path([(x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 + amount), (middle, y1 + amount),
                 (middle, y0 + amount), (x0, y0 + amount), (x0, y0)],
                [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4,
                 Path.CLOSEPOLY])
    axis.add_patch(PathPatch(path, facecolor=colour, alpha=0.35 if stays else 0.75, linewidth=0, zorder=2))
