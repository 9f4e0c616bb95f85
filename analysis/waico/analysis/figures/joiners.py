"""Who joins, and when."""
import numpy as np

from .. import style
from ..rounding import percent
from ..estimate import proportion_interval
from ..lettering import fit
from ..pairing import end_years
from . import kind

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


def date_quantiles(first, levels=LEVELS):
    """(level, country) quantiles of first dates with `never` (NaN) as later than everything: inf."""
    late = np.sort(np.where(np.isfinite(first), first, np.inf), axis=0)
    n = late.shape[0]
    places = [min(n - 1, max(0, int(np.ceil(level * n)) - 1)) for level in levels]
    return late[places]


def ranking(case, name):
    """Everything about first dates: {share, quantiles (level, country)}, sponsor with NaN share."""
    first = case.first(name)
    share = np.isfinite(first).mean(axis=0)
    sponsor = case.sponsor()
    if sponsor is not None:
        share[sponsor] = np.nan
    return share, date_quantiles(first)


@kind("joiners", "Who joins when", "case",
      "Countries in the order in which they become members: median date, the middle half "
      "and four fifths of replications, and the share of replications in which it happens before the end.",
      "The dot is the median, the thick line the middle half, the thin line four fifths; an arrow runs past the end. "
      "Dates where it never happens count as later than the end. The CSV has 95 % intervals of the shares (Wilson).",
      "Countries below the last row; the order of two countries with overlapping lines is not settled.", "`--first signed` (or interested, withdrawn), `--top N`")
def draw(cases, options):
    case = cases[0]
    first = options.first or "member"
    share, quantiles = ranking(case, first)
    known = np.where(np.isnan(share), -1.0, share)
    order = np.lexsort((-known, quantiles[3], quantiles[2]))
    order = [i for i in order if known[i] > 0]
    shown = order[:options.top or 30]
    names = case.result.country_names()
    end = end_years(case)
    figure, axis = style.new(0.95 + 0.168 * max(3, len(shown)))
    last = case.decimal_year(end)
    for row, i in enumerate(shown):
        low, q1, middle, q3, high = (case.decimal_year(value) for value in quantiles[:, i])
        for left, right, width in ((low, high, 1.0), (q1, q3, 3.6)):
            if np.isfinite(left):
                axis.plot([left, min(right, last)], [row, row], color=style.MAIN, linewidth=width,
                          solid_capstyle="butt", zorder=2)
        if not np.isfinite(high):
            axis.plot([last], [row], marker=">", color=style.MAIN, markersize=3.5, clip_on=False, zorder=3)
        if np.isfinite(middle):
            axis.plot([middle], [row], "o", color="white", markeredgecolor=style.MAIN, markersize=4.2, zorder=4)
        axis.annotate(percent(share[i]), (1.012, row), xycoords=("axes fraction", "data"), va="center",
                      fontsize=7.5, annotation_clip=False)
    axis.annotate("before\nthe end", (1.012, -1.0), xycoords=("axes fraction", "data"), va="bottom", fontsize=7,
                  color=style.SOFT, annotation_clip=False)
    axis.set_yticks(range(len(shown)), [fit(names[i], 2.2, 1, 7.5) for i in shown], fontsize=7.5)
    axis.set_ylim(max(2, len(shown)) - 0.4, -0.8)
    style.tidy(axis, "x")
    style.year_axis(axis, [case.decimal_year(0.0), last])
    axis.xaxis.tick_top()
    axis.spines["bottom"].set_visible(False)
    axis.spines["left"].set_visible(False)
    axis.tick_params(axis="y", length=0)
    if not shown:
        axis.text(0.5, 0.5, "nobody before the end", transform=axis.transAxes, ha="center")
    style.stamp(figure, cases)
    table = {"rank": np.arange(1, len(order) + 1), "country": case.result.countries[order], "name": names[order],
             "share": share[order]}
    n = len(case.rows) if case.result.kind != "run" else 1
    table["low"], table["high"] = proportion_interval(share[order] * n, np.full(len(order), n))
    table["n"] = np.full(len(order), n)
    for level, row in zip(LEVELS, quantiles):
        table[f"year_q{100 * level:g}"] = np.where(np.isfinite(row[order]), case.decimal_year(row[order]), np.nan)
    verb = {"member": "membership", "signed": "signature"}.get(first, first)
    return style.Picture(figure, case.label, f"First {verb}: {len(order)} countries in at least one replication, "
                         f"{len(shown)} shown", {"joiners": table})
