"""The metrics of a sweep: what each is, what it rests on, how points and parameters differ in it; in the order of the config."""
import numpy as np

from ..case import point_label, swept
from ..estimate import holm
from ..figures.discovery import swept_ranges
from ..figures.surfaces import metrics_of
from ..pairing import luck_statement, values_difference
from ..rounding import MISSING, change, is_share, of_metric, percent, value_text, whole
from ..schema import dimensions, text
from ..setting import meaning
from .blocks import Table
from .contrasts import luck_rule, luck_words

MOST_POINTS = 36
PER_REPLICATION = "Known: replications in which the metric has a value; the mean rests on these alone."


class Metric:
    """One metric of a sweep or an ensemble.  `share`: its values are 0 and 1, and its mean is a share of replications."""

    def __init__(self, result, name):
        self.result, self.name = result, name
        attrs = result.file[name + "_mean"].attrs
        self.units = text(attrs.get("units", ""))
        said = text(attrs.get("long_name", ""))
        self.words = said.split(": ", 1)[1] if ": " in said else said
        self.share = is_share(result, name)

    def show(self, value):
        return of_metric(self.result, self.name, value)

    def span(self, low, high):
        return f"{self.show(low)} to {self.show(high)}" if np.isfinite(low) and np.isfinite(high) else MISSING

    def change(self, interval):
        return change(interval, "gdp_share" if self.share else "metric", self.units)

    def values(self, point):
        """By replication (of a point; None: of an ensemble), NaN unknown; None where they are not kept."""
        if self.name not in self.result or "replicate" not in dimensions(self.result.file[self.name]):
            return None
        return np.asarray(self._at("", point), dtype=float)

    def _at(self, end, point):
        values = self.result.file[self.name + end]
        return values[...] if point is None else values[point]

    def number(self, end, point):
        """Mean, end of its interval ... as the file has it; NaN where it does not."""
        return float(self._at(end, point)) if self.name + end in self.result else np.nan

    def interval(self, point):
        """The 95 % interval of the mean, as the file has it."""
        low, high, mean, half = (self.number(end, point) for end in ("_low", "_high", "_mean", "_half_width"))
        return self.span(low, high) if self.name + "_low" in self.result else self.span(mean - half, mean + half)

    def known(self, point):
        """What the mean rests on."""
        values = self.values(point)
        return whole(self.number("_known", point) if values is None or self.name + "_known" in self.result else np.isfinite(values).sum())

    @property
    def means(self):
        return np.asarray(self.result.array(self.name + "_mean").values, dtype=float)


def metrics(result):
    """The metrics of a file in the order of its config; of a sweep without any the number of members at the end."""
    named = text(result.attrs.get("metrics", "")).split()
    if not named and result.kind == "sweep":
        own = [name for name in metrics_of(result) if not name.startswith(("final_", "at_"))]
        named = own or ["final_n_members"]
    return [Metric(result, name) for name in named if name + "_mean" in result]


def of_cases(cases):
    """A table for each metric that all cases have, with the differences to the first; Holm's correction over all of them."""
    if any(case.result.kind == "run" for case in cases):
        return []
    names = [{metric.name for metric in metrics(case.result)} for case in cases]
    shared = [metric for metric in metrics(cases[0].result) if all(metric.name in found for found in names)]
    against = [[_against(cases[0], case, metric) for case in cases[1:]] for metric in shared]
    judged = holm([np.nan if found is None else found.p_value for row in against for found in row]).reshape(len(shared), len(cases) - 1) if shared and len(cases) > 1 else None
    return [_of_metric(cases, metric, against[i], judged[i] if len(cases) > 1 else None, len(cases) > 1 and judged.size) for i, metric in enumerate(shared)]


def _of_metric(cases, metric, against, judged, n):
    rows = []
    for place, case in enumerate(cases):
        own = Metric(case.result, metric.name)
        row = [case.label, own.known(case.point), own.show(own.number("_mean", case.point)), own.interval(case.point)]
        found = against[place - 1] if place else None
        if len(cases) > 1:
            row += [MISSING] * 6 if found is None else [metric.change(found.interval), str(found.interval.n), percent(found.greater), percent(found.equal),
                                                        percent(found.less), luck_words(judged[place - 1])]
        rows.append(row)
    head = ["scenario", "known", "mean", "95 % interval"]
    head += ["difference to the first, ± 95 %", "pairs", "P(more)", "P(equal)", "P(fewer)", "told from luck"] if len(cases) > 1 else []
    note = f" {luck_statement(cases)} {luck_rule(n)}" if len(cases) > 1 else ""
    return Table(f"{metric.name}: {metric.words}", head, rows, words=(9,), note=PER_REPLICATION + note)


