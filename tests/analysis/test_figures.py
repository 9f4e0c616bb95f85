"""Every picture: drawn in three formats, stamped, inside its page, nothing on top of anything else."""
import csv
import itertools
from types import SimpleNamespace

import h5py
import numpy as np
import pytest

import made
from waico.analysis import load, style
from waico.analysis.case import Case, NotInFile, cases_of
from waico.analysis.drawing import draw, fitting
from waico.analysis.figures import Options, all_kinds

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
    from waico.analysis.figures import statuses
    assert statuses.STAGE_COLOURS["has signed"] == style.STATUS_COLOURS["signatory"]


def test_status_colours_differ_for_colour_blind_people():
    """Vienot, Brettel and Mollon (1999): protan and deutan sight; neighbours in the stack stay apart in Lab."""
    from matplotlib.colors import to_rgb
    from waico.analysis.figures.statuses import ORDER
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


def test_groups_of_parameters_are_drawn_as_the_file_has_them(drawn):
    table = drawn("morris", ("groups",)).data["morris"]
    assert table["key"] == list(made.GROUPS)
    np.testing.assert_array_equal(table["mean_absolute"], [30.0, 12.0])
    np.testing.assert_array_equal(table["spread"], [2.0, 15.0])
    assert np.isnan(table["mean"][0]) and table["mean"][1] == 4.0


def test_pairs_of_parameters_are_drawn_where_the_file_has_them(drawn):
    second = drawn("sobol", ("pairs",)).data["second"]
    np.testing.assert_allclose(second["second"], np.linspace(-0.01, 0.08, 10))
    assert (second["key"][0], second["with"][0]) == made.NAMES[:2]
    assert "second" not in drawn("sobol", ("saltelli",)).data


def test_services_and_rivals_are_those_of_the_file(drawn):
    services = drawn("services", ("elsewhere",))
    assert {"vaccines", "seed_banks", "satellites"} <= set(services.data["services"]) and "training" not in services.data["services"]
    texts = [item.get_text() for item, _ in boxes(services)]
    assert "seed banks" in texts and not {"training", "voice"} & set(texts)
    rivals = drawn("rivals", ("elsewhere",))
    assert "league_both" in rivals.data["rivals"] and not [key for key in rivals.data["rivals"] if key.startswith("us_")]


def test_another_order_of_statuses_is_followed(files, tmp_path, drawn):
    turned = made.altered(files["run"], tmp_path / "turned.h5")
    with h5py.File(turned, "r+") as file:
        file["status"][...] = file["status"][...][::-1]
        file["country_status"][...] = 8 - file["country_status"][...]
        file["n_status"][...] = file["n_status"][...][::-1]
    with load(turned) as result, load(files["run"]) as whole:
        for name in ("statuses", "flows", "map"):
            picture, other = draw(name, [result]), drawn(name, ("run",))
            for key, values in picture.data[name].items():
                assert list(values) == list(other.data[name][key]), (name, key)
            style.close(picture)
        np.testing.assert_array_equal(Case(result).p_member(), Case(whole).p_member())


def test_stages_of_an_ensemble_say_that_they_are_past(drawn):
    table = drawn("flows", ("ensemble",)).data["flows"]
    assert set(table["from"]) <= {"has joined", "has signed", "has been in contact", "has withdrawn once", "no contact so far"}


def test_the_panels_of_a_comparison_cover_the_range_of_all(files, tmp_path):
    short = made.altered(files["faster"], tmp_path / "short.h5")
    with h5py.File(short, "r+") as file:
        early = file["year"][...] - 6.0
        file["year"][...] = early
    with load(files["ensemble"]) as first, load(short) as last:
        picture = draw("compare", [first, last])
        for axes in picture.figure.axes:
            low, high = axes.get_xlim()
            assert low <= early[0] and high >= first.years()[-1]
        style.close(picture)


def test_phases_are_shares_and_have_no_mean(drawn, files):
    table = drawn("phases", ("ensemble",)).data["phases"]
    phases = ["proposed", "signing", "in_force", "operating", "dissolved"]
    np.testing.assert_allclose(np.sum([table[name] for name in phases], axis=0), 1.0)
    assert table["proposed"][0] == 1.0 and table["operating"][-1] == 1.0
    with load(files["ensemble"]) as result:
        for ask in (Case(result).mean, Case(result).quantiles):
            with pytest.raises(NotInFile, match="category"):
                ask("phase")


