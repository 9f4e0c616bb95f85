"""Estimators against closed forms, published numbers and, where it is there, statsmodels."""
import numpy as np
import pytest

from waico.analysis import estimate

# Remission times of leukaemia patients under 6-mercaptopurine (Gehan 1965; Freireich et al. 1963); 0 = censored.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_students_quantiles_agree_with_the_printed_tables():
    for df, value in ((1, 12.706205), (2, 4.302653), (4, 2.776445), (30, 2.042272), (1000, 1.962339)):
        assert estimate.student_quantile(0.975, df) == pytest.approx(value, abs=1e-6)
    assert estimate.student_quantile(0.025, 4) == pytest.approx(-2.776445, abs=1e-6)
    assert estimate.normal_quantile(0.975) == pytest.approx(1.959963985, abs=1e-9)


def test_the_interval_of_a_mean_is_the_closed_form():
    found = estimate.mean_interval([1, 2, 3, 4, 5, np.nan])
    half = 2.7764451052 * np.sqrt(2.5 / 5)
    assert (found.mean, found.n) == (3.0, 5)
    assert found.low == pytest.approx(3 - half, abs=1e-9) and found.high == pytest.approx(3 + half, abs=1e-9)


def test_one_replicate_has_a_mean_but_no_interval():
    found = estimate.mean_interval([4.0])
    assert found.mean == 4.0 and np.isnan(found.low) and np.isnan(found.error)
    assert estimate.mean_interval([]).n == 0


def test_the_paired_interval_is_the_closed_form():
    found = estimate.paired_interval([1, 2, 3, 4], [2, 4, 3, 7])  # differences 1 2 0 3
    half = 3.1824463053 * np.sqrt((5 / 3) / 4)
    assert found.mean == 1.5 and found.high - found.mean == pytest.approx(half, abs=1e-9)
    many = estimate.paired_interval(np.array([[1, 1], [2, 2], [3, 3], [4, 4]]), np.array([[2, 1], [4, 2], [3, 3], [7, 4]]))
    assert many.low[0] == pytest.approx(found.low) and many.mean[1] == 0.0 and many.error[1] == 0.0


def test_pairing_removes_what_both_share():
    luck = np.random.default_rng(11)
    shared = luck.normal(0, 10, 400)
    a, b = shared + luck.normal(0, 1, 400), shared + 2 + luck.normal(0, 1, 400)
    found = estimate.paired_interval(a, b)
    assert found.error ** 2 * 400 == pytest.approx(a.var(ddof=1) + b.var(ddof=1) - 2 * np.cov(a, b)[0, 1], rel=1e-9)
    assert found.low < 2 < found.high
    assert found.error < 0.2 * np.sqrt(a.var(ddof=1) / 400 + b.var(ddof=1) / 400)


def test_the_paired_interval_covers_as_often_as_it_says():
    luck = np.random.default_rng(5)
    hits = 0
    for _ in range(1000):
        found = estimate.paired_interval(luck.normal(0, 1, 8), luck.normal(1, 1, 8))
        hits += found.low <= 1 <= found.high
    assert abs(hits - 950) < 3.3 * np.sqrt(1000 * 0.95 * 0.05)  # p = 0.001


def test_kaplan_meier_gives_the_published_curve():
    curve = estimate.kaplan_meier(WEEKS, RELAPSED)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.events.tolist() == [3, 1, 1, 1, 1, 1, 1]
    np.testing.assert_allclose(curve.survival, [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], atol=5e-5)
    np.testing.assert_allclose(curve.error, [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], atol=5e-5)
    assert curve.at([0, 5.9, 6, 12, 99]).tolist() == pytest.approx([1, 1, 0.857143, 0.752941, 0.448179], abs=1e-6)


def test_kaplan_meier_agrees_with_statsmodels():
    duration = pytest.importorskip("statsmodels.duration.survfunc", reason="statsmodels is not installed")
    luck = np.random.default_rng(3)
    time = np.ceil(luck.exponential(8, 500))  # many ties
    seen = luck.random(500) < 0.7
    ours = estimate.kaplan_meier(time, seen)
    theirs = duration.SurvfuncRight(time, seen.astype(int))
    np.testing.assert_allclose(ours.time, theirs.surv_times)
    np.testing.assert_allclose(ours.survival, theirs.surv_prob, rtol=1e-12)
    alive = ours.survival > 0
    np.testing.assert_allclose(ours.error[alive], theirs.surv_prob_se[alive], rtol=1e-9)
    np.testing.assert_array_equal(ours.at_risk, theirs.n_risk)


