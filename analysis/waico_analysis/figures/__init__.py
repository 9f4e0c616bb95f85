"""The pictures.  Each is a function registered here with what it shows, how it is read and what it hides.

A picture takes cases (see case.py) or, for designed sweeps, the whole result, and an `Options`; it gives a
`style.Picture`, whose data are exactly the numbers drawn.
"""
from dataclasses import dataclass, field
from importlib import import_module


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


@dataclass
class Options:
    """What a person may choose; None means the picture's own choice."""
    series: str = None
    times: tuple = ()
    group: str = "region"
    country: str = None
    status: str = "member"
    top: int = 30
    metric: str = None
    x: str = None
    y: str = None
    above: float = None
    below: float = None
    density: float = 0.8
    first: str = "member"


KINDS = {}
_MODULES = ("adoption", "maps", "joiners", "survival", "statuses", "rivals", "comparison", "surfaces", "effects",
            "discovery", "timeline", "network", "reasons", "services", "precision")


def kind(name, title, takes, shows, read, hides, options=""):
    """Registers a drawing function under a name."""
    def keep(draw):
        KINDS[name] = Kind(name, title, takes, shows, read, hides, options, draw)
        return draw
    return keep


def all_kinds():
    """{name: Kind}, every module loaded."""
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
    return KINDS
