"""python3 -m waico, as a person types it."""
import os
from pathlib import Path
import subprocess
import sys

import pytest

import made

from waico.analysis.cli import catalogue, main

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
    assert len(capsys.readouterr().out.splitlines()) == 24


@pytest.mark.parametrize("arguments,code,message", [
    (["plot", "film", "{run}"], 2, "no picture 'film'"),
    (["plot", "timeline", "{ensemble}"], 2, "needs a run"),
    (["plot", "adoption", "{run}", "-o", "a.gif"], 2, "pictures end in .png, .svg, .pdf"),
    (["plot", "adoption", "missing.h5"], 1, "no such file"),
    (["plot", "map", "{ensemble}", "--time", "1999", "-o", "{tmp}/a.png"], 2, "before the first account"),
    (["plot", "survival", "{ensemble}", "--group", "luck", "-o", "{tmp}/a.png"], 2, "the column 'luck'"),
    (["plot", "convergence", "{run}", "-o", "{tmp}/a.png"], 2, "needs replications and run.h5 has one"),
    (["plot", "outcomes", "{one}", "-o", "{tmp}/a.png"], 2, "needs replications"),
    (["plot", "response", "{lhs}", "-o", "{tmp}/a.png"], 2, "is of design lhs: see discovery"),
    (["plot", "heatmap", "{lhs}", "-o", "{tmp}/a.png"], 2, "is of design lhs: see discovery"),
    (["plot", "tornado", "{grid}", "-o", "{tmp}/a.png"], 2, "is of design grid: see heatmap or response"),
    (["plot", "discovery", "{morris}", "-o", "{tmp}/a.png"], 2, "is of design morris: see morris"),
    (["plot", "adoption", "{ensemble}", "--series", "phase", "-o", "{tmp}/a.png"], 2, "phase is a category"),
    (["plot", "compare", "{ensemble}", "{faster}", "--series", "phase", "-o", "{tmp}/a.png"], 2, "`phases` shows"),
    (["plot", "adoption", "{ensemble}", "--first", "member", "-o", "{tmp}/a.png"], 2, "adoption does not use --first; it uses --series"),
    (["plot", "statuses", "{ensemble}", "--metric", "x", "-o", "{tmp}/a.png"], 2, "does not use --metric; it has no options"),
    (["plot", "map", "{ensemble}", "--point", "0", "-o", "{tmp}/a.png"], 2, "does not use --point"),
    (["plot", "network", "{ensemble}", "--time", "2030", "--time", "2031", "-o", "{tmp}/a.png"], 2, "give --time once"),
    (["plot", "differences", "{ensemble}", "{faster}", "--time", "2050", "-o", "{tmp}/a.png"], 2, "the last day"),
    (["plot", "discovery", "{lhs}", "--above", "1", "--below", "2", "-o", "{tmp}/a.png"], 2, "not both"),
    (["plot", "discovery", "{lhs}", "--above", "1e9", "-o", "{tmp}/a.png"], 2, "choose another --above"),
    (["plot", "joiners", "{ensemble}", "--top", "0", "-o", "{tmp}/a.png"], 2, "at least 1"),
    (["plot", "changes", "{ensemble}", "{faster}", "{slower}", "-o", "{tmp}/a.png"], 2, "two cases"),
    (["plot", "adoption", "{ensemble}", "-o", "{ensemble}"], 2, "pictures end in"),
])
def test_mistakes_are_answered_in_one_line(files, tmp_path, capsys, arguments, code, message):
    names = {key: str(path) for key, path in files.items()}
    assert main([argument.format(tmp=tmp_path, **names) for argument in arguments]) == code
    said = capsys.readouterr().err
    assert message in said and said.count("\n") == 1 and "Traceback" not in said


def test_the_readme_describes_every_picture():
    text = (ROOT / "analysis" / "README.md").read_text(encoding="utf-8")
    assert catalogue() in text, "run: python3 -m waico list-plots --markdown, and put it into analysis/README.md"


def test_files_are_replaced_only_when_asked_for(files, tmp_path, capsys):
    target, data = tmp_path / "a.png", tmp_path / "a.csv"
    data.write_text("mine")
    command = ["plot", "rivals", str(files["run"]), "-o", str(target), "--data", "--dpi", "60"]
    assert main(command) == 4
    assert f"{data} is there already" in capsys.readouterr().err
    assert data.read_text() == "mine" and not target.exists()  # nothing was written beside it
    assert main([*command, "--force"]) == 0 and data.read_text().startswith("date,")
    assert main(command) == 4
    report = tmp_path / "r.html"
    report.write_text("mine")
    assert main(["report", str(files["run"]), "-o", str(report)]) == 4 and report.read_text() == "mine"


def test_a_settings_file_of_the_user_changes_no_picture(files, tmp_path):
    (tmp_path / "rc").mkdir()
    (tmp_path / "rc" / "matplotlibrc").write_text("backend: TkAgg\naxes.facecolor: black\nsavefig.bbox: tight\nlines.markersize: 30\n"
                                                  "font.family: serif\ntext.usetex: True\nfont.size: 20\nimage.cmap: jet\n")
    pictures = []
    for name, variables in (("plain", {}), ("dark", {"MPLCONFIGDIR": str(tmp_path / "rc"), "MPLBACKEND": "svg"})):
        out = tmp_path / f"{name}.png"
        subprocess.run([sys.executable, "-m", "waico", "plot", "adoption", str(files["ensemble"]), "-o", str(out), "--dpi", "60",
                        "--unverified"], check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "analysis"), **variables}, capture_output=True)
        pictures.append(out.read_bytes())
    assert pictures[0] == pictures[1]


def test_signs_that_no_font_has_are_told_once(tmp_path, capsys):
    strange = made.ensemble(tmp_path / "strange.h5", replicates=4, title="From \U0001f30d to \U00012000\U00012001 and \U00013000", countries=193)
    assert main(["plot", "compare", str(strange), str(strange), "-o", str(tmp_path / "a.png"), "--dpi", "60"]) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "no installed font has" in said and "\U00012000" in said and "Glyph" not in said
