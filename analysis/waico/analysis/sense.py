"""Could a simulation have given these numbers?  Axes, classes, ranges and order of what a result file holds (see `vet`)."""
import re

import numpy as np

from .schema import FormatError, dimensions, text
from .words import STATUSES

TEXTS = re.compile(r"country|country_name|region|subregion|status|incentive|scenario|term|metric|parameter|parameter_other|point_message|"
                   r"phase_name|bloc|level_\w+|input/(\w+_table(_\d+)?|imputed|calendar_path)|provenance/\w+")
WHOLE = re.compile(r"country_m49|country_status|replicate|point|event|decision|event_(country|type|from|to|cause)|design_(block|row)|"
                   r"decision_(country|cause|status|move|option)|point_(status|scenario|start_shift|goal)|join_\w+|"
                   r"replicat(es|ions)_\w+|\w+_known|((final|at)_)?(n|overlap)_\w+(?<!_mean)(?<!_sd)(?<!_quantile)|final_status|phase")
FIXED = {"year": "time", "country_name": "country", "country_m49": "country", "region": "country", "subregion": "country",
         "country_status": "country time", "capability": "country time", "decision_term": "decision term",
         "replicates_done": "", "replicates_failed": "", "sobol_first": "metric parameter",
         "sobol_total": "metric parameter", "sobol_used": "metric", "grid_share": "metric parameter", "grid_known": "metric",
         "elementary_effect": "metric trajectory parameter", "at_country_status": "country date", "replicates_asked": ""}
AXES = re.compile(r"country|time|date|status|incentive|replicate|quantile|phase_name|event|decision|term|scenario|bloc|border|membership|"
                  r"row_start|calendar|summit|point|metric|parameter|parameter_other|trajectory|level_\w+")
ALONG = (  # a name, its axes, those before: of every replication (R), of every point (P) or none
    (re.compile(r"first_(interested|signed|member|withdrawn)|final_status"), "country", "R"),
    (re.compile(r"entry_into_force|operation|dissolution|n_events"), "", "R"),
    (re.compile(r"p_status"), "status country time", "P"), (re.compile(r"at_p_status"), "status country date", "P"),
    (re.compile(r"join_(at_risk|count)"), "country time", "P"),
    (re.compile(r"event_(time|country|type|from|to|cause|value)"), "event", ""),
    (re.compile(r"decision_(time|country|cause|status|move|option|probability|option_probability)"), "decision", ""),
    (re.compile(r"(param|point|replications|design)_\w+"), "point", ""), (re.compile(r"p_phase"), "phase_name time", "P"),
    (re.compile(r"(morris|sobol_first|sobol_total)_\w+|oat_(low|high|range)\w*"), "metric parameter", ""),
    (re.compile(r"oat_base(_known)?"), "metric", ""))
INPUT = (  # names in the group input, and their axes
    (re.compile(r"\w+_table(_\d+)?"), ""), (re.compile(r"calendar_\w+"), "calendar"), (re.compile(r"summit_time"), "summit"),
    (re.compile(r"(border|membership)_start"), "row_start"), (re.compile(r"border_to"), "border"),
    (re.compile(r"membership_bloc"), "membership"), (re.compile(r"\w+"), "country"))
STATISTICS = re.compile(r"(\w+?)(_mean|_sd|_half_width|_low|_high|_known|_quantile|)")
SERIES = re.compile(r"(final_|at_|)(phase|n_\w+?|overlap_\w+?|gdp_share|population_share|un_vote_share|south_coverage|trust|governance_demand|"
                    r"standards_\w+?|export_control|fund_inflow|fund_payout|capability_gini|fragmentation|service)(_mean|_sd|_quantile|)")
BEFORE = {"R": {"run": "", "ensemble": "replicate", "sweep": "point replicate"}, "P": {"run": "", "ensemble": "", "sweep": "point"},
          "": dict.fromkeys(("run", "ensemble", "sweep"), "")}

