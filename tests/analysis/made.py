"""Result files with a constructed truth, written by the rules of the format: for what no simulation can promise.

A toy hazard model stands behind them (every country interested, signed, member after exponential waits), so
that curves have the right look; the tests that need exact numbers pass their own arrays.
"""
import csv
from pathlib import Path
import shutil

import h5py
import numpy as np

import estimators as reference

ROOT = Path(__file__).resolve().parents[2]
STATUSES = ("none", "interested", "observer", "signatory", "associate", "full", "core", "frozen", "withdrawn")
INCENTIVES = ("training", "model_access", "compute_sharing", "research", "datasets", "platform", "standards",
              "affordability", "equity_fund", "rapid_response", "public_goods", "voice")
TERMS = ("constant",) + INCENTIVES + (
    "alignment", "ties", "reach", "regime", "peers", "legitimacy", "governance_demand", "courtship", "retaliation",
    "taste", "autonomy", "data", "dues", "us_exclusivity", "rights_exclusivity", "us_pull", "rights_pull", "inertia")
EVENTS = ("calendar", "ratification", "operation", "notice_end", "account", "summit", "incident", "response",
          "model_release", "dataset_release", "public_good", "control", "offer", "leader", "review", "choice",
          "entry_into_force", "effect", "vote", "dissolution", "lapse", "scripted")
CAUSES = ("review", "summit", "ceremony", "deadline", "leader", "rival_summit", "timed", "scripted", "dissolution")
MOVES = ("stay", "interest", "observe", "sign", "drop", "unsign", "tier_up", "tier_down", "freeze", "thaw", "exit",
         "return", "join_us", "leave_us", "join_rights", "leave_rights")
SERIES = ("phase", "n_members", "n_signed", "n_us", "n_rights", "overlap_us", "overlap_rights", "gdp_share",
          "population_share", "un_vote_share", "south_coverage", "trust", "governance_demand", "standards_position",
          "standards_stringency", "standards_progress", "export_control", "fund_inflow", "fund_payout",
          "capability_gini", "fragmentation")
PHASE_FLAGS = {"flag_values": np.arange(5, dtype="i1"), "flag_meanings": "proposed signing in_force operating dissolved"}
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ELSEWHERE = tuple(name for name in SERIES if "_us" not in name and "_rights" not in name) + ("n_league", "overlap_league")
WORDY = ("What becomes of an organisation whose largest member cannot decide whether it wants to lead it, to leave it to others, or to found "
         "another one, while two rivals court the same ninety countries with offers that none of them can keep for as long as they say")
TEXT = h5py.string_dtype("utf-8")


def country_table():
    with open(ROOT / "scenarios" / "data" / "countries.csv", encoding="utf-8") as source:
        return list(csv.DictReader(source))


