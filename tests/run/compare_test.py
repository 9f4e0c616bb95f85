"""waico compare: one date for all, the same replications on both sides, luck told from findings; every number worked
anew from the files with numpy and scipy."""
import csv
import datetime
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys

import h5py
import numpy as np
import pytest

stats = pytest.importorskip("scipy.stats")

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
N = 60

sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
sys.path.insert(0, os.path.join(ROOT, "tests", "hostile"))
from hostile import seal  # noqa: E402
import small  # noqa: E402


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=300,
                         env={**os.environ, "WAICO_DATA": ROOT, "NO_COLOR": "1"})
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    return run


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")

    def ensemble(name, scenario, *more, n=N):
        waico("run", scenario, "-n", n, "-q", "-o", name, *more, cwd=folder)

    shutil.copytree(os.path.join(ROOT, "scenarios"), folder / "scenarios")
    ensemble("a.h5", "baseline")
    ensemble("other_seed.h5", "baseline", "-s", 2)
    ensemble("few.h5", "us_counter_offer", n=40)
    ensemble("short.h5", "baseline", "--set", "end=2040-01-01")
    ensemble("planted.h5", "baseline", "--set", "decision.constant.accession=-20")
    (folder / "points.cfg").write_text(
        f'scenarios = ("{ROOT}/scenarios/baseline.cfg", "{ROOT}/scenarios/no_peers.cfg");\n'
        'ensemble: { replications = 30; };\nsweep: { design = "scenarios"; };\noutput: { detail = "replicates"; };\n'
        'metrics = (\n    { name = "members_2030"; series = "n_members"; at = "2030-12-31"; },\n'
        '    { name = "last"; series = "n_members"; reduce = "final"; },\n'
        '    { name = "kenya"; series = "first_member:KEN"; },\n'
        '    { name = "kenya_in"; series = "member:KEN"; at = "2030-12-31"; },\n'
        '    { name = "singapore"; series = "first_member:SGP"; },\n'
        '    { name = "always"; series = "n_members"; at = "2030-12-31"; share_above = 1; }\n);\n')
    waico("sweep", "points.cfg", "-q", "-o", "points.h5", cwd=folder)
    waico("sweep", "points.cfg", "-q", "-o", "points_short.h5", "--set", "end=2040-01-01", cwd=folder)
    (folder / "alone.cfg").write_text((folder / "points.cfg").read_text().replace("replications = 30;", "replications = 30; crn = false;"))
    waico("sweep", "alone.cfg", "-q", "-o", "alone.h5", cwd=folder)
    return folder


def rows(folder, *arguments):
    text = waico("compare", *arguments, "--csv", "-", cwd=folder).stdout
    return list(csv.DictReader(io.StringIO(text)))


def row(table, metric, scenario, country=""):
    found = [r for r in table if (r["metric"], r["scenario"], r["country"]) == (metric, scenario, country)]
    assert len(found) == 1, (metric, scenario)
    return found[0]


def numbers(r, *names):
    return [float(r[name]) if r[name] else math.nan for name in names]


def near(value, expected, tolerance=1e-8):
    assert np.allclose(value, expected, rtol=1e-6, atol=tolerance, equal_nan=True), (value, expected)


def dataset(folder, file, name):
    with h5py.File(folder / file) as f:
        return f[name][()]


def last_account(folder, file, series, before):
    """A series of all replications at the last account before a date, and the date of that account."""
    with h5py.File(folder / file) as f:
        start = datetime.date.fromisoformat(f.attrs["start_date"])
        days = f["time"][:]
        k = int(np.searchsorted(days, (before - start).days + 1) - 1)
        return f[series][:, k].astype(float), start + datetime.timedelta(days=math.floor(days[k]))


def final_members(folder, file, point=None):
    """Members at the end, counted from the statuses at the end."""
    with h5py.File(folder / file) as f:
        status = f["final_status"][()] if point is None else f["final_status"][point]
        keep = [c for c, code in enumerate(f["country"].asstr()[:]) if code != f.attrs["sponsor"]]
        return ((status[:, keep] >= 4) & (status[:, keep] <= 6)).sum(axis=1).astype(float)