SLACK = 1e-5  # of means and shares in 32 bits
COUNTED = re.compile(r"(n|overlap)_(?!events|status)\w+")  # countries
STATISTIC = re.compile(r"_(mean|quantile|low|high)$")
SPREAD = re.compile(r"_(sd|half_width|known)$")
ASCENDING = ("time", "date", "replicate", "point", "quantile", "event", "decision")
NOT_NEGATIVE = re.compile(r"n_events|replicat(es|ions)_\w+|join_\w+|first_\w+|entry_into_force|operation|dissolution|time|date|"
                          r"event_time|decision_time|replicate|point|sobol_used|n_status\w*")
SHARES = re.compile(r"(at_)?p_(status|phase)|quantile|\w+_share(_mean|_quantile)?|south_coverage(_mean|_quantile)?")


CODES = re.compile(r"(?P<status>(final_|at_country_|country_|decision_)status|event_(from|to))|(?P<phase>(final_|at_)?phase)|"
                   r"(?P<point>point_status)|(?P<goal>point_goal)")
N_PHASES = 5
N_CODES = {"status": len(STATUSES), "phase": N_PHASES, "point": 3, "goal": 2}


def check_class(file, name, kind):
    """Raises FormatError when a dataset of the root has other axes, or another class of type, than its name tells."""
    dataset, expected = file[name], _axes(file, name, kind)
    if expected is not None and dimensions(dataset) != tuple(expected.split()):
        _fail(name, "its axes are other ones")
    if (dataset.dtype.kind in "OS") != (TEXTS.fullmatch(name) is not None):
        _fail(name, "its type is another one")
    if dataset.dtype.kind != "i" and WHOLE.fullmatch(name):
        _fail(name, "its type is another one")


def check_inside(file, group, name):
    """The same for a dataset of a group; its axes may have no scales there."""
    where = f"{group}/{name}"
    dataset = file[where]
    if (dataset.dtype.kind in "OS") != (TEXTS.fullmatch(where) is not None):
        _fail(where, "its type is another one")
    expected = ""
    if group == "input":
        expected = next(axes for pattern, axes in INPUT if pattern.fullmatch(name))
    elif name == "scenario_effective":
        expected = "scenario" if dataset.ndim else ""
    if dataset.ndim != len(expected.split()) or (group == "parameters" and dataset.dtype.kind != "f"):
        _fail(where, "its axes or type are other ones")
    if dataset.ndim and len(dataset.dims[0]) and dimensions(dataset) != (expected,):
        _fail(where, "its axes are other ones")
    if expected == "country" and dataset.shape != file["country"].shape:
        _fail(where, "there are not as many as countries")


def metrics_of(file):
    """Names of the metrics, as the file tells them."""
    return text(file.attrs.get("metrics", "")).split()


def _axes(file, name, kind):
    """The axes of a name between spaces, None when nothing is known of it."""
    if name in FIXED:
        return FIXED[name]
    if AXES.fullmatch(name):
        return name
    if name.startswith("response_"):
        return f"metric level_{name[len('response_'):].removesuffix('_known')}"
    for pattern, axes, before in ALONG:
        if pattern.fullmatch(name):
            return f"{BEFORE[before][kind]} {axes}"
    found = SERIES.fullmatch(name)
    if not found:
        return _axes_of_metric(file, name, kind)
    when, series, statistic = found.groups()
    own = {"n_status": "status", "service": "incentive"}.get(series, "")
    before = BEFORE["P" if statistic else "R"][kind] + (" quantile" if statistic == "_quantile" else "")
    return f"{before} {own} {'' if when == 'final_' else 'date' if when else 'time'}"


def _axes_of_metric(file, name, kind):
    base, statistic = STATISTICS.fullmatch(name).groups()
    metrics = metrics_of(file)
    if name in metrics:
        return BEFORE["R"][kind]
    return BEFORE["P"][kind] + (" quantile" if statistic == "_quantile" else "") if base in metrics else None


