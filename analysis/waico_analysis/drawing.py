"""From a kind of picture and files to a Picture: chooses cases and checks that they fit."""
from . import style
from .case import Case, NotInFile, cases_of
from .figures import Options, all_kinds


def draw(name, results, options=None, points=None, labels=None):
    """Draws a kind from open results.  KeyError: no such kind; NotInFile: the files lack what it needs."""
    kinds = all_kinds()
    if name not in kinds:
        raise KeyError(f"no picture '{name}'; there are {', '.join(kinds)}")
    with style.plt.rc_context(style.SETTINGS):
        picture = _draw(kinds[name], results, options or Options(), points, labels)
        style.settle(picture)
    return picture


def _draw(kind, results, options, points, labels):
    name = kind.name
    if kind.takes == "sweep":
        if len(results) != 1 or results[0].kind != "sweep":
            raise NotInFile(f"{name} needs one sweep")
        return kind.draw(Whole(results[0]), options)
    if kind.takes == "run" and any(result.kind != "run" for result in results):
        raise NotInFile(f"{name} needs a run (one replication with its events): waico rerun makes one of any replication")
    cases = cases_of(results, points, labels)
    if kind.takes == "cases":
        if len(cases) < 2:
            raise NotInFile(f"{name} needs two cases or more: several files, or a sweep with several points")
        return kind.draw(cases, options)
    if len(cases) != 1:
        raise NotInFile(f"{name} shows one case; choose a point with --point, or one file")
    return kind.draw(cases, options)


class Whole:
    """A sweep as a whole: what its figures need, and what the stamp asks of a case."""

    def __init__(self, result):
        self.result = result

    @property
    def label(self):
        return self.result.title

    @property
    def n_replicates(self):
        if "replications_done" in self.result:
            done = self.result.array("replications_done").values
            return int(done.max()) if done.size else 0
        return self.result.sizes.get("replicate", 0)


def fitting(results):
    """Names of the pictures that these files can make, in order."""
    found = []
    for name, kind in all_kinds().items():
        one = len(results) == 1
        if kind.takes == "sweep" and one and results[0].kind == "sweep":
            found.append(name)
        elif kind.takes == "run" and one and results[0].kind == "run":
            found.append(name)
        elif kind.takes == "case" and one and results[0].kind != "sweep":
            found.append(name)
        elif kind.takes == "cases" and (len(results) > 1 or results[0].kind == "sweep"):
            found.append(name)
    return found


__all__ = ["Case", "NotInFile", "draw", "fitting"]
