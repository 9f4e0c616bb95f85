"""What a result says of itself: in what it deviates from the scenario named, how much of it is there, which run it is of."""
import json
import os
import re
import signal
import subprocess

import h5py
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(ROOT, "build", "waico")))
ENVIRONMENT = {**os.environ, "WAICO_DATA": ROOT}


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120,
                         env=ENVIRONMENT)
    assert run.returncode == code, (arguments, run.returncode, run.stdout[-1000:], run.stderr[-1000:])
    return run


def results(folder):
    return sorted(os.listdir(folder / "results"))


def attributes(path):
    with h5py.File(path) as file:
        return {name: file.attrs[name] for name in file.attrs}


# ---- deviations ----

def test_the_unchanged_scenario_deviates_in_nothing_whatever_the_seed_and_number(tmp_path):
    run = waico("run", "baseline", "-n", "2", "-s", "77", "-q", cwd=tmp_path)
    assert results(tmp_path) == ["baseline.h5"]
    facts = attributes(tmp_path / "results" / "baseline.h5")
    assert facts["deviations"] == "" and "[" not in facts["title"]
    assert "\nwith " not in run.stdout


@pytest.mark.parametrize("sets, words, name", [
    (["affinity.peers=2"], "affinity.peers = 2", "baseline-affinity.peers-2.h5"),
    (["rival.us.pressure=0.8", "affinity.peers = 2"], "affinity.peers = 2, rival.us.pressure = 0.8",
     "baseline-affinity.peers-2-rival.us.pressure-0.8.h5"),
    (["affinity.peers=1", "affinity.peers=0.5"], "affinity.peers = 0.5", "baseline-affinity.peers-0.5.h5"),
    (["end=2030-01-01"], "end = 2030-01-01", "baseline-end-2030-01-01.h5"),
    (["title=Mine"], "", "baseline.h5"),
])
def test_what_was_set_stands_under_the_title_in_the_file_and_in_its_name(tmp_path, sets, words, name):
    options = [word for one in sets for word in ("--set", one.replace(" ", ""))]
    run = waico("run", "baseline", "-n", "2", *options, cwd=tmp_path)
    lines = run.stdout.split("\n")
    assert results(tmp_path) == [name]
    facts = attributes(tmp_path / "results" / name)
    assert facts["deviations"] == words
    assert facts["title"] == lines[0] + (f" [{words}]" if words else "")
    if words:
        assert lines[1] == f"with {words}"
    shown = waico("show", f"results/{name}", cwd=tmp_path).stdout.split("\n")
    assert shown[0] == lines[0] and (not words or shown[1] == f"with {words}")
    assert json.loads(waico("show", f"results/{name}", "--json", cwd=tmp_path).stdout)["deviations"] == words


def test_many_changes_give_a_short_name_of_their_own_and_stand_whole_in_the_file(tmp_path):
    paths = ["leader.democratic_turnover", "leader.autocratic_turnover", "shock.incident_rate", "trust.recovery_rate",
             "rival.us.control_on_rate", "rival.us.control_off_rate"]
    names = set()
    for last in ("0.11", "0.12"):
        sets = [word for path in paths for word in ("--set", f"{path}=0.1")] + ["--set", f"{paths[-1]}={last}"]
        waico("run", "baseline", "-n", "1", "-q", *sets, cwd=tmp_path)
        (name,) = set(results(tmp_path)) - names
        names.add(name)
        assert re.fullmatch(r"baseline-[A-Za-z0-9._-]+-[0-9a-f]{8}\.h5", name) and len(name) < 120
        facts = attributes(tmp_path / "results" / name)
        assert f"{sorted(paths)[0]} = 0.1" in facts["deviations"] and f"{paths[-1]} = {last}" in facts["deviations"]
        assert len(facts["title"]) < 300


def test_a_sweep_says_what_was_set_too(tmp_path):
    text = waico("sweep", "demo_grid", "-n", "2", "--set", "trust.rest=0.4", "-q", cwd=tmp_path).stdout
    assert text.split("\n")[1] == "with trust.rest = 0.4"
    assert results(tmp_path) == ["demo_grid-trust.rest-0.4.h5"]
    facts = attributes(tmp_path / "results" / "demo_grid-trust.rest-0.4.h5")
    assert facts["deviations"] == "trust.rest = 0.4" and facts["title"].endswith(" [trust.rest = 0.4]")


