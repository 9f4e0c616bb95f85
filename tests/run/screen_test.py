"""What stands on the screen: no line over 80 columns, no nan, no two equal headings, whatever is run."""
import glob
import os
import re
import subprocess

import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
CONFIGS = sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(ROOT, "configs", "*.cfg")))
# As few points and replications as the design allows, so that every config can be shown.
SMALL = {"morris_all": ["-n", "1", "--dry-run"], "saltelli_ten": ["-n", "1", "--dry-run"],
         "replication_study": ["-n", "3"], "rival_policy_mix": ["-n", "1"]}


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=300,
                         env={**os.environ, "WAICO_DATA": ROOT})
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    return run.stdout


def check(screen):
    assert screen
    for line in screen.splitlines():
        assert len(line) <= 80, line
        assert line == line.rstrip() or line.startswith("\033"), repr(line)
        assert not re.search(r"\bnan\b|\binf\b", line), line


def headings(screen):
    """The first lines of the tables: columns are at least two blanks apart."""
    lines = screen.splitlines()
    for above, line in zip(["", *lines], lines):
        if above == "Points" or line.startswith(("point ", "Members on", "Signatures by", "path ", "dataset ")):
            yield re.split(r"\s{2,}", line.strip())


@pytest.mark.parametrize("config", CONFIGS)
def test_every_config_fits_the_screen_with_headings_that_differ(tmp_path, config):
    options = SMALL.get(config, ["-n", "2"])
    screen = waico("sweep", config, "-q", *options, "-o", "a.h5", cwd=tmp_path)
    check(screen)
    if "--dry-run" in options:
        return
    found = list(headings(screen))
    assert found
    for names in found:
        assert len(names) == len(set(names)), names
    check(waico("show", "a.h5", cwd=tmp_path))
    check(waico("show", "a.h5", "--data", cwd=tmp_path))


def sweep(tmp_path, sweep, metrics, *options):
    (tmp_path / "c.cfg").write_text('scenario = "baseline.cfg"; ensemble: { replications = 3; seed = "42"; };\n'
                                    f"sweep: {{ {sweep} }};\nmetrics = ( {metrics} );\n")
    for name in ("baseline.cfg", "data"):
        if not (tmp_path / name).exists():
            subprocess.run(["cp", "-r", os.path.join(ROOT, "scenarios", name), tmp_path], check=True)
    return waico("sweep", "c.cfg", "-q", "--force", "-o", "a.h5", *options, cwd=tmp_path)


GRID = ('design = "grid"; parameters = ( { path = "rival.us.governance_demand"; values = [0.0, 2.0]; }, '
        '{ path = "rival.rights.governance_demand"; values = [0.0, 2.0]; }, { path = "trust.rest"; values = [0.4]; }, '
        '{ path = "incentive.training.weight"; values = [1.0]; }, { path = "incentive.voice.weight"; values = [1.0]; } );')
LONG = ('{ name = "members_of_the_organisation_at_the_end_a"; series = "n_members"; reduce = "final"; }, '
        '{ name = "members_of_the_organisation_at_the_end_b"; series = "n_signed"; reduce = "final"; }, '
        '{ name = "aaa"; series = "n_us"; reduce = "final"; }')


def test_parameters_are_headed_by_the_shortest_end_of_their_path_that_is_theirs_alone(tmp_path):
    screen = sweep(tmp_path, GRID, LONG)
    check(screen)
    blocks = list(headings(screen))
    assert len(blocks) > 1 and all(block[0] == "point" for block in blocks)
    shown = [name for block in blocks for name in block if name not in ("point", "repl.")]
    assert shown == ["us.governance_demand", "rights.governance_demand", "rest", "training.weight", "voice.weight",
                     "members_of_the_organisation_at_the_end_a", "members_of_the_organisation_at_the_end_b", "aaa"]
    assert "us.governance_demand: rival.us.governance_demand" in " ".join(screen.split())


def test_wide_shows_one_table_with_whole_paths(tmp_path):
    screen = sweep(tmp_path, GRID, LONG, "--wide")
    block, = headings(screen)
    assert block[2:] == ["rival.us.governance_demand", "rival.rights.governance_demand", "trust.rest",
                         "incentive.training.weight", "incentive.voice.weight", "members_of_the_organisation_at_the_end_a",
                         "members_of_the_organisation_at_the_end_b", "aaa"]
    assert screen.count("±") == 4 * 3 + 1


def test_times_since_the_start_are_dates_and_what_is_never_known_is_a_dash(tmp_path):
    metrics = ('{ name = "force"; series = "entry_into_force"; }, { name = "kenya"; series = "first_member:KEN"; }, '
               '{ name = "end"; series = "dissolution"; }, { name = "eighty"; series = "n_members"; first_above = 20.0; }')
    screen = sweep(tmp_path, 'design = "grid"; parameters = ( { path = "trust.rest"; values = [0.4, 0.5]; } );', metrics)
    check(screen)
    rows = [line for line in screen.splitlines() if re.match(r" +[01]  .* d ", line)]
    assert len(rows) == 2
    for row in rows:
        assert re.search(r"2026-\d\d-\d\d ± \d+ d", row) and re.search(r"  -(  |$)", row), row
    shown = waico("show", "a.h5", cwd=tmp_path)
    check(shown)
    assert re.search(r"^force_mean +2026-\d\d-\d\d +2026-\d\d-\d\d +date +2$", shown, re.M)
    assert re.search(r"^end_mean +- +- +date +0$", shown, re.M)


@pytest.mark.parametrize("n", (1, 3, 30))
def test_a_run_fits_the_screen(tmp_path, n):
    screen = waico("run", "baseline", "-n", n, "-q", "-o", "a.h5", cwd=tmp_path)
    check(screen)
    assert all(len(names) == len(set(names)) for names in headings(screen))
    check(waico("show", "a.h5", "--data", cwd=tmp_path))
    for country in ("KEN", "FRA", "VCT", "CHN", "USA"):
        check(waico("explain", "a.h5", "-c", country, "--all", "--top", 20, cwd=tmp_path))
    screen = waico("run", "baseline", "-n", n, "-q", "-o", "b.h5", "--set", "charter.ratifications_to_enter=180",
                   "--set", "decision.inertia.sign=40", cwd=tmp_path)
    check(screen)


@pytest.mark.parametrize("command", (["list"], ["list", "--countries"], ["describe"], ["describe", "--source"],
                                     ["describe", "rival"], ["describe", "affinity.peers"], ["--help"], ["run", "--help"],
                                     ["bench", "--seconds", 1], ["diff", "baseline", "no_incentives"],
                                     ["diff", "demo_grid", "saltelli_ten"]), ids=lambda words: "_".join(map(str, words)))
def test_other_screens_fit_too(tmp_path, command):
    check(waico(*command, cwd=tmp_path, code=int(command[0] == "diff")))


def test_verify_and_validate_fit(tmp_path):
    for folder in ("scenarios", "configs"):
        os.symlink(os.path.join(ROOT, folder), tmp_path / folder)
        check(waico("validate", *sorted(glob.glob(f"{folder}/*.cfg", root_dir=tmp_path)), cwd=tmp_path))
    for n in (2, 3):
        waico("run", "baseline", "-n", n, "-q", "-o", f"{n}.h5", cwd=tmp_path)
    check(waico("verify", "2.h5", "3.h5", cwd=tmp_path))
    check(waico("diff", "2.h5", "3.h5", cwd=tmp_path, code=1))
