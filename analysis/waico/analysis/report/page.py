"""The report as one HTML page: no script, no network, pictures inside; a style sheet for paper."""
import base64
from html import escape
import re

from .blocks import Image, Listing, Points, Table, Text

STYLE = """
:root { --ink: #1a1a1a; --soft: #565656; --rule: #d4d4d4; --main: #0072b2; --warn: #d55e00; }
* { box-sizing: border-box; }
html { font-size: 16px; }
body { margin: 0; color: var(--ink); background: #fff; font: 1rem/1.5 "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; }
main, header { max-width: 54rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; border-bottom: 3px solid var(--main); padding-bottom: 1rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .8rem; padding-top: .4rem; border-top: 1px solid var(--rule); }
.subtitle { font-size: 1.1rem; margin: 0 0 .6rem; }
.notes { margin: .8rem 0; padding: .6rem .9rem; border-left: 4px solid var(--warn); background: #fdf3ec; }
.notes p { margin: .2rem 0; }
.stamp { color: var(--soft); font-size: .8rem; margin: 0; }
nav ol { columns: 2; padding-left: 1.4rem; font-size: .92rem; }
a { color: var(--main); }
ul.points { padding-left: 1.2rem; } ul.points li { margin: .35rem 0; }
#in-short ul.points { font-size: 1.04rem; }
figure { margin: 1.6rem 0; }
figure .scroll { overflow-x: auto; }
figure img { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption { font-size: .88rem; margin-top: .5rem; }
figcaption p { margin: .15rem 0; }
figcaption .words { color: var(--soft); }
.table { margin: 1.5rem 0; }
.table .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; font-variant-numeric: tabular-nums; }
.caption { font-weight: bold; margin: 0; padding: .2rem 0 .45rem; font-size: .92rem; }
th, td { padding: .28rem .55rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { border-bottom: 1.5px solid var(--ink); vertical-align: bottom; font-weight: bold; }
th.word, td.word { text-align: left; overflow-wrap: break-word; }
td:not(.word), td.fixed { white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; }
.note { color: var(--soft); font-size: .8rem; margin: .4rem 0 0; }
details { margin: .8rem 0; } summary { cursor: pointer; }
pre { font: .74rem/1.4 "DejaVu Sans Mono", Consolas, monospace; background: #f6f6f6; border: 1px solid var(--rule); padding: .8rem;
      max-height: 24rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { max-width: 54rem; margin: 3rem auto 2rem; padding: .8rem 1.25rem 0; color: var(--soft); font-size: .8rem; }
.paper-only { display: none; }
@media screen and (max-width: 40rem) {
  main, header { padding-left: .9rem; padding-right: .9rem; }
  header { padding-top: 1.4rem; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; }
  nav ol { columns: 1; }
  .table table { width: max-content; min-width: 100%; font-size: .9rem; }
  td.word:not(.fixed) { min-width: 8rem; max-width: 20rem; }
  th { max-width: 8rem; }
  .table th:first-child, .table td:first-child { position: sticky; left: 0; background: #fff; white-space: normal; min-width: 6rem; max-width: 9rem;
    padding-right: .6rem; }
  figure img { max-width: none; width: 44rem; }
  figcaption, .note, .stamp { font-size: .9rem; }
}
@page { size: A4; margin: 17mm 16mm 18mm; }
@media print {
  html { font-size: 9.5pt; }
  main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  h2 { break-after: avoid; margin-top: 1.8rem; }
  h2 + p { break-after: avoid; }
  figure, p, .table tr, ul.points li { break-inside: avoid; }
  figure { margin: 1rem 0; }
  figure img { max-height: 225mm; width: auto; }
  .scroll { overflow: visible !important; } .table.short { break-inside: avoid; }
  .caption { break-after: avoid; }
  nav a { color: inherit; text-decoration: none; }
  details.listing { display: none; }
  .paper-only { display: block; }
  a { color: inherit; }
}
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def anchor(title):
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"


def html(document):
    """The document as the text of one HTML file."""
    counter = {"figure": 0, "table": 0}
    titles = _unique([section.title for section in document.sections])
    contents = "".join(f'<li><a href="#{name}">{escape(section.title)}</a></li>'
                       for name, section in zip(titles, document.sections))
    body = []
    for name, section in zip(titles, document.sections):
        inside = "\n".join(_block(block, counter) for block in section.blocks)
        if any(isinstance(block, Listing) for block in section.blocks):
            inside += '\n<p class="paper-only">The full texts are in the HTML edition of this report and in the result files.</p>'
        body.append(f'<section id="{name}" aria-labelledby="{name}-title">\n<h2 id="{name}-title">{escape(section.title)}</h2>\n'
                    f"{inside}\n</section>")
    notes = "".join(f"<p>{escape(sentence(note))}</p>" for note in document.notes)
    notes = f'<div class="notes" role="note">{notes}</div>\n' if notes else ""
    return (f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n"
            f"<h1>{escape(document.title)}</h1>\n"
            f'<p class="subtitle">{escape(document.subtitle)}</p>\n{notes}<p class="stamp">{escape(document.stamp)}</p>\n</header>\n'
            f'<main>\n<nav aria-label="Contents"><ol>{contents}</ol></nav>\n' + "\n".join(body)
            + f"\n</main>\n<footer>{escape(document.stamp)}</footer>\n</body>\n</html>\n")


def _unique(titles):
    names = []
    for title in titles:
        name, number = anchor(title), 2
        while name in names:
            name, number = f"{anchor(title)}-{number}", number + 1
        names.append(name)
    return names


def _block(block, counter):
    if isinstance(block, Text):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Points):
        return '<ul class="points">' + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Listing):
        return (f'<details class="listing"><summary>{escape(block.title)}</summary><pre>{escape(block.text)}</pre></details>')
    if isinstance(block, Table):
        return _table(block, counter)
    if isinstance(block, Image):
        return _figure(block, counter)
    raise TypeError(type(block).__name__)


def _table(block, counter):
    counter["table"] += 1
    def cells(tag, row, scope=""):
        return "".join(f'<{tag}{_kind(block.is_word(i), str(cell))}{scope}>{escape(str(cell))}</{tag}>'
                       for i, cell in enumerate(row))
    head = f"<thead><tr>{cells('th', block.head, ' scope=col')}</tr></thead>" if any(block.head) else ""
    rows = "".join(f"<tr>{cells('td', row)}</tr>" for row in block.rows)
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    size = "table short" if len(block.rows) <= 12 else "table"
    name = f"table-{counter['table']}"
    return (f'<div class="{size}"><p class="caption" id="{name}">Table {counter["table"]}. {escape(block.caption)}</p>'
            f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}"><table aria-labelledby="{name}">{head}'
            f"<tbody>{rows}</tbody></table></div>{note}</div>")


def _kind(is_word, cell):
    """Words are set to the left; short ones (dates, names) never break."""
    if not is_word:
        return ""
    return ' class="word fixed"' if len(cell) <= 18 else ' class="word"'


def sentence(text):
    """With a capital letter first and a full stop last."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."


def _figure(block, counter):
    counter["figure"] += 1
    data = base64.b64encode(block.png).decode("ascii")
    width = round(block.size[0] * 96 * 1.15)
    return (f'<figure><div class="scroll"><img alt="{escape(block.title)}: {escape(block.caption)}" width="{width}" '
            f'src="data:image/png;base64,{data}"></div><figcaption><p><b>Figure {counter["figure"]}. {escape(block.title)}.</b> '
            f"{escape(sentence(block.caption))}</p><p>{escape(block.shows)}</p><p class=words><b>Reading it.</b> {escape(block.read)} "
            f"<b>Not in it.</b> {escape(block.hides)}</p></figcaption></figure>")