class Writer:
    """An HDF5 file whose datasets all have scales."""

    def __init__(self, path, kind, seed="42", title="Made for a test", identity="0123456789abcdef" * 4):
        self.file = h5py.File(path, "w", track_order=True, libver=("earliest", "v110"))
        self.file.attrs.update({"Conventions": "CF-1.8", "title": title, "source": "waico 0.0.0", "waico_format": kind,
                                "waico_format_version": "1", "identity": identity, "git_revision": "none", "sponsor": "CHN"})
        group = self.file.create_group("provenance", track_order=True)
        for name, value in {"seed": seed, "version": "0.0.0", "config_text": "title = \"made\";\n",
                            "config_effective": "decision.rationality = 1\n", "command": "none",
                            "git_revision": "none", "libraries": "none"}.items():
            group.create_dataset(name, data=value, dtype=TEXT)

    def scale(self, name, values, units="1", long_name=None, **attrs):
        if len(values) and isinstance(values[0], str):
            item = self.file.create_dataset(name, data=np.array(values, dtype=object), dtype=TEXT)
        else:
            item = self.file.create_dataset(name, data=np.asarray(values))
        item.make_scale(name)
        item.attrs.update({"long_name": long_name or name, "units": units, **attrs})

    def put(self, name, values, *dims, units="1", **attrs):
        if np.ndim(values) and len(values) and isinstance(values[0], str):
            item = self.file.create_dataset(name, data=np.array(values, dtype=object), dtype=TEXT)
        else:
            item = self.file.create_dataset(name, data=np.asarray(values))
        for axis, dim in enumerate(dims):
            item.dims[axis].attach_scale(self.file[dim])
        item.attrs.update({"long_name": name, "units": units, **attrs})

    def common(self, table, years=15.25, step=0.25, start="2025-07-26", incentives=INCENTIVES):
        self.scale("country", [row["iso3"] for row in table])
        self.put("country_name", [row["name"] for row in table], "country")
        self.put("country_m49", np.array([int(row["iso_numeric"]) for row in table], dtype="i4"), "country")
        for name in ("region", "subregion"):
            self.put(name, [row[name] for row in table], "country")
        self.scale("status", list(STATUSES))
        self.scale("incentive", list(incentives))
        elapsed = np.arange(1, int(years / step) + 1) * step
        self.scale("time", elapsed * 365.25, f"days since {start}", calendar="proleptic_gregorian")
        self.put("year", 2025.5643 + elapsed, "time", units="year")
        group = self.file.create_group("input", track_order=True)
        for name in ("income", "alignment", "capability", "lat", "lon", "gdp_usd", "population", "invited",
                     "democracy"):
            group.create_dataset(name, data=np.array([float(row[name]) for row in table]))
        self.networks(group, table)
        return elapsed

    @staticmethod
    def networks(group, table):
        """Borders and blocs as compressed rows."""
        codes = [row["iso3"] for row in table]
        with open(ROOT / "scenarios" / "data" / "borders.csv", encoding="utf-8") as source:
            pairs = [(row["iso3_a"], row["iso3_b"]) for row in csv.DictReader(source)]
        with open(ROOT / "scenarios" / "data" / "blocs.csv", encoding="utf-8") as source:
            blocs = [(row["iso3"], row["bloc"]) for row in csv.DictReader(source)]
        names = sorted({bloc for _, bloc in blocs})
        for start_name, to_name, wanted in (("border_start", "border_to", [[codes.index(b) for a, b in pairs if a == code and b in codes] for code in codes]),
                             ("membership_start", "membership_bloc", [[names.index(b) for a, b in blocs if a == code] for code in codes])):
            start = np.concatenate([[0], np.cumsum([len(one) for one in wanted])])
            group.create_dataset(start_name, data=start.astype("i4"))
            group.create_dataset(to_name, data=np.array(sum((sorted(one) for one in wanted), []), dtype="i4"))


def history(table, elapsed, replicates, speed, luck):
    """Status (replicate, country, time) of the toy model and first dates {name: (replicate, country)}."""
    pull = np.array([float(row["alignment"]) + float(row["ties"]) for row in table])
    rate = speed * np.exp(1.2 * pull)
    waits = [luck.exponential(1.0, (replicates, len(table))) / (rate * factor) for factor in (1.0, 0.6, 1.5)]
    dates = np.cumsum(waits, axis=0) + np.array([0.0, 0.97, 1.2])[:, None, None]
    leaves = dates[2] + luck.exponential(40.0, dates[2].shape)
    status = np.zeros((replicates, len(table), len(elapsed)), dtype="i1")
    for code, date in ((1, dates[0]), (3, dates[1]), (4, dates[2]), (5, dates[2] + 2.0), (6, dates[2] + 6.0),
                       (8, leaves)):
        status[date[:, :, None] <= elapsed] = code
    sponsor = [row["iso3"] for row in table].index("CHN")
    status[:, sponsor] = 6
    firsts = {name: np.where(date <= elapsed[-1], date, np.nan)
              for name, date in zip(("interested", "signed", "member", "withdrawn"), (*dates, leaves))}
    for values in firsts.values():
        values[:, sponsor] = np.nan
    return status, firsts, sponsor


def series_of(name, status, sponsor, elapsed, luck):
    """(replicate, time) of a series: counts from the history, the others smooth and noisy."""
    others = np.delete(status, sponsor, axis=1)
    member = (others >= 4) & (others <= 6)
    n = member.sum(axis=1)
    if name == "n_members":
        return n
    if name == "n_signed":
        return ((others >= 3) & (others <= 7)).sum(axis=1)
    if name.startswith(("n_", "overlap_")):
        share = {"us": 0.4, "rights": 0.5}.get(name.split("_", 1)[1], 0.3) * (1.0 if name[0] == "n" else 0.3)
        return (n * share).astype("i2")
    if name == "phase":
        return np.broadcast_to(np.where(elapsed < 1, 0, np.where(elapsed < 2, 1, 3)), n.shape).copy()
    wave = luck.normal(0, 0.01, n.shape).cumsum(axis=1)
    return np.clip(0.2 + 0.5 * n / 193 + wave, 0, 1).astype("f4") * (1e9 if name.startswith("fund") else 1)


