"""Scenarios, their countries and their mistakes, and the words and parameters of the model, as Python has them."""
import datetime
import json
import pickle
import shutil
import subprocess

import numpy as np
import pytest

import waico


def test_a_scenario_says_what_it_is(baseline):
    assert baseline.name == "baseline" and baseline.title.startswith("From the proposal on") and baseline.question.endswith("?")
    assert baseline.start == datetime.date(2025, 7, 26) and baseline.end == datetime.date(2041, 1, 1)
    assert baseline.sponsor == "CHN" and len(baseline.codes) == 193 and not baseline.codes.flags.writeable
    assert "affinity" in baseline.text("effective") and baseline.text("countries").startswith("iso3")
    with pytest.raises(waico.WaicoError, match="'rumours' is no text of a scenario; there are name, title"):
        baseline.text("rumours")


def test_countries_are_those_of_the_table(baseline):
    table = baseline.countries
    lines = [line.split(",") for line in baseline.text("countries").splitlines()]
    assert table["code"].tolist() == [line[0] for line in lines[1:]] == baseline.codes.tolist()
    gdp = lines[0].index("gdp_usd")
    assert table["gdp_usd"].tolist() == [float(line[gdp]) for line in lines[1:]]
    assert dict(zip(table["code"], table["name"]))["BRA"] == "Brazil"
    assert baseline.find("brazil") == baseline.find("BRA") == baseline.find("bra") == "BRA"
    with pytest.raises(waico.WaicoError, match="'Brasilien' is no country of baseline, or several; did you mean"):
        baseline.find("Brasilien")


def test_the_record_is_by_date(baseline):
    record = baseline.record
    assert (np.diff(record["signed"]) >= np.timedelta64(0)).all()
    assert (record["signed"] <= np.datetime64("2026-07-16")).sum() == 29  # with the sponsor
    assert str(record["signed"][0]) == "2026-07-16"


def test_dates_and_parameters_may_be_others(baseline):
    changed = baseline.changed({"affinity.peers": 2, "title": "Peers"}, end=datetime.date(2030, 1, 1))
    assert changed.title == "Peers" and changed.end == datetime.date(2030, 1, 1) and baseline.title != "Peers"
    same = waico.Scenario("baseline", set={"affinity.peers": np.float64(2), "title": "Peers"}, end=np.datetime64("2030-01-01"))
    assert same.text("effective") == changed.text("effective")


def test_a_text_extends_the_shipped_ones_and_brings_its_own_tables(baseline, tmp_path):
    text = 'extends = "baseline.cfg"; title = "Peers"; question = "?"; affinity: { peers = 2.0; };'
    changed = waico.Scenario(text=text)
    assert changed.title == "Peers"
    shutil.copytree(waico.scenarios()["baseline"].parent, tmp_path, dirs_exist_ok=True)
    (tmp_path / "mine.cfg").write_text(text)
    by_path = waico.Scenario(tmp_path / "mine.cfg")
    assert waico.run(by_path, n=2)["n_members"].values.tolist() == waico.run(changed, n=2)["n_members"].values.tolist()
    tables = {role: baseline.text(role) for role in ("countries", "borders", "blocs", "record")}
    whole = waico.Scenario(text=baseline.text("effective"), tables=tables, folder="/nowhere")
    assert waico.run(whole, n=2)["n_members"].values.tolist() == waico.run(baseline, n=2)["n_members"].values.tolist()


def test_a_scenario_can_be_sent_to_another_process(baseline):
    sent = pickle.loads(pickle.dumps(baseline.changed({"affinity.peers": 2}, end="2032-01-01")))
    assert sent.name == "baseline" and str(sent.end) == "2032-01-01"
    here = waico.run(baseline, "n_members", n=3, set={"affinity.peers": 2}, end="2032-01-01")
    assert (waico.run(sent, "n_members", n=3)["n_members"].values == here["n_members"].values).all()


def test_shipped_scenarios_are_those_of_the_program(program):
    listed = subprocess.run([program, "list"], check=True, capture_output=True, text=True).stdout
    assert "baseline" in waico.scenarios() and all(name in listed for name in waico.scenarios())


@pytest.mark.parametrize("given,said", [
    (dict(source="baselin"), r'baselin: there is no such file, and no shipped scenario of that name; did you mean "baseline"\?'),
    (dict(source="./nothere.cfg"), "nothere.cfg: there is no such file"),
    (dict(text='extends = "baseline.cfg";\naffinity: { peer = 1.0; };\norganisation: { vote = -3; };\n', name="mine"),
     r'(?s)mine:2: affinity.peer: unknown key; did you mean "affinity.peers"\?.*\nmine:3: '),
    (dict(source="baseline", set={"affinity.peer": 1}), 'affinity.peer.*did you mean "affinity.peers"'),
    (dict(source="baseline", end="2020-01-01"), "end"),
])
def test_mistakes_of_scenarios_are_told_in_the_words_of_the_program(given, said):
    with pytest.raises(waico.ScenarioError, match=said) as told:
        waico.Scenario(**given)
    assert isinstance(told.value, ValueError) and not str(told.value).endswith("\n")


@pytest.mark.parametrize("given,said", [
    (dict(), "either by name or path, or as text"), (dict(source="baseline", text=""), "either by name"),
    (dict(source="baseline", folder="."), "go with a text"), (dict(source="baseline", end="soon"), "'soon' is no date: YYYY-MM-DD"),
    (dict(text="", tables={"people": ""}), '"people" is no role of a table'), (dict(text="a\0b"), "zero byte"),
])
def test_arguments_that_do_not_fit_are_refused(given, said):
    with pytest.raises(waico.WaicoError, match=said):
        waico.Scenario(**given)


def test_parameters_are_those_of_the_program(program):
    told = json.loads(subprocess.run([program, "describe", "--json"], check=True, capture_output=True, text=True).stdout)
    table = waico.parameters()
    rows = told["parameters"] if isinstance(told, dict) else told
    assert table["path"].tolist() == [row["path"] for row in rows]
    assert table["preset"].tolist() == [row["preset"] for row in rows]
    assert (table["min"] <= table["preset"]).all() and (table["preset"] <= table["max"]).all()
    assert all(table["meaning"]) and all(table["source"])
    table["preset"] = 0  # a copy
    assert waico.parameters()["preset"].any()


def test_words_have_an_order():
    assert waico.labels("status").tolist()[:4] == ["none", "interested", "observer", "signatory"]
    with pytest.raises(waico.WaicoError, match="'country' is no axis of words; there are status, incentive"):
        waico.labels("country")
