"""Writes the made parts of the documents anew: what the program prints, its commands, parameters, the list of tests.

Run: make docs, or /usr/bin/python3 tests/documents.py build/waico

A made part stands between <!-- NAME: begin --> and <!-- NAME: end -->.
"""

import ast
import itertools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"


def fill(document, name, lines):
    """Puts lines between the two marks of a document."""
    path = ROOT / document
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if begin not in text or end not in text:
        sys.exit(f"{document}: the marks of {name} are missing")
    made = f"{begin}\n{lines}\n{end}"
    path.write_text(re.sub(f"{begin}.*?{end}", lambda _: made, text, flags=re.S), encoding="utf-8")


def say(program, *arguments):
    """What the program prints, run at the root of the project."""
    done = subprocess.run([program, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
    return done.stdout.rstrip()


def block(text):
    return f"```\n{text}\n```"


def commands(program):
    """The list of commands of the help text as a table."""
    listed = re.search(r"^Commands:\n(.*?)\n\n", say(program, "--help"), re.S | re.M)[1]
    rows = [line.split(None, 1) for line in listed.splitlines()]
    return "\n".join(["| command | what it does |", "|---|---|"] + [f"| `waico {a}` | {b} |" for a, b in rows])


def sample(program):
    """What make run prints, and the first steps of a country in the file that it leaves."""
    with tempfile.TemporaryDirectory() as folder:
        result = f"{folder}/baseline.h5"
        page = say(program, "run", "scenarios/baseline.cfg", "-s", "1", "-n", "1000", "-o", result)
        steps = say(program, "explain", result, "--country", "IDN").split("\n\n")
    return page.replace(f"{folder}/", "results/"), "\n\n".join(steps[:4])


def worked_example(program):
    """The scenario of the README: the mistakes that it has, and, without them, what it changes."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## A scenario in five minutes")[1]
    scenario = re.search(r"```\n(# .*?)```", text, re.S)[1]
    script = re.search(r"```python\n(.*?)```", text, re.S)[1]
    environment = dict(os.environ, WAICO_DATA=str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        def do(*command):
            return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

        surge = pathlib.Path(folder) / "surge.cfg"
        do(program, "init", "surge")
        surge.write_text(scenario, encoding="utf-8")
        mistakes = do(program, "validate", "surge.cfg").stderr.rstrip()
        mended = scenario.replace("seats_per_yaer", "seats_per_year").replace("value = 9;", "value = 0.9;")
        surge.write_text(mended, encoding="utf-8")
        for name in ("surge.cfg", "baseline.cfg"):
            do(program, "run", name, "-n", "200").check_returncode()
        gain = do(sys.executable, "-c", script).stdout.rstrip()
    return mistakes, gain


def first_words(path):
    """The first paragraph that a test says of itself, on one line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        said = ast.get_docstring(ast.parse(text)) or ""
    elif path.suffix == ".c":
        said = re.match(r"/\*(.*?)\*/", text, re.S)
        said = re.sub(r"\n \*", "\n", said[1]) if said else ""
    else:
        lines = itertools.takewhile(lambda line: line.startswith("#"), text.split("\n")[1:])
        said = "\n".join(line[1:] for line in lines)
    return " ".join(said.strip().split("\n\n")[0].split()).replace("|", "\\|")


def tests():
    rows = ["| file | what it shows |", "|---|---|"]
    for folder in sorted(path for path in TESTS.iterdir() if path.is_dir()):
        names = {path for pattern in ("*_test.c", "*_test.py", "*_test.sh", "test_*.py", "*_bench.c")
                 for path in folder.glob(pattern)}
        rows += [f"| `{path.relative_to(TESTS)}` | {first_words(path)} |" for path in sorted(names)]
    return "\n".join(rows)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    page, steps = sample(program)
    fill("README.md", "page", block(page))
    fill("README.md", "steps", block(steps))
    mistakes, gain = worked_example(program)
    fill("README.md", "mistakes", block(mistakes))
    fill("README.md", "gain", block(gain))
    fill("README.md", "commands", commands(program))
    fill("sim/model/MODEL.md", "parameters", say(program, "describe", "--markdown"))
    fill("tests/README.md", "contents", tests())


if __name__ == "__main__":
    main()
