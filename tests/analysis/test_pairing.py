"""Cases side by side: the same date, and pairs only where replications met the same luck."""
import shutil
import subprocess

import h5py
import numpy as np
import pytest

from waico.analysis import LabelError, load
from waico.analysis.case import Case, NotInFile, cases_of
from waico.analysis import pairing
from waico.analysis.estimate import paired_shares, sign_p_value

import made
from simulated import simulator
from made import altered


@pytest.fixture()
def open_cases():
    kept = []

    def opened(*paths):
        kept.extend(load(path) for path in paths)
        return [Case(result) for result in kept[-len(paths):]]
    yield opened
    for result in kept:
        result.close()


def test_files_of_one_seed_are_paired(files, open_cases):
    first, second = open_cases(files["ensemble"], files["faster"])
    assert pairing.why_not_paired(first, second) == ""
    assert "common random numbers" in pairing.luck_statement([first, second])


def test_other_seeds_and_other_countries_are_not_paired(files, tmp_path, open_cases):
    other = altered(files["faster"], tmp_path / "other.h5", seed="43")
    fewer = made.ensemble(tmp_path / "fewer.h5", countries=190)
    base, seed, few = open_cases(files["ensemble"], other, fewer)
    assert "seeds, 42 and 43" in pairing.why_not_paired(base, seed)
    assert "countries" in pairing.why_not_paired(base, few)
    said = pairing.luck_statement([base, seed])
    assert "independent" in said and "common random numbers" not in said


def test_points_with_luck_of_their_own_are_not_paired(files, tmp_path):
    own = altered(files["grid"], tmp_path / "own.h5", config_effective="ensemble: { crn = false; };\n")
    with load(own) as result, load(files["grid"]) as common:
        a, b = cases_of([result])[:2]
        assert "crn = false" in pairing.why_not_paired(a, b)
        assert pairing.why_not_paired(a, a) == ""
        assert pairing.why_not_paired(*cases_of([common])[:2]) == ""


def test_paired_differences_are_those_of_the_paired_t_test(files, open_cases):
    base, other = open_cases(files["ensemble"], files["faster"])
    found = pairing.difference(base, other, "n_members")
    a, b = (case.replicates("n_members")[:, -1] for case in (base, other))
    stats = pytest.importorskip("scipy.stats")
    right = stats.ttest_rel(b, a)
    low, high = right.confidence_interval()
    assert found.paired and found.interval.n == 40
    np.testing.assert_allclose([found.interval.low, found.interval.high, found.p_value], [low, high, right.pvalue], rtol=1e-6)
    assert (found.greater, found.equal, found.less) == (np.mean(b > a), np.mean(b == a), np.mean(b < a))


def test_independent_differences_are_those_of_welch(files, tmp_path, open_cases):
    other = altered(files["faster"], tmp_path / "other.h5", seed="43")
    base, other = open_cases(files["ensemble"], other)
    found = pairing.difference(base, other, "n_members")
    a, b = (case.replicates("n_members")[:, -1] for case in (base, other))
    stats = pytest.importorskip("scipy.stats")
    right = stats.ttest_ind(b, a, equal_var=False)
    x, y = a.var(ddof=1) / 40, b.var(ddof=1) / 40
    degrees = (x + y) ** 2 / (x ** 2 / 39 + y ** 2 / 39)
    low, high = (b.mean() - a.mean() + sign * stats.t.ppf(0.975, degrees) * (x + y) ** 0.5 for sign in (-1, 1))
    np.testing.assert_allclose([found.interval.low, found.interval.high, found.p_value], [low, high, right.pvalue], rtol=1e-6)
    every = b[:, None] - a[None]
    np.testing.assert_allclose([found.greater, found.equal, found.less], [(every > 0).mean(), (every == 0).mean(), (every < 0).mean()])


def test_unknown_values_drop_their_pair_and_the_number_says_so(files, tmp_path, open_cases):
    holes = altered(files["faster"], tmp_path / "holes.h5")
    with h5py.File(holes, "r+") as file:
        values = file["trust"][...]
        values[3, -1] = values[7, -1] = np.nan
        file["trust"][...] = values
    base, other = open_cases(files["ensemble"], holes)
    assert pairing.difference(base, other, "trust").interval.n == 38


def test_files_of_other_ends_are_read_at_the_last_day_of_both(real_files, open_cases):
    base, other = open_cases(real_files["baseline"], real_files["short"])
    assert [str(pairing.last_day(case)) for case in (base, other)] == ["2040-12-31", "2035-12-31"]
    assert str(pairing.common_day([base, other])) == "2035-12-31"
    found = pairing.difference(base, other, "n_members")
    assert found.interval.mean == 0  # the same histories, and one of them is cut
    assert found.dates == (np.datetime64("2035-10-25"),) * 2  # the last account that both have


