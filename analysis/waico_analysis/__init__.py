"""Reads, draws and reports the result files of waico.

    from waico_analysis import load
    with load("results/baseline.h5") as result:
        result.array("n_members", time="2035").values
"""

from waico.labelled import Array, LabelError
from .result import Result, load
from .schema import FormatError

__all__ = ["Array", "FormatError", "LabelError", "Result", "load"]