def check_ranges(file, name, values):
    """Raises FormatError when values of a dataset of the root cannot be those of its name; missing ones can."""
    dataset = file[name]
    fill = dataset.attrs.get("_FillValue")
    known = values if fill is None or values.dtype.kind != "i" else values[values != np.ravel(fill)[0]]
    if values.dtype.kind == "f" and np.isinf(values).any():
        _fail(name, "a value is infinite")
    if name in ASCENDING:
        if not (np.isfinite(values).all() and (np.diff(values.astype(float)) > 0).all()):
            _fail(name, "its values do not ascend")
    low, high = _range(file, name)
    slack = SLACK * (1 + abs(high)) if values.dtype.kind == "f" and np.isfinite(high) else 0
    known = known[~np.isnan(known)] if known.dtype.kind == "f" else known
    if known.size and (known.min() < low - slack or known.max() > high + slack):
        _fail(name, "a value is out of range")
    codes = CODES.fullmatch(name)
    if codes and known.size and (known.min() < 0 or known.max() >= N_CODES[codes.lastgroup]):
        _fail(name, "a code is none")
    if "flag_values" in dataset.attrs and not np.isin(known, dataset.attrs["flag_values"]).all():
        _fail(name, "a code has no word")


def _range(file, name):
    plain = name[len("final_"):] if name.startswith("final_n") or name.startswith("final_o") else name
    plain = plain[len("at_"):] if plain.startswith(("at_n", "at_o")) else plain
    if SPREAD.search(plain):
        return 0.0, np.inf
    if COUNTED.fullmatch(plain) or plain.startswith("n_status"):
        return 0.0, float(file["country"].shape[0])
    if name in ("event_country", "decision_country"):
        return -1.0, file["country"].shape[0] - 1.0
    if name == "point_scenario" and "scenario" in file:
        return 0.0, file["scenario"].shape[0] - 1.0
    if SHARES.fullmatch(plain):
        return 0.0, 1.0
    return (0.0 if NOT_NEGATIVE.fullmatch(plain) else -np.inf), np.inf


def check_together(file, kind):
    """What datasets have to do with each other: codes differ, bands are in order, as many rows as are told."""
    codes = [text(code) for code in file["country"][...]]
    if len(set(codes)) != len(codes):
        _fail("country", "two have the same code")
    if not (np.diff(np.asarray(file["year"][...], dtype=float)) > 0).all() or np.isnan(file["year"][...]).any():
        _fail("year", "its values do not ascend")
    if kind == "ensemble" and "replicates_done" in file and "replicate" in file \
            and int(file["replicates_done"][()]) != file["replicate"].shape[0]:
        _fail("replicates_done", "there are not as many replications")
    if "n_events" in file and "event" in file:
        counts = np.asarray(file["n_events"][...], dtype=float)
        if counts[counts > 0].sum() != file["event"].shape[0]:
            _fail("n_events", "there are not as many events")
    if "join_count" in file and "join_at_risk" in file and file["join_count"].shape == file["join_at_risk"].shape \
            and any((file["join_count"][i] > file["join_at_risk"][i]).any() for i in range(file["join_count"].shape[0])):
        _fail("join_count", "more join than had not joined")
    for word in ("replicates", "replications"):
        counts = [np.asarray(file[f"{word}_{end}"][...], dtype=float) for end in ("asked", "done", "failed") if f"{word}_{end}" in file]
        if len(counts) == 3 and (counts[1] + counts[2] > counts[0]).any():
            _fail(f"{word}_asked", "more are done or failed")
    for name in metrics_of(file):
        if f"{name}_low" in file and f"{name}_high" in file and np.any(file[f"{name}_low"][...] > file[f"{name}_high"][...]):
            _fail(f"{name}_low", "the interval ends before it begins")
    for name in file:
        if name.endswith("_quantile") and "quantile" in file:
            _check_band(name, file[name], kind == "sweep")


def _check_band(name, dataset, by_point):
    """Quantiles do not descend with their probability."""
    parts = (dataset[i] for i in range(dataset.shape[0])) if by_point else (dataset[...],)
    for part in parts:
        with np.errstate(invalid="ignore"):
            if np.ndim(part) and (np.diff(part, axis=0) < 0).any():
                _fail(name, "its quantiles descend")


def _fail(name, what):
    raise FormatError(f"{name}: {what}")
