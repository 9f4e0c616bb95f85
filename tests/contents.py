"""Writes the table of tests in tests/README.md from the first comment of each file.

Run: /usr/bin/python3 tests/contents.py
"""

import ast
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = "<!-- contents: begin -->", "<!-- contents: end -->"


def first_words(path):
    """The first sentence or paragraph that a file says of itself, on one line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        said = ast.get_docstring(ast.parse(text)) or ""
    elif path.suffix == ".c":
        said = re.match(r"/\*(.*?)\*/", text, re.S)
        said = re.sub(r"\n \*", "\n", said[1]) if said else ""
    else:
        said = "\n".join(line[1:] for line in text.split("\n") if line.startswith("# "))
    return " ".join(said.strip().split("\n\n")[0].split()).replace("|", "\\|")


def files():
    for folder in sorted(path for path in HERE.iterdir() if path.is_dir()):
        names = [path for pattern in ("*_test.c", "*_test.py", "*_test.sh", "test_*.py", "*_bench.c")
                 for path in folder.glob(pattern)]
        yield from sorted(names)


def main():
    rows = ["| file | what it shows |", "|---|---|"]
    rows += [f"| `{path.relative_to(HERE)}` | {first_words(path)} |" for path in files()]
    document = HERE / "README.md"
    text = document.read_text(encoding="utf-8")
    table = "\n".join([BEGIN] + rows + [END])
    document.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: table, text, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
