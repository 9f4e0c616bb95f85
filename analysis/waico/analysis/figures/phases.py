"""The phases of the organisation over time."""
import numpy as np

from .. import style
from ..rounding import percent
from ..words import plain
from . import kind

COLOURS = ("#e3e3e3", "#f0e442", "#56b4e9", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#14213d")


@kind("phases", "Phases of the organisation", "case",
      "The share of replications in which the organisation is in each of its phases, at each account; of a run, the phase itself.",
      "The height of a colour is the share of replications in that phase.",
      "Which replication is in which phase; how long a phase lasts in one of them.")
def draw(cases, options):
    case = cases[0]
    names, shares = case.p_phase()
    figure, axis = style.new(3.0)
    colours = [COLOURS[i % len(COLOURS)] for i in range(len(names))]
    edges = np.append(case.years, 2 * case.years[-1] - case.years[-2] if len(case.years) > 1 else case.years[-1] + 0.25)
    axis.stackplot(edges, np.column_stack([shares, shares[:, -1]]), colors=colours, step="post", edgecolor="white", linewidth=0.2)
    axis.set_ylim(0, 1)
    axis.set_ylabel("share of replications" if case.n_replicates > 1 else "phase")
    axis.yaxis.set_major_formatter(style.percent)
    style.tidy(axis, None)
    style.year_axis(axis, edges)
    seen = [i for i in range(len(names)) if shares[i].max() > 0]
    handles = [style.plt.Rectangle((0, 0), 1, 1, facecolor=colours[i], edgecolor="#888888", linewidth=0.3) for i in seen]
    style.legend(figure, handles, [plain(names[i]) for i in seen], ncols=min(6, len(seen)))
    style.stamp(figure, cases)
    table = {"date": case.dates.astype(str), "year": case.years, **dict(zip(names, shares))}
    table["n"] = np.full(len(case.years), case.n_replicates)
    return style.Picture(figure, case.label, f"Phases; {plain(names[int(np.argmax(shares[:, -1]))])} in "
                         f"{percent(shares[:, -1].max())} of replications at {case.dates[-1]}", {"phases": table})
