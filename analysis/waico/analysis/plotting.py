"""A picture in one call: plot("map", "results/baseline.h5", output="map.svg", times=["2030", "2040"])."""
from contextlib import ExitStack

from . import style
from .drawing import draw
from .figures import Options
from .result import Result, load


def plot(kind, *files, output=None, data=None, points=None, labels=None, dpi=200, unverified=False, **options):
    """Draws a picture of result files and gives it: a Picture, with its `figure` (matplotlib), title, caption and data.

    kind: see `python3 -m waico list-plots`.  files: paths, or open results, which stay open.  output: a path that ends in
    .png, .svg or .pdf, or several; a file that is there is replaced.  data: a path for the numbers that are drawn, as CSV.
    points: points of a sweep; labels: names of the files in the picture; unverified: as in `load`.  options: series, times,
    group, country, status, first, top, metric, x, y, above, below, density, where the picture uses them.

    KeyError: no such kind; FormatError: a file is none; ValueError: an option that does not fit; NotInFile: the files lack
    what the picture needs.
    """
    unknown = [name for name in options if name not in Options.__dataclass_fields__]
    if unknown:
        raise ValueError(f"no option {unknown[0]}; there are {', '.join(Options.__dataclass_fields__)}")
    if "times" in options:
        options["times"] = (options["times"],) if isinstance(options["times"], str) else tuple(options["times"])
    outputs = [output] if output is not None and not isinstance(output, (list, tuple)) else list(output or ())
    for path in outputs:
        style.kind_of(path)
    with ExitStack() as stack:
        results = [file if isinstance(file, Result) else stack.enter_context(load(file, unverified)) for file in files]
        picture = draw(kind, results, Options(**options), points, labels)
    for path in outputs:
        style.save(picture, path, dpi)
    if data is not None:
        style.write_data(picture, data)
    return picture
