"""How every figure looks: one palette, one type size, one stamp.

Colours are those of Okabe and Ito for statuses (always the same ones), Tol's bright scheme for groups and
scenarios, cividis for amounts, yellow-green-blue (ColorBrewer) for probabilities on maps: all readable by colour-blind people and, by their
order of lightness, in grey print.
"""
from contextlib import contextmanager
from dataclasses import dataclass, field
import csv
import io
from pathlib import Path
import re

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from . import lettering
from .lettering import fit
from .words import STATUSES

WIDTH = 7.1  # inches: the text width of an A4 page
INK, SOFT, RULE = "#1a1a1a", "#5c5c5c", "#d0d0d0"

STATUS_COLOURS = dict(zip(STATUSES, (
    "#e3e3e3", "#f0e442", "#e69f00", "#56b4e9", "#009e73", "#0072b2", "#14213d", "#cc79a7", "#d55e00")))
GROUP_COLOURS = ("#4477aa", "#ee6677", "#228833", "#aa3377", "#ccbb44", "#66ccee", "#555555", "#882255")
GROUP_DASHES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (3, 1)), (0, (8, 2)), "-",
                (0, (1, 2)))
GROUP_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
MAIN, ACCENT, GOOD = "#0072b2", "#d55e00", "#009e73"
AMOUNTS, CHANCES = "cividis", "YlGnBu"
NO_DATA = "#dcdcdc"

SETTINGS = {
    "text.parse_math": False, "font.size": 8.5, "axes.titlesize": 9.5, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.labelsize": 8.5, "xtick.labelsize": 8, "ytick.labelsize": 8,
    "legend.fontsize": 8, "legend.frameon": False, "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": SOFT, "axes.linewidth": 0.7, "xtick.color": SOFT, "ytick.color": SOFT,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK, "axes.labelcolor": INK, "text.color": INK,
    "axes.grid": False, "grid.color": RULE, "grid.linewidth": 0.5, "lines.linewidth": 1.6, "figure.dpi": 100,
    "savefig.dpi": 200, "svg.fonttype": "path", "svg.hashsalt": "waico", "pdf.fonttype": 42,
    "hatch.linewidth": 0.5, "path.simplify": False,  # its result differs from one call to the next
    "axes.axisbelow": True,
}
FORMATS = ("png", "svg", "pdf")
STAMP_INCHES = 0.24
HEAD_SIZE, HEAD_INCHES = 9.5, 0.17
_heading = [None]


@contextmanager
def house():
    """The settings of every picture, on top of matplotlib's own and not of the user's."""
    with plt.style.context(["default", {**SETTINGS, "font.family": lettering.families()}]), lettering.quiet():
        yield


@contextmanager
def heading(text):
    """The text over the figures that are begun inside; None: they say in their panels whose they are."""
    _heading.append(text)
    try:
        yield
    finally:
        _heading.pop()


def status_colour(name):
    """The colour of a status in every picture; one that is not known here has a colour of its own."""
    return STATUS_COLOURS.get(name) or GROUP_COLOURS[sum(name.encode()) % len(GROUP_COLOURS)]


@dataclass
class Picture:
    """A finished figure and what goes with it.  `data` are the plotted numbers: {table: {column: values}}."""
    figure: object
    title: str
    caption: str
    data: dict = field(default_factory=dict)


def new(height, rows=1, columns=1, width=WIDTH, **more):
    """A figure of the house style and its axes: `height` inches with the stamp, the heading comes on top."""
    lines = fit(_heading[-1], width - 0.2, 2, HEAD_SIZE, "bold").split("\n") if _heading[-1] else []
    head = HEAD_INCHES * len(lines) + (0.06 if lines else 0.0)
    figure, axes = plt.subplots(rows, columns, figsize=(width, height + head), layout="constrained", **more)
    figure.get_layout_engine().set(w_pad=0.05, h_pad=0.05, wspace=0.03, hspace=0.03)
    figure.kept_inches = {"bottom": 0.0, "top": 0.0, "right": 0.0, "head": head}
    for number, line in enumerate(lines):
        figure.text(0.008, 1 - (0.04 + HEAD_INCHES * number) / (height + head), line, fontsize=HEAD_SIZE, weight="bold", va="top")
    keep_room(figure, bottom=STAMP_INCHES)
    return figure, axes


def keep_room(figure, **inches):
    """Keeps strips at the edges free of axes: for the stamp, legends and notes."""
    figure.kept_inches.update(inches)
    width, height = figure.get_size_inches()
    room = figure.kept_inches
    bottom = room["bottom"] / height
    top = (room["top"] + room["head"]) / height
    figure.get_layout_engine().set(rect=(0, bottom, 1 - room["right"] / width, 1 - bottom - top))


def bottom_label(figure, text):
    """A label under all axes; the stamp puts it above itself."""
    figure.bottom_text = text


