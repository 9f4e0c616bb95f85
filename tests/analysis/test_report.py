"""The report: complete in one file, safe to open, readable on paper."""
import re

import pytest

from waico.analysis.report import paper, write


@pytest.fixture(scope="module")
def comparison(files, tmp_path_factory):
    target = tmp_path_factory.mktemp("report") / "r.html"
    write([files["ensemble"], files["faster"], files["slower"]], target)
    return target.read_text(encoding="utf-8")


def test_the_page_needs_nothing_else(comparison):
    assert "<script" not in comparison and "@import" not in comparison and "url(" not in comparison
    sources = re.findall(r'(?:src|href)="([^"]*)"', comparison)
    assert sources and all(source.startswith(("data:image/png;base64,", "#")) for source in sources)
    assert "default-src 'none'" in comparison


def test_every_picture_has_words_for_those_who_cannot_see_it(comparison):
    pictures = re.findall(r"<img [^>]*>", comparison)
    assert len(pictures) >= 12
    assert all(re.search(r'alt="[^"]{15,}"', picture) for picture in pictures)
    assert len(re.findall("Figure [0-9]+[.]", comparison)) == len(pictures)


def test_titles_from_files_are_text(comparison):
    assert "Faster &amp; &lt;bolder&gt;" in comparison and "<bolder>" not in comparison


@pytest.mark.parametrize("words", ["In short", "Scenarios side by side", "Limits", "Where the numbers come from", "Sources and licences",
                                   "Configurations", "Natural Earth", "imply no position", "@media print", "a1a1a1a1"])
def test_the_parts_are_there(comparison, words):
    assert words in comparison


def test_contents_lead_to_every_section(comparison):
    anchors = re.findall(r'href="#([^"]+)"', comparison)
    assert anchors == re.findall(r'<section id="([^"]+)"', comparison) and len(set(anchors)) == len(anchors)


def test_equal_files_give_equal_reports(files, tmp_path, comparison):
    write([files["ensemble"], files["faster"], files["slower"]], tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == comparison


@pytest.mark.parametrize("inputs", [("run",), ("zero",), ("one",), ("grid",), ("lhs",), ("oat",), ("morris",), ("saltelli",),
                                    ("ensemble", "grid")])
def test_each_kind_of_file_has_a_report(files, tmp_path, inputs):
    said = []
    write([files[name] for name in inputs], tmp_path / "r.html", say=said.append)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<img " in text and "nan" not in re.sub(r'base64,[^"]*', "", text).lower().replace("finance", "").split()


def test_what_was_left_out_is_said(files, tmp_path):
    said = []
    write([files["zero"]], tmp_path / "r.html", say=said.append)
    assert any("reasons left out" in line for line in said)


def test_matplotlib_makes_a_pdf_without_a_browser(files, tmp_path):
    said = []
    paths = write([files["run"]], tmp_path / "r.html", pdf=True, engine="matplotlib", say=said.append)
    data = paths[1].read_bytes()
    assert data.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", data)) >= 6
    assert "PDF made by matplotlib" in said


def test_a_browser_prints_the_page_when_there_is_one(files, tmp_path):
    if paper.browser() is None:
        with pytest.raises(OSError, match="no Chromium"):
            write([files["one"]], tmp_path / "r.html", pdf=True, engine="chromium")
        pytest.skip("no Chromium here: the PDF comes from matplotlib")
    paths = write([files["one"]], tmp_path / "r.html", pdf=True, engine="chromium")
    assert paths[1].read_bytes().startswith(b"%PDF")
