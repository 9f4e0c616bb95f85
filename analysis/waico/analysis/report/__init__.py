"""One self-contained report about a file, or about several side by side: HTML, and PDF on demand."""
from pathlib import Path

from ..result import load
from . import content, page, paper


def write(files, output, pdf=False, engine="auto", labels=None, title=None, unverified=False, say=lambda text: None):
    """Writes the report; gives the paths written.  engine: how the PDF is made (auto: chromium when there is one)."""
    results = []
    try:
        results += [load(path, unverified) for path in files]
        document = content.build(results, labels, title, say)
    finally:
        for result in results:
            result.close()
    output = Path(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page.html(document), encoding="utf-8")
    written = [output]
    if pdf:
        target = output.with_suffix(".pdf")
        used = paper.write(document, output, target, engine)
        say(f"PDF made by {used}")
        written.append(target)
    return written
