"""One case: a run, an ensemble, or one point of a sweep, asked in the same way.

Figures speak to cases, so that the same picture works for all three kinds of file; a run is an ensemble
of one replicate.
"""
import numpy as np

from .labelled import LabelError, position
from .words import MEMBER_STATUSES


class NotInFile(LookupError):
    """The file does not hold what a figure needs; the text says what, and how to get it."""


class Case:
    """`result` and, for a sweep, the position of a point.  `label` names it in figures."""

    def __init__(self, result, point=None, label=None):
        if result.kind == "sweep" and point is None:
            raise NotInFile(f"{result.path.name} is a sweep: choose a point with --point")
        self.result, self.point, self._rows = result, point, None
        self.label = label or (point_label(result, point) if point is not None else result.full_title)

    @property
    def where(self):
        """The labels that select this case in a dataset of its file."""
        return {} if self.point is None else {"point": self.result.labels("point")[self.point]}

    @property
    def n_replicates(self):
        if self.result.kind == "run":
            return 1
        if self.result.kind == "ensemble" and "replicates_done" not in self.result:
            return self.result.sizes.get("replicate", 0)
        if self.result.kind == "ensemble":
            return int(self.result.array("replicates_done").values)
        if "replications_done" in self.result:
            return int(self.result.array("replications_done", **self.where).values)
        return self.result.sizes.get("replicate", 0)

    @property
    def shift_days(self):
        """How much later the accounts of this point are than those of the file: its scenario may start later."""
        if self.point is None or "point_start_shift" not in self.result:
            return 0
        return int(self.result.file["point_start_shift"][self.point])

    @property
    def years(self):
        return self.result.years() + self.shift_days / 365.25

    @property
    def dates(self):
        return self.result.dates + np.timedelta64(self.shift_days, "D")

    def has(self, name):
        return name in self.result and not (self.point is not None and "point" not in self._dims(name))

    def _dims(self, name):
        from .schema import dimensions
        return dimensions(self.result.file[name])

    def _read(self, name, **where):
        if self.shift_days and isinstance(where.get("time"), (str, np.datetime64)):  # as the calendar of this point has it
            where["time"] = self.result.dates[position("time", self.dates, where["time"])]
        return self.result.array(name, **self.where, **where)

    def check_series(self, series):
        """Refuses what has no mean and no quantiles by time, with advice."""
        stored = [name for name in (series, series + "_mean", series + "_quantile") if name in self.result]
        if not stored and series != "phase":
            self.result.array(series)  # says which names there are
        if series == "phase" or self.result.is_category(stored[0]):
            raise NotInFile(f"{series} is a category and has no mean or quantiles; the picture `phases` shows the share of "
                            "replications in each phase")
        further = [dim for dim in self._dims(stored[0]) if dim not in ("point", "replicate", "quantile", "time")]
        if further:
            raise NotInFile(f"{series} has an axis {further[0]} besides the time: it is no single curve")

    # -- series -------------------------------------------------------------------------------------

    def replicates(self, series, **where):
        """(replicate, ...) of a series as float; a run gives one row.  NotInFile when only summaries are kept."""
        if self.result.kind == "run":
            return np.asarray(self._read(series, **where).values, dtype=float)[None]
        if not self.has(series) or "replicate" not in self._dims(series):
            raise NotInFile(f"{self.result.path.name} keeps no replicates of {series}; "
                            "run with output.detail = \"replicates\"")
        return np.asarray(self._read(series, **where).values, dtype=float)[self.rows]

    @property
    def rows(self):
        """Positions on the axis `replicate` of the replications that ran and did not fail: a date that is NaN in one of
        them means never, in another nothing."""
        if self._rows is None:
            n = self.result.sizes.get("replicate", 0)
            self._rows = np.arange(min(n, self.n_replicates) if self.point is not None else n)
            for name, chosen in (("final_status", {"country": self.result.countries[0]}), ("n_members", {"time": self.dates[-1]})):
                if self.has(name) and "replicate" in self._dims(name):
                    self._rows = np.flatnonzero(np.isfinite(np.asarray(self._read(name, **chosen).values, dtype=float)))
                    break
        return self._rows

    def quantiles(self, series, wanted=(0.05, 0.25, 0.5, 0.75, 0.95)):
        """(levels, array (level, time)) from the file's summary, else from the replicates; no category has them."""
        self.check_series(series)
        if self.has(series + "_quantile"):
            levels = self.result.labels("quantile").astype(float)
            return levels, np.asarray(self._read(series + "_quantile").values, dtype=float)
        if self.result.kind == "run":
            return np.array([0.5]), self.replicates(series)
        return np.array(wanted), np.nanquantile(self.replicates(series), wanted, axis=0)

    def median(self, series):
        levels, values = self.quantiles(series)
        return values[int(np.argmin(np.abs(levels - 0.5)))]

    def mean(self, series):
        """(time) mean of a series over replicates; no category has one."""
        self.check_series(series)
        if self.has(series + "_mean") and "replicate" not in self._dims(series + "_mean"):
            return np.asarray(self._read(series + "_mean").values, dtype=float)
        return np.nanmean(self.replicates(series), axis=0)

    def service(self):
        """(incentive, time) mean service levels, None when the file has none."""
        for name in ("service_mean", "service"):
            if self.has(name):
                return _over_replicates(self._read(name))
        return None

    def n_status(self):
        """(status, time) mean number of countries by status, the sponsor left out."""
        for name in ("n_status_mean", "n_status"):
            if self.has(name):
                return _over_replicates(self._read(name))
        p = self.p_status().copy()
        sponsor = self.sponsor()
        if sponsor is not None:
            p[:, sponsor] = 0.0
        return p.sum(axis=1)

    # -- countries ----------------------------------------------------------------------------------

    def p_status(self, name="p_status", **where):
        """(status, country, time) probability; of a run, 0 and 1.  `where` may choose a time; name: `at_p_status` by date."""
        if self.has(name):
            return np.asarray(self._read(name, **where).values, dtype=float)
        if self.result.kind == "run":
            status = self._read("country_status", **where).values
            codes = np.arange(self.result.sizes["status"])
            return (status[None] == codes.reshape((-1,) + (1,) * status.ndim)).astype(float)
        raise NotInFile(f"{self.result.path.name} holds no p_status (probability of each status by country and time)")

    def p_member(self, **where):
        """(country, ...) probability to be a member."""
        return self.p_status(**where)[self.result.status_codes(*MEMBER_STATUSES)].sum(axis=0)

    def p_phase(self):
        """(names, (phase, time)): the share of replications in each phase of the organisation."""
        if self.has("p_phase"):
            return list(self.result.labels("phase_name")), np.asarray(self._read("p_phase").values, dtype=float)
        words = self.result.flags("phase") if "phase" in self.result else {}
        codes = self.replicates("phase")
        if not words:
            raise NotInFile(f"{self.result.path.name} does not name the phases of the organisation")
        known = np.isfinite(codes).sum(axis=0)
        return list(words.values()), np.array([(codes == code).sum(axis=0) for code in words]) / np.maximum(1, known)

    def first(self, name):
        """(replicate, country) years from the start to the first `name` (interested, signed, member, withdrawn)."""
        return self.replicates("first_" + name)

    def sponsor(self):
        """Position of the sponsor in the country axis, None when the file names none."""
        found = np.flatnonzero(self.result.countries == self.result.attrs.get("sponsor", ""))
        return int(found[0]) if found.size else None

    def end_years(self):
        """Years from the start to the last account."""
        days = np.asarray(self.result.file["time"][-1], dtype=float)
        return float(days) / 365.25

    def elapsed(self):
        """Years from the start to each account."""
        return np.asarray(self.result.file["time"][...], dtype=float) / 365.25

    def column(self, name):
        """A column of the country table as used; NotInFile when the file does not carry it."""
        values = self.result.input(name)
        if values is not None and np.shape(values) == self.result.countries.shape:
            return values
        if name in self.result:
            return self.result.labels_of(name) if self.result.file[name].dtype.kind in "OS" \
                else self.result.array(name).values
        raise NotInFile(f"{self.result.path.name} does not carry the column '{name}' of the country table")

    def decimal_year(self, elapsed):
        """Years from the start as a decimal year of the calendar."""
        return start_year(self.result) + self.shift_days / 365.25 + np.asarray(elapsed, dtype=float)


