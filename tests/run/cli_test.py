"""The command line as a user meets it: help, exit codes, messages, outputs, pipes, signals."""
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time

import h5py
import numpy
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
COMMANDS = re.findall(r"^  (\w+) ", subprocess.run([WAICO, "--help"], capture_output=True, text=True).stdout
                      .split("Commands:")[1].split("Options:")[0], re.M)


def waico(*arguments, cwd, code=0, **options):
    environment = {**os.environ, "WAICO_DATA": ROOT, **options.pop("env", {})}
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, env=environment,
                         timeout=120, **options)
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    return run


# ---- help, man page, completion ----

def test_help_lists_every_command_and_each_command_has_help(tmp_path):
    assert "run" in COMMANDS and "validate" in COMMANDS
    for command in COMMANDS:
        text = waico(command, "--help", cwd=tmp_path).stdout
        assert f"Usage: waico {command}" in text
        assert "--help" in text
        assert waico("help", command, cwd=tmp_path).stdout == text
        assert max(map(len, text.split("Examples:")[0].split("\n"))) <= 80


def test_every_option_of_the_help_is_taken(tmp_path):
    for command in COMMANDS:
        names = set(re.findall(r"--([a-z][a-z-]*)", waico(command, "--help", cwd=tmp_path).stdout.split("Options:")[1]
                               .split("Examples:")[0]))
        for name in names:
            run = subprocess.run([WAICO, command, f"--{name}", "--help"], capture_output=True, text=True, cwd=tmp_path,
                                 timeout=120)
            assert "unknown option" not in run.stderr, (command, name)


def test_no_arguments_show_the_overview(tmp_path):
    assert "Commands:" in waico(cwd=tmp_path).stdout


def test_version_names_the_revision_and_the_libraries(tmp_path):
    text = waico("--version", cwd=tmp_path).stdout
    assert re.match(r"waico \d+\.\d+\.\d+\nrevision \w+(-changed)?\n", text) and "HDF5" in text
    waico("run", "baseline", "-n", 1, "-o", "one.h5", cwd=tmp_path)
    with h5py.File(tmp_path / "one.h5") as file:
        assert text.split()[3] == file.attrs["git_revision"]


def test_man_page_is_roff_without_warnings(tmp_path):
    page = waico("--man", cwd=tmp_path).stdout
    assert page.startswith(".TH WAICO 1")
    for command in COMMANDS:
        assert f'.SS "waico {command}"' in page
    if shutil.which("groff"):
        run = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=page, capture_output=True, text=True)
        assert run.returncode == 0 and run.stderr == ""


def test_the_man_page_has_what_an_option_takes_on_the_options_line(tmp_path):
    page = re.sub(r"\\f[BIR]|\\(?=-)", "", waico("--man", cwd=tmp_path).stdout)
    for command in COMMANDS:
        section = page.split(f'.SS "waico {command}"')[1].split(".SS")[0].split(".SH")[0]
        offered = re.findall(r"^  (?:(-\w), |    )(--\S+)(?: (\S+))?", waico(command, "--help", cwd=tmp_path).stdout, re.M)
        assert offered
        for letter, name, value in offered:
            value = value and " " + value
            line = f"{letter}{value}, {name}{value}" if letter else f"{name}{value}"
            assert f".TP\n{line}\n" in section, line


def complete(tmp_path, *words):
    script = waico("--completion", "bash", cwd=tmp_path).stdout
    assert subprocess.run(["bash", "-n"], input=script, text=True).returncode == 0
    line = " ".join(f"'{w}'" for w in words)
    run = subprocess.run(["bash", "-c", script + f"\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _waico; "
                          'printf "%s\\n" "${COMPREPLY[@]}"'], capture_output=True, text=True, cwd=tmp_path)
    return run.stdout.split()


def test_completion_offers_commands_options_choices_and_parameters(tmp_path):
    assert complete(tmp_path, "waico", "desc") == ["describe"]
    assert "--replications" in complete(tmp_path, "waico", "run", "--re")
    assert complete(tmp_path, "waico", "run", "--progress", "j") == ["json"]
    assert complete(tmp_path, "waico", "describe", "affinity.pe") == ["affinity.peers"]
    assert complete(tmp_path, "waico", "run", "--set", "affinity.pe") == ["affinity.peers="]


