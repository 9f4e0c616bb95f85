"""File systems that lack locks, flushing of folders or links, and files that another program holds open."""
import errno
import fcntl
import os
import shutil
import subprocess

import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(ROOT, "build", "waico")))
NOT_OFFERED = [errno.ENOSYS, errno.EOPNOTSUPP, 524]

SWEEP = """scenario = "baseline.cfg";
ensemble: { replications = 2; seed = "7"; };
sweep: { design = "grid"; parameters = ( { path = "affinity.peers"; from = 0.0; to = 2.0; count = 3; } ); };
output: { detail = "summary"; };
metrics = ( { name = "m"; series = "n_members"; at = "2027-12-31"; } );
"""


def waico(*arguments, cwd, code=0, **environment):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120,
                         env={**os.environ, "WAICO_DATA": ROOT, **environment})
    assert run.returncode == code, (arguments, environment, run.returncode, run.stdout[-1000:], run.stderr[-1000:])
    return run


@pytest.fixture(scope="module", name="place")
def place_fixture(tmp_path_factory):
    """A folder with a result, a sweep, and the library under which calls are missing."""
    place = tmp_path_factory.mktemp("place")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", place / "missing.so", os.path.join(ROOT, "tests", "fault", "missing.c"),
                    "-ldl"], check=True)
    shutil.copytree(os.path.join(ROOT, "scenarios"), place, dirs_exist_ok=True)
    (place / "sweep.cfg").write_text(SWEEP)
    waico("run", "baseline", "-n", "3", "-q", "-o", "a.h5", cwd=place)
    waico("sweep", "sweep.cfg", "-q", "-o", "s.h5", cwd=place)
    return place


def lacking(place, **missing):
    return {"LD_PRELOAD": str(place / "missing.so"), **{f"MISSING_{k.upper()}": str(v) for k, v in missing.items()}}


@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EWOULDBLOCK, *NOT_OFFERED])
def test_without_flock_results_are_read_and_written_like_anywhere(place, fault, tmp_path):
    there = lacking(place, flock=fault)
    a, s = place / "a.h5", place / "s.h5"
    for command in (["show", a], ["verify", a, s], ["export", a, "--csv", tmp_path / "csv"], ["compare", a, a], ["diff", a, a],
                    ["rerun", a, "-r", "1"], ["explain", a, "-c", "IDN"]):
        assert "damaged" not in waico(*command, cwd=place, **there).stderr
    waico("run", "baseline", "-n", "3", "-q", "-o", tmp_path / "b.h5", cwd=place, **there)
    assert (tmp_path / "b.h5").read_bytes() == a.read_bytes()
    waico("sweep", "sweep.cfg", "--block", "2", "-q", "-o", tmp_path / "t.h5", cwd=place, **there)
    assert (tmp_path / "t.h5").read_bytes() == s.read_bytes()


@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EINVAL, *NOT_OFFERED])
def test_without_locks_by_fcntl_a_work_folder_is_used_and_that_is_said_once(place, fault, tmp_path):
    there = lacking(place, lock=fault)
    target = tmp_path / "t.h5"
    run = waico("sweep", "sweep.cfg", "--block", "2", "--keep-work", "-o", target, cwd=place, **there)
    assert run.stderr.count("has no locks") == 1
    assert target.read_bytes() == (place / "s.h5").read_bytes()
    # Removing the folder that was kept asks for the lock again: nobody holds it.
    run = waico("sweep", "sweep.cfg", "--force", "--block", "2", "-o", target, cwd=place, **there)
    assert run.stderr.count("has no locks") == 1
    assert not os.path.exists(f"{target}.work")
    assert "has no locks" not in waico("sweep", "sweep.cfg", "--force", "-q", "-o", target, cwd=place, **there).stderr


@pytest.mark.parametrize("fault", [errno.EINVAL, *NOT_OFFERED])
def test_where_folders_cannot_be_flushed_results_are_there_and_that_is_said_once(place, fault, tmp_path):
    there = lacking(place, fsync=fault)
    run = waico("run", "baseline", "-n", "3", "-o", tmp_path / "b.h5", cwd=place, **there)
    assert run.stderr.count("flush") == 1
    assert (tmp_path / "b.h5").read_bytes() == (place / "a.h5").read_bytes()
    run = waico("sweep", "sweep.cfg", "--block", "2", "-o", tmp_path / "t.h5", cwd=place, **there)
    assert run.stderr.count("flush") == 1
    assert (tmp_path / "t.h5").read_bytes() == (place / "s.h5").read_bytes()


def test_a_folder_that_fails_to_flush_is_an_error(place, tmp_path):
    run = waico("run", "baseline", "-n", "3", "-q", "-o", tmp_path / "b.h5", cwd=place, code=1,
                **lacking(place, fsync=errno.EIO))
    assert "Input/output error" in run.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_may_be_written_but_not_opened_takes_results(place, tmp_path):
    box = tmp_path / "box"
    box.mkdir(mode=0o300)
    waico("run", "baseline", "-n", "3", "-q", "-o", box / "b.h5", cwd=place)
    box.chmod(0o700)
    assert (box / "b.h5").read_bytes() == (place / "a.h5").read_bytes()


@pytest.mark.parametrize("fault", [errno.EPERM, *NOT_OFFERED])
def test_without_links_no_file_is_replaced_without_being_asked(place, fault, tmp_path):
    there = lacking(place, link=fault)
    waico("run", "baseline", "-n", "3", "-q", "-o", tmp_path / "b.h5", cwd=place, **there)
    assert (tmp_path / "b.h5").read_bytes() == (place / "a.h5").read_bytes()
    waico("run", "baseline", "-n", "3", "-q", "-o", tmp_path / "b.h5", cwd=place, code=4, **there)


def test_a_good_file_that_another_program_has_locked_is_read_and_a_damaged_one_is_still_told(place, tmp_path):
    held, bad = tmp_path / "held.h5", tmp_path / "bad.h5"
    shutil.copy(place / "a.h5", held)
    bad.write_bytes((place / "a.h5").read_bytes()[:20000])
    with open(held, "r+b") as file, open(bad, "r+b") as other:
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.flock(other, fcntl.LOCK_EX)
        for command in ("show", "verify", "rerun"):
            waico(command, held, cwd=place)
            run = waico(command, bad, cwd=place, code=1)
            assert "damaged" in run.stderr
        waico("show", held, cwd=place, HDF5_USE_FILE_LOCKING="TRUE")
