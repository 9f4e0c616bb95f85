"""Who joins the World AI Cooperation Organization: the simulator, result files and pictures in Python.

    import waico
    result = waico.run("baseline", set={"affinity.peers": 2}, metrics=["n_members", "first_member"], n=200, seed=1)
    result["n_members"].sel(time="2035").values.mean()

    with waico.load("results/baseline.h5") as file:
        file.array("n_members", time="2035").values
    waico.plot("map", "results/baseline.h5", output="map.svg")

Running needs numpy and the library of the simulator (make lib); reading files h5py, pictures and reports matplotlib. Each is
loaded when it is asked for; pandas and xarray where arrays are handed over to them.
"""
import importlib
from typing import TYPE_CHECKING, Any, List

from .analysis.labelled import Array, LabelError
from .ensemble import Ensemble, run
from .errors import LibraryError, ScenarioError, SimulationError, WaicoError
from .finding import scenarios
from .model import Model
from .native import version
from .scenario import Scenario
from .words import labels, outputs, parameters

if TYPE_CHECKING:
    from .analysis.plotting import plot
    from .analysis.report import write as report
    from .analysis.result import load

_HOMES = {"load": ("analysis.result", "load"), "plot": ("analysis.plotting", "plot"), "report": ("analysis.report", "write")}
__all__ = ["Array", "Ensemble", "LabelError", "LibraryError", "Model", "Scenario", "ScenarioError", "SimulationError", "WaicoError",
           "labels", "load", "outputs", "parameters", "plot", "report", "run", "scenarios", "version"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    module, there = _HOMES[name]
    return getattr(importlib.import_module(f".{module}", __name__), there)


def __dir__() -> List[str]:
    return sorted({*globals(), *__all__})