# ---- wrong usage: exit code 2 and a message that says what was meant ----

@pytest.mark.parametrize("arguments, message", [
    (["rum"], 'unknown command "rum"; did you mean "run"?'),
    (["xyzzyx"], 'unknown command "xyzzyx"; `waico --help` lists them'),
    (["--versoin"], "unknown option --versoin; did you mean --version?"),
    (["run"], "waico run needs FILE; see `waico run --help`"),
    (["run", "a", "b"], 'waico run: "b" is one argument too many'),
    (["run", "a", "--replicatoins", "3"], "unknown option --replicatoins; did you mean --replications?"),
    (["run", "a", "-y"], "unknown option -y"),
    (["run", "a", "-n"], "-n needs a value"),
    (["run", "a", "--seed"], "--seed needs a value"),
    (["run", "a", "--force=1"], "--force takes no value"),
    (["run", "a", "-n", "0"], '--replications: "0" is not a whole number from 1 to 100000000'),
    (["run", "a", "-n", "3x"], '--replications: "3x" is not a whole number from 1 to 100000000'),
    (["run", "a", "-j", "99999999999999999999"], '--jobs: "99999999999999999999" is not a whole number from 1 to 1024'),
    (["run", "a", "--color", "blue"], '--color: "blue" is none of auto|always|never'),
    (["run", "a", "-o", ""], "--output: the FILE is empty"),
    (["describe", "affinity.peerz"], 'no parameter or group is called "affinity.peerz"; did you mean "affinity.peers"?'),
    (["run", "basline"], 'basline: there is no such file, and no bundled scenario or config of that name; did you mean "baseline"?'),
    (["--completion", "fish"], '--completion: "fish" is not known; SHELL is bash'),
    (["run", "baseline", "--decisions"], "--decisions needs -n 1"),
])
def test_wrong_usage_is_told(tmp_path, arguments, message):
    run = waico(*arguments, cwd=tmp_path, code=2)
    assert message in run.stderr
    assert run.stdout == ""
    assert os.listdir(tmp_path) == []


def test_all_mistakes_of_a_command_line_are_told_at_once(tmp_path):
    run = waico("run", "a", "-n", "x", "-j", "y", "--frce", cwd=tmp_path, code=2)
    assert run.stderr.count("\n") == 3


def test_mistakes_of_a_scenario_end_with_code_2_and_write_nothing(tmp_path):
    (tmp_path / "bad.cfg").write_text('extends = "baseline.cfg";\nafinity: { peers = 1.0; };\n')
    run = waico("run", "bad.cfg", "-o", "x.h5", cwd=tmp_path, code=2)
    assert "bad.cfg:" in run.stderr
    assert sorted(os.listdir(tmp_path)) == ["bad.cfg"]


# ---- results ----

def small(tmp_path, *more, code=0, n=20, **options):
    return waico("run", "baseline", "-n", n, "-s", 7, *more, cwd=tmp_path, code=code, **options)


def test_run_prints_what_a_reader_wants_first(tmp_path):
    text = small(tmp_path).stdout
    for piece in ("20 replications, seed 7", "2026-07-16 ceremony", "2026-07-31 deadline", "Entry into force",
                  "Members on", "2040-", "Likeliest joiners", "All of it: results/baseline.h5"):
        assert piece in text, piece
    signed, fit = text.split("Signatures by")[1].split("Against the record")
    for table in (signed, fit):
        assert re.findall(r"^(2026-07-\d\d) \w+,? .*$", table, re.M) == ["2026-07-16", "2026-07-31"]
    assert len(re.findall(r"^2026-07-\d\d \w+, in-sample ", fit, re.M)) == 2 and "a fit, no forecast" in fit
    assert re.search(r"2026-07-16 ceremony.* 28$", signed, re.M) and re.search(r"2026-07-31 deadline.* 36$", signed, re.M)
    assert len(re.findall(r"^ *\d+  [A-Z]{3}  ", text, re.M)) == 20