def test_a_history_out_of_a_sweep_says_of_which_point_it_is(tmp_path):
    waico("sweep", "demo_grid", "-n", "2", "--set", "trust.rest=0.4", "-q", "-o", "s.h5", cwd=tmp_path)
    waico("rerun", "s.h5", "-p", "14", "-r", "1", "-o", "one.h5", cwd=tmp_path)
    words = "trust.rest = 0.4, affinity.peers = 2, rival.us.pressure = 0.8"
    facts = attributes(tmp_path / "one.h5")
    assert facts["deviations"] == words and facts["title"].endswith(f" [{words}]")
    assert f"with {words}\n" in waico("explain", "s.h5", "-p", "14", "-c", "IDN", cwd=tmp_path).stdout
    assert "with affinity.peers = 2\n" in waico("explain", "baseline", "-c", "IDN", "--set", "affinity.peers=2",
                                                cwd=tmp_path).stdout


# ---- moving aside ----

def test_another_result_is_moved_aside_by_its_identity_and_never_replaced(tmp_path):
    target = tmp_path / "results" / "baseline.h5"
    waico("run", "baseline", "-n", "2", "-q", "--move-aside", cwd=tmp_path)
    first, identity = target.read_bytes(), attributes(target)["identity"]
    run = waico("run", "baseline", "-n", "2", "--move-aside", cwd=tmp_path)  # the same run: rewritten
    assert results(tmp_path) == ["baseline.h5"] and target.read_bytes() == first and "now" not in run.stderr
    run = waico("run", "baseline", "-n", "3", "--move-aside", cwd=tmp_path)
    moved = f"baseline-{identity[:8]}.h5"
    assert f"results/baseline.h5 was another result; it is now results/{moved}" in run.stderr
    assert results(tmp_path) == sorted(["baseline.h5", moved])
    assert (tmp_path / "results" / moved).read_bytes() == first
    # Again and again, with files that differ under the name that is wanted.
    (tmp_path / "results" / moved).write_bytes(b"something else")
    waico("run", "baseline", "-n", "2", "-q", "--move-aside", cwd=tmp_path)
    waico("run", "baseline", "-n", "3", "-q", "--move-aside", cwd=tmp_path)
    assert (tmp_path / "results" / moved).read_bytes() == b"something else"
    assert (tmp_path / "results" / moved.replace(".h5", "-2.h5")).read_bytes() == first
    n = len(results(tmp_path))
    for replications in ("2", "3", "2", "3"):
        waico("run", "baseline", "-n", replications, "-q", "--move-aside", cwd=tmp_path)
    assert len(results(tmp_path)) == n


def test_what_is_no_result_is_not_moved(tmp_path):
    (tmp_path / "a.h5").write_text("mine")
    run = waico("run", "baseline", "-n", "2", "-q", "--move-aside", "-o", "a.h5", cwd=tmp_path, code=4)
    assert "no result of waico" in run.stderr and (tmp_path / "a.h5").read_text() == "mine"


# ---- interrupted ----

def test_an_interrupted_run_says_how_much_was_asked_and_done(tmp_path):
    asked = 10_000_000
    with subprocess.Popen([WAICO, "run", "baseline", "-n", str(asked), "-o", "part.h5", "--progress", "json"], cwd=tmp_path,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as run:
        for line in run.stderr:
            if json.loads(line)["done"] > 0:
                break
        run.send_signal(signal.SIGINT)
        stdout, stderr = run.communicate(timeout=120)
    assert run.returncode == 130
    with h5py.File(tmp_path / "part.h5") as file:
        done = int(file["replicates_done"][()])
        assert file["replicates_asked"][()] == asked and 0 < done < asked
        assert len(file["replicate"]) == done
    words = f"{done:,} of 10,000,000 replications: interrupted"
    assert words in stderr
    assert f"{done:,} of 10,000,000 replications (interrupted)" in stdout
    assert words in waico("show", "part.h5", cwd=tmp_path).stdout
    assert words in waico("verify", "part.h5", cwd=tmp_path).stdout
    assert json.loads(waico("show", "part.h5", "--json", cwd=tmp_path).stdout)["interrupted"] is True


def test_a_whole_result_says_nothing_of_a_stop(tmp_path):
    waico("run", "baseline", "-n", "3", "-q", "-o", "a.h5", cwd=tmp_path)
    waico("sweep", "demo_grid", "-n", "3", "-q", "-o", "s.h5", cwd=tmp_path)
    with h5py.File(tmp_path / "a.h5") as a, h5py.File(tmp_path / "s.h5") as s:
        assert a["replicates_asked"][()] == a["replicates_done"][()] == 3
        assert (s["replications_asked"][:] == 3).all()
    for name in ("a.h5", "s.h5"):
        assert "interrupted" not in waico("show", name, cwd=tmp_path).stdout + waico("verify", name, cwd=tmp_path).stdout
        assert json.loads(waico("show", name, "--json", cwd=tmp_path).stdout)["interrupted"] is False
