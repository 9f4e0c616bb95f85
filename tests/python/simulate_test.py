"""waico.run: the numbers of the program, under its names, with its messages."""
import os
import shutil
import signal
import subprocess
import sys
import threading

import h5py
import numpy as np
import pytest

import waico

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
DATES = {"first_interested", "first_signed", "first_member", "first_withdrawn", "entry_into_force", "operation", "dissolution"}
EVENT_FIELDS = {"event_type": "type", "event_from": "from", "event_to": "to", "event_cause": "cause",
                "event_country": "country", "event_value": "value"}


def program(folder, *arguments):
    result = str(folder / "out.h5")
    subprocess.run([WAICO, "run", *map(str, arguments), "-o", result, "-q", "--force"], check=True)
    return h5py.File(result)


def same_bits(name, got, stored):
    """Equal as the file keeps them: counts in 16 bits, dates to 1/1024 year, NaN where both have none."""
    got = (np.rint(got * 1024) / 1024 if name in DATES else got).astype(stored.dtype)
    return got.shape == stored.shape and np.array_equal(got, stored, equal_nan=stored.dtype.kind == "f")


@pytest.mark.parametrize("scenario", ["baseline", "two_camps"])
def test_every_output_of_one_history_is_that_of_the_program_to_the_bit(tmp_path, scenario):
    shutil.copytree(os.path.join(ROOT, "scenarios"), tmp_path / "scenarios")
    config = tmp_path / "scenarios" / "question.cfg"
    config.write_text(f'scenario = "{scenario}.cfg";\noutput: {{ dates = ["2027-06-30", "2035-12-31"]; }};\n')
    names = list(waico.outputs())
    r = waico.run(scenario, metrics=names, n=1, seed=7, first=0, at=["2027-06-30", "2035-12-31"], events=True, decisions=True)
    seen = 0
    with program(tmp_path, config, "-n", 1, "-s", 7, "--decisions") as file:
        for name in names:
            if name in file:
                assert same_bits(name, r[name].values[0], file[name][()]), name
                assert list(r[name].dims[1:]) == [os.path.basename(d[0].name) for d in file[name].dims], name
                assert r[name].attrs["units"] == file[name].attrs["units"], name
                seen += 1
        assert seen >= 75
        assert [c.decode() for c in file["country"][()]] == list(r.scenario.codes)
        assert np.array_equal(np.datetime64("2025-07-26") + np.floor(file["time"][()]).astype("timedelta64[D]"),
                              r["n_members"].coords["time"])
        for stored, field in EVENT_FIELDS.items():
            assert np.array_equal(file[stored][()].astype(float), r.events[field].astype(float)), stored
        assert np.array_equal(file["event_time"][()], r.events["time_years"] * 365.25)
        assert np.array_equal(file["decision_term"][()], r.terms)
        for field in ("country", "cause", "status", "move", "option", "probability", "option_probability"):
            assert np.array_equal(file[f"decision_{field}"][()], r.decisions[field]), field
        for path, value in r.parameters.items():
            assert file[f"parameters/{path}"][()] == value


def test_an_ensemble_is_that_of_the_program(tmp_path):
    r = waico.run("no_peers", set={"trust.rest": 0.4}, metrics=["n_members", "final_trust", "first_signed", "n_status"], n=30, seed=3)
    with program(tmp_path, os.path.join(ROOT, "scenarios", "no_peers.cfg"), "-n", 30, "-s", 3, "--set", "trust.rest=0.4") as file:
        assert np.array_equal(r["n_members"].values, file["n_members"][()])
        assert np.array_equal(r["final_trust"].values.astype("f4"), file["final_trust"][()])
        assert same_bits("first_signed", r["first_signed"].values, file["first_signed"][()])
        assert np.array_equal(r["n_status"].values, file["n_status"][()])


def test_arrays_are_chosen_by_label_and_become_frames():
    r = waico.run("baseline", metrics=["first_member", "at_n_members", "n_members"], n=5, countries=["kenya", "BRA"], at=["2030"])
    assert list(r["first_member"].coords["country"]) == ["KEN", "BRA"]
    assert r["at_n_members"].sel(date="2030-12-31").shape == (5,)
    assert r["n_members"].sel(time="2035").dims == ("replicate",)
    frame = r["first_member"].to_frame()
    assert list(frame.columns) == ["replicate", "country", "first_member"] and len(frame) == 10
    assert np.array_equal(frame.first_member, r["first_member"].values.ravel(), equal_nan=True)
    assert list(frame.country[:4]) == ["KEN", "BRA", "KEN", "BRA"]
    assert dict(r.to_xarray().sizes) == {"replicate": 5, "country": 2, "date": 1, "time": 61}
    assert set(r) == {"first_member", "at_n_members", "n_members"} and len(r) == 3


def test_logs_speak_in_words():
    r = waico.run("baseline", metrics=[], n=2, events=True, decisions=True)
    events, decisions = r.frame("events"), r.frame("decisions")
    assert set(events.type) >= {"choice", "account", "ratification"} and set(decisions.cause) >= {"review", "ceremony"}
    signed = events[(events.to == "signatory") & (events["from"] != "signatory")]
    assert set(signed.country) <= set(r.scenario.codes)
    assert str(events.date.min())[:4] == "2025" and str(events.date.max())[:4] == "2040"
    assert set(events.replicate) == {0, 1}


