"""The report as PDF: by a headless Chromium from the page and its print style sheet, else by matplotlib."""
import io
import os
from pathlib import Path
import shutil
import subprocess
import tempfile
import textwrap

from .. import style
from .blocks import Image, Listing, Points, Table, Text
from .page import sentence

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
A4 = (8.27, 11.69)
LEFT, RIGHT, TOP, BOTTOM = 0.75, 0.75, 0.75, 0.8


def browser():
    return next((found for found in map(shutil.which, BROWSERS) if found), None)


def write(document, page, target, engine="auto"):
    """Writes the PDF; gives the name of what made it.  OSError when the browser asked for fails or is missing."""
    if engine in ("auto", "chromium"):
        program = browser()
        if program:
            try:
                _print(program, page, target)
                return "chromium"
            except (OSError, subprocess.SubprocessError):
                if engine == "chromium":
                    raise OSError(f"{program} could not print {page}") from None
        elif engine == "chromium":
            raise OSError("no Chromium found; use --pdf-engine matplotlib")
    _Paper(document).write(target)
    return "matplotlib"


def _print(program, page, target):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}",
                   f"--print-to-pdf={Path(target).resolve()}", Path(page).resolve().as_uri()]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
        subprocess.run(command, check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not Path(target).is_file():
        raise OSError("nothing printed")


class _Paper:
    """Lays blocks on A4 pages from top to bottom; `y` is the distance from the upper edge in inches."""

    def __init__(self, document):
        self.document = document
        self.page, self.y, self.number = None, 0.0, 0
        self.figures = self.tables = 0

    def write(self, target):
        from matplotlib.backends.backend_pdf import PdfPages
        metadata = {"Title": self.document.title, "Creator": "waico", "CreationDate": None, "Producer": None}
        with style.house(), PdfPages(target, metadata=metadata) as self.pages:
            self._turn()
            self._words(self.document.title, 17, weight="bold", width=60)
            self._words(self.document.subtitle, 11, width=88)
            for note in self.document.notes:
                self._words(sentence(note), 9.5, width=95, colour=style.ACCENT)
            self._words(self.document.stamp, 7.5, colour=style.SOFT, width=130)
            for section in self.document.sections:
                if any(isinstance(block, Listing) for block in section.blocks):
                    continue  # full texts: in the page and in the files
                self._heading(section)
                for block in section.blocks:
                    self._block(block)
            self._end()

    def _turn(self):
        self._end()
        self.number += 1
        self.page = style.plt.figure(figsize=A4)
        self.page.text(LEFT / A4[0], 0.45 / A4[1], self.document.stamp, fontsize=6.5, color=style.SOFT)
        self.page.text(1 - RIGHT / A4[0], 0.45 / A4[1], str(self.number), fontsize=8, color=style.SOFT, ha="right")
        self.y = TOP

    def _end(self):
        if self.page is not None:
            self.pages.savefig(self.page)
            style.plt.close(self.page)
            self.page = None

    def _need(self, inches):
        if self.y + inches > A4[1] - BOTTOM and self.y > TOP:
            self._turn()

    def _line(self, text, size, x=LEFT, colour=style.INK, weight="normal", align="left"):
        self.page.text(x / A4[0], 1 - self.y / A4[1], text, fontsize=size, color=colour, weight=weight, ha=align, va="top")

    def _words(self, text, size, width, weight="normal", colour=style.INK, indent=0.0, bullet="", after=0.08):
        leading = size * 1.42 / 72
        for number, line in enumerate(textwrap.wrap(text, width)):
            self._need(leading)
            if bullet and number == 0:
                self._line(bullet, size, LEFT + indent - 0.14, colour)
            self._line(line, size, LEFT + indent, colour, weight)
            self.y += leading
        self.y += after

    def _heading(self, section):
        """A heading, never alone at the foot of a page: what follows comes along."""
        follows = section.blocks[0] if section.blocks else None
        room = 1.3
        if isinstance(follows, Image):
            room = sum(self._fit(follows)[1:3])
        elif isinstance(follows, Table):
            room = self._set(follows)[-1]
        self._need(0.5 + room)
        self.y += 0.18
        self._words(section.title, 13, 70, weight="bold", after=0.1)

    def _block(self, block):
        if isinstance(block, Text):
            self._words(block.text, 9, 105)
        elif isinstance(block, Points):
            for item in block.items:
                self._words(item, 9, 102, indent=0.18, bullet="•", after=0.05)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Image):
            self._image(block)

    def _fit(self, block):
        """(width, height, room for words below, words, small words) of a picture."""
        words = f"Figure {self.figures + 1}. {block.title}. {sentence(block.caption)} {block.shows}"
        small = f"Reading it. {block.read} Not in it. {block.hides}"
        below = (len(textwrap.wrap(words, 118)) + len(textwrap.wrap(small, 128))) * 0.165 + 0.35
        scale = min(1.0, (A4[0] - LEFT - RIGHT) / block.size[0], (A4[1] - TOP - BOTTOM - below - 0.6) / block.size[1])
        return block.size[0] * scale, block.size[1] * scale, below, words, small

    def _image(self, block):
        width, height, below, words, small = self._fit(block)
        self.figures += 1
        self._need(height + below)
        axes = self.page.add_axes(((A4[0] - width) / 2 / A4[0], 1 - (self.y + height) / A4[1], width / A4[0], height / A4[1]))
        axes.imshow(style.plt.imread(io.BytesIO(block.png)), interpolation="none", aspect="auto")
        axes.axis("off")
        self.y += height + 0.06
        self._words(words, 8, 118, after=0.02)
        self._words(small, 7.2, 128, colour=style.SOFT, after=0.2)

    def _set(self, block):
        """(widths, size, leading, wrapped head, wrapped rows, room for the beginning) of a table.

        Columns of short texts get what they need; those of long ones share the rest.
        """
        room = A4[0] - LEFT - RIGHT
        columns = len(block.rows[0]) if block.rows else len(block.head)
        natural = [max([3] + [len(str(row[c])) for row in block.rows]
                       + [len(word) for word in str(block.head[c]).split()]) + 2 for c in range(columns)]
        size = 7.6 if sum(min(n, 30) for n in natural) < 108 else 6.4
        rate = 72 / size / 0.57  # letters an inch
        long = [c for c in range(columns) if natural[c] > 24]
        rest = room * rate - sum(natural[c] for c in range(columns) if c not in long)
        if long:
            weight = [min(natural[c], 120) for c in long]
            for c, share in zip(long, weight):
                natural[c] = max(14.0, min(natural[c], rest * share / sum(weight)))
        widths = [room * n / sum(natural) for n in natural]
        def wrapped(row):
            return [textwrap.wrap(str(cell), max(4, int(widths[c] * rate) - 1)) or [""] for c, cell in enumerate(row)]
        leading = size * 1.4 / 72
        head, rows = wrapped(block.head), [wrapped(row) for row in block.rows]
        tall = sum(max(map(len, row)) * leading + 0.075 for row in rows[:12]) + 0.7
        return widths, size, leading, head, rows, min(tall, 4.5)

    def _table(self, block):
        self.tables += 1
        widths, size, leading, head, rows, room = self._set(block)
        self._need(room)
        self._words(f"Table {self.tables}. {block.caption}", 8.5, 110, weight="bold", after=0.02)
        if any(block.head):
            self._row(head, widths, size, leading, block, "bold")
        for row in rows:
            self._need(max(map(len, row)) * leading + 0.075)
            self._row(row, widths, size, leading, block, "normal")
        if block.note:
            self._words(block.note, 7.2, 128, colour=style.SOFT)
        self.y += 0.15

    def _row(self, row, widths, size, leading, block, weight):
        from matplotlib.lines import Line2D
        x, height = LEFT, max(map(len, row)) * leading
        top = self.y
        for c, lines in enumerate(row):
            for number, line in enumerate(lines):
                self.y = top + number * leading
                words = block.is_word(c)
                self._line(line, size, x + (0.08 if c else 0.0) if words else x + widths[c] - 0.05, weight=weight, align="left" if words else "right")
            x += widths[c]
        self.y = top + height + 0.075
        level = 1 - (self.y - 0.04) / A4[1]
        self.page.add_artist(Line2D([LEFT / A4[0], 1 - RIGHT / A4[0]], [level, level], transform=self.page.transFigure,
                                    color=style.INK if weight == "bold" else style.RULE, linewidth=0.7 if weight == "bold" else 0.4))