# ---- pairs and independent runs ----

def test_paired_rows_are_those_of_numpy_and_scipy_on_the_common_pairs(files):
    table = rows(files, "a.h5", "few.h5")
    a, b = final_members(files, "a.h5")[:40], final_members(files, "few.h5")
    base, other = row(table, "n_members", "a"), row(table, "n_members", "few")
    assert other["date"] == base["date"] == "2040-12-31"
    for r, values in ((base, a), (other, b)):
        assert r["n"] == "40"
        near(numbers(r, "mean", "sd", "q05", "q50", "q95"),
             [values.mean(), values.std(ddof=1), *np.quantile(values, [0.05, 0.5, 0.95])])
    near(numbers(other, "a_mean", "a_q05", "a_q50", "a_q95"), [a.mean(), *np.quantile(a, [0.05, 0.5, 0.95])])
    test = stats.ttest_rel(b, a)
    half = stats.t.ppf(0.975, 39) * (b - a).std(ddof=1) / math.sqrt(40)
    near(numbers(other, "difference", "low", "high", "p_value"),
         [(b - a).mean(), (b - a).mean() - half, (b - a).mean() + half, test.pvalue])
    near(numbers(other, "p_greater", "p_equal", "p_less"), [(b > a).mean(), (b == a).mean(), (b < a).mean()])
    near(numbers(other, "narrowing"), math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1)))
    assert other["paired"] == "1"


def test_what_has_no_counterpart_is_told(files):
    said = waico("compare", "a.h5", "few.h5", cwd=files).stdout
    assert "few: 40 pairs; 20 replications of A and 0 of B have no counterpart" in said.replace("\n  ", " ")
    assert "B - A in 40 pairs:" in said


def test_unpaired_rows_are_those_of_welch(files):
    table = rows(files, "a.h5", "other_seed.h5")
    a, b = final_members(files, "a.h5"), final_members(files, "other_seed.h5")
    other = row(table, "n_members", "other_seed")
    found = stats.ttest_ind(b, a, equal_var=False)
    parts = np.array([a.var(ddof=1) / N, b.var(ddof=1) / N])
    half = stats.t.ppf(0.975, parts.sum() ** 2 / (parts ** 2 / (N - 1)).sum()) * math.sqrt(parts.sum())
    d = b.mean() - a.mean()
    near(numbers(other, "difference", "low", "high", "p_value"), [d, d - half, d + half, found.pvalue])
    each = b[:, None] - a[None, :]
    near(numbers(other, "p_greater", "p_equal", "p_less"), [(each > 0).mean(), (each == 0).mean(), (each < 0).mean()])
    assert other["paired"] == "0" and other["narrowing"] == ""
    assert "other seeds, 1 and 2" in waico("compare", "a.h5", "other_seed.h5", cwd=files).stdout


def test_points_of_their_own_luck_are_not_paired(files):
    said = waico("compare", "alone.h5", cwd=files).stdout.replace("\n  ", " ")
    assert "no_peers cannot be paired with it: their points were made independent (crn = false)." in said
    assert row(rows(files, "alone.h5"), "n_members", "no_peers")["paired"] == "0"
    assert row(rows(files, "points.h5"), "n_members", "no_peers")["paired"] == "1"


def test_three_chances_make_one_and_a_tie_is_no_loss(files):
    text = waico("compare", "a.h5", "a.h5", cwd=files).stdout
    assert "P(B>A) 0.000, P(B=A) 1.000, P(B<A) 0.000; narrower n/a" in text
    for metric in json.loads(waico("compare", "a.h5", "few.h5", "--json", cwd=files).stdout)["scenarios"][1]["metrics"].values():
        near(metric["p_greater"] + metric["p_equal"] + metric["p_less"], 1)


def test_differences_are_corrected_by_holm_for_all_of_the_page(files):
    table = [r for r in rows(files, "a.h5", "few.h5", "other_seed.h5") if r["kind"] != "country" and r["difference"]]
    p = np.array([float(r["p_value"]) for r in table])
    order = np.argsort(p)
    holm = np.empty_like(p)
    holm[order] = np.maximum.accumulate(np.minimum(1, p[order] * (p.size - np.arange(p.size))))
    near([float(r["p_holm"]) for r in table], holm)