def test_without_censoring_survival_is_the_share_still_outside():
    luck = np.random.default_rng(4)
    time = luck.exponential(1, 200)
    curve = estimate.kaplan_meier(time, np.ones(200, dtype=bool))
    for when in (0.1, 0.5, 2.0):
        assert curve.at(when) == pytest.approx(np.mean(time > when), abs=1e-12)


def test_counts_give_the_same_curve():
    curve = estimate.kaplan_meier(WEEKS, RELAPSED)
    again = estimate.kaplan_meier_counts([5, 6, 7, 10, 13, 16, 22, 23], [21, 21, 17, 15, 12, 11, 7, 6], [0, 3, 1, 1, 1, 1, 1, 1])
    np.testing.assert_allclose(again.survival, curve.survival)
    assert again.time.tolist() == curve.time.tolist()


def test_never_counts_as_watched_to_the_end():
    duration, seen = estimate.durations([1.0, np.nan, 20.0], 15.0)
    assert duration.tolist() == [1.0, 15.0, 15.0] and seen.tolist() == [True, False, False]


def test_wilsons_interval_has_the_published_values():
    assert estimate.proportion_interval(5, 10) == pytest.approx((0.2366, 0.7634), abs=5e-5)
    assert estimate.proportion_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=5e-5)


def test_the_running_mean_is_that_of_every_beginning():
    values = np.random.default_rng(2).normal(1e6, 3, 50)
    mean, half = estimate.running_mean(values)
    for n in (2, 3, 17, 50):
        found = estimate.mean_interval(values[:n])
        assert mean[n - 1] == pytest.approx(found.mean)
        assert half[n - 1] == pytest.approx(found.high - found.mean, rel=2e-3)
    assert np.isnan(half[0])


def test_holm_adjusts_step_by_step():
    assert estimate.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_p_values_turn_on_the_interval():
    error = 1.0
    t = estimate.student_quantile(0.975, 9)
    assert estimate.student_p_value(t * error, error, 10) == pytest.approx(0.05, abs=1e-9)


def test_the_area_under_the_curve_counts_pairs():
    assert estimate.auc([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0]) == pytest.approx(3.5 / 4)
    assert np.isnan(estimate.auc([0.1, 0.2], [0, 0]))


def test_tails_keep_their_size():
    stats = pytest.importorskip("scipy.stats")
    assert estimate.student_p_value(30.0, 1.0, 51) == pytest.approx(2 * stats.t.sf(30, 50), rel=1e-9)
    assert estimate.binomial_tail(300, 400, 0.3) == pytest.approx(stats.binom.sf(299, 400, 0.3), rel=1e-9)
    assert estimate.binomial_tail(0, 4, 0.3) == 1.0
    assert estimate.p_text(1e-80) == "p < 1e-16" and estimate.p_text(0.034) == "p = 0.034"


def test_differences_without_spread_are_judged_by_their_sign():
    assert estimate.student_p_value(1.0, 0.0, 10) == 2 / 2 ** 10
    assert estimate.student_p_value(0.0, 0.0, 10) == 1.0


def test_pairs_that_differ_are_judged_by_the_sign_test():
    stats = pytest.importorskip("scipy.stats")
    assert estimate.sign_p_value(2, 12) == pytest.approx(stats.binomtest(2, 14).pvalue, rel=1e-12)
    assert estimate.sign_p_value(0, 0) == 1.0


@pytest.mark.parametrize("counts,low,high", [  # Newcombe 1998, Statistics in Medicine 17, 873-890, Table II, method 10
    ((48, 80, 56, 70), 0.0524, 0.3339), ((3, 10, 9, 10), 0.1705, 0.8090), ((2, 7, 6, 7), 0.0582, 0.8062),
    ((0, 29, 5, 56), -0.0381, 0.1926)])
def test_differences_of_independent_shares_are_the_published_ones(counts, low, high):
    assert estimate.independent_shares(*counts) == pytest.approx((low, high), abs=5e-5)


def test_the_difference_of_paired_shares_is_the_published_one():
    # Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10: 36, 12, 2, 0.
    assert estimate.paired_shares(36, 2, 12, 0) == pytest.approx((0.0569, 0.3404), abs=5e-5)


def test_a_share_of_none_or_all_is_not_certain():
    low, high = estimate.proportion_interval(np.array([0, 30, 3]), np.array([30, 30, 0]))
    assert low[0] == 0 and high[0] == pytest.approx(0.11351339, abs=1e-8)  # z^2 / (n + z^2)
    assert high[1] == 1 and low[1] == pytest.approx(1 - 0.11351339, abs=1e-8) and np.isnan(low[2])


def test_unknown_p_values_count_as_comparisons():
    assert estimate.holm([0.01, np.nan, 0.02])[[0, 2]].tolist() == [0.03, 0.04]
    assert np.isnan(estimate.holm([0.01, np.nan, 0.02])[1])
