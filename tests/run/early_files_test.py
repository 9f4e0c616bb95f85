"""Files of the first version of the format: read as what they are, and not mixed with what later files mean."""
import json
import os
import subprocess
import sys
import tarfile

import numpy as np
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "analysis"))
WAICO = os.environ.get("WAICO", os.path.join(HERE, "..", "..", "build", "waico"))
SWEEPS = ("grid", "oat", "morris", "saltelli", "scenarios")


@pytest.fixture(scope="module")
def early(tmp_path_factory):
    folder = tmp_path_factory.mktemp("early")
    with tarfile.open(os.path.join(HERE, "samples", "0.1.0.tar.xz")) as archive:
        for member in archive.getmembers():  # plain names: "grid.h5"
            (folder / os.path.basename(member.name)).write_bytes(archive.extractfile(member).read())
    return folder


def waico(folder, *arguments):
    return subprocess.run([WAICO, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("name", ("run", "ensemble", *SWEEPS))
@pytest.mark.parametrize("call", (["verify"], ["show"], ["show", "--json"], ["rerun", "-r", "0"],
                                  ["explain", "--country", "KEN"], ["export", "--csv", "tables", "--force"]),
                         ids=lambda call: " ".join(call[:2]))
def test_every_command_reads_an_early_file(early, name, call):
    done = waico(early, *call, f"{name}.h5")
    assert done.returncode == 0, done.stderr
    assert "nan" not in done.stdout.lower().replace("financ", "").replace("governanc", "")
    if "--json" in call:
        json.loads(done.stdout)


def test_a_repetition_leaves_out_what_was_read_at_accounts(early):
    done = waico(early, "rerun", "grid.h5", "-p", "1", "-r", "2")
    assert "reproduced, 2 numbers compared" in done.stdout  # reached and force, of five metrics
    assert "rest on the account before" in done.stdout


def test_a_comparison_says_that_early_metrics_rest_on_accounts(early):
    done = waico(early, "compare", "scenarios.h5")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "members_end: n_members at the end (2029-12-31), at the account before" in said
    assert "signed_2027: n_signed on 2027-12-31, at the account before" in said


def test_early_and_later_metrics_are_not_compared(early):
    config = early / "again.cfg"
    (early / "small.cfg").write_text('''title = "Eight countries"; start = "2025-07-26"; end = "2030-01-01";
world: { synthetic: { countries = 8; subregions = 2; neighbours = 2; blocs = 1; seed = 1; }; };
sponsor = "AAA"; rival_leader = "AAB";
''')
    config.write_text('''scenario = "small.cfg"; ensemble: { replications = 6; seed = "7"; };
sweep: { design = "grid"; parameters = ( { path = "affinity.peers"; values = [1.0]; } ); };
metrics = ( { name = "members_end"; series = "n_members"; reduce = "final"; },
            { name = "force"; series = "entry_into_force"; } );
''')
    assert waico(early, "sweep", config, "-q", "-o", "later.h5").returncode == 0
    said = " ".join(waico(early, "compare", "grid.h5", "later.h5").stdout.split())
    assert "members_end: rests on the account before the day in a file of format 1" in said
    assert "force: entry_into_force" in said


def test_second_order_indices_of_early_files_are_not_shown(early):
    done = waico(early, "show", "saltelli.h5")
    assert "second-order indices are wrong and left out" in done.stdout
    assert "Second-order indices:" not in done.stdout
    shown = json.loads(waico(early, "show", "--json", "saltelli.h5").stdout)
    assert "sobol_second" not in json.dumps(shown)


def test_python_reads_early_files(early):
    import h5py
    from waico.analysis import load

    for name in ("ensemble", "grid"):
        with h5py.File(early / f"{name}.h5", "r") as file:
            stored = file["n_members_mean"][()]
        np.testing.assert_array_equal(np.asarray(load(early / f"{name}.h5")["n_members_mean"]), stored)


def test_later_files_say_so(early):
    import h5py

    assert waico(early, "run", early / "small.cfg", "-n", "2", "-q", "-o", "two.h5").returncode == 0
    with h5py.File(early / "two.h5", "r") as file:
        assert int(file.attrs["waico_format_version"]) == 2
