"""Every picture: drawn in three formats, stamped, inside its page, nothing on top of anything else."""
import csv
import itertools

import numpy as np
import pytest

from waico_analysis import load, style
from waico_analysis.case import NotInFile
from waico_analysis.drawing import draw, fitting
from waico_analysis.figures import Options, all_kinds

CASES = {
    "case": [("ensemble",), ("run",), ("one",), ("zero",), ("wordy",), ("unbroken",), ("elsewhere",)],
    "many": [("ensemble",), ("wordy",)],
    "cases": [("ensemble", "faster", "slower"), ("ensemble", "faster"), ("run", "zero"), ("one", "one"), ("wordy", "unbroken", "slower")],
    "run": [("run",)],
}
SWEEPS = {"response": ["grid"], "heatmap": ["grid"], "tornado": ["oat"], "morris": ["morris", "groups"], "sobol": ["saltelli", "pairs"],
          "discovery": ["lhs"]}
PAIRS = [("ensemble", "faster"), ("wordy", "unbroken")]


def inputs_of(name):
    kind = all_kinds()[name]
    if name == "changes":
        return PAIRS
    if kind.takes == "sweep":
        return [(one,) for one in SWEEPS[name]]
    return [inputs for inputs in CASES[kind.takes] if not (name == "divide" and inputs == ("elsewhere",))]


def every():
    for name in all_kinds():
        for inputs in inputs_of(name):
            yield pytest.param(name, inputs, id=f"{name}-{'-'.join(inputs)}")


@pytest.fixture(scope="module")
def drawn(files):
    """Draws once and keeps: drawn(kind, inputs, **options); fresh=True draws again."""
    results, pictures, kept = {}, [], {}

    def make(name, inputs, fresh=False, **options):
        key = (name, inputs, tuple(options.items()))
        if fresh or key not in kept:
            for one in inputs:
                results.setdefault(one, load(files[one]))
            kept[key] = draw(name, [results[one] for one in inputs], Options(**options))
            pictures.append(kept[key])
        return kept[key]
    with style.plt.rc_context({"figure.max_open_warning": 0}):
        yield make
    for picture in pictures:
        style.close(picture)
    for result in results.values():
        result.close()


def boxes(picture):
    """(text, box in pixels) of every text that is seen."""
    figure = picture.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    import matplotlib.text
    found = []
    unseen = _unseen(figure)
    for item in figure.findobj(matplotlib.text.Text):
        if item.get_visible() and item.get_text().strip() and item not in unseen:
            found.append((item, item.get_window_extent(renderer)))
    return found


def _unseen(figure):
    """Labels of ticks beyond the limits, and all of axes that are switched off."""
    found = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            if not axes.axison:
                found.add(axis.label)
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if not axes.axison or not low - slack <= tick.get_loc() <= high + slack:
                    found |= {tick.label1, tick.label2}
    return found


@pytest.mark.parametrize("name,inputs", every())
def test_texts_are_inside_and_apart(drawn, name, inputs):
    picture = drawn(name, inputs)
    width, height = picture.figure.canvas.get_width_height()
    seen = boxes(picture)
    for item, box in seen:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, f"clipped: {item.get_text()!r}"
    if name == "network":  # codes within circles may touch where countries do
        seen = [(item, box) for item, box in seen if item.get_fontsize() > 5.5]
    for (one, a), (two, b) in itertools.combinations(seen, 2):
        across, along = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across < 1.5 or along < 2.5, f"{one.get_text()!r} lies on {two.get_text()!r}"


@pytest.mark.parametrize("name,inputs", every())
def test_the_stamp_names_identity_seed_and_version(drawn, name, inputs):
    texts = " ".join(item.get_text() for item, _ in boxes(drawn(name, inputs)))
    assert "waico 0.0.0" in texts and "seed 42" in texts and ("identity " in texts or "identities " in texts)


@pytest.mark.parametrize("name", [name for name, kind in all_kinds().items()])
def test_each_format_is_written_and_repeats(drawn, tmp_path, name):
    inputs = inputs_of(name)[0]
    picture = drawn(name, inputs)
    again = drawn(name, inputs, fresh=True)
    for ending, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        style.save(picture, tmp_path / f"a.{ending}", dpi=60)
        style.save(again, tmp_path / f"b.{ending}", dpi=60)
        first = (tmp_path / f"a.{ending}").read_bytes()
        assert first.startswith(start) and len(first) > 3000
        assert first == (tmp_path / f"b.{ending}").read_bytes(), f"{ending} differs from one drawing to the next"


