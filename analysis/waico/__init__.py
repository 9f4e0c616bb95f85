"""Who joins the World AI Cooperation Organization: the simulator and its results in Python.

    import waico
    r = waico.run("baseline", set={"affinity.peers": 2}, metrics=["n_members", "first_member"], n=200, seed=1)
    r["n_members"].sel(time="2035").values.mean()          # 200 histories, no file
    r["first_member"].to_frame()

    with waico.load("results/baseline.h5") as result:       # result files, by waico_analysis
        ...

`run` and `Model` need numpy and the library (`make lib`), `load` needs h5py, frames pandas, datasets xarray: each is
looked for when it is first used, so that files can be read without the library and simulations run without h5py.
"""
from importlib import import_module

_HOMES = {
    "waico.labelled": ("Array", "LabelError"),
    "waico.library": ("ScenarioError", "SimulationError", "WaicoError", "labels"),
    "waico.model": ("Model",),
    "waico.scenario": ("Parameter", "Scenario", "parameters", "scenarios"),
    "waico.simulate": ("Results", "outputs", "run"),
    "waico_analysis": ("FormatError", "Result", "load"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value
    if name == "__version__":
        return import_module("waico.library").lib.waico_version().decode()
    raise AttributeError(f"module 'waico' has no attribute '{name}'")


def __dir__():
    return sorted([*globals(), *__all__])
