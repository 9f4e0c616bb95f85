"""What killed runs leave is cleared, what does not belong into a work folder does not hang, and runs that meet do not trip."""
import glob
import itertools
import os
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import small  # noqa: E402

ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(ROOT, "build", "waico")))


def start(*arguments, **environment):
    return subprocess.Popen([WAICO, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env={**os.environ, **environment})


def waico(*arguments, code=0, **environment):
    with start(*arguments, **environment) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == code, (arguments, process.returncode, out, err)
    return out, err


def wait_for(pattern):
    for _ in range(1200):
        if glob.glob(str(pattern), include_hidden=True):
            return glob.glob(str(pattern), include_hidden=True)[0]
        time.sleep(0.05)
    raise AssertionError(f"{pattern} never came")


@pytest.fixture(name="config")
def config_fixture(tmp_path):
    return small.config(str(tmp_path), "grid", replications=10)


@pytest.fixture(scope="module", name="pause")
def pause_fixture(tmp_path_factory):
    if "SANITIZED" in os.environ:
        pytest.skip("sanitizers must be loaded before all other libraries")
    library = tmp_path_factory.mktemp("pause") / "pause.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, os.path.join(ROOT, "tests", "fault", "pause.c"), "-ldl"], check=True)
    return library


# ---- temporary files ----

def long_run(tmp_path, output):
    """An ensemble that takes minutes, as soon as its temporary file is there."""
    small.world(str(tmp_path), end="2041-01-01")
    process = start("run", tmp_path / "small.cfg", "-n", "4000000", "-q", "-o", output)
    return process, wait_for(tmp_path / f".{os.path.basename(output)}.*.part")


def test_the_next_run_of_a_name_clears_what_a_killed_one_left(tmp_path):
    process, left = long_run(tmp_path, tmp_path / "a.h5")
    other = str(tmp_path / ".b.h5.") + left.split(".a.h5.")[1]
    shutil.copy(left, other)
    process.kill()
    process.communicate()
    assert os.path.exists(left)
    waico("run", tmp_path / "small.cfg", "-n", "3", "-q", "-o", tmp_path / "a.h5")
    assert not os.path.exists(left)
    assert os.path.exists(other), "of another name"


def test_a_temporary_file_of_a_living_run_or_of_another_machine_stays(tmp_path):
    process, living = long_run(tmp_path, tmp_path / "a.h5")
    try:
        process.send_signal(signal.SIGSTOP)
        number, place, _ = living.rsplit(".", 2)[1].split("-")
        elsewhere = living.replace(f".{number}-{place}-", f".999999999-{'0' * len(place)}-")
        user = str(tmp_path / ".a.h5.part")
        for path in (elsewhere, user):
            shutil.copy(living, path)
        waico("run", tmp_path / "small.cfg", "-n", "3", "-q", "-o", tmp_path / "a.h5")
        assert all(os.path.exists(path) for path in (living, elsewhere, user))
    finally:
        process.kill()
        process.communicate()


def test_a_dry_run_leaves_foreign_files_and_nothing_of_its_own(tmp_path, config):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    precious = tmp_path / "precious"
    precious.write_text("precious")
    # Whatever number the process gets, as the names could be foretold once.
    for number in range(os.getpid(), os.getpid() + 3000):
        os.symlink(precious, temporary / f"waico-pilot-{number}.h5")
    before = sorted(os.listdir(temporary))
    waico("sweep", config, "-o", tmp_path / "out.h5", "--dry-run", TMPDIR=str(temporary))
    assert sorted(os.listdir(temporary)) == before and precious.read_text() == "precious"
    _, err = waico("sweep", config, "-o", tmp_path / "out.h5", "--dry-run", TMPDIR=str(tmp_path / "nowhere"), code=1)
    assert "TMPDIR" in err


# ---- what does not belong into a work folder ----

STRANGE = ("fifo", "folder", "link", "device")


def put(kind, path):
    if os.path.lexists(path):
        os.rename(path, f"{path}.kept")
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        os.mkdir(path)
    elif kind == "link":
        os.symlink("/dev/zero", path)
    else:
        try:
            os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))
        except PermissionError:
            pytest.skip("devices are made by root")


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("name", ("plan", "call", "journal", "lock", "block"))
def test_a_strange_file_in_a_work_folder_neither_hangs_nor_is_read(tmp_path, config, kind, name):
    waico("sweep", config, "-o", tmp_path / "out.h5", "--shard", "0/1", "--block", "20", "-q")
    shard = tmp_path / "out.h5.shard-0-of-1"
    path = sorted(glob.glob(f"{shard}/blocks/*.h5"))[0] if name == "block" else shard / name
    put(kind, path)
    for arguments in (["merge", tmp_path / "merged.h5", shard], ["verify", shard],
                      ["sweep", config, "-o", tmp_path / "out.h5", "--shard", "0/1", "--resume", "-q"]):
        with start(*arguments) as process:
            _, err = process.communicate(timeout=60)
        needed = {"merge": ("plan", "call", "journal", "block"), "verify": ("plan", "journal", "block"),
                  "sweep": ("plan", "journal", "lock")}[arguments[0]]
        assert process.returncode == (1 if name in needed else 0), (arguments, err)
        assert name not in needed or "regular file" in err, (arguments, err)
        assert "\0" not in err