# ---- other ends ----

def test_equal_histories_with_other_ends_do_not_differ(files):
    said = waico("compare", "a.h5", "short.h5", cwd=files).stdout
    table = rows(files, "a.h5", "short.h5")
    assert "The runs end on other dates: compared at the end of 2039-12-31." in said
    for r in table:
        if r["scenario"] == "short":
            assert float(r["difference"]) == 0, r
            assert float(r["p_equal"]) == 1
    a, account = last_account(files, "a.h5", "n_members", datetime.date(2039, 12, 31))
    assert f"n_members at the account of {account} [country]" in said
    assert row(table, "n_members", "a")["date"] == str(account)
    near(float(row(table, "n_members", "a")["mean"]), a.mean())


def test_exact_comparison_at_a_common_end_is_that_of_the_final_statuses(files):
    table = rows(files, "a.h5", "short.h5", "--exact")
    r = row(table, "n_members", "a")
    assert r["date"] == "2039-12-31"
    near(float(r["mean"]), final_members(files, "short.h5").mean())
    assert float(row(table, "n_members", "short")["difference"]) == 0


def test_running_again_tells_its_progress(files):
    run = waico("compare", "a.h5", "few.h5", "--exact", "--progress", "json", cwd=files)
    assert '"delivered"' in run.stderr or '"done"' in run.stderr


def test_exact_values_do_not_depend_on_the_workers(files):
    one = waico("compare", "a.h5", "few.h5", "--at", "2031-05-05", "--exact", "-j", 1, "--csv", "-", cwd=files).stdout
    assert one == waico("compare", "a.h5", "few.h5", "--at", "2031-05-05", "--exact", "-j", 2, "--csv", "-", cwd=files).stdout


def test_a_date_is_read_at_the_account_before_it_or_exactly(files):
    said = waico("compare", "a.h5", "few.h5", "--at", "2026-08-02", cwd=files).stdout
    a, account = last_account(files, "a.h5", "n_signed", datetime.date(2026, 8, 2))
    assert str(account) == "2026-07-26" and "n_signed at the account of 2026-07-26" in said
    near(float(row(rows(files, "a.h5", "other_seed.h5", "--at", "2026-08-02"), "n_signed", "a")["mean"]), a.mean())
    # A signature counts when it came before the day was over, whatever became of it: none is taken back that early.
    with h5py.File(files / "a.h5") as f:
        start = datetime.date.fromisoformat(f.attrs["start_date"])
        sponsor = list(f["country"].asstr()[:]).index(f.attrs["sponsor"])
        first = np.delete(f["first_signed"][:], sponsor, axis=1)
    until = ((datetime.date(2026, 8, 2) - start).days + 1) / 365.25
    exact = row(rows(files, "a.h5", "other_seed.h5", "--at", "2026-08-02", "--exact"), "n_signed", "a")
    assert exact["date"] == "2026-08-02"
    near(float(exact["mean"]), (first < until).sum(axis=1).mean(), 0.2)  # files round dates to 9 hours
    assert float(exact["mean"]) > a.mean()


def test_a_stored_date_is_read_exactly(files):
    (files / "dated.cfg").write_text(f'scenario = "scenarios/baseline.cfg";\nensemble: {{ replications = {N}; seed = "1"; }};\n'
                                     'output: { dates = ("2030-06-30", "2026-08-02"); };\n')
    waico("run", "dated.cfg", "-q", "-o", "dated.h5", cwd=files)
    stored = rows(files, "dated.h5", "dated.h5", "--at", "2026-08-02")
    again = rows(files, "dated.h5", "dated.h5", "--at", "2026-08-02", "--exact")
    assert stored == again
    with h5py.File(files / "dated.h5") as f:
        start = datetime.date.fromisoformat(f.attrs["start_date"])
        place = list(f["date"][:]).index((datetime.date(2026, 8, 2) - start).days)
        near(float(row(stored, "n_signed", "dated")["mean"]), f["at_n_signed"][:, place].mean())
    assert row(stored, "n_signed", "dated")["date"] == "2026-08-02"
    # Beside a file that has not got the day both are read at the account.
    assert row(rows(files, "dated.h5", "a.h5", "--at", "2026-08-02"), "n_signed", "dated")["date"] == "2026-07-26"
    assert row(rows(files, "dated.h5", "a.h5"), "n_signed", "dated")["date"] == "2040-12-31"


