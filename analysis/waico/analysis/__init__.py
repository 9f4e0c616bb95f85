"""Reads, draws and reports the result files of waico.

    from waico.analysis import load
    with load("results/baseline.h5") as result:
        result.array("n_members", time="2035").values
"""
import importlib

_HOMES = {"Array": "labelled", "FormatError": "schema", "LabelError": "labelled", "Result": "result", "load": "result",
          "plot": "plotting"}
__all__ = list(_HOMES)


def __getattr__(name):
    """From its module when it is asked for: labelled arrays shall not need the library behind files."""
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
