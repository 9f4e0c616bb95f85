"""Warnings about what is legal but without effect: they come where they are true, and nowhere else."""
import json
import os
import re
import shutil
import subprocess

import h5py
import numpy
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120,
                         env={**os.environ, "WAICO_DATA": ROOT})
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    return run


@pytest.fixture
def folder(tmp_path):
    shutil.copy(os.path.join(ROOT, "scenarios", "baseline.cfg"), tmp_path)
    shutil.copytree(os.path.join(ROOT, "scenarios", "data"), tmp_path / "data")
    return tmp_path


def warnings(folder, text):
    (folder / "s.cfg").write_text('extends = "baseline.cfg";\n' + text + "\n")
    run = waico("validate", "s.cfg", cwd=folder)
    found = [line.removeprefix("waico: warning: s.cfg: ") for line in run.stderr.splitlines()]
    report = json.loads(waico("validate", "s.cfg", "--json", cwd=folder).stdout)[0]
    assert report["valid"] and report["warnings"] == found
    return found


def test_no_shipped_scenario_or_config_is_warned_about(tmp_path):
    for room in ("scenarios", "configs"):
        files = [os.path.join(ROOT, room, name) for name in sorted(os.listdir(os.path.join(ROOT, room))) if name.endswith(".cfg")]
        run = waico("validate", *files, cwd=tmp_path)
        assert run.stderr == "" and run.stdout.count(": valid, ") == len(files)


EMPTY = {
    "calendar = ();": "nobody can ever join: signing is not open at the start",
    'calendar = ( { date = "2026-07-16"; event = "signing_opens"; } ); '
    'organisation: { attend_base = 0.0; attend_slope = 0.0; }; leader: { democratic_turnover = 0.0; autocratic_turnover = 0.0; }; '
    'decision: { review_rate: { none = 0.0; interested = 0.0; observer = 0.0; }; };': "nobody can ever join: there is no occasion",
    "charter: { never_ratifies = 1.0; };": "nobody can ever join: charter.never_ratifies is 1",
    "charter: { ratifications_to_enter = 500; };": "nobody can ever join: charter.ratifications_to_enter is 500",
}


@pytest.mark.parametrize("text", EMPTY)
def test_a_world_that_nobody_can_join_is_warned_about_and_nobody_joins(folder, text):
    found = warnings(folder, text)
    assert len(found) == 1 and found[0].startswith(EMPTY[text])
    waico("run", "s.cfg", "-n", 20, "-q", "-o", "a.h5", cwd=folder)
    with h5py.File(folder / "a.h5") as file:
        assert (file["n_members"][:] == 0).all()


def test_run_tells_the_warnings_too(folder):
    warnings(folder, "calendar = ();")
    assert "warning: s.cfg: nobody can ever join" in waico("run", "s.cfg", "-n", 1, "-o", "a.h5", cwd=folder).stderr
    assert waico("run", "s.cfg", "-n", 1, "-q", "-o", "b.h5", cwd=folder).stderr == ""


def test_a_calendar_that_puts_members_in_needs_no_signing(folder):
    assert warnings(folder, 'calendar = ( { date = "2026-07-16"; event = "status"; country = "KEN"; status = "full"; } );') == []
    assert warnings(folder, 'calendar = (); initial: { phase = "signing"; signing_open = true; };') == []


def test_another_leader_and_another_sponsor_are_told_whose_pull_they_have(folder):
    found = warnings(folder, 'rival_leader = "DEU";')
    assert len(found) == 1 and "rival_leader is DEU" in found[0] and "United States" in found[0]
    found = warnings(folder, 'sponsor = "IND"; initial: { rights = []; };')
    assert len(found) == 1 and "sponsor is IND" in found[0] and "China" in found[0]
    assert warnings(folder, 'rival_leader = "DEU"; rival: { us: { ally = 0.0; trade = 0.0; pressure = 0.0; }; };') == []


def test_empty_calendar_entries_are_named_by_their_date(folder):
    found = warnings(folder, '''calendar_add = (
        { date = "2027-01-01"; event = "set"; path = "affinity.peers"; value = 1.0; },
        { date = "2028-01-01"; event = "set"; path = "affinity.legitimacy"; value = 0.5; },
        { date = "2029-01-01"; event = "set"; path = "affinity.legitimacy"; value = 0.3; },
        { date = "2025-09-01"; event = "ceremony"; },
        { date = "2025-08-01"; event = "rival_summit"; rival = "us"; } );''')
    assert found == ["calendar, 2025-08-01: nobody can join at this rival_summit, for the rival us is not open",
                     "calendar, 2025-09-01: nobody can sign at this ceremony, for signing has not opened",
                     "calendar, 2027-01-01: sets affinity.peers to 1, which it is already"]


