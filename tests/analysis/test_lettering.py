"""Texts in pictures: broken to fit, whatever the script, with signs from whichever font has them."""
import warnings

import pytest

from waico.analysis import lettering, style


@pytest.mark.parametrize("text", ["A short title", "many words " * 40, "W" * 300, "世界人工智能合作组织" * 30, "a.very.long.dotted." * 20, ""])
@pytest.mark.parametrize("lines", [1, 2])
def test_no_line_is_longer_than_its_room(text, lines):
    with style.house():
        found = lettering.fit(text, 2.5, lines, 9, "bold").split("\n")
        assert len(found) <= lines
        assert all(lettering.length(line, 9, "bold") <= 2.5 for line in found)
        whole = "".join(found).replace(" ", "") == text.replace(" ", "")
        assert whole or found[-1].endswith("…")


def test_words_stay_whole_where_they_can():
    assert lettering.fit("one two three four", 0.75, 3, 9).split("\n") == ["one two", "three four"]


def test_signs_come_from_the_next_font_that_has_them():
    assert lettering.families()[0] == "DejaVu Sans"
    figure = style.plt.figure()
    with style.house(), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.text(0, 0, "Zürich, Łódź, Αθήνα, Москва, ∑ ± −")
        lettering.tell_missing(figure)
    style.plt.close(figure)