def test_entry_into_force_is_a_date_and_only_if_it_came_by_the_day(files):
    force = dataset(files, "a.h5", "entry_into_force").astype(float)
    r = row(rows(files, "a.h5", "other_seed.h5"), "entry_into_force", "a")
    start = datetime.date.fromisoformat(h5py.File(files / "a.h5").attrs["start_date"])
    mean = start + datetime.timedelta(days=math.floor(np.nanmean(force) * 365.25))
    assert r["mean_date"] == str(mean) and r["unit"] == "year"
    near(float(r["mean"]), np.nanmean(force))
    day = start + datetime.timedelta(days=math.floor(np.median(force) * 365.25))
    early = row(rows(files, "a.h5", "other_seed.h5", "--at", day), "entry_into_force", "a")
    known = force[force * 365.25 < (day - start).days + 1]
    assert int(early["n"]) == known.size and int(early["unknown"]) == N - known.size
    near(float(early["mean"]), known.mean())
    said = waico("compare", "a.h5", "other_seed.h5", "--at", day, cwd=files).stdout.replace("\n    ", " ")
    assert f"Without a date: {N - known.size} of {N} in a" in said
    assert f"entry_into_force, if by {day}" in said


def test_metrics_that_would_not_mean_the_same_are_left_out_with_the_reason(files):
    said = waico("compare", "points.h5", "points_short.h5", cwd=files).stdout.replace("\n  ", " ")
    assert "Left out: last: looks at the end, which is not the same: give it a date (at = ...)." in said
    table = rows(files, "points.h5", "points_short.h5")
    assert not [r for r in table if r["metric"] == "last"]
    assert list(json.loads(waico("compare", "points.h5", "points_short.h5", "--json", cwd=files).stdout)["left_out"]) == [
        "last"]
    assert float(row(table, "members_2030", "points_short: baseline")["difference"]) == 0
    kenya = row(table, "kenya", "points: baseline")
    first = dataset(files, "points.h5", "kenya")[0]
    assert int(kenya["n"]) <= np.isfinite(first).sum() and kenya["kind"] == "date"
    assert [r for r in rows(files, "points.h5") if r["metric"] == "last"]
    assert "last: n_members at the end" in waico("compare", "points.h5", cwd=files).stdout


def test_a_metric_that_asks_something_else_is_left_out(files):
    config = (files / "points.cfg").read_text().replace('name = "members_2030"; series = "n_members"; at = "2030-12-31"',
                                                        'name = "members_2030"; series = "n_members"; at = "2031-12-31"')
    (files / "moved.cfg").write_text(config.replace('{ name = "kenya"; series = "first_member:KEN"; },\n', ""))
    waico("sweep", "moved.cfg", "-q", "-o", "moved.h5", "--force", cwd=files)
    said = waico("compare", "points.h5", "moved.h5", cwd=files).stdout.replace("\n  ", " ")
    assert "Left out: members_2030: asks something else in moved: baseline." in said
    assert "Left out: kenya: is not in moved: baseline." in said


@pytest.mark.parametrize("date, message", [
    ("2045-01-01", "a runs from 2025-07-26 to 2040-12-31: it has no 2045-01-01 to compare at"),
    ("2020-01-01", "a runs from 2025-07-26 to 2040-12-31: it has no 2020-01-01 to compare at"),
    ("2030-02-30", '--at: "2030-02-30"'), ("soon", '--at: "soon"')])
def test_a_date_that_is_not_there_is_refused(files, date, message):
    run = waico("compare", "a.h5", "few.h5", "--at", date, cwd=files, code=2)
    assert message in run.stderr and run.stdout == ""


