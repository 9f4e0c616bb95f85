"""How well the means are known, and how the outcomes spread."""
import numpy as np

from .. import style
from ..estimate import mean_interval, running_mean
from ..case import NotInFile
from ..lettering import fit
from ..pairing import last_day, reading
from ..rounding import amount, span
from ..words import series_title
from . import kind, one_day
from .maps import chosen_dates


def known(values):
    """(the values that are known, words on those that are not)."""
    found = values[np.isfinite(values)]
    left = values.size - found.size
    return found, f"{found.size} replications" + (f"; in {left} more it is not known" if left else "")


@kind("convergence", "Convergence of the mean", "many",
      "The mean of a series at the end after 1, 2, ... replications with its 95 % interval, and the half width of that interval.",
      "The left curve should have settled; the right one falls as one over the root of the number (dashed).",
      "A settled mean is precise about the model; it need not be right about the world.", "`--series`, `--time`")
def draw(cases, options):
    case = cases[0]
    series = options.series or "n_members"
    case.check_series(series)
    found = reading(case, series, one_day(options, last_day(case)))
    values, rests = known(found.values)
    if len(values) < 2:
        raise NotInFile(f"{series} is known in {len(values)} replications: a mean of fewer than two does not converge")
    when = found.date
    mean, half = running_mean(values)
    n = np.arange(1, len(values) + 1)
    figure, (left, right) = style.new(2.9, 1, 2)
    left.fill_between(n, mean - half, mean + half, color=style.MAIN, alpha=0.2, linewidth=0, label="95 % interval")
    left.plot(n, mean, color=style.MAIN, label="mean so far")
    left.set_title(fit(f"{series_title(case.result, series)}, {when}", 3.1, 2, 9.5, "bold"))
    left.legend(loc="lower right")
    right.plot(n, half, color=style.MAIN, label="half width")
    interval = mean_interval(values)
    if half[-1] > 0:
        right.plot(n[1:], half[-1] * np.sqrt(len(values) / n[1:]), color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)),
                   label="1/√n through the last")
        right.set_yscale("log")
    right.legend()
    right.set_title("Half width of the interval")
    for axis in (left, right):
        axis.set_xlabel("replications")
        if len(values) > 20:
            axis.set_xscale("log")
            axis.set_xlim(2, len(values))
        style.tidy(axis, "both")
    _fit(left, mean, half, n)
    style.plain_log(left)
    style.plain_log(right)
    style.stamp(figure, cases, f"Rests on {rests}.")
    table = {"replications": n, "mean": mean, "half_width": half}
    return style.Picture(figure, case.label, f"Mean {amount(interval.mean, series)} at {when}, 95 % interval {span(interval.low, interval.high, series)} "
                         f"({rests})", {"convergence": table})


def _fit(axis, mean, half, n):
    """Limits that ignore the first few, wild, intervals."""
    settled = n >= min(len(n), max(6, len(n) // 20))
    low, high = np.nanmin((mean - np.nan_to_num(half))[settled]), np.nanmax((mean + np.nan_to_num(half))[settled])
    if high > low:
        axis.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))


@kind("outcomes", "Spread of outcomes", "many",
      "How often each number of members occurs over replications, at several dates.",
      "A wide or two-humped shape means that the same world can end very differently by luck alone; the line marks the median.",
      "One shape for each date; how single replications move between them is not shown.", "`--series`, `--time` (repeatable)")
def outcomes(cases, options):
    case = cases[0]
    series = options.series or "n_members"
    case.check_series(series)
    places = chosen_dates(case, options, 5)
    places = places[1:] if not options.times and len(places) > 4 else places
    samples = [known(case.replicates(series, time=case.dates[place])) for place in places]
    rests = sorted({words for _, words in samples})
    samples = [sample for sample, _ in samples]
    if min(map(len, samples)) == 0:
        raise NotInFile(f"{series} is known in no replication at one of the dates")
    low, high = min(s.min() for s in samples), max(s.max() for s in samples)
    whole = all(np.allclose(s, np.round(s)) for s in samples)
    step = max(1, int(np.ceil((high - low + 1) / 40))) if whole else (high - low or 1.0) / 40
    edges = np.arange(low - (0.5 if whole else 0), high + step + 0.5, step) if whole else np.linspace(low, low + 41 * step, 42)
    figure, axes = style.new(0.6 + 0.72 * len(places), len(places), 1, sharex=True, squeeze=False)
    table = {"date": [], "low": [], "high": [], "share": [], "n": []}
    for axis, place, sample in zip(axes.ravel(), places, samples):
        share = np.histogram(sample, edges)[0] / len(sample)
        axis.bar(edges[:-1], share, width=np.diff(edges), align="edge", color=style.MAIN, edgecolor="white", linewidth=0.3)
        axis.axvline(np.median(sample), color=style.ACCENT, linewidth=1.2)
        axis.set_ylabel(str(case.dates[place]), rotation=0, ha="right", va="center")
        axis.set_yticks([])
        axis.spines["left"].set_visible(False)
        style.tidy(axis, None)
        for key, values in (("date", [str(case.dates[place])] * len(share)), ("low", edges[:-1]), ("high", edges[1:]), ("share", share),
                            ("n", [len(sample)] * len(share))):
            table[key] += list(values)
    title = series_title(case.result, series)
    axes[-1][0].set_xlabel(fit(title, 5.5))
    style.stamp(figure, cases, f"Bars: share of replications, the tallest of a row fills it. Rests on {' or '.join(rests)}.")
    return style.Picture(figure, case.label, f"{title}: share of replications", {"outcomes": table})
