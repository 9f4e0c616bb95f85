"""waico.Model: a function of a vector for other packages."""
import numpy as np
import pytest
from scipy import optimize

import waico


@pytest.fixture(scope="module")
def scenario():
    return waico.Scenario("baseline", end="2032-01-01")


def test_it_is_the_mean_of_the_runs(scenario):
    model = waico.Model(scenario, ["affinity.peers", "trust.rest"], "final_n_members", n=20, seed=4)
    r = waico.run(scenario, set={"affinity.peers": 2.0, "trust.rest": 0.7}, metrics=["final_n_members"], n=20, seed=4)
    assert model([2.0, 0.7]) == r["final_n_members"].values.mean()
    assert np.array_equal(model.replications([2.0, 0.7]), r["final_n_members"].values)
    function = waico.Model(scenario, ["affinity.peers"], lambda r: np.median(r["n_members"].sel(time="2030").values),
                           n=20, seed=4, set={"trust.rest": 0.7}, metrics=["n_members"])
    r = waico.run(scenario, set={"affinity.peers": 2.0, "trust.rest": 0.7}, metrics=["n_members"], n=20, seed=4)
    assert function([2.0]) == np.median(r["n_members"].sel(time="2030").values)


def test_an_optimiser_finds_where_more_peers_bring_forty_members(scenario):
    """Members grow with the weight of peers, so a root between the ends is found; common luck makes f a fixed function."""
    model = waico.Model(scenario, ["affinity.peers"], "final_n_members", n=40)
    low, high = model([0.0]), model([3.0])
    assert low < high
    wanted = (low + high) / 2
    root = optimize.brentq(lambda p: model([p]) - wanted, 0.0, 3.0, xtol=0.01)
    assert 0.0 < root < 3.0 and abs(model([root]) - wanted) < 1.5
    assert model([root]) == model([root])


def test_it_describes_itself_to_samplers_and_workbenches(scenario):
    model = waico.Model(scenario, ["affinity.peers", "charter.minimum_members"], "at_trust", n=5, at=["2030-01-01"])
    assert model.problem["names"] == ["affinity.peers", "charter.minimum_members"] and model.problem["num_vars"] == 2
    assert model.bounds[0] == (-10.0, 10.0)
    function = model.as_function()
    assert function(affinity_peers=1.0, charter_minimum_members=3) == {"at_trust": model([1.0, 3])}
    with pytest.raises(waico.WaicoError, match="too many or too few: charter_minimum_members"):
        function(affinity_peers=1.0)
    points = np.array([[0.0, 1], [1.0, 2], [2.0, 3]])
    assert np.array_equal(model.evaluate(points), [model(p) for p in points])


def test_unknown_dates_are_left_out_of_the_mean(scenario):
    model = waico.Model(scenario, ["charter.ratifications_to_enter"], "operation", n=10)
    values = model.replications([5])
    assert model([5]) == values[~np.isnan(values)].mean()
    assert np.isnan(model([190]))  # never in force


@pytest.mark.parametrize("make, told", [
    (lambda s: waico.Model(s, ["affinity.peer"]), 'did you mean "affinity.peers"?'),
    (lambda s: waico.Model(s, ["affinity.peers"], "n_members"), "a model wants one"),
    (lambda s: waico.Model(s, ["affinity.peers"], "members"), "is no output"),
    (lambda s: waico.Model(s, ["affinity.peers"], n=0), "at least one replication"),
    (lambda s: waico.Model(s, ["affinity.peers"])([1.0, 2.0]), "2 numbers for 1 inputs"),
    (lambda s: waico.Model(s, ["affinity.peers"])([11.0]), "is outside [-10, 10]"),
    (lambda s: waico.Model(s, ["affinity.peers"], lambda r: 1.0)([1.0, 2.0]), "2 numbers for 1 inputs"),
])
def test_what_is_wrong_is_said(scenario, make, told):
    with pytest.raises(waico.WaicoError) as fault:
        make(scenario)
    assert told in str(fault.value)
