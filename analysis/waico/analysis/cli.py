"""The command line: plot, report, list-plots, info."""
import argparse
from pathlib import Path
import sys
import warnings

from .case import NotInFile
from .labelled import LabelError
from .plain import plain
from .result import load
from .schema import FormatError

FAULTS = (FormatError, LabelError, NotInFile, ValueError, KeyError, OSError)


def parser():
    main = argparse.ArgumentParser(prog="python3 -m waico", description="Looks at result files of waico.")
    commands = main.add_subparsers(dest="command", required=True)

    plot = commands.add_parser("plot", help="draw one kind of picture")
    plot.add_argument("kind", help="see list-plots")
    plot.add_argument("files", nargs="+", metavar="FILE")
    plot.add_argument("-o", "--output", action="append", metavar="PATH",
                      help=".png, .svg or .pdf; may be given several times (default KIND.png)")
    plot.add_argument("--data", metavar="PATH", nargs="?", const="", help="also write the plotted numbers as CSV")
    plot.add_argument("--dpi", type=_dpi, default=200, help="of a PNG (preset 200)")
    plot.add_argument("--force", action="store_true", help="replace files that are there already")
    plot.add_argument("--series", help="another series than the usual one, e.g. gdp_share")
    plot.add_argument("--time", action="append", default=[], metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; repeatable")
    plot.add_argument("--group", help="column of the country table for groups (survival; preset region)")
    plot.add_argument("--country", help="ISO code (reasons)")
    plot.add_argument("--status", help="member, signed or a status (map; preset member)")
    plot.add_argument("--first", choices=("interested", "signed", "member", "withdrawn"), help="which date (preset member)")
    plot.add_argument("--top", type=int, metavar="N", help="rows (joiners, changes)")
    plot.add_argument("--metric", help="metric of a sweep")
    plot.add_argument("-x", help="swept key along the axis")
    plot.add_argument("-y", help="second swept key")
    plot.add_argument("--above", type=float, help="outcome of interest (discovery)")
    plot.add_argument("--below", type=float, help="the same, for values below")
    plot.add_argument("--density", type=float, help="least density of the box (discovery; preset 0.8)")
    plot.add_argument("--point", type=int, action="append", help="point of a sweep; repeatable")
    plot.add_argument("--label", action="append", help="name of a file in the figure; repeatable")
    _unverified(plot)

    report = commands.add_parser("report", help="one self-contained HTML page about one file or a comparison")
    report.add_argument("files", nargs="+", metavar="FILE")
    report.add_argument("-o", "--output", required=True, metavar="PATH.html")
    report.add_argument("--pdf", action="store_true", help="also a PDF beside it")
    report.add_argument("--pdf-engine", choices=("auto", "chromium", "matplotlib"), default="auto")
    report.add_argument("--label", action="append", help="name of a file in the report; repeatable")
    report.add_argument("--title", help="title of the report")
    report.add_argument("--force", action="store_true", help="replace files that are there already")
    _unverified(report)

    listing = commands.add_parser("list-plots", help="what pictures there are")
    listing.add_argument("--markdown", action="store_true", help="as the section of the README")

    info = commands.add_parser("info", help="what a file is and holds")
    info.add_argument("files", nargs="+", metavar="FILE")
    _unverified(info)
    return main


def _unverified(command):
    command.add_argument("--unverified", action="store_true",
                         help="neither the digest of a file nor `waico verify` is asked: its numbers may be wrong")


class Exists(OSError):
    """A file would be replaced, and nobody asked for that."""


def main(arguments=None):
    """Runs a command; 0, or 1 for a fault of a file, 2 for one of usage, 4 where a file would be replaced."""
    chosen = parser().parse_args(arguments)
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: print(f"waico: {plain(message)}", file=sys.stderr)
        try:
            return {"plot": _plot, "report": _report, "list-plots": _list, "info": _info}[chosen.command](chosen)
        except FAULTS as fault:
            text = fault.args[0] if isinstance(fault, KeyError) and fault.args else fault
            print(f"waico: {plain(text)}", file=sys.stderr)
            usage = isinstance(fault, (KeyError, ValueError, NotInFile)) and not isinstance(fault, FormatError)
            return 4 if isinstance(fault, Exists) else 2 if usage else 1


def _dpi(text):
    value = int(text)
    if not 20 <= value <= 2400:
        raise argparse.ArgumentTypeError("lies between 20 and 2400")
    return value


def _free(paths, force):
    """Refuses to replace files, before anything is drawn or written."""
    there = [str(path) for path in paths if Path(path).exists()]
    if there and not force:
        raise Exists(f"{there[0]} is there already: give another name, or --force")


def _plot(chosen):
    from . import style
    from .drawing import draw
    from .figures import Options, all_kinds
    options = Options(series=chosen.series, times=tuple(chosen.time), group=chosen.group, country=chosen.country,
                      status=chosen.status, top=chosen.top, metric=chosen.metric, x=chosen.x, y=chosen.y, above=chosen.above,
                      below=chosen.below, density=chosen.density, first=chosen.first)
    outputs = chosen.output or [f"{chosen.kind}.png"]
    for path in outputs:
        style.kind_of(path)
    results = []
    try:
        results += [load(path, chosen.unverified) for path in chosen.files]
        if any(Path(path).resolve() == result.path.resolve() for path in [*outputs, chosen.data or ""] for result in results):
            raise ValueError("an output has the name of an input")
        if chosen.kind in all_kinds():
            _free(outputs, chosen.force)
        picture = draw(chosen.kind, results, options, chosen.point, chosen.label)
        data = chosen.data or Path(outputs[0]).with_suffix(".csv")
        _free(style.data_paths(picture, data) if chosen.data is not None else [], chosen.force)
        for path in outputs:
            style.save(picture, path, chosen.dpi)
            print(path)
        for path in style.write_data(picture, data) if chosen.data is not None else []:
            print(path)
        style.close(picture)
    finally:
        for result in results:
            result.close()
    return 0


def _report(chosen):
    from .report import write
    output = Path(chosen.output)
    _free([output] + ([output.with_suffix(".pdf")] if chosen.pdf else []), chosen.force)
    for path in write(chosen.files, chosen.output, pdf=chosen.pdf, engine=chosen.pdf_engine, labels=chosen.label,
                      title=chosen.title, unverified=chosen.unverified, say=lambda text: print(text, file=sys.stderr)):
        print(path)
    return 0


NEEDS = {"case": "a run, an ensemble, or a sweep with --point", "many": "an ensemble, or a sweep with --point",
         "cases": "two files or more, or a sweep of scenarios", "sweep": "a sweep", "run": "a run"}


def needs(kind):
    """What files a picture is drawn from, in words."""
    return NEEDS[kind.takes] + (f" of design {' or '.join(kind.fits)}" if kind.fits else "")


def catalogue():
    """The pictures as a section of the README."""
    from .figures import all_kinds
    lines = []
    for name, kind in all_kinds().items():
        lines += [f"### `{name}`: {kind.title}", "", f"*Needs {needs(kind)}.*", "",
                  f"* **Shows.** {kind.shows}", f"* **Reading it.** {kind.read}", f"* **Not in it.** {kind.hides}"]
        lines += [f"* **Options.** {kind.options}", ""] if kind.options else [""]
    return "\n".join(lines)


def _list(chosen):
    from .figures import all_kinds
    if chosen.markdown:
        print(catalogue())
        return 0
    for name, kind in all_kinds().items():
        print(f"{name:12} {kind.title} ({needs(kind)})")
    return 0


def _info(chosen):
    for path in chosen.files:
        with load(path, chosen.unverified) as result:
            print(f"{path}: {result.kind}, {result.title}")
            print(f"  waico {result.version}, seed {result.seed}, identity {result.identity}")
            print("  axes: " + ", ".join(f"{name} {n}" for name, n in result.sizes.items()))
            print(f"  time: {result.dates[0]} to {result.dates[-1]}, start {result.start}")
            for name in sorted(result.names):
                item = result.file[name]
                print(f"  {name:28} {str(tuple(item.shape)):22} {_units(item)}")
    return 0


def _units(item):
    from .schema import text
    return f"{text(item.attrs.get('units', ''))}; {text(item.attrs.get('long_name', ''))}"
