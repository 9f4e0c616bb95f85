"""Commands that the program writes for people to type: they run as they stand, whatever the names and options."""
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import h5py
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import small  # noqa: E402

ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
WAICO = os.path.abspath(os.environ.get("WAICO", os.path.join(ROOT, "build", "waico")))
ENVIRONMENT = {**os.environ, "WAICO_DATA": ROOT}

NAMES = ["it's \"$HOME\" `id`;a&b|c", "-dash #!*?[x](p){q}<y>", "new\nline\ttab\\n", "ü/中文", "--seed", "=equals", "~tilde"]


def waico(*arguments, cwd, code=0, text=None):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120, input=text,
                         env=ENVIRONMENT)
    assert run.returncode == code, (arguments, run.returncode, run.stdout[-1000:], run.stderr[-1000:])
    return run


def shell(command, cwd, code=0):
    """Runs a command as a shell understands it, waico being the program under test."""
    run = subprocess.run(["sh", "-c", f'waico() {{ "{WAICO}" "$@"; }}\n{command}'], capture_output=True, text=True, cwd=cwd,
                         timeout=120, env=ENVIRONMENT)
    assert run.returncode == code, (command, run.returncode, run.stdout[-1000:], run.stderr[-1000:])
    return run


def stopped(arguments, cwd, journal, text=None):
    """Runs a sweep until a block is kept, stops it, and gives what it says."""
    with subprocess.Popen([WAICO, *map(str, arguments)], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          stdin=subprocess.PIPE, env=ENVIRONMENT) as run:
        if text:
            run.stdin.write(text)
            run.stdin.close()
            run.stdin = None
        for _ in range(2400):
            if os.path.exists(journal) and os.path.getsize(journal) > 0:
                break
            assert run.poll() is None, run.stderr.read()
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        stderr = run.communicate(timeout=120)[1]
    assert run.returncode == 130, stderr
    return stderr


def hint(stderr):
    return re.search(r"continue with: (waico .*?--resume)", stderr, re.S).group(1)


def odd_config(folder, name):
    """A config and the name of its result, both with an odd name."""
    path = os.path.join(folder, f"{name}.cfg")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    small.world(os.path.dirname(path))
    small.config(os.path.dirname(path), "grid", replications=200, name=os.path.basename(path))
    return f"{name}.cfg", f"{name} out.h5"


MANY = ["-s", "18446744073709551615", "--set", "trust.rest=0.25", "--set", "end=2028-06-30", "--block", "7", "-j", "2", "--max-events",
        "123456789", "--max-failures", "3", "-q"]


def words_of(command):
    """What a program gets of a command that a shell runs."""
    run = subprocess.run(["sh", "-c", f"waico() {{ printf '%s\\0' \"$@\"; }}\n{command}"], capture_output=True, check=True)
    return run.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_hint_of_a_stopped_sweep_survives_the_shell(tmp_path, name):
    config, output = odd_config(tmp_path, name)
    stderr = stopped(["sweep", "-n", "20000", "-o", output, *MANY, "--", config], tmp_path, tmp_path / f"{output}.work" / "journal")
    words = words_of(hint(stderr))
    assert words[:2] == ["sweep", f"./{config}" if config.startswith("-") else config]
    pairs = set(zip(words[2:], words[3:]))
    for pair in (("--replications", "20000"), ("--seed", "18446744073709551615"), ("--set", "trust.rest=0.25"),
                 ("--set", "end=2028-06-30"), ("--block", "7"), ("--jobs", "2"), ("--max-events", "123456789"),
                 ("--max-failures", "3"), ("--output", output)):
        assert pair in pairs
    assert "--quiet" in words and words[-1] == "--resume"


def test_the_hint_of_a_stopped_sweep_goes_on_with_it_as_it_stands(tmp_path):
    config, output = odd_config(tmp_path, NAMES[1])
    options = ["-n", "60", *MANY]
    stderr = stopped(["sweep", "-o", output, *options, "--", config], tmp_path, tmp_path / f"{output}.work" / "journal")
    shell(hint(stderr), tmp_path)
    waico("sweep", "-o", "once.h5", *options, "--", config, cwd=tmp_path)
    assert (tmp_path / output).read_bytes() == (tmp_path / "once.h5").read_bytes()


def test_options_that_begin_anew_are_not_in_the_hint_and_those_given_later_win(tmp_path):
    config, output = odd_config(tmp_path, "plain")
    journal = tmp_path / f"{output}.work" / "journal"
    (tmp_path / output).write_text("old")
    command = hint(stopped(["sweep", config, "-o", output, "--force", "--block", "5", "--time-limit", "100"], tmp_path, journal))
    words = shlex.split(command)
    assert "--force" not in words and "--time-limit" in words and words.count("--resume") == 1
    (tmp_path / output).unlink()
    shell(f"{command} --time-limit 200 --quiet", tmp_path)


