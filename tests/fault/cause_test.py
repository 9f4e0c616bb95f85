"""Writing that fails says why: the system's reason and the file, once, wherever in a result it happens."""
import errno
import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import small  # noqa: E402

WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico")))
COMMANDS = {"run": ["run", "small.cfg", "-n", "3", "-q"], "sweep": ["sweep", "grid.cfg", "--block", "20", "-q"]}


@pytest.fixture(scope="module", name="place")
def place_fixture(tmp_path_factory):
    place = tmp_path_factory.mktemp("place")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", place / "shim.so", os.path.join(HERE, "shim.c"), "-ldl"], check=True)
    small.config(str(place), "grid", replications=10)
    return place


def spoil(place, command, folder, at, kind, kept):
    folder.mkdir()
    return subprocess.run([WAICO, *COMMANDS[command], "-o", folder / "a.h5"], capture_output=True, text=True, cwd=place, timeout=120,
                          check=False, env={**os.environ, "LD_PRELOAD": str(place / "shim.so"), "FAULT_UNDER": str(folder),
                                            "FAULT_AT": str(at), "FAULT_KIND": kind, "FAULT_COUNT": str(kept)})


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", ("ENOSPC", "EIO", "EFBIG", "EMFILE"))
def test_a_failed_write_names_the_reason_and_the_file_once(place, tmp_path, command, kind):
    count = tmp_path / "count"
    assert spoil(place, command, tmp_path / "0", 0, kind, count).returncode == 0
    calls = int(count.read_text())
    assert calls > 100
    failures = 0
    for at in range(3, calls, calls // 17):
        done = spoil(place, command, tmp_path / str(at), at, kind, tmp_path / "ignored")
        if done.returncode != 0:
            failures += 1
            assert done.stderr.count(os.strerror(getattr(errno, kind))) == 1, (at, done.stderr)
            assert done.stderr.count(str(tmp_path)) == 1 and done.stderr.count("\n") == 1, (at, done.stderr)
    assert failures > 10


def test_a_table_that_does_not_fit_names_the_reason(place, tmp_path):
    subprocess.run([WAICO, *COMMANDS["run"], "-o", tmp_path / "a.h5"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    # The shell counts in blocks of 512 bytes or of 1,024.
    limited = f"ulimit -f 8; exec '{WAICO}' export '{tmp_path}/a.h5' --csv '{tmp_path}/csv'"
    done = subprocess.run(["sh", "-c", limited], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and os.strerror(errno.EFBIG) in done.stderr, done.stderr
    done = subprocess.run(["sh", "-c", f"'{WAICO}' describe --json > /dev/full"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.count(os.strerror(errno.ENOSPC)) == 1
