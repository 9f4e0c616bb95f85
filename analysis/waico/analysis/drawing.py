"""From a kind of picture and files to a Picture: chooses cases and checks that they fit."""
from . import style
from .case import Case, NotInFile, cases_of
from .figures import FLAGS, Options, all_kinds

ADVICE = {"grid": "heatmap or response", "oat": "tornado", "morris": "morris", "saltelli": "sobol or discovery", "lhs": "discovery",
          "sobol": "discovery", "list": "discovery, or compare", "scenarios": "compare or differences"}


def draw(name, results, options=None, points=None, labels=None):
    """Draws a kind from open results.

    KeyError: no such kind; NotInFile: the files lack what it needs, or it could not mean anything for them; ValueError: an
    option that the picture does not use.
    """
    kinds = all_kinds()
    if name not in kinds:
        raise KeyError(f"no picture '{name}'; there are {', '.join(kinds)}")
    kind, options = kinds[name], options or Options()
    _check_options(kind, options, points, labels, results)
    with style.house():
        picture = _draw(kind, results, options, points, labels)
        style.settle(picture)
    return picture


def _check_options(kind, options, points, labels, results):
    unused = [FLAGS[field] for field in options.given() if field not in kind.uses()]
    if points and (kind.takes in ("sweep", "run") or all(result.kind != "sweep" for result in results)):
        unused.append("--point")
    if labels and kind.takes == "sweep":
        unused.append("--label")
    if labels and len(labels) > len(results):
        raise ValueError(f"{len(labels)} labels for {len(results)} files")
    if unused:
        used = [FLAGS[field] for field in kind.uses()]
        raise ValueError(f"{kind.name} does not use {', '.join(unused)}; "
                         + (f"it uses {', '.join(used)}" if used else "it has no options of its own"))
    if options.top is not None and options.top < 1:
        raise ValueError("--top is a number of rows, at least 1")
    if options.density is not None and not 0 < options.density <= 1:
        raise ValueError("--density lies above 0 and up to 1")
    if options.above is not None and options.below is not None:
        raise ValueError("give --above or --below, not both")


def _draw(kind, results, options, points, labels):
    name = kind.name
    if kind.takes == "sweep":
        if len(results) != 1 or results[0].kind != "sweep":
            raise NotInFile(f"{name} needs one sweep")
        design = results[0].design
        if kind.fits is not None and design and design not in kind.fits:
            raise NotInFile(f"{name} shows a sweep of design {' or '.join(kind.fits)}; {results[0].path.name} is of design {design}: "
                            f"see {ADVICE.get(design, 'list-plots')}")
        with style.heading(results[0].full_title):
            return kind.draw(Whole(results[0]), options)
    if kind.takes == "run" and any(result.kind != "run" for result in results):
        raise NotInFile(f"{name} needs a run (one replication with its events): waico rerun makes one of any replication")
    cases = cases_of(results, points, labels)
    if kind.takes == "cases":
        if len(cases) < 2:
            raise NotInFile(f"{name} needs two cases or more: several files, or a sweep with several points")
        with style.heading(None):
            return kind.draw(cases, options)
    if len(cases) != 1:
        raise NotInFile(f"{name} shows one case; choose a point with --point, or one file")
    if kind.takes == "many" and cases[0].n_replicates < 2:
        raise NotInFile(f"{name} needs replications and {results[0].path.name} has one: run an ensemble (-n 100), or see adoption")
    with style.heading(cases[0].label):
        return kind.draw(cases, options)


class Whole:
    """A sweep as a whole: what its figures need, and what the stamp asks of a case."""

    def __init__(self, result):
        self.result = result

    @property
    def label(self):
        return self.result.full_title

    @property
    def n_replicates(self):
        if "replications_done" in self.result:
            done = self.result.array("replications_done").values
            return int(done.max()) if done.size else 0
        return self.result.sizes.get("replicate", 0)


def fitting(results):
    """Names of the pictures that these files can make, in order."""
    one, first = len(results) == 1, results[0]
    several = len(results) > 1 or first.kind == "sweep"
    fits = {
        "sweep": lambda kind: one and first.kind == "sweep" and (kind.fits is None or not first.design or first.design in kind.fits),
        "run": lambda kind: one and first.kind == "run",
        "case": lambda kind: one and first.kind != "sweep",
        "many": lambda kind: one and first.kind == "ensemble" and Case(first).n_replicates > 1,
        "cases": lambda kind: several,
    }
    return [name for name, kind in all_kinds().items() if fits[kind.takes](kind)]


__all__ = ["Case", "NotInFile", "draw", "fitting"]