def legend(figure, handles, labels, where="top", **more):
    """A legend outside of all axes, above them or at their right; the figure makes room for it."""
    width, height = figure.get_size_inches()
    if where == "top":
        box = figure.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, 1.0 - figure.kept_inches["head"] / height),
                            borderaxespad=0.2, **more)
    else:
        box = figure.legend(handles, labels, loc="center right", bbox_to_anchor=(1.0, 0.5), borderaxespad=0.3, **more)
    extent = box.get_window_extent(figure.canvas.get_renderer())
    if where == "top":
        keep_room(figure, top=extent.height / figure.dpi + 0.06)
    else:
        keep_room(figure, right=extent.width / figure.dpi + 0.1)
    box.set_in_layout(False)
    return box


def stamp_text(cases):
    """Identity (short), seed, version and replications of the files behind a figure."""
    results = list({id(case.result): case.result for case in cases}.values())
    identities = list(dict.fromkeys(result.identity[:12] for result in results))
    shown = ", ".join(identities[:3]) + (f" and {len(identities) - 3} more" if len(identities) > 3 else "")
    seeds = list(dict.fromkeys(result.seed for result in results))
    seeds = ", ".join(seeds[:3]) + (f" and {len(seeds) - 3} more" if len(seeds) > 3 else "")
    versions = ", ".join(dict.fromkeys(result.version for result in results))
    counts = sorted({case.n_replicates for case in cases})
    number = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    noun = "replication" if number == "1" else "replications"
    asked = {result.replicates_asked or 0 for result in results}
    if len(counts) == len(asked) == 1 and max(asked) > counts[0]:
        number += f" of {max(asked)}"
    name = "identity" if len(identities) == 1 else "identities"
    points = [f"{result.sizes['point']} points" for result in results if result.kind == "sweep"]
    number = ", ".join(points) + " of " + number if len(points) == 1 else number
    return f"waico {versions}  ·  {name} {shown}  ·  seed {seeds}  ·  {number} {noun}"


def stamp(figure, cases, note=""):
    """Writes the stamp into the lower left corner, a note above it where given, and above both the label of the axes."""
    width, height = figure.get_size_inches()
    figure.text(0.008, 0.05 / height, fit(stamp_text(cases), width - 0.1, 1, 6), fontsize=6, color=SOFT, ha="left", va="bottom")
    top = STAMP_INCHES
    if note.strip():
        note = fit(note, width - 0.1, 3, 6)
        figure.text(0.008, 0.16 / height, note, fontsize=6, color=SOFT, ha="left", va="bottom")
        top = 0.22 + 0.1 * len(note.split("\n"))
    if getattr(figure, "bottom_text", ""):
        text = fit(figure.bottom_text, width - 0.3, 2, 8.5)
        figure.text(0.5, (top - 0.02) / height, text, ha="center", va="bottom", fontsize=8.5)
        top += 0.03 + 0.14 * len(text.split("\n"))
    keep_room(figure, bottom=top)


def settle(picture):
    """Lays the figure out once and for all: every format then has the same places, however often it is drawn."""
    for _ in range(2):  # the second round knows the sizes of texts that the first one moved
        picture.figure.canvas.draw()
    picture.figure.set_layout_engine("none")
    lettering.tell_missing(picture.figure)


def kind_of(path):
    """png, svg or pdf, by the ending of a path; ValueError for another."""
    kind = Path(path).suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise ValueError(f"{path}: pictures end in .{', .'.join(FORMATS)}")
    return kind


def save(picture, path, dpi=200):
    """Writes a picture by the ending of the path: png, svg or pdf.  Equal pictures give equal bytes."""
    Path(path).write_bytes(rendered(picture, kind_of(path), dpi))


def rendered(picture, kind="png", dpi=200):
    """The bytes of a picture, without date or machine in its metadata."""
    metadata = {"png": {"Software": "waico", "Title": picture.title},
                "svg": {"Date": None, "Creator": "waico", "Title": picture.title},
                "pdf": {"CreationDate": None, "Creator": "waico", "Title": picture.title}}[kind]
    out = io.BytesIO()
    with house():
        picture.figure.savefig(out, format=kind, dpi=dpi, metadata=metadata, facecolor="white")
    return _renamed(out.getvalue()) if kind == "svg" else out.getvalue()


def _renamed(svg):
    """The names of clip paths and glyphs made from memory addresses, numbered by appearance instead."""
    numbers = {}
    return re.sub(rb"\b[mpC][0-9a-f]{10}\b", lambda found: numbers.setdefault(found[0], b"n%d" % len(numbers)), svg)


def close(picture):
    plt.close(picture.figure)


def data_paths(picture, path):
    """Where the tables of a picture go: `path` for the first, `path` with its name inserted for further ones."""
    path = Path(path)
    return [path if number == 0 else path.with_name(f"{path.stem}.{name}{path.suffix or '.csv'}")
            for number, name in enumerate(picture.data)]


