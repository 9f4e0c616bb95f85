"""Hostile and damaged files in Python: refused by one class of error, whether the simulator is there or not, or harmless.

A part of them by turns; HOSTILE_SHARE=1 takes all, HOSTILE_ONLY a pattern of names, HOSTILE_TURN=I/N every N-th.  Each is looked at in a process of its
own, so that a crash, a hang or much memory is the fault of one file.
"""
import contextlib
import hashlib
import io
import os
from pathlib import Path
import re
import select
import shutil
import signal
import subprocess
import sys
import time

import h5py
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "hostile"), str(ROOT / "tests" / "support")]

import hostile  # noqa: E402
import small  # noqa: E402
from simulated import simulator  # noqa: E402
from waico.analysis import FormatError, guard, load, vet  # noqa: E402
from waico.analysis import drawing, figures, report  # noqa: E402,F401  loaded once, not in the process of each file
from waico.analysis.cli import main  # noqa: E402

ONLY = re.compile(os.environ.get("HOSTILE_ONLY", ""))
BASES = ("run", "ensemble", "saltelli", "grid", "dated")
SECONDS = 300  # a hang, not a slow machine
MORE_MEMORY = 600 << 20  # bytes, besides what the test itself has
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What only building the world can judge: without the program these texts are shown as they are.
WORLD = re.compile(r"_scenario_|_table_|_without_|_missing$|_param_|_config_effective_|_label_incentive")

pytestmark = pytest.mark.own_guard


@pytest.fixture(name="good", scope="module")
def good_fixture(tmp_path_factory):
    """One small good file of each kind."""
    program = simulator()
    if program is None:
        pytest.skip("build/waico is not there")
    folder = tmp_path_factory.mktemp("good")
    small.world(folder)
    small.dated(folder)
    small.config(folder, "saltelli", 6)
    small.config(folder, "grid", 6, extra='output: { detail = "events"; };')
    for name, command in {"run": ["run", "small.cfg", "-n", "1", "--decisions"], "ensemble": ["run", "small.cfg", "-n", "12", "--events"], "dated": ["run", "dated.cfg"],
                          "saltelli": ["sweep", "saltelli.cfg", "-j", "1"], "grid": ["sweep", "grid.cfg", "-j", "1"]}.items():
        subprocess.run([program, *command, "-o", f"{name}.h5", "-q"], cwd=folder, check=True, capture_output=True)
    return {name: folder / f"{name}.h5" for name in BASES}


def content(path):
    """Everything that the package gives of a file, by name."""
    with load(path) as result:
        found = {name: result.array(name).values for name in result.names}
        found.update({f"axis {dim}": result.labels(dim) for dim in result.sizes})
        found.update({f"attribute {name}": np.asarray(value) for name, value in result.attrs.items()})
        found.update({f"parameter {name}": np.asarray(entry["value"]) for name, entry in result.parameters().items()})
        found.update({f"provenance {name}": np.asarray(value) for name, value in result.provenance.items() if name != "file_sha256"})
        found.update({f"input {name}": np.asarray(result.input(name)) for name in result.file.get("input", {})})
    return found


def same(one, other):
    return one.keys() == other.keys() and all(
        np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f" and other[name].dtype.kind == "f") for name in one)


def look(path, reference):
    """In the process of its own: 'refused', 'same' or 'other', or what is wrong."""
    outcome = "refused"
    try:
        outcome = "same" if same(content(path), reference) else "other"
    except FormatError as fault:
        if CONTROL.search(str(fault)) or path.name not in str(fault) or "\n" in str(fault):
            return f"the message is {str(fault)!r}"
    for command in (["info", path], ["plot", "adoption", path, "-o", path.with_suffix(".png"), "--dpi", "30"],
                    ["report", path, "-o", path.with_suffix(".html")])[:3 if outcome == "other" else 2 if outcome == "refused" else 1]:
        said, complaint = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complaint):
            code = main([str(word) for word in command])
        text = said.getvalue() + complaint.getvalue()
        if CONTROL.search(text) or "Traceback" in text:
            return f"{command[0]} says {text[:500]!r}"
        if code not in ((1,) if outcome == "refused" else (0, 2)):
            return f"{command[0]} ends with {code} where loading is {outcome}: {text[:300]}"
    return outcome


