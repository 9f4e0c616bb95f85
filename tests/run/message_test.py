"""What the program says when something is missing, is there already, or is called by another name."""
import json
import os
import shutil
import subprocess

import h5py
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
ENVIRONMENT = {**os.environ, "WAICO_DATA": ROOT}


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120, env=ENVIRONMENT)
    assert run.returncode == code, f"exit code {run.returncode}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("results")
    waico("run", "baseline", "-n", 3, "-q", "-o", "surge.h5", cwd=path)
    (path / "results").mkdir()
    shutil.copy(path / "surge.h5", path / "results" / "calm.h5")
    return path


READERS = (["show", "{}"], ["export", "{}", "--csv", "t"], ["rerun", "{}"], ["explain", "{}", "-c", "KEN"], ["country", "{}", "KEN"],
           ["compare", "surge.h5", "{}"], ["diff", "surge.h5", "{}"], ["verify", "{}"])


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_a_result_that_is_missing_is_no_such_file_and_the_nearest_is_named(folder, command):
    for given, near in (("sugre.h5", "surge.h5"), ("calm.h5", "results/calm.h5"), ("results/clam.h5", "results/calm.h5")):
        said = waico(*(part.format(given) for part in command), cwd=folder, code=1).stderr
        assert f'{given}: no such file; did you mean "{near}"?' in said
    if command[0] not in ("explain", "country"):  # a name without an ending is a scenario there
        said = waico(*(part.format("surge") for part in command), cwd=folder, code=1).stderr
        assert 'surge: no such file; did you mean "surge.h5"?' in said
    assert not (folder / "t").exists()


@pytest.mark.parametrize("command", [c for c in READERS if c[0] not in ("explain", "country", "diff")], ids=lambda command: command[0])
def test_a_folder_in_place_of_a_result_is_told_with_a_result_in_it(folder, command):
    said = waico(*(part.format("results") for part in command), cwd=folder, code=1).stderr
    assert "results: is a folder; a result file (.h5) is wanted, such as results/calm.h5" in said


def test_merge_says_what_a_shard_is(folder):
    assert "none: no such folder" in waico("merge", "out.h5", "none", cwd=folder, code=1).stderr
    assert "surge.h5: is a file; a shard is a folder" in waico("merge", "out.h5", "surge.h5", cwd=folder, code=1).stderr
    assert "results: is no shard" in waico("merge", "out.h5", "results", cwd=folder, code=1).stderr


@pytest.mark.parametrize("command", (
    ["run", "baseline", "-n", 2, "-q", "-o", "there.h5"], ["sweep", "demo_grid", "-n", 2, "-q", "-o", "there.h5"],
    ["sweep", "demo_grid", "--plan-csv", "there.csv"], ["export", "there.h5", "--csv", "tables"], ["init", "there"],
    ["rerun", "there.h5", "-o", "there.h5"]), ids=lambda command: command[0])
def test_what_exists_is_replaced_with_force_and_the_message_says_so(folder, tmp_path, command):
    shutil.copy(folder / "surge.h5", tmp_path / "there.h5")
    for name in ("there.csv", "there.cfg", "tables/replicate.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine\n")
    assert "--force" in waico(*command, cwd=tmp_path, code=4).stderr
    assert (tmp_path / "there.csv").read_text() == (tmp_path / "there.cfg").read_text() == "mine\n"
    waico(*command, "--force", cwd=tmp_path)


def test_a_result_is_not_written_to_standard_output(tmp_path):
    for command in (["run", "baseline", "-n", 2], ["sweep", "demo_grid", "-n", 2]):
        said = waico(*command, "-o", "-", cwd=tmp_path, code=2).stderr
        assert "cannot go to standard output" in said and "--json" in said
    assert os.listdir(tmp_path) == []