def write_data(picture, path):
    """The plotted numbers as CSV."""
    written = []
    for target, (name, columns) in zip(data_paths(picture, path), picture.data.items()):
        arrays = {key: np.atleast_1d(np.asarray(value)) for key, value in columns.items()}
        if len({array.size for array in arrays.values()}) > 1:
            raise ValueError(f"table {name}: columns of different lengths")
        with open(target, "w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(arrays)
            for row in zip(*arrays.values()):
                table.writerow([_cell(value) for value in row])
        written.append(target)
    return written


def _cell(value):
    if isinstance(value, (float, np.floating)):
        return "" if np.isnan(value) else format(float(value), ".7g")
    return str(value)


# -- pieces that several figures share ------------------------------------------------------------------

def tidy(axes, grid="y"):
    """Light rules along one axis, none along the other."""
    for one in np.atleast_1d(axes).ravel():
        if grid:
            one.grid(axis=grid)
        one.tick_params(length=2.5, width=0.6)


def year_axis(axis, years):
    """Whole years, few enough to be read."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator
    low, high = float(np.min(years)), float(np.max(years))
    if high - low < 1.5:
        axis.xaxis.set_major_locator(MaxNLocator(4))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.2f}"))
    else:
        axis.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 5, 10]))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f}"))
    axis.set_xlim(low, high if high > low else low + 1)


def bands(axis, x, levels, values, colour, label="median"):
    """Nested quantile bands around a median line.  Returns the handles for a legend."""
    handles = []
    order = np.argsort(levels)
    levels, values = np.asarray(levels)[order], np.asarray(values)[order]
    for i in range(len(levels) // 2):
        j = len(levels) - 1 - i
        if not np.isclose(levels[i] + levels[j], 1.0):
            continue
        share = round(100 * (levels[j] - levels[i]))
        handles.append(axis.fill_between(x, values[i], values[j], color=colour, alpha=0.16 + 0.12 * i, linewidth=0,
                                         label=f"{share} % of replications"))
    middle = np.flatnonzero(np.isclose(levels, 0.5))
    if middle.size:
        handles += axis.plot(x, values[middle[0]], color=colour, label=label)
    return handles


def end_labels(axis, x, entries, gap_points=9.5, room=None):
    """Names at the right end of lines, pushed apart so that none overlaps.  entries: (y, text, colour).

    The axes must have its final limits; the figure's layout is drawn once to know its size.
    """
    if not entries:
        return
    axis.figure.canvas.draw()
    to_pixels, back = axis.transData.transform, axis.transData.inverted().transform
    gap = gap_points * axis.figure.dpi / 72.0
    placed = sorted(([to_pixels((x, y))[1], y, text, colour] for y, text, colour in entries), key=lambda e: e[0])
    for lower, upper in zip(placed, placed[1:]):
        upper[0] = max(upper[0], lower[0] + gap)
    top = axis.bbox.y1
    excess = placed[-1][0] - top
    if excess > 0:
        placed[-1][0] = top
        for i in range(len(placed) - 2, -1, -1):
            placed[i][0] = min(placed[i][0], placed[i + 1][0] - gap)
    for pixels, _, text, colour in placed:
        y = back((0, pixels))[1]
        axis.annotate(text, (x, y), xytext=(4, 0), textcoords="offset points", color=colour, va="center",
                      fontsize=8, annotation_clip=False)


def point_labels(axis, entries, size=7):
    """Names beside points (x, y, text) where they hit neither another name nor the frame; one without a place is left out."""
    axis.figure.canvas.draw()
    renderer, taken = axis.figure.canvas.get_renderer(), []
    for x, y, text in entries:
        for dx, dy, across, along in ((4, 3, "left", "bottom"), (4, -3, "left", "top"), (-4, 3, "right", "bottom"),
                                      (-4, -3, "right", "top"), (0, 9, "center", "bottom"), (0, -9, "center", "top")):
            label = axis.annotate(text, (x, y), xytext=(dx, dy), textcoords="offset points", ha=across, va=along, fontsize=size)
            box = label.get_window_extent(renderer)
            if not any(box.overlaps(other) for other in taken) and axis.bbox.x0 <= box.x0 and box.x1 <= axis.bbox.x1 \
                    and axis.bbox.y0 <= box.y0 and box.y1 <= axis.bbox.y1:
                taken.append(box)
                break
            label.remove()


def percent(value, _=None):
    """A share as whole per cent, for axes."""
    return f"{100 * value:.0f} %"


def plain_number(value, _=None):
    """1000 and not 10³, for logarithmic axes."""
    return f"{value:g}"


def plain_log(axis):
    """Readable labels on logarithmic axes, also where they span less than a decade."""
    from matplotlib.ticker import LogLocator, NullFormatter
    if axis.get_yscale() == "log":
        axis.yaxis.set_major_locator(LogLocator(10, subs=(1, 2, 5)))
        axis.yaxis.set_major_formatter(plain_number)
        axis.yaxis.set_minor_formatter(NullFormatter())
    if axis.get_xscale() == "log":
        axis.xaxis.set_major_locator(LogLocator(10, subs=(1, 2, 5)))
        axis.xaxis.set_major_formatter(plain_number)
        axis.xaxis.set_minor_formatter(NullFormatter())