@pytest.fixture(scope="module")
def late(files):
    (files / "late.cfg").write_text('extends = "scenarios/baseline.cfg";\nstart = "2027-01-01";\ncalendar = ();\n')
    waico("run", "late.cfg", "-n", 3, "-q", "-o", "late.h5", cwd=files)
    return "late.h5"


def test_runs_with_no_day_in_common_are_refused(files, late):
    waico("run", "baseline", "-n", 3, "-q", "-o", "early.h5", "--set", "end=2026-07-01", cwd=files)
    run = waico("compare", "early.h5", late, cwd=files, code=2)
    assert "late runs from 2027-01-01 to 2040-12-31: it has no 2026-06-30 to compare at" in run.stderr


def test_other_starts_are_compared_on_a_day_and_never_at_other_accounts(files, late):
    said = waico("compare", "a.h5", late, "--at", "2035-12-31", cwd=files).stdout.replace("\n  ", " ")
    assert "Left out: n_members: the files have no account on the same date; --exact runs them again." in said
    force = row(rows(files, "a.h5", late), "entry_into_force", "a")
    assert int(force["n"]) == N  # nothing to pair with: all of A's
    other = row(rows(files, "a.h5", late), "entry_into_force", "late")
    assert (other["n"], other["unknown"], other["difference"]) == ("0", "3", "")
    table = rows(files, "a.h5", late, "--at", "2035-12-31", "--exact")
    assert row(table, "n_members", "a")["date"] == row(table, "n_members", "late")["date"] == "2035-12-31"
    waico("run", "baseline", "-n", 3, "-q", "-o", "until.h5", "--set", "end=2036-01-01", cwd=files)
    near(float(row(table, "n_members", "a")["mean"]), final_members(files, "until.h5").mean())


# ---- shares and what is not known ----

def newcombe(e, f, g, h, confidence):
    """Newcombe (1998), method 10, second less first, from his formulae."""
    n, z = e + f + g + h, stats.norm.ppf(0.5 + confidence / 2)

    def wilson(k):
        middle = (2 * k + z * z) / (2 * (n + z * z))
        half = z * math.sqrt(z * z + 4 * k * (1 - k / n)) / (2 * (n + z * z))
        return middle - half, middle + half

    (l1, u1), (l2, u2) = wilson(e + f), wilson(e + g)
    p1, p2 = (e + f) / n, (e + g) / n
    product = (e + f) * (g + h) * (e + g) * (f + h)
    excess = e * h - f * g
    excess = max(excess - n / 2, 0) if excess > 0 else excess
    phi = excess / math.sqrt(product) if product > 0 else 0
    d = p2 - p1
    return (d - math.sqrt(max((p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u1 - p1) + (u1 - p1) ** 2, 0)),
            d + math.sqrt(max((u2 - p2) ** 2 - 2 * phi * (u2 - p2) * (p1 - l1) + (p1 - l1) ** 2, 0)))


def cells(a, b):
    return [int(np.sum(x)) for x in (a & b, a & ~b, ~a & b, ~a & ~b)]


def test_shares_have_newcombes_interval_and_an_exact_test(files):
    a, b = dataset(files, "points.h5", "kenya_in") > 0.5
    r = row(rows(files, "points.h5"), "kenya_in", "no_peers")
    e, f, g, h = cells(a, b)
    assert r["kind"] == "share"
    near(numbers(r, "difference", "low", "high"), [b.mean() - a.mean(), *newcombe(e, f, g, h, 0.95)], 1e-7)
    near(float(r["p_value"]), stats.binomtest(min(f, g), f + g).pvalue if f + g else 1)
    near(numbers(r, "mean_low", "mean_high"),
         list(stats.binomtest(int(b.sum()), b.size).proportion_ci(0.95, method="wilson")), 1e-7)


