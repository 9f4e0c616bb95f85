"""The documents name only what exists: parameters, series, event types, files.

Run: /usr/bin/python3 -m pytest -q tests/run/document_test.py
"""

import importlib.util
import os
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = (ROOT / "sim/model/MODEL.md").read_text(encoding="utf-8")
PROSE = MODEL.split("## 13. Parameters")[0]


def source(path):
    return (ROOT / path).read_text(encoding="utf-8")


def parameter_paths():
    rows = re.findall(r'^    (?:REAL|WHOLE|START|NAMED)\(([\w.]+)', source("sim/model/param.c"), re.M)
    return {row.replace("return_", "return") for row in rows if "." in row}


def test_the_table_in_c_is_found():
    assert len(parameter_paths()) == 203


def test_every_parameter_named_in_the_model_document_exists():
    groups = {path.split(".")[0] for path in parameter_paths()}
    named = [name for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", PROSE) if name.split(".")[0] in groups]
    named = [name for name in named if not name.endswith((".c", ".h", ".cfg", ".csv", ".md"))]
    endings = {".".join(path.split(".")[k:]) for path in parameter_paths() for k in range(3)}
    symbolic = {"incentive.k.weight", "incentive.k.promise", "rival.k.cost", "rival.k.exclusivity"}
    assert len(named) > 50
    assert {name for name in named if name not in symbolic} <= endings


def test_every_mechanism_has_its_equation():
    for number in range(1, 24):
        assert f"(M{number})" in PROSE, number


def test_every_group_of_parameters_is_used_in_the_model_document():
    for path in parameter_paths():
        if path.startswith(("status.", "decision.review_rate.", "decision.constant.", "decision.inertia.")):
            continue
        assert path.split(".")[-1] in PROSE, path


def test_every_series_and_event_type_is_documented():
    for name in re.findall(r"^    X\((\w+), [01],", source("sim/model/record.h"), re.M):
        assert f"`{name}`" in PROSE, name
    names = source("sim/model/names.c").split("wai_event_names[")[1].split("};")[0]
    for name in re.findall(r'"(\w+)"', names):
        assert f"`{name}`" in PROSE, name


def test_every_purpose_of_draws_is_documented():
    table = PROSE.split("| purpose |")[1]
    words = {"LEADER": "leader", "REVIEW": "review", "RIVAL_US": "rival us", "RIVAL_RIGHTS": "rival rights",
             "SCRIPTED": "scripted incident", "MODEL_RELEASE": "model release", "PUBLIC_GOOD": "public good",
             "CONTROL": "export control"}
    for purpose in re.findall(r"WAI_DRAW_(\w+)", source("sim/model/draws.h")):
        assert words.get(purpose, purpose.lower()) in table, purpose


def test_files_named_in_the_documents_exist():
    for document in ("README.md", "tests/README.md", "scenarios/README.md", "scenarios/data/README.md",
                     "sim/model/MODEL.md"):
        if not (ROOT / document).exists():
            continue
        text = source(document)
        for path in re.findall(r"`((?:sim|tests|scenarios|configs|analysis)/[\w./]+\.\w+)`", text):
            places = (ROOT, (ROOT / document).parent)
            assert any((place / path).exists() for place in places), f"{document}: {path}"
        for path in re.findall(r"\]\(([\w./]+)\)", text):
            assert ((ROOT / document).parent / path).exists(), f"{document}: {path}"


def test_every_shipped_scenario_is_in_the_table_of_scenarios():
    text = source("scenarios/README.md")
    for path in (ROOT / "scenarios").glob("*.cfg"):
        assert f"`{path.stem}`" in text, path.name


def test_the_citation_names_the_version():
    version = re.search(r'WAI_VERSION "([\d.]+)"', source("sim/base/version.h"))[1]
    assert f"\nversion: {version}\n" in source("CITATION.cff")


# ---- made parts: `make docs` writes them ----

PROGRAM = os.environ.get("WAICO", str(ROOT / "build" / "waico"))
needs_program = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason=f"{PROGRAM} is not built")


def made(document, name):
    return re.search(f"<!-- {name}: begin -->\n(.*?)\n<!-- {name}: end -->", source(document), re.S)[1]


def documents():
    spec = importlib.util.spec_from_file_location("documents", ROOT / "tests/documents.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_program
def test_the_table_of_parameters_is_that_of_the_program():
    said = documents().say(PROGRAM, "describe", "--markdown")
    assert made("sim/model/MODEL.md", "parameters") == said, "run make docs"


@needs_program
def test_the_list_of_commands_is_that_of_the_program():
    assert made("README.md", "commands") == documents().commands(PROGRAM), "run make docs"


def test_the_list_of_tests_is_complete():
    assert made("tests/README.md", "contents") == documents().tests(), "run make docs"
