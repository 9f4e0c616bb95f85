"""Names of metrics: what result files need for something else is refused before anything is computed."""
import os
import re
import subprocess
import sys

import h5py
import pytest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from support import small  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
OUTPUT = 'output: { detail = "events"; p_status = true; services = true; dates = ["2026-08-02"]; };'
OWN = ("members_end", "signed_end")


def waico(*arguments, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stderr[-2000:]}"
    return run


def refused(folder, names):
    """The messages about metrics of these names, by name; all of them one to a line of the config."""
    small.world(str(folder))
    metrics = ",\n".join(f'{{ name = "{name}"; series = "n_members"; reduce = "final"; }}' for name in names)
    (folder / "names.cfg").write_text(f'scenario = "small.cfg";\nmetrics = (\n{metrics} );\n')
    said = waico("validate", folder / "names.cfg", code=2).stderr
    found = {}
    for line, index, message in re.findall(r"names\.cfg:(\d+): metrics\[(\d+)\]\.name: (.*)", said):
        assert int(line) == int(index) + 3
        found[names[int(index)]] = message
    return found


def root_names(path):
    with h5py.File(path) as file:
        return [name for name in file if not any(name == own or name.startswith(f"{own}_") for own in OWN)]


def second_order():
    return small.DESIGNS["saltelli"].replace("size = 2;", "size = 2; second_order = true;")


@pytest.mark.parametrize("design", [*small.DESIGNS, "scenarios"])
def test_no_metric_can_have_a_name_that_a_sweep_needs(tmp_path, design):
    """Every dataset, axis and group of sweeps of all designs, with everything kept that can be."""
    wanted = second_order() if design == "saltelli" else design
    config = small.config(str(tmp_path), wanted, replications=3, extra=OUTPUT, name="sweep.cfg")
    if design == "scenarios":
        text = open(config, encoding="utf-8").read()
        text = re.sub(r"sweep: .*", 'sweep: { design = "scenarios"; };', text).replace(
            'scenario = "small.cfg";', 'scenarios = ("small.cfg", "other.cfg");')
        (tmp_path / "other.cfg").write_text('extends = "small.cfg"; title = "Other";')
        (tmp_path / "sweep.cfg").write_text(text)
    waico("sweep", config, "-q", "-o", tmp_path / "a.h5")
    names = root_names(tmp_path / "a.h5")
    assert len(names) > 100
    assert set(refused(tmp_path, names)) == set(names)


@pytest.mark.parametrize("options", [["-n", "1", "--decisions"], ["-n", "3", "--events"]], ids=["run", "ensemble"])
def test_no_metric_can_have_a_name_that_a_run_needs(tmp_path, options):
    small.world(str(tmp_path))
    (tmp_path / "c.cfg").write_text('scenario = "small.cfg"; output: { dates = ["2026-08-02"]; };')
    waico("run", tmp_path / "c.cfg", "-q", "-o", tmp_path / "a.h5", *options)
    names = root_names(tmp_path / "a.h5")
    assert len(names) > 70
    assert set(refused(tmp_path, names)) == set(names)


def test_the_names_that_a_metric_brings_cannot_be_those_of_another(tmp_path):
    """NAME_mean and its like, in whichever order the two are written."""
    config = small.config(str(tmp_path), "grid", replications=3, name="sweep.cfg")
    waico("sweep", config, "-q", "-o", tmp_path / "a.h5")
    with h5py.File(tmp_path / "a.h5") as file:
        endings = [name.removeprefix("members_end") for name in file if name.startswith("members_end_")]
    assert {"_mean", "_sd", "_half_width", "_quantile"} <= set(endings)
    for ending in endings:
        assert set(refused(tmp_path, ["x", f"x{ending}"])) == {f"x{ending}"}
        message = refused(tmp_path, [f"x{ending}", "x"])
        assert f'its summary "x{ending}" names the metric "x{ending}"' in message["x"]


@pytest.mark.parametrize("name, why", [
    ("year", "names an axis or its labels"), ("trust", "names another dataset"), ("n_members_mean", "names another dataset"),
    ("grid_share", 'begins with "grid_"'), ("param_peers", 'begins with "param_"'), ("final_members", 'begins with "final_"'),
    ("parameters", "names a group"), ("metric", "belongs to the analysis of a sweep"), ("oat", 'its summary "oat_'),
])
def test_a_taken_name_is_told_with_what_has_it_and_another_name(tmp_path, name, why):
    message = refused(tmp_path, [name])[name]
    assert message.startswith(f'"{name}" is taken: in result files ') and why in message
    assert message.endswith(f'take another, such as "my_{name}"')


def test_validate_dry_run_sweep_and_run_refuse_alike_and_write_nothing(tmp_path):
    config = small.config(str(tmp_path), "grid", replications=3, name="sweep.cfg")
    text = open(config, encoding="utf-8").read().replace("members_end", "scenario")
    (tmp_path / "sweep.cfg").write_text(text)
    (tmp_path / "run.cfg").write_text(re.sub(r"sweep: .*\n", "\n", text))
    before = set(os.listdir(tmp_path))
    for command in (["validate", "sweep.cfg"], ["sweep", "sweep.cfg", "--dry-run"], ["sweep", "sweep.cfg", "-o", "a.h5"],
                    ["run", "run.cfg", "-o", "a.h5"]):
        run = subprocess.run([WAICO, *command], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60)
        assert run.returncode == 2 and 'metrics[0].name: "scenario" is taken' in run.stderr
    assert set(os.listdir(tmp_path)) == before


def test_names_that_are_free_are_not_refused(tmp_path):
    small.world(str(tmp_path))
    metrics = ",".join(f'{{ name = "{name}"; series = "n_members"; reduce = "final"; }}'
                       for name in ("members", "peak", "low", "members_early", "share", "last", "first"))
    (tmp_path / "c.cfg").write_text(f'scenario = "small.cfg"; metrics = ( {metrics} );')
    waico("validate", tmp_path / "c.cfg")