def test_a_share_without_spread_is_not_certain(files):
    r = row(rows(files, "points.h5"), "always", "baseline")
    assert float(r["mean"]) == 1 and float(r["mean_low"]) < 0.9 and float(r["mean_high"]) == 1
    other = row(rows(files, "points.h5"), "always", "no_peers")
    assert float(other["low"]) < 0 < float(other["high"])
    screen = waico("compare", "points.h5", cwd=files).stdout
    told = screen[screen.index("\nalways:"):].split("\n\n")[0]
    assert f"+0.0 points in every one ({100 * float(other['low']):+.1f} to {100 * float(other['high']):+.1f})" in told


def test_unknown_values_are_counted_and_nothing_is_nan(files):
    singapore = dataset(files, "points.h5", "singapore")
    pairs = np.isfinite(singapore).all(axis=0)
    r = row(rows(files, "points.h5"), "singapore", "no_peers")
    assert int(r["n"]) == pairs.sum() and int(r["unknown"]) == np.isnan(singapore[1]).sum()
    base = row(rows(files, "points.h5"), "singapore", "baseline")
    assert int(base["n"]) == pairs.sum() and int(base["unknown"]) == np.isnan(singapore[0]).sum()
    for arguments in (["points.h5"], ["points.h5", "--json"], ["points.h5", "--csv", "-"], ["a.h5", "a.h5", "--json"]):
        said = waico("compare", *arguments, cwd=files).stdout
        assert not re.search(r"\bnan\b|\binf\b", said, re.I), said


# ---- countries ----

def test_two_runs_of_one_scenario_show_no_finding(files):
    said = waico("compare", "a.h5", "other_seed.h5", cwd=files).stdout
    assert "no country's change can be told from luck" in said
    found = json.loads(waico("compare", "a.h5", "other_seed.h5", "--json", cwd=files).stdout)
    assert found["scenarios"][1]["countries"] == [] and found["scenarios"][1]["countries_found"] == 0
    assert found["country_comparisons"] == 192


def ever(folder, file):
    with h5py.File(folder / file) as f:
        return np.isfinite(f["first_member"][:]), list(f["country"].asstr()[:]), f.attrs["sponsor"]


def test_a_planted_effect_is_found_with_names_and_simultaneous_intervals(files):
    a, codes, sponsor = ever(files, "a.h5")
    b = ever(files, "planted.h5")[0]
    keep = [c for c, code in enumerate(codes) if code != sponsor]
    p = np.array([stats.binomtest(min(f, g), f + g).pvalue if f + g else 1.0
                  for _, f, g, _ in (cells(a[:, c], b[:, c]) for c in keep)])
    order = np.argsort(p, kind="stable")
    holm = np.empty_like(p)
    holm[order] = np.maximum.accumulate(np.minimum(1, p[order] * (p.size - np.arange(p.size))))
    table = rows(files, "a.h5", "planted.h5")
    for place, c in enumerate(keep):
        r = row(table, "joined", "planted", codes[c])
        near(numbers(r, "p_value", "p_holm", "a_mean", "mean"), [p[place], holm[place], a[:, c].mean(), b[:, c].mean()])
        near(numbers(r, "low", "high"), newcombe(*cells(a[:, c], b[:, c]), 1 - 0.05 / len(keep)), 1e-7)
    result = json.loads(waico("compare", "a.h5", "planted.h5", "--json", "--top", 1000, cwd=files).stdout)
    assert len(result["scenarios"][1]["countries"]) == (holm < 0.05).sum() > 0
    first = result["scenarios"][1]["countries"][0]
    said = waico("compare", "a.h5", "planted.h5", "--top", 1, cwd=files).stdout
    assert re.search(rf"^  {first['country']} .*  {re.escape(first['name'])}$", said, re.M)
    assert f"{(holm < 0.05).sum()} of 192 change by more than luck" in said


def test_countries_of_independent_runs_have_fishers_test(files):
    a, codes, sponsor = ever(files, "a.h5")
    b = ever(files, "other_seed.h5")[0]
    table = rows(files, "a.h5", "other_seed.h5")
    for c in (3, 50, 100, 150):
        if codes[c] != sponsor:
            k, m = int(a[:, c].sum()), int(b[:, c].sum())
            near(float(row(table, "joined", "other_seed", codes[c])["p_value"]),
                 stats.fisher_exact([[k, N - k], [m, N - m]])[1])