def test_a_dollar_is_a_dollar(files, tmp_path):
    rich = made.altered(files["faster"], tmp_path / "rich.h5", title="$2bn or $5bn fund, 50 % of a_b^c")
    with load(files["ensemble"]) as one, load(rich) as two:
        picture = draw("compare", [one, two])
        assert any("$2bn or $5bn" in item.get_text() for item, _ in boxes(picture))
        style.save(picture, tmp_path / "a.svg")
        said = (tmp_path / "a.svg").read_text(encoding="utf-8")
        assert 'DejaVuSans-Bold-24"' in said and "Oblique" not in said  # 24: the code of the dollar sign
        style.close(picture)


def test_what_departs_from_the_scenario_is_said(files, tmp_path):
    apart = made.altered(files["ensemble"], tmp_path / "apart.h5", deviations="affinity.peers = 2")
    with load(files["ensemble"]) as one, load(apart) as two:
        alone, both = draw("adoption", [two]), draw("compare", [one, two])
        assert any("with affinity.peers = 2" in item.get_text() for item, _ in boxes(alone))
        assert any("with affinity.peers = 2" in item.get_text().replace("\n", " ") for item, _ in boxes(both))
        style.close(alone)
        style.close(both)


def test_cases_of_one_name_are_told_apart(files, tmp_path):
    again = made.altered(files["ensemble"], tmp_path / "again.h5", seed="43")
    with load(files["ensemble"]) as one, load(again) as two:
        assert [case.label for case in cases_of([one, two])] == ["Made ensemble (seed 42)", "Made ensemble (seed 43)"]
        assert [case.label for case in cases_of([one, one])] == ["Made ensemble", "Made ensemble (2)"]


def test_points_that_are_no_grid_get_no_lines(files, tmp_path):
    holes = made.sweep(tmp_path / "holes.h5", {"affinity.peers": [0, 1, 1], "trust.start": [0, 0, 1]}, {"m": [1, 2, 3]}, design="list")
    with load(holes) as result:
        for name in ("response", "heatmap"):
            with pytest.raises(NotInFile, match="no such grid"):
                draw(name, [result])


def test_the_limits_of_a_box_stand_within_the_swept_range(files, tmp_path):
    config = "".join(f'        {{ path = "{path}"; distribution = "uniform"; low = 0.0; high = 1.5; }},\n' for path in made.NAMES[:4])
    swept = made.altered(files["lhs"], tmp_path / "swept.h5", config_effective="sweep: { parameters = (\n" + config + ");\n};\n")
    with load(swept) as result:
        picture = draw("discovery", [result], Options(above=60.0, density=0.95))
        box = picture.data["box"]
        assert set(box["key"]) == {"affinity.peers", "rival.us.pressure"} and set(box["range_is"]) == {"swept"}
        assert box["range_low"] == [0.0, 0.0] and box["range_high"] == [1.5, 1.5]
        assert max(box["p"]) < 0.05 and min(box["p"]) > 0
        assert "1.5" in [item.get_text() for item, _ in boxes(picture)]
        style.close(picture)


def test_the_number_that_a_mean_rests_on_stands_beside_it(drawn):
    for name, inputs, table, column, expected in (
            ("response", ("grid",), "response", "n", {8}), ("heatmap", ("grid",), "heatmap", "n", {8}),
            ("tornado", ("oat",), "tornado", "low_n", {8}), ("differences", ("ensemble", "faster"), "differences", "n", {40}),
            ("map", ("ensemble",), "map", "n", {40}), ("joiners", ("ensemble",), "joiners", "n", {40}),
            ("morris", ("morris",), "morris", "effects", {12}), ("sobol", ("saltelli",), "sobol", "used", {512})):
        picture = drawn(name, inputs)
        assert set(np.asarray(picture.data[table][column]).tolist()) == expected, name
        if name in ("response", "heatmap", "tornado", "morris"):
            assert any("8 replications" in item.get_text().replace("\n", " ") for item, _ in boxes(picture)), name


def stamp_of_forty(asked):
    result = SimpleNamespace(identity="0123456789abcdef", seed="1", version="0.1.0", kind="ensemble", replicates_asked=asked)
    return style.stamp_text([SimpleNamespace(result=result, n_replicates=40)])


def test_the_stamp_says_how_many_replications_an_interrupted_file_was_to_have():
    assert stamp_of_forty(1000).endswith("40 of 1000 replications")
    assert stamp_of_forty(40).endswith("40 replications") and " of " not in stamp_of_forty(None)
