"""The pictures.  Each is a function registered here with what it shows, how it is read and what it hides.

A picture takes cases (see case.py) or, for designed sweeps, the whole result, and an `Options`; it gives a
`style.Picture`, whose data are exactly the numbers drawn.
"""
from dataclasses import dataclass, field
from importlib import import_module
import re

from ..labelled import LabelError, parse_moment, parse_start


FLAGS = {"series": "--series", "times": "--time", "group": "--group", "country": "--country", "status": "--status", "top": "--top",
         "metric": "--metric", "x": "-x", "y": "-y", "above": "--above", "below": "--below", "density": "--density",
         "first": "--first"}


@dataclass(frozen=True)
class Kind:
    """One kind of picture."""
    name: str
    title: str
    takes: str   # "case": one run, ensemble or point; "cases": two or more; "sweep": a designed sweep; "run": a run
    shows: str
    read: str
    hides: str
    options: str  # what a person may choose on the command line
    draw: object = field(repr=False)
    fits: object = None  # the designs of sweeps that it can show; None: all

    def uses(self):
        """The fields of Options that this picture looks at."""
        words = set(re.findall(r"`(-+[a-z]+)", self.options))
        return [name for name, flag in FLAGS.items() if flag in words]


@dataclass
class Options:
    """What a person may choose; None (no times) means the picture's own choice."""
    series: str = None
    times: tuple = ()
    group: str = None
    country: str = None
    status: str = None
    top: int = None
    metric: str = None
    x: str = None
    y: str = None
    above: float = None
    below: float = None
    density: float = None
    first: str = None

    def given(self):
        """The fields that were chosen."""
        return [name for name, value in vars(self).items() if value is not None and value != ()]


def one_time(options):
    """The date asked for, None for the picture's own; ValueError for more than one."""
    if len(options.times) > 1:
        raise ValueError("this picture shows one date: give --time once")
    return options.times[0] if options.times else None


def one_day(options, last):
    """The same as a day up to the last one: that one without --time, and where it lies in the year or month asked for."""
    asked = one_time(options)
    if asked is None:
        return last
    if parse_start(asked) > last:
        raise LabelError(f"{asked} is after {last}, the last day that can be shown")
    return min(parse_moment(asked), last)


KINDS = {}
_MODULES = ("adoption", "maps", "joiners", "survival", "statuses", "rivals", "comparison", "surfaces", "effects",
            "discovery", "timeline", "network", "reasons", "services", "phases", "precision")


def kind(name, title, takes, shows, read, hides, options="", fits=None):
    """Registers a drawing function under a name; in `options` the flags that it uses stand between backquotes."""
    def keep(draw):
        KINDS[name] = Kind(name, title, takes, shows, read, hides, options, draw, fits)
        return draw
    return keep


def all_kinds():
    """{name: Kind}, every module loaded; in the order of the modules, whichever was loaded first."""
    order = {import_module(f"{__name__}.{module}").__name__: i for i, module in enumerate(_MODULES)}
    return dict(sorted(KINDS.items(), key=lambda item: order[item[1].draw.__module__]))
