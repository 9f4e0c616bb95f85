"""What a run will take, before it begins: --dry-run of run and sweep, and too little memory refused."""
import json
import os
import resource
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import small  # noqa: E402

WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico")))
# Starts a program from a small process, since a child's peak begins with its parent's; prints it in kB.
MEASURE = """import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(process.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))"""


def waico(*arguments, cwd, code=0, address_space=None):
    def limit():
        if address_space:
            resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))

    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120, check=False,
                         preexec_fn=limit)
    assert code is None or run.returncode == code, (arguments, run.returncode, run.stdout, run.stderr)
    return run


@pytest.fixture(name="runs")
def runs_fixture(tmp_path):
    """A run and a sweep of the small world, each with its replications."""
    small.world(str(tmp_path))
    small.config(str(tmp_path), "grid", replications=600)
    return {"run": (["small.cfg", "-n", "3000"], 3000), "sweep": (["grid.cfg"], 3600)}


@pytest.mark.parametrize("command", ("run", "sweep"))
def test_a_dry_run_estimates_and_writes_nothing(tmp_path, runs, command):
    arguments, replications = runs[command]
    before = sorted(os.listdir(tmp_path))
    said = json.loads(waico(command, *arguments, "--dry-run", "--json", "-j", 1, cwd=tmp_path).stdout)
    text = waico(command, *arguments, "--dry-run", "-j", 1, cwd=tmp_path).stdout
    assert sorted(os.listdir(tmp_path)) == before
    assert said["replications"] == replications and said["seconds"] > 0 and said["workers"] == 1
    for word in ("points", f"{replications:,}", "estimated time", "estimated size", "estimated memory", "are there"):
        assert word in text
    done = subprocess.run([sys.executable, "-c", MEASURE, WAICO, command, *arguments, "-o", "out.h5", "-q", "-j", "1"],
                          cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert 0.5 < said["bytes"] / os.path.getsize(tmp_path / "out.h5") < 2
    if "SANITIZED" not in os.environ:  # they take memory of their own
        assert 0.5 < said["memory"] / (1024 * int(done.stdout.split()[-1])) < 3


@pytest.mark.skipif("SANITIZED" in os.environ, reason="sanitizers reserve terabytes of addresses")
@pytest.mark.parametrize("command", ("run", "sweep"))
def test_too_little_memory_is_refused_with_numbers_unless_forced(tmp_path, runs, command):
    arguments, _ = runs[command]
    plenty = 4 << 30
    said = json.loads(waico(command, *arguments, "--dry-run", "--json", "-j", 2, cwd=tmp_path, address_space=plenty).stdout)
    assert said["memory_there"] < plenty
    size = plenty - said["memory_there"]  # of the process when it asks
    little = size + (10 << 20)
    for option in ([], ["--dry-run"]):
        refused = waico(command, *arguments, "-j", 2, "-o", "out.h5", *option, cwd=tmp_path, code=1, address_space=little)
        assert "of memory with 2 workers, and 10" in refused.stderr and "--force-memory" in refused.stderr
        assert not any(name.startswith((".out", "out")) for name in os.listdir(tmp_path))
    forced = waico(command, *arguments, "-j", 2, "-o", "out.h5", "--force-memory", cwd=tmp_path, code=None, address_space=little)
    assert "--force-memory" not in forced.stderr