def _against(base, case, metric):
    a, b = metric.values(base.point), Metric(case.result, metric.name).values(case.point)
    return None if a is None or b is None else values_difference(base, case, a[base.rows], b[case.rows], metric.share)


def varied(result):
    """What the sweep varies: each parameter in words with its path and values."""
    rows = []
    for name, path in swept(result).items():
        values = result.array(name).values
        if values.dtype.kind not in "iuf":
            rows.append([path, path, ", ".join(map(str, np.unique(values)[:6])), str(np.unique(values).size)])
            continue
        levels = np.unique(values[np.isfinite(values)])
        low, high, asked = swept_ranges(result, {path: values})[path]
        shown = ", ".join(map(value_text, levels)) if levels.size <= 6 else f"{value_text(low)} to {value_text(high)}" + ("" if asked else " (of the points)")
        rows.append([meaning(result, path), path, shown, str(levels.size)])
    return Table("What is varied", ["parameter", "key", "values", "levels"], rows, left=3) if rows else None


def points(metric):
    """All points of a small sweep, or the spread over the points of a large one."""
    result, done = metric.result, np.isfinite(metric.means)
    places = np.flatnonzero(done)
    title = f"{metric.name}: {metric.words}"
    if not places.size:
        return Table(title, ["", ""], [["no point has a known value", ""]], left=2)
    if len(done) <= MOST_POINTS:
        paths = swept(result)
        rows = []
        for point in range(len(done)):
            values = [value_text(float(result.file[name][point])) if result.file[name].dtype.kind in "iuf" else text(result.file[name][point])
                      for name in paths]
            rows.append([str(result.labels("point")[point])] + (values or [point_label(result, point)])
                        + [f"{metric.known(point)} of {whole(_done(result, point))}", metric.show(metric.means[point]), metric.interval(point)])
        head = ["point"] + (list(paths.values()) or ["scenario"]) + ["known", "mean", "95 % interval"]
        return Table(title, head, rows, note=PER_REPLICATION + " The interval is that of the mean.")
    means = metric.means[places]
    low, middle, high = np.quantile(means, (0.05, 0.5, 0.95))
    rows = [["least", metric.show(means.min())], ["5 %", metric.show(low)], ["median", metric.show(middle)], ["95 %", metric.show(high)],
            ["greatest", metric.show(means.max())]]
    return Table(f"{title}, mean of each of {whole(places.size)} points", ["over the points", metric.name], rows,
                 note=f"{whole(len(done) - places.size)} points have no known value." if places.size < len(done) else "")


def _done(result, point):
    return int(result.file["replications_done"][point]) if "replications_done" in result else result.sizes.get("replicate", 0)


# -- the analysis that the file holds ---------------------------------------------------------------------

def analysis(metric, design):
    """Tables of the file's own analysis of a metric."""
    result = metric.result
    names = [text(one) for one in result.file["metric"][...]] if "metric" in result else []
    if metric.name not in names or "parameter" not in result:
        return []
    at, paths = names.index(metric.name), [text(one) for one in result.file["parameter"][...]]
    made = {"grid": _grid, "oat": _oat, "morris": _morris, "saltelli": _saltelli}.get(design)
    return [table for table in made(metric, at, paths) if table] if made else []


def _rows(metric, at, paths, columns, order):
    """Rows by parameter, the largest of a dataset first; columns: (dataset, its function from values to a text)."""
    file = metric.result.file
    if any(name not in file for names, _ in columns for name in names):
        return []
    sizes = np.asarray(file[order][at], dtype=float)
    turn = np.argsort(-np.nan_to_num(sizes, nan=-np.inf), kind="stable")
    return [[meaning(metric.result, paths[i])] + [how(*(float(_of(file[name][at], i)) for name in names)) for names, how in columns] for i in turn]


def _of(values, i):
    return values[i] if np.ndim(values) else values


def _known(value):
    return whole(value)


def _grid(metric, at, paths):
    rows = _rows(metric, at, paths, [(("grid_share",), percent)], "grid_share")
    known = metric.result.file["grid_known"][at] if "grid_known" in metric.result else len(metric.means)
    yield Table(f"{metric.name}: share of the variance over the grid", ["parameter", "share"], rows, note=f"Rests on {whole(int(known))} points. The rest is "
                "what parameters do together.") if rows else None
    for path in paths:
        yield _response(metric, at, path)


