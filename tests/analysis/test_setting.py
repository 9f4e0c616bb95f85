"""Who and what a file is about: names, place and dates come from the file, whoever the sponsor is."""
import shutil
import subprocess

import pytest

from waico.analysis import load
from waico.analysis.case import Case, cases_of
from waico.analysis.script import calendar, parameters, quoted, scenario_text
from waico.analysis.setting import Setting, meaning, said

import made
from simulated import simulator

INDIAN = '''extends = "baseline.cfg";
title = "A \\"Delhi\\" club";
question = "Who would join India?";
place = "New Delhi";
sponsor = "IND";
rival_leader = "CHN";
initial: { us = ["CHN"]; };
affinity: { peers = 2.5; };
'''
SWEEP = '''scenarios = ( "scenarios/baseline.cfg", "scenarios/indian.cfg" );
ensemble: { replications = 2; seed = "1"; };
sweep: { design = "scenarios"; };
output: { detail = "replicates"; };
metrics = ( { name = "m"; series = "n_members"; reduce = "final"; } );
'''


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """By the simulator: baseline, a scenario of India, and a sweep over both."""
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    folder = tmp_path_factory.mktemp("worlds")
    shutil.copytree(made.ROOT / "scenarios", folder / "scenarios")
    (folder / "scenarios" / "indian.cfg").write_text(INDIAN)
    (folder / "sweep.cfg").write_text(SWEEP)
    for command in (["run", "scenarios/baseline.cfg", "-n", "2"], ["run", "scenarios/indian.cfg", "-n", "2"], ["sweep", "sweep.cfg"]):
        name = command[1].split("/")[-1].replace(".cfg", ".h5")
        subprocess.run([program, *command, "-o", name, "-q"], cwd=folder, check=True, capture_output=True)
    opened = {name: load(folder / f"{name}.h5") for name in ("baseline", "indian", "sweep")}
    yield opened
    for result in opened.values():
        result.close()


def test_the_baseline_speaks_of_china_the_united_states_and_shanghai(worlds):
    setting = Setting(Case(worlds["baseline"]))
    assert (setting.sponsor, setting.leader, setting.place) == ("China", "the United States", "Shanghai")
    assert (str(setting.first_day), str(setting.last_day)) == ("2025-07-26", "2040-12-31")
    assert setting.question.startswith("Who signs") and setting.account_months == pytest.approx(3)


def test_another_sponsor_is_named_with_his_place_and_question(worlds):
    setting = Setting(Case(worlds["indian"]))
    assert (setting.sponsor, setting.leader, setting.place) == ("India", "China", "New Delhi")
    assert setting.title == 'A "Delhi" club' and setting.question == "Who would join India?"


def test_each_point_of_a_sweep_has_the_setting_of_its_scenario(worlds):
    cases = cases_of([worlds["sweep"]])
    assert [Setting(case).sponsor for case in cases] == ["China", "India"]
    assert [Setting(case).question for case in cases][1] == "Who would join India?"


def test_the_share_of_the_sponsor_is_what_it_holds_alone(worlds):
    for name in ("baseline", "indian"):  # before anybody joins, the share of the members is the sponsor's
        case = Case(worlds[name])
        for series in ("gdp_share", "population_share", "un_vote_share", "south_coverage"):
            assert case.mean(series)[0] == pytest.approx(Setting(case).sponsor_part(series), abs=1e-6), (name, series)


def test_the_text_of_a_scenario_is_read_key_by_key(worlds):
    text = scenario_text(worlds["indian"])
    values = parameters(text)
    assert len(values) == len(worlds["indian"].parameters()) and values["affinity.peers"] == 2.5
    assert all(values[path] == entry["value"] for path, entry in worlds["indian"].parameters().items())
    assert quoted(text, "sponsor") == "IND" and quoted(text, "no_such_key") == ""
    assert [entry["event"] for entry in calendar(text)][-2:] == ["deadline", "signing_closes"]


def test_events_and_parameters_are_told_in_words(worlds):
    case = Case(worlds["baseline"])
    words = [said(case, entry) for entry in calendar(scenario_text(case.result))]
    assert "signing ceremony in Shanghai" in words and "summit of the rival us, yearly" in words
    assert meaning(case.result, "affinity.peers") == "weight of peers"
    assert said(case, {"date": "2030-01-01", "event": "set", "path": "affinity.peers", "value": "2.0"}) == "weight of peers becomes 2"
    assert said(case, {"date": "2030-01-01", "event": "invite", "country": "DEU"}) == "Germany is invited"
