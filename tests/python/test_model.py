"""waico.Model: a function of parameters for optimisers, sensitivity analyses and exploration."""
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import waico

TWO = {"affinity.peers": (0, 3), "rival.us.pressure": (0, 1)}


@pytest.fixture(scope="module")
def model(baseline):
    return waico.Model(baseline, TWO, n=40, seed=3)


def mean(baseline, **given):
    return waico.run(baseline, "final_n_members", n=40, seed=3, **given)["final_n_members"].values.mean()


def test_it_is_the_mean_of_a_run(model, baseline):
    first = model([2.0, 0.5])
    assert type(first) is float and first == mean(baseline, set={"affinity.peers": 2, "rival.us.pressure": 0.5})
    assert model([0.5, 0.5]) < first == model(np.array([2.0, 0.5]))  # nothing stays from call to call
    assert model([2.0, 0.5], seed=4) != first
    ensemble = model.run([2.0, 0.5], ["trust"])
    assert ensemble["final_n_members"].values.mean() == first and ensemble["trust"].dims == ("replicate", "time")


def test_many_points_are_one_after_another(model):
    points = [[0, 0.5], [1, 0.5], [3, 0.5]]
    found = model.evaluate(points)
    assert found.tolist() == [model(point) for point in points] and (np.diff(found) > 0).all()
    assert model.evaluate(np.empty((0, 2))).shape == (0,)


def test_scipy_finds_the_strength_that_gives_a_number_of_members(baseline):
    optimize = pytest.importorskip("scipy.optimize")
    peers = waico.Model(baseline, "affinity.peers", n=60)
    found = optimize.brentq(lambda x: peers(x) - 100, 0, 3, xtol=0.02)
    assert peers(0) < peers(found - 0.3) < 100 < peers(found + 0.3) < peers(3)
    best = optimize.minimize_scalar(lambda x: (peers(x) - 100) ** 2, bounds=(0, 3), method="bounded", options={"xatol": 0.02})
    assert best.x == pytest.approx(found, abs=0.2)


def test_problems_are_those_of_salib(model):
    assert model.problem == {"num_vars": 2, "names": list(TWO), "bounds": [[0.0, 3.0], [0.0, 1.0]]}
    table = waico.parameters()
    row = table[table["path"] == "affinity.peers"][0]
    assert waico.Model("baseline", ["affinity.peers"]).problem["bounds"] == [[row["min"], row["max"]]]
    assert waico.Model("baseline", ["affinity.peers"], bounds={"affinity.peers": (0, 2)}).problem["bounds"] == [[0, 2]]


def test_functions_and_several_outcomes(baseline):
    both = waico.Model(baseline, ["affinity.peers"], {"members": "final_n_members", "signed in 2030": late, "at": "at_n_members"},
                       metrics=["n_signed"], n=10, at="2030-12-31")
    result = both.run([1.0])
    expected = [result["final_n_members"].values.mean(), late(result), result["at_n_members"].values.mean()]
    assert both([1.0]).tolist() == expected
    assert both.evaluate([[1.0], [2.0]]).shape == (2, 3)
    alone = waico.Model(baseline, ["affinity.peers"], late, metrics="n_signed", n=10)
    assert alone([1.0]) == late(result) and "late of affinity.peers" in repr(alone)
    again = pickle.loads(pickle.dumps(alone))
    assert again([1.5]) == alone([1.5])


def late(result):
    return float(np.median(result["n_signed"].sel(time="2030").values))


def test_a_function_of_keywords_as_the_ema_workbench_calls_it(baseline):
    """The way its Model does: function(**experiment), and one entry for each outcome of the dictionary."""
    function = waico.Model(baseline, TWO, {"members": "final_n_members", "trust": "final_trust"}, n=10).as_function()
    outcomes = function(**{"affinity.peers": 2.0, "rival.us.pressure": 0.5})
    assert list(outcomes) == ["members", "trust"] and all(type(value) is float for value in outcomes.values())
    assert function(affinity_peers=2.0, rival_us_pressure=0.5) == outcomes
    assert function() == waico.Model(baseline, [], {"members": "final_n_members", "trust": "final_trust"}, n=10).as_function()()
    assert function(affinity_peers=2.0) != function()
    assert pickle.loads(pickle.dumps(function))(affinity_peers=2.0) == function(affinity_peers=2.0)
    with pytest.raises(waico.WaicoError, match='affinity_peer is no input of the model; did you mean "affinity_peers"'):
        function(affinity_peer=1.0)


def test_a_parameter_may_change_the_accounts(baseline):
    years = waico.Model(baseline, ["organisation.account_years"], lambda r: float(r["n_members"].shape[1]), metrics="n_members", n=1)
    assert years([0.25]) == 61 and years([1.0]) == 15 and years([0.25]) == 61


def test_threads_of_python_share_a_model_or_have_their_own(model, baseline):
    points = [[x / 4, 0.5] for x in range(12)]
    expected = model.evaluate(points).tolist()
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(model, points)) == expected
        assert list(threads.map(lambda x: mean(baseline, set=dict(zip(TWO, x)), threads=1), points)) == expected


@pytest.mark.parametrize("given,said", [
    (dict(inputs=["affinity.peer"]), r'"affinity.peer" is no parameter; did you mean "affinity.peers"\?'),
    (dict(output="n_members"), "n_members has the axes time: a function of the result chooses"),
    (dict(output="at_n_members"), 'one date, at="2030-12-31", and there are 0'),
    (dict(output="final_members"), 'did you mean "final_n_members"'),
    (dict(bounds={"affinity.peers": (3, 0)}), "not in order"), (dict(bounds={"affinity.peers": (0, 99)}), "not in order within"),
    (dict(bounds={"affinity.ties": (0, 1)}), "bounds of affinity.ties, which is no input"), (dict(n=0), "n: 0 is outside"),
    (dict(set={"affinity.ties": -1e9}), "affinity.ties"),
])
def test_models_that_cannot_be_are_refused(baseline, given, said):
    with pytest.raises(waico.WaicoError, match=said):
        waico.Model(baseline, **{"inputs": ["affinity.peers"], **given})


def test_points_that_do_not_fit_are_refused(model):
    for point in ([1.0], [1.0, 0.5, 0.2], [[1.0, 0.5]]):
        with pytest.raises(waico.WaicoError, match="a point has 2 numbers"):
            model(point)
    with pytest.raises(waico.WaicoError, match=r"points are \(point, 2\)"):
        model.evaluate([1.0, 0.5])
    with pytest.raises(waico.WaicoError, match="rival.us.pressure.*outside"):
        model([1.0, 7.0])
    assert model([1.0, 0.5]) == model([1.0, 0.5])