def ensemble(path, replicates=40, speed=0.05, seed=1, title="Made ensemble", identity="a1" * 32, countries=None,
             incentives=INCENTIVES, series=SERIES):
    table = country_table()[:countries] if countries else country_table()
    luck = np.random.default_rng(seed)
    out = Writer(path, "ensemble", title=title, identity=identity)
    elapsed = out.common(table, incentives=incentives)
    out.scale("replicate", np.arange(replicates, dtype="i4"))
    out.scale("quantile", list(QUANTILES))
    status, firsts, sponsor = history(table, elapsed, replicates, speed, luck)
    for name in series:
        values = series_of(name, status, sponsor, elapsed, luck)
        out.put(name, values.astype("i2" if values.dtype.kind == "i" else "f4"), "replicate", "time",
                **(PHASE_FLAGS if name == "phase" else {}))
        if name == "phase":
            continue
        out.put(name + "_quantile", np.quantile(values, QUANTILES, axis=0).astype("f4"), "quantile", "time")
        out.put(name + "_mean", values.mean(axis=0), "time")
        out.put(name + "_sd", values.std(axis=0, ddof=1) if replicates > 1 else np.full(len(elapsed), np.nan), "time")
    onehot = status[None] == np.arange(9)[:, None, None, None]
    out.put("p_status", onehot.mean(axis=1).astype("f4"), "status", "country", "time")
    out.put("n_status", np.delete(onehot, sponsor, axis=2).sum(axis=2).transpose(1, 0, 2).astype("i2"), "replicate",
            "status", "time")
    for name, values in firsts.items():
        out.put("first_" + name, values.astype("f4"), "replicate", "country", units="year")
    out.put("final_status", status[:, :, -1], "replicate", "country")
    service = np.clip(np.cumsum(luck.uniform(0, 0.02, (len(incentives), len(elapsed))), axis=1), 0, 1)
    out.put("service_mean", service, "incentive", "time")
    out.put("replicates_done", np.int32(replicates))
    out.file.close()
    return path


def run(path, seed=3, speed=0.08, events=True, decisions=True, title="Made run"):
    table = country_table()
    luck = np.random.default_rng(seed)
    out = Writer(path, "run", title=title, identity="b2" * 32)
    elapsed = out.common(table)
    status, firsts, sponsor = history(table, elapsed, 1, speed, luck)
    for name in SERIES:
        values = series_of(name, status, sponsor, elapsed, luck)[0]
        out.put(name, values.astype("i2" if values.dtype.kind == "i" else "f4"), "time", **(PHASE_FLAGS if name == "phase" else {}))
    out.put("country_status", status[0], "country", "time", flag_values=np.arange(9, dtype="i1"),
            flag_meanings=" ".join(STATUSES))
    out.put("n_status", np.array([(np.delete(status[0], sponsor, axis=0) == code).sum(axis=0) for code in range(9)],
                                 dtype="i2"), "status", "time")
    capability = np.array([float(row["capability"]) for row in table])[:, None] + 0.01 * elapsed
    out.put("capability", np.clip(capability, 0, 1).astype("f4"), "country", "time")
    out.put("service", np.clip(np.cumsum(luck.uniform(0, 0.02, (12, len(elapsed))), axis=1), 0, 1), "incentive", "time")
    for name, values in firsts.items():
        out.put("first_" + name, values[0].astype("f4"), "country", units="year")
    rows = _events(firsts, elapsed, luck) if events else []
    out.scale("event", np.arange(len(rows), dtype="i4"))
    columns = list(zip(*rows)) if rows else [[]] * 7
    for name, values, kind, words in (
            ("time", columns[0], "f8", None), ("country", columns[1], "i2", None), ("type", columns[2], "i1", EVENTS),
            ("from", columns[3], "i1", STATUSES), ("to", columns[4], "i1", STATUSES), ("cause", columns[5], "i1", CAUSES),
            ("value", columns[6], "f4", None)):
        flags = {} if words is None else {"flag_values": np.arange(len(words), dtype="i1"),
                                          "flag_meanings": " ".join(words), "_FillValue": np.int8(-1)}
        out.put("event_" + name, np.array(values, dtype=kind), "event", **flags)
    if decisions:
        _decisions(out, firsts, luck)
    out.file.close()
    return path


