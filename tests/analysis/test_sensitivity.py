"""The second estimates of designs (estimators.py) against functions with a known answer: Morris, Sobol'."""
import numpy as np
import pytest

from waico.analysis import load

from estimators import morris, sobol


def ishigami(x, a=7.0, b=0.1):
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_the_ishigami_function():
    luck = np.random.default_rng(1)
    n = 2 ** 15
    a, b = (luck.uniform(-np.pi, np.pi, (n, 3)) for _ in range(2))
    ab = [np.where(np.arange(3) == p, b, a) for p in range(3)]
    found = sobol(ishigami(a), ishigami(b), [ishigami(x) for x in ab], resamples=100)
    # Exact: V1 = (1 + b pi^4/5)^2/2, V2 = a^2/8, V13 = 8 b^2 pi^8/225 (Ishigami and Homma 1990).
    v1, v2, v13 = 0.5 * (1 + 0.1 * np.pi ** 4 / 5) ** 2, 49 / 8, 8 * 0.01 * np.pi ** 8 / 225
    v = v1 + v2 + v13
    np.testing.assert_allclose(found.first, [v1 / v, v2 / v, 0], atol=0.03)  # 4 standard errors at this n
    np.testing.assert_allclose(found.total, [(v1 + v13) / v, v2 / v, v13 / v], atol=0.03)
    assert np.all(found.total_low < found.total) and np.all(found.total < found.total_high)


def test_an_additive_function_has_equal_first_and_total_shares():
    luck = np.random.default_rng(2)
    a, b = luck.random((4096, 2)), luck.random((4096, 2))
    f = lambda x: 3 * x[:, 0] + 4 * x[:, 1]  # noqa: E731
    found = sobol(f(a), f(b), [f(np.where(np.arange(2) == p, b, a)) for p in range(2)], resamples=50)
    np.testing.assert_allclose(found.first, [9 / 25, 16 / 25], atol=0.03)
    np.testing.assert_allclose(found.total, [9 / 25, 16 / 25], atol=0.03)


def test_failed_points_are_left_out_of_all_blocks():
    a, b, ab = np.array([1.0, 2, 3, np.nan]), np.array([2.0, 1, 2, 1]), np.array([[1.0, 1, 2, 2]])
    assert sobol(a, b, ab, resamples=5).n == 3


def test_elementary_effects_of_a_linear_function_are_its_slopes():
    luck = np.random.default_rng(3)
    rows, trajectory = [], []
    for t in range(6):
        point = luck.integers(0, 2, 3) / 3
        rows.append(point)
        for p in luck.permutation(3):
            point = point.copy()
            point[p] += 2 / 3
            rows.append(point)
        trajectory += [t] * 4
    x = np.array(rows) * [10, 1, 5] + [0, 2, 0]
    found = morris(x, 2 * x[:, 0] - 3 * x[:, 1], trajectory)
    np.testing.assert_allclose(found.mean, [20, -3, 0], atol=1e-9)
    np.testing.assert_allclose(found.mean_absolute, [20, 3, 0], atol=1e-9)
    np.testing.assert_allclose(found.spread, 0, atol=1e-9)
    assert found.n.tolist() == [6, 6, 6]


def test_a_known_step_replaces_the_range_of_the_sample():
    x = np.array([[0.0], [2.0]])  # two of four levels of a range of 3: a step of two thirds
    assert morris(x, np.array([1.0, 5.0]), [0, 0], step=2 / 3).mean[0] == pytest.approx(6.0)
    assert morris(x[::-1], np.array([5.0, 1.0]), [0, 0], step=2 / 3).mean[0] == pytest.approx(6.0)


def test_an_interaction_shows_as_spread():
    x = np.array([[0, 0], [1, 0], [1, 1], [0, 1.0], [1, 1], [1, 0]])
    found = morris(x, x[:, 0] * x[:, 1], [0, 0, 0, 1, 1, 1])
    assert found.mean[0] == 0.5 and found.spread[0] == pytest.approx(np.sqrt(0.5))


def test_the_made_designs_give_their_constructed_answer(files):
    with load(files["saltelli"]) as result:
        first, total = (result.array(f"sobol_{name}").values[0] for name in ("first", "total"))
        assert np.argmax(first) == 0 and total[4] == pytest.approx(0, abs=1e-9)
        # Exact: V = (24^2 + 10^2 + 6^2 + 4^2)/12 + 8^2/144; the fourth has (4^2/12 + 8^2/144)/V in total.
        assert total[3] == pytest.approx(0.0291, abs=0.006)
