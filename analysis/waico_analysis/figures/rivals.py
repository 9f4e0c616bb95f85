"""Overlap with the rival blocs."""
import numpy as np

from .. import style
from . import kind

COLOURS = {"WAICO only": style.MAIN, "both": "#cc79a7", "rival only": style.STATUS_COLOURS["observer"]}


@kind("rivals", "Overlap with rivals", "case",
      "Members of WAICO only, of a rival only, and of both, for each of the two rivals (mean over replications).",
      "The middle layer is the overlap: countries that hold membership in both.",
      "The sponsor is not counted; a country may be in both rivals at once and is then in both panels.")
def draw(cases, options):
    case = cases[0]
    figure, axes = style.new(3.2, 1, 2, sharey=True)
    members = case.mean("n_members")
    table = {"date": case.dates.astype(str), "year": case.years}
    for axis, rival, title in zip(axes, ("us", "rights"), ("Rival us (technology stack)", "Rival rights (rights-based framework)")):
        both, all_rival = case.mean(f"overlap_{rival}"), case.mean(f"n_{rival}")
        layers = {"WAICO only": members - both, "both": both, "rival only": all_rival - both}
        axis.stackplot(case.years, list(layers.values()), colors=[COLOURS[name] for name in layers], edgecolor="white",
                       linewidth=0.3, labels=list(layers))
        for name, values in layers.items():
            table[f"{rival}_{name.replace(' ', '_')}"] = values
        axis.set_title(title)
        style.tidy(axis, None)
        style.year_axis(axis, case.years)
    axes[0].set_ylabel("countries")
    axes[0].set_ylim(bottom=0)
    style.legend(figure, *axes[0].get_legend_handles_labels(), ncols=3)
    style.stamp(figure, cases)
    return style.Picture(figure, case.label, f"At the end {case.mean('overlap_us')[-1]:.1f} members also belong to us and "
                         f"{case.mean('overlap_rights')[-1]:.1f} to rights (means)", {"rivals": table})
