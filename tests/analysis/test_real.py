"""Files of the simulator: every picture, reports, and agreement with what the simulator computed itself."""
import csv
import math
import shutil
import subprocess

import numpy as np
import pytest

from waico.analysis import load, style
from waico.analysis.case import Case
from waico.analysis.drawing import draw, fitting
from waico.analysis.estimate import mean_interval
from waico.analysis.report import write

from simulated import simulator
import made
from estimators import morris, sobol

DESIGNED = {"heatmap": "sweep", "response": "sweep", "tornado": "oat", "morris": "morris", "sobol": "saltelli", "discovery": "lhs"}


@pytest.mark.parametrize("inputs", [("run",), ("ensemble",), ("ensemble", "other")])
def test_every_fitting_picture_is_drawn(real, inputs):
    results = [load(real[name]) for name in inputs]
    names = fitting(results)
    assert len(names) >= (2 if len(inputs) > 1 else 12)
    for name in names:
        picture = draw(name, results)
        assert len(style.rendered(picture, "png", 60)) > 3000, name
        style.close(picture)
    for result in results:
        result.close()


@pytest.mark.parametrize("name,file", DESIGNED.items())
def test_every_design_has_its_picture(real, name, file):
    with load(real[file]) as result:
        picture = draw(name, [result])
        assert len(style.rendered(picture, "png", 60)) > 3000
        style.close(picture)


@pytest.mark.parametrize("inputs", [("run",), ("ensemble", "other", "run"), ("sweep",), ("one",), ("ensemble", "saltelli")])
def test_reports_are_whole(real, tmp_path, inputs):
    said = []
    write([real[name] for name in inputs], tmp_path / "r.html", say=said.append)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<img " in text and "countries.csv" in text
    assert not [line for line in said if "left out" in line], said


def test_summaries_of_the_file_are_those_of_its_replications(real):
    with load(real["ensemble"]) as result:
        values = result.array("n_members").values.astype(float)
        np.testing.assert_allclose(Case(result).mean("n_members"), values.mean(axis=0), rtol=1e-6)
        levels, quantiles = Case(result).quantiles("n_members")
        np.testing.assert_allclose(quantiles, np.quantile(values, levels, axis=0), rtol=1e-6)


def test_first_dates_agree_with_the_counts_of_joining(real):
    with load(real["ensemble"]) as result:
        within = result.array("first_member").values <= Case(result).end_years()  # later ones fall into no interval
        joined = within.sum(axis=0)
        np.testing.assert_array_equal(joined, result.array("join_count").values.sum(axis=1))


def test_members_of_a_run_are_its_statuses(real):
    with load(real["run"]) as result:
        case = Case(result)
        assert result.countries[case.sponsor()] == "CHN"
        members = np.delete(case.p_member(), case.sponsor(), axis=0).sum(axis=0)
        np.testing.assert_array_equal(members, result.array("n_members").values)
        np.testing.assert_array_equal(case.n_status()[4:7].sum(axis=0), result.array("n_members").values)


def test_terms_of_a_decision_give_its_odds(real):
    with load(real["run"]) as result:
        beta = result.parameters()["decision.rationality"]["value"]
        term = result.array("decision_term").values.astype(float).sum(axis=1)
        chosen, option = result.words("decision_move"), result.words("decision_option")
        p, q = result.array("decision_probability").values, result.array("decision_option_probability").values
        stays = (chosen == "stay") & (option != "stay")
        assert stays.sum() > 100
        np.testing.assert_allclose(beta * term[stays], np.log(q[stays] / p[stays]), atol=2e-3)


def test_the_record_is_read(real):
    from waico.analysis.record import signatures
    with load(real["ensemble"]) as result:
        years, counts = signatures(Case(result))
        with open(str(real["ensemble"].parent / "scenarios" / "data" / "signatures.csv"), encoding="utf-8") as source:
            rows = [row for row in csv.DictReader(source) if row["waico_status"] in ("founding", "signatory") and row["iso3"] != "CHN"]
        assert counts[-1] == len(rows)
        assert years[0] == pytest.approx(2026 + 196 / 365, abs=0.01)  # 16 July 2026


def test_differences_use_the_same_luck(real):
    with load(real["ensemble"]) as a, load(real["other"]) as b:
        picture = draw("differences", [a, b])
        table = picture.data["differences"]
        first, second = (result.array("final_n_members").values.astype(float) for result in (a, b))  # the end, not the account before
        expected = mean_interval(second - first)
        assert table["difference"][0] == pytest.approx(expected.mean) and table["low"][0] == pytest.approx(expected.low)
        assert table["date"][0] == table["date_first"][0] == "2040-12-31"
        assert expected.error < math.hypot(first.std(), second.std()) / math.sqrt(60)
        style.close(picture)