def members_by_the_event_log(path, midnight):
    """Members but the sponsor of each replication at 00:00 of a day, counted from the steps in its event log."""
    with h5py.File(path) as file:
        ends = numpy.cumsum(file["n_events"][:])
        day, country, to = (file[f"event_{name}"][:] for name in ("time", "country", "to"))
        codes = [m.decode() if isinstance(m, bytes) else m for m in file["status"][:]]
    inside = {codes.index(name) for name in ("associate", "full", "core")}
    counts = []
    for first, end in zip([0, *ends[:-1]], ends):
        status = {}
        for k in range(first, end):
            if day[k] < midnight and country[k] >= 0 and to[k] >= 0:
                status[country[k]] = to[k]
        counts.append(sum(code in inside for code in status.values()))
    return numpy.array(counts)


def test_json_has_the_numbers_of_the_file(tmp_path):
    report = json.loads(small(tmp_path, "--json", "--events", "-o", "a.h5").stdout)
    with h5py.File(tmp_path / "a.h5") as file:
        signed = file["first_signed"][:]
        start = numpy.datetime64("2025-07-26")
        end_date = file.attrs["end_date"]
        countries = [c.decode() for c in file["country"][:]]
    sponsor = countries.index("CHN")
    for row in report["signatures"]:
        end = (numpy.datetime64(row["date"]) - start).astype(int) + 1
        # The file keeps dates to 2^-10 year, about a third of a day: compare in whole days with that room.
        counts = (numpy.delete(signed, sponsor, axis=1) * 365.25 < end - 0.5).sum(axis=1)
        assert row["median"] == numpy.median(counts)
    for row in report["members"]:
        members = members_by_the_event_log(tmp_path / "a.h5", (numpy.datetime64(row["date"]) - start).astype(int) + 1)
        assert row["median"] == numpy.quantile(members, 0.5)
        assert row["q95"] == pytest.approx(numpy.quantile(members, 0.95))
    assert [row["date"] for row in report["members"]] == [f"{year}-12-31" for year in range(2025, 2041)]
    assert numpy.datetime64(report["members"][-1]["date"]) + 1 == numpy.datetime64(end_date)
    assert report["replications"] == 20 and report["failed"] == 0


def test_the_number_of_workers_changes_no_byte(tmp_path):
    texts = []
    for jobs in (1, 2, 4, 7):
        texts.append(small(tmp_path, "-j", jobs, "-o", f"{jobs}.h5", n=70).stdout.replace(f"{jobs}.h5", ""))
    first = (tmp_path / "1.h5").read_bytes()
    for jobs in (2, 4, 7):
        assert (tmp_path / f"{jobs}.h5").read_bytes() == first
    assert len(set(texts)) == 1


def test_one_replication_gives_a_run_file_that_equals_its_row_of_the_ensemble(tmp_path):
    small(tmp_path, "-o", "many.h5")
    small(tmp_path, "-o", "one.h5", "--decisions", n=1)
    with h5py.File(tmp_path / "many.h5") as many, h5py.File(tmp_path / "one.h5") as one:
        assert one.attrs["waico_format"] in ("run", b"run") and many.attrs["waico_format"] in ("ensemble", b"ensemble")
        assert (many["n_members"][0] == one["n_members"][:]).all()
        assert len(one["event_time"]) > 1000
        assert len(one["decision_time"]) > 100


def test_set_changes_a_parameter_and_a_wrong_one_is_told(tmp_path):
    plain = json.loads(small(tmp_path, "--json", "-o", "a.h5").stdout)
    moved = json.loads(small(tmp_path, "--json", "-o", "b.h5", "--set", "decision.inertia.sign=9").stdout)
    assert moved["signatures"][1]["median"] < plain["signatures"][1]["median"]
    run = small(tmp_path, "--set", "decision.inertia.sing=9", code=2)
    assert "decision.inertia.sign" in run.stderr


def test_a_scenario_comes_from_standard_input(tmp_path):
    text = open(os.path.join(ROOT, "scenarios", "us_counter_offer.cfg"), encoding="utf-8").read()
    run = waico("run", "-", "-n", 4, "-o", tmp_path / "x.h5", cwd=os.path.join(ROOT, "scenarios"), input=text)
    assert "US counter-offer" in run.stdout