def _events(firsts, elapsed, luck):
    rows = []
    for country, when in enumerate(firsts["signed"][0]):
        if np.isfinite(when):
            rows.append((when * 365.25, country, EVENTS.index("choice"), 1, 3, int(luck.integers(0, 4)), 3.0))
    for country, when in enumerate(firsts["member"][0]):
        if np.isfinite(when):
            rows.append((when * 365.25, country, EVENTS.index("ratification"), 3, 4, 6, 0.0))
    for when in np.arange(1, 15):
        rows.append((when * 365.25, -1, EVENTS.index("summit"), -1, -1, -1, 2025 + when))
    for when in luck.uniform(0, 15, 12):
        rows.append((when * 365.25, -1, EVENTS.index("incident"), -1, -1, -1, luck.pareto(1.5) * luck.choice([-1, 1])))
    for when, value in ((3.0, 0.4), (6.0, 0.1), (9.0, 0.4)):
        rows.append((when * 365.25, -1, EVENTS.index("control"), -1, -1, -1, value))
    for name, when in (("entry_into_force", 1.6), ("operation", 2.1)):
        rows.append((when * 365.25, -1, EVENTS.index(name), -1, -1, 6, 10.0))
    for when in luck.uniform(0, 15, 30):
        rows.append((when * 365.25, int(luck.integers(0, 193)), EVENTS.index("offer"), -1, -1, -1, 1.0))
    return sorted(rows)


def _decisions(out, firsts, luck):
    out.scale("term", list(TERMS))
    chosen = [(when * 365.25, country) for country, when in enumerate(firsts["signed"][0]) if np.isfinite(when)]
    chosen.sort()
    out.scale("decision", np.arange(len(chosen), dtype="i4"))
    out.put("decision_time", np.array([when for when, _ in chosen]), "decision")
    out.put("decision_country", np.array([country for _, country in chosen], dtype="i2"), "decision")
    moves = {"flag_values": np.arange(len(MOVES), dtype="i1"), "flag_meanings": " ".join(MOVES)}
    for name in ("move", "option"):
        out.put("decision_" + name, np.full(len(chosen), 3, dtype="i1"), "decision", **moves)
    out.put("decision_cause", np.zeros(len(chosen), dtype="i1"), "decision",
            flag_values=np.arange(len(CAUSES), dtype="i1"), flag_meanings=" ".join(CAUSES))
    out.put("decision_probability", luck.uniform(0.1, 0.9, len(chosen)).astype("f4"), "decision")
    out.put("decision_term", luck.normal(0, 0.4, (len(chosen), len(TERMS))).astype("f4"), "decision", "term")


def sweep(path, columns, metric, title="Made sweep", design_columns=None, design="list", replicates=8, series=True, analysis=None,
          parameters=None):
    """A sweep whose points have given columns {dotted path: values}, a metric {name: values} and design columns {name: values}.

    analysis: {table: (values, axes)} with the axes metric and parameter made here; parameters: their names.
    """
    table = country_table()
    out = Writer(path, "sweep", title=title, identity="c3" * 32)
    elapsed = out.common(table)
    n = len(next(iter(columns.values())))
    out.scale("point", np.arange(n, dtype="i4"))
    out.scale("quantile", list(QUANTILES))
    out.file.attrs["design_kind"] = design
    out.file.attrs["metrics"] = " ".join(metric)
    for dotted, values in columns.items():
        out.put("param_" + dotted.replace(".", "_"), np.asarray(values, dtype=float), "point", config_path=dotted)
    flags = {"flag_values": np.arange(3, dtype="i1"), "flag_meanings": "done pending failed"}
    out.put("point_status", np.zeros(n, dtype="i1"), "point", **flags)
    out.put("replications_done", np.full(n, replicates, dtype="i4"), "point")
    for name, values in metric.items():
        out.put(name + "_mean", np.asarray(values, dtype=float), "point")
        out.put(name + "_sd", np.full(n, 2.0), "point")
        out.put(name + "_half_width", np.full(n, 1.0), "point")
        out.put(name + "_known", np.full(n, replicates, dtype="i4"), "point")
    for name, values in (design_columns or {}).items():
        out.put("design_" + name, np.asarray(values, dtype="i4"), "point", _FillValue=np.int32(-1))
    if analysis:
        out.scale("metric", list(metric))
        out.scale("parameter", list(parameters or columns))
        for axis in sorted({axis for _, axes in analysis.values() for axis in axes} - {"metric", "parameter"}):
            out.scale(axis, [f"{value:g}" for value in np.unique(columns[axis[len("level_"):]])] if axis.startswith("level_")
                      else np.arange(max(trajectories(design_columns))))
        for name, (values, axes) in analysis.items():
            out.put(name, np.asarray(values, dtype=float), *axes)
    if series:
        level = np.array(list(metric.values())[0], dtype=float)
        shape = level[:, None] * (1 - np.exp(-elapsed / 5.0))
        spread = np.array([-6.0, -2.5, 0.0, 2.5, 6.0])[None, :, None]
        out.put("n_members_quantile", np.maximum(0, shape[:, None] + spread).astype("f4"), "point", "quantile", "time")
    out.file.close()
    return path


