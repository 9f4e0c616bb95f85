"""A scenario as a function of a vector of parameters, for optimisers, sensitivity analyses, calibration and exploration.

Replication r has the same luck at every vector (common random numbers), so that the function is as smooth as the model lets
it be, and differences between vectors are those of the parameters.
"""
import threading
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from . import native, words
from .engine import MOST_REPLICATIONS, Plan, whole
from .ensemble import Ensemble, engine_of, fill, listed, room_for
from .errors import WaicoError
from .scenario import Date, Path, Scenario, scenario_of

Outcome = Union[str, Callable[[Ensemble], float]]


class Model:
    """model(x): the mean over n replications of what `output` names, with the parameters `inputs` set to x.

    scenario   a Scenario, the name of a shipped one, or a path
    inputs     paths of parameters, in the order of x; a mapping {path: (low, high)} gives their bounds too
    output     an output of one number a replication (final_n_members, entry_into_force, at_n_members with one date), whose mean
               is taken (NaN where one is NaN); or a function of the Ensemble; or {name: one of both}, and the model gives
               an array in this order
    metrics    outputs that functions read
    bounds     {path: (low, high)}; preset: the range that the parameter allows
    n, seed, first, stratum, threads, set, start, end, at    as in `waico.run`; `set` holds for every x

    Errors: those of `waico.run`, when the model is made as well as when it is called.  Several threads may call one model,
    which does one after another; models can be pickled where their functions can.
    """

    def __init__(self, scenario: Union[Scenario, Path] = "baseline",
                 inputs: Union[str, Sequence[str], Mapping[str, Sequence[float]]] = (),
                 output: Union[Outcome, Mapping[str, Outcome]] = "final_n_members", *, metrics: Union[str, Sequence[str]] = (),
                 bounds: Optional[Mapping[str, Sequence[float]]] = None, n: int = 100, seed: int = 1, first: int = 0, stratum: int = 0,
                 threads: Optional[int] = None, set: Optional[Mapping[str, float]] = None, start: Optional[Date] = None,
                 end: Optional[Date] = None, at: Union[Date, Sequence[Date]] = ()):
        self.scenario = scenario_of(scenario, start, end)
        self._given = dict(scenario=self.scenario, inputs=inputs, output=output, metrics=metrics, bounds=bounds, n=n, seed=seed,
                           first=first, stratum=stratum, threads=threads, set=set, at=at)
        self.inputs: List[str] = listed(inputs)
        self.bounds = _bounds(self.inputs, {**(dict(inputs) if isinstance(inputs, Mapping) else {}), **(bounds or {})})
        self.outcomes: Dict[str, Outcome] = dict(output) if isinstance(output, Mapping) else {_name(output): output}
        self._is_one = not isinstance(output, Mapping)
        self._plan = Plan(whole(n, "n", 1, MOST_REPLICATIONS), seed, first, stratum, threads)
        self._engine = engine_of(self.scenario, set or {}, at)
        self._set = dict(set or {})
        self._paths = [native.encoded(path) for path in self.inputs]
        self._presets = [self._engine.get(path) for path in self.inputs]
        wanted = [*listed(metrics), *(outcome for outcome in self.outcomes.values() if not callable(outcome))]
        self._wanted = [words.output(name) for name in dict.fromkeys(wanted)]
        self._has_functions = any(callable(outcome) for outcome in self.outcomes.values())
        self._lock = threading.Lock()
        for outcome in self.outcomes.values():
            self._check(outcome)

    def __reduce__(self) -> Tuple[Any, ...]:
        return _rebuilt, (self._given,)

    def __repr__(self) -> str:
        return f"<Model {self.scenario.name}: {', '.join(self.outcomes)} of {', '.join(self.inputs)}; {self._plan.n} replications>"

    @property
    def problem(self) -> Dict[str, Any]:
        """What SALib asks for: {"num_vars", "names", "bounds"}."""
        return {"num_vars": len(self.inputs), "names": list(self.inputs), "bounds": [list(pair) for pair in self.bounds]}

    def __call__(self, x: Any, seed: Optional[int] = None) -> Any:
        """The outcome at x, len(inputs) numbers: a float, or float64 (outcome) of several.  seed: other luck than the model's.

        WaicoError: another length, or a value outside of what the parameter allows; whole parameters take whole numbers.
        """
        numbers = np.atleast_1d(np.asarray(x, dtype=float))
        if numbers.shape != (len(self.inputs),):
            raise WaicoError(f"a point has {len(self.inputs)} numbers ({', '.join(self.inputs)}), not the shape {numbers.shape}")
        found = self._outcomes(numbers.tolist(), seed)
        return found[0] if self._is_one else np.array(found)

    def evaluate(self, points: Any, seed: Optional[int] = None) -> np.ndarray:
        """The outcomes at many points (point, input): float64 (point), or (point, outcome) of several."""
        rows = np.asarray(points, dtype=float)
        if rows.ndim != 2 or rows.shape[1] != len(self.inputs):
            raise WaicoError(f"points are (point, {len(self.inputs)}), not of the shape {rows.shape}")
        return np.array([self(row, seed) for row in rows], dtype=float).reshape(len(rows), *(() if self._is_one else (len(self.outcomes),)))

    def run(self, x: Any, metrics: Union[str, Sequence[str]] = (), seed: Optional[int] = None) -> Ensemble:
        """All replications at x as an Ensemble, of the outputs that the model reads and of further ones."""
        numbers = np.atleast_1d(np.asarray(x, dtype=float)).tolist()
        if len(numbers) != len(self.inputs):
            raise WaicoError(f"a point has {len(self.inputs)} numbers, not {len(numbers)}")
        further = [words.output(name) for name in listed(metrics)]
        wanted, plan = [*self._wanted, *(one for one in further if one not in self._wanted)], self._plan_of(seed)
        with self._lock:
            return self._ensemble(numbers, wanted, self._arrays(numbers, wanted, plan), plan)

    def as_function(self) -> Callable[..., Dict[str, float]]:
        """A function(**parameters) -> {outcome: float}, as the EMA Workbench takes for Model(..., function=...).

        Parameters go by path or, for keywords, by path with `_` for dots; those left out are as in the scenario.
        """
        return self._function

    def _function(self, **values: float) -> Dict[str, float]:
        numbers = list(self._presets)
        names = {name: i for i, path in enumerate(self.inputs) for name in (path, path.replace(".", "_"))}
        for name, value in values.items():
            if name not in names:
                raise WaicoError(f"{name} is no input of the model{words.nearest(name, names)}")
            numbers[names[name]] = float(value)
        return dict(zip(self.outcomes, self._outcomes(numbers, None)))

    # -- one point ----------------------------------------------------------------------------------

    def _plan_of(self, seed: Optional[int]) -> Plan:
        run = self._plan.run
        return self._plan if seed is None else Plan(run.n_replications, seed, run.first, run.stratum, run.n_threads)

    def _outcomes(self, numbers: Sequence[float], seed: Optional[int]) -> List[float]:
        plan = self._plan_of(seed)
        result: Any = None
        with self._lock:
            arrays = self._arrays(numbers, self._wanted, plan)
            if self._has_functions:
                result = self._ensemble(numbers, self._wanted, arrays, plan)
        return [float(outcome(result)) if callable(outcome) else float(arrays[outcome].mean()) for outcome in self.outcomes.values()]

    def _arrays(self, numbers: Sequence[float], wanted: Sequence[words.Output], plan: Plan) -> Dict[str, np.ndarray]:
        """What the replications leave at a point; under the lock, since the engine keeps the parameters."""
        for path, number in zip(self._paths, numbers):
            self._engine.set_one(path, number)
        arrays = room_for(self._engine, wanted, plan)
        self._engine.run(plan, arrays)
        return arrays

    def _ensemble(self, numbers: Sequence[float], wanted: Sequence[words.Output], arrays: Mapping[str, np.ndarray],
                  plan: Plan) -> Ensemble:
        result = Ensemble(self.scenario, plan, {**self._set, **dict(zip(self.inputs, numbers))})
        fill(result, self._engine, wanted, arrays)
        return result

    def _check(self, outcome: Outcome) -> None:
        """That an outcome is a function, or one number a replication."""
        if callable(outcome):
            return
        axes, days = words.output(outcome).axes, self._engine.length("date")
        if axes == ("date",) and days != 1:
            raise WaicoError(f'{outcome} is one number a replication with one date, at="2030-12-31", and there are {days}')
        if axes not in ((), ("date",)):
            raise WaicoError(f"{outcome} has the axes {', '.join(axes)}: a function of the result chooses, "
                             "and metrics= names what it reads")


def _bounds(inputs: Sequence[str], given: Mapping[str, Sequence[float]]) -> List[Tuple[float, float]]:
    """Low and high of each input; WaicoError: not in their order, or not within what the parameter allows."""
    strange = [path for path in given if path not in inputs]
    if strange:
        raise WaicoError(f"bounds of {strange[0]}, which is no input{words.nearest(strange[0], inputs)}")
    found = []
    for path in inputs:
        row = words.parameter(path)
        low, high = (float(end) for end in given.get(path, (row["min"], row["max"])))
        if not row["min"] <= low < high <= row["max"]:
            raise WaicoError(f"{path}: bounds [{low:g}, {high:g}] are not in order within [{row['min']:g}, {row['max']:g}]")
        found.append((low, high))
    return found


def _name(outcome: Outcome) -> str:
    return outcome if isinstance(outcome, str) else getattr(outcome, "__name__", "outcome")


def _rebuilt(given: Dict[str, Any]) -> Model:
    return Model(**given)