def test_the_indices_of_the_simulator_are_estimated_anew(real):
    from waico.analysis.figures.surfaces import columns_of
    with load(real["saltelli"]) as result:
        y, block = result.array("members_2035_mean").values, result.array("design_block").values
        rows = [np.flatnonzero(block == code)[np.argsort(result.array("design_row").values[block == code], kind="stable")] for code in range(5)]
        found = sobol(y[rows[0]], y[rows[1]], [y[places] for places in rows[2:]], resamples=10)
        np.testing.assert_allclose(found.first, result.array("sobol_first").values[0], atol=1e-9)
        np.testing.assert_allclose(found.total, result.array("sobol_total").values[0], atol=1e-9)
    with load(real["morris"]) as result:
        columns = columns_of(result)
        levels = int(result.attrs["design_levels"])
        found = morris(np.column_stack(list(columns.values())), result.array("members_2035_mean").values,
                       result.array("design_trajectory").values, levels / (2.0 * (levels - 1)))
        order = [list(columns).index(path) for path in result.labels("parameter")]
        np.testing.assert_allclose(found.mean_absolute[order], result.array("morris_mu_star").values[0], rtol=1e-6)
        np.testing.assert_allclose(found.spread[order], result.array("morris_sigma").values[0], rtol=1e-6)
    with load(real["oat"]) as result:
        block, moved = result.array("design_block").values, result.array("design_moved").values
        y = result.array("members_2035_mean").values
        assert y[block == 0] == result.array("oat_base").values[0]
        for side, name in ((1, "oat_low"), (2, "oat_high")):
            np.testing.assert_array_equal(y[block == side][np.argsort(moved[block == side])], result.array(name).values[0])


@pytest.mark.parametrize("name,file,columns", [
    ("morris", "morris", {"mean_absolute": "morris_mu_star", "mean": "morris_mu", "spread": "morris_sigma", "low": "morris_mu_star_low"}),
    ("sobol", "saltelli", {"first": "sobol_first", "first_high": "sobol_first_high", "total": "sobol_total", "total_low": "sobol_total_low"}),
    ("tornado", "oat", {"low_result": "oat_low", "high_result": "oat_high"})])
def test_pictures_of_an_analysis_show_the_numbers_of_the_file(real, name, file, columns):
    with load(real[file]) as result:
        picture = draw(name, [result])
        table = picture.data[name]
        order = [table["key"].index(parameter) for parameter in result.labels("parameter")]
        for column, dataset in columns.items():
            np.testing.assert_array_equal(np.asarray(table[column])[order], result.array(dataset).values[0])
        if name == "sobol":
            second, drawn = result.array("sobol_second").values[0], picture.data["second"]
            names = list(result.labels("parameter"))
            for key, other, value in zip(drawn["key"], drawn["with"], drawn["second"]):
                assert value in (second[names.index(key), names.index(other)], second[names.index(other), names.index(key)])
        style.close(picture)


def test_phases_are_kept_as_shares_and_not_as_a_mean(real):
    with load(real["ensemble"]) as result:
        assert not [name for name in result.names if name in ("phase_mean", "phase_sd", "phase_quantile")]
        phase = result.array("phase").values
        words = list(result.flags("phase").values())
        assert list(result.labels("phase_name")) == words
        np.testing.assert_allclose(result.array("p_phase").values, [(phase == code).mean(axis=0) for code in range(len(words))], atol=1e-7)
    with load(real["sweep"]) as result:
        share = result.array("p_phase")
        assert share.dims == ("point", "phase_name", "time")
        np.testing.assert_allclose(share.values.sum(axis=1), 1, atol=1e-6)


def test_a_sweep_that_keeps_shares_of_statuses_is_found_sound(real, tmp_path):
    (tmp_path / "a.cfg").write_text('scenario = "scenarios/baseline.cfg"; ensemble: { replications = 3; seed = "1"; };\n'
                                    'output: { p_status = true; };\nsweep: { design = "grid"; parameters = ( { path = "affinity.peers"; '
                                    'values = [0.0, 1.0]; } ); };\nmetrics = ( { name = "m"; series = "n_members"; reduce = "final"; } );\n')
    shutil.copytree(made.ROOT / "scenarios", tmp_path / "scenarios")
    for command in (["sweep", "a.cfg", "-o", "a.h5", "-q"], ["verify", "a.h5"]):
        subprocess.run([simulator(), *command], cwd=tmp_path, check=True, capture_output=True)
    with load(tmp_path / "a.h5") as result:
        assert result.array("p_status").dims == ("point", "status", "country", "time")
