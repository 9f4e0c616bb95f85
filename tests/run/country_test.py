"""waico country: what becomes of a country, over all histories, worked anew from files and decisions."""
import json
import os
import subprocess

import h5py
import numpy as np
import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
YEARS = [f"{year}-12-31" for year in range(2025, 2041)]
WORDS = {"interested": "first_interested", "signed": "first_signed", "joined": "first_member", "withdrew": "first_withdrawn"}


def waico(*arguments, cwd, code=0):
    run = subprocess.run([WAICO, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False)
    assert run.returncode == code, (arguments, run.returncode, run.stderr)
    return run


@pytest.fixture(scope="module", name="folder")
def folder_fixture(tmp_path_factory):
    """An ensemble of 60 histories that keeps the ends of years, and its folder."""
    folder = tmp_path_factory.mktemp("country")
    waico("init", "world", cwd=folder)
    dates = ", ".join(f'"{year}"' for year in YEARS)
    (folder / "kept.cfg").write_text(f'scenario = "baseline.cfg";\nensemble: {{ replications = 60; seed = "3"; }};\n'
                                     f'output: {{ dates = [{dates}]; }};\n')
    waico("run", "kept.cfg", "-o", "a.h5", "-q", cwd=folder)
    return folder


@pytest.fixture(scope="module", name="kenya")
def kenya_fixture(folder):
    return json.loads(waico("country", "a.h5", "KEN", "--json", cwd=folder).stdout)


def days(date):
    return int((np.datetime64(date) - np.datetime64("2025-07-26")).astype(int))


def test_chances_and_dates_are_those_of_the_file(folder, kenya):
    assert (kenya["country"], kenya["name"], kenya["replications"]) == ("KEN", "Kenya", 60)
    assert [row["date"] for row in kenya["by"]] == YEARS
    with h5py.File(folder / "a.h5") as file:
        i = [code.decode() for code in file["country"][()]].index("KEN")
        for word, dataset in WORDS.items():
            years = file[dataset][:, i]
            for row in kenya["by"]:
                late = np.abs(years * 365.25 - days(row["date"]) - 1) < 0.5  # dates are kept in steps of a third of a day
                share = (years * 365.25 <= days(row["date"]) + 1).mean()
                assert abs(row[word] - share) <= late.mean() + 1e-12
            first = kenya["first"][word]
            assert first["ever"] == (~np.isnan(years)).mean()
            ordered = np.sort(np.where(np.isnan(years), np.inf, years))
            for name, q in (("q05", 0.05), ("median", 0.5), ("q95", 0.95)):
                value = ordered[int(np.ceil(q * 60)) - 1]
                if np.isinf(value):
                    assert first[name] is None
                else:
                    assert abs(days(first[name]) - value * 365.25) < 1.5
        p = file["at_p_status"][:, i, :]  # status, country, date
        member = [s for s, name in enumerate(file["status"][()]) if name.decode() in ("associate", "full", "core")]
        assert np.allclose([row["is_member"] for row in kenya["by"]], p[member].sum(axis=0), atol=1e-6)
        final = file["final_status"][:, i]
        names = [name.decode() for name in file["status"][()]]
        assert kenya["final_status"] == {name: (final == s).mean() for s, name in enumerate(names)}
        ever = (~np.isnan(file["first_member"][()])).mean(axis=0)
        codes = [code.decode() for code in file["country"][()]]
        assert set(kenya["neighbours"]) == {"ETH", "SOM", "SSD", "TZA", "UGA"}
        for code, chance in kenya["neighbours"].items():
            assert chance == ever[codes.index(code)]


def test_reasons_are_the_means_of_the_decisions(folder, kenya):
    """Of the first histories, each with its decisions in a file of its own."""
    sign, refuse = [], []
    for r in range(6):
        waico("rerun", "a.h5", "-r", r, "--decisions", "-o", "one.h5", "--force", cwd=folder)
        with h5py.File(folder / "one.h5") as file:
            i = [code.decode() for code in file["country"][()]].index("KEN")
            own = (file["decision_country"][()] == i) & (file["decision_option"][()] == 3)  # the move `sign`
            move = file["decision_move"][()]
            sign += list(file["decision_term"][()][own & (move == 3)])
            refuse += list(file["decision_term"][()][own & (move == 0)])
            terms = [name.decode() for name in file["term"][()]]
    told = json.loads(waico("country", "a.h5", "KEN", "-n", 6, "--json", cwd=folder).stdout)
    for name, rows in (("signs", sign), ("does_not_sign", refuse)):
        assert told[name]["n"] == len(rows) > 0
        assert np.allclose([told[name]["terms"][term] for term in terms], np.mean(rows, axis=0), atol=1e-6)
    assert kenya["signs"]["n"] > told["signs"]["n"]


def test_what_it_is_stands_beside_all_countries(folder, kenya):
    with h5py.File(folder / "a.h5") as file:
        i = [code.decode() for code in file["country"][()]].index("KEN")
        for name, attribute in kenya["attributes"].items():
            values = file[f"input/{name}"][()]
            assert attribute["value"] == values[i]
            assert attribute["share_below"] == ((values < values[i]).sum() + 0.5 * (values == values[i]).sum()) / len(values)
    assert len(kenya["attributes"]) == 21 and kenya["attributes"]["gdp_usd"]["unit"] == "USD"


def test_the_screen_says_the_same_within_80_columns(folder, kenya):
    text = waico("country", "a.h5", "kenya", cwd=folder).stdout
    assert max(map(len, text.split("\n"))) <= 80
    assert text.startswith("Kenya (KEN), Eastern Africa\n") and "60 histories, seed 3\n" in text
    row = kenya["by"][5]
    wanted = " ".join([row["date"], *(f"{row[word]:.3f}" for word in WORDS), f"{row['is_member']:.3f}"])
    assert wanted in [" ".join(line.split()) for line in text.split("\n")]
    assert f"It signed {kenya['signs']['n']} times, at a chance of {kenya['signs']['probability']:.3f}" in text
    assert "nan" not in text


def test_workers_change_nothing(folder):
    one = waico("country", "a.h5", "IDN", "--json", "-j", 1, cwd=folder).stdout
    assert one == waico("country", "a.h5", "IDN", "--json", "-j", 3, cwd=folder).stdout


def test_a_scenario_needs_no_result(folder):
    told = json.loads(waico("country", "baseline.cfg", "KEN", "-s", 3, "-n", 60, "--json", cwd=folder).stdout)
    filed = json.loads(waico("country", "a.h5", "KEN", "--json", cwd=folder).stdout)
    assert told == {**filed, "title": told["title"]}
    other = waico("country", "baseline.cfg", "KEN", "-n", 20, "--set", "affinity.peers=2", cwd=folder).stdout
    assert "with affinity.peers = 2\n" in other and "20 histories" in other


def test_a_point_of_a_sweep_has_its_own_parameters(folder):
    (folder / "sweep.cfg").write_text('scenario = "baseline.cfg";\nensemble: { replications = 20; seed = "3"; };\n'
                                      'sweep: { design = "grid"; parameters = ( { path = "affinity.peers"; values = [0.0, 3.0]; } ); };\n'
                                      'metrics = ( { name = "members"; series = "n_members"; reduce = "final"; } );\n')
    waico("sweep", "sweep.cfg", "-o", "s.h5", "-q", cwd=folder)
    points = [json.loads(waico("country", "s.h5", "KEN", "-p", p, "--json", cwd=folder).stdout) for p in (0, 1)]
    assert [p["replications"] for p in points] == [20, 20] and "affinity.peers = 3" in points[1]["deviations"]
    alone = json.loads(waico("country", "baseline.cfg", "KEN", "-s", 3, "-n", 20, "--set", "affinity.peers=3", "--json",
                             cwd=folder).stdout)
    assert points[1]["by"] == alone["by"]


def test_the_sponsor_and_an_island_say_so(folder):
    assert "takes no decisions" in waico("country", "a.h5", "CHN", "-n", 5, cwd=folder).stdout
    assert "It has no land border." in waico("country", "a.h5", "MDV", "-n", 5, cwd=folder).stdout


@pytest.mark.parametrize("arguments, told, code", [
    (["a.h5"], "COUNTRY", 2),
    (["a.h5", "Keniya"], 'no one country has the code or name "Keniya"; did you mean "KEN"?', 2),
    (["a.h5", "KEN", "--set", "affinity.peers=2"], "a result has its own", 2),
    (["none.h5", "KEN"], "none.h5", 1),
    (["baseline.cfg", "KEN", "-n", "3", "--max-events", "5"], "replicate 0", 1),
])
def test_what_is_wrong_is_said(folder, arguments, told, code):
    assert told in waico("country", *arguments, cwd=folder, code=code).stderr


def test_one_history_is_for_explain(folder):
    waico("run", "baseline.cfg", "-n", 1, "-o", "one_history.h5", "-q", cwd=folder)
    assert "`waico explain` tells it" in waico("country", "one_history.h5", "KEN", cwd=folder, code=2).stderr