def apart(work):
    """What `work` gives, from a process of its own; what ended that, when something did."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            said = work()
        except BaseException as fault:  # whatever it is, it is the finding
            said = f"{type(fault).__name__}: {fault}"
        os.write(writing, said.encode("utf-8", "backslashreplace")[:60000])
        os._exit(0)
    os.close(writing)
    if not select.select([reading], [], [], SECONDS)[0]:
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != 0 or not said:
        return "it hangs" if code == -signal.SIGKILL else f"it ends with {code}"
    return f"it takes {usage.ru_maxrss >> 10} MB" if usage.ru_maxrss * 1024 > memory() + MORE_MEMORY else said


def memory():
    with open("/proc/self/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))


def chosen(share):
    cases = [case for case in hostile.files({}) if ONLY.search(case[0])]
    turn, turns = map(int, os.environ.get("HOSTILE_TURN", "0/1").split("/"))
    return cases[::max(1, round(1 / float(os.environ.get("HOSTILE_SHARE", share))))][turn::turns]


@pytest.mark.parametrize("with_program,share", [(True, 0.08), (False, 0.025)], ids=["asked of the simulator", "without the simulator"])
def test_hostile_files_are_refused_or_harmless(good, tmp_path, monkeypatch, with_program, share):
    monkeypatch.setenv("WAICO", simulator() if with_program else "")
    references = {base: content(path) for base, path in good.items()}
    outcomes, wrong = {}, []
    cases = chosen(share)
    for number, (name, base, spoil, bad) in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "hostile.h5"
        shutil.copy(good[base], path)
        spoil(str(path))
        outcome = apart(lambda path=path, base=base: look(path, references[base]))
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if outcome not in ("refused", "same", "other") or (outcome == "other" and bad and (with_program or not WORLD.search(name))):
            wrong.append(f"{name}: {outcome}")
            print(wrong[-1], flush=True)
        shutil.rmtree(folder)
    print(outcomes)
    assert sum(outcomes.values()) == len(cases)
    assert not wrong, f"{len(wrong)} of {sum(outcomes.values())}\n" + "\n".join(wrong)


@pytest.mark.parametrize("with_program", (True, False), ids=["asked of the simulator", "without the simulator"])
def test_every_flipped_bit_is_found(good, tmp_path, monkeypatch, with_program):
    monkeypatch.setenv("WAICO", simulator() if with_program else "")
    flips = list(hostile.flips(BASES))
    path = tmp_path / "flipped.h5"
    for _, base, place, bit in flips[::max(1, round(1 / float(os.environ.get("HOSTILE_SHARE", 0.04))))]:
        shutil.copy(good[base], path)
        hostile.flip(place, bit, False)(str(path))
        with pytest.raises(FormatError, match="digest|damaged"):
            load(path)


def test_the_mark_of_the_digest_in_texts_is_not_taken_for_it(tmp_path):
    """As often as one likes, and over the pieces in which the file is read; in a file with one digit changed."""
    zeros = b"0" * guard.DIGITS
    plain = (guard.MARK + zeros + b"\n") * 20000 + guard.MARK + zeros + b"behind"
    place = len(plain) - len(zeros + b"behind")
    digest = hashlib.sha256(plain).hexdigest().encode()
    path = tmp_path / "marks"
    for digits, good in ((digest, True), (digest[:-1] + (b"1" if digest[-1:] == b"0" else b"0"), False)):
        path.write_bytes(plain[:place] + digits + b"behind")
        with open(path, "rb") as file:
            assert guard._has_digest(file, len(plain)) is good


def test_good_files_are_good_without_the_simulator_too(good, monkeypatch):
    monkeypatch.setenv("WAICO", "")
    for path in good.values():
        assert content(path)["axis country"].tolist() == sorted(small.CODES)


def test_a_file_is_checked_once_until_it_changes(good, tmp_path, monkeypatch):
    path = tmp_path / "once.h5"
    shutil.copy(good["run"], path)
    asked, ask = [], guard._run
    monkeypatch.setattr(guard, "_run", lambda *arguments: asked.append(1) or ask(*arguments))
    for _ in range(22):
        load(path).close()
    assert len(asked) == 1
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(FormatError, match="digest does not agree"):
        load(path)


def test_unverified_asks_for_no_digest_but_still_refuses_harm(good, tmp_path):
    path, case = tmp_path / "altered.h5", {name: spoil for name, _, spoil, _ in hostile.files({})}
    shutil.copy(good["run"], path)
    with h5py.File(path, "r+") as file:
        file["trust"][0] = 0.123
    with pytest.raises(FormatError, match="digest does not agree"):
        load(path)
    with load(path, unverified=True) as result:
        assert result.array("trust").values[0] == np.float64(0.123)
    assert main(["info", str(path)]) == 1 and main(["info", str(path), "--unverified"]) == 0
    for name in ("run_time_external", "run_list_integer", "run_n_members_virtual", "fifo"):
        shutil.copy(good["run"], tmp_path / "harm.h5")
        case[name](str(tmp_path / "harm.h5"))
        with pytest.raises(FormatError):
            load(tmp_path / "harm.h5", unverified=True)
        (tmp_path / "harm.h5").unlink()


def test_a_link_to_a_regular_file_is_followed_and_one_to_a_device_is_not(good, tmp_path):
    (tmp_path / "link.h5").symlink_to(good["run"])
    load(tmp_path / "link.h5").close()
    (tmp_path / "null.h5").symlink_to("/dev/null")
    with pytest.raises(FormatError, match="not a regular file"):
        load(tmp_path / "null.h5")


def test_a_simulator_that_cannot_be_asked_is_replaced_by_own_checks(good, tmp_path, monkeypatch):
    useless = tmp_path / "waico"
    useless.write_text("#!/bin/sh\nexit 127\n")
    useless.chmod(0o755)
    monkeypatch.setenv("WAICO", str(useless))
    shutil.copy(good["run"], tmp_path / "a.h5")
    load(tmp_path / "a.h5").close()
    dict((name, spoil) for name, _, spoil, _ in hostile.files({}))["run_n_members_external"](str(tmp_path / "a.h5"))
    with pytest.raises(FormatError, match="a.h5: n_members: its storage is in another file"):
        load(tmp_path / "a.h5")


def test_the_child_that_looks_has_limits_of_memory_and_time(good):
    code = ("import sys, resource; sys.path[:] = %r; from waico.analysis import vet; vet._limit(1000, 2); "
            "print(resource.getrlimit(resource.RLIMIT_DATA)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]); import numpy; %s")
    full = subprocess.run([sys.executable, "-c", code % (sys.path, "numpy.ones(1 << 28)")], capture_output=True, text=True, check=False)
    assert full.stdout.split() == [str(vet.MEMORY + 4000), "2"] and "MemoryError" in full.stderr or "allocate" in full.stderr
    began = time.monotonic()
    endless = subprocess.run([sys.executable, "-c", code % (sys.path, "any(iter(int, 1))")], capture_output=True, check=False)
    assert endless.returncode == -signal.SIGXCPU and time.monotonic() - began < SECONDS


def test_names_and_texts_are_shown_without_control_characters(tmp_path, capsys):
    path = tmp_path / "a\x1b[31m\nb.h5"
    path.write_bytes(b"x")
    assert main(["info", str(path)]) == 1
    said = capsys.readouterr().err
    assert "a\\x1b[31m\\x0ab.h5: damaged or cut" in said and said.count("\n") == 1 and "\x1b" not in said
