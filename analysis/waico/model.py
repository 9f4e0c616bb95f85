"""The simulator as a function of a vector, for optimisers, sensitivity analysis, calibration and workbenches."""
from __future__ import annotations

import threading
from ctypes import byref, c_void_p
from typing import Callable, Mapping, Optional, Sequence, Union

import numpy as np

from . import library
from .library import WaicoError, lib
from .scenario import Scenario
from .simulate import Results, Seat, find_output, processors, run


class Model:
    """f(x): the mean over n replications of an output, at the parameters `inputs` = x.

        model = waico.Model("baseline", ["affinity.peers", "trust.rest"], "final_n_members", n=100)
        model([1.0, 0.5])                                     # a float
        scipy.optimize.minimize_scalar(lambda p: -model([p, 0.5]), bounds=model.bounds[0])
        SALib.sample.sobol.sample(model.problem, 256)         # then model.evaluate(samples)

    output: a name of `waico.outputs()` with one number a replication ("final_n_members", "at_trust" with one date `at`,
    "operation": NaN is left out of the mean), or a function of `Results` that gives a number, for which `metrics` are run.
    Every point meets the same luck, so differences between points are exact to the noise that they share.  Calls from
    several threads take turns; for work side by side give each thread or process a Model of its own.
    """

    def __init__(self, scenario: Union[Scenario, str] = "baseline", inputs: Sequence[str] = (),
                 output: Union[str, Callable[[Results], float]] = "final_n_members", *, n: int = 100, seed: int = 1,
                 at: Sequence[str] = (), set: Optional[Mapping[str, float]] = None, threads: Optional[int] = None,
                 metrics: Sequence[str] = ("n_members", "first_member")):
        self.scenario = scenario if isinstance(scenario, Scenario) else Scenario(scenario)
        self.inputs, self.output, self.n, self.seed = list(inputs), output, n, seed
        self.at, self.fixed, self.metrics = list(at), dict(set or {}), list(metrics)
        self.threads = processors() if threads is None else max(1, threads)
        self._lock = threading.Lock()
        self._seat = Seat(self.scenario)
        self._seat.set(self.fixed)
        self._seat.read_at(self.at)
        self._paths = [path.encode() for path in self.inputs]
        self._rows = [self._row(path) for path in self.inputs]
        if n < 1:
            raise WaicoError("a model wants at least one replication")
        if not callable(output):
            self._prepare(find_output(output))

    def _row(self, path: str) -> library.Parameter:
        i = lib.waico_parameter_find(path.encode())
        if i == lib.waico_n_parameters():  # the library says what may be meant
            library.call(lib.waico_model_set, self._seat.handle, path.encode(), 0.0)
        return lib.waico_parameter_at(i)

    def _prepare(self, output: library.Output) -> None:
        shape = self._seat.shape(output)
        if int(np.prod(shape)) != 1:
            raise WaicoError(f"{self.output} has {shape} numbers a replication; a model wants one: take final_..., at_... with one "
                             "date, or a function of the results")
        self._values = np.empty(self.n, library.TYPES[output.type])
        self._wants = (library.Want * 1)((output.name, self._values.ctypes.data, self._values.nbytes))
        self._order = library.Run(self.seed, 0, self.n, 0, self.threads, 0)

    @property
    def bounds(self) -> list:
        """(min, max) of each input, as the model allows it: for scipy.optimize."""
        return [(row.min, row.max) for row in self._rows]

    @property
    def problem(self) -> dict:
        """The problem as SALib describes it; bounds are the allowed ranges, often wider than is plausible."""
        return {"num_vars": len(self.inputs), "names": list(self.inputs), "bounds": [list(b) for b in self.bounds]}

    def replications(self, x: Sequence[float]) -> np.ndarray:
        """The n numbers behind the mean, at one point."""
        if callable(self.output):
            raise WaicoError("the output is a function of the results: there are no numbers by replication")
        with self._lock:
            self._assign(x)
            self._seat.run(self._order, self._wants, 1)
            return self._values.astype(float)

    def _assign(self, x: Sequence[float]) -> None:
        if len(x) != len(self._paths):
            raise WaicoError(f"{len(x)} numbers for {len(self._paths)} inputs")
        messages = c_void_p()
        for path, value in zip(self._paths, x):
            library.check(lib.waico_model_set(self._seat.handle, path, float(value), byref(messages)), messages)

    def __call__(self, x: Sequence[float]) -> float:
        x = np.atleast_1d(np.asarray(x, dtype=float))
        if callable(self.output):
            values = {**self.fixed, **dict(zip(self.inputs, x))}
            if len(x) != len(self.inputs):
                raise WaicoError(f"{len(x)} numbers for {len(self.inputs)} inputs")
            return float(self.output(run(self.scenario, set=values, metrics=self.metrics, n=self.n, seed=self.seed, at=self.at,
                                         threads=self.threads)))
        values = self.replications(x)
        known = values[~np.isnan(values)]
        return float(known.mean()) if known.size else float("nan")

    def evaluate(self, points) -> np.ndarray:
        """f of each row of points(point, input): an array of as many numbers."""
        return np.array([self(row) for row in np.atleast_2d(np.asarray(points, dtype=float))])

    def as_function(self, name: Optional[str] = None) -> Callable[..., dict]:
        """f(**inputs) -> {name: value}, as EMA Workbench calls its models; dots of paths are underscores.

            from ema_workbench import Model as Ema, RealParameter, ScalarOutcome
            ema = Ema("waico", function=model.as_function())
            ema.uncertainties = [RealParameter(k, *b) for k, b in zip(model.keywords, model.bounds)]
            ema.outcomes = [ScalarOutcome("final_n_members")]
        """
        name = name or (self.output if isinstance(self.output, str) else "outcome")

        def function(**values):
            unknown = sorted({*values} ^ {*self.keywords})
            if unknown:
                raise WaicoError(f"inputs are {', '.join(self.keywords)}; too many or too few: {', '.join(unknown)}")
            return {name: self([values[key] for key in self.keywords])}
        return function

    @property
    def keywords(self) -> list:
        """The inputs as names of Python: affinity_peers."""
        return [path.replace(".", "_") for path in self.inputs]
