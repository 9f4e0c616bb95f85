"""Replications of a scenario without a file: run("baseline", metrics=["n_members"], n=200) gives arrays by name."""
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Union

import numpy as np

from . import logs, words
from .analysis.labelled import Array
from .engine import Engine, Log, Plan
from .errors import WaicoError
from .scenario import Date, Path, Scenario, scenario_of


class Ensemble(Mapping[str, Array]):
    """What replications left: labelled arrays by the names that were asked for, and events and decisions.

    The first axis of each array is `replicate`; those behind it are those of the output (see `outputs()`), with labels: codes
    of countries, words, dates (datetime64[D]) of the accounts (`time`) and of the days asked for (`date`).
    """

    def __init__(self, scenario: Scenario, plan: Plan, values: Mapping[str, float]):
        self.scenario, self.seed, self.first, self.n = scenario, plan.seed, plan.first, plan.n
        self.set: Dict[str, float] = dict(values)
        self.days: np.ndarray = np.empty(0)
        self._arrays: Dict[str, Array] = {}
        self._events: Optional[np.ndarray] = None
        self._decisions: Optional[np.ndarray] = None
        self._terms: Optional[Array] = None

    def __getitem__(self, name: str) -> Array:
        if name not in self._arrays:
            words.output(name)
            raise KeyError(f"{name} was not asked for; there are {', '.join(self._arrays)}")
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def __repr__(self) -> str:
        changed = ", ".join(f"{path} = {value:g}" for path, value in self.set.items())
        return f"<Ensemble {self.scenario.name}{' with ' + changed if changed else ''}: {self.n} replications, {', '.join(self)}>"

    @property
    def events(self) -> np.ndarray:
        """The event logs, a structured array by replication and time (see `logs.events_of`); asked for by events=True."""
        return _asked(self._events, "events")

    @property
    def decisions(self) -> np.ndarray:
        """Each opportunity to decide, a structured array (see `logs.decisions_of`); asked for by decisions=True."""
        return _asked(self._decisions, "decisions")

    @property
    def terms(self) -> Array:
        """The terms of each decision, an Array (decision, term); asked for by decisions=True."""
        return _asked(self._terms, "decisions")

    def to_xarray(self) -> Any:
        """All arrays as one xarray.Dataset."""
        import xarray
        return xarray.Dataset({name: array.to_xarray() for name, array in self.items()},
                              attrs={"title": self.scenario.title, "seed": str(self.seed)})


def run(scenario: Union[Scenario, Path] = "baseline", metrics: Union[str, Iterable[str]] = ("n_members",), n: int = 100, seed: int = 1,
        *, set: Optional[Mapping[str, float]] = None, start: Optional[Date] = None, end: Optional[Date] = None,
        at: Union[Date, Sequence[Date]] = (), countries: Optional[Sequence[str]] = None, first: int = 0,
        threads: Optional[int] = None, events: bool = False, decisions: bool = False, stratum: int = 0,
        max_events: int = 0) -> Ensemble:
    """Runs replications and gives what they left; what comes out equals, to the bit, what `waico run` writes (which rounds
    some of it to fewer bits).

    scenario    a Scenario, the name of a shipped one, or a path
    metrics     names of outputs (`waico.outputs()`): series along `time`, final_..., at_..., first_..., country_status, ...
    n, seed     replications first, first + 1, ..., first + n - 1 of a seed in [0, 2^64); replication r has the same luck
                whatever the scenario and the parameters are
    set         {path of a parameter: value}, see `waico.parameters()`
    start, end  dates in place of the scenario's, the end exclusive
    at          dates ("2030-12-31"), at whose ends the outputs at_... are read
    countries   codes or names: of the axis `country` these alone, in this order
    threads     preset: the processors that this process may use; what comes out is the same
    events, decisions   whether their logs are kept: of the baseline about 0.6 and 1.6 MB a replication
    stratum     other luck for each number below 2^24; max_events: of a replication, 0: 1 million and 10,000 a country

    Memory: n times what an output takes, 8 bytes a number.  Ctrl-C ends a run at once.  Errors: ScenarioError, WaicoError (a
    name, a number or a date that does not fit), SimulationError (a replication failed).
    """
    world = scenario_of(scenario, start, end)
    wanted = [words.output(name) for name in listed(metrics)]
    plan = Plan(n, seed, first, stratum, threads, max_events)
    places = None if countries is None else [world.place(country) for country in listed(countries)]
    engine = engine_of(world, set or {}, at)
    result = Ensemble(world, plan, set or {})
    log = Log(logs.EVENTS * bool(events) + logs.DECISIONS * bool(decisions)) if events or decisions else None
    arrays = room_for(engine, wanted, plan)
    engine.run(plan, arrays, log)
    fill(result, engine, wanted, arrays, places)
    if log and events:
        result._events = logs.events_of(log, world)
    if log and decisions:
        result._decisions, terms = logs.decisions_of(log, world)
        result._terms = Array(terms, ("decision", "term"), {"decision": np.arange(len(terms)), "term": words.labels("term")}, "terms",
                              {"units": "1", "long_name": "terms of the option of each decision"})
    return result


def engine_of(world: Scenario, values: Mapping[str, float], at: Union[Date, Sequence[Date]]) -> Engine:
    """An engine with parameters and days to read at."""
    engine = Engine(world)
    engine.set(values)
    days = sorted({world.days_of(day) for day in listed(at)})
    for day in days[:1] + days[-1:]:
        if not 0 <= day < world.days_of(world.end):
            last = world.date_of_days(world.days_of(world.end) - 1)
            raise WaicoError(f"at: {world.date_of_days(day)} is outside of the run, {world.start} to {last}")
    if days:
        engine.read_at(days)
    return engine


def room_for(engine: Engine, wanted: Sequence[words.Output], plan: Plan) -> Dict[str, np.ndarray]:
    """Arrays for the replications of a plan.  WaicoError: an output wants dates and there are none."""
    for metric in wanted:
        if "date" in metric.axes and not engine.length("date"):
            raise WaicoError(f'{metric.name} is read at the ends of days: at=["2030-12-31"] names them')
    return engine.arrays(wanted, plan.n)


def fill(result: Ensemble, engine: Engine, wanted: Sequence[words.Output], arrays: Mapping[str, np.ndarray],
         places: Optional[List[int]] = None) -> None:
    """Puts arrays into a result, with their labels; of the countries those at some places alone."""
    result.days, dates = engine.days("time")
    coords = {"replicate": np.arange(result.first, result.first + result.n), "time": dates, "date": engine.days("date")[1],
              "country": result.scenario.codes}
    for metric in wanted:
        dims = ("replicate", *metric.axes)
        array = Array(arrays[metric.name], dims, {dim: coords[dim] if dim in coords else words.labels(dim) for dim in dims}, metric.name,
                      {"units": metric.unit, "long_name": metric.meaning})
        result._arrays[metric.name] = array.isel(country=places) if places is not None and "country" in dims else array


def listed(given: Any) -> List[Any]:
    """One thing or many as many."""
    return [given] if isinstance(given, str) or not hasattr(given, "__iter__") else list(given)


def _asked(there: Any, what: str) -> Any:
    if there is None:
        raise WaicoError(f"{what} were not asked for: run(..., {what}=True)")
    return there