@pytest.mark.parametrize("kind", STRANGE)
def test_a_work_folder_that_is_none_does_not_hang(tmp_path, config, kind):
    if kind != "folder":
        put(kind, tmp_path / "out.h5.work")
        for option in ([], ["--resume"]):
            _, err = waico("sweep", config, "-o", tmp_path / "out.h5", "-q", *option, code=4)
            assert "is no folder" in err


@pytest.mark.parametrize("kind", ("fifo", "link"))
def test_temporary_names_of_small_files_may_be_taken(tmp_path, config, kind):
    (tmp_path / "out.h5.work").mkdir()
    for name in ("plan.part", "call.part", "journal.part"):
        put(kind, tmp_path / "out.h5.work" / name)
    waico("sweep", config, "-o", tmp_path / "out.h5", "-q", "--resume")
    assert not os.path.exists(tmp_path / "out.h5.work")


# ---- two at once ----

PLACES = [("link", "out.h5", "after"), ("unlink", "/plan", "before"), ("unlink", "/plan", "after"),
          ("rmdir", "/blocks", "before"), ("rmdir", "/blocks", "after"), ("unlink", "/lock", "before"),
          ("unlink", "/lock", "after"), ("rmdir", ".work", "before"), ("rmdir", ".work", "after")]


def paused(pause, tmp_path, place, *arguments):
    here, until = tmp_path / "here", tmp_path / "until"
    process = start(*arguments, LD_PRELOAD=str(pause), PAUSE_CALL=place[0], PAUSE_PATH=place[1], PAUSE_WHEN=place[2],
                    PAUSE_HERE=str(here), PAUSE_UNTIL=str(until))
    wait_for(here)
    return process, until


@pytest.mark.parametrize("place", PLACES)
def test_a_second_resume_finds_the_result_wherever_the_first_is_in_ending(tmp_path, config, pause, place):
    output = tmp_path / "out.h5"
    first, until = paused(pause, tmp_path, place, "sweep", config, "-o", output, "--block", "20", "-q")
    try:
        second = start("sweep", config, "-o", output, "--resume")
        try:
            second.wait(timeout=3)  # it may end now, or wait for the first
        except subprocess.TimeoutExpired:
            pass
        until.write_text("")
        _, err = second.communicate(timeout=60)
        assert second.returncode == 0 and "is complete" in err, err
    finally:
        until.write_text("")
        _, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert not os.path.exists(f"{output}.work") and not glob.glob(f"{tmp_path}/.out*", include_hidden=True)


@pytest.mark.parametrize("place", [("mkdir", ".work", "before"), ("mkdir", ".work", "after"), ("open", "/lock", "before"),
                                   ("open", "/lock", "after")])
def test_a_second_resume_that_was_slow_to_lock_finds_the_result_too(tmp_path, config, pause, place):
    output = tmp_path / "out.h5"
    held, go = paused(pause, tmp_path, ("link", "out.h5", "before"), "sweep", config, "-o", output, "--block", "20", "-q")
    (tmp_path / "second").mkdir()
    second, until = paused(pause, tmp_path / "second", place, "sweep", config, "-o", output, "--resume")
    go.write_text("")
    _, err = held.communicate(timeout=60)
    assert held.returncode == 0, err
    until.write_text("")
    _, err = second.communicate(timeout=60)
    assert second.returncode == 0 and "is complete" in err, err
    assert not os.path.exists(f"{output}.work") and not glob.glob(f"{tmp_path}/.out*", include_hidden=True)


def test_a_resume_asked_to_stop_while_it_looks_at_blocks_stops_there(tmp_path, config, pause):
    output = tmp_path / "out.h5"
    waico("sweep", config, "-o", output, "--block", "20", "-q", "--keep-work")
    right = output.read_bytes()
    output.unlink()
    block = sorted((tmp_path / "out.h5.work" / "blocks").iterdir())[0]
    block.chmod(0o600)
    block.write_bytes(b"damaged")
    process, until = paused(pause, tmp_path, ("open", "/journal", "before"), "sweep", config, "-o", output, "--block", "20", "--resume")
    process.send_signal(signal.SIGTERM)
    until.write_text("")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "interrupted; continue with" in err, err
    assert block.read_bytes() == b"damaged"  # not looked at, so not moved aside
    waico("sweep", config, "-o", output, "--block", "20", "--resume", "-q")
    assert output.read_bytes() == right


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_resume_asked_to_stop_while_a_child_tries_blocks_stops_there(tmp_path, config, pause, number):
    output = tmp_path / "out.h5"
    waico("sweep", config, "-o", output, "--block", "20", "-q", "--keep-work")
    output.unlink()
    process, until = paused(pause, tmp_path, ("open", ".h5", "before"), "sweep", config, "-o", output, "--block", "20", "--resume")
    try:
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    finally:
        until.write_text("")
    assert process.returncode == 130 and "interrupted; continue with" in err, err
