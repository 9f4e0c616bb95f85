"""The documents name only what exists: parameters, series, event types, files.

Run: /usr/bin/python3 -m pytest -q tests/run/document_test.py
"""

import csv
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import unicodedata

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


def described():
    program = os.environ.get("WAICO", str(ROOT / "build/waico"))
    return json.loads(subprocess.run([program, "describe", "--json"], capture_output=True, text=True, check=True).stdout)


def test_program_and_documents_agree_on_how_many_parameters_are_judgement():
    rows = described()
    judged = sum("judgement" in row["source"] for row in rows)
    assert sum(row["basis"] == "judgement" for row in rows) == judged
    assert {row["basis"] for row in rows} == {"judgement", "source"}
    table = re.findall(r"^\| `[\w.]+` \|.*\| ([^|]*) \|$", MODEL.split("<!-- parameters: begin -->")[1], re.M)
    assert sum("judgement" in cell for cell in table) == judged
    assert f"Of its {len(rows)} parameters {judged} are judgement" in source("README.md")
    program = os.environ.get("WAICO", str(ROOT / "build/waico"))
    last = subprocess.run([program, "describe", "--source"], capture_output=True, text=True).stdout.splitlines()[-1]
    assert last.startswith(f"{len(rows)} parameters, {judged} of them judgement")


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def is_listed(name, year, entries):
    return any(re.search(rf"\b{re.escape(name)}\b", entry) and year in entry for entry in entries)


NO_AUTHORS = """January February March April May June July August September October November December Pax Since Until
    Debian Copyright Institute University""".split()
CITATION = re.compile(r"\b([A-Z][A-Za-z]+)(?:, [A-Z][a-z]\w+)*(?:,? and [A-Z]\w+| et al\.?)?,? \(?((?:19[2-9]|20[0-4])\d)\b")


def test_every_work_that_is_cited_stands_in_the_list_of_sources():
    entries = [plain(entry) for entry in MODEL.split("## 14. Sources")[1].split("\n- ")]
    cited = set()
    files = [*ROOT.glob("sim/*/*.[ch]"), *ROOT.glob("analysis/**/*.py"), ROOT / "sim/model/MODEL.md"]
    for file in files:
        text = re.sub(r"\n *(?:\*|#|\"\n? *\")?", " ", plain(file.read_text(encoding="utf-8")).split("## 14. Sources")[0])
        cited |= {(name, year, file.name) for name, year in CITATION.findall(text) if name not in NO_AUTHORS}
    assert ("Wang", "2018", "param.c") in cited and ("Index", "2025", "param.c") in cited
    assert {row for row in cited if not is_listed(*row[:2], entries)} == set()
    numbers = {number for row in described() for number in re.findall(r"arXiv (\d+\.\d+)", row["source"])}
    assert numbers and all(any(f"arXiv:{number}" in entry for entry in entries) for number in numbers)


def test_every_source_of_a_table_stands_in_the_list_of_the_data():
    section = source("scenarios/data/README.md").split("## Sources and licences")[1].split("\n## ")[0]
    with open(ROOT / "scenarios/data/sources.csv", newline="", encoding="utf-8") as file:
        items = [item.strip() for row in csv.DictReader(file)
                 for item in re.split("; |, and ", re.sub(r"^\w+: ", "", row["source"].split(". Derived")[0]))]
    items = [item for item in items if not item.lower().startswith("membership lists")]
    assert len(items) >= 11
    for item in items:
        assert item.split(",")[0].split()[0] in section, item
        for year in re.findall(r"(?<!-)\b20\d\d\b(?!-)", item):
            assert year in section, item


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
