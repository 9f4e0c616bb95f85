"""Service levels, and the trust that follows from them."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..lettering import fit
from ..words import plain
from . import kind

STATE = ("trust", "governance_demand", "export_control", "fund_payout")


@kind("services", "Services and trust", "case",
      "The level of each service (mean over replications) against its promise, and trust, governance demand and the "
      "fund's payout (median and bands) and export control (mean).",
      "A service above its dashed promise adds to trust, one below takes from it.",
      "Before the organisation operates the level is the promise, after a dissolution zero; the mean is over all "
      "replications, whatever their phase.")
def draw(cases, options):
    case = cases[0]
    levels = case.service()
    parameters = case.result.parameters()
    names = list(case.result.labels("incentive")) if levels is not None else []
    state = [name for name in STATE if case.has(name) or case.has(name + "_quantile")]
    if not names and not state:
        raise NotInFile(f"{case.result.path.name} keeps neither services nor the state of the organisation")
    rows = -(-len(names) // 4)
    figure, axes = style.new(0.5 + 1.45 * (rows + 1), rows + 1, 4, sharex=True, squeeze=False)
    table = {"date": case.dates.astype(str), "year": case.years}
    for axis in [*axes[:-1].ravel()[len(names):], *axes[-1][len(state):]]:
        axis.axis("off")
    for number, (axis, name) in enumerate(zip(axes[:-1].ravel(), names)):
        axis.plot(case.years, levels[number], color=style.MAIN)
        table[name] = levels[number]
        promise = parameters.get(f"incentive.{name}.promise", {}).get("value")
        if promise is not None:
            axis.axhline(promise, color=style.ACCENT, linewidth=1.0, linestyle=(0, (4, 2)))
        most = np.nanmax(levels[number])
        axis.set_ylim(0, 1.02 if most <= 1.0 else 1.05 * most)
        if most <= 1.0:
            axis.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        axis.set_title(fit(plain(name), 1.5, 1, 8.2), fontsize=8.2, fontweight="normal")
        style.tidy(axis)
    titles = {"trust": "trust", "governance_demand": "governance demand", "export_control": "export control (mean)",
              "fund_payout": "payout (USD m/year)"}
    for axis, name in zip(axes[-1], state):
        quantiles, values = case.quantiles(name)
        values = values / 1e6 if name == "fund_payout" else values
        if name == "export_control":  # it has two states: quantiles would only jump between them
            quantiles, values = np.array([0.5]), case.mean(name)[None]
            table[name + "_mean"] = values[0]
        style.bands(axis, case.years, quantiles, values, style.GOOD)
        if name != "export_control":
            for level, row in zip(quantiles, values):
                table[f"{name}_q{100 * level:g}"] = row
        axis.set_title(fit(titles[name], 1.5, 1, 8.2, "bold"), fontsize=8.2)
        axis.set_ylim(bottom=0)
        if name == "trust":
            axis.set_ylim(0, 1.02)
            axis.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        if name != "trust":
            axis.yaxis.set_major_locator(style.plt.MaxNLocator(3))
        style.tidy(axis)
    for axis in axes.ravel():
        style.year_axis(axis, case.years)
        axis.xaxis.set_major_locator(style.plt.MaxNLocator(3, integer=True))
        axis.tick_params(labelsize=7)
    lines = [style.plt.Line2D([], [], color=style.MAIN), style.plt.Line2D([], [], color=style.ACCENT, linestyle=(0, (4, 2))),
             style.plt.Line2D([], [], color=style.GOOD)]
    style.legend(figure, lines, ["service level", "promise", "state of the organisation"], ncols=3)
    style.stamp(figure, cases)
    return style.Picture(figure, case.label, "Service levels, trust and funds", {"services": table})