def test_results_and_talk_go_different_ways(tmp_path):
    run = small(tmp_path, "--progress", "always")
    assert "replications in" in run.stderr and "replications in" not in run.stdout
    assert small(tmp_path, "--force", "-q").stderr == ""


# ---- outputs that cannot be written ----

def test_an_existing_output_is_kept(tmp_path):
    small(tmp_path, "-o", "a.h5")
    before = (tmp_path / "a.h5").read_bytes()
    run = small(tmp_path, "-o", "a.h5", "--set", "affinity.peers=0", code=4)
    assert "a.h5" in run.stderr and run.stdout == ""
    assert (tmp_path / "a.h5").read_bytes() == before
    small(tmp_path, "-o", "a.h5", "--set", "affinity.peers=0", "--force")
    assert (tmp_path / "a.h5").read_bytes() != before
    assert os.listdir(tmp_path) == ["a.h5"]


@pytest.mark.parametrize("name", ["missing/a.h5", "file/a.h5", "folder"])
def test_an_output_that_cannot_be_made_is_told_at_once(tmp_path, name):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    run = small(tmp_path, "-o", name, "--force", code=1, n=1000000)
    assert name.split("/")[0] in run.stderr
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


@pytest.mark.parametrize("n", [1, 20])
@pytest.mark.parametrize("limit", [0, 4096, 100000, 200000])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, limit, n):
    def shrink():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    run = small(tmp_path, "-o", "a.h5", code=1, n=n, preexec_fn=shrink)
    assert "a.h5" in run.stderr
    assert run.stdout == "" and os.listdir(tmp_path) == []


def test_a_full_disk_keeps_the_former_output(tmp_path):
    small(tmp_path, "-o", "a.h5", n=1)
    before = (tmp_path / "a.h5").read_bytes()
    small(tmp_path, "-o", "a.h5", "--force", code=1,
          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000)))
    assert (tmp_path / "a.h5").read_bytes() == before and os.listdir(tmp_path) == ["a.h5"]


