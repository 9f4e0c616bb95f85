"""Tables of a world as spreadsheet programs save them: the same world, or a message that says how to save it."""
import csv
import io
import os
import shutil
import subprocess

import h5py
import numpy
import pytest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
WAICO = os.environ.get("WAICO", os.path.join(ROOT, "build", "waico"))
DATA = os.path.join(ROOT, "scenarios", "data")
TABLES = ("countries.csv", "borders.csv", "blocs.csv", "signatures.csv")


def waico(*arguments, cwd):
    return subprocess.run([WAICO, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120,
                          env={**os.environ, "WAICO_DATA": ROOT})


def rows(name):
    with open(os.path.join(DATA, name), newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def saved(table, mark="", newline="\r\n", quoting=csv.QUOTE_MINIMAL, rows_below=0, columns_beside=0, separator=","):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=newline, quoting=quoting, delimiter=separator)
    writer.writerows([*(row + [""] * columns_beside for row in table),
                      *([[""] * (len(table[0]) + columns_beside)] * rows_below)])
    return mark + text.getvalue()


def members(folder):
    run = waico("run", "baseline.cfg", "-n", 3, "-o", "a.h5", "-q", cwd=folder)
    assert run.returncode == 0, run.stderr
    check = waico("verify", "a.h5", cwd=folder)
    assert check.returncode == 0, check.stdout + check.stderr
    with h5py.File(folder / "a.h5") as file:
        return file["n_members"][:], file["first_signed"][:]


def world(folder):
    shutil.copy(os.path.join(ROOT, "scenarios", "baseline.cfg"), folder)
    shutil.copytree(DATA, folder / "data")
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return members(world(tmp_path_factory.mktemp("plain")))


@pytest.mark.parametrize("habit", [dict(mark="\ufeff"), dict(rows_below=3), dict(mark="\ufeff", quoting=csv.QUOTE_ALL),
                                   dict(mark="\ufeff", columns_beside=2, rows_below=2)])
def test_tables_that_went_through_a_spreadsheet_give_the_same_histories(plain, tmp_path, habit):
    folder = world(tmp_path)
    for name in TABLES:
        (folder / "data" / name).write_bytes(saved(rows(name), **habit).encode())
    for one, other in zip(plain, members(folder)):
        numpy.testing.assert_array_equal(one, other)


def test_semicolons_tabs_and_other_encodings_are_refused_with_the_remedy(tmp_path):
    folder = world(tmp_path)
    table = rows("countries.csv")
    german = [[cell.replace(".", ",") for cell in row] for row in table]
    for bytes_, wanted in ((saved(german, separator=";", mark="\ufeff").encode(), ["semicolons", "1.5, not 1,5"]),
                           (saved(german, separator=";", quoting=csv.QUOTE_ALL).encode(), ["semicolons", "commas"]),
                           (saved(table, separator="\t").encode(), ["tabs", "commas"]),
                           (saved(table).encode("utf-16"), ["UTF-16", "save the table as CSV in UTF-8"]),
                           (saved(table).replace("Brazil", "Bras\u00edlia").encode("cp1252"), ["not UTF-8", "save the file as UTF-8"])):
        (folder / "data" / "countries.csv").write_bytes(bytes_)
        run = waico("validate", "baseline.cfg", cwd=folder)
        assert run.returncode == 2
        assert "data/countries.csv:" in run.stderr and all(word in run.stderr for word in wanted), run.stderr


def test_points_of_a_list_may_come_from_a_spreadsheet(tmp_path):
    (tmp_path / "points.csv").write_bytes("\ufeffaffinity.peers,trust.start,\r\n0.5,\"0.25\",\r\n1,0.75,\r\n,,\r\n\r\n"
                                          .encode())
    (tmp_path / "c.cfg").write_text(f'scenario = "baseline.cfg";\n'
                                    'sweep: { design = "list"; list = "points.csv"; };\n'
                                    'metrics = ( { name = "m"; series = "n_members"; reduce = "final"; } );\n')
    world(tmp_path)
    run = waico("sweep", "c.cfg", "--plan-csv", "-", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    points = list(csv.DictReader(io.StringIO(run.stdout)))
    assert [(float(p["affinity.peers"]), float(p["trust.start"])) for p in points] == [(0.5, 0.25), (1, 0.75)]


def test_configs_and_scenarios_stay_strict_about_the_byte_order_mark(tmp_path):
    folder = world(tmp_path)
    path = folder / "baseline.cfg"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    run = waico("validate", "baseline.cfg", cwd=folder)
    assert run.returncode == 2 and "byte order mark" in run.stderr