def kept(path):
    with h5py.File(path) as file:
        text = file["provenance/ignored_calendar"][()] if "ignored_calendar" in file["provenance"] else b""
    return text.decode().splitlines()


def test_entries_that_an_earlier_end_cuts_off_are_told_once_and_kept(folder):
    """A file that extends another may end earlier: what it loses of the calendar is listed, on screen and in the file."""
    found = [line for line in warnings(folder, 'end = "2026-07-20";') if line.startswith("left out: ")]
    assert [line.split(": ")[1:4] for line in found] == [
        ["baseline.cfg:34", "calendar[5]", "deadline of 2026-07-31 is not before the end, 2026-07-20 (s.cfg:2)"],
        ["baseline.cfg:35", "calendar[6]", "signing_closes of 2026-07-31 is not before the end, 2026-07-20 (s.cfg:2)"],
        ["baseline.cfg:19", "summit_day", "07-26 does not come after the start, 2025-07-26, and before the end, 2026-07-20 (s.cfg:2)"]]
    said = waico("run", "s.cfg", "-n", 2, "-o", "a.h5", cwd=folder).stderr
    assert said.count("calendar[5]") == 1
    assert kept(folder / "a.h5") == [line.removeprefix("left out: ") for line in found]
    assert waico("rerun", "a.h5", "-r", 1, "-o", "b.h5", cwd=folder)
    assert kept(folder / "b.h5") == kept(folder / "a.h5")
    assert waico("verify", "a.h5", "b.h5", cwd=folder)


def test_entries_before_a_start_that_is_set_are_left_out_too(folder):
    said = waico("run", "baseline.cfg", "--set", "start=2026-07-20", "-n", 2, "-o", "a.h5", cwd=folder).stderr
    assert "ceremony of 2026-07-16 lies before the start, 2026-07-20 (--set start=2026-07-20)" in said
    assert any("ceremony" in line for line in kept(folder / "a.h5"))


def test_a_sweep_over_scenarios_names_what_they_have_in_common_once(folder):
    for name in ("one", "two"):
        (folder / f"{name}.cfg").write_text(f'extends = "baseline.cfg"; title = "{name}";\n')
    (folder / "c.cfg").write_text('''scenarios = ("one.cfg", "two.cfg"); sweep: { design = "scenarios"; };
        ensemble: { replications = 2; }; output: { detail = "summary"; };
        metrics = ( { name = "m"; series = "n_members"; reduce = "final"; } );''')
    said = waico("sweep", "c.cfg", "--set", "end=2026-07-20", "-o", "a.h5", cwd=folder).stderr
    assert said.count("deadline of 2026-07-31") == 1
    assert [line.split(":")[0] for line in kept(folder / "a.h5") if "deadline" in line] == ["one", "two"]


def test_who_states_the_end_and_a_later_entry_is_refused(folder):
    (folder / "s.cfg").write_text('''extends = "baseline.cfg";
calendar_add = ( { date = "2041-01-01"; event = "incident"; } );''')
    for command in (["validate", "s.cfg"], ["run", "s.cfg", "-n", 1, "-o", "a.h5"]):
        assert "s.cfg:2: calendar_add[0].date: is not before the end, 2041-01-01" in waico(*command, cwd=folder, code=2).stderr


def gates():
    text = open(os.path.join(ROOT, "sim", "scenario", "remark.c"), encoding="utf-8").read()
    pairs = re.findall(r'\{ "([\w.]+)", "([\w.]+)" \}', text)
    return [*pairs, *((f"incentive.{name}.weight", f"incentive.{name}.promise") for name in ("training", "voice", "equity_fund"))]


@pytest.mark.parametrize("gate, read", gates())
def test_a_parameter_that_is_said_to_have_no_effect_has_none(tmp_path, gate, read):
    row = json.loads(waico("describe", read, "--json", cwd=tmp_path).stdout)[0]
    other = row["min"] + 0.37 * (min(row["max"], row["min"] + 1) - row["min"])
    assert other != row["preset"]
    command = ["run", "baseline", "-n", 6, "--set", f"{gate}=0"]
    assert "warning" not in waico(*command, "-o", "a.h5", cwd=tmp_path).stderr
    said = waico(*command, "--set", f"{read}={other}", "-o", "b.h5", cwd=tmp_path).stderr
    assert f"{read} has no effect: {gate} is 0" in said
    with h5py.File(tmp_path / "a.h5") as a, h5py.File(tmp_path / "b.h5") as b:
        for name in ("n_members", "n_signed", "n_us", "n_rights", "first_signed", "first_member", "final_status"):
            numpy.testing.assert_array_equal(a[name][:], b[name][:])
