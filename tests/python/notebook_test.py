"""The notebooks run from their first cell to their last, and say what they promise."""
import glob
import json
import os

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.mark.parametrize("path", sorted(glob.glob(os.path.join(ROOT, "analysis", "examples", "*.ipynb"))), ids=os.path.basename)
def test_a_notebook_runs(path, capsys):
    with open(path, encoding="utf-8") as file:
        notebook = json.load(file)
    names = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "notebooks are kept without what came out"
            exec(compile("".join(cell["source"]), path, "exec"), names)  # pylint: disable=exec-used
    said = capsys.readouterr().out
    assert "members at the end of 2035" in said and "by luck" in said and "nan" not in said