@pytest.mark.parametrize("name,inputs", every())
def test_data_holds_the_plotted_numbers(drawn, tmp_path, name, inputs):
    picture = drawn(name, inputs)
    paths = style.write_data(picture, tmp_path / "data.csv")
    with open(paths[0], newline="", encoding="utf-8") as source:
        rows = list(csv.reader(source))
    assert len(rows[0]) >= 2 and (len(rows) > 1 or name == "timeline")


def test_the_plotted_median_is_the_files_median(drawn, files):
    picture = drawn("adoption", ("ensemble",))
    with load(files["ensemble"]) as result:
        expected = result.array("n_members_quantile", quantile=0.5).values
    np.testing.assert_array_equal(picture.data["n_members"]["n_members_q50"], expected)
    line = [line for line in picture.figure.axes[1].lines if line.get_label() == "median"][0]
    np.testing.assert_array_equal(line.get_ydata(), expected)


def test_differences_are_paired(drawn, files):
    table = drawn("differences", ("ensemble", "faster")).data["differences"]
    with load(files["ensemble"]) as a, load(files["faster"]) as b:
        expected = (b.array("n_members").values[:, -1].astype(float) - a.array("n_members").values[:, -1]).mean()
    assert table["series"][0] == "n_members" and table["difference"][0] == pytest.approx(expected)


def test_flows_keep_every_country(drawn):
    for inputs in (("ensemble",), ("run",)):
        table = drawn("flows", inputs).data["flows"]
        for date in set(table["from_date"]):
            assert sum(n for n, d in zip(table["countries"], table["from_date"]) if d == date) == pytest.approx(192)


def test_the_box_of_the_sample_is_found(drawn):
    picture = drawn("discovery", ("lhs",), above=60.0, density=0.95)
    found = dict(zip(picture.data["box"]["key"], zip(picture.data["box"]["low"], picture.data["box"]["high"])))
    assert found["affinity.peers"][0] == pytest.approx(0.6, abs=0.05)
    assert found["rival.us.pressure"][1] == pytest.approx(0.5, abs=0.05)


def test_statuses_have_one_colour_everywhere():
    assert len(set(style.STATUS_COLOURS.values())) == 9
    from waico_analysis.figures import statuses
    assert statuses.STAGE_COLOURS["has signed"] == style.STATUS_COLOURS["signatory"]


def test_status_colours_differ_for_colour_blind_people():
    """Vienot, Brettel and Mollon (1999): protan and deutan sight; neighbours in the stack stay apart in Lab."""
    from matplotlib.colors import to_rgb
    from waico_analysis.figures.statuses import ORDER
    def lab(rgb):
        rgb = np.where(np.array(rgb) <= 0.04045, np.array(rgb) / 12.92, ((np.array(rgb) + 0.055) / 1.055) ** 2.4)
        return rgb
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    to_lms = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
    protan = np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]])
    deutan = np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]])
    def seen(colour, loss):
        linear = np.linalg.inv(to_lms) @ loss @ to_lms @ lab(to_rgb(colour))
        xyz = to_xyz @ np.clip(linear, 0, 1) / [0.9505, 1.0, 1.089]
        f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
    for loss in (protan, deutan, np.eye(3)):
        for one, two in zip(ORDER, ORDER[1:]):
            gap = np.linalg.norm(seen(style.STATUS_COLOURS[one], loss) - seen(style.STATUS_COLOURS[two], loss))
            assert gap > 14, (one, two, gap)


def test_what_a_file_lacks_is_said(files):
    with load(files["ensemble"]) as ensemble, load(files["run"]) as run, load(files["grid"]) as grid:
        for name, results, message in (
                ("timeline", [ensemble], "needs a run"), ("heatmap", [run], "needs one sweep"), ("compare", [run], "two cases"),
                ("adoption", [run, ensemble], "one case"), ("sobol", [grid], "design saltelli; grid.h5 is of design grid"), ("adoption", [grid], "choose a point")):
            with pytest.raises(NotInFile, match=message):
                draw(name, results)
        with pytest.raises(KeyError, match="no picture 'film'"):
            draw("film", [run])
        with pytest.raises(NotInFile, match="no metric 'gold'; it has members_2035"):
            draw("response", [grid], Options(metric="gold"))


def test_fitting_names_what_can_be_drawn(files):
    with load(files["run"]) as run, load(files["ensemble"]) as ensemble:
        assert "timeline" in fitting([run]) and "timeline" not in fitting([ensemble])
        assert fitting([run, ensemble]) == ["compare", "differences", "changes"]