def test_files_without_countries_say_so(files):
    (files / "plain.cfg").write_text((files / "points.cfg").read_text().replace('"replicates"', '"summary"'))
    waico("sweep", "plain.cfg", "-q", "-o", "plain.h5", "--force", cwd=files)
    said = waico("compare", "plain.h5", cwd=files).stdout.replace("\n  ", " ")
    assert "No countries: baseline has no dates by replication" in said
    exact = rows(files, "plain.h5", "--exact")
    near(float(row(exact, "n_members", "baseline")["mean"]), final_members(files, "points.h5", 0).mean())
    assert [r for r in exact if r["kind"] == "country"] == [r for r in rows(files, "points.h5", "--exact") if r["kind"] == "country"]
    assert "no number of every replication in common" not in said


def test_replications_that_failed_are_left_out_of_the_pairs(files):
    waico("run", "baseline", "-n", 10, "-q", "-o", "failing.h5", "--max-events", 4000, cwd=files, code=3)
    done = dataset(files, "failing.h5", "replicate")
    assert 1 < len(done) < 10
    stored = row(rows(files, "a.h5", "failing.h5"), "n_members", "failing")
    again = row(rows(files, "a.h5", "failing.h5", "--exact"), "n_members", "failing")
    for r in (stored, again):
        assert (r["n"], r["unknown"], float(r["difference"])) == (str(len(done)), "0", 0)
    near(float(stored["mean"]), final_members(files, "a.h5")[done].mean())
    grid = (files / "points.cfg").read_text().replace('"replicates"', '"summary"')
    (files / "failing.cfg").write_text(grid)
    waico("sweep", "failing.cfg", "-q", "-o", "failing_points.h5", "--max-events", 4000, cwd=files, code=3)
    with h5py.File(files / "failing_points.h5") as f:
        count = f["replications_done"][0]
    assert 1 < count < 30
    assert json.loads(waico("compare", "failing_points.h5", "--exact", "--json", cwd=files).stdout)["scenarios"][0]["replications"] == count
    r = row(rows(files, "failing_points.h5", "--exact"), "n_members", "baseline")
    assert int(r["unknown"]) == count - int(r["n"])


def test_one_pair_gives_no_interval(files):
    (files / "single.cfg").write_text((files / "points.cfg").read_text().replace("replications = 30", "replications = 1"))
    waico("sweep", "single.cfg", "-q", "-o", "single.h5", cwd=files)
    said = waico("compare", "single.h5", cwd=files).stdout
    assert "B - A in 1 pair: " in said and "(no interval from fewer than two)" in said
    r = row(rows(files, "single.h5"), "n_members", "no_peers")
    assert r["n"] == "1" and r["low"] == r["high"] == r["p_value"] == r["mean_low"] == ""


# ---- the page ----

def test_screen_fits_eighty_columns_and_names_the_date_at_once(files):
    for arguments in (["a.h5", "few.h5", "other_seed.h5"], ["points.h5", "points_short.h5"], ["a.h5", "planted.h5"]):
        said = waico("compare", *arguments, cwd=files).stdout
        assert max(map(len, said.split("\n"))) <= 80
    assert waico("compare", "a.h5", "a.h5", cwd=files).stdout.split("\n")[2] == "n_members on 2040-12-31 [country]"


def test_files_of_one_name_get_labels_of_their_own(files):
    for folder in ("old", "new"):
        (files / folder).mkdir(exist_ok=True)
        shutil.copy(files / ("a.h5" if folder == "old" else "few.h5"), files / folder / "s.h5")
    assert {r["scenario"] for r in rows(files, "old/s.h5", "new/s.h5")} == {"old/s", "new/s"}
    long = "a_name_of_more_than_twenty_four_letters_indeed"
    shutil.copy(files / "few.h5", files / f"{long}.h5")
    lines = waico("compare", "a.h5", f"{long}.h5", cwd=files).stdout.split("\n")
    assert re.match(r" +40 +\d", lines[lines.index(f"  {long}") + 1])
    assert [s["label"] for s in json.loads(waico("compare", "a.h5", "a.h5", "--json", cwd=files).stdout)["scenarios"]] == ["a", "a (2)"]