def _over_replicates(array):
    """The mean over replicates where the array has that axis, else its values."""
    values = np.asarray(array.values, dtype=float)
    return np.nanmean(values, axis=array.dims.index("replicate")) if "replicate" in array.dims else values


def start_year(result):
    """The start as a decimal year."""
    start = result.start
    first = start.astype("datetime64[Y]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int)
    return 1970 + first.astype(int) + (start - first.astype("datetime64[D]")).astype(int) / length


def point_label(result, point):
    """What a point is called: its scenario where there are several, else the values of the swept keys."""
    if result.sizes.get("scenario", 1) > 1 and "point_scenario" in result:
        return str(result.labels("scenario")[int(result.file["point_scenario"][point])]).replace("_", " ")
    values = [f"{path.rsplit('.', 1)[-1]} {result.file[name][point]:.3g}"
              for name, path in swept(result).items() if result.file[name].dtype.kind not in "OS"]
    return ", ".join(values[:3]) or f"point {result.labels('point')[point]}"


def swept(result):
    """{dataset: dotted path} of the keys that a sweep varies."""
    from .schema import text
    return {name: text(result.file[name].attrs.get("config_path", name[len("param_"):]))
            for name in result.file if name.startswith("param_")}


def done_points(result):
    """Positions of the points that finished."""
    words = result.words("point_status")
    return [i for i, word in enumerate(words) if word == "done"]


def cases_of(results, points=None, labels=None):
    """The cases of one or several files; sweeps give the points asked for, or all that are done."""
    found = []
    for number, result in enumerate(results):
        label = labels[number] if labels and number < len(labels) else None
        if result.kind != "sweep":
            found.append(Case(result, None, label))
            continue
        for point in points or done_points(result):
            if not 0 <= point < result.sizes["point"]:
                raise LabelError(f"{result.path.name} has {result.sizes['point']} points, no {point}")
            found.append(Case(result, point))
    _tell_apart(found)
    return found


def _tell_apart(cases):
    """Gives cases of one label what they differ in: the seed, else the file, else a number."""
    groups = {}
    for case in cases:
        groups.setdefault(case.label, []).append(case)
    for label, group in groups.items():
        for what in (lambda case: f"seed {case.result.seed}", lambda case: case.result.path.stem):
            if len(group) > 1 and len({what(case) for case in group}) == len(group):
                for case in group:
                    case.label = f"{label} ({what(case)})"
                break
        else:
            for number, case in enumerate(group[1:], 2):
                case.label = f"{label} ({number})"
