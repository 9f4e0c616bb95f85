"""python3 -m waico_analysis, as a person types it."""
from pathlib import Path

import pytest

from waico_analysis.cli import catalogue, main

ROOT = Path(__file__).resolve().parents[2]


def test_plot_writes_pictures_and_numbers(files, tmp_path, capsys):
    target = tmp_path / "a.png"
    assert main(["plot", "adoption", str(files["ensemble"]), "-o", str(target), "-o", str(tmp_path / "a.svg"), "--data", "--dpi", "60"]) == 0
    assert capsys.readouterr().out.split() == [str(target), str(tmp_path / "a.svg"), str(tmp_path / "a.csv"),
                                               str(tmp_path / "a.n_members.csv")]
    assert (tmp_path / "a.csv").read_text().startswith("date,year,n_signed_q5")


def test_report_writes_a_page(files, tmp_path, capsys):
    assert main(["report", str(files["one"]), "-o", str(tmp_path / "new" / "r.html"), "--title", "For the minister"]) == 0
    assert "<h1>For the minister</h1>" in (tmp_path / "new" / "r.html").read_text()


def test_info_says_what_a_file_holds(files, capsys):
    assert main(["info", str(files["ensemble"])]) == 0
    said = capsys.readouterr().out
    assert "ensemble, Made ensemble" in said and "replicate 40" in said and "n_members_quantile" in said


def test_list_plots_names_them_all(capsys):
    assert main(["list-plots"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 22


@pytest.mark.parametrize("arguments,code,message", [
    (["plot", "film", "{run}"], 2, "no picture 'film'"),
    (["plot", "timeline", "{ensemble}"], 1, "needs a run"),
    (["plot", "adoption", "{run}", "-o", "a.gif"], 2, "pictures end in .png, .svg, .pdf"),
    (["plot", "adoption", "missing.h5"], 1, "no such file"),
    (["plot", "map", "{ensemble}", "--time", "1999", "-o", "{tmp}/a.png"], 2, "before the first account"),
    (["plot", "survival", "{ensemble}", "--group", "luck", "-o", "{tmp}/a.png"], 1, "the column 'luck'"),
])
def test_mistakes_are_answered_in_one_line(files, tmp_path, capsys, arguments, code, message):
    names = {key: str(path) for key, path in files.items()}
    assert main([argument.format(tmp=tmp_path, **names) for argument in arguments]) == code
    said = capsys.readouterr().err
    assert message in said and said.count("\n") == 1 and "Traceback" not in said


def test_the_readme_describes_every_picture():
    text = (ROOT / "analysis" / "README.md").read_text(encoding="utf-8")
    assert catalogue() in text, "run: python3 -m waico_analysis list-plots --markdown, and put it into analysis/README.md"