def test_an_extension_that_was_stopped_is_resumed_and_kept(tmp_path):
    config, output = odd_config(tmp_path, "plain")
    folder = tmp_path / f"{output}.work"
    waico("sweep", config, "-o", output, "-n", "10", "--keep-work", "-q", cwd=tmp_path)
    n = (folder / "journal").read_text().count("\n")
    with subprocess.Popen([WAICO, "sweep", config, "-o", output, "-n", "3000", "--extend", "--block", "5"], cwd=tmp_path,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as run:
        while (folder / "journal").read_text().count("\n") <= n and run.poll() is None:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        stderr = run.communicate(timeout=120)[1]
    assert run.returncode == 130
    words = shlex.split(hint(stderr))
    assert "--extend" not in words and "--keep-work" in words


@pytest.mark.parametrize("name", ["plain", NAMES[2]])
def test_a_shard_is_resumed_as_that_shard_and_merged_with_its_options(tmp_path, name):
    config, output = odd_config(tmp_path, name)
    options = ["--set", "trust.rest=0.25", "-s", "9", "-n", "150", "-q"]
    command = hint(stopped(["sweep", config, "-o", output, "--shard", "1/2", "--block", "5", *options], tmp_path,
                           tmp_path / f"{output}.shard-1-of-2" / "journal"))
    shell(command, tmp_path)
    waico("sweep", config, "-o", output, "--shard", "0/2", *options, cwd=tmp_path)
    waico("merge", "merged.h5", f"{output}.shard-0-of-2", f"{output}.shard-1-of-2", "-q", cwd=tmp_path)
    waico("sweep", config, "-o", "once.h5", *options, cwd=tmp_path)
    assert (tmp_path / "merged.h5").read_bytes() == (tmp_path / "once.h5").read_bytes()


def test_a_config_from_standard_input_is_asked_for_again(tmp_path):
    config, output = odd_config(tmp_path, "plain")
    text = (tmp_path / config).read_text()
    stderr = stopped(["sweep", "-", "-o", output, "--block", "5", "-q"], tmp_path, tmp_path / f"{output}.work" / "journal", text)
    assert "the same config on standard input" in stderr
    command = hint(stderr)
    subprocess.run(["sh", "-c", f'waico() {{ "{WAICO}" "$@"; }}\n{command} < {shlex.quote(config)}'], cwd=tmp_path, check=True,
                   capture_output=True, env=ENVIRONMENT, timeout=120)
    assert (tmp_path / output).exists()


# ---- the command that a result keeps ----

def test_a_result_keeps_the_command_that_makes_it_again(tmp_path):
    for arguments in (["run", "baseline", "-n", "2", "-s", "5", "--set", "affinity.peers=2", "--events", "--max-events", "9000000"],
                      ["run", "baseline", "-n", "1", "--decisions"], ["sweep", "demo_grid", "-n", "2", "--set", "trust.rest=0.4"]):
        waico(*arguments, "-q", "-j", "1", "-o", "first.h5", cwd=tmp_path)
        with h5py.File(tmp_path / "first.h5") as file:
            command = file["provenance/command"][()].decode()
        # The file is named without its folder: the shipped ones are known by their names.
        shell(f"{command.replace('.cfg', '')} --quiet --output again.h5", tmp_path)
        assert (tmp_path / "again.h5").read_bytes() == (tmp_path / "first.h5").read_bytes()
        for name in ("first.h5", "again.h5"):
            (tmp_path / name).unlink()


def test_the_command_of_a_repeated_history_names_file_point_and_replication(tmp_path):
    waico("sweep", "demo_grid", "-n", "2", "-q", "-o", "it's.h5", cwd=tmp_path)
    waico("rerun", "it's.h5", "-p", "3", "--decisions", "-o", "first.h5", cwd=tmp_path)
    with h5py.File(tmp_path / "first.h5") as file:
        command = file["provenance/command"][()].decode()
    shell(f"{command} --output again.h5", tmp_path)
    assert (tmp_path / "again.h5").read_bytes() == (tmp_path / "first.h5").read_bytes()


@pytest.mark.parametrize("name", [n for n in NAMES if "/" not in n])
def test_the_next_step_after_init_runs_as_it_stands(tmp_path, name):
    stderr = waico("init", "--", name, cwd=tmp_path).stderr
    match = re.search(r"next: edit it, then (waico validate .*) and (waico run .*)", stderr, re.S)
    shell(match.group(1), tmp_path)
    shell(f"{match.group(2).strip()} --replications 2 --quiet --output a.h5", tmp_path)


# Control characters, backslashes, quotes, what looks like an escape, bytes that are no UTF-8.
STRANGE = [*(n for n in NAMES if "/" not in n), "a\r\x01\x1b[31m\x7fz", "\\x0a\\n\\", os.fsdecode(b"caf\xe9")]


@pytest.mark.parametrize("name", STRANGE)
def test_merge_finds_the_config_whatever_its_name(tmp_path, name):
    small.config(str(tmp_path), "grid", replications=3)
    os.rename(tmp_path / "grid.cfg", tmp_path / f"{name}.cfg")
    waico("sweep", f"./{name}.cfg", "--shard", "0/1", "-q", "-o", "out.h5", cwd=tmp_path)
    assert (tmp_path / "out.h5.shard-0-of-1" / "call").read_bytes().count(b"\n") == 1
    waico("merge", "out.h5", "out.h5.shard-0-of-1", "-q", cwd=tmp_path)
    waico("sweep", f"./{name}.cfg", "-q", "-o", "direct.h5", cwd=tmp_path)
    assert (tmp_path / "out.h5").read_bytes() == (tmp_path / "direct.h5").read_bytes()