def trajectories(design_columns):
    return [code + 1 for code in design_columns["trajectory"]]


NAMES = ("affinity.peers", "affinity.alignment", "rival.us.pressure", "trust.start", "decision.inertia.sign")
BY_PARAMETER = ("metric", "parameter")


def truth(x):
    return 30 + 20 * x[:, 0] + 10 * x[:, 1] - 6 * x[:, 2] + 8 * x[:, 0] * x[:, 3]


def designed(folder):
    """Sweeps whose answer is known: oat, morris, morris in groups, saltelli (additive with one interaction), lhs (a box)."""
    luck = np.random.default_rng(7)
    found = {"oat": _oat(folder / "oat.h5"), "morris": _morris(folder / "morris.h5", luck), "groups": _groups(folder / "groups.h5"),
             "saltelli": _saltelli(folder / "saltelli.h5", luck, False), "pairs": _saltelli(folder / "pairs.h5", luck, True)}
    x = luck.random((800, 5))
    y = np.where((x[:, 0] > 0.6) & (x[:, 2] < 0.5), 90.0, 20.0) + luck.normal(0, 2, 800)
    found["lhs"] = sweep(folder / "lhs.h5", dict(zip(NAMES, x.T)), {"members_2035": y}, design="lhs", series=False)
    return found


def _oat(path):
    base = np.full(5, 0.5)
    x = np.array([base] + [np.where(np.arange(5) == p, level, base) for p in range(5) for level in (0.0, 1.0)])
    y = truth(x)
    return sweep(path, dict(zip(NAMES, x.T)), {"members_2035": y}, design="oat", series=False,
                 design_columns={"block": [0] + [1, 2] * 5, "moved": [-1] + [p for p in range(5) for _ in range(2)]},
                 analysis={"oat_base": ([y[0]], ("metric",)), "oat_low": ([y[1::2]], BY_PARAMETER), "oat_high": ([y[2::2]], BY_PARAMETER)})


def _morris(path, luck):
    rows, trajectory = [], []
    for t in range(12):
        point = luck.integers(0, 2, 5) / 3.0
        rows.append(point)
        for p in luck.permutation(5):
            point = point.copy()
            point[p] += 2.0 / 3.0
            rows.append(point)
        trajectory += [t] * 6
    x = np.array(rows)
    effects = reference.morris(x, truth(x), trajectory)
    tables = {"morris_mu_star": effects.mean_absolute, "morris_mu": effects.mean, "morris_sigma": effects.spread,
              "morris_mu_star_low": effects.mean_absolute * 0.9, "morris_mu_star_high": effects.mean_absolute * 1.1,
              "morris_effects": effects.n}
    return sweep(path, dict(zip(NAMES, x.T)), {"members_2035": truth(x)}, design="morris", series=False,
                 design_columns={"trajectory": trajectory}, analysis={name: ([values], BY_PARAMETER) for name, values in tables.items()})


GROUPS = ("all that is said by rivals, whoever leads them and whatever they offer", "trust.start")


def _groups(path):
    """Two parameters, the first of them a group of four keys with a long name; a group has no mean."""
    x = np.array([[0.0] * 5, [1.0] * 3 + [0.0, 1.0], [1.0] * 5, [0.0, 0, 0, 1, 0]])[[0, 1, 2, 2, 3, 0]]
    tables = {"morris_mu_star": [30.0, 12.0], "morris_mu": [np.nan, 4.0], "morris_sigma": [2.0, 15.0],
              "morris_mu_star_low": [28.0, 5.0], "morris_mu_star_high": [32.0, 19.0]}
    return sweep(path, dict(zip(NAMES, x.T)), {"members_2035": truth(x)}, design="morris", series=False, parameters=GROUPS,
                 design_columns={"trajectory": [0, 0, 0, 1, 1, 1]}, analysis={name: ([values], BY_PARAMETER) for name, values in tables.items()})