def test_columns_of_the_csv_keep_their_places_and_texts_are_quoted(files):
    shutil.copy(files / "few.h5", files / 'odd, "name".h5')
    text = waico("compare", "a.h5", 'odd, "name".h5', "--csv", "-", cwd=files).stdout
    assert text.startswith("metric,scenario,paired,n,mean,sd,q05,q50,q95,difference,low,high,p_greater,p_equal,narrowing,p_less,")
    table = list(csv.DictReader(io.StringIO(text)))
    assert {r["scenario"] for r in table} == {"a", 'odd, "name"'}
    assert all(None not in r and None not in r.values() for r in table)


def test_a_csv_that_is_there_is_kept_unless_forced(files):
    (files / "kept.csv").write_text("mine\n")
    run = waico("compare", "a.h5", "few.h5", "--csv", "kept.csv", cwd=files, code=4)
    assert "kept.csv is there already; --force replaces it" in run.stderr
    assert (files / "kept.csv").read_text() == "mine\n"
    waico("compare", "a.h5", "few.h5", "--csv", "kept.csv", "--force", cwd=files)
    assert (files / "kept.csv").read_text().startswith("metric,")
    assert "No such file" in waico("compare", "a.h5", "few.h5", "--csv", "nowhere/x.csv", cwd=files, code=1).stderr
    assert "No space left" in waico("compare", "a.h5", "few.h5", "--csv", "/dev/full", "--force", cwd=files, code=1).stderr


def test_what_cannot_be_compared_is_refused(files):
    waico("run", "baseline", "-n", 1, "-q", "-o", "one.h5", "--force", cwd=files)
    assert "one replication cannot be compared" in waico("compare", "one.h5", "a.h5", cwd=files, code=2).stderr
    assert "there is nothing to compare with" in waico("compare", "a.h5", cwd=files, code=2).stderr
    assert "more than 64" in waico("compare", *["a.h5"] * 65, cwd=files, code=2).stderr
    waico("compare", "a.h5", "gone.h5", cwd=files, code=1)


def without_readings(folder, name):
    """A file as older versions wrote them: no values at the end."""
    shutil.copy(folder / "a.h5", folder / name)
    with h5py.File(folder / name, "r+") as f:
        for key in [key for key in f if key.startswith(("final_n_", "at_"))]:
            del f[key]
    seal(folder / name)


def test_files_without_values_at_the_end_are_compared_at_their_last_account(files):
    without_readings(files, "former.h5")
    said = waico("compare", "former.h5", "a.h5", cwd=files).stdout
    a, account = last_account(files, "a.h5", "n_members", datetime.date(2040, 12, 31))
    assert f"n_members at the account of {account} [country]" in said
    assert "--exact runs the replications again" in said.replace("\n  ", " ")
    r = row(rows(files, "former.h5", "a.h5"), "n_members", "former")
    near(float(r["mean"]), a.mean())
    exact = row(rows(files, "former.h5", "a.h5", "--exact"), "n_members", "former")
    near(float(exact["mean"]), final_members(files, "a.h5").mean())


def test_runs_that_are_not_those_of_the_file_are_refused(files):
    shutil.copy(files / "a.h5", files / "changed.h5")
    with h5py.File(files / "changed.h5", "r+") as f:
        f["entry_into_force"][3] = 9.5
    seal(files / "changed.h5")
    run = waico("compare", "a.h5", "changed.h5", "--exact", cwd=files, code=1)
    assert "replication 3 run again is not the one of the file" in run.stderr


def test_other_countries_are_compared_without_pairs_and_countries(files):
    small.world(files)
    waico("run", "small.cfg", "-n", 10, "-q", "-o", "small.h5", cwd=files)
    said = waico("compare", "a.h5", "small.h5", cwd=files).stdout.replace("\n  ", " ")
    assert "small cannot be paired with it: they have other countries." in said
    assert "No countries: the files have other countries." in said
    assert "\nn_members at the account of 2028-10-25 [country]" in said
