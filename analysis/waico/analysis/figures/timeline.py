"""The events of one run on lanes, below the number of members."""
import numpy as np

from .. import style
from ..case import NotInFile
from ..words import MEMBER_STATUSES
from . import kind


def events(result):
    """The event columns of a run as a dict; `type` and `cause` as words."""
    if result.kind != "run" or "event_time" not in result:
        raise NotInFile(f"{result.path.name} holds no event log: the figure needs a run")
    columns = {key: result.file["event_" + key][...] for key in ("time", "country", "from", "to", "value")}
    columns["type"] = result.words("event_type")
    columns["cause"] = result.words("event_cause")
    columns["years"] = columns["time"] / 365.25
    return columns


def status_changes(log, statuses):
    """{lane: years} of the changes that matter: signing, becoming a member, freezing, leaving."""
    code = list(statuses).index
    members = [code(name) for name in MEMBER_STATUSES]
    moved = (log["from"] != log["to"]) & (log["to"] >= 0) & (log["country"] >= 0)
    was, to = log["from"], log["to"]
    member_before, member_after = np.isin(was, members), np.isin(to, members)
    return {
        "signs": log["years"][moved & (to == code("signatory"))],
        "becomes member": log["years"][moved & member_after & ~member_before],
        "freezes": log["years"][moved & (to == code("frozen"))],
        "withdrawn": log["years"][moved & (to == code("withdrawn"))],
    }


@kind("timeline", "Event timeline", "run",
      "One run: the numbers signed and of members above; below, on lanes, status changes, summits and votes, milestones of the "
      "organisation, offers of the rival, export controls and AI incidents.",
      "A tick is an event; incidents are sized by severity and filled where they come from the sponsor's stack; grey "
      "spans are times of tighter export control.",
      "One history out of many: what follows an incident here need not follow from it.")
def draw(cases, options):
    case = cases[0]
    log = events(case.result)
    figure, (curve, lanes) = style.new(6.0, 2, 1, sharex=True, height_ratios=(1, 1.75))
    for name, colour, label in (("n_signed", style.STATUS_COLOURS["signatory"], "signed"),
                                ("n_members", style.STATUS_COLOURS["full"], "members")):
        curve.plot(case.years, case.median(name), color=colour, label=label, drawstyle="steps-post")
    curve.set_ylabel("countries")
    curve.set_ylim(bottom=0)
    curve.legend(loc="lower right", ncols=2)
    style.tidy(curve)
    rows = []
    statuses = case.result.labels("status")
    changes = status_changes(log, statuses)
    for name, colour in (("signs", style.STATUS_COLOURS["signatory"]), ("becomes member", style.STATUS_COLOURS["full"]),
                         ("freezes", style.STATUS_COLOURS["frozen"]), ("withdrawn", style.STATUS_COLOURS["withdrawn"])):
        rows.append((name, changes[name], colour))
    for kind_, label, colour in (("summit", "summit", style.INK), ("vote", "standards vote", style.SOFT),
                                 ("offer", f"offer of “{case.result.courting_rival}”" if case.result.courting_rival else "offer of a rival", style.STATUS_COLOURS["observer"]),
                                 ("calendar", "calendar", style.SOFT)):
        rows.append((label, log["years"][log["type"] == kind_], colour))
    rows = [row for row in rows if len(row[1])] or rows[:2]
    for place, (_, when, colour) in enumerate(rows):
        alpha = 1.0 if len(when) < 60 else 0.55
        lanes.vlines(case.decimal_year(when), place - 0.34, place + 0.34, color=colour, linewidth=1.0, alpha=alpha)
    place = len(rows)
    _incidents(lanes, case, log, place)
    _controls((curve, lanes), case, log)
    _milestones((curve, lanes), case, log)
    lanes.set_yticks(range(place + 1), [name for name, _, _ in rows] + ["AI incident"])
    lanes.set_ylim(place + 0.95, -0.7)
    lanes.tick_params(axis="y", length=0)
    lanes.spines["left"].set_visible(False)
    style.tidy(lanes, None)
    style.year_axis(lanes, [case.decimal_year(0.0), case.years[-1]])
    style.stamp(figure, cases, "Grey: times of tighter export control." if (log["type"] == "control").any() else "")
    table = {"date": case.result.dates_from_days(log["time"]).astype(str), "type": log["type"],
             "country": _codes(case, log["country"]), "from": _words(log["from"], statuses), "to": _words(log["to"], statuses),
             "cause": log["cause"], "value": log["value"]}
    return style.Picture(figure, case.label, f"{len(log['time'])} events of one run", {"events": table})


def _codes(case, positions):
    codes = case.result.countries
    return [codes[i] if i >= 0 else "" for i in positions]


def _words(codes, statuses):
    return [statuses[code] if 0 <= code < len(statuses) else "" for code in codes]


def _incidents(axis, case, log, row):
    hit = log["type"] == "incident"
    size = np.abs(log["value"][hit])
    own = log["value"][hit] < 0
    x = case.decimal_year(log["years"][hit])
    handles = []
    for mine, face in ((True, style.ACCENT), (False, "white")):
        axis.scatter(x[own == mine], np.full(np.count_nonzero(own == mine), row), s=8 + 14 * size[own == mine], facecolors=face,
                     edgecolors=style.ACCENT, linewidths=0.9, zorder=3)
        handles.append(style.plt.Line2D([], [], linestyle="", marker="o", markersize=4.5, markerfacecolor=face,
                                        markeredgecolor=style.ACCENT, markeredgewidth=0.9,
                                        label="from the sponsor's stack" if mine else "from elsewhere"))
    if hit.any():
        axis.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, -0.01), ncols=2, fontsize=7, handletextpad=0.1, borderaxespad=0.1)


def _controls(axes, case, log):
    hit = np.flatnonzero(log["type"] == "control")
    levels = log["value"][hit]
    if hit.size == 0:
        return
    low = levels.min() if np.ptp(levels) > 0 else 0.0
    for number, i in enumerate(hit):
        if log["value"][i] <= low and np.ptp(levels) > 0:
            continue
        last = log["years"][hit[number + 1]] if number + 1 < hit.size else case.end_years()
        for axis in axes:
            axis.axvspan(case.decimal_year(log["years"][i]), case.decimal_year(last), color="#ebebeb", linewidth=0, zorder=0)


def _milestones(axes, case, log):
    labels = {"entry_into_force": "in force", "operation": "operating", "dissolution": "dissolved"}
    before = -np.inf
    for kind_, label in labels.items():
        for when in log["years"][log["type"] == kind_]:
            x = case.decimal_year(when)
            for axis in axes:
                axis.axvline(x, color=style.GOOD, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1)
            low = x - before < 1.2
            axes[0].annotate(label, (x, 0.90 if low else 1.0), xycoords=("data", "axes fraction"), xytext=(2, 1),
                             textcoords="offset points", fontsize=7, color=style.GOOD, va="bottom")
            before = x