def test_the_date_read_is_that_of_the_account_where_the_day_is_not_kept(files, tmp_path, open_cases):
    longer = altered(files["ensemble"], tmp_path / "long.h5", end_date="2041-01-01")
    case, = open_cases(longer)
    found = pairing.reading(case, "n_members", "2040-12-31")
    assert found.date == case.dates[-1] < np.datetime64("2040-12-31")
    early = pairing.reading(case, "n_members", "2030-01-20")
    place = int(np.flatnonzero(case.dates == early.date)[0])
    assert early.date <= np.datetime64("2030-01-20") < case.dates[place + 1]
    np.testing.assert_array_equal(early.values, case.replicates("n_members")[:, place])
    with pytest.raises(LabelError, match="ends on 2040-12-31"):
        pairing.reading(case, "n_members", "2041-06-01")
    with pytest.raises(LabelError, match="before the first account"):
        pairing.reading(case, "n_members", "2025-07-27")


def test_the_end_is_read_from_what_was_kept_of_it(files, tmp_path, open_cases):
    kept = altered(files["ensemble"], tmp_path / "kept.h5", end_date="2041-01-01")
    with h5py.File(kept, "r+") as file:
        item = file.create_dataset("final_n_members", data=np.arange(40, dtype="i2"))
        item.dims[0].attach_scale(file["replicate"])
    case, = open_cases(kept)
    found = pairing.reading(case, "n_members", pairing.last_day(case))
    assert found.date == np.datetime64("2040-12-31")
    np.testing.assert_array_equal(found.values, np.arange(40))


def test_scenarios_of_other_starts_are_read_at_one_day(real_files, open_cases):
    base, other = open_cases(real_files["baseline"], real_files["founded"])
    found = pairing.difference(base, other, "n_members")
    assert base.result.start != other.result.start
    assert [str(date) for date in found.dates] == ["2040-12-31"] * 2
    with pytest.raises(NotInFile, match="no account of n_members on one date"):
        pairing.difference(base, other, "n_members", "2035-12-31")


def test_where_one_file_keeps_the_day_alone_both_are_read_at_an_account_of_both(real_files, open_cases):
    base, other = open_cases(real_files["baseline"], real_files["short"])
    assert [str(case_read) for case_read in pairing.difference(base, other, "n_members").dates] == ["2035-10-25"] * 2
    assert str(pairing.reading(other, "n_members", "2035-12-31").date) == "2035-12-31"


@pytest.fixture(scope="module")
def real_files(tmp_path_factory):
    """By the simulator: the baseline, a scenario that starts later, and the baseline with an earlier end."""
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    folder = tmp_path_factory.mktemp("pair")
    shutil.copytree(made.ROOT / "scenarios", folder / "scenarios")
    (folder / "scenarios" / "short.cfg").write_text('extends = "baseline.cfg";\ntitle = "Short";\nend = "2036-01-01";\n')
    for name in ("baseline", "founded", "short"):
        subprocess.run([program, "run", f"scenarios/{name}.cfg", "-n", "20", "--seed", "1", "-o", f"{name}.h5", "-q"], cwd=folder,
                       check=True, capture_output=True)
    return {name: folder / f"{name}.h5" for name in ("baseline", "founded", "short")}


def test_changes_by_country_have_newcombes_interval_and_holms_p(files, open_cases):
    base, other = open_cases(files["ensemble"], files["faster"])
    found = pairing.country_changes(base, other)
    a, b = (np.isfinite(case.first("member")) for case in (base, other))
    c = int(np.nanargmax(found.after - found.before))
    table = [np.count_nonzero(cell) for cell in (a[:, c] & b[:, c], a[:, c] & ~b[:, c], ~a[:, c] & b[:, c], ~a[:, c] & ~b[:, c])]
    assert (found.low[c], found.high[c]) == paired_shares(*table, 1 - 0.05 / 192) and found.paired and found.n == 40
    assert found.p_holm[c] >= min(1.0, 192 * sign_p_value(table[1], table[2])) - 1e-12  # the smallest of 192 is multiplied by all
    assert np.isnan(found.p_holm[base.sponsor()])


def test_the_same_scenario_under_another_seed_changes_no_country(real_files, open_cases, tmp_path):
    again = tmp_path / "again.h5"
    subprocess.run([simulator(), "run", "scenarios/baseline.cfg", "-n", "20", "--seed", "2", "-o", str(again), "-q"],
                   cwd=real_files["baseline"].parent, check=True, capture_output=True)
    base, other = open_cases(real_files["baseline"], again)
    found = pairing.country_changes(base, other)
    assert not found.paired and np.nanmin(found.p_holm) > 0.05


def test_a_difference_of_shares_has_newcombes_interval_and_the_means_are_those_of_the_pairs(files, open_cases):
    base, other = open_cases(files["ensemble"], files["faster"])
    a, b = np.zeros(40), np.zeros(40)
    a[:4], b[:8], b[39] = 1, 1, np.nan
    found = pairing.values_difference(base, other, a, b, share=True)
    assert found.interval.n == 39 and (found.before, found.after) == (4 / 39, 8 / 39)
    low, high = pairing.paired_shares(4, 0, 4, 31)
    assert (found.interval.low, found.interval.high) == (low, high)
    assert (found.greater, found.equal, found.less) == (4 / 39, 35 / 39, 0)
