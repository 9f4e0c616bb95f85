"""PRIM on boxes that were put there."""
import numpy as np
import pytest

from waico.analysis import prim


def sample(n=4000, columns=5, seed=1):
    luck = np.random.default_rng(seed)
    x = luck.random((n, columns))
    return x, (x[:, 0] > 0.6) & (x[:, 1] < 0.5), luck


def test_the_box_is_found():
    x, wanted, _ = sample()
    box = prim.choose(prim.peel(x, wanted), density=0.95)
    assert set(box.restricted) == {0, 1}
    assert box.coverage > 0.95 and box.density >= 0.95
    # A peel takes 5 % of what is left, so a face may stop that far beside the truth.
    assert abs(box.low[0] - 0.6) < 0.03 and abs(box.high[1] - 0.5) < 0.03


def test_noise_does_not_hide_the_box():
    x, wanted, luck = sample()
    wanted = wanted ^ (luck.random(len(wanted)) < 0.05)
    box = prim.choose(prim.peel(x, wanted), density=0.85)
    assert {0, 1} <= set(box.restricted)
    assert abs(box.low[0] - 0.6) < 0.1 and abs(box.high[1] - 0.5) < 0.1
    p = prim.quasi_p_values(x, wanted, box)
    assert p[0] < 1e-9 and p[1] < 1e-9


def test_the_trajectory_begins_with_everything_and_shrinks():
    x, wanted, _ = sample(1000)
    boxes = prim.peel(x, wanted)
    assert boxes[0].coverage == 1 and boxes[0].mass == 1 and boxes[0].restricted == ()
    assert all(after.mass < before.mass for before, after in zip(boxes, boxes[1:]))
    for box in boxes:
        inside = np.all((x >= box.low) & (x <= box.high), axis=1)
        assert np.count_nonzero(inside) == round(box.mass * len(x))
        assert abs(np.count_nonzero(wanted & inside) / max(1, inside.sum()) - box.density) < 1e-12


def test_whole_numbers_are_peeled_level_by_level():
    luck = np.random.default_rng(2)
    x = luck.integers(0, 4, (600, 2)).astype(float)
    box = prim.choose(prim.peel(x, x[:, 0] == 3), density=0.99)
    assert box.restricted == (0,) and box.low[0] == 3 and box.coverage == 1 and box.density == 1


def test_without_a_pattern_the_cut_is_no_surprise():
    luck = np.random.default_rng(3)
    x, wanted = luck.random((2000, 3)), luck.random(2000) < 0.5
    box = prim.peel(x, wanted)[1]
    assert all(p > 1e-4 for p in prim.quasi_p_values(x, wanted, box).values())


def test_cuts_that_chance_explains_are_undone():
    luck = np.random.default_rng(12)
    x = luck.random((200, 6))
    y = (x[:, 0] > 0.6) & (luck.random(200) < 0.7)
    boxes = prim.peel(x, y)
    chosen = prim.choose(boxes, 0.95)
    assert len(chosen.restricted) > 1  # noise was cut too
    box, p_values, freed = prim.significant(x, y, chosen)
    assert box.restricted == (0,) and set(freed) == set(chosen.restricted) - {0} and p_values[0] < 1e-3
    np.testing.assert_array_equal(box.low[1:], x[:, 1:].min(axis=0))
    assert box.density == np.mean(y[box.inside]) and box.coverage == np.sum(y & box.inside) / y.sum()


def test_small_p_values_are_not_zero():
    x = np.arange(2000.0)[:, None]
    y = x[:, 0] >= 1000
    box = prim.choose(prim.peel(x, y), 1.0)
    stats = pytest.importorskip("scipy.stats")
    n = np.count_nonzero(box.inside)
    assert prim.quasi_p_values(x, y, box)[0] == pytest.approx(stats.binom.sf(n - 1, n, 0.5), rel=1e-9) and n > 900