def _saltelli(path, luck, second):
    a, b = luck.random((512, 5)), luck.random((512, 5))
    x = np.concatenate([a, b] + [np.where(np.arange(5) == p, b, a) for p in range(5)])
    found = reference.sobol(truth(a), truth(b), [truth(block) for block in np.split(x, 7)[2:]], resamples=50)
    tables = {f"sobol_{key}": getattr(found, key) for key in ("first", "first_low", "first_high", "total", "total_low", "total_high")}
    analysis = {name: ([values], BY_PARAMETER) for name, values in tables.items()}
    analysis["sobol_used"] = ([512], ("metric",))
    if second:
        pairs = np.full((5, 5), np.nan)
        pairs[np.triu_indices(5, 1)] = np.linspace(-0.01, 0.08, 10)
        analysis["sobol_second"] = ([pairs], ("metric", "parameter", "parameter"))
    return sweep(path, dict(zip(NAMES, x.T)), {"members_2035": truth(x)}, design="saltelli", series=False, analysis=analysis,
                 design_columns={"block": np.repeat(np.arange(7), 512)})


def altered(path, target, **changes):
    """A copy of a made file with another seed, configuration or root attribute."""
    target.write_bytes(path.read_bytes())
    with h5py.File(target, "r+") as file:
        for name, value in changes.items():
            if name in file["provenance"]:
                del file["provenance"][name]
                file["provenance"].create_dataset(name, data=value, dtype=TEXT)
            else:
                file.attrs[name] = value
    return target


CONFIG = """scenario = "scenarios/baseline.cfg";
ensemble: {{ replications = {n}; seed = "42"; }};
output: {{ detail = "{detail}"; }};
sweep: {{ {sweep} }};
metrics = ( {{ name = "members_2035"; series = "n_members"; at = "2035-12-31"; }} );
"""
RANGES = """parameters = (
    {{ path = "affinity.peers"; {a} }}, {{ path = "decision.rationality"; {b} }}, {{ path = "rival.us.pressure"; {c} }} );"""
BOUNDS = {"a": "low = 0.0; base = 1.0; high = 3.0;", "b": "low = 0.5; base = 1.0; high = 2.0;",
          "c": "low = 0.0; base = 0.4; high = 1.0;"}
UNIFORM = {"a": 'distribution = "uniform"; low = 0.0; high = 3.0;', "b": 'distribution = "uniform"; low = 0.5; high = 2.0;',
           "c": 'distribution = "uniform"; low = 0.0; high = 1.0;'}
SWEEPS = {
    "sweep": (4, "series", 'design = "grid"; parameters = ( { path = "affinity.peers"; from = 0.0; to = 3.0; count = 4; }, '
                           '{ path = "decision.rationality"; values = [0.5, 1.0, 2.0]; } );'),
    "one": (1, "replicates", 'design = "grid"; parameters = ( { path = "affinity.peers"; values = [0.0, 1.0]; } );'),
    "oat": (4, "summary", 'design = "oat"; ' + RANGES.format(**BOUNDS)),
    "morris": (2, "summary", 'design = "morris"; trajectories = 4; ' + RANGES.format(**UNIFORM)),
    "saltelli": (1, "summary", 'design = "saltelli"; size = 16; second_order = true; ' + RANGES.format(**UNIFORM)),
    "lhs": (2, "summary", 'design = "lhs"; points = 60; ' + RANGES.format(**UNIFORM)),
}


def simulate(program, folder, run_program):
    """Files by name, made by the simulator: a run, two ensembles that share their luck, and sweeps of every design."""
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    commands = {
        "run": ["run", "scenarios/baseline.cfg", "-n", "1", "--decisions"],
        "ensemble": ["run", "scenarios/baseline.cfg", "-n", "60", "--seed", "42"],
        "other": ["run", "scenarios/us_counter_offer.cfg", "-n", "60", "--seed", "42"],
    }
    for name, (n, detail, text) in SWEEPS.items():
        (folder / f"{name}.cfg").write_text(CONFIG.format(n=n, detail=detail, sweep=text))
        commands[name] = ["sweep", f"{name}.cfg"]
    found = {}
    for name, command in commands.items():
        found[name] = folder / f"{name}.h5"
        run_program([program, *command, "-o", str(found[name]), "-q"], cwd=folder, check=True, capture_output=True)
    return found