def test_a_scenario_shows_what_it_says(tmp_path):
    s = waico.Scenario("baseline", end="2030-01-01")
    assert (s.name, s.sponsor, str(s.start), str(s.end)) == ("baseline", "CHN", "2025-07-26", "2030-01-01")
    assert s.names[s.find_country("ken")] == "Kenya"
    assert s.column("population").sum() > 7e9 and len(s.codes) == len(s.regions) == len(s.subregions) == 193
    assert np.isnat(s.signed).sum() in (156, 157)
    again = waico.Scenario(text=s.effective, tables=s.tables, folder=tmp_path)
    assert again.effective == s.effective
    a, b = s.run(n=3, metrics=["final_status"]), again.run(n=3, metrics=["final_status"])
    assert np.array_equal(a["final_status"].values, b["final_status"].values)
    assert "baseline" in waico.scenarios() and len(waico.parameters()) > 200
    assert {p.path: p.preset for p in waico.parameters()}["affinity.peers"] == 1.0


@pytest.mark.parametrize("wrong, kind, told", [
    (dict(scenario="baselin"), waico.ScenarioError, "did you mean 'baseline'?"),
    (dict(scenario="none.cfg"), waico.ScenarioError, "none.cfg"),
    (dict(set={"affinity.peer": 1}), waico.WaicoError, 'did you mean "affinity.peers"?'),
    (dict(set={"affinity.peers": 99}), waico.WaicoError, "affinity.peers: 99 is outside [-10, 10]"),
    (dict(metrics=["n_member"]), waico.WaicoError, "did you mean 'n_members'?"),
    (dict(countries=["Atlantis"]), waico.WaicoError, "no one country has the code or name 'Atlantis'"),
    (dict(at=["1999"]), waico.WaicoError, "is outside of the run"),
    (dict(at=["soon"]), waico.LabelError, "is not YYYY"),
    (dict(seed=-1), waico.WaicoError, "seed"),
    (dict(n=-1), waico.WaicoError, "whole numbers from 0 on"),
    (dict(max_events=5), waico.SimulationError, "replicate 0, seed 1"),
])
def test_what_is_wrong_is_said_as_the_program_says_it(wrong, kind, told):
    with pytest.raises(kind) as fault:
        waico.run(**{"n": 1, **wrong})
    assert told in str(fault.value)


def test_words_are_listed_by_axis():
    assert waico.labels("status")[3:6] == ["signatory", "associate", "full"] and len(waico.labels("incentive")) == 12
    with pytest.raises(waico.WaicoError, match="no axis of words; those are status, incentive"):
        waico.labels("time")


def test_all_mistakes_of_a_scenario_are_told(tmp_path):
    (tmp_path / "wrong.cfg").write_text("titel = 1;\nafinity: { };\n")
    with pytest.raises(waico.ScenarioError) as fault:
        waico.Scenario(tmp_path / "wrong.cfg")
    assert 'wrong.cfg:1: titel: unknown key; did you mean "title"?' in str(fault.value)
    assert "wrong.cfg:2: afinity" in str(fault.value)
    assert isinstance(fault.value, ValueError)


def test_threads_of_python_get_what_one_gets():
    scenario, results = waico.Scenario("baseline", end="2030-01-01"), {}

    def work(i):
        results[i] = scenario.run(n=20, seed=5, metrics=["final_status"], threads=1 + i % 3)["final_status"].values
    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6 and all(np.array_equal(results[0], values) for values in results.values())


def test_the_keyboard_ends_a_long_run(tmp_path):
    script = ("import sys, waico\nprint('begins', flush=True)\ntry:\n    waico.run('baseline', n=200000, metrics=['final_trust'])\n"
              "except KeyboardInterrupt:\n    print('ended', waico.run('baseline', n=1, metrics=['final_trust'])['final_trust'].shape)\n")
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ, PYTHONPATH=os.path.join(ROOT, "analysis")),
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    assert process.stdout.readline() == "begins\n"
    threading.Event().wait(0.5)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "ended (1,)\n"


def test_two_thousand_calls_do_not_grow():
    script = ("import resource, waico\ns = waico.Scenario('baseline', end='2026-08-01')\n"
              "m = waico.Model(s, ['affinity.peers'], n=1)\n"
              "def call(n):\n    for i in range(n):\n        s.run(n=1, events=True, metrics=['final_status'], threads=1); m([i % 3])\n"
              "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
              "a = call(300)\nprint(call(2000) - a)\n")
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                         env=dict(os.environ, PYTHONPATH=os.path.join(ROOT, "analysis")))
    assert int(run.stdout) < 2048  # kB


def test_files_are_read_without_the_library_and_simulations_run_without_h5py(tmp_path):
    files = "import sys, waico; print(waico.load.__name__, 'waico.library' in sys.modules)"
    runs = "import sys, waico; waico.run('baseline', n=1); print('h5py' in sys.modules)"
    for script, wanted in ((files, "load False"), (runs, "False")):
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                             env=dict(os.environ, PYTHONPATH=os.path.join(ROOT, "analysis")))
        assert run.stdout.strip() == wanted
    run = subprocess.run([sys.executable, "-c", "import waico; waico.run"], capture_output=True, text=True, check=False,
                         env=dict(os.environ, PYTHONPATH=os.path.join(ROOT, "analysis"), WAICO_LIBRARY="/nowhere.so"))
    assert "ImportError: libwaico.so is not there" in run.stderr