def test_a_full_standard_output_is_told(tmp_path):
    with open("/dev/full", "w", encoding="utf-8") as full:
        run = subprocess.run([WAICO, "describe"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert run.returncode == 1 and "standard output" in run.stderr



# ---- talk ----

def test_progress_in_json(tmp_path):
    run = small(tmp_path, "--progress", "json", n=600)
    lines = [json.loads(line) for line in run.stderr.split("\n") if line.startswith("{")]
    assert lines and lines[-1]["done"] == 600 and lines[-1]["total"] == 600
    assert [x["done"] for x in lines] == sorted(x["done"] for x in lines)


def test_no_colours_without_a_terminal_and_colours_when_asked(tmp_path):
    assert "\033" not in waico("describe", "affinity", cwd=tmp_path).stdout
    assert "\033[1m" in waico("describe", "affinity", "--color", "always", cwd=tmp_path).stdout
    assert "\033[1;31m" in waico("run", "nothing.cfg", "--color", "always", cwd=tmp_path, code=2).stderr


def test_a_log_file_keeps_what_was_said(tmp_path):
    small(tmp_path, "-q", "--log-file", "log.txt", "-o", "a.h5")
    assert "replications in" in (tmp_path / "log.txt").read_text()
    run = small(tmp_path, "--log-file", "missing/log.txt", "-o", "b.h5", code=1)
    assert "missing/log.txt" in run.stderr


def on_terminal(tmp_path, *arguments, env=None):
    """What a user on a terminal sees: both streams through a pseudo-terminal."""
    import pty
    master, slave = pty.openpty()
    process = subprocess.Popen([WAICO, *arguments], stdout=slave, stderr=slave, cwd=tmp_path,
                               env=dict(os.environ, WAICO_DATA=ROOT, TERM="xterm", **(env or {})))
    os.close(slave)
    seen = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    assert process.wait() == 0
    return seen.decode()


def test_a_terminal_gets_a_live_line_and_colours_unless_no_color(tmp_path):
    text = on_terminal(tmp_path, "run", "baseline", "-n", "800", "-o", "a.h5")
    assert " of 800 replications (" in text and "left" in text and "\r\033[K" in text
    assert "\033[1m" in text
    plain = on_terminal(tmp_path, "describe", "affinity", env={"NO_COLOR": "1"})
    assert "\033[1m" not in plain


# ---- signals ----

@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_keeps_what_is_done(tmp_path, number):
    process = subprocess.Popen([WAICO, "run", "baseline", "-n", "1000000", "-s", "7", "-o", "a.h5"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
                               env=dict(os.environ, WAICO_DATA=ROOT))
    time.sleep(1.5)
    start = time.time()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert time.time() - start < 5
    assert "of 1,000,000 replications: interrupted" in err and "a.h5" in err
    with h5py.File(tmp_path / "a.h5") as file:
        done = len(file["replicate"])
        assert 0 < done < 1000000
        members = file["n_members"][:20]
    small(tmp_path, "-o", "b.h5")
    with h5py.File(tmp_path / "b.h5") as file:
        assert (file["n_members"][: len(members)] == members).all()


def test_the_second_signal_ends_at_once(tmp_path):
    process = subprocess.Popen([WAICO, "run", "baseline", "-n", "1000000", "-o", "a.h5"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, cwd=tmp_path, env=dict(os.environ, WAICO_DATA=ROOT))
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130


# ---- validate, describe, list, init ----

def test_all_bundled_scenarios_validate_and_are_listed(tmp_path):
    folder = os.path.join(ROOT, "scenarios")
    files = sorted(f for f in os.listdir(folder) if f.endswith(".cfg"))
    run = waico("validate", *[os.path.join(folder, f) for f in files], cwd=tmp_path)
    assert run.stdout.count(": valid, ") == len(files)
    listed = json.loads(waico("list", "--json", cwd=tmp_path).stdout)
    assert sorted(x["name"] + ".cfg" for x in listed if x["kind"] == "scenario") == files
    assert all(x["title"] and x["question"] for x in listed if x["kind"] == "scenario")
    assert "us_counter_offer" in waico("list", "--names", cwd=tmp_path).stdout.split()


def test_validate_tells_the_mistakes_of_every_file(tmp_path):
    (tmp_path / "a.cfg").write_text("title = 1;\n")
    (tmp_path / "b.cfg").write_text("titel = \"x\";\n")
    run = waico("validate", "a.cfg", "b.cfg", cwd=tmp_path, code=2)
    assert "a.cfg:" in run.stderr and "b.cfg:" in run.stderr
    report = json.loads(waico("validate", "--json", "a.cfg", "baseline", cwd=tmp_path, code=2).stdout)
    assert [x["valid"] for x in report] == [False, True]
    assert report[0]["mistakes"] and not report[1]["mistakes"]


def test_describe_agrees_with_itself(tmp_path):
    rows = json.loads(waico("describe", "--json", cwd=tmp_path).stdout)
    assert len(rows) > 150
    assert all(row["min"] <= row["preset"] <= row["max"] for row in rows)
    assert all(row["meaning"] and row["unit"] and row["source"] for row in rows)
    text = waico("describe", "affinity.peers", cwd=tmp_path).stdout
    assert "preset   1" in text and "range    -10 to 10" in text
    group = waico("describe", "rival.rights", cwd=tmp_path).stdout
    assert group.count("rival.rights.") == sum(row["path"].startswith("rival.rights.") for row in rows)


def test_init_gives_a_folder_that_stands_for_itself(tmp_path):
    assert waico("init", "mine", cwd=tmp_path).stdout == "mine.cfg\n"
    bare = {"WAICO_DATA": str(tmp_path / "nowhere")}
    assert "valid" in waico("validate", "mine.cfg", cwd=tmp_path, env=bare).stdout
    waico("run", "mine.cfg", "-n", 2, cwd=tmp_path, env=bare)
    assert (tmp_path / "results" / "mine.h5").exists()
    waico("init", "mine", cwd=tmp_path, code=4)
    (tmp_path / "mine.cfg").write_text("")
    waico("init", "mine", "--force", cwd=tmp_path)
    assert (tmp_path / "mine.cfg").stat().st_size > 1000


def test_the_starter_can_be_uncommented(tmp_path):
    waico("init", "mine", cwd=tmp_path)
    text = (tmp_path / "mine.cfg").read_text()
    (tmp_path / "mine.cfg").write_text(re.sub(r"^    # (\w+(:| =).*;)", r"    \1", text, flags=re.M))
    assert "seats_per_year" in text
    waico("validate", "mine.cfg", cwd=tmp_path)


# ---- show, export, explain, rerun ----

def test_show_tells_what_the_file_tells(tmp_path):
    small(tmp_path, "-o", "a.h5")
    report = json.loads(waico("show", "a.h5", "--json", cwd=tmp_path).stdout)
    with h5py.File(tmp_path / "a.h5") as file:
        identity = file.attrs["identity"]
        assert report["identity"] == (identity.decode() if isinstance(identity, bytes) else identity)
        assert report["dimensions"]["replicate"] == 20 and report["dimensions"]["country"] == 193
        accounts = file["n_members_quantile"][2]
        final = file["final_n_members"][:]
    assert report["n_members"][-2]["median"] == pytest.approx(float(accounts[-1]))
    assert report["n_members"][-2]["date"] == "2040-10-25"
    assert report["n_members"][-1]["median"] == numpy.median(final)
    assert report["n_members"][-1]["date"] == "2040-12-31"
    assert report["command"] == "waico run baseline.cfg --replications 20 --seed 7"
    assert "n_members" in waico("show", "a.h5", "--data", cwd=tmp_path).stdout
    assert 'start = "2025-07-26"' in waico("show", "a.h5", "--config", cwd=tmp_path).stdout


@pytest.mark.parametrize("content", [b"", b"not HDF5", bytes(4096)])
def test_what_is_no_result_is_told(tmp_path, content):
    (tmp_path / "a.h5").write_bytes(content)
    for command in (["show", "a.h5"], ["export", "a.h5", "--csv", "out"], ["rerun", "a.h5"], ["explain", "a.h5", "-c", "IDN"]):
        run = waico(*command, cwd=tmp_path, code=1)
        assert "a.h5" in run.stderr and run.stdout == ""
    assert "missing.h5" in waico("show", "missing.h5", cwd=tmp_path, code=1).stderr


def read_csv(path):
    import csv
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_export_writes_every_number_of_the_file(tmp_path):
    small(tmp_path, "-o", "one.h5", n=1)
    waico("export", "one.h5", "--csv", "out", cwd=tmp_path)
    with h5py.File(tmp_path / "one.h5") as file:
        rows = read_csv(tmp_path / "out" / "time.csv")
        assert [float(r["n_members"]) for r in rows] == list(file["n_members"][:])
        assert [numpy.float64(r["trust"]) for r in rows] == list(file["trust"][:])
        events = read_csv(tmp_path / "out" / "event.csv")
        assert len(events) == len(file["event_time"])
        codes = [c.decode() for c in file["country"][:]]
        places = file["event_country"][:]
        assert [e["event_country"] for e in events] == [codes[i] if i >= 0 else "" for i in places]
        countries = read_csv(tmp_path / "out" / "country.csv")
        first = file["first_signed"][:]
        assert [c["first_signed"] == "" for c in countries] == list(numpy.isnan(first))
    assert "needs --csv DIR" in waico("export", "one.h5", cwd=tmp_path, code=2).stderr
    run = waico("export", "one.h5", "--csv", "out", cwd=tmp_path, code=4)
    assert "is there already" in run.stderr
    waico("export", "one.h5", "--csv", "out", "--force", cwd=tmp_path)


def test_rerun_reproduces_from_the_file_alone(tmp_path):
    small(tmp_path, "-o", "a.h5", "--set", "affinity.peers=2")
    (tmp_path / "elsewhere").mkdir()
    shutil.move(tmp_path / "a.h5", tmp_path / "elsewhere" / "a.h5")
    bare = {"WAICO_DATA": "/nonexistent"}
    run = waico("rerun", "a.h5", "-r", 13, "-o", "one.h5", "--decisions", cwd=tmp_path / "elsewhere", env=bare)
    assert "reproduced" in run.stdout
    with h5py.File(tmp_path / "elsewhere" / "a.h5") as many, h5py.File(tmp_path / "elsewhere" / "one.h5") as one:
        assert (many["n_members"][13] == one["n_members"][:]).all()
        assert len(one["decision_time"]) > 100
    assert "reproduced" in waico("rerun", "one.h5", cwd=tmp_path / "elsewhere", env=bare).stdout
    assert "no replicate 20" in waico("rerun", "a.h5", "-r", 20, cwd=tmp_path / "elsewhere", code=2).stderr
    assert "no point 1" in waico("rerun", "a.h5", "-p", 1, cwd=tmp_path / "elsewhere", code=2).stderr
    waico("rerun", "a.h5", "-o", "one.h5", cwd=tmp_path / "elsewhere", code=4)


def test_rerun_notices_a_result_that_is_not_what_the_world_gives(tmp_path):
    small(tmp_path, "-o", "a.h5")
    with h5py.File(tmp_path / "a.h5", "r+") as file:
        file["n_members"][3, 40] += 1
    assert "reproduced" in waico("rerun", "a.h5", "-r", 2, "--unverified", cwd=tmp_path).stdout
    run = waico("rerun", "a.h5", "-r", 3, "--unverified", cwd=tmp_path, code=1)
    assert "n_members[40]" in run.stderr


def test_explain_adds_up(tmp_path):
    small(tmp_path, "-o", "a.h5")
    report = json.loads(waico("explain", "a.h5", "-c", "IDN", "-r", 5, "--json", cwd=tmp_path).stdout)
    assert report["country"] == "IDN" and report["decisions"]
    for row in report["decisions"]:
        if row["option"] != "stay" and row["move"] == row["option"]:
            # Log odds against staying bound the chance from above: other steps share in what is left.
            assert row["option_probability"] <= 1 / (1 + numpy.exp(-sum(row["terms"].values()))) + 1e-5
    same = json.loads(waico("explain", "baseline", "-s", 7, "-c", "IDN", "-r", 5, "--json", cwd=tmp_path).stdout)
    assert same["decisions"] == report["decisions"]
    text = waico("explain", "a.h5", "-c", "IDN", "-r", 5, cwd=tmp_path).stdout
    assert text.startswith("Indonesia (IDN), replicate 5, seed 7")
    steps = sum(row["move"] != "stay" for row in report["decisions"])
    assert f"{steps} steps taken" in text
    assert text.count("in all") == max(steps, 1)
    every = waico("explain", "a.h5", "-c", "IDN", "-r", 5, "--all", cwd=tmp_path).stdout
    assert every.count("\n    It ") == len(report["decisions"])


def test_explain_shows_the_largest_terms_first(tmp_path):
    text = waico("explain", "baseline", "-c", "IDN", "--top", 4, cwd=tmp_path).stdout
    for block in text.split("\n\n")[2:]:
        for side in ("for", "against"):
            lines = re.findall(r"^    (\w*) +([+-]\d+\.\d\d)  ", block, re.M)
            sizes = [abs(float(v)) for name, v in lines if name not in ("rest", "in") and
                     (float(v) > 0) == (side == "for")]
            assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("arguments, message", [
    (["explain", "baseline"], "needs --country"),
    (["explain", "baseline", "-c", "IDM"], "did you mean"),
    (["explain", "baseline", "-c", "Indonesiah"], 'did you mean "IDN"?'),
    (["explain", "baseline", "-c", "Korea"], 'did you mean "KOR" or "PRK"?'),
])
def test_wrong_usage_of_readers_is_told(tmp_path, arguments, message):
    assert message in waico(*arguments, cwd=tmp_path, code=2).stderr


def test_the_sponsor_takes_no_decisions(tmp_path):
    assert "takes no decisions" in waico("explain", "baseline", "-c", "CHN", cwd=tmp_path).stdout


def test_bench_measures(tmp_path):
    report = json.loads(waico("bench", "--seconds", 1, "--json", cwd=tmp_path).stdout)
    assert report["one_worker"]["replications_per_second"] > 1
    assert 3000 < report["one_worker"]["events_per_replication"] < 5500
    assert sum(kind["share"] for kind in report["kinds"].values()) < 1.0001
