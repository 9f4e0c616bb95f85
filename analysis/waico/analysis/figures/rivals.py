"""Overlap with the rival organisations."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..lettering import fit
from ..pairing import last_day, reading
from ..rounding import amount
from ..schema import text
from . import kind

COLOURS = {"WAICO only": style.MAIN, "both": "#cc79a7", "rival only": style.STATUS_COLOURS["observer"]}


@kind("rivals", "Overlap with rivals", "case",
      "Members of WAICO only, of a rival only, and of both, for each of the rivals (mean over replications).",
      "The middle layer is the overlap: countries that hold membership in both.",
      "The sponsor is not counted; a country may be in several rivals at once and is then in several panels.")
def draw(cases, options):
    case = cases[0]
    rivals = case.result.rivals
    if not rivals:
        raise NotInFile(f"{case.result.path.name} counts no members of rivals")
    figure, axes = style.new(3.2, 1, len(rivals), sharey=True, squeeze=False)
    members = case.mean("n_members")
    leader = text(case.result.attrs.get("rival_leader", ""))
    table = {"date": case.dates.astype(str), "year": case.years}
    for axis, rival in zip(axes[0], rivals):
        both, all_rival = case.mean(f"overlap_{rival}"), case.mean(f"n_{rival}")
        layers = {"WAICO only": members - both, "both": both, "rival only": all_rival - both}
        axis.stackplot(case.years, list(layers.values()), colors=[COLOURS[name] for name in layers], edgecolor="white",
                       linewidth=0.3, labels=list(layers))
        for name, values in layers.items():
            table[f"{rival}_{name.replace(' ', '_')}"] = values
        title = f"Rival “{rival}”" + (f" (led by {leader})" if leader and rival == case.result.courting_rival else "")
        axis.set_title(fit(title, style.WIDTH / len(rivals) - 0.5, 2, 9.5, "bold"))
        style.tidy(axis, None)
        style.year_axis(axis, case.years)
    axes[0][0].set_ylabel("countries")
    axes[0][0].set_ylim(bottom=0)
    style.legend(figure, *axes[0][0].get_legend_handles_labels(), ncols=3)
    style.stamp(figure, cases)
    said, when = zip(*(_at_the_end(case, rival) for rival in rivals))
    return style.Picture(figure, case.label, f"At {when[0]} {' and '.join(said)}" + (" (means)" if case.n_replicates > 1 else ""),
                         {"rivals": table})


def _at_the_end(case, rival):
    try:
        found = reading(case, f"overlap_{rival}", last_day(case))
        value, when = np.nanmean(found.values), found.date
    except NotInFile:
        value, when = case.mean(f"overlap_{rival}")[-1], case.dates[-1]
    return f"{amount(value, 'overlap_' + rival)} members also belong to “{rival}”", when