def _response(metric, at, path):
    file, stem = metric.result.file, path.replace(".", "_")
    if f"response_{stem}" not in file or f"level_{stem}" not in file:
        return None
    levels, means = np.asarray(file[f"level_{stem}"][...]), np.asarray(file[f"response_{stem}"][at], dtype=float)
    known = file[f"response_{stem}_known"][at] if f"response_{stem}_known" in file else None
    rows = [[value_text(float(level)) if levels.dtype.kind in "iuf" else text(level), metric.show(mean)] + ([whole(int(known[i]))] if known is not None else [])
            for i, (level, mean) in enumerate(zip(levels, means))]
    return Table(f"{metric.name} at each level of {meaning(metric.result, path)}", ["level", "mean"] + (["points"] if known is not None else []), rows,
                 note="Mean over all points with that level.")


def _oat(metric, at, paths):
    show, file = metric.show, metric.result.file
    columns = [(("oat_low",), show), (("oat_high",), show), (("oat_range",), show)]
    if "oat_low_known" in file:
        columns.append((("oat_low_known", "oat_high_known"), lambda low, high: f"{whole(low)}, {whole(high)}"))
    rows = _rows(metric, at, paths, columns, "oat_range")
    base = float(file["oat_base"][at]) if "oat_base" in file else np.nan
    yield Table(f"{metric.name}: one parameter at a time", ["parameter", "at its low value", "at its high value", "distance"]
                + (["known"] if len(columns) > 3 else []), rows, note=f"With every parameter at its base: {show(base)}. Known: replications behind the low and the "
                "high value.") if rows else None


def _morris(metric, at, paths):
    plain = metric.show
    rows = _rows(metric, at, paths, [(("morris_mu_star",), plain), (("morris_mu_star_low", "morris_mu_star_high"), metric.span), (("morris_mu",), plain),
                                     (("morris_sigma",), plain)] + ([(("morris_effects",), _known)] if "morris_effects" in metric.result else []), "morris_mu_star")
    yield Table(f"{metric.name}: elementary effects", ["parameter or group", "mean size μ*", "95 % interval", "mean μ", "spread σ"]
                + (["effects"] if "morris_effects" in metric.result else []), rows, note="The change of the metric over the range of the parameter. Effects: how many "
                "are known.") if rows else None


def _saltelli(metric, at, paths):
    file = metric.result.file
    rows = _rows(metric, at, paths, [(("sobol_first",), percent), (("sobol_first_low", "sobol_first_high"), _percents), (("sobol_total",), percent),
                                     (("sobol_total_low", "sobol_total_high"), _percents)], "sobol_total")
    used = f"Rests on {whole(int(file['sobol_used'][at]))} rows of the samples. " if "sobol_used" in file else ""
    yield Table(f"{metric.name}: Sobol’ indices", ["parameter", "alone (first order)", "95 % interval", "alone and with others (total)", "95 % interval"], rows,
                note=used + "Shares of the variance of the metric over the ranges that were swept; estimates may leave 0 to 1.") if rows else None
    yield _second(metric, at, paths)


def _percents(low, high):
    return f"{percent(low)} to {percent(high)}" if np.isfinite(low) and np.isfinite(high) else MISSING


def _second(metric, at, paths):
    file = metric.result.file
    if "sobol_second" not in file:
        return None
    second = np.asarray(file["sobol_second"][at], dtype=float)
    ends = [np.asarray(file[f"sobol_second_{end}"][at], dtype=float) for end in ("low", "high")] if "sobol_second_low" in file else None
    pairs = [(i, j) for i in range(len(paths)) for j in range(i + 1, len(paths)) if np.isfinite(second[i, j])]
    pairs.sort(key=lambda pair: -second[pair])
    rows = [[f"{meaning(metric.result, paths[i])} with {meaning(metric.result, paths[j])}", percent(second[i, j])]
            + ([_percents(ends[0][i, j], ends[1][i, j])] if ends else []) for i, j in pairs]
    return Table(f"{metric.name}: second-order Sobol’ indices", ["pair", "share"] + (["95 % interval"] if ends else []), rows,
                 note="Share of the variance that two parameters have together, beyond what each has alone.") if rows else None