def test_a_reader_that_has_seen_enough_is_no_error(folder, tmp_path):
    shutil.copy(folder / "surge.h5", tmp_path)
    for command in (["describe", "--source"], ["describe", "--json"], ["describe", "--markdown"], ["list", "--countries"],
                    ["show", "surge.h5", "--data"], ["explain", "surge.h5", "-c", "KEN", "--all"], ["run", "--help"],
                    ["sweep", "demo_lhs", "--plan-csv", "-"], ["export", "surge.h5", "--csv", "tables"],
                    ["run", "baseline", "-n", 3, "-q", "-o", "new.h5"]):
        process = subprocess.Popen([WAICO, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   cwd=tmp_path, env=ENVIRONMENT)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(timeout=60) == 0 and "waico:" not in said, (command, said)
    with h5py.File(tmp_path / "new.h5") as file:
        assert file["n_members"].shape[0] == 3
    assert (tmp_path / "tables" / "replicate_country.csv").stat().st_size > 0


def test_a_full_disk_is_an_error(tmp_path):
    for command in (["describe", "--source"], ["sweep", "demo_lhs", "--plan-csv", "-"]):
        with open("/dev/full", "w") as full:
            run = subprocess.run([WAICO, *command], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
                                 env=ENVIRONMENT)
        assert run.returncode == 1 and run.stderr == "waico: standard output: No space left on device\n"


# ---- words for what is meant ----

def test_describe_finds_what_was_meant(tmp_path):
    def paths(word):
        return [row["path"] for row in json.loads(waico("describe", word, "--json", cwd=tmp_path).stdout)]
    assert "incentive.training.weight" in paths("training") and "capability.training" in paths("training")
    assert paths("Peers") == ["affinity.peers"]
    assert set(paths("us")) == set(paths("rival.us")) and len(paths("us")) > 10
    assert paths("seats") == ["incentive.training.seats_per_year", "incentive.training.seats_per_claimant"]
    assert "rival.us.retaliation" in paths("exposure")
    run = waico("describe", "training", cwd=tmp_path)
    assert 'No parameter or group is called "training"' in run.stderr and "training" in run.stdout
    assert "did you mean" in waico("describe", "affinity.peerz", cwd=tmp_path, code=2).stderr


@pytest.mark.parametrize("word, code", [("KEN", "KEN"), ("ken", "KEN"), ("Kenya", "KEN"), ("KENYA", "KEN"),
                                        ("C\u00f4te d\u2019Ivoire", "CIV"), ("cote divoire", "CIV"), ("vietnam", "VNM"),
                                        ("T\u00fcrkiye", "TUR"), ("guinea", "GIN"), ("niger", "NER"), ("Tanzania", "TZA")])
def test_a_country_is_found_by_code_or_name(folder, word, code):
    assert json.loads(waico("explain", "surge.h5", "-c", word, "--json", cwd=folder).stdout)["country"] == code


def test_list_names_the_countries_of_a_world(tmp_path):
    rows = json.loads(waico("list", "--countries", "--json", cwd=tmp_path).stdout)
    assert len(rows) == 193
    assert {"code": "KEN", "name": "Kenya", "region": "Africa", "subregion": "Eastern Africa"} in rows
    text = waico("list", "--countries", cwd=tmp_path).stdout
    assert len(text.splitlines()) == 194 and max(map(len, text.splitlines())) <= 80
    assert waico("list", "--countries", "--names", cwd=tmp_path).stdout.split() == [row["code"] for row in rows]
    waico("list", "baseline", cwd=tmp_path, code=2)


def test_validate_suggests_the_code_of_a_country(tmp_path):
    shutil.copy(os.path.join(ROOT, "scenarios", "baseline.cfg"), tmp_path)
    shutil.copytree(os.path.join(ROOT, "scenarios", "data"), tmp_path / "data")
    (tmp_path / "s.cfg").write_text('extends = "baseline.cfg"; sponsor = "China";\n'
                                    'initial: { status = ( { country = "Kenya"; status = "observer"; } ); us = ["japan"]; };\n'
                                    'calendar_add = ( { date = "2027-01-01"; event = "invite"; country = "Kenia"; },\n'
                                    '{ date = "2027-01-01"; event = "status"; country = "Viet nam"; status = "full"; } );\n')
    said = waico("validate", "s.cfg", cwd=tmp_path, code=2).stderr
    for word, code in (("China", "CHN"), ("Kenya", "KEN"), ("japan", "JPN"), ("Kenia", "KEN"), ("Viet nam", "VNM")):
        assert f'"{word}" is no code of the country table; did you mean "{code}"?' in said
    (tmp_path / "c.cfg").write_text(f'scenario = "baseline.cfg";\n'
                                    'metrics = ( { name = "k"; series = "member:Kenya"; at = "2030-01-01"; } );\n')
    said = waico("validate", "c.cfg", cwd=tmp_path, code=2).stderr
    assert 'c.cfg:2: metrics[0].series: "Kenya" is no code of the country table; did you mean "KEN"?' in said


def test_a_table_with_names_in_place_of_codes_gets_the_codes(tmp_path):
    shutil.copy(os.path.join(ROOT, "scenarios", "baseline.cfg"), tmp_path)
    shutil.copytree(os.path.join(ROOT, "scenarios", "data"), tmp_path / "data")
    path = tmp_path / "data" / "borders.csv"
    path.write_text(path.read_text().replace("KEN,", "Kenya,"))
    assert 'is no code of the country table; did you mean "KEN"?' in waico("validate", "baseline.cfg", cwd=tmp_path, code=2).stderr


def test_init_does_not_write_a_scenario_that_extends_itself(tmp_path):
    assert "choose another name" in waico("init", "baseline", cwd=tmp_path, code=2).stderr
    assert os.listdir(tmp_path) == []
    waico("init", "my_baseline", cwd=tmp_path)
    waico("validate", "my_baseline.cfg", cwd=tmp_path)
